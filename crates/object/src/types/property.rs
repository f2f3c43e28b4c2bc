//! property: an attribute that calls functions.
//!
//! CPython counterpart: `propertyobject` of `Objects/descrobject.c`.

use crate::args::{Args, bind_new};
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::str::Str;

/// The payload.
pub struct Property {
    get: Field,
    set: Field,
    del: Field,
    doc: Field,
    name: Field,
    getter_doc: std::cell::Cell<bool>,
}

impl Body for Property {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.get, &self.set, &self.del, &self.doc, &self.name] {
            field.traverse(visit);
        }
    }
    fn clear(&self) {
        for field in [&self.get, &self.set, &self.del, &self.doc, &self.name] {
            field.clear();
        }
    }
}

crate::py_layout!(Property, PROPERTY, |ts| &ts.types().property);

impl Property {
    /// The getter as a raw pointer, for the machine, which counts it before anything runs.
    #[inline(always)]
    pub fn getter_raw(&self) -> Option<std::ptr::NonNull<PyObject>> {
        self.get.as_raw()
    }
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Property>> {
    this.downcast().ok_or_else(|| ts.system_error("a property slot got another object"))
}

fn property_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    let body = Property {
        get: Field::empty(),
        set: Field::empty(),
        del: Field::empty(),
        doc: Field::empty(),
        name: Field::empty(),
        getter_doc: std::cell::Cell::new(false),
    };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn property_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "property", "(fget=None, fset=None, fdel=None, doc=None)", args)?;
    let given = |i: usize| bound.get(i).filter(|value| !value.is(&ts.singletons().none)).map(PyObject::to_ref);
    let property = payload(ts, this)?;
    drop(property.get.replace(given(0)));
    drop(property.set.replace(given(1)));
    drop(property.del.replace(given(2)));
    property.getter_doc.set(false);
    let doc = match (given(3), given(0)) {
        (Some(doc), _) => Some(doc),
        (None, Some(getter)) => {
            property.getter_doc.set(true);
            crate::protocol::attr::get_attr_opt(ts, &getter, &ts.names().__doc__)?
        }
        (None, None) => None,
    };
    if std::ptr::eq(this.ob_type(), &raw const *ts.types().property) {
        drop(property.doc.replace(doc));
    } else if let Some(doc) = doc {
        // A subclass keeps its doc in the instance, where its own __doc__ would hide the member.
        let stored = crate::protocol::attr::set_attr(ts, this, &ts.names().__doc__, &doc);
        if let Err(raised) = stored {
            if !ts.exception_is(&raised, &ts.types().attribute_error) {
                return Err(raised);
            }
            ts.clear_exception(raised);
        }
    }
    Ok(())
}

/// `property 'x' of 'C' object has no setter`
fn missing(ts: &ThreadState, property: &Obj<Property>, object: &PyObject, what: &str) -> Raised {
    let ty = object.ob_type();
    let kind = ty.qualname().map_or_else(|| ty.name_string(), |name| name.to_rust_string());
    let name = property.name.get().or_else(|| {
        let getter = property.get.get()?;
        crate::protocol::attr::get_attr_opt(ts, &getter, &ts.names().__name__).ok().flatten()
    });
    let shown = name.and_then(|name| crate::protocol::object::repr(ts, &name).ok()).map(|name| name.to_rust_string());
    let message = match shown {
        Some(name) => format!("property {name} of '{kind}' object has no {what}"),
        None => format!("property of '{kind}' object has no {what}"),
    };
    ts.raise(&ts.types().attribute_error, message)
}

fn property_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    let Some(instance) = instance.filter(|instance| !instance.is(&ts.singletons().none)) else { return Ok(this.to_ref()) };
    let property = payload(ts, this)?;
    match property.get.get() {
        Some(getter) => crate::protocol::call::call_one(ts, &getter, instance),
        None => Err(missing(ts, property, instance, "getter")),
    }
}

fn property_set(ts: &ThreadState, this: &PyObject, instance: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let property = payload(ts, this)?;
    match value {
        Some(value) => match property.set.get() {
            Some(setter) => crate::protocol::call::call(ts, &setter, Args::positional(&[instance.to_ref(), value.to_ref()])).map(drop),
            None => Err(missing(ts, property, instance, "setter")),
        },
        None => match property.del.get() {
            Some(deleter) => crate::protocol::call::call_one(ts, &deleter, instance).map(drop),
            None => Err(missing(ts, property, instance, "deleter")),
        },
    }
}

