//! type: the type of types. Calling a class, attributes of classes, class introspection.
//!
//! CPython counterpart: `type_*` of `Objects/typeobject.c`.

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Py, PyRef};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::typeobject::{Type, create};
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;

crate::py_layout!(Type, TYPE, |ts| &ts.types().type_);

fn class<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a PyType> {
    this.downcast::<Type>().ok_or_else(|| ts.system_error("a type slot got another object"))
}

/// `cls(args…)`. CPython: `type_call`.
pub fn type_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let class = class(ts, this)?;
    if std::ptr::eq(class, &raw const *ts.types().type_) {
        match args.pos() {
            [object] if args.kw_len() == 0 => return Ok(object.ob_type().to_ref()),
            [_] => return Err(ts.type_error("type() takes no keyword arguments")),
            given if given.len() != 3 => return Err(ts.type_error("type() takes 1 or 3 arguments")),
            _ => {}
        }
    }
    let Some(new) = class.slots.tp_new.get() else {
        let name = class.full_name(ts);
        return Err(ts.type_error(format_args!("cannot create '{name}' instances")));
    };
    ts.check_stack(" while calling a Python object")?;
    let object = new(ts, class, args)?;
    if object.ob_type().is_subtype(class) {
        if let Some(init) = object.ob_type().slots.tp_init.get() {
            init(ts, &object, args)?;
        }
    }
    Ok(object)
}

/// `type.__new__`
pub(crate) fn type_tp_new(ts: &ThreadState, meta: &PyType, args: Args<'_>) -> PyResult {
    create::type_new(ts, meta, args)
}

fn type_init(ts: &ThreadState, _this: &PyObject, args: Args<'_>) -> PyResult<()> {
    match args.pos().len() {
        1 if args.kw_len() > 0 => Err(ts.type_error("type.__init__() takes no keyword arguments")),
        1 | 3 => Ok(()),
        _ => Err(ts.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

/// `C.__new__(cls, …)` of a builtin type. CPython: `tp_new_wrapper`.
fn call_new(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let owner = class(ts, this)?;
    let name = owner.name_string();
    let Some((first, _)) = args.pos().split_first() else {
        return Err(ts.type_error(format_args!("{name}.__new__(): not enough arguments")));
    };
    let Some(subtype) = first.downcast::<Type>() else {
        let kind = first.ob_type().name_string();
        return Err(ts.type_error(format_args!("{name}.__new__(X): X is not a type object ({kind})")));
    };
    if !subtype.is_subtype(owner) {
        let other = subtype.name_string();
        return Err(ts.type_error(format_args!("{name}.__new__({other}): {other} is not a subtype of {name}")));
    }
    // The nearest builtin base decides how instances are made: object.__new__(list) would not be safe.
    let mut nearest = subtype.to_py();
    while nearest.is_heap() {
        match nearest.base() {
            Some(base) => nearest = base,
            None => break,
        }
    }
    let same = nearest.slots.tp_new.get().map(|f| f as usize) == owner.slots.tp_new.get().map(|f| f as usize);
    if !same {
        let (other, nearest) = (subtype.name_string(), nearest.name_string());
        return Err(ts.type_error(format_args!("{name}.__new__({other}) is not safe, use {nearest}.__new__()")));
    }
    let rest = Args::new(args.values().get(1..).unwrap_or(&[]), args.kwnames());
    match owner.slots.tp_new.get() {
        Some(new) => new(ts, subtype, rest),
        None => Err(ts.type_error(format_args!("cannot create '{name}' instances"))),
    }
}

/// The table entry of every builtin type's `__new__`.
pub static NEW_WRAPPER: MethodDef = MethodDef::new(
    "__new__",
    "($type, *args, **kwargs)",
    Native::Raw(call_new),
    "Create and return a new object.  See help(type) for accurate signature.",
);

fn type_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = class(ts, this)?;
    Ok(ts.new_str(&format!("<class '{}'>", class.full_name(ts)))?.into_ref())
}

/// `cls.name`. CPython: `_Py_type_getattro_impl`.
fn type_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    let class = class(ts, this)?;
    let meta = this.ob_type();
    let meta_found = meta.lookup(ts, name);
    let meta_get = meta_found.as_ref().and_then(|found| found.ob_type().slots.tp_descr_get.get());
    if let (Some(found), Some(get)) = (&meta_found, meta_get) {
        if found.ob_type().slots.tp_descr_set.get().is_some() {
            return get(ts, found, Some(this), Some(meta.as_object()));
        }
    }
    if let Some(found) = class.lookup(ts, name) {
        return match found.ob_type().slots.tp_descr_get.get() {
            Some(get) => get(ts, &found, None, Some(this)),
            None => Ok(found),
        };
    }
    match (meta_found, meta_get) {
        (Some(found), Some(get)) => get(ts, &found, Some(this), Some(meta.as_object())),
        (Some(found), None) => Ok(found),
        (None, _) => {
            let message = format!("type object '{}' has no attribute '{}'", class.name_string(), name.to_rust_string());
            Err(ts.attribute_error(this, name, message))
        }
    }
}

fn type_setattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let class = class(ts, this)?;
    if class.flags().has(TypeFlags::IMMUTABLETYPE) {
        let (attribute, name) = (name.to_rust_string(), class.full_name(ts));
        return Err(ts.type_error(format_args!("cannot set '{attribute}' attribute of immutable type '{name}'")));
    }
    crate::typeobject::set_class_attribute(ts, class, name, value)
}

