//! Ctrl-C: an interrupt for the running program; once the program has ended, the end of the process.
//!
//! CPython's counterparts are `signal_handler` and `exit_sigint`. Invariant: a process that ends because of an interrupt dies of SIGINT, so that a
//! shell's loop around it stops too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use minipy::Interrupter;
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;

/// Watches for SIGINT.
#[derive(Clone, Default)]
pub(crate) struct SignalWatch {
    ending: Arc<AtomicBool>,
}

impl SignalWatch {
    /// Hand each SIGINT to the interrupter, from a thread that waits for it.
    pub(crate) fn start(interrupter: Interrupter) -> SignalWatch {
        let watch = SignalWatch::default();
        let ending = Arc::clone(&watch.ending);
        if let Ok(mut signals) = Signals::new([SIGINT]) {
            // Without the thread, SIGINT would do nothing; but then no thread could be started for the program either.
            let _ = std::thread::Builder::new().name("signals".to_owned()).stack_size(64 << 10).spawn(move || {
                for _ in signals.forever() {
                    if ending.load(Ordering::SeqCst) {
                        die();
                    }
                    interrupter.interrupt();
                }
            });
        }
        watch
    }

    /// The program has ended: from here on an interrupt ends the process.
    pub(crate) fn ending(&self) {
        self.ending.store(true, Ordering::SeqCst);
    }
}

/// Die of SIGINT. Returns the exit code that shells show for it, if even that fails.
pub(crate) fn die() -> u8 {
    let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
    130
}
