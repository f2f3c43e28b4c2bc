//! Attributes, with caches that hold while a type's version does.
//!
//! CPython counterpart: LOAD_ATTR and its specialised forms. Invariant: an entry states the version of the owner's type (or of the owner
//! itself, a class); as long as it is current, the class attribute whose address the entry holds is alive and is the one to be found. Where
//! an instance could shadow it, the version of the names that instances share is compared too.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use crate::types::as_type;
use minipy_bytecode::{LocalKind, Opcode};
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::TypeFlags;
use minipy_object::types::descriptors::GetSetDescriptor;
use minipy_object::types::dict::instance;
use minipy_object::types::module::Module;
use minipy_object::types::property::Property;
use minipy_object::types::str::Str;

use crate::cache::{self, Entry};
use crate::frame::{self, Record, Stack, record_of, vm};
use crate::machine::unwind;
use crate::ops::stack::{last, release_then_next};
use crate::stackref::StackRef;
use crate::types::cell::CellObject;
use crate::types::function::Function;

/// An inline value of the instance, number `a`.
const INSTANCE: u16 = 1;
/// A method: `a` is the address of the function; no instance can shadow it.
const METHOD: u16 = 2;
/// As `METHOD`; instances share names, whose version must be `version2`.
const METHOD_SHARED: u16 = 3;
/// As `METHOD_SHARED`, of a type whose instances have inline values.
const METHOD_INLINE: u16 = 11;
/// Another class attribute, at address `a`; no instance can shadow it.
const CLASS: u16 = 4;
/// As `CLASS`, with `version2` as in `METHOD_SHARED`.
const CLASS_SHARED: u16 = 5;
/// The owner is a class, at address `b`, with that version; the attribute is at address `a`.
const OF_TYPE: u16 = 6;
/// The owner is a module whose dict's keys have `version2`; the value lies at offset `a`.
const MODULE: u16 = 7;
/// A word of `__slots__`, `a` bytes behind the header.
const SLOT: u16 = 8;
/// A property, at address `a`, whose getter is called in place if it is a Python function. `b` is the index of the name.
const PROPERTY: u16 = 9;
/// LOAD_SUPER_ATTR: `a` is the address of the function found behind the class at address `b`.
const SUPER_METHOD: u16 = 10;

/// What the slow path answers where another way of the site knows the type.
const CHOSEN: u16 = 100;

/// Push an attribute in the owner's place, with NULL above it for a call, and let go of the owner.
macro_rules! replace_owner {
    ($pc:expr, $sp:expr, $locals:expr, $ts:expr, $oparg:expr, $table:expr, $owner:expr, $word:expr) => {{
        *$sp.sub(1) = $word;
        *$sp = StackRef::NULL;
        let sp = $sp.add($oparg & 1);
        if last($owner) {
            return release_then_next($pc.add(9), sp, $locals, $ts, $owner.as_ptr().expose_provenance(), $table);
        }
        next!($pc.add(9), sp, $locals, $ts, $table)
    }};
}

