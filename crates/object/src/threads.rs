//! Threads of an interpreter beside the first: their states, their start, their end; and the gate, a lock that Python code can hold.
//!
//! CPython counterpart: `Python/pystate.c` (the list of thread states), `Python/parking_lot.c`, `Modules/_threadmodule.c`.
//! Invariants: a state is on the list from before its thread begins until its thread has given up everything it owned; list and
//! states are touched under the lock alone (G1), only poll words and gates without it. Whoever waits for a gate or for time is parked,
//! and whoever sets a bit of a poll word wakes that thread, so that a wait ends when there is a signal to answer or a thread to leave.
#![expect(unsafe_code, reason = "hands a thread state and a callable to a new thread")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::Thread;
use std::time::Duration;

use crate::header::PyObject;
use crate::host::Host;
use crate::pyref::{Field, Py, PyRef};
use crate::state::{Interp, PyResult, Raised, ThreadState, poll};
use crate::types::dict::Dict;

/// Bytes of native stack for a thread of which nothing was said (`threading.stack_size()`).
const STACK_SIZE: usize = 8 << 20;
/// The least that a thread gets: the reserve and something to work with.
const STACK_MINIMUM: usize = 1 << 20;
/// How much of its stack a thread's own beginning may use.
const STACK_MARGIN: usize = 64 << 10;

/// The threads of an interpreter.
pub struct Threads {
    states: RefCell<Vec<NonNull<ThreadState>>>,
    /// `threading.stack_size(…)`; 0 is the default.
    pub stack_size: Cell<usize>,
}

impl Default for Threads {
    fn default() -> Threads {
        Threads { states: RefCell::new(Vec::new()), stack_size: Cell::new(0) }
    }
}

impl Threads {
    /// Call `f` with each thread's state, the oldest first.
    pub fn each(&self, mut f: impl FnMut(&ThreadState)) {
        let states = self.states.borrow().clone();
        for state in states {
            // A thread can only end while it holds the lock, which the caller does throughout (`f` runs no Python code).
            // SAFETY: states on the list are alive.
            f(unsafe { state.as_ref() });
        }
    }

    /// How many there are, the first included.
    pub fn count(&self) -> usize {
        self.states.borrow().len()
    }

    pub(crate) fn add(&self, ts: &ThreadState) {
        self.states.borrow_mut().push(NonNull::from(ts));
    }

    pub(crate) fn remove(&self, ts: &ThreadState) {
        self.states.borrow_mut().retain(|state| !std::ptr::eq(state.as_ptr(), ts));
        // The first thread may be waiting for the others at its end.
        if let Some(first) = self.states.borrow().first() {
            // SAFETY: states on the list are alive.
            if let Some(thread) = unsafe { first.as_ref() }.own.handle.borrow().as_ref() {
                thread.unpark();
            }
        }
    }
}

/// What a thread carries beside what the machine knows of it.
#[derive(Default)]
pub struct OwnThread {
    /// Whom to wake when a bit of the poll word is set. Empty until the thread runs.
    pub(crate) handle: RefCell<Option<Thread>>,
    /// The values of `threading.local` objects in this thread, by the object's number.
    pub(crate) locals: FieldCell,
    /// Whether the interpreter's end waits for this thread: no for daemons.
    pub awaited: Cell<bool>,
}

/// A field that starts empty.
pub(crate) struct FieldCell(pub(crate) Field);

impl Default for FieldCell {
    fn default() -> FieldCell {
        FieldCell(Field::empty())
    }
}

/// What goes to a new thread: its state, and what it is to call.
struct Luggage {
    state: NonNull<ThreadState>,
    work: NonNull<PyObject>,
}

// SAFETY: G1: the new thread touches the state and the object only after it took the lock; the spawning thread gave both up. The state
// is `!Send` so that nobody uses it without the lock, which the new thread respects.
unsafe impl Send for Luggage {}

