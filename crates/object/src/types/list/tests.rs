//! Sorting and re-entrancy with keys made in Rust: a type whose comparison counts, fails or changes the list, and one whose finalizer
//! does. Invariant: after each test the interpreter ends with no live block.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::bootstrap::make_types;
use crate::header::{PyObject, PyType};
use crate::pyref::{Py, PyRef, Visit};
use crate::slots::{CompareOp, Slots};
use crate::state::{PyResult, ThreadState};
use crate::test_support::with_interpreter;
use crate::typedef::{Body, TypeDef};
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// What the keys of one test share.
#[derive(Default)]
struct Shared {
    count: Cell<u64>,
    digest: Cell<u64>,
    fail_at: Cell<u64>,
    list: RefCell<Option<Py<List>>>,
}

struct Key {
    value: u64,
    id: u64,
    shared: Rc<Shared>,
}

impl Body for Key {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Key, KEY, |ts| &ts.types().object);

fn key_compare(ts: &ThreadState, a: &PyObject, b: &PyObject, op: CompareOp) -> PyResult {
    assert_eq!(op, CompareOp::Lt);
    let (a, b) = (a.downcast::<Key>().expect("a key"), b.downcast::<Key>().expect("a key"));
    let shared = &a.shared;
    shared.count.set(shared.count.get() + 1);
    // As K.__lt__ of tests/language/lib_types/sort_basic.py.
    let digest = u128::from(shared.digest.get()) * 1_000_003 + u128::from(a.id * 31 + b.id);
    shared.digest.set((digest % (1 << 61)) as u64);
    if shared.count.get() == shared.fail_at.get() {
        return Err(ts.value_error("as asked"));
    }
    if let Some(list) = &*shared.list.borrow() {
        list.append(ts, ts.none())?;
    }
    Ok(ts.bool(a.value < b.value))
}

static KEY: TypeDef = TypeDef { slots: Slots { tp_richcompare: Some(key_compare), ..Slots::INHERIT }, ..TypeDef::of::<Key>("Key") };

struct Dying {
    list: RefCell<Option<Py<List>>>,
    log: Rc<RefCell<Vec<usize>>>,
}

