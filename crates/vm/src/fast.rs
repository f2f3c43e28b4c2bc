//! What the fast paths know about the layout of ints, floats and strs: values out, new objects in, as words.
//!
//! Invariant: a function here runs no Python code; where it cannot do its work it says so (`None`, NULL) and the handler takes the slow
//! path with its operands untouched.
#![expect(unsafe_code, reason = "words without a check of their kind, on the word of the handlers")]

use minipy_object::header::{Obj, PyObject};
use minipy_object::state::ThreadState;
use minipy_object::types::float::Float;
use minipy_object::types::int::Int;

use crate::stackref::StackRef;

/// The value of an exact int, if it fits a machine word.
///
/// # Safety
/// L1: the object is an int.
#[inline(always)]
pub(crate) unsafe fn int_value(object: *const PyObject) -> Option<i64> {
    // SAFETY: promised by the caller.
    unsafe { (*object.cast::<Obj<Int>>()).as_i64() }
}

/// The value of an exact float.
///
/// # Safety
/// L1: the object is a float.
#[inline(always)]
pub(crate) unsafe fn float_value(object: *const PyObject) -> f64 {
    // SAFETY: promised by the caller.
    unsafe { (*object.cast::<Obj<Float>>()).value() }
}

/// A new int; NULL without memory, with the exception cleared: the slow path will meet the same.
#[inline(always)]
pub(crate) fn new_int(ts: &ThreadState, value: i64) -> StackRef {
    match ts.new_int(value) {
        Ok(value) => StackRef::new(value.into_ref()),
        Err(raised) => {
            ts.clear_exception(raised);
            StackRef::NULL
        }
    }
}

/// A new float; NULL without memory.
#[inline(always)]
pub(crate) fn new_float(ts: &ThreadState, value: f64) -> StackRef {
    match ts.new_float(value) {
        Ok(value) => StackRef::new(value.into_ref()),
        Err(raised) => {
            ts.clear_exception(raised);
            StackRef::NULL
        }
    }
}

/// Give the block of a dead float back.
///
/// # Safety
/// R1: the count is zero; L1: the type is exactly float.
#[inline(always)]
pub(crate) unsafe fn free_float(ts: &ThreadState, object: *mut PyObject) {
    // SAFETY: promised by the caller; a float's block is its object.
    unsafe { ts.heap().free_const::<{ size_of::<Obj<Float>>() }>(std::ptr::NonNull::new_unchecked(object).cast()) };
}
