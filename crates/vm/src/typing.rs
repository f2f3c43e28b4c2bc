//! Generic classes: `Generic`, what subscripting it and its subclasses gives, unions with type variables; the intrinsics of type parameters.
//!
//! CPython counterpart: `Generic` of `Modules/_typingmodule.c`, and the parts of `Lib/typing.py` that it calls (`_GenericAlias`,
//! `_UnionGenericAlias`, `_generic_init_subclass`). They are native here so that `class C[T]` needs no module.

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::typeobject::Type;
use minipy_object::types::generic_alias::{Union, collect_parameters, repr_item, substitute};
use minipy_object::types::object::BareObject;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::{protocol, py_layout};

use crate::types::typevar::{Kind, TYPE_VAR_TUPLE, parameter, set_default, type_alias};
use crate::types::vm_types;

/// CALL_INTRINSIC_1 from 7 on: TYPEVAR, PARAMSPEC, TYPEVARTUPLE, SUBSCRIPT_GENERIC, TYPEALIAS.
pub(crate) fn intrinsic_1(ts: &ThreadState, which: usize, value: &PyObject) -> PyResult {
    match which {
        7 => parameter(ts, Kind::TypeVar, value, None, None),
        8 => parameter(ts, Kind::ParamSpec, value, None, None),
        9 => parameter(ts, Kind::TypeVarTuple, value, None, None),
        10 => alias_of_generic(ts, value),
        _ => match protocol::to_vec(ts, value)?.as_slice() {
            [name, params, evaluate] => type_alias(ts, name, params, evaluate),
            _ => Err(ts.system_error("a type statement needs three values")),
        },
    }
}

/// CALL_INTRINSIC_2: TYPEVAR_WITH_BOUND, TYPEVAR_WITH_CONSTRAINTS, SET_TYPEPARAM_DEFAULT.
pub(crate) fn intrinsic_2(ts: &ThreadState, which: usize, first: &PyObject, second: &PyObject) -> PyResult {
    match which {
        2 => parameter(ts, Kind::TypeVar, first, Some(second.to_ref()), None),
        3 => parameter(ts, Kind::TypeVar, first, None, Some(second.to_ref())),
        _ if set_default(first, second.to_ref()) => Ok(first.to_ref()),
        _ => Err(ts.type_error(format_args!("Expected a type param, got {}", protocol::repr(ts, first)?.to_rust_string()))),
    }
}

/// The payload of the aliases.
pub struct TypingAlias {
    origin: Field,
    args: Field,
    parameters: Field,
    dict: Field,
}

impl Body for TypingAlias {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(TypingAlias, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.origin, &self.args, &self.parameters, &self.dict] {
            field.traverse(visit);
        }
    }
    fn clear(&self) {
        self.dict.clear();
    }
}

py_layout!(TypingAlias, TYPING_ALIAS, |ts| &vm_types(ts).typing_alias);

