//! `from __future__ import …`: which features a program asks for, and where its last such line is.
//!
//! CPython's counterpart is `Python/future.c`. Invariant: only the imports at the head of a module count (after its docstring); later ones
//! are found by the symbol table, which compares their place with the one recorded here.

use minipy_ast::{Constant, ExprKind, Mod, Span, Stmt, StmtKind};
use minipy_bytecode::{CodeFlags, Location};

use crate::error::{Result, location, syntax};

/// The features of a program.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Future {
    /// Flags of the features.
    pub(crate) flags: CodeFlags,
    /// The last import of a feature.
    pub(crate) last: Option<Span>,
}

fn is_docstring(stmt: &Stmt<'_>) -> bool {
    matches!(
        stmt.kind,
        StmtKind::Expr { value } if matches!(value.kind, ExprKind::Constant { value: Constant::Str(_), .. })
    )
}

/// The place of an error here: it has no end.
fn start(stmt: &Stmt<'_>) -> Location {
    Location { end_line: stmt.span.lineno as i32, end_column: -1, ..location(stmt.span) }
}

pub(crate) fn features(module: &Mod<'_>) -> Result<Future> {
    let mut future = Future::default();
    let body = match *module {
        Mod::Module { body, .. } | Mod::Interactive { body } => body,
        Mod::Expression { .. } | Mod::FunctionType { .. } => return Ok(future),
    };
    for (index, stmt) in body.iter().enumerate() {
        let StmtKind::ImportFrom { module: Some("__future__"), names, level: 0 } = stmt.kind else {
            if index == 0 && is_docstring(stmt) {
                continue;
            }
            break;
        };
        for alias in names {
            let flag = match alias.name {
                "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement" | "print_function"
                | "unicode_literals" | "generator_stop" => {
                    continue;
                }
                "barry_as_FLUFL" => CodeFlags::FUTURE_BARRY_AS_BDFL,
                "annotations" => CodeFlags::FUTURE_ANNOTATIONS,
                "braces" => return syntax(start(stmt), "not a chance"),
                other => {
                    return syntax(start(stmt), format!("future feature {other} is not defined"));
                }
            };
            future.flags.insert(flag);
        }
        future.last = Some(stmt.span);
    }
    Ok(future)
}
