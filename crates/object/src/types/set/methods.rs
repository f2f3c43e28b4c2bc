//! The methods and slots of set and frozenset as Python sees them, and the types' tables.
//!
//! CPython counterpart: `Objects/setobject.c`, `set_methods`, `frozenset_methods`, `PySet_Type`, `PyFrozenSet_Type`.
//! Invariant: each method works on `table`'s operations and holds owned references across everything that can run Python code.

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::pyref::PyRef;
use crate::slots::{BinaryFunc, CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::dict::key_hash;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;

use super::{FrozenSet, Set, copy_of, difference, intersect, set_iter};

fn set_of<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Set>> {
    Set::of(this).ok_or_else(|| ts.system_error("a set's method was called on something else"))
}

// --- construction ----------------------------------------------------------------------------------------------------------------

fn set_new(ts: &ThreadState, class: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Set::new_in(ts, class)?.into_ref())
}

fn set_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let set = set_of(ts, this)?;
    no_keywords(ts, "set", args)?;
    check_positional(ts, &this.ob_type().name_string(), args.pos().len(), 0, 1)?;
    set.clear_table(ts);
    match args.pos().first() {
        Some(iterable) => set.update(ts, iterable),
        None => Ok(()),
    }
}

fn frozenset_new(ts: &ThreadState, class: &PyType, args: Args<'_>) -> PyResult {
    let own = FrozenSet::type_object(ts);
    let same_init = class.slots.tp_init.get().map(|f| f as usize) == own.slots.tp_init.get().map(|f| f as usize);
    if std::ptr::eq(class, own) || same_init {
        no_keywords(ts, "frozenset", args)?;
    }
    check_positional(ts, &class.name_string(), args.pos().len(), 0, 1)?;
    let iterable = args.pos().first();
    if let Some(iterable) = iterable
        && std::ptr::eq(class, own)
        && iterable.is_exact::<FrozenSet>()
    {
        return Ok(iterable.clone());
    }
    Ok(Set::make(ts, class, iterable.map(|iterable| &**iterable))?.into_ref())
}

// --- slots -----------------------------------------------------------------------------------------------------------------------

fn set_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    let name = this.ob_type().name_string();
    if !ts.repr_enter(this) {
        return Ok(ts.new_str_fmt(format_args!("{name}(...)"))?.into_ref());
    }
    let made = (|| {
        if set.is_empty() {
            return ts.new_str_fmt(format_args!("{name}()"));
        }
        let plain = this.is_exact::<Set>();
        let list = set.to_list(ts)?;
        let mut text = StrBuilder::new();
        if !plain {
            text.push_str(ts, &name)?;
            text.push_str(ts, "(")?;
        }
        text.push_str(ts, "{")?;
        let mut i = 0;
        while let Some(item) = list.get(i) {
            if i > 0 {
                text.push_str(ts, ", ")?;
            }
            text.push(ts, &*protocol::repr(ts, &item)?)?;
            i += 1;
        }
        text.push_str(ts, if plain { "}" } else { "})" })?;
        text.finish(ts)
    })();
    ts.repr_leave(this);
    Ok(made?.into_ref())
}

fn set_len(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(set_of(ts, this)?.len())
}

fn frozenset_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let set = set_of(ts, this)?;
    if set.hash.get() == -1 {
        set.hash.set(minipy_scalar::hash::frozenset(set.hashes()));
    }
    Ok(set.hash.get())
}

/// Do something with a key; where the key is a set and so has no hash, with a frozenset of the same elements.
/// CPython: the second half of `set_contains`, `set_remove`, `set_discard`.
fn with_frozen_key<R>(ts: &ThreadState, key: &PyObject, act: impl Fn(&PyObject, i64) -> PyResult<R>) -> PyResult<R> {
    let raised = match key_hash(ts, key) {
        Ok(hash) => return act(key, hash),
        Err(raised) => raised,
    };
    let Some(set) = Set::of(key).filter(|_| key.is_kind::<Set>() && ts.exception_is(&raised, &ts.types().type_error)) else {
        return Err(raised);
    };
    ts.clear_exception(raised);
    let frozen = Set::make(ts, FrozenSet::type_object(ts), Some(set.as_object()))?;
    let hash = frozenset_hash(ts, frozen.as_object())?;
    act(frozen.as_object(), hash)
}

