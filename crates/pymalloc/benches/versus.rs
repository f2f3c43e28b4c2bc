//! The allocator beside the system's malloc and mimalloc: `cargo bench -p pymalloc --features versus [-- FILTER]`.
//!
//! It owns the rows of the table in `docs/allocator.md`, and prints that table. A harness of its own rather than criterion
//! or divan: the figure wanted is a ratio between allocators in one process, so their rounds alternate and each keeps
//! its least processor time; and so `cargo test` builds no further crates. mimalloc is called through its C functions
//! (`mi_malloc`, `mi_free`), which the `mimalloc` crate wraps with a small loss. Invariant: every contender runs the same
//! steps on the same sizes, and writes the first word of each block, as a program that makes objects does.
#![expect(unsafe_code, reason = "allocators hand out raw memory, and the processor's clock is a call into the system")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a benchmark prints, and may fail by panicking"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::ptr::NonNull;

use pymalloc::{Config, Geometry, Heap};

trait Contender {
    fn alloc(&self, size: usize) -> NonNull<u8>;
    /// # Safety
    ///
    /// `at` is a live block of `size` bytes of this contender.
    unsafe fn free(&self, at: NonNull<u8>, size: usize);
    /// # Safety
    ///
    /// As for `free`.
    unsafe fn realloc(&self, at: NonNull<u8>, old: usize, new: usize) -> NonNull<u8>;
}

impl Contender for Heap {
    #[inline(always)]
    fn alloc(&self, size: usize) -> NonNull<u8> {
        Heap::alloc(self, size).expect("memory")
    }
    #[inline(always)]
    unsafe fn free(&self, at: NonNull<u8>, size: usize) {
        // SAFETY: the caller's promise.
        unsafe { Heap::free(self, at, size) };
    }
    #[inline(always)]
    unsafe fn realloc(&self, at: NonNull<u8>, old: usize, new: usize) -> NonNull<u8> {
        // SAFETY: the caller's promise.
        unsafe { Heap::realloc(self, at, old, new) }.expect("memory")
    }
}

struct Malloc;

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 16).expect("a small size")
}

impl Contender for Malloc {
    #[inline(always)]
    fn alloc(&self, size: usize) -> NonNull<u8> {
        // SAFETY: no size is zero here.
        NonNull::new(unsafe { System.alloc(layout(size)) }).expect("memory")
    }
    #[inline(always)]
    unsafe fn free(&self, at: NonNull<u8>, size: usize) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(at.as_ptr(), layout(size)) };
    }
    #[inline(always)]
    unsafe fn realloc(&self, at: NonNull<u8>, old: usize, new: usize) -> NonNull<u8> {
        // SAFETY: the caller's promise.
        NonNull::new(unsafe { System.realloc(at.as_ptr(), layout(old), new) }).expect("memory")
    }
}

struct Mimalloc;

impl Contender for Mimalloc {
    #[inline(always)]
    fn alloc(&self, size: usize) -> NonNull<u8> {
        // SAFETY: any size may be asked for.
        NonNull::new(unsafe { libmimalloc_sys::mi_malloc(size) }.cast()).expect("memory")
    }
    #[inline(always)]
    unsafe fn free(&self, at: NonNull<u8>, _size: usize) {
        // SAFETY: the caller's promise.
        unsafe { libmimalloc_sys::mi_free(at.as_ptr().cast()) };
    }
    #[inline(always)]
    unsafe fn realloc(&self, at: NonNull<u8>, _old: usize, new: usize) -> NonNull<u8> {
        // SAFETY: the caller's promise.
        NonNull::new(unsafe { libmimalloc_sys::mi_realloc(at.as_ptr().cast(), new) }.cast()).expect("memory")
    }
}

