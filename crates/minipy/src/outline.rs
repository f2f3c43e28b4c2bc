//! The outline hook: what a piece of source is, for the carets of a traceback.
//!
//! CPython's counterpart is the use of `ast.parse` in `Lib/traceback.py`. Invariant: places are those of the tree, untouched.

use minipy_ast::{Expr, ExprKind, Mod, Span, StmtKind};
use minipy_parser::{Arena, Mode, ParseOptions};
use minipy_vm::{Outline, Place};

fn start(span: Span) -> Place {
    Place { line: span.lineno, column: span.col_offset }
}

fn end(span: Span) -> Place {
    Place { line: span.end_lineno, column: span.end_col_offset }
}

/// What a call calls.
fn calls<'a>(expr: &Expr<'a>) -> Option<&'a Expr<'a>> {
    if let ExprKind::Call { func, .. } = expr.kind { Some(func) } else { None }
}

fn is_name(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Name { .. })
}

/// See [`minipy_vm::OutlineHook`].
pub(crate) fn outline(source: &str) -> Option<Outline> {
    let arena = Arena::new();
    let parsed = minipy_parser::parse(source, Mode::Module, ParseOptions::default(), &arena).ok()?;
    let Mod::Module { body, .. } = parsed.tree else { return None };
    let Some(statement) = body.first() else { return Some(Outline::Nothing) };
    let whole = |value: &Expr<'_>| Outline::WholeCall { start: start(value.span), end: end(value.span) };
    if let StmtKind::Return { value: Some(value) } = statement.kind {
        return Some(match calls(value) {
            Some(func) if is_name(func) => whole(value),
            Some(_) | None => Outline::Other,
        });
    }
    if let StmtKind::Assign { targets: [target], value, .. } = statement.kind {
        return Some(if calls(value).is_some() && is_name(target) { whole(value) } else { Outline::Other });
    }
    let StmtKind::Expr { value } = statement.kind else { return Some(Outline::Other) };
    if body.len() != 1 {
        return Some(Outline::Other);
    }
    if let ExprKind::BinOp { left, right, .. } = value.kind {
        return Some(Outline::Binary { left_end: end(left.span), right_start: start(right.span) });
    }
    if let ExprKind::Subscript { value: before, .. } = value.kind {
        return Some(Outline::Brackets { open: '[', before: end(before.span), end: end(value.span) });
    }
    Some(match calls(value) {
        Some(func) => Outline::Brackets { open: '(', before: end(func.span), end: end(value.span) },
        None => Outline::Other,
    })
}
