//! BytesIO and StringIO: files in memory.
//!
//! CPython counterpart: `Modules/_io/bytesio.c`, `Modules/_io/stringio.c`. Invariant: the position may lie behind the end; a write there
//! fills the gap with zeros.

use std::cell::{Cell, RefCell};

use minipy_object::args::{Args, bind_new};
use minipy_object::buffer::get_buffer;
use minipy_object::header::{PyObject, PyType};
use minipy_object::pyref::{Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::str::Str;
use minipy_object::{protocol, py_layout};

use super::{BUFFERED_IO_BASE, IoBase, TEXT_IO_BASE, copy_into, m, room_of, seek_args, size_arg};
use crate::types::vm_types;

/// Growing beyond this is MemoryError at once.
const LIMIT: usize = 1 << 36;

/// What both hold: units (bytes or code points) and a position.
struct Memory<T> {
    units: RefCell<Vec<T>>,
    at: Cell<usize>,
}

impl<T: Copy + Default + PartialEq> Memory<T> {
    fn new() -> Memory<T> {
        Memory { units: RefCell::default(), at: Cell::new(0) }
    }

    fn read(&self, size: Option<usize>) -> Vec<T> {
        let units = self.units.borrow();
        let rest = units.get(self.at.get()..).unwrap_or_default();
        let taken: Vec<T> = rest.iter().take(size.unwrap_or(usize::MAX)).copied().collect();
        self.at.set(self.at.get() + taken.len());
        taken
    }

    /// Up to and with the first place where `end` (a line's end, with its length) says so.
    fn read_line(&self, limit: Option<usize>, end: impl Fn(&[T]) -> Option<usize>) -> Vec<T> {
        let length = {
            let units = self.units.borrow();
            let rest = units.get(self.at.get()..).unwrap_or_default();
            let length = end(rest).unwrap_or(rest.len());
            limit.map_or(length, |limit| length.min(limit))
        };
        self.read(Some(length))
    }

    fn write(&self, ts: &ThreadState, data: &[T]) -> PyResult<()> {
        if data.is_empty() {
            return Ok(());
        }
        let (start, end) = (self.at.get(), self.at.get().saturating_add(data.len()));
        if end > LIMIT {
            return Err(ts.no_memory());
        }
        let mut units = self.units.borrow_mut();
        if units.len() < end {
            let more = end - units.len();
            if units.try_reserve(more).is_err() {
                return Err(ts.no_memory());
            }
            let gap = end - units.len();
            units.extend(std::iter::repeat_n(T::default(), gap));
        }
        for (place, unit) in units.iter_mut().skip(start).zip(data) {
            *place = *unit;
        }
        self.at.set(end);
        Ok(())
    }
}

fn closed_error<T>(ts: &ThreadState) -> PyResult<T> {
    Err(ts.value_error("I/O operation on closed file"))
}

fn size_from(ts: &ThreadState, args: &[PyRef]) -> PyResult<Option<usize>> {
    Ok(usize::try_from(size_arg(ts, args, 0)?).ok())
}

// --- BytesIO -------------------------------------------------------------------------------------------------------------------------

/// The payload of BytesIO.
#[repr(C)]
pub(crate) struct BytesIO {
    base: IoBase,
    memory: Memory<u8>,
}

/// The payload of StringIO.
#[repr(C)]
pub(crate) struct StringIO {
    base: IoBase,
    memory: Memory<u32>,
    /// `newline`: none translates on writing and reading, as for files.
    newline: RefCell<Option<String>>,
}

macro_rules! body {
    ($payload:ident) => {
        impl Body for $payload {
            const COLLECTED: bool = true;
            const DICT: Option<usize> = Some(IoBase::DICT_AT);
            const WEAKLIST: Option<usize> = Some(IoBase::WEAK_AT);
            fn traverse(&self, visit: &mut Visit<'_>) {
                self.base.traverse(visit);
            }
            fn clear(&self) {
                self.base.clear();
            }
        }
    };
}

body!(BytesIO);
body!(StringIO);
py_layout!(BytesIO, BYTES_IO, |ts| &vm_types(ts).bytes_io);
py_layout!(StringIO, STRING_IO, |ts| &vm_types(ts).string_io);

fn binary(ts: &ThreadState, object: &PyObject) -> PyResult<Py<BytesIO>> {
    match object.downcast::<BytesIO>() {
        Some(file) if file.base.closed.get() => closed_error(ts),
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a BytesIO was expected")),
    }
}

fn bytes_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, ty, BytesIO { base: IoBase::new(), memory: Memory::new() })?.into_ref())
}

