//! list: the growable sequence. CPython: `Objects/listobject.c`; sorting is in `list/sort`, slice assignment in `list/slices`, the
//! iterators in `list/iter`.
//!
//! Invariants: the items are owned references in one [`RefBuf`]; whatever can run Python code (comparing, dropping, evaluating an
//! index) happens while no view of the buffer is held, and the length is read again after it. While a list is sorted its items are
//! away and it looks empty.

pub mod iter;
mod search;
mod slices;
mod sort;

use crate::args::{Args, Bound, check_positional, no_keywords};
use crate::buf::RefBuf;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::dict::Dict;
use crate::types::int::Int;
use crate::types::object::class_getitem;
use crate::types::range::Range;
use crate::types::sequence::{
    bound_argument, compare_lengths, from_end, has_index, item_equals, position, repr_items, repr_text, subscript_index, this, word,
    word_argument,
};
use crate::types::set::Set;
use crate::types::slice::{Slice, adjust_indices};
use crate::types::tuple::Tuple;

/// The payload of a list.
pub struct List {
    items: RefBuf,
}

impl Body for List {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.items.traverse(visit);
    }
    fn clear(&self) {
        self.items.clear();
    }
}

py_layout!(List, LIST, |ts| &ts.types().list);

impl List {
    /// An empty list.
    #[inline]
    pub fn new(ts: &ThreadState) -> PyResult<Py<List>> {
        Py::new(ts, List { items: RefBuf::new() })
    }

    /// An empty list with room for exactly `n` items.
    pub fn with_capacity(ts: &ThreadState, n: usize) -> PyResult<Py<List>> {
        Py::new(ts, List { items: RefBuf::with_capacity(ts, n)? })
    }

    /// A list that takes these references over. On failure they are dropped.
    pub fn from_vec(ts: &ThreadState, items: Vec<PyRef>) -> PyResult<Py<List>> {
        Py::new(ts, List { items: RefBuf::from_vec(ts, items)? })
    }

    /// A list with new references to these objects.
    pub fn from_slice(ts: &ThreadState, items: &[PyRef]) -> PyResult<Py<List>> {
        Py::new(ts, List { items: RefBuf::from_slice(ts, items)? })
    }

    /// A list that takes over the `len` references at `items`, as BUILD_LIST has them on the value stack. On failure they are still
    /// the caller's.
    ///
    /// # Safety
    /// R1: the words are owned references; after a success they are no longer the caller's.
    #[expect(unsafe_code, reason = "the contract is the caller's; nothing is done with it here")]
    pub unsafe fn from_owned_run(ts: &ThreadState, items: *const std::ptr::NonNull<PyObject>, len: usize) -> PyResult<Py<List>> {
        // The list first, so that a failure can leave the references where they are.
        let list = List::with_capacity(ts, len)?;
        // SAFETY: promised by the caller; there is room for `len`.
        unsafe { list.items.take_over(items, len) };
        Ok(list)
    }

