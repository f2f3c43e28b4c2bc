//! Every transition of pools and arenas, one test each, and every kind of misuse that debug mode finds.
//!
//! They stand in one file of the crate itself because they check the lists from inside (`Arenas::check`).
#![expect(unsafe_code, reason = "tests free the blocks that they own, and do wrong on purpose where debug mode looks")]

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use crate::*;

type Block = NonNull<u8>;

fn heap() -> Heap {
    Heap::new(Config::default())
}

fn debug() -> Heap {
    Heap::new(Config { debug: true, ..Config::default() })
}

fn make(heap: &Heap, size: usize, count: usize) -> Vec<Block> {
    (0..count).map(|_| heap.alloc(size).unwrap()).collect()
}

fn free(heap: &Heap, size: usize, blocks: impl IntoIterator<Item = Block>) {
    for block in blocks {
        // SAFETY: the test made the block with this size and forgets it here.
        unsafe { heap.free(block, size) };
    }
}

fn addresses(blocks: &[Block]) -> Vec<usize> {
    blocks.iter().map(|block| block.addr().get()).collect()
}

/// The pool that an address lies in.
fn pool_of(heap: &Heap, block: Block) -> PoolMap {
    let base = block.addr().get() & !(heap.geometry().pool_size() - 1);
    let map = heap.map();
    map.arenas.into_iter().flat_map(|arena| arena.pools).find(|pool| pool.address == base).unwrap()
}

fn used(heap: &Heap, size: usize) -> Vec<usize> {
    let class = Class::of(size).unwrap();
    heap.map().used_pools.into_iter().find(|(of, _)| *of == class).map(|(_, pools)| pools).unwrap_or_default()
}

/// Pages that count what is mapped, and give out at most so many arenas.
#[derive(Clone, Default)]
struct Counting {
    live: Rc<Cell<usize>>,
    most: Option<usize>,
}

// SAFETY: hands the system's pages through; the counter is only reached from the test's thread.
unsafe impl Send for Counting {}

// SAFETY: hands the system's pages through.
unsafe impl PageSource for Counting {
    unsafe fn pages(&self, request: PageRequest) -> Option<Block> {
        match request {
            PageRequest::Map { .. } if self.most.is_some_and(|most| self.live.get() >= most) => {
                return None;
            }
            PageRequest::Map { .. } => self.live.set(self.live.get() + 1),
            PageRequest::Unmap { .. } => self.live.set(self.live.get() - 1),
            PageRequest::Trim => {}
        }
        // SAFETY: the caller's promise. Without a reserve, what is unmapped is gone.
        unsafe { SystemPages::new(0).pages(request) }
    }
}

// ---- pools ---------------------------------------------------------------------------------------------------------

#[test]
fn the_first_request_maps_an_arena_and_carves_the_first_blocks_of_its_first_pool() {
    let heap = heap();
    assert_eq!((heap.map().arenas.len(), heap.live_blocks()), (0, 0), "nothing is mapped before it is needed");
    let blocks = make(&heap, 16, 3);
    let pool = pool_of(&heap, blocks[0]);
    assert_eq!(addresses(&blocks), [0, 1, 2].map(|n| pool.address + POOL_HEADER + 16 * n));
    assert_eq!((pool.state, pool.class, pool.live, pool.blocks.len()), (PoolState::Used, Class::of(16), 3, 253));
    let count = |state| pool.blocks.iter().filter(|&&block| block == state).count();
    assert_eq!([BlockState::Live, BlockState::Free, BlockState::Uncarved].map(count), [3, 1, 249]);
    let map = heap.map();
    assert_eq!(map.arenas[0].address, pool.address, "all 64 pools of an arena hold blocks");
    assert_eq!((map.arenas[0].free_pools, map.arenas[0].pools.len()), (63, 64));
    assert!(map.arenas[0].pools[1..].iter().all(|pool| pool.state == PoolState::Untouched));
    free(&heap, 16, blocks);
}