fn bytes_init(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "BytesIO", "(initial_bytes=b'')", args)?;
    let file = binary(ts, object)?;
    let initial = match bound.get(0).filter(|initial| !initial.is(&ts.singletons().none)) {
        Some(initial) => get_buffer(ts, initial)?.bytes,
        None => Vec::new(),
    };
    *file.memory.units.borrow_mut() = initial;
    file.memory.at.set(0);
    Ok(())
}

fn bytes_of(ts: &ThreadState, bytes: &[u8]) -> PyResult {
    Ok(Bytes::new(ts, bytes)?.into_ref())
}

fn bytes_read(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = binary(ts, object)?;
    bytes_of(ts, &file.memory.read(size_from(ts, args)?))
}

fn bytes_line(file: &BytesIO, limit: Option<usize>) -> Vec<u8> {
    file.memory.read_line(limit, |rest| rest.iter().position(|b| *b == b'\n').map(|at| at + 1))
}

fn bytes_readline(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = binary(ts, object)?;
    bytes_of(ts, &bytes_line(&file, size_from(ts, args)?))
}

fn bytes_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let line = bytes_line(&*binary(ts, object)?, None);
    if line.is_empty() { Ok(None) } else { bytes_of(ts, &line).map(Some) }
}

fn bytes_readinto(ts: &ThreadState, object: &PyObject, target: &PyObject) -> PyResult {
    let file = binary(ts, object)?;
    let room = room_of(ts, target)?;
    copy_into(ts, target, &file.memory.read(Some(room)))
}

fn bytes_write(ts: &ThreadState, object: &PyObject, data: &PyObject) -> PyResult {
    let file = binary(ts, object)?;
    let buffer = get_buffer(ts, data)?;
    file.memory.write(ts, &buffer.bytes)?;
    Ok(ts.new_size(buffer.bytes.len())?.into_ref())
}

fn bytes_getvalue(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = binary(ts, object)?;
    let bytes = file.memory.units.borrow().clone();
    bytes_of(ts, &bytes)
}

fn bytes_seek(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = binary(ts, object)?;
    let (offset, whence) = seek_args(ts, args)?;
    let from = match whence {
        0 if offset < 0 => return Err(ts.value_error(format_args!("negative seek value {offset}"))),
        0 => 0,
        1 => file.memory.at.get() as i64,
        2 => file.memory.units.borrow().len() as i64,
        _ => return Err(ts.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let at = from.saturating_add(offset).max(0);
    file.memory.at.set(usize::try_from(at).unwrap_or(0));
    Ok(ts.new_int(at)?.into_ref())
}

fn bytes_tell(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_size(binary(ts, object)?.memory.at.get())?.into_ref())
}

fn bytes_truncate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = binary(ts, object)?;
    let size = match args.first().filter(|size| !size.is(&ts.singletons().none)) {
        Some(_) => seek_args(ts, args)?.0,
        None => file.memory.at.get() as i64,
    };
    let Ok(length) = usize::try_from(size) else { return Err(ts.value_error(format_args!("negative size value {size}"))) };
    file.memory.units.borrow_mut().truncate(length);
    Ok(ts.new_int(size)?.into_ref())
}

fn bytes_yes(ts: &ThreadState, object: &PyObject) -> PyResult {
    binary(ts, object)?;
    Ok(ts.bool(true))
}

fn bytes_no(ts: &ThreadState, object: &PyObject) -> PyResult {
    binary(ts, object)?;
    Ok(ts.bool(false))
}

fn bytes_flush(ts: &ThreadState, object: &PyObject) -> PyResult {
    binary(ts, object)?;
    Ok(ts.none())
}

fn bytes_getbuffer(ts: &ThreadState, object: &PyObject) -> PyResult {
    let value = bytes_getvalue(ts, object)?;
    protocol::call_one(ts, ts.types().memoryview.as_object(), &value)
}

/// Close either: what it held is given up.
fn memory_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    if let Some(file) = object.downcast::<BytesIO>() {
        file.base.closed.set(true);
        drop(file.memory.units.take());
    }
    if let Some(file) = object.downcast::<StringIO>() {
        file.base.closed.set(true);
        drop(file.memory.units.take());
    }
    Ok(ts.none())
}

/// Nothing to do when it is dropped.
fn memory_finalize(_ts: &ThreadState, _object: &PyObject) {}

