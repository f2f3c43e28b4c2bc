//! What the grammar's rules do: one function per construct, over `Builder`.
//!
//! CPython's counterpart is `Parser/action_helpers.c`. A function that cannot accept what was read refuses without words: the second pass
//! over the tokens finds them. The invariant: a list that is handed in as a mark is taken here or passed on.

use minipy_ast::*;

use crate::builder::*;
use crate::error::SyntaxWarning;
use crate::literal;
use crate::token::{Loc, Tok};

mod patterns;
mod strings;

pub(crate) use patterns::*;
pub(crate) use strings::*;

/// What a rule returns that may refuse.
pub(crate) type Checked<'a, T> = Result<T, lalrpop_util::ParseError<Loc, Tok<'a>, Failure>>;

type E<'a> = &'a Expr<'a>;
type S<'a> = &'a Stmt<'a>;

/// A list of one statement.
pub(crate) fn one<'a>(p: &mut Builder<'a>, s: S<'a>) -> &'a [S<'a>] {
    p.arena.alloc_slice_copy(&[s])
}

// Simple statements

pub(crate) fn import<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> S<'a> {
    let names = p.take_aliases(m);
    p.stmt(l, StmtKind::Import { names }, r)
}

pub(crate) fn import_from<'a>(p: &mut Builder<'a>, l: Loc, level: u32, module: Option<&'a str>, m: Mark, r: Loc) -> S<'a> {
    let names = p.take_aliases(m);
    p.stmt(l, StmtKind::ImportFrom { module, names, level }, r)
}

pub(crate) fn join_names<'a>(p: &mut Builder<'a>, head: &'a str, name: &'a str) -> &'a str {
    let name = p.identifier(name);
    let mut joined = bumpalo::collections::String::with_capacity_in(head.len() + 1 + name.len(), p.arena);
    joined.push_str(head);
    joined.push('.');
    joined.push_str(name);
    joined.into_bump_str()
}

pub(crate) fn alias<'a>(p: &mut Builder<'a>, l: Loc, name: &'a str, asname: Option<&'a str>, r: Loc) -> Alias<'a> {
    Alias { name, asname: asname.map(|n| p.identifier(n)), span: span(l, r) }
}

pub(crate) fn global<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> S<'a> {
    let names = p.take_identifiers(m);
    p.stmt(l, StmtKind::Global { names }, r)
}

pub(crate) fn nonlocal<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> S<'a> {
    let names = p.take_identifiers(m);
    p.stmt(l, StmtKind::Nonlocal { names }, r)
}

pub(crate) fn delete<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> Checked<'a, S<'a>> {
    let found = p.take_exprs(m);
    let mark = p.mark_exprs();
    for e in found {
        let target = with_context(p, e, ExprContext::Del)?;
        p.push_expr(mark, target);
    }
    let targets = p.take_exprs(mark);
    Ok(p.stmt(l, StmtKind::Delete { targets }, r))
}

pub(crate) fn assign<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, value: E<'a>, type_comment: Option<&'a str>, r: Loc) -> S<'a> {
    let targets = p.take_exprs(m);
    p.stmt(l, StmtKind::Assign { targets, value, type_comment }, r)
}

pub(crate) fn ann_assign<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    target: E<'a>,
    annotation: E<'a>,
    value: Option<E<'a>>,
    r: Loc,
) -> Checked<'a, S<'a>> {
    let simple = match target.kind {
        ExprKind::Name { .. } => start_of(target.span) == l,
        ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => false,
        _ => return refuse(),
    };
    let target = store(p, target)?;
    Ok(p.stmt(l, StmtKind::AnnAssign { target, annotation, value, simple }, r))
}

pub(crate) fn aug_assign<'a>(p: &mut Builder<'a>, l: Loc, target: E<'a>, op: Operator, value: E<'a>, r: Loc) -> Checked<'a, S<'a>> {
    if !matches!(target.kind, ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }) {
        return refuse();
    }
    let target = store(p, target)?;
    Ok(p.stmt(l, StmtKind::AugAssign { target, op, value }, r))
}

