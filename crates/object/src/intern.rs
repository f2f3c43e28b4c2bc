//! The table of interned strings: one object for each text that is used as a name.
//!
//! CPython counterpart: `PyUnicode_InternInPlace` and the `interned` dict. Invariants: the table owns no counts: an interned string
//! carries a mark, and the drop of its last holder takes the entry out; so each entry is alive. Only exact strings are interned,
//! and their hashes are known. Nothing here runs Python code.
#![expect(unsafe_code, reason = "looks at strings whose counts others own")]

use std::cell::RefCell;

use hashbrown::HashTable;

use crate::header::Obj;
use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};
use crate::types::str::{Str, Unowned};

#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    text: Unowned,
}

/// The interned strings of one interpreter.
pub struct InternTable {
    entries: RefCell<HashTable<Entry>>,
}

impl Default for InternTable {
    fn default() -> InternTable {
        InternTable::new()
    }
}

impl InternTable {
    /// An empty table.
    pub fn new() -> InternTable {
        // Names of builtin types and methods alone are more than a thousand.
        InternTable { entries: RefCell::new(HashTable::with_capacity(1792)) }
    }

    /// How many strings are interned.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether no string is interned.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find(&self, hash: u64, mut same: impl FnMut(&Obj<Str>) -> bool) -> Option<Py<Str>> {
        let entries = self.entries.borrow();
        // SAFETY: R1: entries are alive (see the invariant); `forget` is called before a string's memory goes.
        let found = entries.find(hash, |entry| entry.hash == hash && same(unsafe { entry.text.get() }))?;
        // SAFETY: as above.
        Some(unsafe { found.text.get() }.to_py())
    }

    /// The interned string with the text of `text`, which becomes the interned one where there is none yet. An instance of a subclass
    /// comes back as it is. CPython: `PyUnicode_InternInPlace`.
    pub fn intern(&self, ts: &ThreadState, text: Py<Str>) -> PyResult<Py<Str>> {
        if text.is_interned() || !text.as_object().is_exact::<Str>() {
            return Ok(text);
        }
        let hash = text.hash(ts) as u64;
        if let Some(found) = self.find(hash, |other| other.equals(&text)) {
            return Ok(found);
        }
        self.insert(ts, hash, text)
    }

    /// The interned string with this text, made where there is none. CPython: `PyUnicode_InternFromString`.
    pub fn intern_str(&self, ts: &ThreadState, text: &str) -> PyResult<Py<Str>> {
        if text.is_ascii() {
            let hash = ts.interp().hash_key.bytes(text.as_bytes()) as u64;
            if let Some(found) = self.find(hash, |other| other.equals_str(text)) {
                return Ok(found);
            }
            let text = Str::new(ts, text)?;
            if text.is_interned() {
                return Ok(text);
            }
            text.set_hash(hash as i64);
            return self.insert(ts, hash, text);
        }
        self.intern(ts, Str::new(ts, text)?)
    }

    /// Make `text`, whose like is not there yet, the interned one.
    fn insert(&self, ts: &ThreadState, hash: u64, text: Py<Str>) -> PyResult<Py<Str>> {
        let mut entries = self.entries.borrow_mut();
        if entries.try_reserve(1, |entry| entry.hash).is_err() {
            drop(entries);
            return Err(ts.no_memory());
        }
        text.set_interned();
        entries.insert_unique(hash, Entry { hash, text: Unowned::new(&text) }, |entry| entry.hash);
        Ok(text)
    }

    /// Take a string out whose last holder is gone.
    pub(crate) fn forget(&self, body_address: usize, hash: i64) {
        let mut entries = self.entries.borrow_mut();
        if let Ok(entry) = entries.find_entry(hash as u64, |entry| entry.text.body_address() == body_address) {
            entry.remove();
        }
    }
}
