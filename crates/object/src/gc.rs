//! The cycle collector: finds groups of objects that only refer to each other.
//!
//! CPython counterpart: `Python/gc.c` of 3.13 (three generations, thresholds 2000, 10, 10). The algorithm in short: copy each
//! count, subtract the references that come from inside the generation, what stays above zero is held from outside, and all that
//! these reach lives; the rest is garbage. Then, in this order: weak references are cleared and their callbacks called, finalizers
//! run once, what they resurrected is spared, and the rest is cleared.
//!
//! Tuples of atoms leave the lists when a collection meets them.
//!
//! Links: each collected object has two words before its header, `next` and `prev`. While nothing is collected they are a
//! doubly linked list. Bit 0 of `prev`: the finalizer has run. Bit 1 of `prev`: being collected, and then the bits above hold the
//! copied count. Bit 0 of `next`: tentatively unreachable.
#![expect(unsafe_code, reason = "follows the links between raw objects")]

use std::cell::Cell;
use std::pin::Pin;
use std::ptr::NonNull;

use crate::alloc::{gc_word, traverse, weak_list};
use crate::args::Args;
use crate::header::PyObject;
use crate::host::Stream;
use crate::pyref::{Field, PyRef};
use crate::state::{PyResult, ThreadState, poll};
use crate::typedef::TypeFlags;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::tuple::Tuple;

const FINALIZED: usize = 1;
const COLLECTING: usize = 2;
const REFS_SHIFT: u32 = 2;
const UNREACHABLE: usize = 1;

/// The two words before a collected object's header, or the head of a list of them.
#[repr(C, align(16))]
struct Links {
    next: Cell<usize>,
    prev: Cell<usize>,
}

/// One generation. CPython: `struct gc_generation`.
struct Generation {
    head: Pin<Box<Links>>,
    threshold: Cell<i32>,
    count: Cell<i32>,
    collections: Cell<usize>,
    collected: Cell<usize>,
    uncollectable: Cell<usize>,
}

/// What `gc.get_stats()` tells of a generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenerationStats {
    /// How often it was collected.
    pub collections: usize,
    /// How many unreachable objects were found.
    pub collected: usize,
    /// How many of them could not be freed.
    pub uncollectable: usize,
}

/// Flags of `gc.set_debug`, with CPython's numbers.
pub mod debug {
    /// Print statistics of each collection.
    pub const STATS: i64 = 1;
    /// Print what was found and could be freed.
    pub const COLLECTABLE: i64 = 2;
    /// Print what was found and could not be freed.
    pub const UNCOLLECTABLE: i64 = 4;
    /// Keep what was found in `gc.garbage` instead of freeing it.
    pub const SAVEALL: i64 = 32;
}

/// Why a collection runs. CPython: `_PyGC_Reason`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The young generation was full.
    Heap,
    /// `gc.collect()`
    Manual,
    /// The interpreter ends: nobody is told.
    Shutdown,
}

/// The collector's state. CPython: `struct _gc_runtime_state`.
pub struct Collector {
    generations: [Generation; 3],
    /// What the interpreter made before it ran the first program: types, their descriptors, `sys` and builtins. They are held until the
    /// end, so no collection looks at them (CPython's types are no collected objects at all).
    startup: Pin<Box<Links>>,
    /// What `gc.freeze()` has put out of reach.
    permanent: Pin<Box<Links>>,
    /// `gc.isenabled()`
    pub enabled: Cell<bool>,
    /// `gc.get_debug()`
    pub debug: Cell<i64>,
    /// `gc.callbacks`, once the module is there.
    pub callbacks: Field,
    /// `gc.garbage`, once the module is there.
    pub garbage: Field,
    collecting: Cell<bool>,
    long_lived_total: Cell<usize>,
    long_lived_pending: Cell<usize>,
}

fn head() -> Pin<Box<Links>> {
    let head = Box::pin(Links { next: Cell::new(0), prev: Cell::new(0) });
    let at = std::ptr::from_ref(&*head).expose_provenance();
    head.next.set(at);
    head.prev.set(at);
    head
}

fn generation(threshold: i32) -> Generation {
    Generation {
        head: head(),
        threshold: Cell::new(threshold),
        count: Cell::new(0),
        collections: Cell::new(0),
        collected: Cell::new(0),
        uncollectable: Cell::new(0),
    }
}

