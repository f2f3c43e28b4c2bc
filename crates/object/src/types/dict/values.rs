//! The values of a dict whose keys are shared: one field for each shared key, and the order in which they were filled.
//!
//! CPython counterpart: `PyDictValues` (`_dictvalues`). Layout, as CPython's: 8 bytes of head (capacity, size, embedded, valid), the
//! fields, then `capacity` bytes of order, rounded up to words. *Embedded* values lie in the instance itself, behind its body, and
//! belong to it; others lie in a block of their own and belong to the dict.
//!
//! Contract **K2**: a [`Values`] handle points to a live head with its fields and order, and has been read since Python code last
//! ran. `size` bytes of the order are filled; they name, each once, the fields that hold a value. The capacity is never less than the
//! number of keys that the shared table has or can still take: that number never grows after the class has been made.
#![expect(unsafe_code, reason = "raw values behind instances and in blocks of the heap, on the word of K2")]

use std::cell::Cell;
use std::ptr::NonNull;

use pymalloc::Heap;

use crate::pyref::{Field, PyRef, Visit};

/// The head of the values.
#[repr(C, align(8))]
pub struct DictValues {
    capacity: Cell<u8>,
    size: Cell<u8>,
    embedded: Cell<bool>,
    valid: Cell<bool>,
}

const HEAD: usize = size_of::<DictValues>();
const _: () = assert!(HEAD == 8);

/// A handle to values (see K2 in the module's text): a plain pointer.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Values(NonNull<DictValues>);

/// Bytes of values with room for `capacity` fields. CPython: `_PyInlineValuesSize`.
#[inline(always)]
pub(super) const fn bytes_for(capacity: usize) -> usize {
    HEAD + capacity * size_of::<Field>() + capacity.next_multiple_of(size_of::<Field>())
}

impl Values {
    /// Write empty values to memory that has `bytes_for(capacity)` bytes.
    ///
    /// # Safety
    /// `at` is aligned to words, has that many bytes, and nothing else uses them.
    #[inline(always)]
    pub(super) unsafe fn init(at: NonNull<u8>, capacity: usize, embedded: bool) -> Values {
        let head = DictValues {
            // Capacities are at most `SHARED_KEYS_MAX_SIZE`.
            capacity: Cell::new(capacity as u8),
            size: Cell::new(0),
            embedded: Cell::new(embedded),
            valid: Cell::new(true),
        };
        // SAFETY: promised by the caller.
        unsafe {
            at.cast::<DictValues>().write(head);
            at.byte_add(HEAD).write_bytes(0, capacity * size_of::<Field>());
        }
        Values(at.cast())
    }

    /// The values that begin at `at`.
    ///
    /// # Safety
    /// K2.
    #[inline(always)]
    pub(super) unsafe fn at(at: NonNull<u8>) -> Values {
        Values(at.cast())
    }

    #[inline(always)]
    fn head<'a>(self) -> &'a DictValues {
        // SAFETY: K2.
        unsafe { self.0.as_ref() }
    }

    /// How many fields there are.
    #[inline(always)]
    pub(super) fn capacity(self) -> usize {
        usize::from(self.head().capacity.get())
    }

    /// How many fields hold a value.
    #[inline(always)]
    pub(super) fn size(self) -> usize {
        usize::from(self.head().size.get())
    }

    /// Whether they lie in an instance.
    #[inline(always)]
    pub(super) fn is_embedded(self) -> bool {
        self.head().embedded.get()
    }

    /// Whether they are the instance's attributes; else a dict of its own has taken over.
    #[inline(always)]
    pub(super) fn is_valid(self) -> bool {
        self.head().valid.get()
    }

    /// The value of shared key `i`.
    #[inline(always)]
    pub(super) fn field<'a>(self, i: usize) -> &'a Field {
        debug_assert!(i < self.capacity());
        // SAFETY: K2: the index of a shared key is below the capacity.
        unsafe { self.0.byte_add(HEAD).cast::<Field>().add(i).as_ref() }
    }

    #[inline(always)]
    fn order_cell<'a>(self, position: usize) -> &'a Cell<u8> {
        debug_assert!(position < self.capacity());
        // SAFETY: K2: the order lies behind the fields and has one byte for each.
        unsafe { self.0.byte_add(HEAD + self.capacity() * size_of::<Field>() + position).cast::<Cell<u8>>().as_ref() }
    }

