//! Generators, coroutines, `await` and `async for`.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::slots::SendResult;
use minipy_object::state::{PyResult, ThreadState};

use crate::frame::{ENTRY, Exit, Record, Stack, record_of, vm};
use crate::machine::unwind;
use crate::stackref::StackRef;
use crate::types::coroutine;
use crate::types::generator::{self, Generator, Kind, State, as_generator};

op! {
    fn RETURN_GENERATOR(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn out(ts: &ThreadState, record: *mut Record) -> usize {
            // SAFETY: the record is the current frame.
            let entry = unsafe { (*record).flags & ENTRY != 0 };
            match generator::make(ts, record) {
                Ok(made) if entry => {
                    vm(ts).result.set(StackRef::new(made));
                    1
                }
                Ok(made) => {
                    let caller = vm(ts).current.get();
                    // SAFETY: the caller waits for the result of its call in its topmost slot.
                    unsafe {
                        *(*caller).sp = StackRef::new(made);
                        (*caller).sp = (*caller).sp.add(1);
                        (*caller).pc = (*caller).pc.add((*caller).return_offset as usize);
                    }
                    0
                }
                Err(raised) => {
                    drop(raised);
                    2
                }
            }
        }
        let record = spill!(pc, sp, locals);
        match out(&*ts, record) {
            0 => resume!(ts),
            1 => Exit::Returned,
            _ => unwind::raised(pc, sp, locals, ts, oparg, table),
        }
    }
}

op! {
    fn YIELD_VALUE(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let value = (*sp.sub(1)).into_owned();
        (*record).pc = pc;
        (*record).sp = sp.sub(1);
        let vt = vm(&*ts);
        let entry = (*record).flags & ENTRY != 0;
        generator::suspend(&*ts, vt, record, if oparg == 0 { State::Suspended } else { State::SuspendedYieldFrom });
        if entry {
            vt.result.set(value);
            return Exit::Yielded;
        }
        let caller = vt.current.get();
        let sp = (*caller).sp;
        *sp = value;
        next!((*caller).pc.add((*caller).return_offset as usize), sp.add(1), (*caller).locals, ts, table)
    }
}

op! {
    fn SEND(pc, sp, locals, ts, oparg, table) {
        let receiver = *sp.sub(2);
        let vt = vm(&*ts);
        let kind = receiver.object().ob_type_ptr();
        if kind == vt.fast.generator || kind == vt.fast.coroutine {
            let generator = receiver.cast::<Generator>();
            let state = generator.state.get();
            if (state == State::Suspended || state == State::SuspendedYieldFrom
                || (state == State::Created && (*sp.sub(1)).is(vt.fast.none.as_ptr())))
                && vt.recursion_left.get() > 0
            {
                let value = (*sp.sub(1)).into_owned();
                let record = spill!(pc, sp.sub(1), locals);
                (*record).return_offset = 1;
                (*record).end_offset = 1 + oparg as u32;
                generator::enter(&*ts, vt, generator, value);
                let record = generator.record();
                next!((*record).pc, (*record).sp, (*record).locals, ts, table)
            }
        }
        send_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn send_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut Record) -> usize {
            // SAFETY: the handler has spilled the current frame.
            unsafe { send(&mut Stack::new(&*ts, record)) }
        }
        let record = spill!(pc, sp, locals);
        match out(ts, record) {
            0 => next!(pc.add(1), (*record).sp, locals, ts, vm(&*ts).table.get()),
            1 => next!(pc.add(1 + oparg), (*record).sp, locals, ts, vm(&*ts).table.get()),
            _ => unwind::raised(pc, sp, locals, ts, oparg, table),
        }
    }
}

/// 0: it yielded, 1: it returned, 2: an exception.
fn send(s: &mut Stack<'_>) -> usize {
    let value = s.pop();
    let result = send_to(s.ts, s.peek(1), value);
    match result {
        Ok(SendResult::Next(value)) => {
            s.push(value);
            0
        }
        Ok(SendResult::Return(value)) => {
            s.push(value);
            1
        }
        Err(raised) => {
            drop(raised);
            2
        }
    }
}

/// CPython: `PyIter_Send`.
pub(crate) fn send_to(ts: &ThreadState, receiver: &PyObject, value: PyRef) -> PyResult<SendResult> {
    if let Some(send) = receiver.ob_type().slots.am_send.get() {
        return send(ts, receiver, &value);
    }
    // The slot itself: `protocol::next` would take the value out of a StopIteration.
    let result = match receiver.ob_type().slots.tp_iternext.get().filter(|_| value.is(&ts.singletons().none)) {
        // So does the slot of a class with a `__next__` of its own.
        Some(_) if receiver.ob_type().is_heap() => protocol::call_method(ts, receiver, "__next__", &[]).map(Some),
        Some(iternext) => iternext(ts, receiver),
        None => protocol::call_method(ts, receiver, "send", &[value]).map(Some),
    };
    match result {
        Ok(Some(value)) => Ok(SendResult::Next(value)),
        Ok(None) => Ok(SendResult::Return(ts.none())),
        Err(raised) => Ok(SendResult::Return(minipy_object::raise::take_stop_iteration(ts, raised)?)),
    }
}

ops_out! {
    GET_YIELD_FROM_ITER => get_yield_from_iter;
    GET_AWAITABLE => get_awaitable;
    GET_AITER => get_aiter;
    GET_ANEXT => get_anext;
    BEFORE_ASYNC_WITH => before_async_with;
}

