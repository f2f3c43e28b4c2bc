//! What a module knows of where it comes from: `__spec__` and `__loader__`.
//!
//! CPython counterpart: `ModuleSpec`, `BuiltinImporter`, `FrozenImporter` of `Lib/importlib/_bootstrap.py`, `SourceFileLoader` of
//! `_bootstrap_external.py`. Here finding and loading is the machine's hook; these objects tell what it did. Invariant: a spec's attributes
//! are its `__dict__`, as in CPython.

use minipy_object::args::{Args, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::module_types;
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;

/// The payload of `ModuleSpec`.
pub(crate) struct ModuleSpec {
    dict: Field,
}

impl Body for ModuleSpec {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(ModuleSpec, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(ModuleSpec, MODULE_SPEC, |ts| module_types::module_type(ts, &MODULE_SPEC));

/// Where a module was found.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// In the program itself, written in Rust.
    Native,
    /// In the program itself, written in Python.
    Frozen,
    /// In a file.
    File(&'a str),
}

/// Give a module its `__spec__`, `__loader__` and `__package__`, and a package its `__path__`: the folders in which its modules lie.
pub fn describe(ts: &ThreadState, module: &Module, name: &str, place: Place<'_>, folders: Option<&[String]>) -> PyResult<()> {
    let loader = match place {
        Place::Native => module_types::get(ts, &BUILTIN_IMPORTER)?.into_ref(),
        Place::Frozen => module_types::get(ts, &FROZEN_IMPORTER)?.into_ref(),
        Place::File(path) => {
            module_types::get(ts, &FILE_LOADER)?;
            let body = FileLoader { name: Field::new(ts.intern(name)?), path: Field::new(ts.new_str(path)?) };
            Py::new(ts, body)?.into_ref()
        }
    };
    let spec = module_types::get(ts, &MODULE_SPEC)?;
    let spec = new_spec(ts, &spec, ts.intern(name)?.into_ref(), loader.clone())?;
    let origin = match place {
        Place::Native => "built-in",
        Place::Frozen => "frozen",
        Place::File(path) => path,
    };
    let set = |name: &str, value: PyRef| protocol::set_attr(ts, &spec, &*ts.intern(name)?, &value);
    set("origin", ts.new_str(origin)?.into_ref())?;
    set("_set_fileattr", ts.bool(matches!(place, Place::File(_))))?;
    let mut package = name.rsplit_once('.').map_or("", |(package, _)| package);
    if let Some(folders) = folders {
        let path = List::new(ts)?;
        for folder in folders {
            path.append(ts, ts.new_str(folder)?.into_ref())?;
        }
        set("submodule_search_locations", path.clone().into_ref())?;
        module.add(ts, "__path__", path)?;
        package = name;
    }
    module.add(ts, "__package__", ts.intern(package)?)?;
    module.add(ts, "__loader__", loader)?;
    module.add(ts, "__spec__", spec)
}

fn new_spec(ts: &ThreadState, ty: &PyType, name: PyRef, loader: PyRef) -> PyResult {
    let dict = Dict::new(ts)?;
    for (key, value) in [
        ("name", name),
        ("loader", loader),
        ("origin", ts.none()),
        ("loader_state", ts.none()),
        ("submodule_search_locations", ts.none()),
        ("_uninitialized_submodules", List::new(ts)?.into_ref()),
        ("_set_fileattr", ts.bool(false)),
        ("_cached", ts.none()),
    ] {
        dict.set_str(ts, &*ts.intern(key)?, value)?;
    }
    Ok(Py::new_in(ts, ty, ModuleSpec { dict: Field::new(dict) })?.into_ref())
}

fn spec_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "ModuleSpec", "(name, loader, *, origin=None, loader_state=None, is_package=None)", args)?;
    let [name, loader, origin, state, package] = bound.take::<5>();
    let owned = |value: Option<&PyObject>| value.map_or_else(|| ts.none(), PyObject::to_ref);
    let spec = new_spec(ts, ty, owned(name), owned(loader))?;
    protocol::set_attr(ts, &spec, &*ts.intern("origin")?, &owned(origin))?;
    protocol::set_attr(ts, &spec, &*ts.intern("loader_state")?, &owned(state))?;
    if protocol::is_true(ts, &owned(package))? {
        let path = List::new(ts)?;
        protocol::set_attr(ts, &spec, &*ts.intern("submodule_search_locations")?, path.as_object())?;
    }
    Ok(spec)
}

fn spec_init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn attribute(ts: &ThreadState, this: &PyObject, name: &str) -> PyResult {
    protocol::get_attr(ts, this, &*ts.intern(name)?)
}

fn spec_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let repr = |name: &str| -> PyResult<String> { Ok(protocol::repr(ts, &*attribute(ts, this, name)?)?.to_rust_string()) };
    let mut text = format!("ModuleSpec(name={}, loader={}", repr("name")?, repr("loader")?);
    for name in ["origin", "submodule_search_locations"] {
        if !attribute(ts, this, name)?.is(&ts.singletons().none) {
            text.push_str(&format!(", {name}={}", repr(name)?));
        }
    }
    text.push(')');
    Ok(ts.new_str(&text)?.into_ref())
}

