//! Type objects: what a class is in memory, its method resolution order, and attribute look-up along it.
//!
//! CPython counterpart: `Objects/typeobject.c`. The rest of that file lives beside: `ready` (building builtin types, inheriting
//! slots), `slotdefs` (dunder names and slots), `dispatch` (slots that call Python methods), `create` (class statements).
//! Invariants: `def` is the `TypeDef` of the nearest builtin ancestor and decides the layout (L1); a change of a class's namespace
//! or bases resets its version and that of all its subclasses, so a cache that compares versions never sees an old attribute.
#![expect(unsafe_code, reason = "the list of subclasses holds raw pointers without counts, as CPython's weak references")]

pub(crate) mod cache;
pub mod create;
pub mod dispatch;
pub mod ready;
pub mod slotdefs;

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::LiveSlots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, TypeDef, TypeFlags};
use crate::types::dict::Dict;
use crate::types::dict::instance::SharedKeys;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::weakref::WeakList;

/// The payload of a type object.
pub struct Type {
    def: Cell<&'static TypeDef>,
    tp_flags: Cell<TypeFlags>,
    /// Bytes of header, body and `__slots__` words.
    pub(crate) tp_basicsize: Cell<usize>,
    /// Bytes before the header: 0, 16 or 32.
    pub(crate) pre_size: Cell<usize>,
    /// What destroys instances.
    pub(crate) tp_dealloc: Cell<crate::alloc::Dealloc>,
    /// Where instances keep `__dict__` in the body; 0 for nowhere there.
    pub(crate) dict_offset: Cell<usize>,
    /// Where instances keep their weak references in the body; 0 for nowhere there.
    pub(crate) weaklist_offset: Cell<usize>,
    /// The slot functions.
    pub slots: LiveSlots,
    version: Cell<u32>,
    name: Field,
    qualname: Field,
    base: Field,
    bases: Field,
    mro: Field,
    dict: Field,
    subclasses: RefCell<Vec<NonNull<PyType>>>,
    /// The attribute names that instances share.
    pub(crate) cached_keys: SharedKeys,
    weaklist: WeakList,
}

impl Body for Type {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Type, weaklist));

    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.name, &self.qualname, &self.base, &self.bases, &self.mro, &self.dict] {
            field.traverse(visit);
        }
        self.cached_keys.traverse(visit);
    }

    fn clear(&self) {
        // CPython's type_clear: the dict and the MRO break the cycles; bases stay for the dealloc functions of instances.
        self.forget_version();
        if let Some(dict) = self.dict.peek().and_then(PyObject::downcast::<Dict>) {
            dict.to_py().clear();
        }
        self.mro.clear();
    }
}

impl Drop for Type {
    fn drop(&mut self) {
        // Leave the lists of the bases. `self` lies in the type object, whose header is right before it.
        let own = NonNull::from(&*self).cast::<u8>();
        let bases = self.bases.get().and_then(|bases| bases.downcast_into::<Tuple>().ok());
        let listed = bases.iter().flat_map(|bases| bases.items().iter()).filter_map(|base| base.downcast::<Type>());
        for base in listed {
            base.subclasses.borrow_mut().retain(|class| class.cast::<u8>().addr().get() + size_of::<PyObject>() != own.addr().get());
        }
    }
}

impl Type {
    /// A type without names, bases and dict yet; `ready` or `create` fill them in.
    pub(crate) fn blank(def: &'static TypeDef, slots: LiveSlots) -> Type {
        Type {
            def: Cell::new(def),
            tp_flags: Cell::new(TypeFlags::NONE),
            tp_basicsize: Cell::new(def.layout.basicsize),
            pre_size: Cell::new(0),
            tp_dealloc: Cell::new(crate::alloc::dealloc_general),
            dict_offset: Cell::new(def.layout.dict_offset),
            weaklist_offset: Cell::new(def.layout.weaklist_offset),
            slots,
            version: Cell::new(0),
            name: Field::empty(),
            qualname: Field::empty(),
            base: Field::empty(),
            bases: Field::empty(),
            mro: Field::empty(),
            dict: Field::empty(),
            subclasses: RefCell::new(Vec::new()),
            cached_keys: SharedKeys::empty(),
            weaklist: WeakList::new(),
        }
    }

