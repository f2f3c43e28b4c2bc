//! Code assembled by hand: what the verifier accepts and refuses, and how `dis` shows it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use minipy_bytecode::{CodeDesc, CodeFlags, Const, ExceptionEntry, LocalKind, Location, LocationWriter, Opcode, Options};
use minipy_bytecode::{depths, dis, verify, write_exception_entry, write_instruction};

/// A function of one local, `x`, and the constants `None` and `'a'`.
fn code(instructions: &[(Opcode, u32)], stacksize: u32) -> CodeDesc {
    let mut units = Vec::new();
    for (opcode, oparg) in instructions {
        write_instruction(&mut units, *opcode, *oparg);
    }
    let mut locations = LocationWriter::new(1);
    locations.push(&Location { line: 1, end_line: 1, column: 0, end_column: 1 }, units.len());
    CodeDesc {
        name: "f".into(),
        qualname: "f".into(),
        filename: Arc::from("<hand>"),
        firstlineno: 1,
        argcount: 1,
        posonlyargcount: 0,
        kwonlyargcount: 0,
        stacksize,
        flags: CodeFlags::OPTIMIZED.union(CodeFlags::NEWLOCALS),
        consts: vec![Const::None, Const::str("a")],
        names: vec!["n".into()],
        localsplusnames: vec!["x".into()],
        localspluskinds: vec![LocalKind::LOCAL],
        code: units,
        linetable: locations.finish(),
        exceptiontable: Vec::new(),
    }
}

fn refusal(instructions: &[(Opcode, u32)], stacksize: u32) -> String {
    verify(&code(instructions, stacksize)).unwrap_err().message
}

#[test]
fn good_code_is_accepted() {
    // for x in x: x()  -- with the loop's end skipped by FOR_ITER or not
    let good = code(
        &[
            (Opcode::RESUME, 0),
            (Opcode::LOAD_FAST, 0),
            (Opcode::GET_ITER, 0),
            (Opcode::FOR_ITER, 9),
            (Opcode::STORE_FAST, 0),
            (Opcode::LOAD_FAST, 0),
            (Opcode::PUSH_NULL, 0),
            (Opcode::CALL, 0),
            (Opcode::POP_TOP, 0),
            (Opcode::JUMP_BACKWARD, 12),
            (Opcode::END_FOR, 0),
            (Opcode::POP_TOP, 0),
            (Opcode::RETURN_CONST, 0),
        ],
        3,
    );
    let depths = depths(&good);
    let error = depths.as_ref().err().map(ToString::to_string);
    // FOR_ITER's target is computed from its own end: 9 units on lies JUMP_BACKWARD's cache.
    assert_eq!(error.as_deref(), Some("at unit 3: control goes to unit 14, where no instruction begins"));
    let good = code(
        &[
            (Opcode::RESUME, 0),
            (Opcode::LOAD_FAST, 0),
            (Opcode::GET_ITER, 0),
            (Opcode::FOR_ITER, 10),
            (Opcode::STORE_FAST, 0),
            (Opcode::LOAD_FAST, 0),
            (Opcode::PUSH_NULL, 0),
            (Opcode::CALL, 0),
            (Opcode::POP_TOP, 0),
            (Opcode::JUMP_BACKWARD, 12),
            (Opcode::END_FOR, 0),
            (Opcode::POP_TOP, 0),
            (Opcode::RETURN_CONST, 0),
        ],
        3,
    );
    let depths = minipy_bytecode::depths(&good).unwrap();
    assert_eq!(depths.get(3), Some(&Some(1)));
    assert_eq!(depths.get(4), Some(&None));
    assert_eq!(depths.last(), Some(&Some(0)));
}

