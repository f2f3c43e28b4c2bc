//! Searching a list: `in`, `index`, `remove`, `count`.
//!
//! CPython counterpart: `list_contains`, `list_index_impl`, `list_count` of `Objects/listobject.c`. Invariant: an item is borrowed
//! only for comparisons that run no other code; for all others a reference is taken, and the list is read anew at each step.
#![expect(unsafe_code, reason = "looks at items without taking references, on the word of M1")]

use crate::header::PyObject;
use crate::protocol;
use crate::slots::CompareOp;
use crate::state::{PyResult, ThreadState};
use crate::types::list::List;
use crate::types::sequence::quick_equal;

impl List {
    /// Whether the item at a position equals `value`; `None` where there is no such item.
    #[inline]
    fn equals_at(&self, ts: &ThreadState, at: usize, value: &PyObject) -> PyResult<Option<bool>> {
        // SAFETY: M1: the borrow ends with this statement, and `quick_equal` runs no other code.
        let quick = match unsafe { self.items().peek(at) } {
            Some(item) => quick_equal(item, value),
            None => return Ok(None),
        };
        if quick.is_some() {
            return Ok(quick);
        }
        match self.get(at) {
            Some(item) => protocol::rich_compare_bool(ts, &item, value, CompareOp::Eq).map(Some),
            None => Ok(None),
        }
    }

    /// The position of the first item from `start` to `stop` that equals `value`.
    pub(super) fn find(&self, ts: &ThreadState, value: &PyObject, start: usize, stop: usize) -> PyResult<Option<usize>> {
        let mut at = start;
        while at < stop {
            match self.equals_at(ts, at, value)? {
                Some(true) => return Ok(Some(at)),
                Some(false) => at += 1,
                None => break,
            }
            ts.tick(1)?;
        }
        Ok(None)
    }

    /// How many items equal `value`.
    pub(super) fn count(&self, ts: &ThreadState, value: &PyObject) -> PyResult<usize> {
        let (mut at, mut count) = (0, 0);
        while let Some(equal) = self.equals_at(ts, at, value)? {
            count += usize::from(equal);
            at += 1;
            ts.tick(1)?;
        }
        Ok(count)
    }
}
