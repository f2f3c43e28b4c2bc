//! coroutine, and the iterator that its `__await__` gives.
//!
//! CPython counterpart: the coroutine part of `Objects/genobject.c`. Invariant: the payload is a [`Generator`]; a coroutine that was never
//! begun says so when it dies.

use minipy_object::header::{Obj, PyObject};
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{SendResult, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};

use crate::types::generator::{self, Generator, Kind, as_generator};

/// The payload of `coro.__await__()`.
pub struct CoroutineWrapper {
    coroutine: Field,
}

impl Body for CoroutineWrapper {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.coroutine.traverse(visit);
    }
    fn clear(&self) {
        self.coroutine.clear();
    }
}

py_layout!(CoroutineWrapper, COROUTINE_WRAPPER, |ts| &super::vm_types(ts).coroutine_wrapper);

/// The iterator behind `await`. CPython: `_PyCoro_GetAwaitableIter`.
pub(crate) fn awaitable_iter(ts: &ThreadState, object: &PyObject) -> PyResult {
    if let Some(generator) = as_generator(object) {
        let iterable = minipy_bytecode::CodeFlags::ITERABLE_COROUTINE;
        let is_iterable = generator.kind == Kind::Generator && generator::code_flags(generator).contains(iterable);
        if generator.kind == Kind::Coroutine || is_iterable {
            return Ok(object.to_ref());
        }
    }
    let kind = object.ob_type();
    let Some(await_) = kind.slots.am_await.get() else {
        let kind = kind.name_string();
        return Err(ts.type_error(format_args!("object {kind} can't be used in 'await' expression")));
    };
    let iterator = await_(ts, object)?;
    if as_generator(&iterator).is_some_and(|inner| inner.kind == Kind::Coroutine) {
        return Err(ts.type_error("__await__() returned a coroutine"));
    }
    if iterator.ob_type().slots.tp_iternext.get().is_none() {
        let kind = iterator.ob_type().name_string();
        return Err(ts.type_error(format_args!("__await__() returned non-iterator of type '{kind}'")));
    }
    Ok(iterator)
}

/// `RuntimeWarning: coroutine 'f' was never awaited`
pub(crate) fn warn_unawaited(ts: &ThreadState, coroutine: &Obj<Generator>) {
    let name = generator::qualname_string(coroutine);
    let message = format!("coroutine '{name}' was never awaited");
    crate::warnings::warn_unawaited(ts, coroutine.as_object(), &message);
}

fn coroutine_await(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(Py::new(ts, CoroutineWrapper { coroutine: Field::new(object.to_ref()) })?.into_ref())
}

fn get_origin(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(generator::this(ts, object)?.hook.get().unwrap_or_else(|| ts.none()))
}

static METHODS: &[MethodDef] = &[generator::SEND, generator::THROW, generator::CLOSE, generator::CLASS_GETITEM];

static GETSET: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: generator::get_name, set: Some(generator::set_name), doc: None, member: false },
    GetSetDef { name: "__qualname__", get: generator::get_qualname, set: Some(generator::set_qualname), doc: None, member: false },
    GetSetDef::getter("cr_await", generator::get_yield_from),
    GetSetDef::getter("cr_running", generator::get_running),
    GetSetDef::getter("cr_frame", generator::get_frame),
    GetSetDef::getter("cr_code", generator::get_code),
    GetSetDef::getter("cr_suspended", generator::get_suspended),
    GetSetDef::member("cr_origin", get_origin),
];

/// See the module.
pub static COROUTINE: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(generator::generator_repr),
        am_await: Some(coroutine_await),
        am_send: Some(generator::generator_am_send),
        tp_finalize: Some(generator::generator_finalize),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Generator>("coroutine")
};

fn inner(ts: &ThreadState, object: &PyObject) -> PyResult<PyRef> {
    match object.downcast::<CoroutineWrapper>().and_then(|wrapper| wrapper.coroutine.get()) {
        Some(coroutine) => Ok(coroutine),
        None => Err(ts.system_error("a coroutine wrapper was expected")),
    }
}

fn wrapper_iter(_ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.to_ref())
}

fn wrapper_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    generator::generator_next(ts, &*inner(ts, object)?)
}

fn wrapper_am_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<SendResult> {
    generator::generator_am_send(ts, &*inner(ts, object)?, value)
}

fn wrapper_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    generator::generator_send(ts, &*inner(ts, object)?, value)
}

fn wrapper_throw(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    generator::generator_throw(ts, &*inner(ts, object)?, args)
}

fn wrapper_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    generator::close(ts, &*inner(ts, object)?)
}

static WRAPPER_METHODS: &[MethodDef] = &[
    MethodDef::new(
        "send",
        "",
        Native::O(wrapper_send),
        "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.",
    ),
    MethodDef::new(
        "throw",
        "",
        Native::Fast(wrapper_throw),
        "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine.",
    ),
    MethodDef::new("close", "", Native::NoArgs(wrapper_close), "close() -> raise GeneratorExit inside coroutine."),
];

/// See the module.
pub static COROUTINE_WRAPPER: TypeDef = TypeDef {
    doc: Some("A wrapper object implementing __await__ for coroutines."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(wrapper_iter), tp_iternext: Some(wrapper_next), am_send: Some(wrapper_am_send), ..Slots::INHERIT },
    methods: WRAPPER_METHODS,
    ..TypeDef::of::<CoroutineWrapper>("coroutine_wrapper")
};
