//! Statements, except functions, classes, `try`, `with` and `match`.
//!
//! CPython's counterpart is `compiler_visit_stmt`. Invariant: each statement leaves the stack as it found it.

use minipy_ast::{Alias, Constant, Expr, ExprKind, For, Identifier, Operator, Span, Stmt, StmtKind};
use minipy_bytecode::{AnyOpcode as Op, Const, Location, NB_INPLACE};

use super::{Compiler, FBlockKind, UnitKind, loc};
use crate::error::{Result, system};
use crate::symtable::ScopeKind;
use crate::unparse;

/// The operand of BINARY_OP.
pub(super) fn binary_op(op: Operator) -> u32 {
    match op {
        Operator::Add => 0,
        Operator::BitAnd => 1,
        Operator::FloorDiv => 2,
        Operator::LShift => 3,
        Operator::MatMult => 4,
        Operator::Mult => 5,
        Operator::Mod => 6,
        Operator::BitOr => 7,
        Operator::Pow => 8,
        Operator::RShift => 9,
        Operator::Sub => 10,
        Operator::Div => 11,
        Operator::BitXor => 12,
    }
}

/// The docstring that a body begins with, and where it stands.
pub(super) fn docstring<'a>(body: &'a [&'a Stmt<'a>]) -> Option<(&'a [u8], Span)> {
    let StmtKind::Expr { value } = body.first()?.kind else {
        return None;
    };
    let ExprKind::Constant { value: Constant::Str(text), .. } = value.kind else {
        return None;
    };
    Some((text, value.span))
}

/// A docstring without the indentation of its lines, as `inspect.cleandoc` has it but for blank lines at the ends.
pub(super) fn clean_doc(doc: &[u8]) -> Const {
    let text = expand_tabs(doc);
    // The common indentation of all lines but the first.
    let mut margin = usize::MAX;
    for line in text.split(|b| *b == b'\n').skip(1) {
        let indent = line.iter().take_while(|b| **b == b' ').count();
        if indent < line.len() {
            margin = margin.min(indent);
        }
    }
    if margin == usize::MAX {
        margin = 0;
    }
    let first = text.iter().take_while(|b| **b == b' ').count();
    if first == 0 && margin == 0 {
        return Const::Str(text.into());
    }
    let mut out = Vec::with_capacity(text.len());
    for (index, line) in text.split(|b| *b == b'\n').enumerate() {
        let cut = if index == 0 { first } else { margin };
        if index > 0 {
            out.push(b'\n');
        }
        let indent = line.iter().take_while(|b| **b == b' ').count().min(cut);
        out.extend_from_slice(line.get(indent..).unwrap_or_default());
    }
    Const::Str(out.into())
}

