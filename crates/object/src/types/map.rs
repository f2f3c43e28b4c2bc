//! map: a function over the items of iterables. CPython: `map` in `Python/bltinmodule.c`.
//!
//! Invariant: both fields are set at birth and never change.

use smallvec::SmallVec;

use crate::args::{Args, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::sequence::{self_iter, this};
use crate::types::tuple::Tuple;

/// The payload of a map object.
pub struct Map {
    iterators: Field,
    function: Field,
}

impl Body for Map {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.iterators.traverse(visit);
        self.function.traverse(visit);
    }
}

py_layout!(Map, MAP, |ts| &ts.types().map);

fn map_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    if std::ptr::eq(ty, Map::type_object(ts)) {
        no_keywords(ts, "map", args)?;
    }
    let [function, iterables @ ..] = args.pos() else {
        return Err(ts.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(ts.type_error("map() must have at least two arguments."));
    }
    let mut iterators = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        iterators.push(protocol::iter(ts, iterable)?);
    }
    let iterators = Tuple::from_vec(ts, iterators)?;
    Ok(Py::new_in(ts, ty, Map { iterators: Field::new(iterators), function: Field::new(function.clone()) })?.into_ref())
}

fn map_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let map = this::<Map>(ts, object)?;
    let (Some(Ok(iterators)), Some(function)) = (map.iterators.get().map(PyRef::downcast_into::<Tuple>), map.function.get()) else {
        return Ok(None);
    };
    let mut arguments: SmallVec<[PyRef; 4]> = SmallVec::new();
    for iterator in iterators.items() {
        match protocol::next(ts, iterator)? {
            Some(item) => arguments.push(item),
            None => return Ok(None),
        }
    }
    protocol::call(ts, &function, Args::positional(&arguments)).map(Some)
}

fn map_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let map = this::<Map>(ts, object)?;
    let mut arguments = vec![map.function.get().unwrap_or_else(|| ts.none())];
    if let Some(Ok(iterators)) = map.iterators.get().map(PyRef::downcast_into::<Tuple>) {
        arguments.extend(iterators.items().iter().cloned());
    }
    let arguments = Tuple::from_vec(ts, arguments)?.into_ref();
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), arguments])?.into_ref())
}

static METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(map_reduce), "What makes an equal object, for pickle and copy.")];

/// `map`
pub static MAP: TypeDef = TypeDef {
    doc: Some("The results of the function for the items of the iterable, or of several in parallel until the shortest ends."),
    text_signature: Some("(function, iterable, /, *iterables)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(map_new), tp_iter: Some(self_iter), tp_iternext: Some(map_next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<Map>("map")
};

const _: () = assert!(size_of::<Obj<Map>>() == 32);
