//! What str, bytes and bytearray share: the conversion of arguments, with CPython's messages.
//!
//! CPython counterpart: the converters of Argument Clinic and `_PyEval_SliceIndex`. Invariant: a conversion that can run Python code
//! (`__index__`) comes before anything is read from an object whose contents can change.

#[cfg(test)]
#[path = "textual_tests.rs"]
mod tests;

use minipy_scalar::format::Padded;
use minipy_scalar::format::percent::{self, Amount, Conversion, Layout};

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::float::Float;
use crate::types::int::Int;
use crate::types::sequence::{clamped_index, has_index};
use crate::types::tuple::Tuple;

/// The name of an object's type, as messages show it.
pub(crate) fn type_name(object: &PyObject) -> String {
    object.ob_type().name_string()
}

/// The same for a wrong argument: `None` stands for itself. CPython: `_PyArg_BadArgument`.
pub(crate) fn arg_name(ts: &ThreadState, object: &PyObject) -> String {
    if object.is(&ts.singletons().none) { "None".into() } else { type_name(object) }
}

/// An argument that must fit an index: TypeError for what is none, OverflowError for what does not fit. CPython: `Py_ssize_t`.
pub(crate) use crate::types::sequence::word_argument as ssize;

/// An argument that must fit 32 bits. CPython: `int`.
pub(crate) fn c_int(ts: &ThreadState, object: &PyObject) -> PyResult<i32> {
    let index = protocol::index(ts, object)?;
    match index.as_i64().map(i32::try_from) {
        Some(Ok(value)) => Ok(value),
        Some(Err(_)) | None => Err(ts.overflow_error("Python int too large to convert to C int")),
    }
}

/// An optional bound of `find(sub, start, end)`: None is the default, what is too large is cut. CPython: `_PyEval_SliceIndex`.
fn bound(ts: &ThreadState, object: Option<&PyObject>, default: isize) -> PyResult<isize> {
    match object {
        None => Ok(default),
        Some(object) if object.is(&ts.singletons().none) => Ok(default),
        Some(object) => {
            if !has_index(object) {
                return Err(ts.type_error("slice indices must be integers or None or have an __index__ method"));
            }
            clamped_index(ts, object)
        }
    }
}

/// `start` and `end` of a search as they were given, before the length is known (converting them can run Python code).
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    start: isize,
    end: isize,
}

impl Bounds {
    /// Convert the arguments at `first` and behind it.
    pub(crate) fn from_args(ts: &ThreadState, args: &[PyRef], first: usize) -> PyResult<Bounds> {
        let start = bound(ts, args.get(first).map(|arg| &**arg), 0)?;
        let end = bound(ts, args.get(first + 1).map(|arg| &**arg), isize::MAX)?;
        Ok(Bounds { start, end })
    }

    /// The positions in a text of `len`; `None` where the start lies behind the end, so that not even nothing is found.
    pub(crate) fn within(self, len: usize) -> Option<(usize, usize)> {
        let len = len as isize;
        let fix = |at: isize| if at < 0 { (at + len).max(0) } else { at };
        let (start, end) = (fix(self.start), fix(self.end).min(len));
        (start <= end).then_some((start as usize, end as usize))
    }
}

/// `maxsplit`, `count`: negative means no limit.
pub(crate) fn limit(value: isize) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// The exception that an error of `scalar` asks for.
pub(crate) fn raise_scalar(ts: &ThreadState, error: &minipy_scalar::Error) -> Raised {
    use minipy_scalar::ErrorKind;
    let message = &error.message;
    match error.kind {
        ErrorKind::ValueError => ts.value_error(message),
        ErrorKind::TypeError => ts.type_error(message),
        ErrorKind::OverflowError => ts.overflow_error(message),
        ErrorKind::OverflowErrno => overflow_errno(ts, message),
        ErrorKind::ZeroDivisionError => ts.zero_division_error(message),
        ErrorKind::MemoryError => ts.no_memory(),
        ErrorKind::LookupError => ts.lookup_error(message),
    }
}

/// OverflowError with the number of `ERANGE` before its message. CPython: `PyErr_SetFromErrno(PyExc_OverflowError)`.
fn overflow_errno(ts: &ThreadState, message: &str) -> Raised {
    const ERANGE: i64 = 34;
    let made = || {
        let args = [ts.new_int(ERANGE)?.into_ref(), ts.new_str(message)?.into_ref()];
        crate::types::exceptions::new_exception(ts, &ts.types().overflow_error, &args)
    };
    match made() {
        Ok(exception) => ts.raise_exception(exception.into_ref()),
        Err(raised) => raised,
    }
}

/// The values of one `%` operation: a tuple's items one by one, or one value, or a mapping's. CPython: `unicode_formatter_t`.
pub(crate) struct PercentArgs<'a> {
    all: &'a PyObject,
    tuple: Option<&'a Obj<Tuple>>,
    mapping: bool,
    next: usize,
    /// What a key has found, and whether it has been used.
    keyed: Option<PyRef>,
    keyed_used: bool,
    /// The message where values are left.
    pub(crate) not_all: &'static str,
}

