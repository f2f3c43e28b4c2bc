//! generator: a frame that outlives its call. The machinery here also runs coroutines and asynchronous generators.
//!
//! CPython counterpart: `Objects/genobject.c`. Layout: header, [`Generator`], then a `Record` and the frame's slots, all in one block.
//! Invariants: the record belongs to the object; it is linked into the thread's frames exactly while `state` is `Executing`; in states
//! `Created` and `Suspended*` its slots up to its sp are alive and owned by the object. A borrowed word is never left in a suspended
//! frame.
#![expect(unsafe_code, reason = "the frame in the object's tail; contracts L1 and R1")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::types::as_type;
use minipy_object::alloc::new_with_tail;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{SendResult, Slots};
use minipy_object::state::{ExcInfo, PyResult, Raised, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::exceptions::BaseException;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;
use minipy_object::{protocol, py_layout};

use crate::frame::{AREA, Area, FRAME_OBJ, GENERATOR, NS, Record, VmThread, vm};
use crate::machine::{Ended, run_frame};
use crate::stackref::StackRef;
use crate::types::frame;
use crate::types::function::Function;
use crate::types::traceback::Traceback;

/// Where a generator is. CPython: `gi_frame_state`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Not begun.
    Created,
    /// At a `yield`.
    Suspended,
    /// At a `yield from` or `await`.
    SuspendedYieldFrom,
    /// Runs now.
    Executing,
    /// Has ended.
    Completed,
}

/// Which of the three types an object is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A generator.
    Generator,
    /// A coroutine.
    Coroutine,
    /// An asynchronous generator.
    AsyncGenerator,
}

impl Kind {
    /// How messages name it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::Generator => "generator",
            Kind::Coroutine => "coroutine",
            Kind::AsyncGenerator => "async generator",
        }
    }
}

/// The payload of generators, coroutines and asynchronous generators.
pub struct Generator {
    pub(crate) name: Field,
    pub(crate) qualname: Field,
    pub(crate) exc_state: ExcInfo,
    pub(crate) state: Cell<State>,
    pub(crate) kind: Kind,
    /// Slots behind the record.
    slots: usize,
    weaklist: WeakList,
    /// Coroutines: `cr_origin`. Asynchronous generators: the finalizer hook.
    pub(crate) hook: Field,
    pub(crate) hooks_inited: Cell<bool>,
    pub(crate) ag_closed: Cell<bool>,
    pub(crate) ag_running: Cell<bool>,
}

impl Generator {
    /// The record in the tail.
    #[inline(always)]
    pub(crate) fn record(&self) -> *mut Record {
        // The tail lies right behind the body (L1: `new_with_tail` gave it that size).
        std::ptr::from_ref(self).cast_mut().wrapping_add(1).cast()
    }

    fn holds_frame(&self) -> bool {
        matches!(self.state.get(), State::Created | State::Suspended | State::SuspendedYieldFrom)
    }
}

impl Body for Generator {
    const COLLECTED: bool = true;
    const ITEMSIZE: usize = 8;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Generator, weaklist));

    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.qualname.traverse(visit);
        self.hook.traverse(visit);
        self.exc_state.exc_value.traverse(visit);
        // SAFETY: the record keeps its code as long as the object lives.
        unsafe {
            let code = (*self.record()).code;
            if !code.is_null() {
                visit((*code).as_object());
            }
        }
        if !self.holds_frame() {
            // A frame that runs is a root: its references count as coming from outside.
            return;
        }
        let record = self.record();
        // SAFETY: the frame is held (invariant of this module), so the record and its slots are live.
        unsafe {
            let mut at = (*record).locals;
            while at < (*record).sp {
                if let Some(object) = (*at).get() {
                    if !(*at).is_borrowed() {
                        visit(object);
                    }
                }
                at = at.add(1);
            }
            visit((*record).func.object());
            if (*record).flags & NS != 0 {
                visit((*record).ns.object());
            }
            if (*record).flags & FRAME_OBJ != 0 {
                visit((*record).frame_obj.object());
            }
        }
    }

    fn clear(&self) {
        if self.holds_frame() {
            take_apart(self);
        }
    }

    fn tail_bytes(&self) -> usize {
        size_of::<Record>() + self.slots * size_of::<StackRef>()
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        if self.holds_frame() {
            take_apart(self);
        }
        // SAFETY: the record keeps its code until the object dies, so that `gi_code` answers after the end too; null if `make` failed.
        unsafe {
            let code = (*self.record()).code;
            if !code.is_null() {
                drop(PyRef::from_raw((*code).as_object().as_ptr()));
            }
        }
    }
}

