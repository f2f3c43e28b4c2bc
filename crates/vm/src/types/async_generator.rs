//! async_generator, and the awaitables of its methods.
//!
//! CPython counterpart: the asynchronous part of `Objects/genobject.c`, `Objects/iterobject.c` (anext_awaitable). Invariants: what an
//! asynchronous generator yields is wrapped, so that it can be told from what it awaits; `ag_running` is set while one of its awaitables
//! is between start and end.

use std::cell::Cell;

use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{SendResult, Slots};
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};

use crate::types::coroutine::awaitable_iter;
use crate::types::generator::{self, Generator, State};

/// A value yielded by an asynchronous generator.
pub struct WrappedValue {
    value: Field,
}

impl Body for WrappedValue {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.value.traverse(visit);
    }
}

py_layout!(WrappedValue, WRAPPED_VALUE, |ts| &super::vm_types(ts).async_generator_wrapped_value);

/// See the module.
pub static WRAPPED_VALUE: TypeDef =
    TypeDef { flags: TypeFlags::DISALLOW_INSTANTIATION, ..TypeDef::of::<WrappedValue>("async_generator_wrapped_value") };

/// INTRINSIC_ASYNC_GEN_WRAP.
pub(crate) fn wrap(ts: &ThreadState, value: PyRef) -> PyResult {
    Ok(Py::new(ts, WrappedValue { value: Field::new(value) })?.into_ref())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Init,
    Iter,
    Closed,
}

/// The payload of `__anext__()` and `asend(v)`.
pub struct Asend {
    generator: Field,
    value: Field,
    progress: Cell<Progress>,
}

impl Body for Asend {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.generator.traverse(visit);
        self.value.traverse(visit);
    }
}

py_layout!(Asend, ASEND, |ts| &super::vm_types(ts).async_generator_asend);

/// The payload of `athrow(…)` and, without arguments, `aclose()`.
pub struct Athrow {
    generator: Field,
    args: Field,
    progress: Cell<Progress>,
}

impl Body for Athrow {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.generator.traverse(visit);
        self.args.traverse(visit);
    }
}

py_layout!(Athrow, ATHROW, |ts| &super::vm_types(ts).async_generator_athrow);

fn generator_of(ts: &ThreadState, field: &Field) -> PyResult<Py<Generator>> {
    match field.get() {
        Some(object) => generator::this(ts, &object),
        None => Err(ts.system_error("an awaitable without its generator")),
    }
}

/// Ask the thread's hooks once per generator. CPython: `async_gen_init_hooks`.
fn init_hooks(ts: &ThreadState, object: &PyObject) -> PyResult<()> {
    let this = generator::this(ts, object)?;
    if this.hooks_inited.replace(true) {
        return Ok(());
    }
    let hooks = &crate::interp::vm_interp(ts).asyncgen_hooks;
    if let Some(finalizer) = hooks.finalizer.get() {
        this.hook.set(finalizer);
    }
    if let Some(first) = hooks.firstiter.get() {
        protocol::call_one(ts, &first, object)?;
    }
    Ok(())
}

/// What a step of the generator means: a wrapped value ends the awaitable. CPython: `async_gen_unwrap_value`.
fn unwrap(ts: &ThreadState, this: &Obj<Generator>, result: PyResult<SendResult>) -> PyResult {
    match result {
        Ok(SendResult::Next(value)) => match value.downcast::<WrappedValue>() {
            Some(wrapped) => {
                this.ag_running.set(false);
                let value = wrapped.value.get().unwrap_or_else(|| ts.none());
                Err(generator::stop(ts, value))
            }
            None => Ok(value),
        },
        Ok(SendResult::Return(_)) => {
            this.ag_closed.set(true);
            this.ag_running.set(false);
            Err(ts.raise_none(&ts.types().stop_async_iteration))
        }
        Err(raised) => {
            if ts.exception_is(&raised, &ts.types().stop_async_iteration) || ts.exception_is(&raised, &ts.types().generator_exit) {
                this.ag_closed.set(true);
            }
            this.ag_running.set(false);
            Err(raised)
        }
    }
}

