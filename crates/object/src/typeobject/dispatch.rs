//! Slot functions of classes made by programs: each looks its dunder method up and calls it.
//!
//! CPython counterpart: the `slot_*` functions and `update_slot` of `Objects/typeobject.c`. Invariant: after a class is made or
//! changed, each of its slots holds a builtin base's function where the MRO finds that base's own wrapper, and a function of this
//! file where it finds anything else.

use smallvec::SmallVec;

use super::Type;
use super::slotdefs::SLOTDEFS;
use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol::call::{call, call_one};
use crate::protocol::object::{is_true, rich_compare_not_implemented};
use crate::pyref::PyRef;
use crate::slots::{AnySlot, CompareOp, SlotId};
use crate::state::{PyResult, ThreadState};
use crate::typedef::TypeFlags;
use crate::types::builtin_function::BuiltinFunction;
use crate::types::descriptors::WrapperDescriptor;
use crate::types::int::Int;
use crate::types::str::Str;

/// A method found on a type: to be called with the object in front, or already bound.
pub enum Found {
    /// A function-like: call it with the object as the first argument.
    Unbound(PyRef),
    /// Anything else, bound by its `__get__`.
    Bound(PyRef),
}

/// Look a special method up on the type of `this`. CPython: `lookup_maybe_method`.
pub fn lookup_method(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult<Option<Found>> {
    let Some(found) = this.ob_type().lookup(ts, name) else { return Ok(None) };
    let kind = found.ob_type();
    if kind.flags().has(TypeFlags::METHOD_DESCRIPTOR) {
        return Ok(Some(Found::Unbound(found)));
    }
    match kind.slots.tp_descr_get.get() {
        Some(get) => Ok(Some(Found::Bound(get(ts, &found, Some(this), Some(this.ob_type().as_object()))?))),
        None => Ok(Some(Found::Bound(found))),
    }
}

impl Found {
    /// Call the method of `this`.
    pub fn call(&self, ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
        match self {
            Found::Bound(function) => call(ts, function, args),
            Found::Unbound(function) => {
                let mut values: SmallVec<[PyRef; 8]> = SmallVec::with_capacity(args.values().len() + 1);
                values.push(this.to_ref());
                values.extend(args.values().iter().cloned());
                call(ts, function, Args::new(&values, args.kwnames()))
            }
        }
    }
}

/// Call a special method with positional arguments; `None` where the type has none.
pub fn call_special(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, args: &[PyRef]) -> PyResult<Option<PyRef>> {
    match lookup_method(ts, this, name)? {
        Some(method) => method.call(ts, this, Args::positional(args)).map(Some),
        None => Ok(None),
    }
}

/// The same where the method must exist: AttributeError with its name otherwise. CPython: `vectorcall_method`.
fn call_required(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, args: &[PyRef]) -> PyResult {
    match call_special(ts, this, name, args)? {
        Some(result) => Ok(result),
        None => Err(ts.raise(&ts.types().attribute_error, name.to_rust_string())),
    }
}

/// CPython: `vectorcall_maybe`.
fn call_maybe(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, args: &[PyRef]) -> PyResult {
    Ok(call_special(ts, this, name, args)?.unwrap_or_else(|| ts.not_implemented()))
}

fn is_not_implemented(ts: &ThreadState, value: &PyObject) -> bool {
    value.is(&ts.singletons().not_implemented)
}

/// Whether `right`'s class overrides the reflected method of `left`'s. CPython: `method_is_overloaded`.
fn method_is_overloaded(ts: &ThreadState, left: &PyObject, right: &PyObject, name: &Obj<Str>) -> PyResult<bool> {
    let Some(of_right) = crate::protocol::attr::get_attr_opt(ts, right.ob_type().as_object(), name)? else { return Ok(false) };
    let Some(of_left) = crate::protocol::attr::get_attr_opt(ts, left.ob_type().as_object(), name)? else { return Ok(true) };
    crate::protocol::object::rich_compare_bool(ts, &of_left, &of_right, CompareOp::Ne)
}

/// An operator with a reflected form. CPython: `SLOT1BINFULL`.
fn binary_full(
    ts: &ThreadState,
    left: &PyObject,
    right: &PyObject,
    slot: SlotId,
    own: AnySlot,
    name: &Obj<Str>,
    reflected: &Obj<Str>,
) -> PyResult {
    let (lt, rt) = (left.ob_type(), right.ob_type());
    let same_type = std::ptr::eq(lt, rt);
    let dispatches = |ty: &PyType| ty.slots.get_any(slot).is_some_and(|f| f.address() == own.address());
    let mut do_other = !same_type && dispatches(rt);
    if dispatches(lt) {
        if do_other && rt.is_subtype(lt) && method_is_overloaded(ts, left, right, reflected)? {
            let result = call_maybe(ts, right, reflected, &[left.to_ref()])?;
            if !is_not_implemented(ts, &result) {
                return Ok(result);
            }
            do_other = false;
        }
        let result = call_maybe(ts, left, name, &[right.to_ref()])?;
        if !is_not_implemented(ts, &result) || same_type {
            return Ok(result);
        }
    }
    if do_other { call_maybe(ts, right, reflected, &[left.to_ref()]) } else { Ok(ts.not_implemented()) }
}

macro_rules! binary_slots {
    ($($slot:ident $function:ident $name:ident $reflected:ident;)*) => { $(
        pub(crate) fn $function(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
            let names = ts.names();
            binary_full(ts, left, right, SlotId::$slot, AnySlot::Binary($function), &names.$name, &names.$reflected)
        }
    )* };
}

binary_slots! {
    nb_add slot_nb_add __add__ __radd__;
    nb_subtract slot_nb_subtract __sub__ __rsub__;
    nb_multiply slot_nb_multiply __mul__ __rmul__;
    nb_remainder slot_nb_remainder __mod__ __rmod__;
    nb_divmod slot_nb_divmod __divmod__ __rdivmod__;
    nb_lshift slot_nb_lshift __lshift__ __rlshift__;
    nb_rshift slot_nb_rshift __rshift__ __rrshift__;
    nb_and slot_nb_and __and__ __rand__;
    nb_xor slot_nb_xor __xor__ __rxor__;
    nb_or slot_nb_or __or__ __ror__;
    nb_floor_divide slot_nb_floor_divide __floordiv__ __rfloordiv__;
    nb_true_divide slot_nb_true_divide __truediv__ __rtruediv__;
    nb_matrix_multiply slot_nb_matrix_multiply __matmul__ __rmatmul__;
}

macro_rules! inplace_slots {
    ($($function:ident $name:ident;)*) => { $(
        pub(crate) fn $function(ts: &ThreadState, left: &PyObject, right: &PyObject) -> PyResult {
            call_required(ts, left, &ts.names().$name, &[right.to_ref()])
        }
    )* };
}

inplace_slots! {
    slot_nb_inplace_add __iadd__;
    slot_nb_inplace_subtract __isub__;
    slot_nb_inplace_multiply __imul__;
    slot_nb_inplace_remainder __imod__;
    slot_nb_inplace_lshift __ilshift__;
    slot_nb_inplace_rshift __irshift__;
    slot_nb_inplace_and __iand__;
    slot_nb_inplace_xor __ixor__;
    slot_nb_inplace_or __ior__;
    slot_nb_inplace_floor_divide __ifloordiv__;
    slot_nb_inplace_true_divide __itruediv__;
    slot_nb_inplace_matrix_multiply __imatmul__;
    slot_mp_subscript __getitem__;
}

macro_rules! unary_slots {
    ($($function:ident $name:ident;)*) => { $(
        pub(crate) fn $function(ts: &ThreadState, this: &PyObject) -> PyResult {
            call_required(ts, this, &ts.names().$name, &[])
        }
    )* };
}

unary_slots! {
    slot_nb_negative __neg__;
    slot_nb_positive __pos__;
    slot_nb_absolute __abs__;
    slot_nb_invert __invert__;
    slot_nb_int __int__;
    slot_nb_float __float__;
    slot_nb_index __index__;
}

pub(crate) fn slot_nb_power(ts: &ThreadState, left: &PyObject, right: &PyObject, modulus: &PyObject) -> PyResult {
    let names = ts.names();
    if modulus.is(&ts.singletons().none) {
        let two = |ts: &ThreadState, left: &PyObject, right: &PyObject| {
            binary_full(ts, left, right, SlotId::nb_power, AnySlot::Ternary(slot_nb_power), &names.__pow__, &names.__rpow__)
        };
        return two(ts, left, right);
    }
    let own = AnySlot::Ternary(slot_nb_power).address();
    if left.ob_type().slots.nb_power.get().is_some_and(|f| AnySlot::Ternary(f).address() == own) {
        return call_required(ts, left, &names.__pow__, &[right.to_ref(), modulus.to_ref()]);
    }
    Ok(ts.not_implemented())
}

pub(crate) fn slot_nb_inplace_power(ts: &ThreadState, left: &PyObject, right: &PyObject, _modulus: &PyObject) -> PyResult {
    call_required(ts, left, &ts.names().__ipow__, &[right.to_ref()])
}

pub(crate) fn slot_nb_bool(ts: &ThreadState, this: &PyObject) -> PyResult<bool> {
    let (result, uses_len) = match call_special(ts, this, &ts.names().__bool__, &[])? {
        Some(result) => (result, false),
        None => match call_special(ts, this, &ts.names().__len__, &[])? {
            Some(result) => (result, true),
            None => return Ok(true),
        },
    };
    if uses_len {
        return Ok(checked_length(ts, &result)? != 0);
    }
    if result.is(&ts.singletons().true_) || result.is(&ts.singletons().false_) {
        return is_true(ts, &result);
    }
    Err(ts.type_error(format_args!("__bool__ should return bool, returned {}", result.ob_type().name_string())))
}

/// What `__len__` returned, as a length. CPython: `slot_sq_length`.
fn checked_length(ts: &ThreadState, result: &PyObject) -> PyResult<usize> {
    let index = crate::protocol::number::index(ts, result)?;
    if index.is_negative() {
        return Err(ts.value_error("__len__() should return >= 0"));
    }
    let length = crate::protocol::number::index_isize(ts, index.as_object(), &ts.types().overflow_error)?;
    Ok(length.unsigned_abs())
}

pub(crate) fn slot_length(ts: &ThreadState, this: &PyObject) -> PyResult<usize> {
    let result = call_required(ts, this, &ts.names().__len__, &[])?;
    checked_length(ts, &result)
}

pub(crate) fn slot_mp_ass_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) => call_required(ts, this, &ts.names().__setitem__, &[key.to_ref(), value.to_ref()]).map(drop),
        None => call_required(ts, this, &ts.names().__delitem__, &[key.to_ref()]).map(drop),
    }
}

