//! The first pass: how each scope uses its names.
//!
//! CPython's counterpart is the `symtable_visit_*` half of `Python/symtable.c`. Invariant: scopes are numbered, and names noted, in the
//! order in which CPython visits them; errors it finds here come in the same order.

use minipy_ast::{
    Alias, Arg, Arguments, Comprehension, ExceptHandler, Expr, ExprContext, ExprKind, For, FunctionDef, Identifier, Keyword, MatchCase,
    Mod, Pattern, PatternKind, Span, Stmt, StmtKind, Try, TypeParam, TypeParamKind, With,
};
use minipy_bytecode::CodeFlags;

use super::{BODY, BOUND, Comp, DEFAULT, Key, Scope, ScopeId, ScopeKind, SymTable, TYPE_PARAMS, flag, key};
use crate::Options;
use crate::error::{Guard, Result, location, syntax, system};
use crate::future::Future;
use crate::names::{FastMap, FastSet, Names, Sym, SymMap};

struct Builder<'b> {
    table: SymTable,
    stack: Vec<ScopeId>,
    current: ScopeId,
    private: Option<Sym>,
    names: &'b mut Names,
    guard: &'b mut Guard,
    future: &'b Future,
    future_annotations: bool,
    top_level_await: bool,
}

pub(super) fn build(module: &Mod<'_>, future: &Future, options: &Options, names: &mut Names, guard: &mut Guard) -> Result<SymTable> {
    let top = ScopeId(0);
    let table = SymTable { scopes: Vec::new(), keys: FastMap::default(), top };
    let mut builder = Builder {
        table,
        stack: Vec::new(),
        current: top,
        private: None,
        names,
        guard,
        future,
        future_annotations: future.flags.contains(CodeFlags::FUTURE_ANNOTATIONS),
        top_level_await: options.allow_top_level_await,
    };
    let scope = builder.new_scope(ScopeKind::Module, None, Span::default());
    builder.stack.push(scope);
    match *module {
        Mod::Module { body, .. } | Mod::Interactive { body } => builder.stmts(body)?,
        Mod::Expression { body } => builder.expr(body)?,
        Mod::FunctionType { .. } => return system("this compiler does not handle FunctionTypes"),
    }
    Ok(builder.table)
}

