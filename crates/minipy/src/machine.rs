//! The machine as a job on the interpreter's thread sees it: running sources and interactive lines in `__main__`.
//!
//! CPython's counterparts are `pymain_run_python` and `PyRun_InteractiveOneObject`. Invariant: an exception that leaves the program is
//! printed here, once, and becomes an [`Outcome`]; none is left set.

use minipy_object::args::Args;
use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::int::Int;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;
use minipy_vm::types::code::Code;
use minipy_vm::{Mode, sys};

use crate::interrupt::Interrupter;

/// How a piece of a program ended. What there was to print has been printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran to its end.
    Finished,
    /// It raised SystemExit; the process's exit code.
    Exit(i32),
    /// It raised an exception.
    Raised,
    /// It raised KeyboardInterrupt.
    Interrupted,
}

impl Outcome {
    /// The exit code: 0, 1, or what SystemExit says. An interrupt has none, the process dies by the signal; shells show 130.
    pub fn exit_code(self) -> i32 {
        match self {
            Outcome::Finished => 0,
            Outcome::Exit(code) => code,
            Outcome::Raised => 1,
            Outcome::Interrupted => 130,
        }
    }
}

/// The interpreter, for the time of one job on its thread.
pub struct Machine<'a> {
    ts: &'a ThreadState,
    interrupter: &'a Interrupter,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(ts: &'a ThreadState, interrupter: &'a Interrupter) -> Machine<'a> {
        Machine { ts, interrupter }
    }

    /// The thread state, for what this face does not offer.
    pub fn thread_state(&self) -> &'a ThreadState {
        self.ts
    }

    /// Run a source as the module `__main__`.
    pub fn run_main(&self, source: &[u8], filename: &str) -> Outcome {
        let done = (|| {
            let text = crate::compile::decode(self.ts, source, filename)?;
            let code = self.compile(&text, filename, Mode::Exec)?;
            if filename == "<string>" {
                minipy_vm::register_source(self.ts, filename, &text);
            }
            self.exec(&code)
        })();
        self.outcome(done)
    }

    /// Say in `__main__` which file it is.
    pub fn set_file(&self, filename: &str) -> Outcome {
        let done = (|| {
            let main = main_dict(self.ts)?;
            main.set_str(self.ts, &*self.ts.intern("__file__")?, self.ts.new_str(filename)?.into_ref())?;
            main.set_str(self.ts, &*self.ts.intern("__cached__")?, self.ts.none())
        })();
        self.outcome(done)
    }

    /// Define `exit`, `quit`, `help` and the like, as CPython's `site` does.
    pub fn define_site_builtins(&self) {
        if let Err(raised) = minipy_vm::install_site(self.ts) {
            self.ts.clear_exception(raised);
        }
    }

    /// Run one interactive statement: the value of an expression goes to `sys.displayhook`.
    pub fn run_interactive(&self, source: &str, filename: &str) -> Outcome {
        // An interrupt that came while nothing ran was meant for the line editor.
        self.interrupter.take();
        // A compound statement is closed by its newline.
        let source = if source.ends_with('\n') { source.to_owned() } else { format!("{source}\n") };
        // Each statement has a name of its own, under which its lines are kept; tracebacks show the plain one.
        let count = minipy_vm::next_prompt_source(self.ts);
        let own = format!("{filename}-{count}");
        minipy_vm::register_source(self.ts, &own, &source);
        let done = self.compile(&source, &own, Mode::Single).and_then(|code| self.exec(&code));
        let outcome = self.outcome(done);
        if self.flush() { Outcome::Raised } else { outcome }
    }

    /// The names that `text`, a dotted name cut off somewhere, can go on to, whole and sorted; a callable one with its `(`. CPython:
    /// `rlcompleter.Completer`. Names that begin with `_` are left out until they are asked for.
    pub fn complete(&self, text: &str) -> Vec<String> {
        let ts = self.ts;
        self.candidates(text).unwrap_or_else(|raised| {
            ts.clear_exception(raised);
            Vec::new()
        })
    }

    fn candidates(&self, text: &str) -> PyResult<Vec<String>> {
        let ts = self.ts;
        let (path, prefix) = text.rsplit_once('.').map_or((None, text), |(path, prefix)| (Some(path), prefix));
        let globals = main_dict(ts)?;
        let builtins = ts.builtins();
        let mut found: Vec<(String, PyRef)> = Vec::new();
        let mut keep = |name: &PyRef, value: &dyn Fn() -> PyResult<Option<PyRef>>| -> PyResult<()> {
            let Some(name) = name.downcast::<Str>().map(|name| name.to_rust_string()) else { return Ok(()) };
            let hidden = name.starts_with('_') && prefix.is_empty();
            if name.starts_with(prefix) && !hidden {
                if let Some(value) = value()? {
                    found.push((name, value));
                }
            }
            Ok(())
        };
        if let Some(path) = path {
            let mut names = path.split('.');
            let first = ts.intern(names.next().unwrap_or(""))?;
            let mut object = match globals.get_str(ts, &first)? {
                Some(object) => object,
                None => match builtins.as_ref().map(|builtins| builtins.get_str(ts, &first)).transpose()?.flatten() {
                    Some(object) => object,
                    None => return Ok(Vec::new()),
                },
            };
            for name in names {
                object = protocol::get_attr(ts, &object, &*ts.intern(name)?)?;
            }
            let Some(dir) = builtins.as_ref().map(|builtins| builtins.get_str(ts, &*ts.intern("dir")?)).transpose()?.flatten() else {
                return Ok(Vec::new());
            };
            let names = protocol::call(ts, &dir, Args::positional(&[object.clone()]))?;
            for name in protocol::to_vec(ts, &names)? {
                keep(&name, &|| match name.downcast::<Str>() {
                    // An attribute that cannot be had is a name all the same.
                    Some(text) => Ok(Some(protocol::get_attr(ts, &object, text).unwrap_or_else(|raised| {
                        ts.clear_exception(raised);
                        ts.none()
                    }))),
                    None => Ok(None),
                })?;
            }
        } else {
            for dict in [Some(globals), builtins].into_iter().flatten() {
                let mut at = 0;
                while let Some((name, value)) = dict.next(&mut at) {
                    keep(&name, &|| Ok(Some(value.clone())))?;
                }
            }
        }
        let mut out: Vec<String> = found
            .into_iter()
            .map(|(name, value)| {
                let call = if value.ob_type().slots.tp_call.get().is_some() { "(" } else { "" };
                match path {
                    Some(path) => format!("{path}.{name}{call}"),
                    None => format!("{name}{call}"),
                }
            })
            .collect();
        if path.is_none() && !prefix.is_empty() {
            out.extend(crate::tools::KEYWORDS.iter().filter(|word| word.starts_with(prefix)).map(|word| (*word).to_owned()));
        }
        out.sort();
        out.dedup();
        Ok(out)
    }

    fn compile(&self, text: &str, filename: &str, mode: Mode) -> PyResult {
        crate::compile::compile_text(self.ts, text, filename, mode, 0, crate::compile::optimize_level(self.ts))
    }

    fn exec(&self, code: &PyObject) -> PyResult<()> {
        let ts = self.ts;
        let Some(code) = code.downcast::<Code>() else { return Err(ts.system_error("the compiler made no code")) };
        let globals = main_dict(ts)?;
        minipy_vm::run_code(ts, code, &globals, None).map(drop)
    }

    /// Print what left the program, and say what it means.
    fn outcome(&self, done: PyResult<()>) -> Outcome {
        match done {
            Ok(()) => Outcome::Finished,
            Err(raised) => {
                let outcome = self.report(raised);
                self.interrupter.take();
                outcome
            }
        }
    }

    fn report(&self, raised: Raised) -> Outcome {
        let ts = self.ts;
        let interrupted = ts.exception_is(&raised, &ts.types().keyboard_interrupt);
        let exits = ts.exception_is(&raised, &ts.types().system_exit);
        let exception = ts.take_exception(raised);
        if exits {
            return Outcome::Exit(self.exit_status(&exception));
        }
        // What the program printed comes before what is printed about it.
        self.flush_stdout();
        print(ts, &exception);
        if interrupted { Outcome::Interrupted } else { Outcome::Raised }
    }

    /// The exit code that a SystemExit asks for. CPython: `_Py_HandleSystemExit`.
    fn exit_status(&self, exception: &PyRef) -> i32 {
        let ts = self.ts;
        let status = (|| -> PyResult<i32> {
            let code = protocol::get_attr(ts, exception, &*ts.intern("code")?)?;
            if code.is(&ts.singletons().none) {
                return Ok(0);
            }
            if let Some(code) = code.downcast::<Int>() {
                // What does not fit in a C long is -1.
                return Ok((code.as_i64().unwrap_or(-1) & 0xff) as i32);
            }
            self.flush_stdout();
            let text = protocol::str(ts, &code)?;
            if let Some(stderr) = sys::attribute(ts, "stderr")? {
                protocol::call_method(ts, &stderr, "write", &[text.into_ref()])?;
                protocol::call_method(ts, &stderr, "write", &[ts.new_str("\n")?.into_ref()])?;
            }
            Ok(1)
        })();
        status.unwrap_or_else(|raised| {
            ts.clear_exception(raised);
            1
        })
    }

    fn flush_stdout(&self) {
        let flushed = (|| -> PyResult<()> {
            match sys::attribute(self.ts, "stdout")? {
                Some(file) if !file.is(&self.ts.singletons().none) => protocol::call_method(self.ts, &file, "flush", &[]).map(drop),
                _ => Ok(()),
            }
        })();
        if let Err(raised) = flushed {
            self.ts.clear_exception(raised);
        }
    }

    /// Flush the standard streams; whether that failed, which is then reported as CPython reports it.
    pub(crate) fn flush(&self) -> bool {
        let ts = self.ts;
        let mut failed = false;
        for name in ["stdout", "stderr"] {
            let file = match sys::attribute(ts, name) {
                Ok(Some(file)) if !file.is(&ts.singletons().none) => file,
                Ok(_) => continue,
                Err(raised) => {
                    ts.clear_exception(raised);
                    continue;
                }
            };
            if let Err(raised) = protocol::call_method(ts, &file, "flush", &[]) {
                failed |= name == "stdout";
                ts.write_unraisable(raised, "", Some(&file));
            }
        }
        failed
    }
}

