//! The machine driven by code that was assembled by hand: no parser, no compiler, each test shows the instructions that it is about.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use minipy_bytecode::Opcode::{self, *};
use minipy_bytecode::{CodeDesc, CodeFlags, Const, ExceptionEntry, LocalKind, Location, LocationWriter};
use minipy_bytecode::{instruction_size, write_exception_entry, write_instruction};
use minipy_object::args::Args;
use minipy_object::bootstrap::{Runtime, Settings};
use minipy_object::header::PyObject;
use minipy_object::host::NullHost;
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState, poll};
use minipy_object::types::dict::Dict;
use minipy_vm::types::function::Function;
use minipy_vm::{FrameView, Observer, add_observer, code_from_desc, new_main_module, remove_observer};

/// An operand.
#[derive(Clone, Copy)]
enum Arg {
    Number(u32),
    /// The place of a label.
    To(&'static str),
}

/// Code in the making: instructions by name, jumps by label.
struct Assembler {
    desc: CodeDesc,
    instructions: Vec<(Opcode, Arg)>,
    /// Labels and the number of the instruction behind them.
    labels: Vec<(&'static str, usize)>,
    handlers: Vec<(&'static str, &'static str, &'static str, u32, bool)>,
}

/// Begin a code object with these parameters.
fn code(name: &str, parameters: &[&str]) -> Assembler {
    let desc = CodeDesc {
        name: name.into(),
        qualname: name.into(),
        filename: Arc::from("<hand>"),
        firstlineno: 1,
        argcount: parameters.len() as u32,
        posonlyargcount: 0,
        kwonlyargcount: 0,
        stacksize: 16,
        flags: CodeFlags::OPTIMIZED.union(CodeFlags::NEWLOCALS),
        consts: vec![Const::None],
        names: Vec::new(),
        localsplusnames: parameters.iter().map(|&name| name.into()).collect(),
        localspluskinds: parameters.iter().map(|_| LocalKind::LOCAL).collect(),
        code: Vec::new(),
        linetable: Vec::new(),
        exceptiontable: Vec::new(),
    };
    Assembler { desc, instructions: Vec::new(), labels: Vec::new(), handlers: Vec::new() }
}

/// Begin a function.
fn function(name: &str, parameters: &[&str]) -> Assembler {
    code(name, parameters).op(RESUME, 0)
}

impl Assembler {
    fn op(mut self, opcode: Opcode, operand: u32) -> Self {
        self.instructions.push((opcode, Arg::Number(operand)));
        self
    }

    fn jump(mut self, opcode: Opcode, label: &'static str) -> Self {
        self.instructions.push((opcode, Arg::To(label)));
        self
    }

    fn label(mut self, label: &'static str) -> Self {
        self.labels.push((label, self.instructions.len()));
        self
    }

    /// What is raised between two labels is handled at the third, with so many values kept on the stack.
    fn handler(mut self, start: &'static str, end: &'static str, target: &'static str, depth: u32, lasti: bool) -> Self {
        self.handlers.push((start, end, target, depth, lasti));
        self
    }

    fn local(mut self, name: &str, kind: LocalKind) -> Self {
        self.desc.localsplusnames.push(name.into());
        self.desc.localspluskinds.push(kind);
        self
    }

    fn constant(mut self, constant: Const) -> Self {
        self.desc.consts.push(constant);
        self
    }

    fn int(self, value: i64) -> Self {
        self.constant(Const::Int(value.into()))
    }

    fn name(mut self, name: &str) -> Self {
        self.desc.names.push(name.into());
        self
    }

    fn flags(mut self, flags: CodeFlags) -> Self {
        self.desc.flags = self.desc.flags.union(flags);
        self
    }

    fn stack(mut self, size: u32) -> Self {
        self.desc.stacksize = size;
        self
    }

    /// The description. Jumps go less than 256 units far.
    fn build(mut self) -> CodeDesc {
        let mut starts = vec![0];
        for (opcode, arg) in &self.instructions {
            let size = instruction_size(*opcode, if let Arg::Number(number) = arg { *number } else { 0 });
            starts.push(starts.last().unwrap() + size);
        }
        let place = |label: &str| match self.labels.iter().find(|(name, _)| *name == label) {
            Some((_, instruction)) => starts[*instruction],
            None => panic!("no label {label}"),
        };
        let mut units = Vec::new();
        for (n, (opcode, arg)) in self.instructions.iter().enumerate() {
            let operand = match arg {
                Arg::Number(number) => *number,
                Arg::To(label) => place(label).abs_diff(starts[n + 1]) as u32,
            };
            write_instruction(&mut units, *opcode, operand);
        }
        let mut locations = LocationWriter::new(1);
        locations.push(&Location { line: 1, end_line: 1, column: 0, end_column: 1 }, units.len());
        for (start, end, target, depth, lasti) in &self.handlers {
            let [start, end, target] = [start, end, target].map(|label| place(label) as u32);
            let entry = ExceptionEntry { start, end, target, depth: *depth, lasti: *lasti };
            write_exception_entry(&mut self.desc.exceptiontable, &entry);
        }
        self.desc.code = units;
        self.desc.linetable = locations.finish();
        self.desc
    }
}

/// An interpreter with the machine in it, and a module's globals.
fn machine(test: impl FnOnce(&ThreadState, &Py<Dict>)) {
    machine_on_stack(1 << 20, test);
}

fn machine_on_stack(stack_size: usize, test: impl FnOnce(&ThreadState, &Py<Dict>)) {
    let settings = Settings { heap: Default::default(), host: Box::new(NullHost::default()), hash_seed: Some(0), stack_size };
    let runtime = Runtime::new(settings).unwrap();
    runtime.with(|ts| {
        ok(ts, minipy_vm::install(ts));
        ok(ts, minipy_vm::sys::configure(ts, &minipy_vm::SysConfig::default()));
        {
            let module = ok(ts, new_main_module(ts));
            let globals = ok(ts, module.dict(ts));
            test(ts, &globals);
        }
        minipy_vm::shutdown(ts);
        minipy_vm::uninstall(ts);
    });
    let left = runtime.shutdown();
    assert_eq!((left.blocks, left.bytes), (0, 0), "blocks are left");
}

/// A result, or a panic with the exception's text.
fn ok<T>(ts: &ThreadState, result: PyResult<T>) -> T {
    match result {
        Ok(value) => value,
        Err(raised) => {
            let error = ts.take_exception(raised);
            panic!("{}: {}", error.ob_type().name_string(), text(ts, &error))
        }
    }
}

fn text(ts: &ThreadState, object: &PyRef) -> String {
    match protocol::str(ts, object) {
        Ok(text) => text.to_rust_string(),
        Err(raised) => {
            ts.clear_exception(raised);
            "?".to_owned()
        }
    }
}

/// A function object of the description, also a global of its name.
fn define(ts: &ThreadState, globals: &Py<Dict>, desc: &CodeDesc) -> PyRef {
    let code = ok(ts, code_from_desc(ts, desc));
    let function = ok(ts, Function::new(ts, &code, globals)).into_ref();
    let name = ok(ts, ts.intern(&desc.name));
    ok(ts, globals.set_str(ts, &name, function.clone()));
    function
}

fn int(ts: &ThreadState, value: i64) -> PyRef {
    ok(ts, ts.new_int(value)).into_ref()
}

/// Call and give the result's text, or the exception's type and text.
fn call(ts: &ThreadState, function: &PyRef, args: &[PyRef]) -> String {
    match protocol::call(ts, function, Args::positional(args)) {
        Ok(value) => text(ts, &value),
        Err(raised) => {
            let error = ts.take_exception(raised);
            format!("{}: {}", error.ob_type().name_string(), text(ts, &error))
        }
    }
}

/// `def total(n): k = 0; for j in range(n): k = k + j; return k`
fn total() -> CodeDesc {
    function("total", &["n"])
        .local("k", LocalKind::LOCAL)
        .local("j", LocalKind::LOCAL)
        .int(0)
        .name("range")
        .op(LOAD_CONST, 1)
        .op(STORE_FAST, 1)
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_FAST, 0)
        .op(CALL, 1)
        .op(GET_ITER, 0)
        .label("loop")
        .jump(FOR_ITER, "end")
        .op(STORE_FAST_LOAD_FAST, 2 << 4 | 1)
        .op(LOAD_FAST, 2)
        .op(BINARY_OP, 0)
        .op(STORE_FAST, 1)
        .jump(JUMP_BACKWARD, "loop")
        .label("end")
        .op(END_FOR, 0)
        .op(POP_TOP, 0)
        .op(LOAD_FAST, 1)
        .op(RETURN_VALUE, 0)
        .build()
}

/// `def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)`
fn fib() -> CodeDesc {
    function("fib", &["n"])
        .int(2)
        .int(1)
        .name("fib")
        .op(LOAD_FAST, 0)
        .op(LOAD_CONST, 1)
        .op(COMPARE_OP, 2 | 16)
        .jump(POP_JUMP_IF_FALSE, "more")
        .op(LOAD_FAST, 0)
        .op(RETURN_VALUE, 0)
        .label("more")
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_FAST, 0)
        .op(LOAD_CONST, 2)
        .op(BINARY_OP, 10)
        .op(CALL, 1)
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_FAST, 0)
        .op(LOAD_CONST, 1)
        .op(BINARY_OP, 10)
        .op(CALL, 1)
        .op(BINARY_OP, 0)
        .op(RETURN_VALUE, 0)
        .build()
}

