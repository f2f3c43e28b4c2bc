//! `StackRef`: one word of the value stack or of a fast local.
//!
//! CPython counterpart: `_PyStackRef` (`Include/internal/pycore_stackref.h`). The word is an object's address; its low bit says
//! *borrowed* (owns no count); 0 is NULL. These bits are known to this file alone.
//! Invariant: an owned `StackRef` has the layout of a [`PyRef`], so a run of owned slots is a `&[PyRef]`. The type is `Copy` and has no
//! `Drop`: whoever takes a word out of a slot closes it exactly once (R1).
#![expect(unsafe_code, reason = "words that are references; the contracts are R1 and G1")]

use std::ptr::NonNull;

use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::PyRef;

/// A reference on the value stack or in a local: owned, borrowed, or NULL.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct StackRef(*mut PyObject);

const _: () = assert!(size_of::<StackRef>() == size_of::<PyRef>());

const BORROWED: usize = 1;

impl StackRef {
    /// No object.
    pub const NULL: StackRef = StackRef(std::ptr::null_mut());

    /// The word that takes a reference over.
    #[inline(always)]
    pub fn new(value: PyRef) -> StackRef {
        StackRef(value.into_raw().as_ptr())
    }

    /// The word that takes a reference over, or NULL.
    #[inline(always)]
    pub fn from_option(value: Option<PyRef>) -> StackRef {
        value.map_or(StackRef::NULL, StackRef::new)
    }

    /// An owned word for an object that is borrowed here: one more count.
    #[inline(always)]
    pub fn to_owned_from(object: &PyObject) -> StackRef {
        StackRef::new(object.to_ref())
    }

    /// A word that owns no count.
    ///
    /// # Safety
    /// R1: somebody else owns a count for as long as the word is used.
    #[inline(always)]
    pub unsafe fn borrow(object: *const PyObject) -> StackRef {
        StackRef(object.cast_mut().map_addr(|address| address | BORROWED))
    }

    /// Any address as a word that is no reference: the frame record below local 0.
    #[inline(always)]
    pub(crate) fn from_address<T>(address: *mut T) -> StackRef {
        StackRef(address.cast())
    }

    /// The address that [`StackRef::from_address`] was given.
    #[inline(always)]
    pub(crate) fn address<T>(self) -> *mut T {
        self.0.cast()
    }

    /// Whether there is no object.
    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// Whether the word owns no count.
    #[inline(always)]
    pub fn is_borrowed(self) -> bool {
        self.0.addr() & BORROWED != 0
    }

