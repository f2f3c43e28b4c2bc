//! Which dunder names belong to which slot, in both directions.
//!
//! CPython counterpart: `slotdefs[]` and the `wrap_*` functions of `Objects/typeobject.c`. A builtin type's slot shows as a wrapper
//! descriptor under its dunder name; a class's dunder method fills the slot with a function of `dispatch` that calls it.

use super::dispatch as d;
use crate::args::{Args, check_positional};
use crate::header::PyObject;
use crate::pyref::PyRef;
use crate::slots::{AnySlot, CompareOp, SlotId};
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::str::Str;

/// Calls a slot function of a builtin type with the arguments of its dunder method.
pub type Wrapper = fn(&ThreadState, AnySlot, &PyObject, Args<'_>) -> PyResult;

/// One dunder name of one slot.
pub struct SlotDef {
    /// The dunder name.
    pub name: &'static str,
    /// The slot.
    pub slot: SlotId,
    /// What fills the slot of a class that defines the name in Python.
    pub generic: AnySlot,
    /// How the wrapper descriptor calls a builtin slot function.
    pub wrapper: Wrapper,
    /// `__text_signature__`
    pub sig: &'static str,
    /// `__doc__`
    pub doc: &'static str,
}

fn mismatch(ts: &ThreadState) -> Raised {
    ts.system_error("a slot wrapper holds a function of another kind")
}

/// Exactly `N` positional arguments: `expected 1 argument, got 0`. Keywords are refused before any wrapper runs.
fn exactly<'a, const N: usize>(ts: &ThreadState, args: Args<'a>) -> PyResult<&'a [PyRef; N]> {
    let given = args.pos();
    given.try_into().map_err(|_| {
        let s = if N == 1 { "" } else { "s" };
        ts.type_error(format_args!("expected {N} argument{s}, got {}", given.len()))
    })
}

/// The same for the wrappers whose CPython counterparts unpack a tuple under an empty name: ` expected 1 argument, got 0`.
fn unpacked<'a, const N: usize>(ts: &ThreadState, args: Args<'a>) -> PyResult<&'a [PyRef; N]> {
    check_positional(ts, "", args.pos().len(), N, N)?;
    exactly(ts, args)
}

impl SlotDef {
    /// Call a slot function through this wrapper; only `__init__` and `__call__` take keywords. CPython: `wrapperdescr_raw_call`.
    pub fn call(&self, ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
        if args.kw_len() > 0 && !matches!(self.slot, SlotId::tp_init | SlotId::tp_call) {
            return Err(ts.type_error(format_args!("wrapper {}() takes no keyword arguments", self.name)));
        }
        (self.wrapper)(ts, slot, this, args)
    }
}

fn unary(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::Unary(f) => f(ts, this),
        _ => Err(mismatch(ts)),
    }
}

fn inquiry(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::Inquiry(f) => Ok(ts.bool(f(ts, this)?)),
        _ => Err(mismatch(ts)),
    }
}

fn length(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::Len(f) => Ok(ts.new_int(f(ts, this)? as i64)?.into_ref()),
        _ => Err(mismatch(ts)),
    }
}

fn hash(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::Hash(f) => Ok(ts.new_int(f(ts, this)?)?.into_ref()),
        _ => Err(mismatch(ts)),
    }
}

fn binary(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [other] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::Binary(f) => f(ts, this, other),
        _ => Err(mismatch(ts)),
    }
}

fn binary_r(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [other] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::Binary(f) => f(ts, other, this),
        _ => Err(mismatch(ts)),
    }
}

fn ternary(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    check_positional(ts, "", args.pos().len(), 1, 2)?;
    let none = ts.none();
    match (slot, args.pos()) {
        (AnySlot::Ternary(f), [other]) => f(ts, this, other, &none),
        (AnySlot::Ternary(f), [other, third]) => f(ts, this, other, third),
        _ => Err(mismatch(ts)),
    }
}

fn ternary_r(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    check_positional(ts, "", args.pos().len(), 1, 2)?;
    let none = ts.none();
    match (slot, args.pos()) {
        (AnySlot::Ternary(f), [other]) => f(ts, other, this, &none),
        (AnySlot::Ternary(f), [other, third]) => f(ts, other, this, third),
        _ => Err(mismatch(ts)),
    }
}

