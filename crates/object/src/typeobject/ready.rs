//! Making builtin types: from a `TypeDef` to a type object with namespace, bases, MRO and slots.
//!
//! CPython counterpart: `PyType_Ready`. Two steps, because names, tuples and dicts are objects that need types themselves: `make`
//! allocates a type with its layout and own slots, `ready` gives it everything that consists of objects.

use super::Type;
use super::slotdefs::SLOTDEFS;
use crate::header::{Obj, PyType};
use crate::pyref::{Py, PyRef};
use crate::slots::{LiveSlots, SlotId};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{MethodKind, TypeDef, TypeFlags};
use crate::types::builtin_function::BuiltinFunction;
use crate::types::descriptors::{GetSetDescriptor, MethodDescriptor, WrapperDescriptor};
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The payload of a builtin type before it is ready.
pub(crate) fn payload(def: &'static TypeDef) -> Type {
    let ty = Type::blank(def, LiveSlots::from_def(&def.slots));
    let mut flags = def.flags.with(inherited_flags(def));
    if def.layout.collected {
        flags = flags.with(TypeFlags::HAVE_GC);
        ty.pre_size.set(16);
    }
    ty.set_flags(flags.with(TypeFlags::IMMUTABLETYPE));
    ty
}

/// Flags that come down from the bases.
fn inherited_flags(def: &'static TypeDef) -> TypeFlags {
    let mut flags = TypeFlags::NONE;
    let mut at = def.base;
    while let Some(base) = at {
        flags = flags.with(TypeFlags(base.flags.0 & TypeFlags::INHERITED.0));
        at = base.base;
    }
    flags
}

/// Allocate a builtin type's object; its type is `type` of the interpreter.
pub fn make(ts: &ThreadState, def: &'static TypeDef) -> PyResult<Py<Type>> {
    Py::new(ts, payload(def))
}

