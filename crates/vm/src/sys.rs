//! The sys module.
//!
//! CPython counterpart: `Python/sysmodule.c`.

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::dict::Dict;
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::int::Int;
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::str::Str;
use minipy_object::types::structseq;
use minipy_object::types::tuple::Tuple;

use crate::frame::vm;
use crate::interp::vm_interp;
use crate::io::text::TextIOWrapper;
use crate::sys_records::version_info;
use crate::types::vm_types;

/// Python's version that is imitated.
pub const VERSION: (i64, i64, i64) = (3, 13, 0);

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getrefcount", "($module, object, /)", Native::O(getrefcount), "Return the reference count of object."),
    MethodDef::new("getsizeof", "", Native::Raw(getsizeof), "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."),
    MethodDef::new(
        "getrecursionlimit",
        "($module, /)",
        Native::NoArgs(getrecursionlimit),
        "Return the current value of the recursion limit.",
    ),
    MethodDef::new(
        "setrecursionlimit",
        "($module, limit, /)",
        Native::O(setrecursionlimit),
        "Set the maximum depth of the Python interpreter stack to n.",
    ),
    MethodDef::new("exit", "($module, status=None, /)", Native::Fast(exit), "Exit the interpreter by raising SystemExit(status)."),
    MethodDef::new("exc_info", "($module, /)", Native::NoArgs(exc_info), "Return current exception information: (type, value, traceback)."),
    MethodDef::new("exception", "($module, /)", Native::NoArgs(exception), "Return the current exception."),
    MethodDef::new("intern", "($module, string, /)", Native::O(intern), "``Intern'' the given string."),
    MethodDef::new(
        "getswitchinterval",
        "($module, /)",
        Native::NoArgs(getswitchinterval),
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    MethodDef::new(
        "setswitchinterval",
        "($module, interval, /)",
        Native::O(setswitchinterval),
        "Set the ideal thread switching delay inside the Python interpreter.",
    ),
    MethodDef::new(
        "_current_frames",
        "($module, /)",
        Native::NoArgs(current_frames),
        "The frame that each thread runs, by the thread's identifier.",
    ),
    MethodDef::new("_getframe", "($module, depth=0, /)", Native::Fast(getframe), "Return a frame object from the call stack."),
    MethodDef::new(
        "displayhook",
        "($module, object, /)",
        Native::O(displayhook),
        "Print an object to sys.stdout and also save it in builtins._",
    ),
    MethodDef::new(
        "excepthook",
        "($module, exctype, value, traceback, /)",
        Native::Fast(excepthook),
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    MethodDef::new("unraisablehook", "($module, unraisable, /)", Native::O(unraisablehook), "Handle an unraisable exception."),
    MethodDef::new(
        "breakpointhook",
        "($module, /, *args, **kws)",
        Native::Raw(breakpointhook),
        "This hook function is called by built-in breakpoint().",
    ),
    MethodDef::new(
        "getdefaultencoding",
        "($module, /)",
        Native::NoArgs(utf8),
        "Return the current default encoding used by the Unicode implementation.",
    ),
    MethodDef::new(
        "getfilesystemencoding",
        "($module, /)",
        Native::NoArgs(utf8),
        "Return the encoding used to convert Unicode filenames to OS filenames.",
    ),
    MethodDef::new(
        "getfilesystemencodeerrors",
        "($module, /)",
        Native::NoArgs(surrogateescape),
        "Return the error mode used for Unicode to OS filename conversion.",
    ),
    MethodDef::new(
        "get_int_max_str_digits",
        "($module, /)",
        Native::NoArgs(get_int_max_str_digits),
        "Return the maximum string digits limit for non-binary int<->str conversions.",
    ),
    MethodDef::new(
        "set_int_max_str_digits",
        "($module, /, maxdigits)",
        Native::Keywords(set_int_max_str_digits),
        "Set the maximum string digits limit for non-binary int<->str conversions.",
    ),
    MethodDef::new("is_finalizing", "($module, /)", Native::NoArgs(is_finalizing), "Return True if Python is exiting."),
    MethodDef::new(
        "get_asyncgen_hooks",
        "($module, /)",
        Native::NoArgs(get_asyncgen_hooks),
        "Return the installed asynchronous generators hooks.",
    ),
    MethodDef::new(
        "set_asyncgen_hooks",
        "($module, /, *args, firstiter=None, finalizer=None)",
        Native::Raw(set_asyncgen_hooks),
        "Set the asynchronous generators hooks.",
    ),
    MethodDef::new("_is_interned", "($module, string, /)", Native::O(is_interned), "Return True if the given string is \"interned\"."),
    MethodDef::new("call_tracing", "($module, func, args, /)", Native::Fast(call_tracing), "Call func(*args), while tracing is enabled."),
];

static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: FUNCTIONS,
    init: Some(fill),
};

