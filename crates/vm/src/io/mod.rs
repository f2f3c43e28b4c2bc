//! Files: `open`, the `io` module, and what its classes have in common.
//!
//! CPython counterpart: `Modules/_io/_iomodule.c`, `Modules/_io/iobase.c`. A text file is a [`text::TextIOWrapper`] over a
//! [`buffered::Buffered`] over a [`fileio::FileIO`], whose descriptor is the host's. Invariant: no borrow of a file's buffers is held while
//! Python code can run, so a file may be used by what its own methods call.

pub(crate) mod buffered;
pub(crate) mod fileio;
pub(crate) mod memory;
pub(crate) mod text;

use std::cell::Cell;

use minipy_object::args::{Args, Bound};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::dict::Dict;
use minipy_object::types::int::Int;
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::str::Str;
use minipy_object::weakref::WeakList;
use minipy_object::{protocol, py_layout};

use crate::interp::vm_interp;
use crate::types::vm_types;

/// `io.DEFAULT_BUFFER_SIZE`
pub(crate) const DEFAULT_BUFFER_SIZE: usize = 8192;

/// What every file object begins with.
#[repr(C)]
pub(crate) struct IoBase {
    pub(crate) dict: Field,
    weaklist: WeakList,
    /// For those that have nothing else that could be closed.
    pub(crate) closed: Cell<bool>,
}

impl IoBase {
    pub(crate) fn new() -> IoBase {
        IoBase { dict: Field::empty(), weaklist: WeakList::default(), closed: Cell::new(false) }
    }
    /// Offset of the dict in a payload that begins with this one.
    pub(crate) const DICT_AT: usize = std::mem::offset_of!(IoBase, dict);
    /// Offset of the list of weak references.
    pub(crate) const WEAK_AT: usize = std::mem::offset_of!(IoBase, weaklist);
}

impl Body for IoBase {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(IoBase::DICT_AT);
    const WEAKLIST: Option<usize> = Some(IoBase::WEAK_AT);
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(IoBase, IO_BASE, |ts| &vm_types(ts).io_base);

/// `io.UnsupportedOperation`, made when it is first asked for: a class with two bases.
pub(crate) fn unsupported_operation(ts: &ThreadState) -> PyResult<PyRef> {
    let place = &vm_interp(ts).unsupported_operation;
    if let Some(class) = place.get() {
        return Ok(class);
    }
    let types = ts.types();
    let bases = ts.new_tuple(&[types.os_error.to_ref(), types.value_error.to_ref()])?;
    let namespace = Dict::new(ts)?;
    namespace.set_str(ts, &*ts.intern("__module__")?, ts.intern("io")?.into_ref())?;
    let args = [ts.intern("UnsupportedOperation")?.into_ref(), bases.into_ref(), namespace.into_ref()];
    let class = protocol::call(ts, types.type_.as_object(), Args::positional(&args))?;
    place.set(class.clone());
    Ok(class)
}

/// Raise `io.UnsupportedOperation`.
pub(crate) fn unsupported(ts: &ThreadState, message: &str) -> Raised {
    let made = unsupported_operation(ts).and_then(|class| protocol::call(ts, &class, Args::positional(&[ts.new_str(message)?.into_ref()])));
    match made {
        Ok(exc) => ts.raise_exception(exc),
        Err(raised) => raised,
    }
}

/// Do something outside, without the lock; what a signal interrupted is begun again unless its handler raised.
pub(crate) fn outside<R: Send>(ts: &ThreadState, what: impl Fn() -> std::io::Result<R> + Send + Sync) -> PyResult<std::io::Result<R>> {
    loop {
        match ts.without_lock(&what) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => minipy_object::lock::handle_poll(ts)?,
            done => return Ok(done),
        }
    }
}

