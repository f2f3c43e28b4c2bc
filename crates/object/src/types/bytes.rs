//! bytes: an immutable run of bytes.
//!
//! CPython counterpart: `Objects/bytesobject.c`. Invariants: contents never change; the empty bytes and the 256 one-byte ones are shared
//! objects; an operation returns its argument where CPython's does, and only exact bytes.

mod iter;
mod percent;
mod storage;

use std::borrow::Cow;

pub use iter::{BYTES_ITERATOR, BytesIterator};
pub(crate) use percent::format as percent_format;
pub use storage::Bytes;

use crate::args::{Args, bind_new};
use crate::buffer::{Buffer, get_full_buffer};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::Py;
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Payload, TypeDef, TypeFlags};
use crate::types::bytelike::{self, ByteKind, byte_methods, bytes_like};
use crate::types::sequence::{has_index, subscript_index};
use crate::types::slice::Slice;
use crate::types::str::{Str, encode_str};
use crate::types::textual::type_name;

/// The bytes objects that each interpreter shares. CPython: `_Py_SINGLETON(bytes_characters)`.
pub struct BytesSingletons {
    /// `b''`
    pub empty: Py<Bytes>,
    /// `b'\x00'` to `b'\xff'`
    pub single: Vec<Py<Bytes>>,
}

impl BytesSingletons {
    /// Make them. Needs only the type object.
    pub fn new(ts: &ThreadState) -> PyResult<BytesSingletons> {
        let ty = Bytes::type_object(ts);
        let empty = Bytes::new_in(ts, ty, &[])?;
        let single = (0..=255_u8).map(|byte| Bytes::new_in(ts, ty, &[&[byte]])).collect::<PyResult<Vec<_>>>()?;
        Ok(BytesSingletons { empty, single })
    }
}

impl Bytes {
    /// These bytes.
    #[inline]
    pub fn new(ts: &ThreadState, bytes: &[u8]) -> PyResult<Py<Bytes>> {
        let shared = &ts.singletons().bytes;
        match bytes {
            [] => Ok(shared.empty.clone()),
            [byte] => match shared.single.get(usize::from(*byte)) {
                Some(single) => Ok(single.clone()),
                None => Bytes::new_in(ts, Bytes::type_object(ts), &[bytes]),
            },
            _ => Bytes::new_in(ts, Bytes::type_object(ts), &[bytes]),
        }
    }

    /// No bytes.
    pub fn empty(ts: &ThreadState) -> Py<Bytes> {
        ts.singletons().bytes.empty.clone()
    }
}

impl Obj<Bytes> {
    /// Itself if it is exact bytes, else exact bytes with the same data.
    pub fn to_exact(&self, ts: &ThreadState) -> PyResult<Py<Bytes>> {
        if self.as_object().is_exact::<Bytes>() { Ok(self.to_py()) } else { Bytes::new(ts, self.as_bytes()) }
    }
}

fn this_bytes<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Bytes>> {
    this.downcast::<Bytes>().ok_or_else(|| ts.system_error("a bytes function was called on another object"))
}

impl ByteKind for Bytes {
    fn view<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<Cow<'a, [u8]>> {
        Ok(Cow::Borrowed(this_bytes(ts, this)?.as_bytes()))
    }
    fn make(ts: &ThreadState, bytes: &[u8]) -> PyResult {
        Ok(Bytes::new(ts, bytes)?.into_ref())
    }
    fn unchanged(ts: &ThreadState, this: &PyObject) -> PyResult {
        Ok(this_bytes(ts, this)?.to_exact(ts)?.into_ref())
    }
    fn separator(_ts: &ThreadState, given: &PyObject, _bytes: &[u8]) -> PyResult {
        Ok(given.to_ref())
    }
}

// --- construction ------------------------------------------------------------------------------------------------------------------

/// CPython: `bytes_new`.
fn bytes_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let made = construct(ts, args)?;
    if std::ptr::eq(ty, Bytes::type_object(ts)) {
        return Ok(made.into_ref());
    }
    Ok(Bytes::new_in(ts, ty, &[made.as_bytes()])?.into_ref())
}

fn construct(ts: &ThreadState, args: Args<'_>) -> PyResult<Py<Bytes>> {
    if args.is_empty() {
        return Ok(Bytes::empty(ts));
    }
    let bound = bind_new(ts, "bytes", "(source=b'', encoding='utf-8', errors='strict')", args)?;
    let [source, encoding, errors] = bound.take();
    if let Some(text) = encoded_source(ts, "bytes", source, encoding, errors)? {
        return Ok(text);
    }
    match source {
        None => Ok(Bytes::empty(ts)),
        Some(source) => Bytes::from_object(ts, source),
    }
}

