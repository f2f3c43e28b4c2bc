//! Proxies: objects that stand for another one as long as it lives.
//!
//! CPython counterpart: the second half of `Objects/weakrefobject.c`. Invariant: each operation holds the object while it runs; one whose
//! object is gone raises ReferenceError. A proxy has the payload of a weak reference.

use crate::args::Args;
use crate::header::{Obj, PyObject};
use crate::protocol::{self, BinaryOp};
use crate::pyref::PyRef;
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodDef, Native, TypeDef};
use crate::types::str::Str;
use crate::weakref::{WEAKREF, Weakref};

/// Whether the object is a proxy.
pub(crate) fn is_proxy(object: &PyObject) -> bool {
    let def = object.ob_type().def();
    std::ptr::eq(def, &raw const PROXY) || std::ptr::eq(def, &raw const CALLABLE_PROXY)
}

/// What a proxy stands for; any other object stands for itself.
fn target(ts: &ThreadState, object: &PyObject) -> PyResult {
    if !is_proxy(object) {
        return Ok(object.to_ref());
    }
    match object.downcast::<Weakref>().and_then(|weakref| weakref.get()) {
        Some(target) => Ok(target),
        None => Err(ts.raise(&ts.types().reference_error, "weakly-referenced object no longer exists")),
    }
}

/// `weakref.proxy(object, callback)`
pub fn new(ts: &ThreadState, args: &[PyRef]) -> PyResult {
    let callable = args.first().is_some_and(|object| protocol::is_callable(object));
    let ty = if callable { &ts.types().weakref_callable_proxy } else { &ts.types().weakref_proxy };
    super::from_arguments(ts, ty, "proxy", args)
}

fn repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let text = match this.downcast::<Weakref>().and_then(|weakref| weakref.get()) {
        None => format!("<weakproxy at {:#x}; dead>", this.id()),
        Some(object) => {
            let kind = object.ob_type().name_string();
            format!("<weakproxy at {:#x}; to '{kind}' at {:#x}>", this.id(), object.id())
        }
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn str(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(protocol::str(ts, &*target(ts, this)?)?.into_ref())
}

fn hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let kind = this.ob_type().full_name(ts);
    Err(ts.type_error(format_args!("unhashable type: '{kind}'")))
}

fn call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    protocol::call(ts, &*target(ts, this)?, args)
}

fn getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    protocol::get_attr(ts, &*target(ts, this)?, name)
}

fn setattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let target = target(ts, this)?;
    match value {
        Some(value) => protocol::set_attr(ts, &target, name, value),
        None => protocol::del_attr(ts, &target, name),
    }
}

fn richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    protocol::rich_compare(ts, &*target(ts, a)?, &*target(ts, b)?, op)
}

fn iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    protocol::iter(ts, &*target(ts, this)?)
}

fn iternext(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    let target = target(ts, this)?;
    if target.ob_type().slots.tp_iternext.get().is_none() {
        let kind = target.ob_type().name_string();
        return Err(ts.type_error(format_args!("Weakref proxy referenced a non-iterator '{kind}' object")));
    }
    protocol::next(ts, &target)
}

fn bool(ts: &ThreadState, this: &PyObject) -> PyResult<bool> {
    protocol::is_true(ts, &*target(ts, this)?)
}

fn len(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    protocol::len(ts, &*target(ts, this)?)
}

fn contains(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult<bool> {
    protocol::contains(ts, &*target(ts, this)?, item)
}

fn subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    protocol::get_item(ts, &*target(ts, this)?, key)
}

fn ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let target = target(ts, this)?;
    match value {
        Some(value) => protocol::set_item(ts, &target, key, value),
        None => protocol::del_item(ts, &target, key),
    }
}

fn divmod(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    protocol::divmod(ts, &*target(ts, a)?, &*target(ts, b)?)
}

fn power(ts: &ThreadState, a: &PyObject, b: &PyObject, c: &PyObject) -> PyResult {
    protocol::power(ts, &*target(ts, a)?, &*target(ts, b)?, &*target(ts, c)?)
}

fn inplace_power(ts: &ThreadState, a: &PyObject, b: &PyObject, _c: &PyObject) -> PyResult {
    protocol::inplace_op(ts, BinaryOp::Power, &*target(ts, a)?, &*target(ts, b)?)
}

fn int(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(crate::types::int::Int::from_object(ts, &*target(ts, this)?)?.into_ref())
}

fn float(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(crate::types::float::Float::from_object(ts, &*target(ts, this)?)?.into_ref())
}

fn index(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(protocol::index(ts, &*target(ts, this)?)?.into_ref())
}

fn bytes(ts: &ThreadState, this: &PyObject) -> PyResult {
    protocol::call_method(ts, &*target(ts, this)?, "__bytes__", &[])
}

