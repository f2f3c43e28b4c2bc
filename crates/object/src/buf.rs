//! Growable arrays in the object heap: [`Buf`] of plain values and [`RefBuf`] of owned references.
//!
//! CPython counterpart: the `ob_item` arrays of `Objects/listobject.c` with `list_resize`; capacities grow and shrink exactly as
//! there, so `list.__sizeof__` agrees.
//! Invariants: the first `len` elements are initialised; `cap > 0` means that `items` is a block of `cap` elements that this buffer
//! alone owns; all methods take `&self` and none runs Python code while the buffer is between two states (M1). Elements may move at
//! any change, so no slice is handed out safely: values are copied out, references come out owned. What a method of [`RefBuf`]
//! displaces, it returns or drops last.
#![expect(unsafe_code, reason = "element access in raw blocks, on the word of the invariants above, L1, R1 and G1")]

use std::cell::Cell;
use std::ops::Range;
use std::ptr::NonNull;

use crate::header::PyObject;
use crate::pyref::{PyRef, Visit};
use crate::state::{PyResult, ThreadState, with_current};

/// The capacity of a buffer whose contents are away for sorting. CPython: `allocated == -1`. Any growth replaces it.
const AWAY: isize = -1;

/// A growable array of plain values. Three words: length, address, capacity.
pub struct Buf<T: Copy> {
    len: Cell<usize>,
    items: Cell<NonNull<T>>,
    cap: Cell<isize>,
}

/// A growable array of owned references (R1: each element owns one count).
pub struct RefBuf {
    raw: Buf<NonNull<PyObject>>,
}

const _: () = assert!(size_of::<RefBuf>() == 24);

impl<T: Copy> Buf<T> {
    const CHECK: () = assert!(size_of::<T>() > 0 && align_of::<T>() <= 16, "blocks are aligned to 16 bytes");

    /// An empty buffer, without a block.
    pub const fn new() -> Buf<T> {
        let () = Self::CHECK;
        Buf { len: Cell::new(0), items: Cell::new(NonNull::dangling()), cap: Cell::new(0) }
    }

    /// An empty buffer with room for exactly `n` elements.
    #[inline]
    pub fn with_capacity(ts: &ThreadState, n: usize) -> PyResult<Buf<T>> {
        let buf = Buf::new();
        if n != 0 {
            let bytes = n.checked_mul(size_of::<T>()).filter(|&bytes| bytes <= isize::MAX as usize);
            let Some(block) = bytes.and_then(|bytes| ts.heap().alloc(bytes)) else { return Err(ts.no_memory()) };
            buf.items.set(block.cast());
            buf.cap.set(n as isize);
        }
        Ok(buf)
    }

    /// A buffer with a copy of these values and no spare room.
    pub fn from_slice(ts: &ThreadState, values: &[T]) -> PyResult<Buf<T>> {
        let buf = Buf::with_capacity(ts, values.len())?;
        buf.extend_from_slice(ts, values)?;
        Ok(buf)
    }

    /// A buffer of `n` times `value` and no spare room.
    pub fn filled(ts: &ThreadState, n: usize, value: T) -> PyResult<Buf<T>> {
        let buf = Buf::with_capacity(ts, n)?;
        buf.resize(ts, n, value)?;
        Ok(buf)
    }

    /// The number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there are no elements.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// How many elements the block has room for.
    #[inline]
    pub fn capacity(&self) -> usize {
        usize::try_from(self.cap.get()).unwrap_or(0)
    }

    /// Bytes of the block, as `__sizeof__` counts them.
    pub fn capacity_bytes(&self) -> usize {
        self.capacity() * size_of::<T>()
    }

    #[inline(always)]
    fn at(&self, index: usize) -> *mut T {
        self.items.get().as_ptr().wrapping_add(index)
    }