/// Fill a builtin type: name, bases, MRO, namespace, inherited slots. Its bases must be ready. `find` gives the type object of a
/// `TypeDef`.
pub fn ready(ts: &ThreadState, ty: &PyType, find: &dyn Fn(&'static TypeDef) -> Option<Py<Type>>) -> PyResult<()> {
    let def = ty.def();
    let name = ts.intern(def.name)?;
    ty.set_name(name.clone());
    ty.set_qualname(name);
    let base = match def.base {
        Some(base) => Some(find(base).ok_or_else(|| ts.system_error(format_args!("the base of {} is not ready", def.name)))?),
        None => None,
    };
    let mut bases: Vec<PyRef> = base.iter().map(|base| base.clone().into_ref()).collect();
    // The one builtin type with two bases.
    if std::ptr::eq(def, &raw const crate::types::exceptions::EXCEPTION_GROUP) {
        bases.extend(find(&crate::types::exceptions::EXCEPTION).map(Py::into_ref));
    }
    ty.set_bases(base.clone(), Tuple::from_vec(ts, bases.clone())?);
    let mro = super::create::compute_mro(ts, ty)?;
    ty.set_mro(mro);
    for base in &bases {
        if let Some(base) = base.downcast::<Type>() {
            base.add_subclass(ty);
        }
    }
    // Room for the tables and for about as many slots as types with methods have, so that it seldom grows while it is filled.
    let slots = if def.methods.is_empty() { 2 } else { 16 };
    let dict = Dict::with_capacity(ts, def.methods.len() + def.getset.len() + slots, true)?;
    ty.set_dict(dict.clone());
    add_slot_wrappers(ts, ty, &dict)?;
    add_tables(ts, ty, &dict)?;
    if crate::types::structseq::is_record(def) {
        crate::types::structseq::add_counts(ts, def, &dict)?;
    }
    if dict.get_str(ts, &ts.names().__doc__)?.is_none() {
        let doc = match def.doc {
            Some(doc) => ts.new_str(doc)?.into_ref(),
            None => ts.none(),
        };
        dict.set_str(ts, &ts.names().__doc__, doc)?;
    }
    inherit_slots(ty);
    let dies_simply = ty.slots.tp_finalize.get().is_none() && ty.weaklist_offset.get() == def.layout.weaklist_offset;
    if dies_simply {
        ty.tp_dealloc.set(def.layout.dealloc);
    }
    if ty.slots.tp_hash.get().is_none() && ty.slots.tp_richcompare.get().is_some() {
        ty.slots.tp_hash.set(Some(crate::types::object::hash_not_implemented));
    }
    let hash_is_none =
        ty.slots.tp_hash.get().is_some_and(|f| f as usize == crate::types::object::hash_not_implemented as *const () as usize);
    if hash_is_none && dict.get_str(ts, &ts.names().__hash__)?.is_none() {
        dict.set_str(ts, &ts.names().__hash__, ts.none())?;
    }
    // What was looked up while the namespace was not complete is forgotten.
    ty.modified();
    Ok(())
}

/// Take over from the classes of the MRO, nearest first, each slot that is still empty. CPython: `inherit_slots`.
pub(crate) fn inherit_slots(ty: &PyType) {
    let Some(mro) = ty.mro() else { return };
    for class in mro.items().iter().skip(1) {
        if let Some(class) = class.downcast::<Type>() {
            ty.slots.inherit(&class.slots);
            if ty.dict_offset.get() == 0 {
                ty.dict_offset.set(class.dict_offset.get());
            }
            if ty.weaklist_offset.get() == 0 {
                ty.weaklist_offset.set(class.weaklist_offset.get());
            }
        }
    }
    if ty.flags().has(TypeFlags::DISALLOW_INSTANTIATION) {
        ty.slots.tp_new.set(None);
    }
}

/// Show each slot of its own under its dunder name. CPython: `add_operators`.
fn add_slot_wrappers(ts: &ThreadState, ty: &PyType, dict: &Obj<Dict>) -> PyResult<()> {
    for def in SLOTDEFS.iter().filter(|def| !def.sig.is_empty() || def.slot == SlotId::tp_finalize) {
        let Some(function) = ty.slots.get_any(def.slot) else { continue };
        let name: Py<Str> = ts.intern(def.name)?;
        if dict.get_str(ts, &name)?.is_some() {
            continue;
        }
        let value = if def.slot == SlotId::tp_new {
            BuiltinFunction::new(ts, &crate::types::type_::NEW_WRAPPER, Some(ty.to_ref()), None)?.into_ref()
        } else if function.address() == crate::types::object::hash_not_implemented as *const () as usize {
            ts.none()
        } else {
            WrapperDescriptor::new(ts, def, function, ty)?.into_ref()
        };
        dict.set_str(ts, &name, value)?;
    }
    Ok(())
}

/// Methods and computed attributes.
fn add_tables(ts: &ThreadState, ty: &PyType, dict: &Obj<Dict>) -> PyResult<()> {
    let def = ty.def();
    for method in def.methods {
        let name = ts.intern(method.name)?;
        let value: PyRef = match method.kind {
            MethodKind::Plain => MethodDescriptor::new(ts, method, ty)?.into_ref(),
            MethodKind::Class => MethodDescriptor::new_class(ts, method, ty)?.into_ref(),
            MethodKind::Static => {
                let function = BuiltinFunction::new(ts, method, Some(ty.to_ref()), None)?;
                crate::types::method_wrappers::StaticMethod::new(ts, function.into_ref())?.into_ref()
            }
        };
        // A method table entry comes before the slot's wrapper of the same name (`__reduce__`, `__getitem__` of dict with doc).
        dict.set_str(ts, &name, value)?;
    }
    for getset in def.getset {
        let name = ts.intern(getset.name)?;
        dict.set_str(ts, &name, GetSetDescriptor::new(ts, getset, ty)?.into_ref())?;
    }
    Ok(())
}
