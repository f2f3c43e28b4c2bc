//! The model test: millions of pseudo-random requests against a shadow map.
//!
//! It owns no part of the machine; what it checks is that blocks never overlap, are aligned, keep their contents through
//! everything that happens around them, and that the heap's own numbers and map agree with what was asked of it.
#![expect(unsafe_code, reason = "the test writes to the blocks that it owns and gives them back with the size it asked for")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::allow_attributes, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::ptr::NonNull;

use pymalloc::{ALIGNMENT, BlockState, Class, Config, Geometry, Heap, PoolState, SMALL_MAX};

/// A small generator of pseudo-random numbers (xorshift64*), so that each run sees the same requests.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Mostly small sizes, as in a Python program; sometimes large ones.
    fn size(&mut self) -> usize {
        match self.below(100) {
            0..70 => self.below(129),
            70..97 => self.below(SMALL_MAX + 1),
            97..99 => self.below(4000),
            _ => self.below(100_000),
        }
    }
}

struct Block {
    at: NonNull<u8>,
    size: usize,
    tag: u8,
}

impl Block {
    /// Fills the first and last bytes with a pattern of the block's own.
    fn fill(&self) {
        let ends = self.size.min(24);
        // SAFETY: inside the block, which is ours.
        unsafe {
            self.at.write_bytes(self.tag, ends);
            self.at.add(self.size - ends).write_bytes(self.tag, ends);
        }
    }

    /// Whether the first `size` bytes are what `fill` wrote there.
    fn holds(&self, size: usize) -> bool {
        let ends = self.size.min(24);
        // SAFETY: inside the block, which is ours, and written by `fill`.
        (0..ends.min(size)).chain((self.size - ends).min(size)..size).all(|n| unsafe { self.at.add(n).read() } == self.tag)
    }
}

/// What the test believes the heap holds: blocks by index for choosing one, and their extents by address for overlaps.
#[derive(Default)]
struct Shadow {
    blocks: Vec<Block>,
    extents: BTreeMap<usize, usize>,
}

impl Shadow {
    fn insert(&mut self, block: Block) {
        let (start, end) = (block.at.addr().get(), block.at.addr().get() + block.size.max(1));
        assert!(start.is_multiple_of(ALIGNMENT), "{start:#x} of {} bytes", block.size);
        if let Some((before, length)) = self.extents.range(..end).next_back() {
            assert!(before + length <= start, "{start:#x}..{end:#x} overlaps {before:#x}+{length}");
        }
        self.extents.insert(start, end - start);
        block.fill();
        self.blocks.push(block);
    }

    fn remove(&mut self, index: usize) -> Block {
        let block = self.blocks.swap_remove(index);
        self.extents.remove(&block.at.addr().get());
        assert!(block.holds(block.size), "the contents changed");
        block
    }
}

fn agree(heap: &Heap, shadow: &Shadow, debug: bool) {
    let stats = heap.stats();
    assert_eq!(heap.live_blocks(), shadow.blocks.len());
    assert_eq!(stats.live_blocks, shadow.blocks.len());
    let small = |size: usize| {
        if debug { (size.max(1) + 32).next_multiple_of(16) } else { size.max(1).next_multiple_of(16) }
    };
    let bytes: usize = shadow
        .blocks
        .iter()
        .map(|block| match Class::of(block.size) {
            Some(_) => small(block.size),
            None => block.size + if debug { 32 } else { 0 },
        })
        .sum();
    assert_eq!(stats.live_bytes, bytes);
    assert_eq!(heap.live_bytes(), bytes);

    // The map agrees with the numbers, and each block of the shadow is live in it.
    let map = heap.map();
    assert_eq!(map.arenas.len(), stats.arenas);
    let mut live = map.large.iter().filter(|large| !large.quarantined).count();
    for arena in &map.arenas {
        let mut free_pools = 0;
        for pool in &arena.pools {
            let count = |state| pool.blocks.iter().filter(|&&block| block == state).count();
            live += count(BlockState::Live);
            assert_eq!(pool.free_list.len(), count(BlockState::Free));
            assert_eq!(pool.live, count(BlockState::Live) + count(BlockState::Quarantined));
            let listed = map.used_pools.iter().any(|(class, pools)| Some(*class) == pool.class && pools.contains(&pool.address));
            match pool.state {
                PoolState::Used => assert!(listed && pool.live > 0 && pool.live < pool.blocks.len()),
                PoolState::Full => assert!(!listed && pool.live == pool.blocks.len()),
                PoolState::Empty | PoolState::Untouched => {
                    assert!(!listed && pool.live == 0 && pool.blocks.is_empty());
                    free_pools += 1;
                }
            }
        }
        assert_eq!(arena.free_pools, free_pools);
        assert_eq!(map.usable_arenas.contains(&arena.address), free_pools > 0);
    }
    assert_eq!(live, shadow.blocks.len());
    let order: Vec<usize> =
        map.usable_arenas.iter().map(|address| map.arenas.iter().find(|arena| arena.address == *address).unwrap().free_pools).collect();
    assert!(order.is_sorted(), "fewest free pools first: {order:?}");
    assert!(order.iter().filter(|&&free| free == Geometry::POOLS).count() <= 1);
    if let Some(block) = shadow.blocks.first()
        && block.size <= SMALL_MAX
    {
        let at = block.at.addr().get();
        let pool = map
            .arenas
            .iter()
            .flat_map(|arena| &arena.pools)
            .rfind(|pool| pool.address <= at && at < pool.address + map.geometry.pool_size())
            .unwrap();
        assert_eq!(pool.blocks[pool.block_at(at).unwrap()], BlockState::Live);
        assert!(heap.owns(block.at.as_ptr()));
    }
}

