//! `__build_class__`.

use minipy_object::args::Args;
use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::typeobject::{Type, create};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::types::cell::CellObject;
use crate::types::function::Function;

pub(super) static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "__build_class__",
    "",
    Native::Raw(build_class),
    "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.",
)];

/// Replace bases that are no classes by what their `__mro_entries__` gives. CPython: `update_bases`.
fn update_bases(ts: &ThreadState, bases: &[PyRef]) -> PyResult<Option<Vec<PyRef>>> {
    let mut new: Option<Vec<PyRef>> = None;
    let original = Tuple::from_slice(ts, bases)?;
    for (i, base) in bases.iter().enumerate() {
        let entries = if base.downcast::<Type>().is_some() { None } else { protocol::get_attr_opt(ts, base, &ts.names().__mro_entries__)? };
        let Some(entries) = entries else {
            if let Some(new) = &mut new {
                new.push(base.clone());
            }
            continue;
        };
        let replacement = protocol::call_one(ts, &entries, original.as_object())?;
        let Some(replacement) = replacement.downcast::<Tuple>() else {
            return Err(ts.type_error("__mro_entries__ must return a tuple"));
        };
        let list = new.get_or_insert_with(|| bases.get(..i).unwrap_or(&[]).to_vec());
        list.extend(replacement.items().iter().cloned());
    }
    Ok(new)
}

fn build_class(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    let [func, name, bases @ ..] = args.pos() else {
        return Err(ts.type_error("__build_class__: not enough arguments"));
    };
    let Some(func) = func.downcast::<Function>() else {
        return Err(ts.type_error("__build_class__: func must be a function"));
    };
    let Some(class_name) = name.downcast::<Str>() else {
        return Err(ts.type_error("__build_class__: name is not a string"));
    };
    let updated = update_bases(ts, bases)?;
    let bases_tuple = Tuple::from_slice(ts, updated.as_deref().unwrap_or(bases))?;
    let mut metaclass: Option<PyRef> = None;
    let mut kw_names = Vec::new();
    let mut kw_values = Vec::new();
    for (key, value) in args.keywords() {
        if key.equals_str("metaclass") {
            metaclass = Some(value.clone());
        } else {
            kw_names.push(key.into_ref());
            kw_values.push(value.clone());
        }
    }
    let meta = match metaclass {
        Some(meta) => meta,
        None => match bases_tuple.get(0) {
            Some(base) => base.ob_type().to_ref(),
            None => ts.types().type_.to_ref(),
        },
    };
    // The metaclass must derive from those of all bases: the winner may be one of these.
    let meta = match meta.downcast::<Type>() {
        Some(meta) => create::calculate_metaclass(ts, meta, &bases_tuple)?.into_ref(),
        None => meta,
    };
    let call_args = |last: PyRef| -> PyResult<(Vec<PyRef>, Option<Py<Tuple>>)> {
        let mut values = vec![class_name.to_ref(), bases_tuple.to_ref()];
        if !last.is(&ts.singletons().none) {
            values.push(last);
        }
        values.extend(kw_values.iter().cloned());
        let names = if kw_names.is_empty() { None } else { Some(Tuple::from_slice(ts, &kw_names)?) };
        Ok((values, names))
    };
    let namespace = match protocol::get_attr_opt(ts, &meta, &ts.names().__prepare__)? {
        Some(prepare) => {
            let (values, names) = call_args(ts.none())?;
            protocol::call(ts, &prepare, Args::new(&values, names.as_deref()))?
        }
        None => Dict::new(ts)?.into_ref(),
    };
    if namespace.downcast::<Dict>().is_none() && namespace.ob_type().slots.mp_subscript.get().is_none() {
        let meta_name = meta.downcast::<Type>().map_or_else(|| "<metaclass>".to_owned(), |meta| meta.name_string());
        let kind = namespace.ob_type().name_string();
        return Err(ts.type_error(format_args!("{meta_name}.__prepare__() must return a mapping, not {kind}")));
    }
    let cell = crate::call::call_with_namespace(ts, func, namespace.clone())?;
    if updated.is_some() {
        let original = Tuple::from_slice(ts, bases)?;
        protocol::set_item(ts, &namespace, ts.names().__orig_bases__.as_object(), original.as_object())?;
    }
    let (values, names) = call_args(namespace)?;
    let class = protocol::call(ts, &meta, Args::new(&values, names.as_deref()))?;
    if let (Some(cell), true) = (cell.downcast::<CellObject>(), class.downcast::<Type>().is_some()) {
        let text = class_name.to_rust_string();
        match cell.get() {
            None => {
                let shown = protocol::repr(ts, &class)?.to_rust_string();
                return Err(ts.runtime_error(format_args!(
                    "__class__ not set defining '{text}' as {shown}. Was __classcell__ propagated to type.__new__?"
                )));
            }
            Some(held) if !held.is(&class) => {
                let (held, shown) = (protocol::repr(ts, &held)?.to_rust_string(), protocol::repr(ts, &class)?.to_rust_string());
                return Err(ts.type_error(format_args!("__class__ set to {held} defining '{text}' as {shown}")));
            }
            Some(_) => {}
        }
    }
    Ok(class)
}
