//! Start and end of an interpreter: from an empty heap to types, singletons and names, and back to zero live blocks.
//!
//! CPython counterpart: `Python/pylifecycle.c`. The order of the start: `type`, the other type objects, the shared objects, the
//! names, and then each type is made ready, which needs all of these. The end goes the same way back, each object through its type's
//! dealloc; `type` is the last.
#![expect(unsafe_code, reason = "makes the interpreter, its first state, and the type whose type is itself")]

use std::marker::PhantomData;
use std::ptr::NonNull;

use pymalloc::{Config, Heap};

use crate::host::Host;
use crate::names::Names;
use crate::pyref::Py;
use crate::singletons::Singletons;
use crate::state::{Interp, PyResult, ThreadState};
use crate::typedef::TypeDef;
use crate::typeobject::{Type, ready};
use crate::types::none::{Ellipsis, NoneType, NotImplementedType};
use crate::types::str::StrSingletons;
use crate::types::tuple::Tuple;
use crate::types::{BUILTIN_TYPES, Types, int, type_};

/// Bytes of the native stack that are kept back for handling its overflow.
pub(crate) const STACK_RESERVE: usize = 256 * 1024;

/// How to start an interpreter.
pub struct Settings {
    /// The heap.
    pub heap: Config,
    /// The outside world.
    pub host: Box<dyn Host>,
    /// The seed of str and bytes hashes: `PYTHONHASHSEED`; none for a random one.
    pub hash_seed: Option<u32>,
    /// Bytes of native stack that the calling thread has from here on.
    pub stack_size: usize,
}

/// The start failed: there was not even memory for the builtin types.
#[derive(Debug)]
pub struct StartFailed;

/// What was left when the interpreter ended.
#[derive(Debug, Default)]
pub struct Leftover {
    /// Blocks that were never freed.
    pub blocks: usize,
    /// Bytes in them.
    pub bytes: usize,
}

/// A running interpreter with its main thread's state. It stays on the thread that made it.
pub struct Runtime {
    ts: Option<Box<ThreadState>>,
    interp: NonNull<Interp>,
    not_send: PhantomData<*const ()>,
}

impl Runtime {
    /// Start an interpreter on this thread, with the lock held.
    pub fn new(settings: Settings) -> Result<Runtime, StartFailed> {
        let seed = settings.hash_seed;
        let key = match seed {
            Some(seed) => minipy_scalar::hash::HashSecret::from_seed(seed),
            None => {
                let mut bytes = [0; 16];
                // A host without random numbers gives the fixed key; nothing depends on it but the order of sets.
                let _ = settings.host.random(&mut bytes);
                let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
                minipy_scalar::hash::HashSecret::from_keys(u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes(rest))
            }
        };
        let interp = Box::into_raw(Box::new(Interp::new(Heap::new(settings.heap), settings.host, key)));
        let Some(interp) = NonNull::new(interp) else { return Err(StartFailed) };
        let here = 0u8;
        let limit = std::ptr::from_ref(&here).addr().saturating_sub(settings.stack_size.saturating_sub(STACK_RESERVE));
        // SAFETY: the interpreter is freed in `drop`, after the state.
        let ts = Box::new(unsafe { ThreadState::new(interp, limit) });
        ts.ident.set(std::ptr::from_ref(&*ts).expose_provenance() as u64);
        ts.acquire_lock();
        ts.enlist();
        let runtime = Runtime { ts: Some(ts), interp, not_send: PhantomData };
        match runtime.with(start) {
            Ok(()) => Ok(runtime),
            Err(_) => Err(StartFailed),
        }
    }

    /// Use the main thread's state. The lock is held.
    pub fn with<R>(&self, f: impl FnOnce(&ThreadState) -> R) -> R {
        #[expect(clippy::expect_used, reason = "the state is there until `drop`")]
        let ts = self.ts.as_deref().expect("a runtime has its state");
        f(ts)
    }

    /// End the interpreter and say what was left. What lies above (modules, frames, the machine's types) must be gone.
    pub fn shutdown(mut self) -> Leftover {
        self.end()
    }

    fn end(&mut self) -> Leftover {
        let Some(ts) = self.ts.take() else { return Leftover::default() };
        stop(&ts);
        let heap = ts.heap();
        let leftover = Leftover { blocks: heap.live_blocks(), bytes: heap.live_bytes() };
        ts.interp().threads.remove(&ts);
        ts.release_lock(false);
        drop(ts);
        // SAFETY: made by Box::into_raw in `new`; the only state that pointed to it is gone.
        drop(unsafe { Box::from_raw(self.interp.as_ptr()) });
        leftover
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.end();
    }
}

/// Allocate `type`, whose type is itself.
fn make_type_type(ts: &ThreadState) -> PyResult<Py<Type>> {
    crate::alloc::make_self_typed(ts, ready::payload(&type_::TYPE))
}

