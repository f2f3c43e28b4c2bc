//! range: numbers by start, stop and step, of any size. CPython: `Objects/rangeobject.c`.
//!
//! Invariant: the four fields hold exact ints, `length` is the number of elements, `step` is not 0; none of them ever changes. Where
//! all of them fit into a word (nearly always) the arithmetic is done in words ([`SmallRange`]), else by `scalar`.

use std::cell::Cell;

use minipy_scalar::int::{Int as Big, IntRef};

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::int::Int;
use crate::types::sequence::{builtin, count_by_iteration, find_by_iteration, has_index, reduced, repr_text, self_iter, this, word};
use crate::types::slice::Slice;
use crate::types::tuple::Tuple;

/// The payload of a range.
pub struct Range {
    start: Field,
    stop: Field,
    step: Field,
    length: Field,
}

impl Body for Range {
    // It refers to ints only, so it is part of no cycle.
    const COLLECTED: bool = false;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.start.traverse(visit);
        self.stop.traverse(visit);
        self.step.traverse(visit);
        self.length.traverse(visit);
    }
}

py_layout!(Range, RANGE, |ts| &ts.types().range);

/// The elements of a range whose numbers all fit into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallRange {
    /// The next element.
    pub start: i64,
    /// The distance to the one after it.
    pub step: i64,
    /// How many elements are left.
    pub len: usize,
}

