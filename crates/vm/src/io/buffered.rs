//! BufferedReader, BufferedWriter, BufferedRandom: bytes over a raw file.
//!
//! CPython counterpart: `Modules/_io/bufferedio.c`. Invariants: bytes read ahead and bytes not yet written are never there at the same
//! time, so the raw position is either behind what was read ahead or before what is to be written; no borrow of them outlives a step.

use std::cell::{Cell, RefCell};

use minipy_object::args::{Args, bind_new};
use minipy_object::buffer::get_buffer;
use minipy_object::header::{PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::{protocol, py_layout};

use super::fileio::{self, class_name, closed_file};
use super::{BUFFERED_IO_BASE, DEFAULT_BUFFER_SIZE, IoBase, ask, copy_into, is_closed, m, room_of, seek_args, size_arg, unsupported};
use crate::types::vm_types;

#[derive(Default)]
struct Contents {
    /// What was read ahead, and how much of it has been taken.
    ahead: Vec<u8>,
    at: usize,
    /// What is to be written.
    behind: Vec<u8>,
}

/// The payload of all three.
#[repr(C)]
pub(crate) struct Buffered {
    base: IoBase,
    raw: Field,
    size: usize,
    readable: bool,
    writable: bool,
    bytes: RefCell<Contents>,
    detached: Cell<bool>,
}

impl Body for Buffered {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(IoBase::DICT_AT);
    const WEAKLIST: Option<usize> = Some(IoBase::WEAK_AT);
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.base.traverse(visit);
        self.raw.traverse(visit);
    }
    fn clear(&self) {
        self.base.clear();
    }
}

py_layout!(Buffered, BUFFERED_READER, |ts| &vm_types(ts).buffered_reader);

impl Buffered {
    /// A buffer of a class (reader, writer, random) over a raw file.
    pub(crate) fn make(ts: &ThreadState, ty: &PyType, raw: PyRef, size: usize) -> PyResult<Py<Buffered>> {
        let kind = ty.def().name;
        let body = Buffered {
            base: IoBase::new(),
            raw: Field::new(raw),
            size,
            readable: kind != "BufferedWriter",
            writable: kind != "BufferedReader",
            bytes: RefCell::default(),
            detached: Cell::new(false),
        };
        Py::new_in(ts, ty, body)
    }

    fn raw(&self, ts: &ThreadState) -> PyResult {
        if self.detached.get() {
            return Err(ts.value_error("raw stream has been detached"));
        }
        self.raw.get().ok_or_else(|| ts.value_error("I/O operation on uninitialized object"))
    }

    /// Whether the raw file is closed.
    pub(crate) fn closed(&self, ts: &ThreadState) -> PyResult<bool> {
        let raw = self.raw(ts)?;
        match fileio::exact(&raw) {
            Some(file) => Ok(file.is_closed()),
            None => is_closed(ts, &raw),
        }
    }

    fn check(&self, ts: &ThreadState, what: &str) -> PyResult<()> {
        if self.closed(ts)? { Err(closed_file(ts, what)) } else { Ok(()) }
    }

    /// Whether its class reads.
    pub(crate) fn can_read(&self) -> bool {
        self.readable
    }

    /// Whether its class writes.
    pub(crate) fn can_write(&self) -> bool {
        self.writable
    }

    fn buffered(&self) -> usize {
        let bytes = self.bytes.borrow();
        bytes.ahead.len().saturating_sub(bytes.at)
    }

    /// Bytes from the raw file; `None` where it would block.
    fn raw_read(&self, ts: &ThreadState, max: usize) -> PyResult<Option<Vec<u8>>> {
        let raw = self.raw(ts)?;
        if let Some(file) = fileio::exact(&raw) {
            return file.read(ts, max).map(Some);
        }
        let got = protocol::call_method(ts, &raw, "read", &[ts.new_size(max)?.into_ref()])?;
        if got.is(&ts.singletons().none) {
            return Ok(None);
        }
        match got.downcast::<Bytes>() {
            Some(bytes) if bytes.len() <= max => Ok(Some(bytes.as_bytes().to_vec())),
            Some(bytes) => Err(ts.raise(
                &ts.types().os_error,
                format_args!("raw readinto() returned invalid length {} (should have been between 0 and {max})", bytes.len()),
            )),
            None => Err(ts.type_error("read() should return bytes")),
        }
    }

    /// Fill the buffer anew; false at the end of the file.
    fn fill(&self, ts: &ThreadState) -> PyResult<bool> {
        let bytes = self.raw_read(ts, self.size.max(1))?.unwrap_or_default();
        let more = !bytes.is_empty();
        let mut own = self.bytes.borrow_mut();
        (own.ahead, own.at) = (bytes, 0);
        Ok(more)
    }

