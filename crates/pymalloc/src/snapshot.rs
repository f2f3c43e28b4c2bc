//! Snapshots of a heap: numbers, and a map of every arena, pool and block.
//!
//! The counterpart of `_PyObject_DebugMallocStats`. Invariant: a snapshot reads the headers and lists that the
//! allocator itself uses. Before it looks, it notes what the allocator notes late (see `heap`), which changes no later address.
#![expect(unsafe_code, reason = "walks arenas, pool headers and free lists; contract A2")]

use std::collections::HashSet;

use crate::class::Class;
use crate::config::Geometry;
use crate::heap::Heap;
use crate::pool::{Pool, State};

/// What a pool is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoolState {
    /// On its class's list: requests may be served from it.
    Used,
    /// No block left; on no list.
    Full,
    /// Belongs to no class; on its arena's list.
    Empty,
    /// Never used: there is no header yet, and its memory has not been touched.
    Untouched,
}

/// What a block is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockState {
    /// Somebody owns it.
    Live,
    /// On the free list.
    Free,
    /// Behind the last block that was ever on the free list: its memory has not been touched.
    Uncarved,
    /// In debug mode: freed, and held back.
    Quarantined,
}

/// A pool in a [`HeapMap`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolMap {
    /// Where it lies.
    pub address: usize,
    /// What it is.
    pub state: PoolState,
    /// Its class, or for an empty pool the class that it had last.
    pub class: Option<Class>,
    /// Blocks that somebody owns.
    pub live: usize,
    /// Allocations that it has served since it was given to its class.
    pub allocations: u64,
    /// Each of its blocks, in order of address. Empty for pools that are empty or untouched.
    pub blocks: Vec<BlockState>,
    /// Addresses of its free blocks, the next to be handed out first.
    pub free_list: Vec<usize>,
}

impl PoolMap {
    /// Address of block number `index`.
    pub fn block_address(&self, index: usize) -> Option<usize> {
        let class = self.class?;
        (index < self.blocks.len()).then(|| self.address + crate::POOL_HEADER + index * class.block_size())
    }

    /// The number of the block that an address lies in.
    pub fn block_at(&self, address: usize) -> Option<usize> {
        let index = address.checked_sub(self.address + crate::POOL_HEADER)? / self.class?.block_size();
        (index < self.blocks.len()).then_some(index)
    }
}

/// An arena in a [`HeapMap`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArenaMap {
    /// Where it lies.
    pub address: usize,
    /// Pools that belong to no class.
    pub free_pools: usize,
    /// Each of its pools, in order of address.
    pub pools: Vec<PoolMap>,
}

/// A large block in a [`HeapMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeMap {
    /// Where it lies.
    pub address: usize,
    /// How many bytes it has (in debug mode with its surroundings).
    pub size: usize,
    /// In debug mode: freed, and held back.
    pub quarantined: bool,
}

/// Everything that a heap holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeapMap {
    /// Sizes of arenas and pools.
    pub geometry: Geometry,
    /// How far behind a block's start the part begins that the program knows: 0, or in debug mode the front guard's size.
    pub data_offset: usize,
    /// Every arena, in order of address.
    pub arenas: Vec<ArenaMap>,
    /// Addresses of the arenas with free pools, the first to be used first.
    pub usable_arenas: Vec<usize>,
    /// For each class that has any, the addresses of its used pools, the first to be used first.
    pub used_pools: Vec<(Class, Vec<usize>)>,
    /// Every large block, newest first.
    pub large: Vec<LargeMap>,
}

/// Numbers about one size class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassStats {
    /// The class.
    pub class: Class,
    /// Pools of this class: used and full ones.
    pub pools: usize,
    /// The full ones among them.
    pub full_pools: usize,
    /// The most pools of this class that there have been.
    pub peak_pools: usize,
    /// Blocks that somebody owns.
    pub live_blocks: usize,
    /// Blocks in its pools that nobody owns.
    pub free_blocks: usize,
    /// Allocations ever.
    pub allocations: u64,
}

/// Numbers about large blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LargeStats {
    /// Live blocks.
    pub blocks: usize,
    /// Bytes in them, as requested.
    pub bytes: usize,
    /// The most bytes that there have been.
    pub peak_bytes: usize,
    /// Allocations ever.
    pub allocations: u64,
    /// Bytes of freed blocks that rest in bins.
    pub resting_bytes: usize,
}

