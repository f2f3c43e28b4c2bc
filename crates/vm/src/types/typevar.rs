//! Type parameters: TypeVar, ParamSpec, TypeVarTuple, the values of `type` statements, and what marks the lack of a default.
//!
//! CPython counterpart: `Objects/typevarobject.c`. Invariant: a bound, constraint, default or alias that the compiler wrapped in a function
//! is evaluated when it is first asked for, once; a failed evaluation is tried again.

use std::cell::Cell;

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::generic_alias::{GenericAlias, union_of};
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::{protocol, py_layout};

use super::vm_types;
use crate::typing::{typing_union, unpacked};

/// A value, or the function that gives it.
struct Lazy {
    value: Field,
    evaluate: Field,
}

impl Lazy {
    fn new(value: Option<PyRef>, evaluate: Option<PyRef>) -> Lazy {
        Lazy { value: Field::from_option(value), evaluate: Field::from_option(evaluate) }
    }

    fn get(&self, ts: &ThreadState) -> PyResult<Option<PyRef>> {
        if let Some(value) = self.value.get() {
            return Ok(Some(value));
        }
        let Some(evaluate) = self.evaluate.get() else { return Ok(None) };
        let value = protocol::call_no_args(ts, &evaluate)?;
        self.value.set(value.clone());
        Ok(Some(value))
    }

    fn traverse(&self, visit: &mut Visit<'_>) {
        self.value.traverse(visit);
        self.evaluate.traverse(visit);
    }

    fn clear(&self) {
        self.value.clear();
        self.evaluate.clear();
    }
}

/// The payload of all three kinds of parameters.
pub struct TypeParam {
    name: Field,
    bound: Lazy,
    constraints: Lazy,
    default: Lazy,
    /// `__dict__`: `__module__` of those that a program makes by a call.
    dict: Field,
    covariant: Cell<bool>,
    contravariant: Cell<bool>,
    infer: Cell<bool>,
}

impl Body for TypeParam {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(TypeParam, dict));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.bound.traverse(visit);
        self.constraints.traverse(visit);
        self.default.traverse(visit);
        self.dict.traverse(visit);
    }
    fn clear(&self) {
        self.bound.clear();
        self.constraints.clear();
        self.default.clear();
        self.dict.clear();
    }
}

py_layout!(TypeParam, TYPE_VAR, |ts| &vm_types(ts).type_var);

/// What the compiler's intrinsics ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `T`
    TypeVar,
    /// `**P`
    ParamSpec,
    /// `*Ts`
    TypeVarTuple,
}

