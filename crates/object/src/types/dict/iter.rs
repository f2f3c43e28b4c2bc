//! Iterators over a dict: keys, values and items, forwards and backwards.
//!
//! CPython counterpart: `dictiter_*` in `Objects/dictobject.c`.
//! Invariant: an iterator holds its dict until it is exhausted, and notices when keys came or went since it was made: it then raises
//! RuntimeError, and keeps raising it where the size differs. `result` is written only while nobody else holds it.
#![expect(unsafe_code, reason = "writes into a result tuple that only the iterator knows, on the word of M1")]

use std::cell::Cell;

use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::list::List;
use crate::types::tuple::Tuple;

use super::Dict;

/// Iterating over keys.
pub const KEYS: u8 = 0;
/// Iterating over values.
pub const VALUES: u8 = 1;
/// Iterating over (key, value) tuples.
pub const ITEMS: u8 = 2;

/// What `used` says once the size was found to differ: no dict has this size.
const BROKEN: usize = usize::MAX;

/// What each iterator remembers. CPython: `dictiterobject`.
struct State {
    /// The dict, until the end is reached.
    dict: Field,
    /// The dict's size when the iterator was made.
    used: Cell<usize>,
    /// The next position.
    pos: Cell<isize>,
    /// The pair that was returned last, for items: while nobody else holds it, the next pair is written into it.
    result: Field,
    /// How many entries are left.
    left: Cell<usize>,
}

const _: () = assert!(size_of::<Obj<DictIter<ITEMS>>>() == 56);

/// What an iterator finds at its position.
enum Step {
    Key(PyRef),
    Item(PyRef, PyRef),
}

impl State {
    fn new(dict: &Obj<Dict>, pos: isize, result: Option<PyRef>) -> State {
        State {
            dict: Field::new(dict.to_ref()),
            used: Cell::new(dict.len()),
            pos: Cell::new(pos),
            result: Field::from_option(result),
            left: Cell::new(dict.len()),
        }
    }

    /// Key, value or both of the entry whose turn it is. CPython: `dictiter_iternextkey` and its kin, `dictreviter_iter`.
    #[inline]
    fn advance<const WHAT: u8>(&self, ts: &ThreadState, reversed: bool) -> PyResult<Option<Step>> {
        // The dict is borrowed from the field: nothing runs until it is let go of.
        let Some(dict) = self.dict.peek().and_then(PyObject::downcast::<Dict>) else {
            return Ok(None);
        };
        if self.used.get() != dict.len() {
            self.used.set(BROKEN);
            return Err(ts.runtime_error("dictionary changed size during iteration"));
        }
        let found = if reversed {
            let mut pos = self.pos.get();
            let found = dict.previous_index(&mut pos);
            self.pos.set(pos);
            found
        } else {
            let mut pos = self.pos.get() as usize;
            let found = dict.next_index(&mut pos);
            self.pos.set(pos as isize);
            found
        };
        let step = found.and_then(|i| match WHAT {
            KEYS => dict.key_at(i).map(Step::Key),
            VALUES => dict.value_at_index(i).map(Step::Key),
            _ => dict.key_at(i).zip(dict.value_at_index(i)).map(|(key, value)| Step::Item(key, value)),
        });
        let left = self.left.get();
        if step.is_none() {
            self.dict.clear();
        } else if left == 0 && !reversed {
            drop(step);
            self.dict.clear();
            return Err(ts.runtime_error("dictionary keys changed during iteration"));
        } else {
            self.left.set(left.saturating_sub(1));
        }
        Ok(step)
    }

    #[inline]
    fn next<const WHAT: u8>(&self, ts: &ThreadState, reversed: bool) -> PyResult<Option<PyRef>> {
        match self.advance::<WHAT>(ts, reversed)? {
            None => Ok(None),
            Some(Step::Key(found)) => Ok(Some(found)),
            Some(Step::Item(key, value)) => self.pair(ts, key, value).map(Some),
        }
    }

