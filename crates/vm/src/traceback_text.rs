//! What an uncaught exception prints.
//!
//! CPython counterpart: `Lib/traceback.py` (which 3.13 uses for printing), `Python/pythonrun.c`, `Python/traceback.c`. Invariants: formatting
//! never raises: what fails while a text is made is left out, as there; chains are followed in a loop and each exception is shown once.

use minipy_bytecode::Location;
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::dict::Dict;
use minipy_object::types::exceptions::{self, BaseException};
use minipy_object::types::list::List;
use minipy_object::types::module::Module;
use minipy_object::types::str::Str;
use minipy_object::types::tuple::Tuple;

use crate::suggest;
use crate::types::traceback::Traceback;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Lines of a recursive traceback that are shown before the rest is counted.
const RECURSIVE_CUTOFF: usize = 3;
/// Groups are shown to this width and depth.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;

/// The text of an exception with its traceback, causes and contexts: what goes to stderr.
pub fn format_exception(ts: &ThreadState, exc: &PyRef) -> String {
    let mut out = String::new();
    let mut seen = Vec::new();
    format_chain(ts, exc, &mut seen, &mut Group { depth: 0, need_close: false }, &mut out);
    out
}

/// Print an uncaught exception to `sys.stderr`.
pub fn print_exception(ts: &ThreadState, exc: &PyRef) {
    let text = format_exception(ts, exc);
    if let Err(raised) = crate::sys::flush_streams(ts).and_then(|()| crate::sys::write_stderr(ts, &text)) {
        ts.clear_exception(raised);
    }
}

/// "Exception ignored in: …" with the traceback.
pub fn format_unraisable(ts: &ThreadState, exc: &PyRef, what: &str, object: Option<&PyObject>) -> String {
    let mut out = String::new();
    match object {
        Some(object) => {
            let head = if what.is_empty() { "Exception ignored in" } else { what };
            let shown =
                quietly(ts, protocol::repr(ts, object)).map_or_else(|| "<object repr() failed>".to_owned(), |text| text.to_rust_string());
            out.push_str(&format!("{head}: {shown}\n"));
        }
        None if !what.is_empty() => out.push_str(&format!("{what}:\n")),
        None => {}
    }
    let traceback = exc.downcast::<BaseException>().and_then(|exc| exc.traceback());
    if let Some(traceback) = traceback.and_then(|traceback| traceback.downcast_into::<Traceback>().ok()) {
        out.push_str("Traceback (most recent call last):\n");
        // CPython prints these in C, without columns.
        let mut entries = entries(&traceback);
        for entry in &mut entries {
            entry.location = Location::NONE;
        }
        out.push_str(&format_stack(ts, &entries));
    }
    let message = text_of(ts, exc).unwrap_or_else(|| "<exception str() failed>".to_owned());
    out.push_str(&format!("{}: {message}\n", class_name(ts, exc)));
    out
}

/// The name of an exception's class, with its module where that says something.
fn class_name(ts: &ThreadState, exc: &PyRef) -> String {
    let kind = exc.ob_type();
    let qualname = kind.qualname().map_or_else(|| kind.name_string(), |name| name.to_rust_string());
    match kind.module_string(ts) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{qualname}"),
        _ => qualname,
    }
}

/// Drop an exception that came up while a text was made.
fn quietly<T>(ts: &ThreadState, result: PyResult<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(raised) => {
            ts.clear_exception(raised);
            None
        }
    }
}

fn attribute(ts: &ThreadState, object: &PyObject, name: &str) -> Option<PyRef> {
    let name = quietly(ts, ts.intern(name))?;
    quietly(ts, protocol::get_attr_opt(ts, object, &name)).flatten()
}

fn text_of(ts: &ThreadState, object: &PyObject) -> Option<String> {
    quietly(ts, protocol::str(ts, object)).map(|text| text.to_rust_string())
}

/// Where in nested groups the text stands.
struct Group {
    depth: usize,
    need_close: bool,
}

