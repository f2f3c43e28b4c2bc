//! Operations of every object: repr, str, hash, truth, comparison, length, subscription, instance and subclass checks.
//!
//! CPython counterpart: `Objects/object.c` and the mapping and type parts of `Objects/abstract.c`.

use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Py, PyRef};
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState};
use crate::typeobject::Type;
use crate::typeobject::dispatch::{call_hook, call_special};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// `repr(x)`. CPython: `PyObject_Repr`.
pub fn repr(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Str>> {
    ts.check_stack(" while getting the repr of an object")?;
    let Some(slot) = object.ob_type().slots.tp_repr.get() else {
        return ts.new_str(&format!("<{} object at {:#x}>", object.ob_type().name_string(), object.id()));
    };
    slot(ts, object)?
        .downcast_into::<Str>()
        .map_err(|other| ts.type_error(format_args!("__repr__ returned non-string (type {})", other.ob_type().name_string())))
}

/// `str(x)`. CPython: `PyObject_Str`.
pub fn str(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Str>> {
    if object.is_exact::<Str>() {
        if let Ok(text) = object.to_ref().downcast_into::<Str>() {
            return Ok(text);
        }
    }
    let Some(slot) = object.ob_type().slots.tp_str.get() else { return repr(ts, object) };
    ts.check_stack(" while getting the str of an object")?;
    slot(ts, object)?
        .downcast_into::<Str>()
        .map_err(|other| ts.type_error(format_args!("__str__ returned non-string (type {})", other.ob_type().name_string())))
}

/// `ascii(x)`. CPython: `PyObject_ASCII`.
pub fn ascii(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Str>> {
    let text = repr(ts, object)?;
    if text.as_ascii().is_some() {
        return Ok(text);
    }
    let mut out = String::new();
    for c in text.chars() {
        match c {
            0..=0x7f => out.push(char::from(c as u8)),
            0x80..=0xff => out.push_str(&format!("\\x{c:02x}")),
            0x100..=0xffff => out.push_str(&format!("\\u{c:04x}")),
            _ => out.push_str(&format!("\\U{c:08x}")),
        }
    }
    ts.new_str(&out)
}

/// `format(x, spec)`. CPython: `PyObject_Format`.
pub fn format(ts: &ThreadState, object: &PyObject, spec: Option<&PyObject>) -> PyResult<Py<Str>> {
    // The builtin numbers' own formatting, without looking for it.
    if let Some(text) = crate::types::numeric::quick_format(ts, object, spec)? {
        return Ok(text);
    }
    let spec = match spec {
        Some(spec) if spec.is_kind::<Str>() => spec.to_ref(),
        Some(spec) => {
            let kind = spec.ob_type().name_string();
            return Err(ts.type_error(format_args!("Format specifier must be a string, not {kind}")));
        }
        None => ts.new_str("")?.into_ref(),
    };
    if object.is_exact::<Str>() && spec.downcast::<Str>().is_some_and(|spec| spec.is_empty()) {
        return str(ts, object);
    }
    let Some(result) = call_special(ts, object, &ts.names().__format__, &[spec])? else {
        let kind = object.ob_type().name_string();
        return Err(ts.type_error(format_args!("Type {kind} doesn't define __format__")));
    };
    result
        .downcast_into::<Str>()
        .map_err(|other| ts.type_error(format_args!("__format__ must return a str, not {}", other.ob_type().name_string())))
}

/// `hash(x)`. CPython: `PyObject_Hash`.
#[inline]
pub fn hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    match object.ob_type().slots.tp_hash.get() {
        Some(slot) => slot(ts, object),
        None => crate::types::object::hash_not_implemented(ts, object),
    }
}

/// `bool(x)`. CPython: `PyObject_IsTrue`.
#[inline]
pub fn is_true(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    let singletons = ts.singletons();
    if object.is(&singletons.true_) {
        return Ok(true);
    }
    if object.is(&singletons.false_) || object.is(&singletons.none) {
        return Ok(false);
    }
    let slots = &object.ob_type().slots;
    if let Some(slot) = slots.nb_bool.get() {
        return slot(ts, object);
    }
    if let Some(slot) = slots.mp_length.get().or(slots.sq_length.get()) {
        return Ok(slot(ts, object)? != 0);
    }
    Ok(true)
}

/// What a rich comparison that a type lacks answers.
pub(crate) fn rich_compare_not_implemented(ts: &ThreadState) -> PyRef {
    ts.not_implemented()
}

/// `a < b`, `a == b` …. CPython: `PyObject_RichCompare`.
pub fn rich_compare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    ts.check_stack(" in comparison")?;
    let (at, bt) = (a.ob_type(), b.ob_type());
    let not_implemented = &ts.singletons().not_implemented;
    let mut checked_reverse = false;
    if !std::ptr::eq(at, bt) && bt.is_subtype(at) {
        if let Some(slot) = bt.slots.tp_richcompare.get() {
            checked_reverse = true;
            let result = slot(ts, b, a, op.swapped())?;
            if !result.is(not_implemented) {
                return Ok(result);
            }
        }
    }
    if let Some(slot) = at.slots.tp_richcompare.get() {
        let result = slot(ts, a, b, op)?;
        if !result.is(not_implemented) {
            return Ok(result);
        }
    }
    if !checked_reverse {
        if let Some(slot) = bt.slots.tp_richcompare.get() {
            let result = slot(ts, b, a, op.swapped())?;
            if !result.is(not_implemented) {
                return Ok(result);
            }
        }
    }
    match op {
        CompareOp::Eq => Ok(ts.bool(a.is(b))),
        CompareOp::Ne => Ok(ts.bool(!a.is(b))),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
            let (left, right) = (a.ob_type().name_string(), b.ob_type().name_string());
            let symbol = op.symbol();
            Err(ts.type_error(format_args!("'{symbol}' not supported between instances of '{left}' and '{right}'")))
        }
    }
}