    /// The item as a tuple.
    fn pair(&self, ts: &ThreadState, key: PyRef, value: PyRef) -> PyResult {
        let own = match self.result.peek() {
            Some(pair) if pair.ob_refcnt() == 1 => pair.downcast_exact::<Tuple>().map(Obj::to_py),
            _ => None,
        };
        let Some(pair) = own else {
            return Ok(Tuple::from_array(ts, [key, value])?.into_ref());
        };
        // SAFETY: M1: `result` holds the only other reference, so nobody has borrowed the items; the pair was made with two.
        let old = unsafe { pair.reuse_pair(key, value) };
        // The collector may have untracked the pair while it held atoms.
        if !crate::gc::is_tracked(pair.as_object()) {
            ts.interp().gc.track(pair.as_object());
        }
        drop(old);
        Ok(pair.into_ref())
    }

    /// The pair that is written again and again, for items.
    fn first_pair<const WHAT: u8>(ts: &ThreadState) -> PyResult<Option<PyRef>> {
        if WHAT == ITEMS { Ok(Some(Tuple::from_array(ts, [ts.none(), ts.none()])?.into_ref())) } else { Ok(None) }
    }

    fn length_hint(&self) -> usize {
        let dict = self.dict.get().and_then(|dict| dict.downcast_into::<Dict>().ok());
        dict.filter(|dict| dict.len() == self.used.get()).map_or(0, |_| self.left.get())
    }
}

/// An iterator over `WHAT` (see [`KEYS`] …).
pub struct DictIter<const WHAT: u8>(State);

/// A reversed iterator over `WHAT`.
pub struct DictReverseIter<const WHAT: u8>(State);

/// What both directions share.
trait Walk: Payload {
    fn of(state: State) -> Self;
    fn state(&self) -> &State;
    fn next(&self, ts: &ThreadState) -> PyResult<Option<PyRef>>;
}

macro_rules! walks {
    ($($payload:ident $reversed:literal;)*) => { $(
        impl<const WHAT: u8> Body for $payload<WHAT> {
            const COLLECTED: bool = true;
            fn traverse(&self, visit: &mut Visit<'_>) {
                self.0.dict.traverse(visit);
                self.0.result.traverse(visit);
            }
            fn clear(&self) {
                self.0.dict.clear();
            }
        }
        impl<const WHAT: u8> Walk for $payload<WHAT>
        where
            $payload<WHAT>: Payload,
        {
            fn of(state: State) -> Self {
                $payload(state)
            }
            fn state(&self) -> &State {
                &self.0
            }
            fn next(&self, ts: &ThreadState) -> PyResult<Option<PyRef>> {
                self.0.next::<WHAT>(ts, $reversed)
            }
        }
    )* };
}
walks! { DictIter false; DictReverseIter true; }

fn walk_of<'a, W: Walk>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<W>> {
    this.downcast::<W>().ok_or_else(|| ts.system_error("a dict iterator's method was called on something else"))
}

fn walk_iter(_ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(this.to_ref())
}

fn walk_next<W: Walk>(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    walk_of::<W>(ts, this)?.next(ts)
}

fn walk_length_hint<W: Walk>(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(ts.new_int(walk_of::<W>(ts, this)?.state().length_hint() as i64)?.into())
}

/// `iter(list(copy of this))`, so that a pickle needs no dict.
fn walk_reduce<W: Walk>(ts: &ThreadState, this: &PyObject) -> PyResult {
    let walk = walk_of::<W>(ts, this)?;
    let state = walk.state();
    let copied = State {
        dict: Field::from_option(state.dict.get()),
        used: state.used.clone(),
        pos: state.pos.clone(),
        result: Field::empty(),
        left: state.left.clone(),
    };
    let copy = W::of(copied);
    let list = List::new(ts)?;
    while let Some(item) = copy.next(ts)? {
        list.append(ts, item)?;
    }
    reduce_as_iter(ts, list.into_ref())
}

