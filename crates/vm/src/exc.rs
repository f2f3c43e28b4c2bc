//! Raising and matching exceptions, as the instructions do.
//!
//! CPython counterpart: `do_raise`, `PyErr_GivenExceptionMatches`, `_PyEval_ExceptionGroupMatch`, `_PyExc_PrepReraiseStar`.

use crate::types::as_type;
use minipy_object::args::Args;
use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::tuple::Tuple;

const NOT_AN_EXCEPTION: &str = "exceptions must derive from BaseException";

/// An instance of what stands after `raise`: an exception, or a class that is called.
fn instance_of(ts: &ThreadState, what: &PyObject, message: &str) -> PyResult<PyRef> {
    let base = &ts.types().base_exception;
    if let Some(class) = as_type(what).filter(|class| class.is_subtype(base)) {
        let made = protocol::call_no_args(ts, what)?;
        if made.downcast::<BaseException>().is_none() {
            return Err(ts.type_error(format_args!(
                "calling {} should have returned an instance of BaseException, not {}",
                protocol::repr(ts, class.as_object())?.to_rust_string(),
                protocol::repr(ts, made.ob_type().as_object())?.to_rust_string(),
            )));
        }
        return Ok(made);
    }
    if what.downcast::<BaseException>().is_some() { Ok(what.to_ref()) } else { Err(ts.type_error(message)) }
}

/// `raise what from cause`. CPython: `do_raise`.
pub(crate) fn raise(ts: &ThreadState, what: &PyObject, cause: Option<PyRef>) -> Raised {
    let value = match instance_of(ts, what, NOT_AN_EXCEPTION) {
        Ok(value) => value,
        Err(raised) => return raised,
    };
    if let (Some(cause), Some(exc)) = (cause, value.downcast::<BaseException>()) {
        if cause.is(&ts.singletons().none) {
            exc.set_cause(None);
        } else {
            match instance_of(ts, &cause, "exception causes must derive from BaseException") {
                Ok(cause) => exc.set_cause(Some(cause)),
                Err(raised) => return raised,
            }
        }
    }
    ts.raise_exception(value)
}

/// Give the exception that is set a cause and the same context, as `_PyErr_FormatFromCause` does.
pub(crate) fn with_cause(ts: &ThreadState, raised: Raised, cause: PyRef) -> Raised {
    let exc = ts.take_exception(raised);
    if let Some(exc) = exc.downcast::<BaseException>() {
        exc.set_context(Some(cause.clone()));
        exc.set_cause(Some(cause));
    }
    ts.set_exception(exc)
}

/// Whether an exception is caught by a class or a tuple of classes. CPython: `PyErr_GivenExceptionMatches`.
pub(crate) fn matches(exc: &PyObject, class: &PyObject) -> bool {
    match class.downcast::<Tuple>() {
        Some(classes) => classes.items().iter().any(|class| matches(exc, class)),
        None => as_type(class).is_some_and(|class| exc.ob_type().is_subtype(class)),
    }
}

/// `except*`: what is left, and the part that matches. CPython: `_PyEval_ExceptionGroupMatch`.
pub(crate) fn match_group(ts: &ThreadState, exc: &PyRef, class: &PyObject) -> PyResult<(Option<PyRef>, Option<PyRef>)> {
    if exc.is(&ts.singletons().none) {
        return Ok((None, None));
    }
    let group = &ts.types().base_exception_group;
    let is_group = exc.ob_type().is_subtype(group);
    if matches(exc, class) {
        if is_group {
            return Ok((None, Some(exc.clone())));
        }
        // A single exception is wrapped, with its traceback.
        let list = Tuple::from_slice(ts, std::slice::from_ref(exc))?;
        let made = protocol::call(ts, group.as_object(), Args::positional(&[ts.new_str("")?.into_ref(), list.into_ref()]))?;
        if let (Some(made), Some(exc)) = (made.downcast::<BaseException>(), exc.downcast::<BaseException>()) {
            made.set_traceback(exc.traceback());
        }
        return Ok((None, Some(made)));
    }
    if is_group {
        let pair = protocol::call_method(ts, exc, "split", &[class.to_ref()])?;
        let Some(pair) = pair.downcast::<Tuple>() else {
            let kind = exc.ob_type().name_string();
            return Err(ts.type_error(format_args!("{kind}.split must return a tuple, not {}", pair.ob_type().name_string())));
        };
        let [matched, rest] = pair.items() else {
            let kind = exc.ob_type().name_string();
            return Err(ts.type_error(format_args!("{kind}.split must return a 2-tuple, got tuple of size {}", pair.len())));
        };
        let none = &ts.singletons().none;
        let some = |value: &PyRef| if value.is(none) { None } else { Some(value.clone()) };
        return Ok((some(rest), some(matched)));
    }
    Ok((Some(exc.clone()), None))
}

/// `__notes__`, if it is there.
fn notes(ts: &ThreadState, exc: &PyObject) -> Option<PyRef> {
    match protocol::get_attr_opt(ts, exc, &ts.names().__notes__) {
        Ok(notes) => notes,
        Err(raised) => {
            ts.clear_exception(raised);
            None
        }
    }
}

/// Whether two exceptions carry the same metadata, and so came from one group. CPython: `is_same_exception_metadata`.
fn same_metadata(ts: &ThreadState, one: &PyObject, other: &PyObject) -> bool {
    let (Some(a), Some(b)) = (one.downcast::<BaseException>(), other.downcast::<BaseException>()) else { return false };
    let same = |x: Option<PyRef>, y: Option<PyRef>| match (x, y) {
        (Some(x), Some(y)) => x.is(&y),
        (None, None) => true,
        _ => false,
    };
    same(a.traceback(), b.traceback())
        && same(a.cause(), b.cause())
        && same(a.context(), b.context())
        && same(notes(ts, one), notes(ts, other))
}

/// What the end of a `try: … except*:` raises: the exceptions raised in handlers and what no handler took. CPython:
/// `_PyExc_PrepReraiseStar`.
pub(crate) fn prepare_reraise_star(ts: &ThreadState, original: &PyRef, excs: &[PyRef]) -> PyResult {
    let group = ts.types().base_exception_group.to_py();
    let none = &ts.singletons().none;
    if excs.is_empty() {
        return Ok(ts.none());
    }
    if !original.ob_type().is_subtype(&group) {
        // A single exception was wrapped: the first entry is what came of it, or None.
        return Ok(excs.first().cloned().unwrap_or_else(|| ts.none()));
    }
    let mut raised = Vec::new();
    let mut reraised = Vec::new();
    for exc in excs {
        if exc.is(none) {
            continue;
        }
        if same_metadata(ts, exc, original) {
            reraised.push(exc.clone());
        } else {
            raised.push(exc.clone());
        }
    }
    let projected = minipy_object::types::exceptions::group::project(ts, original, &reraised)?;
    if raised.is_empty() {
        return Ok(projected.unwrap_or_else(|| ts.none()));
    }
    if let Some(projected) = projected {
        raised.push(projected);
    }
    if let [single] = raised.as_slice() {
        return Ok(single.clone());
    }
    let list = minipy_object::types::list::List::from_vec(ts, raised)?;
    protocol::call(ts, group.as_object(), Args::positional(&[ts.new_str("")?.into_ref(), list.into_ref()]))
}
