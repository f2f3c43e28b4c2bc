//! Import: `__import__`, packages, `from` and `*`.
//!
//! CPython counterpart: `PyImport_ImportModuleLevelObject`, `_find_and_load` of `Lib/importlib/_bootstrap.py`. What finds modules is in
//! `finders`, what makes and runs them in `spec`. Invariant: a module is in `sys.modules` while its code runs, and is taken out if that
//! fails.

mod finders;
mod spec;

pub(crate) use finders::meta_path;
pub use finders::{Library, LibraryHook, describe_builtin};

use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::dict::Dict;
use minipy_object::types::exceptions;
use minipy_object::types::list::List;
use minipy_object::types::module::{self, Module, ModuleDef};
use minipy_object::types::str::Str;

/// Places of ImportError's own fields.
const IMPORT_NAME: usize = 1;
const IMPORT_PATH: usize = 2;
const IMPORT_NAME_FROM: usize = 3;

/// Modules of this crate that are made when they are first imported.
static NATIVE_MODULES: &[(&str, &ModuleDef)] = &[
    ("io", &crate::io::MODULE),
    ("_io", &crate::io::MODULE),
    ("__future__", &crate::future::MODULE),
    ("_frozen_importlib", &BOOTSTRAP),
    ("_frozen_importlib_external", &BOOTSTRAP_EXTERNAL),
];

fn modules(ts: &ThreadState) -> PyResult<Py<Dict>> {
    ts.modules().ok_or_else(|| ts.runtime_error("unable to get sys.modules"))
}

/// ImportError with its `name` and `path`.
fn import_error(ts: &ThreadState, ty: &minipy_object::header::PyType, name: &str, message: &str) -> Raised {
    let raised = ts.raise(ty, message);
    let exc = ts.take_exception(raised);
    if let Ok(name) = ts.new_str(name) {
        exceptions::set_field(&exc, &exceptions::IMPORT_ERROR, IMPORT_NAME, Some(name.into_ref()));
    }
    ts.set_exception(exc)
}

/// The module of that full name, loaded if need be. CPython: `_find_and_load`.
pub fn import_module(ts: &ThreadState, full: &str) -> PyResult {
    ts.check_stack(" during import")?;
    let key = ts.intern(full)?;
    if let Some(module) = modules(ts)?.get_str(ts, &key)? {
        if module.is(&ts.singletons().none) {
            let message = format!("import of {full} halted; None in sys.modules");
            return Err(import_error(ts, &ts.types().module_not_found_error, full, &message));
        }
        return Ok(module);
    }
    let mut path = None;
    let mut parent = None;
    if let Some((package, _)) = full.rsplit_once('.') {
        let module = import_module(ts, package)?;
        if let Some(module) = modules(ts)?.get_str(ts, &key)? {
            return Ok(module);
        }
        match protocol::get_attr_opt(ts, &module, &ts.names().__path__)? {
            Some(found) => path = Some(found),
            None => {
                let message = format!("No module named '{full}'; '{package}' is not a package");
                return Err(import_error(ts, &ts.types().module_not_found_error, full, &message));
            }
        }
        parent = Some(module);
    }
    let waiting = parent.as_deref().map(|parent| Waiting::new(ts, parent, full)).transpose()?.flatten();
    let spec = find_spec(ts, &key, path.as_deref())?;
    let loaded = match spec {
        Some(spec) => spec::load(ts, &*modules(ts)?, &spec, &key),
        None => Err(import_error(ts, &ts.types().module_not_found_error, full, &format!("No module named '{full}'"))),
    };
    if let Some(waiting) = waiting {
        waiting.over(ts)?;
    }
    let module = loaded?;
    if let Some(parent) = parent {
        let child = full.rsplit_once('.').map_or(full, |(_, child)| child);
        match protocol::set_attr(ts, &parent, &*ts.intern(child)?, &module) {
            Err(raised) if ts.exception_is(&raised, &ts.types().attribute_error) => {
                ts.clear_exception(raised);
                let own = full.rsplit_once('.').map_or("", |(own, _)| own);
                let message = format!("Cannot set an attribute on '{own}' for child module '{child}'");
                crate::warnings::warn(ts, &ts.types().import_warning, &message)?;
            }
            done => done?,
        }
    }
    Ok(module)
}

