//! The descriptors that show a builtin type's tables as attributes: methods, class methods, computed attributes, slots.
//!
//! CPython counterpart: `Objects/descrobject.c`.

use crate::args::{Args, call_native};
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{AnySlot, CompareOp, Slots};
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, TypeDef, TypeFlags};
use crate::typeobject::Type;
use crate::typeobject::slotdefs::SlotDef;
use crate::types::builtin_function::{BuiltinFunction, doc_of, signature_of};
use crate::types::str::Str;

fn owner_name(owner: &Field) -> String {
    owner.get().and_then(|owner| owner.downcast_into::<Type>().ok()).map_or_else(|| "?".to_owned(), |owner| owner.name_string())
}

fn owner_qualname(owner: &Field) -> String {
    let owner = owner.get().and_then(|owner| owner.downcast_into::<Type>().ok());
    owner.map_or_else(|| "?".to_owned(), |owner| owner.qualname().map_or_else(|| owner.name_string(), |name| name.to_rust_string()))
}

#[inline]
fn applies(owner: &Field, object: &PyObject) -> bool {
    let ty = object.ob_type();
    owner.holds(ty.as_object()) || owner.peek().and_then(PyObject::downcast::<Type>).is_some_and(|owner| ty.is_subtype(owner))
}

/// `descriptor 'append' for 'list' objects doesn't apply to a 'int' object`
fn wrong_object(ts: &ThreadState, name: &str, owner: &Field, object: &PyObject) -> Raised {
    let (owner, kind) = (owner_name(owner), object.ob_type().name_string());
    ts.type_error(format_args!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object"))
}

fn wrong_payload(ts: &ThreadState) -> Raised {
    ts.system_error("a descriptor's slot got another object")
}

// --- method_descriptor and classmethod_descriptor --------------------------------------------------------------------------------

/// A method of a builtin type.
pub struct MethodDescriptor {
    def: &'static MethodDef,
    owner: Field,
}

impl Body for MethodDescriptor {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.owner.traverse(visit);
    }
}

crate::py_layout!(MethodDescriptor, METHOD_DESCRIPTOR, |ts| &ts.types().method_descriptor);

impl MethodDescriptor {
    /// The method of `owner`.
    pub fn new(ts: &ThreadState, def: &'static MethodDef, owner: &PyType) -> PyResult<Py<MethodDescriptor>> {
        Py::new(ts, MethodDescriptor { def, owner: Field::new(owner.to_ref()) })
    }

    /// A class method of `owner`.
    pub fn new_class(ts: &ThreadState, def: &'static MethodDef, owner: &PyType) -> PyResult<Py<MethodDescriptor>> {
        Py::new_in(ts, &ts.types().classmethod_descriptor, MethodDescriptor { def, owner: Field::new(owner.to_ref()) })
    }

    /// The table entry.
    #[inline(always)]
    pub fn def(&self) -> &'static MethodDef {
        self.def
    }

    /// Whether the method applies to `object`.
    #[inline]
    pub fn applies_to(&self, object: &PyObject) -> bool {
        applies(&self.owner, object)
    }

    /// The class it belongs to, as a raw pointer for guards.
    pub fn owner_raw(&self) -> Option<std::ptr::NonNull<PyObject>> {
        self.owner.as_raw()
    }
}

fn method<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<MethodDescriptor>> {
    this.downcast().ok_or_else(|| wrong_payload(ts))
}

fn method_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let this = method(ts, this)?;
    Ok(ts.new_str(&format!("<method '{}' of '{}' objects>", this.def.name, owner_name(&this.owner)))?.into_ref())
}

fn method_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    let descriptor = method(ts, this)?;
    let Some(instance) = instance else { return Ok(this.to_ref()) };
    if !applies(&descriptor.owner, instance) {
        return Err(wrong_object(ts, descriptor.def.name, &descriptor.owner, instance));
    }
    Ok(BuiltinFunction::new(ts, descriptor.def, Some(instance.to_ref()), None)?.into_ref())
}

