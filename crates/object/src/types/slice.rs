//! slice: start, stop and step as they were written, and what they mean for a sequence. CPython: `Objects/sliceobject.c`.
//!
//! Invariant: the three fields are set at birth and never change.

use minipy_scalar::hash::TupleHasher;
use minipy_scalar::int::{Int as Big, IntRef};

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::int::Int;
use crate::types::sequence::{clamped_index, has_index, repr_items, this};
use crate::types::tuple::{self, Tuple};

/// The payload of a slice.
pub struct Slice {
    start: Field,
    stop: Field,
    step: Field,
}

impl Body for Slice {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.start.traverse(visit);
        self.stop.traverse(visit);
        self.step.traverse(visit);
    }
}

py_layout!(Slice, SLICE, |ts| &ts.types().slice);

/// What a slice means for a sequence: `len` positions from `start` on, `step` apart. All of them are within the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    /// The first position; where there is none, the place where items would be inserted.
    pub start: usize,
    /// The distance, not 0.
    pub step: isize,
    /// How many positions there are.
    pub len: usize,
}

impl SliceRange {
    /// The positions in the slice's order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = usize> + use<> {
        let SliceRange { start, step, len } = *self;
        (0..len).map(move |i| start.wrapping_add_signed(step.wrapping_mul(i as isize)))
    }

    /// The positions of a slice whose step is 1.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.len
    }
}

/// What these bounds mean for a sequence of `len` items. `step` is not 0. CPython: `PySlice_AdjustIndices`.
pub fn adjust_indices(len: usize, start: isize, stop: isize, step: isize) -> SliceRange {
    let len = len as isize;
    let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let cut = |bound: isize| {
        let bound = if bound < 0 { bound.saturating_add(len) } else { bound };
        if bound < 0 { lowest } else { bound.min(highest) }
    };
    let (start, stop) = (cut(start), cut(stop));
    let count = if step < 0 {
        if stop < start { (start - stop - 1) / step.wrapping_neg() + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    SliceRange { start: usize::try_from(start).unwrap_or(0), step, len: count as usize }
}

impl Slice {
    /// A slice of these three. CPython: `PySlice_New`.
    pub fn new(ts: &ThreadState, start: PyRef, stop: PyRef, step: PyRef) -> PyResult<Py<Slice>> {
        Py::new(ts, Slice { start: Field::new(start), stop: Field::new(stop), step: Field::new(step) })
    }

    /// `start`, as it was written.
    pub fn start(&self, ts: &ThreadState) -> PyRef {
        self.start.get().unwrap_or_else(|| ts.none())
    }

    /// `stop`, as it was written.
    pub fn stop(&self, ts: &ThreadState) -> PyRef {
        self.stop.get().unwrap_or_else(|| ts.none())
    }

    /// `step`, as it was written.
    pub fn step(&self, ts: &ThreadState) -> PyRef {
        self.step.get().unwrap_or_else(|| ts.none())
    }

    /// The bounds and the step as words, cut to their range. CPython: `PySlice_Unpack`.
    pub fn unpack(&self, ts: &ThreadState) -> PyResult<(isize, isize, isize)> {
        let step = match bound(ts, &self.step(ts))? {
            None => 1,
            Some(0) => return Err(ts.value_error("slice step cannot be zero")),
            // The opposite of a step must be a word too.
            Some(step) => step.max(-isize::MAX),
        };
        let start = bound(ts, &self.start(ts))?.unwrap_or(if step < 0 { isize::MAX } else { 0 });
        let stop = bound(ts, &self.stop(ts))?.unwrap_or(if step < 0 { isize::MIN } else { isize::MAX });
        Ok((start, stop, step))
    }

    /// What the slice means for a sequence of `len` items. Evaluating the bounds can run Python code, so where the sequence can
    /// change use [`Slice::unpack`], then [`adjust_indices`] with the length of that moment.
    pub fn adjusted(&self, ts: &ThreadState, len: usize) -> PyResult<SliceRange> {
        let (start, stop, step) = self.unpack(ts)?;
        Ok(adjust_indices(len, start, stop, step))
    }

    fn parts(&self, ts: &ThreadState) -> [PyRef; 3] {
        [self.start(ts), self.stop(ts), self.step(ts)]
    }

    /// `start`, `stop` and `step` for a sequence whose length is an integer of any size. CPython: `_PySlice_GetLongIndices`.
    pub fn long_indices(&self, ts: &ThreadState, length: IntRef<'_>) -> PyResult<(Big, Big, Big)> {
        let step = match big_bound(ts, &self.step(ts))? {
            None => Big::ONE,
            Some(step) if step.as_ref().is_zero() => return Err(ts.value_error("slice step cannot be zero")),
            Some(step) => step,
        };
        let backward = step.as_ref().is_negative();
        let (lowest, highest) = if backward { (Big::small(-1), length.sub(IntRef::Small(1))) } else { (Big::ZERO, length.to_int()) };
        let cut = |value: Option<Big>, default: &Big| match value {
            None => default.clone(),
            Some(value) => {
                let value = if value.as_ref().is_negative() { value.as_ref().add(length) } else { value };
                if value.as_ref() < lowest.as_ref() {
                    lowest.clone()
                } else if value.as_ref() > highest.as_ref() {
                    highest.clone()
                } else {
                    value
                }
            }
        };
        let (first, last) = if backward { (&highest, &lowest) } else { (&lowest, &highest) };
        let start = cut(big_bound(ts, &self.start(ts))?, first);
        let stop = cut(big_bound(ts, &self.stop(ts))?, last);
        Ok((start, stop, step))
    }
}

#[cold]
fn bad_bound(ts: &ThreadState) -> crate::state::Raised {
    ts.type_error("slice indices must be integers or None or have an __index__ method")
}

/// A bound as a word; `None` for None. CPython: `_PyEval_SliceIndex`.
fn bound(ts: &ThreadState, value: &PyObject) -> PyResult<Option<isize>> {
    if value.is(&ts.singletons().none) {
        Ok(None)
    } else if has_index(value) {
        clamped_index(ts, value).map(Some)
    } else {
        Err(bad_bound(ts))
    }
}

fn big_bound(ts: &ThreadState, value: &PyObject) -> PyResult<Option<Big>> {
    if value.is(&ts.singletons().none) {
        Ok(None)
    } else if has_index(value) {
        Ok(Some(protocol::index(ts, value)?.value().to_int()))
    } else {
        Err(bad_bound(ts))
    }
}

// --- slots -------------------------------------------------------------------------------------------------------------------------

fn slice_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    no_keywords(ts, "slice", args)?;
    check_positional(ts, "slice", args.pos().len(), 1, 3)?;
    let slice = match args.pos() {
        [stop] => Slice::new(ts, ts.none(), stop.clone(), ts.none())?,
        [start, stop] => Slice::new(ts, start.clone(), stop.clone(), ts.none())?,
        [start, stop, step, ..] => Slice::new(ts, start.clone(), stop.clone(), step.clone())?,
        [] => return Err(ts.system_error("slice without arguments")),
    };
    Ok(slice.into_ref())
}

fn slice_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let parts = this::<Slice>(ts, object)?.parts(ts);
    Ok(repr_items(ts, "slice(", ")", |i| parts.get(i).cloned())?.into_ref())
}