/// Print an exception through `sys.excepthook`.
fn print(ts: &ThreadState, exception: &PyRef) {
    let hook = sys::attribute(ts, "excepthook");
    if matches!(hook, Ok(None)) {
        write_stderr(ts, "sys.excepthook is missing\n");
    }
    let native = match (hook, sys::attribute(ts, "__excepthook__")) {
        (Ok(Some(hook)), Ok(Some(own))) if !hook.is(&own) => Some(hook),
        (Ok(_), Ok(_)) => None,
        (Err(raised), other) => {
            ts.clear_exception(raised);
            if let Err(raised) = other {
                ts.clear_exception(raised);
            }
            None
        }
        (Ok(_), Err(raised)) => {
            ts.clear_exception(raised);
            None
        }
    };
    let Some(hook) = native else {
        minipy_vm::print_exception(ts, exception);
        return;
    };
    let traceback = exception
        .downcast::<minipy_object::types::exceptions::BaseException>()
        .and_then(|exception| exception.traceback())
        .unwrap_or_else(|| ts.none());
    let args = [exception.ob_type().to_ref(), exception.clone(), traceback];
    if let Err(raised) = protocol::call(ts, &hook, Args::positional(&args)) {
        let error = ts.take_exception(raised);
        write_stderr(ts, "Error in sys.excepthook:\n");
        minipy_vm::print_exception(ts, &error);
        write_stderr(ts, "\nOriginal exception was:\n");
        minipy_vm::print_exception(ts, exception);
    }
}