/// A parameter of the syntax: `bound` and `constraints` are functions that give them.
pub(crate) fn parameter(ts: &ThreadState, kind: Kind, name: &PyObject, bound: Option<PyRef>, constraints: Option<PyRef>) -> PyResult {
    let types = vm_types(ts);
    let ty: &PyType = match kind {
        Kind::TypeVar => &types.type_var,
        Kind::ParamSpec => &types.param_spec,
        Kind::TypeVarTuple => &types.type_var_tuple,
    };
    let body = TypeParam {
        name: Field::new(name.to_ref()),
        bound: Lazy::new(None, bound),
        constraints: Lazy::new(None, constraints),
        default: Lazy::new(None, None),
        dict: Field::empty(),
        covariant: Cell::new(false),
        contravariant: Cell::new(false),
        infer: Cell::new(true),
    };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

/// `[T = …]`: the function that gives the default.
pub(crate) fn set_default(parameter: &PyObject, evaluate: PyRef) -> bool {
    match parameter.downcast::<TypeParam>() {
        Some(parameter) => {
            parameter.default.evaluate.set(evaluate);
            true
        }
        None => false,
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<TypeParam>> {
    object.downcast::<TypeParam>().map(Obj::to_py).ok_or_else(|| ts.system_error("a type parameter was expected"))
}

/// `TypeVar('T', …)`, `ParamSpec('P', …)`, `TypeVarTuple('Ts', …)`.
fn parameter_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let kind = ty.def().name.to_lowercase();
    let variable = std::ptr::eq(ty.def(), &raw const TYPE_VAR);
    let variadic = std::ptr::eq(ty.def(), &raw const TYPE_VAR_TUPLE);
    let (mut name, mut bound, mut default) = (args.pos().first().cloned(), None, None);
    let (mut covariant, mut contravariant, mut infer) = (false, false, false);
    let constraints = args.pos().get(1..).unwrap_or(&[]);
    if !variable && !constraints.is_empty() {
        return Err(ts.type_error(format_args!("{kind}() takes exactly 1 positional argument ({} given)", args.pos().len())));
    }
    for (keyword, value) in args.keywords() {
        match keyword.to_rust_string().as_str() {
            "name" if name.is_none() => name = Some(value.clone()),
            "default" => default = Some(value.clone()),
            "bound" if !variadic => bound = Some(value.clone()),
            "covariant" if !variadic => covariant = protocol::is_true(ts, value)?,
            "contravariant" if !variadic => contravariant = protocol::is_true(ts, value)?,
            "infer_variance" if !variadic => infer = protocol::is_true(ts, value)?,
            other => return Err(ts.type_error(format_args!("{kind}() got an unexpected keyword argument '{other}'"))),
        }
    }
    let Some(name) = name else { return Err(ts.type_error(format_args!("{kind}() missing required argument 'name' (pos 1)"))) };
    if name.downcast::<Str>().is_none() {
        let got = name.ob_type().name_string();
        return Err(ts.type_error(format_args!("{kind}() argument 'name' must be str, not {got}")));
    }
    if covariant && contravariant {
        return Err(ts.value_error("Bivariant types are not supported."));
    }
    if infer && (covariant || contravariant) {
        return Err(ts.value_error("Variance cannot be specified with infer_variance."));
    }
    let bound = bound.filter(|bound| !bound.is(&ts.singletons().none));
    let constraints = match constraints {
        [] => None,
        [_] => return Err(ts.type_error("A single constraint is not allowed")),
        _ if bound.is_some() => return Err(ts.type_error("Constraints cannot be combined with bound=...")),
        many => Some(Tuple::from_slice(ts, many)?.into_ref()),
    };
    let dict = Dict::new(ts)?;
    if let Some(module) = ts.current_module_name() {
        dict.set_str(ts, &ts.names().__module__, module)?;
    }
    let body = TypeParam {
        name: Field::new(name),
        bound: Lazy::new(bound, None),
        constraints: Lazy::new(constraints, None),
        default: Lazy::new(default, None),
        dict: Field::new(dict),
        covariant: Cell::new(covariant),
        contravariant: Cell::new(contravariant),
        infer: Cell::new(infer),
    };
    Ok(Py::new_in(ts, ty, body)?.into_ref())
}

fn name_text(object: &TypeParam) -> String {
    object.name.get().and_then(|name| name.downcast::<Str>().map(|name| name.to_rust_string())).unwrap_or_default()
}

fn parameter_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let this = this(ts, object)?;
    let sign = match (this.infer.get(), this.covariant.get(), this.contravariant.get()) {
        (true, _, _) => "",
        (_, true, _) => "+",
        (_, _, true) => "-",
        _ => "~",
    };
    Ok(ts.new_str(&format!("{sign}{}", name_text(&this)))?.into_ref())
}

fn tuple_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.name.get().unwrap_or_else(|| ts.none()))
}

fn get_default(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.default.get(ts)?.unwrap_or_else(|| crate::interp::vm_interp(ts).no_default.clone()))
}

fn has_default(ts: &ThreadState, object: &PyObject) -> PyResult {
    let this = this(ts, object)?;
    let none = &crate::interp::vm_interp(ts).no_default;
    let set = this.default.value.get().is_some_and(|value| !value.is(none));
    Ok(ts.bool(set || (this.default.value.is_empty() && !this.default.evaluate.is_empty())))
}

fn flag(ts: &ThreadState, object: &PyObject, read: fn(&TypeParam) -> bool) -> PyResult {
    Ok(ts.bool(read(&**this(ts, object)?)))
}

fn mro_entries(ts: &ThreadState, object: &PyObject, _bases: &PyObject) -> PyResult {
    let kind = object.ob_type().def().name;
    Err(ts.type_error(format_args!("Cannot subclass an instance of {kind}")))
}

fn reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.name.get().unwrap_or_else(|| ts.none()))
}

const MRO_ENTRIES: MethodDef = MethodDef::new("__mro_entries__", "($self, object, /)", Native::O(mro_entries), "");
const SUBST: MethodDef = MethodDef::new("__typing_subst__", "($self, arg, /)", Native::O(|_, _, arg| Ok(arg.to_ref())), "");
const HAS_DEFAULT: MethodDef = MethodDef::new("has_default", "($self, /)", Native::NoArgs(has_default), "Whether there is a default.");
const REDUCE: MethodDef = MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), "");

