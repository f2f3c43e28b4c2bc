//! The methods of memoryviews.
//!
//! CPython counterpart: the `memory_*` methods of `Objects/memoryobject.c`. Invariant: a cast gives a view whose elements cover exactly the
//! bytes of the one that was cast.

use super::format::Format;
use super::{Memoryview, Shape, this_view};
use crate::args::Bound;
use crate::header::PyObject;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Native};
use crate::types::bytelike;
use crate::types::bytes::Bytes;
use crate::types::int::Int;
use crate::types::list::List;
use crate::types::sequence::state_argument;
use crate::types::str::Str;
use crate::types::textual::arg_name;
use crate::types::tuple::Tuple;

/// CPython: `PyBUF_MAX_NDIM`.
const MAX_NDIM: usize = 64;

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
    let view = this_view(ts, this)?;
    let mut fortran = false;
    if let Some(order) = args.get(0).filter(|order| !order.is(&ts.singletons().none)) {
        let Some(order) = order.downcast::<Str>() else {
            let given = arg_name(ts, order);
            return Err(ts.type_error(format_args!("tobytes() argument 'order' must be str or None, not {given}")));
        };
        view.exporter(ts)?;
        if !["C", "F", "A"].iter().any(|known| order.equals_str(known)) {
            return Err(ts.value_error("order must be 'C', 'F' or 'A'"));
        }
        // `A` keeps a Fortran order where there is one, and bytes that lie so are the same in either.
        fortran = order.equals_str("F");
    }
    let bytes = if fortran && view.shape.ndim > 1 { in_fortran_order(ts, view)? } else { view.to_vec(ts)? };
    Ok(Bytes::new(ts, &bytes)?.into_ref())
}

/// The bytes with the first index running fastest.
fn in_fortran_order(ts: &ThreadState, view: &Memoryview) -> PyResult<Vec<u8>> {
    let exporter = view.exporter(ts)?;
    let dimensions = view.dimensions();
    let strides = view.strides(&dimensions);
    let mut out = Vec::new();
    for index in 0..view.shape.elements() {
        ts.tick(1)?;
        let (mut left, mut at) = (index, view.shape.start);
        for (&length, &stride) in dimensions.iter().zip(&strides) {
            at += stride * (left % length.max(1)) as isize;
            left /= length.max(1);
        }
        let raw = view.element_at(&exporter, at);
        bytelike::extend(ts, &mut out, raw.get(..view.shape.format.size()).unwrap_or_default())?;
    }
    Ok(out)
}

fn tolist(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    let exporter = view.exporter(ts)?;
    if view.shape.ndim == 0 {
        return view.item(ts, &exporter, 0);
    }
    let mut next = 0;
    nested(ts, view, &exporter, &view.dimensions(), &mut next)
}

/// The elements from `next` on, as lists in lists; at most [`MAX_NDIM`] deep.
fn nested(ts: &ThreadState, view: &Memoryview, exporter: &PyObject, dimensions: &[usize], next: &mut usize) -> PyResult {
    let Some((&length, inner)) = dimensions.split_first() else {
        *next += 1;
        return view.item(ts, exporter, *next - 1);
    };
    let mut items = Vec::new();
    for _ in 0..length {
        ts.tick(1)?;
        items.push(nested(ts, view, exporter, inner, next)?);
    }
    Ok(List::from_vec(ts, items)?.into_ref())
}

fn toreadonly(ts: &ThreadState, this: &PyObject) -> PyResult {
    let view = this_view(ts, this)?;
    view.derived(ts, Shape { readonly: true, ..view.shape })
}

