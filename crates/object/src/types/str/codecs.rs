//! `str.encode`, `bytes.decode` and the decoding forms of `str()`.
//!
//! CPython counterpart: `PyUnicode_AsEncodedString`, `PyUnicode_Decode`, `PyUnicode_FromEncodedObject`. Invariant: the codecs themselves
//! are `scalar`'s; here names become codecs and their errors exceptions. An unknown error handler matters only when there is an
//! error, as in CPython.

use minipy_scalar::codecs::{self, DecodeError, EncodeError, Encoding, OnError, Undecodable};

use super::storage::{Data, Str};
use crate::buffer::get_buffer;
use crate::header::{Obj, PyObject};
use crate::pyref::Py;
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::bytes::Bytes;
use crate::types::exceptions;
use crate::types::textual::type_name;

/// `function` is what CPython advises for codecs that are not for text.
fn encoding_of(ts: &ThreadState, name: Option<&Obj<Str>>, function: &str) -> PyResult<Encoding> {
    let Some(name) = name else { return Ok(Encoding::Utf8) };
    let name = name.to_rust_string();
    match Encoding::from_name(&name) {
        Some(encoding) => Ok(encoding),
        None if Encoding::is_for_bytes(&name) => {
            Err(ts.lookup_error(format_args!("'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs")))
        }
        None => Err(ts.lookup_error(format_args!("unknown encoding: {name}"))),
    }
}

/// The handler's name, looked up only when it is needed.
struct Handler<'a>(Option<&'a Obj<Str>>);

impl Handler<'_> {
    fn find(&self, ts: &ThreadState) -> PyResult<OnError> {
        let Some(name) = self.0 else { return Ok(OnError::Strict) };
        let name = name.to_rust_string();
        OnError::from_name(&name).ok_or_else(|| ts.lookup_error(format_args!("unknown error handler name '{name}'")))
    }
}

/// Raise UnicodeDecodeError.
pub fn raise_decode_error(ts: &ThreadState, error: &DecodeError, bytes: &[u8]) -> Raised {
    let made = || -> PyResult {
        let args = [
            ts.new_str(error.encoding)?.into_ref(),
            Bytes::new(ts, bytes)?.into_ref(),
            ts.new_int(error.start as i64)?.into_ref(),
            ts.new_int(error.end as i64)?.into_ref(),
            ts.new_str(error.reason)?.into_ref(),
        ];
        Ok(exceptions::new_exception(ts, &ts.types().unicode_decode_error, &args)?.into_ref())
    };
    match made() {
        Ok(exception) => ts.raise_exception(exception),
        Err(raised) => raised,
    }
}

/// Raise UnicodeEncodeError.
pub(crate) fn raise_encode_error(ts: &ThreadState, error: &EncodeError, text: &Obj<Str>) -> Raised {
    let made = || -> PyResult {
        let args = [
            ts.new_str(error.encoding)?.into_ref(),
            text.to_ref(),
            ts.new_int(error.start as i64)?.into_ref(),
            ts.new_int(error.end as i64)?.into_ref(),
            ts.new_str(error.reason)?.into_ref(),
        ];
        Ok(exceptions::new_exception(ts, &ts.types().unicode_encode_error, &args)?.into_ref())
    };
    match made() {
        Ok(exception) => ts.raise_exception(exception),
        Err(raised) => raised,
    }
}