impl Group {
    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    /// Put the margin of a group before each line.
    fn emit(&self, out: &mut String, text: &str, margin: Option<char>) {
        if self.depth == 0 {
            out.push_str(text);
            return;
        }
        let margin = margin.unwrap_or('|');
        for line in text.split_inclusive('\n') {
            out.push_str(&self.indent());
            out.push(margin);
            out.push(' ');
            out.push_str(line);
        }
    }
}

/// An exception after those that it comes from. CPython: `TracebackException.format`.
fn format_chain(ts: &ThreadState, exc: &PyRef, seen: &mut Vec<usize>, group: &mut Group, out: &mut String) {
    let mut chain: Vec<(Option<&'static str>, PyRef)> = Vec::new();
    let mut at = exc.clone();
    let mut message = None;
    loop {
        seen.push(at.id());
        chain.push((message, at.clone()));
        let Some(base) = at.downcast::<BaseException>() else { break };
        let next = match (base.cause(), base.context()) {
            (Some(cause), _) if !seen.contains(&cause.id()) => {
                message = Some(CAUSE);
                Some(cause)
            }
            (None, Some(context)) if !base.suppress_context() && !seen.contains(&context.id()) => {
                message = Some(CONTEXT);
                Some(context)
            }
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    for (message, exc) in chain.into_iter().rev() {
        if let Some(message) = message {
            // The message belongs between this exception and the one that it led to.
            format_one(ts, &exc, seen, group, out);
            group.emit(out, message, None);
        } else {
            format_one(ts, &exc, seen, group, out);
        }
    }
}

fn format_one(ts: &ThreadState, exc: &PyRef, seen: &mut Vec<usize>, group: &mut Group, out: &mut String) {
    let children = exceptions::group::exceptions(exc).filter(|_| exc.ob_type().is_subtype(&ts.types().base_exception_group));
    let traceback = exc.downcast::<BaseException>().and_then(|exc| exc.traceback());
    let traceback = traceback.and_then(|traceback| traceback.downcast_into::<Traceback>().ok());
    let Some(children) = children else {
        if let Some(traceback) = traceback {
            group.emit(out, "Traceback (most recent call last):\n", None);
            group.emit(out, &format_stack(ts, &entries(&traceback)), None);
        }
        group.emit(out, &format_only(ts, exc), None);
        return;
    };
    if group.depth > MAX_GROUP_DEPTH {
        group.emit(out, &format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), None);
        return;
    }
    let toplevel = group.depth == 0;
    if toplevel {
        group.depth = 1;
    }
    if let Some(traceback) = traceback {
        let margin = if toplevel { Some('+') } else { None };
        group.emit(out, "Exception Group Traceback (most recent call last):\n", margin);
        group.emit(out, &format_stack(ts, &entries(&traceback)), None);
    }
    group.emit(out, &format_only(ts, exc), None);
    let count = children.len();
    let shown = count.min(MAX_GROUP_WIDTH + 1);
    group.need_close = false;
    for (i, child) in children.items().iter().enumerate().take(shown) {
        let last = i + 1 == shown;
        if last {
            group.need_close = true;
        }
        let truncated = i >= MAX_GROUP_WIDTH;
        let title = if truncated { "...".to_owned() } else { (i + 1).to_string() };
        let indent = group.indent();
        let lead = if i == 0 { "+-" } else { "  " };
        out.push_str(&format!("{indent}{lead}+---------------- {title} ----------------\n"));
        group.depth += 1;
        if truncated {
            let rest = count - MAX_GROUP_WIDTH;
            let s = if rest == 1 { "" } else { "s" };
            group.emit(out, &format!("and {rest} more exception{s}\n"), None);
        } else if ts.check_stack("").map_err(|raised| ts.clear_exception(raised)).is_ok() {
            format_chain(ts, child, seen, group, out);
        }
        if last && group.need_close {
            let indent = group.indent();
            out.push_str(&format!("{indent}+------------------------------------\n"));
            group.need_close = false;
        }
        group.depth -= 1;
    }
    if toplevel {
        group.depth = 0;
    }
}

/// One line of a stack.
struct Entry {
    filename: String,
    name: String,
    location: Location,
    line: Option<u32>,
    source: Option<Py<crate::types::frame::Frame>>,
}

fn entries(traceback: &Py<Traceback>) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut at = Some(traceback.clone());
    while let Some(entry) = at {
        if let Some(frame) = entry.frame() {
            if let Some(code) = frame.code() {
                let mut location = code.location(entry.index());
                let line = entry.line();
                if line != location.lineno() {
                    location = Location::NONE;
                }
                out.push(Entry { filename: code.filename_string(), name: code.name_string(), location, line, source: Some(frame) });
            }
        }
        at = entry.next();
    }
    out
}

/// The stack's lines, with the repeats of a recursion counted. CPython: `StackSummary.format`.
fn format_stack(ts: &ThreadState, entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut last: Option<(&str, Option<u32>, &str)> = None;
    let mut count = 0;
    let mut sources = Sources { files: Vec::new() };
    let repeated = |count: usize| {
        let more = count - RECURSIVE_CUTOFF;
        format!("  [Previous line repeated {more} more time{}]\n", if more > 1 { "s" } else { "" })
    };
    for entry in entries {
        let key = (entry.filename.as_str(), entry.line, entry.name.as_str());
        if last != Some(key) {
            if count > RECURSIVE_CUTOFF {
                out.push_str(&repeated(count));
            }
            last = Some(key);
            count = 0;
        }
        count += 1;
        if count > RECURSIVE_CUTOFF {
            continue;
        }
        let line = entry.line.map_or_else(|| "None".to_owned(), |line| line.to_string());
        out.push_str(&format!("  File \"{}\", line {line}, in {}\n", entry.filename, entry.name));
        format_source(ts, entry, &mut sources, &mut out);
    }
    if count > RECURSIVE_CUTOFF {
        out.push_str(&repeated(count));
    }
    out
}

/// The lines of source files, read once for one text.
struct Sources {
    files: Vec<(String, Option<Vec<String>>)>,
}

impl Sources {
    fn line(&mut self, ts: &ThreadState, entry: &Entry, number: u32) -> Option<String> {
        let at = match self.files.iter().position(|(name, _)| *name == entry.filename) {
            Some(at) => at,
            None => {
                self.files.push((entry.filename.clone(), read_lines(ts, entry)));
                self.files.len() - 1
            }
        };
        let lines = self.files.get(at)?.1.as_ref()?;
        lines.get((number as usize).checked_sub(1)?).cloned()
    }
}

/// The lines of a file: from `__loader__`'s source where the module keeps it, else from the host.
fn read_lines(ts: &ThreadState, entry: &Entry) -> Option<Vec<String>> {
    if let Some(lines) = cached_lines(ts, &entry.filename) {
        return Some(lines);
    }
    if entry.filename.starts_with('<') && entry.filename.ends_with('>') {
        return None;
    }
    let _ = &entry.source;
    let path = std::path::PathBuf::from(&entry.filename);
    let host = &*ts.interp().host;
    let bytes = ts.without_lock(|| host.read_file(&path)).ok()?;
    Some(String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect())
}

/// Lines that `linecache` or the library face has put into `linecache.cache`.
fn cached_lines(ts: &ThreadState, filename: &str) -> Option<Vec<String>> {
    let modules = ts.modules()?;
    let name = quietly(ts, ts.intern("linecache"))?;
    let module = quietly(ts, modules.get_str(ts, &name)).flatten()?;
    let cache = attribute(ts, &module, "cache")?;
    let key = quietly(ts, ts.new_str(filename))?;
    let entry = quietly(ts, cache.downcast::<Dict>()?.get_str(ts, &key)).flatten()?;
    let lines = entry.downcast::<Tuple>()?.get(2)?;
    let lines = quietly(ts, protocol::to_vec(ts, &lines))?;
    Some(
        lines
            .iter()
            .filter_map(|line| line.downcast::<Str>().map(|line| line.to_rust_string().trim_end_matches('\n').to_owned()))
            .collect(),
    )
}

/// Where a byte offset lies in characters.
fn char_offset(line: &str, bytes: i32) -> usize {
    let bytes = usize::try_from(bytes).unwrap_or(0).min(line.len());
    line.char_indices().take_while(|(at, _)| *at < bytes).count()
}

/// Columns that characters take on a terminal.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c as u32 {
            0x1100..=0x115f
            | 0x2e80..=0x303e
            | 0x3041..=0x33ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xa000..=0xa4cf
            | 0xac00..=0xd7a3
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x1f300..=0x1f64f
            | 0x1f900..=0x1f9ff
            | 0x20000..=0x3fffd => 2,
            _ => 1,
        })
        .sum()
}

