//! From the sequence of instructions to blocks.
//!
//! CPython's counterpart is `_PyCfg_FromInstructionSequence`. Invariant: a label that nothing jumps to makes no block.

use minipy_bytecode::AnyOpcode as Op;

use super::{Block, BlockId, Graph, Instr, is_scope_exit};
use crate::codegen::Sequence;

fn has_target(op: Op) -> bool {
    op.is_jump() || op.is_block_push()
}

/// Whether nothing may follow it in a block.
fn is_terminator(op: Op) -> bool {
    op.is_jump() || is_scope_exit(op)
}

pub(super) fn from_sequence(sequence: &Sequence) -> Graph {
    let instrs = &sequence.instrs;
    let place = |arg: u32| sequence.labels.get(arg as usize).copied().unwrap_or(0) as usize;
    let mut is_target = vec![false; instrs.len() + 1];
    for instr in instrs.iter().filter(|instr| has_target(instr.op)) {
        if let Some(target) = is_target.get_mut(place(instr.arg)) {
            *target = true;
        }
    }
    let mut graph = Graph { blocks: vec![Block::default()] };
    let mut block_of = vec![BlockId::NONE; instrs.len() + 1];
    let mut current = BlockId::ENTRY;
    for (index, instr) in instrs.iter().enumerate() {
        let labelled = is_target.get(index).copied().unwrap_or(false);
        let block = &graph[current];
        let terminated = block.instrs.last().is_some_and(|last| is_terminator(last.op));
        if terminated || (labelled && (!block.instrs.is_empty() || block.labelled)) {
            let new = graph.new_block();
            graph[current].next = new;
            current = new;
        }
        if labelled {
            graph[current].labelled = true;
            if let Some(slot) = block_of.get_mut(index) {
                *slot = current;
            }
        }
        graph[current].instrs.push(Instr::new(instr.op, instr.arg, instr.loc));
    }
    for block in &mut graph.blocks {
        for instr in block.instrs.iter_mut().filter(|instr| has_target(instr.op)) {
            instr.target = block_of.get(place(instr.arg)).copied().unwrap_or(BlockId::NONE);
        }
    }
    graph
}
