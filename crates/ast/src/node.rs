//! One face for all nodes: the name of a node's class and its fields in the ASDL's order, as `ast.AST._fields` gives them.
//!
//! The dump, and whoever builds Python objects from a tree, read nodes through it. The invariant: `Node::field` gives for each node exactly
//! the fields of CPython 3.13's class of that name, in that order.

use crate::nodes::*;

/// A reference to any node.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "one variant per ASDL type, named as it")]
pub enum Node<'a> {
    Mod(&'a Mod<'a>),
    Stmt(&'a Stmt<'a>),
    Expr(&'a Expr<'a>),
    ExprContext(ExprContext),
    BoolOp(BoolOp),
    Operator(Operator),
    UnaryOp(UnaryOp),
    CmpOp(CmpOp),
    Comprehension(&'a Comprehension<'a>),
    ExceptHandler(&'a ExceptHandler<'a>),
    Arguments(&'a Arguments<'a>),
    Arg(&'a Arg<'a>),
    Keyword(&'a Keyword<'a>),
    Alias(&'a Alias<'a>),
    WithItem(&'a WithItem<'a>),
    MatchCase(&'a MatchCase<'a>),
    Pattern(&'a Pattern<'a>),
    TypeParam(&'a TypeParam<'a>),
    TypeIgnore(&'a TypeIgnore<'a>),
}

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a> {
    /// An absent optional field.
    None,
    /// A node.
    Node(Node<'a>),
    /// A list.
    List(List<'a>),
    /// An identifier or a type comment: Python's `str`.
    Str(&'a str),
    /// A number: `level`, `lineno`, `conversion`, `is_async`, `simple`.
    Int(i64),
    /// A literal's value.
    Constant(Constant<'a>),
}

/// A list of nodes or names.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "one variant per element type")]
pub enum List<'a> {
    Stmts(&'a [&'a Stmt<'a>]),
    Exprs(&'a [&'a Expr<'a>]),
    OptExprs(&'a [Option<&'a Expr<'a>>]),
    CmpOps(&'a [CmpOp]),
    Comprehensions(&'a [Comprehension<'a>]),
    ExceptHandlers(&'a [ExceptHandler<'a>]),
    Args(&'a [Arg<'a>]),
    Keywords(&'a [Keyword<'a>]),
    Aliases(&'a [Alias<'a>]),
    WithItems(&'a [WithItem<'a>]),
    MatchCases(&'a [MatchCase<'a>]),
    Patterns(&'a [&'a Pattern<'a>]),
    TypeParams(&'a [TypeParam<'a>]),
    TypeIgnores(&'a [TypeIgnore<'a>]),
    Identifiers(&'a [Identifier<'a>]),
}

impl<'a> List<'a> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Stmts(l) => l.len(),
            Self::Exprs(l) => l.len(),
            Self::OptExprs(l) => l.len(),
            Self::CmpOps(l) => l.len(),
            Self::Comprehensions(l) => l.len(),
            Self::ExceptHandlers(l) => l.len(),
            Self::Args(l) => l.len(),
            Self::Keywords(l) => l.len(),
            Self::Aliases(l) => l.len(),
            Self::WithItems(l) => l.len(),
            Self::MatchCases(l) => l.len(),
            Self::Patterns(l) => l.len(),
            Self::TypeParams(l) => l.len(),
            Self::TypeIgnores(l) => l.len(),
            Self::Identifiers(l) => l.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `i`, or nothing behind the end.
    pub fn get(&self, i: usize) -> Option<Field<'a>> {
        Some(match self {
            Self::Stmts(l) => Field::Node(Node::Stmt(l.get(i)?)),
            Self::Exprs(l) => Field::Node(Node::Expr(l.get(i)?)),
            Self::OptExprs(l) => opt_expr(*l.get(i)?),
            Self::CmpOps(l) => Field::Node(Node::CmpOp(*l.get(i)?)),
            Self::Comprehensions(l) => Field::Node(Node::Comprehension(l.get(i)?)),
            Self::ExceptHandlers(l) => Field::Node(Node::ExceptHandler(l.get(i)?)),
            Self::Args(l) => Field::Node(Node::Arg(l.get(i)?)),
            Self::Keywords(l) => Field::Node(Node::Keyword(l.get(i)?)),
            Self::Aliases(l) => Field::Node(Node::Alias(l.get(i)?)),
            Self::WithItems(l) => Field::Node(Node::WithItem(l.get(i)?)),
            Self::MatchCases(l) => Field::Node(Node::MatchCase(l.get(i)?)),
            Self::Patterns(l) => Field::Node(Node::Pattern(l.get(i)?)),
            Self::TypeParams(l) => Field::Node(Node::TypeParam(l.get(i)?)),
            Self::TypeIgnores(l) => Field::Node(Node::TypeIgnore(l.get(i)?)),
            Self::Identifiers(l) => Field::Str(l.get(i)?),
        })
    }
}

