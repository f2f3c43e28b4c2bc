//! int: the number slots, comparison and hash.
//!
//! CPython counterpart: `long_as_number` of `Objects/longobject.c`. Invariant: both operands may stand on either side, and a value that
//! is no int gives NotImplemented; two machine words are tried first, with checked arithmetic.

use minipy_scalar::int::{Int as Number, IntError, IntRef, Op, Result as IntResult};

use super::Int;
use crate::header::{Obj, PyObject};
use crate::pyref::Py;
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState};
use crate::types::float::{Float, arith as float_arith};
use crate::types::numeric::{int_error, tick_for};
use crate::types::sequence::this;
use crate::types::tuple::Tuple;

/// Both operands as ints.
#[inline(always)]
fn both<'a>(a: &'a PyObject, b: &'a PyObject) -> Option<(&'a Obj<Int>, &'a Obj<Int>)> {
    Some((a.downcast::<Int>()?, b.downcast::<Int>()?))
}

#[inline(always)]
fn words(a: &Obj<Int>, b: &Obj<Int>) -> Option<(i64, i64)> {
    Some((a.as_i64()?, b.as_i64()?))
}

#[inline(always)]
fn word(ts: &ThreadState, value: i64) -> PyResult {
    Ok(Int::new(ts, value)?.into_ref())
}

#[inline]
fn number(ts: &ThreadState, value: Number) -> PyResult {
    Ok(Int::from_scalar(ts, &value)?.into_ref())
}

fn checked(ts: &ThreadState, value: IntResult) -> PyResult {
    number(ts, value.map_err(|error| int_error(ts, error))?)
}

macro_rules! operator {
    ($(#[$doc:meta])* $name:ident, $slow:ident, |$x:ident, $y:ident| $fast:expr, |$ts:ident, $a:ident, $b:ident| $general:expr) => {
        $(#[$doc])*
        pub(crate) fn $name($ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
            let Some((a, b)) = both(a, b) else { return Ok($ts.not_implemented()) };
            if let Some(($x, $y)) = words(a, b)
                && let Some(value) = $fast
            {
                return word($ts, value);
            }
            $slow($ts, a, b)
        }

        #[cold]
        #[inline(never)]
        fn $slow($ts: &ThreadState, a: &Obj<Int>, b: &Obj<Int>) -> PyResult {
            let ($a, $b) = (a.value(), b.value());
            $general
        }
    };
}

operator!(
    /// `a + b`
    add, add_slow, |x, y| x.checked_add(y),
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; number(ts, a.add(b)) }
);
operator!(
    /// `a - b`
    subtract, subtract_slow, |x, y| x.checked_sub(y),
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; number(ts, a.sub(b)) }
);
operator!(
    /// `a * b`
    multiply, multiply_slow, |x, y| x.checked_mul(y),
    |ts, a, b| { tick_for(ts, Op::Mul, a, b)?; checked(ts, a.mul(b)) }
);
operator!(
    /// `a // b`
    floor_divide, floor_divide_slow, |x, y| floor_words(x, y),
    |ts, a, b| { tick_for(ts, Op::Div, a, b)?; checked(ts, a.floordiv(b)) }
);
operator!(
    /// `a % b`
    remainder, remainder_slow, |x, y| modulo_words(x, y),
    |ts, a, b| { tick_for(ts, Op::Div, a, b)?; checked(ts, a.modulo(b)) }
);
operator!(
    /// `a & b`
    and, and_slow, |x, y| Some(x & y),
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; number(ts, a.and(b)) }
);
operator!(
    /// `a | b`
    or, or_slow, |x, y| Some(x | y),
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; number(ts, a.or(b)) }
);
operator!(
    /// `a ^ b`
    xor, xor_slow, |x, y| Some(x ^ y),
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; number(ts, a.xor(b)) }
);
operator!(
    /// `a << b`
    lshift, lshift_slow, |x, y| left_words(x, y),
    |ts, a, b| {
        if !a.is_zero() && beyond_digits(b) {
            return Err(ts.overflow_error("too many digits in integer"));
        }
        let shifted = a.shl(b);
        if let Ok(_) | Err(IntError::NegativeShift) = &shifted {
            tick_for(ts, Op::Linear, a, b)?;
        }
        checked(ts, shifted)
    }
);
operator!(
    /// `a >> b`
    rshift, rshift_slow, |x, y| if y < 0 { None } else { Some(x >> y.min(63)) },
    |ts, a, b| { tick_for(ts, Op::Linear, a, b)?; checked(ts, a.shr(b)) }
);

/// The floor of a quotient, unless the divisor is zero or the quotient does not fit.
#[inline(always)]
fn floor_words(x: i64, y: i64) -> Option<i64> {
    let quotient = x.checked_div(y)?;
    Some(if (x ^ y) < 0 && quotient.wrapping_mul(y) != x { quotient - 1 } else { quotient })
}

/// The remainder that has the sign of the divisor.
#[inline(always)]
fn modulo_words(x: i64, y: i64) -> Option<i64> {
    let rest = x.checked_rem(y)?;
    Some(if rest != 0 && (rest ^ y) < 0 { rest + y } else { rest })
}

/// Whether a shift is by more digits than a size can count (of 30 bits, as CPython's are): what is less is a MemoryError.
fn beyond_digits(shift: IntRef<'_>) -> bool {
    match shift.as_i128() {
        Some(bits) => bits / 30 > i128::from(i64::MAX),
        None => !shift.is_negative(),
    }
}

/// A shift that loses nothing.
#[inline(always)]
fn left_words(x: i64, y: i64) -> Option<i64> {
    if !(0..63).contains(&y) {
        return None;
    }
    let shifted = x << y;
    (shifted >> y == x).then_some(shifted)
}

