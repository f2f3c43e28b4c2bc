//! A pool: a header and the blocks of one size class behind it.
//!
//! The counterpart of `struct pool_header`. It owns the pool's free list and its counts. Invariants (A2): the free list
//! holds the carved blocks that nobody owns, last freed first, threaded through their first words; blocks from `carved` on
//! have never been touched; and the low 16 bits of `counts` are the number of frees after which the heap must look at the
//! pool again (its *pending* count):
//!
//! | state | on which list | pending |
//! |---|---|---|
//! | used      | its class's | live blocks: at 0 the pool is empty |
//! | lingering | its class's | live blocks + 1: this pool may be empty and stay a while |
//! | full      | none        | 1: the first free puts it back on a list |
//! | empty     | its arena's | 0 |
//!
//! So a free needs one test for all of these, and an allocation none: it finds either a free block or an empty free list.
#![expect(unsafe_code, reason = "reads and writes the links in free blocks, and headers found by address; contracts A1, A2")]

use std::cell::Cell;
use std::mem::{align_of, offset_of, size_of};
use std::ptr::NonNull;

use crate::arena::Arena;
use crate::class::{ALIGNMENT, Class};

/// Bytes at the start of each pool that hold its header.
pub const POOL_HEADER: usize = size_of::<Pool>();

/// How many bytes of fresh blocks are put on the free list at once, at least one block. Small, so that memory is not
/// touched long before it is needed; not one block, so that a run of first allocations stays on the fast path.
pub(crate) const CARVE_BYTES: usize = 512;

/// How many blocks are carved at most when a pool is given to a class, which may not need more of them.
pub(crate) const FIRST_CARVE: usize = 4;

/// What one allocation adds to `counts`: one more live block, one more allocation ever.
pub(crate) const ONE_ALLOCATION: u64 = (1 << 16) | 1;

/// In `parked`: the pool's pending count is in `counts`, where it usually is.
const NOT_PARKED: u16 = u16::MAX;

/// Where a pool stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Used,
    Lingering,
    Full,
    Empty,
}

/// The header at the start of a pool.
#[repr(C)]
pub(crate) struct Pool {
    /// The first block of the free list.
    pub(crate) free: Cell<Option<NonNull<u8>>>,
    /// Low 16 bits: pending frees, see above. High 48 bits: allocations since the pool was given to its class.
    pub(crate) counts: Cell<u64>,
    pub(crate) next: Cell<Option<NonNull<Pool>>>,
    pub(crate) prev: Cell<Option<NonNull<Pool>>>,
    arena: Option<NonNull<Arena>>,
    /// Blocks that have been handed out or put on the free list at least once.
    carved: Cell<u16>,
    capacity: Cell<u16>,
    /// In debug mode, and while the heap is watched, the pending count lies here and the one in `counts` stays 1, so that each
    /// free takes the slow path.
    parked: Cell<u16>,
    class: Cell<u8>,
    state: Cell<State>,
}

const _: () = {
    assert!(POOL_HEADER == 48 && POOL_HEADER.is_multiple_of(ALIGNMENT) && align_of::<Pool>() <= ALIGNMENT);
    assert!(offset_of!(Pool, free) == 0 && offset_of!(Pool, counts) == 8);
};

/// A pool without blocks: what the heads of classes point to where the next request must take the slow path.
struct Exhausted(Pool);

// SAFETY: nobody writes to it: requests only find its free list empty, and no block lies in it, so nothing is freed to it.
unsafe impl Sync for Exhausted {}

static EXHAUSTED: Exhausted = Exhausted(Pool::header(None, true));

impl Pool {
    /// The pool that never has a block.
    #[inline(always)]
    pub(crate) fn exhausted() -> NonNull<Pool> {
        NonNull::from(&EXHAUSTED.0)
    }