/// The OSError of a host's error, with the name of the file that it is about.
pub(crate) fn os_error(ts: &ThreadState, error: &std::io::Error, name: Option<&PyObject>) -> Raised {
    let types = ts.types();
    // OSError itself finds the class for an error number.
    let ty = match (error.raw_os_error(), error.kind()) {
        (None, std::io::ErrorKind::BrokenPipe) => &types.broken_pipe_error,
        (None, std::io::ErrorKind::PermissionDenied) => &types.permission_error,
        _ => &types.os_error,
    };
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text).to_owned();
    let args = (|| -> PyResult<Vec<PyRef>> {
        let mut args = Vec::new();
        if let Some(number) = error.raw_os_error() {
            args.push(ts.new_int(i64::from(number))?.into_ref());
        }
        args.push(ts.new_str(&text)?.into_ref());
        if let (Some(name), 2) = (name, args.len()) {
            args.push(name.to_ref());
        }
        Ok(args)
    })();
    match args.and_then(|args| protocol::call(ts, ty.as_object(), Args::positional(&args))) {
        Ok(exc) => ts.raise_exception(exc),
        Err(raised) => raised,
    }
}

/// A size argument: None and nothing are -1.
pub(crate) fn size_arg(ts: &ThreadState, args: &[PyRef], index: usize) -> PyResult<isize> {
    match args.get(index) {
        None => Ok(-1),
        Some(value) if value.is(&ts.singletons().none) => Ok(-1),
        Some(value) if value.ob_type().slots.nb_index.get().is_none() => {
            let kind = value.ob_type().name_string();
            Err(ts.type_error(format_args!("argument should be integer or None, not '{kind}'")))
        }
        Some(value) => protocol::index_isize(ts, value, &ts.types().overflow_error),
    }
}

/// `object.closed` as a truth value.
pub(crate) fn is_closed(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    if let Some(buffer) = buffered::exact(object) {
        return buffer.closed(ts);
    }
    let closed = protocol::get_attr(ts, object, &*ts.intern("closed")?)?;
    protocol::is_true(ts, &closed)
}

fn closed_error(ts: &ThreadState) -> Raised {
    ts.value_error("I/O operation on closed file.")
}

fn check_closed(ts: &ThreadState, object: &PyObject) -> PyResult<()> {
    if is_closed(ts, object)? { Err(closed_error(ts)) } else { Ok(()) }
}

/// Call `object.what()` for its truth.
pub(crate) fn ask(ts: &ThreadState, object: &PyObject, what: &str) -> PyResult<bool> {
    let answer = protocol::call_method(ts, object, what, &[])?;
    protocol::is_true(ts, &answer)
}