    /// A list around a buffer.
    pub fn from_buf(ts: &ThreadState, items: RefBuf) -> PyResult<Py<List>> {
        Py::new(ts, List { items })
    }

    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are no items.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// A new reference to the item at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<PyRef> {
        self.items.get(index)
    }

    /// Store an item at `index`, then drop the old one; false where there is no such item.
    #[inline(always)]
    pub fn set_item(&self, index: usize, value: PyRef) -> bool {
        self.items.set(index, value)
    }

    /// Append an item.
    #[inline(always)]
    pub fn append(&self, ts: &ThreadState, value: PyRef) -> PyResult<()> {
        self.items.push(ts, value)
    }

    /// Take the last item.
    #[inline(always)]
    pub fn pop(&self) -> Option<PyRef> {
        self.items.pop()
    }

    /// New references to all items, as a temporary.
    pub fn to_vec(&self) -> Vec<PyRef> {
        self.items.to_vec()
    }

    /// Remove all items.
    pub fn clear_items(&self) {
        self.items.clear();
    }

    /// The buffer, for code of the machine that knows M1.
    #[inline(always)]
    pub fn items(&self) -> &RefBuf {
        &self.items
    }

    /// The items from `start` to `stop` as a new list. CPython: `PyList_GetSlice`.
    pub fn slice(&self, ts: &ThreadState, start: usize, stop: usize) -> PyResult<Py<List>> {
        let stop = stop.min(self.len());
        let start = start.min(stop);
        let items = RefBuf::with_capacity(ts, stop - start)?;
        items.extend_from_buf(ts, &self.items, start..stop)?;
        List::from_buf(ts, items)
    }

    /// Append what an iterable gives. CPython: `list_extend`.
    pub fn extend(&self, ts: &ThreadState, iterable: &PyObject) -> PyResult<()> {
        if let Some(list) = iterable.downcast_exact::<List>() {
            return self.extend_from_list(ts, list);
        }
        if let Some(tuple) = iterable.downcast_exact::<Tuple>() {
            if tuple.is_empty() {
                return Ok(());
            }
            self.items.preallocate(ts, tuple.len())?;
            return self.items.extend_from_slice(ts, tuple.items());
        }
        if std::ptr::eq(iterable.downcast::<List>().map_or(std::ptr::null(), |list| &raw const **list), self) {
            return self.extend_from_list(ts, self);
        }
        if let Some(dict) = iterable.downcast_exact::<Dict>() {
            self.items.reserve(ts, dict.len())?;
            let mut at = 0;
            while let Some((key, _value)) = dict.next(&mut at) {
                self.items.push(ts, key)?;
            }
            return Ok(());
        }
        if let Some(set) = iterable.downcast_exact::<Set>() {
            self.items.reserve(ts, set.len())?;
            let mut at = 0;
            while let Some(key) = set.next(&mut at) {
                self.items.push(ts, key)?;
            }
            return Ok(());
        }
        if let Some(range) = iterable.downcast_exact::<Range>().and_then(|range| range.small()) {
            return self.extend_from_range(ts, range);
        }
        self.extend_from_iterator(ts, iterable)
    }

    fn extend_from_list(&self, ts: &ThreadState, other: &List) -> PyResult<()> {
        let count = other.len();
        if count == 0 {
            return Ok(());
        }
        self.items.preallocate(ts, count)?;
        self.items.extend_from_buf(ts, &other.items, 0..count)
    }

    /// The numbers of a range, without an iterator between.
    fn extend_from_range(&self, ts: &ThreadState, range: crate::types::range::SmallRange) -> PyResult<()> {
        if range.len > 0 {
            self.items.preallocate(ts, range.len)?;
        }
        for value in range {
            self.items.push(ts, ts.new_int(value)?.into_ref())?;
            ts.tick(1)?;
        }
        Ok(())
    }

    fn extend_from_iterator(&self, ts: &ThreadState, iterable: &PyObject) -> PyResult<()> {
        let iterator = protocol::iter(ts, iterable)?;
        // A hint that is far too large is no reason to fail before the iterator was asked.
        let hint = protocol::length_hint(ts, iterable, 8)?;
        if hint > 0 && self.len().checked_add(hint).is_some() {
            self.items.preallocate(ts, hint)?;
        }
        while let Some(item) = protocol::next(ts, &iterator)? {
            self.items.push(ts, item)?;
            ts.tick(1)?;
        }
        self.items.trim();
        Ok(())
    }

    /// Insert before `index`; negative ones count from the end, and what lies beyond an end means that end.
    pub fn insert(&self, ts: &ThreadState, index: isize, value: PyRef) -> PyResult<()> {
        let at = from_end(index, self.len());
        self.items.insert(ts, at, value)
    }

    /// Reverse the order.
    pub fn reverse(&self) {
        self.items.reverse();
    }
}

// --- construction ------------------------------------------------------------------------------------------------------------------

const SIGNATURE: &str = "(iterable=(), /)";

fn list_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(Py::new_in(ts, ty, List { items: RefBuf::new() })?.into_ref())
}

fn list_init(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult<()> {
    let (new, own_new) = (object.ob_type().slots.tp_new.get(), List::type_object(ts).slots.tp_new.get());
    if new.zip(own_new).is_some_and(|(new, own_new)| std::ptr::fn_addr_eq(new, own_new)) {
        no_keywords(ts, "list", args)?;
    }
    check_positional(ts, "list", args.pos().len(), 0, 1)?;
    let list = this::<List>(ts, object)?;
    list.items.clear();
    match args.pos().first() {
        Some(iterable) => list.extend(ts, iterable),
        None => Ok(()),
    }
}

// --- slots -------------------------------------------------------------------------------------------------------------------------

fn list_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let list = this::<List>(ts, object)?;
    if list.is_empty() {
        return Ok(ts.new_str("[]")?.into_ref());
    }
    if !ts.repr_enter(object) {
        return Ok(ts.new_str("[...]")?.into_ref());
    }
    let text = repr_items(ts, "[", "]", |i| list.get(i));
    ts.repr_leave(object);
    Ok(text?.into_ref())
}

