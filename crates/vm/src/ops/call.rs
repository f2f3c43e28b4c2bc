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
use crate::frame::{self, Record, Stack, record_of, vm};
use crate::machine::unwind;
use crate::types::code::Code;
use crate::types::function::Function;

op! {
    fn CALL(pc, sp, locals, ts, oparg, table) {
        let vt = vm(&*ts);
        let args = sp.sub(oparg);
        let this = *args.sub(1);
        let callable = *args.sub(2);
        let kind = callable.object().ob_type_ptr();
        if kind == vt.fast.function {
            let func: *const Obj<Function> = callable.as_ptr().cast();
            let code: *const Obj<Code> = (**func).code_ptr();
            let skip = usize::from(this.is_null());
            let first = args.sub(1).add(skip);
            let given = oparg + 1 - skip;
            let record = vt.free_record.get();
            if (&*code).exact_args as usize == given && frame::fits(vt, record, code, first) {
                let caller = record_of(locals);
                (*caller).pc = pc;
                (*caller).sp = args.sub(2);
                (*caller).return_offset = 3;
                let sp = frame::begin(vt, record, caller, func, code, first, given);
                (*record).func = callable.into_owned();
                next!((**code).first(), sp, first, ts, table)
            }
        } else if kind == vt.fast.builtin_function || (kind == vt.fast.method_descriptor && !this.is_null()) {
            return call_native(pc, sp, locals, ts, oparg, table);
        }
        call_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    fn call_native(pc, sp, locals, ts, oparg, table) {
        #[inline(never)]
        unsafe fn out(ts: crate::machine::Ts, record: *mut Record, oparg: usize) -> bool {
            // SAFETY: the handler has spilled the current frame.
            unsafe { call::call_native_on_stack(&mut Stack::new(&*ts, record), oparg).is_ok() }
        }
        let record = spill!(pc, sp, locals);
        if !out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!((*record).pc.add(3), (*record).sp, locals, ts, vm(&*ts).table.get())
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