/// `str.expandtabs()`: columns count characters since the last line break.
fn expand_tabs(text: &[u8]) -> Vec<u8> {
    if !text.contains(&b'\t') {
        return text.to_vec();
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    let mut column = 0usize;
    for byte in text {
        match byte {
            b'\t' => {
                let spaces = 8 - column % 8;
                out.extend(core::iter::repeat_n(b' ', spaces));
                column += spaces;
            }
            b'\n' | b'\r' => {
                out.push(*byte);
                column = 0;
            }
            // Only the first byte of a character counts.
            0x80..=0xbf => out.push(*byte),
            _ => {
                out.push(*byte);
                column += 1;
            }
        }
    }
    out
}

/// Whether a body holds an annotation of its own scope.
fn has_annotations(body: &[&Stmt<'_>]) -> bool {
    body.iter().any(|stmt| match stmt.kind {
        StmtKind::AnnAssign { .. } => true,
        StmtKind::For(data) | StmtKind::AsyncFor(data) => has_annotations(data.body) || has_annotations(data.orelse),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => has_annotations(body) || has_annotations(orelse),
        StmtKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(case.body)),
        StmtKind::With(data) | StmtKind::AsyncWith(data) => has_annotations(data.body),
        StmtKind::Try(data) | StmtKind::TryStar(data) => {
            data.handlers.iter().any(|handler| has_annotations(handler.body))
                || has_annotations(data.body)
                || has_annotations(data.finalbody)
                || has_annotations(data.orelse)
        }
        StmtKind::FunctionDef(_)
        | StmtKind::AsyncFunctionDef(_)
        | StmtKind::ClassDef(_)
        | StmtKind::Return { .. }
        | StmtKind::Delete { .. }
        | StmtKind::Assign { .. }
        | StmtKind::TypeAlias { .. }
        | StmtKind::AugAssign { .. }
        | StmtKind::Raise { .. }
        | StmtKind::Assert { .. }
        | StmtKind::Import { .. }
        | StmtKind::ImportFrom { .. }
        | StmtKind::Global { .. }
        | StmtKind::Nonlocal { .. }
        | StmtKind::Expr { .. }
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue => false,
    })
}

impl<'a> Compiler<'a, '_> {
    /// The body of a module or class: `__annotations__`, the docstring, the statements.
    pub(super) fn body(&mut self, mut at: Location, body: &'a [&'a Stmt<'a>]) -> Result {
        if self.unit.kind == UnitKind::Module
            && let Some(first) = body.first()
        {
            at = loc(first.span);
        }
        if has_annotations(body) {
            self.op(at, Op::SETUP_ANNOTATIONS);
        }
        let mut rest = body;
        if !self.interactive
            && let Some((text, span)) = docstring(body)
        {
            rest = body.get(1..).unwrap_or_default();
            if self.options.optimize < 2 {
                self.load_const(loc(span), clean_doc(text));
                self.store_name(Location::NONE, "__doc__")?;
            }
        }
        self.stmts(rest)
    }

    pub(super) fn stmt(&mut self, stmt: &'a Stmt<'a>) -> Result {
        self.guard.enter(1)?;
        self.stmt_inner(stmt)?;
        self.guard.leave(1);
        Ok(())
    }

    fn stmt_inner(&mut self, stmt: &'a Stmt<'a>) -> Result {
        let at = loc(stmt.span);
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, at, false),
            StmtKind::AsyncFunctionDef(def) => self.function(def, at, true),
            StmtKind::ClassDef(def) => self.class(def, at),
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(stmt, name, type_params, value),
            StmtKind::Return { value } => self.return_stmt(at, value),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.expr(value)?;
                for (index, target) in targets.iter().enumerate() {
                    if index + 1 < targets.len() {
                        self.op_i(at, Op::COPY, 1);
                    }
                    self.expr(target)?;
                }
                Ok(())
            }
            StmtKind::AugAssign { target, op, value } => self.aug_assign(at, target, op, value),
            StmtKind::AnnAssign { target, annotation, value, simple } => self.ann_assign(at, target, annotation, value, simple),
            StmtKind::For(data) => self.for_loop(at, data),
            StmtKind::AsyncFor(data) => self.async_for(at, data),
            StmtKind::While { test, body, orelse } => self.while_loop(at, test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_stmt(at, test, body, orelse),
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Raise { exc, cause } => {
                let mut count = 0;
                if let Some(exc) = exc {
                    self.expr(exc)?;
                    count += 1;
                    if let Some(cause) = cause {
                        self.expr(cause)?;
                        count += 1;
                    }
                }
                self.op_i(at, Op::RAISE_VARARGS, count);
                Ok(())
            }
            StmtKind::Try(data) => {
                if data.finalbody.is_empty() {
                    self.try_except(at, data)
                } else {
                    self.try_finally(at, data, false)
                }
            }
            StmtKind::TryStar(data) => {
                if data.finalbody.is_empty() {
                    self.try_star_except(at, data)
                } else {
                    self.try_finally(at, data, true)
                }
            }
            StmtKind::Assert { test, msg } => self.assert_stmt(at, test, msg),
            StmtKind::Import { names } => self.import(at, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(at, module, names, level),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => Ok(()),
            StmtKind::Expr { value } => self.expr_stmt(at, value),
            StmtKind::Pass => {
                self.op(at, Op::NOP);
                Ok(())
            }
            StmtKind::Break => self.break_stmt(at),
            StmtKind::Continue => self.continue_stmt(at),
            StmtKind::With(data) => self.with(data, 0),
            StmtKind::AsyncWith(data) => self.async_with(data, 0),
        }
    }

    fn expr_stmt(&mut self, at: Location, value: &'a Expr<'a>) -> Result {
        if self.interactive && self.stack.is_empty() {
            self.expr(value)?;
            self.op_i(at, Op::CALL_INTRINSIC_1, 1);
            self.op(Location::NONE, Op::POP_TOP);
            return Ok(());
        }
        if self.folder.is_constant(value) {
            self.op(at, Op::NOP);
            return Ok(());
        }
        self.expr(value)?;
        self.op(Location::NONE, Op::POP_TOP);
        Ok(())
    }

    fn return_stmt(&mut self, stmt: Location, value: Option<&'a Expr<'a>>) -> Result {
        let mut at = stmt;
        let constant = value.and_then(|value| self.folder.constant(value));
        let preserve_tos = value.is_some() && constant.is_none();
        let scope = &self.table[self.unit.scope];
        if !scope.is_function_like() {
            return self.error(at, "'return' outside function");
        }
        if value.is_some() && scope.coroutine && scope.generator {
            return self.error(at, "'return' with value in async generator");
        }
        if let Some(value) = value {
            if preserve_tos {
                self.expr(value)?;
            } else {
                // An instruction with the line of the value.
                at = loc(value.span);
                self.op(at, Op::NOP);
            }
        }
        if value.is_none_or(|value| value.span.lineno as i32 != stmt.line) {
            at = stmt;
            self.op(at, Op::NOP);
        }
        self.unwind_fblocks(&mut at, preserve_tos, false)?;
        match (value, constant) {
            (None, _) => self.load_none(at),
            (Some(_), Some(constant)) => self.load_const(at, constant),
            (Some(_), None) => {}
        }
        self.op(at, Op::RETURN_VALUE);
        Ok(())
    }

    fn break_stmt(&mut self, stmt: Location) -> Result {
        let mut at = stmt;
        self.op(at, Op::NOP);
        let Some(block) = self.unwind_fblocks(&mut at, false, true)? else {
            return self.error(stmt, "'break' outside loop");
        };
        self.unwind_fblock(&mut at, &block, false)?;
        if let Some(exit) = block.exit {
            self.jump(at, Op::JUMP, exit);
        }
        Ok(())
    }

    fn continue_stmt(&mut self, stmt: Location) -> Result {
        let mut at = stmt;
        self.op(at, Op::NOP);
        let Some(block) = self.unwind_fblocks(&mut at, false, true)? else {
            return self.error(stmt, "'continue' not properly in loop");
        };
        if let Some(start) = block.block {
            self.jump(at, Op::JUMP, start);
        }
        Ok(())
    }

    fn if_stmt(&mut self, at: Location, test: &'a Expr<'a>, body: &'a [&'a Stmt<'a>], orelse: &'a [&'a Stmt<'a>]) -> Result {
        let end = self.label();
        let next = if orelse.is_empty() { end } else { self.label() };
        self.jump_if(at, test, next, false)?;
        self.stmts(body)?;
        if !orelse.is_empty() {
            self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
            self.use_label(next);
            self.stmts(orelse)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn while_loop(&mut self, at: Location, test: &'a Expr<'a>, body: &'a [&'a Stmt<'a>], orelse: &'a [&'a Stmt<'a>]) -> Result {
        let (start, inner, end, anchor) = (self.label(), self.label(), self.label(), self.label());
        self.use_label(start);
        self.push_fblock(at, FBlockKind::WhileLoop, Some(start), Some(end))?;
        self.jump_if(at, test, anchor, false)?;
        self.use_label(inner);
        self.stmts(body)?;
        // The test once more, so that a turn of the loop has one jump.
        self.jump_if(at, test, inner, true)?;
        self.pop_fblock();
        self.use_label(anchor);
        self.stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn for_loop(&mut self, at: Location, data: &'a For<'a>) -> Result {
        let (start, cleanup, end) = (self.label(), self.label(), self.label());
        self.push_fblock(at, FBlockKind::ForLoop, Some(start), Some(end))?;
        self.iterable(data.iter)?;
        let iter = loc(data.iter.span);
        self.op(iter, Op::GET_ITER);
        self.use_label(start);
        self.jump(iter, Op::FOR_ITER, cleanup);
        // Holds the line of the target; goes away if the target is on the line of the loop.
        self.op(loc(data.target.span), Op::NOP);
        self.expr(data.target)?;
        self.stmts(data.body)?;
        self.jump(Location::NONE, Op::JUMP, start);
        self.use_label(cleanup);
        self.op(Location::NONE, Op::END_FOR);
        self.op(Location::NONE, Op::POP_TOP);
        self.pop_fblock();
        self.stmts(data.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn async_for(&mut self, at: Location, data: &'a For<'a>) -> Result {
        let (start, except, end) = (self.label(), self.label(), self.label());
        self.expr(data.iter)?;
        let iter = loc(data.iter.span);
        self.op(iter, Op::GET_AITER);
        self.use_label(start);
        self.push_fblock(at, FBlockKind::ForLoop, Some(start), Some(end))?;
        self.jump(at, Op::SETUP_FINALLY, except);
        self.op(at, Op::GET_ANEXT);
        self.load_none(at);
        self.add_yield_from(at, true);
        self.op(at, Op::POP_BLOCK);
        self.expr(data.target)?;
        self.stmts(data.body)?;
        self.jump(Location::NONE, Op::JUMP, start);
        self.pop_fblock();
        self.use_label(except);
        self.op(iter, Op::END_ASYNC_FOR);
        self.stmts(data.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn assert_stmt(&mut self, at: Location, test: &'a Expr<'a>, msg: Option<&'a Expr<'a>>) -> Result {
        let tuple = if let ExprKind::Tuple { elts, .. } = test.kind {
            !elts.is_empty()
        } else {
            matches!(self.folder.constant(test), Some(Const::Tuple(items)) if !items.is_empty())
        };
        if tuple {
            self.warn(at, "assertion is always true, perhaps remove parentheses?".to_owned());
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.jump_if(at, test, end, true)?;
        self.op(at, Op::LOAD_ASSERTION_ERROR);
        if let Some(msg) = msg {
            self.expr(msg)?;
            self.op_i(at, Op::CALL, 0);
        }
        self.op_i(loc(test.span), Op::RAISE_VARARGS, 1);
        self.use_label(end);
        Ok(())
    }

    fn import(&mut self, at: Location, names: &'a [Alias<'a>]) -> Result {
        for alias in names {
            self.load_int(at, 0);
            self.load_none(at);
            self.name_op(at, Op::IMPORT_NAME, alias.name);
            match alias.asname {
                Some(asname) => {
                    // `import a.b.c as d`: fetch b from a, c from b.
                    let mut parts = alias.name.split('.').skip(1).peekable();
                    let dotted = parts.peek().is_some();
                    while let Some(part) = parts.next() {
                        self.name_op(at, Op::IMPORT_FROM, part);
                        if parts.peek().is_some() {
                            self.op_i(at, Op::SWAP, 2);
                            self.op(at, Op::POP_TOP);
                        }
                    }
                    self.store_name(at, asname)?;
                    if dotted {
                        self.op(at, Op::POP_TOP);
                    }
                }
                None => self.store_name(at, alias.name.split('.').next().unwrap_or(alias.name))?,
            }
        }
        Ok(())
    }

    fn import_from(&mut self, at: Location, module: Option<Identifier<'a>>, names: &'a [Alias<'a>], level: u32) -> Result {
        self.load_int(at, level as usize);
        let list = names.iter().map(|alias| Const::str(alias.name)).collect();
        self.load_const(at, Const::Tuple(list));
        self.name_op(at, Op::IMPORT_NAME, module.unwrap_or(""));
        for alias in names {
            if alias.name == "*" {
                self.op_i(at, Op::CALL_INTRINSIC_1, 2);
                self.op(Location::NONE, Op::POP_TOP);
                return Ok(());
            }
            self.name_op(at, Op::IMPORT_FROM, alias.name);
            self.store_name(at, alias.asname.unwrap_or(alias.name))?;
        }
        self.op(at, Op::POP_TOP);
        Ok(())
    }

    fn aug_assign(&mut self, stmt: Location, target: &'a Expr<'a>, op: Operator, value: &'a Expr<'a>) -> Result {
        let mut at = loc(target.span);
        if let ExprKind::Attribute { value: owner, attr, .. } = target.kind {
            self.expr(owner)?;
            self.op_i(at, Op::COPY, 1);
            at = self.attribute_location(at, target);
            self.name_op(at, Op::LOAD_ATTR, attr);
        } else if let ExprKind::Subscript { value: container, slice, .. } = target.kind {
            self.expr(container)?;
            if self.two_part_slice(slice)? {
                self.op_i(at, Op::COPY, 3);
                self.op_i(at, Op::COPY, 3);
                self.op_i(at, Op::COPY, 3);
                self.op(at, Op::BINARY_SLICE);
            } else {
                self.expr(slice)?;
                self.op_i(at, Op::COPY, 2);
                self.op_i(at, Op::COPY, 2);
                self.op(at, Op::BINARY_SUBSCR);
            }
        } else if let ExprKind::Name { id, .. } = target.kind {
            self.load_name(at, id)?;
        } else {
            return system("invalid node type for augmented assignment");
        }
        self.expr(value)?;
        self.op_i(stmt, Op::BINARY_OP, binary_op(op) + NB_INPLACE);
        at = loc(target.span);
        if let ExprKind::Attribute { attr, .. } = target.kind {
            at = self.attribute_location(at, target);
            self.op_i(at, Op::SWAP, 2);
            self.name_op(at, Op::STORE_ATTR, attr);
        } else if let ExprKind::Subscript { slice, .. } = target.kind {
            if matches!(slice.kind, ExprKind::Slice { step: None, .. }) {
                self.op_i(at, Op::SWAP, 4);
                self.op_i(at, Op::SWAP, 3);
                self.op_i(at, Op::SWAP, 2);
                self.op(at, Op::STORE_SLICE);
            } else {
                self.op_i(at, Op::SWAP, 3);
                self.op_i(at, Op::SWAP, 2);
                self.op(at, Op::STORE_SUBSCR);
            }
        } else if let ExprKind::Name { id, .. } = target.kind {
            self.store_name(at, id)?;
        }
        Ok(())
    }

    fn ann_assign(
        &mut self,
        at: Location,
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        simple: bool,
    ) -> Result {
        // The assignment comes first.
        if let Some(value) = value {
            self.expr(value)?;
            self.expr(target)?;
        }
        let keeps_annotations = matches!(self.table[self.unit.scope].kind, ScopeKind::Module | ScopeKind::Class);
        if let ExprKind::Name { id, .. } = target.kind {
            if simple && keeps_annotations {
                self.annotation(annotation)?;
                self.name_op(at, Op::LOAD_NAME, "__annotations__");
                let name = self.mangle(id);
                self.load_sym(at, name);
                self.op(at, Op::STORE_SUBSCR);
            }
        } else if let ExprKind::Attribute { value: owner, .. } = target.kind {
            if value.is_none() {
                self.check_expr(owner)?;
            }
        } else if let ExprKind::Subscript { value: container, slice, .. } = target.kind {
            if value.is_none() {
                self.check_expr(container)?;
                self.check_subscript(slice)?;
            }
        } else {
            return system("invalid node type for annotated assignment");
        }
        // The annotation of a target that is no name is evaluated and forgotten.
        if !simple && !self.future_annotations() && keeps_annotations {
            self.check_expr(annotation)?;
        }
        Ok(())
    }

    /// The value of an annotation, or its text.
    pub(super) fn annotation(&mut self, annotation: &'a Expr<'a>) -> Result {
        if self.future_annotations() {
            let text = unparse::expression(annotation, &mut self.guard)?;
            self.load_const(loc(annotation.span), Const::Str(text.into()));
            return Ok(());
        }
        self.expr(annotation)
    }

    /// Evaluates an expression for its errors.
    fn check_expr(&mut self, expr: &'a Expr<'a>) -> Result {
        self.expr(expr)?;
        self.op(loc(expr.span), Op::POP_TOP);
        Ok(())
    }

    fn check_subscript(&mut self, slice: &'a Expr<'a>) -> Result {
        if let ExprKind::Slice { lower, upper, step } = slice.kind {
            [lower, upper, step].into_iter().flatten().try_for_each(|part| self.check_expr(part))
        } else if let ExprKind::Tuple { elts, .. } = slice.kind {
            elts.iter().try_for_each(|elt| self.check_subscript(elt))
        } else {
            self.check_expr(slice)
        }
    }
}
