//! method: a function bound to an instance.
//!
//! CPython counterpart: `Objects/classobject.c`. Invariant: `func` and `this` are filled at birth; a call is a call of `func` with `this`
//! before the arguments.

use minipy_object::args::{Args, bind_new};
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::{CompareOp, Slots};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, MethodDef, Native, TypeDef};
use minipy_object::types::str::Str;
use minipy_object::weakref::WeakList;
use minipy_object::{protocol, py_layout};

/// The payload of a bound method.
pub struct Method {
    pub(crate) func: Field,
    pub(crate) this: Field,
    weaklist: WeakList,
}

impl Body for Method {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Method, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.func.traverse(visit);
        self.this.traverse(visit);
    }
}

py_layout!(Method, METHOD, |ts| &super::vm_types(ts).method);

impl Method {
    /// Bind `func` to `this`. CPython: `PyMethod_New`.
    pub fn new(ts: &ThreadState, func: PyRef, this: PyRef) -> PyResult<Py<Method>> {
        Py::new(ts, Method { func: Field::new(func), this: Field::new(this), weaklist: WeakList::new() })
    }

    /// `__func__`
    pub fn func(&self, ts: &ThreadState) -> PyRef {
        self.func.get().unwrap_or_else(|| ts.none())
    }

    /// `__self__`
    pub fn this(&self, ts: &ThreadState) -> PyRef {
        self.this.get().unwrap_or_else(|| ts.none())
    }
}

fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Method>> {
    match object.downcast::<Method>() {
        Some(method) => Ok(method.to_py()),
        None => Err(ts.system_error("a method was expected")),
    }
}

fn method_call(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult {
    let method = this(ts, object)?;
    let mut values = Vec::with_capacity(args.values().len() + 1);
    values.push(method.this(ts));
    values.extend(args.values().iter().cloned());
    protocol::call(ts, &method.func(ts), Args::new(&values, args.kwnames()))
}

fn method_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let method = this(ts, object)?;
    let func = method.func(ts);
    let name = match protocol::get_attr_opt(ts, &func, &ts.names().__qualname__)? {
        Some(name) => Some(name),
        None => protocol::get_attr_opt(ts, &func, &ts.names().__name__)?,
    };
    let name = name.as_ref().and_then(|name| name.downcast::<Str>()).map_or_else(|| "?".to_owned(), |name| name.to_rust_string());
    let of = protocol::repr(ts, &method.this(ts))?;
    Ok(ts.new_str_fmt(format_args!("<bound method {name} of {}>", of.to_rust_string()))?.into_ref())
}

fn method_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Method>(), b.downcast::<Method>()) else { return Ok(ts.not_implemented()) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(ts.not_implemented());
    }
    let same = protocol::rich_compare_bool(ts, &x.func(ts), &y.func(ts), CompareOp::Eq)? && x.this(ts).is(&y.this(ts));
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

fn method_hash(ts: &ThreadState, object: &PyObject) -> PyResult<i64> {
    let method = this(ts, object)?;
    let address = method.this(ts).id();
    let hash = (address.rotate_right(4) as i64) ^ protocol::hash(ts, &method.func(ts))?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn method_new(ts: &ThreadState, _class: &PyType, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "method", "(function, instance, /)", args)?;
    let (func, instance) = (bound.required(ts, 0)?, bound.required(ts, 1)?);
    if func.ob_type().slots.tp_call.get().is_none() {
        return Err(ts.type_error("first argument must be callable"));
    }
    if instance.is(&ts.singletons().none) {
        return Err(ts.type_error("instance must not be None"));
    }
    Ok(Method::new(ts, func.to_ref(), instance.to_ref())?.into_ref())
}

/// Attributes that the method does not have itself are the function's.
fn method_getattro(ts: &ThreadState, object: &PyObject, name: &Obj<Str>) -> PyResult {
    if object.ob_type().lookup(ts, name).is_some() {
        return protocol::generic_get_attr(ts, object, name);
    }
    let func = this(ts, object)?.func(ts);
    protocol::get_attr(ts, &func, name)
}

fn method_get(_ts: &ThreadState, object: &PyObject, _instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    Ok(object.to_ref())
}

fn get_func(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.func(ts))
}

fn get_self(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.this(ts))
}

fn get_doc(ts: &ThreadState, object: &PyObject) -> PyResult {
    let func = this(ts, object)?.func(ts);
    protocol::get_attr(ts, &func, &ts.names().__doc__)
}

fn reduce(ts: &ThreadState, object: &PyObject) -> PyResult {
    let method = this(ts, object)?;
    let name = protocol::get_attr(ts, &method.func(ts), &ts.names().__name__)?;
    let getattr = crate::builtins::lookup(ts, "getattr")?;
    let args = minipy_object::types::tuple::Tuple::from_slice(ts, &[method.this(ts), name])?;
    Ok(minipy_object::types::tuple::Tuple::from_slice(ts, &[getattr, args.into_ref()])?.into_ref())
}

static METHODS: &[MethodDef] = &[MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), "Helper for pickle.")];

static GETSET: &[GetSetDef] =
    &[GetSetDef::member("__func__", get_func), GetSetDef::member("__self__", get_self), GetSetDef::getter("__doc__", get_doc)];

/// See the module.
pub static METHOD: TypeDef = TypeDef {
    doc: Some("Create a bound instance method object."),
    text_signature: Some("(function, instance, /)"),
    slots: Slots {
        tp_call: Some(method_call),
        tp_repr: Some(method_repr),
        tp_richcompare: Some(method_richcompare),
        tp_hash: Some(method_hash),
        tp_new: Some(method_new),
        tp_getattro: Some(method_getattro),
        tp_descr_get: Some(method_get),
        ..Slots::INHERIT
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeDef::of::<Method>("method")
};