impl<'a> PercentArgs<'a> {
    /// The right operand. `is_text` says that it is text or bytes, which is no mapping here.
    pub(crate) fn new(all: &'a PyObject, is_text: bool) -> PercentArgs<'a> {
        let tuple = all.downcast::<Tuple>();
        let mapping = tuple.is_none() && !is_text && all.ob_type().slots.mp_subscript.get().is_some();
        PercentArgs { all, tuple, mapping, next: 0, keyed: None, keyed_used: false, not_all: percent::NOT_ALL }
    }

    /// Whether `%(key)s` has something to look into.
    pub(crate) fn is_mapping(&self) -> bool {
        self.mapping
    }

    /// `%(key)…`: the value of the key is what follows.
    pub(crate) fn select(&mut self, ts: &ThreadState, key: &PyObject) -> PyResult<()> {
        if !self.mapping {
            return Err(ts.type_error(percent::NOT_A_MAPPING));
        }
        self.keyed = Some(protocol::get_item(ts, self.all, key)?);
        self.keyed_used = false;
        Ok(())
    }

    /// The next value.
    pub(crate) fn next(&mut self, ts: &ThreadState) -> PyResult {
        let found = match (&self.keyed, self.tuple) {
            (Some(value), _) => (!std::mem::replace(&mut self.keyed_used, true)).then(|| value.clone()),
            (None, Some(tuple)) => tuple.get(self.next),
            (None, None) => (self.next == 0).then(|| self.all.to_ref()),
        };
        self.next += 1;
        found.ok_or_else(|| ts.type_error(percent::NOT_ENOUGH))
    }

    /// TypeError if there are values left that nothing asked for.
    pub(crate) fn finish(&self, ts: &ThreadState) -> PyResult<()> {
        let left = match (&self.keyed, self.tuple) {
            (Some(_), _) => false,
            (None, Some(tuple)) => self.next < tuple.len(),
            (None, None) => self.next == 0,
        };
        if left && !self.mapping { Err(ts.type_error(self.not_all)) } else { Ok(()) }
    }

    /// The flags, width and precision of a conversion, stars fetched.
    pub(crate) fn layout(&mut self, ts: &ThreadState, conversion: &Conversion) -> PyResult<Layout> {
        let mut layout = Layout { flags: conversion.flags, width: 0, precision: None };
        match conversion.width {
            None => {}
            Some(Amount::Fixed(width)) => layout.width = width,
            Some(Amount::Star) => {
                let width = self.star(ts)?;
                let Some(width) = width.as_i64() else {
                    return Err(ts.overflow_error("Python int too large to convert to C ssize_t"));
                };
                layout.flags.left |= width < 0;
                layout.width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
            }
        }
        match conversion.precision {
            None => {}
            Some(Amount::Fixed(precision)) => layout.precision = Some(precision),
            Some(Amount::Star) => {
                let precision = self.star(ts)?;
                let Some(precision) = precision.as_i64().filter(|&p| i32::try_from(p).is_ok()) else {
                    return Err(ts.overflow_error("Python int too large to convert to C int"));
                };
                layout.precision = Some(usize::try_from(precision).unwrap_or(0));
            }
        }
        Ok(layout)
    }

    fn star(&mut self, ts: &ThreadState) -> PyResult<Py<Int>> {
        self.next(ts)?.downcast_into::<Int>().map_err(|_| ts.type_error(percent::STAR_WANTS_INT))
    }
}

/// A number conversion (`%d` to `%G`) of a value. CPython: `mainformatlong`, `formatfloat`.
pub(crate) fn percent_number(ts: &ThreadState, value: &PyObject, kind: char, layout: &Layout) -> PyResult<Padded> {
    let limit = ts.interp().int_max_str_digits.get();
    let made = match kind {
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let number = percent_int(ts, value, kind)?;
            percent::int(number.value(), kind, layout, limit)
        }
        _ => percent::float(Float::as_double(ts, value)?, kind, layout),
    };
    made.map_err(|error| raise_scalar(ts, &error))
}

fn percent_int(ts: &ThreadState, value: &PyObject, kind: char) -> PyResult<Py<Int>> {
    if let Some(number) = value.downcast::<Int>() {
        return Ok(number.to_py());
    }
    let exact = matches!(kind, 'o' | 'x' | 'X');
    let wrong = || {
        let (wanted, given) = (if exact { "an integer" } else { "a real number" }, type_name(value));
        ts.type_error(format_args!("%{kind} format: {wanted} is required, not {given}"))
    };
    let slots = &value.ob_type().slots;
    if slots.nb_index.get().is_none() && slots.nb_int.get().is_none() && slots.nb_float.get().is_none() {
        return Err(wrong());
    }
    let made = if exact { protocol::index(ts, value) } else { truncated(ts, value) };
    made.map_err(|raised| {
        if ts.exception_is(&raised, &ts.types().type_error) {
            ts.clear_exception(raised);
            wrong()
        } else {
            raised
        }
    })
}

/// `int(value)` of a number. CPython: `PyNumber_Long` for what is no text.
fn truncated(ts: &ThreadState, value: &PyObject) -> PyResult<Py<Int>> {
    let Some(slot) = value.ob_type().slots.nb_int.get() else { return protocol::index(ts, value) };
    match slot(ts, value)?.downcast_into::<Int>() {
        Ok(int) => protocol::number::exact_result(ts, "__int__", int),
        Err(other) => Err(ts.type_error(format_args!("__int__ returned non-int (type {})", type_name(&other)))),
    }
}
