//! How deep the stack gets.
//!
//! CPython's counterpart is `calculate_stackdepth`. Invariant: a block has one depth at its start, however it is reached; the code generator
//! sees to that, and a mistake in it is an error here, not a wrong program.

use super::{BlockId, Graph};
use crate::error::{Result, system};

impl Graph {
    fn push_depth(&mut self, pending: &mut Vec<BlockId>, id: BlockId, depth: i64) -> Result {
        let block = &mut self[id];
        if block.start_depth >= 0 && i64::from(block.start_depth) != depth {
            return system("Invalid CFG, inconsistent stackdepth");
        }
        if block.start_depth < 0 {
            block.start_depth = i32::try_from(depth).unwrap_or(i32::MAX);
            pending.push(id);
        }
        Ok(())
    }

    pub(super) fn stack_depth(&mut self) -> Result<u32> {
        let mut pending = Vec::new();
        self.push_depth(&mut pending, BlockId::ENTRY, 0)?;
        let mut deepest = 0;
        while let Some(id) = pending.pop() {
            let mut depth = i64::from(self[id].start_depth);
            let instrs = core::mem::take(&mut self[id].instrs);
            for instr in &instrs {
                let after = depth + instr.op.effect(instr.arg, false).net();
                if after < 0 {
                    return system("Invalid CFG, stack underflow");
                }
                deepest = deepest.max(after);
                if instr.target.is_some() {
                    let target_depth = depth + instr.op.effect(instr.arg, true).net();
                    deepest = deepest.max(target_depth);
                    self.push_depth(&mut pending, instr.target, target_depth)?;
                }
                depth = after;
            }
            self[id].instrs = instrs;
            let (next, falls) = (self[id].next, self[id].falls_through());
            if falls && next.is_some() {
                self.push_depth(&mut pending, next, depth)?;
            }
        }
        // Never none at all: a frame has room for one value.
        Ok(u32::try_from(deepest).unwrap_or(u32::MAX).max(1))
    }
}
