//! The methods and slots of dict as Python sees them, and the type's tables.
//!
//! CPython counterpart: `Objects/dictobject.c`, `mapp_methods` and `PyDict_Type`.
//! Invariant: each method works on `table`'s operations and holds owned references across everything that can run Python code.

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Native, TypeDef, TypeFlags};
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;

use super::iter::{ITEMS, KEYS, VALUES, dict_iter, iterate_reversed};
use super::views::view;
use super::{Dict, MergeMode, iterates_as_dict, merge};

/// The dict that a slot or method was called on.
pub(super) fn dict_of<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Dict>> {
    this.downcast::<Dict>().ok_or_else(|| ts.system_error("a dict's method was called on something else"))
}

fn dict_new(ts: &ThreadState, class: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, class, Dict::empty())?.into_ref())
}

fn dict_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    dict_of(ts, this)?.update_from_args(ts, "dict", args)
}

fn dict_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let dict = dict_of(ts, this)?;
    if dict.is_empty() {
        return Ok(ts.new_str("{}")?.into_ref());
    }
    if !ts.repr_enter(this) {
        return Ok(ts.new_str("{...}")?.into_ref());
    }
    let made = (|| {
        let mut text = StrBuilder::new();
        text.push_str(ts, "{")?;
        let mut pos = 0;
        let mut first = true;
        while let Some((key, value)) = dict.next(&mut pos) {
            if !first {
                text.push_str(ts, ", ")?;
            }
            first = false;
            text.push(ts, &*protocol::repr(ts, &key)?)?;
            text.push_str(ts, ": ")?;
            text.push(ts, &*protocol::repr(ts, &value)?)?;
        }
        text.push_str(ts, "}")?;
        text.finish(ts)
    })();
    ts.repr_leave(this);
    Ok(made?.into_ref())
}

fn dict_len(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(dict_of(ts, this)?.len())
}

fn dict_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    match dict_of(ts, this)?.get_item(ts, key)? {
        Some(value) => Ok(value),
        None => missing(ts, this, key),
    }
}

/// What `d[key]` does where there is no such key: `__missing__` of a subclass, else KeyError.
#[cold]
fn missing(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    if !this.is_exact::<Dict>()
        && let Some(method) = protocol::lookup_special(ts, this, &ts.names().__missing__)?
    {
        return protocol::call_one(ts, &method, key);
    }
    Err(ts.key_error(key))
}

fn dict_ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let dict = dict_of(ts, this)?;
    match value {
        Some(value) => dict.set_item(ts, key, value.to_ref()),
        None => {
            // Unlike `pop`, deleting hashes the key of an empty dict too.
            let hash = super::key_hash(ts, key)?;
            match dict.pop_with_hash(ts, key, hash)? {
                Some(_) => Ok(()),
                None => Err(ts.key_error(key)),
            }
        }
    }
}

fn dict_contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<bool> {
    dict_of(ts, this)?.contains(ts, key)
}

/// CPython: `dict_equal`.
fn equal(ts: &ThreadState, left: &Obj<Dict>, right: &Obj<Dict>) -> PyResult<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    ts.check_stack(" in comparison")?;
    let mut pos = 0;
    while let Some((key, hash, value)) = left.next_with_hash(ts, &mut pos) {
        let Some(other) = right.get_with_hash(ts, &key, hash)? else {
            return Ok(false);
        };
        if !protocol::rich_compare_bool(ts, &value, &other, CompareOp::Eq)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn dict_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (this.downcast::<Dict>(), other.downcast::<Dict>()) else {
        return Ok(ts.not_implemented());
    };
    match op {
        CompareOp::Eq => Ok(ts.bool(equal(ts, left, right)?)),
        CompareOp::Ne => Ok(ts.bool(!equal(ts, left, right)?)),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Ok(ts.not_implemented()),
    }
}

fn dict_or(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let (Some(dict), true) = (left.downcast::<Dict>(), right.is_kind::<Dict>()) else {
        return Ok(ts.not_implemented());
    };
    let copy = copy_of(ts, dict)?;
    copy.update(ts, right)?;
    Ok(copy.into_ref())
}

fn dict_ior(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    dict_of(ts, this)?.update(ts, other)?;
    Ok(this.to_ref())
}

/// A copy, by the mapping protocol for a subclass that iterates in its own way.
fn copy_of(ts: &ThreadState, dict: &Obj<Dict>) -> PyResult<Py<Dict>> {
    if iterates_as_dict(dict.as_object().ob_type()) {
        return dict.copy(ts);
    }
    let copy = Dict::new(ts)?;
    if !dict.is_empty() {
        copy.merge(ts, dict.as_object(), MergeMode::Overwrite)?;
    }
    Ok(copy)
}

// --- methods ---------------------------------------------------------------------------------------------------------------------

fn method_contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    Ok(ts.bool(dict_contains(ts, this, key)?))
}

fn method_sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    let dict = dict_of(ts, this)?;
    let size = this.ob_type().basicsize() + dict.table_bytes();
    Ok(ts.new_int(size as i64)?.into())
}

fn method_get(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (Some(key), default) = (args.first(), args.get(1)) else {
        return Err(ts.system_error("dict.get without a key"));
    };
    match dict_of(ts, this)?.get_item(ts, key)? {
        Some(value) => Ok(value),
        None => Ok(default.cloned().unwrap_or_else(|| ts.none())),
    }
}

