//! How much of CPython's own library comes out the same: trees and instructions, file by file.
//!
//! Invariant: CPython itself says which files it accepts and what each should give; a file that it refuses is not counted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use crate::python::{cpython, minipy, option};

/// The library's folder and its files.
fn library(python: &Path, given: Option<&String>) -> Result<(PathBuf, Vec<PathBuf>), String> {
    let folder = match given {
        Some(folder) => PathBuf::from(folder),
        None => {
            let output = Command::new(python).args(["-c", "import os; print(os.path.dirname(os.__file__))"]).output();
            let output = output.map_err(|error| format!("{}: {error}", python.display()))?;
            PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
        }
    };
    let files = crate::files(&folder, ".py").into_iter().filter(|file| !file.to_string_lossy().contains("site-packages")).collect();
    Ok((folder, files))
}

fn run(program: &Path, arguments: &[&str], file: &Path) -> Option<Vec<u8>> {
    let output = Command::new(program).args(arguments).arg(file).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// `cargo xtask count-ast`
pub(crate) fn ast(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let python = cpython(option(&mut arguments, "--python").as_deref())?;
    let minipy = match option(&mut arguments, "--minipy") {
        Some(path) => PathBuf::from(path),
        None => minipy()?,
    };
    let (folder, files) = library(&python, arguments.first())?;
    let (mut accepted, mut same) = (0, 0);
    for file in &files {
        let Some(wanted) = run(&python, &["-W", "ignore", "-m", "ast", "-a"], file) else { continue };
        accepted += 1;
        if run(&minipy, &["ast", "-a"], file).as_ref() == Some(&wanted) {
            same += 1;
        } else {
            crate::say(&format!("differs: {}\n", file.strip_prefix(&folder).unwrap_or(file).display()));
        }
    }
    crate::say(&format!("{same} of {accepted} files give the tree that CPython gives ({} files in all)\n", files.len()));
    Ok(())
}

/// One function's instructions: the listing without line numbers, addresses and labels' widths.
fn functions(listing: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = "<module>".to_owned();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in listing.lines() {
        if let Some(header) = line.strip_prefix("Disassembly of ") {
            let plain = without_addresses(header);
            let count = seen.entry(plain.clone()).or_default();
            *count += 1;
            name = format!("{plain}#{count}");
            found.entry(name.clone()).or_default();
            continue;
        }
        let text = without_addresses(line.trim());
        if !text.is_empty() {
            found.entry(name.clone()).or_default().push(text);
        }
    }
    found
}

/// `at 0x7f…` becomes `at 0x`, and runs of spaces one.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.starts_with("0x") && word.trim_end_matches([',', '>', ')']).len() > 2 { out.push_str("0x,") } else { out.push_str(word) }
    }
    out
}

/// `cargo xtask count-dis`
pub(crate) fn dis(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let python = cpython(option(&mut arguments, "--python").as_deref())?;
    let minipy = match option(&mut arguments, "--minipy") {
        Some(path) => PathBuf::from(path),
        None => minipy()?,
    };
    let (folder, files) = library(&python, arguments.first())?;
    let (mut all, mut same, mut accepted, mut whole) = (0, 0, 0, 0);
    for file in &files {
        let Some(wanted) = run(&python, &["-W", "ignore", "-m", "dis"], file) else { continue };
        let wanted = functions(&String::from_utf8_lossy(&wanted));
        accepted += 1;
        all += wanted.len();
        let ours = run(&minipy, &["dis"], file).map(|text| functions(&String::from_utf8_lossy(&text))).unwrap_or_default();
        let equal = wanted.iter().filter(|(name, listing)| ours.get(*name) == Some(*listing)).count();
        same += equal;
        if equal == wanted.len() {
            whole += 1;
        } else {
            let first = wanted.iter().find(|(name, listing)| ours.get(*name) != Some(*listing)).map_or("", |(name, _)| name.as_str());
            let shown = file.strip_prefix(&folder).unwrap_or(file).display();
            crate::say(&format!("differs: {shown}: {} of {} functions, first {first}\n", wanted.len() - equal, wanted.len()));
        }
    }
    let share = 100.0 * same as f64 / all.max(1) as f64;
    crate::say(&format!(
        "{same} of {all} functions ({share:.1} %) have the listing that CPython prints; {whole} of {accepted} files are equal throughout\n"
    ));
    Ok(())
}
