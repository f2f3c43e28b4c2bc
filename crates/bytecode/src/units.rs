//! Code units: 16 bits each, the opcode in the low byte and eight bits of operand in the high one; caches are plain units after their owner.
//!
//! CPython's counterpart is `_Py_CODEUNIT` with the reading loops of `Lib/dis.py`. Invariant: reading never fails and never leaves the
//! slice, whatever the units hold: a number that is no opcode is given as such, a cut-off cache ends the walk.

use crate::opcode::{Opcode, OperandKind};

/// One 16-bit unit of code.
pub type CodeUnit = u16;

/// Puts an opcode and eight bits of operand into a unit.
pub const fn unit(opcode: u8, arg: u8) -> CodeUnit {
    u16::from_le_bytes([opcode, arg])
}

/// The opcode byte and the operand byte of a unit.
pub const fn split(unit: CodeUnit) -> (u8, u8) {
    let [opcode, arg] = unit.to_le_bytes();
    (opcode, arg)
}

/// How many units an instruction takes with that operand, its EXTENDED_ARGs and caches among them.
pub const fn instruction_size(opcode: Opcode, oparg: u32) -> usize {
    let extended = (oparg > 0xff) as usize + (oparg > 0xffff) as usize + (oparg > 0xff_ffff) as usize;
    extended + 1 + opcode.cache()
}

/// Appends an instruction: EXTENDED_ARGs as needed, the instruction, zeroed caches.
pub fn write_instruction(code: &mut Vec<CodeUnit>, opcode: Opcode, oparg: u32) {
    let [b3, b2, b1, b0] = oparg.to_be_bytes();
    let extended = Opcode::EXTENDED_ARG as u8;
    if oparg > 0xff_ffff {
        code.push(unit(extended, b3));
    }
    if oparg > 0xffff {
        code.push(unit(extended, b2));
    }
    if oparg > 0xff {
        code.push(unit(extended, b1));
    }
    code.push(unit(opcode as u8, b0));
    code.extend(core::iter::repeat_n(0, opcode.cache()));
}

/// An instruction as it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// The index of its own unit (that of the opcode, behind the EXTENDED_ARGs).
    pub index: usize,
    /// The index of its first EXTENDED_ARG, or `index`.
    pub start: usize,
    /// The opcode; the bare number if there is no such instruction.
    pub opcode: Result<Opcode, u8>,
    /// The operand with the bits of the EXTENDED_ARGs before it.
    pub oparg: u32,
}

impl Instruction {
    /// The index of the unit after its caches.
    pub fn end(&self) -> usize {
        self.index + 1 + self.opcode.map_or(0, Opcode::cache)
    }

    /// Where it may jump to; `None` if it is no jump, or its target lies before the code.
    pub fn target(&self) -> Option<usize> {
        let delta = self.oparg as usize;
        match self.opcode.ok()?.info().operand {
            OperandKind::JumpForward => Some(self.end() + delta),
            OperandKind::JumpBackward => self.end().checked_sub(delta),
            OperandKind::None
            | OperandKind::Const
            | OperandKind::Name
            | OperandKind::Global
            | OperandKind::Attr
            | OperandKind::Super
            | OperandKind::Local
            | OperandKind::LocalPair
            | OperandKind::Deref
            | OperandKind::Target
            | OperandKind::BinOp
            | OperandKind::CompareOp
            | OperandKind::Convert
            | OperandKind::FunctionAttr
            | OperandKind::Intrinsic1
            | OperandKind::Intrinsic2
            | OperandKind::Count
            | OperandKind::UnpackEx
            | OperandKind::Depth
            | OperandKind::Flags
            | OperandKind::Resume
            | OperandKind::Extended => None,
        }
    }
}

/// Walks over code, caches left out. EXTENDED_ARGs are given too (with the operand gathered so far), as `dis` lists them.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [CodeUnit],
    index: usize,
    extended: u32,
    start: Option<usize>,
}

/// Walks over the instructions of `code`.
pub fn instructions(code: &[CodeUnit]) -> Instructions<'_> {
    Instructions { code, index: 0, extended: 0, start: None }
}

impl Iterator for Instructions<'_> {
    type Item = Instruction;

    fn next(&mut self) -> Option<Instruction> {
        let index = self.index;
        let (number, arg) = split(*self.code.get(index)?);
        let opcode = Opcode::from_u8(number).ok_or(number);
        let oparg = self.extended | u32::from(arg);
        let start = self.start.unwrap_or(index);
        if opcode == Ok(Opcode::EXTENDED_ARG) {
            self.extended = oparg << 8;
            self.start = Some(start);
            self.index = index + 1;
            return Some(Instruction { index, start: index, opcode, oparg });
        }
        self.extended = 0;
        self.start = None;
        let instruction = Instruction { index, start, opcode, oparg };
        self.index = instruction.end();
        Some(instruction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opcode_comes_back() {
        for op in Opcode::ALL.iter().copied().filter(|op| *op != Opcode::EXTENDED_ARG) {
            for oparg in [0, 1, 0xff, 0x100, 0xffff, 0x1_0000, 0x0102_0304, u32::MAX] {
                let mut code = Vec::new();
                write_instruction(&mut code, op, oparg);
                assert_eq!(code.len(), instruction_size(op, oparg));
                let last = instructions(&code).last().unwrap();
                assert_eq!((last.opcode, last.oparg, last.start, last.end()), (Ok(op), oparg, 0, code.len()));
            }
        }
    }

    #[test]
    fn damaged_code_is_walked_to_its_end() {
        let code = [unit(255, 3), unit(Opcode::LOAD_ATTR as u8, 0), 7];
        let seen: Vec<_> = instructions(&code).map(|i| i.opcode).collect();
        assert_eq!(seen, [Err(255), Ok(Opcode::LOAD_ATTR)]);
    }
}
