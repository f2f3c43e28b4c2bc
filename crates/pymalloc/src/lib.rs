//! Arenas, pools and blocks: the memory allocator under every object.
//!
//! The counterpart of CPython's `Objects/obmalloc.c`. It knows sizes, not Python, and stands on its own: a [`Heap`] takes
//! whole arenas from a one-function [`PageSource`], cuts them into pools, and cuts each pool into blocks of one size class.
//! Requests above [`SMALL_MAX`] bytes are passed on to the system and counted. A request that cannot be met is `None`:
//! nothing here aborts or panics.
//!
//! ```
//! use pymalloc::{Config, Heap};
//! let heap = Heap::new(Config::default());
//! let block = heap.alloc(40).unwrap();       // class 2: blocks of 48 bytes
//! assert_eq!(heap.live_blocks(), 1);
//! // SAFETY: `block` came from this heap with this size and is not used again.
//! unsafe { heap.free(block, 40) };
//! assert_eq!(heap.live_blocks(), 0);
//! ```
//!
//! A heap is used by one thread at a time; it may move to another, but not be shared:
//!
//! ```compile_fail
//! fn shared<T: Sync>() {}
//! shared::<pymalloc::Heap>();
//! ```
//!
//! # Contracts
//!
//! Every `// SAFETY:` comment in this crate names one of these.
//!
//! * **A1: a block's address gives its pool header.** Pools lie at multiples of the pool size, so clearing the low bits of
//!   an address inside a pool gives the header at its start. The pointer so made keeps the provenance of the whole arena,
//!   since block and pool pointers are all derived from the arena's base and never narrowed. It holds for every pointer
//!   that `alloc` returned for a request of at most [`SMALL_MAX`] bytes and that has not been freed since.
//! * **A2: a pool is on exactly the list its state says.** *Used* pools are on their class's list, *full* pools
//!   on none, *empty* pools on their arena's. The free list of a pool holds exactly its carved blocks that nobody owns,
//!   each one once, so the word at the start of a free block is the link to the next.
//! * **M1: no `&mut` into a block, a pool header or an arena record.** Headers consist of `Cell`s and are reached through
//!   `&`; the contents of blocks belong to the caller and are touched only through raw pointers while nobody owns them.

mod arena;
mod class;
mod config;
mod debug;
mod heap;
mod large;
mod pages;
mod pool;
mod snapshot;
#[cfg(test)]
mod tests;

pub use class::{ALIGNMENT, CLASSES, Class, SMALL_MAX};
pub use config::{Config, Geometry, Watch};
pub use debug::{FREED_FILL, GUARD, Misuse, MisuseKind, NEW_FILL, OVERHEAD};
pub use heap::Heap;
pub use pages::{PageRequest, PageSource, SystemPages};
pub use pool::POOL_HEADER;
pub use snapshot::{ArenaMap, BlockState, ClassStats, HeapMap, LargeMap, LargeStats, PoolMap, PoolState, Stats};
