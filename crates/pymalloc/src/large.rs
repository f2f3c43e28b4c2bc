//! Large blocks: requests above 512 bytes, taken from the system and counted.
//!
//! The counterpart of `PyMem_RawMalloc` under `PyObject_Malloc`. Blocks up to 128 KiB have room for their size rounded up
//! to an eighth of a power of two; freed, they rest in a bin for that room and serve the next request for it, so a list
//! that grows step by step rarely goes to the system. Larger ones have exactly their size, and the system moves them
//! (it can move pages where we would copy). Invariants: every live large block is on the list, with its size, so that
//! views can name it and the heap can give it back when it goes away; a block in a bin is on no list but that bin's.
#![expect(unsafe_code, reason = "calls the system's allocator and keeps lists in the headers of its blocks; contract M1")]

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
use std::cell::Cell;
use std::mem::size_of;
use std::ops::Index;
use std::ptr::NonNull;

use crate::class::ALIGNMENT;

/// The header before each large block.
#[repr(C, align(16))]
struct Header {
    next: Cell<Option<NonNull<Header>>>,
    prev: Cell<Option<NonNull<Header>>>,
    /// Bytes requested.
    size: Cell<usize>,
    /// Bytes there are, with the header.
    room: Cell<usize>,
}

const HEADER: usize = size_of::<Header>();
const _: () = assert!(HEADER == 32 && HEADER.is_multiple_of(ALIGNMENT));

/// Most room, with the header, of a block that a bin takes.
const BIN_MAX: usize = 128 << 10;
/// Bytes that all bins hold at most, if the memory limit does not ask for less.
const BINS_HOLD: usize = 256 << 20;
/// Rooms from one power of two to the next.
const STEPS: usize = 8;
const LEAST: u32 = 9;
const BINS: usize = (BIN_MAX.ilog2() - LEAST) as usize * STEPS;

/// Which bin a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bin(usize);

impl Bin {
    /// The bin for a block of `total` bytes with its header, and the room of the blocks in it.
    fn of(total: usize) -> Option<(Bin, usize)> {
        if total > BIN_MAX {
            return None;
        }
        let last = total.max((1 << LEAST) + 1) - 1;
        let shift = last.ilog2() - STEPS.ilog2();
        let eighths = last >> shift;
        let bin = (last.ilog2() - LEAST) as usize * STEPS + eighths % STEPS;
        Some((Bin(bin), (eighths + 1) << shift))
    }
}

struct Bins([Cell<Option<NonNull<Header>>>; BINS]);

impl Index<Bin> for Bins {
    type Output = Cell<Option<NonNull<Header>>>;

    #[expect(clippy::indexing_slicing, reason = "`Bin::of` makes numbers below BINS only; a test tries them all")]
    fn index(&self, bin: Bin) -> &Self::Output {
        &self.0[bin.0]
    }
}

/// All large blocks of a heap, newest first.
pub(crate) struct Large {
    first: Cell<Option<NonNull<Header>>>,
    blocks: Cell<usize>,
    bytes: Cell<usize>,
    peak_bytes: Cell<usize>,
    allocations: Cell<u64>,
    bins: Bins,
    /// Bytes in bins, and the most that they may hold.
    resting: Cell<usize>,
    most_resting: Cell<usize>,
}

/// Numbers about large blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LargeCounts {
    pub(crate) blocks: usize,
    pub(crate) bytes: usize,
    pub(crate) peak_bytes: usize,
    pub(crate) allocations: u64,
    pub(crate) resting: usize,
}

fn layout(room: usize) -> Option<Layout> {
    Layout::from_size_align(room, ALIGNMENT).ok()
}

impl Large {
    pub(crate) fn new() -> Large {
        Large {
            first: Cell::new(None),
            blocks: Cell::new(0),
            bytes: Cell::new(0),
            peak_bytes: Cell::new(0),
            allocations: Cell::new(0),
            bins: Bins([const { Cell::new(None) }; BINS]),
            resting: Cell::new(0),
            most_resting: Cell::new(BINS_HOLD),
        }
    }

    /// What rests beside the blocks in use must not make nonsense of a memory limit: a quarter of it at most.
    pub(crate) fn limit(&self, bytes: usize) {
        self.most_resting.set(BINS_HOLD.min(bytes / 4));
        if self.resting.get() > self.most_resting.get() {
            self.trim();
        }
    }

    pub(crate) fn counts(&self) -> LargeCounts {
        LargeCounts {
            blocks: self.blocks.get(),
            bytes: self.bytes.get(),
            peak_bytes: self.peak_bytes.get(),
            allocations: self.allocations.get(),
            resting: self.resting.get(),
        }
    }

