//! The two handler tables.
//!
//! Invariant: built from the opcode table alone; an opcode without a handler of its name does not compile. Numbers that no opcode has
//! lead to `illegal`. In the watched table every entry is the same handler, which tells the observers and then jumps to the base form.
#![expect(unsafe_code, reason = "the watched handler acts on raw words like every handler")]

use minipy_bytecode::Opcode;

use crate::frame::vm;
use crate::machine::{Op, Table};
use crate::ops;

macro_rules! plain {
    ($($name:ident = $number:literal,)*) => {{
        let mut table: [Op; 256] = [illegal; 256];
        $(table[$number] = ops::$name;)*
        table
    }};
}

macro_rules! base {
    ($($name:ident = $number:literal,)*) => {{
        let mut table: [Op; 256] = [illegal; 256];
        $(table[$number] = PLAIN.0[Opcode::$name.base() as usize];)*
        table
    }};
}

static PLAIN: Table = Table(minipy_bytecode::for_each_handler! { plain });
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler; opcode numbers are bytes")]
static BASE: Table = Table(minipy_bytecode::for_each_handler! { base });
static WATCHED: Table = Table([watched; 256]);

/// The table that runs while nobody looks.
pub(crate) fn plain_table() -> *const Table {
    &raw const PLAIN
}

/// The table that runs while somebody looks.
pub(crate) fn watched_table() -> *const Table {
    &raw const WATCHED
}

/// The handler of an opcode in its base form.
#[inline(always)]
pub(crate) fn base_handler(opcode: u8) -> Op {
    #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
    BASE.0[usize::from(opcode)]
}

op! {
    /// Every entry of the watched table.
    fn watched(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn tell(ts: &minipy_object::state::ThreadState, record: *mut crate::frame::Record) -> bool {
            vm(ts).observers.instruction(ts, record).is_ok()
        }
        let record = spill!(pc, sp, locals);
        if !tell(&*ts, record) {
            return crate::machine::unwind::raised(pc, sp, locals, ts, oparg, table);
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
    /// A number that no opcode has: code that did not come from the compiler.
    #[cold]
    fn illegal(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn report(ts: &minipy_object::state::ThreadState, opcode: u16) {
            drop(ts.raise(&ts.types().system_error, format_args!("unknown opcode {opcode}")));
        }
        spill!(pc, sp, locals);
        report(&*ts, *pc.sub(1) & 0xff);
        crate::machine::unwind::raised(pc, sp, locals, ts, oparg, table)
    }
}
