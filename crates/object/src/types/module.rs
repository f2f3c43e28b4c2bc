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

/// CPython: `_module_repr` in `Lib/importlib/_bootstrap.py`.
fn module_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let names = ts.names();
    let attribute = |object: &PyObject, name: &Obj<Str>| -> PyResult<Option<PyRef>> {
        let value = crate::protocol::attr::get_attr_opt(ts, object, name)?;
        Ok(value.filter(|value| !value.is(&ts.singletons().none)))
    };
    let repr = |value: &PyObject| -> PyResult<String> { Ok(crate::protocol::repr(ts, value)?.to_rust_string()) };
    let loader = attribute(this, &names.__loader__)?;
    let text = if let Some(spec) = attribute(this, &names.__spec__)? {
        let name = match attribute(&spec, &*ts.intern("name")?)? {
            Some(name) => repr(&name)?,
            None => "'?'".to_owned(),
        };
        match attribute(&spec, &*ts.intern("origin")?)? {
            Some(origin) => {
                let located = crate::protocol::attr::get_attr_opt(ts, &spec, &*ts.intern("has_location")?)?;
                if located.map(|located| crate::protocol::is_true(ts, &located)).transpose()? == Some(true) {
                    format!("<module {name} from {}>", repr(&origin)?)
                } else {
                    format!("<module {name} ({})>", crate::protocol::str(ts, &origin)?.to_rust_string())
                }
            }
            None => match attribute(&spec, &*ts.intern("loader")?)?.or(loader) {
                None => format!("<module {name}>"),
                // The loader of namespace packages is a builtin type, the only one with `_path`.
                Some(loader) => match attribute(&loader, &*ts.intern("_path")?)?.filter(|_| !loader.ob_type().is_heap()) {
                    Some(path) => {
                        let folders = crate::types::list::List::from_vec(ts, crate::protocol::to_vec(ts, &path)?)?;
                        format!("<module {name} (namespace) from {}>", repr(folders.as_object())?)
                    }
                    None => format!("<module {name} ({})>", repr(&loader)?),
                },
            },
        }
    } else {
        let name = match crate::protocol::attr::get_attr_opt(ts, this, &names.__name__)? {
            Some(name) => repr(&name)?,
            None => "'?'".to_owned(),
        };
        match (crate::protocol::attr::get_attr_opt(ts, this, &names.__file__)?, loader) {
            (Some(file), _) => format!("<module {name} from {}>", repr(&file)?),
            (None, Some(loader)) => format!("<module {name} ({})>", repr(&loader)?),
            (None, None) if payload(ts, this)?.native.get() => format!("<module {name} (built-in)>"),
            (None, None) => format!("<module {name}>"),
        }
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
    let message = missing_attribute(ts, module, name)?;
    Err(ts.attribute_error(this, name, message))
}

/// What an AttributeError about a module says: a file that has another module's name and a circular import are the usual reasons. CPython:
/// the end of `_Py_module_getattro_impl`.
#[cold]
fn missing_attribute(ts: &ThreadState, module: &Module, name: &Obj<Str>) -> PyResult<String> {
    let names = ts.names();
    let attribute = name.to_rust_string();
    let Some(own) = text_of(ts, module, &names.__name__) else { return Ok(format!("module has no attribute '{attribute}'")) };
    let plain = format!("module '{own}' has no attribute '{attribute}'");
    let Some(spec) = module.dict(ts)?.get_str(ts, &names.__spec__)? else { return Ok(plain) };
    let origin = file_origin(ts, &spec)?;
    let shadows = match &origin {
        Some(origin) => is_beside_program(ts, origin)?,
        None => false,
    };
    if let Some(origin) = origin.as_ref().filter(|_| shadows) {
        if is_library_name(ts, &own)? {
            return Ok(format!(
                "{plain} (consider renaming '{origin}' since it has the same name as the standard library module named '{own}' and the \
                 import system gives it precedence)"
            ));
        }
    }
    if is_initializing(ts, &spec)? {
        return Ok(match origin {
            Some(origin) if shadows => {
                format!("{plain} (consider renaming '{origin}' if it has the same name as a third-party module you intended to import)")
            }
            Some(origin) => {
                format!(
                    "partially initialized module '{own}' from '{origin}' has no attribute '{attribute}' (most likely due to a circular import)"
                )
            }
            None => format!("partially initialized module '{own}' has no attribute '{attribute}' (most likely due to a circular import)"),
        });
    }
    let waiting = crate::protocol::attr::get_attr_opt(ts, &spec, &*ts.intern("_uninitialized_submodules")?)?;
    if let Some(waiting) = waiting {
        if crate::protocol::contains(ts, &waiting, name.as_object())? {
            return Ok(format!("cannot access submodule '{attribute}' of module '{own}' (most likely due to a circular import)"));
        }
    }
    Ok(plain)
}

/// Whether the module of that spec is running its code for the first time. CPython: `_PyModuleSpec_IsInitializing`.
pub fn is_initializing(ts: &ThreadState, spec: &PyObject) -> PyResult<bool> {
    match crate::protocol::attr::get_attr_opt(ts, spec, &*ts.intern("_initializing")?)? {
        Some(value) => crate::protocol::is_true(ts, &value),
        None => Ok(false),
    }
}

/// The file that a spec names. CPython: `_PyModuleSpec_GetFileOrigin`.
pub fn file_origin(ts: &ThreadState, spec: &PyObject) -> PyResult<Option<String>> {
    let has_location = match crate::protocol::attr::get_attr_opt(ts, spec, &*ts.intern("has_location")?)? {
        Some(value) => crate::protocol::is_true(ts, &value)?,
        None => false,
    };
    if !has_location {
        return Ok(None);
    }
    let origin = crate::protocol::attr::get_attr_opt(ts, spec, &*ts.intern("origin")?)?;
    Ok(origin.and_then(|origin| origin.downcast::<Str>().map(|origin| origin.to_rust_string())))
}

fn sys_attribute(ts: &ThreadState, name: &str) -> PyResult<Option<PyRef>> {
    let sys = match ts.modules() {
        Some(modules) => modules.get_str(ts, &*ts.intern("sys")?)?,
        None => None,
    };
    match sys.as_deref().and_then(|sys| sys.downcast::<Module>()) {
        Some(sys) => sys.dict(ts)?.get_str(ts, &*ts.intern(name)?),
        None => Ok(None),
    }
}

/// Whether a file lies in the folder that stands first in `sys.path`, so that it comes before the library's. CPython:
/// `_PyModule_IsPossiblyShadowing`, which keeps that folder from the start.
pub fn is_beside_program(ts: &ThreadState, origin: &str) -> PyResult<bool> {
    let folder = origin.strip_suffix("/__init__.py").unwrap_or(origin).rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(path) = sys_attribute(ts, "path")? else { return Ok(false) };
    let Some(path) = path.downcast::<crate::types::list::List>() else { return Ok(false) };
    let first = path.get(0).and_then(|first| first.downcast::<Str>().map(|first| first.to_rust_string()));
    Ok(first.is_some_and(|first| !first.is_empty() && first == folder))
}

/// Whether the library has a module of that name.
pub fn is_library_name(ts: &ThreadState, name: &str) -> PyResult<bool> {
    match sys_attribute(ts, "stdlib_module_names")? {
        Some(names) => crate::protocol::contains(ts, &names, ts.new_str(name)?.as_object()),
        None => Ok(false),
    }
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
