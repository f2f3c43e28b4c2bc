//! The interpreter starts, makes its types, and gives every block back.

use minipy_object::bootstrap::run_test;
use minipy_object::protocol;

#[test]
fn an_interpreter_starts_and_leaves_nothing() {
    run_test(|_| ());
}

#[test]
fn builtin_types_know_their_names_bases_and_reprs() {
    run_test(|ts| {
        let types = ts.types();
        let shown = |object: &minipy_object::PyObject| protocol::repr(ts, object).map(|text| text.to_rust_string()).ok();
        assert_eq!(shown(types.list.as_object()).as_deref(), Some("<class 'list'>"));
        assert_eq!(shown(types.bool_.mro().unwrap().as_object()).as_deref(), Some("(<class 'bool'>, <class 'int'>, <class 'object'>)"));
        assert_eq!(
            shown(types.exception_group.mro().unwrap().as_object()).as_deref(),
            Some(
                "(<class 'ExceptionGroup'>, <class 'BaseExceptionGroup'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)"
            )
        );
        assert_eq!(shown(&ts.none()).as_deref(), Some("None"));
    });
}

#[test]
fn an_error_is_raised_and_taken() {
    run_test(|ts| {
        let raised = protocol::len(ts, &ts.none()).unwrap_err();
        assert!(ts.exception_is(&raised, &ts.types().type_error));
        let exception = ts.take_exception(raised);
        let text = protocol::str(ts, &exception).unwrap().to_rust_string();
        assert_eq!(text, "object of type 'NoneType' has no len()");
    });
}
