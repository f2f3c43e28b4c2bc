//! The attributes of instances: inline values in the order of their class's shared keys, and the dict that `__dict__` shows.
//!
//! CPython counterpart: `_PyDict_NewKeysForClass`, `_PyObject_StoreInstanceAttribute`, `_PyObject_MaterializeManagedDict`,
//! `_PyDict_DetachFromObject` in `Objects/dictobject.c`.
//!
//! As in CPython 3.13, an instance of a class without a builtin body keeps its attributes behind its body. When `__dict__` is asked for,
//! the dict that is made *refers* to these values (they stay where they are, so caches stay good, and `obj.__dict__ is obj.__dict__`);
//! it takes them over, and they become invalid, when it needs a table of its own (a key that is no str, more than 30 names,
//! `popitem`), when another dict is assigned, or when the instance dies first.
//! Invariants: valid values and the instance's dict, if there is one, are two views of the same fields; a dict never refers to values
//! of an instance that is gone or has another dict.
#![expect(unsafe_code, reason = "the place of the values behind an instance's body, on the word of L1")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::alloc::dict_field;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::TypeFlags;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

use super::Dict;
use super::keys::{Keys, KeysKind};
use super::table::insert_split_key;
use super::values::{Values, bytes_for};

/// The attribute names that the instances of a class share, in the order in which they first appeared. CPython: `ht_cached_keys`.
pub struct SharedKeys(Cell<Option<Keys>>);

/// What became of an attempt to store or delete an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stored {
    /// It was stored or deleted.
    Done,
    /// There was nothing to delete.
    Missing,
    /// The object has no place for attributes.
    NoDict,
}

impl SharedKeys {
    /// A class whose instances share nothing.
    pub const fn empty() -> SharedKeys {
        SharedKeys(Cell::new(None))
    }

    /// Begin to share: for a new class whose instances have a dict or inline values. `names` are those that the compiler saw being
    /// assigned to `self` (`__static_attributes__`). CPython: `_PyDict_NewKeysForClass`.
    pub(crate) fn create<'a>(&self, ts: &ThreadState, names: impl IntoIterator<Item = &'a Obj<Str>>) -> PyResult<()> {
        if self.0.get().is_some() {
            // Instances rely on the number of names never growing (K2), so a class gets its table once.
            return Ok(());
        }
        let Some(keys) = Keys::new(ts.heap(), 0, KeysKind::Split) else {
            return Err(ts.no_memory());
        };
        for name in names {
            insert_split_key(ts, keys, name, name.hash(ts));
        }
        self.0.set(Some(keys));
        Ok(())
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.get().map_or(0, Keys::nentries)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Name number `i`.
    pub fn name(&self, i: usize) -> Option<Py<Str>> {
        let keys = self.0.get()?;
        if i < keys.nentries() { keys.str_key(i).map(Obj::to_py) } else { None }
    }

    /// The number of a name: the index of its inline value.
    #[inline]
    pub fn index_of(&self, ts: &ThreadState, name: &Obj<Str>) -> Option<usize> {
        self.0.get()?.find_str(ts, name, name.hash(ts))
    }

    /// The version of the names for caches, assigned now if there was none (see [`Dict::keys_version`]).
    pub fn version(&self, ts: &ThreadState) -> u32 {
        self.0.get().map_or(0, |keys| keys.assign_version(ts))
    }

    /// How many values the next instance gets: one less from instance to instance until what is used, and one more, is left.
    #[inline]
    fn next_capacity(&self) -> usize {
        let Some(keys) = self.0.get() else { return 0 };
        let usable = keys.usable();
        if usable > 1 {
            keys.set_usable(usable - 1);
        }
        keys.nentries() + keys.usable()
    }

    /// Visit the names.
    pub fn traverse(&self, visit: &mut Visit<'_>) {
        if let Some(keys) = self.0.get() {
            keys.traverse(visit);
        }
    }
}

