//! The types that native modules bring along: made when a module first asks for one, kept to the interpreter's end.
//!
//! CPython counterpart: the heap types in the state of a module (`PyModule_GetState`). Here they are found by their `TypeDef`, so a
//! payload names its type as a builtin one does: `py_layout!(Lock, LOCK, |ts| module_type(ts, &LOCK))`.
//! Invariant: a type that is in the table stays there until [`drop_all`], which runs when no instance is left.
#![expect(unsafe_code, reason = "lends a type that the table keeps alive")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ptr::NonNull;

use crate::bootstrap::{make_types, strip_type};
use crate::header::PyType;
use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};
use crate::typedef::TypeDef;
use crate::typeobject::Type;

/// See the module. One per interpreter.
#[derive(Default)]
pub(crate) struct ModuleTypes {
    made: RefCell<BTreeMap<usize, Py<Type>>>,
}

impl ModuleTypes {
    fn find(&self, def: &'static TypeDef) -> Option<NonNull<PyType>> {
        self.made.borrow().get(&std::ptr::from_ref(def).addr()).map(|ty| NonNull::from(&**ty))
    }

    /// All that were made, for those who look for a base.
    pub(crate) fn all(&self) -> Vec<Py<Type>> {
        self.made.borrow().values().cloned().collect()
    }
}

/// The type of that data in the interpreter of `ts`; it is made, with its bases, if it is not there yet.
pub fn get(ts: &ThreadState, def: &'static TypeDef) -> PyResult<Py<Type>> {
    let table = &ts.interp().module_types;
    if let Some(found) = table.find(def) {
        // SAFETY: the table keeps the type alive.
        return Ok(unsafe { found.as_ref() }.to_py());
    }
    if let Some(base) = def.base {
        let builtin = ts.types().all().into_iter().any(|ty| std::ptr::eq(ty.def(), base));
        if !builtin {
            get(ts, base)?;
        }
    }
    let Some(made) = make_types(ts, &[def])?.pop() else { return Err(ts.system_error("a type was not made")) };
    table.made.borrow_mut().insert(std::ptr::from_ref(def).addr(), made.clone());
    Ok(made)
}

/// The same, borrowed, for [`py_layout!`](crate::py_layout): whoever makes an instance has asked [`get`] before, a module when it is
/// imported.
#[expect(clippy::expect_used, reason = "a module makes its types before its instances")]
pub fn module_type<'a>(ts: &'a ThreadState, def: &'static TypeDef) -> &'a PyType {
    let found = ts.interp().module_types.find(def).expect("the module has made its types");
    // SAFETY: the table keeps the type alive until the interpreter's end, which no borrow of `ts` outlives.
    unsafe { &*found.as_ptr() }
}

/// At the end of the interpreter, before the last collection: take everything out of these types that their last instances do not
/// need.
pub fn strip_all(ts: &ThreadState) {
    for ty in ts.interp().module_types.all() {
        strip_type(&ty);
    }
}

/// At the end of the interpreter: give the types up.
pub fn drop_all(ts: &ThreadState) {
    drop(ts.interp().module_types.made.take());
}
