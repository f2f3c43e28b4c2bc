//! The machine: handlers, frames, calls, unwinding, builtin functions, threads.
