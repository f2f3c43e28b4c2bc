//! Globals, names, cells, and making functions.
//!
//! Invariant: the cache of LOAD_GLOBAL holds while the keys versions of the globals (and of the builtins) are those it was filled with; a
//! value is read from its place each time, so storing to a known name needs no new version.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "handlers act on raw words")]

use minipy_object::header::Obj;
use minipy_object::protocol;
use minipy_object::pyref::Py;
use minipy_object::state::PyResult;
use minipy_object::types::dict::Dict;
use minipy_object::types::tuple::Tuple;

use crate::cache;
use crate::frame::{Stack, record_of, vm};
use crate::machine::unwind;
use crate::names;
use crate::ops::stack::release_then_next;
use crate::stackref::StackRef;
use crate::types::cell::CellObject;
use crate::types::code::Code;
use crate::types::function::Function;

const IN_GLOBALS: u16 = 1;
const IN_BUILTINS: u16 = 2;

op! {
    fn LOAD_GLOBAL(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let entry = cache::entry(record, pc);
        let globals = &**(*record).globals;
        if (*entry).version != 0 && globals.current_keys_version() == (*entry).version {
            let found = if (*entry).kind == IN_GLOBALS {
                globals.value_at_offset((*entry).a)
            } else {
                let builtins = &**(*record).builtins.cast::<Obj<Dict>>();
                if builtins.current_keys_version() != (*entry).version2 {
                    return load_global_slow(pc, sp, locals, ts, oparg, table);
                }
                builtins.value_at_offset((*entry).a)
            };
            if let Some(found) = found {
                *sp = StackRef::to_owned_from(found.as_ref());
                *sp.add(1) = StackRef::NULL;
                next!(pc.add(4), sp.add(1 + (oparg & 1)), locals, ts, table)
            }
        }
        load_global_slow(pc, sp, locals, ts, oparg, table)
    }
}

op! {
    #[cold]
    fn load_global_slow(pc, sp, locals, ts, oparg, table) {
        let record = spill!(pc, sp, locals);
        if !load_global_out(ts, record, oparg) {
            return unwind::raised(pc, sp, locals, ts, oparg, table);
        }
        next!(pc.add(4), (*record).sp, locals, ts, crate::frame::vm(&*ts).table.get())
    }
}

#[inline(never)]
unsafe fn load_global_out(ts: crate::machine::Ts, record: *mut crate::frame::Record, oparg: usize) -> bool {
    // SAFETY: the handler has spilled the current frame.
    let mut s = unsafe { Stack::new(&*ts, record) };
    // SAFETY: as above; LOAD_GLOBAL has an entry.
    unsafe { fill_global(&s, cache::entry(record, (*record).pc), oparg >> 1) };
    let found = names::load_global(s.ts, s.globals(), s.builtins(), s.name(oparg >> 1));
    match found {
        Ok(value) => {
            s.push(value);
            if oparg & 1 != 0 {
                s.push_option(None);
            }
            true
        }
        Err(raised) => {
            drop(raised);
            false
        }
    }
}

/// Fill the cache, if both namespaces are exact dicts and the name lies in one of them.
unsafe fn fill_global(s: &Stack<'_>, entry: *mut cache::Entry, index: usize) {
    // SAFETY: the entry belongs to the current code; nothing else refers to it now.
    unsafe {
        (*entry).version = 0;
        if !(*entry).worth_filling() {
            return;
        }
        let globals = s.globals();
        if globals.as_object().downcast_exact::<Dict>().is_none() {
            return;
        }
        let name = s.name(index);
        if let Some(at) = globals.lookup_str_offset(s.ts, name) {
            (*entry).version = globals.keys_version(s.ts);
            (*entry).a = at;
            (*entry).kind = IN_GLOBALS;
            return;
        }
        let Some(builtins) = s.builtins().downcast_exact::<Dict>() else { return };
        if let Some(at) = builtins.lookup_str_offset(s.ts, name) {
            let version2 = builtins.keys_version(s.ts);
            if version2 != 0 {
                (*entry).version = globals.keys_version(s.ts);
                (*entry).version2 = version2;
                (*entry).a = at;
                (*entry).kind = IN_BUILTINS;
            }
        }
    }
}