/// `divmod(a, b)`
pub(super) fn divmod(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    let Some((a, b)) = both(a, b) else { return Ok(ts.not_implemented()) };
    if let Some((x, y)) = words(a, b)
        && let (Some(quotient), Some(rest)) = (floor_words(x, y), modulo_words(x, y))
    {
        return Ok(Tuple::from_slice(ts, &[word(ts, quotient)?, word(ts, rest)?])?.into_ref());
    }
    let (a, b) = (a.value(), b.value());
    tick_for(ts, Op::Div, a, b)?;
    let (quotient, rest) = a.divmod(b).map_err(|error| int_error(ts, error))?;
    Ok(Tuple::from_slice(ts, &[number(ts, quotient)?, number(ts, rest)?])?.into_ref())
}

/// `a / b`, correctly rounded.
pub(super) fn true_divide(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    /// Up to here every int is a float, so the machine's division rounds once.
    const EXACT: u64 = 1 << 53;
    let Some((a, b)) = both(a, b) else { return Ok(ts.not_implemented()) };
    if let Some((x, y)) = words(a, b)
        && y != 0
        && x.unsigned_abs() <= EXACT
        && y.unsigned_abs() <= EXACT
    {
        return Ok(Float::new(ts, x as f64 / y as f64)?.into_ref());
    }
    let (a, b) = (a.value(), b.value());
    tick_for(ts, Op::Div, a, b)?;
    let quotient = a.true_div(b).map_err(|error| int_error(ts, error))?;
    Ok(Float::new(ts, quotient)?.into_ref())
}

/// `pow(a, b)`, `pow(a, b, c)`. CPython: `long_pow`.
pub(super) fn power(ts: &ThreadState, a: &PyObject, b: &PyObject, c: &PyObject) -> PyResult {
    let Some((base, exponent)) = both(a, b) else { return Ok(ts.not_implemented()) };
    let (base, exponent) = (base.value(), exponent.value());
    if let Some(modulus) = c.downcast::<Int>() {
        let modulus = modulus.value();
        tick_for(ts, Op::PowMod, modulus, exponent)?;
        return checked(ts, base.pow_mod(exponent, modulus));
    }
    if !c.is(&ts.singletons().none) {
        return Ok(ts.not_implemented());
    }
    if exponent.is_negative() {
        return float_arith::power(ts, a, b, c);
    }
    tick_for(ts, Op::Pow, base, exponent)?;
    checked(ts, base.pow(exponent))
}

/// `-a`
pub(super) fn negative(ts: &ThreadState, object: &PyObject) -> PyResult {
    let int = this::<Int>(ts, object)?;
    match int.as_i64().and_then(i64::checked_neg) {
        Some(value) => word(ts, value),
        None => number(ts, int.value().neg()),
    }
}

/// `abs(a)`
pub(super) fn absolute(ts: &ThreadState, object: &PyObject) -> PyResult {
    let int = this::<Int>(ts, object)?;
    match int.as_i64().and_then(i64::checked_abs) {
        Some(value) => word(ts, value),
        None if int.is_negative() => number(ts, int.value().abs()),
        None => Ok(int.to_exact(ts)?.into_ref()),
    }
}

/// `~a`
pub(crate) fn invert(ts: &ThreadState, object: &PyObject) -> PyResult {
    let int = this::<Int>(ts, object)?;
    match int.as_i64() {
        Some(value) => word(ts, !value),
        None => number(ts, int.value().invert()),
    }
}

impl Obj<Int> {
    /// The value as an exact int: itself, or a copy of a subclass's instance. CPython: `long_long`.
    #[inline]
    pub fn to_exact(&self, ts: &ThreadState) -> PyResult<Py<Int>> {
        if self.as_object().is_exact::<Int>() {
            return Ok(self.to_py());
        }
        Int::from_scalar(ts, self.value().to_int())
    }
}

/// `+a`, `int(a)`, `operator.index(a)`
pub(super) fn positive(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this::<Int>(ts, object)?.to_exact(ts)?.into_ref())
}

/// `float(a)`
pub(super) fn to_float(ts: &ThreadState, object: &PyObject) -> PyResult {
    let value = this::<Int>(ts, object)?.value().to_f64().map_err(|error| int_error(ts, error))?;
    Ok(Float::new(ts, value)?.into_ref())
}

/// `bool(a)`
pub(super) fn is_true(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    Ok(!this::<Int>(ts, object)?.value().is_zero())
}

/// `hash(a)`
pub(super) fn hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    Ok(this::<Int>(ts, object)?.hash())
}

/// `a < b` …
pub(super) fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let Some((a, b)) = both(a, b) else { return Ok(ts.not_implemented()) };
    let ordering = match words(a, b) {
        Some((x, y)) => x.cmp(&y),
        None => a.value().cmp(&b.value()),
    };
    Ok(ts.bool(op.holds(ordering)))
}

/// An operation of `and`, `or`, `xor` on two bools gives a bool; else it is int's.
pub(crate) fn bool_bits(
    ts: &ThreadState,
    a: &PyObject,
    b: &PyObject,
    bits: fn(bool, bool) -> bool,
    ints: fn(&ThreadState, &PyObject, &PyObject) -> PyResult,
) -> PyResult {
    use crate::types::bool_::is_bool;
    if is_bool(ts, a) && is_bool(ts, b) {
        let true_ = &ts.singletons().true_;
        return Ok(ts.bool(bits(a.is(true_), b.is(true_))));
    }
    ints(ts, a, b)
}
