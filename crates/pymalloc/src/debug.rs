//! Debug mode: what surrounds a block, and which misuse it brings to light.
//!
//! The counterpart of `_PyMem_DebugRawAlloc` and its kin. A request of `n` bytes takes `n + 32`:
//!
//! ```text
//! [n: 8 bytes][FD × 8][data: n bytes, CD until written][FD × 8][serial: 8 bytes]
//! ```
//!
//! Freed data is filled with `DD`, the front guard too, and the block waits in a quarantine, so that its memory is not
//! used again at once. Invariant: a block in quarantine is filled with `DD` from its front guard to its rear guard;
//! whoever finds it otherwise has found a write after free. Misuse is collected as values; nothing aborts.
#![expect(unsafe_code, reason = "reads and writes the bytes around and inside blocks that nobody else uses then; contracts A1, M1")]

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::ptr::NonNull;

/// The byte around each block in debug mode.
pub const GUARD: u8 = 0xFD;
/// The byte that fills fresh memory in debug mode.
pub const NEW_FILL: u8 = 0xCD;
/// The byte that fills freed memory in debug mode.
pub const FREED_FILL: u8 = 0xDD;

/// Bytes that debug mode adds to each request.
pub const OVERHEAD: usize = FRONT + REAR;
const FRONT: usize = 16;
const REAR: usize = 16;
const WORD: usize = 8;

/// Most reports that are kept; further ones are only counted.
const MOST_REPORTS: usize = 100;

/// What was done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MisuseKind {
    /// The bytes before the block were written to.
    Underrun,
    /// The bytes behind the block were written to.
    Overrun,
    /// The block was freed a second time.
    DoubleFree,
    /// The block was written to after it had been freed.
    WriteAfterFree,
    /// The block was freed with another size than it was requested with.
    WrongSize,
    /// The address does not belong to this heap.
    Foreign,
}

/// One report of a misuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// What was done wrong.
    pub kind: MisuseKind,
    /// Address of the block, as the program knows it.
    pub block: usize,
    /// The size that was requested (what the heap knows), or that was told where it knows nothing.
    pub size: usize,
    /// Serial number of the block's request, so that a second run can stop there; 0 if it cannot be read any more.
    pub serial: u64,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Misuse { kind, block, size, serial } = self;
        let what = match kind {
            MisuseKind::Underrun => "written to before its start",
            MisuseKind::Overrun => "written to behind its end",
            MisuseKind::DoubleFree => "freed twice",
            MisuseKind::WriteAfterFree => "written to after it was freed",
            MisuseKind::WrongSize => "freed with a wrong size",
            MisuseKind::Foreign => "freed, but not a block of this heap",
        };
        write!(f, "block at {block:#x} of {size} bytes (request {serial}): {what}")
    }
}

/// What debug mode keeps beside the blocks.
pub(crate) struct Debug {
    serial: Cell<u64>,
    /// Freed blocks that are held back, oldest first.
    quarantine: Cell<VecDeque<NonNull<u8>>>,
    most: usize,
    reports: Cell<Vec<Misuse>>,
    count: Cell<u64>,
}

impl Debug {
    pub(crate) fn new(quarantine: usize) -> Self {
        let mut ring = VecDeque::new();
        let most = if ring.try_reserve(quarantine + 1).is_ok() { quarantine } else { 0 };
        Debug { serial: Cell::new(0), quarantine: Cell::new(ring), most, reports: Cell::new(Vec::new()), count: Cell::new(0) }
    }

    pub(crate) fn report(&self, misuse: Misuse) {
        self.count.set(self.count.get() + 1);
        let mut reports = self.reports.take();
        if reports.len() < MOST_REPORTS && reports.try_reserve(1).is_ok() {
            reports.push(misuse);
        }
        self.reports.set(reports);
    }

    pub(crate) fn take_reports(&self) -> Vec<Misuse> {
        self.reports.take()
    }

    pub(crate) fn count(&self) -> u64 {
        self.count.get()
    }

    /// Dresses a raw block of `size + OVERHEAD` bytes, and returns where the program's part begins.
    ///
    /// # Safety
    ///
    /// `raw` has that many bytes, and nobody uses them.
    pub(crate) unsafe fn dress(&self, raw: NonNull<u8>, size: usize) -> NonNull<u8> {
        let serial = self.serial.get() + 1;
        self.serial.set(serial);
        // SAFETY: all of these lie inside `size + OVERHEAD` bytes.
        unsafe {
            raw.cast::<usize>().write(size);
            raw.add(WORD).write_bytes(GUARD, WORD);
            let data = raw.add(FRONT);
            data.write_bytes(NEW_FILL, size);
            data.add(size).write_bytes(GUARD, WORD);
            data.add(size + WORD).cast::<u64>().write_unaligned(serial);
            data
        }
    }

