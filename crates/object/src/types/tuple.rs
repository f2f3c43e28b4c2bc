//! tuple: the immutable sequence, its items inline behind the body. CPython: `Objects/tupleobject.c`.
//!
//! Invariants: the `len` words behind the body are owned references (R1), written before anybody sees the tuple and never changed
//! while more than one reference to it exists, so `items` may lend them (M1). Only `enumerate` and `zip`, whose result tuple is
//! theirs alone, store into one (`reuse_pair`, `reuse`). There is one empty tuple of exact type per interpreter.
#![expect(unsafe_code, reason = "the items lie in the block behind the body, on the word of L1 and R1")]

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use minipy_scalar::hash::TupleHasher;

use crate::alloc::new_with_tail;
use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::object::class_getitem;
use crate::types::sequence::{
    bound_argument, builtin, compare_lengths, from_end, has_index, item_equals, position, reduced, repr_items, self_iter, state_argument,
    subscript_index, this, word,
};
use crate::types::slice::Slice;

/// The payload of a tuple: its length; the items lie behind it.
pub struct Tuple {
    len: Cell<usize>,
}

impl Body for Tuple {
    const COLLECTED: bool = true;
    const ITEMSIZE: usize = size_of::<PyRef>();
    fn traverse(&self, visit: &mut Visit<'_>) {
        for item in self.items() {
            visit(item);
        }
    }
    fn tail_bytes(&self) -> usize {
        self.len.get() * size_of::<PyRef>()
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        let items = self.slots();
        let mut left = self.len.get();
        while left > 0 {
            left -= 1;
            // SAFETY: R1: each item's count is released once; the tuple is dead, nobody reads it any more. From the last to the
            // first, as CPython does.
            unsafe { drop(PyRef::from_raw(items.add(left).read())) };
        }
    }
}

py_layout!(Tuple, TUPLE, |ts| &ts.types().tuple);

impl Tuple {
    /// Where the items lie.
    #[inline(always)]
    fn slots(&self) -> *mut NonNull<PyObject> {
        std::ptr::from_ref(self).cast_mut().wrapping_add(1).cast()
    }

    /// A tuple of type `ty` with `len` items that `fill` writes.
    ///
    /// # Safety
    /// R1: `fill` writes all `len` words, each owning a count, and runs no Python code. L1: `ty` is tuple or derives from it.
    #[inline(always)]
    unsafe fn build(ts: &ThreadState, ty: &PyType, len: usize, fill: impl FnOnce(*mut NonNull<PyObject>)) -> PyResult<Py<Tuple>> {
        let Some(tail) = len.checked_mul(size_of::<PyRef>()) else { return Err(ts.no_memory()) };
        // SAFETY: L1, promised. The body says zero items until the block is there and filled, so that a failure drops none.
        let tuple = unsafe { new_with_tail(ts, ty, Tuple { len: Cell::new(0) }, tail, |at| fill(at.cast())) }?;
        tuple.len.set(len);
        Ok(tuple)
    }

    /// The empty tuple.
    pub fn empty(ts: &ThreadState) -> PyResult<Py<Tuple>> {
        match ts.interp().singletons_cell().get() {
            Some(singletons) => Ok(singletons.empty_tuple.clone()),
            None => Tuple::new_empty(ts),
        }
    }

    /// A new empty tuple, for the one that the interpreter shares.
    pub(crate) fn new_empty(ts: &ThreadState) -> PyResult<Py<Tuple>> {
        // SAFETY: there is nothing to write; L1: the type is tuple.
        unsafe { Tuple::build(ts, Tuple::type_object(ts), 0, |_| ()) }
    }

    /// A tuple with new references to these objects.
    pub fn from_slice(ts: &ThreadState, items: &[PyRef]) -> PyResult<Py<Tuple>> {
        if items.is_empty() {
            return Tuple::empty(ts);
        }
        // SAFETY: L1: the type is tuple.
        unsafe { Tuple::copy_in(ts, Tuple::type_object(ts), items) }
    }

    /// # Safety
    /// L1: `ty` is tuple or derives from it.
    unsafe fn copy_in(ts: &ThreadState, ty: &PyType, items: &[PyRef]) -> PyResult<Py<Tuple>> {
        let fill = |to: *mut NonNull<PyObject>| {
            for (i, item) in items.iter().enumerate() {
                item.incref();
                // SAFETY: the block has a word for each item; R1: the count was just added.
                unsafe { to.add(i).write(item.as_ptr()) };
            }
        };
        // SAFETY: `fill` writes all items; L1, promised.
        unsafe { Tuple::build(ts, ty, items.len(), fill) }
    }

