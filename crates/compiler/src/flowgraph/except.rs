//! Which handler is active at each instruction.
//!
//! CPython's counterpart is `label_exception_targets`. Invariant: after it the POP_BLOCKs are gone, and each reachable instruction that may
//! raise names its handler.

use minipy_bytecode::AnyOpcode as Op;

use super::{BlockId, Graph};

impl Graph {
    pub(super) fn mark_except_handlers(&mut self) {
        let handlers: Vec<BlockId> =
            self.blocks.iter().flat_map(|block| &block.instrs).filter(|instr| instr.op.is_block_push()).map(|i| i.target).collect();
        for handler in handlers.into_iter().filter(|handler| handler.is_some()) {
            self[handler].except_handler = true;
        }
    }

    pub(super) fn label_exception_targets(&mut self) {
        self.clear_visited();
        let mut pending: Vec<(BlockId, Vec<BlockId>)> = vec![(BlockId::ENTRY, Vec::new())];
        self[BlockId::ENTRY].visited = true;
        while let Some((id, mut stack)) = pending.pop() {
            let mut handler = stack.last().copied().unwrap_or(BlockId::NONE);
            // How many handlers were active at the last YIELD_VALUE.
            let mut yield_depth = None;
            let mut instrs = core::mem::take(&mut self[id].instrs);
            let falls = {
                let last = instrs.last().map(|last| last.op);
                !last.is_some_and(|op| super::is_scope_exit(op) || super::is_unconditional_jump(op))
            };
            for instr in &mut instrs {
                if instr.op.is_block_push() {
                    let target = instr.target;
                    if !self[target].visited {
                        self[target].visited = true;
                        pending.push((target, stack.clone()));
                    }
                    if matches!(instr.op, Op::SETUP_WITH | Op::SETUP_CLEANUP) {
                        self[target].preserve_lasti = true;
                    }
                    stack.push(target);
                    handler = target;
                } else if instr.op == Op::POP_BLOCK {
                    stack.pop();
                    handler = stack.last().copied().unwrap_or(BlockId::NONE);
                    instr.make_nop();
                } else if instr.op.is_jump() {
                    instr.except = handler;
                    let target = instr.target;
                    if !self[target].visited {
                        self[target].visited = true;
                        pending.push((target, stack.clone()));
                    }
                } else {
                    instr.except = handler;
                    if instr.op == Op::YIELD_VALUE {
                        yield_depth = Some(stack.len());
                    } else if instr.op == Op::RESUME && instr.arg != 0 {
                        if yield_depth == Some(1) {
                            instr.arg |= 4;
                        }
                        yield_depth = None;
                    }
                }
            }
            self[id].instrs = instrs;
            let next = self[id].next;
            if falls && next.is_some() && !self[next].visited {
                self[next].visited = true;
                pending.push((next, stack));
            }
        }
    }
}
