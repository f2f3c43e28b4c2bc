//! Every function of the crate against what CPython 3.13 answered: `data/*.txt`, written by `record.py`.
//!
//! A line is a question: function, arguments, answer, with tabs between. All differences of a file are counted and the
//! first ones shown, so one wrong rule does not hide the others.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::useless_conversion,
    reason = "a test fails by panicking; one macro serves three widths"
)]

use minipy_scalar::codecs::{self, Encoding, OnError, Undecodable};
use minipy_scalar::complex::Complex;
use minipy_scalar::escapes::EscapeError;
use minipy_scalar::float::{self, Power};
use minipy_scalar::format::{self, Align, Spec, percent, template};
use minipy_scalar::hash::{self, HashSecret};
use minipy_scalar::int::{DEFAULT_MAX_STR_DIGITS, Endian, Radix};
use minipy_scalar::text::{self, Ends};
use minipy_scalar::unicode::{self, Form};
use minipy_scalar::{Error, Int, Text, Wtf8Buf, escapes};

const LIMIT: usize = DEFAULT_MAX_STR_DIGITS;

fn run(file: &str, answer: impl Fn(&str, &[&str]) -> String) {
    let path = format!("{}/tests/data/{file}.txt", env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read_to_string(path).unwrap();
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in data.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (expected, question) = fields.split_last().unwrap();
        let given = answer(question[0], &question[1..]);
        asked += 1;
        if given != *expected {
            wrong.push(format!("{question:?}\n  expected {expected}\n  given    {given}"));
        }
    }
    assert!(asked > 5);
    let shown: Vec<_> = wrong.iter().take(25).cloned().collect();
    assert!(wrong.is_empty(), "{} of {asked} differ:\n{}", wrong.len(), shown.join("\n"));
}

// Reading arguments.

fn int(field: &str) -> Int {
    Int::parse(field.as_bytes(), 0, 0).unwrap()
}

fn size(field: &str) -> i64 {
    int(field).as_i64().unwrap()
}

fn float(field: &str) -> f64 {
    if field == "nan" { f64::NAN } else { f64::from_bits(u64::from_str_radix(field, 16).unwrap()) }
}

fn complex(field: &str) -> Complex {
    let (real, imag) = field.split_once(',').unwrap();
    Complex::new(float(real), float(imag))
}

fn units(field: &str) -> Vec<u32> {
    escapes::decode_str(field).unwrap().text.code_points().collect()
}

fn bytes(field: &str) -> Vec<u8> {
    units(field).iter().map(|&c| u8::try_from(c).unwrap()).collect()
}

fn endian(field: &str) -> Endian {
    if field == "big" { Endian::Big } else { Endian::Little }
}

// Writing answers.

fn esc(code_points: impl IntoIterator<Item = u32>) -> String {
    let mut out = String::new();
    for c in code_points {
        match c {
            0x5c => out.push_str("\\x5c"),
            0x20..=0x7e => out.push(char::from_u32(c).unwrap()),
            0..=0xff => out.push_str(&format!("\\x{c:02x}")),
            0x100..=0xffff => out.push_str(&format!("\\u{c:04x}")),
            _ => out.push_str(&format!("\\U{c:08x}")),
        }
    }
    out
}

fn esc_str(text: &str) -> String {
    esc(text.chars().map(u32::from))
}

fn show_int(v: impl Into<Int>) -> String {
    v.into().as_ref().to_prefixed(Radix::Hex)
}

fn show_float(v: f64) -> String {
    if v.is_nan() { "nan".into() } else { format!("{:016x}", v.to_bits()) }
}

fn show_complex(z: Complex) -> String {
    format!("{},{}", show_float(z.real), show_float(z.imag))
}

fn show_bool(v: bool) -> String {
    if v { "True".into() } else { "False".into() }
}

fn show_all<T>(items: impl IntoIterator<Item = T>, show: impl Fn(T) -> String) -> String {
    items.into_iter().map(show).collect::<Vec<_>>().join("|")
}

