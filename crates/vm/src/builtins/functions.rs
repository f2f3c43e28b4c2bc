//! The functions that look at objects.

use minipy_object::args::{Args, Bound};
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::slots::CompareOp;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::bytes::Bytes;
use minipy_object::types::float::Float;
use minipy_object::types::int::Int;
use minipy_object::types::iterator;
use minipy_object::types::list::List;
use minipy_object::types::str::{Data, Str};
use minipy_object::types::tuple::Tuple;

const NO_DEFAULT: &str = "";

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("abs", "($module, x, /)", Native::O(abs), "Return the absolute value of the argument."),
    MethodDef::new(
        "all",
        "($module, iterable, /)",
        Native::O(all),
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
    ),
    MethodDef::new(
        "any",
        "($module, iterable, /)",
        Native::O(any),
        "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
    ),
    MethodDef::new("ascii", "($module, obj, /)", Native::O(ascii), "Return an ASCII-only representation of an object."),
    MethodDef::new("bin", "($module, number, /)", Native::O(bin), "Return the binary representation of an integer."),
    MethodDef::new(
        "callable",
        "($module, obj, /)",
        Native::O(callable),
        "Return whether the object is callable (i.e., some kind of function).",
    ),
    MethodDef::new(
        "chr",
        "($module, i, /)",
        Native::O(chr),
        "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    MethodDef::new("delattr", "($module, obj, name, /)", Native::Fast(delattr), "Deletes the named attribute from the given object."),
    MethodDef::new("divmod", "($module, x, y, /)", Native::Fast(divmod), "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    MethodDef::new(
        "format",
        "($module, value, format_spec='', /)",
        Native::Fast(format),
        "Return type(value).__format__(value, format_spec)",
    ),
    MethodDef::new(
        "getattr",
        NO_DEFAULT,
        Native::Fast(getattr),
        "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.",
    ),
    MethodDef::new(
        "hasattr",
        "($module, obj, name, /)",
        Native::Fast(hasattr),
        "Return whether the object has an attribute with the given name.",
    ),
    MethodDef::new("hash", "($module, obj, /)", Native::O(hash), "Return the hash value for the given object."),
    MethodDef::new("hex", "($module, number, /)", Native::O(hex), "Return the hexadecimal representation of an integer."),
    MethodDef::new("id", "($module, obj, /)", Native::O(id), "Return the identity of an object."),
    MethodDef::new(
        "isinstance",
        "($module, obj, class_or_tuple, /)",
        Native::Fast(isinstance),
        "Return whether an object is an instance of a class or of a subclass thereof.",
    ),
    MethodDef::new(
        "issubclass",
        "($module, cls, class_or_tuple, /)",
        Native::Fast(issubclass),
        "Return whether 'cls' is derived from another class or is the same class.",
    ),
    MethodDef::new("iter", NO_DEFAULT, Native::Fast(iter), "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator"),
    MethodDef::new("aiter", "($module, async_iterable, /)", Native::O(aiter), "Return an AsyncIterator for an AsyncIterable object."),
    MethodDef::new("anext", NO_DEFAULT, Native::Fast(anext), "Return the next item from the async iterator."),
    MethodDef::new("len", "($module, obj, /)", Native::O(len), "Return the number of items in a container."),
    MethodDef::new(
        "max",
        NO_DEFAULT,
        Native::Raw(max),
        "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value",
    ),
    MethodDef::new(
        "min",
        NO_DEFAULT,
        Native::Raw(min),
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value",
    ),
    MethodDef::new("next", NO_DEFAULT, Native::Fast(next), "next(iterator[, default])\n\nReturn the next item from the iterator."),
    MethodDef::new("oct", "($module, number, /)", Native::O(oct), "Return the octal representation of an integer."),
    MethodDef::new("ord", "($module, c, /)", Native::O(ord), "Return the Unicode code point for a one-character string."),
    MethodDef::new(
        "pow",
        "($module, base, exp, mod=None)",
        Native::Keywords(pow),
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.",
    ),
    MethodDef::new("repr", "($module, obj, /)", Native::O(repr), "Return the canonical string representation of the object."),
    MethodDef::new(
        "round",
        "($module, number, ndigits=None)",
        Native::Keywords(round),
        "Round a number to a given precision in decimal digits.",
    ),
    MethodDef::new(
        "setattr",
        "($module, obj, name, value, /)",
        Native::Fast(setattr),
        "Sets the named attribute on the given object to the specified value.",
    ),
    MethodDef::new(
        "sorted",
        "($module, iterable, /, *, key=None, reverse=False)",
        Native::Raw(sorted),
        "Return a new list containing all items from the iterable in ascending order.",
    ),
    MethodDef::new(
        "sum",
        "($module, iterable, /, start=0)",
        Native::Keywords(sum),
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers",
    ),
];

