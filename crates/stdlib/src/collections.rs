//! _collections: deque, a list that is quick at both ends.
//!
//! CPython counterpart: `Modules/_collectionsmodule.c`. There a deque is a chain of blocks; here it is two lists that meet at their
//! beginnings: `front` holds the first items in reverse order, `back` the others. Taking from an end whose list is empty first moves half of
//! the other one over, so each operation at an end takes constant time on average. Invariants: item `i` is `front[front.len() - 1 - i]`
//! for the first `front.len()` items, then `back`; whatever moves an item counts `changes`, by which iterators notice.

use std::cell::Cell;

use minipy_object::args::{Args, bind_new};
use minipy_object::buf::RefBuf;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::module_types;
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::object::class_getitem;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;

/// The payload of a deque.
pub(crate) struct Deque {
    front: RefBuf,
    back: RefBuf,
    maxlen: Cell<Option<usize>>,
    changes: Cell<u64>,
    weaklist: WeakList,
}

impl Body for Deque {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Deque, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.front.traverse(visit);
        self.back.traverse(visit);
    }
    fn clear(&self) {
        self.changes.set(self.changes.get() + 1);
        self.front.clear();
        self.back.clear();
    }
}

py_layout!(Deque, DEQUE, |ts| module_types::module_type(ts, &DEQUE));

impl Deque {
    fn len(&self) -> usize {
        self.front.len() + self.back.len()
    }

    fn is_empty(&self) -> bool {
        self.front.is_empty() && self.back.is_empty()
    }

    fn get(&self, index: usize) -> Option<PyRef> {
        match self.front.len().checked_sub(index + 1) {
            Some(at) => self.front.get(at),
            None => self.back.get(index - self.front.len()),
        }
    }

    fn set(&self, index: usize, value: PyRef) -> Result<PyRef, PyRef> {
        match self.front.len().checked_sub(index + 1) {
            Some(at) => self.front.replace(at, value),
            None => self.back.replace(index - self.front.len(), value),
        }
    }

    fn changed(&self) {
        self.changes.set(self.changes.get() + 1);
    }

    fn push_back(&self, ts: &ThreadState, value: PyRef) -> PyResult<()> {
        self.changed();
        self.back.push(ts, value)?;
        if self.maxlen.get().is_some_and(|maxlen| self.len() > maxlen) {
            drop(self.pop_front(ts)?);
        }
        Ok(())
    }

    fn push_front(&self, ts: &ThreadState, value: PyRef) -> PyResult<()> {
        self.changed();
        self.front.push(ts, value)?;
        if self.maxlen.get().is_some_and(|maxlen| self.len() > maxlen) {
            drop(self.pop_back(ts)?);
        }
        Ok(())
    }

    fn pop_front(&self, ts: &ThreadState) -> PyResult<Option<PyRef>> {
        self.changed();
        if self.front.is_empty() {
            refill(ts, &self.front, &self.back)?;
        }
        Ok(self.front.pop())
    }

    fn pop_back(&self, ts: &ThreadState) -> PyResult<Option<PyRef>> {
        self.changed();
        if self.back.is_empty() {
            refill(ts, &self.back, &self.front)?;
        }
        Ok(self.back.pop())
    }

    /// All items in a list of their own.
    fn to_list(&self, ts: &ThreadState) -> PyResult<Py<List>> {
        List::from_vec(ts, (0..self.len()).filter_map(|i| self.get(i)).collect())
    }

    /// Put other items in place.
    fn refill_from(&self, ts: &ThreadState, items: Vec<PyRef>) -> PyResult<()> {
        self.changed();
        let (old_front, old_back) =
            (self.front.splice(ts, 0..self.front.len(), Vec::new())?, self.back.splice(ts, 0..self.back.len(), items)?);
        drop(old_front);
        drop(old_back);
        Ok(())
    }
}

/// `empty` takes the half of `full` that lies at the beginning, where the two meet: at least one item.
fn refill(ts: &ThreadState, empty: &RefBuf, full: &RefBuf) -> PyResult<()> {
    let count = full.len().div_ceil(2);
    let moved = full.splice(ts, 0..count, Vec::new())?;
    empty.extend_from_buf(ts, &moved, 0..count)?;
    empty.reverse();
    Ok(())
}