fn get_parent(ts: &ThreadState, this: &PyObject) -> PyResult {
    let name = attribute(ts, this, "name")?;
    if !attribute(ts, this, "submodule_search_locations")?.is(&ts.singletons().none) {
        return Ok(name);
    }
    let name = name.downcast::<Str>().map(|name| name.to_rust_string()).unwrap_or_default();
    Ok(ts.new_str(name.rsplit_once('.').map_or("", |(package, _)| package))?.into_ref())
}

fn get_has_location(ts: &ThreadState, this: &PyObject) -> PyResult {
    attribute(ts, this, "_set_fileattr")
}

fn get_cached(ts: &ThreadState, this: &PyObject) -> PyResult {
    attribute(ts, this, "_cached")
}

static MODULE_SPEC: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("Where a module was found, and what loaded it."),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(spec_new), tp_init: Some(spec_init), tp_repr: Some(spec_repr), ..Slots::INHERIT },
    getset: &[
        GetSetDef::getter("parent", get_parent),
        GetSetDef::getter("has_location", get_has_location),
        GetSetDef::getter("cached", get_cached),
        GetSetDef::getter("__dict__", |ts, this| match this.downcast::<ModuleSpec>() {
            Some(spec) => Ok(spec.dict.get().unwrap_or_else(|| ts.none())),
            None => Err(ts.system_error("a spec was expected")),
        }),
    ],
    ..TypeDef::of::<ModuleSpec>("ModuleSpec")
};

/// The payload of the importers, which are classes without instances.
pub(crate) struct Importer;

impl Body for Importer {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

static BUILTIN_IMPORTER: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("Stands for the import of modules that are part of the program, written in Rust."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    ..TypeDef::of::<Importer>("BuiltinImporter")
};

static FROZEN_IMPORTER: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("Stands for the import of modules that are part of the program, written in Python."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    ..TypeDef::of::<Importer>("FrozenImporter")
};

/// The payload of `SourceFileLoader`.
pub(crate) struct FileLoader {
    name: Field,
    path: Field,
}

impl Body for FileLoader {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.path.traverse(visit);
    }
}

py_layout!(FileLoader, FILE_LOADER, |ts| module_types::module_type(ts, &FILE_LOADER));

fn loader<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<FileLoader>> {
    this.downcast().ok_or_else(|| ts.system_error("a loader was expected"))
}

static FILE_LOADER: TypeDef = TypeDef {
    module: "_frozen_importlib_external",
    doc: Some("Stands for the import of a module from a file."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    getset: &[
        GetSetDef::member("name", |ts, this| Ok(loader(ts, this)?.name.get().unwrap_or_else(|| ts.none()))),
        GetSetDef::member("path", |ts, this| Ok(loader(ts, this)?.path.get().unwrap_or_else(|| ts.none()))),
    ],
    ..TypeDef::of::<FileLoader>("SourceFileLoader")
};
