//! Owned references: [`PyRef`] and [`Py`] in running Rust code, [`Field`] in the bodies of objects.
//!
//! CPython counterpart: `Py_INCREF`/`Py_DECREF` and the rules about owned and borrowed references.
//! Invariant R1: each of these owns exactly one count. Nobody counts by hand: `Clone` adds, `Drop` releases, and when a count falls
//! to zero the object is deallocated on the spot. A drop can therefore run any Python code (`__del__`, weakref callbacks).
#![expect(unsafe_code, reason = "the one place where counts become owned values and back")]

use std::cell::Cell;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::alloc::dealloc;
use crate::header::{Obj, PyObject};
use crate::typedef::Payload;

/// An owned reference held by running Rust code. One word, never null.
#[repr(transparent)]
pub struct PyRef(NonNull<PyObject>);

/// An owned reference to an object whose payload is known to be a `T`.
#[repr(transparent)]
pub struct Py<T> {
    raw: PyRef,
    kind: PhantomData<*const T>,
}

/// An owned reference, or none, that lies in an object's body or another table that a `tp_traverse` visits.
#[repr(transparent)]
pub struct Field(Cell<Option<NonNull<PyObject>>>);

const _: () = assert!(size_of::<Option<PyRef>>() == size_of::<usize>());
const _: () = assert!(size_of::<Field>() == size_of::<usize>());

impl PyRef {
    /// A new reference to a borrowed object. CPython: `Py_NewRef`.
    #[inline(always)]
    pub fn from_borrowed(object: &PyObject) -> PyRef {
        object.incref();
        crate::ledger::acquired(object);
        PyRef(object.as_ptr())
    }

    /// Take over a count that the caller owns.
    ///
    /// # Safety
    /// R1: `raw` is a live object and the caller gives up one count of it.
    #[inline(always)]
    pub unsafe fn from_raw(raw: NonNull<PyObject>) -> PyRef {
        // SAFETY: R1, promised by the caller.
        crate::ledger::acquired(unsafe { raw.as_ref() });
        PyRef(raw)
    }

    /// Give the count away: the receiver must store it or release it (see [`PyRef::from_raw`]).
    #[inline(always)]
    pub fn into_raw(self) -> NonNull<PyObject> {
        crate::ledger::released(&self);
        ManuallyDrop::new(self).0
    }

    /// The typed reference, if the payload is a `T`; else the reference comes back.
    #[inline]
    pub fn downcast_into<T: Payload>(self) -> Result<Py<T>, PyRef> {
        if self.is_kind::<T>() { Ok(Py { raw: self, kind: PhantomData }) } else { Err(self) }
    }

    /// The typed reference without a check.
    ///
    /// # Safety
    /// L1: the object's type is `T`'s builtin type or derives from it.
    #[inline(always)]
    pub unsafe fn downcast_into_unchecked<T>(self) -> Py<T> {
        Py { raw: self, kind: PhantomData }
    }
}

impl Clone for PyRef {
    #[inline(always)]
    fn clone(&self) -> PyRef {
        PyRef::from_borrowed(self)
    }
}

impl Drop for PyRef {
    #[inline(always)]
    fn drop(&mut self) {
        crate::ledger::released(self);
        if self.decref_is_zero() {
            // SAFETY: R1: the count that was owned here was the last; nobody else can reach the object.
            unsafe { dealloc(self.0) };
        }
    }
}

impl Deref for PyRef {
    type Target = PyObject;
    #[inline(always)]
    fn deref(&self) -> &PyObject {
        // SAFETY: R1: the count owned by `self` keeps the object alive for as long as `self` is borrowed.
        unsafe { self.0.as_ref() }
    }
}

impl AsRef<PyObject> for PyRef {
    fn as_ref(&self) -> &PyObject {
        self
    }
}

impl<T> Py<T> {
    /// A new reference to a borrowed object.
    #[inline(always)]
    pub fn from_borrowed(object: &Obj<T>) -> Py<T> {
        Py { raw: PyRef::from_borrowed(object.as_object()), kind: PhantomData }
    }

    /// The same reference without the knowledge of its kind.
    #[inline(always)]
    pub fn into_ref(self) -> PyRef {
        self.raw
    }

    /// The untyped reference, borrowed.
    #[inline(always)]
    pub fn as_pyref(&self) -> &PyRef {
        &self.raw
    }
}

