//! The compile hook: from source objects to code objects, by way of parser and compiler.
//!
//! CPython's counterparts are `Py_CompileStringObject` and `_PyPegen_raise_error`. Invariant: this is the only place where the machine
//! meets the parser; what either of them refuses becomes the exception that CPython raises, with the same fields.

use std::borrow::Cow;

use minipy_bytecode::{CodeDesc, CodeFlags, Location};
use minipy_compiler::CompileError;
use minipy_object::args::Args;
use minipy_object::header::{PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::types::bytearray::Bytearray;
use minipy_object::types::bytes::Bytes;
use minipy_object::types::str::Str;
use minipy_parser::{Arena, ErrorKind, ParseOptions, SyntaxError};
use minipy_vm::{CompileRequest, Mode, code_from_desc, sys};

/// `PyCF_ONLY_AST`: `compile()` is to return the tree.
const ONLY_AST: u32 = 0x400;
/// `PyCF_TYPE_COMMENTS`
const TYPE_COMMENTS: u32 = 0x1000;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const TOP_LEVEL_AWAIT: u32 = 0x2000;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`
const ALLOW_INCOMPLETE: u32 = 0x4000;
/// The flags of `from __future__ import …` in `co_flags`.
const FUTURES: u32 = 0x1ff_0000;

/// What the machine calls for `compile`, `eval` and `exec`.
pub(crate) fn compile_hook(ts: &ThreadState, request: &CompileRequest<'_>) -> PyResult {
    if request.flags & ONLY_AST != 0 {
        return Err(ts.value_error("compile(): PyCF_ONLY_AST is not supported: there is no ast module yet"));
    }
    let text = source_text(ts, request.source, request.filename)?;
    // Space before an expression is no indentation.
    let text = if request.mode == Mode::Eval { text.trim_start_matches([' ', '\t']) } else { &text };
    let optimize = match u8::try_from(request.optimize) {
        Ok(level) => level,
        Err(_) => optimize_level(ts),
    };
    compile_text(ts, text, request.filename, request.mode, request.flags, optimize)
}

/// The text of a source object.
fn source_text(ts: &ThreadState, source: &PyObject, filename: &str) -> PyResult<String> {
    if let Some(text) = source.downcast::<Str>() {
        if text.chars().any(|c| c == 0) {
            let error = SyntaxError::without_place(ErrorKind::SyntaxError, "source code string cannot contain null bytes");
            return Err(raise_syntax_error(ts, &error, filename));
        }
        if let Some(ascii) = text.as_ascii() {
            return Ok(ascii.to_owned());
        }
        let decoded: Option<String> = text.chars().map(char::from_u32).collect();
        if let Some(decoded) = decoded {
            return Ok(decoded);
        }
        // A surrogate: encoding it says so in the usual words.
        return match protocol::call_method(ts, source, "encode", &[]) {
            Ok(_) => Err(ts.system_error("a text that cannot be decoded was encoded")),
            Err(raised) => Err(raised),
        };
    }
    let bytes = match (source.downcast::<Bytes>(), source.downcast::<Bytearray>()) {
        (Some(bytes), _) => bytes.as_bytes().to_vec(),
        (None, Some(bytes)) => bytes.to_vec(),
        (None, None) if source.ob_type().slots.bf_getbuffer.get().is_some() => minipy_object::buffer::get_buffer(ts, source)?.bytes,
        (None, None) => return Err(ts.type_error("compile() arg 1 must be a string, bytes or AST object")),
    };
    if bytes.contains(&0) {
        let error = SyntaxError::without_place(ErrorKind::SyntaxError, "source code string cannot contain null bytes");
        return Err(raise_syntax_error(ts, &error, filename));
    }
    decode(ts, &bytes, filename).map(Cow::into_owned)
}

/// The text of a file's bytes.
pub(crate) fn decode<'a>(ts: &ThreadState, bytes: &'a [u8], filename: &str) -> PyResult<Cow<'a, str>> {
    minipy_parser::decode_file(bytes, filename).map_err(|error| raise_syntax_error(ts, &error, filename))
}

/// `sys.flags.optimize`
pub(crate) fn optimize_level(ts: &ThreadState) -> u8 {
    let level = (|| -> PyResult<Option<isize>> {
        let Some(flags) = sys::attribute(ts, "flags")? else { return Ok(None) };
        let level = protocol::get_attr(ts, &flags, &*ts.intern("optimize")?)?;
        Ok(Some(protocol::index_clamped(ts, &level)?))
    })();
    match level {
        Ok(level) => level.and_then(|level| u8::try_from(level).ok()).unwrap_or(0),
        Err(raised) => {
            ts.clear_exception(raised);
            0
        }
    }
}

/// Compile text to a code object.
pub(crate) fn compile_text(ts: &ThreadState, text: &str, filename: &str, mode: Mode, flags: u32, optimize: u8) -> PyResult {
    let desc = describe(ts, text, filename, mode, flags, optimize)?;
    Ok(code_from_desc(ts, &desc)?.into_ref())
}

fn describe(ts: &ThreadState, text: &str, filename: &str, mode: Mode, flags: u32, optimize: u8) -> PyResult<CodeDesc> {
    let (parse_mode, compile_mode) = match mode {
        Mode::Exec => (minipy_parser::Mode::Module, minipy_compiler::Mode::Exec),
        Mode::Eval => (minipy_parser::Mode::Expression, minipy_compiler::Mode::Eval),
        Mode::Single => (minipy_parser::Mode::Interactive, minipy_compiler::Mode::Single),
    };
    let arena = Arena::new();
    let options = ParseOptions { type_comments: flags & TYPE_COMMENTS != 0, allow_incomplete: flags & ALLOW_INCOMPLETE != 0 };
    let parsed = minipy_parser::parse(text, parse_mode, options, &arena).map_err(|mut error| {
        // Where a text that is no file ends without a newline, CPython's tokenizer has no place for the end of the line.
        let at_end = error.text.as_deref().is_some_and(|line| error.offset > line.chars().count() as i64);
        if mode != Mode::Exec && !text.ends_with('\n') && error.msg == "invalid syntax" && at_end {
            (error.offset, error.end_offset) = (0, 0);
        }
        raise_syntax_error(ts, &error, filename)
    })?;
    let options = minipy_compiler::Options {
        optimize,
        future: CodeFlags(flags & FUTURES),
        allow_top_level_await: flags & TOP_LEVEL_AWAIT != 0,
        ..minipy_compiler::Options::default()
    };
    for warning in &parsed.warnings {
        let line = i32::try_from(warning.lineno).unwrap_or(0);
        warn(ts, filename, Location { line, end_line: line, column: 0, end_column: 0 }, &warning.msg)?;
    }
    let compiled = minipy_compiler::compile(&parsed.tree, filename, compile_mode, &options)
        .map_err(|error| raise_compile_error(ts, &error, filename))?;
    for warning in &compiled.warnings {
        warn(ts, filename, warning.location, &warning.message)?;
    }
    Ok(compiled.code)
}

/// A SyntaxWarning. One that a filter makes an error is a SyntaxError of that place.
fn warn(ts: &ThreadState, filename: &str, at: Location, message: &str) -> PyResult<()> {
    let line = u32::try_from(at.line).unwrap_or(0);
    let module = match filename.strip_suffix(".py") {
        Some(name) => name,
        None if filename.is_empty() => "<unknown>",
        None => filename,
    };
    let place = minipy_vm::WarnedPlace { filename, line, module, once: false, hint: None };
    match minipy_vm::warn_explicit(ts, &ts.types().syntax_warning, message, &place) {
        Err(raised) if ts.exception_is(&raised, &ts.types().syntax_warning) => {
            ts.clear_exception(raised);
            let text = file_line(ts, filename, at.line);
            let place = Place {
                lineno: i64::from(at.line),
                offset: i64::from(at.column) + 1,
                text: text.as_deref(),
                end_lineno: i64::from(at.end_line),
                end_offset: Some(i64::from(at.end_column) + 1),
            };
            Err(raise_at(ts, &ts.types().syntax_error, message, filename, Some(&place)))
        }
        done => done,
    }
}

/// The fields of a SyntaxError, as `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))` takes them.
struct Place<'a> {
    lineno: i64,
    offset: i64,
    text: Option<&'a str>,
    end_lineno: i64,
    /// None where CPython knows none.
    end_offset: Option<i64>,
}

fn raise_at(ts: &ThreadState, ty: &PyType, message: &str, filename: &str, place: Option<&Place<'_>>) -> Raised {
    let made = (|| -> PyResult {
        let mut args = vec![ts.new_str(message)?.into_ref()];
        if let Some(place) = place {
            let text: PyRef = match place.text {
                Some(text) => ts.new_str(text)?.into_ref(),
                None => ts.none(),
            };
            let details = [
                ts.new_str(filename)?.into_ref(),
                ts.new_int(place.lineno)?.into_ref(),
                ts.new_int(place.offset)?.into_ref(),
                text,
                ts.new_int(place.end_lineno)?.into_ref(),
                match place.end_offset {
                    Some(offset) => ts.new_int(offset)?.into_ref(),
                    None => ts.none(),
                },
            ];
            args.push(ts.new_tuple(&details)?.into_ref());
        }
        protocol::call(ts, ty.as_object(), Args::positional(&args))
    })();
    match made {
        Ok(exception) => ts.raise_exception(exception),
        Err(raised) => raised,
    }
}

fn raise_syntax_error(ts: &ThreadState, error: &SyntaxError, filename: &str) -> Raised {
    // The parser knows the prompt by its plain name.
    let filename = if filename.starts_with("<stdin>-") { "<stdin>" } else { filename };
    let types = ts.types();
    let ty: &PyType = match error.kind {
        ErrorKind::SyntaxError => &types.syntax_error,
        ErrorKind::IncompleteInputError => &types.incomplete_input_error,
        ErrorKind::IndentationError => &types.indentation_error,
        ErrorKind::TabError => &types.tab_error,
        ErrorKind::MemoryError => return ts.raise(&types.memory_error, &error.msg),
    };
    let place = error.lineno.map(|lineno| Place {
        lineno: i64::from(lineno),
        offset: error.offset,
        text: error.text.as_deref(),
        end_lineno: i64::from(error.end_lineno),
        end_offset: Some(error.end_offset),
    });
    raise_at(ts, ty, &error.msg, filename, place.as_ref())
}

fn raise_compile_error(ts: &ThreadState, error: &CompileError, filename: &str) -> Raised {
    let types = ts.types();
    match error.kind {
        minipy_compiler::ErrorKind::Recursion => ts.raise(&types.recursion_error, &error.message),
        minipy_compiler::ErrorKind::Overflow => ts.raise(&types.overflow_error, &error.message),
        minipy_compiler::ErrorKind::System => ts.raise(&types.system_error, &error.message),
        minipy_compiler::ErrorKind::Syntax => {
            let Location { line, end_line, column, end_column } = error.location;
            // CPython reads the line from the file of that name; a source that is no file shows none.
            let line_text = file_line(ts, filename, line);
            let place = Place {
                lineno: i64::from(line),
                offset: i64::from(column) + 1,
                text: line_text.as_deref(),
                end_lineno: i64::from(end_line),
                // The places of the errors about `from __future__` have no end.
                end_offset: (end_column >= 0).then(|| i64::from(end_column) + 1),
            };
            raise_at(ts, &types.syntax_error, &error.message, filename, Some(&place))
        }
    }
}

/// A line of a file, with its newline.
fn file_line(ts: &ThreadState, filename: &str, line: i32) -> Option<String> {
    let host = &*ts.interp().host;
    if filename.starts_with('<') {
        return None;
    }
    let bytes = ts.without_lock(|| host.read_file(std::path::Path::new(filename)).ok())?;
    let text = minipy_parser::decode_source(&bytes).ok()?;
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    text.split_inclusive('\n').nth(index).map(str::to_owned)
}