    /// A tuple that takes these references over. On failure they are dropped.
    pub fn from_vec(ts: &ThreadState, items: Vec<PyRef>) -> PyResult<Py<Tuple>> {
        if items.is_empty() {
            return Tuple::empty(ts);
        }
        let len = items.len();
        let fill = |to: *mut NonNull<PyObject>| {
            for (i, item) in items.into_iter().enumerate() {
                // SAFETY: the block has a word for each item; R1: the count moves into it.
                unsafe { to.add(i).write(item.into_raw()) };
            }
        };
        // SAFETY: `fill` writes all items; L1: the type is tuple.
        unsafe { Tuple::build(ts, Tuple::type_object(ts), len, fill) }
    }

    /// A tuple that takes these references over. On failure they are dropped.
    #[inline]
    pub fn from_array<const N: usize>(ts: &ThreadState, items: [PyRef; N]) -> PyResult<Py<Tuple>> {
        if N == 0 {
            return Tuple::empty(ts);
        }
        let fill = |to: *mut NonNull<PyObject>| {
            for (i, item) in items.into_iter().enumerate() {
                // SAFETY: the block has a word for each item; R1: the count moves into it.
                unsafe { to.add(i).write(item.into_raw()) };
            }
        };
        // SAFETY: `fill` writes all items; L1: the type is tuple.
        unsafe { Tuple::build(ts, Tuple::type_object(ts), N, fill) }
    }

    /// A tuple that takes over the `len` references at `items`, as BUILD_TUPLE has them on the value stack. On failure they are
    /// still the caller's.
    ///
    /// # Safety
    /// R1: the words are owned references; after a success they are no longer the caller's.
    #[inline]
    pub unsafe fn from_owned_run(ts: &ThreadState, items: *const NonNull<PyObject>, len: usize) -> PyResult<Py<Tuple>> {
        if len == 0 {
            return Tuple::empty(ts);
        }
        // SAFETY: the caller promises `len` owned words, which move into a fresh block; L1: the type is tuple.
        unsafe { Tuple::build(ts, Tuple::type_object(ts), len, |to| std::ptr::copy_nonoverlapping(items, to, len)) }
    }

    /// A tuple of a type that derives from tuple (or tuple itself) with new references to these objects.
    pub fn new_in(ts: &ThreadState, ty: &PyType, items: &[PyRef]) -> PyResult<Py<Tuple>> {
        if !std::ptr::eq(ty.def(), Tuple::DEF) && !ty.derives_from_def(Tuple::DEF) {
            return Err(ts.system_error("an instance was asked of a type with another layout"));
        }
        // SAFETY: L1, just checked.
        unsafe { Tuple::copy_in(ts, ty, items) }
    }

    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// The items. They never change while the caller's reference keeps the tuple alive.
    #[inline(always)]
    pub fn items(&self) -> &[PyRef] {
        // SAFETY: the words behind the body are owned references, and a PyRef is one such word; the tuple holds them for as long
        // as it lives (see the module's invariant).
        unsafe { std::slice::from_raw_parts(self.slots().cast::<PyRef>(), self.len.get()) }
    }

    /// A new reference to the item at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<PyRef> {
        self.items().get(index).cloned()
    }

    /// Store two new items into a pair that nobody but the caller knows, and return the old ones for the caller to drop.
    ///
    /// # Safety
    /// M1: the caller's reference to the tuple is the only one, so nobody has borrowed its items; the tuple has two items.
    #[inline(always)]
    pub(crate) unsafe fn reuse_pair(&self, first: PyRef, second: PyRef) -> (PyRef, PyRef) {
        // SAFETY: promised by the caller.
        unsafe { (self.reuse(0, first), self.reuse(1, second)) }
    }

    /// Store one new item, as `reuse_pair`.
    ///
    /// # Safety
    /// As `reuse_pair`, and the tuple has an item at `index`.
    #[inline(always)]
    pub(crate) unsafe fn reuse(&self, index: usize, value: PyRef) -> PyRef {
        // SAFETY: promised by the caller; R1: the counts are exchanged.
        unsafe { PyRef::from_raw(self.slots().add(index).replace(value.into_raw())) }
    }
}

