//! complex: pairs of doubles.
//!
//! CPython counterpart: `Objects/complexobject.c`. Invariant: a value never changes; ints and floats take part as complex numbers
//! without an imaginary part.

use minipy_scalar::complex::{Complex as Number, ComplexError};
use minipy_scalar::format;

use crate::args::{Args, bind_new};
use crate::header::{PyObject, PyType};
use crate::protocol;
use crate::pyref::{Py, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::float::{Float, arith};
use crate::types::int::Int;
use crate::types::numeric::format_number;
use crate::types::sequence::{has_index, this};
use crate::types::str::Str;
use crate::types::textual::{raise_scalar, type_name};
use crate::types::tuple::Tuple;

/// The payload.
pub struct Complex {
    value: Number,
}

impl Body for Complex {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Complex, COMPLEX, |ts| &ts.types().complex);

impl Complex {
    /// An exact complex number. CPython: `PyComplex_FromCComplex`.
    pub fn new(ts: &ThreadState, value: Number) -> PyResult<Py<Complex>> {
        Py::new(ts, Complex { value })
    }

    /// The value.
    #[inline]
    pub fn value(&self) -> Number {
        self.value
    }

    /// The value of any number, as `cmath` takes it: `__complex__`, then `__float__`, then `__index__`.
    /// CPython: `PyComplex_AsCComplex`.
    pub fn from_object(ts: &ThreadState, object: &PyObject) -> PyResult<Number> {
        if let Some(complex) = object.downcast::<Complex>() {
            return Ok(complex.value);
        }
        if let Some(value) = special(ts, object)? {
            return Ok(value);
        }
        Ok(Number::new(Float::as_double(ts, object)?, 0.0))
    }
}

/// The exception that a complex operation asks for.
#[cold]
pub(crate) fn complex_error(ts: &ThreadState, error: ComplexError) -> Raised {
    raise_scalar(ts, &error.into())
}

/// What `__complex__` returns, where there is one. CPython: `try_complex_special_method`.
fn special(ts: &ThreadState, object: &PyObject) -> PyResult<Option<Number>> {
    let Some(method) = protocol::lookup_special(ts, object, &ts.names().__complex__)? else { return Ok(None) };
    let made = protocol::call_no_args(ts, &method)?;
    match made.downcast::<Complex>() {
        Some(complex) => {
            if !made.is_exact::<Complex>() {
                let kind = type_name(&made);
                ts.warn(
                    &ts.types().deprecation_warning,
                    format_args!(
                        "__complex__ returned non-complex (type {kind}).  The ability to return an instance of a strict subclass of \
                         complex is deprecated, and may be removed in a future version of Python."
                    ),
                )?;
            }
            Ok(Some(complex.value))
        }
        None => Err(ts.type_error(format_args!("__complex__ returned non-complex (type {})", type_name(&made)))),
    }
}

/// Whether `complex()` takes the object as a number.
fn is_number(object: &PyObject) -> bool {
    object.ob_type().slots.nb_float.get().is_some() || has_index(object) || object.is_kind::<Complex>()
}

/// `complex(real=0, imag=0)`. CPython: `complex_new_impl`.
fn complex_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "complex", "(real=0, imag=0)", args)?;
    let [real, imag] = bound.take();
    let exact = std::ptr::eq(ty, Complex::type_object(ts));
    if let (Some(real), None, true) = (real, imag, exact)
        && real.is_exact::<Complex>()
    {
        return Ok(real.to_ref());
    }
    let value = match (real.and_then(|real| real.downcast::<Str>()), imag) {
        (Some(_), Some(_)) => return Err(ts.type_error("complex() can't take second arg if first is a string")),
        (Some(text), None) => parse(ts, text)?,
        (None, _) => from_parts(ts, real, imag)?,
    };
    Ok(Py::new_in(ts, ty, Complex { value })?.into_ref())
}

