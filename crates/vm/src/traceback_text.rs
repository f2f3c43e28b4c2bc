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

use crate::types::traceback::Traceback;
use minipy_scalar::suggest;

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
                out.push(Entry { filename: code.filename_string(), name: code.name_string(), location, line });
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
        // Each statement of the prompt has a source of its own.
        let filename = if entry.filename.starts_with("<stdin>-") { "<stdin>" } else { &entry.filename };
        out.push_str(&format!("  File \"{filename}\", line {line}, in {}\n", entry.name));
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
    lines_of(ts, &entry.filename)
}

/// A line of a file, or of a source that is kept.
pub(crate) fn source_line(ts: &ThreadState, filename: &str, line: u32) -> Option<String> {
    let lines = lines_of(ts, filename)?;
    lines.get((line as usize).checked_sub(1)?).cloned()
}

fn lines_of(ts: &ThreadState, filename: &str) -> Option<Vec<String>> {
    if let Some(lines) = cached_lines(ts, filename) {
        return Some(lines);
    }
    if let Some(lines) = crate::interp::vm_interp(ts).sources.borrow().get(filename) {
        return Some(lines.clone());
    }
    if filename.starts_with('<') && filename.ends_with('>') {
        return None;
    }
    let path = std::path::PathBuf::from(filename);
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
    let at = entry.location;
    let has_columns = at.column >= 0 && at.end_column >= 0 && at.end_line >= at.line;
    let last = if has_columns { u32::try_from(at.end_line).unwrap_or(first) } else { first };
    let mut originals: Vec<String> = Vec::new();
    for number in first..=last {
        match sources.line(ts, entry, number) {
            Some(line) => originals.push(line.trim_end().to_owned()),
            // The file has become shorter since.
            None => originals.push(String::new()),
        }
    }
    if originals.iter().all(|line| line.trim().is_empty()) {
        return;
    }
    if !has_columns {
        out.push_str(&format!("    {}\n", first_text.trim()));
        return;
    }
    let last_text = sources.line(ts, entry, last).unwrap_or_default();
    let lines = dedent(&originals);
    let Some(dedented) = lines.first() else { return };
    let taken = originals.first().map_or(0, |line| line.chars().count()) - dedented.chars().count();
    let start = char_offset(&first_text, at.column).saturating_sub(taken);
    let end = char_offset(&last_text, at.end_column).saturating_sub(taken);
    let anchors = anchors(ts, &lines, start, end);
    let show = crate::anchors::worth_showing(ts, &lines, start, end, anchors.is_some());
    // A long stretch shows its first and last lines and those around the anchors.
    let count = lines.len();
    let mut shown: Vec<usize> = vec![0, count - 1];
    if let Some((left_line, _, right_line, _)) = anchors {
        for line in [left_line, right_line] {
            shown.extend([line.saturating_sub(1), line, line + 1]);
        }
    }
    shown.retain(|line| *line < count);
    shown.sort_unstable();
    shown.dedup();
    let mut previous: Option<usize> = None;
    for line in shown {
        if let Some(previous) = previous {
            let gap = line - previous - 1;
            if gap == 1 {
                emit_line(&lines, line - 1, start, end, anchors, show, out);
            } else if gap > 1 {
                out.push_str(&format!("    ...<{gap} lines>...\n"));
            }
        }
        emit_line(&lines, line, start, end, anchors, show, out);
        previous = Some(line);
    }
}

/// Lines without the indentation that all of them share; blank ones are empty. CPython: `textwrap.dedent`.
fn dedent(lines: &[String]) -> Vec<String> {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or("");
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let shared = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                margin.get(..shared).unwrap_or("")
            }
        });
    }
    let margin = margin.unwrap_or("");
    lines.iter().map(|line| line.strip_prefix(margin).unwrap_or("").to_owned()).collect()
}

/// Where the operator of a binary operation, or the brackets of a call or subscript, lie: line and column of their start and end.
type Anchors = crate::anchors::Anchors;

fn emit_line(lines: &[String], index: usize, start: usize, end: usize, anchors: Option<Anchors>, show: bool, out: &mut String) {
    let Some(line) = lines.get(index) else { return };
    out.push_str(&format!("    {line}\n"));
    if !show {
        return;
    }
    let chars: Vec<char> = line.chars().collect();
    let leading = chars.iter().take_while(|c| c.is_whitespace()).count();
    // Everything is counted in the columns of a terminal, as CPython does.
    let columns =
        |line: usize, count: usize| -> usize { lines.get(line).map_or(count, |line| width(&line.chars().take(count).collect::<String>())) };
    let total = if index + 1 == lines.len() { columns(index, end) } else { width(line) };
    let from = columns(0, start);
    let mut marks = String::from("    ");
    for column in 0..total {
        if column < leading || (index == 0 && column < from) {
            marks.push(' ');
            continue;
        }
        let mark = match anchors {
            Some((left_line, left_column, right_line, right_column)) => {
                let behind = index > left_line || (index == left_line && column >= columns(left_line, left_column));
                let before = index < right_line || (index == right_line && column < columns(right_line, right_column));
                if behind && before { '^' } else { '~' }
            }
            None => '^',
        };
        marks.push(mark);
    }
    out.push_str(&marks);
    out.push('\n');
}

/// The part of a stretch that the carets are for.
fn anchors(ts: &ThreadState, lines: &[String], start: usize, end: usize) -> Option<Anchors> {
    let mut segment = lines.join("\n");
    // From behind first, so that the columns before stay right.
    let cut = lines.last()?.chars().count().saturating_sub(end);
    for _ in 0..cut {
        segment.pop();
    }
    let segment: String = segment.chars().skip(start).collect();
    let (left_line, mut left, right_line, mut right) = crate::anchors::find(ts, &segment)?;
    if left_line == 0 {
        left += start;
    }
    if right_line == 0 {
        right += start;
    }
    Some((left_line, left, right_line, right))
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
        let locals = quietly(ts, frame.snapshot(ts))?;
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