/// The source lines of an entry with the carets under what was being evaluated. CPython: `StackSummary.format_frame_summary`.
fn format_source(ts: &ThreadState, entry: &Entry, sources: &mut Sources, out: &mut String) {
    let Some(first) = entry.line else { return };
    let Some(first_text) = sources.line(ts, entry, first) else { return };
    if first_text.trim().is_empty() {
        return;
    }
    let at = entry.location;
    let has_columns = at.column >= 0 && at.end_column >= 0 && at.end_line >= at.line;
    if !has_columns {
        out.push_str(&format!("    {}\n", first_text.trim()));
        return;
    }
    let last = u32::try_from(at.end_line).unwrap_or(first);
    let mut lines: Vec<String> = Vec::new();
    for number in first..=last.min(first + 200) {
        lines.push(sources.line(ts, entry, number).unwrap_or_default());
    }
    let Some(last_text) = lines.last().cloned() else { return };
    let start = char_offset(&first_text, at.column);
    let end = char_offset(&last_text, at.end_column);
    // The common indentation is taken off.
    let dedent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.chars().take_while(|c| c.is_whitespace()).count())
        .min()
        .unwrap_or(0);
    let stripped: Vec<Vec<char>> = lines.iter().map(|line| line.trim_end().chars().skip(dedent).collect()).collect();
    let start = start.saturating_sub(dedent);
    let end = end.saturating_sub(dedent);
    let anchors = anchors(&stripped, start, end);
    let Some(first_line) = stripped.first() else { return };
    // Carets under a whole statement say nothing, nor do those under the call that a statement returns or assigns.
    let before: String = first_line.iter().take(start).collect();
    let to_end = stripped.last().is_none_or(|last| end >= last.len());
    let call = anchors.filter(|(line, column, ..)| stripped.get(*line).and_then(|line| line.get(*column)) == Some(&'('));
    let by_name = call.is_some_and(|(line, column, ..)| {
        line == 0 && first_line.get(start..column).is_some_and(|name| name.iter().all(|c| c.is_alphanumeric() || *c == '_'))
    });
    let returned = before.trim() == "return" && by_name;
    let assigned = before.trim_end().strip_suffix('=').is_some_and(|target| {
        !target.ends_with(['=', '!', '<', '>', '+', '-', '*', '/', '%', '&', '|', '^', '@', ':']) && !target.contains(':')
    });
    let silent = to_end && ((anchors.is_none() && before.trim().is_empty()) || (call.is_some() && (returned || assigned)));
    if silent {
        for line in &stripped {
            out.push_str(&format!("    {}\n", line.iter().collect::<String>()));
        }
        return;
    }
    // A long stretch shows its first and last lines and those with anchors.
    let mut shown: Vec<usize> = vec![0, stripped.len() - 1];
    if let Some((left_line, _, right_line, _)) = anchors {
        shown.extend([left_line, right_line]);
    }
    let mut near: Vec<usize> = Vec::new();
    for line in shown {
        for around in line.saturating_sub(1)..=(line + 1).min(stripped.len() - 1) {
            near.push(around);
        }
    }
    near.sort_unstable();
    near.dedup();
    let mut previous: Option<usize> = None;
    for line in near {
        if let Some(previous) = previous {
            let gap = line - previous - 1;
            if gap == 1 {
                emit_line(&stripped, line - 1, start, end, anchors, out);
            } else if gap > 1 {
                out.push_str(&format!("    ...<{gap} lines>...\n"));
            }
        }
        emit_line(&stripped, line, start, end, anchors, out);
        previous = Some(line);
    }
}