fn this<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<Deque>> {
    object.downcast().ok_or_else(|| ts.system_error("a deque was expected"))
}

fn blank(ts: &ThreadState, ty: &PyType, maxlen: Option<usize>) -> PyResult<Py<Deque>> {
    let body =
        Deque { front: RefBuf::new(), back: RefBuf::new(), maxlen: Cell::new(maxlen), changes: Cell::new(0), weaklist: WeakList::new() };
    Py::new_in(ts, ty, body)
}

fn deque_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
    Ok(blank(ts, ty, None)?.into_ref())
}

fn deque_init(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult<()> {
    let bound = bind_new(ts, "deque", "(iterable=(), maxlen=None)", args)?;
    let maxlen = match bound.get(1).filter(|maxlen| !maxlen.is(&ts.singletons().none)) {
        None => None,
        Some(maxlen) if maxlen.ob_type().slots.nb_index.get().is_none() => return Err(ts.type_error("an integer is required")),
        Some(maxlen) => {
            let maxlen = protocol::index_isize(ts, maxlen, &ts.types().overflow_error)?;
            Some(usize::try_from(maxlen).map_err(|_| ts.value_error("maxlen must be non-negative"))?)
        }
    };
    let deque = this(ts, object)?;
    deque.maxlen.set(maxlen);
    if !deque.is_empty() {
        Body::clear(&**deque);
    }
    match bound.get(0) {
        Some(iterable) => extend_back(ts, deque, iterable),
        None => Ok(()),
    }
}

fn extend_back(ts: &ThreadState, deque: &Obj<Deque>, iterable: &PyObject) -> PyResult<()> {
    if iterable.is(deque.as_object()) {
        let own = deque.to_list(ts)?;
        return extend_back(ts, deque, own.as_object());
    }
    let iterator = protocol::iter(ts, iterable)?;
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        deque.push_back(ts, item)?;
    }
    Ok(())
}

fn extend_front(ts: &ThreadState, deque: &Obj<Deque>, iterable: &PyObject) -> PyResult<()> {
    if iterable.is(deque.as_object()) {
        let own = deque.to_list(ts)?;
        return extend_front(ts, deque, own.as_object());
    }
    let iterator = protocol::iter(ts, iterable)?;
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        deque.push_front(ts, item)?;
    }
    Ok(())
}

fn append(ts: &ThreadState, object: &PyObject, item: &PyObject) -> PyResult {
    this(ts, object)?.push_back(ts, item.to_ref())?;
    Ok(ts.none())
}

fn appendleft(ts: &ThreadState, object: &PyObject, item: &PyObject) -> PyResult {
    this(ts, object)?.push_front(ts, item.to_ref())?;
    Ok(ts.none())
}

fn empty(ts: &ThreadState) -> Raised {
    ts.index_error("pop from an empty deque")
}

fn pop(ts: &ThreadState, object: &PyObject) -> PyResult {
    this(ts, object)?.pop_back(ts)?.ok_or_else(|| empty(ts))
}

fn popleft(ts: &ThreadState, object: &PyObject) -> PyResult {
    this(ts, object)?.pop_front(ts)?.ok_or_else(|| empty(ts))
}

fn extend(ts: &ThreadState, object: &PyObject, iterable: &PyObject) -> PyResult {
    extend_back(ts, this(ts, object)?, iterable)?;
    Ok(ts.none())
}

fn extendleft(ts: &ThreadState, object: &PyObject, iterable: &PyObject) -> PyResult {
    extend_front(ts, this(ts, object)?, iterable)?;
    Ok(ts.none())
}

fn clear(ts: &ThreadState, object: &PyObject) -> PyResult {
    Body::clear(&**this(ts, object)?);
    Ok(ts.none())
}