fn reversed(ts: &ThreadState, this: &PyObject) -> PyResult {
    protocol::call_method(ts, &*target(ts, this)?, "__reversed__", &[])
}

/// The operators that only hand on: each becomes two functions, plain and in place.
macro_rules! operators {
    ($($name:ident $inplace:ident $op:ident,)*) => { $(
        fn $name(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
            protocol::binary_op(ts, BinaryOp::$op, &*target(ts, a)?, &*target(ts, b)?)
        }
        fn $inplace(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
            protocol::inplace_op(ts, BinaryOp::$op, &*target(ts, a)?, &*target(ts, b)?)
        }
    )* };
}

operators! {
    add_ inplace_add Add,
    subtract_ inplace_subtract Subtract,
    multiply_ inplace_multiply Multiply,
    remainder_ inplace_remainder Remainder,
    lshift_ inplace_lshift Lshift,
    rshift_ inplace_rshift Rshift,
    and_ inplace_and And,
    xor_ inplace_xor Xor,
    or_ inplace_or Or,
    floor_divide_ inplace_floor_divide FloorDivide,
    true_divide_ inplace_true_divide TrueDivide,
    matrix_multiply_ inplace_matrix_multiply MatrixMultiply,
}

macro_rules! unary {
    ($($name:ident $operation:ident,)*) => { $(
        fn $name(ts: &ThreadState, this: &PyObject) -> PyResult {
            protocol::$operation(ts, &*target(ts, this)?)
        }
    )* };
}

unary! {
    neg negative,
    pos positive,
    abs absolute,
    inv invert,
}

const SLOTS: Slots = Slots {
    tp_repr: Some(repr),
    tp_str: Some(str),
    tp_hash: Some(hash),
    tp_getattro: Some(getattro),
    tp_setattro: Some(setattro),
    tp_richcompare: Some(richcompare),
    tp_iter: Some(iter),
    tp_iternext: Some(iternext),
    nb_bool: Some(bool),
    nb_divmod: Some(divmod),
    nb_power: Some(power),
    nb_inplace_power: Some(inplace_power),
    nb_int: Some(int),
    nb_float: Some(float),
    nb_index: Some(index),
    nb_negative: Some(neg),
    nb_positive: Some(pos),
    nb_absolute: Some(abs),
    nb_invert: Some(inv),
    nb_add: Some(add_),
    nb_inplace_add: Some(inplace_add),
    nb_subtract: Some(subtract_),
    nb_inplace_subtract: Some(inplace_subtract),
    nb_multiply: Some(multiply_),
    nb_inplace_multiply: Some(inplace_multiply),
    nb_remainder: Some(remainder_),
    nb_inplace_remainder: Some(inplace_remainder),
    nb_lshift: Some(lshift_),
    nb_inplace_lshift: Some(inplace_lshift),
    nb_rshift: Some(rshift_),
    nb_inplace_rshift: Some(inplace_rshift),
    nb_and: Some(and_),
    nb_inplace_and: Some(inplace_and),
    nb_xor: Some(xor_),
    nb_inplace_xor: Some(inplace_xor),
    nb_or: Some(or_),
    nb_inplace_or: Some(inplace_or),
    nb_floor_divide: Some(floor_divide_),
    nb_inplace_floor_divide: Some(inplace_floor_divide),
    nb_true_divide: Some(true_divide_),
    nb_inplace_true_divide: Some(inplace_true_divide),
    nb_matrix_multiply: Some(matrix_multiply_),
    nb_inplace_matrix_multiply: Some(inplace_matrix_multiply),
    sq_length: Some(len),
    sq_contains: Some(contains),
    mp_length: Some(len),
    mp_subscript: Some(subscript),
    mp_ass_subscript: Some(ass_subscript),
    ..Slots::INHERIT
};

static METHODS: &[MethodDef] = &[
    MethodDef::new("__bytes__", "", Native::NoArgs(bytes), "What bytes() of the object gives."),
    MethodDef::new("__reversed__", "", Native::NoArgs(reversed), "What reversed() of the object gives."),
];

/// `weakref.ProxyType`
pub static PROXY: TypeDef =
    TypeDef { module: "weakref", payload_of: Some(&WEAKREF), slots: SLOTS, methods: METHODS, ..TypeDef::of::<Weakref>("ProxyType") };

/// `weakref.CallableProxyType`
pub static CALLABLE_PROXY: TypeDef = TypeDef {
    module: "weakref",
    payload_of: Some(&WEAKREF),
    slots: Slots { tp_call: Some(call), ..SLOTS },
    methods: METHODS,
    ..TypeDef::of::<Weakref>("CallableProxyType")
};
