//! The operations on a dict's table: finding, inserting, removing, growing, copying. A safe face over `keys` and `values`.
//!
//! CPython counterpart: `_Py_dict_lookup`, `insertdict`, `delitem_common`, `dictresize` and their kin in `Objects/dictobject.c`.
//! Invariants: `used` is the number of values; where `values` is set, `keys` is a split table, else it is a table of the dict's own
//! or the empty one. An entry's index is good until Python code runs. A comparison can run Python code, so a search keeps what it
//! compares alive and looks again at the whole table afterwards; if the entry is no longer there, it starts anew.
#![expect(unsafe_code, reason = "L1 for keys of tables that hold str only, and the raw read for the machine's caches")]

use std::ptr::NonNull;

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Field, PyRef};
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState, with_current};
use crate::types::int::Int;
use crate::types::str::Str;

use super::Dict;
use super::keys::{Keys, KeysKind, LOG_MINSIZE, log2_keysize};
use super::values::Values;

/// A key and its value as [`Dict::remove_at`] took them out: in CPython's order of dropping them.
pub(super) struct Removed {
    /// The key; none where it stays with the shared keys.
    pub(super) key: Option<PyRef>,
    /// The value.
    pub(super) value: Option<PyRef>,
}

/// Whether two keys with the same hash are equal, where that can be said without running Python code.
#[inline]
fn plainly_equal(a: &PyObject, b: &PyObject) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.downcast_exact::<Str>(), b.downcast_exact::<Str>()) {
        return Some(a.equals(b));
    }
    let (a, b) = (a.downcast_exact::<Int>()?.as_i64()?, b.downcast_exact::<Int>()?.as_i64()?);
    Some(a == b)
}

/// Whether two keys with the same hash are equal. Both must be kept alive by the caller. CPython: the fast paths and
/// `PyObject_RichCompareBool` in look-ups.
#[inline]
pub(in crate::types) fn keys_equal(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    match plainly_equal(a, b) {
        Some(equal) => Ok(equal),
        None => protocol::rich_compare_bool(ts, a, b, CompareOp::Eq),
    }
}

/// The hash of a key; the one that is cached in a str without a call.
#[inline]
pub(in crate::types) fn key_hash(ts: &ThreadState, key: &PyObject) -> PyResult<i64> {
    match key.downcast_exact::<Str>() {
        Some(key) => Ok(key.hash(ts)),
        None => protocol::hash(ts, key),
    }
}

/// The index of `key` in shared keys, where it is added if there is room. CPython: `insert_split_key`.
#[inline]
pub(super) fn insert_split_key(ts: &ThreadState, keys: Keys, key: &Obj<Str>, hash: i64) -> Option<usize> {
    debug_assert!(keys.kind() == KeysKind::Split);
    if let Some(i) = keys.find_str(ts, key, hash) {
        return Some(i);
    }
    if keys.usable() == 0 || !key.as_object().is_exact::<Str>() {
        return None;
    }
    keys.forget_version();
    let i = keys.push_entry(key.to_ref(), hash, None);
    keys.link(hash, i);
    Some(i)
}

impl Dict {
    // --- finding -------------------------------------------------------------------------------------------------------------

    /// The value of entry `i`.
    #[inline(always)]
    pub(super) fn value_field(&self, i: usize) -> &Field {
        match self.values.get() {
            None => self.keys.get().value_field(i),
            Some(values) => values.field(i),
        }
    }

    /// `i`, if there is a value for it (shared keys have values only in some instances).
    #[inline(always)]
    fn present(&self, i: usize) -> Option<usize> {
        if self.value_field(i).is_empty() { None } else { Some(i) }
    }

