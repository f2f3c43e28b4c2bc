//! Filling a dict from other things: `update`, `|=`, `copy`, `fromkeys`, the constructor, and the machine's DICT_UPDATE and DICT_MERGE.
//!
//! CPython counterpart: `dict_merge`, `PyDict_MergeFromSeq2`, `PyDict_Copy`, `_PyDict_FromKeys` in `Objects/dictobject.c`.
//! Invariant: sources are read entry by entry with owned references; a dict that another one is updated from and that changes its
//! size meanwhile is an error, never a stale read.

use crate::args::{Args, check_positional};
use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::list::List;
use crate::types::set::Set;
use crate::types::tuple::Tuple;

use super::keys::estimate_log2_keysize;
use super::{Dict, iterates_as_dict, key_hash};

/// What a merge does with a key that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MergeMode {
    /// The old value stays.
    Keep,
    /// The new value replaces it.
    Overwrite,
    /// `KeyError(key)`: for keyword arguments given twice.
    Refuse,
}

impl Dict {
    /// `dict.update(other)`: from a mapping (anything with `keys`) or from pairs. CPython: `dict_update_arg`.
    pub fn update(&self, ts: &ThreadState, other: &PyObject) -> PyResult<()> {
        if other.is_exact::<Dict>() {
            return self.merge(ts, other, MergeMode::Overwrite);
        }
        match protocol::get_attr_opt(ts, other, &ts.names().keys)? {
            Some(_) => self.merge(ts, other, MergeMode::Overwrite),
            None => self.merge_pairs(ts, other),
        }
    }

    /// Add the entries of a mapping. CPython: `PyDict_Merge`.
    pub fn merge(&self, ts: &ThreadState, other: &PyObject, mode: MergeMode) -> PyResult<()> {
        match other.downcast::<Dict>() {
            Some(dict) if iterates_as_dict(other.ob_type()) => self.merge_dict(ts, dict, mode),
            _ => self.merge_mapping(ts, other, mode),
        }
    }

    fn merge_dict(&self, ts: &ThreadState, other: &Obj<Dict>, mode: MergeMode) -> PyResult<()> {
        if std::ptr::eq::<Dict>(self, &**other) || other.is_empty() {
            return Ok(());
        }
        let mut mode = mode;
        if self.is_empty() {
            // No key can be there already.
            mode = MergeMode::Overwrite;
            if !self.is_split() && other.is_compact() {
                let copy = other.clone_combined(ts)?;
                // Whatever table lay here had no entries.
                self.clear_table(ts);
                self.adopt(copy);
                return Ok(());
            }
        }
        if self.usable_total() < other.len() {
            self.reserve(ts, estimate_log2_keysize(self.len() + other.len()), self.has_unicode_keys() && other.has_unicode_keys())?;
        }
        let count = other.nentries();
        let mut pos = 0;
        while let Some((key, hash, value)) = other.next_with_hash(ts, &mut pos) {
            match mode {
                MergeMode::Overwrite => self.insert(ts, &key, hash, value)?,
                MergeMode::Keep | MergeMode::Refuse => {
                    if !self.contains_with_hash(ts, &key, hash)? {
                        self.insert(ts, &key, hash, value)?;
                    } else if mode == MergeMode::Refuse {
                        return Err(ts.key_error(&key));
                    }
                }
            }
            if other.nentries() != count {
                return Err(ts.runtime_error("dict mutated during update"));
            }
            ts.tick(1)?;
        }
        Ok(())
    }

    fn merge_mapping(&self, ts: &ThreadState, other: &PyObject, mode: MergeMode) -> PyResult<()> {
        let keys = protocol::call_method(ts, other, "keys", &[])?;
        let iter = protocol::iter(ts, &keys).map_err(|raised| {
            if !ts.exception_is(&raised, &ts.types().type_error) {
                return raised;
            }
            ts.clear_exception(raised);
            let (class, kind) = (other.ob_type().name_string(), keys.ob_type().name_string());
            ts.type_error(format_args!("{class}.keys() returned a non-iterable (type {kind})"))
        })?;
        drop(keys);
        while let Some(key) = protocol::next(ts, &iter)? {
            if mode != MergeMode::Overwrite && self.contains(ts, &key)? {
                if mode == MergeMode::Refuse {
                    return Err(ts.key_error(&key));
                }
                continue;
            }
            let value = protocol::get_item(ts, other, &key)?;
            self.set_item(ts, &key, value)?;
        }
        Ok(())
    }

    /// Add pairs, each a sequence of two. CPython: `PyDict_MergeFromSeq2`.
    pub fn merge_pairs(&self, ts: &ThreadState, pairs: &PyObject) -> PyResult<()> {
        let iter = protocol::iter(ts, pairs)?;
        let mut number = 0usize;
        while let Some(item) = protocol::next(ts, &iter)? {
            let (key, value) = pair(ts, &item, number)?;
            self.set_item(ts, &key, value)?;
            number += 1;
        }
        Ok(())
    }