/// The last name of a module that is being imported stands in its package's spec meanwhile, for the message about circular imports.
struct Waiting {
    names: Py<List>,
}

impl Waiting {
    fn new(ts: &ThreadState, parent: &PyObject, full: &str) -> PyResult<Option<Waiting>> {
        let Some(spec) = protocol::get_attr_opt(ts, parent, &ts.names().__spec__)? else { return Ok(None) };
        let names = protocol::get_attr_opt(ts, &spec, &*ts.intern("_uninitialized_submodules")?)?;
        let Some(names) = names.and_then(|names| names.downcast_into::<List>().ok()) else { return Ok(None) };
        let child = full.rsplit_once('.').map_or(full, |(_, child)| child);
        names.append(ts, ts.intern(child)?.into_ref())?;
        Ok(Some(Waiting { names }))
    }

    /// The import has ended. An exception that is set stays.
    fn over(self, ts: &ThreadState) -> PyResult<()> {
        let pending = ts.pending_exception().map(|raised| ts.take_exception(raised));
        let popped = protocol::call_method(ts, self.names.as_object(), "pop", &[]).map(drop);
        match (pending, popped) {
            (None, popped) => popped,
            (Some(pending), popped) => {
                if let Err(second) = popped {
                    ts.clear_exception(second);
                }
                // The caller still holds the proof that it is set.
                let _ = ts.set_exception(pending);
                Ok(())
            }
        }
    }
}

/// What the finders of `sys.meta_path` have. CPython: `_find_spec`.
fn find_spec(ts: &ThreadState, name: &Obj<Str>, path: Option<&PyObject>) -> PyResult<Option<PyRef>> {
    let Some(finders) = crate::sys::attribute(ts, "meta_path")?.filter(|list| !list.is(&ts.singletons().none)) else {
        return Err(ts.raise(&ts.types().import_error, "sys.meta_path is None, Python is likely shutting down"));
    };
    let finders = protocol::to_vec(ts, &finders)?;
    if finders.is_empty() {
        crate::warnings::warn(ts, &ts.types().import_warning, "sys.meta_path is empty")?;
    }
    for finder in finders {
        if let Some(spec) = finders::ask(ts, &finder, name, path)? {
            return Ok(Some(spec));
        }
    }
    Ok(None)
}

/// The functions of `_frozen_importlib`, for `importlib`.
pub static BOOTSTRAP: ModuleDef = ModuleDef {
    name: "_frozen_importlib",
    doc: "Specs of modules, and the importers of what is part of the program.",
    functions: &[
        MethodDef::new("_gcd_import", "($module, name, /)", Native::O(gcd_import), "Import a module by its full name."),
        MethodDef::new("_init_module_attrs", "($module, spec, module, /)", Native::Fast(init_attrs), "Give a module what its spec says."),
        MethodDef::new("module_from_spec", "($module, spec, /)", Native::O(finders::new_module), "Make the module of a spec."),
    ],
    init: Some(|ts, module| {
        module.add(ts, "ModuleSpec", spec::spec_type(ts)?)?;
        add_types(ts, module, "_frozen_importlib")
    }),
};

/// `_frozen_importlib_external`
pub static BOOTSTRAP_EXTERNAL: ModuleDef = ModuleDef {
    name: "_frozen_importlib_external",
    doc: "The importers of files.",
    functions: &[],
    init: Some(|ts, module| add_types(ts, module, "_frozen_importlib_external")),
};

fn add_types(ts: &ThreadState, module: &Module, own: &str) -> PyResult<()> {
    for def in finders::types().into_iter().filter(|def| def.module == own) {
        module.add(ts, def.name, minipy_object::module_types::get(ts, def)?)?;
    }
    Ok(())
}

fn gcd_import(ts: &ThreadState, _module: &PyObject, name: &PyObject) -> PyResult {
    match name.downcast::<Str>() {
        Some(name) => import_module(ts, &name.to_rust_string()),
        None => Err(ts.type_error(format_args!("module name must be str, not {}", name.ob_type().name_string()))),
    }
}

