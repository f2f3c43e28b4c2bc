//! The optimiser proper: short exits inlined, dead blocks emptied, jumps threaded, constants folded, swaps resolved, NOPs removed.
//!
//! CPython's counterpart is `optimize_cfg`. Instructions that become unnecessary turn into NOPs first and go away at the end, if no line
//! depends on them. Invariant: what the code does, and the lines it is seen to pass, stay the same.

use minipy_bytecode::{AnyOpcode as Op, Const, Location};

use super::{BlockId, Graph, Instr, is_unconditional_jump};
use crate::codegen::Consts;

/// Blocks of at most so many instructions are copied to where they are jumped from.
const MAX_COPY_SIZE: usize = 4;

impl Graph {
    pub(super) fn optimise(&mut self, consts: &mut Consts) {
        self.inline_small_or_no_line_blocks();
        self.remove_unreachable();
        self.resolve_line_numbers();
        for id in self.order() {
            optimise_load_const(&mut self[id].instrs, consts);
        }
        for id in self.order() {
            self.optimise_block(id, consts);
        }
        self.remove_redundant_nops_and_pairs();
        self.remove_unreachable();
        self.remove_redundant_nops_and_jumps();
    }

    // ---- whole blocks

    /// A jump to a short exit, or to code without lines that does not fall through, is replaced by a copy of it.
    fn inline_small_or_no_line_blocks(&mut self) {
        loop {
            let mut changed = false;
            for id in self.order() {
                changed |= self.inline_into(id);
            }
            if !changed {
                return;
            }
        }
    }

    fn inline_into(&mut self, id: BlockId) -> bool {
        let Some(last) = self[id].instrs.last().copied() else {
            return false;
        };
        if !is_unconditional_jump(last.op) {
            return false;
        }
        let target = &self[last.target];
        let small_exit = target.exits_scope() && target.instrs.len() <= MAX_COPY_SIZE;
        let no_line = target.has_no_line() && !target.falls_through();
        if !small_exit && !no_line {
            return false;
        }
        let copy = target.instrs.clone();
        let block = &mut self[id];
        if let Some(last) = block.instrs.last_mut() {
            last.make_nop();
            last.target = BlockId::NONE;
        }
        block.instrs.extend(copy);
        if no_line
            && let Some(new_last) = block.instrs.last_mut()
            && is_unconditional_jump(new_last.op)
            && last.op == Op::JUMP
        {
            // A poll is not lost.
            new_last.op = Op::JUMP;
        }
        self[last.target].predecessors -= 1;
        true
    }

