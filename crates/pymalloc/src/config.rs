//! What is chosen when a heap is made: geometry, debug mode, limits, the source of pages.
//!
//! The counterpart of CPython's compile-time `ARENA_BITS` and `POOL_BITS` and of `PYTHONMALLOC`. Invariant: both
//! geometries have [`Geometry::POOLS`] pools in an arena, and both sizes are powers of two.

use std::ptr::NonNull;

use crate::pages::{PageSource, SystemPages};

/// How large arenas and pools are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Geometry {
    /// Arenas of 256 KiB, pools of 4 KiB: CPython up to 3.9, and the numbers that most texts teach.
    #[default]
    Classic,
    /// Arenas of 1 MiB, pools of 16 KiB: CPython 3.10 and later on 64-bit machines.
    Modern,
}

impl Geometry {
    /// Pools in one arena, in either geometry.
    pub const POOLS: usize = 64;

    /// Bytes in an arena.
    pub const fn arena_size(self) -> usize {
        self.pool_size() * Self::POOLS
    }

    /// Bytes in a pool, its header included.
    pub const fn pool_size(self) -> usize {
        match self {
            Geometry::Classic => 4 << 10,
            Geometry::Modern => 16 << 10,
        }
    }

    /// Blocks of `block_size` bytes in one pool.
    pub const fn blocks_per_pool(self, block_size: usize) -> usize {
        (self.pool_size() - crate::POOL_HEADER) / block_size
    }

    /// Its name as `-X pymalloc=` spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Geometry::Classic => "classic",
            Geometry::Modern => "modern",
        }
    }
}

const _: () = {
    assert!(Geometry::Classic.arena_size() == 256 << 10 && Geometry::Classic.pool_size() == 4 << 10);
    assert!(Geometry::Modern.arena_size() == 1 << 20 && Geometry::Modern.pool_size() == 16 << 10);
    assert!(Geometry::Classic.blocks_per_pool(16) == 253 && Geometry::Classic.blocks_per_pool(512) == 7);
};

/// Who is told of each birth and death while the heap is watched: `born(context, block, size, note)` after the block is
/// made, `died` before it is given back, while its contents are still there. `note` is what the request or the free was
/// noted with ([`crate::Heap::alloc_noted`]). `context` is handed through untouched.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// Is told of births.
    pub born: fn(context: *mut (), block: NonNull<u8>, size: usize, note: usize),
    /// Is told of deaths.
    pub died: fn(context: *mut (), block: NonNull<u8>, size: usize, note: usize),
    /// Whatever the function needs to find its way.
    pub context: *mut (),
}

/// How to make a heap.
pub struct Config {
    /// Sizes of arenas and pools.
    pub geometry: Geometry,
    /// Guard bytes, fill patterns, serial numbers and quarantine.
    pub debug: bool,
    /// In debug mode: how many freed blocks are held back before their memory is used again.
    pub quarantine: usize,
    /// The number (from 1) of the request that fails; see also [`crate::Heap::set_fail`].
    pub fail_at: Option<u64>,
    /// Ask the owner to collect at every nth request; see [`crate::Heap::take_collect_due`].
    pub collect_every: Option<u64>,
    /// Most bytes that pools in use and large blocks may take together.
    pub max_bytes: Option<usize>,
    /// Where the first arena should lie, the next ones behind it; where that is taken the system chooses.
    pub base: Option<usize>,
    /// Where arenas come from.
    pub pages: Box<dyn PageSource>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            geometry: Geometry::Classic,
            debug: false,
            quarantine: 1024,
            fail_at: None,
            collect_every: None,
            max_bytes: None,
            base: None,
            pages: Box::new(SystemPages::default()),
        }
    }
}
