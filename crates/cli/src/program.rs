//! Running a program: its source, the interpreter's settings, the exit code.
//!
//! CPython's counterpart is `pymain_run_python`. Invariant: exit codes are CPython's: 0, 1 for an exception, SystemExit's own, 2 for a file
//! that cannot be opened, 120 when the last flush failed, death by SIGINT for an interrupt; 70 is a bug of minipy.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use minipy::{Builder, Ending, Error, Interpreter, Outcome};

use crate::options::{Options, Source};
use crate::signals::SignalWatch;
use crate::{out, repl, signals};

/// `EX_SOFTWARE`: an internal error.
pub(crate) const EX_SOFTWARE: u8 = 70;
/// CPython's exit code when standard output could not be flushed at the end.
const EX_FLUSH: u8 = 120;
/// With `-X leaks`, blocks were left.
const EX_LEAKS: u8 = 71;

/// What there is to run.
struct Program {
    source: Vec<u8>,
    filename: String,
    /// `sys.argv[0]`
    argv0: String,
    /// `sys.path[0]`, if there is one.
    folder: Option<String>,
    /// `__file__` is set.
    is_file: bool,
}

/// The environment variables, unless `-E` says to ignore them. An empty one counts as not set, as in CPython.
pub(crate) struct Environment {
    ignored: bool,
}

impl Environment {
    pub(crate) fn var(&self, name: &str) -> Option<OsString> {
        if self.ignored { None } else { std::env::var_os(name).filter(|value| !value.is_empty()) }
    }

    fn has(&self, name: &str) -> bool {
        self.var(name).is_some()
    }
}

/// An OS error as Python writes it: `[Errno 2] No such file or directory`.
pub(crate) fn os_error_text(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    match error.raw_os_error() {
        Some(number) => format!("[Errno {number}] {text}"),
        None => text.to_owned(),
    }
}

/// Run what the options say; the exit code.
pub(crate) fn run(mut options: Options) -> u8 {
    let environment = Environment { ignored: options.ignore_environment };
    read_environment(&mut options, &environment);
    let interactive =
        matches!(options.source, Source::Repl) || (options.source == Source::Default && (options.inspect || io::stdin().is_terminal()));
    let program = if interactive { Ok(None) } else { find(&options, &environment).map(Some) };
    let program = match program {
        Ok(program) => program,
        Err((message, code)) => return out::complain(&message, code),
    };
    let builder = match settings(&options, program.as_ref(), &environment) {
        Ok(builder) => builder,
        Err(message) => return out::complain(&message, 1),
    };
    let watch = SignalWatch::start(builder.interrupter());
    let interpreter = match builder.start() {
        Ok(interpreter) => interpreter,
        Err(error) => return fail(&error),
    };
    match drive(&interpreter, program, &options, &environment) {
        Ok(outcome) => {
            watch.ending();
            match interpreter.finish() {
                Ok(ending) => exit_code(outcome, ending, &options),
                Err(error) => fail(&error),
            }
        }
        Err(error) => {
            // The thread has stopped for good; its own words say why.
            fail(&interpreter.finish().err().unwrap_or(error))
        }
    }
}

fn drive(interpreter: &Interpreter, program: Option<Program>, options: &Options, environment: &Environment) -> Result<Outcome, Error> {
    if !options.no_site {
        interpreter.run(|machine| machine.define_site_builtins())?;
    }
    let Some(program) = program else { return repl::run(interpreter, options, environment) };
    let Program { source, filename, is_file, .. } = program;
    let outcome = interpreter.run(move |machine| {
        if is_file {
            machine.set_file(&filename);
        }
        machine.run_main(&source, &filename)
    })?;
    if options.inspect { repl::run(interpreter, options, environment) } else { Ok(outcome) }
}

fn fail(error: &Error) -> u8 {
    let text = match error {
        Error::Internal(_) => format!("minipy: {error}\nThis is a bug in minipy. Please report it with the program that shows it.\n"),
        Error::Start(_) => format!("minipy: {error}\n"),
    };
    out::complain(&text, EX_SOFTWARE)
}