impl Iterator for SmallRange {
    type Item = i64;
    #[inline(always)]
    fn next(&mut self) -> Option<i64> {
        self.len = self.len.checked_sub(1)?;
        let value = self.start;
        // Beyond the last element the sum may not fit; nobody sees it.
        self.start = value.wrapping_add(self.step);
        Some(value)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

/// How many elements a range of words has. CPython: `get_len_of_range`.
fn small_length(start: i64, stop: i64, step: i64) -> u64 {
    if step > 0 && start < stop {
        1 + (stop.wrapping_sub(start) as u64 - 1) / step as u64
    } else if step < 0 && start > stop {
        1 + (start.wrapping_sub(stop) as u64 - 1) / step.unsigned_abs()
    } else {
        0
    }
}

/// How many elements a range has. CPython: `compute_range_length`.
fn length(start: IntRef<'_>, stop: IntRef<'_>, step: IntRef<'_>) -> Big {
    if let (IntRef::Small(start), IntRef::Small(stop), IntRef::Small(step)) = (start, stop, step) {
        let length = small_length(start, stop, step);
        return Big::from_limbs(false, &[length]);
    }
    let (low, high, step) = if step.is_negative() { (stop, start, step.neg()) } else { (start, stop, step.to_int()) };
    if low >= high {
        return Big::ZERO;
    }
    // The divisor is not zero, so there is nothing to fail.
    let steps = high.sub(low).as_ref().sub(IntRef::Small(1)).as_ref().floordiv(step.as_ref()).unwrap_or(Big::ZERO);
    steps.as_ref().add(IntRef::Small(1))
}

/// An error of `scalar` as an exception.
fn refused(ts: &ThreadState, error: &minipy_scalar::int::IntError) -> Raised {
    match error {
        minipy_scalar::int::IntError::TooLarge => ts.no_memory(),
        other => ts.overflow_error(other),
    }
}

impl Range {
    /// A range of int objects; `step` is not 0.
    pub fn new(ts: &ThreadState, start: Py<Int>, stop: Py<Int>, step: Py<Int>) -> PyResult<Py<Range>> {
        let length = Int::from_scalar(ts, length(start.value(), stop.value(), step.value()))?;
        Py::new(ts, Range { start: Field::new(start), stop: Field::new(stop), step: Field::new(step), length: Field::new(length) })
    }

    /// A range of words.
    pub fn from_words(ts: &ThreadState, start: i64, stop: i64, step: i64) -> PyResult<Py<Range>> {
        Range::new(ts, ts.new_int(start)?, ts.new_int(stop)?, ts.new_int(step)?)
    }

    fn part(&self, ts: &ThreadState, field: &Field) -> PyResult<Py<Int>> {
        match field.get().map(PyRef::downcast_into::<Int>) {
            Some(Ok(int)) => Ok(int),
            _ => Err(ts.system_error("a range without its numbers")),
        }
    }

    fn start(&self, ts: &ThreadState) -> PyResult<Py<Int>> {
        self.part(ts, &self.start)
    }

    fn stop(&self, ts: &ThreadState) -> PyResult<Py<Int>> {
        self.part(ts, &self.stop)
    }

    fn step(&self, ts: &ThreadState) -> PyResult<Py<Int>> {
        self.part(ts, &self.step)
    }

    fn length(&self, ts: &ThreadState) -> PyResult<Py<Int>> {
        self.part(ts, &self.length)
    }

    /// The elements, if start, stop, step and length all fit into words.
    #[inline]
    pub fn small(&self) -> Option<SmallRange> {
        let of = |field: &Field| field.peek().and_then(|part| part.downcast_exact::<Int>()).and_then(|int| int.as_i64());
        let (start, _stop, step) = (of(&self.start)?, of(&self.stop)?, of(&self.step)?);
        let len = usize::try_from(of(&self.length)?).ok()?;
        Some(SmallRange { start, step, len })
    }

    /// The element at a position that is known to exist: `start + index * step`.
    fn element(&self, ts: &ThreadState, index: IntRef<'_>) -> PyResult<Py<Int>> {
        let (start, step) = (self.start(ts)?, self.step(ts)?);
        let offset = step.value().mul(index).map_err(|error| refused(ts, &error))?;
        Int::from_scalar(ts, start.value().add(offset.as_ref()))
    }

    /// Where an int is in the range. CPython: `range_contains_long` and the division of `range_index`.
    fn position(&self, ts: &ThreadState, value: IntRef<'_>) -> PyResult<Option<Big>> {
        let (start, stop, step) = (self.start(ts)?, self.stop(ts)?, self.step(ts)?);
        let (start, stop, step) = (start.value(), stop.value(), step.value());
        let within = if step.is_negative() { value <= start && value > stop } else { value >= start && value < stop };
        if !within {
            return Ok(None);
        }
        let (index, rest) = value.sub(start).as_ref().divmod(step).map_err(|error| refused(ts, &error))?;
        Ok(rest.as_ref().is_zero().then_some(index))
    }

    /// An iterator at the first element: in words where everything fits, else `longrange_iterator`.
    pub fn iterator(&self, ts: &ThreadState) -> PyResult {
        match self.small() {
            Some(range) => Ok(RangeIterator::new(ts, range)?.into_ref()),
            None => {
                let [start, step, len] = [self.start(ts)?, self.step(ts)?, self.length(ts)?];
                LongRangeIterator::make(ts, start, step, len)
            }
        }
    }
}

// --- slots -------------------------------------------------------------------------------------------------------------------------

fn range_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    no_keywords(ts, "range", args)?;
    check_positional(ts, "range", args.pos().len(), 1, 3)?;
    let range = match args.pos() {
        [stop] => {
            let stop = protocol::index(ts, stop)?;
            Range::new(ts, ts.new_int(0)?, stop, ts.new_int(1)?)?
        }
        [start, stop, rest @ ..] => {
            let start = protocol::index(ts, start)?;
            let stop = protocol::index(ts, stop)?;
            let step = match rest.first() {
                Some(step) => protocol::index(ts, step)?,
                None => ts.new_int(1)?,
            };
            if step.value().is_zero() {
                return Err(ts.value_error("range() arg 3 must not be zero"));
            }
            Range::new(ts, start, stop, step)?
        }
        [] => return Err(ts.system_error("range without arguments")),
    };
    Ok(range.into_ref())
}

fn range_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let range = this::<Range>(ts, object)?;
    let (start, stop, step) = (range.start(ts)?, range.stop(ts)?, range.step(ts)?);
    let (first, last) = (repr_text(ts, start.as_object())?, repr_text(ts, stop.as_object())?);
    let text = if step.as_i64() == Some(1) {
        ts.new_str_fmt(format_args!("range({first}, {last})"))?
    } else {
        ts.new_str_fmt(format_args!("range({first}, {last}, {})", repr_text(ts, step.as_object())?))?
    };
    Ok(text.into_ref())
}

