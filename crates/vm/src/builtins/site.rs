//! What `site` adds to builtins: `exit`, `quit`, `copyright`, `credits`, `license`, `help`.
//!
//! CPython counterpart: `Lib/_sitebuiltins.py`. They are native here, so that an empty program compiles nothing for them. Invariant:
//! each is one object, made at start and bound in builtins; its fields never change.

use minipy_object::args::{Args, bind_new};
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::py_layout;
use minipy_object::pyref::{Field, Py, Visit};
use minipy_object::slots::Slots;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{Body, GetSetDef, TypeDef, TypeFlags};

/// How a file ends at the prompt, in CPython's words for systems with a Unix terminal.
const EOF: &str = "Ctrl-D (i.e. EOF)";

/// What `copyright`, `credits` and `license` print.
const TEXTS: &[(&str, &str)] = &[
    ("copyright", "Copyright (c) the minipy authors."),
    ("credits", "Thanks to the people of CPython, whose language, messages and names these are."),
    ("license", "minipy may be used under the MIT licence or the Apache License 2.0, as you choose."),
];

/// The payload of `exit` and `quit`: the name, and what else ends the prompt.
pub struct Quitter {
    name: Field,
    eof: Field,
}

impl Body for Quitter {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.name.traverse(visit);
        self.eof.traverse(visit);
    }
}

/// The payload of `copyright` and its kin: the text.
pub struct Printer {
    text: Field,
}

impl Body for Printer {
    const COLLECTED: bool = true;
    fn traverse(&self, visit: &mut Visit<'_>) {
        self.text.traverse(visit);
    }
}

/// The payload of `help`: nothing.
pub struct Helper;

impl Body for Helper {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

py_layout!(Quitter, QUITTER, |ts| &crate::types::vm_types(ts).quitter);
py_layout!(Printer, PRINTER, |ts| &crate::types::vm_types(ts).printer);
py_layout!(Helper, HELPER, |ts| &crate::types::vm_types(ts).helper);

/// Bind them all in builtins.
pub fn install_site(ts: &ThreadState) -> PyResult<()> {
    let Some(builtins) = ts.builtins() else { return Ok(()) };
    let eof = ts.new_str(EOF)?.into_ref();
    for name in ["quit", "exit"] {
        let name = ts.intern(name)?;
        let quitter = Py::new(ts, Quitter { name: Field::new(name.clone()), eof: Field::new(eof.clone()) })?;
        builtins.set_str(ts, &name, quitter.into_ref())?;
    }
    for (name, text) in TEXTS {
        let printer = Py::new(ts, Printer { text: Field::new(ts.new_str(text)?) })?;
        builtins.set_str(ts, &*ts.intern(name)?, printer.into_ref())?;
    }
    builtins.set_str(ts, &*ts.intern("help")?, Py::new(ts, Helper)?.into_ref())
}

fn quitter<'a>(ts: &ThreadState, object: &'a PyObject) -> PyResult<&'a Obj<Quitter>> {
    object.downcast::<Quitter>().ok_or_else(|| ts.system_error("a Quitter was expected"))
}

fn quitter_name(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(quitter(ts, object)?.name.get().unwrap_or_else(|| ts.none()))
}

fn quitter_eof(ts: &ThreadState, object: &PyObject) -> PyResult {
    Ok(quitter(ts, object)?.eof.get().unwrap_or_else(|| ts.none()))
}

fn quitter_repr(ts: &ThreadState, object: &PyObject) -> PyResult {
    let (name, eof) = (quitter_name(ts, object)?, quitter_eof(ts, object)?);
    let (name, eof) = (protocol::str(ts, &name)?.to_rust_string(), protocol::str(ts, &eof)?.to_rust_string());
    Ok(ts.new_str(&format!("Use {name}() or {eof} to exit"))?.into_ref())
}

fn quitter_call(ts: &ThreadState, _object: &PyObject, args: Args<'_>) -> PyResult {
    let bound = bind_new(ts, "__call__", "(code=None)", args)?;
    let code = bound.get(0).map_or_else(|| ts.none(), PyObject::to_ref);
    // Shells catch SystemExit, but listen when their standard input is closed.
    let closed = match crate::sys::attribute(ts, "stdin") {
        Ok(Some(stdin)) => protocol::call_method(ts, &stdin, "close", &[]).map(drop),
        Ok(None) => Ok(()),
        Err(raised) => Err(raised),
    };
    if let Err(raised) = closed {
        ts.clear_exception(raised);
    }
    let exception = protocol::call_one(ts, ts.types().system_exit.as_object(), &code)?;
    Err(ts.raise_exception(exception))
}

fn printer_text(ts: &ThreadState, object: &PyObject) -> PyResult {
    let text = object.downcast::<Printer>().and_then(|printer| printer.text.get());
    text.ok_or_else(|| ts.system_error("a _Printer was expected"))
}

fn printer_call(ts: &ThreadState, object: &PyObject, args: Args<'_>) -> PyResult {
    bind_new(ts, "__call__", "()", args)?;
    let text = printer_text(ts, object)?;
    let print = super::lookup(ts, "print")?;
    protocol::call_one(ts, &print, &text)
}

const HELP: &str = "Type help() for interactive help, or help(object) for help about object.";

fn helper_call(ts: &ThreadState, _object: &PyObject, args: Args<'_>) -> PyResult {
    let pydoc = crate::import::import_module(ts, "pydoc")?;
    let help = protocol::get_attr(ts, &pydoc, &*ts.intern("help")?)?;
    protocol::call(ts, &help, args)
}

/// See the module.
pub static QUITTER: TypeDef = TypeDef {
    module: "_sitebuiltins",
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(quitter_repr), tp_call: Some(quitter_call), ..Slots::INHERIT },
    getset: &[GetSetDef::member("name", quitter_name), GetSetDef::member("eof", quitter_eof)],
    ..TypeDef::of::<Quitter>("Quitter")
};

/// See the module.
pub static PRINTER: TypeDef = TypeDef {
    module: "_sitebuiltins",
    doc: Some("interactive prompt objects for printing the license text, a list of\n    contributors and the copyright notice."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(printer_text), tp_call: Some(printer_call), ..Slots::INHERIT },
    ..TypeDef::of::<Printer>("_Printer")
};

/// See the module.
pub static HELPER: TypeDef = TypeDef {
    module: "_sitebuiltins",
    doc: Some("Define the builtin 'help'."),
    flags: TypeFlags::DISALLOW_INSTANTIATION,
    slots: Slots { tp_repr: Some(|ts, _| Ok(ts.new_str(HELP)?.into_ref())), tp_call: Some(helper_call), ..Slots::INHERIT },
    ..TypeDef::of::<Helper>("_Helper")
};