fn list_richcompare(ts: &ThreadState, left: &PyObject, right: &PyObject, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (left.downcast::<List>(), right.downcast::<List>()) else {
        return Ok(ts.not_implemented());
    };
    if left.len() != right.len() {
        match op {
            CompareOp::Eq => return Ok(ts.bool(false)),
            CompareOp::Ne => return Ok(ts.bool(true)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {}
        }
    }
    let mut at = 0;
    loop {
        let from = at;
        at = left.items.first_difference(&right.items, from);
        ts.tick(u32::try_from(at - from + 1).unwrap_or(u32::MAX))?;
        let (Some(a), Some(b)) = (left.get(at), right.get(at)) else { break };
        if item_equals(ts, &a, &b)? {
            at += 1;
            continue;
        }
        match op {
            CompareOp::Eq => return Ok(ts.bool(false)),
            CompareOp::Ne => return Ok(ts.bool(true)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {}
        }
        // The comparison may have changed the lists: the items that lie there now decide.
        return match (left.get(at), right.get(at)) {
            (Some(a), Some(b)) => protocol::rich_compare(ts, &a, &b, op),
            _ => break,
        };
    }
    Ok(compare_lengths(ts, left.len(), right.len(), op))
}

fn list_iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(iter::ListIterator::new(ts, this::<List>(ts, object)?)?.into_ref())
}

fn list_len(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    Ok(this::<List>(ts, object)?.len())
}

#[cold]
fn out_of_range(ts: &ThreadState) -> crate::state::Raised {
    ts.index_error("list index out of range")
}

#[cold]
fn assignment_out_of_range(ts: &ThreadState) -> crate::state::Raised {
    ts.index_error("list assignment index out of range")
}

#[cold]
fn bad_subscript(ts: &ThreadState, key: &PyObject) -> crate::state::Raised {
    ts.type_error(format_args!("list indices must be integers or slices, not {}", key.ob_type().name_string()))
}

fn list_item(ts: &ThreadState, object: &PyObject, index: isize) -> PyResult {
    let list = this::<List>(ts, object)?;
    usize::try_from(index).ok().and_then(|index| list.get(index)).ok_or_else(|| out_of_range(ts))
}

fn list_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    let list = this::<List>(ts, object)?;
    if let Some(index) = key.downcast_exact::<Int>().and_then(|int| int.as_i64()) {
        return position(index as isize, list.len()).and_then(|at| list.get(at)).ok_or_else(|| out_of_range(ts));
    }
    if has_index(key) {
        let index = subscript_index(ts, key)?;
        return position(index, list.len()).and_then(|at| list.get(at)).ok_or_else(|| out_of_range(ts));
    }
    let Some(slice) = key.downcast_exact::<Slice>() else { return Err(bad_subscript(ts, key)) };
    let (start, stop, step) = slice.unpack(ts)?;
    let range = adjust_indices(list.len(), start, stop, step);
    if range.len == 0 {
        return Ok(List::new(ts)?.into_ref());
    }
    if range.step == 1 {
        return Ok(list.slice(ts, range.start, range.start + range.len)?.into_ref());
    }
    let items = RefBuf::with_capacity(ts, range.len)?;
    for at in range.positions() {
        let Some(item) = list.get(at) else { break };
        items.push(ts, item)?;
    }
    Ok(List::from_buf(ts, items)?.into_ref())
}

fn list_ass_item(ts: &ThreadState, object: &PyObject, index: isize, value: Option<&PyObject>) -> PyResult<()> {
    let list = this::<List>(ts, object)?;
    let found = usize::try_from(index).ok().filter(|&index| index < list.len());
    store(ts, list, found, value)
}

fn list_ass_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let list = this::<List>(ts, object)?;
    if has_index(key) {
        let index = subscript_index(ts, key)?;
        return store(ts, list, position(index, list.len()), value);
    }
    match key.downcast_exact::<Slice>() {
        Some(slice) => slices::assign(ts, list, slice, value),
        None => Err(bad_subscript(ts, key)),
    }
}

/// Store or delete at a position that is known to exist (or not).
fn store(ts: &ThreadState, list: &List, at: Option<usize>, value: Option<&PyObject>) -> PyResult<()> {
    let Some(at) = at else { return Err(assignment_out_of_range(ts)) };
    match value {
        Some(value) => drop(list.items.replace(at, value.to_ref())),
        None => drop(list.items.remove(at)),
    }
    Ok(())
}

