//! The slots: the functions by which a type takes part in the language's operations.
//!
//! CPython counterpart: the function members of `PyTypeObject` and its number, sequence, mapping, async and buffer suites, with
//! their names. One table makes both forms: [`Slots`], plain data in a builtin type's `TypeDef`, and [`LiveSlots`], the cells in a
//! type object, filled by inheritance and rewritten when a class attribute such as `__len__` is assigned.

use std::cell::Cell;

use crate::args::Args;
use crate::header::{PyObject, PyType};
use crate::state::{PyResult, ThreadState};
use crate::types::str::Str;
use crate::header::Obj;

/// The six rich comparisons, with CPython's numbers (`Py_LT` …).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt = 0,
    /// `<=`
    Le = 1,
    /// `==`
    Eq = 2,
    /// `!=`
    Ne = 3,
    /// `>`
    Gt = 4,
    /// `>=`
    Ge = 5,
}

impl CompareOp {
    /// The operation with its operands swapped: `a < b` is `b > a`.
    pub fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Eq => CompareOp::Eq,
            CompareOp::Ne => CompareOp::Ne,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
        }
    }

    /// The operator's text.
    pub fn symbol(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// What the operation says of an ordering.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

/// `tp_repr`, `tp_str`, `tp_iter`, `nb_negative` …: one object in, one out.
pub type UnaryFunc = fn(&ThreadState, &PyObject) -> PyResult;
/// `nb_add` …, `sq_concat`, `mp_subscript`: may return NotImplemented where CPython's may.
pub type BinaryFunc = fn(&ThreadState, &PyObject, &PyObject) -> PyResult;
/// `nb_power`: the third operand is None unless `pow` was called with three.
pub type TernaryFunc = fn(&ThreadState, &PyObject, &PyObject, &PyObject) -> PyResult;
/// `nb_bool`.
pub type InquiryFunc = fn(&ThreadState, &PyObject) -> PyResult<bool>;
/// `sq_length`, `mp_length`.
pub type LenFunc = fn(&ThreadState, &PyObject) -> PyResult<usize>;
/// `tp_hash`; never -1.
pub type HashFunc = fn(&ThreadState, &PyObject) -> PyResult<i64>;
/// `sq_item`, `sq_repeat`.
pub type SsizeArgFunc = fn(&ThreadState, &PyObject, isize) -> PyResult;
/// `sq_ass_item`: no value means delete.
pub type SsizeObjArgProc = fn(&ThreadState, &PyObject, isize, Option<&PyObject>) -> PyResult<()>;
/// `sq_contains`.
pub type ObjObjProc = fn(&ThreadState, &PyObject, &PyObject) -> PyResult<bool>;
/// `mp_ass_subscript`: no value means delete.
pub type ObjObjArgProc = fn(&ThreadState, &PyObject, &PyObject, Option<&PyObject>) -> PyResult<()>;
/// `tp_richcompare`.
pub type RichCmpFunc = fn(&ThreadState, &PyObject, &PyObject, CompareOp) -> PyResult;
/// `tp_getattro`.
pub type GetAttrFunc = fn(&ThreadState, &PyObject, &Obj<Str>) -> PyResult;
/// `tp_setattro`: no value means delete.
pub type SetAttrFunc = fn(&ThreadState, &PyObject, &Obj<Str>, Option<&PyObject>) -> PyResult<()>;
/// `tp_descr_get(descriptor, instance, owner)`.
pub type DescrGetFunc = fn(&ThreadState, &PyObject, Option<&PyObject>, Option<&PyObject>) -> PyResult;
/// `tp_descr_set(descriptor, instance, value)`: no value means delete.
pub type DescrSetFunc = fn(&ThreadState, &PyObject, &PyObject, Option<&PyObject>) -> PyResult<()>;
/// `tp_init`.
pub type InitFunc = fn(&ThreadState, &PyObject, Args<'_>) -> PyResult<()>;
/// `tp_new(type, …)`.
pub type NewFunc = fn(&ThreadState, &PyType, Args<'_>) -> PyResult;
/// `tp_call`, with the vectorcall convention.
pub type CallFunc = fn(&ThreadState, &PyObject, Args<'_>) -> PyResult;
/// `tp_iternext`: `None` at the end.
pub type IterNextFunc = fn(&ThreadState, &PyObject) -> PyResult<Option<crate::pyref::PyRef>>;
/// `tp_finalize`: errors are reported as unraisable by the function itself.
pub type FinalizeFunc = fn(&ThreadState, &PyObject);
/// `am_send`.
pub type SendFunc = fn(&ThreadState, &PyObject, &PyObject) -> PyResult<SendResult>;
/// `bf_getbuffer`: a view of the object's bytes.
pub type GetBufferFunc = fn(&ThreadState, &PyObject) -> PyResult<crate::buffer::Buffer>;

/// How an iterator answered `am_send`. CPython: `PySendResult`.
pub enum SendResult {
    /// It yielded this value.
    Next(crate::pyref::PyRef),
    /// It returned this value.
    Return(crate::pyref::PyRef),
}

macro_rules! slots {
    ($($(#[$doc:meta])* $name:ident: $ty:ty,)*) => {
        /// The slots of a builtin type as plain data: what is `None` is inherited.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[$doc])* pub $name: Option<$ty>,)* }

        impl Slots {
            /// No slot at all: everything is inherited.
            pub const INHERIT: Slots = Slots { $($name: None,)* };
        }

        /// The slots of a type object.
        pub struct LiveSlots { $($(#[$doc])* pub $name: Cell<Option<$ty>>,)* }

        impl LiveSlots {
            /// The slots that a `TypeDef` states, before inheritance.
            pub fn from_def(def: &Slots) -> LiveSlots {
                LiveSlots { $($name: Cell::new(def.$name),)* }
            }
            /// Take from `base` each slot that is still empty, `tp_hash` and `tp_richcompare` apart (those are inherited
            /// together, see `Type::inherit_slots`), and `tp_new`, `tp_finalize` as all others.
            pub(crate) fn inherit(&self, base: &LiveSlots) {
                let hash = self.tp_hash.get();
                let compare = self.tp_richcompare.get();
                $(if self.$name.get().is_none() { self.$name.set(base.$name.get()); })*
                if hash.is_some() || compare.is_some() {
                    self.tp_hash.set(hash);
                    self.tp_richcompare.set(compare);
                }
            }
        }
    };
}

slots! {
    /// `repr(x)`
    tp_repr: UnaryFunc,
    /// `str(x)`
    tp_str: UnaryFunc,
    /// `hash(x)`
    tp_hash: HashFunc,
    /// `x(…)`
    tp_call: CallFunc,
    /// `x.name`
    tp_getattro: GetAttrFunc,
    /// `x.name = v`, `del x.name`
    tp_setattro: SetAttrFunc,
    /// `<`, `==` …
    tp_richcompare: RichCmpFunc,
    /// `iter(x)`
    tp_iter: UnaryFunc,
    /// `next(x)`
    tp_iternext: IterNextFunc,
    /// `__get__`
    tp_descr_get: DescrGetFunc,
    /// `__set__`, `__delete__`
    tp_descr_set: DescrSetFunc,
    /// `__init__`
    tp_init: InitFunc,
    /// `__new__`
    tp_new: NewFunc,
    /// `__del__`
    tp_finalize: FinalizeFunc,
    /// `x + y`
    nb_add: BinaryFunc,
    /// `x - y`
    nb_subtract: BinaryFunc,
    /// `x * y`
    nb_multiply: BinaryFunc,
    /// `x % y`
    nb_remainder: BinaryFunc,
    /// `divmod(x, y)`
    nb_divmod: BinaryFunc,
    /// `x ** y`, `pow(x, y, z)`
    nb_power: TernaryFunc,
    /// `-x`
    nb_negative: UnaryFunc,
    /// `+x`
    nb_positive: UnaryFunc,
    /// `abs(x)`
    nb_absolute: UnaryFunc,
    /// `bool(x)`
    nb_bool: InquiryFunc,
    /// `~x`
    nb_invert: UnaryFunc,
    /// `x << y`
    nb_lshift: BinaryFunc,
    /// `x >> y`
    nb_rshift: BinaryFunc,
    /// `x & y`
    nb_and: BinaryFunc,
    /// `x ^ y`
    nb_xor: BinaryFunc,
    /// `x | y`
    nb_or: BinaryFunc,
    /// `int(x)`
    nb_int: UnaryFunc,
    /// `float(x)`
    nb_float: UnaryFunc,
    /// `x += y`
    nb_inplace_add: BinaryFunc,
    /// `x -= y`
    nb_inplace_subtract: BinaryFunc,
    /// `x *= y`
    nb_inplace_multiply: BinaryFunc,
    /// `x %= y`
    nb_inplace_remainder: BinaryFunc,
    /// `x **= y`
    nb_inplace_power: TernaryFunc,
    /// `x <<= y`
    nb_inplace_lshift: BinaryFunc,
    /// `x >>= y`
    nb_inplace_rshift: BinaryFunc,
    /// `x &= y`
    nb_inplace_and: BinaryFunc,
    /// `x ^= y`
    nb_inplace_xor: BinaryFunc,
    /// `x |= y`
    nb_inplace_or: BinaryFunc,
    /// `x // y`
    nb_floor_divide: BinaryFunc,
    /// `x / y`
    nb_true_divide: BinaryFunc,
    /// `x //= y`
    nb_inplace_floor_divide: BinaryFunc,
    /// `x /= y`
    nb_inplace_true_divide: BinaryFunc,
    /// `operator.index(x)`
    nb_index: UnaryFunc,
    /// `x @ y`
    nb_matrix_multiply: BinaryFunc,
    /// `x @= y`
    nb_inplace_matrix_multiply: BinaryFunc,
    /// `len(x)` of a sequence
    sq_length: LenFunc,
    /// `x + y` of sequences
    sq_concat: BinaryFunc,
    /// `x * n` of sequences
    sq_repeat: SsizeArgFunc,
    /// `x[i]` of a sequence; the index is not negative
    sq_item: SsizeArgFunc,
    /// `x[i] = v`, `del x[i]`
    sq_ass_item: SsizeObjArgProc,
    /// `y in x`
    sq_contains: ObjObjProc,
    /// `x += y` of sequences
    sq_inplace_concat: BinaryFunc,
    /// `x *= n` of sequences
    sq_inplace_repeat: SsizeArgFunc,
    /// `len(x)` of a mapping
    mp_length: LenFunc,
    /// `x[key]`
    mp_subscript: BinaryFunc,
    /// `x[key] = v`, `del x[key]`
    mp_ass_subscript: ObjObjArgProc,
    /// `await x`
    am_await: UnaryFunc,
    /// `aiter(x)`
    am_aiter: UnaryFunc,
    /// `anext(x)`
    am_anext: UnaryFunc,
    /// one step of a generator or coroutine
    am_send: SendFunc,
    /// the bytes of the object
    bf_getbuffer: GetBufferFunc,
}