/// `open(…)`. CPython: `_io_open_impl`.
pub(crate) fn open(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let none = &ts.singletons().none;
    let given = |i: usize| args.get(i).filter(|value| !value.is(none));
    let text_arg = |i: usize, name: &str, or: &str| -> PyResult<Option<String>> {
        match args.get(i) {
            None => Ok(None),
            Some(value) if value.is(none) && i != 1 => Ok(None),
            Some(value) => match value.downcast::<Str>() {
                Some(text) => Ok(Some(text.to_rust_string())),
                None => {
                    let kind = if value.is(none) { "None".to_owned() } else { value.ob_type().name_string() };
                    Err(ts.type_error(format_args!("open() argument '{name}' must be str{or}, not {kind}")))
                }
            },
        }
    };
    let mode = text_arg(1, "mode", "")?.unwrap_or_else(|| "r".to_owned());
    let mut buffering = match args.get(2) {
        Some(value) => protocol::index_isize(ts, value, &ts.types().overflow_error)?,
        None => -1,
    };
    let encoding = text_arg(3, "encoding", " or None")?;
    let errors = text_arg(4, "errors", " or None")?;
    let newline = text_arg(5, "newline", " or None")?;
    let closefd = match args.get(6) {
        Some(value) => protocol::is_true(ts, value)?,
        None => true,
    };
    let file = args.required(ts, 0)?;
    let file = if is_number(file) { file.to_ref() } else { fspath(ts, file)? };
    let has = |c: char| mode.contains(c);
    let repeated = mode.chars().enumerate().any(|(i, c)| mode.chars().skip(i + 1).any(|other| other == c));
    if repeated || !mode.chars().all(|c| "xrwa+tb".contains(c)) {
        return Err(ts.value_error(format_args!("invalid mode: '{mode}'")));
    }
    let (creating, reading, writing, appending) = (has('x'), has('r'), has('w'), has('a'));
    let (updating, text, binary) = (has('+'), has('t'), has('b'));
    if text && binary {
        return Err(ts.value_error("can't have text and binary mode at once"));
    }
    if [creating, reading, writing, appending].iter().filter(|flag| **flag).count() > 1 {
        return Err(ts.value_error("must have exactly one of create/read/write/append mode"));
    }
    for (value, name) in [(&encoding, "encoding"), (&errors, "errors"), (&newline, "newline")] {
        if binary && value.is_some() {
            let an = if name == "newline" { "a" } else { "an" };
            return Err(ts.value_error(format_args!("binary mode doesn't take {an} {name} argument")));
        }
    }
    if binary && buffering == 1 {
        let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
        crate::warnings::warn(ts, &ts.types().runtime_warning, message)?;
    }
    let raw_mode: String = mode.chars().filter(|c| "xrwa+".contains(*c)).collect();
    let raw = fileio::FileIO::open(ts, &vm_types(ts).file_io, &file, &raw_mode, closefd, given(7))?;
    let finish = || -> PyResult {
        let isatty = if buffering < 0 { ask(ts, raw.as_object(), "isatty")? } else { false };
        let mut line_buffering = false;
        if buffering == 1 && !binary || isatty {
            buffering = -1;
            line_buffering = true;
        }
        if buffering == 0 {
            if !binary {
                return Err(ts.value_error("can't have unbuffered text I/O"));
            }
            return Ok(raw.clone().into_ref());
        }
        let size = if buffering < 0 { DEFAULT_BUFFER_SIZE } else { buffering.unsigned_abs() };
        let types = vm_types(ts);
        let class: &PyType = if updating {
            &types.buffered_random
        } else if creating || writing || appending {
            &types.buffered_writer
        } else if reading {
            &types.buffered_reader
        } else {
            return Err(ts.value_error(format_args!("unknown mode: '{mode}'")));
        };
        let buffer = buffered::Buffered::make(ts, class, raw.clone().into_ref(), size)?;
        if binary {
            return Ok(buffer.into_ref());
        }
        let options = text::Options { encoding, errors, newline, line_buffering, write_through: false };
        let wrapper = text::TextIOWrapper::make(ts, &types.text_io_wrapper, buffer.into_ref(), options)?;
        protocol::set_attr(ts, wrapper.as_object(), &*ts.intern("mode")?, ts.new_str(&mode)?.as_object())?;
        Ok(wrapper.into_ref())
    };
    match finish() {
        Ok(opened) => Ok(opened),
        Err(raised) => {
            // What has been opened is closed again, and the first error is the one that counts.
            let exc = ts.take_exception(raised);
            if let Err(raised) = protocol::call_method(ts, raw.as_object(), "close", &[]) {
                ts.clear_exception(raised);
            }
            Err(ts.set_exception(exc))
        }
    }
}

fn is_number(object: &PyObject) -> bool {
    let slots = &object.ob_type().slots;
    slots.nb_index.get().is_some() || slots.nb_int.get().is_some() || slots.nb_float.get().is_some()
}

/// `os.fspath`. CPython: `PyOS_FSPath`.
pub(crate) fn fspath(ts: &ThreadState, path: &PyObject) -> PyResult {
    let plain = |value: &PyObject| value.downcast::<Str>().is_some() || value.downcast::<Bytes>().is_some();
    if plain(path) {
        return Ok(path.to_ref());
    }
    let kind = path.ob_type().name_string();
    let Some(method) = protocol::lookup_special(ts, path, &*ts.intern("__fspath__")?)? else {
        return Err(ts.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")));
    };
    let found = protocol::call_no_args(ts, &method)?;
    if plain(&found) {
        return Ok(found);
    }
    let given = found.ob_type().name_string();
    Err(ts.type_error(format_args!("expected {kind}.__fspath__() to return str or bytes, not {given}")))
}

// --- _IOBase -------------------------------------------------------------------------------------------------------------------------

fn base_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, ty, IoBase::new())?.into_ref())
}