impl Drop for SharedKeys {
    fn drop(&mut self) {
        if let Some(keys) = self.0.take() {
            let done = with_current(|ts| keys.release(ts.heap()));
            debug_assert!(done.is_some(), "a class was dropped without the lock");
        }
    }
}

// --- for the allocator -----------------------------------------------------------------------------------------------------------

/// Room for the values of a new instance: how many, and how many bytes. The class must have the flag INLINE_VALUES.
#[inline]
pub(crate) fn room_for_new_instance(ty: &PyType) -> (usize, usize) {
    let capacity = ty.cached_keys.next_capacity();
    (capacity, bytes_for(capacity))
}

/// Write empty values behind a new instance.
///
/// # Safety
/// `at` is the end of the instance's basic size, with as many bytes behind it as [`room_for_new_instance`] said for `capacity`.
#[inline]
pub(crate) unsafe fn init_inline(at: NonNull<u8>, capacity: usize) {
    // SAFETY: promised by the caller.
    unsafe { Values::init(at, capacity, true) };
}

/// Bytes of the inline values of an instance.
pub(crate) fn inline_bytes(object: &PyObject) -> usize {
    inline(object).map_or(0, |values| bytes_for(values.capacity()))
}

/// The inline values of an object, also where they are no longer valid.
#[inline(always)]
fn inline(object: &PyObject) -> Option<Values> {
    let ty = object.ob_type();
    if !ty.flags().has(TypeFlags::INLINE_VALUES) {
        return None;
    }
    // SAFETY: L1: the flag says that values lie behind the basic size; K2: nothing has run since.
    Some(unsafe { Values::at(object.as_ptr().byte_add(ty.tp_basicsize.get()).cast()) })
}

/// The inline values of an object where they are its attributes.
#[inline(always)]
fn valid_inline(object: &PyObject) -> Option<Values> {
    inline(object).filter(|values| values.is_valid())
}

/// Visit the inline values. The dict is visited as the field that it is.
pub(crate) fn traverse_inline(object: &PyObject, visit: &mut Visit<'_>) {
    if let Some(values) = valid_inline(object) {
        values.traverse(visit);
    }
}

/// The instance dies, or the collector clears it: give up values and dict. A dict that others still hold takes the values along.
/// CPython: `PyObject_ClearManagedDict`.
pub(crate) fn clear_attributes(ts: &ThreadState, object: &PyObject) {
    let values = valid_inline(object);
    let dict = dict_field(object).and_then(|field| field.take()).and_then(|dict| dict.downcast_into::<Dict>().ok());
    let Some(values) = values else {
        drop(dict);
        return;
    };
    match dict {
        Some(dict) if dict.values.get() == Some(values) && dict.as_object().ob_refcnt() > 1 => {
            if let Err(raised) = detach_from(ts, &dict, values) {
                let taken = forget(ts, &dict, values);
                ts.write_unraisable(raised, "clearing the attributes of an instance", None);
                drop(taken);
            }
            drop(dict);
        }
        Some(dict) => {
            let taken = forget(ts, &dict, values);
            drop(taken);
            drop(dict);
        }
        None => {
            let taken = values.take_all();
            values.invalidate();
            drop(taken);
        }
    }
}

/// Take the values away from the instance and from the dict that refers to them.
fn forget(ts: &ThreadState, dict: &Dict, values: Values) -> smallvec::SmallVec<[PyRef; 8]> {
    let taken = values.take_all();
    values.invalidate();
    if dict.values.get() == Some(values) {
        dict.values.set(None);
        dict.used.set(0);
        dict.keys.replace(Keys::empty()).release(ts.heap());
    }
    taken
}

/// Move embedded values into a block that belongs to the dict. CPython: `_PyDict_DetachFromObject`.
fn detach_from(ts: &ThreadState, dict: &Dict, values: Values) -> PyResult<()> {
    if dict.values.get() == Some(values) {
        let Some(moved) = values.move_out(ts.heap()) else {
            return Err(ts.no_memory());
        };
        dict.values.set(Some(moved));
    }
    values.invalidate();
    Ok(())
}

