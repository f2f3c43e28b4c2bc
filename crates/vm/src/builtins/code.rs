//! The functions about code and namespaces: compile, eval, exec, globals, locals, vars, dir, `__import__`.

use minipy_object::args::{Args, Bound};
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::frame::vm;
use crate::interp::{CompileRequest, Mode, vm_interp};
use crate::types::cell::CellObject;
use crate::types::code::Code;
use crate::types::frame;
use crate::types::function::Function;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "__import__",
        "($module, /, name, globals=None, locals=None, fromlist=(), level=0)",
        Native::Keywords(import),
        "Import a module.",
    ),
    MethodDef::new(
        "compile",
        "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        Native::Keywords(compile),
        "Compile source into a code object that can be executed by exec() or eval().",
    ),
    MethodDef::new(
        "eval",
        "($module, source, /, globals=None, locals=None)",
        Native::Keywords(eval),
        "Evaluate the given source in the context of globals and locals.",
    ),
    MethodDef::new(
        "exec",
        "($module, source, /, globals=None, locals=None, *, closure=None)",
        Native::Keywords(exec),
        "Execute the given source in the context of globals and locals.",
    ),
    MethodDef::new(
        "globals",
        "($module, /)",
        Native::NoArgs(globals),
        "Return the dictionary containing the current scope's global variables.",
    ),
    MethodDef::new("locals", "($module, /)", Native::NoArgs(locals), "Return a dictionary containing the current scope's local variables."),
    MethodDef::new("vars", "", Native::Fast(vars), "vars([object]) -> dictionary"),
    MethodDef::new("dir", "", Native::Fast(dir), "dir([object]) -> list of strings"),
    MethodDef::new(
        "breakpoint",
        "($module, /, *args, **kws)",
        Native::Raw(breakpoint),
        "Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept whatever arguments are passed.",
    ),
];

fn import(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let name = args.required(ts, 0)?;
    let Some(name) = name.downcast::<Str>() else {
        return Err(ts.type_error("module name must be a string"));
    };
    let globals = args.get(1).and_then(|globals| globals.downcast::<Dict>());
    let level = match args.get(4) {
        Some(level) => protocol::index_clamped(ts, level)?,
        None => 0,
    };
    let Ok(level) = usize::try_from(level) else { return Err(ts.value_error("level must be >= 0")) };
    crate::import::import(ts, &name.to_rust_string(), globals, args.get(3), level)
}

/// The globals of the code that calls.
fn current_globals(ts: &ThreadState) -> Option<Py<Dict>> {
    crate::frame::globals_of(vm(ts).current.get())
}

fn globals(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(current_globals(ts).map_or_else(|| ts.none(), Py::into_ref))
}

fn locals(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let record = vm(ts).current.get();
    if record.is_null() {
        return Err(ts.system_error("frame does not exist"));
    }
    frame::locals_of(ts, record)
}

fn vars(ts: &ThreadState, module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "vars", args.len(), 0, 1)?;
    match args.first() {
        None => locals(ts, module),
        Some(object) => match protocol::get_attr_opt(ts, object, &ts.names().__dict__)? {
            Some(dict) => Ok(dict),
            None => Err(ts.type_error("vars() argument must have __dict__ attribute")),
        },
    }
}

fn dir(ts: &ThreadState, module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "dir", args.len(), 0, 1)?;
    let names = match args.first() {
        None => {
            let locals = locals(ts, module)?;
            let keys = protocol::call_method(ts, &locals, "keys", &[])?;
            List::from_vec(ts, protocol::to_vec(ts, &keys)?)?
        }
        Some(object) => {
            let Some(dir) = protocol::lookup_special(ts, object, &ts.names().__dir__)? else {
                return Err(ts.type_error("object does not provide __dir__"));
            };
            let names = protocol::call_no_args(ts, &dir)?;
            List::from_vec(ts, protocol::to_vec(ts, &names)?)?
        }
    };
    names.sort(ts, None, false)?;
    Ok(names.into_ref())
}

