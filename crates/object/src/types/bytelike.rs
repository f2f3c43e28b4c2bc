//! The methods that bytes and bytearray have in common, written once.
//!
//! CPython counterpart: `Objects/bytes_methods.c` and `Objects/stringlib/`. Invariant (M1): contents that can change are copied before
//! anything that can run Python code; arguments are converted first.

use std::borrow::Cow;
use std::ops::Range;

use minipy_scalar::text::{self, Ends};

use crate::args::Bound;
use crate::buffer::get_buffer;
use crate::header::PyObject;
use crate::protocol;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::types::bytes::Bytes;
use crate::types::int::Int;
use crate::types::list::List;
use crate::types::sequence::clamped_index;
use crate::types::str::{Str, decode_bytes};
use crate::types::textual::{Bounds, arg_name, c_int, limit, ssize, type_name};
use crate::types::tuple::Tuple;

/// bytes or bytearray.
pub(crate) trait ByteKind {
    /// The receiver's bytes: borrowed where they cannot change, else a copy.
    fn view<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<Cow<'a, [u8]>>;
    /// A new object of the exact type.
    fn make(ts: &ThreadState, bytes: &[u8]) -> PyResult;
    /// What a method returns that changed nothing: the receiver where that cannot be told from a copy, else a copy.
    fn unchanged(ts: &ThreadState, this: &PyObject) -> PyResult;
    /// The separator that `partition` found, as it returns it.
    fn separator(ts: &ThreadState, given: &PyObject, bytes: &[u8]) -> PyResult;
}

/// The bytes of a bytes-like argument: TypeError "a bytes-like object is required, not 'x'" for others.
pub(crate) fn bytes_like<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<Cow<'a, [u8]>> {
    match object.downcast::<Bytes>() {
        Some(bytes) => Ok(Cow::Borrowed(bytes.as_bytes())),
        None => Ok(Cow::Owned(get_buffer(ts, object)?.bytes)),
    }
}

/// Whether an object has bytes to show.
pub(crate) fn is_bytes_like(object: &PyObject) -> bool {
    object.is_kind::<Bytes>() || object.ob_type().slots.bf_getbuffer.get().is_some()
}

/// A number that must be a byte; `what` begins the message.
pub(crate) fn byte_value(ts: &ThreadState, object: &PyObject, what: &str) -> PyResult<u8> {
    let value = clamped_index(ts, object)?;
    u8::try_from(value).map_err(|_| ts.value_error(format_args!("{what} must be in range(0, 256)")))
}

/// What to search for: a byte's number or bytes. CPython: `parse_args_finds_byte`.
fn needle<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<Cow<'a, [u8]>> {
    if is_bytes_like(object) {
        return bytes_like(ts, object);
    }
    if object.ob_type().slots.nb_index.get().is_none() {
        let kind = type_name(object);
        return Err(ts.type_error(format_args!("argument should be integer or bytes-like object, not '{kind}'")));
    }
    Ok(Cow::Owned(vec![byte_value(ts, object, "byte")?]))
}

fn is_space(code: u32) -> bool {
    matches!(code, 0x09..=0x0d | 0x20)
}

/// A part of the receiver; the whole of it is what [`ByteKind::unchanged`] gives.
fn part<K: ByteKind>(ts: &ThreadState, this: &PyObject, bytes: &[u8], range: Range<usize>) -> PyResult {
    if range.start == 0 && range.end >= bytes.len() {
        return K::unchanged(ts, this);
    }
    K::make(ts, bytes.get(range).unwrap_or_default())
}

// --- finding ---------------------------------------------------------------------------------------------------------------------

type Search = fn(&[u8], &[u8]) -> Option<usize>;

fn find_with<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef], search: Search) -> PyResult<Option<usize>> {
    let Some(sub) = args.first() else { return Err(ts.system_error("a search without a needle")) };
    let bounds = Bounds::from_args(ts, args, 1)?;
    let sub = needle(ts, sub)?;
    let bytes = K::view(ts, this)?;
    let found = bounds.within(bytes.len()).and_then(|(start, end)| Some(start + search(bytes.get(start..end)?, &sub)?));
    Ok(found)
}

