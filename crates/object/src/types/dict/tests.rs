//! Dicts and sets against models: random operations, seeded, compared with what plain vectors say after each step.

use crate::bootstrap::run_test;
use crate::header::PyObject;
use crate::pyref::{Py, PyRef};
use crate::state::{PyResult, ThreadState};
use crate::types::bytes::Bytes;
use crate::types::dict::Dict;
use crate::types::set::Set;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// A small generator: the sequence depends on the seed alone.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Keys of the kinds that tables treat differently: str, and others that are equal but not the same object.
fn key(ts: &ThreadState, kinds: u64, number: u64) -> PyResult {
    let text = ts.new_str(&format!("key{number}"))?.into_ref();
    match number % kinds {
        0 => Ok(text),
        1 => Ok(Tuple::from_array(ts, [text])?.into_ref()),
        2 => Ok(Bytes::new(ts, &number.to_le_bytes())?.into_ref()),
        _ => Ok(Tuple::from_array(ts, [text.clone(), text])?.into_ref()),
    }
}

fn value(ts: &ThreadState, n: u64) -> PyResult {
    Ok(ts.new_int(n as i64 + 100_000)?.into_ref())
}

fn number(object: &PyObject) -> i64 {
    object.downcast::<crate::types::int::Int>().and_then(|int| int.as_i64()).unwrap()
}

/// The entries of a dict, as (position of the key in `keys`, value), in order.
fn contents(ts: &ThreadState, dict: &Dict, keys: &[PyRef]) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    let mut pos = 0;
    while let Some((key, value)) = dict.next(&mut pos) {
        let at = keys.iter().position(|known| crate::protocol::eq(ts, known, &key).unwrap()).unwrap();
        found.push((at, number(&value)));
    }
    found
}