fn model(geometry: Geometry, debug: bool, requests: usize, seed: u64, most: Option<usize>) {
    let heap = Heap::new(Config { geometry, debug, max_bytes: most, ..Config::default() });
    let mut random = Random(seed);
    let mut shadow = Shadow::default();
    let (mut made, mut refused) = (0, 0);
    // The number of live blocks swings, so that pools and arenas fill up and empty out.
    let mut goal = 0;
    for request in 0..requests {
        if request % 50_000 == 0 {
            goal = [0, 10, 300, 5_000, 30_000][random.below(5)];
        }
        let grow = random.below(100) < if shadow.blocks.len() < goal { 80 } else { 20 };
        if grow || shadow.blocks.is_empty() {
            let size = random.size();
            if most.is_some() && random.below(1000) == 0 {
                heap.set_fail(Some(random.below(50) as u64), 3);
            }
            let zeroed = random.below(8) == 0;
            let at = if zeroed { heap.alloc_zeroed(size) } else { heap.alloc(size) };
            let Some(at) = at else {
                assert!(most.is_some(), "{size} bytes refused");
                refused += 1;
                continue;
            };
            // SAFETY: the block is ours.
            assert!(!zeroed || (0..size).all(|n| unsafe { at.add(n).read() } == 0));
            made += 1;
            shadow.insert(Block { at, size, tag: random.next() as u8 });
        } else {
            // The oldest, the newest, or any.
            let index = match random.below(4) {
                0 => shadow.blocks.len() - 1,
                1 => 0,
                _ => random.below(shadow.blocks.len()),
            };
            let mut block = shadow.remove(index);
            if random.below(4) == 0 {
                let size = random.size();
                // SAFETY: the block is ours, with this size.
                let moved = unsafe { heap.realloc(block.at, block.size, size) };
                let Some(at) = moved else {
                    assert!(most.is_some(), "{size} bytes refused");
                    shadow.insert(block);
                    continue;
                };
                let old = Block { at, size: block.size, tag: block.tag };
                assert!(old.holds(block.size.min(size)), "realloc keeps the contents");
                block = Block { at, size, tag: random.next() as u8 };
                shadow.insert(block);
            } else {
                // SAFETY: the block is ours, with this size, and forgotten now.
                unsafe { heap.free(block.at, block.size) };
            }
        }
        if request % 25_000 == 0 {
            agree(&heap, &shadow, debug);
        }
    }
    agree(&heap, &shadow, debug);
    heap.set_fail(None, 0);
    assert!(heap.stats().allocations() >= made);
    assert_eq!(refused > 100, most.is_some(), "{refused} refused");
    assert!(most.is_none_or(|most| heap.taken_bytes().1 <= most));
    while !shadow.blocks.is_empty() {
        let block = shadow.remove(random.below(shadow.blocks.len()));
        // SAFETY: as above.
        unsafe { heap.free(block.at, block.size) };
    }
    assert_eq!((heap.live_blocks(), heap.live_bytes(), heap.misuse_count()), (0, 0, 0));
    let most_kept = if debug { 1024 } else { 34 };
    assert!(heap.stats().pools <= most_kept);
    heap.trim();
    let stats = heap.stats();
    assert_eq!((stats.arenas, stats.pools, stats.taken_bytes, stats.large.blocks), (0, 0, 0, 0));
    assert!(stats.peak_arenas > usize::from(most.is_none()) && stats.arenas_mapped as usize >= stats.peak_arenas);
}

#[test]
fn classic() {
    model(Geometry::Classic, false, 3_000_000, 1, None);
}

#[test]
fn modern() {
    model(Geometry::Modern, false, 3_000_000, 2, None);
}

#[test]
fn classic_debug() {
    model(Geometry::Classic, true, 800_000, 3, None);
}

#[test]
fn modern_debug() {
    model(Geometry::Modern, true, 800_000, 4, None);
}

#[test]
fn with_a_limit_and_failing_requests() {
    model(Geometry::Classic, false, 500_000, 5, Some(700_000));
    model(Geometry::Modern, false, 500_000, 6, Some(1_300_000));
    model(Geometry::Classic, true, 200_000, 7, Some(900_000));
}
