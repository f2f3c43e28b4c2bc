//! Arithmetic, conversions, formatting and methods of numbers, compared with what CPython 3.13 answered (`data/number_cases.txt`, made
//! by `gen_number_cases.py`). Another file of cases can be named in `MINIPY_NUMBER_CASES`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use minipy_object::args::Args;
use minipy_object::bootstrap::run_test;
use minipy_object::protocol::{self, number::BinaryOp};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::complex::Complex;
use minipy_object::types::int::Int;
use minipy_object::types::list::List;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;
use minipy_object::{CompareOp, PyRef, PyResult, PyType, ThreadState};

/// Reads one operand.
struct Literal<'a> {
    ts: &'a ThreadState,
    text: &'a [u8],
    at: usize,
}

impl Literal<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn word(&mut self, stop: &[u8]) -> &str {
        let start = self.at;
        while self.at < self.text.len() && !stop.contains(&self.peek()) {
            self.at += 1;
        }
        std::str::from_utf8(&self.text[start..self.at]).unwrap()
    }

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

    fn items(&mut self, end: u8) -> PyResult<Vec<PyRef>> {
        self.at += 1;
        let mut items = Vec::new();
        while self.peek() != end {
            items.push(self.value()?);
            while matches!(self.peek(), b',' | b' ') {
                self.at += 1;
            }
        }
        self.at += 1;
        Ok(items)
    }

    fn float(&mut self, stop: &[u8]) -> f64 {
        minipy_scalar::float::from_hex(self.word(stop).as_bytes()).unwrap()
    }

    fn value(&mut self) -> PyResult {
        let ts = self.ts;
        let rest = &self.text[self.at..];
        Ok(match self.peek() {
            b'\'' | b'"' => Str::from_code_points(ts, self.quoted())?.into_ref(),
            b'b' => {
                self.at += 1;
                let bytes: Vec<u8> = self.quoted().into_iter().map(|code| u8::try_from(code).unwrap()).collect();
                Bytes::new(ts, &bytes)?.into_ref()
            }
            b'[' => List::from_vec(ts, self.items(b']')?)?.into_ref(),
            b'(' => Tuple::from_vec(ts, self.items(b')')?)?.into_ref(),
            b'f' => {
                self.at += 2;
                ts.new_float(self.float(b",)]"))?.into_ref()
            }
            b'c' => {
                self.at += 2;
                let real = self.float(b",");
                self.at += 1;
                let imag = self.float(b"");
                Complex::new(ts, minipy_scalar::complex::Complex::new(real, imag))?.into_ref()
            }
            b'N' | b'T' | b'F' => {
                let made = if rest.starts_with(b"None") { ts.none() } else { ts.bool(rest.starts_with(b"True")) };
                self.word(b",)]");
                made
            }
            _ => {
                let value = minipy_scalar::Int::parse(self.word(b",)]").as_bytes(), 10, 0).unwrap();
                Int::from_scalar(ts, &value)?.into_ref()
            }
        })
    }
}

fn operand(ts: &ThreadState, text: &str) -> PyRef {
    Literal { ts, text: text.as_bytes(), at: 0 }.value().unwrap_or_else(|_| panic!("not made: {text}"))
}

fn class_method(ts: &ThreadState, class: &PyType, name: &str, args: &[PyRef]) -> PyResult {
    protocol::call_method(ts, class.as_object(), name, args)
}

