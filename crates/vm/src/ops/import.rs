//! Imports.
//!
//! CPython counterpart: `import_name`, `import_from`, `import_all_from`. What `__import__` does is the hook of `crate::import`.
#![expect(non_snake_case, reason = "a handler has the name of its opcode")]
#![expect(unsafe_code, reason = "the macros that define handlers")]

use minipy_object::args::Args;
use minipy_object::protocol;
use minipy_object::state::PyResult;

use crate::frame::Stack;

ops_out! {
    IMPORT_NAME => import_name;
    IMPORT_FROM => import_from;
}

fn import_name(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let name = s.name(oparg).to_ref();
    let Some(import) = crate::names::get_optional(s.ts, s.builtins(), &s.ts.names().__import__)? else {
        return Err(s.ts.raise(&s.ts.types().import_error, "__import__ not found"));
    };
    let locals = s.ns().map_or_else(|| s.ts.none(), |ns| ns.to_ref());
    let args = [name, s.globals().to_ref(), locals, s.peek(1).to_ref(), s.peek(2).to_ref()];
    let module = protocol::call(s.ts, &import, Args::positional(&args))?;
    s.finish(2, module);
    Ok(())
}

fn import_from(s: &mut Stack<'_>, oparg: usize) -> PyResult<()> {
    let found = crate::import::import_from(s.ts, s.peek(1), s.name(oparg))?;
    s.push(found);
    Ok(())
}
