//! Code generation: from the tree and its symbol tables to one sequence of instructions for each code object.
//!
//! CPython's counterpart is `Python/compile.c`. What is emitted here is deliberately plain: jumps go to labels, blocks are set up and popped
//! by pseudo-instructions, NOPs hold lines; the flow graph then makes it short. Invariant: instruction for instruction, location for
//! location, this is what CPython 3.13 hands to its own flow graph, so that the optimised code comes out the same.

mod call;
mod class;
mod comprehension;
mod expr;
mod func;
mod names;
mod pattern;
mod stmt;
mod try_;
mod unit;
mod warn;
mod with_;

use std::sync::Arc;

use hashbrown::HashTable;
use minipy_ast::{Expr, Mod, Span, Stmt};
use minipy_bytecode::{AnyOpcode as Op, CodeDesc, CodeFlags, Const, Location};

use crate::error::{CompileError, ErrorKind, Guard, Result, Warning, location, syntax, system};
use crate::fold::Folder;
use crate::future::Future;
use crate::names::{FastMap, FastSet, NameTable, Names, Sym, fast_hash};
use crate::symtable::{ScopeId, SymTable};
use crate::{Mode, Options, flowgraph};

/// CPython's `STACK_USE_GUIDELINE`: displays and calls with more parts are built bit by bit.
const STACK_USE_GUIDELINE: usize = 30;

/// CPython's `CO_MAXBLOCKS`.
const MAX_BLOCKS: usize = 21;

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(pub(crate) u32);

/// An instruction before the flow graph. The operand of one with a target is a [`Label`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instr {
    pub(crate) op: Op,
    pub(crate) arg: u32,
    pub(crate) loc: Location,
}

/// The instructions of a unit with the places of their labels.
#[derive(Default, Debug)]
pub(crate) struct Sequence {
    pub(crate) instrs: Vec<Instr>,
    /// For each label the index of the instruction that it stands before.
    pub(crate) labels: Vec<u32>,
}

/// The constants of a unit: one of each kind.
#[derive(Default)]
pub(crate) struct Consts {
    pub(crate) list: Vec<Const>,
    table: HashTable<u32>,
}

impl Consts {
    /// The index of a constant, which is added if it is new.
    pub(crate) fn add(&mut self, constant: Const) -> u32 {
        let hash = fast_hash(&constant);
        let list = &self.list;
        if !has_nan(&constant)
            && let Some(index) = self.table.find(hash, |index| list.get(*index as usize).is_some_and(|c| *c == constant))
        {
            return *index;
        }
        let index = self.list.len() as u32;
        self.list.push(constant);
        let list = &self.list;
        self.table.insert_unique(hash, index, |index| list.get(*index as usize).map_or(0, fast_hash));
        index
    }
}

/// A NaN is never merged with another.
fn has_nan(constant: &Const) -> bool {
    match constant {
        Const::Float(value) => value.is_nan(),
        Const::Complex(re, im) => re.is_nan() || im.is_nan(),
        Const::Tuple(items) | Const::FrozenSet(items) => items.iter().any(has_nan),
        Const::None | Const::True | Const::False | Const::Ellipsis | Const::Int(_) | Const::Str(_) | Const::Bytes(_) | Const::Code(_) => {
            false
        }
    }
}

/// What a unit is the code of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    TypeParams,
}

/// A block of statements that has to be left in an orderly way.
#[derive(Clone, Copy)]
struct FBlock<'a> {
    kind: FBlockKind<'a>,
    /// Where it begins.
    block: Option<Label>,
    /// Where `break` goes.
    exit: Option<Label>,
    loc: Location,
}

