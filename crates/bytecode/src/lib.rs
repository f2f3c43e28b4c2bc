//! Bytecode: the opcode table, the encoding of instructions, the description of a code object, its exception and location tables, and `dis`.
//!
//! CPython's counterparts are `Python/bytecodes.c` (the declarations alone), `Objects/codeobject.c` (the tables) and `Lib/dis.py`.
//! Invariant: this crate knows no object and no heap. Constants are plain values, so compiling and disassembling need no interpreter.

mod exception_table;
mod location_table;
mod opcode;
mod table;
mod units;

pub use exception_table::{ExceptionEntry, exception_entries, find_handler, write_exception_entry};
pub use location_table::{Location, LocationEntry, LocationWriter, Locations, lines, location_at, locations};
pub use opcode::{
    AnyOpcode, BINARY_OPS, COMPARE_MASKS, COMPARE_OPS, Effect, FUNCTION_ATTRS, INTRINSICS_1, INTRINSICS_2, NB_INPLACE, OpFlags, OpInfo,
    Opcode, OperandKind, StackItem,
};
pub use units::{CodeUnit, Instruction, Instructions, instruction_size, instructions, split, unit, write_instruction};
