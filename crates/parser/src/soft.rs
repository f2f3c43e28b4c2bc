//! Words and brackets whose meaning depends on the rest of their line: `match`, `case`, `type`, and the bracket of `with (`.
//!
//! CPython decides these by trying; here they are decided on the tokens of the logical line, before the grammar sees them, and marked. The
//! invariant: a line that CPython accepts is marked so that the grammar reads it as CPython does.

use crate::lexer::{Lexer, Spanned};
use crate::token::Tok;

impl Lexer<'_> {
    /// Marks the words of the line in the buffer.
    pub(crate) fn mark_soft_keywords(&mut self) {
        let in_match = self.indents.last().is_some_and(|i| i.is_match);
        let line = &mut self.buffer;
        let Some(first) = line.iter().position(|(_, t, _)| !matches!(t, Tok::Indent | Tok::Dedent)) else {
            return;
        };
        let last = line.iter().rev().map(|(_, t, _)| *t).find(|t| !matches!(t, Tok::Newline | Tok::TypeComment(_)));
        let second = line.get(first + 1).map(|(_, t, _)| *t);
        if let Some((_, head, _)) = line.get_mut(first) {
            match *head {
                Tok::Name("match") if last == Some(Tok::Colon) && !matches!(second, Some(Tok::Colon)) => {
                    *head = Tok::Match;
                    self.after_match = true;
                }
                Tok::Name("case") if in_match => *head = Tok::Case,
                _ => {}
            }
        }
        let mut depth = 0usize;
        let mut statement_begins = true;
        let mut i = first;
        while let Some(&(_, tok, _)) = line.get(i) {
            let next = line.get(i + 1).map(|(_, t, _)| *t);
            match tok {
                Tok::Name("type") if statement_begins && matches!(next, Some(Tok::Name(_))) => set(line, i, Tok::Type),
                Tok::With if matches!(next, Some(Tok::LPar)) && depth == 0 && holds_items(line, i + 1) => {
                    set(line, i + 1, Tok::WithLPar);
                }
                _ => {}
            }
            match tok {
                Tok::LPar | Tok::LSqb | Tok::LBrace | Tok::WithLPar => depth += 1,
                Tok::RPar | Tok::RSqb | Tok::RBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            statement_begins = depth == 0 && matches!(tok, Tok::Colon | Tok::Semi);
            i += 1;
        }
    }
}

fn set<'s>(line: &mut [Spanned<'s>], i: usize, tok: Tok<'s>) {
    if let Some(entry) = line.get_mut(i) {
        entry.1 = tok;
    }
}

/// Whether the bracket at `open`, directly behind `with`, holds the items of the statement rather than an expression.
fn holds_items(line: &[Spanned<'_>], open: usize) -> bool {
    let mut depth = 0usize;
    let mut element_begins = false;
    for (i, (_, tok, _)) in line.iter().enumerate().skip(open) {
        let begins = element_begins;
        element_begins = false;
        match tok {
            Tok::LPar | Tok::LSqb | Tok::LBrace => {
                depth += 1;
                element_begins = depth == 1;
            }
            Tok::RPar | Tok::RSqb | Tok::RBrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i > open + 1 && matches!(line.get(i + 1), Some((_, Tok::Colon, _)));
                }
            }
            Tok::Comma => element_begins = depth == 1,
            Tok::Star | Tok::Yield if begins && depth == 1 => return false,
            Tok::ColonEqual | Tok::For if depth == 1 => return false,
            _ => {}
        }
    }
    false
}
