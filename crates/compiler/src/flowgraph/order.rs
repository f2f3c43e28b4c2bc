//! Cold blocks to the end, jumps in the right direction, pseudo-instructions away.
//!
//! CPython's counterparts are `push_cold_blocks_to_end`, `normalize_jumps` and `convert_pseudo_ops`. Invariant: afterwards a conditional jump
//! only goes forward, and only JUMP and JUMP_NO_INTERRUPT are left of the pseudo-instructions.

use minipy_bytecode::{AnyOpcode as Op, Location};

use super::{BlockId, Graph, Instr};

impl Graph {
    fn mark_warm(&mut self) {
        self.clear_visited();
        let mut pending = vec![BlockId::ENTRY];
        self[BlockId::ENTRY].visited = true;
        while let Some(id) = pending.pop() {
            self[id].warm = true;
            for target in self.successors(id) {
                if !self[target].visited {
                    self[target].visited = true;
                    pending.push(target);
                }
            }
        }
    }

    /// Where control goes from a block, exceptions left out.
    fn successors(&self, id: BlockId) -> impl Iterator<Item = BlockId> + use<> {
        let block = &self[id];
        let fall = if block.falls_through() { block.next } else { BlockId::NONE };
        let jump = block.instrs.last().filter(|last| last.op.is_jump()).map_or(BlockId::NONE, |last| last.target);
        [fall, jump].into_iter().filter(|id| id.is_some())
    }

    /// A block is cold if only exception handlers lead to it.
    fn mark_cold(&mut self) {
        self.mark_warm();
        self.clear_visited();
        let mut pending: Vec<BlockId> = self.order().into_iter().filter(|id| self[*id].except_handler && !self[*id].warm).collect();
        for id in &pending {
            self[*id].visited = true;
        }
        while let Some(id) = pending.pop() {
            self[id].cold = true;
            for target in self.successors(id) {
                if !self[target].warm && !self[target].visited {
                    self[target].visited = true;
                    pending.push(target);
                }
            }
        }
    }

    pub(super) fn push_cold_blocks_to_end(&mut self) {
        if self.next(BlockId::ENTRY).is_none() {
            return;
        }
        self.mark_cold();
        // A cold block that falls into a warm one jumps there from now on.
        for id in self.order() {
            let next = self[id].next;
            if self[id].cold && next.is_some() && self[id].falls_through() && self[next].warm {
                let jump = self.new_block();
                let mut instr = Instr::new(Op::JUMP_NO_INTERRUPT, 0, Location::NONE);
                instr.target = next;
                self[next].labelled = true;
                let block = &mut self[jump];
                block.instrs.push(instr);
                block.cold = true;
                block.next = next;
                block.predecessors = 1;
                self[id].next = jump;
            }
        }
        let order = self.order();
        let (cold, warm): (Vec<BlockId>, Vec<BlockId>) = order.into_iter().partition(|id| self[*id].cold);
        let any_cold = !cold.is_empty();
        let mut last: Option<BlockId> = None;
        for id in warm.into_iter().chain(cold) {
            if let Some(last) = last {
                self[last].next = id;
            }
            last = Some(id);
        }
        if let Some(last) = last {
            self[last].next = BlockId::NONE;
        }
        if any_cold {
            self.remove_redundant_nops_and_jumps();
        }
    }

    pub(super) fn convert_pseudo_ops(&mut self) {
        for block in &mut self.blocks {
            for instr in &mut block.instrs {
                if instr.op.is_block_push() {
                    instr.make_nop();
                    instr.target = BlockId::NONE;
                } else if instr.op == Op::LOAD_CLOSURE {
                    instr.op = Op::LOAD_FAST;
                } else if instr.op == Op::STORE_FAST_MAYBE_NULL {
                    instr.op = Op::STORE_FAST;
                }
            }
        }
        self.remove_redundant_nops_and_jumps();
    }

    /// A conditional jump backwards becomes the opposite jump over an unconditional one.
    pub(super) fn normalise_jumps(&mut self) {
        self.clear_visited();
        let mut at = Some(BlockId::ENTRY);
        while let Some(id) = at {
            self[id].visited = true;
            if let Some(last) = self[id].instrs.last().copied()
                && last.op.is_jump()
                && !super::is_unconditional_jump(last.op)
                && self[last.target].visited
            {
                let reversed = match last.op {
                    Op::POP_JUMP_IF_NOT_NONE => Some(Op::POP_JUMP_IF_NONE),
                    Op::POP_JUMP_IF_NONE => Some(Op::POP_JUMP_IF_NOT_NONE),
                    Op::POP_JUMP_IF_FALSE => Some(Op::POP_JUMP_IF_TRUE),
                    Op::POP_JUMP_IF_TRUE => Some(Op::POP_JUMP_IF_FALSE),
                    // FOR_ITER and SEND always go forward.
                    other => {
                        debug_assert!(false, "{other:?} backwards");
                        None
                    }
                };
                if let Some(reversed) = reversed {
                    let after = self[id].next;
                    let backwards = self.new_block();
                    let mut jump = Instr::new(Op::JUMP, 0, last.loc);
                    jump.target = last.target;
                    let block = &mut self[backwards];
                    block.instrs.push(jump);
                    block.next = after;
                    block.visited = true;
                    if let Some(last) = self[id].instrs.last_mut() {
                        last.op = reversed;
                        last.target = after;
                    }
                    self[id].next = backwards;
                }
            }
            at = self.next(id);
        }
    }
}
