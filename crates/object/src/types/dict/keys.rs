//! The keys of a dict: an index table that is probed by hash, and the entries in insertion order behind it, in one block.
//!
//! CPython counterpart: `PyDictKeysObject` and the probing half of `Objects/dictobject.c`. The layout is CPython's: 32 bytes of head,
//! `1 << log2_index_bytes` bytes of indices (1, 2, 4 or 8 bytes each, by the table's size), then room for `usable` entries of 16
//! bytes (key, value: all keys are exact str, whose hash is cached in them) or 24 bytes (hash, key, value).
//!
//! Contract **K1**, kept by the modules `keys`, `values`, `table` and `instance` and by them alone: a [`Keys`] handle points to a live
//! table, because whoever uses the handle holds one of its counts (or it is the empty table, which is nobody's) and has run no
//! Python code since it read the handle. Entries below `nentries` are initialised; an index that is not negative is below `nentries`,
//! and its entry has a key. Tables of a kind other than general hold exact str keys only.
#![expect(unsafe_code, reason = "raw tables in blocks of the heap, on the word of K1")]

use std::cell::Cell;
use std::ptr::NonNull;

use pymalloc::Heap;

use crate::header::{Obj, PyObject};
use crate::pyref::{Field, PyRef, Visit};
use crate::state::ThreadState;
use crate::types::str::Str;

/// An index that was never used: the end of a probe.
const EMPTY_INDEX: isize = -1;
/// An index whose entry was deleted: a probe goes on.
const DUMMY_INDEX: isize = -2;
/// How the upper bits of the hash come into the probe. CPython: `PERTURB_SHIFT`.
const PERTURB_SHIFT: u32 = 5;
/// The smallest table has 8 indices. CPython: `PyDict_LOG_MINSIZE`.
pub(super) const LOG_MINSIZE: u8 = 3;
/// A table of the next size cannot be addressed.
const LOG_MAXSIZE: u8 = 56;
/// The most names that the instances of a class share. CPython: `SHARED_KEYS_MAX_SIZE`.
pub(super) const SHARED_KEYS_MAX_SIZE: usize = 30;
/// The size of a table of shared keys. CPython: `NEXT_LOG2_KEYS_MAX_SIZE`.
const SHARED_KEYS_LOG2: u8 = 6;

/// What the entries of a table look like. CPython: `DictKeysKind`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum KeysKind {
    /// Any keys: entries of hash, key, value.
    General = 0,
    /// Exact str keys: entries of key, value.
    Unicode = 1,
    /// Exact str keys, shared by the instances of a class; the values lie apart.
    Split = 2,
}

/// The head of a table.
#[repr(C)]
pub struct DictKeys {
    refcnt: Cell<usize>,
    log2_size: Cell<u8>,
    log2_index_bytes: Cell<u8>,
    kind: Cell<KeysKind>,
    version: Cell<u32>,
    usable: Cell<usize>,
    nentries: Cell<usize>,
}

const HEAD: usize = size_of::<DictKeys>();
const _: () = assert!(HEAD == 32);

/// An entry of a general table.
#[repr(C)]
struct GeneralEntry {
    hash: Cell<i64>,
    key: Field,
    value: Field,
}

/// An entry of a table with str keys.
#[repr(C)]
struct StrEntry {
    key: Field,
    value: Field,
}

const GENERAL_ENTRY: usize = size_of::<GeneralEntry>();
const STR_ENTRY: usize = size_of::<StrEntry>();
const _: () = assert!(GENERAL_ENTRY == 24 && STR_ENTRY == 16);

/// The table of every empty dict. It is constant: the functions that write to a table are not called on it.
#[repr(C)]
struct EmptyKeys {
    head: DictKeys,
    indices: [Cell<i8>; 8],
}

// SAFETY: nobody ever writes to it (`is_empty_table` guards each place that would), so threads may share it.
unsafe impl Sync for EmptyKeys {}

static EMPTY: EmptyKeys = EmptyKeys {
    head: DictKeys {
        refcnt: Cell::new(1),
        log2_size: Cell::new(0),
        log2_index_bytes: Cell::new(3),
        kind: Cell::new(KeysKind::Unicode),
        version: Cell::new(1),
        usable: Cell::new(0),
        nentries: Cell::new(0),
    },
    indices: [const { Cell::new(-1) }; 8],
};

