//! BaseExceptionGroup and ExceptionGroup: `message`, `exceptions`, `split`, `subgroup`, `derive`.
//!
//! CPython counterpart: the exception group part of `Objects/exceptions.c`.

use super::{BaseException, With, blank, derived, field, none_or, own_field, set_field};
use crate::args::Args;
use crate::header::{PyObject, PyType};
use crate::pyref::{Field, Py, PyRef};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{GetSetDef, Layout, MethodDef, Native, TypeDef};
use crate::typeobject::Type;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

fn group_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    crate::args::no_keywords(ts, &ty.name_string(), args)?;
    crate::args::check_positional(ts, "BaseExceptionGroup.__new__", args.pos().len(), 2, 2).map_err(|raised| {
        ts.clear_exception(raised);
        ts.type_error(format_args!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", args.pos().len()))
    })?;
    let [message, exceptions] = args.pos() else { return Err(ts.system_error("two arguments were checked")) };
    if !message.is_kind::<Str>() {
        let kind = message.ob_type().name_string();
        return Err(ts.type_error(format_args!("BaseExceptionGroup.__new__() argument 1 must be str, not {kind}")));
    }
    if exceptions.ob_type().slots.sq_length.get().is_none() && exceptions.ob_type().slots.sq_item.get().is_none() {
        return Err(ts.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = Tuple::from_vec(ts, crate::protocol::sequence::to_vec(ts, exceptions)?)?;
    if items.is_empty() {
        return Err(ts.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut nested_base = false;
    for (i, item) in items.items().iter().enumerate() {
        if !item.is_kind::<BaseException>() {
            return Err(ts.value_error(format_args!("Item {i} of second argument (exceptions) is not an exception")));
        }
        nested_base |= !item.ob_type().is_subtype(&ts.types().exception);
    }
    let types = ts.types();
    let mut class = ty;
    if std::ptr::eq(ty, &raw const *types.base_exception_group) {
        if !nested_base {
            class = &types.exception_group;
        }
    } else if nested_base && ty.is_subtype(&types.exception) {
        let what = if std::ptr::eq(ty, &raw const *types.exception_group) {
            "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
        } else {
            format!("Cannot nest BaseExceptions in '{}'", ty.name_string())
        };
        return Err(ts.type_error(what));
    }
    let group = blank(ts, class, Tuple::from_slice(ts, args.pos())?)?;
    set_field(group.as_object(), &BASE_EXCEPTION_GROUP, 0, Some(message.clone()));
    set_field(group.as_object(), &BASE_EXCEPTION_GROUP, 1, Some(items.into_ref()));
    Ok(group.into_ref())
}

fn group_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    crate::args::no_keywords(ts, &this.ob_type().name_string(), args)?;
    if let Some(group) = this.downcast::<BaseException>() {
        group.set_args(Tuple::from_slice(ts, args.pos())?);
    }
    Ok(())
}

fn readonly(ts: &ThreadState, _this: &PyObject, _value: Option<&PyObject>) -> PyResult<()> {
    Err(ts.raise(&ts.types().attribute_error, "readonly attribute"))
}

/// The exceptions in a group.
pub fn exceptions(group: &PyObject) -> Option<Py<Tuple>> {
    field(group, &BASE_EXCEPTION_GROUP, 1)?.get()?.downcast_into().ok()
}

/// The message of a group.
pub fn message(group: &PyObject) -> Option<Py<Str>> {
    field(group, &BASE_EXCEPTION_GROUP, 0)?.get()?.downcast_into().ok()
}

fn group_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    let message = message(this).map_or_else(String::new, |message| message.to_rust_string());
    let count = exceptions(this).map_or(0, |exceptions| exceptions.len());
    let s = if count == 1 { "" } else { "s" };
    Ok(ts.new_str(&format!("{message} ({count} sub-exception{s})"))?.into_ref())
}

fn derive(ts: &ThreadState, this: &PyObject, excs: &PyObject) -> PyResult {
    let message = none_or(ts, message(this).map(Py::into_ref));
    crate::protocol::call::call(ts, ts.types().base_exception_group.as_object(), Args::positional(&[message, excs.to_ref()]))
}

/// What `split`, `subgroup` and `except*` test leaves with.
enum Matcher<'a> {
    Types(&'a PyObject),
    Function(&'a PyObject),
    /// These very leaves, by their ids.
    Leaves(&'a [usize]),
}

impl<'a> Matcher<'a> {
    fn new(ts: &ThreadState, value: &'a PyObject) -> PyResult<Matcher<'a>> {
        let is_class = |o: &PyObject| o.downcast::<Type>().is_some_and(|class| class.is_subtype(&ts.types().base_exception));
        if is_class(value) || value.downcast::<Tuple>().is_some_and(|t| t.items().iter().all(|o| is_class(o))) {
            return Ok(Matcher::Types(value));
        }
        if crate::protocol::call::is_callable(value) && !value.is_kind::<Type>() {
            return Ok(Matcher::Function(value));
        }
        Err(ts.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }
    fn matches(&self, ts: &ThreadState, exc: &PyObject) -> PyResult<bool> {
        match self {
            Matcher::Types(types) => crate::protocol::object::is_instance(ts, exc, types),
            Matcher::Leaves(ids) => Ok(ids.contains(&exc.id())),
            Matcher::Function(function) => {
                let answer = crate::protocol::call::call_one(ts, function, exc)?;
                crate::protocol::object::is_true(ts, &answer)
            }
        }
    }
}

/// A group with the same metadata and other leaves.
fn subset(ts: &ThreadState, group: &PyObject, excs: Vec<PyRef>) -> PyResult<Option<PyRef>> {
    if excs.is_empty() {
        return Ok(None);
    }
    let list = crate::types::list::List::from_vec(ts, excs)?;
    let part = crate::protocol::call::call_method(ts, group, "derive", &[list.into_ref()])?;
    if !part.ob_type().is_subtype(&ts.types().base_exception_group) {
        return Err(ts.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    if let (Some(from), Some(to)) = (group.downcast::<BaseException>(), part.downcast::<BaseException>()) {
        to.set_traceback(from.traceback());
        to.set_context(from.context());
        let suppress = from.suppress_context();
        if let Some(cause) = from.cause() {
            to.set_cause(Some(cause));
        }
        to.suppress_context.set(suppress);
    }
    let notes = &ts.names().__notes__;
    if let Some(found) = crate::protocol::attr::get_attr_opt(ts, group, notes)? {
        if found.ob_type().slots.sq_item.get().is_some() {
            let copy = crate::types::list::List::from_vec(ts, crate::protocol::sequence::to_vec(ts, &found)?)?;
            crate::protocol::attr::set_attr(ts, &part, notes, copy.as_object())?;
        }
    }
    Ok(Some(part))
}

/// Split a group into what matches and, if asked for, what does not.
fn split_by(ts: &ThreadState, exc: &PyObject, matcher: &Matcher<'_>, want_rest: bool) -> PyResult<(Option<PyRef>, Option<PyRef>)> {
    ts.check_stack(" in exceptiongroup_split_recursive")?;
    if matcher.matches(ts, exc)? {
        return Ok((Some(exc.to_ref()), None));
    }
    let Some(children) = exceptions(exc) else { return Ok((None, want_rest.then(|| exc.to_ref()))) };
    let (mut matched, mut rest) = (Vec::new(), Vec::new());
    for child in children.items() {
        let (yes, no) = split_by(ts, child, matcher, want_rest)?;
        matched.extend(yes);
        rest.extend(no);
    }
    Ok((subset(ts, exc, matched)?, if want_rest { subset(ts, exc, rest)? } else { None }))
}

/// Split a group, or a lone exception, by exception types: for `except*`. CPython: `_PyEval_ExceptionGroupMatch`.
pub fn split_by_types(ts: &ThreadState, exc: &PyObject, types: &PyObject) -> PyResult<(Option<PyRef>, Option<PyRef>)> {
    split_by(ts, exc, &Matcher::Types(types), true)
}

/// The part of a group whose leaves are those of the exceptions `keep`. CPython: `exc_group_projection`.
pub fn project(ts: &ThreadState, group: &PyObject, keep: &[PyRef]) -> PyResult<Option<PyRef>> {
    let mut leaves = Vec::new();
    let mut todo: Vec<PyRef> = keep.to_vec();
    while let Some(exc) = todo.pop() {
        match exceptions(&exc) {
            Some(children) => todo.extend(children.items().iter().cloned()),
            None => leaves.push(exc.id()),
        }
    }
    Ok(split_by(ts, group, &Matcher::Leaves(&leaves), false)?.0)
}

fn split(ts: &ThreadState, this: &PyObject, condition: &PyObject) -> PyResult {
    let matcher = Matcher::new(ts, condition)?;
    let (yes, no) = split_by(ts, this, &matcher, true)?;
    Ok(ts.new_tuple(&[none_or(ts, yes), none_or(ts, no)])?.into_ref())
}

fn subgroup(ts: &ThreadState, this: &PyObject, condition: &PyObject) -> PyResult {
    let matcher = Matcher::new(ts, condition)?;
    Ok(none_or(ts, split_by(ts, this, &matcher, false)?.0))
}

/// BaseExceptionGroup: `message`, `exceptions`.
pub static BASE_EXCEPTION_GROUP: TypeDef = TypeDef {
    slots: Slots { tp_new: Some(group_new), tp_init: Some(group_init), tp_str: Some(group_str), ..Slots::INHERIT },
    methods: &[
        MethodDef::new("derive", "($self, excs, /)", Native::O(derive), "A group of the same kind with other exceptions."),
        MethodDef::new("split", "($self, matcher_value, /)", Native::O(split), "The part that matches and the rest."),
        MethodDef::new("subgroup", "($self, matcher_value, /)", Native::O(subgroup), "The part that matches."),
        MethodDef::new("__class_getitem__", "", Native::O(crate::types::object::class_getitem), "See PEP 585.").class(),
    ],
    getset: &[
        GetSetDef { set: Some(readonly), ..own_field!(BASE_EXCEPTION_GROUP: "message" = 0) },
        GetSetDef { set: Some(readonly), ..own_field!(BASE_EXCEPTION_GROUP: "exceptions" = 1) },
    ],
    ..derived("BaseExceptionGroup", &super::BASE_EXCEPTION, Layout::of::<With<2>>(), "Several unrelated exceptions raised together.")
};

/// ExceptionGroup, which is an Exception as well: its second base is added when the types are made ready.
pub static EXCEPTION_GROUP: TypeDef = TypeDef {
    slots: Slots::INHERIT,
    ..derived("ExceptionGroup", &BASE_EXCEPTION_GROUP, Layout::of::<With<2>>(), "Several unrelated exceptions raised together.")
};