pub(crate) fn find<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let found = find_with::<K>(ts, this, args, text::find)?;
    Ok(ts.new_int(found.map_or(-1, |at| at as i64))?.into_ref())
}

pub(crate) fn rfind<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let found = find_with::<K>(ts, this, args, text::rfind)?;
    Ok(ts.new_int(found.map_or(-1, |at| at as i64))?.into_ref())
}

pub(crate) fn index<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    match find_with::<K>(ts, this, args, text::find)? {
        Some(at) => Ok(ts.new_int(at as i64)?.into_ref()),
        None => Err(ts.value_error("subsection not found")),
    }
}

pub(crate) fn rindex<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    match find_with::<K>(ts, this, args, text::rfind)? {
        Some(at) => Ok(ts.new_int(at as i64)?.into_ref()),
        None => Err(ts.value_error("subsection not found")),
    }
}

pub(crate) fn count<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let Some(sub) = args.first() else { return Err(ts.system_error("a search without a needle")) };
    let bounds = Bounds::from_args(ts, args, 1)?;
    let sub = needle(ts, sub)?;
    let bytes = K::view(ts, this)?;
    let count = bounds.within(bytes.len()).and_then(|(start, end)| Some(text::count(bytes.get(start..end)?, &sub, usize::MAX)));
    Ok(ts.new_int(count.unwrap_or(0) as i64)?.into_ref())
}

fn has_affix<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef], name: &str, at_end: bool) -> PyResult {
    let Some(affix) = args.first() else { return Err(ts.system_error("a test without an affix")) };
    let bounds = Bounds::from_args(ts, args, 1)?;
    let holds = |affix: &PyObject| -> PyResult<bool> {
        let affix = bytes_like(ts, affix)?;
        let bytes = K::view(ts, this)?;
        let part = bounds.within(bytes.len()).and_then(|(start, end)| bytes.get(start..end));
        Ok(part.is_some_and(|part| if at_end { part.ends_with(&affix) } else { part.starts_with(&affix) }))
    };
    if let Some(affixes) = affix.downcast::<Tuple>() {
        for affix in affixes.items() {
            if holds(affix)? {
                return Ok(ts.bool(true));
            }
        }
        return Ok(ts.bool(false));
    }
    if !is_bytes_like(affix) {
        let kind = type_name(affix);
        return Err(ts.type_error(format_args!("{name} first arg must be bytes or a tuple of bytes, not {kind}")));
    }
    Ok(ts.bool(holds(affix)?))
}

pub(crate) fn startswith<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    has_affix::<K>(ts, this, args, "startswith", false)
}

pub(crate) fn endswith<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    has_affix::<K>(ts, this, args, "endswith", true)
}

pub(crate) fn removeprefix<K: ByteKind>(ts: &ThreadState, this: &PyObject, prefix: &PyObject) -> PyResult {
    let prefix = bytes_like(ts, prefix)?;
    let bytes = K::view(ts, this)?;
    let start = if bytes.starts_with(&prefix) { prefix.len() } else { 0 };
    part::<K>(ts, this, &bytes, start..bytes.len())
}

pub(crate) fn removesuffix<K: ByteKind>(ts: &ThreadState, this: &PyObject, suffix: &PyObject) -> PyResult {
    let suffix = bytes_like(ts, suffix)?;
    let bytes = K::view(ts, this)?;
    let end = if bytes.ends_with(&suffix) { bytes.len() - suffix.len() } else { bytes.len() };
    part::<K>(ts, this, &bytes, 0..end)
}

