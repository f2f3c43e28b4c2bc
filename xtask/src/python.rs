//! Finding a CPython, and the minipy to compare it with.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The CPython 3.13 to ask: the one given, `$MINIPY_PYTHON`, or the first that answers.
pub(crate) fn cpython(given: Option<&str>) -> Result<PathBuf, String> {
    let mut candidates: Vec<PathBuf> = Vec::new();
    match given {
        Some(path) => candidates.push(PathBuf::from(path)),
        None => {
            candidates.extend(std::env::var_os("MINIPY_PYTHON").map(PathBuf::from));
            candidates.push(PathBuf::from("python3.13"));
            if let Some(home) = std::env::home_dir() {
                let versions = home.join(".pyenv/versions");
                if let Ok(entries) = std::fs::read_dir(versions) {
                    candidates.extend(entries.flatten().map(|entry| entry.path().join("bin/python3.13")));
                }
            }
            candidates.push(PathBuf::from("python3"));
        }
    }
    for candidate in &candidates {
        if version(candidate).is_some_and(|version| version.starts_with("3.13")) {
            return Ok(candidate.clone());
        }
    }
    Err("no CPython 3.13 was found: give one with --python PATH or $MINIPY_PYTHON".to_owned())
}

/// The version that an interpreter says it has.
pub(crate) fn version(python: &Path) -> Option<String> {
    let output = Command::new(python).arg("-c").arg("import sys; print(sys.version.split()[0])").stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The minipy of the release profile, built if need be.
pub(crate) fn minipy() -> Result<PathBuf, String> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--package", "minipy-cli"])
        .current_dir(crate::root())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !built.success() {
        return Err("minipy did not build".to_owned());
    }
    Ok(target().join("release/minipy"))
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from)
}

/// The builds of minipy that there are; at least the dev build, which is made.
pub(crate) fn built_minipys() -> Result<Vec<PathBuf>, String> {
    let built = Command::new(env!("CARGO")).args(["build", "--quiet", "--package", "minipy-cli"]).current_dir(crate::root()).status();
    if !built.map_err(|error| format!("cargo: {error}"))?.success() {
        return Err("minipy did not build".to_owned());
    }
    Ok([target().join("debug/minipy"), target().join("release/minipy")].into_iter().filter(|path| path.exists()).collect())
}

/// An option with a value, taken out of the arguments.
pub(crate) fn option(arguments: &mut Vec<String>, name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.remove(at);
    (at < arguments.len()).then(|| arguments.remove(at))
}

/// An option without a value, taken out of the arguments.
pub(crate) fn flag(arguments: &mut Vec<String>, name: &str) -> bool {
    match arguments.iter().position(|argument| argument == name) {
        Some(at) => {
            arguments.remove(at);
            true
        }
        None => false,
    }
}