    /// The raw block under a dressed one.
    ///
    /// # Safety
    ///
    /// `data` was returned by `dress`, and its memory has not gone back to the system.
    pub(crate) unsafe fn raw(data: NonNull<u8>) -> NonNull<u8> {
        // SAFETY: the caller's promise.
        unsafe { data.sub(FRONT) }
    }

    /// The requested size and serial number of a dressed block that is alive or in quarantine.
    ///
    /// # Safety
    ///
    /// As for `raw`; the block has not been handed out anew.
    pub(crate) unsafe fn describe(data: NonNull<u8>) -> (usize, u64) {
        // SAFETY: the caller's promise: the size word is intact, so the serial number lies where it says.
        unsafe {
            let size = data.sub(FRONT).cast::<usize>().read();
            (size, data.add(size + WORD).cast::<u64>().read_unaligned())
        }
    }

    /// Checks a block that the program says has `told` bytes. `false`: it must not be freed (it already is, or nothing
    /// about it can be believed).
    ///
    /// # Safety
    ///
    /// As for `raw`.
    pub(crate) unsafe fn check(&self, data: NonNull<u8>, told: Option<usize>) -> bool {
        let block = data.addr().get();
        // SAFETY: the front part lies before the data, in the same block.
        let (size, front) = unsafe { (data.sub(FRONT).cast::<usize>().read(), data.sub(WORD).cast::<[u8; WORD]>().read()) };
        if front == [FREED_FILL; WORD] {
            self.report(Misuse { kind: MisuseKind::DoubleFree, block, size: told.unwrap_or(size), serial: 0 });
            return false;
        }
        if front != [GUARD; WORD] {
            // The size word lies before the guard that is broken, so it may be broken too: nothing behind it is read.
            self.report(Misuse { kind: MisuseKind::Underrun, block, size: told.unwrap_or(0), serial: 0 });
            return false;
        }
        // SAFETY: the front guard is whole, so the size is what `dress` wrote.
        let (rear, serial) = unsafe {
            let rear = data.add(size);
            (rear.cast::<[u8; WORD]>().read_unaligned(), rear.add(WORD).cast::<u64>().read_unaligned())
        };
        if rear != [GUARD; WORD] {
            self.report(Misuse { kind: MisuseKind::Overrun, block, size, serial });
        }
        if told.is_some_and(|told| told.max(1) != size) {
            self.report(Misuse { kind: MisuseKind::WrongSize, block, size, serial });
        }
        true
    }

    /// Fills a block that `check` has let through and puts it into quarantine. Returns the block that leaves quarantine
    /// for it, checked for writes.
    ///
    /// # Safety
    ///
    /// `data` is a dressed block that nobody uses any more.
    pub(crate) unsafe fn retire(&self, data: NonNull<u8>) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise; the block runs from its front guard to the end of its rear guard.
        unsafe {
            let size = data.sub(FRONT).cast::<usize>().read();
            data.sub(WORD).write_bytes(FREED_FILL, WORD + size + WORD);
        }
        if self.most == 0 {
            return Some(data);
        }
        let mut ring = self.quarantine.take();
        ring.push_back(data);
        let leaves = if ring.len() > self.most { ring.pop_front() } else { None };
        self.quarantine.set(ring);
        leaves.inspect(|&data| self.check_retired(data))
    }

    /// The next block to leave quarantine when it is emptied, checked for writes.
    pub(crate) fn release(&self) -> Option<NonNull<u8>> {
        let mut ring = self.quarantine.take();
        let leaves = ring.pop_front();
        self.quarantine.set(ring);
        leaves.inspect(|&data| self.check_retired(data))
    }

    fn check_retired(&self, data: NonNull<u8>) {
        // SAFETY: the block is in quarantine until now: its bytes are ours to read.
        let (size, serial) = unsafe { Debug::describe(data) };
        // SAFETY: as above.
        let clean = (0..WORD + size + WORD).all(|at| unsafe { data.sub(WORD).add(at).read() } == FREED_FILL);
        if !clean {
            self.report(Misuse { kind: MisuseKind::WriteAfterFree, block: data.addr().get(), size, serial });
        }
    }

    /// The blocks in quarantine, oldest first.
    pub(crate) fn for_each_retired(&self, mut f: impl FnMut(NonNull<u8>)) {
        let ring = self.quarantine.take();
        ring.iter().for_each(|&data| f(data));
        self.quarantine.set(ring);
    }
}
