//! TextIOWrapper: text over a buffered binary file.
//!
//! CPython counterpart: `Modules/_io/textio.c`. Instead of an incremental decoder with a snapshot, the bytes that the decoded text came
//! from are kept beside it, so `tell` finds a position by decoding a part of them again. Invariants: `input` always begins at a character
//! and yields exactly `text`; an unfinished character, or a `\r` that may be half of an end of line, waits undecoded in `tail`.

use std::cell::{Cell, RefCell};

use minipy_object::args::{Args, Bound, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::str::{Str, raise_decode_error};
use minipy_object::{protocol, py_layout};
use minipy_scalar::codecs::{self, Encoding, OnError, Undecodable};

use super::fileio::class_name;
use super::{DEFAULT_BUFFER_SIZE, IoBase, TEXT_IO_BASE, ask, buffered, is_closed, m, seek_args, size_arg, unsupported};
use crate::types::vm_types;

/// How a wrapper is made.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) encoding: Option<String>,
    pub(crate) errors: Option<String>,
    pub(crate) newline: Option<String>,
    pub(crate) line_buffering: bool,
    pub(crate) write_through: bool,
}

/// What was read and decoded but not yet taken.
#[derive(Default)]
struct Reading {
    /// The text as WTF-8, and how much of it has been taken.
    text: Vec<u8>,
    at: usize,
    /// The bytes that `text` was decoded from, and how their first one was read: with or without a mark.
    input: Vec<u8>,
    from: Option<Encoding>,
    /// The bytes behind these that make no character yet.
    tail: Vec<u8>,
}

/// Which ends of line have been seen, as bits: `\n`, `\r`, `\r\n`.
const SEEN_LF: u8 = 1;
const SEEN_CR: u8 = 2;
const SEEN_CRLF: u8 = 4;

/// The payload.
#[repr(C)]
pub(crate) struct TextIOWrapper {
    base: IoBase,
    buffer: Field,
    encoding_name: RefCell<String>,
    errors: RefCell<String>,
    /// The encoding, and for reading the one with the byte order that the file's mark said.
    encoding: Cell<Encoding>,
    decoding: Cell<Encoding>,
    /// `newline`: none translates every end of line to `\n`.
    newline: RefCell<Option<String>>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    /// Encoded text that waits.
    pending: RefCell<Vec<u8>>,
    reading: RefCell<Reading>,
    seen: Cell<u8>,
    /// Whether `tell` is not possible because the file is being iterated.
    iterating: Cell<bool>,
    /// Whether nothing has been encoded yet, so that a mark is due.
    at_start: Cell<bool>,
    detached: Cell<bool>,
    seekable: Cell<bool>,
}

impl Body for TextIOWrapper {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(IoBase::DICT_AT);
    const WEAKLIST: Option<usize> = Some(IoBase::WEAK_AT);
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.base.traverse(visit);
        self.buffer.traverse(visit);
    }
    fn clear(&self) {
        self.base.clear();
    }
}

py_layout!(TextIOWrapper, TEXT_IO_WRAPPER, |ts| &vm_types(ts).text_io_wrapper);

fn check_newline(ts: &ThreadState, newline: Option<&str>) -> PyResult<()> {
    match newline {
        None | Some("" | "\n" | "\r" | "\r\n") => Ok(()),
        Some(other) => Err(ts.value_error(format_args!("illegal newline value: {other}"))),
    }
}

fn find_encoding(ts: &ThreadState, name: &str) -> PyResult<Encoding> {
    if name.contains('\0') {
        return Err(ts.value_error("embedded null character"));
    }
    // "locale" is the locale's encoding, which is UTF-8 here.
    let found = if name == "locale" { Some(Encoding::Utf8) } else { Encoding::from_name(name) };
    found.ok_or_else(|| ts.lookup_error(format_args!("unknown encoding: {name}")))
}

