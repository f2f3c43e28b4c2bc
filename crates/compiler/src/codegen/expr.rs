//! Expressions, except calls, comprehensions and lambdas.
//!
//! CPython's counterpart is `compiler_visit_expr` and `compiler_jump_if`. Invariant: an expression that is read leaves one value; a target
//! takes one.

use minipy_ast::{BoolOp, CmpOp, Expr, ExprContext, ExprKind, UnaryOp};
use minipy_bytecode::{AnyOpcode as Op, COMPARE_MASKS, Const, Location};

use super::stmt::binary_op;
use super::{Compiler, Label, STACK_USE_GUIDELINE, UnitKind, loc};
use crate::error::Result;
use crate::fold;
use crate::percent::{self, Piece};
use crate::symtable::{BODY, key};

/// How a display is built: from items on the stack, then item by item.
#[derive(Clone, Copy)]
pub(super) struct Build {
    pub(super) build: Op,
    pub(super) add: Op,
    pub(super) extend: Op,
    /// Built as a list, made a tuple at the end.
    pub(super) tuple: bool,
}

pub(super) const BUILD_TUPLE: Build = Build { build: Op::BUILD_LIST, add: Op::LIST_APPEND, extend: Op::LIST_EXTEND, tuple: true };
const BUILD_LIST: Build = Build { build: Op::BUILD_LIST, add: Op::LIST_APPEND, extend: Op::LIST_EXTEND, tuple: false };
const BUILD_SET: Build = Build { build: Op::BUILD_SET, add: Op::SET_ADD, extend: Op::SET_UPDATE, tuple: false };