/// What decides equality: length, start where there is an element, step where there are two.
fn identity(ts: &ThreadState, range: &Range) -> PyResult<[PyRef; 3]> {
    let length = range.length(ts)?;
    let start = if length.value().is_zero() { ts.none() } else { range.start(ts)?.into_ref() };
    let step = if length.value() <= IntRef::Small(1) { ts.none() } else { range.step(ts)?.into_ref() };
    Ok([length.into_ref(), start, step])
}

fn range_hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let parts = identity(ts, this::<Range>(ts, object)?)?;
    let mut hasher = minipy_scalar::hash::TupleHasher::default();
    for part in &parts {
        hasher.add(protocol::hash(ts, part)?);
    }
    Ok(hasher.finish())
}

fn range_richcompare(ts: &ThreadState, left: &PyObject, right: &PyObject, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Range>(), right.downcast::<Range>()) else {
        return Ok(ts.not_implemented());
    };
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return Ok(ts.not_implemented()),
    };
    let mut equal = true;
    for (x, y) in identity(ts, a)?.iter().zip(&identity(ts, b)?) {
        equal = equal && protocol::rich_compare_bool(ts, x, y, CompareOp::Eq)?;
    }
    Ok(ts.bool(equal == wanted))
}

fn range_bool(ts: &ThreadState, object: &PyObject) -> PyResult<bool> {
    Ok(!this::<Range>(ts, object)?.length(ts)?.value().is_zero())
}

fn range_len(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    match this::<Range>(ts, object)?.length(ts)?.as_i64() {
        Some(length) => Ok(length as usize),
        None => Err(ts.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn item_at(ts: &ThreadState, range: &Range, index: IntRef<'_>) -> PyResult {
    if let (Some(small), IntRef::Small(index)) = (range.small(), index) {
        let at = if index < 0 { index.wrapping_add_unsigned(small.len as u64) } else { index };
        if at < 0 || at as usize >= small.len {
            return Err(ts.index_error("range object index out of range"));
        }
        return Ok(ts.new_int(small.start.wrapping_add(small.step.wrapping_mul(at)))?.into_ref());
    }
    let length = range.length(ts)?;
    let at = if index.is_negative() { index.add(length.value()) } else { index.to_int() };
    if at.as_ref().is_negative() || at.as_ref() >= length.value() {
        return Err(ts.index_error("range object index out of range"));
    }
    Ok(range.element(ts, at.as_ref())?.into_ref())
}

fn range_item(ts: &ThreadState, object: &PyObject, index: isize) -> PyResult {
    item_at(ts, this::<Range>(ts, object)?, IntRef::Small(index as i64))
}

fn range_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    let range = this::<Range>(ts, object)?;
    if has_index(key) {
        return item_at(ts, range, protocol::index(ts, key)?.value());
    }
    let Some(slice) = key.downcast_exact::<Slice>() else {
        return Err(ts.type_error(format_args!("range indices must be integers or slices, not {}", key.ob_type().name_string())));
    };
    let length = range.length(ts)?;
    let (start, stop, step) = slice.long_indices(ts, length.value())?;
    let own_step = range.step(ts)?;
    let step = own_step.value().mul(step.as_ref()).map_err(|error| refused(ts, &error))?;
    let (start, stop) = (range.element(ts, start.as_ref())?, range.element(ts, stop.as_ref())?);
    Ok(Range::new(ts, start, stop, Int::from_scalar(ts, step)?)?.into_ref())
}

/// An exact int or a bool: what `in`, `count` and `index` compute instead of comparing.
fn plain_int<'a>(ts: &ThreadState, value: &'a PyObject) -> Option<&'a Obj<Int>> {
    let singletons = ts.singletons();
    if value.is_exact::<Int>() || value.is(&singletons.true_) || value.is(&singletons.false_) { value.downcast::<Int>() } else { None }
}