    pub(super) fn remove_unreachable(&mut self) {
        self.clear_visited();
        for block in &mut self.blocks {
            block.predecessors = 0;
        }
        let mut pending = vec![BlockId::ENTRY];
        let entry = &mut self[BlockId::ENTRY];
        entry.predecessors = 1;
        entry.visited = true;
        while let Some(id) = pending.pop() {
            let block = &self[id];
            let fall = if block.falls_through() { block.next } else { BlockId::NONE };
            let targets: Vec<BlockId> =
                core::iter::once(fall).chain(block.instrs.iter().map(|instr| instr.target)).filter(|target| target.is_some()).collect();
            for target in targets {
                let block = &mut self[target];
                block.predecessors += 1;
                if !block.visited {
                    block.visited = true;
                    pending.push(target);
                }
            }
        }
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.instrs.clear();
                block.except_handler = false;
            }
        }
    }

    // ---- NOPs and jumps

    fn remove_nops_in_block(&mut self, id: BlockId) -> usize {
        if !self[id].instrs.iter().any(|instr| instr.op == Op::NOP) {
            return 0;
        }
        // The line of what comes after the block.
        let next = self.next_nonempty(self[id].next);
        let next_line = if next.is_some() {
            let skip = |instr: &&Instr| instr.op == Op::NOP && instr.loc.line < 0;
            self[next].instrs.iter().find(|instr| !skip(instr)).map_or(-1, |instr| instr.loc.line)
        } else {
            -1
        };
        let has_next = next.is_some();
        let mut instrs = core::mem::take(&mut self[id].instrs);
        let before = instrs.len();
        let mut kept: Vec<Instr> = Vec::with_capacity(before);
        let mut previous_line = -1;
        for index in 0..before {
            let Some(instr) = instrs.get(index).copied() else {
                break;
            };
            let line = instr.loc.line;
            if instr.op == Op::NOP {
                if line < 0 || previous_line == line {
                    continue;
                }
                if let Some(following) = instrs.get_mut(index + 1) {
                    if following.loc.line == line {
                        continue;
                    }
                    if following.loc.line < 0 {
                        following.loc = instr.loc;
                        continue;
                    }
                } else if has_next && next_line == line {
                    continue;
                }
            }
            kept.push(instr);
            previous_line = line;
        }
        let removed = before - kept.len();
        self[id].instrs = kept;
        removed
    }

    pub(super) fn remove_redundant_nops(&mut self) -> usize {
        self.order().into_iter().map(|id| self.remove_nops_in_block(id)).sum()
    }

    /// A constant or copy that is pushed only to be dropped.
    fn remove_redundant_nops_and_pairs(&mut self) {
        loop {
            let mut done = true;
            let mut previous: Option<(BlockId, usize)> = None;
            for id in self.order() {
                self.remove_nops_in_block(id);
                if self[id].labelled {
                    previous = None;
                }
                for index in 0..self[id].instrs.len() {
                    let redundant = self.instr(id, index).is_some_and(|instr| instr.op == Op::POP_TOP)
                        && previous
                            .and_then(|(block, place)| self.instr(block, place))
                            .is_some_and(|before| before.op == Op::LOAD_CONST || (before.op == Op::COPY && before.arg == 1));
                    if redundant {
                        for place in previous.into_iter().chain([(id, index)]) {
                            if let Some(instr) = self[place.0].instrs.get_mut(place.1) {
                                instr.make_nop();
                            }
                        }
                        done = false;
                    }
                    previous = Some((id, index));
                }
                let block = &self[id];
                if block.instrs.last().is_some_and(|last| last.op.is_jump()) || !block.falls_through() {
                    previous = None;
                }
            }
            if done {
                return;
            }
        }
    }

    fn instr(&self, id: BlockId, index: usize) -> Option<&Instr> {
        self[id].instrs.get(index)
    }

    /// A jump to what comes next anyway.
    fn remove_redundant_jumps(&mut self) -> usize {
        let mut changes = 0;
        for id in self.order() {
            let Some(last) = self[id].instrs.last().copied() else {
                continue;
            };
            if !is_unconditional_jump(last.op) {
                continue;
            }
            let target = self.next_nonempty(last.target);
            if target.is_some()
                && target == self.next_nonempty(self[id].next)
                && let Some(last) = self[id].instrs.last_mut()
            {
                last.make_nop();
                last.target = BlockId::NONE;
                changes += 1;
            }
        }
        changes
    }

    pub(super) fn remove_redundant_nops_and_jumps(&mut self) {
        while self.remove_redundant_nops() + self.remove_redundant_jumps() > 0 {}
    }

    // ---- within a block

    /// Makes a jump to a jump go to where that one goes. Whether it did.
    fn jump_thread(&mut self, id: BlockId, index: usize, target: Instr, op: Op) -> bool {
        let Some(instr) = self[id].instrs.get(index).copied() else {
            return false;
        };
        if instr.target == target.target {
            return false;
        }
        let block = &mut self[id];
        if let Some(instr) = block.instrs.get_mut(index) {
            instr.make_nop();
            instr.target = BlockId::NONE;
        }
        let mut jump = Instr::new(op, 0, target.loc);
        jump.target = target.target;
        block.instrs.push(jump);
        true
    }

    fn optimise_block(&mut self, id: BlockId, consts: &mut Consts) {
        let mut index = 0;
        while let Some(instr) = self[id].instrs.get(index).copied() {
            let target = if instr.target.is_some() { self[instr.target].instrs.first().copied() } else { None };
            let next = self[id].instrs.get(index + 1).copied();
            let next_op = next.map_or(Op::CACHE, |next| next.op);
            let target_op = target.map_or(Op::NOP, |target| target.op);
            let op = instr.op;
            if op == Op::BUILD_TUPLE {
                if next_op == Op::UNPACK_SEQUENCE && next.is_some_and(|next| next.arg == instr.arg) && (1..=3).contains(&instr.arg) {
                    // One value stays as it is, two or three change places.
                    let swap = if instr.arg == 1 { (Op::NOP, 0) } else { (Op::SWAP, instr.arg) };
                    self.set(id, index, Op::NOP, 0);
                    self.set(id, index + 1, swap.0, swap.1);
                } else {
                    fold_tuple(&mut self[id].instrs, index, instr.arg as usize, consts);
                }
            } else if is_conditional_jump(op) {
                if let (Op::JUMP, Some(target)) = (target_op, target)
                    && self.jump_thread(id, index, target, op)
                {
                    continue;
                }
            } else if matches!(op, Op::JUMP | Op::JUMP_NO_INTERRUPT) {
                let threaded = if target_op == Op::JUMP { Op::JUMP } else { op };
                if let Some(target) = target
                    && matches!(target_op, Op::JUMP | Op::JUMP_NO_INTERRUPT)
                    && self.jump_thread(id, index, target, threaded)
                {
                    continue;
                }
            } else if op == Op::STORE_FAST {
                if let Some(next) = next
                    && next.op == Op::STORE_FAST
                    && next.arg == instr.arg
                    && next.loc.line == instr.loc.line
                {
                    self.set(id, index, Op::POP_TOP, 0);
                }
            } else if op == Op::SWAP && instr.arg == 1 {
                self.set(id, index, Op::NOP, 0);
            } else if op == Op::LOAD_GLOBAL && next_op == Op::PUSH_NULL && instr.arg & 1 == 0 {
                self.set(id, index, Op::LOAD_GLOBAL, instr.arg | 1);
                self.set(id, index + 1, Op::NOP, 0);
            } else if next_op == Op::TO_BOOL {
                self.drop_to_bool(id, index, instr);
            } else if op == Op::UNARY_NOT && next_op == Op::UNARY_NOT {
                self.set(id, index, Op::NOP, 0);
                self.set(id, index + 1, Op::NOP, 0);
            }
            index += 1;
        }
        swaps(&mut self[id].instrs);
    }

    /// What gives a bool needs no TO_BOOL after it; it takes that one's place.
    fn drop_to_bool(&mut self, id: BlockId, index: usize, instr: Instr) {
        let (op, arg) = if instr.op == Op::COMPARE_OP {
            (instr.op, instr.arg | 16)
        } else if matches!(instr.op, Op::CONTAINS_OP | Op::IS_OP | Op::UNARY_NOT | Op::TO_BOOL) {
            (instr.op, instr.arg)
        } else {
            return;
        };
        self.set(id, index, Op::NOP, 0);
        self.set(id, index + 1, op, arg);
    }

    fn set(&mut self, id: BlockId, index: usize, op: Op, arg: u32) {
        if let Some(instr) = self[id].instrs.get_mut(index) {
            instr.set(op, arg);
        }
    }

    // ---- constants and superinstructions

    /// Leaves out constants that no instruction loads; the first one stays, it may be the docstring.
    pub(super) fn remove_unused_consts(&mut self, consts: &mut Vec<Const>) {
        if consts.is_empty() {
            return;
        }
        let mut used = vec![false; consts.len()];
        if let Some(first) = used.first_mut() {
            *first = true;
        }
        let order = self.order();
        for id in &order {
            for instr in self[*id].instrs.iter().filter(|instr| has_const(instr.op)) {
                if let Some(used) = used.get_mut(instr.arg as usize) {
                    *used = true;
                }
            }
        }
        if used.iter().all(|used| *used) {
            return;
        }
        let mut number = 0;
        let numbers: Vec<u32> = used
            .iter()
            .map(|used| {
                let this = number;
                number += u32::from(*used);
                this
            })
            .collect();
        let mut flags = used.iter();
        consts.retain(|_| flags.next().copied().unwrap_or(true));
        for id in order {
            for instr in self[id].instrs.iter_mut().filter(|instr| has_const(instr.op)) {
                instr.arg = numbers.get(instr.arg as usize).copied().unwrap_or(0);
            }
        }
    }

    pub(super) fn insert_superinstructions(&mut self) {
        for id in self.order() {
            let instrs = &mut self[id].instrs;
            for index in 1..instrs.len() {
                let (Some(first), Some(second)) = (instrs.get(index - 1).copied(), instrs.get(index).copied()) else {
                    break;
                };
                let op = if first.op == Op::LOAD_FAST && second.op == Op::LOAD_FAST {
                    Op::LOAD_FAST_LOAD_FAST
                } else if first.op == Op::STORE_FAST && second.op == Op::LOAD_FAST {
                    Op::STORE_FAST_LOAD_FAST
                } else if first.op == Op::STORE_FAST && second.op == Op::STORE_FAST {
                    Op::STORE_FAST_STORE_FAST
                } else {
                    continue;
                };
                let (line1, line2) = (first.loc.line, second.loc.line);
                if (line1 >= 0 && line2 >= 0 && line1 != line2) || first.arg >= 16 || second.arg >= 16 {
                    continue;
                }
                if let Some(instr) = instrs.get_mut(index - 1) {
                    instr.set(op, first.arg << 4 | second.arg);
                }
                if let Some(instr) = instrs.get_mut(index) {
                    instr.make_nop();
                }
            }
        }
        self.remove_redundant_nops();
    }
}