/// The text forms of `bytes(source, encoding, errors)` and bytearray's: the encoded text, or nothing where there is no text.
pub(crate) fn encoded_source(
    ts: &ThreadState,
    name: &str,
    source: Option<&PyObject>,
    encoding: Option<&PyObject>,
    errors: Option<&PyObject>,
) -> PyResult<Option<Py<Bytes>>> {
    let encoding = encoding.map(|e| Str::expect(ts, e, &format!("{name}() argument 'encoding'"))).transpose()?;
    let errors = errors.map(|e| Str::expect(ts, e, &format!("{name}() argument 'errors'"))).transpose()?;
    let text = source.and_then(|source| source.downcast::<Str>());
    match (text, encoding, errors) {
        (None, Some(_), _) => Err(ts.type_error("encoding without a string argument")),
        (None, None, Some(_)) => Err(ts.type_error("errors without a string argument")),
        (None, None, None) => Ok(None),
        (Some(text), Some(_), _) => Ok(Some(encode_str(ts, text, encoding, errors)?)),
        (Some(text), None, _) => {
            // A str subclass may say itself what its bytes are.
            match dunder_bytes(ts, text.as_object())? {
                Some(bytes) => Ok(Some(bytes)),
                None => Err(ts.type_error("string argument without an encoding")),
            }
        }
    }
}

/// What `__bytes__` returns, where there is one.
fn dunder_bytes(ts: &ThreadState, object: &PyObject) -> PyResult<Option<Py<Bytes>>> {
    let Some(method) = protocol::lookup_special(ts, object, &ts.names().__bytes__)? else { return Ok(None) };
    let made = protocol::call_no_args(ts, &method)?;
    match made.downcast_into::<Bytes>() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(other) => Err(ts.type_error(format_args!("__bytes__ returned non-bytes (type {})", type_name(&other)))),
    }
}

impl Bytes {
    /// `bytes(object)`. CPython: `PyObject_Bytes` and the count form of the constructor.
    pub fn from_object(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Bytes>> {
        if let Some(bytes) = object.downcast_exact::<Bytes>() {
            return Ok(bytes.to_py());
        }
        if let Some(bytes) = dunder_bytes(ts, object)? {
            return Ok(bytes);
        }
        if object.is_kind::<Str>() {
            return Err(ts.type_error("string argument without an encoding"));
        }
        if has_index(object) {
            match protocol::index_isize(ts, object, &ts.types().overflow_error) {
                Ok(count) => {
                    let count = usize::try_from(count).map_err(|_| ts.value_error("negative count"))?;
                    return Bytes::zeros(ts, count);
                }
                Err(raised) if ts.exception_is(&raised, &ts.types().type_error) => ts.clear_exception(raised),
                Err(raised) => return Err(raised),
            }
        }
        if object.ob_type().slots.bf_getbuffer.get().is_some() {
            return Bytes::new(ts, &get_full_buffer(ts, object)?.bytes);
        }
        let slots = &object.ob_type().slots;
        if slots.tp_iter.get().is_none() && slots.sq_item.get().is_none() {
            return Err(ts.type_error(format_args!("cannot convert '{}' object to bytes", type_name(object))));
        }
        Bytes::new(ts, &bytelike::from_iterable(ts, object, "bytes")?)
    }
}

// --- slots ---------------------------------------------------------------------------------------------------------------------------

fn bytes_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let quoted = minipy_scalar::text::repr_bytes(this_bytes(ts, this)?.as_bytes());
    Ok(ts.new_str(&quoted)?.into_ref())
}

fn bytes_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    Ok(this_bytes(ts, this)?.hash(ts))
}

fn bytes_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    match (this.downcast::<Bytes>(), other.downcast::<Bytes>()) {
        (Some(a), Some(b)) => {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            Ok(ts.bool(match op {
                CompareOp::Eq => a == b,
                CompareOp::Ne => a != b,
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => op.holds(a.cmp(b)),
            }))
        }
        (Some(_) | None, _) => Ok(ts.not_implemented()),
    }
}

fn bytes_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(this_bytes(ts, this)?.len())
}

fn bytes_concat(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let a = this_bytes(ts, this)?;
    if !bytelike::is_bytes_like(other) {
        return Err(ts.type_error(format_args!("can't concat {} to bytes", type_name(other))));
    }
    // Whatever keeps the bytes from being had is told as if there were none.
    let b = match bytes_like(ts, other) {
        Ok(b) => b,
        Err(raised) => {
            ts.clear_exception(raised);
            return Err(ts.type_error(format_args!("can't concat {} to bytes", type_name(other))));
        }
    };
    if a.is_empty() && other.is_exact::<Bytes>() {
        return Ok(other.to_ref());
    }
    if b.is_empty() && this.is_exact::<Bytes>() {
        return Ok(this.to_ref());
    }
    if a.len() + b.len() < 2 {
        return Bytes::make(ts, if a.is_empty() { &b } else { a.as_bytes() });
    }
    Ok(Bytes::new_in(ts, Bytes::type_object(ts), &[a.as_bytes(), &b])?.into_ref())
}

