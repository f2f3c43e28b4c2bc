//! Constructors and `str` of the exceptions that have attributes of their own.

use super::{
    ATTRIBUTE_ERROR, BaseException, IMPORT_ERROR, NAME_ERROR, OS_ERROR, STOP_ITERATION, SYNTAX_ERROR, SYSTEM_EXIT, UNICODE_DECODE_ERROR,
    UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR, blank, exception_str, field, set_field,
};
use crate::args::Args;
use crate::header::{PyObject, PyType};
use crate::pyref::{Field, Py, PyRef};
use crate::state::{PyResult, ThreadState};
use crate::typedef::TypeDef;
use crate::types::bytes::Bytes;
use crate::types::int::Int;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

fn take_args(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    if let Some(exc) = this.downcast::<BaseException>() {
        exc.set_args(Tuple::from_slice(ts, args.pos())?);
    }
    Ok(())
}

/// Set the keyword arguments that name a field; others are refused.
fn take_keywords(ts: &ThreadState, this: &PyObject, args: Args<'_>, def: &'static TypeDef, names: &[(&str, usize)]) -> PyResult<()> {
    for (keyword, value) in args.keywords() {
        match names.iter().find(|(name, _)| keyword.equals_str(name)) {
            Some((_, index)) => set_field(this, def, *index, Some(value.clone())),
            None => {
                let (class, keyword) = (def.name, keyword.to_rust_string());
                return Err(ts.type_error(format_args!("{class}() got an unexpected keyword argument '{keyword}'")));
            }
        }
    }
    Ok(())
}

fn no_keywords(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    crate::args::no_keywords(ts, &this.ob_type().name_string(), args)
}

fn own(this: &PyObject, def: &'static TypeDef, index: usize) -> Option<PyRef> {
    field(this, def, index).and_then(Field::get)
}

fn text(ts: &ThreadState, value: &PyObject) -> PyResult<String> {
    Ok(crate::protocol::object::str(ts, value)?.to_rust_string())
}

pub(super) fn stop_iteration(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    no_keywords(ts, this, args)?;
    take_args(ts, this, args)?;
    set_field(this, &STOP_ITERATION, 0, Some(args.pos().first().cloned().unwrap_or_else(|| ts.none())));
    Ok(())
}

pub(super) fn system_exit(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    no_keywords(ts, this, args)?;
    take_args(ts, this, args)?;
    let code = match args.pos() {
        [] => None,
        [one] => Some(one.clone()),
        many => Some(Tuple::from_slice(ts, many)?.into_ref()),
    };
    set_field(this, &SYSTEM_EXIT, 0, code);
    Ok(())
}

pub(super) fn name_error(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    take_args(ts, this, args)?;
    take_keywords(ts, this, args, &NAME_ERROR, &[("name", 0)])
}

pub(super) fn attribute_error(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    take_args(ts, this, args)?;
    take_keywords(ts, this, args, &ATTRIBUTE_ERROR, &[("obj", 0), ("name", 1)])
}

pub(super) fn import_error(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    take_args(ts, this, args)?;
    take_keywords(ts, this, args, &IMPORT_ERROR, &[("name", 1), ("path", 2), ("name_from", 3)])?;
    if let [message] = args.pos() {
        set_field(this, &IMPORT_ERROR, 0, Some(message.clone()));
    }
    Ok(())
}

pub(super) fn import_error_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    match own(this, &IMPORT_ERROR, 0) {
        Some(message) if message.is_exact::<Str>() => Ok(message),
        _ => exception_str(ts, this),
    }
}

/// The subclass of OSError that stands for an error number. CPython: `errnomap`.
fn os_error_class(ts: &ThreadState, errno: i64) -> Option<&PyType> {
    let types = ts.types();
    Some(match errno {
        1 | 13 => &types.permission_error,
        2 => &types.file_not_found_error,
        3 => &types.process_lookup_error,
        4 => &types.interrupted_error,
        10 => &types.child_process_error,
        11 | 114 | 115 => &types.blocking_io_error,
        17 => &types.file_exists_error,
        20 => &types.not_a_directory_error,
        21 => &types.is_a_directory_error,
        32 | 108 => &types.broken_pipe_error,
        103 => &types.connection_aborted_error,
        104 => &types.connection_reset_error,
        110 => &types.timeout_error,
        111 => &types.connection_refused_error,
        _ => return None,
    })
}

