//! Bytecode: the opcode table, the encoding of instructions, the description of a code object, its exception and location tables, and `dis`.
//!
//! CPython's counterparts are `Python/bytecodes.c` (the declarations alone), `Objects/codeobject.c` (the tables) and `Lib/dis.py`.
//! Invariant: this crate knows no object and no heap. Constants are plain values, so compiling and disassembling need no interpreter.

mod opcode;
mod table;

pub use opcode::{
    AnyOpcode, BINARY_OPS, COMPARE_MASKS, COMPARE_OPS, Effect, FUNCTION_ATTRS, INTRINSICS_1, INTRINSICS_2, NB_INPLACE, OpFlags, OpInfo,
    Opcode, OperandKind, StackItem,
};
