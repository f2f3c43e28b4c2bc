//! Frames: the records, the chunks that hold locals and value stacks, and the per-thread state of the machine.
//!
//! CPython counterpart: `_PyInterpreterFrame`, `_PyStackChunk` (`Include/internal/pycore_frame.h`, `Python/frame.c`).
//! A frame is two things: a [`Record`] (code, function, globals, saved pc and sp …) in an array of its own, and its slots (locals, then
//! the value stack) in a chunk, where `locals` is the place at which the caller's stack already holds the first argument. The slot just
//! below local 0 holds the record's address. A generator keeps both in its own block.
//!
//! Invariants: `current` is the frame that runs; its `pc` and `sp` are up to date whenever a helper runs (handlers spill before they call
//! out); a caller's `sp` is the slot that will receive the result. `limit` is the end of the chunk that the current frame's stack lies
//! in, or null while that stack lies in a generator, so that a call which cannot be laid out in place takes the slow path.
#![expect(unsafe_code, reason = "the frames and the value stack; contracts R1, G1, M1")]

use std::cell::Cell;
use std::ptr::NonNull;

use minipy_object::header::{Obj, PyObject};
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::machine::Table;
use crate::stackref::{StackRef, as_refs};
use crate::types::code::Code;
use crate::types::function::Function;

/// Leaving this frame leaves the native loop that runs it.
pub(crate) const ENTRY: u32 = 1;
/// Leaving this frame restores the area in `saved`.
pub(crate) const AREA: u32 = 2;
/// The frame belongs to a generator; `extra` is its (borrowed) object.
pub(crate) const GENERATOR: u32 = 4;
/// The frame is an inlined `__init__`; `extra` is the new instance, the result of the call.
pub(crate) const INIT: u32 = 8;
/// `frame_obj` is the frame's object.
pub(crate) const FRAME_OBJ: u32 = 16;
/// `ns` is the namespace of a module, class or `exec` code.
pub(crate) const NS: u32 = 32;

/// The bookkeeping of one frame. CPython: `_PyInterpreterFrame` without the slots.
#[repr(C)]
pub struct Record {
    /// Just behind the opcode unit of the instruction that runs.
    pub(crate) pc: *const u16,
    /// The next free slot; in a caller the slot that receives the result.
    pub(crate) sp: *mut StackRef,
    pub(crate) locals: *mut StackRef,
    pub(crate) previous: *mut Record,
    /// Owned.
    pub(crate) code: *const Obj<Code>,
    /// The code's constants.
    pub(crate) consts: *const StackRef,
    /// Owned.
    pub(crate) func: StackRef,
    /// Borrowed from the function.
    pub(crate) globals: *const Obj<Dict>,
    /// Borrowed from the function.
    pub(crate) builtins: *const PyObject,
    pub(crate) flags: u32,
    /// Units behind `pc` at which the frame goes on when a callee returns or yields.
    pub(crate) return_offset: u32,
    /// The same when a generator that it drives ends.
    pub(crate) end_offset: u32,
    /// Owned, with flag `NS`.
    pub(crate) ns: StackRef,
    /// Owned, with flag `FRAME_OBJ`.
    pub(crate) frame_obj: StackRef,
    /// Owned with flag `INIT`, borrowed with flag `GENERATOR`.
    pub(crate) extra: StackRef,
    /// With flag `AREA`.
    pub(crate) saved: Area,
    /// The next record of the array; null at its end.
    pub(crate) next: *mut Record,
}

/// Where new frames can be laid out.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    /// The end of the chunk if the current frame's stack lies in it, else null.
    pub(crate) limit: *mut StackRef,
    /// The first free slot of the chunk while the current frame's stack lies elsewhere.
    pub(crate) top: *mut StackRef,
    /// The end of the chunk.
    pub(crate) end: *mut StackRef,
}

/// What [`VmThread::unreserve`] restores.
pub(crate) struct Reserved {
    area: Area,
    sp: *mut StackRef,
}

impl Area {
    const NONE: Area = Area { limit: std::ptr::null_mut(), top: std::ptr::null_mut(), end: std::ptr::null_mut() };
}

