//! Every instruction is executed by some script of `tests/language` or `tests/errors`, counted by an observer.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use minipy::{Capture, Interpreter};
use minipy_bytecode::Opcode;
use minipy_observe::OpcodeCount;
use minipy_vm::{Observer, add_observer, remove_observer};

/// What no code of the compiler holds: the numbers that the machine keeps for itself, and forms that a flow analysis will choose.
const NEVER: &[Opcode] = &[
    Opcode::CACHE,
    Opcode::RESERVED,
    Opcode::INTERPRETER_EXIT,
    Opcode::ENTER_EXECUTOR,
    Opcode::EXIT_INIT_CHECK,
    Opcode::LOAD_FAST_BORROW,
    Opcode::LOAD_FAST_BORROW_LOAD_FAST_BORROW,
    Opcode::LOAD_CONST_BORROW,
    // Annotation scopes inside a class, which need type parameters.
    Opcode::LOAD_FROM_DICT_OR_GLOBALS,
];

fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_')) {
            continue;
        }
        if path.is_dir() {
            scripts(&path, found);
        } else if path.extension().is_some_and(|end| end == "py") {
            found.push(path);
        }
    }
}

fn executed(script: &Path) -> Vec<Opcode> {
    let folder = script.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let builder = Interpreter::builder().host(Capture::new("").host()).hash_seed(Some(0)).path(vec![folder]);
    let (Ok(interpreter), Ok(source)) = (builder.start(), std::fs::read(script)) else { return Vec::new() };
    let name = script.display().to_string();
    let counts = interpreter.run(move |machine| {
        let ts = machine.thread_state();
        let count = Rc::new(OpcodeCount::default());
        let observer: Rc<dyn Observer> = count.clone();
        add_observer(ts, Rc::clone(&observer));
        // How it ends is not asked here: the scripts' own test compares that.
        let _ = machine.run_main(&source, &name);
        remove_observer(ts, &observer);
        count.counts()
    });
    counts.map(|counts| counts.into_keys().collect()).unwrap_or_default()
}

#[test]
fn every_instruction_is_executed_by_a_script() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    scripts(&root.join("tests/language"), &mut all);
    scripts(&root.join("tests/errors"), &mut all);
    all.sort();
    let mut missing: Vec<Opcode> =
        Opcode::ALL.iter().copied().filter(|opcode| opcode.base() == *opcode && !NEVER.contains(opcode)).collect();
    for script in all {
        if missing.is_empty() {
            break;
        }
        let seen = executed(&script);
        missing.retain(|opcode| !seen.contains(opcode));
    }
    assert!(missing.is_empty(), "no script executes {missing:?}");
}