/// Call a method descriptor: the first argument is the object. CPython: `method_vectorcall_*`.
pub fn call_method_descriptor(ts: &ThreadState, descriptor: &Obj<MethodDescriptor>, args: Args<'_>) -> PyResult {
    let Some((this, _)) = args.pos().split_first() else {
        let name = format!("{}.{}", owner_qualname(&descriptor.owner), descriptor.def.name);
        return Err(ts.type_error(format_args!("unbound method {name}() needs an argument")));
    };
    if !applies(&descriptor.owner, this) {
        return Err(wrong_object(ts, descriptor.def.name, &descriptor.owner, this));
    }
    let rest = Args::new(args.values().get(1..).unwrap_or(&[]), args.kwnames());
    call_native(ts, descriptor.def, this, rest, &|| format!("{}.{}", owner_qualname(&descriptor.owner), descriptor.def.name))
}

fn method_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    ts.check_stack(" while calling a Python object")?;
    call_method_descriptor(ts, method(ts, this)?, args)
}

const METHOD_GETSET: &[GetSetDef] = &[
    GetSetDef::getter("__doc__", |ts, this| doc_of(ts, method(ts, this)?.def)),
    GetSetDef::getter("__qualname__", |ts, this| {
        let this = method(ts, this)?;
        Ok(ts.new_str(&format!("{}.{}", owner_qualname(&this.owner), this.def.name))?.into_ref())
    }),
    GetSetDef::getter("__text_signature__", |ts, this| signature_of(ts, method(ts, this)?.def)),
    GetSetDef::member("__objclass__", |ts, this| Ok(method(ts, this)?.owner.get().unwrap_or_else(|| ts.none()))),
    GetSetDef::member("__name__", |ts, this| Ok(ts.intern(method(ts, this)?.def.name)?.into_ref())),
];

/// method_descriptor
pub static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    flags: TypeFlags::METHOD_DESCRIPTOR.with(TypeFlags::DISALLOW_INSTANTIATION),
    slots: Slots { tp_repr: Some(method_repr), tp_call: Some(method_call), tp_descr_get: Some(method_get), ..Slots::INHERIT },
    getset: METHOD_GETSET,
    ..TypeDef::of::<MethodDescriptor>("method_descriptor")
};

fn classmethod_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, owner: Option<&PyObject>) -> PyResult {
    let descriptor = method(ts, this)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner.to_ref(),
        (None, Some(instance)) => instance.ob_type().to_ref(),
        (None, None) => {
            let (name, owner) = (descriptor.def.name, owner_name(&descriptor.owner));
            return Err(ts.type_error(format_args!("descriptor '{name}' for type '{owner}' needs either an object or a type")));
        }
    };
    let Some(given) = class.downcast::<Type>() else {
        let (name, owner, kind) = (descriptor.def.name, owner_name(&descriptor.owner), class.ob_type().name_string());
        return Err(ts.type_error(format_args!("descriptor '{name}' for type '{owner}' needs a type, not a '{kind}' as arg 2")));
    };
    let fits = descriptor.owner.get().and_then(|o| o.downcast_into::<Type>().ok()).is_some_and(|o| given.is_subtype(&o));
    if !fits {
        let (name, owner, kind) = (descriptor.def.name, owner_name(&descriptor.owner), given.name_string());
        return Err(ts.type_error(format_args!("descriptor '{name}' requires a subtype of '{owner}' but received '{kind}'")));
    }
    Ok(BuiltinFunction::new(ts, descriptor.def, Some(class), None)?.into_ref())
}