    const fn header(arena: Option<NonNull<Arena>>, parked: bool) -> Pool {
        Pool {
            free: Cell::new(None),
            counts: Cell::new(if parked { 1 } else { 0 }),
            next: Cell::new(None),
            prev: Cell::new(None),
            arena,
            carved: Cell::new(0),
            capacity: Cell::new(0),
            parked: Cell::new(if parked { 0 } else { NOT_PARKED }),
            class: Cell::new(u8::MAX),
            state: Cell::new(State::Empty),
        }
    }

    /// Writes the header of a pool that is used for the first time.
    ///
    /// # Safety
    ///
    /// `at` is the start of a pool of `arena`, and nobody uses it.
    pub(crate) unsafe fn create(at: NonNull<Pool>, arena: NonNull<Arena>, parked: bool) {
        // SAFETY: the caller's promise.
        unsafe { at.write(Pool::header(Some(arena), parked)) };
    }

    /// The pool of a block.
    ///
    /// # Safety
    ///
    /// A1 holds for `block`; `mask` clears the bits below the pool size.
    #[inline(always)]
    pub(crate) unsafe fn of(block: NonNull<u8>, mask: usize) -> NonNull<Pool> {
        let header = block.as_ptr().map_addr(|address| address & mask).cast::<Pool>();
        // SAFETY: A1: this is the address of the header, inside the same arena, so it is not null.
        unsafe { NonNull::new_unchecked(header) }
    }

    /// Its arena; none only for the pool that never has a block.
    pub(crate) fn arena(&self) -> Option<NonNull<Arena>> {
        self.arena
    }

    pub(crate) fn state(&self) -> State {
        self.state.get()
    }

    pub(crate) fn class(&self) -> Option<Class> {
        Class::from_index(self.class.get())
    }

    pub(crate) fn carved(&self) -> usize {
        usize::from(self.carved.get())
    }

    pub(crate) fn capacity(&self) -> usize {
        usize::from(self.capacity.get())
    }

    /// Allocations since the pool was given to its class.
    pub(crate) fn allocations(&self) -> u64 {
        self.counts.get() >> 16
    }

    /// Blocks that somebody owns.
    pub(crate) fn live(&self) -> usize {
        match self.state.get() {
            State::Used => usize::from(self.pending()),
            State::Lingering => usize::from(self.pending()).saturating_sub(1),
            State::Full => self.capacity(),
            State::Empty => 0,
        }
    }

    pub(crate) fn pending(&self) -> u16 {
        match self.parked.get() {
            NOT_PARKED => self.counts.get() as u16,
            parked => parked,
        }
    }

    /// Moves the pending count to where each free takes the slow path, or back.
    pub(crate) fn park(&self, on: bool) {
        let pending = self.pending();
        let served = self.counts.get() & !u64::from(u16::MAX);
        self.counts.set(served | if on { 1 } else { u64::from(pending) });
        self.parked.set(if on { pending } else { NOT_PARKED });
    }

    /// Adds to the pending count. Always a sum over the whole word: a write to its low half alone could not be forwarded
    /// to the next request's read of all of it, and that read would wait.
    #[inline]
    fn add_pending(&self, change: isize) {
        if self.parked.get() == NOT_PARKED {
            self.counts.set(self.counts.get().wrapping_add(change as u64));
        } else {
            self.parked.set(self.parked.get().wrapping_add(change as u16));
        }
    }

    /// Used, lingering → full: nothing is left in the pool.
    #[inline]
    pub(crate) fn become_full(&self) {
        let bias = isize::from(self.state.replace(State::Full) == State::Lingering);
        self.add_pending(1 - bias - self.capacity() as isize);
    }

    /// Full → used, with one live block less.
    #[inline]
    pub(crate) fn leave_full(&self) {
        self.state.set(State::Used);
        self.add_pending(self.capacity() as isize - 2);
    }

    /// Used → lingering: the pool is empty and stays a while.
    pub(crate) fn linger(&self) {
        self.state.set(State::Lingering);
        self.add_pending(1);
    }

    /// Lingering → used, with live blocks or none.
    pub(crate) fn stay(&self) {
        self.state.set(State::Used);
        self.add_pending(-1);
    }