impl TextIOWrapper {
    /// A wrapper of a class around a buffer.
    pub(crate) fn make(ts: &ThreadState, ty: &PyType, buffer: PyRef, options: Options) -> PyResult<Py<TextIOWrapper>> {
        check_newline(ts, options.newline.as_deref())?;
        let name = match options.encoding.as_deref() {
            None | Some("locale") => "UTF-8".to_owned(),
            Some(name) => name.to_owned(),
        };
        let encoding = find_encoding(ts, &name)?;
        let seekable = ask(ts, &buffer, "seekable")?;
        let body = TextIOWrapper {
            base: IoBase::new(),
            buffer: Field::new(buffer.clone()),
            encoding_name: RefCell::new(name),
            errors: RefCell::new(options.errors.unwrap_or_else(|| "strict".to_owned())),
            encoding: Cell::new(encoding),
            decoding: Cell::new(encoding),
            newline: RefCell::new(options.newline),
            line_buffering: Cell::new(options.line_buffering),
            write_through: Cell::new(options.write_through),
            pending: RefCell::default(),
            reading: RefCell::default(),
            seen: Cell::new(0),
            iterating: Cell::new(false),
            at_start: Cell::new(true),
            detached: Cell::new(false),
            seekable: Cell::new(seekable),
        };
        let made = Py::new_in(ts, ty, body)?;
        // A file that is continued has its mark already.
        if seekable && ask(ts, &buffer, "writable")? {
            let at = protocol::call_method(ts, &buffer, "tell", &[])?;
            made.at_start.set(protocol::index(ts, &at)?.as_i64() == Some(0));
        }
        Ok(made)
    }

    /// The wrapper of a standard stream.
    pub(crate) fn standard(ts: &ThreadState, fd: u32) -> PyResult<Py<TextIOWrapper>> {
        let name = match fd {
            0 => "<stdin>",
            1 => "<stdout>",
            _ => "<stderr>",
        };
        let types = vm_types(ts);
        let raw = super::fileio::FileIO::of_fd(ts, fd, name)?;
        let class = if fd == 0 { &types.buffered_reader } else { &types.buffered_writer };
        let buffer = buffered::Buffered::make(ts, class, raw.into_ref(), DEFAULT_BUFFER_SIZE)?;
        let body = TextIOWrapper {
            base: IoBase::new(),
            buffer: Field::new(buffer),
            encoding_name: RefCell::new("utf-8".to_owned()),
            errors: RefCell::new(if fd == 2 { "backslashreplace" } else { "strict" }.to_owned()),
            encoding: Cell::new(Encoding::Utf8),
            decoding: Cell::new(Encoding::Utf8),
            newline: RefCell::new(if fd == 0 { None } else { Some("\n".to_owned()) }),
            line_buffering: Cell::new(fd == 2 || ts.interp().host.is_terminal(fd)),
            write_through: Cell::new(false),
            pending: RefCell::default(),
            reading: RefCell::default(),
            seen: Cell::new(0),
            iterating: Cell::new(false),
            at_start: Cell::new(true),
            detached: Cell::new(false),
            seekable: Cell::new(false),
        };
        let file = Py::new_in(ts, &types.text_io_wrapper, body)?;
        let mode = if fd == 0 { "r" } else { "w" };
        protocol::set_attr(ts, file.as_object(), &*ts.intern("mode")?, ts.new_str(mode)?.as_object())?;
        Ok(file)
    }

    /// From here on nothing waits in the buffers: `-u`.
    pub(crate) fn set_write_through(&self) {
        self.write_through.set(true);
    }

    fn buffer(&self, ts: &ThreadState) -> PyResult {
        if self.detached.get() {
            return Err(ts.value_error("underlying buffer has been detached"));
        }
        self.buffer.get().ok_or_else(|| ts.value_error("I/O operation on uninitialized object"))
    }

    fn check_closed(&self, ts: &ThreadState) -> PyResult<()> {
        let buffer = self.buffer(ts)?;
        if is_closed(ts, &buffer)? { Err(ts.value_error("I/O operation on closed file.")) } else { Ok(()) }
    }

    // --- writing ---

