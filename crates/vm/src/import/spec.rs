//! ModuleSpec, what is known of a module before it is loaded; and making modules from specs.
//!
//! CPython counterpart: `ModuleSpec`, `_init_module_attrs`, `_load_unlocked` in `Lib/importlib/_bootstrap.py`. As there, a spec keeps its
//! attributes in its `__dict__` under CPython's names. Invariant: `_initializing` is true in the spec of a module exactly while its code
//! runs for the first time; messages about circular imports read it.

use minipy_object::args::{Args, Bound, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::module_types::{get, module_type};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;

/// The payload: a namespace.
pub struct ModuleSpec {
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

py_layout!(ModuleSpec, MODULE_SPEC, |ts| module_type(ts, &MODULE_SPEC));

/// What a finder found.
pub(crate) struct Found {
    /// What loads it; None for a namespace package.
    pub(crate) loader: Option<PyRef>,
    /// The file, or a word like `built-in`.
    pub(crate) origin: Option<PyRef>,
    /// The folders of a package.
    pub(crate) search: Option<PyRef>,
    /// Whether `origin` is a file.
    pub(crate) has_location: bool,
}

impl ModuleSpec {
    /// The spec of what was found under that name.
    pub(crate) fn new(ts: &ThreadState, name: PyRef, found: Found) -> PyResult<Py<ModuleSpec>> {
        let spec = Py::new_in(ts, &*get(ts, &MODULE_SPEC)?, ModuleSpec { dict: Field::new(Dict::new(ts)?) })?;
        let or_none = |value: Option<PyRef>| value.unwrap_or_else(|| ts.none());
        for (key, value) in [
            ("name", name),
            ("loader", or_none(found.loader)),
            ("origin", or_none(found.origin)),
            ("loader_state", ts.none()),
            ("submodule_search_locations", or_none(found.search)),
            ("_uninitialized_submodules", List::new(ts)?.into_ref()),
            ("_set_fileattr", ts.bool(found.has_location)),
            ("_cached", ts.none()),
        ] {
            spec.set(ts, key, value)?;
        }
        Ok(spec)
    }

    fn namespace(&self, ts: &ThreadState) -> PyResult<Py<Dict>> {
        match self.dict.get().and_then(|dict| dict.downcast_into().ok()) {
            Some(dict) => Ok(dict),
            None => {
                let dict = Dict::new(ts)?;
                self.dict.set(dict.clone());
                Ok(dict)
            }
        }
    }

    fn set(&self, ts: &ThreadState, name: &str, value: PyRef) -> PyResult<()> {
        self.namespace(ts)?.set_str(ts, &*ts.intern(name)?, value)
    }

    fn get(&self, ts: &ThreadState, name: &str) -> PyResult {
        Ok(self.namespace(ts)?.get_str(ts, &*ts.intern(name)?)?.unwrap_or_else(|| ts.none()))
    }
}

/// An attribute of a spec, which may be any object; None where there is none.
pub(crate) fn attribute(ts: &ThreadState, spec: &PyObject, name: &str) -> PyResult<Option<PyRef>> {
    let value = protocol::get_attr_opt(ts, spec, &*ts.intern(name)?)?;
    Ok(value.filter(|value| !value.is(&ts.singletons().none)))
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<ModuleSpec>> {
    this.downcast().ok_or_else(|| ts.system_error("a slot of ModuleSpec got another object"))
}

fn spec_new(ts: &ThreadState, class: &PyType, _args: Args<'_>) -> PyResult {
    let body = ModuleSpec { dict: Field::new(Dict::new(ts)?) };
    Ok(Py::new_in(ts, class, body)?.into_ref())
}

fn spec_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "ModuleSpec", "(name, loader, *, origin=None, loader_state=None, is_package=None)", args)?;
    let spec = payload(ts, this)?;
    let package = match bound.get(4) {
        Some(value) => protocol::is_true(ts, value)?,
        None => false,
    };
    let given = |i: usize| bound.get(i).map_or_else(|| ts.none(), PyObject::to_ref);
    spec.set(ts, "name", bound.required(ts, 0)?.to_ref())?;
    spec.set(ts, "loader", bound.required(ts, 1)?.to_ref())?;
    spec.set(ts, "origin", given(2))?;
    spec.set(ts, "loader_state", given(3))?;
    spec.set(ts, "submodule_search_locations", if package { List::new(ts)?.into_ref() } else { ts.none() })?;
    spec.set(ts, "_uninitialized_submodules", List::new(ts)?.into_ref())?;
    spec.set(ts, "_set_fileattr", ts.bool(false))?;
    spec.set(ts, "_cached", ts.none())
}

fn spec_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let spec = payload(ts, this)?;
    let mut text = String::from("ModuleSpec(");
    for (i, name) in ["name", "loader", "origin", "submodule_search_locations"].into_iter().enumerate() {
        let value = spec.get(ts, name)?;
        if i > 1 && value.is(&ts.singletons().none) {
            continue;
        }
        let separator = if i > 0 { ", " } else { "" };
        text.push_str(&format!("{separator}{name}={}", protocol::repr(ts, &value)?.to_rust_string()));
    }
    text.push(')');
    Ok(ts.new_str(&text)?.into_ref())
}

