//! filter: the items that a function accepts. CPython: `filter` in `Python/bltinmodule.c`.
//!
//! Invariant: both fields are set at birth and never change.

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::sequence::{self_iter, this};
use crate::types::tuple::Tuple;

/// The payload of a filter object.
pub struct Filter {
    function: Field,
    iterator: Field,
}

impl Body for Filter {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.function.traverse(visit);
        self.iterator.traverse(visit);
    }
}

py_layout!(Filter, FILTER, |ts| &ts.types().filter);

fn filter_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    if std::ptr::eq(ty, Filter::type_object(ts)) {
        no_keywords(ts, "filter", args)?;
    }
    check_positional(ts, "filter", args.pos().len(), 2, 2)?;
    let [function, iterable] = args.pos() else { return Err(ts.system_error("filter without its arguments")) };
    let iterator = protocol::iter(ts, iterable)?;
    Ok(Py::new_in(ts, ty, Filter { function: Field::new(function.clone()), iterator: Field::new(iterator) })?.into_ref())
}

fn filter_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let filter = this::<Filter>(ts, object)?;
    let (Some(function), Some(iterator)) = (filter.function.get(), filter.iterator.get()) else { return Ok(None) };
    let by_truth = function.is(&ts.singletons().none) || function.is(ts.types().bool_.as_object());
    while let Some(item) = protocol::next(ts, &iterator)? {
        let accepted = if by_truth {
            protocol::is_true(ts, &item)?
        } else {
            let answer = protocol::call_one(ts, &function, &item)?;
            protocol::is_true(ts, &answer)?
        };
        if accepted {
            return Ok(Some(item));
        }
        ts.tick(1)?;
    }
    Ok(None)
}

fn filter_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let filter = this::<Filter>(ts, object)?;
    let of = |field: &Field| field.get().unwrap_or_else(|| ts.none());
    let arguments = Tuple::from_array(ts, [of(&filter.function), of(&filter.iterator)])?.into_ref();
    Ok(Tuple::from_array(ts, [object.ob_type().to_ref(), arguments])?.into_ref())
}

static METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(filter_reduce), "What makes an equal object, for pickle and copy.")];

/// `filter`
pub static FILTER: TypeDef = TypeDef {
    doc: Some("The items for which the function returns something true; the true items if the function is None."),
    text_signature: Some("(function, iterable, /)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(filter_new), tp_iter: Some(self_iter), tp_iternext: Some(filter_next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<Filter>("filter")
};

const _: () = assert!(size_of::<Obj<Filter>>() == 32);