/// The expression as a target of assignment.
pub(crate) fn store<'a>(p: &mut Builder<'a>, e: E<'a>) -> Checked<'a, E<'a>> {
    with_context(p, e, ExprContext::Store)
}

/// The same expression with another context. Recursion is bounded: each level of targets is a bracket or a star.
fn with_context<'a>(p: &mut Builder<'a>, e: E<'a>, ctx: ExprContext) -> Checked<'a, E<'a>> {
    let kind = match e.kind {
        ExprKind::Name { id, .. } => ExprKind::Name { id, ctx },
        ExprKind::Attribute { value, attr, .. } => ExprKind::Attribute { value, attr, ctx },
        ExprKind::Subscript { value, slice, .. } => ExprKind::Subscript { value, slice, ctx },
        ExprKind::Starred { value, .. } if ctx == ExprContext::Store && !matches!(value.kind, ExprKind::Starred { .. }) => {
            ExprKind::Starred { value: with_context(p, value, ctx)?, ctx }
        }
        ExprKind::List { elts, .. } => ExprKind::List { elts: contexts(p, elts, ctx)?, ctx },
        ExprKind::Tuple { elts, .. } => ExprKind::Tuple { elts: contexts(p, elts, ctx)?, ctx },
        ExprKind::Starred { .. }
        | ExprKind::BoolOp { .. }
        | ExprKind::NamedExpr { .. }
        | ExprKind::BinOp { .. }
        | ExprKind::UnaryOp { .. }
        | ExprKind::Lambda { .. }
        | ExprKind::IfExp { .. }
        | ExprKind::Dict { .. }
        | ExprKind::Set { .. }
        | ExprKind::ListComp { .. }
        | ExprKind::SetComp { .. }
        | ExprKind::DictComp { .. }
        | ExprKind::GeneratorExp { .. }
        | ExprKind::Await { .. }
        | ExprKind::Yield { .. }
        | ExprKind::YieldFrom { .. }
        | ExprKind::Compare { .. }
        | ExprKind::Call { .. }
        | ExprKind::FormattedValue { .. }
        | ExprKind::JoinedStr { .. }
        | ExprKind::Constant { .. }
        | ExprKind::Slice { .. } => return refuse(),
    };
    Ok(p.arena.alloc(Expr { kind, span: e.span }))
}

fn contexts<'a>(p: &mut Builder<'a>, elts: &'a [E<'a>], ctx: ExprContext) -> Checked<'a, &'a [E<'a>]> {
    let mark = p.mark_exprs();
    for e in elts {
        let target = with_context(p, e, ctx)?;
        p.push_expr(mark, target);
    }
    Ok(p.take_exprs(mark))
}

// Compound statements

pub(crate) fn decorate<'a>(p: &mut Builder<'a>, m: Mark, s: S<'a>) -> S<'a> {
    let decorator_list = p.take_exprs(m);
    let kind = match s.kind {
        StmtKind::FunctionDef(f) => StmtKind::FunctionDef(p.arena.alloc(FunctionDef { decorator_list, ..*f })),
        StmtKind::AsyncFunctionDef(f) => StmtKind::AsyncFunctionDef(p.arena.alloc(FunctionDef { decorator_list, ..*f })),
        StmtKind::ClassDef(c) => StmtKind::ClassDef(p.arena.alloc(ClassDef { decorator_list, ..*c })),
        other => other,
    };
    p.arena.alloc(Stmt { kind, span: s.span })
}

pub(crate) fn if_stmt<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    test: E<'a>,
    body: Block<'a>,
    m: Mark,
    orelse: Option<Block<'a>>,
) -> Checked<'a, S<'a>> {
    let end = match (orelse, p.elifs.get(m.0 as usize..).and_then(<[_]>::last)) {
        (Some(b), _) => b.end,
        (None, Some(e)) => e.body.end,
        (None, None) => body.end,
    };
    let count = p.elifs.len() - m.0 as usize;
    if count > MAX_DEPTH as usize {
        return Err(lalrpop_util::ParseError::User { error: Failure::TooComplex });
    }
    let mut orelse = orelse.map_or(&[][..], |b| b.body);
    for _ in 0..count {
        if let Some(e) = p.elifs.pop() {
            let nested = p.stmt(e.start, StmtKind::If { test: e.test, body: e.body.body, orelse }, end);
            orelse = one(p, nested);
        }
    }
    Ok(p.stmt(l, StmtKind::If { test, body: body.body, orelse }, end))
}

