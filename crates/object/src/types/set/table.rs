//! The table of a set: keys with their hashes, probed in short linear runs.
//!
//! CPython counterpart: the basic set operations of `Objects/setobject.c` (`set_add_entry`, `set_lookkey`, `set_table_resize`,
//! `set_insert_clean`, `set_merge_lock_held`), step by step, since they decide the order of iteration.
//! Invariants: `used` entries hold a key, `fill` entries were ever used since the last resize; the table has `mask + 1` entries: the
//! eight in the object itself, or a block of the heap. An entry without key and with hash 0 is free, with hash -1 a dummy. A search
//! that ran Python code looks at the table again and starts anew if it changed.
#![expect(unsafe_code, reason = "raw entries in a block of the heap; positions are masked. L1 for frozenset, which has the payload of set")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::Payload;
use crate::types::dict::keys_equal;
use crate::weakref::WeakList;

/// How many entries behind the first are tried before jumping.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// The entries that lie in the object itself. CPython: `PySet_MINSIZE`.
const MINSIZE: usize = 8;
/// The hash of an entry whose key was removed.
const DUMMY: i64 = -1;

/// A place for a key. CPython: `setentry`.
#[repr(C)]
struct Entry {
    key: Field,
    hash: Cell<i64>,
}

impl Entry {
    const fn free() -> Entry {
        Entry { key: Field::empty(), hash: Cell::new(0) }
    }

    #[inline(always)]
    fn is_free(&self) -> bool {
        self.hash.get() == 0 && self.key.is_empty()
    }
}

/// The payload of a set, and of a frozenset. CPython: `PySetObject`.
#[repr(C)]
pub struct Set {
    fill: Cell<usize>,
    used: Cell<usize>,
    mask: Cell<usize>,
    /// The entries, where they do not fit into the object.
    table: Cell<Option<NonNull<Entry>>>,
    /// The hash of a frozenset, -1 until it is known.
    pub(super) hash: Cell<i64>,
    /// Where `pop` goes on.
    finger: Cell<usize>,
    small: [Entry; MINSIZE],
    pub(super) weaklist: WeakList,
}

/// The payload of a frozenset: the same as a set's.
#[repr(transparent)]
pub struct FrozenSet(pub(super) Set);

const _: () = assert!(size_of::<Obj<Set>>() == 200 && size_of::<Obj<FrozenSet>>() == 200);

impl Set {
    pub(super) const WEAKLIST_OFFSET: usize = std::mem::offset_of!(Set, weaklist);

    /// The payload of an empty set.
    #[inline(always)]
    pub(super) fn blank() -> Set {
        Set {
            fill: Cell::new(0),
            used: Cell::new(0),
            mask: Cell::new(MINSIZE - 1),
            table: Cell::new(None),
            hash: Cell::new(-1),
            finger: Cell::new(0),
            small: [const { Entry::free() }; MINSIZE],
            weaklist: WeakList::new(),
        }
    }

    /// The set behind a set, a frozenset or an instance of a class derived from them. CPython: `PyAnySet_Check`.
    #[inline]
    pub fn of(object: &PyObject) -> Option<&Obj<Set>> {
        if object.is_kind::<Set>() || object.is_kind::<FrozenSet>() {
            // SAFETY: L1: a FrozenSet is a Set (repr(transparent)).
            Some(unsafe { object.downcast_unchecked::<Set>() })
        } else {
            None
        }
    }

    /// The set behind an object whose type is exactly set or frozenset. CPython: `PyAnySet_CheckExact`.
    #[inline]
    pub fn of_exact(object: &PyObject) -> Option<&Obj<Set>> {
        if object.is_exact::<Set>() || object.is_exact::<FrozenSet>() { Set::of(object) } else { None }
    }

    /// A new empty set or frozenset of class `ty`. CPython: `make_new_set` without an iterable.
    pub(super) fn new_in(ts: &ThreadState, ty: &PyType) -> PyResult<Py<Set>> {
        if std::ptr::eq(ty, Set::type_object(ts)) {
            return Py::new(ts, Set::blank());
        }
        if ty.derives_from_def(FrozenSet::DEF) {
            let made = Py::new_in(ts, ty, FrozenSet(Set::blank()))?;
            // SAFETY: L1: a FrozenSet is a Set (repr(transparent)).
            Ok(unsafe { made.into_ref().downcast_into_unchecked::<Set>() })
        } else {
            Py::new_in(ts, ty, Set::blank())
        }
    }

