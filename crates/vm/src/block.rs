//! `Block`: a run of plain words on the object heap, owned by an object of this crate (a code's units, its caches).
//!
//! CPython counterpart: `PyMem_Malloc` buffers. Invariant: the length never changes; failure to allocate is a value (MemoryError).
#![expect(unsafe_code, reason = "raw memory from the object heap; G1: only the thread with the lock touches it")]

use std::ptr::NonNull;

use minipy_object::state::{PyResult, ThreadState, with_current};

/// `len` elements on the object heap, zeroed at first. Elements are `Copy`, so nothing in it needs dropping.
pub struct Block<T: Copy> {
    start: NonNull<T>,
    len: usize,
}

impl<T: Copy> Block<T> {
    /// A block whose bytes are all zero. `T` must be a plain number or a struct of plain numbers.
    pub fn zeroed(ts: &ThreadState, len: usize) -> PyResult<Block<T>> {
        if len == 0 {
            return Ok(Block { start: NonNull::dangling(), len: 0 });
        }
        let size = len.checked_mul(size_of::<T>()).filter(|size| *size <= isize::MAX as usize);
        match size.and_then(|size| ts.heap().alloc_zeroed(size)) {
            Some(start) => Ok(Block { start: start.cast(), len }),
            None => Err(ts.no_memory()),
        }
    }

    /// A block with a copy of `items`.
    pub fn from_slice(ts: &ThreadState, items: &[T]) -> PyResult<Block<T>> {
        let block: Block<T> = Block::zeroed(ts, items.len())?;
        // SAFETY: the block has as many elements, and a fresh one overlaps nothing.
        unsafe { block.start.as_ptr().copy_from_nonoverlapping(items.as_ptr(), items.len()) };
        Ok(block)
    }

    /// Where it begins.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut T {
        self.start.as_ptr()
    }

    /// How many elements it has.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The element at `index`, copied out (M1: contents may change).
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<T> {
        // SAFETY: the index was compared with the length; elements are initialised from birth on.
        (index < self.len).then(|| unsafe { self.start.add(index).read() })
    }

    /// Overwrite the element at `index`, if there is one.
    pub fn set(&self, index: usize, value: T) {
        if index < self.len {
            // SAFETY: the index was compared with the length; G1: nobody else writes now.
            unsafe { self.start.add(index).write(value) };
        }
    }

    /// A copy of all elements, for the time of one call.
    pub fn to_vec(&self) -> Vec<T> {
        // SAFETY: all elements are initialised, and nothing writes while they are copied (G1).
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }.to_vec()
    }
}

impl<T: Copy> Drop for Block<T> {
    fn drop(&mut self) {
        if self.len != 0 {
            let size = self.len * size_of::<T>();
            // SAFETY: the block came from this interpreter's heap with this size, and ends here.
            with_current(|ts| unsafe { ts.heap().free(self.start.cast(), size) });
        }
    }
}