#[test]
fn freed_blocks_are_reused_last_in_first_out() {
    let heap = heap();
    let blocks = make(&heap, 40, 5);
    free(&heap, 40, [blocks[3], blocks[0], blocks[4]]);
    let list = pool_of(&heap, blocks[1]).free_list;
    assert_eq!(list[..3], [blocks[4], blocks[0], blocks[3]].map(|block| block.addr().get()));
    assert_eq!(make(&heap, 33, 3), [blocks[4], blocks[0], blocks[3]], "any size of the class will do");
    free(&heap, 40, blocks);
}

#[test]
fn a_full_pool_is_on_no_list_and_comes_back_at_the_front() {
    let heap = heap();
    let first = make(&heap, 512, 7);
    assert_eq!((pool_of(&heap, first[0]).state, used(&heap, 512)), (PoolState::Full, vec![]));
    let second = make(&heap, 512, 1);
    assert_eq!(used(&heap, 512), [pool_of(&heap, second[0]).address]);
    free(&heap, 512, [first[2]]);
    assert_eq!(pool_of(&heap, first[0]).state, PoolState::Used);
    assert_eq!(used(&heap, 512), [first[0], second[0]].map(|block| pool_of(&heap, block).address));
    // The freed block goes first, then the rest of the second pool.
    let more = make(&heap, 512, 7);
    assert_eq!(more[0], first[2]);
    assert_eq!(pool_of(&heap, more[1]).address, pool_of(&heap, second[0]).address);
    assert_eq!(used(&heap, 512), []);
    let again = more[0];
    let rest = first.into_iter().filter(|&block| block != again);
    free(&heap, 512, rest);
    free(&heap, 512, second.into_iter().chain(more));
    assert_eq!(heap.live_blocks(), 0);
}

#[test]
fn the_block_freed_last_is_the_next_one_also_where_pools_were_full_and_nobody_looks() {
    for geometry in [Geometry::Classic, Geometry::Modern] {
        let heap = Heap::new(Config { geometry, ..Config::default() });
        // Sixteen full pools, or four.
        let count = geometry.blocks_per_pool(64) << if geometry == Geometry::Classic { 4 } else { 2 };
        let blocks = make(&heap, 64, count);
        // No snapshot is taken in between: what is noted late must not show.
        let order: Vec<Block> = (0..count).map(|n| blocks[n * 617 % count]).collect();
        for pair in order.chunks(2) {
            free(&heap, 64, [pair[0]]);
            assert_eq!(make(&heap, 64, 1), [pair[0]]);
            free(&heap, 64, pair.iter().copied());
            assert_eq!(make(&heap, 64, 2), [pair[1], pair[0]]);
        }
        free(&heap, 64, blocks);
    }
}

#[test]
fn a_pool_without_live_blocks_goes_to_its_arena_and_is_the_next_one_for_any_class() {
    let heap = heap();
    let blocks = make(&heap, 512, 21);
    let pools = [0, 7, 14].map(|n| pool_of(&heap, blocks[n]).address);
    free(&heap, 512, blocks[..14].iter().copied());
    assert_eq!([0, 7, 14].map(|n| pool_of(&heap, blocks[n]).state), [PoolState::Empty, PoolState::Empty, PoolState::Full]);
    assert_eq!(heap.stats().pools, 1);
    let other = make(&heap, 16, 1);
    assert_eq!(pool_of(&heap, other[0]).address, pools[1], "the pool that became empty last");
    let again = make(&heap, 512, 1);
    assert_eq!(pool_of(&heap, again[0]).address, pools[0]);
    free(&heap, 16, other);
    free(&heap, 512, again.into_iter().chain(blocks[14..].iter().copied()));
    assert_eq!(heap.stats().pools, 0);
}

#[test]
fn an_alloc_and_free_in_turn_makes_the_pool_once() {
    let heap = heap();
    for _ in 0..1000 {
        free(&heap, 64, make(&heap, 64, 1));
    }
    let (_, peak) = heap.taken_bytes();
    let stats = heap.stats();
    assert_eq!((stats.pools, stats.classes[0].allocations, stats.classes[0].peak_pools, peak), (0, 1000, 1, 4096));
    let map = heap.map();
    assert_eq!(map.arenas[0].pools.iter().filter(|pool| pool.state != PoolState::Untouched).count(), 1);
}

