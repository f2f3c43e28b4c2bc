//! The standard streams as text files over the host.
//!
//! CPython counterpart: `io.TextIOWrapper` around the standard descriptors, as far as programs use it on `sys.stdout`, `sys.stderr` and
//! `sys.stdin`. Invariant: a stream's bytes go to the host in order; what is buffered goes out on `flush`, at a newline where the stream is
//! line-buffered, when the buffer is full, and when the interpreter ends.

use std::cell::{Cell, RefCell};

use minipy_object::header::{Obj, PyObject};
use minipy_object::host::Stream;
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::list::List;
use minipy_object::types::str::Str;

const BUFFER: usize = 8192;

/// The payload.
pub struct TextFile {
    /// 0, 1 or 2.
    fd: u32,
    line_buffered: Cell<bool>,
    /// `-u`: nothing waits.
    write_through: Cell<bool>,
    closed: Cell<bool>,
    buffer: RefCell<Vec<u8>>,
}

impl Body for TextFile {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(TextFile, TEXT_FILE, |ts| &crate::types::vm_types(ts).text_file);

impl TextFile {
    /// The stream of a descriptor.
    pub(crate) fn new(ts: &ThreadState, fd: u32) -> PyResult<Py<TextFile>> {
        let line_buffered = fd == 2 || ts.interp().host.is_terminal(fd);
        Py::new(
            ts,
            TextFile {
                fd,
                line_buffered: Cell::new(line_buffered),
                write_through: Cell::new(false),
                closed: Cell::new(false),
                buffer: RefCell::new(Vec::new()),
            },
        )
    }

    fn stream(&self) -> Stream {
        if self.fd == 2 { Stream::Stderr } else { Stream::Stdout }
    }

    /// Write the text of a str object.
    pub(crate) fn write_object(&self, ts: &ThreadState, text: &PyObject) -> PyResult<()> {
        let Some(text) = text.downcast::<Str>() else {
            let kind = text.ob_type().name_string();
            return Err(ts.type_error(format_args!("write() argument must be str, not {kind}")));
        };
        if let Some(ascii) = text.as_ascii() {
            return self.write_bytes(ts, ascii.as_bytes());
        }
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for (i, code) in text.chars().enumerate() {
            match char::from_u32(code) {
                Some(c) => {
                    let mut room = [0; 4];
                    bytes.extend_from_slice(c.encode_utf8(&mut room).as_bytes());
                }
                None if self.fd == 2 => bytes.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
                None => {
                    return Err(ts.raise(
                        &ts.types().value_error,
                        format_args!("'utf-8' codec can't encode character '\\u{code:04x}' in position {i}: surrogates not allowed"),
                    ));
                }
            }
        }
        self.write_bytes(ts, &bytes)
    }

    /// Write bytes.
    pub(crate) fn write_bytes(&self, ts: &ThreadState, bytes: &[u8]) -> PyResult<()> {
        if self.closed.get() {
            return Err(ts.value_error("I/O operation on closed file."));
        }
        let full = {
            let mut buffer = self.buffer.borrow_mut();
            buffer.extend_from_slice(bytes);
            buffer.len() >= BUFFER
        };
        if full || self.write_through.get() || (self.line_buffered.get() && bytes.contains(&b'\n')) { self.flush(ts) } else { Ok(()) }
    }

    /// From here on nothing waits in the buffer.
    pub(crate) fn set_write_through(&self) {
        self.write_through.set(true);
    }