/// Numbers about a heap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Sizes of arenas and pools.
    pub geometry: Geometry,
    /// Arenas that are mapped.
    pub arenas: usize,
    /// The most arenas that there have been.
    pub peak_arenas: usize,
    /// Arenas mapped ever.
    pub arenas_mapped: u64,
    /// Pools that belong to a class.
    pub pools: usize,
    /// Pools that belong to none.
    pub free_pools: usize,
    /// Bytes of pools in use and large blocks: what the memory limit is about.
    pub taken_bytes: usize,
    /// The most of these bytes that there have been.
    pub peak_taken_bytes: usize,
    /// Blocks that the program owns, small and large.
    pub live_blocks: usize,
    /// Bytes in these blocks: whole blocks for small ones, bytes requested for large ones.
    pub live_bytes: usize,
    /// Blocks held back in debug mode; they do not count as live.
    pub quarantined: usize,
    /// Each class that ever had a pool.
    pub classes: Vec<ClassStats>,
    /// Large blocks.
    pub large: LargeStats,
}

impl Stats {
    /// Allocations ever, small and large.
    pub fn allocations(&self) -> u64 {
        self.large.allocations + self.classes.iter().map(|class| class.allocations).sum::<u64>()
    }
}

impl Heap {
    /// Calls `f` for each pool that has a header.
    fn for_each_pool(&self, mut f: impl FnMut(&Pool)) {
        self.arenas.for_each(|arena| {
            for number in 0..arena.untouched() {
                // SAFETY: A2: the pools below `untouched` have headers and lie in the arena.
                f(unsafe { arena.base().add(number * self.geometry.pool_size()).cast::<Pool>().as_ref() });
            }
        });
    }

    /// Addresses of raw blocks in quarantine.
    fn quarantined(&self) -> HashSet<usize> {
        let mut raw = HashSet::new();
        if let Some(debug) = &self.debug {
            debug.for_each_retired(|data| {
                raw.insert(data.addr().get() - crate::OVERHEAD / 2);
            });
        }
        raw
    }

    /// How many blocks the program owns, small and large.
    pub fn live_blocks(&self) -> usize {
        let mut live = self.large.counts().blocks;
        self.for_each_pool(|pool| live += pool.live());
        let mut retired = 0;
        if let Some(debug) = &self.debug {
            debug.for_each_retired(|_| retired += 1);
        }
        live - retired
    }

    /// How many bytes these blocks have.
    pub fn live_bytes(&self) -> usize {
        self.stats().live_bytes
    }

    /// Notes what was left to be noted late, so that pools are where their states say.
    fn note_all(&self) {
        Class::all().for_each(|class| self.set_aside(class));
        self.settle_lingering();
    }

    /// Numbers about the heap.
    pub fn stats(&self) -> Stats {
        self.note_all();
        let mut classes: Vec<ClassStats> = Class::all()
            .map(|class| ClassStats {
                class,
                pools: self.shelves[class].pools.get(),
                full_pools: 0,
                peak_pools: self.shelves[class].peak_pools.get(),
                live_blocks: 0,
                free_blocks: 0,
                allocations: self.shelves[class].served.get(),
            })
            .collect();
        let mut free_pools = 0;
        self.arenas.for_each(|arena| free_pools += arena.free_pools());
        let large = self.large.counts();
        let (mut live_blocks, mut live_bytes) = (large.blocks, large.bytes);
        self.for_each_pool(|pool| {
            if pool.state() == State::Empty {
                return;
            }
            let live = pool.live();
            if let Some(class) = pool.class().and_then(|class| classes.get_mut(class.index())) {
                class.live_blocks += live;
                class.free_blocks += pool.capacity() - live;
                class.full_pools += usize::from(pool.state() == State::Full);
                class.allocations += pool.allocations();
                live_blocks += live;
                live_bytes += live * class.class.block_size();
            }
        });
        let mut quarantined = 0;
        if let Some(debug) = &self.debug {
            debug.for_each_retired(|data| {
                quarantined += 1;
                // SAFETY: a block in quarantine has its size word.
                let (size, _) = unsafe { crate::debug::Debug::describe(data) };
                live_bytes -= match Class::with_overhead(size) {
                    Some(class) => class.block_size(),
                    None => size + crate::OVERHEAD,
                };
            });
        }
        classes.retain(|class| class.peak_pools > 0);
        let arenas = self.arenas.counts();
        let (taken_bytes, peak_taken_bytes) = self.taken_bytes();
        Stats {
            geometry: self.geometry,
            arenas: arenas.arenas,
            peak_arenas: arenas.peak,
            arenas_mapped: arenas.mapped,
            pools: classes.iter().map(|class| class.pools).sum(),
            free_pools,
            taken_bytes,
            peak_taken_bytes,
            live_blocks: live_blocks - quarantined,
            live_bytes,
            quarantined,
            classes,
            large: LargeStats {
                blocks: large.blocks,
                bytes: large.bytes,
                peak_bytes: large.peak_bytes,
                allocations: large.allocations,
                resting_bytes: large.resting,
            },
        }
    }