py_layout!(Generator, GENERATOR_DEF, |ts| &super::vm_types(ts).generator);

/// Close everything that a frame which does not run holds; the generator is completed.
fn take_apart(this: &Generator) {
    this.state.set(State::Completed);
    this.exc_state.exc_value.clear();
    let record = this.record();
    // SAFETY: the frame was held and nobody runs it; each word is closed once.
    unsafe {
        let flags = (*record).flags;
        if flags & FRAME_OBJ != 0 {
            (*record).flags &= !FRAME_OBJ;
            let object = std::mem::replace(&mut (*record).frame_obj, StackRef::NULL).take();
            minipy_object::state::with_current(|ts| frame::detach(ts, record, object));
        }
        while (*record).sp > (*record).locals {
            let at = (*record).sp.sub(1);
            let word = std::mem::replace(&mut *at, StackRef::NULL);
            (*record).sp = at;
            word.close_or_null();
        }
        if flags & NS != 0 {
            std::mem::replace(&mut (*record).ns, StackRef::NULL).close_or_null();
        }
        std::mem::replace(&mut (*record).func, StackRef::NULL).close_or_null();
    }
}

/// The payload, if the object is a generator, coroutine or asynchronous generator.
#[inline]
pub(crate) fn as_generator(object: &PyObject) -> Option<&Obj<Generator>> {
    let def = object.ob_type().def();
    let ours = std::ptr::eq(def, &raw const GENERATOR_DEF)
        || std::ptr::eq(def, &raw const super::coroutine::COROUTINE)
        || std::ptr::eq(def, &raw const super::async_generator::ASYNC_GENERATOR);
    // SAFETY: L1: these three types have this payload.
    ours.then(|| unsafe { object.downcast_unchecked() })
}

pub(crate) fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Generator>> {
    match as_generator(object) {
        Some(generator) => Ok(generator.to_py()),
        None => Err(ts.system_error("a generator was expected")),
    }
}

/// RETURN_GENERATOR: make the object of the current frame, move the frame into it and leave it. The caller becomes current.
pub(crate) fn make(ts: &ThreadState, record: *mut Record) -> PyResult {
    let vt = vm(ts);
    // SAFETY: the record is the spilled current frame, which stands at RETURN_GENERATOR: its stack is empty.
    unsafe {
        let code = &*(*record).code;
        let func: &Obj<Function> = (*record).func.cast();
        let flags = code.flags();
        let kind = if flags.contains(minipy_bytecode::CodeFlags::COROUTINE) {
            Kind::Coroutine
        } else if flags.contains(minipy_bytecode::CodeFlags::ASYNC_GENERATOR) {
            Kind::AsyncGenerator
        } else {
            Kind::Generator
        };
        let types = super::vm_types(ts);
        let ty: &PyType = match kind {
            Kind::Generator => &types.generator,
            Kind::Coroutine => &types.coroutine,
            Kind::AsyncGenerator => &types.async_generator,
        };
        let slots = code.framesize();
        let body = Generator {
            name: Field::from_option(func.name.get()),
            qualname: Field::from_option(func.qualname.get()),
            exc_state: ExcInfo::new(),
            // Not created yet as far as the collector is concerned: nothing is in the frame.
            state: Cell::new(State::Completed),
            kind,
            slots,
            weaklist: WeakList::new(),
            hook: Field::empty(),
            hooks_inited: Cell::new(false),
            ag_closed: Cell::new(false),
            ag_running: Cell::new(false),
        };
        let tail = size_of::<Record>() + slots * size_of::<StackRef>();
        let generator = new_with_tail(ts, ty, body, tail, |start| start.write_bytes(0, tail))?;
        let own = generator.record();
        let locals = own.add(1).cast::<StackRef>().add(1);
        let count = code.nlocalsplus();
        locals.copy_from_nonoverlapping((*record).locals, count);
        for i in 0..count {
            *locals.add(i) = (*locals.add(i)).into_owned();
        }
        let keep = (*record).flags & (NS | FRAME_OBJ);
        own.write(Record {
            pc: (*record).pc,
            sp: locals.add(count),
            locals,
            previous: std::ptr::null_mut(),
            code: (*record).code,
            consts: (*record).consts,
            func: (*record).func,
            globals: (*record).globals,
            builtins: (*record).builtins,
            flags: GENERATOR | keep,
            return_offset: 0,
            end_offset: 0,
            ns: (*record).ns,
            frame_obj: StackRef::NULL,
            extra: StackRef::borrow(generator.as_object()),
            saved: (*record).saved,
            next: std::ptr::null_mut(),
        });
        if keep & FRAME_OBJ != 0 {
            // Somebody asked for the frame before the body began (a tracer): its object follows the frame.
            (*own).frame_obj = (*record).frame_obj;
            frame::moved(&(*own).frame_obj, own);
        }
        *locals.sub(1) = StackRef::from_address(own);
        generator.state.set(State::Created);
        // The frame has moved: what is left of it is only its place.
        if (*record).flags & AREA != 0 {
            vt.leave_area(record);
        }
        vt.current.set((*record).previous);
        vt.free_record.set(record);
        vt.recursion_left.set(vt.recursion_left.get() + 1);
        Ok(generator.into_ref())
    }
}

