//! The methods that only bytearray has.
//!
//! CPython counterpart: the method implementations of `Objects/bytearrayobject.c`. Invariant: arguments are converted before the bytes
//! are looked at.

use super::{Bytearray, this_bytearray};
use crate::header::PyObject;
use crate::protocol;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::typedef::MethodDef;
use crate::types::bytelike::{self, ByteKind, byte_methods, byte_value, bytes_like, is_bytes_like};
use crate::types::bytes::Bytes;
use crate::types::str::{Data, Str};
use crate::types::textual::{c_int, ssize, type_name};

fn append(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult {
    let byte = byte_value(ts, item, "byte")?;
    this_bytearray(ts, this)?.resizable(ts)?.push(ts, byte)?;
    Ok(ts.none())
}

fn extend(ts: &ThreadState, this: &PyObject, items: &PyObject) -> PyResult {
    let more = if is_bytes_like(items) {
        bytes_like(ts, items)?
    } else if items.is_kind::<Str>() {
        let kind = type_name(items);
        return Err(ts.type_error(format_args!("expected iterable of integers; got: '{kind}'")));
    } else if items.ob_type().slots.tp_iter.get().is_none() && items.ob_type().slots.sq_item.get().is_none() {
        return Err(ts.type_error(format_args!("can't extend bytearray with {}", type_name(items))));
    } else {
        bytelike::from_iterable(ts, items, "byte")?.into()
    };
    let bytearray = this_bytearray(ts, this)?;
    bytearray.splice(ts, bytearray.len()..bytearray.len(), &more)?;
    Ok(ts.none())
}

fn insert(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let [index, item] = args else { return Err(ts.system_error("insert without arguments")) };
    let index = ssize(ts, index)?;
    let byte = byte_value(ts, item, "byte")?;
    let bytes = this_bytearray(ts, this)?.resizable(ts)?;
    let len = bytes.len();
    let at = if index < 0 { usize::try_from(index.saturating_add_unsigned(len)).unwrap_or(0) } else { index.unsigned_abs().min(len) };
    bytes.insert(ts, at, byte)?;
    Ok(ts.none())
}

fn pop(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let index = args.first().map_or(Ok(-1), |index| ssize(ts, index))?;
    let bytearray = this_bytearray(ts, this)?;
    let bytes = &bytearray.bytes;
    if bytes.is_empty() {
        return Err(ts.index_error("pop from empty bytearray"));
    }
    let index = if index < 0 { index.saturating_add_unsigned(bytes.len()) } else { index };
    match usize::try_from(index).ok().filter(|&at| at < bytes.len()) {
        Some(at) => {
            let byte = bytearray.resizable(ts)?.remove(at).unwrap_or(0);
            Ok(ts.new_int(i64::from(byte))?.into_ref())
        }
        None => Err(ts.index_error("pop index out of range")),
    }
}

fn remove(ts: &ThreadState, this: &PyObject, value: &PyObject) -> PyResult {
    let byte = byte_value(ts, value, "byte")?;
    let bytearray = this_bytearray(ts, this)?;
    let bytes = &bytearray.bytes;
    match (0..bytes.len()).find(|&at| bytes.get(at) == Some(byte)) {
        Some(at) => {
            bytearray.resizable(ts)?.remove_range(at..at + 1);
            Ok(ts.none())
        }
        None => Err(ts.value_error("value not found in bytearray")),
    }
}

fn reverse(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_bytearray(ts, this)?.bytes.reverse();
    Ok(ts.none())
}

fn clear(ts: &ThreadState, this: &PyObject) -> PyResult {
    this_bytearray(ts, this)?.resizable(ts)?.clear();
    Ok(ts.none())
}

fn copy(ts: &ThreadState, this: &PyObject) -> PyResult {
    Bytearray::unchanged(ts, this)
}

fn alloc(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.new_int(this_bytearray(ts, this)?.bytes.capacity() as i64)?.into_ref())
}

fn sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = this.ob_type().basicsize() + this_bytearray(ts, this)?.bytes.capacity_bytes();
    Ok(ts.new_int(bytes as i64)?.into_ref())
}

/// `(type, (bytes,), state)`; protocols before 3 cannot name bytes and get Latin-1 text. CPython: `_common_reduce`.
fn common_reduce(ts: &ThreadState, this: &PyObject, protocol: i32) -> PyResult {
    let state = match protocol::get_attr_opt(ts, this, &ts.names().__dict__)? {
        Some(dict) => dict,
        None => ts.none(),
    };
    let bytes = this_bytearray(ts, this)?.to_vec();
    let args = if protocol < 3 {
        let text = Str::from_data(ts, Data::Latin1(&bytes))?.into_ref();
        ts.new_tuple(&[text, ts.new_str("latin-1")?.into_ref()])?
    } else if bytes.is_empty() {
        ts.new_tuple(&[])?
    } else {
        ts.new_tuple(&[Bytes::new(ts, &bytes)?.into_ref()])?
    };
    Ok(ts.new_tuple(&[this.ob_type().to_ref(), args.into_ref(), state])?.into_ref())
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    common_reduce(ts, this, 2)
}

fn reduce_ex(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let protocol = args.first().map_or(Ok(0), |protocol| c_int(ts, protocol))?;
    common_reduce(ts, this, protocol)
}

/// `bytearray.fromhex(string)`; a subclass is called with the bytes.
fn fromhex(ts: &ThreadState, class: &PyObject, text: &PyObject) -> PyResult {
    let bytes = bytelike::parse_hex(ts, text)?;
    if class.is(ts.types().bytearray.as_object()) {
        return Bytearray::make(ts, &bytes);
    }
    protocol::call_one(ts, class, Bytes::new(ts, &bytes)?.as_object())
}

pub(super) static METHODS: &[MethodDef] = byte_methods!(
    Bytearray,
    MethodDef::new("__alloc__", "($self, /)", Native::NoArgs(alloc), "How many bytes there is room for."),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), "Return state information for pickling."),
    MethodDef::new("__reduce_ex__", "($self, proto=0, /)", Native::Fast(reduce_ex), "Return state information for pickling."),
    MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(sizeof), "The size of the object in bytes, its buffer included."),
    MethodDef::new("append", "($self, item, /)", Native::O(append), "Add one byte at the end."),
    MethodDef::new("clear", "($self, /)", Native::NoArgs(clear), "Take all bytes away."),
    MethodDef::new("copy", "($self, /)", Native::NoArgs(copy), "A copy."),
    MethodDef::new("extend", "($self, iterable_of_ints, /)", Native::O(extend), "Add bytes at the end."),
    MethodDef::new("fromhex", "($type, string, /)", Native::O(fromhex), "The bytes that hexadecimal digits say.").class(),
    MethodDef::new("insert", "($self, index, item, /)", Native::Fast(insert), "Put one byte before a position."),
    MethodDef::new("pop", "($self, index=-1, /)", Native::Fast(pop), "Take one byte away and return it."),
    MethodDef::new("remove", "($self, value, /)", Native::O(remove), "Take the first byte of this value away."),
    MethodDef::new("reverse", "($self, /)", Native::NoArgs(reverse), "Turn the order round."),
);
