//! The pages of `docs/` that are made from tables: opcodes, and differences from CPython.
//!
//! Invariant: a page is a function of the table, so `tidy` can tell whether it is fresh.

use std::fmt::Write;
use std::path::PathBuf;

use minipy_bytecode::{AnyOpcode, OpFlags, OpInfo, Opcode, StackItem};

use crate::Done;

/// The generated pages with their contents.
pub(crate) fn pages() -> Vec<(PathBuf, String)> {
    let docs = crate::root().join("docs");
    vec![(docs.join("opcodes.md"), opcodes()), (docs.join("differences.md"), differences()), (docs.join("tests.md"), tests())]
}

/// `cargo xtask docs`
pub(crate) fn run() -> Done {
    for (path, text) in pages() {
        let fresh = std::fs::read_to_string(&path).is_ok_and(|old| old == text);
        if !fresh {
            std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
            crate::say(&format!("wrote {}\n", path.display()));
        }
    }
    Ok(())
}

/// The chapters that have a folder in `tests/language`, what each is about, in the order of CPython's documentation.
const CHAPTERS: [(&str, &str); 12] = [
    ("02_lexical_analysis", "Reference 2: lexical analysis"),
    ("03_data_model", "Reference 3: data model"),
    ("04_execution_model", "Reference 4: execution model"),
    ("05_import_system", "Reference 5: the import system"),
    ("06_expressions", "Reference 6: expressions"),
    ("07_simple_statements", "Reference 7: simple statements"),
    ("08_compound_statements", "Reference 8: compound statements"),
    ("lib_functions", "Library: built-in functions"),
    ("lib_types", "Library: built-in types"),
    ("lib_exceptions", "Library: built-in exceptions"),
    ("lib_sys", "Library: `sys`"),
    ("", "Library: other modules"),
];

/// How many scripts there are, by chapter: a chapter without any shows.
fn tests() -> String {
    let root = crate::root().join("tests");
    let language = root.join("language");
    let all = minipy_testkit::scripts(&language).len();
    let mut out = String::from(
        "# The scripts that are run\n\n\
         Made by `cargo xtask docs`. Each is one program; what it must print was recorded from CPython 3.13, and after it every block must have \
         been freed. How they are run: [CONTRIBUTING.md](../CONTRIBUTING.md).\n\n\
         | `tests/language` | chapter | scripts |\n|---|---|--:|\n",
    );
    let mut named = 0;
    for (folder, title) in CHAPTERS {
        let count = if folder.is_empty() { all - named } else { minipy_testkit::scripts(&language.join(folder)).len() };
        named += count;
        let shown = if folder.is_empty() { "`lib_*`".to_owned() } else { format!("`{folder}`") };
        let _ = writeln!(out, "| {shown} | {title} | {count} |");
    }
    let _ = writeln!(out, "| | together | {all} |\n\n| folder | what is compared | scripts |\n|---|---|--:|");
    for (folder, what) in [
        ("errors", "whole tracebacks and exit codes"),
        ("mem", "counts, addresses that repeat, order of death"),
        ("diff", "differences from CPython, on purpose"),
    ] {
        let _ = writeln!(out, "| `tests/{folder}` | {what} | {} |", minipy_testkit::scripts(&root.join(folder)).len());
    }
    let examples = minipy_testkit::scripts(&crate::root().join("examples")).len();
    let _ = writeln!(out, "| `examples` | programs worth reading | {examples} |");
    out
}

fn items(items: &[StackItem]) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(item.name);
        if let Some(count) = item.count {
            let _ = write!(out, "[{count}]");
        }
    }
    out
}