#[derive(Clone, Copy)]
enum FBlockKind<'a> {
    WhileLoop,
    ForLoop,
    TryExcept,
    /// With the statements of the `finally`.
    FinallyTry(&'a [&'a Stmt<'a>]),
    FinallyEnd,
    With,
    AsyncWith,
    /// With the name bound by the `except`, if any.
    HandlerCleanup(Option<&'a str>),
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    StopIteration,
}

/// The numbers of parameters of a code object.
#[derive(Clone, Copy, Default)]
struct ArgCounts {
    args: u32,
    posonly: u32,
    kwonly: u32,
}

/// A code object in the making.
pub(crate) struct Unit<'a> {
    pub(crate) kind: UnitKind,
    pub(crate) scope: ScopeId,
    name: Box<str>,
    pub(crate) qualname: Box<str>,
    /// The class whose private names are mangled here.
    private: Option<Sym>,
    pub(crate) firstlineno: u32,
    args: ArgCounts,
    pub(crate) seq: Sequence,
    pub(crate) consts: Consts,
    pub(crate) names: NameTable,
    pub(crate) varnames: NameTable,
    pub(crate) cellvars: NameTable,
    /// Numbered after the cells.
    pub(crate) freevars: NameTable,
    /// Names that are fast locals in a module or class while a comprehension is inlined there; `true` while they are.
    pub(crate) fast_hidden: FastMap<Sym, bool>,
    fblocks: Vec<FBlock<'a>>,
    in_inlined_comp: u32,
    /// Names assigned as attributes of `self` in the methods of a class.
    static_attributes: FastSet<Sym>,
}

/// The compilation of one program.
pub(crate) struct Compiler<'a, 'o> {
    pub(crate) table: SymTable,
    pub(crate) names: Names,
    pub(crate) unit: Unit<'a>,
    /// The units around the current one, outermost first.
    stack: Vec<Unit<'a>>,
    guard: Guard,
    folder: Folder,
    options: &'o Options,
    future: CodeFlags,
    filename: Arc<str>,
    interactive: bool,
    warnings: Vec<Warning>,
}

/// Compiles a program.
pub(crate) fn compile(module: &Mod<'_>, filename: &str, mode: Mode, options: &Options) -> Result<(CodeDesc, Vec<Warning>)> {
    let mut guard = Guard::new(options.stack_limit);
    let mut names = Names::default();
    let mut future: Future = crate::future::features(module)?;
    future.flags.insert(options.future);
    let table = SymTable::new(module, &future, options, &mut names, &mut guard)?;
    let top = table.top;
    let mut folder = Folder::default();
    folder.optimized = options.optimize > 0;
    let unit = Unit::new(UnitKind::Module, top, "<module>", 1, None);
    let mut compiler = Compiler {
        table,
        names,
        unit,
        stack: Vec::new(),
        guard,
        folder,
        options,
        future: future.flags,
        filename: filename.into(),
        interactive: false,
        warnings: Vec::new(),
    };
    compiler.prepare_tables();
    compiler.op_i(Location { line: 0, end_line: 1, column: 0, end_column: 0 }, Op::RESUME, 0);
    let add_none = match (*module, mode) {
        (Mod::Module { body, .. }, Mode::Exec) => {
            compiler.body(Location { line: 1, end_line: 1, column: 0, end_column: 0 }, body)?;
            true
        }
        (Mod::Interactive { body }, Mode::Single) => {
            compiler.interactive = true;
            compiler.body(Location { line: 1, end_line: 1, column: 0, end_column: 0 }, body)?;
            true
        }
        (Mod::Expression { body }, Mode::Eval) => {
            compiler.expr(body)?;
            false
        }
        (Mod::FunctionType { .. }, _) => {
            return system("module kind FunctionType should not be possible");
        }
        (Mod::Module { .. } | Mod::Interactive { .. } | Mod::Expression { .. }, _) => {
            return Err(Box::new(CompileError {
                kind: ErrorKind::System,
                message: "the tree is not of the kind that the mode asks for".to_owned(),
                location: Location::NONE,
            }));
        }
    };
    let code = compiler.assemble(add_none)?;
    Ok((code, compiler.warnings))
}