    /// Take up to `max` bytes of what was read ahead.
    fn take(&self, max: usize) -> Vec<u8> {
        let mut own = self.bytes.borrow_mut();
        let at = own.at;
        let taken: Vec<u8> = own.ahead.get(at..).unwrap_or_default().iter().take(max).copied().collect();
        own.at += taken.len();
        taken
    }

    /// Read `n` bytes, or all.
    pub(crate) fn read(&self, ts: &ThreadState, n: Option<usize>) -> PyResult<Vec<u8>> {
        self.check(ts, "read of")?;
        self.flush_behind(ts)?;
        let mut out = self.take(n.unwrap_or(usize::MAX));
        while n.is_none_or(|n| out.len() < n) {
            ts.tick(1)?;
            let want = n.map_or(DEFAULT_BUFFER_SIZE * 8, |n| n - out.len());
            if want >= self.size {
                match self.raw_read(ts, want)? {
                    Some(bytes) if !bytes.is_empty() => out.extend_from_slice(&bytes),
                    _ => break,
                }
            } else {
                if !self.fill(ts)? {
                    break;
                }
                out.append(&mut self.take(want));
            }
        }
        Ok(out)
    }

    /// One read of the raw file at most.
    pub(crate) fn read1(&self, ts: &ThreadState, n: usize) -> PyResult<Vec<u8>> {
        self.check(ts, "read of")?;
        if n == 0 {
            return Ok(Vec::new());
        }
        self.flush_behind(ts)?;
        let out = self.take(n);
        if !out.is_empty() {
            return Ok(out);
        }
        if n >= self.size {
            return Ok(self.raw_read(ts, n)?.unwrap_or_default());
        }
        self.fill(ts)?;
        Ok(self.take(n))
    }

    fn read_line(&self, ts: &ThreadState, limit: Option<usize>) -> PyResult<Vec<u8>> {
        self.check(ts, "readline of")?;
        self.flush_behind(ts)?;
        let mut out = Vec::new();
        loop {
            let room = limit.map_or(usize::MAX, |limit| limit - out.len());
            let done = {
                let mut own = self.bytes.borrow_mut();
                let at = own.at;
                let rest = own.ahead.get(at..).unwrap_or_default();
                let rest = rest.get(..room.min(rest.len())).unwrap_or_default();
                let (used, done) = match rest.iter().position(|b| *b == b'\n') {
                    Some(end) => (end + 1, true),
                    None => (rest.len(), rest.len() == room),
                };
                out.extend(rest.iter().take(used));
                own.at += used;
                done
            };
            if done || !self.fill(ts)? {
                return Ok(out);
            }
        }
    }