fn classmethod_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let descriptor = method(ts, this)?;
    let Some((class, _)) = args.pos().split_first() else {
        let (name, owner) = (descriptor.def.name, owner_name(&descriptor.owner));
        return Err(ts.type_error(format_args!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    let bound = classmethod_get(ts, this, None, Some(class))?;
    crate::protocol::call::call(ts, &bound, Args::new(args.values().get(1..).unwrap_or(&[]), args.kwnames()))
}

/// classmethod_descriptor
pub static CLASSMETHOD_DESCRIPTOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    payload_of: Some(&METHOD_DESCRIPTOR),
    slots: Slots { tp_repr: Some(method_repr), tp_call: Some(classmethod_call), tp_descr_get: Some(classmethod_get), ..Slots::INHERIT },
    getset: METHOD_GETSET,
    ..TypeDef::of::<MethodDescriptor>("classmethod_descriptor")
};

// --- getset_descriptor and member_descriptor ---------------------------------------------------------------------------------------

/// What a computed attribute reads.
enum Access {
    /// A builtin type's table entry.
    Table(&'static GetSetDef),
    /// A word of `__slots__`.
    Slot(usize),
}

/// A computed attribute of a type, or one of its `__slots__`.
pub struct GetSetDescriptor {
    access: Access,
    name: Field,
    owner: Field,
}

impl Body for GetSetDescriptor {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.owner.traverse(visit);
    }
}

crate::py_layout!(GetSetDescriptor, GETSET_DESCRIPTOR, |ts| &ts.types().getset_descriptor);

impl GetSetDescriptor {
    /// A computed attribute of a builtin type.
    pub fn new(ts: &ThreadState, def: &'static GetSetDef, owner: &PyType) -> PyResult<Py<GetSetDescriptor>> {
        let types = ts.types();
        let kind: &PyType = if def.member { &types.member_descriptor } else { &types.getset_descriptor };
        let name = Field::new(ts.intern(def.name)?);
        Py::new_in(ts, kind, GetSetDescriptor { access: Access::Table(def), name, owner: Field::new(owner.to_ref()) })
    }

    /// The `index`th word of `__slots__` of the instances of `owner`.
    pub(crate) fn new_slot(ts: &ThreadState, name: Py<Str>, index: usize, owner: &PyType) -> PyResult<Py<GetSetDescriptor>> {
        let body = GetSetDescriptor { access: Access::Slot(index), name: Field::new(name), owner: Field::new(owner.to_ref()) };
        Py::new_in(ts, &ts.types().member_descriptor, body)
    }

    fn name(&self) -> String {
        self.name.get().and_then(|name| name.downcast_into::<Str>().ok()).map_or_else(String::new, |name| name.to_rust_string())
    }

    /// The index of the word that `owner` itself adds, if that is what it reads.
    pub(crate) fn added_by(&self, owner: &PyType) -> Option<usize> {
        match self.access {
            Access::Slot(index) if self.owner.get().is_some_and(|own| own.is(owner.as_object())) => Some(index),
            Access::Slot(_) | Access::Table(_) => None,
        }
    }

    /// The index of the `__slots__` word of `object` that it reads, if it does.
    pub fn slot_index(&self, object: &PyObject) -> Option<usize> {
        match self.access {
            Access::Slot(index) if applies(&self.owner, object) => Some(index),
            Access::Slot(_) | Access::Table(_) => None,
        }
    }
}

fn getset<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<GetSetDescriptor>> {
    this.downcast().ok_or_else(|| wrong_payload(ts))
}

fn getset_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let kind = if std::ptr::eq(this.ob_type(), &raw const *ts.types().member_descriptor) { "member" } else { "attribute" };
    let this = getset(ts, this)?;
    Ok(ts.new_str(&format!("<{kind} '{}' of '{}' objects>", this.name(), owner_name(&this.owner)))?.into_ref())
}

