//! Tokens and places: what logos makes of the source's bytes, and what the layers above it add.
//!
//! CPython's counterpart is `Grammar/Tokens` with the character work of `Parser/lexer/lexer.c`. One enum serves all layers, so that the many
//! tokens that need no further thought (operators, keywords) pass through them unchanged. The invariant: a token borrows the source and owns
//! nothing.

use logos::Logos;

/// A place: the line counts from 1, the column is a byte offset in the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loc {
    /// Line.
    pub line: u32,
    /// Byte offset in the line.
    pub col: u32,
}

/// What an `FStringStart` tells about its literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FStringPrefix {
    /// Backslashes stand for themselves.
    pub raw: bool,
    /// The quote character.
    pub quote: u8,
    /// Three quotes.
    pub triple: bool,
}

/// A token.
#[derive(Logos, Clone, Copy, Debug, PartialEq)]
#[logos(skip r"[ \t\x0C]+")]
#[logos(subpattern digits = r"[0-9](_?[0-9])*")]
#[logos(subpattern exponent = r"[eE][+-]?[0-9](_?[0-9])*")]
pub enum Tok<'s> {
    /// An identifier as written.
    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", |lex| lex.slice())]
    Name(&'s str),
    /// A number as written.
    #[regex(r"0[xX](_?[0-9a-fA-F])+", |lex| lex.slice())]
    #[regex(r"0[oO](_?[0-7])+", |lex| lex.slice())]
    #[regex(r"0[bB](_?[01])+", |lex| lex.slice())]
    #[regex(r"(?&digits)", |lex| lex.slice())]
    #[regex(r"((?&digits)\.((?&digits))?|\.(?&digits))((?&exponent))?[jJ]?", |lex| lex.slice())]
    #[regex(r"(?&digits)(?&exponent)[jJ]?", |lex| lex.slice())]
    #[regex(r"(?&digits)[jJ]", |lex| lex.slice())]
    Number(&'s str),
    /// A string or bytes literal as written, with prefix and quotes. From logos only the opening part comes; the scanner finds the end.
    #[regex(r#"([uU]|[bB][rR]?|[rR][bB]?)?("|'|"""|''')"#, |lex| lex.slice())]
    String(&'s str),
    /// The prefix and quotes that open an f-string.
    #[regex(r#"([fF][rR]?|[rR][fF])("|'|"""|''')"#, fstring_prefix)]
    FStringStart(FStringPrefix),
    /// Text between the fields of an f-string, as written; its escapes are to be decoded.
    FStringMiddle(&'s str),
    /// The same in a raw f-string.
    FStringRawMiddle(&'s str),
    /// The closing quotes of an f-string.
    FStringEnd,
    /// The `=` behind the expression of a field; the text that it asks to show.
    FStringDebug(&'s str),
    /// A comment.
    #[regex(r"#[^\n]*", |lex| lex.slice(), allow_greedy = true)]
    Comment(&'s str),
    /// A `# type:` comment: what follows the colon.
    TypeComment(&'s str),
    /// The end of a logical line.
    #[token("\n")]
    Newline,
    /// The end of a line that ends no logical line.
    Nl,
    /// A backslash at the end of a line.
    #[token("\\\n")]
    Continuation,
    /// More indentation than before.
    Indent,
    /// Back to a former indentation.
    Dedent,
    /// A character that begins no token, such as `?` or `$`.
    Unknown,
    /// The end of the source.
    EndMarker,
    /// Tells the grammar to read a file.
    StartModule,
    /// Tells the grammar to read one interactive statement.
    StartInteractive,
    /// Tells the grammar to read an expression.
    StartExpression,
    /// Tells the grammar to read a signature type comment.
    StartFunctionType,
    /// `match` that opens a statement.
    Match,
    /// `case` that opens a block.
    Case,
    /// `type` that opens a statement.
    Type,
    /// `(` behind `with` that holds items.
    WithLPar,
    /// `False`
    #[token("False")]
    False,
    /// `None`
    #[token("None")]
    None,
    /// `True`
    #[token("True")]
    True,
    /// `and`
    #[token("and")]
    And,
    /// `as`
    #[token("as")]
    As,
    /// `assert`
    #[token("assert")]
    Assert,
    /// `async`
    #[token("async")]
    Async,
    /// `await`
    #[token("await")]
    Await,
    /// `break`
    #[token("break")]
    Break,
    /// `class`
    #[token("class")]
    Class,
    /// `continue`
    #[token("continue")]
    Continue,
    /// `def`
    #[token("def")]
    Def,
    /// `del`
    #[token("del")]
    Del,
    /// `elif`
    #[token("elif")]
    Elif,
    /// `else`
    #[token("else")]
    Else,
    /// `except`
    #[token("except")]
    Except,
    /// `finally`
    #[token("finally")]
    Finally,
    /// `for`
    #[token("for")]
    For,
    /// `from`
    #[token("from")]
    From,
    /// `global`
    #[token("global")]
    Global,
    /// `if`
    #[token("if")]
    If,
    /// `import`
    #[token("import")]
    Import,
    /// `in`
    #[token("in")]
    In,
    /// `is`
    #[token("is")]
    Is,
    /// `lambda`
    #[token("lambda")]
    Lambda,
    /// `nonlocal`
    #[token("nonlocal")]
    Nonlocal,
    /// `not`
    #[token("not")]
    Not,
    /// `or`
    #[token("or")]
    Or,
    /// `pass`
    #[token("pass")]
    Pass,
    /// `raise`
    #[token("raise")]
    Raise,
    /// `return`
    #[token("return")]
    Return,
    /// `try`
    #[token("try")]
    Try,
    /// `while`
    #[token("while")]
    While,
    /// `with`
    #[token("with")]
    With,
    /// `yield`
    #[token("yield")]
    Yield,
    /// `(`
    #[token("(")]
    LPar,
    /// `)`
    #[token(")")]
    RPar,
    /// `[`
    #[token("[")]
    LSqb,
    /// `]`
    #[token("]")]
    RSqb,
    /// `{`
    #[token("{")]
    LBrace,
    /// `}`
    #[token("}")]
    RBrace,
    /// `:`
    #[token(":")]
    Colon,
    /// `,`
    #[token(",")]
    Comma,
    /// `;`
    #[token(";")]
    Semi,
    /// `+`
    #[token("+")]
    Plus,
    /// `-`
    #[token("-")]
    Minus,
    /// `*`
    #[token("*")]
    Star,
    /// `/`
    #[token("/")]
    Slash,
    /// `|`
    #[token("|")]
    VBar,
    /// `&`
    #[token("&")]
    Amper,
    /// `<`
    #[token("<")]
    Less,
    /// `>`
    #[token(">")]
    Greater,
    /// `=`
    #[token("=")]
    Equal,
    /// `.`
    #[token(".")]
    Dot,
    /// `%`
    #[token("%")]
    Percent,
    /// `==`
    #[token("==")]
    EqEqual,
    /// `<>`, which is no operator any more
    #[token("<>")]
    OldNotEqual,
    /// `!=`
    #[token("!=")]
    NotEqual,
    /// `<=`
    #[token("<=")]
    LessEqual,
    /// `>=`
    #[token(">=")]
    GreaterEqual,
    /// `~`
    #[token("~")]
    Tilde,
    /// `^`
    #[token("^")]
    Circumflex,
    /// `<<`
    #[token("<<")]
    LeftShift,
    /// `>>`
    #[token(">>")]
    RightShift,
    /// `**`
    #[token("**")]
    DoubleStar,
    /// `+=`
    #[token("+=")]
    PlusEqual,
    /// `-=`
    #[token("-=")]
    MinEqual,
    /// `*=`
    #[token("*=")]
    StarEqual,
    /// `/=`
    #[token("/=")]
    SlashEqual,
    /// `%=`
    #[token("%=")]
    PercentEqual,
    /// `&=`
    #[token("&=")]
    AmperEqual,
    /// `|=`
    #[token("|=")]
    VBarEqual,
    /// `^=`
    #[token("^=")]
    CircumflexEqual,
    /// `<<=`
    #[token("<<=")]
    LeftShiftEqual,
    /// `>>=`
    #[token(">>=")]
    RightShiftEqual,
    /// `**=`
    #[token("**=")]
    DoubleStarEqual,
    /// `//`
    #[token("//")]
    DoubleSlash,
    /// `//=`
    #[token("//=")]
    DoubleSlashEqual,
    /// `@`
    #[token("@")]
    At,
    /// `@=`
    #[token("@=")]
    AtEqual,
    /// `->`
    #[token("->")]
    RArrow,
    /// `...`
    #[token("...")]
    Ellipsis,
    /// `:=`
    #[token(":=")]
    ColonEqual,
    /// `!`
    #[token("!")]
    Exclamation,
}

fn fstring_prefix<'s>(lex: &mut logos::Lexer<'s, Tok<'s>>) -> FStringPrefix {
    let bytes = lex.slice().as_bytes();
    let raw = bytes.iter().any(|b| matches!(b, b'r' | b'R'));
    let quote = bytes.last().copied().unwrap_or(b'"');
    FStringPrefix { raw, quote, triple: bytes.iter().filter(|&&b| b == quote).count() == 3 }
}

impl Tok<'_> {
    /// The text of a keyword or operator; none for tokens whose text varies.
    pub fn fixed_text(&self) -> Option<&'static str> {
        Some(match self {
            Tok::False => "False",
            Tok::None => "None",
            Tok::True => "True",
            Tok::And => "and",
            Tok::As => "as",
            Tok::Assert => "assert",
            Tok::Async => "async",
            Tok::Await => "await",
            Tok::Break => "break",
            Tok::Class => "class",
            Tok::Continue => "continue",
            Tok::Def => "def",
            Tok::Del => "del",
            Tok::Elif => "elif",
            Tok::Else => "else",
            Tok::Except => "except",
            Tok::Finally => "finally",
            Tok::For => "for",
            Tok::From => "from",
            Tok::Global => "global",
            Tok::If => "if",
            Tok::Import => "import",
            Tok::In => "in",
            Tok::Is => "is",
            Tok::Lambda => "lambda",
            Tok::Nonlocal => "nonlocal",
            Tok::Not => "not",
            Tok::Or => "or",
            Tok::Pass => "pass",
            Tok::Raise => "raise",
            Tok::Return => "return",
            Tok::Try => "try",
            Tok::While => "while",
            Tok::With => "with",
            Tok::Yield => "yield",
            Tok::LPar => "(",
            Tok::RPar => ")",
            Tok::LSqb => "[",
            Tok::RSqb => "]",
            Tok::LBrace => "{",
            Tok::RBrace => "}",
            Tok::Colon => ":",
            Tok::Comma => ",",
            Tok::Semi => ";",
            Tok::Plus => "+",
            Tok::Minus => "-",
            Tok::Star => "*",
            Tok::Slash => "/",
            Tok::VBar => "|",
            Tok::Amper => "&",
            Tok::Less => "<",
            Tok::Greater => ">",
            Tok::Equal => "=",
            Tok::Dot => ".",
            Tok::Percent => "%",
            Tok::EqEqual => "==",
            Tok::NotEqual => "!=",
            Tok::LessEqual => "<=",
            Tok::GreaterEqual => ">=",
            Tok::Tilde => "~",
            Tok::Circumflex => "^",
            Tok::LeftShift => "<<",
            Tok::RightShift => ">>",
            Tok::DoubleStar => "**",
            Tok::PlusEqual => "+=",
            Tok::MinEqual => "-=",
            Tok::StarEqual => "*=",
            Tok::SlashEqual => "/=",
            Tok::PercentEqual => "%=",
            Tok::AmperEqual => "&=",
            Tok::VBarEqual => "|=",
            Tok::CircumflexEqual => "^=",
            Tok::LeftShiftEqual => "<<=",
            Tok::RightShiftEqual => ">>=",
            Tok::DoubleStarEqual => "**=",
            Tok::DoubleSlash => "//",
            Tok::DoubleSlashEqual => "//=",
            Tok::At => "@",
            Tok::AtEqual => "@=",
            Tok::RArrow => "->",
            Tok::Ellipsis => "...",
            Tok::ColonEqual => ":=",
            Tok::Exclamation => "!",
            Tok::Match => "match",
            Tok::Case => "case",
            Tok::Type => "type",
            Tok::WithLPar => "(",
            Tok::FStringDebug(_) => "=",
            Tok::Name(_)
            | Tok::Number(_)
            | Tok::String(_)
            | Tok::FStringStart(_)
            | Tok::FStringMiddle(_)
            | Tok::FStringRawMiddle(_)
            | Tok::FStringEnd
            | Tok::Comment(_)
            | Tok::TypeComment(_)
            | Tok::Newline
            | Tok::Nl
            | Tok::Continuation
            | Tok::Indent
            | Tok::Dedent
            | Tok::Unknown
            | Tok::OldNotEqual
            | Tok::EndMarker
            | Tok::StartModule
            | Tok::StartInteractive
            | Tok::StartExpression
            | Tok::StartFunctionType => return None,
        })
    }
}
