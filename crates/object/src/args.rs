//! Arguments of native functions: the vectorcall run of values, and its binding to a text signature.
//!
//! CPython counterpart: vectorcall (PEP 590), `Python/getargs.c` and Argument Clinic. Binding and its errors are written once, here;
//! the wording is CPython's.

use smallvec::SmallVec;

use crate::header::{Obj, PyObject};
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, Raised, ThreadState};
use crate::typedef::{MethodDef, Native};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The arguments of one call: positional values, then the values of the keywords that `kwnames` lists in order.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    values: &'a [PyRef],
    kwnames: Option<&'a Obj<Tuple>>,
}

impl<'a> Args<'a> {
    /// No arguments.
    pub const NONE: Args<'static> = Args { values: &[], kwnames: None };

    /// Positional arguments only.
    pub fn positional(values: &'a [PyRef]) -> Args<'a> {
        Args { values, kwnames: None }
    }

    /// Positional arguments followed by keyword values; `kwnames` is a tuple of str as long as the keyword part.
    pub fn new(values: &'a [PyRef], kwnames: Option<&'a Obj<Tuple>>) -> Args<'a> {
        Args { values, kwnames: kwnames.filter(|names| !names.is_empty()) }
    }

    /// How many keywords there are.
    pub fn kw_len(&self) -> usize {
        self.kwnames.map_or(0, |names| names.len())
    }

    /// The positional values.
    pub fn pos(&self) -> &'a [PyRef] {
        let count = self.values.len().saturating_sub(self.kw_len());
        self.values.get(..count).unwrap_or(&[])
    }

    /// Positional and keyword values as they lie.
    pub fn values(&self) -> &'a [PyRef] {
        self.values
    }

    /// The keyword names.
    pub fn kwnames(&self) -> Option<&'a Obj<Tuple>> {
        self.kwnames
    }

    /// The values of the keywords.
    pub fn kw_values(&self) -> &'a [PyRef] {
        self.values.get(self.pos().len()..).unwrap_or(&[])
    }

    /// Keyword names with their values.
    pub fn keywords(&self) -> impl Iterator<Item = (Py<Str>, &'a PyRef)> + 'a {
        let names = self.kwnames;
        self.kw_values().iter().enumerate().filter_map(move |(i, value)| {
            let name = names?.get(i)?.downcast_into::<Str>().ok()?;
            Some((name, value))
        })
    }

    /// Whether there are no arguments at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// What a text signature says about counts, computed when the table is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// Parameters that take no keyword.
    pub posonly: u8,
    /// Parameters that can be given by position.
    pub npos: u8,
    /// Of these, how many have no default.
    pub required: u8,
    /// Keyword-only parameters.
    pub kwonly: u8,
    /// Of these, how many have no default.
    pub kwonly_required: u8,
    /// Whether there is a `*args`.
    pub varargs: bool,
}

/// One parameter of a text signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it has a default.
    pub optional: bool,
    /// Whether it takes no position.
    pub kwonly: bool,
}

