//! The heap: requests, frees, and what moves a pool from one list to another.
//!
//! The counterpart of `pymalloc_alloc`, `pymalloc_free` and `usedpools`. Invariant (A2): `first[c]` begins the list of
//! class `c`'s used pools, and `heads[c]` is that same pool, or the pool that never has a block where the next request
//! must take the slow path (the list is empty, or requests are watched).
//!
//! # States and transitions of a pool
//!
//! * **used**: on its class's list, with free blocks or blocks never handed out.
//! * **full**: on no list.
//! * **empty**: on its arena's list, free to become a pool of another class.
//!
//! 1. empty → used: no pool of the class has a block; the first free pool of the first usable arena becomes one.
//! 2. used → full: its last block was handed out.
//! 3. full → used: a block of it was freed. It becomes the first of its class, so the next request gets that block.
//! 4. used → empty: its last live block was freed. It becomes the first free pool of its arena.
//!
//! Which block a request gets, which pool it comes from and which arena is unmapped are what they are in CPython. Two
//! transitions are *noted late*, so that a program that goes back and forth over the edge of a pool stays on the fast path:
//!
//! * A pool that has handed out its last block stays where it is, the first of its class, until the next request finds
//!   nothing in it or another pool takes its place ([`Heap::set_aside`]). A block freed meanwhile would have put it there.
//! * A pool without live blocks *lingers* as the only one of its class, if it is the pool that the next request for a new
//!   pool would get anyway. Only one pool of the heap does, and before any other pool comes out of an arena or goes back
//!   to one, it goes first ([`Heap::settle_lingering`]).
//!
//! Snapshots note both before they look, so they show the three states and nothing else.
#![expect(unsafe_code, reason = "blocks are addresses, and their pools and links are found from them; contracts A1, A2, M1")]

use std::cell::Cell;
use std::ptr::NonNull;

use crate::arena::Arenas;
use crate::class::{Class, PerClass, SMALL_MAX};
use crate::config::{Config, Geometry, Watch};
#[cfg(debug_assertions)]
use crate::debug::MisuseKind;
use crate::debug::{Debug, Misuse, OVERHEAD};
use crate::large::Large;
use crate::pool::{CARVE_BYTES, FIRST_CARVE, ONE_ALLOCATION, Pool, State};

/// What the heap knows about one size class.
#[repr(C, align(64))]
pub(crate) struct Shelf {
    /// The list of its used pools.
    pub(crate) first: Cell<Option<NonNull<Pool>>>,
    /// Allocations served by pools that have left the class.
    pub(crate) served: Cell<u64>,
    /// Pools of this class, full ones included, and the most there have been.
    pub(crate) pools: Cell<usize>,
    pub(crate) peak_pools: Cell<usize>,
    block_size: usize,
    /// Blocks in a pool, and how many are carved at once: worked out beforehand, for they take divisions.
    capacity: u16,
    carve: u16,
}

const _: () = assert!(std::mem::size_of::<Shelf>() == 64);

impl Shelf {
    fn new(class: Class, geometry: Geometry) -> Shelf {
        let block_size = class.block_size();
        Shelf {
            first: Cell::new(None),
            served: Cell::new(0),
            pools: Cell::new(0),
            peak_pools: Cell::new(0),
            block_size,
            capacity: geometry.blocks_per_pool(block_size) as u16,
            carve: (CARVE_BYTES / block_size).max(1) as u16,
        }
    }
}

