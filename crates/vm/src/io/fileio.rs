//! FileIO: a descriptor of the host, without a buffer.
//!
//! CPython counterpart: `Modules/_io/fileio.c`. Invariant: a descriptor that was opened here is closed exactly once.

use std::cell::Cell;
use std::io::SeekFrom;
use std::path::PathBuf;

use minipy_object::args::{Args, bind_new};
use minipy_object::buffer::get_buffer;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::host::OpenHow;
use minipy_object::pyref::{Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::int::Int;
use minipy_object::types::str::Str;
use minipy_object::{protocol, py_layout};

use super::{DEFAULT_BUFFER_SIZE, IoBase, RAW_IO_BASE, copy_into, m, os_error, outside, room_of, seek_args, size_arg, unsupported};
use crate::types::vm_types;

/// The payload.
#[repr(C)]
pub(crate) struct FileIO {
    base: IoBase,
    /// The descriptor; none once it is closed.
    fd: Cell<Option<u32>>,
    readable: bool,
    writable: bool,
    appending: bool,
    created: bool,
    closefd: bool,
    seekable: Cell<Option<bool>>,
}

impl Body for FileIO {
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

py_layout!(FileIO, FILE_IO, |ts| &vm_types(ts).file_io);

/// Where a path leads on this system.
fn path_of(ts: &ThreadState, file: &PyObject) -> PyResult<PathBuf> {
    let path = super::fspath(ts, file)?;
    let text = match (path.downcast::<Str>(), path.downcast::<Bytes>()) {
        (Some(text), _) => text.to_rust_string(),
        (None, Some(bytes)) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
        (None, None) => return Err(ts.system_error("a path was expected")),
    };
    if text.contains('\0') {
        return Err(ts.value_error("embedded null byte"));
    }
    Ok(PathBuf::from(text))
}

impl FileIO {
    /// A file of a descriptor that is open already: the standard streams.
    pub(crate) fn of_fd(ts: &ThreadState, fd: u32, name: &str) -> PyResult<Py<FileIO>> {
        let body = FileIO {
            base: IoBase::new(),
            fd: Cell::new(Some(fd)),
            readable: fd == 0,
            writable: fd != 0,
            appending: false,
            created: false,
            closefd: false,
            seekable: Cell::new(None),
        };
        let file = Py::new_in(ts, &vm_types(ts).file_io, body)?;
        protocol::set_attr(ts, file.as_object(), &*ts.intern("name")?, ts.new_str(name)?.as_object())?;
        Ok(file)
    }

    /// `FileIO(file, mode, closefd, opener)`
    pub(crate) fn open(
        ts: &ThreadState,
        ty: &PyType,
        file: &PyObject,
        mode: &str,
        closefd: bool,
        opener: Option<&PyObject>,
    ) -> PyResult<Py<FileIO>> {
        let given_fd = match file.downcast::<Int>() {
            Some(number) => match number.as_i64() {
                Some(fd) if fd < 0 => return Err(ts.value_error("negative file descriptor")),
                Some(fd) => Some(u32::try_from(fd).map_err(|_| ts.overflow_error("Python int too large to convert to C int"))?),
                // Not a descriptor, so a name that it cannot be.
                None => None,
            },
            None => None,
        };
        let mut how = OpenHow::default();
        let (mut kinds, mut plus) = (0, 0);
        let mut created = false;
        for c in mode.chars() {
            match c {
                'x' => {
                    kinds += 1;
                    created = true;
                    (how.write, how.exclusive) = (true, true);
                }
                'r' => {
                    kinds += 1;
                    how.read = true;
                }
                'w' => {
                    kinds += 1;
                    (how.write, how.create, how.truncate) = (true, true, true);
                }
                'a' => {
                    kinds += 1;
                    (how.write, how.create, how.append) = (true, true, true);
                }
                '+' => plus += 1,
                'b' => {}
                _ => return Err(ts.value_error(format_args!("invalid mode: {mode}"))),
            }
        }
        if kinds != 1 || plus > 1 {
            return Err(ts.value_error("Must have exactly one of create/read/write/append mode and at most one plus"));
        }
        if plus == 1 {
            (how.read, how.write) = (true, true);
        }
        let fd = match given_fd {
            Some(fd) => fd,
            None => {
                let path = path_of(ts, file)?;
                if !closefd {
                    return Err(ts.value_error("Cannot use closefd=False with file name"));
                }
                match opener {
                    Some(opener) => {
                        let flags = open_flags(how);
                        let args = [file.to_ref(), ts.new_int(flags)?.into_ref()];
                        let fd = protocol::call(ts, opener, Args::positional(&args))?;
                        let Some(fd) = fd.downcast::<Int>() else { return Err(ts.type_error("expected integer from opener")) };
                        match fd.as_i64() {
                            Some(fd) if fd < 0 => return Err(ts.value_error(format_args!("opener returned {fd}"))),
                            Some(fd) => u32::try_from(fd).map_err(|_| ts.overflow_error("Python int too large to convert to C int"))?,
                            None => return Err(ts.overflow_error("Python int too large to convert to C int")),
                        }
                    }
                    None => {
                        let host = &*ts.interp().host;
                        outside(ts, || host.open(&path, how))?.map_err(|error| os_error(ts, &error, Some(file)))?
                    }
                }
            }
        };
        let body = FileIO {
            base: IoBase::new(),
            fd: Cell::new(Some(fd)),
            readable: how.read,
            writable: how.write,
            appending: how.append,
            created,
            closefd,
            seekable: Cell::new(None),
        };
        let opened = Py::new_in(ts, ty, body)?;
        if given_fd.is_some() {
            // CPython asks for the descriptor's status; a position is asked for here. A pipe or terminal has none, but is there.
            let host = &*ts.interp().host;
            if let Err(error) = outside(ts, || host.seek(fd, SeekFrom::Current(0)))? {
                if error.raw_os_error() == Some(9) {
                    opened.fd.set(None);
                    return Err(os_error(ts, &error, None));
                }
            }
        }
        protocol::set_attr(ts, opened.as_object(), &*ts.intern("name")?, file)?;
        if how.append {
            let host = &*ts.interp().host;
            // Where that is not possible, the first write goes to the end all the same.
            let _ = outside(ts, || host.seek(fd, SeekFrom::End(0)))?;
        }
        Ok(opened)
    }

    fn fd(&self, ts: &ThreadState) -> PyResult<u32> {
        self.fd.get().ok_or_else(|| ts.value_error("I/O operation on closed file"))
    }

    /// Whether it is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.fd.get().is_none()
    }

    /// At most `max` bytes.
    pub(crate) fn read(&self, ts: &ThreadState, max: usize) -> PyResult<Vec<u8>> {
        let fd = self.fd(ts)?;
        if !self.readable {
            return Err(unsupported(ts, "File not open for reading"));
        }
        let host = &*ts.interp().host;
        outside(ts, || host.read_fd(fd, max))?.map_err(|error| os_error(ts, &error, None))
    }

    /// Write; how many bytes were taken.
    pub(crate) fn write(&self, ts: &ThreadState, bytes: &[u8]) -> PyResult<usize> {
        let fd = self.fd(ts)?;
        if !self.writable {
            return Err(unsupported(ts, "File not open for writing"));
        }
        let host = &*ts.interp().host;
        outside(ts, || host.write_fd(fd, bytes))?.map_err(|error| os_error(ts, &error, None))
    }

    /// Move the position.
    pub(crate) fn seek(&self, ts: &ThreadState, offset: i64, whence: i64) -> PyResult<u64> {
        let fd = self.fd(ts)?;
        let invalid = || os_error(ts, &std::io::Error::from_raw_os_error(22), None);
        let to = match whence {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| invalid())?),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(invalid()),
        };
        let host = &*ts.interp().host;
        outside(ts, || host.seek(fd, to))?.map_err(|error| os_error(ts, &error, None))
    }

    fn mode(&self) -> &'static str {
        match (self.created, self.appending, self.readable, self.writable) {
            (true, _, true, _) => "xb+",
            (true, _, false, _) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, false, _) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            (_, _, false, _) => "wb",
        }
    }
}