impl<'a> Compiler<'a, '_> {
    // ---- emitting

    fn op(&mut self, loc: Location, op: Op) {
        self.unit.seq.instrs.push(Instr { op, arg: 0, loc });
    }

    fn op_i(&mut self, loc: Location, op: Op, arg: u32) {
        self.unit.seq.instrs.push(Instr { op, arg, loc });
    }

    fn label(&mut self) -> Label {
        let labels = &mut self.unit.seq.labels;
        labels.push(u32::MAX);
        Label(labels.len() as u32 - 1)
    }

    fn use_label(&mut self, label: Label) {
        let here = self.unit.seq.instrs.len() as u32;
        if let Some(place) = self.unit.seq.labels.get_mut(label.0 as usize) {
            *place = here;
        }
    }

    fn jump(&mut self, loc: Location, op: Op, target: Label) {
        self.op_i(loc, op, target.0);
    }

    fn load_const(&mut self, loc: Location, constant: Const) {
        let index = self.unit.consts.add(constant);
        self.op_i(loc, Op::LOAD_CONST, index);
    }

    fn load_none(&mut self, loc: Location) {
        self.load_const(loc, Const::None);
    }

    fn load_str(&mut self, loc: Location, text: &str) {
        self.load_const(loc, Const::str(text));
    }

    fn load_sym(&mut self, loc: Location, sym: Sym) {
        let constant = Const::str(self.names.text(sym));
        self.load_const(loc, constant);
    }

    fn load_int(&mut self, loc: Location, value: usize) {
        self.load_const(loc, Const::Int(minipy_scalar::Int::from(value as u64)));
    }

    /// An instruction whose operand is a name of `co_names`, with the bits that attribute loads carry.
    fn name_op(&mut self, loc: Location, op: Op, name: &str) {
        let sym = self.mangle(name);
        let index = self.unit.names.add(sym);
        let (op, arg) = match op {
            Op::LOAD_ATTR => (op, index << 1),
            Op::LOAD_METHOD => (Op::LOAD_ATTR, index << 1 | 1),
            Op::LOAD_SUPER_ATTR => (op, index << 2 | 2),
            Op::LOAD_SUPER_METHOD => (Op::LOAD_SUPER_ATTR, index << 2 | 3),
            Op::LOAD_ZERO_SUPER_ATTR => (Op::LOAD_SUPER_ATTR, index << 2),
            Op::LOAD_ZERO_SUPER_METHOD => (Op::LOAD_SUPER_ATTR, index << 2 | 1),
            other => (other, index),
        };
        self.op_i(loc, op, arg);
    }

    // ---- walking

    fn stmts(&mut self, body: &'a [&'a Stmt<'a>]) -> Result {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn exprs(&mut self, list: &'a [&'a Expr<'a>]) -> Result {
        list.iter().try_for_each(|expr| self.expr(expr))
    }

    fn error<T>(&self, loc: Location, message: impl Into<String>) -> Result<T> {
        syntax(loc, message)
    }

    // ---- blocks

    fn push_fblock(&mut self, loc: Location, kind: FBlockKind<'a>, block: Option<Label>, exit: Option<Label>) -> Result {
        if self.unit.fblocks.len() >= MAX_BLOCKS {
            return self.error(loc, "too many statically nested blocks");
        }
        self.unit.fblocks.push(FBlock { kind, block, exit, loc });
        Ok(())
    }

    fn pop_fblock(&mut self) {
        self.unit.fblocks.pop();
    }

    fn call_exit_with_nones(&mut self, loc: Location) {
        self.load_none(loc);
        self.load_none(loc);
        self.load_none(loc);
        self.op_i(loc, Op::CALL, 2);
    }

    fn add_yield_from(&mut self, loc: Location, is_await: bool) {
        let (send, fail, exit) = (self.label(), self.label(), self.label());
        self.use_label(send);
        self.jump(loc, Op::SEND, exit);
        // A virtual `try`: StopIteration may be raised during a close or throw.
        self.jump(loc, Op::SETUP_FINALLY, fail);
        self.op_i(loc, Op::YIELD_VALUE, 1);
        self.op(Location::NONE, Op::POP_BLOCK);
        self.op_i(loc, Op::RESUME, if is_await { 3 } else { 2 });
        self.jump(loc, Op::JUMP_NO_INTERRUPT, send);
        self.use_label(fail);
        self.op(loc, Op::CLEANUP_THROW);
        self.use_label(exit);
        self.op(loc, Op::END_SEND);
    }

    fn pop_except_and_reraise(&mut self, loc: Location) {
        self.op_i(loc, Op::COPY, 3);
        self.op(loc, Op::POP_EXCEPT);
        self.op_i(loc, Op::RERAISE, 1);
    }

    /// Leaves one block. With `preserve_tos` the value on top survives. Afterwards `loc` may be artificial.
    fn unwind_fblock(&mut self, loc: &mut Location, block: &FBlock<'a>, preserve_tos: bool) -> Result {
        match block.kind {
            FBlockKind::WhileLoop
            | FBlockKind::ExceptionHandler
            | FBlockKind::ExceptionGroupHandler
            | FBlockKind::AsyncComprehensionGenerator
            | FBlockKind::StopIteration => {}
            FBlockKind::ForLoop | FBlockKind::PopValue => {
                if preserve_tos {
                    self.op_i(*loc, Op::SWAP, 2);
                }
                self.op(*loc, Op::POP_TOP);
            }
            FBlockKind::TryExcept => self.op(*loc, Op::POP_BLOCK),
            FBlockKind::FinallyTry(body) => {
                // This POP_BLOCK has the line of the statement that leaves.
                self.op(*loc, Op::POP_BLOCK);
                if preserve_tos {
                    self.push_fblock(*loc, FBlockKind::PopValue, None, None)?;
                }
                self.stmts(body)?;
                if preserve_tos {
                    self.pop_fblock();
                }
                *loc = Location::NONE;
            }
            FBlockKind::FinallyEnd => {
                if preserve_tos {
                    self.op_i(*loc, Op::SWAP, 2);
                }
                self.op(*loc, Op::POP_TOP);
                if preserve_tos {
                    self.op_i(*loc, Op::SWAP, 2);
                }
                self.op(*loc, Op::POP_BLOCK);
                self.op(*loc, Op::POP_EXCEPT);
            }
            FBlockKind::With | FBlockKind::AsyncWith => {
                *loc = block.loc;
                self.op(*loc, Op::POP_BLOCK);
                if preserve_tos {
                    self.op_i(*loc, Op::SWAP, 2);
                }
                self.call_exit_with_nones(*loc);
                if matches!(block.kind, FBlockKind::AsyncWith) {
                    self.op_i(*loc, Op::GET_AWAITABLE, 2);
                    self.load_none(*loc);
                    self.add_yield_from(*loc, true);
                }
                self.op(*loc, Op::POP_TOP);
                *loc = Location::NONE;
            }
            FBlockKind::HandlerCleanup(name) => {
                if name.is_some() {
                    self.op(*loc, Op::POP_BLOCK);
                }
                if preserve_tos {
                    self.op_i(*loc, Op::SWAP, 2);
                }
                self.op(*loc, Op::POP_BLOCK);
                self.op(*loc, Op::POP_EXCEPT);
                if let Some(name) = name {
                    self.clear_name(*loc, name)?;
                }
            }
        }
        Ok(())
    }

    /// `name = None; del name`, as it happens at the end of `except … as name`.
    fn clear_name(&mut self, loc: Location, name: &str) -> Result {
        self.load_none(loc);
        self.store_name(loc, name)?;
        self.delete_name(loc, name)
    }

    /// Leaves all blocks up to the function, or up to the innermost loop, which is given back.
    fn unwind_fblocks(&mut self, loc: &mut Location, preserve_tos: bool, to_loop: bool) -> Result<Option<FBlock<'a>>> {
        let mut left = Vec::new();
        let mut found = None;
        while let Some(top) = self.unit.fblocks.last().copied() {
            if matches!(top.kind, FBlockKind::ExceptionGroupHandler) {
                return self.error(*loc, "'break', 'continue' and 'return' cannot appear in an except* block");
            }
            if to_loop && matches!(top.kind, FBlockKind::WhileLoop | FBlockKind::ForLoop) {
                found = Some(top);
                break;
            }
            self.pop_fblock();
            left.push(top);
            self.unwind_fblock(loc, &top, preserve_tos)?;
        }
        self.unit.fblocks.extend(left.into_iter().rev());
        Ok(found)
    }

    // ---- units

    fn enter_unit(&mut self, kind: UnitKind, scope: ScopeId, name: &str, firstlineno: u32, private: Option<Sym>) {
        let private = private.or(self.unit.private);
        let unit = Unit::new(kind, scope, name, firstlineno, private);
        let outer = core::mem::replace(&mut self.unit, unit);
        self.stack.push(outer);
        self.prepare_tables();
        self.unit.qualname = self.qualified_name();
        let line = firstlineno as i32;
        self.op_i(Location { line, end_line: line, column: 0, end_column: 0 }, Op::RESUME, 0);
    }

    /// Finishes the current unit and goes back to the one around it.
    fn exit_unit(&mut self, add_none: bool) -> Result<(CodeDesc, Vec<Sym>)> {
        let code = self.assemble(add_none)?;
        let free: Vec<Sym> = self.unit.freevars.iter().collect();
        if let Some(outer) = self.stack.pop() {
            self.unit = outer;
        }
        Ok((code, free))
    }

    fn assemble(&mut self, add_none: bool) -> Result<CodeDesc> {
        if add_none {
            self.load_none(Location::NONE);
        }
        self.op(Location::NONE, Op::RETURN_VALUE);
        flowgraph::finish(self)
    }

    /// `co_flags`.
    pub(crate) fn code_flags(&self) -> CodeFlags {
        let scope = &self.table[self.unit.scope];
        let mut flags = self.future;
        let function = scope.is_function_like();
        if function {
            flags.insert(CodeFlags::NEWLOCALS.union(CodeFlags::OPTIMIZED));
            if scope.nested {
                flags.insert(CodeFlags::NESTED);
            }
            if scope.varargs {
                flags.insert(CodeFlags::VARARGS);
            }
            if scope.varkeywords {
                flags.insert(CodeFlags::VARKEYWORDS);
            }
        }
        match (function && scope.generator, scope.coroutine && (function || self.options.allow_top_level_await)) {
            (true, false) => flags.insert(CodeFlags::GENERATOR),
            (true, true) => flags.insert(CodeFlags::ASYNC_GENERATOR),
            (false, true) => flags.insert(CodeFlags::COROUTINE),
            (false, false) => {}
        }
        flags
    }

    /// The facts about the current unit that go into its code object as they are.
    pub(crate) fn describe(&self) -> CodeDesc {
        let unit = &self.unit;
        CodeDesc {
            name: unit.name.clone(),
            qualname: unit.qualname.clone(),
            filename: self.filename.clone(),
            firstlineno: unit.firstlineno,
            argcount: unit.args.args + unit.args.posonly,
            posonlyargcount: unit.args.posonly,
            kwonlyargcount: unit.args.kwonly,
            stacksize: 0,
            flags: self.code_flags(),
            consts: Vec::new(),
            names: unit.names.iter().map(|sym| self.names.text(sym).into()).collect(),
            localsplusnames: Vec::new(),
            localspluskinds: Vec::new(),
            code: Vec::new(),
            linetable: Vec::new(),
            exceptiontable: Vec::new(),
        }
    }

    fn warn(&mut self, loc: Location, message: String) {
        let warning = Warning { message, location: loc };
        // A `finally` is compiled twice.
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

fn loc(span: Span) -> Location {
    location(span)
}
