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
        return decoded.ok_or_else(|| ts.raise(&ts.types().value_error, "source code string cannot contain surrogates"));
    }
    let bytes = match (source.downcast::<Bytes>(), source.downcast::<Bytearray>()) {
        (Some(bytes), _) => bytes.as_bytes().to_vec(),
        (None, Some(bytes)) => bytes.to_vec(),
        (None, None) => return Err(ts.type_error("compile() arg 1 must be a string, bytes or AST object")),
    };
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
    let parsed = minipy_parser::parse(text, parse_mode, options, &arena).map_err(|error| raise_syntax_error(ts, &error, filename))?;
    let options = minipy_compiler::Options {
        optimize,
        future: CodeFlags(flags & FUTURES),
        allow_top_level_await: flags & TOP_LEVEL_AWAIT != 0,
        ..minipy_compiler::Options::default()
    };
    for warning in &parsed.warnings {
        warn(ts, text, filename, i64::from(warning.lineno), &warning.msg)?;
    }
    let compiled = minipy_compiler::compile(&parsed.tree, filename, compile_mode, &options)
        .map_err(|error| raise_compile_error(ts, &error, filename))?;
    for warning in &compiled.warnings {
        warn(ts, text, filename, i64::from(warning.location.line), &warning.message)?;
    }
    Ok(compiled.code)
}

/// A SyntaxWarning in the default format: there is no filter yet that could ask for another.
fn warn(ts: &ThreadState, text: &str, filename: &str, line: i64, message: &str) -> PyResult<()> {
    let Some(stderr) = sys::attribute(ts, "stderr")? else { return Ok(()) };
    if stderr.is(&ts.singletons().none) {
        return Ok(());
    }
    let mut out = format!("{filename}:{line}: SyntaxWarning: {message}\n");
    // The line is looked up by the file's name, so a source without a file has none.
    if !filename.starts_with('<') {
        let index = usize::try_from(line).unwrap_or(0).saturating_sub(1);
        if let Some(source) = text.lines().nth(index) {
            out.push_str(&format!("  {}\n", source.trim()));
        }
    }
    protocol::call_method(ts, &stderr, "write", &[ts.new_str(&out)?.into_ref()]).map(drop)
}

/// The fields of a SyntaxError, as `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))` takes them.
struct Place<'a> {
    lineno: i64,
    offset: i64,
    text: Option<&'a str>,
    end_lineno: i64,
    end_offset: i64,
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
                ts.new_int(place.end_offset)?.into_ref(),
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
    let types = ts.types();
    let ty: &PyType = match error.kind {
        // The class `_IncompleteInputError` is not there; its base says the same to all but `codeop`.
        ErrorKind::SyntaxError | ErrorKind::IncompleteInputError => &types.syntax_error,
        ErrorKind::IndentationError => &types.indentation_error,
        ErrorKind::TabError => &types.tab_error,
        ErrorKind::MemoryError => return ts.raise(&types.memory_error, &error.msg),
    };
    let place = error.lineno.map(|lineno| Place {
        lineno: i64::from(lineno),
        offset: error.offset,
        text: error.text.as_deref(),
        end_lineno: i64::from(error.end_lineno),
        end_offset: error.end_offset,
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
                end_offset: i64::from(end_column) + 1,
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
