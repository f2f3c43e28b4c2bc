//! Numbers that do not simply end: `012`, `1__0`, `0xg`, `1if`.
//!
//! CPython's counterpart is the number part of `tok_get_normal_mode`. logos finds the longest number; only where what follows could belong to
//! it, or where it has leading zeros, is it read again here, by the rules that give the errors their words and places. The invariant: a
//! number that passes ends where logos said.

use crate::error::{self, SyntaxWarning};
use crate::lexer::{LexResult, Lexer};

/// A cursor over the bytes of a number.
struct Scan<'l, 's> {
    lexer: &'l mut Lexer<'s>,
    at: usize,
}

impl<'s> Lexer<'s> {
    /// Checks the number that was just read, and what follows it.
    #[inline]
    pub(crate) fn check_number(&mut self, number: &'s str, start: usize) -> LexResult {
        let next = self.byte(start + number.len());
        let bytes = number.as_bytes();
        let zeros = bytes.first() == Some(&b'0') && bytes.len() > 1;
        if !next.is_ascii_alphanumeric() && next != b'_' && !zeros {
            return Ok(());
        }
        let mut scan = Scan { lexer: self, at: start };
        scan.number(start)
    }
}

impl Scan<'_, '_> {
    fn peek(&self) -> u8 {
        self.lexer.byte(self.at)
    }

    fn fail<T>(&self, msg: impl Into<String>) -> LexResult<T> {
        self.lexer.error(msg, self.at)
    }

    fn number(&mut self, start: usize) -> LexResult {
        if self.peek() == b'.' {
            return self.fraction();
        }
        if self.peek() == b'0' {
            self.at += 1;
            match self.peek() {
                b'x' | b'X' => return self.radix("hexadecimal", |b| b.is_ascii_hexdigit()),
                b'o' | b'O' => return self.radix("octal", |b| matches!(b, b'0'..=b'7')),
                b'b' | b'B' => return self.radix("binary", |b| matches!(b, b'0' | b'1')),
                _ => return self.leading_zeros(start),
            }
        }
        self.decimal_tail()?;
        self.after_digits()
    }

    /// The digits of another base, from its letter on.
    fn radix(&mut self, kind: &str, is_digit: fn(u8) -> bool) -> LexResult {
        self.at += 1;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            if !is_digit(self.peek()) {
                if self.peek().is_ascii_digit() {
                    return self.bad_digit(kind);
                }
                return self.fail(format!("invalid {kind} literal"));
            }
            while is_digit(self.peek()) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            return self.bad_digit(kind);
        }
        self.end(kind)
    }

    fn bad_digit(&mut self, kind: &str) -> LexResult {
        let digit = self.peek() as char;
        self.at += 1;
        self.fail(format!("invalid digit '{digit}' in {kind} literal"))
    }

    /// A number that begins with 0: zero itself, a float, or an error.
    fn leading_zeros(&mut self, start: usize) -> LexResult {
        loop {
            if self.peek() == b'_' {
                self.at += 1;
                if !self.peek().is_ascii_digit() {
                    return self.fail("invalid decimal literal");
                }
            }
            if self.peek() != b'0' {
                break;
            }
            self.at += 1;
        }
        let zeros_end = self.at + 1;
        let nonzero = self.peek().is_ascii_digit();
        if nonzero {
            self.decimal_tail()?;
        }
        if matches!(self.peek(), b'.' | b'e' | b'E' | b'j' | b'J') {
            return self.after_digits();
        }
        if nonzero {
            let col = |offset: usize| (offset - self.lexer.line_start) as u32;
            let msg = "leading zeros in decimal integer literals are not permitted; \
                       use an 0o prefix for octal integers";
            let (from, to) = (col(start) + 1, col(zeros_end));
            return Err(Box::new(error::token_error(self.lexer.source, msg, self.lexer.line, from, Some(to))));
        }
        self.end("decimal")
    }

    /// Digits and single underscores; the cursor stands on a digit.
    fn decimal_tail(&mut self) -> LexResult {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return self.fail("invalid decimal literal");
            }
        }
    }

    fn after_digits(&mut self) -> LexResult {
        if self.peek() == b'.' {
            return self.fraction();
        }
        self.exponent()
    }

    fn fraction(&mut self) -> LexResult {
        self.at += 1;
        if self.peek().is_ascii_digit() {
            self.decimal_tail()?;
        }
        self.exponent()
    }

    fn exponent(&mut self) -> LexResult {
        if matches!(self.peek(), b'e' | b'E') {
            let e = self.at;
            self.at += 1;
            let signed = matches!(self.peek(), b'+' | b'-');
            if signed {
                self.at += 1;
            }
            if !self.peek().is_ascii_digit() {
                if signed {
                    return self.fail("invalid decimal literal");
                }
                self.at = e;
                return self.end("decimal");
            }
            self.decimal_tail()?;
        }
        if matches!(self.peek(), b'j' | b'J') {
            self.at += 1;
            return self.end("imaginary");
        }
        self.end("decimal")
    }

    /// What follows directly: a keyword is let through with a warning, another letter is an error.
    fn end(&mut self, kind: &str) -> LexResult {
        let rest = self.lexer.source.as_bytes().get(self.at..).unwrap_or(&[]);
        let keyword = [&b"and"[..], b"else", b"for", b"if", b"in", b"is", b"or", b"not"].iter().any(|k| rest.starts_with(k));
        if keyword {
            let col_offset = (self.at - self.lexer.line_start) as u32;
            self.lexer.warnings.push(SyntaxWarning { msg: format!("invalid {kind} literal"), lineno: self.lexer.line, col_offset });
            return Ok(());
        }
        let digit = kind == "imaginary" && self.peek().is_ascii_digit();
        if self.peek().is_ascii_alphabetic() || self.peek() == b'_' || digit {
            return self.fail(format!("invalid {kind} literal"));
        }
        Ok(())
    }
}
