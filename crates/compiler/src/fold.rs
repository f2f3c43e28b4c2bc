//! Constant folding: which expressions are constants, and what their values are.
//!
//! CPython's counterpart is `Python/ast_opt.c`, which rewrites the tree. Here the tree stays as it is (annotations that become strings need
//! it as written): the code generator asks for the value of an expression, and answers are remembered by the address of the node.
//! Invariant: an expression is folded exactly if CPython folds it; whatever would raise, or would take more than its limits of size, is
//! left for run time.

use minipy_ast::{Constant, Expr, ExprContext, ExprKind, Operator, UnaryOp};
use minipy_bytecode::Const;
use minipy_scalar::complex::Complex;
use minipy_scalar::float::{self, Power};
use minipy_scalar::{Int, IntRef};

use crate::names::FastMap;

/// Bits of an integer that folding may make.
const MAX_INT_SIZE: u64 = 128;
/// Items of a tuple that folding may make by repetition.
const MAX_COLLECTION_SIZE: u64 = 256;
/// Items, counted through nested tuples, that folding may make.
const MAX_TOTAL_ITEMS: i64 = 1024;
/// Bytes or characters that folding may make by repetition.
const MAX_STR_SIZE: u64 = 4096;
/// Levels of nesting that are looked into; a deeper expression is left for run time.
const MAX_DEPTH: u32 = 2_000;

/// The values found so far.
#[derive(Default)]
pub(crate) struct Folder {
    known: FastMap<usize, Option<Const>>,
    /// `-O`: the value of `__debug__`.
    pub(crate) optimized: bool,
    depth: u32,
}

fn is_debug(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Name { id: "__debug__", ctx: ExprContext::Load })
}

/// The value of a literal.
pub(crate) fn literal(value: &Constant<'_>) -> Const {
    match *value {
        Constant::None => Const::None,
        Constant::True => Const::True,
        Constant::False => Const::False,
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(value) => Const::Int(Int::from(value)),
        Constant::BigInt(digits) => Const::Int(Int::parse(digits.as_bytes(), 10, 0).unwrap_or_default()),
        Constant::Float(value) => Const::Float(value),
        Constant::Complex(imag) => Const::Complex(0.0, imag),
        Constant::Str(text) => Const::Str(text.into()),
        Constant::Bytes(bytes) => Const::Bytes(bytes.into()),
    }
}

impl Folder {
    /// The value of an expression, if it is a constant (after folding).
    pub(crate) fn constant(&mut self, expr: &Expr<'_>) -> Option<Const> {
        if let ExprKind::Constant { ref value, .. } = expr.kind {
            return Some(literal(value));
        }
        if is_debug(expr) {
            return Some(Const::from(!self.optimized));
        }
        self.lookup(expr).cloned()
    }

    /// Whether an expression is a constant.
    pub(crate) fn is_constant(&mut self, expr: &Expr<'_>) -> bool {
        matches!(expr.kind, ExprKind::Constant { .. }) || is_debug(expr) || self.lookup(expr).is_some()
    }

