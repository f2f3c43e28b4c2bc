//! Inline caches: entries beside the code that instructions find by the index in their first cache unit.
//!
//! CPython counterpart: the `_Py…Cache` structs in the instruction stream. An entry holds more than CPython's units have room for, so the
//! unit holds a 16-bit index into the code's side array. Invariant: index 0 is an entry that never matches; an entry is only used after
//! the versions it states were compared, so a stale one is never followed.
#![expect(unsafe_code, reason = "handlers reach entries by address")]

use minipy_bytecode::{Opcode, instructions};

use crate::frame::Record;
use crate::types::code::Code;

/// One cache.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Entry {
    /// What must be equal for the entry to hold: a type's version, a dict's keys version …; 0 for an empty entry.
    pub(crate) version: u32,
    /// A second such number.
    pub(crate) version2: u32,
    /// What was found, in words of the instruction.
    pub(crate) a: usize,
    /// More of it.
    pub(crate) b: usize,
    /// How the instruction reads it.
    pub(crate) kind: u32,
    /// How often the entry did not hold; an instruction that misses often stops filling it.
    pub(crate) misses: u32,
}

/// After so many misses an entry is refilled only now and then.
const MANY: u32 = 32;

impl Entry {
    /// Whether it is worth filling: always at first, every 64th time once it has missed often.
    pub(crate) fn worth_filling(&mut self) -> bool {
        self.misses = self.misses.wrapping_add(1);
        self.misses < MANY || self.misses.is_multiple_of(64)
    }
}

/// Whether an opcode has an entry.
fn wants_entry(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::LOAD_GLOBAL | Opcode::LOAD_ATTR | Opcode::STORE_ATTR | Opcode::CALL | Opcode::LOAD_SUPER_ATTR)
}

/// How many entries code needs, the never-matching one among them.
pub(crate) fn needed(units: &[u16]) -> usize {
    1 + instructions(units).filter(|i| i.opcode.is_ok_and(wants_entry)).count().min(usize::from(u16::MAX))
}

/// Give each instruction its entry's index.
pub(crate) fn prepare(code: &Code) {
    let units = code.units.to_vec();
    let mut next: u16 = 1;
    for instruction in instructions(&units) {
        if instruction.opcode.is_ok_and(wants_entry) && usize::from(next) < code.caches.len() {
            code.units.set(instruction.index + 1, next);
            next = next.wrapping_add(1);
        }
    }
}

/// The entry of the instruction whose first cache unit is at `pc`.
///
/// # Safety
/// `record` is the current frame, `pc` as its handler got it, and the instruction is one that has an entry.
#[inline(always)]
pub(crate) unsafe fn entry(record: *const Record, pc: *const u16) -> *mut Entry {
    // SAFETY: the unit holds an index below the array's length (`prepare`).
    unsafe { (&*(*record).code).caches.as_ptr().add(*pc as usize) }
}