/// What starts with the interpreter: the program's arguments and search path.
#[derive(Clone, Debug, Default)]
pub struct SysConfig {
    /// `sys.argv`
    pub argv: Vec<String>,
    /// `sys.path`
    pub path: Vec<String>,
    /// `sys.executable`
    pub executable: String,
    /// `sys.flags`: name and value of those that are set.
    pub flags: Vec<(&'static str, i64)>,
    /// `sys._xoptions`
    pub xoptions: Vec<(String, Option<String>)>,
    /// `sys.warnoptions`: what `-W` said.
    pub warnoptions: Vec<String>,
    /// minipy's own version.
    pub minipy_version: (i64, i64, i64),
}

/// Make the module and put it into `sys.modules`.
pub(crate) fn install(ts: &ThreadState, modules: &Py<Dict>) -> PyResult<()> {
    let module = Module::from_def(ts, &MODULE)?;
    module.add(ts, "modules", modules.clone())?;
    modules.set_str(ts, &*ts.intern("sys")?, module.to_ref())?;
    vm_interp(ts).sys.set(module.dict(ts)?);
    configure(ts, &SysConfig { minipy_version: (0, 1, 0), ..SysConfig::default() })
}

fn strings(ts: &ThreadState, items: &[String]) -> PyResult<Py<List>> {
    let list = List::new(ts)?;
    for item in items {
        list.append(ts, ts.new_str(item)?.into_ref())?;
    }
    Ok(list)
}

/// Set what comes from the command line.
pub fn configure(ts: &ThreadState, config: &SysConfig) -> PyResult<()> {
    let set = |name: &str, value: PyRef| set_attribute(ts, name, value);
    set("argv", strings(ts, &config.argv)?.into_ref())?;
    set("orig_argv", strings(ts, &config.argv)?.into_ref())?;
    set("path", strings(ts, &config.path)?.into_ref())?;
    set("executable", ts.new_str(&config.executable)?.into_ref())?;
    set("warnoptions", strings(ts, &config.warnoptions)?.into_ref())?;
    set("flags", crate::sys_records::flags(ts, &config.flags)?)?;
    let xoptions = Dict::new(ts)?;
    for (name, value) in &config.xoptions {
        let value = match value {
            Some(value) => ts.new_str(value)?.into_ref(),
            None => ts.bool(true),
        };
        xoptions.set_str(ts, &*ts.intern(name)?, value)?;
    }
    set("_xoptions", xoptions.into_ref())?;
    let (major, minor, micro) = VERSION;
    let (a, b, c) = config.minipy_version;
    set("version", ts.new_str(&format!("{major}.{minor}.{micro} (minipy {a}.{b}.{c})"))?.into_ref())?;
    let implementation = crate::namespace::namespace(
        ts,
        &[
            ("name", ts.new_str("minipy")?.into_ref()),
            ("cache_tag", ts.none()),
            ("version", version_info(ts, (a, b, c))?),
            ("hexversion", ts.new_int(a << 24 | b << 16 | c << 8 | 0xf0)?.into_ref()),
        ],
    )?;
    set("implementation", implementation)
}

fn fill(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    let int = |value: i64| ts.new_int(value).map(Py::into_ref);
    let float = |value: f64| ts.new_float(value).map(Py::into_ref);
    let text = |value: &str| ts.new_str(value).map(Py::into_ref);
    let (major, minor, micro) = VERSION;
    module.add(ts, "maxsize", int(i64::MAX)?)?;
    module.add(ts, "maxunicode", int(0x10_ffff)?)?;
    module.add(ts, "byteorder", text(if cfg!(target_endian = "big") { "big" } else { "little" })?)?;
    module.add(
        ts,
        "platform",
        text(if cfg!(target_os = "macos") {
            "darwin"
        } else if cfg!(windows) {
            "win32"
        } else {
            "linux"
        })?,
    )?;
    let types = vm_types(ts);
    module.add(ts, "version_info", version_info(ts, (major, minor, micro))?)?;
    module.add(ts, "hexversion", int(major << 24 | minor << 16 | micro << 8 | 0xf0)?)?;
    module.add(ts, "api_version", int(1013)?)?;
    module.add(ts, "copyright", text("Copyright (c) the minipy authors.")?)?;
    module.add(ts, "float_repr_style", text("short")?)?;
    module.add(ts, "prefix", text("")?)?;
    module.add(ts, "exec_prefix", text("")?)?;
    module.add(ts, "base_prefix", text("")?)?;
    module.add(ts, "base_exec_prefix", text("")?)?;
    module.add(ts, "platlibdir", text("lib")?)?;
    module.add(ts, "pycache_prefix", ts.none())?;
    module.add(ts, "dont_write_bytecode", ts.bool(true))?;
    module.add(ts, "meta_path", crate::import::meta_path(ts)?)?;
    module.add(ts, "path_hooks", List::new(ts)?)?;
    module.add(ts, "path_importer_cache", Dict::new(ts)?)?;
    module.add(ts, "builtin_module_names", Tuple::from_vec(ts, vec![text("builtins")?, text("sys")?])?)?;
    let hash_info =
        [int(64)?, int((1 << 61) - 1)?, int(314_159)?, int(0)?, int(1_000_003)?, text("siphash13")?, int(64)?, int(128)?, int(0)?];
    module.add(ts, "hash_info", structseq::make(ts, &types.hash_info, &hash_info)?)?;
    let int_info = [int(64)?, int(8)?, int(4300)?, int(640)?];
    module.add(ts, "int_info", structseq::make(ts, &types.int_info, &int_info)?)?;
    let float_info = [
        float(f64::MAX)?,
        int(1024)?,
        int(308)?,
        float(f64::MIN_POSITIVE)?,
        int(-1021)?,
        int(-307)?,
        int(15)?,
        int(53)?,
        float(f64::EPSILON)?,
        int(2)?,
        int(1)?,
    ];
    let thread_info = [text("pthread")?, text("mutex+cond")?, ts.none()];
    module.add(ts, "thread_info", structseq::make(ts, &types.thread_info, &thread_info)?)?;
    module.add(ts, "float_info", structseq::make(ts, &types.float_info, &float_info)?)?;
    for (fd, name, original) in [(0, "stdin", "__stdin__"), (1, "stdout", "__stdout__"), (2, "stderr", "__stderr__")] {
        let file = TextIOWrapper::standard(ts, fd)?;
        module.add(ts, name, file.clone())?;
        module.add(ts, original, file)?;
    }
    let dict = module.dict(ts)?;
    for (name, original) in [
        ("displayhook", "__displayhook__"),
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
        ("breakpointhook", "__breakpointhook__"),
    ] {
        if let Some(hook) = dict.get_str(ts, &*ts.intern(name)?)? {
            module.add(ts, original, hook)?;
        }
    }
    Ok(())
}

/// `sys.name`, if it is there.
pub fn attribute(ts: &ThreadState, name: &str) -> PyResult<Option<PyRef>> {
    match vm_interp(ts).sys.get().and_then(|dict| dict.downcast_into::<Dict>().ok()) {
        Some(dict) => dict.get_str(ts, &*ts.intern(name)?),
        None => Ok(None),
    }
}

/// Set `sys.name`.
pub fn set_attribute(ts: &ThreadState, name: &str, value: PyRef) -> PyResult<()> {
    match vm_interp(ts).sys.get().and_then(|dict| dict.downcast_into::<Dict>().ok()) {
        Some(dict) => dict.set_str(ts, &*ts.intern(name)?, value),
        None => Ok(()),
    }
}

/// Write to `sys.stderr`, or to the host's where the program has taken it away.
pub fn write_stderr(ts: &ThreadState, text: &str) -> PyResult<()> {
    match attribute(ts, "stderr")? {
        Some(file) if !file.is(&ts.singletons().none) => {
            let text = ts.new_str(text)?.into_ref();
            protocol::call_method(ts, &file, "write", &[text])?;
            protocol::call_method(ts, &file, "flush", &[])?;
        }
        _ => {}
    }
    Ok(())
}

/// `-u`: standard output and error are not buffered.
pub fn write_through(ts: &ThreadState) {
    for name in ["stdout", "stderr"] {
        match attribute(ts, name) {
            Ok(file) => {
                if let Some(file) = file.as_deref().and_then(crate::io::text::exact) {
                    file.set_write_through();
                }
            }
            Err(raised) => ts.clear_exception(raised),
        }
    }
}

/// Flush `sys.stdout` and `sys.stderr`.
pub fn flush_streams(ts: &ThreadState) -> PyResult<()> {
    for name in ["stdout", "stderr"] {
        if let Some(file) = attribute(ts, name)? {
            if !file.is(&ts.singletons().none) {
                protocol::call_method(ts, &file, "flush", &[])?;
            }
        }
    }
    Ok(())
}

/// What an expression statement of the REPL does with its value: `sys.displayhook`.
pub(crate) fn display(ts: &ThreadState, value: &PyObject) -> PyResult<()> {
    match attribute(ts, "displayhook")? {
        Some(hook) => protocol::call_one(ts, &hook, value).map(drop),
        None => Err(ts.runtime_error("lost sys.displayhook")),
    }
}

fn getrefcount(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.new_int(object.ob_refcnt() as i64)?.into_ref())
}