    fn lookup(&mut self, expr: &Expr<'_>) -> Option<&Const> {
        let foldable = match expr.kind {
            ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } => true,
            ExprKind::Tuple { ctx, .. } | ExprKind::Subscript { ctx, .. } => ctx == ExprContext::Load,
            ExprKind::BoolOp { .. }
            | ExprKind::NamedExpr { .. }
            | ExprKind::Lambda { .. }
            | ExprKind::IfExp { .. }
            | ExprKind::Dict { .. }
            | ExprKind::Set { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::Await { .. }
            | ExprKind::Yield { .. }
            | ExprKind::YieldFrom { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Call { .. }
            | ExprKind::FormattedValue { .. }
            | ExprKind::JoinedStr { .. }
            | ExprKind::Constant { .. }
            | ExprKind::Attribute { .. }
            | ExprKind::Starred { .. }
            | ExprKind::Name { .. }
            | ExprKind::List { .. }
            | ExprKind::Slice { .. } => false,
        };
        if !foldable {
            return None;
        }
        let address = core::ptr::from_ref(expr).addr();
        if !self.known.contains_key(&address) {
            let value = if self.depth < MAX_DEPTH {
                self.depth += 1;
                let value = self.fold(expr);
                self.depth -= 1;
                value
            } else {
                None
            };
            self.known.insert(address, value);
        }
        self.known.get(&address).and_then(Option::as_ref)
    }

    fn fold(&mut self, expr: &Expr<'_>) -> Option<Const> {
        if let ExprKind::UnaryOp { op, operand } = expr.kind {
            let operand = self.constant(operand)?;
            unary(op, &operand)
        } else if let ExprKind::Tuple { elts, .. } = expr.kind {
            self.constants(elts).map(Const::Tuple)
        } else if let ExprKind::Subscript { value, slice, .. } = expr.kind {
            let value = self.constant(value)?;
            let index = self.constant(slice)?;
            subscript(&value, &index)
        } else {
            self.bin_op_chain(expr)
        }
    }

    /// A chain that leans to the left is folded in a loop, from its innermost operator outwards.
    fn bin_op_chain(&mut self, expr: &Expr<'_>) -> Option<Const> {
        let mut chain = Vec::new();
        let mut at = expr;
        let mut value = loop {
            let ExprKind::BinOp { left, op, right } = at.kind else {
                break self.constant(at);
            };
            if let Some(known) = self.known.get(&core::ptr::from_ref(at).addr()) {
                break known.clone();
            }
            chain.push((at, op, right));
            at = left;
        };
        for (node, op, right) in chain.into_iter().rev() {
            value = match value {
                Some(left) => self.constant(right).and_then(|right| binary(op, &left, &right)),
                None => None,
            };
            self.known.insert(core::ptr::from_ref(node).addr(), value.clone());
        }
        value
    }

    /// The values of all expressions, if all are constants.
    pub(crate) fn constants(&mut self, list: &[&Expr<'_>]) -> Option<Box<[Const]>> {
        // Most displays are not constant; their first item tells.
        list.iter().map(|expr| self.constant(expr)).collect()
    }

    /// The value of a list or set display that is only iterated over, or searched.
    pub(crate) fn iterable(&mut self, expr: &Expr<'_>) -> Option<Const> {
        if let ExprKind::List { elts, ctx: ExprContext::Load } = expr.kind {
            self.constants(elts).map(Const::Tuple)
        } else if let ExprKind::Set { elts } = expr.kind {
            self.constants(elts).map(|items| Const::FrozenSet(distinct(items)))
        } else {
            self.constant(expr)
        }
    }
}

/// The items of a set of constants, by Python's equality (`1`, `1.0` and `True` are one), the first of each.
pub(crate) fn distinct(items: Box<[Const]>) -> Box<[Const]> {
    let mut out: Vec<Const> = Vec::with_capacity(items.len());
    let mut numbers: Vec<usize> = Vec::new();
    let mut seen: FastMap<Const, ()> = FastMap::default();
    for item in items {
        let number = matches!(item, Const::True | Const::False | Const::Int(_) | Const::Float(_) | Const::Complex(..) | Const::Tuple(_));
        let repeated = seen.contains_key(&item)
            || number && numbers.iter().filter_map(|place| out.get(*place)).any(|other| python_equal(&item, other));
        if !repeated {
            if number {
                numbers.push(out.len());
            }
            seen.insert(item.clone(), ());
            out.push(item);
        }
    }
    out.into()
}

/// Python's `==` on constants.
pub(crate) fn python_equal(a: &Const, b: &Const) -> bool {
    match (Number::of(a), Number::of(b)) {
        (Some(a), Some(b)) => match (a, b) {
            (Number::Int(a), Number::Int(b)) => a == b,
            (Number::Int(int), Number::Float(float)) | (Number::Float(float), Number::Int(int)) => {
                int.as_ref().cmp_f64(float).is_some_and(core::cmp::Ordering::is_eq)
            }
            (Number::Float(a), Number::Float(b)) => a == b,
            (Number::Complex(re, im), other) | (other, Number::Complex(re, im)) => match other {
                Number::Int(int) => im == 0.0 && int.as_ref().cmp_f64(re).is_some_and(core::cmp::Ordering::is_eq),
                Number::Float(float) => im == 0.0 && re == float,
                Number::Complex(re2, im2) => re == re2 && im == im2,
            },
        },
        (None, None) => {
            if let (Const::Tuple(a), Const::Tuple(b)) = (a, b) {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| python_equal(a, b))
            } else {
                a == b
            }
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

#[derive(Clone)]
enum Number {
    Int(Int),
    Float(f64),
    Complex(f64, f64),
}

impl Number {
    fn of(constant: &Const) -> Option<Number> {
        match constant {
            Const::True => Some(Number::Int(Int::from(1i64))),
            Const::False => Some(Number::Int(Int::from(0i64))),
            Const::Int(value) => Some(Number::Int(value.clone())),
            Const::Float(value) => Some(Number::Float(*value)),
            Const::Complex(re, im) => Some(Number::Complex(*re, *im)),
            Const::None | Const::Ellipsis | Const::Str(_) | Const::Bytes(_) | Const::Tuple(_) | Const::FrozenSet(_) | Const::Code(_) => {
                None
            }
        }
    }

    fn to_float(&self) -> Option<f64> {
        match self {
            Number::Int(value) => value.as_ref().to_f64().ok(),
            Number::Float(value) => Some(*value),
            Number::Complex(..) => None,
        }
    }

    fn to_complex(&self) -> Option<(f64, f64)> {
        match self {
            Number::Complex(re, im) => Some((*re, *im)),
            Number::Int(_) | Number::Float(_) => self.to_float().map(|re| (re, 0.0)),
        }
    }
}

fn unary(op: UnaryOp, operand: &Const) -> Option<Const> {
    if op == UnaryOp::Not {
        return Some(Const::from(!operand.is_true()));
    }
    let number = Number::of(operand)?;
    Some(match (op, number) {
        (UnaryOp::Invert, Number::Int(value)) => Const::Int(value.as_ref().invert()),
        (UnaryOp::Invert, Number::Float(_) | Number::Complex(..)) => return None,
        (UnaryOp::UAdd | UnaryOp::Not, Number::Int(value)) => Const::Int(value),
        (UnaryOp::UAdd | UnaryOp::Not, Number::Float(value)) => Const::Float(value),
        (UnaryOp::UAdd | UnaryOp::Not, Number::Complex(re, im)) => Const::Complex(re, im),
        (UnaryOp::USub, Number::Int(value)) => Const::Int(value.as_ref().neg()),
        (UnaryOp::USub, Number::Float(value)) => Const::Float(-value),
        (UnaryOp::USub, Number::Complex(re, im)) => Const::Complex(-re, -im),
    })
}

fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (Number::of(left), Number::of(right)) {
        let bools = matches!(left, Const::True | Const::False) && matches!(right, Const::True | Const::False);
        return match (a, b) {
            (Number::Int(a), Number::Int(b)) => int_binary(op, a.as_ref(), b.as_ref(), bools),
            (a @ Number::Complex(..), b) | (a, b @ Number::Complex(..)) => complex_binary(op, a.to_complex()?, b.to_complex()?),
            (a, b) => float_binary(op, a.to_float()?, b.to_float()?),
        };
    }
    match op {
        Operator::Add => match (left, right) {
            (Const::Str(a), Const::Str(b)) => Some(Const::Str(join_wtf8(a, b))),
            (Const::Bytes(a), Const::Bytes(b)) => Some(Const::Bytes([a.as_ref(), b.as_ref()].concat().into())),
            (Const::Tuple(a), Const::Tuple(b)) => Some(Const::Tuple(a.iter().chain(b).cloned().collect())),
            _ => None,
        },
        Operator::Mult => match (Number::of(left), Number::of(right)) {
            (Some(Number::Int(n)), None) => repeat(right, n.as_ref()),
            (None, Some(Number::Int(n))) => repeat(left, n.as_ref()),
            _ => None,
        },
        Operator::Sub
        | Operator::MatMult
        | Operator::Div
        | Operator::Mod
        | Operator::Pow
        | Operator::LShift
        | Operator::RShift
        | Operator::BitOr
        | Operator::BitXor
        | Operator::BitAnd
        | Operator::FloorDiv => None,
    }
}

/// Two halves of a surrogate pair that meet stay two code points in a str, which WTF-8 writes as two three-byte sequences: plain joining.
fn join_wtf8(a: &[u8], b: &[u8]) -> Box<[u8]> {
    [a, b].concat().into()
}

fn int_binary(op: Operator, a: IntRef<'_>, b: IntRef<'_>, bools: bool) -> Option<Const> {
    let int = |value: Int| Some(Const::Int(value));
    let bool_or_int = |value: Int| {
        if bools { Some(Const::from(!value.as_ref().is_zero())) } else { Some(Const::Int(value)) }
    };
    match op {
        Operator::Add => int(a.add(b)),
        Operator::Sub => int(a.sub(b)),
        Operator::Mult => {
            if !a.is_zero() && !b.is_zero() && a.bit_length() + b.bit_length() > MAX_INT_SIZE {
                return None;
            }
            int(a.mul(b).ok()?)
        }
        Operator::Div => a.true_div(b).ok().map(Const::Float),
        Operator::FloorDiv => int(a.floordiv(b).ok()?),
        Operator::Mod => int(a.modulo(b).ok()?),
        Operator::Pow => {
            if b.is_negative() {
                return float_binary(op, a.to_f64().ok()?, b.to_f64().ok()?);
            }
            if !a.is_zero() && !b.is_zero() {
                let exponent = b.as_u64()?;
                if a.bit_length() > MAX_INT_SIZE / exponent {
                    return None;
                }
            }
            int(a.pow(b).ok()?)
        }
        Operator::LShift => {
            if !a.is_zero() && !b.is_zero() {
                let shift = b.as_u64()?;
                if shift > MAX_INT_SIZE || a.bit_length() > MAX_INT_SIZE - shift {
                    return None;
                }
            }
            int(a.shl(b).ok()?)
        }
        Operator::RShift => int(a.shr(b).ok()?),
        Operator::BitOr => bool_or_int(a.or(b)),
        Operator::BitXor => bool_or_int(a.xor(b)),
        Operator::BitAnd => bool_or_int(a.and(b)),
        Operator::MatMult => None,
    }
}

fn float_binary(op: Operator, a: f64, b: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div => float::div(a, b).ok()?,
        Operator::FloorDiv => float::floordiv(a, b).ok()?,
        Operator::Mod => float::modulo(a, b).ok()?,
        Operator::Pow => match float::pow(a, b).ok()? {
            Power::Real(value) => value,
            Power::Complex => return complex_binary(op, (a, 0.0), (b, 0.0)),
        },
        Operator::MatMult | Operator::LShift | Operator::RShift | Operator::BitOr | Operator::BitXor | Operator::BitAnd => return None,
    };
    Some(Const::Float(value))
}

fn complex_binary(op: Operator, (a, b): (f64, f64), (c, d): (f64, f64)) -> Option<Const> {
    let left = Complex { real: a, imag: b };
    let right = Complex { real: c, imag: d };
    let value = match op {
        Operator::Add => Complex { real: a + c, imag: b + d },
        Operator::Sub => Complex { real: a - c, imag: b - d },
        Operator::Mult => Complex { real: a * c - b * d, imag: a * d + b * c },
        Operator::Div => left.div(right).ok()?,
        Operator::Pow => left.pow(right).ok()?,
        Operator::FloorDiv
        | Operator::Mod
        | Operator::MatMult
        | Operator::LShift
        | Operator::RShift
        | Operator::BitOr
        | Operator::BitXor
        | Operator::BitAnd => return None,
    };
    Some(Const::Complex(value.real, value.imag))
}

/// Whether a tuple holds at most `limit` items, counted through the tuples in it; what is left of the limit.
fn complexity(items: &[Const], mut limit: i64) -> Option<i64> {
    limit -= items.len() as i64;
    for item in items {
        if limit < 0 {
            return None;
        }
        if let Const::Tuple(inner) | Const::FrozenSet(inner) = item {
            limit = complexity(inner, limit)?;
        }
    }
    (limit >= 0).then_some(limit)
}

fn repeat(value: &Const, count: IntRef<'_>) -> Option<Const> {
    let checked = |len: usize, limit: u64| -> Option<usize> {
        if len == 0 {
            // A count that is no index is left to the machine, which refuses it.
            return count.as_i64().map(|_| 0);
        }
        let count = count.as_u64()?;
        (count <= limit / len as u64).then_some(count as usize)
    };
    match value {
        Const::Str(bytes) => {
            // CPython counts characters.
            let chars = bytes.iter().filter(|b| **b & 0xc0 != 0x80).count();
            Some(Const::Str(bytes.repeat(checked(chars, MAX_STR_SIZE)?).into()))
        }
        Const::Bytes(bytes) => Some(Const::Bytes(bytes.repeat(checked(bytes.len(), MAX_STR_SIZE)?).into())),
        Const::Tuple(items) => {
            let count = checked(items.len(), MAX_COLLECTION_SIZE)?;
            if !items.is_empty() && count > 0 {
                complexity(items, MAX_TOTAL_ITEMS / count as i64)?;
            }
            Some(Const::Tuple(items.iter().cloned().cycle().take(items.len() * count).collect()))
        }
        Const::None
        | Const::True
        | Const::False
        | Const::Ellipsis
        | Const::Int(_)
        | Const::Float(_)
        | Const::Complex(..)
        | Const::FrozenSet(_)
        | Const::Code(_) => None,
    }
}

fn subscript(value: &Const, index: &Const) -> Option<Const> {
    let Some(Number::Int(index)) = Number::of(index) else {
        return None;
    };
    let index = index.as_i64()?;
    let place = |len: usize| -> Option<usize> {
        let index = if index < 0 { index.checked_add(len as i64)? } else { index };
        usize::try_from(index).ok().filter(|index| *index < len)
    };
    match value {
        Const::Str(bytes) => {
            let text = core::str::from_utf8(bytes).ok()?;
            let at = place(text.chars().count())?;
            text.chars().nth(at).map(|c| Const::str(c.encode_utf8(&mut [0; 4])))
        }
        Const::Bytes(bytes) => bytes.get(place(bytes.len())?).map(|byte| Const::Int(Int::from(u64::from(*byte)))),
        Const::Tuple(items) => items.get(place(items.len())?).cloned(),
        Const::None
        | Const::True
        | Const::False
        | Const::Ellipsis
        | Const::Int(_)
        | Const::Float(_)
        | Const::Complex(..)
        | Const::FrozenSet(_)
        | Const::Code(_) => None,
    }
}