/// An allocator with its own arenas. It is not `Sync`: one thread at a time uses it, by the interpreter's lock.
#[repr(C)]
pub struct Heap {
    heads: PerClass<Cell<NonNull<Pool>>>,
    pool_mask: usize,
    /// Requests take the slow path because somebody watches, counts, limits or checks them.
    special: Cell<bool>,
    pub(crate) shelves: PerClass<Shelf>,
    pub(crate) geometry: Geometry,
    pub(crate) arenas: Arenas,
    pub(crate) large: Large,
    pub(crate) debug: Option<Debug>,
    /// The pool that is without live blocks, or was when this was set, and has not gone back to its arena yet.
    lingering: Cell<Option<NonNull<Pool>>>,
    /// Bytes of pools in use and large blocks, which the limit is about.
    taken: Cell<usize>,
    taken_peak: Cell<usize>,
    max_bytes: Cell<usize>,
    watch: Cell<Option<Watch>>,
    /// Requests since the heap was made, while they are counted.
    requests: Cell<u64>,
    fail: Cell<(u64, u64)>,
    collect_every: Cell<u64>,
    collect_due: Cell<bool>,
}

// SAFETY: a heap owns its arenas and large blocks, and nothing of it is tied to a thread. A watch's context pointer is
// only handed through.
unsafe impl Send for Heap {}

const _: () = {
    // The fast path reaches the heads and the mask with one-byte and four-byte offsets from the heap's address.
    assert!(std::mem::offset_of!(Heap, heads) == 0);
};

impl Heap {
    /// A heap without any arena yet.
    pub fn new(config: Config) -> Heap {
        let Config { geometry, debug, quarantine, fail_at, collect_every, max_bytes, base, pages } = config;
        let heap = Heap {
            heads: PerClass::new(|_| Cell::new(Pool::exhausted())),
            pool_mask: !(geometry.pool_size() - 1),
            special: Cell::new(false),
            shelves: PerClass::new(|class| Shelf::new(class, geometry)),
            geometry,
            arenas: Arenas::new(geometry, debug, pages, base),
            large: Large::new(),
            debug: debug.then(|| Debug::new(quarantine)),
            lingering: Cell::new(None),
            taken: Cell::new(0),
            taken_peak: Cell::new(0),
            max_bytes: Cell::new(usize::MAX),
            watch: Cell::new(None),
            requests: Cell::new(0),
            fail: Cell::new((0, 0)),
            collect_every: Cell::new(collect_every.unwrap_or(0)),
            collect_due: Cell::new(false),
        };
        heap.set_max_bytes(max_bytes);
        heap.set_fail(fail_at, 1);
        heap
    }

    // ---- requests: the fast path -------------------------------------------------------------------------------

    /// A block of at least `size` bytes (0 counts as 1) at a multiple of 16, or `None` if there is no memory.
    #[inline(always)]
    pub fn alloc(&self, size: usize) -> Option<NonNull<u8>> {
        self.alloc_noted(size, 0)
    }

    /// [`Heap::alloc`], with a word that only the watch is told, for the owner's use: what the block is for.
    #[inline(always)]
    pub fn alloc_noted(&self, size: usize, note: usize) -> Option<NonNull<u8>> {
        match Class::of(size) {
            Some(class) => self.alloc_small(class, size, note),
            None => self.alloc_large(size, note),
        }
    }

    /// [`Heap::alloc`] for a size known when compiling: load, load, store.
    #[inline(always)]
    pub fn alloc_const<const SIZE: usize>(&self) -> Option<NonNull<u8>> {
        match const { Class::of(SIZE) } {
            Some(class) => self.alloc_small(class, SIZE, 0),
            None => self.alloc_large(SIZE, 0),
        }
    }

    #[inline(always)]
    fn alloc_small(&self, class: Class, size: usize, note: usize) -> Option<NonNull<u8>> {
        // SAFETY: A2: a head is a pool on the class's list, or the one that never has a block.
        let pool = unsafe { self.heads[class].get().as_ref() };
        let Some(block) = pool.free.get() else {
            return self.alloc_slow(class, size, note);
        };
        // SAFETY: A2: a block on the free list starts with the link to the next.
        pool.free.set(unsafe { block.cast::<Option<NonNull<u8>>>().read() });
        pool.counts.set(pool.counts.get().wrapping_add(ONE_ALLOCATION));
        Some(block)
    }

