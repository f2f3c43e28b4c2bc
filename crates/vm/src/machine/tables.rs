//! The two handler tables.
//!
//! Invariant: built from the opcode table alone; an opcode without a handler of its name does not compile. Numbers that no opcode has
//! lead to `illegal`. In the watched table every entry is the same handler, which tells the observers and then jumps to the base form.
#![expect(unsafe_code, reason = "a handler acts on raw words")]

use minipy_bytecode::Opcode;

use crate::machine::{Op, Table, watched};
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
static BASE: Table = Table({
    let mut table = minipy_bytecode::for_each_handler! { base };
    // What observers are told beside the instructions is told by forms of their own, so that it costs nothing while nobody looks.
    table[Opcode::BINARY_OP as usize] = watched::binary_op;
    table[Opcode::RETURN_VALUE as usize] = watched::return_value;
    table[Opcode::RETURN_CONST as usize] = watched::return_const;
    table
});
static WATCHED: Table = Table([watched::instruction; 256]);

/// The table that runs while nobody looks.
pub(crate) fn plain_table() -> *const Table {
    &raw const PLAIN
}

/// The table that runs while somebody looks.
pub(crate) fn watched_table() -> *const Table {
    &raw const WATCHED
}

/// The handler of an opcode in its base form, as it runs under an observer.
#[inline(always)]
pub(crate) fn base_handler(opcode: u8) -> Op {
    #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
    BASE.0[usize::from(opcode)]
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
