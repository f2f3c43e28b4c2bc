//! The disassembler: text exactly as `python3.13 -m dis` prints it.
//!
//! CPython's counterpart is `Lib/dis.py`. It reads through the [`Listing`] trait, so that the same lines come from a [`CodeDesc`] and from a
//! code object in a running machine, whose memory it then shows. Invariant: every fact about an instruction comes from the opcode table;
//! damaged code is listed as far as it can be read, never refused.

use core::fmt::{self, Write};
use std::collections::BTreeMap;

use crate::code::{CodeDesc, LocalKind};
use crate::constant::Const;
use crate::exception_table::{ExceptionEntry, exception_entries};
use crate::location_table::lines;
use crate::opcode::{BINARY_OPS, COMPARE_OPS, FUNCTION_ATTRS, INTRINSICS_1, INTRINSICS_2, Opcode, OperandKind};
use crate::units::{CodeUnit, Instruction, instructions, split};

/// What the disassembler asks of a code object.
pub trait Listing: Sized {
    /// The code with all instructions in their base form.
    fn units(&self) -> &[CodeUnit];
    /// `co_firstlineno`
    fn firstlineno(&self) -> i32;
    /// `co_linetable`
    fn linetable(&self) -> &[u8];
    /// `co_exceptiontable`
    fn exceptiontable(&self) -> &[u8];
    /// The name at that index of `co_names`.
    fn name(&self, index: usize) -> Option<&str>;
    /// The name of that slot.
    fn slot_name(&self, index: usize) -> Option<&str>;
    /// Writes the repr of that constant. A nested code object is written as `<code object …>` with the address given by `address`.
    fn const_repr(&self, index: usize, address: &dyn Fn(&Self) -> u64, out: &mut dyn Write) -> fmt::Result;
    /// The code objects among the constants, in order.
    fn nested(&self) -> Vec<&Self>;
    /// Writes `<code object NAME at 0x…, file "…", line …>`.
    fn header(&self, address: u64, out: &mut dyn Write) -> fmt::Result;
}

/// Gives the units of a code object as they are now.
pub type Adaptive<'a, C> = &'a dyn Fn(&C) -> Option<Vec<CodeUnit>>;

/// How to list. The default is that of `python -m dis FILE`, with each address as `0x0`.
pub struct Options<'a, C> {
    /// `--show-caches`
    pub show_caches: bool,
    /// `--show-offsets`
    pub show_offsets: bool,
    /// How deep to follow nested code; `None` is to the bottom.
    pub depth: Option<usize>,
    /// The byte offset of the current instruction, marked with `-->`, in the outermost code.
    pub lasti: Option<usize>,
    /// The address to show for a code object.
    pub address: &'a dyn Fn(&C) -> u64,
    /// The units as they are now, for `--adaptive`; `None` lists the base form.
    pub adaptive: Option<Adaptive<'a, C>>,
}

impl<C> Clone for Options<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Options<'_, C> {}

impl<C> Default for Options<'_, C> {
    fn default() -> Self {
        Options { show_caches: false, show_offsets: false, depth: None, lasti: None, address: &|_| 0, adaptive: None }
    }
}

/// Writes the listing of `code` and of all code within it.
pub fn dis<C: Listing>(code: &C, options: &Options<'_, C>, out: &mut dyn Write) -> fmt::Result {
    // A list of its own in place of recursion: code may nest as deep as the compiler allows.
    let mut pending: Vec<(&C, usize)> = vec![(code, 0)];
    let mut first = true;
    while let Some((code, depth)) = pending.pop() {
        if !first {
            out.write_str("\nDisassembly of ")?;
            code.header((options.address)(code), out)?;
            out.write_str(":\n")?;
        }
        dis_one(code, options, if first { options.lasti } else { None }, out)?;
        first = false;
        if options.depth.is_none_or(|limit| depth < limit) {
            pending.extend(code.nested().into_iter().rev().map(|inner| (inner, depth + 1)));
        }
    }
    Ok(())
}

/// The labels of a listing: byte offset to number, in order of offset.
fn labels(units: &[CodeUnit], entries: &[ExceptionEntry]) -> BTreeMap<usize, usize> {
    let mut offsets: BTreeMap<usize, usize> = BTreeMap::new();
    for instruction in instructions(units) {
        if let Some(target) = instruction.target() {
            offsets.insert(target, 0);
        }
    }
    for entry in entries {
        for index in [entry.start, entry.end, entry.target] {
            offsets.insert(index as usize, 0);
        }
    }
    for (number, label) in offsets.values_mut().enumerate() {
        *label = number + 1;
    }
    offsets
}

