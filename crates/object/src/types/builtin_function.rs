//! builtin_function_or_method: a native function, bound to its module, its instance or its class.
//!
//! CPython counterpart: `Objects/methodobject.c` (`PyCFunctionObject`).

use crate::args::{Args, call_native};
use crate::header::{Obj, PyObject};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, MethodDef, MethodKind, Native, TypeDef};
use crate::typeobject::Type;
use crate::types::module::Module;
use crate::weakref::WeakList;

/// The payload.
pub struct BuiltinFunction {
    def: &'static MethodDef,
    this: Field,
    module: Field,
    weaklist: WeakList,
}

impl Body for BuiltinFunction {
    const COLLECTED: bool = true;
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(BuiltinFunction, weaklist));
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.this.traverse(visit);
        self.module.traverse(visit);
    }
    fn clear(&self) {
        self.this.clear();
        self.module.clear();
    }
}

crate::py_layout!(BuiltinFunction, BUILTIN_FUNCTION, |ts| &ts.types().builtin_function);

impl BuiltinFunction {
    /// A function bound to `this` (an instance, a class, a module; nothing for static methods), of a module by name.
    pub fn new(ts: &ThreadState, def: &'static MethodDef, this: Option<PyRef>, module: Option<PyRef>) -> PyResult<Py<BuiltinFunction>> {
        let body = BuiltinFunction { def, this: Field::from_option(this), module: Field::from_option(module), weaklist: WeakList::new() };
        Py::new(ts, body)
    }

    /// The function's table entry.
    #[inline(always)]
    pub fn def(&self) -> &'static MethodDef {
        self.def
    }

    /// What it is bound to.
    pub fn this(&self) -> Option<PyRef> {
        self.this.get()
    }

    /// The raw `self`, for fast paths that only pass it on while the function is alive.
    #[inline(always)]
    pub fn this_raw(&self) -> Option<std::ptr::NonNull<PyObject>> {
        self.this.as_raw()
    }

    /// Whether this is a type's `__new__`.
    pub fn is_new_wrapper(&self) -> bool {
        std::ptr::eq(self.def, &raw const crate::types::type_::NEW_WRAPPER)
    }

    /// `__qualname__`: `list.append` for a bound method, the bare name for a module's function.
    pub fn qualname(&self) -> String {
        match self.this.get() {
            Some(this) if this.is_kind::<Module>() => self.def.name.to_owned(),
            Some(this) => match this.downcast::<Type>() {
                Some(class) => format!("{}.{}", class.name_string(), self.def.name),
                None => format!("{}.{}", this.ob_type().name_string(), self.def.name),
            },
            None => self.def.name.to_owned(),
        }
    }
}

/// The name for errors: with the module, except for builtins. CPython: `_PyObject_FunctionStr`.
fn error_name(function: &Obj<BuiltinFunction>) -> String {
    let qualname = function.qualname();
    match function.module.get().and_then(|module| module.downcast_into::<crate::types::str::Str>().ok()) {
        Some(module) if !module.equals_str("builtins") => format!("{}.{qualname}", module.to_rust_string()),
        _ => qualname,
    }
}

fn payload<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<BuiltinFunction>> {
    this.downcast().ok_or_else(|| ts.system_error("a builtin function's slot got another object"))
}

/// Call a builtin function: for `tp_call` and for the machine.
#[inline]
pub fn call_builtin(ts: &ThreadState, function: &Obj<BuiltinFunction>, args: Args<'_>) -> PyResult {
    // The function is kept alive by its caller, and so is what it is bound to: it is never rebound, and only the collector takes it away,
    // from a function that nobody holds.
    let this = function.this.peek().unwrap_or(&ts.singletons().none);
    call_native(ts, function.def, this, args, &|| error_name(function))
}

fn builtin_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    ts.check_stack(" while calling a Python object")?;
    call_builtin(ts, payload(ts, this)?, args)
}

