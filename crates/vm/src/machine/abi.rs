//! The shape of handlers, and the macros that write them for both ways of passing on.
//!
//! A handler is `fn(pc, sp, locals, thread, oparg, table)`: six words in registers. With `cfg(minipy_tail_calls)` it ends by calling the
//! next handler in tail position, which the compiler turns into a jump because a handler holds raw words only; without it the handler
//! stores its registers and returns to a loop. Both come from the same bodies.
//!
//! All handlers, also those that are no opcode (slow paths, continuations), lie in a section of their own, `minipy_handlers`: so `cargo
//! xtask tails` finds every function of this signature, whatever its name, and sees a call from one to another.
//!
//! Rules for a body: no local with a `Drop`, no address of a local, helpers are `#[inline(never)]` or leaves of words; what can raise or
//! run Python code spills `pc` and `sp` first; who called out reloads `table`.

use minipy_object::state::ThreadState;

use crate::frame::Exit;
use crate::stackref::StackRef;

/// The address behind the opcode unit of the instruction that runs.
pub(crate) type Pc = *const u16;
/// A slot of the value stack.
pub(crate) type Sp = *mut StackRef;
/// The thread's state.
pub(crate) type Ts = *const ThreadState;

/// A handler.
#[cfg(target_arch = "x86_64")]
pub(crate) type Op = unsafe extern "sysv64-unwind" fn(Pc, Sp, Sp, Ts, usize, *const Table) -> Exit;
/// A handler.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Op = unsafe extern "C-unwind" fn(Pc, Sp, Sp, Ts, usize, *const Table) -> Exit;

/// A handler for each opcode byte.
#[repr(transparent)]
pub(crate) struct Table(pub(crate) [Op; 256]);

