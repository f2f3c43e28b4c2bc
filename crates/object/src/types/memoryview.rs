//! memoryview: the bytes of another object, looked at and changed in place.
//!
//! CPython counterpart: `Objects/memoryobject.c`. Views here have one dimension and native one-character formats; the exporters are bytes
//! and bytearray, reached by a view of a view too. Invariants: a view of a bytearray counts as an export of it until it is released, and
//! an exported bytearray keeps its size; elements are read and written one by one through the exporter (M1).

mod format;
pub mod iter;

use std::cell::Cell;

use format::Format;
pub use iter::{MEMORY_ITERATOR, MemoryIterator};

use crate::args::{Args, Bound, bind_new};
use crate::buffer::Buffer;
use crate::header::{Obj, PyObject, PyType};
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::bytearray::Bytearray;
use crate::types::bytelike::{self, ByteKind, bytes_like, is_bytes_like};
use crate::types::bytes::Bytes;
use crate::types::list::List;
use crate::types::sequence::{has_index, subscript_index};
use crate::types::slice::Slice;
use crate::types::str::Str;
use crate::types::textual::type_name;
use crate::types::tuple::Tuple;

/// The body of a memoryview.
pub struct Memoryview {
    /// The bytes or bytearray; empty once the view is released.
    exporter: Field,
    /// The byte where the first element begins.
    start: isize,
    /// Bytes from one element to the next.
    stride: isize,
    /// How many elements.
    count: usize,
    format: Format,
    readonly: bool,
    /// -1 while unknown.
    hash: Cell<i64>,
}

impl Body for Memoryview {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.exporter.traverse(visit);
    }
    fn clear(&self) {
        self.let_go();
    }
}

impl Drop for Memoryview {
    fn drop(&mut self) {
        self.let_go();
    }
}

impl Memoryview {
    /// End the export.
    fn let_go(&self) {
        if let Some(exporter) = self.exporter.take()
            && let Some(bytearray) = exporter.downcast::<Bytearray>()
        {
            bytearray.end_export();
        }
    }

    /// The exporter, or ValueError once the view is released.
    fn exporter(&self, ts: &ThreadState) -> PyResult {
        self.exporter.get().ok_or_else(|| ts.value_error("operation forbidden on released memoryview object"))
    }

    /// A view of `exporter`, which is bytes or bytearray.
    fn make(ts: &ThreadState, exporter: PyRef, start: isize, stride: isize, count: usize, format: Format, readonly: bool) -> PyResult {
        if let Some(bytearray) = exporter.downcast::<Bytearray>() {
            bytearray.begin_export();
        }
        let body = Memoryview { exporter: Field::new(exporter), start, stride, count, format, readonly, hash: Cell::new(-1) };
        Ok(Py::new(ts, body)?.into_ref())
    }

    /// A view of the same exporter with other bounds.
    fn derived(&self, ts: &ThreadState, start: isize, stride: isize, count: usize) -> PyResult {
        Memoryview::make(ts, self.exporter(ts)?, start, stride, count, self.format, self.readonly)
    }

    fn is_contiguous(&self) -> bool {
        self.stride == self.format.size() as isize || self.count <= 1
    }

    /// The bytes of element `index`.
    fn element(&self, exporter: &PyObject, index: usize) -> [u8; 8] {
        let mut raw = [0; 8];
        let at = self.start + self.stride * index as isize;
        for (i, byte) in raw.iter_mut().take(self.format.size()).enumerate() {
            let Ok(at) = usize::try_from(at + i as isize) else { continue };
            *byte = match (exporter.downcast::<Bytes>(), exporter.downcast::<Bytearray>()) {
                (Some(bytes), _) => bytes.as_bytes().get(at).copied().unwrap_or(0),
                (None, Some(bytearray)) => bytearray.buf().get(at).unwrap_or(0),
                (None, None) => 0,
            };
        }
        raw
    }

    fn set_element(&self, exporter: &PyObject, index: usize, raw: &[u8]) {
        let at = self.start + self.stride * index as isize;
        if let Some(bytearray) = exporter.downcast::<Bytearray>() {
            for (i, &byte) in raw.iter().take(self.format.size()).enumerate() {
                if let Ok(at) = usize::try_from(at + i as isize) {
                    bytearray.buf().set(at, byte);
                }
            }
        }
    }