fn spec_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<ModuleSpec>(), b.downcast::<ModuleSpec>()) else { return Ok(ts.not_implemented()) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(ts.not_implemented());
    }
    for name in ["name", "loader", "origin", "submodule_search_locations", "_cached", "_set_fileattr"] {
        if !protocol::eq(ts, &*x.get(ts, name)?, &*y.get(ts, name)?)? {
            return Ok(ts.bool(op == CompareOp::Ne));
        }
    }
    Ok(ts.bool(op == CompareOp::Eq))
}

fn spec_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    Err(ts.type_error(format_args!("unhashable type: '{}'", this.ob_type().name_string())))
}

/// The package that the module is in, itself if it is one.
fn get_parent(ts: &ThreadState, this: &PyObject) -> PyResult {
    let spec = payload(ts, this)?;
    let name = spec.get(ts, "name")?;
    if !spec.get(ts, "submodule_search_locations")?.is(&ts.singletons().none) {
        return Ok(name);
    }
    let text = name.downcast::<Str>().map(|name| name.to_rust_string()).unwrap_or_default();
    let parent = text.rsplit_once('.').map_or("", |(parent, _)| parent);
    Ok(ts.new_str(parent)?.into_ref())
}

fn get_cached(ts: &ThreadState, this: &PyObject) -> PyResult {
    payload(ts, this)?.get(ts, "_cached")
}

fn set_cached(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    payload(ts, this)?.set(ts, "_cached", value.map_or_else(|| ts.none(), PyObject::to_ref))
}

fn get_has_location(ts: &ThreadState, this: &PyObject) -> PyResult {
    payload(ts, this)?.get(ts, "_set_fileattr")
}

fn set_has_location(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let value = value.map(|value| protocol::is_true(ts, value)).transpose()?;
    payload(ts, this)?.set(ts, "_set_fileattr", ts.bool(value == Some(true)))
}

fn get_dict(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(payload(ts, this)?.namespace(ts)?.into_ref())
}

/// See the module.
pub static MODULE_SPEC: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("What is known of a module before it is loaded: its name, its loader, where it comes from, where its submodules are."),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(spec_new),
        tp_init: Some(spec_init),
        tp_repr: Some(spec_repr),
        tp_richcompare: Some(spec_richcompare),
        tp_hash: Some(spec_hash),
        ..Slots::INHERIT
    },
    getset: &[
        GetSetDef::getter("parent", get_parent),
        GetSetDef { name: "cached", get: get_cached, set: Some(set_cached), doc: None, member: false },
        GetSetDef { name: "has_location", get: get_has_location, set: Some(set_has_location), doc: None, member: false },
        GetSetDef::getter("__dict__", get_dict),
    ],
    ..TypeDef::of::<ModuleSpec>("ModuleSpec")
};

// --- modules from specs --------------------------------------------------------------------------------------------------------

/// The module of a spec, made by its loader or plainly, with its attributes. CPython: `module_from_spec`.
pub(crate) fn module_from_spec(ts: &ThreadState, spec: &PyObject) -> PyResult {
    let loader = attribute(ts, spec, "loader")?;
    let mut module = None;
    if let Some(loader) = &loader {
        let create = protocol::get_attr_opt(ts, loader, &*ts.intern("create_module")?)?;
        match create {
            Some(create) => {
                let made = protocol::call_one(ts, &create, spec)?;
                module = Some(made).filter(|made| !made.is(&ts.singletons().none));
            }
            None if protocol::get_attr_opt(ts, loader, &*ts.intern("exec_module")?)?.is_some() => {
                let message = "loaders that define exec_module() must also define create_module()";
                return Err(ts.raise(&ts.types().import_error, message));
            }
            None => {}
        }
    }
    let module = match module {
        Some(module) => module,
        None => {
            let name = attribute(ts, spec, "name")?.unwrap_or_else(|| ts.none());
            let name = protocol::str(ts, &name)?.to_rust_string();
            Module::new(ts, &name)?.into_ref()
        }
    };
    init_module_attrs(ts, spec, &module)?;
    Ok(module)
}

