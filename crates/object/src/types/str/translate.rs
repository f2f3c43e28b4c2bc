//! `str.translate` and `str.maketrans`.
//!
//! CPython counterpart: `_PyUnicode_TranslateCharmap`, `unicode_maketrans_impl`. Invariant: the table may be any object with
//! `__getitem__`; in ASCII text each distinct character is looked up once while its answers stay ASCII, as CPython does.

use smallvec::SmallVec;

use super::builder::StrBuilder;
use super::storage::{Data, Kind, Str};
use super::this_str;
use crate::header::PyObject;
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, ThreadState};
use crate::types::dict::Dict;
use crate::types::int::Int;

/// What the table says of a character.
enum Answer {
    Keep,
    Delete,
    Char(u32),
    Text(Py<Str>),
}

fn ask(ts: &ThreadState, table: &PyObject, code: u32) -> PyResult<Answer> {
    let key = ts.new_int(i64::from(code))?;
    let found = match protocol::get_item(ts, table, key.as_object()) {
        Ok(found) => found,
        Err(raised) if ts.exception_is(&raised, &ts.types().lookup_error) => {
            ts.clear_exception(raised);
            return Ok(Answer::Keep);
        }
        Err(raised) => return Err(raised),
    };
    if found.is(&ts.singletons().none) {
        return Ok(Answer::Delete);
    }
    if let Some(number) = found.downcast::<Int>() {
        return match number.as_i64().and_then(|n| u32::try_from(n).ok()).filter(|&n| n <= 0x10_ffff) {
            Some(code) => Ok(Answer::Char(code)),
            None => Err(ts.value_error("character mapping must be in range(0x110000)")),
        };
    }
    match found.downcast_into::<Str>() {
        Ok(text) => Ok(Answer::Text(text)),
        Err(_) => Err(ts.type_error("character mapping must return integer, None or str")),
    }
}

/// `text.translate(table)`
pub(super) fn translate(ts: &ThreadState, this: &PyObject, table: &PyObject) -> PyResult {
    let text = this_str(ts, this)?;
    // 0 unknown, 1 keep, 2 delete, else 3 + the ASCII character.
    let mut known = [0_u8; 128];
    let ascii = text.kind() == Kind::Ascii;
    let mut builder = StrBuilder::new();
    builder.reserve(ts, text.len())?;
    // Characters whose answers are known are handed on in runs.
    let mut run: SmallVec<[u8; 128]> = SmallVec::new();
    for code in text.chars() {
        ts.tick(1)?;
        let cell = if ascii { known.get_mut(code as usize) } else { None };
        match cell.as_deref() {
            Some(2) => continue,
            Some(&answer) if answer > 0 => {
                if run.len() == 128 {
                    builder.push_str(ts, std::str::from_utf8(&run).unwrap_or_default())?;
                    run.clear();
                }
                run.push(if answer == 1 { code as u8 } else { answer - 3 });
                continue;
            }
            Some(_) | None => {}
        }
        builder.push_str(ts, std::str::from_utf8(&run).unwrap_or_default())?;
        run.clear();
        let mut remember = 0;
        match ask(ts, table, code)? {
            Answer::Keep => {
                remember = 1;
                builder.push_char(ts, code)?;
            }
            Answer::Delete => remember = 2,
            Answer::Char(code) => {
                if code < 0x80 {
                    remember = 3 + code as u8;
                }
                builder.push_char(ts, code)?;
            }
            Answer::Text(text) => {
                if let Data::Ascii([unit]) = text.data() {
                    remember = 3 + unit;
                }
                builder.push(ts, &text)?;
            }
        }
        if let Some(cell) = cell {
            *cell = remember;
        }
    }
    builder.push_str(ts, std::str::from_utf8(&run).unwrap_or_default())?;
    Ok(builder.finish(ts)?.into_ref())
}

/// `str.maketrans(x)`, `str.maketrans(x, y)`, `str.maketrans(x, y, z)`
pub(super) fn maketrans(ts: &ThreadState, _this: &PyObject, args: &[PyRef]) -> PyResult {
    let made = Dict::new(ts)?;
    let key_of = |code: u32| ts.new_int(i64::from(code));
    match args {
        [from, to, rest @ ..] => {
            let Some(from) = from.downcast::<Str>() else {
                return Err(ts.type_error("first maketrans argument must be a string if there is a second argument"));
            };
            let to = Str::expect(ts, to, "maketrans() argument 2")?;
            let delete = rest.first().map(|delete| Str::expect(ts, delete, "maketrans() argument 3")).transpose()?;
            if from.len() != to.len() {
                return Err(ts.value_error("the first two maketrans arguments must have equal length"));
            }
            for (from, to) in from.chars().zip(to.chars()) {
                made.set_item(ts, key_of(from)?.as_object(), key_of(to)?.into_ref())?;
            }
            for code in delete.into_iter().flat_map(|delete| delete.chars()) {
                made.set_item(ts, key_of(code)?.as_object(), ts.none())?;
            }
        }
        [only] => {
            let Some(map) = only.downcast_exact::<Dict>() else {
                return Err(ts.type_error("if you give only one argument to maketrans it must be a dict"));
            };
            let mut at = 0;
            while let Some((key, value)) = map.next(&mut at) {
                if let Some(text) = key.downcast::<Str>() {
                    let (Some(code), 1) = (text.char_at(0), text.len()) else {
                        return Err(ts.value_error("string keys in translate table must be of length 1"));
                    };
                    made.set_item(ts, key_of(code)?.as_object(), value)?;
                } else if key.is_kind::<Int>() {
                    made.set_item(ts, &key, value)?;
                } else {
                    return Err(ts.type_error("keys in translate table must be strings or integers"));
                }
            }
        }
        [] => return Err(ts.type_error("maketrans expected at least 1 argument, got 0")),
    }
    Ok(made.into_ref())
}
