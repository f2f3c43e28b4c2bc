//! mappingproxy: a read-only view of a mapping, such as a class's `__dict__`.
//!
//! CPython counterpart: `mappingproxyobject` of `Objects/descrobject.c`.

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol::{BinaryOp, binary_op, call_method, object};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// The payload.
pub struct MappingProxy {
    mapping: Field,
}

impl Body for MappingProxy {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.mapping.traverse(visit);
    }
    fn clear(&self) {
        self.mapping.clear();
    }
}

crate::py_layout!(MappingProxy, MAPPING_PROXY, |ts| &ts.types().mappingproxy);

/// A view of `mapping`.
pub fn new(ts: &ThreadState, mapping: &PyObject) -> PyResult {
    Ok(Py::new(ts, MappingProxy { mapping: Field::new(mapping.to_ref()) })?.into_ref())
}

/// The mapping behind a proxy.
fn mapping(ts: &ThreadState, this: &PyObject) -> PyResult<PyRef> {
    let proxy: Option<&Obj<MappingProxy>> = this.downcast();
    proxy.and_then(|proxy| proxy.mapping.get()).ok_or_else(|| ts.system_error("a mappingproxy slot got another object"))
}

fn proxy_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let bound = crate::args::bind_new(ts, "mappingproxy", "(mapping)", args)?;
    let given = bound.required(ts, 0)?;
    if given.ob_type().slots.mp_subscript.get().is_none() || given.is_kind::<List>() || given.is_kind::<Tuple>() {
        let kind = given.ob_type().name_string();
        return Err(ts.type_error(format_args!("mappingproxy() argument must be a mapping, not {kind}")));
    }
    Ok(Py::new_in(ts, ty, MappingProxy { mapping: Field::new(given.to_ref()) })?.into_ref())
}

/// Either operand may be the proxy: use what is behind it.
fn behind(ts: &ThreadState, object: &PyObject) -> PyResult<PyRef> {
    if object.is_kind::<MappingProxy>() { mapping(ts, object) } else { Ok(object.to_ref()) }
}

fn forward(ts: &ThreadState, this: &PyObject, name: &str, args: &[PyRef]) -> PyResult {
    call_method(ts, &*mapping(ts, this)?, name, args)
}

/// mappingproxy
pub static MAPPING_PROXY: TypeDef = TypeDef {
    doc: Some("Read-only proxy of a mapping."),
    flags: TypeFlags::MAPPING,
    slots: Slots {
        tp_new: Some(proxy_new),
        tp_repr: Some(|ts, this| {
            let shown = object::repr(ts, &*mapping(ts, this)?)?.to_rust_string();
            Ok(ts.new_str(&format!("mappingproxy({shown})"))?.into_ref())
        }),
        tp_str: Some(|ts, this| Ok(object::str(ts, &*mapping(ts, this)?)?.into_ref())),
        tp_hash: Some(|ts, this| object::hash(ts, &*mapping(ts, this)?)),
        tp_richcompare: Some(|ts, a, b, op| object::rich_compare(ts, &*mapping(ts, a)?, b, op)),
        tp_iter: Some(|ts, this| crate::protocol::iter(ts, &*mapping(ts, this)?)),
        mp_length: Some(|ts, this| object::len(ts, &*mapping(ts, this)?)),
        mp_subscript: Some(|ts, this, key| object::get_item(ts, &*mapping(ts, this)?, key)),
        sq_contains: Some(|ts, this, key| crate::protocol::contains(ts, &*mapping(ts, this)?, key)),
        nb_or: Some(|ts, a, b| binary_op(ts, BinaryOp::Or, &*behind(ts, a)?, &*behind(ts, b)?)),
        nb_inplace_or: Some(|ts, _a, _b| Err(ts.type_error("'|=' is not supported by mappingproxy; use '|' instead"))),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new(
            "get",
            "",
            Native::Fast(|ts, this, args| forward(ts, this, "get", args)),
            "Return the value for key if key is in the mapping, else default.",
        ),
        MethodDef::new(
            "keys",
            "",
            Native::NoArgs(|ts, this| forward(ts, this, "keys", &[])),
            "a set-like object providing a view on D's keys",
        ),
        MethodDef::new(
            "values",
            "",
            Native::NoArgs(|ts, this| forward(ts, this, "values", &[])),
            "an object providing a view on D's values",
        ),
        MethodDef::new(
            "items",
            "",
            Native::NoArgs(|ts, this| forward(ts, this, "items", &[])),
            "a set-like object providing a view on D's items",
        ),
        MethodDef::new("copy", "", Native::NoArgs(|ts, this| forward(ts, this, "copy", &[])), "a shallow copy of D"),
        MethodDef::new(
            "__reversed__",
            "($self, /)",
            Native::NoArgs(|ts, this| forward(ts, this, "__reversed__", &[])),
            "D.__reversed__() -> reverse iterator",
        ),
        MethodDef::new("__class_getitem__", "", Native::O(crate::types::object::class_getitem), "See PEP 585").class(),
    ],
    ..TypeDef::of::<MappingProxy>("mappingproxy")
};