fn set_contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<bool> {
    let set = set_of(ts, this)?;
    with_frozen_key(ts, key, |key, hash| Ok(set.find(ts, key, hash)?.is_some()))
}

fn set_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (Set::of(this), Set::of(other)) else {
        return Ok(ts.not_implemented());
    };
    let equal = || -> PyResult<bool> {
        if left.len() != right.len() {
            return Ok(false);
        }
        let (a, b) = (left.hash.get(), right.hash.get());
        if a != -1 && b != -1 && a != b {
            return Ok(false);
        }
        left.is_subset_of(ts, right)
    };
    let holds = match op {
        CompareOp::Eq => equal()?,
        CompareOp::Ne => !equal()?,
        CompareOp::Le => left.is_subset_of(ts, right)?,
        CompareOp::Ge => right.is_subset_of(ts, left)?,
        CompareOp::Lt => left.len() < right.len() && left.is_subset_of(ts, right)?,
        CompareOp::Gt => left.len() > right.len() && right.is_subset_of(ts, left)?,
    };
    Ok(ts.bool(holds))
}

/// The operands of a binary operation, if both are sets.
fn operands<'a>(left: &'a PyObject, right: &'a PyObject) -> Option<(&'a Obj<Set>, &'a Obj<Set>)> {
    Some((Set::of(left)?, Set::of(right)?))
}

fn set_sub(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    match operands(left, right) {
        Some((set, other)) => Ok(difference(ts, set, other.as_object())?.into_ref()),
        None => Ok(ts.not_implemented()),
    }
}

fn set_and(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    match operands(left, right) {
        Some((set, other)) => Ok(intersect(ts, set, other.as_object())?.into_ref()),
        None => Ok(ts.not_implemented()),
    }
}

fn set_or(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let Some((set, other)) = operands(left, right) else {
        return Ok(ts.not_implemented());
    };
    let result = copy_of(ts, set)?;
    result.merge(ts, other)?;
    Ok(result.into_ref())
}

fn set_xor(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    match operands(left, right) {
        Some((set, other)) => symmetric_difference(ts, set, other.as_object()),
        None => Ok(ts.not_implemented()),
    }
}

/// CPython: `set_symmetric_difference`.
fn symmetric_difference(ts: &ThreadState, set: &Obj<Set>, other: &PyObject) -> PyResult {
    let result = Set::new_like(ts, set.as_object())?;
    result.update(ts, other)?;
    result.symmetric_difference_update(ts, set.as_object())?;
    Ok(result.into_ref())
}

/// An in-place operation: only sets on the right.
fn in_place(ts: &ThreadState, this: &PyObject, other: &PyObject, act: impl FnOnce(&Obj<Set>, &PyObject) -> PyResult<()>) -> PyResult {
    match operands(this, other) {
        Some((set, _)) => {
            act(set, other)?;
            Ok(this.to_ref())
        }
        None => Ok(ts.not_implemented()),
    }
}

fn set_isub(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    in_place(ts, this, other, |set, other| set.difference_update(ts, other))
}

fn set_iand(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    in_place(ts, this, other, |set, other| {
        let common = intersect(ts, set, other)?;
        set.swap(&common);
        Ok(())
    })
}

fn set_ixor(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    in_place(ts, this, other, |set, other| set.symmetric_difference_update(ts, other))
}

fn set_ior(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    in_place(ts, this, other, |set, other| set.update(ts, other))
}

// --- methods ---------------------------------------------------------------------------------------------------------------------

fn method_contains(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    Ok(ts.bool(set_contains(ts, this, key)?))
}

fn method_add(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    let hash = key_hash(ts, key)?;
    set.add_entry(ts, key, hash)?;
    Ok(ts.none())
}

fn method_discard(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    with_frozen_key(ts, key, |key, hash| set.discard_entry(ts, key, hash))?;
    Ok(ts.none())
}

fn method_remove(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    if with_frozen_key(ts, key, |key, hash| set.discard_entry(ts, key, hash))? { Ok(ts.none()) } else { Err(ts.key_error(key)) }
}

fn method_pop(ts: &ThreadState, this: &PyObject) -> PyResult {
    match set_of(ts, this)?.pop_some() {
        Some(key) => Ok(key),
        None => {
            let text = ts.new_str("pop from an empty set")?;
            Err(ts.key_error(text.as_object()))
        }
    }
}

fn method_clear(ts: &ThreadState, this: &PyObject) -> PyResult {
    set_of(ts, this)?.clear_table(ts);
    Ok(ts.none())
}

