//! The methods of str and their table.
//!
//! CPython counterpart: the method implementations of `Objects/unicodeobject.c`. Invariant: a method returns its receiver where CPython's
//! does (nothing stripped, nothing replaced, wide enough already), and then an exact str.

use std::ops::Range;

use minipy_scalar::text::{self, Ends};
use minipy_scalar::unicode;
use smallvec::SmallVec;

use super::search::{self, in_same_units};
use super::storage::{Data, Str, with_units};
use super::{bound_str, case, codecs, format, this_str, translate};
use crate::args::Bound;
use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Native};
use crate::types::list::List;
use crate::types::textual::{Bounds, arg_name, c_int, limit, ssize, type_name};
use crate::types::tuple::Tuple;

// --- finding -------------------------------------------------------------------------------------------------------------------

/// The needle and the part of the text that the bounds say, with its start; nothing where the bounds leave no part.
fn search_args<'a>(ts: &ThreadState, this: &'a PyObject, args: &'a [PyRef], name: &str) -> PyResult<(Option<(Data<'a>, usize)>, Data<'a>)> {
    let text = this_str(ts, this)?;
    let Some(sub) = args.first() else { return Err(ts.system_error("a search without a needle")) };
    let sub = Str::expect(ts, sub, &format!("{name}() argument 1"))?;
    let bounds = Bounds::from_args(ts, args, 1)?;
    let part = bounds.within(text.len()).map(|(start, end)| (text.data().slice(start, end), start));
    Ok((part, sub.data()))
}

type Search = fn(Data<'_>, Data<'_>) -> Option<usize>;

fn find_with(ts: &ThreadState, this: &PyObject, args: &[PyRef], name: &str, search: Search) -> PyResult<Option<usize>> {
    let (part, sub) = search_args(ts, this, args, name)?;
    Ok(part.and_then(|(part, start)| Some(start + search(part, sub)?)))
}

fn find(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let found = find_with(ts, this, args, "find", search::find)?;
    Ok(ts.new_int(found.map_or(-1, |at| at as i64))?.into_ref())
}

fn rfind(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let found = find_with(ts, this, args, "rfind", search::rfind)?;
    Ok(ts.new_int(found.map_or(-1, |at| at as i64))?.into_ref())
}

fn index(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    match find_with(ts, this, args, "index", search::find)? {
        Some(at) => Ok(ts.new_int(at as i64)?.into_ref()),
        None => Err(ts.value_error("substring not found")),
    }
}

fn rindex(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    match find_with(ts, this, args, "rindex", search::rfind)? {
        Some(at) => Ok(ts.new_int(at as i64)?.into_ref()),
        None => Err(ts.value_error("substring not found")),
    }
}

fn count(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let (part, sub) = search_args(ts, this, args, "count")?;
    let count = part.map_or(0, |(part, _)| search::count(part, sub));
    Ok(ts.new_int(count as i64)?.into_ref())
}

/// `startswith` and `endswith`, of one affix or a tuple of them.
fn has_affix(ts: &ThreadState, this: &PyObject, args: &[PyRef], name: &str, at_end: bool) -> PyResult {
    let text = this_str(ts, this)?;
    let Some(affix) = args.first() else { return Err(ts.system_error("a test without an affix")) };
    let bounds = Bounds::from_args(ts, args, 1)?;
    let part = bounds.within(text.len()).map(|(start, end)| text.data().slice(start, end));
    let holds = |affix: &Obj<Str>| {
        part.is_some_and(|part| {
            let (len, of) = (affix.len(), part.len());
            let start = if at_end { of.wrapping_sub(len) } else { 0 };
            len <= of && part.slice(start, start + len).equals(affix.data())
        })
    };
    if let Some(affix) = affix.downcast::<Str>() {
        return Ok(ts.bool(holds(affix)));
    }
    let Some(affixes) = affix.downcast::<Tuple>() else {
        return Err(ts.type_error(format_args!("{name} first arg must be str or a tuple of str, not {}", type_name(affix))));
    };
    for affix in affixes.items() {
        let Some(affix) = affix.downcast::<Str>() else {
            return Err(ts.type_error(format_args!("tuple for {name} must only contain str, not {}", type_name(affix))));
        };
        if holds(affix) {
            return Ok(ts.bool(true));
        }
    }
    Ok(ts.bool(false))
}

fn startswith(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    has_affix(ts, this, args, "startswith", false)
}

fn endswith(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    has_affix(ts, this, args, "endswith", true)
}