/// Which block goes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Fifo,
    Lifo,
    Random,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `live` blocks; each step frees one and makes one.
    Pair,
    /// `live` blocks are made, then all freed.
    Batch,
    /// A random number of blocks up to `live`: each step frees a random one or makes one.
    Churn,
    /// `live` buffers grow in turn, by an eighth as lists do, from 16 bytes to 4 KiB.
    GrowEighth,
    /// The same by doubling, to 64 KiB.
    GrowDouble,
}

#[derive(Clone, Copy)]
struct Row {
    kind: Kind,
    /// Bytes, or 0 for the mix.
    size: usize,
    live: usize,
    order: Order,
}

impl Row {
    fn name(self) -> String {
        let kind = match self.kind {
            Kind::Pair => "pair",
            Kind::Batch => "batch",
            Kind::Churn => "churn",
            Kind::GrowEighth => "grow by 1/8",
            Kind::GrowDouble => "grow by 2",
        };
        let size = if self.size == 0 { "mix".to_owned() } else { self.size.to_string() };
        let order = match self.order {
            _ if self.live == 1 => "",
            Order::Fifo => "fifo",
            Order::Lifo => "lifo",
            Order::Random => "random",
        };
        match self.kind {
            Kind::Pair | Kind::Batch => format!("{kind} | {size} | {} | {order}", self.live),
            Kind::Churn => format!("{kind} | {size} | {} | random", self.live),
            Kind::GrowEighth | Kind::GrowDouble => format!("{kind} | | {} | in turn", self.live),
        }
    }

    fn all() -> Vec<Row> {
        let mut rows = Vec::new();
        for kind in [Kind::Pair, Kind::Batch] {
            for size in [16, 32, 64, 128, 512, 0] {
                for live in [1, 64, 10_000] {
                    for order in [Order::Fifo, Order::Lifo, Order::Random] {
                        if live > 1 || order == Order::Fifo {
                            rows.push(Row { kind, size, live, order });
                        }
                    }
                }
            }
        }
        for (kind, sizes) in [(Kind::Churn, &[16, 64, 512, 0][..]), (Kind::GrowEighth, &[0]), (Kind::GrowDouble, &[0])] {
            for &size in sizes {
                for live in [1, 64, 10_000].into_iter().filter(|&live| live > 1 || kind != Kind::Churn) {
                    rows.push(Row { kind, size, live, order: Order::Random });
                }
            }
        }
        rows
    }
}

/// Sizes drawn from the histogram, and random numbers, the same for everyone.
struct Steps {
    sizes: Vec<u16>,
    random: Vec<u32>,
}

const STEPS: usize = 1 << 14;

impl Steps {
    fn new() -> Steps {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = move || {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            state.wrapping_mul(0x2545_F491_4F6C_DD1D)
        };
        let histogram: Vec<(usize, u64)> = include_str!("histogram.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| {
                let (size, count) = line.split_once(' ').expect("two numbers");
                (size.parse().expect("a size"), count.parse().expect("a count"))
            })
            .collect();
        let total: u64 = histogram.iter().map(|(_, count)| count).sum();
        let sizes = (0..STEPS)
            .map(|_| {
                let mut at = next() % total;
                for &(size, count) in &histogram {
                    if at < count {
                        return size as u16;
                    }
                    at -= count;
                }
                16
            })
            .collect();
        Steps { sizes, random: (0..STEPS).map(|_| (next() >> 33) as u32).collect() }
    }

    fn size<const SIZE: usize>(&self, step: usize) -> usize {
        if SIZE == 0 { usize::from(self.sizes[step % STEPS]) } else { SIZE }
    }
}

/// Processor time of this thread in nanoseconds.
fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock exists, and `time` is ours.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

#[derive(Clone, Copy)]
struct Slot {
    at: NonNull<u8>,
    size: usize,
}

#[inline(always)]
fn make<C: Contender>(c: &C, size: usize, value: usize) -> Slot {
    let at = c.alloc(size);
    // SAFETY: a fresh block of 16 bytes or more.
    unsafe { at.cast::<usize>().write(value) };
    Slot { at, size }
}