/// The text that `bytes` encode.
pub(crate) fn decode_bytes(ts: &ThreadState, bytes: &[u8], encoding: Option<&Obj<Str>>, errors: Option<&Obj<Str>>) -> PyResult<Py<Str>> {
    if bytes.is_empty() {
        // CPython does not look the encoding up for nothing.
        return Ok(Str::empty(ts));
    }
    let encoding = encoding_of(ts, encoding, "decode")?;
    match encoding {
        Encoding::Latin1 => return Str::from_data(ts, Data::Latin1(bytes)),
        Encoding::Utf8 | Encoding::Ascii if bytes.is_ascii() => return Str::from_data(ts, Data::Ascii(bytes)),
        Encoding::Utf8 => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return Str::new(ts, text);
            }
        }
        Encoding::Ascii
        | Encoding::Utf8Sig
        | Encoding::Utf16
        | Encoding::Utf16Le
        | Encoding::Utf16Be
        | Encoding::Utf32
        | Encoding::Utf32Le
        | Encoding::Utf32Be
        | Encoding::UnicodeEscape
        | Encoding::RawUnicodeEscape
        | Encoding::Charmap(_) => {}
    }
    let handler = Handler(errors);
    let decoded = codecs::decode_with(encoding, bytes, true, |error, input| {
        handler.find(ts)?.decode(error, input).map_err(|failure| match failure {
            Undecodable::Error(error) => raise_decode_error(ts, &error, input),
            Undecodable::WrongHandler => ts.type_error(Undecodable::WRONG_HANDLER),
        })
    })?;
    Str::from_wtf8_text(ts, decoded.text.as_wtf8())
}

/// `str(object, encoding, errors)`. CPython: `PyUnicode_FromEncodedObject`.
pub(crate) fn decode_object(
    ts: &ThreadState,
    object: &PyObject,
    encoding: Option<&Obj<Str>>,
    errors: Option<&Obj<Str>>,
) -> PyResult<Py<Str>> {
    if let Some(bytes) = object.downcast::<Bytes>() {
        return decode_bytes(ts, bytes.as_bytes(), encoding, errors);
    }
    if object.is_kind::<Str>() {
        return Err(ts.type_error("decoding str is not supported"));
    }
    if object.ob_type().slots.bf_getbuffer.get().is_none() {
        return Err(ts.type_error(format_args!("decoding to str: need a bytes-like object, {} found", type_name(object))));
    }
    let buffer = get_buffer(ts, object)?;
    decode_bytes(ts, &buffer.bytes, encoding, errors)
}

/// What encoding can end with: the exception set already, or an error to raise.
enum Failure {
    Raised(Raised),
    Error(EncodeError),
}
impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Failure {
        Failure::Error(error)
    }
}

/// `text.encode(encoding, errors)`. CPython: `PyUnicode_AsEncodedString`.
pub(crate) fn encode_str(ts: &ThreadState, text: &Obj<Str>, encoding: Option<&Obj<Str>>, errors: Option<&Obj<Str>>) -> PyResult<Py<Bytes>> {
    let encoding = encoding_of(ts, encoding, "encode")?;
    match (encoding, text.data()) {
        (Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1, Data::Ascii(units)) | (Encoding::Latin1, Data::Latin1(units)) => {
            return Bytes::new(ts, units);
        }
        (Encoding::Utf8, Data::Latin1(_) | Data::Ucs2(_) | Data::Ucs4(_)) => {
            if let Some(utf8) = text.to_utf8() {
                return Bytes::new(ts, utf8.as_bytes());
            }
        }
        (
            Encoding::Ascii
            | Encoding::Latin1
            | Encoding::Utf8Sig
            | Encoding::Utf16
            | Encoding::Utf16Le
            | Encoding::Utf16Be
            | Encoding::Utf32
            | Encoding::Utf32Le
            | Encoding::Utf32Be
            | Encoding::UnicodeEscape
            | Encoding::RawUnicodeEscape
            | Encoding::Charmap(_),
            _,
        ) => {}
    }
    let handler = Handler(errors);
    let encoded = codecs::encode_with(encoding, text.data().text(), |error, input| {
        let handler = handler.find(ts).map_err(Failure::Raised)?;
        handler.encode(error, input).map_err(Failure::Error)
    });
    match encoded {
        Ok(bytes) => Bytes::new(ts, &bytes),
        Err(Failure::Raised(raised)) => Err(raised),
        Err(Failure::Error(error)) => Err(raise_encode_error(ts, &error, text)),
    }
}
