//! Birth and death of objects: from a type and a payload to a block, and back at count zero.
//!
//! CPython counterpart: `PyType_GenericAlloc`, `_PyObject_GC_New`, `subtype_dealloc`, the trashcan (`Py_TRASHCAN_BEGIN`).
//! Layout of a block, as CPython 3.13's: `[weakrefs][dict][gc next][gc prev] header body [slots | inline data | inline values]`;
//! the pre-header is 0, 16 (collected) or 32 bytes (also weakrefs and dict).
#![expect(unsafe_code, reason = "makes and destroys objects in raw blocks, on the word of L1 and R1")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef};
use crate::state::{PyResult, ThreadState, with_current};
use crate::typedef::{Body, Payload, TypeFlags};
use crate::types::dict::instance;
use crate::weakref::WeakList;

/// Containers nested deeper than this are freed through the deferral list.
const DEALLOC_DEPTH: u32 = 50;

/// Bytes before the header: offsets of the two managed words, from the header.
const MANAGED_DICT: usize = 24;
const MANAGED_WEAKREF: usize = 32;

/// What the heap's watch is told with a block that holds an object whose header lies `pre` bytes into it. Blocks of anything else are
/// noted with 0.
#[inline(always)]
pub const fn object_note(pre: usize) -> usize {
    pre + 1
}

/// Where the header of the object lies in a block with this note; none if the block holds something else.
pub const fn object_offset(note: usize) -> Option<usize> {
    note.checked_sub(1)
}

impl PyType {
    /// Bytes of the block of an instance with `tail` bytes of inline data; inline values come on top.
    #[inline(always)]
    pub fn block_size(&self, tail: usize) -> usize {
        self.pre_size.get() + self.tp_basicsize.get() + tail
    }
}

impl PyObject {
    /// Bytes of this object's block, everything included.
    pub fn block_size(&self) -> usize {
        let ty = self.ob_type();
        // SAFETY: L1: the function belongs to the type's layout.
        let tail = unsafe { (ty.def().layout.tail_bytes)(self) };
        ty.block_size(tail) + instance::inline_bytes(self)
    }
}

impl<T: Payload> Py<T> {
    /// A new object of exactly `T`'s builtin type. Collected objects are tracked from here on, so the body must be complete.
    #[inline]
    pub fn new(ts: &ThreadState, body: T) -> PyResult<Py<T>> {
        // SAFETY: L1: the type is `T`'s own; a type of fixed size has no tail to fill.
        unsafe { new_exact(ts, T::type_object(ts), body, 0, |_| ()) }
    }

    /// A new object of `ty`, which must be `T`'s builtin type or derive from it (else SystemError).
    #[inline]
    pub fn new_in(ts: &ThreadState, ty: &PyType, body: T) -> PyResult<Py<T>> {
        if !std::ptr::eq(ty.def(), T::DEF) && !ty.derives_from_def(T::DEF) {
            return Err(ts.system_error("an instance was asked of a type with another layout"));
        }
        // SAFETY: L1, just checked; a type of fixed size has no tail to fill.
        unsafe { new_with_tail(ts, ty, body, 0, |_| ()) }
    }
}

/// A new object of a plain builtin type (fixed size, nothing before the header, not collected), for the machine's arithmetic: no more
/// than a block and three or four stores. `None` without memory.
///
/// # Safety
/// L1: `ty` is exactly `T`'s builtin type, whose pre-header is empty and which is not collected.
#[inline(always)]
pub unsafe fn new_plain<T: Payload>(ts: &ThreadState, ty: NonNull<PyType>, body: T) -> Option<NonNull<PyObject>> {
    let block = ts.heap().alloc_noted(size_of::<Obj<T>>(), object_note(0))?;
    // SAFETY: the block is as large as the object, and nobody else knows it.
    unsafe { block.cast::<Obj<T>>().write(Obj::compose(PyObject::new_head(ty), body)) };
    Some(block.cast())
}

/// Bytes before the header of an instance of exactly `T`'s builtin type.
const fn pre_header<T: Body>() -> usize {
    if T::COLLECTED { 2 * size_of::<usize>() } else { 0 }
}

