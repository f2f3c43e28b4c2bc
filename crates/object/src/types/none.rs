//! None, NotImplemented and Ellipsis: the types of the three lone objects.
//!
//! CPython counterpart: the end of `Objects/object.c`, `Objects/sliceobject.c` for Ellipsis.

use crate::args::Args;
use crate::header::{PyObject, PyType};
use crate::pyref::Visit;
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, MethodDef, Native, TypeDef};

macro_rules! lone {
    ($payload:ident $def:ident $name:literal $field:ident) => {
        /// The payload: nothing.
        pub struct $payload;
        impl Body for $payload {
            const COLLECTED: bool = false;
            fn traverse(&self, _visit: &mut Visit<'_>) {}
        }
        crate::py_layout!($payload, $def, |ts| &ts.types().$field);
    };
}

lone!(NoneType NONE "NoneType" none_type);
lone!(NotImplementedType NOT_IMPLEMENTED "NotImplementedType" not_implemented_type);
lone!(Ellipsis ELLIPSIS "ellipsis" ellipsis);

fn text(ts: &ThreadState, text: &str) -> PyResult {
    Ok(ts.intern(text)?.into_ref())
}

fn no_arguments(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult<()> {
    if args.is_empty() { Ok(()) } else { Err(ts.type_error(format_args!("{} takes no arguments", ty.name_string()))) }
}

/// NoneType
pub static NONE: TypeDef = TypeDef {
    doc: Some("The type of the None singleton."),
    slots: Slots {
        tp_repr: Some(|ts, _| text(ts, "None")),
        tp_hash: Some(|_, _| Ok(0xfca8_6420)),
        nb_bool: Some(|_, _| Ok(false)),
        tp_new: Some(|ts, ty, args| no_arguments(ts, ty, args).map(|()| ts.none())),
        ..Slots::INHERIT
    },
    ..TypeDef::of::<NoneType>("NoneType")
};

fn not_implemented_bool(ts: &ThreadState, _this: &PyObject) -> PyResult<bool> {
    // 3.13 warns (DeprecationWarning, not shown by default) and says True.
    let _ = ts;
    Ok(true)
}

/// NotImplementedType
pub static NOT_IMPLEMENTED: TypeDef = TypeDef {
    doc: Some("The type of the NotImplemented singleton."),
    slots: Slots {
        tp_repr: Some(|ts, _| text(ts, "NotImplemented")),
        nb_bool: Some(not_implemented_bool),
        tp_new: Some(|ts, ty, args| no_arguments(ts, ty, args).map(|()| ts.not_implemented())),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new("__reduce__", "", Native::NoArgs(|ts, _| text(ts, "NotImplemented")), "")],
    ..TypeDef::of::<NotImplementedType>("NotImplementedType")
};

/// ellipsis
pub static ELLIPSIS: TypeDef = TypeDef {
    doc: Some("The type of the Ellipsis singleton."),
    slots: Slots {
        tp_repr: Some(|ts, _| text(ts, "Ellipsis")),
        tp_new: Some(|ts, ty, args| {
            if args.is_empty() {
                Ok(ts.singletons().ellipsis.clone())
            } else {
                let _ = ty;
                Err(ts.type_error("EllipsisType takes no arguments"))
            }
        }),
        ..Slots::INHERIT
    },
    methods: &[MethodDef::new("__reduce__", "", Native::NoArgs(|ts, _| text(ts, "Ellipsis")), "")],
    ..TypeDef::of::<Ellipsis>("ellipsis")
};