fn breakpoint(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    match crate::sys::attribute(ts, "breakpointhook")? {
        Some(hook) => protocol::call(ts, &hook, args),
        None => Err(ts.runtime_error("lost sys.breakpointhook")),
    }
}

fn compile_source(ts: &ThreadState, request: &CompileRequest<'_>) -> PyResult {
    match vm_interp(ts).hooks.get().compile {
        Some(compile) => compile(ts, request),
        None => Err(ts.runtime_error("this interpreter cannot compile source")),
    }
}

fn filename_text(ts: &ThreadState, value: &PyObject) -> PyResult<String> {
    if let Some(text) = value.downcast::<Str>() {
        return Ok(text.to_rust_string());
    }
    if let Some(bytes) = value.downcast::<Bytes>() {
        return Ok(String::from_utf8_lossy(bytes.as_bytes()).into_owned());
    }
    let kind = value.ob_type().name_string();
    Err(ts.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")))
}

fn compile(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let filename = filename_text(ts, args.required(ts, 1)?)?;
    let mode = args.required(ts, 2)?;
    if mode.downcast::<Str>().is_none() {
        let kind = mode.ob_type().name_string();
        return Err(ts.type_error(format_args!("compile() argument 'mode' must be str, not {kind}")));
    }
    let mode = match mode.downcast::<Str>().and_then(|mode| mode.as_ascii()) {
        Some("exec") => Mode::Exec,
        Some("eval") => Mode::Eval,
        Some("single") => Mode::Single,
        Some("func_type") => return Err(ts.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")),
        _ => return Err(ts.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let number = |i: usize, default: isize| match args.get(i) {
        Some(value) => protocol::index_clamped(ts, value),
        None => Ok(default),
    };
    let (flags, optimize) = (number(3, 0)?, number(5, -1)?);
    if !(-1..=2).contains(&optimize) {
        return Err(ts.value_error("compile(): invalid optimize value"));
    }
    let mut flags = flags as u32;
    let inherit = match args.get(4) {
        Some(dont) => !protocol::is_true(ts, dont)?,
        None => true,
    };
    if inherit {
        flags |= inherited_flags(ts);
    }
    let request = CompileRequest { source: args.required(ts, 0)?, filename: &filename, mode, flags, optimize: optimize as i32 };
    compile_source(ts, &request)
}

/// The `from __future__` flags of the code that calls.
fn inherited_flags(ts: &ThreadState) -> u32 {
    crate::frame::code_of(vm(ts).current.get()).map_or(0, |code| code.flags().0 & 0x1ff_0000)
}

/// Globals and locals of an eval or exec. CPython: the first half of `builtin_eval_impl`.
fn namespaces(ts: &ThreadState, what: &str, globals: Option<&PyObject>, locals: Option<&PyObject>) -> PyResult<(Py<Dict>, PyRef)> {
    let none = &ts.singletons().none;
    let globals = globals.filter(|globals| !globals.is(none));
    let locals = locals.filter(|locals| !locals.is(none));
    let mapping = |value: &PyObject| value.downcast::<Dict>().is_some() || value.ob_type().slots.mp_subscript.get().is_some();
    if let Some(locals) = locals {
        if !mapping(locals) {
            let kind = locals.ob_type().name_string();
            return Err(if what == "eval" {
                ts.type_error("locals must be a mapping")
            } else {
                ts.type_error(format_args!("locals must be a mapping or None, not {kind}"))
            });
        }
    }
    let globals = match globals {
        Some(globals) => match globals.downcast::<Dict>() {
            Some(globals) => globals.to_py(),
            None => {
                let kind = globals.ob_type().name_string();
                return Err(if what == "eval" {
                    let hint = if mapping(globals) {
                        "globals must be a real dict; try eval(expr, {}, mapping)"
                    } else {
                        "globals must be a dict"
                    };
                    ts.type_error(hint)
                } else {
                    ts.type_error(format_args!("exec() globals must be a dict, not {kind}"))
                });
            }
        },
        None => {
            let record = vm(ts).current.get();
            let Some(globals) = current_globals(ts) else {
                return Err(ts.system_error(format_args!("globals and locals cannot be NULL in {what}")));
            };
            let own = match locals {
                Some(locals) => locals.to_ref(),
                None => frame::locals_of(ts, record)?,
            };
            ensure_builtins(ts, &globals)?;
            return Ok((globals, own));
        }
    };
    ensure_builtins(ts, &globals)?;
    let locals = locals.map_or_else(|| globals.to_ref(), PyObject::to_ref);
    Ok((globals, locals))
}

fn ensure_builtins(ts: &ThreadState, globals: &Obj<Dict>) -> PyResult<()> {
    let name = &ts.names().__builtins__;
    if globals.get_str(ts, name)?.is_none() {
        let builtins = match vm(ts).current.get() {
            record if !record.is_null() => crate::frame::builtins_of_record(record),
            _ => None,
        };
        let builtins = builtins.or_else(|| ts.builtins().map(Py::into_ref)).unwrap_or_else(|| ts.none());
        globals.set_str(ts, name, builtins)?;
    }
    Ok(())
}

fn run(
    ts: &ThreadState,
    what: &str,
    source: &PyObject,
    mode: Mode,
    globals: &Obj<Dict>,
    locals: PyRef,
    closure: Option<Py<Tuple>>,
) -> PyResult {
    let code = match source.downcast::<Code>() {
        Some(code) => code.to_py(),
        None => {
            if source.downcast::<Str>().is_none()
                && source.downcast::<Bytes>().is_none()
                && source.ob_type().slots.bf_getbuffer.get().is_none()
            {
                return Err(ts.type_error(format_args!("{what}() arg 1 must be a string, bytes or code object")));
            }
            let request = CompileRequest { source, filename: "<string>", mode, flags: inherited_flags(ts), optimize: -1 };
            let made = compile_source(ts, &request)?;
            match made.downcast_into::<Code>() {
                Ok(code) => code,
                Err(_) => return Err(ts.system_error("the compiler gave no code object")),
            }
        }
    };
    let free = code.nfreevars();
    if free > 0 && closure.is_none() {
        return Err(match what {
            "eval" => ts.type_error("code object passed to eval() may not contain free variables"),
            _ => ts.type_error(format_args!("code object requires a closure of exactly length {free}")),
        });
    }
    let function = Function::new(ts, &code, globals)?;
    // Code that runs by itself goes by its plain name in errors.
    function.qualname.set(ts.new_str(&code.name_string())?);
    if let Some(closure) = closure {
        function.closure.set(closure);
    }
    crate::call::call_with_namespace(ts, &function, locals)
}

fn eval(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let (globals, locals) = namespaces(ts, "eval", args.get(1), args.get(2))?;
    let source = args.required(ts, 0)?;
    // Leading blanks and tabs are allowed before an expression.
    let stripped = match source.downcast::<Str>() {
        Some(text) if matches!(text.char_at(0), Some(0x20 | 0x09)) => {
            Some(ts.new_str(text.to_rust_string().trim_start_matches([' ', '\t']))?.into_ref())
        }
        _ => None,
    };
    run(ts, "eval", stripped.as_deref().unwrap_or(source), Mode::Eval, &globals, locals, None)
}

fn exec(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let (globals, locals) = namespaces(ts, "exec", args.get(1), args.get(2))?;
    let source = args.required(ts, 0)?;
    let none = &ts.singletons().none;
    let closure = match args.get(3).filter(|closure| !closure.is(none)) {
        None => None,
        Some(closure) => {
            let Some(code) = source.downcast::<Code>() else {
                return Err(ts.type_error("closure can only be used when source is a code object"));
            };
            let free = code.nfreevars();
            if free == 0 {
                return Err(ts.type_error("cannot use a closure with this code object"));
            }
            match closure.downcast::<Tuple>() {
                Some(cells) if cells.len() == free && cells.items().iter().all(|cell| cell.downcast::<CellObject>().is_some()) => {
                    Some(cells.to_py())
                }
                _ => return Err(ts.type_error(format_args!("code object requires a closure of exactly length {free}"))),
            }
        }
    };
    run(ts, "exec", source, Mode::Exec, &globals, locals, closure)?;
    Ok(ts.none())
}