fn base_init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn base(ts: &ThreadState, object: &PyObject) -> PyResult<Py<IoBase>> {
    match object.downcast::<IoBase>() {
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a file object was expected")),
    }
}

fn enter(ts: &ThreadState, this: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    Ok(this.to_ref())
}

fn exit(ts: &ThreadState, this: &PyObject, _args: &[PyRef]) -> PyResult {
    protocol::call_method(ts, this, "close", &[])
}

fn iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    Ok(this.to_ref())
}

fn next(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    let line = protocol::call_method(ts, this, "readline", &[])?;
    Ok(if protocol::len(ts, &line)? == 0 { None } else { Some(line) })
}

fn readlines(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let hint = size_arg(ts, args, 0)?;
    let list = List::new(ts)?;
    let iterator = protocol::iter(ts, this)?;
    let mut total = 0usize;
    while let Some(line) = protocol::next(ts, &iterator)? {
        total = total.saturating_add(protocol::len(ts, &line)?);
        list.append(ts, line)?;
        if hint > 0 && total >= hint.unsigned_abs() {
            break;
        }
    }
    Ok(list.into_ref())
}

fn writelines(ts: &ThreadState, this: &PyObject, lines: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    let iterator = protocol::iter(ts, lines)?;
    while let Some(line) = protocol::next(ts, &iterator)? {
        protocol::call_method(ts, this, "write", &[line])?;
    }
    Ok(ts.none())
}

/// A line by single bytes: for classes that have nothing but `read`.
fn readline(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let limit = size_arg(ts, args, 0)?;
    let mut line: Vec<u8> = Vec::new();
    while limit < 0 || line.len() < limit.unsigned_abs() {
        ts.tick(1)?;
        let got = protocol::call_method(ts, this, "read", &[ts.new_int(1)?.into_ref()])?;
        let Some(bytes) = got.downcast::<Bytes>() else {
            let kind = got.ob_type().name_string();
            return Err(ts.raise(&ts.types().os_error, format_args!("read() should have returned a bytes object, not '{kind}'")));
        };
        if bytes.is_empty() {
            break;
        }
        line.extend_from_slice(bytes.as_bytes());
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(Bytes::new(ts, &line)?.into_ref())
}

fn flush(ts: &ThreadState, this: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    Ok(ts.none())
}

fn close(ts: &ThreadState, this: &PyObject) -> PyResult {
    let file = base(ts, this)?;
    if file.closed.get() {
        return Ok(ts.none());
    }
    let flushed = protocol::call_method(ts, this, "flush", &[]);
    file.closed.set(true);
    flushed?;
    Ok(ts.none())
}

fn get_closed(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(base(ts, this)?.closed.get()))
}

fn no(ts: &ThreadState, this: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    Ok(ts.bool(false))
}

fn no_fileno(ts: &ThreadState, _this: &PyObject) -> PyResult {
    Err(unsupported(ts, "fileno"))
}

fn no_seek(ts: &ThreadState, _this: &PyObject, _args: &[PyRef]) -> PyResult {
    Err(unsupported(ts, "seek"))
}

fn no_truncate(ts: &ThreadState, _this: &PyObject, _args: &[PyRef]) -> PyResult {
    Err(unsupported(ts, "truncate"))
}

fn no_read(ts: &ThreadState, _this: &PyObject, _args: &[PyRef]) -> PyResult {
    Err(unsupported(ts, "read"))
}

fn no_read1(ts: &ThreadState, _this: &PyObject, _args: &[PyRef]) -> PyResult {
    Err(unsupported(ts, "read1"))
}