fn getset_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    let descriptor = getset(ts, this)?;
    let Some(instance) = instance else { return Ok(this.to_ref()) };
    if !applies(&descriptor.owner, instance) {
        return Err(wrong_object(ts, &descriptor.name(), &descriptor.owner, instance));
    }
    match descriptor.access {
        Access::Table(def) => (def.get)(ts, instance),
        Access::Slot(index) => match crate::alloc::slot_fields(instance).get(index).and_then(Field::get) {
            Some(value) => Ok(value),
            None => {
                let name = ts.new_str(&descriptor.name())?;
                Err(ts.no_attribute(instance, &name))
            }
        },
    }
}

fn getset_set(ts: &ThreadState, this: &PyObject, instance: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let descriptor = getset(ts, this)?;
    if !applies(&descriptor.owner, instance) {
        return Err(wrong_object(ts, &descriptor.name(), &descriptor.owner, instance));
    }
    match descriptor.access {
        Access::Table(def) => match def.set {
            Some(set) => set(ts, instance, value),
            None if def.member => Err(ts.raise(&ts.types().attribute_error, "readonly attribute")),
            None => {
                let (name, owner) = (def.name, owner_name(&descriptor.owner));
                let name_object = ts.intern(name)?;
                let message = format!("attribute '{name}' of '{owner}' objects is not writable");
                Err(ts.attribute_error(instance, &name_object, message))
            }
        },
        Access::Slot(index) => {
            let Some(field) = crate::alloc::slot_fields(instance).get(index) else { return Err(wrong_payload(ts)) };
            match value {
                Some(value) => field.set(value.to_ref()),
                None => {
                    if field.is_empty() {
                        // CPython's PyMember_SetOne says no more than the name.
                        return Err(ts.raise(&ts.types().attribute_error, descriptor.name()));
                    }
                    field.clear();
                }
            }
            Ok(())
        }
    }
}

const GETSET_GETSET: &[GetSetDef] = &[
    GetSetDef::getter("__doc__", |ts, this| match getset(ts, this)?.access {
        Access::Table(GetSetDef { doc: Some(doc), .. }) => Ok(ts.new_str(doc)?.into_ref()),
        Access::Table(_) | Access::Slot(_) => Ok(ts.none()),
    }),
    GetSetDef::getter("__qualname__", |ts, this| {
        let this = getset(ts, this)?;
        Ok(ts.new_str(&format!("{}.{}", owner_qualname(&this.owner), this.name()))?.into_ref())
    }),
    GetSetDef::member("__objclass__", |ts, this| Ok(getset(ts, this)?.owner.get().unwrap_or_else(|| ts.none()))),
    GetSetDef::member("__name__", |ts, this| Ok(getset(ts, this)?.name.get().unwrap_or_else(|| ts.none()))),
];

/// getset_descriptor
pub static GETSET_DESCRIPTOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(getset_repr), tp_descr_get: Some(getset_get), tp_descr_set: Some(getset_set), ..Slots::INHERIT },
    getset: GETSET_GETSET,
    ..TypeDef::of::<GetSetDescriptor>("getset_descriptor")
};

/// member_descriptor
pub static MEMBER_DESCRIPTOR: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    payload_of: Some(&GETSET_DESCRIPTOR),
    slots: Slots { tp_repr: Some(getset_repr), tp_descr_get: Some(getset_get), tp_descr_set: Some(getset_set), ..Slots::INHERIT },
    getset: GETSET_GETSET,
    ..TypeDef::of::<GetSetDescriptor>("member_descriptor")
};

// --- wrapper_descriptor and method-wrapper -----------------------------------------------------------------------------------------

/// A slot of a builtin type under its dunder name.
pub struct WrapperDescriptor {
    def: &'static SlotDef,
    wrapped: AnySlot,
    owner: Field,
}

impl Body for WrapperDescriptor {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.owner.traverse(visit);
    }
}

crate::py_layout!(WrapperDescriptor, WRAPPER_DESCRIPTOR, |ts| &ts.types().wrapper_descriptor);