/// A new object of exactly `T`'s builtin type with `tail` bytes of inline data, which `fill` initialises: all that the type says of its
/// instances is known when compiling.
///
/// # Safety
/// L1: `ty` is exactly `T`'s builtin type, and as for [`new_with_tail`].
#[inline(always)]
unsafe fn new_exact<T: Payload>(ts: &ThreadState, ty: &PyType, body: T, tail: usize, fill: impl FnOnce(*mut u8)) -> PyResult<Py<T>> {
    debug_assert!(!ty.is_heap() && ty.pre_size.get() == pre_header::<T>() && ty.tp_basicsize.get() == size_of::<Obj<T>>());
    let note = object_note(pre_header::<T>());
    let size = tail.checked_add(pre_header::<T>() + size_of::<Obj<T>>());
    let Some(block) = size.and_then(|size| ts.heap().alloc_noted(size, note)) else {
        return Err(ts.no_memory());
    };
    // SAFETY: the block holds the collector's words, header, body and tail, and nobody else knows it. R1: the header is written with
    // one count, which becomes the reference; L1, promised.
    let object = unsafe {
        if T::COLLECTED {
            block.cast::<[usize; 2]>().write([0; 2]);
        }
        let header = block.byte_add(pre_header::<T>()).cast::<Obj<T>>();
        header.write(Obj::compose(PyObject::new_head(NonNull::from(ty)), body));
        fill(header.add(1).cast::<u8>().as_ptr());
        PyRef::from_raw(header.cast()).downcast_into_unchecked::<T>()
    };
    if T::COLLECTED {
        ts.interp().gc.track_new(ts, object.as_object());
    }
    Ok(object)
}

/// A new object with `tail` bytes of inline data, which `fill` initialises before the object is seen by anybody.
///
/// # Safety
/// L1: `ty` is built from `T::DEF` or derives from it, `body.tail_bytes()` equals `tail`, and `fill` initialises the tail so far
/// as `T` relies on it, without running Python code.
#[inline]
pub unsafe fn new_with_tail<T: Payload>(
    ts: &ThreadState,
    ty: &PyType,
    body: T,
    tail: usize,
    fill: impl FnOnce(*mut u8),
) -> PyResult<Py<T>> {
    if std::ptr::eq(ty.def(), T::DEF) && !ty.is_heap() {
        // SAFETY: as promised by the caller; the type was just compared.
        return unsafe { new_exact(ts, ty, body, tail, fill) };
    }
    let pre = ty.pre_size.get();
    let inline = if ty.flags().has(TypeFlags::INLINE_VALUES) { Some(instance::room_for_new_instance(ty)) } else { None };
    let rest = ty.block_size(inline.map_or(0, |(_, bytes)| bytes));
    let Some(block) = tail.checked_add(rest).and_then(|size| ts.heap().alloc_noted(size, object_note(pre))) else {
        return Err(ts.no_memory());
    };
    // SAFETY: the block is as large as `block_size` says: pre-header, header and body, slots or tail, inline values. Nothing of it is
    // initialised yet, and nobody else knows it.
    let raw = unsafe {
        let header = block.byte_add(pre).cast::<PyObject>();
        if pre != 0 {
            block.cast::<[usize; 2]>().write([0; 2]);
            if pre == 32 {
                block.byte_add(16).cast::<[usize; 2]>().write([0; 2]);
            }
        }
        header.cast::<Obj<T>>().write(Obj::compose(PyObject::new_head(NonNull::from(ty)), body));
        let rest = header.byte_add(size_of::<Obj<T>>()).cast::<u8>();
        let extra = ty.tp_basicsize.get() - size_of::<Obj<T>>();
        if extra != 0 {
            rest.write_bytes(0, extra);
        }
        if tail != 0 {
            // Behind the words of `__slots__`, which only a str's subclass can have beside a tail.
            fill(rest.byte_add(extra).as_ptr());
        }
        if let Some((capacity, _)) = inline {
            instance::init_inline(rest.byte_add(extra + tail), capacity);
        }
        header
    };
    if ty.is_heap() {
        ty.as_object().incref();
    }
    // SAFETY: R1: the header was written with one count, which becomes this reference. L1: just written.
    let object = unsafe { PyRef::from_raw(raw).downcast_into_unchecked::<T>() };
    if ty.flags().has(TypeFlags::HAVE_GC) {
        ts.interp().gc.track_new(ts, object.as_object());
    }
    Ok(object)
}