fn result<T, E: Into<Error>>(r: Result<T, E>, show: impl Fn(T) -> String) -> String {
    match r {
        Ok(v) => show(v),
        Err(e) => {
            let e: Error = e.into();
            let errno = if e.kind == minipy_scalar::ErrorKind::OverflowErrno { "(34, '" } else { "" };
            let end = if errno.is_empty() { "" } else { "')" };
            format!("!{}: {errno}{}{end}", e.kind.name(), esc_str(&e.message))
        }
    }
}

/// Adds the repr of the text that could not be read, as the caller of the library does.
fn literal<T, E: Into<Error>>(r: Result<T, E>, text: &[u32], show: impl Fn(T) -> String) -> String {
    let r = r.map_err(|e| {
        let mut e: Error = e.into();
        if e.message.starts_with("invalid literal for int") {
            let repr: String = text::repr_str(text.iter().copied()).chars().take(200).collect();
            e.message = format!("{}: {repr}", e.message).into();
        } else if e.message.starts_with("could not convert string to") {
            e.message = format!("{}: {}", e.message, text::repr_str(text.iter().copied())).into();
        }
        e
    });
    result(r, show)
}

#[test]
fn int_matches() {
    run("int", |func, args| {
        match (func, args) {
            ("from_float", [v]) => return result(Int::from_f64(float(v)), show_int),
            ("from_bytes", [raw, order, signed]) => {
                return show_int(Int::from_bytes(&bytes(raw), endian(order), *signed == "True"));
            }
            ("int", [text, base]) => {
                let (text, base) = (units(text), size(base) as u32);
                let parsed = Int::parse(&Text::Ucs4(&text).to_ascii_number(), base, LIMIT);
                let long = text.len() > 4000;
                return literal(parsed, &text, |v| show_int(if long { v.as_ref().modulo(Int::small(1000).as_ref()).unwrap() } else { v }));
            }
            ("cmp_float", [a, b]) => {
                use std::cmp::Ordering::{Equal, Greater, Less};
                let order = int(a).as_ref().cmp_f64(float(b));
                return show_all([Some(Less), Some(Equal), Some(Greater)], |o| show_bool(order == o));
            }
            _ => {}
        }
        let (a, b) = (int(args[0]), args.get(1).map_or(Int::ZERO, |b| int(b)));
        let (x, y) = (a.as_ref(), b.as_ref());
        match func {
            "add" => show_int(x.add(y)),
            "sub" => show_int(x.sub(y)),
            "mul" => result(x.mul(y), show_int),
            "divmod" => result(x.divmod(y), |(q, r)| show_all([q, r], show_int)),
            "mod" => result(x.modulo(y), show_int),
            "floordiv" => result(x.floordiv(y), show_int),
            "truediv" => result(x.true_div(y), show_float),
            "and" => show_int(x.and(y)),
            "or" => show_int(x.or(y)),
            "xor" => show_int(x.xor(y)),
            "gcd" => show_int(x.gcd(y)),
            "lt" => show_bool(x < y),
            "shl" => result(x.shl(y), show_int),
            "shr" => result(x.shr(y), show_int),
            "pow" => result(x.pow(y), show_int),
            "powmod" => result(x.pow_mod(y, int(args[2]).as_ref()), show_int),
            "neg" => show_int(x.neg()),
            "abs" => show_int(x.abs()),
            "invert" => show_int(x.invert()),
            "bit_length" => show_int(x.bit_length()),
            "bit_count" => show_int(x.bit_count()),
            "isqrt" => result(x.isqrt(), show_int),
            "hash" => show_int(x.hash()),
            "float" => result(x.to_f64(), show_float),
            "str" => result(x.to_decimal(LIMIT), |s| s),
            "bin" => x.to_prefixed(Radix::Binary),
            "oct" => x.to_prefixed(Radix::Octal),
            "round" => result(x.round(y), show_int),
            "to_bytes" => {
                let mut out = vec![0; size(args[1]) as usize];
                let done = x.to_bytes(&mut out, endian(args[2]), args[3] == "True");
                result(done, |()| esc(out.iter().map(|&b| u32::from(b))))
            }
            other => panic!("unknown question {other}"),
        }
    });
}

