//! The machine: frames, handlers, calls, unwinding; code, functions, generators, frames and tracebacks as objects; builtins and sys.
//!
//! CPython counterpart: `Python/ceval.c` and what stands around it. Invariant: `vm` never parses; source comes in as a description
//! (`minipy_bytecode::CodeDesc`), through [`code_from_desc`] or the hooks of [`Hooks`]. Start reading at `frame`, then `machine`, then
//! one family of handlers in `ops`.

#[macro_use]
mod machine;

mod anchors;
mod block;
mod builtins;
mod cache;
mod call;
mod exc;
mod fast;
mod frame;
mod future;
mod import;
mod install;
mod interp;
mod io;
mod names;
mod namespace;
mod observe;
mod ops;
pub mod references;
mod stackref;
mod super_attr;
pub mod sys;
mod sys_records;
pub mod thread;
mod traceback_text;
pub mod types;
mod typing;
mod warnings;

pub use builtins::site::install_site;
pub use frame::VmThread;
pub use import::{Library, LibraryHook, describe_builtin, import, import_module};
pub use install::{install, new_main_module, run_code, shutdown, uninstall};
pub use interp::{
    CompileHook, CompileRequest, Hooks, Mode, Outline, OutlineHook, Place, VmInterp, next_prompt_source, register_source, set_hooks,
};
pub use observe::{BlockEvent, FrameView, ObjectHead, Observer, add_observer, current_frame, remove_observer};
pub use stackref::StackRef;
pub use sys::SysConfig;
pub use traceback_text::{format_exception, print_exception};
pub use types::code_from::{code_from_desc, constant_object};
pub use warnings::{WarnedPlace, warn_explicit};