fn method_setdefault(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (Some(key), default) = (args.first(), args.get(1)) else {
        return Err(ts.system_error("dict.setdefault without a key"));
    };
    dict_of(ts, this)?.set_default(ts, key, default.cloned().unwrap_or_else(|| ts.none()))
}

fn method_pop(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (Some(key), default) = (args.first(), args.get(1)) else {
        return Err(ts.system_error("dict.pop without a key"));
    };
    match (dict_of(ts, this)?.pop(ts, key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(ts.key_error(key)),
    }
}

fn method_popitem(ts: &ThreadState, this: &PyObject) -> PyResult {
    match dict_of(ts, this)?.remove_last(ts)? {
        Some((key, value)) => Ok(Tuple::from_array(ts, [key, value])?.into_ref()),
        None => {
            let text = ts.new_str("popitem(): dictionary is empty")?;
            Err(ts.key_error(text.as_object()))
        }
    }
}

fn method_keys(ts: &ThreadState, this: &PyObject) -> PyResult {
    view::<KEYS>(ts, dict_of(ts, this)?)
}

fn method_values(ts: &ThreadState, this: &PyObject) -> PyResult {
    view::<VALUES>(ts, dict_of(ts, this)?)
}

fn method_items(ts: &ThreadState, this: &PyObject) -> PyResult {
    view::<ITEMS>(ts, dict_of(ts, this)?)
}

fn method_update(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    dict_of(ts, this)?.update_from_args(ts, "update", args)?;
    Ok(ts.none())
}

fn method_fromkeys(ts: &ThreadState, class: &PyObject, args: &[PyRef]) -> PyResult {
    let Some(iterable) = args.first() else {
        return Err(ts.system_error("dict.fromkeys without an iterable"));
    };
    let value = args.get(1).cloned().unwrap_or_else(|| ts.none());
    merge::from_keys(ts, class, iterable, &value)
}

fn method_clear(ts: &ThreadState, this: &PyObject) -> PyResult {
    dict_of(ts, this)?.clear_table(ts);
    Ok(ts.none())
}

fn method_copy(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(copy_of(ts, dict_of(ts, this)?)?.into_ref())
}

fn method_reversed(ts: &ThreadState, this: &PyObject) -> PyResult {
    iterate_reversed::<KEYS>(ts, dict_of(ts, this)?)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__contains__",
        "($self, key, /)",
        Native::O(method_contains),
        "True if the dictionary has the specified key, else False.",
    ),
    MethodDef::new("__getitem__", "($self, key, /)", Native::O(dict_subscript), "Return self[key]."),
    MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(method_sizeof), "Return the size of the dict in memory, in bytes."),
    MethodDef::new(
        "get",
        "($self, key, default=None, /)",
        Native::Fast(method_get),
        "Return the value for key if key is in the dictionary, else default.",
    ),
    MethodDef::new(
        "setdefault",
        "($self, key, default=None, /)",
        Native::Fast(method_setdefault),
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    MethodDef::new(
        "pop",
        "($self, key, default=<unrepresentable>, /)",
        Native::Fast(method_pop),
        "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    MethodDef::new(
        "popitem",
        "($self, /)",
        Native::NoArgs(method_popitem),
        "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
    ),
    MethodDef::new("keys", "($self, /)", Native::NoArgs(method_keys), "Return a set-like object providing a view on the dict's keys."),
    MethodDef::new("items", "($self, /)", Native::NoArgs(method_items), "Return a set-like object providing a view on the dict's items."),
    MethodDef::new("values", "($self, /)", Native::NoArgs(method_values), "Return an object providing a view on the dict's values."),
    MethodDef::new(
        "update",
        "",
        Native::Raw(method_update),
        "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E has a .keys() method, D[k] = E[k] for each k of E.keys();\nelse D[k] = v for each pair (k, v) of E.\nIn either case, this is followed by: for k in F:  D[k] = F[k]",
    ),
    MethodDef::new(
        "fromkeys",
        "($type, iterable, value=None, /)",
        Native::Fast(method_fromkeys),
        "Create a new dictionary with keys from iterable and values set to value.",
    )
    .class(),
    MethodDef::new("clear", "($self, /)", Native::NoArgs(method_clear), "Remove all items from the dict."),
    MethodDef::new("copy", "($self, /)", Native::NoArgs(method_copy), "Return a shallow copy of the dict."),
    MethodDef::new("__reversed__", "($self, /)", Native::NoArgs(method_reversed), "Return a reverse iterator over the dict keys."),
    MethodDef::new("__class_getitem__", "($type, object, /)", Native::O(crate::types::generic_alias::class_getitem), "See PEP 585").class(),
];

/// The type `dict`.
pub static DICT: TypeDef = TypeDef {
    doc: Some(
        "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF).with(TypeFlags::MAPPING).with(TypeFlags::DICT_SUBCLASS),
    slots: Slots {
        tp_repr: Some(dict_repr),
        tp_hash: Some(crate::types::object::hash_not_implemented),
        tp_richcompare: Some(dict_richcompare),
        tp_iter: Some(dict_iter),
        tp_init: Some(dict_init),
        tp_new: Some(dict_new),
        nb_or: Some(dict_or),
        nb_inplace_or: Some(dict_ior),
        sq_contains: Some(dict_contains),
        mp_length: Some(dict_len),
        mp_subscript: Some(dict_subscript),
        mp_ass_subscript: Some(dict_ass_subscript),
        ..Slots::INHERIT
    },
    methods: METHODS,
    ..TypeDef::of::<Dict>("dict")
};