    fn raw_write_all(&self, ts: &ThreadState, bytes: &[u8]) -> PyResult<()> {
        let raw = self.raw(ts)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = match fileio::exact(&raw) {
                Some(file) => file.write(ts, rest)?,
                None => {
                    let taken = protocol::call_method(ts, &raw, "write", &[Bytes::new(ts, rest)?.into_ref()])?;
                    if taken.is(&ts.singletons().none) {
                        let args = [ts.new_int(11)?.into_ref(), ts.new_str("write could not complete without blocking")?.into_ref()];
                        let exc = protocol::call(ts, ts.types().blocking_io_error.as_object(), Args::positional(&args))?;
                        return Err(ts.raise_exception(exc));
                    }
                    let taken = protocol::index_isize(ts, &taken, &ts.types().overflow_error)?;
                    match usize::try_from(taken) {
                        Ok(taken) if taken <= rest.len() => taken,
                        _ => {
                            let most = rest.len();
                            return Err(ts.raise(
                                &ts.types().os_error,
                                format_args!("raw write() returned invalid length {taken} (should have been between 0 and {most})"),
                            ));
                        }
                    }
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
            ts.tick(1)?;
        }
        Ok(())
    }

    /// Write out what waits.
    fn flush_behind(&self, ts: &ThreadState) -> PyResult<()> {
        let behind = std::mem::take(&mut self.bytes.borrow_mut().behind);
        if behind.is_empty() {
            return Ok(());
        }
        self.raw_write_all(ts, &behind)
    }

    /// Give up what was read ahead: the raw position goes back to where the program stands.
    fn drop_ahead(&self, ts: &ThreadState) -> PyResult<()> {
        let left = self.buffered();
        {
            let mut own = self.bytes.borrow_mut();
            own.ahead.clear();
            own.at = 0;
        }
        if left > 0 {
            self.raw_seek(ts, -(left as i64), 1)?;
        }
        Ok(())
    }

    fn raw_seek(&self, ts: &ThreadState, offset: i64, whence: i64) -> PyResult<i64> {
        let raw = self.raw(ts)?;
        if let Some(file) = fileio::exact(&raw) {
            return Ok(i64::try_from(file.seek(ts, offset, whence)?).unwrap_or(i64::MAX));
        }
        let args = [ts.new_int(offset)?.into_ref(), ts.new_int(whence)?.into_ref()];
        let at = protocol::call_method(ts, &raw, "seek", &args)?;
        let at = protocol::index(ts, &at)?.as_i64().unwrap_or(-1);
        if at < 0 {
            return Err(ts.raise(&ts.types().os_error, format_args!("Raw stream returned invalid position {at}")));
        }
        Ok(at)
    }

    /// Put bytes behind what is written.
    pub(crate) fn write(&self, ts: &ThreadState, data: &[u8]) -> PyResult<()> {
        self.check(ts, "write to")?;
        if self.readable {
            self.drop_ahead(ts)?;
        }
        let full = {
            let mut own = self.bytes.borrow_mut();
            own.behind.extend_from_slice(data);
            own.behind.len() > self.size
        };
        if full { self.flush_behind(ts) } else { Ok(()) }
    }

    /// `flush()`
    pub(crate) fn flush(&self, ts: &ThreadState) -> PyResult<()> {
        self.check(ts, "flush of")?;
        if self.writable {
            self.flush_behind(ts)?;
            if self.readable {
                self.drop_ahead(ts)?;
            }
        }
        Ok(())
    }
}

/// The buffer that an object is, unless a program's class stands before it.
pub(crate) fn exact(object: &PyObject) -> Option<&minipy_object::header::Obj<Buffered>> {
    if object.ob_type().is_heap() { None } else { object.downcast::<Buffered>() }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Buffered>> {
    match object.downcast::<Buffered>() {
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a buffered file was expected")),
    }
}

fn new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let name = ty.def().name;
    let bound = bind_new(ts, name, "(raw, buffer_size=8192)", args)?;
    let size = match bound.get(1) {
        Some(size) => protocol::index_isize(ts, size, &ts.types().overflow_error)?,
        None => DEFAULT_BUFFER_SIZE as isize,
    };
    let raw = bound.required(ts, 0)?;
    for (wanted, method, message) in [
        (name == "BufferedRandom", "seekable", "File or stream is not seekable."),
        (name != "BufferedWriter", "readable", "File or stream is not readable."),
        (name != "BufferedReader", "writable", "File or stream is not writable."),
    ] {
        if wanted && !ask(ts, raw, method)? {
            return Err(unsupported(ts, message));
        }
    }
    if size <= 0 {
        return Err(ts.value_error("buffer size must be strictly positive"));
    }
    Ok(Buffered::make(ts, ty, raw.to_ref(), size.unsigned_abs())?.into_ref())
}

fn init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn bytes(ts: &ThreadState, bytes: &[u8]) -> PyResult {
    Ok(Bytes::new(ts, bytes)?.into_ref())
}

fn read(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let size = size_arg(ts, args, 0)?;
    if size < -1 {
        return Err(ts.value_error("read length must be non-negative or -1"));
    }
    let got = file.read(ts, usize::try_from(size).ok())?;
    bytes(ts, &got)
}

fn read1(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let size = size_arg(ts, args, 0)?;
    let got = file.read1(ts, usize::try_from(size).unwrap_or(file.size))?;
    bytes(ts, &got)
}

fn peek(ts: &ThreadState, object: &PyObject, _args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    file.check(ts, "peek of")?;
    file.flush_behind(ts)?;
    if file.buffered() == 0 {
        file.fill(ts)?;
    }
    let ahead: Vec<u8> = {
        let own = file.bytes.borrow();
        own.ahead.get(own.at..).unwrap_or_default().to_vec()
    };
    bytes(ts, &ahead)
}

fn readline(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let size = size_arg(ts, args, 0)?;
    let line = this(ts, object)?.read_line(ts, usize::try_from(size).ok())?;
    bytes(ts, &line)
}

fn next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    if object.ob_type().is_heap() {
        return super::next(ts, object);
    }
    let line = this(ts, object)?.read_line(ts, None)?;
    if line.is_empty() { Ok(None) } else { bytes(ts, &line).map(Some) }
}

