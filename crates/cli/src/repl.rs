//! The prompt: lines are read, run one by one, and their values shown.
//!
//! CPython's counterparts are `Lib/_pyrepl` and `PyRun_InteractiveLoop`. Invariant: on a terminal a line editor reads (history, blocks of many
//! lines, colours from minipy's own tokens); anywhere else plain lines are read with the prompts written out, so that scripts can drive it.

use std::borrow::Cow;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use minipy::{Completeness, Error, Highlight, Interpreter, Outcome, completeness, highlight, next_indentation};
use nu_ansi_term::{Color, Style};
use reedline::{
    EditCommand, Emacs, FileBackedHistory, Highlighter, KeyCode, KeyModifiers, Prompt, PromptEditMode, PromptHistorySearch,
    PromptHistorySearchStatus, Reedline, ReedlineEvent, Signal, StyledText, ValidationResult, Validator, default_emacs_keybindings,
};

use crate::options::Options;
use crate::out;
use crate::program::Environment;

/// Read and run until the end of the input or SystemExit.
pub(crate) fn run(interpreter: &Interpreter, options: &Options, environment: &Environment) -> Result<Outcome, Error> {
    if !options.quiet {
        banner();
    }
    if let Some(file) = environment.var("PYTHONSTARTUP") {
        let name = file.to_string_lossy().into_owned();
        match std::fs::read(&file) {
            Ok(source) => {
                if let done @ Outcome::Exit(_) = interpreter.run_source(source, &name)? {
                    return Ok(done);
                }
            }
            Err(error) => {
                let why = crate::program::os_error_text(&error);
                out::complain(&format!("Could not open PYTHONSTARTUP\nFileNotFoundError: {why}: '{name}'\n"), 0);
            }
        }
    }
    let mut lines: Box<dyn Lines + '_> = if io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb() {
        Box::new(Editor::new(environment, interpreter))
    } else {
        Box::new(Plain::default())
    };
    loop {
        let statement = match lines.next() {
            Input::Statement(text) => text,
            Input::Cancelled => {
                out::complain("KeyboardInterrupt\n", 0);
                continue;
            }
            Input::End => return Ok(Outcome::Finished),
        };
        let says_nothing = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if statement.lines().all(says_nothing) {
            continue;
        }
        let outcome = interpreter.run(move |machine| machine.run_interactive(&statement, "<stdin>"))?;
        if let Outcome::Exit(_) = outcome {
            return Ok(outcome);
        }
    }
}

fn banner() {
    let ((a, b, c), (x, y, z)) = (minipy::PYTHON_VERSION, minipy::VERSION);
    let text = format!("minipy {x}.{y}.{z}, Python {a}.{b}.{c}\nType a line to run it; exit() or Ctrl-D to leave.\n");
    out::complain(&text, 0);
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb")
}

/// What was read.
enum Input {
    /// A whole statement, with all its lines.
    Statement(String),
    /// Ctrl-C.
    Cancelled,
    /// Ctrl-D, or the end of the input.
    End,
}

/// Where statements come from.
trait Lines {
    fn next(&mut self) -> Input;
}

/// Standard input that is no terminal.
#[derive(Default)]
struct Plain {
    ended: bool,
}

impl Lines for Plain {
    fn next(&mut self) -> Input {
        let mut text = String::new();
        while !self.ended {
            let prompt = if text.is_empty() { ">>> " } else { "... " };
            let mut err = io::stderr().lock();
            // The prompt is a courtesy; the lines decide.
            let _ = err.write_all(prompt.as_bytes()).and_then(|()| err.flush());
            drop(err);
            let mut bytes = Vec::new();
            match io::stdin().lock().read_until(b'\n', &mut bytes) {
                Ok(0) | Err(_) => self.ended = true,
                Ok(_) => text.push_str(&String::from_utf8_lossy(&bytes)),
            }
            let whole = text.strip_suffix('\n').unwrap_or(&text);
            if !self.ended && completeness(whole) == Completeness::Complete {
                return Input::Statement(text);
            }
        }
        if text.trim().is_empty() {
            out::complain("\n", 0);
            Input::End
        } else {
            Input::Statement(text)
        }
    }
}

/// The line editor on a terminal.
struct Editor<'a> {
    editor: Reedline,
    prompt: PythonPrompt,
    interpreter: &'a Interpreter,
    width: usize,
}

/// After a newline that did not end the statement: indent.
const INDENT: &str = "indent";
/// Tab: a level of indentation at a line's start, else complete the name.
const TAB: &str = "tab";
/// Backspace: a level of indentation where there is nothing else, else one character.
const BACKSPACE: &str = "backspace";

impl<'a> Editor<'a> {
    fn new(environment: &Environment, interpreter: &'a Interpreter) -> Editor<'a> {
        let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let mut keys = default_emacs_keybindings();
        let host = |command: &str| ReedlineEvent::ExecuteHostCommand(command.to_owned());
        // What ends the statement leaves by the first event; only a newline in it reaches the second.
        keys.add_binding(KeyModifiers::NONE, KeyCode::Enter, ReedlineEvent::Multiple(vec![ReedlineEvent::Enter, host(INDENT)]));
        keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, host(TAB));
        keys.add_binding(KeyModifiers::NONE, KeyCode::Backspace, host(BACKSPACE));
        let mut editor = Reedline::create()
            .with_validator(Box::new(Blocks))
            .with_edit_mode(Box::new(Emacs::new(keys)))
            .use_bracketed_paste(true)
            .with_ansi_colors(colours);
        if colours {
            editor = editor.with_highlighter(Box::new(Colours));
        }
        if let Some(history) = history_file(environment).and_then(|file| FileBackedHistory::with_file(10_000, file).ok()) {
            editor = editor.with_history(Box::new(history));
        }
        let width = environment.var("COLUMNS").and_then(|width| width.to_string_lossy().parse().ok()).unwrap_or(80);
        Editor { editor, prompt: PythonPrompt, interpreter, width }
    }

