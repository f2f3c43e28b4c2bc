//! Looking at source without running it: tokens, tree, bytecode; colours for an editor; whether a line wants another.
//!
//! CPython's counterparts are `python -m tokenize`, `python -m ast`, `python -m dis`, and `codeop` for the last. Invariant: these read the
//! machine's own tables (lexer, tree, compiler); there is no second reader of Python for display.

use std::fmt::Write;

use minipy_ast::{DumpOptions, Field, Node, dump};
use minipy_parser::{Arena, ErrorKind, Mode, ParseOptions, PythonRepr, SyntaxError};

/// Why a tool has nothing to show: the text is what the command line prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolError {
    /// The message, as CPython would print it, newline included.
    pub text: String,
}

/// Run `f` on a thread with as much stack as an interpreter has: deep sources recurse.
pub fn on_large_stack<R: Send>(f: impl FnOnce() -> R + Send) -> Option<R> {
    const STACK: usize = 64 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, f).ok()?;
        thread.join().ok()
    })
}

/// The tokens of a source, as `python -m tokenize [-e]` prints them.
pub fn tokens(source: &[u8], filename: &str, exact: bool) -> Result<String, ToolError> {
    let text = minipy_parser::decode_file(source, filename).map_err(|error| syntax_error(&error, filename))?;
    minipy_parser::print_tokens(&text, exact).map_err(|error| {
        let line = error.lineno.unwrap_or(1);
        ToolError { text: format!("{filename}:{line}:{}: error: {}\n", error.offset, error.msg) }
    })
}

/// The tree of a source, as `python -m ast [-a]` prints it.
pub fn ast(source: &[u8], filename: &str, attributes: bool) -> Result<String, ToolError> {
    let arena = Arena::new();
    let text = minipy_parser::decode_file(source, filename).map_err(|error| syntax_error(&error, filename))?;
    // `python -m ast` keeps type comments unless it is told not to.
    let options = ParseOptions { type_comments: true, ..ParseOptions::default() };
    let parsed = minipy_parser::parse(&text, Mode::Module, options, &arena).map_err(|error| syntax_error(&error, filename))?;
    if is_deep(Node::Mod(&parsed.tree)) {
        return Err(ToolError { text: "RecursionError: maximum recursion depth exceeded\n".to_owned() });
    }
    let options = DumpOptions { include_attributes: attributes, indent: Some("   "), ..DumpOptions::default() };
    let mut out = dump(Node::Mod(&parsed.tree), &options, &PythonRepr);
    out.push('\n');
    Ok(out)
}

/// How deep a tree may be to be shown: indentation makes the text grow with the square of it, and CPython refuses at its recursion limit.
const MAX_SHOWN_DEPTH: usize = 1000;

fn is_deep(root: Node<'_>) -> bool {
    let mut waiting = vec![(Field::Node(root), 0)];
    while let Some((field, depth)) = waiting.pop() {
        if depth > MAX_SHOWN_DEPTH {
            return true;
        }
        match field {
            Field::Node(node) => waiting.extend((0..).map_while(|i| node.field(i)).map(|(_, field)| (field, depth + 1))),
            Field::List(list) => waiting.extend((0..).map_while(|i| list.get(i)).map(|field| (field, depth))),
            Field::None | Field::Str(_) | Field::Int(_) | Field::Constant(_) => {}
        }
    }
    false
}

