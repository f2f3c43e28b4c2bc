//! function: code with its globals, defaults and closure.
//!
//! CPython counterpart: `Objects/funcobject.c`. Invariants: `code` always holds a code object, `globals` a dict; the closure has as many
//! cells as the code has free variables; `code_raw` repeats what `code` holds, for the machine.

use std::cell::Cell;

use minipy_object::args::Args;
use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Field, Py, PyRef, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, Role, TypeDef, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::weakref::WeakList;
use minipy_object::{protocol, py_layout};

use crate::types::cell::CellObject;
use crate::types::code::Code;
use crate::types::method::Method;

/// The payload of a function.
pub struct Function {
    pub(crate) code: Field,
    pub(crate) globals: Field,
    pub(crate) builtins: Field,
    pub(crate) name: Field,
    pub(crate) qualname: Field,
    pub(crate) doc: Field,
    pub(crate) module: Field,
    pub(crate) defaults: Field,
    pub(crate) kwdefaults: Field,
    pub(crate) closure: Field,
    pub(crate) annotations: Field,
    pub(crate) type_params: Field,
    pub(crate) dict: Field,
    pub(crate) weaklist: WeakList,
    /// Changes whenever code, defaults or keyword defaults do: what call caches compare. 0: none given yet.
    pub(crate) version: Cell<u32>,
}

impl Body for Function {
    const COLLECTED: bool = true;
    const DICT: Option<usize> = Some(std::mem::offset_of!(Function, dict));
    const WEAKLIST: Option<usize> = Some(std::mem::offset_of!(Function, weaklist));

    fn traverse(&self, visit: &mut Visit<'_>) {
        for field in [
            &self.code,
            &self.globals,
            &self.builtins,
            &self.name,
            &self.qualname,
            &self.doc,
            &self.module,
            &self.defaults,
            &self.kwdefaults,
            &self.closure,
            &self.annotations,
            &self.type_params,
            &self.dict,
        ] {
            field.traverse(visit);
        }
    }

    fn clear(&self) {
        // Code and globals stay: a function that is called while its cycle is taken apart still has them, as in CPython.
        for field in
            [&self.module, &self.defaults, &self.kwdefaults, &self.doc, &self.dict, &self.closure, &self.annotations, &self.type_params]
        {
            field.clear();
        }
    }
}

py_layout!(Function, FUNCTION, |ts| &super::vm_types(ts).function);

impl Function {
    /// A function. `__module__` comes from the globals, `__doc__` from the code's first constant. CPython: `PyFunction_New`.
    pub fn new(ts: &ThreadState, code: &Obj<Code>, globals: &Obj<Dict>) -> PyResult<Py<Function>> {
        Function::with_builtins(ts, code, globals, crate::names::builtins_of(ts, globals)?)
    }

    /// The same for a function made by code whose globals it shares, and so the builtins.
    pub(crate) fn with_builtins(ts: &ThreadState, code: &Obj<Code>, globals: &Obj<Dict>, builtins: PyRef) -> PyResult<Py<Function>> {
        let consts = code.consts(ts);
        let doc = match consts.get(0) {
            Some(first) if first.downcast_exact::<Str>().is_some() => first,
            _ => ts.none(),
        };
        let module = globals.get_str(ts, &ts.names().__name__)?;
        Py::new(
            ts,
            Function {
                code: Field::new(code.to_ref()),
                globals: Field::new(globals.to_ref()),
                builtins: Field::new(builtins),
                name: Field::from_option(code.name.get()),
                qualname: Field::from_option(code.qualname.get()),
                doc: Field::new(doc),
                module: Field::from_option(module),
                defaults: Field::empty(),
                kwdefaults: Field::empty(),
                closure: Field::empty(),
                annotations: Field::empty(),
                type_params: Field::empty(),
                dict: Field::empty(),
                weaklist: WeakList::new(),
                version: Cell::new(0),
            },
        )
    }

