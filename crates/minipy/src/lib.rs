//! The library face: an [`Interpreter`] that puts the parts together, and the tools that look at source without running it.
//!
//! CPython's counterpart is the embedding API (`Py_InitializeFromConfig`, `PyRun_*`, `Modules/main.c`). Invariant: an interpreter lives on a
//! thread of its own whose stack size is known, so deep recursion ends in a RecursionError; only [`Interpreter::run`] gets in there. Nothing
//! here prints, parses arguments or exits: that is the command line's work.
//!
//! ```
//! use minipy::{Capture, Interpreter, Outcome};
//!
//! let streams = Capture::new("");
//! let interpreter = Interpreter::builder().host(streams.host()).hash_seed(Some(0)).start()?;
//! let outcome = interpreter.run_source("print(sum(range(10)))", "<example>")?;
//! assert_eq!(outcome, Outcome::Finished);
//! let ending = interpreter.finish()?;
//! assert_eq!(streams.stdout(), "45\n");
//! assert_eq!(ending.leaked_blocks, 0);
//! # Ok::<(), minipy::Error>(())
//! ```

mod builder;
mod compile;
mod error;
mod host;
mod interpreter;
mod interrupt;
mod machine;
mod outline;
mod tools;

pub use builder::{Builder, XOption};
pub use error::Error;
pub use host::{Capture, SystemHost};
pub use interpreter::{Ending, Interpreter};
pub use interrupt::Interrupter;
pub use machine::{Machine, Outcome};
pub use minipy_object::host::{Host, Stream};
pub use pymalloc::Geometry;
pub use tools::{Completeness, Highlight, ToolError, ast, completeness, dis, highlight, next_indentation, on_large_stack, tokens};

/// minipy's own version.
pub const VERSION: (i64, i64, i64) = (0, 1, 0);

/// The version of Python that is imitated.
pub const PYTHON_VERSION: (i64, i64, i64) = minipy_vm::sys::VERSION;