    /// The entry of `key`. It can run Python code; the index is good until more of it runs. CPython: `_Py_dict_lookup`.
    #[inline]
    pub(super) fn find(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Option<usize>> {
        let keys = self.keys.get();
        if keys.is_unicode()
            && let Some(key) = key.downcast_exact::<Str>()
        {
            return Ok(keys.find_str(ts, key, hash).and_then(|i| self.present(i)));
        }
        self.find_generic(ts, key, hash)
    }

    /// The entry of a str, compared as text whatever its class.
    #[inline]
    pub(super) fn find_str(&self, ts: &ThreadState, key: &Obj<Str>, hash: i64) -> PyResult<Option<usize>> {
        let keys = self.keys.get();
        if keys.is_unicode() {
            return Ok(keys.find_str(ts, key, hash).and_then(|i| self.present(i)));
        }
        self.find_generic(ts, key.as_object(), hash)
    }

    #[inline(never)]
    fn find_generic(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Option<usize>> {
        'start: loop {
            let keys = self.keys.get();
            let shape = (keys.log2_size(), keys.kind());
            let mut search = keys.search(hash);
            while let Some((i, same)) = search.next(ts, key) {
                if same {
                    return Ok(self.present(i));
                }
                let Some(other) = keys.key_field(i).get() else { continue };
                match plainly_equal(&other, key) {
                    Some(true) => return Ok(self.present(i)),
                    // `other` is not dropped for the last time: the entry still holds it, as nothing has run.
                    Some(false) => continue,
                    None => {}
                }
                let equal = protocol::rich_compare_bool(ts, &other, key, CompareOp::Eq)?;
                // A table that was freed and made again at the same address must not pass for the old one.
                let unchanged = self.keys.get() == keys
                    && (keys.log2_size(), keys.kind()) == shape
                    && i < keys.nentries()
                    && keys.key_field(i).holds(&other);
                if !unchanged {
                    continue 'start;
                }
                if equal {
                    return Ok(self.present(i));
                }
            }
            return Ok(None);
        }
    }

    // --- reading by position -------------------------------------------------------------------------------------------------

    /// The entry at or after position `pos`, which moves behind it. CPython: `_PyDict_Next`.
    #[inline]
    pub(super) fn next_index(&self, pos: &mut usize) -> Option<usize> {
        if let Some(values) = self.values.get() {
            if *pos >= self.used.get() {
                return None;
            }
            let i = values.order(*pos);
            *pos += 1;
            return Some(i);
        }
        let keys = self.keys.get();
        let count = keys.nentries();
        while *pos < count {
            let i = *pos;
            *pos += 1;
            if !keys.value_field(i).is_empty() {
                return Some(i);
            }
        }
        None
    }

    /// The last entry at or before position `pos`, which moves before it; for reversed iteration. The first call passes
    /// [`Dict::last_position`].
    #[inline]
    pub(super) fn previous_index(&self, pos: &mut isize) -> Option<usize> {
        while let Ok(at) = usize::try_from(*pos) {
            *pos -= 1;
            if let Some(values) = self.values.get() {
                if at < self.used.get() {
                    return Some(values.order(at));
                }
            } else if at < self.keys.get().nentries() && !self.value_field(at).is_empty() {
                return Some(at);
            }
        }
        None
    }

    /// Where reversed iteration begins: -1 in an empty dict.
    pub(super) fn last_position(&self) -> isize {
        let count = if self.values.get().is_some() { self.used.get() } else { self.keys.get().nentries() };
        count as isize - 1
    }

    /// The key of an entry that has one.
    #[inline]
    pub(super) fn key_at(&self, i: usize) -> Option<PyRef> {
        self.keys.get().key_field(i).get()
    }

    /// The value of an entry.
    #[inline]
    pub(super) fn value_at_index(&self, i: usize) -> Option<PyRef> {
        self.value_field(i).get()
    }

    /// The hash of the key of an entry that has one.
    #[inline]
    pub(super) fn hash_at(&self, ts: &ThreadState, i: usize) -> i64 {
        self.keys.get().hash_at(ts, i)
    }

    /// The number of entries, deleted ones included: what `update` compares to see whether a dict was changed.
    pub(super) fn nentries(&self) -> usize {
        self.keys.get().nentries()
    }

    /// Whether the values lie apart from the keys, which other dicts share. CPython: `_PyDict_HasSplitTable`.
    pub fn is_split(&self) -> bool {
        self.values.get().is_some()
    }

    // --- changing ------------------------------------------------------------------------------------------------------------

    #[inline(always)]
    fn add_used(&self) {
        self.used.set(self.used.get() + 1);
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    #[inline(always)]
    fn sub_used(&self) {
        self.used.set(self.used.get() - 1);
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// Make room for one entry more or for keys of any kind. CPython: `insertion_resize`.
    #[cold]
    #[inline(never)]
    fn grow(&self, ts: &ThreadState, unicode: bool) -> PyResult<()> {
        self.resize(ts, log2_keysize(self.used.get().saturating_mul(3)), unicode)
    }

    /// Move everything to a new table of the dict's own. CPython: `dictresize`.
    pub(super) fn resize(&self, ts: &ThreadState, log2_size: u8, unicode: bool) -> PyResult<()> {
        let old = self.keys.get();
        let kind = if unicode && old.is_unicode() { KeysKind::Unicode } else { KeysKind::General };
        let Some(new) = Keys::new(ts.heap(), log2_size, kind) else {
            return Err(ts.no_memory());
        };
        debug_assert!(new.usable() >= self.used.get());
        self.changes.set(self.changes.get().wrapping_add(1));
        match self.values.get() {
            None => {
                self.keys.set(new);
                if !old.is_empty_table() {
                    old.move_entries(ts, new, self.used.get());
                }
            }
            Some(values) => {
                for position in 0..values.size() {
                    let i = values.order(position);
                    if let Some(key) = old.str_key(i) {
                        new.push_entry(key.to_ref(), key.hash(ts), values.field(i).take());
                    }
                }
                new.build_indices(ts);
                self.keys.set(new);
                self.values.set(None);
                if values.is_embedded() {
                    values.invalidate();
                } else {
                    values.free(ts.heap());
                }
                // The dict shares the keys no longer; keys are exact str, whose death runs nothing.
                old.release(ts.heap());
            }
        }
        Ok(())
    }

    /// Write an entry whose key is known to be new. CPython: `insert_combined_dict`, `insert_to_emptydict`.
    #[inline]
    fn push(&self, ts: &ThreadState, key: PyRef, hash: i64, value: PyRef) -> PyResult<()> {
        if self.keys.get().usable() == 0 || self.values.get().is_some() {
            self.make_room(ts, key.is_exact::<Str>())?;
        }
        let keys = self.keys.get();
        keys.forget_version();
        let i = keys.push_entry(key, hash, Some(value));
        keys.link(hash, i);
        self.add_used();
        Ok(())
    }

    #[inline(never)]
    fn make_room(&self, ts: &ThreadState, exact_str: bool) -> PyResult<()> {
        if self.keys.get().is_empty_table() { self.resize(ts, LOG_MINSIZE, exact_str) } else { self.grow(ts, true) }
    }

    /// Store a value under a key. The old value is dropped last. CPython: `insertdict`.
    #[inline]
    pub(super) fn insert(&self, ts: &ThreadState, key: &PyObject, hash: i64, value: PyRef) -> PyResult<()> {
        if let Some(key) = key.downcast_exact::<Str>() {
            return self.insert_str(ts, key, hash, value);
        }
        if self.keys.get().is_unicode() && !self.keys.get().is_empty_table() {
            self.grow(ts, false)?;
        }
        match self.find_generic(ts, key, hash)? {
            Some(i) => {
                drop(self.value_field(i).replace(Some(value)));
                Ok(())
            }
            None => {
                // What `__eq__` did meanwhile may have emptied the dict, and then filled it with str keys alone.
                if self.keys.get().is_unicode() && !self.keys.get().is_empty_table() {
                    self.grow(ts, false)?;
                }
                self.push(ts, key.to_ref(), hash, value)
            }
        }
    }

    /// [`Dict::insert`] for an exact str.
    #[inline]
    pub(super) fn insert_str(&self, ts: &ThreadState, key: &Obj<Str>, hash: i64, value: PyRef) -> PyResult<()> {
        if let Some(values) = self.values.get()
            && let Some(i) = insert_split_key(ts, self.keys.get(), key, hash)
        {
            self.insert_split_value(values, i, value);
            return Ok(());
        }
        match self.find_str(ts, key, hash)? {
            Some(i) => {
                drop(self.value_field(i).replace(Some(value)));
                Ok(())
            }
            None => self.push(ts, key.to_ref(), hash, value),
        }
    }

    /// The value under a key; `default` is stored there if there is none. One look-up. CPython: `dict_setdefault_ref`.
    pub(super) fn insert_if_absent(&self, ts: &ThreadState, key: &PyObject, hash: i64, default: PyRef) -> PyResult<PyRef> {
        let exact = key.downcast_exact::<Str>();
        if exact.is_none() && self.keys.get().is_unicode() && !self.keys.get().is_empty_table() {
            self.grow(ts, false)?;
        }
        if let (Some(values), Some(key)) = (self.values.get(), exact)
            && let Some(i) = insert_split_key(ts, self.keys.get(), key, hash)
        {
            if let Some(found) = values.field(i).get() {
                return Ok(found);
            }
            self.insert_split_value(values, i, default.clone());
            return Ok(default);
        }
        if let Some(found) = self.find(ts, key, hash)?.and_then(|i| self.value_at_index(i)) {
            return Ok(found);
        }
        if exact.is_none() && self.keys.get().is_unicode() && !self.keys.get().is_empty_table() {
            self.grow(ts, false)?;
        }
        self.push(ts, key.to_ref(), hash, default.clone())?;
        Ok(default)
    }

    /// Store the value of shared key `i`. CPython: `insert_split_value`.
    fn insert_split_value(&self, values: Values, i: usize, value: PyRef) {
        let old = values.field(i).replace(Some(value));
        if old.is_none() {
            values.add_to_order(i);
            self.add_used();
        }
        drop(old);
    }

    /// Note that the instance stored (or deleted) an attribute in values that this dict refers to.
    pub(super) fn note_embedded_change(&self, added: bool) {
        if added { self.add_used() } else { self.sub_used() }
    }

    /// Take an entry out. CPython: `delitem_common`.
    pub(super) fn remove_at(&self, i: usize, hash: i64) -> Removed {
        self.sub_used();
        if let Some(values) = self.values.get() {
            let value = values.field(i).take();
            values.remove_from_order(i);
            return Removed { key: None, value };
        }
        let keys = self.keys.get();
        keys.forget_version();
        keys.unlink(hash, i);
        Removed { key: keys.key_field(i).take(), value: keys.value_field(i).take() }
    }

    /// Take the last entry out. CPython: `dict_popitem_impl`.
    pub(super) fn remove_last(&self, ts: &ThreadState) -> PyResult<Option<(PyRef, PyRef)>> {
        if self.used.get() == 0 {
            return Ok(None);
        }
        if self.values.get().is_some() {
            self.resize(ts, self.keys.get().log2_size(), true)?;
        }
        let keys = self.keys.get();
        for i in (0..keys.nentries()).rev() {
            if !keys.value_field(i).is_empty() {
                let removed = self.remove_at(i, keys.hash_at(ts, i));
                // The places of the index table stay dummies, so `usable` does not grow.
                keys.set_nentries(i);
                return Ok(removed.key.zip(removed.value));
            }
        }
        Ok(None)
    }

    /// Forget everything; keys and values are dropped when the dict is empty already. CPython: `clear_lock_held`.
    pub(super) fn clear_table(&self, ts: &ThreadState) {
        let old = self.keys.get();
        if old.is_empty_table() {
            return;
        }
        self.used.set(0);
        self.changes.set(self.changes.get().wrapping_add(1));
        match self.values.get() {
            None => {
                self.keys.set(Keys::empty());
                old.release(ts.heap());
            }
            Some(values) => {
                let taken = values.take_all();
                if !values.is_embedded() {
                    self.values.set(None);
                    self.keys.set(Keys::empty());
                    values.free(ts.heap());
                    old.release(ts.heap());
                }
                drop(taken);
            }
        }
    }

    /// Make room for `extra` more entries at once. CPython: the presizing in `dict_merge`.
    pub(super) fn reserve(&self, ts: &ThreadState, log2_size: u8, unicode: bool) -> PyResult<()> {
        self.resize(ts, log2_size, unicode)
    }

    /// How many entries the current table could hold if it were empty.
    pub(super) fn usable_total(&self) -> usize {
        super::keys::usable_fraction(self.keys.get().size())
    }

    /// Whether all keys are exact str.
    pub(super) fn has_unicode_keys(&self) -> bool {
        self.keys.get().is_unicode()
    }

    // --- copies --------------------------------------------------------------------------------------------------------------

    /// A table with the same entries for a new dict, if the table is worth copying as it lies.
    pub(super) fn clone_table(&self, ts: &ThreadState) -> PyResult<Option<Dict>> {
        let keys = self.keys.get();
        if let Some(values) = self.values.get() {
            let Some(copy) = values.copy(ts.heap()) else {
                return Err(ts.no_memory());
            };
            keys.incref();
            return Ok(Some(Dict::from_table(keys, Some(copy), self.used.get())));
        }
        if self.used.get() < keys.nentries().saturating_mul(2) / 3 || keys.is_empty_table() {
            return Ok(None);
        }
        self.clone_combined(ts).map(Some)
    }

    /// The same entries as they lie, for a dict that has none. CPython: `clone_combined_dict_keys`.
    pub(super) fn clone_combined(&self, ts: &ThreadState) -> PyResult<Dict> {
        match self.keys.get().clone_combined(ts.heap()) {
            Some(copy) => Ok(Dict::from_table(copy, None, self.used.get())),
            None => Err(ts.no_memory()),
        }
    }

    /// Whether the table has no gaps and is as small as its entries allow, so that copying it as it lies wastes nothing.
    pub(super) fn is_compact(&self) -> bool {
        let keys = self.keys.get();
        self.values.get().is_none()
            && !keys.is_empty_table()
            && self.used.get() == keys.nentries()
            && (keys.log2_size() == LOG_MINSIZE || super::keys::usable_fraction(keys.size() / 2) < self.used.get())
    }

    /// Take over the table of `other`, a dict that nobody else has seen; this one has none.
    pub(super) fn adopt(&self, other: Dict) {
        debug_assert!(self.keys.get().is_empty_table() && other.values.get().is_none());
        self.keys.set(other.keys.replace(Keys::empty()));
        self.used.set(other.used.replace(0));
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// A dict of these parts; the counts move into it.
    pub(super) fn from_table(keys: Keys, values: Option<Values>, used: usize) -> Dict {
        Dict {
            used: std::cell::Cell::new(used),
            changes: std::cell::Cell::new(0),
            keys: std::cell::Cell::new(keys),
            values: std::cell::Cell::new(values),
        }
    }

    /// Bytes of table and values, as `__sizeof__` counts them beside the object.
    pub(super) fn table_bytes(&self) -> usize {
        let keys = self.keys.get();
        let values = self.values.get().map_or(0, |_| (keys.nentries() + keys.usable()) * size_of::<usize>());
        let own = if keys.is_empty_table() || keys.refcnt() > 1 { 0 } else { keys.bytes() };
        values + own
    }

    /// Visit keys and values. CPython: `dict_traverse`.
    pub(super) fn traverse_table(&self, visit: &mut crate::pyref::Visit<'_>) {
        match self.values.get() {
            None => self.keys.get().traverse(visit),
            // Embedded values are the instance's, which visits them.
            Some(values) if !values.is_embedded() => values.traverse(visit),
            Some(_) => {}
        }
    }

    // --- for the machine's caches --------------------------------------------------------------------------------------------

    /// The version of the keys, assigned now if there was none; 0 says that it must not be cached. It changes whenever a key is
    /// added or removed or the table grows, not when a value changes. CPython: `_PyDictKeys_GetVersionForCurrentState`.
    pub fn keys_version(&self, ts: &ThreadState) -> u32 {
        self.keys.get().assign_version(ts)
    }

    /// The version of the keys for a guard: 0 never matches.
    #[inline(always)]
    pub fn current_keys_version(&self) -> u32 {
        self.keys.get().version()
    }

    /// The address of the table, for guards that only compare it.
    #[inline(always)]
    pub fn keys_address(&self) -> usize {
        self.keys.get().addr()
    }

    /// Where the value of a str key lies in a table of the dict's own that holds str only, for a cache that is guarded by the keys' version:
    /// bytes from the table's head. CPython: `_PyDictKeys_StringLookup`.
    pub fn lookup_str_offset(&self, ts: &ThreadState, key: &Obj<Str>) -> Option<usize> {
        let keys = self.keys.get();
        if self.values.get().is_some() || keys.kind() != KeysKind::Unicode {
            return None;
        }
        keys.find_str(ts, key, key.hash(ts)).map(|index| keys.value_offset(index))
    }

    /// The value at an offset that [`Dict::lookup_str_offset`] gave, borrowed and raw: the caller counts it before anything runs.
    ///
    /// # Safety
    /// The keys' version is not 0 and has not changed since the offset was looked up.
    #[inline(always)]
    pub unsafe fn value_at_offset(&self, offset: usize) -> Option<NonNull<PyObject>> {
        // SAFETY: promised by the caller.
        unsafe { self.keys.get().value_at_offset(offset) }
    }
}

impl Drop for Dict {
    #[inline]
    fn drop(&mut self) {
        let keys = self.keys.replace(Keys::empty());
        let values = self.values.take();
        if keys.is_empty_table() {
            return;
        }
        let done = with_current(|ts| {
            if let Some(values) = values
                && !values.is_embedded()
            {
                drop(values.take_all());
                values.free(ts.heap());
            }
            keys.release(ts.heap());
        });
        // G1: a dict dies on a thread that holds the lock; else it is left rather than touched.
        debug_assert!(done.is_some(), "a dict was dropped without the lock");
    }
}
