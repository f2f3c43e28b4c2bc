//! Who holds the references to an object: fields of other objects, frames, the interpreter's own tables, running Rust code.
//!
//! Counterpart: none; CPython's `sys.getrefcount` tells the sum only. Invariant: with feature `ledger` the sum of the parts is
//! `ob_refcnt` for every object, at every instruction. Without it nobody counts what Rust code holds, and that part is the difference.
#![expect(unsafe_code, reason = "walks the records and slots of live frames")]

use std::collections::HashMap;

use minipy_object::header::PyObject;
use minipy_object::pyref::{PyRef, Visit};
use minipy_object::state::ThreadState;

use crate::frame::{FRAME_OBJ, GENERATOR, INIT, NS, Record, vm};
use crate::interp::vm_interp;

/// The references to one object, by who holds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Fields of objects: what their `tp_traverse` visits.
    pub fields: isize,
    /// Locals and value stacks of running frames, and their records.
    pub frames: isize,
    /// The interpreter's own fields: `sys.modules`, builtins, the current exception.
    pub interpreter: isize,
    /// Running Rust code. With feature `ledger` counted, else what the other parts leave of `ob_refcnt`.
    pub native: isize,
}

impl References {
    /// All of them.
    pub fn sum(&self) -> isize {
        self.fields + self.frames + self.interpreter + self.native
    }
}

/// Call `visit` for each reference that a running frame of this thread owns.
pub fn visit_frames(ts: &ThreadState, visit: &mut Visit<'_>) {
    let vt = vm(ts);
    // SAFETY: the word is NULL or a result on its way, which owns a count.
    if let Some(result) = unsafe { vt.result.get().get() } {
        visit(result);
    }
    let mut record: *mut Record = vt.current.get();
    while !record.is_null() {
        // SAFETY: the records from `current` on belong to live frames; the slots between their locals and sp are in use.
        unsafe {
            let frame = &*record;
            // A generator owns the code of its frame, and its traverse visits it whether the frame runs or not.
            if frame.flags & GENERATOR == 0 {
                visit((*frame.code).as_object());
            }
            visit(frame.func.object());
            for (flag, word) in [(NS, frame.ns), (FRAME_OBJ, frame.frame_obj), (INIT, frame.extra)] {
                if frame.flags & flag != 0 {
                    if let Some(object) = word.get() {
                        visit(object);
                    }
                }
            }
            let mut at = frame.locals;
            while at < frame.sp {
                if let Some(object) = (*at).get().filter(|_| !(*at).is_borrowed()) {
                    visit(object);
                }
                at = at.add(1);
            }
            record = frame.previous;
        }
    }
}

/// Call `visit` for each reference that the interpreter and this thread hold in fields of their own.
pub fn visit_interpreter(ts: &ThreadState, visit: &mut Visit<'_>) {
    ts.traverse_own(visit);
    let interp = vm_interp(ts);
    interp.sys.traverse(visit);
    interp.asyncgen_hooks.firstiter.traverse(visit);
    interp.asyncgen_hooks.finalizer.traverse(visit);
}

/// Every object that can be found, with the references to it: what the collector tracks, what frames and the interpreter hold, and all
/// that these reach.
pub fn all_references(ts: &ThreadState) -> Vec<(PyRef, References)> {
    // Found objects are held while the walk lasts, and these references are native ones like any other.
    let mut found: Vec<PyRef> = ts.interp().gc.objects(None);
    let mut table: HashMap<usize, References> = found.iter().map(|object| (object.id(), References::default())).collect();
    let mut note = |object: &PyObject, found: &mut Vec<PyRef>, part: fn(&mut References) -> &mut isize| {
        let references = table.entry(object.id()).or_insert_with(|| {
            found.push(object.to_ref());
            References::default()
        });
        *part(references) += 1;
    };
    visit_frames(ts, &mut |object| note(object, &mut found, |references| &mut references.frames));
    visit_interpreter(ts, &mut |object| note(object, &mut found, |references| &mut references.interpreter));
    let mut next = 0;
    while let Some(object) = found.get(next).cloned() {
        next += 1;
        minipy_object::alloc::traverse(&object, &mut |child| note(child, &mut found, |references| &mut references.fields));
    }
    let rows = found.into_iter().map(|object| {
        let mut references = table.get(&object.id()).copied().unwrap_or_default();
        let counted = minipy_object::ledger::native_references(&object);
        references.native = counted.unwrap_or_else(|| object.ob_refcnt() - references.sum());
        (object, references)
    });
    rows.collect()
}
