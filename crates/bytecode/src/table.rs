//! The opcode table: the one place where an instruction is written down.
//!
//! CPython's counterpart is the set of declarations in `Python/bytecodes.c` with `Lib/opcode.py`; names, numbers, stack effects and cache
//! sizes are those of 3.13.0. Everything else that knows an opcode (the enum, names, effects, `dis`, the handler tables, the docs page) is
//! made from this table by a macro, so a new instruction is one entry here and then whatever the compiler says is missing.
//!
//! One entry reads
//!
//! ```text
//! /// What it does.
//! NAME = number [base NAME] (operand: Kind) (inputs -- outputs) [jump (inputs -- outputs)] cache units [FLAGS];
//! ```
//!
//! Stack items are named from the bottom up; `items[n]` is `n` of them, computed from the operand. An instruction that may jump says both
//! effects: first the one of falling through, then `jump`. The flags are those of [`OpFlags`](crate::OpFlags). There are three sections:
//!
//! * `standard`: CPython's instructions.
//! * `own`: forms that only adaptive code holds. Each names the `base` that it stands for (what it is turned back to, and what `dis` shows
//!   without `--adaptive`), and has the base's operand and cache. Borrowing loads, fused and specialised instructions go here; free
//!   numbers are 3, 119 to 148, 150 to 235 where CPython's specialised form of that number means something else here, and 255. Numbers
//!   from 236 to 254 are CPython's instrumented forms: the machine watches by swapping its handler table, so it has none.
//! * `pseudo`: the compiler's own, gone before the code is assembled; their numbers do not fit in a byte.
//!
//! Invariant: a number is used once (`E0081` otherwise), and an `own` entry has the cache size of its base (tested).

