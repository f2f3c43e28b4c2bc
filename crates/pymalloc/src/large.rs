//! Large blocks: requests above 512 bytes, passed on to the system and counted.
//!
//! The counterpart of `PyMem_RawMalloc` under `PyObject_Malloc`. Invariant: every live large block is on the list, with
//! its size, so that views can name it and the heap can give it back when it goes away.
#![expect(
    unsafe_code,
    reason = "calls the system's allocator and keeps a list in the headers of its blocks; contract M1"
)]

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
use std::cell::Cell;
use std::mem::size_of;
use std::ptr::NonNull;

use crate::class::ALIGNMENT;

/// The header before each large block.
#[repr(C, align(16))]
struct Header {
    next: Cell<Option<NonNull<Header>>>,
    prev: Cell<Option<NonNull<Header>>>,
    size: Cell<usize>,
}

const HEADER: usize = size_of::<Header>();
const _: () = assert!(HEADER == 32 && HEADER.is_multiple_of(ALIGNMENT));

/// All large blocks of a heap, newest first.
#[derive(Default)]
pub(crate) struct Large {
    first: Cell<Option<NonNull<Header>>>,
    blocks: Cell<usize>,
    bytes: Cell<usize>,
    peak_bytes: Cell<usize>,
    allocations: Cell<u64>,
}

/// Numbers about large blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LargeCounts {
    pub(crate) blocks: usize,
    pub(crate) bytes: usize,
    pub(crate) peak_bytes: usize,
    pub(crate) allocations: u64,
}

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, ALIGNMENT).ok()
}

impl Large {
    pub(crate) fn counts(&self) -> LargeCounts {
        LargeCounts {
            blocks: self.blocks.get(),
            bytes: self.bytes.get(),
            peak_bytes: self.peak_bytes.get(),
            allocations: self.allocations.get(),
        }
    }

    pub(crate) fn alloc(&self, size: usize, zeroed: bool) -> Option<NonNull<u8>> {
        let layout = layout(size)?;
        // SAFETY: the layout's size is not zero.
        let at = NonNull::new(unsafe {
            if zeroed {
                alloc_zeroed(layout)
            } else {
                alloc(layout)
            }
        })?
        .cast::<Header>();
        // SAFETY: fresh memory, large and aligned enough for the header.
        unsafe {
            at.write(Header {
                next: Cell::new(None),
                prev: Cell::new(None),
                size: Cell::new(size),
            })
        };
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
            let size = at.as_ref().size.get();
            self.unlink(at);
            self.blocks.set(self.blocks.get() - 1);
            self.bytes.set(self.bytes.get() - size);
            if let Some(layout) = layout(size) {
                dealloc(at.as_ptr().cast(), layout);
            }
        }
    }

    /// Makes a large block one of `size` bytes; on failure it stays as it is.
    ///
    /// # Safety
    ///
    /// `block` is a live block of this list; its old address is not used after a success.
    pub(crate) unsafe fn realloc(&self, block: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
        let new = layout(size)?;
        // SAFETY: as in `free`; the system keeps the contents, the header among them, and the neighbours' links are
        // renewed around the move.
        unsafe {
            let at = block.sub(HEADER).cast::<Header>();
            let old_size = at.as_ref().size.get();
            let old = layout(old_size)?;
            self.unlink(at);
            let Some(moved) = NonNull::new(realloc(at.as_ptr().cast(), old, new.size())) else {
                self.link(at);
                return None;
            };
            let moved = moved.cast::<Header>();
            moved.as_ref().size.set(size);
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
        unsafe { block.sub(HEADER).cast::<Header>().as_ref() }
            .size
            .get()
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
    }
}