fn removeprefix(ts: &ThreadState, this: &PyObject, prefix: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    let prefix = Str::expect(ts, prefix, "removeprefix() argument")?;
    let has = prefix.len() <= text.len() && text.data().slice(0, prefix.len()).equals(prefix.data());
    Ok(Str::substring(ts, text, if has { prefix.len() } else { 0 }, text.len())?.into_ref())
}

fn removesuffix(ts: &ThreadState, this: &PyObject, suffix: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    let suffix = Str::expect(ts, suffix, "removesuffix() argument")?;
    let rest = text.len().wrapping_sub(suffix.len());
    let has = suffix.len() <= text.len() && text.data().slice(rest, text.len()).equals(suffix.data());
    Ok(Str::substring(ts, text, 0, if has { rest } else { text.len() })?.into_ref())
}

// --- splitting and joining -------------------------------------------------------------------------------------------------------

/// The separator and limit of `split(sep=None, maxsplit=-1)`.
fn split_args<'a>(ts: &ThreadState, args: &Bound<'a>) -> PyResult<(Option<&'a Obj<Str>>, usize)> {
    let [sep, maxsplit] = args.take();
    let maxsplit = maxsplit.map_or(Ok(-1), |n| ssize(ts, n))?;
    let sep = match sep.filter(|sep| !sep.is(&ts.singletons().none)) {
        None => None,
        Some(sep) => match sep.downcast::<Str>() {
            Some(sep) if sep.is_empty() => return Err(ts.value_error("empty separator")),
            Some(sep) => Some(sep),
            None => return Err(ts.type_error(format_args!("must be str or None, not {}", type_name(sep)))),
        },
    };
    Ok((sep, limit(maxsplit)))
}

/// A list of parts of the text.
fn parts(ts: &ThreadState, text: &Obj<Str>, ranges: impl Iterator<Item = Range<usize>>) -> PyResult {
    let mut items = Vec::new();
    for range in ranges {
        ts.tick(1)?;
        items.push(Str::substring(ts, text, range.start, range.end)?.into_ref());
    }
    Ok(List::from_vec(ts, items)?.into_ref())
}

fn ascii_space(code: u32) -> bool {
    matches!(code, 0x09..=0x0d | 0x1c..=0x20)
}

fn split(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let text = this_str(ts, this)?;
    let (sep, maxsplit) = split_args(ts, args)?;
    match (sep, text.data()) {
        (Some(sep), data) => in_same_units!(data, sep.data(), (h, n) => parts(ts, text, text::split(h, n, maxsplit)),
            else parts(ts, text, std::iter::once(0..text.len()))),
        (None, Data::Ascii(units)) => parts(ts, text, text::split_whitespace(units, maxsplit, ascii_space)),
        (None, data) => with_units!(data, units => parts(ts, text, text::split_whitespace(units, maxsplit, unicode::is_space))),
    }
}

fn rsplit(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let text = this_str(ts, this)?;
    let (sep, maxsplit) = split_args(ts, args)?;
    match (sep, text.data()) {
        (Some(sep), data) => in_same_units!(data, sep.data(), (h, n) => parts(ts, text, text::rsplit(h, n, maxsplit).into_iter()),
            else parts(ts, text, std::iter::once(0..text.len()))),
        (None, data) => {
            with_units!(data, units => parts(ts, text, text::rsplit_whitespace(units, maxsplit, unicode::is_space).into_iter()))
        }
    }
}

fn splitlines(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let keepends = args.get(0).map_or(Ok(false), |keep| protocol::is_true(ts, keep))?;
    let text = this_str(ts, this)?;
    with_units!(text.data(), units => parts(ts, text, text::lines(units, keepends, unicode::is_linebreak)))
}

fn partition_with(ts: &ThreadState, this: &PyObject, sep: &PyObject, last: bool) -> PyResult {
    let text = this_str(ts, this)?;
    let Some(sep) = sep.downcast::<Str>() else {
        return Err(ts.type_error(format_args!("must be str, not {}", type_name(sep))));
    };
    if sep.is_empty() {
        return Err(ts.value_error("empty separator"));
    }
    let found = if last { search::rfind(text.data(), sep.data()) } else { search::find(text.data(), sep.data()) };
    let empty = Str::empty(ts).into_ref();
    let items = match found {
        Some(at) => {
            [Str::substring(ts, text, 0, at)?.into_ref(), sep.to_ref(), Str::substring(ts, text, at + sep.len(), text.len())?.into_ref()]
        }
        None if last => [empty.clone(), empty, text.to_ref()],
        None => [text.to_ref(), empty.clone(), empty],
    };
    Ok(ts.new_tuple(&items)?.into_ref())
}

