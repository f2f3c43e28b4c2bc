//! Compares errors with recorded ones: `cargo run -p minipy-parser --example errors -- FILE`.
//!
//! Each line of FILE holds, between tabs: mode, source, class of the error (or `OK`), its places, message and text (`-` for none).
#![expect(clippy::print_stdout, reason = "an example prints")]

use minipy_parser::{Arena, Mode, ParseOptions, SyntaxError, parse};

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('0') => out.push('\0'),
                Some(c) => out.push(c),
                None => {}
            },
            (c, _) => out.push(c),
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r").replace('\0', "\\0")
}

fn describe(e: &SyntaxError) -> String {
    let places = match e.lineno {
        Some(l) => format!("{l},{},{},{}", e.offset, e.end_lineno, e.end_offset),
        None if e.kind.name() == "MemoryError" => String::new(),
        None => "None,None,None,None".to_owned(),
    };
    let text = match &e.text {
        Some(t) => format!("={}", escape(t)),
        None if e.kind.name() == "MemoryError" => String::new(),
        None => "-".to_owned(),
    };
    format!("{}\t{places}\t{}\t{text}", e.kind.name(), escape(&e.msg))
}

fn main() -> Result<(), String> {
    let path = std::env::args().nth(1).ok_or("usage: errors FILE")?;
    let recorded = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let (mut same, mut message, mut all) = (0, 0, 0);
    for line in recorded.lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(mode), Some(source), Some(wanted)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        all += 1;
        let mode_ = match mode {
            "single" => Mode::Interactive,
            "eval" => Mode::Expression,
            _ => Mode::Module,
        };
        let arena = Arena::new();
        let text = unescape(source);
        let found = match parse(&text, mode_, ParseOptions::default(), &arena) {
            Ok(_) => "OK\t\t\t".to_owned(),
            Err(e) => describe(&e),
        };
        let pick = |s: &str| s.split('\t').enumerate().filter(|(i, _)| *i != 1 && *i != 3).map(|(_, f)| f.to_owned()).collect::<Vec<_>>();
        if found == wanted {
            same += 1;
            message += 1;
        } else {
            if pick(&found) == pick(wanted) {
                message += 1;
            }
            println!("{mode} {source}\n   found  {found}\n   wanted {wanted}");
        }
    }
    println!("{same} of {all} the same, {message} with the same message");
    Ok(())
}