fn copy(ts: &ThreadState, object: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    if !object.ob_type().is_heap() {
        let made = blank(ts, object.ob_type(), deque.maxlen.get())?;
        made.refill_from(ts, deque.to_list(ts)?.to_vec())?;
        return Ok(made.into_ref());
    }
    let mut args = vec![object.to_ref()];
    if let Some(maxlen) = deque.maxlen.get() {
        args.push(ts.new_size(maxlen)?.into_ref());
    }
    protocol::call(ts, object.ob_type().as_object(), Args::positional(&args))
}

fn rotate(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let deque = this(ts, object)?;
    let steps = args.first().map_or(Ok(1), |steps| protocol::index_isize(ts, steps, &ts.types().overflow_error))?;
    let len = deque.len();
    if len > 1 {
        let right = steps.rem_euclid(len as isize) as usize;
        // The shorter way round.
        for _ in 0..right.min(len - right) {
            if right <= len - right {
                if let Some(item) = deque.pop_back(ts)? {
                    deque.push_front(ts, item)?;
                }
            } else if let Some(item) = deque.pop_front(ts)? {
                deque.push_back(ts, item)?;
            }
        }
    }
    Ok(ts.none())
}

fn reverse(ts: &ThreadState, object: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    let mut items = deque.to_list(ts)?.to_vec();
    items.reverse();
    deque.refill_from(ts, items)?;
    Ok(ts.none())
}

fn count(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    let before = deque.changes.get();
    let mut found = 0;
    for i in 0..deque.len() {
        let Some(item) = deque.get(i) else { break };
        if item.is(value) || protocol::eq(ts, &item, value)? {
            found += 1;
        }
        unchanged(ts, deque, before)?;
    }
    Ok(ts.new_size(found)?.into_ref())
}

fn unchanged(ts: &ThreadState, deque: &Deque, before: u64) -> PyResult<()> {
    if deque.changes.get() == before { Ok(()) } else { Err(ts.runtime_error("deque mutated during iteration")) }
}

/// Where an equal item lies between `start` and `stop`.
fn find(ts: &ThreadState, deque: &Deque, value: &PyObject, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let before = deque.changes.get();
    for i in start..stop.min(deque.len()) {
        let Some(item) = deque.get(i) else { break };
        if item.is(value) || protocol::eq(ts, &item, value)? {
            return Ok(Some(i));
        }
        unchanged(ts, deque, before)?;
    }
    Ok(None)
}

fn contains(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<bool> {
    Ok(find(ts, this(ts, object)?, value, 0, usize::MAX)?.is_some())
}

fn absent(ts: &ThreadState, value: &PyObject) -> Raised {
    match protocol::repr(ts, value) {
        Ok(repr) => ts.value_error(format_args!("{} is not in deque", repr.to_rust_string())),
        Err(raised) => raised,
    }
}

fn index(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let deque = this(ts, object)?;
    let len = deque.len() as isize;
    let bound = |arg: Option<&PyRef>, default: isize| -> PyResult<usize> {
        let at = arg.map_or(Ok(default), |arg| protocol::index_clamped(ts, arg))?;
        Ok((if at < 0 { at.saturating_add(len).max(0) } else { at.min(len) }) as usize)
    };
    let Some(value) = args.first() else { return Err(ts.system_error("arguments are missing after binding")) };
    let (start, stop) = (bound(args.get(1), 0)?, bound(args.get(2), len)?);
    match find(ts, deque, value, start, stop)? {
        Some(at) => Ok(ts.new_size(at)?.into_ref()),
        None => Err(absent(ts, value)),
    }
}

fn remove(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    match find(ts, deque, value, 0, usize::MAX) {
        Ok(Some(at)) => {
            delete(ts, deque, at)?;
            Ok(ts.none())
        }
        Ok(None) => Err(absent(ts, value)),
        Err(raised) => Err(raised),
    }
}

/// Take item `at` out.
fn delete(ts: &ThreadState, deque: &Deque, at: usize) -> PyResult<()> {
    deque.changed();
    let removed = match deque.front.len().checked_sub(at + 1) {
        Some(at) => deque.front.remove(at),
        None => deque.back.remove(at - deque.front.len()),
    };
    match removed {
        Some(removed) => {
            drop(removed);
            Ok(())
        }
        None => Err(out_of_range(ts)),
    }
}

fn insert(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let deque = this(ts, object)?;
    let [at, value] = args else {
        return Err(ts.type_error(format_args!("insert expected 2 arguments, got {}", args.len())));
    };
    let at = protocol::index_isize(ts, at, &ts.types().overflow_error)?;
    if deque.maxlen.get() == Some(deque.len()) {
        return Err(ts.index_error("deque already at its maximum size"));
    }
    let len = deque.len() as isize;
    let at = (if at < 0 { at.saturating_add(len).max(0) } else { at.min(len) }) as usize;
    deque.changed();
    match deque.front.len().checked_sub(at) {
        Some(at) if at > 0 => deque.front.insert(ts, at, value.clone())?,
        _ => deque.back.insert(ts, at - deque.front.len(), value.clone())?,
    }
    Ok(ts.none())
}

fn out_of_range(ts: &ThreadState) -> Raised {
    ts.index_error("deque index out of range")
}

/// The place that a subscript means.
fn place(ts: &ThreadState, deque: &Deque, key: &PyObject) -> PyResult<usize> {
    if key.ob_type().slots.nb_index.get().is_none() {
        let kind = key.ob_type().name_string();
        return Err(ts.type_error(format_args!("sequence index must be integer, not '{kind}'")));
    }
    let at = protocol::index_isize(ts, key, &ts.types().index_error)?;
    let len = deque.len() as isize;
    let at = if at < 0 { at + len } else { at };
    if (0..len).contains(&at) { Ok(at as usize) } else { Err(out_of_range(ts)) }
}

fn subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    let at = place(ts, deque, key)?;
    deque.get(at).ok_or_else(|| out_of_range(ts))
}

