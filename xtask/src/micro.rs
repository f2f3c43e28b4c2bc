//! Single operations as a ratio: each line of `benches/micro/operations.txt` on minipy and on CPythons, in processor time.
//!
//! Invariant: an interpreter times itself (`time.process_time`) in a program that is the same for all; they run in turn, section by
//! section and round by round, and the least time of an operation counts. The time of an empty loop is taken off.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;
use crate::bench::{Interpreter, interpreters};
use crate::python::{flag, option};

/// The two setups of a section, by the word that begins their line.
const SIZES: [&str; 2] = ["small", "large"];

/// How often the statement stands in the loop's body.
const UNROLLED: usize = 5;

/// What each program begins with: `bench` prints the number of an operation and its best time in nanoseconds.
const DRIVER: &str = "\
from time import process_time

def bench(number, f, empty, target, repeat):
    n = 1
    while True:
        spent = f(n)
        if spent >= target / 4:
            break
        n = n * 4 if spent < target / 16 else n * 2
    n = max(1, int(n * target / spent))
    best = spent / n * 2
    for _ in range(repeat):
        best = min(best, f(n) / n)
    best = best * 1e9
    if number >= 0:
        print(number, max(best - empty, 0.0) / UNROLLED)
    return best

def empty(count):
    begin = process_time()
    for _n in range(count):
        pass
    return process_time() - begin

";

/// An operation at one size.
struct Operation {
    /// `section/name size`
    name: String,
    statement: String,
    setup: String,
}

/// A section's operations; each section is one program.
struct Section {
    name: String,
    operations: Vec<Operation>,
}

fn parse(text: &str) -> Result<Vec<Section>, String> {
    let mut sections: Vec<Section> = Vec::new();
    let mut setups = [String::new(), String::new()];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sections.push(Section { name: name.to_owned(), operations: Vec::new() });
            continue;
        }
        let found = SIZES.iter().zip(&mut setups).find_map(|(size, setup)| Some((setup, line.strip_prefix(size)?.strip_prefix(": ")?)));
        if let Some((setup, text)) = found {
            *setup = text.to_owned();
            continue;
        }
        let (Some(section), Some((name, statement))) = (sections.last_mut(), line.split_once("  ")) else {
            return Err(format!("line {}: neither a section, a setup nor `name  statement`: {line}", number + 1));
        };
        for (size, setup) in SIZES.iter().zip(&setups) {
            let name = format!("{}/{name} {size}", section.name);
            section.operations.push(Operation { name, statement: statement.trim().to_owned(), setup: setup.clone() });
        }
    }
    Ok(sections)
}

/// The program that times these operations.
fn program(operations: &[&Operation], target_ms: f64, repeat: usize) -> String {
    let mut text = DRIVER.replace("UNROLLED", &UNROLLED.to_string());
    for (i, operation) in operations.iter().enumerate() {
        let _ = writeln!(text, "def op{i}(_count):\n    {}\n    _begin = process_time()\n    for _n in range(_count):", operation.setup);
        for _ in 0..UNROLLED {
            let _ = writeln!(text, "        {}", operation.statement);
        }
        text.push_str("    return process_time() - _begin\n\n");
    }
    let _ = writeln!(text, "base = bench(-1, empty, 0.0, {}, {repeat})", target_ms / 1e3);
    for i in 0..operations.len() {
        let _ = writeln!(
            text,
            "try:\n    bench({i}, op{i}, base, {}, {repeat})\nexcept Exception as error:\n    print({i}, 'failed', repr(error))",
            target_ms / 1e3
        );
    }
    text
}

/// Run a program and collect times; what failed is reported once.
fn run_program(interpreter: &Interpreter, file: &Path, operations: &[&Operation], best: &mut BTreeMap<String, f64>) -> Done {
    let output = Command::new(&interpreter.path)
        .args(interpreter.options)
        .arg(file)
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", interpreter.path.display()))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} {}: {}\n{error}", interpreter.name, file.display(), output.status));
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.split_whitespace();
        let number = words.next().and_then(|word| word.parse::<usize>().ok());
        let Some(operation) = number.and_then(|number| operations.get(number)) else { continue };
        match words.next().and_then(|word| word.parse::<f64>().ok()) {
            Some(nanos) => {
                let entry = best.entry(operation.name.clone()).or_insert(f64::INFINITY);
                *entry = entry.min(nanos);
            }
            None => crate::complain(&format!("{}: {}: {line}", interpreter.name, operation.name)),
        }
    }
    Ok(())
}