pub(crate) fn slot_sq_item(ts: &ThreadState, this: &PyObject, index: isize) -> PyResult {
    let index = ts.new_int(index as i64)?.into_ref();
    call_required(ts, this, &ts.names().__getitem__, &[index])
}

pub(crate) fn slot_sq_ass_item(ts: &ThreadState, this: &PyObject, index: isize, value: Option<&PyObject>) -> PyResult<()> {
    let index = ts.new_int(index as i64)?;
    slot_mp_ass_subscript(ts, this, index.as_object(), value)
}

/// A class's `__add__` fills `nb_add` only; this stands in the table for the wrapper's sake and is never put into a slot.
pub(crate) fn no_concat(ts: &ThreadState, _left: &PyObject, _right: &PyObject) -> PyResult {
    Ok(ts.not_implemented())
}

/// The same for `__mul__`.
pub(crate) fn no_repeat(ts: &ThreadState, _this: &PyObject, _count: isize) -> PyResult {
    Ok(ts.not_implemented())
}

pub(crate) fn slot_sq_contains(ts: &ThreadState, this: &PyObject, item: &PyObject) -> PyResult<bool> {
    let name = &ts.names().__contains__;
    if this.ob_type().lookup(ts, name).is_some_and(|found| found.is(&ts.singletons().none)) {
        return Err(ts.type_error(format_args!("'{}' object is not a container", this.ob_type().name_string())));
    }
    match call_special(ts, this, name, &[item.to_ref()])? {
        Some(result) => is_true(ts, &result),
        None => crate::protocol::sequence::iter_contains(ts, this, item),
    }
}