#[test]
fn a_pool_that_lingers_serves_any_class_and_another_pool_comes_after_it() {
    let heap = heap();
    let base = |blocks: &[Block]| blocks[0].addr().get() & !4095;
    // Nobody looks in between. Each class in turn gets the same pool, as if it had been in its arena.
    let one = make(&heap, 48, 1);
    let pool = base(&one);
    free(&heap, 48, one);
    for class in 1..=31 {
        let one = make(&heap, class * 16, 1);
        assert_eq!(base(&one), pool);
        free(&heap, class * 16, one);
    }
    // Lingering, alive again, and then another pool is needed: it is the next of the arena.
    let one = make(&heap, 496, 1);
    let two = make(&heap, 32, 1);
    assert_eq!([base(&one), base(&two)], [pool, pool + 4096]);
    // The second becomes empty, then the first: the first is the next.
    free(&heap, 32, two);
    free(&heap, 496, one);
    let more = [make(&heap, 64, 1), make(&heap, 80, 1)];
    assert_eq!(more.each_ref().map(|blocks| base(blocks)), [pool, pool + 4096]);
    let [more, last] = more;
    free(&heap, 64, more);
    free(&heap, 80, last);
    assert_eq!((heap.live_blocks(), heap.stats().pools), (0, 0));
}

#[test]
fn an_empty_pool_may_change_class_and_else_keeps_its_free_list() {
    let heap = heap();
    let blocks = make(&heap, 512, 14);
    free(&heap, 512, blocks.iter().copied());
    let empty = pool_of(&heap, blocks[7]);
    assert_eq!((empty.state, empty.class), (PoolState::Empty, Class::of(512)));
    let other = make(&heap, 100, 1);
    assert_eq!((pool_of(&heap, other[0]).address, pool_of(&heap, other[0]).class), (empty.address, Class::of(100)));
    assert_eq!(other[0].addr().get(), empty.address + POOL_HEADER, "carved anew");
    // The other pool was of class 512 last.
    let again = make(&heap, 512, 1);
    assert_eq!(again[0], blocks[6], "the block freed last in that pool");
    free(&heap, 512, again);
    free(&heap, 100, other);
}

// ---- arenas --------------------------------------------------------------------------------------------------------

#[test]
fn arenas_are_used_fullest_first_and_given_back_but_for_the_last() {
    let pages = Counting::default();
    let heap = Heap::new(Config { pages: Box::new(pages.clone()), ..Config::default() });
    let per_arena = 7 * Geometry::POOLS;
    let mut arenas: Vec<Vec<Block>> = (0..4).map(|_| make(&heap, 512, per_arena)).collect();
    let base = |block: Block| block.addr().get() & !(Geometry::Classic.arena_size() - 1);
    let bases: Vec<usize> = arenas.iter().map(|blocks| base(blocks[0])).collect();
    assert!(arenas.iter().zip(&bases).all(|(blocks, &of)| blocks.iter().all(|&block| base(block) == of)));
    assert_eq!((pages.live.get(), heap.map().usable_arenas.len()), (4, 0));

    // 3, 10 and 1 pools of arenas 0, 1 and 2 become empty.
    for (arena, pools) in [(0, 3), (1, 10), (2, 1)] {
        free(&heap, 512, arenas[arena].drain(..7 * pools));
        heap.map();
        heap.arenas.check().unwrap();
    }
    assert_eq!(heap.map().usable_arenas, [bases[2], bases[0], bases[1]]);
    // The arena with one free pool serves first, then the one with three.
    let more = make(&heap, 512, 7 + 1);
    assert_eq!([more[0], more[7]].map(base), [bases[2], bases[0]]);
    heap.arenas.check().unwrap();
    assert_eq!(heap.map().usable_arenas, [bases[0], bases[1]]);
    free(&heap, 512, more);

    // All but one pool of arenas 0 and 1 become empty. The one of them that comes first in the list goes back when its last
    // pool does, for the other is usable behind it, though it is not wholly free.
    let last = [0, 1].map(|n| {
        let last = arenas[n].split_off(7 * (Geometry::POOLS - [4, 11][n]));
        free(&heap, 512, arenas[n].drain(..));
        last
    });
    assert_eq!((heap.map().usable_arenas, pages.live.get()), (vec![bases[2], bases[1], bases[0]], 4));
    let [zero, one] = last;
    free(&heap, 512, one);
    assert_eq!((heap.map().usable_arenas, pages.live.get()), (vec![bases[2], bases[0]], 3));
    heap.arenas.check().unwrap();
    free(&heap, 512, zero);
    assert_eq!((heap.map().usable_arenas, pages.live.get()), (vec![bases[2], bases[0]], 3), "the last one stays");
    for blocks in arenas {
        free(&heap, 512, blocks);
        heap.map();
        heap.arenas.check().unwrap();
    }
    assert_eq!((pages.live.get(), heap.stats().arenas, heap.stats().pools), (1, 1, 0), "the last one is kept back");
    heap.trim();
    assert_eq!((pages.live.get(), heap.stats().arenas, heap.stats().peak_arenas), (0, 0, 4));
    let last = make(&heap, 1, 1);
    assert_eq!(pages.live.get(), 1);
    free(&heap, 1, last);
    drop(heap);
    assert_eq!(pages.live.get(), 0, "a heap that goes away unmaps its arenas");
}

