//! Symbol tables: for each scope, what each name in it is.
//!
//! CPython's counterpart is `Python/symtable.c`. Two passes: [`build`] walks the tree and notes how names are used in each scope,
//! [`analyse`] then decides where each name lives. Invariant: after both, every name that the code generator will meet in a scope has an
//! entry with a place (an absent one is a name the generator makes up itself, which is then looked up by name).

mod analyse;
mod build;

use minipy_ast::{Mod, Span};

use crate::Options;
use crate::error::{Guard, Result};
use crate::future::Future;
use crate::names::{FastMap, FastSet, Names, Sym, SymMap};

/// How a name is used in a scope, and where it lives: CPython's `DEF_*` bits, the place shifted above them.
pub(crate) mod flag {
    /// `global` statement.
    pub(crate) const DEF_GLOBAL: u32 = 1;
    /// Assigned.
    pub(crate) const DEF_LOCAL: u32 = 2;
    /// Parameter.
    pub(crate) const DEF_PARAM: u32 = 2 << 1;
    /// `nonlocal` statement.
    pub(crate) const DEF_NONLOCAL: u32 = 2 << 2;
    /// Read.
    pub(crate) const USE: u32 = 2 << 3;
    /// Free in a method of the class that has a name like it.
    pub(crate) const DEF_FREE_CLASS: u32 = 2 << 5;
    /// Bound by an import.
    pub(crate) const DEF_IMPORT: u32 = 2 << 6;
    /// Annotated.
    pub(crate) const DEF_ANNOT: u32 = 2 << 7;
    /// Target of a comprehension's `for`.
    pub(crate) const DEF_COMP_ITER: u32 = 2 << 8;
    /// Type parameter.
    pub(crate) const DEF_TYPE_PARAM: u32 = 2 << 9;
    /// A cell in a comprehension that is inlined.
    pub(crate) const DEF_COMP_CELL: u32 = 2 << 10;
    /// Bound in any way.
    pub(crate) const DEF_BOUND: u32 = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM;
    /// The place lies above this many bits.
    pub(crate) const SCOPE_SHIFT: u32 = 12;
}

/// Where a name lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// Not decided: a name that the tree does not hold.
    Unknown,
    /// A local.
    Local,
    /// A global by a `global` statement.
    GlobalExplicit,
    /// A global or builtin.
    GlobalImplicit,
    /// A cell of a scope around this one.
    Free,
    /// A cell of this scope.
    Cell,
}

impl Place {
    fn bits(self) -> u32 {
        (match self {
            Place::Unknown => 0u32,
            Place::Local => 1,
            Place::GlobalExplicit => 2,
            Place::GlobalImplicit => 3,
            Place::Free => 4,
            Place::Cell => 5,
        }) << flag::SCOPE_SHIFT
    }

    /// The place in a symbol's value.
    pub(crate) fn of(value: u32) -> Place {
        match value >> flag::SCOPE_SHIFT {
            1 => Place::Local,
            2 => Place::GlobalExplicit,
            3 => Place::GlobalImplicit,
            4 => Place::Free,
            5 => Place::Cell,
            0 | 6.. => Place::Unknown,
        }
    }
}

/// What kind of scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    /// Function, lambda or comprehension.
    Function,
    /// Class body.
    Class,
    /// Module.
    Module,
    /// An annotation that is not evaluated.
    Annotation,
    /// Bound, constraints or default of a type parameter.
    TypeVariable,
    /// Value of a `type` statement.
    TypeAlias,
    /// The type parameters of a function, class or alias.
    TypeParameters,
}

/// The four comprehensions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comp {
    /// `[…]`
    List,
    /// `{…}`
    Set,
    /// `{…: …}`
    Dict,
    /// `(…)`
    Generator,
}

/// Number of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ScopeId(u32);