// --- slots -------------------------------------------------------------------------------------------------------------------------

const SIGNATURE: &str = "(iterable=(), /)";

fn tuple_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let exact = std::ptr::eq(ty, Tuple::type_object(ts));
    let (init, plain) = (ty.slots.tp_init.get(), ts.types().object.slots.tp_init.get());
    if exact || init.zip(plain).is_some_and(|(init, plain)| std::ptr::fn_addr_eq(init, plain)) {
        no_keywords(ts, "tuple", args)?;
    }
    check_positional(ts, "tuple", args.pos().len(), 0, 1)?;
    let tuple = match args.pos().first() {
        None => Tuple::empty(ts)?,
        Some(iterable) => to_tuple(ts, iterable)?,
    };
    if exact {
        return Ok(tuple.into_ref());
    }
    Ok(Tuple::new_in(ts, ty, tuple.items())?.into_ref())
}

/// The items of an iterable as a tuple: an exact tuple is returned as it is. CPython: `PySequence_Tuple`.
pub fn to_tuple(ts: &ThreadState, iterable: &PyObject) -> PyResult<Py<Tuple>> {
    match iterable.downcast_exact::<Tuple>() {
        Some(tuple) => Ok(tuple.to_py()),
        None => Tuple::from_vec(ts, protocol::sequence_to_vec(ts, iterable)?),
    }
}

fn tuple_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let tuple = this::<Tuple>(ts, object)?;
    if tuple.is_empty() {
        return Ok(ts.new_str("()")?.into_ref());
    }
    if !ts.repr_enter(object) {
        return Ok(ts.new_str("(...)")?.into_ref());
    }
    let close = if tuple.len() == 1 { ",)" } else { ")" };
    let text = repr_items(ts, "(", close, |i| tuple.get(i));
    ts.repr_leave(object);
    Ok(text?.into_ref())
}

fn tuple_hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let tuple = this::<Tuple>(ts, object)?;
    let mut hasher = TupleHasher::default();
    for item in tuple.items() {
        hasher.add(protocol::hash(ts, item)?);
        ts.tick(1)?;
    }
    Ok(hasher.finish())
}

fn tuple_richcompare(ts: &ThreadState, left: &PyObject, right: &PyObject, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (left.downcast::<Tuple>(), right.downcast::<Tuple>()) else {
        return Ok(ts.not_implemented());
    };
    compare_items(ts, left.items(), right.items(), op)
}

/// Compare two runs of items that do not change, as tuples compare.
pub(crate) fn compare_items(ts: &ThreadState, left: &[PyRef], right: &[PyRef], op: CompareOp) -> PyResult {
    for (a, b) in left.iter().zip(right) {
        ts.tick(1)?;
        if item_equals(ts, a, b)? {
            continue;
        }
        // The first pair that differs decides.
        return match op {
            CompareOp::Eq => Ok(ts.bool(false)),
            CompareOp::Ne => Ok(ts.bool(true)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => protocol::rich_compare(ts, a, b, op),
        };
    }
    Ok(compare_lengths(ts, left.len(), right.len(), op))
}

fn tuple_len(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    Ok(this::<Tuple>(ts, object)?.len())
}

fn tuple_item(ts: &ThreadState, object: &PyObject, index: isize) -> PyResult {
    let found = usize::try_from(index).ok().and_then(|index| object.downcast::<Tuple>()?.get(index));
    found.ok_or_else(|| ts.index_error("tuple index out of range"))
}

fn tuple_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    let tuple = this::<Tuple>(ts, object)?;
    if has_index(key) {
        let index = subscript_index(ts, key)?;
        let found = position(index, tuple.len()).and_then(|at| tuple.get(at));
        return found.ok_or_else(|| ts.index_error("tuple index out of range"));
    }
    let Some(slice) = key.downcast_exact::<Slice>() else {
        return Err(ts.type_error(format_args!("tuple indices must be integers or slices, not {}", key.ob_type().name_string())));
    };
    let range = slice.adjusted(ts, tuple.len())?;
    if range.len == tuple.len() && range.step == 1 && object.is_exact::<Tuple>() {
        return Ok(object.to_ref());
    }
    let made = if range.step == 1 {
        Tuple::from_slice(ts, tuple.items().get(range.span()).unwrap_or(&[]))?
    } else {
        Tuple::from_vec(ts, range.positions().filter_map(|at| tuple.get(at)).collect())?
    };
    Ok(made.into_ref())
}

