//! Method calls on str, bytes and bytearray, compared with what CPython 3.13 answered (`tests/data/text_cases.txt`, made by
//! `tests/gen_text_cases.py`). Another file of cases can be named in `MINIPY_TEXT_CASES`.

use std::fmt::Write;

use crate::protocol;
use crate::pyref::PyRef;
use crate::state::{PyResult, ThreadState};
use crate::test_support::with_interpreter;
use crate::types::bytearray::Bytearray;
use crate::types::bytes::Bytes;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::slice::Slice;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Reads the literals that `ascii()` writes.
struct Literals<'a> {
    ts: &'a ThreadState,
    text: &'a [u8],
    at: usize,
}

impl Literals<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn eat(&mut self, word: &str) -> bool {
        let has = self.text[self.at..].starts_with(word.as_bytes());
        if has {
            self.at += word.len();
        }
        has
    }

    /// The code points between quotes.
    fn quoted(&mut self) -> Vec<u32> {
        let quote = self.peek();
        self.at += 1;
        let mut out = Vec::new();
        while self.peek() != quote {
            let c = self.peek();
            self.at += 1;
            if c != b'\\' {
                out.push(u32::from(c));
                continue;
            }
            let kind = self.peek();
            self.at += 1;
            let digits = match kind {
                b'x' => 2,
                b'u' => 4,
                b'U' => 8,
                _ => 0,
            };
            out.push(match kind {
                b'n' => 10,
                b'r' => 13,
                b't' => 9,
                b'x' | b'u' | b'U' => {
                    let hex = std::str::from_utf8(&self.text[self.at..self.at + digits]).unwrap();
                    self.at += digits;
                    u32::from_str_radix(hex, 16).unwrap()
                }
                other => u32::from(other),
            });
        }
        self.at += 1;
        out
    }

    fn bytes(&mut self) -> Vec<u8> {
        self.quoted().into_iter().map(|code| u8::try_from(code).unwrap()).collect()
    }

    fn items(&mut self, end: u8) -> PyResult<Vec<PyRef>> {
        let mut items = Vec::new();
        while self.peek() != end {
            items.push(self.value()?);
            while matches!(self.peek(), b',' | b' ' | b':') {
                self.at += 1;
            }
        }
        self.at += 1;
        Ok(items)
    }

    fn value(&mut self) -> PyResult {
        let ts = self.ts;
        Ok(match self.peek() {
            b'\'' | b'"' => Str::from_code_points(ts, self.quoted())?.into_ref(),
            b'b' if matches!(self.text.get(self.at + 1), Some(b'\'' | b'"')) => {
                self.at += 1;
                Bytes::new(ts, &self.bytes())?.into_ref()
            }
            b'[' => {
                self.at += 1;
                let items = self.items(b']')?;
                List::from_vec(ts, items)?.into_ref()
            }
            b'(' => {
                self.at += 1;
                let items = self.items(b')')?;
                Tuple::from_vec(ts, items)?.into_ref()
            }
            b'{' => {
                self.at += 1;
                let made = Dict::new(ts)?;
                for pair in self.items(b'}')?.chunks(2) {
                    made.set_item(ts, &pair[0], pair[1].clone())?;
                }
                made.into_ref()
            }
            _ if self.eat("bytearray(b") => {
                let bytes = self.bytes();
                self.at += 1;
                Bytearray::new(ts, &bytes)?.into_ref()
            }
            _ if self.eat("S(") => {
                let mut items = self.items(b')')?.into_iter();
                let mut next = || items.next().unwrap();
                Slice::new(ts, next(), next(), next())?.into_ref()
            }
            _ if self.eat("None") => ts.none(),
            _ if self.eat("True") => ts.bool(true),
            _ if self.eat("False") => ts.bool(false),
            _ => {
                let start = self.at;
                while matches!(self.peek(), b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'i' | b'n' | b'f') {
                    self.at += 1;
                }
                let word = std::str::from_utf8(&self.text[start..self.at]).unwrap();
                assert!(!word.is_empty(), "no literal at {start} of {}", String::from_utf8_lossy(self.text));
                if word.contains(['.', 'e', 'i']) {
                    ts.new_float(word.parse().unwrap())?.into_ref()
                } else {
                    let value = minipy_scalar::Int::parse(word.as_bytes(), 10, 0).unwrap();
                    crate::types::int::Int::from_scalar(ts, value)?.into_ref()
                }
            }
        })
    }
}

fn literal(ts: &ThreadState, text: &str) -> PyRef {
    let mut literals = Literals { ts, text: text.as_bytes(), at: 0 };
    literals.value().unwrap_or_else(|_| panic!("not made: {text}"))
}

/// What a case answers, as the table writes it.
fn answer(ts: &ThreadState, receiver: &PyRef, method: &str, args: &[PyRef]) -> String {
    let shown = protocol::call_method(ts, receiver, method, args).and_then(|made| {
        let none_of_bytearray = made.is(&ts.none()) && receiver.is_kind::<Bytearray>();
        protocol::ascii(ts, if none_of_bytearray { receiver } else { &made })
    });
    match shown {
        Ok(text) => text.to_rust_string(),
        Err(raised) => {
            let exception = ts.take_exception(raised);
            let kind = exception.ob_type().name_string();
            let text = protocol::str(ts, &exception).and_then(|text| protocol::ascii(ts, text.as_object()));
            let text = text.map_or_else(|_| "?".to_owned(), |text| text.to_rust_string());
            let inner = text.get(1..text.len() - 1).unwrap_or("");
            format!("!{kind}: {inner}")
        }
    }
}

#[test]
fn methods_answer_as_cpython_does() {
    let cases = match std::env::var("MINIPY_TEXT_CASES") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => include_str!("../../tests/data/text_cases.txt").to_owned(),
    };
    with_interpreter(|ts| {
        let (mut count, mut wrong, mut report) = (0, 0, String::new());
        for line in cases.lines() {
            let (call, expected) = line.split_once("\t=\t").unwrap();
            let mut parts = call.split('\t');
            let receiver = literal(ts, parts.next().unwrap());
            let method = parts.next().unwrap();
            let args: Vec<PyRef> = parts.map(|part| literal(ts, part)).collect();
            let given = answer(ts, &receiver, method, &args);
            count += 1;
            if given != expected {
                wrong += 1;
                if wrong <= 2000 {
                    writeln!(report, "{call}\n  expected {expected}\n  given    {given}").unwrap();
                }
            }
        }
        assert!(count > 1000);
        assert_eq!(wrong, 0, "of {count} cases:\n{report}");
    });
}
