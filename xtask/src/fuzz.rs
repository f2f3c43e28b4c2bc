//! `cargo xtask fuzz`: programs that make random cases, run on minipy and on CPython 3.13, line by line compared.
//!
//! A generator is `tests/generators/NAME.py SEED COUNT`: it prints one line for each case, the case itself first, and draws its numbers
//! from a source of its own, so that a seed names the same cases everywhere. Invariant: a line that differs is shown with the seed that
//! made it; what has been found becomes a script test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;
use crate::python::{cpython, flag, minipy, option};

fn lines(program: &Path, generator: &Path, seed: u64, count: u64) -> Result<Vec<String>, String> {
    let output = Command::new(program)
        .args(["-W", "ignore"])
        .arg(generator)
        .args([seed.to_string(), count.to_string()])
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    if !output.status.success() {
        let last = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned();
        lines.push(format!("ended with {}: {last}", output.status));
    }
    Ok(lines)
}

/// Compare one run; says how many lines there were and how many differ.
fn compare(minipy: &Path, python: &Path, generator: &Path, seed: u64, count: u64) -> Result<(usize, usize), String> {
    let wanted = lines(python, generator, seed, count)?;
    let got = lines(minipy, generator, seed, count)?;
    let mut different = 0;
    for at in 0..wanted.len().max(got.len()) {
        let (wanted, got) = (wanted.get(at).map_or("(nothing)", String::as_str), got.get(at).map_or("(nothing)", String::as_str));
        if wanted != got {
            different += 1;
            crate::say(&format!("seed {seed}, case {at}\n  CPython: {wanted}\n  minipy:  {got}\n"));
        }
    }
    Ok((wanted.len(), different))
}

/// `cargo xtask fuzz [NAME...] [--seed N] [--seeds N] [--count N]`
pub(crate) fn run(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let mut number = |name: &str, default: u64| match option(&mut arguments, name) {
        Some(text) => text.parse::<u64>().map_err(|_| format!("{name} takes a number")),
        None => Ok(default),
    };
    let (first, seeds, count) = (number("--seed", 1)?, number("--seeds", 5)?, number("--count", 5000)?);
    let python = cpython(option(&mut arguments, "--python").as_deref())?;
    let keep_going = flag(&mut arguments, "--keep-going");
    let minipy = match option(&mut arguments, "--minipy") {
        Some(path) => PathBuf::from(path),
        None => minipy()?,
    };
    let generators: Vec<PathBuf> = crate::files(&crate::root().join("tests/generators"), ".py")
        .into_iter()
        .filter(|file| {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            !name.starts_with('_') && (arguments.is_empty() || arguments.iter().any(|wanted| name.contains(wanted.as_str())))
        })
        .collect();
    if generators.is_empty() {
        return Err("no generator of tests/generators has such a name".to_owned());
    }
    let mut all_different = 0;
    for generator in &generators {
        let (mut cases, mut different) = (0, 0);
        for seed in first..first + seeds {
            let (made, wrong) = compare(&minipy, &python, generator, seed, count)?;
            cases += made;
            different += wrong;
            if wrong > 0 && !keep_going {
                break;
            }
        }
        all_different += different;
        let name = generator.file_stem().unwrap_or_default().to_string_lossy();
        crate::say(&format!("{name}: {cases} cases, {different} differ\n"));
    }
    if all_different == 0 { Ok(()) } else { Err(format!("{all_different} cases differ")) }
}
