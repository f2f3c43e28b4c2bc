//! The two words that every object begins with, and the typed view of what lies behind them.
//!
//! CPython counterpart: `Include/object.h` (`PyObject`, `ob_refcnt`, `ob_type`).
//!
//! Contracts that the rest of the crate cites by name (see ARCHITECTURE.md, "Unsafe"):
//! * **A1** a block's address gives its pool header (kept by `pymalloc`).
//! * **A2** a pool is on exactly the list its state says (kept by `pymalloc`).
//! * **R1** an owned reference owns one count; while it lives, the object lives.
//! * **L1** `ob_type` gives the layout behind the header: an object whose type's `TypeDef` is `T::DEF`, or derives from it, has a
//!   valid `T` right behind its header.
//! * **G1** counts and payloads change only under the interpreter's lock; `PyObject` is neither `Send` nor `Sync`.
//! * **M1** no `&mut`, and no slice of contents that can change, into a block or the thread state: payloads are made of cells.
//!
//! A `&PyObject` is a borrow of a live object: whoever hands one out holds a count (R1) for as long as the borrow lasts.
#![expect(unsafe_code, reason = "casts between the header and the payload behind it, on the word of L1")]

use std::cell::Cell;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::pyref::{Py, PyRef};
use crate::typedef::Payload;
use crate::typeobject::Type;

/// The header of every object: its reference count and its type. Nothing else.
#[repr(C)]
pub struct PyObject {
    ob_refcnt: Cell<isize>,
    ob_type: Cell<NonNull<PyType>>,
}

/// A type object: the header and a [`Type`] behind it. CPython: `PyTypeObject`.
pub type PyType = Obj<Type>;

/// An object whose payload is known: the header and a `T`. Only the allocator makes one, always in a block.
#[repr(C)]
pub struct Obj<T> {
    head: PyObject,
    body: T,
}

const _: () = assert!(size_of::<PyObject>() == 16);
const _: () = assert!(align_of::<PyObject>() == 8);

impl PyObject {
    /// A header with one reference, for the allocator alone: whoever writes it to a block owns that reference.
    #[inline(always)]
    pub(crate) fn new_head(ob_type: NonNull<PyType>) -> PyObject {
        PyObject { ob_refcnt: Cell::new(1), ob_type: Cell::new(ob_type) }
    }

    /// The number of references to this object: true for every object, shared singletons included.
    #[inline(always)]
    pub fn ob_refcnt(&self) -> isize {
        self.ob_refcnt.get()
    }

    #[inline(always)]
    pub(crate) fn set_refcnt(&self, count: isize) {
        self.ob_refcnt.set(count);
    }

    /// Add one reference that the caller must account for (see [`PyRef`]). CPython: `Py_INCREF`.
    #[inline(always)]
    pub(crate) fn incref(&self) {
        self.ob_refcnt.set(self.ob_refcnt.get() + 1);
    }

    /// Take one reference away and say whether it was the last. CPython: the first half of `Py_DECREF`.
    #[inline(always)]
    pub(crate) fn decref_is_zero(&self) -> bool {
        let count = self.ob_refcnt.get() - 1;
        self.ob_refcnt.set(count);
        count == 0
    }

    /// Add one reference, for the machine's raw words alone; everybody else clones a [`PyRef`].
    #[inline(always)]
    pub fn keep(&self) {
        self.incref();
    }

    /// Take one reference away and say whether the object is to be destroyed now (`alloc::dealloc`): for the machine's raw words
    /// alone.
    ///
    /// # Safety
    /// R1: the caller owned the count.
    #[inline(always)]
    pub unsafe fn give_up(&self) -> bool {
        self.decref_is_zero()
    }

    /// The type of this object.
    ///
    /// The borrow stays valid although `__class__` can be assigned: a class that is displaced that way is released only when no
    /// native function is active (see `ThreadState::displace_type`).
    #[inline(always)]
    pub fn ob_type(&self) -> &PyType {
        // SAFETY: L1: `ob_type` points to a live type object; the instance, or the interpreter for a builtin type, keeps it alive.
        unsafe { self.ob_type.get().as_ref() }
    }

    /// The type as a raw pointer, for caches and guards that only compare it.
    #[inline(always)]
    pub fn ob_type_ptr(&self) -> NonNull<PyType> {
        self.ob_type.get()
    }

