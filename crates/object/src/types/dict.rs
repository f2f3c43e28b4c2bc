//! dict: a mapping that keeps the order of insertion.
//!
//! CPython counterpart: `Objects/dictobject.c`. This file holds the payload, the face for the rest of the machine, and the type's
//! tables; beside it: `keys` (the table), `values` (values of shared keys), `table` (operations on both), `merge` (update and copy),
//! `methods`, `views`, `iter`, `instance` (attributes of instances).
//! Invariants: see `table`. A table holds its references in fields that `tp_traverse` visits; embedded values belong to an instance.

mod keys;
mod table;
mod values;

pub mod instance;
pub mod iter;
pub mod merge;
mod methods;
#[cfg(test)]
mod tests;
pub mod views;

use std::cell::Cell;

use crate::header::{Obj, PyObject, PyType};
use crate::py_layout;
use crate::pyref::{Py, PyRef, Visit};
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::Body;
use crate::types::str::Str;

use keys::Keys;
use values::Values;

pub use merge::MergeMode;
pub use methods::DICT;
pub(in crate::types) use table::{key_hash, keys_equal};

/// The payload of a dict. CPython: `PyDictObject`.
#[repr(C)]
pub struct Dict {
    /// How many entries have a value.
    used: Cell<usize>,
    /// How often keys came or went. CPython: `ma_version_tag`.
    changes: Cell<u64>,
    keys: Cell<Keys>,
    /// The values where the keys are shared.
    values: Cell<Option<Values>>,
}

const _: () = assert!(size_of::<Obj<Dict>>() == 48);

impl Body for Dict {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.traverse_table(visit);
    }
    fn clear(&self) {
        // A dict is cleared by the collector, on a thread that holds the lock.
        with_current(|ts| self.clear_table(ts));
    }
}

py_layout!(Dict, DICT, |ts| &ts.types().dict);

impl Dict {
    /// The payload of an empty dict: no table is allocated.
    #[inline(always)]
    pub(crate) fn empty() -> Dict {
        Dict::from_table(Keys::empty(), None, 0)
    }

    /// A new empty dict. CPython: `PyDict_New`.
    #[inline]
    pub fn new(ts: &ThreadState) -> PyResult<Py<Dict>> {
        Py::new(ts, Dict::empty())
    }

    /// A new empty dict with room for `n` entries, of which all keys will be exact str if `unicode` says so. CPython:
    /// `_PyDict_NewPresized`, `_PyDict_FromItems`.
    pub fn with_capacity(ts: &ThreadState, n: usize, unicode: bool) -> PyResult<Py<Dict>> {
        let dict = Dict::new(ts)?;
        if n > 5 {
            dict.reserve(ts, keys::estimate_log2_keysize(n), unicode)?;
        }
        Ok(dict)
    }

