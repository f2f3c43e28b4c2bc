//! Observers: who wants to know about each instruction, return and unwinding.
//!
//! Counterpart: `sys.settrace`, `sys.monitoring`. Invariant: while nobody observes, the plain handler table runs and nothing here costs
//! anything; the first observer swaps the table, the last one to leave swaps it back.
#![expect(unsafe_code, reason = "reads the record that the watched handler has spilled")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};

use crate::frame::{Record, vm};
use crate::machine::{plain_table, watched_table};
use crate::stackref::StackRef;
use crate::types::code::Code;

/// A frame as an observer sees it, for the time of one event.
pub struct FrameView<'a> {
    record: *mut Record,
    life: std::marker::PhantomData<&'a Record>,
}

impl<'a> FrameView<'a> {
    fn new(record: *mut Record) -> FrameView<'a> {
        FrameView { record, life: std::marker::PhantomData }
    }

    /// The code.
    pub fn code(&self) -> &Obj<Code> {
        // SAFETY: the view lives during one event of a live frame.
        unsafe { &*(*self.record).code }
    }

    /// The index of the instruction's unit.
    pub fn index(&self) -> u32 {
        // SAFETY: as above.
        unsafe { (*(*self.record).code).index_of((*self.record).pc) }
    }

    /// The value stack from the bottom up; `None` is NULL.
    pub fn stack(&self) -> Vec<Option<PyRef>> {
        // SAFETY: as above: the slots between the locals and sp are in use.
        unsafe {
            let base = (*self.record).locals.add((*(*self.record).code).nlocalsplus());
            words(base, (*self.record).sp)
        }
    }

    /// The locals; `None` is unbound.
    pub fn locals(&self) -> Vec<Option<PyRef>> {
        // SAFETY: as above.
        unsafe {
            let base = (*self.record).locals;
            words(base, base.add((*(*self.record).code).nlocalsplus()))
        }
    }

    /// The frame that called this one.
    pub fn caller(&self) -> Option<FrameView<'a>> {
        // SAFETY: as above; callers live as long.
        let previous = unsafe { (*self.record).previous };
        (!previous.is_null()).then(|| FrameView::new(previous))
    }

    /// A number that tells frames apart while they live.
    pub fn id(&self) -> usize {
        self.record.addr()
    }
}

/// # Safety
/// The slots between `start` and `end` are in use.
unsafe fn words(start: *mut StackRef, end: *mut StackRef) -> Vec<Option<PyRef>> {
    let mut out = Vec::new();
    let mut at = start;
    while at < end {
        // SAFETY: promised by the caller.
        unsafe {
            out.push((*at).get().map(PyObject::to_ref));
            at = at.add(1);
        }
    }
    out
}

/// Somebody who looks while code runs. An error that a method returns is raised at that place.
pub trait Observer {
    /// The instruction at the frame's place is about to be executed.
    fn instruction(&self, ts: &ThreadState, frame: &FrameView<'_>) -> PyResult<()> {
        let _ = (ts, frame);
        Ok(())
    }
    /// The frame is about to return `value`.
    fn returned(&self, ts: &ThreadState, frame: &FrameView<'_>, value: &PyObject) -> PyResult<()> {
        let _ = (ts, frame, value);
        Ok(())
    }
    /// The frame is left by an exception.
    fn unwound(&self, ts: &ThreadState, frame: &FrameView<'_>, exception: &PyObject) {
        let _ = (ts, frame, exception);
    }
}

/// The observers of a thread.
pub(crate) struct Observers {
    list: RefCell<Vec<Rc<dyn Observer>>>,
    any: Cell<bool>,
}

impl Observers {
    pub(crate) fn new() -> Observers {
        Observers { list: RefCell::new(Vec::new()), any: Cell::new(false) }
    }

    pub(crate) fn any(&self) -> bool {
        self.any.get()
    }

    fn snapshot(&self) -> Vec<Rc<dyn Observer>> {
        self.list.borrow().clone()
    }

    pub(crate) fn instruction(&self, ts: &ThreadState, record: *mut Record) -> PyResult<()> {
        for observer in self.snapshot() {
            observer.instruction(ts, &FrameView::new(record))?;
        }
        Ok(())
    }

    pub(crate) fn returned(&self, ts: &ThreadState, record: *mut Record, value: &PyRef) -> PyResult<()> {
        for observer in self.snapshot() {
            observer.returned(ts, &FrameView::new(record), value)?;
        }
        Ok(())
    }

    pub(crate) fn unwound(&self, ts: &ThreadState, record: *mut Record, exc: &PyRef) {
        for observer in self.snapshot() {
            observer.unwound(ts, &FrameView::new(record), exc);
        }
    }
}

/// Observe this thread from now on.
pub fn add_observer(ts: &ThreadState, observer: Rc<dyn Observer>) {
    let vt = vm(ts);
    vt.observers.list.borrow_mut().push(observer);
    vt.observers.any.set(true);
    vt.table.set(watched_table());
}

/// Observe no longer.
pub fn remove_observer(ts: &ThreadState, observer: &Rc<dyn Observer>) {
    let vt = vm(ts);
    let removed: Vec<_> = {
        let mut list = vt.observers.list.borrow_mut();
        let (gone, kept) = list.drain(..).partition(|listed| Rc::ptr_eq(listed, observer));
        *list = kept;
        gone
    };
    if vt.observers.list.borrow().is_empty() {
        vt.observers.any.set(false);
        vt.table.set(plain_table());
    }
    drop(removed);
}

/// The frame that runs on this thread.
pub fn current_frame<'a>(ts: &'a ThreadState) -> Option<FrameView<'a>> {
    let record = vm(ts).current.get();
    (!record.is_null()).then(|| FrameView::new(record))
}