fn expr<'a>(e: &'a Expr<'a>) -> Field<'a> {
    Field::Node(Node::Expr(e))
}

fn opt_expr<'a>(e: Option<&'a Expr<'a>>) -> Field<'a> {
    e.map_or(Field::None, expr)
}

fn opt_str(s: Option<&str>) -> Field<'_> {
    s.map_or(Field::None, Field::Str)
}

fn opt_arg<'a>(a: Option<&'a Arg<'a>>) -> Field<'a> {
    a.map_or(Field::None, |a| Field::Node(Node::Arg(a)))
}

fn exprs<'a>(l: &'a [&'a Expr<'a>]) -> Field<'a> {
    Field::List(List::Exprs(l))
}

fn stmts<'a>(l: &'a [&'a Stmt<'a>]) -> Field<'a> {
    Field::List(List::Stmts(l))
}

fn patterns<'a>(l: &'a [&'a Pattern<'a>]) -> Field<'a> {
    Field::List(List::Patterns(l))
}

fn generators<'a>(l: &'a [Comprehension<'a>]) -> Field<'a> {
    Field::List(List::Comprehensions(l))
}

fn type_params<'a>(l: &'a [TypeParam<'a>]) -> Field<'a> {
    Field::List(List::TypeParams(l))
}

fn ctx<'a>(c: ExprContext) -> Field<'a> {
    Field::Node(Node::ExprContext(c))
}

fn function_def<'a>(f: &'a FunctionDef<'a>, i: usize) -> Option<(&'static str, Field<'a>)> {
    Some(match i {
        0 => ("name", Field::Str(f.name)),
        1 => ("args", Field::Node(Node::Arguments(f.args))),
        2 => ("body", stmts(f.body)),
        3 => ("decorator_list", exprs(f.decorator_list)),
        4 => ("returns", opt_expr(f.returns)),
        5 => ("type_comment", opt_str(f.type_comment)),
        6 => ("type_params", type_params(f.type_params)),
        _ => return None,
    })
}

fn for_<'a>(f: &'a For<'a>, i: usize) -> Option<(&'static str, Field<'a>)> {
    Some(match i {
        0 => ("target", expr(f.target)),
        1 => ("iter", expr(f.iter)),
        2 => ("body", stmts(f.body)),
        3 => ("orelse", stmts(f.orelse)),
        4 => ("type_comment", opt_str(f.type_comment)),
        _ => return None,
    })
}

fn with<'a>(w: &'a With<'a>, i: usize) -> Option<(&'static str, Field<'a>)> {
    Some(match i {
        0 => ("items", Field::List(List::WithItems(w.items))),
        1 => ("body", stmts(w.body)),
        2 => ("type_comment", opt_str(w.type_comment)),
        _ => return None,
    })
}