/// `__module__`: where a call made it; the syntax makes those of typing.
fn get_module(ts: &ThreadState, object: &PyObject) -> PyResult {
    let dict = this(ts, object)?.dict.get();
    let found = match dict.and_then(|dict| dict.downcast_into::<Dict>().ok()) {
        Some(dict) => dict.get_str(ts, &ts.names().__module__)?,
        None => None,
    };
    match found {
        Some(module) => Ok(module),
        None => Ok(ts.new_str("typing")?.into_ref()),
    }
}

const MODULE: GetSetDef = GetSetDef::getter("__module__", get_module);
const NAME: GetSetDef = GetSetDef::member("__name__", |ts, this_| Ok(this(ts, this_)?.name.get().unwrap_or_else(|| ts.none())));
const DEFAULT: GetSetDef = GetSetDef::getter("__default__", get_default);
const BOUND: GetSetDef = GetSetDef::getter("__bound__", |ts, o| Ok(this(ts, o)?.bound.get(ts)?.unwrap_or_else(|| ts.none())));
const COVARIANT: GetSetDef = GetSetDef::member("__covariant__", |ts, o| flag(ts, o, |p| p.covariant.get()));
const CONTRAVARIANT: GetSetDef = GetSetDef::member("__contravariant__", |ts, o| flag(ts, o, |p| p.contravariant.get()));
const INFER: GetSetDef = GetSetDef::member("__infer_variance__", |ts, o| flag(ts, o, |p| p.infer.get()));

/// typing.TypeVar
pub static TYPE_VAR: TypeDef = TypeDef {
    module: "typing",
    doc: Some("Type variable: stands for any type, or for those that its bound or constraints allow."),
    slots: Slots { tp_new: Some(parameter_new), tp_repr: Some(parameter_repr), nb_or: Some(typing_union), ..Slots::INHERIT },
    methods: &[MRO_ENTRIES, SUBST, HAS_DEFAULT, REDUCE],
    getset: &[
        NAME,
        MODULE,
        DEFAULT,
        BOUND,
        GetSetDef::getter("__constraints__", |ts, o| {
            Ok(this(ts, o)?.constraints.get(ts)?.unwrap_or_else(|| ts.singletons().empty_tuple.clone().into_ref()))
        }),
        COVARIANT,
        CONTRAVARIANT,
        INFER,
    ],
    ..TypeDef::of::<TypeParam>("TypeVar")
};

/// typing.ParamSpec
pub static PARAM_SPEC: TypeDef = TypeDef {
    module: "typing",
    doc: Some("Parameter specification variable: stands for the parameters of a callable."),
    payload_of: Some(&TYPE_VAR),
    slots: Slots { tp_new: Some(parameter_new), tp_repr: Some(parameter_repr), nb_or: Some(typing_union), ..Slots::INHERIT },
    methods: &[MRO_ENTRIES, SUBST, HAS_DEFAULT, REDUCE],
    getset: &[
        NAME,
        MODULE,
        DEFAULT,
        BOUND,
        COVARIANT,
        CONTRAVARIANT,
        INFER,
        GetSetDef::getter("args", |ts, o| part(ts, o, &vm_types(ts).param_spec_args)),
        GetSetDef::getter("kwargs", |ts, o| part(ts, o, &vm_types(ts).param_spec_kwargs)),
    ],
    ..TypeDef::of::<TypeParam>("ParamSpec")
};

/// typing.TypeVarTuple
pub static TYPE_VAR_TUPLE: TypeDef = TypeDef {
    module: "typing",
    doc: Some("Type variable tuple: stands for any number of types."),
    payload_of: Some(&TYPE_VAR),
    slots: Slots {
        tp_new: Some(parameter_new),
        tp_repr: Some(tuple_repr),
        tp_iter: Some(|ts, this| protocol::iter(ts, Tuple::from_slice(ts, &[unpacked(ts, this)?])?.as_object())),
        ..Slots::INHERIT
    },
    methods: &[MRO_ENTRIES, SUBST, HAS_DEFAULT, REDUCE],
    getset: &[NAME, MODULE, DEFAULT],
    ..TypeDef::of::<TypeParam>("TypeVarTuple")
};

/// `P.args` and `P.kwargs`.
pub struct ParamSpecPart {
    origin: Field,
}