/// `item in bytes`: a byte's number or bytes. CPython: `_Py_bytes_contains`.
pub(crate) fn contains<K: ByteKind>(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult<bool> {
    if item.ob_type().slots.nb_index.get().is_some() {
        let byte = byte_value(ts, item, "byte")?;
        return Ok(text::find(&K::view(ts, this)?, &[byte]).is_some());
    }
    let item = bytes_like(ts, item)?;
    Ok(text::find(&K::view(ts, this)?, &item).is_some())
}

// --- splitting and joining -----------------------------------------------------------------------------------------------------

fn parts<K: ByteKind>(ts: &ThreadState, this: &PyObject, bytes: &[u8], ranges: impl Iterator<Item = Range<usize>>) -> PyResult {
    let mut items = Vec::new();
    for range in ranges {
        ts.tick(1)?;
        items.push(part::<K>(ts, this, bytes, range)?);
    }
    Ok(List::from_vec(ts, items)?.into_ref())
}

/// The separator and limit of `split(sep=None, maxsplit=-1)`.
fn split_args<'a>(ts: &ThreadState, args: &Bound<'a>) -> PyResult<(Option<Cow<'a, [u8]>>, usize)> {
    let [sep, maxsplit] = args.take();
    let maxsplit = maxsplit.map_or(Ok(-1), |n| ssize(ts, n))?;
    let sep = sep.filter(|sep| !sep.is(&ts.singletons().none)).map(|sep| bytes_like(ts, sep)).transpose()?;
    if sep.as_ref().is_some_and(|sep| sep.is_empty()) {
        return Err(ts.value_error("empty separator"));
    }
    Ok((sep, limit(maxsplit)))
}

pub(crate) fn split<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let (sep, maxsplit) = split_args(ts, args)?;
    let bytes = K::view(ts, this)?;
    match sep {
        Some(sep) => parts::<K>(ts, this, &bytes, text::split(&bytes, &sep, maxsplit)),
        None => parts::<K>(ts, this, &bytes, text::split_whitespace(&bytes, maxsplit, is_space)),
    }
}

pub(crate) fn rsplit<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let (sep, maxsplit) = split_args(ts, args)?;
    let bytes = K::view(ts, this)?;
    let ranges = match sep {
        Some(sep) => text::rsplit(&bytes, &sep, maxsplit),
        None => text::rsplit_whitespace(&bytes, maxsplit, is_space),
    };
    parts::<K>(ts, this, &bytes, ranges.into_iter())
}

pub(crate) fn splitlines<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let keepends = args.get(0).map_or(Ok(false), |keep| protocol::is_true(ts, keep))?;
    let bytes = K::view(ts, this)?;
    parts::<K>(ts, this, &bytes, text::lines(&bytes, keepends, |code| matches!(code, 0x0a | 0x0d)))
}

fn partition_with<K: ByteKind>(ts: &ThreadState, this: &PyObject, given: &PyObject, search: Search, last: bool) -> PyResult {
    let sep = bytes_like(ts, given)?;
    if sep.is_empty() {
        return Err(ts.value_error("empty separator"));
    }
    let bytes = K::view(ts, this)?;
    let items = match search(&bytes, &sep) {
        Some(at) => {
            [part::<K>(ts, this, &bytes, 0..at)?, K::separator(ts, given, &sep)?, part::<K>(ts, this, &bytes, at + sep.len()..bytes.len())?]
        }
        None if last => [K::make(ts, &[])?, K::make(ts, &[])?, K::unchanged(ts, this)?],
        None => [K::unchanged(ts, this)?, K::make(ts, &[])?, K::make(ts, &[])?],
    };
    Ok(ts.new_tuple(&items)?.into_ref())
}

pub(crate) fn partition<K: ByteKind>(ts: &ThreadState, this: &PyObject, sep: &PyObject) -> PyResult {
    partition_with::<K>(ts, this, sep, text::find, false)
}

pub(crate) fn rpartition<K: ByteKind>(ts: &ThreadState, this: &PyObject, sep: &PyObject) -> PyResult {
    partition_with::<K>(ts, this, sep, text::rfind, true)
}

pub(crate) fn join<K: ByteKind>(ts: &ThreadState, this: &PyObject, iterable: &PyObject) -> PyResult {
    let slots = &iterable.ob_type().slots;
    if slots.tp_iter.get().is_none() && slots.sq_item.get().is_none() {
        return Err(ts.type_error("can only join an iterable"));
    }
    let items = protocol::sequence_to_vec(ts, iterable)?;
    let mut views = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        if !is_bytes_like(item) {
            let kind = type_name(item);
            return Err(ts.type_error(format_args!("sequence item {i}: expected a bytes-like object, {kind} found")));
        }
        views.push(bytes_like(ts, item)?);
    }
    if let [only] = items.as_slice()
        && only.is_exact::<Bytes>()
        && this.is_kind::<Bytes>()
    {
        return Ok(only.clone());
    }
    let separator = K::view(ts, this)?;
    let mut joined = Vec::new();
    for (i, view) in views.iter().enumerate() {
        if i > 0 {
            extend(ts, &mut joined, &separator)?;
        }
        extend(ts, &mut joined, view)?;
    }
    K::make(ts, &joined)
}

