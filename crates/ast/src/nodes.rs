//! The node types of CPython 3.13's `Parser/Python.asdl`, one Rust type per ASDL type.
//!
//! A sum type whose constructors carry attributes is a struct of `kind` and `span` (`Expr`, `Stmt`, `Pattern`, ...); one without is a plain
//! enum. Constructors that exist twice in the ASDL with the same fields (`FunctionDef` and `AsyncFunctionDef`, `For` and `AsyncFor`, ...)
//! share one payload struct, so that later passes can share code. The invariant: all types are `Copy` and own nothing.

/// Where a node stands in the source: lines count from 1, columns are UTF-8 byte offsets in the line, the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First line.
    pub lineno: u32,
    /// Byte offset in the first line.
    pub col_offset: u32,
    /// Last line.
    pub end_lineno: u32,
    /// Byte offset just behind the node in the last line.
    pub end_col_offset: u32,
}

/// An identifier, already NFKC-normalised.
pub type Identifier<'a> = &'a str;

/// The root of a tree (`mod` in the ASDL).
#[derive(Clone, Copy, Debug)]
pub enum Mod<'a> {
    /// A file.
    Module {
        /// The statements.
        body: &'a [&'a Stmt<'a>],
        /// The `# type: ignore` comments, only if type comments were asked for.
        type_ignores: &'a [TypeIgnore<'a>],
    },
    /// One interactive statement.
    Interactive {
        /// The statements of the line.
        body: &'a [&'a Stmt<'a>],
    },
    /// An expression, as for `eval`.
    Expression {
        /// The expression.
        body: &'a Expr<'a>,
    },
    /// A signature type comment, `(int, str) -> bool`.
    FunctionType {
        /// The parameter types.
        argtypes: &'a [&'a Expr<'a>],
        /// The result type.
        returns: &'a Expr<'a>,
    },
}

/// A `# type: ignore` comment.
#[derive(Clone, Copy, Debug)]
pub struct TypeIgnore<'a> {
    /// The line.
    pub lineno: u32,
    /// What follows `ignore`.
    pub tag: &'a str,
}

/// A statement with its place.
#[derive(Clone, Copy, Debug)]
pub struct Stmt<'a> {
    /// Which statement.
    pub kind: StmtKind<'a>,
    /// Where.
    pub span: Span,
}

/// The payload of `FunctionDef` and `AsyncFunctionDef`.
#[derive(Clone, Copy, Debug)]
pub struct FunctionDef<'a> {
    /// The name.
    pub name: Identifier<'a>,
    /// The parameters.
    pub args: &'a Arguments<'a>,
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// The decorators, outermost first.
    pub decorator_list: &'a [&'a Expr<'a>],
    /// The return annotation.
    pub returns: Option<&'a Expr<'a>>,
    /// The `# type:` comment.
    pub type_comment: Option<&'a str>,
    /// The type parameters.
    pub type_params: &'a [TypeParam<'a>],
}

/// The payload of `ClassDef`.
#[derive(Clone, Copy, Debug)]
pub struct ClassDef<'a> {
    /// The name.
    pub name: Identifier<'a>,
    /// The positional arguments.
    pub bases: &'a [&'a Expr<'a>],
    /// The keyword arguments.
    pub keywords: &'a [Keyword<'a>],
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// The decorators, outermost first.
    pub decorator_list: &'a [&'a Expr<'a>],
    /// The type parameters.
    pub type_params: &'a [TypeParam<'a>],
}

/// The payload of `For` and `AsyncFor`.
#[derive(Clone, Copy, Debug)]
pub struct For<'a> {
    /// The target.
    pub target: &'a Expr<'a>,
    /// What is iterated over.
    pub iter: &'a Expr<'a>,
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// The `else` suite.
    pub orelse: &'a [&'a Stmt<'a>],
    /// The `# type:` comment.
    pub type_comment: Option<&'a str>,
}

/// The payload of `With` and `AsyncWith`.
#[derive(Clone, Copy, Debug)]
pub struct With<'a> {
    /// The managers.
    pub items: &'a [WithItem<'a>],
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// The `# type:` comment.
    pub type_comment: Option<&'a str>,
}

/// The payload of `Try` and `TryStar`.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// The `except` clauses.
    pub handlers: &'a [ExceptHandler<'a>],
    /// The `else` suite.
    pub orelse: &'a [&'a Stmt<'a>],
    /// The `finally` suite.
    pub finalbody: &'a [&'a Stmt<'a>],
}