/// One scope.
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) symbols: SymMap,
    /// Parameters in order.
    pub(crate) varnames: Vec<Sym>,
    pub(crate) children: Vec<ScopeId>,
    /// The `global` and `nonlocal` statements, for errors found late.
    pub(crate) directives: Vec<(Sym, Span)>,
    /// In the type parameters of a class: the only names that are mangled.
    pub(crate) mangled_names: Option<FastSet<Sym>>,
    /// Within a function.
    pub(crate) nested: bool,
    pub(crate) generator: bool,
    pub(crate) coroutine: bool,
    pub(crate) comprehension: Option<Comp>,
    pub(crate) varargs: bool,
    pub(crate) varkeywords: bool,
    /// A method uses `__class__` or `super`.
    pub(crate) needs_class_closure: bool,
    /// A type scope reads the class's names.
    pub(crate) needs_classdict: bool,
    /// A comprehension whose code lies in the scope around it.
    pub(crate) comp_inlined: bool,
    /// While building: inside the target of a comprehension's `for`.
    pub(crate) comp_iter_target: bool,
    /// While building: how deep inside the `in` part of comprehensions.
    pub(crate) comp_iter_expr: u32,
    /// A type scope directly in a class.
    pub(crate) can_see_class_scope: bool,
    /// What a type variable scope belongs to, for messages.
    pub(crate) scope_info: &'static str,
    pub(crate) span: Span,
}

impl Scope {
    /// Whether locals are in slots.
    pub(crate) fn is_function_like(&self) -> bool {
        match self.kind {
            ScopeKind::Function | ScopeKind::Annotation | ScopeKind::TypeVariable | ScopeKind::TypeAlias | ScopeKind::TypeParameters => {
                true
            }
            ScopeKind::Class | ScopeKind::Module => false,
        }
    }

    /// A symbol's value, 0 if there is none.
    pub(crate) fn symbol(&self, sym: Sym) -> u32 {
        self.symbols.get(sym).unwrap_or(0)
    }

    /// Where a name lives.
    pub(crate) fn place(&self, sym: Sym) -> Place {
        Place::of(self.symbol(sym))
    }
}

/// A node that opens a scope, by address; the second number tells apart scopes of one node.
pub(crate) type Key = (usize, u8);

/// The key of a node.
pub(crate) fn key<T: ?Sized>(node: &T, which: u8) -> Key {
    (core::ptr::from_ref(node).cast::<u8>().addr(), which)
}

/// A function, class, lambda or comprehension itself.
pub(crate) const BODY: u8 = 0;
/// The type parameters of a statement.
pub(crate) const TYPE_PARAMS: u8 = 1;
/// The bound (or the only expression) of a type parameter.
pub(crate) const BOUND: u8 = 2;
/// The default of a `TypeVar`.
pub(crate) const DEFAULT: u8 = 3;

/// All scopes of a program.
pub(crate) struct SymTable {
    scopes: Vec<Scope>,
    keys: FastMap<Key, ScopeId>,
    /// The module.
    pub(crate) top: ScopeId,
}

impl core::ops::Index<ScopeId> for SymTable {
    type Output = Scope;

    #[expect(clippy::indexing_slicing, reason = "a ScopeId is made by pushing a scope, and scopes are never removed")]
    fn index(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }
}

impl core::ops::IndexMut<ScopeId> for SymTable {
    #[expect(clippy::indexing_slicing, reason = "a ScopeId is made by pushing a scope, and scopes are never removed")]
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }
}

impl SymTable {
    /// Both passes over a program.
    pub(crate) fn new(module: &Mod<'_>, future: &Future, options: &Options, names: &mut Names, guard: &mut Guard) -> Result<SymTable> {
        let mut table = build::build(module, future, options, names, guard)?;
        analyse::analyse(&mut table, names)?;
        Ok(table)
    }

    /// The scope that a node opens.
    pub(crate) fn lookup(&self, key: Key) -> Option<ScopeId> {
        self.keys.get(&key).copied()
    }
}
