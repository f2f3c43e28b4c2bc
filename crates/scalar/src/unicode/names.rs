//! Names of code points: `\N{…}`, `unicodedata.name`. Counterpart: `_getucname` and `_getcode` in
//! `Modules/unicodedata.c`.
//!
//! Invariant: a name is matched in any case but otherwise exactly, and only code points that Unicode 15.1 knows have
//! one (the library behind is newer, and forgiving about spaces and hyphens).

use super::is_assigned;

/// The code point with this name or alias.
pub fn lookup_name(wanted: &str) -> Option<u32> {
    // Names are words of letters, digits and hyphens; the library subtracts from the place of a first hyphen.
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b' ' || b == b'-';
    let begins = wanted.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    if !begins || !wanted.bytes().all(word) || wanted.len() > 256 {
        return None;
    }
    let found = unicode_names2::character(wanted)?;
    let code = u32::from(found);
    if !is_assigned(code) {
        return None;
    }
    if let Some(name) = unicode_names2::name(found) {
        let name = name.to_string();
        if name.eq_ignore_ascii_case(wanted) {
            // CPython computes these from the letters as they stand, so in capitals only.
            let computed = name.starts_with("HANGUL SYLLABLE ") || name.starts_with("CJK UNIFIED IDEOGRAPH-");
            return (!computed || name == wanted).then_some(code);
        }
        // The same letters otherwise spaced: no alias, just a sloppy spelling.
        if squeeze(&name) == squeeze(wanted) {
            return None;
        }
    }
    // An alias. None holds a space at an end or two spaces in a row.
    let tidy = !wanted.contains("  ") && wanted.trim() == wanted;
    tidy.then_some(code)
}

/// The name of a code point; aliases are not names, so control characters have none.
pub fn name(c: u32) -> Option<String> {
    if !is_assigned(c) {
        return None;
    }
    Some(unicode_names2::name(char::from_u32(c)?)?.to_string())
}

fn squeeze(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