    /// Gives a block back. The heap is told the size that was requested, so it need not look it up.
    ///
    /// # Safety
    ///
    /// `block` came from this heap, for a request of `size` bytes (or of another size of the same class, or was
    /// reallocated to it), has not been freed since, and nobody uses it any more.
    #[inline(always)]
    pub unsafe fn free(&self, block: NonNull<u8>, size: usize) {
        // SAFETY: the caller's promise.
        unsafe { self.free_noted(block, size, 0) };
    }

    /// [`Heap::free`], with a word that only the watch is told: the one that the block was requested with.
    ///
    /// # Safety
    ///
    /// As for [`Heap::free`].
    #[inline(always)]
    pub unsafe fn free_noted(&self, block: NonNull<u8>, size: usize, note: usize) {
        if size <= SMALL_MAX {
            // SAFETY: the caller's promise.
            unsafe { self.free_small(block, size, note) };
        } else {
            // SAFETY: the caller's promise.
            unsafe { self.free_large(block, size, note) };
        }
    }

    /// [`Heap::free`] for a size known when compiling.
    ///
    /// # Safety
    ///
    /// As for [`Heap::free`].
    #[inline(always)]
    pub unsafe fn free_const<const SIZE: usize>(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { self.free(block, SIZE) };
    }

    #[inline(always)]
    unsafe fn free_small(&self, block: NonNull<u8>, size: usize, note: usize) {
        #[cfg(debug_assertions)]
        if self.debug.is_some() && !self.holds_small(block) {
            return self.report(MisuseKind::Foreign, block, size);
        }
        // SAFETY: A1 holds for a small block that came from this heap.
        let place = unsafe { Pool::of(block, self.pool_mask) };
        // SAFETY: A1, as above.
        let pool = unsafe { place.as_ref() };
        let counts = pool.counts.get().wrapping_sub(1);
        if counts as u16 == 0 {
            // SAFETY: the caller's promise.
            return unsafe { self.free_slow(place, block, size, note) };
        }
        pool.counts.set(counts);
        // SAFETY: the block is the caller's to give; so it is not on the free list (A2).
        unsafe { pool.push(block) };
    }

    /// [`Heap::alloc`], with all bytes 0.
    pub fn alloc_zeroed(&self, size: usize) -> Option<NonNull<u8>> {
        if Class::of(size).is_none() && !self.special.get() {
            return self.take_large(size, true);
        }
        let block = self.alloc(size)?;
        // SAFETY: the block has that many bytes, and they are ours.
        unsafe { block.write_bytes(0, size) };
        Some(block)
    }

    /// Makes a block one of `new` bytes; the contents up to the smaller size stay. On failure it is as it was.
    ///
    /// A block stays where it is while its size class does not change.
    ///
    /// # Safety
    ///
    /// As for [`Heap::free`] with `old`; after a success the old address is not used again.
    pub unsafe fn realloc(&self, block: NonNull<u8>, old: usize, new: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe { self.realloc_noted(block, old, new, 0) }
    }

    /// [`Heap::realloc`], with a word that only the watch is told: the one that the block was requested with.
    ///
    /// # Safety
    ///
    /// As for [`Heap::realloc`].
    pub unsafe fn realloc_noted(&self, block: NonNull<u8>, old: usize, new: usize, note: usize) -> Option<NonNull<u8>> {
        if self.debug.is_none() {
            match (Class::of(old), Class::of(new)) {
                (Some(from), Some(to)) if from == to => return Some(block),
                (None, None) => {
                    // SAFETY: the caller's promise.
                    return unsafe { self.realloc_large(block, new, note) };
                }
                (Some(_) | None, _) => {}
            }
        }
        let moved = self.alloc_noted(new, note)?;
        // SAFETY: both blocks have that many bytes, and a fresh block overlaps no live one.
        unsafe {
            moved.copy_from_nonoverlapping(block, old.min(new));
            self.free_noted(block, old, note);
        }
        Some(moved)
    }