#[test]
fn float_matches() {
    run("float", |func, args| {
        if let "parse" | "fromhex" = func {
            let text = units(args[0]);
            let plain = Text::Ucs4(&text).to_ascii_number();
            let parsed = if func == "parse" { float::parse(&plain) } else { float::from_hex(&plain) };
            return literal(parsed, &text, show_float);
        }
        let v = float(args[0]);
        let w = || float(args[1]);
        match func {
            "repr" => float::repr(v),
            "hash" => show_int(hash::float(v).unwrap_or(0)),
            "hex" => float::to_hex(v),
            "round" => result(float::round(v, size(args[1])), show_float),
            "round_int" => result(float::round_to_int(v), show_int),
            "ratio" => result(float::as_integer_ratio(v), |(n, d)| show_all([n, d], show_int)),
            "frexp" => {
                let (m, e) = float::frexp(v);
                format!("{}|{}", show_float(m), show_int(e))
            }
            "divmod" => result(float::divmod(v, w()), |(q, r)| show_all([q, r], show_float)),
            "mod" => result(float::modulo(v, w()), show_float),
            "floordiv" => result(float::floordiv(v, w()), show_float),
            "pow" => result(float::pow(v, w()), |p| match p {
                Power::Real(p) => show_float(p),
                Power::Complex => result(Complex::new(v, 0.0).pow(Complex::new(w(), 0.0)), |_| "complex".into()),
            }),
            other => panic!("unknown question {other}"),
        }
    });
}

#[test]
fn complex_matches() {
    run("complex", |func, args| {
        if func == "parse" {
            let text = units(args[0]);
            return literal(Complex::parse(&Text::Ucs4(&text).to_ascii_number()), &text, show_complex);
        }
        let z = complex(args[0]);
        let w = || complex(args[1]);
        match func {
            "repr" => z.repr(),
            "mul" => show_complex(z * w()),
            "div" => result(z.div(w()), show_complex),
            "abs" => result(z.abs(), show_float),
            "hash" => show_int(hash::complex(hash::float(z.real).unwrap(), hash::float(z.imag).unwrap())),
            "pow" => result(z.pow(w()), show_complex),
            other => panic!("unknown question {other}"),
        }
    });
}

fn whole(padded: Result<format::Padded, Error>) -> String {
    result(padded.and_then(format::Padded::into_wtf8), |t| esc(t.code_points()))
}

#[test]
fn format_matches() {
    run("format", |func, args| {
        let spec = units(args[1]);
        let text = Text::Ucs4(&spec);
        match func {
            "int" | "float" | "complex" if spec.is_empty() => match func {
                "int" => int(args[0]).to_string(),
                "float" => float::repr(float(args[0])),
                _ => complex(args[0]).repr(),
            },
            "int" => whole(Spec::parse(text, "int", Align::Right).and_then(|s| format::int(int(args[0]).as_ref(), &s, "int", LIMIT))),
            "float" => whole(Spec::parse(text, "float", Align::Right).and_then(|s| format::float(float(args[0]), &s, "float"))),
            "complex" => {
                let z = complex(args[0]);
                whole(Spec::parse(text, "complex", Align::Right).and_then(|s| format::complex(z.real, z.imag, &s, "complex")))
            }
            "str" => {
                let value = units(args[0]);
                let layout = Spec::parse(text, "str", Align::Left).and_then(|s| format::str(value.len(), &s, "str"));
                result(layout, |l| {
                    let pad = |n| std::iter::repeat_n(l.fill, n);
                    esc(pad(l.left).chain(value[..l.take].iter().copied()).chain(pad(l.right)))
                })
            }
            other => panic!("unknown question {other}"),
        }
    });
}