/// Write to `sys.stderr`; where that fails nobody is left to hear of it.
fn write_stderr(ts: &ThreadState, text: &str) {
    if let Err(raised) = sys::write_stderr(ts, text) {
        ts.clear_exception(raised);
    }
}

/// Make the module `__main__`, with the names that CPython's has.
pub(crate) fn make_main(ts: &ThreadState) -> PyResult<()> {
    let main: Py<Module> = minipy_vm::new_main_module(ts)?;
    let dict = main.dict(ts)?;
    for name in ["__doc__", "__package__", "__loader__", "__spec__"] {
        let name = ts.intern(name)?;
        if dict.get_str(ts, &name)?.is_none() {
            dict.set_str(ts, &name, ts.none())?;
        }
    }
    dict.set_str(ts, &*ts.intern("__annotations__")?, Dict::new(ts)?.into_ref())
}

/// The namespace of `__main__`.
fn main_dict(ts: &ThreadState) -> PyResult<Py<Dict>> {
    let main = match ts.modules() {
        Some(modules) => modules.get_str(ts, &ts.names().__main__)?,
        None => None,
    };
    match main.as_deref().and_then(|main| main.downcast::<Module>()) {
        Some(main) => main.dict(ts),
        None => Err(ts.runtime_error("lost sys.modules['__main__']")),
    }
}