fn richcmp<const OP: u8>(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [other] = exactly::<1>(ts, args)?;
    let op = match OP {
        0 => CompareOp::Lt,
        1 => CompareOp::Le,
        2 => CompareOp::Eq,
        3 => CompareOp::Ne,
        4 => CompareOp::Gt,
        _ => CompareOp::Ge,
    };
    match slot {
        AnySlot::RichCmp(f) => f(ts, this, other, op),
        _ => Err(mismatch(ts)),
    }
}

fn iternext(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::IterNext(f) => f(ts, this)?.ok_or_else(|| ts.stop_iteration(None)),
        _ => Err(mismatch(ts)),
    }
}

fn call(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    match slot {
        AnySlot::Call(f) => f(ts, this, args),
        _ => Err(mismatch(ts)),
    }
}

fn init(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    match slot {
        AnySlot::Init(f) => f(ts, this, args).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

/// `__new__` is not wrapped by a descriptor (`ready` makes a builtin function of it).
fn new(ts: &ThreadState, _slot: AnySlot, _this: &PyObject, _args: Args<'_>) -> PyResult {
    Err(mismatch(ts))
}

fn attribute_name<'a>(ts: &ThreadState, name: &'a PyObject) -> PyResult<&'a crate::header::Obj<Str>> {
    name.downcast::<Str>().ok_or_else(|| {
        let kind = name.ob_type().name_string();
        ts.type_error(format_args!("attribute name must be string, not '{kind}'"))
    })
}

fn getattr(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [name] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::GetAttr(f) => f(ts, this, attribute_name(ts, name)?),
        _ => Err(mismatch(ts)),
    }
}

/// `object.__setattr__(cls, …)` on a class must not get around `type.__setattr__`. CPython: `hackcheck`.
fn hackcheck(ts: &ThreadState, slot: AnySlot, this: &PyObject, what: &str) -> PyResult<()> {
    let mut at = Some(this.ob_type().to_py());
    while let Some(class) = at {
        match class.slots.tp_setattro.get() {
            Some(f) if AnySlot::SetAttr(f).address() == AnySlot::SetAttr(d::slot_tp_setattro).address() => at = class.base(),
            Some(f) if AnySlot::SetAttr(f).address() != slot.address() && !class.is_heap() => {
                return Err(ts.type_error(format_args!("can't apply this {what} to {} object", this.ob_type().name_string())));
            }
            _ => break,
        }
    }
    Ok(())
}

