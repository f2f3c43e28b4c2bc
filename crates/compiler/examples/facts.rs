//! Prints all facts of all code objects in the files given (or listed in `@FILE`), one code object a line, for `tests/compare.py`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example program")]

use std::fmt::Write as _;

use minipy_bytecode::{CodeDesc, Const, verify_all};
use minipy_compiler::{Mode, Options, compile};
use minipy_parser::{Arena, ParseOptions, decode_source, parse};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A constant's `ascii()`; the items of a frozenset are sorted, nested code is its name.
fn constant(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(constant).collect::<Vec<String>>();
    match value {
        Const::Tuple(items) => format!("({})", list(items).join(",")),
        Const::FrozenSet(items) => {
            let mut items = list(items);
            items.sort();
            format!("frozenset{{{}}}", items.join(","))
        }
        Const::Code(code) => format!("<code {}>", code.qualname),
        Const::None
        | Const::True
        | Const::False
        | Const::Ellipsis
        | Const::Int(_)
        | Const::Float(_)
        | Const::Complex(..)
        | Const::Str(_)
        | Const::Bytes(_) => {
            let mut repr = String::new();
            let _ = value.write_repr(&|_| 0, &mut repr);
            repr.chars().fold(String::new(), |mut text, c| {
                let _ = match u32::from(c) {
                    0..=0x7f => write!(text, "{c}"),
                    code @ 0x80..=0xff => write!(text, "\\x{code:02x}"),
                    code @ 0x100..=0xffff => write!(text, "\\u{code:04x}"),
                    code @ 0x1_0000.. => write!(text, "\\U{code:08x}"),
                };
                text
            })
        }
    }
}

fn facts(code: &CodeDesc, out: &mut String) {
    let mut cells: Vec<&str> = code.cellvars().collect();
    cells.sort_unstable();
    let fields = [
        code.qualname.to_string(),
        code.name.to_string(),
        hex(&code.code_bytes()),
        format!("[{}]", code.consts.iter().map(constant).collect::<Vec<String>>().join(",")),
        hex(&code.exceptiontable),
        hex(&code.linetable),
        code.names.join(","),
        code.localsplusnames.join(","),
        format!(
            "{}|{}|{}",
            code.varnames().collect::<Vec<&str>>().join(","),
            cells.join(","),
            code.freevars().collect::<Vec<&str>>().join(",")
        ),
        code.stacksize.to_string(),
        format!("{:#x}", code.flags.0),
        format!("{} {} {} {}", code.argcount, code.posonlyargcount, code.kwonlyargcount, code.firstlineno),
    ];
    let _ = writeln!(out, "C\t{}", fields.join("\t"));
    for inner in code.nested() {
        facts(inner, out);
    }
}

fn file_facts(file: &str) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    let text = decode_source(&bytes).map_err(|e| e.msg.to_string())?;
    let arena = Arena::new();
    let parsed = parse(&text, minipy_parser::Mode::Module, ParseOptions::default(), &arena).map_err(|e| e.msg.to_string())?;
    let compiled = compile(&parsed.tree, file, Mode::Exec, &Options::default()).map_err(|e| e.message)?;
    verify_all(&compiled.code).map_err(|e| e.to_string())?;
    let mut out = String::new();
    facts(&compiled.code, &mut out);
    Ok(out)
}

fn main() {
    let mut files: Vec<String> = Vec::new();
    for arg in std::env::args().skip(1) {
        match arg.strip_prefix('@').map(std::fs::read_to_string) {
            Some(Ok(list)) => files.extend(list.lines().map(str::to_owned)),
            Some(Err(error)) => eprintln!("{arg}: {error}"),
            None => files.push(arg),
        }
    }
    for file in files {
        match file_facts(&file) {
            Ok(facts) => print!("F\t{file}\n{facts}"),
            Err(message) => println!("E\t{file}\t{}", message.lines().next().unwrap_or("")),
        }
    }
}