fn readinto(ts: &ThreadState, object: &PyObject, target: &PyObject) -> PyResult {
    let room = room_of(ts, target)?;
    let got = this(ts, object)?.read(ts, Some(room))?;
    copy_into(ts, target, &got)
}

fn readinto1(ts: &ThreadState, object: &PyObject, target: &PyObject) -> PyResult {
    let room = room_of(ts, target)?;
    let got = this(ts, object)?.read1(ts, room)?;
    copy_into(ts, target, &got)
}

fn write(ts: &ThreadState, object: &PyObject, data: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let buffer = get_buffer(ts, data)?;
    file.write(ts, &buffer.bytes)?;
    Ok(ts.new_size(buffer.bytes.len())?.into_ref())
}

fn flush(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.flush(ts)?;
    if fileio::exact(&*file.raw(ts)?).is_none() {
        protocol::call_method(ts, &*file.raw(ts)?, "flush", &[])?;
    }
    Ok(ts.none())
}

fn seek(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let (mut offset, whence) = seek_args(ts, args)?;
    if !(0..=2).contains(&whence) {
        return Err(ts.value_error(format_args!("whence value {whence} unsupported")));
    }
    file.check(ts, "seek of")?;
    if !ask(ts, &*file.raw(ts)?, "seekable")? {
        return Err(unsupported(ts, "File or stream is not seekable."));
    }
    file.flush_behind(ts)?;
    if whence == 1 {
        offset = offset.saturating_sub(file.buffered() as i64);
    }
    let at = file.raw_seek(ts, offset, whence)?;
    let mut own = file.bytes.borrow_mut();
    own.ahead.clear();
    own.at = 0;
    drop(own);
    Ok(ts.new_int(at)?.into_ref())
}

fn tell(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let at = file.raw_seek(ts, 0, 1)?;
    let behind = file.bytes.borrow().behind.len() as i64;
    Ok(ts.new_int((at - file.buffered() as i64).max(0) + behind)?.into_ref())
}

fn truncate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    file.check(ts, "truncate of")?;
    if !file.writable {
        return Err(unsupported(ts, "truncate"));
    }
    file.flush(ts)?;
    let size = args.first().cloned().unwrap_or_else(|| ts.none());
    protocol::call_method(ts, &*file.raw(ts)?, "truncate", &[size])
}

fn close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    if file.closed(ts)? {
        return Ok(ts.none());
    }
    let flushed = protocol::call_method(ts, object, "flush", &[]);
    let failed = flushed.err().map(|raised| ts.take_exception(raised));
    let closed = protocol::call_method(ts, &*file.raw(ts)?, "close", &[]);
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
    let raw = file.raw(ts)?;
    protocol::call_method(ts, object, "flush", &[])?;
    file.detached.set(true);
    drop(file.raw.take());
    Ok(raw)
}

fn forward(ts: &ThreadState, object: &PyObject, what: &str) -> PyResult {
    protocol::call_method(ts, &*this(ts, object)?.raw(ts)?, what, &[])
}

fn forward_attr(ts: &ThreadState, object: &PyObject, what: &str) -> PyResult {
    protocol::get_attr(ts, &*this(ts, object)?.raw(ts)?, &*ts.intern(what)?)
}

