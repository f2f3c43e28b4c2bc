//! Comprehensions: inlined ones and generator expressions.
//!
//! CPython's counterpart is `compiler_comprehension` (PEP 709). An inlined comprehension saves the values of the names that it binds on the
//! stack and puts them back at its end, also when it is left by an exception. Invariant: outside the comprehension the symbols of the scope
//! are as the symbol tables have them.

use minipy_ast::{Comprehension, Expr, ExprKind};
use minipy_bytecode::{AnyOpcode as Op, Location};

use super::expr::is_starred;
use super::{Compiler, FBlockKind, Label, UnitKind, loc};
use crate::error::{Result, system};
use crate::names::Sym;
use crate::symtable::{Comp, Place, ScopeId, ScopeKind, flag};

/// What an inlined comprehension has to put back.
#[derive(Default)]
struct Inlined {
    /// Names whose values are on the stack.
    pushed: Vec<Sym>,
    /// Symbols of the scope around it that have another place inside.
    saved: Vec<(Sym, u32)>,
    /// Names that are fast locals inside only.
    fast_hidden: Vec<Sym>,
    cleanup: Option<Label>,
}

/// What the innermost part of a comprehension does.
#[derive(Clone, Copy)]
struct Element<'a> {
    kind: Comp,
    elt: &'a Expr<'a>,
    value: Option<&'a Expr<'a>>,
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn comprehension(&mut self, expr: &'a Expr<'a>) -> Result {
        let (kind, elt, value, generators, name) = if let ExprKind::ListComp { elt, generators } = expr.kind {
            (Comp::List, elt, None, generators, "<listcomp>")
        } else if let ExprKind::SetComp { elt, generators } = expr.kind {
            (Comp::Set, elt, None, generators, "<setcomp>")
        } else if let ExprKind::DictComp { key, value, generators } = expr.kind {
            (Comp::Dict, key, Some(value), generators, "<dictcomp>")
        } else if let ExprKind::GeneratorExp { elt, generators } = expr.kind {
            (Comp::Generator, elt, None, generators, "<genexpr>")
        } else {
            return system("not a comprehension");
        };
        let element = Element { kind, elt, value };
        let at = loc(expr.span);
        let scope = self.scope_of(expr)?;
        let Some(outermost) = generators.first() else {
            return system("comprehension without generators");
        };
        let get_iter = if outermost.is_async { Op::GET_AITER } else { Op::GET_ITER };
        let build = match kind {
            Comp::List => Some(Op::BUILD_LIST),
            Comp::Set => Some(Op::BUILD_SET),
            Comp::Dict => Some(Op::BUILD_MAP),
            Comp::Generator => None,
        };
        if self.table[scope].comp_inlined {
            self.iterable(outermost.iter)?;
            self.op(loc(outermost.iter.span), get_iter);
            let state = self.push_inlined(at, scope);
            if let Some(build) = build {
                self.op_i(at, build, 0);
                self.op_i(at, Op::SWAP, 2);
            }
            self.generator(at, generators, 0, 0, element, true)?;
            self.pop_inlined(at, state);
            return Ok(());
        }
        let is_async = self.table[scope].coroutine;
        self.enter_unit(UnitKind::Comprehension, scope, name, expr.span.lineno, None);
        self.unit.args.args = 1;
        if let Some(build) = build {
            self.op_i(at, build, 0);
        }
        self.generator(at, generators, 0, 0, element, false)?;
        if kind == Comp::Generator {
            self.wrap_in_stopiteration_handler();
        } else {
            self.op(at, Op::RETURN_VALUE);
        }
        let (code, free) = self.exit_unit(true)?;
        self.make_closure(at, code, &free, 0)?;
        self.iterable(outermost.iter)?;
        self.op(loc(outermost.iter.span), get_iter);
        self.op_i(at, Op::CALL, 0);
        if is_async && kind != Comp::Generator {
            self.op_i(at, Op::GET_AWAITABLE, 0);
            self.load_none(at);
            self.add_yield_from(at, true);
        }
        Ok(())
    }

    fn generator(
        &mut self,
        at: Location,
        generators: &'a [Comprehension<'a>],
        index: usize,
        depth: u32,
        element: Element<'a>,
        iter_on_stack: bool,
    ) -> Result {
        self.guard.enter(1)?;
        let Some(generator) = generators.get(index) else {
            return Ok(());
        };
        if generator.is_async {
            self.async_generator(at, generators, generator, index, depth, element, iter_on_stack)?;
        } else {
            self.sync_generator(at, generators, generator, index, depth, element, iter_on_stack)?;
        }
        self.guard.leave(1);
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the state of one walk over the generators of a comprehension")]
    fn sync_generator(
        &mut self,
        at: Location,
        generators: &'a [Comprehension<'a>],
        generator: &'a Comprehension<'a>,
        index: usize,
        mut depth: u32,
        element: Element<'a>,
        iter_on_stack: bool,
    ) -> Result {
        let (start, if_cleanup, anchor) = (self.label(), self.label(), self.label());
        let iter = loc(generator.iter.span);
        let mut loops = true;
        if !iter_on_stack {
            if index == 0 {
                self.op_i(at, Op::LOAD_FAST, 0);
            } else if let Some(only) = self.single_item(generator.iter) {
                // `for y in [f(x)]`: an assignment.
                self.expr(only)?;
                loops = false;
            } else {
                self.iterable(generator.iter)?;
                self.op(iter, Op::GET_ITER);
            }
        }
        if loops {
            depth += 1;
            self.use_label(start);
            self.jump(iter, Op::FOR_ITER, anchor);
        }
        self.expr(generator.target)?;
        let elt_loc = self.generator_body(at, generators, generator, index, depth, element, if_cleanup)?;
        self.use_label(if_cleanup);
        if loops {
            self.jump(elt_loc, Op::JUMP, start);
            self.use_label(anchor);
            self.op(Location::NONE, Op::END_FOR);
            self.op(Location::NONE, Op::POP_TOP);
        }
        Ok(())
    }

    /// The item of a display of one item that is no constant.
    fn single_item(&mut self, expr: &'a Expr<'a>) -> Option<&'a Expr<'a>> {
        let (ExprKind::List { elts: [only], .. } | ExprKind::Tuple { elts: [only], .. }) = expr.kind else {
            return None;
        };
        (!is_starred(only) && !self.folder.is_constant(only)).then_some(only)
    }

    #[expect(clippy::too_many_arguments, reason = "the state of one walk over the generators of a comprehension")]
    fn async_generator(
        &mut self,
        at: Location,
        generators: &'a [Comprehension<'a>],
        generator: &'a Comprehension<'a>,
        index: usize,
        depth: u32,
        element: Element<'a>,
        iter_on_stack: bool,
    ) -> Result {
        let (start, except, if_cleanup) = (self.label(), self.label(), self.label());
        if !iter_on_stack {
            if index == 0 {
                self.op_i(at, Op::LOAD_FAST, 0);
            } else {
                self.iterable(generator.iter)?;
                self.op(loc(generator.iter.span), Op::GET_AITER);
            }
        }
        self.use_label(start);
        self.push_fblock(at, FBlockKind::AsyncComprehensionGenerator, Some(start), None)?;
        self.jump(at, Op::SETUP_FINALLY, except);
        self.op(at, Op::GET_ANEXT);
        self.load_none(at);
        self.add_yield_from(at, true);
        self.op(at, Op::POP_BLOCK);
        self.expr(generator.target)?;
        let elt_loc = self.generator_body(at, generators, generator, index, depth + 1, element, if_cleanup)?;
        self.use_label(if_cleanup);
        self.jump(elt_loc, Op::JUMP, start);
        self.pop_fblock();
        self.use_label(except);
        self.op(at, Op::END_ASYNC_FOR);
        Ok(())
    }

    /// The conditions of a generator, then the next generator or the element; the place of the jump back.
    #[expect(clippy::too_many_arguments, reason = "the state of one walk over the generators of a comprehension")]
    fn generator_body(
        &mut self,
        at: Location,
        generators: &'a [Comprehension<'a>],
        generator: &'a Comprehension<'a>,
        index: usize,
        depth: u32,
        element: Element<'a>,
        if_cleanup: Label,
    ) -> Result<Location> {
        for condition in generator.ifs {
            self.jump_if(at, condition, if_cleanup, false)?;
        }
        if index + 1 < generators.len() {
            self.generator(at, generators, index + 1, depth, element, false)?;
            return Ok(loc(element.elt.span));
        }
        self.expr(element.elt)?;
        let mut elt_loc = loc(element.elt.span);
        match element.kind {
            Comp::Generator => {
                self.add_yield(elt_loc);
                self.op(elt_loc, Op::POP_TOP);
            }
            Comp::List => self.op_i(elt_loc, Op::LIST_APPEND, depth + 1),
            Comp::Set => self.op_i(elt_loc, Op::SET_ADD, depth + 1),
            Comp::Dict => {
                if let Some(value) = element.value {
                    self.expr(value)?;
                    let end = loc(value.span);
                    elt_loc.end_line = end.end_line;
                    elt_loc.end_column = end.end_column;
                }
                self.op_i(elt_loc, Op::MAP_ADD, depth + 1);
            }
        }
        Ok(elt_loc)
    }

    // ---- inlining

    fn push_inlined(&mut self, at: Location, comp: ScopeId) -> Inlined {
        let mut state = Inlined::default();
        let outer = self.unit.scope;
        let in_class = self.table[outer].kind == ScopeKind::Class && self.unit.in_inlined_comp == 0;
        self.unit.in_inlined_comp += 1;
        let function_like = self.table[outer].is_function_like();
        let symbols: Vec<(Sym, u32)> = self.table[comp].symbols.iter().collect();
        for (name, value) in symbols {
            let bound = value & flag::DEF_LOCAL != 0 && value & flag::DEF_NONLOCAL == 0;
            if (bound || in_class) && !function_like && self.unit.fast_hidden.get(&name) != Some(&true) {
                self.unit.fast_hidden.insert(name, true);
                state.fast_hidden.push(name);
            }
            let place = Place::of(value);
            let outer_value = self.table[outer].symbol(name);
            let outer_place = Place::of(outer_value);
            // A name that lives elsewhere inside is looked up there while the comprehension is compiled.
            if (place != outer_place && place != Place::Free && !(place == Place::Cell && outer_place == Place::Free)) || in_class {
                self.table[outer].symbols.set(name, value);
                state.saved.push((name, outer_value));
            }
            // What is bound inside is put aside; a cell is put aside as such, and a new one made.
            if bound || in_class {
                let index = self.unit.varnames.add(name);
                self.op_i(at, Op::LOAD_FAST_AND_CLEAR, index);
                if place == Place::Cell {
                    let index = self.deref_index(name, outer_place == Place::Free);
                    self.op_i(at, Op::MAKE_CELL, index);
                }
                state.pushed.push(name);
            }
        }
        if !state.pushed.is_empty() {
            // The iterator goes back on top; the saved values are put back in the opposite order.
            self.op_i(at, Op::SWAP, state.pushed.len() as u32 + 1);
            let cleanup = self.label();
            state.cleanup = Some(cleanup);
            self.jump(at, Op::SETUP_FINALLY, cleanup);
        }
        state
    }

    fn restore_inlined(&mut self, at: Location, pushed: &[Sym]) {
        self.op_i(at, Op::SWAP, pushed.len() as u32 + 1);
        for name in pushed.iter().rev() {
            let index = self.unit.varnames.add(*name);
            self.op_i(at, Op::STORE_FAST_MAYBE_NULL, index);
        }
    }

    fn pop_inlined(&mut self, at: Location, state: Inlined) {
        self.unit.in_inlined_comp -= 1;
        let outer = self.unit.scope;
        for (name, value) in &state.saved {
            self.table[outer].symbols.set(*name, *value);
        }
        if let Some(cleanup) = state.cleanup {
            self.op(Location::NONE, Op::POP_BLOCK);
            let end = self.label();
            self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup);
            // The unfinished result lies below the exception.
            self.op_i(Location::NONE, Op::SWAP, 2);
            self.op(Location::NONE, Op::POP_TOP);
            self.restore_inlined(at, &state.pushed);
            self.op_i(Location::NONE, Op::RERAISE, 0);
            self.use_label(end);
            self.restore_inlined(at, &state.pushed);
        }
        for name in state.fast_hidden {
            self.unit.fast_hidden.insert(name, false);
        }
    }
}
