//! enumerate: pairs of a count and an item. CPython: `Objects/enumobject.c`.
//!
//! Invariant: `result` is the pair that was returned last; while nobody else holds it, the next pair is written into it.
#![expect(unsafe_code, reason = "writes into a result tuple that only the iterator knows, on the word of M1")]

use std::cell::Cell;

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::int::Int;
use crate::types::object::class_getitem;
use crate::types::sequence::{self_iter, this, word};
use crate::types::tuple::Tuple;

/// The payload of an enumerate object.
pub struct Enumerate {
    /// The next count; at its end `long` takes over.
    index: Cell<isize>,
    iterator: Field,
    result: Field,
    /// The next count where it does not fit into a word.
    long: Field,
    /// The int 1, for counting in `long`.
    one: Field,
}

impl Body for Enumerate {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.iterator.traverse(visit);
        self.result.traverse(visit);
        self.long.traverse(visit);
        self.one.traverse(visit);
    }
}

py_layout!(Enumerate, ENUMERATE, |ts| &ts.types().enumerate);

/// The pair in `result` if nobody else holds it: then it may be written to.
fn own_pair(result: &Field) -> Option<Py<Tuple>> {
    match result.peek() {
        Some(pair) if pair.ob_refcnt() == 1 => pair.downcast_exact::<Tuple>().map(Obj::to_py),
        _ => None,
    }
}

impl Enumerate {
    /// The next count.
    fn count(&self, ts: &ThreadState) -> PyResult {
        let index = self.index.get();
        if index < isize::MAX {
            self.index.set(index + 1);
            return word(ts, index);
        }
        let count = match self.long.get() {
            Some(long) => long,
            None => word(ts, index)?,
        };
        let (Some(int), Some(one)) = (count.downcast::<Int>(), self.one.get()) else {
            return Err(ts.system_error("enumerate without its count"));
        };
        let one = one.downcast::<Int>().map_or(0, |one| one.as_i64().unwrap_or(0));
        self.long.set(Int::from_scalar(ts, int.value().add(minipy_scalar::int::IntRef::Small(one)))?);
        Ok(count)
    }
}

fn enumerate_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let given = args.pos().len() + args.kw_len();
    if given == 0 {
        return Err(ts.type_error("enumerate() missing required argument 'iterable'"));
    }
    if given > 2 {
        if args.pos().is_empty() {
            return Err(ts.type_error("enumerate() missing required argument 'iterable'"));
        }
        return Err(ts.type_error(format_args!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    let (mut iterable, mut start) = (args.pos().first(), args.pos().get(1));
    for (name, value) in args.keywords() {
        if start.is_none() && name.equals_str("start") && (iterable.is_some() || given == 2) {
            start = Some(value);
        } else if iterable.is_none() && name.equals_str("iterable") {
            iterable = Some(value);
        } else {
            let name = name.to_rust_string();
            return Err(ts.type_error(format_args!("'{name}' is an invalid keyword argument for enumerate()")));
        }
    }
    let Some(iterable) = iterable else {
        return Err(ts.type_error("enumerate() missing required argument 'iterable'"));
    };
    let (index, long) = match start {
        None => (0, None),
        Some(start) => {
            let start = protocol::index(ts, start)?;
            match start.as_i64() {
                Some(start) => (start as isize, None),
                None => (isize::MAX, Some(start.into_ref())),
            }
        }
    };
    let iterator = protocol::iter(ts, iterable)?;
    let result = Tuple::from_array(ts, [ts.none(), ts.none()])?;
    let body = Enumerate {
        index: Cell::new(index),
        iterator: Field::new(iterator),
        result: Field::new(result),
        long: Field::from_option(long),
        one: Field::new(ts.new_int(1)?),
    };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn enumerate_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let enumerate = this::<Enumerate>(ts, object)?;
    let Some(iterator) = enumerate.iterator.get() else { return Ok(None) };
    let Some(item) = protocol::next(ts, &iterator)? else { return Ok(None) };
    let count = enumerate.count(ts)?;
    if let Some(pair) = own_pair(&enumerate.result) {
        // SAFETY: M1: `result` holds the only other reference, so nobody has borrowed the items; the pair was made with two.
        let old = unsafe { pair.reuse_pair(count, item) };
        // The collector may have untracked the pair while it held atoms.
        if !crate::gc::is_tracked(pair.as_object()) {
            ts.interp().gc.track(pair.as_object());
        }
        drop(old);
        return Ok(Some(pair.into_ref()));
    }
    Ok(Some(Tuple::from_array(ts, [count, item])?.into_ref()))
}

fn enumerate_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let enumerate = this::<Enumerate>(ts, object)?;
    let count = match enumerate.long.get() {
        Some(long) => long,
        None => word(ts, enumerate.index.get())?,
    };
    let iterator = enumerate.iterator.get().unwrap_or_else(|| ts.none());
    let arguments = Tuple::from_array(ts, [iterator, count])?.into_ref();
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), arguments])?.into_ref())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(enumerate_reduce), "What makes an equal object, for pickle and copy."),
    MethodDef::new("__class_getitem__", "($type, object, /)", Native::O(class_getitem), "See PEP 585").class(),
];

/// `enumerate`
pub static ENUMERATE: TypeDef = TypeDef {
    doc: Some("Pairs of a count, from start on, and an item of the iterable: (0, a), (1, b), (2, c), ..."),
    text_signature: Some("(iterable, start=0)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(enumerate_new), tp_iter: Some(self_iter), tp_iternext: Some(enumerate_next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<Enumerate>("enumerate")
};

const _: () = assert!(size_of::<Obj<Enumerate>>() == 56);