fn dict_follows_the_model(kinds: u64, span: u64, steps: u64, seed: u64) {
    run_test(move |ts| {
        let keys: Vec<PyRef> = (0..span).map(|n| key(ts, kinds, n).unwrap()).collect();
        let mut random = Random(seed);
        let mut dict = Dict::new(ts).unwrap();
        let mut model: Vec<(usize, i64)> = Vec::new();
        for step in 0..steps {
            let n = random.below(span);
            let at = n as usize;
            // A key that is equal to the stored one, and mostly another object.
            let asked = key(ts, kinds, n).unwrap();
            let known = model.iter().position(|(key, _)| *key == at);
            match random.below(16) {
                0..=5 => {
                    dict.set_item(ts, &asked, value(ts, step).unwrap()).unwrap();
                    match known {
                        Some(known) => model[known].1 = step as i64 + 100_000,
                        None => model.push((at, step as i64 + 100_000)),
                    }
                }
                6..=8 => {
                    assert_eq!(dict.del_item(ts, &asked).unwrap(), known.is_some());
                    if let Some(known) = known {
                        model.remove(known);
                    }
                }
                9 => {
                    let popped = dict.pop(ts, &asked).unwrap().map(|value| number(&value));
                    assert_eq!(popped, known.map(|known| model.remove(known).1));
                }
                10 => {
                    let default = value(ts, step).unwrap();
                    let got = number(&dict.set_default(ts, &asked, default).unwrap());
                    match known {
                        Some(known) => assert_eq!(got, model[known].1),
                        None => model.push((at, got)),
                    }
                }
                11 => {
                    let last = dict.remove_last(ts).unwrap().map(|(_, value)| number(&value));
                    assert_eq!(last, model.pop().map(|(_, value)| value));
                }
                12 if random.below(40) == 0 => {
                    dict.clear();
                    model.clear();
                }
                13 if random.below(8) == 0 => {
                    dict = dict.copy(ts).unwrap();
                }
                14 if random.below(8) == 0 => {
                    let fresh = Dict::new(ts).unwrap();
                    fresh.update(ts, dict.as_object()).unwrap();
                    dict = fresh;
                }
                _ => {
                    let got = dict.get_item(ts, &asked).unwrap().map(|value| number(&value));
                    assert_eq!(got, known.map(|known| model[known].1));
                }
            }
            assert_eq!(dict.len(), model.len());
            if step % 64 == 0 {
                assert_eq!(contents(ts, &dict, &keys), model, "after step {step}");
            }
        }
        assert_eq!(contents(ts, &dict, &keys), model);
        let mut back = Vec::new();
        let mut pos = dict.last_position();
        while let Some(i) = dict.previous_index(&mut pos) {
            back.push(number(&dict.value_at_index(i).unwrap()));
        }
        back.reverse();
        assert_eq!(back, model.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    });
}

#[test]
fn a_dict_of_str_follows_the_model() {
    dict_follows_the_model(1, 40, 20_000, 1);
    dict_follows_the_model(1, 1_000, 20_000, 2);
}

#[test]
fn a_dict_of_mixed_keys_follows_the_model() {
    dict_follows_the_model(4, 12, 20_000, 3);
    dict_follows_the_model(4, 400, 20_000, 4);
}

#[test]
fn a_large_dict_keeps_its_order() {
    run_test(move |ts| {
        let key = |n: u64| Bytes::new(ts, &(n * 7).to_le_bytes()).unwrap().into_ref();
        let dict = Dict::new(ts).unwrap();
        for n in 0..100_000 {
            dict.set_item(ts, &key(n), value(ts, n).unwrap()).unwrap();
        }
        for n in (0..100_000).step_by(2) {
            assert!(dict.del_item(ts, &key(n)).unwrap());
        }
        let copy = dict.copy(ts).unwrap();
        for dict in [&dict, &copy] {
            let mut pos = 0;
            let mut expected = 100_001;
            while let Some((_, value)) = dict.next(&mut pos) {
                assert_eq!(number(&value), expected);
                expected += 2;
            }
            assert_eq!(dict.len(), 50_000);
        }
    });
}

#[test]
fn versions_change_with_the_keys_and_not_with_the_values() {
    run_test(move |ts| {
        let dict = Dict::new(ts).unwrap();
        let names: Vec<Py<Str>> = ["a", "b", "c"].iter().map(|name| ts.intern(name).unwrap()).collect();
        assert_eq!(dict.current_keys_version(), 1);
        dict.set_str(ts, &names[0], value(ts, 1).unwrap()).unwrap();
        dict.set_str(ts, &names[1], value(ts, 2).unwrap()).unwrap();
        assert_eq!(dict.current_keys_version(), 0);
        let version = dict.keys_version(ts);
        assert!(version > 1);
        let at = dict.lookup_str_offset(ts, &names[1]).unwrap();
        assert_eq!(dict.lookup_str_offset(ts, &names[2]), None);
        dict.set_str(ts, &names[1], value(ts, 3).unwrap()).unwrap();
        assert_eq!(dict.current_keys_version(), version);
        #[expect(unsafe_code, reason = "the raw read is what is tested")]
        // SAFETY: the version is what it was when the place was looked up, and the value is alive in the dict.
        let found = unsafe { dict.value_at_offset(at).unwrap().as_ref() };
        assert_eq!(number(found), 100_003);
        dict.del_item(ts, names[0].as_object()).unwrap();
        assert_eq!(dict.current_keys_version(), 0);
        let next = dict.keys_version(ts);
        assert!(next > version);
        dict.set_str(ts, &names[2], ts.none()).unwrap();
        assert_eq!(dict.current_keys_version(), 0);
    });
}

#[test]
fn a_set_follows_the_model() {
    run_test(move |ts| {
        for (kinds, span, seed) in [(1, 30, 5), (4, 24, 6), (4, 500, 7)] {
            let keys: Vec<PyRef> = (0..span).map(|n| key(ts, kinds, n).unwrap()).collect();
            let mut random = Random(seed);
            let set = Set::new(ts).unwrap();
            let mut model = vec![false; keys.len()];
            for step in 0..20_000 {
                let n = random.below(span);
                let at = n as usize;
                let asked = key(ts, kinds, n).unwrap();
                match random.below(10) {
                    0..=3 => assert_eq!(set.add(ts, asked).unwrap(), !std::mem::replace(&mut model[at], true)),
                    4..=6 => assert_eq!(set.discard(ts, &asked).unwrap(), std::mem::replace(&mut model[at], false)),
                    7 if random.below(300) == 0 => {
                        set.clear();
                        model.fill(false);
                    }
                    8 if random.below(10) == 0 => {
                        let other = Set::new(ts).unwrap();
                        for _ in 0..random.below(8) {
                            other.add(ts, keys[random.below(span) as usize].clone()).unwrap();
                        }
                        let held: Vec<bool> = keys.iter().map(|key| other.contains(ts, key).unwrap()).collect();
                        match random.below(3) {
                            0 => {
                                set.update(ts, other.as_object()).unwrap();
                                model.iter_mut().zip(&held).for_each(|(own, other)| *own |= other);
                            }
                            1 => {
                                set.difference_update(ts, other.as_object()).unwrap();
                                model.iter_mut().zip(&held).for_each(|(own, other)| *own &= !other);
                            }
                            _ => {
                                set.symmetric_difference_update(ts, other.as_object()).unwrap();
                                model.iter_mut().zip(&held).for_each(|(own, other)| *own ^= other);
                            }
                        }
                    }
                    _ => assert_eq!(set.contains(ts, &asked).unwrap(), model[at]),
                }
                assert_eq!(set.len(), model.iter().filter(|held| **held).count());
                if step % 64 == 0 {
                    let mut pos = 0;
                    let mut seen = vec![false; keys.len()];
                    while let Some(element) = set.next(&mut pos) {
                        let at = keys.iter().position(|known| crate::protocol::eq(ts, known, &element).unwrap()).unwrap();
                        assert!(!std::mem::replace(&mut seen[at], true), "an element came twice");
                    }
                    assert_eq!(seen, model);
                }
            }
        }
    });
}