/// The bytecode of a source, as `python -m dis` prints it.
pub fn dis(source: &[u8], filename: &str, show_caches: bool, show_offsets: bool, optimize: u8) -> Result<String, ToolError> {
    let arena = Arena::new();
    let text = minipy_parser::decode_file(source, filename).map_err(|error| syntax_error(&error, filename))?;
    let parsed =
        minipy_parser::parse(&text, Mode::Module, ParseOptions::default(), &arena).map_err(|error| syntax_error(&error, filename))?;
    let options = minipy_compiler::Options { optimize, ..minipy_compiler::Options::default() };
    let compiled = minipy_compiler::compile(&parsed.tree, filename, minipy_compiler::Mode::Exec, &options).map_err(|error| {
        let name = match error.kind {
            minipy_compiler::ErrorKind::Syntax => None,
            minipy_compiler::ErrorKind::Recursion => Some("RecursionError"),
            minipy_compiler::ErrorKind::Overflow => Some("OverflowError"),
            minipy_compiler::ErrorKind::System => Some("SystemError"),
        };
        if let Some(name) = name {
            return ToolError { text: format!("{name}: {}\n", error.message) };
        }
        let line = usize::try_from(error.location.line).unwrap_or(0);
        let error = SyntaxError {
            kind: ErrorKind::SyntaxError,
            msg: error.message,
            lineno: u32::try_from(line).ok(),
            offset: i64::from(error.location.column) + 1,
            end_lineno: u32::try_from(error.location.end_line).unwrap_or(0),
            end_offset: i64::from(error.location.end_column) + 1,
            text: text.lines().nth(line.saturating_sub(1)).map(str::to_owned),
        };
        syntax_error(&error, filename)
    })?;
    let options = minipy_bytecode::Options { show_caches, show_offsets, ..minipy_bytecode::Options::default() };
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = minipy_bytecode::dis(&compiled.code, &options, &mut out);
    Ok(out)
}

/// A SyntaxError as an uncaught one is printed: place, line, carets, message.
fn syntax_error(error: &SyntaxError, filename: &str) -> ToolError {
    let mut out = String::new();
    if let Some(lineno) = error.lineno {
        let _ = writeln!(out, "  File \"{filename}\", line {lineno}");
        if let Some(text) = &error.text {
            let line = text.trim_end_matches(['\n', '\r']);
            let shown = line.trim_start_matches([' ', '\t', '\x0c']);
            let _ = writeln!(out, "    {shown}");
            let indent = (line.chars().count() - shown.chars().count()) as i64;
            let start = error.offset - 1 - indent;
            let one_line = i64::from(error.end_lineno) == i64::from(lineno) && error.end_offset > error.offset;
            let end = if one_line { error.end_offset - 1 - indent } else { start + 1 };
            if start >= 0 {
                let (start, width) = (start as usize, (end - start).max(1) as usize);
                let pad: String =
                    shown.chars().chain(std::iter::repeat(' ')).take(start).map(|c| if c == '\t' { c } else { ' ' }).collect();
                let _ = writeln!(out, "    {pad}{}", "^".repeat(width.min(shown.chars().count().saturating_sub(start).max(1))));
            }
        }
    }
    let _ = writeln!(out, "{}: {}", error.kind.name(), error.msg);
    ToolError { text: out }
}

/// Whether what was typed can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// It is a statement, or an error that more lines cannot mend.
    Complete,
    /// More lines are needed.
    Incomplete,
}

/// Ask the parser whether a piece of interactive source wants more lines. CPython: `codeop.compile_command`.
///
/// A compound statement is complete only when a blank line ends it, since more may follow (`else`, another method). Nothing but blank
/// lines and comments is complete: there is nothing to wait for.
pub fn completeness(source: &str) -> Completeness {
    if source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Completeness::Complete;
    }
    // An editor indents the line that ends the block too.
    let last = source.rfind('\n').map_or(0, |at| at + 1);
    let source = if source.get(last..).is_some_and(|line| line.trim().is_empty()) { source.get(..last).unwrap_or("") } else { source };
    let error = |source: &str| {
        let options = ParseOptions { allow_incomplete: true, ..ParseOptions::default() };
        minipy_parser::parse(source, Mode::Interactive, options, &Arena::new()).err().map(|error| error.kind)
    };
    // More text on this line or on the next might mend it; only the next can come.
    let more = |kind| kind == Some(ErrorKind::IncompleteInputError);
    let line_ended = || error(&format!("{source}\n"));
    if more(error(source)) && line_ended().is_none_or(|kind| more(Some(kind))) { Completeness::Incomplete } else { Completeness::Complete }
}