fn list_contains(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<bool> {
    Ok(this::<List>(ts, object)?.find(ts, value, 0, usize::MAX)?.is_some())
}

fn list_concat(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
    let a = this::<List>(ts, left)?;
    let Some(b) = right.downcast::<List>() else {
        return Err(ts.type_error(format_args!("can only concatenate list (not \"{}\") to list", right.ob_type().name_string())));
    };
    let Some(len) = a.len().checked_add(b.len()) else { return Err(ts.no_memory()) };
    let items = RefBuf::with_capacity(ts, len)?;
    items.extend_from_buf(ts, &a.items, 0..a.len())?;
    items.extend_from_buf(ts, &b.items, 0..b.len())?;
    Ok(List::from_buf(ts, items)?.into_ref())
}

fn list_repeat(ts: &ThreadState, object: &PyObject, times: isize) -> PyResult {
    let list = this::<List>(ts, object)?;
    let times = usize::try_from(times).unwrap_or(0);
    if list.is_empty() || times == 0 {
        return Ok(List::new(ts)?.into_ref());
    }
    let Some(len) = list.len().checked_mul(times) else { return Err(ts.no_memory()) };
    let items = RefBuf::with_capacity(ts, len)?;
    items.extend_from_buf(ts, &list.items, 0..list.len())?;
    items.repeat(ts, times - 1)?;
    Ok(List::from_buf(ts, items)?.into_ref())
}

fn list_inplace_concat(ts: &ThreadState, object: &PyObject, other: &PyObject) -> PyResult {
    this::<List>(ts, object)?.extend(ts, other)?;
    Ok(object.to_ref())
}

fn list_inplace_repeat(ts: &ThreadState, object: &PyObject, times: isize) -> PyResult {
    let list = this::<List>(ts, object)?;
    if !list.is_empty() && times != 1 {
        match usize::try_from(times) {
            Ok(times) if times > 0 => list.items.repeat(ts, times - 1)?,
            _ => list.items.clear(),
        }
    }
    Ok(object.to_ref())
}

// --- methods -----------------------------------------------------------------------------------------------------------------------

fn list_append(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    this::<List>(ts, object)?.append(ts, value.to_ref())?;
    Ok(ts.none())
}

fn list_insert(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let [index, value] = args else { return Err(ts.system_error("insert without its arguments")) };
    let index = word_argument(ts, index)?;
    this::<List>(ts, object)?.insert(ts, index, value.clone())?;
    Ok(ts.none())
}

fn list_extend(ts: &ThreadState, object: &PyObject, iterable: &PyObject) -> PyResult {
    this::<List>(ts, object)?.extend(ts, iterable)?;
    Ok(ts.none())
}

fn list_pop(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let list = this::<List>(ts, object)?;
    let index = match args.first() {
        None => {
            return list.pop().ok_or_else(|| ts.index_error("pop from empty list"));
        }
        Some(index) => word_argument(ts, index)?,
    };
    if list.is_empty() {
        return Err(ts.index_error("pop from empty list"));
    }
    position(index, list.len()).and_then(|at| list.items.remove(at)).ok_or_else(|| ts.index_error("pop index out of range"))
}

fn list_remove(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let list = this::<List>(ts, object)?;
    match list.find(ts, value, 0, usize::MAX)? {
        Some(at) => {
            drop(list.items.remove(at));
            Ok(ts.none())
        }
        None => Err(ts.value_error("list.remove(x): x not in list")),
    }
}

fn list_index(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let list = this::<List>(ts, object)?;
    let Some(value) = args.first() else { return Err(ts.system_error("index without a value")) };
    let start = bound_argument(ts, args.get(1).map(|arg| &**arg), 0)?;
    let stop = bound_argument(ts, args.get(2).map(|arg| &**arg), isize::MAX)?;
    let (start, stop) = (from_end(start, list.len()), from_end(stop, list.len()));
    match list.find(ts, value, start, stop)? {
        Some(at) => word(ts, at as isize),
        None => {
            let shown = repr_text(ts, value)?;
            Err(ts.value_error(format_args!("{shown} is not in list")))
        }
    }
}

fn list_count(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    word(ts, this::<List>(ts, object)?.count(ts, value)? as isize)
}

fn list_clear(ts: &ThreadState, object: &PyObject) -> PyResult {
    this::<List>(ts, object)?.items.clear();
    Ok(ts.none())
}

fn list_copy(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this::<List>(ts, object)?.slice(ts, 0, usize::MAX)?.into_ref())
}

