//! Prints the tree of a file as `python -m ast` does: `cargo run -p minipy-parser --example ast -- [-a] FILE`.
//!
//! With `-t` it prints the tokens as `python -m tokenize -e` does.
//! With `--all LIST DIR` it compares many trees at once: each line of LIST is `OK number file`, and `DIR/number.txt` holds what CPython prints.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::time::{Duration, Instant};

use minipy_ast::{DumpOptions, Node, dump};
use minipy_parser::{Arena, Mode, ParseOptions, PythonRepr, decode_source, parse};

fn tree(path: &str, attributes: bool, spent: &mut Duration) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let arena = Arena::new();
    let begin = Instant::now();
    let source = decode_source(&bytes).map_err(|e| format!("{e:?}"))?;
    let parsed = parse(&source, Mode::Module, ParseOptions { type_comments: true, ..ParseOptions::default() }, &arena)
        .map_err(|e| format!("{e:?}"))?;
    *spent += begin.elapsed();
    let options = DumpOptions { include_attributes: attributes, indent: Some("   "), ..DumpOptions::default() };
    Ok(dump(Node::Mod(&parsed.tree), &options, &PythonRepr))
}

fn compare(list: &str, folder: &str) -> Result<(), String> {
    let list = std::fs::read_to_string(list).map_err(|e| e.to_string())?;
    let (mut equal, mut all) = (0, 0);
    let mut spent = Duration::ZERO;
    for line in list.lines() {
        let mut words = line.splitn(3, ' ');
        let (Some(kind), Some(number), Some(path)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        if kind != "OK" {
            let path = path.split(' ').next().unwrap_or(path);
            if tree(path, true, &mut spent).is_ok() {
                println!("accepted, CPython refuses: {line}");
            }
            continue;
        }
        all += 1;
        let wanted = std::fs::read_to_string(format!("{folder}/{number}.txt")).unwrap_or_default();
        match tree(path, true, &mut spent) {
            Ok(found) if found == wanted.trim_end_matches('\n') => equal += 1,
            Ok(found) => {
                let at = found.lines().zip(wanted.lines()).position(|(a, b)| a != b).unwrap_or(0);
                println!("differs: {number} {path} at line {}", at + 1);
                for (a, b) in found.lines().zip(wanted.lines()).skip(at.saturating_sub(4)).take(9) {
                    println!("    {a:60} | {b}");
                }
            }
            Err(e) => println!("fails: {number} {path}: {e}"),
        }
    }
    println!("{equal} of {all} files equal; {:.3} s in the parser", spent.as_secs_f64());
    Ok(())
}

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut spent = Duration::ZERO;
    match words.as_slice() {
        ["--all", list, folder] => compare(list, folder),
        ["-a", path] => tree(path, true, &mut spent).map(|t| println!("{t}")),
        ["-t", path] => {
            let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
            let source = decode_source(&bytes).map_err(|e| format!("{e:?}"))?;
            let tokens = minipy_parser::print_tokens(&source, true).map_err(|e| format!("{e:?}"))?;
            print!("{tokens}");
            Ok(())
        }
        [path] => tree(path, false, &mut spent).map(|t| println!("{t}")),
        _ => Err("usage: ast [-a | -t] FILE".to_owned()),
    }
}