/// Where the operator of a binary operation, or the brackets of a call or subscript, lie: line and column of their start and end.
type Anchors = (usize, usize, usize, usize);

fn emit_line(lines: &[Vec<char>], index: usize, start: usize, end: usize, anchors: Option<Anchors>, out: &mut String) {
    let Some(line) = lines.get(index) else { return };
    let text: String = line.iter().collect();
    out.push_str(&format!("    {text}\n"));
    let leading = line.iter().take_while(|c| c.is_whitespace()).count();
    let from = if index == 0 { start } else { leading };
    let to = if index + 1 == lines.len() { end.min(line.len()) } else { line.len() };
    if to <= from {
        return;
    }
    let mut marks = String::from("    ");
    for (column, c) in line.iter().enumerate().take(to) {
        let wide = width(&c.to_string());
        if column < from {
            marks.push_str(&" ".repeat(wide));
            continue;
        }
        let mark = match anchors {
            Some((left_line, left_column, right_line, right_column)) => {
                let behind = index > left_line || (index == left_line && column >= left_column);
                let before = index < right_line || (index == right_line && column < right_column);
                if behind && before { '^' } else { '~' }
            }
            None => '^',
        };
        for _ in 0..wide {
            marks.push(mark);
        }
    }
    out.push_str(&marks);
    out.push('\n');
}

