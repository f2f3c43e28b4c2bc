//! The interpreter's lock: one thread of an interpreter runs bytecode, the others wait.
//!
//! CPython counterpart: `Python/ceval_gil.c`. Waiters stand in a queue. The first of them asks the holder to give way when it has
//! stood there for the switch interval; the holder answers at its next poll, the lock goes to the one who asked, and the holder waits
//! until that one has it (no convoy). A lock that is freed unasked goes to whoever comes first, so a thread that blocks for a moment
//! often has it back without a switch. The order of the calls as a picture:
//!
//! ```text
//! holder   run ────────────── poll: SWITCH ─ release ─ wait for handover ─ acquire … run
//! waiter   wait 5 ms ─ ask ─────────────────┴ take ─ run ───────────────┘
//! ```
//! Invariant G1: a `&ThreadState` is usable only by the thread that holds the lock; it is given up only in
//! [`ThreadState::without_lock`], whose closure can hold neither the state nor a reference, both not being `Send`. The holder's poll
//! word is known to the lock while, and only while, it is held.
#![expect(unsafe_code, reason = "unsets and sets the thread-local state around the lock, and reaches the holder's poll word")]

use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Thread;
use std::time::{Duration, Instant};

use crate::state::{PyResult, ThreadState, poll, set_current};

/// The poll word of the thread that holds the lock.
struct Holder(NonNull<AtomicU32>);

// SAFETY: an atomic may be reached from any thread; that it lives is the invariant of this module.
unsafe impl Send for Holder {}

#[derive(Default)]
struct State {
    holder: Option<Holder>,
    /// Those who wait, in the order in which they came: a number each, and whom to wake.
    queue: VecDeque<(u64, Thread)>,
    next_number: u64,
    /// The first of the queue has waited for a whole interval: the lock is for it alone.
    asked: bool,
    /// Counts handovers; a holder that gave way waits until it moves.
    switches: u64,
    /// The interpreter is gone: whoever still comes waits for the end of the process.
    closed: bool,
}

/// The lock. It alone of the interpreter is touched by threads that do not hold it.
pub struct Lock {
    state: Mutex<State>,
    taken: Condvar,
    interval_micros: AtomicU64,
}

impl Default for Lock {
    fn default() -> Lock {
        Lock::new()
    }
}