fn no_readline(ts: &ThreadState, _this: &PyObject, _args: &[PyRef]) -> PyResult {
    Err(unsupported(ts, "readline"))
}

fn no_write(ts: &ThreadState, _this: &PyObject, _data: &PyObject) -> PyResult {
    Err(unsupported(ts, "write"))
}

fn no_detach(ts: &ThreadState, _this: &PyObject) -> PyResult {
    Err(unsupported(ts, "detach"))
}

fn tell(ts: &ThreadState, this: &PyObject) -> PyResult {
    protocol::call_method(ts, this, "seek", &[ts.new_int(0)?.into_ref(), ts.new_int(1)?.into_ref()])
}

fn check(ts: &ThreadState, this: &PyObject) -> PyResult {
    check_closed(ts, this)?;
    Ok(ts.none())
}

fn check_readable(ts: &ThreadState, this: &PyObject) -> PyResult {
    if ask(ts, this, "readable")? { Ok(ts.bool(true)) } else { Err(unsupported(ts, "File or stream is not readable.")) }
}

fn check_writable(ts: &ThreadState, this: &PyObject) -> PyResult {
    if ask(ts, this, "writable")? { Ok(ts.bool(true)) } else { Err(unsupported(ts, "File or stream is not writable.")) }
}

fn check_seekable(ts: &ThreadState, this: &PyObject) -> PyResult {
    if ask(ts, this, "seekable")? { Ok(ts.bool(true)) } else { Err(unsupported(ts, "File or stream is not seekable.")) }
}

/// A file that is dropped is closed; errors are nobody's any more. CPython: `iobase_finalize`.
fn finalize(ts: &ThreadState, this: &PyObject) {
    let saved = ts.save_exception();
    let done = (|| -> PyResult<()> {
        if !is_closed(ts, this)? {
            protocol::call_method(ts, this, "close", &[])?;
        }
        Ok(())
    })();
    if let Err(raised) = done {
        ts.clear_exception(raised);
    }
    ts.restore_exception(saved);
}

fn get_dict(ts: &ThreadState, this: &PyObject) -> PyResult {
    protocol::attr::instance_dict(ts, this)
}

/// `RawIOBase.read` by way of `readinto`.
fn raw_read(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let size = size_arg(ts, args, 0)?;
    if size < 0 {
        return protocol::call_method(ts, this, "readall", &[]);
    }
    let room = minipy_object::types::bytearray::Bytearray::new(ts, &vec![0; size.unsigned_abs().min(1 << 24)])?;
    let got = protocol::call_method(ts, this, "readinto", &[room.clone().into_ref()])?;
    if got.is(&ts.singletons().none) {
        return Ok(got);
    }
    let got = usize::try_from(protocol::index_isize(ts, &got, &ts.types().value_error)?).unwrap_or(0);
    let mut bytes = room.to_vec();
    bytes.truncate(got);
    Ok(Bytes::new(ts, &bytes)?.into_ref())
}

fn raw_readall(ts: &ThreadState, this: &PyObject) -> PyResult {
    let mut all: Vec<u8> = Vec::new();
    loop {
        ts.tick(1)?;
        let got = protocol::call_method(ts, this, "read", &[ts.new_size(DEFAULT_BUFFER_SIZE)?.into_ref()])?;
        let Some(bytes) = got.downcast::<Bytes>() else {
            if got.is(&ts.singletons().none) {
                return if all.is_empty() { Ok(got) } else { Ok(Bytes::new(ts, &all)?.into_ref()) };
            }
            return Err(ts.type_error("read() should return bytes"));
        };
        if bytes.is_empty() {
            return Ok(Bytes::new(ts, &all)?.into_ref());
        }
        all.extend_from_slice(bytes.as_bytes());
    }
}

