//! The compiler: from a syntax tree to the description of a code object.
//!
//! CPython's counterparts are `Python/symtable.c`, `ast_opt.c`, `compile.c`, `flowgraph.c` and `assemble.c`, and the passes have the same
//! shape: `symtable` decides where names live, `codegen` emits instructions (folding constants on the way, `fold`), `flowgraph`
//! optimises them, `assemble` writes the bytes and tables. CPython 3.13.0 is the oracle: the instructions, constants, locations and
//! exception tables are meant to be the same. Invariant: no panic and no unbounded recursion for any tree; what is nested too deeply is a
//! RecursionError.

mod assemble;
mod codegen;
mod error;
mod flowgraph;
mod fold;
mod future;
mod names;
mod percent;
mod symtable;
mod unparse;

use minipy_ast::Mod;
use minipy_bytecode::{CodeDesc, CodeFlags};

pub use error::{CompileError, ErrorKind, Warning};

/// What a program is compiled for: the third argument of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A file.
    Exec,
    /// An expression.
    Eval,
    /// A statement at the prompt: the values of expressions are printed.
    Single,
}

/// How to compile.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// 0; 1 without `assert`, `__debug__` being `False` (`-O`); 2 also without docstrings (`-OO`).
    pub optimize: u8,
    /// Future features that hold already (those of the code that calls `compile()`).
    pub future: CodeFlags,
    /// `await` may stand at the top level of a module (`PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub allow_top_level_await: bool,
    /// The lowest stack address that may be used; `None` allows what a thread of Rust's default size has.
    pub stack_limit: Option<usize>,
}

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The code of the module (or expression).
    pub code: CodeDesc,
    /// The SyntaxWarnings, in order.
    pub warnings: Vec<Warning>,
}

/// Compiles a tree.
pub fn compile(module: &Mod<'_>, filename: &str, mode: Mode, options: &Options) -> Result<Compiled, CompileError> {
    match codegen::compile(module, filename, mode, options) {
        Ok((code, warnings)) => Ok(Compiled { code, warnings }),
        Err(error) => Err(*error),
    }
}
