//! `match`.
//!
//! CPython counterpart: `match_keys`, `match_class` in `Python/ceval.c`.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "the macros that define handlers")]

use crate::types::as_type;
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::TypeFlags;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::frame::Stack;

ops_out! {
    MATCH_MAPPING => match_mapping;
    MATCH_SEQUENCE => match_sequence;
    MATCH_KEYS => match_keys;
    MATCH_CLASS => match_class;
}

fn match_mapping(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let answer = s.ts.bool(s.peek(1).ob_type().flags().has(TypeFlags::MAPPING));
    s.push(answer);
    Ok(())
}

fn match_sequence(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let answer = s.ts.bool(s.peek(1).ob_type().flags().has(TypeFlags::SEQUENCE));
    s.push(answer);
    Ok(())
}

fn match_keys(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let values = {
        let Some(keys) = s.peek(1).downcast::<Tuple>() else { return Err(s.ts.system_error("a tuple was expected")) };
        values_of(s.ts, s.peek(2), keys)?
    };
    let values = match values {
        Some(values) => Tuple::from_vec(s.ts, values)?.into_ref(),
        None => s.ts.none(),
    };
    s.push(values);
    Ok(())
}

/// The values for `keys`, through `get` with a default that nobody else has.
fn values_of(ts: &ThreadState, subject: &PyObject, keys: &Obj<Tuple>) -> PyResult<Option<Vec<PyRef>>> {
    let mut values: Vec<PyRef> = Vec::with_capacity(keys.len());
    if keys.is_empty() {
        return Ok(Some(values));
    }
    let get = protocol::get_attr(ts, subject, &ts.names().get)?;
    let missing = protocol::call_no_args(ts, ts.types().object.as_object())?;
    for (i, key) in keys.items().iter().enumerate() {
        for earlier in keys.items().iter().take(i) {
            if protocol::eq(ts, earlier, key)? {
                let key = protocol::repr(ts, key)?.to_rust_string();
                return Err(ts.value_error(format_args!("mapping pattern checks duplicate key ({key})")));
            }
        }
        let value = protocol::call(ts, &get, minipy_object::args::Args::positional(&[key.clone(), missing.clone()]))?;
        if value.is(&missing) {
            return Ok(None);
        }
        values.push(value);
    }
    Ok(Some(values))
}

fn match_class(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let attributes = {
        let Some(names) = s.peek(1).downcast::<Tuple>() else { return Err(s.ts.system_error("a tuple was expected")) };
        attributes_of(s.ts, s.peek(3), s.peek(2), oparg, names)?
    };
    let result = match attributes {
        Some(attributes) => Tuple::from_vec(s.ts, attributes)?.into_ref(),
        None => s.ts.none(),
    };
    s.finish(3, result);
    Ok(())
}

fn attribute(ts: &ThreadState, class: &str, subject: &PyObject, name: &PyRef, seen: &mut Vec<PyRef>) -> PyResult<Option<PyRef>> {
    let Some(text) = name.downcast::<Str>() else { return Ok(None) };
    if seen.iter().any(|other| other.downcast::<Str>().is_some_and(|other| other.equals(text))) {
        let name = protocol::repr(ts, name)?.to_rust_string();
        return Err(ts.type_error(format_args!("{class}() got multiple sub-patterns for attribute {name}")));
    }
    seen.push(name.clone());
    protocol::get_attr_opt(ts, subject, text)
}

fn attributes_of(
    ts: &ThreadState,
    subject: &PyObject,
    class: &PyObject,
    positional: usize,
    keywords: &Obj<Tuple>,
) -> PyResult<Option<Vec<PyRef>>> {
    let Some(ty) = as_type(class) else {
        return Err(ts.type_error("called match pattern must be a class"));
    };
    if !protocol::is_instance(ts, subject, class)? {
        return Ok(None);
    }
    let name = ty.name_string();
    let mut seen = Vec::new();
    let mut out = Vec::new();
    if positional > 0 {
        let match_args = protocol::get_attr_opt(ts, class, &ts.names().__match_args__)?;
        let (args, match_self) = match &match_args {
            Some(args) => match args.downcast_exact::<Tuple>() {
                Some(args) => (args.items().to_vec(), false),
                None => {
                    let kind = args.ob_type().name_string();
                    return Err(ts.type_error(format_args!("{name}.__match_args__ must be a tuple (got {kind})")));
                }
            },
            None => (Vec::new(), ty.flags().has(TypeFlags::MATCH_SELF)),
        };
        let allowed = if match_self { 1 } else { args.len() };
        if positional > allowed {
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(ts.type_error(format_args!("{name}() accepts {allowed} positional sub-pattern{plural} ({positional} given)")));
        }
        if match_self {
            out.push(subject.to_ref());
        } else {
            for arg in args.iter().take(positional) {
                if arg.downcast_exact::<Str>().is_none() {
                    let kind = arg.ob_type().name_string();
                    return Err(ts.type_error(format_args!("__match_args__ elements must be strings (got {kind})")));
                }
                match attribute(ts, &name, subject, arg, &mut seen)? {
                    Some(value) => out.push(value),
                    None => return Ok(None),
                }
            }
        }
    }
    for keyword in keywords.items() {
        match attribute(ts, &name, subject, keyword, &mut seen)? {
            Some(value) => out.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some(out))
}
