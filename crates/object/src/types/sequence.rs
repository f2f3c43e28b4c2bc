//! What the sequence types share: the receiver's view, index arguments, the repr of a run of items, `iter`/`reversed` look-up for
//! `__reduce__`.
//!
//! CPython counterpart: pieces of `Objects/abstract.c` (`_PySequence_IterSearch`), `Python/ceval.c` (`_PyEval_SliceIndexNotNone`),
//! `Objects/listobject.c` (`list_repr`). Invariant: nothing here holds a borrow of contents that can change.

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState};
use crate::typedef::Payload;
use crate::types::dict::Dict;
use crate::types::float::Float;
use crate::types::int::Int;
use crate::types::str::Str;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;

/// The receiver of a slot or method as what it is known to be.
#[inline(always)]
pub(crate) fn this<'a, T: Payload>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<T>> {
    match object.downcast::<T>() {
        Some(typed) => Ok(typed),
        None => Err(wrong_receiver(ts)),
    }
}

#[cold]
fn wrong_receiver(ts: &ThreadState) -> crate::state::Raised {
    ts.system_error("bad argument to internal function")
}

/// `tp_iter` of iterators. CPython: `PyObject_SelfIter`.
pub(crate) fn self_iter(_ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(this.to_ref())
}

/// Whether the object has `__index__`. CPython: `_PyIndex_Check`.
#[inline]
pub(crate) fn has_index(object: &PyObject) -> bool {
    object.ob_type().slots.nb_index.get().is_some()
}

/// A word from an object with `__index__`, cut to the range of a word. CPython: `PyNumber_AsSsize_t(v, NULL)`.
pub(crate) fn clamped_index(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    if let Some(value) = object.downcast_exact::<Int>().and_then(|int| int.as_i64()) {
        return Ok(value as isize);
    }
    Ok(protocol::index(ts, object)?.value().saturating_i64() as isize)
}

