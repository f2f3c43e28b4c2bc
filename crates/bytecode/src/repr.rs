//! Python's repr of constants, and the order in which a frozenset of them is listed.
//!
//! CPython's counterparts are the `tp_repr` of the constant types and the table of `Objects/setobject.c`. Invariant: what is written here is
//! what `repr()` gives for the object made of the constant, with `PYTHONHASHSEED=0` where text decides the order.

use core::fmt::{self, Write};

use minipy_scalar::hash::HashSecret;
use minipy_scalar::{float, hash, unicode};

use crate::code::CodeDesc;
use crate::constant::Const;

/// Writes the repr of a constant; nested code shows the address that `address` gives.
pub(crate) fn write_repr(constant: &Const, address: &dyn Fn(&CodeDesc) -> u64, out: &mut dyn Write) -> fmt::Result {
    match constant {
        Const::None => out.write_str("None"),
        Const::True => out.write_str("True"),
        Const::False => out.write_str("False"),
        Const::Ellipsis => out.write_str("Ellipsis"),
        Const::Int(value) => write!(out, "{value}"),
        Const::Float(value) => out.write_str(&float::repr(*value)),
        Const::Complex(re, im) => complex_repr(*re, *im, out),
        Const::Str(bytes) => str_repr(bytes, out),
        Const::Bytes(bytes) => bytes_repr(bytes, out),
        Const::Tuple(items) => {
            out.write_char('(')?;
            list(items.iter(), address, out)?;
            out.write_str(if items.len() == 1 { ",)" } else { ")" })
        }
        Const::FrozenSet(items) if items.is_empty() => out.write_str("frozenset()"),
        Const::FrozenSet(items) => {
            out.write_str("frozenset({")?;
            list(frozenset_order(items).into_iter(), address, out)?;
            out.write_str("})")
        }
        Const::Code(code) => {
            let at = address(code);
            write!(out, "<code object {} at {at:#x}, file \"{}\", line {}>", code.name, code.filename, code.firstlineno)
        }
    }
}

fn list<'a>(items: impl Iterator<Item = &'a Const>, address: &dyn Fn(&CodeDesc) -> u64, out: &mut dyn Write) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.write_str(", ")?;
        }
        write_repr(item, address, out)?;
    }
    Ok(())
}

/// A part of a complex number: a float's repr without the `.0`.
fn complex_part(value: f64) -> String {
    let text = float::repr(value);
    match text.strip_suffix(".0") {
        Some(short) => short.to_owned(),
        None => text,
    }
}

fn complex_repr(re: f64, im: f64, out: &mut dyn Write) -> fmt::Result {
    if re == 0.0 && re.is_sign_positive() {
        return write!(out, "{}j", complex_part(im));
    }
    let sign = if im.is_nan() || im.is_sign_positive() { "+" } else { "" };
    write!(out, "({}{sign}{}j)", complex_part(re), complex_part(im))
}

/// The quote that Python chooses: `'` unless there are some of these and none of the other.
fn quote(bytes: &[u8]) -> u8 {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' }
}

/// Writes the repr of a str given as WTF-8.
pub fn str_repr(wtf8: &[u8], out: &mut dyn Write) -> fmt::Result {
    let quote = char::from(quote(wtf8));
    out.write_char(quote)?;
    for c in minipy_scalar::Wtf8::new(wtf8).into_iter().flat_map(|text| text.code_points()) {
        match (c, char::from_u32(c)) {
            (0x0a, _) => out.write_str("\\n")?,
            (0x0d, _) => out.write_str("\\r")?,
            (0x09, _) => out.write_str("\\t")?,
            (0x5c, _) => out.write_str("\\\\")?,
            (_, Some(ch)) if ch == quote => write!(out, "\\{ch}")?,
            (0x20..=0x7e, Some(ch)) => out.write_char(ch)?,
            (0..=0xff, ch) => match ch {
                Some(ch) if c > 0x7f && unicode::is_printable(c) => out.write_char(ch)?,
                Some(_) | None => write!(out, "\\x{c:02x}")?,
            },
            (_, Some(ch)) if unicode::is_printable(c) => out.write_char(ch)?,
            (0..=0xffff, _) => write!(out, "\\u{c:04x}")?,
            (0x1_0000.., _) => write!(out, "\\U{c:08x}")?,
        }
    }
    out.write_char(quote)
}

/// Writes the repr of bytes, with its `b`.
pub fn bytes_repr(bytes: &[u8], out: &mut dyn Write) -> fmt::Result {
    let quote = quote(bytes);
    write!(out, "b{}", char::from(quote))?;
    for byte in bytes {
        match byte {
            b'\n' => out.write_str("\\n")?,
            b'\r' => out.write_str("\\r")?,
            b'\t' => out.write_str("\\t")?,
            b'\\' => out.write_str("\\\\")?,
            b if *b == quote => write!(out, "\\{}", char::from(quote))?,
            0x20..=0x7e => out.write_char(char::from(*byte))?,
            0..=0x1f | 0x7f..=0xff => write!(out, "\\x{byte:02x}")?,
        }
    }
    out.write_char(char::from(quote))
}