/// `def squares(n): for i in range(n): yield i * i`
fn squares() -> CodeDesc {
    code("squares", &["n"])
        .local("i", LocalKind::LOCAL)
        .flags(CodeFlags::GENERATOR)
        .name("range")
        .op(RETURN_GENERATOR, 0)
        .op(POP_TOP, 0)
        .op(RESUME, 0)
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_FAST, 0)
        .op(CALL, 1)
        .op(GET_ITER, 0)
        .label("loop")
        .jump(FOR_ITER, "end")
        .op(STORE_FAST, 1)
        .op(LOAD_FAST_LOAD_FAST, 1 << 4 | 1)
        .op(BINARY_OP, 5)
        .op(YIELD_VALUE, 0)
        .op(RESUME, 1)
        .op(POP_TOP, 0)
        .jump(JUMP_BACKWARD, "loop")
        .label("end")
        .op(END_FOR, 0)
        .op(POP_TOP, 0)
        .op(RETURN_CONST, 0)
        .build()
}

/// `def drain(f, n): k = 0; for v in f(n): k += v; return k`
fn drain() -> CodeDesc {
    function("drain", &["f", "n"])
        .local("k", LocalKind::LOCAL)
        .local("v", LocalKind::LOCAL)
        .int(0)
        .op(LOAD_CONST, 1)
        .op(STORE_FAST, 2)
        .op(LOAD_FAST, 0)
        .op(PUSH_NULL, 0)
        .op(LOAD_FAST, 1)
        .op(CALL, 1)
        .op(GET_ITER, 0)
        .label("loop")
        .jump(FOR_ITER, "end")
        .op(STORE_FAST, 3)
        .op(LOAD_FAST_LOAD_FAST, 2 << 4 | 3)
        .op(BINARY_OP, 13)
        .op(STORE_FAST, 2)
        .jump(JUMP_BACKWARD, "loop")
        .label("end")
        .op(END_FOR, 0)
        .op(POP_TOP, 0)
        .op(LOAD_FAST, 2)
        .op(RETURN_VALUE, 0)
        .build()
}

