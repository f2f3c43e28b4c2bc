//! str: text of any code points, in the narrowest of four kinds of units.
//!
//! CPython counterpart: `Objects/unicodeobject.c`. Invariants: contents never change (see `storage` for the one exception); the empty
//! string and the one-character Latin-1 strings are shared objects; an operation returns its argument where CPython's does, and only
//! exact strings, so an instance of a subclass never comes back from a method.

pub mod builder;
mod case;
mod codecs;
mod format;
mod iter;
mod methods;
mod percent;
mod search;
mod storage;
#[cfg(test)]
mod tests;
mod translate;

use std::fmt;

use minipy_scalar::text::{Wtf8, Wtf8Buf};

pub use builder::StrBuilder;
pub use codecs::raise_decode_error;
pub(crate) use codecs::{decode_bytes, decode_object, encode_str, raise_encode_error};
pub use iter::{STR_ASCII_ITERATOR, STR_ITERATOR, StrIterator};
pub(crate) use storage::Unowned;
use storage::with_units;
pub use storage::{Chars, Data, Kind, Str, StrSingletons};

use crate::args::{Args, Bound, bind_new};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::Py;
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Payload, TypeDef, TypeFlags};
use crate::types::int::Int;
use crate::types::sequence::{has_index, subscript_index};
use crate::types::slice::Slice;
use crate::types::textual::type_name;

impl ThreadState {
    /// A string with this text.
    pub fn new_str(&self, text: &str) -> PyResult<Py<Str>> {
        Str::new(self, text)
    }

    /// A string with this formatted text.
    pub fn new_str_fmt(&self, text: fmt::Arguments<'_>) -> PyResult<Py<Str>> {
        match text.as_str() {
            Some(text) => Str::new(self, text),
            None => Str::new(self, &fmt::format(text)),
        }
    }

    /// The interned string with this text.
    pub fn intern(&self, text: &str) -> PyResult<Py<Str>> {
        self.interp().interned.intern_str(self, text)
    }
}

impl Str {
    /// The string of these code points, which are at most U+10FFFF (SystemError else).
    pub fn from_code_points(ts: &ThreadState, codes: impl IntoIterator<Item = u32>) -> PyResult<Py<Str>> {
        let codes = codes.into_iter();
        let mut builder = StrBuilder::new();
        builder.reserve(ts, codes.size_hint().0)?;
        for code in codes {
            if code > 0x10_ffff {
                return Err(ts.system_error("a code point is beyond U+10FFFF"));
            }
            builder.push_char(ts, code)?;
        }
        builder.finish(ts)
    }

    /// The string with this generalised UTF-8 (surrogates as three bytes); ValueError for other bytes.
    pub fn from_wtf8(ts: &ThreadState, bytes: &[u8]) -> PyResult<Py<Str>> {
        match Wtf8::new(bytes) {
            Some(text) => Str::from_wtf8_text(ts, text),
            None => Err(ts.value_error("the bytes are not generalised UTF-8")),
        }
    }

    /// The string with this text, which may hold surrogates.
    pub fn from_wtf8_text(ts: &ThreadState, text: Wtf8<'_>) -> PyResult<Py<Str>> {
        match text.as_str() {
            Some(text) => Str::new(ts, text),
            None => Str::from_code_points(ts, text.code_points()),
        }
    }

    /// The interned string equal to `text`: `text` itself where there was none. An instance of a subclass comes back as it is.
    pub fn interned(ts: &ThreadState, text: Py<Str>) -> PyResult<Py<Str>> {
        ts.interp().interned.intern(ts, text)
    }

    /// The string that formatting, a view or an error message wants: TypeError "{what} must be str, not x" for other objects.
    pub fn expect<'a>(ts: &ThreadState, object: &'a PyObject, what: &str) -> PyResult<&'a Obj<Str>> {
        match object.downcast::<Str>() {
            Some(text) => Ok(text),
            None => Err(ts.type_error(format_args!("{what} must be str, not {}", crate::types::textual::arg_name(ts, object)))),
        }
    }
}

/// `encoding` and `errors` of the constructor; a wrong one is named with its module. CPython: `arg_as_utf8`.
fn codec_argument<'a>(ts: &ThreadState, object: &'a PyObject, name: &str) -> PyResult<&'a Obj<Str>> {
    if let Some(text) = object.downcast::<Str>() {
        return Ok(text);
    }
    let class = object.ob_type();
    let mut kind = class.name_string();
    if class.is_heap()
        && let Ok(Some(module)) = protocol::get_attr_opt(ts, class.as_object(), &ts.names().__module__)
        && let Some(module) = module.downcast::<Str>()
        && !module.equals_str("builtins")
    {
        kind = format!("{}.{kind}", module.to_rust_string());
    }
    Err(ts.type_error(format_args!("str() argument '{name}' must be str, not {kind}")))
}

impl Obj<Str> {
    /// The code point at an index.
    #[inline]
    pub fn char_at(&self, index: usize) -> Option<u32> {
        self.data().get(index)
    }