pub(crate) fn while_stmt<'a>(p: &mut Builder<'a>, l: Loc, test: E<'a>, body: Block<'a>, orelse: Option<Block<'a>>) -> S<'a> {
    let end = orelse.map_or(body.end, |b| b.end);
    let orelse = orelse.map_or(&[][..], |b| b.body);
    p.stmt(l, StmtKind::While { test, body: body.body, orelse }, end)
}

pub(crate) fn for_stmt<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    is_async: bool,
    (target, iter): (E<'a>, E<'a>),
    type_comment: Option<&'a str>,
    body: Block<'a>,
    orelse: Option<Block<'a>>,
) -> S<'a> {
    let end = orelse.map_or(body.end, |b| b.end);
    let orelse = orelse.map_or(&[][..], |b| b.body);
    let node = p.arena.alloc(For { target, iter, body: body.body, orelse, type_comment });
    p.stmt(l, if is_async { StmtKind::AsyncFor(node) } else { StmtKind::For(node) }, end)
}

pub(crate) fn with_stmt<'a>(p: &mut Builder<'a>, l: Loc, is_async: bool, m: Mark, type_comment: Option<&'a str>, body: Block<'a>) -> S<'a> {
    let items = p.take_with_items(m);
    let node = p.arena.alloc(With { items, body: body.body, type_comment });
    p.stmt(l, if is_async { StmtKind::AsyncWith(node) } else { StmtKind::With(node) }, body.end)
}

fn try_node<'a>(
    p: &mut Builder<'a>,
    body: Block<'a>,
    m: Option<Mark>,
    orelse: Option<Block<'a>>,
    finalbody: Option<Block<'a>>,
) -> &'a Try<'a> {
    let handlers = m.map_or(&[][..], |m| p.take_handlers(m));
    p.arena.alloc(Try {
        body: body.body,
        handlers,
        orelse: orelse.map_or(&[][..], |b| b.body),
        finalbody: finalbody.map_or(&[][..], |b| b.body),
    })
}

pub(crate) fn try_finally<'a>(p: &mut Builder<'a>, l: Loc, body: Block<'a>, finalbody: Block<'a>) -> S<'a> {
    let node = try_node(p, body, None, None, Some(finalbody));
    p.stmt(l, StmtKind::Try(node), finalbody.end)
}

pub(crate) fn try_stmt<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    body: Block<'a>,
    handlers: (Mark, Loc),
    orelse: Option<Block<'a>>,
    finalbody: Option<Block<'a>>,
) -> S<'a> {
    let end = finalbody.or(orelse).map_or(handlers.1, |b| b.end);
    let node = try_node(p, body, Some(handlers.0), orelse, finalbody);
    p.stmt(l, StmtKind::Try(node), end)
}

pub(crate) fn try_star_stmt<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    body: Block<'a>,
    handlers: (Mark, Loc),
    orelse: Option<Block<'a>>,
    finalbody: Option<Block<'a>>,
) -> S<'a> {
    let end = finalbody.or(orelse).map_or(handlers.1, |b| b.end);
    let node = try_node(p, body, Some(handlers.0), orelse, finalbody);
    p.stmt(l, StmtKind::TryStar(node), end)
}

pub(crate) fn handler<'a>(p: &mut Builder<'a>, l: Loc, typ: Option<E<'a>>, name: Option<&'a str>, body: Block<'a>) -> ExceptHandler<'a> {
    ExceptHandler { typ, name: name.map(|n| p.identifier(n)), body: body.body, span: span(l, body.end) }
}

pub(crate) fn begin_handlers<'a>(p: &mut Builder<'a>, h: ExceptHandler<'a>) -> (Mark, Loc) {
    (p.begin_handlers(h), end_of(h.span))
}

pub(crate) fn push_handler<'a>(p: &mut Builder<'a>, m: (Mark, Loc), h: ExceptHandler<'a>) -> (Mark, Loc) {
    (p.push_handler(m.0, h), end_of(h.span))
}