/// The node at an address taken from a link.
#[inline(always)]
fn node(word: usize) -> &'static Links {
    // SAFETY: links only hold addresses of list heads and of live collected objects (they leave the lists before they die), whose
    // provenance was exposed when they were linked. The lifetime is shortened by every caller: no node outlives its object.
    unsafe { &*std::ptr::with_exposed_provenance::<Links>(word) }
}

#[inline(always)]
fn links(object: &PyObject) -> &Links {
    // SAFETY: L1: a collected object has its two words right before the header, laid out as Links.
    unsafe { NonNull::from(gc_word(object, 0)).cast::<Links>().as_ref() }
}

#[inline(always)]
fn address(links: &Links) -> usize {
    std::ptr::from_ref(links).expose_provenance()
}

/// The object behind a node that is not a head.
#[inline(always)]
fn object_of(links: &Links) -> &PyObject {
    // SAFETY: L1: the header follows the two words.
    unsafe { &*std::ptr::from_ref(links).add(1).cast::<PyObject>() }
}

impl Links {
    #[inline(always)]
    fn next(&self) -> &Links {
        node(self.next.get() & !UNREACHABLE)
    }
    #[inline(always)]
    fn prev(&self) -> &Links {
        node(self.prev.get() & !(FINALIZED | COLLECTING))
    }
    #[inline(always)]
    fn set_next(&self, to: &Links) {
        self.next.set(address(to));
    }
    /// Point back to `to`; keeps the finalized bit, clears the collecting bit and the copied count.
    #[inline(always)]
    fn set_prev(&self, to: &Links) {
        self.prev.set(address(to) | (self.prev.get() & FINALIZED));
    }
    fn refs(&self) -> usize {
        self.prev.get() >> REFS_SHIFT
    }
    fn is(&self, other: &Links) -> bool {
        std::ptr::eq(self, other)
    }
    fn list_is_empty(&self) -> bool {
        self.next().is(self)
    }
    #[inline(always)]
    fn append(&self, item: &Links) {
        let last = self.prev();
        last.set_next(item);
        item.set_prev(last);
        item.set_next(self);
        self.prev.set(address(item));
    }
    #[inline(always)]
    fn unlink(&self) {
        let (prev, next) = (self.prev(), self.next());
        prev.set_next(next);
        next.prev.set(address(prev) | (next.prev.get() & (FINALIZED | COLLECTING)));
        self.next.set(0);
        self.prev.set(self.prev.get() & FINALIZED);
    }
    /// Move all of `from` to the end of this list.
    fn merge(&self, from: &Links) {
        if from.list_is_empty() {
            return;
        }
        let (first, last, own_last) = (from.next(), from.prev(), self.prev());
        own_last.set_next(first);
        first.set_prev(own_last);
        last.set_next(self);
        self.prev.set(address(last));
        from.next.set(address(from));
        from.prev.set(address(from));
    }
    fn iter(&self) -> impl Iterator<Item = &Links> {
        let mut at = self.next();
        std::iter::from_fn(move || {
            if at.is(self) {
                return None;
            }
            let found = at;
            at = at.next();
            Some(found)
        })
    }
}

/// Whether the collector knows this type of object at all.
fn is_collected(object: &PyObject) -> bool {
    object.ob_type().flags().has(TypeFlags::HAVE_GC)
}

/// Whether `object` is on one of the collector's lists. CPython: `gc.is_tracked`.
pub fn is_tracked(object: &PyObject) -> bool {
    is_collected(object) && links(object).next.get() != 0
}

/// Whether the object's finalizer has run. CPython: `gc.is_finalized`.
pub fn is_finalized(object: &PyObject) -> bool {
    is_collected(object) && links(object).prev.get() & FINALIZED != 0
}

pub(crate) fn set_finalized(object: &PyObject) {
    if is_collected(object) {
        let prev = &links(object).prev;
        prev.set(prev.get() | FINALIZED);
    }
}

impl Default for Collector {
    fn default() -> Collector {
        Collector::new()
    }
}