fn abs(ts: &ThreadState, _module: &PyObject, x: &PyObject) -> PyResult {
    protocol::absolute(ts, x)
}

fn all(ts: &ThreadState, _module: &PyObject, iterable: &PyObject) -> PyResult {
    let iterator = protocol::iter(ts, iterable)?;
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        if !protocol::is_true(ts, &item)? {
            return Ok(ts.bool(false));
        }
    }
    Ok(ts.bool(true))
}

fn any(ts: &ThreadState, _module: &PyObject, iterable: &PyObject) -> PyResult {
    let iterator = protocol::iter(ts, iterable)?;
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        if protocol::is_true(ts, &item)? {
            return Ok(ts.bool(true));
        }
    }
    Ok(ts.bool(false))
}

fn ascii(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(protocol::ascii(ts, object)?.into_ref())
}

/// The digits of an int with the prefix that `spec` asks for. CPython: `_PyLong_Format`.
fn radix(ts: &ThreadState, number: &PyObject, spec: &str) -> PyResult {
    let number = protocol::index(ts, number)?;
    if let Some(value) = number.as_i64() {
        let (shift, letter) = match spec {
            "#b" => (1, b'b'),
            "#o" => (3, b'o'),
            _ => (4, b'x'),
        };
        // Filled from its end: sign, prefix and 64 binary digits at most.
        let mut text = [0; 67];
        let mut at = text.len();
        let mut put = |byte: u8| {
            at -= 1;
            if let Some(place) = text.get_mut(at) {
                *place = byte;
            }
        };
        let mut rest = value.unsigned_abs();
        loop {
            let digit = (rest & ((1 << shift) - 1)) as u8;
            put(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
            rest >>= shift;
            if rest == 0 {
                break;
            }
        }
        put(letter);
        put(b'0');
        if value < 0 {
            put(b'-');
        }
        return Ok(Str::from_data(ts, Data::Ascii(text.get(at..).unwrap_or_default()))?.into_ref());
    }
    let spec = ts.intern(spec)?;
    Ok(protocol::format(ts, number.as_object(), Some(spec.as_object()))?.into_ref())
}

fn bin(ts: &ThreadState, _module: &PyObject, number: &PyObject) -> PyResult {
    radix(ts, number, "#b")
}

fn oct(ts: &ThreadState, _module: &PyObject, number: &PyObject) -> PyResult {
    radix(ts, number, "#o")
}

fn hex(ts: &ThreadState, _module: &PyObject, number: &PyObject) -> PyResult {
    radix(ts, number, "#x")
}

fn callable(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.bool(protocol::is_callable(object)))
}

