//! The verifier: what must hold of code for the machine to run it without looking.
//!
//! CPython has no counterpart for code at run time (its compiler asserts the same things while it computes the stack depth). Invariant: if
//! [`verify`] accepts a `CodeDesc`, each instruction has one stack depth however it is reached, between 0 and `co_stacksize`; every jump
//! and handler lands on an instruction; every operand lies within what it indexes; and the code cannot run off its end. CPython's own numbers for its loop are refused.

use core::fmt;

use crate::code::{CodeDesc, CodeFlags, LocalKind};
use crate::exception_table::{ExceptionEntry, exception_entries};
use crate::opcode::{BINARY_OPS, INTRINSICS_1, INTRINSICS_2, Opcode, OperandKind};
use crate::units::{Instruction, instructions};

/// Why code was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The unit at which it was seen.
    pub index: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at unit {}: {}", self.index, self.message)
    }
}

impl std::error::Error for VerifyError {}

fn error<T>(index: usize, message: impl Into<String>) -> Result<T, VerifyError> {
    Err(VerifyError { index, message: message.into() })
}

/// Checks one code object (not the ones within it).
pub fn verify(code: &CodeDesc) -> Result<(), VerifyError> {
    depths(code).map(|_| ())
}

/// Checks a code object and all code within it.
pub fn verify_all(code: &CodeDesc) -> Result<(), VerifyError> {
    let mut pending = vec![code];
    while let Some(code) = pending.pop() {
        verify(code).map_err(|e| VerifyError { index: e.index, message: format!("{}: {}", code.qualname, e.message) })?;
        pending.extend(code.nested());
    }
    Ok(())
}

/// The stack depth before each unit's instruction; `None` where no instruction begins or none can get to.
///
/// A code object that makes a generator starts twice: at its beginning, and behind RETURN_GENERATOR with the first value sent.
pub fn depths(code: &CodeDesc) -> Result<Vec<Option<u32>>, VerifyError> {
    if code.localsplusnames.len() != code.localspluskinds.len() {
        return error(0, "names and kinds of the slots differ in number");
    }
    let len = code.code.len();
    let mut at: Vec<Option<Instruction>> = vec![None; len];
    for instruction in instructions(&code.code) {
        if instruction.end() > len {
            return error(instruction.index, "the caches of the last instruction are cut off");
        }
        if instruction.opcode == Ok(Opcode::EXTENDED_ARG) {
            continue;
        }
        check_operand(code, &instruction)?;
        // A jump lands on the first EXTENDED_ARG of an instruction.
        if let Some(slot) = at.get_mut(instruction.start) {
            *slot = Some(instruction);
        }
    }
    let entries: Vec<ExceptionEntry> = exception_entries(&code.exceptiontable).collect();
    for entry in &entries {
        if at.get(entry.target as usize).is_none_or(Option::is_none) {
            return error(entry.start as usize, "a handler begins on no instruction");
        }
    }

    let mut depth: Vec<Option<u32>> = vec![None; len];
    let mut pending: Vec<usize> = Vec::new();
    flow(&at, &mut depth, &mut pending, 0, 0, 0)?;
    while let Some(start) = pending.pop() {
        let (Some(Some(instruction)), Some(Some(before))) = (at.get(start), depth.get(start)) else {
            return error(start, "no instruction begins here");
        };
        let (instruction, before) = (*instruction, *before);
        let Ok(opcode) = instruction.opcode else {
            return error(start, "no such instruction");
        };
        if let Some(target) = instruction.target() {
            let after = step(code, &instruction, opcode, before, true)?;
            flow(&at, &mut depth, &mut pending, start, target, after)?;
        }
        if !opcode.terminates() {
            let after = step(code, &instruction, opcode, before, false)?;
            flow(&at, &mut depth, &mut pending, start, instruction.end(), after)?;
        }
        let covering = entries.iter().find(|e| e.start as usize <= instruction.index && instruction.index < e.end as usize);
        if let Some(entry) = covering {
            // An instruction that pops first and then raises leaves what is below; the handler keeps `depth` of it.
            let pushed = 1 + u32::from(entry.lasti);
            if entry.depth + pushed > code.stacksize {
                return error(start, "the handler's values do not fit on the stack");
            }
            if entry.depth > before {
                return error(start, "the handler keeps more values than there are");
            }
            flow(&at, &mut depth, &mut pending, start, entry.target as usize, entry.depth + pushed)?;
        }
    }
    Ok(depth)
}

