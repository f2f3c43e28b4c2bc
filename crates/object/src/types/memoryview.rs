//! memoryview: the bytes of another object, looked at and changed in place.
//!
//! CPython counterpart: `Objects/memoryobject.c`. The exporters are bytes and bytearray, reached by a view of a view too. Invariants: a
//! view of a bytearray counts as an export of it until it is released, and an exported bytearray keeps its size; elements are read and
//! written one by one through the exporter (M1). Only the first dimension can be sliced, so the others are always dense: a row of
//! `row` elements lies in one piece.

mod attributes;
mod compare;
mod format;
mod index;
pub mod iter;
mod methods;

use std::cell::Cell;

use format::Format;
pub use iter::{MEMORY_ITERATOR, MemoryIterator};

use crate::args::{Args, bind_new};
use crate::buffer::{Buffer, get_full_buffer};
use crate::header::{Obj, PyObject, PyType};
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, TypeDef, TypeFlags};
use crate::types::bytearray::Bytearray;
use crate::types::bytelike::{ByteKind, is_bytes_like};
use crate::types::bytes::Bytes;
use crate::types::textual::type_name;
use crate::types::tuple::Tuple;

/// Which elements of the exporter a view shows.
#[derive(Clone, Copy)]
struct Shape {
    /// The byte where the first element begins.
    start: isize,
    /// Bytes from one row to the next.
    stride: isize,
    /// How many rows: the length of the first dimension, or 1 where there is none.
    count: usize,
    /// Elements of a row: 1 unless there are several dimensions.
    row: usize,
    /// How many dimensions.
    ndim: usize,
    format: Format,
    /// Whether the format was given as `@X`.
    at_sign: bool,
    readonly: bool,
}

impl Shape {
    /// How many elements there are.
    fn elements(&self) -> usize {
        self.count * self.row
    }

    fn nbytes(&self) -> usize {
        self.elements() * self.format.size()
    }

    /// Bytes of a row, which is what a dense view has from one to the next.
    fn row_bytes(&self) -> isize {
        (self.row * self.format.size()) as isize
    }

    fn is_c_contiguous(&self) -> bool {
        let dense = self.count == 1 || self.stride == self.row_bytes();
        dense || self.ndim == 0 || (self.ndim > 1 && self.count == 0)
    }
}

/// The body of a memoryview.
pub struct Memoryview {
    /// The bytes or bytearray; empty once the view is released.
    exporter: Field,
    shape: Shape,
    /// The lengths of the dimensions behind the first, a tuple of ints; empty unless there are several.
    inner: Field,
    /// -1 while unknown.
    hash: Cell<i64>,
}

impl Body for Memoryview {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.exporter.traverse(visit);
        self.inner.traverse(visit);
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
    fn make(ts: &ThreadState, exporter: PyRef, shape: Shape, inner: Option<PyRef>) -> PyResult {
        if let Some(bytearray) = exporter.downcast::<Bytearray>() {
            bytearray.begin_export();
        }
        let inner = inner.map_or_else(Field::empty, Field::new);
        Ok(Py::new(ts, Memoryview { exporter: Field::new(exporter), shape, inner, hash: Cell::new(-1) })?.into_ref())
    }

    /// A view of a whole exporter as bytes.
    fn whole(ts: &ThreadState, exporter: PyRef, count: usize, readonly: bool) -> PyResult {
        let format = Format::UnsignedByte;
        let shape = Shape { start: 0, stride: 1, count, row: 1, ndim: 1, format, at_sign: false, readonly };
        Memoryview::make(ts, exporter, shape, None)
    }

    /// A view of the same exporter with other bounds.
    fn derived(&self, ts: &ThreadState, shape: Shape) -> PyResult {
        Memoryview::make(ts, self.exporter(ts)?, shape, self.inner.get())
    }

    /// The lengths of all dimensions.
    fn dimensions(&self) -> Vec<usize> {
        let mut all = Vec::new();
        if self.shape.ndim > 0 {
            all.push(self.shape.count);
        }
        if let Some(inner) = self.inner.get()
            && let Some(inner) = inner.downcast::<Tuple>()
        {
            let length = |item: &PyRef| item.downcast::<crate::types::int::Int>().and_then(|n| n.as_i64()).unwrap_or(0);
            all.extend(inner.items().iter().map(|item| usize::try_from(length(item)).unwrap_or(0)));
        }
        all
    }

    /// Bytes from one element to the next in each dimension, for these lengths.
    fn strides(&self, dimensions: &[usize]) -> Vec<isize> {
        let mut strides: Vec<isize> = Vec::new();
        let mut step = self.shape.format.size() as isize;
        for &length in dimensions.iter().skip(1).rev() {
            strides.push(step);
            step *= length as isize;
        }
        if !dimensions.is_empty() {
            strides.push(self.shape.stride);
        }
        strides.reverse();
        strides
    }