fn evaluate(ts: &ThreadState, op: &str, args: &[PyRef]) -> PyResult {
    let binary = |op: BinaryOp| protocol::number::binary_op(ts, op, &args[0], &args[1]);
    let compare = |op: CompareOp| protocol::rich_compare(ts, &args[0], &args[1], op);
    let types = ts.types();
    let call = |class: &PyType| protocol::call(ts, class.as_object(), Args::positional(args));
    match op {
        "+" => binary(BinaryOp::Add),
        "-" => binary(BinaryOp::Subtract),
        "*" => binary(BinaryOp::Multiply),
        "/" => binary(BinaryOp::TrueDivide),
        "//" => binary(BinaryOp::FloorDivide),
        "%" => binary(BinaryOp::Remainder),
        "**" => binary(BinaryOp::Power),
        "<<" => binary(BinaryOp::Lshift),
        ">>" => binary(BinaryOp::Rshift),
        "&" => binary(BinaryOp::And),
        "|" => binary(BinaryOp::Or),
        "^" => binary(BinaryOp::Xor),
        "divmod" => protocol::number::divmod(ts, &args[0], &args[1]),
        "<" => compare(CompareOp::Lt),
        "<=" => compare(CompareOp::Le),
        "==" => compare(CompareOp::Eq),
        "!=" => compare(CompareOp::Ne),
        ">" => compare(CompareOp::Gt),
        ">=" => compare(CompareOp::Ge),
        "neg" => protocol::number::negative(ts, &args[0]),
        "pos" => protocol::number::positive(ts, &args[0]),
        "abs" => protocol::number::absolute(ts, &args[0]),
        "invert" => protocol::number::invert(ts, &args[0]),
        "pow" => protocol::number::power(ts, &args[0], &args[1], args.get(2).unwrap_or(&ts.none())),
        "hash" => Ok(ts.new_int(protocol::hash(ts, &args[0])?)?.into_ref()),
        "repr" => Ok(protocol::repr(ts, &args[0])?.into_ref()),
        "str" => Ok(protocol::str(ts, &args[0])?.into_ref()),
        "index" => Ok(protocol::number::index(ts, &args[0])?.into_ref()),
        "bool" => call(&types.bool_),
        "int" => call(&types.int),
        "float" => call(&types.float),
        "complex" => call(&types.complex),
        "from_bytes" => class_method(ts, &types.int, "from_bytes", args),
        "bool.from_bytes" => class_method(ts, &types.bool_, "from_bytes", args),
        "fromhex" => class_method(ts, &types.float, "fromhex", args),
        "getformat" => class_method(ts, &types.float, "__getformat__", args),
        method => protocol::call_method(ts, &args[0], method.strip_prefix('.').unwrap(), &args[1..]),
    }
}

/// What a case answers, as the table writes it.
fn answer(ts: &ThreadState, op: &str, args: &[PyRef]) -> String {
    match evaluate(ts, op, args).and_then(|made| protocol::ascii(ts, &made)) {
        Ok(text) => text.to_rust_string(),
        Err(raised) => {
            let exception = ts.take_exception(raised);
            let kind = exception.ob_type().name_string();
            let text = protocol::str(ts, &exception).and_then(|text| protocol::ascii(ts, text.as_object()));
            let text = text.map_or_else(|_| "?".to_owned(), |text| text.to_rust_string());
            format!("!{kind}: {}", text.get(1..text.len() - 1).unwrap_or(""))
        }
    }
}

#[test]
fn numbers_answer_as_cpython_does() {
    let cases = match std::env::var("MINIPY_NUMBER_CASES") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => include_str!("data/number_cases.txt").to_owned(),
    };
    run_test(move |ts| {
        let (mut count, mut wrong, mut report) = (0, 0, String::new());
        for line in cases.lines() {
            let (call, expected) = line.split_once("\t=\t").unwrap();
            let mut parts = call.split('\t');
            let op = parts.next().unwrap();
            let args: Vec<PyRef> = parts.map(|part| operand(ts, part)).collect();
            let given = answer(ts, op, &args);
            count += 1;
            if given != expected {
                wrong += 1;
                if wrong <= 200 {
                    writeln!(report, "{call}\n  expected {expected}\n  given    {given}").unwrap();
                }
            }
        }
        assert!(count > 1000);
        assert_eq!(wrong, 0, "of {count} cases:\n{report}");
    });
}