fn running_error(ts: &ThreadState, what: &str) -> Raised {
    ts.runtime_error(format_args!("{what}: asynchronous generator is already running"))
}

fn asend_of<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<Asend>> {
    object.downcast::<Asend>().ok_or_else(|| ts.system_error("an asend awaitable was expected"))
}

fn asend_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let this = asend_of(ts, object)?;
    let generator = generator_of(ts, &this.generator)?;
    let mut value = value.to_ref();
    match this.progress.get() {
        Progress::Closed => return Err(ts.runtime_error("cannot reuse already awaited __anext__()/asend()")),
        Progress::Init => {
            if generator.ag_running.get() {
                this.progress.set(Progress::Closed);
                return Err(running_error(ts, "anext()"));
            }
            if value.is(&ts.singletons().none) {
                value = this.value.get().unwrap_or_else(|| ts.none());
            }
            this.progress.set(Progress::Iter);
            generator.ag_running.set(true);
        }
        Progress::Iter => {}
    }
    let result = unwrap(ts, &generator, generator::send(ts, &generator, value));
    if result.is_err() {
        this.progress.set(Progress::Closed);
    }
    result
}

fn asend_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    asend_send(ts, object, &ts.none()).map(Some)
}

fn asend_throw(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let this = asend_of(ts, object)?;
    let generator = generator_of(ts, &this.generator)?;
    match this.progress.get() {
        Progress::Closed => return Err(ts.runtime_error("cannot reuse already awaited __anext__()/asend()")),
        Progress::Init => {
            if generator.ag_running.get() {
                this.progress.set(Progress::Closed);
                return Err(running_error(ts, "anext()"));
            }
            this.progress.set(Progress::Iter);
            generator.ag_running.set(true);
        }
        Progress::Iter => {}
    }
    let result = unwrap(ts, &generator, throw_into(ts, &generator, true, args));
    if result.is_err() {
        this.progress.set(Progress::Closed);
    }
    result
}

fn throw_into(ts: &ThreadState, this: &Obj<Generator>, close_on_exit: bool, args: &[PyRef]) -> PyResult<SendResult> {
    minipy_object::args::check_positional(ts, "throw", args.len(), 1, 3)?;
    let arg = |i: usize| args.get(i).map(|arg| &**arg);
    match arg(0) {
        Some(kind) => generator::throw(ts, this, close_on_exit, kind, arg(1), arg(2)),
        None => Err(ts.system_error("throw without an argument")),
    }
}

fn asend_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let this = asend_of(ts, object)?;
    if this.progress.get() == Progress::Closed {
        return Ok(ts.none());
    }
    let exit = ts.types().generator_exit.to_ref();
    finish_close(ts, asend_throw(ts, object, &[exit]))
}

fn finish_close(ts: &ThreadState, result: PyResult) -> PyResult {
    match result {
        Ok(_) => Err(ts.runtime_error("coroutine ignored GeneratorExit")),
        Err(raised) => {
            let types = ts.types();
            if ts.exception_is(&raised, &types.stop_iteration)
                || ts.exception_is(&raised, &types.stop_async_iteration)
                || ts.exception_is(&raised, &types.generator_exit)
            {
                ts.clear_exception(raised);
                return Ok(ts.none());
            }
            Err(raised)
        }
    }
}

/// An awaitable of one step that nobody awaited. CPython: `_PyErr_WarnUnawaitedAgenMethod`.
fn unawaited(ts: &ThreadState, object: &PyObject, generator: &Field, method: &str) {
    match generator_of(ts, generator) {
        Ok(generator) => {
            let name = generator::qualname_string(&generator);
            crate::warnings::warn_unawaited(ts, object, &format!("coroutine method '{method}' of '{name}' was never awaited"));
        }
        Err(raised) => ts.clear_exception(raised),
    }
}