    /// Where element `index` begins, in the order of the elements.
    fn offset(&self, index: usize) -> isize {
        let shape = &self.shape;
        let (row, column) = if shape.row == 1 { (index, 0) } else { (index / shape.row.max(1), index % shape.row.max(1)) };
        shape.start + shape.stride * row as isize + (column * shape.format.size()) as isize
    }

    /// The bytes of the element at an offset.
    fn element_at(&self, exporter: &PyObject, at: isize) -> [u8; 8] {
        let mut raw = [0; 8];
        for (i, byte) in raw.iter_mut().take(self.shape.format.size()).enumerate() {
            let Ok(at) = usize::try_from(at + i as isize) else { continue };
            *byte = match (exporter.downcast::<Bytes>(), exporter.downcast::<Bytearray>()) {
                (Some(bytes), _) => bytes.as_bytes().get(at).copied().unwrap_or(0),
                (None, Some(bytearray)) => bytearray.buf().get(at).unwrap_or(0),
                (None, None) => 0,
            };
        }
        raw
    }

    fn set_element_at(&self, exporter: &PyObject, at: isize, raw: &[u8]) {
        if let Some(bytearray) = exporter.downcast::<Bytearray>() {
            for (i, &byte) in raw.iter().take(self.shape.format.size()).enumerate() {
                if let Ok(at) = usize::try_from(at + i as isize) {
                    bytearray.buf().set(at, byte);
                }
            }
        }
    }

    /// All bytes in the order of the elements.
    pub fn to_vec(&self, ts: &ThreadState) -> PyResult<Vec<u8>> {
        let exporter = self.exporter(ts)?;
        let shape = &self.shape;
        let mut out = Vec::new();
        if out.try_reserve(shape.nbytes()).is_err() {
            return Err(ts.no_memory());
        }
        if let (Some(bytes), true) = (exporter.downcast::<Bytes>(), shape.is_c_contiguous()) {
            let start = usize::try_from(shape.start).unwrap_or(0);
            out.extend_from_slice(bytes.as_bytes().get(start..start + shape.nbytes()).unwrap_or_default());
            return Ok(out);
        }
        for index in 0..shape.elements() {
            ts.tick(1)?;
            out.extend_from_slice(self.element_at(&exporter, self.offset(index)).get(..shape.format.size()).unwrap_or_default());
        }
        Ok(out)
    }

    /// Element `index` in the order of the elements, as an object.
    fn item(&self, ts: &ThreadState, exporter: &PyObject, index: usize) -> PyResult {
        self.shape.format.unpack(ts, self.element_at(exporter, self.offset(index)))
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
        return view.derived(ts, view.shape);
    }
    match (object.downcast::<Bytes>(), object.downcast::<Bytearray>()) {
        (Some(bytes), _) => Memoryview::whole(ts, object.to_ref(), bytes.len(), true),
        (None, Some(bytearray)) => Memoryview::whole(ts, object.to_ref(), bytearray.len(), false),
        (None, None) if is_bytes_like(object) => {
            // Another exporter shows a snapshot, which nobody can write to.
            let bytes = Bytes::new(ts, &get_full_buffer(ts, object)?.bytes)?;
            let count = bytes.len();
            Memoryview::whole(ts, bytes.into_ref(), count, true)
        }
        (None, None) => {
            let kind = type_name(object);
            Err(ts.type_error(format_args!("memoryview: a bytes-like object is required, not '{kind}'")))
        }
    }
}

fn view_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let state = if this_view(ts, this)?.exporter.is_empty() { "released memory" } else { "memory" };
    Ok(ts.new_str_fmt(format_args!("<{state} at {:#x}>", this.id()))?.into_ref())
}

fn view_getbuffer(ts: &ThreadState, this: &PyObject) -> PyResult<Buffer> {
    let view = this_view(ts, this)?;
    let contiguous = view.shape.is_c_contiguous();
    Ok(Buffer { owner: this.to_ref(), bytes: view.to_vec(ts)?, readonly: view.shape.readonly, contiguous })
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
        tp_hash: Some(compare::view_hash),
        tp_richcompare: Some(compare::view_richcompare),
        tp_iter: Some(iter::view_iter),
        sq_length: Some(index::view_length),
        sq_item: Some(index::view_item),
        mp_length: Some(index::view_length),
        mp_subscript: Some(index::view_subscript),
        mp_ass_subscript: Some(index::view_ass_subscript),
        bf_getbuffer: Some(view_getbuffer),
        ..Slots::INHERIT
    },
    methods: methods::METHODS,
    getset: attributes::GETSET,
    ..TypeDef::of::<Memoryview>("memoryview")
};