fn getsizeof(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    let mut default = args.pos().get(1).cloned();
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("default") {
            default = Some(value.clone());
        }
    }
    let Some(object) = args.pos().first() else {
        return Err(ts.type_error("getsizeof() missing required argument 'object' (pos 1)"));
    };
    let method = protocol::lookup_special(ts, object, &ts.names().__sizeof__)?;
    let size = match method {
        // CPython: `PyLong_AsSsize_t`, which takes nothing but an int.
        Some(method) => protocol::call_no_args(ts, &method)
            .and_then(|size| size.downcast_into::<Int>().map_err(|_| ts.type_error("an integer is required"))),
        None => Err(ts.type_error(format_args!("Type {} doesn't define __sizeof__", object.ob_type().name_string()))),
    };
    match size {
        Ok(size) => {
            let own = size.as_i64().unwrap_or(0);
            if own < 0 {
                return Err(ts.value_error("__sizeof__() should return >= 0"));
            }
            Ok(ts.new_int(own + object.ob_type().pre_header_size() as i64)?.into_ref())
        }
        Err(raised) => match default {
            Some(default) if ts.exception_is(&raised, &ts.types().type_error) => {
                ts.clear_exception(raised);
                Ok(default)
            }
            _ => Err(raised),
        },
    }
}