impl Arity {
    /// Read a text signature such as `($self, index=-1, /)`.
    pub const fn of(sig: &str) -> Arity {
        let text = sig.as_bytes();
        let mut arity = Arity { posonly: 0, npos: 0, required: 0, kwonly: 0, kwonly_required: 0, varargs: false };
        if text.is_empty() {
            arity.varargs = true;
            return arity;
        }
        let mut at = 1;
        let mut star = false;
        while at < text.len() {
            let (start, end, next, default) = item(text, at);
            at = next;
            if start == end {
                continue;
            }
            match first(text, start) {
                b'$' => {}
                b'/' => arity.posonly = arity.npos,
                b'*' => {
                    if end - start > 1 && second(text, start) != b'*' {
                        arity.varargs = true;
                    }
                    star = true;
                }
                _ if star => {
                    arity.kwonly += 1;
                    if !default {
                        arity.kwonly_required += 1;
                    }
                }
                _ => {
                    arity.npos += 1;
                    if !default {
                        arity.required += 1;
                    }
                }
            }
        }
        arity
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time over table text; `at` is below the length")]
const fn first(text: &[u8], at: usize) -> u8 {
    text[at]
}

const fn second(text: &[u8], at: usize) -> u8 {
    if at + 1 < text.len() { first(text, at + 1) } else { 0 }
}

/// One comma-separated item from `at`: its name's start and end, where the next begins, and whether it has a default.
const fn item(text: &[u8], mut at: usize) -> (usize, usize, usize, bool) {
    while at < text.len() && (first(text, at) == b' ' || first(text, at) == b'[') {
        at += 1;
    }
    let start = at;
    let mut end = 0;
    let mut depth = 0;
    let mut quote = 0;
    // An optional group as in `(sub[, start[, end]], /)`: what a bracket and a comma precede has a default.
    let mut default = start >= 3 && first(text, start - 2) == b',' && first(text, start - 3) == b'[';
    while at < text.len() {
        let c = first(text, at);
        if quote != 0 {
            if c == quote {
                quote = 0;
            }
        } else {
            match c {
                b'\'' | b'"' => quote = c,
                b'[' | b']' if depth == 0 && end == 0 => end = at,
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth > 0 => depth -= 1,
                b',' | b')' if depth == 0 => {
                    if end == 0 {
                        end = at;
                    }
                    return (start, end, at + 1, default);
                }
                b'=' | b':' if depth == 0 && end == 0 => {
                    end = at;
                    default = c == b'=';
                }
                _ => {}
            }
        }
        at += 1;
    }
    (start, if end == 0 { at } else { end }, at + 1, default)
}

/// The parameters of a text signature in order, without `self` and markers.
pub fn params(sig: &'static str) -> impl Iterator<Item = Param<'static>> {
    let mut at = 1;
    let mut kwonly = false;
    std::iter::from_fn(move || {
        while at < sig.len() {
            let (start, end, next, optional) = item(sig.as_bytes(), at);
            at = next;
            let name = sig.get(start..end).unwrap_or("").trim();
            if name.is_empty() || name.starts_with('$') || name == "/" {
                continue;
            }
            if name.starts_with('*') {
                kwonly = true;
                continue;
            }
            return Some(Param { name, optional, kwonly });
        }
        None
    })
}

/// Arguments bound to the parameters of a text signature, in the signature's order.
pub struct Bound<'a> {
    values: SmallVec<[Option<&'a PyObject>; 8]>,
}

impl<'a> Bound<'a> {
    /// The argument of parameter `i`, if it was given.
    #[inline]
    pub fn get(&self, i: usize) -> Option<&'a PyObject> {
        self.values.get(i).copied().flatten()
    }

    /// The argument of a parameter without default.
    pub fn required(&self, ts: &ThreadState, i: usize) -> PyResult<&'a PyObject> {
        self.get(i).ok_or_else(|| ts.system_error("a required argument is missing after binding"))
    }

    /// The first `N` arguments.
    pub fn take<const N: usize>(&self) -> [Option<&'a PyObject>; N] {
        std::array::from_fn(|i| self.get(i))
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// `name expected at most 1 argument, got 2`. CPython: `_PyArg_CheckPositional`.
pub fn check_positional(ts: &ThreadState, name: &str, given: usize, min: usize, max: usize) -> PyResult<()> {
    if given < min {
        let most = if min == max { "" } else { "at least " };
        return Err(ts.type_error(format_args!("{name} expected {most}{min} argument{}, got {given}", plural(min))));
    }
    if given > max {
        let most = if min == max { "" } else { "at most " };
        return Err(ts.type_error(format_args!("{name} expected {most}{max} argument{}, got {given}", plural(max))));
    }
    Ok(())
}

/// Refuse keywords: `name() takes no keyword arguments`. CPython: `_PyArg_NoKeywords`.
pub fn no_keywords(ts: &ThreadState, name: &str, args: Args<'_>) -> PyResult<()> {
    if args.kw_len() == 0 { Ok(()) } else { Err(ts.type_error(format_args!("{name}() takes no keyword arguments"))) }
}

/// Bind to the parameters of `sig`. `name` is the function's name as errors show it. CPython: `_PyArg_UnpackKeywords`.
pub fn bind<'a>(ts: &ThreadState, name: &str, sig: &'static str, arity: Arity, args: Args<'a>) -> PyResult<Bound<'a>> {
    let pos = args.pos();
    let (npos, kwonly) = (usize::from(arity.npos), usize::from(arity.kwonly));
    let total = npos + kwonly;
    let nkw = args.kw_len();
    if pos.len() + nkw > total {
        let word = if nkw > 0 && pos.is_empty() { "keyword " } else { "" };
        let given = pos.len() + nkw;
        return Err(ts.type_error(format_args!("{name}() takes at most {total} {word}argument{} ({given} given)", plural(total))));
    }
    if pos.len() > npos {
        if npos == 0 {
            return Err(ts.type_error(format_args!("{name}() takes no positional arguments")));
        }
        let least = if usize::from(arity.required) < npos { "at most" } else { "exactly" };
        return Err(ts.type_error(format_args!("{name}() takes {least} {npos} positional argument{} ({} given)", plural(npos), pos.len())));
    }
    if pos.len() < usize::from(arity.posonly.min(arity.required)) {
        let required = usize::from(arity.posonly.min(arity.required));
        let least = if usize::from(arity.required) < npos || kwonly > 0 { "at least" } else { "exactly" };
        return Err(ts.type_error(format_args!(
            "{name}() takes {least} {required} positional argument{} ({} given)",
            plural(required),
            pos.len()
        )));
    }
    let mut values: SmallVec<[Option<&'a PyObject>; 8]> = pos.iter().map(|value| Some(&**value)).collect();
    values.resize(total, None);
    // All that was given has its place: the signature need not be read.
    if nkw == 0 && pos.len() >= usize::from(arity.required) && arity.kwonly_required == 0 {
        return Ok(Bound { values });
    }
    let mut taken = 0;
    for (i, param) in params(sig).enumerate() {
        let found = if i < usize::from(arity.posonly) { None } else { keyword_value(&args, param.name) };
        let Some(slot) = values.get_mut(i) else { break };
        match (slot.is_some(), found) {
            (true, Some(_)) => {
                return Err(ts.type_error(format_args!("argument for {name}() given by name ('{}') and position ({})", param.name, i + 1)));
            }
            (false, Some(value)) => {
                *slot = Some(value);
                taken += 1;
            }
            (false, None) if !param.optional => {
                if i < usize::from(arity.posonly) {
                    return Err(ts.type_error(format_args!(
                        "{name}() takes at least {} positional arguments ({} given)",
                        i + 1,
                        pos.len()
                    )));
                }
                return Err(ts.type_error(format_args!("{name}() missing required argument '{}' (pos {})", param.name, i + 1)));
            }
            _ => {}
        }
    }
    if taken < nkw {
        for (keyword, _) in args.keywords() {
            if !params(sig).enumerate().any(|(i, p)| i >= usize::from(arity.posonly) && keyword.equals_str(p.name)) {
                let possible = params(sig).skip(usize::from(arity.posonly)).map(|param| param.name);
                return Err(unexpected_keyword(ts, name, &keyword.to_rust_string(), possible));
            }
        }
    }
    Ok(Bound { values })
}

/// `name() got an unexpected keyword argument 'x'. Did you mean 'y'?` CPython: `error_unexpected_keyword_arg`.
pub fn unexpected_keyword<'a>(ts: &ThreadState, name: &str, keyword: &str, possible: impl Iterator<Item = &'a str>) -> Raised {
    let hint = minipy_scalar::suggest::closest(keyword, possible).map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
    ts.type_error(format_args!("{name}() got an unexpected keyword argument '{keyword}'{hint}"))
}

fn keyword_value<'a>(args: &Args<'a>, name: &str) -> Option<&'a PyObject> {
    args.keywords().find(|(keyword, _)| keyword.equals_str(name)).map(|(_, value)| &**value)
}

/// Call a native function: check the arguments by its convention, then run its body. `qualname` makes the name for errors
/// (`list.append`); it is asked for only then.
#[inline]
pub fn call_native(ts: &ThreadState, def: &'static MethodDef, this: &PyObject, args: Args<'_>, qualname: &dyn Fn() -> String) -> PyResult {
    match def.native {
        Native::Raw(body) => body(ts, this, args),
        Native::Keywords(body) => {
            let bound = bind(ts, def.name, def.sig, def.arity, args)?;
            body(ts, this, &bound)
        }
        Native::NoArgs(_) | Native::O(_) | Native::Fast(_) if args.kw_len() > 0 => {
            Err(ts.type_error(format_args!("{}() takes no keyword arguments", qualname())))
        }
        Native::NoArgs(body) => {
            if args.pos().is_empty() {
                body(ts, this)
            } else {
                Err(ts.type_error(format_args!("{}() takes no arguments ({} given)", qualname(), args.pos().len())))
            }
        }
        Native::O(body) => match args.pos() {
            [arg] => body(ts, this, arg),
            given => Err(ts.type_error(format_args!("{}() takes exactly one argument ({} given)", qualname(), given.len()))),
        },
        Native::Fast(body) => {
            let given = args.pos();
            if !def.arity.varargs {
                check_positional(ts, def.name, given.len(), usize::from(def.arity.required), usize::from(def.arity.npos))?;
            }
            body(ts, this, given)
        }
    }
}

/// Bind the arguments of a constructor (`tp_new`, `tp_init`) to a signature like `(iterable=(), /)`.
pub fn bind_new<'a>(ts: &ThreadState, name: &str, sig: &'static str, args: Args<'a>) -> Result<Bound<'a>, Raised> {
    bind(ts, name, sig, Arity::of(sig), args)
}

#[cfg(test)]
mod tests {
    use super::{Arity, params};

