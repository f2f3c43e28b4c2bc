//! The handlers, one small function per opcode, grouped by what they do.
//!
//! CPython counterpart: `Python/bytecodes.c`. Invariant: every opcode of the table has a function of its name here (`machine::tables`
//! does not compile otherwise).

pub(crate) mod arith;
pub(crate) mod attr;
pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod except;
pub(crate) mod gen_;
pub(crate) mod import;
pub(crate) mod intrinsics;
pub(crate) mod iter;
pub(crate) mod names;
pub(crate) mod pattern;
pub(crate) mod stack;
pub(crate) mod subscr;

// What no code may hold, because only CPython's own loop meets it: the verifier refuses it.
pub(crate) use crate::machine::{illegal as CACHE, illegal as ENTER_EXECUTOR, illegal as INTERPRETER_EXIT, illegal as RESERVED};
pub(crate) use arith::*;
pub(crate) use attr::*;
pub(crate) use build::*;
pub(crate) use call::*;
pub(crate) use except::*;
pub(crate) use gen_::*;
pub(crate) use import::*;
pub(crate) use intrinsics::*;
pub(crate) use iter::*;
pub(crate) use names::*;
pub(crate) use pattern::*;
pub(crate) use stack::*;
pub(crate) use subscr::*;