fn make(ts: &ThreadState, ty: &PyType, origin: PyRef, args: Vec<PyRef>) -> PyResult {
    let mut found = Vec::new();
    collect_parameters(ts, &mut found, &args)?;
    let body = TypingAlias {
        origin: Field::new(origin),
        args: Field::new(Tuple::from_vec(ts, args)?),
        parameters: Field::new(Tuple::from_vec(ts, found)?),
        dict: Field::empty(),
    };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn alias(ts: &ThreadState, this: &PyObject) -> PyResult<Py<TypingAlias>> {
    this.downcast::<TypingAlias>().map(Obj::to_py).ok_or_else(|| ts.system_error("a generic alias was expected"))
}

impl TypingAlias {
    fn origin(&self, ts: &ThreadState) -> PyRef {
        self.origin.get().unwrap_or_else(|| ts.none())
    }
    fn args(&self) -> Vec<PyRef> {
        self.args.get().and_then(|args| args.downcast::<Tuple>().map(|args| args.items().to_vec())).unwrap_or_default()
    }
    fn parameters(&self) -> Vec<PyRef> {
        self.parameters.get().and_then(|found| found.downcast::<Tuple>().map(|found| found.items().to_vec())).unwrap_or_default()
    }
}

fn is_variadic(value: &PyObject) -> bool {
    std::ptr::eq(value.ob_type().def(), &raw const TYPE_VAR_TUPLE)
}

fn is_def(object: &PyObject, def: &'static TypeDef) -> bool {
    std::ptr::eq(object.ob_type().def(), def)
}

/// `typing.Unpack[Ts]`
pub(crate) fn unpacked(ts: &ThreadState, variable: &PyObject) -> PyResult {
    make(ts, &vm_types(ts).unpack_alias, ts.none(), vec![variable.to_ref()])
}

fn generic(ts: &ThreadState) -> PyRef {
    vm_types(ts).generic.clone().into_ref()
}

/// `Generic[T, …]` of the syntax, variadic ones unpacked. CPython: `_Py_subscript_generic`.
fn alias_of_generic(ts: &ThreadState, params: &PyObject) -> PyResult {
    let mut args = Vec::new();
    for parameter in protocol::to_vec(ts, params)? {
        args.push(if is_variadic(&parameter) { unpacked(ts, &parameter)? } else { parameter });
    }
    make(ts, &vm_types(ts).typing_alias, generic(ts), args)
}

fn shown_args(ts: &ThreadState, args: &[PyRef]) -> PyResult<String> {
    let mut parts = Vec::new();
    for arg in args {
        parts.push(repr_item(ts, arg)?);
    }
    Ok(if parts.is_empty() { "()".to_owned() } else { parts.join(", ") })
}

fn alias_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let own = alias(ts, this)?;
    let args = own.args();
    let text = if is_def(this, &UNPACK_ALIAS) {
        format!("typing.Unpack[{}]", shown_args(ts, &args)?)
    } else if is_def(this, &UNION_ALIAS) {
        let none = ts.types().none_type.as_object();
        match args.as_slice() {
            [one, two] if two.is(none) => format!("typing.Optional[{}]", repr_item(ts, one)?),
            [one, two] if one.is(none) => format!("typing.Optional[{}]", repr_item(ts, two)?),
            _ => format!("typing.Union[{}]", shown_args(ts, &args)?),
        }
    } else {
        format!("{}[{}]", repr_item(ts, &own.origin(ts))?, shown_args(ts, &args)?)
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn alias_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let own = alias(ts, this)?;
    let mut hashes = vec![];
    for arg in own.args() {
        hashes.push(protocol::hash(ts, &arg)?);
    }
    let args = minipy_scalar::hash::frozenset(hashes);
    let hash = args ^ protocol::hash(ts, &own.origin(ts))?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn alias_compare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) = (op, a.downcast::<TypingAlias>(), b.downcast::<TypingAlias>()) else {
        return Ok(ts.not_implemented());
    };
    let (p, q) = (x.args(), y.args());
    let mut same = std::ptr::eq(a.ob_type(), b.ob_type()) && x.origin(ts).is(&y.origin(ts)) && p.len() == q.len();
    if is_def(a, &UNION_ALIAS) {
        for item in &p {
            let mut found = false;
            for other in &q {
                found = found || protocol::eq(ts, item, other)?;
            }
            same = same && found;
        }
    } else {
        for (item, other) in p.iter().zip(&q) {
            same = same && protocol::eq(ts, item, other)?;
        }
    }
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

fn alias_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    if !is_def(this, &TYPING_ALIAS) {
        let kind = this.ob_type().name_string();
        return Err(ts.type_error(format_args!("'{kind}' object is not callable")));
    }
    let result = protocol::call(ts, &alias(ts, this)?.origin(ts), args)?;
    // Whatever goes wrong here, the object was made.
    if let Err(raised) = protocol::set_attr(ts, &result, &*ts.intern("__orig_class__")?, this) {
        ts.clear_exception(raised);
    }
    Ok(result)
}

fn is_dunder(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}

fn alias_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    if let Some(found) = minipy_object::protocol::attr::generic_get_attr_opt(ts, this, name)? {
        return Ok(found);
    }
    let text = name.to_rust_string();
    if is_def(this, &TYPING_ALIAS) {
        let origin = alias(ts, this)?.origin(ts);
        if matches!(text.as_str(), "__name__" | "__qualname__" | "__module__") || !is_dunder(&text) {
            return protocol::get_attr(ts, &origin, name);
        }
    }
    Err(ts.attribute_error(this, name, text))
}

fn alias_setattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>, value: Option<&PyObject>) -> PyResult<()> {
    let text = name.to_rust_string();
    if is_dunder(&text) {
        return protocol::generic_set_attr(ts, this, name, value);
    }
    let origin = alias(ts, this)?.origin(ts);
    match value {
        Some(value) => protocol::set_attr(ts, &origin, name, value),
        None => protocol::del_attr(ts, &origin, name),
    }
}