fn parse(ts: &ThreadState, text: &crate::header::Obj<Str>) -> PyResult<Number> {
    Number::parse(&text.data().text().to_ascii_number()).map_err(|error| match error {
        ComplexError::Underscore => ts.value_error(format_args!("{error}: {}", minipy_scalar::text::repr_str(text.chars()))),
        ComplexError::DivisionByZero
        | ComplexError::ZeroToNegative
        | ComplexError::PowerOverflow
        | ComplexError::AbsOverflow
        | ComplexError::Malformed => complex_error(ts, error),
    })
}

fn from_parts(ts: &ThreadState, real: Option<&PyObject>, imag: Option<&PyObject>) -> PyResult<Number> {
    if imag.is_some_and(|imag| imag.is_kind::<Str>()) {
        return Err(ts.type_error("complex() second arg can't be a string"));
    }
    let given = match real {
        None => Some(Number::default()),
        Some(real) => match real.downcast_exact::<Complex>() {
            Some(complex) => Some(complex.value),
            None => special(ts, real)?,
        },
    };
    if let (None, Some(real)) = (given, real)
        && !is_number(real)
    {
        let kind = type_name(real);
        return Err(ts.type_error(format_args!("complex() first argument must be a string or a number, not '{kind}'")));
    }
    if let Some(imag) = imag
        && !is_number(imag)
    {
        return Err(ts.type_error(format_args!("complex() second argument must be a number, not '{}'", type_name(imag))));
    }
    let part = |object: &PyObject| -> PyResult<Number> {
        match object.downcast::<Complex>() {
            Some(complex) => Ok(complex.value),
            None => Ok(Number::new(Float::from_object(ts, object)?.value(), 0.0)),
        }
    };
    let first = match (given, real) {
        (Some(value), _) => value,
        (None, Some(real)) => part(real)?,
        (None, None) => Number::default(),
    };
    let Some(imag) = imag else { return Ok(first) };
    let second = part(imag)?;
    // real + imag * 1j, where a real part stays what it is (so that signs of zeros survive).
    let lowered = if imag.is_kind::<Complex>() { first.real - second.imag } else { first.real };
    let raised = second.real + first.imag;
    let first_is_complex = given.is_some() && real.is_some() || real.is_some_and(|real| real.is_kind::<Complex>());
    Ok(Number::new(lowered, if first_is_complex { raised } else { second.real }))
}

/// An operand as a complex number; `None` if it is no number. CPython: `to_complex`.
fn operand(ts: &ThreadState, object: &PyObject) -> PyResult<Option<Number>> {
    if let Some(complex) = object.downcast::<Complex>() {
        return Ok(Some(complex.value));
    }
    Ok(arith::operand(ts, object)?.map(|real| Number::new(real, 0.0)))
}

macro_rules! operator {
    ($(#[$doc:meta])* $name:ident, |$ts:ident, $x:ident, $y:ident| $value:expr) => {
        $(#[$doc])*
        fn $name($ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
            let Some($x) = operand($ts, a)? else { return Ok($ts.not_implemented()) };
            let Some($y) = operand($ts, b)? else { return Ok($ts.not_implemented()) };
            Ok(Complex::new($ts, $value)?.into_ref())
        }
    };
}

operator!(
    /// `a + b`
    add, |ts, x, y| x + y
);
operator!(
    /// `a - b`
    subtract, |ts, x, y| x - y
);
operator!(
    /// `a * b`
    multiply, |ts, x, y| x * y
);
operator!(
    /// `a / b`
    true_divide, |ts, x, y| x.div(y).map_err(|error| complex_error(ts, error))?
);

fn power(ts: &ThreadState, a: &PyObject, b: &PyObject, c: &PyObject) -> PyResult {
    let Some(x) = operand(ts, a)? else { return Ok(ts.not_implemented()) };
    let Some(y) = operand(ts, b)? else { return Ok(ts.not_implemented()) };
    if !c.is(&ts.singletons().none) {
        return Err(ts.value_error("complex modulo"));
    }
    let value = x.pow(y).map_err(|error| complex_error(ts, error))?;
    Ok(Complex::new(ts, value)?.into_ref())
}

fn negative(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Complex::new(ts, -this::<Complex>(ts, object)?.value)?.into_ref())
}

/// `+a`, `a.__complex__()`: itself, or a copy of a subclass's instance.
fn positive(ts: &ThreadState, object: &PyObject) -> PyResult {
    if object.is_exact::<Complex>() {
        return Ok(object.to_ref());
    }
    Ok(Complex::new(ts, this::<Complex>(ts, object)?.value)?.into_ref())
}

fn absolute(ts: &ThreadState, object: &PyObject) -> PyResult {
    let size = this::<Complex>(ts, object)?.value.abs().map_err(|error| complex_error(ts, error))?;
    Ok(Float::new(ts, size)?.into_ref())
}

fn is_true(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    let value = this::<Complex>(ts, object)?.value;
    Ok(value.real != 0.0 || value.imag != 0.0)
}

fn hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let value = this::<Complex>(ts, object)?.value;
    Ok(minipy_scalar::hash::complex(arith::hash_double(object, value.real), arith::hash_double(object, value.imag)))
}

