//! `tails`: the gate that keeps the handlers jumping.
//!
//! Reads the machine code of a built minipy. The macro `op!` of `minipy-vm` puts every function of the handlers' signature, opcode or
//! continuation, into the section `minipy_handlers`, and each must pass on to the next by a jump: it must not call through a register or
//! a table (ordinary calls are direct, or relative to the instruction pointer), must not call another handler, and must hold a jump that
//! leaves it. Any of these would make the native stack grow with every instruction. What runs is compared too, by the observer of `-X
//! stack-check`; this gate sees what no test reaches.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use iced_x86::{Decoder, DecoderOptions, FlowControl, OpKind, Register};
use object::{Architecture, Object, ObjectSection, ObjectSymbol};

/// Where `op!` puts the handlers.
const SECTION: &str = "minipy_handlers";

/// What is wrong with a handler.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It has no jump that leaves it.
    NoJump,
    /// It calls through a register or through memory that is not at a fixed place.
    IndirectCall(u64),
    /// It calls a handler.
    HandlerCall(u64),
    /// Bytes that are no instruction.
    Undecodable(u64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::NoJump => write!(f, "no jump leaves it"),
            Fault::IndirectCall(at) => write!(f, "calls through a register, at {at:#x}"),
            Fault::HandlerCall(at) => write!(f, "calls a handler where it should jump, at {at:#x}"),
            Fault::Undecodable(at) => write!(f, "no instruction at {at:#x}"),
        }
    }
}