#[test]
fn empty_pools_serve_any_class_before_an_arena_is_mapped() {
    let heap = heap();
    let small: Vec<_> = (1..=31).map(|class| (class * 16, make(&heap, class * 16, 1))).collect();
    for (size, blocks) in small {
        free(&heap, size, blocks);
    }
    assert_eq!((heap.stats().pools, heap.stats().arenas), (0, 1));
    let blocks = make(&heap, 512, 7 * Geometry::POOLS);
    assert_eq!((heap.stats().pools, heap.stats().arenas), (64, 1), "all 64 pools serve one class now");
    free(&heap, 512, blocks);
}

#[test]
fn without_pages_a_request_fails_and_later_ones_succeed() {
    let pages = Counting { most: Some(1), ..Counting::default() };
    let heap = Heap::new(Config { pages: Box::new(pages), geometry: Geometry::Modern, ..Config::default() });
    let most = Geometry::POOLS * Geometry::Modern.blocks_per_pool(512);
    let mut blocks = make(&heap, 512, most);
    assert_eq!(heap.alloc(512), None);
    assert_eq!(heap.alloc(16), None);
    let last = blocks.pop();
    free(&heap, 512, last);
    assert_eq!(heap.alloc(500), last);
    free(&heap, 512, last.into_iter().chain(blocks));
    heap.arenas.check().unwrap();
}

#[test]
fn arenas_lie_where_the_base_asks() {
    let base = 0x3000_0000_0000;
    let heap = Heap::new(Config { base: Some(base), ..Config::default() });
    let blocks = make(&heap, 512, 7 * Geometry::POOLS + 1);
    #[cfg(all(target_os = "linux", not(miri)))]
    assert_eq!(heap.map().arenas.iter().map(|arena| arena.address).collect::<Vec<_>>(), [base, base + Geometry::Classic.arena_size()]);
    assert!(heap.owns(blocks[0].as_ptr()) && heap.owns(blocks[448].as_ptr()));
    assert!(!heap.owns((&raw const heap).cast()) && !heap.owns(std::ptr::null()));
    free(&heap, 512, blocks);
}

// ---- large blocks, realloc, zeroed ---------------------------------------------------------------------------------