#[test]
fn a_loop_over_a_range() {
    machine(|ts, globals| {
        let total = define(ts, globals, &total());
        assert_eq!(call(ts, &total, &[int(ts, 1000)]), "499500");
        assert_eq!(call(ts, &total, &[int(ts, 0)]), "0");
        assert_eq!(call(ts, &total, &[]), "TypeError: total() missing 1 required positional argument: 'n'");
        assert_eq!(call(ts, &total, &[ts.none()]), "TypeError: 'NoneType' object cannot be interpreted as an integer");
    });
}

#[test]
fn calls_push_frames() {
    machine(|ts, globals| {
        let fib = define(ts, globals, &fib());
        assert_eq!(call(ts, &fib, &[int(ts, 15)]), "610");
    });
}

#[test]
fn a_generator_keeps_its_frame() {
    machine(|ts, globals| {
        let squares = define(ts, globals, &squares());
        let drain = define(ts, globals, &drain());
        assert_eq!(call(ts, &drain, &[squares.clone(), int(ts, 10)]), "285");
        // One that is left in the middle is closed when it dies.
        let generator = ok(ts, protocol::call(ts, &squares, Args::positional(&[int(ts, 10)])));
        assert_eq!(ok(ts, protocol::next(ts, &generator)).map(|value| text(ts, &value)), Some("0".to_owned()));
        assert_eq!(ok(ts, protocol::next(ts, &generator)).map(|value| text(ts, &value)), Some("1".to_owned()));
    });
}