op! {
    fn LOAD_DEREF(pc, sp, locals, ts, oparg, table) {
        let cell: &Obj<CellObject> = (*locals.add(oparg)).cast();
        match cell.value.as_raw() {
            Some(value) => {
                *sp = StackRef::to_owned_from(value.as_ref());
                next!(pc, sp.add(1), locals, ts, table)
            }
            None => unbound_deref(pc, sp, locals, ts, oparg, table),
        }
    }
}

ops_out! {
    unbound_deref [0] => unbound_free;
    store_deref_slow [0] => store_deref;
    DELETE_DEREF => delete_deref;
    no_closure [0] => closure_expected;
    MAKE_CELL => make_cell;
    LOAD_FROM_DICT_OR_DEREF => load_from_dict_or_deref;
    LOAD_FROM_DICT_OR_GLOBALS => load_from_dict_or_globals;
    LOAD_NAME => load_name;
    STORE_NAME => store_name;
    DELETE_NAME => delete_name;
    STORE_GLOBAL => store_global;
    DELETE_GLOBAL => delete_global;
    LOAD_LOCALS => load_locals;
    LOAD_BUILD_CLASS => load_build_class;
    LOAD_ASSERTION_ERROR => load_assertion_error;
    SETUP_ANNOTATIONS => setup_annotations;
    MAKE_FUNCTION => make_function;
    SET_FUNCTION_ATTRIBUTE => set_function_attribute;
}

op! {
    fn STORE_DEREF(pc, sp, locals, ts, oparg, table) {
        let word = *locals.add(oparg);
        if word.is_null() || word.object().ob_type_ptr() != vm(&*ts).fast.cell {
            return store_deref_slow(pc, sp, locals, ts, oparg, table);
        }
        let cell: &Obj<CellObject> = word.cast();
        let sp = sp.sub(1);
        if let Some(old) = cell.value.exchange_raw((*sp).into_owned().raw()) {
            if old.as_ref().give_up() {
                return release_then_next(pc, sp, locals, ts, old.as_ptr().expose_provenance(), table);
            }
        }
        next!(pc, sp, locals, ts, table)
    }
}

op! {
    fn COPY_FREE_VARS(pc, sp, locals, ts, oparg, table) {
        let record = record_of(locals);
        let func: &Obj<Function> = (*record).func.cast();
        let Some(closure) = func.closure.as_raw() else {
            return no_closure(pc, sp, locals, ts, oparg, table);
        };
        // A closure has as many cells as the code has free variables (invariant of functions).
        let cells = closure.as_ref().downcast_unchecked::<Tuple>().items().as_ptr().cast::<StackRef>();
        let first = locals.add((**(*record).code).nlocalsplus() - oparg);
        let mut i = 0;
        while i < oparg {
            *first.add(i) = (*cells.add(i)).dup();
            i += 1;
        }
        next!(pc, sp, locals, ts, table)
    }
}

fn cell(s: &Stack<'_>, oparg: usize) -> PyResult<Py<CellObject>> {
    match s.local(oparg).and_then(|local| local.downcast::<CellObject>()) {
        Some(cell) => Ok(cell.to_py()),
        None => Err(s.ts.system_error("a cell was expected")),
    }
}

fn unbound_free(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let name = s.code().local_name(oparg);
    let text = name.as_ref().map_or_else(String::new, |name| name.to_rust_string());
    if s.code().local_kind(oparg).contains(minipy_bytecode::LocalKind::FREE) {
        let message = format!("cannot access free variable '{text}' where it is not associated with a value in enclosing scope");
        return Err(names::name_error_of(s.ts, &s.ts.types().name_error, name, &message));
    }
    let message = format!("cannot access local variable '{text}' where it is not associated with a value");
    Err(names::name_error_of(s.ts, &s.ts.types().unbound_local_error, name, &message))
}

fn store_deref(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let cell = cell(s, oparg)?;
    let value = s.pop();
    drop(cell.replace(Some(value)));
    Ok(())
}

fn delete_deref(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    match cell(s, oparg)?.replace(None) {
        Some(old) => {
            drop(old);
            Ok(())
        }
        None => unbound_free(s, oparg),
    }
}

fn make_cell(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let value = s.set_local(oparg, None);
    let cell = CellObject::new(s.ts, value)?;
    drop(s.set_local(oparg, Some(cell.into_ref())));
    Ok(())
}

fn closure_expected(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    Err(s.ts.system_error("a closure was expected"))
}

