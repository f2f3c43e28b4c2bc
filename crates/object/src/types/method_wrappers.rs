//! staticmethod and classmethod.
//!
//! CPython counterpart: `Objects/funcobject.c`, second half.

use crate::args::Args;
use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef, Visit};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, GetSetDef, TypeDef, TypeFlags};

/// The attributes that a wrapper takes over from its function. CPython: `functools_wraps`.
fn take_attributes(ts: &ThreadState, this: &PyObject, function: &PyObject) -> PyResult<()> {
    let names = ts.names();
    for name in [&names.__module__, &names.__name__, &names.__qualname__, &names.__doc__, &names.__annotations__] {
        if let Some(value) = crate::protocol::attr::get_attr_opt(ts, function, name)? {
            if let Some(dict) = crate::protocol::attr::instance_dict(ts, this)?.downcast::<crate::types::dict::Dict>() {
                dict.set_str(ts, name, value)?;
            }
        }
    }
    Ok(())
}

macro_rules! wrapper_type {
    ($payload:ident, $def:ident, $field:ident, $name:literal, $doc:literal, $get:ident, $call:expr) => {
        #[doc = concat!("The payload of ", $name, ".")]
        pub struct $payload {
            function: Field,
            dict: Field,
        }

        impl Body for $payload {
            const COLLECTED: bool = true;
            const DICT: Option<usize> = Some(std::mem::offset_of!($payload, dict));
            fn traverse(&self, visit: &mut Visit<'_>) {
                self.function.traverse(visit);
                self.dict.traverse(visit);
            }
            fn clear(&self) {
                self.function.clear();
                self.dict.clear();
            }
        }

        crate::py_layout!($payload, $def, |ts| &ts.types().$field);

        impl $payload {
            /// A wrapper of `function`.
            pub fn new(ts: &ThreadState, function: PyRef) -> PyResult<Py<$payload>> {
                let this = Py::new(ts, $payload { function: Field::new(function.clone()), dict: Field::empty() })?;
                take_attributes(ts, this.as_object(), &function)?;
                Ok(this)
            }

            /// The wrapped function.
            pub fn function(&self, ts: &ThreadState) -> PyResult<PyRef> {
                self.function.get().ok_or_else(|| ts.runtime_error(concat!("uninitialized ", $name, " object")))
            }

            fn of<'a>(ts: &ThreadState, this: &'a PyObject) -> PyResult<&'a Obj<$payload>> {
                this.downcast().ok_or_else(|| ts.system_error(concat!("a ", $name, " slot got another object")))
            }

            fn tp_new(ts: &ThreadState, ty: &PyType, _args: Args<'_>) -> PyResult {
                Ok(Py::new_in(ts, ty, $payload { function: Field::empty(), dict: Field::empty() })?.into_ref())
            }

            fn tp_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
                crate::args::no_keywords(ts, $name, args)?;
                crate::args::check_positional(ts, $name, args.pos().len(), 1, 1)?;
                let [function, ..] = args.pos() else { return Ok(()) };
                $payload::of(ts, this)?.function.set(function.clone());
                take_attributes(ts, this, function)
            }

            fn tp_repr(ts: &ThreadState, this: &PyObject) -> PyResult {
                let function = $payload::of(ts, this)?.function(ts)?;
                let shown = crate::protocol::object::repr(ts, &function)?.to_rust_string();
                Ok(ts.new_str(&format!(concat!("<", $name, "({})>"), shown))?.into_ref())
            }

            fn get_function(ts: &ThreadState, this: &PyObject) -> PyResult {
                Ok($payload::of(ts, this)?.function.get().unwrap_or_else(|| ts.none()))
            }

            fn get_abstract(ts: &ThreadState, this: &PyObject) -> PyResult {
                is_abstract(ts, $payload::of(ts, this)?.function.get())
            }
        }

        #[doc = $name]
        pub static $def: TypeDef = TypeDef {
            doc: Some($doc),
            text_signature: Some("(function, /)"),
            flags: TypeFlags::BASETYPE,
            slots: Slots {
                tp_new: Some($payload::tp_new),
                tp_init: Some($payload::tp_init),
                tp_repr: Some($payload::tp_repr),
                tp_descr_get: Some($get),
                tp_call: $call,
                ..Slots::INHERIT
            },
            getset: &[
                GetSetDef::member("__func__", $payload::get_function),
                GetSetDef::member("__wrapped__", $payload::get_function),
                GetSetDef::getter("__isabstractmethod__", $payload::get_abstract),
                GetSetDef {
                    name: "__dict__",
                    get: crate::protocol::attr::instance_dict,
                    set: Some(crate::protocol::attr::set_instance_dict),
                    doc: None,
                    member: false,
                },
            ],
            ..TypeDef::of::<$payload>($name)
        };
    };
}

/// Whether the wrapped function says that it is abstract. CPython: `_PyObject_IsAbstract`.
pub(crate) fn is_abstract(ts: &ThreadState, function: Option<PyRef>) -> PyResult {
    let Some(function) = function else { return Ok(ts.bool(false)) };
    match crate::protocol::attr::get_attr_opt(ts, &function, &ts.names().__isabstractmethod__)? {
        Some(value) => Ok(ts.bool(crate::protocol::object::is_true(ts, &value)?)),
        None => Ok(ts.bool(false)),
    }
}

fn static_get(ts: &ThreadState, this: &PyObject, _instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    StaticMethod::of(ts, this)?.function(ts)
}

fn static_call(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let function = StaticMethod::of(ts, this)?.function(ts)?;
    crate::protocol::call::call(ts, &function, args)
}

fn class_get(ts: &ThreadState, this: &PyObject, instance: Option<&PyObject>, owner: Option<&PyObject>) -> PyResult {
    let function = ClassMethod::of(ts, this)?.function(ts)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner.to_ref(),
        (None, Some(instance)) => instance.ob_type().to_ref(),
        (None, None) => return Err(ts.type_error("__get__(None, None) is invalid")),
    };
    // A method of a class: the machine's bound method, made through the function's own __get__; anything else through `method`.
    match ts.interp().bind_method.get() {
        Some(bind) => bind(ts, &function, &class),
        None => Err(ts.system_error("the machine that binds methods is not installed")),
    }
}

wrapper_type!(
    StaticMethod,
    STATIC_METHOD,
    staticmethod,
    "staticmethod",
    "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    static_get,
    Some(static_call)
);
wrapper_type!(
    ClassMethod,
    CLASS_METHOD,
    classmethod,
    "classmethod",
    "classmethod(function) -> method\n\nConvert a function to be a class method.",
    class_get,
    None
);
