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
    pub(crate) kind: u16,
    /// How often the entry did not hold; an instruction that misses often stops filling it. Counted in the first of an instruction's ways.
    pub(crate) misses: u16,
}

const _: () = assert!(size_of::<Entry>() == 32);

/// After so many misses an entry is refilled only now and then.
const MANY: u16 = 32;

/// The kind of entry 0, which is never filled.
const NEVER: u16 = u16::MAX;

/// How many types an attribute's site remembers: the first way is the one that the handler looks at, the others wait behind it.
const WAYS: usize = 4;

impl Entry {
    /// Whether it is worth filling: always at first, every 64th time once it has missed often.
    pub(crate) fn worth_filling(&mut self) -> bool {
        if self.kind == NEVER {
            return false;
        }
        self.misses = self.misses.wrapping_add(1);
        self.misses < MANY || self.misses.is_multiple_of(64)
    }
}

/// Bring the way with that version, which is not that of the first one, to the front; says whether there was one.
///
/// # Safety
/// The entry is the first way of an instruction that has [`WAYS`], or entry 0; nothing else refers to them now.
#[inline(never)]
pub(crate) unsafe fn choose(entry: *mut Entry, version: u32) -> bool {
    // SAFETY: promised by the caller.
    unsafe {
        if version == 0 || (*entry).kind == NEVER {
            return false;
        }
        for way in 1..WAYS {
            if (*entry.add(way)).version == version {
                let misses = (*entry).misses;
                std::ptr::swap(entry, entry.add(way));
                (*entry).misses = misses;
                return true;
            }
        }
        false
    }
}

/// Make the first way free for another type: the ways move back by one, the last is forgotten.
///
/// # Safety
/// As for [`choose`].
pub(crate) unsafe fn make_room(entry: *mut Entry) {
    // SAFETY: promised by the caller.
    unsafe {
        if (*entry).kind != NEVER && (*entry).version != 0 {
            entry.copy_to(entry.add(1), WAYS - 1);
            (*entry).version = 0;
        }
    }
}

/// How many entries an opcode's instructions have.
fn ways(opcode: Opcode) -> usize {
    if matches!(opcode, Opcode::LOAD_ATTR | Opcode::STORE_ATTR) {
        WAYS
    } else {
        usize::from(matches!(opcode, Opcode::LOAD_GLOBAL | Opcode::CALL | Opcode::LOAD_SUPER_ATTR))
    }
}

/// How many entries code needs, the never-matching one among them.
pub(crate) fn needed(units: &[u16]) -> usize {
    let wanted: usize = instructions(units).map(|i| i.opcode.map_or(0, ways)).sum();
    1 + wanted.min(usize::from(u16::MAX))
}

/// Give each instruction its entry's index. Where indexes run out, instructions keep entry 0.
pub(crate) fn prepare(code: &Code) {
    let units = code.units.to_vec();
    code.caches.set(0, Entry { version: 0, version2: 0, a: 0, b: 0, kind: NEVER, misses: 0 });
    let mut next = 1;
    for instruction in instructions(&units) {
        let ways = instruction.opcode.map_or(0, ways);
        if ways == 0 || next + ways > code.caches.len() {
            continue;
        }
        if let Ok(index) = u16::try_from(next) {
            code.units.set(instruction.index + 1, index);
            next += ways;
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
