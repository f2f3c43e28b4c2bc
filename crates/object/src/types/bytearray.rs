//! bytearray: a run of bytes that can be changed.
//!
//! CPython counterpart: `Objects/bytearrayobject.c`. Invariant (M1): the bytes lie in a [`Buf`], which hands out no slices; methods that
//! look at them work on a copy, and arguments are converted (which can run Python code) before the bytes are looked at.

mod iter;
mod methods;

use std::borrow::Cow;
use std::cell::Cell;

pub use iter::{BYTEARRAY_ITERATOR, BytearrayIterator};

use crate::args::{Args, bind_new};
use crate::buf::Buf;
use crate::buffer::{Buffer, get_full_buffer};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Py, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, TypeDef, TypeFlags};
use crate::types::bytelike::{self, ByteKind, byte_value, bytes_like, is_bytes_like};
use crate::types::bytes::{self, encoded_source};
use crate::types::sequence::{has_index, subscript_index};
use crate::types::slice::Slice;
use crate::types::str::Str;
use crate::types::textual::type_name;

/// The body of a bytearray.
pub struct Bytearray {
    bytes: Buf<u8>,
    /// How many views there are; the size stays what it is while there is one.
    exports: Cell<usize>,
}

impl Body for Bytearray {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

impl Bytearray {
    /// A bytearray with these bytes.
    pub fn new(ts: &ThreadState, bytes: &[u8]) -> PyResult<Py<Bytearray>> {
        Py::new(ts, Bytearray { bytes: Buf::from_slice(ts, bytes)?, exports: Cell::new(0) })
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A copy of the bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }

    /// A view of the bytes begins.
    pub(crate) fn begin_export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// A view ends.
    pub(crate) fn end_export(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }

    /// The bytes, to be changed in number too: BufferError while there are views. CPython: `_canresize`.
    fn resizable(&self, ts: &ThreadState) -> PyResult<&Buf<u8>> {
        if self.exports.get() == 0 { Ok(&self.bytes) } else { Err(ts.buffer_error("Existing exports of data: object cannot be re-sized")) }
    }

    /// Put bytes in place of a part.
    fn splice(&self, ts: &ThreadState, range: std::ops::Range<usize>, bytes: &[u8]) -> PyResult<()> {
        let buf = if bytes.len() == range.len() { &self.bytes } else { self.resizable(ts)? };
        buf.splice(ts, range, bytes)
    }

    /// The bytes, to be changed. No slice of them can be had (M1).
    pub fn buf(&self) -> &Buf<u8> {
        &self.bytes
    }
}

fn this_bytearray<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Bytearray>> {
    this.downcast::<Bytearray>().ok_or_else(|| ts.system_error("a bytearray function was called on another object"))
}

impl ByteKind for Bytearray {
    fn view<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<Cow<'a, [u8]>> {
        Ok(Cow::Owned(this_bytearray(ts, this)?.to_vec()))
    }
    fn make(ts: &ThreadState, bytes: &[u8]) -> PyResult {
        Ok(Bytearray::new(ts, bytes)?.into_ref())
    }
    fn unchanged(ts: &ThreadState, this: &PyObject) -> PyResult {
        Bytearray::make(ts, &this_bytearray(ts, this)?.to_vec())
    }
    fn separator(ts: &ThreadState, _given: &PyObject, bytes: &[u8]) -> PyResult {
        Bytearray::make(ts, bytes)
    }
}

// --- construction ------------------------------------------------------------------------------------------------------------------

fn bytearray_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, ty, Bytearray { bytes: Buf::new(), exports: Cell::new(0) })?.into_ref())
}

/// CPython: `bytearray___init___impl`.
fn bytearray_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bytearray = this_bytearray(ts, this)?;
    let bound = bind_new(ts, "bytearray", "(source=b'', encoding='utf-8', errors='strict')", args)?;
    let [source, encoding, errors] = bound.take();
    if !bytearray.is_empty() {
        bytearray.resizable(ts)?.clear();
    }
    if let Some(source) = source
        && source.is_kind::<Str>()
        && encoding.is_none()
    {
        return Err(ts.type_error("string argument without an encoding"));
    }
    if let Some(encoded) = encoded_source(ts, "bytearray", source, encoding, errors)? {
        return bytearray.splice(ts, 0..bytearray.len(), encoded.as_bytes());
    }
    let Some(source) = source else { return Ok(()) };
    if has_index(source) {
        match protocol::index_isize(ts, source, &ts.types().overflow_error) {
            Ok(count) => {
                let count = usize::try_from(count).map_err(|_| ts.value_error("negative count"))?;
                return bytearray.resizable(ts)?.resize(ts, count, 0);
            }
            Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => ts.clear_exception(raised),
            Err(raised) => return Err(raised),
        }
    }
    bytearray.splice(ts, 0..bytearray.len(), &iterable_bytes(ts, source)?)
}