/// Copy bytes into a writable object: `readinto`.
pub(crate) fn copy_into(ts: &ThreadState, target: &PyObject, bytes: &[u8]) -> PyResult {
    let end = ts.new_size(bytes.len())?.into_ref();
    let slice = minipy_object::types::slice::Slice::new(ts, ts.new_int(0)?.into_ref(), end.clone(), ts.none())?;
    protocol::set_item(ts, target, slice.as_object(), Bytes::new(ts, bytes)?.as_object())?;
    Ok(end)
}

/// How many bytes a target of `readinto` holds.
pub(crate) fn room_of(ts: &ThreadState, target: &PyObject) -> PyResult<usize> {
    let refuse = || {
        let kind = target.ob_type().name_string();
        ts.type_error(format_args!("readinto() argument must be read-write bytes-like object, not {kind}"))
    };
    if target.ob_type().slots.bf_getbuffer.get().is_none() {
        return Err(refuse());
    }
    let buffer = minipy_object::buffer::get_buffer(ts, target)?;
    if buffer.readonly { Err(refuse()) } else { Ok(buffer.bytes.len()) }
}

const fn m(name: &'static str, sig: &'static str, native: Native) -> MethodDef {
    MethodDef::new(name, sig, native, "")
}

static BASE_METHODS: &[MethodDef] = &[
    m("__enter__", "($self, /)", Native::NoArgs(enter)),
    m("__exit__", "", Native::Fast(exit)),
    m("readlines", "($self, hint=-1, /)", Native::Fast(readlines)),
    m("writelines", "($self, lines, /)", Native::O(writelines)),
    m("readline", "($self, size=-1, /)", Native::Fast(readline)),
    m("flush", "($self, /)", Native::NoArgs(flush)),
    m("close", "($self, /)", Native::NoArgs(close)),
    m("fileno", "($self, /)", Native::NoArgs(no_fileno)),
    m("isatty", "($self, /)", Native::NoArgs(no)),
    m("readable", "($self, /)", Native::NoArgs(no)),
    m("writable", "($self, /)", Native::NoArgs(no)),
    m("seekable", "($self, /)", Native::NoArgs(no)),
    m("seek", "($self, offset, whence=0, /)", Native::Fast(no_seek)),
    m("tell", "($self, /)", Native::NoArgs(tell)),
    m("truncate", "($self, size=None, /)", Native::Fast(no_truncate)),
    m("_checkClosed", "($self, /)", Native::NoArgs(check)),
    m("_checkReadable", "($self, /)", Native::NoArgs(check_readable)),
    m("_checkWritable", "($self, /)", Native::NoArgs(check_writable)),
    m("_checkSeekable", "($self, /)", Native::NoArgs(check_seekable)),
];

static BASE_GETSET: &[GetSetDef] = &[GetSetDef::getter("__dict__", get_dict), GetSetDef::getter("closed", get_closed)];

/// `io.IOBase` in C.
pub(crate) static IO_BASE: TypeDef = TypeDef {
    module: "_io",
    doc: Some("What all file objects have in common."),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(base_new),
        tp_init: Some(base_init),
        tp_iter: Some(iter),
        tp_iternext: Some(next),
        tp_finalize: Some(finalize),
        ..Slots::INHERIT
    },
    methods: BASE_METHODS,
    getset: BASE_GETSET,
    ..TypeDef::of::<IoBase>("_IOBase")
};

const fn derived(name: &'static str, doc: &'static str, methods: &'static [MethodDef]) -> TypeDef {
    TypeDef { module: "_io", doc: Some(doc), base: Some(&IO_BASE), flags: TypeFlags::BASETYPE, methods, ..TypeDef::of::<IoBase>(name) }
}

/// `io.RawIOBase` in C.
pub(crate) static RAW_IO_BASE: TypeDef = derived(
    "_RawIOBase",
    "Files without a buffer.",
    &[m("read", "($self, size=-1, /)", Native::Fast(raw_read)), m("readall", "($self, /)", Native::NoArgs(raw_readall))],
);

