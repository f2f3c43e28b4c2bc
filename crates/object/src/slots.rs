//! The slots: the functions by which a type takes part in the language's operations.
//!
//! CPython counterpart: the function members of `PyTypeObject` and its number, sequence, mapping, async and buffer suites, with
//! their names. One table makes both forms: [`Slots`], plain data in a builtin type's `TypeDef`, and [`LiveSlots`], the cells in a
//! type object, filled by inheritance and rewritten when a class attribute such as `__len__` is assigned.

use std::cell::Cell;

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::state::{PyResult, ThreadState};
use crate::types::str::Str;

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

/// A slot function whose kind is known at run time only: what a slot wrapper holds and slot inheritance compares.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "each variant is the function type of the same name")]
pub enum AnySlot {
    Unary(UnaryFunc),
    Binary(BinaryFunc),
    Ternary(TernaryFunc),
    Inquiry(InquiryFunc),
    Len(LenFunc),
    Hash(HashFunc),
    SsizeArg(SsizeArgFunc),
    SsizeObjArg(SsizeObjArgProc),
    ObjObj(ObjObjProc),
    ObjObjArg(ObjObjArgProc),
    RichCmp(RichCmpFunc),
    GetAttr(GetAttrFunc),
    SetAttr(SetAttrFunc),
    DescrGet(DescrGetFunc),
    DescrSet(DescrSetFunc),
    Init(InitFunc),
    New(NewFunc),
    Call(CallFunc),
    IterNext(IterNextFunc),
    Finalize(FinalizeFunc),
    Send(SendFunc),
    GetBuffer(GetBufferFunc),
}

impl AnySlot {
    /// The function's address: equal for the same function.
    pub fn address(self) -> usize {
        match self {
            AnySlot::Unary(f) => f as usize,
            AnySlot::Binary(f) => f as usize,
            AnySlot::Ternary(f) => f as usize,
            AnySlot::Inquiry(f) => f as usize,
            AnySlot::Len(f) => f as usize,
            AnySlot::Hash(f) => f as usize,
            AnySlot::SsizeArg(f) => f as usize,
            AnySlot::SsizeObjArg(f) => f as usize,
            AnySlot::ObjObj(f) => f as usize,
            AnySlot::ObjObjArg(f) => f as usize,
            AnySlot::RichCmp(f) => f as usize,
            AnySlot::GetAttr(f) => f as usize,
            AnySlot::SetAttr(f) => f as usize,
            AnySlot::DescrGet(f) => f as usize,
            AnySlot::DescrSet(f) => f as usize,
            AnySlot::Init(f) => f as usize,
            AnySlot::New(f) => f as usize,
            AnySlot::Call(f) => f as usize,
            AnySlot::IterNext(f) => f as usize,
            AnySlot::Finalize(f) => f as usize,
            AnySlot::Send(f) => f as usize,
            AnySlot::GetBuffer(f) => f as usize,
        }
    }
}

