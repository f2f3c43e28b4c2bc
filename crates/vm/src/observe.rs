//! Observers: who wants to know about each instruction, return and unwinding.
//!
//! Counterpart: `sys.settrace`, `sys.monitoring`, `PyRefTracer`. Invariant: while nobody observes, the plain handler table runs and nothing
//! here costs anything; the first observer swaps the table and watches the heap, the last one to leave swaps it back. Births and deaths
//! are told by the heap itself, so they are complete: each block that is made or given back, whoever asked for it.
#![expect(unsafe_code, reason = "reads the record that the watched handler has spilled, and headers in blocks that the heap tells of")]

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use minipy_bytecode::Opcode;
use minipy_object::Watch;
use minipy_object::alloc::object_offset;
use minipy_object::header::{Obj, PyObject, PyType};
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};

use crate::frame::{Record, vm};
use crate::machine::{plain_table, watched_table};
use crate::stackref::StackRef;
use crate::types::code::Code;

/// A frame as an observer sees it, for the time of one event.
pub struct FrameView<'a> {
    record: *mut Record,
    native_depth: Option<usize>,
    life: std::marker::PhantomData<&'a Record>,
}

impl<'a> FrameView<'a> {
    fn new(record: *mut Record) -> FrameView<'a> {
        FrameView { record, native_depth: None, life: std::marker::PhantomData }
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

    /// The instruction, in its base form; none if it is none.
    pub fn opcode(&self) -> Option<Opcode> {
        // SAFETY: as above; `pc` is behind the unit of an instruction.
        let [opcode, _] = unsafe { *(*self.record).pc.sub(1) }.to_le_bytes();
        Opcode::from_u8(opcode).map(Opcode::base)
    }

    /// For an instruction: the bytes of native stack between the entry of the native loop and the handler. It is one number for the whole
    /// program, else a handler has called the next one where it should have jumped to it.
    pub fn native_depth(&self) -> Option<usize> {
        self.native_depth
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

/// A block that is made or given back.
#[derive(Clone, Copy)]
pub struct BlockEvent<'a> {
    /// Where it lies.
    pub address: usize,
    /// The bytes that were asked for.
    pub size: usize,
    /// The object in it; none for a buffer: the items of a list, the table of a dict, the chunks of frames …
    pub object: Option<ObjectHead<'a>>,
}

/// What can be said of an object that is being born or is dead: its body may not be read.
#[derive(Clone, Copy)]
pub struct ObjectHead<'a> {
    /// The address of its header, its `id()`.
    pub address: usize,
    /// Its type; none for `type` itself.
    pub kind: Option<&'a PyType>,
}

/// A block as the heap tells of it.
#[derive(Clone, Copy)]
struct RawBlock {
    block: NonNull<u8>,
    size: usize,
    note: usize,
}

impl RawBlock {
    /// # Safety
    /// L1: if the note says that an object lies in the block, its header is there.
    unsafe fn event<'a>(self) -> BlockEvent<'a> {
        let address = self.block.addr().get();
        let object = object_offset(self.note).map(|offset| {
            // SAFETY: promised. Types outlive their instances; a view of one lasts for the event.
            let header = unsafe { self.block.byte_add(offset).cast::<PyObject>().as_ref() };
            let kind = header.ob_type_ptr();
            let own = kind.addr().get() == address + offset;
            // SAFETY: as above.
            ObjectHead { address: address + offset, kind: (!own).then(|| unsafe { &*kind.as_ptr() }) }
        });
        BlockEvent { address, size: self.size, object }
    }
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
    /// An operand of arithmetic that only the value stack held has died, and its block is the result's: no block was asked for or freed.
    fn reused(&self, result: &PyObject) {
        let _ = result;
    }
    /// A block was made; if an object lies in it, its header is written. This is told with the next event of any kind. An observer may
    /// not run Python code here, nor in [`Observer::died`]: whoever asked for the block is in the middle of something.
    fn born(&self, block: &BlockEvent<'_>) {
        let _ = block;
    }
    /// A block is about to be given back.
    fn died(&self, block: &BlockEvent<'_>) {
        let _ = block;
    }
}

/// The observers of a thread.
pub(crate) struct Observers {
    list: RefCell<Vec<Rc<dyn Observer>>>,
    any: Cell<bool>,
    /// The block made last, until the object in it is complete and can be told.
    newborn: Cell<Option<RawBlock>>,
}

