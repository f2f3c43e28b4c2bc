//! bool: True and False.
//!
//! CPython counterpart: `Objects/boolobject.c`. Invariant: there are two instances, made by bootstrap; each is an int of 1 or 0.

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{PyObject, PyType};
use crate::protocol;
use crate::pyref::PyRef;
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{TypeDef, TypeFlags};
use crate::types::int::{INT, Int, arith};

/// True or False, for bootstrap.
pub(crate) fn new_singleton(ts: &ThreadState, value: bool) -> PyResult<PyRef> {
    let number = minipy_scalar::int::Int::small(i64::from(value));
    Ok(Int::new_in(ts, &ts.types().bool_, &number)?.into_ref())
}

/// Whether a value is True or False.
#[inline]
pub fn is_bool(ts: &ThreadState, value: &PyObject) -> bool {
    value.is(&ts.singletons().true_) || value.is(&ts.singletons().false_)
}

fn bool_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    no_keywords(ts, "bool", args)?;
    check_positional(ts, "bool", args.pos().len(), 0, 1)?;
    let value = args.pos().first().map_or(Ok(false), |object| protocol::is_true(ts, object))?;
    Ok(ts.bool(value))
}

fn bool_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let text = if this.is(&ts.singletons().true_) { "True" } else { "False" };
    Ok(ts.intern(text)?.into_ref())
}

fn bool_and(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    arith::bool_bits(ts, a, b, |x, y| x & y, arith::and)
}

fn bool_or(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    arith::bool_bits(ts, a, b, |x, y| x | y, arith::or)
}

fn bool_xor(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    arith::bool_bits(ts, a, b, |x, y| x ^ y, arith::xor)
}

fn bool_invert(ts: &ThreadState, this: &PyObject) -> PyResult {
    ts.warn(
        &ts.types().deprecation_warning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the \
         underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean \
         negation or ~int(x) for the bitwise inversion of the underlying int.",
    )?;
    arith::invert(ts, this)
}

/// bool
pub static BOOL: TypeDef = TypeDef {
    doc: Some(
        "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class \
         bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    ),
    text_signature: Some("(object=False, /)"),
    base: Some(&INT),
    flags: TypeFlags::MATCH_SELF,
    slots: Slots {
        tp_new: Some(bool_new),
        tp_repr: Some(bool_repr),
        nb_invert: Some(bool_invert),
        nb_and: Some(bool_and),
        nb_xor: Some(bool_xor),
        nb_or: Some(bool_or),
        ..Slots::INHERIT
    },
    ..TypeDef::of::<Int>("bool")
};