struct Widths {
    line: usize,
    label: usize,
    offset: usize,
}

/// Writes the listing of `code` alone.
fn dis_one<C: Listing>(code: &C, options: &Options<'_, C>, lasti: Option<usize>, out: &mut dyn Write) -> fmt::Result {
    const NO_LINE: &str = "  --";
    let units = code.units();
    let shown = options.adaptive.and_then(|adaptive| adaptive(code));
    let entries: Vec<ExceptionEntry> = exception_entries(code.exceptiontable()).collect();
    let labels = labels(units, &entries);
    let starts: BTreeMap<usize, Option<u32>> =
        lines(code.linetable(), code.firstlineno()).into_iter().map(|(start, _, line)| (start, line)).collect();
    // `dis` leaves line 0 out of the reckoning, so that a code object of line 0 alone has no column of lines.
    let last_line = starts.values().flatten().copied().filter(|line| *line != 0).max();
    let line_width = match last_line {
        None => 0,
        Some(line) => {
            let width = line.to_string().len().max(3);
            if starts.values().any(Option::is_none) { width.max(NO_LINE.len()) } else { width }
        }
    };
    let widths = Widths {
        line: line_width,
        label: 4 + labels.len().to_string().len(),
        offset: if options.show_offsets { (units.len() * 2).saturating_sub(2).max(9999).to_string().len() } else { 0 },
    };

    let mut text = String::new();
    for instruction in instructions(units) {
        let line_start = starts.get(&instruction.index).copied();
        let offset = instruction.index * 2;
        if widths.line > 0 && line_start.is_some() && offset > 0 {
            out.write_char('\n')?;
        }
        text.clear();
        if widths.line > 0 {
            match line_start {
                Some(Some(line)) => write!(text, "{line:>w$} ", w = widths.line)?,
                Some(None) => write!(text, "{NO_LINE:>w$} ", w = widths.line)?,
                None => write!(text, "{:w$} ", "", w = widths.line)?,
            }
        }
        let current = lasti.is_some_and(|at| offset <= at && at <= offset + 2 * (instruction.end() - instruction.index - 1));
        place(&mut text, labels.get(&instruction.index).copied(), offset, current, &widths)?;

        let shown_unit = shown.as_ref().and_then(|units| units.get(instruction.index)).copied();
        let shown_opcode = shown_unit.map_or(instruction.opcode, |unit| Opcode::from_u8(split(unit).0).ok_or(split(unit).0));
        let number_name;
        let name = match shown_opcode {
            Ok(opcode) => opcode.name(),
            Err(number) => {
                number_name = format!("<{number}>");
                &number_name
            }
        };
        write!(text, "{name:<20}")?;
        if instruction.opcode.is_ok_and(Opcode::has_arg) {
            write!(text, " {:>w$}", instruction.oparg, w = 5usize.saturating_sub(name.len().saturating_sub(20)))?;
            let mut explained = String::new();
            explain(code, &instruction, &labels, options, &mut explained)?;
            if !explained.is_empty() {
                write!(text, " ({explained})")?;
            }
        }
        writeln!(out, "{}", text.trim_end())?;

        if options.show_caches
            && let Ok(opcode) = instruction.opcode
        {
            let cells = shown.as_deref().unwrap_or(units);
            show_caches(opcode, &instruction, cells, &widths, &mut text, out)?;
        }
    }
    if !entries.is_empty() {
        out.write_str("ExceptionTable:\n")?;
        let label = |index: u32| labels.get(&(index as usize)).copied().unwrap_or(0);
        for entry in &entries {
            let lasti = if entry.lasti { " lasti" } else { "" };
            writeln!(out, "  L{} to L{} -> L{} [{}]{lasti}", label(entry.start), label(entry.end), label(entry.target), entry.depth)?;
        }
    }
    Ok(())
}

/// The columns between the line and the name.
fn place(text: &mut String, label: Option<usize>, offset: usize, current: bool, widths: &Widths) -> fmt::Result {
    match label {
        Some(label) => write!(text, "{:>w$} ", format!("L{label}:"), w = widths.label)?,
        None => write!(text, "{:w$} ", "", w = widths.label)?,
    }
    if widths.offset > 0 {
        write!(text, "{offset:>w$}   ", w = widths.offset)?;
    }
    text.write_str(if current { "--> " } else { "    " })
}