fn init_attrs(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    if let [spec, module] = args {
        spec::init_module_attrs(ts, spec, module)?;
    }
    Ok(ts.none())
}

/// The package of a relative import. CPython: `_calc___package__` and `resolve_name`.
fn resolve(ts: &ThreadState, name: &str, globals: Option<&Obj<Dict>>, level: usize) -> PyResult<String> {
    let names = ts.names();
    let text = |value: Option<PyRef>| value.and_then(|v| v.downcast::<Str>().map(|v| v.to_rust_string()));
    let none = &ts.singletons().none;
    let package = match globals {
        Some(globals) => match globals.get_str(ts, &names.__package__)?.filter(|package| !package.is(none)) {
            Some(package) => match text(Some(package)) {
                Some(package) => package,
                None => return Err(ts.type_error("package must be a string")),
            },
            None => {
                if globals.get_str(ts, &names.__name__)?.is_none() {
                    return Err(ts.raise(&ts.types().key_error, "'__name__' not in globals"));
                }
                let own = text(globals.get_str(ts, &names.__name__)?).unwrap_or_default();
                if globals.get_str(ts, &names.__path__)?.is_some() {
                    own
                } else {
                    own.rsplit_once('.').map_or_else(String::new, |(package, _)| package.to_owned())
                }
            }
        },
        None => String::new(),
    };
    if package.is_empty() {
        return Err(ts.raise(&ts.types().import_error, "attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((outer, _)) => base = outer,
            None => {
                return Err(ts.raise(&ts.types().import_error, "attempted relative import beyond top-level package"));
            }
        }
    }
    Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
}

/// `__import__(name, globals, locals, fromlist, level)`.
pub fn import(ts: &ThreadState, name: &str, globals: Option<&Obj<Dict>>, fromlist: Option<&PyObject>, level: usize) -> PyResult {
    if name.is_empty() && level == 0 {
        return Err(ts.value_error("Empty module name"));
    }
    let full = if level > 0 { resolve(ts, name, globals, level)? } else { name.to_owned() };
    let module = import_module(ts, &full)?;
    let wants = match fromlist {
        Some(list) if !list.is(&ts.singletons().none) => protocol::is_true(ts, list)?,
        _ => false,
    };
    if !wants {
        // `import a.b` binds `a`.
        let Some((head, _)) = name.split_once('.') else { return Ok(module) };
        if level == 0 {
            return import_module(ts, head);
        }
        let cut = full.len() - (name.len() - head.len());
        return import_module(ts, full.get(..cut).unwrap_or(&full));
    }
    if let Some(list) = fromlist {
        if protocol::get_attr_opt(ts, &module, &ts.names().__path__)?.is_some() {
            import_submodules(ts, &module, &full, list)?;
        }
    }
    Ok(module)
}

/// `from package import submodule`. CPython: `_handle_fromlist`.
fn import_submodules(ts: &ThreadState, module: &PyObject, full: &str, list: &PyObject) -> PyResult<()> {
    for item in protocol::to_vec(ts, list)? {
        let Some(name) = item.downcast::<Str>() else {
            let kind = item.ob_type().name_string();
            return Err(ts.type_error(format_args!("Item in ``from list'' must be str, not {kind}")));
        };
        if name.equals_str("*") {
            if let Some(all) = protocol::get_attr_opt(ts, module, &ts.names().__all__)? {
                import_submodules(ts, module, full, &all)?;
            }
            continue;
        }
        if protocol::get_attr_opt(ts, module, name)?.is_some() {
            continue;
        }
        let child = format!("{full}.{}", name.to_rust_string());
        match import_module(ts, &child) {
            Ok(module) => drop(module),
            // The submodule itself is not there: `from` will say so. A failure inside of it is passed on.
            Err(raised) if ts.exception_is(&raised, &ts.types().module_not_found_error) => {
                let exc = ts.take_exception(raised);
                let missing = exceptions::field(&exc, &exceptions::IMPORT_ERROR, IMPORT_NAME).and_then(|name| name.get());
                let same = missing.is_some_and(|name| name.downcast::<Str>().is_some_and(|name| name.equals_str(&child)));
                if !same {
                    return Err(ts.set_exception(exc));
                }
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(())
}

/// `from module import name`. CPython: `_PyEval_ImportFrom`.
pub(crate) fn import_from(ts: &ThreadState, module: &PyObject, name: &Obj<Str>) -> PyResult {
    if let Some(found) = protocol::get_attr_opt(ts, module, name)? {
        return Ok(found);
    }
    let text = name.to_rust_string();
    let own = match protocol::get_attr_opt(ts, module, &ts.names().__name__)? {
        Some(own) => own.downcast::<Str>().map(|own| own.to_rust_string()),
        None => None,
    };
    if let Some(own) = &own {
        let full = ts.intern(&format!("{own}.{text}"))?;
        if let Some(found) = modules(ts)?.get_str(ts, &full)? {
            return Ok(found);
        }
    }
    let own_text = own.unwrap_or_else(|| "<unknown module name>".to_owned());
    let file = match protocol::get_attr_opt(ts, module, &ts.names().__file__)? {
        Some(file) => file.downcast::<Str>().map(|file| file.to_rust_string()),
        None => None,
    };
    let place = file.clone().unwrap_or_else(|| "unknown location".to_owned());
    let spec = protocol::get_attr_opt(ts, module, &ts.names().__spec__)?;
    let origin = spec.as_ref().map(|spec| module::file_origin(ts, spec)).transpose()?.flatten();
    let initializing = match &spec {
        Some(spec) => module::is_initializing(ts, spec)?,
        None => false,
    };
    let shadowing = match &origin {
        Some(origin) if module::is_beside_program(ts, origin)? && module::is_library_name(ts, &own_text)? => Some(origin),
        _ => None,
    };
    let message = if let Some(origin) = shadowing {
        format!(
            "cannot import name '{text}' from '{own_text}' (consider renaming '{origin}' since it has the same name as the standard library \
             module named '{own_text}' and the import system gives it precedence)"
        )
    } else if initializing {
        format!(
            "cannot import name '{text}' from partially initialized module '{own_text}' (most likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name '{text}' from '{own_text}' ({place})")
    };
    let raised = import_error(ts, &ts.types().import_error, &own_text, &message);
    let exc = ts.take_exception(raised);
    exceptions::set_field(&exc, &exceptions::IMPORT_ERROR, IMPORT_NAME_FROM, Some(name.to_ref()));
    if let Some(file) = file {
        let file = ts.new_str(&file)?.into_ref();
        exceptions::set_field(&exc, &exceptions::IMPORT_ERROR, IMPORT_PATH, Some(file));
    }
    Err(ts.set_exception(exc))
}

/// `from module import *` into a namespace.
pub(crate) fn import_all_from(ts: &ThreadState, namespace: &PyObject, module: &PyObject) -> PyResult<()> {
    let (names, skip) = match protocol::get_attr_opt(ts, module, &ts.names().__all__)? {
        Some(all) => (protocol::to_vec(ts, &all)?, false),
        None => {
            let Some(dict) = protocol::get_attr_opt(ts, module, &ts.names().__dict__)? else {
                return Err(ts.raise(&ts.types().import_error, "from-import-* object has no __dict__ and no __all__"));
            };
            let keys = protocol::call_method(ts, &dict, "keys", &[])?;
            (protocol::to_vec(ts, &keys)?, true)
        }
    };
    for name in names {
        let Some(text) = name.downcast::<Str>() else {
            let own = protocol::get_attr(ts, module, &ts.names().__name__)?;
            let own = protocol::str(ts, &own)?.to_rust_string();
            let kind = name.ob_type().name_string();
            let place = if skip { "Key in" } else { "Item in" };
            let what = if skip { "__dict__" } else { "__all__" };
            return Err(ts.type_error(format_args!("{place} {own}.{what} must be str, not {kind}")));
        };
        if skip && text.char_at(0) == Some(u32::from('_')) {
            continue;
        }
        let value = protocol::get_attr(ts, module, text)?;
        protocol::set_item(ts, namespace, &name, &value)?;
    }
    Ok(())
}