pub(crate) fn class_def<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    name: &'a str,
    type_params: &'a [TypeParam<'a>],
    args: Option<CallArgs>,
    body: Block<'a>,
) -> S<'a> {
    let (bases, keywords) = take_args(p, args);
    let name = p.identifier(name);
    let node = p.arena.alloc(ClassDef { name, bases, keywords, body: body.body, decorator_list: &[], type_params });
    p.stmt(l, StmtKind::ClassDef(node), body.end)
}

#[expect(clippy::too_many_arguments, reason = "the parts of a definition, each once")]
pub(crate) fn function_def<'a>(
    p: &mut Builder<'a>,
    l: Loc,
    is_async: bool,
    name: &'a str,
    type_params: &'a [TypeParam<'a>],
    args: &'a Arguments<'a>,
    returns: Option<E<'a>>,
    (type_comment, body): (Option<&'a str>, Block<'a>),
) -> S<'a> {
    let name = p.identifier(name);
    let node = p.arena.alloc(FunctionDef { name, args, body: body.body, decorator_list: &[], returns, type_comment, type_params });
    p.stmt(l, if is_async { StmtKind::AsyncFunctionDef(node) } else { StmtKind::FunctionDef(node) }, body.end)
}

// Parameters

pub(crate) fn param<'a>(
    p: &mut Builder<'a>,
    kind: ParamKind,
    l: Loc,
    name: &'a str,
    annotation: Option<E<'a>>,
    r: Loc,
    default: Option<E<'a>>,
) -> Param<'a> {
    let arg = p.arena.alloc(Arg { arg: p.identifier(name), annotation, type_comment: None, span: span(l, r) });
    Param { kind, arg: Some(arg), default }
}

pub(crate) fn begin_params<'a>(p: &mut Builder<'a>, q: Param<'a>) -> Mark {
    let mark = Mark(p.params.len() as u32);
    p.params.push(q);
    mark
}

pub(crate) fn push_param<'a>(p: &mut Builder<'a>, m: Mark, type_comment: Option<&'a str>, q: Param<'a>) -> Mark {
    comment_last(p, type_comment);
    p.params.push(q);
    m
}

/// A type comment belongs to the parameter before it.
fn comment_last<'a>(p: &mut Builder<'a>, type_comment: Option<&'a str>) {
    if type_comment.is_some()
        && let Some(last) = p.params.last_mut()
        && let Some(arg) = last.arg
    {
        last.arg = Some(p.arena.alloc(Arg { type_comment, ..*arg }));
    }
}

/// The parameters of a list that ends without a comma.
pub(crate) fn arguments<'a>(p: &mut Builder<'a>, m: Mark, type_comment: Option<&'a str>) -> Checked<'a, &'a Arguments<'a>> {
    comment_last(p, type_comment);
    let params: &'a [Param<'a>] = p.arena.alloc_slice_copy(p.params.get(m.0 as usize..).unwrap_or(&[]));
    p.params.truncate(m.0 as usize);
    collect_params(p, params).map_or_else(refuse, Ok)
}

