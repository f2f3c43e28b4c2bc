//! How often each instruction is executed.
//!
//! CPython's counterpart is `sys._stats_on` of a build with `--enable-pystats`. Invariant: counts base forms, each instruction once, its
//! EXTENDED_ARGs too.

use std::cell::RefCell;
use std::collections::BTreeMap;

use minipy_bytecode::Opcode;
use minipy_object::state::{PyResult, ThreadState};
use minipy_vm::{FrameView, Observer};

/// Counts instructions by opcode.
#[derive(Debug, Default)]
pub struct OpcodeCount {
    counts: RefCell<BTreeMap<Opcode, u64>>,
}

impl OpcodeCount {
    /// The counts so far; what never ran is not listed.
    pub fn counts(&self) -> BTreeMap<Opcode, u64> {
        self.counts.borrow().clone()
    }
}

impl Observer for OpcodeCount {
    fn instruction(&self, _ts: &ThreadState, frame: &FrameView<'_>) -> PyResult<()> {
        if let Some(opcode) = frame.opcode() {
            *self.counts.borrow_mut().entry(opcode).or_default() += 1;
        }
        Ok(())
    }
}
