//! Functions, lambdas and type parameters.
//!
//! CPython's counterpart is `compiler_function`, `compiler_lambda` and `compiler_type_params`. Invariant: what is evaluated when the
//! function is made (decorators, defaults, annotations) is emitted in the scope around it, in CPython's order.

use minipy_ast::{Arg, Arguments, Expr, ExprKind, FunctionDef, Stmt, TypeParam, TypeParamKind};
use minipy_bytecode::{AnyOpcode as Op, CodeDesc, Const, Location};

use super::stmt::{clean_doc, docstring};
use super::{ArgCounts, Compiler, FBlockKind, Instr, UnitKind, loc};
use crate::error::{Result, system};
use crate::names::Sym;
use crate::symtable::{BODY, BOUND, DEFAULT, Key, TYPE_PARAMS, key};

/// The bits of SET_FUNCTION_ATTRIBUTE.
const DEFAULTS: u32 = 1;
const KWDEFAULTS: u32 = 2;
const ANNOTATIONS: u32 = 4;
const CLOSURE: u32 = 8;

fn counts(args: &Arguments<'_>) -> ArgCounts {
    ArgCounts { args: args.args.len() as u32, posonly: args.posonlyargs.len() as u32, kwonly: args.kwonlyargs.len() as u32 }
}