impl Collector {
    /// A collector with CPython 3.13's thresholds.
    pub fn new() -> Collector {
        Collector {
            generations: [generation(2000), generation(10), generation(10)],
            startup: head(),
            permanent: head(),
            enabled: Cell::new(true),
            debug: Cell::new(0),
            callbacks: Field::empty(),
            garbage: Field::empty(),
            collecting: Cell::new(false),
            long_lived_total: Cell::new(0),
            long_lived_pending: Cell::new(0),
        }
    }

    #[inline(always)]
    fn young(&self) -> &Generation {
        let [young, _, _] = &self.generations;
        young
    }

    /// A collected object goes back to the heap.
    #[inline]
    pub(crate) fn died(&self, object: &PyObject) {
        self.untrack(object);
        let young = self.young();
        if young.count.get() > 0 {
            young.count.set(young.count.get() - 1);
        }
    }

    /// Put an object on the young list.
    #[inline]
    pub(crate) fn track(&self, object: &PyObject) {
        let links = links(object);
        if links.next.get() == 0 {
            self.young().head.append(links);
        }
    }

    /// Put a new object on the young list, and ask for a collection where that is full.
    #[inline]
    pub(crate) fn track_new(&self, ts: &ThreadState, object: &PyObject) {
        let young = self.young();
        young.head.append(links(object));
        let count = young.count.get().saturating_add(1);
        young.count.set(count);
        if count > young.threshold.get() && self.wants_collection() {
            ts.request(poll::COLLECT);
        }
    }

    /// Take an object off its list.
    #[inline]
    pub(crate) fn untrack(&self, object: &PyObject) {
        let links = links(object);
        if links.next.get() != 0 {
            links.unlink();
        }
    }

    /// Whether the young generation is over its threshold.
    #[inline]
    pub(crate) fn wants_collection(&self) -> bool {
        let young = self.young();
        young.count.get() > young.threshold.get() && self.enabled.get() && young.threshold.get() != 0 && !self.collecting.get()
    }

    /// From here on leave everything that there is out of collections; it ends with the interpreter.
    pub fn set_startup_aside(&self) {
        for generation in &self.generations {
            self.startup.merge(&generation.head);
            generation.count.set(0);
        }
    }

    /// At the end: look at all that is left.
    pub(crate) fn take_startup_back(&self) {
        let [.., oldest] = &self.generations;
        oldest.head.merge(&self.startup);
    }

    /// `gc.get_threshold()`
    pub fn thresholds(&self) -> [i32; 3] {
        self.generations.each_ref().map(|generation| generation.threshold.get())
    }

    /// `gc.set_threshold(…)`
    pub fn set_thresholds(&self, thresholds: [i32; 3]) {
        for (generation, threshold) in self.generations.iter().zip(thresholds) {
            generation.threshold.set(threshold);
        }
    }

    /// `gc.get_count()`
    pub fn counts(&self) -> [i32; 3] {
        self.generations.each_ref().map(|generation| generation.count.get())
    }

    /// `gc.get_stats()`
    pub fn stats(&self) -> [GenerationStats; 3] {
        self.generations.each_ref().map(|g| GenerationStats {
            collections: g.collections.get(),
            collected: g.collected.get(),
            uncollectable: g.uncollectable.get(),
        })
    }

    /// `gc.get_objects(generation)`: all tracked objects, or those of one generation.
    pub fn objects(&self, generation: Option<usize>) -> Vec<PyRef> {
        let lists = self.generations.iter().enumerate().filter(|(i, _)| generation.is_none_or(|wanted| wanted == *i));
        let startup = generation.is_none_or(|wanted| wanted == 2).then_some(&self.startup);
        lists.map(|(_, g)| &g.head).chain(startup).flat_map(|head| head.iter()).map(|links| object_of(links).to_ref()).collect()
    }

    /// `gc.freeze()`: everything that is tracked goes where no collection looks.
    pub fn freeze(&self) {
        for generation in &self.generations {
            self.permanent.merge(&generation.head);
            generation.count.set(0);
        }
    }

    /// `gc.unfreeze()`: what was frozen comes back as old.
    pub fn unfreeze(&self) {
        let [_, _, old] = &self.generations;
        old.head.merge(&self.permanent);
    }

    /// `gc.get_freeze_count()`
    pub fn freeze_count(&self) -> usize {
        self.permanent.iter().count()
    }