/// Link the generator's frame into the thread's frames with `value` on its stack: it is current afterwards.
///
/// # Safety
/// The generator holds a frame that does not run; the current frame, if any, is spilled; somebody keeps the generator alive until it is
/// left.
#[inline]
pub(crate) unsafe fn enter(ts: &ThreadState, vt: &VmThread, generator: &Obj<Generator>, value: StackRef) {
    // SAFETY: promised by the caller.
    unsafe {
        let record = generator.record();
        *(*record).sp = value;
        (*record).sp = (*record).sp.add(1);
        let previous = vt.current.get();
        let area = vt.area.get();
        (*record).previous = previous;
        (*record).saved = area;
        (*record).flags = GENERATOR | AREA | ((*record).flags & (FRAME_OBJ | NS));
        let top = if area.limit.is_null() || previous.is_null() { area.top } else { (*previous).sp };
        vt.area.set(Area { limit: std::ptr::null_mut(), top, end: area.end });
        vt.current.set(record);
        vt.recursion_left.set(vt.recursion_left.get() - 1);
        ts.push_exc_info(NonNull::from(&generator.exc_state));
        generator.state.set(State::Executing);
    }
}

/// YIELD_VALUE: unlink the current frame, a generator's. The caller becomes current.
///
/// # Safety
/// The current frame is a generator's, spilled, the yielded value off its stack.
#[inline]
pub(crate) unsafe fn suspend(ts: &ThreadState, vt: &VmThread, record: *mut Record, state: State) {
    // SAFETY: promised by the caller; `extra` names the object, which is alive.
    unsafe {
        let generator: &Obj<Generator> = (*record).extra.cast();
        generator.state.set(state);
        ts.pop_exc_info();
        vt.area.set((*record).saved);
        vt.current.set((*record).previous);
        (*record).previous = std::ptr::null_mut();
        vt.recursion_left.set(vt.recursion_left.get() + 1);
    }
}

/// The frame of this generator is about to be left for good (by a return or an exception).
pub(crate) fn finished(ts: &ThreadState, object: &PyObject) {
    if let Some(generator) = as_generator(object) {
        ts.pop_exc_info();
        generator.state.set(State::Completed);
        generator.exc_state.exc_value.clear();
    }
}

/// Whether the generator runs now.
pub(crate) fn is_running(object: &PyObject) -> bool {
    as_generator(object).is_some_and(|generator| generator.state.get() == State::Executing)
}

/// Whether the generator has begun and waits.
pub(crate) fn is_suspended(object: &PyObject) -> bool {
    as_generator(object).is_some_and(|generator| matches!(generator.state.get(), State::Suspended | State::SuspendedYieldFrom))
}

/// Drop the frame of a generator that does not run.
pub(crate) fn discard(_ts: &ThreadState, object: &PyObject) {
    if let Some(generator) = as_generator(object) {
        if generator.holds_frame() {
            take_apart(generator);
        }
    }
}