fn is_conditional_jump(op: Op) -> bool {
    matches!(op, Op::POP_JUMP_IF_NOT_NONE | Op::POP_JUMP_IF_NONE | Op::POP_JUMP_IF_FALSE | Op::POP_JUMP_IF_TRUE)
}

fn has_const(op: Op) -> bool {
    matches!(op, Op::LOAD_CONST | Op::RETURN_CONST)
}

/// LOAD_CONST with what consumes it: conditional jumps, `is None`, truth, return.
fn optimise_load_const(instrs: &mut [Instr], consts: &mut Consts) {
    let mut op = Op::NOP;
    let mut arg = 0;
    let mut index = 0;
    while let Some(instr) = instrs.get(index).copied() {
        // A copy of a constant is that constant.
        if !(op == Op::LOAD_CONST && instr.op == Op::COPY && instr.arg == 1) {
            op = instr.op;
            arg = instr.arg;
        }
        let here = index;
        index += 1;
        if op != Op::LOAD_CONST {
            continue;
        }
        let Some(value) = consts.list.get(arg as usize) else {
            continue;
        };
        let is_true = value.is_true();
        let is_none = matches!(value, Const::None);
        let Some(next) = instrs.get(here + 1).copied() else {
            continue;
        };
        let mut set = |place: usize, op: Op, arg: u32| {
            if let Some(instr) = instrs.get_mut(place) {
                instr.set(op, arg);
                if op == Op::NOP {
                    instr.target = BlockId::NONE;
                }
            }
        };
        if matches!(next.op, Op::POP_JUMP_IF_FALSE | Op::POP_JUMP_IF_TRUE) {
            set(here, Op::NOP, 0);
            if is_true == (next.op == Op::POP_JUMP_IF_TRUE) {
                set(here + 1, Op::JUMP, next.arg);
            } else {
                set(here + 1, Op::NOP, 0);
            }
        } else if next.op == Op::TO_BOOL {
            let value = consts.add(Const::from(is_true));
            set(here, Op::NOP, 0);
            set(here + 1, Op::LOAD_CONST, value);
        } else if next.op == Op::RETURN_VALUE {
            set(here, Op::NOP, 0);
            set(here + 1, Op::RETURN_CONST, arg);
            index += 1;
        } else if next.op == Op::IS_OP && is_none {
            none_jump(instrs, here, next.arg != 0);
        }
    }
}