op! {
    fn LOAD_ATTR(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let entry = cache::entry(record, pc);
        let owner = *sp.sub(1);
        let object = owner.object();
        let version = (*entry).version;
        if version != 0 && object.ob_type().current_version() == version {
            let kind = (*entry).kind;
            if kind == INSTANCE {
                if let Some(value) = instance::inline_raw_at(object, (*entry).a) {
                    let word = StackRef::to_owned_from(value.as_ref());
                    replace_owner!(pc, sp, locals, ts, oparg, table, owner, word)
                }
            } else if kind == METHOD || (kind == METHOD_INLINE && instance::valid_keys_version(object) == (*entry).version2) {
                let found = std::ptr::with_exposed_provenance::<PyObject>((*entry).a);
                *sp.sub(1) = StackRef::to_owned_from(&*found);
                *sp = owner.into_owned();
                next!(pc.add(9), sp.add(1), locals, ts, table)
            } else {
                return load_attr_more(pc, sp, locals, ts, oparg, table);
            }
        } else if (*entry).kind == OF_TYPE && version != 0 && object.id() == (*entry).b {
            let class: &minipy_object::header::PyType = owner.cast();
            if class.current_version() == version {
                let found = std::ptr::with_exposed_provenance::<PyObject>((*entry).a);
                let word = StackRef::to_owned_from(&*found);
                replace_owner!(pc, sp, locals, ts, oparg, table, owner, word)
            }
        }
        load_attr_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    /// The less frequent kinds; the type's version is that of the entry.
    fn load_attr_more(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let entry = cache::entry(record, pc);
        let owner = *sp.sub(1);
        let object = owner.object();
        let kind = (*entry).kind;
        if kind == CLASS || (kind == CLASS_SHARED && instance::inline_keys_version(object) == (*entry).version2) {
            let found = std::ptr::with_exposed_provenance::<PyObject>((*entry).a);
            let word = StackRef::to_owned_from(&*found);
            replace_owner!(pc, sp, locals, ts, oparg, table, owner, word)
        } else if (kind == METHOD_SHARED || kind == METHOD_INLINE) && instance::inline_keys_version(object) == (*entry).version2 {
            let found = std::ptr::with_exposed_provenance::<PyObject>((*entry).a);
            *sp.sub(1) = StackRef::to_owned_from(&*found);
            *sp = owner.into_owned();
            next!(pc.add(9), sp.add(1), locals, ts, table)
        } else if kind == SLOT {
            if let Some(value) = minipy_object::alloc::slot_at(object, (*entry).a).as_raw() {
                let word = StackRef::to_owned_from(value.as_ref());
                replace_owner!(pc, sp, locals, ts, oparg, table, owner, word)
            }
        } else if kind == MODULE {
            if let Some(word) = module_value(object, entry) {
                replace_owner!(pc, sp, locals, ts, oparg, table, owner, word)
            }
        } else if kind == PROPERTY {
            return load_property(pc, sp, locals, ts, oparg, table);
        }
        load_attr_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    /// A property: its getter is called in place, the owner becomes its argument.
    fn load_property(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let property = std::ptr::with_exposed_provenance::<Obj<Property>>((*cache::entry(record, pc)).a);
        let vt = vm(&*ts);
        if let Some(getter) = (**property).getter_raw() {
            let next = vt.free_record.get();
            if getter.as_ref().ob_type_ptr() == vt.fast.function {
                let func: *const Obj<Function> = getter.as_ptr().cast();
                let code = (**func).code_ptr();
                if (&*code).exact_args == 1 && frame::fits(vt, next, code, sp) {
                    (*record).pc = pc;
                    (*record).sp = sp.sub(1);
                    (*record).return_offset = 9;
                    // The owner moves up one slot; the record's address takes its place.
                    *sp = (*sp.sub(1)).into_owned();
                    let top = frame::begin(vt, next, record, func, code, sp, 1);
                    (*next).func = StackRef::to_owned_from(getter.as_ref());
                    next!((**code).first(), top, sp, ts, table)
                }
            }
        }
        load_attr_generic(pc, sp, locals, ts, oparg, table)
    }
}

/// The value of a module's attribute, owned.
#[inline(always)]
unsafe fn module_value(object: &PyObject, entry: *const Entry) -> Option<StackRef> {
    // SAFETY: L1: the type's version said that this is a module; the keys' version is compared before the place is used.
    unsafe {
        let module = object.downcast_unchecked::<Module>();
        let dict = module.dict_ptr()?;
        let dict = dict.as_ref();
        if dict.current_keys_version() != (*entry).version2 {
            return None;
        }
        Some(StackRef::to_owned_from(dict.value_at_offset((*entry).a)?.as_ref()))
    }
}

/// The object and the name that an AttributeError learns which leaves a getter called by [`load_property`].
///
/// # Safety
/// The record is the current frame, and it has been entered from another.
pub(crate) unsafe fn property_owner(ts: &ThreadState, record: *mut Record, exc: &PyObject) -> Option<(PyRef, Py<Str>)> {
    if !exc.ob_type().is_subtype(&ts.types().attribute_error) {
        return None;
    }
    // SAFETY: promised by the caller; a caller stands at its call, and the entry of a LOAD_ATTR lies in its first cache unit.
    unsafe {
        let caller = (*record).previous;
        if caller.is_null() || Opcode::from_u8(*(*caller).pc.sub(1) as u8).map(Opcode::base) != Some(Opcode::LOAD_ATTR) {
            return None;
        }
        let entry = cache::entry(caller, (*caller).pc);
        if (*entry).kind != PROPERTY {
            return None;
        }
        let first = (*(*record).locals).get()?;
        let owner = match first.downcast_exact::<CellObject>() {
            Some(cell) if (**(*record).code).local_kind(0).contains(LocalKind::CELL) => cell.get()?,
            _ => first.to_ref(),
        };
        Some((owner, (**(*caller).code).name_at((*entry).b).to_py()))
    }
}

op! {
    /// The entry does not hold: fill it anew, if it can be.
    fn load_attr_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn fill(ts: crate::machine::Ts, record: *mut Record, oparg: usize) -> u16 {
            // SAFETY: the handler has spilled the current frame; LOAD_ATTR has an entry, to which nothing else refers now.
            unsafe {
                let s = Stack::new(&*ts, record);
                let entry = cache::entry(record, (*record).pc);
                let owner = s.peek(1);
                let version = as_type(owner).map_or_else(|| owner.ob_type().current_version(), |class| class.current_version());
                if version == 0 || version != (*entry).version {
                    if cache::choose(entry, version) {
                        return CHOSEN;
                    }
                    if !(*entry).worth_filling() {
                        return 0;
                    }
                    cache::make_room(entry);
                } else if !(*entry).worth_filling() {
                    return 0;
                }
                (*entry).version = 0;
                fill_load(&s, &mut *entry, oparg);
                if (*entry).version != 0 { (*entry).kind } else { 0 }
            }
        }
        let record = spill!(pc, sp, locals);
        let kind = fill(ts, record, oparg);
        if kind == CHOSEN {
            return LOAD_ATTR(pc, sp, locals, ts, oparg, table);
        }
        if kind == PROPERTY {
            // Called in place the first time too: the getter's frame looks the same each time.
            return load_property(pc, sp, locals, ts, oparg, table);
        }
        load_attr_generic(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn load_attr_generic(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { load_attr(&mut Stack::new(&*ts, record), oparg).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(9), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn load_attr(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let name = s.name(oparg >> 1);
    if oparg & 1 == 0 {
        let value = protocol::get_attr(s.ts, s.peek(1), name)?;
        s.finish(1, value);
        return Ok(());
    }
    let (value, unbound) = get_method(s.ts, s.peek(1), name)?;
    if unbound {
        let owner = s.pop();
        s.push(value);
        s.push(owner);
    } else {
        s.finish(1, value);
        s.push_option(None);
    }
    Ok(())
}

/// An attribute that is about to be called: the function of a method without binding it (`true`), or the attribute. CPython:
/// `_PyObject_GetMethod`.
pub(crate) fn get_method(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult<(minipy_object::pyref::PyRef, bool)> {
    let ty = object.ob_type();
    if is_generic(ty) {
        if let Some(found) = ty.lookup(ts, name) {
            let kind = found.ob_type();
            if kind.flags().has(TypeFlags::METHOD_DESCRIPTOR) {
                let shadow = instance::get_attribute(ts, object, name)?;
                return match shadow {
                    Some(value) => Ok((value, false)),
                    None => Ok((found, true)),
                };
            }
        }
    }
    Ok((protocol::get_attr(ts, object, name)?, false))
}

fn is_generic(ty: &minipy_object::header::PyType) -> bool {
    ty.slots.tp_getattro.get().is_some_and(|get| std::ptr::fn_addr_eq(get, protocol::generic_get_attr as minipy_object::slots::GetAttrFunc))
}

/// Fill a LOAD_ATTR entry, if what is to be found can be told from versions alone.
fn fill_load(s: &Stack<'_>, entry: &mut Entry, oparg: usize) {
    let (ts, object) = (s.ts, s.peek(1));
    let (index, method) = (oparg >> 1, oparg & 1 != 0);
    let name = s.name(index);
    let ty = object.ob_type();
    if let Some(class) = as_type(object) {
        return fill_type(ts, entry, class, name);
    }
    if let Some(module) = object.downcast_exact::<Module>() {
        if !std::ptr::eq(&raw const **ty, &raw const **ts.types().module) || ty.lookup(ts, name).is_some() {
            return;
        }
        let Some(dict) = module.dict_ptr() else { return };
        // SAFETY: the module owns its dict, and nothing runs meanwhile.
        let dict = unsafe { dict.as_ref() };
        if let Some(at) = dict.lookup_str_offset(ts, name) {
            let version2 = dict.keys_version(ts);
            if version2 != 0 {
                *entry = Entry { version: ty.version(ts), version2, a: at, b: 0, kind: MODULE, misses: entry.misses };
            }
        }
        return;
    }
    if !is_generic(ty) {
        return;
    }
    let version = ty.version(ts);
    let found = ty.lookup(ts, name);
    let Some(found) = found else {
        if let Some(index) = instance::shared_index(ts, object, name) {
            *entry = Entry { version, version2: 0, a: index, b: 0, kind: INSTANCE, misses: entry.misses };
        }
        return;
    };
    let kind = found.ob_type();
    if !kind.flags().has(TypeFlags::IMMUTABLETYPE) {
        // Its class may make it a descriptor later, which no version of the owner's type would tell.
        return;
    }
    if let Some(slot) = slot_index(&found, object) {
        let a = minipy_object::alloc::slot_offset(ty, slot);
        *entry = Entry { version, version2: 0, a, b: 0, kind: SLOT, misses: entry.misses };
        return;
    }
    if !method && std::ptr::eq(&raw const **kind, &raw const **ts.types().property) {
        let a = found.as_ptr().as_ptr().expose_provenance();
        *entry = Entry { version, version2: 0, a, b: index, kind: PROPERTY, misses: entry.misses };
        return;
    }
    if kind.slots.tp_descr_set.get().is_some() {
        return;
    }
    if let Some(Some(value)) = instance::get_inline(ts, object, name) {
        drop(value);
        if let Some(index) = instance::shared_index(ts, object, name) {
            *entry = Entry { version, version2: 0, a: index, b: 0, kind: INSTANCE, misses: entry.misses };
        }
        return;
    }
    let is_method = kind.flags().has(TypeFlags::METHOD_DESCRIPTOR);
    if is_method != method || (!is_method && kind.slots.tp_descr_get.get().is_some()) {
        return;
    }
    let inline = ty.flags().has(TypeFlags::INLINE_VALUES);
    let (plain, shared) = match (is_method, inline) {
        (true, true) => (METHOD, METHOD_INLINE),
        (true, false) => (METHOD, METHOD_SHARED),
        (false, _) => (CLASS, CLASS_SHARED),
    };
    let a = found.as_ptr().as_ptr().expose_provenance();
    if !instance::has_attributes(object) {
        *entry = Entry { version, version2: 0, a, b: 0, kind: plain, misses: entry.misses };
    } else if instance::shared_index(ts, object, name).is_none() {
        let version2 = instance::assign_inline_keys_version(ts, object);
        if version2 != 0 {
            *entry = Entry { version, version2, a, b: 0, kind: shared, misses: entry.misses };
        }
    }
}

/// The index of the word of `__slots__` that a descriptor reads in that object.
fn slot_index(descriptor: &PyObject, object: &PyObject) -> Option<usize> {
    descriptor.downcast::<GetSetDescriptor>()?.slot_index(object)
}

/// The owner is a class: the attribute lies in its MRO, and the metaclass has nothing to say.
fn fill_type(ts: &ThreadState, entry: &mut Entry, class: &minipy_object::header::PyType, name: &Obj<Str>) {
    let meta = class.as_object().ob_type();
    if !std::ptr::eq(&raw const **meta, &raw const **ts.types().type_) || meta.lookup(ts, name).is_some() {
        return;
    }
    let Some(found) = class.lookup(ts, name) else { return };
    let kind = found.ob_type();
    // A function is found as it is through a class; other descriptors are asked.
    let plain_function = std::ptr::eq(kind.def(), &raw const crate::types::function::FUNCTION);
    if (kind.slots.tp_descr_get.get().is_some() && !plain_function) || !kind.flags().has(TypeFlags::IMMUTABLETYPE) {
        return;
    }
    let version = class.version(ts);
    if version != 0 && meta.current_version() != version {
        let a = found.as_ptr().as_ptr().expose_provenance();
        *entry = Entry { version, version2: 0, a, b: class.as_object().id(), kind: OF_TYPE, misses: entry.misses };
    }
}

op! {
    fn STORE_ATTR(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let entry = cache::entry(record, pc);
        let owner = *sp.sub(1);
        let object = owner.object();
        if (*entry).version != 0 && object.ob_type().current_version() == (*entry).version {
            let place = if (*entry).kind == SLOT {
                Some(minipy_object::alloc::slot_at(object, (*entry).a))
            } else {
                instance::inline_field_at(object, (*entry).a)
            };
            // The owner's death, which would take the new value along, goes the long way.
            if let Some(field) = place && (owner.is_borrowed() || object.ob_refcnt() > 1) {
                let old = field.exchange_raw((*sp.sub(2)).into_owned().raw());
                last(owner);
                let sp = sp.sub(2);
                if let Some(old) = old {
                    if old.as_ref().give_up() {
                        return release_then_next(pc.add(4), sp, locals, ts, old.as_ptr().expose_provenance(), table);
                    }
                }
                next!(pc.add(4), sp, locals, ts, table)
            }
        }
        store_attr_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn store_attr_slow(pc, sp, locals, ts, oparg, table) {
        let entry = cache::entry(record_of(locals), pc);
        let version = (*sp.sub(1)).object().ob_type().current_version();
        if version != (*entry).version && cache::choose(entry, version) {
            return STORE_ATTR(pc, sp, locals, ts, oparg, table);
        }
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame; STORE_ATTR has an entry.
            unsafe {
                let entry = cache::entry(record, (*record).pc);
                store_attr(&mut Stack::new(&*ts, record), entry, oparg).is_ok()
            }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(4), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn store_attr(s: &mut Stack<'_>, entry: *mut Entry, oparg: usize) -> PyResult<()> {
    let name = s.name(oparg);
    // SAFETY: the entry belongs to the current code; nothing else refers to it now.
    unsafe {
        let object = s.peek(1);
        if (*entry).version != 0 && (*entry).kind == INSTANCE && object.ob_type().current_version() == (*entry).version {
            // A value that was not there yet: the entry stays.
            if instance::store_new_inline_at(object, (*entry).a, s.peek(2)) {
                s.drop_many(2);
                return Ok(());
            }
        }
    }
    protocol::set_attr(s.ts, s.peek(1), name, s.peek(2))?;
    // SAFETY: as above.
    unsafe {
        if (*entry).worth_filling() {
            if (*entry).version != s.peek(1).ob_type().current_version() {
                cache::make_room(entry);
            }
            (*entry).version = 0;
            fill_store(s.ts, &mut *entry, s.peek(1), name);
        }
    }
    s.drop_many(2);
    Ok(())
}

fn fill_store(ts: &ThreadState, entry: &mut Entry, object: &PyObject, name: &Obj<Str>) {
    let ty = object.ob_type();
    let generic = ty
        .slots
        .tp_setattro
        .get()
        .is_some_and(|set| std::ptr::fn_addr_eq(set, protocol::generic_set_attr as minipy_object::slots::SetAttrFunc));
    if !generic || as_type(object).is_some() {
        return;
    }
    if let Some(found) = ty.lookup(ts, name) {
        if let Some(index) = slot_index(&found, object) {
            let a = minipy_object::alloc::slot_offset(ty, index);
            *entry = Entry { version: ty.version(ts), version2: 0, a, b: 0, kind: SLOT, misses: entry.misses };
            return;
        }
        let kind = found.ob_type();
        if kind.slots.tp_descr_set.get().is_some() || !kind.flags().has(TypeFlags::IMMUTABLETYPE) {
            return;
        }
    }
    if let Some(index) = instance::shared_index(ts, object, name) {
        *entry = Entry { version: ty.version(ts), version2: 0, a: index, b: 0, kind: INSTANCE, misses: entry.misses };
    }
}

ops_out! {
    DELETE_ATTR => delete_attr;
    load_super_attr_slow [1] => load_super_attr;
}

fn delete_attr(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    protocol::del_attr(s.ts, s.peek(1), s.name(oparg))?;
    s.drop_many(1);
    Ok(())
}

op! {
    fn LOAD_SUPER_ATTR(pc, sp, locals, ts, oparg, table) {
        let entry = cache::entry(record_of(locals), pc);
        let version = (*entry).version;
        let (global, class, this) = (*sp.sub(3), *sp.sub(2), *sp.sub(1));
        if version != 0
            && this.object().ob_type().current_version() == version
            && class.object().id() == (*entry).b
            && global.object().as_ptr().cast() == vm(&*ts).fast.super_
            && oparg & 1 != 0
        {
            let found = std::ptr::with_exposed_provenance::<PyObject>((*entry).a);
            *sp.sub(3) = StackRef::to_owned_from(&*found);
            *sp.sub(2) = this.into_owned();
            // `super` and a class of the instance's MRO outlive these counts.
            last(global);
            last(class);
            next!(pc.add(1), sp.sub(1), locals, ts, table)
        }
        load_super_attr_slow(pc, sp, locals, ts, oparg, table)
    }
}

fn load_super_attr(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let ts = s.ts;
    let name = s.name(oparg >> 2);
    let method = oparg & 1 != 0;
    let global = s.peek(3);
    let plain = global.is(ts.types().super_.as_object()) && as_type(s.peek(2)).is_some();
    if plain {
        let (class, this) = (s.peek(2), s.peek(1));
        let version = this.ob_type().version(ts);
        if let Some((value, unbound)) = crate::super_attr::lookup(ts, class, this, name, method)? {
            if unbound {
                // SAFETY: the entry belongs to the current code; nothing else refers to it now.
                unsafe {
                    let record = s.record();
                    let entry = cache::entry(record, (*record).pc);
                    if (*entry).worth_filling() && as_type(this).is_none() && this.ob_type().current_version() == version {
                        let a = value.as_ptr().as_ptr().expose_provenance();
                        *entry = Entry { version, version2: 0, a, b: class.id(), kind: SUPER_METHOD, misses: (*entry).misses };
                    }
                }
                let this = s.pop();
                s.drop_many(2);
                s.push(value);
                s.push(this);
            } else {
                s.finish(3, value);
                if method {
                    s.push_option(None);
                }
            }
            return Ok(());
        }
    }
    let args = if oparg & 2 != 0 { s.top(2) } else { &[] };
    let made = protocol::call(ts, global, minipy_object::args::Args::positional(args))?;
    let value = protocol::get_attr(ts, &made, name)?;
    drop(made);
    s.finish(3, value);
    if method {
        s.push_option(None);
    }
    Ok(())
}