    /// Write the text of a str object.
    pub(crate) fn write_object(&self, ts: &ThreadState, text: &PyObject) -> PyResult<()> {
        let Some(text) = text.downcast::<Str>() else {
            let kind = if text.is(&ts.singletons().none) { "None".to_owned() } else { text.ob_type().name_string() };
            return Err(ts.type_error(format_args!("write() argument must be str, not {kind}")));
        };
        self.check_closed(ts)?;
        let buffer = self.buffer(ts)?;
        if buffered::exact(&buffer).is_some_and(|buffer| !buffer.can_write()) {
            return Err(unsupported(ts, "not writable"));
        }
        let translate = match self.newline.borrow().as_deref() {
            Some(newline @ ("\r" | "\r\n")) => Some(newline.to_owned()),
            _ => None,
        };
        let plain = matches!(self.encoding.get(), Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1);
        let (length, has_newline) = match text.as_ascii().filter(|_| plain) {
            Some(ascii) => {
                let mut pending = self.pending.borrow_mut();
                match &translate {
                    Some(newline) => pending.extend_from_slice(ascii.replace('\n', newline).as_bytes()),
                    None => pending.extend_from_slice(ascii.as_bytes()),
                }
                (pending.len(), ascii.contains('\n'))
            }
            None => {
                let newlines = text.chars().any(|c| c == 0x0a);
                let translated;
                let text: &Obj<Str> = match &translate {
                    Some(newline) if newlines => {
                        let args = [ts.new_str("\n")?.into_ref(), ts.new_str(newline)?.into_ref()];
                        translated = protocol::call_method(ts, text.as_object(), "replace", &args)?;
                        translated.downcast::<Str>().unwrap_or(text)
                    }
                    _ => text,
                };
                let encoded = self.encode(ts, text)?;
                let mut pending = self.pending.borrow_mut();
                pending.extend_from_slice(encoded.as_bytes());
                (pending.len(), newlines)
            }
        };
        {
            // What was read ahead is void once something is written.
            let mut reading = self.reading.borrow_mut();
            if !reading.text.is_empty() || !reading.tail.is_empty() {
                *reading = Reading::default();
            }
        }
        let flush = self.line_buffering.get() && (has_newline || text.chars().any(|c| c == 0x0d));
        if length > DEFAULT_BUFFER_SIZE || flush || self.write_through.get() {
            self.write_pending(ts)?;
        }
        if flush || self.write_through.get() {
            self.flush_buffer(ts)?;
        }
        Ok(())
    }

    fn encode(&self, ts: &ThreadState, text: &Obj<Str>) -> PyResult<Py<Bytes>> {
        let name = match self.encoding.get() {
            // The mark stands at the start of the file alone.
            Encoding::Utf16 if !self.at_start.get() => "utf-16-le".to_owned(),
            Encoding::Utf32 if !self.at_start.get() => "utf-32-le".to_owned(),
            Encoding::Utf8Sig if !self.at_start.get() => "utf-8".to_owned(),
            _ => self.encoding_name.borrow().clone(),
        };
        let errors = self.errors.borrow().clone();
        let args = [ts.new_str(&name)?.into_ref(), ts.new_str(&errors)?.into_ref()];
        let encoded = protocol::call_method(ts, text.as_object(), "encode", &args)?;
        self.at_start.set(false);
        encoded.downcast_into::<Bytes>().map_err(|_| ts.type_error("encoder should return a bytes object"))
    }

    fn write_pending(&self, ts: &ThreadState) -> PyResult<()> {
        let pending = self.pending.take();
        if pending.is_empty() {
            return Ok(());
        }
        let buffer = self.buffer(ts)?;
        match buffered::exact(&buffer) {
            Some(buffer) => buffer.write(ts, &pending),
            None => protocol::call_method(ts, &buffer, "write", &[Bytes::new(ts, &pending)?.into_ref()]).map(drop),
        }
    }

    fn flush_buffer(&self, ts: &ThreadState) -> PyResult<()> {
        let buffer = self.buffer(ts)?;
        match buffered::exact(&buffer) {
            Some(buffer) => buffer.flush(ts),
            None => protocol::call_method(ts, &buffer, "flush", &[]).map(drop),
        }
    }

    /// `flush()`
    pub(crate) fn flush(&self, ts: &ThreadState) -> PyResult<()> {
        self.check_closed(ts)?;
        self.iterating.set(false);
        self.write_pending(ts)?;
        self.flush_buffer(ts)
    }

    // --- reading ---

    fn begin_reading(&self, ts: &ThreadState) -> PyResult<()> {
        self.check_closed(ts)?;
        let buffer = self.buffer(ts)?;
        let readable = match buffered::exact(&buffer) {
            Some(buffer) => buffer.can_read(),
            None => ask(ts, &buffer, "readable")?,
        };
        if !readable {
            return Err(unsupported(ts, "not readable"));
        }
        self.write_pending(ts)
    }