    /// The code points.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        self.data().chars()
    }

    /// Whether its text is this one.
    #[inline]
    pub fn equals_str(&self, text: &str) -> bool {
        match self.as_ascii() {
            Some(ascii) => ascii == text,
            None => self.len() <= text.len() && self.chars().eq(text.chars().map(u32::from)),
        }
    }

    /// Its text with U+FFFD for each surrogate: for messages and for what people read.
    pub fn to_rust_string(&self) -> String {
        match self.as_ascii() {
            Some(ascii) => ascii.to_owned(),
            None => {
                let mut text = String::with_capacity(self.len() * 2);
                let shown = |code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                with_units!(self.data(), units => units.iter().for_each(|&unit| text.push(shown(storage::code(unit)))));
                text
            }
        }
    }

    /// Its text, unless it holds a surrogate.
    pub fn to_utf8(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self.as_ascii() {
            Some(ascii) => Some(ascii.into()),
            None => {
                let mut text = String::with_capacity(self.len() * 2);
                let whole = with_units!(self.data(), units => units.iter().all(|&unit| {
                    char::from_u32(storage::code(unit)).map(|c| text.push(c)).is_some()
                }));
                whole.then(|| text.into())
            }
        }
    }

    /// Its text in generalised UTF-8, nothing lost.
    pub fn to_wtf8(&self) -> Wtf8Buf {
        match self.as_ascii() {
            Some(ascii) => ascii.into(),
            None => self.chars().collect(),
        }
    }
}

impl fmt::Display for Obj<Str> {
    /// As [`Obj::to_rust_string`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_ascii() {
            Some(ascii) => f.write_str(ascii),
            None => f.write_str(&self.to_rust_string()),
        }
    }
}

impl fmt::Display for Py<Str> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

/// The receiver of a slot or method, whose kind the caller has checked.
pub(super) fn this_str<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Str>> {
    this.downcast::<Str>().ok_or_else(|| ts.system_error("a str function was called on another object"))
}

// --- slots ---------------------------------------------------------------------------------------------------------------------

/// `str(object='')`, `str(object=b'', encoding='utf-8', errors='strict')`. CPython: `unicode_new`.
fn str_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let made = match (args.kw_len(), args.pos()) {
        (0, []) => Str::empty(ts),
        (0, [object]) => protocol::str(ts, object)?,
        _ => {
            if args.values().len() > 3 {
                return Err(ts.type_error(format_args!("str expected at most 3 arguments, got {}", args.values().len())));
            }
            let bound = bind_new(ts, "str", "(object='', encoding='utf-8', errors='strict')", args)?;
            let [object, encoding, errors] = bound.take();
            let encoding = encoding.map(|e| codec_argument(ts, e, "encoding")).transpose()?;
            let errors = errors.map(|e| codec_argument(ts, e, "errors")).transpose()?;
            match (object, encoding, errors) {
                (None, _, _) => Str::empty(ts),
                (Some(object), None, None) => protocol::str(ts, object)?,
                (Some(object), _, _) => decode_object(ts, object, encoding, errors)?,
            }
        }
    };
    if std::ptr::eq(ty, Str::type_object(ts)) {
        return Ok(made.into_ref());
    }
    Ok(Str::new_in(ts, ty, made.data())?.into_ref())
}

/// CPython: `unicode_repr`.
fn str_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    if let Data::Ascii(units) = text.data()
        && units.iter().all(|&unit| matches!(unit, b' '..=b'~') && unit != b'\'' && unit != b'\\')
    {
        let quote = Data::Ascii(b"'");
        return Ok(Str::from_parts(ts, [quote, text.data(), quote].into_iter())?.into_ref());
    }
    let quoted = minipy_scalar::text::repr_str(text.chars());
    Ok(Str::new(ts, &quoted)?.into_ref())
}

/// CPython: `unicode_str`.
fn str_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(this_str(ts, this)?.to_exact(ts)?.into_ref())
}

/// CPython: `unicode_hash`.
fn str_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    Ok(this_str(ts, this)?.hash(ts))
}

/// CPython: `PyUnicode_RichCompare`.
fn str_richcompare(ts: &ThreadState, this: &PyObject, other: &PyObject, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (this.downcast::<Str>(), other.downcast::<Str>()) else {
        return Ok(ts.not_implemented());
    };
    Ok(ts.bool(match op {
        CompareOp::Eq => a.equals(b),
        CompareOp::Ne => !a.equals(b),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => op.holds(a.compare(b)),
    }))
}

/// CPython: `unicode_length`.
fn str_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    Ok(this_str(ts, this)?.len())
}

/// CPython: `PyUnicode_Concat`.
fn str_concat(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    let Some(other) = other.downcast::<Str>() else {
        return Err(ts.type_error(format_args!("can only concatenate str (not \"{}\") to str", type_name(other))));
    };
    Ok(Str::concat(ts, text, other)?.into_ref())
}