#[inline(always)]
fn kill<C: Contender>(c: &C, slot: Slot) {
    // SAFETY: slots hold live blocks with their sizes, and are overwritten or dropped after this.
    unsafe { c.free(slot.at, slot.size) };
}

/// Runs the row for about `pairs` pairs of allocation and free; returns nanoseconds for one pair.
#[inline(never)]
fn run<C: Contender, const SIZE: usize>(c: &C, row: Row, steps: &Steps, pairs: usize) -> f64 {
    let live = row.live;
    match row.kind {
        Kind::Pair if live == 1 => {
            let start = now();
            for step in 0..pairs {
                let slot = make(c, steps.size::<SIZE>(step), step);
                black_box(slot.at);
                kill(c, Slot { size: steps.size::<SIZE>(step), ..slot });
            }
            (now() - start) as f64 / pairs as f64
        }
        Kind::Pair => {
            let mut slots: Vec<Slot> = (0..live).map(|step| make(c, steps.size::<SIZE>(step), step)).collect();
            let place: Vec<u32> = (0..STEPS.max(live))
                .map(|step| match row.order {
                    Order::Fifo => (step % live) as u32,
                    Order::Lifo => (live - 1) as u32,
                    Order::Random => ((u64::from(steps.random[step % STEPS]) * live as u64) >> 31) as u32,
                })
                .collect();
            let start = now();
            let mut done = 0;
            while done < pairs {
                for (step, &at) in place.iter().enumerate() {
                    let slot = &mut slots[at as usize];
                    kill(c, Slot { at: slot.at, size: if SIZE == 0 { slot.size } else { SIZE } });
                    *slot = make(c, steps.size::<SIZE>(step), step);
                }
                done += place.len();
            }
            let time = now() - start;
            slots.into_iter().for_each(|slot| kill(c, slot));
            time as f64 / done as f64
        }
        Kind::Batch => {
            let mut order: Vec<u32> = (0..live as u32).collect();
            match row.order {
                Order::Fifo => {}
                Order::Lifo => order.reverse(),
                Order::Random => {
                    for at in (1..live).rev() {
                        order.swap(at, steps.random[at % STEPS] as usize % (at + 1));
                    }
                }
            }
            let nothing = Slot { at: NonNull::dangling(), size: 0 };
            let mut slots = vec![nothing; live];
            let start = now();
            let mut done = 0;
            while done < pairs {
                for (step, slot) in slots.iter_mut().enumerate() {
                    *slot = make(c, steps.size::<SIZE>(step), step);
                }
                for &at in &order {
                    let slot = slots[at as usize];
                    kill(c, Slot { at: slot.at, size: if SIZE == 0 { slot.size } else { SIZE } });
                }
                done += live;
            }
            (now() - start) as f64 / done as f64
        }
        Kind::Churn => {
            let mut slots: Vec<Slot> = Vec::with_capacity(live);
            let start = now();
            let mut step = 0;
            while step < 2 * pairs {
                // Phases of growing and shrinking, so that pools fill up and empty out.
                let grow = if (step / live).is_multiple_of(2) { 5 } else { 3 };
                let random = steps.random[(step ^ (step >> 14)) % STEPS];
                if slots.is_empty() || (slots.len() < live && random % 8 < grow) {
                    slots.push(make(c, steps.size::<SIZE>(step), step));
                } else {
                    let at = ((u64::from(random) * slots.len() as u64) >> 31) as usize;
                    let slot = slots.swap_remove(at);
                    kill(c, Slot { at: slot.at, size: if SIZE == 0 { slot.size } else { SIZE } });
                }
                step += 1;
            }
            let time = now() - start;
            slots.into_iter().for_each(|slot| kill(c, slot));
            time as f64 * 2.0 / step as f64
        }
        Kind::GrowEighth | Kind::GrowDouble => {
            let (most, step): (usize, fn(usize) -> usize) = match row.kind {
                Kind::GrowDouble => (64 << 10, |size| size * 2),
                _ => (4 << 10, |size| (size + size / 8 + 48) & !31),
            };
            // With many buffers less memory for each, so that a row stays below 100 MB.
            let most = if live > 1000 { most / 8 } else { most };
            let start = now();
            let mut done = 0;
            while done < pairs / 8 {
                let mut slots: Vec<Slot> = (0..live).map(|n| make(c, 16, n)).collect();
                let mut size = 16;
                while size < most {
                    let new = step(size);
                    for slot in &mut slots {
                        // SAFETY: the slot's block is live and has `size` bytes.
                        slot.at = unsafe { c.realloc(slot.at, size, new) };
                        // SAFETY: the last word of the block.
                        unsafe { slot.at.add(new - 8).cast::<usize>().write(new) };
                        slot.size = new;
                    }
                    done += live;
                    size = new;
                }
                slots.into_iter().for_each(|slot| kill(c, slot));
            }
            (now() - start) as f64 / done as f64
        }
    }
}

