//! The syntax tree: node types, positions and the dump that `python -m ast -a` prints.
//!
//! CPython's counterpart is `Parser/Python.asdl`: names of nodes and fields are the ones of 3.13. Nodes are plain `Copy` data that refer to
//! each other by `&'a` references into an arena; the crate that builds the tree owns the arena. The invariant: nothing here implements `Drop`,
//! so a tree of any depth is freed at once with its arena, never by walking it.

pub mod dump;
pub mod node;
mod nodes;

pub use dump::{DumpOptions, ReprConstant, dump};
pub use node::{Field, List, Node};
pub use nodes::*;
