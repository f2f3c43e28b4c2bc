//! `print`, `input` and `open`.

use minipy_object::args::Args;
use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::str::Str;

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "open",
        crate::io::OPEN_SIGNATURE,
        Native::Keywords(crate::io::open),
        "Open file and return a stream.  Raise OSError upon failure.",
    ),
    MethodDef::new(
        "print",
        "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
        Native::Raw(print),
        "Prints the values to a stream, or to sys.stdout by default.",
    ),
    MethodDef::new(
        "input",
        "($module, prompt='', /)",
        Native::Fast(input),
        "Read a string from standard input.  The trailing newline is stripped.",
    ),
];

fn print(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    let none = &ts.singletons().none;
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, false);
    for (keyword, value) in args.keywords() {
        let given = Some(value.clone()).filter(|value| !value.is(none));
        match keyword.as_ascii().unwrap_or("") {
            "sep" => sep = given,
            "end" => end = given,
            "file" => file = given,
            "flush" => flush = protocol::is_true(ts, value)?,
            _ => {
                let keyword = keyword.to_rust_string();
                return Err(ts.type_error(format_args!("print() got an unexpected keyword argument '{keyword}'")));
            }
        }
    }
    for (name, value) in [("sep", &sep), ("end", &end)] {
        if let Some(value) = value {
            if value.downcast::<Str>().is_none() {
                let kind = value.ob_type().name_string();
                return Err(ts.type_error(format_args!("{name} must be None or a string, not {kind}")));
            }
        }
    }
    let file = match file {
        Some(file) => file,
        None => match crate::sys::attribute(ts, "stdout")? {
            Some(stdout) if stdout.is(none) => return Ok(ts.none()),
            Some(stdout) => stdout,
            None => return Err(ts.runtime_error("lost sys.stdout")),
        },
    };
    let sep = match sep {
        Some(sep) => sep,
        None => ts.new_str(" ")?.into_ref(),
    };
    let end = match end {
        Some(end) => end,
        None => ts.new_str("\n")?.into_ref(),
    };
    if let Some(stream) = crate::io::text::exact(&file) {
        // A standard stream that nobody replaced: the texts go straight to it.
        for (i, value) in args.pos().iter().enumerate() {
            if i > 0 {
                stream.write_object(ts, &sep)?;
            }
            let text = protocol::str(ts, value)?;
            stream.write_object(ts, text.as_object())?;
        }
        stream.write_object(ts, &end)?;
        if flush {
            stream.flush(ts)?;
        }
        return Ok(ts.none());
    }
    let write = protocol::get_attr(ts, &file, &ts.names().write)?;
    let put = |text: &PyRef| protocol::call_one(ts, &write, text).map(drop);
    for (i, value) in args.pos().iter().enumerate() {
        if i > 0 {
            put(&sep)?;
        }
        put(&protocol::str(ts, value)?.into_ref())?;
    }
    put(&end)?;
    if flush {
        protocol::call_method(ts, &file, "flush", &[])?;
    }
    Ok(ts.none())
}

fn input(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let (stdin, stdout) = (crate::sys::attribute(ts, "stdin")?, crate::sys::attribute(ts, "stdout")?);
    let none = &ts.singletons().none;
    let Some(stdin) = stdin.filter(|file| !file.is(none)) else { return Err(ts.runtime_error("input(): lost sys.stdin")) };
    let Some(stdout) = stdout.filter(|file| !file.is(none)) else { return Err(ts.runtime_error("input(): lost sys.stdout")) };
    if let Some(prompt) = args.first() {
        let text = protocol::str(ts, prompt)?;
        protocol::call_method(ts, &stdout, "write", &[text.into_ref()])?;
    }
    protocol::call_method(ts, &stdout, "flush", &[])?;
    let line = protocol::call_method(ts, &stdin, "readline", &[])?;
    let Some(line) = line.downcast::<Str>() else { return Err(ts.type_error("object.readline() returned non-string")) };
    if line.is_empty() {
        return Err(ts.raise(&ts.types().eof_error, "EOF when reading a line"));
    }
    let text = line.to_rust_string();
    Ok(ts.new_str(text.strip_suffix('\n').unwrap_or(&text))?.into_ref())
}