fn method_copy(ts: &ThreadState, this: &PyObject) -> PyResult {
    if this.is_exact::<FrozenSet>() {
        return Ok(this.to_ref());
    }
    Ok(copy_of(ts, set_of(ts, this)?)?.into_ref())
}

fn method_update(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let set = set_of(ts, this)?;
    for other in others {
        set.update(ts, other)?;
    }
    Ok(ts.none())
}

fn method_union(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let result = copy_of(ts, set_of(ts, this)?)?;
    for other in others {
        if !other.is(this) {
            result.update(ts, other)?;
        }
    }
    Ok(result.into_ref())
}

fn method_intersection(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let set = set_of(ts, this)?;
    let [first, rest @ ..] = others else {
        return Ok(copy_of(ts, set)?.into_ref());
    };
    let mut result = intersect(ts, set, first)?;
    for other in rest {
        result = intersect(ts, &result, other)?;
    }
    Ok(result.into_ref())
}

fn method_intersection_update(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let set = set_of(ts, this)?;
    let common = method_intersection(ts, this, others)?;
    if let Some(common) = Set::of(&common) {
        set.swap(common);
    }
    Ok(ts.none())
}

fn method_difference(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let set = set_of(ts, this)?;
    let [first, rest @ ..] = others else {
        return Ok(copy_of(ts, set)?.into_ref());
    };
    let result = difference(ts, set, first)?;
    for other in rest {
        result.difference_update(ts, other)?;
    }
    Ok(result.into_ref())
}

fn method_difference_update(ts: &ThreadState, this: &PyObject, others: &[PyRef]) -> PyResult {
    let set = set_of(ts, this)?;
    for other in others {
        set.difference_update(ts, other)?;
    }
    Ok(ts.none())
}

fn method_symmetric_difference(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    symmetric_difference(ts, set_of(ts, this)?, other)
}

fn method_symmetric_difference_update(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    set_of(ts, this)?.symmetric_difference_update(ts, other)?;
    Ok(ts.none())
}

fn method_isdisjoint(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    if this.is(other) {
        return Ok(ts.bool(set.is_empty()));
    }
    let (walked, asked) = match Set::of(other) {
        Some(other) if other.len() > set.len() => (set.as_object(), other),
        Some(_) | None => (other, set),
    };
    let from = match Set::of(walked) {
        Some(walked) => super::Source::Set(walked),
        None => super::Source::Other(walked),
    };
    let mut disjoint = true;
    super::for_each(ts, &from, |key, hash| {
        disjoint = asked.find(ts, key, hash)?.is_none();
        Ok(disjoint)
    })?;
    Ok(ts.bool(disjoint))
}

fn method_issubset(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    let holds = match Set::of(other) {
        Some(other) => set.is_subset_of(ts, other)?,
        None => intersect(ts, set, other)?.len() == set.len(),
    };
    Ok(ts.bool(holds))
}

fn method_issuperset(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let set = set_of(ts, this)?;
    let holds = match Set::of(other) {
        Some(other) => other.is_subset_of(ts, set)?,
        None => {
            let mut holds = true;
            super::for_each(ts, &super::Source::Other(other), |key, hash| {
                holds = set.find(ts, key, hash)?.is_some();
                Ok(holds)
            })?;
            holds
        }
    };
    Ok(ts.bool(holds))
}

/// `(class, ([elements],), state)`
fn method_reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let list = set_of(ts, this)?.to_list(ts)?;
    let args = Tuple::from_array(ts, [list.into_ref()])?.into_ref();
    let state = protocol::call_method(ts, this, "__getstate__", &[])?;
    Ok(Tuple::from_array(ts, [this.ob_type().to_ref(), args, state])?.into_ref())
}

fn method_sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    let size = this.ob_type().basicsize() + set_of(ts, this)?.table_bytes();
    Ok(ts.new_int(size as i64)?.into())
}

// --- the tables ------------------------------------------------------------------------------------------------------------------