fn run_size<C: Contender>(c: &C, row: Row, steps: &Steps, pairs: usize) -> f64 {
    match row.size {
        16 => run::<C, 16>(c, row, steps, pairs),
        32 => run::<C, 32>(c, row, steps, pairs),
        64 => run::<C, 64>(c, row, steps, pairs),
        128 => run::<C, 128>(c, row, steps, pairs),
        512 => run::<C, 512>(c, row, steps, pairs),
        _ => run::<C, 0>(c, row, steps, pairs),
    }
}

fn main() {
    let mut rounds = 15;
    let mut filter = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--rounds" => rounds = args.next().and_then(|n| n.parse().ok()).expect("a number"),
            _ => filter.push(arg),
        }
    }
    let steps = Steps::new();
    println!("Nanoseconds for one pair of allocation and free (for the growth rows: for one realloc), least of {rounds} rounds.\n");
    println!(
        "| | size | live | frees | classic | modern | malloc | mimalloc | malloc / classic | mimalloc / classic | mimalloc / modern |"
    );
    println!("|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut ratios = [Vec::new(), Vec::new(), Vec::new()];
    for row in Row::all() {
        let name = row.name();
        if !filter.iter().all(|word| name.split(" | ").any(|part| part.trim() == word || part.starts_with(word.as_str()))) {
            continue;
        }
        let classic = Heap::new(Config::default());
        let modern = Heap::new(Config { geometry: Geometry::Modern, ..Config::default() });
        let mut best = [f64::MAX; 4];
        for _ in 0..rounds {
            let pairs = 100_000;
            let times = [
                run_size(&classic, row, &steps, pairs),
                run_size(&modern, row, &steps, pairs),
                run_size(&Malloc, row, &steps, pairs),
                run_size(&Mimalloc, row, &steps, pairs),
            ];
            best.iter_mut().zip(times).for_each(|(best, time)| *best = best.min(time));
        }
        let [classic, modern, malloc, mimalloc] = best;
        let row_ratios = [malloc / classic, mimalloc / classic, mimalloc / modern];
        ratios.iter_mut().zip(row_ratios).for_each(|(all, ratio)| all.push(ratio));
        let [a, b, c] = row_ratios;
        println!(
            "| {name} | {classic:.2} | {modern:.2} | {malloc:.2} | {mimalloc:.2} | {a:.2} | {b:.2}{} | {c:.2}{} |",
            if b < 1.0 { " (lost)" } else { "" },
            if c < 1.0 { " (lost)" } else { "" },
        );
    }
    println!();
    for (what, ratios) in ["malloc / classic", "mimalloc / classic", "mimalloc / modern"].iter().zip(&ratios) {
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        let lost = ratios.iter().filter(|&&ratio| ratio < 1.0).count();
        println!("* {what}: geometric mean {mean:.2}, {lost} of {} rows lost", ratios.len());
    }
}
