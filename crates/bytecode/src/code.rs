//! The description of a code object: all that CPython calls `co_*`, as plain values.
//!
//! CPython's counterpart is `Include/cpython/code.h`. Invariant: a `CodeDesc` that the compiler made passes [`verify`](crate::verify());
//! one from elsewhere may hold anything, and whoever runs it has to verify it first.

use core::fmt;
use std::sync::Arc;

use crate::constant::Const;
use crate::units::CodeUnit;

/// `co_flags`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// Locals are in slots, not in a dict.
    pub const OPTIMIZED: CodeFlags = CodeFlags(0x1);
    /// A call makes a new namespace.
    pub const NEWLOCALS: CodeFlags = CodeFlags(0x2);
    /// Takes `*args`.
    pub const VARARGS: CodeFlags = CodeFlags(0x4);
    /// Takes `**kwargs`.
    pub const VARKEYWORDS: CodeFlags = CodeFlags(0x8);
    /// Lies within another function.
    pub const NESTED: CodeFlags = CodeFlags(0x10);
    /// A generator function.
    pub const GENERATOR: CodeFlags = CodeFlags(0x20);
    /// An `async def` function.
    pub const COROUTINE: CodeFlags = CodeFlags(0x80);
    /// A generator that may be awaited (`types.coroutine`).
    pub const ITERABLE_COROUTINE: CodeFlags = CodeFlags(0x100);
    /// An asynchronous generator function.
    pub const ASYNC_GENERATOR: CodeFlags = CodeFlags(0x200);
    /// `from __future__ import division`
    pub const FUTURE_DIVISION: CodeFlags = CodeFlags(0x20000);
    /// `from __future__ import absolute_import`
    pub const FUTURE_ABSOLUTE_IMPORT: CodeFlags = CodeFlags(0x40000);
    /// `from __future__ import with_statement`
    pub const FUTURE_WITH_STATEMENT: CodeFlags = CodeFlags(0x80000);
    /// `from __future__ import print_function`
    pub const FUTURE_PRINT_FUNCTION: CodeFlags = CodeFlags(0x10_0000);
    /// `from __future__ import unicode_literals`
    pub const FUTURE_UNICODE_LITERALS: CodeFlags = CodeFlags(0x20_0000);
    /// `from __future__ import barry_as_FLUFL`
    pub const FUTURE_BARRY_AS_BDFL: CodeFlags = CodeFlags(0x40_0000);
    /// `from __future__ import generator_stop`
    pub const FUTURE_GENERATOR_STOP: CodeFlags = CodeFlags(0x80_0000);
    /// `from __future__ import annotations`
    pub const FUTURE_ANNOTATIONS: CodeFlags = CodeFlags(0x100_0000);

    /// Whether all flags of `other` are set.
    pub const fn contains(self, other: CodeFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether a flag of `other` is set.
    pub const fn intersects(self, other: CodeFlags) -> bool {
        self.0 & other.0 != 0
    }

    /// The flags of both.
    #[must_use]
    pub const fn union(self, other: CodeFlags) -> CodeFlags {
        CodeFlags(self.0 | other.0)
    }

    /// Sets the flags of `other`.
    pub const fn insert(&mut self, other: CodeFlags) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for CodeFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// What a slot of the frame's locals holds: `co_localspluskinds`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LocalKind(pub u8);

impl LocalKind {
    /// A comprehension's own variable in the function that it was inlined into; `locals()` leaves it out.
    pub const HIDDEN: LocalKind = LocalKind(0x10);
    /// A local variable (also one that is a cell).
    pub const LOCAL: LocalKind = LocalKind(0x20);
    /// A cell of this function.
    pub const CELL: LocalKind = LocalKind(0x40);
    /// A cell of a function around this one.
    pub const FREE: LocalKind = LocalKind(0x80);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: LocalKind) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits of both.
    #[must_use]
    pub const fn union(self, other: LocalKind) -> LocalKind {
        LocalKind(self.0 | other.0)
    }
}

impl fmt::Debug for LocalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// A code object before it is an object.
#[derive(Clone, Debug)]
pub struct CodeDesc {
    /// `co_name`
    pub name: Box<str>,
    /// `co_qualname`
    pub qualname: Box<str>,
    /// `co_filename`
    pub filename: Arc<str>,
    /// `co_firstlineno`
    pub firstlineno: u32,
    /// `co_argcount`: positional parameters, the positional-only ones among them.
    pub argcount: u32,
    /// `co_posonlyargcount`
    pub posonlyargcount: u32,
    /// `co_kwonlyargcount`
    pub kwonlyargcount: u32,
    /// `co_stacksize`
    pub stacksize: u32,
    /// `co_flags`
    pub flags: CodeFlags,
    /// `co_consts`
    pub consts: Vec<Const>,
    /// `co_names`
    pub names: Vec<Box<str>>,
    /// The names of the slots: locals (parameters first), cells that are no locals, free variables.
    pub localsplusnames: Vec<Box<str>>,
    /// What each slot is.
    pub localspluskinds: Vec<LocalKind>,
    /// `co_code`, caches zeroed.
    pub code: Vec<CodeUnit>,
    /// `co_linetable`
    pub linetable: Vec<u8>,
    /// `co_exceptiontable`
    pub exceptiontable: Vec<u8>,
}

impl CodeDesc {
    /// `co_nlocals`
    pub fn nlocals(&self) -> usize {
        self.slots(LocalKind::LOCAL).count()
    }

    /// `co_varnames`
    pub fn varnames(&self) -> impl Iterator<Item = &str> {
        self.slots(LocalKind::LOCAL)
    }

    /// `co_cellvars`
    pub fn cellvars(&self) -> impl Iterator<Item = &str> {
        self.slots(LocalKind::CELL)
    }

    /// `co_freevars`
    pub fn freevars(&self) -> impl Iterator<Item = &str> {
        self.slots(LocalKind::FREE)
    }

    fn slots(&self, kind: LocalKind) -> impl Iterator<Item = &str> {
        let kinds = self.localspluskinds.iter();
        self.localsplusnames.iter().zip(kinds).filter(move |(_, k)| k.contains(kind)).map(|(name, _)| &**name)
    }

    /// `co_code` as bytes.
    pub fn code_bytes(&self) -> Vec<u8> {
        self.code.iter().flat_map(|unit| unit.to_le_bytes()).collect()
    }

    /// The constants that are code, in order.
    pub fn nested(&self) -> impl Iterator<Item = &CodeDesc> {
        self.consts.iter().filter_map(|constant| match constant {
            Const::Code(code) => Some(&**code),
            Const::None
            | Const::True
            | Const::False
            | Const::Ellipsis
            | Const::Int(_)
            | Const::Float(_)
            | Const::Complex(..)
            | Const::Str(_)
            | Const::Bytes(_)
            | Const::Tuple(_)
            | Const::FrozenSet(_) => None,
        })
    }

    /// Whether the two may be merged into one constant: `code.__eq__`.
    pub fn same_code(&self, other: &CodeDesc) -> bool {
        self.name == other.name
            && self.argcount == other.argcount
            && self.posonlyargcount == other.posonlyargcount
            && self.kwonlyargcount == other.kwonlyargcount
            && self.flags == other.flags
            && self.firstlineno == other.firstlineno
            && self.code == other.code
            && self.consts == other.consts
            && self.names == other.names
            && self.localsplusnames == other.localsplusnames
            && self.localspluskinds == other.localspluskinds
            && self.linetable == other.linetable
            && self.exceptiontable == other.exceptiontable
    }
}
