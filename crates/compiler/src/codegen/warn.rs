//! Suspicions: programs that are correct but hardly meant.
//!
//! CPython's counterparts are `check_compare`, `check_caller`, `check_subscripter` and `check_index`. Invariant: a suspicion never changes
//! the code.

use minipy_ast::{CmpOp, Expr, ExprKind};
use minipy_bytecode::{Const, Location};

use super::{Compiler, loc};

/// The name of a constant's type.
fn type_name(constant: &Const) -> &'static str {
    match constant {
        Const::None => "NoneType",
        Const::True | Const::False => "bool",
        Const::Ellipsis => "ellipsis",
        Const::Int(_) => "int",
        Const::Float(_) => "float",
        Const::Complex(..) => "complex",
        Const::Str(_) => "str",
        Const::Bytes(_) => "bytes",
        Const::Tuple(_) => "tuple",
        Const::FrozenSet(_) => "frozenset",
        Const::Code(_) => "code",
    }
}

impl Compiler<'_, '_> {
    /// The name of the type that an expression is sure to have.
    fn inferred_type(&mut self, expr: &Expr<'_>) -> Option<&'static str> {
        if let Some(constant) = self.folder.constant(expr) {
            return Some(type_name(&constant));
        }
        match expr.kind {
            ExprKind::Tuple { .. } => Some("tuple"),
            ExprKind::List { .. } | ExprKind::ListComp { .. } => Some("list"),
            ExprKind::Dict { .. } | ExprKind::DictComp { .. } => Some("dict"),
            ExprKind::Set { .. } | ExprKind::SetComp { .. } => Some("set"),
            ExprKind::GeneratorExp { .. } => Some("generator"),
            ExprKind::Lambda { .. } => Some("function"),
            ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => Some("str"),
            ExprKind::BoolOp { .. }
            | ExprKind::NamedExpr { .. }
            | ExprKind::BinOp { .. }
            | ExprKind::UnaryOp { .. }
            | ExprKind::IfExp { .. }
            | ExprKind::Await { .. }
            | ExprKind::Yield { .. }
            | ExprKind::YieldFrom { .. }
            | ExprKind::Compare { .. }
            | ExprKind::Call { .. }
            | ExprKind::Constant { .. }
            | ExprKind::Attribute { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Starred { .. }
            | ExprKind::Name { .. }
            | ExprKind::Slice { .. } => None,
        }
    }

    /// Whether `is` with this operand makes sense: it is no literal, or one of the constants that there is only one of.
    fn may_be_identical(&mut self, expr: &Expr<'_>) -> bool {
        !matches!(
            self.folder.constant(expr),
            Some(
                Const::Int(_)
                    | Const::Float(_)
                    | Const::Complex(..)
                    | Const::Str(_)
                    | Const::Bytes(_)
                    | Const::Tuple(_)
                    | Const::FrozenSet(_)
                    | Const::Code(_)
            )
        )
    }

    pub(super) fn check_compare(&mut self, at: Location, left: &Expr<'_>, ops: &[CmpOp], comparators: &[&Expr<'_>]) {
        if !ops.iter().any(|op| matches!(op, CmpOp::Is | CmpOp::IsNot)) {
            return;
        }
        let mut left_expr = left;
        let mut left = self.may_be_identical(left);
        for (op, right_expr) in ops.iter().zip(comparators) {
            let right = self.may_be_identical(right_expr);
            if matches!(op, CmpOp::Is | CmpOp::IsNot) && !(left && right) {
                let literal = if left { right_expr } else { left_expr };
                let name = self.inferred_type(literal).unwrap_or("");
                let message = if *op == CmpOp::Is {
                    format!("\"is\" with '{name}' literal. Did you mean \"==\"?")
                } else {
                    format!("\"is not\" with '{name}' literal. Did you mean \"!=\"?")
                };
                self.warn(at, message);
                return;
            }
            left = right;
            left_expr = right_expr;
        }
    }

    pub(super) fn check_caller(&mut self, func: &Expr<'_>) {
        if matches!(func.kind, ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Lambda { .. }) {
            return;
        }
        if let Some(name) = self.inferred_type(func) {
            self.warn(loc(func.span), format!("'{name}' object is not callable; perhaps you missed a comma?"));
        }
    }

    pub(super) fn check_subscripter(&mut self, value: &Expr<'_>) {
        let suspect =
            matches!(value.kind, ExprKind::Set { .. } | ExprKind::SetComp { .. } | ExprKind::GeneratorExp { .. } | ExprKind::Lambda { .. })
                || matches!(
                    self.folder.constant(value),
                    Some(Const::None | Const::Ellipsis | Const::True | Const::False | Const::Int(_) | Const::Float(_) | Const::Complex(..))
                );
        if suspect && let Some(name) = self.inferred_type(value) {
            self.warn(loc(value.span), format!("'{name}' object is not subscriptable; perhaps you missed a comma?"));
        }
    }

    pub(super) fn check_index(&mut self, value: &Expr<'_>, index: &Expr<'_>) {
        let suspect =
            matches!(value.kind, ExprKind::Tuple { .. } | ExprKind::List { .. } | ExprKind::ListComp { .. } | ExprKind::JoinedStr { .. })
                || matches!(self.folder.constant(value), Some(Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)));
        if !suspect {
            return;
        }
        let Some(index_type) = self.inferred_type(index) else {
            return;
        };
        if matches!(index_type, "int" | "bool") {
            return;
        }
        if let Some(name) = self.inferred_type(value) {
            let message = format!("{name} indices must be integers or slices, not {index_type}; perhaps you missed a comma?");
            self.warn(loc(value.span), message);
        }
    }
}
