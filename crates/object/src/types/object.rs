//! object: the base of all types, with the behaviour that every object has unless its type says otherwise.
//!
//! CPython counterpart: `object_*` of `Objects/typeobject.c`.

use crate::args::Args;
use crate::header::{PyObject, PyType};
use crate::pyref::{Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::typeobject::Type;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The payload: nothing.
pub struct BareObject;

impl Body for BareObject {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(BareObject, OBJECT, |ts| &ts.types().object);

/// Raise `unhashable type: 'x'`. CPython: `PyObject_HashNotImplemented`.
pub fn hash_not_implemented(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    Err(ts.type_error(format_args!("unhashable type: '{}'", this.ob_type().name_string())))
}

fn object_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let ty = this.ob_type();
    let qualname = ty.qualname().map_or_else(|| ty.name_string(), |name| name.to_rust_string());
    let text = match ty.module_string(ts) {
        Some(module) if module != "builtins" => format!("<{module}.{qualname} object at {:#x}>", this.id()),
        _ => format!("<{} object at {:#x}>", ty.name_string(), this.id()),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn object_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(crate::protocol::object::repr(ts, this)?.into_ref())
}

fn object_hash(_ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    Ok(minipy_scalar::hash::pointer(this.id()))
}

fn object_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq => Ok(if a.is(b) { ts.bool(true) } else { ts.not_implemented() }),
        CompareOp::Ne => {
            let Some(eq) = a.ob_type().slots.tp_richcompare.get() else { return Ok(ts.not_implemented()) };
            let equal = eq(ts, a, b, CompareOp::Eq)?;
            if equal.is(&ts.singletons().not_implemented) {
                return Ok(equal);
            }
            Ok(ts.bool(!crate::protocol::object::is_true(ts, &equal)?))
        }
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Ok(ts.not_implemented()),
    }
}

/// Whether a class overrides `__new__` or `__init__` of object, which decides who complains about excess arguments.
fn overrides(ty: &PyType) -> (bool, bool) {
    let new = ty.slots.tp_new.get().is_some_and(|new| new as usize != object_new as *const () as usize);
    let init = ty.slots.tp_init.get().is_some_and(|init| init as usize != object_init as *const () as usize);
    (new, init)
}

