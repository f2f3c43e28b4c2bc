//! Loads, stores, moves on the stack, jumps, and leaving a frame by a return.
//!
//! Invariant: none of these calls out, but for the release of a last reference and the answer to a poll.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use std::sync::atomic::Ordering;

use minipy_object::header::PyObject;
use minipy_object::state::{PyResult, ThreadState};

use crate::frame::{Record, Stack, record_of, vm};
use crate::machine::unwind;
use crate::stackref::StackRef;

op! {
    fn NOP(pc, sp, locals, ts, oparg, table) {
        next!(pc, sp, locals, ts, table)
    }
}

op! {
    fn EXTENDED_ARG(pc, sp, locals, ts, oparg, table) {
        next_extended!(pc, sp, locals, ts, oparg << 8, table)
    }
}

op! {
    fn RESUME(pc, sp, locals, ts, oparg, table) {
        if (*ts).poll.load(Ordering::Relaxed) != 0 {
            return poll_slow(pc, sp, locals, ts, pc.expose_provenance(), table);
        }
        next!(pc, sp, locals, ts, table)
    }
}

op! {
    fn JUMP_BACKWARD(pc, sp, locals, ts, oparg, table) {
        let target = pc.add(1).sub(oparg);
        if (*ts).poll.load(Ordering::Relaxed) != 0 {
            return poll_slow(pc, sp, locals, ts, target.expose_provenance(), table);
        }
        next!(target, sp, locals, ts, table)
    }
}

