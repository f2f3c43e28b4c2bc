//! `template % values` of bytes and bytearray.
//!
//! CPython counterpart: `_PyBytes_FormatEx`. Invariant: as for str; the differences in kinds (`%b`, `%s` of bytes-like objects, `%r` as
//! `%a`) and in messages are CPython's.

use minipy_scalar::Error;
use minipy_scalar::format::percent::{self, Conversion, ParseError, Piece, Pieces};
use minipy_scalar::text::Text;

use super::Bytes;
use crate::header::PyObject;
use crate::protocol;
use crate::state::{PyResult, ThreadState};
use crate::types::bytearray::Bytearray;
use crate::types::bytelike::{bytes_like, extend, is_bytes_like};
use crate::types::sequence::clamped_index;
use crate::types::str::Str;
use crate::types::textual::{PercentArgs, percent_number, raise_scalar, type_name};

/// The bytes that a template makes of its values.
pub(crate) fn format(ts: &ThreadState, template: &[u8], values: &PyObject) -> PyResult<Vec<u8>> {
    let mut args = PercentArgs::new(values, values.is_kind::<Bytes>() || values.is_kind::<Bytearray>() || values.is_kind::<Str>());
    args.not_all = "not all arguments converted during bytes formatting";
    let mut out = Vec::new();
    for piece in Pieces::new(Text::Latin1(template)) {
        match piece {
            Ok(Piece::Literal(range)) => extend(ts, &mut out, template.get(range).unwrap_or_default())?,
            Ok(Piece::Conversion(conversion)) => convert(ts, template, &conversion, &mut args, &mut out)?,
            Err(ParseError::IncompleteKey) if !args.is_mapping() => return Err(ts.type_error(percent::NOT_A_MAPPING)),
            Err(error) => return Err(raise_scalar(ts, &Error::from(error))),
        }
    }
    args.finish(ts)?;
    Ok(out)
}

fn fill(ts: &ThreadState, out: &mut Vec<u8>, count: usize) -> PyResult<()> {
    if out.try_reserve(count).is_err() {
        return Err(ts.no_memory());
    }
    out.resize(out.len() + count, b' ');
    Ok(())
}

fn convert(ts: &ThreadState, template: &[u8], conversion: &Conversion, args: &mut PercentArgs<'_>, out: &mut Vec<u8>) -> PyResult<()> {
    if let Some(key) = &conversion.key {
        let key = Bytes::new(ts, template.get(key.clone()).unwrap_or_default())?;
        args.select(ts, key.as_object())?;
    }
    let layout = args.layout(ts, conversion)?;
    match conversion.failed {
        Some(ParseError::PrecisionTooBig) => return Err(ts.value_error("prec too big")),
        Some(error) => return Err(raise_scalar(ts, &Error::from(error))),
        None => {}
    }
    let kind = char::from_u32(conversion.kind).unwrap_or('\u{fffd}');
    let value = args.next(ts)?;
    let bytes = match kind {
        's' | 'b' => plain(ts, &value)?,
        'r' | 'a' => protocol::ascii(ts, &value)?.as_ascii().unwrap_or_default().as_bytes().to_vec(),
        'c' => vec![byte(ts, &value)?],
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G') && !is_real(&value) {
                return Err(ts.type_error(format_args!("float argument required, not {}", type_name(&value))));
            }
            let kind = if kind == 'i' { 'd' } else { kind };
            let made = percent_number(ts, &value, kind, &layout)?;
            fill(ts, out, made.left)?;
            extend(ts, out, made.body.as_bytes())?;
            return fill(ts, out, made.right);
        }
        // The message is made with the byte as a signed char.
        _ if conversion.kind >= 0x80 => return Err(ts.overflow_error("character argument not in range(0x110000)")),
        _ => {
            let (code, index) = (conversion.kind, conversion.index);
            return Err(ts.value_error(format_args!("unsupported format character '{kind}' (0x{code:x}) at index {index}")));
        }
    };
    let layout = if kind == 'c' { percent::Layout { precision: None, ..layout } } else { layout };
    let (take, left, right) = percent::text(bytes.len(), &layout);
    fill(ts, out, left)?;
    extend(ts, out, bytes.get(..take).unwrap_or_default())?;
    fill(ts, out, right)
}

fn is_real(value: &PyObject) -> bool {
    let slots = &value.ob_type().slots;
    slots.nb_float.get().is_some() || slots.nb_index.get().is_some()
}

/// `%b`: bytes-like, or what `__bytes__` gives.
fn plain(ts: &ThreadState, value: &PyObject) -> PyResult<Vec<u8>> {
    if is_bytes_like(value) {
        return Ok(bytes_like(ts, value)?.into_owned());
    }
    match super::dunder_bytes(ts, value)? {
        Some(bytes) => Ok(bytes.as_bytes().to_vec()),
        None => Err(ts.type_error(format_args!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
            type_name(value)
        ))),
    }
}

/// `%c`: a byte or its number.
fn byte(ts: &ThreadState, value: &PyObject) -> PyResult<u8> {
    if is_bytes_like(value) {
        if let &[byte] = &*bytes_like(ts, value)? {
            return Ok(byte);
        }
    } else if value.ob_type().slots.nb_index.get().is_some() {
        let number = clamped_index(ts, value)?;
        return u8::try_from(number).map_err(|_| ts.overflow_error("%c arg not in range(256)"));
    }
    Err(ts.type_error("%c requires an integer in range(256) or a single byte"))
}
