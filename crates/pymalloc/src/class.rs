//! Size classes: which block size serves a request.
//!
//! The counterpart of `size2class` and `INDEX2SIZE` in CPython's `pycore_obmalloc.h`. A request is rounded up to the next
//! multiple of the alignment (not to a power of two). Invariant: a [`Class`] is always below [`ALL_CLASSES`], so a table
//! with one entry per class can be indexed without a check.

use std::ops::Index;

/// Every block lies at a multiple of this, and block sizes are multiples of it.
pub const ALIGNMENT: usize = 16;

/// The largest request that is served from a pool; larger ones go to the system and are counted.
pub const SMALL_MAX: usize = 512;

/// Number of size classes: 16, 32, 48, … 512 bytes.
pub const CLASSES: usize = SMALL_MAX / ALIGNMENT;

/// The debug mode surrounds each request with [`crate::OVERHEAD`] bytes; these further classes hold the largest small
/// requests then, so that a small request lies in a pool in both modes.
pub(crate) const ALL_CLASSES: usize = (SMALL_MAX + crate::OVERHEAD) / ALIGNMENT;

const _: () = assert!(ALIGNMENT.is_power_of_two() && SMALL_MAX.is_multiple_of(ALIGNMENT) && ALL_CLASSES < 256);

/// A size class: number 0 is blocks of 16 bytes, 31 blocks of 512.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

impl Class {
    /// The class of a request of `size` bytes (0 counts as 1), or `None` above [`SMALL_MAX`].
    #[inline(always)]
    pub const fn of(size: usize) -> Option<Class> {
        if size > SMALL_MAX { None } else { Some(Class(((size + (size == 0) as usize - 1) / ALIGNMENT) as u8)) }
    }

    /// The class of blocks that hold `size` bytes together with the debug mode's surroundings.
    pub(crate) fn with_overhead(size: usize) -> Option<Class> {
        Class::of(size).map(|_| Class(((size.max(1) + crate::OVERHEAD - 1) / ALIGNMENT) as u8))
    }

    /// All classes, also those that only the debug mode uses.
    pub(crate) fn all() -> impl Iterator<Item = Class> {
        (0..ALL_CLASSES as u8).map(Class)
    }

    /// The class with this number, if there is one.
    pub(crate) fn from_index(index: u8) -> Option<Class> {
        (usize::from(index) < ALL_CLASSES).then_some(Class(index))
    }

    /// Its number, from 0.
    #[inline(always)]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Bytes in each of its blocks.
    #[inline(always)]
    pub const fn block_size(self) -> usize {
        (self.0 as usize + 1) * ALIGNMENT
    }
}

/// A table with one entry per class.
pub(crate) struct PerClass<T>([T; ALL_CLASSES]);

impl<T> PerClass<T> {
    pub(crate) fn new(entry: impl Fn(Class) -> T) -> Self {
        PerClass(std::array::from_fn(|index| entry(Class(index as u8))))
    }
}

impl<T> Index<Class> for PerClass<T> {
    type Output = T;

    #[inline(always)]
    #[expect(unsafe_code, reason = "the index of a class is always in range")]
    fn index(&self, class: Class) -> &T {
        // SAFETY: the table has ALL_CLASSES entries and a `Class` is below that: the invariant of this module.
        unsafe { self.0.get_unchecked(class.index()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_rounds_up_to_the_next_multiple_of_sixteen() {
        let block = |size| Class::of(size).map(Class::block_size);
        assert_eq!(
            [0, 1, 16, 17, 32, 33, 48, 49, 100, 511, 512, 513].map(block),
            [Some(16), Some(16), Some(16), Some(32), Some(32), Some(48), Some(48), Some(64), Some(112), Some(512), Some(512), None]
        );
        assert_eq!(Class::of(usize::MAX), None);
    }

    #[test]
    fn thirty_two_classes_and_two_for_the_debug_mode() {
        assert_eq!((CLASSES, ALL_CLASSES), (32, 34));
        assert_eq!(Class::with_overhead(SMALL_MAX).map(Class::block_size), Some(544));
        assert_eq!(Class::with_overhead(0).map(Class::block_size), Some(48));
        assert_eq!(Class::with_overhead(SMALL_MAX + 1), None);
        assert!(Class::all().all(|class| Class::from_index(class.index() as u8) == Some(class)));
        assert_eq!(Class::from_index(34), None);
    }
}