    /// Decode bytes: the text, and how many bytes it is made of. Ends of line are translated here.
    fn decode(&self, ts: &ThreadState, input: &[u8], last: bool) -> PyResult<(Vec<u8>, usize)> {
        let errors = self.errors.borrow().clone();
        let decoding = self.decoding.get();
        let decoded = codecs::decode_with(decoding, input, last, |error, bytes| {
            let handler =
                OnError::from_name(&errors).ok_or_else(|| ts.lookup_error(format_args!("unknown error handler name '{errors}'")))?;
            handler.decode(error, bytes).map_err(|failure| match failure {
                Undecodable::Error(error) => raise_decode_error(ts, &error, bytes),
                Undecodable::WrongHandler => ts.type_error(Undecodable::WRONG_HANDLER),
            })
        })?;
        let mut consumed = decoded.consumed;
        if consumed > 0 {
            self.decoding.set(match (decoding, decoded.big_endian) {
                (Encoding::Utf16, false) => Encoding::Utf16Le,
                (Encoding::Utf16, true) => Encoding::Utf16Be,
                (Encoding::Utf32, false) => Encoding::Utf32Le,
                (Encoding::Utf32, true) => Encoding::Utf32Be,
                (Encoding::Utf8Sig, _) => Encoding::Utf8,
                (other, _) => other,
            });
        }
        let mut text = decoded.text.into_bytes();
        let universal = matches!(self.newline.borrow().as_deref(), None | Some(""));
        if universal && text.contains(&b'\r') {
            if !last && text.last() == Some(&b'\r') {
                // The next byte decides what it is.
                text.pop();
                consumed -= match self.decoding.get() {
                    Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => 2,
                    Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => 4,
                    Encoding::Utf8
                    | Encoding::Utf8Sig
                    | Encoding::Latin1
                    | Encoding::Ascii
                    | Encoding::UnicodeEscape
                    | Encoding::RawUnicodeEscape
                    | Encoding::Charmap(_) => 1,
                };
            }
            let mut out = Vec::with_capacity(text.len());
            let translate = self.newline.borrow().is_none();
            let mut seen = self.seen.get();
            let mut bytes = text.iter().copied().peekable();
            while let Some(byte) = bytes.next() {
                match byte {
                    b'\r' if bytes.peek() == Some(&b'\n') => {
                        bytes.next();
                        seen |= SEEN_CRLF;
                        out.extend_from_slice(if translate { b"\n" } else { b"\r\n" });
                    }
                    b'\r' => {
                        seen |= SEEN_CR;
                        out.push(if translate { b'\n' } else { b'\r' });
                    }
                    b'\n' => {
                        seen |= SEEN_LF;
                        out.push(b'\n');
                    }
                    other => out.push(other),
                }
            }
            self.seen.set(seen);
            return Ok((out, consumed));
        }
        if universal && text.contains(&b'\n') {
            self.seen.set(self.seen.get() | SEEN_LF);
        }
        Ok((text, consumed))
    }

    fn buffer_read(&self, ts: &ThreadState, size: Option<usize>) -> PyResult<Vec<u8>> {
        let buffer = self.buffer(ts)?;
        if let Some(buffer) = buffered::exact(&buffer) {
            return match size {
                Some(size) => buffer.read1(ts, size),
                None => buffer.read(ts, None),
            };
        }
        let got = match size {
            Some(size) => {
                let read1 = protocol::get_attr_opt(ts, &buffer, &*ts.intern("read1")?)?;
                let name = if read1.is_some() { "read1" } else { "read" };
                protocol::call_method(ts, &buffer, name, &[ts.new_size(size)?.into_ref()])?
            }
            None => protocol::call_method(ts, &buffer, "read", &[])?,
        };
        if let Some(bytes) = got.downcast::<Bytes>() {
            return Ok(bytes.as_bytes().to_vec());
        }
        if got.ob_type().slots.bf_getbuffer.get().is_none() {
            let what = if size.is_some() { "read1" } else { "read" };
            let kind = got.ob_type().name_string();
            return Err(ts.type_error(format_args!("underlying {what}() should have returned a bytes-like object, not '{kind}'")));
        }
        Ok(minipy_object::buffer::get_buffer(ts, &got)?.bytes)
    }

    /// Decode the next piece of the file behind what is there; false at its end.
    fn read_chunk(&self, ts: &ThreadState) -> PyResult<bool> {
        ts.tick(1)?;
        let got = self.buffer_read(ts, Some(DEFAULT_BUFFER_SIZE))?;
        let eof = got.is_empty();
        let input = {
            let mut reading = self.reading.borrow_mut();
            let mut input = std::mem::take(&mut reading.tail);
            input.extend_from_slice(&got);
            input
        };
        if eof && input.is_empty() {
            return Ok(false);
        }
        let before = self.decoding.get();
        let (text, consumed) = self.decode(ts, &input, eof)?;
        let mut reading = self.reading.borrow_mut();
        if reading.at >= reading.text.len() {
            // All of the old text has been taken: its bytes need not be kept.
            *reading = Reading::default();
        }
        reading.from.get_or_insert(before);
        reading.text.extend_from_slice(&text);
        reading.input.extend(input.iter().take(consumed));
        reading.tail = input.get(consumed..).unwrap_or_default().to_vec();
        Ok(!eof)
    }