fn getrecursionlimit(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_int(vm(ts).recursion_limit.get() as i64)?.into_ref())
}

fn setrecursionlimit(ts: &ThreadState, _module: &PyObject, limit: &PyObject) -> PyResult {
    let limit = protocol::index(ts, limit)?.as_i64().filter(|limit| i32::try_from(*limit).is_ok());
    let Some(limit) = limit.and_then(|limit| isize::try_from(limit).ok()) else {
        return Err(ts.overflow_error("Python int too large to convert to C int"));
    };
    if limit < 1 {
        return Err(ts.value_error("recursion limit must be greater or equal than 1"));
    }
    let vt = vm(ts);
    let depth = vt.depth();
    if depth >= limit {
        return Err(ts.recursion_error(format_args!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    vm_interp(ts).recursion_limit.set(limit);
    crate::thread::each(ts, |_, vt| {
        let depth = vt.depth();
        vt.recursion_limit.set(limit);
        vt.recursion_left.set(limit - depth);
    });
    Ok(ts.none())
}

fn exit(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    Err(match args.first() {
        None => ts.raise_none(&ts.types().system_exit),
        Some(status) => match status.downcast::<Tuple>() {
            Some(several) => {
                let exc = protocol::call(ts, ts.types().system_exit.as_object(), Args::positional(several.items()))?;
                ts.raise_exception(exc)
            }
            None => ts.raise_with(&ts.types().system_exit, status.clone()),
        },
    })
}

fn exc_info(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let items = match ts.handled_exception() {
        Some(exc) => {
            let traceback = exc.downcast::<BaseException>().and_then(|exc| exc.traceback()).unwrap_or_else(|| ts.none());
            [exc.ob_type().to_ref(), exc, traceback]
        }
        None => [ts.none(), ts.none(), ts.none()],
    };
    Ok(Tuple::from_slice(ts, &items)?.into_ref())
}

fn exception(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.handled_exception().unwrap_or_else(|| ts.none()))
}

fn intern(ts: &ThreadState, _module: &PyObject, text: &PyObject) -> PyResult {
    match text.downcast_exact::<Str>() {
        Some(text) => Ok(Str::interned(ts, text.to_py())?.into_ref()),
        None => {
            let kind = text.ob_type().name_string();
            Err(match text.downcast::<Str>() {
                Some(_) => ts.type_error(format_args!("can't intern {kind}")),
                None => ts.type_error(format_args!("intern() argument must be str, not {kind}")),
            })
        }
    }
}

fn is_interned(ts: &ThreadState, _module: &PyObject, text: &PyObject) -> PyResult {
    match text.downcast::<Str>() {
        Some(text) => Ok(ts.bool(text.is_interned())),
        None => {
            let kind = text.ob_type().name_string();
            Err(ts.type_error(format_args!("_is_interned() argument must be str, not {kind}")))
        }
    }
}

fn getswitchinterval(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_float(ts.interp().lock.interval().as_secs_f64())?.into_ref())
}

fn setswitchinterval(ts: &ThreadState, _module: &PyObject, interval: &PyObject) -> PyResult {
    let seconds = minipy_object::types::float::Float::as_double(ts, interval)?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(ts.value_error("switch interval must be strictly positive"));
    }
    ts.interp().lock.set_interval(std::time::Duration::from_secs_f64(seconds.min(1e9)));
    Ok(ts.none())
}

