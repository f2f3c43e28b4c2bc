//! Where the carets of a traceback line go within an expression.
//!
//! CPython counterpart: `_extract_caret_anchors_from_line_segment` of `Lib/traceback.py`. It parses the segment and looks at its outermost
//! node: for a binary operation the operator gets carets, for a call or subscript its brackets. Here the outermost node is found by
//! precedence over the segment's tokens. Invariant: what is not recognised has no anchors, and the whole segment gets carets.

/// A character and its place (line, column).
type Char = (char, usize, usize);

/// Line and column of the anchors' start and end.
pub(crate) type Anchors = (usize, usize, usize, usize);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A name, number or string.
    Atom,
    /// An operator of that precedence; higher binds tighter. 0: something that no binary operation contains at its top.
    Operator(u8),
    Open,
    Close,
    Dot,
}

struct Token {
    kind: Kind,
    start: usize,
    end: usize,
    depth: usize,
}

fn at(segment: &[Char], i: usize) -> char {
    segment.get(i).map_or('\0', |c| c.0)
}

/// The tokens of the segment; `None` for text that does not end where it should.
fn tokens(segment: &[Char]) -> Option<Vec<Token>> {
    let mut out: Vec<Token> = Vec::new();
    let mut depth = 0usize;
    let mut i = 0;
    while i < segment.len() {
        let c = at(segment, i);
        if c.is_whitespace() || c == '\\' {
            i += 1;
            continue;
        }
        if c == '#' {
            while i < segment.len() && at(segment, i) != '\n' {
                i += 1;
            }
            continue;
        }
        let start = i;
        if c.is_alphanumeric() || c == '_' || (c == '.' && at(segment, i + 1).is_ascii_digit() && !follows_operand(&out)) {
            let mut text = String::new();
            while at(segment, i).is_alphanumeric() || at(segment, i) == '_' || (at(segment, i) == '.' && c.is_ascii_digit()) {
                text.push(at(segment, i));
                i += 1;
            }
            let quote = at(segment, i);
            let prefix = text.len() <= 2 && text.chars().all(|c| "rbufRBUF".contains(c));
            if (quote == '"' || quote == '\'') && prefix {
                i = string_end(segment, i)?;
                out.push(Token { kind: Kind::Atom, start, end: i, depth });
                continue;
            }
            let kind = match text.as_str() {
                "if" | "else" | "for" | "in" | "is" | "not" | "and" | "or" | "lambda" | "await" | "yield" | "from" | "async" | "raise"
                | "return" | "del" | "assert" | "import" | "with" | "while" | "class" | "def" | "global" | "nonlocal" | "pass" | "try"
                | "except" | "finally" => Kind::Operator(0),
                _ => Kind::Atom,
            };
            out.push(Token { kind, start, end: i, depth });
            continue;
        }
        if c == '"' || c == '\'' {
            i = string_end(segment, i)?;
            out.push(Token { kind: Kind::Atom, start, end: i, depth });
            continue;
        }
        if "([{".contains(c) {
            out.push(Token { kind: Kind::Open, start, end: i + 1, depth });
            depth += 1;
            i += 1;
            continue;
        }
        if ")]}".contains(c) {
            depth = depth.checked_sub(1)?;
            out.push(Token { kind: Kind::Close, start, end: i + 1, depth });
            i += 1;
            continue;
        }
        let two: String = [c, at(segment, i + 1)].iter().collect();
        let (length, precedence) = match two.as_str() {
            "**" => (2, 7),
            "//" => (2, 5),
            "<<" | ">>" => (2, 3),
            "==" | "!=" | "<=" | ">=" | ":=" | "->" => (2, 0),
            _ => match c {
                '|' => (1, 1),
                '^' => (1, 2),
                '&' => (1, 3),
                '+' | '-' => (1, 4),
                '*' | '/' | '%' | '@' => (1, 5),
                '~' => (1, 6),
                _ => (1, 0),
            },
        };
        // `&` binds tighter than `^` and looser than shifts.
        let precedence = match two.as_str() {
            "<<" | ">>" => 34,
            _ => precedence * 10,
        };
        if c == '.' {
            out.push(Token { kind: Kind::Dot, start, end: i + 1, depth });
            i += 1;
            continue;
        }
        i += length;
        out.push(Token { kind: Kind::Operator(precedence), start, end: i, depth });
    }
    (depth == 0).then_some(out)
}