fn slice_hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let mut hasher = TupleHasher::default();
    for part in this::<Slice>(ts, object)?.parts(ts) {
        hasher.add(protocol::hash(ts, &part)?);
    }
    Ok(hasher.finish_slice())
}

fn slice_richcompare(ts: &ThreadState, left: &PyObject, right: &PyObject, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Slice>(), right.downcast::<Slice>()) else {
        return Ok(ts.not_implemented());
    };
    if left.is(right) {
        return Ok(ts.bool(op.holds(std::cmp::Ordering::Equal)));
    }
    tuple::compare_items(ts, &a.parts(ts), &b.parts(ts), op)
}

// --- methods and attributes --------------------------------------------------------------------------------------------------------

fn slice_indices(ts: &ThreadState, object: &PyObject, length: &PyObject) -> PyResult {
    let length = protocol::index(ts, length)?;
    if length.value().is_negative() {
        return Err(ts.value_error("length should not be negative"));
    }
    let (start, stop, step) = this::<Slice>(ts, object)?.long_indices(ts, length.value())?;
    let [start, stop, step] = [Int::from_scalar(ts, start)?, Int::from_scalar(ts, stop)?, Int::from_scalar(ts, step)?];
    Ok(Tuple::from_array(ts, [start.into_ref(), stop.into_ref(), step.into_ref()])?.into_ref())
}

fn slice_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let parts = Tuple::from_array(ts, this::<Slice>(ts, object)?.parts(ts))?;
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), parts.into_ref()])?.into_ref())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "indices",
        "($self, object, /)",
        Native::O(slice_indices),
        "S.indices(len) -> (start, stop, stride)\n\nThe bounds and the step that the slice means for a sequence of this length.",
    ),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(slice_reduce), "What makes an equal object, for pickle and copy."),
];

static MEMBERS: &[GetSetDef] = &[
    GetSetDef::member("start", |ts, object| Ok(this::<Slice>(ts, object)?.start(ts))),
    GetSetDef::member("stop", |ts, object| Ok(this::<Slice>(ts, object)?.stop(ts))),
    GetSetDef::member("step", |ts, object| Ok(this::<Slice>(ts, object)?.step(ts))),
];

/// `slice`
pub static SLICE: TypeDef = TypeDef {
    doc: Some("slice(stop)\nslice(start, stop[, step])\n\nWhat stands between the brackets of a[start:stop:step]."),
    flags: TypeFlags::NONE,
    slots: Slots {
        tp_new: Some(slice_new),
        tp_repr: Some(slice_repr),
        tp_hash: Some(slice_hash),
        tp_richcompare: Some(slice_richcompare),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: MEMBERS,
    ..TypeDef::of::<Slice>("slice")
};

const _: () = assert!(size_of::<Obj<Slice>>() == 40);

#[cfg(test)]
mod tests {
    use super::{SliceRange, adjust_indices};

    #[test]
    fn bounds_are_cut_as_python_cuts_them() {
        let of = |len, start, stop, step| {
            let range = adjust_indices(len, start, stop, step);
            (range.start, range.len)
        };
        assert_eq!(of(5, 0, isize::MAX, 1), (0, 5));
        assert_eq!(of(5, -2, isize::MAX, 1), (3, 2));
        assert_eq!(of(5, isize::MAX, isize::MIN, -1), (4, 5));
        assert_eq!(of(5, isize::MAX, isize::MIN, -2), (4, 3));
        assert_eq!(of(5, 4, 1, 1), (4, 0));
        assert_eq!(of(0, isize::MAX, isize::MIN, -1), (0, 0));
        assert_eq!(of(5, 0, 5, isize::MAX), (0, 1));
        assert_eq!(of(5, 4, isize::MIN, -isize::MAX), (4, 1));
    }

    #[test]
    fn positions_follow_the_step() {
        let range = SliceRange { start: 4, step: -2, len: 3 };
        assert_eq!(range.positions().collect::<Vec<_>>(), [4, 2, 0]);
    }
}