impl Body for ParamSpecPart {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.origin.traverse(visit);
    }
}

py_layout!(ParamSpecPart, PARAM_SPEC_ARGS, |ts| &vm_types(ts).param_spec_args);

fn part(ts: &ThreadState, origin: &PyObject, ty: &PyType) -> PyResult {
    Ok(Py::new_in(ts, ty, ParamSpecPart { origin: Field::new(origin.to_ref()) })?.into_ref())
}

fn part_origin(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(object.downcast::<ParamSpecPart>().and_then(|part| part.origin.get()).unwrap_or_else(|| ts.none()))
}

fn part_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    match args.pos() {
        [origin] if args.kw_len() == 0 => part(ts, origin, ty),
        _ => Err(ts.type_error(format_args!("{}() missing required argument 'origin' (pos 1)", ty.def().name.to_lowercase()))),
    }
}

fn part_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let origin = part_origin(ts, object)?;
    let end = if std::ptr::eq(object.ob_type().def(), &raw const PARAM_SPEC_ARGS) { "args" } else { "kwargs" };
    let shown = match origin.downcast::<TypeParam>() {
        Some(parameter) => name_text(parameter),
        None => protocol::repr(ts, &origin)?.to_rust_string(),
    };
    Ok(ts.new_str(&format!("{shown}.{end}"))?.into_ref())
}

fn part_compare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: minipy_object::slots::CompareOp) -> PyResult {
    if !std::ptr::eq(a.ob_type(), b.ob_type()) {
        return Ok(ts.not_implemented());
    }
    let (a, b) = (part_origin(ts, a)?, part_origin(ts, b)?);
    protocol::rich_compare(ts, &a, &b, op)
}

const PART_SLOTS: Slots = Slots { tp_new: Some(part_new), tp_repr: Some(part_repr), tp_richcompare: Some(part_compare), ..Slots::INHERIT };

/// typing.ParamSpecArgs
pub static PARAM_SPEC_ARGS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("The args of a ParamSpec."),
    slots: PART_SLOTS,
    methods: &[MRO_ENTRIES],
    getset: &[GetSetDef::member("__origin__", part_origin)],
    ..TypeDef::of::<ParamSpecPart>("ParamSpecArgs")
};

/// typing.ParamSpecKwargs
pub static PARAM_SPEC_KWARGS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("The kwargs of a ParamSpec."),
    payload_of: Some(&PARAM_SPEC_ARGS),
    slots: PART_SLOTS,
    methods: &[MRO_ENTRIES],
    getset: &[GetSetDef::member("__origin__", part_origin)],
    ..TypeDef::of::<ParamSpecPart>("ParamSpecKwargs")
};

/// What a `type` statement makes.
pub struct TypeAlias {
    name: Field,
    type_params: Field,
    value: Lazy,
    module: Field,
}

impl Body for TypeAlias {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.type_params.traverse(visit);
        self.value.traverse(visit);
        self.module.traverse(visit);
    }
    fn clear(&self) {
        self.type_params.clear();
        self.value.clear();
    }
}

py_layout!(TypeAlias, TYPE_ALIAS, |ts| &vm_types(ts).type_alias);

/// `type name[type_params] = …`: `evaluate` gives the value.
pub(crate) fn type_alias(ts: &ThreadState, name: &PyRef, type_params: &PyRef, evaluate: &PyRef) -> PyResult {
    make_alias(ts, name.clone(), type_params, Lazy::new(None, Some(evaluate.clone())))
}

fn make_alias(ts: &ThreadState, name: PyRef, type_params: &PyRef, value: Lazy) -> PyResult {
    let module = match &value.evaluate.get() {
        Some(function) => protocol::get_attr_opt(ts, function, &ts.names().__module__)?,
        None => ts.current_module_name(),
    };
    let params = if type_params.downcast::<Tuple>().is_some() { Field::new(type_params.clone()) } else { Field::empty() };
    Ok(Py::new(ts, TypeAlias { name: Field::new(name), type_params: params, value, module: Field::from_option(module) })?.into_ref())
}

fn alias(ts: &ThreadState, object: &PyObject) -> PyResult<Py<TypeAlias>> {
    object.downcast::<TypeAlias>().map(Obj::to_py).ok_or_else(|| ts.system_error("a type alias was expected"))
}