    /// All bytes in the order of the elements.
    pub fn to_vec(&self, ts: &ThreadState) -> PyResult<Vec<u8>> {
        let exporter = self.exporter(ts)?;
        let size = self.format.size();
        let mut out = Vec::new();
        if out.try_reserve(self.count.saturating_mul(size)).is_err() {
            return Err(ts.no_memory());
        }
        for index in 0..self.count {
            out.extend_from_slice(self.element(&exporter, index).get(..size).unwrap_or_default());
        }
        Ok(out)
    }

    /// Element `index` as an object.
    fn item(&self, ts: &ThreadState, exporter: &PyObject, index: usize) -> PyResult {
        self.format.unpack(ts, self.element(exporter, index))
    }
}

fn this_view<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Memoryview>> {
    this.downcast::<Memoryview>().ok_or_else(|| ts.system_error("a memoryview function was called on another object"))
}

impl ByteKind for Memoryview {
    fn view<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<std::borrow::Cow<'a, [u8]>> {
        Ok(this_view(ts, this)?.to_vec(ts)?.into())
    }
    fn make(ts: &ThreadState, bytes: &[u8]) -> PyResult {
        Ok(Bytes::new(ts, bytes)?.into_ref())
    }
    fn unchanged(ts: &ThreadState, this: &PyObject) -> PyResult {
        <Memoryview as ByteKind>::make(ts, &this_view(ts, this)?.to_vec(ts)?)
    }
    fn separator(_ts: &ThreadState, given: &PyObject, _bytes: &[u8]) -> PyResult {
        Ok(given.to_ref())
    }
}

// --- slots ---------------------------------------------------------------------------------------------------------------------------

fn view_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "memoryview", "(object)", args)?;
    let object = bound.required(ts, 0)?;
    if let Some(view) = object.downcast::<Memoryview>() {
        return view.derived(ts, view.start, view.stride, view.count);
    }
    let (count, readonly) = match (object.downcast::<Bytes>(), object.downcast::<Bytearray>()) {
        (Some(bytes), _) => (bytes.len(), true),
        (None, Some(bytearray)) => (bytearray.len(), false),
        (None, None) if is_bytes_like(object) => {
            // Another exporter shows a snapshot, which nobody can write to.
            let bytes = Bytes::new(ts, &bytes_like(ts, object)?)?;
            let count = bytes.len();
            return Memoryview::make(ts, bytes.into_ref(), 0, 1, count, Format::UnsignedByte, true);
        }
        (None, None) => {
            let kind = type_name(object);
            return Err(ts.type_error(format_args!("memoryview: a bytes-like object is required, not '{kind}'")));
        }
    };
    Memoryview::make(ts, object.to_ref(), 0, 1, count, Format::UnsignedByte, readonly)
}

fn view_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let state = if this_view(ts, this)?.exporter.is_empty() { "released memory" } else { "memory" };
    Ok(ts.new_str_fmt(format_args!("<{state} at {:#x}>", this.id()))?.into_ref())
}

fn view_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let view = this_view(ts, this)?;
    if view.hash.get() == -1 {
        if !view.readonly {
            return Err(ts.value_error("cannot hash writable memoryview object"));
        }
        if !matches!(view.format, Format::UnsignedByte | Format::SignedByte | Format::Char) {
            return Err(ts.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
        }
        view.hash.set(ts.interp().hash_key.bytes(&view.to_vec(ts)?));
    }
    Ok(view.hash.get())
}

/// Element by element, since formats may differ; other exporters are bytes.
fn view_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let equal = match op {
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return Ok(ts.not_implemented()),
        CompareOp::Eq => true,
        CompareOp::Ne => false,
    };
    let view = this_view(ts, this)?;
    if this.is(other) {
        return Ok(ts.bool(equal));
    }
    let Some(exporter) = view.exporter.get() else { return Ok(ts.bool(!equal)) };
    if let Some(other) = other.downcast::<Memoryview>()
        && let Some(others) = other.exporter.get()
    {
        let mut same = view.count == other.count;
        for index in 0..if same { view.count } else { 0 } {
            let (a, b) = (view.item(ts, &exporter, index)?, other.item(ts, &others, index)?);
            if !crate::protocol::eq(ts, &a, &b)? {
                same = false;
                break;
            }
        }
        return Ok(ts.bool(same == equal));
    }
    if !is_bytes_like(other) || other.is_kind::<Memoryview>() {
        return if other.is_kind::<Memoryview>() { Ok(ts.bool(!equal)) } else { Ok(ts.not_implemented()) };
    }
    let bytes = bytes_like(ts, other)?;
    let mut same = view.count == bytes.len();
    for (index, &byte) in bytes.iter().enumerate().take(if same { view.count } else { 0 }) {
        let (a, b) = (view.item(ts, &exporter, index)?, ts.new_int(i64::from(byte))?.into_ref());
        same = same && crate::protocol::eq(ts, &a, &b)?;
    }
    Ok(ts.bool(same == equal))
}