fn exit_code(outcome: Outcome, ending: Ending, options: &Options) -> u8 {
    if options.leaks && ending.leaked_blocks > 0 {
        let text = format!("minipy: {} blocks, {} bytes, were never freed\n", ending.leaked_blocks, ending.leaked_bytes);
        return out::complain(&text, EX_LEAKS);
    }
    if outcome == Outcome::Interrupted {
        return signals::die();
    }
    if ending.flush_failed {
        return EX_FLUSH;
    }
    // CPython's exit codes are taken modulo 256 by the system.
    (outcome.exit_code() & 0xff) as u8
}

fn read_environment(options: &mut Options, environment: &Environment) {
    let level = environment.var("PYTHONOPTIMIZE").map(|value| value.to_str().and_then(|text| text.parse::<u8>().ok()).unwrap_or(1));
    options.optimize = options.optimize.max(level.unwrap_or(0)).min(2);
    options.unbuffered |= environment.has("PYTHONUNBUFFERED");
    options.inspect |= environment.has("PYTHONINSPECT");
    options.safe_path |= environment.has("PYTHONSAFEPATH");
    let malloc = environment.var("PYTHONMALLOC");
    options.debug_malloc |= malloc.is_some_and(|value| value == "debug" || value == "pymalloc_debug");
}

fn settings(options: &Options, program: Option<&Program>, environment: &Environment) -> Result<Builder, String> {
    let seed = match environment.var("PYTHONHASHSEED") {
        None => None,
        Some(text) if text == "random" => None,
        Some(text) => match text.to_str().and_then(|text| text.parse().ok()) {
            Some(seed) => Some(seed),
            None => {
                return Err("minipy: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\n".to_owned());
            }
        },
    };
    let mut argv = vec![program.map_or_else(String::new, |program| program.argv0.clone())];
    argv.extend(options.args.iter().map(|arg| arg.to_string_lossy().into_owned()));
    let mut path: Vec<String> = Vec::new();
    match program {
        Some(program) => path.extend(program.folder.clone()),
        None if options.safe_path => {}
        None => path.push(String::new()),
    }
    path.extend(python_path(environment));
    let executable = std::env::current_exe().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let flag = i64::from;
    let mut builder = Interpreter::builder()
        .geometry(options.geometry)
        .debug_malloc(options.debug_malloc)
        .stack_check(options.stack_check)
        .hash_seed(seed)
        .argv(argv)
        .path(path)
        .executable(executable)
        .xoptions(options.xoptions.clone())
        .warnoptions(warn_options(options, environment))
        .unbuffered(options.unbuffered);
    let flags = [
        ("optimize", i64::from(options.optimize)),
        ("inspect", flag(options.inspect)),
        ("interactive", flag(options.inspect)),
        ("quiet", flag(options.quiet)),
        ("ignore_environment", flag(options.ignore_environment)),
        ("isolated", flag(options.isolated)),
        ("safe_path", flag(options.safe_path)),
        ("no_site", flag(options.no_site)),
        ("no_user_site", flag(options.no_user_site)),
        ("bytes_warning", options.bytes_warning),
        ("verbose", options.verbose),
        ("dev_mode", flag(options.dev_mode)),
        ("dont_write_bytecode", 1),
    ];
    for (name, value) in flags {
        builder = builder.flag(name, value);
    }
    if let Some(digits) = options.int_max_str_digits {
        builder = builder.int_max_str_digits(digits);
    }
    Ok(builder)
}

/// What the environment says of warnings, then the command line: the last word counts.
fn warn_options(options: &Options, environment: &Environment) -> Vec<String> {
    let value = environment.var("PYTHONWARNINGS").map(|value| value.to_string_lossy().into_owned()).unwrap_or_default();
    let own = value.split(',').filter(|option| !option.is_empty()).map(str::to_owned);
    own.chain(options.warnings.iter().cloned()).collect()
}

