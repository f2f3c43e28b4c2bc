//! Which block a request gets: compared with CPython's rules, written down in the plainest way, over a million requests.
//!
//! The counterpart of `Objects/obmalloc.c` of CPython 3.13, whose lists are vectors here and whose fingers are searches.
//! Invariant: heap and rules are never looked at in between, so that what the heap notes late cannot hide behind a look.
#![expect(unsafe_code, reason = "the test gives back the blocks that it owns with the size it asked for")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::allow_attributes, reason = "a test fails by panicking")]

use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

use pymalloc::{Class, Config, Geometry, Heap, POOL_HEADER, PageRequest, PageSource, SystemPages};

/// Arena number and pool number.
type Place = (usize, usize);

#[derive(Default)]
struct Pool {
    class: Option<Class>,
    /// Numbers of the free blocks, the next to be handed out last.
    free: Vec<usize>,
    carved: usize,
    live: usize,
}

#[derive(Default)]
struct Arena {
    pools: Vec<Pool>,
    /// Numbers of the pools that were used before and are free, the next to be used last.
    empty: Vec<usize>,
    free_pools: usize,
}

struct Rules {
    geometry: Geometry,
    arenas: Vec<Arena>,
    usable: Vec<usize>,
    used: Vec<VecDeque<Place>>,
    /// What was mapped and unmapped, by number.
    pages: Vec<(bool, usize)>,
}

impl Rules {
    fn new(geometry: Geometry) -> Rules {
        let used = (0..pymalloc::CLASSES).map(|_| VecDeque::new()).collect();
        Rules { geometry, arenas: Vec::new(), usable: Vec::new(), used, pages: Vec::new() }
    }

    /// `pymalloc_alloc`, `pymalloc_pool_extend`, `allocate_from_new_pool`.
    fn alloc(&mut self, class: Class) -> (Place, usize) {
        let capacity = self.geometry.blocks_per_pool(class.block_size());
        let Some(&place) = self.used[class.index()].front() else {
            let place = self.take_pool();
            self.used[class.index()].push_front(place);
            let pool = &mut self.arenas[place.0].pools[place.1];
            if pool.class != Some(class) {
                *pool = Pool { class: Some(class), free: vec![1, 0], carved: 2, live: 0 };
            }
            pool.live = 1;
            return (place, pool.free.pop().unwrap());
        };
        let pool = &mut self.arenas[place.0].pools[place.1];
        pool.live += 1;
        let block = pool.free.pop().unwrap();
        if pool.free.is_empty() {
            if pool.carved < capacity {
                pool.free.push(pool.carved);
                pool.carved += 1;
            } else {
                self.used[class.index()].pop_front();
            }
        }
        (place, block)
    }

    fn take_pool(&mut self) -> Place {
        if self.usable.is_empty() {
            let number = self.arenas.len();
            self.arenas.push(Arena { free_pools: Geometry::POOLS, ..Arena::default() });
            self.usable.push(number);
            self.pages.push((true, number));
        }
        let number = self.usable[0];
        let arena = &mut self.arenas[number];
        arena.free_pools -= 1;
        if arena.free_pools == 0 {
            self.usable.remove(0);
        }
        let pool = arena.empty.pop().unwrap_or_else(|| {
            arena.pools.push(Pool::default());
            arena.pools.len() - 1
        });
        (number, pool)
    }

    /// `pymalloc_free`, `insert_to_usedpool`, `insert_to_freepool`.
    fn free(&mut self, place: Place, block: usize) {
        let (number, pool_number) = place;
        let pool = &mut self.arenas[number].pools[pool_number];
        let was_full = pool.free.is_empty();
        pool.free.push(block);
        pool.live -= 1;
        let used = &mut self.used[pool.class.unwrap().index()];
        if was_full {
            return used.push_front(place);
        }
        if pool.live > 0 {
            return;
        }
        used.retain(|&other| other != place);
        let before = self.arenas[number].free_pools;
        let last_with_as_many = self.usable.iter().rposition(|&other| self.arenas[other].free_pools == before);
        let arena = &mut self.arenas[number];
        arena.empty.push(pool_number);
        arena.free_pools += 1;
        let at = self.usable.iter().position(|&other| other == number);
        match at {
            // It had no free pool.
            None => self.usable.insert(0, number),
            // Wholly free, and not the last.
            Some(at) if arena.free_pools == Geometry::POOLS && at + 1 < self.usable.len() => {
                self.usable.remove(at);
                self.pages.push((false, number));
            }
            Some(at) => {
                let last = last_with_as_many.unwrap();
                if last != at {
                    self.usable.remove(at);
                    self.usable.insert(last, number);
                }
            }
        }
    }
}