impl WrapperDescriptor {
    /// The slot function `wrapped` of `owner`.
    pub fn new(ts: &ThreadState, def: &'static SlotDef, wrapped: AnySlot, owner: &PyType) -> PyResult<Py<WrapperDescriptor>> {
        Py::new(ts, WrapperDescriptor { def, wrapped, owner: Field::new(owner.to_ref()) })
    }

    /// The table entry.
    pub fn def(&self) -> &'static SlotDef {
        self.def
    }

    /// The slot function.
    pub fn wrapped(&self) -> AnySlot {
        self.wrapped
    }

    /// Whether this is `object.__getattribute__`.
    pub(crate) fn is_generic_getattr(&self) -> bool {
        self.def.name == "__getattribute__" && self.wrapped.address() == crate::protocol::attr::generic_get_attr as *const () as usize
    }

    /// Whether `class` derives from the class it belongs to.
    pub(crate) fn owner_is_base_of(&self, class: &PyType) -> bool {
        self.owner.get().and_then(|owner| owner.downcast_into::<Type>().ok()).is_some_and(|owner| class.is_subtype(&owner))
    }
}

fn wrapper<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<WrapperDescriptor>> {
    this.downcast().ok_or_else(|| wrong_payload(ts))
}

fn wrapper_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let this = wrapper(ts, this)?;
    Ok(ts.new_str(&format!("<slot wrapper '{}' of '{}' objects>", this.def.name, owner_name(&this.owner)))?.into_ref())
}

fn wrapper_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    let descriptor = wrapper(ts, this)?;
    let Some(instance) = instance else { return Ok(this.to_ref()) };
    if !applies(&descriptor.owner, instance) {
        return Err(wrong_object(ts, descriptor.def.name, &descriptor.owner, instance));
    }
    let body = MethodWrapper { descriptor: Field::new(this.to_ref()), this: Field::new(instance.to_ref()) };
    Ok(Py::new(ts, body)?.into_ref())
}

fn wrapper_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let descriptor = wrapper(ts, this)?;
    let Some((object, _)) = args.pos().split_first() else {
        let (name, owner) = (descriptor.def.name, owner_name(&descriptor.owner));
        return Err(ts.type_error(format_args!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    if !applies(&descriptor.owner, object) {
        let (name, owner, kind) = (descriptor.def.name, owner_name(&descriptor.owner), object.ob_type().name_string());
        return Err(ts.type_error(format_args!("descriptor '{name}' requires a '{owner}' object but received a '{kind}'")));
    }
    ts.check_stack(" while calling a Python object")?;
    let rest = Args::new(args.values().get(1..).unwrap_or(&[]), args.kwnames());
    call_wrapped(ts, descriptor, object, rest)
}

/// Call the wrapped slot; `expected N arguments, got M` of operators with optional operands has no function name.
fn call_wrapped(ts: &ThreadState, descriptor: &WrapperDescriptor, object: &PyObject, args: Args<'_>) -> PyResult {
    descriptor.def.call(ts, descriptor.wrapped, object, args)
}

/// wrapper_descriptor
pub static WRAPPER_DESCRIPTOR: TypeDef = TypeDef {
    flags: TypeFlags::METHOD_DESCRIPTOR.with(TypeFlags::DISALLOW_INSTANTIATION),
    slots: Slots { tp_repr: Some(wrapper_repr), tp_call: Some(wrapper_call), tp_descr_get: Some(wrapper_get), ..Slots::INHERIT },
    getset: &[
        GetSetDef::getter("__doc__", |ts, this| slot_text(ts, wrapper(ts, this)?.def.doc)),
        GetSetDef::getter("__qualname__", |ts, this| {
            let this = wrapper(ts, this)?;
            Ok(ts.new_str(&format!("{}.{}", owner_qualname(&this.owner), this.def.name))?.into_ref())
        }),
        GetSetDef::getter("__text_signature__", |ts, this| slot_text(ts, wrapper(ts, this)?.def.sig)),
        GetSetDef::member("__objclass__", |ts, this| Ok(wrapper(ts, this)?.owner.get().unwrap_or_else(|| ts.none()))),
        GetSetDef::member("__name__", |ts, this| Ok(ts.intern(wrapper(ts, this)?.def.name)?.into_ref())),
    ],
    ..TypeDef::of::<WrapperDescriptor>("wrapper_descriptor")
};

fn slot_text(ts: &ThreadState, text: &str) -> PyResult {
    if text.is_empty() { Ok(ts.none()) } else { Ok(ts.new_str(text)?.into_ref()) }
}

/// A slot wrapper bound to an object: `(1).__add__`.
pub struct MethodWrapper {
    descriptor: Field,
    this: Field,
}

impl Body for MethodWrapper {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.descriptor.traverse(visit);
        self.this.traverse(visit);
    }
    fn clear(&self) {
        self.this.clear();
    }
}

crate::py_layout!(MethodWrapper, METHOD_WRAPPER, |ts| &ts.types().method_wrapper);

/// The descriptor and the object of a bound slot wrapper.
fn parts(ts: &ThreadState, this: &PyObject) -> PyResult<(Py<WrapperDescriptor>, PyRef)> {
    let this: &Obj<MethodWrapper> = this.downcast().ok_or_else(|| wrong_payload(ts))?;
    let descriptor = this.descriptor.get().and_then(|descriptor| descriptor.downcast_into().ok());
    descriptor.zip(this.this.get()).ok_or_else(|| wrong_payload(ts))
}

fn method_wrapper_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let (descriptor, object) = parts(ts, this)?;
    ts.check_stack(" while calling a Python object")?;
    call_wrapped(ts, &descriptor, &object, args)
}

