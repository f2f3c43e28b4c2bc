//! module: a namespace with a name.
//!
//! CPython counterpart: `Objects/moduleobject.c`.

use std::cell::Cell;

use crate::args::{Args, bind_new};
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::builtin_function::BuiltinFunction;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::weakref::WeakList;

/// The payload.
pub struct Module {
    dict: Field,
    /// Whether it is made of native code.
    native: Cell<bool>,
    weaklist: WeakList,
}

impl Body for Module {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(Module, dict));
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Module, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

crate::py_layout!(Module, MODULE, |ts| &ts.types().module);

/// A native module, as data: its name, doc, functions, and what fills the rest. CPython: `PyModuleDef`.
pub struct ModuleDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static [MethodDef],
    /// Adds constants, types and whatever needs objects.
    pub init: Option<fn(&ThreadState, &Obj<Module>) -> PyResult<()>>,
}

impl Module {
    /// An empty module. CPython: `PyModule_New`.
    pub fn new(ts: &ThreadState, name: &str) -> PyResult<Py<Module>> {
        let module = Py::new(ts, Module { dict: Field::new(Dict::new(ts)?), native: Cell::new(false), weaklist: WeakList::new() })?;
        fill(ts, &module, ts.intern(name)?.into_ref(), ts.none())?;
        Ok(module)
    }

    /// A native module with its functions and constants.
    pub fn from_def(ts: &ThreadState, def: &'static ModuleDef) -> PyResult<Py<Module>> {
        let module = Module::new(ts, def.name)?;
        module.set_native();
        let dict = module.dict(ts)?;
        if !def.doc.is_empty() {
            dict.set_str(ts, &ts.names().__doc__, ts.new_str(def.doc)?.into_ref())?;
        }
        let name = ts.intern(def.name)?.into_ref();
        for function in def.functions {
            let value = BuiltinFunction::new(ts, function, Some(module.to_ref()), Some(name.clone()))?;
            dict.set_str(ts, &*ts.intern(function.name)?, value.into_ref())?;
        }
        if let Some(init) = def.init {
            init(ts, &module)?;
        }
        Ok(module)
    }

    /// Say that the module is part of the program: its repr shows it.
    pub fn set_native(&self) {
        self.native.set(true);
    }

    /// The address of the namespace, for caches that compare its version.
    #[inline(always)]
    pub fn dict_ptr(&self) -> Option<std::ptr::NonNull<Obj<Dict>>> {
        self.dict.as_raw().map(std::ptr::NonNull::cast)
    }

    /// The namespace.
    pub fn dict(&self, ts: &ThreadState) -> PyResult<Py<Dict>> {
        if let Some(dict) = self.dict.get().and_then(|dict| dict.downcast_into().ok()) {
            return Ok(dict);
        }
        let dict = Dict::new(ts)?;
        self.dict.set(dict.clone());
        Ok(dict)
    }

    /// Set a name of the module. CPython: `PyModule_AddObject`.
    pub fn add(&self, ts: &ThreadState, name: &str, value: impl Into<PyRef>) -> PyResult<()> {
        self.dict(ts)?.set_str(ts, &*ts.intern(name)?, value.into())
    }
}

fn fill(ts: &ThreadState, module: &Module, name: PyRef, doc: PyRef) -> PyResult<()> {
    let dict = module.dict(ts)?;
    let names = ts.names();
    dict.set_str(ts, &names.__name__, name)?;
    dict.set_str(ts, &names.__doc__, doc)?;
    for name in [&names.__package__, &names.__loader__, &names.__spec__] {
        dict.set_str(ts, name, ts.none())?;
    }
    Ok(())
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Module>> {
    this.downcast().ok_or_else(|| ts.system_error("a module slot got another object"))
}

fn module_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    let dict = Field::new(Dict::new(ts)?);
    Ok(Py::new_in(ts, ty, Module { dict, native: Cell::new(false), weaklist: WeakList::new() })?.into_ref())
}

fn module_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "module", "(name, doc=None)", args)?;
    let name = bound.required(ts, 0)?;
    if !name.is_kind::<Str>() {
        let kind = name.ob_type().name_string();
        return Err(ts.type_error(format_args!("module() argument 'name' must be str, not {kind}")));
    }
    let doc = bound.get(1).map_or_else(|| ts.none(), PyObject::to_ref);
    fill(ts, payload(ts, this)?, name.to_ref(), doc)
}

