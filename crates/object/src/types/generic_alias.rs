//! `list[int]` and `int | None`: types.GenericAlias and types.UnionType.
//!
//! CPython counterpart: `Objects/genericaliasobject.c`, `Objects/unionobject.c`.

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::protocol::{attr, call, object, sequence};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use crate::typeobject::Type;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::weakref::WeakList;

/// The payload of `types.GenericAlias`.
pub struct GenericAlias {
    origin: Field,
    args: Field,
    parameters: Field,
    starred: std::cell::Cell<bool>,
    weaklist: WeakList,
}

impl Body for GenericAlias {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(GenericAlias, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [&self.origin, &self.args, &self.parameters] {
            field.traverse(visit);
        }
    }
}

crate::py_layout!(GenericAlias, GENERIC_ALIAS, |ts| &ts.types().generic_alias);

impl GenericAlias {
    /// `origin[args]`; a single argument stands for a tuple of one.
    pub fn make(ts: &ThreadState, origin: PyRef, args: &PyObject) -> PyResult {
        let ty: &PyType = &ts.types().generic_alias;
        GenericAlias::make_in(ts, ty, origin, args, false)
    }

    fn make_in(ts: &ThreadState, ty: &PyType, origin: PyRef, args: &PyObject, starred: bool) -> PyResult {
        let args = match args.downcast_exact::<Tuple>() {
            Some(args) => args.to_py(),
            None => Tuple::from_slice(ts, &[args.to_ref()])?,
        };
        let body = GenericAlias {
            origin: Field::new(origin),
            args: Field::new(args),
            parameters: Field::empty(),
            starred: std::cell::Cell::new(starred),
            weaklist: WeakList::new(),
        };
        Ok(Py::new_in(ts, ty, body)?.into_ref())
    }

    fn origin(&self, ts: &ThreadState) -> PyRef {
        self.origin.get().unwrap_or_else(|| ts.none())
    }

    fn args(&self, ts: &ThreadState) -> Py<Tuple> {
        self.args.get().and_then(|args| args.downcast_into().ok()).unwrap_or_else(|| ts.singletons().empty_tuple.clone())
    }
}

fn alias<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<GenericAlias>> {
    this.downcast().ok_or_else(|| ts.system_error("a GenericAlias slot got another object"))
}

fn alias_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    crate::args::no_keywords(ts, "GenericAlias", args)?;
    crate::args::check_positional(ts, "GenericAlias", args.pos().len(), 2, 2)?;
    let [origin, args] = args.pos() else { return Err(ts.system_error("two arguments were checked")) };
    GenericAlias::make_in(ts, ty, origin.clone(), args, false)
}

/// How an argument shows inside the brackets. CPython: `ga_repr_item`.
pub fn repr_item(ts: &ThreadState, item: &PyObject) -> PyResult<String> {
    ts.check_stack(" while getting the repr of an object")?;
    if item.is(&ts.singletons().ellipsis) {
        return Ok("...".to_owned());
    }
    if let Some(list) = item.downcast_exact::<List>() {
        let mut parts = Vec::new();
        for item in list.to_vec() {
            parts.push(repr_item(ts, &item)?);
        }
        return Ok(format!("[{}]", parts.join(", ")));
    }
    let has = |name: &Obj<Str>| attr::get_attr_opt(ts, item, name).map(|found| found.is_some());
    if has(&ts.names().__origin__)? && has(&ts.names().__args__)? {
        return Ok(object::repr(ts, item)?.to_rust_string());
    }
    let (qualname, module) =
        (attr::get_attr_opt(ts, item, &ts.names().__qualname__)?, attr::get_attr_opt(ts, item, &ts.names().__module__)?);
    match (qualname, module) {
        (Some(qualname), Some(module)) if !module.is(&ts.singletons().none) => {
            let qualname = object::str(ts, &qualname)?.to_rust_string();
            if module.downcast::<Str>().is_some_and(|module| module.equals_str("builtins")) {
                return Ok(qualname);
            }
            Ok(format!("{}.{qualname}", object::str(ts, &module)?.to_rust_string()))
        }
        _ => Ok(object::repr(ts, item)?.to_rust_string()),
    }
}

fn alias_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let this = alias(ts, this)?;
    let mut parts = Vec::new();
    for item in this.args(ts).items() {
        parts.push(repr_item(ts, item)?);
    }
    let star = if this.starred.get() { "*" } else { "" };
    let inner = if parts.is_empty() { "()".to_owned() } else { parts.join(", ") };
    Ok(ts.new_str(&format!("{star}{}[{inner}]", repr_item(ts, &this.origin(ts))?))?.into_ref())
}