    // ---- requests: the slow path -------------------------------------------------------------------------------

    // These are not `#[cold]`: that would compile them for size, and where blocks die in random order each second call
    // comes here.

    #[inline(never)]
    fn alloc_slow(&self, class: Class, size: usize, note: usize) -> Option<NonNull<u8>> {
        if self.special.get() {
            return self.alloc_special(size, note);
        }
        self.take(class)
    }

    /// A block of a class, wherever there is one: the transitions 1 and 2.
    #[inline]
    fn take(&self, class: Class) -> Option<NonNull<u8>> {
        let shelf = &self.shelves[class];
        while let Some(first) = shelf.first.get() {
            // SAFETY: A2: pools on the list are pools of this class.
            let pool = unsafe { first.as_ref() };
            // SAFETY: as above.
            if pool.free.get().is_some() || unsafe { Pool::carve(first, shelf.block_size, usize::from(shelf.carve)) } {
                return pool.pop();
            }
            let next = pool.next.get();
            self.fill(first, pool);
            shelf.first.set(next);
            if let Some(next) = next {
                // SAFETY: as above.
                unsafe { next.as_ref() }.prev.set(None);
            }
            self.publish(class);
        }
        self.take_fresh(class)
    }

    /// Transition 2, for a pool that leaves its class's list.
    #[inline]
    fn fill(&self, place: NonNull<Pool>, pool: &Pool) {
        if self.lingering.get() == Some(place) {
            self.lingering.set(None);
        }
        pool.become_full();
    }

    /// Transition 1: a block out of a pool that belonged to no class.
    #[inline(never)]
    fn take_fresh(&self, class: Class) -> Option<NonNull<u8>> {
        // The pool that lingers is the one that an arena would give. It goes on lingering, as the only one of its new class.
        // Where the limit has been lowered it goes back all the same.
        let place = match self.lingering.get() {
            Some(place) if self.fits(0) && self.leave_if_empty(place) => place,
            Some(_) | None => {
                self.settle_lingering();
                self.take_pool()?
            }
        };
        let shelf = &self.shelves[class];
        // SAFETY: A2: a pool out of an arena has a header and belongs to no class.
        let pool = unsafe { place.as_ref() };
        pool.assign(class, shelf.capacity);
        if self.lingering.get() == Some(place) {
            pool.linger();
        }
        self.link(class, place);
        let pools = shelf.pools.get() + 1;
        shelf.pools.set(pools);
        if pools > shelf.peak_pools.get() {
            shelf.peak_pools.set(pools);
        }
        if pool.free.get().is_none() {
            // SAFETY: the pool was assigned to this class just now.
            unsafe { Pool::carve(place, shelf.block_size, FIRST_CARVE.min(usize::from(shelf.carve))) };
        }
        pool.pop()
    }

    /// A pool out of an arena, if the memory limit allows one more.
    fn take_pool(&self) -> Option<NonNull<Pool>> {
        let bytes = self.geometry.pool_size();
        if !self.fits(bytes) {
            return None;
        }
        let pool = self.arenas.take_pool()?;
        self.take_bytes(bytes);
        Some(pool)
    }

    fn fits(&self, bytes: usize) -> bool {
        self.taken.get().checked_add(bytes).is_some_and(|taken| taken <= self.max_bytes.get())
    }

    fn take_bytes(&self, bytes: usize) {
        let taken = self.taken.get() + bytes;
        self.taken.set(taken);
        self.taken_peak.set(self.taken_peak.get().max(taken));
    }

    #[inline(never)]
    unsafe fn free_slow(&self, place: NonNull<Pool>, block: NonNull<u8>, size: usize, note: usize) {
        if self.debug.is_some() {
            // SAFETY: the caller's promise.
            return unsafe { self.free_special(block, size, note) };
        }
        self.tell_death(block, size, note);
        // SAFETY: the caller's promise.
        unsafe { self.give(place, block) };
    }

