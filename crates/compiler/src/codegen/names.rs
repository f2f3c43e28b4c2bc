//! Names: which instruction reads, writes or deletes one.
//!
//! CPython's counterpart is `compiler_nameop`. Invariant: the choice depends on the place that the symbol tables gave the name and on the
//! kind of unit, never on what was emitted before.

use minipy_ast::ExprContext;
use minipy_bytecode::{AnyOpcode as Op, Location};

use super::{Compiler, UnitKind};
use crate::error::{Result, system};
use crate::names::{NameTable, Sym};
use crate::symtable::{Place, ScopeKind};

/// How a name is reached.
enum Access {
    Fast,
    Global,
    Deref,
    Name,
}

impl Compiler<'_, '_> {
    /// The name as this unit knows it.
    pub(super) fn mangle(&mut self, name: &str) -> Sym {
        if let Some(mangled) = &self.table[self.unit.scope].mangled_names {
            let plain = self.names.intern(name);
            if !mangled.contains(&plain) {
                return plain;
            }
        }
        self.names.mangle(self.unit.private, name)
    }

    pub(super) fn load_name(&mut self, loc: Location, name: &str) -> Result {
        self.name_in_context(loc, name, ExprContext::Load)
    }

    pub(super) fn store_name(&mut self, loc: Location, name: &str) -> Result {
        self.name_in_context(loc, name, ExprContext::Store)
    }

    pub(super) fn delete_name(&mut self, loc: Location, name: &str) -> Result {
        self.name_in_context(loc, name, ExprContext::Del)
    }

    /// The number of a cell: those of this unit come first, then those of the units around it.
    pub(super) fn deref_index(&mut self, sym: Sym, free: bool) -> u32 {
        let cells = self.unit.cellvars.len() as u32;
        if free { cells + self.unit.freevars.add(sym) } else { self.unit.cellvars.add(sym) }
    }

    pub(super) fn load_classdict(&mut self, loc: Location) {
        let sym = self.names.intern("__classdict__");
        let index = self.deref_index(sym, true);
        self.op_i(loc, Op::LOAD_DEREF, index);
    }

    pub(super) fn name_in_context(&mut self, loc: Location, name: &str, context: ExprContext) -> Result {
        let sym = self.mangle(name);
        let scope = &self.table[self.unit.scope];
        let place = scope.place(sym);
        let function_like = scope.is_function_like();
        let class = scope.kind == ScopeKind::Class;
        let sees_class = scope.can_see_class_scope;
        let in_inlined_comp = self.unit.in_inlined_comp > 0;
        let (access, free) = match place {
            Place::Free => (Access::Deref, true),
            Place::Cell => (Access::Deref, false),
            Place::Local if function_like || self.unit.fast_hidden.get(&sym) == Some(&true) => (Access::Fast, false),
            Place::GlobalImplicit if function_like => (Access::Global, false),
            Place::GlobalExplicit => (Access::Global, false),
            Place::Local | Place::GlobalImplicit | Place::Unknown => (Access::Name, false),
        };
        match access {
            Access::Deref => {
                let index = self.deref_index(sym, free);
                let op = match context {
                    ExprContext::Load if class && !in_inlined_comp => {
                        self.op(loc, Op::LOAD_LOCALS);
                        Op::LOAD_FROM_DICT_OR_DEREF
                    }
                    ExprContext::Load if sees_class => {
                        self.load_classdict(loc);
                        Op::LOAD_FROM_DICT_OR_DEREF
                    }
                    ExprContext::Load => Op::LOAD_DEREF,
                    ExprContext::Store => Op::STORE_DEREF,
                    ExprContext::Del => Op::DELETE_DEREF,
                };
                self.op_i(loc, op, index);
            }
            Access::Fast => {
                let index = self.unit.varnames.add(sym);
                let op = match context {
                    ExprContext::Load => Op::LOAD_FAST,
                    ExprContext::Store => Op::STORE_FAST,
                    ExprContext::Del => Op::DELETE_FAST,
                };
                self.op_i(loc, op, index);
            }
            Access::Global => {
                let index = self.unit.names.add(sym);
                match context {
                    ExprContext::Load if sees_class && place == Place::GlobalImplicit => {
                        self.load_classdict(loc);
                        self.op_i(loc, Op::LOAD_FROM_DICT_OR_GLOBALS, index);
                    }
                    ExprContext::Load => self.op_i(loc, Op::LOAD_GLOBAL, index << 1),
                    ExprContext::Store => self.op_i(loc, Op::STORE_GLOBAL, index),
                    ExprContext::Del => self.op_i(loc, Op::DELETE_GLOBAL, index),
                }
            }
            Access::Name => {
                let index = self.unit.names.add(sym);
                match context {
                    // A class's comprehension does not see the class's names.
                    ExprContext::Load if class && in_inlined_comp => self.op_i(loc, Op::LOAD_GLOBAL, index << 1),
                    ExprContext::Load => self.op_i(loc, Op::LOAD_NAME, index),
                    ExprContext::Store => self.op_i(loc, Op::STORE_NAME, index),
                    ExprContext::Del => self.op_i(loc, Op::DELETE_NAME, index),
                }
            }
        }
        Ok(())
    }

    /// Pushes the cells that a nested code object needs, for its closure.
    pub(super) fn load_closure(&mut self, loc: Location, free: &[Sym]) -> Result {
        let class = self.names.intern("__class__");
        let classdict = self.names.intern("__classdict__");
        for name in free {
            // The two special cells of a class have no symbol in it.
            let place = if self.unit.kind == UnitKind::Class && (*name == class || *name == classdict) {
                Place::Cell
            } else {
                self.table[self.unit.scope].place(*name)
            };
            let (table, before): (&NameTable, u32) = match place {
                Place::Cell => (&self.unit.cellvars, 0),
                Place::Unknown | Place::Local | Place::GlobalExplicit | Place::GlobalImplicit | Place::Free => {
                    (&self.unit.freevars, self.unit.cellvars.len() as u32)
                }
            };
            let Some(index) = table.get(*name) else {
                return system(format!("compiler_make_closure: cannot find {}", self.names.text(*name)));
            };
            self.op_i(loc, Op::LOAD_CLOSURE, before + index);
        }
        Ok(())
    }
}
