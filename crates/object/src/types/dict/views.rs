//! The views `d.keys()`, `d.values()` and `d.items()`.
//!
//! CPython counterpart: `dictview_*`, `dictkeys_*`, `dictitems_*`, `dictvalues_*` in `Objects/dictobject.c`.
//! Invariant: a view holds its dict and nothing else; what it answers is what the dict holds at that moment.

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, Visit};
use crate::slots::{BinaryFunc, CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::set::Set;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;

use super::Dict;
use super::iter::{ITEMS, KEYS, VALUES, iterate, iterate_reversed, to_list};

/// A view of `WHAT` (see [`KEYS`] …). CPython: `_PyDictViewObject`.
pub struct DictView<const WHAT: u8> {
    dict: Field,
}

impl<const WHAT: u8> Body for DictView<WHAT> {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
}

impl<const WHAT: u8> DictView<WHAT> {
    fn dict(&self) -> Option<Py<Dict>> {
        self.dict.get()?.downcast_into().ok()
    }
}

/// A new view of a dict. CPython: `_PyDictView_New`.
pub(super) fn view<const WHAT: u8>(ts: &ThreadState, dict: &Obj<Dict>) -> PyResult
where
    DictView<WHAT>: Payload,
{
    Ok(Py::new(ts, DictView::<WHAT> { dict: Field::new(dict.to_ref()) })?.into_ref())
}

/// The dict that a view of `WHAT` refers to.
fn dict_of<const WHAT: u8>(ts: &ThreadState, this: &PyObject) -> PyResult<Py<Dict>>
where
    DictView<WHAT>: Payload,
{
    let view = this.downcast::<DictView<WHAT>>().and_then(|view| view.dict());
    view.ok_or_else(|| ts.system_error("a dict view's method was called on something else"))
}

/// The length of an operand that is a view of keys or items. CPython: `PyDictViewSet_Check` and `dictview_len`.
fn set_view_len(object: &PyObject) -> Option<usize> {
    let dict = match object.downcast::<DictView<KEYS>>() {
        Some(keys) => keys.dict(),
        None => object.downcast::<DictView<ITEMS>>()?.dict(),
    };
    Some(dict.map_or(0, |dict| dict.len()))
}

/// `item in view`, for a view of keys or items.
fn view_contains(ts: &ThreadState, view: &PyObject, item: &PyObject) -> PyResult<bool> {
    if view.is_kind::<DictView<KEYS>>() { keys_contains(ts, view, item) } else { items_contains(ts, view, item) }
}

fn view_len<const WHAT: u8>(ts: &ThreadState, this: &PyObject) -> PyResult<usize>
where
    DictView<WHAT>: Payload,
{
    Ok(dict_of::<WHAT>(ts, this)?.len())
}

fn view_mapping<const WHAT: u8>(ts: &ThreadState, this: &PyObject) -> PyResult
where
    DictView<WHAT>: Payload,
{
    let dict = dict_of::<WHAT>(ts, this)?;
    crate::types::mappingproxy::new(ts, dict.as_object())
}

/// `dict_keys([…])`.
fn view_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    if !ts.repr_enter(this) {
        return Ok(ts.new_str("...")?.into_ref());
    }
    let made = (|| {
        let list = to_list(ts, this)?;
        let list = protocol::repr(ts, list.as_object())?;
        let mut text = StrBuilder::new();
        text.push_str(ts, &this.ob_type().name_string())?;
        text.push_str(ts, "(")?;
        text.push(ts, &list)?;
        text.push_str(ts, ")")?;
        text.finish(ts)
    })();
    ts.repr_leave(this);
    Ok(made?.into_ref())
}

fn keys_contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<bool> {
    dict_of::<KEYS>(ts, this)?.contains(ts, key)
}

