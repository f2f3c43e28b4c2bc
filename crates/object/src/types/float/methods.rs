//! float: the constructor, repr, formatting, methods, and the tables.
//!
//! CPython counterpart: `float_new`, `PyNumber_Float`, `PyFloat_FromString` and the tables of `Objects/floatobject.c`. Invariant: the
//! result of a conversion is an exact float, whatever a class's own conversion returned.

use minipy_scalar::float as scalar;
use minipy_scalar::format;
use minipy_scalar::int::Int as Number;

use super::{Float, arith};
use crate::args::{Args, check_positional, no_keywords};
use crate::header::{PyObject, PyType};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{GetSetDef, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::int::Int;
use crate::types::numeric::{format_number, int_error, number_text};
use crate::types::sequence::{clamped_index, has_index, this};
use crate::types::str::{Str, encode_str};
use crate::types::textual::{arg_name, type_name};
use crate::types::tuple::Tuple;

fn float_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let exact = std::ptr::eq(ty, Float::type_object(ts));
    // A subclass may take keywords for its own `__init__`.
    if exact || ty.slots.tp_init.get().map(|f| f as usize) == ts.types().float.slots.tp_init.get().map(|f| f as usize) {
        no_keywords(ts, "float", args)?;
    }
    check_positional(ts, "float", args.pos().len(), 0, 1)?;
    let made = match args.pos().first() {
        None => Float::new(ts, 0.0)?,
        Some(object) => Float::from_object(ts, object)?,
    };
    if exact { Ok(made.into_ref()) } else { Ok(Float::new_in(ts, ty, made.value())?.into_ref()) }
}

impl Float {
    /// `float(object)`. CPython: `PyNumber_Float`.
    pub fn from_object(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Float>> {
        if let Some(float) = object.downcast_exact::<Float>() {
            return Ok(float.to_py());
        }
        if let Some(value) = Float::convert(ts, object)? {
            return Float::new(ts, value);
        }
        let Some((text, shown)) = number_text(ts, object)? else {
            let kind = type_name(object);
            return Err(ts.type_error(format_args!("float() argument must be a string or a real number, not '{kind}'")));
        };
        match scalar::parse(&text) {
            Ok(value) => Float::new(ts, value),
            Err(error) => Err(ts.value_error(format_args!("{error}: {}", shown.text(&text, usize::MAX)))),
        }
    }

    /// The double of a real number: TypeError "must be real number, not x" for what is none. CPython: `PyFloat_AsDouble`.
    pub fn as_double(ts: &ThreadState, object: &PyObject) -> PyResult<f64> {
        if let Some(float) = object.downcast::<Float>() {
            return Ok(float.value());
        }
        match Float::convert(ts, object)? {
            Some(value) => Ok(value),
            None => Err(ts.type_error(format_args!("must be real number, not {}", type_name(object)))),
        }
    }

    /// What `__float__` or `__index__` says; `None` where there is neither.
    pub(crate) fn convert(ts: &ThreadState, object: &PyObject) -> PyResult<Option<f64>> {
        if let Some(slot) = object.ob_type().slots.nb_float.get() {
            return match slot(ts, object)?.downcast_into::<Float>() {
                Ok(float) => {
                    if !float.as_object().is_exact::<Float>() {
                        let (given, made) = (type_name(object), type_name(float.as_object()));
                        ts.warn(
                            &ts.types().deprecation_warning,
                            format_args!(
                                "{given}.__float__ returned non-float (type {made}).  The ability to return an instance of a strict \
                                 subclass of float is deprecated, and may be removed in a future version of Python."
                            ),
                        )?;
                    }
                    Ok(Some(float.value()))
                }
                Err(other) => {
                    let (given, made) = (type_name(object), type_name(&other));
                    Err(ts.type_error(format_args!("{given}.__float__ returned non-float (type {made})")))
                }
            };
        }
        if has_index(object) {
            let int = protocol::index(ts, object)?;
            return int.value().to_f64().map(Some).map_err(|error| int_error(ts, error));
        }
        Ok(None)
    }
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(&scalar::repr(this::<Float>(ts, object)?.value()))?.into_ref())
}

fn format(ts: &ThreadState, object: &PyObject, spec: &PyObject) -> PyResult {
    let value = this::<Float>(ts, object)?.value();
    format_number(ts, object, spec, |spec, kind| format::float(value, spec, kind))
}

fn whole(ts: &ThreadState, made: scalar::Result<Number>) -> PyResult {
    let value = made.map_err(|error| arith::float_error(ts, error))?;
    Ok(Int::from_scalar(ts, &value)?.into_ref())
}

fn floor(ts: &ThreadState, object: &PyObject) -> PyResult {
    whole(ts, scalar::floor(this::<Float>(ts, object)?.value()))
}

fn ceil(ts: &ThreadState, object: &PyObject) -> PyResult {
    whole(ts, scalar::ceil(this::<Float>(ts, object)?.value()))
}

