//! reversed: a sequence from its end. CPython: the second half of `Objects/enumobject.c`.
//!
//! Invariant: `index` is the position that is asked for next, -1 once exhausted; then nothing is held.

use std::cell::Cell;

use crate::args::{Args, check_positional, no_keywords};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::py_layout;
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, Payload, TypeDef, TypeFlags};
use crate::types::iterator::is_end;
use crate::types::sequence::{is_sequence, reduced, self_iter, sequence_item, state_argument, this, word};
use crate::types::tuple::Tuple;

/// The payload of a reversed object.
pub struct Reversed {
    index: Cell<isize>,
    seq: Field,
}

impl Body for Reversed {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.seq.traverse(visit);
    }
}

py_layout!(Reversed, REVERSED, |ts| &ts.types().reversed);

fn reversed_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    if std::ptr::eq(ty, Reversed::type_object(ts)) {
        no_keywords(ts, "reversed", args)?;
    }
    check_positional(ts, "reversed", args.pos().len(), 1, 1)?;
    let Some(seq) = args.pos().first() else { return Err(ts.system_error("reversed without its argument")) };
    let not_reversible = || ts.type_error(format_args!("'{}' object is not reversible", seq.ob_type().name_string()));
    match protocol::lookup_special(ts, seq, &ts.names().__reversed__)? {
        Some(method) if method.is(&ts.singletons().none) => return Err(not_reversible()),
        Some(method) => return protocol::call_no_args(ts, &method),
        None => {}
    }
    if !is_sequence(seq) {
        return Err(not_reversible());
    }
    let len = protocol::len(ts, seq)?;
    Ok(Py::new_in(ts, ty, Reversed { index: Cell::new(len as isize - 1), seq: Field::new(seq.clone()) })?.into_ref())
}

fn reversed_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let reversed = this::<Reversed>(ts, object)?;
    let index = reversed.index.get();
    if let (true, Some(seq)) = (index >= 0, reversed.seq.get()) {
        match sequence_item(ts, &seq, index) {
            Ok(item) => {
                reversed.index.set(reversed.index.get().wrapping_sub(1));
                return Ok(Some(item));
            }
            Err(raised) if is_end(ts, &raised) => ts.clear_exception(raised),
            Err(raised) => {
                reversed.index.set(-1);
                reversed.seq.clear();
                return Err(raised);
            }
        }
    }
    reversed.index.set(-1);
    reversed.seq.clear();
    Ok(None)
}

fn reversed_length_hint(ts: &ThreadState, object: &PyObject) -> PyResult {
    let reversed = this::<Reversed>(ts, object)?;
    let Some(seq) = reversed.seq.get() else { return word(ts, 0) };
    let len = protocol::len(ts, &seq)? as isize;
    let left = reversed.index.get().saturating_add(1);
    word(ts, if len < left { 0 } else { left })
}

fn reversed_reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let reversed = this::<Reversed>(ts, object)?;
    let class = object.ob_type().to_ref();
    match reversed.seq.get() {
        Some(seq) => reduced(ts, class, seq, Some(word(ts, reversed.index.get())?)),
        None => reduced(ts, class, Tuple::empty(ts)?.into_ref(), None),
    }
}

fn reversed_setstate(ts: &ThreadState, object: &PyObject, state: &PyObject) -> PyResult {
    let index = state_argument(ts, state)?;
    let reversed = this::<Reversed>(ts, object)?;
    if let Some(seq) = reversed.seq.get() {
        let len = protocol::len(ts, &seq)? as isize;
        reversed.index.set(index.clamp(-1, len - 1));
    }
    Ok(ts.none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__length_hint__",
        "($self, /)",
        Native::NoArgs(reversed_length_hint),
        "How many items are left, for those who make room.",
    ),
    MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reversed_reduce), "What makes an equal object, for pickle and copy."),
    MethodDef::new("__setstate__", "($self, object, /)", Native::O(reversed_setstate), "Go to a position, for pickle and copy."),
];

/// `reversed`
pub static REVERSED: TypeDef = TypeDef {
    doc: Some("The items of a sequence from the last to the first."),
    text_signature: Some("(sequence, /)"),
    flags: TypeFlags::BASETYPE,
    slots: Slots { tp_new: Some(reversed_new), tp_iter: Some(self_iter), tp_iternext: Some(reversed_next), ..Slots::INHERIT },
    methods: METHODS,
    ..TypeDef::of::<Reversed>("reversed")
};

const _: () = assert!(size_of::<Obj<Reversed>>() == 32);