/// A handle to a table (see K1 in the module's text). It is a plain pointer; counts are moved by [`Keys::incref`] and
/// [`Keys::release`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Keys(NonNull<DictKeys>);

/// How many of `size` indices may be used. CPython: `USABLE_FRACTION`.
#[inline(always)]
pub(super) const fn usable_fraction(size: usize) -> usize {
    (size << 1) / 3
}

/// The size of a table with at least `minsize` indices. CPython: `calculate_log2_keysize`.
#[inline]
pub(super) fn log2_keysize(minsize: usize) -> u8 {
    let bits = usize::BITS - (((minsize | 8) - 1) | 7).leading_zeros();
    u8::try_from(bits).unwrap_or(u8::MAX)
}

/// The size of a table for `n` entries. CPython: `estimate_log2_keysize`.
#[inline]
pub(super) fn estimate_log2_keysize(n: usize) -> u8 {
    log2_keysize(n.saturating_mul(3).saturating_add(1) / 2)
}

const fn log2_index_bytes(log2_size: u8) -> u8 {
    log2_size
        + match log2_size {
            0..=7 => 0,
            8..=15 => 1,
            16..=31 => 2,
            _ => 3,
        }
}

/// One word of an index table.
trait IndexWord: Copy {
    fn get(self) -> isize;
}
macro_rules! index_word {
    ($($ty:ty)*) => { $(impl IndexWord for $ty {
        #[inline(always)]
        fn get(self) -> isize { self as isize }
    })* };
}
index_word! { i8 i16 i32 i64 }

/// The positions that a hash visits: `i = i * 5 + perturb + 1`.
struct Probe {
    at: usize,
    perturb: usize,
    mask: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        Probe { at: hash as usize & mask, perturb: hash as usize, mask }
    }

    #[inline(always)]
    fn step(&mut self) {
        self.perturb >>= PERTURB_SHIFT;
        self.at = self.at.wrapping_mul(5).wrapping_add(self.perturb).wrapping_add(1) & self.mask;
    }
}

impl Keys {
    /// The table of every empty dict. CPython: `Py_EMPTY_KEYS`.
    #[inline(always)]
    pub(super) fn empty() -> Keys {
        // The pointer is to the whole static, so that the indices behind the head belong to it.
        Keys(NonNull::from(&EMPTY).cast())
    }

    #[inline(always)]
    pub(super) fn is_empty_table(self) -> bool {
        self == Keys::empty()
    }

    #[inline(always)]
    fn head<'a>(self) -> &'a DictKeys {
        // SAFETY: K1.
        unsafe { self.0.as_ref() }
    }

    /// A new table with one count, or nothing where memory is out.
    pub(super) fn new(heap: &Heap, log2_size: u8, kind: KeysKind) -> Option<Keys> {
        let (log2_size, usable) = match kind {
            KeysKind::Split => (SHARED_KEYS_LOG2, SHARED_KEYS_MAX_SIZE),
            KeysKind::General | KeysKind::Unicode if log2_size >= LOG_MAXSIZE => return None,
            KeysKind::General | KeysKind::Unicode => (log2_size, usable_fraction(1 << log2_size)),
        };
        let size = block_bytes(log2_size, kind)?;
        let block = heap.alloc(size)?;
        // SAFETY: the block has `size` bytes, a multiple of 8, and nobody else knows it: head and indices are written here, the
        // entries as they come.
        unsafe {
            block.cast::<DictKeys>().write(DictKeys {
                refcnt: Cell::new(1),
                log2_size: Cell::new(log2_size),
                log2_index_bytes: Cell::new(log2_index_bytes(log2_size)),
                kind: Cell::new(kind),
                version: Cell::new(0),
                usable: Cell::new(usable),
                nentries: Cell::new(0),
            });
            block.byte_add(HEAD).write_bytes(0xff, 1 << log2_index_bytes(log2_size));
        }
        Some(Keys(block.cast()))
    }