fn flow(
    at: &[Option<Instruction>],
    depth: &mut [Option<u32>],
    pending: &mut Vec<usize>,
    from: usize,
    to: usize,
    new: u32,
) -> Result<(), VerifyError> {
    if at.get(to).is_none_or(Option::is_none) {
        return error(from, format!("control goes to unit {to}, where no instruction begins"));
    }
    match depth.get_mut(to) {
        Some(slot @ None) => {
            *slot = Some(new);
            pending.push(to);
            Ok(())
        }
        Some(Some(old)) if *old == new => Ok(()),
        Some(Some(old)) => error(from, format!("unit {to} is reached with {old} and with {new} values on the stack")),
        None => error(from, format!("control goes to unit {to}, behind the end")),
    }
}

fn step(code: &CodeDesc, instruction: &Instruction, opcode: Opcode, before: u32, jump: bool) -> Result<u32, VerifyError> {
    let effect = opcode.effect(instruction.oparg, jump);
    if effect.popped < 0 || effect.pushed < 0 || effect.popped > i64::from(before) {
        return error(instruction.index, format!("{} takes {} of {before} values", opcode.name(), effect.popped));
    }
    let after = i64::from(before) + effect.net();
    match u32::try_from(after) {
        Ok(after) if after <= code.stacksize => Ok(after),
        Ok(_) | Err(_) => error(instruction.index, format!("{} leaves {after} values, more than {}", opcode.name(), code.stacksize)),
    }
}

fn check_operand(code: &CodeDesc, instruction: &Instruction) -> Result<(), VerifyError> {
    let Ok(opcode) = instruction.opcode else {
        return error(instruction.index, "no such instruction");
    };
    if matches!(opcode, Opcode::CACHE | Opcode::RESERVED | Opcode::INTERPRETER_EXIT | Opcode::ENTER_EXECUTOR) {
        return error(instruction.index, format!("{} is not for code", opcode.name()));
    }
    let index = instruction.oparg as usize;
    let slot = |index: usize| index < code.localsplusnames.len();
    let cell = |index: usize| {
        let kind = code.localspluskinds.get(index);
        kind.is_some_and(|kind| kind.contains(LocalKind::CELL) || kind.contains(LocalKind::FREE))
    };
    let ok = match opcode.info().operand {
        OperandKind::Const => index < code.consts.len(),
        OperandKind::Name => index < code.names.len(),
        OperandKind::Global | OperandKind::Attr => index >> 1 < code.names.len(),
        OperandKind::Super => index >> 2 < code.names.len(),
        OperandKind::Local => slot(index),
        OperandKind::LocalPair => index < 256 && slot(index >> 4) && slot(index & 15),
        OperandKind::Deref => cell(index),
        OperandKind::JumpForward | OperandKind::JumpBackward => instruction.target().is_some_and(|target| target < code.code.len()),
        OperandKind::BinOp => index < BINARY_OPS.len(),
        OperandKind::CompareOp => index >> 5 < 6,
        OperandKind::Convert => (1..=3).contains(&index),
        OperandKind::FunctionAttr => matches!(index, 1 | 2 | 4 | 8),
        OperandKind::Intrinsic1 => (1..INTRINSICS_1.len()).contains(&index),
        OperandKind::Intrinsic2 => (1..INTRINSICS_2.len()).contains(&index),
        OperandKind::Depth => index >= if opcode.base() == Opcode::SWAP { 2 } else { 1 },
        OperandKind::Count if opcode.base() == Opcode::COPY_FREE_VARS => {
            index == code.localspluskinds.iter().filter(|kind| kind.contains(LocalKind::FREE)).count()
        }
        OperandKind::Count if opcode.base() == Opcode::RAISE_VARARGS => index <= 2,
        OperandKind::Count if opcode.base() == Opcode::BUILD_SLICE => index == 2 || index == 3,
        OperandKind::Resume => index & 3 == 0 || code.flags.intersects(GENERATORS),
        OperandKind::None | OperandKind::Count | OperandKind::UnpackEx | OperandKind::Flags | OperandKind::Extended => true,
        OperandKind::Target => false,
    };
    if ok { Ok(()) } else { error(instruction.index, format!("{} cannot have the operand {index}", opcode.name())) }
}

const GENERATORS: CodeFlags = CodeFlags(CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);