/// A slow path that is a handler of its own stays one (`inline(never)`): within its fast path it would cost that a prologue.
///
/// Defines a handler: `op! { fn NAME(pc, sp, locals, ts, oparg, table) { … } }`.
macro_rules! op {
    ($(#[$meta:meta])* fn $name:ident($pc:ident, $sp:ident, $locals:ident, $ts:ident, $oparg:ident, $table:ident) $body:block) => {
        #[cfg(target_arch = "x86_64")]
        #[cfg_attr(target_os = "linux", unsafe(link_section = "minipy_handlers"))]
        #[inline(never)]
        $(#[$meta])*
        pub(crate) unsafe extern "sysv64-unwind" fn $name(
            $pc: $crate::machine::Pc,
            $sp: $crate::machine::Sp,
            $locals: $crate::machine::Sp,
            $ts: $crate::machine::Ts,
            $oparg: usize,
            $table: *const $crate::machine::Table,
        ) -> $crate::frame::Exit {
            let _ = ($pc, $sp, $locals, $ts, $oparg, $table);
            // SAFETY: the invariants of `frame`: the frame is current, its code verified, so stack, locals and code units are in bounds;
            // R1 and G1 for the words that are moved.
            unsafe { $body }
        }

        #[cfg(not(target_arch = "x86_64"))]
        #[cfg_attr(target_os = "linux", unsafe(link_section = "minipy_handlers"))]
        #[inline(never)]
        $(#[$meta])*
        pub(crate) unsafe extern "C-unwind" fn $name(
            $pc: $crate::machine::Pc,
            $sp: $crate::machine::Sp,
            $locals: $crate::machine::Sp,
            $ts: $crate::machine::Ts,
            $oparg: usize,
            $table: *const $crate::machine::Table,
        ) -> $crate::frame::Exit {
            let _ = ($pc, $sp, $locals, $ts, $oparg, $table);
            // SAFETY: as above.
            unsafe { $body }
        }
    };
}

/// Pass on to the instruction at `$pc`.
macro_rules! next {
    ($pc:expr, $sp:expr, $locals:expr, $ts:expr, $table:expr) => {{
        let (pc, sp, locals, ts, table): (
            $crate::machine::Pc,
            $crate::machine::Sp,
            $crate::machine::Sp,
            $crate::machine::Ts,
            *const $crate::machine::Table,
        ) = ($pc, $sp, $locals, $ts, $table);
        #[cfg(minipy_tail_calls)]
        {
            let unit = *pc as usize;
            let handler = *table.cast::<$crate::machine::Op>().add(unit & 0xff);
            return handler(pc.add(1), sp, locals, ts, unit >> 8, table);
        }
        #[cfg(not(minipy_tail_calls))]
        {
            let _ = table;
            $crate::frame::vm(&*ts).regs.set((pc, sp, locals));
            return $crate::frame::Exit::Continue;
        }
    }};
}

/// Pass on to the instruction at `$pc`, whose operand gets these upper bits.
macro_rules! next_extended {
    ($pc:expr, $sp:expr, $locals:expr, $ts:expr, $upper:expr, $table:expr) => {{
        #[cfg(minipy_tail_calls)]
        {
            let unit = *$pc as usize;
            let handler = *$table.cast::<$crate::machine::Op>().add(unit & 0xff);
            return handler($pc.add(1), $sp, $locals, $ts, $upper | unit >> 8, $table);
        }
        #[cfg(not(minipy_tail_calls))]
        {
            $crate::frame::vm(&*$ts).upper.set($upper);
            next!($pc, $sp, $locals, $ts, $table)
        }
    }};
}

/// Store pc and sp in the frame's record, and give its address.
macro_rules! spill {
    ($pc:expr, $sp:expr, $locals:expr) => {{
        let record = $crate::frame::record_of($locals);
        (*record).pc = $pc;
        (*record).sp = $sp;
        record
    }};
}

/// Defines handlers that do their work in a helper `fn(&mut Stack, usize) -> PyResult<()>`: spill, call, reload, pass on. The frame must
/// still be the current one afterwards.
macro_rules! ops_out {
    (@cache $name:ident) => { const { minipy_bytecode::Opcode::$name.cache() } };
    (@cache $name:ident $cache:literal) => { $cache };
    ($($name:ident $([$cache:literal])? => $helper:path;)*) => { $(
        op! {
            fn $name(pc, sp, locals, ts, oparg, table) {
                #[inline(never)]
                unsafe fn out(ts: $crate::machine::Ts, record: *mut $crate::frame::Record, oparg: usize) -> bool {
                    // SAFETY: the handler has spilled the current frame.
                    let helper: fn(&mut $crate::frame::Stack<'_>, usize) -> minipy_object::state::PyResult<()> = $helper;
                    // SAFETY: as above; the thread's state lives while its code runs.
                    unsafe { helper(&mut $crate::frame::Stack::new(&*ts, record), oparg).is_ok() }
                }
                let record = spill!(pc, sp, locals);
                if !out(ts, record, oparg) {
                    return $crate::machine::unwind::raised(pc, sp, locals, ts, oparg, table);
                }
                next!(
                    (*record).pc.add(ops_out!(@cache $name $($cache)?)),
                    (*record).sp, locals, ts, $crate::frame::vm(&*ts).table.get()
                )
            }
        }
    )* };
}

/// Defines handlers whose helper may make another frame current: afterwards the registers are loaded from the current frame, whose `pc`
/// the helper has moved to where it goes on.
macro_rules! ops_switch {
    ($($name:ident => $helper:path;)*) => { $(
        op! {
            fn $name(pc, sp, locals, ts, oparg, table) {
                #[inline(never)]
                unsafe fn out(ts: $crate::machine::Ts, record: *mut $crate::frame::Record, oparg: usize) -> bool {
                    let helper: fn(&mut $crate::frame::Stack<'_>, usize) -> minipy_object::state::PyResult<()> = $helper;
                    // SAFETY: the handler has spilled the current frame; the thread's state lives while its code runs.
                    unsafe { helper(&mut $crate::frame::Stack::new(&*ts, record), oparg).is_ok() }
                }
                let record = spill!(pc, sp, locals);
                if !out(ts, record, oparg) {
                    return $crate::machine::unwind::raised(pc, sp, locals, ts, oparg, table);
                }
                resume!(ts)
            }
        }
    )* };
}

/// Load the registers from the current frame and pass on.
macro_rules! resume {
    ($ts:expr) => {{
        let vt = $crate::frame::vm(&*$ts);
        let record = vt.current.get();
        next!((*record).pc, (*record).sp, (*record).locals, $ts, vt.table.get())
    }};
}