    /// A copy of a combined table as it lies, deleted entries included, each key and value counted once more.
    /// CPython: `clone_combined_dict_keys`.
    pub(super) fn clone_combined(self, heap: &Heap) -> Option<Keys> {
        let size = self.bytes();
        let block = heap.alloc(size)?;
        let stride = self.stride();
        let used = size - (usable_fraction(self.size()) - self.nentries()) * stride;
        // SAFETY: K1: head, indices and the entries below `nentries` are initialised; both blocks have `size` bytes.
        unsafe { block.copy_from_nonoverlapping(self.0.cast(), used) };
        let keys = Keys(block.cast());
        keys.head().refcnt.set(1);
        keys.head().version.set(0);
        for i in 0..self.nentries() {
            // What was copied bit by bit gets its own counts; storing nothing else could leak or drop.
            for field in [self.key_field(i), self.value_field(i)] {
                if let Some(held) = field.get() {
                    let _count = held.into_raw();
                }
            }
        }
        Some(keys)
    }

    /// One more holder.
    #[inline(always)]
    pub(super) fn incref(self) {
        if !self.is_empty_table() {
            self.head().refcnt.set(self.head().refcnt.get() + 1);
        }
    }

    /// The number of holders.
    pub(super) fn refcnt(self) -> usize {
        self.head().refcnt.get()
    }

    /// One holder less; the last one drops keys and values, in order, and gives the block back. This can run Python code: the caller
    /// has already forgotten the handle. CPython: `dictkeys_decref`.
    #[inline]
    pub(super) fn release(self, heap: &Heap) {
        if self.is_empty_table() {
            return;
        }
        let count = self.head().refcnt.get() - 1;
        self.head().refcnt.set(count);
        if count == 0 {
            self.destroy(heap);
        }
    }

    fn destroy(self, heap: &Heap) {
        let stride = self.stride();
        let mut at = self.first_key();
        for _ in 0..self.nentries() {
            // SAFETY: K1: the entries are initialised; each field is emptied, which drops what it held. Nobody else knows the table.
            unsafe {
                at.as_ref().clear();
                at.add(1).as_ref().clear();
                at = at.byte_add(stride);
            }
        }
        self.free_block(heap);
    }

    /// Give the block back whose entries have been moved elsewhere.
    pub(super) fn free_block(self, heap: &Heap) {
        if !self.is_empty_table() {
            // SAFETY: the block came from this heap with this size, and its last holder ends here.
            unsafe { heap.free(self.0.cast(), self.bytes()) };
        }
    }

    /// Bytes of the block. CPython: `_PyDict_KeysSize`.
    pub(super) fn bytes(self) -> usize {
        block_bytes(self.head().log2_size.get(), self.kind()).unwrap_or(0)
    }

    #[inline(always)]
    pub(super) fn kind(self) -> KeysKind {
        self.head().kind.get()
    }

    /// Whether all keys are exact str.
    #[inline(always)]
    pub(super) fn is_unicode(self) -> bool {
        self.kind() != KeysKind::General
    }

    /// How many indices there are.
    #[inline(always)]
    pub(super) fn size(self) -> usize {
        1 << self.head().log2_size.get()
    }

    #[inline(always)]
    pub(super) fn log2_size(self) -> u8 {
        self.head().log2_size.get()
    }

    /// How many entries can still be added.
    #[inline(always)]
    pub(super) fn usable(self) -> usize {
        self.head().usable.get()
    }

    pub(super) fn set_usable(self, usable: usize) {
        self.head().usable.set(usable);
    }

    /// How many entries have been written, deleted ones included.
    #[inline(always)]
    pub(super) fn nentries(self) -> usize {
        self.head().nentries.get()
    }

    /// Forget the last entries, which the caller has emptied (`popitem`).
    pub(super) fn set_nentries(self, nentries: usize) {
        self.head().nentries.set(nentries);
    }

    /// The number that caches compare, 0 where none is assigned.
    #[inline(always)]
    pub(super) fn version(self) -> u32 {
        self.head().version.get()
    }

    /// The number that caches compare, assigned now if need be; 0 when numbers have run out.
    pub(super) fn assign_version(self, ts: &ThreadState) -> u32 {
        if self.version() == 0 {
            let next = &ts.interp().next_keys_version;
            if next.get() != 0 {
                self.head().version.set(next.get());
                next.set(next.get().wrapping_add(1));
            }
        }
        self.version()
    }

