//! The handlers that run while somebody looks.
//!
//! CPython counterpart: `Python/instrumentation.c`. Invariant: each tells the observers and then does exactly what the base form of the
//! instruction does, so that a program that is watched prints the same, at the same addresses.
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::state::ThreadState;

use crate::fast;
use crate::frame::{Record, VmThread, record_of, vm};
use crate::machine::tables::base_handler;
use crate::machine::unwind;
use crate::ops;
use crate::stackref::StackRef;

op! {
    /// Every entry of the watched table.
    fn instruction(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn tell(ts: &ThreadState, record: *mut Record) -> bool {
            // This function is called by nobody else, so its frame lies at one distance from the handler's.
            let here = 0u8;
            let depth = vm(ts).native_base.get().wrapping_sub(std::ptr::from_ref(&here).addr());
            vm(ts).observers.instruction(ts, record, depth).is_ok()
        }
        let record = spill!(pc, sp, locals);
        if !tell(&*ts, record) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        // An observer may have moved the frame to another line.
        let opcode = *(*record).pc.sub(1) as u8;
        if (*record).pc != pc {
            next!((*record).pc.sub(1), (*record).sp, locals, ts, vm(&*ts).table.get())
        }
        base_handler(opcode)(pc, sp, locals, ts, oparg, vm(&*ts).table.get())
    }
}

op! {
    /// BINARY_OP: where the block of a temporary becomes the result's, there is neither a request nor a free to be told.
    fn binary_op(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: &ThreadState, vt: &VmThread, left: StackRef, right: StackRef, oparg: usize) -> StackRef {
            // SAFETY: R1: the words are given up where there is a result.
            unsafe {
                let (of_left, of_right) = (fast::is_temporary(left), fast::is_temporary(right));
                let result = ops::number_op(ts, vt, left, right, oparg);
                if !result.is_null() && (of_left && result.is(left.as_ptr()) || of_right && result.is(right.as_ptr())) {
                    vt.observers.reused(result.object());
                }
                result
            }
        }
        let result = out(&*ts, vm(&*ts), *sp.sub(2), *sp.sub(1), oparg);
        if result.is_null() {
            return ops::binary_slow(pc, sp, locals, ts, oparg, table);
        }
        *sp.sub(2) = result;
        next!(pc.add(1), sp.sub(1), locals, ts, table)
    }
}

/// Tell that the frame returns `value`; `false`: an observer has raised.
#[inline(never)]
unsafe fn tell_return(ts: &ThreadState, record: *mut Record, value: StackRef) -> bool {
    // SAFETY: verified code: a value is returned, alive until the frame is left.
    vm(ts).observers.returned(ts, record, unsafe { value.object() }).is_ok()
}

op! {
    fn return_value(pc, sp, locals, ts, oparg, table) {
        if !tell_return(&*ts, record_of(locals), *sp.sub(1)) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        ops::RETURN_VALUE(pc, sp, locals, ts, oparg, vm(&*ts).table.get())
    }
}

op! {
    fn return_const(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        if !tell_return(&*ts, record, *(*record).consts.add(oparg)) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        ops::RETURN_CONST(pc, sp, locals, ts, oparg, vm(&*ts).table.get())
    }
}