pub(crate) fn slot_tp_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    call_required(ts, this, &ts.names().__repr__, &[])
}

pub(crate) fn slot_tp_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    call_required(ts, this, &ts.names().__str__, &[])
}

pub(crate) fn slot_tp_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let found = this.ob_type().lookup(ts, &ts.names().__hash__);
    if found.is_none_or(|found| found.is(&ts.singletons().none)) {
        return crate::types::object::hash_not_implemented(ts, this);
    }
    let result = call_required(ts, this, &ts.names().__hash__, &[])?;
    match result.downcast::<Int>() {
        // The value itself where it fits, else its own hash, as CPython does.
        Some(value) => Ok(match value.as_i64() {
            Some(-1) => -2,
            Some(value) => value,
            None => value.hash(),
        }),
        None => Err(ts.type_error("__hash__ method should return an integer")),
    }
}

pub(crate) fn slot_tp_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    ts.check_stack(" while calling a Python object")?;
    match lookup_method(ts, this, &ts.names().__call__)? {
        Some(method) => method.call(ts, this, args),
        None => Err(ts.raise(&ts.types().attribute_error, "__call__")),
    }
}

/// Attribute access of a class with `__getattribute__` or `__getattr__` of its own. CPython: `_Py_slot_tp_getattr_hook`.
pub(crate) fn slot_tp_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    let names = ts.names();
    let own = this.ob_type().lookup(ts, &names.__getattribute__);
    let generic = own.as_deref().and_then(PyObject::downcast::<WrapperDescriptor>).is_some_and(|wrapper| wrapper.is_generic_getattr());
    let result = if generic || own.is_none() {
        crate::protocol::attr::generic_get_attr(ts, this, name)
    } else {
        call_required(ts, this, &names.__getattribute__, &[name.to_ref()])
    };
    let raised = match result {
        Ok(found) => return Ok(found),
        Err(raised) => raised,
    };
    if !ts.exception_is(&raised, &ts.types().attribute_error) {
        return Err(raised);
    }
    match this.ob_type().lookup(ts, &names.__getattr__) {
        None => Err(raised),
        Some(_) => {
            ts.clear_exception(raised);
            call_required(ts, this, &names.__getattr__, &[name.to_ref()])
        }
    }
}