/// Sorts parameters into the fields of `arguments`; nothing if they may not stand in this order.
fn collect_params<'a>(p: &mut Builder<'a>, params: &'a [Param<'a>]) -> Option<&'a Arguments<'a>> {
    let mut found = Arguments::default();
    let arena = p.arena;
    let mut plain = bumpalo::collections::Vec::<Arg<'a>>::with_capacity_in(params.len(), arena);
    let mut defaults = bumpalo::collections::Vec::<E<'a>>::new_in(arena);
    let mut kw_defaults = bumpalo::collections::Vec::<Option<E<'a>>>::new_in(arena);
    let mut star = false;
    let mut slash = None;
    let mut first_kwonly = 0;
    for q in params {
        // Nothing follows `**`.
        if found.kwarg.is_some() {
            return None;
        }
        match q.kind {
            ParamKind::Plain if star => {
                plain.push(*q.arg?);
                kw_defaults.push(q.default);
            }
            ParamKind::Plain => {
                plain.push(*q.arg?);
                match q.default {
                    Some(d) => defaults.push(d),
                    None if !defaults.is_empty() => return None,
                    None => {}
                }
            }
            ParamKind::Slash => {
                if star || slash.is_some() || plain.is_empty() {
                    return None;
                }
                slash = Some(plain.len());
            }
            ParamKind::Star => {
                if star {
                    return None;
                }
                star = true;
                first_kwonly = plain.len();
                found.vararg = q.arg;
            }
            ParamKind::DoubleStar => found.kwarg = Some(q.arg?),
        }
    }
    if !star {
        first_kwonly = plain.len();
    } else if found.vararg.is_none() && first_kwonly == plain.len() {
        return None;
    }
    let plain = plain.into_bump_slice();
    let (positional, kwonlyargs) = plain.split_at_checked(first_kwonly)?;
    let (posonlyargs, args) = positional.split_at_checked(slash.unwrap_or(0))?;
    Some(arena.alloc(Arguments {
        posonlyargs,
        args,
        kwonlyargs,
        defaults: defaults.into_bump_slice(),
        kw_defaults: kw_defaults.into_bump_slice(),
        ..found
    }))
}

// Expressions

pub(crate) fn name<'a>(p: &mut Builder<'a>, l: Loc, name: &'a str, ctx: ExprContext, r: Loc) -> E<'a> {
    let id = p.identifier(name);
    p.expr(l, ExprKind::Name { id, ctx }, r)
}

pub(crate) fn number<'a>(p: &mut Builder<'a>, l: Loc, text: &'a str, r: Loc) -> Checked<'a, E<'a>> {
    match literal::number(p.arena, text) {
        Ok(value) => Ok(p.expr(l, ExprKind::Constant { value, kind: None }, r)),
        Err(_) => refuse(),
    }
}

pub(crate) fn tuple<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> E<'a> {
    let elts = p.take_exprs(m);
    p.expr(l, ExprKind::Tuple { elts, ctx: ExprContext::Load }, r)
}

pub(crate) fn tuple_of_one<'a>(p: &mut Builder<'a>, l: Loc, e: E<'a>, r: Loc) -> E<'a> {
    let elts = p.arena.alloc_slice_copy(&[e]);
    p.expr(l, ExprKind::Tuple { elts, ctx: ExprContext::Load }, r)
}

pub(crate) fn list<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> E<'a> {
    let elts = p.take_exprs(m);
    p.expr(l, ExprKind::List { elts, ctx: ExprContext::Load }, r)
}

pub(crate) fn set<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, r: Loc) -> E<'a> {
    let elts = p.take_exprs(m);
    p.expr(l, ExprKind::Set { elts }, r)
}

pub(crate) fn dict<'a>(p: &mut Builder<'a>, l: Loc, m: (Mark, Mark), r: Loc) -> E<'a> {
    let keys = p.take_opt_exprs(m.0);
    let values = p.take_exprs(m.1);
    p.expr(l, ExprKind::Dict { keys, values }, r)
}

/// What stands in brackets: one expression without a comma is itself, unless it is starred.
pub(crate) fn parenthesized<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, comma: bool, r: Loc) -> Checked<'a, E<'a>> {
    if !comma && p.exprs.len() == m.0 as usize + 1 {
        return match p.exprs.pop() {
            Some(Expr { kind: ExprKind::Starred { .. }, .. }) | None => refuse(),
            Some(e) => Ok(e),
        };
    }
    Ok(tuple(p, l, m, r))
}

/// What `match` looks at: a list with a comma is a tuple, one expression is itself, unless it is starred.
pub(crate) fn subject<'a>(p: &mut Builder<'a>, l: Loc, m: Mark, comma: bool, r: Loc) -> Checked<'a, E<'a>> {
    parenthesized(p, l, m, comma, r)
}

pub(crate) fn named_expr<'a>(p: &mut Builder<'a>, l: Loc, n: &'a str, r1: Loc, value: E<'a>, r: Loc) -> E<'a> {
    let target = name(p, l, n, ExprContext::Store, r1);
    p.expr(l, ExprKind::NamedExpr { target, value }, r)
}

