//! Read-only views of the machine and recorders of what it does.
//!
//! CPython's counterparts are `sys.monitoring` and `Tools/gdb`. Invariant: a view reads the tables and the memory that the machine itself
//! uses, and changes nothing that a program can see.

mod opcode_count;
mod stack_check;

pub use opcode_count::OpcodeCount;
pub use stack_check::StackCheck;