fn ass_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let deque = this(ts, object)?;
    let at = place(ts, deque, key)?;
    match value {
        Some(value) => match deque.set(at, value.to_ref()) {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(_) => Err(out_of_range(ts)),
        },
        None => delete(ts, deque, at),
    }
}

fn length(ts: &ThreadState, object: &PyObject) -> PyResult<usize> {
    Ok(this(ts, object)?.len())
}

fn concat(ts: &ThreadState, object: &PyObject, other: &PyObject) -> PyResult {
    if other.downcast::<Deque>().is_none() {
        let kind = other.ob_type().name_string();
        return Err(ts.type_error(format_args!("can only concatenate deque (not \"{kind}\") to deque")));
    }
    let made = copy(ts, object)?;
    extend_back(ts, this(ts, &made)?, other)?;
    Ok(made)
}

fn inplace_concat(ts: &ThreadState, object: &PyObject, other: &PyObject) -> PyResult {
    extend_back(ts, this(ts, object)?, other)?;
    Ok(object.to_ref())
}

fn inplace_repeat(ts: &ThreadState, object: &PyObject, times: isize) -> PyResult {
    let deque = this(ts, object)?;
    if times <= 0 || deque.is_empty() {
        Body::clear(&**deque);
        return Ok(object.to_ref());
    }
    let own = deque.to_list(ts)?.to_vec();
    let times = times as usize;
    let total = own.len().checked_mul(times).filter(|total| *total <= isize::MAX as usize / 16);
    let Some(total) = total else { return Err(ts.no_memory()) };
    // With a limit only the last rounds are seen.
    let rounds = match deque.maxlen.get() {
        Some(maxlen) if total > maxlen => maxlen.div_ceil(own.len()) + 1,
        _ => times,
    };
    for _ in 1..rounds.min(times) {
        for item in &own {
            ts.tick(1)?;
            deque.push_back(ts, item.clone())?;
        }
    }
    Ok(object.to_ref())
}

fn repeat(ts: &ThreadState, object: &PyObject, times: isize) -> PyResult {
    inplace_repeat(ts, &*copy(ts, object)?, times)
}