/// Slots in a chunk: 256 KiB.
const CHUNK_SLOTS: usize = 32 * 1024;
/// Records in one allocation.
const RECORDS: usize = 128;
/// The most bytes of chunks and records that one thread takes.
const BYTE_CAP: usize = 512 * 1024 * 1024;

/// How a native loop over handlers ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum Exit {
    /// The loop backend goes on.
    Continue = 0,
    /// The entry frame returned; the value is in `result`.
    Returned = 1,
    /// The entry frame ended by an exception.
    Raised = 2,
    /// The entry frame is a generator that yielded; the value is in `result`.
    Yielded = 3,
}

/// The machine's part of the state of one thread.
#[repr(C)]
pub struct VmThread {
    pub(crate) current: Cell<*mut Record>,
    pub(crate) table: Cell<*const Table>,
    pub(crate) free_record: Cell<*mut Record>,
    pub(crate) recursion_left: Cell<isize>,
    pub(crate) area: Cell<Area>,
    pub(crate) fast: FastTypes,
    pub(crate) result: Cell<StackRef>,
    /// The loop backend's registers between two handlers.
    pub(crate) regs: Cell<(*const u16, *mut StackRef, *mut StackRef)>,
    /// The upper bits of the next instruction's operand, which an EXTENDED_ARG leaves to the loop backend.
    #[cfg(not(minipy_tail_calls))]
    pub(crate) upper: Cell<usize>,
    pub(crate) recursion_limit: Cell<isize>,
    /// The native stack's address where the native loop that runs was entered.
    pub(crate) native_base: Cell<usize>,
    chunks: Cell<Vec<(NonNull<u8>, usize)>>,
    bytes: Cell<usize>,
    /// The first word after the last chunk: chunks that were left and can be used again.
    spare: Cell<Option<NonNull<StackRef>>>,
    pub(crate) observers: crate::observe::Observers,
}

/// Addresses of the types and singletons that handlers compare with.
#[derive(Clone, Copy)]
pub(crate) struct FastTypes {
    pub(crate) int: NonNull<minipy_object::header::PyType>,
    pub(crate) float: NonNull<minipy_object::header::PyType>,
    pub(crate) list: NonNull<minipy_object::header::PyType>,
    pub(crate) tuple: NonNull<minipy_object::header::PyType>,
    pub(crate) bool: NonNull<minipy_object::header::PyType>,
    pub(crate) function: NonNull<minipy_object::header::PyType>,
    pub(crate) builtin_function: NonNull<minipy_object::header::PyType>,
    pub(crate) method_descriptor: NonNull<minipy_object::header::PyType>,
    pub(crate) type_: NonNull<minipy_object::header::PyType>,
    pub(crate) super_: NonNull<minipy_object::header::PyType>,
    pub(crate) cell: NonNull<minipy_object::header::PyType>,
    pub(crate) generator: NonNull<minipy_object::header::PyType>,
    pub(crate) coroutine: NonNull<minipy_object::header::PyType>,
    pub(crate) list_iterator: NonNull<minipy_object::header::PyType>,
    pub(crate) tuple_iterator: NonNull<minipy_object::header::PyType>,
    pub(crate) str_: NonNull<minipy_object::header::PyType>,
    pub(crate) range_iterator: NonNull<minipy_object::header::PyType>,
    pub(crate) none: NonNull<PyObject>,
    pub(crate) true_: NonNull<PyObject>,
    pub(crate) false_: NonNull<PyObject>,
}

impl VmThread {
    /// The machine's state for a thread, without any chunk yet.
    pub(crate) fn new(fast: FastTypes, limit: isize) -> VmThread {
        VmThread {
            current: Cell::new(std::ptr::null_mut()),
            table: Cell::new(crate::machine::plain_table()),
            free_record: Cell::new(std::ptr::null_mut()),
            recursion_left: Cell::new(limit),
            area: Cell::new(Area::NONE),
            fast,
            result: Cell::new(StackRef::NULL),
            regs: Cell::new((std::ptr::null(), std::ptr::null_mut(), std::ptr::null_mut())),
            #[cfg(not(minipy_tail_calls))]
            upper: Cell::new(0),
            recursion_limit: Cell::new(limit),
            native_base: Cell::new(0),
            chunks: Cell::new(Vec::new()),
            bytes: Cell::new(0),
            spare: Cell::new(None),
            observers: crate::observe::Observers::new(),
        }
    }