fn try_<'a>(t: &'a Try<'a>, i: usize) -> Option<(&'static str, Field<'a>)> {
    Some(match i {
        0 => ("body", stmts(t.body)),
        1 => ("handlers", Field::List(List::ExceptHandlers(t.handlers))),
        2 => ("orelse", stmts(t.orelse)),
        3 => ("finalbody", stmts(t.finalbody)),
        _ => return None,
    })
}

/// The `i`th of these fields; a node without fields passes none.
fn nth<'a, const N: usize>(i: usize, fields: [(&'static str, Field<'a>); N]) -> Option<(&'static str, Field<'a>)> {
    fields.get(i).copied()
}

impl<'a> Mod<'a> {
    fn field(&'a self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match self {
            Mod::Module { body, type_ignores } => {
                nth(i, [("body", stmts(body)), ("type_ignores", Field::List(List::TypeIgnores(type_ignores)))])
            }
            Mod::Interactive { body } => nth(i, [("body", stmts(body))]),
            Mod::Expression { body } => nth(i, [("body", expr(body))]),
            Mod::FunctionType { argtypes, returns } => nth(i, [("argtypes", exprs(argtypes)), ("returns", expr(returns))]),
        }
    }
}

impl<'a> Stmt<'a> {
    fn name(&self) -> &'static str {
        match &self.kind {
            StmtKind::FunctionDef(_) => "FunctionDef",
            StmtKind::AsyncFunctionDef(_) => "AsyncFunctionDef",
            StmtKind::ClassDef(_) => "ClassDef",
            StmtKind::Return { .. } => "Return",
            StmtKind::Delete { .. } => "Delete",
            StmtKind::Assign { .. } => "Assign",
            StmtKind::TypeAlias { .. } => "TypeAlias",
            StmtKind::AugAssign { .. } => "AugAssign",
            StmtKind::AnnAssign { .. } => "AnnAssign",
            StmtKind::For(_) => "For",
            StmtKind::AsyncFor(_) => "AsyncFor",
            StmtKind::While { .. } => "While",
            StmtKind::If { .. } => "If",
            StmtKind::With(_) => "With",
            StmtKind::AsyncWith(_) => "AsyncWith",
            StmtKind::Match { .. } => "Match",
            StmtKind::Raise { .. } => "Raise",
            StmtKind::Try(_) => "Try",
            StmtKind::TryStar(_) => "TryStar",
            StmtKind::Assert { .. } => "Assert",
            StmtKind::Import { .. } => "Import",
            StmtKind::ImportFrom { .. } => "ImportFrom",
            StmtKind::Global { .. } => "Global",
            StmtKind::Nonlocal { .. } => "Nonlocal",
            StmtKind::Expr { .. } => "Expr",
            StmtKind::Pass => "Pass",
            StmtKind::Break => "Break",
            StmtKind::Continue => "Continue",
        }
    }

    fn field(&'a self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match &self.kind {
            StmtKind::FunctionDef(f) | StmtKind::AsyncFunctionDef(f) => function_def(f, i),
            StmtKind::ClassDef(c) => nth(
                i,
                [
                    ("name", Field::Str(c.name)),
                    ("bases", exprs(c.bases)),
                    ("keywords", Field::List(List::Keywords(c.keywords))),
                    ("body", stmts(c.body)),
                    ("decorator_list", exprs(c.decorator_list)),
                    ("type_params", type_params(c.type_params)),
                ],
            ),
            StmtKind::Return { value } => nth(i, [("value", opt_expr(*value))]),
            StmtKind::Delete { targets } => nth(i, [("targets", exprs(targets))]),
            StmtKind::Assign { targets, value, type_comment } => {
                nth(i, [("targets", exprs(targets)), ("value", expr(value)), ("type_comment", opt_str(*type_comment))])
            }
            StmtKind::TypeAlias { name, type_params: p, value } => {
                nth(i, [("name", expr(name)), ("type_params", type_params(p)), ("value", expr(value))])
            }
            StmtKind::AugAssign { target, op, value } => {
                nth(i, [("target", expr(target)), ("op", Field::Node(Node::Operator(*op))), ("value", expr(value))])
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => nth(
                i,
                [
                    ("target", expr(target)),
                    ("annotation", expr(annotation)),
                    ("value", opt_expr(*value)),
                    ("simple", Field::Int(i64::from(*simple))),
                ],
            ),
            StmtKind::For(f) | StmtKind::AsyncFor(f) => for_(f, i),
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                nth(i, [("test", expr(test)), ("body", stmts(body)), ("orelse", stmts(orelse))])
            }
            StmtKind::With(w) | StmtKind::AsyncWith(w) => with(w, i),
            StmtKind::Match { subject, cases } => nth(i, [("subject", expr(subject)), ("cases", Field::List(List::MatchCases(cases)))]),
            StmtKind::Raise { exc, cause } => nth(i, [("exc", opt_expr(*exc)), ("cause", opt_expr(*cause))]),
            StmtKind::Try(t) | StmtKind::TryStar(t) => try_(t, i),
            StmtKind::Assert { test, msg } => nth(i, [("test", expr(test)), ("msg", opt_expr(*msg))]),
            StmtKind::Import { names } => nth(i, [("names", Field::List(List::Aliases(names)))]),
            StmtKind::ImportFrom { module, names, level } => nth(
                i,
                [("module", opt_str(*module)), ("names", Field::List(List::Aliases(names))), ("level", Field::Int(i64::from(*level)))],
            ),
            StmtKind::Global { names } | StmtKind::Nonlocal { names } => nth(i, [("names", Field::List(List::Identifiers(names)))]),
            StmtKind::Expr { value } => nth(i, [("value", expr(value))]),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => None,
        }
    }
}