/// `def guarded(x): try: return 1 // x` and `except ZeroDivisionError: return "zero"`
#[test]
fn the_exception_table_names_the_handler() {
    let guarded = function("guarded", &["x"])
        .int(1)
        .constant(Const::str("zero"))
        .name("ZeroDivisionError")
        .label("try")
        .op(LOAD_CONST, 1)
        .op(LOAD_FAST, 0)
        .op(BINARY_OP, 2)
        .label("tried")
        .op(RETURN_VALUE, 0)
        .label("except")
        .op(PUSH_EXC_INFO, 0)
        .op(LOAD_GLOBAL, 0)
        .op(CHECK_EXC_MATCH, 0)
        .jump(POP_JUMP_IF_FALSE, "other")
        .op(POP_TOP, 0)
        .op(POP_EXCEPT, 0)
        .label("handled")
        .op(RETURN_CONST, 2)
        .label("other")
        .op(RERAISE, 0)
        .label("cleanup")
        .op(COPY, 3)
        .op(POP_EXCEPT, 0)
        .op(RERAISE, 1)
        .handler("try", "tried", "except", 0, false)
        .handler("except", "handled", "cleanup", 1, true)
        .handler("other", "cleanup", "cleanup", 1, true)
        .build();
    machine(|ts, globals| {
        let guarded = define(ts, globals, &guarded);
        assert_eq!(call(ts, &guarded, &[int(ts, 1)]), "1");
        assert_eq!(call(ts, &guarded, &[int(ts, 0)]), "zero");
        assert_eq!(call(ts, &guarded, &[ts.none()]), "TypeError: unsupported operand type(s) for //: 'int' and 'NoneType'");
        assert!(ts.handled_exception().is_none(), "nothing is being handled any more");
    });
}