fn repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    if !ts.repr_enter(object) {
        return Ok(ts.new_str("[...]")?.into_ref());
    }
    let done = (|| {
        let deque = this(ts, object)?;
        let list = protocol::repr(ts, deque.to_list(ts)?.as_object())?.to_rust_string();
        let name = object.ob_type().name().map_or_else(|| "deque".to_owned(), |name| name.to_rust_string());
        let text = match deque.maxlen.get() {
            Some(maxlen) => format!("{name}({list}, maxlen={maxlen})"),
            None => format!("{name}({list})"),
        };
        Ok(ts.new_str(&text)?.into_ref())
    })();
    ts.repr_leave(object);
    done
}

fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Deque>(), b.downcast::<Deque>()) else { return Ok(ts.not_implemented()) };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && x.len() != y.len() {
        return Ok(ts.bool(op == CompareOp::Ne));
    }
    protocol::rich_compare(ts, x.to_list(ts)?.as_object(), y.to_list(ts)?.as_object(), op)
}

fn unhashable(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let kind = object.ob_type().full_name(ts);
    Err(ts.type_error(format_args!("unhashable type: '{kind}'")))
}

fn get_maxlen(ts: &ThreadState, object: &PyObject) -> PyResult {
    match this(ts, object)?.maxlen.get() {
        Some(maxlen) => Ok(ts.new_size(maxlen)?.into_ref()),
        None => Ok(ts.none()),
    }
}

fn reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let deque = this(ts, object)?;
    let args = match deque.maxlen.get() {
        Some(maxlen) => Tuple::from_array(ts, [Tuple::empty(ts)?.into_ref(), ts.new_size(maxlen)?.into_ref()])?,
        None => Tuple::empty(ts)?,
    };
    let state = protocol::get_attr_opt(ts, object, &ts.names().__dict__)?.unwrap_or_else(|| ts.none());
    let items = protocol::iter(ts, object)?;
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), args.into_ref(), state, items])?.into_ref())
}

static DEQUE: TypeDef = TypeDef {
    module: "collections",
    doc: Some("A list that is quick at both ends; with maxlen it drops what is too much at the other end."),
    text_signature: Some("([iterable[, maxlen]])"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::SEQUENCE),
    slots: Slots {
        tp_new: Some(deque_new),
        tp_init: Some(deque_init),
        tp_repr: Some(repr),
        tp_hash: Some(unhashable),
        tp_richcompare: Some(richcompare),
        tp_iter: Some(iter),
        sq_length: Some(length),
        sq_concat: Some(concat),
        sq_repeat: Some(repeat),
        sq_contains: Some(contains),
        sq_inplace_concat: Some(inplace_concat),
        sq_inplace_repeat: Some(inplace_repeat),
        mp_length: Some(length),
        mp_subscript: Some(subscript),
        mp_ass_subscript: Some(ass_subscript),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("append", "($self, item, /)", Native::O(append), "Add an element to the right side of the deque."),
        MethodDef::new("appendleft", "($self, item, /)", Native::O(appendleft), "Add an element to the left side of the deque."),
        MethodDef::new("clear", "($self, /)", Native::NoArgs(clear), "Remove all elements."),
        MethodDef::new("__copy__", "($self, /)", Native::NoArgs(copy), "A deque with the same elements."),
        MethodDef::new("copy", "($self, /)", Native::NoArgs(copy), "A deque with the same elements."),
        MethodDef::new("count", "($self, value, /)", Native::O(count), "How many elements equal value."),
        MethodDef::new("extend", "($self, iterable, /)", Native::O(extend), "Add each element of iterable on the right."),
        MethodDef::new("extendleft", "($self, iterable, /)", Native::O(extendleft), "Add each element of iterable on the left."),
        MethodDef::new(
            "index",
            "($self, value[, start[, stop]], /)",
            Native::Fast(index),
            "Where the first element that equals value lies.",
        ),
        MethodDef::new("insert", "", Native::Fast(insert), "Put value before index."),
        MethodDef::new("pop", "($self, /)", Native::NoArgs(pop), "Take the rightmost element."),
        MethodDef::new("popleft", "($self, /)", Native::NoArgs(popleft), "Take the leftmost element."),
        MethodDef::new("remove", "($self, value, /)", Native::O(remove), "Remove the first element that equals value."),
        MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), "What makes an equal object, for pickle and copy."),
        MethodDef::new("reverse", "($self, /)", Native::NoArgs(reverse), "Reverse the order in place."),
        MethodDef::new("__reversed__", "($self, /)", Native::NoArgs(reversed), "An iterator from the right to the left."),
        MethodDef::new("rotate", "($self, n=1, /)", Native::Fast(rotate), "Move n elements from the right to the left, one by one."),
        MethodDef::new("__class_getitem__", "", Native::O(class_getitem), "See PEP 585").class(),
    ],
    getset: &[GetSetDef::getter("maxlen", get_maxlen)],
    ..TypeDef::of::<Deque>("deque")
};

