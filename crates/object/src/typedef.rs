//! Builtin types as immutable plain data: [`TypeDef`], its method tables, and the layout that connects it to a payload.
//!
//! CPython counterpart: the static `PyTypeObject`s. Here a static is data only; at start each interpreter builds its own type
//! object from it (`typeobject`), in a block like every object, so two interpreters share nothing.
//! Invariant: one payload type belongs to one `TypeDef` (`py_layout!`), several `TypeDef`s may share a payload (`bool` and `int`).
#![expect(unsafe_code, reason = "the functions that a layout carries act on raw objects, on the word of L1")]

use std::ptr::NonNull;

use crate::args::{Args, Arity, Bound};
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};

/// What a type is and can: a bit set with CPython's names (`Py_TPFLAGS_*`) and numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypeFlags(pub u32);

impl TypeFlags {
    /// No flag.
    pub const NONE: TypeFlags = TypeFlags(0);
    /// Instances hold attributes inline behind the body.
    pub const INLINE_VALUES: TypeFlags = TypeFlags(1 << 2);
    /// The pre-header has a word for weak references.
    pub const MANAGED_WEAKREF: TypeFlags = TypeFlags(1 << 3);
    /// The pre-header has a word for the instance's dict.
    pub const MANAGED_DICT: TypeFlags = TypeFlags(1 << 4);
    /// `match` treats instances as sequences.
    pub const SEQUENCE: TypeFlags = TypeFlags(1 << 5);
    /// `match` treats instances as mappings.
    pub const MAPPING: TypeFlags = TypeFlags(1 << 6);
    /// `type(…)()` raises TypeError: "cannot create 'x' instances".
    pub const DISALLOW_INSTANTIATION: TypeFlags = TypeFlags(1 << 7);
    /// Attributes of the type cannot be set.
    pub const IMMUTABLETYPE: TypeFlags = TypeFlags(1 << 8);
    /// Made by a class statement or `type(…)`.
    pub const HEAPTYPE: TypeFlags = TypeFlags(1 << 9);
    /// The type can be a base.
    pub const BASETYPE: TypeFlags = TypeFlags(1 << 10);
    /// Instances carry the collector's links before the header.
    pub const HAVE_GC: TypeFlags = TypeFlags(1 << 14);
    /// Behaves like an unbound method when found on a class (LOAD_METHOD).
    pub const METHOD_DESCRIPTOR: TypeFlags = TypeFlags(1 << 17);
    /// `Cls()` patterns match the subject itself (`int(x)`).
    pub const MATCH_SELF: TypeFlags = TypeFlags(1 << 22);
    /// Cannot be instantiated while abstract methods remain.
    pub const IS_ABSTRACT: TypeFlags = TypeFlags(1 << 20);
    /// Derives from int.
    pub const LONG_SUBCLASS: TypeFlags = TypeFlags(1 << 24);
    /// Derives from list.
    pub const LIST_SUBCLASS: TypeFlags = TypeFlags(1 << 25);
    /// Derives from tuple.
    pub const TUPLE_SUBCLASS: TypeFlags = TypeFlags(1 << 26);
    /// Derives from bytes.
    pub const BYTES_SUBCLASS: TypeFlags = TypeFlags(1 << 27);
    /// Derives from str.
    pub const UNICODE_SUBCLASS: TypeFlags = TypeFlags(1 << 28);
    /// Derives from dict.
    pub const DICT_SUBCLASS: TypeFlags = TypeFlags(1 << 29);
    /// Derives from BaseException.
    pub const BASE_EXC_SUBCLASS: TypeFlags = TypeFlags(1 << 30);
    /// Derives from type.
    pub const TYPE_SUBCLASS: TypeFlags = TypeFlags(1 << 31);
    /// The flags that a derived type takes over.
    pub(crate) const INHERITED: TypeFlags = TypeFlags(0xff00_0000 | (1 << 5) | (1 << 6) | (1 << 22));