    pub(crate) fn alloc(&self, size: usize, zeroed: bool) -> Option<NonNull<u8>> {
        self.alloc_with_room(size, size, zeroed)
    }

    /// A block of `size` bytes with room for `room` at least.
    #[inline]
    fn alloc_with_room(&self, size: usize, room: usize, zeroed: bool) -> Option<NonNull<u8>> {
        let total = room.checked_add(HEADER)?;
        let bin = Bin::of(total);
        let rests = bin.and_then(|(bin, room)| {
            let at = self.bins[bin].get()?;
            // SAFETY: a block in a bin is ours, and its header is whole.
            self.bins[bin].set(unsafe { at.as_ref() }.next.get());
            self.resting.set(self.resting.get() - room);
            Some(at)
        });
        let at = match rests {
            Some(at) => {
                if zeroed {
                    // SAFETY: the block's room is that of its bin, at least `total`; nobody uses it.
                    unsafe { at.cast::<u8>().add(HEADER).write_bytes(0, size) };
                }
                at
            }
            None => {
                let room = bin.map_or(total, |(_, room)| room);
                let layout = layout(room)?;
                // SAFETY: the layout's size is not zero.
                let at = NonNull::new(unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } })?;
                let at = at.cast::<Header>();
                let header = Header { next: Cell::new(None), prev: Cell::new(None), size: Cell::new(0), room: Cell::new(room) };
                // SAFETY: fresh memory, large and aligned enough for the header.
                unsafe { at.write(header) };
                at
            }
        };
        // SAFETY: the header was written just now, or when the block was new.
        unsafe { at.as_ref() }.size.set(size);
        self.link(at);
        self.blocks.set(self.blocks.get() + 1);
        self.count_bytes(self.bytes.get() + size);
        self.allocations.set(self.allocations.get() + 1);
        // SAFETY: the block begins behind the header.
        Some(unsafe { at.cast::<u8>().add(HEADER) })
    }

    /// # Safety
    ///
    /// `block` is a live block of this list, and nobody uses it any more.
    pub(crate) unsafe fn free(&self, block: NonNull<u8>) {
        // SAFETY: the header lies before the block; by the caller's promise it is alive and ours.
        unsafe {
            let at = block.sub(HEADER).cast::<Header>();
            let header = at.as_ref();
            self.unlink(at);
            self.blocks.set(self.blocks.get() - 1);
            self.bytes.set(self.bytes.get() - header.size.get());
            match Bin::of(header.room.get()) {
                Some((bin, room)) if self.resting.get() + room <= self.most_resting.get() => {
                    header.next.set(self.bins[bin].replace(Some(at)));
                    self.resting.set(self.resting.get() + room);
                }
                Some(_) | None => Large::give_back(at),
            }
        }
    }

    /// Returns memory to the system.
    ///
    /// # Safety
    ///
    /// `at` was taken from the system, is on no list, and nobody uses it any more.
    unsafe fn give_back(at: NonNull<Header>) {
        // SAFETY: the caller's promise; `room` is the size that was asked for.
        unsafe {
            if let Some(layout) = layout(at.as_ref().room.get()) {
                dealloc(at.as_ptr().cast(), layout);
            }
        }
    }

    /// Gives what rests in bins back to the system.
    pub(crate) fn trim(&self) {
        for bin in &self.bins.0 {
            while let Some(at) = bin.get() {
                // SAFETY: a block in a bin is ours, on no other list, and nobody uses it.
                unsafe {
                    bin.set(at.as_ref().next.get());
                    Large::give_back(at);
                }
            }
        }
        self.resting.set(0);
    }

    /// Makes a large block one of `size` bytes; on failure it stays as it is.
    ///
    /// # Safety
    ///
    /// `block` is a live block of this list; its old address is not used after a success.
    pub(crate) unsafe fn realloc(&self, block: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
        let total = size.checked_add(HEADER)?;
        // SAFETY: as in `free`; the system keeps the contents, the header among them, and the neighbours' links are
        // renewed around the move.
        unsafe {
            let at = block.sub(HEADER).cast::<Header>();
            let (old_size, room) = (at.as_ref().size.get(), at.as_ref().room.get());
            if Bin::of(room).is_some() || Bin::of(total).is_some() {
                // It stays while it fits and does not leave half of its room unused.
                if total <= room && total > room / 2 {
                    at.as_ref().size.set(size);
                    self.count_bytes(self.bytes.get() - old_size + size);
                    return Some(block);
                }
                // What grows by a little goes on growing: with room for another such step it is copied half as often.
                let growth = size.saturating_sub(old_size);
                let more = if growth <= old_size / 4 { growth } else { 0 };
                let moved = self.alloc_with_room(size, size.checked_add(more)?, false)?;
                moved.copy_from_nonoverlapping(block, old_size.min(size));
                self.free(block);
                return Some(moved);
            }
            let (old, new) = (layout(room)?, layout(total)?);
            self.unlink(at);
            let Some(moved) = NonNull::new(realloc(at.as_ptr().cast(), old, new.size())) else {
                self.link(at);
                return None;
            };
            let moved = moved.cast::<Header>();
            moved.as_ref().size.set(size);
            moved.as_ref().room.set(total);
            self.link(moved);
            self.count_bytes(self.bytes.get() - old_size + size);
            Some(moved.cast::<u8>().add(HEADER))
        }
    }

    /// The size of a large block.
    ///
    /// # Safety
    ///
    /// `block` is a live block of this list.
    pub(crate) unsafe fn size(&self, block: NonNull<u8>) -> usize {
        // SAFETY: the caller's promise.
        unsafe { block.sub(HEADER).cast::<Header>().as_ref() }.size.get()
    }

    /// Calls `f` with each block and its size, newest first.
    pub(crate) fn for_each(&self, mut f: impl FnMut(NonNull<u8>, usize)) {
        let mut at = self.first.get();
        while let Some(header) = at {
            // SAFETY: headers on the list are alive, and `f` has no way to free one.
            unsafe {
                at = header.as_ref().next.get();
                f(header.cast::<u8>().add(HEADER), header.as_ref().size.get());
            }
        }
    }

    fn count_bytes(&self, bytes: usize) {
        self.bytes.set(bytes);
        self.peak_bytes.set(self.peak_bytes.get().max(bytes));
    }

    fn link(&self, at: NonNull<Header>) {
        let next = self.first.replace(Some(at));
        // SAFETY: headers on the list are alive, and so is the one that joins it.
        unsafe {
            at.as_ref().next.set(next);
            at.as_ref().prev.set(None);
            if let Some(next) = next {
                next.as_ref().prev.set(Some(at));
            }
        }
    }

    fn unlink(&self, at: NonNull<Header>) {
        // SAFETY: headers on the list are alive.
        unsafe {
            let (prev, next) = (at.as_ref().prev.get(), at.as_ref().next.get());
            match prev {
                Some(prev) => prev.as_ref().next.set(next),
                None => self.first.set(next),
            }
            if let Some(next) = next {
                next.as_ref().prev.set(prev);
            }
        }
    }
}