    fn take_text(&self, ts: &ThreadState, bytes: usize) -> PyResult<Py<Str>> {
        let mut reading = self.reading.borrow_mut();
        let end = (reading.at + bytes).min(reading.text.len());
        let text = Str::from_wtf8(ts, reading.text.get(reading.at..end).unwrap_or_default())?;
        reading.at = end;
        Ok(text)
    }

    fn read_all(&self, ts: &ThreadState) -> PyResult<Py<Str>> {
        self.begin_reading(ts)?;
        let rest = self.buffer_read(ts, None)?;
        let (tail, taken) = {
            let mut reading = self.reading.borrow_mut();
            let at = reading.at;
            let taken = reading.text.get(at..).unwrap_or_default().to_vec();
            (std::mem::take(&mut reading.tail), taken)
        };
        let mut input = tail;
        input.extend_from_slice(&rest);
        let (text, _) = self.decode(ts, &input, true)?;
        *self.reading.borrow_mut() = Reading::default();
        let mut all = taken;
        all.extend_from_slice(&text);
        Str::from_wtf8(ts, &all)
    }

    fn read_chars(&self, ts: &ThreadState, count: usize) -> PyResult<Py<Str>> {
        self.begin_reading(ts)?;
        loop {
            let there = || {
                let reading = self.reading.borrow();
                prefix(reading.text.get(reading.at..).unwrap_or_default(), count)
            };
            // The end of the file may decode what was waiting, so what is there is looked at once more.
            if there().1 == count || !self.read_chunk(ts)? {
                return self.take_text(ts, there().0);
            }
        }
    }

    fn read_line(&self, ts: &ThreadState, limit: Option<usize>) -> PyResult<Py<Str>> {
        self.begin_reading(ts)?;
        let newline = self.newline.borrow().clone();
        let mut searched = 0;
        let mut more = true;
        loop {
            let (end, length) = {
                let reading = self.reading.borrow();
                let rest = reading.text.get(reading.at..).unwrap_or_default();
                let from = rest.get(searched..).unwrap_or_default();
                let end = match newline.as_deref() {
                    None | Some("\n") => from.iter().position(|b| *b == b'\n').map(|at| at + 1),
                    Some("") => from.iter().position(|b| *b == b'\n' || *b == b'\r').map(|at| match (from.get(at), from.get(at + 1)) {
                        (Some(b'\r'), Some(b'\n')) => at + 2,
                        _ => at + 1,
                    }),
                    Some(own) => from.windows(own.len()).position(|w| w == own.as_bytes()).map(|at| at + own.len()),
                };
                (end.map(|end| searched + end), rest.len())
            };
            if let Some(limit) = limit {
                let reading = self.reading.borrow();
                let rest = reading.text.get(reading.at..).unwrap_or_default();
                let (bytes, found) = prefix(rest, limit);
                drop(reading);
                if found == limit && end.is_none_or(|end| end > bytes) {
                    return self.take_text(ts, bytes);
                }
            }
            if let Some(end) = end {
                return self.take_text(ts, end);
            }
            if !more {
                return self.take_text(ts, length);
            }
            // An end of line of two characters may be cut in the middle.
            searched = length.saturating_sub(1);
            more = self.read_chunk(ts)?;
            searched = searched.min(self.rest_len());
        }
    }

    fn rest_len(&self) -> usize {
        let reading = self.reading.borrow();
        reading.text.len().saturating_sub(reading.at)
    }
}

/// How many bytes the first `count` characters of WTF-8 text take, and how many there are.
fn prefix(text: &[u8], count: usize) -> (usize, usize) {
    let mut found = 0;
    for (at, byte) in text.iter().enumerate() {
        if byte & 0xc0 != 0x80 {
            if found == count {
                return (at, found);
            }
            found += 1;
        }
    }
    (text.len(), found)
}

