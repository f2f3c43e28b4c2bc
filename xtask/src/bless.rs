//! Recording: what CPython 3.13 prints becomes what minipy must print.
//!
//! Invariant: a script of `tests/language`, `tests/mem` or `examples` has its standard output in `NAME.out`; one of `tests/errors` has
//! standard error in `NAME.err` too. All run in their own folder, by their bare name, with `PYTHONHASHSEED=0`.

use std::path::Path;
use std::process::{Command, Stdio};

use minipy_testkit::normalise;

use crate::Done;
use crate::python::{cpython, option};

/// The folders with scripts, and whether standard error is recorded.
const FOLDERS: [(&str, bool); 4] = [("tests/language", false), ("tests/errors", true), ("tests/mem", false), ("examples", false)];

/// `cargo xtask bless`
pub(crate) fn run(arguments: &[String]) -> Done {
    let mut arguments = arguments.to_vec();
    let python = cpython(option(&mut arguments, "--python").as_deref())?;
    let (mut recorded, mut changed) = (0, 0);
    for (folder, errors) in FOLDERS {
        for script in minipy_testkit::scripts(&crate::root().join(folder)) {
            let name = script.to_string_lossy().into_owned();
            if !arguments.is_empty() && !arguments.iter().any(|wanted| name.contains(wanted.as_str())) {
                continue;
            }
            let (out, err, code) = record(&python, &script)?;
            recorded += 1;
            let folder = script.parent().unwrap_or(Path::new("."));
            // Bytes that are no text stay as they are.
            let out = String::from_utf8(out).map_or_else(|error| error.into_bytes(), |text| normalise(&text, folder).into_bytes());
            changed += usize::from(write(&script.with_extension("out"), &out)?);
            let err_file = script.with_extension("err");
            if errors {
                let text =
                    format!("{}exit code {code}\n", normalise(&String::from_utf8_lossy(&err), script.parent().unwrap_or(Path::new("."))));
                changed += usize::from(write(&err_file, text.as_bytes())?);
            } else if code != 0 {
                crate::complain(&format!("{name}: exit code {code}\n{}", String::from_utf8_lossy(&err)));
            }
        }
    }
    crate::say(&format!("{recorded} scripts recorded, {changed} files changed\n"));
    Ok(())
}

fn record(python: &Path, script: &Path) -> Result<(Vec<u8>, Vec<u8>, i32), String> {
    let folder = script.parent().unwrap_or(Path::new("."));
    let name = script.file_name().unwrap_or_default();
    let output = Command::new(python)
        .arg(name)
        .current_dir(folder)
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", python.display()))?;
    Ok((output.stdout, output.stderr, minipy_testkit::exit_code(output.status)))
}

/// Write a file if it changes.
fn write(path: &Path, bytes: &[u8]) -> Result<bool, String> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(true)
}