fn asend_finalize(ts: &ThreadState, object: &PyObject) {
    if let Some(this) = object.downcast::<Asend>().filter(|this| this.progress.get() == Progress::Init) {
        unawaited(ts, object, &this.generator, "asend");
    }
}

fn athrow_finalize(ts: &ThreadState, object: &PyObject) {
    if let Some(this) = object.downcast::<Athrow>().filter(|this| this.progress.get() == Progress::Init) {
        unawaited(ts, object, &this.generator, if this.args.is_empty() { "aclose" } else { "athrow" });
    }
}

fn self_iter(_ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.to_ref())
}

/// See the module.
pub static ASEND: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_iter: Some(self_iter),
        tp_iternext: Some(asend_next),
        tp_finalize: Some(asend_finalize),
        am_await: Some(self_iter),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("send", "", Native::O(asend_send), "send(value) -> send 'value' into the awaitable."),
        MethodDef::new("throw", "", Native::Fast(asend_throw), "throw(value) -> raise an exception in the awaitable."),
        MethodDef::new("close", "", Native::NoArgs(asend_close), "close() -> raise GeneratorExit inside the awaitable."),
    ],
    ..TypeDef::of::<Asend>("async_generator_asend")
};

fn athrow_of<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<Athrow>> {
    object.downcast::<Athrow>().ok_or_else(|| ts.system_error("an athrow awaitable was expected"))
}

/// The arguments of athrow; none for aclose.
fn athrow_args(this: &Obj<Athrow>) -> Option<Vec<PyRef>> {
    let args = this.args.get()?;
    Some(args.downcast::<minipy_object::types::tuple::Tuple>()?.items().to_vec())
}

fn athrow_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let this = athrow_of(ts, object)?;
    let generator = generator_of(ts, &this.generator)?;
    let args = athrow_args(this);
    let closing = args.is_none();
    match this.progress.get() {
        Progress::Closed => return Err(ts.runtime_error("cannot reuse already awaited aclose()/athrow()")),
        Progress::Init => {
            if generator.state.get() == State::Completed {
                this.progress.set(Progress::Closed);
                return Err(ts.stop_iteration(None));
            }
            if generator.ag_running.get() {
                this.progress.set(Progress::Closed);
                return Err(running_error(ts, if closing { "aclose()" } else { "athrow()" }));
            }
            if generator.ag_closed.get() {
                this.progress.set(Progress::Closed);
                return Err(ts.raise_none(&ts.types().stop_async_iteration));
            }
            if !value.is(&ts.singletons().none) {
                return Err(ts.runtime_error("can't send non-None value to a just-started coroutine"));
            }
            this.progress.set(Progress::Iter);
            generator.ag_running.set(true);
            let result = match &args {
                None => {
                    generator.ag_closed.set(true);
                    let exit = ts.types().generator_exit.to_ref();
                    throw_into(ts, &generator, false, &[exit])
                }
                Some(args) => throw_into(ts, &generator, true, args),
            };
            return athrow_result(ts, this, &generator, closing, result);
        }
        Progress::Iter => {}
    }
    let result = generator::send(ts, &generator, value.to_ref());
    athrow_result(ts, this, &generator, closing, result)
}