/// The first type object: its type is itself.
pub(crate) fn make_self_typed(ts: &ThreadState, body: crate::typeobject::Type) -> PyResult<Py<crate::typeobject::Type>> {
    let (pre, size) = (body.pre_size.get(), size_of::<PyType>());
    let Some(block) = ts.heap().alloc_noted(pre + size, object_note(pre)) else { return Err(ts.no_memory()) };
    // SAFETY: the block holds the pre-header (16 bytes: types are collected) and the object; R1: the count written becomes the
    // reference; L1: the object's type is itself, a Type.
    let made = unsafe {
        block.cast::<[usize; 2]>().write([0; 2]);
        let at = block.byte_add(pre).cast::<PyType>();
        at.write(Obj::compose(PyObject::new_head(at), body));
        PyRef::from_raw(at.cast()).downcast_into_unchecked::<crate::typeobject::Type>()
    };
    ts.interp().gc.track_new(ts, made.as_object());
    Ok(made)
}

/// The managed dict word of an object whose type has one. CPython: `_PyObject_ManagedDictPointer`.
pub(crate) fn managed_dict(object: &PyObject) -> Option<&Field> {
    if !object.ob_type().flags().has(TypeFlags::MANAGED_DICT) {
        return None;
    }
    // SAFETY: L1: the flag says that the pre-header is 32 bytes long, with the dict word 24 bytes before the header.
    Some(unsafe { object.as_ptr().byte_sub(MANAGED_DICT).cast::<Field>().as_ref() })
}

/// The weak reference list of an object, wherever its type keeps it.
pub(crate) fn weak_list(object: &PyObject) -> Option<&WeakList> {
    let ty = object.ob_type();
    let offset = ty.weaklist_offset.get();
    // SAFETY: L1: the flag and the offset say where a WeakList lies: in the pre-header, or in the body.
    unsafe {
        if ty.flags().has(TypeFlags::MANAGED_WEAKREF) {
            Some(object.as_ptr().byte_sub(MANAGED_WEAKREF).cast::<WeakList>().as_ref())
        } else if offset != 0 {
            Some(object.as_ptr().byte_add(offset).cast::<WeakList>().as_ref())
        } else {
            None
        }
    }
}

/// The field that holds an object's `__dict__`, if its type has one: managed, or at an offset in the body.
pub(crate) fn dict_field(object: &PyObject) -> Option<&Field> {
    let offset = object.ob_type().dict_offset.get();
    if offset != 0 {
        // SAFETY: L1: the type says that a Field lies at this offset.
        return Some(unsafe { object.as_ptr().byte_add(offset).cast::<Field>().as_ref() });
    }
    managed_dict(object)
}

/// The words of `__slots__` of an object: the fields between its builtin body and the end of its basic size.
pub(crate) fn slot_fields(object: &PyObject) -> &[Field] {
    let ty = object.ob_type();
    let start = ty.def().layout.basicsize;
    let count = (ty.tp_basicsize.get() - start) / size_of::<Field>();
    // SAFETY: L1: behind the builtin body lie only `__slots__` words, which are Fields (zero is an empty one). Fields are cells, and
    // their place never changes while the object lives.
    unsafe { std::slice::from_raw_parts(object.as_ptr().byte_add(start).cast::<Field>().as_ptr(), count) }
}

/// Where word number `index` of `__slots__` lies in instances of `ty` and of the classes below it: bytes from the header.
pub fn slot_offset(ty: &PyType, index: usize) -> usize {
    ty.def().layout.basicsize + index * size_of::<Field>()
}

/// The word of `__slots__` at an offset, for the machine's caches.
///
/// # Safety
/// L1: [`slot_offset`] gave the offset for the object's type, by the index of one of its slot descriptors.
#[inline(always)]
pub unsafe fn slot_at<'a>(object: &PyObject, offset: usize) -> &'a Field {
    // SAFETY: L1: promised by the caller.
    unsafe { object.as_ptr().byte_add(offset).cast::<Field>().as_ref() }
}

/// Destroy an object whose count has reached zero: finalizer, weak references, children, block.
///
/// # Safety
/// R1: the count is zero and the caller's reference was the last.
#[inline(never)]
pub unsafe fn dealloc(raw: NonNull<PyObject>) {
    let done = with_current(|ts| {
        // SAFETY: R1, promised; G1: this thread holds the lock; L1: the function belongs to the type's layout.
        unsafe { (raw.as_ref().ob_type().tp_dealloc.get())(ts, raw) };
    });
    // A reference that is dropped by a thread without the lock breaks G1; types make it impossible (PyRef is not Send). The object
    // is left as it is rather than touched.
    debug_assert!(done.is_some(), "a reference was dropped without the lock");
}

/// Destroys a dead object. CPython: `tp_dealloc`.
///
/// # Safety
/// As `dealloc`; L1: the function is that of the object's type.
pub(crate) type Dealloc = unsafe fn(&ThreadState, NonNull<PyObject>);