/// `a == b`; complex numbers have no order.
fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let want = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return Ok(ts.not_implemented()),
    };
    let value = this::<Complex>(ts, a)?.value;
    let equal = if let Some(other) = b.downcast::<Complex>() {
        value == other.value
    } else if b.is_kind::<Int>() || b.is_kind::<Float>() {
        value.imag == 0.0 && arith::compare(value.real, b).flatten().is_some_and(std::cmp::Ordering::is_eq)
    } else {
        return Ok(ts.not_implemented());
    };
    Ok(ts.bool(equal == want))
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.new_str(&this::<Complex>(ts, object)?.value.repr())?.into_ref())
}

fn format(ts: &ThreadState, object: &PyObject, spec: &PyObject) -> PyResult {
    let value = this::<Complex>(ts, object)?.value;
    format_number(ts, object, spec, |spec, kind| format::complex(value.real, value.imag, spec, kind))
}

fn conjugate(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Complex::new(ts, this::<Complex>(ts, object)?.value.conjugate())?.into_ref())
}

fn getnewargs(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Tuple::from_slice(ts, &[real(ts, object)?, imag(ts, object)?])?.into_ref())
}

fn real(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Float::new(ts, this::<Complex>(ts, object)?.value.real)?.into_ref())
}

fn imag(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Float::new(ts, this::<Complex>(ts, object)?.value.imag)?.into_ref())
}

/// complex
pub static COMPLEX: TypeDef = TypeDef {
    doc: Some(
        "Create a complex number from a string or numbers.\n\nA string is parsed as a complex number, a single number is converted to \
         one.\nWith 'real' and 'imag' the result has these two components.",
    ),
    text_signature: Some("(real=0, imag=0)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(complex_new),
        tp_repr: Some(repr),
        tp_hash: Some(hash),
        tp_richcompare: Some(richcompare),
        nb_add: Some(add),
        nb_subtract: Some(subtract),
        nb_multiply: Some(multiply),
        nb_power: Some(power),
        nb_negative: Some(negative),
        nb_positive: Some(positive),
        nb_absolute: Some(absolute),
        nb_bool: Some(is_true),
        nb_true_divide: Some(true_divide),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new(
            "conjugate",
            "($self, /)",
            Native::NoArgs(conjugate),
            "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
        ),
        MethodDef::new("__complex__", "($self, /)", Native::NoArgs(positive), "Convert this value to exact type complex."),
        MethodDef::new("__getnewargs__", "($self, /)", Native::NoArgs(getnewargs), ""),
        MethodDef::new("__format__", "($self, format_spec, /)", Native::O(format), "Convert to a string according to format_spec."),
    ],
    getset: &[
        GetSetDef { doc: Some("the real part of a complex number"), ..GetSetDef::member("real", real) },
        GetSetDef { doc: Some("the imaginary part of a complex number"), ..GetSetDef::member("imag", imag) },
    ],
    ..TypeDef::of::<Complex>("complex")
};