    /// Every arena, pool and block.
    pub fn map(&self) -> HeapMap {
        self.note_all();
        let quarantined = self.quarantined();
        let pool_size = self.geometry.pool_size();
        let mut arenas = Vec::new();
        self.arenas.for_each(|arena| {
            let base = arena.base().addr().get();
            let pools = (0..Geometry::POOLS).map(|number| {
                if number < arena.untouched() {
                    // SAFETY: A2: the pools below `untouched` have headers and lie in the arena.
                    pool_map(unsafe { arena.base().add(number * pool_size).cast::<Pool>().as_ref() }, &quarantined)
                } else {
                    PoolMap {
                        address: base + number * pool_size,
                        state: PoolState::Untouched,
                        class: None,
                        live: 0,
                        allocations: 0,
                        blocks: Vec::new(),
                        free_list: Vec::new(),
                    }
                }
            });
            arenas.push(ArenaMap { address: base, free_pools: arena.free_pools(), pools: pools.collect() });
        });
        let used_pools = Class::all()
            .map(|class| {
                let pools = std::iter::successors(self.shelves[class].first.get(), |pool| {
                    // SAFETY: A2: pools on the list are pools of this class.
                    unsafe { pool.as_ref() }.next.get()
                });
                (class, pools.map(|pool| pool.addr().get()).collect::<Vec<_>>())
            })
            .filter(|(_, pools)| !pools.is_empty())
            .collect();
        let mut large = Vec::new();
        self.large.for_each(|block, size| {
            let address = block.addr().get();
            large.push(LargeMap { address, size, quarantined: quarantined.contains(&address) });
        });
        HeapMap {
            geometry: self.geometry,
            data_offset: self.debug.as_ref().map_or(0, |_| crate::OVERHEAD / 2),
            arenas,
            usable_arenas: self.arenas.usable().map(|arena| arena.base().addr().get()).collect(),
            used_pools,
            large,
        }
    }
}

fn pool_map(pool: &Pool, quarantined: &HashSet<usize>) -> PoolMap {
    let address = std::ptr::from_ref(pool).addr();
    let state = match pool.state() {
        // After `note_all` no pool lingers.
        State::Used | State::Lingering => PoolState::Used,
        State::Full => PoolState::Full,
        State::Empty => PoolState::Empty,
    };
    let mut map = PoolMap {
        address,
        state,
        class: pool.class(),
        live: pool.live(),
        allocations: pool.allocations(),
        blocks: Vec::new(),
        free_list: Vec::new(),
    };
    let Some(class) = pool.class().filter(|_| state != PoolState::Empty) else {
        return map;
    };
    map.free_list = pool.free_list().map(|block| block.addr().get()).collect();
    let free: HashSet<usize> = map.free_list.iter().copied().collect();
    map.blocks = (0..pool.capacity())
        .map(|number| {
            let at = address + crate::POOL_HEADER + number * class.block_size();
            if number >= pool.carved() {
                BlockState::Uncarved
            } else if free.contains(&at) {
                BlockState::Free
            } else if quarantined.contains(&at) {
                BlockState::Quarantined
            } else {
                BlockState::Live
            }
        })
        .collect();
    map
}