/// Why a generator cannot be resumed with that value, as CPython words it; `Ok(true)`: it has ended.
fn check_resumable(ts: &ThreadState, generator: &Obj<Generator>, sent: bool, closing: bool) -> PyResult<bool> {
    let kind = generator.kind;
    match generator.state.get() {
        State::Created if sent => Err(ts.type_error(format_args!("can't send non-None value to a just-started {}", kind.noun()))),
        State::Executing => Err(ts.value_error(format_args!("{} already executing", kind.noun()))),
        State::Completed => {
            if kind == Kind::Coroutine && !closing {
                return Err(ts.runtime_error("cannot reuse already awaited coroutine"));
            }
            Ok(true)
        }
        State::Created | State::Suspended | State::SuspendedYieldFrom => Ok(false),
    }
}

/// One step: send `value` (None to begin). CPython: `gen_send_ex2`.
pub(crate) fn send(ts: &ThreadState, generator: &Obj<Generator>, value: PyRef) -> PyResult<SendResult> {
    let sent = !value.is(&ts.singletons().none);
    if check_resumable(ts, generator, sent, false)? {
        return Ok(SendResult::Return(ts.none()));
    }
    let keep = generator.to_py();
    // SAFETY: the generator holds a frame (just checked); native code runs, so the current frame is spilled; `keep` keeps it alive.
    let ended = unsafe {
        enter(ts, vm(ts), &keep, StackRef::new(value));
        run_frame(ts)
    };
    finish_step(ended)
}

fn finish_step(ended: PyResult<Ended>) -> PyResult<SendResult> {
    match ended? {
        Ended::Yielded(value) => Ok(SendResult::Next(value)),
        Ended::Returned(value) => Ok(SendResult::Return(value)),
    }
}

/// One step with an exception raised at the place where the generator waits. The exception is set. CPython: `gen_send_ex` with `exc`.
fn resume_raising(ts: &ThreadState, generator: &Obj<Generator>, raised: Raised, closing: bool) -> PyResult<SendResult> {
    match generator.state.get() {
        State::Executing => {
            ts.clear_exception(raised);
            return Err(ts.value_error(format_args!("{} already executing", generator.kind.noun())));
        }
        State::Completed => {
            if generator.kind == Kind::Coroutine && !closing {
                ts.clear_exception(raised);
                return Err(ts.runtime_error("cannot reuse already awaited coroutine"));
            }
            return Err(raised);
        }
        State::Created | State::Suspended | State::SuspendedYieldFrom => {}
    }
    let keep = generator.to_py();
    let exc = ts.take_exception(raised);
    // SAFETY: as in `send`; `run_raising` unwinds from the place where the frame waits.
    let ended = unsafe {
        enter(ts, vm(ts), &keep, StackRef::new(ts.none()));
        drop(ts.raise_exception(exc));
        crate::machine::run::run_raising(ts)
    };
    finish_step(ended)
}

/// What a generator that waits in `yield from` or `await` waits for. CPython: `_PyGen_yf`.
pub(crate) fn yield_from(generator: &Obj<Generator>) -> Option<PyRef> {
    if generator.state.get() != State::SuspendedYieldFrom {
        return None;
    }
    // SAFETY: a suspended frame; at a YIELD_VALUE of `yield from` the receiver is on top of the stack.
    unsafe {
        let record = generator.record();
        (*(*record).sp.sub(1)).get().map(PyObject::to_ref)
    }
}

/// Turn the result of a step into what `send()` and `__next__` give: StopIteration at the end. CPython: `gen_send_ex`.
pub(crate) fn step_result(ts: &ThreadState, generator: &Obj<Generator>, result: SendResult) -> PyResult {
    match result {
        SendResult::Next(value) => Ok(value),
        SendResult::Return(value) => {
            if generator.kind == Kind::AsyncGenerator {
                return Err(ts.raise_none(&ts.types().stop_async_iteration));
            }
            Err(stop(ts, value))
        }
    }
}

/// StopIteration with that value, also where the value is a tuple or an exception. CPython: `_PyGen_SetStopIterationValue`.
pub(crate) fn stop(ts: &ThreadState, value: PyRef) -> Raised {
    if value.is(&ts.singletons().none) { ts.stop_iteration(None) } else { ts.stop_iteration(Some(value)) }
}

pub(crate) fn generator_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult {
    let generator = this(ts, object)?;
    let result = send(ts, &generator, value.to_ref())?;
    step_result(ts, &generator, result)
}