impl ThreadState {
    /// Start a thread that calls `run(state, work)` with the lock held; its number, or none where the system refuses.
    pub fn spawn(&self, work: PyRef, awaited: bool, run: fn(&ThreadState, PyRef)) -> Option<u64> {
        let asked = self.interp().threads.stack_size.get();
        let stack = if asked == 0 { STACK_SIZE } else { asked.max(STACK_MINIMUM) };
        // SAFETY: the interpreter waits at its end for all threads on its list, or gives its memory up.
        let state = Box::new(unsafe { ThreadState::new(self.interp_ptr(), 0) });
        state.own.awaited.set(awaited);
        let state = NonNull::from(Box::leak(state));
        // SAFETY: just made; `live` or the end of this function takes it back.
        let borrowed = unsafe { state.as_ref() };
        let ident = state.as_ptr().expose_provenance() as u64;
        borrowed.ident.set(ident);
        self.interp().threads.add(borrowed);
        let luggage = Luggage { state, work: work.into_raw() };
        // The luggage comes back where the thread cannot start.
        let shared = std::sync::Arc::new(Mutex::new(Some(luggage)));
        let taken = shared.clone();
        let begin = move || {
            let luggage = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(luggage) = luggage {
                live(luggage, stack, run);
            }
        };
        if std::thread::Builder::new().stack_size(stack + STACK_MARGIN).spawn(begin).is_ok() {
            return Some(ident);
        }
        let luggage = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Luggage { state, work }) = luggage {
            // SAFETY: R1: the count that `into_raw` gave away comes back; the state is the box that was leaked above.
            unsafe {
                self.interp().threads.remove(state.as_ref());
                drop(PyRef::from_raw(work));
                drop(Box::from_raw(state.as_ptr()));
            }
        }
        None
    }

    /// Set bits of this state's poll word and wake its thread if it waits.
    pub fn rouse(&self, bits: u32) {
        self.poll.fetch_or(bits, Ordering::SeqCst);
        if let Some(thread) = &*self.own.handle.borrow() {
            thread.unpark();
        }
    }

    /// The interpreter ends and this thread must leave: an exception that no handler catches (the unwinder sees the poll word).
    #[cold]
    pub fn leave_thread(&self) -> Raised {
        self.raise_none(&self.types().system_exit)
    }

    /// Whether this thread is leaving because the interpreter ends: no Python code runs in it any more.
    #[inline]
    pub fn is_leaving(&self) -> bool {
        self.poll.load(Ordering::Relaxed) & poll::EXIT != 0
    }

    /// The values of `threading.local` objects in this thread; made if need be.
    pub fn thread_locals(&self) -> PyResult<Py<Dict>> {
        if let Some(Ok(dict)) = self.own.locals.0.get().map(PyRef::downcast_into::<Dict>) {
            return Ok(dict);
        }
        let dict = Dict::new(self)?;
        self.own.locals.0.set(dict.clone());
        Ok(dict)
    }

    /// The same, if there are any.
    pub fn thread_locals_if_any(&self) -> Option<Py<Dict>> {
        self.own.locals.0.get()?.downcast_into().ok()
    }

    /// Wait until no other thread is left that the interpreter's end waits for. What ends the wait early is left in the poll word:
    /// then the answer is false.
    pub fn await_threads(&self) -> bool {
        loop {
            let mut left = false;
            self.interp().threads.each(|state| left |= !std::ptr::eq(state, self) && state.own.awaited.get());
            if !left {
                return true;
            }
            if self.poll.load(Ordering::SeqCst) & poll::WAKES != 0 {
                return false;
            }
            let host = &*self.interp().host;
            self.without_lock(|| host.park(None));
        }
    }

    /// At the interpreter's end: tell all other threads to leave and wait for them, at most `patience`. Those that are stuck in a
    /// call of the system stay; the answer is how many.
    pub fn dismiss_threads(&self, patience: Duration) -> usize {
        let threads = &self.interp().threads;
        let deadline = std::time::Instant::now() + patience;
        loop {
            threads.each(|state| {
                if !std::ptr::eq(state, self) {
                    state.rouse(poll::EXIT);
                }
            });
            let left = threads.count() - 1;
            if left == 0 || std::time::Instant::now() > deadline {
                return left;
            }
            self.without_lock(|| std::thread::park_timeout(Duration::from_millis(1)));
        }
    }

    /// This is the interpreter's first thread: put it on the list.
    pub(crate) fn enlist(&self) {
        *self.own.handle.borrow_mut() = Some(std::thread::current());
        self.interp().threads.add(self);
    }
}