/// The standard stream or file that an object is, if no program's class stands before it.
pub(crate) fn exact(object: &PyObject) -> Option<Py<TextIOWrapper>> {
    object.downcast_exact::<TextIOWrapper>().map(Obj::to_py)
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<TextIOWrapper>> {
    match object.downcast::<TextIOWrapper>() {
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a text file was expected")),
    }
}

fn text_option(ts: &ThreadState, name: &str, function: &str, value: Option<&PyObject>) -> PyResult<Option<String>> {
    match value.filter(|value| !value.is(&ts.singletons().none)) {
        None => Ok(None),
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text.to_rust_string())),
            None => {
                let kind = value.ob_type().name_string();
                Err(ts.type_error(format_args!("{function}() argument '{name}' must be str or None, not {kind}")))
            }
        },
    }
}

fn new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let sig = "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)";
    let bound = bind_new(ts, "TextIOWrapper", sig, args)?;
    let option = |i: usize, name: &str| text_option(ts, name, "TextIOWrapper", bound.get(i));
    let flag = |i: usize| bound.get(i).map_or(Ok(false), |value| protocol::is_true(ts, value));
    let options = Options {
        encoding: option(1, "encoding")?,
        errors: option(2, "errors")?,
        newline: option(3, "newline")?,
        line_buffering: flag(4)?,
        write_through: flag(5)?,
    };
    Ok(TextIOWrapper::make(ts, ty, bound.required(ts, 0)?.to_ref(), options)?.into_ref())
}

fn init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn write(ts: &ThreadState, object: &PyObject, text: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.write_object(ts, text)?;
    let len = text.downcast::<Str>().map_or(0, |text| text.len());
    Ok(ts.new_size(len)?.into_ref())
}

fn flush(ts: &ThreadState, object: &PyObject) -> PyResult {
    this(ts, object)?.flush(ts)?;
    Ok(ts.none())
}

fn close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let buffer = file.buffer(ts)?;
    if is_closed(ts, &buffer)? {
        return Ok(ts.none());
    }
    let flushed = protocol::call_method(ts, object, "flush", &[]);
    let failed = flushed.err().map(|raised| ts.take_exception(raised));
    let closed = protocol::call_method(ts, &buffer, "close", &[]);
    match failed {
        Some(exc) => {
            if let Err(raised) = closed {
                ts.clear_exception(raised);
            }
            Err(ts.set_exception(exc))
        }
        None => closed,
    }
}

fn detach(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    protocol::call_method(ts, object, "flush", &[])?;
    let buffer = file.buffer(ts)?;
    file.detached.set(true);
    drop(file.buffer.take());
    Ok(buffer)
}

fn read(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let size = size_arg(ts, args, 0)?;
    let text = match usize::try_from(size) {
        Ok(count) => file.read_chars(ts, count)?,
        Err(_) => file.read_all(ts)?,
    };
    Ok(text.into_ref())
}

fn readline(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let limit = match args.first() {
        Some(size) => protocol::index_isize(ts, size, &ts.types().overflow_error)?,
        None => -1,
    };
    Ok(file.read_line(ts, usize::try_from(limit).ok())?.into_ref())
}

fn next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let file = this(ts, object)?;
    if object.ob_type().is_heap() {
        file.iterating.set(true);
        let line = super::next(ts, object)?;
        if line.is_none() {
            file.iterating.set(false);
        }
        return Ok(line);
    }
    file.iterating.set(true);
    let line = file.read_line(ts, None)?;
    if line.is_empty() {
        file.iterating.set(false);
        return Ok(None);
    }
    Ok(Some(line.into_ref()))
}