/// The flags that an opener gets (those of Linux).
fn open_flags(how: OpenHow) -> i64 {
    let mut flags = match (how.read, how.write) {
        (true, true) => 2,
        (false, true) => 1,
        _ => 0,
    };
    for (set, flag) in [(how.create || how.exclusive, 0o100), (how.exclusive, 0o200), (how.truncate, 0o1000), (how.append, 0o2000)] {
        if set {
            flags |= flag;
        }
    }
    flags | 0o2_000_000
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<FileIO>> {
    match object.downcast::<FileIO>() {
        Some(file) => Ok(file.to_py()),
        None => Err(ts.system_error("a FileIO was expected")),
    }
}

fn new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "FileIO", "(file, mode='r', closefd=True, opener=None)", args)?;
    let mode = match bound.get(1) {
        Some(mode) => Str::expect(ts, mode, "FileIO() argument 'mode'")?.to_rust_string(),
        None => "r".to_owned(),
    };
    let closefd = match bound.get(2) {
        Some(closefd) => protocol::is_true(ts, closefd)?,
        None => true,
    };
    let opener = bound.get(3).filter(|opener| !opener.is(&ts.singletons().none));
    Ok(FileIO::open(ts, ty, bound.required(ts, 0)?, &mode, closefd, opener)?.into_ref())
}