/// The repr of a name; a name that shows the file again is an error, as in CPython.
pub(crate) fn guarded_repr(ts: &ThreadState, object: &PyObject, name: &PyObject) -> PyResult<String> {
    if !ts.repr_enter(object) {
        let kind = object.ob_type().name_string();
        return Err(ts.runtime_error(format_args!("reentrant call inside {kind}.__repr__")));
    }
    let shown = protocol::repr(ts, name).map(|shown| shown.to_rust_string());
    ts.repr_leave(object);
    shown
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let class = class_name(ts, object);
    let name = match protocol::get_attr_opt(ts, object, &*ts.intern("name")?) {
        Ok(name) => name,
        Err(raised) if ts.exception_is(&raised, &ts.types().value_error) => {
            ts.clear_exception(raised);
            None
        }
        Err(raised) => return Err(raised),
    };
    let text = match name {
        Some(name) => format!("<{class} name={}>", guarded_repr(ts, object, &name)?),
        None => format!("<{class}>"),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

macro_rules! forwards {
    ($($function:ident = $name:literal,)*) => { $(
        fn $function(ts: &ThreadState, object: &PyObject) -> PyResult {
            forward(ts, object, $name)
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

fn get_raw(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.raw.get().unwrap_or_else(|| ts.none()))
}

fn get_closed(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.closed(ts)?))
}

fn get_name(ts: &ThreadState, object: &PyObject) -> PyResult {
    forward_attr(ts, object, "name")
}

fn get_mode(ts: &ThreadState, object: &PyObject) -> PyResult {
    forward_attr(ts, object, "mode")
}

const COMMON: [MethodDef; 11] = [
    m("detach", "($self, /)", Native::NoArgs(detach)),
    m("flush", "($self, /)", Native::NoArgs(flush)),
    m("close", "($self, /)", Native::NoArgs(close)),
    m("seekable", "($self, /)", Native::NoArgs(seekable)),
    m("fileno", "($self, /)", Native::NoArgs(fileno)),
    m("isatty", "($self, /)", Native::NoArgs(isatty)),
    m("seek", "($self, target, whence=0, /)", Native::Fast(seek)),
    m("tell", "($self, /)", Native::NoArgs(tell)),
    m("truncate", "($self, pos=None, /)", Native::Fast(truncate)),
    m("readable", "($self, /)", Native::NoArgs(readable)),
    m("writable", "($self, /)", Native::NoArgs(writable)),
];

const READING: [MethodDef; 6] = [
    m("read", "($self, size=-1, /)", Native::Fast(read)),
    m("read1", "($self, size=-1, /)", Native::Fast(read1)),
    m("peek", "($self, size=0, /)", Native::Fast(peek)),
    m("readline", "($self, size=-1, /)", Native::Fast(readline)),
    m("readinto", "($self, buffer, /)", Native::O(readinto)),
    m("readinto1", "($self, buffer, /)", Native::O(readinto1)),
];

const WRITING: [MethodDef; 1] = [m("write", "($self, buffer, /)", Native::O(write))];

/// Two tables one behind the other.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time; the indices are below the lengths")]
const fn joined<const A: usize, const B: usize, const N: usize>(a: [MethodDef; A], b: [MethodDef; B]) -> [MethodDef; N] {
    const NONE: MethodDef = m("", "", Native::NoArgs(detach));
    let mut out = [NONE; N];
    let mut i = 0;
    while i < A {
        out[i] = copy(&a[i]);
        i += 1;
    }
    while i < A + B {
        out[i] = copy(&b[i - A]);
        i += 1;
    }
    out
}

const fn copy(def: &MethodDef) -> MethodDef {
    MethodDef { name: def.name, native: def.native, sig: def.sig, doc: def.doc, kind: def.kind, arity: def.arity }
}

static READER_METHODS: [MethodDef; 17] = joined(COMMON, READING);
static WRITER_METHODS: [MethodDef; 12] = joined(COMMON, WRITING);
static RANDOM_METHODS: [MethodDef; 18] = joined(joined::<11, 6, 17>(COMMON, READING), WRITING);

const SLOTS: Slots = Slots { tp_new: Some(new), tp_init: Some(init), tp_repr: Some(repr), tp_iternext: Some(next), ..Slots::INHERIT };

static GETSET: &[GetSetDef] = &[
    GetSetDef::getter("raw", get_raw),
    GetSetDef::getter("closed", get_closed),
    GetSetDef::getter("name", get_name),
    GetSetDef::getter("mode", get_mode),
];

/// Reads ahead.
pub(crate) static BUFFERED_READER: TypeDef = TypeDef {
    module: "_io",
    doc: Some("Create a new buffered reader using the given readable raw IO object."),
    base: Some(&BUFFERED_IO_BASE),
    flags: TypeFlags::BASETYPE,
    slots: SLOTS,
    methods: &READER_METHODS,
    getset: GETSET,
    ..TypeDef::of::<Buffered>("BufferedReader")
};

/// Writes in large pieces.
pub(crate) static BUFFERED_WRITER: TypeDef = TypeDef {
    module: "_io",
    doc: Some("A buffer for a writeable sequential RawIO object."),
    base: Some(&BUFFERED_IO_BASE),
    payload_of: Some(&BUFFERED_READER),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(new), tp_init: Some(init), tp_repr: Some(repr), ..Slots::INHERIT },
    methods: &WRITER_METHODS,
    getset: GETSET,
    ..TypeDef::of::<Buffered>("BufferedWriter")
};

/// Both.
pub(crate) static BUFFERED_RANDOM: TypeDef = TypeDef {
    module: "_io",
    doc: Some("A buffered interface to random access streams."),
    base: Some(&BUFFERED_IO_BASE),
    payload_of: Some(&BUFFERED_READER),
    flags: TypeFlags::BASETYPE,
    slots: SLOTS,
    methods: &RANDOM_METHODS,
    getset: GETSET,
    ..TypeDef::of::<Buffered>("BufferedRandom")
};
