//! `ast.dump`: a tree as text, as CPython 3.13's `Lib/ast.py` prints it.
//!
//! Whether a node goes on one line depends on all that is inside it, so a naive writer would have to format a node before it can begin it.
//! Here a node's own shape decides: it is short only if each shown field is simple, and a simple field never holds another level. The
//! invariant: no native recursion, so a tree of any depth can be printed; the pending levels are on an explicit stack.

use crate::node::{Field, List, Node};
use crate::nodes::Constant;

/// How Python's `repr` writes values; the tree does not know numbers and text.
pub trait ReprConstant {
    /// Appends `repr(value)`.
    fn constant(&self, value: &Constant<'_>, out: &mut String);
    /// Appends `repr(text)` of a name or a type comment.
    fn identifier(&self, text: &str, out: &mut String);
}

/// The options of `ast.dump`.
#[derive(Clone, Debug)]
pub struct DumpOptions<'a> {
    /// Name the fields.
    pub annotate_fields: bool,
    /// Show the places.
    pub include_attributes: bool,
    /// The text of one level of indentation; none for one long line.
    pub indent: Option<&'a str>,
    /// Show empty lists and absent fields.
    pub show_empty: bool,
}

impl Default for DumpOptions<'_> {
    fn default() -> Self {
        Self { annotate_fields: true, include_attributes: false, indent: None, show_empty: false }
    }
}

/// What is left to write of a node or list that has been begun.
enum Level<'a> {
    Node { items: Vec<(Option<&'static str>, Field<'a>)>, next: usize, short: bool },
    List { list: List<'a>, next: usize },
}

/// Formats a tree.
pub fn dump<'a>(node: Node<'a>, options: &DumpOptions<'_>, repr: &dyn ReprConstant) -> String {
    let mut d = Dumper { options, repr, out: String::new(), stack: Vec::new() };
    d.begin(Field::Node(node));
    while d.step() {}
    d.out
}

struct Dumper<'a, 'o> {
    options: &'o DumpOptions<'o>,
    repr: &'o dyn ReprConstant,
    out: String,
    stack: Vec<Level<'a>>,
}

/// An atom, an empty list or a node that shows nothing between its brackets: what CPython's `_format` calls simple.
fn is_simple(field: &Field<'_>, options: &DumpOptions<'_>) -> bool {
    match field {
        Field::None | Field::Str(_) | Field::Int(_) | Field::Constant(_) => true,
        Field::List(l) => l.is_empty(),
        Field::Node(n) => {
            let shows_attributes = options.include_attributes && n.span().is_some();
            let mut fields = (0..).map_while(|i| n.field(i));
            !shows_attributes
                && fields.all(|(_, f)| match f {
                    Field::None => true,
                    Field::List(l) => l.is_empty() && !options.show_empty,
                    Field::Node(_) | Field::Str(_) | Field::Int(_) | Field::Constant(_) => false,
                })
        }
    }
}

