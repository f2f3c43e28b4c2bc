//! Arenas: where pools come from, and the order in which arenas are used.
//!
//! The counterpart of `arena_objects`, `usable_arenas` and `nfp2lasta` in CPython. Invariants:
//!
//! 1. An arena with a free pool is on the list of usable arenas, one without is not.
//! 2. The usable arenas are in order of their number of free pools, fewest first: the fullest arena is used first, so
//!    that the emptiest can empty out and be given back.
//! 3. `fingers[n]` is the last usable arena with `n` free pools, so an arena whose number grew by one finds its new place
//!    behind `fingers[n]` without a search.
//! 4. An arena that becomes wholly free is unmapped, unless it is the last usable one: that one is kept back, so that a
//!    program that goes back and forth over the edge of an arena does not map it anew each time.
#![expect(unsafe_code, reason = "arena records are reached by pointer, and arenas are mapped and unmapped; contracts A1, A2")]

use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ops::Index;
use std::ptr::NonNull;

use crate::config::Geometry;
use crate::pages::{PageRequest, PageSource};
use crate::pool::Pool;

/// What is known of one arena. It lies outside the arena, so that all 64 pools of the arena hold blocks.
pub(crate) struct Arena {
    base: NonNull<u8>,
    /// Pools that belong to no class: those on `empty` and those from `untouched` on.
    free_pools: Cell<usize>,
    /// Pools below this number have a header.
    untouched: Cell<usize>,
    /// Empty pools that have a header, last emptied first.
    empty: Cell<Option<NonNull<Pool>>>,
    next: Cell<Option<NonNull<Arena>>>,
    prev: Cell<Option<NonNull<Arena>>>,
}

impl Arena {
    pub(crate) fn base(&self) -> NonNull<u8> {
        self.base
    }

    pub(crate) fn free_pools(&self) -> usize {
        self.free_pools.get()
    }

    pub(crate) fn untouched(&self) -> usize {
        self.untouched.get()
    }

    /// The empty pools that have been used before, in the order in which they will be used again.
    #[cfg(test)]
    pub(crate) fn empty_pools(&self) -> impl Iterator<Item = NonNull<Pool>> {
        // SAFETY: A2: the pools on this list are empty pools of this arena and have headers.
        std::iter::successors(self.empty.get(), |pool| unsafe { pool.as_ref() }.next.get())
    }
}

/// One entry for each possible number of free pools.
struct Fingers([Cell<Option<NonNull<Arena>>>; Geometry::POOLS + 1]);

impl Index<usize> for Fingers {
    type Output = Cell<Option<NonNull<Arena>>>;

    #[expect(clippy::indexing_slicing, reason = "an arena has at most Geometry::POOLS free pools")]
    fn index(&self, free_pools: usize) -> &Self::Output {
        &self.0[free_pools]
    }
}

/// All arenas of a heap.
pub(crate) struct Arenas {
    geometry: Geometry,
    /// Pools are made with their pending count parked (debug mode, and while the heap is watched).
    parked: Cell<bool>,
    pages: Box<dyn PageSource>,
    usable: Cell<Option<NonNull<Arena>>>,
    fingers: Fingers,
    /// Every arena, in order of address.
    all: Cell<Vec<NonNull<Arena>>>,
    /// Where the next arena should lie, or 0.
    hint: Cell<usize>,
    count: Cell<usize>,
    peak: Cell<usize>,
    mapped: Cell<u64>,
}

/// Numbers about arenas.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ArenaCounts {
    pub(crate) arenas: usize,
    pub(crate) peak: usize,
    pub(crate) mapped: u64,
}

impl Arenas {
    pub(crate) fn new(geometry: Geometry, parked: bool, pages: Box<dyn PageSource>, base: Option<usize>) -> Self {
        Arenas {
            geometry,
            parked: Cell::new(parked),
            pages,
            usable: Cell::new(None),
            fingers: Fingers(std::array::from_fn(|_| Cell::new(None))),
            all: Cell::new(Vec::new()),
            hint: Cell::new(base.unwrap_or(0)),
            count: Cell::new(0),
            peak: Cell::new(0),
            mapped: Cell::new(0),
        }
    }

    pub(crate) fn counts(&self) -> ArenaCounts {
        ArenaCounts { arenas: self.count.get(), peak: self.peak.get(), mapped: self.mapped.get() }
    }

    /// Whether `pool`, which is in use, would be the next pool handed out if it were given back now.
    pub(crate) fn would_give_next(&self, pool: &Pool) -> bool {
        let Some(place) = pool.arena() else { return false };
        // SAFETY: A2: an arena lives as long as one of its pools is in use.
        let arena = unsafe { place.as_ref() };
        match arena.free_pools.get() {
            0 => true,
            free if self.usable.get() != Some(place) || self.fingers[free].get() != Some(place) => false,
            free => free + 1 < Geometry::POOLS || arena.next.get().is_none(),
        }
    }

    /// Calls `f` for every arena, in order of address.
    pub(crate) fn for_each(&self, mut f: impl FnMut(&Arena)) {
        let all = self.all.take();
        for arena in &all {
            // SAFETY: A2: records on this list are alive; `f` gets no way to unmap one.
            f(unsafe { arena.as_ref() });
        }
        self.all.set(all);
    }