/// `def counter(n): def step(): nonlocal n; n = n + 1; return n` and `return step`
#[test]
fn closures_share_a_cell() {
    let step = code("step", &[])
        .local("n", LocalKind::FREE)
        .int(1)
        .op(COPY_FREE_VARS, 1)
        .op(RESUME, 0)
        .op(LOAD_DEREF, 0)
        .op(LOAD_CONST, 1)
        .op(BINARY_OP, 0)
        .op(STORE_DEREF, 0)
        .op(LOAD_DEREF, 0)
        .op(RETURN_VALUE, 0)
        .build();
    let mut counter = code("counter", &["n"])
        .constant(Const::Code(step.into()))
        .op(MAKE_CELL, 0)
        .op(RESUME, 0)
        .op(LOAD_FAST, 0)
        .op(BUILD_TUPLE, 1)
        .op(LOAD_CONST, 1)
        .op(MAKE_FUNCTION, 0)
        .op(SET_FUNCTION_ATTRIBUTE, 8)
        .op(RETURN_VALUE, 0)
        .build();
    counter.localspluskinds[0] = LocalKind::LOCAL.union(LocalKind::CELL);
    machine(|ts, globals| {
        let counter = define(ts, globals, &counter);
        let step = ok(ts, protocol::call(ts, &counter, Args::positional(&[int(ts, 1000)])));
        let other = ok(ts, protocol::call(ts, &counter, Args::positional(&[int(ts, 5)])));
        assert_eq!([call(ts, &step, &[]), call(ts, &other, &[]), call(ts, &step, &[])], ["1001", "6", "1002"]);
    });
}

#[test]
fn a_deep_value_stack_and_long_operands() {
    // More slots than a chunk of frames has.
    let deep = 40_000;
    let mut tall = function("tall", &["x"]).stack(deep).name("len").op(LOAD_GLOBAL, 1);
    for _ in 0..deep - 2 {
        tall = tall.op(LOAD_FAST, 0);
    }
    let tall = tall.op(BUILD_LIST, deep - 2).op(CALL, 1).op(RETURN_VALUE, 0).build();
    machine(|ts, globals| {
        let tall = define(ts, globals, &tall);
        assert_eq!(call(ts, &tall, &[ts.none()]), (deep - 2).to_string());
        assert_eq!(call(ts, &tall, &[ts.none()]), (deep - 2).to_string());
    });
}

/// `def down(n): return down(n - 1) + 1 if n else 0`
fn down() -> CodeDesc {
    function("down", &["n"])
        .int(0)
        .int(1)
        .name("down")
        .op(LOAD_FAST, 0)
        .op(TO_BOOL, 0)
        .jump(POP_JUMP_IF_TRUE, "more")
        .op(RETURN_CONST, 1)
        .label("more")
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_FAST, 0)
        .op(LOAD_CONST, 2)
        .op(BINARY_OP, 10)
        .op(CALL, 1)
        .op(LOAD_CONST, 2)
        .op(BINARY_OP, 0)
        .op(RETURN_VALUE, 0)
        .build()
}

fn set_recursion_limit(ts: &ThreadState, limit: i64) {
    let sys = ok(ts, minipy_vm::import_module(ts, "sys"));
    let name = ok(ts, ts.intern("setrecursionlimit"));
    let set = ok(ts, protocol::get_attr(ts, &sys, &name));
    assert_eq!(call(ts, &set, &[int(ts, limit)]), "None");
}

#[test]
fn the_recursion_limit_counts_frames_and_frames_take_no_native_stack() {
    // A native stack of 512 KiB: two hundred thousand frames could not lie on it.
    machine_on_stack(512 << 10, |ts, globals| {
        let down = define(ts, globals, &down());
        let too_deep = "RecursionError: maximum recursion depth exceeded";
        assert_eq!(call(ts, &down, &[int(ts, 900)]), "900");
        assert!(call(ts, &down, &[int(ts, 1000)]).starts_with(too_deep));
        set_recursion_limit(ts, 1_000_000);
        assert_eq!(call(ts, &down, &[int(ts, 200_000)]), "200000");
        set_recursion_limit(ts, 1_000_000_000);
        assert!(call(ts, &down, &[int(ts, 1_000_000_000)]).starts_with(too_deep), "limited by bytes");
        set_recursion_limit(ts, 1000);
        assert_eq!(call(ts, &down, &[int(ts, 900)]), "900");
    });
}