/// `(iter, (items,))`. CPython: `Py_BuildValue("N(N)", _PyEval_GetBuiltin(&_Py_ID(iter)), list)`.
pub(in crate::types) fn reduce_as_iter(ts: &ThreadState, items: PyRef) -> PyResult {
    let name = ts.intern("iter")?;
    let found = match ts.builtins() {
        Some(builtins) => builtins.get_str(ts, &name)?,
        None => None,
    };
    let Some(iter) = found else {
        return Err(ts.raise(&ts.types().attribute_error, "iter"));
    };
    let args = Tuple::from_array(ts, [items])?;
    Ok(Tuple::from_array(ts, [iter, args.into_ref()])?.into_ref())
}

/// `iter(d)`: the keys.
pub(in crate::types) fn dict_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    iterate::<KEYS>(ts, super::methods::dict_of(ts, this)?)
}

/// A new iterator over `WHAT` of a dict.
pub(super) fn iterate<const WHAT: u8>(ts: &ThreadState, dict: &Obj<Dict>) -> PyResult
where
    DictIter<WHAT>: Payload,
{
    Ok(Py::new(ts, DictIter::<WHAT>(State::new(dict, 0, State::first_pair::<WHAT>(ts)?)))?.into_ref())
}

/// A new reversed iterator over `WHAT` of a dict.
pub(super) fn iterate_reversed<const WHAT: u8>(ts: &ThreadState, dict: &Obj<Dict>) -> PyResult
where
    DictReverseIter<WHAT>: Payload,
{
    Ok(Py::new(ts, DictReverseIter::<WHAT>(State::new(dict, dict.last_position(), State::first_pair::<WHAT>(ts)?)))?.into_ref())
}

const fn methods_of<W: Walk>() -> [MethodDef; 2] {
    [
        MethodDef::new(
            "__length_hint__",
            "($self, /)",
            Native::NoArgs(walk_length_hint::<W>),
            "Private method returning an estimate of len(list(it)).",
        ),
        MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(walk_reduce::<W>), "Return state information for pickling."),
    ]
}

const fn def_of<W: Walk>(name: &'static str, methods: &'static [MethodDef]) -> TypeDef {
    TypeDef {
        flags: TypeFlags::DISALLOW_INSTANTIATION,
        slots: Slots { tp_iter: Some(walk_iter), tp_iternext: Some(walk_next::<W>), ..Slots::INHERIT },
        methods,
        ..TypeDef::of::<W>(name)
    }
}

macro_rules! iterator_types {
    ($($(#[$doc:meta])* $def:ident $methods:ident $name:ident = $payload:ty;)*) => { $(
        static $methods: [MethodDef; 2] = methods_of::<$payload>();
        $(#[$doc])*
        pub static $def: TypeDef = def_of::<$payload>(stringify!($name), &$methods);
        py_layout!($payload, $def, |ts| &ts.types().$name);
    )* };
}

iterator_types! {
    /// The type of `iter(d)` and `iter(d.keys())`.
    DICT_KEYITERATOR KEYITERATOR_METHODS dict_keyiterator = DictIter<KEYS>;
    /// The type of `iter(d.values())`.
    DICT_VALUEITERATOR VALUEITERATOR_METHODS dict_valueiterator = DictIter<VALUES>;
    /// The type of `iter(d.items())`.
    DICT_ITEMITERATOR ITEMITERATOR_METHODS dict_itemiterator = DictIter<ITEMS>;
    /// The type of `reversed(d)` and `reversed(d.keys())`.
    DICT_REVERSEKEYITERATOR REVERSEKEYITERATOR_METHODS dict_reversekeyiterator = DictReverseIter<KEYS>;
    /// The type of `reversed(d.values())`.
    DICT_REVERSEVALUEITERATOR REVERSEVALUEITERATOR_METHODS dict_reversevalueiterator = DictReverseIter<VALUES>;
    /// The type of `reversed(d.items())`.
    DICT_REVERSEITEMITERATOR REVERSEITEMITERATOR_METHODS dict_reverseitemiterator = DictReverseIter<ITEMS>;
}

/// The items of an iterable, for code that needs them all; a helper of the views.
pub(super) fn to_list(ts: &ThreadState, iterable: &PyObject) -> PyResult<Py<List>> {
    List::from_vec(ts, protocol::sequence_to_vec(ts, iterable)?)
}