fn object_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    if !args.is_empty() {
        let (new, init) = overrides(ty);
        if new {
            return Err(ts.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !init {
            return Err(ts.type_error(format_args!("{}() takes no arguments", ty.name_string())));
        }
    }
    if ty.flags().has(TypeFlags::IS_ABSTRACT) {
        return Err(abstract_error(ts, ty)?);
    }
    Ok(Py::new_in(ts, ty, BareObject)?.into_ref())
}

/// `Can't instantiate abstract class C without an implementation for abstract method 'f'`
fn abstract_error(ts: &ThreadState, ty: &PyType) -> PyResult<crate::state::Raised> {
    let found = crate::protocol::attr::get_attr(ts, ty.as_object(), &ts.names().__abstractmethods__)?;
    let mut names = Vec::new();
    for name in crate::protocol::sequence::to_vec(ts, &found)? {
        names.push(crate::protocol::object::str(ts, &name)?.to_rust_string());
    }
    names.sort();
    let s = if names.len() > 1 { "s" } else { "" };
    let list: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let (class, list) = (ty.name_string(), list.join(", "));
    Ok(ts.type_error(format_args!("Can't instantiate abstract class {class} without an implementation for abstract method{s} {list}")))
}

fn object_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    if !args.is_empty() {
        let ty = this.ob_type();
        let (new, init) = overrides(ty);
        if init {
            return Err(ts.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if !new {
            return Err(
                ts.type_error(format_args!("{}.__init__() takes exactly one argument (the instance to initialize)", ty.name_string()))
            );
        }
    }
    Ok(())
}

fn get_class(_ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(this.ob_type().to_ref())
}

/// `x.__class__ = C`. CPython: `object_set_class`.
fn set_class(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(value) = value else { return Err(ts.type_error("can't delete __class__ attribute")) };
    let Some(new) = value.downcast::<Type>() else {
        let kind = value.ob_type().name_string();
        return Err(ts.type_error(format_args!("__class__ must be set to a class, not '{kind}' object")));
    };
    let old = this.ob_type();
    let both_modules = old.derives_from_def(&crate::types::module::MODULE) && new.derives_from_def(&crate::types::module::MODULE);
    if !both_modules && (!new.is_heap() || !old.is_heap()) {
        return Err(ts.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    crate::typeobject::create::check_assignment(ts, "__class__", new, old)?;
    if std::ptr::eq(new, old) {
        return Ok(());
    }
    if old.flags().has(TypeFlags::INLINE_VALUES) {
        // The values lie in the order of the old class's names.
        crate::types::dict::instance::detach(ts, this)?;
    }
    crate::alloc::exchange_type(ts, this, new);
    Ok(())
}

fn object_format(ts: &ThreadState, this: &PyObject, spec: &PyObject) -> PyResult {
    let Some(text) = spec.downcast::<Str>() else {
        let kind = spec.ob_type().name_string();
        return Err(ts.type_error(format_args!("__format__() argument must be str, not {kind}")));
    };
    if !text.is_empty() {
        let kind = this.ob_type().name_string();
        return Err(ts.type_error(format_args!("unsupported format string passed to {kind}.__format__")));
    }
    Ok(crate::protocol::object::str(ts, this)?.into_ref())
}

fn object_sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.new_int(crate::alloc::body_size(this) as i64)?.into_ref())
}

/// `dir(x)`: the instance's dict, the class, and the classes above. CPython: `object___dir___impl`.
fn object_dir(ts: &ThreadState, this: &PyObject) -> PyResult {
    let names = Dict::new(ts)?;
    if let Some(dict) = crate::protocol::attr::get_attr_opt(ts, this, &ts.names().__dict__)? {
        if dict.is_kind::<Dict>() {
            names.update(ts, &dict)?;
        }
    }
    if let Some(class) = crate::protocol::attr::get_attr_opt(ts, this, &ts.names().__class__)? {
        merge_class_names(ts, &names, &class)?;
    }
    key_list(ts, &names)
}

/// The keys of a dict as a list.
pub(crate) fn key_list(ts: &ThreadState, names: &Dict) -> PyResult {
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some((key, _)) = names.next(&mut at) {
        keys.push(key);
    }
    Ok(List::from_vec(ts, keys)?.into_ref())
}

/// Add the names of a class and of its bases. CPython: `merge_class_dict`.
pub(crate) fn merge_class_names(ts: &ThreadState, names: &crate::header::Obj<Dict>, class: &PyObject) -> PyResult<()> {
    ts.check_stack(" in __dir__")?;
    if let Some(dict) = crate::protocol::attr::get_attr_opt(ts, class, &ts.names().__dict__)? {
        names.update(ts, &dict)?;
    }
    if let Some(bases) = crate::protocol::attr::get_attr_opt(ts, class, &ts.names().__bases__)? {
        for base in crate::protocol::sequence::to_vec(ts, &bases)? {
            merge_class_names(ts, names, &base)?;
        }
    }
    Ok(())
}

fn object_subclasshook(ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult {
    Ok(ts.not_implemented())
}

fn object_init_subclass(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    if args.is_empty() {
        return Ok(ts.none());
    }
    let class = this.downcast::<Type>().map_or_else(String::new, |class| class.name_string());
    if args.kw_len() > 0 {
        return Err(ts.type_error(format_args!("{class}.__init_subclass__() takes no keyword arguments")));
    }
    Err(ts.type_error(format_args!("{class}.__init_subclass__() takes no arguments ({} given)", args.pos().len())))
}

/// The state that `copy` and `pickle` save: the dict, and the values of `__slots__`. CPython: `object_getstate_default`.
fn object_getstate(ts: &ThreadState, this: &PyObject) -> PyResult {
    let ty = this.ob_type();
    let has_dict = ty.dict_offset.get() != 0 || ty.flags().has(TypeFlags::MANAGED_DICT);
    let mut state = ts.none();
    if has_dict {
        let dict = crate::protocol::attr::instance_dict(ts, this)?;
        if dict.downcast::<Dict>().is_some_and(|dict| !dict.is_empty()) {
            state = dict.downcast::<Dict>().map_or_else(|| Ok(ts.none()), |dict| dict.copy(ts).map(Py::into_ref))?;
        }
    }
    let slots = Dict::new(ts)?;
    if let Some(mro) = ty.mro() {
        for class in mro.items().iter().filter_map(|class| class.downcast::<Type>()) {
            let Some(namespace) = class.dict() else { continue };
            let mut at = 0;
            while let Some((key, value)) = namespace.next(&mut at) {
                let is_slot = value.downcast::<crate::types::descriptors::GetSetDescriptor>().is_some_and(|d| d.slot_index(this).is_some());
                let Some(name) = key.downcast::<Str>().filter(|_| is_slot) else { continue };
                if let Some(value) = crate::protocol::attr::get_attr_opt(ts, this, name)? {
                    slots.set_str(ts, name, value)?;
                }
            }
        }
    }
    if !slots.is_empty() {
        return Ok(ts.new_tuple(&[state, slots.into_ref()])?.into_ref());
    }
    Ok(state)
}

/// `copyreg.__reduce_ex__` for protocol 2 and above. CPython: `reduce_newobj`.
fn reduce_newobj(ts: &ThreadState, this: &PyObject) -> PyResult {
    let class = this.ob_type();
    let new_args = match crate::typeobject::dispatch::call_special(ts, this, &*ts.intern("__getnewargs__")?, &[])? {
        Some(args) if args.is_kind::<Tuple>() => crate::protocol::sequence::to_vec(ts, &args)?,
        Some(args) => {
            let kind = args.ob_type().name_string();
            return Err(ts.type_error(format_args!("__getnewargs__ should return a tuple, not '{kind}'")));
        }
        None => Vec::new(),
    };
    let constructor = crate::protocol::attr::get_attr(ts, class.as_object(), &ts.names().__new__)?;
    let mut args = vec![class.to_ref()];
    args.extend(new_args);
    let args = Tuple::from_vec(ts, args)?.into_ref();
    let state = crate::protocol::call::call_method(ts, this, "__getstate__", &[])?;
    let items = if this.is_kind::<List>() { crate::protocol::iter::iter(ts, this)? } else { ts.none() };
    let pairs = if this.is_kind::<Dict>() {
        let items = crate::protocol::call::call_method(ts, this, "items", &[])?;
        crate::protocol::iter::iter(ts, &items)?
    } else {
        ts.none()
    };
    Ok(ts.new_tuple(&[constructor, args, state, items, pairs])?.into_ref())
}

fn object_reduce_ex(ts: &ThreadState, this: &PyObject, _protocol: &PyObject) -> PyResult {
    let name = &ts.names().__reduce__;
    let found = this.ob_type().lookup_with_owner(ts, name);
    match found {
        Some((owner, _)) if !std::ptr::eq(&raw const **owner, &raw const **ts.types().object) => {
            crate::protocol::call::call_method(ts, this, "__reduce__", &[])
        }
        _ => reduce_newobj(ts, this),
    }
}

/// `cls[item]` for generic builtin types. CPython: `Py_GenericAlias`.
pub fn class_getitem(ts: &ThreadState, class: &PyObject, item: &PyObject) -> PyResult {
    crate::types::generic_alias::GenericAlias::make(ts, class.to_ref(), item)
}

fn get_dict(ts: &ThreadState, this: &PyObject) -> PyResult {
    crate::protocol::attr::instance_dict(ts, this)
}

fn get_weakref(ts: &ThreadState, this: &PyObject) -> PyResult {
    let first = crate::alloc::weak_list(this).and_then(|list| list.references().into_iter().next());
    Ok(first.map_or_else(|| ts.none(), Py::into_ref))
}

/// `__dict__` of classes that add one.
pub(crate) static DICT_GETSET: GetSetDef = GetSetDef {
    name: "__dict__",
    get: get_dict,
    set: Some(crate::protocol::attr::replace_instance_dict),
    doc: Some("dictionary for instance variables"),
    member: false,
};

/// `__weakref__` of classes that add it.
pub(crate) static WEAKREF_GETSET: GetSetDef =
    GetSetDef { name: "__weakref__", get: get_weakref, set: None, doc: Some("list of weak references to the object"), member: false };

/// An object of exactly `object`, for callers of the machine.
pub fn new_bare(ts: &ThreadState) -> PyResult<PyRef> {
    Ok(Py::new(ts, BareObject)?.into_ref())
}

/// object
pub static OBJECT: TypeDef = TypeDef {
    doc: Some(
        "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    ),
    text_signature: Some("()"),
    base: None,
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_repr: Some(object_repr),
        tp_str: Some(object_str),
        tp_hash: Some(object_hash),
        tp_richcompare: Some(object_richcompare),
        tp_getattro: Some(crate::protocol::attr::generic_get_attr),
        tp_setattro: Some(crate::protocol::attr::generic_set_attr),
        tp_init: Some(object_init),
        tp_new: Some(object_new),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("__reduce_ex__", "($self, protocol, /)", Native::O(object_reduce_ex), "Helper for pickle."),
        MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce_newobj), "Helper for pickle."),
        MethodDef::new("__getstate__", "($self, /)", Native::NoArgs(object_getstate), "Helper for pickle."),
        MethodDef::new("__subclasshook__", "", Native::Raw(object_subclasshook), "Override this to customise issubclass().").class(),
        MethodDef::new("__init_subclass__", "", Native::Raw(object_init_subclass), "Called when a class is subclassed.").class(),
        MethodDef::new("__format__", "($self, format_spec, /)", Native::O(object_format), "Default object formatter."),
        MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(object_sizeof), "Size of object in memory, in bytes."),
        MethodDef::new("__dir__", "($self, /)", Native::NoArgs(object_dir), "Default dir() implementation."),
    ],
    getset: &[GetSetDef { name: "__class__", get: get_class, set: Some(set_class), doc: Some("the object's class"), member: false }],
    ..TypeDef::of::<BareObject>("object")
};