fn type_or(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    crate::types::generic_alias::union_of(ts, a, b)
}

fn get_name(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(class(ts, this)?.name().map_or_else(|| ts.none(), Py::into_ref))
}

fn changeable<'a>(ts: &ThreadState, this: &'a PyObject, name: &str, value: Option<&PyObject>) -> PyResult<&'a PyType> {
    let class = class(ts, this)?;
    if !class.is_heap() {
        let kind = class.name_string();
        return Err(ts.type_error(format_args!("cannot set '{name}' attribute of immutable type '{kind}'")));
    }
    if value.is_none() {
        let kind = class.name_string();
        return Err(ts.type_error(format_args!("cannot delete '{name}' attribute of immutable type '{kind}'")));
    }
    Ok(class)
}

fn set_name(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let class = changeable(ts, this, "__name__", value)?;
    match value.and_then(|value| value.downcast::<Str>()) {
        Some(name) if name.chars().any(|c| c == 0) => Err(ts.value_error("type name must not contain null characters")),
        Some(name) => {
            class.set_name(name.to_py());
            Ok(())
        }
        None => {
            let (kind, got) = (class.name_string(), value.map_or_else(String::new, |value| value.ob_type().name_string()));
            Err(ts.type_error(format_args!("can only assign string to {kind}.__name__, not '{got}'")))
        }
    }
}

fn get_qualname(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(class(ts, this)?.qualname().map_or_else(|| ts.none(), Py::into_ref))
}

fn set_qualname(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let class = changeable(ts, this, "__qualname__", value)?;
    match value.and_then(|value| value.downcast::<Str>()) {
        Some(name) => {
            class.set_qualname(name.to_py());
            Ok(())
        }
        None => {
            let (kind, got) = (class.name_string(), value.map_or_else(String::new, |value| value.ob_type().name_string()));
            Err(ts.type_error(format_args!("can only assign string to {kind}.__qualname__, not '{got}'")))
        }
    }
}

/// A name of the class's own namespace.
fn own(ts: &ThreadState, class: &PyType, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    match class.dict() {
        Some(dict) => dict.get_str(ts, name),
        None => Ok(None),
    }
}

fn set_own(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let class = changeable(ts, this, &name.to_rust_string(), value)?;
    class.store_own(ts, name, value).map(drop)
}

fn get_module(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = class(ts, this)?;
    if !class.is_heap() {
        return Ok(ts.intern(class.def().module)?.into_ref());
    }
    match own(ts, class, &ts.names().__module__)? {
        Some(module) => Ok(module),
        None => Err(ts.attribute_error(this, &ts.names().__module__, "__module__")),
    }
}

fn get_doc(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = class(ts, this)?;
    match own(ts, class, &ts.names().__doc__)? {
        Some(doc) => match doc.ob_type().slots.tp_descr_get.get() {
            Some(get) => get(ts, &doc, None, Some(this)),
            None => Ok(doc),
        },
        None => Ok(ts.none()),
    }
}

