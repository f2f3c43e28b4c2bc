//! What the fast paths know about the layout of ints, floats and strs: values out, new objects in, as words.
//!
//! Invariant: a function here runs no Python code; where it cannot do its work it says so (`None`, NULL) and the handler takes the slow
//! path with its operands untouched.
//!
//! With debug assertions the allocator's checks put locals on the native stack, and a handler that holds them inline would not end in a
//! jump: there these functions stay out of line.
#![expect(unsafe_code, reason = "words without a check of their kind, on the word of the handlers")]

use std::ptr::NonNull;

use minipy_object::alloc::{new_plain, object_note};
use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::PyRef;
use minipy_object::state::ThreadState;
use minipy_object::types::float::Float;
use minipy_object::types::int::Int;

use crate::frame::VmThread;
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

/// A new int; NULL without memory: the slow path will meet the same and raise.
#[cfg_attr(not(debug_assertions), inline(always))]
#[cfg_attr(debug_assertions, inline(never))]
pub(crate) fn new_int(ts: &ThreadState, vt: &VmThread, value: i64) -> StackRef {
    if let Some(shared) = ts.singletons().small_ints.get(value) {
        return StackRef::new(shared.to_ref());
    }
    // SAFETY: L1: `int` is a plain builtin type.
    from_block(unsafe { new_plain(ts, vt.fast.int, Int::plain(value)) })
}

/// A new float; NULL without memory.
#[cfg_attr(not(debug_assertions), inline(always))]
#[cfg_attr(debug_assertions, inline(never))]
pub(crate) fn new_float(ts: &ThreadState, vt: &VmThread, value: f64) -> StackRef {
    // SAFETY: L1: `float` is a plain builtin type.
    from_block(unsafe { new_plain(ts, vt.fast.float, Float::plain(value)) })
}

#[inline(always)]
fn from_block(made: Option<NonNull<PyObject>>) -> StackRef {
    match made {
        // SAFETY: R1: the new object has one count, which becomes this word's.
        Some(made) => StackRef::new(unsafe { PyRef::from_raw(made) }),
        None => StackRef::NULL,
    }
}

/// Whether a word is the only reference to its object: a temporary that nobody else can see.
///
/// # Safety
/// R1: the word is not NULL and alive.
#[inline(always)]
pub(crate) unsafe fn is_temporary(word: StackRef) -> bool {
    // SAFETY: promised by the caller.
    !word.is_borrowed() && unsafe { word.object() }.ob_refcnt() == 1
}

/// Give the block of a dead number back, if it is an exact float or an exact int of one word; else `false`.
///
/// # Safety
/// R1: the count is zero and the caller's word was the last.
#[cfg_attr(not(debug_assertions), inline(always))]
#[cfg_attr(debug_assertions, inline(never))]
pub(crate) unsafe fn free_number(ts: &ThreadState, vt: &VmThread, object: *mut PyObject) -> bool {
    // SAFETY: promised by the caller; the size is that of the exact type's object.
    unsafe {
        let ty = (*object).ob_type_ptr();
        if ty == vt.fast.int && int_value(object).is_some() {
            ts.heap().free_noted(NonNull::new_unchecked(object).cast(), size_of::<Obj<Int>>(), object_note(0));
            return true;
        }
        if ty == vt.fast.float {
            ts.heap().free_noted(NonNull::new_unchecked(object).cast(), size_of::<Obj<Float>>(), object_note(0));
            return true;
        }
        false
    }
}