fn python_path(environment: &Environment) -> Vec<String> {
    let Some(value) = environment.var("PYTHONPATH") else { return Vec::new() };
    std::env::split_paths(&value).map(|folder| folder.to_string_lossy().into_owned()).collect()
}

/// The source of a program that is no prompt, or a message and an exit code.
fn find(options: &Options, environment: &Environment) -> Result<Program, (String, u8)> {
    let in_cwd = (!options.safe_path).then(String::new);
    let mut program = match &options.source {
        Source::Command(text) => Program {
            source: text.as_encoded_bytes().to_vec(),
            filename: "<string>".to_owned(),
            argv0: "-c".to_owned(),
            folder: in_cwd,
            is_file: false,
        },
        Source::Stdin | Source::Default | Source::Repl => {
            let mut source = Vec::new();
            if let Err(error) = io::stdin().lock().read_to_end(&mut source) {
                return Err((format!("minipy: cannot read standard input: {}\n", os_error_text(&error)), 1));
            }
            let argv0 = if options.source == Source::Stdin { "-" } else { "" };
            Program { source, filename: "<stdin>".to_owned(), argv0: argv0.to_owned(), folder: in_cwd, is_file: false }
        }
        Source::File(path) => find_file(path, options.safe_path)?,
        Source::Module(name) => find_module(name, options, environment)?,
    };
    if options.skip_first_line {
        // The newline stays, so that line numbers do.
        let end = program.source.iter().position(|b| *b == b'\n').unwrap_or(program.source.len());
        program.source.drain(..end);
    }
    Ok(program)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn find_file(path: &Path, safe_path: bool) -> Result<Program, (String, u8)> {
    let shown = path.to_string_lossy().into_owned();
    if path.is_dir() {
        let main = path.join("__main__.py");
        if !main.is_file() {
            return Err((format!("minipy: can't find '__main__' module in '{shown}'\n"), 1));
        }
        let source = read(&main)?;
        let filename = absolute(&main).to_string_lossy().into_owned();
        return Ok(Program { source, filename, argv0: shown.clone(), folder: Some(shown), is_file: true });
    }
    let source = read(path)?;
    // As CPython, follow links: the folder is the one that the file itself lies in.
    let real = path.canonicalize().unwrap_or_else(|_| absolute(path));
    let folder = real.parent().filter(|_| !safe_path).map(|folder| folder.to_string_lossy().into_owned());
    let filename = absolute(path).to_string_lossy().into_owned();
    Ok(Program { source, filename, argv0: shown, folder, is_file: true })
}

fn read(path: &Path) -> Result<Vec<u8>, (String, u8)> {
    std::fs::read(path).map_err(|error| (format!("minipy: can't open file '{}': {}\n", absolute(path).display(), os_error_text(&error)), 2))
}

fn find_module(name: &str, options: &Options, environment: &Environment) -> Result<Program, (String, u8)> {
    let relative: PathBuf = name.split('.').collect();
    let cwd = std::env::current_dir().unwrap_or_default();
    let mut folders = if options.safe_path { Vec::new() } else { vec![cwd.clone()] };
    folders.extend(python_path(environment).into_iter().map(PathBuf::from));
    for folder in folders {
        let base = folder.join(&relative);
        for file in [base.join("__main__.py"), base.with_extension("py")] {
            if file.is_file() {
                let source = read(&file)?;
                let shown = file.to_string_lossy().into_owned();
                let folder = (!options.safe_path).then(|| cwd.to_string_lossy().into_owned());
                return Ok(Program { source, filename: shown.clone(), argv0: shown, folder, is_file: true });
            }
        }
        if base.join("__init__.py").is_file() {
            let why = format!("minipy: No module named {name}.__main__; '{name}' is a package and cannot be directly executed\n");
            return Err((why, 1));
        }
    }
    Err((format!("minipy: No module named {name}\n"), 1))
}