    /// A copy of the element at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<T> {
        if index < self.len.get() {
            // SAFETY: the element is initialised.
            Some(unsafe { self.at(index).read() })
        } else {
            None
        }
    }

    /// A copy of the last element.
    #[inline]
    pub fn last(&self) -> Option<T> {
        self.get(self.len().wrapping_sub(1))
    }

    /// Replace the element at `index`; false, and nothing done, where there is none.
    #[inline(always)]
    pub fn set(&self, index: usize, value: T) -> bool {
        let found = index < self.len.get();
        if found {
            // SAFETY: the element exists.
            unsafe { self.at(index).write(value) };
        }
        found
    }

    /// Append an element.
    #[inline(always)]
    pub fn push(&self, ts: &ThreadState, value: T) -> PyResult<()> {
        let len = self.len.get();
        self.ensure(ts, len + 1)?;
        // SAFETY: there is room for one more.
        unsafe { self.at(len).write(value) };
        self.len.set(len + 1);
        Ok(())
    }

    /// Take the last element.
    #[inline(always)]
    pub fn pop(&self) -> Option<T> {
        let rest = self.len.get().checked_sub(1)?;
        // SAFETY: the element is initialised; the shorter length gives it up.
        let value = unsafe { self.at(rest).read() };
        self.len.set(rest);
        self.shrink(rest + 1);
        Some(value)
    }

    /// Insert before `index`, at the end if it lies beyond.
    pub fn insert(&self, ts: &ThreadState, index: usize, value: T) -> PyResult<()> {
        let len = self.len.get();
        self.ensure(ts, len + 1)?;
        let index = index.min(len);
        // SAFETY: there is room for one more; the elements from `index` on move up by one.
        unsafe {
            std::ptr::copy(self.at(index), self.at(index + 1), len - index);
            self.at(index).write(value);
        }
        self.len.set(len + 1);
        Ok(())
    }

    /// Take the element at `index` out.
    pub fn remove(&self, index: usize) -> Option<T> {
        let value = self.get(index)?;
        self.remove_range(index..index + 1);
        Some(value)
    }

    /// Remove the elements in `range`, so far as it lies within the buffer.
    pub fn remove_range(&self, range: Range<usize>) {
        let len = self.len.get();
        let end = range.end.min(len);
        let start = range.start.min(end);
        // SAFETY: both runs lie within the initialised elements.
        unsafe { std::ptr::copy(self.at(end), self.at(start), len - end) };
        self.len.set(len - (end - start));
        self.shrink(len);
    }

    /// Replace the elements in `range`, so far as it lies within the buffer, by `values`.
    pub fn splice(&self, ts: &ThreadState, range: Range<usize>, values: &[T]) -> PyResult<()> {
        let len = self.len.get();
        let end = range.end.min(len);
        let start = range.start.min(end);
        let new_len = len - (end - start) + values.len();
        self.ensure(ts, new_len)?;
        // SAFETY: there is room for `new_len`; the tail moves to its new place, then the values (which lie elsewhere, since no
        // slice of a buffer's own block is ever handed out) fill the gap.
        unsafe {
            std::ptr::copy(self.at(end), self.at(start + values.len()), len - end);
            std::ptr::copy_nonoverlapping(values.as_ptr(), self.at(start), values.len());
        }
        self.len.set(new_len);
        self.shrink(len);
        Ok(())
    }

    /// Append these values.
    pub fn extend_from_slice(&self, ts: &ThreadState, values: &[T]) -> PyResult<()> {
        if values.is_empty() {
            return Ok(());
        }
        let len = self.len.get();
        let Some(new_len) = len.checked_add(values.len()) else { return Err(ts.no_memory()) };
        self.ensure(ts, new_len)?;
        // SAFETY: there is room, and no slice of the own block is ever handed out.
        unsafe { std::ptr::copy_nonoverlapping(values.as_ptr(), self.at(len), values.len()) };
        self.len.set(new_len);
        Ok(())
    }

    /// Append a copy of part of another buffer, or of this one.
    pub fn extend_from_buf(&self, ts: &ThreadState, other: &Buf<T>, range: Range<usize>) -> PyResult<()> {
        let end = range.end.min(other.len());
        let start = range.start.min(end);
        let count = end - start;
        if count == 0 {
            return Ok(());
        }
        let len = self.len.get();
        let Some(new_len) = len.checked_add(count) else { return Err(ts.no_memory()) };
        self.ensure(ts, new_len)?;
        // SAFETY: the source is initialised and, where it is this buffer, ends before the destination begins.
        unsafe { std::ptr::copy_nonoverlapping(other.at(start), self.at(len), count) };
        self.len.set(new_len);
        Ok(())
    }

    /// Make room for `extra` more elements, as `list_resize` would.
    pub fn reserve(&self, ts: &ThreadState, extra: usize) -> PyResult<()> {
        match self.len().checked_add(extra) {
            Some(total) => self.ensure(ts, total),
            None => Err(ts.no_memory()),
        }
    }

    /// Make the length `n`: cut, or filled up with `value`.
    pub fn resize(&self, ts: &ThreadState, n: usize, value: T) -> PyResult<()> {
        let len = self.len.get();
        if n > len {
            self.ensure(ts, n)?;
            for i in len..n {
                // SAFETY: there is room for `n` elements.
                unsafe { self.at(i).write(value) };
            }
            self.len.set(n);
        } else {
            self.truncate(n);
        }
        Ok(())
    }

    /// Cut to the first `n` elements.
    pub fn truncate(&self, n: usize) {
        let len = self.len.get();
        if n < len {
            self.len.set(n);
            self.shrink(len);
        }
    }

    /// Set all elements to `value`.
    pub fn fill(&self, value: T) {
        for i in 0..self.len.get() {
            // SAFETY: the element exists.
            unsafe { self.at(i).write(value) };
        }
    }

    /// Exchange two elements; false, and nothing done, where one is missing.
    pub fn swap(&self, i: usize, j: usize) -> bool {
        let len = self.len.get();
        let found = i < len && j < len;
        if found {
            // SAFETY: both elements exist.
            unsafe { std::ptr::swap(self.at(i), self.at(j)) };
        }
        found
    }

    /// Reverse the order.
    pub fn reverse(&self) {
        let len = self.len.get();
        for i in 0..len / 2 {
            // SAFETY: both elements exist and differ.
            unsafe { std::ptr::swap(self.at(i), self.at(len - 1 - i)) };
        }
    }

    /// Remove everything and give the block back.
    pub fn clear(&self) {
        drop(self.take());
    }

    /// Move the contents out and leave an empty buffer.
    pub fn take(&self) -> Buf<T> {
        self.replace(Buf::new())
    }

    /// Put other contents in place and return the old ones.
    pub fn replace(&self, with: Buf<T>) -> Buf<T> {
        let (len, items, cap) = (with.len.get(), with.items.get(), with.cap.get());
        std::mem::forget(with);
        Buf { len: Cell::new(self.len.replace(len)), items: Cell::new(self.items.replace(items)), cap: Cell::new(self.cap.replace(cap)) }
    }

    /// A copy of all values, as a temporary.
    pub fn to_vec(&self) -> Vec<T> {
        // SAFETY: the elements are initialised and copying them runs no other code.
        unsafe { self.as_slice() }.to_vec()
    }

    /// The values as a slice.
    ///
    /// # Safety
    /// M1: nothing may change this buffer (so no Python code may run, and no reference be dropped) while the slice lives.
    #[inline(always)]
    pub unsafe fn as_slice(&self) -> &[T] {
        // SAFETY: the elements are initialised; the caller promises that they stay.
        unsafe { std::slice::from_raw_parts(self.items.get().as_ptr(), self.len.get()) }
    }

    /// The address of the first element, good for `len()` elements until the buffer changes.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut T {
        self.items.get().as_ptr()
    }

    /// Say how many elements are initialised, after writing to the room behind the last.
    ///
    /// # Safety
    /// `len <= capacity()` and the first `len` elements are initialised.
    #[inline]
    pub(crate) unsafe fn set_len(&self, len: usize) {
        self.len.set(len);
    }

    // --- capacity: `list_resize` ---------------------------------------------------------------------------------------------

    /// Capacity for `new_len` elements where there are `len` now, by CPython's rule: some spare room in proportion, none beyond a
    /// multiple of four where the growth is larger than the spare room would be.
    fn plan(len: usize, new_len: usize) -> Option<usize> {
        if new_len == 0 {
            return Some(0);
        }
        let spacious = new_len.checked_add(new_len >> 3)?.checked_add(6)? & !3;
        if new_len > len && new_len - len > spacious - new_len { Some(new_len.checked_add(3)? & !3) } else { Some(spacious) }
    }

    /// The block must have room for `new_len` elements: the growing half of CPython's `list_resize`.
    #[inline(always)]
    fn ensure(&self, ts: &ThreadState, new_len: usize) -> PyResult<()> {
        if self.cap.get() >= new_len as isize { Ok(()) } else { self.resize_slow(ts, new_len) }
    }

    #[cold]
    #[inline(never)]
    fn resize_slow(&self, ts: &ThreadState, new_len: usize) -> PyResult<()> {
        // Nothing needs no room; contents that are away (a negative capacity) stay so.
        if new_len == 0 {
            return Ok(());
        }
        let len = self.len.get();
        match Self::plan(len, new_len) {
            Some(cap) => self.set_capacity(ts, cap),
            None => Err(ts.no_memory()),
        }
    }

    /// After elements went away: give room back by the same rule. A failure to do so is no error, the room stays.
    #[inline(always)]
    fn shrink(&self, old_len: usize) {
        let len = self.len.get();
        if (len as isize) < self.cap.get() >> 1 {
            self.shrink_slow(old_len);
        }
    }

    #[cold]
    #[inline(never)]
    fn shrink_slow(&self, old_len: usize) {
        let len = self.len.get();
        let Some(cap) = Self::plan(old_len, len) else { return };
        if cap >= self.capacity() {
            return;
        }
        with_current(|ts| {
            // SAFETY: the block was allocated for `capacity()` elements and is this buffer's own.
            unsafe {
                let block = self.items.get().cast();
                if cap == 0 {
                    ts.heap().free(block, self.capacity_bytes());
                    self.items.set(NonNull::dangling());
                    self.cap.set(0);
                } else if let Some(block) = ts.heap().realloc(block, self.capacity_bytes(), cap * size_of::<T>()) {
                    self.items.set(block.cast());
                    self.cap.set(cap as isize);
                }
            }
        });
    }

    /// Make the capacity exactly `cap`, or the length if that is more.
    pub fn set_capacity(&self, ts: &ThreadState, cap: usize) -> PyResult<()> {
        let cap = cap.max(self.len.get());
        let bytes = match cap.checked_mul(size_of::<T>()) {
            Some(bytes) if bytes <= isize::MAX as usize => bytes,
            _ => return Err(ts.no_memory()),
        };
        let old_bytes = self.capacity_bytes();
        let block = if bytes == 0 {
            if old_bytes != 0 {
                // SAFETY: the block was allocated with this size and is this buffer's own.
                unsafe { ts.heap().free(self.items.get().cast(), old_bytes) };
            }
            Some(NonNull::dangling())
        } else if old_bytes == 0 {
            ts.heap().alloc(bytes).map(NonNull::cast)
        } else {
            // SAFETY: the block was allocated with the old size and is this buffer's own.
            unsafe { ts.heap().realloc(self.items.get().cast(), old_bytes, bytes) }.map(NonNull::cast)
        };
        let Some(block) = block else { return Err(ts.no_memory()) };
        self.items.set(block);
        self.cap.set(cap as isize);
        Ok(())
    }
}

