//! Attributes of instances, and dicts and sets that run out of memory, through the crate's public face.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use minipy_object::bootstrap::run_test;
use minipy_object::protocol;
use minipy_object::types::dict::{Dict, MergeMode, instance};
use minipy_object::types::set::Set;
use minipy_object::types::tuple::Tuple;
use minipy_object::{Args, Py, PyObject, PyRef, PyResult, ThreadState};

/// `class Name: pass`
fn class(ts: &ThreadState, name: &str) -> PyRef {
    let args = [ts.new_str(name).unwrap().into_ref(), Tuple::empty(ts).unwrap().into_ref(), Dict::new(ts).unwrap().into_ref()];
    protocol::call(ts, ts.types().type_.as_object(), Args::positional(&args)).unwrap()
}

fn set(ts: &ThreadState, object: &PyObject, name: &str, value: &str) {
    let value = ts.new_str(value).unwrap();
    protocol::set_attr(ts, object, &ts.intern(name).unwrap(), value.as_object()).unwrap();
}

fn get(ts: &ThreadState, object: &PyObject, name: &str) -> Option<String> {
    let found = protocol::get_attr_opt(ts, object, &ts.intern(name).unwrap()).unwrap()?;
    Some(protocol::str(ts, &found).unwrap().to_rust_string())
}

fn delete(ts: &ThreadState, object: &PyObject, name: &str) {
    protocol::del_attr(ts, object, &ts.intern(name).unwrap()).unwrap();
}

fn shown(ts: &ThreadState, object: &PyObject) -> String {
    protocol::repr(ts, object).unwrap().to_rust_string()
}

fn dict_of(ts: &ThreadState, object: &PyObject) -> Py<Dict> {
    instance::materialize_dict(ts, object).unwrap()
}

#[test]
fn attributes_and_the_dict_are_two_views_of_the_same() {
    run_test(|ts| {
        let class = class(ts, "A");
        let a = protocol::call_no_args(ts, &class).unwrap();
        set(ts, &a, "x", "1");
        set(ts, &a, "y", "2");
        let name = ts.intern("x").unwrap();
        assert!(instance::get_inline(ts, &a, &name).is_some());
        assert_eq!(instance::shared_index(ts, &a, &name), Some(0));
        let dict = dict_of(ts, &a);
        assert!(dict.refers_to_instance() && dict.is_split());
        assert!(dict_of(ts, &a).as_object().is(dict.as_object()));
        assert_eq!(shown(ts, dict.as_object()), "{'x': '1', 'y': '2'}");
        set(ts, &a, "z", "3");
        delete(ts, &a, "x");
        set(ts, &a, "x", "9");
        assert_eq!(shown(ts, dict.as_object()), "{'y': '2', 'z': '3', 'x': '9'}");
        dict.set_item(ts, ts.intern("w").unwrap().as_object(), ts.none()).unwrap();
        assert_eq!(get(ts, &a, "w").as_deref(), Some("None"));
        assert!(dict.refers_to_instance());
        // A key that is no name makes the dict independent of the shared names.
        dict.set_item(ts, &ts.none(), ts.none()).unwrap();
        assert!(!dict.is_split());
        assert!(instance::get_inline(ts, &a, &name).is_none());
        set(ts, &a, "q", "q");
        assert_eq!(get(ts, &a, "x").as_deref(), Some("9"));
        assert_eq!(shown(ts, dict.as_object()), "{'y': '2', 'z': '3', 'x': '9', 'w': None, None: None, 'q': 'q'}");
        let b = protocol::call_no_args(ts, &class).unwrap();
        set(ts, &b, "y", "b");
        set(ts, &b, "x", "b");
        assert_eq!(shown(ts, dict_of(ts, &b).as_object()), "{'y': 'b', 'x': 'b'}");
        dict_of(ts, &b).clear();
        assert_eq!(get(ts, &b, "x"), None);
        set(ts, &b, "x", "again");
        assert_eq!(shown(ts, dict_of(ts, &b).as_object()), "{'x': 'again'}");
    });
}

#[test]
fn a_dict_outlives_its_instance() {
    run_test(|ts| {
        let class = class(ts, "A");
        let a = protocol::call_no_args(ts, &class).unwrap();
        set(ts, &a, "second", "2");
        set(ts, &a, "first", "1");
        let dict = dict_of(ts, &a);
        drop(a);
        assert!(!dict.refers_to_instance() && dict.is_split());
        assert_eq!(shown(ts, dict.as_object()), "{'second': '2', 'first': '1'}");
        dict.set_str(ts, &ts.intern("third").unwrap(), ts.none()).unwrap();
        let copy = dict.copy(ts).unwrap();
        drop(class);
        drop(dict);
        assert_eq!(shown(ts, copy.as_object()), "{'second': '2', 'first': '1', 'third': None}");
    });
}

#[test]
fn more_names_than_can_be_shared_move_to_a_dict() {
    run_test(|ts| {
        let class = class(ts, "Many");
        for count in [29, 30, 31, 60] {
            let object = protocol::call_no_args(ts, &class).unwrap();
            for i in 0..count {
                set(ts, &object, &format!("a{i}"), &format!("{i}"));
            }
            for i in 0..count {
                assert_eq!(get(ts, &object, &format!("a{i}")), Some(format!("{i}")));
            }
            let dict = dict_of(ts, &object);
            assert_eq!(dict.len(), count);
            let mut pos = 0;
            let mut expected = 0;
            while let Some((key, _)) = dict.next(&mut pos) {
                assert_eq!(protocol::str(ts, &key).unwrap().to_rust_string(), format!("a{expected}"));
                expected += 1;
            }
        }
        // Many instances: each has room for what the class shares at that moment.
        let other = self::class(ts, "Few");
        let mut kept = Vec::new();
        for i in 0..100 {
            let object = protocol::call_no_args(ts, &other).unwrap();
            set(ts, &object, ["x", "y", "z"][i % 3], "v");
            kept.push(object);
        }
        let late = protocol::call_no_args(ts, &other).unwrap();
        for name in ["n1", "n2", "n3", "n4", "n5", "n6"] {
            set(ts, &late, name, name);
        }
        assert_eq!(get(ts, &late, "n6").as_deref(), Some("n6"));
        for (i, object) in kept.iter().enumerate() {
            assert_eq!(dict_of(ts, object).len(), 1);
            assert_eq!(get(ts, object, ["x", "y", "z"][i % 3]).as_deref(), Some("v"));
        }
    });
}

