//! Arithmetic on any object: operators with their reflected forms, in-place operators, indices.
//!
//! CPython counterpart: the number part of `Objects/abstract.c`.

use crate::header::{PyObject, PyType};
use crate::pyref::Py;
use crate::slots::{AnySlot, SlotId};
use crate::state::{PyResult, ThreadState};
use crate::types::int::Int;

/// The binary operators, with the numbers that `BINARY_OP` uses (`NB_ADD` …); the in-place form of `n` is `n + 13`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "named after their operators")]
pub enum BinaryOp {
    Add = 0,
    And = 1,
    FloorDivide = 2,
    Lshift = 3,
    MatrixMultiply = 4,
    Multiply = 5,
    Remainder = 6,
    Or = 7,
    Power = 8,
    Rshift = 9,
    Subtract = 10,
    TrueDivide = 11,
    Xor = 12,
}

impl BinaryOp {
    /// The operator with a number of `BINARY_OP`, and whether it is the in-place form.
    pub fn from_oparg(oparg: u8) -> Option<(BinaryOp, bool)> {
        const ALL: [BinaryOp; 13] = [
            BinaryOp::Add,
            BinaryOp::And,
            BinaryOp::FloorDivide,
            BinaryOp::Lshift,
            BinaryOp::MatrixMultiply,
            BinaryOp::Multiply,
            BinaryOp::Remainder,
            BinaryOp::Or,
            BinaryOp::Power,
            BinaryOp::Rshift,
            BinaryOp::Subtract,
            BinaryOp::TrueDivide,
            BinaryOp::Xor,
        ];
        let index = usize::from(oparg);
        ALL.get(index % 13).filter(|_| index < 26).map(|op| (*op, index >= 13))
    }

    /// The operator's text, as errors show it.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::And => "&",
            BinaryOp::FloorDivide => "//",
            BinaryOp::Lshift => "<<",
            BinaryOp::MatrixMultiply => "@",
            BinaryOp::Multiply => "*",
            BinaryOp::Remainder => "%",
            BinaryOp::Or => "|",
            BinaryOp::Power => "** or pow()",
            BinaryOp::Rshift => ">>",
            BinaryOp::Subtract => "-",
            BinaryOp::TrueDivide => "/",
            BinaryOp::Xor => "^",
        }
    }

    fn inplace_symbol(self) -> String {
        match self {
            BinaryOp::Power => "**=".to_owned(),
            other => format!("{}=", other.symbol()),
        }
    }

    fn slots(self) -> (SlotId, SlotId) {
        match self {
            BinaryOp::Add => (SlotId::nb_add, SlotId::nb_inplace_add),
            BinaryOp::And => (SlotId::nb_and, SlotId::nb_inplace_and),
            BinaryOp::FloorDivide => (SlotId::nb_floor_divide, SlotId::nb_inplace_floor_divide),
            BinaryOp::Lshift => (SlotId::nb_lshift, SlotId::nb_inplace_lshift),
            BinaryOp::MatrixMultiply => (SlotId::nb_matrix_multiply, SlotId::nb_inplace_matrix_multiply),
            BinaryOp::Multiply => (SlotId::nb_multiply, SlotId::nb_inplace_multiply),
            BinaryOp::Remainder => (SlotId::nb_remainder, SlotId::nb_inplace_remainder),
            BinaryOp::Or => (SlotId::nb_or, SlotId::nb_inplace_or),
            BinaryOp::Power => (SlotId::nb_power, SlotId::nb_inplace_power),
            BinaryOp::Rshift => (SlotId::nb_rshift, SlotId::nb_inplace_rshift),
            BinaryOp::Subtract => (SlotId::nb_subtract, SlotId::nb_inplace_subtract),
            BinaryOp::TrueDivide => (SlotId::nb_true_divide, SlotId::nb_inplace_true_divide),
            BinaryOp::Xor => (SlotId::nb_xor, SlotId::nb_inplace_xor),
        }
    }
}

fn invoke(ts: &ThreadState, slot: AnySlot, a: &PyObject, b: &PyObject) -> PyResult {
    match slot {
        AnySlot::Binary(f) => f(ts, a, b),
        AnySlot::Ternary(f) => f(ts, a, b, &ts.singletons().none),
        _ => Err(ts.system_error("a number slot holds a function of another kind")),
    }
}

