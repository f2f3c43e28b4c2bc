//! The way into and out of the loop.
//!
//! CPython counterpart: `_PyEval_EvalFrameDefault`'s entry and exit. Invariant: one native activation runs the frames from its entry
//! frame (flag `ENTRY`) up; it ends when that frame returns, yields or ends by an exception.
#![expect(unsafe_code, reason = "enters the handlers and leaves frames")]

use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, Raised, ThreadState};

use crate::frame::{ENTRY, Exit, Record, vm};
use crate::stackref::StackRef;

/// How an entry frame ended.
pub(crate) enum Ended {
    /// It returned.
    Returned(PyRef),
    /// It is a generator and yielded.
    Yielded(PyRef),
}

/// Run the current frame until it ends. It has been entered, its `pc` and `sp` say where it goes on.
///
/// # Safety
/// The current frame is complete; nobody else runs it.
pub(crate) unsafe fn run_frame(ts: &ThreadState) -> PyResult<Ended> {
    let vt = vm(ts);
    // SAFETY: the current frame is complete (promised), which is all that handlers ask for.
    let exit = unsafe {
        let record = vt.current.get();
        (*record).flags |= ENTRY;
        match ts.check_stack("") {
            Ok(()) if ts.is_leaving() => {
                // No Python code begins in a thread that is to leave, finalizers included.
                drop(ts.leave_thread());
                crate::machine::unwind::leave_all(ts)
            }
            Ok(()) if vt.recursion_left.get() >= 0 => enter(ts, record),
            Ok(()) => {
                drop(recursion_error(ts));
                crate::machine::unwind::leave_all(ts)
            }
            Err(raised) => {
                drop(raised);
                crate::machine::unwind::leave_all(ts)
            }
        }
    };
    match exit {
        Exit::Returned => Ok(Ended::Returned(take_result(ts))),
        Exit::Yielded => Ok(Ended::Yielded(take_result(ts))),
        Exit::Raised | Exit::Continue => Err(proof(ts)),
    }
}

/// Run the current frame, a generator's, with the exception that is set raised at the place where it waits.
///
/// # Safety
/// As for [`run_frame`].
pub(crate) unsafe fn run_raising(ts: &ThreadState) -> PyResult<Ended> {
    let vt = vm(ts);
    // SAFETY: promised by the caller.
    let exit = unsafe {
        (*vt.current.get()).flags |= ENTRY;
        match crate::machine::unwind::unwind(ts, true, None) {
            Exit::Continue => enter(ts, vt.current.get()),
            exit => exit,
        }
    };
    match exit {
        Exit::Returned => Ok(Ended::Returned(take_result(ts))),
        Exit::Yielded => Ok(Ended::Yielded(take_result(ts))),
        Exit::Raised | Exit::Continue => Err(proof(ts)),
    }
}

/// The proof that the exception which the handlers left is set.
pub(crate) fn proof(ts: &ThreadState) -> Raised {
    match ts.pending_exception() {
        Some(raised) => raised,
        None => ts.system_error("a frame ended by an exception that is not set"),
    }
}

/// CPython's message for too many Python frames.
#[cold]
pub(crate) fn recursion_error(ts: &ThreadState) -> Raised {
    let vt = vm(ts);
    // The error itself may run Python code: it gets some room, as CPython gives it.
    vt.recursion_left.set(vt.recursion_left.get() + 50);
    let raised = ts.recursion_error("maximum recursion depth exceeded");
    vt.recursion_left.set(vt.recursion_left.get() - 50);
    raised
}

fn take_result(ts: &ThreadState) -> PyRef {
    let word = vm(ts).result.replace(StackRef::NULL);
    // SAFETY: a handler that exits with a value has put it there, owned.
    match unsafe { word.take_or_none() } {
        Some(value) => value,
        None => ts.none(),
    }
}

/// Jump into the handlers at the frame's instruction.
#[inline(never)]
unsafe fn enter(ts: &ThreadState, record: *mut Record) -> Exit {
    // SAFETY: promised by the caller.
    unsafe {
        let vt = vm(ts);
        // Handlers that jump to each other all run at one distance from here: see `Observer::instruction`.
        let here = 0u8;
        let outer = vt.native_base.replace(std::ptr::from_ref(&here).addr());
        #[cfg(minipy_tail_calls)]
        let exit = {
            let pc = (*record).pc;
            let unit = *pc as usize;
            let table = vt.table.get();
            let handler = *table.cast::<crate::machine::Op>().add(unit & 0xff);
            handler(pc.add(1), (*record).sp, (*record).locals, ts, unit >> 8, table)
        };
        #[cfg(not(minipy_tail_calls))]
        let exit = {
            vt.regs.set(((*record).pc, (*record).sp, (*record).locals));
            loop {
                let (pc, sp, locals) = vt.regs.get();
                let unit = *pc as usize;
                let table = vt.table.get();
                let handler = *table.cast::<crate::machine::Op>().add(unit & 0xff);
                let exit = handler(pc.add(1), sp, locals, ts, vt.upper.take() | unit >> 8, table);
                if exit != Exit::Continue {
                    break exit;
                }
            }
        };
        vt.native_base.set(outer);
        exit
    }
}