/// Add bytes to a temporary, or MemoryError.
pub(crate) fn extend(ts: &ThreadState, to: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
    if to.try_reserve(bytes.len()).is_err() {
        return Err(ts.no_memory());
    }
    to.extend_from_slice(bytes);
    Ok(())
}

// --- replacing, stripping, padding -----------------------------------------------------------------------------------------------

pub(crate) fn replace<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let [old, new, rest @ ..] = args else { return Err(ts.system_error("replace without arguments")) };
    let (old, new) = (bytes_like(ts, old)?, bytes_like(ts, new)?);
    let count = limit(rest.first().map_or(Ok(-1), |n| ssize(ts, n))?);
    let bytes = K::view(ts, this)?;
    let mut made = Vec::new();
    let (mut done, mut any) = (0, false);
    for at in text::find_iter(&bytes, &old).take(count) {
        any = true;
        extend(ts, &mut made, bytes.get(done..at).unwrap_or_default())?;
        extend(ts, &mut made, &new)?;
        done = at + old.len();
    }
    if !any {
        return K::unchanged(ts, this);
    }
    extend(ts, &mut made, bytes.get(done..).unwrap_or_default())?;
    K::make(ts, &made)
}

fn strip_with<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef], ends: Ends) -> PyResult {
    let set = args.first().filter(|set| !set.is(&ts.singletons().none)).map(|set| bytes_like(ts, set)).transpose()?;
    let bytes = K::view(ts, this)?;
    let kept = match set {
        None => text::strip(&bytes, ends, is_space),
        Some(set) => text::strip_set::<u8, u8>(&bytes, &set, ends),
    };
    part::<K>(ts, this, &bytes, kept)
}

pub(crate) fn strip<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with::<K>(ts, this, args, Ends::Both)
}

pub(crate) fn lstrip<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with::<K>(ts, this, args, Ends::Left)
}

pub(crate) fn rstrip<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with::<K>(ts, this, args, Ends::Right)
}

/// Lay the receiver out in a field: `split` says how much of what lacks stands before it, from the lack and the width.
fn pad<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef], name: &str, split: fn(usize, usize) -> usize) -> PyResult {
    let width = args.first().map_or(Ok(0), |width| ssize(ts, width))?;
    let width = usize::try_from(width).unwrap_or(0);
    let fill = match args.get(1) {
        None => b' ',
        Some(fill) => {
            let view = if is_bytes_like(fill) { Some(bytes_like(ts, fill)?) } else { None };
            match view.as_deref() {
                Some(&[fill]) => fill,
                Some(_) | None => {
                    let kind = arg_name(ts, fill);
                    return Err(ts.type_error(format_args!("{name}() argument 2 must be a byte string of length 1, not {kind}")));
                }
            }
        }
    };
    let bytes = K::view(ts, this)?;
    let lacking = width.saturating_sub(bytes.len());
    if lacking == 0 {
        return K::unchanged(ts, this);
    }
    let left = split(lacking, width);
    let mut made = Vec::new();
    if made.try_reserve(width).is_err() {
        return Err(ts.no_memory());
    }
    made.resize(left, fill);
    made.extend_from_slice(&bytes);
    made.resize(width, fill);
    K::make(ts, &made)
}

pub(crate) fn center<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    pad::<K>(ts, this, args, "center", |lacking, width| lacking / 2 + (lacking & width & 1))
}

pub(crate) fn ljust<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    pad::<K>(ts, this, args, "ljust", |_, _| 0)
}

pub(crate) fn rjust<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    pad::<K>(ts, this, args, "rjust", |lacking, _| lacking)
}