fn setattr(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [name, value] = unpacked::<2>(ts, args)?;
    hackcheck(ts, slot, this, "__setattr__")?;
    match slot {
        AnySlot::SetAttr(f) => f(ts, this, attribute_name(ts, name)?, Some(value)).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

fn delattr(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [name] = exactly::<1>(ts, args)?;
    hackcheck(ts, slot, this, "__delattr__")?;
    match slot {
        AnySlot::SetAttr(f) => f(ts, this, attribute_name(ts, name)?, None).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

fn descr_get(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    check_positional(ts, "", args.pos().len(), 1, 2)?;
    let none = &ts.singletons().none;
    let given = |i: usize| args.pos().get(i).map(|value| &**value).filter(|value| !value.is(none));
    let (instance, owner) = (given(0), given(1));
    if instance.is_none() && owner.is_none() {
        return Err(ts.type_error("__get__(None, None) is invalid"));
    }
    match slot {
        AnySlot::DescrGet(f) => f(ts, this, instance, owner),
        _ => Err(mismatch(ts)),
    }
}

fn descr_set(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [instance, value] = unpacked::<2>(ts, args)?;
    match slot {
        AnySlot::DescrSet(f) => f(ts, this, instance, Some(value)).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

fn descr_delete(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [instance] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::DescrSet(f) => f(ts, this, instance, None).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

fn objobj(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [item] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::ObjObj(f) => Ok(ts.bool(f(ts, this, item)?)),
        _ => Err(mismatch(ts)),
    }
}

fn setitem(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [key, value] = unpacked::<2>(ts, args)?;
    match slot {
        AnySlot::ObjObjArg(f) => f(ts, this, key, Some(value)).map(|()| ts.none()),
        AnySlot::SsizeObjArg(f) => f(ts, this, sequence_index(ts, this, key)?, Some(value)).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

fn delitem(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [key] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::ObjObjArg(f) => f(ts, this, key, None).map(|()| ts.none()),
        AnySlot::SsizeObjArg(f) => f(ts, this, sequence_index(ts, this, key)?, None).map(|()| ts.none()),
        _ => Err(mismatch(ts)),
    }
}

/// The index of `sq_item`: a negative one counts from the end. CPython: `getindex`.
fn sequence_index(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult<isize> {
    let index = crate::protocol::number::index_isize(ts, key, &ts.types().overflow_error)?;
    if index < 0 {
        if let Some(length) = this.ob_type().slots.sq_length.get() {
            return Ok(index + length(ts, this)? as isize);
        }
    }
    Ok(index)
}

fn sq_item(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [key] = exactly::<1>(ts, args)?;
    match slot {
        AnySlot::SsizeArg(f) => f(ts, this, sequence_index(ts, this, key)?),
        _ => Err(mismatch(ts)),
    }
}

fn repeat(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    let [count] = unpacked::<1>(ts, args)?;
    let count = crate::protocol::number::index_isize(ts, count, &ts.types().overflow_error)?;
    match slot {
        AnySlot::SsizeArg(f) => f(ts, this, count),
        _ => Err(mismatch(ts)),
    }
}

fn finalize(ts: &ThreadState, slot: AnySlot, this: &PyObject, args: Args<'_>) -> PyResult {
    exactly::<0>(ts, args)?;
    match slot {
        AnySlot::Finalize(f) => {
            f(ts, this);
            Ok(ts.none())
        }
        _ => Err(mismatch(ts)),
    }
}

macro_rules! slotdefs {
    ($($name:literal $slot:ident $kind:ident($generic:path) $wrapper:path, $sig:literal, $doc:literal;)*) => {
        /// Every dunder name, in the order in which CPython looks at them.
        pub static SLOTDEFS: &[SlotDef] = &[$(SlotDef {
            name: $name,
            slot: SlotId::$slot,
            generic: AnySlot::$kind($generic),
            wrapper: $wrapper,
            sig: $sig,
            doc: $doc,
        },)*];
    };
}

slotdefs! {
    "__getattribute__" tp_getattro GetAttr(d::slot_tp_getattro) getattr, "($self, name, /)", "Return getattr(self, name).";
    "__getattr__" tp_getattro GetAttr(d::slot_tp_getattro) getattr, "", "";
    "__setattr__" tp_setattro SetAttr(d::slot_tp_setattro) setattr, "($self, name, value, /)", "Implement setattr(self, name, value).";
    "__delattr__" tp_setattro SetAttr(d::slot_tp_setattro) delattr, "($self, name, /)", "Implement delattr(self, name).";
    "__repr__" tp_repr Unary(d::slot_tp_repr) unary, "($self, /)", "Return repr(self).";
    "__hash__" tp_hash Hash(d::slot_tp_hash) hash, "($self, /)", "Return hash(self).";
    "__call__" tp_call Call(d::slot_tp_call) call, "($self, /, *args, **kwargs)", "Call self as a function.";
    "__str__" tp_str Unary(d::slot_tp_str) unary, "($self, /)", "Return str(self).";
    "__lt__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<0>, "($self, value, /)", "Return self<value.";
    "__le__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<1>, "($self, value, /)", "Return self<=value.";
    "__eq__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<2>, "($self, value, /)", "Return self==value.";
    "__ne__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<3>, "($self, value, /)", "Return self!=value.";
    "__gt__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<4>, "($self, value, /)", "Return self>value.";
    "__ge__" tp_richcompare RichCmp(d::slot_tp_richcompare) richcmp::<5>, "($self, value, /)", "Return self>=value.";
    "__iter__" tp_iter Unary(d::slot_tp_iter) unary, "($self, /)", "Implement iter(self).";
    "__next__" tp_iternext IterNext(d::slot_tp_iternext) iternext, "($self, /)", "Implement next(self).";
    "__get__" tp_descr_get DescrGet(d::slot_tp_descr_get) descr_get, "($self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner.";
    "__set__" tp_descr_set DescrSet(d::slot_tp_descr_set) descr_set, "($self, instance, value, /)", "Set an attribute of instance to value.";
    "__delete__" tp_descr_set DescrSet(d::slot_tp_descr_set) descr_delete, "($self, instance, /)", "Delete an attribute of instance.";
    "__init__" tp_init Init(d::slot_tp_init) init, "($self, /, *args, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature.";
    "__new__" tp_new New(d::slot_tp_new) new, "(type, /, *args, **kwargs)", "Create and return new object.";
    "__del__" tp_finalize Finalize(d::slot_tp_finalize) finalize, "", "";
    "__await__" am_await Unary(d::slot_am_await) unary, "($self, /)", "Return an iterator to be used in await expression.";
    "__aiter__" am_aiter Unary(d::slot_am_aiter) unary, "($self, /)", "Return an awaitable, that resolves in asynchronous iterator.";
    "__anext__" am_anext Unary(d::slot_am_anext) unary, "($self, /)", "Return a value or raise StopAsyncIteration.";
    "__add__" nb_add Binary(d::slot_nb_add) binary, "($self, value, /)", "Return self+value.";
    "__radd__" nb_add Binary(d::slot_nb_add) binary_r, "($self, value, /)", "Return value+self.";
    "__sub__" nb_subtract Binary(d::slot_nb_subtract) binary, "($self, value, /)", "Return self-value.";
    "__rsub__" nb_subtract Binary(d::slot_nb_subtract) binary_r, "($self, value, /)", "Return value-self.";
    "__mul__" nb_multiply Binary(d::slot_nb_multiply) binary, "($self, value, /)", "Return self*value.";
    "__rmul__" nb_multiply Binary(d::slot_nb_multiply) binary_r, "($self, value, /)", "Return value*self.";
    "__mod__" nb_remainder Binary(d::slot_nb_remainder) binary, "($self, value, /)", "Return self%value.";
    "__rmod__" nb_remainder Binary(d::slot_nb_remainder) binary_r, "($self, value, /)", "Return value%self.";
    "__divmod__" nb_divmod Binary(d::slot_nb_divmod) binary, "($self, value, /)", "Return divmod(self, value).";
    "__rdivmod__" nb_divmod Binary(d::slot_nb_divmod) binary_r, "($self, value, /)", "Return divmod(value, self).";
    "__pow__" nb_power Ternary(d::slot_nb_power) ternary, "($self, value, mod=None, /)", "Return pow(self, value, mod).";
    "__rpow__" nb_power Ternary(d::slot_nb_power) ternary_r, "($self, value, mod=None, /)", "Return pow(value, self, mod).";
    "__neg__" nb_negative Unary(d::slot_nb_negative) unary, "($self, /)", "-self";
    "__pos__" nb_positive Unary(d::slot_nb_positive) unary, "($self, /)", "+self";
    "__abs__" nb_absolute Unary(d::slot_nb_absolute) unary, "($self, /)", "abs(self)";
    "__bool__" nb_bool Inquiry(d::slot_nb_bool) inquiry, "($self, /)", "True if self else False";
    "__invert__" nb_invert Unary(d::slot_nb_invert) unary, "($self, /)", "~self";
    "__lshift__" nb_lshift Binary(d::slot_nb_lshift) binary, "($self, value, /)", "Return self<<value.";
    "__rlshift__" nb_lshift Binary(d::slot_nb_lshift) binary_r, "($self, value, /)", "Return value<<self.";
    "__rshift__" nb_rshift Binary(d::slot_nb_rshift) binary, "($self, value, /)", "Return self>>value.";
    "__rrshift__" nb_rshift Binary(d::slot_nb_rshift) binary_r, "($self, value, /)", "Return value>>self.";
    "__and__" nb_and Binary(d::slot_nb_and) binary, "($self, value, /)", "Return self&value.";
    "__rand__" nb_and Binary(d::slot_nb_and) binary_r, "($self, value, /)", "Return value&self.";
    "__xor__" nb_xor Binary(d::slot_nb_xor) binary, "($self, value, /)", "Return self^value.";
    "__rxor__" nb_xor Binary(d::slot_nb_xor) binary_r, "($self, value, /)", "Return value^self.";
    "__or__" nb_or Binary(d::slot_nb_or) binary, "($self, value, /)", "Return self|value.";
    "__ror__" nb_or Binary(d::slot_nb_or) binary_r, "($self, value, /)", "Return value|self.";
    "__int__" nb_int Unary(d::slot_nb_int) unary, "($self, /)", "int(self)";
    "__float__" nb_float Unary(d::slot_nb_float) unary, "($self, /)", "float(self)";
    "__iadd__" nb_inplace_add Binary(d::slot_nb_inplace_add) binary, "($self, value, /)", "Return self+=value.";
    "__isub__" nb_inplace_subtract Binary(d::slot_nb_inplace_subtract) binary, "($self, value, /)", "Return self-=value.";
    "__imul__" nb_inplace_multiply Binary(d::slot_nb_inplace_multiply) binary, "($self, value, /)", "Return self*=value.";
    "__imod__" nb_inplace_remainder Binary(d::slot_nb_inplace_remainder) binary, "($self, value, /)", "Return self%=value.";
    "__ipow__" nb_inplace_power Ternary(d::slot_nb_inplace_power) ternary, "($self, value, /)", "Return self**=value.";
    "__ilshift__" nb_inplace_lshift Binary(d::slot_nb_inplace_lshift) binary, "($self, value, /)", "Return self<<=value.";
    "__irshift__" nb_inplace_rshift Binary(d::slot_nb_inplace_rshift) binary, "($self, value, /)", "Return self>>=value.";
    "__iand__" nb_inplace_and Binary(d::slot_nb_inplace_and) binary, "($self, value, /)", "Return self&=value.";
    "__ixor__" nb_inplace_xor Binary(d::slot_nb_inplace_xor) binary, "($self, value, /)", "Return self^=value.";
    "__ior__" nb_inplace_or Binary(d::slot_nb_inplace_or) binary, "($self, value, /)", "Return self|=value.";
    "__floordiv__" nb_floor_divide Binary(d::slot_nb_floor_divide) binary, "($self, value, /)", "Return self//value.";
    "__rfloordiv__" nb_floor_divide Binary(d::slot_nb_floor_divide) binary_r, "($self, value, /)", "Return value//self.";
    "__truediv__" nb_true_divide Binary(d::slot_nb_true_divide) binary, "($self, value, /)", "Return self/value.";
    "__rtruediv__" nb_true_divide Binary(d::slot_nb_true_divide) binary_r, "($self, value, /)", "Return value/self.";
    "__ifloordiv__" nb_inplace_floor_divide Binary(d::slot_nb_inplace_floor_divide) binary, "($self, value, /)", "Return self//=value.";
    "__itruediv__" nb_inplace_true_divide Binary(d::slot_nb_inplace_true_divide) binary, "($self, value, /)", "Return self/=value.";
    "__index__" nb_index Unary(d::slot_nb_index) unary, "($self, /)", "Return self converted to an integer, if self is suitable for use as an index into a list.";
    "__matmul__" nb_matrix_multiply Binary(d::slot_nb_matrix_multiply) binary, "($self, value, /)", "Return self@value.";
    "__rmatmul__" nb_matrix_multiply Binary(d::slot_nb_matrix_multiply) binary_r, "($self, value, /)", "Return value@self.";
    "__imatmul__" nb_inplace_matrix_multiply Binary(d::slot_nb_inplace_matrix_multiply) binary, "($self, value, /)", "Return self@=value.";
    "__len__" mp_length Len(d::slot_length) length, "($self, /)", "Return len(self).";
    "__getitem__" mp_subscript Binary(d::slot_mp_subscript) binary, "($self, key, /)", "Return self[key].";
    "__setitem__" mp_ass_subscript ObjObjArg(d::slot_mp_ass_subscript) setitem, "($self, key, value, /)", "Set self[key] to value.";
    "__delitem__" mp_ass_subscript ObjObjArg(d::slot_mp_ass_subscript) delitem, "($self, key, /)", "Delete self[key].";
    "__len__" sq_length Len(d::slot_length) length, "($self, /)", "Return len(self).";
    "__add__" sq_concat Binary(d::no_concat) binary, "($self, value, /)", "Return self+value.";
    "__mul__" sq_repeat SsizeArg(d::no_repeat) repeat, "($self, value, /)", "Return self*value.";
    "__rmul__" sq_repeat SsizeArg(d::no_repeat) repeat, "($self, value, /)", "Return value*self.";
    "__getitem__" sq_item SsizeArg(d::slot_sq_item) sq_item, "($self, key, /)", "Return self[key].";
    "__setitem__" sq_ass_item SsizeObjArg(d::slot_sq_ass_item) setitem, "($self, key, value, /)", "Set self[key] to value.";
    "__delitem__" sq_ass_item SsizeObjArg(d::slot_sq_ass_item) delitem, "($self, key, /)", "Delete self[key].";
    "__contains__" sq_contains ObjObj(d::slot_sq_contains) objobj, "($self, key, /)", "Return bool(key in self).";
    "__iadd__" sq_inplace_concat Binary(d::no_concat) binary, "($self, value, /)", "Implement self+=value.";
    "__imul__" sq_inplace_repeat SsizeArg(d::no_repeat) repeat, "($self, value, /)", "Implement self*=value.";
}

#[cfg(test)]
mod tests {
    use super::SLOTDEFS;
    #[test]
    fn dunder_names_are_dunders() {
        assert!(SLOTDEFS.iter().all(|def| def.name.starts_with("__") && def.name.ends_with("__")));
    }
}
