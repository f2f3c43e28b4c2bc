//! int: from any object to an int.
//!
//! CPython counterpart: `long_new_impl`, `PyNumber_Long` and `PyLong_FromUnicodeObject`. Invariant: the result of a conversion is an
//! exact int, whatever a class's own conversion returned.

use minipy_scalar::int::{Int as Number, IntError};

use super::Int;
use crate::args::{Args, bind_new};
use crate::header::{PyObject, PyType};
use crate::protocol;
use crate::pyref::Py;
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::Payload;
use crate::types::numeric::{Shown, int_error, number_text, tick_digits};
use crate::types::sequence::has_index;
use crate::types::textual::type_name;

/// `int(x=0)`, `int(text, base=10)`
pub(super) fn int_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let made = construct(ts, args)?;
    if std::ptr::eq(ty, Int::type_object(ts)) {
        return Ok(made.into_ref());
    }
    Ok(Int::new_in(ts, ty, &made.value().to_int())?.into_ref())
}

fn construct(ts: &ThreadState, args: Args<'_>) -> PyResult<Py<Int>> {
    if let (0, [object]) = (args.kw_len(), args.pos()) {
        return Int::from_object(ts, object);
    }
    let given = args.values().len();
    if given > 2 && args.kw_len() == 0 {
        return Err(ts.type_error(format_args!("int expected at most 2 arguments, got {given}")));
    }
    let bound = bind_new(ts, "int", "(x=0, /, base=10)", args)?;
    match bound.take() {
        [None, None] => Int::new(ts, 0),
        [None, Some(_)] => Err(ts.type_error("int() missing string argument")),
        [Some(object), None] => Int::from_object(ts, object),
        [Some(object), Some(base)] => with_base(ts, object, base),
    }
}

fn with_base(ts: &ThreadState, object: &PyObject, base: &PyObject) -> PyResult<Py<Int>> {
    let base = protocol::index(ts, base)?.value().saturating_i64();
    let base = match u32::try_from(base) {
        Ok(base) if base == 0 || (2..=36).contains(&base) => base,
        Ok(_) | Err(_) => return Err(int_error(ts, IntError::BadBase)),
    };
    // Other buffers are read with the default base only.
    let is_text = object.is_kind::<crate::types::str::Str>()
        || object.is_kind::<crate::types::bytes::Bytes>()
        || object.is_kind::<crate::types::bytearray::Bytearray>();
    match number_text(ts, object)? {
        Some((text, shown)) if is_text => parse(ts, &text, base, &shown),
        Some(_) | None => Err(ts.type_error("int() can't convert non-string with explicit base")),
    }
}

fn parse(ts: &ThreadState, text: &[u8], base: u32, shown: &Shown) -> PyResult<Py<Int>> {
    let limit = ts.interp().int_max_str_digits.get();
    if limit == 0 || limit > 4300 || base.is_power_of_two() {
        tick_digits(ts, text.len())?;
    }
    match Number::parse(text, base, limit) {
        Ok(value) => Int::from_scalar(ts, &value),
        Err(error @ IntError::InvalidLiteral { .. }) => Err(ts.value_error(format_args!("{error}: {}", shown.text(text, 200)))),
        Err(error) => Err(int_error(ts, error)),
    }
}

impl Int {
    /// `int(object)`. CPython: `PyNumber_Long`.
    pub fn from_object(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Int>> {
        if let Some(int) = object.downcast_exact::<Int>() {
            return Ok(int.to_py());
        }
        if let Some(slot) = object.ob_type().slots.nb_int.get() {
            let made = slot(ts, object)?;
            return match made.downcast_into::<Int>() {
                Ok(int) => protocol::number::exact_result(ts, "__int__", int),
                Err(other) => Err(not_int(ts, "__int__", &other)),
            };
        }
        if has_index(object) {
            return protocol::index(ts, object);
        }
        if let Some(method) = protocol::lookup_special(ts, object, &ts.names().__trunc__)? {
            ts.warn(&ts.types().deprecation_warning, "The delegation of int() to __trunc__ is deprecated.")?;
            let made = protocol::call_no_args(ts, &method)?;
            if let Some(int) = made.downcast::<Int>() {
                return int.to_exact(ts);
            }
            if !has_index(&made) {
                let kind = type_name(&made);
                return Err(ts.type_error(format_args!("__trunc__ returned non-Integral (type {kind})")));
            }
            return protocol::index(ts, &made);
        }
        match number_text(ts, object)? {
            Some((text, shown)) => parse(ts, &text, 10, &shown),
            None => {
                let kind = type_name(object);
                Err(ts.type_error(format_args!("int() argument must be a string, a bytes-like object or a real number, not '{kind}'")))
            }
        }
    }
}

fn not_int(ts: &ThreadState, method: &str, made: &PyObject) -> Raised {
    ts.type_error(format_args!("{method} returned non-int (type {})", type_name(made)))
}