#[test]
fn percent_matches() {
    run("percent", |func, args| {
        let template = units(args[0]);
        let pieces = percent::Pieces::new(Text::Ucs4(&template));
        if func == "parse" {
            for piece in pieces {
                match piece {
                    Ok(percent::Piece::Conversion(percent::Conversion { failed: Some(e), .. })) => {
                        return result::<(), _>(Err(e), |()| String::new());
                    }
                    Ok(percent::Piece::Conversion(c)) if !percent::is_numeric_kind(c.kind) && c.kind != 0x73 && c.kind != 0x63 => {
                        let error = if c.kind == 0x25 { Error::type_(percent::NOT_ENOUGH) } else { percent::unsupported(c.kind, c.index) };
                        return result::<(), _>(Err(error), |()| String::new());
                    }
                    Ok(_) => {}
                    Err(e) => return result::<(), _>(Err(e), |()| String::new()),
                }
            }
            return "ok".into();
        }
        let mut out = String::new();
        for piece in pieces {
            let percent::Piece::Conversion(c) = piece.unwrap() else { panic!("literal text") };
            let fixed = |a: Option<percent::Amount>| match a {
                Some(percent::Amount::Fixed(n)) => Some(n),
                _ => None,
            };
            let layout = percent::Layout { flags: c.flags, width: fixed(c.width).unwrap_or(0), precision: fixed(c.precision) };
            let kind = char::from_u32(c.kind).unwrap();
            out += &match kind {
                'd' | 'i' | 'u' | 'o' | 'x' | 'X' => whole(percent::int(int(args[1]).as_ref(), kind, &layout, LIMIT)),
                'c' => result(percent::character(int(args[1]).as_ref()), |code| {
                    let (take, left, right) = percent::text(1, &percent::Layout { precision: None, ..layout });
                    let pad = |n| std::iter::repeat_n(0x20, n);
                    esc(pad(left).chain(std::iter::repeat_n(code, take)).chain(pad(right)))
                }),
                _ => whole(percent::float(float(args[1]), kind, &layout)),
            };
        }
        out
    });
}

#[test]
fn template_matches() {
    run("template", |func, args| {
        let source = units(args[0]);
        let text = Text::Ucs4(&source);
        let part = |letter: &str, range: &std::ops::Range<usize>| format!("{letter}{}", esc(source[range.clone()].iter().copied()));
        let all: Result<Vec<String>, Error> = (|| {
            let mut out = Vec::new();
            if func == "pieces" {
                for piece in template::Pieces::new(text) {
                    let piece = piece?;
                    out.push(part("L", &piece.literal));
                    if let Some(field) = piece.field {
                        out.push(part("N", &field.name));
                        out.push(part("S", &field.spec));
                        out.push(format!("C{}", esc(field.conversion)));
                    }
                }
                return Ok(out);
            }
            let name = template::FieldName::new(text, 0..source.len())?;
            out.push(match &name.first {
                template::First::Auto => "A".into(),
                template::First::Index(i) => format!("I{i}"),
                template::First::Name(range) => part("N", range),
            });
            for step in name {
                out.push(match step? {
                    template::Step::Attribute(range) => part(".", &range),
                    template::Step::Index(i) => format!("#{i}"),
                    template::Step::Key(range) => part("[", &range),
                });
            }
            Ok(out)
        })();
        result(all, |parts| parts.join("|"))
    });
}

/// Runs a question on a text at its narrowest width, as an object would hold it.
macro_rules! at_width {
    ($units:expr, |$t:ident| $body:expr) => {{
        let units: &[u32] = $units;
        match units.iter().max().copied().unwrap_or(0) {
            0..=0xff => {
                let $t: Vec<u8> = text::convert(units).unwrap();
                $body
            }
            0x100..=0xffff => {
                let $t: Vec<u16> = text::convert(units).unwrap();
                $body
            }
            _ => {
                let $t: Vec<u32> = units.to_vec();
                $body
            }
        }
    }};
}