    /// Caches of this table's positions are no longer true.
    #[inline(always)]
    pub(super) fn forget_version(self) {
        if self.version() != 0 && !self.is_empty_table() {
            self.head().version.set(0);
        }
    }

    /// The address, for guards that only compare it.
    #[inline(always)]
    pub(super) fn addr(self) -> usize {
        self.0.addr().get()
    }

    // --- entries -------------------------------------------------------------------------------------------------------------

    #[inline(always)]
    fn stride(self) -> usize {
        if self.is_unicode() { STR_ENTRY } else { GENERAL_ENTRY }
    }

    #[inline(always)]
    fn entries(self) -> NonNull<u8> {
        // SAFETY: K1: indices and entries lie behind the head in the same block.
        unsafe { self.0.cast::<u8>().byte_add(HEAD + (1 << self.head().log2_index_bytes.get())) }
    }

    #[inline(always)]
    fn first_key(self) -> NonNull<Field> {
        let skip = if self.is_unicode() { 0 } else { std::mem::offset_of!(GeneralEntry, key) };
        // SAFETY: K1: one entry at least belongs to the block of every table but the empty one, whose indices are as long.
        unsafe { self.entries().byte_add(skip).cast() }
    }

    /// The key of entry `i`.
    #[inline(always)]
    pub(super) fn key_field<'a>(self, i: usize) -> &'a Field {
        debug_assert!(i < usable_fraction(self.size()));
        // SAFETY: K1: `i` is below `nentries`.
        unsafe { self.first_key().byte_add(i * self.stride()).as_ref() }
    }

    /// The value of entry `i`.
    #[inline(always)]
    pub(super) fn value_field<'a>(self, i: usize) -> &'a Field {
        // SAFETY: K1: `i` is below `nentries`; the value lies behind the key.
        unsafe { NonNull::from(self.key_field(i)).add(1).as_ref() }
    }

    /// Where that lies: bytes from the head.
    pub(super) fn value_offset(self, i: usize) -> usize {
        std::ptr::from_ref(self.value_field(i)).addr() - self.addr()
    }

    /// The value at an offset that [`Keys::value_offset`] gave for this table.
    ///
    /// # Safety
    /// K1: its entry is below `nentries`.
    #[inline(always)]
    pub(super) unsafe fn value_at_offset(self, offset: usize) -> Option<NonNull<PyObject>> {
        // SAFETY: promised by the caller.
        unsafe { self.0.byte_add(offset).cast::<Field>().as_ref().as_raw() }
    }

    /// The hash of the key of entry `i`, which has one.
    #[inline(always)]
    pub(super) fn hash_at(self, ts: &ThreadState, i: usize) -> i64 {
        if self.is_unicode() {
            self.str_key(i).map_or(0, |key| key.hash(ts))
        } else {
            // SAFETY: K1: `i` is below `nentries`, and the hash lies before the key.
            unsafe { NonNull::from(self.key_field(i)).cast::<Cell<i64>>().sub(1).as_ref().get() }
        }
    }

    /// The key of entry `i` of a table that holds exact str only.
    #[inline(always)]
    pub(super) fn str_key<'a>(self, i: usize) -> Option<&'a Obj<Str>> {
        // SAFETY: K1 and L1: the kind says that the key is an exact str.
        self.key_field(i).peek().map(|key| unsafe { key.downcast_unchecked::<Str>() })
    }

    /// Write a new entry behind the last; the index is written apart. The caller has checked that `usable` is not 0.
    #[inline(always)]
    pub(super) fn push_entry(self, key: PyRef, hash: i64, value: Option<PyRef>) -> usize {
        let head = self.head();
        let i = head.nentries.get();
        debug_assert!(head.usable.get() > 0 && !self.is_empty_table());
        // SAFETY: K1: `usable` says that the block has room for another entry.
        unsafe {
            let at = self.first_key().byte_add(i * self.stride());
            if !self.is_unicode() {
                at.cast::<Cell<i64>>().sub(1).write(Cell::new(hash));
            }
            at.write(Field::new(key));
            at.add(1).write(Field::from_option(value));
        }
        head.nentries.set(i + 1);
        head.usable.set(head.usable.get() - 1);
        i
    }