/// `x is None` before a jump: a jump that tests for None.
fn none_jump(instrs: &mut [Instr], here: usize, invert: bool) {
    let mut jump_at = here + 2;
    if let Some(instr) = instrs.get_mut(jump_at)
        && instr.op == Op::TO_BOOL
    {
        // Not needed, whatever comes.
        instr.make_nop();
        jump_at += 1;
    }
    let Some(jump) = instrs.get_mut(jump_at) else {
        return;
    };
    let invert = match jump.op {
        Op::POP_JUMP_IF_TRUE => invert,
        Op::POP_JUMP_IF_FALSE => !invert,
        other => {
            debug_assert!(!is_conditional_jump(other));
            return;
        }
    };
    jump.op = if invert { Op::POP_JUMP_IF_NOT_NONE } else { Op::POP_JUMP_IF_NONE };
    for instr in instrs.get_mut(here..here + 2).unwrap_or_default() {
        instr.make_nop();
    }
}

/// LOAD_CONSTs followed by a BUILD_TUPLE of them.
fn fold_tuple(instrs: &mut [Instr], index: usize, count: usize, consts: &mut Consts) {
    let Some(start) = index.checked_sub(count) else {
        return;
    };
    let Some(loads) = instrs.get(start..index) else {
        return;
    };
    if !loads.iter().all(|instr| instr.op == Op::LOAD_CONST) {
        return;
    }
    let items: Option<Box<[Const]>> = loads.iter().map(|instr| consts.list.get(instr.arg as usize).cloned()).collect();
    let Some(items) = items else { return };
    let value = consts.add(Const::Tuple(items));
    for instr in instrs.get_mut(start..index).unwrap_or_default() {
        instr.make_nop();
    }
    if let Some(instr) = instrs.get_mut(index) {
        instr.set(Op::LOAD_CONST, value);
    }
}

