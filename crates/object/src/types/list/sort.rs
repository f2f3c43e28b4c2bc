//! `list.sort`: stable, adaptive, and safe against comparisons that look at the list. CPython: `list_sort_impl` in
//! `Objects/listobject.c`; the algorithm itself is in `powersort`.
//!
//! Invariants: while sorting the list is empty and its items are in a buffer that nobody else can reach, so comparisons may borrow
//! them; at every moment, also after an error, that buffer holds each item exactly once (R1). What a program can observe is
//! CPython's: the order of the key calls and of the comparisons of objects with their own `__lt__`, and the exceptions. Keys whose
//! comparison nobody can observe (exact int, float, str) are reduced to one word each that orders as they do, and those are sorted
//! without touching the objects; being stable, the result is the same.
#![expect(unsafe_code, reason = "permutes raw references in a buffer that this call owns alone, on the word of R1")]

mod powersort;

use std::cmp::Ordering;
use std::ptr::NonNull;

use smallvec::SmallVec;

use crate::buf::RefBuf;
use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::PyRef;
use crate::slots::{CompareOp, RichCmpFunc};
use crate::state::{PyResult, ThreadState};
use crate::types::float::Float;
use crate::types::int::Int;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// A reference that is owned elsewhere for the whole sort: by the lent buffer, or by the array of keys.
type Raw = NonNull<PyObject>;

/// A temporary of the sort, on the native stack where the list is short.
type Run<T> = SmallVec<[T; 16]>;

/// A word that orders as the key does, and the item.
type Exact = (u64, Raw);
/// A word that orders as the key does unless it is equal, the key, and the item.
type Prefixed = (u64, Raw, Raw);

/// Above this many elements the library's sort, which cannot be interrupted, gives way to ours, which polls.
const UNINTERRUPTED: usize = 1 << 20;

impl List {
    /// Sort in place. CPython: `list.sort(key=…, reverse=…)`.
    pub fn sort(&self, ts: &ThreadState, key: Option<&PyObject>, reverse: bool) -> PyResult<()> {
        let contents = self.items().lend();
        let result = sort_contents(ts, &contents, key, reverse);
        let (untouched, intruders) = self.items().unlend(contents);
        let result = match result {
            Ok(()) if !untouched => Err(ts.value_error("list modified during sort")),
            other => other,
        };
        drop(intruders);
        result
    }
}

fn sort_contents(ts: &ThreadState, contents: &RefBuf, key: Option<&PyObject>, reverse: bool) -> PyResult<()> {
    // SAFETY: M1: the buffer is lent: no Python code and no drop can reach it until it is put back.
    let (items, len) = unsafe { contents.raw_items() };
    let keys = match key {
        None => None,
        Some(key) => {
            let mut keys: Vec<PyRef> = Vec::new();
            keys.try_reserve_exact(len).map_err(|_| ts.no_memory())?;
            for i in 0..len {
                // SAFETY: `i` is below the length; R1: the buffer owns the item.
                let item = unsafe { items.add(i).read().as_ref() };
                keys.push(protocol::call_one(ts, key, item)?);
                ts.tick(1)?;
            }
            Some(keys)
        }
    };
    if len < 2 {
        return Ok(());
    }
    // A stable sort in descending order: reverse, sort, reverse again (also after an error).
    if reverse {
        contents.reverse();
    }
    let mut keys = keys;
    if let (true, Some(keys)) = (reverse, &mut keys) {
        keys.reverse();
    }
    // SAFETY: `items` is good for `len` references, and this call alone reaches them.
    let result = unsafe { sort_run(ts, items, len, keys.as_deref()) };
    if reverse {
        contents.reverse();
    }
    result
}

/// What is known of all keys together. CPython: the pre-sort check.
enum Keys {
    /// Exact ints within a word, exact floats without a NaN: the words decide.
    Words(Run<u64>),
    /// Exact strs: the words are their first characters.
    Strs(Run<u64>),
    /// Exact tuples whose first items are as above; the words are theirs.
    Tuples(Run<u64>),
    /// One type for all, with this comparison.
    SameType(RichCmpFunc),
    /// Anything.
    Objects,
}