fn range_contains(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<bool> {
    match plain_int(ts, value) {
        Some(int) => Ok(this::<Range>(ts, object)?.position(ts, int.value())?.is_some()),
        None => Ok(find_by_iteration(ts, object, value)?.is_some()),
    }
}

fn range_iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    this::<Range>(ts, object)?.iterator(ts)
}

// --- methods and attributes --------------------------------------------------------------------------------------------------------

fn range_reversed(ts: &ThreadState, object: &PyObject) -> PyResult {
    let range = this::<Range>(ts, object)?;
    if let Some(small) = range.small()
        && let Some(step) = small.step.checked_neg()
    {
        let last = small.start.wrapping_add(small.step.wrapping_mul(small.len as i64 - 1));
        return Ok(RangeIterator::new(ts, SmallRange { start: last, step, len: small.len })?.into_ref());
    }
    let length = range.length(ts)?;
    let last = range.element(ts, length.value().sub(IntRef::Small(1)).as_ref())?;
    let step = Int::from_scalar(ts, range.step(ts)?.value().neg())?;
    LongRangeIterator::make(ts, last, step, length)
}

fn range_count(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let count = match plain_int(ts, value) {
        Some(int) => usize::from(this::<Range>(ts, object)?.position(ts, int.value())?.is_some()),
        None => count_by_iteration(ts, object, value)?,
    };
    word(ts, count as isize)
}

fn range_index(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    match plain_int(ts, value) {
        Some(int) => match this::<Range>(ts, object)?.position(ts, int.value())? {
            Some(index) => Ok(Int::from_scalar(ts, index)?.into_ref()),
            None => {
                let shown = repr_text(ts, value)?;
                Err(ts.value_error(format_args!("{shown} is not in range")))
            }
        },
        None => match find_by_iteration(ts, object, value)? {
            Some(index) => word(ts, index as isize),
            None => Err(ts.value_error("sequence.index(x): x not in sequence")),
        },
    }
}

fn range_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let range = this::<Range>(ts, object)?;
    let parts = [range.start(ts)?.into_ref(), range.stop(ts)?.into_ref(), range.step(ts)?.into_ref()];
    let parts = Tuple::from_array(ts, parts)?.into_ref();
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), parts])?.into_ref())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reversed__", "($self, /)", Native::NoArgs(range_reversed), "An iterator from the last number to the first."),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(range_reduce), ""),
    MethodDef::new("count", "($self, object, /)", Native::O(range_count), "How often the value occurs in the range."),
    MethodDef::new(
        "index",
        "($self, object, /)",
        Native::O(range_index),
        "The position of the value in the range.\n\nValueError if it is not there.",
    ),
];

static MEMBERS: &[GetSetDef] = &[
    GetSetDef::member("start", |ts, object| Ok(this::<Range>(ts, object)?.start(ts)?.into_ref())),
    GetSetDef::member("stop", |ts, object| Ok(this::<Range>(ts, object)?.stop(ts)?.into_ref())),
    GetSetDef::member("step", |ts, object| Ok(this::<Range>(ts, object)?.step(ts)?.into_ref())),
];

/// `range`
pub static RANGE: TypeDef = TypeDef {
    doc: Some(
        "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe whole numbers from start (0 if it is not given) up to but without stop, step apart.",
    ),
    flags: TypeFlags::SEQUENCE,
    slots: Slots {
        tp_new: Some(range_new),
        tp_repr: Some(range_repr),
        tp_hash: Some(range_hash),
        tp_richcompare: Some(range_richcompare),
        tp_iter: Some(range_iter),
        nb_bool: Some(range_bool),
        sq_length: Some(range_len),
        mp_length: Some(range_len),
        sq_item: Some(range_item),
        sq_contains: Some(range_contains),
        mp_subscript: Some(range_subscript),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: MEMBERS,
    ..TypeDef::of::<Range>("range")
};

// --- range_iterator ----------------------------------------------------------------------------------------------------------------

/// The payload of `range_iterator`: numbers in words.
pub struct RangeIterator {
    start: Cell<i64>,
    step: Cell<i64>,
    len: Cell<usize>,
}

impl Body for RangeIterator {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(RangeIterator, RANGE_ITERATOR, |ts| &ts.types().range_iterator);

impl RangeIterator {
    /// An iterator over these numbers.
    pub fn new(ts: &ThreadState, range: SmallRange) -> PyResult<Py<RangeIterator>> {
        Py::new(ts, RangeIterator { start: Cell::new(range.start), step: Cell::new(range.step), len: Cell::new(range.len) })
    }

    /// The next number, for FOR_ITER over a range.
    #[inline(always)]
    pub fn next_word(&self) -> Option<i64> {
        let len = self.len.get().checked_sub(1)?;
        let value = self.start.get();
        self.start.set(value.wrapping_add(self.step.get()));
        self.len.set(len);
        Some(value)
    }

    /// What is left.
    pub fn rest(&self) -> SmallRange {
        SmallRange { start: self.start.get(), step: self.step.get(), len: self.len.get() }
    }
}

fn iterator_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    match this::<RangeIterator>(ts, object)?.next_word() {
        Some(value) => Ok(Some(ts.new_int(value)?.into_ref())),
        None => Ok(None),
    }
}

fn iterator_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    word(ts, this::<RangeIterator>(ts, object)?.len.get() as isize)
}