    /// Give all chunks back. No frame is left.
    pub(crate) fn release(&self, ts: &ThreadState) {
        for (start, size) in self.chunks.take() {
            // SAFETY: the chunk came from this heap with this size, and no frame lies in it any more.
            unsafe { ts.heap().free(start, size) };
        }
        self.free_record.set(std::ptr::null_mut());
        self.area.set(Area::NONE);
        self.spare.set(None);
        self.bytes.set(0);
    }

    fn take_memory(&self, ts: &ThreadState, size: usize) -> PyResult<NonNull<u8>> {
        if self.bytes.get().saturating_add(size) > BYTE_CAP {
            return Err(ts.recursion_error("maximum recursion depth exceeded"));
        }
        let Some(start) = ts.heap().alloc(size) else { return Err(ts.no_memory()) };
        self.bytes.set(self.bytes.get() + size);
        let mut chunks = self.chunks.take();
        chunks.push((start, size));
        self.chunks.set(chunks);
        Ok(start)
    }

    /// A record for a new frame; it is in use once `free_record` moves on.
    pub(crate) fn next_record(&self, ts: &ThreadState) -> PyResult<NonNull<Record>> {
        if let Some(free) = NonNull::new(self.free_record.get()) {
            // SAFETY: records lie in chunks that live as long as the thread's state.
            if unsafe { !(*free.as_ptr()).next.is_null() } {
                return Ok(free);
            }
        }
        let start = self.take_memory(ts, RECORDS * size_of::<Record>())?.cast::<Record>();
        // SAFETY: the allocation holds RECORDS records; only their links are read before they are filled.
        unsafe {
            for i in 0..RECORDS {
                let next = if i + 1 < RECORDS { start.add(i + 1).as_ptr() } else { std::ptr::null_mut() };
                (&raw mut (*start.as_ptr().add(i)).next).write(next);
                (&raw mut (*start.as_ptr().add(i)).flags).write(0);
            }
            match NonNull::new(self.free_record.get()) {
                Some(last) => {
                    (*last.as_ptr()).next = start.as_ptr();
                    Ok(last)
                }
                None => Ok(start),
            }
        }
    }

    /// The first slot at which a new frame may begin: above everything that the current frame uses.
    fn top(&self) -> *mut StackRef {
        let area = self.area.get();
        let current = self.current.get();
        if area.limit.is_null() || current.is_null() {
            area.top
        } else {
            // SAFETY: `current` is a live record; its sp is spilled (invariant of this module).
            unsafe { (*current).sp }
        }
    }

    /// Room for a frame of `slots` slots and the record's address below them: where local 0 lies, and the area for the new frame if it
    /// differs from the one now.
    pub(crate) fn room(&self, ts: &ThreadState, slots: usize) -> PyResult<(*mut StackRef, Option<Area>)> {
        let area = self.area.get();
        let top = self.top();
        // The addresses are compared as numbers: the sum could lie outside of the chunk.
        let need = (slots + 1) * size_of::<StackRef>();
        if !top.is_null() && top.addr() + need <= area.end.addr() {
            let locals = top.wrapping_add(1);
            let new = area.limit.is_null().then_some(Area { limit: area.end, top: std::ptr::null_mut(), end: area.end });
            return Ok((locals, new));
        }
        let count = CHUNK_SLOTS.max(slots + 1);
        let start = match self.spare.take() {
            Some(spare) if count == CHUNK_SLOTS => spare,
            spare => {
                self.spare.set(spare);
                self.take_memory(ts, count * size_of::<StackRef>())?.cast::<StackRef>()
            }
        };
        let end = start.as_ptr().wrapping_add(count);
        Ok((start.as_ptr().wrapping_add(1), Some(Area { limit: end, top: std::ptr::null_mut(), end })))
    }