/// The bytes of a bytes-like object or of an iterable of numbers.
fn iterable_bytes(ts: &ThreadState, source: &PyObject) -> PyResult<Vec<u8>> {
    if is_bytes_like(source) {
        return Ok(get_full_buffer(ts, source)?.bytes);
    }
    if source.ob_type().slots.tp_iter.get().is_none() && source.ob_type().slots.sq_item.get().is_none() {
        return Err(ts.type_error(format_args!("cannot convert '{}' object to bytearray", type_name(source))));
    }
    bytelike::from_iterable(ts, source, "byte")
}

/// CPython: `PyNumber_Check`, but for what has `__index__`.
fn is_number(object: &PyObject) -> bool {
    let slots = &object.ob_type().slots;
    slots.nb_int.get().is_some() || slots.nb_float.get().is_some() || object.is_kind::<crate::types::complex::Complex>()
}

// --- slots ---------------------------------------------------------------------------------------------------------------------------

fn bytearray_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = this_bytearray(ts, this)?.to_vec();
    let mut quoted = minipy_scalar::text::repr_bytes(&bytes);
    if quoted.starts_with("b\"") {
        // CPython escapes the single quote here also between double ones.
        quoted = quoted.replace('\'', "\\'");
    }
    Ok(ts.new_str_fmt(format_args!("{}({quoted})", type_name(this)))?.into_ref())
}

fn bytearray_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    if !is_bytes_like(this) || !is_bytes_like(other) {
        return Ok(ts.not_implemented());
    }
    // What is not in one piece is nothing to compare with.
    let (a, b) = match (bytes_like(ts, this), bytes_like(ts, other)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(raised), _) | (_, Err(raised)) => {
            ts.clear_exception(raised);
            return Ok(ts.not_implemented());
        }
    };
    Ok(ts.bool(op.holds(a.cmp(&b))))
}

fn bytearray_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(this_bytearray(ts, this)?.len())
}

fn concat_operand<'a>(ts: &ThreadState, other: &'a PyObject) -> PyResult<Cow<'a, [u8]>> {
    if is_bytes_like(other) {
        return bytes_like(ts, other);
    }
    Err(ts.type_error(format_args!("can't concat {} to bytearray", type_name(other))))
}

fn bytearray_concat(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let other = concat_operand(ts, other)?;
    let mut made = this_bytearray(ts, this)?.to_vec();
    bytelike::extend(ts, &mut made, &other)?;
    Bytearray::make(ts, &made)
}

fn bytearray_inplace_concat(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let other = concat_operand(ts, other)?;
    let bytearray = this_bytearray(ts, this)?;
    bytearray.splice(ts, bytearray.len()..bytearray.len(), &other)?;
    Ok(this.to_ref())
}

fn repeated(ts: &ThreadState, this: &PyObject, count: isize) -> PyResult<Vec<u8>> {
    let bytes = this_bytearray(ts, this)?.to_vec();
    let count = usize::try_from(count).unwrap_or(0);
    let mut made = Vec::new();
    let total = bytes.len().checked_mul(count);
    if total.is_none_or(|total| made.try_reserve(total).is_err()) {
        return Err(ts.no_memory());
    }
    for _ in 0..if bytes.is_empty() { 0 } else { count } {
        made.extend_from_slice(&bytes);
    }
    Ok(made)
}

fn bytearray_repeat(ts: &ThreadState, this: &PyObject, count: isize) -> PyResult {
    Bytearray::make(ts, &repeated(ts, this, count)?)
}

fn bytearray_inplace_repeat(ts: &ThreadState, this: &PyObject, count: isize) -> PyResult {
    let made = repeated(ts, this, count)?;
    let bytearray = this_bytearray(ts, this)?;
    bytearray.splice(ts, 0..bytearray.len(), &made)?;
    Ok(this.to_ref())
}

fn out_of_range(ts: &ThreadState) -> crate::state::Raised {
    ts.index_error("bytearray index out of range")
}

fn bytearray_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let byte = usize::try_from(index).ok().and_then(|index| this_bytearray(ts, this).ok()?.bytes.get(index));
    match byte {
        Some(byte) => Ok(ts.new_int(i64::from(byte))?.into_ref()),
        None => Err(out_of_range(ts)),
    }
}

/// A subscript as a position, counted from the end where it is negative.
fn position(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<isize> {
    let index = subscript_index(ts, key)?;
    Ok(if index < 0 { index.saturating_add_unsigned(this_bytearray(ts, this)?.len()) } else { index })
}

fn bad_subscript(ts: &ThreadState, key: &PyObject) -> crate::state::Raised {
    ts.type_error(format_args!("bytearray indices must be integers or slices, not {}", type_name(key)))
}

fn bytearray_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    if has_index(key) {
        let index = position(ts, this, key)?;
        return bytearray_item(ts, this, index);
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_subscript(ts, key)) };
    let (start, stop, step) = slice.unpack(ts)?;
    let bytes = &this_bytearray(ts, this)?.bytes;
    let range = crate::types::slice::adjust_indices(bytes.len(), start, stop, step);
    let part = Buf::with_capacity(ts, range.len)?;
    if range.step == 1 {
        part.extend_from_buf(ts, bytes, range.span())?;
    } else {
        for byte in range.positions().filter_map(|at| bytes.get(at)) {
            part.push(ts, byte)?;
        }
    }
    Ok(Py::new(ts, Bytearray { bytes: part, exports: Cell::new(0) })?.into_ref())
}