    /// Parks the pending counts of all pools, those that are made from now on too, or puts them back where they usually are.
    pub(crate) fn park(&self, on: bool) {
        if self.parked.replace(on) == on {
            return;
        }
        self.for_each(|arena| {
            for number in 0..arena.untouched() {
                // SAFETY: A1: pools below `untouched` have a header.
                unsafe { arena.base().add(number * self.geometry.pool_size()).cast::<Pool>().as_ref() }.park(on);
            }
        });
    }

    /// The usable arenas, first to be used first.
    pub(crate) fn usable(&self) -> impl Iterator<Item = &Arena> {
        // SAFETY: A2: records on the list of usable arenas are alive, and live at least as long as this borrow: a caller
        // inside this crate does not release a pool while it walks.
        let arena = |arena: NonNull<Arena>| unsafe { &*arena.as_ptr() };
        std::iter::successors(self.usable.get(), move |&at| arena(at).next.get()).map(arena)
    }

    /// The arena that an address lies in.
    pub(crate) fn find(&self, address: usize) -> Option<NonNull<Arena>> {
        let base = address & !(self.geometry.arena_size() - 1);
        let all = self.all.take();
        // SAFETY: A2: records on this list are alive.
        let found = all.binary_search_by_key(&base, |arena| unsafe { arena.as_ref() }.base.addr().get());
        let arena = found.ok().and_then(|at| all.get(at).copied());
        self.all.set(all);
        arena
    }

    /// An empty pool out of the arena with the fewest free ones, or out of a new arena.
    pub(crate) fn take_pool(&self) -> Option<NonNull<Pool>> {
        let first = match self.usable.get() {
            Some(first) => first,
            None => self.map_arena()?,
        };
        // SAFETY: A2: usable arenas are alive.
        let arena = unsafe { first.as_ref() };
        let free = arena.free_pools.get();
        // It stays the first with one free pool less; if it was also the last with so many, there are none of them now.
        if self.fingers[free].get() == Some(first) {
            self.fingers[free].set(None);
        }
        arena.free_pools.set(free - 1);
        if free > 1 {
            self.fingers[free - 1].set(Some(first));
        } else {
            self.unlink(arena);
        }
        if let Some(pool) = arena.empty.get() {
            // SAFETY: A2: a pool on this list has a header.
            arena.empty.set(unsafe { pool.as_ref() }.next.get());
            return Some(pool);
        }
        let number = arena.untouched.get();
        arena.untouched.set(number + 1);
        // SAFETY: A1: pool `number` lies inside the arena, since fewer than POOLS pools are in use, all the others with a
        // header; and nobody uses it.
        unsafe {
            let pool = arena.base.add(number * self.geometry.pool_size()).cast::<Pool>();
            Pool::create(pool, first, self.parked.get());
            Some(pool)
        }
    }

    /// Takes back a pool that has become empty.
    pub(crate) fn give_pool(&self, empty: NonNull<Pool>) {
        // SAFETY: A2: a pool that was in use until now has a header.
        let pool = unsafe { empty.as_ref() };
        let Some(place) = pool.arena() else { return };
        // SAFETY: A2: an arena lives as long as one of its pools is in use, and this one was until now.
        let arena = unsafe { place.as_ref() };
        pool.next.set(arena.empty.get());
        arena.empty.set(Some(empty));
        let free = arena.free_pools.get();
        let now = free + 1;
        arena.free_pools.set(now);

        // Case 1: it had no free pool. It is now the arena with the fewest, the first to be used.
        if free == 0 {
            self.link_after(arena, place, None);
            if self.fingers[1].get().is_none() {
                self.fingers[1].set(Some(place));
            }
            return;
        }
        // The arenas with `free` free pools are one less. Behind the last of them is where the first with `now` begins.
        let last = self.fingers[free].get();
        if last == Some(place) {
            // SAFETY: A2: neighbours on the list are alive.
            let before = arena.prev.get().filter(|prev| unsafe { prev.as_ref() }.free_pools.get() == free);
            self.fingers[free].set(before);
        }
        // Case 2: wholly free, and others are usable behind it.
        if now == Geometry::POOLS && arena.next.get().is_some() {
            self.unlink(arena);
            self.unmap_arena(place);
            return;
        }
        // Case 3: not the last of those with `free`: it moves behind them. Otherwise (case 4) the order is still right.
        if last.is_some() && last != Some(place) {
            self.unlink(arena);
            self.link_after(arena, place, last);
        }
        if self.fingers[now].get().is_none() {
            self.fingers[now].set(Some(place));
        }
    }

    /// Unmaps the arena that is kept back, if there is one, and what the page source holds in reserve.
    pub(crate) fn trim(&self) {
        if let Some(kept) = self.fingers[Geometry::POOLS].take() {
            // SAFETY: A2: arenas with fingers are alive.
            self.unlink(unsafe { kept.as_ref() });
            self.unmap_arena(kept);
        }
        // SAFETY: a `Trim` asks nothing of its caller.
        unsafe { self.pages.pages(PageRequest::Trim) };
    }

