//! Constants: the plain values that a code object holds, with the rule by which the compiler merges equal ones.
//!
//! CPython's counterpart is `_PyCode_ConstantKey`. Invariant: two constants are equal here exactly if one object can stand for both, so
//! `1`, `1.0` and `True` differ, and so do `0.0` and `-0.0`; a program cannot see which of two merged constants it got.

use core::hash::{Hash, Hasher};

use minipy_scalar::Int;

use crate::code::CodeDesc;

/// A constant of a code object.
#[derive(Clone, Debug)]
pub enum Const {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An integer.
    Int(Int),
    /// A float.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(f64, f64),
    /// A str in generalised UTF-8 (WTF-8): a lone surrogate is three bytes.
    Str(Box<[u8]>),
    /// A bytes object.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Box<[Const]>),
    /// A frozenset: distinct items, in the order in which they were written.
    FrozenSet(Box<[Const]>),
    /// The code of a nested function, class or comprehension.
    Code(Box<CodeDesc>),
}

impl Const {
    /// A str constant.
    pub fn str(text: &str) -> Const {
        Const::Str(text.as_bytes().into())
    }

    /// Its truth value.
    pub fn is_true(&self) -> bool {
        match self {
            Const::None | Const::False => false,
            Const::True | Const::Ellipsis | Const::Code(_) => true,
            Const::Int(value) => !value.as_ref().is_zero(),
            Const::Float(value) => *value != 0.0,
            Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Const::Str(bytes) | Const::Bytes(bytes) => !bytes.is_empty(),
            Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        }
    }
}

impl From<bool> for Const {
    fn from(value: bool) -> Const {
        if value { Const::True } else { Const::False }
    }
}

impl PartialEq for Const {
    fn eq(&self, other: &Const) -> bool {
        match (self, other) {
            (Const::None, Const::None) | (Const::True, Const::True) | (Const::False, Const::False) | (Const::Ellipsis, Const::Ellipsis) => {
                true
            }
            (Const::Int(a), Const::Int(b)) => a == b,
            (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
            (Const::Complex(a, b), Const::Complex(c, d)) => a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits(),
            (Const::Str(a), Const::Str(b)) | (Const::Bytes(a), Const::Bytes(b)) => a == b,
            (Const::Tuple(a), Const::Tuple(b)) => a == b,
            (Const::FrozenSet(a), Const::FrozenSet(b)) => a.len() == b.len() && a.iter().all(|item| b.contains(item)),
            (Const::Code(a), Const::Code(b)) => a.same_code(b),
            (
                Const::None
                | Const::True
                | Const::False
                | Const::Ellipsis
                | Const::Int(_)
                | Const::Float(_)
                | Const::Complex(..)
                | Const::Str(_)
                | Const::Bytes(_)
                | Const::Tuple(_)
                | Const::FrozenSet(_)
                | Const::Code(_),
                _,
            ) => false,
        }
    }
}

impl Eq for Const {}

impl Hash for Const {
    fn hash<H: Hasher>(&self, state: &mut H) {
        core::mem::discriminant(self).hash(state);
        match self {
            Const::None | Const::True | Const::False | Const::Ellipsis => {}
            Const::Int(value) => state.write_i64(value.as_ref().hash()),
            Const::Float(value) => state.write_u64(value.to_bits()),
            Const::Complex(re, im) => {
                state.write_u64(re.to_bits());
                state.write_u64(im.to_bits());
            }
            Const::Str(bytes) | Const::Bytes(bytes) => bytes.hash(state),
            Const::Tuple(items) => items.hash(state),
            // Equal sets may list their items in another order.
            Const::FrozenSet(items) => state.write_usize(items.len()),
            Const::Code(code) => {
                code.name.hash(state);
                code.firstlineno.hash(state);
                code.code.hash(state);
            }
        }
    }
}