    /// Hand what is buffered to the host.
    pub(crate) fn flush(&self, ts: &ThreadState) -> PyResult<()> {
        let bytes = self.buffer.take();
        let host = &*ts.interp().host;
        let stream = self.stream();
        let result = ts.without_lock(|| {
            if !bytes.is_empty() {
                host.write(stream, &bytes)?;
            }
            host.flush(stream)
        });
        result.map_err(|error| os_error(ts, &error))
    }
}

/// The OSError of a host's error.
pub(crate) fn os_error(ts: &ThreadState, error: &std::io::Error) -> minipy_object::state::Raised {
    let types = ts.types();
    // OSError itself finds the class for an error number.
    let ty = match (error.raw_os_error(), error.kind()) {
        (None, std::io::ErrorKind::BrokenPipe) => &types.broken_pipe_error,
        _ => &types.os_error,
    };
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text).to_owned();
    let args = (|| -> PyResult<Vec<PyRef>> {
        Ok(match error.raw_os_error() {
            Some(number) => vec![ts.new_int(i64::from(number))?.into_ref(), ts.new_str(&text)?.into_ref()],
            None => vec![ts.new_str(&text)?.into_ref()],
        })
    })();
    match args.and_then(|args| protocol::call(ts, ty.as_object(), minipy_object::args::Args::positional(&args))) {
        Ok(exc) => ts.raise_exception(exc),
        Err(raised) => raised,
    }
}

/// The standard stream that an object is, if it is one of ours.
pub(crate) fn standard(ts: &ThreadState, object: &PyObject) -> Option<Py<TextFile>> {
    let _ = ts;
    object.downcast_exact::<TextFile>().map(Obj::to_py)
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<TextFile>> {
    match object.downcast::<TextFile>() {
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a text file was expected")),
    }
}

fn name(fd: u32) -> &'static str {
    match fd {
        0 => "<stdin>",
        1 => "<stdout>",
        _ => "<stderr>",
    }
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let mode = if file.fd == 0 { "r" } else { "w" };
    Ok(ts.new_str(&format!("<_io.TextIOWrapper name='{}' mode='{mode}' encoding='utf-8'>", name(file.fd)))?.into_ref())
}

fn write(ts: &ThreadState, object: &PyObject, text: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    if file.fd == 0 {
        return Err(ts.value_error("not writable"));
    }
    file.write_object(ts, text)?;
    let len = text.downcast::<Str>().map_or(0, |text| text.len());
    Ok(ts.new_size(len)?.into_ref())
}

fn writelines(ts: &ThreadState, object: &PyObject, lines: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    for line in protocol::to_vec(ts, lines)? {
        file.write_object(ts, &line)?;
    }
    Ok(ts.none())
}

fn flush(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    if file.fd != 0 {
        file.flush(ts)?;
    }
    Ok(ts.none())
}

fn close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    if file.fd != 0 && !file.closed.get() {
        file.flush(ts)?;
    }
    file.closed.set(true);
    Ok(ts.none())
}

fn input(ts: &ThreadState, file: &TextFile, all: bool) -> PyResult<Vec<u8>> {
    if file.closed.get() {
        return Err(ts.value_error("I/O operation on closed file."));
    }
    if file.fd != 0 {
        return Err(ts.value_error("not readable"));
    }
    let host = &*ts.interp().host;
    loop {
        match ts.without_lock(|| if all { host.read_to_end() } else { host.read_line() }) {
            Ok(bytes) => return Ok(bytes),
            // A signal: whoever sent it decides whether the program goes on reading.
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => minipy_object::lock::handle_poll(ts)?,
            Err(error) => return Err(os_error(ts, &error)),
        }
    }
}

fn text(ts: &ThreadState, bytes: &[u8]) -> PyResult {
    Ok(ts.new_str(&String::from_utf8_lossy(bytes).replace("\r\n", "\n"))?.into_ref())
}

fn readline(ts: &ThreadState, object: &PyObject, _args: &[PyRef]) -> PyResult {
    let line = input(ts, &**this(ts, object)?, false)?;
    text(ts, &line)
}

fn read(ts: &ThreadState, object: &PyObject, _args: &[PyRef]) -> PyResult {
    let all = input(ts, &**this(ts, object)?, true)?;
    text(ts, &all)
}

fn readlines(ts: &ThreadState, object: &PyObject, _args: &[PyRef]) -> PyResult {
    let list = List::new(ts)?;
    while let Some(line) = next(ts, object)? {
        list.append(ts, line)?;
    }
    Ok(list.into_ref())
}