fn entry(out: &mut String, info: &OpInfo) {
    let _ = writeln!(out, "### {}\n", info.name);
    let doc: Vec<&str> = info.doc.lines().map(str::trim).collect();
    let _ = writeln!(out, "{}\n", doc.join(" ").trim());
    let _ = writeln!(out, "- number: {}", info.number);
    if !info.operand_name.is_empty() {
        let _ = writeln!(out, "- operand: `{}` ({:?})", info.operand_name, info.operand);
    }
    let _ = writeln!(out, "- stack: `( {} -- {} )`", items(info.inputs), items(info.outputs));
    if let Some((inputs, outputs)) = info.jump {
        let _ = writeln!(out, "- stack when it jumps: `( {} -- {} )`", items(inputs), items(outputs));
    }
    if info.cache > 0 {
        let _ = writeln!(out, "- inline cache: {} units", info.cache);
    }
    if let Some(base) = info.base {
        let _ = writeln!(out, "- stands for: {}", base.name());
    }
    let flags = [
        (OpFlags::ERROR, "can raise"),
        (OpFlags::ESCAPES, "can run Python code"),
        (OpFlags::POLLS, "polls for requests to pause"),
        (OpFlags::TERMINATES, "nothing follows it"),
    ];
    let notes: Vec<&str> = flags.iter().filter(|(flag, _)| info.flags.contains(*flag)).map(|(_, note)| *note).collect();
    if !notes.is_empty() {
        let _ = writeln!(out, "- {}", notes.join("; "));
    }
    out.push('\n');
}

fn opcodes() -> String {
    let mut out = String::from(
        "# Opcodes\n\n\
         Made by `cargo xtask docs` from the opcode table (`crates/bytecode/src/table.rs`), the same table that the handlers, the disassembler \
         and the compiler are made from. Names, numbers, operands and caches are CPython 3.13's.\n\n\
         A stack effect `( a, b -- c )` names what an instruction takes from the value stack and what it leaves, the topmost item last; \
         `items[n]` is `n` items.\n\n",
    );
    let standard = Opcode::ALL.iter().filter(|opcode| opcode.info().base.is_none());
    out.push_str("## CPython's instructions\n\n");
    for opcode in standard {
        entry(&mut out, opcode.info());
    }
    out.push_str("## Forms that only adaptive code holds\n\n");
    let own: Vec<&Opcode> = Opcode::ALL.iter().filter(|opcode| opcode.info().base.is_some()).collect();
    if own.is_empty() {
        out.push_str("None yet.\n\n");
    }
    for opcode in own {
        entry(&mut out, opcode.info());
    }
    out.push_str("## The compiler's pseudo-instructions\n\nGone before code is assembled.\n\n");
    for opcode in AnyOpcode::ALL.iter().filter(|opcode| opcode.real().is_none()) {
        entry(&mut out, opcode.info());
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// One section per file of `tests/diff`: its docstring says what differs, the program shows it.
fn differences() -> String {
    let mut out = String::from(
        "# Differences from CPython 3.13\n\n\
         Made by `cargo xtask docs` from the programs in `tests/diff`, each of which runs with the tests: what is said here is so.\n\n",
    );
    for file in crate::files(&crate::root().join("tests/diff"), ".py") {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (doc, code) = docstring(&text);
        let (title, body) = doc.split_once('\n').unwrap_or((doc, ""));
        let _ = writeln!(out, "## {}\n", title.trim().trim_end_matches('.'));
        if !body.trim().is_empty() {
            let _ = writeln!(out, "{}\n", body.trim());
        }
        let _ = writeln!(out, "`tests/diff/{name}`:\n\n```python\n{}\n```\n", code.trim());
        let printed = |ending: &str| std::fs::read_to_string(file.with_extension(ending)).ok();
        for (ending, who) in [("out", "minipy prints"), ("cpython", "CPython 3.13 prints")] {
            if let Some(text) = printed(ending) {
                let _ = writeln!(out, "{who}:\n\n```text\n{}\n```\n", text.trim_end());
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The docstring at the head of a program, and the rest.
fn docstring(text: &str) -> (&str, &str) {
    text.strip_prefix("\"\"\"").and_then(|rest| rest.split_once("\"\"\"")).unwrap_or(("", text))
}