/// The [`Dealloc`] of instances of exactly `T`'s builtin type, which have no finalizer, and their list of weak
/// references, if any, where `T` has it: all that the type says of
/// its instances is known when compiling.
///
/// # Safety
/// As for [`Dealloc`].
pub(crate) unsafe fn dealloc_exact<T: Body>(ts: &ThreadState, raw: NonNull<PyObject>) {
    // SAFETY: L1 and R1: the body is dropped once, nobody can reach the object any more, and the block goes back with the size that its
    // birth computed.
    unsafe {
        let object = raw.cast::<Obj<T>>();
        if T::COLLECTED {
            if !enter_dealloc(ts, raw) {
                return;
            }
        }
        if let Some(offset) = T::WEAKLIST {
            let list = raw.byte_add(size_of::<PyObject>() + offset).cast::<WeakList>().as_ref();
            if !list.is_empty() {
                clear_weakrefs(ts, raw.as_ref(), list);
            }
        }
        if T::COLLECTED {
            ts.interp().gc.died(raw.as_ref());
        }
        let size = pre_header::<T>() + size_of::<Obj<T>>() + object.as_ref().tail_bytes();
        std::ptr::drop_in_place(raw.as_ptr().byte_add(size_of::<PyObject>()).cast::<T>());
        ts.heap().free_noted(raw.byte_sub(pre_header::<T>()).cast(), size, object_note(pre_header::<T>()));
        if T::COLLECTED {
            leave_dealloc(ts);
        }
    }
}

/// Clear the weak references to a dead object.
#[cold]
#[inline(never)]
fn clear_weakrefs(ts: &ThreadState, object: &PyObject, list: &WeakList) {
    // Callbacks run Python code, which must not see the count at zero.
    object.set_refcnt(1);
    crate::ledger::acquired(object);
    list.clear_for_death(ts, object);
    crate::ledger::released(object);
    object.set_refcnt(0);
}

/// The [`Dealloc`] of all other types.
///
/// # Safety
/// As for [`Dealloc`].
pub(crate) unsafe fn dealloc_general(ts: &ThreadState, raw: NonNull<PyObject>) {
    // SAFETY: as promised by the caller.
    unsafe {
        let collected = raw.as_ref().ob_type().flags().has(TypeFlags::HAVE_GC);
        if collected && !enter_dealloc(ts, raw) {
            return;
        }
        destroy(ts, raw);
        if collected {
            leave_dealloc(ts);
        }
    }
}

/// Go one level deeper into dead containers; false where the object was put on the deferral list instead. CPython: the trashcan.
///
/// # Safety
/// As `dealloc`.
#[inline(always)]
unsafe fn enter_dealloc(ts: &ThreadState, raw: NonNull<PyObject>) -> bool {
    let depth = ts.dealloc_depth.get();
    if depth >= DEALLOC_DEPTH {
        // SAFETY: R1: the count of a dead object is free to link the deferral list.
        let object = unsafe { raw.as_ref() };
        object.set_refcnt(ts.dealloc_later.get().map_or(0, |next| next.as_ptr().expose_provenance() as isize));
        ts.dealloc_later.set(Some(raw));
        return false;
    }
    ts.dealloc_depth.set(depth + 1);
    true
}

#[inline(always)]
fn leave_dealloc(ts: &ThreadState) {
    let depth = ts.dealloc_depth.get() - 1;
    ts.dealloc_depth.set(depth);
    if depth == 0 && ts.dealloc_later.get().is_some() {
        destroy_deferred(ts);
    }
}

#[cold]
#[inline(never)]
fn destroy_deferred(ts: &ThreadState) {
    while let Some(later) = ts.dealloc_later.get() {
        // SAFETY: objects on the list are dead and intact but for the count, which holds the link.
        unsafe {
            let link = later.as_ref().ob_refcnt() as usize;
            ts.dealloc_later.set(NonNull::new(std::ptr::with_exposed_provenance_mut(link)));
            later.as_ref().set_refcnt(0);
            ts.dealloc_depth.set(1);
            destroy(ts, later);
            ts.dealloc_depth.set(0);
        }
    }
}