    /// The number of entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get()
    }

    /// Whether there are no entries.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    /// How often keys came or went, for observers.
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// The value of `key`, if there is one. CPython: `PyDict_GetItemRef`.
    #[inline]
    pub fn get_item(&self, ts: &ThreadState, key: &PyObject) -> PyResult<Option<PyRef>> {
        let hash = key_hash(ts, key)?;
        self.get_with_hash(ts, key, hash)
    }

    /// [`Dict::get_item`] for a key whose hash is known.
    #[inline]
    pub fn get_with_hash(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Option<PyRef>> {
        Ok(self.find(ts, key, hash)?.and_then(|i| self.value_at_index(i)))
    }

    /// The value of a str key, which is compared as text whatever its class. An interned name in a dict of str keys is found by its
    /// address.
    #[inline]
    pub fn get_str(&self, ts: &ThreadState, key: &Obj<Str>) -> PyResult<Option<PyRef>> {
        let hash = key.hash(ts);
        Ok(self.find_str(ts, key, hash)?.and_then(|i| self.value_at_index(i)))
    }

    /// Whether there is a value for `key`. CPython: `PyDict_Contains`.
    #[inline]
    pub fn contains(&self, ts: &ThreadState, key: &PyObject) -> PyResult<bool> {
        let hash = key_hash(ts, key)?;
        Ok(self.find(ts, key, hash)?.is_some())
    }

    /// [`Dict::contains`] for a key whose hash is known.
    pub fn contains_with_hash(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<bool> {
        Ok(self.find(ts, key, hash)?.is_some())
    }

    /// Store `value` under `key`. CPython: `PyDict_SetItem`.
    #[inline]
    pub fn set_item(&self, ts: &ThreadState, key: &PyObject, value: PyRef) -> PyResult<()> {
        let hash = key_hash(ts, key)?;
        self.insert(ts, key, hash, value)
    }

    /// [`Dict::set_item`] for a key whose hash is known.
    pub fn set_with_hash(&self, ts: &ThreadState, key: &PyObject, hash: i64, value: PyRef) -> PyResult<()> {
        self.insert(ts, key, hash, value)
    }

    /// Store `value` under a str key.
    #[inline]
    pub fn set_str(&self, ts: &ThreadState, key: &Obj<Str>, value: PyRef) -> PyResult<()> {
        if key.as_object().is_exact::<Str>() {
            self.insert_str(ts, key, key.hash(ts), value)
        } else {
            self.set_item(ts, key.as_object(), value)
        }
    }

    /// Remove `key`; says whether it was there. CPython: `PyDict_DelItem` without the KeyError.
    pub fn del_item(&self, ts: &ThreadState, key: &PyObject) -> PyResult<bool> {
        Ok(self.pop(ts, key)?.is_some())
    }

    /// Remove `key` and return its value. CPython: `PyDict_Pop`.
    pub fn pop(&self, ts: &ThreadState, key: &PyObject) -> PyResult<Option<PyRef>> {
        if self.is_empty() {
            // CPython does not even hash the key then.
            return Ok(None);
        }
        let hash = key_hash(ts, key)?;
        self.pop_with_hash(ts, key, hash)
    }

    /// [`Dict::pop`] for a key whose hash is known.
    pub fn pop_with_hash(&self, ts: &ThreadState, key: &PyObject, hash: i64) -> PyResult<Option<PyRef>> {
        let Some(i) = self.find(ts, key, hash)? else {
            return Ok(None);
        };
        let removed = self.remove_at(i, hash);
        drop(removed.key);
        Ok(removed.value)
    }

    /// The value of `key`, which is set to `default` if there is none. CPython: `PyDict_SetDefaultRef`.
    pub fn set_default(&self, ts: &ThreadState, key: &PyObject, default: PyRef) -> PyResult<PyRef> {
        let hash = key_hash(ts, key)?;
        self.insert_if_absent(ts, key, hash, default)
    }

    /// Key and value of the entry at position `pos` (0 at first), which moves on; `None` at the end. The dict may change between
    /// calls: then entries may be seen twice or not at all, but nothing worse. CPython: `PyDict_Next`.
    #[inline]
    pub fn next(&self, pos: &mut usize) -> Option<(PyRef, PyRef)> {
        let i = self.next_index(pos)?;
        self.key_at(i).zip(self.value_at_index(i))
    }

    /// [`Dict::next`] with the key's hash.
    #[inline]
    pub fn next_with_hash(&self, ts: &ThreadState, pos: &mut usize) -> Option<(PyRef, i64, PyRef)> {
        let i = self.next_index(pos)?;
        let hash = self.hash_at(ts, i);
        self.key_at(i).zip(self.value_at_index(i)).map(|(key, value)| (key, hash, value))
    }

    /// Key and hash of the entry at position `pos`, which moves on.
    #[inline]
    pub(in crate::types) fn next_key(&self, ts: &ThreadState, pos: &mut usize) -> Option<(PyRef, i64)> {
        let i = self.next_index(pos)?;
        let hash = self.hash_at(ts, i);
        self.key_at(i).map(|key| (key, hash))
    }

    /// The keys, in order.
    pub fn keys(&self) -> Vec<PyRef> {
        let mut pos = 0;
        std::iter::from_fn(|| self.next(&mut pos)).map(|(key, _)| key).collect()
    }

    /// The values, in order.
    pub fn values(&self) -> Vec<PyRef> {
        let mut pos = 0;
        std::iter::from_fn(|| self.next(&mut pos)).map(|(_, value)| value).collect()
    }

    /// Remove everything. CPython: `PyDict_Clear`.
    pub fn clear(&self) {
        with_current(|ts| self.clear_table(ts));
    }
}

/// Whether `ty` iterates as dict does, so that its entries may be read directly.
pub(in crate::types) fn iterates_as_dict(ty: &PyType) -> bool {
    ty.slots.tp_iter.get().is_some_and(|iter| std::ptr::fn_addr_eq(iter, iter::dict_iter as crate::slots::UnaryFunc))
}