impl<T: Copy> Default for Buf<T> {
    fn default() -> Buf<T> {
        Buf::new()
    }
}

impl<T: Copy> Drop for Buf<T> {
    #[inline]
    fn drop(&mut self) {
        if self.cap.get() > 0 {
            let done = with_current(|ts| {
                // SAFETY: the block was allocated with this size, is this buffer's own, and the buffer ends here.
                unsafe { ts.heap().free(self.items.get().cast(), self.capacity_bytes()) }
            });
            debug_assert!(done.is_some(), "a buffer was dropped without the lock");
        }
    }
}

impl RefBuf {
    /// An empty buffer, without a block.
    pub const fn new() -> RefBuf {
        RefBuf { raw: Buf::new() }
    }

    /// An empty buffer with room for exactly `n` references.
    #[inline]
    pub fn with_capacity(ts: &ThreadState, n: usize) -> PyResult<RefBuf> {
        Ok(RefBuf { raw: Buf::with_capacity(ts, n)? })
    }

    /// A buffer that takes these references over, without spare room.
    pub fn from_vec(ts: &ThreadState, values: Vec<PyRef>) -> PyResult<RefBuf> {
        let buf = RefBuf::with_capacity(ts, values.len())?;
        buf.extend_vec(ts, values)?;
        Ok(buf)
    }