impl<'a> Compiler<'a, '_> {
    /// Makes a function of code: the closure's cells, the code, then what `flags` say lies on the stack.
    pub(super) fn make_closure(&mut self, at: Location, code: CodeDesc, free: &[Sym], mut flags: u32) -> Result {
        if !free.is_empty() {
            self.load_closure(at, free)?;
            flags |= CLOSURE;
            self.op_i(at, Op::BUILD_TUPLE, free.len() as u32);
        }
        self.load_const(at, Const::Code(Box::new(code)));
        self.op(at, Op::MAKE_FUNCTION);
        for flag in [CLOSURE, ANNOTATIONS, KWDEFAULTS, DEFAULTS] {
            if flags & flag != 0 {
                self.op_i(at, Op::SET_FUNCTION_ATTRIBUTE, flag);
            }
        }
        Ok(())
    }

    pub(super) fn decorators(&mut self, decorators: &'a [&'a Expr<'a>]) -> Result {
        self.exprs(decorators)
    }

    pub(super) fn apply_decorators(&mut self, decorators: &'a [&'a Expr<'a>]) {
        for decorator in decorators.iter().rev() {
            self.op_i(loc(decorator.span), Op::CALL, 0);
        }
    }

    /// The defaults of parameters; which kinds there are.
    fn default_arguments(&mut self, at: Location, args: &'a Arguments<'a>) -> Result<u32> {
        let mut flags = 0;
        if !args.defaults.is_empty() {
            flags |= DEFAULTS;
            self.exprs(args.defaults)?;
            self.op_i(at, Op::BUILD_TUPLE, args.defaults.len() as u32);
        }
        let mut names = Vec::new();
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            if let Some(default) = default {
                let name = self.mangle(arg.arg);
                names.push(Const::str(self.names.text(name)));
                self.expr(default)?;
            }
        }
        if !names.is_empty() {
            let count = names.len() as u32;
            self.load_const(at, Const::Tuple(names.into()));
            self.op_i(at, Op::BUILD_CONST_KEY_MAP, count);
            flags |= KWDEFAULTS;
        }
        Ok(flags)
    }

    fn arg_annotation(&mut self, at: Location, name: &str, annotation: Option<&'a Expr<'a>>) -> Result<u32> {
        let Some(annotation) = annotation else {
            return Ok(0);
        };
        let name = self.mangle(name);
        self.load_sym(at, name);
        if let ExprKind::Starred { value, .. } = annotation.kind
            && !self.future_annotations()
        {
            // `*args: *Ts`
            self.expr(value)?;
            self.op_i(at, Op::UNPACK_SEQUENCE, 1);
        } else {
            self.annotation(annotation)?;
        }
        Ok(2)
    }

    fn arg_annotations<'i>(&mut self, at: Location, args: impl IntoIterator<Item = &'i Arg<'a>>) -> Result<u32>
    where
        'a: 'i,
    {
        let mut count = 0;
        for arg in args {
            count += self.arg_annotation(at, arg.arg, arg.annotation)?;
        }
        Ok(count)
    }

    fn function_annotations(&mut self, at: Location, args: &'a Arguments<'a>, returns: Option<&'a Expr<'a>>) -> Result<u32> {
        let mut count = self.arg_annotations(at, args.args)?;
        count += self.arg_annotations(at, args.posonlyargs)?;
        count += self.arg_annotations(at, args.vararg)?;
        count += self.arg_annotations(at, args.kwonlyargs)?;
        count += self.arg_annotations(at, args.kwarg)?;
        count += self.arg_annotation(at, "return", returns)?;
        if count == 0 {
            return Ok(0);
        }
        self.op_i(at, Op::BUILD_TUPLE, count);
        Ok(ANNOTATIONS)
    }

    pub(super) fn enter_scope(&mut self, kind: UnitKind, key: Key, name: &str, firstlineno: u32, private: Option<Sym>) -> Result {
        let Some(scope) = self.table.lookup(key) else {
            return system("unknown symbol table entry");
        };
        self.enter_unit(kind, scope, name, firstlineno, private);
        Ok(())
    }

    pub(super) fn function(&mut self, def: &'a FunctionDef<'a>, at: Location, is_async: bool) -> Result {
        self.decorators(def.decorator_list)?;
        let firstlineno = def.decorator_list.first().map_or(at.line as u32, |decorator| decorator.span.lineno);
        let mut flags = self.default_arguments(at, def.args)?;
        let generic = !def.type_params.is_empty();
        let mut type_args = 0;
        if generic {
            type_args = u32::from(flags & DEFAULTS != 0) + u32::from(flags & KWDEFAULTS != 0);
            if type_args == 2 {
                self.op_i(at, Op::SWAP, 2);
            }
            let name = format!("<generic parameters of {}>", def.name);
            self.enter_scope(UnitKind::TypeParams, key(def.type_params, TYPE_PARAMS), &name, firstlineno, None)?;
            self.unit.args.args = type_args;
            self.type_params(def.type_params)?;
            for index in 0..type_args {
                self.op_i(at, Op::LOAD_FAST, index);
            }
        }
        flags |= self.function_annotations(at, def.args, def.returns)?;
        self.function_body(def, at, is_async, flags, firstlineno)?;
        if generic {
            self.op_i(at, Op::SWAP, 2);
            self.op_i(at, Op::CALL_INTRINSIC_2, 4);
            let (code, free) = self.exit_unit(false)?;
            self.make_closure(at, code, &free, 0)?;
            if type_args > 0 {
                self.op_i(at, Op::SWAP, type_args + 1);
                self.op_i(at, Op::CALL, type_args - 1);
            } else {
                self.op(at, Op::PUSH_NULL);
                self.op_i(at, Op::CALL, 0);
            }
        }
        self.apply_decorators(def.decorator_list);
        self.store_name(at, def.name)
    }

    fn function_body(&mut self, def: &'a FunctionDef<'a>, at: Location, is_async: bool, flags: u32, firstlineno: u32) -> Result {
        let kind = if is_async { UnitKind::AsyncFunction } else { UnitKind::Function };
        self.enter_scope(kind, key(def, BODY), def.name, firstlineno, None)?;
        self.unit.args = counts(def.args);
        // The first constant is the docstring, or None.
        let mut body = def.body;
        let mut doc = Const::None;
        if let Some((text, _)) = docstring(body) {
            body = body.get(1..).unwrap_or_default();
            if self.options.optimize < 2 {
                doc = clean_doc(text);
            }
        }
        self.unit.consts.add(doc);
        let scope = &self.table[self.unit.scope];
        let wrapped = scope.coroutine || scope.generator;
        self.function_statements(body, wrapped)?;
        let (code, free) = self.exit_unit(true)?;
        self.make_closure(at, code, &free, flags)
    }

    fn function_statements(&mut self, body: &'a [&'a Stmt<'a>], wrapped: bool) -> Result {
        if wrapped {
            self.push_fblock(Location::NONE, FBlockKind::StopIteration, None, None)?;
        }
        self.stmts(body)?;
        if wrapped {
            self.wrap_in_stopiteration_handler();
            self.pop_fblock();
        }
        Ok(())
    }

    /// Turns a StopIteration that leaves a generator into a RuntimeError.
    pub(super) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.label();
        // In front of everything, so all labels move by one.
        self.unit.seq.instrs.insert(0, Instr { op: Op::SETUP_CLEANUP, arg: handler.0, loc: Location::NONE });
        for place in &mut self.unit.seq.labels {
            // A label that is not placed yet stays so.
            *place = place.saturating_add(1);
        }
        self.load_none(Location::NONE);
        self.op(Location::NONE, Op::RETURN_VALUE);
        self.use_label(handler);
        self.op_i(Location::NONE, Op::CALL_INTRINSIC_1, 3);
        self.op_i(Location::NONE, Op::RERAISE, 1);
    }

    pub(super) fn lambda(&mut self, expr: &'a Expr<'a>, args: &'a Arguments<'a>, body: &'a Expr<'a>) -> Result {
        let at = loc(expr.span);
        let flags = self.default_arguments(at, args)?;
        let scope = self.scope_of(expr)?;
        self.enter_unit(UnitKind::Lambda, scope, "<lambda>", expr.span.lineno, None);
        // No docstring: the first constant is None.
        self.unit.consts.add(Const::None);
        self.unit.args = counts(args);
        self.expr(body)?;
        let generator = self.table[self.unit.scope].generator;
        if !generator {
            self.op(loc(body.span), Op::RETURN_VALUE);
        }
        let (code, free) = self.exit_unit(!generator)?;
        self.make_closure(at, code, &free, flags)
    }

    // ---- type parameters

    fn type_param_part(&mut self, expr: &'a Expr<'a>, key: Key, name: &str, may_be_starred: bool) -> Result {
        let at = loc(expr.span);
        self.enter_scope(UnitKind::TypeParams, key, name, expr.span.lineno, None)?;
        if let ExprKind::Starred { value, .. } = expr.kind
            && may_be_starred
        {
            self.expr(value)?;
            self.op_i(at, Op::UNPACK_SEQUENCE, 1);
        } else {
            self.expr(expr)?;
        }
        self.op(at, Op::RETURN_VALUE);
        let (code, free) = self.exit_unit(true)?;
        self.make_closure(at, code, &free, 0)
    }

    pub(super) fn type_params(&mut self, params: &'a [TypeParam<'a>]) -> Result {
        let mut seen_default = false;
        for param in params {
            let at = loc(param.span);
            let (name, default) = match param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    self.load_str(at, name);
                    if let Some(bound) = bound {
                        self.type_param_part(bound, key(param, BOUND), name, false)?;
                        let constraints = matches!(bound.kind, ExprKind::Tuple { .. });
                        self.op_i(at, Op::CALL_INTRINSIC_2, if constraints { 3 } else { 2 });
                    } else {
                        self.op_i(at, Op::CALL_INTRINSIC_1, 7);
                    }
                    (name, default_value.map(|value| (value, key(param, DEFAULT), false)))
                }
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    self.load_str(at, name);
                    self.op_i(at, Op::CALL_INTRINSIC_1, 9);
                    (name, default_value.map(|value| (value, key(param, BOUND), true)))
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    self.load_str(at, name);
                    self.op_i(at, Op::CALL_INTRINSIC_1, 8);
                    (name, default_value.map(|value| (value, key(param, BOUND), false)))
                }
            };
            if let Some((value, key, may_be_starred)) = default {
                seen_default = true;
                self.type_param_part(value, key, name, may_be_starred)?;
                self.op_i(at, Op::CALL_INTRINSIC_2, 5);
            } else if seen_default {
                return self.error(at, format!("non-default type parameter '{name}' follows default type parameter"));
            }
            self.op_i(at, Op::COPY, 1);
            self.store_name(at, name)?;
        }
        if let Some(first) = params.first() {
            self.op_i(loc(first.span), Op::BUILD_TUPLE, params.len() as u32);
        }
        Ok(())
    }

    pub(super) fn type_alias(
        &mut self,
        stmt: &'a Stmt<'a>,
        name: &'a Expr<'a>,
        type_params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    ) -> Result {
        let at = loc(stmt.span);
        let ExprKind::Name { id, .. } = name.kind else {
            return system("type alias without a name");
        };
        let generic = !type_params.is_empty();
        if generic {
            let scope_name = format!("<generic parameters of {id}>");
            self.enter_scope(UnitKind::TypeParams, key(type_params, TYPE_PARAMS), &scope_name, stmt.span.lineno, None)?;
            self.load_str(at, id);
            self.type_params(type_params)?;
        } else {
            self.load_str(at, id);
            self.load_none(at);
        }
        self.enter_scope(UnitKind::Function, key(stmt, BODY), id, stmt.span.lineno, None)?;
        // No docstring: the first constant is None.
        self.unit.consts.add(Const::None);
        self.expr(value)?;
        self.op(at, Op::RETURN_VALUE);
        let (code, free) = self.exit_unit(false)?;
        self.make_closure(at, code, &free, 0)?;
        self.op_i(at, Op::BUILD_TUPLE, 3);
        self.op_i(at, Op::CALL_INTRINSIC_1, 11);
        if generic {
            let (code, free) = self.exit_unit(false)?;
            self.make_closure(at, code, &free, 0)?;
            self.op(at, Op::PUSH_NULL);
            self.op_i(at, Op::CALL, 0);
        }
        self.store_name(at, id)
    }
}