/// A word from an object with `__index__`, as a parameter of type `Py_ssize_t`: OverflowError where it does not fit.
pub(crate) fn word_argument(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    match protocol::index(ts, object)?.as_i64() {
        Some(value) => Ok(value as isize),
        None => Err(ts.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// The argument of an iterator's `__setstate__`. CPython: `PyLong_AsSsize_t`.
pub(crate) fn state_argument(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    match object.downcast::<Int>() {
        Some(int) => match int.as_i64() {
            Some(value) => Ok(value as isize),
            None => Err(ts.overflow_error("Python int too large to convert to C ssize_t")),
        },
        None => Err(ts.type_error("an integer is required")),
    }
}

/// Whether the object can be asked for items by position. CPython: `PySequence_Check`.
pub(crate) fn is_sequence(object: &PyObject) -> bool {
    object.ob_type().slots.sq_item.get().is_some() && !object.is_kind::<Dict>()
}

/// The item at a position. CPython: `PySequence_GetItem` for positions that are not negative.
pub(crate) fn sequence_item(ts: &ThreadState, object: &PyObject, index: isize) -> PyResult {
    let slots = &object.ob_type().slots;
    match slots.sq_item.get() {
        Some(slot) => slot(ts, object, index),
        None if slots.mp_subscript.get().is_some() => {
            Err(ts.type_error(format_args!("{} is not a sequence", object.ob_type().name_string())))
        }
        None => Err(ts.type_error(format_args!("'{}' object does not support indexing", object.ob_type().name_string()))),
    }
}

/// A subscript that is known to have `__index__`: IndexError where it does not fit. CPython: `PyNumber_AsSsize_t(v, PyExc_IndexError)`.
pub(crate) fn subscript_index(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    if let Some(value) = object.downcast_exact::<Int>().and_then(|int| int.as_i64()) {
        return Ok(value as isize);
    }
    match protocol::index(ts, object)?.as_i64() {
        Some(value) => Ok(value as isize),
        None => Err(ts.index_error(format_args!("cannot fit '{}' into an index-sized integer", object.ob_type().name_string()))),
    }
}

/// The optional `start` and `stop` of an `index` method. CPython: `_PyEval_SliceIndexNotNone`.
pub(crate) fn bound_argument(ts: &ThreadState, object: Option<&PyObject>, default: isize) -> PyResult<isize> {
    match object {
        None => Ok(default),
        Some(object) if has_index(object) => clamped_index(ts, object),
        Some(_) => Err(ts.type_error("slice indices must be integers or have an __index__ method")),
    }
}

/// Whether two objects are equal, where that is known without running any other code: the same object, exact ints,
/// strs and floats.
#[inline]
pub(crate) fn quick_equal(a: &PyObject, b: &PyObject) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if let Some(a) = a.downcast_exact::<Int>() {
        if let Some(b) = b.downcast_exact::<Int>() {
            return Some(match (a.as_i64(), b.as_i64()) {
                (Some(a), Some(b)) => a == b,
                (Some(_) | None, _) => a.value() == b.value(),
            });
        }
        return if b.is_exact::<Str>() { Some(false) } else { None };
    }
    if let Some(a) = a.downcast_exact::<Str>() {
        if let Some(b) = b.downcast_exact::<Str>() {
            return Some(a.equals(b));
        }
        return if b.is_exact::<Int>() { Some(false) } else { None };
    }
    if let (Some(a), Some(b)) = (a.downcast_exact::<Float>(), b.downcast_exact::<Float>()) {
        return Some(a.value() == b.value());
    }
    None
}

/// Whether an item equals a value, as containers compare.
#[inline]
pub(crate) fn item_equals(ts: &ThreadState, item: &PyObject, value: &PyObject) -> PyResult<bool> {
    match quick_equal(item, value) {
        Some(equal) => Ok(equal),
        None => protocol::rich_compare_bool(ts, item, value, CompareOp::Eq),
    }
}

/// Where a bound of a search begins in a sequence of `len` items: negative ones count from the end.
pub(crate) fn from_end(bound: isize, len: usize) -> usize {
    if bound < 0 { bound.saturating_add_unsigned(len).max(0) as usize } else { bound as usize }
}

/// The element that a subscript means in a sequence of `len` items, if there is one.
#[inline(always)]
pub(crate) fn position(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 { index.wrapping_add_unsigned(len) } else { index };
    if (index as usize) < len { Some(index as usize) } else { None }
}

/// `open item, item close`: the repr of items that are asked for one by one, until there are no more.
pub(crate) fn repr_items(ts: &ThreadState, open: &str, close: &str, mut item: impl FnMut(usize) -> Option<PyRef>) -> PyResult<Py<Str>> {
    let mut out = StrBuilder::new();
    out.push_str(ts, open)?;
    let mut i = 0;
    while let Some(value) = item(i) {
        if i > 0 {
            out.push_str(ts, ", ")?;
        }
        let text = protocol::repr(ts, &value)?;
        out.push(ts, &text)?;
        ts.tick(1)?;
        i += 1;
    }
    out.push_str(ts, close)?;
    out.finish(ts)
}

/// What Python's `op` says of two lengths, as a bool object.
pub(crate) fn compare_lengths(ts: &ThreadState, left: usize, right: usize, op: CompareOp) -> PyRef {
    ts.bool(op.holds(left.cmp(&right)))
}

/// The builtin function or type of this name, for `__reduce__`. CPython: `_PyEval_GetBuiltin`.
pub(crate) fn builtin(ts: &ThreadState, name: &str) -> PyResult {
    let key = ts.intern(name)?;
    let found = match ts.builtins() {
        Some(builtins) => builtins.get_str(ts, &key)?,
        None => None,
    };
    match found {
        Some(value) => Ok(value),
        None => Err(ts.attribute_error(&ts.none(), &key, name)),
    }
}

/// `(function, (argument,))`, or `(function, (argument,), state)`: what the iterators' `__reduce__` returns.
pub(crate) fn reduced(ts: &ThreadState, function: PyRef, argument: PyRef, state: Option<PyRef>) -> PyResult {
    let arguments = Tuple::from_array(ts, [argument])?.into_ref();
    let made = match state {
        Some(state) => Tuple::from_array(ts, [function, arguments, state])?,
        None => Tuple::from_array(ts, [function, arguments])?,
    };
    Ok(made.into_ref())
}

/// A word as an int object.
pub(crate) fn word(ts: &ThreadState, value: isize) -> PyResult {
    Ok(ts.new_int(value as i64)?.into_ref())
}

/// `{error}` for text in messages: the repr of a value, as Rust text.
pub(crate) fn repr_text(ts: &ThreadState, value: &PyObject) -> PyResult<String> {
    Ok(protocol::repr(ts, value)?.to_rust_string())
}

/// Go through an iterable for `count` or `index`. CPython: `_PySequence_IterSearch`.
pub(crate) fn count_by_iteration(ts: &ThreadState, sequence: &PyObject, value: &PyObject) -> PyResult<usize> {
    let iterator = protocol::iter(ts, sequence)?;
    let mut count = 0;
    while let Some(item) = protocol::next(ts, &iterator)? {
        count += usize::from(item_equals(ts, &item, value)?);
        ts.tick(1)?;
    }
    Ok(count)
}

/// The position of the first equal item that iterating gives, if there is one.
pub(crate) fn find_by_iteration(ts: &ThreadState, sequence: &PyObject, value: &PyObject) -> PyResult<Option<usize>> {
    let iterator = protocol::iter(ts, sequence)?;
    let mut at = 0;
    while let Some(item) = protocol::next(ts, &iterator)? {
        if item_equals(ts, &item, value)? {
            return Ok(Some(at));
        }
        ts.tick(1)?;
        at += 1;
    }
    Ok(None)
}
