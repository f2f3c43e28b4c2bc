//! A value that is set once at start, read all the time, and taken away at the end.
#![expect(unsafe_code, reason = "one pointer to a box that this cell owns")]

use std::cell::Cell;
use std::ptr::NonNull;

/// See the module. Invariant: the pointer is null or owns a box.
pub(crate) struct Late<T>(Cell<Option<NonNull<T>>>);

impl<T> Late<T> {
    pub(crate) const fn new() -> Late<T> {
        Late(Cell::new(None))
    }

    /// Fill the cell; a second value is dropped.
    pub(crate) fn set(&self, value: T) {
        if self.0.get().is_none() {
            self.0.set(NonNull::new(Box::into_raw(Box::new(value))));
        }
    }

    #[inline(always)]
    pub(crate) fn get(&self) -> Option<&T> {
        // SAFETY: the cell owns the box. `take` is called only when the interpreter ends, by code that holds no borrow of it.
        self.0.get().map(|value| unsafe { &*value.as_ptr() })
    }

    /// Empty the cell.
    ///
    /// # Safety
    /// No borrow from `get` is alive.
    pub(crate) unsafe fn take(&self) -> Option<Box<T>> {
        // SAFETY: the cell owned the box and gives it up.
        self.0.take().map(|value| unsafe { Box::from_raw(value.as_ptr()) })
    }
}

impl<T> Drop for Late<T> {
    fn drop(&mut self) {
        // SAFETY: nobody borrows from a cell that is being dropped.
        drop(unsafe { self.take() });
    }
}
