//! Operators, comparisons, truth.
//!
//! Invariant: a fast path looks at exact builtin types only and runs no Python code; all else goes through `protocol`.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_bytecode::Opcode;
use minipy_object::protocol::{self, BinaryOp};
use minipy_object::slots::CompareOp;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::float::Float;
use minipy_object::types::int::Int;
use minipy_object::types::str::Str;

use crate::fast;
use crate::frame::{Stack, VmThread, record_of, vm};
use crate::machine::unwind;
use crate::ops::stack::{destroy, last};
use crate::stackref::StackRef;

/// NB_ADD … with the in-place forms folded in: for numbers they are the same.
const ADD: usize = 0;
const AND: usize = 1;
const FLOOR_DIVIDE: usize = 2;
const LSHIFT: usize = 3;
const MULTIPLY: usize = 5;
const REMAINDER: usize = 6;
const OR: usize = 7;
const RSHIFT: usize = 9;
const SUBTRACT: usize = 10;
const TRUE_DIVIDE: usize = 11;
const XOR: usize = 12;

#[inline(always)]
fn int_op(op: usize, a: i64, b: i64) -> Option<i64> {
    match op {
        ADD => a.checked_add(b),
        SUBTRACT => a.checked_sub(b),
        MULTIPLY => a.checked_mul(b),
        AND => Some(a & b),
        OR => Some(a | b),
        XOR => Some(a ^ b),
        FLOOR_DIVIDE => {
            let quotient = a.checked_div(b)?;
            Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
        }
        REMAINDER => {
            let rest = a.checked_rem(b)?;
            Some(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
        LSHIFT if (0..32).contains(&b) && a.unsigned_abs() < 1 << 31 => Some(a << b),
        RSHIFT if b >= 0 => Some(a >> b.min(63)),
        _ => None,
    }
}

#[inline(always)]
fn float_op(op: usize, a: f64, b: f64) -> Option<f64> {
    match op {
        ADD => Some(a + b),
        SUBTRACT => Some(a - b),
        MULTIPLY => Some(a * b),
        TRUE_DIVIDE if b != 0.0 => Some(a / b),
        _ => None,
    }
}

/// Release an operand that is an exact int or float: nothing of Python's runs.
#[inline(always)]
pub(crate) unsafe fn release_number(ts: &ThreadState, vt: &VmThread, word: StackRef) {
    // SAFETY: R1: the word is given up by the caller.
    unsafe {
        if last(word) && !fast::free_number(ts, vt, word.as_ptr()) {
            destroy(word.as_ptr());
        }
    }
}

/// Whether an int of this value is one of the shared small ints. Written out: `contains` takes an address, and a handler that has an
/// address of a local does not end in a jump.
#[inline(always)]
#[expect(clippy::manual_range_contains, reason = "`contains` takes the address of a local")]
fn shared_int(value: i64) -> bool {
    value >= -5 && value <= 256
}

/// The result of an operation on exact ints of one word or exact floats, owned, and the operands released; NULL where it is for the slow
/// path, with the operands untouched. The block of a temporary operand becomes the result's, unless that is a shared small int.
///
/// # Safety
/// R1: the words are alive, and given up where there is a result.
#[inline(always)]
pub(crate) unsafe fn number_op(ts: &ThreadState, vt: &VmThread, left: StackRef, right: StackRef, oparg: usize) -> StackRef {
    // SAFETY: L1: each word is read as what its type says; R1: promised.
    unsafe {
        let kind = left.object().ob_type_ptr();
        let other = right.object().ob_type_ptr();
        let op = if oparg >= 13 { oparg - 13 } else { oparg };
        if kind == vt.fast.int && other == kind {
            let (Some(a), Some(b)) = (fast::int_value(left.as_ptr()), fast::int_value(right.as_ptr())) else { return StackRef::NULL };
            let Some(value) = int_op(op, a, b) else { return StackRef::NULL };
            if !shared_int(value) && fast::is_temporary(left) {
                left.cast::<Int>().set_temporary(value);
                release_number(ts, vt, right);
                return left;
            }
            let result = fast::new_int(ts, vt, value);
            if !result.is_null() {
                release_number(ts, vt, left);
                release_number(ts, vt, right);
            }
            return result;
        }
        if kind != vt.fast.float && other != vt.fast.float {
            return StackRef::NULL;
        }
        let a = if kind == vt.fast.float {
            Some(fast::float_value(left.as_ptr()))
        } else if kind == vt.fast.int {
            fast::int_value(left.as_ptr()).map(|a| a as f64)
        } else {
            None
        };
        let b = if other == vt.fast.float {
            Some(fast::float_value(right.as_ptr()))
        } else if other == vt.fast.int {
            fast::int_value(right.as_ptr()).map(|b| b as f64)
        } else {
            None
        };
        let (Some(a), Some(b)) = (a, b) else { return StackRef::NULL };
        let Some(value) = float_op(op, a, b) else { return StackRef::NULL };
        if kind == vt.fast.float && fast::is_temporary(left) {
            left.cast::<Float>().set_temporary(value);
            release_number(ts, vt, right);
            return left;
        }
        if other == vt.fast.float && fast::is_temporary(right) {
            right.cast::<Float>().set_temporary(value);
            release_number(ts, vt, left);
            return right;
        }
        let result = fast::new_float(ts, vt, value);
        if !result.is_null() {
            release_number(ts, vt, left);
            release_number(ts, vt, right);
        }
        result
    }
}

op! {
    fn BINARY_OP(pc, sp, locals, ts, oparg, table) {
        let result = number_op(&*ts, vm(&*ts), *sp.sub(2), *sp.sub(1), oparg);
        if result.is_null() {
            return binary_slow(pc, sp, locals, ts, oparg, table);
        }
        *sp.sub(2) = result;
        next!(pc.add(1), sp.sub(1), locals, ts, table)
    }
}

op! {
    fn binary_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut crate::frame::Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { binary_op(&mut Stack::new(&*ts, record), oparg).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(1), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn binary_op(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let Some((op, inplace)) = BinaryOp::from_oparg(oparg as u8) else {
        return Err(s.ts.system_error("unknown binary operator"));
    };
    if op == BinaryOp::Add && s.peek(2).is_exact::<Str>() && s.peek(1).is_exact::<Str>() {
        return add_strs(s);
    }
    let result =
        if inplace { protocol::inplace_op(s.ts, op, s.peek(2), s.peek(1))? } else { protocol::binary_op(s.ts, op, s.peek(2), s.peek(1))? };
    s.finish(2, result);
    Ok(())
}

/// `left + right` of exact strs. Where the next instruction stores the sum in the very local that holds `left`, that local lets go
/// first, so that the block can grow in place. CPython: `BINARY_OP_INPLACE_ADD_UNICODE`.
fn add_strs(s: &mut Stack<'_>) -> PyResult<()> {
    // SAFETY: verified code does not end with BINARY_OP: behind it lie its cache unit and another instruction.
    let unit = unsafe { *(*s.record()).pc.add(Opcode::BINARY_OP.cache()) };
    let operand = usize::from(unit >> 8);
    let target = match unit & 0xff {
        op if op == Opcode::STORE_FAST as u16 => Some(operand),
        op if op == Opcode::STORE_FAST_LOAD_FAST as u16 || op == Opcode::STORE_FAST_STORE_FAST as u16 => Some(operand >> 4),
        _ => None,
    };
    if let Some(target) = target {
        if s.local(target).is_some_and(|held| held.is(s.peek(2))) {
            // The stack holds another reference: nothing dies here.
            drop(s.set_local(target, None));
        }
    }
    let right = s.pop();
    let left = s.pop();
    let (Ok(left), Some(right)) = (left.downcast_into::<Str>(), right.downcast::<Str>()) else {
        return Err(s.ts.system_error("two strs were checked"));
    };
    let sum = Str::append_in_place(s.ts, left, right)?;
    s.push(sum.into_ref());
    Ok(())
}

/// The word for a bool: counted, as every reference.
#[inline(always)]
pub(crate) unsafe fn bool_word(vt: &VmThread, value: bool) -> StackRef {
    let object = if value { vt.fast.true_ } else { vt.fast.false_ };
    // SAFETY: the interpreter's singletons live as long as it does.
    StackRef::to_owned_from(unsafe { object.as_ref() })
}

op! {
    fn COMPARE_OP(pc, sp, locals, ts, oparg, table) {
        let right = *sp.sub(1);
        let left = *sp.sub(2);
        let vt = vm(&*ts);
        let kind = left.object().ob_type_ptr();
        if kind == right.object().ob_type_ptr() {
            let which = if kind == vt.fast.int {
                match (fast::int_value(left.as_ptr()), fast::int_value(right.as_ptr())) {
                    (Some(a), Some(b)) => if a < b { 2 } else if a > b { 4 } else { 8 },
                    _ => 0,
                }
            } else if kind == vt.fast.float {
                let (a, b) = (fast::float_value(left.as_ptr()), fast::float_value(right.as_ptr()));
                if a < b { 2 } else if a > b { 4 } else if a == b { 8 } else { 1 }
            } else {
                0
            };
            if which != 0 {
                // Bits 0 to 3 of the operand are the set of orderings for which the comparison holds.
                *sp.sub(2) = bool_word(vt, oparg & which != 0);
                release_number(&*ts, vt, left);
                release_number(&*ts, vt, right);
                next!(pc.add(1), sp.sub(1), locals, ts, table)
            }
        }
        compare_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn compare_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut crate::frame::Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { compare_op(&mut Stack::new(&*ts, record), oparg).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(1), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

pub(crate) fn comparison(number: usize) -> CompareOp {
    match number {
        0 => CompareOp::Lt,
        1 => CompareOp::Le,
        2 => CompareOp::Eq,
        3 => CompareOp::Ne,
        4 => CompareOp::Gt,
        _ => CompareOp::Ge,
    }
}

fn compare_op(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let op = comparison(oparg >> 5);
    if let (CompareOp::Eq | CompareOp::Ne, Some(a), Some(b)) = (op, s.peek(2).downcast_exact::<Str>(), s.peek(1).downcast_exact::<Str>()) {
        let answer = s.ts.bool(a.equals(b) == (op == CompareOp::Eq));
        s.finish(2, answer);
        return Ok(());
    }
    let mut result = protocol::rich_compare(s.ts, s.peek(2), s.peek(1), op)?;
    if oparg & 16 != 0 {
        let truth = protocol::is_true(s.ts, &result)?;
        result = s.ts.bool(truth);
    }
    s.finish(2, result);
    Ok(())
}

op! {
    fn IS_OP(pc, sp, locals, ts, oparg, table) {
        let right = *sp.sub(1);
        let left = *sp.sub(2);
        let same = left.is(right.as_ptr());
        let answer = bool_word(vm(&*ts), same != (oparg & 1 != 0));
        // The operands are dropped from where they lie, the answer takes the place of the lower one.
        *sp = answer;
        is_drop(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn is_drop(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        (*record).pc = pc;
        (*record).sp = sp.add(1);
        let answer = *sp;
        (*sp.sub(2)).close();
        (*sp.sub(1)).close();
        *sp.sub(2) = answer;
        next!(pc, sp.sub(1), locals, ts, vm(&*ts).table.get())
    }
}

op! {
    fn TO_BOOL(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        let vt = vm(&*ts);
        let kind = word.object().ob_type_ptr();
        if kind == vt.fast.bool {
            next!(pc.add(3), sp, locals, ts, table)
        }
        if word.is(vt.fast.none.as_ptr()) {
            *sp.sub(1) = bool_word(vt, false);
            word.close();
            next!(pc.add(3), sp, locals, ts, table)
        }
        if kind == vt.fast.int {
            if let Some(value) = fast::int_value(word.as_ptr()) {
                *sp.sub(1) = bool_word(vt, value != 0);
                release_number(&*ts, vt, word);
                next!(pc.add(3), sp, locals, ts, table)
            }
        }
        to_bool_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn to_bool_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut crate::frame::Record) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { to_bool(&mut Stack::new(&*ts, record)).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(3), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn to_bool(s: &mut Stack<'_>) -> PyResult<()> {
    let truth = protocol::is_true(s.ts, s.peek(1))?;
    let truth = s.ts.bool(truth);
    s.finish(1, truth);
    Ok(())
}

op! {
    fn UNARY_NOT(pc, sp, locals, ts, oparg, table) {
        let word = *sp.sub(1);
        let vt = vm(&*ts);
        *sp.sub(1) = bool_word(vt, word.is(vt.fast.false_.as_ptr()));
        word.close();
        next!(pc, sp, locals, ts, table)
    }
}

ops_out! {
    UNARY_NEGATIVE => unary_negative;
    UNARY_INVERT => unary_invert;
    CONTAINS_OP => contains_op;
}

fn unary_negative(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let result = protocol::negative(s.ts, s.peek(1))?;
    s.finish(1, result);
    Ok(())
}

fn unary_invert(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let result = protocol::invert(s.ts, s.peek(1))?;
    s.finish(1, result);
    Ok(())
}

fn contains_op(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let found = protocol::contains(s.ts, s.peek(1), s.peek(2))?;
    let answer = s.ts.bool(found != (oparg & 1 != 0));
    s.finish(2, answer);
    Ok(())
}