    /// Whether its last block has been handed out.
    #[inline]
    pub(crate) fn is_exhausted(&self) -> bool {
        self.free.get().is_none() && self.carved.get() == self.capacity.get()
    }

    /// Notes one free.
    #[inline]
    pub(crate) fn count_free(&self) {
        self.add_pending(-1);
    }

    /// Makes an empty pool one of `class`. If it was that before, its free list is still right and is used again.
    pub(crate) fn assign(&self, class: Class, capacity: u16) {
        if self.class.get() != class.index() as u8 {
            self.class.set(class.index() as u8);
            self.capacity.set(capacity);
            self.carved.set(0);
            self.free.set(None);
        }
        self.state.set(State::Used);
    }

    /// Makes the pool an empty one, and returns how many allocations it has served.
    pub(crate) fn release(&self) -> u64 {
        let served = self.allocations();
        self.state.set(State::Empty);
        if self.parked.get() == NOT_PARKED {
            self.counts.set(0);
        } else {
            self.counts.set(1);
            self.parked.set(0);
        }
        served
    }

    /// Takes the first block of the free list.
    #[inline]
    pub(crate) fn pop(&self) -> Option<NonNull<u8>> {
        let block = self.free.get()?;
        // SAFETY: A2: a block on the free list starts with the link to the next.
        self.free.set(unsafe { block.cast::<Option<NonNull<u8>>>().read() });
        if self.parked.get() == NOT_PARKED {
            self.counts.set(self.counts.get().wrapping_add(ONE_ALLOCATION));
        } else {
            self.counts.set(self.counts.get().wrapping_add(ONE_ALLOCATION - 1));
            self.parked.set(self.parked.get() + 1);
        }
        Some(block)
    }

    /// Puts a block at the front of the free list. The count of live blocks is the caller's business.
    ///
    /// # Safety
    ///
    /// `block` is a carved block of this pool that is not on the free list and that nobody uses any more.
    #[inline]
    pub(crate) unsafe fn push(&self, block: NonNull<u8>) {
        // SAFETY: the block is 16 bytes or more, aligned, and by the caller's promise free to write to.
        unsafe { block.cast::<Option<NonNull<u8>>>().write(self.free.get()) };
        self.free.set(Some(block));
    }

    /// Puts at most `count` blocks that were never used on the (empty) free list, in the order of their addresses. Says
    /// whether there were any.
    ///
    /// # Safety
    ///
    /// `place` is a pool whose class has blocks of `block_size` bytes.
    #[inline(never)]
    pub(crate) unsafe fn carve(place: NonNull<Pool>, block_size: usize, count: usize) -> bool {
        // SAFETY: the caller's promise. A2: blocks `carved` to `carved + more` lie inside the pool (below its capacity),
        // and nobody has used them yet. `place` is derived from the arena's base, and so are they.
        unsafe {
            let pool = place.as_ref();
            let carved = pool.carved();
            let more = count.min(pool.capacity() - carved);
            if more == 0 {
                return false;
            }
            pool.carved.set((carved + more) as u16);
            let first = place.cast::<u8>().add(POOL_HEADER + carved * block_size);
            let mut block = first;
            for _ in 1..more {
                let next = block.add(block_size);
                block.cast::<Option<NonNull<u8>>>().write(Some(next));
                block = next;
            }
            block.cast::<Option<NonNull<u8>>>().write(None);
            pool.free.set(Some(first));
        }
        true
    }

    /// The free list, first block first.
    pub(crate) fn free_list(&self) -> impl Iterator<Item = NonNull<u8>> {
        // The bound costs nothing and makes a list that a wild write has bent into a ring end.
        std::iter::successors(self.free.get(), |block| {
            // SAFETY: A2: a block on the free list starts with the link to the next.
            unsafe { block.cast::<Option<NonNull<u8>>>().read() }
        })
        .take(self.capacity())
    }
}