/// A thread's life.
fn live(luggage: Luggage, stack: usize, run: fn(&ThreadState, PyRef)) {
    let here = 0u8;
    let top = std::ptr::from_ref(&here).addr();
    // SAFETY: the box that `spawn` leaked; from here on this thread owns it, and others reach it through the list, under the lock.
    let state = unsafe { luggage.state.as_ref() };
    let work = luggage.work;
    state.acquire_lock();
    state.set_stack(top, stack);
    *state.own.handle.borrow_mut() = Some(std::thread::current());
    // SAFETY: R1: the count that `spawn` gave away.
    let work = unsafe { PyRef::from_raw(work) };
    run(state, work);
    state.clear();
    state.interp().threads.remove(state);
    state.release_lock(false);
    // SAFETY: the state is on no list any more, and this thread is done with it.
    drop(unsafe { Box::from_raw(luggage.state.as_ptr()) });
}

// --- gates -----------------------------------------------------------------------------------------------------------------------

/// How a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waited {
    /// The gate is ours.
    Acquired,
    /// The time is over.
    TimedOut,
    /// There is something to answer in the poll word first.
    Interrupted,
}

#[derive(Default)]
struct GateState {
    held: bool,
    queue: VecDeque<(u64, Thread)>,
    next_number: u64,
}

/// A lock that Python code can hold: `_thread.lock`, and what else one thread waits for until another lets it go on.
#[derive(Default)]
pub struct Gate {
    state: Mutex<GateState>,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Take it if it is free.
    pub fn try_acquire(&self) -> bool {
        !std::mem::replace(&mut self.state().held, true)
    }

    /// Whether somebody holds it.
    pub fn is_held(&self) -> bool {
        self.state().held
    }

    /// Let it go and wake who waits longest; whether it was held.
    pub fn release(&self) -> bool {
        let mut state = self.state();
        let held = std::mem::replace(&mut state.held, false);
        if let Some((_, first)) = state.queue.front() {
            first.unpark();
        }
        held
    }

    /// Wait until it is ours, `deadline` on the host's monotonic clock has passed, or a bit of `word` needs an answer. Called without
    /// the interpreter's lock.
    pub fn acquire(&self, host: &dyn Host, deadline: Option<Duration>, word: &AtomicU32) -> Waited {
        let mut state = self.state();
        if !state.held {
            state.held = true;
            return Waited::Acquired;
        }
        let number = state.next_number;
        state.next_number += 1;
        state.queue.push_back((number, std::thread::current()));
        loop {
            let outcome = if !state.held {
                state.held = true;
                Some(Waited::Acquired)
            } else if word.load(Ordering::SeqCst) & poll::WAKES != 0 {
                Some(Waited::Interrupted)
            } else if deadline.is_some_and(|deadline| host.monotonic() >= deadline) {
                Some(Waited::TimedOut)
            } else {
                None
            };
            if let Some(outcome) = outcome {
                state.queue.retain(|(waiting, _)| *waiting != number);
                if outcome != Waited::Acquired && !state.held {
                    // The wake-up that came meanwhile was for somebody else too.
                    if let Some((_, first)) = state.queue.front() {
                        first.unpark();
                    }
                }
                return outcome;
            }
            drop(state);
            host.park(deadline.map(|deadline| deadline.saturating_sub(host.monotonic())));
            state = self.state();
        }
    }
}

/// Wait until `deadline` on the host's monotonic clock, or until a bit of `word` needs an answer: whether the time is over. Called
/// without the interpreter's lock.
pub fn sleep_until(host: &dyn Host, deadline: Duration, word: &AtomicU32) -> bool {
    loop {
        let now = host.monotonic();
        if now >= deadline {
            return true;
        }
        if word.load(Ordering::SeqCst) & poll::WAKES != 0 {
            return false;
        }
        host.park(Some(deadline.saturating_sub(now)));
    }
}

/// The interpreter behind a state, for its other threads.
impl ThreadState {
    pub(crate) fn interp_ptr(&self) -> NonNull<Interp> {
        NonNull::from(self.interp())
    }
}