/// `io.BufferedIOBase` in C.
pub(crate) static BUFFERED_IO_BASE: TypeDef = derived(
    "_BufferedIOBase",
    "Binary files with a buffer.",
    &[
        m("read", "($self, size=-1, /)", Native::Fast(no_read)),
        m("read1", "($self, size=-1, /)", Native::Fast(no_read1)),
        m("write", "($self, b, /)", Native::O(no_write)),
        m("detach", "($self, /)", Native::NoArgs(no_detach)),
    ],
);

fn get_none(ts: &ThreadState, _this: &PyObject) -> PyResult {
    Ok(ts.none())
}

/// `io.TextIOBase` in C.
pub(crate) static TEXT_IO_BASE: TypeDef = TypeDef {
    getset: &[GetSetDef::getter("encoding", get_none), GetSetDef::getter("newlines", get_none), GetSetDef::getter("errors", get_none)],
    ..derived(
        "_TextIOBase",
        "Files of text.",
        &[
            m("read", "($self, size=-1, /)", Native::Fast(no_read)),
            m("readline", "($self, size=-1, /)", Native::Fast(no_readline)),
            m("write", "($self, s, /)", Native::O(no_write)),
            m("detach", "($self, /)", Native::NoArgs(no_detach)),
        ],
    )
};

// --- the module ----------------------------------------------------------------------------------------------------------------------

/// The text signature of `open`.
pub(crate) const OPEN_SIGNATURE: &str =
    "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)";

fn text_encoding(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    match args.first() {
        Some(encoding) if !encoding.is(&ts.singletons().none) => Ok(encoding.clone()),
        _ => Ok(ts.new_str("utf-8")?.into_ref()),
    }
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("open", OPEN_SIGNATURE, Native::Keywords(open), "Open file and return a stream.  Raise OSError upon failure."),
    MethodDef::new("text_encoding", "($module, encoding, stacklevel=2, /)", Native::Fast(text_encoding), "The encoding that is meant."),
];

/// The `io` module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "io", doc: "The interfaces to files and streams.", functions: FUNCTIONS, init: Some(fill) };

fn fill(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    let types = vm_types(ts);
    let classes: [(&str, &PyType); 11] = [
        ("IOBase", &types.io_base),
        ("RawIOBase", &types.raw_io_base),
        ("BufferedIOBase", &types.buffered_io_base),
        ("TextIOBase", &types.text_io_base),
        ("FileIO", &types.file_io),
        ("BufferedReader", &types.buffered_reader),
        ("BufferedWriter", &types.buffered_writer),
        ("BufferedRandom", &types.buffered_random),
        ("TextIOWrapper", &types.text_io_wrapper),
        ("StringIO", &types.string_io),
        ("BytesIO", &types.bytes_io),
    ];
    for (name, class) in classes {
        module.add(ts, name, class.to_ref())?;
    }
    module.add(ts, "UnsupportedOperation", unsupported_operation(ts)?)?;
    module.add(ts, "BlockingIOError", ts.types().blocking_io_error.to_ref())?;
    module.add(ts, "DEFAULT_BUFFER_SIZE", ts.new_size(DEFAULT_BUFFER_SIZE)?)?;
    for (name, value) in [("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2)] {
        module.add(ts, name, ts.new_int(value)?)?;
    }
    Ok(())
}

/// The position and where it counts from, as `seek` takes them.
pub(crate) fn seek_args(ts: &ThreadState, args: &[PyRef]) -> PyResult<(i64, i64)> {
    let number = |value: &PyRef| -> PyResult<i64> {
        match value.downcast::<Int>().and_then(|value| value.as_i64()) {
            Some(value) => Ok(value),
            None => {
                let index = protocol::index(ts, value)?;
                index.as_i64().ok_or_else(|| ts.overflow_error("Python int too large to convert to C long"))
            }
        }
    };
    let offset = args.first().map_or(Ok(0), number)?;
    let whence = args.get(1).map_or(Ok(0), number)?;
    Ok((offset, whence))
}