#[test]
fn large_blocks_are_counted_and_listed() {
    let heap = heap();
    let blocks = [heap.alloc(513).unwrap(), heap.alloc_zeroed(100_000).unwrap(), heap.alloc(1 << 20).unwrap()];
    let stats = heap.stats();
    assert_eq!((stats.large.blocks, stats.large.bytes, stats.live_blocks), (3, 513 + 100_000 + (1 << 20), 3));
    assert_eq!(stats.taken_bytes, stats.large.bytes);
    assert_eq!(heap.map().large.iter().map(|large| large.size).collect::<Vec<_>>(), [1 << 20, 100_000, 513]);
    for (block, size) in blocks.into_iter().zip([513, 100_000, 1 << 20]) {
        assert!(block.addr().get().is_multiple_of(ALIGNMENT) && !heap.owns(block.as_ptr()));
        free(&heap, size, [block]);
    }
    assert_eq!((heap.live_blocks(), heap.stats().large.peak_bytes), (0, stats.large.bytes));
}

#[test]
fn realloc_stays_within_a_class_and_moves_between_classes() {
    let heap = heap();
    // SAFETY: the block is ours throughout, with the sizes told.
    unsafe {
        let block = heap.alloc(33).unwrap();
        block.write_bytes(9, 33);
        assert_eq!(heap.realloc(block, 33, 48), Some(block));
        let mut at = block;
        for (old, new) in [(48, 49), (49, 600), (600, 200_000), (200_000, 700), (700, 512), (512, 33)] {
            at = heap.realloc(at, old, new).unwrap();
            assert!((0..33).all(|n| at.add(n).read() == 9), "{old} to {new}");
            assert_eq!(heap.live_blocks(), 1);
        }
        heap.set_max_bytes(Some(0));
        for new in [100, 10_000, usize::MAX] {
            assert_eq!(heap.realloc(at, 33, new), None);
        }
        assert_eq!(heap.live_blocks(), 1, "a failure leaves the block as it was");
        heap.free(at, 33);
    }
}

#[test]
fn size_zero_counts_as_one_and_constants_as_any_other_size() {
    let heap = heap();
    let blocks = [heap.alloc(0), heap.alloc_const::<0>(), heap.alloc_const::<16>(), heap.alloc(16)].map(Option::unwrap);
    assert_eq!(addresses(&blocks), [0, 1, 2, 3].map(|n| addresses(&blocks)[0] + 16 * n));
    let large = heap.alloc_const::<1000>().unwrap();
    // SAFETY: blocks of the test, each freed once with its size.
    unsafe {
        heap.free_const::<0>(blocks[0]);
        heap.free_const::<16>(blocks[1]);
        heap.free(blocks[2], 0);
        heap.free(blocks[3], 16);
        heap.free_const::<1000>(large);
    }
    assert_eq!(heap.live_blocks(), 0);
}

// ---- limits, failing, watching -------------------------------------------------------------------------------------

#[test]
fn the_memory_limit_is_exact() {
    let heap = Heap::new(Config { max_bytes: Some(3 * 4096 + 1000), ..Config::default() });
    let blocks = make(&heap, 512, 21);
    assert_eq!(heap.alloc(512), None);
    assert_eq!(heap.alloc(1001), None);
    let large = heap.alloc(1000).unwrap();
    assert_eq!(heap.taken_bytes(), (3 * 4096 + 1000, 3 * 4096 + 1000));
    // SAFETY: the block is ours.
    assert_eq!(unsafe { heap.realloc(large, 1000, 1001) }, None);
    assert_eq!(heap.alloc(16), None, "no pool for another class");
    free(&heap, 512, blocks[..7].iter().copied());
    let other = heap.alloc(16).unwrap();
    free(&heap, 16, [other]);
    free(&heap, 1000, [large]);
    heap.set_max_bytes(None);
    let more = make(&heap, 512, 100);
    free(&heap, 512, more.into_iter().chain(blocks[7..].iter().copied()));
    assert_eq!(heap.live_blocks(), 0);
}

#[test]
fn the_nth_request_fails() {
    let heap = Heap::new(Config { fail_at: Some(3), ..Config::default() });
    let results: Vec<_> = (0..5).map(|n| heap.alloc(10 + 600 * n)).collect();
    assert_eq!(results.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, true, true]);
    heap.set_fail(Some(1), 2);
    // SAFETY: the block is ours.
    let failed = unsafe { heap.realloc(results[4].unwrap(), 2410, 200_000) };
    assert_eq!(failed, None);
    assert_eq!((heap.alloc_zeroed(1000), heap.requests()), (None, 7));
    heap.set_fail(None, 0);
    let last = heap.alloc(10).unwrap();
    assert_eq!(heap.requests(), 7, "no longer counted");
    free(&heap, 10, [last]);
    for (n, block) in results.into_iter().enumerate() {
        free(&heap, 10 + 600 * n, block);
    }
    assert_eq!(heap.live_blocks(), 0);
}

