//! Records that are tuples: each field has a name and a position (`sys.version_info`).
//!
//! CPython counterpart: `Objects/structseq.c`. Each record is a `TypeDef` of its own that shares tuple's payload, made by [`record`] from a
//! list of fields; the shared slot functions find the names in the type's table.
//! Invariant: an instance has as many items as its type has fields; both are fixed.

use crate::args::{Args, check_positional};
use crate::header::{Obj, PyObject, PyType};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::slots::Slots;
use crate::state::{PyResult, ThreadState};
use crate::typedef::{GetSetDef, Layout, MethodDef, Native, TypeDef, TypeFlags};
use crate::types::dict::Dict;
use crate::types::tuple::{TUPLE, Tuple};

/// The most fields that a record can have.
const MOST: usize = 24;

fn field<const N: usize>(ts: &ThreadState, this: &PyObject) -> PyResult {
    this.downcast::<Tuple>().and_then(|tuple| tuple.get(N)).ok_or_else(|| ts.system_error("a record lacks an item"))
}

type Getter = fn(&ThreadState, &PyObject) -> PyResult;

/// The getter of each position.
const GETTERS: [Getter; MOST] = [
    field::<0>,
    field::<1>,
    field::<2>,
    field::<3>,
    field::<4>,
    field::<5>,
    field::<6>,
    field::<7>,
    field::<8>,
    field::<9>,
    field::<10>,
    field::<11>,
    field::<12>,
    field::<13>,
    field::<14>,
    field::<15>,
    field::<16>,
    field::<17>,
    field::<18>,
    field::<19>,
    field::<20>,
    field::<21>,
    field::<22>,
    field::<23>,
];