pub(crate) fn if_exp<'a>(p: &mut Builder<'a>, l: Loc, test: E<'a>, body: E<'a>, orelse: E<'a>, r: Loc) -> E<'a> {
    p.depth -= 1;
    p.expr(l, ExprKind::IfExp { test, body, orelse }, r)
}

pub(crate) fn lambda<'a>(p: &mut Builder<'a>, l: Loc, args: &'a Arguments<'a>, body: E<'a>, r: Loc) -> E<'a> {
    p.depth -= 2;
    p.expr(l, ExprKind::Lambda { args, body }, r)
}

pub(crate) fn bool_op<'a>(p: &mut Builder<'a>, l: Loc, op: BoolOp, m: Mark, r: Loc) -> E<'a> {
    let values = p.take_exprs(m);
    p.expr(l, ExprKind::BoolOp { op, values }, r)
}

pub(crate) fn unary<'a>(p: &mut Builder<'a>, l: Loc, op: UnaryOp, operand: E<'a>, r: Loc) -> E<'a> {
    p.depth -= 1;
    p.expr(l, ExprKind::UnaryOp { op, operand }, r)
}

pub(crate) fn compare<'a>(p: &mut Builder<'a>, l: Loc, left: E<'a>, m: (Mark, Mark), r: Loc) -> E<'a> {
    let ops = p.take_cmp_ops(m.0);
    let comparators = p.take_exprs(m.1);
    p.expr(l, ExprKind::Compare { left, ops, comparators }, r)
}

// Binary operators: operands and operators wait on two stacks until one that binds no tighter comes

pub(crate) fn begin_operation<'a>(p: &mut Builder<'a>, a: Operand<'a>, op: Operator, b: Operand<'a>) -> Operation {
    let m = Operation { operators: p.operators.len() as u32 };
    p.operands.push(a);
    p.operators.push(op);
    p.operands.push(b);
    m
}

pub(crate) fn push_operation<'a>(p: &mut Builder<'a>, m: Operation, op: Operator, b: Operand<'a>) -> Operation {
    while p.operators.len() > m.operators as usize && p.operators.last().is_some_and(|top| level(*top) >= level(op)) {
        combine(p);
    }
    p.operators.push(op);
    p.operands.push(b);
    m
}

pub(crate) fn finish_operation<'a>(p: &mut Builder<'a>, m: Operation) -> E<'a> {
    while p.operators.len() > m.operators as usize {
        combine(p);
    }
    match p.operands.pop() {
        Some(whole) => whole.e,
        // A run has two operands at least.
        None => p.expr(Loc::default(), ExprKind::Constant { value: Constant::None, kind: None }, Loc::default()),
    }
}

/// The last operator takes the last two operands.
fn combine(p: &mut Builder<'_>) {
    if let (Some(op), Some(right), Some(left)) = (p.operators.pop(), p.operands.pop(), p.operands.pop()) {
        let e = p.expr(left.l, ExprKind::BinOp { left: left.e, op, right: right.e }, right.r);
        p.operands.push(Operand { l: left.l, e, r: right.r });
    }
}

/// How tight an operator binds; all of these group to the left.
fn level(op: Operator) -> u8 {
    match op {
        Operator::BitOr => 1,
        Operator::BitXor => 2,
        Operator::BitAnd => 3,
        Operator::LShift | Operator::RShift => 4,
        Operator::Add | Operator::Sub => 5,
        Operator::Mult | Operator::Div | Operator::FloorDiv | Operator::Mod | Operator::MatMult => 6,
        // Not among them: it groups to the right and binds tighter than a sign on its left.
        Operator::Pow => 7,
    }
}

pub(crate) fn power<'a>(p: &mut Builder<'a>, l: Loc, left: E<'a>, right: E<'a>, r: Loc) -> E<'a> {
    p.depth -= 2;
    p.expr(l, ExprKind::BinOp { left, op: Operator::Pow, right }, r)
}

pub(crate) fn attribute<'a>(p: &mut Builder<'a>, l: Loc, value: E<'a>, attr: &'a str, r: Loc) -> E<'a> {
    let attr = p.identifier(attr);
    p.expr(l, ExprKind::Attribute { value, attr, ctx: ExprContext::Load }, r)
}