fn alias_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let origin = alias(ts, this)?.origin(ts);
    let result = call::call(ts, &origin, args)?;
    if let Err(raised) = attr::set_attr(ts, &result, &*ts.intern("__orig_class__")?, this) {
        if !ts.exception_is(&raised, &ts.types().attribute_error) && !ts.exception_is(&raised, &ts.types().type_error) {
            return Err(raised);
        }
        ts.clear_exception(raised);
    }
    Ok(result)
}

/// The attributes that are the alias's own; all others are the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

fn alias_getattro(ts: &ThreadState, this: &PyObject, name: &Obj<Str>) -> PyResult {
    let text = name.to_rust_string();
    let dunder = text.starts_with("__") && text.ends_with("__");
    if !OWN.contains(&text.as_str()) && (!dunder || text != "__dict__") {
        return attr::get_attr(ts, &alias(ts, this)?.origin(ts), name);
    }
    attr::generic_get_attr(ts, this, name)
}

fn alias_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let this = alias(ts, this)?;
    let hash = object::hash(ts, &this.origin(ts))? ^ object::hash(ts, this.args(ts).as_object())?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn alias_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) = (op, a.downcast::<GenericAlias>(), b.downcast::<GenericAlias>()) else {
        return Ok(ts.not_implemented());
    };
    let same = x.starred.get() == y.starred.get()
        && object::eq(ts, &x.origin(ts), &y.origin(ts))?
        && object::eq(ts, x.args(ts).as_object(), y.args(ts).as_object())?;
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

/// The type variables among the arguments, in order. CPython: `_Py_make_parameters`.
pub fn collect_parameters(ts: &ThreadState, out: &mut Vec<PyRef>, items: &[PyRef]) -> PyResult<()> {
    for item in items {
        if item.is_kind::<Type>() {
            continue;
        }
        let is_variable = attr::get_attr_opt(ts, item.ob_type().as_object(), &*ts.intern("__typing_subst__")?)?.is_some();
        if is_variable {
            if !out.iter().any(|known| known.is(item)) {
                out.push(item.clone());
            }
        } else if let Some(inner) = attr::get_attr_opt(ts, item, &ts.names().__parameters__)? {
            for parameter in sequence::to_vec(ts, &inner)? {
                if !out.iter().any(|known| known.is(&parameter)) {
                    out.push(parameter);
                }
            }
        }
    }
    Ok(())
}

fn get_parameters(ts: &ThreadState, this: &PyObject) -> PyResult {
    let this = alias(ts, this)?;
    if let Some(found) = this.parameters.get() {
        return Ok(found);
    }
    let args = this.args(ts);
    let mut out = Vec::new();
    collect_parameters(ts, &mut out, args.items())?;
    let made = Tuple::from_vec(ts, out)?.into_ref();
    this.parameters.set(made.clone());
    Ok(made)
}

/// The arguments with `given` in the place of the parameters; a tuple for a variadic one. CPython: `_Py_subs_parameters`.
pub fn substitute(ts: &ThreadState, args: &[PyRef], parameters: &[PyRef], given: &[PyRef]) -> PyResult<Vec<PyRef>> {
    ts.check_stack(" while substituting type parameters")?;
    let value_of = |wanted: &PyRef| parameters.iter().position(|known| known.is(wanted)).and_then(|i| given.get(i)).cloned();
    let mut out = Vec::new();
    for item in args {
        if let Some(value) = value_of(item) {
            out.push(value);
            continue;
        }
        let inner = match attr::get_attr_opt(ts, item, &ts.names().__parameters__)?.filter(|_| !item.is_kind::<Type>()) {
            Some(inner) => sequence::to_vec(ts, &inner)?,
            None => Vec::new(),
        };
        // An unpacked variable gives as many arguments as it stands for.
        if let ([only], "_UnpackGenericAlias") = (inner.as_slice(), item.ob_type().def().name) {
            if let Some(many) = value_of(only) {
                out.extend(sequence::to_vec(ts, &many)?);
                continue;
            }
        }
        if inner.is_empty() {
            out.push(item.clone());
            continue;
        }
        let mut chosen = Vec::new();
        for parameter in &inner {
            match value_of(parameter) {
                Some(many) if is_variadic(parameter) => chosen.extend(sequence::to_vec(ts, &many)?),
                Some(value) => chosen.push(value),
                None => chosen.push(parameter.clone()),
            }
        }
        out.push(object::get_item(ts, item, Tuple::from_vec(ts, chosen)?.as_object())?);
    }
    Ok(out)
}