macro_rules! slots {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($ty:ty),)*) => {
        /// The slots of a builtin type as plain data: what is `None` is inherited.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[$doc])* pub $name: Option<$ty>,)* }

        impl Slots {
            /// No slot at all: everything is inherited.
            pub const INHERIT: Slots = Slots { $($name: None,)* };
        }

        /// A slot's name as a value.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(non_camel_case_types, missing_docs, reason = "the names are CPython's; their docs stand at the fields of Slots")]
        pub enum SlotId { $($name,)* }

        impl SlotId {
            /// Every slot, in the table's order.
            pub const ALL: &'static [SlotId] = &[$(SlotId::$name,)*];
        }

        /// The slots of a type object.
        pub struct LiveSlots { $($(#[$doc])* pub $name: Cell<Option<$ty>>,)* }

        impl LiveSlots {
            /// The slots that a `TypeDef` states, before inheritance.
            pub fn from_def(def: &Slots) -> LiveSlots {
                LiveSlots { $($name: Cell::new(def.$name),)* }
            }
            /// The function in a slot.
            pub fn get_any(&self, slot: SlotId) -> Option<AnySlot> {
                match slot { $(SlotId::$name => self.$name.get().map(AnySlot::$variant),)* }
            }
            /// Fill or empty a slot. A function of another kind than the slot's empties it (the tables never do that).
            pub fn set_any(&self, slot: SlotId, function: Option<AnySlot>) {
                match slot {
                    $(SlotId::$name => self.$name.set(match function {
                        Some(AnySlot::$variant(f)) => Some(f),
                        _ => None,
                    }),)*
                }
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
    tp_repr: Unary(UnaryFunc),
    /// `str(x)`
    tp_str: Unary(UnaryFunc),
    /// `hash(x)`
    tp_hash: Hash(HashFunc),
    /// `x(…)`
    tp_call: Call(CallFunc),
    /// `x.name`
    tp_getattro: GetAttr(GetAttrFunc),
    /// `x.name = v`, `del x.name`
    tp_setattro: SetAttr(SetAttrFunc),
    /// `<`, `==` …
    tp_richcompare: RichCmp(RichCmpFunc),
    /// `iter(x)`
    tp_iter: Unary(UnaryFunc),
    /// `next(x)`
    tp_iternext: IterNext(IterNextFunc),
    /// `__get__`
    tp_descr_get: DescrGet(DescrGetFunc),
    /// `__set__`, `__delete__`
    tp_descr_set: DescrSet(DescrSetFunc),
    /// `__init__`
    tp_init: Init(InitFunc),
    /// `__new__`
    tp_new: New(NewFunc),
    /// `__del__`
    tp_finalize: Finalize(FinalizeFunc),
    /// `x + y`
    nb_add: Binary(BinaryFunc),
    /// `x - y`
    nb_subtract: Binary(BinaryFunc),
    /// `x * y`
    nb_multiply: Binary(BinaryFunc),
    /// `x % y`
    nb_remainder: Binary(BinaryFunc),
    /// `divmod(x, y)`
    nb_divmod: Binary(BinaryFunc),
    /// `x ** y`, `pow(x, y, z)`
    nb_power: Ternary(TernaryFunc),
    /// `-x`
    nb_negative: Unary(UnaryFunc),
    /// `+x`
    nb_positive: Unary(UnaryFunc),
    /// `abs(x)`
    nb_absolute: Unary(UnaryFunc),
    /// `bool(x)`
    nb_bool: Inquiry(InquiryFunc),
    /// `~x`
    nb_invert: Unary(UnaryFunc),
    /// `x << y`
    nb_lshift: Binary(BinaryFunc),
    /// `x >> y`
    nb_rshift: Binary(BinaryFunc),
    /// `x & y`
    nb_and: Binary(BinaryFunc),
    /// `x ^ y`
    nb_xor: Binary(BinaryFunc),
    /// `x | y`
    nb_or: Binary(BinaryFunc),
    /// `int(x)`
    nb_int: Unary(UnaryFunc),
    /// `float(x)`
    nb_float: Unary(UnaryFunc),
    /// `x += y`
    nb_inplace_add: Binary(BinaryFunc),
    /// `x -= y`
    nb_inplace_subtract: Binary(BinaryFunc),
    /// `x *= y`
    nb_inplace_multiply: Binary(BinaryFunc),
    /// `x %= y`
    nb_inplace_remainder: Binary(BinaryFunc),
    /// `x **= y`
    nb_inplace_power: Ternary(TernaryFunc),
    /// `x <<= y`
    nb_inplace_lshift: Binary(BinaryFunc),
    /// `x >>= y`
    nb_inplace_rshift: Binary(BinaryFunc),
    /// `x &= y`
    nb_inplace_and: Binary(BinaryFunc),
    /// `x ^= y`
    nb_inplace_xor: Binary(BinaryFunc),
    /// `x |= y`
    nb_inplace_or: Binary(BinaryFunc),
    /// `x // y`
    nb_floor_divide: Binary(BinaryFunc),
    /// `x / y`
    nb_true_divide: Binary(BinaryFunc),
    /// `x //= y`
    nb_inplace_floor_divide: Binary(BinaryFunc),
    /// `x /= y`
    nb_inplace_true_divide: Binary(BinaryFunc),
    /// `operator.index(x)`
    nb_index: Unary(UnaryFunc),
    /// `x @ y`
    nb_matrix_multiply: Binary(BinaryFunc),
    /// `x @= y`
    nb_inplace_matrix_multiply: Binary(BinaryFunc),
    /// `len(x)` of a sequence
    sq_length: Len(LenFunc),
    /// `x + y` of sequences
    sq_concat: Binary(BinaryFunc),
    /// `x * n` of sequences
    sq_repeat: SsizeArg(SsizeArgFunc),
    /// `x[i]` of a sequence; the index is not negative
    sq_item: SsizeArg(SsizeArgFunc),
    /// `x[i] = v`, `del x[i]`
    sq_ass_item: SsizeObjArg(SsizeObjArgProc),
    /// `y in x`
    sq_contains: ObjObj(ObjObjProc),
    /// `x += y` of sequences
    sq_inplace_concat: Binary(BinaryFunc),
    /// `x *= n` of sequences
    sq_inplace_repeat: SsizeArg(SsizeArgFunc),
    /// `len(x)` of a mapping
    mp_length: Len(LenFunc),
    /// `x[key]`
    mp_subscript: Binary(BinaryFunc),
    /// `x[key] = v`, `del x[key]`
    mp_ass_subscript: ObjObjArg(ObjObjArgProc),
    /// `await x`
    am_await: Unary(UnaryFunc),
    /// `aiter(x)`
    am_aiter: Unary(UnaryFunc),
    /// `anext(x)`
    am_anext: Unary(UnaryFunc),
    /// one step of a generator or coroutine
    am_send: Send(SendFunc),
    /// the bytes of the object
    bf_getbuffer: GetBuffer(GetBufferFunc),
}