/// BytesIO
pub(crate) static BYTES_IO: TypeDef = TypeDef {
    module: "_io",
    doc: Some("Buffered I/O implementation using an in-memory bytes buffer."),
    base: Some(&BUFFERED_IO_BASE),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(bytes_new),
        tp_init: Some(bytes_init),
        tp_iternext: Some(bytes_next),
        tp_finalize: Some(memory_finalize),
        ..Slots::INHERIT
    },
    methods: &[
        m("read", "($self, size=-1, /)", Native::Fast(bytes_read)),
        m("read1", "($self, size=-1, /)", Native::Fast(bytes_read)),
        m("readline", "($self, size=-1, /)", Native::Fast(bytes_readline)),
        m("readinto", "($self, buffer, /)", Native::O(bytes_readinto)),
        m("write", "($self, b, /)", Native::O(bytes_write)),
        m("getvalue", "($self, /)", Native::NoArgs(bytes_getvalue)),
        m("getbuffer", "($self, /)", Native::NoArgs(bytes_getbuffer)),
        m("seek", "($self, pos, whence=0, /)", Native::Fast(bytes_seek)),
        m("tell", "($self, /)", Native::NoArgs(bytes_tell)),
        m("truncate", "($self, size=None, /)", Native::Fast(bytes_truncate)),
        m("close", "($self, /)", Native::NoArgs(memory_close)),
        m("flush", "($self, /)", Native::NoArgs(bytes_flush)),
        m("isatty", "($self, /)", Native::NoArgs(bytes_no)),
        m("readable", "($self, /)", Native::NoArgs(bytes_yes)),
        m("writable", "($self, /)", Native::NoArgs(bytes_yes)),
        m("seekable", "($self, /)", Native::NoArgs(bytes_yes)),
    ],
    ..TypeDef::of::<BytesIO>("BytesIO")
};

// --- StringIO ------------------------------------------------------------------------------------------------------------------------

fn textual(ts: &ThreadState, object: &PyObject) -> PyResult<Py<StringIO>> {
    match object.downcast::<StringIO>() {
        Some(file) if file.base.closed.get() => closed_error(ts),
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a StringIO was expected")),
    }
}

fn string_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    let body = StringIO { base: IoBase::new(), memory: Memory::new(), newline: RefCell::new(Some("\n".to_owned())) };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn string_init(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "StringIO", "(initial_value='', newline='\\n')", args)?;
    let file = textual(ts, object)?;
    let none = &ts.singletons().none;
    let newline = match bound.get(1) {
        None => Some("\n".to_owned()),
        Some(newline) if newline.is(none) => None,
        Some(newline) => match newline.downcast::<Str>() {
            Some(newline) => Some(newline.to_rust_string()),
            None => {
                let kind = newline.ob_type().name_string();
                return Err(ts.type_error(format_args!("newline must be str or None, not {kind}")));
            }
        },
    };
    if let Some(newline) = newline.as_deref().filter(|newline| !["", "\n", "\r", "\r\n"].contains(newline)) {
        let shown = protocol::repr(ts, ts.new_str(newline)?.as_object())?.to_rust_string();
        return Err(ts.value_error(format_args!("illegal newline value: {shown}")));
    }
    file.newline.replace(newline);
    file.memory.units.borrow_mut().clear();
    file.memory.at.set(0);
    if let Some(initial) = bound.get(0).filter(|initial| !initial.is(none)) {
        let Some(text) = initial.downcast::<Str>() else {
            let kind = initial.ob_type().name_string();
            return Err(ts.type_error(format_args!("initial_value must be str or None, not {kind}")));
        };
        let units = translated(&file, text.chars().collect());
        file.memory.write(ts, &units)?;
        file.memory.at.set(0);
    }
    Ok(())
}

/// What is written, with its ends of line as `newline` wants them.
fn translated(file: &StringIO, text: Vec<u32>) -> Vec<u32> {
    const CR: u32 = 0x0d;
    const LF: u32 = 0x0a;
    let newline = file.newline.borrow();
    let mut out = Vec::with_capacity(text.len());
    match newline.as_deref() {
        None => {
            let mut units = text.into_iter().peekable();
            while let Some(unit) = units.next() {
                if unit == CR {
                    units.next_if_eq(&LF);
                    out.push(LF);
                } else {
                    out.push(unit);
                }
            }
        }
        Some(own @ ("\r" | "\r\n")) => {
            for unit in text {
                if unit == LF {
                    out.extend(own.chars().map(u32::from));
                } else {
                    out.push(unit);
                }
            }
        }
        Some(_) => out = text,
    }
    out
}

fn text_of(ts: &ThreadState, units: Vec<u32>) -> PyResult {
    Ok(Str::from_code_points(ts, units)?.into_ref())
}

fn string_read(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = textual(ts, object)?;
    text_of(ts, file.memory.read(size_from(ts, args)?))
}

