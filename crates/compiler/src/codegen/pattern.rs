//! `match`.
//!
//! CPython's counterpart is the `compiler_pattern_*` family (PEP 634). A pattern consumes the subject on top of the stack and jumps to a
//! place that pops as many values as are in use if it fails. Names are stored only when the whole pattern has matched; until then their
//! values lie below what is in use. Invariant: `on_top` counts the values in use above the captured ones.

use minipy_ast::{CmpOp, Constant, Expr, ExprKind, MatchCase, MatchClass, Pattern, PatternKind};
use minipy_bytecode::{AnyOpcode as Op, Const, Location};

use super::{Compiler, Label, loc};
use crate::error::Result;
use crate::fold::{literal, python_equal};

/// The state of matching one pattern.
#[derive(Default)]
struct Context<'a> {
    /// Names captured so far, in the order of their values on the stack.
    stores: Vec<&'a str>,
    /// Whether a pattern that always matches may stand here.
    allow_irrefutable: bool,
    /// Where to jump to pop that many values; emitted after the case.
    fail_pop: Vec<Label>,
    /// Values in use above the captured ones.
    on_top: usize,
}

fn is_wildcard(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::MatchAs { name: None, .. })
}

fn is_wildcard_star(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { name: None })
}

fn is_star(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::MatchStar { .. })
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn match_stmt(&mut self, subject: &'a Expr<'a>, cases: &'a [MatchCase<'a>]) -> Result {
        self.expr(subject)?;
        let end = self.label();
        let Some((last, first)) = cases.split_last() else {
            return Ok(());
        };
        // A last `case _` needs no copy of the subject and no test.
        let has_default = is_wildcard(last.pattern) && cases.len() > 1;
        let tested = if has_default { first } else { cases };
        for (index, case) in tested.iter().enumerate() {
            let at = loc(case.pattern.span);
            let keep = index + 1 < tested.len();
            if keep {
                self.op_i(at, Op::COPY, 1);
            }
            // The last case, or one with a guard, may always match.
            let allow_irrefutable = case.guard.is_some() || index + 1 == cases.len();
            let mut context = Context { allow_irrefutable, ..Context::default() };
            self.pattern(case.pattern, &mut context)?;
            for name in core::mem::take(&mut context.stores) {
                self.store_name(at, name)?;
            }
            if let Some(guard) = case.guard {
                let fail = self.fail_label(&mut context, 0);
                self.jump_if(at, guard, fail, false)?;
            }
            if keep {
                self.op(at, Op::POP_TOP);
            }
            self.stmts(case.body)?;
            self.jump(Location::NONE, Op::JUMP, end);
            self.emit_fail_pops(at, &mut context);
        }
        if has_default {
            let at = loc(last.pattern.span);
            // The line of the default is shown, though it makes no code.
            self.op(at, Op::NOP);
            if let Some(guard) = last.guard {
                self.jump_if(at, guard, end, false)?;
            }
            self.stmts(last.body)?;
        }
        self.use_label(end);
        Ok(())
    }

    // ---- failing

    fn fail_label(&mut self, context: &mut Context<'a>, pops: usize) -> Label {
        while context.fail_pop.len() <= pops {
            let label = self.label();
            context.fail_pop.push(label);
        }
        context.fail_pop.get(pops).copied().unwrap_or(Label(0))
    }

    fn jump_to_fail(&mut self, at: Location, context: &mut Context<'a>, op: Op) {
        let pops = context.on_top + context.stores.len();
        let label = self.fail_label(context, pops);
        self.jump(at, op, label);
    }

    fn emit_fail_pops(&mut self, at: Location, context: &mut Context<'a>) {
        let labels = core::mem::take(&mut context.fail_pop);
        for (pops, label) in labels.into_iter().enumerate().rev() {
            self.use_label(label);
            if pops > 0 {
                self.op(at, Op::POP_TOP);
            }
        }
    }

    fn rotate(&mut self, at: Location, count: usize) {
        for depth in (2..=count).rev() {
            self.op_i(at, Op::SWAP, depth as u32);
        }
    }

    fn capture(&mut self, at: Location, name: Option<&'a str>, context: &mut Context<'a>) -> Result {
        let Some(name) = name else {
            self.op(at, Op::POP_TOP);
            return Ok(());
        };
        if context.stores.contains(&name) {
            return self.duplicate_store(at, name);
        }
        // Below everything that is still needed.
        self.rotate(at, context.on_top + context.stores.len() + 1);
        context.stores.push(name);
        Ok(())
    }

    fn duplicate_store(&self, at: Location, name: &str) -> Result {
        self.error(at, format!("multiple assignments to name {} in pattern", repr(&Const::str(name))))
    }

    // ---- patterns

    fn pattern(&mut self, pattern: &'a Pattern<'a>, context: &mut Context<'a>) -> Result {
        self.guard.enter(1)?;
        let at = loc(pattern.span);
        match pattern.kind {
            PatternKind::MatchValue { value } => {
                if !self.folder.is_constant(value) && !matches!(value.kind, ExprKind::Attribute { .. }) {
                    return self.error(at, "patterns may only match literals and attribute lookups");
                }
                self.expr(value)?;
                self.add_compare(at, CmpOp::Eq);
                self.op(at, Op::TO_BOOL);
                self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
            }
            PatternKind::MatchSingleton { ref value } => self.singleton(at, value, context),
            PatternKind::MatchSequence { patterns } => self.sequence(at, patterns, context)?,
            PatternKind::MatchMapping { keys, patterns, rest } => self.mapping(at, keys, patterns, rest, context)?,
            PatternKind::MatchClass(class) => self.class_pattern(at, class, context)?,
            PatternKind::MatchStar { name } => self.capture(at, name, context)?,
            PatternKind::MatchAs { pattern: Some(inner), name } => {
                context.on_top += 1;
                self.op_i(at, Op::COPY, 1);
                self.pattern(inner, context)?;
                context.on_top -= 1;
                self.capture(at, name, context)?;
            }
            PatternKind::MatchAs { pattern: None, name } => {
                if !context.allow_irrefutable {
                    return match name {
                        Some(name) => {
                            let name = repr(&Const::str(name));
                            self.error(at, format!("name capture {name} makes remaining patterns unreachable"))
                        }
                        None => self.error(at, "wildcard makes remaining patterns unreachable"),
                    };
                }
                self.capture(at, name, context)?;
            }
            PatternKind::MatchOr { patterns } => self.or_pattern(at, patterns, context)?,
        }
        self.guard.leave(1);
        Ok(())
    }

    /// A pattern within another may always match.
    fn subpattern(&mut self, pattern: &'a Pattern<'a>, context: &mut Context<'a>) -> Result {
        let allowed = core::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(pattern, context)?;
        context.allow_irrefutable = allowed;
        Ok(())
    }

    fn singleton(&mut self, at: Location, value: &Constant<'_>, context: &mut Context<'a>) {
        self.load_const(at, literal(value));
        self.add_compare(at, CmpOp::Is);
        self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
    }

    fn sequence(&mut self, at: Location, patterns: &'a [&'a Pattern<'a>], context: &mut Context<'a>) -> Result {
        let size = patterns.len();
        let mut star = None;
        let mut only_wildcard = true;
        let mut star_wildcard = false;
        for (index, pattern) in patterns.iter().enumerate() {
            if is_star(pattern) {
                if star.is_some() {
                    return self.error(at, "multiple starred names in sequence pattern");
                }
                star_wildcard = is_wildcard_star(pattern);
                only_wildcard &= star_wildcard;
                star = Some(index);
            } else {
                only_wildcard &= is_wildcard(pattern);
            }
        }
        context.on_top += 1;
        self.op(at, Op::MATCH_SEQUENCE);
        self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        if star.is_none() {
            self.op(at, Op::GET_LEN);
            self.load_int(at, size);
            self.add_compare(at, CmpOp::Eq);
            self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        } else if size > 1 {
            self.op(at, Op::GET_LEN);
            self.load_int(at, size - 1);
            self.add_compare(at, CmpOp::GtE);
            self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        }
        context.on_top -= 1;
        match star {
            _ if only_wildcard => {
                self.op(at, Op::POP_TOP);
                Ok(())
            }
            Some(star) if star_wildcard => self.sequence_by_index(at, patterns, star, context),
            Some(_) | None => self.sequence_by_unpacking(at, patterns, star, context),
        }
    }

    fn sequence_by_unpacking(
        &mut self,
        at: Location,
        patterns: &'a [&'a Pattern<'a>],
        star: Option<usize>,
        context: &mut Context<'a>,
    ) -> Result {
        let size = patterns.len();
        match star {
            Some(index) => {
                let after = size - index - 1;
                if index >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                    return self.error(at, "too many expressions in star-unpacking sequence pattern");
                }
                self.op_i(at, Op::UNPACK_EX, (index | after << 8) as u32);
            }
            None => self.op_i(at, Op::UNPACK_SEQUENCE, size as u32),
        }
        context.on_top += size;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        Ok(())
    }

    /// `[first, *_, last]`: the items are fetched one by one.
    fn sequence_by_index(&mut self, at: Location, patterns: &'a [&'a Pattern<'a>], star: usize, context: &mut Context<'a>) -> Result {
        context.on_top += 1;
        let size = patterns.len();
        for (index, pattern) in patterns.iter().enumerate() {
            if is_wildcard(pattern) || index == star {
                continue;
            }
            self.op_i(at, Op::COPY, 1);
            if index < star {
                self.load_int(at, index);
            } else {
                // The subject may know no negative indexes.
                self.op(at, Op::GET_LEN);
                self.load_int(at, size - index);
                self.op_i(at, Op::BINARY_OP, 10);
            }
            self.op(at, Op::BINARY_SUBSCR);
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.op(at, Op::POP_TOP);
        Ok(())
    }

    fn class_pattern(&mut self, at: Location, class: &'a MatchClass<'a>, context: &mut Context<'a>) -> Result {
        for (index, attr) in class.kwd_attrs.iter().enumerate() {
            let repeated = class.kwd_attrs.iter().zip(class.kwd_patterns).skip(index + 1).find(|(other, _)| *other == attr);
            if let Some((_, pattern)) = repeated {
                return self.error(loc(pattern.span), format!("attribute name repeated in class pattern: {attr}"));
            }
        }
        self.expr(class.cls)?;
        let names = class.kwd_attrs.iter().map(|attr| Const::str(attr)).collect();
        self.load_const(at, Const::Tuple(names));
        self.op_i(at, Op::MATCH_CLASS, class.patterns.len() as u32);
        self.op_i(at, Op::COPY, 1);
        self.load_none(at);
        self.op_i(at, Op::IS_OP, 1);
        context.on_top += 1;
        self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        let count = class.patterns.len() + class.kwd_attrs.len();
        self.op_i(at, Op::UNPACK_SEQUENCE, count as u32);
        // The tuple of attributes has become its items.
        context.on_top = context.on_top + count - 1;
        for pattern in class.patterns.iter().chain(class.kwd_patterns) {
            context.on_top -= 1;
            if is_wildcard(pattern) {
                self.op(at, Op::POP_TOP);
            } else {
                self.subpattern(pattern, context)?;
            }
        }
        Ok(())
    }

    fn mapping_key(&mut self, at: Location, key: &'a Expr<'a>, seen: &mut Vec<Const>) -> Result {
        if let Some(value) = self.folder.constant(key) {
            if seen.iter().any(|other| python_equal(other, &value)) {
                return self.error(at, format!("mapping pattern checks duplicate key ({})", repr(&value)));
            }
            seen.push(value);
        } else if !matches!(key.kind, ExprKind::Attribute { .. }) {
            return self.error(at, "mapping pattern keys may only match literals and attribute lookups");
        }
        self.expr(key)
    }

    fn mapping(
        &mut self,
        at: Location,
        keys: &'a [&'a Expr<'a>],
        patterns: &'a [&'a Pattern<'a>],
        rest: Option<&'a str>,
        context: &mut Context<'a>,
    ) -> Result {
        let size = keys.len();
        context.on_top += 1;
        self.op(at, Op::MATCH_MAPPING);
        self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        if size == 0 && rest.is_none() {
            context.on_top -= 1;
            self.op(at, Op::POP_TOP);
            return Ok(());
        }
        if size > 0 {
            self.op(at, Op::GET_LEN);
            self.load_int(at, size);
            self.add_compare(at, CmpOp::GtE);
            self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        }
        let mut seen = Vec::new();
        for key in keys {
            self.mapping_key(at, key, &mut seen)?;
        }
        self.op_i(at, Op::BUILD_TUPLE, size as u32);
        self.op(at, Op::MATCH_KEYS);
        // The keys and the values lie above the subject.
        context.on_top += 2;
        self.op_i(at, Op::COPY, 1);
        self.load_none(at);
        self.op_i(at, Op::IS_OP, 1);
        self.jump_to_fail(at, context, Op::POP_JUMP_IF_FALSE);
        self.op_i(at, Op::UNPACK_SEQUENCE, size as u32);
        context.on_top = context.on_top + size - 1;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 2;
        let Some(rest) = rest else {
            self.op(at, Op::POP_TOP);
            self.op(at, Op::POP_TOP);
            return Ok(());
        };
        // A copy of the subject without the keys.
        self.op_i(at, Op::BUILD_MAP, 0);
        self.op_i(at, Op::SWAP, 3);
        self.op_i(at, Op::DICT_UPDATE, 2);
        self.op_i(at, Op::UNPACK_SEQUENCE, size as u32);
        for left in (1..=size).rev() {
            self.op_i(at, Op::COPY, 1 + left as u32);
            self.op_i(at, Op::SWAP, 2);
            self.op(at, Op::DELETE_SUBSCR);
        }
        self.capture(at, Some(rest), context)
    }

    fn or_pattern(&mut self, at: Location, patterns: &'a [&'a Pattern<'a>], context: &mut Context<'a>) -> Result {
        let end = self.label();
        // The names of the first alternative: the others must bind the same, and leave their values in the same order.
        let mut control: Vec<&'a str> = Vec::new();
        for (index, alternative) in patterns.iter().enumerate() {
            let alt = loc(alternative.span);
            let allow_irrefutable = index + 1 == patterns.len() && context.allow_irrefutable;
            let mut inner = Context { allow_irrefutable, ..Context::default() };
            self.op_i(alt, Op::COPY, 1);
            self.pattern(alternative, &mut inner)?;
            if index == 0 {
                control.clone_from(&inner.stores);
            } else if inner.stores.len() != control.len() {
                return self.error(at, "alternative patterns bind different names");
            } else {
                for (place, name) in control.iter().enumerate().rev() {
                    let Some(found) = inner.stores.iter().position(|store| store == name) else {
                        return self.error(at, "alternative patterns bind different names");
                    };
                    if found != place {
                        // The values up to this one go below those after it.
                        let rotations = found + 1;
                        let rotated: Vec<&'a str> = inner.stores.drain(..rotations).collect();
                        let insert = place - found;
                        inner.stores.splice(insert..insert, rotated);
                        for _ in 0..rotations {
                            self.rotate(alt, place + 1);
                        }
                    }
                }
            }
            self.jump(alt, Op::JUMP, end);
            self.emit_fail_pops(alt, &mut inner);
        }
        // No alternative matched.
        self.op(at, Op::POP_TOP);
        self.jump_to_fail(at, context, Op::JUMP);
        self.use_label(end);
        let rotations = control.len() + 1 + context.on_top + context.stores.len();
        for name in control {
            self.rotate(at, rotations);
            if context.stores.contains(&name) {
                return self.duplicate_store(at, name);
            }
            context.stores.push(name);
        }
        self.op(at, Op::POP_TOP);
        Ok(())
    }
}

fn repr(constant: &Const) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = constant.write_repr(&|_| 0, &mut out);
    out
}