/// CPython's names for the parts of a cache, with their sizes in units.
fn cache_format(opcode: Opcode) -> &'static [(&'static str, usize)] {
    let base = opcode.base();
    if base == Opcode::LOAD_GLOBAL {
        &[("counter", 1), ("index", 1), ("module_keys_version", 1), ("builtin_keys_version", 1)]
    } else if base == Opcode::LOAD_ATTR {
        &[("counter", 1), ("version", 2), ("keys_version", 2), ("descr", 4)]
    } else if base == Opcode::STORE_ATTR {
        &[("counter", 1), ("version", 2), ("index", 1)]
    } else if base == Opcode::CALL {
        &[("counter", 1), ("func_version", 2)]
    } else if base == Opcode::TO_BOOL {
        &[("counter", 1), ("version", 2)]
    } else if base.cache() == 1 {
        &[("counter", 1)]
    } else {
        &[]
    }
}

fn show_caches(
    opcode: Opcode,
    instruction: &Instruction,
    units: &[CodeUnit],
    widths: &Widths,
    text: &mut String,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut index = instruction.index;
    for (name, size) in cache_format(opcode) {
        let cells = units.get(index + 1..index + 1 + size).unwrap_or_default();
        // A part is a little-endian number of up to four units.
        let value = cells.iter().rev().fold(0u64, |value, cell| value << 16 | u64::from(*cell));
        for part in 0..*size {
            index += 1;
            text.clear();
            if widths.line > 0 {
                write!(text, "{:w$} ", "", w = widths.line)?;
            }
            place(text, None, index * 2, false, widths)?;
            write!(text, "{:<20} {:>5}", "CACHE", 0)?;
            if part == 0 {
                write!(text, " ({name}: {value})")?;
            }
            writeln!(out, "{}", text.trim_end())?;
        }
    }
    Ok(())
}

/// What the operand stands for: the text in brackets.
fn explain<C: Listing>(
    code: &C,
    instruction: &Instruction,
    labels: &BTreeMap<usize, usize>,
    options: &Options<'_, C>,
    out: &mut String,
) -> fmt::Result {
    let Ok(opcode) = instruction.opcode else {
        return Ok(());
    };
    let oparg = instruction.oparg;
    let index = oparg as usize;
    let name = |index: usize| code.name(index).unwrap_or("<unknown>");
    let slot = |index: usize| code.slot_name(index).unwrap_or("<unknown>");
    match opcode.info().operand {
        OperandKind::Const => code.const_repr(index, options.address, out),
        OperandKind::Name => out.write_str(name(index)),
        OperandKind::Global => {
            out.write_str(name(index >> 1))?;
            if oparg & 1 != 0 { out.write_str(" + NULL") } else { Ok(()) }
        }
        OperandKind::Attr => {
            out.write_str(name(index >> 1))?;
            if oparg & 1 != 0 { out.write_str(" + NULL|self") } else { Ok(()) }
        }
        OperandKind::Super => {
            out.write_str(name(index >> 2))?;
            if oparg & 1 != 0 { out.write_str(" + NULL|self") } else { Ok(()) }
        }
        OperandKind::Local | OperandKind::Deref => out.write_str(slot(index)),
        OperandKind::LocalPair => write!(out, "{}, {}", slot(index >> 4), slot(index & 15)),
        OperandKind::JumpForward | OperandKind::JumpBackward => match instruction.target().and_then(|target| labels.get(&target)) {
            Some(label) => write!(out, "to L{label}"),
            None => Ok(()),
        },
        OperandKind::CompareOp => {
            let op = COMPARE_OPS.get(index >> 5).copied().unwrap_or("<unknown>");
            if oparg & 16 != 0 { write!(out, "bool({op})") } else { out.write_str(op) }
        }
        OperandKind::BinOp => out.write_str(BINARY_OPS.get(index).map_or("<unknown>", |(_, sign)| sign)),
        OperandKind::Convert => out.write_str(["", "str", "repr", "ascii"].get(index).copied().unwrap_or("<unknown>")),
        OperandKind::FunctionAttr => {
            let set = FUNCTION_ATTRS.iter().enumerate().filter(|(bit, _)| oparg >> bit & 1 != 0).map(|(_, name)| *name);
            for (number, attr) in set.enumerate() {
                out.write_str(if number > 0 { ", " } else { "" })?;
                out.write_str(attr)?;
            }
            Ok(())
        }
        OperandKind::Intrinsic1 => out.write_str(INTRINSICS_1.get(index).copied().unwrap_or("<unknown>")),
        OperandKind::Intrinsic2 => out.write_str(INTRINSICS_2.get(index).copied().unwrap_or("<unknown>")),
        OperandKind::None
        | OperandKind::Target
        | OperandKind::Count
        | OperandKind::UnpackEx
        | OperandKind::Depth
        | OperandKind::Flags
        | OperandKind::Resume
        | OperandKind::Extended => Ok(()),
    }
}

