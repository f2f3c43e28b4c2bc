//! What compiling can refuse, and what it warns of.
//!
//! CPython's counterparts are `_PyCompile_Error`, `_PyCompile_Warn` and `Py_EnterRecursiveCall(" during compilation")`. Invariant: messages
//! are CPython's, and a location is that of the node CPython names (columns are byte offsets from 0; its `offset` is one more).

use core::fmt;

use minipy_ast::Span;
use minipy_bytecode::Location;

/// Which exception a [`CompileError`] stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// SyntaxError
    Syntax,
    /// RecursionError: the program is nested too deeply.
    Recursion,
    /// OverflowError: a table of the code object would be too large.
    Overflow,
    /// SystemError: a tree that no parser makes.
    System,
}

/// Why a program was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// The exception.
    pub kind: ErrorKind,
    /// CPython's words.
    pub message: String,
    /// Where, for a SyntaxError.
    pub location: Location,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CompileError {}

/// A SyntaxWarning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// CPython's words.
    pub message: String,
    /// Where.
    pub location: Location,
}

pub(crate) type Result<T = ()> = core::result::Result<T, Box<CompileError>>;

pub(crate) const fn location(span: Span) -> Location {
    Location {
        line: span.lineno as i32,
        end_line: span.end_lineno as i32,
        column: span.col_offset as i32,
        end_column: span.end_col_offset as i32,
    }
}

pub(crate) fn syntax<T>(location: Location, message: impl Into<String>) -> Result<T> {
    Err(Box::new(CompileError { kind: ErrorKind::Syntax, message: message.into(), location }))
}

pub(crate) fn recursion<T>() -> Result<T> {
    Err(Box::new(CompileError {
        kind: ErrorKind::Recursion,
        message: "maximum recursion depth exceeded during compilation".to_owned(),
        location: Location::NONE,
    }))
}

pub(crate) fn system<T>(message: impl Into<String>) -> Result<T> {
    Err(Box::new(CompileError { kind: ErrorKind::System, message: message.into(), location: Location::NONE }))
}

/// How deep the walks over the tree may go.
///
/// Two bounds hold: levels of nesting, as CPython counts them, and the address of the stack, since what a level costs differs between builds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    depth: u32,
    limit: u32,
    /// The stack grows downwards; below this address a walk stops.
    lowest: usize,
}

/// CPython's limit on calls in C.
const MAX_DEPTH: u32 = 10_000;

/// The stack that walks may use if nobody says where the thread's ends: test threads have 2 MiB.
const DEFAULT_STACK: usize = 1_400_000;

impl Guard {
    pub(crate) fn new(lowest: Option<usize>) -> Guard {
        let here = stack_address();
        Guard { depth: 0, limit: MAX_DEPTH, lowest: lowest.unwrap_or(here.saturating_sub(DEFAULT_STACK)) }
    }

    /// Goes `levels` deeper; the caller comes back up with [`Guard::leave`].
    pub(crate) fn enter(&mut self, levels: u32) -> Result {
        self.depth += levels;
        if self.depth > self.limit || stack_address() < self.lowest {
            return recursion();
        }
        Ok(())
    }

    pub(crate) fn leave(&mut self, levels: u32) {
        self.depth -= levels;
    }
}

/// About where the stack is now.
#[inline(never)]
fn stack_address() -> usize {
    let marker = 0u8;
    core::ptr::from_ref(core::hint::black_box(&marker)).addr()
}
