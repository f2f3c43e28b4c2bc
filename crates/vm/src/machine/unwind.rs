//! What happens to an exception: tracebacks, the exception table, and leaving frames.
//!
//! CPython counterpart: the labels `error`, `exception_unwind` and `exit_unwind` of `Python/ceval.c`, `_PyEval_FrameClearAndPop`.
//! Invariant: nothing here costs anything while no exception is raised; handlers tail-call in, and go on at the handler that the
//! exception table names. While values are dropped the exception is held here, not in the thread state, so finalizers cannot disturb it.
#![expect(unsafe_code, reason = "takes frames apart; contracts R1 and M1")]

use minipy_bytecode::find_handler;
use minipy_object::pyref::PyRef;
use minipy_object::state::ThreadState;
use minipy_object::types::exceptions::BaseException;

use crate::frame::{AREA, ENTRY, Exit, FRAME_OBJ, GENERATOR, INIT, NS, Record, VmThread, vm};
use crate::stackref::StackRef;
use crate::types::{frame, generator, traceback};

op! {
    /// A helper has failed: the exception is set.
    #[cold]
    fn raised(pc, sp, locals, ts, oparg, table) {
        let exit = unwind(&*ts, true, None);
        if exit != Exit::Continue {
            return exit;
        }
        resume!(ts)
    }
}

op! {
    /// An exception is raised again: its traceback has this frame already.
    #[cold]
    fn reraised(pc, sp, locals, ts, oparg, table) {
        // `oparg` is the index of the instruction that raised first, plus one; 0: this one.
        let exit = unwind(&*ts, false, (oparg as u32).checked_sub(1));
        if exit != Exit::Continue {
            return exit;
        }
        resume!(ts)
    }
}

/// Unwind from the current frame until a handler is found (`Continue`: the frame's registers are set) or the entry frame is left.
#[cold]
#[inline(never)]
pub(crate) fn unwind(ts: &ThreadState, mut trace: bool, mut origin: Option<u32>) -> Exit {
    let vt = vm(ts);
    loop {
        let record = vt.current.get();
        let pending = crate::machine::run::proof(ts);
        let exc = ts.take_exception(pending);
        // A thread that is to leave passes by every handler.
        let leaving = ts.is_leaving();
        if trace && !leaving {
            add_traceback(ts, record, &exc);
        }
        trace = true;
        // SAFETY: the current frame is live; the table's entries lie within it (verified code).
        unsafe {
            let code = &*(*record).code;
            let entry = code.with_exception_table(|table| find_handler(table, code.index_of((*record).pc)));
            // What is raised again is looked up where it is raised again, but comes from where it was raised first.
            if let Some(origin) = origin.take().filter(|origin| (*origin as usize) < code.unit_count()) {
                (*record).pc = code.first().add(origin as usize + 1);
            }
            let index = code.index_of((*record).pc);
            let base = (*record).locals.add(code.nlocalsplus());
            if let Some(entry) = entry.filter(|_| !leaving) {
                pop_to(record, base.add(entry.depth as usize));
                if entry.lasti {
                    match ts.new_int(i64::from(index)) {
                        Ok(lasti) => push(record, StackRef::new(lasti.into_ref())),
                        Err(raised) => drop(raised),
                    }
                }
                push(record, StackRef::new(exc));
                (*record).pc = code.first().add(entry.target as usize);
                return Exit::Continue;
            }
            pop_to(record, base);
            if vt.observers.any() {
                vt.observers.unwound(ts, record, &exc);
            }
            let flags = (*record).flags;
            let owner = if flags & !FRAME_OBJ == 0 { crate::ops::attr::property_owner(ts, record, &exc) } else { None };
            leave_frame(ts, vt, record);
            let raised = ts.set_exception(exc);
            drop(match owner {
                Some((owner, name)) => ts.with_attribute(raised, &owner, &name),
                None => raised,
            });
            if flags & ENTRY != 0 {
                return Exit::Raised;
            }
        }
    }
}

/// Leave the current entry frame without looking for a handler (the frame could not begin).
pub(crate) fn leave_all(ts: &ThreadState) -> Exit {
    let vt = vm(ts);
    let record = vt.current.get();
    let exc = ts.take_exception(crate::machine::run::proof(ts));
    // SAFETY: the current frame is live and has not begun, so its stack is empty but for a value sent to a generator.
    unsafe {
        let base = (*record).locals.add((*(*record).code).nlocalsplus());
        pop_to(record, base);
        leave_frame(ts, vt, record);
    }
    drop(ts.set_exception(exc));
    Exit::Raised
}

/// # Safety
/// The record is live; `level` is within its value stack.
unsafe fn pop_to(record: *mut Record, level: *mut StackRef) {
    // SAFETY: each word is closed once; the top comes down word by word, before its drop can run code.
    unsafe {
        while (*record).sp > level {
            let at = (*record).sp.sub(1);
            let word = *at;
            *at = StackRef::NULL;
            word.close_or_null();
            (*record).sp = at;
        }
    }
}

/// # Safety
/// The record is live and has room.
unsafe fn push(record: *mut Record, word: StackRef) {
    // SAFETY: promised by the caller.
    unsafe {
        *(*record).sp = word;
        (*record).sp = (*record).sp.add(1);
    }
}