fn partition(ts: &ThreadState, this: &PyObject, sep: &PyObject) -> PyResult {
    partition_with(ts, this, sep, false)
}

fn rpartition(ts: &ThreadState, this: &PyObject, sep: &PyObject) -> PyResult {
    partition_with(ts, this, sep, true)
}

impl Str {
    /// `separator.join(items)` for items that are there already. CPython: `_PyUnicode_JoinArray`.
    pub fn join(ts: &ThreadState, separator: &Obj<Str>, items: &[PyRef]) -> PyResult<Py<Str>> {
        if let [only] = items
            && let Some(only) = only.downcast_exact::<Str>()
        {
            return Ok(only.to_py());
        }
        for (i, item) in items.iter().enumerate() {
            if !item.is_kind::<Str>() {
                let kind = type_name(item);
                return Err(ts.type_error(format_args!("sequence item {i}: expected str instance, {kind} found")));
            }
        }
        Str::join_checked(ts, separator, items)
    }

    /// All items one behind the other, each a str: what BUILD_STRING makes.
    pub fn build(ts: &ThreadState, items: &[PyRef]) -> PyResult<Py<Str>> {
        let empty = Str::empty(ts);
        Str::join(ts, &empty, items)
    }
}

fn join(ts: &ThreadState, this: &PyObject, iterable: &PyObject) -> PyResult {
    let separator = this_str(ts, this)?;
    if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
        return Ok(Str::join(ts, separator, tuple.items())?.into_ref());
    }
    // Owned references: whatever is done to a list meanwhile, its items stay.
    let items: SmallVec<[PyRef; 16]> = match iterable.downcast_exact::<List>() {
        Some(list) if list.len() <= 16 => (0..list.len()).filter_map(|i| list.get(i)).collect(),
        Some(list) => SmallVec::from_vec(list.to_vec()),
        None => {
            if iterable.ob_type().slots.tp_iter.get().is_none() && iterable.ob_type().slots.sq_item.get().is_none() {
                return Err(ts.type_error("can only join an iterable"));
            }
            SmallVec::from_vec(protocol::sequence_to_vec(ts, iterable)?)
        }
    };
    Ok(Str::join(ts, separator, &items)?.into_ref())
}

// --- replacing and stripping -----------------------------------------------------------------------------------------------------

fn replace(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let text = this_str(ts, this)?;
    let old = Str::expect(ts, args.required(ts, 0)?, "replace() argument 1")?;
    let new = Str::expect(ts, args.required(ts, 1)?, "replace() argument 2")?;
    let count = limit(args.get(2).map_or(Ok(-1), |n| ssize(ts, n))?);
    if count == 0 || std::ptr::eq(old, new) {
        return Ok(text.to_exact(ts)?.into_ref());
    }
    Ok(replace_data(ts, text, old.data(), new.data(), count)?.into_ref())
}

