//! zip: tuples of the items of several iterables. CPython: `zip` in `Python/bltinmodule.c`.
//!
//! Invariant: `result` is the tuple that was returned last; while nobody else holds it, the next items are written into it. That is
//! checked again before each write, since asking an iterator for its item can run any code.
#![expect(unsafe_code, reason = "writes into a result tuple that only the iterator knows, on the word of M1")]

use std::cell::Cell;

use smallvec::SmallVec;

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::sequence::{self_iter, this};
use crate::types::tuple::Tuple;

/// The payload of a zip object.
pub struct Zip {
    len: usize,
    iterators: Field,
    result: Field,
    strict: Cell<bool>,
}

impl Body for Zip {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.iterators.traverse(visit);
        self.result.traverse(visit);
    }
}

py_layout!(Zip, ZIP, |ts| &ts.types().zip);

fn zip_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let mut strict = false;
    if args.kw_len() > 1 {
        return Err(ts.type_error(format_args!("zip() takes at most 1 keyword argument ({} given)", args.kw_len())));
    }
    for (name, value) in args.keywords() {
        if !name.equals_str("strict") {
            return Err(ts.type_error(format_args!("zip() got an unexpected keyword argument '{}'", name.to_rust_string())));
        }
        strict = protocol::is_true(ts, value)?;
    }
    let mut iterators = Vec::with_capacity(args.pos().len());
    for iterable in args.pos() {
        iterators.push(protocol::iter(ts, iterable)?);
    }
    let len = iterators.len();
    let result = Tuple::from_vec(ts, vec![ts.none(); len])?;
    let iterators = Tuple::from_vec(ts, iterators)?;
    let body = Zip { len, iterators: Field::new(iterators), result: Field::new(result), strict: Cell::new(strict) };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn own_result(result: &Field) -> Option<Py<Tuple>> {
    match result.peek() {
        Some(result) if result.ob_refcnt() == 1 => result.downcast_exact::<Tuple>().map(Obj::to_py),
        _ => None,
    }
}

fn zip_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let zip = this::<Zip>(ts, object)?;
    if zip.len == 0 {
        return Ok(None);
    }
    let Some(Ok(iterators)) = zip.iterators.get().map(PyRef::downcast_into::<Tuple>) else { return Ok(None) };
    let mut reused = own_result(&zip.result);
    let mut fresh: SmallVec<[PyRef; 4]> = SmallVec::new();
    for (i, iterator) in iterators.items().iter().enumerate() {
        let Some(item) = protocol::next(ts, iterator)? else {
            return if zip.strict.get() { exhausted(ts, &iterators, i) } else { Ok(None) };
        };
        match &reused {
            // Two references: that of `result` and ours.
            Some(tuple) if tuple.as_object().ob_refcnt() == 2 => {
                // SAFETY: M1: nobody else refers to the tuple, so nobody has borrowed its items; it was made with `len` of them.
                drop(unsafe { tuple.reuse(i, item) });
            }
            Some(tuple) => {
                // Somebody got hold of it meanwhile (through the collector): it must not change any more.
                fresh.extend(tuple.items().iter().take(i).cloned());
                fresh.push(item);
                reused = None;
            }
            None => fresh.push(item),
        }
    }
    match reused {
        Some(tuple) => {
            // The collector may have untracked the tuple while it held atoms.
            if !crate::gc::is_tracked(tuple.as_object()) {
                ts.interp().gc.track(tuple.as_object());
            }
            Ok(Some(tuple.into_ref()))
        }
        None => Ok(Some(Tuple::from_vec(ts, fresh.into_vec())?.into_ref())),
    }
}

/// Iterator `i` has ended: with `strict`, all must end at once.
#[cold]
fn exhausted(ts: &ThreadState, iterators: &Tuple, i: usize) -> PyResult<Option<PyRef>> {
    if i > 0 {
        return Err(unequal(ts, i, "shorter"));
    }
    for (i, iterator) in iterators.items().iter().enumerate().skip(1) {
        if let Some(item) = protocol::next(ts, iterator)? {
            drop(item);
            return Err(unequal(ts, i, "longer"));
        }
    }
    Ok(None)
}

fn unequal(ts: &ThreadState, i: usize, how: &str) -> Raised {
    let others = if i == 1 { " " } else { "s 1-" };
    ts.value_error(format_args!("zip() argument {} is {how} than argument{others}{i}", i + 1))
}

fn zip_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let zip = this::<Zip>(ts, object)?;
    let iterators = zip.iterators.get().unwrap_or_else(|| ts.none());
    let class = object.ob_type().to_ref();
    let made = if zip.strict.get() {
        Tuple::from_array(ts, [class, iterators, ts.bool(true)])?
    } else {
        Tuple::from_array(ts, [class, iterators])?
    };
    Ok(made.into_ref())
}

fn zip_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let strict = protocol::is_true(ts, state)?;
    this::<Zip>(ts, object)?.strict.set(strict);
    Ok(ts.none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(zip_reduce), "What makes an equal object, for pickle and copy."),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(zip_setstate), "Go to a position, for pickle and copy."),
];

/// `zip`
pub static ZIP: TypeDef = TypeDef {
    doc: Some(
        "Tuples of one item from each iterable, until the shortest ends.\n\nWith strict=True it is a ValueError if one ends before the others.",
    ),
    text_signature: Some("(*iterables, strict=False)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(zip_new), tp_iter: Some(self_iter), tp_iternext: Some(zip_next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<Zip>("zip")
};

const _: () = assert!(size_of::<Obj<Zip>>() == 48);