    /// The code.
    #[inline]
    #[expect(clippy::expect_used, reason = "the field is filled at birth with a code object and only ever gets another one")]
    pub fn code_obj(&self) -> Py<Code> {
        self.code.get().and_then(|code| code.downcast_into().ok()).expect("a function has code")
    }

    /// The address of the code, for the machine.
    #[inline(always)]
    pub(crate) fn code_ptr(&self) -> *const Obj<Code> {
        self.code.as_raw().map_or(std::ptr::null(), |raw| raw.as_ptr().cast())
    }

    /// The address of the globals, for the machine.
    #[inline(always)]
    pub(crate) fn globals_ptr(&self) -> *const Obj<Dict> {
        self.globals.as_raw().map_or(std::ptr::null(), |raw| raw.as_ptr().cast())
    }

    /// The address of the builtins, for the machine.
    #[inline(always)]
    pub(crate) fn builtins_ptr(&self) -> *const PyObject {
        self.builtins.as_raw().map_or(std::ptr::null(), |raw| raw.as_ptr())
    }

    /// `__defaults__`
    pub fn defaults(&self) -> Option<Py<Tuple>> {
        self.defaults.get()?.downcast_into().ok()
    }

    /// `__kwdefaults__`
    pub fn kwdefaults(&self) -> Option<Py<Dict>> {
        self.kwdefaults.get()?.downcast_into().ok()
    }

    /// `__closure__`
    pub fn closure(&self) -> Option<Py<Tuple>> {
        self.closure.get()?.downcast_into().ok()
    }

    /// `__qualname__` as text.
    pub fn qualname_string(&self) -> String {
        match self.qualname.get() {
            Some(name) => name.downcast::<Str>().map_or_else(String::new, |name| name.to_rust_string()),
            None => String::new(),
        }
    }

    /// SET_FUNCTION_ATTRIBUTE: `which` is one of its bits.
    pub(crate) fn set_attribute(&self, which: usize, value: PyRef) {
        let field = match which {
            1 => &self.defaults,
            2 => &self.kwdefaults,
            4 => &self.annotations,
            _ => &self.closure,
        };
        field.set(value);
    }
}

pub(crate) fn this(ts: &ThreadState, object: &PyObject) -> PyResult<Py<Function>> {
    match object.downcast::<Function>() {
        Some(function) => Ok(function.to_py()),
        None => Err(ts.system_error("a function was expected")),
    }
}

fn function_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = this(ts, object)?;
    Ok(ts.new_str(&format!("<function {} at {:#x}>", function.qualname_string(), object.id()))?.into_ref())
}

