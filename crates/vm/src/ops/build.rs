//! Building containers and strings, and adding to them.
//!
//! Invariant: items are taken from the stack only once their container owns them, so a failure leaves the stack to the unwinder.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::PyResult;
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::set::Set;
use minipy_object::types::slice::Slice;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::frame::{Stack, vm};

ops_out! {
    BUILD_TUPLE => build_tuple;
    BUILD_LIST => build_list;
    BUILD_SET => build_set;
    BUILD_MAP => build_map;
    BUILD_CONST_KEY_MAP => build_const_key_map;
    BUILD_SLICE => build_slice;
    BUILD_STRING => build_string;
    list_append_slow [0] => list_append;
    LIST_EXTEND => list_extend;
    SET_ADD => set_add;
    SET_UPDATE => set_update;
    MAP_ADD => map_add;
    DICT_UPDATE => dict_update;
    DICT_MERGE => dict_merge;
    FORMAT_SIMPLE => format_simple;
    FORMAT_WITH_SPEC => format_with_spec;
    CONVERT_VALUE => convert_value;
    GET_LEN => get_len;
}

fn build_tuple(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let items = s.top(oparg).as_ptr().cast();
    // SAFETY: R1: the topmost words are owned; the tuple takes them over, so they are not closed.
    let tuple = unsafe { Tuple::from_owned_run(s.ts, items, oparg) }?;
    // SAFETY: R1: as above.
    unsafe { s.forget(oparg) };
    s.push(tuple.into_ref());
    Ok(())
}

fn build_list(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let items = s.top(oparg).as_ptr().cast();
    // SAFETY: R1: the topmost words are owned; the list takes them over, so they are not closed.
    let list = unsafe { List::from_owned_run(s.ts, items, oparg) }?;
    // SAFETY: R1: as above.
    unsafe { s.forget(oparg) };
    s.push(list.into_ref());
    Ok(())
}

op! {
    fn LIST_APPEND(pc, sp, locals, ts, oparg, table) {
        let list = *sp.sub(1 + oparg);
        if list.object().ob_type_ptr() == vm(&*ts).fast.list && list.cast::<List>().items().has_room() {
            list.cast::<List>().items().push_in_room((*sp.sub(1)).into_owned().as_ptr());
            next!(pc, sp.sub(1), locals, ts, table)
        }
        list_append_slow(pc, sp, locals, ts, oparg, table)
    }
}

fn build_set(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let set = Set::new(s.ts)?;
    for item in s.top(oparg) {
        set.add(s.ts, item.clone())?;
    }
    s.finish(oparg, set.into_ref());
    Ok(())
}

fn build_map(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let dict = Dict::new(s.ts)?;
    for pair in s.top(oparg * 2).chunks(2) {
        if let [key, value] = pair {
            dict.set_item(s.ts, key, value.clone())?;
        }
    }
    s.finish(oparg * 2, dict.into_ref());
    Ok(())
}

fn build_const_key_map(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let dict = Dict::new(s.ts)?;
    if let Some(keys) = s.peek(1).downcast::<Tuple>() {
        for (key, value) in keys.items().iter().zip(s.top(oparg + 1)) {
            dict.set_item(s.ts, key, value.clone())?;
        }
    }
    s.finish(oparg + 1, dict.into_ref());
    Ok(())
}

fn build_slice(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let step = if oparg == 3 { s.pop() } else { s.ts.none() };
    let stop = s.pop();
    let start = s.pop();
    let slice = Slice::new(s.ts, start, stop, step)?;
    s.push(slice.into_ref());
    Ok(())
}

fn build_string(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let joined = Str::concat_all(s.ts, s.top(oparg).iter().filter_map(|piece| piece.downcast::<Str>()))?;
    s.finish(oparg, joined.into_ref());
    Ok(())
}

fn list_append(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let value = s.pop();
    match s.peek(oparg).downcast::<List>() {
        Some(list) => list.append(s.ts, value),
        None => Err(s.ts.system_error("a list was expected")),
    }
}

fn list_extend(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let iterable = s.peek(1);
    let Some(list) = s.peek(oparg + 1).downcast::<List>() else { return Err(s.ts.system_error("a list was expected")) };
    if let Err(raised) = list.extend(s.ts, iterable) {
        let slots = &iterable.ob_type().slots;
        if s.ts.exception_is(&raised, &s.ts.types().type_error) && slots.tp_iter.get().is_none() && slots.sq_item.get().is_none() {
            s.ts.clear_exception(raised);
            let kind = iterable.ob_type().name_string();
            return Err(s.ts.type_error(format_args!("Value after * must be an iterable, not {kind}")));
        }
        return Err(raised);
    }
    s.drop_many(1);
    Ok(())
}

fn set_add(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let value = s.pop();
    match s.peek(oparg).downcast::<Set>() {
        Some(set) => {
            set.add(s.ts, value)?;
            Ok(())
        }
        None => Err(s.ts.system_error("a set was expected")),
    }
}

fn set_update(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let iterable = s.peek(1);
    let Some(set) = s.peek(oparg + 1).downcast::<Set>() else { return Err(s.ts.system_error("a set was expected")) };
    set.update(s.ts, iterable)?;
    s.drop_many(1);
    Ok(())
}

fn map_add(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let value = s.pop();
    let key = s.pop();
    match s.peek(oparg).downcast::<Dict>() {
        Some(dict) => dict.set_item(s.ts, &key, value),
        None => Err(s.ts.system_error("a dict was expected")),
    }
}

fn dict_update(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let update = s.peek(1);
    let Some(dict) = s.peek(oparg + 1).downcast::<Dict>() else { return Err(s.ts.system_error("a dict was expected")) };
    if let Err(raised) = crate::call::update_mapping(s.ts, dict, update) {
        if s.ts.exception_is(&raised, &s.ts.types().attribute_error) {
            s.ts.clear_exception(raised);
            let kind = update.ob_type().name_string();
            return Err(s.ts.type_error(format_args!("'{kind}' object is not a mapping")));
        }
        return Err(raised);
    }
    s.drop_many(1);
    Ok(())
}

fn dict_merge(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let update = s.peek(1);
    // Below the dict: the positional arguments, NULL, the callable.
    let callable = s.peek(oparg + 4);
    let Some(dict) = s.peek(oparg + 1).downcast::<Dict>() else { return Err(s.ts.system_error("a dict was expected")) };
    crate::call::merge_keywords(s.ts, callable, dict, update)?;
    s.drop_many(1);
    Ok(())
}

fn format_simple(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    if s.peek(1).downcast_exact::<Str>().is_some() {
        return Ok(());
    }
    let text = protocol::format(s.ts, s.peek(1), None)?;
    s.finish(1, text.into_ref());
    Ok(())
}

fn format_with_spec(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let text = protocol::format(s.ts, s.peek(2), Some(s.peek(1)))?;
    s.finish(2, text.into_ref());
    Ok(())
}

fn convert_value(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let value = s.peek(1);
    let text: PyRef = match oparg {
        1 => protocol::str(s.ts, value)?.into_ref(),
        2 => protocol::repr(s.ts, value)?.into_ref(),
        _ => protocol::ascii(s.ts, value)?.into_ref(),
    };
    s.finish(1, text);
    Ok(())
}

fn get_len(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let len = protocol::len(s.ts, s.peek(1))?;
    let len = s.ts.new_int(len as i64)?;
    s.push(len.into_ref());
    Ok(())
}