fn alias_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let own = alias(ts, this)?;
    if own.origin(ts).is(&generic(ts)) {
        let shown = protocol::repr(ts, this)?.to_rust_string();
        return Err(ts.type_error(format_args!("Cannot subscript already-subscripted {shown}")));
    }
    let parameters = own.parameters();
    if parameters.is_empty() {
        let shown = protocol::repr(ts, this)?.to_rust_string();
        return Err(ts.type_error(format_args!("{shown} is not a generic class")));
    }
    let given = checked_arguments(ts, this, &parameters, key)?;
    let args = substitute(ts, &own.args(), &parameters, &given)?;
    if is_def(this, &UNION_ALIAS) {
        return union(ts, &args);
    }
    make(ts, this.ob_type(), own.origin(ts), args)
}

/// The arguments in the brackets, one for each parameter (a tuple for a variadic one), defaults filled in.
fn checked_arguments(ts: &ThreadState, class: &PyObject, parameters: &[PyRef], key: &PyObject) -> PyResult<Vec<PyRef>> {
    let mut given = match key.downcast::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![key.to_ref()],
    };
    for value in &mut given {
        if value.is(&ts.singletons().none) {
            *value = ts.types().none_type.to_ref();
        }
    }
    let param_spec = |parameter: &PyRef| parameter.ob_type().def().name == "ParamSpec";
    if let [only] = parameters {
        // `C[int, str]` of a class over one ParamSpec means `C[[int, str]]`.
        let bare = given.first().is_some_and(|first| !is_parameter_list(ts, first));
        if param_spec(only) && bare {
            return Ok(vec![minipy_object::types::list::List::from_vec(ts, given)?.into_ref()]);
        }
    }
    let variadic = parameters.iter().position(|parameter| is_variadic(parameter));
    if let Some(at) = variadic {
        let after = parameters.len() - at - 1;
        if given.len() >= at + after {
            let tail = given.split_off(given.len() - after);
            let middle = given.split_off(at);
            given.push(Tuple::from_vec(ts, middle)?.into_ref());
            given.extend(tail);
            return Ok(given);
        }
    }
    let has_default = |parameter: &PyRef| -> PyResult<bool> {
        let answer = protocol::call_method(ts, parameter, "has_default", &[])?;
        protocol::is_true(ts, &answer)
    };
    let mut required = 0;
    for parameter in parameters {
        required += usize::from(!is_variadic(parameter) && !has_default(parameter)?);
    }
    if given.len() < required || given.len() > parameters.len() {
        let shown = protocol::repr(ts, class)?.to_rust_string();
        let (what, wanted) = if given.len() > parameters.len() {
            ("many", parameters.len().to_string())
        } else if required < parameters.len() || given.is_empty() {
            ("few", format!("at least {required}"))
        } else {
            ("few", required.to_string())
        };
        return Err(ts.type_error(format_args!("Too {what} arguments for {shown}; actual {}, expected {wanted}", given.len())));
    }
    for parameter in parameters.iter().skip(given.len()) {
        given.push(protocol::get_attr(ts, parameter, &*ts.intern("__default__")?)?);
    }
    Ok(given)
}

fn is_parameter_list(ts: &ThreadState, value: &PyObject) -> bool {
    value.is_kind::<minipy_object::types::list::List>()
        || value.is_kind::<Tuple>()
        || value.is(&ts.singletons().ellipsis)
        || value.ob_type().def().name == "ParamSpec"
}

/// Which classes to inherit from in place of the alias. CPython: `_GenericAlias.__mro_entries__`.
fn mro_entries(ts: &ThreadState, this: &PyObject, bases: &PyObject) -> PyResult {
    let own = alias(ts, this)?;
    let origin = own.origin(ts);
    if !is_def(this, &TYPING_ALIAS) {
        let shown = protocol::repr(ts, this)?.to_rust_string();
        return Err(ts.type_error(format_args!("Cannot subclass {shown}")));
    }
    if origin.is(&generic(ts)) {
        let bases = protocol::to_vec(ts, bases)?;
        let later = bases.iter().skip_while(|base| !base.is(this)).skip(1);
        if later.into_iter().any(|base| base.downcast::<TypingAlias>().is_some() && !base.is(this)) {
            return Ok(ts.singletons().empty_tuple.clone().into_ref());
        }
    }
    Ok(ts.new_tuple(&[origin])?.into_ref())
}

fn refuse(ts: &ThreadState, _this: &PyObject, _other: &PyObject) -> PyResult {
    Err(ts.type_error("Subscripted generics cannot be used with class and instance checks"))
}

const METHODS: &[MethodDef] = &[
    MethodDef::new("__mro_entries__", "($self, bases, /)", Native::O(mro_entries), ""),
    MethodDef::new("__instancecheck__", "($self, obj, /)", Native::O(refuse), ""),
    MethodDef::new("__subclasscheck__", "($self, cls, /)", Native::O(refuse), ""),
];