/// `def native(x): return list(map(native, (x,)))`: each level is one of native code.
#[test]
fn the_native_stack_is_guarded() {
    let native = function("native", &["x"])
        .name("list")
        .name("map")
        .name("native")
        .op(LOAD_GLOBAL, 1)
        .op(LOAD_GLOBAL, 1 << 1 | 1)
        .op(LOAD_GLOBAL, 2 << 1)
        .op(LOAD_FAST, 0)
        .op(BUILD_TUPLE, 1)
        .op(CALL, 2)
        .op(CALL, 1)
        .op(RETURN_VALUE, 0)
        .build();
    machine_on_stack(512 << 10, |ts, globals| {
        let native = define(ts, globals, &native);
        set_recursion_limit(ts, 1_000_000);
        for _ in 0..3 {
            assert!(call(ts, &native, &[ts.none()]).starts_with("RecursionError: maximum recursion depth exceeded"));
        }
    });
}

/// `def forever(): while True: pass`
#[test]
fn a_backward_jump_polls() {
    let forever = function("forever", &[]).label("loop").op(NOP, 0).jump(JUMP_BACKWARD, "loop").build();
    machine(|ts, globals| {
        let forever = define(ts, globals, &forever);
        ts.interp().poll_handler.set(Some(|ts, bits| {
            // The first time is the function's entry.
            if ts.poll.fetch_and(!poll::SIGNAL, Ordering::Relaxed) & poll::SIGNAL != 0 {
                return Ok(());
            }
            assert_eq!(bits & poll::LIMIT, poll::LIMIT);
            ts.poll.fetch_and(!poll::LIMIT, Ordering::Relaxed);
            Err(ts.value_error("interrupted"))
        }));
        ts.request(poll::SIGNAL | poll::LIMIT);
        assert_eq!(call(ts, &forever, &[]), "ValueError: interrupted");
    });
}

#[test]
fn a_function_entry_polls() {
    let nothing = function("nothing", &[]).op(RETURN_CONST, 0).build();
    machine(|ts, globals| {
        let nothing = define(ts, globals, &nothing);
        ts.interp().poll_handler.set(Some(|ts, _| {
            ts.poll.fetch_and(!poll::LIMIT, Ordering::Relaxed);
            Ok(())
        }));
        ts.request(poll::LIMIT);
        assert_eq!(call(ts, &nothing, &[]), "None");
        assert_eq!(ts.poll.load(Ordering::Relaxed) & poll::LIMIT, 0, "the request was seen");
    });
}

#[test]
fn code_that_the_verifier_refuses_is_not_made() {
    machine(|ts, _| {
        let refused = |desc: &CodeDesc| match code_from_desc(ts, desc) {
            Ok(_) => panic!("it was made"),
            Err(raised) => {
                let error = ts.take_exception(raised);
                format!("{}: {}", error.ob_type().name_string(), text(ts, &error))
            }
        };
        let underflow = function("f", &[]).op(POP_TOP, 0).op(RETURN_CONST, 0).build();
        assert_eq!(refused(&underflow), "SystemError: invalid code object: at unit 1: POP_TOP takes 1 of 0 values");
        let overflow = function("f", &["x"]).stack(1).op(LOAD_FAST, 0).op(LOAD_FAST, 0).op(RETURN_VALUE, 0).build();
        assert!(refused(&overflow).contains("leaves 2 values, more than 1"));
        let local = function("f", &["x"]).op(LOAD_FAST, 1).op(RETURN_VALUE, 0).build();
        assert!(refused(&local).contains("LOAD_FAST cannot have the operand 1"));
        let constant = function("f", &[]).op(RETURN_CONST, 1).build();
        assert!(refused(&constant).contains("RETURN_CONST cannot have the operand 1"));
        let off_the_end = function("f", &[]).op(NOP, 0).build();
        assert!(refused(&off_the_end).contains("where no instruction begins") || refused(&off_the_end).contains("behind the end"));
        let exit = function("f", &["x"]).op(LOAD_FAST, 0).op(INTERPRETER_EXIT, 0).build();
        assert!(refused(&exit).contains("INTERPRETER_EXIT is not for code"));
        let into_a_cache = function("f", &["x"]).op(JUMP_FORWARD, 2).op(LOAD_FAST, 0).op(TO_BOOL, 0).op(RETURN_VALUE, 0).build();
        assert!(refused(&into_a_cache).contains("where no instruction begins"));
    });
}