fn getframe(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let depth = match args.first() {
        Some(depth) => protocol::index_isize(ts, depth, &ts.types().overflow_error)?,
        None => 0,
    };
    match crate::types::frame::frame_at(ts, depth.max(0) as usize)? {
        Some(frame) => Ok(frame.into_ref()),
        None => Err(ts.value_error("call stack is not deep enough")),
    }
}

fn current_frames(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let mut running = Vec::new();
    crate::thread::each(ts, |state, vt| running.push((state.ident.get(), vt.current.get())));
    let frames = Dict::new(ts)?;
    for (ident, record) in running {
        if let Some(frame) = crate::types::frame::frame_of(ts, record)? {
            let ident = ts.new_size(ident as usize)?;
            frames.set_item(ts, ident.as_object(), frame.into_ref())?;
        }
    }
    Ok(frames.into_ref())
}

fn displayhook(ts: &ThreadState, _module: &PyObject, value: &PyObject) -> PyResult {
    if value.is(&ts.singletons().none) {
        return Ok(ts.none());
    }
    let Some(builtins) = ts.builtins() else { return Err(ts.runtime_error("lost builtins module")) };
    builtins.set_str(ts, &ts.names().under, ts.none())?;
    let Some(stdout) = attribute(ts, "stdout")?.filter(|file| !file.is(&ts.singletons().none)) else {
        return Err(ts.runtime_error("lost sys.stdout"));
    };
    let text = protocol::repr(ts, value)?.into_ref();
    protocol::call_method(ts, &stdout, "write", &[text])?;
    protocol::call_method(ts, &stdout, "write", &[ts.new_str("\n")?.into_ref()])?;
    builtins.set_str(ts, &ts.names().under, value.to_ref())?;
    Ok(ts.none())
}