fn ranges(source: &[u32], parts: impl IntoIterator<Item = std::ops::Range<usize>>) -> String {
    show_all(parts, |r| esc(source[r].iter().copied()))
}

fn stripped<U: text::CodeUnit>(t: &[U], ends: Ends) -> Vec<u32> {
    t[text::strip(t, ends, unicode::is_space)].iter().map(|&u| u.into()).collect()
}

fn every(s: &[u32], test: impl Fn(u32) -> bool) -> String {
    show_bool(!s.is_empty() && s.iter().all(|&c| test(c)))
}

#[test]
fn text_matches() {
    run("text", |func, args| {
        if func == "repr_bytes" {
            return esc_str(&text::repr_bytes(&bytes(args[0])));
        }
        let s = units(args[0]);
        let limit = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
        match func {
            "upper" => at_width!(&s, |t| esc(text::upper(&t))),
            "lower" => at_width!(&s, |t| esc(text::lower(&t))),
            "title" => at_width!(&s, |t| esc(text::title(&t))),
            "casefold" => at_width!(&s, |t| esc(text::casefold(&t))),
            "swapcase" => at_width!(&s, |t| esc(text::swapcase(&t))),
            "capitalize" => at_width!(&s, |t| esc(text::capitalize(&t))),
            "strip" => at_width!(&s, |t| esc(stripped(&t, Ends::Both))),
            "lstrip" => at_width!(&s, |t| esc(stripped(&t, Ends::Left))),
            "rstrip" => at_width!(&s, |t| esc(stripped(&t, Ends::Right))),
            "isupper" => at_width!(&s, |t| show_bool(text::is_upper(&t))),
            "islower" => at_width!(&s, |t| show_bool(text::is_lower(&t))),
            "istitle" => at_width!(&s, |t| show_bool(text::is_title(&t))),
            "isalpha" => every(&s, unicode::is_alpha),
            "isdigit" => every(&s, unicode::is_digit),
            "isdecimal" => every(&s, unicode::is_decimal),
            "isnumeric" => every(&s, unicode::is_numeric),
            "isalnum" => every(&s, unicode::is_alnum),
            "isspace" => every(&s, unicode::is_space),
            "isprintable" => show_bool(s.iter().all(|&c| unicode::is_printable(c))),
            "isidentifier" => show_bool(text::is_identifier(s.iter().copied())),
            "splitlines" => at_width!(&s, |t| ranges(&s, text::lines(&t, false, unicode::is_linebreak))),
            "keepends" => at_width!(&s, |t| ranges(&s, text::lines(&t, true, unicode::is_linebreak))),
            "split" => at_width!(&s, |t| ranges(&s, text::split_whitespace(&t, usize::MAX, unicode::is_space))),
            "splitn" => {
                at_width!(&s, |t| ranges(&s, text::split_whitespace(&t, limit(size(args[1])), unicode::is_space)))
            }
            "rsplitn" => {
                at_width!(&s, |t| ranges(&s, text::rsplit_whitespace(&t, limit(size(args[1])), unicode::is_space)))
            }
            "expandtabs" => at_width!(&s, |t| esc(text::expandtabs(&t, 8).unwrap().iter().map(|&u| u.into()))),
            "tabs" => at_width!(&s, |t| {
                let n = size(args[1]) as usize;
                esc(text::expandtabs(&t, n).unwrap().iter().map(|&u| u.into()))
            }),
            "zfill" => at_width!(&s, |t| {
                let filled = text::zfill(&t, size(args[1]) as usize).unwrap().unwrap_or(t);
                esc(filled.iter().map(|&u| u.into()))
            }),
            "repr" => at_width!(&s, |t| esc_str(&text::repr_text(Text::from(&t[..])))),
            "ascii" => esc_str(&text::ascii_str(s.iter().copied())),
            "NFC" => esc(unicode::normalize(s, Form::Nfc)),
            "NFD" => esc(unicode::normalize(s, Form::Nfd)),
            "NFKC" => esc(unicode::normalize(s, Form::Nfkc)),
            "NFKD" => esc(unicode::normalize(s, Form::Nfkd)),
            _ => {
                let n = units(args[1]);
                // Both at the width of the wider one.
                let both: Vec<u32> = s.iter().chain(&n).copied().collect();
                at_width!(&both, |t| {
                    let (hay, needle) = t.split_at(s.len());
                    let position = |p: Option<usize>| show_int(p.map_or(-1, |p| p as i64));
                    match func {
                        "find" => position(text::find(hay, needle)),
                        "rfind" => position(text::rfind(hay, needle)),
                        "count" => show_int(text::count(hay, needle, usize::MAX)),
                        "splitsep" => ranges(&s, text::split(hay, needle, limit(size(args[2])))),
                        "rsplitsep" => ranges(&s, text::rsplit(hay, needle, limit(size(args[2])))),
                        "stripset" => {
                            let a = [text::CodeUnit::from_code_point(0x61).unwrap()];
                            let set = if needle.is_empty() { &a[..] } else { needle };
                            ranges(&s, [text::strip_set(hay, set, Ends::Both)])
                        }
                        other => panic!("unknown question {other}"),
                    }
                })
            }
        }
    });
}

