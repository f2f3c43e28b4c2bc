//! The tokens of a source as Python's `tokenize` module shows them.
//!
//! CPython's counterpart is `Lib/tokenize.py` over `Python/Python-tokenize.c`: comments and newlines without meaning are tokens too, columns
//! count characters, and brackets need not match. The invariant: these are the lexer's own tokens, only their names and columns are translated.

use crate::error::SyntaxError;
use crate::lexer::{LexOptions, Lexer, Spanned};
use crate::token::{Loc, Tok};

/// A token as `tokenize.TokenInfo` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo<'s> {
    /// The name of the exact type (`tok_name[token.exact_type]`): `NAME`, `LPAR`, `FSTRING_START`, ...
    pub name: &'static str,
    /// The text.
    pub text: &'s str,
    /// Where it begins: line from 1, column in characters.
    pub start: (u32, u32),
    /// Where it ends.
    pub end: (u32, u32),
}

impl TokenInfo<'_> {
    /// The name of the general type (`tok_name[token.type]`): operators are all `OP`.
    pub fn general_name(&self) -> &'static str {
        match self.name {
            "NAME" | "NUMBER" | "STRING" | "FSTRING_START" | "FSTRING_MIDDLE" | "FSTRING_END" | "COMMENT" | "NEWLINE" | "NL" | "INDENT"
            | "DEDENT" | "ENDMARKER" | "ENCODING" | "TYPE_COMMENT" => self.name,
            _ => "OP",
        }
    }
}

/// The tokens of `source`, whose lines end in `\n`; the first one is its encoding, and an error ends them.
pub fn tokens(source: &str) -> Tokens<'_> {
    let options = LexOptions { extra: true, ..LexOptions::default() };
    let mut line_starts = vec![0];
    line_starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|i| i + 1));
    Tokens { source, lexer: Lexer::new(source, options), line_starts, begun: false, failed: false }
}

/// The iterator that [`tokens`] makes.
pub struct Tokens<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    line_starts: Vec<usize>,
    begun: bool,
    failed: bool,
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Result<TokenInfo<'s>, Box<SyntaxError>>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.begun {
            self.begun = true;
            return Some(Ok(TokenInfo { name: "ENCODING", text: "utf-8", start: (0, 0), end: (0, 0) }));
        }
        if self.failed {
            return None;
        }
        match self.lexer.next_token() {
            Ok(token) => token.map(|t| Ok(self.info(t))),
            Err(e) => {
                self.failed = true;
                Some(Err(e))
            }
        }
    }
}

impl<'s> Tokens<'s> {
    fn offset(&self, loc: Loc) -> usize {
        let start = self.line_starts.get((loc.line as usize).saturating_sub(1)).copied();
        (start.unwrap_or(self.source.len()) + loc.col as usize).min(self.source.len())
    }

    /// A place with its column in characters; behind the last character of a line columns go on.
    fn column(&self, loc: Loc) -> (u32, u32) {
        let start = self.offset(Loc { col: 0, ..loc });
        let end = self.offset(loc);
        let text = self.source.get(start..end).unwrap_or("");
        let beyond = loc.col as usize - (end - start);
        (loc.line, (text.chars().count() + beyond) as u32)
    }