/// # Safety
/// `items` is good for `len` owned references that nobody else reaches; there are as many keys, if any.
unsafe fn sort_run(ts: &ThreadState, items: *mut Raw, len: usize, keys: Option<&[PyRef]>) -> PyResult<()> {
    // SAFETY: R1: the items are owned by the lent buffer, the keys by the caller; both outlive this call.
    let item = |i: usize| unsafe { items.add(i).read() };
    let key_at = |i: usize| match keys {
        Some(keys) => keys.get(i).map_or_else(|| item(i), |key| key.as_ptr()),
        None => item(i),
    };
    // SAFETY: as above; nothing that the survey does runs Python code.
    let survey = survey(ts, len, |i| unsafe { &*key_at(i).as_ptr() })?;
    match survey {
        // The usual case of a list that is in order already: nothing has to move.
        Keys::Words(words) if words.is_sorted() => Ok(()),
        Keys::Words(words) => {
            let mut run: Run<Exact> = reserved(ts, len)?;
            run.extend(words.iter().enumerate().map(|(i, &word)| (word, item(i))));
            if len <= UNINTERRUPTED {
                run.sort_by_key(|&(word, _)| word);
            } else {
                powersort::sort(ts, &mut run, |_, a, b| Ok(a.0 < b.0))?;
            }
            // SAFETY: the run is a permutation of the items.
            unsafe { write_back(items, run.iter().map(|&(_, raw)| raw)) };
            Ok(())
        }
        Keys::Strs(words) => {
            let mut run: Run<Prefixed> = reserved(ts, len)?;
            run.extend(words.iter().enumerate().map(|(i, &word)| (word, key_at(i), item(i))));
            if len <= UNINTERRUPTED {
                run.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| compare_strs(a.1, b.1)));
            } else {
                powersort::sort(ts, &mut run, |_, a, b| Ok(a.0.cmp(&b.0).then_with(|| compare_strs(a.1, b.1)).is_lt()))?;
            }
            // SAFETY: the run is a permutation of the items.
            unsafe { write_back(items, run.iter().map(|&(_, _, raw)| raw)) };
            Ok(())
        }
        Keys::Tuples(words) => {
            let mut run: Run<Prefixed> = reserved(ts, len)?;
            run.extend(words.iter().enumerate().map(|(i, &word)| (word, key_at(i), item(i))));
            let result = powersort::sort(ts, &mut run, |ts, a, b| match a.0.cmp(&b.0) {
                Ordering::Less => Ok(true),
                Ordering::Greater => Ok(false),
                // SAFETY: R1: the keys are owned for the whole sort.
                Ordering::Equal => unsafe { tuple_less(ts, a.1.as_ref(), b.1.as_ref()) },
            });
            // SAFETY: the run is a permutation of the items, also after an error.
            unsafe { write_back(items, run.iter().map(|&(_, _, raw)| raw)) };
            result
        }
        Keys::SameType(compare) => {
            // SAFETY: as for `sort_objects`; the keys are owned for the whole sort.
            unsafe { sort_objects(ts, items, len, keys, |ts, a, b| same_type_less(ts, compare, a.as_ref(), b.as_ref())) }
        }
        Keys::Objects => {
            // SAFETY: as for `sort_objects`; the keys are owned for the whole sort.
            unsafe { sort_objects(ts, items, len, keys, |ts, a, b| less(ts, a.as_ref(), b.as_ref())) }
        }
    }
}

/// Sort by a comparison that can run Python code and fail.
///
/// # Safety
/// As `sort_run`.
unsafe fn sort_objects(
    ts: &ThreadState,
    items: *mut Raw,
    len: usize,
    keys: Option<&[PyRef]>,
    less: impl Fn(&ThreadState, Raw, Raw) -> PyResult<bool>,
) -> PyResult<()> {
    match keys {
        None => {
            // SAFETY: promised by the caller: this call alone reaches the run.
            let run = unsafe { std::slice::from_raw_parts_mut(items, len) };
            powersort::sort(ts, run, |ts, &a, &b| less(ts, a, b))
        }
        Some(keys) => {
            let mut run: Run<(Raw, Raw)> = reserved(ts, len)?;
            // SAFETY: promised by the caller.
            run.extend(keys.iter().enumerate().map(|(i, key)| (key.as_ptr(), unsafe { items.add(i).read() })));
            let result = powersort::sort(ts, &mut run, |ts, a, b| less(ts, a.0, b.0));
            // SAFETY: the run is a permutation of the items, also after an error.
            unsafe { write_back(items, run.iter().map(|&(_, raw)| raw)) };
            result
        }
    }
}

/// # Safety
/// `order` is a permutation of the references at `items`.
unsafe fn write_back(items: *mut Raw, order: impl Iterator<Item = Raw>) {
    for (i, raw) in order.enumerate() {
        // SAFETY: promised by the caller.
        unsafe { items.add(i).write(raw) };
    }
}

fn reserved<T>(ts: &ThreadState, len: usize) -> PyResult<Run<T>> {
    let mut run = Run::new();
    run.try_reserve_exact(len).map_err(|_| ts.no_memory())?;
    Ok(run)
}

// --- the survey --------------------------------------------------------------------------------------------------------------------

/// The kinds of keys whose comparison runs no Python code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Int,
    Float,
    Str,
}

fn plain_kind(object: &PyObject) -> Option<Plain> {
    if object.is_exact::<Int>() {
        Some(Plain::Int)
    } else if object.is_exact::<Str>() {
        Some(Plain::Str)
    } else if object.is_exact::<Float>() {
        Some(Plain::Float)
    } else {
        None
    }
}