/// `cargo xtask tails`
pub(crate) fn run(arguments: &[String]) -> crate::Done {
    let mut arguments = arguments.to_vec();
    let release = crate::python::flag(&mut arguments, "--release");
    let binaries: Vec<PathBuf> = if arguments.is_empty() {
        if release {
            crate::python::minipy()?;
        }
        crate::python::built_minipys()?
    } else {
        arguments.iter().map(PathBuf::from).collect()
    };
    let mut faults = Vec::new();
    for binary in &binaries {
        match check(binary)? {
            Checked::Elsewhere(what) => crate::say(&format!("tails: not checked on {what}: only Linux on x86-64 is\n")),
            Checked::Handlers(count, found) => {
                crate::say(&format!("{}: {count} handlers, {} do not pass on by a jump\n", binary.display(), found.len()));
                faults.extend(found.into_iter().map(|(name, fault)| format!("{name}: {fault}")));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

enum Checked {
    /// Another architecture or object format.
    Elsewhere(String),
    /// How many handlers there are, and what is wrong with some.
    Handlers(usize, Vec<(String, Fault)>),
}

fn check(binary: &Path) -> Result<Checked, String> {
    let shown = binary.display();
    let data = std::fs::read(binary).map_err(|error| format!("{shown}: {error}"))?;
    let Ok(file) = object::File::parse(&*data) else {
        return Ok(Checked::Elsewhere(format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)));
    };
    if file.architecture() != Architecture::X86_64 {
        return Ok(Checked::Elsewhere(format!("{:?}", file.architecture())));
    }
    let Some(section) = file.section_by_name(SECTION) else {
        return Err(format!("{shown}: there is no section {SECTION}: not a minipy, or `op!` has lost its attribute"));
    };
    let code = section.data().map_err(|error| format!("{shown}: {error}"))?;
    let area = section.address()..section.address() + section.size();
    let mut names: BTreeMap<u64, String> = BTreeMap::new();
    for symbol in file.symbols().filter(|symbol| area.contains(&symbol.address())) {
        let mangled = symbol.name().unwrap_or("?");
        names.entry(symbol.address()).or_insert_with(|| format!("{:#}", rustc_demangle::demangle(mangled)));
    }
    // Handlers with the same code may be folded into one, which then has one name only.
    let opcodes = minipy_bytecode::Opcode::ALL.len();
    if names.len() * 10 < opcodes * 9 {
        return Err(format!("{shown}: {} handlers have a symbol, there are {opcodes} opcodes: is it stripped?", names.len()));
    }
    if names.keys().next() != Some(&area.start) {
        return Err(format!("{shown}: code before the first symbol of {SECTION}"));
    }
    let ends: Vec<u64> = names.keys().copied().skip(1).chain([area.end]).collect();
    let mut faults = Vec::new();
    for ((start, name), end) in names.iter().zip(ends) {
        let at = usize::try_from(start - area.start).unwrap_or(usize::MAX);
        let length = usize::try_from(end - start).unwrap_or(usize::MAX);
        let code = code.get(at..).and_then(|code| code.get(..length)).unwrap_or(&[]);
        faults.extend(check_handler(code, *start, &area).into_iter().map(|fault| (name.clone(), fault)));
    }
    Ok(Checked::Handlers(names.len(), faults))
}

/// Look at the code of one handler, which lies at `start`; all handlers lie in `area`.
fn check_handler(code: &[u8], start: u64, area: &Range<u64>) -> Vec<Fault> {
    let own = start..start + code.len() as u64;
    let mut faults = Vec::new();
    let mut leaves = false;
    for instruction in Decoder::with_ip(64, code, start, DecoderOptions::NONE) {
        let at = instruction.ip();
        if instruction.is_invalid() {
            faults.push(Fault::Undecodable(at));
            break;
        }
        match instruction.flow_control() {
            FlowControl::IndirectCall => {
                let fixed = instruction.op0_kind() == OpKind::Memory && instruction.memory_base() == Register::RIP;
                if !fixed {
                    faults.push(Fault::IndirectCall(at));
                }
            }
            FlowControl::Call => {
                if area.contains(&instruction.near_branch_target()) {
                    faults.push(Fault::HandlerCall(at));
                }
            }
            FlowControl::IndirectBranch => leaves = true,
            FlowControl::UnconditionalBranch | FlowControl::ConditionalBranch => {
                let target = instruction.near_branch_target();
                leaves |= area.contains(&target) && !own.contains(&target);
            }
            FlowControl::Next | FlowControl::Return | FlowControl::Interrupt | FlowControl::XbeginXabortXend | FlowControl::Exception => {}
        }
    }
    if !leaves {
        faults.push(Fault::NoJump);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Fault, check_handler};

    /// Handlers lie from 0x1000 to 0x2000, the one that is checked begins at 0x1000.
    fn faults(code: &[u8]) -> Vec<Fault> {
        check_handler(code, 0x1000, &(0x1000..0x2000))
    }

    #[test]
    fn jumps_that_leave_are_what_is_wanted() {
        assert_eq!(faults(b"\xff\xe0"), [], "jmp rax");
        assert_eq!(faults(b"\x41\xff\x24\xc1"), [], "jmp [r9 + rax*8]");
        assert_eq!(faults(b"\xe9\x00\x01\x00\x00"), [], "jmp 0x1105, another handler");
        assert_eq!(faults(b"\x0f\x84\x00\x01\x00\x00\xc3"), [], "je 0x1106; ret");
        assert_eq!(faults(b"\xe8\x00\x10\x00\x00\xff\xe0"), [], "call 0x2005, a helper; jmp rax");
        assert_eq!(faults(b"\xff\x15\x00\x00\x00\x00\xff\xe0"), [], "call [rip]; jmp rax");
    }

    #[test]
    fn a_handler_that_only_returns_is_found() {
        assert_eq!(faults(b"\xc3"), [Fault::NoJump], "ret");
        assert_eq!(faults(b"\xeb\xfe"), [Fault::NoJump], "jmp to itself");
        assert_eq!(faults(b"\xe9\x00\x10\x00\x00"), [Fault::NoJump], "jmp 0x2005, not a handler");
        assert_eq!(faults(b""), [Fault::NoJump]);
    }

    #[test]
    fn a_call_that_should_be_a_jump_is_found() {
        assert_eq!(faults(b"\xff\xd0\xc3"), [Fault::IndirectCall(0x1000), Fault::NoJump], "call rax; ret");
        assert_eq!(faults(b"\x41\xff\x14\xc1\xff\xe0"), [Fault::IndirectCall(0x1000)], "call [r9 + rax*8]; jmp rax");
        assert_eq!(faults(b"\x90\xe8\x00\x01\x00\x00\xff\xe0"), [Fault::HandlerCall(0x1001)], "nop; call 0x1106; jmp rax");
    }

    #[test]
    fn what_is_no_code_is_found() {
        assert_eq!(faults(b"\x06"), [Fault::Undecodable(0x1000), Fault::NoJump], "push es, not in 64 bits");
    }
}
