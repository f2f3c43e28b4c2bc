//! The buffers against a `Vec` doing the same things, over random operations, with requests that fail, and with CPython's sizes.
//! Invariant: after each test the interpreter ends with no live block.

use super::{Buf, RefBuf};
use crate::pyref::PyRef;
use crate::state::ThreadState;
use crate::test_support::with_interpreter;
use crate::types::int::Int;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

#[test]
fn capacities_are_those_of_cpython() {
    with_interpreter(|ts| {
        // sys.getsizeof of a list that grows by append and shrinks by pop, less 56, by 8; recorded from CPython 3.13.
        const GROWING: [usize; 10] = [0, 4, 8, 16, 24, 32, 40, 52, 64, 76];
        const SHRINKING: [usize; 8] = [44, 28, 20, 16, 12, 8, 4, 0];
        let buf = Buf::<u64>::new();
        let mut seen = vec![buf.capacity()];
        for i in 0..70 {
            buf.push(ts, i).expect("room");
            if seen.last() != Some(&buf.capacity()) {
                seen.push(buf.capacity());
            }
        }
        assert_eq!(seen, GROWING);
        seen.clear();
        while buf.pop().is_some() {
            if buf.capacity() < 76 && seen.last() != Some(&buf.capacity()) {
                seen.push(buf.capacity());
            }
        }
        assert_eq!(seen, SHRINKING);
    });
}

#[test]
fn values_against_a_vec() {
    with_interpreter(|ts| {
        let mut random = Random(1);
        for round in 0..40 {
            let buf = Buf::<u32>::new();
            let mut model: Vec<u32> = Vec::new();
            for step in 0..400u32 {
                let (i, j) = (random.below(model.len() + 2), random.below(model.len() + 2));
                match random.below(14) {
                    0..=3 => {
                        buf.push(ts, step).expect("room");
                        model.push(step);
                    }
                    4 => assert_eq!(buf.pop(), model.pop()),
                    5 => {
                        buf.insert(ts, i, step).expect("room");
                        model.insert(i.min(model.len()), step);
                    }
                    6 => assert_eq!(buf.remove(i), (i < model.len()).then(|| model.remove(i))),
                    7 => {
                        let (start, end) = (i.min(j).min(model.len()), i.max(j).min(model.len()));
                        buf.remove_range(i.min(j)..i.max(j));
                        model.drain(start..end);
                    }
                    8 => {
                        let (start, end) = (i.min(j).min(model.len()), i.max(j).min(model.len()));
                        let new: Vec<u32> = (0..random.below(6) as u32).collect();
                        buf.splice(ts, i.min(j)..i.max(j), &new).expect("room");
                        model.splice(start..end, new);
                    }
                    9 => {
                        assert_eq!(buf.swap(i, j), i < model.len() && j < model.len());
                        if i < model.len() && j < model.len() {
                            model.swap(i, j);
                        }
                    }
                    10 => {
                        buf.reverse();
                        model.reverse();
                    }
                    11 => {
                        buf.resize(ts, i, 7).expect("room");
                        model.resize(i, 7);
                    }
                    12 => {
                        buf.extend_from_buf(ts, &buf, i.min(j)..i.max(j)).expect("room");
                        let (start, end) = (i.min(j).min(model.len()), i.max(j).min(model.len()));
                        model.extend_from_within(start..end);
                    }
                    _ => assert_eq!(buf.set(i, step), model.get_mut(i).map(|at| *at = step).is_some()),
                }
                assert_eq!((buf.len(), buf.get(i), buf.last()), (model.len(), model.get(i).copied(), model.last().copied()));
                assert!(buf.capacity() >= buf.len());
            }
            assert_eq!(buf.to_vec(), model, "round {round}");
        }
    });
}

fn number(object: &PyRef) -> i64 {
    object.downcast::<Int>().and_then(|int| int.as_i64()).expect("an int")
}

fn numbers(buf: &RefBuf) -> Vec<i64> {
    buf.to_vec().iter().map(number).collect()
}

fn fresh(ts: &ThreadState, value: i64) -> PyRef {
    // Beyond the shared ints, so that each is an object of its own.
    ts.new_int(1000 + value).expect("room").into_ref()
}

