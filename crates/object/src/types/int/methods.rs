//! int: repr, formatting, methods, and the tables.
//!
//! CPython counterpart: the method tables of `Objects/longobject.c`. Invariant: what returns "the same number" returns an exact int.

use minipy_scalar::format;
use minipy_scalar::int::{Endian, Int as Number, IntRef, Op, decimal_i64};

use super::{Int, arith, construct};
use crate::args::Bound;
use crate::header::PyObject;
use crate::protocol;
use crate::pyref::PyRef;
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::bytes::Bytes;
use crate::types::numeric::{format_number, int_error, tick_for, tick_units};
use crate::types::sequence::{this, word_argument};
use crate::types::str::Str;
use crate::types::textual::{arg_name, type_name};
use crate::types::tuple::Tuple;

/// `repr(a)`, `str(a)`. CPython: `long_to_decimal_string`.
fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let value = this::<Int>(ts, object)?.value();
    if let IntRef::Small(word) = value {
        return Ok(ts.new_str(decimal_i64(word, &mut [0; 20]))?.into_ref());
    }
    let limit = ts.interp().int_max_str_digits.get();
    if limit == 0 || limit > 4300 {
        tick_for(ts, Op::Decimal, value, IntRef::Small(0))?;
    }
    let text = value.to_decimal(limit).map_err(|error| int_error(ts, error))?;
    Ok(ts.new_str(&text)?.into_ref())
}

fn format(ts: &ThreadState, object: &PyObject, spec: &PyObject) -> PyResult {
    let value = this::<Int>(ts, object)?.value();
    let limit = ts.interp().int_max_str_digits.get();
    if value.as_i64().is_none() && (limit == 0 || limit > 4300) {
        tick_for(ts, Op::Decimal, value, IntRef::Small(0))?;
    }
    format_number(ts, object, spec, |spec, kind| format::int(value, spec, kind, limit))
}

fn pair(ts: &ThreadState, a: PyRef, b: PyRef) -> PyResult {
    Ok(Tuple::from_slice(ts, &[a, b])?.into_ref())
}

fn as_integer_ratio(ts: &ThreadState, object: &PyObject) -> PyResult {
    pair(ts, arith::positive(ts, object)?, Int::new(ts, 1)?.into_ref())
}

fn bit_length(ts: &ThreadState, object: &PyObject) -> PyResult {
    let bits = this::<Int>(ts, object)?.value().bit_length();
    Ok(Int::from_scalar(ts, Number::from(bits))?.into_ref())
}

fn bit_count(ts: &ThreadState, object: &PyObject) -> PyResult {
    let bits = this::<Int>(ts, object)?.value().bit_count();
    Ok(Int::from_scalar(ts, Number::from(bits))?.into_ref())
}

/// `round(a, ndigits)`: with a negative number of digits to a multiple of a power of ten, ties to even.
fn round(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let int = this::<Int>(ts, object)?;
    let Some(digits) = args.first() else { return Ok(int.to_exact(ts)?.into_ref()) };
    let digits = protocol::index(ts, digits)?;
    if !digits.is_negative() {
        return Ok(int.to_exact(ts)?.into_ref());
    }
    tick_for(ts, Op::Div, int.value(), int.value())?;
    let rounded = int.value().round(digits.value()).map_err(|error| int_error(ts, error))?;
    Ok(Int::from_scalar(ts, &rounded)?.into_ref())
}

/// The argument `byteorder` of `to_bytes` and `from_bytes`.
fn byte_order(ts: &ThreadState, function: &str, given: Option<&PyObject>) -> PyResult<Endian> {
    let Some(given) = given else { return Ok(Endian::Big) };
    let Some(text) = given.downcast::<Str>() else {
        let kind = arg_name(ts, given);
        return Err(ts.type_error(format_args!("{function}() argument 'byteorder' must be str, not {kind}")));
    };
    if text.equals_str("little") {
        Ok(Endian::Little)
    } else if text.equals_str("big") {
        Ok(Endian::Big)
    } else {
        Err(ts.value_error("byteorder must be either 'little' or 'big'"))
    }
}

fn is_signed(ts: &ThreadState, given: Option<&PyObject>) -> PyResult<bool> {
    given.map_or(Ok(false), |given| protocol::is_true(ts, given))
}

fn to_bytes(ts: &ThreadState, object: &PyObject, args: &Bound<'_>) -> PyResult {
    let [length, order, signed] = args.take();
    let length = length.map_or(Ok(1), |length| word_argument(ts, length))?;
    let signed = is_signed(ts, signed)?;
    let order = byte_order(ts, "to_bytes", order)?;
    let length = usize::try_from(length).map_err(|_| ts.value_error("length argument must be non-negative"))?;
    let int = this::<Int>(ts, object)?;
    let mut out = Vec::new();
    if out.try_reserve_exact(length).is_err() {
        return Err(ts.no_memory());
    }
    tick_units(ts, length as u64 / 8)?;
    out.resize(length, 0);
    int.value().to_bytes(&mut out, order, signed).map_err(|error| int_error(ts, error))?;
    Ok(Bytes::new(ts, &out)?.into_ref())
}

/// The bytes of an argument, which may be an iterable of ints. CPython: `PyObject_Bytes`.
fn bytes_argument(ts: &ThreadState, object: &PyObject) -> PyResult<crate::pyref::Py<Bytes>> {
    let slots = &object.ob_type().slots;
    let has_bytes = !object.is_kind::<Str>()
        && (slots.bf_getbuffer.get().is_some()
            || slots.tp_iter.get().is_some()
            || slots.sq_item.get().is_some()
            || protocol::lookup_special(ts, object, &ts.names().__bytes__)?.is_some());
    if has_bytes {
        return Bytes::from_object(ts, object);
    }
    Err(ts.type_error(format_args!("cannot convert '{}' object to bytes", type_name(object))))
}

