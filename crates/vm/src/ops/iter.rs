//! Iteration and unpacking.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::list::{List, iter::ListIterator};
use minipy_object::types::range::RangeIterator;
use minipy_object::types::tuple::{Tuple, TupleIterator};

use crate::fast;
use crate::frame::{Stack, vm};
use crate::machine::unwind;
use crate::stackref::StackRef;
use crate::types::generator::{self, Generator, State};

op! {
    fn FOR_ITER(pc, sp, locals, ts, oparg, table) {
        let iterator = *sp.sub(1);
        let vt = vm(&*ts);
        let kind = iterator.object().ob_type_ptr();
        if kind == vt.fast.range_iterator {
            match iterator.cast::<RangeIterator>().next_word() {
                Some(value) => {
                    let word = fast::new_int(&*ts, vt, value);
                    if word.is_null() {
                        return no_memory(pc, sp, locals, ts, oparg, table);
                    }
                    *sp = word;
                    next!(pc.add(1), sp.add(1), locals, ts, table)
                }
                None => return exhausted(pc, sp, locals, ts, oparg, table),
            }
        }
        // At its end an iterator lets go of what it went through, which can run Python code: the slow path does that.
        if kind == vt.fast.list_iterator {
            if let Some(value) = iterator.cast::<ListIterator>().advance() {
                *sp = StackRef::new(value);
                next!(pc.add(1), sp.add(1), locals, ts, table)
            }
        }
        if kind == vt.fast.tuple_iterator {
            if let Some(value) = iterator.cast::<TupleIterator>().advance() {
                *sp = StackRef::new(value);
                next!(pc.add(1), sp.add(1), locals, ts, table)
            }
        }
        if kind == vt.fast.generator {
            return for_iter_generator(pc, sp, locals, ts, oparg, table);
        }
        for_iter_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    /// The iterator has ended: drop it and go on behind END_FOR and POP_TOP.
    fn exhausted(pc, sp, locals, ts, oparg, table) {
        let record = spill!(pc, sp, locals);
        (*sp.sub(1)).close();
        (*record).sp = sp.sub(1);
        next!(pc.add(1 + oparg + 2), sp.sub(1), locals, ts, vm(&*ts).table.get())
    }
}

op! {
    #[cold]
    fn no_memory(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        fn report(ts: &ThreadState) {
            drop(ts.no_memory());
        }
        spill!(pc, sp, locals);
        report(&*ts);
        unwind::raised(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    /// A generator is resumed in place: its frame becomes the current one.
    fn for_iter_generator(pc, sp, locals, ts, oparg, table) {
        let vt = vm(&*ts);
        let iterator = *sp.sub(1);
        let generator = iterator.cast::<Generator>();
        let state = generator.state.get();
        if (state != State::Created && state != State::Suspended && state != State::SuspendedYieldFrom)
            || vt.recursion_left.get() <= 0
        {
            return for_iter_slow(pc, sp, locals, ts, oparg, table);
        }
        let record = spill!(pc, sp, locals);
        (*record).return_offset = 1;
        (*record).end_offset = 1 + oparg as u32;
        generator::enter(&*ts, vt, generator, StackRef::to_owned_from(vt.fast.none.as_ref()));
        let record = generator.record();
        next!((*record).pc, (*record).sp, (*record).locals, ts, table)
    }
}

op! {
    fn for_iter_slow(pc, sp, locals, ts, oparg, table) {
        /// Safety: the handler has spilled the current frame; the iterator lies on its stack, and `to` is free.
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, iterator: StackRef, to: *mut StackRef) -> usize {
            // SAFETY: as said; the stack holds the iterator meanwhile.
            unsafe {
                match next_of(&*ts, iterator.object()) {
                    Ok(Some(value)) => {
                        *to = StackRef::new(value);
                        NEXT
                    }
                    Ok(None) => END,
                    Err(raised) => {
                        drop(raised);
                        RAISED
                    }
                }
            }
        }
        spill!(pc, sp, locals);
        match out(ts, *sp.sub(1), sp) {
            NEXT => next!(pc.add(1), sp.add(1), locals, ts, vm(&*ts).table.get()),
            END => exhausted(pc, sp, locals, ts, oparg, table),
            _ => unwind::raised(pc, sp, locals, ts, oparg, table),
        }
    }
}

const NEXT: usize = 0;
const END: usize = 1;
const RAISED: usize = 2;

/// The next item, with StopIteration taken as the end.
#[inline]
fn next_of(ts: &ThreadState, iterator: &minipy_object::header::PyObject) -> PyResult<Option<PyRef>> {
    match iterator.ob_type().slots.tp_iternext.get() {
        Some(next) => match next(ts, iterator) {
            Err(raised) if ts.exception_is(&raised, &ts.types().stop_iteration) => {
                ts.clear_exception(raised);
                Ok(None)
            }
            result => result,
        },
        None => {
            let kind = iterator.ob_type().name_string();
            Err(ts.type_error(format_args!("'{kind}' object is not an iterator")))
        }
    }
}

ops_out! {
    GET_ITER => get_iter;
    UNPACK_EX => unpack_ex;
    unpack_slow [1] => unpack_sequence;
}

fn get_iter(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let iterator = protocol::iter(s.ts, s.peek(1))?;
    s.finish(1, iterator);
    Ok(())
}

op! {
    fn UNPACK_SEQUENCE(pc, sp, locals, ts, oparg, table) {
        let sequence = *sp.sub(1);
        let vt = vm(&*ts);
        if sequence.object().ob_type_ptr() == vt.fast.tuple {
            let tuple = sequence.cast::<Tuple>();
            if tuple.len() == oparg {
                let items = tuple.items().as_ptr().cast::<StackRef>();
                // The tuple's slot is overwritten last but one: keep the word.
                let mut i = 0;
                while i < oparg {
                    *sp.sub(1).add(i) = (*items.add(oparg - 1 - i)).dup();
                    i += 1;
                }
                let sp = sp.sub(1).add(oparg);
                if crate::ops::stack::last(sequence) {
                    return crate::ops::stack::release_then_next(
                        pc.add(1), sp, locals, ts, sequence.as_ptr().expose_provenance(), table,
                    );
                }
                next!(pc.add(1), sp, locals, ts, table)
            }
        }
        if sequence.object().ob_type_ptr() == vt.fast.list {
            let (items, len) = sequence.cast::<List>().items().raw_items();
            if len == oparg {
                let items = items.cast::<StackRef>();
                let mut i = 0;
                while i < oparg {
                    *sp.sub(1).add(i) = (*items.add(oparg - 1 - i)).dup();
                    i += 1;
                }
                let sp = sp.sub(1).add(oparg);
                if crate::ops::stack::last(sequence) {
                    return crate::ops::stack::release_then_next(
                        pc.add(1), sp, locals, ts, sequence.as_ptr().expose_provenance(), table,
                    );
                }
                next!(pc.add(1), sp, locals, ts, table)
            }
        }
        unpack_slow_entry(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn unpack_slow_entry(pc, sp, locals, ts, oparg, table) {
        unpack_slow(pc, sp, locals, ts, oparg, table)
    }
}

fn not_unpackable(s: &Stack<'_>) -> PyResult<PyRef> {
    let value = s.peek(1);
    match protocol::iter(s.ts, value) {
        Ok(iterator) => Ok(iterator),
        Err(raised) => {
            let slots = &value.ob_type().slots;
            if s.ts.exception_is(&raised, &s.ts.types().type_error) && slots.tp_iter.get().is_none() && slots.sq_item.get().is_none() {
                s.ts.clear_exception(raised);
                let kind = value.ob_type().name_string();
                return Err(s.ts.type_error(format_args!("cannot unpack non-iterable {kind} object")));
            }
            Err(raised)
        }
    }
}

fn unpack_sequence(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let too_many = |s: &Stack<'_>, got: Option<usize>| match got {
        Some(got) => s.ts.value_error(format_args!("too many values to unpack (expected {oparg}, got {got})")),
        None => s.ts.value_error(format_args!("too many values to unpack (expected {oparg})")),
    };
    let too_few = |s: &Stack<'_>, got: usize| s.ts.value_error(format_args!("not enough values to unpack (expected {oparg}, got {got})"));
    let known = match (s.peek(1).downcast_exact::<List>(), s.peek(1).downcast_exact::<Tuple>()) {
        (Some(list), _) => Some(list.to_vec()),
        (None, Some(tuple)) => Some(tuple.items().to_vec()),
        (None, None) => None,
    };
    let values = match known {
        Some(values) if values.len() == oparg => values,
        Some(values) => {
            return Err(match values.len() {
                n if n > oparg => too_many(s, None),
                n => too_few(s, n),
            });
        }
        None => {
            let iterator = not_unpackable(s)?;
            let mut values = Vec::new();
            while values.len() < oparg {
                match next_of(s.ts, &iterator)? {
                    Some(value) => values.push(value),
                    None => return Err(too_few(s, values.len())),
                }
            }
            if next_of(s.ts, &iterator)?.is_some() {
                return Err(too_many(s, None));
            }
            values
        }
    };
    s.drop_many(1);
    for value in values.into_iter().rev() {
        s.push(value);
    }
    Ok(())
}

fn unpack_ex(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let (before, after) = (oparg & 0xff, oparg >> 8);
    let iterator = not_unpackable(s)?;
    let mut head = Vec::new();
    while head.len() < before {
        match next_of(s.ts, &iterator)? {
            Some(value) => head.push(value),
            None => {
                let (need, got) = (before + after, head.len());
                return Err(s.ts.value_error(format_args!("not enough values to unpack (expected at least {need}, got {got})")));
            }
        }
    }
    let mut rest = protocol::to_vec(s.ts, &iterator)?;
    if rest.len() < after {
        let (need, got) = (before + after, before + rest.len());
        return Err(s.ts.value_error(format_args!("not enough values to unpack (expected at least {need}, got {got})")));
    }
    let tail = rest.split_off(rest.len() - after);
    let rest = List::from_vec(s.ts, rest)?;
    s.drop_many(1);
    for value in tail.into_iter().rev() {
        s.push(value);
    }
    s.push(rest.into_ref());
    for value in head.into_iter().rev() {
        s.push(value);
    }
    Ok(())
}