    /// The data of the nearest builtin ancestor, which decides the layout.
    #[inline(always)]
    pub fn def(&self) -> &'static TypeDef {
        self.def.get()
    }

    /// The flags.
    #[inline(always)]
    pub fn flags(&self) -> TypeFlags {
        self.tp_flags.get()
    }

    pub(crate) fn set_flags(&self, flags: TypeFlags) {
        self.tp_flags.set(flags);
    }

    /// Whether the type was made by a class statement or a call of `type`.
    #[inline(always)]
    pub fn is_heap(&self) -> bool {
        self.flags().has(TypeFlags::HEAPTYPE)
    }

    /// Bytes of one element of the inline tail.
    pub fn itemsize(&self) -> usize {
        self.def().layout.itemsize
    }

    /// Bytes of header, body and slots. CPython: `tp_basicsize`.
    pub fn basicsize(&self) -> usize {
        self.tp_basicsize.get()
    }

    /// Bytes before the header of instances: 0, 16 or 32.
    pub fn pre_header_size(&self) -> usize {
        self.pre_size.get()
    }

    /// `__name__`
    pub fn name(&self) -> Option<Py<Str>> {
        self.name.get()?.downcast_into().ok()
    }

    /// The name as errors show it: `__name__`, for builtin types elsewhere than in builtins with the module. CPython: `tp_name`.
    pub fn name_string(&self) -> String {
        if !self.is_heap() && self.def().module != "builtins" {
            return format!("{}.{}", self.def().module, self.def().name);
        }
        self.name().map_or_else(|| self.def().name.to_owned(), |name| name.to_rust_string())
    }

    /// `__qualname__`
    pub fn qualname(&self) -> Option<Py<Str>> {
        self.qualname.get()?.downcast_into().ok()
    }

    pub(crate) fn set_name(&self, name: Py<Str>) {
        self.name.set(name);
    }

    pub(crate) fn set_qualname(&self, name: Py<Str>) {
        self.qualname.set(name);
    }

    /// `__base__`, `None` for `object`.
    pub fn base(&self) -> Option<Py<Type>> {
        self.base.get()?.downcast_into().ok()
    }

    /// `__base__`, borrowed: for walks along the bases that run no Python code.
    pub(crate) fn base_borrowed(&self) -> Option<&PyType> {
        self.base.peek()?.downcast::<Type>()
    }

    /// `__bases__`
    pub fn bases(&self) -> Option<Py<Tuple>> {
        self.bases.get()?.downcast_into().ok()
    }

    /// `__mro__`
    pub fn mro(&self) -> Option<Py<Tuple>> {
        self.mro.get()?.downcast_into().ok()
    }

    pub(crate) fn set_bases(&self, base: Option<Py<Type>>, bases: Py<Tuple>) {
        match base {
            Some(base) => self.base.set(base),
            None => self.base.clear(),
        }
        self.bases.set(bases);
    }

    pub(crate) fn set_mro(&self, mro: Py<Tuple>) {
        let old = self.mro.replace(Some(mro.into_ref()));
        self.forget_version();
        drop(old);
    }

    pub(crate) fn set_dict(&self, dict: Py<Dict>) {
        self.dict.set(dict);
    }

    /// The namespace: the dict behind `__dict__`.
    pub fn dict(&self) -> Option<Py<Dict>> {
        self.dict.get()?.downcast_into().ok()
    }

    /// Whether instances have the payload of `def` (L1).
    pub(crate) fn derives_from_def(&self, def: &'static TypeDef) -> bool {
        self.def().has_payload_of(def)
    }

    /// The classes that name this one as a base and are alive.
    pub fn subclasses(&self) -> Vec<Py<Type>> {
        // SAFETY: a class takes itself off the lists of its bases when it dies (Drop), so each pointer is live.
        self.subclasses.borrow().iter().map(|class| unsafe { class.as_ref() }.to_py()).collect()
    }

    /// At the end of the interpreter: give up the namespace, bases and MRO. The slots stay, for the last instances.
    pub(crate) fn strip(&self) {
        // Each type is stripped, and those below may be gone already: only its own version is forgotten.
        self.version.set(0);
        self.subclasses.borrow_mut().clear();
        for field in [&self.dict, &self.mro, &self.bases, &self.base] {
            field.clear();
        }
    }

    /// At the very end: give up the names.
    pub(crate) fn strip_names(&self) {
        self.name.clear();
        self.qualname.clear();
    }

    /// The version that caches compare; 0 when versions have run out, which never matches.
    pub fn version(&self, ts: &ThreadState) -> u32 {
        if self.version.get() == 0 {
            let next = &ts.interp().next_type_version;
            if next.get() != u32::MAX {
                self.version.set(next.get());
                next.set(next.get() + 1);
            }
        }
        self.version.get()
    }

    /// Forget the version of this class and of all that derive from it.
    fn forget_version(&self) {
        // A class without a version may have subclasses with one: a look-up in them gives one to them alone.
        self.version.set(0);
        for class in self.subclasses() {
            class.forget_version();
        }
    }

    /// The version if one is assigned, else 0.
    #[inline(always)]
    pub fn current_version(&self) -> u32 {
        self.version.get()
    }
}

impl PyType {
    /// Whether this is `other` or derives from it. CPython: `PyType_IsSubtype`.
    #[inline]
    pub fn is_subtype(&self, other: &PyType) -> bool {
        std::ptr::eq(self, other) || self.is_subtype_slow(other)
    }