fn chr(ts: &ThreadState, _module: &PyObject, number: &PyObject) -> PyResult {
    let number = protocol::index(ts, number)?;
    match number.as_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n < 0x11_0000) {
        Some(code) => Ok(Str::from_code_points(ts, [code])?.into_ref()),
        None => Err(ts.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(ts: &ThreadState, _module: &PyObject, c: &PyObject) -> PyResult {
    let length = if let Some(text) = c.downcast::<Str>() {
        if let (1, Some(code)) = (text.len(), text.char_at(0)) {
            return Ok(ts.new_int(i64::from(code))?.into_ref());
        }
        text.len()
    } else if let Some(bytes) = c.downcast::<Bytes>() {
        if let [byte] = bytes.as_bytes() {
            return Ok(ts.new_int(i64::from(*byte))?.into_ref());
        }
        bytes.as_bytes().len()
    } else if let Some(bytes) = c.downcast::<minipy_object::types::bytearray::Bytearray>() {
        let bytes = bytes.to_vec();
        if let [byte] = bytes.as_slice() {
            return Ok(ts.new_int(i64::from(*byte))?.into_ref());
        }
        bytes.len()
    } else {
        let kind = c.ob_type().name_string();
        return Err(ts.type_error(format_args!("ord() expected string of length 1, but {kind} found")));
    };
    Err(ts.type_error(format_args!("ord() expected a character, but string of length {length} found")))
}

/// The attribute name that a function was given.
fn name_arg<'a>(ts: &ThreadState, name: &'a PyObject) -> PyResult<&'a Obj<Str>> {
    match name.downcast::<Str>() {
        Some(name) => Ok(name),
        None => {
            let kind = name.ob_type().name_string();
            Err(ts.type_error(format_args!("attribute name must be string, not '{kind}'")))
        }
    }
}

fn two(ts: &ThreadState, args: &[PyRef]) -> PyResult<(PyRef, PyRef)> {
    match args {
        [a, b, ..] => Ok((a.clone(), b.clone())),
        _ => Err(ts.system_error("arguments are missing after binding")),
    }
}

fn delattr(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let (object, name) = two(ts, args)?;
    protocol::del_attr(ts, &object, name_arg(ts, &name)?)?;
    Ok(ts.none())
}

fn setattr(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let [object, name, value, ..] = args else { return Err(ts.system_error("arguments are missing after binding")) };
    let name = interned(ts, name_arg(ts, name)?)?;
    protocol::set_attr(ts, object, &name, value)?;
    Ok(ts.none())
}

/// Names of attributes are interned when they are stored.
fn interned(ts: &ThreadState, name: &Obj<Str>) -> PyResult<minipy_object::pyref::Py<Str>> {
    if name.as_object().downcast_exact::<Str>().is_some() { Str::interned(ts, name.to_py()) } else { Ok(name.to_py()) }
}

fn hasattr(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let (object, name) = two(ts, args)?;
    let found = protocol::get_attr_opt(ts, &object, name_arg(ts, &name)?)?;
    Ok(ts.bool(found.is_some()))
}

fn getattr(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "getattr", args.len(), 2, 3)?;
    let (object, name) = two(ts, args)?;
    match args.get(2) {
        None => protocol::get_attr(ts, &object, name_arg(ts, &name)?),
        Some(default) => Ok(protocol::get_attr_opt(ts, &object, name_arg(ts, &name)?)?.unwrap_or_else(|| default.clone())),
    }
}

fn divmod(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let (x, y) = two(ts, args)?;
    protocol::divmod(ts, &x, &y)
}

fn format(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let Some(value) = args.first() else { return Err(ts.system_error("arguments are missing after binding")) };
    if let Some(spec) = args.get(1) {
        if spec.downcast::<Str>().is_none() {
            let kind = spec.ob_type().name_string();
            return Err(ts.type_error(format_args!("format() argument 2 must be str, not {kind}")));
        }
    }
    Ok(protocol::format(ts, value, args.get(1).map(|spec| &**spec))?.into_ref())
}

fn hash(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.new_int(protocol::hash(ts, object)?)?.into_ref())
}

fn id(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.new_size(object.id())?.into_ref())
}

fn isinstance(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let [object, class, ..] = args else { return Err(ts.system_error("arguments are missing after binding")) };
    Ok(ts.bool(protocol::is_instance(ts, object, class)?))
}

fn issubclass(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let [derived, class, ..] = args else { return Err(ts.system_error("arguments are missing after binding")) };
    Ok(ts.bool(protocol::is_subclass(ts, derived, class)?))
}

fn iter(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "iter", args.len(), 1, 2)?;
    match args {
        [iterable] => protocol::iter(ts, iterable),
        [callable, sentinel, ..] => {
            if !protocol::is_callable(callable) {
                return Err(ts.type_error("iter(v, w): v must be callable"));
            }
            iterator::CallableIterator::new(ts, callable.clone(), sentinel.clone())
        }
        [] => Err(ts.system_error("arguments are missing after binding")),
    }
}