/// Try the number slots of both operands; NotImplemented when neither knows. CPython: `binary_op1`.
fn binary_op1(ts: &ThreadState, slot: SlotId, a: &PyObject, b: &PyObject) -> PyResult {
    let (at, bt) = (a.ob_type(), b.ob_type());
    let left = at.slots.get_any(slot);
    let mut right = None;
    if !std::ptr::eq(at, bt) {
        right = bt.slots.get_any(slot);
        if right.map(AnySlot::address) == left.map(AnySlot::address) {
            right = None;
        }
    }
    let not_implemented = &ts.singletons().not_implemented;
    if let Some(left) = left {
        if let Some(function) = right.filter(|_| bt.is_subtype(at)) {
            let result = invoke(ts, function, a, b)?;
            if !result.is(not_implemented) {
                return Ok(result);
            }
            right = None;
        }
        let result = invoke(ts, left, a, b)?;
        if !result.is(not_implemented) {
            return Ok(result);
        }
    }
    if let Some(right) = right {
        return invoke(ts, right, a, b);
    }
    Ok(ts.not_implemented())
}

fn unsupported(ts: &ThreadState, symbol: &str, a: &PyObject, b: &PyObject) -> PyResult {
    let (left, right) = (a.ob_type().name_string(), b.ob_type().name_string());
    if symbol == ">>" && a.ob_type().name_string() == "builtin_function_or_method" {
        let is_print = a.downcast::<crate::types::builtin_function::BuiltinFunction>().is_some_and(|f| f.def().name == "print");
        if is_print {
            return Err(ts.type_error(format_args!(
                "unsupported operand type(s) for >>: '{left}' and '{right}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
            )));
        }
    }
    Err(ts.type_error(format_args!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'")))
}

/// The sequence forms of `+` and `*`, tried when no number slot answers.
fn sequence_op(ts: &ThreadState, op: BinaryOp, inplace: bool, a: &PyObject, b: &PyObject) -> PyResult<Option<crate::pyref::PyRef>> {
    let (at, bt) = (&a.ob_type().slots, &b.ob_type().slots);
    match op {
        BinaryOp::Add => {
            let concat = if inplace { at.sq_inplace_concat.get().or(at.sq_concat.get()) } else { at.sq_concat.get() };
            concat.map(|concat| concat(ts, a, b)).transpose()
        }
        BinaryOp::Multiply => {
            let own = if inplace { at.sq_inplace_repeat.get().or(at.sq_repeat.get()) } else { at.sq_repeat.get() };
            if let Some(repeat) = own {
                return repeat(ts, a, repeat_count(ts, b)?).map(Some);
            }
            // In place CPython asks the right operand only where the left one is no sequence at all.
            let left_counts = inplace
                && (a.ob_type().is_heap() || at.sq_length.get().is_some() || at.sq_item.get().is_some() || at.sq_contains.get().is_some());
            if let Some(repeat) = bt.sq_repeat.get().filter(|_| !left_counts) {
                return repeat(ts, b, repeat_count(ts, a)?).map(Some);
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

fn repeat_count(ts: &ThreadState, count: &PyObject) -> PyResult<isize> {
    if count.ob_type().slots.nb_index.get().is_none() {
        let kind = count.ob_type().name_string();
        return Err(ts.type_error(format_args!("can't multiply sequence by non-int of type '{kind}'")));
    }
    index_isize(ts, count, &ts.types().overflow_error)
}

/// `a op b`. CPython: `PyNumber_Add` …
pub fn binary_op(ts: &ThreadState, op: BinaryOp, a: &PyObject, b: &PyObject) -> PyResult {
    let result = binary_op1(ts, op.slots().0, a, b)?;
    if !result.is(&ts.singletons().not_implemented) {
        return Ok(result);
    }
    if let Some(result) = sequence_op(ts, op, false, a, b)? {
        return Ok(result);
    }
    unsupported(ts, op.symbol(), a, b)
}

/// `a op= b`: the value to bind. CPython: `PyNumber_InPlaceAdd` …
pub fn inplace_op(ts: &ThreadState, op: BinaryOp, a: &PyObject, b: &PyObject) -> PyResult {
    let (slot, inplace) = op.slots();
    let not_implemented = &ts.singletons().not_implemented;
    if let Some(function) = a.ob_type().slots.get_any(inplace) {
        let result = invoke(ts, function, a, b)?;
        if !result.is(not_implemented) {
            return Ok(result);
        }
    }
    let result = binary_op1(ts, slot, a, b)?;
    if !result.is(not_implemented) {
        return Ok(result);
    }
    if let Some(result) = sequence_op(ts, op, true, a, b)? {
        return Ok(result);
    }
    unsupported(ts, &op.inplace_symbol(), a, b)
}

/// `divmod(a, b)`. CPython: `PyNumber_Divmod`.
pub fn divmod(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    let result = binary_op1(ts, SlotId::nb_divmod, a, b)?;
    if result.is(&ts.singletons().not_implemented) { unsupported(ts, "divmod()", a, b) } else { Ok(result) }
}

/// `pow(a, b, c)`; `c` may be None. CPython: `PyNumber_Power`.
pub fn power(ts: &ThreadState, a: &PyObject, b: &PyObject, c: &PyObject) -> PyResult {
    if c.is(&ts.singletons().none) {
        return binary_op(ts, BinaryOp::Power, a, b);
    }
    let mut tried: [Option<usize>; 3] = [None; 3];
    for (i, operand) in [a, b, c].into_iter().enumerate() {
        let Some(slot) = operand.ob_type().slots.nb_power.get() else { continue };
        let address = Some(AnySlot::Ternary(slot).address());
        if tried.contains(&address) {
            continue;
        }
        if let Some(entry) = tried.get_mut(i) {
            *entry = address;
        }
        let result = slot(ts, a, b, c)?;
        if !result.is(&ts.singletons().not_implemented) {
            return Ok(result);
        }
    }
    let names = [a, b, c].map(|operand| operand.ob_type().name_string());
    let [a, b, c] = names;
    Err(ts.type_error(format_args!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
}

fn unary(ts: &ThreadState, object: &PyObject, slot: Option<crate::slots::UnaryFunc>, what: &str) -> PyResult {
    match slot {
        Some(slot) => slot(ts, object),
        None => Err(ts.type_error(format_args!("bad operand type for {what}: '{}'", object.ob_type().name_string()))),
    }
}

/// `-x`
pub fn negative(ts: &ThreadState, object: &PyObject) -> PyResult {
    unary(ts, object, object.ob_type().slots.nb_negative.get(), "unary -")
}

/// `+x`
pub fn positive(ts: &ThreadState, object: &PyObject) -> PyResult {
    unary(ts, object, object.ob_type().slots.nb_positive.get(), "unary +")
}

/// `~x`
pub fn invert(ts: &ThreadState, object: &PyObject) -> PyResult {
    unary(ts, object, object.ob_type().slots.nb_invert.get(), "unary ~")
}

/// `abs(x)`
pub fn absolute(ts: &ThreadState, object: &PyObject) -> PyResult {
    unary(ts, object, object.ob_type().slots.nb_absolute.get(), "abs()")
}

/// `operator.index(x)`: an exact int. CPython: `PyNumber_Index`.
pub fn index(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Int>> {
    if let Some(int) = object.downcast::<Int>() {
        return int.to_exact(ts);
    }
    let Some(slot) = object.ob_type().slots.nb_index.get() else {
        let kind = object.ob_type().name_string();
        return Err(ts.type_error(format_args!("'{kind}' object cannot be interpreted as an integer")));
    };
    match slot(ts, object)?.downcast_into::<Int>() {
        Ok(int) => exact_result(ts, "__index__", int),
        Err(other) => Err(ts.type_error(format_args!("__index__ returned non-int (type {})", other.ob_type().name_string()))),
    }
}

/// What `__int__` or `__index__` returned, as an exact int: a strict subclass is deprecated.
pub(crate) fn exact_result(ts: &ThreadState, method: &str, int: Py<Int>) -> PyResult<Py<Int>> {
    if !int.as_object().is_exact::<Int>() {
        let kind = int.as_object().ob_type().name_string();
        ts.warn(
            &ts.types().deprecation_warning,
            format_args!(
                "{method} returned non-int (type {kind}).  The ability to return an instance of a strict subclass of int is deprecated, and \
                 may be removed in a future version of Python."
            ),
        )?;
    }
    int.to_exact(ts)
}

/// An index that fits a word; `overflow` is raised where it does not ("cannot fit 'int' into an index-sized integer").
/// CPython: `PyNumber_AsSsize_t`.
pub fn index_isize(ts: &ThreadState, object: &PyObject, overflow: &PyType) -> PyResult<isize> {
    let int = index(ts, object)?;
    match int.as_i64().and_then(|value| isize::try_from(value).ok()) {
        Some(value) => Ok(value),
        None => {
            let kind = object.ob_type().name_string();
            Err(ts.raise(overflow, format_args!("cannot fit '{kind}' into an index-sized integer")))
        }
    }
}

/// The same, cut to the range of a word: for slices. CPython: `PyNumber_AsSsize_t(…, NULL)`.
pub fn index_clamped(ts: &ThreadState, object: &PyObject) -> PyResult<isize> {
    let int = index(ts, object)?;
    Ok(match int.as_i64().and_then(|value| isize::try_from(value).ok()) {
        Some(value) => value,
        None if int.is_negative() => isize::MIN,
        None => isize::MAX,
    })
}