fn iterator_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let rest = this::<RangeIterator>(ts, object)?.rest();
    let start = Big::small(rest.start);
    let steps = IntRef::Small(rest.len as i64).mul(IntRef::Small(rest.step)).map_err(|error| refused(ts, &error))?;
    let stop = Int::from_scalar(ts, start.as_ref().add(steps.as_ref()))?;
    let range = Range::new(ts, ts.new_int(rest.start)?, stop, ts.new_int(rest.step)?)?;
    reduced(ts, builtin(ts, "iter")?, range.into_ref(), Some(ts.none()))
}

fn iterator_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = protocol::index(ts, state)?;
    let Some(index) = index.as_i64() else {
        return Err(ts.overflow_error("Python int too large to convert to C long"));
    };
    let iterator = this::<RangeIterator>(ts, object)?;
    // Silently cut to what there is, as CPython does.
    let index = usize::try_from(index).unwrap_or(0).min(iterator.len.get());
    iterator.start.set(iterator.start.get().wrapping_add(iterator.step.get().wrapping_mul(index as i64)));
    iterator.len.set(iterator.len.get() - index);
    Ok(ts.none())
}

const HINT_DOC: &str = "How many items are left, for those who make room.";
const REDUCE_DOC: &str = "What makes an equal object, for pickle and copy.";
const SETSTATE_DOC: &str = "Go to a position, for pickle and copy.";

static ITERATOR_METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", "($self, /)", Native::NoArgs(iterator_length_hint), HINT_DOC),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(iterator_reduce), REDUCE_DOC),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(iterator_setstate), SETSTATE_DOC),
];

/// `range_iterator`
pub static RANGE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(iterator_next), ..Slots::INHERIT },
    methods: ITERATOR_METHODS,
    ..TypeDef::of::<RangeIterator>("range_iterator")
};

// --- longrange_iterator ------------------------------------------------------------------------------------------------------------

/// The payload of `longrange_iterator`: numbers of any size.
pub struct LongRangeIterator {
    start: Field,
    step: Field,
    len: Field,
}

impl Body for LongRangeIterator {
    const COLLECTED: bool = false;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.start.traverse(visit);
        self.step.traverse(visit);
        self.len.traverse(visit);
    }
}

py_layout!(LongRangeIterator, LONGRANGE_ITERATOR, |ts| &ts.types().longrange_iterator);

impl LongRangeIterator {
    fn make(ts: &ThreadState, start: Py<Int>, step: Py<Int>, len: Py<Int>) -> PyResult {
        let body = LongRangeIterator { start: Field::new(start), step: Field::new(step), len: Field::new(len) };
        Ok(Py::new(ts, body)?.into_ref())
    }

    fn parts(&self, ts: &ThreadState) -> PyResult<[Py<Int>; 3]> {
        let of = |field: &Field| match field.get().map(PyRef::downcast_into::<Int>) {
            Some(Ok(int)) => Ok(int),
            _ => Err(ts.system_error("a range iterator without its numbers")),
        };
        Ok([of(&self.start)?, of(&self.step)?, of(&self.len)?])
    }
}