    /// Takes a block back into its pool: the transitions 3 and 4.
    ///
    /// # Safety
    ///
    /// `block` is a live block of the pool, and nobody uses it any more.
    unsafe fn give(&self, place: NonNull<Pool>, block: NonNull<u8>) {
        // SAFETY: A1: the pool of a live block.
        let pool = unsafe { place.as_ref() };
        let Some(class) = pool.class() else { return };
        match pool.state() {
            State::Full => {
                pool.leave_full();
                // SAFETY: the caller's promise.
                unsafe { pool.push(block) };
                self.come_back(class, place);
            }
            State::Used | State::Lingering => {
                pool.count_free();
                // SAFETY: the caller's promise.
                unsafe { pool.push(block) };
                if pool.pending() == 0 {
                    self.emptied(class, place);
                }
            }
            // No live block lies in an empty pool: a block was freed twice. Its link must not be written again.
            State::Empty => {}
        }
    }

    /// If the first pool of the class has handed out its last block, takes it off the list: transition 2, noted late.
    #[inline]
    pub(crate) fn set_aside(&self, class: Class) {
        let shelf = &self.shelves[class];
        if let Some(first) = shelf.first.get() {
            // SAFETY: A2: pools on the list are pools of this class.
            let pool = unsafe { first.as_ref() };
            if pool.is_exhausted() {
                self.unlink(class, pool);
                self.fill(first, pool);
            }
        }
    }

    /// Transition 3: `place` comes back as the first pool of its class, before the one that is so now; or instead of it,
    /// if that one has handed out its last block, which is noted here.
    #[inline]
    fn come_back(&self, class: Class, place: NonNull<Pool>) {
        let shelf = &self.shelves[class];
        let mut next = shelf.first.get();
        if let Some(first) = next {
            // SAFETY: A2: pools on the list are pools of this class.
            let pool = unsafe { first.as_ref() };
            if pool.is_exhausted() {
                next = pool.next.get();
                self.fill(first, pool);
            }
        }
        shelf.first.set(next);
        self.link(class, place);
    }

    /// Transition 4: the last live block of a pool was freed.
    #[inline(never)]
    fn emptied(&self, class: Class, place: NonNull<Pool>) {
        self.settle_lingering();
        // SAFETY: A2: the pool is on its class's list.
        let pool = unsafe { place.as_ref() };
        let alone = self.shelves[class].first.get() == Some(place) && pool.next.get().is_none();
        if alone && self.arenas.would_give_next(pool) {
            pool.linger();
            self.lingering.set(Some(place));
        } else {
            self.release(class, place);
        }
    }

    /// Takes a pool that lingers off its class's list if it is without live blocks, and says whether it was.
    #[inline]
    fn leave_if_empty(&self, place: NonNull<Pool>) -> bool {
        // SAFETY: A2: a pool that lingers is on its class's list.
        let pool = unsafe { place.as_ref() };
        match pool.class().filter(|_| pool.live() == 0) {
            Some(class) => {
                pool.stay();
                self.leave(class, pool);
                true
            }
            None => false,
        }
    }

    /// Takes the pool that lingers back into its arena, if it is without live blocks: transition 4, noted late.
    pub(crate) fn settle_lingering(&self) {
        let Some(place) = self.lingering.take() else { return };
        if self.leave_if_empty(place) {
            self.taken.set(self.taken.get() - self.geometry.pool_size());
            self.arenas.give_pool(place);
        } else {
            // SAFETY: A2: a pool that lingers is on its class's list.
            unsafe { place.as_ref() }.stay();
        }
    }

    /// Takes a pool without live blocks off its class's list and gives it to its arena.
    fn release(&self, class: Class, place: NonNull<Pool>) {
        // SAFETY: A2: the pool is on its class's list.
        self.leave(class, unsafe { place.as_ref() });
        self.taken.set(self.taken.get() - self.geometry.pool_size());
        self.arenas.give_pool(place);
    }