    /// Keep the slots from `locals` to `end` free of what runs from now on, before their frame is entered: the top moves above them.
    ///
    /// # Safety
    /// The slots are in use or NULL; `area` is what [`VmThread::room`] gave for them.
    pub(crate) unsafe fn reserve(&self, locals: *mut StackRef, end: *mut StackRef, area: Option<Area>) -> Reserved {
        let now = self.area.get();
        let current = self.current.get();
        // SAFETY: a current frame is live.
        unsafe {
            let sp = if current.is_null() { std::ptr::null_mut() } else { (*current).sp };
            if area.is_some_and(|area| area.end != now.end) {
                // In a chunk that nothing else knows.
            } else if now.limit.is_null() || current.is_null() {
                self.area.set(Area { top: end, ..now });
            } else {
                if sp < locals {
                    *sp = StackRef::NULL;
                }
                (*current).sp = end;
            }
            Reserved { area: now, sp }
        }
    }

    /// The end of what [`VmThread::reserve`] began.
    ///
    /// # Safety
    /// The same frame is current.
    pub(crate) unsafe fn unreserve(&self, reserved: Reserved) {
        self.area.set(reserved.area);
        let current = self.current.get();
        if !current.is_null() {
            // SAFETY: a current frame is live.
            unsafe { (*current).sp = reserved.sp };
        }
    }

    /// Restore the area that was left when `record` was entered. A chunk that nobody uses any more is kept for the next time.
    ///
    /// # Safety
    /// `record` has flag `AREA` and is being left.
    pub(crate) unsafe fn leave_area(&self, record: *mut Record) {
        // SAFETY: promised by the caller.
        unsafe {
            let saved = (*record).saved;
            let left = self.area.replace(saved);
            if left.end != saved.end && !left.end.is_null() && (*record).flags & GENERATOR == 0 {
                let start = (*record).locals.wrapping_sub(1);
                if left.end.addr() - start.addr() == CHUNK_SLOTS * size_of::<StackRef>() && self.spare.get().is_none() {
                    self.spare.set(NonNull::new(start));
                }
            }
        }
    }

    /// The number of frames on this thread.
    pub(crate) fn depth(&self) -> isize {
        self.recursion_limit.get() - self.recursion_left.get()
    }
}

/// The machine's state of the thread.
#[inline(always)]
pub(crate) fn vm(ts: &ThreadState) -> &VmThread {
    // SAFETY: `install` sets the pointer before any code runs, to a state that lives as long as the thread's.
    unsafe { &*ts.vm.get().cast::<VmThread>() }
}

/// The record of the frame whose local 0 is at `locals`.
///
/// # Safety
/// `locals` belongs to a live frame.
#[inline(always)]
pub(crate) unsafe fn record_of(locals: *mut StackRef) -> *mut Record {
    // SAFETY: promised; the slot below local 0 holds the record's address.
    unsafe { (*locals.sub(1)).address() }
}

/// What a helper sees of the frame that runs: its stack, names and namespaces. The saved sp is the stack's top throughout, so a nested
/// call lies above everything that the helper has pushed, and the unwinder finds what is left.
///
/// Whoever makes one vouches for the frame (it is current, its code verified), so the methods are safe.
pub(crate) struct Stack<'a> {
    pub(crate) ts: &'a ThreadState,
    record: *mut Record,
}

