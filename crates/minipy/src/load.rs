//! The load hook: native modules, then modules along `sys.path`, then those of the library that are written in Python.
//!
//! CPython's counterparts are `BuiltinImporter`, `PathFinder` with `SourceFileLoader`, and the library's folder at the end of `sys.path`.
//! Invariant: a module is in `sys.modules` before its code runs (the machine takes it out again when that fails), and files are read
//! through the host alone.

use std::path::{Path, PathBuf};

use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;
use minipy_stdlib::Origin;
use minipy_stdlib::spec::{self, Place};
use minipy_vm::types::code::Code;
use minipy_vm::{Mode, sys};

/// Where a module was found.
struct Found {
    file: PathBuf,
    /// The folder of a package.
    package: Option<PathBuf>,
}

/// What the machine calls for a module that is not in `sys.modules`.
pub(crate) fn load_hook(ts: &ThreadState, name: &str, path: Option<&PyObject>) -> PyResult<Option<PyRef>> {
    let entry = minipy_stdlib::find(name);
    if let Some(Origin::Native(def)) = entry.map(|entry| entry.origin) {
        let module = Module::from_def(ts, def)?;
        spec::describe(ts, &module, name, Place::Native, None)?;
        if let Some(modules) = ts.modules() {
            modules.set_str(ts, &*ts.intern(name)?, module.to_ref())?;
        }
        return Ok(Some(module.into_ref()));
    }
    let folders = match path {
        Some(path) => protocol::to_vec(ts, path)?,
        None => match sys::attribute(ts, "path")? {
            Some(path) => protocol::to_vec(ts, &path)?,
            None => Vec::new(),
        },
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    let folders: Vec<PathBuf> =
        folders.iter().filter_map(|folder| folder.downcast::<Str>()).map(|folder| PathBuf::from(folder.to_rust_string())).collect();
    let host = &*ts.interp().host;
    let found = ts.without_lock(|| folders.iter().find_map(|folder| find(host, folder, last)));
    match (found, entry.map(|entry| entry.origin)) {
        (Some(found), _) => run_file(ts, name, &found).map(Some),
        (None, Some(Origin::Python { source, package })) => {
            let folders: Option<&[String]> = package.then_some(&[]);
            run_module(ts, name, source, &format!("<frozen {name}>"), Place::Frozen, folders).map(Some)
        }
        (None, Some(Origin::Native(_)) | None) => Ok(None),
    }
}

fn find(host: &dyn minipy_object::host::Host, folder: &Path, name: &str) -> Option<Found> {
    let folder = if folder.as_os_str().is_empty() { std::env::current_dir().ok()? } else { folder.to_path_buf() };
    let package = folder.join(name);
    let init = package.join("__init__.py");
    if host.is_file(&init) {
        return Some(Found { file: init, package: Some(package) });
    }
    let file = folder.join(format!("{name}.py"));
    host.is_file(&file).then_some(Found { file, package: None })
}

fn run_file(ts: &ThreadState, name: &str, found: &Found) -> PyResult {
    let filename = found.file.to_string_lossy().into_owned();
    let host = &*ts.interp().host;
    let bytes = ts.without_lock(|| host.read_file(&found.file)).map_err(|error| crate::machine::raise_os_error(ts, &error, &filename))?;
    let text = crate::compile::decode(ts, &bytes, &filename)?;
    let folders = found.package.as_ref().map(|folder| [folder.to_string_lossy().into_owned()]);
    run_module(ts, name, &text, &filename, Place::File(&filename), folders.as_ref().map(|folders| &folders[..]))
}

/// Compile a module's source and run it in a new module; `folders` are those of a package.
fn run_module(ts: &ThreadState, name: &str, text: &str, filename: &str, place: Place<'_>, folders: Option<&[String]>) -> PyResult {
    let optimize = crate::compile::optimize_level(ts);
    let code = crate::compile::compile_text(ts, text, filename, Mode::Exec, 0, optimize)?;
    let module = Module::new(ts, name)?;
    spec::describe(ts, &module, name, place, folders)?;
    if let Place::File(filename) = place {
        module.add(ts, "__file__", ts.new_str(filename)?)?;
    }
    let globals = module.dict(ts)?;
    if let Some(modules) = ts.modules() {
        if let Some(builtins) = modules.get_str(ts, &*ts.intern("builtins")?)? {
            globals.set_str(ts, &ts.names().__builtins__, protocol::get_attr(ts, &builtins, &ts.names().__dict__)?)?;
        }
        modules.set_str(ts, &*ts.intern(name)?, module.to_ref())?;
    }
    let Some(code) = code.downcast::<Code>() else { return Err(ts.system_error("the compiler made no code")) };
    minipy_vm::run_code(ts, code, &globals, None)?;
    Ok(module.into_ref())
}