    /// The object's address without the mark; null for NULL.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut PyObject {
        self.0.map_addr(|address| address & !BORROWED)
    }

    /// Whether this is that very object.
    #[inline(always)]
    pub fn is(self, object: *const PyObject) -> bool {
        std::ptr::eq(self.as_ptr(), object)
    }

    /// The object.
    ///
    /// # Safety
    /// R1: the word is not NULL and its object is alive for `'a`.
    #[inline(always)]
    pub unsafe fn object<'a>(self) -> &'a PyObject {
        // SAFETY: promised by the caller.
        unsafe { &*self.as_ptr() }
    }

    /// The object, if there is one.
    ///
    /// # Safety
    /// R1: the object, if any, is alive for `'a`.
    #[inline(always)]
    pub unsafe fn get<'a>(self) -> Option<&'a PyObject> {
        // SAFETY: promised by the caller.
        unsafe { self.as_ptr().as_ref() }
    }

    /// The object with its payload.
    ///
    /// # Safety
    /// R1 as for [`StackRef::object`], and L1: the payload is a `T`.
    #[inline(always)]
    pub unsafe fn cast<'a, T>(self) -> &'a Obj<T> {
        // SAFETY: promised by the caller.
        unsafe { self.object().downcast_unchecked() }
    }

    /// Another, owned, word for the same object.
    ///
    /// # Safety
    /// R1: the word is not NULL and its object is alive.
    #[inline(always)]
    pub unsafe fn dup(self) -> StackRef {
        // SAFETY: promised by the caller.
        StackRef::new(unsafe { self.object() }.to_ref())
    }

    /// The same, where the word may be NULL.
    ///
    /// # Safety
    /// R1: the object, if any, is alive.
    #[inline(always)]
    pub unsafe fn dup_or_null(self) -> StackRef {
        // SAFETY: promised by the caller.
        if self.is_null() { StackRef::NULL } else { unsafe { self.dup() } }
    }

    /// The address of an owned word that is not NULL.
    ///
    /// # Safety
    /// The word is not NULL.
    #[inline(always)]
    pub(crate) unsafe fn raw(self) -> NonNull<PyObject> {
        debug_assert!(!self.is_null() && !self.is_borrowed());
        // SAFETY: promised by the caller.
        unsafe { NonNull::new_unchecked(self.0) }
    }

    /// Take the reference out of the word: a borrowed one gets its own count.
    ///
    /// # Safety
    /// R1: the word is not NULL, is alive, and is not used again.
    #[inline(always)]
    pub unsafe fn take(self) -> PyRef {
        if self.is_borrowed() {
            // SAFETY: promised by the caller.
            unsafe { self.object() }.to_ref()
        } else {
            // SAFETY: R1: the word owned the count; it is not NULL.
            unsafe { PyRef::from_raw(NonNull::new_unchecked(self.0)) }
        }
    }

    /// As [`StackRef::take`], where the word may be NULL.
    ///
    /// # Safety
    /// As for `take`.
    #[inline(always)]
    pub unsafe fn take_or_none(self) -> Option<PyRef> {
        // SAFETY: promised by the caller.
        if self.is_null() { None } else { Some(unsafe { self.take() }) }
    }

    /// The word with its own count: unchanged if owned or NULL.
    ///
    /// # Safety
    /// R1: the object, if any, is alive.
    #[inline(always)]
    pub unsafe fn into_owned(self) -> StackRef {
        // SAFETY: promised by the caller.
        if self.is_borrowed() { unsafe { self.dup() } } else { self }
    }

    /// Give the reference up. This can run any Python code if it was the last one.
    ///
    /// # Safety
    /// R1: the word is not NULL, its object is alive, and the word is not used again.
    #[inline(always)]
    pub unsafe fn close(self) {
        if !self.is_borrowed() {
            // SAFETY: R1: the word owned this count.
            drop(unsafe { PyRef::from_raw(NonNull::new_unchecked(self.0)) });
        }
    }

    /// As [`StackRef::close`], where the word may be NULL.
    ///
    /// # Safety
    /// As for `close`.
    #[inline(always)]
    pub unsafe fn close_or_null(self) {
        if !self.is_null() {
            // SAFETY: promised by the caller.
            unsafe { self.close() };
        }
    }
}

/// The slots from `start` on as the arguments that native functions take.
///
/// # Safety
/// R1: the `len` slots hold owned words, none of them NULL, that stay in place for `'a`.
#[inline(always)]
pub unsafe fn as_refs<'a>(start: *const StackRef, len: usize) -> &'a [PyRef] {
    // SAFETY: an owned word has the layout of a PyRef; the caller promises the rest.
    unsafe { std::slice::from_raw_parts(start.cast::<PyRef>(), len) }
}

#[cfg(test)]
mod tests {
    use super::StackRef;

    #[test]
    fn marks_are_seen_and_taken_off() {
        let place = 0u64;
        let at = (&raw const place).cast();
        // SAFETY: the word is only compared, never read through.
        let word = unsafe { StackRef::borrow(at) };
        assert!(word.is_borrowed() && !word.is_null() && word.is(at));
        assert!(!StackRef::NULL.is_borrowed() && StackRef::NULL.is_null());
        assert!(word != StackRef::from_address(at.cast_mut()));
    }
}
