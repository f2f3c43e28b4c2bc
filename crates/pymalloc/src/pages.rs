//! Where arenas come from: one function that maps pages and gives them back.
//!
//! The counterpart of CPython's `PyObjectArenaAllocator`. Invariant: what a source hands out is aligned as asked, readable
//! and writable, and nobody else's until the same address and length are given back.
#![expect(unsafe_code, reason = "mapping memory is a call into the operating system; contract A1 rests on its alignment")]

use std::cell::Cell;
use std::ptr::NonNull;

/// What a heap asks of its page source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRequest {
    /// `bytes` of memory at a multiple of `align` (a power of two), at `hint` if that is possible (0: anywhere).
    Map {
        /// How many bytes.
        bytes: usize,
        /// The address is a multiple of this.
        align: usize,
        /// Where it should lie, or 0.
        hint: usize,
    },
    /// Takes back what a `Map` of as many bytes returned.
    Unmap {
        /// What `Map` returned.
        at: NonNull<u8>,
        /// As many bytes as were mapped.
        bytes: usize,
        /// As was asked for.
        align: usize,
    },
    /// Unmap what the source holds in reserve, if it does such a thing.
    Trim,
}

/// A source of whole arenas.
///
/// # Safety
///
/// A `Map` that returns an address hands over `bytes` bytes there, readable and writable, at a multiple of `align`, which
/// nobody else uses until they are unmapped.
pub unsafe trait PageSource: Send {
    /// Maps (returning the address, or `None` if there is no memory) or unmaps (returning `None`).
    ///
    /// # Safety
    ///
    /// What an `Unmap` names was mapped by this source with the same length and alignment, and nobody uses it any more.
    unsafe fn pages(&self, request: PageRequest) -> Option<NonNull<u8>>;
}

/// The operating system's pages: `mmap` and `munmap`.
///
/// What is given back rests in a reserve first, and is handed out again from there, last in first out: a program whose
/// memory swings would otherwise map and unmap the same arenas again and again, and each new page of a mapping is
/// touched in the kernel before the program gets it. Only what is beyond the reserve's limit is unmapped at once.
pub struct SystemPages {
    reserve: Cell<Vec<Reserved>>,
    most: usize,
}

#[derive(Clone, Copy)]
struct Reserved {
    at: NonNull<u8>,
    bytes: usize,
    align: usize,
}

// SAFETY: the reserve owns its mappings, and nothing about them is tied to a thread.
unsafe impl Send for SystemPages {}

impl SystemPages {
    /// Bytes that the reserve holds at most, if nothing else is chosen.
    pub const RESERVE: usize = 16 << 20;

    /// A source with a reserve of at most `reserve` bytes; 0 unmaps everything at once.
    pub fn new(reserve: usize) -> SystemPages {
        SystemPages { reserve: Cell::new(Vec::new()), most: reserve }
    }

    fn map(&self, bytes: usize, align: usize, hint: usize) -> Option<NonNull<u8>> {
        let mut reserve = self.reserve.take();
        let found = reserve.iter().rposition(|kept| kept.bytes == bytes && kept.align == align);
        let kept = found.map(|place| reserve.remove(place));
        self.reserve.set(reserve);
        match kept {
            Some(kept) => Some(kept.at),
            None => system::map(bytes, align, hint),
        }
    }

    /// # Safety
    ///
    /// As for [`PageSource::pages`].
    unsafe fn unmap(&self, at: NonNull<u8>, bytes: usize, align: usize) {
        let mut reserve = self.reserve.take();
        let held: usize = reserve.iter().map(|kept| kept.bytes).sum();
        if held + bytes <= self.most && reserve.try_reserve(1).is_ok() {
            reserve.push(Reserved { at, bytes, align });
        } else {
            // SAFETY: the caller's promise.
            unsafe { system::unmap(at, bytes, align) };
        }
        self.reserve.set(reserve);
    }

    fn trim(&self) {
        for Reserved { at, bytes, align } in self.reserve.take() {
            // SAFETY: mapped with these numbers, given back, and handed out to nobody since.
            unsafe { system::unmap(at, bytes, align) };
        }
    }
}

impl Default for SystemPages {
    fn default() -> Self {
        SystemPages::new(Self::RESERVE)
    }
}

impl Drop for SystemPages {
    fn drop(&mut self) {
        self.trim();
    }
}

// SAFETY: `map` returns anonymous memory of the length and alignment asked for that nobody uses.
unsafe impl PageSource for SystemPages {
    unsafe fn pages(&self, request: PageRequest) -> Option<NonNull<u8>> {
        match request {
            PageRequest::Map { bytes, align, hint } => return self.map(bytes, align, hint),
            // SAFETY: the caller's promise.
            PageRequest::Unmap { at, bytes, align } => unsafe { self.unmap(at, bytes, align) },
            PageRequest::Trim => self.trim(),
        }
        None
    }
}

#[cfg(all(unix, not(miri)))]
mod system {
    use std::ffi::c_void;
    use std::ptr::{self, NonNull};