    /// Move every entry that has a value from `self`, which nobody shares, to `new`, which is empty and has room; then the block of
    /// `self` holds nothing any more and is given back. Indices are built anew.
    pub(super) fn move_entries(self, ts: &ThreadState, new: Keys, used: usize) {
        let same = self.is_unicode() == new.is_unicode();
        if same && self.nentries() == used {
            // SAFETY: K1: the entries below `nentries` are initialised and as many fit into the new table, in the same form.
            unsafe { new.entries().copy_from_nonoverlapping(self.entries(), used * self.stride()) };
            new.head().nentries.set(used);
            new.head().usable.set(new.usable() - used);
        } else {
            for i in 0..self.nentries() {
                let hash = if self.value_field(i).is_empty() { 0 } else { self.hash_at(ts, i) };
                if let Some(value) = self.value_field(i).take()
                    && let Some(key) = self.key_field(i).take()
                {
                    new.push_entry(key, hash, Some(value));
                }
            }
        }
        self.free_block(ts.heap());
        new.build_indices(ts);
    }

    /// Fill the index table from the entries. CPython: `build_indices_generic`, `build_indices_unicode`.
    pub(super) fn build_indices(self, ts: &ThreadState) {
        let mask = self.size() - 1;
        for i in 0..self.nentries() {
            let mut probe = Probe::new(self.hash_at(ts, i), mask);
            while self.index_at(probe.at) != EMPTY_INDEX {
                probe.step();
            }
            self.set_index(probe.at, i as isize);
        }
    }

    /// Visit the keys of shared keys, or keys and values.
    pub(super) fn traverse(self, visit: &mut Visit<'_>) {
        for i in 0..self.nentries() {
            self.value_field(i).traverse(visit);
            self.key_field(i).traverse(visit);
        }
    }

    // --- indices -------------------------------------------------------------------------------------------------------------

    #[inline(always)]
    fn indices(self) -> NonNull<u8> {
        // SAFETY: K1: the indices lie right behind the head.
        unsafe { self.0.cast::<u8>().byte_add(HEAD) }
    }

    /// # Safety
    /// K1, `at` is at most the mask, and the index table has words of `W`.
    #[inline(always)]
    unsafe fn word<W: IndexWord>(self, at: usize) -> isize {
        // SAFETY: promised by the caller.
        unsafe { self.indices().cast::<W>().add(at).read() }.get()
    }

    #[inline(always)]
    fn index_at(self, at: usize) -> isize {
        debug_assert!(at < self.size());
        // SAFETY: K1; `at` is masked by its makers; the width goes by the size.
        unsafe {
            match self.log2_size() {
                0..=7 => self.word::<i8>(at),
                8..=15 => self.word::<i16>(at),
                16..=31 => self.word::<i32>(at),
                _ => self.word::<i64>(at),
            }
        }
    }

    #[inline(always)]
    fn set_index(self, at: usize, index: isize) {
        debug_assert!(at < self.size() && !self.is_empty_table());
        // SAFETY: K1; `at` is masked by its makers; the width goes by the size, and the index fits because it is below it.
        unsafe {
            match self.log2_size() {
                0..=7 => self.indices().cast::<i8>().add(at).write(index as i8),
                8..=15 => self.indices().cast::<i16>().add(at).write(index as i16),
                16..=31 => self.indices().cast::<i32>().add(at).write(index as i32),
                _ => self.indices().cast::<i64>().add(at).write(index as i64),
            }
        }
    }

    /// The entry of a str in a table that holds exact str only. No Python code runs. CPython: `unicodekeys_lookup_unicode`.
    #[inline]
    pub(super) fn find_str(self, ts: &ThreadState, key: &Obj<Str>, hash: i64) -> Option<usize> {
        match self.log2_size() {
            0..=7 => self.find_str_in::<i8>(ts, key, hash),
            8..=15 => self.find_str_in::<i16>(ts, key, hash),
            16..=31 => self.find_str_in::<i32>(ts, key, hash),
            _ => self.find_str_in::<i64>(ts, key, hash),
        }
    }