fn from_bytes(ts: &ThreadState, class: &PyObject, args: &Bound<'_>) -> PyResult {
    let bytes = args.required(ts, 0)?;
    let signed = is_signed(ts, args.get(2))?;
    let order = byte_order(ts, "from_bytes", args.get(1))?;
    let bytes = bytes_argument(ts, bytes)?;
    tick_units(ts, bytes.len() as u64 / 8)?;
    let value = Number::from_bytes(bytes.as_bytes(), order, signed);
    let int = Int::from_scalar(ts, &value)?.into_ref();
    if class.is(ts.types().int.as_object()) { Ok(int) } else { protocol::call_one(ts, class, &int) }
}

fn getnewargs(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Tuple::from_slice(ts, &[arith::positive(ts, object)?])?.into_ref())
}

fn sizeof(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_size(crate::body_size(object))?.into_ref())
}

const METHODS: &[MethodDef] = &[
    MethodDef::new("conjugate", "($self, /)", Native::NoArgs(arith::positive), "Returns self, the complex conjugate of any int."),
    MethodDef::new(
        "bit_length",
        "($self, /)",
        Native::NoArgs(bit_length),
        "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
    ),
    MethodDef::new(
        "bit_count",
        "($self, /)",
        Native::NoArgs(bit_count),
        "Number of ones in the binary representation of the absolute value of self.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
    ),
    MethodDef::new(
        "to_bytes",
        "($self, /, length=1, byteorder='big', *, signed=False)",
        Native::Keywords(to_bytes),
        "Return the value as `length` bytes, the most significant first for 'big' and last for 'little'; signed means two's complement.",
    ),
    MethodDef::new(
        "from_bytes",
        "($type, /, bytes, byteorder='big', *, signed=False)",
        Native::Keywords(from_bytes),
        "Return the integer that the bytes stand for, the most significant first for 'big' and last for 'little'.",
    )
    .class(),
    MethodDef::new(
        "as_integer_ratio",
        "($self, /)",
        Native::NoArgs(as_integer_ratio),
        "Return a pair of integers whose ratio is the int: the int itself and 1.",
    ),
    MethodDef::new("__trunc__", "($self, /)", Native::NoArgs(arith::positive), "Truncating an Integral returns itself."),
    MethodDef::new("__floor__", "($self, /)", Native::NoArgs(arith::positive), "Flooring an Integral returns itself."),
    MethodDef::new("__ceil__", "($self, /)", Native::NoArgs(arith::positive), "Ceiling of an Integral returns itself."),
    MethodDef::new(
        "__round__",
        "($self, ndigits=<unrepresentable>, /)",
        Native::Fast(round),
        "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
    ),
    MethodDef::new("__getnewargs__", "($self, /)", Native::NoArgs(getnewargs), ""),
    MethodDef::new("__format__", "($self, format_spec, /)", Native::O(format), "Convert to a string according to format_spec."),
    MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(sizeof), "Returns size in memory, in bytes."),
    MethodDef::new(
        "is_integer",
        "($self, /)",
        Native::NoArgs(|ts, _| Ok(ts.bool(true))),
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
];

const GETSET: &[GetSetDef] = &[
    GetSetDef { doc: Some("the real part of a complex number"), ..GetSetDef::getter("real", arith::positive) },
    GetSetDef { doc: Some("the imaginary part of a complex number"), ..GetSetDef::getter("imag", |ts, _| Ok(Int::new(ts, 0)?.into_ref())) },
    GetSetDef { doc: Some("the numerator of a rational number in lowest terms"), ..GetSetDef::getter("numerator", arith::positive) },
    GetSetDef {
        doc: Some("the denominator of a rational number in lowest terms"),
        ..GetSetDef::getter("denominator", |ts, _| Ok(Int::new(ts, 1)?.into_ref()))
    },
];

/// int
pub static INT: TypeDef = TypeDef {
    doc: Some(
        "int([x]) -> integer\nint(x, base=10) -> integer\n\nThe integer that a number or a text stands for, 0 without an argument. A \
         number is asked for its __int__();\na float is cut towards zero. With a base (0 or 2 to 36) x must be text: a str, bytes or \
         bytearray that holds\na literal in that base, with a sign and spaces around it where wanted. Base 0 reads the prefix.\n\
         >>> int('0b100', base=0)\n4",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::LONG_SUBCLASS).with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(construct::int_new),
        tp_repr: Some(repr),
        tp_hash: Some(arith::hash),
        tp_richcompare: Some(arith::richcompare),
        nb_add: Some(arith::add),
        nb_subtract: Some(arith::subtract),
        nb_multiply: Some(arith::multiply),
        nb_remainder: Some(arith::remainder),
        nb_divmod: Some(arith::divmod),
        nb_power: Some(arith::power),
        nb_negative: Some(arith::negative),
        nb_positive: Some(arith::positive),
        nb_absolute: Some(arith::absolute),
        nb_bool: Some(arith::is_true),
        nb_invert: Some(arith::invert),
        nb_lshift: Some(arith::lshift),
        nb_rshift: Some(arith::rshift),
        nb_and: Some(arith::and),
        nb_xor: Some(arith::xor),
        nb_or: Some(arith::or),
        nb_int: Some(arith::positive),
        nb_float: Some(arith::to_float),
        nb_floor_divide: Some(arith::floor_divide),
        nb_true_divide: Some(arith::true_divide),
        nb_index: Some(arith::positive),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Int>("int")
};