/// `cast(format[, shape])`: the same bytes as other elements.
fn cast(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let view = this_view(ts, this)?;
    let wanted = Str::expect(ts, args.required(ts, 0)?, "cast() argument 'format'")?;
    let exporter = view.exporter(ts)?;
    if !view.shape.is_c_contiguous() {
        return Err(ts.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let lengths = args.get(1);
    if (lengths.is_some() || view.shape.ndim != 1) && view.dimensions().contains(&0) {
        return Err(ts.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let lengths = lengths.map(|lengths| listed(ts, lengths)).transpose()?;
    if let Some(lengths) = &lengths {
        if lengths.len() > MAX_NDIM {
            return Err(ts.value_error("memoryview: number of dimensions must not exceed 64"));
        }
        if view.shape.ndim != 1 && lengths.len() != 1 {
            return Err(ts.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
    }
    let text = wanted.to_rust_string();
    if !text.is_ascii() {
        let end = text.chars().take_while(|c| c.is_ascii()).count();
        let run = text.chars().skip(end).take_while(|c| !c.is_ascii()).count();
        let error =
            minipy_scalar::codecs::EncodeError { encoding: "ascii", start: end, end: end + run, reason: "ordinal not in range(128)" };
        return Err(crate::types::str::raise_encode_error(ts, &error, wanted));
    }
    let Some(format) = Format::parse(&text) else {
        return Err(ts.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'"));
    };
    if !format.is_byte() && !view.shape.format.is_byte() {
        return Err(ts.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let bytes = view.shape.nbytes();
    if bytes % format.size() != 0 {
        return Err(ts.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let flat = Shape {
        stride: format.size() as isize,
        count: bytes / format.size(),
        row: 1,
        ndim: 1,
        format,
        at_sign: text.starts_with('@'),
        ..view.shape
    };
    match lengths {
        None => Memoryview::make(ts, exporter, flat, None),
        Some(lengths) => with_lengths(ts, exporter, flat, &lengths),
    }
}

fn listed(ts: &ThreadState, lengths: &PyObject) -> PyResult<Vec<PyRef>> {
    match (lengths.downcast::<Tuple>(), lengths.downcast::<List>()) {
        (Some(tuple), _) => Ok(tuple.items().to_vec()),
        (None, Some(list)) => Ok((0..list.len()).filter_map(|i| list.get(i)).collect()),
        (None, None) => Err(ts.type_error("shape must be a list or a tuple")),
    }
}

fn with_lengths(ts: &ThreadState, exporter: PyRef, flat: Shape, lengths: &[PyRef]) -> PyResult {
    let mut product = flat.format.size() as isize;
    for item in lengths {
        if !item.is_kind::<Int>() {
            return Err(ts.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        let length = state_argument(ts, item)?;
        if length <= 0 {
            return Err(ts.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        }
        if length > isize::MAX / product {
            return Err(ts.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
        }
        product *= length;
    }
    if product as usize != flat.nbytes() {
        return Err(ts.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let count = match lengths.first() {
        Some(first) => usize::try_from(state_argument(ts, first)?).unwrap_or(1),
        None => 1,
    };
    let row = flat.count / count.max(1);
    let shape = Shape { stride: (row * flat.format.size()) as isize, count, row, ndim: lengths.len(), ..flat };
    let inner = match lengths.get(1..) {
        Some(inner) if !inner.is_empty() => Some(ts.new_tuple(inner)?.into_ref()),
        Some(_) | None => None,
    };
    Memoryview::make(ts, exporter, shape, inner)
}

pub(super) static METHODS: &[MethodDef] = &[
    MethodDef::new("release", "($self, /)", Native::NoArgs(release), "Let go of the object."),
    MethodDef::new("tobytes", "($self, /, order='C')", Native::Keywords(tobytes), "A copy of the bytes."),
    MethodDef::new(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        Native::Keywords(bytelike::hex::<Memoryview>),
        "Hexadecimal digits of the bytes.",
    ),
    MethodDef::new("tolist", "($self, /)", Native::NoArgs(tolist), "The elements, as lists in lists where there are several dimensions."),
    MethodDef::new(
        "cast",
        "($self, /, format, shape=<unrepresentable>)",
        Native::Keywords(cast),
        "The same bytes as elements of another format or shape.",
    ),
    MethodDef::new("toreadonly", "($self, /)", Native::NoArgs(toreadonly), "A view that cannot be written to."),
    MethodDef::new("__enter__", "", Native::NoArgs(enter), ""),
    MethodDef::new("__exit__", "", Native::Fast(exit), ""),
];