impl<'a> Expr<'a> {
    fn name(&self) -> &'static str {
        match &self.kind {
            ExprKind::BoolOp { .. } => "BoolOp",
            ExprKind::NamedExpr { .. } => "NamedExpr",
            ExprKind::BinOp { .. } => "BinOp",
            ExprKind::UnaryOp { .. } => "UnaryOp",
            ExprKind::Lambda { .. } => "Lambda",
            ExprKind::IfExp { .. } => "IfExp",
            ExprKind::Dict { .. } => "Dict",
            ExprKind::Set { .. } => "Set",
            ExprKind::ListComp { .. } => "ListComp",
            ExprKind::SetComp { .. } => "SetComp",
            ExprKind::DictComp { .. } => "DictComp",
            ExprKind::GeneratorExp { .. } => "GeneratorExp",
            ExprKind::Await { .. } => "Await",
            ExprKind::Yield { .. } => "Yield",
            ExprKind::YieldFrom { .. } => "YieldFrom",
            ExprKind::Compare { .. } => "Compare",
            ExprKind::Call { .. } => "Call",
            ExprKind::FormattedValue { .. } => "FormattedValue",
            ExprKind::JoinedStr { .. } => "JoinedStr",
            ExprKind::Constant { .. } => "Constant",
            ExprKind::Attribute { .. } => "Attribute",
            ExprKind::Subscript { .. } => "Subscript",
            ExprKind::Starred { .. } => "Starred",
            ExprKind::Name { .. } => "Name",
            ExprKind::List { .. } => "List",
            ExprKind::Tuple { .. } => "Tuple",
            ExprKind::Slice { .. } => "Slice",
        }
    }

    fn field(&'a self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match &self.kind {
            ExprKind::BoolOp { op, values } => nth(i, [("op", Field::Node(Node::BoolOp(*op))), ("values", exprs(values))]),
            ExprKind::NamedExpr { target, value } => nth(i, [("target", expr(target)), ("value", expr(value))]),
            ExprKind::BinOp { left, op, right } => {
                nth(i, [("left", expr(left)), ("op", Field::Node(Node::Operator(*op))), ("right", expr(right))])
            }
            ExprKind::UnaryOp { op, operand } => nth(i, [("op", Field::Node(Node::UnaryOp(*op))), ("operand", expr(operand))]),
            ExprKind::Lambda { args, body } => nth(i, [("args", Field::Node(Node::Arguments(args))), ("body", expr(body))]),
            ExprKind::IfExp { test, body, orelse } => nth(i, [("test", expr(test)), ("body", expr(body)), ("orelse", expr(orelse))]),
            ExprKind::Dict { keys, values } => nth(i, [("keys", Field::List(List::OptExprs(keys))), ("values", exprs(values))]),
            ExprKind::Set { elts } => nth(i, [("elts", exprs(elts))]),
            ExprKind::ListComp { elt, generators: g }
            | ExprKind::SetComp { elt, generators: g }
            | ExprKind::GeneratorExp { elt, generators: g } => nth(i, [("elt", expr(elt)), ("generators", generators(g))]),
            ExprKind::DictComp { key, value, generators: g } => {
                nth(i, [("key", expr(key)), ("value", expr(value)), ("generators", generators(g))])
            }
            ExprKind::Await { value } | ExprKind::YieldFrom { value } => nth(i, [("value", expr(value))]),
            ExprKind::Yield { value } => nth(i, [("value", opt_expr(*value))]),
            ExprKind::Compare { left, ops, comparators } => {
                nth(i, [("left", expr(left)), ("ops", Field::List(List::CmpOps(ops))), ("comparators", exprs(comparators))])
            }
            ExprKind::Call { func, args, keywords } => {
                nth(i, [("func", expr(func)), ("args", exprs(args)), ("keywords", Field::List(List::Keywords(keywords)))])
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => nth(
                i,
                [("value", expr(value)), ("conversion", Field::Int(i64::from(*conversion))), ("format_spec", opt_expr(*format_spec))],
            ),
            ExprKind::JoinedStr { values } => nth(i, [("values", exprs(values))]),
            ExprKind::Constant { value, kind } => nth(
                i,
                [
                    ("value", Field::Constant(*value)),
                    (
                        "kind",
                        kind.map_or(Field::None, |k| match k {
                            ConstantKind::U => Field::Str("u"),
                        }),
                    ),
                ],
            ),
            ExprKind::Attribute { value, attr, ctx: c } => nth(i, [("value", expr(value)), ("attr", Field::Str(attr)), ("ctx", ctx(*c))]),
            ExprKind::Subscript { value, slice, ctx: c } => nth(i, [("value", expr(value)), ("slice", expr(slice)), ("ctx", ctx(*c))]),
            ExprKind::Starred { value, ctx: c } => nth(i, [("value", expr(value)), ("ctx", ctx(*c))]),
            ExprKind::Name { id, ctx: c } => nth(i, [("id", Field::Str(id)), ("ctx", ctx(*c))]),
            ExprKind::List { elts, ctx: c } | ExprKind::Tuple { elts, ctx: c } => nth(i, [("elts", exprs(elts)), ("ctx", ctx(*c))]),
            ExprKind::Slice { lower, upper, step } => {
                nth(i, [("lower", opt_expr(*lower)), ("upper", opt_expr(*upper)), ("step", opt_expr(*step))])
            }
        }
    }
}

