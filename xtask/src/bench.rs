//! Speed as a ratio: programs run on minipy and on CPythons in turn, in processor time.
//!
//! Invariant: all interpreters run the same file in the same round, so that a machine that slows down slows them all; the least time of the
//! rounds counts, and an interpreter whose output differs is an error, not a time.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

use crate::Done;
use crate::python::{flag, minipy, option, version};

/// Something that runs Python.
pub(crate) struct Interpreter {
    /// Its name with its version.
    pub(crate) name: String,
    /// The program.
    pub(crate) path: PathBuf,
    /// Options before the program.
    pub(crate) options: &'static [&'static str],
}

/// Processor time of the children that have ended.
fn children() -> Result<Duration, String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("getrusage: {error}"))?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let micros = (user.tv_sec() + system.tv_sec()) * 1_000_000 + user.tv_usec() + system.tv_usec();
    Ok(Duration::from_micros(u64::try_from(micros).unwrap_or(0)))
}

/// Run once: the processor time and what was printed.
fn time(interpreter: &Interpreter, arguments: &[&str]) -> Result<(Duration, Vec<u8>), String> {
    let before = children()?;
    let output = Command::new(&interpreter.path)
        .args(interpreter.options)
        .args(arguments)
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", interpreter.path.display()))?;
    let spent = children()?.saturating_sub(before);
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} {}: {}\n{error}", interpreter.name, arguments.join(" "), output.status));
    }
    Ok((spent, output.stdout))
}

/// minipy and the CPythons that `--minipy` and `--python` name.
pub(crate) fn interpreters(arguments: &mut Vec<String>, options: &'static [&'static str]) -> Result<Vec<Interpreter>, String> {
    let path = match option(arguments, "--minipy") {
        Some(path) => PathBuf::from(path),
        None => minipy()?,
    };
    let mut all = vec![Interpreter { name: "minipy".to_owned(), path, options: &[] }];
    let mut pythons = Vec::new();
    while let Some(path) = option(arguments, "--python") {
        pythons.push(path);
    }
    if pythons.is_empty() {
        pythons.push("python3".to_owned());
    }
    for path in pythons {
        let path = PathBuf::from(path);
        let Some(version) = version(&path) else { return Err(format!("{} is no Python", path.display())) };
        all.push(Interpreter { name: format!("CPython {version}"), path, options });
    }
    Ok(all)
}

/// `cargo xtask bench`
pub(crate) fn run(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let markdown = flag(&mut arguments, "--markdown");
    let rounds: usize = option(&mut arguments, "--rounds").and_then(|n| n.parse().ok()).unwrap_or(5);
    let only = option(&mut arguments, "--only").unwrap_or_default();
    let interpreters = interpreters(&mut arguments, &["-I", "-S"])?;
    let folder = arguments.first().map_or_else(|| crate::root().join("benches/programs"), PathBuf::from);
    let programs: Vec<PathBuf> = crate::files(&folder, ".py").into_iter().filter(|path| name(path).contains(&only)).collect();
    if programs.is_empty() {
        return Err(format!("no programs in {}", folder.display()));
    }
    let mut table = Table::new(&interpreters, markdown);
    for program in &programs {
        let path = program.to_string_lossy().into_owned();
        let mut best = vec![Duration::MAX; interpreters.len()];
        let mut failed = None;
        let mut wanted: Option<Vec<u8>> = None;
        for _ in 0..rounds.max(1) {
            // The last interpreter says what is right: it is a CPython.
            for (best, interpreter) in best.iter_mut().zip(&interpreters).rev() {
                match time(interpreter, &[&path]) {
                    Ok((spent, output)) => {
                        *best = spent.min(*best);
                        if wanted.get_or_insert_with(|| output.clone()) != &output {
                            failed = Some(format!("{} prints something else", interpreter.name));
                        }
                    }
                    Err(why) => failed = Some(why.lines().last().unwrap_or("").to_owned()),
                }
            }
            if failed.is_some() {
                break;
            }
        }
        match failed {
            None => table.row(&name(program), &best),
            Some(why) => table.failure(&name(program), &why),
        }
    }
    table.end();
    Ok(())
}

/// `cargo xtask startup`: the time of an empty program, over many runs.
pub(crate) fn startup(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let rounds: u32 = option(&mut arguments, "--rounds").and_then(|n| n.parse().ok()).unwrap_or(100);
    let interpreters = interpreters(&mut arguments, &["-I", "-S"])?;
    let mut totals = vec![Duration::ZERO; interpreters.len()];
    for _ in 0..rounds.max(1) {
        for (total, interpreter) in totals.iter_mut().zip(&interpreters) {
            *total += time(interpreter, &["-c", "pass"])?.0;
        }
    }
    let ours = totals.first().copied().unwrap_or_default();
    for (total, interpreter) in totals.iter().zip(&interpreters) {
        let mean = *total / rounds.max(1);
        let ratio = ours.as_secs_f64() / total.as_secs_f64();
        crate::say(&format!("{:<16} {:7.2} ms  minipy takes {ratio:.2} of it\n", interpreter.name, mean.as_secs_f64() * 1e3));
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Prints rows as they come. A ratio is how many times as fast minipy is: above 1 it is ahead.
struct Table {
    markdown: bool,
    ratios: Vec<Vec<f64>>,
}

impl Table {
    fn new(interpreters: &[Interpreter], markdown: bool) -> Table {
        let mut head = if markdown { "| program |".to_owned() } else { format!("{:<14}", "program") };
        for (i, interpreter) in interpreters.iter().enumerate() {
            if markdown {
                let _ = write!(head, " {} s |{}", interpreter.name, if i == 0 { "" } else { " ratio |" });
            } else {
                let _ = write!(head, "{:>17}{}", interpreter.name, if i == 0 { "" } else { "   ratio" });
            }
        }
        head.push('\n');
        if markdown {
            let columns = 2 * interpreters.len();
            let _ = writeln!(head, "|---|{}", "--:|".repeat(columns.saturating_sub(1)));
        }
        crate::say(&head);
        Table { markdown, ratios: vec![Vec::new(); interpreters.len().saturating_sub(1)] }
    }

    fn row(&mut self, program: &str, times: &[Duration]) {
        let ours = times.first().copied().unwrap_or_default().as_secs_f64();
        let mut line = if self.markdown { format!("| {program} | {ours:.3} |") } else { format!("{program:<14}{ours:>17.3}") };
        for (time, ratios) in times.iter().skip(1).zip(&mut self.ratios) {
            let theirs = time.as_secs_f64();
            let ratio = theirs / ours.max(1e-6);
            ratios.push(ratio);
            let _ = if self.markdown { write!(line, " {theirs:.3} | {ratio:.2} |") } else { write!(line, "{theirs:>17.3}{ratio:>8.2}") };
        }
        crate::say(&(line + "\n"));
    }

    fn failure(&self, program: &str, why: &str) {
        let line = if self.markdown { format!("| {program} | {why} |\n") } else { format!("{program:<14}  FAILED: {why}\n") };
        crate::say(&line);
    }

    fn end(&self) {
        let mut line = if self.markdown { "| geometric mean | |".to_owned() } else { format!("{:<31}", "geometric mean") };
        for ratios in &self.ratios {
            let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len().max(1) as f64).exp();
            let _ = if self.markdown { write!(line, " | {mean:.2} |") } else { write!(line, "{mean:>25.2}") };
        }
        crate::say(&(line + "\n"));
    }
}