    /// A buffer with new references to these objects, without spare room.
    pub fn from_slice(ts: &ThreadState, values: &[PyRef]) -> PyResult<RefBuf> {
        let buf = RefBuf::with_capacity(ts, values.len())?;
        buf.extend_from_slice(ts, values)?;
        Ok(buf)
    }

    /// The number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether there are no elements.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// How many elements the block has room for.
    pub fn capacity(&self) -> usize {
        self.raw.capacity()
    }

    /// Bytes of the block, as `__sizeof__` counts them.
    pub fn capacity_bytes(&self) -> usize {
        self.raw.capacity_bytes()
    }

    /// A new reference to the element at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<PyRef> {
        // SAFETY: R1: the element owns a count, so the object lives.
        self.raw.get(index).map(|raw| PyRef::from_borrowed(unsafe { raw.as_ref() }))
    }

    /// Whether the element at `index` is this very object.
    #[inline(always)]
    pub fn holds(&self, index: usize, object: &PyObject) -> bool {
        self.raw.get(index) == Some(object.as_ptr())
    }

    /// The element at `index`, borrowed.
    ///
    /// # Safety
    /// M1: nothing may change this buffer (so no Python code may run, and no reference be dropped) while the borrow lives.
    #[inline(always)]
    pub unsafe fn peek(&self, index: usize) -> Option<&PyObject> {
        // SAFETY: R1: the element owns a count; the caller promises that it stays.
        self.raw.get(index).map(|raw| unsafe { &*raw.as_ptr() })
    }

    /// Store `value` at `index` and return what was there, for the caller to drop; where there is no such element, `value` comes back.
    #[inline(always)]
    pub fn replace(&self, index: usize, value: PyRef) -> Result<PyRef, PyRef> {
        match self.raw.get(index) {
            Some(old) => {
                self.raw.set(index, value.into_raw());
                // SAFETY: R1: the element owned this count and has just been overwritten.
                Ok(unsafe { PyRef::from_raw(old) })
            }
            None => Err(value),
        }
    }

    /// Store `value` at `index`, then drop what was there (which can run Python code); false where there is no such element.
    #[inline(always)]
    pub fn set(&self, index: usize, value: PyRef) -> bool {
        self.replace(index, value).is_ok()
    }

    /// Append a reference.
    #[inline(always)]
    pub fn push(&self, ts: &ThreadState, value: PyRef) -> PyResult<()> {
        self.raw.ensure(ts, self.raw.len() + 1)?;
        // There is room now, so this cannot fail and lose the count.
        self.raw.push(ts, value.into_raw())
    }

    /// Whether the block has room for one more element.
    #[inline(always)]
    pub fn has_room(&self) -> bool {
        self.raw.cap.get() > self.raw.len() as isize
    }

    /// Append a reference that is a raw word, where there is room.
    ///
    /// # Safety
    /// [`RefBuf::has_room`] said so just now. R1: the word is an owned reference, and no longer the caller's.
    #[inline(always)]
    pub unsafe fn push_in_room(&self, object: *mut PyObject) {
        let len = self.raw.len();
        // SAFETY: promised by the caller.
        unsafe {
            self.raw.at(len).write(NonNull::new_unchecked(object));
            self.raw.set_len(len + 1);
        }
    }

    /// Take the last element.
    #[inline(always)]
    pub fn pop(&self) -> Option<PyRef> {
        // SAFETY: R1: the element's count moves to the caller.
        self.raw.pop().map(|raw| unsafe { PyRef::from_raw(raw) })
    }

    /// Insert before `index`, at the end if it lies beyond.
    pub fn insert(&self, ts: &ThreadState, index: usize, value: PyRef) -> PyResult<()> {
        self.raw.reserve(ts, 1)?;
        self.raw.insert(ts, index, value.into_raw())
    }

    /// Take the element at `index` out.
    pub fn remove(&self, index: usize) -> Option<PyRef> {
        // SAFETY: R1: the element's count moves to the caller.
        self.raw.remove(index).map(|raw| unsafe { PyRef::from_raw(raw) })
    }

    /// Replace the elements in `range` (so far as it lies within) by `values` and return what was there, for the caller to drop.
    pub fn splice(&self, ts: &ThreadState, range: Range<usize>, values: Vec<PyRef>) -> PyResult<RefBuf> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        let garbage = RefBuf::with_capacity(ts, end - start)?;
        // Room first: what follows cannot fail.
        if values.len() > end - start {
            self.raw.reserve(ts, values.len() - (end - start))?;
        }
        garbage.raw.extend_from_buf(ts, &self.raw, start..end)?;
        let values: Vec<NonNull<PyObject>> = values.into_iter().map(PyRef::into_raw).collect();
        self.raw.splice(ts, start..end, &values)?;
        Ok(garbage)
    }

    /// Take out the elements at `start`, `start + step`, …, `count` of them (all within), and return them for the caller to drop.
    pub fn remove_strided(&self, ts: &ThreadState, start: usize, step: usize, count: usize) -> PyResult<RefBuf> {
        let garbage = RefBuf::with_capacity(ts, count)?;
        let len = self.len();
        let mut write = start;
        let mut next = start;
        for read in start..len {
            let Some(raw) = self.raw.get(read) else { break };
            if read == next && garbage.len() < count {
                garbage.raw.push(ts, raw)?;
                next = next.saturating_add(step);
            } else {
                self.raw.set(write, raw);
                write += 1;
            }
        }
        self.raw.truncate(write.max(start));
        Ok(garbage)
    }

    /// Append the references, taking them over. On failure all of them are dropped.
    pub fn extend_vec(&self, ts: &ThreadState, values: Vec<PyRef>) -> PyResult<()> {
        if values.is_empty() {
            return Ok(());
        }
        self.raw.reserve(ts, values.len())?;
        for value in values {
            self.raw.push(ts, value.into_raw())?;
        }
        Ok(())
    }

    /// Append new references to these objects.
    pub fn extend_from_slice(&self, ts: &ThreadState, values: &[PyRef]) -> PyResult<()> {
        if values.is_empty() {
            return Ok(());
        }
        self.raw.reserve(ts, values.len())?;
        for value in values {
            value.incref();
            self.raw.push(ts, value.as_ptr())?;
        }
        Ok(())
    }

    /// Append new references to part of another buffer, or of this one.
    pub fn extend_from_buf(&self, ts: &ThreadState, other: &RefBuf, range: Range<usize>) -> PyResult<()> {
        let from = self.len();
        self.raw.extend_from_buf(ts, &other.raw, range)?;
        for i in from..self.len() {
            if let Some(raw) = self.raw.get(i) {
                // SAFETY: R1: the element was copied from one that owns a count; this makes its own.
                unsafe { raw.as_ref() }.incref();
            }
        }
        Ok(())
    }

    /// Append `times` more copies of the present contents.
    pub fn repeat(&self, ts: &ThreadState, times: usize) -> PyResult<()> {
        let len = self.len();
        let Some(extra) = len.checked_mul(times) else { return Err(ts.no_memory()) };
        self.raw.reserve(ts, extra)?;
        for i in 0..len {
            if let Some(raw) = self.raw.get(i) {
                // SAFETY: R1: the element owns a count; the copies below get their own.
                let object = unsafe { raw.as_ref() };
                object.set_refcnt(object.ob_refcnt() + times as isize);
            }
        }
        for _ in 0..times {
            self.raw.extend_from_buf(ts, &self.raw, 0..len)?;
        }
        Ok(())
    }

    /// Make room for `extra` more elements, as `list_resize` would.
    pub fn reserve(&self, ts: &ThreadState, extra: usize) -> PyResult<()> {
        match self.len().checked_add(extra) {
            Some(total) => self.raw.ensure(ts, total),
            None => Err(ts.no_memory()),
        }
    }

    /// The first position from `at` on where the two buffers do not both have an element that is known to be equal to the other's
    /// without running any other code.
    pub fn first_difference(&self, other: &RefBuf, mut at: usize) -> usize {
        // SAFETY: M1: `quick_equal` runs no other code; R1: the elements are owned by the buffers.
        while let (Some(a), Some(b)) = unsafe { (self.peek(at), other.peek(at)) } {
            if crate::types::sequence::quick_equal(a, b) != Some(true) {
                break;
            }
            at += 1;
        }
        at
    }

    /// Make room for `extra` more elements: where there is no block yet, exactly so many, rounded up to an even number (CPython:
    /// `list_preallocate_exact`), else as `list_resize` would.
    pub fn preallocate(&self, ts: &ThreadState, extra: usize) -> PyResult<()> {
        if self.capacity() == 0 { self.raw.set_capacity(ts, extra.saturating_add(1) & !1) } else { self.reserve(ts, extra) }
    }

    /// Give back room that was made and not used, by the rule of `list_resize`.
    pub fn trim(&self) {
        self.raw.shrink(self.len());
    }

    /// Exchange two elements; false, and nothing done, where one is missing.
    pub fn swap(&self, i: usize, j: usize) -> bool {
        self.raw.swap(i, j)
    }

    /// Reverse the order.
    pub fn reverse(&self) {
        self.raw.reverse();
    }

    /// Cut to the first `n` elements; the rest are dropped from the last on, each after it left the buffer.
    pub fn truncate(&self, n: usize) {
        while self.len() > n {
            drop(self.pop());
        }
    }

    /// Remove everything: the contents leave first, then they are dropped. CPython: `list_clear`.
    pub fn clear(&self) {
        // Without a block there is nothing to do; a buffer whose contents are away stays so.
        if self.raw.cap.get() > 0 {
            drop(self.take());
        }
    }

    /// Move the contents out and leave an empty buffer.
    pub fn take(&self) -> RefBuf {
        self.replace_all(RefBuf::new())
    }

    /// Put other contents in place and return the old ones, for the caller to drop.
    pub fn replace_all(&self, with: RefBuf) -> RefBuf {
        let with = std::mem::ManuallyDrop::new(with);
        // SAFETY: `with` is not used (nor dropped) again, so its buffer has one owner.
        RefBuf { raw: self.raw.replace(unsafe { std::ptr::read(&raw const with.raw) }) }
    }

    /// Move the contents out for sorting: the buffer is empty meanwhile and notices if somebody fills it. CPython: `allocated = -1`.
    pub(crate) fn lend(&self) -> RefBuf {
        let contents = self.take();
        self.raw.cap.set(AWAY);
        // Until they are put back running Rust code holds them.
        #[cfg(feature = "ledger")]
        contents.traverse(&mut |object| crate::ledger::acquired(object));
        contents
    }

    /// Put lent contents back. Says whether the buffer was untouched meanwhile, and returns what somebody put in.
    pub(crate) fn unlend(&self, contents: RefBuf) -> (bool, RefBuf) {
        #[cfg(feature = "ledger")]
        contents.traverse(&mut |object| crate::ledger::released(object));
        let untouched = self.raw.cap.get() == AWAY;
        (untouched, self.replace_all(contents))
    }

    /// New references to all elements, as a temporary.
    pub fn to_vec(&self) -> Vec<PyRef> {
        // SAFETY: M1: making references runs no Python code; R1: each element owns a count.
        unsafe { self.raw.as_slice().iter().map(|raw| PyRef::from_borrowed(raw.as_ref())).collect() }
    }

    /// New references to the elements in `range`, so far as it lies within.
    pub fn range_to_vec(&self, range: Range<usize>) -> Vec<PyRef> {
        let end = range.end.min(self.len());
        (range.start.min(end)..end).filter_map(|i| self.get(i)).collect()
    }

    /// Call `visit` on each element. CPython: `Py_VISIT` over `ob_item`.
    pub fn traverse(&self, visit: &mut Visit<'_>) {
        for i in 0..self.len() {
            if let Some(raw) = self.raw.get(i) {
                // SAFETY: R1: the element owns a count; visiting runs no Python code.
                visit(unsafe { raw.as_ref() });
            }
        }
    }

    /// The elements as they lie: address and number.
    ///
    /// # Safety
    /// M1: good until the buffer changes; so neither Python code may run nor a reference be dropped while they are used.
    #[inline(always)]
    pub unsafe fn raw_items(&self) -> (*mut NonNull<PyObject>, usize) {
        (self.raw.as_ptr(), self.raw.len())
    }

    /// Append `len` references that lie elsewhere, taking them over. There must be room.
    ///
    /// # Safety
    /// R1: the words at `from` are owned references, and no longer the caller's afterwards; `capacity() - len() >= len`.
    pub(crate) unsafe fn take_over(&self, from: *const NonNull<PyObject>, len: usize) {
        debug_assert!(self.capacity() - self.len() >= len);
        // SAFETY: promised by the caller; a block of the heap and the value stack do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(from, self.raw.at(self.len()), len) };
        self.raw.len.set(self.len() + len);
    }

    /// The room of the block and a way to say how much of it is filled, for loops that build a list.
    ///
    /// # Safety
    /// R1: the first `len` elements own a count each, and `len <= capacity()`.
    #[inline(always)]
    pub unsafe fn set_len(&self, len: usize) {
        // SAFETY: promised by the caller.
        unsafe { self.raw.set_len(len) };
    }
}

impl Default for RefBuf {
    fn default() -> RefBuf {
        RefBuf::new()
    }
}

impl Drop for RefBuf {
    #[inline]
    fn drop(&mut self) {
        // From the last to the first, as CPython does. Nobody else can reach the buffer, so nothing changes it meanwhile.
        let mut left = self.raw.len();
        while left > 0 {
            left -= 1;
            // SAFETY: R1: each element's count is released once; the length says zero before the block goes back.
            unsafe { drop(PyRef::from_raw(self.raw.at(left).read())) };
        }
        self.raw.len.set(0);
    }
}

#[cfg(test)]
mod tests;