    fn info(&self, (start, tok, mut end): Spanned<'s>) -> TokenInfo<'s> {
        let mut text = self.source.get(self.offset(start)..self.offset(end)).unwrap_or("");
        if let Tok::FStringMiddle(piece) | Tok::FStringRawMiddle(piece) = tok {
            // Of two equal braces the token shows one.
            end.col -= u32::from(piece.len() < text.len());
            text = piece;
        }
        TokenInfo { name: exact_name(&tok), text, start: self.column(start), end: self.column(end) }
    }
}

/// The name of a token in `Grammar/Tokens`.
fn exact_name(tok: &Tok<'_>) -> &'static str {
    match tok {
        Tok::Number(_) => "NUMBER",
        Tok::String(_) => "STRING",
        Tok::FStringStart(_) => "FSTRING_START",
        Tok::FStringMiddle(_) | Tok::FStringRawMiddle(_) => "FSTRING_MIDDLE",
        Tok::FStringEnd => "FSTRING_END",
        Tok::Comment(_) => "COMMENT",
        Tok::TypeComment(_) => "TYPE_COMMENT",
        Tok::Newline => "NEWLINE",
        Tok::Nl => "NL",
        Tok::Indent => "INDENT",
        Tok::Dedent => "DEDENT",
        Tok::EndMarker => "ENDMARKER",
        Tok::Unknown | Tok::OldNotEqual | Tok::Continuation => "OP",
        Tok::StartModule | Tok::StartInteractive | Tok::StartExpression | Tok::StartFunctionType => "ENCODING",
        Tok::LPar | Tok::WithLPar => "LPAR",
        Tok::RPar => "RPAR",
        Tok::LSqb => "LSQB",
        Tok::RSqb => "RSQB",
        Tok::LBrace => "LBRACE",
        Tok::RBrace => "RBRACE",
        Tok::Colon => "COLON",
        Tok::Comma => "COMMA",
        Tok::Semi => "SEMI",
        Tok::Plus => "PLUS",
        Tok::Minus => "MINUS",
        Tok::Star => "STAR",
        Tok::Slash => "SLASH",
        Tok::VBar => "VBAR",
        Tok::Amper => "AMPER",
        Tok::Less => "LESS",
        Tok::Greater => "GREATER",
        Tok::Equal | Tok::FStringDebug(_) => "EQUAL",
        Tok::Dot => "DOT",
        Tok::Percent => "PERCENT",
        Tok::EqEqual => "EQEQUAL",
        Tok::NotEqual => "NOTEQUAL",
        Tok::LessEqual => "LESSEQUAL",
        Tok::GreaterEqual => "GREATEREQUAL",
        Tok::Tilde => "TILDE",
        Tok::Circumflex => "CIRCUMFLEX",
        Tok::LeftShift => "LEFTSHIFT",
        Tok::RightShift => "RIGHTSHIFT",
        Tok::DoubleStar => "DOUBLESTAR",
        Tok::PlusEqual => "PLUSEQUAL",
        Tok::MinEqual => "MINEQUAL",
        Tok::StarEqual => "STAREQUAL",
        Tok::SlashEqual => "SLASHEQUAL",
        Tok::PercentEqual => "PERCENTEQUAL",
        Tok::AmperEqual => "AMPEREQUAL",
        Tok::VBarEqual => "VBAREQUAL",
        Tok::CircumflexEqual => "CIRCUMFLEXEQUAL",
        Tok::LeftShiftEqual => "LEFTSHIFTEQUAL",
        Tok::RightShiftEqual => "RIGHTSHIFTEQUAL",
        Tok::DoubleStarEqual => "DOUBLESTAREQUAL",
        Tok::DoubleSlash => "DOUBLESLASH",
        Tok::DoubleSlashEqual => "DOUBLESLASHEQUAL",
        Tok::At => "AT",
        Tok::AtEqual => "ATEQUAL",
        Tok::RArrow => "RARROW",
        Tok::Ellipsis => "ELLIPSIS",
        Tok::ColonEqual => "COLONEQUAL",
        Tok::Exclamation => "EXCLAMATION",
        // Keywords, hard and soft, are names.
        _ => "NAME",
    }
}

/// The tokens as `python -m tokenize [-e]` prints them, or the error that ended them.
pub fn print_tokens(source: &str, exact: bool) -> Result<String, Box<SyntaxError>> {
    let mut out = String::new();
    let source = crate::source::universal_newlines(source);
    for token in tokens(&source) {
        let t = token?;
        let range = format!("{},{}-{},{}:", t.start.0, t.start.1, t.end.0, t.end.1);
        let name = if exact { t.name } else { t.general_name() };
        let text = minipy_scalar::text::repr_str(t.text.chars().map(u32::from));
        out.push_str(&format!("{range:<20}{name:<15}{text:<15}\n"));
    }
    Ok(out)
}