    /// `gc.get_referrers(…)`: the tracked objects that refer to one of `targets`; `targets` itself, a tuple, is not among them.
    pub fn referrers(&self, targets: &PyObject, wanted: &dyn Fn(&PyObject) -> bool) -> Vec<PyRef> {
        let mut found = Vec::new();
        for links in self.generations.iter().flat_map(|generation| generation.head.iter()) {
            let object = object_of(links);
            let mut refers = false;
            traverse(object, &mut |child| refers = refers || wanted(child));
            if refers && !object.is(targets) {
                found.push(object.to_ref());
            }
        }
        found
    }

    /// The interpreter ends: the lists of the gc module go.
    pub fn forget_lists(&self) {
        self.callbacks.clear();
        self.garbage.clear();
    }

    /// Collect the generation that is due: what a poll does. CPython: `_Py_RunGC`, `gc_select_generation`.
    pub fn collect_as_needed(&self, ts: &ThreadState) {
        ts.poll.fetch_and(!poll::COLLECT, std::sync::atomic::Ordering::Relaxed);
        if !self.enabled.get() || self.young().threshold.get() == 0 {
            return;
        }
        for (i, generation) in self.generations.iter().enumerate().rev() {
            if generation.count.get() > generation.threshold.get() {
                // A full collection waits until the objects that no full collection has seen are a quarter of the old ones.
                if i == 2 && self.long_lived_pending.get() < self.long_lived_total.get() / 4 {
                    continue;
                }
                self.collect_for(ts, i, Reason::Heap);
                return;
            }
        }
    }

    /// Collect a generation and all younger ones as the interpreter ends; the number of unreachable objects found.
    pub fn collect(&self, ts: &ThreadState, generation: usize) -> usize {
        self.collect_for(ts, generation, Reason::Shutdown)
    }

    /// Collect a generation and all younger ones; the number of unreachable objects found. CPython: `gc_collect_main`.
    pub fn collect_for(&self, ts: &ThreadState, generation: usize, reason: Reason) -> usize {
        if self.collecting.replace(true) {
            return 0;
        }
        let generation = generation.min(2);
        // The exception that is on its way must not meet the finalizers'.
        let pending = ts.exception_field().take();
        if reason != Reason::Shutdown {
            self.tell(ts, "start", generation, 0, 0);
        }
        let (found, kept) = self.collect_inner(ts, generation);
        if reason != Reason::Shutdown {
            self.tell(ts, "stop", generation, found, kept);
        }
        if let Some(pending) = pending {
            ts.exception_field().set(pending);
        }
        self.collecting.set(false);
        found + kept
    }

    /// Call `gc.callbacks`. CPython: `invoke_gc_callback`.
    fn tell(&self, ts: &ThreadState, phase: &str, generation: usize, collected: usize, uncollectable: usize) {
        let Some(Ok(callbacks)) = self.callbacks.get().map(PyRef::downcast_into::<List>) else { return };
        if callbacks.is_empty() {
            return;
        }
        let made = (|| -> PyResult<[PyRef; 2]> {
            let info = Dict::new(ts)?;
            for (name, value) in [("generation", generation), ("collected", collected), ("uncollectable", uncollectable)] {
                info.set_str(ts, &*ts.intern(name)?, ts.new_size(value)?.into_ref())?;
            }
            Ok([ts.new_str(phase)?.into_ref(), info.into_ref()])
        })();
        let args = match made {
            Ok(args) => args,
            Err(raised) => return ts.write_unraisable(raised, "", None),
        };
        let mut at = 0;
        while let Some(callback) = callbacks.get(at) {
            at += 1;
            if let Err(raised) = crate::protocol::call::call(ts, &callback, Args::positional(&args)) {
                ts.write_unraisable(raised, "Exception ignored in", Some(&callback));
            }
        }
    }

    /// Write a line for `gc.set_debug`. Nobody can be told when that fails.
    fn report(&self, ts: &ThreadState, text: &str) {
        let _ = ts.interp().host.write(Stream::Stderr, text.as_bytes());
    }