    /// Takes a pool without live blocks off its class's list.
    fn leave(&self, class: Class, pool: &Pool) {
        self.unlink(class, pool);
        let shelf = &self.shelves[class];
        shelf.pools.set(shelf.pools.get() - 1);
        shelf.served.set(shelf.served.get() + pool.release());
    }

    /// Puts a pool at the front of its class's list.
    #[inline]
    fn link(&self, class: Class, place: NonNull<Pool>) {
        let next = self.shelves[class].first.replace(Some(place));
        // SAFETY: A2: pools on the list, and the one that joins it, are pools of this class.
        unsafe {
            place.as_ref().next.set(next);
            place.as_ref().prev.set(None);
            if let Some(next) = next {
                next.as_ref().prev.set(Some(place));
            }
        }
        self.publish(class);
    }

    fn unlink(&self, class: Class, pool: &Pool) {
        let (prev, next) = (pool.prev.get(), pool.next.get());
        // SAFETY: A2: neighbours on the list are pools of this class.
        unsafe {
            if let Some(next) = next {
                next.as_ref().prev.set(prev);
            }
            match prev {
                Some(prev) => prev.as_ref().next.set(next),
                None => {
                    self.shelves[class].first.set(next);
                    self.publish(class);
                }
            }
        }
    }

    /// Brings a head in line with the first pool of the class.
    fn publish(&self, class: Class) {
        let first = if self.special.get() { None } else { self.shelves[class].first.get() };
        self.heads[class].set(first.unwrap_or(Pool::exhausted()));
    }

    // ---- large blocks ------------------------------------------------------------------------------------------

    #[cold]
    #[inline(never)]
    fn alloc_large(&self, size: usize, note: usize) -> Option<NonNull<u8>> {
        if self.special.get() { self.alloc_special(size, note) } else { self.take_large(size, false) }
    }

    fn take_large(&self, size: usize, zeroed: bool) -> Option<NonNull<u8>> {
        if !self.fits(size) {
            self.settle_lingering();
            if !self.fits(size) {
                return None;
            }
        }
        let block = self.large.alloc(size, zeroed)?;
        self.take_bytes(size);
        Some(block)
    }

    #[cold]
    #[inline(never)]
    unsafe fn free_large(&self, block: NonNull<u8>, size: usize, note: usize) {
        if self.debug.is_some() {
            // SAFETY: the caller's promise.
            return unsafe { self.free_special(block, size, note) };
        }
        self.tell_death(block, size, note);
        // SAFETY: the caller's promise.
        unsafe { self.give_large(block) };
    }

    unsafe fn give_large(&self, block: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe {
            self.taken.set(self.taken.get() - self.large.size(block));
            self.large.free(block);
        }
    }

    unsafe fn realloc_large(&self, block: NonNull<u8>, new: usize, note: usize) -> Option<NonNull<u8>> {
        if self.special.get() && !self.admit() {
            return None;
        }
        // SAFETY: the caller's promise. The size is the heap's own word: within a class any size may be told.
        let old = unsafe { self.large.size(block) };
        if new > old && !self.fits(new - old) {
            self.settle_lingering();
            if !self.fits(new - old) {
                return None;
            }
        }
        // Told before the contents can move, and taken back if they could not.
        self.tell_death(block, old, note);
        // SAFETY: the caller's promise.
        let moved = unsafe { self.large.realloc(block, new) };
        if moved.is_some() {
            self.taken.set(self.taken.get() - old);
            self.take_bytes(new);
        }
        self.tell_birth(moved.unwrap_or(block), if moved.is_some() { new } else { old }, note);
        moved
    }

    // ---- watched, counted and checked requests -----------------------------------------------------------------