/// Notes each instruction's opcode and native depth.
#[derive(Default)]
struct Notes {
    opcodes: RefCell<BTreeSet<Opcode>>,
    depths: RefCell<BTreeSet<usize>>,
    instructions: Cell<u64>,
    returns: Cell<u64>,
    unwound: Cell<u64>,
}

impl Observer for Notes {
    fn instruction(&self, _ts: &ThreadState, frame: &FrameView<'_>) -> PyResult<()> {
        self.opcodes.borrow_mut().extend(frame.opcode());
        self.depths.borrow_mut().extend(frame.native_depth());
        self.instructions.set(self.instructions.get() + 1);
        Ok(())
    }
    fn returned(&self, _ts: &ThreadState, _frame: &FrameView<'_>, _value: &PyObject) -> PyResult<()> {
        self.returns.set(self.returns.get() + 1);
        Ok(())
    }
    fn unwound(&self, _ts: &ThreadState, _frame: &FrameView<'_>, _exception: &PyObject) {
        self.unwound.set(self.unwound.get() + 1);
    }
}

#[test]
fn an_observer_sees_each_instruction_at_one_native_depth() {
    machine(|ts, globals| {
        let fib = define(ts, globals, &fib());
        let squares = define(ts, globals, &squares());
        let drain = define(ts, globals, &drain());
        let notes = Rc::new(Notes::default());
        let observer: Rc<dyn Observer> = notes.clone();
        add_observer(ts, Rc::clone(&observer));
        assert_eq!(call(ts, &fib, &[int(ts, 10)]), "55");
        assert_eq!((notes.returns.get(), notes.unwound.get()), (177, 0), "a return for each call");
        assert_eq!(notes.instructions.get(), 89 * 7 + 88 * 17, "89 leaves of 7 instructions, 88 calls of 17");
        assert_eq!(call(ts, &drain, &[squares, int(ts, 10)]), "285");
        assert_eq!(call(ts, &fib, &[ts.none()]), "TypeError: '<' not supported between instances of 'NoneType' and 'int'");
        assert_eq!(notes.unwound.get(), 1);
        remove_observer(ts, &observer);
        let seen = notes.instructions.get();
        assert_eq!(call(ts, &fib, &[int(ts, 10)]), "55");
        assert_eq!(notes.instructions.get(), seen, "nobody looks any more");
        assert_eq!(notes.depths.borrow().len(), 1, "{:?}", notes.depths.borrow());
        assert!(notes.opcodes.borrow().contains(&YIELD_VALUE));
    });
}

/// An observer whose error is raised at the fifth instruction.
struct Stopper(Cell<u64>);

impl Observer for Stopper {
    fn instruction(&self, ts: &ThreadState, _frame: &FrameView<'_>) -> PyResult<()> {
        self.0.set(self.0.get() + 1);
        if self.0.get() == 5 { Err(ts.value_error("enough")) } else { Ok(()) }
    }
}

#[test]
fn what_an_observer_raises_is_raised_in_the_program() {
    machine(|ts, globals| {
        let total = define(ts, globals, &total());
        let observer: Rc<dyn Observer> = Rc::new(Stopper(Cell::new(0)));
        add_observer(ts, Rc::clone(&observer));
        assert_eq!(call(ts, &total, &[int(ts, 10)]), "ValueError: enough");
        remove_observer(ts, &observer);
        assert_eq!(call(ts, &total, &[int(ts, 10)]), "45");
    });
}