impl Observers {
    pub(crate) fn new() -> Observers {
        Observers { list: RefCell::new(Vec::new()), any: Cell::new(false), newborn: Cell::new(None) }
    }

    pub(crate) fn any(&self) -> bool {
        self.any.get()
    }

    /// Each observer in turn. The list is not borrowed meanwhile: an observer may add or remove one.
    fn each(&self) -> impl Iterator<Item = Rc<dyn Observer>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let observer = self.list.borrow().get(next).cloned();
            next += 1;
            observer
        })
    }

    /// Tell of the block made last. Between a request and the header of its object nothing happens that an observer is told of.
    fn tell_newborn(&self) {
        if let Some(newborn) = self.newborn.take() {
            // SAFETY: L1: see above.
            let event = unsafe { newborn.event() };
            self.each().for_each(|observer| observer.born(&event));
        }
    }

    fn born(&self, block: RawBlock) {
        self.tell_newborn();
        self.newborn.set(Some(block));
    }

    fn died(&self, block: RawBlock) {
        self.tell_newborn();
        // SAFETY: L1: a dead object's header stays until its block is given back.
        let event = unsafe { block.event() };
        self.each().for_each(|observer| observer.died(&event));
    }

    pub(crate) fn instruction(&self, ts: &ThreadState, record: *mut Record, native_depth: usize) -> PyResult<()> {
        self.tell_newborn();
        let frame = FrameView { native_depth: Some(native_depth), ..FrameView::new(record) };
        self.each().try_for_each(|observer| observer.instruction(ts, &frame))
    }

    pub(crate) fn returned(&self, ts: &ThreadState, record: *mut Record, value: &PyObject) -> PyResult<()> {
        self.tell_newborn();
        self.each().try_for_each(|observer| observer.returned(ts, &FrameView::new(record), value))
    }

    pub(crate) fn unwound(&self, ts: &ThreadState, record: *mut Record, exc: &PyRef) {
        self.tell_newborn();
        self.each().for_each(|observer| observer.unwound(ts, &FrameView::new(record), exc));
    }

    /// The block of a temporary has become the block of this result.
    pub(crate) fn reused(&self, result: &PyObject) {
        self.tell_newborn();
        self.each().for_each(|observer| observer.reused(result));
    }
}

fn born(context: *mut (), block: NonNull<u8>, size: usize, note: usize) {
    // SAFETY: the context is the observers of the thread, which stop watching before they are freed.
    unsafe { &*context.cast::<Observers>() }.born(RawBlock { block, size, note });
}

fn died(context: *mut (), block: NonNull<u8>, size: usize, note: usize) {
    // SAFETY: as above.
    unsafe { &*context.cast::<Observers>() }.died(RawBlock { block, size, note });
}

/// Observe this thread from now on: its instructions, and the births and deaths of the interpreter's blocks.
pub fn add_observer(ts: &ThreadState, observer: Rc<dyn Observer>) {
    let vt = vm(ts);
    vt.observers.tell_newborn();
    vt.observers.list.borrow_mut().push(observer);
    vt.observers.any.set(true);
    vt.table.set(watched_table());
    let context = std::ptr::from_ref(&vt.observers).cast_mut().cast();
    ts.heap().set_watch(Some(Watch { born, died, context }));
}

/// Observe no longer.
pub fn remove_observer(ts: &ThreadState, observer: &Rc<dyn Observer>) {
    remove(ts, |listed| Rc::ptr_eq(listed, observer));
}

/// The end of all observing on this thread.
pub(crate) fn remove_all_observers(ts: &ThreadState) {
    remove(ts, |_| true);
}

fn remove(ts: &ThreadState, which: impl Fn(&Rc<dyn Observer>) -> bool) {
    let vt = vm(ts);
    vt.observers.tell_newborn();
    let removed: Vec<_> = {
        let mut list = vt.observers.list.borrow_mut();
        let (gone, kept) = list.drain(..).partition(|listed| which(listed));
        *list = kept;
        gone
    };
    if vt.observers.list.borrow().is_empty() && vt.observers.any.replace(false) {
        vt.table.set(plain_table());
        ts.heap().set_watch(None);
    }
    drop(removed);
}

/// The frame that runs on this thread.
pub fn current_frame<'a>(ts: &'a ThreadState) -> Option<FrameView<'a>> {
    let record = vm(ts).current.get();
    (!record.is_null()).then(|| FrameView::new(record))
}