    /// Both sets together.
    pub const fn with(self, other: TypeFlags) -> TypeFlags {
        TypeFlags(self.0 | other.0)
    }
    /// This set without the other.
    pub const fn without(self, other: TypeFlags) -> TypeFlags {
        TypeFlags(self.0 & !other.0)
    }
    /// Whether all of `other` is in this set.
    #[inline(always)]
    pub const fn has(self, other: TypeFlags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a type of the crates above is to this one, which cannot name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Nothing in particular.
    Plain,
    /// Functions written in Python: class creation wraps `__new__` and its kin.
    Function,
    /// Variables shared between functions: class creation fills the one behind `__class__`.
    Cell,
    /// What `__traceback__` may hold.
    Traceback,
}

/// A builtin type, as data.
pub struct TypeDef {
    /// `__name__`
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// `__doc__`. A first line like `int([x]) -> integer` stays part of it.
    pub doc: Option<&'static str>,
    /// `__text_signature__` of the constructor, as `(x, /)`.
    pub text_signature: Option<&'static str>,
    /// The base; `None` for `object` only (filled by [`TypeDef::of`] with `object`).
    pub base: Option<&'static TypeDef>,
    /// The type whose payload this one shares although it does not derive from it (`frozenset` and `set`).
    pub payload_of: Option<&'static TypeDef>,
    /// Flags beside those that the layout gives.
    pub flags: TypeFlags,
    /// The slot functions.
    pub slots: Slots,
    /// Methods, class methods and static methods.
    pub methods: &'static [MethodDef],
    /// Computed attributes.
    pub getset: &'static [GetSetDef],
    /// What the type is to this crate.
    pub role: Role,
    /// The memory of instances.
    pub layout: Layout,
}

/// A computed attribute. CPython: `PyGetSetDef`. `member: true` makes it show as a member descriptor (`PyMemberDef`).
#[derive(Clone, Copy)]
pub struct GetSetDef {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&ThreadState, &PyObject) -> PyResult,
    /// Sets it, or deletes it when there is no value; `None` makes it read-only.
    pub set: Option<fn(&ThreadState, &PyObject, Option<&PyObject>) -> PyResult<()>>,
    /// `__doc__`
    pub doc: Option<&'static str>,
    /// Whether CPython has it as a member (`T_OBJECT` …), which changes the descriptor's type and error messages.
    pub member: bool,
}

impl GetSetDef {
    /// A read-only computed attribute.
    pub const fn getter(name: &'static str, get: fn(&ThreadState, &PyObject) -> PyResult) -> GetSetDef {
        GetSetDef { name, get, set: None, doc: None, member: false }
    }
    /// A read-only member.
    pub const fn member(name: &'static str, get: fn(&ThreadState, &PyObject) -> PyResult) -> GetSetDef {
        GetSetDef { name, get, set: None, doc: None, member: true }
    }
}

/// How a native function is found through an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodKind {
    /// `obj.name(…)`: `self` is the instance. In a module: `self` is the module.
    Plain,
    /// `self` is the class.
    Class,
    /// `self` is None.
    Static,
}

