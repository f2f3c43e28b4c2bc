//! Normal forms of text. Counterpart: `unicodedata.normalize`, and what the parser does to identifiers (NFKC).
//!
//! Invariant: a lone surrogate stays as it is and combines with nothing; a code point that Unicode 15.1 does not know
//! is left alone (the library behind is newer).

use unicode_normalization::UnicodeNormalization;

use super::is_assigned;

/// A normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Canonical decomposition, then composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility decomposition, then composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

/// An identifier as the compiler stores it.
pub fn nfkc(identifier: &str) -> String {
    if identifier.is_ascii() { identifier.to_owned() } else { identifier.nfkc().collect() }
}

/// The code points of `text` in normal form.
pub fn normalize(text: impl IntoIterator<Item = u32>, form: Form) -> Vec<u32> {
    let (mut out, mut run) = (Vec::new(), String::new());
    let flush = |run: &mut String, out: &mut Vec<u32>| {
        match form {
            Form::Nfc => out.extend(run.nfc().map(u32::from)),
            Form::Nfd => out.extend(run.nfd().map(u32::from)),
            Form::Nfkc => out.extend(run.nfkc().map(u32::from)),
            Form::Nfkd => out.extend(run.nfkd().map(u32::from)),
        }
        run.clear();
    };
    for c in text {
        match char::from_u32(c) {
            Some(known) if is_assigned(c) => run.push(known),
            _ => {
                flush(&mut run, &mut out);
                out.push(c);
            }
        }
    }
    flush(&mut run, &mut out);
    out
}