fn list_reverse(ts: &ThreadState, object: &PyObject) -> PyResult {
    this::<List>(ts, object)?.reverse();
    Ok(ts.none())
}

fn list_sort(ts: &ThreadState, object: &PyObject, args: &Bound<'_>) -> PyResult {
    let [key, reverse] = args.take::<2>();
    let key = key.filter(|key| !key.is(&ts.singletons().none));
    let reverse = match reverse {
        Some(reverse) => protocol::is_true(ts, reverse)?,
        None => false,
    };
    this::<List>(ts, object)?.sort(ts, key, reverse)?;
    Ok(ts.none())
}

fn list_reversed(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(iter::ListReverseIterator::new(ts, this::<List>(ts, object)?)?.into_ref())
}

fn list_sizeof(ts: &ThreadState, object: &PyObject) -> PyResult {
    let own = object.ob_type().basicsize();
    word(ts, (own + this::<List>(ts, object)?.items.capacity_bytes()) as isize)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__getitem__", "($self, index, /)", Native::O(list_subscript), "The same as self[index]."),
    MethodDef::new("__reversed__", "($self, /)", Native::NoArgs(list_reversed), "An iterator from the last item to the first."),
    MethodDef::new("__sizeof__", "($self, /)", Native::NoArgs(list_sizeof), "Bytes of the list and of the room for its items."),
    MethodDef::new("clear", "($self, /)", Native::NoArgs(list_clear), "Empty the list."),
    MethodDef::new("copy", "($self, /)", Native::NoArgs(list_copy), "A new list of the same items."),
    MethodDef::new("append", "($self, object, /)", Native::O(list_append), "Add an item at the end."),
    MethodDef::new("insert", "($self, index, object, /)", Native::Fast(list_insert), "Put an item in front of the one at index."),
    MethodDef::new("extend", "($self, iterable, /)", Native::O(list_extend), "Add all items of an iterable at the end."),
    MethodDef::new(
        "pop",
        "($self, index=-1, /)",
        Native::Fast(list_pop),
        "Take the item at index (the last one if it is not given) out and return it.\n\nIndexError if there is none.",
    ),
    MethodDef::new(
        "remove",
        "($self, value, /)",
        Native::O(list_remove),
        "Take the first item that equals value out.\n\nValueError if there is none.",
    ),
    MethodDef::new(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        Native::Fast(list_index),
        "The position of the first item that equals value.\n\nValueError if there is none.",
    ),
    MethodDef::new("count", "($self, value, /)", Native::O(list_count), "How many items equal value."),
    MethodDef::new("reverse", "($self, /)", Native::NoArgs(list_reverse), "Turn the order round, in place."),
    MethodDef::new(
        "sort",
        "($self, /, *, key=None, reverse=False)",
        Native::Keywords(list_sort),
        "Put the items in ascending order, in place; equal ones keep their order.\n\nWith key the items are compared by what key(item) \
         returns; reverse=True sorts in descending order.",
    ),
    MethodDef::new("__class_getitem__", "($type, object, /)", Native::O(class_getitem), "See PEP 585").class(),
];

/// `list`
pub static LIST: TypeDef = TypeDef {
    doc: Some("A sequence that can change: list(iterable) holds the items that the iterable gives, list() none."),
    text_signature: Some(SIGNATURE),
    flags: TypeFlags::BASETYPE.with(TypeFlags::LIST_SUBCLASS).with(TypeFlags::SEQUENCE).with(TypeFlags::MATCH_SELF),
    slots: Slots {
        tp_new: Some(list_new),
        tp_init: Some(list_init),
        tp_repr: Some(list_repr),
        tp_hash: Some(crate::types::object::hash_not_implemented),
        tp_richcompare: Some(list_richcompare),
        tp_iter: Some(list_iter),
        sq_length: Some(list_len),
        mp_length: Some(list_len),
        sq_item: Some(list_item),
        sq_ass_item: Some(list_ass_item),
        mp_subscript: Some(list_subscript),
        mp_ass_subscript: Some(list_ass_subscript),
        sq_contains: Some(list_contains),
        sq_concat: Some(list_concat),
        sq_repeat: Some(list_repeat),
        sq_inplace_concat: Some(list_inplace_concat),
        sq_inplace_repeat: Some(list_inplace_repeat),
        ..Slots::INHERIT
    },
    methods: METHODS,
    ..TypeDef::of::<List>("list")
};

const _: () = assert!(size_of::<Obj<List>>() == 40);

#[cfg(test)]
mod tests;