fn method_wrapper_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let (descriptor, object) = parts(ts, this)?;
    let text = format!("<method-wrapper '{}' of {} object at {:#x}>", descriptor.def.name, object.ob_type().name_string(), object.id());
    Ok(ts.new_str(&text)?.into_ref())
}

fn method_wrapper_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let (descriptor, object) = parts(ts, this)?;
    let hash = minipy_scalar::hash::pointer(object.id()) ^ minipy_scalar::hash::pointer(descriptor.as_object().id());
    Ok(if hash == -1 { -2 } else { hash })
}

fn method_wrapper_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || !a.is_kind::<MethodWrapper>() || !b.is_kind::<MethodWrapper>() {
        return Ok(ts.not_implemented());
    }
    let ((da, oa), (db, ob)) = (parts(ts, a)?, parts(ts, b)?);
    let same = da.as_object().is(db.as_object()) && oa.is(&ob);
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

/// method-wrapper
pub static METHOD_WRAPPER: TypeDef = TypeDef {
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(method_wrapper_repr),
        tp_call: Some(method_wrapper_call),
        tp_hash: Some(method_wrapper_hash),
        tp_richcompare: Some(method_wrapper_richcompare),
        ..Slots::INHERIT
    },
    getset: &[
        GetSetDef::getter("__doc__", |ts, this| slot_text(ts, parts(ts, this)?.0.def.doc)),
        GetSetDef::getter("__name__", |ts, this| Ok(ts.intern(parts(ts, this)?.0.def.name)?.into_ref())),
        GetSetDef::getter("__objclass__", |ts, this| Ok(parts(ts, this)?.0.owner.get().unwrap_or_else(|| ts.none()))),
        GetSetDef::getter("__qualname__", |ts, this| {
            let (descriptor, _) = parts(ts, this)?;
            Ok(ts.new_str(&format!("{}.{}", owner_qualname(&descriptor.owner), descriptor.def.name))?.into_ref())
        }),
        GetSetDef::getter("__text_signature__", |ts, this| slot_text(ts, parts(ts, this)?.0.def.sig)),
        GetSetDef::member("__self__", |ts, this| Ok(parts(ts, this)?.1)),
    ],
    ..TypeDef::of::<MethodWrapper>("method-wrapper")
};