#[test]
fn a_collection_comes_due_at_every_nth_request() {
    let heap = Heap::new(Config { collect_every: Some(3), ..Config::default() });
    let mut due = Vec::new();
    for _ in 0..7 {
        free(&heap, 20, make(&heap, 20, 1));
        due.push(heap.take_collect_due());
    }
    assert_eq!(due, [false, false, true, false, false, true, false]);
}

/// What a watch is told.
type Told = RefCell<Vec<(bool, usize, usize, usize)>>;

fn tell_born(context: *mut (), block: Block, size: usize, note: usize) {
    // SAFETY: the context is a cell that outlives the watch.
    unsafe { &*context.cast::<Told>() }.borrow_mut().push((true, block.addr().get(), size, note));
}

fn tell_died(context: *mut (), block: Block, size: usize, note: usize) {
    // SAFETY: as above.
    unsafe { &*context.cast::<Told>() }.borrow_mut().push((false, block.addr().get(), size, note));
}

fn watch(told: &Told) -> Watch {
    Watch { born: tell_born, died: tell_died, context: (&raw const *told).cast_mut().cast() }
}

#[test]
fn a_watch_is_told_of_each_birth_and_death_and_changes_no_address() {
    fn run(heap: &Heap) -> Vec<(bool, usize, usize, usize)> {
        let mut all = Vec::new();
        let mut step = |born, block: Block, size| all.push((born, block.addr().get(), size, 0));
        let kept = make(heap, 48, 200);
        kept.iter().for_each(|&block| step(true, block, 48));
        free(heap, 48, kept.iter().step_by(3).copied());
        kept.iter().step_by(3).for_each(|&block| step(false, block, 48));
        let more = make(heap, 40, 30);
        more.iter().for_each(|&block| step(true, block, 40));
        // SAFETY: the block is the newest; a move within the class is neither birth nor death, one between classes is both.
        let moved = unsafe { heap.realloc(heap.realloc(more[29], 40, 48).unwrap(), 48, 64) }.unwrap();
        step(true, moved, 64);
        step(false, more[29], 48);
        free(heap, 64, [moved]);
        step(false, moved, 64);
        free(heap, 40, more[..29].iter().copied());
        more[..29].iter().for_each(|&block| step(false, block, 40));
        let rest = || kept.iter().enumerate().filter(|(n, _)| n % 3 != 0).map(|(_, &block)| block);
        free(heap, 48, rest());
        rest().for_each(|block| step(false, block, 48));
        all
    }
    let base = Some(0x3800_0000_0000);
    let plain = run(&Heap::new(Config { base, ..Config::default() }));
    let heap = Heap::new(Config { base, ..Config::default() });
    let told = Told::default();
    heap.set_watch(Some(watch(&told)));
    let watched = run(&heap);
    assert_eq!(*told.borrow(), watched);
    #[cfg(all(target_os = "linux", not(miri)))]
    assert_eq!(watched, plain);
    assert_eq!(watched.len(), plain.len());
    heap.set_watch(None);
    assert!(heap.watch().is_none());
    free(&heap, 48, make(&heap, 48, 1));
    assert_eq!(told.borrow().len(), watched.len());
}