/// Pages that note what is mapped (and where) and unmapped.
#[derive(Clone, Default)]
struct Noted {
    bases: Arc<Mutex<Vec<usize>>>,
    pages: Arc<Mutex<Vec<(bool, usize)>>>,
}

// SAFETY: hands the system's pages through.
unsafe impl PageSource for Noted {
    unsafe fn pages(&self, request: PageRequest) -> Option<NonNull<u8>> {
        let mut bases = self.bases.lock().unwrap();
        // SAFETY: the caller's promise. Without a reserve, what is unmapped is gone.
        let at = unsafe { SystemPages::new(0).pages(request) };
        match request {
            PageRequest::Map { .. } => {
                self.pages.lock().unwrap().push((true, bases.len()));
                bases.push(at.unwrap().addr().get());
            }
            PageRequest::Unmap { at, .. } => {
                let number = bases.iter().rposition(|&base| base == at.addr().get()).unwrap();
                self.pages.lock().unwrap().push((false, number));
            }
            PageRequest::Trim => {}
        }
        at
    }
}

fn compare(geometry: Geometry, seed: u64, sizes: &[usize], most: usize, requests: usize) {
    let noted = Noted::default();
    let heap = Heap::new(Config { geometry, pages: Box::new(noted.clone()), ..Config::default() });
    let mut rules = Rules::new(geometry);
    let mut state = seed;
    let mut random = |below: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    };
    let mut live: Vec<(NonNull<u8>, usize, Place, usize)> = Vec::new();
    let (mut goal, mut how) = (0, 0);
    for request in 0..requests {
        if request % (most / 2) == 0 {
            // Phases: how many live, and which goes next.
            goal = random(10) * most / 9;
            how = random(4);
        }
        if live.len() < goal || (live.len() == goal && random(2) == 0) || live.is_empty() {
            let size = sizes[random(sizes.len())];
            let block = heap.alloc(size).unwrap();
            let class = Class::of(size).unwrap();
            let (place, number) = rules.alloc(class);
            let base = noted.bases.lock().unwrap()[place.0];
            let expected = base + place.1 * geometry.pool_size() + POOL_HEADER + number * class.block_size();
            assert_eq!(block.addr().get(), expected, "request {request}, arena and pool {place:?}, block {number}");
            live.push((block, size, place, number));
        } else {
            let (block, size, place, number) = match how {
                0 => live.pop().unwrap(),
                1 => live.remove(random(live.len().min(3))),
                _ => live.swap_remove(random(live.len())),
            };
            // SAFETY: a live block of this heap with its size, forgotten here.
            unsafe { heap.free(block, size) };
            rules.free(place, number);
        }
    }
    assert_eq!(*noted.pages.lock().unwrap(), rules.pages, "arenas mapped and unmapped");
}

#[test]
fn every_address_is_the_one_that_cpythons_rules_give() {
    for geometry in [Geometry::Classic, Geometry::Modern] {
        compare(geometry, 1, &[64], 1_000, 200_000);
        compare(geometry, 2, &[512], 6_000, 300_000);
        compare(geometry, 3, &[16, 48, 64, 64, 512], 4_000, 300_000);
        compare(geometry, 4, &[500, 480, 460, 512], 8_000, 400_000);
    }
}

#[test]
fn also_where_few_blocks_live_and_pools_change_their_class_all_the_time() {
    for geometry in [Geometry::Classic, Geometry::Modern] {
        compare(geometry, 5, &[16, 32, 48, 64, 80, 96, 112, 128, 256, 512], 2, 100_000);
        compare(geometry, 6, &[16, 32, 48, 64, 80, 96, 112, 128, 256, 512], 12, 200_000);
        compare(geometry, 7, &[400, 512, 320, 256, 200], 100, 200_000);
    }
}