fn aiter(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    let kind = object.ob_type();
    let Some(aiter) = kind.slots.am_aiter.get() else {
        let kind = kind.name_string();
        return Err(ts.type_error(format_args!("'{kind}' object is not an async iterable")));
    };
    let iterator = aiter(ts, object)?;
    if iterator.ob_type().slots.am_anext.get().is_none() {
        let kind = iterator.ob_type().name_string();
        return Err(ts.type_error(format_args!("aiter() returned not an async iterator of type '{kind}'")));
    }
    Ok(iterator)
}

fn anext(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "anext", args.len(), 1, 2)?;
    let Some(iterator) = args.first() else { return Err(ts.system_error("arguments are missing after binding")) };
    let kind = iterator.ob_type();
    let Some(anext) = kind.slots.am_anext.get() else {
        let kind = kind.name_string();
        return Err(ts.type_error(format_args!("'{kind}' object is not an async iterator")));
    };
    let awaitable = anext(ts, iterator)?;
    match args.get(1) {
        Some(default) => crate::types::async_generator::anext_with_default(ts, awaitable, default.clone()),
        None => Ok(awaitable),
    }
}

fn len(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.new_size(protocol::len(ts, object)?)?.into_ref())
}

fn max(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    extreme(ts, "max", CompareOp::Gt, args)
}

fn min(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    extreme(ts, "min", CompareOp::Lt, args)
}