    /// The numbers of objects that were freed and that could not be.
    fn collect_inner(&self, ts: &ThreadState, generation: usize) -> (usize, usize) {
        let Some((chosen, older)) = self.generations.get(generation..).and_then(<[_]>::split_first) else { return (0, 0) };
        let flags = self.debug.get();
        let began = ts.interp().host.monotonic();
        if flags & debug::STATS != 0 {
            let sizes: Vec<String> = self.generations.iter().map(|g| g.head.iter().count().to_string()).collect();
            self.report(
                ts,
                &format!(
                    "gc: collecting generation {generation}...\ngc: objects in each generation: {}\ngc: objects in permanent generation: {}\n",
                    sizes.join(" "),
                    self.freeze_count()
                ),
            );
        }
        if let Some(next) = older.first() {
            next.count.set(next.count.get() + 1);
        }
        for younger in self.generations.iter().take(generation + 1) {
            younger.count.set(0);
        }
        for younger in self.generations.iter().take(generation) {
            chosen.head.merge(&younger.head);
        }
        let unreachable = head();
        deduce_unreachable(&chosen.head, &unreachable);
        untrack_tuples(&chosen.head);
        match older.first() {
            Some(next) => {
                if generation == 1 {
                    self.long_lived_pending.set(self.long_lived_pending.get() + chosen.head.iter().count());
                }
                next.head.merge(&chosen.head);
            }
            None => {
                self.long_lived_pending.set(0);
                self.long_lived_total.set(chosen.head.iter().count());
            }
        }
        let survivors: &Links = older.first().map_or(&chosen.head, |next| &next.head);
        let mut found = 0;
        if !unreachable.list_is_empty() {
            if flags & debug::COLLECTABLE != 0 {
                for object in unreachable.iter().map(object_of) {
                    self.report(ts, &format!("gc: collectable <{} {:#x}>\n", object.ob_type().name_string(), object.id()));
                }
            }
            handle_weakrefs(ts, &unreachable);
            finalize(ts, &unreachable);
            let garbage = head();
            deduce_unreachable(&unreachable, &garbage);
            // What a finalizer brought back to life goes on living.
            survivors.merge(&unreachable);
            found = garbage.iter().count();
            if flags & debug::SAVEALL != 0 {
                self.save_all(ts, &garbage, survivors);
            } else {
                delete_garbage(&garbage, survivors);
            }
        }
        if flags & debug::STATS != 0 {
            let took = ts.interp().host.monotonic().saturating_sub(began);
            self.report(ts, &format!("gc: done, {found} unreachable, 0 uncollectable, {:.4}s elapsed\n", took.as_secs_f64()));
        }
        chosen.collections.set(chosen.collections.get() + 1);
        chosen.collected.set(chosen.collected.get() + found);
        (found, 0)
    }

    /// `DEBUG_SAVEALL`: what would be freed goes to `gc.garbage`.
    fn save_all(&self, ts: &ThreadState, garbage: &Links, survivors: &Links) {
        let objects: Vec<PyRef> = garbage.iter().map(object_of).map(PyObject::to_ref).collect();
        survivors.merge(garbage);
        let Some(Ok(list)) = self.garbage.get().map(PyRef::downcast_into::<List>) else { return };
        for object in objects {
            if let Err(raised) = list.append(ts, object) {
                return ts.write_unraisable(raised, "", None);
            }
        }
    }
}

/// Whether a collection could find the object on a list, now or later. CPython: `_PyObject_GC_MAY_BE_TRACKED`.
pub(crate) fn may_be_tracked(object: &PyObject) -> bool {
    is_collected(object) && (!object.is_exact::<Tuple>() || links(object).next.get() != 0)
}

/// Tuples that hold nothing which can be part of a cycle leave the lists. CPython: `untrack_tuples`.
fn untrack_tuples(list: &Links) {
    let mut at = list.next();
    while !at.is(list) {
        let links = at;
        at = at.next();
        let Some(tuple) = object_of(links).downcast_exact::<Tuple>() else { continue };
        if !tuple.items().iter().any(|item| may_be_tracked(item)) {
            links.unlink();
        }
    }
}