    #[test]
    fn a_text_signature_gives_the_counts() {
        let arity = Arity::of("($self, index=-1, /)");
        assert_eq!((arity.posonly, arity.npos, arity.required, arity.kwonly), (1, 1, 0, 0));
        let arity = Arity::of("($module, iterable, /, *, key=None, reverse=False)");
        assert_eq!((arity.posonly, arity.npos, arity.required, arity.kwonly), (1, 1, 1, 2));
        let arity = Arity::of("($module, *args, sep=' ', end='\\n')");
        assert_eq!((arity.npos, arity.kwonly, arity.varargs), (0, 2, true));
        assert_eq!(Arity::of("($self, /)").npos, 0);
        assert_eq!(Arity::of("(x, /, default=(1, ','), *, k)").npos, 2);
        let arity = Arity::of("($self, sub[, start[, end]], /)");
        assert_eq!((arity.posonly, arity.npos, arity.required), (3, 3, 1));
    }

    #[test]
    fn parameters_come_in_order() {
        let names: Vec<_> = params("($self, a, b=',', /, c=(1, 2), *, d)").map(|p| (p.name, p.optional, p.kwonly)).collect();
        assert_eq!(names, [("a", false, false), ("b", true, false), ("c", true, false), ("d", false, true)]);
    }
}