fn function_call(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult {
    crate::call::call_function(ts, &*this(ts, object)?, args)
}

fn function_get(ts: &ThreadState, object: &PyObject, instance: Option<&PyObject>, _owner: Option<&PyObject>) -> PyResult {
    match instance {
        Some(instance) if !instance.is(&ts.singletons().none) => Ok(Method::new(ts, object.to_ref(), instance.to_ref())?.into_ref()),
        _ => Ok(object.to_ref()),
    }
}

fn function_new(ts: &ThreadState, _class: &minipy_object::header::PyType, args: Args<'_>) -> PyResult {
    let sig = "(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)";
    let bound = minipy_object::args::bind_new(ts, "function", sig, args)?;
    let code = bound.required(ts, 0)?;
    let Some(code) = code.downcast::<Code>() else {
        return Err(ts.type_error(format_args!("function() argument 'code' must be code, not {}", code.ob_type().name_string())));
    };
    let globals = bound.required(ts, 1)?;
    let Some(globals) = globals.downcast::<Dict>() else {
        return Err(ts.type_error(format_args!("function() argument 'globals' must be dict, not {}", globals.ob_type().name_string())));
    };
    let none = &ts.singletons().none;
    let given = |i| bound.get(i).filter(|value| !value.is(none));
    let nfree = code.nfreevars();
    let closure = given(4);
    if let Some(closure) = closure {
        let Some(cells) = closure.downcast::<Tuple>() else {
            return Err(ts.type_error("arg 5 (closure) must be None or tuple"));
        };
        if cells.len() != nfree {
            return Err(ts.value_error(format_args!("{} requires closure of length {nfree}, not {}", code.name_string(), cells.len())));
        }
        if let Some(other) = cells.items().iter().find(|cell| cell.downcast::<CellObject>().is_none()) {
            return Err(ts.type_error(format_args!("arg 5 (closure) expected cell, found {}", other.ob_type().name_string())));
        }
    } else if nfree != 0 {
        return Err(ts.type_error("arg 5 (closure) must be tuple"));
    }
    let function = Function::new(ts, code, globals)?;
    if let Some(name) = given(2) {
        if name.downcast::<Str>().is_none() {
            return Err(ts.type_error("arg 3 (name) must be None or string"));
        }
        function.name.set(name.to_ref());
    }
    if let Some(defaults) = given(3) {
        if defaults.downcast::<Tuple>().is_none() {
            return Err(ts.type_error("arg 4 (defaults) must be None or tuple"));
        }
        function.defaults.set(defaults.to_ref());
    }
    if let Some(closure) = closure {
        function.closure.set(closure.to_ref());
    }
    if let Some(kwdefaults) = given(5) {
        if kwdefaults.downcast::<Dict>().is_none() {
            return Err(ts.type_error("arg 6 (kwdefaults) must be None or dict"));
        }
        function.kwdefaults.set(kwdefaults.to_ref());
    }
    Ok(function.into_ref())
}

macro_rules! getters {
    ($($getter:ident: $field:ident;)*) => { $(
        fn $getter(ts: &ThreadState, object: &PyObject) -> PyResult {
            Ok(this(ts, object)?.$field.get().unwrap_or_else(|| ts.none()))
        }
    )* };
}

getters! {
    get_code: code;
    get_globals: globals;
    get_builtins: builtins;
    get_name: name;
    get_qualname: qualname;
    get_doc: doc;
    get_module: module;
    get_defaults: defaults;
    get_kwdefaults: kwdefaults;
    get_closure: closure;
}

fn set_code(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let function = this(ts, object)?;
    let Some(code) = value.and_then(|value| value.downcast::<Code>()) else {
        return Err(ts.type_error("__code__ must be set to a code object"));
    };
    let cells = function.closure().map_or(0, |cells| cells.len());
    if code.nfreevars() != cells {
        return Err(ts.value_error(format_args!(
            "{}() requires a code object with {cells} free vars, not {}",
            function.qualname_string(),
            code.nfreevars()
        )));
    }
    function.version.set(0);
    function.code.set(code.to_ref());
    Ok(())
}

fn set_text(ts: &ThreadState, field: &Field, what: &str, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => {
            field.set(value.to_ref());
            Ok(())
        }
        _ => Err(ts.type_error(format_args!("{what} must be set to a string object"))),
    }
}

fn set_name(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    set_text(ts, &this(ts, object)?.name, "__name__", value)
}

fn set_qualname(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    set_text(ts, &this(ts, object)?.qualname, "__qualname__", value)
}

fn set_doc(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    this(ts, object)?.doc.set(value.map_or_else(|| ts.none(), PyObject::to_ref));
    Ok(())
}

fn set_module(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    this(ts, object)?.module.set(value.map_or_else(|| ts.none(), PyObject::to_ref));
    Ok(())
}

fn given<'a>(ts: &ThreadState, value: Option<&'a PyObject>) -> Option<&'a PyObject> {
    value.filter(|value| !value.is(&ts.singletons().none))
}

fn set_defaults(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let function = this(ts, object)?;
    let value = given(ts, value);
    if value.is_some_and(|value| value.downcast::<Tuple>().is_none()) {
        return Err(ts.type_error("__defaults__ must be set to a tuple object"));
    }
    function.version.set(0);
    drop(function.defaults.replace(value.map(PyObject::to_ref)));
    Ok(())
}

fn set_kwdefaults(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let function = this(ts, object)?;
    let value = given(ts, value);
    if value.is_some_and(|value| value.downcast::<Dict>().is_none()) {
        return Err(ts.type_error("__kwdefaults__ must be set to a dict object"));
    }
    function.version.set(0);
    drop(function.kwdefaults.replace(value.map(PyObject::to_ref)));
    Ok(())
}

