//! super: attribute look-up that starts behind a class in an object's MRO.
//!
//! CPython counterpart: `superobject` of `Objects/typeobject.c`. The form without arguments is filled in by the machine, which knows
//! the frame (`super_from_frame`).

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, TypeDef, TypeFlags};
use crate::typeobject::Type;
use crate::types::str::Str;

/// The payload.
pub struct Super {
    class: Field,
    object: Field,
    object_type: Field,
}

impl Body for Super {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.class, &self.object, &self.object_type] {
            field.traverse(visit);
        }
    }
}

crate::py_layout!(Super, SUPER, |ts| &ts.types().super_);

/// The class whose MRO is walked: that of the object, or the object itself if it is a class. CPython: `supercheck`.
pub fn super_check(ts: &ThreadState, class: &PyType, object: &PyObject) -> PyResult<Py<Type>> {
    if let Some(object) = object.downcast::<Type>() {
        if object.is_subtype(class) {
            return Ok(object.to_py());
        }
    }
    if object.ob_type().is_subtype(class) {
        return Ok(object.ob_type().to_py());
    }
    let claimed = crate::protocol::attr::get_attr_opt(ts, object, &ts.names().__class__)?;
    if let Some(claimed) = claimed.as_deref().and_then(PyObject::downcast::<Type>) {
        if claimed.is_subtype(class) {
            return Ok(claimed.to_py());
        }
    }
    let kind = if object.is_kind::<Type>() { "type" } else { "instance of" };
    let shown = object.downcast::<Type>().map_or_else(|| object.ob_type().name_string(), |object| object.name_string());
    let class = class.name_string();
    Err(ts.type_error(format_args!("super(type, obj): obj ({kind} {shown}) is not an instance or subtype of type ({class}).")))
}

/// `super(class, object).name`, without making the super object. CPython: `do_super_lookup`.
pub fn super_lookup(ts: &ThreadState, class: &PyType, object: &PyObject, object_type: &PyType, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    if name.equals_str("__class__") {
        return Ok(None);
    }
    let Some(mro) = object_type.mro() else { return Ok(None) };
    let mut found = None;
    for at in mro.items().iter().skip_while(|at| !at.is(class.as_object())).skip(1) {
        if let Some(dict) = at.downcast::<Type>().and_then(|at| at.dict()) {
            found = dict.get_str(ts, name)?;
            if found.is_some() {
                break;
            }
        }
    }
    match found {
        None => Ok(None),
        Some(found) => match found.ob_type().slots.tp_descr_get.get() {
            Some(get) => {
                let instance = if object.is(object_type.as_object()) { None } else { Some(object) };
                get(ts, &found, instance, Some(object_type.as_object())).map(Some)
            }
            None => Ok(Some(found)),
        },
    }
}

impl Super {
    /// `super(class, object)`
    pub fn new(ts: &ThreadState, class: &PyType, object: &PyObject) -> PyResult<Py<Super>> {
        let object_type = super_check(ts, class, object)?;
        let body = Super { class: Field::new(class.to_ref()), object: Field::new(object.to_ref()), object_type: Field::new(object_type) };
        Py::new(ts, body)
    }
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Super>> {
    this.downcast().ok_or_else(|| ts.system_error("a super slot got another object"))
}

fn super_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    let body = Super { class: Field::empty(), object: Field::empty(), object_type: Field::empty() };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn super_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    crate::args::no_keywords(ts, "super", args)?;
    crate::args::check_positional(ts, "super()", args.pos().len(), 0, 2)?;
    let given;
    let (class, object) = match args.pos() {
        [] => {
            given = ts.super_arguments()?;
            (&*given.0, Some(&*given.1))
        }
        [class] => (&**class, None),
        [class, object, ..] => (&**class, Some(&**object)),
    };
    let Some(class) = class.downcast::<Type>() else {
        let kind = class.ob_type().name_string();
        return Err(ts.type_error(format_args!("super() argument 1 must be a type, not {kind}")));
    };
    let payload = payload(ts, this)?;
    let object = object.filter(|object| !object.is(&ts.singletons().none));
    let object_type = match object {
        Some(object) => Some(super_check(ts, class, object)?),
        None => None,
    };
    payload.class.set(class.to_ref());
    drop(payload.object.replace(object.map(PyObject::to_ref)));
    drop(payload.object_type.replace(object_type.map(Py::into_ref)));
    Ok(())
}

fn parts(payload: &Super) -> Option<(Py<Type>, PyRef, Py<Type>)> {
    let class = payload.class.get()?.downcast_into().ok()?;
    let object_type = payload.object_type.get()?.downcast_into().ok()?;
    Some((class, payload.object.get()?, object_type))
}

fn super_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    if let Some((class, object, object_type)) = parts(payload(ts, this)?) {
        if let Some(found) = super_lookup(ts, &class, &object, &object_type, name)? {
            return Ok(found);
        }
    }
    crate::protocol::attr::generic_get_attr(ts, this, name)
}

fn super_descr_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    let payload = payload(ts, this)?;
    let (Some(instance), true) = (instance, payload.object.is_empty()) else { return Ok(this.to_ref()) };
    match payload.class.get() {
        Some(class) => crate::protocol::call::call(ts, this.ob_type().as_object(), Args::positional(&[class, instance.to_ref()])),
        None => Ok(this.to_ref()),
    }
}

fn super_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let payload = payload(ts, this)?;
    let name = |field: &Field| {
        field.get().and_then(|class| class.downcast_into::<Type>().ok()).map_or_else(|| "NULL".to_owned(), |c| c.name_string())
    };
    let class = name(&payload.class);
    let text = if payload.object_type.is_empty() {
        format!("<super: <class '{class}'>, NULL>")
    } else {
        format!("<super: <class '{class}'>, <{} object>>", name(&payload.object_type))
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn or_none(ts: &ThreadState, field: &Field) -> PyRef {
    field.get().unwrap_or_else(|| ts.none())
}

/// super
pub static SUPER: TypeDef = TypeDef {
    doc: Some(
        "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)",
    ),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(super_new),
        tp_init: Some(super_init),
        tp_getattro: Some(super_getattro),
        tp_descr_get: Some(super_descr_get),
        tp_repr: Some(super_repr),
        ..Slots::INHERIT
    },
    getset: &[
        GetSetDef::member("__thisclass__", |ts, this| Ok(or_none(ts, &payload(ts, this)?.class))),
        GetSetDef::member("__self__", |ts, this| Ok(or_none(ts, &payload(ts, this)?.object))),
        GetSetDef::member("__self_class__", |ts, this| Ok(or_none(ts, &payload(ts, this)?.object_type))),
    ],
    ..TypeDef::of::<Super>("super")
};