/// The order in which a set of distinct items with these hashes is iterated, if they are added in order to an empty one.
pub fn set_order(hashes: &[i64]) -> Vec<usize> {
    const LINEAR_PROBES: usize = 9;
    const PERTURB_SHIFT: u32 = 5;

    /// The first free place on the item's way through the table.
    fn free(table: &[Option<usize>], hash: i64) -> Option<usize> {
        let mask = table.len() - 1;
        let mut perturb = hash as usize;
        let mut i = perturb & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            for place in i..=i + probes {
                match table.get(place) {
                    Some(None) => return Some(place),
                    Some(Some(_)) => {}
                    None => return None,
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    let mut table: Vec<Option<usize>> = vec![None; 8];
    let put = |table: &mut [Option<usize>], index: usize, hash: i64| {
        if let Some(slot) = free(table, hash).and_then(|place| table.get_mut(place)) {
            *slot = Some(index);
        }
    };
    for (index, hash) in hashes.iter().enumerate() {
        put(&mut table, index, *hash);
        let used = index + 1;
        if used * 5 >= (table.len() - 1) * 3 {
            let wanted = if used > 50_000 { used * 2 } else { used * 4 };
            let mut size = 8;
            while size <= wanted {
                size *= 2;
            }
            let mut larger = vec![None; size];
            for old in table.iter().flatten() {
                put(&mut larger, *old, hashes.get(*old).copied().unwrap_or(0));
            }
            table = larger;
        }
    }
    table.into_iter().flatten().collect()
}

/// The hash of a str given as WTF-8, as CPython hashes its memory.
pub fn str_hash(secret: &HashSecret, wtf8: &[u8]) -> i64 {
    if wtf8.is_ascii() {
        return secret.bytes(wtf8);
    }
    let points: Vec<u32> = minipy_scalar::Wtf8::new(wtf8).into_iter().flat_map(|text| text.code_points()).collect();
    match points.iter().max() {
        None | Some(0..=0xff) => secret.bytes(&points.iter().map(|c| *c as u8).collect::<Vec<u8>>()),
        Some(0x100..=0xffff) => secret.ucs2(&points.iter().map(|c| *c as u16).collect::<Vec<u16>>()),
        Some(0x1_0000..) => secret.ucs4(&points),
    }
}

fn const_hash(secret: &HashSecret, constant: &Const) -> i64 {
    match constant {
        Const::None => 0xfca8_6420,
        Const::True => 1,
        // The address of the object in CPython: no order is right for the last two.
        Const::False | Const::Ellipsis | Const::Code(_) => 0,
        Const::Int(value) => value.as_ref().hash(),
        Const::Float(value) => hash::float(*value).unwrap_or(0),
        Const::Complex(re, im) => hash::complex(hash::float(*re).unwrap_or(0), hash::float(*im).unwrap_or(0)),
        Const::Str(bytes) => str_hash(secret, bytes),
        Const::Bytes(bytes) => secret.bytes(bytes),
        Const::Tuple(items) => hash::tuple(items.iter().map(|item| const_hash(secret, item))),
        Const::FrozenSet(items) => hash::frozenset(items.iter().map(|item| const_hash(secret, item))),
    }
}

/// The items of a frozenset constant in the order in which CPython iterates it: the compiler makes the set of the display, then makes it
/// once more of its own merged items.
fn frozenset_order(items: &[Const]) -> Vec<&Const> {
    let secret = HashSecret::from_seed(0);
    let sorted =
        |items: Vec<&'_ Const>| -> Vec<usize> { set_order(&items.iter().map(|item| const_hash(&secret, item)).collect::<Vec<i64>>()) };
    let mut order: Vec<&Const> = items.iter().collect();
    for _ in 0..2 {
        order = sorted(order.clone()).into_iter().filter_map(|index| order.get(index).copied()).collect();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use minipy_scalar::Int;

    fn repr(constant: &Const) -> String {
        let mut out = String::new();
        write_repr(constant, &|_| 0, &mut out).unwrap();
        out
    }

    #[test]
    fn reprs_are_pythons() {
        assert_eq!(repr(&Const::str("it's\n\u{e9}\u{200b}\u{1f600}")), "\"it's\\n\u{e9}\\u200b\u{1f600}\"");
        assert_eq!(repr(&Const::Str([0xed, 0xa0, 0x80].into())), "'\\ud800'");
        assert_eq!(repr(&Const::Bytes(b"\x00'\"\xff".as_slice().into())), "b'\\x00\\'\"\\xff'");
        assert_eq!(repr(&Const::Tuple([Const::Int(Int::from(1i64))].into())), "(1,)");
        assert_eq!(repr(&Const::Complex(0.0, -0.0)), "-0j");
        assert_eq!(repr(&Const::Complex(-0.0, 1.5)), "(-0+1.5j)");
        assert_eq!(repr(&Const::Complex(1.0, f64::INFINITY)), "(1+infj)");
    }

    #[test]
    fn frozensets_are_listed_as_cpython_iterates_them() {
        let ints = |values: &[i64]| Const::FrozenSet(values.iter().map(|v| Const::Int(Int::from(*v))).collect());
        assert_eq!(repr(&ints(&[8, 1, 32, 0])), "frozenset({8, 1, 32, 0})");
        let text = |values: &[&str]| Const::FrozenSet(values.iter().map(|v| Const::str(v)).collect());
        assert_eq!(repr(&text(&["spam", "eggs", "ham", "bacon", "toast"])), "frozenset({'eggs', 'spam', 'ham', 'bacon', 'toast'})");
    }
}