pub(crate) fn slot_tp_setattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) => call_required(ts, this, &ts.names().__setattr__, &[name.to_ref(), value.to_ref()]).map(drop),
        None => call_required(ts, this, &ts.names().__delattr__, &[name.to_ref()]).map(drop),
    }
}

pub(crate) fn slot_tp_richcompare(ts: &ThreadState, left: &PyObject, right: &PyObject, op: CompareOp) -> PyResult {
    let names = ts.names();
    let name = match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    };
    match call_special(ts, left, name, &[right.to_ref()])? {
        Some(result) => Ok(result),
        None => Ok(rich_compare_not_implemented(ts)),
    }
}

pub(crate) fn slot_tp_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let name = &ts.names().__iter__;
    match this.ob_type().lookup(ts, name) {
        Some(found) if found.is(&ts.singletons().none) => {
            Err(ts.type_error(format_args!("'{}' object is not iterable", this.ob_type().name_string())))
        }
        Some(_) => call_required(ts, this, name, &[]),
        None if this.ob_type().lookup(ts, &ts.names().__getitem__).is_some() => crate::protocol::iter::sequence_iterator(ts, this),
        None => Err(ts.type_error(format_args!("'{}' object is not iterable", this.ob_type().name_string()))),
    }
}

pub(crate) fn slot_tp_iternext(ts: &ThreadState, this: &PyObject) -> PyResult<Option<PyRef>> {
    match call_required(ts, this, &ts.names().__next__, &[]) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if ts.exception_is(&raised, &ts.types().stop_iteration) => {
            ts.clear_exception(raised);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

pub(crate) fn slot_tp_descr_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, owner: Option<&PyObject>) -> PyResult {
    let Some(get) = this.ob_type().lookup(ts, &ts.names().__get__) else {
        return Ok(this.to_ref());
    };
    let or_none = |value: Option<&PyObject>| value.map_or_else(|| ts.none(), PyObject::to_ref);
    call(ts, &get, Args::positional(&[this.to_ref(), or_none(instance), or_none(owner)]))
}

pub(crate) fn slot_tp_descr_set(ts: &ThreadState, this: &PyObject, instance: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) => call_required(ts, this, &ts.names().__set__, &[instance.to_ref(), value.to_ref()]).map(drop),
        None => call_required(ts, this, &ts.names().__delete__, &[instance.to_ref()]).map(drop),
    }
}