fn tuple_concat(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let a = this::<Tuple>(ts, left)?;
    if a.is_empty() && right.is_exact::<Tuple>() {
        return Ok(right.to_ref());
    }
    let Some(b) = right.downcast::<Tuple>() else {
        return Err(ts.type_error(format_args!("can only concatenate tuple (not \"{}\") to tuple", right.ob_type().name_string())));
    };
    if b.is_empty() && left.is_exact::<Tuple>() {
        return Ok(left.to_ref());
    }
    let len = a.len() + b.len();
    if len == 0 {
        return Ok(Tuple::empty(ts)?.into_ref());
    }
    let fill = |to: *mut NonNull<PyObject>| {
        for (i, item) in a.items().iter().chain(b.items()).enumerate() {
            item.incref();
            // SAFETY: the block has a word for each item; R1: the count was just added.
            unsafe { to.add(i).write(item.as_ptr()) };
        }
    };
    // SAFETY: `fill` writes all items; L1: the type is tuple.
    Ok(unsafe { Tuple::build(ts, Tuple::type_object(ts), len, fill) }?.into_ref())
}

fn tuple_repeat(ts: &ThreadState, object: &PyObject, times: isize) -> PyResult {
    let tuple = this::<Tuple>(ts, object)?;
    if (tuple.is_empty() || times == 1) && object.is_exact::<Tuple>() {
        return Ok(object.to_ref());
    }
    let times = usize::try_from(times).unwrap_or(0);
    if tuple.is_empty() || times == 0 {
        return Ok(Tuple::empty(ts)?.into_ref());
    }
    let Some(len) = tuple.len().checked_mul(times) else { return Err(ts.no_memory()) };
    let fill = |to: *mut NonNull<PyObject>| {
        let mut at = 0;
        for _ in 0..times {
            for item in tuple.items() {
                item.incref();
                // SAFETY: the block has `len` words; R1: the count was just added.
                unsafe { to.add(at).write(item.as_ptr()) };
                at += 1;
            }
        }
    };
    // SAFETY: `fill` writes all items; L1: the type is tuple.
    Ok(unsafe { Tuple::build(ts, Tuple::type_object(ts), len, fill) }?.into_ref())
}

fn tuple_contains(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<bool> {
    for item in this::<Tuple>(ts, object)?.items() {
        if item_equals(ts, item, value)? {
            return Ok(true);
        }
        ts.tick(1)?;
    }
    Ok(false)
}

fn tuple_iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Py::new(ts, TupleIterator { index: Cell::new(0), seq: Field::new(object.to_ref()) })?.into_ref())
}

// --- methods -----------------------------------------------------------------------------------------------------------------------

fn tuple_getnewargs(ts: &ThreadState, object: &PyObject) -> PyResult {
    let tuple = this::<Tuple>(ts, object)?;
    let plain = if object.is_exact::<Tuple>() { tuple.to_py() } else { Tuple::from_slice(ts, tuple.items())? };
    Ok(Tuple::from_array(ts, [plain.into_ref()])?.into_ref())
}

fn tuple_index(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let tuple = this::<Tuple>(ts, object)?;
    let Some(value) = args.first() else { return Err(ts.system_error("index without a value")) };
    let start = bound_argument(ts, args.get(1).map(|arg| &**arg), 0)?;
    let stop = bound_argument(ts, args.get(2).map(|arg| &**arg), isize::MAX)?;
    let (start, stop) = (from_end(start, tuple.len()), from_end(stop, tuple.len()).min(tuple.len()));
    for (at, item) in tuple.items().iter().enumerate().take(stop).skip(start) {
        if item_equals(ts, item, value)? {
            return word(ts, at as isize);
        }
        ts.tick(1)?;
    }
    Err(ts.value_error("tuple.index(x): x not in tuple"))
}