/// The statements (`stmt` in the ASDL).
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields are the ones of the ASDL; CPython's `ast` module documents them")]
pub enum StmtKind<'a> {
    /// `def`
    FunctionDef(&'a FunctionDef<'a>),
    /// `async def`
    AsyncFunctionDef(&'a FunctionDef<'a>),
    /// `class`
    ClassDef(&'a ClassDef<'a>),
    /// `return`
    Return { value: Option<&'a Expr<'a>> },
    /// `del`
    Delete { targets: &'a [&'a Expr<'a>] },
    /// `a = b = value`
    Assign { targets: &'a [&'a Expr<'a>], value: &'a Expr<'a>, type_comment: Option<&'a str> },
    /// `type X = ...`
    TypeAlias { name: &'a Expr<'a>, type_params: &'a [TypeParam<'a>], value: &'a Expr<'a> },
    /// `a += b`
    AugAssign { target: &'a Expr<'a>, op: Operator, value: &'a Expr<'a> },
    /// `a: int = b`; `simple` is false for targets that are no bare name
    AnnAssign { target: &'a Expr<'a>, annotation: &'a Expr<'a>, value: Option<&'a Expr<'a>>, simple: bool },
    /// `for`
    For(&'a For<'a>),
    /// `async for`
    AsyncFor(&'a For<'a>),
    /// `while`
    While { test: &'a Expr<'a>, body: &'a [&'a Stmt<'a>], orelse: &'a [&'a Stmt<'a>] },
    /// `if`
    If { test: &'a Expr<'a>, body: &'a [&'a Stmt<'a>], orelse: &'a [&'a Stmt<'a>] },
    /// `with`
    With(&'a With<'a>),
    /// `async with`
    AsyncWith(&'a With<'a>),
    /// `match`
    Match { subject: &'a Expr<'a>, cases: &'a [MatchCase<'a>] },
    /// `raise`
    Raise { exc: Option<&'a Expr<'a>>, cause: Option<&'a Expr<'a>> },
    /// `try` with `except`
    Try(&'a Try<'a>),
    /// `try` with `except*`
    TryStar(&'a Try<'a>),
    /// `assert`
    Assert { test: &'a Expr<'a>, msg: Option<&'a Expr<'a>> },
    /// `import`
    Import { names: &'a [Alias<'a>] },
    /// `from ... import`
    ImportFrom { module: Option<Identifier<'a>>, names: &'a [Alias<'a>], level: u32 },
    /// `global`
    Global { names: &'a [Identifier<'a>] },
    /// `nonlocal`
    Nonlocal { names: &'a [Identifier<'a>] },
    /// An expression for its effect
    Expr { value: &'a Expr<'a> },
    /// `pass`
    Pass,
    /// `break`
    Break,
    /// `continue`
    Continue,
}

/// An expression with its place.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    /// Which expression.
    pub kind: ExprKind<'a>,
    /// Where.
    pub span: Span,
}