/// `cargo xtask micro`
pub(crate) fn run(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let markdown = flag(&mut arguments, "--markdown");
    let rounds: usize = option(&mut arguments, "--rounds").and_then(|n| n.parse().ok()).unwrap_or(3);
    let repeat: usize = option(&mut arguments, "--repeat").and_then(|n| n.parse().ok()).unwrap_or(3);
    let target: f64 = option(&mut arguments, "--ms").and_then(|n| n.parse().ok()).unwrap_or(4.0);
    let below: f64 = option(&mut arguments, "--below").and_then(|n| n.parse().ok()).unwrap_or(f64::INFINITY);
    let only = option(&mut arguments, "--only").unwrap_or_default();
    let interpreters = interpreters(&mut arguments, &["-I", "-S"])?;
    let file = arguments.first().map_or_else(|| crate::root().join("benches/micro/operations.txt"), PathBuf::from);
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let sections = parse(&text)?;
    let folder = std::env::temp_dir().join(format!("minipy-micro-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut best: Vec<BTreeMap<String, f64>> = vec![BTreeMap::new(); interpreters.len()];
    for section in &sections {
        let operations: Vec<&Operation> = section.operations.iter().filter(|operation| operation.name.contains(&only)).collect();
        if operations.is_empty() {
            continue;
        }
        let file = folder.join(format!("{}.py", section.name.replace(' ', "_")));
        std::fs::write(&file, program(&operations, target, repeat)).map_err(|error| format!("{}: {error}", file.display()))?;
        for _ in 0..rounds.max(1) {
            for (interpreter, best) in interpreters.iter().zip(&mut best) {
                run_program(interpreter, &file, &operations, best)?;
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    print(&interpreters, &best, below, markdown);
    Ok(())
}

/// The rows, worst first. A ratio is how many times as fast minipy is.
fn print(interpreters: &[Interpreter], best: &[BTreeMap<String, f64>], below: f64, markdown: bool) {
    let Some((ours, others)) = best.split_first() else { return };
    let mut rows: Vec<(f64, &str, f64, Vec<Option<f64>>)> = Vec::new();
    for (name, nanos) in ours {
        let times: Vec<Option<f64>> = others.iter().map(|times| times.get(name).copied()).collect();
        // Half a nanosecond is below what the subtraction of the loop can tell.
        let ratios = times.iter().flatten().map(|time| time.max(0.5) / nanos.max(0.5));
        rows.push((ratios.fold(f64::INFINITY, f64::min), name, *nanos, times));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = String::new();
    let names: Vec<&str> = interpreters.iter().map(|interpreter| interpreter.name.as_str()).collect();
    if markdown {
        let _ = writeln!(text, "| operation | {} | ratio |\n|---|{}--:|", names.join(" ns | "), "--:|".repeat(names.len()));
    } else {
        let _ = write!(text, "{:<44}", "ns");
        for name in &names {
            let _ = write!(text, "{name:>16}");
        }
        let _ = writeln!(text, "   ratio");
    }
    for (ratio, name, nanos, times) in rows.iter().filter(|row| row.0 < below) {
        let shown = std::iter::once(Some(*nanos)).chain(times.iter().copied());
        let cells: Vec<String> = shown.map(|time| time.map_or_else(|| "-".to_owned(), |time| format!("{time:.1}"))).collect();
        if markdown {
            let _ = writeln!(text, "| `{name}` | {} | {ratio:.2} |", cells.join(" | "));
        } else {
            let _ = write!(text, "{name:<44}");
            for cell in &cells {
                let _ = write!(text, "{cell:>16}");
            }
            let _ = writeln!(text, "{ratio:>8.2}");
        }
    }
    let counted: Vec<f64> = rows.iter().map(|row| row.0).filter(|ratio| ratio.is_finite()).collect();
    let mean = (counted.iter().map(|ratio| ratio.ln()).sum::<f64>() / counted.len().max(1) as f64).exp();
    let slower = |limit: f64| counted.iter().filter(|ratio| **ratio < limit).count();
    let _ = writeln!(
        text,
        "\n{} operations, geometric mean {mean:.2}; {} below 1.0, {} below 0.8, {} below 0.5 of the fastest CPython's speed",
        counted.len(),
        slower(1.0),
        slower(0.8),
        slower(0.5)
    );
    crate::say(&text);
}