impl Drop for Large {
    fn drop(&mut self) {
        while let Some(at) = self.first.get() {
            // SAFETY: headers on the list are alive; the heap goes away, and with it every use of its blocks.
            unsafe { self.free(at.cast::<u8>().add(HEADER)) };
        }
        self.trim();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_size_has_a_bin_with_room_and_little_waste() {
        let mut before = (Bin(0), 576);
        for total in 545..=BIN_MAX {
            let (bin, room) = Bin::of(total).unwrap();
            assert!(bin.0 < BINS && room >= total && room.is_multiple_of(ALIGNMENT), "{total}");
            assert!(room - total <= total / STEPS, "{total} in {room}");
            assert_eq!(Bin::of(room), Some((bin, room)), "a room belongs to its own bin");
            assert!(bin.0 >= before.0.0 && (bin == before.0) == (room == before.1));
            before = (bin, room);
        }
        assert_eq!(before.0.0, BINS - 1);
        assert_eq!(Bin::of(BIN_MAX + 1), None);
    }

    #[test]
    fn a_freed_block_rests_and_serves_the_next_request_of_its_room() {
        let large = Large::new();
        let block = large.alloc(1000, false).unwrap();
        // SAFETY: the block is ours; it is freed once.
        unsafe {
            block.write_bytes(7, 1000);
            assert_eq!(large.realloc(block, 1040), Some(block), "there is room");
            large.free(block);
        }
        assert_eq!((large.counts().blocks, large.counts().bytes, large.counts().resting), (0, 0, 1152));
        let again = large.alloc(1100, true).unwrap();
        assert_eq!(again, block);
        // SAFETY: as above.
        unsafe {
            assert!((0..1100).all(|n| again.add(n).read() == 0));
            let huge = large.realloc(again, 1 << 20).unwrap();
            assert_eq!((large.counts().bytes, large.counts().peak_bytes), (1 << 20, (1 << 20) + 1100));
            large.free(huge);
        }
        assert_eq!((large.counts().blocks, large.counts().resting), (0, 1152), "what is too large goes back at once");
        large.trim();
        assert_eq!(large.counts().resting, 0);
        assert_eq!(large.alloc(usize::MAX, false), None);
        assert_eq!(large.alloc(usize::MAX / 2 - 100, false), None);
    }
}