impl<'a> Dumper<'a, '_> {
    /// Writes an atom, or the head of a node or list, which is pushed.
    fn begin(&mut self, field: Field<'a>) {
        match field {
            Field::None => self.out.push_str("None"),
            Field::Str(s) => self.repr.identifier(s, &mut self.out),
            Field::Int(i) => self.out.push_str(&i.to_string()),
            Field::Constant(c) => self.repr.constant(&c, &mut self.out),
            Field::List(list) => {
                if list.is_empty() {
                    self.out.push_str("[]");
                } else {
                    self.out.push('[');
                    self.stack.push(Level::List { list, next: 0 });
                }
            }
            Field::Node(node) => {
                let items = self.shown_fields(node);
                let simple = items.iter().all(|(_, f)| is_simple(f, self.options));
                self.out.push_str(node.name());
                self.out.push('(');
                let short = simple && items.len() <= 3;
                self.stack.push(Level::Node { items, next: 0, short });
            }
        }
    }

    /// The fields (and attributes) that the options let through; a field is named where its position alone would not tell.
    fn shown_fields(&self, node: Node<'a>) -> Vec<(Option<&'static str>, Field<'a>)> {
        let mut items = Vec::new();
        let mut skipped: Vec<Field<'a>> = Vec::new();
        let mut keywords = self.options.annotate_fields;
        let keeps_none = matches!(node.name(), "Constant" | "MatchSingleton");
        let mut i = 0;
        while let Some((name, value)) = node.field(i) {
            i += 1;
            // An absent optional field is a class attribute `None` in CPython, which the dump never shows.
            if matches!(value, Field::None) {
                keywords = true;
                continue;
            }
            let empty = matches!(&value, Field::List(l) if l.is_empty());
            if empty && !self.options.show_empty && !keeps_none {
                skipped.push(value);
                continue;
            }
            if keywords {
                items.push((Some(name), value));
            } else {
                items.extend(skipped.drain(..).map(|f| (None, f)));
                items.push((None, value));
            }
        }
        if self.options.include_attributes
            && let Some(s) = node.span()
        {
            let attribute = |name, v: u32| (Some(name), Field::Int(i64::from(v)));
            items.push(attribute("lineno", s.lineno));
            items.push(attribute("col_offset", s.col_offset));
            items.push(attribute("end_lineno", s.end_lineno));
            items.push(attribute("end_col_offset", s.end_col_offset));
        }
        items
    }

    fn new_line(&mut self, levels: usize) {
        if let Some(indent) = self.options.indent {
            self.out.push('\n');
            for _ in 0..levels {
                self.out.push_str(indent);
            }
        }
    }

    /// Writes the next piece of the innermost level; false when nothing is left.
    fn step(&mut self) -> bool {
        let depth = self.stack.len();
        let Some(top) = self.stack.last_mut() else {
            return false;
        };
        let (name, field, first, broken) = match top {
            Level::Node { items, next, short } => {
                let Some((name, field)) = items.get(*next).copied() else {
                    self.out.push(')');
                    self.stack.pop();
                    return true;
                };
                *next += 1;
                (name, field, *next == 1, !*short)
            }
            Level::List { list, next } => {
                let Some(field) = list.get(*next) else {
                    self.out.push(']');
                    self.stack.pop();
                    return true;
                };
                *next += 1;
                (None, field, *next == 1, true)
            }
        };
        let broken = broken && self.options.indent.is_some();
        if !first {
            self.out.push_str(if broken { "," } else { ", " });
        }
        if broken {
            self.new_line(depth);
        }
        if let Some(name) = name {
            self.out.push_str(name);
            self.out.push('=');
        }
        self.begin(field);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nodes::*;

    struct Plain;
    impl ReprConstant for Plain {
        fn constant(&self, value: &Constant<'_>, out: &mut String) {
            out.push_str(match value {
                Constant::None => "None",
                Constant::Int(_) => "1",
                _ => "?",
            });
        }
        fn identifier(&self, text: &str, out: &mut String) {
            out.push('\'');
            out.push_str(text);
            out.push('\'');
        }
    }

    const SPAN: Span = Span { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 1 };

    #[test]
    fn a_call_without_arguments_breaks_and_its_name_does_not() {
        let name = Expr { kind: ExprKind::Name { id: "f", ctx: ExprContext::Load }, span: SPAN };
        let call = Expr { kind: ExprKind::Call { func: &name, args: &[], keywords: &[] }, span: SPAN };
        let module = Mod::Expression { body: &call };
        let options = DumpOptions { indent: Some("   "), ..DumpOptions::default() };
        assert_eq!(dump(Node::Mod(&module), &options, &Plain), "Expression(\n   body=Call(\n      func=Name(id='f', ctx=Load())))");
        assert_eq!(dump(Node::Mod(&module), &DumpOptions::default(), &Plain), "Expression(body=Call(func=Name(id='f', ctx=Load())))");
        let bare = DumpOptions { annotate_fields: false, ..DumpOptions::default() };
        assert_eq!(dump(Node::Mod(&module), &bare, &Plain), "Expression(Call(Name('f', Load())))");
        let all = DumpOptions { show_empty: true, ..DumpOptions::default() };
        assert_eq!(dump(Node::Mod(&module), &all, &Plain), "Expression(body=Call(func=Name(id='f', ctx=Load()), args=[], keywords=[]))");
    }

    #[test]
    fn a_deep_tree_is_dumped_without_recursion() {
        let mut tree = Expr { kind: ExprKind::Constant { value: Constant::None, kind: None }, span: SPAN };
        for _ in 0..100_000 {
            let operand: &'static Expr<'static> = Box::leak(Box::new(tree));
            tree = Expr { kind: ExprKind::UnaryOp { op: UnaryOp::Not, operand }, span: SPAN };
        }
        let text = dump(Node::Expr(&tree), &DumpOptions::default(), &Plain);
        assert_eq!(text.matches("Not()").count(), 100_000);
    }
}