fn load_from_dict_or_deref(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let namespace = s.pop();
    if let Some(name) = s.code().local_name(oparg) {
        if let Some(value) = names::get_optional(s.ts, &namespace, &name)? {
            s.push(value);
            return Ok(());
        }
    }
    match cell(s, oparg)?.get() {
        Some(value) => {
            s.push(value);
            Ok(())
        }
        None => unbound_free(s, oparg),
    }
}

fn load_from_dict_or_globals(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let namespace = s.pop();
    let value = match names::get_optional(s.ts, &namespace, s.name(oparg))? {
        Some(value) => value,
        None => names::load_global(s.ts, s.globals(), s.builtins(), s.name(oparg))?,
    };
    s.push(value);
    Ok(())
}

fn load_name(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let Some(namespace) = s.ns() else { return Err(s.ts.system_error("no locals when loading a name")) };
    let namespace = namespace.to_ref();
    let value = match names::get_optional(s.ts, &namespace, s.name(oparg))? {
        Some(value) => value,
        None => names::load_global(s.ts, s.globals(), s.builtins(), s.name(oparg))?,
    };
    s.push(value);
    Ok(())
}

fn store_name(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let Some(namespace) = s.ns() else {
        let name = s.name(oparg).to_rust_string();
        return Err(s.ts.system_error(format_args!("no locals found when storing '{name}'")));
    };
    match namespace.downcast_exact::<Dict>() {
        Some(dict) => {
            let dict = dict.to_py();
            dict.set_str(s.ts, s.name(oparg), s.peek(1).to_ref())?;
        }
        None => {
            let namespace = namespace.to_ref();
            protocol::set_item(s.ts, &namespace, s.name(oparg).as_object(), s.peek(1))?;
        }
    }
    s.drop_many(1);
    Ok(())
}

fn delete_name(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let name = s.name(oparg);
    let Some(namespace) = s.ns() else {
        return Err(s.ts.system_error(format_args!("no locals when deleting '{}'", name.to_rust_string())));
    };
    let namespace = namespace.to_ref();
    match protocol::del_item(s.ts, &namespace, name.as_object()) {
        Ok(()) => Ok(()),
        Err(raised) if s.ts.exception_is(&raised, &s.ts.types().key_error) => {
            s.ts.clear_exception(raised);
            Err(names::not_defined(s.ts, name))
        }
        Err(raised) => Err(raised),
    }
}

fn store_global(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let globals = s.globals().to_py();
    globals.set_str(s.ts, s.name(oparg), s.peek(1).to_ref())?;
    s.drop_many(1);
    Ok(())
}

fn delete_global(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let globals = s.globals().to_py();
    let name = s.name(oparg);
    if globals.del_item(s.ts, name.as_object())? { Ok(()) } else { Err(names::not_defined(s.ts, name)) }
}

fn load_locals(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    match s.ns() {
        Some(namespace) => {
            let namespace = namespace.to_ref();
            s.push(namespace);
            Ok(())
        }
        None => Err(s.ts.system_error("no locals")),
    }
}

fn load_build_class(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let found = names::get_optional(s.ts, s.builtins(), &s.ts.names().__build_class__)?;
    match found {
        Some(value) => {
            s.push(value);
            Ok(())
        }
        None => Err(s.ts.raise(&s.ts.types().name_error, "__build_class__ not found")),
    }
}

fn load_assertion_error(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let class = s.ts.types().assertion_error.to_ref();
    s.push(class);
    Ok(())
}

fn setup_annotations(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let Some(namespace) = s.ns() else { return Err(s.ts.system_error("no locals found when setting up annotations")) };
    let namespace = namespace.to_ref();
    let name = &s.ts.names().__annotations__;
    if names::get_optional(s.ts, &namespace, name)?.is_none() {
        let annotations = Dict::new(s.ts)?;
        protocol::set_item(s.ts, &namespace, name.as_object(), annotations.as_object())?;
    }
    Ok(())
}

fn make_function(s: &mut Stack<'_>, _oparg: usize) -> PyResult<()> {
    let function = {
        let Some(code) = s.peek(1).downcast::<Code>() else { return Err(s.ts.system_error("a code object was expected")) };
        Function::with_builtins(s.ts, code, s.globals(), s.builtins().to_ref())?
    };
    s.finish(1, function.into_ref());
    Ok(())
}

fn set_function_attribute(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let function = s.pop();
    let value = s.pop();
    if let Some(function) = function.downcast::<Function>() {
        function.set_attribute(oparg, value);
    }
    s.push(function);
    Ok(())
}
