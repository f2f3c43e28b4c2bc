//! Raising exceptions from Rust code, in CPython's words.
//!
//! CPython counterpart: `Python/errors.c`. Each function sets the current exception, chained to the one being handled, and returns
//! the [`Raised`] that proves it.

use std::fmt::Display;

use crate::header::{Obj, PyObject, PyType};
use crate::pyref::{Field, Py, PyRef};
use crate::state::{PyResult, Raised, ThreadState};
use crate::types::exceptions::{self, BaseException};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

macro_rules! simple {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[cold]
        pub fn $name(&self, message: impl Display) -> Raised {
            self.raise(&self.types().$name, message)
        }
    )* };
}

impl ThreadState {
    /// Raise `ty(message)`. CPython: `PyErr_Format`.
    #[cold]
    #[inline(never)]
    pub fn raise(&self, ty: &PyType, message: impl Display) -> Raised {
        let made = self.new_str(&message.to_string()).and_then(|text| exceptions::new_exception(self, ty, &[text.into_ref()]));
        match made {
            Ok(exception) => self.raise_exception(exception.into_ref()),
            Err(raised) => raised,
        }
    }

    /// Raise `ty(arg)`. CPython: `PyErr_SetObject`.
    #[cold]
    pub fn raise_with(&self, ty: &PyType, arg: PyRef) -> Raised {
        match exceptions::new_exception(self, ty, &[arg]) {
            Ok(exception) => self.raise_exception(exception.into_ref()),
            Err(raised) => raised,
        }
    }

    /// Raise `ty()`. CPython: `PyErr_SetNone`.
    #[cold]
    pub fn raise_none(&self, ty: &PyType) -> Raised {
        match exceptions::new_exception(self, ty, &[]) {
            Ok(exception) => self.raise_exception(exception.into_ref()),
            Err(raised) => raised,
        }
    }

    /// Make an exception instance the current exception and chain it to the one being handled. CPython: `_PyErr_SetObject`.
    pub fn raise_exception(&self, exception: PyRef) -> Raised {
        if let (Some(exc), Some(handled)) = (exception.downcast::<BaseException>(), self.handled_exception()) {
            if !handled.is(&exception) {
                // Avoid a cycle through __context__: cut the chain where it comes back to the new exception.
                let mut at = handled.clone();
                let mut slow = handled.clone();
                let mut step = false;
                while let Some(context) = at.downcast::<BaseException>().and_then(|at| at.context()) {
                    if context.is(&exception) {
                        if let Some(at) = at.downcast::<BaseException>() {
                            at.set_context(None);
                        }
                        break;
                    }
                    at = context;
                    if step {
                        let next = slow.downcast::<BaseException>().and_then(|slow| slow.context());
                        slow = next.unwrap_or_else(|| slow.clone());
                        if slow.is(&at) {
                            break;
                        }
                    }
                    step = !step;
                }
                exc.set_context(Some(handled));
            }
        }
        self.set_exception(exception)
    }

    simple! {
        /// TypeError
        type_error;
        /// ValueError
        value_error;
        /// IndexError
        index_error;
        /// RuntimeError
        runtime_error;
        /// OverflowError
        overflow_error;
        /// ZeroDivisionError
        zero_division_error;
        /// RecursionError
        recursion_error;
        /// LookupError
        lookup_error;
        /// NotImplementedError
        not_implemented_error;
        /// UnboundLocalError
        unbound_local_error;
        /// BufferError
        buffer_error;
        /// SystemError
        system_error;
        /// AssertionError
        assertion_error;
    }

    /// KeyError with the key itself.
    #[cold]
    pub fn key_error(&self, key: &PyObject) -> Raised {
        self.raise_with(&self.types().key_error, key.to_ref())
    }

    /// AttributeError with its `name` and `obj`.
    #[cold]
    pub fn attribute_error(&self, object: &PyObject, name: &Obj<Str>, message: impl Display) -> Raised {
        let raised = self.raise(&self.types().attribute_error, message);
        exceptions::with_current(self, raised, |exc| {
            exceptions::set_field(exc, &exceptions::ATTRIBUTE_ERROR, 0, Some(object.to_ref()));
            exceptions::set_field(exc, &exceptions::ATTRIBUTE_ERROR, 1, Some(name.to_ref()));
        })
    }