/// The part of a stretch that the carets are for. CPython: `_extract_caret_anchors_from_line_segment`, which parses the segment; here its
/// brackets and operators are read by hand, which suffices because the segment is one expression.
fn anchors(lines: &[Vec<char>], start: usize, end: usize) -> Option<Anchors> {
    // The segment as characters with their places.
    let mut segment: Vec<(char, usize, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let from = if i == 0 { start } else { 0 };
        let to = if i + 1 == lines.len() { end.min(line.len()) } else { line.len() };
        for (column, c) in line.iter().enumerate().take(to).skip(from) {
            segment.push((*c, i, column));
        }
        if i + 1 < lines.len() {
            segment.push(('\n', i, line.len()));
        }
    }
    crate::anchors::find(&segment)
}

// --- the exception itself ------------------------------------------------------------------------------------------------------------

/// The lines that name the exception: `Type: message`, notes, for a SyntaxError the place. CPython: `format_exception_only`.
fn format_only(ts: &ThreadState, exc: &PyRef) -> String {
    let mut out = String::new();
    let name = class_name(ts, exc);
    if exc.ob_type().is_subtype(&ts.types().syntax_error) {
        format_syntax_error(ts, exc, &name, &mut out);
    } else {
        let message = text_of(ts, exc).unwrap_or_else(|| "<exception str() failed>".to_owned());
        let hint = suggestion(ts, exc).unwrap_or_default();
        if message.is_empty() && hint.is_empty() {
            out.push_str(&format!("{name}\n"));
        } else {
            out.push_str(&format!("{name}: {message}{hint}\n"));
        }
    }
    if let Some(notes) = attribute(ts, exc, "__notes__").filter(|notes| !notes.is(&ts.singletons().none)) {
        format_notes(ts, &notes, &mut out);
    }
    out
}

fn format_notes(ts: &ThreadState, notes: &PyObject, out: &mut String) {
    let items = match (notes.downcast::<List>(), notes.downcast::<Tuple>()) {
        (Some(list), _) => list.to_vec(),
        (None, Some(tuple)) => tuple.items().to_vec(),
        (None, None) => {
            let shown = quietly(ts, protocol::repr(ts, notes)).map(|text| text.to_rust_string());
            out.push_str(&format!("{}\n", shown.unwrap_or_else(|| "<__notes__ repr() failed>".to_owned())));
            return;
        }
    };
    for note in items {
        let text = text_of(ts, &note).unwrap_or_else(|| "<note str() failed>".to_owned());
        for line in text.split('\n') {
            out.push_str(line);
            out.push('\n');
        }
    }
}

