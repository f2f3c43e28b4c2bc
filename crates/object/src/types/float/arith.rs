//! float: the number slots, comparison and hash.
//!
//! CPython counterpart: `float_as_number`, `float_richcompare` of `Objects/floatobject.c`. Invariant: an int takes part as the nearest
//! float in arithmetic, and exactly in comparisons.

use std::cmp::Ordering;

use minipy_scalar::complex::Complex as ComplexNumber;
use minipy_scalar::float::{self as scalar, FloatError, Power};

use super::Float;
use crate::header::PyObject;
use crate::slots::CompareOp;
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::complex::{Complex, complex_error};
use crate::types::int::Int;
use crate::types::numeric::int_error;
use crate::types::sequence::this;
use crate::types::textual::raise_scalar;
use crate::types::tuple::Tuple;

/// The exception that a float operation asks for.
#[cold]
pub(crate) fn float_error(ts: &ThreadState, error: FloatError) -> Raised {
    raise_scalar(ts, &error.into())
}

/// An operand as a double; `None` if it is no real number. CPython: `CONVERT_TO_DOUBLE`.
#[inline(always)]
pub(crate) fn operand(ts: &ThreadState, object: &PyObject) -> PyResult<Option<f64>> {
    if let Some(float) = object.downcast::<Float>() {
        return Ok(Some(float.value()));
    }
    int_operand(ts, object)
}

fn int_operand(ts: &ThreadState, object: &PyObject) -> PyResult<Option<f64>> {
    match object.downcast::<Int>() {
        Some(int) => int.value().to_f64().map(Some).map_err(|error| int_error(ts, error)),
        None => Ok(None),
    }
}

#[inline(always)]
fn float(ts: &ThreadState, value: f64) -> PyResult {
    Ok(Float::new(ts, value)?.into_ref())
}

macro_rules! operator {
    ($(#[$doc:meta])* $name:ident, |$ts:ident, $x:ident, $y:ident| $value:expr) => {
        $(#[$doc])*
        pub(super) fn $name($ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
            let Some($x) = operand($ts, a)? else { return Ok($ts.not_implemented()) };
            let Some($y) = operand($ts, b)? else { return Ok($ts.not_implemented()) };
            $value
        }
    };
}

operator!(
    /// `a + b`
    add, |ts, x, y| float(ts, x + y)
);
operator!(
    /// `a - b`
    subtract, |ts, x, y| float(ts, x - y)
);
operator!(
    /// `a * b`
    multiply, |ts, x, y| float(ts, x * y)
);
operator!(
    /// `a / b`
    true_divide, |ts, x, y| {
        if y == 0.0 {
            return Err(float_error(ts, FloatError::DivisionByZero));
        }
        float(ts, x / y)
    }
);
operator!(
    /// `a // b`
    floor_divide, |ts, x, y| float(ts, scalar::floordiv(x, y).map_err(|error| float_error(ts, error))?)
);
operator!(
    /// `a % b`
    remainder, |ts, x, y| float(ts, scalar::modulo(x, y).map_err(|error| float_error(ts, error))?)
);
operator!(
    /// `divmod(a, b)`
    divmod, |ts, x, y| {
        let (quotient, rest) = scalar::divmod(x, y).map_err(|error| float_error(ts, error))?;
        Ok(Tuple::from_slice(ts, &[float(ts, quotient)?, float(ts, rest)?])?.into_ref())
    }
);

/// `a ** b`; a negative base and an exponent that is not whole give a complex number. CPython: `float_pow`.
pub(crate) fn power(ts: &ThreadState, a: &PyObject, b: &PyObject, c: &PyObject) -> PyResult {
    if !c.is(&ts.singletons().none) {
        return Err(ts.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let Some(x) = operand(ts, a)? else { return Ok(ts.not_implemented()) };
    let Some(y) = operand(ts, b)? else { return Ok(ts.not_implemented()) };
    match scalar::pow(x, y).map_err(|error| float_error(ts, error))? {
        Power::Real(value) => float(ts, value),
        Power::Complex => {
            let value = ComplexNumber::new(x, 0.0).pow(ComplexNumber::new(y, 0.0));
            let value = value.map_err(|error| complex_error(ts, error))?;
            Ok(Complex::new(ts, value)?.into_ref())
        }
    }
}

/// `-a`
pub(super) fn negative(ts: &ThreadState, object: &PyObject) -> PyResult {
    float(ts, -this::<Float>(ts, object)?.value())
}

/// `abs(a)`
pub(super) fn absolute(ts: &ThreadState, object: &PyObject) -> PyResult {
    float(ts, this::<Float>(ts, object)?.value().abs())
}

/// `+a`, `float(a)`: itself, or a copy of a subclass's instance. CPython: `float_float`.
pub(super) fn positive(ts: &ThreadState, object: &PyObject) -> PyResult {
    if object.is_exact::<Float>() {
        return Ok(object.to_ref());
    }
    float(ts, this::<Float>(ts, object)?.value())
}

/// `int(a)`
pub(super) fn to_int(ts: &ThreadState, object: &PyObject) -> PyResult {
    /// Below this a truncated float fits a word.
    const WORD: f64 = 9_223_372_036_854_775_808.0;
    let value = this::<Float>(ts, object)?.value();
    if value.abs() < WORD {
        return Ok(Int::new(ts, value as i64)?.into_ref());
    }
    let whole = scalar::trunc(value).map_err(|error| float_error(ts, error))?;
    Ok(Int::from_scalar(ts, &whole)?.into_ref())
}

/// `bool(a)`
pub(super) fn is_true(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    Ok(this::<Float>(ts, object)?.value() != 0.0)
}

/// The hash of a double that belongs to `owner`: a NaN hashes as that object does. CPython: `_Py_HashDouble`.
pub(crate) fn hash_double(owner: &PyObject, value: f64) -> i64 {
    minipy_scalar::hash::float(value).unwrap_or_else(|| minipy_scalar::hash::pointer(owner.id()))
}

/// `hash(a)`
pub(super) fn hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    Ok(hash_double(object, this::<Float>(ts, object)?.value()))
}

/// The order of a double and a number; `None` inside for a NaN, outside where the other is no real number.
pub(crate) fn compare(value: f64, other: &PyObject) -> Option<Option<Ordering>> {
    if let Some(other) = other.downcast::<Float>() {
        return Some(value.partial_cmp(&other.value()));
    }
    let other = other.downcast::<Int>()?;
    Some(other.value().cmp_f64(value).map(Ordering::reverse))
}

/// `a < b` …
pub(super) fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let value = this::<Float>(ts, a)?.value();
    let Some(ordering) = compare(value, b) else { return Ok(ts.not_implemented()) };
    Ok(ts.bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}