impl<'a> Pattern<'a> {
    fn name(&self) -> &'static str {
        match &self.kind {
            PatternKind::MatchValue { .. } => "MatchValue",
            PatternKind::MatchSingleton { .. } => "MatchSingleton",
            PatternKind::MatchSequence { .. } => "MatchSequence",
            PatternKind::MatchMapping { .. } => "MatchMapping",
            PatternKind::MatchClass(_) => "MatchClass",
            PatternKind::MatchStar { .. } => "MatchStar",
            PatternKind::MatchAs { .. } => "MatchAs",
            PatternKind::MatchOr { .. } => "MatchOr",
        }
    }

    fn field(&'a self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match &self.kind {
            PatternKind::MatchValue { value } => nth(i, [("value", expr(value))]),
            PatternKind::MatchSingleton { value } => nth(i, [("value", Field::Constant(*value))]),
            PatternKind::MatchSequence { patterns: p } | PatternKind::MatchOr { patterns: p } => nth(i, [("patterns", patterns(p))]),
            PatternKind::MatchMapping { keys, patterns: p, rest } => {
                nth(i, [("keys", exprs(keys)), ("patterns", patterns(p)), ("rest", opt_str(*rest))])
            }
            PatternKind::MatchClass(c) => nth(
                i,
                [
                    ("cls", expr(c.cls)),
                    ("patterns", patterns(c.patterns)),
                    ("kwd_attrs", Field::List(List::Identifiers(c.kwd_attrs))),
                    ("kwd_patterns", patterns(c.kwd_patterns)),
                ],
            ),
            PatternKind::MatchStar { name } => nth(i, [("name", opt_str(*name))]),
            PatternKind::MatchAs { pattern, name } => {
                nth(i, [("pattern", pattern.map_or(Field::None, |p| Field::Node(Node::Pattern(p)))), ("name", opt_str(*name))])
            }
        }
    }
}