#[test]
fn a_watch_may_come_and_go_at_any_time() {
    for debug in [false, true] {
        let heap = Heap::new(Config { debug, ..Config::default() });
        let told = Told::default();
        let mut random = 12345_u64;
        let mut held: Vec<(Block, usize)> = Vec::new();
        let mut wanted = Vec::new();
        let mut watched = false;
        let steps = if cfg!(miri) { 500 } else { 50_000 };
        for step in 0..steps {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let draw = (random >> 33) as usize;
            if step % 997 == 0 {
                watched = !watched;
                heap.set_watch(watched.then(|| watch(&told)));
            }
            // Grows for a while, then shrinks.
            if held.is_empty() || draw % 16 < if step / 5000 % 2 == 0 { 10 } else { 6 } {
                let size = if draw.is_multiple_of(61) { 513 + draw % 5000 } else { 1 + draw % 512 };
                let block = heap.alloc_noted(size, draw).unwrap();
                wanted.extend(watched.then_some((true, block.addr().get(), size, draw)));
                held.push((block, size));
            } else {
                let (block, size) = held.swap_remove(draw % held.len());
                wanted.extend(watched.then_some((false, block.addr().get(), size, draw)));
                // SAFETY: the block is live and of that size.
                unsafe { heap.free_noted(block, size, draw) };
            }
            if step % 89 == 0 {
                assert_eq!(heap.live_blocks(), held.len());
            }
        }
        assert_eq!(*told.borrow(), wanted);
        heap.set_watch(None);
        for (block, size) in held {
            // SAFETY: as above.
            unsafe { heap.free(block, size) };
        }
        heap.trim();
        assert_eq!((heap.live_blocks(), heap.taken_bytes().0, heap.misuse_count()), (0, 0, 0));
    }
}

#[test]
fn stats_count_allocations_and_peaks_by_class() {
    let heap = heap();
    for _ in 0..10 {
        free(&heap, 512, make(&heap, 512, 20));
    }
    let kept = make(&heap, 16, 5);
    let stats = heap.stats();
    let of = |size| stats.classes.iter().find(|class| Some(class.class) == Class::of(size)).copied().unwrap();
    assert_eq!((of(512).allocations, of(512).peak_pools, of(512).pools, of(512).live_blocks), (200, 3, 0, 0));
    assert_eq!((of(16).allocations, of(16).live_blocks, of(16).free_blocks), (5, 5, 248));
    assert_eq!((stats.allocations(), stats.live_blocks, stats.live_bytes), (205, 5, 80));
    assert_eq!((stats.peak_taken_bytes, stats.arenas_mapped), (3 * 4096, 1));
    free(&heap, 16, kept);
}

// ---- debug mode ----------------------------------------------------------------------------------------------------

fn kinds(heap: &Heap) -> Vec<MisuseKind> {
    heap.take_misuses().iter().map(|misuse| misuse.kind).collect()
}

#[test]
fn debug_mode_surrounds_and_fills() {
    let heap = debug();
    for size in [1, 13, 480, 512, 513, 5000] {
        let block = heap.alloc(size).unwrap();
        // SAFETY: inside the block and its surroundings.
        unsafe {
            assert!((0..size).all(|n| block.add(n).read() == NEW_FILL));
            assert!((0..8).all(|n| block.sub(1 + n).read() == GUARD && block.add(size + n).read() == GUARD));
            heap.free(block, size);
            assert!((0..size).all(|n| block.add(n).read() == FREED_FILL), "in quarantine");
            assert_ne!(heap.alloc(size), Some(block), "and not reused at once");
        }
    }
    assert_eq!((heap.live_blocks(), heap.misuse_count(), heap.stats().quarantined), (6, 0, 6));
    let map = heap.map();
    let states = map.arenas.iter().flat_map(|arena| &arena.pools).flat_map(|pool| &pool.blocks);
    assert_eq!(states.filter(|&&state| state == BlockState::Quarantined).count(), 4);
    assert_eq!(map.large.iter().filter(|large| large.quarantined).count(), 2);
}

