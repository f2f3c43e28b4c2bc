//! From blocks to bytes: jump distances, code units, the exception table and the location table.
//!
//! CPython's counterpart is `Python/assemble.c`. Invariant: the number of units of a jump and its distance agree; they are computed together
//! until nothing changes.

use minipy_bytecode::{AnyOpcode as Op, CodeDesc, ExceptionEntry, Location, LocationWriter, Opcode, instruction_size};
use minipy_bytecode::{write_exception_entry, write_instruction};

use crate::flowgraph::{BlockId, Graph};

/// An instruction in its final place.
struct Placed {
    op: Opcode,
    arg: u32,
    loc: Location,
    /// The index of the instruction that it jumps to.
    target: Option<usize>,
    /// The handler: index, depth, whether it wants the place of the raise.
    handler: Option<(usize, i32, bool)>,
    offset: usize,
}

/// Fills in the code, the tables of locations and exceptions.
pub(crate) fn assemble(graph: &Graph, code: &mut CodeDesc) {
    let order = graph.order();
    let mut starts: Vec<(BlockId, usize)> = Vec::with_capacity(order.len());
    let mut count = 0;
    for id in &order {
        starts.push((*id, count));
        count += graph[*id].instrs.len();
    }
    let mut start_of = vec![0usize; graph.block_count()];
    for (id, start) in starts {
        if let Some(slot) = start_of.get_mut(id.index()) {
            *slot = start;
        }
    }
    let start = |id: BlockId| start_of.get(id.index()).copied().unwrap_or(0);

    let mut placed: Vec<Placed> = Vec::with_capacity(count);
    for id in order {
        for instr in &graph[id].instrs {
            let here = placed.len();
            let target = if instr.target.is_some() { Some(start(instr.target)) } else { None };
            let forward = target.is_some_and(|target| target > here);
            let op = match instr.op {
                Op::JUMP | Op::JUMP_NO_INTERRUPT if forward => Opcode::JUMP_FORWARD,
                Op::JUMP => Opcode::JUMP_BACKWARD,
                Op::JUMP_NO_INTERRUPT => Opcode::JUMP_BACKWARD_NO_INTERRUPT,
                other => other.real().unwrap_or(Opcode::NOP),
            };
            let handler = if instr.except.is_some() {
                let block = &graph[instr.except];
                Some((start(instr.except), block.start_depth, block.preserve_lasti))
            } else {
                None
            };
            let arg = target.map_or(instr.arg, |target| target as u32);
            placed.push(Placed { op, arg, loc: instr.loc, target, handler, offset: 0 });
        }
    }
    resolve_jumps(&mut placed);

    code.code.reserve(placed.iter().map(|instr| instruction_size(instr.op, instr.arg)).sum());
    let mut locations = LocationWriter::new(code.firstlineno as i32);
    let mut run = (Location::NONE, 0);
    for instr in &placed {
        if instr.loc != run.0 {
            locations.push(&run.0, run.1);
            run = (instr.loc, 0);
        }
        run.1 += instruction_size(instr.op, instr.arg);
        write_instruction(&mut code.code, instr.op, instr.arg);
    }
    locations.push(&run.0, run.1);
    code.linetable = locations.finish();
    exception_table(&placed, code);
}

fn resolve_jumps(placed: &mut [Placed]) {
    loop {
        let mut total = 0;
        for instr in placed.iter_mut() {
            instr.offset = total;
            total += instruction_size(instr.op, instr.arg);
        }
        let mut changed = false;
        let offsets: Vec<usize> = placed.iter().map(|instr| instr.offset).collect();
        for instr in placed.iter_mut() {
            let Some(target) = instr.target else { continue };
            let size = instruction_size(instr.op, instr.arg);
            let end = instr.offset + size;
            let target = offsets.get(target).copied().unwrap_or(total);
            instr.arg = target.abs_diff(end) as u32;
            changed |= instruction_size(instr.op, instr.arg) != size;
        }
        if !changed {
            return;
        }
    }
}

fn exception_table(placed: &[Placed], code: &mut CodeDesc) {
    let end = code.code.len();
    let offset = |index: usize| placed.get(index).map_or(end, |instr| instr.offset) as u32;
    let mut table = Vec::new();
    let mut emit = |handler: Option<(usize, i32, bool)>, start: usize, stop: usize| {
        if let Some((target, depth, lasti)) = handler
            && stop > start
        {
            // What the handler pushes itself does not count.
            let depth = (depth - 1 - i32::from(lasti)).max(0) as u32;
            write_exception_entry(
                &mut table,
                &ExceptionEntry { start: start as u32, end: stop as u32, target: offset(target), depth, lasti },
            );
        }
    };
    let mut active = None;
    let mut start = 0;
    for instr in placed {
        if active.map(|(target, ..): (usize, i32, bool)| target) != instr.handler.map(|(target, ..)| target) {
            emit(active, start, instr.offset);
            start = instr.offset;
            active = instr.handler;
        }
    }
    emit(active, start, end);
    code.exceptiontable = table;
}