    fn unlink(&self, arena: &Arena) {
        let (prev, next) = (arena.prev.take(), arena.next.take());
        // SAFETY: A2: neighbours on the list are alive.
        unsafe {
            match prev {
                Some(prev) => prev.as_ref().next.set(next),
                None => self.usable.set(next),
            }
            if let Some(next) = next {
                next.as_ref().prev.set(prev);
            }
        }
    }

    /// Links `arena` behind `prev`, or at the front.
    fn link_after(&self, arena: &Arena, place: NonNull<Arena>, prev: Option<NonNull<Arena>>) {
        // SAFETY: A2: arenas on the list are alive.
        unsafe {
            let next = match prev {
                Some(prev) => prev.as_ref().next.replace(Some(place)),
                None => self.usable.replace(Some(place)),
            };
            if let Some(next) = next {
                next.as_ref().prev.set(Some(place));
            }
            arena.prev.set(prev);
            arena.next.set(next);
        }
    }

    /// Maps an arena, wholly free, and makes it usable. Only called when no arena is usable.
    fn map_arena(&self) -> Option<NonNull<Arena>> {
        let bytes = self.geometry.arena_size();
        let mut all = self.all.take();
        if all.try_reserve(1).is_err() {
            self.all.set(all);
            return None;
        }
        let hint = self.hint.get();
        // SAFETY: the layout's size is not zero.
        let record = NonNull::new(unsafe { alloc(Layout::new::<Arena>()) }.cast::<Arena>());
        // SAFETY: a `Map` asks nothing of its caller.
        let base = record.and_then(|_| unsafe { self.pages.pages(PageRequest::Map { bytes, align: bytes, hint }) });
        let (Some(record), Some(base)) = (record, base) else {
            if let Some(record) = record {
                // SAFETY: allocated just now with this layout.
                unsafe { dealloc(record.as_ptr().cast(), Layout::new::<Arena>()) };
            }
            self.all.set(all);
            return None;
        };
        if hint != 0 {
            self.hint.set(base.addr().get().wrapping_add(bytes));
        }
        // SAFETY: the layout's size is not zero; what it returns is written before it is read.
        unsafe {
            record.write(Arena {
                base,
                free_pools: Cell::new(Geometry::POOLS),
                untouched: Cell::new(0),
                empty: Cell::new(None),
                next: Cell::new(None),
                prev: Cell::new(None),
            });
        }
        // SAFETY: A2: records on this list are alive.
        let at = all.partition_point(|arena| unsafe { arena.as_ref() }.base < base);
        all.insert(at, record);
        self.all.set(all);
        self.count.set(self.count.get() + 1);
        self.peak.set(self.peak.get().max(self.count.get()));
        self.mapped.set(self.mapped.get() + 1);
        self.usable.set(Some(record));
        self.fingers[Geometry::POOLS].set(Some(record));
        Some(record)
    }

    /// Gives an arena that is on no list of usable ones back to the page source.
    fn unmap_arena(&self, place: NonNull<Arena>) {
        let mut all = self.all.take();
        all.retain(|&arena| arena != place);
        self.all.set(all);
        self.count.set(self.count.get() - 1);
        self.release(place);
    }

    fn release(&self, place: NonNull<Arena>) {
        let bytes = self.geometry.arena_size();
        // SAFETY: the record was allocated by `map_arena` and is on no list any more; the arena was mapped with this
        // length, and no pool of it is in use (or the heap is going away).
        unsafe {
            self.pages.pages(PageRequest::Unmap { at: place.as_ref().base, bytes, align: bytes });
            dealloc(place.as_ptr().cast(), Layout::new::<Arena>());
        }
    }

    /// Checks invariants 1 to 4 (for tests): `Err` names the one that is broken.
    #[cfg(test)]
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut order = Vec::new();
        let mut prev = None;
        for arena in self.usable() {
            assert_eq!(arena.prev.get(), prev, "links go both ways");
            prev = Some(NonNull::from(arena));
            order.push(arena.free_pools());
            if arena.empty_pools().count() + Geometry::POOLS - arena.untouched() != arena.free_pools() {
                return Err("free pools are those on the list and those untouched".into());
            }
        }
        if !order.is_sorted() || order.contains(&0) {
            return Err(format!("usable arenas out of order: {order:?}"));
        }
        let mut usable = 0;
        self.for_each(|arena| usable += usize::from(arena.free_pools() > 0));
        if usable != order.len() {
            return Err(format!("{usable} arenas have free pools, {} are usable", order.len()));
        }
        for n in 0..=Geometry::POOLS {
            let last = self.usable().filter(|arena| arena.free_pools() == n).last().map(NonNull::from);
            if self.fingers[n].get() != last {
                return Err(format!("finger {n}"));
            }
        }
        if order.iter().filter(|&&n| n == Geometry::POOLS).count() > 1 {
            return Err("more than one wholly free arena".into());
        }
        Ok(())
    }
}

impl Drop for Arenas {
    fn drop(&mut self) {
        for arena in self.all.take() {
            self.release(arena);
        }
    }
}