impl Lock {
    /// A free lock with a switch interval of 5 ms.
    pub fn new() -> Lock {
        Lock { state: Mutex::new(State::default()), taken: Condvar::new(), interval_micros: AtomicU64::new(5000) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the guard is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `sys.getswitchinterval()`
    pub fn interval(&self) -> Duration {
        Duration::from_micros(self.interval_micros.load(Ordering::Relaxed))
    }

    /// `sys.setswitchinterval(…)`
    pub fn set_interval(&self, interval: Duration) {
        self.interval_micros.store(interval.as_micros().clamp(1, u128::from(u64::MAX)) as u64, Ordering::Relaxed);
    }

    /// How often the lock changed hands.
    pub fn switches(&self) -> u64 {
        self.state().switches
    }

    /// How many threads wait for the lock.
    pub fn waiting(&self) -> usize {
        self.state().queue.len()
    }

    /// Nobody gets the lock any more: the interpreter's memory is given up.
    pub fn close(&self) {
        self.state().closed = true;
    }

    /// Wait for the lock and take it; `word` is the poll word of the thread that takes it, which lives until it releases the lock.
    fn acquire(&self, word: &AtomicU32) {
        let mut state = self.state();
        if state.holder.is_some() || state.asked || state.closed {
            state = self.wait(state);
        }
        state.holder = Some(Holder(NonNull::from(word)));
        state.asked = false;
        state.switches += 1;
        word.fetch_and(!poll::SWITCH, Ordering::Relaxed);
        // The next in the queue begins to count its interval.
        if let Some((_, first)) = state.queue.front() {
            first.unpark();
        }
        self.taken.notify_all();
    }

    /// Stand in the queue until the lock is ours to take.
    fn wait<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let number = state.next_number;
        state.next_number += 1;
        state.queue.push_back((number, std::thread::current()));
        // Since when we are the first of the queue.
        let mut first_since: Option<Instant> = None;
        loop {
            let first = !state.closed && state.queue.front().is_some_and(|(front, _)| *front == number);
            let free = state.holder.is_none() && !state.closed;
            if free && (first || !state.asked) {
                state.queue.retain(|(waiting, _)| *waiting != number);
                return state;
            }
            let mut timeout = None;
            if first {
                let interval = self.interval();
                let waited = first_since.get_or_insert_with(Instant::now).elapsed();
                if waited >= interval {
                    state.asked = true;
                    if let Some(holder) = &state.holder {
                        // SAFETY: the holder's state lives as long as it holds the lock, and it cannot release it while we have
                        // the mutex.
                        unsafe { holder.0.as_ref() }.fetch_or(poll::SWITCH, Ordering::Relaxed);
                    }
                } else {
                    timeout = Some(interval.saturating_sub(waited));
                }
            }
            drop(state);
            match timeout {
                Some(timeout) => std::thread::park_timeout(timeout),
                None => std::thread::park(),
            }
            state = self.state();
        }
    }

    /// Free the lock. With `wait`, return only after another thread took it, if one waits.
    fn release(&self, wait: bool) {
        let mut state = self.state();
        state.holder = None;
        let before = state.switches;
        if let Some((_, first)) = state.queue.front() {
            first.unpark();
        }
        while wait && state.switches == before && !state.queue.is_empty() {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl ThreadState {
    /// Run `blocking` without the lock: other threads run meanwhile. CPython: `Py_BEGIN_ALLOW_THREADS`.
    ///
    /// The closure cannot use this state nor any object: neither is `Send`.
    ///
    /// ```
    /// fn f(ts: &minipy_object::ThreadState, n: u64) -> u64 { ts.without_lock(|| n + 1) }
    /// ```
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState) { ts.without_lock(|| { let _ = ts.none(); }); }
    /// ```
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState, o: minipy_object::PyRef) { ts.without_lock(|| drop(o)); }
    /// ```
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState, o: &minipy_object::PyObject) -> usize { ts.without_lock(|| o.id()) }
    /// ```
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState) -> minipy_object::PyRef { let none = ts.none(); ts.without_lock(move || none) }
    /// ```
    pub fn without_lock<R: Send>(&self, blocking: impl FnOnce() -> R + Send) -> R {
        struct Retake<'a>(&'a ThreadState);
        impl Drop for Retake<'_> {
            fn drop(&mut self) {
                self.0.acquire_lock();
            }
        }
        self.release_lock(false);
        let retake = Retake(self);
        let result = blocking();
        drop(retake);
        result
    }

    /// Wait for the lock and make this the thread's current state.
    pub(crate) fn acquire_lock(&self) {
        self.interp().lock.acquire(&self.poll);
        // SAFETY: G1: the lock is held from here on, and the state lives (we borrow it).
        unsafe { set_current(self) };
    }

    /// Unset the current state and free the lock.
    pub(crate) fn release_lock(&self, wait: bool) {
        // SAFETY: G1: nothing is current while the lock is not held.
        unsafe { set_current(std::ptr::null()) };
        self.interp().lock.release(wait);
    }
}

/// Answer the poll word: give way, collect. CPython: `_Py_HandlePending`.
#[cold]
#[inline(never)]
pub fn handle_poll(ts: &ThreadState) -> PyResult<()> {
    let bits = ts.poll.load(Ordering::Relaxed);
    if bits & poll::SWITCH != 0 {
        ts.release_lock(true);
        ts.acquire_lock();
    }
    if bits & poll::COLLECT != 0 {
        ts.interp().gc.collect_as_needed(ts);
    }
    if bits & poll::EXIT != 0 {
        return Err(ts.leave_thread());
    }
    if bits & (poll::SIGNAL | poll::LIMIT) != 0 {
        if let Some(handler) = ts.interp().poll_handler.get() {
            return handler(ts, bits);
        }
    }
    Ok(())
}
