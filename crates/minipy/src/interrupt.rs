//! How another thread interrupts a running program: the poll word's signal bit, and a pipe that wakes a wait.
//!
//! CPython's counterpart is `PyErr_SetInterrupt` with `signal.set_wakeup_fd`. Invariant: the pointer to the poll word is there only while
//! the thread state lives, and is read and written only under the mutex.
#![expect(unsafe_code, reason = "another thread sets a bit of the poll word, through a pointer that the interpreter's thread lends")]

use std::io::{PipeReader, PipeWriter, Read, Write};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use minipy_object::state::{PyResult, ThreadState, poll};

/// The poll word of a live thread state, and the thread, which may be parked.
struct Word(NonNull<AtomicU32>, std::thread::Thread);

// SAFETY: an atomic may be reached from any thread; that it lives is the invariant of the mutex around it.
unsafe impl Send for Word {}

#[derive(Default)]
struct Shared {
    word: Mutex<Option<Word>>,
    pending: AtomicBool,
    pipe: OnceLock<Option<(PipeReader, PipeWriter)>>,
}

/// Interrupts an interpreter from any thread. Clones interrupt the same one.
#[derive(Clone, Default)]
pub struct Interrupter {
    shared: Arc<Shared>,
}

impl Interrupter {
    pub(crate) fn new() -> Interrupter {
        Interrupter::default()
    }

    fn word(&self) -> MutexGuard<'_, Option<Word>> {
        self.shared.word.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Raise KeyboardInterrupt in the program, at its next poll. A wait for input or time ends at once.
    pub fn interrupt(&self) {
        self.shared.pending.store(true, Ordering::SeqCst);
        if let Some(word) = &*self.word() {
            // SAFETY: the word is there, so its thread state lives until the mutex is free again.
            unsafe { word.0.as_ref() }.fetch_or(poll::SIGNAL, Ordering::SeqCst);
            word.1.unpark();
        }
        if let Some(Some((_, writer))) = self.shared.pipe.get() {
            let mut writer: &PipeWriter = writer;
            // A full pipe wakes as well as a byte more would.
            let _ = writer.write(&[0]);
        }
    }

    /// Whether an interrupt waits to be raised, and forget it.
    pub(crate) fn take(&self) -> bool {
        self.shared.pending.swap(false, Ordering::SeqCst)
    }

    /// Whether an interrupt waits to be raised.
    pub(crate) fn is_pending(&self) -> bool {
        self.shared.pending.load(Ordering::SeqCst)
    }

    /// The end of the pipe that a wait watches. It is made at the first wait.
    pub(crate) fn wake_reader(&self) -> Option<&PipeReader> {
        let pipe = self.shared.pipe.get_or_init(|| std::io::pipe().ok());
        pipe.as_ref().map(|(reader, _)| reader)
    }

    /// Read one byte of the pipe, which is known to have one.
    pub(crate) fn drain(&self) {
        if let Some(mut reader) = self.wake_reader() {
            let _ = reader.read(&mut [0]);
        }
    }

    /// The interpreter's thread begins: interrupts reach it until the guard is dropped.
    pub(crate) fn attach(&self, ts: &ThreadState) -> Attached {
        *self.word() = Some(Word(NonNull::from(&ts.poll), std::thread::current()));
        if self.is_pending() {
            ts.poll.fetch_or(poll::SIGNAL, Ordering::SeqCst);
        }
        Attached { interrupter: self.clone() }
    }
}

/// While it lives, interrupts reach the thread state.
pub(crate) struct Attached {
    interrupter: Interrupter,
}

impl Drop for Attached {
    fn drop(&mut self) {
        *self.interrupter.word() = None;
    }
}

/// Answers the poll word's signal bit: nobody but the interrupter sets it.
pub(crate) fn on_poll(ts: &ThreadState, bits: u32) -> PyResult<()> {
    if bits & poll::SIGNAL != 0 {
        ts.poll.fetch_and(!poll::SIGNAL, Ordering::SeqCst);
        ts.interp().host.take_interrupt();
        return Err(ts.raise_none(&ts.types().keyboard_interrupt));
    }
    Ok(())
}
