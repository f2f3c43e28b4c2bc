//! Weak references: `weakref.ref` and the list that an object keeps of those that point to it.
//!
//! CPython counterpart: `Objects/weakrefobject.c`. Invariant: a weak reference's `object` is set while, and only while, it is on that
//! object's list; an object that dies clears its list first, so no weak reference ever points to freed memory.
#![expect(unsafe_code, reason = "the list's links own no count")]

pub mod proxy;

use std::cell::Cell;
use std::ptr::NonNull;

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};

/// The head of an object's list of weak references: one word in the pre-header or the body.
#[repr(transparent)]
pub struct WeakList(Cell<Option<NonNull<Obj<Weakref>>>>);

/// The payload of `weakref.ReferenceType`.
pub struct Weakref {
    object: Cell<Option<NonNull<PyObject>>>,
    callback: Field,
    hash: Cell<i64>,
    prev: Cell<Option<NonNull<Obj<Weakref>>>>,
    next: Cell<Option<NonNull<Obj<Weakref>>>>,
}

impl Body for Weakref {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.callback.traverse(visit);
    }
    fn clear(&self) {
        self.unlink();
        self.callback.clear();
    }
}

impl Drop for Weakref {
    fn drop(&mut self) {
        self.unlink();
    }
}

crate::py_layout!(Weakref, WEAKREF, |ts| &ts.types().weakref);

impl Default for WeakList {
    fn default() -> WeakList {
        WeakList::new()
    }
}

impl WeakList {
    /// No weak references.
    pub const fn new() -> WeakList {
        WeakList(Cell::new(None))
    }

    /// Whether there is none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.get().is_none()
    }

    /// How many there are. CPython: `weakref.getweakrefcount`.
    pub fn references(&self) -> Vec<Py<Weakref>> {
        let mut found = Vec::new();
        let mut at = self.0.get();
        while let Some(weakref) = at {
            // SAFETY: those on the list are alive: they take themselves off when they die.
            let weakref = unsafe { weakref.as_ref() };
            if weakref.as_object().ob_refcnt() > 0 {
                found.push(weakref.to_py());
            }
            at = weakref.next.get();
        }
        found
    }

    /// The object dies: clear all references to it, then call their callbacks, newest first. CPython: `PyObject_ClearWeakRefs`.
    pub(crate) fn clear_for_death(&self, ts: &ThreadState, _object: &PyObject) {
        let mut callbacks = Vec::new();
        self.clear_for_collection(&mut |weakref| callbacks.push(weakref.to_ref()));
        if callbacks.is_empty() {
            return;
        }
        for weakref in callbacks {
            call_callback(ts, &weakref);
        }
    }

    /// Clear all references to the object and name those that have a callback. Runs no Python code.
    pub(crate) fn clear_for_collection(&self, with_callback: &mut dyn FnMut(&PyObject)) {
        while let Some(weakref) = self.0.get() {
            // SAFETY: as in `references`.
            let weakref = unsafe { weakref.as_ref() };
            weakref.unlink();
            if !weakref.callback.is_empty() && weakref.as_object().ob_refcnt() > 0 {
                with_callback(weakref.as_object());
            }
        }
    }
}

/// The order of weak references on an object's list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Reference,
    Proxy,
    Own,
}

impl Weakref {
    /// Take this reference off its object's list: from then on it is dead.
    fn unlink(&self) {
        let Some(object) = self.object.take() else { return };
        // SAFETY: the object is alive as long as references are on its list; so are the neighbours.
        unsafe {
            match self.prev.get() {
                Some(prev) => prev.as_ref().next.set(self.next.get()),
                None => {
                    if let Some(list) = crate::alloc::weak_list(object.as_ref()) {
                        list.0.set(self.next.get());
                    }
                }
            }
            if let Some(next) = self.next.get() {
                next.as_ref().prev.set(self.prev.get());
            }
        }
        self.prev.set(None);
        self.next.set(None);
    }

    /// The object, if it is still alive. CPython: `PyWeakref_GetRef`.
    pub fn get(&self) -> Option<PyRef> {
        // SAFETY: set only while the object is alive.
        let object = unsafe { self.object.get()?.as_ref() };
        (object.ob_refcnt() > 0).then(|| object.to_ref())
    }

    /// Whether this is a plain reference, a plain proxy, or one of its own: with a callback, or of a derived class.
    fn rank(&self, ty: &PyType) -> Rank {
        if !self.callback.is_empty() || ty.is_heap() {
            Rank::Own
        } else if std::ptr::eq(ty.def(), &raw const WEAKREF) {
            Rank::Reference
        } else {
            Rank::Proxy
        }
    }

    /// Put a new reference where CPython has it: the plain one first, the plain proxy second, then the others, the newest first.
    fn link(this: &Obj<Weakref>, list: &WeakList) {
        let own = this.rank(this.as_object().ob_type());
        let mut before = None;
        let mut after = list.0.get();
        while let Some(at) = after {
            // SAFETY: as in `WeakList::references`.
            let at_ref = unsafe { at.as_ref() };
            let rank = at_ref.rank(at_ref.as_object().ob_type());
            if rank == Rank::Own || rank >= own {
                break;
            }
            before = Some(at);
            after = at_ref.next.get();
        }
        let me = Some(NonNull::from(this));
        this.prev.set(before);
        this.next.set(after);
        // SAFETY: as above.
        unsafe {
            match before {
                Some(before) => before.as_ref().next.set(me),
                None => list.0.set(me),
            }
            if let Some(after) = after {
                after.as_ref().prev.set(me);
            }
        }
    }

