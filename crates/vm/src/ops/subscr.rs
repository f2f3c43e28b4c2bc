//! Subscripts and slices.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::header::PyObject;
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::PyResult;
use minipy_object::types::dict::Dict;
use minipy_object::types::int::Int;
use minipy_object::types::list::List;
use minipy_object::types::slice::{Slice, adjust_indices};
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::fast;
use crate::frame::{Stack, vm};
use crate::machine::unwind;
use crate::ops::arith::release_number;
use crate::ops::stack::{last, release_then_next};
use crate::stackref::StackRef;

/// The position that a subscript means in a sequence of that length; some position that is too large, where there is none.
#[inline(always)]
fn from_end(index: i64, len: usize) -> usize {
    if index < 0 { (index as usize).wrapping_add(len) } else { index as usize }
}

op! {
    fn BINARY_SUBSCR(pc, sp, locals, ts, oparg, table) {
        let key = *sp.sub(1);
        let container = *sp.sub(2);
        let vt = vm(&*ts);
        if key.object().ob_type_ptr() == vt.fast.int {
            let kind = container.object().ob_type_ptr();
            if let Some(index) = fast::int_value(key.as_ptr()) {
                let found = if kind == vt.fast.list {
                    let list = container.cast::<List>();
                    list.get(from_end(index, list.len()))
                } else if kind == vt.fast.tuple {
                    let tuple = container.cast::<Tuple>();
                    tuple.get(from_end(index, tuple.len()))
                } else if kind == vt.fast.str_ {
                    let text = container.cast::<Str>();
                    text.shared_char(&*ts, from_end(index, text.len()))
                } else {
                    None
                };
                if let Some(found) = found {
                    *sp.sub(2) = StackRef::new(found);
                    release_number(&*ts, vt, key);
                    if last(container) {
                        let object = container.as_ptr().expose_provenance();
                        return release_then_next(pc.add(1), sp.sub(1), locals, ts, object, table);
                    }
                    next!(pc.add(1), sp.sub(1), locals, ts, table)
                }
            }
        }
        subscr_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn subscr_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut crate::frame::Record) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { binary_subscr(&mut Stack::new(&*ts, record)).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(1), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn binary_subscr(s: &mut Stack<'_>) -> PyResult<()> {
    let (container, key) = (s.peek(2), s.peek(1));
    if let (Some(dict), Some(key)) = (container.downcast_exact::<Dict>(), key.downcast_exact::<Str>()) {
        if let Some(value) = dict.get_str(s.ts, key)? {
            s.finish(2, value);
            return Ok(());
        }
    }
    let value = protocol::get_item(s.ts, container, key)?;
    s.finish(2, value);
    Ok(())
}

op! {
    fn STORE_SUBSCR(pc, sp, locals, ts, oparg, table) {
        let key = *sp.sub(1);
        let container = *sp.sub(2);
        let vt = vm(&*ts);
        if container.object().ob_type_ptr() == vt.fast.list && key.object().ob_type_ptr() == vt.fast.int {
            let list = container.cast::<List>();
            // An int of several words is no position.
            let index = match fast::int_value(key.as_ptr()) {
                Some(index) => from_end(index, list.len()),
                None => usize::MAX,
            };
            if index < list.len() {
                // The old item is dropped inside: the frame must be spilled, with the operands on its stack.
                let record = spill!(pc, sp, locals);
                store_list(container, index, sp);
                release_number(&*ts, vt, key);
                container.close();
                (*record).sp = sp.sub(3);
                next!(pc.add(1), sp.sub(3), locals, ts, vt.table.get())
            }
        }
        store_subscr_slow(pc, sp, locals, ts, oparg, table)
    }
}

#[inline(never)]
unsafe fn store_list(container: StackRef, index: usize, sp: *mut StackRef) {
    // SAFETY: the container is a list, checked; the value is taken from its slot once.
    unsafe {
        let value = (*sp.sub(3)).take();
        *sp.sub(3) = StackRef::NULL;
        container.cast::<List>().set_item(index, value);
    }
}

op! {
    fn store_subscr_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut crate::frame::Record) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { store_subscr(&mut Stack::new(&*ts, record)).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(1), (*record).sp, locals, ts, vm(&*ts).table.get())
    }
}

fn store_subscr(s: &mut Stack<'_>) -> PyResult<()> {
    let (value, container, key) = (s.peek(3), s.peek(2), s.peek(1));
    match container.downcast_exact::<Dict>() {
        Some(dict) => dict.set_item(s.ts, key, value.to_ref())?,
        None => protocol::set_item(s.ts, container, key, value)?,
    }
    s.drop_many(3);
    Ok(())
}

ops_out! {
    DELETE_SUBSCR => delete_subscr;
    BINARY_SLICE => binary_slice;
    STORE_SLICE => store_slice;
}

fn delete_subscr(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    protocol::del_item(s.ts, s.peek(2), s.peek(1))?;
    s.drop_many(2);
    Ok(())
}

/// A bound that is None or an int of one word: nothing of Python's runs for it.
#[inline]
fn plain_bound(s: &Stack<'_>, bound: &PyObject, none: isize) -> Option<isize> {
    match bound.downcast_exact::<Int>() {
        Some(int) => int.as_i64().map(|value| value as isize),
        None if bound.is(&s.ts.singletons().none) => Some(none),
        None => None,
    }
}

/// A slice of an exact list, tuple or str between plain bounds, without a slice object between. CPython: `list_slice` and its kin.
fn plain_slice(s: &Stack<'_>) -> PyResult<Option<PyRef>> {
    let (Some(start), Some(stop)) = (plain_bound(s, s.peek(2), 0), plain_bound(s, s.peek(1), isize::MAX)) else { return Ok(None) };
    let container = s.peek(3);
    if let Some(list) = container.downcast_exact::<List>() {
        let range = adjust_indices(list.len(), start, stop, 1);
        return Ok(Some(list.slice(s.ts, range.start, range.start + range.len)?.into_ref()));
    }
    if let Some(text) = container.downcast_exact::<Str>() {
        let range = adjust_indices(text.len(), start, stop, 1);
        return Ok(Some(Str::substring(s.ts, text, range.start, range.start + range.len)?.into_ref()));
    }
    if let Some(tuple) = container.downcast_exact::<Tuple>() {
        let range = adjust_indices(tuple.len(), start, stop, 1);
        if range.len < tuple.len() {
            let items = tuple.items().get(range.start..range.start + range.len).unwrap_or(&[]);
            return Ok(Some(Tuple::from_slice(s.ts, items)?.into_ref()));
        }
    }
    Ok(None)
}

fn binary_slice(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let value = match plain_slice(s)? {
        Some(value) => value,
        None => {
            let slice = Slice::new(s.ts, s.peek(2).to_ref(), s.peek(1).to_ref(), s.ts.none())?;
            protocol::get_item(s.ts, s.peek(3), slice.as_object())?
        }
    };
    s.finish(3, value);
    Ok(())
}

fn store_slice(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let slice = Slice::new(s.ts, s.peek(2).to_ref(), s.peek(1).to_ref(), s.ts.none())?;
    protocol::set_item(s.ts, s.peek(3), slice.as_object(), s.peek(4))?;
    drop(slice);
    s.drop_many(4);
    Ok(())
}
