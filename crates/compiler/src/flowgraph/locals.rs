//! Locals: which may be unbound when they are read, and which slot each cell and free variable has.
//!
//! CPython's counterparts are `add_checks_for_loads_of_uninitialized_variables` and `prepare_localsplus`. Invariant: after the first, a plain
//! LOAD_FAST always finds its local bound; after the second, operands that name cells are slots of the frame.

use minipy_bytecode::{AnyOpcode as Op, CodeDesc, CodeFlags, LocalKind, Location};

use super::{BlockId, Graph, Instr};
use crate::codegen::Unit;
use crate::names::Names;

/// So many locals are followed through the whole graph; further ones within one block only.
const TRACKED: usize = 64;

/// Whether a local may be unbound after it.
fn unbinds(op: Op) -> bool {
    matches!(op, Op::DELETE_FAST | Op::LOAD_FAST_AND_CLEAR | Op::STORE_FAST_MAYBE_NULL)
}

impl Graph {
    fn push_unsafe(&mut self, pending: &mut Vec<BlockId>, id: BlockId, mask: u64) {
        let block = &mut self[id];
        let both = block.unsafe_locals | mask;
        if both != block.unsafe_locals {
            block.unsafe_locals = both;
            if !block.visited {
                block.visited = true;
                pending.push(id);
            }
        }
    }

    fn scan_block_for_locals(&mut self, pending: &mut Vec<BlockId>, id: BlockId) {
        let mut mask = self[id].unsafe_locals;
        let mut instrs = core::mem::take(&mut self[id].instrs);
        for instr in &mut instrs {
            if instr.except.is_some() {
                self.push_unsafe(pending, instr.except, mask);
            }
            if instr.arg >= TRACKED as u32 {
                continue;
            }
            let bit = 1u64 << instr.arg;
            if unbinds(instr.op) {
                mask |= bit;
            } else if matches!(instr.op, Op::STORE_FAST | Op::LOAD_FAST_CHECK | Op::LOAD_FAST) {
                if instr.op == Op::LOAD_FAST && mask & bit != 0 {
                    instr.op = Op::LOAD_FAST_CHECK;
                }
                // It is stored, or a load of it did not raise.
                mask &= !bit;
            }
        }
        let jump = instrs.last().filter(|last| last.op.is_jump()).map(|last| last.target);
        self[id].instrs = instrs;
        let (next, falls) = (self[id].next, self[id].falls_through());
        if falls && next.is_some() {
            self.push_unsafe(pending, next, mask);
        }
        if let Some(target) = jump {
            self.push_unsafe(pending, target, mask);
        }
    }

    /// Locals beyond the tracked ones: bound only by what the same block did before.
    fn scan_many_locals(&mut self, nlocals: usize) {
        let mut bound_in = vec![0usize; nlocals.saturating_sub(TRACKED)];
        for (number, id) in self.order().into_iter().enumerate() {
            for instr in &mut self[id].instrs {
                let Some(state) = (instr.arg as usize).checked_sub(TRACKED).and_then(|place| bound_in.get_mut(place)) else {
                    continue;
                };
                if unbinds(instr.op) {
                    *state = number;
                } else if matches!(instr.op, Op::STORE_FAST | Op::LOAD_FAST) {
                    if instr.op == Op::LOAD_FAST && *state != number + 1 {
                        instr.op = Op::LOAD_FAST_CHECK;
                    }
                    *state = number + 1;
                }
            }
        }
    }

    pub(super) fn check_unbound_locals(&mut self, nlocals: usize, nparams: usize) {
        if nlocals == 0 {
            return;
        }
        if nlocals > TRACKED {
            self.scan_many_locals(nlocals);
        }
        self.clear_visited();
        let mut pending = Vec::new();
        let start = (nparams..nlocals.min(TRACKED)).fold(0u64, |mask, local| mask | 1 << local);
        self.push_unsafe(&mut pending, BlockId::ENTRY, start);
        // A DELETE_FAST may be anywhere: each block is looked at once.
        for id in self.order() {
            self.scan_block_for_locals(&mut pending, id);
        }
        while let Some(id) = pending.pop() {
            self[id].visited = false;
            self.scan_block_for_locals(&mut pending, id);
        }
    }
}

/// Lays out the frame's slots, and adds what sets them up to the entry block.
pub(super) fn prepare(graph: &mut Graph, unit: &Unit<'_>, names: &Names, code: &mut CodeDesc) {
    let nlocals = unit.varnames.len();
    let ncells = unit.cellvars.len();
    let nfree = unit.freevars.len();

    // The slots: locals (some of them cells), cells that are no locals, free variables.
    for name in unit.varnames.iter() {
        let mut kind = LocalKind::LOCAL;
        if unit.fast_hidden.contains_key(&name) {
            kind = kind.union(LocalKind::HIDDEN);
        }
        if unit.cellvars.get(name).is_some() {
            kind = kind.union(LocalKind::CELL);
        }
        code.localsplusnames.push(names.text(name).into());
        code.localspluskinds.push(kind);
    }
    let mut slots: Vec<u32> = Vec::with_capacity(ncells + nfree);
    for name in unit.cellvars.iter() {
        match unit.varnames.get(name) {
            Some(local) => slots.push(local),
            None => {
                slots.push(code.localsplusnames.len() as u32);
                code.localsplusnames.push(names.text(name).into());
                code.localspluskinds.push(LocalKind::CELL);
            }
        }
    }
    for name in unit.freevars.iter() {
        slots.push(code.localsplusnames.len() as u32);
        code.localsplusnames.push(names.text(name).into());
        code.localspluskinds.push(LocalKind::FREE);
    }

    let mut prefix = Vec::new();
    if nfree > 0 {
        prefix.push(Instr::new(Op::COPY_FREE_VARS, nfree as u32, Location::NONE));
    }
    // Cells of parameters first: in the order of their slots.
    let mut cells: Vec<(u32, u32)> = slots.iter().take(ncells).copied().zip(0..).collect();
    cells.sort_unstable();
    prefix.extend(cells.into_iter().map(|(_, cell)| Instr::new(Op::MAKE_CELL, cell, Location::NONE)));
    let generators = CodeFlags::GENERATOR.union(CodeFlags::COROUTINE).union(CodeFlags::ASYNC_GENERATOR);
    if code.flags.intersects(generators) {
        let line = unit.firstlineno as i32;
        let loc = Location { line, end_line: line, column: -1, end_column: -1 };
        prefix.push(Instr::new(Op::RETURN_GENERATOR, 0, loc));
        prefix.push(Instr::new(Op::POP_TOP, 0, loc));
    }
    graph[BlockId::ENTRY].instrs.splice(0..0, prefix);

    for block in &mut graph.blocks {
        for instr in &mut block.instrs {
            if matches!(
                instr.op,
                Op::MAKE_CELL | Op::LOAD_CLOSURE | Op::LOAD_DEREF | Op::STORE_DEREF | Op::DELETE_DEREF | Op::LOAD_FROM_DICT_OR_DEREF
            ) {
                instr.arg = slots.get(instr.arg as usize).copied().unwrap_or(nlocals as u32);
            }
        }
    }
}
