//! Units: what a code object knows when it is entered, and its qualified name.
//!
//! CPython's counterparts are `compiler_enter_scope`, `dictbytype` and `compiler_set_qualname`. Invariant: cells and free variables are
//! numbered in the order of their texts, free variables after the cells.

use minipy_bytecode::CodeFlags;

use super::{ArgCounts, Compiler, Consts, Sequence, Unit, UnitKind};
use crate::names::{FastMap, FastSet, NameTable, Sym};
use crate::symtable::{Place, ScopeId, flag};

impl Unit<'_> {
    pub(super) fn new(kind: UnitKind, scope: ScopeId, name: &str, firstlineno: u32, private: Option<Sym>) -> Self {
        Unit {
            kind,
            scope,
            name: name.into(),
            qualname: name.into(),
            private,
            firstlineno,
            args: ArgCounts::default(),
            seq: Sequence::default(),
            consts: Consts::default(),
            names: NameTable::default(),
            varnames: NameTable::default(),
            cellvars: NameTable::default(),
            freevars: NameTable::default(),
            fast_hidden: FastMap::default(),
            fblocks: Vec::new(),
            in_inlined_comp: 0,
            static_attributes: FastSet::default(),
        }
    }
}

impl Compiler<'_, '_> {
    /// Numbers the parameters, cells and free variables of the current unit.
    pub(super) fn prepare_tables(&mut self) {
        let scope = &self.table[self.unit.scope];
        for name in &scope.varnames {
            self.unit.varnames.add(*name);
        }
        let mut cells = Vec::new();
        let mut free = Vec::new();
        for (name, value) in scope.symbols.iter() {
            let place = Place::of(value);
            if place == Place::Cell || value & flag::DEF_COMP_CELL != 0 {
                cells.push(name);
            }
            if place == Place::Free || value & flag::DEF_FREE_CLASS != 0 {
                free.push(name);
            }
        }
        let names = &self.names;
        cells.sort_unstable_by(|a, b| names.text(*a).cmp(names.text(*b)));
        free.sort_unstable_by(|a, b| names.text(*a).cmp(names.text(*b)));
        let (class_closure, classdict) = (scope.needs_class_closure, scope.needs_classdict);
        for name in cells {
            self.unit.cellvars.add(name);
        }
        if class_closure {
            let name = self.names.intern("__class__");
            self.unit.cellvars.add(name);
        }
        if classdict {
            let name = self.names.intern("__classdict__");
            self.unit.cellvars.add(name);
        }
        for name in free {
            self.unit.freevars.add(name);
        }
    }

    /// The qualified name of the unit that has just been entered.
    pub(super) fn qualified_name(&mut self) -> Box<str> {
        let name = self.unit.name.clone();
        let Some((mut parent, outer)) = self.stack.split_last() else {
            return name;
        };
        if outer.is_empty() {
            return name;
        }
        if parent.kind == UnitKind::TypeParams {
            // The type parameters do not show; what lies around them does.
            let Some((grandparent, further)) = outer.split_last() else {
                return name;
            };
            if further.is_empty() {
                return name;
            }
            parent = grandparent;
        }
        if matches!(self.unit.kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Class) {
            let mangled = self.names.mangle(parent.private, &name);
            if self.table[parent.scope].place(mangled) == Place::GlobalExplicit {
                return name;
            }
        }
        match parent.kind {
            UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda => format!("{}.<locals>.{name}", parent.qualname).into(),
            UnitKind::Module | UnitKind::Class | UnitKind::Comprehension | UnitKind::TypeParams => {
                format!("{}.{name}", parent.qualname).into()
            }
        }
    }

    /// Whether `from __future__ import annotations` holds.
    pub(super) fn future_annotations(&self) -> bool {
        self.future.contains(CodeFlags::FUTURE_ANNOTATIONS)
    }
}