/// Make the instance's attributes independent of its class: its dict owns them from now on. For `__class__` assignment.
pub(crate) fn detach(ts: &ThreadState, object: &PyObject) -> PyResult<()> {
    if let Some(values) = valid_inline(object)
        && let Some(dict) = dict_of(ts, object)?
    {
        detach_from(ts, &dict, values)?;
    }
    Ok(())
}

// --- attributes ------------------------------------------------------------------------------------------------------------------

/// The inline value of a name: `None` where the values are not the object's attributes (ask the dict then), else the value or its
/// absence. CPython: `_PyObject_TryGetInstanceAttribute`.
#[inline]
pub fn get_inline(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> Option<Option<PyRef>> {
    let values = valid_inline(object)?;
    let keys = object.ob_type().cached_keys.0.get()?;
    Some(keys.find_str(ts, name, name.hash(ts)).and_then(|i| values.field(i).get()))
}

/// Inline value number `i`, borrowed and raw, for the machine's caches: the caller counts it before anything runs. `None` where it is
/// empty or the values are not valid.
///
/// # Safety
/// The object's type has the flag INLINE_VALUES, and [`shared_index`] gave `i` for an object of this type.
#[inline(always)]
pub unsafe fn inline_raw_at(object: &PyObject, i: usize) -> Option<NonNull<PyObject>> {
    // SAFETY: L1: promised by the caller; K2: the index of a shared key is below the capacity.
    let values = unsafe { Values::at(object.as_ptr().byte_add(object.ob_type().tp_basicsize.get()).cast()) };
    if values.is_valid() { values.field(i).as_raw() } else { None }
}

/// The place of inline value number `i`, for the machine's caches: `None` where it is empty (the order of the values would change) or the
/// values are not valid.
///
/// # Safety
/// As for [`inline_raw_at`].
#[inline(always)]
pub unsafe fn inline_field_at<'a>(object: &PyObject, i: usize) -> Option<&'a Field> {
    // SAFETY: L1: promised by the caller; K2: the index of a shared key is below the capacity.
    let values = unsafe { Values::at(object.as_ptr().byte_add(object.ob_type().tp_basicsize.get()).cast()) };
    let field = values.field(i);
    if values.is_valid() && !field.is_empty() { Some(field) } else { None }
}

/// The number of a name among the shared keys, if the object's attributes are its inline values: what a cache may remember together
/// with the class's version.
pub fn shared_index(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> Option<usize> {
    valid_inline(object)?;
    object.ob_type().cached_keys.index_of(ts, name)
}

/// Whether an object of this type can have attributes of its own.
pub fn has_attributes(object: &PyObject) -> bool {
    dict_field(object).is_some()
}

/// The shared keys that hold the names of all attributes that this object can have at the moment; none where its dict has a table of
/// its own.
#[inline(always)]
fn names_of(object: &PyObject) -> Option<Keys> {
    let keys = object.ob_type().cached_keys.0.get();
    if valid_inline(object).is_some() {
        return keys;
    }
    match dict_field(object)?.peek() {
        None => keys,
        Some(dict) => {
            let own = dict.downcast::<Dict>()?.keys.get();
            keys.filter(|keys| *keys == own)
        }
    }
}

/// The version of the shared keys, for a guard that the instance has no attribute but of their names; 0 never matches. CPython: the
/// keys version of LOAD_ATTR_METHOD_WITH_VALUES and LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES.
#[inline(always)]
pub fn inline_keys_version(object: &PyObject) -> u32 {
    names_of(object).map_or(0, Keys::version)
}

/// The same where the object's attributes are its inline values, else 0: the short way of a cache.
///
/// # Safety
/// The object's type has the flag INLINE_VALUES.
#[inline(always)]
pub unsafe fn valid_keys_version(object: &PyObject) -> u32 {
    let ty = object.ob_type();
    // SAFETY: L1: promised by the caller.
    let values = unsafe { Values::at(object.as_ptr().byte_add(ty.tp_basicsize.get()).cast()) };
    match ty.cached_keys.0.get() {
        Some(keys) if values.is_valid() => keys.version(),
        _ => 0,
    }
}

/// [`inline_keys_version`], assigned now if there was none; 0 says that it must not be cached.
pub fn assign_inline_keys_version(ts: &ThreadState, object: &PyObject) -> u32 {
    names_of(object).map_or(0, |keys| keys.assign_version(ts))
}

/// Fill inline value number `i`, which [`shared_index`] gave for an object of this type, if it is empty and no dict refers to the values;
/// says whether it was done. CPython: STORE_ATTR_INSTANCE_VALUE.
#[inline]
pub fn store_new_inline_at(object: &PyObject, i: usize, value: &PyObject) -> bool {
    let Some(values) = valid_inline(object).filter(|values| i < values.capacity()) else { return false };
    if !values.field(i).is_empty() || dict_field(object).is_some_and(|field| !field.is_empty()) {
        return false;
    }
    // The field was empty: nothing is dropped.
    drop(values.field(i).replace(Some(value.to_ref())));
    values.add_to_order(i);
    true
}

/// Store or delete an attribute in valid inline values; `None` where there are none. CPython: `store_instance_attr_lock_held`.
fn store_in_values(ts: &ThreadState, object: &PyObject, name: &Obj<Str>, value: Option<PyRef>) -> PyResult<Option<Stored>> {
    let Some(values) = valid_inline(object) else { return Ok(None) };
    let Some(keys) = object.ob_type().cached_keys.0.get() else { return Ok(None) };
    let hash = name.hash(ts);
    let index = if value.is_some() { insert_split_key(ts, keys, name, hash) } else { keys.find_str(ts, name, hash) };
    let Some(i) = index else {
        let Some(value) = value else { return Ok(Some(Stored::Missing)) };
        // No room for another name: the dict takes over.
        let Some(dict) = dict_of(ts, object)? else { return Ok(None) };
        dict.set_str(ts, name, value)?;
        return Ok(Some(Stored::Done));
    };
    let dict = dict_field(object).and_then(|field| field.get()).and_then(|dict| dict.downcast_into::<Dict>().ok());
    let storing = value.is_some();
    let old = values.field(i).replace(value);
    match (old.is_some(), storing) {
        (false, false) => return Ok(Some(Stored::Missing)),
        (false, true) => values.add_to_order(i),
        (true, false) => values.remove_from_order(i),
        (true, true) => {}
    }
    if let Some(dict) = dict
        && old.is_some() != storing
    {
        dict.note_embedded_change(storing);
    }
    drop(old);
    Ok(Some(Stored::Done))
}

/// The attribute of an instance, wherever it keeps them: inline, or in its dict.
#[inline]
pub fn get_attribute(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    if let Some(found) = get_inline(ts, object, name) {
        return Ok(found);
    }
    let dict = dict_field(object).and_then(|field| field.get());
    match dict.as_ref().and_then(|dict| dict.downcast::<Dict>()) {
        Some(dict) => dict.get_str(ts, name),
        None => Ok(None),
    }
}

/// Store or delete an attribute of an instance, wherever it keeps them. CPython: the second half of
/// `_PyObject_GenericSetAttrWithDict`.
pub fn set_attribute(ts: &ThreadState, object: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<Stored> {
    if name.as_object().is_exact::<Str>()
        && let Some(stored) = store_in_values(ts, object, name, value.map(PyObject::to_ref))?
    {
        return Ok(stored);
    }
    let Some(field) = dict_field(object) else {
        return Ok(Stored::NoDict);
    };
    if field.is_empty() && value.is_none() && valid_inline(object).is_none() {
        return Ok(Stored::Missing);
    }
    let Some(dict) = dict_of(ts, object)? else {
        return Ok(Stored::NoDict);
    };
    match value {
        Some(value) => dict.set_str(ts, name, value.to_ref()).map(|()| Stored::Done),
        None => Ok(if dict.del_item(ts, name.as_object())? { Stored::Done } else { Stored::Missing }),
    }
}

/// The dict behind `__dict__`, made now if need be; `None` for an object that can have none. CPython: `PyObject_GenericGetDict`.
pub fn dict_of(ts: &ThreadState, object: &PyObject) -> PyResult<Option<Py<Dict>>> {
    let Some(field) = dict_field(object) else {
        return Ok(None);
    };
    if let Some(dict) = field.get() {
        return Ok(dict.downcast_into().ok());
    }
    let keys = object.ob_type().cached_keys.0.get();
    let body = match (valid_inline(object), keys) {
        (Some(values), Some(keys)) => {
            keys.incref();
            Dict::from_table(keys, Some(values), values.size())
        }
        (None, Some(keys)) => with_shared_keys(ts, keys)?,
        (_, None) => Dict::empty(),
    };
    let dict = Py::new(ts, body)?;
    field.set(dict.clone());
    Ok(Some(dict))
}

/// [`dict_of`] for an object that is known to have a place for a dict.
pub fn materialize_dict(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Dict>> {
    dict_of(ts, object)?.ok_or_else(|| ts.system_error("an instance dict was asked of an object without one"))
}

/// Begin to share names between the instances of a new class, whose namespace is complete: first those that the compiler saw being
/// assigned to `self`. CPython: `init_inline_values`, `_PyDict_NewKeysForClass`.
pub(crate) fn prepare_class(ts: &ThreadState, class: &PyType) -> PyResult<()> {
    let found = match class.dict() {
        Some(dict) => dict.get_str(ts, &ts.names().__static_attributes__)?,
        None => None,
    };
    let names = found.as_ref().and_then(|names| names.downcast::<Tuple>());
    let names = names.map_or(&[][..], |names| names.items());
    class.cached_keys.create(ts, names.iter().filter_map(|name| name.downcast_exact::<Str>()))
}

/// An empty dict that shares the keys of a class. CPython: `new_dict_with_shared_keys`.
fn with_shared_keys(ts: &ThreadState, keys: Keys) -> PyResult<Dict> {
    let usable = keys.usable();
    if usable > 1 {
        keys.set_usable(usable - 1);
    }
    let capacity = keys.nentries() + keys.usable();
    let Some(block) = ts.heap().alloc(bytes_for(capacity)) else {
        return Err(ts.no_memory());
    };
    // SAFETY: the block is new and as large as it must be.
    let values = unsafe { Values::init(block, capacity, false) };
    keys.incref();
    Ok(Dict::from_table(keys, Some(values), 0))
}

/// Assign or delete `__dict__`; says whether the object has a place for one. CPython: `_PyObject_SetManagedDict`.
pub fn set_dict(ts: &ThreadState, object: &PyObject, dict: Option<Py<Dict>>) -> PyResult<bool> {
    let Some(field) = dict_field(object) else {
        return Ok(false);
    };
    let mut taken = None;
    if let Some(values) = valid_inline(object) {
        match field.get().and_then(|old| old.downcast_into::<Dict>().ok()) {
            Some(old) => detach_from(ts, &old, values)?,
            None => {
                taken = Some(values.take_all());
                values.invalidate();
            }
        }
    }
    let old = field.replace(dict.map(Py::into_ref));
    drop(taken);
    drop(old);
    Ok(true)
}

impl Dict {
    /// Whether the values are those of an instance. CPython: `ma_values->embedded`.
    pub fn refers_to_instance(&self) -> bool {
        self.values.get().is_some_and(Values::is_embedded)
    }
}