    /// The index of the key that was filled as number `position`.
    #[inline(always)]
    pub(super) fn order(self, position: usize) -> usize {
        usize::from(self.order_cell(position).get())
    }

    /// Note that field `i`, which was empty, has been filled. CPython: `_PyDictValues_AddToInsertionOrder`.
    #[inline(always)]
    pub(super) fn add_to_order(self, i: usize) {
        let size = self.size();
        self.order_cell(size).set(i as u8);
        self.head().size.set(size as u8 + 1);
    }

    /// Note that field `i` has been emptied. CPython: `delete_index_from_values`.
    pub(super) fn remove_from_order(self, i: usize) {
        let size = self.size();
        let mut found = false;
        for position in 0..size {
            if found {
                self.order_cell(position - 1).set(self.order_cell(position).get());
            } else {
                found = self.order(position) == i;
            }
        }
        if found {
            self.head().size.set(size as u8 - 1);
        }
    }

    /// Take every value out, in order of the shared keys, as CPython drops them. The caller drops them when its own state is
    /// consistent.
    pub(super) fn take_all(self) -> smallvec::SmallVec<[PyRef; 8]> {
        let fields = if self.size() == 0 { 0 } else { self.capacity() };
        let taken = (0..fields).filter_map(|i| self.field(i).take()).collect();
        self.head().size.set(0);
        taken
    }

    /// The instance's attributes lie elsewhere from now on; the fields are empty already.
    pub(super) fn invalidate(self) {
        self.head().size.set(0);
        self.head().valid.set(false);
    }

    /// A copy in a block of its own, each value counted once more, or nothing where memory is out. CPython: `copy_values`.
    pub(super) fn copy(self, heap: &Heap) -> Option<Values> {
        let capacity = self.capacity();
        let block = heap.alloc(bytes_for(capacity))?;
        // SAFETY: the block is new and as large as it must be.
        let copy = unsafe { Values::init(block, capacity, false) };
        for position in 0..self.size() {
            let i = self.order(position);
            // The new field is empty: nothing is dropped.
            drop(copy.field(i).replace(self.field(i).get()));
            copy.add_to_order(i);
        }
        Some(copy)
    }

    /// The same values moved to a block of their own; the fields here are empty afterwards.
    pub(super) fn move_out(self, heap: &Heap) -> Option<Values> {
        let capacity = self.capacity();
        let block = heap.alloc(bytes_for(capacity))?;
        // SAFETY: the block is new and as large as it must be.
        let moved = unsafe { Values::init(block, capacity, false) };
        for position in 0..self.size() {
            let i = self.order(position);
            drop(moved.field(i).replace(self.field(i).take()));
            moved.add_to_order(i);
        }
        self.head().size.set(0);
        Some(moved)
    }

    /// Give a block of its own back; the fields are empty. Embedded values stay where they are.
    pub(super) fn free(self, heap: &Heap) {
        if !self.is_embedded() {
            // SAFETY: the block came from this heap with this size, and its only holder ends here.
            unsafe { heap.free(self.0.cast(), bytes_for(self.capacity())) };
        }
    }

    /// Visit each value.
    pub(super) fn traverse(self, visit: &mut Visit<'_>) {
        for position in 0..self.size() {
            self.field(self.order(position)).traverse(visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Values, bytes_for};
    use std::ptr::NonNull;

    #[test]
    fn the_size_is_cpythons() {
        assert_eq!([0, 1, 8, 9, 30].map(bytes_for), [8, 24, 80, 96, 280]);
    }

    #[test]
    fn the_order_follows_filling_and_deleting() {
        let mut memory = [0u64; 16];
        // SAFETY: 128 bytes are enough for 6 fields; no field is ever filled with a reference here.
        let values = unsafe { Values::init(NonNull::from(&mut memory).cast(), 6, true) };
        for i in [3, 1, 5, 0] {
            values.add_to_order(i);
        }
        values.remove_from_order(1);
        assert_eq!((0..values.size()).map(|at| values.order(at)).collect::<Vec<_>>(), [3, 5, 0]);
        values.remove_from_order(4);
        values.add_to_order(1);
        assert_eq!((0..values.size()).map(|at| values.order(at)).collect::<Vec<_>>(), [3, 5, 0, 1]);
    }
}