/// CPython: `min_max`.
fn extreme(ts: &ThreadState, name: &str, op: CompareOp, args: Args<'_>) -> PyResult {
    let positional = args.pos();
    if positional.is_empty() {
        return Err(ts.type_error(format_args!("{name} expected at least 1 argument, got 0")));
    }
    let (mut key, mut default) = (None, None);
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("key") {
            key = Some(value.clone()).filter(|key| !key.is(&ts.singletons().none));
        } else if keyword.equals_str("default") {
            default = Some(value.clone());
        } else {
            let keyword = keyword.to_rust_string();
            return Err(ts.type_error(format_args!("{name}() got an unexpected keyword argument '{keyword}'")));
        }
    }
    let iterator = match positional {
        [iterable] => protocol::iter(ts, iterable)?,
        several => {
            if default.is_some() {
                return Err(ts.type_error(format_args!("Cannot specify a default for {name}() with multiple positional arguments")));
            }
            protocol::iter(ts, Tuple::from_slice(ts, several)?.as_object())?
        }
    };
    let mut best: Option<(PyRef, PyRef)> = None;
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        let value = match &key {
            Some(key) => protocol::call_one(ts, key, &item)?,
            None => item.clone(),
        };
        let better = match &best {
            Some((_, so_far)) => protocol::rich_compare_bool(ts, &value, so_far, op)?,
            None => true,
        };
        if better {
            best = Some((item, value));
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(ts.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}

fn next(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    minipy_object::args::check_positional(ts, "next", args.len(), 1, 2)?;
    let Some(iterator) = args.first() else { return Err(ts.system_error("arguments are missing after binding")) };
    let Some(slot) = iterator.ob_type().slots.tp_iternext.get() else {
        let kind = iterator.ob_type().name_string();
        return Err(ts.type_error(format_args!("'{kind}' object is not an iterator")));
    };
    match (slot(ts, iterator), args.get(1)) {
        (Ok(Some(value)), _) => Ok(value),
        (Ok(None), Some(default)) => Ok(default.clone()),
        (Ok(None), None) => Err(ts.stop_iteration(None)),
        (Err(raised), Some(default)) if ts.exception_is(&raised, &ts.types().stop_iteration) => {
            ts.clear_exception(raised);
            Ok(default.clone())
        }
        (Err(raised), _) => Err(raised),
    }
}

fn pow(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let none = ts.none();
    protocol::power(ts, args.required(ts, 0)?, args.required(ts, 1)?, args.get(2).unwrap_or(&none))
}

fn repr(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(protocol::repr(ts, object)?.into_ref())
}

fn round(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let number = args.required(ts, 0)?;
    let Some(method) = protocol::lookup_special(ts, number, &ts.names().__round__)? else {
        let kind = number.ob_type().name_string();
        return Err(ts.type_error(format_args!("type {kind} doesn't define __round__ method")));
    };
    match args.get(1).filter(|digits| !digits.is(&ts.singletons().none)) {
        Some(digits) => protocol::call_one(ts, &method, digits),
        None => protocol::call_no_args(ts, &method),
    }
}

fn sorted(ts: &ThreadState, _module: &PyObject, args: Args<'_>) -> PyResult {
    let [iterable] = args.pos() else {
        let given = args.pos().len();
        return Err(ts.type_error(format_args!("sorted expected 1 argument, got {given}")));
    };
    let list = List::from_vec(ts, protocol::to_vec(ts, iterable)?)?;
    let (mut key, mut reverse) = (None, false);
    for (keyword, value) in args.keywords() {
        if keyword.equals_str("key") {
            key = Some(value.clone()).filter(|key| !key.is(&ts.singletons().none));
        } else if keyword.equals_str("reverse") {
            reverse = protocol::is_true(ts, value)?;
        } else {
            let keyword = keyword.to_rust_string();
            return Err(ts.type_error(format_args!("sort() got an unexpected keyword argument '{keyword}'")));
        }
    }
    list.sort(ts, key.as_deref(), reverse)?;
    Ok(list.into_ref())
}

/// CPython: `builtin_sum_impl`: machine words and floats are added without objects; floats with Neumaier's compensation.
fn sum(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let iterator = protocol::iter(ts, args.required(ts, 0)?)?;
    let mut total = match args.get(1) {
        Some(start) => start.to_ref(),
        None => ts.new_int(0)?.into_ref(),
    };
    for (wrong, message) in [
        (total.downcast::<Str>().is_some(), "sum() can't sum strings [use ''.join(seq) instead]"),
        (total.downcast::<Bytes>().is_some(), "sum() can't sum bytes [use b''.join(seq) instead]"),
        (total.downcast::<minipy_object::types::bytearray::Bytearray>().is_some(), "sum() can't sum bytearray [use b''.join(seq) instead]"),
    ] {
        if wrong {
            return Err(ts.type_error(message));
        }
    }
    if let Some(start) = total.downcast_exact::<Int>().and_then(|total| total.as_i64()) {
        let mut words = start;
        let item = loop {
            ts.tick(1)?;
            let Some(item) = protocol::next(ts, &iterator)? else { return Ok(ts.new_int(words)?.into_ref()) };
            let added = item.downcast_exact::<Int>().and_then(|item| item.as_i64()).and_then(|item| words.checked_add(item));
            match added {
                Some(sum) => words = sum,
                None => break item,
            }
        };
        total = ts.new_int(words)?.into_ref();
        total = protocol::binary_op(ts, protocol::BinaryOp::Add, &total, &item)?;
    }
    if let Some(start) = total.downcast_exact::<Float>().map(|total| total.value()) {
        let (mut sum, mut compensation) = (start, 0.0_f64);
        let finish = |sum: f64, compensation: f64| if compensation != 0.0 && compensation.is_finite() { sum + compensation } else { sum };
        loop {
            ts.tick(1)?;
            let Some(item) = protocol::next(ts, &iterator)? else {
                return Ok(ts.new_float(finish(sum, compensation))?.into_ref());
            };
            if let Some(x) = item.downcast_exact::<Float>().map(|item| item.value()) {
                let t = sum + x;
                compensation += if sum.abs() >= x.abs() { (sum - t) + x } else { (x - t) + sum };
                sum = t;
            } else if let Some(word) = item.downcast::<Int>().and_then(|item| item.as_i64()) {
                sum += word as f64;
            } else {
                total = ts.new_float(finish(sum, compensation))?.into_ref();
                total = protocol::binary_op(ts, protocol::BinaryOp::Add, &total, &item)?;
                break;
            }
        }
    }
    while let Some(item) = protocol::next(ts, &iterator)? {
        ts.tick(1)?;
        total = protocol::binary_op(ts, protocol::BinaryOp::Add, &total, &item)?;
    }
    Ok(total)
}