/// Runs of SWAPs are shortened, then resolved by exchanging the instructions that take the swapped values.
fn swaps(instrs: &mut [Instr]) {
    let mut index = 0;
    while index < instrs.len() {
        if instrs.get(index).is_some_and(|instr| instr.op == Op::SWAP) {
            index = shorten_swaps(instrs, index);
            resolve_swaps(instrs, index);
        }
        index += 1;
    }
}

/// Replaces a run of SWAPs (and NOPs) by the shortest one with the same effect; the index of its last instruction.
///
/// The run is a permutation of the top of the stack; each of its cycles is walked once, and a swap with the top puts one value in place.
fn shorten_swaps(instrs: &mut [Instr], start: usize) -> usize {
    let run = instrs.get(start..).unwrap_or_default();
    let len = run.iter().take_while(|instr| matches!(instr.op, Op::SWAP | Op::NOP)).count();
    let swaps: Vec<usize> = run.iter().take(len).filter(|instr| instr.op == Op::SWAP).map(|instr| instr.arg as usize).collect();
    if swaps.len() < 2 {
        return start;
    }
    let depth = swaps.iter().copied().max().unwrap_or(0);
    let mut stack: Vec<usize> = (0..depth).collect();
    for arg in swaps {
        if arg > 0 && arg <= depth {
            stack.swap(0, arg - 1);
        }
    }
    const VISITED: usize = usize::MAX;
    let mut emitted = Vec::new();
    for place in 0..depth {
        let value = stack.get(place).copied().unwrap_or(VISITED);
        if value == VISITED || value == place {
            continue;
        }
        let mut at = place;
        loop {
            if at != 0 {
                emitted.push(at as u32 + 1);
            }
            let Some(slot) = stack.get_mut(at) else { break };
            if *slot == VISITED {
                break;
            }
            at = core::mem::replace(slot, VISITED);
        }
    }
    // From the end of the run to its start; what is left over does nothing.
    let mut emitted = emitted.into_iter();
    for instr in instrs.get_mut(start..start + len).unwrap_or_default().iter_mut().rev() {
        match emitted.next() {
            Some(arg) => instr.set(Op::SWAP, arg),
            None => instr.make_nop(),
        }
    }
    start + len - 1
}

fn is_swappable(op: Op) -> bool {
    matches!(op, Op::STORE_FAST | Op::STORE_FAST_MAYBE_NULL | Op::POP_TOP)
}

fn stores_to(instr: &Instr) -> Option<u32> {
    matches!(instr.op, Op::STORE_FAST | Op::STORE_FAST_MAYBE_NULL).then_some(instr.arg)
}

/// The next instruction that only takes the top value, on the same line if one is given.
fn next_swappable(instrs: &[Instr], after: usize, line: Option<i32>) -> Option<usize> {
    for (index, instr) in instrs.iter().enumerate().skip(after + 1) {
        if line.is_some_and(|line| line >= 0 && instr.loc.line != line) {
            return None;
        }
        if instr.op == Op::NOP {
            continue;
        }
        return is_swappable(instr.op).then_some(index);
    }
    None
}

/// `SWAP 2; POP_TOP; STORE_FAST x` is `STORE_FAST x; POP_TOP`.
fn resolve_swaps(instrs: &mut [Instr], from: usize) {
    for index in (0..=from).rev() {
        let Some(swap) = instrs.get(index).copied() else {
            return;
        };
        if swap.op != Op::SWAP {
            if swap.op == Op::NOP || is_swappable(swap.op) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(instrs, index, None) else {
            return;
        };
        let line = instrs.get(first).map(|instr| instr.loc.line);
        let mut last = first;
        for _ in 1..swap.arg {
            match next_swappable(instrs, last, line) {
                Some(next) => last = next,
                None => return,
            }
        }
        let (Some(a), Some(b)) = (instrs.get(first).copied(), instrs.get(last).copied()) else {
            return;
        };
        let (store_a, store_b) = (stores_to(&a), stores_to(&b));
        if store_a.is_some() || store_b.is_some() {
            if store_a == store_b {
                return;
            }
            let between = instrs.get(first + 1..last).unwrap_or_default();
            if between.iter().filter_map(stores_to).any(|store| Some(store) == store_a || Some(store) == store_b) {
                return;
            }
        }
        if let Some(instr) = instrs.get_mut(index) {
            instr.make_nop();
        }
        instrs.swap(first, last);
    }
}

const _: () = assert!(Location::NONE.line < 0);