impl Listing for CodeDesc {
    fn units(&self) -> &[CodeUnit] {
        &self.code
    }

    fn firstlineno(&self) -> i32 {
        self.firstlineno as i32
    }

    fn linetable(&self) -> &[u8] {
        &self.linetable
    }

    fn exceptiontable(&self) -> &[u8] {
        &self.exceptiontable
    }

    fn name(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(|name| &**name)
    }

    fn slot_name(&self, index: usize) -> Option<&str> {
        self.localsplusnames.get(index).map(|name| &**name)
    }

    fn const_repr(&self, index: usize, address: &dyn Fn(&Self) -> u64, out: &mut dyn Write) -> fmt::Result {
        match self.consts.get(index) {
            Some(constant) => constant.write_repr(address, out),
            None => Ok(()),
        }
    }

    fn nested(&self) -> Vec<&Self> {
        CodeDesc::nested(self).collect()
    }

    fn header(&self, address: u64, out: &mut dyn Write) -> fmt::Result {
        write!(out, "<code object {} at {address:#x}, file \"{}\", line {}>", self.name, self.filename, self.firstlineno)
    }
}

/// `co_flags` by name, as `dis.pretty_flags` has them.
pub fn pretty_flags(flags: u32) -> String {
    const NAMES: [(u32, &str); 10] = [
        (0x1, "OPTIMIZED"),
        (0x2, "NEWLOCALS"),
        (0x4, "VARARGS"),
        (0x8, "VARKEYWORDS"),
        (0x10, "NESTED"),
        (0x20, "GENERATOR"),
        (0x40, "NOFREE"),
        (0x80, "COROUTINE"),
        (0x100, "ITERABLE_COROUTINE"),
        (0x200, "ASYNC_GENERATOR"),
    ];
    if flags == 0 {
        return "0x0".to_owned();
    }
    let named = (0..32).map(|bit| 1u32 << bit).filter(|flag| flags & flag != 0);
    let names: Vec<String> = named
        .map(|flag| NAMES.iter().find(|(bit, _)| *bit == flag).map_or_else(|| format!("{flag:#x}"), |(_, name)| (*name).to_owned()))
        .collect();
    names.join(", ")
}

/// The facts about a code object that `dis.code_info` prints.
pub fn code_info(code: &CodeDesc, address: &dyn Fn(&CodeDesc) -> u64, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "Name:              {}", code.name)?;
    writeln!(out, "Filename:          {}", code.filename)?;
    writeln!(out, "Argument count:    {}", code.argcount)?;
    writeln!(out, "Positional-only arguments: {}", code.posonlyargcount)?;
    writeln!(out, "Kw-only arguments: {}", code.kwonlyargcount)?;
    writeln!(out, "Number of locals:  {}", code.nlocals())?;
    writeln!(out, "Stack size:        {}", code.stacksize)?;
    write!(out, "Flags:             {}", pretty_flags(code.flags.0))?;
    if !code.consts.is_empty() {
        out.write_str("\nConstants:")?;
        for (index, constant) in code.consts.iter().enumerate() {
            write!(out, "\n{index:4}: ")?;
            constant.write_repr(address, out)?;
        }
    }
    let names: Vec<&str> = code.names.iter().map(|name| &**name).collect();
    let slots = |kind: LocalKind| -> Vec<&str> {
        let slots = code.localsplusnames.iter().zip(&code.localspluskinds);
        slots.filter(|(_, k)| k.contains(kind)).map(|(name, _)| &**name).collect()
    };
    let lists = [
        ("Names", names),
        ("Variable names", slots(LocalKind::LOCAL)),
        ("Free variables", slots(LocalKind::FREE)),
        ("Cell variables", slots(LocalKind::CELL)),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            write!(out, "\n{title}:")?;
            for (index, name) in list.iter().enumerate() {
                write!(out, "\n{index:4}: {name}")?;
            }
        }
    }
    Ok(())
}

impl Const {
    /// Writes Python's repr; nested code shows the address that `address` gives.
    pub fn write_repr(&self, address: &dyn Fn(&CodeDesc) -> u64, out: &mut dyn Write) -> fmt::Result {
        crate::repr::write_repr(self, address, out)
    }
}