/// The members of a record with these names.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time: a list that is too long does not compile")]
pub const fn fields<const N: usize>(names: [&'static str; N]) -> [GetSetDef; N] {
    const BLANK: GetSetDef = GetSetDef::member("", field::<0>);
    let mut out = [BLANK; N];
    let mut at = 0;
    while at < N {
        out[at] = GetSetDef::member(names[at], GETTERS[at]);
        at += 1;
    }
    out
}

/// The type of a record. `sealed`: programs cannot make another one.
pub const fn record(name: &'static str, module: &'static str, doc: &'static str, fields: &'static [GetSetDef], sealed: bool) -> TypeDef {
    TypeDef {
        name,
        module,
        doc: Some(doc),
        text_signature: None,
        base: Some(&TUPLE),
        payload_of: None,
        flags: if sealed { TypeFlags::DISALLOW_INSTANTIATION } else { TypeFlags::NONE },
        slots: Slots { tp_new: Some(new), tp_repr: Some(repr), ..Slots::INHERIT },
        methods: &METHODS,
        getset: fields,
        role: crate::typedef::Role::Plain,
        layout: Layout::of::<Tuple>(),
    }
}

/// Whether a type is a record.
pub(crate) fn is_record(def: &'static TypeDef) -> bool {
    std::ptr::eq(def.methods.as_ptr(), METHODS.as_ptr())
}

/// What the type itself says of its fields. CPython: `initialize_structseq_dict`.
pub(crate) fn add_counts(ts: &ThreadState, def: &'static TypeDef, dict: &Obj<Dict>) -> PyResult<()> {
    let count = def.getset.len() as i64;
    for (name, value) in [("n_sequence_fields", count), ("n_fields", count), ("n_unnamed_fields", 0)] {
        dict.set_str(ts, &*ts.intern(name)?, ts.new_int(value)?.into_ref())?;
    }
    let mut names = Vec::new();
    for field in def.getset {
        names.push(ts.intern(field.name)?.into_ref());
    }
    dict.set_str(ts, &*ts.intern("__match_args__")?, Tuple::from_vec(ts, names)?.into_ref())
}

/// A record of that type with these values, one for each field.
pub fn make(ts: &ThreadState, ty: &PyType, values: &[PyRef]) -> PyResult {
    Ok(Tuple::new_in(ts, ty, values)?.into_ref())
}

fn new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    const NAMES: [&str; 2] = ["sequence", "dict"];
    let mut given: [Option<PyRef>; 2] = [args.pos().first().cloned(), args.pos().get(1).cloned()];
    check_positional(ts, &ty.name_string(), args.pos().len(), 0, 2)?;
    for (name, value) in args.keywords() {
        match NAMES.iter().zip(&mut given).find(|(known, _)| name.equals_str(known)) {
            Some((_, slot)) => *slot = Some(value.clone()),
            None => {
                let (kind, name) = (ty.name(), name.to_rust_string());
                let kind = kind.map_or_else(String::new, |kind| kind.to_rust_string());
                return Err(ts.type_error(format_args!("{kind}() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    let [Some(sequence), extra] = given else {
        return Err(ts.type_error(format_args!(
            "{}() missing required argument 'sequence' (pos 1)",
            ty.name().map_or_else(String::new, |name| name.to_rust_string())
        )));
    };
    if sequence.ob_type().slots.tp_iter.get().is_none() && sequence.ob_type().slots.sq_item.get().is_none() {
        return Err(ts.type_error("constructor requires a sequence"));
    }
    let items = protocol::to_vec(ts, &sequence)?;
    let name = ty.name_string();
    if let Some(extra) = extra.filter(|extra| extra.downcast::<Dict>().is_none()) {
        let _ = extra;
        return Err(ts.type_error(format_args!("{name}() takes a dict as second arg, if any")));
    }
    let wanted = ty.def().getset.len();
    if items.len() != wanted {
        return Err(ts.type_error(format_args!("{name}() takes a {wanted}-sequence ({}-sequence given)", items.len())));
    }
    make(ts, ty, &items)
}

fn tuple(ts: &ThreadState, this: &PyObject) -> PyResult<Py<Tuple>> {
    this.downcast::<Tuple>().map(Obj::to_py).ok_or_else(|| ts.system_error("a record was expected"))
}

fn repr(ts: &ThreadState, this: &PyObject) -> PyResult {
    let values = tuple(ts, this)?;
    ts.check_stack(" while getting the repr of an object")?;
    let mut text = this.ob_type().name_string();
    text.push('(');
    for (i, (field, value)) in this.ob_type().def().getset.iter().zip(values.items()).enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(field.name);
        text.push('=');
        text.push_str(&protocol::repr(ts, value)?.to_rust_string());
    }
    text.push(')');
    Ok(ts.new_str(&text)?.into_ref())
}

fn reduce(ts: &ThreadState, this: &PyObject) -> PyResult {
    let plain = Tuple::from_slice(ts, tuple(ts, this)?.items())?.into_ref();
    let args = ts.new_tuple(&[plain, Dict::new(ts)?.into_ref()])?.into_ref();
    Ok(ts.new_tuple(&[this.ob_type().to_ref(), args])?.into_ref())
}

fn replace(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    if !args.pos().is_empty() {
        return Err(ts.type_error(format_args!("__replace__() takes no positional arguments ({} given)", args.pos().len())));
    }
    let mut values = tuple(ts, this)?.items().to_vec();
    let mut unknown = Vec::new();
    for (name, value) in args.keywords() {
        let at = this.ob_type().def().getset.iter().position(|field| name.equals_str(field.name));
        match at.and_then(|at| values.get_mut(at)) {
            Some(slot) => *slot = value.clone(),
            None => unknown.push(name.into_ref()),
        }
    }
    if !unknown.is_empty() {
        let shown = crate::types::list::List::from_vec(ts, unknown)?;
        let shown = protocol::repr(ts, shown.as_object())?.to_rust_string();
        return Err(ts.value_error(format_args!("Got unexpected field name(s): {shown}")));
    }
    make(ts, this.ob_type(), &values)
}

static METHODS: [MethodDef; 2] = [
    MethodDef::new("__reduce__", "", Native::NoArgs(reduce), ""),
    MethodDef::new("__replace__", "", Native::Raw(replace), "Return a copy of the structure with new values for the specified fields."),
];