#[test]
fn escapes_match() {
    run("escapes", |func, args| {
        let raw = |b: Vec<u8>| esc(b.into_iter().map(u32::from));
        match func {
            "encode" => return raw(escapes::encode_unicode_escape(units(args[0]))),
            "raw" => return raw(escapes::encode_raw_unicode_escape(units(args[0]))),
            "codec" => {
                return match escapes::decode_unicode_escape(&bytes(args[0])) {
                    Ok(d) => esc(d.text.code_points()),
                    Err(EscapeError::Unicode { start, end, reason, .. }) => {
                        format!("!UnicodeDecodeError: unicodeescape {start} {end} {}", esc_str(reason))
                    }
                    Err(other) => other.to_string(),
                };
            }
            _ => {}
        }
        let body: String = units(args[0]).iter().map(|&c| char::from_u32(c).unwrap()).collect();
        let (value, invalid) = if func == "str" {
            match escapes::decode_str(&body) {
                Ok(d) => (esc(d.text.code_points()), d.invalid),
                Err(e) => return format!("!SyntaxError: {}", esc_str(&e.to_string())),
            }
        } else {
            match escapes::decode_bytes(&body) {
                Ok(d) => (esc(d.bytes.iter().map(|&b| u32::from(b))), d.invalid),
                Err(e) => return format!("!SyntaxError: {}", esc_str(&e.to_string())),
            }
        };
        format!("{value}|{}", invalid.map_or(String::new(), |w| esc_str(&w.to_string())))
    });
}

#[test]
fn codecs_match() {
    run("codecs", |func, args| {
        let encoding = Encoding::from_name(args[0]).unwrap();
        let errors = OnError::from_name(args[1]).unwrap();
        if func == "decode" {
            return match codecs::decode(encoding, &bytes(args[2]), errors) {
                Ok(text) => esc(text.code_points()),
                Err(Undecodable::Error(e)) => {
                    format!("!UnicodeDecodeError: {} {} {} {}", e.encoding, e.start, e.end, e.reason)
                }
                Err(Undecodable::WrongHandler) => {
                    format!("!TypeError: {}", Undecodable::WRONG_HANDLER)
                }
            };
        }
        let s = units(args[2]);
        match codecs::encode(encoding, Text::Ucs4(&s), errors) {
            Ok(raw) => esc(raw.iter().map(|&b| u32::from(b))),
            Err(e) => format!("!UnicodeEncodeError: {} {} {} {}", e.encoding, e.start, e.end, e.reason),
        }
    });
}