pub(crate) fn generator_next(ts: &ThreadState, object: &PyObject) -> PyResult<Option<PyRef>> {
    let generator = this(ts, object)?;
    match send(ts, &generator, ts.none())? {
        SendResult::Next(value) => Ok(Some(value)),
        SendResult::Return(value) if value.is(&ts.singletons().none) => Ok(None),
        SendResult::Return(value) => Err(stop(ts, value)),
    }
}

pub(crate) fn generator_am_send(ts: &ThreadState, object: &PyObject, value: &PyObject) -> PyResult<SendResult> {
    send(ts, &*this(ts, object)?, value.to_ref())
}

/// Close what a generator waits for. CPython: `gen_close_iter`.
fn close_iter(ts: &ThreadState, inner: &PyObject) -> PyResult<()> {
    if as_generator(inner).is_some_and(|inner| inner.kind != Kind::AsyncGenerator) {
        close(ts, inner)?;
        return Ok(());
    }
    if let Some(method) = protocol::get_attr_opt(ts, inner, &ts.names().close)? {
        protocol::call_no_args(ts, &method)?;
    }
    Ok(())
}

/// `close()`. CPython: `gen_close`.
pub(crate) fn close(ts: &ThreadState, object: &PyObject) -> PyResult {
    let generator = this(ts, object)?;
    match generator.state.get() {
        State::Created => {
            take_apart(&generator);
            return Ok(ts.none());
        }
        State::Completed => return Ok(ts.none()),
        State::Suspended | State::SuspendedYieldFrom | State::Executing => {}
    }
    let raised = match yield_from(&generator) {
        Some(inner) => {
            generator.state.set(State::Executing);
            let closed = close_iter(ts, &inner);
            generator.state.set(State::SuspendedYieldFrom);
            closed.err()
        }
        None => None,
    };
    let raised = raised.unwrap_or_else(|| ts.raise_none(&ts.types().generator_exit));
    match resume_raising(ts, &generator, raised, true) {
        Ok(SendResult::Next(value)) => {
            drop(value);
            Err(ts.runtime_error(format_args!("{} ignored GeneratorExit", generator.kind.noun())))
        }
        Ok(SendResult::Return(value)) => Ok(value),
        Err(raised) => {
            if ts.exception_is(&raised, &ts.types().generator_exit) {
                ts.clear_exception(raised);
                return Ok(ts.none());
            }
            if ts.exception_is(&raised, &ts.types().stop_iteration) {
                return minipy_object::raise::take_stop_iteration(ts, raised);
            }
            Err(raised)
        }
    }
}

pub(crate) fn generator_close(ts: &ThreadState, object: &PyObject) -> PyResult {
    close(ts, object)
}

/// The exception that `throw(type, value, traceback)` means. CPython: the second half of `_gen_throw`.
fn thrown(ts: &ThreadState, kind: &PyObject, value: Option<&PyObject>, traceback: Option<&PyObject>) -> PyResult<PyRef> {
    let none = &ts.singletons().none;
    let traceback = traceback.filter(|tb| !tb.is(none));
    if traceback.is_some_and(|tb| tb.downcast::<Traceback>().is_none()) {
        return Err(ts.type_error("throw() third argument must be a traceback object"));
    }
    let value = value.filter(|value| !value.is(none));
    let base = &ts.types().base_exception;
    let exc = if let Some(class) = as_type(kind).filter(|class| class.is_subtype(base)) {
        match value {
            Some(value) if value.ob_type().is_subtype(class) => value.to_ref(),
            Some(value) => match value.downcast::<Tuple>() {
                Some(args) => protocol::call(ts, kind, minipy_object::args::Args::positional(args.items()))?,
                None => protocol::call_one(ts, kind, value)?,
            },
            None => protocol::call_no_args(ts, kind)?,
        }
    } else if kind.downcast::<BaseException>().is_some() {
        if value.is_some() {
            return Err(ts.type_error("instance exception may not have a separate value"));
        }
        kind.to_ref()
    } else {
        return Err(ts.type_error(format_args!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            kind.ob_type().name_string()
        )));
    };
    match exc.downcast::<BaseException>() {
        Some(exc) => {
            if let Some(traceback) = traceback {
                exc.set_traceback(Some(traceback.to_ref()));
            }
        }
        None => {
            return Err(ts.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                exc.ob_type().name_string()
            )));
        }
    }
    Ok(exc)
}