/// The annotations as a dict: the compiler gives a tuple of names and values, which becomes a dict when asked for.
fn get_annotations(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = this(ts, object)?;
    match function.annotations.get() {
        Some(value) => match value.downcast::<Tuple>() {
            Some(pairs) => {
                let dict = Dict::new(ts)?;
                for pair in pairs.items().chunks(2) {
                    if let [name, value] = pair {
                        dict.set_item(ts, name, value.clone())?;
                    }
                }
                function.annotations.set(dict.clone());
                Ok(dict.into_ref())
            }
            None => Ok(value),
        },
        None => {
            let dict = Dict::new(ts)?;
            function.annotations.set(dict.clone());
            Ok(dict.into_ref())
        }
    }
}

fn set_annotations(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    let function = this(ts, object)?;
    let value = given(ts, value);
    if value.is_some_and(|value| value.downcast::<Dict>().is_none()) {
        return Err(ts.type_error("__annotations__ must be set to a dict object"));
    }
    drop(function.annotations.replace(value.map(PyObject::to_ref)));
    Ok(())
}

fn get_type_params(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(this(ts, object)?.type_params.get().unwrap_or_else(|| ts.singletons().empty_tuple.clone().into_ref()))
}

fn set_type_params(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Tuple>().is_some() => {
            this(ts, object)?.type_params.set(value.to_ref());
            Ok(())
        }
        _ => Err(ts.type_error("__type_params__ must be set to a tuple")),
    }
}

fn get_dict(ts: &ThreadState, object: &PyObject) -> PyResult {
    let function = this(ts, object)?;
    if let Some(dict) = function.dict.get() {
        return Ok(dict);
    }
    let dict = Dict::new(ts)?;
    function.dict.set(dict.clone());
    Ok(dict.into_ref())
}

fn set_dict(ts: &ThreadState, object: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Dict>().is_some() => {
            this(ts, object)?.dict.set(value.to_ref());
            Ok(())
        }
        Some(value) => Err(ts.type_error(format_args!("__dict__ must be set to a dictionary, not a '{}'", value.ob_type().name_string()))),
        None => Err(ts.type_error("cannot delete __dict__")),
    }
}

const fn both(
    name: &'static str,
    get: fn(&ThreadState, &PyObject) -> PyResult,
    set: fn(&ThreadState, &PyObject, Option<&PyObject>) -> PyResult<()>,
) -> GetSetDef {
    GetSetDef { name, get, set: Some(set), doc: None, member: false }
}

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__closure__", get_closure),
    GetSetDef { set: Some(set_doc), ..GetSetDef::member("__doc__", get_doc) },
    GetSetDef::member("__globals__", get_globals),
    GetSetDef { set: Some(set_module), ..GetSetDef::member("__module__", get_module) },
    GetSetDef::member("__builtins__", get_builtins),
    both("__code__", get_code, set_code),
    both("__defaults__", get_defaults, set_defaults),
    both("__kwdefaults__", get_kwdefaults, set_kwdefaults),
    both("__annotations__", get_annotations, set_annotations),
    both("__dict__", get_dict, set_dict),
    both("__name__", get_name, set_name),
    both("__qualname__", get_qualname, set_qualname),
    both("__type_params__", get_type_params, set_type_params),
];

/// See the module.
pub static FUNCTION: TypeDef = TypeDef {
    doc: Some("Create a function object."),
    text_signature: Some("(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)"),
    flags: TypeFlags::METHOD_DESCRIPTOR,
    slots: Slots {
        tp_repr: Some(function_repr),
        tp_call: Some(function_call),
        tp_descr_get: Some(function_get),
        tp_new: Some(function_new),
        tp_getattro: Some(protocol::generic_get_attr),
        tp_setattro: Some(protocol::generic_set_attr),
        ..Slots::INHERIT
    },
    getset: GETSET,
    role: Role::Function,
    ..TypeDef::of::<Function>("function")
};