impl<'a> TypeParam<'a> {
    fn name(&self) -> &'static str {
        match &self.kind {
            TypeParamKind::TypeVar { .. } => "TypeVar",
            TypeParamKind::ParamSpec { .. } => "ParamSpec",
            TypeParamKind::TypeVarTuple { .. } => "TypeVarTuple",
        }
    }

    fn field(&'a self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match &self.kind {
            TypeParamKind::TypeVar { name, bound, default_value } => {
                nth(i, [("name", Field::Str(name)), ("bound", opt_expr(*bound)), ("default_value", opt_expr(*default_value))])
            }
            TypeParamKind::ParamSpec { name, default_value } | TypeParamKind::TypeVarTuple { name, default_value } => {
                nth(i, [("name", Field::Str(name)), ("default_value", opt_expr(*default_value))])
            }
        }
    }
}

impl ExprContext {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "Load",
            Self::Store => "Store",
            Self::Del => "Del",
        }
    }
}

impl BoolOp {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::And => "And",
            Self::Or => "Or",
        }
    }
}

impl Operator {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Sub => "Sub",
            Self::Mult => "Mult",
            Self::MatMult => "MatMult",
            Self::Div => "Div",
            Self::Mod => "Mod",
            Self::Pow => "Pow",
            Self::LShift => "LShift",
            Self::RShift => "RShift",
            Self::BitOr => "BitOr",
            Self::BitXor => "BitXor",
            Self::BitAnd => "BitAnd",
            Self::FloorDiv => "FloorDiv",
        }
    }
}

impl UnaryOp {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invert => "Invert",
            Self::Not => "Not",
            Self::UAdd => "UAdd",
            Self::USub => "USub",
        }
    }
}

impl CmpOp {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::NotEq => "NotEq",
            Self::Lt => "Lt",
            Self::LtE => "LtE",
            Self::Gt => "Gt",
            Self::GtE => "GtE",
            Self::Is => "Is",
            Self::IsNot => "IsNot",
            Self::In => "In",
            Self::NotIn => "NotIn",
        }
    }
}