    /// Replace the type word. The caller has checked that the layouts agree (L1) and moves the counts of heap types.
    pub(crate) fn set_ob_type(&self, ob_type: NonNull<PyType>) {
        self.ob_type.set(ob_type);
    }

    /// The object's address, which is what `id()` returns: the address of the header.
    #[inline(always)]
    pub fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Whether both are the same object: Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &PyObject) -> bool {
        std::ptr::eq(self, other)
    }

    /// A new owned reference to this object.
    #[inline(always)]
    pub fn to_ref(&self) -> PyRef {
        PyRef::from_borrowed(self)
    }

    /// The header as a raw pointer.
    #[inline(always)]
    pub fn as_ptr(&self) -> NonNull<PyObject> {
        NonNull::from(self)
    }

    /// Whether this object's payload is a `T`: its type is `T`'s builtin type or derives from it. CPython: `PyList_Check`.
    #[inline(always)]
    pub fn is_kind<T: Payload>(&self) -> bool {
        let def = self.ob_type().def();
        std::ptr::eq(def, T::DEF) || def.has_payload_of(T::DEF)
    }

    /// Whether the type is exactly `T`'s builtin type. CPython: `PyList_CheckExact`.
    #[inline(always)]
    pub fn is_exact<T: Payload>(&self) -> bool {
        let ty = self.ob_type();
        std::ptr::eq(ty.def(), T::DEF) && !ty.is_heap()
    }

    /// The typed view, if the payload is a `T` (also for instances of subclasses).
    #[inline(always)]
    pub fn downcast<T: Payload>(&self) -> Option<&Obj<T>> {
        if self.is_kind::<T>() {
            // SAFETY: L1, just checked.
            Some(unsafe { self.downcast_unchecked() })
        } else {
            None
        }
    }

    /// The typed view, if the type is exactly `T`'s builtin type.
    #[inline(always)]
    pub fn downcast_exact<T: Payload>(&self) -> Option<&Obj<T>> {
        if self.is_exact::<T>() {
            // SAFETY: L1, just checked.
            Some(unsafe { self.downcast_unchecked() })
        } else {
            None
        }
    }

    /// The typed view without a check.
    ///
    /// # Safety
    /// L1: the object's type is `T`'s builtin type or derives from it.
    #[inline(always)]
    pub unsafe fn downcast_unchecked<T>(&self) -> &Obj<T> {
        // SAFETY: L1, promised by the caller; the pointer keeps the provenance of the whole arena (blocks are never narrowed).
        unsafe { &*std::ptr::from_ref(self).cast::<Obj<T>>() }
    }
}

impl<T> Obj<T> {
    /// The header.
    #[inline(always)]
    pub fn as_object(&self) -> &PyObject {
        // SAFETY: L1: the header is the first field (repr(C)); going through the pointer to the whole keeps its provenance.
        unsafe { &*std::ptr::from_ref(self).cast::<PyObject>() }
    }

    /// Write a whole object into a block, for the allocator alone.
    #[inline(always)]
    pub(crate) fn compose(head: PyObject, body: T) -> Obj<T> {
        Obj { head, body }
    }

    /// A new owned, typed reference.
    #[inline(always)]
    pub fn to_py(&self) -> Py<T> {
        Py::from_borrowed(self)
    }

    /// A new owned reference.
    #[inline(always)]
    pub fn to_ref(&self) -> PyRef {
        self.as_object().to_ref()
    }

    /// Where the inline data of a type of variable size begins: right behind the body.
    #[inline(always)]
    pub(crate) fn tail(&self) -> *mut u8 {
        // The address one past the body is inside the block, or one past it when there is no tail.
        std::ptr::from_ref(self).cast_mut().wrapping_add(1).cast()
    }
}

impl<T> Deref for Obj<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> AsRef<PyObject> for Obj<T> {
    fn as_ref(&self) -> &PyObject {
        self.as_object()
    }
}

impl AsRef<PyObject> for PyObject {
    fn as_ref(&self) -> &PyObject {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Obj;
    #[test]
    fn the_header_is_two_words_and_comes_first() {
        assert_eq!(size_of::<Obj<()>>(), 16);
        assert_eq!(std::mem::offset_of!(Obj<u64>, body), 16);
    }
}