/// `tp_init` of classes with an `__init__` in Python.
pub fn slot_tp_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let Some(method) = lookup_method(ts, this, &ts.names().__init__)? else {
        return Err(ts.raise(&ts.types().attribute_error, "__init__"));
    };
    let result = method.call(ts, this, args)?;
    if result.is(&ts.singletons().none) {
        return Ok(());
    }
    Err(ts.type_error(format_args!("__init__() should return None, not '{}'", result.ob_type().name_string())))
}

pub(crate) fn slot_tp_new(ts: &ThreadState, class: &PyType, args: Args<'_>) -> PyResult {
    let function = crate::protocol::attr::get_attr(ts, class.as_object(), &ts.names().__new__)?;
    let mut values: SmallVec<[PyRef; 8]> = SmallVec::with_capacity(args.values().len() + 1);
    values.push(class.to_ref());
    values.extend(args.values().iter().cloned());
    call(ts, &function, Args::new(&values, args.kwnames()))
}

pub(crate) fn slot_tp_finalize(ts: &ThreadState, this: &PyObject) {
    // The exception that is on its way must survive the finalizer.
    let saved = ts.save_exception();
    match lookup_method(ts, this, &ts.names().__del__) {
        Ok(Some(method)) => {
            if let Err(raised) = method.call(ts, this, Args::NONE) {
                let function = match &method {
                    Found::Bound(function) | Found::Unbound(function) => function,
                };
                ts.write_unraisable(raised, "Exception ignored in", Some(function));
            }
        }
        Ok(None) => {}
        Err(raised) => ts.write_unraisable(raised, "Exception ignored in", Some(this)),
    }
    ts.restore_exception(saved);
}

macro_rules! async_slots {
    ($($function:ident $name:ident $message:literal;)*) => { $(
        pub(crate) fn $function(ts: &ThreadState, this: &PyObject) -> PyResult {
            match call_special(ts, this, &ts.names().$name, &[])? {
                Some(result) => Ok(result),
                None => Err(ts.raise(&ts.types().attribute_error, format_args!($message, this.ob_type().name_string()))),
            }
        }
    )* };
}

async_slots! {
    slot_am_await __await__ "object {} does not have __await__ method";
    slot_am_aiter __aiter__ "object {} does not have __aiter__ method";
    slot_am_anext __anext__ "object {} does not have __anext__ method";
}

// --- keeping slots right -------------------------------------------------------------------------------------------------------

/// Work out one slot of a class from what its MRO holds under the slot's names. CPython: `update_one_slot`.
fn compute_slot(ts: &ThreadState, class: &PyType, slot: SlotId) -> Option<AnySlot> {
    let mut specific: Option<AnySlot> = None;
    let mut generic: Option<AnySlot> = None;
    let mut use_generic = false;
    for def in SLOTDEFS.iter().filter(|def| def.slot == slot) {
        let Ok(name) = ts.intern(def.name) else { continue };
        let Some(found) = class.lookup(ts, &name) else { continue };
        if let Some(wrapper) = found.downcast_exact::<WrapperDescriptor>() {
            if std::ptr::eq(wrapper.def(), def) && wrapper.owner_is_base_of(class) {
                let wrapped = wrapper.wrapped();
                if specific.is_none_or(|known| known.address() == wrapped.address()) {
                    specific = Some(wrapped);
                } else {
                    use_generic = true;
                }
                generic = Some(def.generic);
                continue;
            }
            if wrapper.def().slot != slot && wrapper.def().name == def.name {
                // The same name of a sequence and a mapping slot: the other slot's definition takes care of it.
                continue;
            }
        } else if slot == SlotId::tp_new && found.downcast_exact::<BuiltinFunction>().is_some_and(|f| f.is_new_wrapper()) {
            let owner =
                found.downcast_exact::<BuiltinFunction>().and_then(|f| f.this()).and_then(|owner| owner.downcast_into::<Type>().ok());
            specific = owner.and_then(|owner| owner.slots.get_any(slot));
            continue;
        } else if slot == SlotId::tp_hash && found.is(&ts.singletons().none) {
            specific = Some(AnySlot::Hash(crate::types::object::hash_not_implemented));
            continue;
        }
        if matches!(slot, SlotId::sq_concat | SlotId::sq_repeat | SlotId::sq_inplace_concat | SlotId::sq_inplace_repeat) {
            continue;
        }
        use_generic = true;
        generic = Some(def.generic);
    }
    if use_generic { generic } else { specific }
}