/// What a stretch of source is, for colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// Anything without a colour.
    Plain,
    /// `if`, `def`, …
    Keyword,
    /// `print`, `len`, …
    Builtin,
    /// A number.
    Number,
    /// A string, or a part of an f-string.
    String,
    /// A comment.
    Comment,
}

/// Cut a source into coloured stretches; together they are the source.
pub fn highlight(source: &str) -> Vec<(Highlight, &str)> {
    let starts: Vec<usize> = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset = |(line, column): (u32, u32)| {
        let start = starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(source.len());
        let rest = source.get(start..).unwrap_or("");
        start + rest.char_indices().nth(column as usize).map_or(rest.len(), |(at, _)| at)
    };
    let mut out = Vec::new();
    let mut done = 0;
    for token in minipy_parser::tokens(source) {
        // An unfinished string or bracket: what follows keeps its plain colour.
        let Ok(token) = token else { break };
        let kind = match token.name {
            "NUMBER" => Highlight::Number,
            "STRING" | "FSTRING_START" | "FSTRING_MIDDLE" | "FSTRING_END" => Highlight::String,
            "COMMENT" => Highlight::Comment,
            "NAME" if KEYWORDS.contains(&token.text) => Highlight::Keyword,
            "NAME" if BUILTINS.contains(&token.text) => Highlight::Builtin,
            _ => Highlight::Plain,
        };
        if kind == Highlight::Plain || token.start.0 == 0 {
            continue;
        }
        let (start, end) = (offset(token.start), offset(token.end));
        if let (Some(before), Some(text)) = (source.get(done..start), source.get(start..end)) {
            out.push((Highlight::Plain, before));
            out.push((kind, text));
            done = end;
        }
    }
    out.push((Highlight::Plain, source.get(done..).unwrap_or("")));
    out.retain(|(_, text)| !text.is_empty());
    out
}

/// The indentation that a line wants after these lines: that of the line before; a level more behind a `:`, a level less after a
/// statement that leaves its block. CPython: `_pyrepl.readline._get_first_indentation` and its kin.
pub fn next_indentation(source: &str) -> usize {
    const LEVEL: usize = 4;
    let code: String = highlight(source).iter().filter(|(kind, _)| *kind != Highlight::Comment).map(|(_, text)| *text).collect();
    let Some(line) = code.lines().rev().find(|line| !line.trim().is_empty()) else { return 0 };
    let indentation = line.len() - line.trim_start_matches(' ').len();
    let leaves = line.split_whitespace().next().is_some_and(|word| ["return", "raise", "break", "continue", "pass"].contains(&word));
    if line.trim_end().ends_with(':') {
        indentation + LEVEL
    } else if leaves {
        indentation.saturating_sub(LEVEL)
    } else {
        indentation
    }
}

/// `keyword.kwlist`
pub(crate) const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield",
];

/// The builtin functions and types that are coloured.
const BUILTINS: [&str; 60] = [
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "super",
    "type",
];

#[cfg(test)]
mod tests {
    use super::{Completeness, completeness, next_indentation};

    #[test]
    fn a_block_ends_with_a_blank_line() {
        let complete = ["", "\n", "# nothing", "x = 1", "1 +* 2", "if x:\n    y\n", "if x:\n    y\n    ", "x = [\n1]", "def f(:"];
        let incomplete = ["if x:", "if x:\n    y", "x = [", "'''a", "@d"];
        for source in complete {
            assert_eq!(completeness(source), Completeness::Complete, "{source:?}");
        }
        for source in incomplete {
            assert_eq!(completeness(source), Completeness::Incomplete, "{source:?}");
        }
    }

    #[test]
    fn lines_are_indented_as_the_last_one_says() {
        assert_eq!(next_indentation("if x:\n"), 4);
        assert_eq!(next_indentation("if x:  # so: what\n"), 4);
        assert_eq!(next_indentation("x = 1  # no:\n"), 0);
        assert_eq!(next_indentation("def f():\n    if x:\n        return 1\n"), 4);
        assert_eq!(next_indentation("def f():\n    y = 1\n"), 4);
        assert_eq!(next_indentation(""), 0);
    }
}