fn excepthook(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    if let Some(exc) = args.get(1) {
        let text = crate::traceback_text::format_exception(ts, exc);
        write_stderr(ts, &text)?;
    }
    Ok(ts.none())
}

fn unraisablehook(ts: &ThreadState, _module: &PyObject, unraisable: &PyObject) -> PyResult {
    let field = |name: &str| -> PyResult<Option<PyRef>> {
        let value = protocol::get_attr_opt(ts, unraisable, &*ts.intern(name)?)?;
        Ok(value.filter(|value| !value.is(&ts.singletons().none)))
    };
    let (exc, message, object) = (field("exc_value")?, field("err_msg")?, field("object")?);
    if let Some(exc) = exc {
        let message = message.and_then(|message| message.downcast::<Str>().map(|message| message.to_rust_string()));
        let text = crate::traceback_text::format_unraisable(ts, &exc, message.as_deref().unwrap_or(""), object.as_deref());
        write_stderr(ts, &text)?;
    }
    Ok(ts.none())
}

fn breakpointhook(ts: &ThreadState, _module: &PyObject, _args: Args<'_>) -> PyResult {
    let pdb = crate::import::import_module(ts, "pdb")?;
    protocol::call_method(ts, &pdb, "set_trace", &[])
}

fn utf8(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_str("utf-8")?.into_ref())
}

fn surrogateescape(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_str("surrogateescape")?.into_ref())
}

fn get_int_max_str_digits(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_size(ts.interp().int_max_str_digits.get())?.into_ref())
}

fn set_int_max_str_digits(ts: &ThreadState, _module: &PyObject, args: &minipy_object::args::Bound<'_>) -> PyResult {
    let digits = protocol::index_isize(ts, args.required(ts, 0)?, &ts.types().overflow_error)?;
    if digits != 0 && digits < 640 {
        return Err(ts.value_error("maxdigits must be 0 or larger than 640"));
    }
    ts.interp().int_max_str_digits.set(digits.max(0) as usize);
    Ok(ts.none())
}

fn is_finalizing(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.bool(ts.interp().finalizing.get()))
}

fn get_asyncgen_hooks(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let hooks = &vm_interp(ts).asyncgen_hooks;
    let fields = [hooks.firstiter.get().unwrap_or_else(|| ts.none()), hooks.finalizer.get().unwrap_or_else(|| ts.none())];
    structseq::make(ts, &vm_types(ts).asyncgen_hooks, &fields)
}

fn set_asyncgen_hooks(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    let hooks = &vm_interp(ts).asyncgen_hooks;
    let none = &ts.singletons().none;
    let set = |field: &minipy_object::pyref::Field, what: &str, value: &PyRef| -> PyResult<()> {
        if value.is(none) {
            field.clear();
            return Ok(());
        }
        if !protocol::is_callable(value) {
            let kind = value.ob_type().name_string();
            return Err(ts.type_error(format_args!("callable {what} expected, got {kind}")));
        }
        field.set(value.clone());
        Ok(())
    };
    if let Some(first) = args.pos().first() {
        set(&hooks.firstiter, "firstiter", first)?;
    }
    if let Some(second) = args.pos().get(1) {
        set(&hooks.finalizer, "finalizer", second)?;
    }
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("firstiter") {
            set(&hooks.firstiter, "firstiter", value)?;
        } else if keyword.equals_str("finalizer") {
            set(&hooks.finalizer, "finalizer", value)?;
        }
    }
    Ok(ts.none())
}

fn call_tracing(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let [func, values, ..] = args else { return Err(ts.system_error("arguments are missing after binding")) };
    match values.downcast::<Tuple>() {
        Some(values) => protocol::call(ts, func, Args::positional(values.items())),
        None => Err(ts.type_error("call_tracing() argument 2 must be tuple")),
    }
}