    /// What is typed before the cursor.
    fn before(&self) -> &str {
        self.editor.current_buffer_contents().get(..self.editor.current_insertion_point()).unwrap_or("")
    }

    fn insert(&mut self, text: &str) {
        self.editor.run_edit_commands(&[EditCommand::InsertString(text.to_owned())]);
    }

    fn command(&mut self, command: &str) {
        let before = self.before();
        let line = before.rsplit('\n').next().unwrap_or("");
        let blank = line.bytes().all(|byte| byte == b' ');
        let column = line.len();
        match command {
            INDENT => {
                // A line that was split in its middle keeps what stands behind the cursor.
                let wanted = next_indentation(before);
                self.insert(&" ".repeat(wanted));
            }
            TAB if blank => self.insert(&" ".repeat(4 - column % 4)),
            TAB => self.complete(),
            BACKSPACE if blank && column > 1 => {
                let count = (column - 1) % 4 + 1;
                self.editor.run_edit_commands(&vec![EditCommand::Backspace; count]);
            }
            _ => self.editor.run_edit_commands(&[EditCommand::Backspace]),
        }
    }

    /// Go on with the dotted name before the cursor as far as all its continuations agree; show them where that is nowhere.
    fn complete(&mut self) {
        let before = self.before();
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.'))
            .last()
            .map_or(before.len(), |(at, _)| at);
        let typed = before.get(start..).unwrap_or("").to_owned();
        if typed.is_empty() {
            return;
        }
        let text = typed.clone();
        let Ok(found) = self.interpreter.run(move |machine| machine.complete(&text)) else { return };
        let Some(first) = found.first() else { return };
        let common = found.iter().fold(first.len(), |length, name| {
            let same = first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            length.min(same)
        });
        let common = (0..=common).rev().find_map(|length| first.get(..length)).unwrap_or("");
        match common.strip_prefix(typed.as_str()) {
            Some(more) if !more.is_empty() => self.insert(more),
            _ if found.len() > 1 => {
                out::complain(&columns(&found, self.width), 0);
            }
            _ => {}
        }
    }
}

/// Names in columns, as a shell lists files.
fn columns(names: &[String], width: usize) -> String {
    let cell = names.iter().map(|name| name.chars().count()).max().unwrap_or(0) + 2;
    let across = (width / cell).max(1);
    let down = names.len().div_ceil(across);
    let mut text = String::from("\r\n");
    for row in 0..down {
        let line: Vec<&String> = names.iter().skip(row).step_by(down).collect();
        for name in line {
            text.push_str(&format!("{name:cell$}"));
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push_str("\r\n");
    }
    text
}

fn history_file(environment: &Environment) -> Option<PathBuf> {
    match environment.var("PYTHON_HISTORY") {
        Some(file) => Some(PathBuf::from(file)),
        None => std::env::home_dir().map(|home| home.join(".minipy_history")),
    }
}

impl Lines for Editor<'_> {
    fn next(&mut self) -> Input {
        loop {
            match self.editor.read_line(&self.prompt) {
                Ok(Signal::Success(text)) => return Input::Statement(text),
                Ok(Signal::HostCommand(command)) => self.command(&command),
                Ok(Signal::CtrlC) => return Input::Cancelled,
                Ok(_) => return Input::End,
                Err(error) => {
                    out::complain(&format!("minipy: cannot read the terminal: {error}\n"), 0);
                    return Input::End;
                }
            }
        }
    }
}

/// A statement ends where the parser says so.
struct Blocks;

impl Validator for Blocks {
    fn validate(&self, line: &str) -> ValidationResult {
        match completeness(line) {
            Completeness::Complete => ValidationResult::Complete,
            Completeness::Incomplete => ValidationResult::Incomplete,
        }
    }
}

/// Colours from the lexer's tokens.
struct Colours;

impl Highlighter for Colours {
    fn highlight(&self, line: &str, _cursor: usize) -> StyledText {
        let mut text = StyledText::new();
        for (kind, piece) in highlight(line) {
            let style = match kind {
                Highlight::Plain => Style::new(),
                Highlight::Keyword => Style::new().fg(Color::Blue).bold(),
                Highlight::Builtin => Style::new().fg(Color::Cyan),
                Highlight::Number => Style::new().fg(Color::Magenta),
                Highlight::String => Style::new().fg(Color::Green),
                Highlight::Comment => Style::new().fg(Color::DarkGray),
            };
            text.push((style, piece.to_owned()));
        }
        text
    }
}

struct PythonPrompt;

impl Prompt for PythonPrompt {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(">>> ")
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("... ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        let found = match search.status {
            PromptHistorySearchStatus::Passing => "",
            PromptHistorySearchStatus::Failing => "failing ",
        };
        Cow::Owned(format!("({found}reverse-search)`{}': ", search.term))
    }
}
