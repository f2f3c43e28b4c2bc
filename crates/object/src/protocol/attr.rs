//! Attribute access: `getattr`, `setattr`, `delattr`, and the generic forms that most types use.
//!
//! CPython counterpart: `PyObject_GenericGetAttr` and its kin in `Objects/object.c`. Order of look-up: data descriptors of the type,
//! then the instance, then what else the type has.

use crate::header::{Obj, PyObject};
use crate::pyref::PyRef;
use crate::slots::GetAttrFunc;
use crate::state::{PyResult, ThreadState};
use crate::typeobject::Type;
use crate::types::dict::{Dict, instance};
use crate::types::str::Str;

/// `x.name`. CPython: `PyObject_GetAttr`.
#[inline]
pub fn get_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult {
    match look_up(ts, object, name) {
        Ok(value) => Ok(value),
        Err(raised) => Err(ts.with_attribute(raised, object, name)),
    }
}

#[inline]
fn look_up(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult {
    match object.ob_type().slots.tp_getattro.get() {
        Some(slot) => slot(ts, object, name),
        None => generic_get_attr(ts, object, name),
    }
}

/// `x.name`, or `None` when there is no such attribute. CPython: `PyObject_GetOptionalAttr`.
pub fn get_attr_opt(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    // The generic look-up need not raise in order to say that there is nothing.
    let generic = object.ob_type().slots.tp_getattro.get().is_none_or(|slot| std::ptr::fn_addr_eq(slot, generic_get_attr as GetAttrFunc));
    let found = if generic { generic_get_attr_opt(ts, object, name) } else { look_up(ts, object, name).map(Some) };
    match found {
        Ok(value) => Ok(value),
        Err(raised) if ts.exception_is(&raised, &ts.types().attribute_error) => {
            ts.clear_exception(raised);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// `x.name = value`. CPython: `PyObject_SetAttr`.
pub fn set_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>, value: &PyObject) -> PyResult<()> {
    assign_attr(ts, object, name, Some(value))
}

/// `del x.name`. CPython: `PyObject_DelAttr`.
pub fn del_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<()> {
    assign_attr(ts, object, name, None)
}

fn assign_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    match object.ob_type().slots.tp_setattro.get() {
        Some(slot) => slot(ts, object, name, value),
        None => generic_set_attr(ts, object, name, value),
    }
}

/// A special method, bound to the object: looked up on the type, not the instance. CPython: `_PyObject_LookupSpecial`.
pub fn lookup_special(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let Some(found) = object.ob_type().lookup(ts, name) else { return Ok(None) };
    match found.ob_type().slots.tp_descr_get.get() {
        Some(get) => get(ts, &found, Some(object), Some(object.ob_type().as_object())).map(Some),
        None => Ok(Some(found)),
    }
}

/// What the instance itself holds under a name: inline values or dict.
#[inline]
pub fn instance_lookup(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    instance::get_attribute(ts, object, name)
}

/// The look-up that most types use. CPython: `PyObject_GenericGetAttr`.
pub fn generic_get_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult {
    match generic_get_attr_opt(ts, object, name)? {
        Some(value) => Ok(value),
        None => Err(no_attribute(ts, object, name)),
    }
}

/// The same, `None` when nothing is found (a descriptor's AttributeError passes through).
pub fn generic_get_attr_opt(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let ty = object.ob_type();
    let found = ty.lookup(ts, name);
    let get = found.as_ref().and_then(|found| found.ob_type().slots.tp_descr_get.get());
    if let (Some(found), Some(get)) = (&found, get) {
        if found.ob_type().slots.tp_descr_set.get().is_some() {
            return get(ts, found, Some(object), Some(ty.as_object())).map(Some);
        }
    }
    if let Some(value) = instance_lookup(ts, object, name)? {
        return Ok(Some(value));
    }
    match (found, get) {
        (Some(found), Some(get)) => get(ts, &found, Some(object), Some(ty.as_object())).map(Some),
        (found, _) => Ok(found),
    }
}

/// The error for a missing attribute.
pub fn no_attribute(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> crate::state::Raised {
    ts.no_attribute(object, name)
}

/// The assignment that most types use. CPython: `PyObject_GenericSetAttr`.
pub fn generic_set_attr(ts: &ThreadState, object: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let ty = object.ob_type();
    let found = ty.lookup(ts, name);
    if let Some(found) = &found {
        if let Some(set) = found.ob_type().slots.tp_descr_set.get() {
            return set(ts, found, object, value);
        }
    }
    let stored = if let Some(class) = object.downcast::<Type>() {
        class.store_own(ts, name, value)?
    } else if crate::alloc::dict_field(object).is_some() {
        instance::set_attribute(ts, object, name, value)? == instance::Stored::Done
    } else {
        let (kind, name) = (ty.name_string(), name.to_rust_string());
        let message = match found {
            Some(_) => format!("'{kind}' object attribute '{name}' is read-only"),
            None if ty.slots.tp_setattro.get().is_some_and(|slot| slot as usize == generic_set_attr as *const () as usize) => {
                format!("'{kind}' object has no attribute '{name}' and no __dict__ for setting new attributes")
            }
            None => format!("'{kind}' object has no attribute '{name}'"),
        };
        let name = ts.new_str(&name)?;
        return Err(ts.attribute_error(object, &name, message));
    };
    if stored {
        return Ok(());
    }
    // Only a deletion can find nothing.
    if let Some(class) = object.downcast::<Type>() {
        let message = format!("type object '{}' has no attribute '{}'", class.name_string(), name.to_rust_string());
        return Err(ts.attribute_error(object, name, message));
    }
    Err(no_attribute(ts, object, name))
}

/// `x.__dict__`: made when it is asked for. CPython: `PyObject_GenericGetDict`.
pub fn instance_dict(ts: &ThreadState, object: &PyObject) -> PyResult {
    match instance::dict_of(ts, object)? {
        Some(dict) => Ok(dict.into_ref()),
        None => Err(ts.no_attribute(object, &ts.names().__dict__)),
    }
}

/// `x.__dict__ = value`. CPython: `PyObject_GenericSetDict`.
pub fn set_instance_dict(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    if value.is_none() {
        return Err(ts.type_error("cannot delete __dict__"));
    }
    replace_instance_dict(ts, object, value)
}

/// The same where it can be deleted too: an instance of a class then gets a new one when it is asked for. CPython: `subtype_setdict`.
pub fn replace_instance_dict(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(value) = value else {
        return if instance::set_dict(ts, object, None)? { Ok(()) } else { Err(ts.no_attribute(object, &ts.names().__dict__)) };
    };
    let Ok(dict) = value.to_ref().downcast_into::<Dict>() else {
        let kind = value.ob_type().name_string();
        return Err(ts.type_error(format_args!("__dict__ must be set to a dictionary, not a '{kind}'")));
    };
    if instance::set_dict(ts, object, Some(dict))? { Ok(()) } else { Err(ts.no_attribute(object, &ts.names().__dict__)) }
}