    /// A new dict with the same entries. CPython: `PyDict_Copy`.
    pub fn copy(&self, ts: &ThreadState) -> PyResult<Py<Dict>> {
        if self.is_empty() {
            return Dict::new(ts);
        }
        if let Some(copy) = self.clone_table(ts)? {
            return Py::new(ts, copy);
        }
        let copy = Dict::new(ts)?;
        let mut pos = 0;
        copy.reserve(ts, estimate_log2_keysize(self.len()), self.has_unicode_keys())?;
        while let Some((key, hash, value)) = self.next_with_hash(ts, &mut pos) {
            copy.insert(ts, &key, hash, value)?;
        }
        Ok(copy)
    }

    /// What `dict(…)` and `update(…)` do with their arguments. CPython: `dict_update_common`.
    pub(super) fn update_from_args(&self, ts: &ThreadState, name: &str, args: Args<'_>) -> PyResult<()> {
        check_positional(ts, name, args.pos().len(), 0, 1)?;
        if let Some(source) = args.pos().first() {
            self.update(ts, source)?;
        }
        for (key, value) in args.keywords() {
            self.set_str(ts, &key, value.clone())?;
        }
        Ok(())
    }
}

/// Key and value of element `number` of the argument of `update`.
fn pair(ts: &ThreadState, item: &PyObject, number: usize) -> PyResult<(PyRef, PyRef)> {
    let wrong = |len: usize| -> Raised {
        ts.value_error(format_args!("dictionary update sequence element #{number} has length {len}; 2 is required"))
    };
    if let Some(tuple) = item.downcast_exact::<Tuple>() {
        return match tuple.items() {
            [key, value] => Ok((key.clone(), value.clone())),
            items => Err(wrong(items.len())),
        };
    }
    if let Some(list) = item.downcast_exact::<List>() {
        return match (list.len(), list.get(0), list.get(1)) {
            (2, Some(key), Some(value)) => Ok((key, value)),
            (len, _, _) => Err(wrong(len)),
        };
    }
    let items = match protocol::sequence_to_vec(ts, item) {
        Ok(items) => items,
        Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => {
            ts.clear_exception(raised);
            return Err(ts.type_error(format_args!("cannot convert dictionary update sequence element #{number} to a sequence")));
        }
        Err(raised) => return Err(raised),
    };
    match <[PyRef; 2]>::try_from(items) {
        Ok([key, value]) => Ok((key, value)),
        Err(items) => Err(wrong(items.len())),
    }
}

/// `dict.fromkeys(iterable, value)` for a class. CPython: `_PyDict_FromKeys`.
pub(super) fn from_keys(ts: &ThreadState, class: &PyObject, iterable: &PyObject, value: &PyObject) -> PyResult {
    let made = protocol::call_no_args(ts, class)?;
    if let Some(dict) = made.downcast_exact::<Dict>() {
        if dict.is_empty() {
            if let Some(source) = iterable.downcast_exact::<Dict>() {
                dict.presize(ts, source.len(), source.has_unicode_keys())?;
                let mut pos = 0;
                while let Some((key, hash)) = source.next_key(ts, &mut pos) {
                    dict.insert(ts, &key, hash, value.to_ref())?;
                    ts.tick(1)?;
                }
                return Ok(made);
            }
            if let Some(source) = Set::of_exact(iterable) {
                dict.presize(ts, source.len(), false)?;
                let mut pos = 0;
                while let Some((key, hash)) = source.next_entry(&mut pos) {
                    dict.insert(ts, &key, hash, value.to_ref())?;
                    ts.tick(1)?;
                }
                return Ok(made);
            }
        }
        let iter = protocol::iter(ts, iterable)?;
        while let Some(key) = protocol::next(ts, &iter)? {
            let hash = key_hash(ts, &key)?;
            dict.insert(ts, &key, hash, value.to_ref())?;
        }
        return Ok(made);
    }
    let iter = protocol::iter(ts, iterable)?;
    while let Some(key) = protocol::next(ts, &iter)? {
        protocol::set_item(ts, &made, &key, value)?;
    }
    Ok(made)
}

impl Dict {
    /// A table with room for `n` entries for a dict that has none. CPython: `dict_dict_fromkeys`, `dict_set_fromkeys`.
    fn presize(&self, ts: &ThreadState, n: usize, unicode: bool) -> PyResult<()> {
        if n == 0 { Ok(()) } else { self.reserve(ts, estimate_log2_keysize(n), unicode) }
    }
}
