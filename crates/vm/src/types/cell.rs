//! cell: a variable shared between a function and those nested in it.
//!
//! CPython counterpart: `Objects/cellobject.c`. Invariant: an empty cell is an unbound variable.

use minipy_object::args::{Args, bind_new};
use minipy_object::header::{PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, Role, TypeDef};
use minipy_object::{protocol, py_layout};

/// The payload of a cell.
pub struct CellObject {
    pub(crate) value: Field,
}

impl Body for CellObject {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.value.traverse(visit);
    }
    fn clear(&self) {
        self.value.clear();
    }
}

py_layout!(CellObject, CELL, |ts| &super::vm_types(ts).cell);

impl CellObject {
    /// A cell with that value, or an empty one.
    pub fn new(ts: &ThreadState, value: Option<PyRef>) -> PyResult<Py<CellObject>> {
        Py::new(ts, CellObject { value: Field::from_option(value) })
    }

    /// What it holds.
    #[inline]
    pub fn get(&self) -> Option<PyRef> {
        self.value.get()
    }

    /// Store or empty it; the old value comes back.
    #[inline]
    #[must_use = "dropping the old value can run Python code: say where that happens"]
    pub fn replace(&self, value: Option<PyRef>) -> Option<PyRef> {
        self.value.replace(value)
    }
}

fn cell_new(ts: &ThreadState, _class: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "cell", "(contents=<unrepresentable>, /)", args)?;
    Ok(CellObject::new(ts, bound.get(0).map(PyObject::to_ref))?.into_ref())
}

fn cell_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let value = object.downcast::<CellObject>().and_then(|cell| cell.get());
    let text = match value {
        None => format!("<cell at {:#x}: empty>", object.id()),
        Some(value) => format!("<cell at {:#x}: {} object at {:#x}>", object.id(), value.ob_type().name_string(), value.id()),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn cell_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<CellObject>(), b.downcast::<CellObject>()) else { return Ok(ts.not_implemented()) };
    match (x.get(), y.get()) {
        (Some(x), Some(y)) => protocol::rich_compare(ts, &x, &y, op),
        (x, y) => Ok(ts.bool(op.holds(x.is_some().cmp(&y.is_some())))),
    }
}

fn get_contents(ts: &ThreadState, object: &PyObject) -> PyResult {
    match object.downcast::<CellObject>().and_then(|cell| cell.get()) {
        Some(value) => Ok(value),
        None => Err(ts.value_error("Cell is empty")),
    }
}

fn set_contents(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let Some(cell) = object.downcast::<CellObject>() else { return Err(ts.system_error("a cell was expected")) };
    drop(cell.replace(value.map(PyObject::to_ref)));
    Ok(())
}

static GETSET: &[GetSetDef] = &[GetSetDef { name: "cell_contents", get: get_contents, set: Some(set_contents), doc: None, member: false }];

/// See the module.
pub static CELL: TypeDef = TypeDef {
    doc: Some("Create a new cell object."),
    slots: Slots {
        tp_new: Some(cell_new),
        tp_repr: Some(cell_repr),
        tp_richcompare: Some(cell_richcompare),
        tp_hash: Some(unhashable),
        ..Slots::INHERIT
    },
    getset: GETSET,
    role: Role::Cell,
    ..TypeDef::of::<CellObject>("cell")
};

fn unhashable(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    Err(ts.type_error(format_args!("unhashable type: '{}'", object.ob_type().name_string())))
}