fn athrow_result(
    ts: &ThreadState,
    this: &Obj<Athrow>,
    generator: &Obj<Generator>,
    closing: bool,
    result: PyResult<SendResult>,
) -> PyResult {
    if !closing {
        let result = unwrap(ts, generator, result);
        if result.is_err() {
            this.progress.set(Progress::Closed);
        }
        return result;
    }
    match result {
        Ok(SendResult::Next(value)) => {
            if value.downcast::<WrappedValue>().is_some() {
                generator.ag_running.set(false);
                this.progress.set(Progress::Closed);
                return Err(ts.runtime_error("async generator ignored GeneratorExit"));
            }
            Ok(value)
        }
        Ok(SendResult::Return(_)) => {
            generator.ag_running.set(false);
            this.progress.set(Progress::Closed);
            Err(ts.stop_iteration(None))
        }
        Err(raised) => {
            generator.ag_running.set(false);
            this.progress.set(Progress::Closed);
            let types = ts.types();
            if ts.exception_is(&raised, &types.stop_async_iteration) || ts.exception_is(&raised, &types.generator_exit) {
                ts.clear_exception(raised);
                return Err(ts.stop_iteration(None));
            }
            Err(raised)
        }
    }
}

fn athrow_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    athrow_send(ts, object, &ts.none()).map(Some)
}

fn athrow_throw(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let this = athrow_of(ts, object)?;
    let generator = generator_of(ts, &this.generator)?;
    let closing = this.args.is_empty();
    match this.progress.get() {
        Progress::Closed => return Err(ts.runtime_error("cannot reuse already awaited aclose()/athrow()")),
        Progress::Init => {
            if generator.ag_running.get() {
                this.progress.set(Progress::Closed);
                return Err(running_error(ts, if closing { "aclose()" } else { "athrow()" }));
            }
            this.progress.set(Progress::Iter);
            generator.ag_running.set(true);
        }
        Progress::Iter => {}
    }
    let result = throw_into(ts, &generator, true, args);
    athrow_result(ts, this, &generator, closing, result)
}

fn athrow_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let this = athrow_of(ts, object)?;
    if this.progress.get() == Progress::Closed {
        return Ok(ts.none());
    }
    let exit = ts.types().generator_exit.to_ref();
    finish_close(ts, athrow_throw(ts, object, &[exit]))
}

/// See the module.
pub static ATHROW: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_iter: Some(self_iter),
        tp_iternext: Some(athrow_next),
        tp_finalize: Some(athrow_finalize),
        am_await: Some(self_iter),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("send", "", Native::O(athrow_send), "send(value) -> send 'value' into the awaitable."),
        MethodDef::new("throw", "", Native::Fast(athrow_throw), "throw(value) -> raise an exception in the awaitable."),
        MethodDef::new("close", "", Native::NoArgs(athrow_close), "close() -> raise GeneratorExit inside the awaitable."),
    ],
    ..TypeDef::of::<Athrow>("async_generator_athrow")
};

fn new_asend(ts: &ThreadState, object: &PyObject, value: Option<PyRef>) -> PyResult {
    init_hooks(ts, object)?;
    let body = Asend { generator: Field::new(object.to_ref()), value: Field::from_option(value), progress: Cell::new(Progress::Init) };
    Ok(Py::new(ts, body)?.into_ref())
}

fn new_athrow(ts: &ThreadState, object: &PyObject, args: Option<PyRef>) -> PyResult {
    init_hooks(ts, object)?;
    let body = Athrow { generator: Field::new(object.to_ref()), args: Field::from_option(args), progress: Cell::new(Progress::Init) };
    Ok(Py::new(ts, body)?.into_ref())
}

fn anext(ts: &ThreadState, object: &PyObject) -> PyResult {
    new_asend(ts, object, None)
}

fn asend(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    new_asend(ts, object, Some(value.to_ref()))
}

fn aclose(ts: &ThreadState, object: &PyObject) -> PyResult {
    new_athrow(ts, object, None)
}

fn athrow(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let args = minipy_object::types::tuple::Tuple::from_slice(ts, args)?;
    new_athrow(ts, object, Some(args.into_ref()))
}

fn get_running(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(generator::this(ts, object)?.ag_running.get()))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("asend", "", Native::O(asend), "asend(v) -> send 'v' in generator."),
    MethodDef::new("athrow", "", Native::Fast(athrow), "athrow(value) -> raise exception in generator."),
    MethodDef::new("aclose", "", Native::NoArgs(aclose), "aclose() -> raise GeneratorExit inside generator."),
    generator::CLASS_GETITEM,
];