pub(crate) fn zfill<K: ByteKind>(ts: &ThreadState, this: &PyObject, width: &PyObject) -> PyResult {
    let width = usize::try_from(ssize(ts, width)?).unwrap_or(0);
    let bytes = K::view(ts, this)?;
    match text::zfill(&bytes, width).map_err(|error| crate::types::textual::raise_scalar(ts, &error))? {
        Some(made) => K::make(ts, &made),
        None => K::unchanged(ts, this),
    }
}

pub(crate) fn expandtabs<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let size = usize::try_from(args.get(0).map_or(Ok(8), |size| c_int(ts, size))?).unwrap_or(0);
    let bytes = K::view(ts, this)?;
    let made = text::expandtabs(&bytes, size).map_err(|error| crate::types::textual::raise_scalar(ts, &error))?;
    K::make(ts, &made)
}

/// `translate(table, /, delete=b'')`
pub(crate) fn translate<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let table = args.get(0).filter(|table| !table.is(&ts.singletons().none)).map(|table| bytes_like(ts, table)).transpose()?;
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(ts.value_error("translation table must be 256 characters long"));
    }
    let delete = args.get(1).map(|delete| bytes_like(ts, delete)).transpose()?;
    let bytes = K::view(ts, this)?;
    let table = table.as_deref().and_then(|table| <&[u8; 256]>::try_from(table).ok());
    let map = |&byte: &u8| table.and_then(|table| table.get(usize::from(byte)).copied()).unwrap_or(byte);
    let made: Vec<u8> = match delete {
        Some(delete) if !delete.is_empty() => {
            let mut deleted = [false; 256];
            for &byte in delete.iter() {
                if let Some(cell) = deleted.get_mut(usize::from(byte)) {
                    *cell = true;
                }
            }
            bytes.iter().filter(|&&byte| !deleted.get(usize::from(byte)).copied().unwrap_or(false)).map(map).collect()
        }
        Some(_) | None => bytes.iter().map(map).collect(),
    };
    if made == *bytes { K::unchanged(ts, this) } else { K::make(ts, &made) }
}

/// `maketrans(frm, to)`
pub(crate) fn maketrans(ts: &ThreadState, _this: &PyObject, args: &[PyRef]) -> PyResult {
    crate::args::check_positional(ts, "maketrans", args.len(), 2, 2)?;
    let [from, to] = args else { return Err(ts.system_error("maketrans without arguments")) };
    let (from, to) = (bytes_like(ts, from)?, bytes_like(ts, to)?);
    if from.len() != to.len() {
        return Err(ts.value_error("maketrans arguments must have same length"));
    }
    let mut table: [u8; 256] = std::array::from_fn(|i| i as u8);
    for (from, to) in from.iter().zip(to.iter()) {
        if let Some(cell) = table.get_mut(usize::from(*from)) {
            *cell = *to;
        }
    }
    Ok(Bytes::new(ts, &table)?.into_ref())
}

// --- case and questions ------------------------------------------------------------------------------------------------------------

fn mapped<K: ByteKind>(ts: &ThreadState, this: &PyObject, mut map: impl FnMut(u8) -> u8) -> PyResult {
    let made: Vec<u8> = K::view(ts, this)?.iter().map(|&byte| map(byte)).collect();
    K::make(ts, &made)
}

pub(crate) fn lower<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    mapped::<K>(ts, this, |byte| byte.to_ascii_lowercase())
}

pub(crate) fn upper<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    mapped::<K>(ts, this, |byte| byte.to_ascii_uppercase())
}

pub(crate) fn swapcase<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    mapped::<K>(ts, this, |byte| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte })
}

pub(crate) fn capitalize<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let mut first = true;
    mapped::<K>(ts, this, |byte| if std::mem::replace(&mut first, false) { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() })
}

pub(crate) fn title<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let mut in_word = false;
    mapped::<K>(ts, this, |byte| {
        let out = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
        out
    })
}

fn all<K: ByteKind>(ts: &ThreadState, this: &PyObject, holds: fn(&u8) -> bool) -> PyResult {
    let bytes = K::view(ts, this)?;
    Ok(ts.bool(!bytes.is_empty() && bytes.iter().all(holds)))
}

pub(crate) fn isalnum<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    all::<K>(ts, this, u8::is_ascii_alphanumeric)
}

pub(crate) fn isalpha<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    all::<K>(ts, this, u8::is_ascii_alphabetic)
}