/// Calling OSError itself with an error number makes the subclass that stands for it.
pub(super) fn os_error_new(ts: &ThreadState, ty: &PyType, args: Args<'_>) -> PyResult {
    let mut class = ty;
    if std::ptr::eq(ty, &raw const *ts.types().os_error) {
        if let ([errno, _, ..], ..=5) = (args.pos(), args.pos().len()) {
            if let Some(found) = errno.downcast::<Int>().and_then(|errno| errno.as_i64()).and_then(|errno| os_error_class(ts, errno)) {
                class = found;
            }
        }
    }
    if init_decides(ty) {
        return Ok(blank(ts, class, ts.singletons().empty_tuple.clone())?.into_ref());
    }
    crate::args::no_keywords(ts, &ty.name_string(), args)?;
    let exception = blank(ts, class, Tuple::from_slice(ts, args.pos())?)?;
    fill_os_error(ts, exception.as_object(), args)?;
    Ok(exception.into_ref())
}

/// Whether a class with an `__init__` but no `__new__` of its own leaves the arguments to that. CPython: `oserror_use_init`.
fn init_decides(ty: &PyType) -> bool {
    let own_init = ty.slots.tp_init.get().is_some_and(|init| !std::ptr::fn_addr_eq(init, os_error_init as crate::slots::InitFunc));
    own_init && ty.slots.tp_new.get().is_some_and(|new| std::ptr::fn_addr_eq(new, os_error_new as crate::slots::NewFunc))
}

fn fill_os_error(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    let given = args.pos();
    if let ([errno, strerror, rest @ ..], true) = (given, (2..=5).contains(&given.len())) {
        set_field(this, &OS_ERROR, 0, Some(errno.clone()));
        set_field(this, &OS_ERROR, 1, Some(strerror.clone()));
        let mut shown = given;
        if let Some(filename) = rest.first().filter(|filename| !filename.is(&ts.singletons().none)) {
            let blocking = std::ptr::eq(this.ob_type(), &raw const *ts.types().blocking_io_error);
            if blocking && filename.ob_type().slots.nb_index.get().is_some() {
                // The third argument of BlockingIOError is a count.
                set_field(this, &OS_ERROR, 4, Some(filename.clone()));
            } else {
                set_field(this, &OS_ERROR, 2, Some(filename.clone()));
                shown = given.get(..2).unwrap_or(given);
            }
        }
        if let Some(filename2) = rest.get(2).filter(|filename| !filename.is(&ts.singletons().none)) {
            set_field(this, &OS_ERROR, 3, Some(filename2.clone()));
        }
        if let Some(exc) = this.downcast::<BaseException>() {
            exc.set_args(Tuple::from_slice(ts, shown)?);
        }
    }
    Ok(())
}

pub(super) fn os_error_init(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    if init_decides(this.ob_type()) {
        no_keywords(ts, this, args)?;
        take_args(ts, this, args)?;
        fill_os_error(ts, this, args)?;
    }
    Ok(())
}

pub(super) fn get_characters_written(ts: &ThreadState, this: &PyObject) -> PyResult {
    match own(this, &OS_ERROR, 4) {
        Some(count) => Ok(count),
        None => {
            let name = ts.intern("characters_written")?;
            Err(ts.attribute_error(this, &name, "characters_written"))
        }
    }
}

pub(super) fn set_characters_written(ts: &ThreadState, this: &PyObject, value: Option<&PyObject>) -> PyResult<()> {
    match value {
        Some(value) => {
            let count = crate::protocol::number::index(ts, value)?;
            set_field(this, &OS_ERROR, 4, Some(count.into_ref()));
            Ok(())
        }
        None => {
            get_characters_written(ts, this)?;
            set_field(this, &OS_ERROR, 4, None);
            Ok(())
        }
    }
}