/// `round(a, ndigits)`; without a number of digits the result is an int.
fn round(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let value = this::<Float>(ts, object)?.value();
    match args.first() {
        Some(digits) if !digits.is(&ts.singletons().none) => {
            let digits = clamped_index(ts, digits)?;
            let rounded = scalar::round(value, digits as i64).map_err(|error| arith::float_error(ts, error))?;
            Ok(Float::new(ts, rounded)?.into_ref())
        }
        Some(_) | None => whole(ts, scalar::round_to_int(value)),
    }
}

fn as_integer_ratio(ts: &ThreadState, object: &PyObject) -> PyResult {
    let ratio = scalar::as_integer_ratio(this::<Float>(ts, object)?.value());
    let (numerator, denominator) = ratio.map_err(|error| arith::float_error(ts, error))?;
    let pair = [Int::from_scalar(ts, &numerator)?.into_ref(), Int::from_scalar(ts, &denominator)?.into_ref()];
    Ok(Tuple::from_slice(ts, &pair)?.into_ref())
}

fn is_integer(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(scalar::is_integer(this::<Float>(ts, object)?.value())))
}

fn hex(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(&scalar::to_hex(this::<Float>(ts, object)?.value()))?.into_ref())
}

fn fromhex(ts: &ThreadState, class: &PyObject, text: &PyObject) -> PyResult {
    let Some(text) = text.downcast::<Str>() else { return Err(ts.type_error("bad argument type for built-in operation")) };
    let text = encode_str(ts, text, None, None)?;
    let value = scalar::from_hex(text.as_bytes()).map_err(|error| arith::float_error(ts, error))?;
    let float = Float::new(ts, value)?.into_ref();
    if class.is(ts.types().float.as_object()) { Ok(float) } else { protocol::call_one(ts, class, &float) }
}

fn getformat(ts: &ThreadState, _class: &PyObject, kind: &PyObject) -> PyResult {
    let Some(text) = kind.downcast::<Str>() else {
        let given = arg_name(ts, kind);
        return Err(ts.type_error(format_args!("__getformat__() argument must be str, not {given}")));
    };
    if !text.equals_str("double") && !text.equals_str("float") {
        return Err(ts.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
    }
    let order = if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" };
    Ok(ts.new_str(order)?.into_ref())
}

fn getnewargs(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Tuple::from_slice(ts, &[Float::new(ts, this::<Float>(ts, object)?.value())?.into_ref()])?.into_ref())
}

const METHODS: &[MethodDef] = &[
    MethodDef::new("conjugate", "($self, /)", Native::NoArgs(arith::positive), "Return self, the complex conjugate of any float."),
    MethodDef::new("__trunc__", "($self, /)", Native::NoArgs(arith::to_int), "Return the Integral closest to x between 0 and x."),
    MethodDef::new("__floor__", "($self, /)", Native::NoArgs(floor), "Return the floor as an Integral."),
    MethodDef::new("__ceil__", "($self, /)", Native::NoArgs(ceil), "Return the ceiling as an Integral."),
    MethodDef::new(
        "__round__",
        "($self, ndigits=None, /)",
        Native::Fast(round),
        "Return the Integral closest to x, rounding half toward even.\n\nWith an argument, work like built-in round(x, ndigits).",
    ),
    MethodDef::new(
        "as_integer_ratio",
        "($self, /)",
        Native::NoArgs(as_integer_ratio),
        "Return a pair of integers in lowest terms whose ratio is exactly the float; the second is positive.",
    ),
    MethodDef::new(
        "fromhex",
        "($type, string, /)",
        Native::O(fromhex),
        "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375",
    )
    .class(),
    MethodDef::new(
        "hex",
        "($self, /)",
        Native::NoArgs(hex),
        "Return a hexadecimal representation of a floating-point number.\n\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'",
    ),
    MethodDef::new("is_integer", "($self, /)", Native::NoArgs(is_integer), "Return True if the float is an integer."),
    MethodDef::new("__getnewargs__", "($self, /)", Native::NoArgs(getnewargs), ""),
    MethodDef::new("__getformat__", "($type, typestr, /)", Native::O(getformat), "How this machine lays out a C double or float.").class(),
    MethodDef::new("__format__", "($self, format_spec, /)", Native::O(format), "Formats the float according to format_spec."),
];

const GETSET: &[GetSetDef] = &[
    GetSetDef { doc: Some("the real part of a complex number"), ..GetSetDef::getter("real", arith::positive) },
    GetSetDef {
        doc: Some("the imaginary part of a complex number"),
        ..GetSetDef::getter("imag", |ts, _| Ok(Float::new(ts, 0.0)?.into_ref()))
    },
];

/// float
pub static FLOAT: TypeDef = TypeDef {
    doc: Some("Convert a string or number to a floating-point number, if possible."),
    text_signature: Some("(x=0, /)"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(float_new),
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
        nb_int: Some(arith::to_int),
        nb_float: Some(arith::positive),
        nb_floor_divide: Some(arith::floor_divide),
        nb_true_divide: Some(arith::true_divide),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Float>("float")
};