/// `throw(…)`; `close_on_exit`: a GeneratorExit closes what the generator waits for instead of being thrown into it. CPython: `_gen_throw`.
pub(crate) fn throw(
    ts: &ThreadState,
    generator: &Obj<Generator>,
    close_on_exit: bool,
    kind: &PyObject,
    value: Option<&PyObject>,
    traceback: Option<&PyObject>,
) -> PyResult<SendResult> {
    ts.check_stack(" in throw()")?;
    if let Some(inner) = yield_from(generator) {
        let exits = as_type(kind)
            .map_or_else(|| kind.ob_type().is_subtype(&ts.types().generator_exit), |class| class.is_subtype(&ts.types().generator_exit));
        if exits && close_on_exit {
            generator.state.set(State::Executing);
            let closed = close_iter(ts, &inner);
            generator.state.set(State::SuspendedYieldFrom);
            if let Err(raised) = closed {
                return resume_raising(ts, generator, raised, false);
            }
        } else {
            let result = if let Some(sub) = as_generator(&inner).filter(|sub| sub.kind != Kind::AsyncGenerator) {
                generator.state.set(State::Executing);
                let result = throw(ts, sub, close_on_exit, kind, value, traceback);
                generator.state.set(State::SuspendedYieldFrom);
                result.and_then(|result| step_result(ts, sub, result))
            } else {
                match protocol::get_attr_opt(ts, &inner, &ts.names().throw)? {
                    None => {
                        let exc = thrown(ts, kind, value, traceback)?;
                        let raised = ts.set_exception(exc);
                        return resume_raising(ts, generator, raised, false);
                    }
                    Some(method) => {
                        let args: Vec<PyRef> = [Some(kind), value, traceback].into_iter().flatten().map(PyObject::to_ref).collect();
                        generator.state.set(State::Executing);
                        let result = protocol::call(ts, &method, minipy_object::args::Args::positional(&args));
                        generator.state.set(State::SuspendedYieldFrom);
                        result
                    }
                }
            };
            return match result {
                Ok(value) => Ok(SendResult::Next(value)),
                // The inner iterator has ended: the exception goes on at the `yield from`, whose CLEANUP_THROW takes a StopIteration.
                Err(raised) => resume_raising(ts, generator, raised, false),
            };
        }
    }
    let exc = thrown(ts, kind, value, traceback)?;
    let raised = ts.set_exception(exc);
    resume_raising(ts, generator, raised, false)
}

pub(crate) fn generator_throw(ts: &ThreadState, object: &PyObject, args: &[PyRef]) -> PyResult {
    let generator = this(ts, object)?;
    minipy_object::args::check_positional(ts, "throw", args.len(), 1, 3)?;
    if args.len() > 1 {
        crate::warnings::warn(
            ts,
            &ts.types().deprecation_warning,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    let arg = |i: usize| args.get(i).map(|arg| &**arg);
    let Some(kind) = arg(0) else { return Err(ts.system_error("throw without an argument")) };
    let result = throw(ts, &generator, true, kind, arg(1), arg(2))?;
    step_result(ts, &generator, result)
}

/// A generator dies, or its cycle does, before it has ended: close it. CPython: `_PyGen_Finalize`.
pub(crate) fn generator_finalize(ts: &ThreadState, object: &PyObject) {
    let Some(generator) = as_generator(object) else { return };
    if !generator.holds_frame() {
        return;
    }
    let saved = ts.pending_exception().map(|raised| ts.take_exception(raised));
    let generator = generator.to_py();
    if generator.kind == Kind::AsyncGenerator {
        if let Some(finalizer) = generator.hook.get() {
            if !generator.ag_closed.get() {
                if let Err(raised) = protocol::call_one(ts, &finalizer, object) {
                    ts.write_unraisable(raised, "", Some(object));
                }
                restore(ts, saved);
                return;
            }
        }
    }
    if generator.kind == Kind::Coroutine && generator.state.get() == State::Created {
        super::coroutine::warn_unawaited(ts, &generator);
        take_apart(&generator);
    } else {
        match close(ts, object) {
            Ok(value) => drop(value),
            Err(raised) => ts.write_unraisable(raised, "", Some(object)),
        }
    }
    restore(ts, saved);
}

fn restore(ts: &ThreadState, saved: Option<PyRef>) {
    if let Some(exc) = saved {
        drop(ts.set_exception(exc));
    }
}

pub(crate) fn generator_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let generator = this(ts, object)?;
    let noun = match generator.kind {
        Kind::Generator => "generator",
        Kind::Coroutine => "coroutine",
        Kind::AsyncGenerator => "async_generator",
    };
    let name = qualname_string(&generator);
    Ok(ts.new_str(&format!("<{noun} object {name} at {:#x}>", object.id()))?.into_ref())
}

pub(crate) fn qualname_string(generator: &Obj<Generator>) -> String {
    match generator.qualname.get() {
        Some(name) => name.downcast::<Str>().map_or_else(String::new, |name| name.to_rust_string()),
        None => String::new(),
    }
}

pub(crate) fn get_name(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.name.get().unwrap_or_else(|| ts.none()))
}