fn text_of(ts: &ThreadState, module: &Module, name: &Obj<Str>) -> Option<String> {
    let found = module.dict(ts).and_then(|dict| dict.get_str(ts, name));
    match found {
        Ok(found) => found?.downcast::<Str>().map(|text| text.to_rust_string()),
        Err(raised) => {
            ts.clear_exception(raised);
            None
        }
    }
}

fn module_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let module = payload(ts, this)?;
    let names = ts.names();
    let name = text_of(ts, module, &names.__name__).unwrap_or_else(|| "?".to_owned());
    let file = text_of(ts, module, &names.__file__);
    // Where it comes from, if it comes from no file: "built-in", "frozen".
    let spec = module.dict(ts)?.get_str(ts, &names.__spec__)?.filter(|spec| !spec.is(&ts.singletons().none));
    let origin = match spec {
        Some(spec) => crate::protocol::attr::get_attr_opt(ts, &spec, &*ts.intern("origin")?)?,
        None => None,
    };
    let origin = origin.and_then(|origin| origin.downcast::<Str>().map(|origin| origin.to_rust_string()));
    let text = match (file, origin) {
        (Some(file), _) => format!("<module '{name}' from '{file}'>"),
        (None, Some(origin)) => format!("<module '{name}' ({origin})>"),
        (None, None) if module.native.get() => format!("<module '{name}' (built-in)>"),
        (None, None) => format!("<module '{name}'>"),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn module_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    if let Some(value) = crate::protocol::attr::generic_get_attr_opt(ts, this, name)? {
        return Ok(value);
    }
    let module = payload(ts, this)?;
    let dict = module.dict(ts)?;
    if let Some(getattr) = dict.get_str(ts, &ts.names().__getattr__)? {
        return crate::protocol::call::call(ts, &getattr, Args::positional(&[name.to_ref()]));
    }
    let attribute = name.to_rust_string();
    let message = match text_of(ts, module, &ts.names().__name__) {
        Some(module) => format!("module '{module}' has no attribute '{attribute}'"),
        None => format!("module has no attribute '{attribute}'"),
    };
    Err(ts.attribute_error(this, name, message))
}

fn module_dir(ts: &ThreadState, this: &PyObject) -> PyResult {
    let dict = payload(ts, this)?.dict(ts)?;
    if let Some(function) = dict.get_str(ts, &ts.names().__dir__)? {
        return crate::protocol::call::call_no_args(ts, &function);
    }
    crate::types::object::key_list(ts, &dict)
}

fn get_annotations(ts: &ThreadState, this: &PyObject) -> PyResult {
    let dict = payload(ts, this)?.dict(ts)?;
    let name = &ts.names().__annotations__;
    if let Some(found) = dict.get_str(ts, name)? {
        return Ok(found);
    }
    let fresh = Dict::new(ts)?.into_ref();
    dict.set_str(ts, name, fresh.clone())?;
    Ok(fresh)
}

fn set_annotations(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let dict = payload(ts, this)?.dict(ts)?;
    let name = &ts.names().__annotations__;
    match value {
        Some(value) => dict.set_str(ts, name, value.to_ref()),
        None if dict.del_item(ts, name.as_object())? => Ok(()),
        None => Err(ts.attribute_error(this, name, "__annotations__")),
    }
}

/// module
pub static MODULE: TypeDef = TypeDef {
    doc: Some("Create a module object.\n\nThe name must be a string; the optional docstring can have any type."),
    text_signature: Some("(name, doc=None)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(module_new),
        tp_init: Some(module_init),
        tp_repr: Some(module_repr),
        tp_getattro: Some(module_getattro),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new("__dir__", "", Native::NoArgs(module_dir), "__dir__() -> list\nspecialized dir() implementation")],
    getset: &[
        GetSetDef::member("__dict__", |ts, this| Ok(payload(ts, this)?.dict(ts)?.into_ref())),
        GetSetDef { name: "__annotations__", get: get_annotations, set: Some(set_annotations), doc: None, member: false },
    ],
    ..TypeDef::of::<Module>("module")
};
