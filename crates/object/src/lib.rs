//! Headers, references, types, the builtin types, the collector and the lock.
//!
//! CPython counterpart: `Objects/` and the parts of `Python/` that objects cannot do without. The crate knows nothing of bytecode:
//! builtin types reach Python code only through `tp_call`. Start reading at [`header`], [`pyref`] and [`typedef`], then one type,
//! such as [`types::list`].

pub mod alloc;
pub mod args;
pub mod bootstrap;
pub mod buf;
pub mod buffer;
pub mod gc;
pub mod header;
pub mod host;
pub mod intern;
mod late;
pub mod ledger;
pub mod lock;
pub mod module_types;
pub mod names;
pub mod protocol;
pub mod pyref;
pub mod raise;
pub mod singletons;
pub mod slots;
pub mod state;
#[cfg(test)]
mod test_support;
pub mod threads;
pub mod typedef;
pub mod typeobject;
pub mod types;
pub mod weakref;

pub use alloc::{body_size, traverse};
pub use args::{Args, Bound};
pub use bootstrap::Runtime;
pub use header::{Obj, PyObject, PyType};
pub use pymalloc::Watch;
pub use pyref::{Field, Py, PyRef, Visit};
pub use slots::{CompareOp, SendResult, Slots};
pub use state::{Interp, PyResult, Raised, ThreadState};
pub use typedef::{Body, GetSetDef, MethodDef, MethodKind, Native, Payload, TypeDef, TypeFlags};
