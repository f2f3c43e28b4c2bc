//! Making classes: what a class statement or `type(name, bases, dict)` does, and the method resolution order.
//!
//! CPython counterpart: `type_new` and `mro_implementation` of `Objects/typeobject.c`.

use super::{Type, dispatch};
use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef};
use crate::slots::LiveSlots;
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Role, TypeFlags};
use crate::types::descriptors::GetSetDescriptor;
use crate::types::dict::Dict;
use crate::types::method_wrappers::{ClassMethod, StaticMethod};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The C3 linearisation of a class whose bases are set. CPython: `mro_implementation`.
pub(crate) fn compute_mro(ts: &ThreadState, class: &PyType) -> PyResult<Py<Tuple>> {
    let bases = class.bases().ok_or_else(|| ts.system_error("a class has no bases tuple"))?;
    let mut sequences: Vec<Vec<PyRef>> = Vec::new();
    for base in bases.items() {
        let mro = base.downcast::<Type>().and_then(|base| base.mro());
        match mro {
            Some(mro) => sequences.push(mro.items().to_vec()),
            None => {
                let name = base.downcast::<Type>().map_or_else(String::new, |base| base.name_string());
                return Err(ts.type_error(format_args!("Cannot extend an incomplete type '{name}'")));
            }
        }
    }
    for (i, base) in bases.items().iter().enumerate() {
        if bases.items().iter().skip(i + 1).any(|later| later.is(base)) {
            let name = base.downcast::<Type>().and_then(|base| base.name()).map_or_else(String::new, |name| name.to_rust_string());
            return Err(ts.type_error(format_args!("duplicate base class {name}")));
        }
    }
    sequences.push(bases.items().to_vec());
    let mut out = vec![class.to_ref()];
    let mut heads = vec![0usize; sequences.len()];
    loop {
        let mut remains = false;
        let mut chosen: Option<PyRef> = None;
        for (sequence, head) in sequences.iter().zip(&heads) {
            let Some(candidate) = sequence.get(*head) else { continue };
            remains = true;
            let in_tail =
                sequences.iter().zip(&heads).any(|(other, at)| other.get(at + 1..).unwrap_or(&[]).iter().any(|later| later.is(candidate)));
            if !in_tail {
                chosen = Some(candidate.clone());
                break;
            }
        }
        match chosen {
            Some(chosen) => {
                for (sequence, head) in sequences.iter().zip(&mut heads) {
                    if sequence.get(*head).is_some_and(|at| at.is(&chosen)) {
                        *head += 1;
                    }
                }
                out.push(chosen);
            }
            None if !remains => return Tuple::from_vec(ts, out),
            None => {
                let mut names: Vec<String> = Vec::new();
                for (sequence, head) in sequences.iter().zip(&heads) {
                    if let Some(class) = sequence.get(*head).and_then(|at| at.downcast::<Type>()) {
                        let name = class.name_string();
                        if !names.contains(&name) {
                            names.push(name);
                        }
                    }
                }
                return Err(
                    ts.type_error(format_args!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", ")))
                );
            }
        }
    }
}

/// The MRO as the metaclass wants it: its own `mro()` where it has one. CPython: `mro_invoke`.
pub(crate) fn invoke_mro(ts: &ThreadState, class: &PyType) -> PyResult<Py<Tuple>> {
    let meta = class.as_object().ob_type();
    let overridden = meta.is_heap()
        && meta
            .lookup_with_owner(ts, &ts.names().mro)
            .is_some_and(|(owner, _)| !std::ptr::eq(&raw const **owner, &raw const **ts.types().type_));
    if !overridden {
        return compute_mro(ts, class);
    }
    let Some(result) = dispatch::call_special(ts, class.as_object(), &ts.names().mro, &[])? else { return compute_mro(ts, class) };
    let items = crate::protocol::sequence::to_vec(ts, &result)?;
    for item in &items {
        let Some(base) = item.downcast::<Type>() else {
            let kind = item.ob_type().name_string();
            return Err(ts.type_error(format_args!("mro() returned a non-class ('{kind}')")));
        };
        if !class.is_subtype(solid_base(base)) && !std::ptr::eq(&raw const **base, &raw const **class) && !is_solid_subtype(class, base) {
            let name = base.name_string();
            return Err(ts.type_error(format_args!("mro() returned base with unsuitable layout ('{name}')")));
        }
    }
    Tuple::from_vec(ts, items)
}

