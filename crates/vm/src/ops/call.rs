//! Calls.
//!
//! Invariant: a Python function with exactly the arguments it takes is called by a push of its frame where its arguments lie; every
//! other call goes through `crate::call`, which pushes a frame too where the callee is Python code.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::header::Obj;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::tuple::{self, Tuple};

use crate::call;
use crate::frame::{Record, Stack, record_of, vm};
use crate::machine::unwind;
use crate::stackref::StackRef;
use crate::types::code::Code;
use crate::types::function::Function;

op! {
    fn CALL(pc, sp, locals, ts, oparg, table) {
        let vt = vm(&*ts);
        let args = sp.sub(oparg);
        let this = *args.sub(1);
        let callable = *args.sub(2);
        if callable.object().ob_type_ptr() == vt.fast.function {
            let func: *const Obj<Function> = callable.as_ptr().cast();
            let code: *const Obj<Code> = (**func).code_ptr();
            let skip = usize::from(this.is_null());
            let first = args.sub(1).add(skip);
            let given = oparg + 1 - skip;
            let record = vt.free_record.get();
            let next = (*record).next;
            if (&*code).exact_args as usize == given
                && first.addr() + (**code).framesize() * size_of::<StackRef>() <= vt.area.get().limit.addr()
                && vt.recursion_left.get() > 0
                && !next.is_null()
            {
                let caller = record_of(locals);
                (*caller).pc = pc;
                (*caller).sp = args.sub(2);
                (*caller).return_offset = 3;
                let count = (**code).nlocalsplus();
                let start = (**code).first();
                (*record).pc = start;
                (*record).locals = first;
                (*record).previous = caller;
                (*record).code = code;
                (*record).consts = (**code).consts_ptr();
                (*record).globals = (**func).globals_ptr();
                (*record).builtins = (**func).builtins_ptr();
                (*record).func = callable.into_owned();
                (*record).flags = 0;
                (*code).as_object().keep();
                let mut at = given;
                while at < count {
                    *first.add(at) = StackRef::NULL;
                    at += 1;
                }
                *first.sub(1) = StackRef::from_address(record);
                vt.free_record.set(next);
                vt.current.set(record);
                vt.recursion_left.set(vt.recursion_left.get() - 1);
                next!(start, first.add(count), first, ts, table)
            }
        }
        call_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn call_slow(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame; CALL has an entry.
            unsafe {
                let entry = crate::cache::entry(record, (*record).pc);
                call::call_on_stack(&mut Stack::new(&*ts, record), oparg, None, 3, Some(entry)).is_ok()
            }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        resume!(ts)
    }
}

ops_switch! {
    CALL_KW => call_kw;
    CALL_FUNCTION_EX => call_function_ex;
}

fn call_kw(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let names = s.pop();
    let Ok(names) = names.downcast_into::<Tuple>() else { return Err(s.ts.system_error("a tuple was expected")) };
    call::call_on_stack(s, oparg, Some(names), 0, None)
}

fn call_function_ex(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let kwargs = if oparg & 1 != 0 { Some(s.pop()) } else { None };
    let kwargs = match kwargs {
        Some(kwargs) => match kwargs.downcast_into::<Dict>() {
            Ok(dict) => Some(dict),
            Err(mapping) => {
                let dict = Dict::new(s.ts)?;
                // Below: the positional arguments, NULL, the callable.
                call::merge_keywords(s.ts, s.peek(3), &dict, &mapping)?;
                Some(dict)
            }
        },
        None => None,
    };
    if s.peek(1).downcast_exact::<Tuple>().is_none() {
        let args = positional(s.ts, s.peek(3), s.peek(1))?;
        drop(s.replace(1, Some(args.into_ref())));
    }
    let args = s.pop();
    let Ok(args) = args.downcast_into::<Tuple>() else { return Err(s.ts.system_error("a tuple was expected")) };
    call::call_with_tuple(s, args, kwargs)
}

/// The tuple of what stands behind `*` in a call.
fn positional(
    ts: &ThreadState,
    callable: &minipy_object::header::PyObject,
    value: &minipy_object::header::PyObject,
) -> PyResult<minipy_object::pyref::Py<Tuple>> {
    let slots = &value.ob_type().slots;
    if slots.tp_iter.get().is_none() && slots.sq_item.get().is_none() {
        let name = call::function_name(ts, callable)?;
        let kind = value.ob_type().name_string();
        return Err(ts.type_error(format_args!("{name} argument after * must be an iterable, not {kind}")));
    }
    tuple::to_tuple(ts, value)
}