fn builtin_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let function = payload(ts, this)?;
    let name = function.def.name;
    let text = match function.this.get().filter(|this| !this.is_kind::<Module>()) {
        Some(this) => format!("<built-in method {name} of {} object at {:#x}>", this.ob_type().name_string(), this.id()),
        None => format!("<built-in function {name}>"),
    };
    Ok(ts.new_str(&text)?.into_ref())
}

fn builtin_hash(ts: &ThreadState, this: &PyObject) -> PyResult<i64> {
    let function = payload(ts, this)?;
    let own = function.this.as_raw().map_or(0, |this| this.addr().get());
    let def = std::ptr::from_ref(function.def).addr();
    let hash = minipy_scalar::hash::pointer(own) ^ minipy_scalar::hash::pointer(def);
    Ok(if hash == -1 { -2 } else { hash })
}

fn builtin_richcompare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) = (op, a.downcast::<BuiltinFunction>(), b.downcast::<BuiltinFunction>()) else {
        return Ok(ts.not_implemented());
    };
    let same = std::ptr::eq(x.def, y.def) && x.this.as_raw() == y.this.as_raw();
    Ok(ts.bool(same == (op == CompareOp::Eq)))
}

/// `__doc__` of a native function.
pub(crate) fn doc_of(ts: &ThreadState, def: &MethodDef) -> PyResult {
    if def.doc.is_empty() { Ok(ts.none()) } else { Ok(ts.new_str(def.doc)?.into_ref()) }
}

/// `__text_signature__` of a native function.
pub(crate) fn signature_of(ts: &ThreadState, def: &MethodDef) -> PyResult {
    if def.sig.is_empty() { Ok(ts.none()) } else { Ok(ts.new_str(def.sig)?.into_ref()) }
}

fn get_self(ts: &ThreadState, this: &PyObject) -> PyResult {
    let function = payload(ts, this)?;
    if function.def.kind == MethodKind::Static {
        return Ok(ts.none());
    }
    Ok(function.this.get().unwrap_or_else(|| ts.none()))
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let function = payload(ts, this)?;
    let name = ts.intern(function.def.name)?.into_ref();
    match function.this.get().filter(|this| !this.is_kind::<Module>()) {
        None => Ok(name),
        Some(owner) => {
            let getattr = match ts.builtins() {
                Some(builtins) => builtins.get_str(ts, &*ts.intern("getattr")?)?,
                None => None,
            };
            let args = ts.new_tuple(&[owner, name])?.into_ref();
            Ok(ts.new_tuple(&[getattr.unwrap_or_else(|| ts.none()), args])?.into_ref())
        }
    }
}

/// builtin_function_or_method
pub static BUILTIN_FUNCTION: TypeDef = TypeDef {
    flags: crate::typedef::TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots {
        tp_repr: Some(builtin_repr),
        tp_hash: Some(builtin_hash),
        tp_call: Some(builtin_call),
        tp_richcompare: Some(builtin_richcompare),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new("__reduce__", "($self, /)", Native::NoArgs(reduce), "")],
    getset: &[
        GetSetDef::getter("__doc__", |ts, this| doc_of(ts, payload(ts, this)?.def)),
        GetSetDef::getter("__name__", |ts, this| Ok(ts.intern(payload(ts, this)?.def.name)?.into_ref())),
        GetSetDef::getter("__qualname__", |ts, this| Ok(ts.new_str(&payload(ts, this)?.qualname())?.into_ref())),
        GetSetDef::getter("__self__", get_self),
        GetSetDef::getter("__text_signature__", |ts, this| signature_of(ts, payload(ts, this)?.def)),
        GetSetDef::member("__module__", |ts, this| Ok(payload(ts, this)?.module.get().unwrap_or_else(|| ts.none()))),
    ],
    ..TypeDef::of::<BuiltinFunction>("builtin_function_or_method")
};