/// `__instancecheck__` of a union looks at its members.
fn union_check(
    ts: &ThreadState,
    this: &PyObject,
    value: &PyObject,
    check: fn(&ThreadState, &PyObject, &PyObject) -> PyResult<bool>,
) -> PyResult {
    for member in alias(ts, this)?.args() {
        if check(ts, value, &member)? {
            return Ok(ts.bool(true));
        }
    }
    Ok(ts.bool(false))
}

const GETSET: &[GetSetDef] = &[
    GetSetDef::member("__origin__", |ts, this| Ok(alias(ts, this)?.origin(ts))),
    GetSetDef::member("__args__", |ts, this| Ok(alias(ts, this)?.args.get().unwrap_or_else(|| ts.none()))),
    GetSetDef::member("__parameters__", |ts, this| Ok(alias(ts, this)?.parameters.get().unwrap_or_else(|| ts.none()))),
];

const SLOTS: Slots = Slots {
    tp_repr: Some(alias_repr),
    tp_hash: Some(alias_hash),
    tp_richcompare: Some(alias_compare),
    tp_call: Some(alias_call),
    tp_getattro: Some(alias_getattro),
    tp_setattro: Some(alias_setattro),
    mp_subscript: Some(alias_subscript),
    nb_or: Some(typing_union),
    ..Slots::INHERIT
};

/// typing._GenericAlias
pub static TYPING_ALIAS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("A generic class with arguments: C[int]."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<TypingAlias>("_GenericAlias")
};

/// typing._UnionGenericAlias
pub static UNION_ALIAS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("A union with a type variable or a generic class among its members."),
    payload_of: Some(&TYPING_ALIAS),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: SLOTS,
    methods: &[
        MethodDef::new("__mro_entries__", "($self, bases, /)", Native::O(mro_entries), ""),
        MethodDef::new("__instancecheck__", "($self, obj, /)", Native::O(|ts, u, o| union_check(ts, u, o, protocol::is_instance)), ""),
        MethodDef::new("__subclasscheck__", "($self, cls, /)", Native::O(|ts, u, c| union_check(ts, u, c, protocol::is_subclass)), ""),
    ],
    getset: GETSET,
    ..TypeDef::of::<TypingAlias>("_UnionGenericAlias")
};

/// typing._UnpackGenericAlias
pub static UNPACK_ALIAS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("An unpacked type variable tuple: *Ts."),
    payload_of: Some(&TYPING_ALIAS),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<TypingAlias>("_UnpackGenericAlias")
};

/// `T | x`. CPython: `typing._make_union`.
pub(crate) fn typing_union(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    for side in [a, b] {
        let fits = side.is(&ts.singletons().none)
            || side.is_kind::<Type>()
            || side.is_kind::<Union>()
            || side.is_kind::<TypingAlias>()
            || matches!(side.ob_type().def().module, "typing" | "types");
        if !fits {
            let shown = protocol::repr(ts, side)?.to_rust_string();
            return Err(ts.type_error(format_args!(
                "Union[arg, ...]: each arg must be a type. Got {}.",
                shown.chars().take(100).collect::<String>()
            )));
        }
    }
    union(ts, &[a.to_ref(), b.to_ref()])
}

fn union(ts: &ThreadState, sides: &[PyRef]) -> PyResult {
    let mut members: Vec<PyRef> = Vec::new();
    for side in sides {
        let parts = if side.is(&ts.singletons().none) {
            vec![ts.types().none_type.to_ref()]
        } else if let Some(union) = side.downcast::<Union>() {
            union.args(ts).items().to_vec()
        } else if let Some(union) = side.downcast::<TypingAlias>().filter(|_| is_def(side, &UNION_ALIAS)) {
            union.args()
        } else {
            vec![side.clone()]
        };
        for part in parts {
            let mut known = false;
            for member in &members {
                known = known || protocol::eq(ts, member, &part)?;
            }
            if !known {
                members.push(part);
            }
        }
    }
    match members.as_slice() {
        [only] => Ok(only.clone()),
        _ => make(ts, &vm_types(ts).union_alias, ts.none(), members),
    }
}