#[test]
fn hashes_match() {
    run("hash", |func, args| {
        let items = || args[0].split('|').filter(|a| !a.is_empty()).map(|a| int(a).as_ref().hash());
        let secret = || HashSecret::from_seed(int(args[0]).as_i64().unwrap() as u32);
        show_int(match func {
            "str" => {
                let s = units(args[1]);
                match s.iter().max().copied().unwrap_or(0) {
                    0..=0xff => secret().bytes(&text::convert::<u32, u8>(&s).unwrap()),
                    0x100..=0xffff => secret().ucs2(&text::convert::<u32, u16>(&s).unwrap()),
                    _ => secret().ucs4(&s),
                }
            }
            "bytes" => secret().bytes(&bytes(args[1])),
            "tuple" => hash::tuple(items()),
            "frozenset" => hash::frozenset(items()),
            "slice" => {
                let mut hasher = hash::TupleHasher::default();
                items().for_each(|h| hasher.add(h));
                hasher.finish_slice()
            }
            other => panic!("unknown question {other}"),
        })
    });
}

fn fnv(values: impl IntoIterator<Item = u64>) -> String {
    let hash = values.into_iter().fold(0xcbf2_9ce4_8422_2325, |h: u64, v| (h ^ v).wrapping_mul(0x100_0000_01b3));
    format!("0x{hash:x}")
}

#[test]
fn unicode_matches() {
    run("unicode", |func, _| {
        let all = 0..0x11_0000_u32;
        let flags = |test: fn(u32) -> bool| fnv((0..0x11_0000).map(|c| u64::from(test(c))));
        let mapped = |map: fn(u32) -> unicode::Mapped| fnv((0..0x11_0000).flat_map(|c| map(c).as_slice().to_vec()).map(u64::from));
        let form = |form| fnv((0..0x11_0000).flat_map(|c| unicode::normalize([c], form)).map(u64::from));
        match func {
            "isalpha" => flags(unicode::is_alpha),
            "isdecimal" => flags(unicode::is_decimal),
            "isdigit" => flags(unicode::is_digit),
            "isnumeric" => flags(unicode::is_numeric),
            "isalnum" => flags(unicode::is_alnum),
            "isprintable" => flags(unicode::is_printable),
            "isspace" => flags(unicode::is_space),
            "isupper" => flags(unicode::is_upper),
            "islower" => flags(unicode::is_lower),
            "isidentifier" => flags(unicode::is_xid_start),
            "continue" => flags(unicode::is_xid_continue),
            "linebreak" => flags(unicode::is_linebreak),
            "upper" => mapped(unicode::to_upper),
            "lower" => mapped(unicode::to_lower),
            "title" => mapped(unicode::to_title),
            "casefold" => mapped(unicode::to_casefold),
            "decimal" => fnv(all.map(|c| u64::from(unicode::decimal_value(c).unwrap_or(99)))),
            "digit" => fnv(all.map(|c| u64::from(unicode::digit_value(c).unwrap_or(99)))),
            "category" => fnv(all.flat_map(|c| unicode::category(c).bytes()).map(u64::from)),
            "name" => fnv(all.flat_map(|c| unicode::name(c).unwrap_or_default().into_bytes()).map(u64::from)),
            "NFC" => form(Form::Nfc),
            "NFD" => form(Form::Nfd),
            "NFKC" => form(Form::Nfkc),
            "NFKD" => form(Form::Nfkd),
            other => panic!("unknown question {other}"),
        }
    });
}

#[test]
fn wtf8_keeps_every_code_point() {
    let all: Vec<u32> = (0..0x11_0000).collect();
    let text: Wtf8Buf = all.iter().copied().collect();
    assert!(text.code_points().eq(all.iter().copied()));
    assert_eq!(text.as_str(), None);
    let again = Wtf8Buf::from_bytes(text.as_bytes().to_vec()).unwrap();
    assert_eq!(again, text);
    assert!(Wtf8Buf::from_bytes(b"\xed\xa0".to_vec()).is_err());
    assert!(Wtf8Buf::from_bytes(b"\xff".to_vec()).is_err());
}
