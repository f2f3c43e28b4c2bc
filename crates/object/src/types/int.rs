//! int: whole numbers of any size.
//!
//! CPython counterpart: `Objects/longobject.c`. One machine word lies in the body; larger values keep their 64-bit limbs inline
//! behind it. Invariants: `tag` is 0 for a value in `word`, else the number of limbs, negative for negative numbers; a value that
//! fits a word is never stored as limbs. Methods are in `int/`.
#![expect(unsafe_code, reason = "limbs lie behind the body, where `tag` says how many there are (L1)")]

use std::cell::Cell;

use minipy_scalar::int::{Int as Number, IntRef};

use crate::alloc::new_with_tail;
use crate::header::{Obj, PyType};
use crate::pyref::{Py, Visit};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, Payload};

pub(crate) mod arith;
mod construct;
mod methods;

pub use methods::INT;

/// The payload.
#[repr(C)]
pub struct Int {
    tag: isize,
    word: Cell<i64>,
}

impl Body for Int {
    const COLLECTED: bool = false;
    // CPython's digits have 30 bits in 4 bytes; these have 64 in 8.
    const ITEMSIZE: usize = 8;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
    fn tail_bytes(&self) -> usize {
        self.tag.unsigned_abs() * 8
    }
}

crate::py_layout!(Int, INT, |ts| &ts.types().int);

const _: () = assert!(size_of::<Obj<Int>>() == 32);

/// The shared ints from -5 to 256.
pub struct SmallInts(Vec<Py<Int>>);

/// The smallest shared int.
pub const SMALLEST: i64 = -5;
/// The largest shared int.
pub const LARGEST: i64 = 256;

impl SmallInts {
    pub(crate) fn new(ts: &ThreadState) -> PyResult<SmallInts> {
        let make = |value| Py::new(ts, Int { tag: 0, word: Cell::new(value) });
        Ok(SmallInts((SMALLEST..=LARGEST).map(make).collect::<PyResult<_>>()?))
    }

    /// The shared int of this value, if it is one.
    #[inline(always)]
    pub fn get(&self, value: i64) -> Option<&Py<Int>> {
        self.0.get(usize::try_from(value.wrapping_sub(SMALLEST)).ok()?)
    }

    /// All of them, in order from [`SMALLEST`].
    pub fn all(&self) -> &[Py<Int>] {
        &self.0
    }
}

impl Int {
    /// An exact int of this value; small ones are shared. CPython: `PyLong_FromLongLong`.
    #[inline]
    pub fn new(ts: &ThreadState, value: i64) -> PyResult<Py<Int>> {
        match ts.singletons().small_ints.get(value) {
            Some(shared) => Ok(shared.clone()),
            None => Py::new(ts, Int { tag: 0, word: Cell::new(value) }),
        }
    }

    /// The body of an int of one word, for `alloc::new_plain`.
    #[inline(always)]
    pub fn plain(value: i64) -> Int {
        Int { tag: 0, word: Cell::new(value) }
    }

    /// An exact int from a number.
    pub fn from_scalar(ts: &ThreadState, value: impl std::borrow::Borrow<Number>) -> PyResult<Py<Int>> {
        let value = value.borrow();
        match value.as_i64() {
            Some(value) => Int::new(ts, value),
            None => Int::new_in(ts, &ts.types().int, value),
        }
    }

    /// A new int of `ty` (a subclass of int), never shared.
    pub fn new_in(ts: &ThreadState, ty: &PyType, value: &Number) -> PyResult<Py<Int>> {
        if !ty.derives_from_def(Int::DEF) {
            return Err(ts.system_error("an int was asked of another type"));
        }
        if let Some(value) = value.as_i64() {
            return Py::new_in(ts, ty, Int { tag: 0, word: Cell::new(value) });
        }
        value.with_limbs(|negative, limbs| {
            let count = limbs.len() as isize;
            let body = Int { tag: if negative { -count } else { count }, word: Cell::new(0) };
            // SAFETY: L1, checked above; `fill` writes exactly the limbs that `tag` counts.
            unsafe {
                new_with_tail(ts, ty, body, limbs.len() * 8, |tail| {
                    std::ptr::copy_nonoverlapping(limbs.as_ptr().cast::<u8>(), tail, limbs.len() * 8);
                })
            }
        })
    }
}

impl Obj<Int> {
    /// The value, borrowed: limbs never change.
    #[inline(always)]
    pub fn value(&self) -> IntRef<'_> {
        if self.tag == 0 {
            return IntRef::Small(self.word.get());
        }
        // SAFETY: L1: `tag` limbs lie behind the body, initialised at birth and never changed.
        let limbs = unsafe { std::slice::from_raw_parts(self.tail().cast::<u64>(), self.tag.unsigned_abs()) };
        IntRef::Big { negative: self.tag < 0, limbs }
    }

    /// The value if it fits a word.
    #[inline(always)]
    pub fn as_i64(&self) -> Option<i64> {
        if self.tag == 0 { Some(self.word.get()) } else { None }
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.value().is_negative()
    }

    /// The hash: the value modulo 2**61 - 1.
    #[inline]
    pub fn hash(&self) -> i64 {
        self.value().hash()
    }

    /// Change the value of a temporary that nobody else can see: its only reference is the caller's and it has only ever been on
    /// the value stack. The machine's arithmetic reuses such blocks.
    #[inline(always)]
    pub fn set_temporary(&self, value: i64) {
        debug_assert!(self.as_object().ob_refcnt() == 1 && self.tag == 0);
        self.word.set(value);
    }
}

impl ThreadState {
    /// An int object.
    #[inline]
    pub fn new_int(&self, value: i64) -> PyResult<Py<Int>> {
        Int::new(self, value)
    }

    /// An int object of a size or count.
    pub fn new_size(&self, value: usize) -> PyResult<Py<Int>> {
        Int::from_scalar(self, Number::from(value as u64))
    }
}