/// A word that orders as the object does among its kind (for a str: where the words differ); `None` if it is of another kind, or
/// has no such word.
#[inline]
fn word_of(kind: Plain, object: &PyObject) -> Option<u64> {
    const SIGN: u64 = 1 << 63;
    match kind {
        Plain::Int => object.downcast_exact::<Int>()?.as_i64().map(|value| value as u64 ^ SIGN),
        Plain::Float => {
            let value = object.downcast_exact::<Float>()?.value();
            if value.is_nan() {
                return None;
            }
            // Adding zero makes -0.0 equal to 0.0, as Python has it.
            let bits = (value + 0.0).to_bits();
            Some(if bits & SIGN == 0 { bits | SIGN } else { !bits })
        }
        Plain::Str => Some(str_prefix(object.downcast_exact::<Str>()?)),
    }
}

/// The first characters of a str, most significant first: four code points of 16 bits, the ones beyond cut to 0xffff, after which
/// nothing more is said.
fn str_prefix(text: &Obj<Str>) -> u64 {
    if let Some(ascii) = text.as_ascii() {
        let mut word = 0;
        let bytes = ascii.as_bytes();
        for i in 0..4 {
            word = word << 16 | bytes.get(i).map_or(0, |&byte| u64::from(byte));
        }
        return word;
    }
    let mut word = 0;
    let mut open = true;
    for i in 0..4 {
        let code = if open { text.char_at(i).unwrap_or(0) } else { 0 };
        open = open && code < 0xffff;
        word = word << 16 | u64::from(code.min(0xffff));
    }
    word
}

/// CPython's pre-sort check: what all keys have in common.
fn survey<'a>(ts: &ThreadState, len: usize, key: impl Fn(usize) -> &'a PyObject) -> PyResult<Keys> {
    let first = key(0);
    if let Some(kind) = plain_kind(first)
        && let Some(words) = words(ts, len, |i| word_of(kind, key(i)))?
    {
        return Ok(if kind == Plain::Str { Keys::Strs(words) } else { Keys::Words(words) });
    }
    if let Some(kind) = first.downcast_exact::<Tuple>().and_then(|tuple| plain_kind(tuple.items().first()?)) {
        let word = |i: usize| word_of(kind, key(i).downcast_exact::<Tuple>()?.items().first()?);
        if let Some(words) = words(ts, len, word)? {
            return Ok(Keys::Tuples(words));
        }
    }
    let ty = first.ob_type_ptr();
    if let (true, Some(compare)) = ((1..len).all(|i| key(i).ob_type_ptr() == ty), first.ob_type().slots.tp_richcompare.get()) {
        return Ok(Keys::SameType(compare));
    }
    Ok(Keys::Objects)
}

fn words(ts: &ThreadState, len: usize, word: impl Fn(usize) -> Option<u64>) -> PyResult<Option<Run<u64>>> {
    let mut words = reserved(ts, len)?;
    for i in 0..len {
        match word(i) {
            Some(word) => words.push(word),
            None => return Ok(None),
        }
    }
    Ok(Some(words))
}

// --- comparisons -------------------------------------------------------------------------------------------------------------------

fn compare_strs(a: Raw, b: Raw) -> Ordering {
    // SAFETY: L1: the survey found exact strs; R1: they are owned for the whole sort.
    unsafe {
        let (a, b) = (a.as_ref().downcast_unchecked::<Str>(), b.as_ref().downcast_unchecked::<Str>());
        a.compare(b)
    }
}

/// CPython: `safe_object_compare`.
fn less(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    protocol::rich_compare_bool(ts, a, b, CompareOp::Lt)
}

/// The type's own comparison, without the search for it. CPython: `unsafe_object_compare`.
fn same_type_less(ts: &ThreadState, compare: RichCmpFunc, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    // A comparison may have changed the class.
    if !a.ob_type().slots.tp_richcompare.get().is_some_and(|now| std::ptr::fn_addr_eq(now, compare)) {
        return less(ts, a, b);
    }
    let answer = compare(ts, a, b, CompareOp::Lt)?;
    let singletons = ts.singletons();
    if answer.is(&singletons.true_) {
        Ok(true)
    } else if answer.is(&singletons.false_) {
        Ok(false)
    } else if answer.is(&singletons.not_implemented) {
        less(ts, a, b)
    } else {
        protocol::is_true(ts, &answer)
    }
}

/// Two exact tuples whose first items' words are equal. CPython: `unsafe_tuple_compare`.
fn tuple_less(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult<bool> {
    let (Some(a), Some(b)) = (a.downcast::<Tuple>(), b.downcast::<Tuple>()) else { return less(ts, a, b) };
    for (x, y) in a.items().iter().zip(b.items()) {
        if !protocol::rich_compare_bool(ts, x, y, CompareOp::Eq)? {
            return less(ts, x, y);
        }
    }
    Ok(a.len() < b.len())
}
