//! An observer that proves the tail calls while code runs.
//!
//! CPython has no counterpart: its handlers are labels of one function, or compiled with `musttail`. Invariant: with this observer a
//! program runs as without, unless a handler called the next one where it should have jumped to it; then a SystemError is raised there.

use std::cell::Cell;

use minipy_object::state::{PyResult, ThreadState};
use minipy_vm::{FrameView, Observer};

/// Compares the native stack pointer at each instruction with that at the first.
#[derive(Debug, Default)]
pub struct StackCheck {
    depth: Cell<Option<usize>>,
}

impl StackCheck {
    /// The depth of the first instruction, if this one's differs.
    fn other(&self, depth: usize) -> Option<usize> {
        match self.depth.get() {
            Some(first) => (first != depth).then_some(first),
            None => {
                self.depth.set(Some(depth));
                None
            }
        }
    }
}

impl Observer for StackCheck {
    fn instruction(&self, ts: &ThreadState, frame: &FrameView<'_>) -> PyResult<()> {
        let Some(depth) = frame.native_depth() else { return Ok(()) };
        match self.other(depth) {
            Some(first) => {
                let opcode = frame.opcode().map_or("?", minipy_bytecode::Opcode::name);
                Err(ts.system_error(format_args!("{depth} bytes of native stack at {opcode} instead of {first}: a handler did not jump")))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StackCheck;

    #[test]
    fn a_stack_that_grows_is_found() {
        let check = StackCheck::default();
        assert_eq!([check.other(160), check.other(160), check.other(176), check.other(160)], [None, None, Some(160), None]);
    }
}