    /// Counts a request. `false`: it is one that shall fail.
    fn admit(&self) -> bool {
        let request = self.requests.get() + 1;
        self.requests.set(request);
        let every = self.collect_every.get();
        if every != 0 && request.is_multiple_of(every) {
            self.collect_due.set(true);
        }
        let (fail_from, fail_to) = self.fail.get();
        !(fail_from..fail_to).contains(&request)
    }

    /// Tells the watch, if there is one, of a birth.
    #[inline]
    fn tell_birth(&self, block: NonNull<u8>, size: usize, note: usize) {
        if let Some(watch) = self.watch.get() {
            (watch.born)(watch.context, block, size, note);
        }
    }

    /// Tells the watch, if there is one, of a death.
    #[inline]
    fn tell_death(&self, block: NonNull<u8>, size: usize, note: usize) {
        if let Some(watch) = self.watch.get() {
            (watch.died)(watch.context, block, size, note);
        }
    }

    fn alloc_special(&self, size: usize, note: usize) -> Option<NonNull<u8>> {
        if !self.admit() {
            return None;
        }
        let block = match &self.debug {
            Some(debug) => {
                let size = size.max(1);
                let raw = match Class::with_overhead(size) {
                    Some(class) => self.take(class)?,
                    None => self.take_large(size.checked_add(OVERHEAD)?, false)?,
                };
                // SAFETY: the raw block was made for that many bytes just now.
                unsafe { debug.dress(raw, size) }
            }
            None => match Class::of(size) {
                Some(class) => self.take(class)?,
                None => self.take_large(size, false)?,
            },
        };
        self.tell_birth(block, size, note);
        Some(block)
    }

    /// A free in debug mode: checks, fills, and gives back the block that leaves quarantine.
    unsafe fn free_special(&self, block: NonNull<u8>, size: usize, note: usize) {
        let Some(debug) = &self.debug else { return };
        // SAFETY: the caller's promise; `check` finds out if it is not kept, as far as the memory still tells.
        unsafe {
            if debug.check(block, Some(size)) {
                self.tell_death(block, size, note);
                if let Some(leaves) = debug.retire(block) {
                    self.give_raw(leaves);
                }
            }
        }
    }

    /// Gives back a block that has left quarantine.
    unsafe fn give_raw(&self, data: NonNull<u8>) {
        // SAFETY: the block was in quarantine, so its size word is what `dress` wrote, and nobody uses it.
        unsafe {
            let (size, _) = Debug::describe(data);
            let raw = Debug::raw(data);
            match Class::with_overhead(size) {
                Some(_) => self.give(Pool::of(raw, self.pool_mask), raw),
                None => self.give_large(raw),
            }
        }
    }

    #[cfg(debug_assertions)]
    #[cold]
    #[inline(never)]
    fn report(&self, kind: MisuseKind, block: NonNull<u8>, size: usize) {
        if let Some(debug) = &self.debug {
            debug.report(Misuse { kind, block: block.addr().get(), size, serial: 0 });
        }
    }

    /// Whether a pool in use lies at this address.
    #[cfg(debug_assertions)]
    fn holds_small(&self, block: NonNull<u8>) -> bool {
        let address = block.addr().get();
        self.arenas.find(address).is_some_and(|arena| {
            // SAFETY: A2: an arena that is found is alive.
            let arena = unsafe { arena.as_ref() };
            (address - arena.base().addr().get()) / self.geometry.pool_size() < arena.untouched()
        })
    }

    // ---- settings ----------------------------------------------------------------------------------------------

    /// Sends each request through the slow path, or not, as the settings ask.
    fn settle(&self) {
        let special = self.debug.is_some() || self.watch.get().is_some() || self.fail.get().1 != 0 || self.collect_every.get() != 0;
        self.special.set(special);
        self.arenas.park(self.debug.is_some() || self.watch.get().is_some());
        Class::all().for_each(|class| self.publish(class));
    }