static GETSET: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: generator::get_name, set: Some(generator::set_name), doc: None, member: false },
    GetSetDef { name: "__qualname__", get: generator::get_qualname, set: Some(generator::set_qualname), doc: None, member: false },
    GetSetDef::getter("ag_await", generator::get_yield_from),
    GetSetDef::getter("ag_frame", generator::get_frame),
    GetSetDef::getter("ag_code", generator::get_code),
    GetSetDef::getter("ag_suspended", generator::get_suspended),
    GetSetDef::member("ag_running", get_running),
];

/// See the module.
pub static ASYNC_GENERATOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(generator::generator_repr),
        am_aiter: Some(self_iter),
        am_anext: Some(anext),
        am_send: Some(generator::generator_am_send),
        tp_finalize: Some(generator::generator_finalize),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Generator>("async_generator")
};

/// The payload of `anext(it, default)`.
pub struct AnextAwaitable {
    wrapped: Field,
    default: Field,
}

impl Body for AnextAwaitable {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.wrapped.traverse(visit);
        self.default.traverse(visit);
    }
}

py_layout!(AnextAwaitable, ANEXT_AWAITABLE, |ts| &super::vm_types(ts).anext_awaitable);

/// `anext(it, default)`: StopAsyncIteration becomes the default.
pub(crate) fn anext_with_default(ts: &ThreadState, awaitable: PyRef, default: PyRef) -> PyResult {
    Ok(Py::new(ts, AnextAwaitable { wrapped: Field::new(awaitable), default: Field::new(default) })?.into_ref())
}

fn anext_parts(ts: &ThreadState, object: &PyObject) -> PyResult<(PyRef, PyRef)> {
    let parts = object.downcast::<AnextAwaitable>().and_then(|this| Some((this.wrapped.get()?, this.default.get()?)));
    parts.ok_or_else(|| ts.system_error("an anext awaitable was expected"))
}

fn anext_result(ts: &ThreadState, default: PyRef, result: PyResult) -> PyResult {
    match result {
        Err(raised) if ts.exception_is(&raised, &ts.types().stop_async_iteration) => {
            ts.clear_exception(raised);
            Err(generator::stop(ts, default))
        }
        result => result,
    }
}

fn anext_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let (wrapped, default) = anext_parts(ts, object)?;
    let iterator = awaitable_iter(ts, &wrapped)?;
    let result = match crate::ops::gen_::send_to(ts, &iterator, ts.none()) {
        Ok(SendResult::Next(value)) => Ok(value),
        Ok(SendResult::Return(value)) => Err(generator::stop(ts, value)),
        Err(raised) => Err(raised),
    };
    anext_result(ts, default, result).map(Some)
}

fn anext_forward(ts: &ThreadState, object: &PyObject, name: &str, args: &[PyRef]) -> PyResult {
    let (wrapped, default) = anext_parts(ts, object)?;
    let iterator = awaitable_iter(ts, &wrapped)?;
    let result = protocol::call_method(ts, &iterator, name, args);
    anext_result(ts, default, result)
}

fn anext_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    anext_forward(ts, object, "send", &[value.to_ref()])
}

fn anext_throw(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    anext_forward(ts, object, "throw", args)
}

fn anext_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    anext_forward(ts, object, "close", &[])
}

/// See the module.
pub static ANEXT_AWAITABLE: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_iter: Some(self_iter), tp_iternext: Some(anext_next), am_await: Some(self_iter), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("send", "", Native::O(anext_send), ""),
        MethodDef::new("throw", "", Native::Fast(anext_throw), ""),
        MethodDef::new("close", "", Native::NoArgs(anext_close), ""),
    ],
    ..TypeDef::of::<AnextAwaitable>("anext_awaitable")
};
