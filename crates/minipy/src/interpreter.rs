//! An interpreter on a thread of its own: start, jobs, end.
//!
//! CPython's counterparts are `Py_InitializeFromConfig` and `Py_FinalizeEx`. Invariant: after a panic no code and no destructor of that
//! interpreter runs again; its memory is given up and every later call is an [`Error::Internal`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use minipy_object::bootstrap::{Runtime, Settings};
use minipy_object::state::{PyResult, ThreadState};
use minipy_vm::{Hooks, SysConfig};

use crate::builder::Builder;
use crate::error::Error;
use crate::interrupt::Interrupter;
use crate::machine::{Machine, Outcome};

/// Work for the interpreter's thread. The answer goes out through a channel that the closure holds.
type Job = Box<dyn FnOnce(&Machine<'_>) + Send>;

/// Stack that is used before the interpreter's own limit is computed.
const STACK_MARGIN: usize = 64 << 10;

/// How long the end waits for daemon threads to leave; those that are stuck in a call of the system do not answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// How an interpreter ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// Blocks that were never freed.
    pub leaked_blocks: usize,
    /// Bytes in them.
    pub leaked_bytes: usize,
    /// Standard output could not be flushed: the program's exit code becomes 120.
    pub flush_failed: bool,
}

/// A running interpreter. Dropping it ends it.
pub struct Interpreter {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<Result<Ending, Error>>>,
    interrupter: Interrupter,
}

impl Interpreter {
    /// Choose the settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn start(builder: Builder) -> Result<Interpreter, Error> {
        let interrupter = builder.interrupter();
        let (jobs, todo) = channel();
        let (tell, started) = channel();
        let stack_size = STACK_MARGIN + builder.stack_size;
        let work = move || serve(builder, &todo, &tell);
        let thread = std::thread::Builder::new()
            .name("minipy".to_owned())
            .stack_size(stack_size)
            .spawn(work)
            .map_err(|error| Error::Start(error.to_string()))?;
        let interpreter = Interpreter { jobs: Some(jobs), thread: Some(thread), interrupter };
        match started.recv() {
            Ok(()) => Ok(interpreter),
            Err(_) => Err(interpreter.finish().err().unwrap_or_else(|| Error::Start("its thread ended".to_owned()))),
        }
    }

    /// Run `f` on the interpreter's thread, with its lock held, and wait for the answer.
    pub fn run<R: Send + 'static>(&self, f: impl FnOnce(&Machine<'_>) -> R + Send + 'static) -> Result<R, Error> {
        let gone = || Error::Internal("the interpreter has stopped".to_owned());
        let (tell, answer) = channel();
        let job: Job = Box::new(move |machine| {
            // Nobody may be waiting any more; the answer is then lost, as it should be.
            let _ = tell.send(f(machine));
        });
        self.jobs.as_ref().ok_or_else(gone)?.send(job).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())
    }

    /// Run source as the `__main__` module.
    pub fn run_source(&self, source: impl Into<Vec<u8>>, filename: &str) -> Result<Outcome, Error> {
        let (source, filename) = (source.into(), filename.to_owned());
        self.run(move |machine| machine.run_main(&source, &filename))
    }

    /// What interrupts this interpreter, from any thread.
    pub fn interrupter(&self) -> Interrupter {
        self.interrupter.clone()
    }

    /// End the interpreter: flush, take the modules apart, free everything, and say what was left.
    pub fn finish(mut self) -> Result<Ending, Error> {
        self.end()
    }

    fn end(&mut self) -> Result<Ending, Error> {
        drop(self.jobs.take());
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(ending)) => ending,
            Some(Err(_)) => Err(Error::Internal("the interpreter's thread panicked".to_owned())),
            None => Ok(Ending::default()),
        }
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// The life of the interpreter's thread.
fn serve(builder: Builder, todo: &Receiver<Job>, started: &Sender<()>) -> Result<Ending, Error> {
    let heap = builder.heap_config();
    let Builder { hash_seed, stack_size, host, sys, interrupter, int_max_str_digits, unbuffered, stack_check, .. } = builder;
    let Some(host) = host else { return Err(Error::Start("there is no host".to_owned())) };
    let settings = Settings { heap, host, hash_seed, stack_size };
    let runtime = Runtime::new(settings).map_err(|_| Error::Start("not enough memory".to_owned()))?;
    let result = catch_unwind(AssertUnwindSafe(|| {
        runtime.with(|ts| {
            let attached = interrupter.attach(ts);
            if let Err(raised) = prepare(ts, &sys) {
                let error = ts.take_exception(raised);
                return Err(Error::Start(error.ob_type().name_string()));
            }
            if let Some(digits) = int_max_str_digits.and_then(|digits| usize::try_from(digits).ok()) {
                ts.interp().int_max_str_digits.set(digits);
            }
            if stack_check {
                minipy_vm::add_observer(ts, std::rc::Rc::new(minipy_observe::StackCheck::default()));
            }
            if unbuffered {
                minipy_vm::sys::write_through(ts);
            }
            let _ = started.send(());
            let machine = Machine::new(ts, &interrupter);
            while let Ok(job) = todo.recv() {
                job(&machine);
            }
            minipy_vm::thread::finish_threads(ts);
            ts.interp().finalizing.set(true);
            let stuck = ts.dismiss_threads(PATIENCE);
            let flush_failed = machine.flush();
            minipy_vm::shutdown(ts);
            // From here on a second interrupt must not raise anything: it ends the process.
            drop(attached);
            minipy_vm::uninstall(ts);
            Ok((flush_failed, stuck))
        })
    }));
    match result {
        Ok(Ok((flush_failed, stuck))) => {
            if stuck > 0 {
                // They may come back from their call: their memory must stay, and they must not get the lock.
                let left = runtime.with(|ts| {
                    ts.interp().lock.close();
                    (ts.heap().live_blocks(), ts.heap().live_bytes())
                });
                std::mem::forget(runtime);
                return Ok(Ending { leaked_blocks: left.0, leaked_bytes: left.1, flush_failed });
            }
            let left = runtime.shutdown();
            Ok(Ending { leaked_blocks: left.blocks, leaked_bytes: left.bytes, flush_failed })
        }
        Ok(Err(error)) => {
            // The start failed half-way: what was made is given up.
            std::mem::forget(runtime);
            Err(error)
        }
        Err(panic) => {
            // The state of the heap is not known. Nothing of it is touched again.
            std::mem::forget(runtime);
            let message = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
            Err(Error::Internal(message.unwrap_or_else(|| "a panic".to_owned())))
        }
    }
}

fn prepare(ts: &ThreadState, sys: &SysConfig) -> PyResult<()> {
    minipy_vm::install(ts)?;
    minipy_vm::set_hooks(
        ts,
        Hooks {
            compile: Some(crate::compile::compile_hook),
            library: Some(minipy_stdlib::find),
            outline: Some(crate::outline::outline),
            thread_ended: Some(minipy_stdlib::thread_ended),
            at_exit: Some(minipy_stdlib::at_exit),
        },
    );
    ts.interp().poll_handler.set(Some(crate::interrupt::on_poll));
    minipy_vm::sys::configure(ts, sys)?;
    minipy_stdlib::describe_builtins(ts)?;
    // Behind this line a program's own objects begin, `__main__` the first of them.
    ts.interp().gc.set_startup_aside();
    crate::machine::make_main(ts)
}