// Comprehensions

pub(crate) fn comp_for<'a>(p: &mut Builder<'a>, is_async: bool, target: E<'a>, iter: E<'a>, m: Mark) -> Mark {
    let ifs = p.take_exprs(m);
    p.begin_comprehensions(Comprehension { target, iter, ifs, is_async })
}

pub(crate) fn generator<'a>(p: &mut Builder<'a>, l: Loc, elt: E<'a>, m: Mark, r: Loc) -> E<'a> {
    let generators = p.take_comprehensions(m);
    p.expr(l, ExprKind::GeneratorExp { elt, generators }, r)
}

pub(crate) fn list_comp<'a>(p: &mut Builder<'a>, l: Loc, elt: E<'a>, m: Mark, r: Loc) -> E<'a> {
    let generators = p.take_comprehensions(m);
    p.expr(l, ExprKind::ListComp { elt, generators }, r)
}

pub(crate) fn set_comp<'a>(p: &mut Builder<'a>, l: Loc, elt: E<'a>, m: Mark, r: Loc) -> E<'a> {
    let generators = p.take_comprehensions(m);
    p.expr(l, ExprKind::SetComp { elt, generators }, r)
}

pub(crate) fn dict_comp<'a>(p: &mut Builder<'a>, l: Loc, key: E<'a>, value: E<'a>, m: Mark, r: Loc) -> E<'a> {
    let generators = p.take_comprehensions(m);
    p.expr(l, ExprKind::DictComp { key, value, generators }, r)
}

// Calls

pub(crate) fn begin_args<'a>(p: &mut Builder<'a>, l: Loc, a: CallArg<'a>, r: Loc) -> Checked<'a, CallArgs> {
    let none = CallArgs { args: p.mark_exprs(), keywords: Mark(p.keywords.len() as u32), seen_keyword: false, seen_double_star: false };
    push_arg(p, none, l, a, r)
}

pub(crate) fn push_arg<'a>(p: &mut Builder<'a>, mut m: CallArgs, l: Loc, a: CallArg<'a>, r: Loc) -> Checked<'a, CallArgs> {
    match a.kind {
        ArgKind::Positional if m.seen_keyword => return refuse(),
        ArgKind::Star if m.seen_double_star => return refuse(),
        ArgKind::Positional | ArgKind::Star => {
            p.exprs.push(a.value);
        }
        ArgKind::Keyword | ArgKind::DoubleStar => {
            m.seen_keyword = true;
            m.seen_double_star |= a.kind == ArgKind::DoubleStar;
            let arg = (a.kind == ArgKind::Keyword).then(|| p.identifier(a.name));
            p.keywords.push(Keyword { arg, value: a.value, span: span(l, r) });
        }
    }
    Ok(m)
}

fn take_args<'a>(p: &mut Builder<'a>, args: Option<CallArgs>) -> (&'a [E<'a>], &'a [Keyword<'a>]) {
    args.map_or((&[], &[]), |m| (p.take_exprs(m.args), p.take_keywords(m.keywords)))
}

pub(crate) fn call<'a>(p: &mut Builder<'a>, l: Loc, func: E<'a>, args: Option<CallArgs>, r: Loc) -> E<'a> {
    let (args, keywords) = take_args(p, args);
    p.expr(l, ExprKind::Call { func, args, keywords }, r)
}

/// A call whose only argument is a generator expression without brackets of its own: it gets those of the call.
pub(crate) fn call_generator<'a>(p: &mut Builder<'a>, l: Loc, func: E<'a>, l2: Loc, elt: E<'a>, m: Mark, r: Loc) -> E<'a> {
    let argument = generator(p, l2, elt, m, r);
    let args = p.arena.alloc_slice_copy(&[argument]);
    p.expr(l, ExprKind::Call { func, args, keywords: &[] }, r)
}

/// Notes the warning of a literal.
pub(crate) fn warn(warnings: &mut Vec<SyntaxWarning>, l: Loc, msg: String) {
    warnings.push(SyntaxWarning { msg, lineno: l.line, col_offset: l.col });
}
