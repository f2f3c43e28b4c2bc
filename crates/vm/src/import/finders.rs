//! The finders and loaders: builtin modules, source files, namespace packages, the library that is part of the program.
//!
//! CPython counterpart: `BuiltinImporter`, `FrozenImporter` in `Lib/importlib/_bootstrap.py`; `PathFinder`, `FileFinder`,
//! `SourceFileLoader`, `NamespaceLoader` in `_bootstrap_external.py`. Invariant: files are read through the host alone. There are no
//! extension modules and no `.pyc` files. What CPython finds in the library's folder at the end of `sys.path`, `PathFinder` finds in the
//! program itself, at the same place of the order.

use std::path::{Path, PathBuf};

use minipy_object::args::{Args, Bound, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::module_types::{get, module_type};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::str::Str;

use super::spec::{Found, ModuleSpec, attribute, module_from_spec, text_argument};
use crate::interp::{CompileRequest, Mode, vm_interp};
use crate::sys;
use crate::types::code::Code;

/// A module that is part of the program.
#[derive(Clone, Copy)]
pub enum Library {
    /// Written in Rust. It is found before anything on `sys.path`, as CPython's builtin modules are.
    Native(&'static ModuleDef),
    /// Written in Python: its source. A module of that name on `sys.path` comes first, as it does before CPython's library.
    Python {
        /// The text.
        source: &'static str,
        /// Whether other modules can lie in it.
        package: bool,
    },
}

/// The library's module of a full name.
pub type LibraryHook = fn(&str) -> Option<Library>;

fn library(ts: &ThreadState, name: &str) -> Option<Library> {
    if let Some((_, def)) = super::NATIVE_MODULES.iter().find(|(own, _)| *own == name) {
        return Some(Library::Native(def));
    }
    vm_interp(ts).hooks.get().library.and_then(|find| find(name))
}

// --- the importers, classes without instances --------------------------------------------------------------------------------------

/// The payload of the importers.
pub struct Importer;

impl Body for Importer {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

const FIND_SPEC: &str = "($type, fullname, path=None, target=None)";

/// See the module.
pub static BUILTIN_IMPORTER: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("Imports the modules that are written in Rust."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    methods: &[
        MethodDef::new("find_spec", FIND_SPEC, Native::Keywords(builtin_find_spec), "The spec of a builtin module, or None.").class(),
        MethodDef::new("create_module", "(spec)", Native::Keywords(builtin_create), "Make the module.").stat(),
        MethodDef::new("exec_module", "(module)", Native::Keywords(nothing), "Nothing: the module is whole.").stat(),
        MethodDef::new("get_code", "($type, fullname)", Native::Keywords(nothing), "None: there is no code object.").class(),
        MethodDef::new("get_source", "($type, fullname)", Native::Keywords(nothing), "None: there is no source in Python.").class(),
        MethodDef::new("is_package", "($type, fullname)", Native::Keywords(no), "False: they are no packages.").class(),
        MethodDef::new("load_module", "($type, fullname)", Native::Keywords(load_module), "Load a module by its name.").class(),
    ],
    ..TypeDef::of::<Importer>("BuiltinImporter")
};

/// See the module.
pub static FROZEN_IMPORTER: TypeDef = TypeDef {
    module: "_frozen_importlib",
    doc: Some("Imports the modules that are part of the program and written in Python."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    methods: &[
        MethodDef::new("find_spec", FIND_SPEC, Native::Keywords(frozen_find_spec), "None: PathFinder finds them, behind sys.path.").class(),
        MethodDef::new("create_module", "(spec)", Native::Keywords(nothing), "None: an ordinary module will do.").stat(),
        MethodDef::new("exec_module", "(module)", Native::Keywords(frozen_exec), "Run the module's code in it.").stat(),
        MethodDef::new("get_code", "($type, fullname)", Native::Keywords(frozen_get_code), "The module's code object.").class(),
        MethodDef::new("get_source", "($type, fullname)", Native::Keywords(frozen_get_source), "The module's source.").class(),
        MethodDef::new("is_package", "($type, fullname)", Native::Keywords(frozen_is_package), "Whether it is a package.").class(),
        MethodDef::new("load_module", "($type, fullname)", Native::Keywords(load_module), "Load a module by its name.").class(),
    ],
    ..TypeDef::of::<Importer>("FrozenImporter")
};

/// See the module.
pub static PATH_FINDER: TypeDef = TypeDef {
    module: "_frozen_importlib_external",
    doc: Some("Finds modules along sys.path, or along the __path__ of their package."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    methods: &[
        MethodDef::new("find_spec", FIND_SPEC, Native::Keywords(path_find_spec), "The spec of a module on the path, or None.").class(),
        MethodDef::new("invalidate_caches", "()", Native::Keywords(invalidate_caches), "Forget what was seen of the path's folders.")
            .stat(),
    ],
    ..TypeDef::of::<Importer>("PathFinder")
};

/// `sys.meta_path` as it is at start.
pub(crate) fn meta_path(ts: &ThreadState) -> PyResult<Py<List>> {
    let list = List::new(ts)?;
    for def in [&BUILTIN_IMPORTER, &FROZEN_IMPORTER, &PATH_FINDER] {
        list.append(ts, get(ts, def)?.into_ref())?;
    }
    Ok(list)
}

/// The spec that an entry of `sys.meta_path` has for a module. Our own finders are asked without a call.
pub(crate) fn ask(ts: &ThreadState, finder: &PyObject, name: &Obj<Str>, path: Option<&PyObject>) -> PyResult<Option<PyRef>> {
    if let Some(class) = crate::types::as_type(finder) {
        let own = |def: &'static TypeDef| std::ptr::eq(class.def(), def) && !class.is_heap();
        if own(&BUILTIN_IMPORTER) {
            return builtin_spec(ts, name);
        }
        if own(&FROZEN_IMPORTER) {
            return Ok(None);
        }
        if own(&PATH_FINDER) {
            return path_spec(ts, name, path);
        }
    }
    let Some(find) = protocol::get_attr_opt(ts, finder, &*ts.intern("find_spec")?)? else { return Ok(None) };
    let args = [name.to_ref(), path.map_or_else(|| ts.none(), PyObject::to_ref), ts.none()];
    let spec = protocol::call(ts, &find, Args::positional(&args))?;
    Ok(Some(spec).filter(|spec| !spec.is(&ts.singletons().none)))
}

fn nothing(ts: &ThreadState, _this: &PyObject, _args: &Bound<'_>) -> PyResult {
    Ok(ts.none())
}

fn no(ts: &ThreadState, _this: &PyObject, _args: &Bound<'_>) -> PyResult {
    Ok(ts.bool(false))
}

fn name_argument(ts: &ThreadState, args: &Bound<'_>) -> PyResult<Py<Str>> {
    let name = args.required(ts, 0)?;
    match name.downcast::<Str>() {
        Some(name) => Ok(name.to_py()),
        None => Err(ts.type_error(format_args!("module name must be str, not {}", name.ob_type().name_string()))),
    }
}

fn or_none(ts: &ThreadState, value: Option<PyRef>) -> PyRef {
    value.unwrap_or_else(|| ts.none())
}

fn load_module(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    super::import_module(ts, &name_argument(ts, args)?.to_rust_string())
}

// --- builtin ---------------------------------------------------------------------------------------------------------------------

fn builtin_spec(ts: &ThreadState, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let text = name.to_rust_string();
    let known = matches!(text.as_str(), "sys" | "builtins") || matches!(library(ts, &text), Some(Library::Native(_)));
    if !known {
        return Ok(None);
    }
    Ok(Some(new_builtin_spec(ts, name.to_ref())?.into_ref()))
}

fn new_builtin_spec(ts: &ThreadState, name: PyRef) -> PyResult<Py<ModuleSpec>> {
    let found = Found {
        loader: Some(get(ts, &BUILTIN_IMPORTER)?.into_ref()),
        origin: Some(ts.new_str("built-in")?.into_ref()),
        search: None,
        has_location: false,
    };
    ModuleSpec::new(ts, name, found)
}

/// Give a module that exists from the start its `__spec__` and `__loader__`.
pub fn describe_builtin(ts: &ThreadState, module: &Module, name: &str) -> PyResult<()> {
    let spec = new_builtin_spec(ts, ts.intern(name)?.into_ref())?;
    module.add(ts, "__loader__", get(ts, &BUILTIN_IMPORTER)?)?;
    module.add(ts, "__package__", ts.new_str("")?)?;
    module.add(ts, "__spec__", spec)
}

fn builtin_find_spec(ts: &ThreadState, _class: &PyObject, args: &Bound<'_>) -> PyResult {
    let found = builtin_spec(ts, &*name_argument(ts, args)?)?;
    Ok(or_none(ts, found))
}

fn builtin_create(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    let name = attribute(ts, args.required(ts, 0)?, "name")?.unwrap_or_else(|| ts.none());
    let name = protocol::str(ts, &name)?.to_rust_string();
    match library(ts, &name) {
        Some(Library::Native(def)) => Ok(Module::from_def(ts, def)?.into_ref()),
        Some(Library::Python { .. }) | None => {
            let there = match ts.modules() {
                Some(modules) if matches!(name.as_str(), "sys" | "builtins") => modules.get_str(ts, &*ts.intern(&name)?)?,
                _ => None,
            };
            there.ok_or_else(|| super::import_error(ts, &ts.types().import_error, &name, &format!("'{name}' is not a built-in module")))
        }
    }
}

// --- the library in Python ---------------------------------------------------------------------------------------------------------

fn frozen_spec(ts: &ThreadState, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let Some(Library::Python { package, .. }) = library(ts, &name.to_rust_string()) else { return Ok(None) };
    let found = Found {
        loader: Some(get(ts, &FROZEN_IMPORTER)?.into_ref()),
        origin: Some(ts.new_str("frozen")?.into_ref()),
        search: if package { Some(List::new(ts)?.into_ref()) } else { None },
        has_location: false,
    };
    Ok(Some(ModuleSpec::new(ts, name.to_ref(), found)?.into_ref()))
}

fn frozen_find_spec(ts: &ThreadState, _class: &PyObject, args: &Bound<'_>) -> PyResult {
    let found = frozen_spec(ts, &*name_argument(ts, args)?)?;
    Ok(or_none(ts, found))
}

fn frozen_source(ts: &ThreadState, name: &str) -> PyResult<(&'static str, bool)> {
    match library(ts, name) {
        Some(Library::Python { source, package }) => Ok((source, package)),
        Some(Library::Native(_)) | None => {
            Err(super::import_error(ts, &ts.types().import_error, name, &format!("'{name}' is not a frozen module")))
        }
    }
}

fn frozen_code(ts: &ThreadState, name: &str) -> PyResult {
    let (source, _) = frozen_source(ts, name)?;
    compile(ts, &ts.new_str(source)?.into_ref(), &format!("<frozen {name}>"))
}

fn frozen_exec(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    let module = args.required(ts, 0)?;
    let name = module_name(ts, module)?;
    run(ts, module, &*frozen_code(ts, &name)?)
}

fn frozen_get_code(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    frozen_code(ts, &name_argument(ts, args)?.to_rust_string())
}

fn frozen_get_source(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    let (source, _) = frozen_source(ts, &name_argument(ts, args)?.to_rust_string())?;
    Ok(ts.new_str(source)?.into_ref())
}

fn frozen_is_package(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    let (_, package) = frozen_source(ts, &name_argument(ts, args)?.to_rust_string())?;
    Ok(ts.bool(package))
}

// --- files -------------------------------------------------------------------------------------------------------------------------

/// What a folder of the path holds for a name.
enum InFolder {
    /// A file to run, and the folder if it is a package.
    Source(PathBuf, Option<PathBuf>),
    /// A folder without `__init__.py`: a portion of a namespace package.
    Portion(PathBuf),
}

fn look_into(host: &dyn minipy_object::host::Host, folder: &Path, name: &str) -> Option<InFolder> {
    let package = folder.join(name);
    let init = package.join("__init__.py");
    if host.is_file(&init) {
        return Some(InFolder::Source(init, Some(package)));
    }
    let file = folder.join(format!("{name}.py"));
    if host.is_file(&file) {
        return Some(InFolder::Source(file, None));
    }
    host.is_dir(&package).then_some(InFolder::Portion(package))
}

/// The spec of a module along a path: that of its package, or `sys.path`. CPython: `PathFinder._get_spec`.
fn path_spec(ts: &ThreadState, name: &Obj<Str>, path: Option<&PyObject>) -> PyResult<Option<PyRef>> {
    let entries = match path {
        Some(path) => protocol::to_vec(ts, path)?,
        None => match sys::attribute(ts, "path")? {
            Some(path) => protocol::to_vec(ts, &path)?,
            None => Vec::new(),
        },
    };
    let full = name.to_rust_string();
    let last = full.rsplit('.').next().unwrap_or(&full).to_owned();
    let mut portions = Vec::new();
    for entry in entries {
        let Some(text) = entry.downcast::<Str>() else { continue };
        match hooked_finder(ts, text)? {
            Some(finder) => {
                let find = protocol::get_attr(ts, &finder, &*ts.intern("find_spec")?)?;
                let spec = protocol::call(ts, &find, Args::positional(&[name.to_ref(), ts.none()]))?;
                if spec.is(&ts.singletons().none) {
                    continue;
                }
                if attribute(ts, &spec, "loader")?.is_some() {
                    return Ok(Some(spec));
                }
                if let Some(search) = attribute(ts, &spec, "submodule_search_locations")? {
                    portions.extend(protocol::to_vec(ts, &search)?);
                }
            }
            None => {
                let host = &*ts.interp().host;
                let text = text.to_rust_string();
                let folder = if text.is_empty() { std::env::current_dir().ok() } else { Some(PathBuf::from(text)) };
                let Some(folder) = folder else { continue };
                let last = last.as_str();
                match ts.without_lock(|| look_into(host, &folder, last)) {
                    Some(InFolder::Source(file, package)) => return file_spec(ts, name, &file, package.as_deref()).map(Some),
                    Some(InFolder::Portion(folder)) => portions.push(ts.new_str(&folder.to_string_lossy())?.into_ref()),
                    None => {}
                }
            }
        }
    }
    if let Some(spec) = frozen_spec(ts, name)? {
        return Ok(Some(spec));
    }
    if portions.is_empty() {
        return Ok(None);
    }
    let search = NamespacePath { path: Field::new(List::from_vec(ts, portions)?) };
    let found = Found {
        loader: None,
        origin: None,
        search: Some(Py::new_in(ts, &*get(ts, &NAMESPACE_PATH)?, search)?.into_ref()),
        has_location: false,
    };
    Ok(Some(ModuleSpec::new(ts, name.to_ref(), found)?.into_ref()))
}

/// What `sys.path_hooks` has for a folder, through `sys.path_importer_cache`; `None` where the folder is read plainly. CPython:
/// `PathFinder._path_importer_cache`, whose last hook is the one for folders.
fn hooked_finder(ts: &ThreadState, entry: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let cache = sys::attribute(ts, "path_importer_cache")?.and_then(|cache| cache.downcast_into::<Dict>().ok());
    if let Some(cache) = &cache {
        if let Some(finder) = cache.get_item(ts, entry.as_object())? {
            return Ok(Some(finder).filter(|finder| !finder.is(&ts.singletons().none)));
        }
    }
    let Some(hooks) = sys::attribute(ts, "path_hooks")? else { return Ok(None) };
    for hook in protocol::to_vec(ts, &hooks)? {
        match protocol::call_one(ts, &hook, entry.as_object()) {
            Ok(finder) => {
                if let Some(cache) = &cache {
                    cache.set_item(ts, entry.as_object(), finder.clone())?;
                }
                return Ok(Some(finder));
            }
            Err(raised) if ts.exception_is(&raised, &ts.types().import_error) => ts.clear_exception(raised),
            Err(raised) => return Err(raised),
        }
    }
    Ok(None)
}

fn path_find_spec(ts: &ThreadState, _class: &PyObject, args: &Bound<'_>) -> PyResult {
    let path = args.get(1).filter(|path| !path.is(&ts.singletons().none));
    let found = path_spec(ts, &*name_argument(ts, args)?, path)?;
    Ok(or_none(ts, found))
}

fn invalidate_caches(ts: &ThreadState, _this: &PyObject, _args: &Bound<'_>) -> PyResult {
    let Some(cache) = sys::attribute(ts, "path_importer_cache")?.and_then(|cache| cache.downcast_into::<Dict>().ok()) else {
        return Ok(ts.none());
    };
    let mut at = 0;
    let mut finders = Vec::new();
    while let Some((_, finder)) = cache.next(&mut at) {
        finders.push(finder);
    }
    for finder in finders {
        if let Some(invalidate) = protocol::get_attr_opt(ts, &finder, &*ts.intern("invalidate_caches")?)? {
            protocol::call_no_args(ts, &invalidate)?;
        }
    }
    Ok(ts.none())
}

fn file_spec(ts: &ThreadState, name: &Obj<Str>, file: &Path, package: Option<&Path>) -> PyResult {
    let file = ts.new_str(&file.to_string_lossy())?.into_ref();
    let loader = SourceFileLoader { dict: Field::new(Dict::new(ts)?) };
    let loader = Py::new_in(ts, &*get(ts, &SOURCE_FILE_LOADER)?, loader)?;
    loader.set(ts, "name", name.to_ref())?;
    loader.set(ts, "path", file.clone())?;
    let search = match package {
        Some(folder) => {
            let search = List::new(ts)?;
            search.append(ts, ts.new_str(&folder.to_string_lossy())?.into_ref())?;
            Some(search.into_ref())
        }
        None => None,
    };
    let found = Found { loader: Some(loader.into_ref()), origin: Some(file), search, has_location: true };
    Ok(ModuleSpec::new(ts, name.to_ref(), found)?.into_ref())
}

/// The payload of the loader of source files: a namespace with `name` and `path`.
pub struct SourceFileLoader {
    dict: Field,
}

impl Body for SourceFileLoader {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(SourceFileLoader, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(SourceFileLoader, SOURCE_FILE_LOADER, |ts| module_type(ts, &SOURCE_FILE_LOADER));

impl SourceFileLoader {
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
}

/// See the module.
pub static SOURCE_FILE_LOADER: TypeDef = TypeDef {
    module: "_frozen_importlib_external",
    doc: Some("Loads a module from a source file."),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(loader_new), tp_init: Some(loader_init), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("create_module", "($self, spec)", Native::Keywords(nothing), "None: an ordinary module will do."),
        MethodDef::new("exec_module", "($self, module)", Native::Keywords(source_exec), "Run the module's code in it."),
        MethodDef::new("load_module", "($self, fullname)", Native::Keywords(load_module), "Load a module by its name."),
        MethodDef::new("is_package", "($self, fullname)", Native::Keywords(source_is_package), "Whether the file is a package's."),
        MethodDef::new("get_filename", "($self, name=None)", Native::Keywords(source_get_filename), "The path of the file."),
        MethodDef::new("get_data", "($self, path)", Native::Keywords(source_get_data), "The bytes of a file."),
        MethodDef::new("get_source", "($self, fullname=None)", Native::Keywords(source_get_source), "The text of the file."),
        MethodDef::new("get_code", "($self, fullname=None)", Native::Keywords(source_get_code), "The module's code object."),
        MethodDef::new("source_to_code", "($self, data, path)", Native::Keywords(source_to_code), "Compile a source."),
    ],
    getset: &[GetSetDef::getter("__dict__", |ts, this| match this.downcast::<SourceFileLoader>() {
        Some(loader) => Ok(loader.namespace(ts)?.into_ref()),
        None => Err(ts.system_error("a loader was expected")),
    })],
    ..TypeDef::of::<SourceFileLoader>("SourceFileLoader")
};

fn loader_new(ts: &ThreadState, class: &PyType, _args: Args<'_>) -> PyResult {
    let body = SourceFileLoader { dict: Field::new(Dict::new(ts)?) };
    Ok(Py::new_in(ts, class, body)?.into_ref())
}

fn loader_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "SourceFileLoader", "(fullname, path)", args)?;
    let Some(loader) = this.downcast::<SourceFileLoader>() else { return Err(ts.system_error("a loader was expected")) };
    loader.set(ts, "name", bound.required(ts, 0)?.to_ref())?;
    loader.set(ts, "path", bound.required(ts, 1)?.to_ref())
}

fn loader_path(ts: &ThreadState, this: &PyObject) -> PyResult<String> {
    let path = protocol::get_attr(ts, this, &*ts.intern("path")?)?;
    match path.downcast::<Str>() {
        Some(path) => Ok(path.to_rust_string()),
        None => Err(ts.type_error(format_args!("a path must be str, not {}", path.ob_type().name_string()))),
    }
}

fn read(ts: &ThreadState, path: &str) -> PyResult<Py<Bytes>> {
    let host = &*ts.interp().host;
    let file = Path::new(path);
    match ts.without_lock(|| host.read_file(file)) {
        Ok(bytes) => Bytes::new(ts, &bytes),
        Err(error) => Err(crate::io::os_error(ts, &error, Some(ts.new_str(path)?.as_object()))),
    }
}

fn source_exec(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let path = loader_path(ts, this)?;
    let code = compile(ts, &read(ts, &path)?.into_ref(), &path)?;
    run(ts, args.required(ts, 0)?, &code)
}

fn source_is_package(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let path = loader_path(ts, this)?;
    let stem = Path::new(&path).file_stem().is_some_and(|stem| stem == "__init__");
    let name = text_argument(ts, args, 0)?.unwrap_or_default();
    Ok(ts.bool(stem && name.rsplit('.').next() != Some("__init__")))
}

fn source_get_filename(ts: &ThreadState, this: &PyObject, _args: &Bound<'_>) -> PyResult {
    protocol::get_attr(ts, this, &*ts.intern("path")?)
}

fn source_get_data(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    Ok(read(ts, &text_argument(ts, args, 0)?.unwrap_or_default())?.into_ref())
}

fn source_get_source(ts: &ThreadState, this: &PyObject, _args: &Bound<'_>) -> PyResult {
    let bytes = read(ts, &loader_path(ts, this)?)?;
    let text = protocol::call_method(ts, bytes.as_object(), "decode", &[])?;
    // Universal newlines, as `decode_source` has them.
    let text = protocol::call_method(ts, &text, "replace", &[ts.new_str("\r\n")?.into_ref(), ts.new_str("\n")?.into_ref()])?;
    protocol::call_method(ts, &text, "replace", &[ts.new_str("\r")?.into_ref(), ts.new_str("\n")?.into_ref()])
}

fn source_get_code(ts: &ThreadState, this: &PyObject, _args: &Bound<'_>) -> PyResult {
    let path = loader_path(ts, this)?;
    compile(ts, &read(ts, &path)?.into_ref(), &path)
}

fn source_to_code(ts: &ThreadState, _this: &PyObject, args: &Bound<'_>) -> PyResult {
    let path = text_argument(ts, args, 1)?.unwrap_or_default();
    compile(ts, args.required(ts, 0)?, &path)
}

// --- namespace packages --------------------------------------------------------------------------------------------------------

/// The payload of the path of a namespace package: its portions.
pub struct NamespacePath {
    path: Field,
}

impl Body for NamespacePath {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.path.traverse(visit);
    }
    fn clear(&self) {
        self.path.clear();
    }
}

py_layout!(NamespacePath, NAMESPACE_PATH, |ts| module_type(ts, &NAMESPACE_PATH));

fn portions(ts: &ThreadState, this: &PyObject) -> PyResult {
    match this.downcast::<NamespacePath>().and_then(|path| path.path.get()) {
        Some(path) => Ok(path),
        None => Ok(List::new(ts)?.into_ref()),
    }
}

/// See the module.
pub static NAMESPACE_PATH: TypeDef = TypeDef {
    module: "_frozen_importlib_external",
    doc: Some("The folders of a namespace package."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(|ts, this| {
            let list = protocol::repr(ts, &*portions(ts, this)?)?.to_rust_string();
            Ok(ts.new_str(&format!("_NamespacePath({list})"))?.into_ref())
        }),
        tp_iter: Some(|ts, this| protocol::iter(ts, &*portions(ts, this)?)),
        sq_length: Some(|ts, this| protocol::len(ts, &*portions(ts, this)?)),
        sq_contains: Some(|ts, this, item| protocol::contains(ts, &*portions(ts, this)?, item)),
        mp_subscript: Some(|ts, this, index| protocol::get_item(ts, &*portions(ts, this)?, index)),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new(
        "append",
        "($self, item, /)",
        Native::O(|ts, this, item| protocol::call_method(ts, &*portions(ts, this)?, "append", &[item.to_ref()])),
        "Add a folder.",
    )],
    ..TypeDef::of::<NamespacePath>("_NamespacePath")
};

/// The payload of the loader that namespace packages show.
pub struct NamespaceLoader {
    path: Field,
}

impl Body for NamespaceLoader {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.path.traverse(visit);
    }
    fn clear(&self) {
        self.path.clear();
    }
}

py_layout!(NamespaceLoader, NAMESPACE_LOADER, |ts| module_type(ts, &NAMESPACE_LOADER));

/// See the module.
pub static NAMESPACE_LOADER: TypeDef = TypeDef {
    module: "_frozen_importlib_external",
    doc: Some("Loads a namespace package: there is nothing to run."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    methods: &[
        MethodDef::new("create_module", "($self, spec)", Native::Keywords(nothing), "None: an ordinary module will do."),
        MethodDef::new("exec_module", "($self, module)", Native::Keywords(nothing), "Nothing."),
        MethodDef::new("is_package", "($self, fullname)", Native::Keywords(|ts, _this, _args| Ok(ts.bool(true))), "True."),
        MethodDef::new(
            "get_source",
            "($self, fullname)",
            Native::Keywords(|ts, _this, _args| Ok(ts.new_str("")?.into_ref())),
            "The empty text.",
        ),
    ],
    getset: &[GetSetDef::getter("_path", |ts, this| {
        Ok(or_none(ts, this.downcast::<NamespaceLoader>().and_then(|loader| loader.path.get())))
    })],
    ..TypeDef::of::<NamespaceLoader>("NamespaceLoader")
};

/// The loader of a namespace package with that path.
pub(crate) fn namespace_loader(ts: &ThreadState, path: &PyObject) -> PyResult {
    let body = NamespaceLoader { path: Field::new(path.to_ref()) };
    Ok(Py::new_in(ts, &*get(ts, &NAMESPACE_LOADER)?, body)?.into_ref())
}

// --- running ---------------------------------------------------------------------------------------------------------------------

fn module_name(ts: &ThreadState, module: &PyObject) -> PyResult<String> {
    let name = protocol::get_attr(ts, module, &ts.names().__name__)?;
    Ok(protocol::str(ts, &name)?.to_rust_string())
}

fn compile(ts: &ThreadState, source: &PyObject, filename: &str) -> PyResult {
    let Some(compile) = vm_interp(ts).hooks.get().compile else { return Err(ts.runtime_error("there is no compiler")) };
    compile(ts, &CompileRequest { source, filename, mode: Mode::Exec, flags: 0, optimize: -1 })
}

/// Run a module's code in its namespace.
fn run(ts: &ThreadState, module: &PyObject, code: &PyObject) -> PyResult {
    let Some(code) = code.downcast::<Code>() else { return Err(ts.system_error("the compiler made no code")) };
    let globals = protocol::get_attr(ts, module, &ts.names().__dict__)?;
    let Ok(globals) = globals.downcast_into::<Dict>() else { return Err(ts.type_error("a module's __dict__ must be a dict")) };
    if globals.get_str(ts, &ts.names().__builtins__)?.is_none() {
        if let Some(builtins) = ts.builtins() {
            globals.set_str(ts, &ts.names().__builtins__, builtins.into_ref())?;
        }
    }
    crate::run_code(ts, code, &globals, None)?;
    Ok(ts.none())
}

/// What `_frozen_importlib` and its kin show of this module: types by name.
pub(crate) fn types() -> [&'static TypeDef; 6] {
    [&BUILTIN_IMPORTER, &FROZEN_IMPORTER, &PATH_FINDER, &SOURCE_FILE_LOADER, &NAMESPACE_LOADER, &NAMESPACE_PATH]
}

/// `module_from_spec` as a function. CPython: `importlib._bootstrap.module_from_spec`.
pub(crate) fn new_module(ts: &ThreadState, _module: &PyObject, spec: &PyObject) -> PyResult {
    module_from_spec(ts, spec)
}