pub(crate) fn isdigit<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    all::<K>(ts, this, u8::is_ascii_digit)
}

pub(crate) fn isspace<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    all::<K>(ts, this, |&byte| is_space(u32::from(byte)))
}

pub(crate) fn isascii<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.bool(K::view(ts, this)?.is_ascii()))
}

pub(crate) fn islower<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = K::view(ts, this)?;
    Ok(ts.bool(bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)))
}

pub(crate) fn isupper<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = K::view(ts, this)?;
    Ok(ts.bool(bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)))
}

pub(crate) fn istitle<K: ByteKind>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let bytes = K::view(ts, this)?;
    let (mut cased, mut in_word, mut good) = (false, false, true);
    for byte in bytes.iter() {
        if byte.is_ascii_uppercase() {
            good &= !in_word;
        } else if byte.is_ascii_lowercase() {
            good &= in_word;
        }
        in_word = byte.is_ascii_alphabetic();
        cased |= in_word;
    }
    Ok(ts.bool(good && cased))
}

// --- text ---------------------------------------------------------------------------------------------------------------------------

/// `decode(encoding='utf-8', errors='strict')`
pub(crate) fn decode<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let encoding = args.get(0).map(|e| Str::expect(ts, e, "decode() argument 'encoding'")).transpose()?;
    let errors = args.get(1).map(|e| Str::expect(ts, e, "decode() argument 'errors'")).transpose()?;
    Ok(decode_bytes(ts, &K::view(ts, this)?, encoding, errors)?.into_ref())
}

/// `hex(sep, bytes_per_sep=1)`. CPython: `_Py_strhex_with_sep`.
pub(crate) fn hex<K: ByteKind>(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let [sep, group] = args.take();
    let group = group.map_or(Ok(1), |group| c_int(ts, group))?;
    let sep = match sep {
        None => None,
        Some(sep) => {
            if protocol::len(ts, sep)? != 1 {
                return Err(ts.value_error("sep must be length 1."));
            }
            let code = match (sep.downcast::<Str>(), sep.downcast::<Bytes>()) {
                (Some(text), _) => text.char_at(0),
                (None, Some(bytes)) => bytes.as_bytes().first().map(|&byte| u32::from(byte)),
                (None, None) => return Err(ts.type_error("sep must be str or bytes.")),
            };
            match code.and_then(|code| u8::try_from(code).ok()).filter(u8::is_ascii) {
                Some(byte) => Some(byte),
                None => return Err(ts.value_error("sep must be ASCII.")),
            }
        }
    };
    let bytes = K::view(ts, this)?;
    let size = group.unsigned_abs() as usize;
    let sep = sep.filter(|_| size != 0);
    // Groups are counted from the right, or from the left for a negative number.
    let lead = if group > 0 { bytes.len().checked_rem(size).unwrap_or(0) } else { 0 };
    let mut made = Vec::new();
    if made.try_reserve(bytes.len().saturating_mul(3)).is_err() {
        return Err(ts.no_memory());
    }
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).map_or(b'0', |c| c as u8);
    for (i, &byte) in bytes.iter().enumerate() {
        if let Some(sep) = sep
            && i > 0
            && i.wrapping_sub(lead).checked_rem(size) == Some(0)
            && i >= lead
        {
            made.push(sep);
        }
        made.push(digit(byte >> 4));
        made.push(digit(byte & 15));
    }
    Ok(Str::from_data(ts, crate::types::str::Data::Ascii(&made))?.into_ref())
}