fn start(ts: &ThreadState) -> PyResult<()> {
    let type_type = make_type_type(ts)?;
    let mut made = Vec::with_capacity(BUILTIN_TYPES.len());
    for def in BUILTIN_TYPES {
        let ty =
            if std::ptr::eq(*def, &raw const type_::TYPE) { type_type.clone() } else { Py::new_in(ts, &type_type, ready::payload(def))? };
        made.push(ty);
    }
    let by_def: Vec<(&'static TypeDef, Py<Type>)> = BUILTIN_TYPES.iter().copied().zip(made.iter().cloned()).collect();
    let types = Types::from_made(made).ok_or_else(|| ts.no_memory())?;
    ts.interp().types_cell().set(types);
    ts.interp().singletons_cell().set(make_singletons(ts)?);
    ts.interp().names_cell().set(Names::new(ts)?);
    let find = |def: &'static TypeDef| by_def.iter().find(|(known, _)| std::ptr::eq(*known, def)).map(|(_, ty)| ty.clone());
    for (_, ty) in &by_def {
        ready::ready(ts, ty, &find)?;
    }
    Ok(())
}

fn make_singletons(ts: &ThreadState) -> PyResult<Singletons> {
    let empty_tuple = Tuple::new_empty(ts)?;
    let memory_error = crate::types::exceptions::blank(ts, &ts.types().memory_error, empty_tuple.clone())?.into_ref();
    Ok(Singletons {
        none: Py::new(ts, NoneType)?.into_ref(),
        true_: crate::types::bool_::new_singleton(ts, true)?,
        false_: crate::types::bool_::new_singleton(ts, false)?,
        not_implemented: Py::new(ts, NotImplementedType)?.into_ref(),
        ellipsis: Py::new(ts, Ellipsis)?.into_ref(),
        small_ints: int::SmallInts::new(ts)?,
        strs: StrSingletons::new(ts)?,
        bytes: crate::types::bytes::BytesSingletons::new(ts)?,
        empty_tuple,
        memory_error,
    })
}

/// Make types of a crate above ready: `vm` calls this with its own table. The result is in the table's order.
pub fn make_types(ts: &ThreadState, table: &[&'static TypeDef]) -> PyResult<Vec<Py<Type>>> {
    let mut made: Vec<(&'static TypeDef, Py<Type>)> = Vec::with_capacity(table.len());
    for def in table {
        made.push((def, ready::make(ts, def)?));
    }
    let builtin = BUILTIN_TYPES.iter().copied().zip(ts.types().all());
    let mut known: Vec<(&'static TypeDef, Py<Type>)> = builtin.map(|(def, ty)| (def, ty.to_py())).collect();
    known.extend(made.iter().cloned());
    known.extend(ts.interp().module_types.all().into_iter().map(|ty| (ty.def(), ty)));
    let find = |def: &'static TypeDef| known.iter().find(|(at, _)| std::ptr::eq(*at, def)).map(|(_, ty)| ty.clone());
    for (_, ty) in &made {
        ready::ready(ts, ty, &find)?;
    }
    Ok(made.into_iter().map(|(_, ty)| ty).collect())
}

/// Take everything out of a type that is not needed to deallocate its last instances.
pub fn strip_type(ty: &Py<Type>) {
    ty.strip();
}

fn stop(ts: &ThreadState) {
    let interp = ts.interp();
    interp.finalizing.set(true);
    interp.modules_field().clear();
    interp.builtins_field().clear();
    ts.clear();
    interp.gc.collect(ts, 2);
    // From here on no Python code can run: what could be called is gone.
    let types: Vec<Py<Type>> = ts.types().all().into_iter().map(|ty| ty.to_py()).collect();
    for ty in &types {
        ty.strip();
    }
    // Little is left of what was made at start: the types, without what they held.
    interp.gc.take_startup_back();
    interp.gc.collect(ts, 2);
    // SAFETY: nothing borrows these any more: no code but this function runs.
    unsafe {
        drop(interp.names_cell().take());
        drop(interp.singletons_cell().take());
    }
    for ty in &types {
        ty.strip_names();
    }
    // `type` is the type of all others and goes last.
    let (mut last, others): (Vec<_>, Vec<_>) = types.into_iter().partition(|ty| std::ptr::eq(ty.def(), &raw const type_::TYPE));
    // SAFETY: as above. The references in `Types` go first, so that the clones above are the last ones.
    drop(unsafe { interp.types_cell().take() });
    for ty in others.into_iter().rev() {
        drop(ty);
    }
    drop(last.pop());
}

/// For tests of this crate and those above: run `f` in an interpreter with hash seed 0 on a thread with 16 MiB of stack, end it, and
/// check that no block is left.
pub fn run_test(f: impl FnOnce(&ThreadState) + Send + 'static) {
    const STACK: usize = 16 << 20;
    let run = move || {
        let settings = Settings {
            heap: Config { debug: true, ..Config::default() },
            host: Box::new(crate::host::NullHost::default()),
            hash_seed: Some(0),
            stack_size: STACK - (64 << 10),
        };
        let Ok(runtime) = Runtime::new(settings) else { return Err("the interpreter did not start".to_owned()) };
        runtime.with(f);
        let left = runtime.shutdown();
        if left.blocks == 0 { Ok(()) } else { Err(format!("{left:?}")) }
    };
    let ended = std::thread::Builder::new().stack_size(STACK).spawn(run).map(|thread| thread.join());
    match ended {
        Ok(Ok(Ok(()))) => {}
        Ok(Ok(Err(what))) => assert_eq!(what, "", "after the test"),
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => assert_eq!(error.to_string(), "", "the thread could not start"),
    }
}