    /// Tells `watch` of each block that is made or given back from now on, or nobody. Off, it costs nothing: while the heap
    /// is watched the heads of all classes point to a pool without blocks, and the pending counts of all pools are parked,
    /// so that each request and each free takes the slow path, which tells.
    pub fn set_watch(&self, watch: Option<Watch>) {
        self.watch.set(watch);
        self.settle();
    }

    /// Who is told of births and deaths.
    pub fn watch(&self) -> Option<Watch> {
        self.watch.get()
    }

    /// Makes the `at`th request from now (1 is the next one) fail, and those behind it, `run` requests in all; `None`
    /// lets all succeed again.
    pub fn set_fail(&self, at: Option<u64>, run: u64) {
        let requests = self.requests.get();
        self.fail.set(match at {
            Some(at) => (requests.saturating_add(at.max(1)), requests.saturating_add(at.max(1)).saturating_add(run)),
            None => (0, 0),
        });
        self.settle();
    }

    /// Asks for a collection at every nth request from now on, or no more: see [`Heap::take_collect_due`].
    pub fn set_collect_every(&self, every: Option<u64>) {
        self.collect_every.set(every.unwrap_or(0));
        self.settle();
    }

    /// Whether a collection has come due since the last call. The owner polls this where it can collect.
    #[inline]
    pub fn take_collect_due(&self) -> bool {
        self.collect_due.replace(false)
    }

    /// The most bytes that pools in use and large blocks may take together from now on.
    pub fn set_max_bytes(&self, most: Option<usize>) {
        self.max_bytes.set(most.unwrap_or(usize::MAX));
        self.large.limit(self.max_bytes.get());
    }

    /// The limit that [`Heap::set_max_bytes`] set.
    pub fn max_bytes(&self) -> Option<usize> {
        Some(self.max_bytes.get()).filter(|&most| most != usize::MAX)
    }

    /// Requests so far, counted only while they take the slow path (watched, counted, or in debug mode).
    pub fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// Gives back everything that no block needs: the quarantine, the arena kept back, the page source's reserve, and
    /// large blocks that rest in bins.
    pub fn trim(&self) {
        if let Some(debug) = &self.debug {
            while let Some(leaves) = debug.release() {
                // SAFETY: nobody uses a block that was in quarantine.
                unsafe { self.give_raw(leaves) };
            }
        }
        self.settle_lingering();
        self.arenas.trim();
        self.large.trim();
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    /// Sizes of arenas and pools.
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Whether the heap is in debug mode.
    pub fn is_debug(&self) -> bool {
        self.debug.is_some()
    }

    /// Whether the address lies in one of this heap's arenas. (A large block does not; it is known by its size.)
    pub fn owns(&self, address: *const u8) -> bool {
        self.arenas.find(address.addr()).is_some()
    }

    /// Bytes of pools in use and large blocks, and the most there have been.
    pub fn taken_bytes(&self) -> (usize, usize) {
        (self.taken.get(), self.taken_peak.get())
    }

    /// The misuses that debug mode has found since the last call (the first hundred of them).
    pub fn take_misuses(&self) -> Vec<Misuse> {
        self.debug.as_ref().map(Debug::take_reports).unwrap_or_default()
    }

    /// How many misuses debug mode has found in all.
    pub fn misuse_count(&self) -> u64 {
        self.debug.as_ref().map_or(0, Debug::count)
    }

    /// In debug mode, checks the surroundings of a live block without freeing it; reports what is wrong.
    ///
    /// # Safety
    ///
    /// As for [`Heap::free`], but the block stays alive.
    pub unsafe fn check(&self, block: NonNull<u8>, size: usize) -> bool {
        // SAFETY: the caller's promise.
        self.debug.as_ref().is_none_or(|debug| {
            let before = debug.count();
            // SAFETY: the caller's promise.
            unsafe { debug.check(block, Some(size)) };
            debug.count() == before
        })
    }
}
