//! The machine: handler tables, the way into and out of the loop, unwinding.
//!
//! CPython counterpart: `Python/ceval.c`. Invariant: each opcode of the table has one handler, a small function of six words that ends
//! by passing on to the next (`abi`); there are two tables, plain and watched, and which one runs is a register.

#[macro_use]
pub(crate) mod abi;
pub(crate) mod run;
mod tables;
pub(crate) mod unwind;
mod watched;

pub(crate) use abi::{Op, Pc, Sp, Table, Ts};
pub(crate) use run::{Ended, run_frame};
pub(crate) use tables::{illegal, plain_table, watched_table};