/// `not (a is b)` and its like are `a is not b`, at the place of the comparison.
fn inverted<'a>(operand: &'a Expr<'a>) -> Option<CmpOp> {
    let ExprKind::Compare { ops: [op], .. } = operand.kind else {
        return None;
    };
    match op {
        CmpOp::Is => Some(CmpOp::IsNot),
        CmpOp::IsNot => Some(CmpOp::Is),
        CmpOp::In => Some(CmpOp::NotIn),
        CmpOp::NotIn => Some(CmpOp::In),
        CmpOp::Eq | CmpOp::NotEq | CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => None,
    }
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn expr(&mut self, expr: &'a Expr<'a>) -> Result {
        self.guard.enter(1)?;
        self.expr_inner(expr)?;
        self.guard.leave(1);
        Ok(())
    }

    fn expr_inner(&mut self, expr: &'a Expr<'a>) -> Result {
        let at = loc(expr.span);
        match expr.kind {
            ExprKind::Name { id: "__debug__", ctx: ExprContext::Load } => {
                let value = Const::from(self.options.optimize == 0);
                self.load_const(at, value);
                Ok(())
            }
            ExprKind::Name { id, ctx } => self.name_in_context(at, id, ctx),
            ExprKind::Constant { ref value, .. } => {
                self.load_const(at, fold::literal(value));
                Ok(())
            }
            ExprKind::Attribute { value, attr, ctx } => self.attribute(expr, value, attr, ctx),
            ExprKind::Call { func, args, keywords } => self.call(expr, func, args, keywords),
            ExprKind::BinOp { .. } => self.bin_op(expr),
            ExprKind::UnaryOp { op, operand } => self.unary_op(expr, op, operand),
            ExprKind::NamedExpr { target, value } => {
                self.expr(value)?;
                self.op_i(at, Op::COPY, 1);
                self.expr(target)
            }
            ExprKind::BoolOp { op, values } => self.bool_op(at, op, values),
            ExprKind::Compare { left, ops, comparators } => self.compare(at, left, ops, comparators),
            ExprKind::Subscript { value, slice, ctx } => self.subscript(expr, value, slice, ctx),
            ExprKind::Tuple { elts, ctx } => self.tuple(expr, elts, ctx),
            ExprKind::List { elts, ctx } => match ctx {
                ExprContext::Load => self.display(at, elts, 0, None, BUILD_LIST),
                ExprContext::Store => self.unpack(at, elts),
                ExprContext::Del => self.exprs(elts),
            },
            ExprKind::Set { elts } => self.display(at, elts, 0, None, BUILD_SET),
            ExprKind::Dict { keys, values } => self.dict(at, keys, values),
            ExprKind::IfExp { test, body, orelse } => {
                let (end, next) = (self.label(), self.label());
                self.jump_if(at, test, next, false)?;
                self.expr(body)?;
                self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
                self.use_label(next);
                self.expr(orelse)?;
                self.use_label(end);
                Ok(())
            }
            ExprKind::Lambda { args, body } => self.lambda(expr, args, body),
            ExprKind::ListComp { .. } | ExprKind::SetComp { .. } | ExprKind::DictComp { .. } | ExprKind::GeneratorExp { .. } => {
                self.comprehension(expr)
            }
            ExprKind::Await { value } => {
                self.expr(value)?;
                self.op_i(at, Op::GET_AWAITABLE, 0);
                self.load_none(at);
                self.add_yield_from(at, true);
                Ok(())
            }
            ExprKind::Yield { value } => {
                if !self.table[self.unit.scope].is_function_like() {
                    return self.error(at, "'yield' outside function");
                }
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.load_none(at),
                }
                self.add_yield(at);
                Ok(())
            }
            ExprKind::YieldFrom { value } => {
                if !self.table[self.unit.scope].is_function_like() {
                    return self.error(at, "'yield from' outside function");
                }
                if self.unit.kind == UnitKind::AsyncFunction {
                    return self.error(at, "'yield from' inside async function");
                }
                self.expr(value)?;
                self.op(at, Op::GET_YIELD_FROM_ITER);
                self.load_none(at);
                self.add_yield_from(at, false);
                Ok(())
            }
            ExprKind::JoinedStr { values } => self.joined_str(at, values),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.expr(value)?;
                self.convert(at, conversion);
                match format_spec {
                    Some(spec) => {
                        self.expr(spec)?;
                        self.op(at, Op::FORMAT_WITH_SPEC);
                    }
                    None => self.op(at, Op::FORMAT_SIMPLE),
                }
                Ok(())
            }
            ExprKind::Starred { ctx, .. } => match ctx {
                ExprContext::Store => self.error(at, "starred assignment target must be in a list or tuple"),
                ExprContext::Load | ExprContext::Del => self.error(at, "can't use starred expression here"),
            },
            ExprKind::Slice { .. } => self.slice(expr),
        }
    }

    // ---- operators

    fn unary_op(&mut self, expr: &'a Expr<'a>, op: UnaryOp, operand: &'a Expr<'a>) -> Result {
        let at = loc(expr.span);
        if let Some(value) = self.folder.constant(expr) {
            self.load_const(at, value);
            return Ok(());
        }
        if op == UnaryOp::Not && inverted(operand).is_some() {
            return self.inverted_compare(operand);
        }
        self.expr(operand)?;
        match op {
            UnaryOp::UAdd => self.op_i(at, Op::CALL_INTRINSIC_1, 5),
            UnaryOp::Not => {
                self.op(at, Op::TO_BOOL);
                self.op(at, Op::UNARY_NOT);
            }
            UnaryOp::Invert => self.op(at, Op::UNARY_INVERT),
            UnaryOp::USub => self.op(at, Op::UNARY_NEGATIVE),
        }
        Ok(())
    }

    /// The comparison under a `not`, the other way round.
    fn inverted_compare(&mut self, operand: &'a Expr<'a>) -> Result {
        let (Some(op), ExprKind::Compare { left, comparators, .. }) = (inverted(operand), operand.kind) else {
            return Ok(());
        };
        self.compare(loc(operand.span), left, &[op], comparators)
    }

    /// A chain of operators leans to the left: it is walked in a loop, counting as many levels as it has.
    fn bin_op(&mut self, expr: &'a Expr<'a>) -> Result {
        let mut chain = Vec::new();
        let mut node = expr;
        loop {
            let ExprKind::BinOp { left, op, right } = node.kind else {
                self.guard.enter(chain.len() as u32)?;
                self.expr(node)?;
                break;
            };
            if let Some(value) = self.folder.constant(node) {
                self.guard.enter(chain.len() as u32)?;
                self.load_const(loc(node.span), value);
                break;
            }
            if op == minipy_ast::Operator::Mod
                && let Some(pieces) = percent::format(left, right, &mut self.folder)
            {
                self.guard.enter(chain.len() as u32)?;
                self.percent_format(node, &pieces)?;
                break;
            }
            chain.push((node, op, right));
            node = left;
        }
        let levels = chain.len() as u32;
        for (node, op, right) in chain.into_iter().rev() {
            self.expr(right)?;
            self.op_i(loc(node.span), Op::BINARY_OP, binary_op(op));
        }
        self.guard.leave(levels);
        Ok(())
    }

    /// `"…%s…" % (a, b)`, which is an f-string.
    fn percent_format(&mut self, expr: &'a Expr<'a>, pieces: &[Piece<'a>]) -> Result {
        let at = loc(expr.span);
        self.join(at, pieces.len(), |this, index| {
            match pieces.get(index) {
                Some(Piece::Text(text)) => this.load_const(Location::NONE, Const::Str(text.as_slice().into())),
                Some(Piece::Value { expr, conversion, spec }) => {
                    let at = loc(expr.span);
                    this.expr(expr)?;
                    this.convert(at, i32::from(*conversion));
                    if spec.is_empty() {
                        this.op(at, Op::FORMAT_SIMPLE);
                    } else {
                        this.load_str(at, spec);
                        this.op(at, Op::FORMAT_WITH_SPEC);
                    }
                }
                None => {}
            }
            Ok(())
        })
    }

    fn convert(&mut self, at: Location, conversion: i32) {
        let which = match u8::try_from(conversion) {
            Ok(b's') => 1,
            Ok(b'r') => 2,
            Ok(b'a') => 3,
            Ok(_) | Err(_) => return,
        };
        self.op_i(at, Op::CONVERT_VALUE, which);
    }

    fn joined_str(&mut self, at: Location, values: &'a [&'a Expr<'a>]) -> Result {
        self.join(at, values.len(), |this, index| values.get(index).map_or(Ok(()), |value| this.expr(value)))
    }

    /// Joins strings; `part` leaves one on the stack.
    fn join(&mut self, at: Location, count: usize, mut part: impl FnMut(&mut Self, usize) -> Result) -> Result {
        if count > STACK_USE_GUIDELINE {
            self.load_str(at, "");
            self.name_op(at, Op::LOAD_METHOD, "join");
            self.op_i(at, Op::BUILD_LIST, 0);
            for index in 0..count {
                part(self, index)?;
                self.op_i(at, Op::LIST_APPEND, 1);
            }
            self.op_i(at, Op::CALL, 1);
            return Ok(());
        }
        for index in 0..count {
            part(self, index)?;
        }
        match count {
            0 => self.load_str(at, ""),
            1 => {}
            2.. => self.op_i(at, Op::BUILD_STRING, count as u32),
        }
        Ok(())
    }

    fn bool_op(&mut self, at: Location, op: BoolOp, values: &'a [&'a Expr<'a>]) -> Result {
        let jump = match op {
            BoolOp::And => Op::POP_JUMP_IF_FALSE,
            BoolOp::Or => Op::POP_JUMP_IF_TRUE,
        };
        let end = self.label();
        let Some((last, first)) = values.split_last() else {
            return Ok(());
        };
        for value in first {
            self.expr(value)?;
            self.op_i(at, Op::COPY, 1);
            self.op(at, Op::TO_BOOL);
            self.jump(at, jump, end);
            self.op(at, Op::POP_TOP);
        }
        self.expr(last)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn add_compare(&mut self, at: Location, op: CmpOp) {
        let which = match op {
            CmpOp::Lt => 0usize,
            CmpOp::LtE => 1,
            CmpOp::Eq => 2,
            CmpOp::NotEq => 3,
            CmpOp::Gt => 4,
            CmpOp::GtE => 5,
            CmpOp::Is => return self.op_i(at, Op::IS_OP, 0),
            CmpOp::IsNot => return self.op_i(at, Op::IS_OP, 1),
            CmpOp::In => return self.op_i(at, Op::CONTAINS_OP, 0),
            CmpOp::NotIn => return self.op_i(at, Op::CONTAINS_OP, 1),
        };
        let mask = COMPARE_MASKS.get(which).copied().unwrap_or(0);
        self.op_i(at, Op::COMPARE_OP, (which as u32) << 5 | mask);
    }

    /// The last operand of a comparison; what `in` searches may be a constant tuple or frozenset.
    fn last_comparator(&mut self, op: CmpOp, operand: &'a Expr<'a>) -> Result {
        if matches!(op, CmpOp::In | CmpOp::NotIn) { self.iterable(operand) } else { self.expr(operand) }
    }

    fn compare(&mut self, at: Location, left: &'a Expr<'a>, ops: &[CmpOp], comparators: &'a [&'a Expr<'a>]) -> Result {
        self.check_compare(at, left, ops, comparators);
        self.expr(left)?;
        let ([first_ops @ .., last_op], [first @ .., last]) = (ops, comparators) else {
            return Ok(());
        };
        if first.is_empty() {
            self.last_comparator(*last_op, last)?;
            self.add_compare(at, *last_op);
            return Ok(());
        }
        let cleanup = self.label();
        for (op, operand) in first_ops.iter().zip(first) {
            self.expr(operand)?;
            self.op_i(at, Op::SWAP, 2);
            self.op_i(at, Op::COPY, 2);
            self.add_compare(at, *op);
            self.op_i(at, Op::COPY, 1);
            self.op(at, Op::TO_BOOL);
            self.jump(at, Op::POP_JUMP_IF_FALSE, cleanup);
            self.op(at, Op::POP_TOP);
        }
        self.last_comparator(*last_op, last)?;
        self.add_compare(at, *last_op);
        let end = self.label();
        self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
        self.use_label(cleanup);
        self.op_i(at, Op::SWAP, 2);
        self.op(at, Op::POP_TOP);
        self.use_label(end);
        Ok(())
    }

    /// Jumps to `next` if the truth of an expression is `cond`.
    pub(super) fn jump_if(&mut self, at: Location, expr: &'a Expr<'a>, next: Label, cond: bool) -> Result {
        self.guard.enter(1)?;
        self.jump_if_inner(at, expr, next, cond)?;
        self.guard.leave(1);
        Ok(())
    }

    fn jump_if_inner(&mut self, at: Location, expr: &'a Expr<'a>, next: Label, cond: bool) -> Result {
        let jump = if cond { Op::POP_JUMP_IF_TRUE } else { Op::POP_JUMP_IF_FALSE };
        if let ExprKind::UnaryOp { op: UnaryOp::Not, operand } = expr.kind
            && !self.folder.is_constant(expr)
        {
            if inverted(operand).is_none() {
                return self.jump_if(at, operand, next, !cond);
            }
            self.inverted_compare(operand)?;
            self.op(loc(operand.span), Op::TO_BOOL);
            self.jump(loc(operand.span), jump, next);
            return Ok(());
        }
        if let ExprKind::BoolOp { op, values } = expr.kind {
            let cond2 = op == BoolOp::Or;
            let next2 = if cond2 == cond { next } else { self.label() };
            let Some((last, first)) = values.split_last() else {
                return Ok(());
            };
            for value in first {
                self.jump_if(at, value, next2, cond2)?;
            }
            self.jump_if(at, last, next, cond)?;
            if next2 != next {
                self.use_label(next2);
            }
            return Ok(());
        }
        if let ExprKind::IfExp { test, body, orelse } = expr.kind {
            let (end, next2) = (self.label(), self.label());
            self.jump_if(at, test, next2, false)?;
            self.jump_if(at, body, next, cond)?;
            self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
            self.use_label(next2);
            self.jump_if(at, orelse, next, cond)?;
            self.use_label(end);
            return Ok(());
        }
        if let ExprKind::Compare { left, ops, comparators } = expr.kind
            && let ([first_ops @ .., last_op], [first @ .., last]) = (ops, comparators)
            && !first.is_empty()
        {
            let at = loc(expr.span);
            self.check_compare(at, left, ops, comparators);
            self.expr(left)?;
            let cleanup = self.label();
            for (op, operand) in first_ops.iter().zip(first) {
                self.expr(operand)?;
                self.op_i(at, Op::SWAP, 2);
                self.op_i(at, Op::COPY, 2);
                self.add_compare(at, *op);
                self.op(at, Op::TO_BOOL);
                self.jump(at, Op::POP_JUMP_IF_FALSE, cleanup);
            }
            self.last_comparator(*last_op, last)?;
            self.add_compare(at, *last_op);
            self.op(at, Op::TO_BOOL);
            self.jump(at, jump, next);
            let end = self.label();
            self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup);
            self.op(at, Op::POP_TOP);
            if !cond {
                self.jump(Location::NONE, Op::JUMP_NO_INTERRUPT, next);
            }
            self.use_label(end);
            return Ok(());
        }
        self.expr(expr)?;
        self.op(loc(expr.span), Op::TO_BOOL);
        self.jump(loc(expr.span), jump, next);
        Ok(())
    }

    // ---- displays

    fn tuple(&mut self, expr: &'a Expr<'a>, elts: &'a [&'a Expr<'a>], ctx: ExprContext) -> Result {
        let at = loc(expr.span);
        match ctx {
            ExprContext::Load => {
                if let Some(value) = self.folder.constant(expr) {
                    self.load_const(at, value);
                    return Ok(());
                }
                self.display(at, elts, 0, None, BUILD_TUPLE)
            }
            ExprContext::Store => self.unpack(at, elts),
            ExprContext::Del => self.exprs(elts),
        }
    }

    /// What is only iterated over: a list display is a tuple, a constant one a constant.
    pub(super) fn iterable(&mut self, expr: &'a Expr<'a>) -> Result {
        let at = loc(expr.span);
        if let ExprKind::List { elts, ctx: ExprContext::Load } = expr.kind
            && !elts.iter().any(|elt| is_starred(elt))
        {
            self.guard.enter(1)?;
            match self.folder.iterable(expr) {
                Some(value) => self.load_const(at, value),
                None => self.display(at, elts, 0, None, BUILD_TUPLE)?,
            }
            self.guard.leave(1);
            return Ok(());
        }
        if matches!(expr.kind, ExprKind::Set { .. })
            && let Some(value) = self.folder.iterable(expr)
        {
            self.load_const(at, value);
            return Ok(());
        }
        self.expr(expr)
    }

    /// A list, set or tuple of `elts`, after `pushed` values that are on the stack already and before the value of a name.
    pub(super) fn display(&mut self, at: Location, elts: &'a [&'a Expr<'a>], pushed: usize, injected: Option<&str>, how: Build) -> Result {
        let count = elts.len() + usize::from(injected.is_some());
        if count > 2
            && injected.is_none()
            && let Some(items) = self.folder.constants(elts)
        {
            if how.tuple && pushed == 0 {
                self.load_const(at, Const::Tuple(items));
                return Ok(());
            }
            let folded = if how.add == Op::SET_ADD { Const::FrozenSet(fold::distinct(items)) } else { Const::Tuple(items) };
            self.op_i(at, how.build, pushed as u32);
            self.load_const(at, folded);
            self.op_i(at, how.extend, 1);
            if how.tuple {
                self.op_i(at, Op::CALL_INTRINSIC_1, 6);
            }
            return Ok(());
        }
        let big = count + pushed > STACK_USE_GUIDELINE;
        if !big && !elts.iter().any(|elt| is_starred(elt)) {
            self.exprs(elts)?;
            if let Some(name) = injected {
                self.load_name(at, name)?;
            }
            let build = if how.tuple { Op::BUILD_TUPLE } else { how.build };
            self.op_i(at, build, (count + pushed) as u32);
            return Ok(());
        }
        let mut built = false;
        if big {
            self.op_i(at, how.build, pushed as u32);
            built = true;
        }
        for (index, elt) in elts.iter().enumerate() {
            if let ExprKind::Starred { value, .. } = elt.kind {
                if !built {
                    self.op_i(at, how.build, (index + pushed) as u32);
                    built = true;
                }
                self.expr(value)?;
                self.op_i(at, how.extend, 1);
            } else {
                self.expr(elt)?;
                if built {
                    self.op_i(at, how.add, 1);
                }
            }
        }
        if let Some(name) = injected {
            self.load_name(at, name)?;
            self.op_i(at, how.add, 1);
        }
        if how.tuple {
            self.op_i(at, Op::CALL_INTRINSIC_1, 6);
        }
        Ok(())
    }

    /// Assignment to a list or tuple of targets.
    fn unpack(&mut self, at: Location, elts: &'a [&'a Expr<'a>]) -> Result {
        let mut seen = false;
        for (index, elt) in elts.iter().enumerate() {
            if !is_starred(elt) {
                continue;
            }
            if seen {
                return self.error(at, "multiple starred expressions in assignment");
            }
            let after = elts.len() - index - 1;
            if index >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                return self.error(at, "too many expressions in star-unpacking assignment");
            }
            self.op_i(at, Op::UNPACK_EX, (index | after << 8) as u32);
            seen = true;
        }
        if !seen {
            self.op_i(at, Op::UNPACK_SEQUENCE, elts.len() as u32);
        }
        for elt in elts {
            if let ExprKind::Starred { value, .. } = elt.kind {
                self.expr(value)?;
            } else {
                self.expr(elt)?;
            }
        }
        Ok(())
    }

    fn sub_dict(&mut self, at: Location, keys: &'a [Option<&'a Expr<'a>>], values: &'a [&'a Expr<'a>]) -> Result {
        let count = values.len();
        let big = count * 2 > STACK_USE_GUIDELINE;
        if count > 1 && !big {
            let constants: Option<Box<[Const]>> = keys.iter().map(|key| key.and_then(|key| self.folder.constant(key))).collect();
            if let Some(constants) = constants {
                self.exprs(values)?;
                self.load_const(at, Const::Tuple(constants));
                self.op_i(at, Op::BUILD_CONST_KEY_MAP, count as u32);
                return Ok(());
            }
        }
        if big {
            self.op_i(at, Op::BUILD_MAP, 0);
        }
        for (key, value) in keys.iter().zip(values) {
            if let Some(key) = key {
                self.expr(key)?;
            }
            self.expr(value)?;
            if big {
                self.op_i(at, Op::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(at, Op::BUILD_MAP, count as u32);
        }
        Ok(())
    }

    fn dict(&mut self, at: Location, keys: &'a [Option<&'a Expr<'a>>], values: &'a [&'a Expr<'a>]) -> Result {
        let mut have_dict = false;
        let mut elements = 0;
        let part = |this: &mut Self, from: usize, to: usize, have_dict: &mut bool| -> Result {
            this.sub_dict(at, keys.get(from..to).unwrap_or_default(), values.get(from..to).unwrap_or_default())?;
            if *have_dict {
                this.op_i(at, Op::DICT_UPDATE, 1);
            }
            *have_dict = true;
            Ok(())
        };
        for (index, (key, value)) in keys.iter().zip(values).enumerate() {
            if key.is_none() {
                if elements > 0 {
                    part(self, index - elements, index, &mut have_dict)?;
                    elements = 0;
                }
                if !have_dict {
                    self.op_i(at, Op::BUILD_MAP, 0);
                    have_dict = true;
                }
                self.expr(value)?;
                self.op_i(at, Op::DICT_UPDATE, 1);
            } else if elements * 2 > STACK_USE_GUIDELINE {
                part(self, index - elements, index + 1, &mut have_dict)?;
                elements = 0;
            } else {
                elements += 1;
            }
        }
        if elements > 0 {
            part(self, values.len() - elements, values.len(), &mut have_dict)?;
        }
        if !have_dict {
            self.op_i(at, Op::BUILD_MAP, 0);
        }
        Ok(())
    }

    // ---- attributes and subscripts

    /// The place of an attribute access that spans lines: it begins at the attribute's name.
    pub(super) fn attribute_location(&self, mut at: Location, expr: &Expr<'_>) -> Location {
        let ExprKind::Attribute { attr, .. } = expr.kind else {
            return at;
        };
        let span = loc(expr.span);
        if at.line != span.end_line {
            at.line = span.end_line;
            let len = attr.chars().count() as i32;
            if len <= span.end_column {
                at.column = span.end_column - len;
            } else {
                at.column = -1;
                at.end_column = -1;
            }
            at.end_line = at.line.max(at.end_line);
            if at.line == at.end_line {
                at.end_column = at.column.max(at.end_column);
            }
        }
        at
    }

    fn attribute(&mut self, expr: &'a Expr<'a>, value: &'a Expr<'a>, attr: &'a str, ctx: ExprContext) -> Result {
        let mut at = loc(expr.span);
        if ctx == ExprContext::Load
            && let Some(super_args) = self.super_call(value, attr)
        {
            self.load_super_args(value)?;
            let op = if super_args == 2 { Op::LOAD_SUPER_ATTR } else { Op::LOAD_ZERO_SUPER_ATTR };
            self.name_op(at, op, attr);
            at = self.attribute_location(at, expr);
            self.op(at, Op::NOP);
            return Ok(());
        }
        if ctx == ExprContext::Store
            && let ExprKind::Name { id: "self", .. } = value.kind
        {
            self.note_static_attribute(attr);
        }
        self.expr(value)?;
        at = self.attribute_location(at, expr);
        let op = match ctx {
            ExprContext::Load => Op::LOAD_ATTR,
            ExprContext::Store => Op::STORE_ATTR,
            ExprContext::Del => Op::DELETE_ATTR,
        };
        self.name_op(at, op, attr);
        Ok(())
    }

    /// Notes an attribute assigned on `self` for the innermost class around the function.
    fn note_static_attribute(&mut self, attr: &str) {
        let sym = self.names.intern(attr);
        if let Some(class) = self.stack.iter_mut().rev().find(|unit| unit.kind == UnitKind::Class) {
            class.static_attributes.insert(sym);
        }
    }

    /// Pushes the two bounds of a slice without a step.
    pub(super) fn two_part_slice(&mut self, slice: &'a Expr<'a>) -> Result<bool> {
        let ExprKind::Slice { lower, upper, step: None } = slice.kind else {
            return Ok(false);
        };
        for bound in [lower, upper] {
            match bound {
                Some(bound) => self.expr(bound)?,
                None => self.load_none(loc(slice.span)),
            }
        }
        Ok(true)
    }

    fn slice(&mut self, expr: &'a Expr<'a>) -> Result {
        let ExprKind::Slice { lower, upper, step } = expr.kind else {
            return Ok(());
        };
        let at = loc(expr.span);
        for bound in [lower, upper] {
            match bound {
                Some(bound) => self.expr(bound)?,
                None => self.load_none(at),
            }
        }
        if let Some(step) = step {
            self.expr(step)?;
        }
        self.op_i(at, Op::BUILD_SLICE, 2 + u32::from(step.is_some()));
        Ok(())
    }

    fn subscript(&mut self, expr: &'a Expr<'a>, value: &'a Expr<'a>, slice: &'a Expr<'a>, ctx: ExprContext) -> Result {
        let at = loc(expr.span);
        if ctx == ExprContext::Load {
            if let Some(value) = self.folder.constant(expr) {
                self.load_const(at, value);
                return Ok(());
            }
            self.check_subscripter(value);
            self.check_index(value, slice);
        }
        self.expr(value)?;
        if ctx != ExprContext::Del && self.two_part_slice(slice)? {
            self.op(at, if ctx == ExprContext::Load { Op::BINARY_SLICE } else { Op::STORE_SLICE });
            return Ok(());
        }
        self.expr(slice)?;
        self.op(
            at,
            match ctx {
                ExprContext::Load => Op::BINARY_SUBSCR,
                ExprContext::Store => Op::STORE_SUBSCR,
                ExprContext::Del => Op::DELETE_SUBSCR,
            },
        );
        Ok(())
    }

    pub(super) fn add_yield(&mut self, at: Location) {
        let scope = &self.table[self.unit.scope];
        if scope.generator && scope.coroutine {
            self.op_i(at, Op::CALL_INTRINSIC_1, 4);
        }
        self.op_i(at, Op::YIELD_VALUE, 0);
        self.op_i(at, Op::RESUME, 1);
    }

    /// The scope that a lambda or comprehension opens.
    pub(super) fn scope_of(&self, expr: &Expr<'_>) -> Result<crate::symtable::ScopeId> {
        match self.table.lookup(key(expr, BODY)) {
            Some(scope) => Ok(scope),
            None => crate::error::system("unknown symbol table entry"),
        }
    }
}

pub(super) fn is_starred(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Starred { .. })
}