    /// Warn, as the program's filters say. CPython: `PyErr_WarnEx` with a stack level of 1.
    #[cold]
    pub fn warn(&self, category: &PyType, message: impl Display) -> PyResult<()> {
        match self.interp().warn.get() {
            Some(warn) => warn(self, category, &message.to_string()),
            None => Ok(()),
        }
    }

    /// Say in an AttributeError that a program raised without them which object was asked for which name. CPython:
    /// `_PyObject_SetAttributeErrorContext`.
    #[cold]
    pub fn with_attribute(&self, raised: Raised, object: &PyObject, name: &Obj<Str>) -> Raised {
        if !self.exception_is(&raised, &self.types().attribute_error) {
            return raised;
        }
        exceptions::with_current(self, raised, |exc| {
            let said = |index| exceptions::field(exc, &exceptions::ATTRIBUTE_ERROR, index).is_none_or(|field| !field.is_empty());
            if !said(0) && !said(1) {
                exceptions::set_field(exc, &exceptions::ATTRIBUTE_ERROR, 0, Some(object.to_ref()));
                exceptions::set_field(exc, &exceptions::ATTRIBUTE_ERROR, 1, Some(name.to_ref()));
            }
        })
    }

    /// `'x' object has no attribute 'y'`.
    #[cold]
    pub fn no_attribute(&self, object: &PyObject, name: &Obj<Str>) -> Raised {
        let kind = object.ob_type().name_string();
        self.attribute_error(object, name, format_args!("'{kind}' object has no attribute '{}'", name.to_rust_string()))
    }

    /// NameError with its `name`.
    #[cold]
    pub fn name_error(&self, name: &Obj<Str>, message: impl Display) -> Raised {
        let raised = self.raise(&self.types().name_error, message);
        exceptions::with_current(self, raised, |exc| {
            exceptions::set_field(exc, &exceptions::NAME_ERROR, 0, Some(name.to_ref()));
        })
    }

    /// StopIteration, with a value where there is one.
    #[cold]
    pub fn stop_iteration(&self, value: Option<PyRef>) -> Raised {
        match value {
            Some(value) => self.raise_with(&self.types().stop_iteration, value),
            None => self.raise_none(&self.types().stop_iteration),
        }
    }

    /// MemoryError: a new instance where there is still room for one, else that which exists from the start. The latter keeps the
    /// traceback of its last use, and so the frames in it.
    #[cold]
    #[inline(never)]
    pub fn no_memory(&self) -> Raised {
        match self.interp().singletons_cell().get() {
            Some(singletons) => {
                // Asking for the new instance comes here again where there is no room for it.
                if self.interp().raising_no_memory.replace(true) {
                    return self.set_exception(singletons.memory_error.clone());
                }
                let fresh = exceptions::blank(self, &self.types().memory_error, singletons.empty_tuple.clone());
                self.interp().raising_no_memory.set(false);
                match fresh {
                    Ok(fresh) => self.set_exception(fresh.into_ref()),
                    Err(raised) => raised,
                }
            }
            // Only while the interpreter starts; `bootstrap` reports it as a failed start.
            None => Raised::proof(),
        }
    }

    /// A tuple of owned references.
    pub fn new_tuple(&self, items: &[PyRef]) -> PyResult<Py<Tuple>> {
        Tuple::from_slice(self, items)
    }
}

/// Whether the current exception is a StopIteration; if so it is cleared and its value returned. CPython: `_PyGen_FetchStopIterationValue`.
pub fn take_stop_iteration(ts: &ThreadState, raised: Raised) -> PyResult<PyRef> {
    if !ts.exception_is(&raised, &ts.types().stop_iteration) {
        return Err(raised);
    }
    let exception = ts.take_exception(raised);
    let value: Option<PyRef> = exceptions::field(&exception, &exceptions::STOP_ITERATION, 0).and_then(Field::get);
    Ok(value.unwrap_or_else(|| ts.none()))
}