fn seek(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    file.check_closed(ts)?;
    let buffer = file.buffer(ts)?;
    if !ask(ts, &buffer, "seekable")? {
        return Err(unsupported(ts, "underlying stream is not seekable"));
    }
    if let Some(cookie) = args.first().filter(|cookie| cookie.ob_type().slots.nb_index.get().is_none()) {
        // CPython compares it with 0 before it looks whether it is a number.
        let zero = ts.new_int(0)?.into_ref();
        protocol::rich_compare(ts, cookie, &zero, minipy_object::slots::CompareOp::Lt)?;
    }
    let (mut offset, whence) = seek_args(ts, args)?;
    match whence {
        0 => {}
        1 => {
            if offset != 0 {
                return Err(unsupported(ts, "can't do nonzero cur-relative seeks"));
            }
            let here = tell(ts, object)?;
            offset = protocol::index(ts, &here)?.as_i64().unwrap_or(0);
        }
        2 => {
            if offset != 0 {
                return Err(unsupported(ts, "can't do nonzero end-relative seeks"));
            }
            file.flush(ts)?;
            reset(&file);
            let args = [ts.new_int(0)?.into_ref(), ts.new_int(2)?.into_ref()];
            let at = protocol::call_method(ts, &buffer, "seek", &args)?;
            file.at_start.set(protocol::index(ts, &at)?.as_i64() == Some(0));
            return Ok(at);
        }
        _ => return Err(ts.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    if offset < 0 {
        return Err(ts.value_error(format_args!("negative seek position {offset}")));
    }
    file.flush(ts)?;
    protocol::call_method(ts, &buffer, "seek", &[ts.new_int(offset)?.into_ref()])?;
    reset(&file);
    if offset == 0 {
        file.decoding.set(file.encoding.get());
    }
    file.at_start.set(offset == 0);
    Ok(ts.new_int(offset)?.into_ref())
}

fn reset(file: &TextIOWrapper) {
    *file.reading.borrow_mut() = Reading::default();
    file.iterating.set(false);
}

fn tell(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.check_closed(ts)?;
    let buffer = file.buffer(ts)?;
    if !ask(ts, &buffer, "seekable")? {
        return Err(unsupported(ts, "underlying stream is not seekable"));
    }
    if file.iterating.get() {
        return Err(ts.raise(&ts.types().os_error, "telling position disabled by next() call"));
    }
    file.flush(ts)?;
    let at = protocol::call_method(ts, &buffer, "tell", &[])?;
    let at = protocol::index(ts, &at)?.as_i64().unwrap_or(0);
    let (input, tail, taken, from) = {
        let reading = file.reading.borrow();
        (reading.input.clone(), reading.tail.len(), reading.at, reading.from)
    };
    let now = file.decoding.get();
    // The text that was taken came from the shortest part of the input that decodes to so much.
    let (mut low, mut high) = (0, input.len());
    while low < high {
        let middle = low + (high - low) / 2;
        file.decoding.set(from.unwrap_or(now));
        let decoded = file.decode(ts, input.get(..middle).unwrap_or_default(), false);
        file.decoding.set(now);
        let (text, _) = decoded?;
        if text.len() >= taken {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let back = (input.len() - low + tail) as i64;
    Ok(ts.new_int((at - back).max(0))?.into_ref())
}

fn truncate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    file.flush(ts)?;
    let size = match args.first().filter(|size| !size.is(&ts.singletons().none)) {
        Some(size) => size.clone(),
        None => tell(ts, object)?,
    };
    protocol::call_method(ts, &*file.buffer(ts)?, "truncate", &[size])
}

fn reconfigure(ts: &ThreadState, object: &PyObject, args: &Bound<'_>) -> PyResult {
    let file = this(ts, object)?;
    let option = |i: usize, name: &str| text_option(ts, name, "reconfigure", args.get(i));
    let (encoding, errors) = (option(0, "encoding")?, option(1, "errors")?);
    let newline = match args.get(2) {
        Some(_) => Some(option(2, "newline")?),
        None => None,
    };
    let reading_begun = !file.reading.borrow().input.is_empty();
    if reading_begun && (encoding.is_some() || errors.is_some() || newline.is_some()) {
        return Err(unsupported(ts, "It is not possible to set the encoding or newline of stream after the first read"));
    }
    if let Some(newline) = &newline {
        check_newline(ts, newline.as_deref())?;
    }
    file.flush(ts)?;
    if let Some(name) = &encoding {
        let found = find_encoding(ts, name)?;
        file.encoding.set(found);
        file.decoding.set(found);
        file.encoding_name.replace(if name == "locale" { "UTF-8".to_owned() } else { name.clone() });
        if errors.is_none() {
            file.errors.replace("strict".to_owned());
        }
    }
    if let Some(errors) = errors {
        file.errors.replace(errors);
    }
    if let Some(newline) = newline {
        file.newline.replace(newline);
    }
    let none = &ts.singletons().none;
    for (i, flag) in [(3, &file.line_buffering), (4, &file.write_through)] {
        if let Some(value) = args.get(i).filter(|value| !value.is(none)) {
            flag.set(protocol::is_true(ts, value)?);
        }
    }
    Ok(ts.none())
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let mut text = format!("<{}", class_name(ts, object));
    for attribute in ["name", "mode"] {
        let value = match protocol::get_attr_opt(ts, object, &*ts.intern(attribute)?) {
            Ok(value) => value,
            Err(raised) if attribute == "name" && ts.exception_is(&raised, &ts.types().value_error) => {
                ts.clear_exception(raised);
                None
            }
            Err(raised) => return Err(raised),
        };
        if let Some(value) = value {
            text.push_str(&format!(" {attribute}={}", buffered::guarded_repr(ts, object, &value)?));
        }
    }
    let encoding = ts.new_str(&file.encoding_name.borrow())?;
    text.push_str(&format!(" encoding={}>", protocol::repr(ts, encoding.as_object())?.to_rust_string()));
    Ok(ts.new_str(&text)?.into_ref())
}

macro_rules! forwards {
    ($($function:ident = $name:literal,)*) => { $(
        fn $function(ts: &ThreadState, object: &PyObject) -> PyResult {
            protocol::call_method(ts, &*this(ts, object)?.buffer(ts)?, $name, &[])
        }
    )* };
}

forwards! {
    fileno = "fileno",
    isatty = "isatty",
    seekable = "seekable",
    readable = "readable",
    writable = "writable",
}

fn get_buffer(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.buffer.get().unwrap_or_else(|| ts.none()))
}

fn get_name(ts: &ThreadState, object: &PyObject) -> PyResult {
    protocol::get_attr(ts, &*this(ts, object)?.buffer(ts)?, &*ts.intern("name")?)
}

fn get_closed(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(is_closed(ts, &*this(ts, object)?.buffer(ts)?)?))
}

fn get_encoding(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(&this(ts, object)?.encoding_name.borrow())?.into_ref())
}