    /// A weak reference to `object`, or a proxy. One without callback is shared, as in CPython.
    pub fn new(ts: &ThreadState, ty: &PyType, object: &PyObject, callback: Option<PyRef>) -> PyResult<Py<Weakref>> {
        let Some(list) = crate::alloc::weak_list(object) else {
            let name = object.ob_type().name_string();
            return Err(ts.type_error(format_args!("cannot create weak reference to '{name}' object")));
        };
        if callback.is_none() && !ty.is_heap() {
            let same = |known: &Py<Weakref>| known.callback.is_empty() && std::ptr::eq(known.as_object().ob_type(), ty);
            if let Some(shared) = list.references().into_iter().find(same) {
                return Ok(shared);
            }
        }
        let body = Weakref {
            object: Cell::new(None),
            callback: Field::from_option(callback),
            hash: Cell::new(-1),
            prev: Cell::new(None),
            next: Cell::new(None),
        };
        let weakref = Py::new_in(ts, ty, body)?;
        weakref.object.set(Some(object.as_ptr()));
        Weakref::link(&weakref, list);
        Ok(weakref)
    }
}

/// The weak references and proxies to an object. CPython: `weakref.getweakrefs`.
pub fn references_to(object: &PyObject) -> Vec<Py<Weakref>> {
    crate::alloc::weak_list(object).map(WeakList::references).unwrap_or_default()
}

/// Call a dead reference's callback with it; errors are unraisable.
pub(crate) fn call_callback(ts: &ThreadState, weakref: &PyObject) {
    let Some(callback) = weakref.downcast::<Weakref>().and_then(|weakref| weakref.callback.take()) else { return };
    if let Err(raised) = crate::protocol::call::call_one(ts, &callback, weakref) {
        ts.write_unraisable(raised, "Exception ignored in", Some(&callback));
    }
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Weakref>> {
    this.downcast().ok_or_else(|| ts.system_error("a weakref slot got another object"))
}

fn weakref_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    // A derived class may take keywords in its `__init__`.
    if !ty.is_heap() && args.kw_len() > 0 {
        return Err(ts.type_error("ref() takes no keyword arguments"));
    }
    from_arguments(ts, ty, "__new__", args.pos())
}

/// `object, callback=None`, as the constructors of references and proxies take them.
fn from_arguments(ts: &ThreadState, ty: &PyType, name: &str, args: &[PyRef]) -> PyResult {
    let (object, callback) = match args {
        [object] => (object, None),
        [object, callback] => (object, Some(callback).filter(|callback| !callback.is(&ts.singletons().none))),
        [] => return Err(ts.type_error(format_args!("{name} expected at least 1 argument, got 0"))),
        more => return Err(ts.type_error(format_args!("{name} expected at most 2 arguments, got {}", more.len()))),
    };
    Ok(Weakref::new(ts, ty, object, callback.cloned())?.into_ref())
}

fn weakref_init(_ts: &ThreadState, _this: &PyObject, _args: Args<'_>) -> PyResult<()> {
    Ok(())
}

fn weakref_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    if args.kw_len() > 0 {
        return Err(ts.type_error("weakref() takes no keyword arguments"));
    }
    if !args.is_empty() {
        return Err(ts.type_error(format_args!("weakref expected 0 arguments, got {}", args.pos().len())));
    }
    Ok(payload(ts, this)?.get().unwrap_or_else(|| ts.none()))
}

fn weakref_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let weakref = payload(ts, this)?;
    if weakref.hash.get() == -1 {
        let Some(object) = weakref.get() else { return Err(ts.type_error("weak object has gone away")) };
        weakref.hash.set(crate::protocol::object::hash(ts, &object)?);
    }
    Ok(weakref.hash.get())
}

use proxy::is_proxy;

fn weakref_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    if is_proxy(a) || is_proxy(b) {
        return Ok(ts.not_implemented());
    }
    let (CompareOp::Eq | CompareOp::Ne, Some(left), Some(right)) = (op, a.downcast::<Weakref>(), b.downcast::<Weakref>()) else {
        return Ok(ts.not_implemented());
    };
    match (left.get(), right.get()) {
        (Some(left), Some(right)) => crate::protocol::object::rich_compare(ts, &left, &right, op),
        _ => Ok(ts.bool(a.is(b) == (op == CompareOp::Eq))),
    }
}

fn weakref_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let text = match payload(ts, this)?.get() {
        None => format!("<weakref at {:#x}; dead>", this.id()),
        Some(object) => {
            let kind = object.ob_type().name_string();
            let name = match crate::protocol::attr::get_attr_opt(ts, &object, &ts.names().__name__)? {
                Some(name) => name.downcast::<crate::types::str::Str>().map(|name| name.to_rust_string()),
                None => None,
            };
            let name = name.map_or_else(String::new, |name| format!(" ({name})"));
            format!("<weakref at {:#x}; to '{kind}' at {:#x}{name}>", this.id(), object.id())
        }
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn get_callback(ts: &ThreadState, this: &PyObject) -> PyResult {
    Ok(payload(ts, this)?.callback.get().unwrap_or_else(|| ts.none()))
}

/// `weakref.ReferenceType`
pub static WEAKREF: TypeDef = TypeDef {
    module: "weakref",
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(weakref_new),
        tp_init: Some(weakref_init),
        tp_call: Some(weakref_call),
        tp_hash: Some(weakref_hash),
        tp_repr: Some(weakref_repr),
        tp_richcompare: Some(weakref_richcompare),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new("__class_getitem__", "", Native::O(crate::types::object::class_getitem), "See PEP 585").class()],
    getset: &[GetSetDef::member("__callback__", get_callback)],
    ..TypeDef::of::<Weakref>("ReferenceType")
};