fn get_bases(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(class(ts, this)?.bases().map_or_else(|| ts.none(), Py::into_ref))
}

fn set_bases(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let class = changeable(ts, this, "__bases__", value)?;
    match value {
        Some(value) => create::set_bases(ts, class, value),
        None => Ok(()),
    }
}

fn get_mro(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(class(ts, this)?.mro().map_or_else(|| ts.none(), Py::into_ref))
}

fn get_base(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(class(ts, this)?.base().map_or_else(|| ts.none(), Py::into_ref))
}

fn get_dict(ts: &ThreadState, this: &PyObject) -> PyResult {
    match class(ts, this)?.dict() {
        Some(dict) => crate::types::mappingproxy::new(ts, dict.as_object()),
        None => Ok(ts.none()),
    }
}

fn get_abstract(ts: &ThreadState, this: &PyObject) -> PyResult {
    let name = &ts.names().__abstractmethods__;
    // `type` itself has the descriptor only, not a value.
    let found = if std::ptr::eq(class(ts, this)?, &raw const *ts.types().type_) { None } else { own(ts, class(ts, this)?, name)? };
    found.ok_or_else(|| ts.attribute_error(this, name, "__abstractmethods__"))
}

fn set_abstract(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let class = class(ts, this)?;
    let name = &ts.names().__abstractmethods__;
    let is_abstract = match value {
        Some(value) => crate::protocol::object::is_true(ts, value)?,
        None => false,
    };
    if !class.store_own(ts, name, value)? {
        return Err(ts.attribute_error(this, name, "__abstractmethods__"));
    }
    let flags = class.flags();
    class.set_flags(if is_abstract { flags.with(TypeFlags::IS_ABSTRACT) } else { flags.without(TypeFlags::IS_ABSTRACT) });
    Ok(())
}

/// `cls.__annotations__`: made when it is asked for.
fn get_annotations(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = class(ts, this)?;
    let name = &ts.names().__annotations__;
    if !class.is_heap() {
        let message = format!("type object '{}' has no attribute '__annotations__'", class.name_string());
        return Err(ts.attribute_error(this, name, message));
    }
    if let Some(found) = own(ts, class, name)? {
        return Ok(found);
    }
    let fresh = Dict::new(ts)?.into_ref();
    class.store_own(ts, name, Some(&fresh))?;
    Ok(fresh)
}

fn set_annotations(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let class = class(ts, this)?;
    if !class.is_heap() {
        let kind = class.name_string();
        return Err(ts.type_error(format_args!("cannot set '__annotations__' attribute of immutable type '{kind}'")));
    }
    let name = &ts.names().__annotations__;
    if class.store_own(ts, name, value)? { Ok(()) } else { Err(ts.attribute_error(this, name, "__annotations__")) }
}

fn get_type_params(ts: &ThreadState, this: &PyObject) -> PyResult {
    let found = own(ts, class(ts, this)?, &ts.names().__type_params__)?;
    Ok(found.unwrap_or_else(|| ts.singletons().empty_tuple.clone().into_ref()))
}

fn set_type_params(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    set_own(ts, this, &ts.names().__type_params__, value)
}

fn get_text_signature(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = class(ts, this)?;
    match class.def().text_signature.filter(|_| !class.is_heap()) {
        Some(text) => Ok(ts.new_str(text)?.into_ref()),
        None => Ok(ts.none()),
    }
}

fn mro(ts: &ThreadState, this: &PyObject) -> PyResult {
    let mro = create::compute_mro(ts, class(ts, this)?)?;
    Ok(List::from_vec(ts, mro.items().to_vec())?.into_ref())
}

fn subclasses(ts: &ThreadState, this: &PyObject) -> PyResult {
    let classes = class(ts, this)?.subclasses().into_iter().map(Py::into_ref).collect();
    Ok(List::from_vec(ts, classes)?.into_ref())
}

fn instancecheck(ts: &ThreadState, this: &PyObject, instance: &PyObject) -> PyResult {
    Ok(ts.bool(crate::protocol::object::real_is_instance(ts, instance, this)?))
}

fn subclasscheck(ts: &ThreadState, this: &PyObject, derived: &PyObject) -> PyResult {
    Ok(ts.bool(crate::protocol::object::real_is_subclass(ts, derived, this)?))
}

