//! Locations for instructions that have none.
//!
//! CPython's counterparts are `duplicate_exits_without_lineno` and `propagate_line_numbers` (PEP 626). Invariant: when it is done, every
//! instruction that leaves the frame or jumps back has a line, unless nothing before it has one.

use minipy_bytecode::Location;

use super::{BlockId, Graph};

impl Graph {
    pub(super) fn resolve_line_numbers(&mut self) {
        self.duplicate_exits_without_line();
        self.propagate_line_numbers();
    }

    fn is_exit_or_poll_without_line(&self, id: BlockId) -> bool {
        let block = &self[id];
        (block.exits_scope() || block.polls()) && block.has_no_line()
    }

    /// Gives each jump to an exit without a line its own copy, which then gets the line of the jump.
    fn duplicate_exits_without_line(&mut self) {
        let mut at = Some(BlockId::ENTRY);
        while let Some(id) = at {
            if let Some(last) = self[id].instrs.last().copied()
                && last.op.is_jump()
            {
                let target = self.next_nonempty(last.target);
                if target.is_some() && self.is_exit_or_poll_without_line(target) && self[target].predecessors > 1 {
                    let copy = self.new_block();
                    let mut instrs = self[target].instrs.clone();
                    if let Some(first) = instrs.first_mut() {
                        first.loc = last.loc;
                    }
                    let after = self[target].next;
                    let block = &mut self[copy];
                    block.instrs = instrs;
                    block.predecessors = 1;
                    block.next = after;
                    block.labelled = true;
                    self[target].predecessors -= 1;
                    self[target].next = copy;
                    if let Some(last) = self[id].instrs.last_mut() {
                        last.target = copy;
                    }
                }
            }
            at = self.next(id);
        }
        // What is left is reached by falling through, from one block.
        for id in self.order() {
            let block = &self[id];
            let (Some(last), next, true) = (block.instrs.last(), block.next, block.falls_through()) else {
                continue;
            };
            let loc = last.loc;
            if next.is_some()
                && self.is_exit_or_poll_without_line(next)
                && let Some(first) = self[next].instrs.first_mut()
            {
                first.loc = loc;
            }
        }
    }

    fn propagate_line_numbers(&mut self) {
        for id in self.order() {
            let mut previous = Location::NONE;
            for instr in &mut self[id].instrs {
                if instr.loc.line < 0 {
                    instr.loc = previous;
                } else {
                    previous = instr.loc;
                }
            }
            let block = &self[id];
            let Some(last) = block.instrs.last() else {
                continue;
            };
            let jump = if last.op.is_jump() { last.target } else { BlockId::NONE };
            let fall = if block.falls_through() { block.next } else { BlockId::NONE };
            for target in [fall, jump] {
                if target.is_some()
                    && self[target].predecessors == 1
                    && let Some(first) = self[target].instrs.first_mut()
                    && first.loc.line < 0
                {
                    first.loc = previous;
                }
            }
        }
    }
}
