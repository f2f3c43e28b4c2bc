//! How bytes lie in memory: inline behind the body, with a zero byte at the end.
//!
//! CPython counterpart: the storage half of `Objects/bytesobject.c`. Invariant: contents never change once the object is seen.
#![expect(unsafe_code, reason = "reads and fills the inline data of bytes objects, on the word of L1")]

use std::cell::Cell;

use crate::alloc::new_with_tail;
use crate::header::{Obj, PyType};
use crate::pyref::{Py, Visit};
use crate::state::{PyResult, ThreadState};
use crate::typedef::{Body, Payload};

/// The body of a bytes object. The data follows it.
#[repr(C)]
pub struct Bytes {
    length: usize,
    /// -1 while unknown, as CPython.
    hash: Cell<i64>,
}

impl Body for Bytes {
    const COLLECTED: bool = false;
    const ITEMSIZE: usize = 1;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
    fn tail_bytes(&self) -> usize {
        self.length + 1
    }
}

impl Bytes {
    /// A new object with the parts one behind the other, in `ty` (bytes or derived from it, else SystemError), even where a shared
    /// object exists.
    pub fn new_in(ts: &ThreadState, ty: &PyType, parts: &[&[u8]]) -> PyResult<Py<Bytes>> {
        if !std::ptr::eq(ty.def(), Bytes::DEF) && !ty.derives_from_def(Bytes::DEF) {
            return Err(ts.system_error("bytes were asked of a type with another layout"));
        }
        let length = parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(part.len()));
        let Some(length) = length.filter(|&length| length < isize::MAX as usize / 2) else { return Err(ts.no_memory()) };
        let body = Bytes { length, hash: Cell::new(-1) };
        // SAFETY: L1, just checked; the tail is `length` bytes, which are copied, and the zero byte.
        unsafe {
            new_with_tail(ts, ty, body, length + 1, |start| {
                let mut to = start;
                for part in parts {
                    to.copy_from_nonoverlapping(part.as_ptr(), part.len());
                    to = to.add(part.len());
                }
                to.write(0);
            })
        }
    }

    /// `data * count`, which is longer than one byte.
    pub(super) fn repeated(ts: &ThreadState, data: &[u8], count: usize) -> PyResult<Py<Bytes>> {
        let Some(length) = data.len().checked_mul(count).filter(|&length| length < isize::MAX as usize / 2) else {
            return Err(ts.overflow_error("repeated bytes are too long"));
        };
        let body = Bytes { length, hash: Cell::new(-1) };
        // SAFETY: L1: the exact type; the tail is `length` bytes and the zero byte. Source and target of each copy lie one behind the
        // other.
        unsafe {
            new_with_tail(ts, Bytes::type_object(ts), body, length + 1, |start| {
                start.copy_from_nonoverlapping(data.as_ptr(), data.len());
                let mut done = data.len();
                while done < length {
                    let more = done.min(length - done);
                    start.add(done).copy_from_nonoverlapping(start, more);
                    done += more;
                }
                start.add(length).write(0);
            })
        }
    }

    /// `length` zero bytes.
    pub fn zeros(ts: &ThreadState, length: usize) -> PyResult<Py<Bytes>> {
        if length < 2 {
            return Bytes::new(ts, if length == 0 { &[] } else { &[0] });
        }
        let Some(tail) = length.checked_add(1).filter(|&tail| tail < isize::MAX as usize / 2) else { return Err(ts.no_memory()) };
        let body = Bytes { length, hash: Cell::new(-1) };
        // SAFETY: L1: the exact type; the whole tail is written.
        unsafe { new_with_tail(ts, Bytes::type_object(ts), body, tail, |start| start.write_bytes(0, tail)) }
    }
}

impl Obj<Bytes> {
    /// The bytes.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: L1: right behind the body lie `length` initialised bytes, which never change (a subclass of a type with items has no
        // `__slots__` words before them).
        unsafe { std::slice::from_raw_parts(self.tail(), self.length) }
    }

    /// How many bytes.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no byte.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Its hash, computed once. Never -1.
    pub fn hash(&self, ts: &ThreadState) -> i64 {
        let mut hash = self.hash.get();
        if hash == -1 {
            hash = ts.interp().hash_key.bytes(self.as_bytes());
            self.hash.set(hash);
        }
        hash
    }
}