pub(crate) fn set_name(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => {
            this(ts, object)?.name.set(value.to_ref());
            Ok(())
        }
        _ => Err(ts.type_error("__name__ must be set to a string object")),
    }
}

pub(crate) fn get_qualname(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.qualname.get().unwrap_or_else(|| ts.none()))
}

pub(crate) fn set_qualname(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => {
            this(ts, object)?.qualname.set(value.to_ref());
            Ok(())
        }
        _ => Err(ts.type_error("__qualname__ must be set to a string object")),
    }
}

pub(crate) fn get_running(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(this(ts, object)?.state.get() == State::Executing))
}

pub(crate) fn get_suspended(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(ts.bool(is_suspended(object)))
}

pub(crate) fn get_frame(ts: &ThreadState, object: &PyObject) -> PyResult {
    let generator = this(ts, object)?;
    if generator.state.get() == State::Completed {
        return Ok(ts.none());
    }
    Ok(frame::frame_object(ts, generator.record())?.into_ref())
}

pub(crate) fn get_code(ts: &ThreadState, object: &PyObject) -> PyResult {
    let generator = this(ts, object)?;
    // SAFETY: the record keeps its code as long as the object lives.
    Ok(unsafe { (*(*generator.record()).code).to_ref() })
}

pub(crate) fn get_yield_from(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(yield_from(&*this(ts, object)?).unwrap_or_else(|| ts.none()))
}

fn generator_iter(_ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.to_ref())
}

/// The methods that generators and coroutines share.
pub(crate) const SEND: MethodDef = MethodDef::new(
    "send",
    "",
    Native::O(generator_send),
    "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
);
pub(crate) const THROW: MethodDef = MethodDef::new(
    "throw",
    "",
    Native::Fast(generator_throw),
    "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
);
pub(crate) const CLOSE: MethodDef =
    MethodDef::new("close", "", Native::NoArgs(generator_close), "close() -> raise GeneratorExit inside generator.");
pub(crate) const CLASS_GETITEM: MethodDef =
    MethodDef::new("__class_getitem__", "", Native::O(minipy_object::types::object::class_getitem), "See PEP 585").class();

static METHODS: &[MethodDef] = &[SEND, THROW, CLOSE, CLASS_GETITEM];

static GETSET: &[GetSetDef] = &[
    GetSetDef { name: "__name__", get: get_name, set: Some(set_name), doc: None, member: false },
    GetSetDef { name: "__qualname__", get: get_qualname, set: Some(set_qualname), doc: None, member: false },
    GetSetDef::getter("gi_yieldfrom", get_yield_from),
    GetSetDef::getter("gi_running", get_running),
    GetSetDef::getter("gi_frame", get_frame),
    GetSetDef::getter("gi_suspended", get_suspended),
    GetSetDef::getter("gi_code", get_code),
];

/// See the module.
pub static GENERATOR_DEF: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(generator_repr),
        tp_iter: Some(generator_iter),
        tp_iternext: Some(generator_next),
        am_send: Some(generator_am_send),
        tp_finalize: Some(generator_finalize),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Generator>("generator")
};

/// The flags of the generator's code.
pub(crate) fn code_flags(generator: &Obj<Generator>) -> minipy_bytecode::CodeFlags {
    // SAFETY: the record keeps its code as long as the object lives.
    unsafe { (*(*generator.record()).code).flags() }
}