fn bytes_repeat(ts: &ThreadState, this: &PyObject, count: isize) -> PyResult {
    let bytes = this_bytes(ts, this)?;
    Ok(match usize::try_from(count) {
        Err(_) | Ok(0) => Bytes::empty(ts),
        Ok(1) => bytes.to_exact(ts)?,
        Ok(_) if bytes.is_empty() => bytes.to_exact(ts)?,
        Ok(count) => Bytes::repeated(ts, bytes.as_bytes(), count)?,
    }
    .into_ref())
}

fn bytes_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let bytes = this_bytes(ts, this)?.as_bytes();
    match usize::try_from(index).ok().and_then(|index| bytes.get(index)) {
        Some(&byte) => Ok(ts.new_int(i64::from(byte))?.into_ref()),
        None => Err(ts.index_error("index out of range")),
    }
}

fn bytes_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let bytes = this_bytes(ts, this)?;
    if let Some(slice) = key.downcast::<Slice>() {
        let range = slice.adjusted(ts, bytes.len())?;
        let data = bytes.as_bytes();
        let first = range.start;
        if range.step == 1 || range.len < 2 {
            if first == 0 && range.len == data.len() {
                return Ok(bytes.to_exact(ts)?.into_ref());
            }
            return Bytes::make(ts, data.get(range.span()).unwrap_or_default());
        }
        let mut made = Vec::with_capacity(range.len);
        match usize::try_from(range.step) {
            Ok(step) => made.extend(data.get(first..).unwrap_or_default().iter().step_by(step).take(range.len)),
            Err(_) => {
                let upto = data.get(..=first).unwrap_or_default();
                made.extend(upto.iter().rev().step_by(range.step.unsigned_abs()).take(range.len));
            }
        }
        return Bytes::make(ts, &made);
    }
    if !has_index(key) {
        return Err(ts.type_error(format_args!("byte indices must be integers or slices, not {}", type_name(key))));
    }
    let index = subscript_index(ts, key)?;
    bytes_item(ts, this, if index < 0 { index.saturating_add_unsigned(bytes.len()) } else { index })
}

fn bytes_remainder(ts: &ThreadState, this: &PyObject, values: &PyObject) -> PyResult {
    match this.downcast::<Bytes>() {
        Some(template) => Bytes::make(ts, &percent::format(ts, template.as_bytes(), values)?),
        None => Ok(ts.not_implemented()),
    }
}

fn bytes_getbuffer(ts: &ThreadState, this: &PyObject) -> PyResult<Buffer> {
    Ok(Buffer { owner: this.to_ref(), bytes: this_bytes(ts, this)?.as_bytes().to_vec(), readonly: true, contiguous: true })
}

// --- methods of its own ----------------------------------------------------------------------------------------------------------

fn to_bytes(ts: &ThreadState, this: &PyObject) -> PyResult {
    Bytes::unchanged(ts, this)
}

fn getnewargs(ts: &ThreadState, this: &PyObject) -> PyResult {
    let copy = Bytes::make(ts, this_bytes(ts, this)?.as_bytes())?;
    Ok(ts.new_tuple(&[copy])?.into_ref())
}

/// `bytes.fromhex(string)`; a subclass is called with the bytes.
fn fromhex(ts: &ThreadState, class: &PyObject, text: &PyObject) -> PyResult {
    let made = Bytes::make(ts, &bytelike::parse_hex(ts, text)?)?;
    if class.is(Bytes::type_object(ts).as_object()) { Ok(made) } else { protocol::call_one(ts, class, &made) }
}

static METHODS: &[MethodDef] = byte_methods!(
    Bytes,
    MethodDef::new("__bytes__", "($self, /)", Native::NoArgs(to_bytes), "The value as exact bytes."),
    MethodDef::new("__getnewargs__", "($self, /)", Native::NoArgs(getnewargs), ""),
    MethodDef::new("fromhex", "($type, string, /)", Native::O(fromhex), "The bytes that hexadecimal digits say.").class(),
);

py_layout!(Bytes, BYTES, |ts| &ts.types().bytes);

/// The type bytes.
pub static BYTES: TypeDef = TypeDef {
    doc: Some(
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy\n\
         bytes(int) -> bytes of that size, all zero\nbytes() -> no bytes",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::BYTES_SUBCLASS).with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(bytes_new),
        tp_repr: Some(bytes_repr),
        tp_str: Some(bytes_repr),
        tp_hash: Some(bytes_hash),
        tp_richcompare: Some(bytes_richcompare),
        tp_iter: Some(iter::bytes_iter),
        nb_remainder: Some(bytes_remainder),
        sq_length: Some(bytes_length),
        sq_concat: Some(bytes_concat),
        sq_repeat: Some(bytes_repeat),
        sq_item: Some(bytes_item),
        sq_contains: Some(bytelike::contains::<Bytes>),
        mp_length: Some(bytes_length),
        mp_subscript: Some(bytes_subscript),
        bf_getbuffer: Some(bytes_getbuffer),
        ..Slots::INHERIT
    },
    methods: METHODS,
    ..TypeDef::of::<Bytes>("bytes")
};