fn is_solid_subtype(class: &PyType, base: &PyType) -> bool {
    class.def().has_payload_of(base.def())
}

/// The class that decides the layout: the nearest one that adds to its base's memory. CPython: `solid_base`.
fn solid_base(class: &PyType) -> &PyType {
    let mut at = class;
    loop {
        // Bases are kept alive by the class; the borrow is cut from the field's owned reference.
        let base = match at.base_borrowed() {
            Some(base) => base,
            None => return at,
        };
        let adds = at.basicsize() != base.basicsize()
            || at.itemsize() != base.itemsize()
            || (!at.is_heap() && !std::ptr::eq(at.def(), base.def()) && at.def().layout.basicsize != base.def().layout.basicsize);
        if adds {
            return at;
        }
        at = base;
    }
}

/// The base whose layout the new class extends. CPython: `best_base`.
fn best_base(ts: &ThreadState, bases: &Obj<Tuple>) -> PyResult<Py<Type>> {
    let mut winner: Option<(Py<Type>, Py<Type>)> = None;
    for base in bases.items() {
        let Some(base) = base.downcast::<Type>() else { return Err(ts.type_error("bases must be types")) };
        if !base.flags().has(TypeFlags::BASETYPE) {
            let name = base.full_name(ts);
            return Err(ts.type_error(format_args!("type '{name}' is not an acceptable base type")));
        }
        let candidate = solid_base(base).to_py();
        winner = match winner {
            None => Some((base.to_py(), candidate)),
            Some((chosen, solid)) if solid.is_subtype(&candidate) => Some((chosen, solid)),
            Some((_, solid)) if candidate.is_subtype(&solid) => Some((base.to_py(), candidate)),
            Some(_) => return Err(ts.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    winner.map(|(base, _)| base).ok_or_else(|| ts.type_error("a new-style class can't have only classic bases"))
}

/// The most derived metaclass among `meta` and those of the bases. CPython: `_PyType_CalculateMetaclass`.
pub fn calculate_metaclass(ts: &ThreadState, meta: &PyType, bases: &Obj<Tuple>) -> PyResult<Py<Type>> {
    let mut winner = meta.to_py();
    for base in bases.items() {
        let own = base.ob_type();
        if winner.is_subtype(own) {
            continue;
        }
        if own.is_subtype(&winner) {
            winner = own.to_py();
            continue;
        }
        return Err(ts.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// What the class statement's `__slots__` asks for.
#[derive(Default)]
struct SlotsPlan {
    names: Vec<Py<Str>>,
    wants_dict: bool,
    wants_weakref: bool,
}

/// `type.__new__(meta, name, bases, namespace, **kwargs)`. CPython: `type_new`.
pub fn type_new(ts: &ThreadState, meta: &PyType, args: Args<'_>) -> PyResult {
    let [name, bases, namespace] = args.pos() else {
        return Err(ts.type_error(format_args!("type.__new__() takes exactly 3 arguments ({} given)", args.pos().len())));
    };
    let kind_error = |n: usize, wanted: &str, got: &PyObject| -> Raised {
        let got = got.ob_type().name_string();
        ts.type_error(format_args!("type.__new__() argument {n} must be {wanted}, not {got}"))
    };
    let Some(name) = name.downcast::<Str>() else { return Err(kind_error(1, "str", name)) };
    let Some(bases) = bases.downcast::<Tuple>() else { return Err(kind_error(2, "tuple", bases)) };
    let Some(original) = namespace.downcast::<Dict>() else { return Err(kind_error(3, "dict", namespace)) };
    for base in bases.items() {
        if !base.is_kind::<Type>() {
            if crate::protocol::attr::get_attr_opt(ts, base, &ts.names().__mro_entries__)?.is_some() {
                return Err(ts.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
            }
        }
    }
    let winner = calculate_metaclass(ts, meta, bases)?;
    if !std::ptr::eq(&raw const **winner, &raw const **meta) {
        if let Some(new) = winner.slots.tp_new.get().filter(|new| *new as usize != crate::types::type_::type_tp_new as *const () as usize) {
            return new(ts, &winner, args);
        }
    }
    let bases = if bases.is_empty() { Tuple::from_slice(ts, &[ts.types().object.to_ref()])? } else { bases.to_py() };
    let base = best_base(ts, &bases)?;
    let dict = original.copy(ts)?;
    check_name(ts, name)?;

    let plan = plan_slots(ts, name, &bases, &base, &dict)?;
    let class = allocate(ts, &winner, &base, &plan)?;
    class.set_name(name.to_py());
    class.set_bases(Some(base.clone()), bases.clone());
    class.set_dict(dict.clone());
    fill_namespace(ts, &class, name, &dict)?;
    let class_cell = take(ts, &dict, &ts.names().__classcell__)?;
    let dict_cell = take(ts, &dict, &ts.names().__classdictcell__)?;
    let mro = invoke_mro(ts, &class)?;
    class.set_mro(mro);
    for base in bases.items() {
        if let Some(base) = base.downcast::<Type>() {
            base.add_subclass(&class);
        }
    }
    add_slot_members(ts, &class, &base, &plan, &dict)?;
    inherit(ts, &class);
    dispatch::fix_all_slots(ts, &class);
    if class.flags().has(TypeFlags::MANAGED_DICT) {
        crate::types::dict::instance::prepare_class(ts, &class)?;
    }
    if let Some(cell) = class_cell {
        set_cell(ts, &cell, class.as_object())?;
    }
    if let Some(cell) = dict_cell {
        set_cell(ts, &cell, dict.as_object())?;
    }
    dispatch::set_names(ts, &class)?;
    dispatch::init_subclass(ts, &class, Args::new(args.kw_values(), args.kwnames()))?;
    Ok(class.into_ref())
}

fn check_name(ts: &ThreadState, name: &Obj<Str>) -> PyResult<()> {
    if name.chars().any(|c| c == 0) {
        return Err(ts.value_error("type name must not contain null characters"));
    }
    Ok(())
}

fn take(ts: &ThreadState, dict: &Obj<Dict>, name: &Obj<Str>) -> PyResult<Option<PyRef>> {
    let found = dict.get_str(ts, name)?;
    if found.is_some() {
        dict.del_item(ts, name.as_object())?;
    }
    Ok(found)
}

/// Fill the cell behind `__class__` in methods. The cell type is the machine's, so it is set through its attribute.
fn set_cell(ts: &ThreadState, cell: &PyObject, value: &PyObject) -> PyResult<()> {
    if cell.ob_type().def().role != Role::Cell {
        let kind = cell.ob_type().name_string();
        return Err(ts.type_error(format_args!("__classcell__ must be a nonlocal cell, not <class '{kind}'>")));
    }
    let name = ts.intern("cell_contents")?;
    crate::protocol::attr::set_attr(ts, cell, &name, value)
}

/// Whether instances of a class have a dict, wherever it lies.
fn has_dict(class: &PyType) -> bool {
    // What classes hold is their namespace.
    class.flags().has(TypeFlags::TYPE_SUBCLASS) || class.dict_offset.get() != 0 || class.flags().has(TypeFlags::MANAGED_DICT)
}

fn has_weakrefs(class: &PyType) -> bool {
    class.flags().has(TypeFlags::TYPE_SUBCLASS) || class.weaklist_offset.get() != 0 || class.flags().has(TypeFlags::MANAGED_WEAKREF)
}

/// Read `__slots__` and decide about dict and weak references. CPython: `type_new_slots`.
fn plan_slots(ts: &ThreadState, class_name: &Obj<Str>, bases: &Obj<Tuple>, base: &PyType, dict: &Obj<Dict>) -> PyResult<SlotsPlan> {
    let may_add_dict = !has_dict(base);
    let may_add_weakref = !has_weakrefs(base) && base.itemsize() == 0;
    let Some(slots) = dict.get_str(ts, &ts.names().__slots__)? else {
        return Ok(SlotsPlan { names: Vec::new(), wants_dict: may_add_dict, wants_weakref: may_add_weakref });
    };
    let listed = if slots.is_kind::<Str>() { vec![slots] } else { crate::protocol::sequence::to_vec(ts, &slots)? };
    // Classes have no items here, but in CPython: what `__slots__` adds to an instance of a metaclass has no place there.
    if !listed.is_empty() && (base.itemsize() != 0 || base.flags().has(TypeFlags::TYPE_SUBCLASS)) {
        let name = base.name_string();
        return Err(ts.type_error(format_args!("nonempty __slots__ not supported for subtype of '{name}'")));
    }
    let mut plan = SlotsPlan::default();
    for slot in &listed {
        let Some(name) = slot.downcast::<Str>() else {
            let kind = slot.ob_type().name_string();
            return Err(ts.type_error(format_args!("__slots__ items must be strings, not '{kind}'")));
        };
        let text = name.to_rust_string();
        if !minipy_scalar::text::is_identifier(name.chars()) {
            return Err(ts.type_error("__slots__ must be identifiers"));
        }
        match text.as_str() {
            "__dict__" => {
                if !may_add_dict || plan.wants_dict {
                    return Err(ts.type_error("__dict__ slot disallowed: we already got one"));
                }
                plan.wants_dict = true;
            }
            "__weakref__" => {
                if !may_add_weakref || plan.wants_weakref {
                    return Err(ts.type_error("__weakref__ slot disallowed: we already got one"));
                }
                plan.wants_weakref = true;
            }
            _ => {
                let mangled = mangle(ts, &class_name.to_rust_string(), &text)?;
                let special = text == "__qualname__" || text == "__classcell__" || text == "__classdictcell__";
                if !special && dict.get_str(ts, &mangled)?.is_some() {
                    return Err(ts.value_error(format_args!("'{}' in __slots__ conflicts with class variable", mangled.to_rust_string())));
                }
                plan.names.push(mangled);
            }
        }
    }
    plan.names.sort_by_key(|name| name.to_rust_string());
    // A second base with a dict or weak references brings them along.
    if bases.len() > 1 {
        for other in bases.items().iter().filter_map(|other| other.downcast::<Type>()) {
            plan.wants_dict |= may_add_dict && has_dict(other);
            plan.wants_weakref |= may_add_weakref && has_weakrefs(other);
        }
    }
    Ok(plan)
}

/// `__name` in class `_Cls` is `_Cls__name`. CPython: `_Py_Mangle`.
fn mangle(ts: &ThreadState, class: &str, name: &str) -> PyResult<Py<Str>> {
    let stripped = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || stripped.is_empty() {
        return ts.intern(name);
    }
    ts.intern(&format!("_{stripped}{name}"))
}

/// Allocate the class object with the layout of its instances.
fn allocate(ts: &ThreadState, meta: &PyType, base: &PyType, plan: &SlotsPlan) -> PyResult<Py<Type>> {
    let class = Type::blank(base.def(), LiveSlots::from_def(&crate::slots::Slots::INHERIT));
    let mut flags = TypeFlags::HEAPTYPE.with(TypeFlags::BASETYPE).with(TypeFlags(base.flags().0 & TypeFlags::INHERITED.0));
    let kept = TypeFlags::MANAGED_DICT.with(TypeFlags::MANAGED_WEAKREF).with(TypeFlags::HAVE_GC);
    flags = flags.with(TypeFlags(base.flags().0 & kept.0));
    class.dict_offset.set(base.dict_offset.get());
    class.weaklist_offset.set(base.weaklist_offset.get());
    class.tp_basicsize.set(base.basicsize() + plan.names.len() * size_of::<Field>());
    if plan.wants_dict {
        flags = flags.with(TypeFlags::MANAGED_DICT);
    }
    if plan.wants_weakref {
        flags = flags.with(TypeFlags::MANAGED_WEAKREF);
    }
    // An instance counts its class, which can hold the instance: so all of them are collected, also those that hold nothing else.
    flags = flags.with(TypeFlags::HAVE_GC);
    let managed = flags.has(TypeFlags::MANAGED_DICT) || flags.has(TypeFlags::MANAGED_WEAKREF);
    class.pre_size.set(if managed { 32 } else { 16 });
    let bare = class.tp_basicsize.get() == size_of::<PyObject>() && base.itemsize() == 0;
    if flags.has(TypeFlags::MANAGED_DICT) && bare {
        flags = flags.with(TypeFlags::INLINE_VALUES);
    }
    class.set_flags(flags);
    Py::new_in(ts, meta, class)
}

/// `__module__`, `__qualname__`, `__doc__`, and the implicit static and class methods. CPython: `type_new_set_attrs`.
fn fill_namespace(ts: &ThreadState, class: &PyType, name: &Obj<Str>, dict: &Obj<Dict>) -> PyResult<()> {
    let names = ts.names();
    if dict.get_str(ts, &names.__module__)?.is_none() {
        if let Some(module) = ts.current_module_name() {
            dict.set_str(ts, &names.__module__, module)?;
        }
    }
    match take(ts, dict, &names.__qualname__)? {
        Some(qualname) => match qualname.downcast_into::<Str>() {
            Ok(qualname) => class.set_qualname(qualname),
            Err(other) => {
                let kind = other.ob_type().name_string();
                return Err(ts.type_error(format_args!("type __qualname__ must be a str, not {kind}")));
            }
        },
        None => class.set_qualname(name.to_py()),
    }
    if dict.get_str(ts, &names.__doc__)?.is_none() {
        dict.set_str(ts, &names.__doc__, ts.none())?;
    }
    if let Some(new) = dict.get_str(ts, &names.__new__)? {
        if is_function(&new) {
            dict.set_str(ts, &names.__new__, StaticMethod::new(ts, new)?.into_ref())?;
        }
    }
    for name in [&names.__init_subclass__, &names.__class_getitem__] {
        if let Some(function) = dict.get_str(ts, name)? {
            if is_function(&function) {
                dict.set_str(ts, name, ClassMethod::new(ts, function)?.into_ref())?;
            }
        }
    }
    // A class that defines __eq__ and no __hash__ is not hashable.
    if dict.get_str(ts, &names.__eq__)?.is_some() && dict.get_str(ts, &names.__hash__)?.is_none() {
        dict.set_str(ts, &names.__hash__, ts.none())?;
    }
    Ok(())
}

/// Whether a value is a function written in Python.
fn is_function(value: &PyObject) -> bool {
    value.ob_type().def().role == Role::Function
}

/// Member descriptors for `__slots__`, and for `__dict__` and `__weakref__` where the class adds them.
fn add_slot_members(ts: &ThreadState, class: &PyType, base: &PyType, plan: &SlotsPlan, dict: &Obj<Dict>) -> PyResult<()> {
    let first = (base.basicsize() - base.def().layout.basicsize) / size_of::<Field>();
    for (i, name) in plan.names.iter().enumerate() {
        let member = GetSetDescriptor::new_slot(ts, name.clone(), first + i, class)?;
        dict.set_str(ts, name, member.into_ref())?;
    }
    if plan.wants_dict && !has_dict(base) {
        let member = GetSetDescriptor::new(ts, &crate::types::object::DICT_GETSET, class)?;
        dict.set_default(ts, ts.names().__dict__.as_object(), member.into_ref())?;
    }
    if plan.wants_weakref && !has_weakrefs(base) {
        let member = GetSetDescriptor::new(ts, &crate::types::object::WEAKREF_GETSET, class)?;
        dict.set_default(ts, ts.names().__weakref__.as_object(), member.into_ref())?;
    }
    Ok(())
}

/// Take over the slots that have no dunder name, and everything as a starting point.
fn inherit(_ts: &ThreadState, class: &PyType) {
    super::ready::inherit_slots(class);
}

/// `cls.__bases__ = bases`. CPython: `type_set_bases`.
pub(crate) fn set_bases(ts: &ThreadState, class: &PyType, value: &PyObject) -> PyResult<()> {
    let name = class.name_string();
    let Some(bases) = value.downcast::<Tuple>() else {
        let kind = value.ob_type().name_string();
        return Err(ts.type_error(format_args!("can only assign tuple to {name}.__bases__, not {kind}")));
    };
    if bases.is_empty() {
        return Err(ts.type_error(format_args!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for base in bases.items() {
        let Some(base) = base.downcast::<Type>() else {
            let kind = base.ob_type().name_string();
            return Err(ts.type_error(format_args!("{name}.__bases__ must be tuple of classes, not '{kind}'")));
        };
        if base.is_subtype(class) {
            return Err(ts.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let new_base = best_base(ts, bases)?;
    let Some(old_base) = class.base() else { return Err(ts.type_error("can't set attributes of built-in/extension type 'object'")) };
    check_assignment(ts, "__bases__", &new_base, &old_base)?;
    let old_bases = class.bases();
    class.set_bases(Some(new_base), bases.to_py());
    let mut before: Vec<(Py<Type>, Option<Py<Tuple>>)> = Vec::new();
    if let Err(raised) = update_mros(ts, class, &mut before) {
        // As if nothing had been asked for: the classes below have their old order again.
        for (changed, mro) in before.into_iter().rev() {
            if let Some(mro) = mro {
                changed.set_mro(mro);
                changed.modified();
            }
        }
        if let Some(old_bases) = old_bases {
            class.set_bases(Some(old_base), old_bases);
        }
        return Err(raised);
    }
    for base in old_bases.iter().flat_map(|bases| bases.items()).filter_map(|base| base.downcast::<Type>()) {
        base.remove_subclass(class);
    }
    for base in bases.items().iter().filter_map(|base| base.downcast::<Type>()) {
        base.add_subclass(class);
    }
    class.modified();
    dispatch::update_all_slots(ts, class);
    Ok(())
}

/// New orders for a class and those below it; `before` keeps the old ones. CPython: `mro_hierarchy`.
fn update_mros(ts: &ThreadState, class: &PyType, before: &mut Vec<(Py<Type>, Option<Py<Tuple>>)>) -> PyResult<()> {
    ts.check_stack(" while changing bases")?;
    let mro = invoke_mro(ts, class)?;
    before.push((class.to_py(), class.mro()));
    class.set_mro(mro);
    for subclass in class.subclasses() {
        update_mros(ts, &subclass, before)?;
    }
    Ok(())
}

/// Refuse to put one class in the place of another whose instances are laid out differently. CPython: `compatible_for_assignment`.
pub(crate) fn check_assignment(ts: &ThreadState, attribute: &str, new: &PyType, old: &PyType) -> PyResult<()> {
    // Modules and their subclasses hold their namespace themselves: what a subclass adds is never used.
    if new.derives_from_def(&crate::types::module::MODULE) && old.derives_from_def(&crate::types::module::MODULE) {
        if new.pre_size.get() == old.pre_size.get() && new.basicsize() == old.basicsize() {
            return Ok(());
        }
    }
    // CPython compares `tp_free`, which is the collector's for every class of a program.
    let by_collector = |class: &PyType| class.is_heap() || class.flags().has(TypeFlags::HAVE_GC);
    let problem = if by_collector(new) != by_collector(old) {
        "deallocator"
    } else if !same_additions(new, old) || !same_memory(new, old) {
        "object layout"
    } else {
        return Ok(());
    };
    let (new, old) = (new.name_string(), old.name_string());
    Err(ts.type_error(format_args!("{attribute} assignment: '{new}' {problem} differs from '{old}'")))
}

/// What lies before the header, and whether the values of attributes lie behind the body.
const PREHEADER: TypeFlags =
    TypeFlags::INLINE_VALUES.with(TypeFlags::MANAGED_DICT).with(TypeFlags::MANAGED_WEAKREF).with(TypeFlags::HAVE_GC);

/// What must hold for an instance of one class to be read as one of the other.
fn same_memory(new: &PyType, old: &PyType) -> bool {
    std::ptr::eq(new.def(), old.def())
        && new.basicsize() == old.basicsize()
        && new.pre_size.get() == old.pre_size.get()
        && new.flags().0 & PREHEADER.0 == old.flags().0 & PREHEADER.0
        && new.dict_offset.get() == old.dict_offset.get()
        && new.weaklist_offset.get() == old.weaklist_offset.get()
}

/// Whether both add the same to the same base. CPython: `compatible_with_tp_base`, `same_slots_added`.
fn same_additions(new: &PyType, old: &PyType) -> bool {
    let (new, old) = (first_that_adds(new), first_that_adds(old));
    if std::ptr::eq(new, old) {
        return true;
    }
    match (new.base_borrowed(), old.base_borrowed()) {
        (Some(a), Some(b)) if std::ptr::eq(a, b) => own_slots(new) == own_slots(old),
        _ => false,
    }
}

/// The nearest class at or above `class` that adds something to its base.
fn first_that_adds(class: &PyType) -> &PyType {
    let mut at = class;
    while let Some(base) = at.base_borrowed() {
        let collected = at.flags().has(TypeFlags::HAVE_GC);
        let same = same_memory(at, base)
            && has_dict(at) == has_dict(base)
            && has_weakrefs(at) == has_weakrefs(base)
            && collected == base.flags().has(TypeFlags::HAVE_GC)
            && (!collected || at.is_heap() == base.is_heap());
        if !same {
            break;
        }
        at = base;
    }
    at
}

/// The names of the words that the class itself adds, in their order.
fn own_slots(class: &PyType) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let Some(dict) = class.dict() else { return names };
    let mut at = 0;
    while let Some((key, value)) = dict.next(&mut at) {
        let index = value.downcast::<GetSetDescriptor>().and_then(|member| member.added_by(class));
        if let (Some(index), Some(name)) = (index, key.downcast::<Str>()) {
            names.push((index, name.to_rust_string()));
        }
    }
    names.sort();
    names
}