fn view_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(view.count)
}

fn view_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    match usize::try_from(index).ok().filter(|&index| index < view.count) {
        Some(index) => view.item(ts, &exporter, index),
        None => Err(ts.index_error("index out of bounds on dimension 1")),
    }
}

/// A subscript as a position; -1 where it is out of range.
fn position(ts: &ThreadState, view: &Memoryview, key: &PyObject) -> PyResult<isize> {
    let index = subscript_index(ts, key)?;
    let index = if index < 0 { index.saturating_add_unsigned(view.count) } else { index };
    Ok(if index < 0 { -1 } else { index })
}

fn bad_key(ts: &ThreadState, key: &PyObject) -> crate::state::Raised {
    match key.downcast::<Tuple>() {
        Some(tuple) => ts.type_error(format_args!("cannot index 1-dimension view with {}-element tuple", tuple.len())),
        None => ts.type_error("memoryview: invalid slice key"),
    }
}

fn view_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    if has_index(key) {
        let index = position(ts, view, key)?;
        return view_item(ts, this, index);
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_key(ts, key)) };
    let range = slice.adjusted(ts, view.count)?;
    let start = view.start + view.stride * range.start as isize;
    view.derived(ts, start, view.stride.saturating_mul(range.step), range.len)
}

fn view_ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    if view.readonly {
        return Err(ts.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(ts.type_error("cannot delete memory")) };
    if has_index(key) {
        let index = position(ts, view, key)?;
        let Some(index) = usize::try_from(index).ok().filter(|&index| index < view.count) else {
            return Err(ts.index_error("index out of bounds on dimension 1"));
        };
        let raw = view.format.pack(ts, value)?;
        // Converting the value can have released the view.
        view.set_element(&*view.exporter(ts)?, index, &raw);
        return Ok(());
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_key(ts, key)) };
    let range = slice.adjusted(ts, view.count)?;
    let size = view.format.size();
    let same_format = value.downcast::<Memoryview>().map_or(view.format == Format::UnsignedByte, |other| other.format == view.format);
    let bytes = bytes_like(ts, value)?;
    if !same_format || bytes.len() != range.len * size {
        return Err(ts.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    let exporter = view.exporter(ts)?;
    for (at, raw) in range.positions().zip(bytes.chunks(size)) {
        view.set_element(&exporter, at, raw);
    }
    Ok(())
}

fn view_getbuffer(ts: &ThreadState, this: &PyObject) -> PyResult<Buffer> {
    let view = this_view(ts, this)?;
    Ok(Buffer { owner: this.to_ref(), bytes: view.to_vec(ts)?, readonly: view.readonly })
}

// --- methods -------------------------------------------------------------------------------------------------------------------------

fn release(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_view(ts, this)?.let_go();
    Ok(ts.none())
}

fn enter(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_view(ts, this)?.exporter(ts)?;
    Ok(this.to_ref())
}

fn exit(ts: &ThreadState, this: &PyObject, _args: &[PyRef]) -> PyResult {
    release(ts, this)
}

fn tobytes(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    if let Some(order) = args.get(0).filter(|order| !order.is(&ts.singletons().none)) {
        let order = Str::expect(ts, order, "tobytes() argument 'order'")?;
        if !["C", "F", "A"].iter().any(|known| order.equals_str(known)) {
            return Err(ts.value_error("order must be 'C', 'F' or 'A'"));
        }
    }
    <Memoryview as ByteKind>::unchanged(ts, this)
}

fn tolist(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    let items = (0..view.count).map(|index| view.item(ts, &exporter, index)).collect::<PyResult<Vec<_>>>()?;
    Ok(List::from_vec(ts, items)?.into_ref())
}

fn toreadonly(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    Memoryview::make(ts, view.exporter(ts)?, view.start, view.stride, view.count, view.format, true)
}

/// `cast(format)`: the same bytes as other elements.
fn cast(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    let wanted = Str::expect(ts, args.required(ts, 0)?, "cast() argument 'format'")?;
    if args.get(1).is_some() {
        return Err(ts.not_implemented_error("memoryview: only views of one dimension are supported"));
    }
    if !view.is_contiguous() {
        return Err(ts.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let Some(format) = Format::parse(&wanted.to_rust_string()) else {
        return Err(ts.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'"));
    };
    if !view.format.is_byte() && !format.is_byte() {
        return Err(ts.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let bytes = view.count * view.format.size();
    if bytes % format.size() != 0 {
        return Err(ts.type_error("memoryview: length is not a multiple of itemsize"));
    }
    Memoryview::make(ts, exporter, view.start, format.size() as isize, bytes / format.size(), format, view.readonly)
}

// --- attributes ------------------------------------------------------------------------------------------------------------------------

fn int_attribute(ts: &ThreadState, this: &PyObject, of: fn(&Memoryview) -> i64) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(ts.new_int(of(view))?.into_ref())
}

fn get_obj(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_view(ts, this)?.exporter(ts)
}
fn get_nbytes(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |view| (view.count * view.format.size()) as i64)
}
fn get_itemsize(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |view| view.format.size() as i64)
}
fn get_ndim(ts: &ThreadState, this: &PyObject) -> PyResult {
    int_attribute(ts, this, |_| 1)
}
fn one_tuple(ts: &ThreadState, value: PyRef) -> PyResult {
    Ok(ts.new_tuple(&[value])?.into_ref())
}
fn get_shape(ts: &ThreadState, this: &PyObject) -> PyResult {
    one_tuple(ts, int_attribute(ts, this, |view| view.count as i64)?)
}
fn get_strides(ts: &ThreadState, this: &PyObject) -> PyResult {
    one_tuple(ts, int_attribute(ts, this, |view| view.stride as i64)?)
}
fn get_suboffsets(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_view(ts, this)?.exporter(ts)?;
    Ok(ts.new_tuple(&[])?.into_ref())
}
fn get_format(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(Str::from_char(ts, u32::from(view.format.code()))?.into_ref())
}
fn get_readonly(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(ts.bool(view.readonly))
}
fn get_contiguous(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.exporter(ts)?;
    Ok(ts.bool(view.is_contiguous()))
}

py_layout!(Memoryview, MEMORYVIEW, |ts| &ts.types().memoryview);

/// The type memoryview.
pub static MEMORYVIEW: TypeDef = TypeDef {
    doc: Some("A view of the bytes of another object."),
    text_signature: Some("(object)"),
    flags: TypeFlags::SEQUENCE,
    slots: Slots {
        tp_new: Some(view_new),
        tp_repr: Some(view_repr),
        tp_hash: Some(view_hash),
        tp_richcompare: Some(view_richcompare),
        tp_iter: Some(iter::view_iter),
        sq_length: Some(view_length),
        sq_item: Some(view_item),
        mp_length: Some(view_length),
        mp_subscript: Some(view_subscript),
        mp_ass_subscript: Some(view_ass_subscript),
        bf_getbuffer: Some(view_getbuffer),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("release", "($self, /)", Native::NoArgs(release), "Let go of the object."),
        MethodDef::new("tobytes", "($self, /, order='C')", Native::Keywords(tobytes), "A copy of the bytes."),
        MethodDef::new(
            "hex",
            "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
            Native::Keywords(bytelike::hex::<Memoryview>),
            "Hexadecimal digits of the bytes.",
        ),
        MethodDef::new("tolist", "($self, /)", Native::NoArgs(tolist), "A list of the elements."),
        MethodDef::new(
            "cast",
            "($self, /, format, shape=<unrepresentable>)",
            Native::Keywords(cast),
            "The same bytes as elements of another format.",
        ),
        MethodDef::new("toreadonly", "($self, /)", Native::NoArgs(toreadonly), "A view that cannot be written to."),
        MethodDef::new("__enter__", "", Native::NoArgs(enter), ""),
        MethodDef::new("__exit__", "", Native::Fast(exit), ""),
    ],
    getset: &[
        GetSetDef::getter("obj", get_obj),
        GetSetDef::getter("nbytes", get_nbytes),
        GetSetDef::getter("readonly", get_readonly),
        GetSetDef::getter("itemsize", get_itemsize),
        GetSetDef::getter("format", get_format),
        GetSetDef::getter("ndim", get_ndim),
        GetSetDef::getter("shape", get_shape),
        GetSetDef::getter("strides", get_strides),
        GetSetDef::getter("suboffsets", get_suboffsets),
        GetSetDef::getter("c_contiguous", get_contiguous),
        GetSetDef::getter("f_contiguous", get_contiguous),
        GetSetDef::getter("contiguous", get_contiguous),
    ],
    ..TypeDef::of::<Memoryview>("memoryview")
};