/// # Safety
/// As `dealloc`, and the native stack has room for another level.
unsafe fn destroy(ts: &ThreadState, raw: NonNull<PyObject>) {
    // SAFETY: R1: the object is intact; only its count is zero.
    let object = unsafe { raw.as_ref() };
    let ty = object.ob_type();
    if let Some(finalize) = ty.slots.tp_finalize.get() {
        if !crate::gc::is_finalized(object) {
            // This function holds the object while its finalizer runs.
            object.set_refcnt(1);
            crate::ledger::acquired(object);
            crate::gc::set_finalized(object);
            finalize(ts, object);
            crate::ledger::released(object);
            let count = object.ob_refcnt() - 1;
            object.set_refcnt(count);
            if count > 0 {
                return;
            }
        }
    }
    // The finalizer may have assigned `__class__`.
    let ty = object.ob_type();
    if let Some(list) = weak_list(object) {
        if !list.is_empty() {
            clear_weakrefs(ts, object, list);
        }
    }
    let flags = ty.flags();
    if flags.has(TypeFlags::HAVE_GC) {
        ts.interp().gc.died(object);
    }
    // SAFETY: L1 and R1: each part is dropped once, nobody can reach the object any more, and the block goes back with the size that
    // its birth computed.
    unsafe {
        let size = object.block_size();
        let pre = ty.pre_size.get();
        if ty.is_heap() {
            for field in slot_fields(object) {
                field.clear();
            }
            if flags.has(TypeFlags::MANAGED_DICT) {
                instance::clear_attributes(ts, object);
            }
        }
        let drop_body = ty.def().layout.drop_body;
        let owner = ty.is_heap().then(|| PyRef::from_raw(ty.as_object().as_ptr()));
        drop_body(raw);
        ts.heap().free_noted(raw.byte_sub(pre).cast(), size, object_note(pre));
        drop(owner);
    }
}

/// Visit every reference that `object` owns: its type (heap classes), slots, inline values, dict and body. CPython: `tp_traverse`.
pub fn traverse(object: &PyObject, visit: &mut crate::pyref::Visit<'_>) {
    let ty = object.ob_type();
    if ty.is_heap() {
        for field in slot_fields(object) {
            field.traverse(visit);
        }
        instance::traverse_inline(object, visit);
        if let Some(dict) = managed_dict(object) {
            dict.traverse(visit);
        }
        visit(ty.as_object());
    }
    // SAFETY: L1: the function belongs to the type's layout.
    unsafe { (ty.def().layout.traverse)(object, visit) };
}

/// Break the cycles that `object` can be part of. CPython: `tp_clear`.
pub(crate) fn clear(object: &PyObject) {
    let ty = object.ob_type();
    if ty.is_heap() {
        for field in slot_fields(object) {
            field.clear();
        }
        if ty.flags().has(TypeFlags::MANAGED_DICT) {
            with_current(|ts| instance::clear_attributes(ts, object));
        }
    }
    // SAFETY: L1: the function belongs to the type's layout.
    unsafe { (ty.def().layout.clear)(object) };
}

/// A word before the header of a collected object: 0 is the first link, 1 the second.
#[inline(always)]
pub(crate) fn gc_word(object: &PyObject, index: usize) -> &Cell<usize> {
    debug_assert!(object.ob_type().flags().has(TypeFlags::HAVE_GC) && index < 2);
    // SAFETY: L1: collected objects have two words right before the header.
    unsafe { object.as_ptr().byte_sub(16 - index * 8).cast::<Cell<usize>>().as_ref() }
}

/// Change an object's class after the layouts were compared; the old class is released when nobody can hold a borrow of it.
pub(crate) fn exchange_type(ts: &ThreadState, object: &PyObject, new: &PyType) {
    let old = object.ob_type();
    // Instances of heap classes own a count of their class: take the new one, hand the old one on.
    let displaced = if old.is_heap() {
        // SAFETY: R1: the instance owned this count and gives it up as its type word changes below.
        Some(unsafe { PyRef::from_raw(old.as_object().as_ptr()) })
    } else {
        None
    };
    if new.is_heap() {
        new.as_object().incref();
    }
    object.set_ob_type(NonNull::from(new));
    if let Some(displaced) = displaced {
        ts.displace_type(displaced);
    }
}

/// Bytes of header, body, slots, inline data and inline values: what `__sizeof__` says (the pre-header is added by
/// `sys.getsizeof`).
pub fn body_size(object: &PyObject) -> usize {
    let ty = object.ob_type();
    // SAFETY: L1: the function belongs to the type's layout.
    let tail = unsafe { (ty.def().layout.tail_bytes)(object) };
    ty.block_size(tail) - ty.pre_size.get()
}