/// `cls[…]` of a generic class. CPython: `typing._generic_class_getitem`.
fn class_getitem(ts: &ThreadState, class: &PyObject, key: &PyObject) -> PyResult {
    let typing_alias: &PyType = &vm_types(ts).typing_alias;
    if class.is(&generic(ts)) {
        let params = match key.downcast::<Tuple>() {
            Some(tuple) => tuple.items().to_vec(),
            None => vec![key.to_ref()],
        };
        if params.is_empty() {
            return Err(ts.type_error("Parameter list to Generic[...] cannot be empty"));
        }
        for (i, param) in params.iter().enumerate() {
            let variable = matches!(param.ob_type().def().name, "TypeVar" | "ParamSpec" | "TypeVarTuple" | "_UnpackGenericAlias");
            if !variable || param.ob_type().def().module != "typing" {
                return Err(ts.type_error("Parameters to Generic[...] must all be type variables or parameter specification variables."));
            }
            if params.iter().take(i).any(|other| other.is(param)) {
                return Err(ts.type_error("Parameters to Generic[...] must all be unique"));
            }
        }
        return make(ts, typing_alias, generic(ts), params);
    }
    let found = protocol::get_attr_opt(ts, class, &ts.names().__parameters__)?;
    let parameters = match found {
        Some(found) => protocol::to_vec(ts, &found)?,
        None => Vec::new(),
    };
    if parameters.is_empty() {
        let shown = protocol::repr(ts, class)?.to_rust_string();
        return Err(ts.type_error(format_args!("{shown} is not a generic class")));
    }
    let mut args = Vec::new();
    for (parameter, value) in parameters.iter().zip(checked_arguments(ts, class, &parameters, key)?) {
        match value.downcast::<Tuple>().filter(|_| is_variadic(parameter)) {
            Some(many) => args.extend(many.items().iter().cloned()),
            None => args.push(value),
        }
    }
    make(ts, typing_alias, class.to_ref(), args)
}

/// A class derives from a generic one: what are its parameters? CPython: `typing._generic_init_subclass`.
fn init_subclass(ts: &ThreadState, class: &PyObject, args: Args<'_>) -> PyResult {
    let generic = generic(ts);
    let above = protocol::call(ts, ts.types().super_.as_object(), Args::positional(&[generic.clone(), class.to_ref()]))?;
    let above = protocol::get_attr(ts, &above, &ts.names().__init_subclass__)?;
    protocol::call(ts, &above, args)?;
    let Some(ty) = class.downcast::<Type>() else { return Ok(ts.none()) };
    let listed = match ty.dict() {
        Some(dict) => dict.get_str(ts, &ts.names().__orig_bases__)?,
        None => None,
    };
    let bases = match &listed {
        Some(listed) => protocol::to_vec(ts, listed)?,
        None => ty.bases().map_or_else(Vec::new, |bases| bases.items().to_vec()),
    };
    if bases.iter().any(|base| base.is(&generic)) {
        return Err(ts.type_error("Cannot inherit from plain Generic"));
    }
    let mut parameters = Vec::new();
    if listed.is_some() {
        collect_parameters(ts, &mut parameters, &bases)?;
        let mut own: Option<Vec<PyRef>> = None;
        for base in &bases {
            let Some(base) = base.downcast::<TypingAlias>().filter(|base| base.origin(ts).is(&generic)) else { continue };
            if own.is_some() {
                return Err(ts.type_error("Cannot inherit from Generic[...] multiple times."));
            }
            own = Some(base.parameters());
        }
        if let Some(own) = own {
            let unlisted: Vec<&PyRef> = parameters.iter().filter(|found| !own.iter().any(|known| known.is(found))).collect();
            if !unlisted.is_empty() {
                let mut names = Vec::new();
                for found in unlisted {
                    names.push(protocol::str(ts, found)?.to_rust_string());
                }
                let mut known = Vec::new();
                for found in &own {
                    known.push(protocol::str(ts, found)?.to_rust_string());
                }
                let (names, known) = (names.join(", "), known.join(", "));
                return Err(ts.type_error(format_args!("Some type variables ({names}) are not listed in Generic[{known}]")));
            }
            parameters = own;
        }
    }
    protocol::set_attr(ts, class, &ts.names().__parameters__, Tuple::from_vec(ts, parameters)?.as_object())?;
    Ok(ts.none())
}

/// typing.Generic
pub static GENERIC: TypeDef = TypeDef {
    module: "typing",
    doc: Some("Abstract base class for generic types: class C[T] derives from Generic[T]."),
    flags: TypeFlags::BASETYPE,
    methods: &[
        MethodDef::new("__class_getitem__", "", Native::O(class_getitem), "Parameterizes a generic class.").class(),
        MethodDef::new("__init_subclass__", "", Native::Raw(init_subclass), "Function to initialize subclasses.").class(),
    ],
    ..TypeDef::of::<BareObject>("Generic")
};