impl Builder<'_> {
    fn cur(&mut self) -> &mut Scope {
        &mut self.table[self.current]
    }

    fn kind(&self) -> ScopeKind {
        self.table[self.current].kind
    }

    // ---- scopes

    fn new_scope(&mut self, kind: ScopeKind, key: Option<Key>, span: Span) -> ScopeId {
        let nested = !self.stack.is_empty() && {
            let outer = &self.table[self.current];
            outer.nested || outer.is_function_like()
        };
        let id = ScopeId(self.table.scopes.len() as u32);
        self.table.scopes.push(Scope {
            kind,
            symbols: SymMap::default(),
            varnames: Vec::new(),
            children: Vec::new(),
            directives: Vec::new(),
            mangled_names: None,
            nested,
            generator: false,
            coroutine: false,
            comprehension: None,
            varargs: false,
            varkeywords: false,
            needs_class_closure: false,
            needs_classdict: false,
            comp_inlined: false,
            comp_iter_target: false,
            comp_iter_expr: 0,
            can_see_class_scope: false,
            scope_info: "",
            span,
        });
        if let Some(key) = key {
            self.table.keys.insert(key, id);
        }
        id
    }

    fn enter(&mut self, kind: ScopeKind, key: Option<Key>, span: Span) {
        let id = self.new_scope(kind, key, span);
        let outer = self.current;
        // No assignment expression at all may stand in the outermost iterable of a comprehension, however deeply it is nested there.
        self.table[id].comp_iter_expr = self.table[outer].comp_iter_expr;
        // In a class all names are mangled.
        if kind != ScopeKind::Class {
            self.table[id].mangled_names = self.table[outer].mangled_names.clone();
        }
        self.stack.push(id);
        self.current = id;
        // An annotation that becomes a string has no part in the analysis.
        if kind != ScopeKind::Annotation {
            self.table[outer].children.push(id);
        }
    }

    fn exit(&mut self) {
        self.stack.pop();
        if let Some(outer) = self.stack.last() {
            self.current = *outer;
        }
    }

    // ---- names

    fn mangle(&mut self, scope: ScopeId, name: Identifier<'_>) -> Sym {
        if let Some(mangled) = &self.table[scope].mangled_names {
            let plain = self.names.intern(name);
            if !mangled.contains(&plain) {
                return plain;
            }
        }
        self.names.mangle(self.private, name)
    }

    fn lookup_in(&mut self, scope: ScopeId, name: Identifier<'_>) -> u32 {
        let sym = self.mangle(scope, name);
        self.table[scope].symbol(sym)
    }

    fn check_name(&self, name: Identifier<'_>, span: Span, context: ExprContext) -> Result {
        if name == "__debug__" {
            match context {
                ExprContext::Store => return syntax(location(span), "cannot assign to __debug__"),
                ExprContext::Del => return syntax(location(span), "cannot delete __debug__"),
                ExprContext::Load => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, name: Identifier<'_>, flags: u32, span: Span) -> Result {
        let context = if flags == flag::USE { ExprContext::Load } else { ExprContext::Store };
        self.add_in_context(name, flags, span, context)
    }

    fn add_in_context(&mut self, name: Identifier<'_>, flags: u32, span: Span, context: ExprContext) -> Result {
        if flags & (flag::DEF_PARAM | flag::DEF_LOCAL | flag::DEF_IMPORT) != 0 {
            self.check_name(name, span, context)?;
        }
        if flags & flag::DEF_TYPE_PARAM != 0 {
            let sym = self.names.intern(name);
            if let Some(mangled) = &mut self.cur().mangled_names {
                mangled.insert(sym);
            }
        }
        self.add_to(self.current, name, flags, span)
    }

    fn add_to(&mut self, scope: ScopeId, name: Identifier<'_>, flags: u32, span: Span) -> Result {
        let sym = self.mangle(self.current, name);
        let top = self.table.top;
        let entry = &mut self.table[scope];
        let mut value = flags;
        if let Some(old) = entry.symbols.get(sym) {
            if flags & old & flag::DEF_PARAM != 0 {
                return syntax(location(span), format!("duplicate argument '{name}' in function definition"));
            }
            if flags & old & flag::DEF_TYPE_PARAM != 0 {
                return syntax(location(span), format!("duplicate type parameter '{name}'"));
            }
            value |= old;
        }
        if entry.comp_iter_target {
            if value & (flag::DEF_GLOBAL | flag::DEF_NONLOCAL) != 0 {
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return syntax(location(span), message);
            }
            value |= flag::DEF_COMP_ITER;
        }
        entry.symbols.set(sym, value);
        if flags & flag::DEF_PARAM != 0 {
            entry.varnames.push(sym);
        } else if flags & flag::DEF_GLOBAL != 0 {
            let global = self.table[top].symbol(sym) | flags;
            self.table[top].symbols.set(sym, global);
        }
        Ok(())
    }

    fn record_directive(&mut self, name: Identifier<'_>, span: Span) {
        let sym = self.mangle(self.current, name);
        self.cur().directives.push((sym, span));
    }

    // ---- statements

    fn stmts(&mut self, body: &[&Stmt<'_>]) -> Result {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn exprs(&mut self, list: &[&Expr<'_>]) -> Result {
        list.iter().try_for_each(|expr| self.expr(expr))
    }

    fn optional(&mut self, expr: Option<&Expr<'_>>) -> Result {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn stmt(&mut self, stmt: &Stmt<'_>) -> Result {
        self.guard.enter(1)?;
        self.stmt_inner(stmt)?;
        self.guard.leave(1);
        Ok(())
    }

    fn stmt_inner(&mut self, stmt: &Stmt<'_>) -> Result {
        let span = stmt.span;
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, span, false),
            StmtKind::AsyncFunctionDef(def) => self.function(def, span, true),
            StmtKind::ClassDef(def) => {
                self.add(def.name, flag::DEF_LOCAL, span)?;
                self.exprs(def.decorator_list)?;
                let private = self.private;
                let name = self.names.intern(def.name);
                let generic = !def.type_params.is_empty();
                if generic {
                    self.enter_type_params(def.type_params, false, false, true, span)?;
                    self.private = Some(name);
                    self.cur().mangled_names = Some(FastSet::default());
                    self.type_params(def.type_params)?;
                }
                self.exprs(def.bases)?;
                self.keywords(def.keywords)?;
                self.enter(ScopeKind::Class, Some(key(def, BODY)), span);
                self.private = Some(name);
                if generic {
                    self.add("__type_params__", flag::DEF_LOCAL, span)?;
                    self.add(".type_params", flag::USE, span)?;
                }
                self.stmts(def.body)?;
                self.exit();
                if generic {
                    self.exit();
                }
                self.private = private;
                Ok(())
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.expr(name)?;
                let in_class = self.kind() == ScopeKind::Class;
                let generic = !type_params.is_empty();
                if generic {
                    self.enter_type_params(type_params, false, false, false, span)?;
                    self.type_params(type_params)?;
                }
                self.enter(ScopeKind::TypeAlias, Some(key(stmt, BODY)), span);
                self.cur().can_see_class_scope = in_class;
                if in_class {
                    self.add("__classdict__", flag::USE, value.span)?;
                }
                self.expr(value)?;
                self.exit();
                if generic {
                    self.exit();
                }
                Ok(())
            }
            StmtKind::Return { value } => self.optional(value),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => self.ann_assign(stmt, target, annotation, value, simple),
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::For(data) => self.for_loop(data),
            StmtKind::AsyncFor(data) => {
                self.async_statement("'async for' outside async function", span)?;
                self.for_loop(data)
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                cases.iter().try_for_each(|case| self.match_case(case))
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(exc)?;
                self.optional(cause)
            }
            StmtKind::Try(data) | StmtKind::TryStar(data) => self.try_stmt(data),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.optional(msg)
            }
            StmtKind::Import { names } => names.iter().try_for_each(|alias| self.alias(alias, span)),
            StmtKind::ImportFrom { module, names, level } => {
                names.iter().try_for_each(|alias| self.alias(alias, span))?;
                self.check_future_import(module, level, span)
            }
            StmtKind::Global { names } => names.iter().try_for_each(|name| self.declare(name, flag::DEF_GLOBAL, span)),
            StmtKind::Nonlocal { names } => names.iter().try_for_each(|name| self.declare(name, flag::DEF_NONLOCAL, span)),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
            StmtKind::With(data) => self.with(data),
            StmtKind::AsyncWith(data) => {
                self.async_statement("'async with' outside async function", span)?;
                self.with(data)
            }
        }
    }

    fn allows_top_level_await(&self) -> bool {
        self.top_level_await && self.kind() == ScopeKind::Module
    }

    fn async_statement(&mut self, message: &str, span: Span) -> Result {
        if self.allows_top_level_await() {
            self.cur().coroutine = true;
        }
        if !self.cur().coroutine {
            return syntax(location(span), message);
        }
        Ok(())
    }

    fn function(&mut self, def: &FunctionDef<'_>, span: Span, is_async: bool) -> Result {
        self.add(def.name, flag::DEF_LOCAL, span)?;
        self.exprs(def.args.defaults)?;
        def.args.kw_defaults.iter().flatten().try_for_each(|expr| self.expr(expr))?;
        self.exprs(def.decorator_list)?;
        let generic = !def.type_params.is_empty();
        if generic {
            let kwdefaults = def.args.kw_defaults.iter().any(Option::is_some);
            // CPython makes room for defaults even if there are none.
            self.enter_type_params(def.type_params, true, kwdefaults, false, span)?;
            self.type_params(def.type_params)?;
        }
        self.annotations(def.args, def.returns, span)?;
        self.enter(ScopeKind::Function, Some(key(def, BODY)), span);
        self.cur().coroutine = is_async;
        self.arguments(def.args)?;
        self.stmts(def.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    fn enter_type_params(&mut self, params: &[TypeParam<'_>], defaults: bool, kwdefaults: bool, class: bool, span: Span) -> Result {
        let in_class = self.kind() == ScopeKind::Class;
        self.enter(ScopeKind::TypeParameters, Some(key(params, TYPE_PARAMS)), span);
        if in_class {
            self.cur().can_see_class_scope = true;
            self.add("__classdict__", flag::USE, span)?;
        }
        if class {
            // Set when the type parameters are made, read for the bases and in the class.
            for name in [".type_params", ".generic_base"] {
                self.add(name, flag::DEF_LOCAL, span)?;
                self.add(name, flag::USE, span)?;
            }
        }
        if defaults {
            self.add(".defaults", flag::DEF_PARAM, span)?;
        }
        if kwdefaults {
            self.add(".kwdefaults", flag::DEF_PARAM, span)?;
        }
        Ok(())
    }

    fn ann_assign(&mut self, stmt: &Stmt<'_>, target: &Expr<'_>, annotation: &Expr<'_>, value: Option<&Expr<'_>>, simple: bool) -> Result {
        // Without a value the target is never stored to; the whole statement is what is wrong then.
        if let (ExprKind::Name { id: name, .. } | ExprKind::Attribute { attr: name, .. }, None) = (target.kind, value) {
            self.check_name(name, stmt.span, ExprContext::Store)?;
        }
        if let ExprKind::Name { id, .. } = target.kind {
            let old = self.lookup_in(self.current, id);
            if old & (flag::DEF_GLOBAL | flag::DEF_NONLOCAL) != 0 && self.current != self.table.top && simple {
                let what = if old & flag::DEF_GLOBAL != 0 { "global" } else { "nonlocal" };
                return syntax(location(stmt.span), format!("annotated name '{id}' can't be {what}"));
            }
            if simple {
                self.add(id, flag::DEF_ANNOT | flag::DEF_LOCAL, target.span)?;
            } else if value.is_some() {
                self.add(id, flag::DEF_LOCAL, target.span)?;
            }
        } else {
            self.expr(target)?;
        }
        self.annotation(annotation)?;
        self.optional(value)
    }

    fn for_loop(&mut self, data: &For<'_>) -> Result {
        self.expr(data.target)?;
        self.expr(data.iter)?;
        self.stmts(data.body)?;
        self.stmts(data.orelse)
    }

    fn with(&mut self, data: &With<'_>) -> Result {
        for item in data.items {
            self.expr(item.context_expr)?;
            self.optional(item.optional_vars)?;
        }
        self.stmts(data.body)
    }

    fn try_stmt(&mut self, data: &Try<'_>) -> Result {
        self.stmts(data.body)?;
        data.handlers.iter().try_for_each(|handler| self.handler(handler))?;
        self.stmts(data.orelse)?;
        self.stmts(data.finalbody)
    }

    fn handler(&mut self, handler: &ExceptHandler<'_>) -> Result {
        self.optional(handler.typ)?;
        if let Some(name) = handler.name {
            self.add(name, flag::DEF_LOCAL, handler.span)?;
        }
        self.stmts(handler.body)
    }

    fn check_future_import(&self, module: Option<Identifier<'_>>, level: u32, span: Span) -> Result {
        if level == 0 && module == Some("__future__") {
            let late = match self.future.last {
                None => true,
                Some(last) => span.lineno > last.lineno || (span.lineno == last.end_lineno && span.col_offset > last.end_col_offset),
            };
            if late {
                return syntax(location(span), "from __future__ imports must occur at the beginning of the file");
            }
        }
        Ok(())
    }

    fn declare(&mut self, name: Identifier<'_>, flags: u32, span: Span) -> Result {
        let what = if flags == flag::DEF_GLOBAL { "global" } else { "nonlocal" };
        let old = self.lookup_in(self.current, name);
        if old & (flag::DEF_PARAM | flag::DEF_LOCAL | flag::USE | flag::DEF_ANNOT) != 0 {
            let message = if old & flag::DEF_PARAM != 0 {
                format!("name '{name}' is parameter and {what}")
            } else if old & flag::USE != 0 {
                format!("name '{name}' is used prior to {what} declaration")
            } else if old & flag::DEF_ANNOT != 0 {
                format!("annotated name '{name}' can't be {what}")
            } else {
                format!("name '{name}' is assigned to before {what} declaration")
            };
            return syntax(location(span), message);
        }
        self.add(name, flags, span)?;
        self.record_directive(name, span);
        Ok(())
    }

    fn alias(&mut self, alias: &Alias<'_>, stmt: Span) -> Result {
        let name = alias.asname.unwrap_or(alias.name);
        if name == "*" {
            if self.kind() != ScopeKind::Module {
                return syntax(location(alias.span), "import * only allowed at module level");
            }
            return Ok(());
        }
        let bound = name.split('.').next().unwrap_or(name);
        self.check_name(bound, stmt, ExprContext::Store)?;
        self.add(bound, flag::DEF_IMPORT, alias.span)
    }

    fn match_case(&mut self, case: &MatchCase<'_>) -> Result {
        self.pattern(case.pattern)?;
        self.optional(case.guard)?;
        self.stmts(case.body)
    }

    fn pattern(&mut self, pattern: &Pattern<'_>) -> Result {
        self.guard.enter(1)?;
        let span = pattern.span;
        let patterns = |this: &mut Self, list: &[&Pattern<'_>]| list.iter().try_for_each(|p| this.pattern(p));
        match pattern.kind {
            PatternKind::MatchValue { value } => self.expr(value)?,
            PatternKind::MatchSingleton { .. } => {}
            PatternKind::MatchSequence { patterns: list } | PatternKind::MatchOr { patterns: list } => patterns(self, list)?,
            PatternKind::MatchStar { name } => {
                if let Some(name) = name {
                    self.add(name, flag::DEF_LOCAL, span)?;
                }
            }
            PatternKind::MatchMapping { keys, patterns: list, rest } => {
                self.exprs(keys)?;
                patterns(self, list)?;
                if let Some(rest) = rest {
                    self.add(rest, flag::DEF_LOCAL, span)?;
                }
            }
            PatternKind::MatchClass(class) => {
                self.expr(class.cls)?;
                patterns(self, class.patterns)?;
                for (attr, pattern) in class.kwd_attrs.iter().zip(class.kwd_patterns) {
                    self.check_name(attr, pattern.span, ExprContext::Store)?;
                }
                patterns(self, class.kwd_patterns)?;
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                if let Some(name) = name {
                    self.add(name, flag::DEF_LOCAL, span)?;
                }
            }
        }
        self.guard.leave(1);
        Ok(())
    }

    // ---- functions

    fn arguments(&mut self, args: &Arguments<'_>) -> Result {
        for arg in args.posonlyargs.iter().chain(args.args).chain(args.kwonlyargs) {
            self.add(arg.arg, flag::DEF_PARAM, arg.span)?;
        }
        if let Some(arg) = args.vararg {
            self.add(arg.arg, flag::DEF_PARAM, arg.span)?;
            self.cur().varargs = true;
        }
        if let Some(arg) = args.kwarg {
            self.add(arg.arg, flag::DEF_PARAM, arg.span)?;
            self.cur().varkeywords = true;
        }
        Ok(())
    }

    fn annotation(&mut self, annotation: &Expr<'_>) -> Result {
        if !self.future_annotations {
            return self.expr(annotation);
        }
        self.enter(ScopeKind::Annotation, None, annotation.span);
        self.expr(annotation)?;
        self.exit();
        Ok(())
    }

    fn annotations(&mut self, args: &Arguments<'_>, returns: Option<&Expr<'_>>, span: Span) -> Result {
        if self.future_annotations {
            self.enter(ScopeKind::Annotation, None, span);
        }
        let arg = |this: &mut Self, arg: &Arg<'_>| this.optional(arg.annotation);
        args.posonlyargs.iter().chain(args.args).chain(args.vararg).chain(args.kwarg).try_for_each(|a| arg(self, a))?;
        args.kwonlyargs.iter().try_for_each(|a| arg(self, a))?;
        if self.future_annotations {
            self.exit();
        }
        returns.map_or(Ok(()), |returns| self.annotation(returns))
    }

    fn type_params(&mut self, params: &[TypeParam<'_>]) -> Result {
        params.iter().try_for_each(|param| self.type_param(param))
    }

    fn type_param(&mut self, param: &TypeParam<'_>) -> Result {
        let span = param.span;
        let (name, parts) = match param.kind {
            TypeParamKind::TypeVar { name, bound, default_value } => {
                let tuple = bound.is_some_and(|bound| matches!(bound.kind, ExprKind::Tuple { .. }));
                let info = if tuple { "a TypeVar constraint" } else { "a TypeVar bound" };
                (name, [(bound, BOUND, info), (default_value, DEFAULT, "a TypeVar default")])
            }
            TypeParamKind::ParamSpec { name, default_value } => {
                (name, [(default_value, BOUND, "a ParamSpec default"), (None, DEFAULT, "")])
            }
            TypeParamKind::TypeVarTuple { name, default_value } => {
                (name, [(default_value, BOUND, "a TypeVarTuple default"), (None, DEFAULT, "")])
            }
        };
        self.add(name, flag::DEF_TYPE_PARAM | flag::DEF_LOCAL, span)?;
        for (expr, which, info) in parts {
            let Some(expr) = expr else { continue };
            let in_class = self.cur().can_see_class_scope;
            self.enter(ScopeKind::TypeVariable, Some(key(param, which)), expr.span);
            self.cur().can_see_class_scope = in_class;
            self.cur().scope_info = info;
            if in_class {
                self.add("__classdict__", flag::USE, expr.span)?;
            }
            self.expr(expr)?;
            self.exit();
        }
        Ok(())
    }

    // ---- expressions

    fn keywords(&mut self, keywords: &[Keyword<'_>]) -> Result {
        for keyword in keywords {
            if let Some(name) = keyword.arg {
                self.check_name(name, keyword.span, ExprContext::Store)?;
            }
        }
        keywords.iter().try_for_each(|keyword| self.expr(keyword.value))
    }

    /// Refuses an expression in scopes that are not run in order.
    fn not_in_annotation(&self, what: &str, span: Span) -> Result {
        let scope = &self.table[self.current];
        let message = match scope.kind {
            ScopeKind::Annotation => format!("{what} cannot be used within an annotation"),
            ScopeKind::TypeVariable => format!("{what} cannot be used within {}", scope.scope_info),
            ScopeKind::TypeAlias => format!("{what} cannot be used within a type alias"),
            ScopeKind::TypeParameters => {
                format!("{what} cannot be used within the definition of a generic")
            }
            ScopeKind::Function | ScopeKind::Class | ScopeKind::Module => return Ok(()),
        };
        syntax(location(span), message)
    }

    fn not_in_comprehension(&self, span: Span) -> Result {
        let message = match self.table[self.current].comprehension {
            None => return Ok(()),
            Some(Comp::List) => "'yield' inside list comprehension",
            Some(Comp::Set) => "'yield' inside set comprehension",
            Some(Comp::Dict) => "'yield' inside dict comprehension",
            Some(Comp::Generator) => "'yield' inside generator expression",
        };
        syntax(location(span), message)
    }

    fn is_async_def(&self) -> bool {
        let scope = &self.table[self.current];
        scope.kind == ScopeKind::Function && scope.coroutine
    }

    fn expr(&mut self, expr: &Expr<'_>) -> Result {
        self.guard.enter(1)?;
        self.expr_inner(expr)?;
        self.guard.leave(1);
        Ok(())
    }

    fn expr_inner(&mut self, expr: &Expr<'_>) -> Result {
        let span = expr.span;
        match expr.kind {
            ExprKind::Name { id, ctx } => {
                let flags = if ctx == ExprContext::Load { flag::USE } else { flag::DEF_LOCAL };
                self.add_in_context(id, flags, span, ctx)?;
                // `super` needs the class.
                if id == "super" && ctx == ExprContext::Load && self.table[self.current].is_function_like() {
                    self.add("__class__", flag::USE, span)?;
                }
                Ok(())
            }
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Attribute { value, attr, ctx } => {
                self.check_name(attr, span, ctx)?;
                self.expr(value)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.keywords(keywords)
            }
            ExprKind::BinOp { .. } => self.bin_op(expr),
            ExprKind::NamedExpr { target, value } => self.named_expr(expr, target, value),
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } => self.exprs(values),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => {
                self.exprs(args.defaults)?;
                args.kw_defaults.iter().flatten().try_for_each(|expr| self.expr(expr))?;
                self.enter(ScopeKind::Function, Some(key(expr, BODY)), span);
                self.arguments(args)?;
                self.expr(body)?;
                self.exit();
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().flatten().try_for_each(|key| self.expr(key))?;
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts),
            ExprKind::ListComp { elt, generators } => self.comprehension(expr, Comp::List, generators, elt, None),
            ExprKind::SetComp { elt, generators } => self.comprehension(expr, Comp::Set, generators, elt, None),
            ExprKind::DictComp { key, value, generators } => self.comprehension(expr, Comp::Dict, generators, key, Some(value)),
            ExprKind::GeneratorExp { elt, generators } => self.comprehension(expr, Comp::Generator, generators, elt, None),
            ExprKind::Yield { value } => {
                self.not_in_annotation("yield expression", span)?;
                self.optional(value)?;
                self.cur().generator = true;
                self.not_in_comprehension(span)
            }
            ExprKind::YieldFrom { value } => {
                self.not_in_annotation("yield expression", span)?;
                self.expr(value)?;
                self.cur().generator = true;
                self.not_in_comprehension(span)
            }
            ExprKind::Await { value } => {
                self.not_in_annotation("await expression", span)?;
                if !self.allows_top_level_await() {
                    if !self.table[self.current].is_function_like() {
                        return syntax(location(span), "'await' outside function");
                    }
                    if !self.is_async_def() && self.table[self.current].comprehension.is_none() {
                        return syntax(location(span), "'await' outside async function");
                    }
                }
                self.expr(value)?;
                self.cur().coroutine = true;
                Ok(())
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value)?;
                self.optional(format_spec)
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower)?;
                self.optional(upper)?;
                self.optional(step)
            }
        }
    }

    /// A chain of operators leans to the left: it is walked down and up in a loop, counting as many levels as it has.
    fn bin_op(&mut self, expr: &Expr<'_>) -> Result {
        let mut rights = Vec::new();
        let mut at = expr;
        while let ExprKind::BinOp { left, right, .. } = at.kind {
            rights.push(right);
            at = left;
        }
        let levels = rights.len() as u32;
        self.guard.enter(levels)?;
        self.expr(at)?;
        rights.into_iter().rev().try_for_each(|right| self.expr(right))?;
        self.guard.leave(levels);
        Ok(())
    }

    fn named_expr(&mut self, expr: &Expr<'_>, target: &Expr<'_>, value: &Expr<'_>) -> Result {
        self.not_in_annotation("named expression", expr.span)?;
        let scope = self.cur();
        if scope.comp_iter_expr > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return syntax(location(expr.span), message);
        }
        if scope.comprehension.is_some()
            && let ExprKind::Name { id, .. } = target.kind
        {
            self.extend_named_expr_scope(id, target.span)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// The target of a `:=` in a comprehension is bound in the function or module around it.
    fn extend_named_expr_scope(&mut self, name: Identifier<'_>, span: Span) -> Result {
        for scope in self.stack.clone().into_iter().rev() {
            if self.table[scope].comprehension.is_some() {
                let value = self.lookup_in(scope, name);
                if value & flag::DEF_COMP_ITER != 0 && value & flag::DEF_LOCAL != 0 {
                    let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                    return syntax(location(span), message);
                }
                continue;
            }
            let message = match self.table[scope].kind {
                ScopeKind::Function => {
                    let declared = self.lookup_in(scope, name) & flag::DEF_GLOBAL;
                    self.add(name, if declared != 0 { flag::DEF_GLOBAL } else { flag::DEF_NONLOCAL }, span)?;
                    self.record_directive(name, span);
                    return self.add_to(scope, name, flag::DEF_LOCAL, span);
                }
                ScopeKind::Module => {
                    self.add(name, flag::DEF_GLOBAL, span)?;
                    self.record_directive(name, span);
                    return self.add_to(scope, name, flag::DEF_GLOBAL, span);
                }
                ScopeKind::Class => "assignment expression within a comprehension cannot be used in a class body",
                ScopeKind::TypeParameters => {
                    "assignment expression within a comprehension cannot be used within the definition of a generic"
                }
                ScopeKind::TypeAlias => "assignment expression within a comprehension cannot be used in a type alias",
                ScopeKind::TypeVariable => "assignment expression within a comprehension cannot be used in a TypeVar bound",
                ScopeKind::Annotation => "named expression cannot be used within an annotation",
            };
            return syntax(location(span), message);
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        expr: &Expr<'_>,
        kind: Comp,
        generators: &[Comprehension<'_>],
        elt: &Expr<'_>,
        value: Option<&Expr<'_>>,
    ) -> Result {
        let Some((outermost, rest)) = generators.split_first() else {
            return system("comprehension without generators");
        };
        // The outermost iterable is evaluated in the scope around the comprehension.
        self.cur().comp_iter_expr += 1;
        self.expr(outermost.iter)?;
        self.cur().comp_iter_expr -= 1;
        self.enter(ScopeKind::Function, Some(key(expr, BODY)), expr.span);
        self.cur().comprehension = Some(kind);
        if outermost.is_async {
            self.cur().coroutine = true;
        }
        let scope_span = self.cur().span;
        self.add(".0", flag::DEF_PARAM, scope_span)?;
        self.cur().comp_iter_target = true;
        self.expr(outermost.target)?;
        self.cur().comp_iter_target = false;
        self.exprs(outermost.ifs)?;
        for generator in rest {
            self.cur().comp_iter_target = true;
            self.expr(generator.target)?;
            self.cur().comp_iter_target = false;
            self.cur().comp_iter_expr += 1;
            self.expr(generator.iter)?;
            self.cur().comp_iter_expr -= 1;
            self.exprs(generator.ifs)?;
            if generator.is_async {
                self.cur().coroutine = true;
            }
        }
        self.optional(value)?;
        self.expr(elt)?;
        self.cur().generator = kind == Comp::Generator;
        let is_async = self.cur().coroutine && kind != Comp::Generator;
        self.exit();
        if is_async {
            let outer_is_plain = !self.is_async_def() && self.table[self.current].comprehension.is_none();
            if outer_is_plain && !self.allows_top_level_await() {
                let message = "asynchronous comprehension outside of an asynchronous function";
                return syntax(location(expr.span), message);
            }
            self.cur().coroutine = true;
        }
        Ok(())
    }
}