    /// The number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get()
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    #[inline(always)]
    fn base(&self) -> NonNull<Entry> {
        match self.table.get() {
            Some(table) => table,
            None => NonNull::from(&self.small).cast(),
        }
    }

    #[inline(always)]
    fn entry(&self, i: usize) -> &Entry {
        debug_assert!(i <= self.mask.get());
        // SAFETY: the table has `mask + 1` entries, all initialised, and callers mask their positions. The borrow ends before Python
        // code runs.
        unsafe { self.base().add(i).as_ref() }
    }

    // --- finding -------------------------------------------------------------------------------------------------------------

    /// Whether the entry, whose hash is that of `key`, holds an equal key; `None` if the table changed and the search starts anew.
    #[inline]
    fn entry_equals(&self, ts: &ThreadState, i: usize, key: &PyObject) -> PyResult<Option<bool>> {
        let entry = self.entry(i);
        if entry.key.holds(key) {
            return Ok(Some(true));
        }
        let Some(other) = entry.key.get() else {
            return Ok(Some(false));
        };
        let (base, mask) = (self.base(), self.mask.get());
        let equal = keys_equal(ts, &other, key)?;
        let unchanged = self.base() == base && self.mask.get() == mask && self.entry(i).key.holds(&other);
        Ok(unchanged.then_some(equal))
    }

    /// The position of `key`. It can run Python code; the position is good until more of it runs. CPython: `set_lookkey`.
    #[inline]
    pub(super) fn find(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Option<usize>> {
        Ok(match self.probe(ts, key, hash)? {
            Place::Held(i) => Some(i),
            Place::Free(_) => None,
        })
    }

    /// Where `key` is, or where it belongs.
    #[inline]
    fn probe(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Place> {
        'start: loop {
            let mask = self.mask.get();
            let mut perturb = hash as usize;
            let mut i = perturb & mask;
            // A key that is not there takes the place of the last dummy on its way, as CPython's does.
            let mut dummy = None;
            loop {
                let last = if i + LINEAR_PROBES <= mask { i + LINEAR_PROBES } else { i };
                for at in i..=last {
                    let entry = self.entry(at);
                    if entry.is_free() {
                        return Ok(Place::Free(dummy.unwrap_or(at)));
                    }
                    if entry.hash.get() == DUMMY {
                        dummy = Some(at);
                    }
                    if entry.hash.get() == hash {
                        match self.entry_equals(ts, at, key)? {
                            Some(true) => return Ok(Place::Held(at)),
                            Some(false) => {}
                            None => continue 'start,
                        }
                    }
                }
                perturb >>= PERTURB_SHIFT;
                i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
            }
        }
    }

    /// Key and hash at or after position `pos`, which moves behind it. CPython: `set_next`.
    #[inline]
    pub(in crate::types) fn next_entry(&self, pos: &mut usize) -> Option<(PyRef, i64)> {
        while *pos <= self.mask.get() {
            let entry = self.entry(*pos);
            *pos += 1;
            if let Some(key) = entry.key.get() {
                return Some((key, entry.hash.get()));
            }
        }
        None
    }

    /// The hashes of all elements.
    pub(super) fn hashes(&self) -> impl Iterator<Item = i64> + '_ {
        (0..=self.mask.get()).filter(|i| !self.entry(*i).key.is_empty()).map(|i| self.entry(i).hash.get())
    }

    // --- changing ------------------------------------------------------------------------------------------------------------