/// The arguments that make the same OSError again: those behind the first two are not in `args`.
pub(super) fn os_error_args(ts: &ThreadState, this: &PyObject, args: Py<Tuple>) -> PyResult<Py<Tuple>> {
    let ([errno, strerror], Some(filename)) = (args.items(), own(this, &OS_ERROR, 2)) else { return Ok(args) };
    let mut items = vec![errno.clone(), strerror.clone(), filename];
    if let Some(second) = own(this, &OS_ERROR, 3) {
        items.extend([ts.none(), second]);
    }
    Tuple::from_vec(ts, items)
}

pub(super) fn os_error_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    let (errno, strerror) = (own(this, &OS_ERROR, 0), own(this, &OS_ERROR, 1));
    let show = |value: &Option<PyRef>| value.as_ref().map_or_else(|| Ok("None".to_owned()), |value| text(ts, value));
    let shown = match (own(this, &OS_ERROR, 2), own(this, &OS_ERROR, 3)) {
        (Some(filename), second) => {
            let mut shown = format!("[Errno {}] {}: ", show(&errno)?, show(&strerror)?);
            shown.push_str(&crate::protocol::object::repr(ts, &filename)?.to_rust_string());
            if let Some(second) = second {
                shown.push_str(" -> ");
                shown.push_str(&crate::protocol::object::repr(ts, &second)?.to_rust_string());
            }
            shown
        }
        (None, _) if errno.is_some() && strerror.is_some() => format!("[Errno {}] {}", show(&errno)?, show(&strerror)?),
        (None, _) => return exception_str(ts, this),
    };
    Ok(ts.new_str(&shown)?.into_ref())
}

pub(super) fn syntax_error(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    no_keywords(ts, this, args)?;
    take_args(ts, this, args)?;
    if let Some(message) = args.pos().first() {
        set_field(this, &SYNTAX_ERROR, 0, Some(message.clone()));
    }
    if let [_, info] = args.pos() {
        let info = crate::protocol::sequence::to_vec(ts, info)?;
        let given = info.len();
        let [filename, lineno, offset, text, rest @ ..] = info.as_slice() else {
            return Err(ts.type_error(format_args!("function takes at least 4 arguments ({given} given)")));
        };
        if given > 6 {
            return Err(ts.type_error(format_args!("function takes at most 6 arguments ({given} given)")));
        }
        for (index, value) in [(1, filename), (2, lineno), (3, offset), (4, text)] {
            set_field(this, &SYNTAX_ERROR, index, Some(value.clone()));
        }
        if let [end_lineno, rest @ ..] = rest {
            let Some(end_offset) = rest.first() else {
                return Err(ts.type_error("end_offset must be provided when end_lineno is provided"));
            };
            set_field(this, &SYNTAX_ERROR, 5, Some(end_lineno.clone()));
            set_field(this, &SYNTAX_ERROR, 6, Some(end_offset.clone()));
        }
    }
    Ok(())
}