/// Put this frame in front of the exception's traceback. CPython: `PyTraceBack_Here`.
fn add_traceback(ts: &ThreadState, record: *mut Record, exc: &PyRef) {
    let Some(base) = exc.downcast::<BaseException>() else { return };
    // SAFETY: the record is the current frame.
    let incomplete = unsafe { (*(*record).code).is_incomplete((*record).pc) };
    if incomplete {
        return;
    }
    let made = frame::frame_object(ts, record).and_then(|frame| {
        // SAFETY: as above.
        let index = unsafe { (*(*record).code).index_of((*record).pc) };
        traceback::Traceback::new(ts, base.traceback(), frame, index)
    });
    match made {
        Ok(traceback) => base.set_traceback(Some(traceback.into_ref())),
        // Without memory for an entry the traceback stays as it is.
        Err(raised) => ts.clear_exception(raised),
    }
}

/// Take a frame whose value stack is empty apart: locals, namespace, function, code. The previous frame becomes the current one.
/// CPython: `_PyEval_FrameClearAndPop`.
///
/// # Safety
/// `record` is the current frame.
pub(crate) unsafe fn leave_frame(ts: &ThreadState, vt: &VmThread, record: *mut Record) {
    // SAFETY: the frame is live until its parts are closed here, each once. While they are closed it stays the current frame, so code
    // that runs meanwhile lies above it.
    unsafe {
        let flags = (*record).flags;
        if flags & GENERATOR != 0 {
            generator::finished(ts, (*record).extra.object());
        }
        if flags & FRAME_OBJ != 0 {
            let object = std::mem::replace(&mut (*record).frame_obj, StackRef::NULL);
            (*record).flags &= !FRAME_OBJ;
            frame::detach(ts, record, object.take());
        }
        let code = &*(*record).code;
        let locals = (*record).locals;
        for i in 0..code.nlocalsplus() {
            let word = std::mem::replace(&mut *locals.add(i), StackRef::NULL);
            word.close_or_null();
        }
        if flags & INIT != 0 {
            let instance = std::mem::replace(&mut (*record).extra, StackRef::NULL);
            instance.close_or_null();
        }
        if flags & NS != 0 {
            let ns = std::mem::replace(&mut (*record).ns, StackRef::NULL);
            ns.close_or_null();
        }
        if flags & AREA != 0 {
            vt.leave_area(record);
        }
        vt.current.set((*record).previous);
        (*record).previous = std::ptr::null_mut();
        if flags & GENERATOR == 0 {
            vt.free_record.set(record);
        }
        vt.recursion_left.set(vt.recursion_left.get() + 1);
        let func = (*record).func;
        let code = (*record).code;
        (*record).func = StackRef::NULL;
        func.close_or_null();
        // A generator keeps its code for `gi_code`.
        if flags & GENERATOR == 0 {
            drop(PyRef::from_raw((*code).as_object().as_ptr()));
        }
    }
}

op! {
    /// RETURN_VALUE from a frame that is not a plain call: entry frames, generators, `__init__`, frames with an object.
    #[cold]
    fn return_slow(pc, sp, locals, ts, oparg, table) {
        let record = spill!(pc, sp, locals);
        let vt = vm(&*ts);
        if (*record).flags == INIT && (*sp.sub(1)).is(vt.fast.none.as_ptr()) && !vt.observers.any() {
            return crate::ops::stack::return_instance(pc, sp, locals, ts, oparg, table);
        }
        let exit = leave_with_value(&*ts, record);
        if exit != Exit::Continue {
            return exit;
        }
        resume!(ts)
    }
}

/// Leave the current frame with the value on top of its stack. `Continue`: the caller's registers are set.
#[inline(never)]
fn leave_with_value(ts: &ThreadState, record: *mut Record) -> Exit {
    let vt = vm(ts);
    // SAFETY: the frame is current and its stack holds exactly the value.
    unsafe {
        (*record).sp = (*record).sp.sub(1);
        let value = (*(*record).sp).take();
        let flags = (*record).flags;
        let value = if flags & INIT != 0 {
            if !value.is(&ts.singletons().none) {
                // The error belongs to the caller: CPython's shim frame has no traceback entry.
                let kind = value.ob_type().name_string();
                leave_frame(ts, vt, record);
                drop(ts.type_error(format_args!("__init__() should return None, not '{kind}'")));
                if flags & ENTRY != 0 {
                    return Exit::Raised;
                }
                return unwind(ts, true, None);
            }
            drop(value);
            let instance = std::mem::replace(&mut (*record).extra, StackRef::NULL);
            instance.take()
        } else {
            value
        };
        leave_frame(ts, vt, record);
        if flags & ENTRY != 0 {
            vt.result.set(StackRef::new(value));
            return Exit::Returned;
        }
        let caller = vt.current.get();
        push(caller, StackRef::new(value));
        let offset = if flags & GENERATOR != 0 { (*caller).end_offset } else { (*caller).return_offset };
        (*caller).pc = (*caller).pc.add(offset as usize);
        Exit::Continue
    }
}

/// RERAISE: set what is on top as the exception; with an operand the place it came from lies below: its index plus one, else 0.
pub(crate) fn reraise(ts: &ThreadState, record: *mut Record, oparg: usize) -> usize {
    // SAFETY: the record is the spilled current frame; verified code gives the depth.
    unsafe {
        (*record).sp = (*record).sp.sub(1);
        let exc = (*(*record).sp).take();
        let place = if oparg == 0 { None } else { traceback::number((*(*record).sp.sub(oparg)).object()) };
        drop(ts.set_exception(exc));
        place.and_then(|index| usize::try_from(index).ok()).map_or(0, |index| index + 1)
    }
}