fn next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let line = input(ts, &**this(ts, object)?, false)?;
    if line.is_empty() { Ok(None) } else { text(ts, &line).map(Some) }
}

fn iter(_ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.to_ref())
}

fn fileno(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_int(i64::from(this(ts, object)?.fd))?.into_ref())
}

fn isatty(ts: &ThreadState, object: &PyObject) -> PyResult {
    let fd = this(ts, object)?.fd;
    Ok(ts.bool(ts.interp().host.is_terminal(fd)))
}

fn readable(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.fd == 0))
}

fn writable(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.fd != 0))
}

fn reconfigure(ts: &ThreadState, object: &PyObject, args: minipy_object::args::Args<'_>) -> PyResult {
    let file = this(ts, object)?;
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("line_buffering") {
            file.line_buffered.set(protocol::is_true(ts, value)?);
        }
        if keyword.equals_str("write_through") {
            file.write_through.set(protocol::is_true(ts, value)?);
        }
    }
    Ok(ts.none())
}

fn get_name(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(name(this(ts, object)?.fd))?.into_ref())
}

fn get_encoding(ts: &ThreadState, _object: &PyObject) -> PyResult {
    Ok(ts.new_str("utf-8")?.into_ref())
}

fn get_errors(ts: &ThreadState, object: &PyObject) -> PyResult {
    let errors = if this(ts, object)?.fd == 2 { "backslashreplace" } else { "strict" };
    Ok(ts.new_str(errors)?.into_ref())
}

fn get_mode(ts: &ThreadState, object: &PyObject) -> PyResult {
    let mode = if this(ts, object)?.fd == 0 { "r" } else { "w" };
    Ok(ts.new_str(mode)?.into_ref())
}

fn get_closed(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.closed.get()))
}

fn get_line_buffering(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.line_buffered.get()))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("write", "($self, text, /)", Native::O(write), "Write string to stream."),
    MethodDef::new("writelines", "($self, lines, /)", Native::O(writelines), "Write a list of lines to stream."),
    MethodDef::new("flush", "($self, /)", Native::NoArgs(flush), "Flush write buffers, if applicable."),
    MethodDef::new("close", "($self, /)", Native::NoArgs(close), "Flush and close the IO object."),
    MethodDef::new("read", "($self, size=-1, /)", Native::Fast(read), "Read until EOF."),
    MethodDef::new("readline", "($self, size=-1, /)", Native::Fast(readline), "Read until newline or EOF."),
    MethodDef::new("readlines", "($self, hint=-1, /)", Native::Fast(readlines), "Return a list of lines from the stream."),
    MethodDef::new("fileno", "($self, /)", Native::NoArgs(fileno), "Return underlying file descriptor if one exists."),
    MethodDef::new("isatty", "($self, /)", Native::NoArgs(isatty), "Return whether this is an 'interactive' stream."),
    MethodDef::new("readable", "($self, /)", Native::NoArgs(readable), "Return whether object was opened for reading."),
    MethodDef::new("writable", "($self, /)", Native::NoArgs(writable), "Return whether object was opened for writing."),
    MethodDef::new("reconfigure", "($self, /, **options)", Native::Raw(reconfigure), "Reconfigure the text stream with new parameters."),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::getter("name", get_name),
    GetSetDef::getter("encoding", get_encoding),
    GetSetDef::getter("errors", get_errors),
    GetSetDef::getter("mode", get_mode),
    GetSetDef::getter("closed", get_closed),
    GetSetDef::getter("line_buffering", get_line_buffering),
];

/// See the module.
pub static TEXT_FILE: TypeDef = TypeDef {
    module: "_io",
    doc: Some("A standard stream as text."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(repr), tp_iter: Some(iter), tp_iternext: Some(next), ..Slots::INHERIT },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<TextFile>("TextIOWrapper")
};
