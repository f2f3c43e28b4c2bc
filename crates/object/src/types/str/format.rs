//! `str.__format__`, `str.format` and `str.format_map`.
//!
//! CPython counterpart: `Objects/stringlib/unicode_format.h` and `format_string_internal`. Invariant: templates and specifications are
//! parsed by `scalar`; here fields are looked up, converted and formatted through the protocols, in CPython's order.

use std::ops::Range;

use minipy_scalar::format::template::{self, AutoNumber, Field, FieldName, First, Pieces, Step};
use minipy_scalar::format::{self as scalar_format, Align, Spec};

use super::builder::StrBuilder;
use super::storage::Str;
use super::this_str;
use crate::args::Args;
use crate::header::{Obj, PyObject};
use crate::protocol;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, ThreadState};
use crate::types::textual::{raise_scalar, type_name};

/// `format(text, spec)` for a specification that is not empty.
pub(super) fn format_str(ts: &ThreadState, text: &Obj<Str>, spec: &Obj<Str>) -> PyResult<Py<Str>> {
    let parsed = || {
        let kind = type_name(text.as_object());
        let spec = Spec::parse(spec.data().text(), &kind, Align::Left)?;
        scalar_format::str(text.len(), &spec, &kind)
    };
    let layout = parsed().map_err(|error| raise_scalar(ts, &error))?;
    if layout.left == 0 && layout.right == 0 {
        return Str::substring(ts, text, 0, layout.take);
    }
    let taken = Str::substring(ts, text, 0, layout.take)?;
    let total = layout.left.checked_add(layout.right).and_then(|n| n.checked_add(layout.take));
    if total.is_none_or(|n| n > isize::MAX as usize) {
        return Err(ts.no_memory());
    }
    Str::padded(ts, &taken, layout.left, layout.right, layout.fill)
}

/// Where the values of a template come from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Args(Args<'a>),
    Mapping(&'a PyObject),
}

/// `text.format(*args, **kwargs)`
pub(super) fn format_method(ts: &ThreadState, this: &PyObject, args: Args<'_>) -> PyResult {
    let template = this_str(ts, this)?;
    render(ts, template, Source::Args(args))
}

/// `text.format_map(mapping)`
pub(super) fn format_map(ts: &ThreadState, this: &PyObject, mapping: &PyObject) -> PyResult {
    let template = this_str(ts, this)?;
    render(ts, template, Source::Mapping(mapping))
}

fn render(ts: &ThreadState, template: &Obj<Str>, source: Source<'_>) -> PyResult {
    let mut out = StrBuilder::new();
    let mut numbers = AutoNumber::default();
    build(ts, template, 0..template.len(), source, &mut numbers, 2, &mut out)?;
    Ok(out.finish(ts)?.into_ref())
}

fn build(
    ts: &ThreadState,
    template: &Obj<Str>,
    range: Range<usize>,
    source: Source<'_>,
    numbers: &mut AutoNumber,
    depth: u32,
    out: &mut StrBuilder,
) -> PyResult<()> {
    if depth == 0 {
        return Err(ts.value_error(template::TOO_DEEP));
    }
    let data = template.data();
    for piece in Pieces::within(data.text(), range) {
        let piece = piece.map_err(|error| raise_scalar(ts, &error))?;
        if piece.literal.len() == data.len() {
            out.push(ts, template)?;
        } else if !piece.literal.is_empty() {
            out.push_data(ts, data.slice(piece.literal.start, piece.literal.end))?;
        }
        let Some(field) = piece.field else { continue };
        let value = look_up(ts, template, &field, source, numbers)?;
        let value = match field.conversion.map(|c| (c, char::from_u32(c))) {
            None => value,
            Some((_, Some('r'))) => protocol::repr(ts, &value)?.into_ref(),
            Some((_, Some('s'))) => protocol::str(ts, &value)?.into_ref(),
            Some((_, Some('a'))) => protocol::ascii(ts, &value)?.into_ref(),
            Some((code, _)) => return Err(raise_scalar(ts, &template::unknown_conversion(code))),
        };
        let spec = if field.nested {
            let mut spec = StrBuilder::new();
            build(ts, template, field.spec.clone(), source, numbers, depth - 1, &mut spec)?;
            spec.finish(ts)?
        } else {
            Str::from_data(ts, data.slice(field.spec.start, field.spec.end))?
        };
        match value.downcast_exact::<Str>() {
            Some(text) if spec.is_empty() => out.push(ts, text)?,
            Some(_) | None => out.push(ts, &*protocol::format(ts, &value, Some(spec.as_object()))?)?,
        }
    }
    Ok(())
}

/// The value of a field: the argument, then attributes and items.
fn look_up(ts: &ThreadState, template: &Obj<Str>, field: &Field, source: Source<'_>, numbers: &mut AutoNumber) -> PyResult {
    let data = template.data();
    let part = |range: &Range<usize>| Str::from_data(ts, data.slice(range.start, range.end));
    let mut name = FieldName::new(data.text(), field.name.clone()).map_err(|error| raise_scalar(ts, &error))?;
    let index = numbers.index(&name.first).map_err(|error| raise_scalar(ts, &error))?;
    let mut value = match (index, &name.first, source) {
        (Some(index), _, Source::Args(args)) => match args.pos().get(index) {
            Some(value) => value.clone(),
            None => {
                return Err(ts.index_error(format_args!("Replacement index {index} out of range for positional args tuple")));
            }
        },
        (Some(_), _, Source::Mapping(_)) => return Err(ts.value_error("Format string contains positional fields")),
        (None, First::Name(range), Source::Args(args)) => {
            let key = part(range)?;
            keyword(&args, &key).ok_or_else(|| ts.key_error(key.as_object()))?
        }
        (None, First::Name(range), Source::Mapping(mapping)) => protocol::get_item(ts, mapping, part(range)?.as_object())?,
        (None, First::Auto | First::Index(_), _) => return Err(ts.system_error("a numbered field without a number")),
    };
    for step in &mut name {
        value = match step.map_err(|error| raise_scalar(ts, &error))? {
            Step::Attribute(range) => protocol::get_attr(ts, &value, &*part(&range)?)?,
            Step::Index(index) => protocol::get_item(ts, &value, ts.new_int(index as i64)?.as_object())?,
            Step::Key(range) => protocol::get_item(ts, &value, part(&range)?.as_object())?,
        };
    }
    Ok(value)
}

fn keyword(args: &Args<'_>, key: &Obj<Str>) -> Option<PyRef> {
    args.keywords().find(|(name, _)| name.equals(key)).map(|(_, value)| value.clone())
}