#[test]
fn references_against_a_vec() {
    with_interpreter(|ts| {
        let mut random = Random(2);
        for _ in 0..30 {
            let buf = RefBuf::new();
            let mut model: Vec<i64> = Vec::new();
            for step in 0..300 {
                let (i, j) = (random.below(model.len() + 2), random.below(model.len() + 2));
                let (start, end) = (i.min(j).min(model.len()), i.max(j).min(model.len()));
                match random.below(13) {
                    0..=3 => {
                        buf.push(ts, fresh(ts, step)).expect("room");
                        model.push(1000 + step);
                    }
                    4 => assert_eq!(buf.pop().as_ref().map(number), model.pop()),
                    5 => {
                        buf.insert(ts, i, fresh(ts, step)).expect("room");
                        model.insert(i.min(model.len()), 1000 + step);
                    }
                    6 => assert_eq!(buf.remove(i).as_ref().map(number), (i < model.len()).then(|| model.remove(i))),
                    7 => {
                        let new: Vec<PyRef> = (0..random.below(5) as i64).map(|i| fresh(ts, i)).collect();
                        let values: Vec<i64> = new.iter().map(number).collect();
                        let gone = buf.splice(ts, i.min(j)..i.max(j), new).expect("room");
                        assert_eq!(numbers(&gone), model.splice(start..end, values).collect::<Vec<_>>());
                    }
                    8 => {
                        let step = 1 + random.below(4);
                        let count = (end - start).div_ceil(step);
                        let gone = buf.remove_strided(ts, start, step, count).expect("room");
                        let positions: Vec<usize> = (0..count).map(|n| start + n * step).collect();
                        assert_eq!(numbers(&gone), positions.iter().map(|&at| model[at]).collect::<Vec<_>>());
                        for at in positions.into_iter().rev() {
                            model.remove(at);
                        }
                    }
                    9 => {
                        buf.extend_from_buf(ts, &buf, start..end).expect("room");
                        model.extend_from_within(start..end);
                    }
                    10 if model.len() < 50 => {
                        let times = random.below(4);
                        buf.repeat(ts, times).expect("room");
                        model = model.repeat(times + 1);
                    }
                    11 => {
                        buf.truncate(i);
                        model.truncate(i);
                    }
                    _ => {
                        let found = buf.replace(i, fresh(ts, step));
                        assert_eq!(found.is_ok(), i < model.len());
                        if let Some(at) = model.get_mut(i) {
                            *at = 1000 + step;
                        }
                    }
                }
                assert_eq!(numbers(&buf), model);
            }
            // Every element owns exactly one count of its own: with all clones gone the rest is one each, shared ones counted.
            let all = buf.to_vec();
            for object in &all {
                let times = all.iter().filter(|other| other.is(object)).count() as isize;
                assert_eq!(object.ob_refcnt(), 2 * times);
            }
        }
    });
}

#[test]
fn a_request_that_fails_changes_nothing() {
    with_interpreter(|ts| {
        let mut random = Random(3);
        let buf = RefBuf::new();
        for i in 0..20 {
            buf.push(ts, fresh(ts, i)).expect("room");
        }
        let mut failures = 0;
        for step in 0..400 {
            let before = numbers(&buf);
            let (i, j) = (random.below(before.len() + 1), random.below(before.len() + 1));
            let new: Vec<PyRef> = (0..random.below(40) as i64).map(|i| fresh(ts, i)).collect();
            let value = fresh(ts, step);
            ts.heap().set_fail(Some(1 + random.below(2) as u64), 1);
            let done = match random.below(5) {
                0 => buf.push(ts, value),
                1 => buf.insert(ts, i, value),
                2 => buf.splice(ts, i.min(j)..i.max(j), new).map(drop),
                3 => buf.extend_vec(ts, new),
                _ => buf.extend_from_buf(ts, &buf, i.min(j)..i.max(j)),
            };
            ts.heap().set_fail(None, 0);
            if let Err(raised) = done {
                failures += 1;
                ts.clear_exception(raised);
                assert_eq!(numbers(&buf), before);
            }
            if buf.len() > 100 {
                buf.truncate(random.below(20));
            }
        }
        assert!(failures > 20, "only {failures} requests failed");
    });
}

#[test]
fn contents_that_are_away_are_missed_only_if_somebody_puts_in_others() {
    with_interpreter(|ts| {
        let buf = RefBuf::from_vec(ts, vec![fresh(ts, 1), fresh(ts, 2)]).expect("room");
        let away = buf.lend();
        assert!(buf.is_empty() && buf.pop().is_none());
        buf.clear();
        let inner = buf.lend();
        let (untouched, _) = buf.unlend(inner);
        assert!(untouched);
        let (untouched, intruders) = buf.unlend(away);
        assert!(untouched && intruders.is_empty());
        assert_eq!(numbers(&buf), [1001, 1002]);
        let away = buf.lend();
        buf.push(ts, fresh(ts, 3)).expect("room");
        let (untouched, intruders) = buf.unlend(away);
        assert!(!untouched);
        assert_eq!((numbers(&intruders), numbers(&buf)), (vec![1003], vec![1001, 1002]));
    });
}
