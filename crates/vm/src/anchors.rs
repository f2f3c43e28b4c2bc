//! Where the carets of a traceback line go within an expression.
//!
//! CPython counterpart: `_extract_caret_anchors_from_line_segment` and `StackSummary._should_show_carets` of `Lib/traceback.py`. The segment
//! is parsed, by way of a hook, and its outermost node decides: for a binary operation the operator gets carets, for a call or subscript
//! its brackets. Invariant: what is not recognised has no anchors, and the whole segment gets carets.

use minipy_object::state::ThreadState;

use crate::interp::{Outline, Place, vm_interp};

/// Line and column (in characters) of the anchors' start and end.
pub(crate) type Anchors = (usize, usize, usize, usize);

/// The segment's lines as characters, and a place that walks over them.
struct Walk<'a> {
    lines: &'a [Vec<char>],
    line: usize,
    column: usize,
}

impl Walk<'_> {
    fn char(&self) -> Option<char> {
        self.lines.get(self.line)?.get(self.column).copied()
    }

    /// Go on to where a character is: past the ends of lines.
    fn settle(&mut self) -> Option<()> {
        while self.column >= self.lines.get(self.line)?.len() {
            self.column = 0;
            self.line += 1;
        }
        Some(())
    }

    /// Go on to the next character that `stop` accepts; a backslash or comment ends its line.
    fn until(&mut self, stop: impl Fn(char) -> bool) -> Option<()> {
        loop {
            let c = self.char()?;
            if c == '\\' || c == '#' {
                self.column = 0;
                self.line += 1;
            } else if stop(c) {
                return Some(());
            } else {
                self.column += 1;
            }
            self.settle()?;
        }
    }
}

/// A place of the tree (lines from one, behind the bracket that was put before the segment; columns in bytes) in the segment.
fn place(lines: &[Vec<char>], at: Place) -> Option<(usize, usize)> {
    let line = usize::try_from(at.line).ok()?.checked_sub(2)?;
    let mut bytes = usize::try_from(at.column).ok()?;
    let mut column = 0;
    for c in lines.get(line)? {
        if bytes == 0 {
            break;
        }
        bytes = bytes.saturating_sub(c.len_utf8());
        column += 1;
    }
    Some((line, column))
}

fn walk_from(lines: &[Vec<char>], at: Place) -> Option<Walk<'_>> {
    let (line, column) = place(lines, at)?;
    let mut walk = Walk { lines, line, column };
    walk.settle()?;
    Some(walk)
}

fn outline(ts: &ThreadState, source: &str) -> Option<Outline> {
    let parse = vm_interp(ts).hooks.get().outline?;
    parse(source)
}

/// The anchors of a segment.
pub(crate) fn find(ts: &ThreadState, segment: &str) -> Option<Anchors> {
    let lines: Vec<Vec<char>> = segment.split('\n').map(|line| line.chars().collect()).collect();
    // In brackets, so that an expression of several lines is one.
    match outline(ts, &format!("(\n{segment}\n)"))? {
        Outline::Binary { left_end, right_start } => {
            let mut walk = walk_from(&lines, left_end)?;
            walk.until(|c| !c.is_whitespace() && c != ')')?;
            let right = place(&lines, right_start)?;
            let mut end = walk.column + 1;
            let second = lines.get(walk.line)?.get(end);
            if (right.0 > walk.line || end < right.1) && second.is_some_and(|c| !c.is_whitespace() && *c != '\\' && *c != '#') {
                end += 1;
            }
            Some((walk.line, walk.column, walk.line, end))
        }
        Outline::Brackets { open, before, end } => {
            let mut walk = walk_from(&lines, before)?;
            walk.until(|c| c == open)?;
            let (end_line, end_column) = place(&lines, end)?;
            Some((walk.line, walk.column, end_line, end_column))
        }
        Outline::WholeCall { .. } | Outline::Nothing | Outline::Other => None,
    }
}

/// Whether the carets would say something: not below a whole line, nor below a call that a whole line returns or assigns to a name.
pub(crate) fn worth_showing(ts: &ThreadState, lines: &[String], start: usize, end: usize, anchors: bool) -> bool {
    match outline(ts, &lines.join("\n")) {
        Some(Outline::Nothing) => return false,
        Some(Outline::WholeCall { start: from, end: to }) => {
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            if from.line == 1 && to.line == number(lines.len()) && from.column == number(start) && to.column == number(end) {
                return false;
            }
        }
        Some(Outline::Binary { .. } | Outline::Brackets { .. } | Outline::Other) | None => {}
    }
    let before = lines.first().is_some_and(|line| line.chars().take(start).any(|c| !c.is_whitespace()));
    let behind = lines.last().is_some_and(|line| line.chars().skip(end).any(|c| !c.is_whitespace()));
    anchors || before || behind
}
