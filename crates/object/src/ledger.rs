//! Counts the references that running Rust code holds, per object, in a side table (feature `ledger`).
//!
//! With it the equation of an object closes: fields + stack and locals + native references = `ob_refcnt`. Without the feature both
//! functions are empty and vanish.

use crate::header::PyObject;

#[cfg(feature = "ledger")]
mod table {
    use std::cell::RefCell;
    use std::collections::HashMap;
    thread_local! {
        static NATIVE: RefCell<HashMap<usize, isize>> = RefCell::new(HashMap::new());
    }
    pub(super) fn add(address: usize, change: isize) {
        // The table is gone while its thread ends; what is dropped then no view can ask about.
        let _ = NATIVE.try_with(|table| {
            if let Ok(mut table) = table.try_borrow_mut() {
                let count = table.entry(address).or_insert(0);
                *count += change;
                if *count == 0 {
                    table.remove(&address);
                }
            }
        });
    }
    pub(super) fn count(address: usize) -> isize {
        NATIVE.with(|table| table.borrow().get(&address).copied().unwrap_or(0))
    }
}

/// A native reference to `object` came into being.
#[inline(always)]
pub(crate) fn acquired(object: &PyObject) {
    #[cfg(feature = "ledger")]
    table::add(object.id(), 1);
    #[cfg(not(feature = "ledger"))]
    let _ = object;
}

/// A native reference to `object` ended, or became a field.
#[inline(always)]
pub(crate) fn released(object: &PyObject) {
    #[cfg(feature = "ledger")]
    table::add(object.id(), -1);
    #[cfg(not(feature = "ledger"))]
    let _ = object;
}

/// How many references running Rust code of this thread holds to `object`; `None` where nobody counts them.
pub fn native_references(object: &PyObject) -> Option<isize> {
    #[cfg(feature = "ledger")]
    return Some(table::count(object.id()));
    #[cfg(not(feature = "ledger"))]
    {
        let _ = object;
        None
    }
}
