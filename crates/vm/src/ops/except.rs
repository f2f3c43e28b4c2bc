//! Exceptions and context managers.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use crate::types::as_type;
use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::tuple::Tuple;

use crate::exc;
use crate::frame::{Record, Stack};
use crate::machine::unwind;

ops_out! {
    PUSH_EXC_INFO => push_exc_info;
    POP_EXCEPT => pop_except;
    CHECK_EXC_MATCH => check_exc_match;
    CHECK_EG_MATCH => check_eg_match;
    BEFORE_WITH => before_with;
    WITH_EXCEPT_START => with_except_start;
    EXIT_INIT_CHECK => exit_init_check;
}

fn push_exc_info(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let new = s.pop();
    let level = s.ts.exc_info();
    let previous = level.exc_value.replace(Some(new.clone())).unwrap_or_else(|| s.ts.none());
    s.push(previous);
    s.push(new);
    Ok(())
}

fn pop_except(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let previous = s.pop();
    let previous = if previous.is(&s.ts.singletons().none) { None } else { Some(previous) };
    drop(s.ts.exc_info().exc_value.replace(previous));
    Ok(())
}

/// Set the exception of a `raise`; `true` where it is the handled one, raised again as it is.
fn raise_varargs(s: &mut Stack<'_>, oparg: usize) -> bool {
    let cause = if oparg == 2 { Some(s.pop()) } else { None };
    if oparg == 0 {
        if let Some(exc) = s.ts.handled_exception() {
            let _ = s.ts.set_exception(exc);
            return true;
        }
        let _ = s.ts.runtime_error("No active exception to reraise");
        return false;
    }
    let what = s.pop();
    let _ = exc::raise(s.ts, &what, cause);
    false
}

op! {
    fn RAISE_VARARGS(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn out(ts: &ThreadState, record: *mut Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame.
            raise_varargs(&mut unsafe { Stack::new(ts, record) }, oparg)
        }
        let record = spill!(pc, sp, locals);
        // A bare `raise` adds no line to the traceback: the frame is in it already.
        if out(&*ts, record, oparg) {
            return unwind::reraised(pc, sp, locals, ts, 0, table);
        }
        unwind::raised(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn RERAISE(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn out(ts: &ThreadState, record: *mut Record, oparg: usize) -> usize {
            unwind::reraise(ts, record, oparg)
        }
        let record = spill!(pc, sp, locals);
        let origin = out(&*ts, record, oparg);
        unwind::reraised(pc, sp, locals, ts, origin, table)
    }
}

const NOT_A_CLASS: &str = "catching classes that do not inherit from BaseException is not allowed";

/// Whether something can stand after `except`. CPython: `_PyEval_CheckExceptTypeValid`.
fn check_class(ts: &ThreadState, class: &PyObject) -> PyResult<()> {
    let base = &ts.types().base_exception;
    let valid = |class: &PyObject| as_type(class).is_some_and(|class| class.is_subtype(base));
    match class.downcast::<Tuple>() {
        Some(classes) if classes.items().iter().all(|class| valid(class)) => Ok(()),
        None if valid(class) => Ok(()),
        _ => Err(ts.type_error(NOT_A_CLASS)),
    }
}

fn check_exc_match(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let matches = {
        let (exc, class) = (s.peek(2), s.peek(1));
        check_class(s.ts, class)?;
        exc::matches(exc, class)
    };
    let answer = s.ts.bool(matches);
    s.finish(1, answer);
    Ok(())
}

fn check_eg_match(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let class = s.pop();
    let exc = s.pop();
    check_class(s.ts, &class)?;
    let group = s.ts.types().base_exception_group.to_py();
    let groups = match class.downcast::<Tuple>() {
        Some(classes) => classes.items().iter().any(|class| as_type(class).is_some_and(|class| class.is_subtype(&group))),
        None => as_type(&class).is_some_and(|class| class.is_subtype(&group)),
    };
    if groups {
        return Err(s.ts.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    let (rest, matched) = exc::match_group(s.ts, &exc, &class)?;
    if let Some(matched) = &matched {
        drop(s.ts.exc_info().exc_value.replace(Some(matched.clone())));
    }
    let none = s.ts.none();
    s.push(rest.unwrap_or_else(|| none.clone()));
    s.push(matched.unwrap_or(none));
    Ok(())
}

fn before_with(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let manager = s.peek(1);
    let names = s.ts.names();
    let kind = manager.ob_type().name_string();
    let Some(enter) = protocol::lookup_special(s.ts, manager, &names.__enter__)? else {
        return Err(s.ts.type_error(format_args!("'{kind}' object does not support the context manager protocol")));
    };
    let Some(exit) = protocol::lookup_special(s.ts, manager, &names.__exit__)? else {
        return Err(s
            .ts
            .type_error(format_args!("'{kind}' object does not support the context manager protocol (missed __exit__ method)")));
    };
    // CPython puts `__exit__` in the manager's place before `__enter__` runs; the manager lives in the bound method.
    drop(s.replace(1, Some(exit)));
    let entered = protocol::call_no_args(s.ts, &enter)?;
    s.push(entered);
    Ok(())
}

fn with_except_start(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let exc = s.peek(1).to_ref();
    let class = exc.ob_type().to_ref();
    let traceback = exc.downcast::<BaseException>().and_then(|exc| exc.traceback()).unwrap_or_else(|| s.ts.none());
    let exit = s.peek(4);
    let args = [class, exc, traceback];
    let answer = protocol::call(s.ts, exit, minipy_object::args::Args::positional(&args))?;
    s.push(answer);
    Ok(())
}

fn exit_init_check(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    if !s.peek(1).is(&s.ts.singletons().none) {
        let kind = s.peek(1).ob_type().name_string();
        return Err(s.ts.type_error(format_args!("__init__() should return None, not '{kind}'")));
    }
    s.drop_many(1);
    Ok(())
}