pub(super) fn syntax_error_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    let message = match own(this, &SYNTAX_ERROR, 0) {
        Some(message) => text(ts, &message)?,
        None => "None".to_owned(),
    };
    let filename = own(this, &SYNTAX_ERROR, 1).and_then(|name| name.downcast_into::<Str>().ok()).map(|name| name.to_rust_string());
    let base = filename.as_deref().map(|name| name.rsplit('/').next().unwrap_or(name));
    let lineno = own(this, &SYNTAX_ERROR, 2).and_then(|line| line.downcast::<Int>().and_then(|line| line.as_i64()));
    let shown = match (base, lineno) {
        (Some(name), Some(line)) => format!("{message} ({name}, line {line})"),
        (Some(name), None) => format!("{message} ({name})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    };
    Ok(ts.new_str(&shown)?.into_ref())
}

/// The five arguments of a UnicodeError, checked for kind.
fn unicode(ts: &ThreadState, this: &PyObject, args: Args<'_>, def: &'static TypeDef, first: usize, bytes: bool) -> PyResult<()> {
    no_keywords(ts, this, args)?;
    take_args(ts, this, args)?;
    let given = args.pos();
    if given.len() != 5 - first {
        return Err(ts.type_error(format_args!("function takes exactly {} arguments ({} given)", 5 - first, given.len())));
    }
    for (index, value) in (first..5).zip(given) {
        let (fits, wanted) = match index {
            0 | 4 => (value.is_kind::<Str>(), "str"),
            1 if bytes => (value.ob_type().slots.bf_getbuffer.get().is_some(), "a bytes-like object"),
            1 => (value.is_kind::<Str>(), "str"),
            _ => (value.is_kind::<Int>(), "int"),
        };
        if !fits {
            let kind = value.ob_type().name_string();
            if index == 1 && bytes {
                return Err(ts.type_error(format_args!("a bytes-like object is required, not '{kind}'")));
            }
            if wanted == "int" {
                return Err(ts.type_error(format_args!("'{kind}' object cannot be interpreted as an integer")));
            }
            return Err(ts.type_error(format_args!("argument {} must be {wanted}, not {kind}", index - first + 1)));
        }
        let value =
            if index == 1 && bytes && !value.is_kind::<Bytes>() { Bytes::from_object(ts, value)?.into_ref() } else { value.clone() };
        set_field(this, def, index, Some(value));
    }
    Ok(())
}

pub(super) fn unicode_encode(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    unicode(ts, this, args, &UNICODE_ENCODE_ERROR, 0, false)
}

pub(super) fn unicode_decode(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    unicode(ts, this, args, &UNICODE_DECODE_ERROR, 0, true)
}

pub(super) fn unicode_translate(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult<()> {
    unicode(ts, this, args, &UNICODE_TRANSLATE_ERROR, 1, false)
}

fn number(this: &PyObject, def: &'static TypeDef, index: usize) -> i64 {
    own(this, def, index).and_then(|value| value.downcast::<Int>().and_then(|value| value.as_i64())).unwrap_or(0)
}

fn shown(ts: &ThreadState, this: &PyObject, def: &'static TypeDef, index: usize) -> PyResult<String> {
    match own(this, def, index) {
        Some(value) => text(ts, &value),
        None => Ok(String::new()),
    }
}

/// `\xe9`, `\u20ac`, `\U0001f600`: how the messages show a character.
fn escaped(c: u32) -> String {
    match c {
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

fn unicode_text(ts: &ThreadState, this: &PyObject, def: &'static TypeDef, verb: &str) -> PyResult {
    let object = own(this, def, 1);
    if object.is_none() {
        return Ok(ts.new_str("")?.into_ref());
    }
    let reason = shown(ts, this, def, 4)?;
    let (start, end) = (number(this, def, 2), number(this, def, 3));
    let codec = match verb {
        "translate" => "can't translate".to_owned(),
        _ => format!("'{}' codec can't {verb}", shown(ts, this, def, 0)?),
    };
    let what = if verb == "decode" { "byte" } else { "character" };
    let one = usize::try_from(start).ok().filter(|_| end == start + 1);
    let at = match (one, object.as_deref()) {
        (Some(i), Some(object)) => match (object.downcast::<Str>(), object.downcast::<Bytes>()) {
            (Some(object), _) => object.char_at(i).map(|c| format!("'{}'", escaped(c))),
            (None, Some(object)) => object.as_bytes().get(i).map(|byte| format!("0x{byte:02x}")),
            (None, None) => None,
        },
        _ => None,
    };
    let message = match at {
        Some(at) => format!("{codec} {what} {at} in position {start}: {reason}"),
        None => format!("{codec} {what}s in position {start}-{}: {reason}", end - 1),
    };
    Ok(ts.new_str(&message)?.into_ref())
}

pub(super) fn unicode_encode_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    unicode_text(ts, this, &UNICODE_ENCODE_ERROR, "encode")
}

pub(super) fn unicode_decode_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    unicode_text(ts, this, &UNICODE_DECODE_ERROR, "decode")
}

pub(super) fn unicode_translate_str(ts: &ThreadState, this: &PyObject) -> PyResult {
    unicode_text(ts, this, &UNICODE_TRANSLATE_ERROR, "translate")
}
