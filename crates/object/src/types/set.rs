//! set and frozenset: the elements, each once.
//!
//! CPython counterpart: `Objects/setobject.c`. Beside this file: `table` (entries and probing, on which the order of iteration
//! depends), `methods` (what Python sees). Both types have one payload.
//! Invariant: a frozenset changes only until the function that makes it hands it out.

mod methods;
mod table;

use std::cell::Cell;

use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::dict::{Dict, key_hash};
use crate::types::list::List;

pub use methods::{FROZENSET, SET};
pub use table::{FrozenSet, Set};

impl Body for Set {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(Set::WEAKLIST_OFFSET);
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.traverse_table(visit);
    }
    fn clear(&self) {
        with_current(|ts| self.clear_table(ts));
    }
}

impl Body for FrozenSet {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(Set::WEAKLIST_OFFSET);
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.0.traverse_table(visit);
    }
    fn clear(&self) {
        with_current(|ts| self.0.clear_table(ts));
    }
}

py_layout!(Set, SET, |ts| &ts.types().set);
py_layout!(FrozenSet, FROZENSET, |ts| &ts.types().frozenset);

/// Where elements of an operand come from: what CPython has a fast path for, and everything else.
enum Source<'a> {
    Set(&'a Obj<Set>),
    Dict(&'a Obj<Dict>),
    Other(&'a PyObject),
}

fn source(object: &PyObject) -> Source<'_> {
    if let Some(set) = Set::of(object) {
        Source::Set(set)
    } else if let Some(dict) = object.downcast_exact::<Dict>() {
        Source::Dict(dict)
    } else {
        Source::Other(object)
    }
}

/// Call `each` with every element of a source and its hash; it says whether to go on.
fn for_each(ts: &ThreadState, from: &Source<'_>, mut each: impl FnMut(&PyObject, i64) -> PyResult<bool>) -> PyResult<()> {
    match from {
        Source::Set(set) => {
            let mut pos = 0;
            while let Some((key, hash)) = set.next_entry(&mut pos) {
                if !each(&key, hash)? {
                    break;
                }
                ts.tick(1)?;
            }
        }
        Source::Dict(dict) => {
            let mut pos = 0;
            while let Some((key, hash)) = dict.next_key(ts, &mut pos) {
                if !each(&key, hash)? {
                    break;
                }
                ts.tick(1)?;
            }
        }
        Source::Other(object) => {
            let iter = protocol::iter(ts, object)?;
            while let Some(key) = protocol::next(ts, &iter)? {
                let hash = key_hash(ts, &key)?;
                if !each(&key, hash)? {
                    break;
                }
            }
        }
    }
    Ok(())
}

impl Set {
    /// A new empty set. CPython: `PySet_New(NULL)`.
    pub fn new(ts: &ThreadState) -> PyResult<Py<Set>> {
        Set::new_in(ts, &ts.types().set)
    }

    /// A new set or frozenset of class `ty` with the elements of `iterable`. CPython: `make_new_set`.
    pub(super) fn make(ts: &ThreadState, ty: &PyType, iterable: Option<&PyObject>) -> PyResult<Py<Set>> {
        let set = Set::new_in(ts, ty)?;
        if let Some(iterable) = iterable {
            set.update(ts, iterable)?;
        }
        Ok(set)
    }

    /// A new frozenset of these elements.
    pub fn frozen_from(ts: &ThreadState, elements: impl IntoIterator<Item = PyRef>) -> PyResult<PyRef> {
        let set = Set::new_in(ts, &ts.types().frozenset)?;
        for element in elements {
            set.add(ts, element)?;
        }
        Ok(set.into_ref())
    }

    /// A new set of the class that the result of an operation on `like` has: `set` or `frozenset` itself, not a derived class.
    /// CPython: `make_new_set_basetype`.
    fn new_like(ts: &ThreadState, like: &PyObject) -> PyResult<Py<Set>> {
        let types = ts.types();
        Set::new_in(ts, if like.is_kind::<FrozenSet>() { &types.frozenset } else { &types.set })
    }

    /// Add an element; says whether it is new. CPython: `PySet_Add`.
    pub fn add(&self, ts: &ThreadState, element: PyRef) -> PyResult<bool> {
        let hash = key_hash(ts, &element)?;
        self.add_entry(ts, &element, hash)
    }

    /// Whether `element` is there. CPython: `PySet_Contains`.
    pub fn contains(&self, ts: &ThreadState, element: &PyObject) -> PyResult<bool> {
        let hash = key_hash(ts, element)?;
        Ok(self.find(ts, element, hash)?.is_some())
    }

    /// Remove an element; says whether it was there. CPython: `PySet_Discard`.
    pub fn discard(&self, ts: &ThreadState, element: &PyObject) -> PyResult<bool> {
        let hash = key_hash(ts, element)?;
        self.discard_entry(ts, element, hash)
    }

    /// The element at position `pos` (0 at first), which moves on; `None` at the end. CPython: `_PySet_NextEntry`.
    pub fn next(&self, pos: &mut usize) -> Option<PyRef> {
        self.next_entry(pos).map(|(key, _)| key)
    }

    /// Remove everything.
    pub fn clear(&self) {
        with_current(|ts| self.clear_table(ts));
    }

    /// Add every element of an iterable. CPython: `set_update_internal`.
    pub fn update(&self, ts: &ThreadState, other: &PyObject) -> PyResult<()> {
        let from = source(other);
        match &from {
            Source::Set(set) => return self.merge(ts, set),
            Source::Dict(dict) => self.reserve(ts, dict.len())?,
            Source::Other(_) => {}
        }
        for_each(ts, &from, |key, hash| self.add_entry(ts, key, hash).map(|_| true))
    }

    /// A new set of what is in both. CPython: `set_intersection`.
    pub fn intersection(ts: &ThreadState, set: &Obj<Set>, other: &PyObject) -> PyResult<PyRef> {
        Ok(intersect(ts, set, other)?.into_ref())
    }

    /// Remove every element of an iterable. CPython: `set_difference_update_internal`.
    pub fn difference_update(&self, ts: &ThreadState, other: &PyObject) -> PyResult<()> {
        let mut from = source(other);
        let common;
        if let Source::Set(set) = from {
            if std::ptr::eq::<Set>(self, &**set) {
                self.clear_table(ts);
                return Ok(());
            }
            // Of a much larger set only what both hold matters.
            if set.len() >> 3 > self.len() {
                let own = Set::new(ts)?;
                let mut pos = 0;
                while let Some((key, hash)) = self.next_entry(&mut pos) {
                    if set.find(ts, &key, hash)?.is_some() {
                        own.add_entry(ts, &key, hash)?;
                    }
                }
                common = own;
                from = Source::Set(&common);
            }
        } else if let Source::Dict(_) = from {
            // CPython takes the keys of a dict one by one here.
            from = Source::Other(other);
        }
        for_each(ts, &from, |key, hash| self.discard_entry(ts, key, hash).map(|_| true))?;
        self.sweep(ts)
    }

    /// Remove what is in `other`, add what is not here. CPython: `set_symmetric_difference_update`.
    pub fn symmetric_difference_update(&self, ts: &ThreadState, other: &PyObject) -> PyResult<()> {
        let mut from = source(other);
        let unique;
        match from {
            Source::Set(set) if std::ptr::eq::<Set>(self, &**set) => {
                self.clear_table(ts);
                return Ok(());
            }
            Source::Set(_) | Source::Dict(_) => {}
            Source::Other(_) => {
                unique = Set::make(ts, &ts.types().set, Some(other))?;
                from = Source::Set(&unique);
            }
        }
        for_each(ts, &from, |key, hash| {
            if !self.discard_entry(ts, key, hash)? {
                self.add_entry(ts, key, hash)?;
            }
            Ok(true)
        })
    }

    /// Whether every element of this set is in `other`. CPython: the loop of `set_issubset`.
    pub(super) fn is_subset_of(&self, ts: &ThreadState, other: &Set) -> PyResult<bool> {
        if self.len() > other.len() {
            return Ok(false);
        }
        let mut pos = 0;
        while let Some((key, hash)) = self.next_entry(&mut pos) {
            if other.find(ts, &key, hash)?.is_none() {
                return Ok(false);
            }
            ts.tick(1)?;
        }
        Ok(true)
    }

    /// The elements in order of iteration.
    pub(super) fn to_list(&self, ts: &ThreadState) -> PyResult<Py<List>> {
        let list = List::new(ts)?;
        let mut pos = 0;
        while let Some(key) = self.next(&mut pos) {
            list.append(ts, key)?;
        }
        Ok(list)
    }
}

/// A copy of a set, of class `set` or `frozenset`. CPython: `set_copy`.
fn copy_of(ts: &ThreadState, set: &Obj<Set>) -> PyResult<Py<Set>> {
    let copy = Set::new_like(ts, set.as_object())?;
    copy.merge(ts, set)?;
    Ok(copy)
}

/// CPython: `set_intersection`.
fn intersect(ts: &ThreadState, set: &Obj<Set>, other: &PyObject) -> PyResult<Py<Set>> {
    if set.as_object().is(other) {
        return copy_of(ts, set);
    }
    let result = Set::new_like(ts, set.as_object())?;
    let (walked, asked) = match Set::of(other) {
        // The smaller one is walked.
        Some(other) if other.len() > set.len() => (set.as_object(), other),
        Some(_) | None => (other, set),
    };
    // A dict has no fast path here in CPython; its keys come through its iterator.
    let from = match Set::of(walked) {
        Some(walked) => Source::Set(walked),
        None => Source::Other(walked),
    };
    for_each(ts, &from, |key, hash| {
        if asked.find(ts, key, hash)?.is_some() {
            result.add_entry(ts, key, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// CPython: `set_difference`.
fn difference(ts: &ThreadState, set: &Obj<Set>, other: &PyObject) -> PyResult<Py<Set>> {
    let from = source(other);
    let other_len = match &from {
        Source::Set(other) => Some(other.len()),
        Source::Dict(other) => Some(other.len()),
        Source::Other(_) => None,
    };
    // It is cheaper to take few things out of a copy than to ask for each of many.
    if other_len.is_none_or(|len| set.len() >> 2 > len) {
        let copy = copy_of(ts, set)?;
        copy.difference_update(ts, other)?;
        return Ok(copy);
    }
    let result = Set::new_like(ts, set.as_object())?;
    let mut pos = 0;
    while let Some((key, hash)) = set.next_entry(&mut pos) {
        let held = match &from {
            Source::Set(other) => other.find(ts, &key, hash)?.is_some(),
            Source::Dict(other) => other.contains_with_hash(ts, &key, hash)?,
            Source::Other(_) => false,
        };
        if !held {
            result.add_entry(ts, &key, hash)?;
        }
        ts.tick(1)?;
    }
    Ok(result)
}

// --- the iterator ----------------------------------------------------------------------------------------------------------------

/// An iterator over a set. CPython: `setiterobject`.
pub struct SetIterator {
    set: Field,
    /// The set's size when the iterator was made; no set has the size `usize::MAX`.
    used: Cell<usize>,
    pos: Cell<usize>,
    left: Cell<usize>,
}

impl Body for SetIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.set.traverse(visit);
    }
    fn clear(&self) {
        self.set.clear();
    }
}

impl SetIterator {
    fn next(&self, ts: &ThreadState) -> PyResult<Option<PyRef>> {
        let Some(holder) = self.set.get() else { return Ok(None) };
        let Some(set) = Set::of(&holder) else { return Ok(None) };
        if self.used.get() != set.len() {
            self.used.set(usize::MAX);
            return Err(ts.runtime_error("Set changed size during iteration"));
        }
        let mut pos = self.pos.get();
        let found = set.next_entry(&mut pos);
        self.pos.set(pos);
        match found {
            Some((key, _)) => {
                self.left.set(self.left.get().saturating_sub(1));
                Ok(Some(key))
            }
            None => {
                self.set.clear();
                Ok(None)
            }
        }
    }
}

/// `iter(s)`
fn set_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let len = Set::of(this).map_or(0, |set| set.len());
    let made = SetIterator { set: Field::new(this.to_ref()), used: Cell::new(len), pos: Cell::new(0), left: Cell::new(len) };
    Ok(Py::new(ts, made)?.into_ref())
}

fn iterator_of<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<SetIterator>> {
    this.downcast::<SetIterator>().ok_or_else(|| ts.system_error("a set iterator's method was called on something else"))
}

fn iterator_iter(_ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(this.to_ref())
}

fn iterator_next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    iterator_of(ts, this)?.next(ts)
}

fn iterator_length_hint(ts: &ThreadState, this: &PyObject) -> PyResult {
    let iterator = iterator_of(ts, this)?;
    let valid = iterator.set.get().is_some_and(|set| Set::of(&set).is_some_and(|set| set.len() == iterator.used.get()));
    Ok(ts.new_int(if valid { iterator.left.get() as i64 } else { 0 })?.into())
}

fn iterator_reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let iterator = iterator_of(ts, this)?;
    let copy = SetIterator {
        set: Field::from_option(iterator.set.get()),
        used: iterator.used.clone(),
        pos: iterator.pos.clone(),
        left: iterator.left.clone(),
    };
    let list = List::new(ts)?;
    while let Some(key) = copy.next(ts)? {
        list.append(ts, key)?;
    }
    crate::types::dict::iter::reduce_as_iter(ts, list.into_ref())
}

static ITERATOR_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        "($self, /)",
        Native::NoArgs(iterator_length_hint),
        "Private method returning an estimate of len(list(it)).",
    ),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(iterator_reduce), "Return state information for pickling."),
];

/// The type of `iter(s)`.
pub static SET_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(iterator_iter), tp_iternext: Some(iterator_next), ..Slots::INHERIT },
    methods: ITERATOR_METHODS,
    ..TypeDef::of::<SetIterator>("set_iterator")
};
py_layout!(SetIterator, SET_ITERATOR, |ts| &ts.types().set_iterator);
