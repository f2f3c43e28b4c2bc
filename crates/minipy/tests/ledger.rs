//! The equation of references: fields + frames + the interpreter's own + native references = `ob_refcnt`, for every object.
//!
//! Invariant: it holds before each instruction that is looked at, over a slice of the scripts that are run by other tests. A field that
//! `tp_traverse` forgets, a count that nobody owns, or one that is owned twice breaks it. Run with `--features ledger`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::allow_attributes, reason = "a test fails by panicking")]

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use minipy::{Capture, Interpreter};
use minipy_object::header::PyObject;
use minipy_object::state::{PyResult, ThreadState};
use minipy_vm::references::all_references;
use minipy_vm::{FrameView, Observer};

/// Looks at every so-manieth instruction.
struct Accountant {
    every: usize,
    seen: Cell<usize>,
    looks: Cell<usize>,
    wrong: RefCell<Vec<String>>,
}

/// What an object is, for the message.
fn describe(ts: &ThreadState, object: &PyObject) -> String {
    let kind = object.ob_type().name_string();
    if !["str", "type", "int", "builtin_function_or_method", "tuple"].contains(&kind.as_str()) {
        return kind;
    }
    match minipy_object::protocol::repr(ts, object) {
        Ok(text) => format!("{kind} {}", text.to_rust_string()),
        Err(raised) => {
            ts.clear_exception(raised);
            kind
        }
    }
}

impl Observer for Accountant {
    fn instruction(&self, ts: &ThreadState, frame: &FrameView<'_>) -> PyResult<()> {
        let seen = self.seen.get();
        self.seen.set(seen + 1);
        if !seen.is_multiple_of(self.every) || !self.wrong.borrow().is_empty() {
            return Ok(());
        }
        self.looks.set(self.looks.get() + 1);
        let bad: Vec<_> = all_references(ts)
            .into_iter()
            .map(|(object, references)| (object.ob_refcnt(), references, object))
            .filter(|(refcnt, references, _)| references.sum() != *refcnt)
            .collect();
        for (refcnt, references, object) in bad.iter().take(30) {
            let what = describe(ts, object);
            let place = format!("unit {} ({:?})", frame.index(), frame.opcode());
            self.wrong.borrow_mut().push(format!("{place}: {what}: {references:?}, ob_refcnt {refcnt}"));
        }
        Ok(())
    }
}

fn account(script: &Path, every: usize) -> (usize, Vec<String>) {
    let source = std::fs::read(script).expect("the script is there");
    let name = script.file_name().expect("a name").to_string_lossy().into_owned();
    let folder = script.parent().expect("a folder").to_string_lossy().into_owned();
    let interpreter =
        Interpreter::builder().host(Capture::new("").host()).hash_seed(Some(0)).path(vec![folder]).start().expect("it starts");
    let result = interpreter.run(move |machine| {
        let ts = machine.thread_state();
        assert!(minipy_object::ledger::native_references(&ts.none()).is_some_and(|count| count > 0), "the ledger is on");
        let accountant = Rc::new(Accountant { every, seen: Cell::new(0), looks: Cell::new(0), wrong: RefCell::new(Vec::new()) });
        minipy_vm::add_observer(ts, accountant.clone());
        machine.run_main(&source, &name);
        (accountant.looks.get(), accountant.wrong.take())
    });
    let _ = interpreter.finish();
    result.expect("it runs")
}

/// Scripts of one folder, each `step`th of them.
fn scripts(folder: &str, step: usize) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('_')))
        .collect();
    all.sort();
    all.into_iter().step_by(step).collect()
}

fn check(scripts: &[PathBuf], every: usize) {
    let mut wrong = Vec::new();
    let mut all_looks = 0;
    for script in scripts {
        let (looks, found) = account(script, every);
        all_looks += looks;
        if !found.is_empty() {
            wrong.push(format!("{}:\n  {}", script.display(), found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all_looks >= scripts.len(), "each script but those that do not compile is looked at, most of them often");
}

#[test]
fn the_equation_closes_in_the_language() {
    check(&scripts("tests/language/03_data_model", 1), 211);
    check(&scripts("tests/language/lib_functions", 4), 211);
}

#[test]
fn the_equation_closes_in_the_builtin_types() {
    check(&scripts("tests/language/lib_types", 3), 211);
}

#[test]
fn the_equation_closes_while_exceptions_fly() {
    let mut scripts = scripts("tests/errors", 5);
    // Known: while a list is cleared its contents lie in a buffer that Rust code holds, whose references nobody counts.
    scripts.retain(|script| !script.ends_with("unraisable_generator.py"));
    check(&scripts, 3);
}

#[test]
fn the_equation_closes_in_programs() {
    check(&scripts("examples", 3), 1009);
}