impl<'a> Stack<'a> {
    /// # Safety
    /// `record` is the current frame, spilled; its code is verified, so pops and indexes stay within the frame.
    #[inline(always)]
    pub(crate) unsafe fn new(ts: &'a ThreadState, record: *mut Record) -> Stack<'a> {
        Stack { ts, record }
    }

    /// The record.
    #[inline(always)]
    pub(crate) fn record(&self) -> *mut Record {
        self.record
    }

    /// Take the topmost value.
    #[inline(always)]
    pub(crate) fn pop(&mut self) -> PyRef {
        // SAFETY: verified code: there is an owned or borrowed value on top.
        unsafe {
            (*self.record).sp = (*self.record).sp.sub(1);
            (*(*self.record).sp).take()
        }
    }

    /// Push a value.
    #[inline(always)]
    pub(crate) fn push(&mut self, value: impl Into<PyRef>) {
        self.push_word(StackRef::new(value.into()));
    }

    /// Push a value or NULL.
    #[inline]
    pub(crate) fn push_option(&mut self, value: Option<PyRef>) {
        self.push_word(StackRef::from_option(value));
    }

    #[inline]
    fn push_word(&mut self, word: StackRef) {
        // SAFETY: verified code: the frame has room for `co_stacksize` values.
        unsafe {
            *(*self.record).sp = word;
            (*self.record).sp = (*self.record).sp.add(1);
        }
    }

    /// The value `depth` below the top, counted from 1.
    #[inline(always)]
    pub(crate) fn peek(&self, depth: usize) -> &PyObject {
        // SAFETY: verified code; the slot keeps its value while `self` is borrowed (pops need `&mut`).
        unsafe { (*(*self.record).sp.sub(depth)).object() }
    }

    /// The value `depth` below the top, or none for NULL.
    #[inline(always)]
    pub(crate) fn peek_or_none(&self, depth: usize) -> Option<&PyObject> {
        // SAFETY: as `peek`.
        unsafe { (*(*self.record).sp.sub(depth)).get() }
    }

    /// Put another value in the slot `depth` below the top and return the old one.
    #[inline]
    pub(crate) fn replace(&mut self, depth: usize, value: Option<PyRef>) -> Option<PyRef> {
        // SAFETY: verified code.
        unsafe {
            let slot = (*self.record).sp.sub(depth);
            let old = *slot;
            *slot = StackRef::from_option(value);
            old.take_or_none()
        }
    }

    /// The topmost `count` values as they lie, made owned.
    #[inline]
    pub(crate) fn top(&self, count: usize) -> &[PyRef] {
        // SAFETY: verified code; borrowed words get their own count before they are seen as PyRefs.
        unsafe {
            let start = (*self.record).sp.sub(count);
            for i in 0..count {
                *start.add(i) = (*start.add(i)).into_owned();
            }
            as_refs(start, count)
        }
    }

    /// Drop the topmost `count` slots, the lowest first, as CPython's instructions do with their inputs.
    #[inline]
    pub(crate) fn drop_many(&mut self, count: usize) {
        // SAFETY: verified code; each word is closed once. The top comes down only afterwards, so that code which runs meanwhile stays
        // above the slots that are still to be closed.
        unsafe {
            let start = (*self.record).sp.sub(count);
            for i in 0..count {
                let word = std::mem::replace(&mut *start.add(i), StackRef::NULL);
                word.close_or_null();
            }
            (*self.record).sp = start;
        }
    }

    /// Take the topmost `count` slots off without closing them.
    ///
    /// # Safety
    /// R1: somebody else has taken their references over.
    #[inline]
    pub(crate) unsafe fn forget(&mut self, count: usize) {
        // SAFETY: verified code: there are as many slots.
        unsafe { (*self.record).sp = (*self.record).sp.sub(count) };
    }

    /// Replace the topmost `count` values by one result.
    #[inline]
    pub(crate) fn finish(&mut self, count: usize, result: impl Into<PyRef>) {
        let result = result.into();
        self.drop_many(count);
        self.push(result);
    }

    /// The code that runs.
    #[inline(always)]
    pub(crate) fn code(&self) -> &Obj<Code> {
        // SAFETY: the record owns a count of its code while the frame runs.
        unsafe { &*(*self.record).code }
    }

    /// `co_names[index]`
    #[inline(always)]
    pub(crate) fn name(&self, index: usize) -> &Obj<Str> {
        self.code().name_at(index)
    }

    /// The globals.
    #[inline]
    pub(crate) fn globals(&self) -> &Obj<Dict> {
        // SAFETY: borrowed from the function, whose count the record owns.
        unsafe { &*(*self.record).globals }
    }

    /// The builtins: a dict, but a program can give `exec` any mapping.
    #[inline]
    pub(crate) fn builtins(&self) -> &PyObject {
        // SAFETY: as `globals`.
        unsafe { &*(*self.record).builtins }
    }

    /// The namespace of module, class and `exec` code.
    #[inline]
    pub(crate) fn ns(&self) -> Option<&PyObject> {
        // SAFETY: the record owns the namespace while flag NS is set.
        unsafe { if (*self.record).flags & NS != 0 { (*self.record).ns.get() } else { None } }
    }

    /// What local `index` holds.
    #[inline]
    pub(crate) fn local(&self, index: usize) -> Option<&PyObject> {
        // SAFETY: verified code: the index is below nlocalsplus.
        unsafe { (*(*self.record).locals.add(index)).get() }
    }

    /// Bind or unbind a local; the old value comes back.
    #[inline]
    pub(crate) fn set_local(&mut self, index: usize, value: Option<PyRef>) -> Option<PyRef> {
        // SAFETY: verified code: the index is below nlocalsplus.
        unsafe {
            let slot = (*self.record).locals.add(index);
            let old = *slot;
            *slot = StackRef::from_option(value);
            old.take_or_none()
        }
    }
}

/// Whether a frame for `code` can begin at `first`, above the current frame in its chunk, with `record` (the next free one).
///
/// # Safety
/// `first` is a slot of the current frame; the code is alive.
#[inline(always)]
pub(crate) unsafe fn fits(vt: &VmThread, record: *const Record, code: *const Obj<Code>, first: *mut StackRef) -> bool {
    // SAFETY: promised by the caller; there is always a next record (`VmThread::next_record`).
    unsafe {
        first.addr() + (**code).framesize() * size_of::<StackRef>() <= vt.area.get().limit.addr()
            && vt.recursion_left.get() > 0
            && !(*record).next.is_null()
    }
}

/// Make the frame at `first` current, whose `given` arguments lie there already, bound and owned. The caller's pc, sp and offset have been
/// stored; the function's word is stored by the caller of this. Returns the new frame's sp.
///
/// # Safety
/// [`fits`] has said yes, and the slot below `first` is the call's.
#[inline(always)]
pub(crate) unsafe fn begin(
    vt: &VmThread,
    record: *mut Record,
    caller: *mut Record,
    func: *const Obj<Function>,
    code: *const Obj<Code>,
    first: *mut StackRef,
    given: usize,
) -> *mut StackRef {
    // SAFETY: promised by the caller.
    unsafe {
        let count = (**code).nlocalsplus();
        (*record).pc = (**code).first();
        (*record).locals = first;
        (*record).previous = caller;
        (*record).code = code;
        (*record).consts = (**code).consts_ptr();
        (*record).globals = (**func).globals_ptr();
        (*record).builtins = (**func).builtins_ptr();
        (*record).flags = 0;
        (*code).as_object().keep();
        let mut at = given;
        while at < count {
            // Volatile, or the loop becomes a call of memset, for which all registers would have to be saved.
            first.add(at).write_volatile(StackRef::NULL);
            at += 1;
        }
        *first.sub(1) = StackRef::from_address(record);
        vt.free_record.set((*record).next);
        vt.current.set(record);
        vt.recursion_left.set(vt.recursion_left.get() - 1);
        first.add(count)
    }
}

/// Lay out a frame for `func` at `locals`, whose arguments are bound and whose other locals are NULL, and make it current. `record` comes
/// from [`VmThread::next_record`].
///
/// # Safety
/// `locals` begins a run of the code's frame size inside the area given by `area` (or the current one); `func`'s count is given up.
pub(crate) unsafe fn enter_frame(
    vt: &VmThread,
    record: NonNull<Record>,
    func: Py<Function>,
    locals: *mut StackRef,
    area: Option<Area>,
    flags: u32,
) {
    let code = func.code_obj();
    let record = record.as_ptr();
    // SAFETY: the record is free, the rest is promised by the caller.
    unsafe {
        let next = (*record).next;
        record.write(Record {
            pc: code.first(),
            sp: locals.add(code.nlocalsplus()),
            locals,
            previous: vt.current.get(),
            consts: code.consts_ptr(),
            code: Py::into_ref(code).into_raw().as_ptr().cast_const().cast(),
            globals: func.globals_ptr(),
            builtins: func.builtins_ptr(),
            func: StackRef::new(func.into_ref()),
            flags: flags | if area.is_some() { AREA } else { 0 },
            return_offset: 0,
            end_offset: 0,
            ns: StackRef::NULL,
            frame_obj: StackRef::NULL,
            extra: StackRef::NULL,
            saved: vt.area.get(),
            next,
        });
        *locals.sub(1) = StackRef::from_address(record);
        vt.free_record.set(next);
        vt.current.set(record);
        vt.recursion_left.set(vt.recursion_left.get() - 1);
        if let Some(area) = area {
            vt.area.set(area);
        }
    }
}

/// The tuple whose items are a code's constants, as words.
pub(crate) fn words_of(tuple: &Obj<Tuple>) -> *const StackRef {
    tuple.items().as_ptr().cast()
}

/// The globals of a live frame, if there is one.
pub(crate) fn globals_of(record: *mut Record) -> Option<Py<Dict>> {
    if record.is_null() {
        return None;
    }
    // SAFETY: the caller's record is live.
    Some(unsafe { (*(*record).globals).to_py() })
}

/// The builtins of a live frame.
pub(crate) fn builtins_of_record(record: *mut Record) -> Option<PyRef> {
    if record.is_null() {
        return None;
    }
    // SAFETY: the caller's record is live.
    Some(unsafe { (*(*record).builtins).to_ref() })
}

/// The code of a live frame.
pub(crate) fn code_of(record: *mut Record) -> Option<Py<Code>> {
    if record.is_null() {
        return None;
    }
    // SAFETY: the caller's record is live.
    Some(unsafe { (*(*record).code).to_py() })
}

/// The arguments of `super()` in the function that runs: its `__class__` cell and its first argument. CPython:
/// `super_init_without_args`.
pub(crate) fn super_arguments(ts: &ThreadState) -> PyResult<(PyRef, PyRef)> {
    let record = vm(ts).current.get();
    if record.is_null() {
        return Err(ts.runtime_error("super(): no current frame"));
    }
    // SAFETY: the current frame is live; indexes are below nlocalsplus.
    unsafe {
        let code = &*(*record).code;
        if code.argcount == 0 {
            return Err(ts.runtime_error("super(): no arguments"));
        }
        let first = (*(*record).locals).get().map(PyObject::to_ref);
        let first = match first {
            // The argument is a cell where a nested function uses it.
            Some(first) => match first.downcast_exact::<crate::types::cell::CellObject>() {
                Some(cell) if code.local_kind(0).contains(minipy_bytecode::LocalKind::CELL) => cell.get(),
                _ => Some(first),
            },
            None => None,
        };
        let Some(first) = first else { return Err(ts.runtime_error("super(): arg[0] deleted")) };
        for i in (0..code.nlocalsplus()).rev() {
            if !code.local_kind(i).contains(minipy_bytecode::LocalKind::FREE) {
                continue;
            }
            let Some(name) = code.local_name(i) else { continue };
            if !name.equals(&ts.names().__class__) {
                continue;
            }
            let cell = (*(*record).locals.add(i)).get().and_then(|cell| cell.downcast::<crate::types::cell::CellObject>());
            let Some(cell) = cell else { return Err(ts.runtime_error("super(): bad __class__ cell")) };
            let Some(class) = cell.get() else { return Err(ts.runtime_error("super(): empty __class__ cell")) };
            if crate::types::as_type(&class).is_none() {
                let kind = class.ob_type().name_string();
                return Err(ts.runtime_error(format_args!("super(): __class__ is not a type ({kind})")));
            }
            return Ok((class, first));
        }
        Err(ts.runtime_error("super(): __class__ cell not found"))
    }
}