fn tuple_count(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let mut count = 0;
    for item in this::<Tuple>(ts, object)?.items() {
        count += isize::from(item_equals(ts, item, value)?);
        ts.tick(1)?;
    }
    word(ts, count)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__getnewargs__", "($self, /)", Native::NoArgs(tuple_getnewargs), ""),
    MethodDef::new(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        Native::Fast(tuple_index),
        "The position of the first item that equals value.\n\nValueError if there is none.",
    ),
    MethodDef::new("count", "($self, value, /)", Native::O(tuple_count), "How many items equal value."),
    MethodDef::new("__class_getitem__", "($type, object, /)", Native::O(class_getitem), "See PEP 585").class(),
];

/// `tuple`
pub static TUPLE: TypeDef = TypeDef {
    doc: Some("A sequence that never changes: tuple(iterable) holds the items that the iterable gives; a tuple is returned as it is."),
    text_signature: Some(SIGNATURE),
    flags: TypeFlags::BASETYPE.with(TypeFlags::TUPLE_SUBCLASS).with(TypeFlags::SEQUENCE).with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(tuple_new),
        tp_repr: Some(tuple_repr),
        tp_hash: Some(tuple_hash),
        tp_richcompare: Some(tuple_richcompare),
        tp_iter: Some(tuple_iter),
        sq_length: Some(tuple_len),
        mp_length: Some(tuple_len),
        sq_item: Some(tuple_item),
        mp_subscript: Some(tuple_subscript),
        sq_concat: Some(tuple_concat),
        sq_repeat: Some(tuple_repeat),
        sq_contains: Some(tuple_contains),
        ..Slots::INHERIT
    },
    methods: METHODS,
    ..TypeDef::of::<Tuple>("tuple")
};

// --- the iterator ------------------------------------------------------------------------------------------------------------------

/// The payload of a tuple iterator.
pub struct TupleIterator {
    index: Cell<usize>,
    seq: Field,
}

impl Body for TupleIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.seq.traverse(visit);
    }
}

py_layout!(TupleIterator, TUPLE_ITERATOR, |ts| &ts.types().tuple_iterator);

impl TupleIterator {
    /// The next item; nothing happens at the end, so nothing of Python's can run.
    #[inline(always)]
    pub fn advance(&self) -> Option<PyRef> {
        let index = self.index.get();
        // SAFETY: L1: the field only ever holds a tuple.
        let item = unsafe { self.seq.peek()?.downcast_unchecked::<Tuple>() }.get(index)?;
        self.index.set(index + 1);
        Some(item)
    }

    /// The next item. The tuple is let go of at the end.
    #[inline]
    pub fn next(&self) -> Option<PyRef> {
        let item = self.advance();
        if item.is_none() {
            self.seq.clear();
        }
        item
    }
}

fn iterator_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    Ok(this::<TupleIterator>(ts, object)?.next())
}

fn iterator_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = this::<TupleIterator>(ts, object)?;
    let len = iterator.seq.peek().and_then(|seq| seq.downcast::<Tuple>()).map_or(0, |tuple| tuple.len());
    word(ts, len.saturating_sub(iterator.index.get()) as isize)
}

fn iterator_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = this::<TupleIterator>(ts, object)?;
    let function = builtin(ts, "iter")?;
    match iterator.seq.get() {
        Some(seq) => reduced(ts, function, seq, Some(word(ts, iterator.index.get() as isize)?)),
        None => reduced(ts, function, Tuple::empty(ts)?.into_ref(), None),
    }
}

fn iterator_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = state_argument(ts, state)?;
    let iterator = this::<TupleIterator>(ts, object)?;
    if let Some(len) = iterator.seq.peek().and_then(|seq| seq.downcast::<Tuple>()).map(|tuple| tuple.len()) {
        iterator.index.set(usize::try_from(index).unwrap_or(0).min(len));
    }
    Ok(ts.none())
}

/// What all iterators over sequences have beside `__iter__` and `__next__`.
static ITERATOR_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        "($self, /)",
        Native::NoArgs(iterator_length_hint),
        "How many items are left, for those who make room.",
    ),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(iterator_reduce), "What makes an equal object, for pickle and copy."),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(iterator_setstate), "Go to a position, for pickle and copy."),
];

/// `tuple_iterator`
pub static TUPLE_ITERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(iterator_next), ..Slots::INHERIT },
    methods: ITERATOR_METHODS,
    ..TypeDef::of::<TupleIterator>("tuple_iterator")
};

const _: () = assert!(size_of::<Obj<Tuple>>() == 24 && size_of::<MaybeUninit<Obj<TupleIterator>>>() == 32);