fn string_line(file: &StringIO, limit: Option<usize>) -> Vec<u32> {
    let newline = file.newline.borrow().clone();
    file.memory.read_line(limit, |rest| match newline.as_deref() {
        None | Some("\n") => rest.iter().position(|c| *c == 0x0a).map(|at| at + 1),
        Some("") => rest.iter().position(|c| *c == 0x0a || *c == 0x0d).map(|at| match (rest.get(at), rest.get(at + 1)) {
            (Some(0x0d), Some(0x0a)) => at + 2,
            _ => at + 1,
        }),
        Some(own) => {
            let own: Vec<u32> = own.chars().map(u32::from).collect();
            rest.windows(own.len()).position(|w| w == own).map(|at| at + own.len())
        }
    })
}

fn string_readline(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = textual(ts, object)?;
    text_of(ts, string_line(&file, size_from(ts, args)?))
}

fn string_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    if object.ob_type().is_heap() {
        textual(ts, object)?;
        return super::next(ts, object);
    }
    let line = string_line(&*textual(ts, object)?, None);
    if line.is_empty() { Ok(None) } else { text_of(ts, line).map(Some) }
}

fn string_write(ts: &ThreadState, object: &PyObject, text: &PyObject) -> PyResult {
    let Some(text) = text.downcast::<Str>() else {
        let kind = text.ob_type().name_string();
        return Err(ts.type_error(format_args!("string argument expected, got '{kind}'")));
    };
    let file = textual(ts, object)?;
    let units = translated(&file, text.chars().collect());
    file.memory.write(ts, &units)?;
    Ok(ts.new_size(text.len())?.into_ref())
}

fn string_getvalue(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = textual(ts, object)?;
    let units = file.memory.units.borrow().clone();
    text_of(ts, units)
}

fn string_seek(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = textual(ts, object)?;
    let (offset, whence) = seek_args(ts, args)?;
    let at = match whence {
        0 if offset < 0 => return Err(ts.value_error(format_args!("Negative seek position {offset}"))),
        0 => offset,
        1 | 2 if offset != 0 => return Err(ts.raise(&ts.types().os_error, "Can't do nonzero cur-relative seeks")),
        1 => file.memory.at.get() as i64,
        2 => file.memory.units.borrow().len() as i64,
        _ => return Err(ts.value_error(format_args!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    file.memory.at.set(usize::try_from(at).unwrap_or(0));
    Ok(ts.new_int(at)?.into_ref())
}

fn string_tell(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_size(textual(ts, object)?.memory.at.get())?.into_ref())
}

fn string_truncate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = textual(ts, object)?;
    let size = match args.first().filter(|size| !size.is(&ts.singletons().none)) {
        Some(_) => seek_args(ts, args)?.0,
        None => file.memory.at.get() as i64,
    };
    let Ok(length) = usize::try_from(size) else { return Err(ts.value_error(format_args!("Negative size value {size}"))) };
    file.memory.units.borrow_mut().truncate(length);
    Ok(ts.new_int(size)?.into_ref())
}

fn string_yes(ts: &ThreadState, object: &PyObject) -> PyResult {
    textual(ts, object)?;
    Ok(ts.bool(true))
}

fn get_none(ts: &ThreadState, object: &PyObject) -> PyResult {
    textual(ts, object)?;
    Ok(ts.none())
}

fn get_false(ts: &ThreadState, object: &PyObject) -> PyResult {
    textual(ts, object)?;
    Ok(ts.bool(false))
}

/// StringIO
pub(crate) static STRING_IO: TypeDef = TypeDef {
    module: "_io",
    doc: Some("Text I/O implementation using an in-memory buffer."),
    base: Some(&TEXT_IO_BASE),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(string_new),
        tp_init: Some(string_init),
        tp_iternext: Some(string_next),
        tp_finalize: Some(memory_finalize),
        ..Slots::INHERIT
    },
    methods: &[
        m("read", "($self, size=-1, /)", Native::Fast(string_read)),
        m("readline", "($self, size=-1, /)", Native::Fast(string_readline)),
        m("write", "($self, s, /)", Native::O(string_write)),
        m("getvalue", "($self, /)", Native::NoArgs(string_getvalue)),
        m("seek", "($self, pos, whence=0, /)", Native::Fast(string_seek)),
        m("tell", "($self, /)", Native::NoArgs(string_tell)),
        m("truncate", "($self, pos=None, /)", Native::Fast(string_truncate)),
        m("close", "($self, /)", Native::NoArgs(memory_close)),
        m("readable", "($self, /)", Native::NoArgs(string_yes)),
        m("writable", "($self, /)", Native::NoArgs(string_yes)),
        m("seekable", "($self, /)", Native::NoArgs(string_yes)),
    ],
    getset: &[GetSetDef::getter("line_buffering", get_false), GetSetDef::getter("newlines", get_none)],
    ..TypeDef::of::<StringIO>("StringIO")
};