/// Whether a parameter is a TypeVarTuple: the machine's type, known here by name.
fn is_variadic(parameter: &PyObject) -> bool {
    parameter.ob_type().def().name == "TypeVarTuple"
}

/// What stands in the brackets of `this[key]`, one for each parameter.
fn arguments(ts: &ThreadState, this: &PyObject, parameters: &[PyRef], key: &PyObject) -> PyResult<Vec<PyRef>> {
    if parameters.is_empty() {
        let shown = object::repr(ts, this)?.to_rust_string();
        return Err(ts.type_error(format_args!("{shown} is not a generic class")));
    }
    let mut given = if key.is_kind::<Tuple>() { sequence::to_vec(ts, key)? } else { vec![key.to_ref()] };
    if let Some(at) = parameters.iter().position(|parameter| is_variadic(parameter)) {
        let after = parameters.len() - at - 1;
        if given.len() >= at + after {
            let tail = given.split_off(given.len() - after);
            let middle = given.split_off(at);
            given.push(Tuple::from_vec(ts, middle)?.into_ref());
            given.extend(tail);
            return Ok(given);
        }
    }
    if given.len() != parameters.len() {
        let shown = object::repr(ts, this)?.to_rust_string();
        let what = if given.len() > parameters.len() { "many" } else { "few" };
        return Err(ts.type_error(format_args!("Too {what} arguments for {shown}; actual {}, expected {}", given.len(), parameters.len())));
    }
    Ok(given)
}

/// `list[T][int]`
fn alias_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let parameters = get_parameters(ts, this)?;
    let parameters = sequence::to_vec(ts, &parameters)?;
    let given = arguments(ts, this, &parameters, key)?;
    let own = alias(ts, this)?;
    let args = substitute(ts, own.args(ts).items(), &parameters, &given)?;
    GenericAlias::make_in(ts, this.ob_type(), own.origin(ts), Tuple::from_vec(ts, args)?.as_object(), own.starred.get())
}

/// `(list[T] | None)[int]`
fn union_subscript(ts: &ThreadState, this: &PyObject, key: &PyObject) -> PyResult {
    let own = union(ts, this)?.args(ts);
    let mut parameters = Vec::new();
    collect_parameters(ts, &mut parameters, own.items())?;
    let given = arguments(ts, this, &parameters, key)?;
    let mut result: Option<PyRef> = None;
    for member in substitute(ts, own.items(), &parameters, &given)? {
        result = Some(match result {
            Some(left) => crate::protocol::binary_op(ts, crate::protocol::BinaryOp::Or, &left, &member)?,
            None => member,
        });
    }
    Ok(result.unwrap_or_else(|| ts.none()))
}

fn alias_iter(ts: &ThreadState, this: &PyObject) -> PyResult {
    let own = alias(ts, this)?;
    let starred = GenericAlias::make_in(ts, this.ob_type(), own.origin(ts), own.args(ts).as_object(), true)?;
    crate::protocol::iter(ts, Tuple::from_slice(ts, &[starred])?.as_object())
}

fn refuse(ts: &ThreadState, what: &str) -> PyResult {
    Err(ts.type_error(format_args!("{what} argument 2 cannot be a parameterized generic")))
}

/// types.GenericAlias
pub static GENERIC_ALIAS: TypeDef = TypeDef {
    module: "types",
    doc: Some("Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,)."),
    flags: TypeFlags::BASETYPE,
    slots: Slots {
        tp_new: Some(alias_new),
        tp_repr: Some(alias_repr),
        tp_call: Some(alias_call),
        tp_getattro: Some(alias_getattro),
        tp_hash: Some(alias_hash),
        tp_richcompare: Some(alias_richcompare),
        tp_iter: Some(alias_iter),
        mp_subscript: Some(alias_subscript),
        nb_or: Some(union_of),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("__mro_entries__", "", Native::O(|ts, this, _| Ok(ts.new_tuple(&[alias(ts, this)?.origin(ts)])?.into_ref())), ""),
        MethodDef::new("__instancecheck__", "", Native::O(|ts, _, _| refuse(ts, "isinstance()")), ""),
        MethodDef::new("__subclasscheck__", "", Native::O(|ts, _, _| refuse(ts, "issubclass()")), ""),
    ],
    getset: &[
        GetSetDef::getter("__parameters__", get_parameters),
        GetSetDef::member("__origin__", |ts, this| Ok(alias(ts, this)?.origin(ts))),
        GetSetDef::member("__args__", |ts, this| Ok(alias(ts, this)?.args(ts).into_ref())),
        GetSetDef::member("__unpacked__", |ts, this| Ok(ts.bool(alias(ts, this)?.starred.get()))),
    ],
    ..TypeDef::of::<GenericAlias>("GenericAlias")
};