/// What both types have.
macro_rules! common_methods {
    ($($more:expr,)*) => { &[
        $($more,)*
        MethodDef::new("__contains__", "($self, object, /)", Native::O(method_contains), "x.__contains__(y) <==> y in x."),
        MethodDef::new("copy", "($self, /)", Native::NoArgs(method_copy), "Return a shallow copy of a set."),
        MethodDef::new(
            "difference",
            "($self, /, *others)",
            Native::Fast(method_difference),
            "Return a new set with elements in the set that are not in the others.",
        ),
        MethodDef::new(
            "intersection",
            "($self, /, *others)",
            Native::Fast(method_intersection),
            "Return a new set with elements common to the set and all others.",
        ),
        MethodDef::new(
            "isdisjoint",
            "($self, other, /)",
            Native::O(method_isdisjoint),
            "Return True if two sets have a null intersection.",
        ),
        MethodDef::new("issubset", "($self, other, /)", Native::O(method_issubset), "Report whether another set contains this set."),
        MethodDef::new("issuperset", "($self, other, /)", Native::O(method_issuperset), "Report whether this set contains another set."),
        MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(method_reduce), "Return state information for pickling."),
        MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(method_sizeof), "S.__sizeof__() -> size of S in memory, in bytes."),
        MethodDef::new(
            "symmetric_difference",
            "($self, other, /)",
            Native::O(method_symmetric_difference),
            "Return a new set with elements in either the set or other but not both.",
        ),
        MethodDef::new(
            "union",
            "($self, /, *others)",
            Native::Fast(method_union),
            "Return a new set with elements from the set and all others.",
        ),
        MethodDef::new("__class_getitem__", "($type, object, /)", Native::O(crate::types::generic_alias::class_getitem), "See PEP 585").class(),
    ] };
}

static FROZENSET_METHODS: &[MethodDef] = common_methods!();

static SET_METHODS: &[MethodDef] = common_methods!(
    MethodDef::new(
        "add",
        "($self, object, /)",
        Native::O(method_add),
        "Add an element to a set.\n\nThis has no effect if the element is already present.",
    ),
    MethodDef::new("clear", "($self, /)", Native::NoArgs(method_clear), "Remove all elements from this set."),
    MethodDef::new(
        "discard",
        "($self, object, /)",
        Native::O(method_discard),
        "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.",
    ),
    MethodDef::new(
        "difference_update",
        "($self, /, *others)",
        Native::Fast(method_difference_update),
        "Update the set, removing elements found in others.",
    ),
    MethodDef::new(
        "intersection_update",
        "($self, /, *others)",
        Native::Fast(method_intersection_update),
        "Update the set, keeping only elements found in it and all others.",
    ),
    MethodDef::new(
        "pop",
        "($self, /)",
        Native::NoArgs(method_pop),
        "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.",
    ),
    MethodDef::new(
        "remove",
        "($self, object, /)",
        Native::O(method_remove),
        "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.",
    ),
    MethodDef::new(
        "symmetric_difference_update",
        "($self, other, /)",
        Native::O(method_symmetric_difference_update),
        "Update the set, keeping only elements found in either set, but not in both.",
    ),
    MethodDef::new("update", "($self, /, *others)", Native::Fast(method_update), "Update the set, adding elements from all others.",),
);

/// The slots that both types have.
const COMMON: Slots = Slots {
    tp_repr: Some(set_repr),
    tp_richcompare: Some(set_richcompare),
    tp_iter: Some(set_iter),
    nb_subtract: Some(set_sub as BinaryFunc),
    nb_and: Some(set_and),
    nb_xor: Some(set_xor),
    nb_or: Some(set_or),
    sq_length: Some(set_len),
    sq_contains: Some(set_contains),
    ..Slots::INHERIT
};

/// The type `set`.
pub static SET: TypeDef = TypeDef {
    doc: Some("Build an unordered collection of unique elements."),
    text_signature: Some("(iterable=(), /)"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_hash: Some(crate::types::object::hash_not_implemented),
        tp_init: Some(set_init),
        tp_new: Some(set_new),
        nb_inplace_subtract: Some(set_isub),
        nb_inplace_and: Some(set_iand),
        nb_inplace_xor: Some(set_ixor),
        nb_inplace_or: Some(set_ior),
        ..COMMON
    },
    methods: SET_METHODS,
    ..TypeDef::of::<Set>("set")
};

/// The type `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    doc: Some("Build an immutable unordered collection of unique elements."),
    text_signature: Some("(iterable=(), /)"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    slots: Slots { tp_hash: Some(frozenset_hash), tp_new: Some(frozenset_new), ..COMMON },
    methods: FROZENSET_METHODS,
    ..TypeDef::of::<FrozenSet>("frozenset")
};