/// An instruction that handles an exception or raises it again, which adds no line to the traceback.
macro_rules! handles {
    ($($name:ident => $helper:path;)*) => { $(
        op! {
            fn $name(pc, sp, locals, ts, oparg, table) {
                #[inline(never)]
                unsafe fn out(ts: crate::machine::Ts, record: *mut Record) -> bool {
                    // SAFETY: the handler has spilled the current frame.
                    unsafe { $helper(&mut Stack::new(&*ts, record)).is_ok() }
                }
                let record = spill!(pc, sp, locals);
                if !out(ts, record) {
                    return unwind::reraised(pc, sp, locals, ts, 0, table);
                }
                next!((*record).pc, (*record).sp, locals, ts, vm(&*ts).table.get())
            }
        }
    )* };
}

handles! {
    END_ASYNC_FOR => end_async_for;
    CLEANUP_THROW => cleanup_throw;
}

fn get_yield_from_iter(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let iterable = s.peek(1);
    if let Some(generator) = as_generator(iterable) {
        match generator.kind {
            Kind::Generator => return Ok(()),
            Kind::Coroutine => {
                let allowed = minipy_bytecode::CodeFlags::COROUTINE.union(minipy_bytecode::CodeFlags::ITERABLE_COROUTINE);
                if !s.code().flags().intersects(allowed) {
                    return Err(s.ts.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
                }
                return Ok(());
            }
            Kind::AsyncGenerator => {}
        }
    }
    let iterator = protocol::iter(s.ts, iterable)?;
    s.finish(1, iterator);
    Ok(())
}

fn get_awaitable(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let iterable = s.peek(1);
    let iterator = match coroutine::awaitable_iter(s.ts, iterable) {
        Ok(iterator) => iterator,
        Err(raised) => {
            let kind = iterable.ob_type();
            if s.ts.exception_is(&raised, &s.ts.types().type_error) && kind.slots.am_await.get().is_none() {
                let place = match oparg {
                    1 => "'async with' received an object from __aenter__ that does not implement __await__: ",
                    2 => "'async with' received an object from __aexit__ that does not implement __await__: ",
                    _ => return Err(raised),
                };
                s.ts.clear_exception(raised);
                return Err(s.ts.type_error(format_args!("{place}{}", kind.name_string())));
            }
            return Err(raised);
        }
    };
    if let Some(awaited) = as_generator(&iterator).filter(|awaited| awaited.kind == Kind::Coroutine) {
        if generator::yield_from(awaited).is_some() {
            return Err(s.ts.runtime_error("coroutine is being awaited already"));
        }
    }
    s.finish(1, iterator);
    Ok(())
}

fn get_aiter(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let object = s.peek(1);
    let kind = object.ob_type();
    let Some(aiter) = kind.slots.am_aiter.get() else {
        let kind = kind.name_string();
        return Err(s.ts.type_error(format_args!("'async for' requires an object with __aiter__ method, got {kind}")));
    };
    let iterator = aiter(s.ts, object)?;
    if iterator.ob_type().slots.am_anext.get().is_none() {
        let kind = iterator.ob_type().name_string();
        return Err(s
            .ts
            .type_error(format_args!("'async for' received an object from __aiter__ that does not implement __anext__: {kind}")));
    }
    s.finish(1, iterator);
    Ok(())
}

fn get_anext(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let iterator = s.peek(1);
    let kind = iterator.ob_type();
    let Some(anext) = kind.slots.am_anext.get() else {
        let kind = kind.name_string();
        return Err(s.ts.type_error(format_args!("'async for' requires an iterator with __anext__ method, got {kind}")));
    };
    let item = anext(s.ts, iterator)?;
    if as_generator(iterator).is_some() {
        s.push(item);
        return Ok(());
    }
    match coroutine::awaitable_iter(s.ts, &item) {
        Ok(awaitable) => {
            s.push(awaitable);
            Ok(())
        }
        Err(raised) => {
            let cause = s.ts.take_exception(raised);
            let kind = item.ob_type().name_string();
            let raised = s.ts.type_error(format_args!("'async for' received an invalid object from __anext__: {kind}"));
            Err(crate::exc::with_cause(s.ts, raised, cause))
        }
    }
}

fn end_async_for(s: &mut Stack<'_>) -> PyResult<()> {
    let exc = s.pop();
    if exc.ob_type().is_subtype(&s.ts.types().stop_async_iteration) {
        drop(exc);
        s.drop_many(1);
        return Ok(());
    }
    Err(s.ts.set_exception(exc))
}

fn cleanup_throw(s: &mut Stack<'_>) -> PyResult<()> {
    let exc = s.pop();
    if exc.ob_type().is_subtype(&s.ts.types().stop_iteration) {
        let raised = s.ts.set_exception(exc);
        let value = minipy_object::raise::take_stop_iteration(s.ts, raised)?;
        s.drop_many(2);
        let none = s.ts.none();
        s.push(none);
        s.push(value);
        return Ok(());
    }
    Err(s.ts.set_exception(exc))
}

fn before_async_with(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let manager = s.peek(1);
    let names = s.ts.names();
    let kind = manager.ob_type().name_string();
    let Some(enter) = protocol::lookup_special(s.ts, manager, &names.__aenter__)? else {
        return Err(s.ts.type_error(format_args!("'{kind}' object does not support the asynchronous context manager protocol")));
    };
    let Some(exit) = protocol::lookup_special(s.ts, manager, &names.__aexit__)? else {
        return Err(s.ts.type_error(format_args!(
            "'{kind}' object does not support the asynchronous context manager protocol (missed __aexit__ method)"
        )));
    };
    drop(s.replace(1, Some(exit)));
    let entered = protocol::call_no_args(s.ts, &enter)?;
    s.push(entered);
    Ok(())
}