// --- iterators -------------------------------------------------------------------------------------------------------------------

/// The payload of both iterators.
pub(crate) struct DequeIterator {
    deque: Field,
    at: Cell<usize>,
    changes: u64,
    backwards: bool,
}

impl Body for DequeIterator {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.deque.traverse(visit);
    }
    fn clear(&self) {
        self.deque.clear();
    }
}

fn new_iterator(ts: &ThreadState, object: &PyObject, def: &'static TypeDef, backwards: bool) -> PyResult {
    let changes = this(ts, object)?.changes.get();
    let body = DequeIterator { deque: Field::new(object.to_ref()), at: Cell::new(0), changes, backwards };
    let ty = module_types::get(ts, def)?;
    Ok(Py::new_in(ts, &ty, body)?.into_ref())
}

fn iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    new_iterator(ts, object, &ITERATOR, false)
}

fn reversed(ts: &ThreadState, object: &PyObject) -> PyResult {
    new_iterator(ts, object, &REVERSE_ITERATOR, true)
}

py_layout!(DequeIterator, ITERATOR, |ts| module_types::module_type(ts, &ITERATOR));

fn iterator<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<DequeIterator>> {
    object.downcast().ok_or_else(|| ts.system_error("a deque iterator was expected"))
}

fn iter_self(_ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.to_ref())
}

fn iter_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let iterator = iterator(ts, object)?;
    let Some(deque) = iterator.deque.get() else { return Ok(None) };
    let deque = this(ts, &deque)?;
    if deque.changes.get() != iterator.changes {
        iterator.at.set(usize::MAX);
        return Err(ts.runtime_error("deque mutated during iteration"));
    }
    let at = iterator.at.get();
    let index = if iterator.backwards { deque.len().checked_sub(at.saturating_add(1)) } else { Some(at) };
    let found = index.filter(|index| *index < deque.len()).and_then(|index| deque.get(index));
    match &found {
        Some(_) => iterator.at.set(at + 1),
        None => iterator.deque.clear(),
    }
    Ok(found)
}

fn iter_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let iterator = iterator(ts, object)?;
    let left = match iterator.deque.get() {
        Some(deque) => this(ts, &deque)?.len().saturating_sub(iterator.at.get()),
        None => 0,
    };
    Ok(ts.new_size(left)?.into_ref())
}

const ITERATOR_SLOTS: Slots = Slots { tp_iter: Some(iter_self), tp_iternext: Some(iter_next), ..Slots::INHERIT };

static ITERATOR_METHODS: &[MethodDef] =
    &[MethodDef::new("__length_hint__", "($self, /)", Native::NoArgs(iter_hint), "How many elements are left.")];

static ITERATOR: TypeDef =
    TypeDef { module: "collections", slots: ITERATOR_SLOTS, methods: ITERATOR_METHODS, ..TypeDef::of::<DequeIterator>("_deque_iterator") };

static REVERSE_ITERATOR: TypeDef = TypeDef {
    module: "collections",
    payload_of: Some(&ITERATOR),
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    ..TypeDef::of::<DequeIterator>("_deque_reverse_iterator")
};

fn init(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    module.add(ts, "deque", module_types::get(ts, &DEQUE)?)?;
    module.add(ts, "_deque_iterator", module_types::get(ts, &ITERATOR)?)?;
    module.add(ts, "_deque_reverse_iterator", module_types::get(ts, &REVERSE_ITERATOR)?)
}

/// See the module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "_collections", doc: "Containers that collections is made of.", functions: &[], init: Some(init) };