fn init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn read(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let size = size_arg(ts, args, 0)?;
    if size < 0 {
        return readall(ts, object);
    }
    let bytes = file.read(ts, size.unsigned_abs())?;
    Ok(Bytes::new(ts, &bytes)?.into_ref())
}

fn readall(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let mut all = Vec::new();
    loop {
        let bytes = file.read(ts, 16 * DEFAULT_BUFFER_SIZE)?;
        if bytes.is_empty() {
            return Ok(Bytes::new(ts, &all)?.into_ref());
        }
        all.extend_from_slice(&bytes);
    }
}

fn readinto(ts: &ThreadState, object: &PyObject, target: &PyObject) -> PyResult {
    let bytes = this(ts, object)?.read(ts, room_of(ts, target)?)?;
    copy_into(ts, target, &bytes)
}

fn write(ts: &ThreadState, object: &PyObject, data: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.fd(ts)?;
    let buffer = get_buffer(ts, data)?;
    let taken = file.write(ts, &buffer.bytes)?;
    Ok(ts.new_size(taken)?.into_ref())
}

fn position(ts: &ThreadState, at: u64) -> PyResult {
    Ok(ts.new_int(i64::try_from(at).unwrap_or(i64::MAX))?.into_ref())
}

fn seek(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    file.fd(ts)?;
    let (offset, whence) = seek_args(ts, args)?;
    let at = file.seek(ts, offset, whence)?;
    position(ts, at)
}

fn tell(ts: &ThreadState, object: &PyObject) -> PyResult {
    let at = this(ts, object)?.seek(ts, 0, 1)?;
    position(ts, at)
}

fn truncate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let file = this(ts, object)?;
    let fd = file.fd(ts)?;
    if !file.writable {
        return Err(unsupported(ts, "File not open for writing"));
    }
    let size = match args.first().filter(|size| !size.is(&ts.singletons().none)) {
        Some(_) => seek_args(ts, args)?.0,
        None => i64::try_from(file.seek(ts, 0, 1)?).unwrap_or(i64::MAX),
    };
    let Ok(bytes) = u64::try_from(size) else { return Err(os_error(ts, &std::io::Error::from_raw_os_error(22), None)) };
    let host = &*ts.interp().host;
    outside(ts, || host.truncate(fd, bytes))?.map_err(|error| os_error(ts, &error, None))?;
    position(ts, bytes)
}

fn close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    if let Some(fd) = file.fd.take() {
        if file.closefd {
            let host = &*ts.interp().host;
            outside(ts, || host.close(fd))?.map_err(|error| os_error(ts, &error, None))?;
        }
    }
    Ok(ts.none())
}