/// `text.replace(old, new, count)`
pub(super) fn replace_data(ts: &ThreadState, text: &Obj<Str>, old: Data<'_>, new: Data<'_>, count: usize) -> PyResult<Py<Str>> {
    let data = text.data();
    if let (Data::Ascii(units), Data::Ascii(&[old]), Data::Ascii(&[new]), usize::MAX) = (data, old, new, count) {
        if !units.contains(&old) {
            return text.to_exact(ts);
        }
        return Str::map_ascii(ts, units, |unit| if unit == old { new } else { unit });
    }
    let places = search::places(data, old, count);
    if places.is_empty() {
        return text.to_exact(ts);
    }
    ts.tick(places.len().min(10_000) as u32)?;
    // The text up to each place, then the new text; at last what is left.
    let mut pieces: SmallVec<[Data<'_>; 8]> = SmallVec::new();
    let mut start = 0;
    for &at in &places {
        pieces.push(data.slice(start, at));
        pieces.push(new);
        start = at + old.len();
    }
    pieces.push(data.slice(start, data.len()));
    Str::from_parts(ts, pieces.iter().copied())
}

fn strip_with(ts: &ThreadState, this: &PyObject, args: &[PyRef], ends: Ends, name: &str) -> PyResult {
    let text = this_str(ts, this)?;
    let kept = match args.first().filter(|chars| !chars.is(&ts.singletons().none)) {
        None => with_units!(text.data(), units => text::strip(units, ends, unicode::is_space)),
        Some(chars) => {
            let Some(chars) = chars.downcast::<Str>() else {
                return Err(ts.type_error(format_args!("{name} arg must be None or str")));
            };
            with_units!(text.data(), units => with_units!(chars.data(), set => text::strip_set(units, set, ends)))
        }
    };
    Ok(Str::substring(ts, text, kept.start, kept.end)?.into_ref())
}

fn strip(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with(ts, this, args, Ends::Both, "strip")
}

fn lstrip(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with(ts, this, args, Ends::Left, "lstrip")
}

fn rstrip(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    strip_with(ts, this, args, Ends::Right, "rstrip")
}

// --- padding -----------------------------------------------------------------------------------------------------------------------

/// `text` with `left` and `right` times the fill character around it. CPython: `pad`.
fn pad(ts: &ThreadState, text: &Obj<Str>, left: usize, right: usize, fill: u32) -> PyResult {
    if left == 0 && right == 0 {
        return Ok(text.to_exact(ts)?.into_ref());
    }
    let total = left.checked_add(right).and_then(|n| n.checked_add(text.len())).filter(|&n| n <= isize::MAX as usize);
    if total.is_none() {
        return Err(ts.overflow_error("padded string is too long"));
    }
    Ok(Str::padded(ts, text, left, right, fill)?.into_ref())
}

/// The width and fill character of `center(width, fillchar=' ')`, and how much the text lacks.
fn pad_args(ts: &ThreadState, text: &Obj<Str>, args: &[PyRef]) -> PyResult<(usize, usize, u32)> {
    let width = args.first().map_or(Ok(0), |width| ssize(ts, width))?;
    let fill = match args.get(1) {
        None => 0x20,
        Some(fill) => match fill.downcast::<Str>() {
            None => {
                let kind = type_name(fill);
                return Err(ts.type_error(format_args!("The fill character must be a unicode character, not {kind}")));
            }
            Some(fill) => match (fill.char_at(0), fill.len()) {
                (Some(code), 1) => code,
                (Some(_) | None, _) => {
                    return Err(ts.type_error("The fill character must be exactly one character long"));
                }
            },
        },
    };
    let width = usize::try_from(width).unwrap_or(0);
    Ok((width, width.saturating_sub(text.len()), fill))
}

fn center(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let text = this_str(ts, this)?;
    let (width, lacking, fill) = pad_args(ts, text, args)?;
    // Where it cannot be even, CPython's choice depends on the width.
    let left = lacking / 2 + (lacking & width & 1);
    pad(ts, text, left, lacking - left, fill)
}

fn ljust(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let text = this_str(ts, this)?;
    let (_, lacking, fill) = pad_args(ts, text, args)?;
    pad(ts, text, 0, lacking, fill)
}

fn rjust(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    let text = this_str(ts, this)?;
    let (_, lacking, fill) = pad_args(ts, text, args)?;
    pad(ts, text, lacking, 0, fill)
}

fn zfill(ts: &ThreadState, this: &PyObject, width: &PyObject) -> PyResult {
    let width = usize::try_from(ssize(ts, width)?).unwrap_or(0);
    let text = this_str(ts, this)?;
    let lacking = width.saturating_sub(text.len());
    if lacking == 0 {
        return Ok(text.to_exact(ts)?.into_ref());
    }
    let signed = usize::from(matches!(text.char_at(0), Some(0x2b | 0x2d)));
    let zeros = Str::repeat(ts, &*Str::from_char(ts, 0x30)?, lacking)?;
    let data = text.data();
    let parts = [data.slice(0, signed), zeros.data(), data.slice(signed, data.len())];
    Ok(Str::from_parts(ts, parts.into_iter())?.into_ref())
}

fn expandtabs(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let size = args.get(0).map_or(Ok(8), |size| c_int(ts, size))?;
    let size = usize::try_from(size).unwrap_or(0);
    let text = this_str(ts, this)?;
    // Measure first, so that a result that is too long is refused before it is made.
    let (mut column, mut total, mut any) = (0_usize, 0_usize, false);
    for code in text.chars() {
        let width = match code {
            0x09 => {
                any = true;
                if size == 0 { 0 } else { size - column % size }
            }
            0x00..=0x08 | 0x0a.. => 1,
        };
        column = if matches!(code, 0x0a | 0x0d) { 0 } else { column + width };
        let Some(sum) = total.checked_add(width).filter(|&n| n <= isize::MAX as usize) else {
            return Err(ts.overflow_error("new string is too long"));
        };
        total = sum;
    }
    if !any {
        return Ok(text.to_exact(ts)?.into_ref());
    }
    let mut builder = super::StrBuilder::new();
    builder.reserve(ts, total)?;
    let mut column = 0_usize;
    for code in text.chars() {
        if code == 0x09 {
            let width = if size == 0 { 0 } else { size - column % size };
            builder.push_fill(ts, 0x20, width)?;
            column += width;
        } else {
            builder.push_char(ts, code)?;
            column = if matches!(code, 0x0a | 0x0d) { 0 } else { column + 1 };
        }
    }
    Ok(builder.finish(ts)?.into_ref())
}

// --- the rest ------------------------------------------------------------------------------------------------------------------------

fn encode(ts: &ThreadState, this: &PyObject, args: &Bound<'_>) -> PyResult {
    let encoding = bound_str(ts, args, 0, "encode() argument 'encoding'")?;
    let errors = bound_str(ts, args, 1, "encode() argument 'errors'")?;
    Ok(codecs::encode_str(ts, this_str(ts, this)?, encoding, errors)?.into_ref())
}

fn getnewargs(ts: &ThreadState, this: &PyObject) -> PyResult {
    // A copy even of an exact str, as CPython makes one here.
    let text = this_str(ts, this)?;
    let copy = if text.len() < 2 { Str::from_data(ts, text.data())? } else { Str::new_in(ts, &ts.types().str, text.data())? };
    Ok(ts.new_tuple(&[copy.into_ref()])?.into_ref())
}

fn sizeof(ts: &ThreadState, this: &PyObject) -> PyResult {
    use crate::typedef::Body;
    let text = this_str(ts, this)?;
    let bytes = this.ob_type().basicsize() + text.tail_bytes();
    Ok(ts.new_int(bytes as i64)?.into_ref())
}

fn dunder_format(ts: &ThreadState, this: &PyObject, spec: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    let Some(spec) = spec.downcast::<Str>() else {
        return Err(ts.type_error(format_args!("__format__() argument must be str, not {}", arg_name(ts, spec))));
    };
    if spec.is_empty() {
        if text.as_object().is_exact::<Str>() {
            return Ok(text.to_ref());
        }
        return Ok(protocol::str(ts, this)?.into_ref());
    }
    Ok(format::format_str(ts, text, spec)?.into_ref())
}

macro_rules! table {
    ($($name:literal $sig:literal $convention:ident($body:path) $doc:literal,)*) => {
        /// The method table of str.
        pub(super) static METHODS: &[MethodDef] = &[
            $(MethodDef::new($name, $sig, Native::$convention($body), $doc),)*
            MethodDef::new("maketrans", "", Native::Fast(maketrans_checked), "A table for translate(): from a dict, or from two strings of equal length and one to delete.").stat(),
        ];
    };
}

fn maketrans_checked(ts: &ThreadState, this: &PyObject, args: &[PyRef]) -> PyResult {
    crate::args::check_positional(ts, "maketrans", args.len(), 1, 3)?;
    for (i, arg) in args.iter().enumerate().skip(1) {
        Str::expect(ts, arg, &format!("maketrans() argument {}", i + 1))?;
    }
    translate::maketrans(ts, this, args)
}

table! {
    "encode" "($self, /, encoding='utf-8', errors='strict')" Keywords(encode) "The text as bytes in an encoding.",
    "replace" "($self, old, new, /, count=-1)" Keywords(replace) "A copy with each occurrence of old replaced by new, or the first count of them.",
    "split" "($self, /, sep=None, maxsplit=-1)" Keywords(split) "The list of parts between separators; without one, of words.",
    "rsplit" "($self, /, sep=None, maxsplit=-1)" Keywords(rsplit) "As split(), counting from the end.",
    "join" "($self, iterable, /)" O(join) "The strings of an iterable with this one between them.",
    "capitalize" "($self, /)" NoArgs(case::capitalize) "The first character in title case, the rest in lower case.",
    "casefold" "($self, /)" NoArgs(case::casefold) "A form for caseless comparison.",
    "title" "($self, /)" NoArgs(case::title) "Each word with its first character in title case.",
    "center" "($self, width, fillchar=' ', /)" Fast(center) "The text in the middle of a field.",
    "count" "($self, sub[, start[, end]], /)" Fast(count) "How often sub occurs without overlap.",
    "expandtabs" "($self, /, tabsize=8)" Keywords(expandtabs) "Tabs as spaces up to the next column.",
    "find" "($self, sub[, start[, end]], /)" Fast(find) "The first place of sub, or -1.",
    "partition" "($self, sep, /)" O(partition) "What stands before the first sep, sep, and what follows.",
    "index" "($self, sub[, start[, end]], /)" Fast(index) "The first place of sub; ValueError if there is none.",
    "ljust" "($self, width, fillchar=' ', /)" Fast(ljust) "The text at the left of a field.",
    "lower" "($self, /)" NoArgs(case::lower) "The text in lower case.",
    "lstrip" "($self, chars=None, /)" Fast(lstrip) "Without whitespace, or the given characters, at the start.",
    "rfind" "($self, sub[, start[, end]], /)" Fast(rfind) "The last place of sub, or -1.",
    "rindex" "($self, sub[, start[, end]], /)" Fast(rindex) "The last place of sub; ValueError if there is none.",
    "rjust" "($self, width, fillchar=' ', /)" Fast(rjust) "The text at the right of a field.",
    "rstrip" "($self, chars=None, /)" Fast(rstrip) "Without whitespace, or the given characters, at the end.",
    "rpartition" "($self, sep, /)" O(rpartition) "What stands before the last sep, sep, and what follows.",
    "splitlines" "($self, /, keepends=False)" Keywords(splitlines) "The list of lines.",
    "strip" "($self, chars=None, /)" Fast(strip) "Without whitespace, or the given characters, at both ends.",
    "swapcase" "($self, /)" NoArgs(case::swapcase) "Upper case as lower case and the other way round.",
    "translate" "($self, table, /)" O(translate::translate) "Each character replaced by what the table has for it.",
    "upper" "($self, /)" NoArgs(case::upper) "The text in upper case.",
    "startswith" "($self, prefix[, start[, end]], /)" Fast(startswith) "Whether the text begins with prefix, or with one of a tuple.",
    "endswith" "($self, suffix[, start[, end]], /)" Fast(endswith) "Whether the text ends with suffix, or with one of a tuple.",
    "removeprefix" "($self, prefix, /)" O(removeprefix) "Without this prefix, if it is there.",
    "removesuffix" "($self, suffix, /)" O(removesuffix) "Without this suffix, if it is there.",
    "isascii" "($self, /)" NoArgs(case::isascii) "Whether all characters are ASCII.",
    "islower" "($self, /)" NoArgs(case::islower) "Whether there are cased characters, all in lower case.",
    "isupper" "($self, /)" NoArgs(case::isupper) "Whether there are cased characters, all in upper case.",
    "istitle" "($self, /)" NoArgs(case::istitle) "Whether words begin with a capital and go on in lower case.",
    "isspace" "($self, /)" NoArgs(case::isspace) "Whether all characters are whitespace, and there is one.",
    "isdecimal" "($self, /)" NoArgs(case::isdecimal) "Whether all characters are decimal digits, and there is one.",
    "isdigit" "($self, /)" NoArgs(case::isdigit) "Whether all characters are digits, and there is one.",
    "isnumeric" "($self, /)" NoArgs(case::isnumeric) "Whether all characters are numeric, and there is one.",
    "isalpha" "($self, /)" NoArgs(case::isalpha) "Whether all characters are letters, and there is one.",
    "isalnum" "($self, /)" NoArgs(case::isalnum) "Whether all characters are letters or numeric, and there is one.",
    "isidentifier" "($self, /)" NoArgs(case::isidentifier) "Whether the text can be a name.",
    "isprintable" "($self, /)" NoArgs(case::isprintable) "Whether repr() escapes no character.",
    "zfill" "($self, width, /)" O(zfill) "Zeros put behind the sign until the field is full.",
    "format" "($self, /, *args, **kwargs)" Raw(format::format_method) "The text with {…} replaced by formatted arguments.",
    "format_map" "($self, mapping, /)" O(format::format_map) "The text with {…} replaced by formatted values of a mapping.",
    "__format__" "($self, format_spec, /)" O(dunder_format) "The text laid out as the specification says.",
    "__sizeof__" "($self, /)" NoArgs(sizeof) "The size of the object in bytes.",
    "__getnewargs__" "($self, /)" NoArgs(getnewargs) "",
}