#[test]
fn bad_code_is_refused() {
    use Opcode::*;
    assert_eq!(refusal(&[(POP_TOP, 0), (RETURN_CONST, 0)], 1), "POP_TOP takes 1 of 0 values");
    assert_eq!(refusal(&[(LOAD_CONST, 0), (RETURN_VALUE, 0)], 0), "LOAD_CONST leaves 1 values, more than 0");
    assert_eq!(refusal(&[(LOAD_CONST, 2), (RETURN_VALUE, 0)], 1), "LOAD_CONST cannot have the operand 2");
    assert_eq!(refusal(&[(LOAD_FAST, 1), (RETURN_VALUE, 0)], 1), "LOAD_FAST cannot have the operand 1");
    assert_eq!(refusal(&[(LOAD_DEREF, 0), (RETURN_VALUE, 0)], 1), "LOAD_DEREF cannot have the operand 0");
    assert_eq!(refusal(&[(NOP, 0)], 1), "control goes to unit 1, where no instruction begins");
    assert_eq!(refusal(&[(JUMP_FORWARD, 7), (RETURN_CONST, 0)], 1), "JUMP_FORWARD cannot have the operand 7");
    let two_depths = [(LOAD_CONST, 0), (POP_JUMP_IF_NONE, 1), (LOAD_CONST, 0), (RETURN_CONST, 0)];
    assert_eq!(refusal(&two_depths, 2), "unit 4 is reached with 0 and with 1 values on the stack");
    let mut cut = code(&[(LOAD_CONST, 0), (TO_BOOL, 0)], 1);
    cut.code.pop();
    assert_eq!(verify(&cut).unwrap_err().message, "the caches of the last instruction are cut off");
    let mut unknown = code(&[(RETURN_CONST, 0)], 1);
    unknown.code = vec![255];
    assert_eq!(verify(&unknown).unwrap_err().message, "no such instruction");
}

#[test]
fn handlers_are_followed() {
    use Opcode::*;
    let mut guarded = code(&[(LOAD_FAST, 0), (RETURN_VALUE, 0), (PUSH_EXC_INFO, 0), (POP_TOP, 0), (POP_EXCEPT, 0), (RETURN_CONST, 0)], 2);
    let entry = ExceptionEntry { start: 0, end: 1, target: 2, depth: 0, lasti: false };
    write_exception_entry(&mut guarded.exceptiontable, &entry);
    assert_eq!(depths(&guarded).unwrap().get(2), Some(&Some(1)));
    guarded.exceptiontable.clear();
    write_exception_entry(&mut guarded.exceptiontable, &ExceptionEntry { depth: 1, ..entry });
    assert_eq!(verify(&guarded).unwrap_err().message, "the handler keeps more values than there are");
}

#[test]
fn dis_shows_adaptive_code_and_the_current_instruction() {
    use Opcode::*;
    let plain = code(&[(RESUME, 0), (LOAD_FAST, 0), (LOAD_ATTR, 1), (CALL, 0), (RETURN_VALUE, 0)], 2);
    let now = |code: &CodeDesc| {
        let mut units = code.code.clone();
        if let Some(unit) = units.get_mut(1) {
            *unit = minipy_bytecode::unit(LOAD_FAST_BORROW as u8, 0);
        }
        Some(units)
    };
    let mut text = String::new();
    let options = Options { adaptive: Some(&now), lasti: Some(2), ..Options::default() };
    dis(&plain, &options, &mut text).unwrap();
    let expected = "  1           RESUME                   0
          --> LOAD_FAST_BORROW         0 (x)
              LOAD_ATTR                1 (n + NULL|self)
              CALL                     0
              RETURN_VALUE
";
    assert_eq!(text, expected);
}

#[test]
fn dis_lists_damaged_code() {
    let mut damaged = code(&[(Opcode::LOAD_CONST, 9), (Opcode::LOAD_NAME, 9), (Opcode::BINARY_OP, 99)], 1);
    damaged.code.push(minipy_bytecode::unit(255, 1));
    damaged.exceptiontable = vec![0x80, 0x40];
    let mut text = String::new();
    dis(&damaged, &Options::default(), &mut text).unwrap();
    assert!(text.contains("<unknown>") && text.contains("<255>"), "{text}");
}