/// CPython: `_format_syntax_error`.
fn format_syntax_error(ts: &ThreadState, exc: &PyRef, name: &str, out: &mut String) {
    let none = &ts.singletons().none;
    let field = |field: &str| attribute(ts, exc, field).filter(|value| !value.is(none));
    let number = |name: &str| field(name).and_then(|value| crate::types::traceback::number(&value));
    let message = field("msg").and_then(|message| text_of(ts, &message)).unwrap_or_else(|| "<no detail available>".to_owned());
    let filename = field("filename").and_then(|name| text_of(ts, &name));
    let lineno = number("lineno");
    let mut file_suffix = String::new();
    match (lineno, filename) {
        (Some(lineno), filename) => {
            let shown = filename.filter(|name| !name.is_empty()).unwrap_or_else(|| "<string>".to_owned());
            out.push_str(&format!("  File \"{shown}\", line {lineno}\n"));
        }
        (None, Some(filename)) => file_suffix = format!(" ({filename})"),
        (None, None) => {}
    }
    if let Some(text) = field("text").and_then(|text| text_of(ts, &text)) {
        let count = |text: &str| text.chars().count() as i64;
        let line = text.trim_end_matches('\n');
        let stripped = line.trim_start_matches([' ', '\n', '\u{c}']);
        let spaces = count(line) - count(stripped);
        out.push_str(&format!("    {stripped}\n"));
        if let Some(offset) = number("offset") {
            let behind = count(line) + 1;
            let beyond = |place: i64| !text.is_empty() && place > count(&text);
            let end = if lineno == number("end_lineno") { number("end_offset").filter(|end| *end != 0).unwrap_or(offset) } else { behind };
            let offset = if beyond(offset) { behind } else { offset };
            let end = if beyond(end) { behind } else { end };
            let end = if offset >= end || end < 0 { offset + 1 } else { end };
            if let Ok(column) = usize::try_from(offset - 1 - spaces) {
                // White space that is no blank is kept, for the carets to be below.
                let blanks: String = stripped.chars().take(column).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
                let carets = "^".repeat(usize::try_from(end - offset).unwrap_or(0));
                out.push_str(&format!("    {blanks}{carets}\n"));
            }
        }
    }
    out.push_str(&format!("{name}: {message}{file_suffix}\n"));
}

// --- suggestions ---------------------------------------------------------------------------------------------------------------------