/// CPython: `_init_module_attrs`.
pub(crate) fn init_module_attrs(ts: &ThreadState, spec: &PyObject, module: &PyObject) -> PyResult<()> {
    let names = ts.names();
    let value = |name: &str| attribute(ts, spec, name);
    let set = |name: &Obj<Str>, value: &PyObject| match protocol::set_attr(ts, module, name, value) {
        // An object that a loader made may refuse them.
        Err(raised) if ts.exception_is(&raised, &ts.types().attribute_error) => {
            ts.clear_exception(raised);
            Ok(())
        }
        done => done,
    };
    let missing = |name: &Obj<Str>| -> PyResult<bool> {
        let found = protocol::get_attr_opt(ts, module, name)?;
        Ok(found.is_none_or(|found| found.is(&ts.singletons().none)))
    };
    let search = value("submodule_search_locations")?;
    if missing(&names.__name__)? {
        set(&names.__name__, &value("name")?.unwrap_or_else(|| ts.none()))?;
    }
    if missing(&names.__loader__)? {
        let loader = match (value("loader")?, &search) {
            (None, Some(search)) => {
                // A namespace package has no file, and says so.
                set(&names.__file__, &ts.none())?;
                Some(super::finders::namespace_loader(ts, search)?)
            }
            (loader, _) => loader,
        };
        set(&names.__loader__, &loader.unwrap_or_else(|| ts.none()))?;
    }
    if missing(&names.__package__)? {
        set(&names.__package__, &value("parent")?.unwrap_or_else(|| ts.none()))?;
    }
    set(&names.__spec__, spec)?;
    if let Some(search) = &search {
        if missing(&names.__path__)? {
            set(&names.__path__, search)?;
        }
    }
    if value("has_location")?.map(|value| protocol::is_true(ts, &value)).transpose()? == Some(true) {
        if missing(&names.__file__)? {
            set(&names.__file__, &value("origin")?.unwrap_or_else(|| ts.none()))?;
        }
        if let Some(cached) = value("cached")? {
            set(&*ts.intern("__cached__")?, &cached)?;
        }
    }
    Ok(())
}

/// Make, register and run the module of a spec. CPython: `_load_unlocked`.
pub(crate) fn load(ts: &ThreadState, modules: &Obj<Dict>, spec: &PyObject, name: &Obj<Str>) -> PyResult {
    let loader = attribute(ts, spec, "loader")?;
    let exec = match &loader {
        Some(loader) => {
            let exec = protocol::get_attr_opt(ts, loader, &*ts.intern("exec_module")?)?;
            if exec.is_none() {
                // A loader of the old kind does everything itself.
                let module = protocol::call_method(ts, loader, "load_module", &[name.to_ref()])?;
                return Ok(modules.get_str(ts, name)?.unwrap_or(module));
            }
            exec
        }
        None => None,
    };
    let module = module_from_spec(ts, spec)?;
    let initializing = ts.intern("_initializing")?;
    protocol::set_attr(ts, spec, &initializing, &ts.bool(true))?;
    modules.set_str(ts, name, module.clone())?;
    let done = match (&exec, &loader) {
        (Some(exec), _) => protocol::call_one(ts, exec, &module).map(drop),
        (None, Some(_)) => Ok(()),
        (None, None) if attribute(ts, spec, "submodule_search_locations")?.is_some() => Ok(()),
        (None, None) => Err(super::import_error(ts, &ts.types().import_error, &name.to_rust_string(), "missing loader")),
    };
    let done = match done {
        Ok(()) => {
            // A module may have put something else in its place; it is the youngest now.
            match modules.get_str(ts, name)? {
                Some(module) => {
                    modules.del_item(ts, name.as_object())?;
                    modules.set_str(ts, name, module.clone())?;
                    Ok(module)
                }
                None => Err(ts.raise_with(&ts.types().key_error, name.to_ref())),
            }
        }
        Err(raised) => {
            let exc = ts.take_exception(raised);
            modules.del_item(ts, name.as_object())?;
            Err(ts.set_exception(exc))
        }
    };
    match done {
        Ok(module) => {
            protocol::set_attr(ts, spec, &initializing, &ts.bool(false))?;
            Ok(module)
        }
        Err(raised) => {
            let exc = ts.take_exception(raised);
            if let Err(second) = protocol::set_attr(ts, spec, &initializing, &ts.bool(false)) {
                ts.clear_exception(second);
            }
            Err(ts.set_exception(exc))
        }
    }
}

/// The type object, for `_frozen_importlib`.
pub(crate) fn spec_type(ts: &ThreadState) -> PyResult {
    Ok(get(ts, &MODULE_SPEC)?.into_ref())
}

/// `(name, loader)` of a call by keywords, for the finders' tables.
pub(crate) fn text_argument(ts: &ThreadState, args: &Bound<'_>, i: usize) -> PyResult<Option<String>> {
    match args.get(i) {
        None => Ok(None),
        Some(value) if value.is(&ts.singletons().none) => Ok(None),
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text.to_rust_string())),
            None => Err(ts.type_error(format_args!("expected str, not {}", value.ob_type().name_string()))),
        },
    }
}