fn fileno(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_int(i64::from(this(ts, object)?.fd(ts)?))?.into_ref())
}

fn isatty(ts: &ThreadState, object: &PyObject) -> PyResult {
    let fd = this(ts, object)?.fd(ts)?;
    Ok(ts.bool(ts.interp().host.is_terminal(fd)))
}

fn readable(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.fd(ts)?;
    Ok(ts.bool(file.readable))
}

fn writable(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    file.fd(ts)?;
    Ok(ts.bool(file.writable))
}

fn seekable(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let fd = file.fd(ts)?;
    let known = match file.seekable.get() {
        Some(known) => known,
        None => {
            let host = &*ts.interp().host;
            let found = outside(ts, || host.seek(fd, SeekFrom::Current(0)))?.is_ok();
            file.seekable.set(Some(found));
            found
        }
    };
    Ok(ts.bool(known))
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let file = this(ts, object)?;
    let class = class_name(ts, object);
    let Some(fd) = file.fd.get() else { return Ok(ts.new_str(&format!("<{class} [closed]>"))?.into_ref()) };
    let closefd = if file.closefd { "True" } else { "False" };
    let text = match protocol::get_attr_opt(ts, object, &*ts.intern("name")?)? {
        Some(name) => {
            let name = super::buffered::guarded_repr(ts, object, &name)?;
            format!("<{class} name={name} mode='{}' closefd={closefd}>", file.mode())
        }
        None => format!("<{class} fd={fd} mode='{}' closefd={closefd}>", file.mode()),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

/// `_io.FileIO`, or the class with its module for one that a program made.
pub(crate) fn class_name(ts: &ThreadState, object: &PyObject) -> String {
    let ty = object.ob_type();
    let name = ty.name_string();
    if !ty.is_heap() {
        return name;
    }
    let qualname = ty.qualname().map_or(name, |name| name.to_rust_string());
    match ty.module_string(ts) {
        Some(module) => format!("{module}.{qualname}"),
        None => qualname,
    }
}

fn get_mode(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(this(ts, object)?.mode())?.into_ref())
}

fn get_closefd(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.closefd))
}

fn get_closed(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.is_closed()))
}

/// Raise what CPython says of a closed file.
pub(crate) fn closed_file(ts: &ThreadState, what: &str) -> Raised {
    ts.value_error(format_args!("{what} closed file"))
}

/// The FileIO that an object is, unless a program's class stands before it.
pub(crate) fn exact(object: &PyObject) -> Option<&Obj<FileIO>> {
    object.downcast_exact::<FileIO>()
}

static METHODS: &[MethodDef] = &[
    m("read", "($self, size=-1, /)", Native::Fast(read)),
    m("readall", "($self, /)", Native::NoArgs(readall)),
    m("readinto", "($self, buffer, /)", Native::O(readinto)),
    m("write", "($self, b, /)", Native::O(write)),
    m("seek", "($self, pos, whence=0, /)", Native::Fast(seek)),
    m("tell", "($self, /)", Native::NoArgs(tell)),
    m("truncate", "($self, size=None, /)", Native::Fast(truncate)),
    m("close", "($self, /)", Native::NoArgs(close)),
    m("seekable", "($self, /)", Native::NoArgs(seekable)),
    m("readable", "($self, /)", Native::NoArgs(readable)),
    m("writable", "($self, /)", Native::NoArgs(writable)),
    m("fileno", "($self, /)", Native::NoArgs(fileno)),
    m("isatty", "($self, /)", Native::NoArgs(isatty)),
];

/// See the module.
pub(crate) static FILE_IO: TypeDef = TypeDef {
    module: "_io",
    doc: Some("Open a file."),
    base: Some(&RAW_IO_BASE),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(new), tp_init: Some(init), tp_repr: Some(repr), ..Slots::INHERIT },
    methods: METHODS,
    getset: &[GetSetDef::getter("mode", get_mode), GetSetDef::getter("closefd", get_closefd), GetSetDef::getter("closed", get_closed)],
    ..TypeDef::of::<FileIO>("FileIO")
};