fn follows_operand(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|token| matches!(token.kind, Kind::Atom | Kind::Close))
}

/// Behind the string that begins at `i`.
fn string_end(segment: &[Char], mut i: usize) -> Option<usize> {
    let quote = at(segment, i);
    let triple = at(segment, i + 1) == quote && at(segment, i + 2) == quote;
    i += if triple { 3 } else { 1 };
    while i < segment.len() {
        let c = at(segment, i);
        if c == '\\' {
            i += 2;
            continue;
        }
        if c == quote && (!triple || (at(segment, i + 1) == quote && at(segment, i + 2) == quote)) {
            return Some(i + if triple { 3 } else { 1 });
        }
        i += 1;
    }
    None
}

/// The anchors of an expression.
pub(crate) fn find(segment: &[Char]) -> Option<Anchors> {
    let tokens = tokens(segment)?;
    let top: Vec<(usize, &Token)> = tokens.iter().enumerate().filter(|(_, token)| token.depth == 0).collect();
    // A statement or an operation that has no anchors of its own.
    if top.iter().any(|(_, token)| token.kind == Kind::Operator(0)) {
        return None;
    }
    let place = |i: usize| segment.get(i).map(|c| (c.1, c.2));
    // The loosest binary operator, the last one of these (they group to the left; `**` groups to the right).
    let mut best: Option<(u8, &Token)> = None;
    let mut operand = false;
    for (_, token) in &top {
        match token.kind {
            Kind::Operator(precedence) => {
                if operand {
                    let better = match best {
                        None => true,
                        Some((found, _)) => precedence < found || (precedence == found && precedence != 70),
                    };
                    if better {
                        best = Some((precedence, token));
                    }
                }
                operand = false;
            }
            Kind::Atom | Kind::Close => operand = true,
            Kind::Open | Kind::Dot => operand = operand && token.kind == Kind::Open,
        }
    }
    if let Some((precedence, token)) = best {
        // A unary operator before everything binds tighter than any of these but `**`.
        let unary = top.first().is_some_and(|(_, first)| matches!(first.kind, Kind::Operator(_)));
        if unary && precedence == 70 {
            return None;
        }
        let (line, column) = place(token.start)?;
        let (_, last) = place(token.end - 1)?;
        return Some((line, column, line, last + 1));
    }
    // A call or subscript: the last brackets, if something is called or subscripted.
    let (index, last) = top.last()?;
    if last.kind != Kind::Close || matches!(top.first()?.1.kind, Kind::Operator(_)) {
        return None;
    }
    let open = tokens.iter().take(*index).rposition(|token| token.kind == Kind::Open && token.depth == 0)?;
    let before = tokens.get(open.checked_sub(1)?)?;
    let opening = tokens.get(open)?;
    if !matches!(before.kind, Kind::Atom | Kind::Close) || at(segment, opening.start) == '{' {
        return None;
    }
    let (line, column) = place(opening.start)?;
    let (end_line, end) = place(last.end - 1)?;
    Some((line, column, end_line, end + 1))
}

#[cfg(test)]
mod tests {
    use super::find;

    fn marks(text: &str) -> String {
        let segment: Vec<_> = text.chars().enumerate().map(|(i, c)| (c, 0, i)).collect();
        match find(&segment) {
            Some((_, start, _, end)) => (0..text.len()).map(|i| if (start..end).contains(&i) { '^' } else { '~' }).collect(),
            None => "^".repeat(text.len()),
        }
    }

    #[test]
    fn carets_are_those_of_cpython() {
        assert_eq!(marks("a + b"), "~~^~~");
        assert_eq!(marks("a + b * c"), "~~^~~~~~~");
        assert_eq!(marks("a // b - c"), "~~~~~~~^~~");
        assert_eq!(marks("f(1)(2)"), "~~~~^^^");
        assert_eq!(marks("x['k']"), "~^^^^^");
        assert_eq!(marks("f(a + b)"), "~^^^^^^^");
        assert_eq!(marks("a.b"), "^^^");
        assert_eq!(marks("(a)"), "^^^");
    }
}