/// The expressions (`expr` in the ASDL).
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields are the ones of the ASDL; CPython's `ast` module documents them")]
pub enum ExprKind<'a> {
    /// `a and b and c`
    BoolOp { op: BoolOp, values: &'a [&'a Expr<'a>] },
    /// `a := b`
    NamedExpr { target: &'a Expr<'a>, value: &'a Expr<'a> },
    /// `a + b`
    BinOp { left: &'a Expr<'a>, op: Operator, right: &'a Expr<'a> },
    /// `-a`
    UnaryOp { op: UnaryOp, operand: &'a Expr<'a> },
    /// `lambda a: b`
    Lambda { args: &'a Arguments<'a>, body: &'a Expr<'a> },
    /// `body if test else orelse`
    IfExp { test: &'a Expr<'a>, body: &'a Expr<'a>, orelse: &'a Expr<'a> },
    /// `{k: v, **other}`: the key of an unpacking is `None`
    Dict { keys: &'a [Option<&'a Expr<'a>>], values: &'a [&'a Expr<'a>] },
    /// `{a, b}`
    Set { elts: &'a [&'a Expr<'a>] },
    /// `[a for ...]`
    ListComp { elt: &'a Expr<'a>, generators: &'a [Comprehension<'a>] },
    /// `{a for ...}`
    SetComp { elt: &'a Expr<'a>, generators: &'a [Comprehension<'a>] },
    /// `{k: v for ...}`
    DictComp { key: &'a Expr<'a>, value: &'a Expr<'a>, generators: &'a [Comprehension<'a>] },
    /// `(a for ...)`
    GeneratorExp { elt: &'a Expr<'a>, generators: &'a [Comprehension<'a>] },
    /// `await a`
    Await { value: &'a Expr<'a> },
    /// `yield a`
    Yield { value: Option<&'a Expr<'a>> },
    /// `yield from a`
    YieldFrom { value: &'a Expr<'a> },
    /// `left op comparator op comparator ...`; `ops` and `comparators` have the same length
    Compare { left: &'a Expr<'a>, ops: &'a [CmpOp], comparators: &'a [&'a Expr<'a>] },
    /// `func(args, keywords)`
    Call { func: &'a Expr<'a>, args: &'a [&'a Expr<'a>], keywords: &'a [Keyword<'a>] },
    /// `{value!r:spec}` in an f-string; `conversion` is -1 or the code of `s`, `r`, `a`; the specification is a `JoinedStr`
    FormattedValue { value: &'a Expr<'a>, conversion: i32, format_spec: Option<&'a Expr<'a>> },
    /// An f-string
    JoinedStr { values: &'a [&'a Expr<'a>] },
    /// A literal; `kind` is `u` for a string with that prefix
    Constant { value: Constant<'a>, kind: Option<ConstantKind> },
    /// `value.attr`
    Attribute { value: &'a Expr<'a>, attr: Identifier<'a>, ctx: ExprContext },
    /// `value[slice]`
    Subscript { value: &'a Expr<'a>, slice: &'a Expr<'a>, ctx: ExprContext },
    /// `*value`
    Starred { value: &'a Expr<'a>, ctx: ExprContext },
    /// A name
    Name { id: Identifier<'a>, ctx: ExprContext },
    /// `[a, b]`
    List { elts: &'a [&'a Expr<'a>], ctx: ExprContext },
    /// `a, b`
    Tuple { elts: &'a [&'a Expr<'a>], ctx: ExprContext },
    /// `lower:upper:step`
    Slice { lower: Option<&'a Expr<'a>>, upper: Option<&'a Expr<'a>>, step: Option<&'a Expr<'a>> },
}

/// The `kind` of a `Constant`: CPython only ever sets `'u'`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstantKind {
    /// The literal was written with the prefix `u`.
    U,
}

/// The value of a literal.
#[derive(Clone, Copy, Debug)]
pub enum Constant<'a> {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An integer below 2**64.
    Int(u64),
    /// A larger integer: its decimal digits.
    BigInt(&'a str),
    /// A float.
    Float(f64),
    /// The imaginary part of a complex literal (the real part is 0).
    Complex(f64),
    /// A string in generalised UTF-8 (WTF-8): a lone surrogate is encoded as three bytes.
    Str(&'a [u8]),
    /// A bytes literal.
    Bytes(&'a [u8]),
}

/// How an expression is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprContext {
    /// Its value is read.
    Load,
    /// It is assigned to.
    Store,
    /// It is deleted.
    Del,
}

/// `and`, `or` (`boolop` in the ASDL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    /// `and`
    And,
    /// `or`
    Or,
}

/// The binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mult,
    /// `@`
    MatMult,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
    /// `//`
    FloorDiv,
}

/// The unary operators (`unaryop` in the ASDL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `~`
    Invert,
    /// `not`
    Not,
    /// `+`
    UAdd,
    /// `-`
    USub,
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

/// One `for ... in ... if ...` of a comprehension. It has no place of its own.
#[derive(Clone, Copy, Debug)]
pub struct Comprehension<'a> {
    /// The target.
    pub target: &'a Expr<'a>,
    /// What is iterated over.
    pub iter: &'a Expr<'a>,
    /// The conditions.
    pub ifs: &'a [&'a Expr<'a>],
    /// Whether it is `async for`.
    pub is_async: bool,
}

/// An `except` clause.
#[derive(Clone, Copy, Debug)]
pub struct ExceptHandler<'a> {
    /// The exception's type; none for a bare `except:`.
    pub typ: Option<&'a Expr<'a>>,
    /// The name behind `as`.
    pub name: Option<Identifier<'a>>,
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
    /// Where.
    pub span: Span,
}

/// The parameters of a function. It has no place of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arguments<'a> {
    /// Those before `/`.
    pub posonlyargs: &'a [Arg<'a>],
    /// The ordinary ones.
    pub args: &'a [Arg<'a>],
    /// `*args`
    pub vararg: Option<&'a Arg<'a>>,
    /// Those behind `*`.
    pub kwonlyargs: &'a [Arg<'a>],
    /// The defaults of `kwonlyargs`, one for each, `None` where there is none.
    pub kw_defaults: &'a [Option<&'a Expr<'a>>],
    /// `**kwargs`
    pub kwarg: Option<&'a Arg<'a>>,
    /// The defaults of the last of `posonlyargs` and `args`.
    pub defaults: &'a [&'a Expr<'a>],
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Arg<'a> {
    /// The name.
    pub arg: Identifier<'a>,
    /// The annotation.
    pub annotation: Option<&'a Expr<'a>>,
    /// The `# type:` comment.
    pub type_comment: Option<&'a str>,
    /// Where.
    pub span: Span,
}

