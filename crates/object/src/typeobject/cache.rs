//! What look-ups along MROs have found, for all types of an interpreter.
//!
//! CPython counterpart: `struct type_cache` and `_PyType_Lookup`. An entry says: in the type that had this version, this name is found
//! here, or nowhere. Invariants: a version belongs to one state of one type for ever, and `PyType::modified` takes it away before anything
//! that the entry refers to can die, so a value under a current version is alive; names are interned strings, which tell the cache of
//! their death (`forget`), so an address means one name. The cache owns no counts.
#![expect(unsafe_code, reason = "an index below the length of an array")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::header::{Obj, PyObject};
use crate::types::str::Str;

/// How many entries there are: a power of two. CPython: `1 << MCACHE_SIZE_EXP`.
const SIZE: usize = 4096;

/// An entry; version 0 is none.
struct Entry {
    version: Cell<u32>,
    name: Cell<usize>,
    value: Cell<Option<NonNull<PyObject>>>,
}

/// See the module.
pub(crate) struct TypeCache {
    entries: Box<[Entry]>,
}

impl TypeCache {
    pub(crate) fn new() -> TypeCache {
        let empty = || Entry { version: Cell::new(0), name: Cell::new(0), value: Cell::new(None) };
        TypeCache { entries: std::iter::repeat_with(empty).take(SIZE).collect() }
    }

    #[inline(always)]
    fn entry(&self, version: u32, name: usize) -> &Entry {
        let index = (version as usize ^ (name >> 4)) & (SIZE - 1);
        debug_assert!(index < self.entries.len());
        // SAFETY: the array has SIZE entries, and the index is below that.
        unsafe { self.entries.get_unchecked(index) }
    }

    /// What is known of a name in the type of that version, which is not 0: `None` nothing, `Some(None)` that there is no such attribute.
    #[inline(always)]
    pub(crate) fn find(&self, version: u32, name: &Obj<Str>) -> Option<Option<NonNull<PyObject>>> {
        let name = std::ptr::from_ref(name).addr();
        let entry = self.entry(version, name);
        (entry.version.get() == version && entry.name.get() == name).then(|| entry.value.get())
    }

    /// Remember what was found. The name is interned.
    pub(crate) fn remember(&self, version: u32, name: &Obj<Str>, value: Option<NonNull<PyObject>>) {
        name.set_cached();
        let name = std::ptr::from_ref(name).addr();
        let entry = self.entry(version, name);
        entry.version.set(version);
        entry.name.set(name);
        entry.value.set(value);
    }

    /// A name that was remembered is gone.
    pub(crate) fn forget(&self, name: usize) {
        for entry in self.entries.iter().filter(|entry| entry.name.get() == name) {
            entry.version.set(0);
        }
    }
}
