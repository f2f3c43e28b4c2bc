//! `with` and `async with`.
//!
//! CPython's counterpart is `compiler_with`. Invariant: the bound `__exit__` stays on the stack through the body; it is called once, with the
//! exception or with three times `None`.

use minipy_ast::With;
use minipy_bytecode::{AnyOpcode as Op, Location};

use super::{Compiler, FBlockKind, Label, loc};
use crate::error::Result;

impl<'a> Compiler<'a, '_> {
    fn with_except_finish(&mut self, cleanup: Label) {
        let none = Location::NONE;
        let suppress = self.label();
        self.op(none, Op::TO_BOOL);
        self.jump(none, Op::POP_JUMP_IF_TRUE, suppress);
        self.op_i(none, Op::RERAISE, 2);
        self.use_label(suppress);
        self.op(none, Op::POP_TOP);
        self.op(none, Op::POP_BLOCK);
        self.op(none, Op::POP_EXCEPT);
        self.op(none, Op::POP_TOP);
        self.op(none, Op::POP_TOP);
        let exit = self.label();
        self.jump(none, Op::JUMP_NO_INTERRUPT, exit);
        self.use_label(cleanup);
        self.pop_except_and_reraise(none);
        self.use_label(exit);
    }

    /// The manager at `index`, and within it those after it.
    pub(super) fn with(&mut self, data: &'a With<'a>, index: usize) -> Result {
        let Some(item) = data.items.get(index) else {
            return self.stmts(data.body);
        };
        self.guard.enter(1)?;
        let (block, last, exit, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.expr(item.context_expr)?;
        let at = loc(item.context_expr.span);
        self.op(at, Op::BEFORE_WITH);
        self.jump(at, Op::SETUP_WITH, last);
        self.use_label(block);
        self.push_fblock(at, FBlockKind::With, Some(block), Some(last))?;
        match item.optional_vars {
            Some(target) => self.expr(target)?,
            None => self.op(at, Op::POP_TOP),
        }
        self.with(data, index + 1)?;
        self.op(Location::NONE, Op::POP_BLOCK);
        self.pop_fblock();
        // The body has ended well.
        self.call_exit_with_nones(at);
        self.op(at, Op::POP_TOP);
        self.jump(at, Op::JUMP, exit);
        // It has not.
        self.use_label(last);
        self.jump(at, Op::SETUP_CLEANUP, cleanup);
        self.op(at, Op::PUSH_EXC_INFO);
        self.op(at, Op::WITH_EXCEPT_START);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        self.guard.leave(1);
        Ok(())
    }

    pub(super) fn async_with(&mut self, data: &'a With<'a>, index: usize) -> Result {
        let Some(item) = data.items.get(index) else {
            return self.stmts(data.body);
        };
        self.guard.enter(1)?;
        let (block, last, exit, cleanup) = (self.label(), self.label(), self.label(), self.label());
        self.expr(item.context_expr)?;
        let at = loc(item.context_expr.span);
        self.op(at, Op::BEFORE_ASYNC_WITH);
        self.op_i(at, Op::GET_AWAITABLE, 1);
        self.load_none(at);
        self.add_yield_from(at, true);
        self.jump(at, Op::SETUP_WITH, last);
        self.use_label(block);
        self.push_fblock(at, FBlockKind::AsyncWith, Some(block), Some(last))?;
        match item.optional_vars {
            Some(target) => self.expr(target)?,
            None => self.op(at, Op::POP_TOP),
        }
        self.async_with(data, index + 1)?;
        self.pop_fblock();
        self.op(at, Op::POP_BLOCK);
        self.call_exit_with_nones(at);
        self.op_i(at, Op::GET_AWAITABLE, 2);
        self.load_none(at);
        self.add_yield_from(at, true);
        self.op(at, Op::POP_TOP);
        self.jump(at, Op::JUMP, exit);
        self.use_label(last);
        self.jump(at, Op::SETUP_CLEANUP, cleanup);
        self.op(at, Op::PUSH_EXC_INFO);
        self.op(at, Op::WITH_EXCEPT_START);
        self.op_i(at, Op::GET_AWAITABLE, 2);
        self.load_none(at);
        self.add_yield_from(at, true);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        self.guard.leave(1);
        Ok(())
    }
}
