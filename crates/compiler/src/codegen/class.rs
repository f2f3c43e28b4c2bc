//! Classes.
//!
//! CPython's counterpart is `compiler_class`: `NAME = __build_class__(body, "NAME", *bases, **keywords)`, decorated. Invariant: the body is a
//! function without arguments that fills its namespace and returns the cell of `__class__`, if its methods need one.

use minipy_ast::ClassDef;
use minipy_bytecode::{AnyOpcode as Op, Const, Location};
use minipy_scalar::Int;

use super::{Compiler, UnitKind};
use crate::error::Result;
use crate::symtable::{BODY, TYPE_PARAMS, key};

impl<'a> Compiler<'a, '_> {
    pub(super) fn class(&mut self, def: &'a ClassDef<'a>, at: Location) -> Result {
        self.decorators(def.decorator_list)?;
        let firstlineno = def.decorator_list.first().map_or(at.line as u32, |decorator| decorator.span.lineno);
        let generic = !def.type_params.is_empty();
        if generic {
            let name = format!("<generic parameters of {}>", def.name);
            let private = self.names.intern(def.name);
            self.enter_scope(UnitKind::TypeParams, key(def.type_params, TYPE_PARAMS), &name, firstlineno, Some(private))?;
            self.type_params(def.type_params)?;
            self.store_name(at, ".type_params")?;
        }
        self.class_body(def, at, firstlineno)?;
        if generic {
            self.load_name(at, ".type_params")?;
            self.op_i(at, Op::CALL_INTRINSIC_1, 10);
            self.store_name(at, ".generic_base")?;
            self.call_helper(at, 2, def.bases, Some(".generic_base"), def.keywords)?;
            let (code, free) = self.exit_unit(false)?;
            self.make_closure(at, code, &free, 0)?;
            self.op(at, Op::PUSH_NULL);
            self.op_i(at, Op::CALL, 0);
        } else {
            self.call_helper(at, 2, def.bases, None, def.keywords)?;
        }
        self.apply_decorators(def.decorator_list);
        self.store_name(at, def.name)
    }

    /// Compiles the body and pushes what `__build_class__` is called with, up to the name.
    fn class_body(&mut self, def: &'a ClassDef<'a>, at: Location, firstlineno: u32) -> Result {
        let private = self.names.intern(def.name);
        self.enter_scope(UnitKind::Class, key(def, BODY), def.name, firstlineno, Some(private))?;
        let line = firstlineno as i32;
        let head = Location { line, end_line: line, column: 0, end_column: 0 };
        self.load_name(head, "__name__")?;
        self.store_name(head, "__module__")?;
        let qualname = self.unit.qualname.clone();
        self.load_str(head, &qualname);
        self.store_name(head, "__qualname__")?;
        self.load_const(head, Const::Int(Int::from(firstlineno)));
        self.store_name(head, "__firstlineno__")?;
        if !def.type_params.is_empty() {
            self.load_name(head, ".type_params")?;
            self.store_name(head, "__type_params__")?;
        }
        if self.table[self.unit.scope].needs_classdict {
            self.op(head, Op::LOAD_LOCALS);
            // Not by name: in a class that would go into the namespace.
            let classdict = self.names.intern("__classdict__");
            let index = self.deref_index(classdict, false);
            self.op_i(head, Op::STORE_DEREF, index);
        }
        self.body(head, def.body)?;
        let attributes = self.static_attributes();
        self.load_const(Location::NONE, attributes);
        self.store_name(Location::NONE, "__static_attributes__")?;
        if self.table[self.unit.scope].needs_classdict {
            self.load_cell("__classdict__");
            self.store_name(Location::NONE, "__classdictcell__")?;
        }
        if self.table[self.unit.scope].needs_class_closure {
            self.load_cell("__class__");
            self.op_i(Location::NONE, Op::COPY, 1);
            self.store_name(Location::NONE, "__classcell__")?;
        } else {
            self.load_none(Location::NONE);
        }
        self.op(Location::NONE, Op::RETURN_VALUE);
        let (code, free) = self.exit_unit(true)?;
        // The call belongs to the line of `class`, not to that of a decorator.
        self.op(at, Op::LOAD_BUILD_CLASS);
        self.op(at, Op::PUSH_NULL);
        self.make_closure(at, code, &free, 0)?;
        self.load_str(at, def.name);
        Ok(())
    }

    fn load_cell(&mut self, name: &str) {
        let sym = self.names.intern(name);
        let index = self.deref_index(sym, false);
        self.op_i(Location::NONE, Op::LOAD_CLOSURE, index);
    }

    /// `__static_attributes__`, in the order of the names.
    fn static_attributes(&self) -> Const {
        let mut names: Vec<&str> = self.unit.static_attributes.iter().map(|sym| self.names.text(*sym)).collect();
        names.sort_unstable();
        Const::Tuple(names.into_iter().map(Const::str).collect())
    }
}