impl Body for Dying {
    const COLLECTED: bool = false;
    fn traverse(&self, _visit: &mut Visit<'_>) {}
}

crate::py_layout!(Dying, DYING, |ts| &ts.types().object);

/// Looks at the list and changes it, as `__del__` may.
fn dying_finalize(ts: &ThreadState, object: &PyObject) {
    let dying = object.downcast::<Dying>().expect("a dying object");
    if let Some(list) = dying.list.take() {
        dying.log.borrow_mut().push(list.len());
        list.append(ts, ts.none()).expect("room");
        list.extend(ts, list.as_object()).expect("room");
        drop(list.pop());
    }
}

static DYING: TypeDef = TypeDef { slots: Slots { tp_finalize: Some(dying_finalize), ..Slots::INHERIT }, ..TypeDef::of::<Dying>("Dying") };

fn made(ts: &ThreadState, def: &'static TypeDef) -> Py<crate::typeobject::Type> {
    make_types(ts, &[def]).expect("a type").pop().expect("one")
}

fn keys(ts: &ThreadState, ty: &PyType, shared: &Rc<Shared>, values: &[u64]) -> Vec<PyRef> {
    let key = |(id, &value): (usize, &u64)| Key { value, id: id as u64, shared: Rc::clone(shared) };
    values.iter().enumerate().map(|at| Py::new_in(ts, ty, key(at)).expect("room").into_ref()).collect()
}

fn lcg(n: usize, mut seed: u64) -> Vec<u64> {
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    (0..n).map(|_| next()).collect()
}

fn ids(list: &List) -> Vec<u64> {
    list.to_vec().iter().map(|item| item.downcast::<Key>().expect("a key").id).collect()
}

fn patterns(n: usize) -> Vec<Vec<u64>> {
    let data = lcg(n, n as u64);
    let n = n as u64;
    vec![
        data.clone(),
        data.iter().map(|x| x % 5).collect(),
        (0..n).collect(),
        (0..n).map(|i| n - i).collect(),
        (0..n).map(|i| i % 50).collect(),
        (0..n).map(|i| (n - i) / 3).collect(),
        vec![7; n as usize],
        data.iter().zip(0..).map(|(&x, i)| if x % 20 == 0 { x } else { i }).collect(),
        (0..n).map(|i| if i < n / 2 { i } else { n - i }).collect(),
    ]
}

#[test]
fn the_comparisons_are_cpythons() {
    // Number and digest of the comparisons for n = 200, by pattern, as CPython 3.13 prints them (tests/language/lib_types/sort_basic.out).
    let recorded = include_str!("../../../../../tests/language/lib_types/sort_basic.out");
    let line = recorded.lines().find(|line| line.starts_with("200 ")).expect("the line for 200");
    with_interpreter(|ts| {
        let ty = made(ts, &KEY);
        for (values, expected) in patterns(200).iter().zip(line.split("; ")) {
            let mut expected = expected.split(' ').skip(1).map(|number| number.parse::<u64>().expect("a number"));
            let shared = Rc::new(Shared::default());
            let list = List::from_vec(ts, keys(ts, &ty, &shared, values)).expect("room");
            list.sort(ts, None, false).expect("sorted");
            assert_eq!((Some(shared.count.get()), Some(shared.digest.get())), (expected.next(), expected.next()));
            let mut order: Vec<u64> = (0..200).collect();
            order.sort_by_key(|&id| values[id as usize]);
            assert_eq!(ids(&list), order);
            list.sort(ts, None, true).expect("sorted");
            assert_eq!((Some(shared.count.get()), Some(shared.digest.get())), (expected.next(), expected.next()));
            order.sort_by_key(|&id| std::cmp::Reverse(values[id as usize]));
            assert_eq!(ids(&list), order);
        }
    });
}

#[test]
fn a_comparison_that_fails_loses_nothing() {
    with_interpreter(|ts| {
        let ty = made(ts, &KEY);
        for n in [2, 5, 70, 300] {
            for values in patterns(n) {
                for fail_at in [1, 2, n as u64 / 2, n as u64, 2 * n as u64, 5 * n as u64] {
                    for reverse in [false, true] {
                        let shared = Rc::new(Shared::default());
                        shared.fail_at.set(fail_at);
                        let list = List::from_vec(ts, keys(ts, &ty, &shared, &values)).expect("room");
                        if let Err(raised) = list.sort(ts, None, reverse) {
                            assert_eq!(shared.count.get(), fail_at);
                            ts.clear_exception(raised);
                        }
                        let mut found = ids(&list);
                        found.sort_unstable();
                        assert!(found.into_iter().eq(0..n as u64));
                        assert!(list.to_vec().iter().all(|item| item.ob_refcnt() == 2));
                    }
                }
            }
        }
    });
}

#[test]
fn a_comparison_that_fills_the_list_is_noticed() {
    with_interpreter(|ts| {
        let ty = made(ts, &KEY);
        let shared = Rc::new(Shared::default());
        let list = List::from_vec(ts, keys(ts, &ty, &shared, &[3, 1, 2])).expect("room");
        *shared.list.borrow_mut() = Some(list.clone());
        let raised = list.sort(ts, None, false).expect_err("modified");
        assert!(ts.exception_is(&raised, &ts.types().value_error));
        ts.clear_exception(raised);
        assert_eq!(ids(&list), [1, 2, 0]);
        shared.list.take();
    });
}

#[test]
fn words_order_as_the_objects_do() {
    with_interpreter(|ts| {
        for n in [0, 1, 2, 10, 100, 1000] {
            let data = lcg(n, 7);
            let int = |x: i64| ts.new_int(x).expect("room").into_ref();
            let float = |x: f64| ts.new_float(x).expect("room").into_ref();
            let text = |x: &str| ts.new_str(x).expect("room").into_ref();
            let signed = |x: u64| x as i64 - (1 << 30);
            let kinds: Vec<Vec<PyRef>> = vec![
                data.iter().map(|&x| int(signed(x))).collect(),
                data.iter().map(|&x| int(if x % 2 == 0 { i64::MIN + x as i64 } else { i64::MAX - x as i64 })).collect(),
                data.iter().map(|&x| float(signed(x) as f64 / 3.0)).collect(),
                data.iter().map(|&x| float([0.0, -0.0, f64::INFINITY, -f64::INFINITY, 5e-324, -5e-324, 1.0][x as usize % 7])).collect(),
                data.iter().map(|&x| text(&format!("{}", x % 1000))).collect(),
                data.iter()
                    .map(|&x| {
                        text(
                            ["", "\0", "a", "a\0", "aaaa", "aaaaa", "aaaab", "\u{e9}", "\u{ffff}", "\u{ffff}a", "\u{10000}"]
                                [x as usize % 11],
                        )
                    })
                    .collect(),
                data.iter().map(|&x| Tuple::from_array(ts, [int(x as i64 % 3), float(x as f64)]).expect("room").into_ref()).collect(),
            ];
            for items in kinds {
                let list = List::from_slice(ts, &items).expect("room");
                list.sort(ts, None, false).expect("sorted");
                let sorted = list.to_vec();
                let place = |item: &PyRef| items.iter().position(|other| other.is(item));
                for pair in sorted.windows(2) {
                    let less = |a: &PyRef, b: &PyRef| crate::protocol::rich_compare_bool(ts, a, b, CompareOp::Lt).expect("compared");
                    assert!(!less(&pair[1], &pair[0]));
                    assert!(less(&pair[0], &pair[1]) || place(&pair[0]) <= place(&pair[1]), "not stable");
                }
                assert_eq!(sorted.len(), items.len());
            }
        }
    });
}

#[test]
fn finalizers_that_change_the_list_find_it_whole() {
    with_interpreter(|ts| {
        let ty = made(ts, &DYING);
        let log = Rc::new(RefCell::new(Vec::new()));
        let dying = |list: &Py<List>| {
            let body = Dying { list: RefCell::new(Some(list.clone())), log: Rc::clone(&log) };
            Py::new_in(ts, &ty, body).expect("room").into_ref()
        };
        let three = || List::from_vec(ts, vec![ts.none(), ts.none(), ts.none()]).expect("room");
        // Each operation drops the dying object last, when the list is in its new state.
        let list = three();
        list.set_item(1, dying(&list));
        list.set_item(1, ts.none());
        let list = three();
        list.append(ts, dying(&list)).expect("room");
        list.clear_items();
        let list = three();
        list.set_item(0, dying(&list));
        drop(list.items().splice(ts, 0..2, Vec::new()).expect("room"));
        let list = three();
        list.set_item(2, dying(&list));
        drop(list.pop());
        let list = three();
        list.set_item(0, dying(&list));
        list.items().truncate(0);
        assert_eq!(*log.borrow(), [3, 0, 1, 2, 0]);
        // In `truncate` the list grew again while it was cut, from the end.
        assert_eq!(list.len(), 0);
    });
}

fn ints(ts: &ThreadState, values: impl IntoIterator<Item = i64>) -> Vec<PyRef> {
    values.into_iter().map(|value| ts.new_int(value).expect("room").into_ref()).collect()
}

fn values(list: &List) -> Vec<i64> {
    list.to_vec().iter().map(|item| item.downcast::<crate::types::int::Int>().and_then(|int| int.as_i64()).expect("an int")).collect()
}

#[test]
fn slices_are_assigned_and_deleted_as_item_by_item() {
    use crate::protocol;
    use crate::types::slice::{Slice, adjust_indices};
    with_interpreter(|ts| {
        let bound = |value: Option<isize>| match value {
            Some(value) => ts.new_int(value as i64).expect("room").into_ref(),
            None => ts.none(),
        };
        let bounds = [None, Some(-7), Some(-3), Some(-1), Some(0), Some(1), Some(2), Some(5), Some(9)];
        for n in 0..6usize {
            for start in bounds {
                for stop in bounds {
                    for step in [None, Some(1), Some(2), Some(3), Some(-1), Some(-2), Some(-5)] {
                        let slice = Slice::new(ts, bound(start), bound(stop), bound(step)).expect("room");
                        let (first, last, step) = slice.unpack(ts).expect("words");
                        let range = adjust_indices(n, first, last, step);
                        let positions: Vec<usize> = range.positions().collect();
                        assert!(positions.iter().all(|&at| at < n));
                        let list = List::from_vec(ts, ints(ts, 0..n as i64)).expect("room");
                        let picked = protocol::get_item(ts, list.as_object(), slice.as_object()).expect("a list");
                        let expected: Vec<i64> = positions.iter().map(|&at| at as i64).collect();
                        assert_eq!(values(picked.downcast::<List>().expect("a list")), expected);
                        let new = List::from_vec(ts, ints(ts, (0..positions.len() as i64).map(|i| 100 + i))).expect("room");
                        protocol::set_item(ts, list.as_object(), slice.as_object(), new.as_object()).expect("set");
                        let mut model: Vec<i64> = (0..n as i64).collect();
                        for (i, &at) in positions.iter().enumerate() {
                            model[at] = 100 + i as i64;
                        }
                        assert_eq!(values(&list), model);
                        if step == 1 {
                            let longer = Tuple::from_vec(ts, ints(ts, [7, 8, 9, 7, 8, 9, 7])).expect("room");
                            protocol::set_item(ts, list.as_object(), slice.as_object(), longer.as_object()).expect("set");
                            model.splice(range.span(), [7, 8, 9, 7, 8, 9, 7]);
                            assert_eq!(values(&list), model);
                        } else {
                            new.append(ts, ts.none()).expect("room");
                            let raised = protocol::set_item(ts, list.as_object(), slice.as_object(), new.as_object());
                            ts.clear_exception(raised.expect_err("sizes differ"));
                            protocol::del_item(ts, list.as_object(), slice.as_object()).expect("deleted");
                            let kept: Vec<i64> = (0..n).filter(|at| !positions.contains(at)).map(|at| model[at]).collect();
                            assert_eq!(values(&list), kept);
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn result_tuples_are_reused_only_while_nobody_holds_them() {
    use crate::args::Args;
    use crate::protocol;
    with_interpreter(|ts| {
        let list = List::from_vec(ts, ints(ts, 1000..1010)).expect("room");
        for ty in [&ts.types().enumerate, &ts.types().zip] {
            let iterator = protocol::call(ts, ty.as_object(), Args::positional(&[list.to_ref()])).expect("an iterator");
            let next = || protocol::next(ts, &iterator).expect("no error").expect("an item");
            let first = next().id();
            let second = next();
            assert_eq!(first, second.id());
            let third = next();
            assert_ne!(second.id(), third.id());
            drop((second, third));
            assert_eq!(next().id(), first);
            while let Some(item) = protocol::next(ts, &iterator).expect("no error") {
                assert_eq!(item.ob_refcnt(), 2);
            }
        }
        assert!(list.to_vec().iter().all(|item| item.ob_refcnt() <= 4));
    });
}

#[test]
fn operations_that_may_return_their_tuple_do() {
    use crate::protocol::{self, BinaryOp};
    with_interpreter(|ts| {
        let tuple = Tuple::from_vec(ts, ints(ts, [1, 2, 3])).expect("room").into_ref();
        let empty = Tuple::empty(ts).expect("room").into_ref();
        let one = ts.new_int(1).expect("room").into_ref();
        let zero = ts.new_int(0).expect("room").into_ref();
        let op = |op, a: &PyRef, b: &PyRef| protocol::binary_op(ts, op, a, b).expect("a tuple");
        assert!(op(BinaryOp::Add, &tuple, &empty).is(&tuple) && op(BinaryOp::Add, &empty, &tuple).is(&tuple));
        assert!(op(BinaryOp::Multiply, &tuple, &one).is(&tuple) && op(BinaryOp::Multiply, &one, &tuple).is(&tuple));
        assert!(op(BinaryOp::Multiply, &tuple, &zero).is(&empty));
        let all = crate::types::slice::Slice::new(ts, ts.none(), ts.none(), ts.none()).expect("room");
        assert!(protocol::get_item(ts, &tuple, all.as_object()).expect("a tuple").is(&tuple));
        // hash((1, 2, 3)) and hash(()) of CPython 3.13.
        assert_eq!(protocol::hash(ts, &tuple).expect("a hash"), 529_344_067_295_497_451);
        assert_eq!(protocol::hash(ts, &empty).expect("a hash"), 5_740_354_900_026_072_187);
        let both = op(BinaryOp::Add, &tuple, &tuple);
        assert_eq!(both.downcast::<Tuple>().map(|both| both.len()), Some(6));
    });
}