    fn mmap(hint: usize, bytes: usize) -> Option<NonNull<u8>> {
        // SAFETY: an anonymous private mapping without MAP_FIXED touches no memory that exists; the hint is only a wish.
        let at = unsafe {
            libc::mmap(
                ptr::without_provenance_mut::<c_void>(hint),
                bytes,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                -1,
                0,
            )
        };
        if at == libc::MAP_FAILED { None } else { NonNull::new(at.cast()) }
    }

    /// # Safety
    ///
    /// The bytes were mapped by `mmap` and nobody uses them any more.
    unsafe fn munmap(at: NonNull<u8>, bytes: usize) {
        if bytes > 0 {
            // SAFETY: the caller's promise. It can only fail for want of mappings; then the pages stay ours, unused.
            unsafe { libc::munmap(at.as_ptr().cast(), bytes) };
        }
    }

    pub(super) fn map(bytes: usize, align: usize, hint: usize) -> Option<NonNull<u8>> {
        let at = mmap(hint, bytes)?;
        if at.addr().get().is_multiple_of(align) {
            return Some(at);
        }
        // Not aligned: map enough that an aligned part must lie inside, and give both ends back.
        // SAFETY: mapped just now.
        unsafe { munmap(at, bytes) };
        let wide = bytes.checked_add(align)?;
        let at = mmap(0, wide)?;
        let before = at.addr().get().wrapping_neg() & (align - 1);
        // SAFETY: `before` is below `align`, so both ends lie inside what was mapped just now, outside the part returned.
        unsafe {
            let start = at.add(before);
            munmap(at, before);
            munmap(start.add(bytes), wide - before - bytes);
            Some(start)
        }
    }

    /// # Safety
    ///
    /// As for `munmap` above.
    pub(super) unsafe fn unmap(at: NonNull<u8>, bytes: usize, _align: usize) {
        // SAFETY: the caller's promise.
        unsafe { munmap(at, bytes) };
    }
}

#[cfg(not(all(unix, not(miri))))]
mod system {
    use std::alloc::{Layout, alloc_zeroed, dealloc};
    use std::ptr::NonNull;

    pub(super) fn map(bytes: usize, align: usize, _hint: usize) -> Option<NonNull<u8>> {
        let layout = Layout::from_size_align(bytes, align).ok().filter(|layout| layout.size() > 0)?;
        // SAFETY: the layout's size is not zero.
        NonNull::new(unsafe { alloc_zeroed(layout) })
    }

    /// # Safety
    ///
    /// The bytes came from `map` with this length and alignment and nobody uses them any more.
    pub(super) unsafe fn unmap(at: NonNull<u8>, bytes: usize, align: usize) {
        if let Ok(layout) = Layout::from_size_align(bytes, align) {
            // SAFETY: the caller's promise.
            unsafe { dealloc(at.as_ptr(), layout) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_aligns_and_takes_the_hint() {
        let pages = SystemPages::new(0);
        let size = 1 << 20;
        let map = |hint| {
            // SAFETY: a `Map` asks nothing of its caller.
            unsafe { pages.pages(PageRequest::Map { bytes: size, align: size, hint }) }.unwrap()
        };
        let maps: Vec<_> = (0..8).map(|_| map(0)).collect();
        for at in &maps {
            assert!(at.addr().get().is_multiple_of(size));
            // SAFETY: the last byte of a fresh mapping.
            unsafe { at.add(size - 1).write(1) };
        }
        let hinted = map(0x2000_0000_0000);
        #[cfg(all(target_os = "linux", not(miri)))]
        assert_eq!(hinted.addr().get(), 0x2000_0000_0000);
        for at in maps.into_iter().chain([hinted]) {
            // SAFETY: mapped above with this length, unused from here on.
            let none = unsafe { pages.pages(PageRequest::Unmap { at, bytes: size, align: size }) };
            assert_eq!(none, None);
        }
    }

    #[test]
    fn no_memory_is_a_value() {
        // SAFETY: a `Map` asks nothing of its caller.
        let huge = unsafe { SystemPages::default().pages(PageRequest::Map { bytes: 1 << 62, align: 1 << 20, hint: 0 }) };
        assert_eq!(huge, None);
    }

    #[test]
    fn the_reserve_hands_out_what_it_holds_last_in_first_out() {
        let size = 1 << 20;
        let pages = SystemPages::new(2 * size);
        let map = || {
            let request = PageRequest::Map { bytes: size, align: size, hint: 0 };
            // SAFETY: a `Map` asks nothing of its caller.
            unsafe { pages.pages(request) }.unwrap()
        };
        let unmap = |at| {
            let request = PageRequest::Unmap { at, bytes: size, align: size };
            // SAFETY: what is unmapped was mapped with this length and is unused.
            unsafe { pages.pages(request) }
        };
        let maps = [map(), map(), map()];
        for at in maps {
            unmap(at);
        }
        let held = |pages: &SystemPages| {
            let reserve = pages.reserve.take();
            let held: Vec<_> = reserve.iter().map(|kept| kept.at).collect();
            pages.reserve.set(reserve);
            held
        };
        assert_eq!(held(&pages), maps[..2]);
        assert_eq!((map(), map()), (maps[1], maps[0]));
        unmap(maps[0]);
        // SAFETY: a `Trim` asks nothing of its caller.
        unsafe { pages.pages(PageRequest::Trim) };
        assert_eq!(held(&pages), []);
        unmap(maps[1]);
    }
}