op! {
    /// Somebody asks for a pause; `oparg` is the address at which to go on.
    #[cold]
    fn poll_slow(pc, sp, locals, ts, oparg, table) {
        let record = spill!(pc, sp, locals);
        if !answer_poll(&*ts) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!(std::ptr::with_exposed_provenance::<u16>(oparg), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

#[inline(never)]
fn answer_poll(ts: &ThreadState) -> bool {
    minipy_object::lock::handle_poll(ts).is_ok()
}

op! {
    fn JUMP_BACKWARD_NO_INTERRUPT(pc, sp, locals, ts, oparg, table) {
        next!(pc.sub(oparg), sp, locals, ts, table)
    }
}

op! {
    fn JUMP_FORWARD(pc, sp, locals, ts, oparg, table) {
        next!(pc.add(oparg), sp, locals, ts, table)
    }
}

op! {
    fn LOAD_FAST(pc, sp, locals, ts, oparg, table) {
        *sp = (*locals.add(oparg)).dup();
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn LOAD_FAST_BORROW(pc, sp, locals, ts, oparg, table) {
        *sp = StackRef::borrow((*locals.add(oparg)).as_ptr());
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn LOAD_FAST_LOAD_FAST(pc, sp, locals, ts, oparg, table) {
        *sp = (*locals.add(oparg >> 4)).dup();
        *sp.add(1) = (*locals.add(oparg & 15)).dup();
        next!(pc, sp.add(2), locals, ts, table)
    }
}

op! {
    fn LOAD_FAST_BORROW_LOAD_FAST_BORROW(pc, sp, locals, ts, oparg, table) {
        *sp = StackRef::borrow((*locals.add(oparg >> 4)).as_ptr());
        *sp.add(1) = StackRef::borrow((*locals.add(oparg & 15)).as_ptr());
        next!(pc, sp.add(2), locals, ts, table)
    }
}

op! {
    fn LOAD_FAST_CHECK(pc, sp, locals, ts, oparg, table) {
        let word = *locals.add(oparg);
        if word.is_null() {
            return unbound_local_out(pc, sp, locals, ts, oparg, table);
        }
        *sp = word.dup();
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn LOAD_FAST_AND_CLEAR(pc, sp, locals, ts, oparg, table) {
        *sp = *locals.add(oparg);
        *locals.add(oparg) = StackRef::NULL;
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn STORE_FAST(pc, sp, locals, ts, oparg, table) {
        let slot = locals.add(oparg);
        let old = *slot;
        *slot = (*sp.sub(1)).into_owned();
        if !old.is_null() {
            if last(old) {
                return release_then_next(pc, sp.sub(1), locals, ts, old.as_ptr().expose_provenance(), table);
            }
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

/// Give an owned word's count up, and say whether the object is to be destroyed.
#[inline(always)]
pub(crate) unsafe fn last(word: StackRef) -> bool {
    // SAFETY: R1: the caller gives the word up.
    unsafe { !word.is_borrowed() && word.object().give_up() }
}

op! {
    /// Destroy the object whose address is `oparg`, its count is zero; then go on at `pc`.
    fn release_then_next(pc, sp, locals, ts, oparg, table) {
        let vt = vm(&*ts);
        let object = std::ptr::with_exposed_provenance_mut::<PyObject>(oparg);
        if crate::fast::free_number(&*ts, vt, object) {
            next!(pc, sp, locals, ts, table)
        }
        let record = record_of(locals);
        // `pc` is the next instruction; the one that runs is the one before it.
        (*record).pc = pc;
        (*record).sp = sp;
        destroy(object);
        next!((*record).pc, sp, locals, ts, vt.table.get())
    }
}

/// # Safety
/// R1: the object's count is zero.
#[inline(never)]
pub(crate) unsafe fn destroy(object: *mut PyObject) {
    // SAFETY: promised by the caller.
    unsafe { minipy_object::alloc::dealloc(std::ptr::NonNull::new_unchecked(object)) };
}

op! {
    fn STORE_FAST_LOAD_FAST(pc, sp, locals, ts, oparg, table) {
        let slot = locals.add(oparg >> 4);
        let old = *slot;
        *slot = (*sp.sub(1)).into_owned();
        *sp.sub(1) = (*locals.add(oparg & 15)).dup();
        if !old.is_null() {
            if last(old) {
                return release_then_next(pc, sp, locals, ts, old.as_ptr().expose_provenance(), table);
            }
        }
        next!(pc, sp, locals, ts, table)
    }
}

op! {
    fn STORE_FAST_STORE_FAST(pc, sp, locals, ts, oparg, table) {
        let first = locals.add(oparg >> 4);
        let second = locals.add(oparg & 15);
        let old = *first;
        *first = (*sp.sub(1)).into_owned();
        // The second store's old value stays on the stack's place until the first one is gone.
        *sp.sub(1) = old;
        let word = (*sp.sub(2)).into_owned();
        *sp.sub(2) = StackRef::NULL;
        let old = *second;
        *second = word;
        *sp.sub(2) = old;
        return drop_two(pc, sp, locals, ts, 0, table);
    }
}

op! {
    /// Drop the two topmost slots, which may be NULL; go on at `pc`.
    fn drop_two(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        (*record).pc = pc;
        (*record).sp = sp;
        (*sp.sub(1)).close_or_null();
        (*record).sp = sp.sub(1);
        (*sp.sub(2)).close_or_null();
        next!(pc, sp.sub(2), locals, ts, vm(&*ts).table.get())
    }
}

ops_out! {
    DELETE_FAST => delete_fast;
    unbound_local_out [0] => unbound_local_error;
}

fn delete_fast(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    match s.set_local(oparg, None) {
        Some(old) => {
            drop(old);
            Ok(())
        }
        None => unbound_local_error(s, oparg),
    }
}

fn unbound_local_error(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let name = s.code().local_name(oparg);
    let text = name.as_ref().map_or_else(String::new, |name| name.to_rust_string());
    let message = format!("cannot access local variable '{text}' where it is not associated with a value");
    Err(crate::names::name_error_of(s.ts, &s.ts.types().unbound_local_error, name, &message))
}

op! {
    fn LOAD_CONST(pc, sp, locals, ts, oparg, table) {
        *sp = (*(*record_of(locals)).consts.add(oparg)).dup();
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn LOAD_CONST_BORROW(pc, sp, locals, ts, oparg, table) {
        *sp = StackRef::borrow((*(*record_of(locals)).consts.add(oparg)).as_ptr());
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn PUSH_NULL(pc, sp, locals, ts, oparg, table) {
        *sp = StackRef::NULL;
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn POP_TOP(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        if last(word) {
            return release_then_next(pc, sp.sub(1), locals, ts, word.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn END_FOR(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        if !word.is_null() {
            if last(word) {
                return release_then_next(pc, sp.sub(1), locals, ts, word.as_ptr().expose_provenance(), table);
            }
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn END_SEND(pc, sp, locals, ts, oparg, table) {
        let receiver = *sp.sub(2);
        *sp.sub(2) = *sp.sub(1);
        if last(receiver) {
            return release_then_next(pc, sp.sub(1), locals, ts, receiver.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn COPY(pc, sp, locals, ts, oparg, table) {
        *sp = (*sp.sub(oparg)).dup_or_null();
        next!(pc, sp.add(1), locals, ts, table)
    }
}

op! {
    fn SWAP(pc, sp, locals, ts, oparg, table) {
        let top = sp.sub(1);
        let bottom = sp.sub(oparg);
        let (upper, lower) = (*top, *bottom);
        *top = lower;
        *bottom = upper;
        next!(pc, sp, locals, ts, table)
    }
}

op! {
    fn POP_JUMP_IF_FALSE(pc, sp, locals, ts, oparg, table) {
        let cond = *sp.sub(1);
        let pc = pc.add(1);
        let pc = if cond.is(vm(&*ts).fast.false_.as_ptr()) { pc.add(oparg) } else { pc };
        if last(cond) {
            return release_then_next(pc, sp.sub(1), locals, ts, cond.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn POP_JUMP_IF_TRUE(pc, sp, locals, ts, oparg, table) {
        let cond = *sp.sub(1);
        let pc = pc.add(1);
        let pc = if cond.is(vm(&*ts).fast.true_.as_ptr()) { pc.add(oparg) } else { pc };
        if last(cond) {
            return release_then_next(pc, sp.sub(1), locals, ts, cond.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn POP_JUMP_IF_NONE(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        let pc = pc.add(1);
        let pc = if word.is(vm(&*ts).fast.none.as_ptr()) { pc.add(oparg) } else { pc };
        if last(word) {
            return release_then_next(pc, sp.sub(1), locals, ts, word.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

op! {
    fn POP_JUMP_IF_NOT_NONE(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        let pc = pc.add(1);
        let pc = if word.is(vm(&*ts).fast.none.as_ptr()) { pc } else { pc.add(oparg) };
        if last(word) {
            return release_then_next(pc, sp.sub(1), locals, ts, word.as_ptr().expose_provenance(), table);
        }
        next!(pc, sp.sub(1), locals, ts, table)
    }
}

/// Leave a frame without flags: the value goes to the caller, which is current from here on, then the locals, the function and the code
/// are released. Nothing runs as long as no count falls to zero; from the first that does, `release_frame` goes on.
macro_rules! leave {
    ($ts:expr, $locals:expr, $table:expr, $record:expr, $end:expr, $value:expr) => {{
        let (record, end): (*mut Record, *mut StackRef) = ($record, $end);
        let vt = vm(&*$ts);
        let caller = (*record).previous;
        let result = (*caller).sp;
        *result = $value;
        vt.current.set(caller);
        vt.free_record.set(record);
        vt.recursion_left.set(vt.recursion_left.get() + 1);
        let pc = (*caller).pc.add((*caller).return_offset as usize);
        let mut at = $locals;
        while at < end {
            let word = *at;
            if !word.is_null() && last(word) {
                (*caller).pc = pc;
                return release_frame(pc, at, $locals, $ts, end.expose_provenance(), $table);
            }
            at = at.add(1);
        }
        let func = (*record).func.object();
        let code = (*(*record).code).as_object();
        if func.ob_refcnt() == 1 || code.ob_refcnt() == 1 {
            (*caller).pc = pc;
            return release_frame(pc, at, $locals, $ts, end.expose_provenance(), $table);
        }
        func.give_up();
        code.give_up();
        next!(pc, result.add(1), (*caller).locals, $ts, vt.table.get())
    }};
}

op! {
    fn RETURN_VALUE(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        if (*record).flags != 0 {
            return unwind::return_slow(pc, sp, locals, ts, oparg, table);
        }
        leave!(ts, locals, table, record, sp.sub(1), (*sp.sub(1)).into_owned())
    }
}

op! {
    fn RETURN_CONST(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let value = (*(*record).consts.add(oparg)).dup();
        if (*record).flags != 0 {
            *sp = value;
            return unwind::return_slow(pc, sp.add(1), locals, ts, oparg, table);
        }
        leave!(ts, locals, table, record, sp, value)
    }
}

op! {
    /// An inlined `__init__` has returned None, which is on top: the instance is the call's result.
    fn return_instance(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        // None outlives this count.
        last(*sp.sub(1));
        (*record).flags = 0;
        leave!(ts, locals, table, record, sp.sub(1), (*record).extra)
    }
}

op! {
    /// Go on releasing a frame that has been left: the object of the local at `sp`, if there is one, is dead already, those before it have
    /// been released; `oparg` is the address of the end.
    ///
    /// The caller's top lies above the slots meanwhile, so that code which runs neither sees the frame nor overwrites them.
    fn release_frame(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: &ThreadState, dead: *mut StackRef, end: *mut StackRef) {
            let vt = vm(ts);
            // SAFETY: the frame's slots and record are as they were when it was left: nothing has run since.
            unsafe {
                let caller = vt.current.get();
                // The slot below the locals may hold the result by now; but the record that was left last is the next free one.
                let record = vt.free_record.get();
                let func = (*record).func;
                let code = (*record).code;
                let result = (*caller).sp;
                let mut at = result.add(1);
                while at < dead {
                    *at = StackRef::NULL;
                    at = at.add(1);
                }
                (*caller).sp = end;
                while at < end {
                    let word = *at;
                    if !word.is_null() {
                        *at = StackRef::NULL;
                        if (at == dead || last(word)) && !crate::fast::free_number(ts, vt, word.as_ptr()) {
                            destroy(word.as_ptr());
                        }
                    }
                    at = at.add(1);
                }
                (*caller).sp = result.add(1);
                if last(func) {
                    destroy(func.as_ptr());
                }
                if (*code).as_object().give_up() {
                    destroy((*code).as_object().as_ptr().as_ptr());
                }
            }
        }
        out(&*ts, sp, std::ptr::with_exposed_provenance_mut(oparg));
        resume!(ts)
    }
}
