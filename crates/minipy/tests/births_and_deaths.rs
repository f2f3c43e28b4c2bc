//! Births and deaths as observers are told of them: complete, so that what is alive afterwards is what was alive before and the difference.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use minipy::{Capture, Interpreter, Outcome};
use minipy_object::header::PyObject;
use minipy_vm::{BlockEvent, Observer, add_observer, remove_observer};

/// Every block that was made and not given back, and what happened to objects of each type.
#[derive(Default)]
struct Ledger {
    alive: RefCell<BTreeMap<usize, usize>>,
    /// Blocks made before anybody looked, given back meanwhile.
    older: Cell<isize>,
    objects: RefCell<BTreeMap<String, (usize, usize)>>,
    reused: Cell<usize>,
    twice: Cell<usize>,
}

impl Observer for Ledger {
    fn reused(&self, _result: &PyObject) {
        self.reused.set(self.reused.get() + 1);
    }

    fn born(&self, block: &BlockEvent<'_>) {
        if self.alive.borrow_mut().insert(block.address, block.size).is_some() {
            self.twice.set(self.twice.get() + 1);
        }
        if let Some(kind) = block.object.and_then(|object| object.kind) {
            self.objects.borrow_mut().entry(kind.name_string()).or_default().0 += 1;
        }
    }

    fn died(&self, block: &BlockEvent<'_>) {
        if self.alive.borrow_mut().remove(&block.address).is_none() {
            self.older.set(self.older.get() + 1);
        }
        if let Some(kind) = block.object.and_then(|object| object.kind) {
            self.objects.borrow_mut().entry(kind.name_string()).or_default().1 += 1;
        }
    }
}

/// What the ledger says of a program, and the difference of live blocks that the heap says.
struct Watched {
    objects: BTreeMap<String, (usize, usize)>,
    reused: usize,
    told: isize,
    counted: isize,
    twice: usize,
}

fn watched(source: &'static str, debug: bool) -> Watched {
    let interpreter = Interpreter::builder().host(Capture::new("").host()).hash_seed(Some(0)).debug_malloc(debug).start().unwrap();
    let result = interpreter
        .run(move |machine| {
            let ts = machine.thread_state();
            let before = ts.heap().live_blocks() as isize;
            let ledger = Rc::new(Ledger::default());
            let observer: Rc<dyn Observer> = ledger.clone();
            add_observer(ts, Rc::clone(&observer));
            let outcome = machine.run_main(source.as_bytes(), "<test>");
            remove_observer(ts, &observer);
            assert_eq!(outcome, Outcome::Finished);
            let after = ts.heap().live_blocks() as isize;
            Watched {
                objects: ledger.objects.take(),
                reused: ledger.reused.get(),
                told: ledger.alive.borrow().len() as isize - ledger.older.get(),
                counted: after - before,
                twice: ledger.twice.get(),
            }
        })
        .unwrap();
    assert_eq!(interpreter.finish().unwrap().leaked_blocks, 0);
    result
}

#[test]
fn what_is_alive_is_what_was_born_and_has_not_died() {
    let source = r#"
class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next
    def __del__(self):
        log.append(self.value * 1.5)

log = []
chain = None
for i in range(300, 900):
    chain = Node(i * 1000, chain)
while chain:
    chain = chain.next
loop = Node(7, None); loop.next = loop; del loop
text = ''
for word in 'the quick brown fox'.split() * 200:
    text += word
table = {n: [n] * (n % 50) for n in range(2000)}
big = [2 ** n for n in range(200)]
try:
    table['no']
except KeyError as error:
    kept = error
total = 0.0
for n in range(1000):
    total += n / 3 - n * 2
"#;
    for debug in [false, true] {
        let watched = watched(source, debug);
        assert_eq!(watched.told, watched.counted, "the heap's own count of live blocks, debug {debug}");
        assert_eq!(watched.twice, 0);
        for kind in ["str", "list", "dict", "tuple", "int", "float", "function", "range_iterator", "type", "KeyError", "traceback"] {
            assert!(watched.objects.contains_key(kind), "{kind}: {:?}", watched.objects);
        }
        assert!(watched.objects["list"].0 > 2000, "{:?}", watched.objects);
        assert_eq!(watched.objects.get("Node"), Some(&(601, 601)), "the collector has found the one in a cycle");
    }
}

#[test]
fn numbers_are_told_too() {
    let source = "total = 1000\nfor n in range(5000, 6000):\n    total = total + n\n    half = n * 0.5\nsmall = n == 5\n";
    let watched = watched(source, false);
    assert_eq!(watched.told, watched.counted);
    // Each turn makes the range's int and a sum, and drops the ones before. Constants make the rest.
    let (born, died) = watched.objects["int"];
    assert!((2000..2100).contains(&born), "{born}");
    assert!(born - died < 20, "{born} born, {died} died");
    assert_eq!(watched.objects["float"], (1001, 1000), "the last product lives");
    assert_eq!(watched.reused, 0, "nothing is temporary here");
}

#[test]
fn a_block_that_a_temporary_leaves_to_the_result_is_told() {
    let source = "n = 5000\nx = n * 3 + 7\ny = n * 0.5 + 1.0 - n\nz = 2 + 3\n";
    let watched = watched(source, false);
    assert_eq!(watched.reused, 3);
    assert_eq!(watched.told, watched.counted);
}