#[test]
fn another_dict_and_another_class_take_the_attributes_along() {
    run_test(|ts| {
        let (one, two) = (class(ts, "One"), class(ts, "Two"));
        let object = protocol::call_no_args(ts, &one).unwrap();
        set(ts, &object, "k", "1");
        set(ts, &object, "v", "2");
        let second = protocol::call_no_args(ts, &two).unwrap();
        set(ts, &second, "other", "name");
        protocol::set_attr(ts, &object, &ts.names().__class__, &two).unwrap();
        assert_eq!(
            (get(ts, &object, "k").as_deref(), get(ts, &object, "v").as_deref(), get(ts, &object, "other")),
            (Some("1"), Some("2"), None)
        );
        set(ts, &object, "other", "3");
        assert_eq!(shown(ts, dict_of(ts, &object).as_object()), "{'k': '1', 'v': '2', 'other': '3'}");
        let old = dict_of(ts, &second);
        let fresh = Dict::new(ts).unwrap();
        fresh.set_str(ts, &ts.intern("n").unwrap(), ts.none()).unwrap();
        assert!(instance::set_dict(ts, &second, Some(fresh)).unwrap());
        assert_eq!(shown(ts, old.as_object()), "{'other': 'name'}");
        assert_eq!((get(ts, &second, "n").as_deref(), get(ts, &second, "other")), (Some("None"), None));
        set(ts, &second, "m", "5");
        assert_eq!(shown(ts, dict_of(ts, &second).as_object()), "{'n': None, 'm': '5'}");
        assert!(instance::set_dict(ts, &second, None).unwrap());
        assert_eq!(get(ts, &second, "n"), None);
        set(ts, &second, "z", "6");
        assert_eq!(shown(ts, dict_of(ts, &second).as_object()), "{'z': '6'}");
    });
}

#[test]
fn cycles_through_attributes_are_collected() {
    run_test(|ts| {
        let class = class(ts, "Node");
        let name = ts.intern("next").unwrap();
        for materialized in [false, true] {
            let (a, b) = (protocol::call_no_args(ts, &class).unwrap(), protocol::call_no_args(ts, &class).unwrap());
            protocol::set_attr(ts, &a, &name, &b).unwrap();
            protocol::set_attr(ts, &b, &name, &a).unwrap();
            if materialized {
                drop(dict_of(ts, &a));
                let dict = dict_of(ts, &b);
                protocol::set_attr(ts, &a, &ts.intern("dict").unwrap(), dict.as_object()).unwrap();
            }
            drop((a, b));
            assert!(ts.interp().gc.collect(ts, 2) >= 2);
        }
    });
}

/// A bit of everything that allocates.
fn work(ts: &ThreadState, class: &PyObject, keys: &[PyRef]) -> PyResult<()> {
    let dict = Dict::new(ts)?;
    for key in keys {
        dict.set_item(ts, key, ts.none())?;
    }
    let copy = dict.copy(ts)?;
    copy.pop(ts, &keys[0])?;
    let merged = Dict::new(ts)?;
    merged.merge(ts, copy.as_object(), MergeMode::Overwrite)?;
    merged.update(ts, dict.as_object())?;
    let set = Set::new(ts)?;
    for key in keys {
        set.add(ts, key.clone())?;
    }
    set.symmetric_difference_update(ts, merged.as_object())?;
    Set::frozen_from(ts, keys.iter().cloned())?;
    let object = protocol::call_no_args(ts, class)?;
    for i in 0..34 {
        protocol::set_attr(ts, &object, &*ts.intern(&format!("a{i}"))?, &ts.none())?;
    }
    let object = protocol::call_no_args(ts, class)?;
    protocol::set_attr(ts, &object, &*ts.intern("a0")?, &ts.none())?;
    let kept = instance::materialize_dict(ts, &object)?;
    drop(object);
    kept.set_item(ts, &ts.none(), ts.none())?;
    protocol::repr(ts, kept.as_object())?;
    Ok(())
}

#[test]
fn every_failing_allocation_is_a_memory_error() {
    run_test(|ts| {
        let class = class(ts, "A");
        let keys: Vec<PyRef> = (0..30)
            .map(|i| {
                let text = ts.new_str(&format!("key{i}")).unwrap().into_ref();
                if i < 8 { text } else { Tuple::from_array(ts, [text]).unwrap().into_ref() }
            })
            .collect();
        work(ts, &class, &keys).unwrap();
        let mut failed = 0;
        for at in 1..400 {
            ts.heap().set_fail(Some(at), 1);
            let result = work(ts, &class, &keys);
            ts.heap().set_fail(None, 0);
            if let Err(raised) = result {
                assert!(ts.exception_is(&raised, &ts.types().memory_error), "request {at}");
                ts.clear_exception(raised);
                failed += 1;
            }
        }
        assert!(failed > 25, "{failed}");
        work(ts, &class, &keys).unwrap();
    });
}