/// Work out all slots of a new class. CPython: `fixup_slot_dispatchers`.
pub(crate) fn fix_all_slots(ts: &ThreadState, class: &PyType) {
    let mut done: SmallVec<[SlotId; 96]> = SmallVec::new();
    for def in SLOTDEFS {
        if !done.contains(&def.slot) {
            done.push(def.slot);
            class.slots.set_any(def.slot, compute_slot(ts, class, def.slot));
        }
    }
}

/// A name of a class changed: work out the slots that depend on it, here and in subclasses. CPython: `update_slot`.
pub(crate) fn update_slots(ts: &ThreadState, class: &PyType, name: &Obj<Str>) {
    let Some(text) = name.as_ascii() else { return };
    if !(text.starts_with("__") && text.ends_with("__")) {
        return;
    }
    for def in SLOTDEFS.iter().filter(|def| def.name == text) {
        class.slots.set_any(def.slot, compute_slot(ts, class, def.slot));
    }
    for subclass in class.subclasses() {
        update_slots(ts, &subclass, name);
    }
}

/// Every slot again, here and in subclasses, after `__bases__` changed.
pub(crate) fn update_all_slots(ts: &ThreadState, class: &PyType) {
    fix_all_slots(ts, class);
    for subclass in class.subclasses() {
        update_all_slots(ts, &subclass);
    }
}

/// Call `__set_name__` of each attribute of a new class. CPython: `type_new_set_names`.
pub(crate) fn set_names(ts: &ThreadState, class: &PyType) -> PyResult<()> {
    let Some(dict) = class.dict() else { return Ok(()) };
    // CPython walks a copy, so that __set_name__ can change the class.
    let copy = dict.copy(ts)?;
    let mut at = 0;
    while let Some((key, value)) = copy.next(&mut at) {
        let result = call_special(ts, &value, &ts.names().__set_name__, &[class.to_ref(), key.clone()]);
        if let Err(raised) = result {
            let exception = ts.take_exception(raised);
            let note = format!(
                "Error calling __set_name__ on '{}' instance {} in '{}'",
                value.ob_type().name_string(),
                crate::protocol::object::repr(ts, &key)?.to_rust_string(),
                class.name_string()
            );
            let note = ts.new_str(&note)?;
            let added = crate::protocol::call::call_method(ts, &exception, "add_note", &[note.into_ref()]);
            if let Err(raised) = added {
                ts.clear_exception(raised);
            }
            return Err(ts.set_exception(exception));
        }
    }
    Ok(())
}

/// Call `__init_subclass__` of the class above a new class, with the class statement's keywords.
pub(crate) fn init_subclass(ts: &ThreadState, class: &PyType, kwargs: Args<'_>) -> PyResult<()> {
    let parent = crate::types::super_::Super::new(ts, class, class.as_object())?;
    let function = crate::protocol::attr::get_attr(ts, parent.as_object(), &ts.names().__init_subclass__)?;
    call(ts, &function, kwargs).map(drop)
}

/// `issubclass(C, abc)` style hooks find their function on the metaclass; a plain call with one argument.
pub(crate) fn call_hook(ts: &ThreadState, class: &PyObject, name: &Obj<Str>, arg: &PyObject) -> PyResult<Option<bool>> {
    let found: Option<Found> = lookup_method(ts, class, name)?;
    match found {
        None => Ok(None),
        Some(Found::Bound(function)) => {
            let answer = call_one(ts, &function, arg)?;
            is_true(ts, &answer).map(Some)
        }
        Some(method) => {
            let answer = method.call(ts, class, Args::positional(&[arg.to_ref()]))?;
            is_true(ts, &answer).map(Some)
        }
    }
}