impl<T> Clone for Py<T> {
    #[inline(always)]
    fn clone(&self) -> Py<T> {
        Py { raw: self.raw.clone(), kind: PhantomData }
    }
}

impl<T> Deref for Py<T> {
    type Target = Obj<T>;
    #[inline(always)]
    fn deref(&self) -> &Obj<T> {
        // SAFETY: L1: a `Py<T>` is only made from an object that is a `T`.
        unsafe { self.raw.downcast_unchecked() }
    }
}

impl<T> From<Py<T>> for PyRef {
    #[inline(always)]
    fn from(value: Py<T>) -> PyRef {
        value.raw
    }
}

impl<T> AsRef<PyObject> for Py<T> {
    fn as_ref(&self) -> &PyObject {
        &self.raw
    }
}

impl Field {
    /// A field that holds nothing.
    pub const fn empty() -> Field {
        Field(Cell::new(None))
    }

    /// A field that takes the reference over.
    #[inline(always)]
    pub fn new(value: impl Into<PyRef>) -> Field {
        Field(Cell::new(Some(value.into().into_raw())))
    }

    /// A field that takes the reference over, if there is one.
    #[inline(always)]
    pub fn from_option(value: Option<PyRef>) -> Field {
        Field(Cell::new(value.map(PyRef::into_raw)))
    }

    /// A new reference to what the field holds (M1: contents that can change are returned owned).
    #[inline(always)]
    pub fn get(&self) -> Option<PyRef> {
        self.peek().map(PyObject::to_ref)
    }

    /// Whether the field holds nothing.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.get().is_none()
    }

    /// Whether the field holds this very object.
    #[inline(always)]
    pub fn holds(&self, object: &PyObject) -> bool {
        self.0.get() == Some(object.as_ptr())
    }

    /// Store a value and return what was there. The caller drops it when its own state is consistent.
    #[inline(always)]
    #[must_use = "dropping the old value can run Python code: say where that happens"]
    pub fn replace(&self, value: Option<PyRef>) -> Option<PyRef> {
        let old = self.0.replace(value.map(PyRef::into_raw));
        // SAFETY: R1: the field owned this count and has just given it up.
        old.map(|raw| unsafe { PyRef::from_raw(raw) })
    }

    /// Store a value; the old one is dropped after the new one is in place (which can run Python code).
    #[inline(always)]
    pub fn set(&self, value: impl Into<PyRef>) {
        drop(self.replace(Some(value.into())));
    }

    /// Store a word that owns a count and hand out the word that was there with its count, if any: for the machine's raw words alone.
    ///
    /// # Safety
    /// R1: the caller owned the count of `new` and owns that of the old word afterwards.
    #[inline(always)]
    pub unsafe fn exchange_raw(&self, new: NonNull<PyObject>) -> Option<NonNull<PyObject>> {
        self.0.replace(Some(new))
    }

    /// Empty the field and return what was there. CPython: `Py_CLEAR` without the decref.
    #[inline(always)]
    #[must_use = "dropping the old value can run Python code: say where that happens"]
    pub fn take(&self) -> Option<PyRef> {
        self.replace(None)
    }

    /// Empty the field and drop what was there. CPython: `Py_CLEAR`.
    #[inline(always)]
    pub fn clear(&self) {
        drop(self.take());
    }

    /// Call `visit` on what the field holds. CPython: `Py_VISIT`.
    #[inline(always)]
    pub fn traverse(&self, visit: &mut Visit<'_>) {
        if let Some(object) = self.peek() {
            visit(object);
        }
    }

    /// What the field holds, borrowed: for code of this crate that runs no Python code while it looks.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<&PyObject> {
        // SAFETY: R1: the field owns a count. The borrow is good until something replaces the field's value; callers inside the
        // crate look and let go before anything can run (M1).
        self.0.get().map(|raw| unsafe { &*raw.as_ptr() })
    }

    /// The raw pointer that the field holds, for guards that only compare it.
    #[inline(always)]
    pub fn as_raw(&self) -> Option<NonNull<PyObject>> {
        self.0.get()
    }
}

impl Drop for Field {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(raw) = self.0.get() {
            // SAFETY: R1: the field owns this count and ends here.
            drop(unsafe { PyRef::from_raw(raw) });
        }
    }
}

/// What a traverse function calls for each reference that an object owns. It runs no Python code.
pub type Visit<'a> = dyn FnMut(&PyObject) + 'a;
