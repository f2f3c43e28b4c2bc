//! `tails`: the gate that keeps the handlers jumping.
//!
//! Disassembles a binary (with `objdump`) and looks at each handler: it must hold a jump through a register (the way to the next handler)
//! or end by a jump to another handler, and must not call through a register, which would grow the stack with every instruction. Calls
//! relative to the instruction pointer are ordinary helpers.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What was wrong with a handler.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not in the binary.
    Missing,
    /// It has no jump that leaves it.
    NoJump,
    /// It calls through a register.
    RegisterCall(String),
}

/// `cargo xtask tails`
pub(crate) fn run(arguments: &[String]) -> crate::Done {
    if Command::new("objdump").arg("--version").output().is_err() {
        crate::say("tails: skipped, there is no objdump to read a binary with\n");
        return Ok(());
    }
    let mut arguments = arguments.to_vec();
    if crate::python::flag(&mut arguments, "--release") {
        crate::python::minipy()?;
    }
    let binaries: Vec<std::path::PathBuf> =
        if arguments.is_empty() { crate::python::built_minipys()? } else { arguments.iter().map(std::path::PathBuf::from).collect() };
    let names: Vec<&str> =
        minipy_bytecode::Opcode::ALL.iter().map(|opcode| opcode.name()).filter(|name| *name != "INTERPRETER_EXIT").collect();
    // INTERPRETER_EXIT is where the machine returns to its caller.
    let mut faults = Vec::new();
    for binary in &binaries {
        for (name, fault) in check(binary, &names)? {
            faults.push(format!("{}: {name}: {fault:?}", binary.display()));
        }
    }
    if faults.is_empty() {
        crate::say(&format!("{} handlers jump, in {} binaries\n", names.len(), binaries.len()));
        return Ok(());
    }
    Err(format!("{}\n{} handlers do not pass on by a jump", faults.join("\n"), faults.len()))
}

/// Check the handlers of a binary; the names are those of the opcode table.
pub fn check(binary: &Path, names: &[&str]) -> Result<Vec<(String, Fault)>, String> {
    let output = Command::new("objdump")
        .args(["-d", "--no-show-raw-insn", "-C"])
        .arg(binary)
        .output()
        .map_err(|error| format!("objdump: {error}"))?;
    if !output.status.success() {
        return Err(format!("objdump: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(check_listing(&String::from_utf8_lossy(&output.stdout), names))
}

/// The handler that a symbol is, if it is one: `minipy_vm::ops::family::NAME`, perhaps with a hash behind.
fn handler<'a>(symbol: &'a str, names: &[&str]) -> Option<&'a str> {
    let path = symbol.strip_prefix("minipy_vm::ops::")?;
    let name = path.split("::").nth(1)?;
    let rest = path.splitn(3, "::").nth(2).unwrap_or("");
    // `NAME::out` and the like are helpers.
    (names.contains(&name) && (rest.is_empty() || rest.starts_with('h'))).then_some(name)
}

/// Check a listing.
pub fn check_listing(listing: &str, names: &[&str]) -> Vec<(String, Fault)> {
    let mut seen: BTreeMap<String, (bool, Option<String>)> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in listing.lines() {
        if let Some(symbol) = line.strip_suffix(">:").and_then(|line| line.split_once('<')).map(|(_, symbol)| symbol) {
            current = handler(symbol, names).map(str::to_owned);
            if let Some(name) = &current {
                seen.entry(name.clone()).or_default();
            }
            continue;
        }
        let Some(entry) = current.as_ref().and_then(|name| seen.get_mut(name)) else { continue };
        let Some(text) = line.split('\t').nth(1).map(str::trim) else { continue };
        let through_register = |operand: &str| operand.starts_with('*') && !operand.contains("(%rip)");
        if let Some(operand) = text.strip_prefix("jmp") {
            let operand = operand.trim();
            // To the next handler, or to a cold handler outside of this one (a symbol without an offset).
            if through_register(operand) || (operand.contains('<') && !operand.contains('+')) {
                entry.0 = true;
            }
        } else if let Some(operand) = text.strip_prefix("call") {
            if through_register(operand.trim()) {
                entry.1 = Some(text.to_owned());
            }
        }
    }
    let mut faults = Vec::new();
    for name in names {
        match seen.get(*name) {
            // Handlers with the same code are folded into one by the linker: the others have no symbol of their own.
            None => {}
            Some((_, Some(call))) => faults.push(((*name).to_owned(), Fault::RegisterCall(call.clone()))),
            Some((false, None)) => faults.push(((*name).to_owned(), Fault::NoJump)),
            Some((true, None)) => {}
        }
    }
    if seen.len() * 2 < names.len() {
        faults.push(("(most handlers)".to_owned(), Fault::Missing));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Fault, check_listing};

    #[test]
    fn a_call_through_a_register_is_found() {
        let listing = "0 <minipy_vm::ops::stack::NOP>:\n   1:\tjmp    *%rax\n0 <minipy_vm::ops::stack::COPY>:\n   2:\tcall   *%rax\n   3:\tjmp *%rax\n0 <minipy_vm::ops::stack::SWAP>:\n   4:\tret\n";
        let faults = check_listing(listing, &["NOP", "COPY", "SWAP"]);
        assert_eq!(faults.len(), 2);
        assert_eq!(faults.first().map(|(name, _)| name.as_str()), Some("COPY"));
        assert!(matches!(faults.first(), Some((_, Fault::RegisterCall(_)))));
        assert_eq!(faults.get(1), Some(&("SWAP".to_owned(), Fault::NoJump)));
    }
}
