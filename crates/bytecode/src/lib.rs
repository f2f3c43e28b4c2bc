//! Bytecode: the opcode table, the encoding of instructions, the description of a code object, its exception and location tables, and `dis`.
//!
//! CPython's counterparts are `Python/bytecodes.c` (the declarations alone), `Objects/codeobject.c` (the tables) and `Lib/dis.py`.
//! Invariant: this crate knows no object and no heap. Constants are plain values, so compiling and disassembling need no interpreter.

mod code;
mod constant;
mod dis;
mod exception_table;
mod location_table;
mod opcode;
mod repr;
mod table;
mod units;
mod verify;

pub use code::{CodeDesc, CodeFlags, LocalKind};
pub use constant::Const;
pub use dis::{Adaptive, Listing, Options, code_info, dis, pretty_flags};
pub use exception_table::{ExceptionEntry, exception_entries, find_handler, write_exception_entry};
pub use location_table::{Location, LocationEntry, LocationWriter, Locations, lines, location_at, locations};
pub use opcode::{
    AnyOpcode, BINARY_OPS, COMPARE_MASKS, COMPARE_OPS, Effect, FUNCTION_ATTRS, INTRINSICS_1, INTRINSICS_2, NB_INPLACE, OpFlags, OpInfo,
    Opcode, OperandKind, StackItem,
};
pub use repr::{bytes_repr, set_order, str_hash, str_repr};
pub use units::{CodeUnit, Instruction, Instructions, instruction_size, instructions, split, unit, write_instruction};
pub use verify::{VerifyError, depths, verify, verify_all};