fn prepare(ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult {
    Ok(Dict::new(ts)?.into_ref())
}

fn type_dir(ts: &ThreadState, this: &PyObject) -> PyResult {
    let names = Dict::new(ts)?;
    crate::types::object::merge_class_names(ts, &names, this)?;
    crate::types::object::key_list(ts, &names)
}

fn type_sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.new_int(crate::alloc::body_size(this) as i64)?.into_ref())
}

/// type
pub static TYPE: TypeDef = TypeDef {
    doc: Some("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::TYPE_SUBCLASS),
    slots: Slots {
        tp_repr: Some(type_repr),
        tp_call: Some(type_call),
        tp_getattro: Some(type_getattro),
        tp_setattro: Some(type_setattro),
        tp_init: Some(type_init),
        tp_new: Some(type_tp_new),
        nb_or: Some(type_or),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("mro", "($self, /)", Native::NoArgs(mro), "Return a type's method resolution order."),
        MethodDef::new("__subclasses__", "($self, /)", Native::NoArgs(subclasses), "Return a list of immediate subclasses."),
        MethodDef::new(
            "__prepare__",
            "",
            Native::Raw(prepare),
            "__prepare__() -> dict\nUsed to create the namespace for the class statement",
        )
        .class(),
        MethodDef::new("__instancecheck__", "($self, instance, /)", Native::O(instancecheck), "Check if an object is an instance."),
        MethodDef::new("__subclasscheck__", "($self, subclass, /)", Native::O(subclasscheck), "Check if a class is a subclass."),
        MethodDef::new("__dir__", "($self, /)", Native::NoArgs(type_dir), "Specialized __dir__ implementation for types."),
        MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(type_sizeof), "Return memory consumption of the type object."),
    ],
    getset: &[
        GetSetDef { name: "__name__", get: get_name, set: Some(set_name), doc: None, member: false },
        GetSetDef { name: "__qualname__", get: get_qualname, set: Some(set_qualname), doc: None, member: false },
        GetSetDef { name: "__bases__", get: get_bases, set: Some(set_bases), doc: None, member: false },
        GetSetDef::getter("__mro__", get_mro),
        GetSetDef::member("__base__", get_base),
        GetSetDef {
            name: "__module__",
            get: get_module,
            set: Some(|ts, this, value| set_own(ts, this, &ts.names().__module__, value)),
            doc: None,
            member: false,
        },
        GetSetDef { name: "__abstractmethods__", get: get_abstract, set: Some(set_abstract), doc: None, member: false },
        GetSetDef::getter("__dict__", get_dict),
        GetSetDef {
            name: "__doc__",
            get: get_doc,
            set: Some(|ts, this, value| set_own(ts, this, &ts.names().__doc__, value)),
            doc: None,
            member: false,
        },
        GetSetDef::getter("__text_signature__", get_text_signature),
        GetSetDef { name: "__annotations__", get: get_annotations, set: Some(set_annotations), doc: None, member: false },
        GetSetDef { name: "__type_params__", get: get_type_params, set: Some(set_type_params), doc: None, member: false },
        GetSetDef::member("__basicsize__", |ts, this| Ok(ts.new_int(class(ts, this)?.basicsize() as i64)?.into_ref())),
        GetSetDef::member("__itemsize__", |ts, this| Ok(ts.new_int(class(ts, this)?.itemsize() as i64)?.into_ref())),
        GetSetDef::member("__flags__", |ts, this| Ok(ts.new_int(i64::from(class(ts, this)?.flags().0))?.into_ref())),
        GetSetDef::member("__dictoffset__", |ts, this| {
            let class = class(ts, this)?;
            let managed = class.flags().has(TypeFlags::MANAGED_DICT);
            Ok(ts.new_int(if managed { -1 } else { class.dict_offset.get() as i64 })?.into_ref())
        }),
        GetSetDef::member("__weakrefoffset__", |ts, this| {
            let class = class(ts, this)?;
            let managed = class.flags().has(TypeFlags::MANAGED_WEAKREF);
            Ok(ts.new_int(if managed { -32 } else { class.weaklist_offset.get() as i64 })?.into_ref())
        }),
    ],
    ..TypeDef::of::<Type>("type")
};