fn long_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let iterator = this::<LongRangeIterator>(ts, object)?;
    let [start, step, len] = iterator.parts(ts)?;
    if len.value() <= IntRef::Small(0) {
        return Ok(None);
    }
    let next = Int::from_scalar(ts, start.value().add(step.value()))?;
    let rest = Int::from_scalar(ts, len.value().sub(IntRef::Small(1)))?;
    iterator.start.set(next);
    iterator.len.set(rest);
    Ok(Some(start.into_ref()))
}

fn long_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let [_start, _step, len] = this::<LongRangeIterator>(ts, object)?.parts(ts)?;
    Ok(len.into_ref())
}

fn long_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let [start, step, len] = this::<LongRangeIterator>(ts, object)?.parts(ts)?;
    let steps = len.value().mul(step.value()).map_err(|error| refused(ts, &error))?;
    let stop = Int::from_scalar(ts, start.value().add(steps.as_ref()))?;
    let range = Range::new(ts, start, stop, step)?;
    reduced(ts, builtin(ts, "iter")?, range.into_ref(), Some(ts.none()))
}

fn long_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let Some(state) = plain_int(ts, state) else {
        return Err(ts.type_error(format_args!("state must be an int, not {}", state.ob_type().name_string())));
    };
    let iterator = this::<LongRangeIterator>(ts, object)?;
    let [start, step, len] = iterator.parts(ts)?;
    let index = state.value().max(IntRef::Small(0)).min(len.value()).to_int();
    let steps = index.as_ref().mul(step.value()).map_err(|error| refused(ts, &error))?;
    let start = Int::from_scalar(ts, start.value().add(steps.as_ref()))?;
    let len = Int::from_scalar(ts, len.value().sub(index.as_ref()))?;
    iterator.start.set(start);
    iterator.len.set(len);
    Ok(ts.none())
}

static LONG_METHODS: &[MethodDef] = &[
    MethodDef::new("__length_hint__", "($self, /)", Native::NoArgs(long_length_hint), HINT_DOC),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(long_reduce), REDUCE_DOC),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(long_setstate), SETSTATE_DOC),
];

/// `longrange_iterator`
pub static LONGRANGE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(long_next), ..Slots::INHERIT },
    methods: LONG_METHODS,
    ..TypeDef::of::<LongRangeIterator>("longrange_iterator")
};

const _: () = assert!(size_of::<Obj<Range>>() == 48 && size_of::<Obj<RangeIterator>>() == 40 && size_of::<Obj<LongRangeIterator>>() == 40);

#[cfg(test)]
mod tests {
    use super::{SmallRange, length, small_length};
    use minipy_scalar::int::{Int, IntRef};

    #[test]
    fn lengths_of_small_and_huge_ranges_agree() {
        let cases: [(i64, i64, i64); 8] =
            [(0, 10, 1), (0, 10, 3), (10, 0, -1), (10, 0, -3), (0, 0, 1), (5, 3, 1), (i64::MIN, i64::MAX, 1), (i64::MAX, i64::MIN, -1)];
        for (start, stop, step) in cases {
            let expected = (i128::from(stop) - i128::from(start) + i128::from(step) - i128::from(i64::signum(step))) / i128::from(step);
            assert_eq!(i128::from(small_length(start, stop, step)), expected.max(0), "{start} {stop} {step}");
        }
        let huge = Int::from_limbs(false, &[0, 1]);
        assert_eq!(length(IntRef::Small(0), huge.as_ref(), IntRef::Small(2)).as_ref(), IntRef::Big { negative: false, limbs: &[1 << 63] });
        assert_eq!(length(huge.as_ref(), IntRef::Small(0), IntRef::Small(2)), Int::ZERO);
    }

    #[test]
    fn the_last_step_may_leave_the_word() {
        let range = SmallRange { start: i64::MAX - 1, step: 1, len: 2 };
        assert_eq!(range.collect::<Vec<_>>(), [i64::MAX - 1, i64::MAX]);
    }
}