/// CPython: `unicode_repeat`.
fn str_repeat(ts: &ThreadState, this: &PyObject, count: isize) -> PyResult {
    let text = this_str(ts, this)?;
    Ok(match usize::try_from(count) {
        Err(_) | Ok(0) => Str::empty(ts),
        Ok(1) => text.to_exact(ts)?,
        Ok(count) => Str::repeat(ts, text, count)?,
    }
    .into_ref())
}

/// CPython: `unicode_getitem`.
fn str_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let text = this_str(ts, this)?;
    match usize::try_from(index).ok().and_then(|index| text.char_at(index)) {
        Some(code) => Ok(Str::from_char(ts, code)?.into_ref()),
        None => Err(ts.index_error("string index out of range")),
    }
}

/// CPython: `PyUnicode_Contains`.
fn str_contains(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult<bool> {
    let text = this_str(ts, this)?;
    match item.downcast::<Str>() {
        Some(item) => Ok(search::find(text.data(), item.data()).is_some()),
        None => Err(ts.type_error(format_args!("'in <string>' requires string as left operand, not {}", type_name(item)))),
    }
}

/// CPython: `unicode_subscript`.
fn str_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    if let Some(index) = key.downcast_exact::<Int>().and_then(|int| int.as_i64()) {
        return str_item(ts, this, if index < 0 { index as isize + text.len() as isize } else { index as isize });
    }
    if let Some(slice) = key.downcast::<Slice>() {
        let range = slice.adjusted(ts, text.len())?;
        return Ok(Str::slice_step(ts, text, range.start, range.step, range.len)?.into_ref());
    }
    if !has_index(key) {
        return Err(ts.type_error(format_args!("string indices must be integers, not '{}'", type_name(key))));
    }
    let index = subscript_index(ts, key)?;
    str_item(ts, this, if index < 0 { index.saturating_add_unsigned(text.len()) } else { index })
}

/// CPython: `unicode_mod`.
fn str_remainder(ts: &ThreadState, this: &PyObject, other: &PyObject) -> PyResult {
    match this.downcast::<Str>() {
        Some(template) => Ok(percent::format(ts, template, other)?.into_ref()),
        None => Ok(ts.not_implemented()),
    }
}

impl Str {
    /// `text[start::step]`, `len` characters of it, all inside the text. The whole of an exact str is itself.
    pub fn slice_step(ts: &ThreadState, text: &Obj<Str>, start: usize, step: isize, len: usize) -> PyResult<Py<Str>> {
        if step == 1 || len < 2 {
            return Str::substring(ts, text, start, start + len);
        }
        let data = text.data();
        let at = |i: usize| data.get(start.wrapping_add_signed(step.wrapping_mul(i as isize))).unwrap_or(0);
        let codes = (0..len).map(at);
        let kind = match text.kind() {
            Kind::Ascii => Kind::Ascii,
            Kind::Latin1 | Kind::Ucs2 | Kind::Ucs4 => Kind::of_bits(codes.clone().fold(0, |bits, code| bits | code)),
        };
        Str::from_iter_sized(ts, kind, len, codes)
    }

    /// `text[start:stop]` for positions that are inside the text. The whole of an exact str is itself.
    #[inline]
    pub fn substring(ts: &ThreadState, text: &Obj<Str>, start: usize, stop: usize) -> PyResult<Py<Str>> {
        if start == 0 && stop >= text.len() {
            return text.to_exact(ts);
        }
        Str::from_data(ts, text.data().slice(start, stop))
    }
}

py_layout!(Str, STR, |ts| &ts.types().str);

/// The type str.
pub static STR: TypeDef = TypeDef {
    doc: Some(
        "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nThe text of an object. With an encoding or an \
         error handler the object must hold bytes, which are decoded;\nelse it is what object.__str__() returns, or repr(object).\n\
         The encoding is 'utf-8' and the handler 'strict' unless given.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::UNICODE_SUBCLASS).with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(str_new),
        tp_repr: Some(str_repr),
        tp_str: Some(str_str),
        tp_hash: Some(str_hash),
        tp_richcompare: Some(str_richcompare),
        tp_iter: Some(iter::str_iter),
        nb_remainder: Some(str_remainder),
        sq_length: Some(str_length),
        sq_concat: Some(str_concat),
        sq_repeat: Some(str_repeat),
        sq_item: Some(str_item),
        sq_contains: Some(str_contains),
        mp_length: Some(str_length),
        mp_subscript: Some(str_subscript),
        ..Slots::INHERIT
    },
    methods: methods::METHODS,
    ..TypeDef::of::<Str>("str")
};

/// The optional str argument `i` of a bound call.
pub(super) fn bound_str<'a>(ts: &ThreadState, bound: &Bound<'a>, i: usize, what: &str) -> PyResult<Option<&'a Obj<Str>>> {
    bound.get(i).map(|object| Str::expect(ts, object, what)).transpose()
}

/// Whether the text can be a name: `str.isidentifier`.
pub fn is_identifier(text: &Obj<Str>) -> bool {
    minipy_scalar::text::is_identifier(text.chars())
}
