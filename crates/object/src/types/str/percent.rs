//! `template % values`.
//!
//! CPython counterpart: `PyUnicode_Format`. Invariant: arguments are fetched and errors raised in CPython's order; what a conversion
//! means is `scalar`'s.

use minipy_scalar::Error;
use minipy_scalar::format::Padded;
use minipy_scalar::format::percent::{self, Conversion, ParseError, Piece, Pieces};

use super::builder::StrBuilder;
use super::storage::Str;
use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};
use crate::types::int::Int;
use crate::types::textual::{PercentArgs, percent_number, raise_scalar};

/// `template % values`
pub(super) fn format(ts: &ThreadState, template: &Obj<Str>, values: &PyObject) -> PyResult<Py<Str>> {
    let data = template.data();
    let mut args = PercentArgs::new(values, values.is_kind::<Str>());
    let mut out = StrBuilder::new();
    for piece in Pieces::new(data.text()) {
        match piece {
            Ok(Piece::Literal(range)) if range.len() == data.len() => out.push(ts, template)?,
            Ok(Piece::Literal(range)) => out.push_data(ts, data.slice(range.start, range.end))?,
            Ok(Piece::Conversion(conversion)) => convert(ts, template, &conversion, &mut args, &mut out)?,
            Err(ParseError::IncompleteKey) if !args.is_mapping() => return Err(ts.type_error(percent::NOT_A_MAPPING)),
            Err(error) => return Err(raise_scalar(ts, &Error::from(error))),
        }
    }
    args.finish(ts)?;
    out.finish(ts)
}

/// Add a text with padding that is not made yet.
pub(super) fn push_padded(ts: &ThreadState, out: &mut StrBuilder, padded: &Padded) -> PyResult<()> {
    out.push_fill(ts, padded.fill, padded.left)?;
    out.push_wtf8(ts, padded.body.as_wtf8())?;
    out.push_fill(ts, padded.fill, padded.right)
}

fn convert(
    ts: &ThreadState,
    template: &Obj<Str>,
    conversion: &Conversion,
    args: &mut PercentArgs<'_>,
    out: &mut StrBuilder,
) -> PyResult<()> {
    if let Some(key) = &conversion.key {
        let key = Str::from_data(ts, template.data().slice(key.start, key.end))?;
        args.select(ts, key.as_object())?;
    }
    let layout = args.layout(ts, conversion)?;
    if let Some(error) = conversion.failed {
        return Err(raise_scalar(ts, &Error::from(error)));
    }
    let kind = char::from_u32(conversion.kind).unwrap_or('\u{fffd}');
    let value = args.next(ts)?;
    let text = match kind {
        's' => protocol::str(ts, &value)?,
        'r' => protocol::repr(ts, &value)?,
        'a' => protocol::ascii(ts, &value)?,
        'c' => character(ts, &value)?,
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            return push_padded(ts, out, &percent_number(ts, &value, kind, &layout)?);
        }
        _ => return Err(raise_scalar(ts, &percent::unsupported(conversion.kind, conversion.index))),
    };
    let layout = if kind == 'c' { percent::Layout { precision: None, ..layout } } else { layout };
    let (take, left, right) = percent::text(text.len(), &layout);
    if left == 0 && right == 0 && take == text.len() {
        return out.push(ts, &text);
    }
    out.push_fill(ts, 0x20, left)?;
    out.push_data(ts, text.data().slice(0, take))?;
    out.push_fill(ts, 0x20, right)
}

/// `%c`: a character or its number. CPython: `formatchar`.
fn character(ts: &ThreadState, value: &PyObject) -> PyResult<Py<Str>> {
    if let Some(text) = value.downcast::<Str>() {
        if text.len() == 1 {
            return text.to_exact(ts);
        }
    } else if value.is_kind::<Int>() || value.ob_type().slots.nb_index.get().is_some() {
        let number = protocol::index(ts, value)?;
        let code = percent::character(number.value()).map_err(|error| raise_scalar(ts, &error))?;
        return Str::from_char(ts, code);
    }
    Err(ts.type_error("%c requires int or char"))
}