impl<'a> Node<'a> {
    /// The name of the node's class.
    pub fn name(&self) -> &'static str {
        match self {
            Node::Mod(Mod::Module { .. }) => "Module",
            Node::Mod(Mod::Interactive { .. }) => "Interactive",
            Node::Mod(Mod::Expression { .. }) => "Expression",
            Node::Mod(Mod::FunctionType { .. }) => "FunctionType",
            Node::Stmt(s) => s.name(),
            Node::Expr(e) => e.name(),
            Node::ExprContext(c) => c.name(),
            Node::BoolOp(o) => o.name(),
            Node::Operator(o) => o.name(),
            Node::UnaryOp(o) => o.name(),
            Node::CmpOp(o) => o.name(),
            Node::Comprehension(_) => "comprehension",
            Node::ExceptHandler(_) => "ExceptHandler",
            Node::Arguments(_) => "arguments",
            Node::Arg(_) => "arg",
            Node::Keyword(_) => "keyword",
            Node::Alias(_) => "alias",
            Node::WithItem(_) => "withitem",
            Node::MatchCase(_) => "match_case",
            Node::Pattern(p) => p.name(),
            Node::TypeParam(p) => p.name(),
            Node::TypeIgnore(_) => "TypeIgnore",
        }
    }

    /// The name and value of the field at `i`, or nothing behind the last.
    pub fn field(&self, i: usize) -> Option<(&'static str, Field<'a>)> {
        match *self {
            Node::Mod(m) => m.field(i),
            Node::Stmt(s) => s.field(i),
            Node::Expr(e) => e.field(i),
            Node::ExprContext(_) | Node::BoolOp(_) | Node::Operator(_) | Node::UnaryOp(_) | Node::CmpOp(_) => None,
            Node::Comprehension(c) => nth(
                i,
                [
                    ("target", expr(c.target)),
                    ("iter", expr(c.iter)),
                    ("ifs", exprs(c.ifs)),
                    ("is_async", Field::Int(i64::from(c.is_async))),
                ],
            ),
            Node::ExceptHandler(h) => nth(i, [("type", opt_expr(h.typ)), ("name", opt_str(h.name)), ("body", stmts(h.body))]),
            Node::Arguments(a) => nth(
                i,
                [
                    ("posonlyargs", Field::List(List::Args(a.posonlyargs))),
                    ("args", Field::List(List::Args(a.args))),
                    ("vararg", opt_arg(a.vararg)),
                    ("kwonlyargs", Field::List(List::Args(a.kwonlyargs))),
                    ("kw_defaults", Field::List(List::OptExprs(a.kw_defaults))),
                    ("kwarg", opt_arg(a.kwarg)),
                    ("defaults", exprs(a.defaults)),
                ],
            ),
            Node::Arg(a) => {
                nth(i, [("arg", Field::Str(a.arg)), ("annotation", opt_expr(a.annotation)), ("type_comment", opt_str(a.type_comment))])
            }
            Node::Keyword(k) => nth(i, [("arg", opt_str(k.arg)), ("value", expr(k.value))]),
            Node::Alias(a) => nth(i, [("name", Field::Str(a.name)), ("asname", opt_str(a.asname))]),
            Node::WithItem(w) => nth(i, [("context_expr", expr(w.context_expr)), ("optional_vars", opt_expr(w.optional_vars))]),
            Node::MatchCase(c) => {
                nth(i, [("pattern", Field::Node(Node::Pattern(c.pattern))), ("guard", opt_expr(c.guard)), ("body", stmts(c.body))])
            }
            Node::Pattern(p) => p.field(i),
            Node::TypeParam(p) => p.field(i),
            Node::TypeIgnore(t) => nth(i, [("lineno", Field::Int(i64::from(t.lineno))), ("tag", Field::Str(t.tag))]),
        }
    }

    /// The place of a node that has one (`_attributes` in CPython).
    pub fn span(&self) -> Option<Span> {
        match *self {
            Node::Stmt(s) => Some(s.span),
            Node::Expr(e) => Some(e.span),
            Node::ExceptHandler(h) => Some(h.span),
            Node::Arg(a) => Some(a.span),
            Node::Keyword(k) => Some(k.span),
            Node::Alias(a) => Some(a.span),
            Node::Pattern(p) => Some(p.span),
            Node::TypeParam(p) => Some(p.span),
            Node::Mod(_)
            | Node::ExprContext(_)
            | Node::BoolOp(_)
            | Node::Operator(_)
            | Node::UnaryOp(_)
            | Node::CmpOp(_)
            | Node::Comprehension(_)
            | Node::Arguments(_)
            | Node::WithItem(_)
            | Node::MatchCase(_)
            | Node::TypeIgnore(_) => None,
        }
    }
}