/// The payload of `types.UnionType`.
pub struct Union {
    args: Field,
}

impl Body for Union {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.args.traverse(visit);
    }
}

crate::py_layout!(Union, UNION, |ts| &ts.types().union);

impl Union {
    /// Its members.
    pub fn args(&self, ts: &ThreadState) -> Py<Tuple> {
        self.args.get().and_then(|args| args.downcast_into().ok()).unwrap_or_else(|| ts.singletons().empty_tuple.clone())
    }
}

fn unionable(ts: &ThreadState, value: &PyObject) -> bool {
    value.is(&ts.singletons().none) || value.is_kind::<Type>() || value.is_kind::<GenericAlias>() || value.is_kind::<Union>()
        // The machine's type, known here by name.
        || value.ob_type().def().name == "TypeAliasType"
}

/// `a | b` of types. CPython: `_Py_union_type_or`.
pub fn union_of(ts: &ThreadState, a: &PyObject, b: &PyObject) -> PyResult {
    if !unionable(ts, a) || !unionable(ts, b) {
        return Ok(ts.not_implemented());
    }
    let mut members: Vec<PyRef> = Vec::new();
    for side in [a, b] {
        let parts = match side.downcast::<Union>() {
            Some(union) => union.args(ts).items().to_vec(),
            None if side.is(&ts.singletons().none) => vec![ts.types().none_type.to_ref()],
            None => vec![side.to_ref()],
        };
        for part in parts {
            let mut known = false;
            for member in &members {
                known = known || (member.ob_type_ptr() == part.ob_type_ptr() && object::eq(ts, member, &part)?);
            }
            if !known {
                members.push(part);
            }
        }
    }
    if let [only] = members.as_slice() {
        return Ok(only.clone());
    }
    Ok(Py::new(ts, Union { args: Field::new(Tuple::from_vec(ts, members)?) })?.into_ref())
}

fn union<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<Union>> {
    this.downcast().ok_or_else(|| ts.system_error("a union slot got another object"))
}

fn union_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let mut parts = Vec::new();
    for item in union(ts, this)?.args(ts).items() {
        parts.push(if item.is(ts.types().none_type.as_object()) { "None".to_owned() } else { repr_item(ts, item)? });
    }
    Ok(ts.new_str(&parts.join(" | "))?.into_ref())
}

fn union_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let args = union(ts, this)?.args(ts);
    let mut hashes = Vec::new();
    for item in args.items() {
        hashes.push(object::hash(ts, item)?);
    }
    Ok(minipy_scalar::hash::frozenset(hashes))
}

fn union_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) = (op, a.downcast::<Union>(), b.downcast::<Union>()) else {
        return Ok(ts.not_implemented());
    };
    let (x, y) = (x.args(ts), y.args(ts));
    let mut same = x.len() == y.len();
    for item in x.items() {
        same = same && crate::protocol::contains(ts, y.as_object(), item)?;
    }
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

/// types.UnionType
pub static UNION: TypeDef = TypeDef {
    module: "types",
    doc: Some("Represent a PEP 604 union type\n\nE.g. for int | str"),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(union_repr),
        tp_hash: Some(union_hash),
        tp_richcompare: Some(union_richcompare),
        mp_subscript: Some(union_subscript),
        nb_or: Some(union_of),
        ..Slots::INHERIT
    },
    methods: &[
        MethodDef::new("__instancecheck__", "", Native::O(|ts, this, o| Ok(ts.bool(object::is_instance(ts, o, this)?))), ""),
        MethodDef::new("__subclasscheck__", "", Native::O(|ts, this, c| Ok(ts.bool(object::is_subclass(ts, c, this)?))), ""),
    ],
    getset: &[
        GetSetDef::member("__args__", |ts, this| Ok(union(ts, this)?.args(ts).into_ref())),
        GetSetDef::getter("__parameters__", |ts, this| {
            let args = union(ts, this)?.args(ts);
            let mut out = Vec::new();
            collect_parameters(ts, &mut out, args.items())?;
            Ok(Tuple::from_vec(ts, out)?.into_ref())
        }),
    ],
    ..TypeDef::of::<Union>("UnionType")
};

pub use super::object::class_getitem;
