//! Runs the scripts of `tests/` and `examples/` and compares what they print with what CPython printed.
//!
//! CPython's counterpart is `Lib/test/regrtest.py`. Invariants: one script is one test, so the summary counts them; each runs in its own
//! folder by its bare name with `PYTHONHASHSEED=0`, as it did when it was recorded; and after each the interpreter must have freed every
//! block (`-X leaks`), whatever the script did.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};

/// After this long a script has failed.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// How a folder's scripts are run and judged.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// The folder, from the workspace.
    pub folder: &'static str,
    /// Compare standard error and the exit code with `NAME.err`; else the exit code must be 0 and standard error is free.
    pub errors: bool,
    /// Options before the script.
    pub options: &'static [&'static str],
    /// What to add to the test's name, to tell two runs of one folder apart.
    pub label: &'static str,
    /// Scripts that are not run in this suite, by their names without `.py`.
    pub skip: &'static [&'static str],
}

/// The tests of these suites, run on the binary `minipy`, in a workspace at `root`. Returns what `main` should.
pub fn run(minipy: &Path, root: &Path, suites: &[Suite]) -> std::process::ExitCode {
    let mut trials = Vec::new();
    for suite in suites {
        let folder = root.join(suite.folder);
        let scripts = scripts(&folder);
        if scripts.is_empty() {
            continue;
        }
        for script in scripts {
            let stem = script.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if suite.skip.contains(&stem.as_str()) {
                continue;
            }
            let label = if suite.label.is_empty() { String::new() } else { format!(" [{}]", suite.label) };
            let chapter = script.parent().and_then(|parent| parent.strip_prefix(&folder).ok()).unwrap_or(Path::new(""));
            let name = format!("{}{label}", Path::new(suite.folder).join(chapter).join(&stem).display());
            let (minipy, suite) = (minipy.to_path_buf(), *suite);
            trials.push(Trial::test(name, move || check(&minipy, &script, &suite)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The scripts below a folder, sorted. What begins with `_`, a file or a folder, is not a test but a module for one.
pub fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_')) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What a program printed and how it ended.
pub struct Ran {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code; the negative number of the signal that ended it.
    pub code: i32,
}

/// Run a command with nothing on its standard input, for a limited time.
pub fn run_limited(command: &mut Command) -> Result<Ran, String> {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let reader = |stream: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                // What could be read is compared; a broken stream shows there.
                let _ = stream.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = reader(out.map(|stream| Box::new(stream) as _));
    let err = reader(err.map(|stream| Box::new(stream) as _));
    let deadline = Instant::now() + TIME_LIMIT;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() > deadline => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("still running after {} s", TIME_LIMIT.as_secs()));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
            Err(error) => return Err(error.to_string()),
        }
    };
    let text = |reader: std::thread::JoinHandle<String>| reader.join().unwrap_or_default();
    Ok(Ran { stdout: text(out), stderr: text(err), code: exit_code(status) })
}

/// How a process ended, as `subprocess` has it: its exit code, or the negative number of the signal that ended it.
pub fn exit_code(status: std::process::ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        status.code().or_else(|| status.signal().map(|signal| -signal)).unwrap_or(-1)
    }
    #[cfg(not(unix))]
    {
        status.code().unwrap_or(-1)
    }
}

/// A minipy that runs a script as it was recorded.
pub fn command(minipy: &Path, script: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(minipy);
    command
        .args(["-X", "leaks"])
        .args(options)
        .arg(script.file_name().unwrap_or_default())
        .current_dir(script.parent().unwrap_or(Path::new(".")))
        .env("PYTHONHASHSEED", "0")
        .env("NO_COLOR", "1");
    command
}

/// A text without what differs from machine to machine: the script's folder and addresses.
pub fn normalise(text: &str, folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let text = text.replace(&format!("{}/", folder.display()), "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("0x") {
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str(before);
        // Anything else is a number of the program.
        if digits >= 8 && before.ends_with(" at ") {
            out.push_str("0x…");
        } else {
            out.push_str("0x");
            out.push_str(after.get(..digits).unwrap_or(""));
        }
        rest = after.get(digits..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn check(minipy: &Path, script: &Path, suite: &Suite) -> Result<(), Failed> {
    let ran = run_limited(&mut command(minipy, script, suite.options))?;
    let wanted = std::fs::read_to_string(script.with_extension("out")).map_err(|error| format!("no recorded output: {error}"))?;
    let mut problems = String::new();
    // A leak ends with a code of its own; what is above it is still compared.
    let stderr = match ran.stderr.rsplit_once("minipy: ") {
        Some((before, leak)) if leak.contains("were never freed") => {
            let _ = writeln!(problems, "leak: {}", leak.trim_end());
            before.to_owned()
        }
        _ => ran.stderr.clone(),
    };
    let stderr = normalise(&stderr, script.parent().unwrap_or(Path::new(".")));
    let folder = script.parent().unwrap_or(Path::new("."));
    compare("stdout", &normalise(&wanted, folder), &normalise(&ran.stdout, folder), &mut problems);
    let code = ran.code;
    if suite.errors {
        let wanted = std::fs::read_to_string(script.with_extension("err")).map_err(|error| format!("no recorded stderr: {error}"))?;
        let code = if problems.starts_with("leak") { wanted.lines().last().unwrap_or("").to_owned() } else { format!("exit code {code}") };
        compare("stderr", &wanted, &format!("{stderr}{code}\n"), &mut problems);
    } else if code != 0 && !problems.starts_with("leak") {
        let _ = writeln!(problems, "exit code {code}\n{stderr}");
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// Say where two texts begin to differ, with a few lines around.
fn compare(what: &str, wanted: &str, found: &str, problems: &mut String) {
    if wanted == found {
        return;
    }
    let (wanted, found): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), found.lines().collect());
    let at = wanted.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let _ = writeln!(problems, "{what} differs at line {}:", at + 1);
    for (mark, lines) in [("CPython", &wanted), ("minipy", &found)] {
        for line in lines.iter().skip(at).take(4) {
            let _ = writeln!(problems, "  {mark:<7} | {line}");
        }
        if lines.len() <= at {
            let _ = writeln!(problems, "  {mark:<7} | (the end)");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{compare, normalise};

    #[test]
    fn places_and_addresses_are_the_same_everywhere() {
        let text = "File \"/no/such/folder/a.py\" <object at 0x7f0012345678> 0xff";
        assert_eq!(normalise(text, Path::new("/no/such/folder")), "File \"a.py\" <object at 0x…> 0xff");
    }

    #[test]
    fn the_first_difference_is_shown() {
        let mut problems = String::new();
        compare("stdout", "a\nb\nc\n", "a\nx\n", &mut problems);
        assert!(problems.contains("line 2"), "{problems}");
        assert!(problems.contains("CPython | b") && problems.contains("minipy  | x"), "{problems}");
        problems.clear();
        compare("stdout", "a\nb\n", "a\n", &mut problems);
        assert!(problems.contains("minipy  | (the end)"), "{problems}");
        problems.clear();
        compare("stdout", "same\n", "same\n", &mut problems);
        assert!(problems.is_empty());
    }
}