    #[inline(never)]
    fn is_subtype_slow(&self, other: &PyType) -> bool {
        if let Some(mro) = self.mro.peek().and_then(PyObject::downcast::<Tuple>) {
            return mro.items().iter().any(|class| class.is(other.as_object()));
        }
        // Before the MRO exists, or after it was cleared: follow the bases.
        let mut at = self.base();
        while let Some(class) = at {
            if std::ptr::eq(&raw const **class, &raw const **other) {
                return true;
            }
            at = class.base();
        }
        false
    }

    /// Register `class` as a subclass.
    pub(crate) fn add_subclass(&self, class: &PyType) {
        self.subclasses.borrow_mut().push(NonNull::from(class));
    }

    pub(crate) fn remove_subclass(&self, class: &PyType) {
        self.subclasses.borrow_mut().retain(|listed| *listed != NonNull::from(class));
    }

    /// Forget the version of this class and of all that derive from it. CPython: `PyType_Modified`.
    pub fn modified(&self) {
        self.forget_version();
    }

    /// Look a name up along the MRO: the attribute as it lies in a class's namespace, unbound. CPython: `_PyType_Lookup`.
    #[inline]
    pub fn lookup(&self, ts: &ThreadState, name: &Obj<Str>) -> Option<PyRef> {
        let version = self.version.get();
        if version != 0 {
            if let Some(found) = ts.interp().type_cache.find(version, name) {
                // SAFETY: R1: a value under a current version lies in a class's namespace, alive (see `cache`).
                return found.map(|found| unsafe { found.as_ref() }.to_ref());
            }
        }
        self.lookup_along_mro(ts, name)
    }

    #[inline(never)]
    fn lookup_along_mro(&self, ts: &ThreadState, name: &Obj<Str>) -> Option<PyRef> {
        let mro = self.mro()?;
        // Before the walk: if a key's __eq__ changes a class meanwhile, the version is taken away again.
        let version = if name.is_interned() { self.version(ts) } else { 0 };
        let mut found = None;
        for class in mro.items() {
            let dict = class.downcast::<Type>().and_then(|class| class.dict());
            if let Some(dict) = dict {
                match dict.get_str(ts, name) {
                    Ok(Some(value)) => {
                        found = Some(value);
                        break;
                    }
                    Ok(None) => {}
                    // A key of a class namespace with a hostile __eq__: CPython clears the error as well.
                    Err(raised) => ts.clear_exception(raised),
                }
            }
        }
        if version != 0 && self.version.get() == version {
            ts.interp().type_cache.remember(version, name, found.as_deref().map(PyObject::as_ptr));
        }
        found
    }

    /// Store or delete a name of the namespace; `false` where there is nothing to delete. The old value outlives the version, so no cache
    /// finds it dead.
    pub(crate) fn store_own(&self, ts: &ThreadState, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<bool> {
        let Some(dict) = self.dict() else { return Ok(false) };
        let old = dict.get_str(ts, name)?;
        let done = match value {
            Some(value) => dict.set_str(ts, name, value.to_ref()).map(|()| true),
            None => dict.del_item(ts, name.as_object()),
        };
        self.modified();
        drop(old);
        done
    }

    /// The class in the MRO whose namespace has the name, with the attribute.
    pub fn lookup_with_owner(&self, ts: &ThreadState, name: &Obj<Str>) -> Option<(Py<Type>, PyRef)> {
        let mro = self.mro()?;
        for class in mro.items() {
            let Some(class) = class.downcast::<Type>() else { continue };
            let Some(dict) = class.dict() else { continue };
            match dict.get_str(ts, name) {
                Ok(Some(found)) => return Some((class.to_py(), found)),
                Ok(None) => {}
                Err(raised) => ts.clear_exception(raised),
            }
        }
        None
    }

    /// `module.qualname`, without `builtins.`: how reprs name a class.
    pub fn full_name(&self, ts: &ThreadState) -> String {
        let qualname = self.qualname().map_or_else(|| self.def().name.to_owned(), |name| name.to_rust_string());
        match self.module_string(ts) {
            Some(module) if module != "builtins" => format!("{module}.{qualname}"),
            _ => qualname,
        }
    }

    /// `__module__` as text, if it is text.
    pub fn module_string(&self, ts: &ThreadState) -> Option<String> {
        if !self.is_heap() {
            return Some(self.def().module.to_owned());
        }
        let found = self.dict()?.get_str(ts, &ts.names().__module__);
        match found {
            Ok(found) => found?.downcast::<Str>().map(|module| module.to_rust_string()),
            Err(raised) => {
                ts.clear_exception(raised);
                None
            }
        }
    }
}

/// Store or delete an attribute of a class's namespace and keep slots and versions right. CPython: `type_setattro`'s second half.
pub(crate) fn set_class_attribute(ts: &ThreadState, class: &PyType, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    crate::protocol::attr::generic_set_attr(ts, class.as_object(), name, value)?;
    dispatch::update_slots(ts, class, name);
    Ok(())
}
