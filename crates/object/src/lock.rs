//! The interpreter's lock: one thread of an interpreter runs bytecode, the others wait.
//!
//! CPython counterpart: `Python/ceval_gil.c`. A waiter that has waited for the switch interval asks the holder to give way; the
//! holder answers at its next poll and then waits until somebody else took the lock (no convoy). The order of the calls as a picture:
//!
//! ```text
//! holder   run ────────────── poll: SWITCH ─ release ─ wait for handover ─ acquire … run
//! waiter   wait 5 ms ─ ask ─────────────────┴ take ─ run ───────────────┘
//! ```
//! Invariant G1: a `&ThreadState` is usable only by the thread that holds the lock; it is given up only in
//! [`ThreadState::without_lock`], whose closure can hold neither the state nor a reference, both not being `Send`.
#![expect(unsafe_code, reason = "unsets and sets the thread-local state around the lock")]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::state::{PyResult, ThreadState, poll, set_current};

#[derive(Default)]
struct State {
    held: bool,
    /// Counts handovers; a holder that gave way waits until it moves.
    switches: u64,
}

/// The lock. It alone of the interpreter is touched by threads that do not hold it.
pub struct Lock {
    state: Mutex<State>,
    freed: Condvar,
    taken: Condvar,
    /// Someone has waited for a whole interval.
    drop_request: AtomicBool,
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
        Lock {
            state: Mutex::new(State::default()),
            freed: Condvar::new(),
            taken: Condvar::new(),
            drop_request: AtomicBool::new(false),
            interval_micros: AtomicU64::new(5000),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the guard is held, and the two fields have no invariant between them.
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

    /// Whether a waiter asks the holder to give way.
    pub fn drop_requested(&self) -> bool {
        self.drop_request.load(Ordering::Relaxed)
    }

    /// Wait for the lock and take it. `ask` is called when a whole interval has passed without a handover.
    pub fn acquire(&self, ask: &dyn Fn()) {
        let mut state = self.state();
        while state.held {
            let before = state.switches;
            let (guard, timeout) = self.freed.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner);
            state = guard;
            if timeout.timed_out() && state.held && state.switches == before {
                self.drop_request.store(true, Ordering::Relaxed);
                ask();
            }
        }
        state.held = true;
        state.switches += 1;
        self.drop_request.store(false, Ordering::Relaxed);
        self.taken.notify_all();
    }

    /// Free the lock. With `wait`, return only after another thread took it.
    pub fn release(&self, wait: bool) {
        let mut state = self.state();
        state.held = false;
        let before = state.switches;
        self.freed.notify_one();
        while wait && state.switches == before {
            state = self.taken.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl ThreadState {
    /// Run `blocking` without the lock: other threads run meanwhile. CPython: `Py_BEGIN_ALLOW_THREADS`.
    ///
    /// The closure cannot use this state nor any object: neither is `Send`.
    ///
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState) { ts.without_lock(|| { let _ = ts.none(); }); }
    /// ```
    /// ```compile_fail
    /// fn f(ts: &minipy_object::ThreadState, o: minipy_object::PyRef) { ts.without_lock(|| drop(o)); }
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
        let interp = self.interp();
        interp.lock.acquire(&|| ());
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
        ts.poll.fetch_and(!poll::SWITCH, Ordering::Relaxed);
        ts.release_lock(true);
        ts.acquire_lock();
    }
    if bits & poll::COLLECT != 0 {
        ts.interp().gc.collect_as_needed(ts);
    }
    if bits & (poll::SIGNAL | poll::LIMIT | poll::EXIT | poll::ASYNC_EXC) != 0 {
        if let Some(handler) = ts.interp().poll_handler.get() {
            return handler(ts, bits);
        }
    }
    Ok(())
}