/// Hands the whole table to a macro: `for_each_opcode! { callback }` expands to `callback! { standard { … } own { … } pseudo { … } }`.
///
/// With `for_each_opcode! { [callback] tokens }` the tokens come first in the callback's input. Most users want
/// [`for_each_handler!`](crate::for_each_handler), which gives the executable names only.
#[macro_export]
macro_rules! for_each_opcode {
    ([$($callback:tt)+] $($extra:tt)*) => {
        $($callback)+! {
            $($extra)*
            standard {
                /// Room for the caches of the instruction before it. Never executed.
                CACHE = 0 () (--) cache 0 [];
                /// Enter an asynchronous context manager: push its bound `__aexit__`, then the awaitable that `__aenter__` gave.
                BEFORE_ASYNC_WITH = 1 () (mgr -- exit, res) cache 0 [ERROR ESCAPES];
                /// Enter a context manager: push its bound `__exit__`, then what `__enter__` gave.
                BEFORE_WITH = 2 () (mgr -- exit, res) cache 0 [ERROR ESCAPES];
                /// `container[start:stop]`.
                BINARY_SLICE = 4 () (container, start, stop -- res) cache 0 [ERROR ESCAPES];
                /// `container[sub]`.
                BINARY_SUBSCR = 5 () (container, sub -- res) cache 1 [ERROR ESCAPES];
                /// Split an exception group for `except*`: what is left, and the part that matches (or `None`).
                CHECK_EG_MATCH = 6 () (exc, match_type -- rest, matched) cache 0 [ERROR ESCAPES];
                /// Push whether `exc` is matched by `match_type`, a class or a tuple of classes.
                CHECK_EXC_MATCH = 7 () (exc, match_type -- exc, flag) cache 0 [ERROR ESCAPES];
                /// An exception thrown into `yield from` or `await`: if it is StopIteration push its value, else raise it again.
                CLEANUP_THROW = 8 () (sub_iter, last_sent, exc -- none, value) cache 0 [ERROR ESCAPES];
                /// `del container[sub]`.
                DELETE_SUBSCR = 9 () (container, sub --) cache 0 [ERROR ESCAPES];
                /// End of an `async for`: drop both if `exc` is StopAsyncIteration, else raise it again.
                END_ASYNC_FOR = 10 () (awaitable, exc --) cache 0 [ERROR ESCAPES];
                /// Drop the exhausted loop's last item. FOR_ITER may skip it together with the POP_TOP after it.
                END_FOR = 11 () (value --) cache 0 [PURE];
                /// End of `yield from` or `await`: keep the value, drop the receiver.
                END_SEND = 12 () (receiver, value -- value) cache 0 [PURE];
                /// After an inlined `__init__`: raise TypeError unless it returned `None`.
                EXIT_INIT_CHECK = 13 () (should_be_none --) cache 0 [ERROR ESCAPES];
                /// Format a value of an f-string without a format specification.
                FORMAT_SIMPLE = 14 () (value -- res) cache 0 [ERROR ESCAPES];
                /// `format(value, spec)`.
                FORMAT_WITH_SPEC = 15 () (value, spec -- res) cache 0 [ERROR ESCAPES];
                /// `obj.__aiter__()`, checked to have `__anext__`.
                GET_AITER = 16 () (obj -- aiter) cache 0 [ERROR ESCAPES];
                /// The number that marks the table's fixed point. Never executed.
                RESERVED = 17 () (--) cache 0 [];
                /// Push the awaitable for the next item of an asynchronous iterator.
                GET_ANEXT = 18 () (aiter -- aiter, awaitable) cache 0 [ERROR ESCAPES];
                /// `iter(iterable)`.
                GET_ITER = 19 () (iterable -- iter) cache 0 [ERROR ESCAPES];
                /// Push `len(obj)` and leave `obj`.
                GET_LEN = 20 () (obj -- obj, len) cache 0 [ERROR ESCAPES];
                /// The iterator of `yield from`: a generator or coroutine as it is, else `iter(iterable)`.
                GET_YIELD_FROM_ITER = 21 () (iterable -- iter) cache 0 [ERROR ESCAPES];
                /// Leave the machine with `retval`: the end of the entry frame.
                INTERPRETER_EXIT = 22 () (retval --) cache 0 [ESCAPES TERMINATES];
                /// Push AssertionError, whatever the builtins hold.
                LOAD_ASSERTION_ERROR = 23 () (-- value) cache 0 [];
                /// Push `builtins.__build_class__`.
                LOAD_BUILD_CLASS = 24 () (-- bc) cache 0 [ERROR ESCAPES];
                /// Push the frame's namespace (class bodies, module and `exec` code).
                LOAD_LOCALS = 25 () (-- locals) cache 0 [ERROR ESCAPES];
                /// Make a function of a code object and the frame's globals.
                MAKE_FUNCTION = 26 () (codeobj -- func) cache 0 [ERROR ESCAPES];
                /// Push the tuple of the subject's values for `keys`, or `None` if one is missing.
                MATCH_KEYS = 27 () (subject, keys -- subject, keys, values_or_none) cache 0 [ERROR ESCAPES];
                /// Push whether the subject's type is a mapping.
                MATCH_MAPPING = 28 () (subject -- subject, res) cache 0 [];
                /// Push whether the subject's type is a sequence for `match`.
                MATCH_SEQUENCE = 29 () (subject -- subject, res) cache 0 [];
                /// Do nothing; it carries a line number.
                NOP = 30 () (--) cache 0 [PURE];
                /// Restore the exception that was being handled before this handler.
                POP_EXCEPT = 31 () (exc_value --) cache 0 [ESCAPES];
                /// Drop the topmost value.
                POP_TOP = 32 () (value --) cache 0 [PURE];
                /// Begin a handler: save the exception being handled, make `new_exc` the one.
                PUSH_EXC_INFO = 33 () (new_exc -- prev_exc, new_exc) cache 0 [];
                /// Push NULL: the place of `self` in a call without one.
                PUSH_NULL = 34 () (-- null) cache 0 [PURE];
                /// Make the generator, coroutine or asynchronous generator of this frame and return it; the value pushed is the first one sent.
                RETURN_GENERATOR = 35 () (-- res) cache 0 [ERROR ESCAPES];
                /// Return from the frame.
                RETURN_VALUE = 36 () (retval --) cache 0 [TERMINATES];
                /// Make `__annotations__` in the namespace if it is not there.
                SETUP_ANNOTATIONS = 37 () (--) cache 0 [ERROR ESCAPES];
                /// `container[start:stop] = value`.
                STORE_SLICE = 38 () (value, container, start, stop --) cache 0 [ERROR ESCAPES];
                /// `container[sub] = value`.
                STORE_SUBSCR = 39 () (value, container, sub --) cache 1 [ERROR ESCAPES];
                /// `bool(value)`.
                TO_BOOL = 40 () (value -- res) cache 3 [ERROR ESCAPES];
                /// `~value`.
                UNARY_INVERT = 41 () (value -- res) cache 0 [ERROR ESCAPES];
                /// `-value`.
                UNARY_NEGATIVE = 42 () (value -- res) cache 0 [ERROR ESCAPES];
                /// Negate a bool: `value` is `True` or `False`.
                UNARY_NOT = 43 () (value -- res) cache 0 [PURE];
                /// Call `__exit__` with the exception; push its answer.
                WITH_EXCEPT_START = 44 () (exit_func, lasti, unused, exc -- exit_func, lasti, unused, exc, res) cache 0 [ERROR ESCAPES];
                /// Apply the binary or in-place operator `op`.
                BINARY_OP = 45 (op: BinOp) (lhs, rhs -- res) cache 1 [ERROR ESCAPES];
                /// Make a dict of `n` values and the tuple of their constant keys.
                BUILD_CONST_KEY_MAP = 46 (n: Count) (values[n], keys -- map) cache 0 [ERROR ESCAPES];
                /// Make a list of `n` items.
                BUILD_LIST = 47 (n: Count) (values[n] -- list) cache 0 [ERROR];
                /// Make a dict of `n` pairs of key and value.
                BUILD_MAP = 48 (n: Count) (pairs[n * 2] -- map) cache 0 [ERROR ESCAPES];
                /// Make a set of `n` items.
                BUILD_SET = 49 (n: Count) (values[n] -- set) cache 0 [ERROR ESCAPES];
                /// Make a slice of two or three parts.
                BUILD_SLICE = 50 (n: Count) (start, stop, step[(n == 3) as i64] -- slice) cache 0 [ERROR];
                /// Join `n` strings.
                BUILD_STRING = 51 (n: Count) (pieces[n] -- str) cache 0 [ERROR];
                /// Make a tuple of `n` items.
                BUILD_TUPLE = 52 (n: Count) (values[n] -- tup) cache 0 [ERROR];
                /// Call with `n` positional arguments, and before them `self` unless it is NULL.
                CALL = 53 (n: Count) (callable, self_or_null, args[n] -- res) cache 3 [POLLS ERROR ESCAPES];
                /// `func(*callargs, **kwargs)`; bit 0 says that there are `kwargs`.
                CALL_FUNCTION_EX = 54 (flags: Flags) (func, null, callargs, kwargs[flags & 1] -- res) cache 0 [POLLS ERROR ESCAPES];
                /// Apply a built-in helper of one argument.
                CALL_INTRINSIC_1 = 55 (which: Intrinsic1) (value -- res) cache 0 [ERROR ESCAPES];
                /// Apply a built-in helper of two arguments.
                CALL_INTRINSIC_2 = 56 (which: Intrinsic2) (value2, value1 -- res) cache 0 [ERROR ESCAPES];
                /// Call with `n` arguments, the last of which are named by the tuple `kwnames`.
                CALL_KW = 57 (n: Count) (callable, self_or_null, args[n], kwnames -- res) cache 0 [POLLS ERROR ESCAPES];
                /// Rich comparison `op >> 5`; with bit 4 the answer is made a bool.
                COMPARE_OP = 58 (op: CompareOp) (left, right -- res) cache 1 [ERROR ESCAPES];
                /// `left in right`, or `not in` with bit 0.
                CONTAINS_OP = 59 (invert: Flags) (left, right -- res) cache 1 [ERROR ESCAPES];
                /// `str`, `repr` or `ascii` of a value of an f-string.
                CONVERT_VALUE = 60 (which: Convert) (value -- res) cache 0 [ERROR];
                /// Push the value that is `i`-th from the top.
                COPY = 61 (i: Depth) (bottom, unused[i - 1] -- bottom, unused[i - 1], top) cache 0 [PURE];
                /// Copy the closure's `n` cells into the frame.
                COPY_FREE_VARS = 62 (n: Count) (--) cache 0 [];
                /// `del owner.name`.
                DELETE_ATTR = 63 (name: Name) (owner --) cache 0 [ERROR ESCAPES];
                /// Empty a cell; NameError if it is empty.
                DELETE_DEREF = 64 (slot: Deref) (--) cache 0 [ERROR ESCAPES];
                /// Unbind a local; UnboundLocalError if it is not bound.
                DELETE_FAST = 65 (slot: Local) (--) cache 0 [ERROR ESCAPES];
                /// Delete a global.
                DELETE_GLOBAL = 66 (name: Name) (--) cache 0 [ERROR ESCAPES];
                /// Delete a name from the namespace.
                DELETE_NAME = 67 (name: Name) (--) cache 0 [ERROR ESCAPES];
                /// Add the items of `update` to the keyword arguments; a key twice is a TypeError that names the callable.
                DICT_MERGE = 68 (i: Depth) (callable, null, callargs, dict, unused[i - 1], update -- callable, null, callargs, dict, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// `dict.update(update)`.
                DICT_UPDATE = 69 (i: Depth) (dict, unused[i - 1], update -- dict, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// CPython's entry into optimised traces. Never made here.
                ENTER_EXECUTOR = 70 (which: Flags) (--) cache 0 [];
                /// Give the next instruction's operand eight more bits above its own.
                EXTENDED_ARG = 71 (high: Extended) (--) cache 0 [];
                /// Push the next item, or jump to the loop's END_FOR when there is none (a machine may pop `iter` and skip END_FOR and POP_TOP).
                FOR_ITER = 72 (delta: JumpForward) (iter -- iter, next) jump (iter -- iter, null) cache 1 [ERROR ESCAPES];
                /// The iterator of an `await`; `place` names `async with` in the message.
                GET_AWAITABLE = 73 (place: Flags) (iterable -- iter) cache 0 [ERROR ESCAPES];
                /// `from module import name`; the module stays.
                IMPORT_FROM = 74 (name: Name) (from -- from, res) cache 0 [ERROR ESCAPES];
                /// `__import__(name, globals, locals, fromlist, level)`.
                IMPORT_NAME = 75 (name: Name) (level, fromlist -- res) cache 0 [ERROR ESCAPES];
                /// `left is right`, or `is not` with bit 0.
                IS_OP = 76 (invert: Flags) (left, right -- res) cache 0 [];
                /// Jump back, polling for requests to pause.
                JUMP_BACKWARD = 77 (delta: JumpBackward) (--) jump (--) cache 1 [POLLS ERROR ESCAPES TERMINATES];
                /// Jump back without polling (the loop of `yield from` and `await`).
                JUMP_BACKWARD_NO_INTERRUPT = 78 (delta: JumpBackward) (--) jump (--) cache 0 [TERMINATES];
                /// Jump forward.
                JUMP_FORWARD = 79 (delta: JumpForward) (--) jump (--) cache 0 [TERMINATES];
                /// Append to the list that is `i`-th from the top once `v` is popped.
                LIST_APPEND = 80 (i: Depth) (list, unused[i - 1], v -- list, unused[i - 1]) cache 0 [ERROR];
                /// Extend a list by an iterable.
                LIST_EXTEND = 81 (i: Depth) (list, unused[i - 1], iterable -- list, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// `owner.name`; with bit 0 a method is pushed as function and `self`, anything else as attribute and NULL.
                LOAD_ATTR = 82 (name: Attr) (owner -- attr, self_or_null[name & 1]) cache 9 [ERROR ESCAPES];
                /// Push a constant.
                LOAD_CONST = 83 (index: Const) (-- value) cache 0 [PURE];
                /// Push what a cell holds; NameError if it is empty.
                LOAD_DEREF = 84 (slot: Deref) (-- value) cache 0 [ERROR ESCAPES];
                /// Push a local that is known to be bound.
                LOAD_FAST = 85 (slot: Local) (-- value) cache 0 [PURE];
                /// Push a local, or NULL, and unbind it (around an inlined comprehension).
                LOAD_FAST_AND_CLEAR = 86 (slot: Local) (-- value) cache 0 [];
                /// Push a local; UnboundLocalError if it is not bound.
                LOAD_FAST_CHECK = 87 (slot: Local) (-- value) cache 0 [ERROR ESCAPES];
                /// Push two locals.
                LOAD_FAST_LOAD_FAST = 88 (slots: LocalPair) (-- value1, value2) cache 0 [];
                /// Look the name up in a class namespace, then in its cell.
                LOAD_FROM_DICT_OR_DEREF = 89 (slot: Deref) (class_dict -- value) cache 0 [ERROR ESCAPES];
                /// Look a name up in a class namespace, then among globals and builtins.
                LOAD_FROM_DICT_OR_GLOBALS = 90 (name: Name) (mod_or_class_dict -- value) cache 0 [ERROR ESCAPES];
                /// Push a global or builtin; with bit 0 NULL after it, ready for a call.
                LOAD_GLOBAL = 91 (name: Global) (-- res, null[name & 1]) cache 4 [ERROR ESCAPES];
                /// Look a name up in namespace, globals and builtins.
                LOAD_NAME = 92 (name: Name) (-- value) cache 0 [ERROR ESCAPES];
                /// `super().name` without making the super object; bit 0 as LOAD_ATTR, bit 1: written with two arguments.
                LOAD_SUPER_ATTR = 93 (name: Super) (global_super, class, self_obj -- attr, self_or_null[name & 1]) cache 1 [ERROR ESCAPES];
                /// Put a local into a new cell, in the local's slot.
                MAKE_CELL = 94 (slot: Deref) (--) cache 0 [ERROR];
                /// `dict[key] = value` in a comprehension.
                MAP_ADD = 95 (i: Depth) (dict, unused[i - 1], key, value -- dict, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// Match a class pattern of `n` positional patterns: the tuple of attributes, or `None`.
                MATCH_CLASS = 96 (n: Count) (subject, class, names -- attrs_or_none) cache 0 [ERROR ESCAPES];
                /// Jump if the bool on top is `False`.
                POP_JUMP_IF_FALSE = 97 (delta: JumpForward) (cond --) jump (cond --) cache 1 [];
                /// Jump if the value on top is `None`.
                POP_JUMP_IF_NONE = 98 (delta: JumpForward) (value --) jump (value --) cache 1 [];
                /// Jump if the value on top is not `None`.
                POP_JUMP_IF_NOT_NONE = 99 (delta: JumpForward) (value --) jump (value --) cache 1 [];
                /// Jump if the bool on top is `True`.
                POP_JUMP_IF_TRUE = 100 (delta: JumpForward) (cond --) jump (cond --) cache 1 [];
                /// `raise` (0), `raise exc` (1), `raise exc from cause` (2).
                RAISE_VARARGS = 101 (n: Count) (args[n] --) cache 0 [ERROR ESCAPES TERMINATES];
                /// Raise again what a handler caught; with an operand, the value below is the place it came from.
                RERAISE = 102 (n: Count) (values[n], exc -- values[n]) cache 0 [ERROR ESCAPES TERMINATES];
                /// Return a constant from the frame.
                RETURN_CONST = 103 (index: Const) (--) cache 0 [TERMINATES];
                /// Send `v` into the receiver: push what it yields, or jump with what it returned.
                SEND = 104 (delta: JumpForward) (receiver, v -- receiver, retval) jump (receiver, v -- receiver, retval) cache 1 [ERROR ESCAPES];
                /// Add to a set in a comprehension.
                SET_ADD = 105 (i: Depth) (set, unused[i - 1], v -- set, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// Give a new function its defaults, keyword defaults, annotations or closure.
                SET_FUNCTION_ATTRIBUTE = 106 (which: FunctionAttr) (attr, func -- func) cache 0 [ESCAPES];
                /// `set.update(iterable)`.
                SET_UPDATE = 107 (i: Depth) (set, unused[i - 1], iterable -- set, unused[i - 1]) cache 0 [ERROR ESCAPES];
                /// `owner.name = v`.
                STORE_ATTR = 108 (name: Name) (v, owner --) cache 4 [ERROR ESCAPES];
                /// Store into a cell.
                STORE_DEREF = 109 (slot: Deref) (v --) cache 0 [ESCAPES];
                /// Bind a local.
                STORE_FAST = 110 (slot: Local) (value --) cache 0 [];
                /// Bind the first local, then push the second.
                STORE_FAST_LOAD_FAST = 111 (slots: LocalPair) (value1 -- value2) cache 0 [];
                /// Bind the first local to the top value, the second to the one below.
                STORE_FAST_STORE_FAST = 112 (slots: LocalPair) (value2, value1 --) cache 0 [];
                /// Store a global.
                STORE_GLOBAL = 113 (name: Name) (v --) cache 0 [ERROR ESCAPES];
                /// Store into the namespace.
                STORE_NAME = 114 (name: Name) (v --) cache 0 [ERROR ESCAPES];
                /// Swap the top value with the `i`-th.
                SWAP = 115 (i: Depth) (bottom, unused[i - 2], top -- top, unused[i - 2], bottom) cache 0 [PURE];
                /// Unpack with one starred target: `counts & 0xff` values before it, `counts >> 8` after it.
                UNPACK_EX = 116 (counts: UnpackEx) (seq -- after[counts >> 8], rest, before[counts & 0xff]) cache 0 [ERROR ESCAPES];
                /// Unpack into exactly `n` values, the first one on top.
                UNPACK_SEQUENCE = 117 (n: Count) (seq -- values[n]) cache 1 [ERROR ESCAPES];
                /// Give `value` to the caller; the value pushed is what is sent back. The operand is 1 in `yield from` and `await`.
                YIELD_VALUE = 118 (depth: Flags) (value -- sent) cache 0 [ESCAPES];
                /// Where a frame starts or goes on: 0 start, 1 after `yield`, 2 after `yield from`, 3 after `await`; bit 2: at the depth of one exception handler. Polls.
                RESUME = 149 (place: Resume) (--) cache 0 [POLLS ERROR ESCAPES];
            }
            own {
                /// LOAD_FAST that owns no count: its consumer reads in the same straight line.
                LOAD_FAST_BORROW = 119 base LOAD_FAST (slot: Local) (-- value) cache 0 [PURE];
                /// LOAD_FAST_LOAD_FAST that owns no counts.
                LOAD_FAST_BORROW_LOAD_FAST_BORROW = 120 base LOAD_FAST_LOAD_FAST (slots: LocalPair) (-- value1, value2) cache 0 [];
                /// LOAD_CONST that owns no count.
                LOAD_CONST_BORROW = 121 base LOAD_CONST (index: Const) (-- value) cache 0 [PURE];
            }
            pseudo {
                /// A jump whose direction is not known yet.
                JUMP = 256 (target: Target) (--) jump (--) cache 0 [POLLS ERROR ESCAPES TERMINATES];
                /// A jump that must not poll.
                JUMP_NO_INTERRUPT = 257 (target: Target) (--) jump (--) cache 0 [TERMINATES];
                /// Push a cell itself (to build a closure).
                LOAD_CLOSURE = 258 (slot: Local) (-- value) cache 0 [PURE];
                /// LOAD_ATTR with bit 0.
                LOAD_METHOD = 259 (name: Name) (owner -- attr, self_or_null) cache 0 [ERROR ESCAPES];
                /// LOAD_SUPER_ATTR with bit 0.
                LOAD_SUPER_METHOD = 260 (name: Name) (global_super, class, self_obj -- attr, self_or_null) cache 0 [ERROR ESCAPES];
                /// LOAD_SUPER_ATTR without bit 1.
                LOAD_ZERO_SUPER_ATTR = 261 (name: Name) (global_super, class, self_obj -- attr) cache 0 [ERROR ESCAPES];
                /// LOAD_SUPER_ATTR with bit 0, without bit 1.
                LOAD_ZERO_SUPER_METHOD = 262 (name: Name) (global_super, class, self_obj -- attr, self_or_null) cache 0 [ERROR ESCAPES];
                /// The exception handler that was set up last is no longer active.
                POP_BLOCK = 263 () (--) cache 0 [PURE];
                /// Exceptions from here on go to the target, with the place they came from.
                SETUP_CLEANUP = 264 (target: Target) (--) jump (-- lasti, exc) cache 0 [PURE];
                /// Exceptions from here on go to the target.
                SETUP_FINALLY = 265 (target: Target) (--) jump (-- exc) cache 0 [PURE];
                /// As SETUP_CLEANUP, in place of the value that `__enter__` gave.
                SETUP_WITH = 266 (target: Target) (--) jump (entered -- lasti, exc) cache 0 [PURE];
                /// STORE_FAST whose value may be NULL (around an inlined comprehension).
                STORE_FAST_MAYBE_NULL = 267 (slot: Local) (value --) cache 0 [];
            }
        }
    };
    ($($callback:tt)+) => {
        $crate::for_each_opcode! { [$($callback)+] }
    };
}

/// Hands the names and numbers of all executable instructions (standard and own) to a macro, to build a handler table from:
/// `for_each_handler! { callback }` expands to `callback! { CACHE = 0, BEFORE_ASYNC_WITH = 1, … }`.
///
/// A callback that makes `[NAME]` into a path to a function of that name leads to a compile error for each handler that is missing.
#[macro_export]
macro_rules! for_each_handler {
    ($($callback:tt)+) => {
        $crate::for_each_opcode! { [$crate::__handlers_only] [$($callback)+] }
    };
}

/// The part of [`for_each_handler!`](crate::for_each_handler) that drops all but names and numbers.
#[doc(hidden)]
#[macro_export]
macro_rules! __handlers_only {
    (
        [$($callback:tt)+]
        standard { $( $(#[$sd:meta])* $sn:ident = $snum:literal ($($sop:tt)*) ($($sfx:tt)*) $(jump ($($sjfx:tt)*))? cache $sc:literal [$($sfl:ident)*]; )* }
        own { $( $(#[$od:meta])* $on:ident = $onum:literal base $ob:ident ($($oop:tt)*) ($($ofx:tt)*) $(jump ($($ojfx:tt)*))? cache $oc:literal [$($ofl:ident)*]; )* }
        pseudo { $($pseudo:tt)* }
    ) => {
        $($callback)+! { $($sn = $snum,)* $($on = $onum,)* }
    };
}