/// A keyword argument of a call or a class; `**value` has no name.
#[derive(Clone, Copy, Debug)]
pub struct Keyword<'a> {
    /// The name.
    pub arg: Option<Identifier<'a>>,
    /// The value.
    pub value: &'a Expr<'a>,
    /// Where.
    pub span: Span,
}

/// One name of an import.
#[derive(Clone, Copy, Debug)]
pub struct Alias<'a> {
    /// The (dotted) name, or `*`.
    pub name: Identifier<'a>,
    /// The name behind `as`.
    pub asname: Option<Identifier<'a>>,
    /// Where.
    pub span: Span,
}

/// One manager of a `with` statement. It has no place of its own.
#[derive(Clone, Copy, Debug)]
pub struct WithItem<'a> {
    /// The manager.
    pub context_expr: &'a Expr<'a>,
    /// The target behind `as`.
    pub optional_vars: Option<&'a Expr<'a>>,
}

/// One `case`. It has no place of its own.
#[derive(Clone, Copy, Debug)]
pub struct MatchCase<'a> {
    /// The pattern.
    pub pattern: &'a Pattern<'a>,
    /// The condition behind `if`.
    pub guard: Option<&'a Expr<'a>>,
    /// The suite.
    pub body: &'a [&'a Stmt<'a>],
}

/// A pattern with its place.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a> {
    /// Which pattern.
    pub kind: PatternKind<'a>,
    /// Where.
    pub span: Span,
}

/// The payload of `MatchClass`.
#[derive(Clone, Copy, Debug)]
pub struct MatchClass<'a> {
    /// The class.
    pub cls: &'a Expr<'a>,
    /// The positional patterns.
    pub patterns: &'a [&'a Pattern<'a>],
    /// The names of the keyword patterns.
    pub kwd_attrs: &'a [Identifier<'a>],
    /// The keyword patterns.
    pub kwd_patterns: &'a [&'a Pattern<'a>],
}

/// The patterns of `match`.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields are the ones of the ASDL; CPython's `ast` module documents them")]
pub enum PatternKind<'a> {
    /// A literal or a dotted name
    MatchValue { value: &'a Expr<'a> },
    /// `None`, `True` or `False`
    MatchSingleton { value: Constant<'a> },
    /// `[a, b]`
    MatchSequence { patterns: &'a [&'a Pattern<'a>] },
    /// `{k: p, **rest}`
    MatchMapping { keys: &'a [&'a Expr<'a>], patterns: &'a [&'a Pattern<'a>], rest: Option<Identifier<'a>> },
    /// `C(a, b=c)`
    MatchClass(&'a MatchClass<'a>),
    /// `*name`; `*_` has no name
    MatchStar { name: Option<Identifier<'a>> },
    /// `pattern as name`; a capture has no pattern, the wildcard `_` neither
    MatchAs { pattern: Option<&'a Pattern<'a>>, name: Option<Identifier<'a>> },
    /// `a | b`
    MatchOr { patterns: &'a [&'a Pattern<'a>] },
}

/// A type parameter with its place.
#[derive(Clone, Copy, Debug)]
pub struct TypeParam<'a> {
    /// Which kind.
    pub kind: TypeParamKind<'a>,
    /// Where.
    pub span: Span,
}

/// The type parameters.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields are the ones of the ASDL; CPython's `ast` module documents them")]
pub enum TypeParamKind<'a> {
    /// `T: bound = default`
    TypeVar { name: Identifier<'a>, bound: Option<&'a Expr<'a>>, default_value: Option<&'a Expr<'a>> },
    /// `**P = default`
    ParamSpec { name: Identifier<'a>, default_value: Option<&'a Expr<'a>> },
    /// `*Ts = default`
    TypeVarTuple { name: Identifier<'a>, default_value: Option<&'a Expr<'a>> },
}

/// The sizes on a 64-bit machine, so that a change that makes every tree larger is seen.
#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<Expr<'_>>() <= 64);
    assert!(size_of::<Stmt<'_>>() <= 64);
    assert!(size_of::<Pattern<'_>>() <= 72);
};