    /// Add a key whose hash is known; says whether it is new. CPython: `set_add_entry`.
    #[inline]
    pub(super) fn add_entry(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<bool> {
        let at = match self.probe(ts, key, hash)? {
            Place::Held(_) => return Ok(false),
            Place::Free(at) => at,
        };
        let entry = self.entry(at);
        // The place holds no key: nothing is dropped.
        drop(entry.key.replace(Some(key.to_ref())));
        let reused = entry.hash.replace(hash) == DUMMY;
        self.used.set(self.used.get() + 1);
        if reused {
            return Ok(true);
        }
        self.fill.set(self.fill.get() + 1);
        if self.fill.get() * 5 >= self.mask.get() * 3 {
            self.resize(ts, self.grown())?;
        }
        Ok(true)
    }

    /// How large the table should become. CPython: `so->used>50000 ? so->used*2 : so->used*4`.
    fn grown(&self) -> usize {
        let used = self.used.get();
        if used > 50_000 { used.saturating_mul(2) } else { used.saturating_mul(4) }
    }

    /// Make a table of more than `minused` entries and move everything there, dummies excepted. CPython: `set_table_resize`.
    pub(super) fn resize(&self, ts: &ThreadState, minused: usize) -> PyResult<()> {
        let mut size = MINSIZE;
        while size <= minused {
            let Some(double) = size.checked_mul(2) else {
                return Err(ts.no_memory());
            };
            size = double;
        }
        let old = self.table.get();
        let old_len = self.mask.get() + 1;
        if size == MINSIZE && old.is_none() {
            if self.fill.get() == self.used.get() {
                return Ok(());
            }
            // The entries in the object are moved out and in again, which leaves the dummies behind.
            let moved: [(Option<PyRef>, i64); MINSIZE] = std::array::from_fn(|i| {
                let entry = self.entry(i);
                (entry.key.take(), entry.hash.replace(0))
            });
            for (key, hash) in moved {
                if let Some(key) = key {
                    self.insert_clean(key, hash);
                }
            }
            self.fill.set(self.used.get());
            return Ok(());
        }
        let table = if size == MINSIZE {
            None
        } else {
            let block = size.checked_mul(size_of::<Entry>()).filter(|bytes| *bytes <= isize::MAX as usize).and_then(|bytes| {
                let block = ts.heap().alloc(bytes)?;
                // SAFETY: the block is new and has as many bytes; all zero is a free entry.
                unsafe { block.write_bytes(0, bytes) };
                Some(block.cast::<Entry>())
            });
            let Some(block) = block else {
                return Err(ts.no_memory());
            };
            Some(block)
        };
        let old_base = self.base();
        self.table.set(table);
        self.mask.set(size - 1);
        for i in 0..old_len {
            // SAFETY: the old table has `old_len` initialised entries.
            let entry = unsafe { old_base.add(i).as_ref() };
            let hash = entry.hash.replace(0);
            if let Some(key) = entry.key.take() {
                self.insert_clean(key, hash);
            }
        }
        self.fill.set(self.used.get());
        if let Some(old) = old {
            // SAFETY: the block was allocated with this size and holds no key any more.
            unsafe { ts.heap().free(old.cast(), old_len * size_of::<Entry>()) };
        }
        Ok(())
    }

    /// Put a key that is not there into a table without dummies; counters are the caller's. CPython: `set_insert_clean`.
    fn insert_clean(&self, key: PyRef, hash: i64) {
        let mask = self.mask.get();
        let mut perturb = hash as usize;
        let mut i = perturb & mask;
        loop {
            let last = if i + LINEAR_PROBES <= mask { i + LINEAR_PROBES } else { i };
            for at in i..=last {
                let entry = self.entry(at);
                if entry.key.is_empty() {
                    entry.hash.set(hash);
                    drop(entry.key.replace(Some(key)));
                    return;
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    /// Take the key at a position out, leaving a dummy.
    pub(super) fn take_at(&self, i: usize) -> Option<PyRef> {
        let entry = self.entry(i);
        let key = entry.key.take();
        entry.hash.set(DUMMY);
        self.used.set(self.used.get() - 1);
        key
    }

    /// Take a key out; says whether it was there. CPython: `set_discard_entry`.
    pub(super) fn discard_entry(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<bool> {
        match self.find(ts, key, hash)? {
            Some(i) => {
                drop(self.take_at(i));
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Take some key out: the first behind the place of the last `pop`. CPython: `set_pop`.
    pub(super) fn pop_some(&self) -> Option<PyRef> {
        if self.is_empty() {
            return None;
        }
        let mask = self.mask.get();
        let mut i = self.finger.get() & mask;
        while self.entry(i).key.is_empty() {
            i = if i == mask { 0 } else { i + 1 };
        }
        let key = self.take_at(i);
        self.finger.set(i + 1);
        key
    }

    /// Give up dummies if more than a quarter of the entries are. CPython: the end of `set_difference_update_internal`.
    pub(super) fn sweep(&self, ts: &ThreadState) -> PyResult<()> {
        if self.fill.get() - self.used.get() <= self.mask.get() / 4 { Ok(()) } else { self.resize(ts, self.grown()) }
    }

    /// Make room for `more` keys at once.
    pub(super) fn reserve(&self, ts: &ThreadState, more: usize) -> PyResult<()> {
        if self.fill.get().saturating_add(more).saturating_mul(5) >= self.mask.get().saturating_mul(3) {
            self.resize(ts, self.used.get().saturating_add(more).saturating_mul(2))?;
        }
        Ok(())
    }

    /// Add all elements of another set. CPython: `set_merge_lock_held`.
    pub(super) fn merge(&self, ts: &ThreadState, other: &Set) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        self.reserve(ts, other.used.get())?;
        if self.fill.get() == 0 {
            let same = self.mask.get() == other.mask.get() && other.fill.get() == other.used.get();
            for i in 0..=other.mask.get() {
                let from = other.entry(i);
                let Some(key) = from.key.get() else { continue };
                if same {
                    // Without dummies in a table of the same size each key has the same place.
                    let to = self.entry(i);
                    to.hash.set(from.hash.get());
                    drop(to.key.replace(Some(key)));
                } else {
                    self.insert_clean(key, from.hash.get());
                }
            }
            self.fill.set(other.used.get());
            self.used.set(other.used.get());
            return Ok(());
        }
        let mut pos = 0;
        while let Some((key, hash)) = other.next_entry(&mut pos) {
            self.add_entry(ts, &key, hash)?;
            ts.tick(1)?;
        }
        Ok(())
    }

    /// Forget everything; the keys are dropped when the set is empty already. CPython: `set_clear_internal`.
    pub(super) fn clear_table(&self, ts: &ThreadState) {
        let old = self.table.replace(None);
        let old_len = self.mask.replace(MINSIZE - 1) + 1;
        self.fill.set(0);
        self.used.set(0);
        self.hash.set(-1);
        match old {
            Some(table) => free_table(ts, table, old_len),
            None => {
                let taken: [Option<PyRef>; MINSIZE] = std::array::from_fn(|i| {
                    let entry = self.entry(i);
                    entry.hash.set(0);
                    entry.key.take()
                });
                drop(taken);
            }
        }
    }

    /// Exchange the contents of two sets. CPython: `set_swap_bodies`.
    pub(super) fn swap(&self, other: &Set) {
        self.fill.swap(&other.fill);
        self.used.swap(&other.used);
        self.mask.swap(&other.mask);
        self.table.swap(&other.table);
        self.hash.set(-1);
        other.hash.set(-1);
        for (own, others) in self.small.iter().zip(&other.small) {
            let key = own.key.take();
            // Both places are written before either loses what it held: nothing is dropped.
            drop(own.key.replace(others.key.take()));
            drop(others.key.replace(key));
            own.hash.swap(&others.hash);
        }
    }

    /// Bytes of the table outside the object.
    pub(super) fn table_bytes(&self) -> usize {
        if self.table.get().is_some() { (self.mask.get() + 1) * size_of::<Entry>() } else { 0 }
    }

    pub(super) fn traverse_table(&self, visit: &mut Visit<'_>) {
        for i in 0..=self.mask.get() {
            self.entry(i).key.traverse(visit);
        }
    }
}

/// What a search ended at.
enum Place {
    /// The key is here.
    Held(usize),
    /// It is not there; this place is free for it.
    Free(usize),
}

/// Drop the keys of a table that nobody knows any more, in order, and give its block back.
fn free_table(ts: &ThreadState, table: NonNull<Entry>, len: usize) {
    for i in 0..len {
        // SAFETY: the table has `len` initialised entries.
        unsafe { table.add(i).as_ref() }.key.clear();
    }
    // SAFETY: the block was allocated with this size; its only holder has forgotten it.
    unsafe { ts.heap().free(table.cast(), len * size_of::<Entry>()) };
}

impl Drop for Set {
    fn drop(&mut self) {
        if let Some(table) = self.table.take() {
            let len = self.mask.get() + 1;
            let done = with_current(|ts| free_table(ts, table, len));
            debug_assert!(done.is_some(), "a set was dropped without the lock");
        }
    }
}