/// ". Did you mean: 'x'?" for names, attributes and imports that are nearly right. CPython: `_compute_suggestion_error`.
fn suggestion(ts: &ThreadState, exc: &PyRef) -> Option<String> {
    let types = ts.types();
    let kind = exc.ob_type();
    let own = |def, index| exceptions::field(exc, def, index).and_then(|field| field.get());
    let text = |value: Option<PyRef>| value.and_then(|value| value.downcast::<Str>().map(|value| value.to_rust_string()));
    if kind.is_subtype(&types.attribute_error) {
        let object = own(&exceptions::ATTRIBUTE_ERROR, 0)?;
        let wrong = text(own(&exceptions::ATTRIBUTE_ERROR, 1))?;
        let names = dir_of(ts, &object)?;
        let hide = !wrong.starts_with('_');
        let names = names.iter().map(String::as_str).filter(|name| !(hide && name.starts_with('_')));
        return suggest::closest(&wrong, names).map(|hint| format!(". Did you mean: '{hint}'?"));
    }
    if kind.is_subtype(&types.import_error) {
        let wrong = text(own(&exceptions::IMPORT_ERROR, 3))?;
        let module = text(own(&exceptions::IMPORT_ERROR, 1))?;
        let module = quietly(ts, ts.modules()?.get_str(ts, &*quietly(ts, ts.intern(&module))?)).flatten()?;
        let names = dir_of(ts, &module)?;
        let hide = !wrong.starts_with('_');
        let names = names.iter().map(String::as_str).filter(|name| !(hide && name.starts_with('_')));
        return suggest::closest(&wrong, names).map(|hint| format!(". Did you mean: '{hint}'?"));
    }
    if kind.is_subtype(&types.name_error) {
        let wrong = text(own(&exceptions::NAME_ERROR, 0))?;
        let mut traceback = exc.downcast::<BaseException>()?.traceback()?.downcast_into::<Traceback>().ok()?;
        while let Some(next) = traceback.next() {
            traceback = next;
        }
        let frame = traceback.frame()?;
        let mut names: Vec<String> = Vec::new();
        let mut add = |dict: &Obj<Dict>| {
            names.extend(dict.keys().iter().filter_map(|key| key.downcast::<Str>().map(|key| key.to_rust_string())));
        };
        let locals = quietly(ts, frame.locals(ts))?;
        if let Some(locals) = locals.downcast::<Dict>() {
            add(locals);
        }
        if let Some(globals) = frame.globals() {
            add(&globals);
        }
        if let Some(builtins) = frame.builtins() {
            if let Some(builtins) = builtins.downcast::<Dict>() {
                add(builtins);
            }
        }
        // A method that forgot `self.`
        let this =
            locals.downcast::<Dict>().and_then(|locals| quietly(ts, locals.get_str(ts, &*quietly(ts, ts.intern("self"))?)).flatten());
        if let Some(this) = this {
            let name = quietly(ts, ts.intern(&wrong))?;
            if quietly(ts, protocol::get_attr_opt(ts, &this, &name)).flatten().is_some() {
                return Some(format!(". Did you mean: 'self.{wrong}'?"));
            }
        }
        let hint = suggest::closest(&wrong, names.iter().map(String::as_str)).map(|hint| format!(". Did you mean: '{hint}'?"));
        return hint.or_else(|| forgotten_import(&wrong));
    }
    None
}

/// A name that is a module of the standard library.
fn forgotten_import(wrong: &str) -> Option<String> {
    const MODULES: &[&str] = &[
        "abc",
        "argparse",
        "array",
        "ast",
        "asyncio",
        "base64",
        "bisect",
        "calendar",
        "cmath",
        "collections",
        "contextlib",
        "copy",
        "csv",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "dis",
        "enum",
        "errno",
        "fractions",
        "functools",
        "gc",
        "glob",
        "hashlib",
        "heapq",
        "html",
        "inspect",
        "io",
        "itertools",
        "json",
        "keyword",
        "linecache",
        "locale",
        "logging",
        "math",
        "numbers",
        "operator",
        "os",
        "pathlib",
        "pickle",
        "platform",
        "pprint",
        "queue",
        "random",
        "re",
        "sched",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "statistics",
        "string",
        "struct",
        "subprocess",
        "symtable",
        "sys",
        "tempfile",
        "textwrap",
        "threading",
        "time",
        "timeit",
        "token",
        "tokenize",
        "traceback",
        "types",
        "typing",
        "unicodedata",
        "unittest",
        "urllib",
        "uuid",
        "warnings",
        "weakref",
        "zipfile",
        "zlib",
    ];
    MODULES.contains(&wrong).then(|| format!(". Did you forget to import '{wrong}'?"))
}

/// The names that `dir(object)` lists, sorted.
fn dir_of(ts: &ThreadState, object: &PyObject) -> Option<Vec<String>> {
    let dir = quietly(ts, protocol::lookup_special(ts, object, &ts.names().__dir__)).flatten()?;
    let names = quietly(ts, protocol::call_no_args(ts, &dir))?;
    let names = quietly(ts, protocol::to_vec(ts, &names))?;
    let mut names: Vec<String> = names.iter().filter_map(|name| name.downcast::<Str>().map(|name| name.to_rust_string())).collect();
    names.sort_unstable();
    let _ = object.downcast::<Module>();
    Some(names)
}
