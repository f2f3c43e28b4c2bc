//! CALL_INTRINSIC_1 and CALL_INTRINSIC_2: built-in helpers that have no opcode of their own.
//!
//! CPython counterpart: `Python/intrinsics.c`. The numbers are those of its tables, which `dis` names from the opcode table.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "the macros that define handlers")]

use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::state::PyResult;
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::list::List;
use minipy_object::types::tuple::{self, Tuple};

use crate::frame::Stack;
use crate::types::function::Function;

ops_out! {
    CALL_INTRINSIC_1 => call_intrinsic_1;
    CALL_INTRINSIC_2 => call_intrinsic_2;
}

fn call_intrinsic_1(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let ts = s.ts;
    let result = match oparg {
        1 => {
            crate::sys::display(ts, s.peek(1))?;
            ts.none()
        }
        2 => {
            import_star(s)?;
            ts.none()
        }
        3 => stop_iteration_error(s)?,
        4 => crate::types::async_generator::wrap(ts, s.peek(1).to_ref())?,
        5 => protocol::positive(ts, s.peek(1))?,
        6 => match s.peek(1).downcast::<List>() {
            Some(list) => Tuple::from_vec(ts, list.to_vec())?.into_ref(),
            None => tuple::to_tuple(ts, s.peek(1))?.into_ref(),
        },
        7..=11 => crate::typing::intrinsic_1(ts, oparg, s.peek(1))?,
        _ => return Err(ts.system_error("unknown intrinsic")),
    };
    s.finish(1, result);
    Ok(())
}

fn call_intrinsic_2(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let ts = s.ts;
    let (second, first) = (s.peek(2), s.peek(1));
    let result = match oparg {
        1 => {
            let excs = first.downcast::<List>().map_or_else(Vec::new, |list| list.to_vec());
            crate::exc::prepare_reraise_star(ts, &second.to_ref(), &excs)?
        }
        4 => {
            if let Some(function) = second.downcast::<Function>() {
                function.type_params.set(first.to_ref());
            }
            second.to_ref()
        }
        2 | 3 | 5 => crate::typing::intrinsic_2(ts, oparg, second, first)?,
        _ => return Err(ts.system_error("unknown intrinsic")),
    };
    s.finish(2, result);
    Ok(())
}

/// `from module import *`. CPython: `import_star`, `import_all_from`.
fn import_star(s: &mut Stack<'_>) -> PyResult<()> {
    let Some(namespace) = s.ns() else { return Err(s.ts.system_error("no locals found during 'import *'")) };
    let namespace = namespace.to_ref();
    crate::import::import_all_from(s.ts, &namespace, s.peek(1))
}

/// A StopIteration that leaves a generator becomes a RuntimeError (PEP 479). CPython: `stopiteration_error`.
fn stop_iteration_error(s: &Stack<'_>) -> PyResult {
    let ts = s.ts;
    let exc = s.peek(1);
    let flags = s.code().flags();
    let asynchronous = flags.contains(minipy_bytecode::CodeFlags::ASYNC_GENERATOR);
    let message = if exc.ob_type().is_subtype(&ts.types().stop_iteration) {
        if asynchronous {
            "async generator raised StopIteration"
        } else if flags.contains(minipy_bytecode::CodeFlags::COROUTINE) {
            "coroutine raised StopIteration"
        } else {
            "generator raised StopIteration"
        }
    } else if asynchronous && exc.ob_type().is_subtype(&ts.types().stop_async_iteration) {
        "async generator raised StopAsyncIteration"
    } else {
        return Ok(exc.to_ref());
    };
    let text = ts.new_str(message)?.into_ref();
    let error = minipy_object::types::exceptions::new_exception(ts, &ts.types().runtime_error, &[text])?;
    set_cause_and_context(&error.clone().into_ref(), exc);
    Ok(error.into_ref())
}

fn set_cause_and_context(error: &PyObject, cause: &PyObject) {
    if let Some(error) = error.downcast::<BaseException>() {
        error.set_cause(Some(cause.to_ref()));
        error.set_context(Some(cause.to_ref()));
    }
}