fn items_contains(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult<bool> {
    let dict = dict_of::<ITEMS>(ts, this)?;
    let Some(item) = item.downcast::<Tuple>() else {
        return Ok(false);
    };
    let [key, value] = item.items() else {
        return Ok(false);
    };
    match dict.get_item(ts, key)? {
        Some(found) => protocol::rich_compare_bool(ts, &found, value, CompareOp::Eq),
        None => Ok(false),
    }
}

fn view_iter<const WHAT: u8>(ts: &ThreadState, this: &PyObject) -> PyResult
where
    DictView<WHAT>: Payload,
    super::iter::DictIter<WHAT>: Payload,
{
    iterate::<WHAT>(ts, &*dict_of::<WHAT>(ts, this)?)
}

fn view_reversed<const WHAT: u8>(ts: &ThreadState, this: &PyObject) -> PyResult
where
    DictView<WHAT>: Payload,
    super::iter::DictReverseIter<WHAT>: Payload,
{
    iterate_reversed::<WHAT>(ts, &*dict_of::<WHAT>(ts, this)?)
}

// --- views as sets ---------------------------------------------------------------------------------------------------------------

/// A new set with what the left operand holds. CPython: `dictviews_to_set`.
fn to_set(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Set>> {
    let set = Set::new(ts)?;
    let exact = object.downcast::<DictView<KEYS>>().and_then(|keys| keys.dict()).filter(|dict| dict.as_object().is_exact::<Dict>());
    match exact {
        Some(dict) => set.update(ts, dict.as_object())?,
        None => set.update(ts, object)?,
    }
    Ok(set)
}

fn view_sub(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let set = to_set(ts, left)?;
    set.difference_update(ts, right)?;
    Ok(set.into_ref())
}

fn view_or(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let set = to_set(ts, left)?;
    set.update(ts, right)?;
    Ok(set.into_ref())
}

/// CPython: `_PyDictView_Intersect`.
fn view_and(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    // The view can be the right operand.
    let (mut view, mut other) = if set_view_len(left).is_some() { (left, right) } else { (right, left) };
    let len = set_view_len(view).unwrap_or(0);
    if other.is_exact::<Set>()
        && let Some(set) = Set::of_exact(other)
        && len <= set.len()
    {
        return Set::intersection(ts, set, view);
    }
    if set_view_len(other).is_some_and(|other| other > len) {
        std::mem::swap(&mut view, &mut other);
    }
    let result = Set::new(ts)?;
    let iter = protocol::iter(ts, other)?;
    while let Some(item) = protocol::next(ts, &iter)? {
        if view_contains(ts, view, &item)? {
            result.add(ts, item)?;
        }
    }
    Ok(result.into_ref())
}

fn view_xor(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    if left.is_kind::<DictView<ITEMS>>() && right.is_kind::<DictView<ITEMS>>() {
        return items_xor(ts, left, right);
    }
    let set = to_set(ts, left)?;
    set.symmetric_difference_update(ts, right)?;
    Ok(set.into_ref())
}

/// Values are compared, not hashed, where both have the key. CPython: `dictitems_xor`.
fn items_xor(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let (mut small, mut large) = (dict_of::<ITEMS>(ts, left)?, dict_of::<ITEMS>(ts, right)?);
    if small.len() > large.len() {
        std::mem::swap(&mut small, &mut large);
    }
    let result = Set::new(ts)?;
    let rest = large.copy(ts)?;
    let mut pos = 0;
    while let Some((key, hash, value)) = small.next_with_hash(ts, &mut pos) {
        let found = rest.get_with_hash(ts, &key, hash)?;
        let equal = match &found {
            Some(found) => protocol::rich_compare_bool(ts, &value, found, CompareOp::Eq)?,
            None => false,
        };
        if equal {
            drop(rest.pop_with_hash(ts, &key, hash)?);
        } else {
            result.add(ts, Tuple::from_array(ts, [key, value])?.into_ref())?;
        }
    }
    let mut pos = 0;
    while let Some((key, value)) = rest.next(&mut pos) {
        result.add(ts, Tuple::from_array(ts, [key, value])?.into_ref())?;
    }
    Ok(result.into_ref())
}

/// Whether all of `some` is in `other`. CPython: `all_contained_in`.
fn all_contained_in(ts: &ThreadState, some: &PyObject, other: &PyObject) -> PyResult<bool> {
    let iter = protocol::iter(ts, some)?;
    while let Some(item) = protocol::next(ts, &iter)? {
        if !protocol::contains(ts, other, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let other_len = match Set::of(other) {
        Some(set) => set.len(),
        None => match set_view_len(other) {
            Some(len) => len,
            None => return Ok(ts.not_implemented()),
        },
    };
    let len = protocol::len(ts, this)?;
    let holds = match op {
        CompareOp::Ne => !(len == other_len && all_contained_in(ts, this, other)?),
        CompareOp::Eq => len == other_len && all_contained_in(ts, this, other)?,
        CompareOp::Lt => len < other_len && all_contained_in(ts, this, other)?,
        CompareOp::Le => len <= other_len && all_contained_in(ts, this, other)?,
        CompareOp::Gt => len > other_len && all_contained_in(ts, other, this)?,
        CompareOp::Ge => len >= other_len && all_contained_in(ts, other, this)?,
    };
    Ok(ts.bool(holds))
}

fn view_isdisjoint(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let len = set_view_len(this).unwrap_or(0);
    if this.is(other) {
        return Ok(ts.bool(len == 0));
    }
    let (mut view, mut other) = (this, other);
    let other_len = Set::of_exact(other).map(|set| set.len()).or_else(|| set_view_len(other));
    if other_len.is_some_and(|other| other > len) {
        // Walk over the shorter one, where asking the longer one is cheap.
        std::mem::swap(&mut view, &mut other);
    }
    let iter = protocol::iter(ts, other)?;
    while let Some(item) = protocol::next(ts, &iter)? {
        if protocol::contains(ts, view, &item)? {
            return Ok(ts.bool(false));
        }
    }
    Ok(ts.bool(true))
}

// --- the tables ------------------------------------------------------------------------------------------------------------------

const ISDISJOINT: MethodDef = MethodDef::new(
    "isdisjoint",
    "($self, object, /)",
    Native::O(view_isdisjoint),
    "Return True if the view and the given iterable have a null intersection.",
);

const fn reversed(native: fn(&ThreadState, &PyObject) -> PyResult, doc: &'static str) -> MethodDef {
    MethodDef::new("__reversed__", "($self, /)", Native::NoArgs(native), doc)
}

const fn mapping(get: fn(&ThreadState, &PyObject) -> PyResult) -> GetSetDef {
    GetSetDef { doc: Some("dictionary that this view refers to"), ..GetSetDef::getter("mapping", get) }
}

const SET_SLOTS: Slots = Slots {
    tp_repr: Some(view_repr),
    tp_richcompare: Some(view_richcompare),
    nb_subtract: Some(view_sub as BinaryFunc),
    nb_and: Some(view_and),
    nb_xor: Some(view_xor),
    nb_or: Some(view_or),
    ..Slots::INHERIT
};

static KEYS_METHODS: [MethodDef; 2] = [ISDISJOINT, reversed(view_reversed::<KEYS>, "Return a reverse iterator over the dict keys.")];
static KEYS_GETSET: [GetSetDef; 1] = [mapping(view_mapping::<KEYS>)];
/// The type of `d.keys()`.
pub static DICT_KEYS: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(view_iter::<KEYS>), sq_length: Some(view_len::<KEYS>), sq_contains: Some(keys_contains), ..SET_SLOTS },
    methods: &KEYS_METHODS,
    getset: &KEYS_GETSET,
    ..TypeDef::of::<DictView<KEYS>>("dict_keys")
};
py_layout!(DictView<KEYS>, DICT_KEYS, |ts| &ts.types().dict_keys);

static ITEMS_METHODS: [MethodDef; 2] = [ISDISJOINT, reversed(view_reversed::<ITEMS>, "Return a reverse iterator over the dict items.")];
static ITEMS_GETSET: [GetSetDef; 1] = [mapping(view_mapping::<ITEMS>)];
/// The type of `d.items()`.
pub static DICT_ITEMS: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(view_iter::<ITEMS>), sq_length: Some(view_len::<ITEMS>), sq_contains: Some(items_contains), ..SET_SLOTS },
    methods: &ITEMS_METHODS,
    getset: &ITEMS_GETSET,
    ..TypeDef::of::<DictView<ITEMS>>("dict_items")
};
py_layout!(DictView<ITEMS>, DICT_ITEMS, |ts| &ts.types().dict_items);

static VALUES_METHODS: [MethodDef; 1] = [reversed(view_reversed::<VALUES>, "Return a reverse iterator over the dict values.")];
static VALUES_GETSET: [GetSetDef; 1] = [mapping(view_mapping::<VALUES>)];
/// The type of `d.values()`.
pub static DICT_VALUES: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(view_repr), tp_iter: Some(view_iter::<VALUES>), sq_length: Some(view_len::<VALUES>), ..Slots::INHERIT },
    methods: &VALUES_METHODS,
    getset: &VALUES_GETSET,
    ..TypeDef::of::<DictView<VALUES>>("dict_values")
};
py_layout!(DictView<VALUES>, DICT_VALUES, |ts| &ts.types().dict_values);
