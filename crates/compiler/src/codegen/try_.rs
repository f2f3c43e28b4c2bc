//! `try`, with `except`, `except*` and `finally`.
//!
//! CPython's counterpart is `compiler_try_finally`, `compiler_try_except` and `compiler_try_star_except`. Invariant: each SETUP has its
//! POP_BLOCK on every way out, and what happens behind the scenes has no location of its own.

use minipy_ast::Try;
use minipy_bytecode::{AnyOpcode as Op, Location};

use super::{Compiler, FBlockKind, loc};
use crate::error::Result;

const NONE: Location = Location::NONE;

impl<'a> Compiler<'a, '_> {
    pub(super) fn try_finally(&mut self, at: Location, data: &'a Try<'a>, star: bool) -> Result {
        let (body, end, exit, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.jump(at, Op::SETUP_FINALLY, end);
        self.use_label(body);
        self.push_fblock(at, FBlockKind::FinallyTry(data.finalbody), Some(body), Some(end))?;
        if data.handlers.is_empty() {
            self.stmts(data.body)?;
        } else if star {
            self.try_star_except(at, data)?;
        } else {
            self.try_except(at, data)?;
        }
        self.op(NONE, Op::POP_BLOCK);
        self.pop_fblock();
        self.stmts(data.finalbody)?;
        self.jump(NONE, Op::JUMP_NO_INTERRUPT, exit);
        // The same statements once more, for exceptions.
        self.use_label(end);
        self.push_fblock(NONE, FBlockKind::FinallyEnd, Some(end), None)?;
        self.jump(NONE, Op::SETUP_CLEANUP, cleanup);
        self.op(NONE, Op::PUSH_EXC_INFO);
        self.stmts(data.finalbody)?;
        self.pop_fblock();
        self.op_i(NONE, Op::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NONE);
        self.use_label(exit);
        Ok(())
    }

    pub(super) fn try_except(&mut self, at: Location, data: &'a Try<'a>) -> Result {
        let (body, mut except, end, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.jump(at, Op::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(at, FBlockKind::TryExcept, Some(body), None)?;
        self.stmts(data.body)?;
        self.pop_fblock();
        self.op(NONE, Op::POP_BLOCK);
        self.stmts(data.orelse)?;
        self.jump(NONE, Op::JUMP_NO_INTERRUPT, end);
        self.use_label(except);
        self.jump(NONE, Op::SETUP_CLEANUP, cleanup);
        self.op(NONE, Op::PUSH_EXC_INFO);
        self.push_fblock(at, FBlockKind::ExceptionHandler, None, None)?;
        for (index, handler) in data.handlers.iter().enumerate() {
            let at = loc(handler.span);
            if handler.typ.is_none() && index + 1 < data.handlers.len() {
                return self.error(at, "default 'except:' must be last");
            }
            except = self.label();
            if let Some(typ) = handler.typ {
                self.expr(typ)?;
                self.op(at, Op::CHECK_EXC_MATCH);
                self.jump(at, Op::POP_JUMP_IF_FALSE, except);
            }
            let cleanup_body = self.label();
            if let Some(name) = handler.name {
                let cleanup_end = self.label();
                self.store_name(at, name)?;
                // The name is unbound at the end, however the body is left.
                self.jump(at, Op::SETUP_CLEANUP, cleanup_end);
                self.use_label(cleanup_body);
                self.push_fblock(at, FBlockKind::HandlerCleanup(Some(name)), Some(cleanup_body), None)?;
                self.stmts(handler.body)?;
                self.pop_fblock();
                self.op(NONE, Op::POP_BLOCK);
                self.op(NONE, Op::POP_BLOCK);
                self.op(NONE, Op::POP_EXCEPT);
                self.clear_name(NONE, name)?;
                self.jump(NONE, Op::JUMP_NO_INTERRUPT, end);
                self.use_label(cleanup_end);
                self.clear_name(NONE, name)?;
                self.op_i(NONE, Op::RERAISE, 1);
            } else {
                self.op(at, Op::POP_TOP);
                self.use_label(cleanup_body);
                self.push_fblock(at, FBlockKind::HandlerCleanup(None), Some(cleanup_body), None)?;
                self.stmts(handler.body)?;
                self.pop_fblock();
                self.op(NONE, Op::POP_BLOCK);
                self.op(NONE, Op::POP_EXCEPT);
                self.jump(NONE, Op::JUMP_NO_INTERRUPT, end);
            }
            self.use_label(except);
        }
        self.pop_fblock();
        self.op_i(NONE, Op::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NONE);
        self.use_label(end);
        Ok(())
    }

    /// The stack in the handlers: the original group, the list of what was raised, what is left of the group.
    pub(super) fn try_star_except(&mut self, at: Location, data: &'a Try<'a>) -> Result {
        let (body, mut except, orelse) = (self.label(), self.label(), self.label());
        let (end, cleanup, reraise_star) = (self.label(), self.label(), self.label());
        self.jump(at, Op::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(at, FBlockKind::TryExcept, Some(body), None)?;
        self.stmts(data.body)?;
        self.pop_fblock();
        self.op(NONE, Op::POP_BLOCK);
        self.jump(NONE, Op::JUMP_NO_INTERRUPT, orelse);
        self.use_label(except);
        self.jump(NONE, Op::SETUP_CLEANUP, cleanup);
        self.op(NONE, Op::PUSH_EXC_INFO);
        self.push_fblock(at, FBlockKind::ExceptionGroupHandler, None, None)?;
        for (index, handler) in data.handlers.iter().enumerate() {
            let at = loc(handler.span);
            except = self.label();
            let (except_with_error, no_match) = (self.label(), self.label());
            if index == 0 {
                self.op_i(at, Op::BUILD_LIST, 0);
                self.op_i(at, Op::COPY, 2);
            }
            if let Some(typ) = handler.typ {
                self.expr(typ)?;
                self.op(at, Op::CHECK_EG_MATCH);
                self.op_i(at, Op::COPY, 1);
                self.jump(at, Op::POP_JUMP_IF_NONE, no_match);
            }
            let (cleanup_end, cleanup_body) = (self.label(), self.label());
            match handler.name {
                Some(name) => self.store_name(at, name)?,
                None => self.op(at, Op::POP_TOP),
            }
            self.jump(at, Op::SETUP_CLEANUP, cleanup_end);
            self.use_label(cleanup_body);
            self.push_fblock(at, FBlockKind::HandlerCleanup(handler.name), Some(cleanup_body), None)?;
            self.stmts(handler.body)?;
            self.pop_fblock();
            self.op(NONE, Op::POP_BLOCK);
            if let Some(name) = handler.name {
                self.clear_name(NONE, name)?;
            }
            self.jump(NONE, Op::JUMP_NO_INTERRUPT, except);
            self.use_label(cleanup_end);
            if let Some(name) = handler.name {
                self.clear_name(NONE, name)?;
            }
            // What the body raised joins the list.
            self.op_i(NONE, Op::LIST_APPEND, 3);
            self.op(NONE, Op::POP_TOP);
            self.jump(NONE, Op::JUMP_NO_INTERRUPT, except_with_error);
            self.use_label(except);
            self.op(NONE, Op::NOP);
            self.jump(NONE, Op::JUMP_NO_INTERRUPT, except_with_error);
            self.use_label(no_match);
            self.op(at, Op::POP_TOP);
            self.use_label(except_with_error);
            if index + 1 == data.handlers.len() {
                // What nobody handled joins it too.
                self.op_i(NONE, Op::LIST_APPEND, 1);
                self.jump(NONE, Op::JUMP_NO_INTERRUPT, reraise_star);
            }
        }
        self.pop_fblock();
        let reraise = self.label();
        self.use_label(reraise_star);
        self.op_i(NONE, Op::CALL_INTRINSIC_2, 1);
        self.op_i(NONE, Op::COPY, 1);
        self.jump(NONE, Op::POP_JUMP_IF_NOT_NONE, reraise);
        self.op(NONE, Op::POP_TOP);
        self.op(NONE, Op::POP_BLOCK);
        self.op(NONE, Op::POP_EXCEPT);
        self.jump(NONE, Op::JUMP_NO_INTERRUPT, end);
        self.use_label(reraise);
        self.op(NONE, Op::POP_BLOCK);
        self.op_i(NONE, Op::SWAP, 2);
        self.op(NONE, Op::POP_EXCEPT);
        self.op_i(NONE, Op::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(NONE);
        self.use_label(orelse);
        self.stmts(data.orelse)?;
        self.use_label(end);
        Ok(())
    }
}