fn bytearray_ass_item(ts: &ThreadState, this: &PyObject, index: isize, value: Option<&PyObject>) -> PyResult<()> {
    let byte = value.map(|value| byte_value(ts, value, "byte")).transpose()?;
    let bytearray = this_bytearray(ts, this)?;
    let bytes = &bytearray.bytes;
    let Some(at) = usize::try_from(index).ok().filter(|&at| at < bytes.len()) else { return Err(out_of_range(ts)) };
    match byte {
        Some(byte) => {
            bytes.set(at, byte);
        }
        None => bytearray.resizable(ts)?.remove_range(at..at + 1),
    }
    Ok(())
}

fn bytearray_ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    if has_index(key) {
        let index = position(ts, this, key)?;
        return bytearray_ass_item(ts, this, index, value);
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_subscript(ts, key)) };
    let (mut start, mut stop, mut step) = slice.unpack(ts)?;
    let values = match value {
        None => Vec::new(),
        Some(value) => match value.downcast::<Bytearray>() {
            Some(values) => values.to_vec(),
            None if value.is_kind::<Str>() || has_index(value) || is_number(value) => {
                return Err(ts.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
            }
            None => {
                let values = iterable_bytes(ts, value)?;
                // CPython makes a bytearray of the value and begins again with it.
                (start, stop, step) = slice.unpack(ts)?;
                values
            }
        },
    };
    let bytearray = this_bytearray(ts, this)?;
    let bytes = &bytearray.bytes;
    let range = crate::types::slice::adjust_indices(bytes.len(), start, stop, step);
    if range.step == 1 {
        return bytearray.splice(ts, range.span(), &values);
    }
    if value.is_none() || values.is_empty() {
        let gone: Vec<usize> = range.positions().collect();
        let kept: Vec<u8> = {
            let mut gone = gone;
            gone.sort_unstable();
            (0..bytes.len()).filter(|at| gone.binary_search(at).is_err()).filter_map(|at| bytes.get(at)).collect()
        };
        return bytearray.splice(ts, 0..bytes.len(), &kept);
    }
    if values.len() != range.len {
        let (given, wanted) = (values.len(), range.len);
        return Err(ts.value_error(format_args!("attempt to assign bytes of size {given} to extended slice of size {wanted}")));
    }
    for (at, byte) in range.positions().zip(values) {
        bytes.set(at, byte);
    }
    Ok(())
}

fn bytearray_remainder(ts: &ThreadState, this: &PyObject, values: &PyObject) -> PyResult {
    match this.downcast::<Bytearray>() {
        Some(template) => Bytearray::make(ts, &bytes::percent_format(ts, &template.to_vec(), values)?),
        None => Ok(ts.not_implemented()),
    }
}

fn bytearray_getbuffer(ts: &ThreadState, this: &PyObject) -> PyResult<Buffer> {
    Ok(Buffer { owner: this.to_ref(), bytes: this_bytearray(ts, this)?.to_vec(), readonly: false, contiguous: true })
}

py_layout!(Bytearray, BYTEARRAY, |ts| &ts.types().bytearray);

/// The type bytearray.
pub static BYTEARRAY: TypeDef = TypeDef {
    doc: Some(
        "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> \
         changeable copy\nbytearray(int) -> bytes of that number, all zero\nbytearray() -> no bytes",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(bytearray_new),
        tp_init: Some(bytearray_init),
        tp_repr: Some(bytearray_repr),
        tp_str: Some(bytearray_repr),
        tp_hash: Some(crate::types::object::hash_not_implemented),
        tp_richcompare: Some(bytearray_richcompare),
        tp_iter: Some(iter::bytearray_iter),
        nb_remainder: Some(bytearray_remainder),
        sq_length: Some(bytearray_length),
        sq_concat: Some(bytearray_concat),
        sq_repeat: Some(bytearray_repeat),
        sq_item: Some(bytearray_item),
        sq_ass_item: Some(bytearray_ass_item),
        sq_contains: Some(bytelike::contains::<Bytearray>),
        sq_inplace_concat: Some(bytearray_inplace_concat),
        sq_inplace_repeat: Some(bytearray_inplace_repeat),
        mp_length: Some(bytearray_length),
        mp_subscript: Some(bytearray_subscript),
        mp_ass_subscript: Some(bytearray_ass_subscript),
        bf_getbuffer: Some(bytearray_getbuffer),
        ..Slots::INHERIT
    },
    methods: methods::METHODS,
    ..TypeDef::of::<Bytearray>("bytearray")
};