    #[inline(always)]
    fn find_str_in<W: IndexWord>(self, ts: &ThreadState, key: &Obj<Str>, hash: i64) -> Option<usize> {
        let mut probe = Probe::new(hash, self.size() - 1);
        let entries = self.entries().cast::<StrEntry>();
        loop {
            // SAFETY: K1; the caller says that the table is not general, so entries are of two words and keys are exact str (L1).
            unsafe {
                let index = self.word::<W>(probe.at);
                if index >= 0 {
                    let entry = &entries.add(index as usize).as_ref().key;
                    if entry.holds(key.as_object()) {
                        return Some(index as usize);
                    }
                    if let Some(other) = entry.peek() {
                        let other = other.downcast_unchecked::<Str>();
                        if other.hash(ts) == hash && other.equals(key) {
                            return Some(index as usize);
                        }
                    }
                } else if index == EMPTY_INDEX {
                    return None;
                }
            }
            probe.step();
        }
    }

    /// The first entry at or after the probe `start` whose key might equal: the same object, or an equal hash. Returns it with the
    /// probe's state, for [`Search::next`].
    #[inline]
    pub(super) fn search(self, hash: i64) -> Search {
        Search { probe: Probe::new(hash, self.size() - 1), hash, keys: self }
    }

    /// Put `index` into the first free place for `hash`. CPython: `find_empty_slot` and `dictkeys_set_index`.
    #[inline]
    pub(super) fn link(self, hash: i64, index: usize) {
        let mut probe = Probe::new(hash, self.size() - 1);
        while self.index_at(probe.at) >= 0 {
            probe.step();
        }
        self.set_index(probe.at, index as isize);
    }

    /// Turn the place that holds `index` into a dummy. CPython: `lookdict_index`.
    pub(super) fn unlink(self, hash: i64, index: usize) {
        let mut probe = Probe::new(hash, self.size() - 1);
        loop {
            let found = self.index_at(probe.at);
            if found == index as isize {
                self.set_index(probe.at, DUMMY_INDEX);
                return;
            }
            if found == EMPTY_INDEX {
                return;
            }
            probe.step();
        }
    }
}

/// A walk over the entries that a hash leads to, in a table with any keys. It may be continued after Python code ran only if the
/// caller has made sure that the table is still the one that the dict uses.
pub(super) struct Search {
    probe: Probe,
    hash: i64,
    keys: Keys,
}

impl Search {
    /// The next entry whose key is `key` itself or has its hash, as (index, is it the same object).
    #[inline]
    pub(super) fn next(&mut self, ts: &ThreadState, key: &PyObject) -> Option<(usize, bool)> {
        loop {
            let index = self.keys.index_at(self.probe.at);
            if index == EMPTY_INDEX {
                return None;
            }
            self.probe.step();
            if index >= 0 {
                let index = index as usize;
                if self.keys.key_field(index).holds(key) {
                    return Some((index, true));
                }
                if self.keys.hash_at(ts, index) == self.hash {
                    return Some((index, false));
                }
            }
        }
    }
}

/// Bytes of a table's block, if they can be addressed.
fn block_bytes(log2_size: u8, kind: KeysKind) -> Option<usize> {
    let entry = if kind == KeysKind::General { GENERAL_ENTRY } else { STR_ENTRY };
    let entries = usable_fraction(1 << log2_size).checked_mul(entry)?;
    let total = entries.checked_add(HEAD + (1 << log2_index_bytes(log2_size)))?;
    (total <= isize::MAX as usize).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::{estimate_log2_keysize, log2_keysize, usable_fraction};

    #[test]
    fn tables_grow_in_cpythons_steps() {
        assert_eq!([0, 3, 15, 30, 63].map(log2_keysize), [3, 4, 4, 5, 6]);
        assert_eq!([1, 5, 6, 10, 11, 21, 22].map(estimate_log2_keysize), [4, 3, 4, 4, 5, 6, 6]);
        assert_eq!([8, 16, 32, 64].map(usable_fraction), [5, 10, 21, 42]);
    }
}
