//! Calls: of methods, of `super()`, with keywords, with unpacking.
//!
//! CPython's counterpart is `compiler_call` and its helpers. Invariant: the callable lies below NULL or `self`, these below the arguments.

use minipy_ast::{Expr, ExprContext, ExprKind, Keyword};
use minipy_bytecode::{AnyOpcode as Op, Const, Location};

use super::expr::{BUILD_TUPLE, is_starred};
use super::{Compiler, STACK_USE_GUIDELINE, UnitKind, loc};
use crate::error::Result;
use crate::names::FastSet;
use crate::symtable::{Place, flag};

impl<'a> Compiler<'a, '_> {
    pub(super) fn call(&mut self, expr: &'a Expr<'a>, func: &'a Expr<'a>, args: &'a [&'a Expr<'a>], keywords: &'a [Keyword<'a>]) -> Result {
        self.validate_keywords(keywords)?;
        if self.method_call(expr, func, args, keywords)? {
            return Ok(());
        }
        self.check_caller(func);
        self.expr(func)?;
        self.op(loc(func.span), Op::PUSH_NULL);
        self.call_helper(loc(expr.span), 0, args, None, keywords)
    }

    pub(super) fn validate_keywords(&self, keywords: &[Keyword<'_>]) -> Result {
        if keywords.len() < 2 {
            return Ok(());
        }
        // The first name that is repeated, at the first place where it is.
        let mut seen: FastSet<&str> = FastSet::default();
        if keywords.iter().filter_map(|keyword| keyword.arg).all(|name| seen.insert(name)) {
            return Ok(());
        }
        for (index, keyword) in keywords.iter().enumerate() {
            let Some(name) = keyword.arg else { continue };
            if let Some(other) = keywords.iter().skip(index + 1).find(|other| other.arg == Some(name)) {
                return self.error(loc(other.span), format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// Whether a name is bound by an import in the module: then `name.attr(…)` is most likely a function of a module.
    fn is_import_originated(&mut self, expr: &Expr<'_>) -> bool {
        let ExprKind::Name { id, .. } = expr.kind else {
            return false;
        };
        let sym = self.names.intern(id);
        self.table[self.table.top].symbol(sym) & flag::DEF_IMPORT != 0
    }

    /// `value.attr(…)` without unpacking: the method is not bound, `self` is passed.
    fn method_call(
        &mut self,
        expr: &'a Expr<'a>,
        func: &'a Expr<'a>,
        args: &'a [&'a Expr<'a>],
        keywords: &'a [Keyword<'a>],
    ) -> Result<bool> {
        let ExprKind::Attribute { value, attr, ctx: ExprContext::Load } = func.kind else {
            return Ok(false);
        };
        if self.is_import_originated(value)
            || args.len() + keywords.len() + usize::from(!keywords.is_empty()) >= STACK_USE_GUIDELINE
            || args.iter().any(|arg| is_starred(arg))
            || keywords.iter().any(|keyword| keyword.arg.is_none())
        {
            return Ok(false);
        }
        let mut at = loc(func.span);
        if let Some(super_args) = self.super_call(value, attr) {
            self.load_super_args(value)?;
            let op = if super_args == 2 { Op::LOAD_SUPER_METHOD } else { Op::LOAD_ZERO_SUPER_METHOD };
            self.name_op(at, op, attr);
            at = self.attribute_location(at, func);
            self.op(at, Op::NOP);
        } else {
            self.expr(value)?;
            at = self.attribute_location(at, func);
            self.name_op(at, Op::LOAD_METHOD, attr);
        }
        self.exprs(args)?;
        if keywords.is_empty() {
            at = self.attribute_location(loc(expr.span), func);
            self.op_i(at, Op::CALL, args.len() as u32);
        } else {
            self.keyword_values(keywords)?;
            self.keyword_names(at, keywords);
            at = self.attribute_location(loc(expr.span), func);
            self.op_i(at, Op::CALL_KW, (args.len() + keywords.len()) as u32);
        }
        Ok(true)
    }

    fn keyword_values(&mut self, keywords: &'a [Keyword<'a>]) -> Result {
        keywords.iter().try_for_each(|keyword| self.expr(keyword.value))
    }

    fn keyword_names(&mut self, at: Location, keywords: &[Keyword<'_>]) {
        let names = keywords.iter().filter_map(|keyword| keyword.arg).map(Const::str).collect();
        self.load_const(at, Const::Tuple(names));
    }

    /// A call of what is on the stack already, with `pushed` arguments above it.
    pub(super) fn call_helper(
        &mut self,
        at: Location,
        pushed: usize,
        args: &'a [&'a Expr<'a>],
        injected: Option<&str>,
        keywords: &'a [Keyword<'a>],
    ) -> Result {
        self.validate_keywords(keywords)?;
        let count = args.len() + usize::from(injected.is_some());
        let simple = count + keywords.len() * 2 <= STACK_USE_GUIDELINE
            && !args.iter().any(|arg| is_starred(arg))
            && !keywords.iter().any(|keyword| keyword.arg.is_none());
        if simple {
            self.exprs(args)?;
            if let Some(name) = injected {
                self.load_name(at, name)?;
            }
            if keywords.is_empty() {
                self.op_i(at, Op::CALL, (pushed + count) as u32);
            } else {
                self.keyword_values(keywords)?;
                self.keyword_names(at, keywords);
                self.op_i(at, Op::CALL_KW, (pushed + count + keywords.len()) as u32);
            }
            return Ok(());
        }
        match args {
            [only]
                if pushed == 0
                    && injected.is_none()
                    && let ExprKind::Starred { value, .. } = only.kind =>
            {
                self.expr(value)?;
            }
            args => self.display(at, args, pushed, injected, BUILD_TUPLE)?,
        }
        if !keywords.is_empty() {
            self.keyword_dict(at, keywords)?;
        }
        self.op_i(at, Op::CALL_FUNCTION_EX, u32::from(!keywords.is_empty()));
        Ok(())
    }

    /// The dict of keyword arguments for a call with `**`.
    fn keyword_dict(&mut self, at: Location, keywords: &'a [Keyword<'a>]) -> Result {
        let mut have_dict = false;
        let mut run = 0;
        let part = |this: &mut Self, from: usize, to: usize, have_dict: &mut bool| -> Result {
            this.sub_keywords(at, keywords.get(from..to).unwrap_or_default())?;
            if *have_dict {
                this.op_i(at, Op::DICT_MERGE, 1);
            }
            *have_dict = true;
            Ok(())
        };
        for (index, keyword) in keywords.iter().enumerate() {
            if keyword.arg.is_some() {
                run += 1;
                continue;
            }
            if run > 0 {
                part(self, index - run, index, &mut have_dict)?;
                run = 0;
            }
            if !have_dict {
                self.op_i(at, Op::BUILD_MAP, 0);
                have_dict = true;
            }
            self.expr(keyword.value)?;
            self.op_i(at, Op::DICT_MERGE, 1);
        }
        if run > 0 {
            part(self, keywords.len() - run, keywords.len(), &mut have_dict)?;
        }
        Ok(())
    }

    fn sub_keywords(&mut self, at: Location, keywords: &'a [Keyword<'a>]) -> Result {
        let count = keywords.len();
        let big = count * 2 > STACK_USE_GUIDELINE;
        if count > 1 && !big {
            self.keyword_values(keywords)?;
            self.keyword_names(at, keywords);
            self.op_i(at, Op::BUILD_CONST_KEY_MAP, count as u32);
            return Ok(());
        }
        if big {
            self.op_i(Location::NONE, Op::BUILD_MAP, 0);
        }
        for keyword in keywords {
            if let Some(name) = keyword.arg {
                self.load_str(at, name);
            }
            self.expr(keyword.value)?;
            if big {
                self.op_i(Location::NONE, Op::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(at, Op::BUILD_MAP, count as u32);
        }
        Ok(())
    }

    // ---- super

    /// Whether `value.attr` can be looked up without making the super object: with how many arguments `super` is called.
    pub(super) fn super_call(&mut self, value: &Expr<'_>, attr: &str) -> Option<usize> {
        let ExprKind::Call { func, args, keywords: [] } = value.kind else {
            return None;
        };
        if !matches!(func.kind, ExprKind::Name { id: "super", .. }) || attr == "__class__" {
            return None;
        }
        let name = self.names.intern("super");
        if self.table[self.unit.scope].place(name) != Place::GlobalImplicit {
            return None;
        }
        if self.table[self.table.top].place(name) != Place::Unknown {
            return None;
        }
        match args {
            [first, second] => (!is_starred(first) && !is_starred(second)).then_some(2),
            [] => {
                let counts = self.unit.args;
                let class = self.names.intern("__class__");
                let has_self = counts.args > 0 || counts.posonly > 0;
                let has_class = self.unit.kind != UnitKind::Class && self.table[self.unit.scope].place(class) == Place::Free;
                (has_self && has_class).then_some(0)
            }
            [_] | [_, _, _, ..] => None,
        }
    }

    /// Pushes `super`, the class and the object.
    pub(super) fn load_super_args(&mut self, value: &'a Expr<'a>) -> Result {
        let ExprKind::Call { func, args, .. } = value.kind else {
            return Ok(());
        };
        self.load_name(loc(func.span), "super")?;
        if !args.is_empty() {
            return self.exprs(args);
        }
        let at = loc(value.span);
        self.load_name(at, "__class__")?;
        let first = self.unit.varnames.iter().next();
        if let Some(first) = first {
            let name = self.names.text(first).to_owned();
            self.load_name(at, &name)?;
        }
        Ok(())
    }
}