/// Split `base`: what is reachable from outside stays, the rest moves to `unreachable`. Runs no Python code.
fn deduce_unreachable(base: &Links, unreachable: &Links) {
    // 1. Copy each count.
    for links in base.iter() {
        let refs = object_of(links).ob_refcnt().max(0) as usize;
        links.prev.set((refs << REFS_SHIFT) | COLLECTING | (links.prev.get() & FINALIZED));
    }
    // 2. Subtract the references that come from inside.
    for node in base.iter() {
        traverse(object_of(node), &mut |child| {
            if is_collected(child) {
                let prev = &links(child).prev;
                if prev.get() & COLLECTING != 0 && prev.get() >> REFS_SHIFT > 0 {
                    prev.set(prev.get() - (1 << REFS_SHIFT));
                }
            }
        });
    }
    // 3. Move what nobody outside holds; bring back what the others reach.
    let mut last = base;
    let mut at = base.next();
    while !at.is(base) {
        if at.refs() > 0 {
            traverse(object_of(at), &mut |child| {
                if is_collected(child) {
                    visit_reachable(links(child), base);
                }
            });
            at.set_prev(last);
            last = at;
        } else {
            last.next.set(at.next.get());
            let tail = unreachable.prev();
            tail.next.set(address(at) | UNREACHABLE);
            at.prev.set(address(tail) | COLLECTING | (at.prev.get() & FINALIZED));
            at.next.set(address(unreachable) | UNREACHABLE);
            unreachable.prev.set(address(at));
        }
        at = last.next();
    }
    base.prev.set(address(last));
    // 4. What is left there is unreachable for good: clear the marks.
    unreachable.next.set(unreachable.next.get() & !UNREACHABLE);
    for links in unreachable.iter() {
        links.next.set(links.next.get() & !UNREACHABLE);
        links.prev.set(links.prev.get() & !COLLECTING);
    }
}

fn visit_reachable(child: &Links, reachable: &Links) {
    if child.prev.get() & COLLECTING == 0 {
        return;
    }
    if child.next.get() & UNREACHABLE != 0 {
        // It was moved too early: back to the end of the list that is being scanned, to be looked at again.
        let (prev, next) = (child.prev(), child.next());
        prev.next.set(child.next.get() | (prev.next.get() & UNREACHABLE));
        next.prev.set(address(prev) | (next.prev.get() & (FINALIZED | COLLECTING)));
        let tail = node(reachable.prev.get() & !(FINALIZED | COLLECTING));
        tail.next.set(address(child));
        child.next.set(address(reachable));
        reachable.prev.set(address(child));
        child.prev.set((1 << REFS_SHIFT) | COLLECTING | (child.prev.get() & FINALIZED));
    } else if child.refs() == 0 {
        child.prev.set((1 << REFS_SHIFT) | COLLECTING | (child.prev.get() & FINALIZED));
    }
}

/// Clear the weak references to garbage, then call the callbacks of those that are not garbage themselves.
fn handle_weakrefs(ts: &ThreadState, unreachable: &Links) {
    let mut callbacks = Vec::new();
    let garbage: std::collections::HashSet<usize> = unreachable.iter().map(|links| object_of(links).id()).collect();
    for links in unreachable.iter() {
        if let Some(list) = weak_list(object_of(links)) {
            list.clear_for_collection(&mut |weakref| {
                if !garbage.contains(&weakref.id()) {
                    callbacks.push(weakref.to_ref());
                }
            });
        }
    }
    for weakref in callbacks {
        crate::weakref::call_callback(ts, &weakref);
    }
}

/// Call each finalizer that has not run yet.
fn finalize(ts: &ThreadState, unreachable: &Links) {
    let objects: Vec<PyRef> = unreachable
        .iter()
        .map(object_of)
        .filter(|object| object.ob_type().slots.tp_finalize.get().is_some() && !is_finalized(object))
        .map(PyObject::to_ref)
        .collect();
    for object in objects {
        // Another finalizer may have broken the cycle and so run this one.
        if !is_finalized(&object) {
            set_finalized(&object);
            if let Some(finalize) = object.ob_type().slots.tp_finalize.get() {
                finalize(ts, &object);
            }
        }
    }
}

/// Clear each object of the list; most die in the course of it. Survivors (held by something cleared earlier) go to `survivors`.
fn delete_garbage(garbage: &Links, survivors: &Links) {
    while !garbage.list_is_empty() {
        let links = garbage.next();
        let object = object_of(links).to_ref();
        crate::alloc::clear(&object);
        if garbage.next().is(links) {
            links.unlink();
            survivors.append(links);
        }
        drop(object);
    }
}