/// The bytes that hexadecimal digits say, two each, with ASCII whitespace between them. CPython: `_PyBytes_FromHex`.
pub(crate) fn parse_hex(ts: &ThreadState, text: &PyObject) -> PyResult<Vec<u8>> {
    let text = Str::expect(ts, text, "fromhex() argument")?;
    let digit = |at: usize| text.char_at(at).and_then(char::from_u32).and_then(|c| c.to_digit(16));
    let mut made = Vec::new();
    if made.try_reserve(text.len() / 2).is_err() {
        return Err(ts.no_memory());
    }
    let mut at = 0;
    // The ordinary case, digits without a gap; the loop below goes on where that ends.
    if let Some(ascii) = text.as_ascii() {
        let value = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
        for pair in ascii.as_bytes().as_chunks::<2>().0 {
            let &[high, low] = pair;
            let (Some(high), Some(low)) = (value(high), value(low)) else { break };
            made.push(high << 4 | low);
            at += 2;
        }
    }
    while let Some(code) = text.char_at(at) {
        if is_space(code) {
            at += 1;
            continue;
        }
        let wrong = |at: usize| ts.value_error(format_args!("non-hexadecimal number found in fromhex() arg at position {at}"));
        let high = digit(at).ok_or_else(|| wrong(at))?;
        let low = digit(at + 1).ok_or_else(|| wrong(at + 1))?;
        extend(ts, &mut made, &[(high << 4 | low) as u8])?;
        at += 2;
    }
    Ok(made)
}

/// The bytes of the items of an iterable of numbers; `what` begins the message where one does not fit. CPython: `_PyBytes_FromIterator`.
pub(crate) fn from_iterable(ts: &ThreadState, iterable: &PyObject, what: &str) -> PyResult<Vec<u8>> {
    let iterator = protocol::iter(ts, iterable)?;
    let mut made = Vec::new();
    if let Some(list) = iterable.downcast_exact::<List>() {
        let _ = made.try_reserve(list.len());
    }
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        let byte = match item.downcast_exact::<Int>().and_then(|n| n.as_i64()).map(u8::try_from) {
            Some(Ok(byte)) => byte,
            Some(Err(_)) | None => byte_value(ts, &item, what)?,
        };
        extend(ts, &mut made, &[byte])?;
    }
    Ok(made)
}