fn get_errors(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(&this(ts, object)?.errors.borrow())?.into_ref())
}

fn get_line_buffering(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.line_buffering.get()))
}

fn get_write_through(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.write_through.get()))
}

fn get_newlines(ts: &ThreadState, object: &PyObject) -> PyResult {
    let seen = this(ts, object)?.seen.get();
    let mut found = Vec::new();
    for (bit, text) in [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")] {
        if seen & bit != 0 {
            found.push(ts.new_str(text)?.into_ref());
        }
    }
    match found.as_slice() {
        [] => Ok(ts.none()),
        [one] => Ok(one.clone()),
        several => Ok(ts.new_tuple(several)?.into_ref()),
    }
}

fn get_chunk_size(ts: &ThreadState, _object: &PyObject) -> PyResult {
    Ok(ts.new_size(DEFAULT_BUFFER_SIZE)?.into_ref())
}

static METHODS: &[MethodDef] = &[
    m("write", "($self, text, /)", Native::O(write)),
    m("read", "($self, size=-1, /)", Native::Fast(read)),
    m("readline", "($self, size=-1, /)", Native::Fast(readline)),
    m("flush", "($self, /)", Native::NoArgs(flush)),
    m("close", "($self, /)", Native::NoArgs(close)),
    m("detach", "($self, /)", Native::NoArgs(detach)),
    m(
        "reconfigure",
        "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
        Native::Keywords(reconfigure),
    ),
    m("fileno", "($self, /)", Native::NoArgs(fileno)),
    m("isatty", "($self, /)", Native::NoArgs(isatty)),
    m("seekable", "($self, /)", Native::NoArgs(seekable)),
    m("readable", "($self, /)", Native::NoArgs(readable)),
    m("writable", "($self, /)", Native::NoArgs(writable)),
    m("seek", "($self, cookie, whence=0, /)", Native::Fast(seek)),
    m("tell", "($self, /)", Native::NoArgs(tell)),
    m("truncate", "($self, pos=None, /)", Native::Fast(truncate)),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("buffer", get_buffer),
    GetSetDef::getter("name", get_name),
    GetSetDef::getter("closed", get_closed),
    GetSetDef::member("encoding", get_encoding),
    GetSetDef::getter("errors", get_errors),
    GetSetDef::getter("newlines", get_newlines),
    GetSetDef::member("line_buffering", get_line_buffering),
    GetSetDef::member("write_through", get_write_through),
    GetSetDef::getter("_CHUNK_SIZE", get_chunk_size),
];

/// See the module.
pub(crate) static TEXT_IO_WRAPPER: TypeDef = TypeDef {
    module: "_io",
    doc: Some("Character and line based layer over a BufferedIOBase object, buffer."),
    base: Some(&TEXT_IO_BASE),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(new), tp_init: Some(init), tp_repr: Some(repr), tp_iternext: Some(next), ..Slots::INHERIT },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<TextIOWrapper>("TextIOWrapper")
};