/// A copy with one function replaced. CPython: `property_copy`.
fn copy_with(ts: &ThreadState, this: &PyObject, get: Option<&PyObject>, set: Option<&PyObject>, del: Option<&PyObject>) -> PyResult {
    let property = payload(ts, this)?;
    let pick = |new: Option<&PyObject>, old: &Field| new.map(PyObject::to_ref).or_else(|| old.get()).unwrap_or_else(|| ts.none());
    let doc = if property.getter_doc.get() && get.is_some() { ts.none() } else { property.doc.get().unwrap_or_else(|| ts.none()) };
    let doc = if property.getter_doc.get() { ts.none() } else { doc };
    let args = [pick(get, &property.get), pick(set, &property.set), pick(del, &property.del), doc];
    let copy = crate::protocol::call::call(ts, this.ob_type().as_object(), Args::positional(&args))?;
    if let Some(copy) = copy.downcast::<Property>() {
        drop(copy.name.replace(property.name.get()));
    }
    Ok(copy)
}

fn set_name(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let [_, name] = args else {
        return Err(ts.type_error(format_args!("__set_name__() takes 2 positional arguments but {} were given", args.len())));
    };
    payload(ts, this)?.name.set(name.clone());
    Ok(ts.none())
}

fn get_abstract(ts: &ThreadState, this: &PyObject) -> PyResult {
    let property = payload(ts, this)?;
    for field in [&property.get, &property.set, &property.del] {
        let answer = super::method_wrappers::is_abstract(ts, field.get())?;
        if answer.is(&ts.singletons().true_) {
            return Ok(answer);
        }
    }
    Ok(ts.bool(false))
}

fn or_none(ts: &ThreadState, field: &Field) -> PyRef {
    field.get().unwrap_or_else(|| ts.none())
}

fn get_own_name(ts: &ThreadState, this: &PyObject) -> PyResult {
    let property = payload(ts, this)?;
    if let Some(name) = property.name.get() {
        return Ok(name);
    }
    if let Some(getter) = property.get.get() {
        if let Some(name) = crate::protocol::attr::get_attr_opt(ts, &getter, &ts.names().__name__)? {
            return Ok(name);
        }
    }
    let message = format!("'{}' object has no attribute '__name__'", this.ob_type().name_string());
    Err(ts.attribute_error(this, &ts.names().__name__, message))
}

fn set_own_name(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    drop(payload(ts, this)?.name.replace(value.map(PyObject::to_ref)));
    Ok(())
}

/// The name under which the property was assigned, as text.
pub fn assigned_name(property: &Property) -> Option<Py<Str>> {
    property.name.get()?.downcast_into().ok()
}

/// property
pub static PROPERTY: TypeDef = TypeDef {
    doc: Some(
        "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
    ),
    text_signature: Some("(fget=None, fset=None, fdel=None, doc=None)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(property_new),
        tp_init: Some(property_init),
        tp_descr_get: Some(property_get),
        tp_descr_set: Some(property_set),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new(
            "getter",
            "",
            Native::O(|ts, this, f| copy_with(ts, this, Some(f), None, None)),
            "Descriptor to obtain a copy of the property with a different getter.",
        ),
        MethodDef::new(
            "setter",
            "",
            Native::O(|ts, this, f| copy_with(ts, this, None, Some(f), None)),
            "Descriptor to obtain a copy of the property with a different setter.",
        ),
        MethodDef::new(
            "deleter",
            "",
            Native::O(|ts, this, f| copy_with(ts, this, None, None, Some(f))),
            "Descriptor to obtain a copy of the property with a different deleter.",
        ),
        MethodDef::new("__set_name__", "", Native::Fast(set_name), "Method to set name of a property."),
    ],
    getset: &[
        GetSetDef::member("fget", |ts, this| Ok(or_none(ts, &payload(ts, this)?.get))),
        GetSetDef::member("fset", |ts, this| Ok(or_none(ts, &payload(ts, this)?.set))),
        GetSetDef::member("fdel", |ts, this| Ok(or_none(ts, &payload(ts, this)?.del))),
        GetSetDef {
            name: "__doc__",
            get: |ts, this| Ok(or_none(ts, &payload(ts, this)?.doc)),
            set: Some(|ts, this, value| {
                drop(payload(ts, this)?.doc.replace(value.map(PyObject::to_ref)));
                Ok(())
            }),
            doc: None,
            member: true,
        },
        GetSetDef { name: "__name__", get: get_own_name, set: Some(set_own_name), doc: None, member: false },
        GetSetDef::getter("__isabstractmethod__", get_abstract),
    ],
    ..TypeDef::of::<Property>("property")
};