/// The methods that both types have, for the table of `$kind`; more entries may follow.
macro_rules! byte_methods {
    ($kind:ty, $($more:expr),* $(,)?) => {{
        use $crate::typedef::{MethodDef, Native};
        use $crate::types::bytelike as b;
        &[
            MethodDef::new("capitalize", "($self, /)", Native::NoArgs(b::capitalize::<$kind>), "The first byte in upper case, the rest in lower case."),
            MethodDef::new("center", "($self, width, fillchar=b' ', /)", Native::Fast(b::center::<$kind>), "In the middle of a field."),
            MethodDef::new("count", "($self, sub[, start[, end]], /)", Native::Fast(b::count::<$kind>), "How often sub occurs without overlap."),
            MethodDef::new("decode", "($self, /, encoding='utf-8', errors='strict')", Native::Keywords(b::decode::<$kind>), "The text that the bytes encode."),
            MethodDef::new("endswith", "($self, suffix[, start[, end]], /)", Native::Fast(b::endswith::<$kind>), "Whether they end with suffix, or with one of a tuple."),
            MethodDef::new("expandtabs", "($self, /, tabsize=8)", Native::Keywords(b::expandtabs::<$kind>), "Tabs as spaces up to the next column."),
            MethodDef::new("find", "($self, sub[, start[, end]], /)", Native::Fast(b::find::<$kind>), "The first place of sub, or -1."),
            MethodDef::new("hex", "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", Native::Keywords(b::hex::<$kind>), "Hexadecimal digits, with a separator between groups."),
            MethodDef::new("index", "($self, sub[, start[, end]], /)", Native::Fast(b::index::<$kind>), "The first place of sub; ValueError if there is none."),
            MethodDef::new("isalnum", "($self, /)", Native::NoArgs(b::isalnum::<$kind>), "Whether all are ASCII letters or digits, and there is one."),
            MethodDef::new("isalpha", "($self, /)", Native::NoArgs(b::isalpha::<$kind>), "Whether all are ASCII letters, and there is one."),
            MethodDef::new("isascii", "($self, /)", Native::NoArgs(b::isascii::<$kind>), "Whether all are ASCII."),
            MethodDef::new("isdigit", "($self, /)", Native::NoArgs(b::isdigit::<$kind>), "Whether all are ASCII digits, and there is one."),
            MethodDef::new("islower", "($self, /)", Native::NoArgs(b::islower::<$kind>), "Whether there are small letters and no capitals."),
            MethodDef::new("isspace", "($self, /)", Native::NoArgs(b::isspace::<$kind>), "Whether all are ASCII whitespace, and there is one."),
            MethodDef::new("istitle", "($self, /)", Native::NoArgs(b::istitle::<$kind>), "Whether words begin with a capital and go on in small letters."),
            MethodDef::new("isupper", "($self, /)", Native::NoArgs(b::isupper::<$kind>), "Whether there are capitals and no small letters."),
            MethodDef::new("join", "($self, iterable_of_bytes, /)", Native::O(b::join::<$kind>), "The items of an iterable with these bytes between them."),
            MethodDef::new("ljust", "($self, width, fillchar=b' ', /)", Native::Fast(b::ljust::<$kind>), "At the left of a field."),
            MethodDef::new("lower", "($self, /)", Native::NoArgs(b::lower::<$kind>), "ASCII letters in lower case."),
            MethodDef::new("lstrip", "($self, bytes=None, /)", Native::Fast(b::lstrip::<$kind>), "Without whitespace, or the given bytes, at the start."),
            MethodDef::new("maketrans", "", Native::Fast(b::maketrans), "A table for translate().").stat(),
            MethodDef::new("partition", "($self, sep, /)", Native::O(b::partition::<$kind>), "What stands before the first sep, sep, and what follows."),
            MethodDef::new("removeprefix", "($self, prefix, /)", Native::O(b::removeprefix::<$kind>), "Without this prefix, if it is there."),
            MethodDef::new("removesuffix", "($self, suffix, /)", Native::O(b::removesuffix::<$kind>), "Without this suffix, if it is there."),
            MethodDef::new("replace", "($self, old, new, count=-1, /)", Native::Fast(b::replace::<$kind>), "Each occurrence of old replaced by new, or the first count of them."),
            MethodDef::new("rfind", "($self, sub[, start[, end]], /)", Native::Fast(b::rfind::<$kind>), "The last place of sub, or -1."),
            MethodDef::new("rindex", "($self, sub[, start[, end]], /)", Native::Fast(b::rindex::<$kind>), "The last place of sub; ValueError if there is none."),
            MethodDef::new("rjust", "($self, width, fillchar=b' ', /)", Native::Fast(b::rjust::<$kind>), "At the right of a field."),
            MethodDef::new("rpartition", "($self, sep, /)", Native::O(b::rpartition::<$kind>), "What stands before the last sep, sep, and what follows."),
            MethodDef::new("rsplit", "($self, /, sep=None, maxsplit=-1)", Native::Keywords(b::rsplit::<$kind>), "As split(), counting from the end."),
            MethodDef::new("rstrip", "($self, bytes=None, /)", Native::Fast(b::rstrip::<$kind>), "Without whitespace, or the given bytes, at the end."),
            MethodDef::new("split", "($self, /, sep=None, maxsplit=-1)", Native::Keywords(b::split::<$kind>), "The list of parts between separators; without one, of words."),
            MethodDef::new("splitlines", "($self, /, keepends=False)", Native::Keywords(b::splitlines::<$kind>), "The list of lines."),
            MethodDef::new("startswith", "($self, prefix[, start[, end]], /)", Native::Fast(b::startswith::<$kind>), "Whether they begin with prefix, or with one of a tuple."),
            MethodDef::new("strip", "($self, bytes=None, /)", Native::Fast(b::strip::<$kind>), "Without whitespace, or the given bytes, at both ends."),
            MethodDef::new("swapcase", "($self, /)", Native::NoArgs(b::swapcase::<$kind>), "Upper case as lower case and the other way round."),
            MethodDef::new("title", "($self, /)", Native::NoArgs(b::title::<$kind>), "Each word with its first letter in upper case."),
            MethodDef::new("translate", "($self, table, /, delete=b'')", Native::Keywords(b::translate::<$kind>), "Each byte replaced by what the table has for it, after some are deleted."),
            MethodDef::new("upper", "($self, /)", Native::NoArgs(b::upper::<$kind>), "ASCII letters in upper case."),
            MethodDef::new("zfill", "($self, width, /)", Native::O(b::zfill::<$kind>), "Zeros put behind the sign until the field is full."),
            $($more,)*
        ]
    }};
}
pub(crate) use byte_methods;