#[test]
fn debug_mode_finds_writes_outside_a_block() {
    let heap = debug();
    // SAFETY: the writes go into the surroundings, which the test breaks on purpose.
    unsafe {
        let block = heap.alloc(21).unwrap();
        block.add(21).write(0);
        assert!(!heap.check(block, 21));
        heap.free(block, 21);
        let block = heap.alloc(600).unwrap();
        block.add(600).write(0);
        heap.free(block, 600);
        let block = heap.alloc(21).unwrap();
        block.sub(1).write(0);
        heap.free(block, 21);
    }
    let misuses = heap.take_misuses();
    assert_eq!(
        misuses.iter().map(|misuse| (misuse.kind, misuse.size, misuse.serial)).collect::<Vec<_>>(),
        [(MisuseKind::Overrun, 21, 1), (MisuseKind::Overrun, 21, 1), (MisuseKind::Overrun, 600, 2), (MisuseKind::Underrun, 21, 0),]
    );
    let text = misuses[0].to_string();
    assert!(text.ends_with("of 21 bytes (request 1): written to behind its end"), "{text}");
}

#[test]
fn debug_mode_finds_a_second_free() {
    let heap = debug();
    let block = heap.alloc(50).unwrap();
    free(&heap, 50, [block, block]);
    assert_eq!(kinds(&heap), [MisuseKind::DoubleFree]);
    // Also after the block has left quarantine, while nobody has it.
    for _ in 0..2000 {
        free(&heap, 100, [heap.alloc(100).unwrap()]);
    }
    assert_eq!(kinds(&heap), []);
    free(&heap, 50, [block]);
    assert_eq!(kinds(&heap), [MisuseKind::DoubleFree]);
    assert_eq!(heap.live_blocks(), 0);
}

#[test]
fn debug_mode_finds_a_write_after_free() {
    let heap = debug();
    for size in [24, 2000] {
        let block = heap.alloc(size).unwrap();
        free(&heap, size, [block]);
        // SAFETY: the memory is still there, in quarantine; writing to it is the misuse.
        unsafe { block.add(5).write(1) };
    }
    assert_eq!(kinds(&heap), []);
    heap.trim();
    assert_eq!(kinds(&heap), [MisuseKind::WriteAfterFree, MisuseKind::WriteAfterFree]);
    assert_eq!((heap.live_blocks(), heap.stats().pools, heap.stats().large.blocks), (0, 0, 0));
}

#[test]
fn debug_mode_finds_a_wrong_size() {
    let heap = debug();
    let block = heap.alloc(24).unwrap();
    free(&heap, 25, [block]);
    let zero = heap.alloc(0).unwrap();
    free(&heap, 0, [zero]);
    let misuses = heap.take_misuses();
    assert_eq!((misuses.len(), misuses[0].kind, misuses[0].size), (1, MisuseKind::WrongSize, 24));
}

#[cfg(debug_assertions)]
#[test]
fn debug_mode_refuses_an_address_of_somebody_else() {
    let heap = debug();
    let block = heap.alloc(24).unwrap();
    let mut word = 0_u64;
    free(&heap, 24, [NonNull::from(&mut word).cast()]);
    let large = heap.alloc(1000).unwrap();
    free(&heap, 24, [large]);
    assert_eq!(kinds(&heap), [MisuseKind::Foreign, MisuseKind::Foreign]);
    free(&heap, 24, [block]);
    free(&heap, 1000, [large]);
    assert_eq!((heap.live_blocks(), word), (0, 0));
}

#[test]
fn reports_are_bounded_and_counted() {
    let heap = debug();
    let block = heap.alloc(50).unwrap();
    free(&heap, 50, std::iter::repeat_n(block, 251));
    assert_eq!((heap.take_misuses().len(), heap.misuse_count()), (100, 250));
}

#[test]
fn in_debug_mode_realloc_always_moves_and_failing_still_works() {
    let heap = debug();
    // SAFETY: the block is ours, with the sizes told.
    unsafe {
        let block = heap.alloc(40).unwrap();
        block.write_bytes(3, 40);
        let moved = heap.realloc(block, 40, 41).unwrap();
        assert_ne!(moved, block);
        assert!((0..40).all(|n| moved.add(n).read() == 3) && moved.add(40).read() == NEW_FILL);
        heap.set_fail(Some(1), 1);
        assert_eq!(heap.realloc(moved, 41, 42), None);
        assert!(heap.check(moved, 41));
        heap.free(moved, 41);
    }
    assert_eq!((heap.live_blocks(), heap.misuse_count()), (0, 0));
}