/// A native function's body, by calling convention. All conventions but `Raw` are checked by `args` before the body runs.
#[derive(Clone, Copy)]
pub enum Native {
    /// `METH_NOARGS`
    NoArgs(fn(&ThreadState, &PyObject) -> PyResult),
    /// `METH_O`
    O(fn(&ThreadState, &PyObject, &PyObject) -> PyResult),
    /// `METH_FASTCALL`: positional only; the counts come from the text signature.
    Fast(fn(&ThreadState, &PyObject, &[PyRef]) -> PyResult),
    /// `METH_FASTCALL | METH_KEYWORDS` with Argument Clinic: bound to the parameters of the text signature.
    Keywords(fn(&ThreadState, &PyObject, &Bound<'_>) -> PyResult),
    /// `METH_FASTCALL | METH_KEYWORDS` as it comes; the body checks.
    Raw(fn(&ThreadState, &PyObject, Args<'_>) -> PyResult),
}

/// A method or module function. CPython: `PyMethodDef` with the text signature that Argument Clinic puts before the doc.
pub struct MethodDef {
    /// `__name__`
    pub name: &'static str,
    /// The body.
    pub native: Native,
    /// `__text_signature__`, e.g. `($self, object, /)`; empty where CPython has none (then a `Fast` function takes any number).
    pub sig: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Plain, class or static.
    pub kind: MethodKind,
    /// What the text signature says about counts.
    pub arity: Arity,
}

impl MethodDef {
    /// A plain method: name, text signature, body, doc.
    pub const fn new(name: &'static str, sig: &'static str, native: Native, doc: &'static str) -> MethodDef {
        MethodDef { name, native, sig, doc, kind: MethodKind::Plain, arity: Arity::of(sig) }
    }
    /// The same as a class method.
    pub const fn class(self) -> MethodDef {
        MethodDef { kind: MethodKind::Class, ..self }
    }
    /// The same as a static method.
    pub const fn stat(self) -> MethodDef {
        MethodDef { kind: MethodKind::Static, ..self }
    }
}

/// The memory of a type's instances, and the functions that know it.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Bytes of header and body. CPython: `tp_basicsize`.
    pub basicsize: usize,
    /// Bytes of one element of the inline tail, 0 for types of fixed size. CPython: `tp_itemsize`.
    pub itemsize: usize,
    /// Whether instances carry the collector's links.
    pub collected: bool,
    /// Offset of a [`Field`](crate::pyref::Field) for `__dict__` in the body, 0 for none. CPython: `tp_dictoffset`.
    pub dict_offset: usize,
    /// Offset of a [`WeakList`](crate::weakref::WeakList) in the body, 0 for none. CPython: `tp_weaklistoffset`.
    pub weaklist_offset: usize,
    /// Destroys instances of exactly this type, if it has no finalizer.
    pub(crate) dealloc: crate::alloc::Dealloc,
    pub(crate) drop_body: unsafe fn(NonNull<PyObject>),
    pub(crate) traverse: unsafe fn(&PyObject, &mut Visit<'_>),
    pub(crate) clear: unsafe fn(&PyObject),
    pub(crate) tail_bytes: unsafe fn(&PyObject) -> usize,
}

/// What a payload says about itself, safely.
pub trait Body: Sized + 'static {
    /// Whether instances carry the collector's links (they can hold references to other objects and so be part of a cycle).
    const COLLECTED: bool;
    /// Bytes of one element of the inline tail.
    const ITEMSIZE: usize = 0;
    /// Offset in the payload of a `Field` for `__dict__`; use `offset_of!(Self, field)`.
    const DICT: Option<usize> = None;
    /// Offset in the payload of a `WeakList`.
    const WEAKLIST: Option<usize> = None;
    /// Call `visit` on each reference that the payload owns (every `Field`), also where the type is not collected.
    fn traverse(&self, visit: &mut Visit<'_>);
    /// Give up the references by which the object can be part of a cycle. The object stays usable.
    fn clear(&self) {}
    /// Bytes of inline data behind the body.
    fn tail_bytes(&self) -> usize {
        0
    }
}

/// A payload with its builtin type.
///
/// # Safety
/// L1: objects whose type is built from `DEF` are laid out as `Obj<Self>`. Emitted by [`py_layout!`](crate::py_layout) only.
pub unsafe trait Payload: Body {
    /// The type's data.
    const DEF: &'static TypeDef;
    /// The type object of the interpreter that `ts` belongs to.
    fn type_object(ts: &ThreadState) -> &PyType;
}

/// Connect a payload with its `TypeDef` and with the type object of an interpreter: `py_layout!(List, LIST, |ts| &ts.types().list)`.
#[macro_export]
macro_rules! py_layout {
    ($payload:ty, $def:path, |$ts:ident| $type_object:expr) => {
        #[expect(unsafe_code, reason = "L1: this macro is the only way to pair a payload with its TypeDef")]
        // SAFETY: L1: the TypeDef's layout is made from this payload by `TypeDef::of`, checked here at compile time.
        unsafe impl $crate::typedef::Payload for $payload {
            const DEF: &'static $crate::typedef::TypeDef = {
                assert!($def.layout.basicsize == size_of::<$crate::header::Obj<$payload>>());
                &$def
            };
            fn type_object($ts: &$crate::state::ThreadState) -> &$crate::header::PyType {
                $type_object
            }
        }
    };
}

impl Layout {
    /// The layout of a payload.
    pub const fn of<T: Body>() -> Layout {
        const HEAD: usize = size_of::<PyObject>();
        assert!(align_of::<T>() <= 8, "a body is aligned to words");
        Layout {
            basicsize: size_of::<Obj<T>>(),
            itemsize: T::ITEMSIZE,
            collected: T::COLLECTED,
            dict_offset: match T::DICT {
                Some(offset) => HEAD + offset,
                None => 0,
            },
            weaklist_offset: match T::WEAKLIST {
                Some(offset) => HEAD + offset,
                None => 0,
            },
            dealloc: crate::alloc::dealloc_exact::<T>,
            drop_body: drop_body::<T>,
            traverse: traverse::<T>,
            clear: clear::<T>,
            tail_bytes: tail_bytes::<T>,
        }
    }
}

/// # Safety
/// L1 for `T`; the object is dead (count zero) and its body is dropped only once.
unsafe fn drop_body<T: Body>(object: NonNull<PyObject>) {
    // SAFETY: L1, promised; dropping runs the payload's own `Drop` and that of its fields.
    unsafe { std::ptr::drop_in_place(object.as_ptr().byte_add(size_of::<PyObject>()).cast::<T>()) };
}

/// # Safety
/// L1 for `T`.
unsafe fn traverse<T: Body>(object: &PyObject, visit: &mut Visit<'_>) {
    // SAFETY: L1, promised.
    let object = unsafe { object.downcast_unchecked::<T>() };
    T::traverse(object, visit);
}

/// # Safety
/// L1 for `T`.
unsafe fn clear<T: Body>(object: &PyObject) {
    // SAFETY: L1, promised.
    let object = unsafe { object.downcast_unchecked::<T>() };
    T::clear(object);
}

/// # Safety
/// L1 for `T`.
unsafe fn tail_bytes<T: Body>(object: &PyObject) -> usize {
    // SAFETY: L1, promised.
    let object = unsafe { object.downcast_unchecked::<T>() };
    T::tail_bytes(object)
}

impl TypeDef {
    /// Whether objects of this type have the payload of `other` (L1): it is `other`, derives from it, or shares its payload.
    #[inline(never)]
    pub fn has_payload_of(&'static self, other: &'static TypeDef) -> bool {
        let mut at = self;
        loop {
            if std::ptr::eq(at, other) || at.payload_of.is_some_and(|shared| std::ptr::eq(shared, other)) {
                return true;
            }
            match at.base {
                Some(base) => at = base,
                None => return false,
            }
        }
    }

    /// A type with this payload that inherits everything from `object`: the starting point of each definition,
    /// `TypeDef { slots: …, methods: …, ..TypeDef::of::<List>("list") }`.
    pub const fn of<T: Body>(name: &'static str) -> TypeDef {
        TypeDef {
            name,
            module: "builtins",
            doc: None,
            text_signature: None,
            base: Some(&crate::types::object::OBJECT),
            payload_of: None,
            flags: TypeFlags::NONE,
            slots: Slots::INHERIT,
            methods: &[],
            getset: &[],
            role: Role::Plain,
            layout: Layout::of::<T>(),
        }
    }
}
