//! The flow graph: basic blocks, and the passes that turn a plain sequence of instructions into the code that runs.
//!
//! CPython's counterpart is `Python/flowgraph.c`. Blocks are linked in the order in which they will lie in memory; control falls from one to
//! the next unless its last instruction returns, raises or always jumps. Invariant: a jump or exit is only ever the last instruction of a
//! block, and each pass keeps the order of effects.

mod build;
mod except;
mod lines;
mod locals;
mod optimise;
mod order;
mod stackdepth;

use minipy_bytecode::{AnyOpcode as Op, CodeDesc, Location, OpFlags};

use crate::assemble;
use crate::codegen::Compiler;
use crate::error::Result;

/// Number of a block; [`BlockId::NONE`] is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BlockId(u32);

impl BlockId {
    pub(crate) const NONE: BlockId = BlockId(u32::MAX);
    pub(crate) const ENTRY: BlockId = BlockId(0);

    pub(crate) fn is_some(self) -> bool {
        self != BlockId::NONE
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An instruction in a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instr {
    pub(crate) op: Op,
    pub(crate) arg: u32,
    pub(crate) loc: Location,
    /// Where it may jump to, or which handler it sets up.
    pub(crate) target: BlockId,
    /// The handler that is active.
    pub(crate) except: BlockId,
}

impl Instr {
    fn new(op: Op, arg: u32, loc: Location) -> Instr {
        Instr { op, arg, loc, target: BlockId::NONE, except: BlockId::NONE }
    }

    /// Makes it do nothing; it keeps its place.
    fn make_nop(&mut self) {
        self.op = Op::NOP;
        self.arg = 0;
    }

    fn set(&mut self, op: Op, arg: u32) {
        self.op = op;
        self.arg = arg;
    }
}

/// Whether it always jumps.
pub(crate) fn is_unconditional_jump(op: Op) -> bool {
    matches!(op, Op::JUMP | Op::JUMP_NO_INTERRUPT | Op::JUMP_FORWARD | Op::JUMP_BACKWARD | Op::JUMP_BACKWARD_NO_INTERRUPT)
}

/// Whether it leaves the frame.
fn is_scope_exit(op: Op) -> bool {
    op.info().flags.contains(OpFlags::TERMINATES) && !is_unconditional_jump(op)
}

/// A basic block.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) instrs: Vec<Instr>,
    pub(crate) next: BlockId,
    /// Whether a jump goes here.
    labelled: bool,
    predecessors: i32,
    /// Stack depth at the start; negative while unknown.
    pub(crate) start_depth: i32,
    /// It is a handler that is told the place of the raise.
    pub(crate) preserve_lasti: bool,
    visited: bool,
    except_handler: bool,
    cold: bool,
    warm: bool,
    /// Locals that may be unbound at the start.
    unsafe_locals: u64,
}

impl Default for Block {
    fn default() -> Block {
        Block {
            instrs: Vec::new(),
            next: BlockId::NONE,
            labelled: false,
            predecessors: 0,
            start_depth: -1,
            preserve_lasti: false,
            visited: false,
            except_handler: false,
            cold: false,
            warm: false,
            unsafe_locals: 0,
        }
    }
}

impl Block {
    fn falls_through(&self) -> bool {
        !self.instrs.last().is_some_and(|last| is_scope_exit(last.op) || is_unconditional_jump(last.op))
    }

    fn exits_scope(&self) -> bool {
        self.instrs.last().is_some_and(|last| is_scope_exit(last.op))
    }

    fn has_no_line(&self) -> bool {
        self.instrs.iter().all(|instr| instr.loc.line < 0)
    }

    fn polls(&self) -> bool {
        self.instrs.iter().any(|instr| instr.op.info().flags.contains(OpFlags::POLLS))
    }
}

/// All blocks of a code object; the first is the entry.
#[derive(Debug)]
pub(crate) struct Graph {
    blocks: Vec<Block>,
}

impl core::ops::Index<BlockId> for Graph {
    type Output = Block;

    #[expect(
        clippy::indexing_slicing,
        reason = "a BlockId other than NONE is made by pushing a block, and blocks are never removed; NONE is tested before"
    )]
    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }
}

impl core::ops::IndexMut<BlockId> for Graph {
    #[expect(
        clippy::indexing_slicing,
        reason = "a BlockId other than NONE is made by pushing a block, and blocks are never removed; NONE is tested before"
    )]
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.0 as usize]
    }
}

impl Graph {
    fn new_block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// How many blocks there are, those left out of the order too.
    pub(crate) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// The block after `id` in memory.
    pub(crate) fn next(&self, id: BlockId) -> Option<BlockId> {
        let next = self[id].next;
        next.is_some().then_some(next)
    }

    /// The blocks in memory order, as they are now.
    pub(crate) fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = Some(BlockId::ENTRY);
        while let Some(id) = at {
            order.push(id);
            at = self.next(id);
        }
        order
    }

    fn next_nonempty(&self, mut id: BlockId) -> BlockId {
        while id.is_some() && self[id].instrs.is_empty() {
            id = self[id].next;
        }
        id
    }

    fn clear_visited(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }
}

/// Optimises and assembles the current unit.
pub(crate) fn finish(compiler: &mut Compiler<'_, '_>) -> Result<CodeDesc> {
    let mut code = compiler.describe();
    let nparams = compiler.table[compiler.unit.scope].varnames.len();
    let unit = &mut compiler.unit;
    let sequence = core::mem::take(&mut unit.seq);
    let mut consts = core::mem::take(&mut unit.consts);
    let mut graph = build::from_sequence(&sequence);
    graph.mark_except_handlers();
    graph.label_exception_targets();
    graph.optimise(&mut consts);
    let mut consts = consts.list;
    graph.remove_unused_consts(&mut consts);
    graph.check_unbound_locals(unit.varnames.len(), nparams);
    graph.insert_superinstructions();
    graph.push_cold_blocks_to_end();
    graph.resolve_line_numbers();
    code.stacksize = graph.stack_depth()?;
    locals::prepare(&mut graph, unit, &compiler.names, &mut code);
    graph.convert_pseudo_ops();
    graph.normalise_jumps();
    code.consts = consts;
    assemble::assemble(&graph, &mut code);
    Ok(code)
}