/// A comparison as a truth value; an object equals itself. CPython: `PyObject_RichCompareBool`.
pub fn rich_compare_bool(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult<bool> {
    if a.is(b) {
        match op {
            CompareOp::Eq => return Ok(true),
            CompareOp::Ne => return Ok(false),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {}
        }
    }
    let result = rich_compare(ts, a, b, op)?;
    is_true(ts, &result)
}

/// `a is b or a == b`: how containers compare items.
#[inline]
pub fn eq(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    rich_compare_bool(ts, a, b, CompareOp::Eq)
}

/// `len(x)`. CPython: `PyObject_Size`.
pub fn len(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    let slots = &object.ob_type().slots;
    match slots.sq_length.get().or(slots.mp_length.get()) {
        Some(slot) => slot(ts, object),
        None => Err(ts.type_error(format_args!("object of type '{}' has no len()", object.ob_type().name_string()))),
    }
}

/// `x[key]`. CPython: `PyObject_GetItem`.
pub fn get_item(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    let slots = &object.ob_type().slots;
    if let Some(slot) = slots.mp_subscript.get() {
        return slot(ts, object, key);
    }
    if let Some(slot) = slots.sq_item.get() {
        if key.ob_type().slots.nb_index.get().is_none() {
            let kind = key.ob_type().name_string();
            return Err(ts.type_error(format_args!("sequence index must be integer, not '{kind}'")));
        }
        let index = super::number::index_isize(ts, key, &ts.types().index_error)?;
        return slot(ts, object, from_end(ts, object, index)?);
    }
    if let Some(class) = object.downcast::<Type>() {
        if std::ptr::eq(class, &raw const *ts.types().type_) {
            return crate::types::object::class_getitem(ts, object, key);
        }
        if let Some(function) = super::attr::get_attr_opt(ts, object, &ts.names().__class_getitem__)? {
            if !function.is(&ts.singletons().none) {
                return super::call::call_one(ts, &function, key);
            }
        }
        return Err(ts.type_error(format_args!("type '{}' is not subscriptable", class.name_string())));
    }
    Err(ts.type_error(format_args!("'{}' object is not subscriptable", object.ob_type().name_string())))
}

fn from_end(ts: &ThreadState, object: &PyObject, index: isize) -> PyResult<isize> {
    match object.ob_type().slots.sq_length.get() {
        Some(length) if index < 0 => Ok(index + length(ts, object)? as isize),
        _ => Ok(index),
    }
}

fn assign_item(ts: &ThreadState, object: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let slots = &object.ob_type().slots;
    if let Some(slot) = slots.mp_ass_subscript.get() {
        return slot(ts, object, key, value);
    }
    if let Some(slot) = slots.sq_ass_item.get() {
        if key.ob_type().slots.nb_index.get().is_none() {
            let kind = key.ob_type().name_string();
            return Err(ts.type_error(format_args!("sequence index must be integer, not '{kind}'")));
        }
        let index = super::number::index_isize(ts, key, &ts.types().index_error)?;
        return slot(ts, object, from_end(ts, object, index)?, value);
    }
    let what = match (value, key.ob_type().slots.nb_index.get()) {
        (Some(_), None) => "does not support item assignment",
        (None, None) => "does not support item deletion",
        // CPython goes on to `PySequence_SetItem` and `PySequence_DelItem`, once it knows the index.
        (_, Some(_))
            if object.ob_type().is_heap()
                || slots.sq_length.get().is_some()
                || slots.sq_item.get().is_some()
                || slots.sq_contains.get().is_some() =>
        {
            super::number::index_isize(ts, key, &ts.types().index_error)?;
            if value.is_some() { "does not support item assignment" } else { "doesn't support item deletion" }
        }
        (Some(_), Some(_)) => "does not support item assignment",
        (None, Some(_)) => "does not support item deletion",
    };
    Err(ts.type_error(format_args!("'{}' object {what}", object.ob_type().name_string())))
}

/// `x[key] = value`. CPython: `PyObject_SetItem`.
pub fn set_item(ts: &ThreadState, object: &PyObject, key: &PyObject, value: &PyObject) -> PyResult<()> {
    assign_item(ts, object, key, Some(value))
}

/// `del x[key]`. CPython: `PyObject_DelItem`.
pub fn del_item(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult<()> {
    assign_item(ts, object, key, None)
}

/// `isinstance(x, class)`. CPython: `PyObject_IsInstance`.
pub fn is_instance(ts: &ThreadState, object: &PyObject, class: &PyObject) -> PyResult<bool> {
    if std::ptr::eq(object.ob_type().as_object(), class) {
        return Ok(true);
    }
    if std::ptr::eq(class.ob_type(), &raw const *ts.types().type_) {
        return real_is_instance(ts, object, class);
    }
    if let Some(union) = class.downcast::<crate::types::generic_alias::Union>() {
        return any_of(ts, &union.args(ts), &|class| is_instance(ts, object, class));
    }
    if let Some(classes) = class.downcast::<Tuple>() {
        ts.check_stack(" in __instancecheck__")?;
        return any_of(ts, &classes.to_py(), &|class| is_instance(ts, object, class));
    }
    if let Some(answer) = call_hook(ts, class, &ts.names().__instancecheck__, object)? {
        return Ok(answer);
    }
    real_is_instance(ts, object, class)
}

fn any_of(ts: &ThreadState, classes: &Obj<Tuple>, test: &dyn Fn(&PyObject) -> PyResult<bool>) -> PyResult<bool> {
    let _ = ts;
    for class in classes.items() {
        if test(class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The check that `type.__instancecheck__` makes. CPython: `object_isinstance`.
pub fn real_is_instance(ts: &ThreadState, object: &PyObject, class: &PyObject) -> PyResult<bool> {
    if let Some(class) = class.downcast::<Type>() {
        if object.ob_type().is_subtype(class) {
            return Ok(true);
        }
        let claimed = super::attr::get_attr_opt(ts, object, &ts.names().__class__)?;
        return Ok(claimed.is_some_and(|claimed| {
            !std::ptr::eq(&raw const *claimed, object.ob_type().as_object())
                && claimed.downcast::<Type>().is_some_and(|claimed| claimed.is_subtype(class))
        }));
    }
    check_class(ts, class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
    match super::attr::get_attr_opt(ts, object, &ts.names().__class__)? {
        Some(own) => abstract_is_subclass(ts, &own, class),
        None => Ok(false),
    }
}

/// Whether the object has a tuple as `__bases__` and so counts as a class.
fn check_class(ts: &ThreadState, class: &PyObject, message: &str) -> PyResult<()> {
    match super::attr::get_attr_opt(ts, class, &ts.names().__bases__)? {
        Some(bases) if bases.is_kind::<Tuple>() => Ok(()),
        _ => Err(ts.type_error(message)),
    }
}

fn abstract_is_subclass(ts: &ThreadState, derived: &PyObject, class: &PyObject) -> PyResult<bool> {
    ts.check_stack(" in __subclasscheck__")?;
    if derived.is(class) {
        return Ok(true);
    }
    let bases = super::attr::get_attr_opt(ts, derived, &ts.names().__bases__)?;
    let Some(bases) = bases.and_then(|bases| bases.downcast_into::<Tuple>().ok()) else { return Ok(false) };
    any_of(ts, &bases, &|base| abstract_is_subclass(ts, base, class))
}

/// `issubclass(derived, class)`. CPython: `PyObject_IsSubclass`.
pub fn is_subclass(ts: &ThreadState, derived: &PyObject, class: &PyObject) -> PyResult<bool> {
    if std::ptr::eq(class.ob_type(), &raw const *ts.types().type_) {
        if derived.is(class) {
            return Ok(true);
        }
        return real_is_subclass(ts, derived, class);
    }
    if let Some(union) = class.downcast::<crate::types::generic_alias::Union>() {
        return any_of(ts, &union.args(ts), &|class| is_subclass(ts, derived, class));
    }
    if let Some(classes) = class.downcast::<Tuple>() {
        ts.check_stack(" in __subclasscheck__")?;
        return any_of(ts, &classes.to_py(), &|class| is_subclass(ts, derived, class));
    }
    if let Some(answer) = call_hook(ts, class, &ts.names().__subclasscheck__, derived)? {
        return Ok(answer);
    }
    real_is_subclass(ts, derived, class)
}

/// The check that `type.__subclasscheck__` makes. CPython: `recursive_issubclass`.
pub fn real_is_subclass(ts: &ThreadState, derived: &PyObject, class: &PyObject) -> PyResult<bool> {
    if let (Some(derived), Some(class)) = (derived.downcast::<Type>(), class.downcast::<Type>()) {
        return Ok(derived.is_subtype(class));
    }
    check_class(ts, derived, "issubclass() arg 1 must be a class")?;
    check_class(ts, class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
    abstract_is_subclass(ts, derived, class)
}

/// The type of an object as a reference: `type(x)`.
pub fn type_of(object: &PyObject) -> Py<Type> {
    object.ob_type().to_py()
}

/// The name of an object's type, for messages.
pub fn type_name(object: &PyObject) -> String {
    let ty: &PyType = object.ob_type();
    ty.name_string()
}

impl ThreadState {
    /// Begin the repr of a container; `false` when it is already running for this very object (then it shows as `[...]`).
    /// CPython: `Py_ReprEnter`.
    pub fn repr_enter(&self, object: &PyObject) -> bool {
        let mut running = self.repr_running.take();
        let fresh = !running.contains(&object.id());
        if fresh {
            running.push(object.id());
        }
        self.repr_running.set(running);
        fresh
    }

    /// End the repr of a container. CPython: `Py_ReprLeave`.
    pub fn repr_leave(&self, object: &PyObject) {
        let mut running = self.repr_running.take();
        running.retain(|id| *id != object.id());
        self.repr_running.set(running);
    }

    /// Put the current exception aside, so that code that must not disturb it can run. CPython: `PyErr_GetRaisedException`.
    pub fn save_exception(&self) -> Option<PyRef> {
        self.exception_field().take()
    }

    /// Put an exception that was put aside back in place.
    pub fn restore_exception(&self, saved: Option<PyRef>) {
        drop(self.exception_field().replace(saved));
    }
}