fn alias_new(ts: &ThreadState, _ty: &PyType, args: Args<'_>) -> PyResult {
    let (mut name, mut value, mut params) = (args.pos().first().cloned(), args.pos().get(1).cloned(), None);
    if args.pos().len() > 2 {
        return Err(ts.type_error(format_args!("typealias() takes exactly 2 positional arguments ({} given)", args.pos().len())));
    }
    for (keyword, given) in args.keywords() {
        match keyword.to_rust_string().as_str() {
            "name" => name = Some(given.clone()),
            "value" => value = Some(given.clone()),
            "type_params" => params = Some(given.clone()),
            other => return Err(ts.type_error(format_args!("typealias() got an unexpected keyword argument '{other}'"))),
        }
    }
    let missing = |what: &str| ts.type_error(format_args!("typealias() missing required argument {what}"));
    let name = name.ok_or_else(|| missing("'name' (pos 1)"))?;
    let value = value.ok_or_else(|| missing("'value' (pos 2)"))?;
    if name.downcast::<Str>().is_none() {
        let got = name.ob_type().name_string();
        return Err(ts.type_error(format_args!("typealias() argument 'name' must be str, not {got}")));
    }
    if params.as_ref().is_some_and(|params| params.downcast::<Tuple>().is_none()) {
        return Err(ts.type_error("type_params must be a tuple"));
    }
    make_alias(ts, name, &params.unwrap_or_else(|| ts.none()), Lazy::new(Some(value), None))
}

fn alias_params(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(alias(ts, object)?.type_params.get().unwrap_or_else(|| ts.singletons().empty_tuple.clone().into_ref()))
}

/// `__parameters__`: variadic ones unpacked.
fn alias_parameters(ts: &ThreadState, object: &PyObject) -> PyResult {
    let mut out = Vec::new();
    let params = alias_params(ts, object)?;
    for parameter in protocol::to_vec(ts, &params)? {
        let variadic = std::ptr::eq(parameter.ob_type().def(), &raw const TYPE_VAR_TUPLE);
        out.push(if variadic { unpacked(ts, &parameter)? } else { parameter });
    }
    Ok(Tuple::from_vec(ts, out)?.into_ref())
}

fn alias_subscript(ts: &ThreadState, object: &PyObject, key: &PyObject) -> PyResult {
    if alias(ts, object)?.type_params.is_empty() {
        return Err(ts.type_error("Only generic type aliases are subscriptable"));
    }
    GenericAlias::make(ts, object.to_ref(), key)
}

/// typing.TypeAliasType
pub static TYPE_ALIAS: TypeDef = TypeDef {
    module: "typing",
    doc: Some("What a type statement binds its name to: a name for a type, evaluated when it is asked for."),
    slots: Slots {
        tp_new: Some(alias_new),
        tp_repr: Some(|ts, this| Ok(alias(ts, this)?.name.get().unwrap_or_else(|| ts.none()))),
        mp_subscript: Some(alias_subscript),
        nb_or: Some(union_of),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new(
        "__reduce__",
        "",
        Native::NoArgs(|ts, this| Ok(alias(ts, this)?.name.get().unwrap_or_else(|| ts.none()))),
        "",
    )],
    getset: &[
        GetSetDef::member("__name__", |ts, this| Ok(alias(ts, this)?.name.get().unwrap_or_else(|| ts.none()))),
        GetSetDef::getter("__parameters__", alias_parameters),
        GetSetDef::getter("__type_params__", alias_params),
        GetSetDef::getter("__value__", |ts, this| Ok(alias(ts, this)?.value.get(ts)?.unwrap_or_else(|| ts.none()))),
        GetSetDef::getter("__module__", |ts, this| Ok(alias(ts, this)?.module.get().unwrap_or_else(|| ts.none()))),
    ],
    ..TypeDef::of::<TypeAlias>("TypeAliasType")
};

/// The payload of typing.NoDefault.
pub struct NoDefault;

impl Body for NoDefault {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(NoDefault, NO_DEFAULT, |ts| &vm_types(ts).no_default);

/// The type of typing.NoDefault.
pub static NO_DEFAULT: TypeDef = TypeDef {
    doc: Some("The type of the NoDefault singleton."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(|ts, _| Ok(ts.new_str("typing.NoDefault")?.into_ref())), ..Slots::INHERIT },
    methods: &[MethodDef::new("__reduce__", "", Native::NoArgs(|ts, _| Ok(ts.new_str("NoDefault")?.into_ref())), "")],
    ..TypeDef::of::<NoDefault>("NoDefaultType")
};
