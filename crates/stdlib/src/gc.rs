//! gc: the collector's controls.
//!
//! CPython counterpart: `Modules/gcmodule.c`. The collector itself is `minipy_object::gc`; nothing is computed here.

use minipy_object::args::Bound;
use minipy_object::gc::{self, Collector, Reason};
use minipy_object::header::{Obj, PyObject};
use minipy_object::protocol;
use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{MethodDef, Native, TypeFlags};
use minipy_object::types::dict::Dict;
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};
use minipy_object::types::tuple::Tuple;

fn collector(ts: &ThreadState) -> &Collector {
    &ts.interp().gc
}

fn enable(ts: &ThreadState, _module: &PyObject) -> PyResult {
    collector(ts).enabled.set(true);
    Ok(ts.none())
}

fn disable(ts: &ThreadState, _module: &PyObject) -> PyResult {
    collector(ts).enabled.set(false);
    Ok(ts.none())
}

fn isenabled(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.bool(collector(ts).enabled.get()))
}

/// A C int.
fn int(ts: &ThreadState, object: &PyObject) -> PyResult<i32> {
    let value = protocol::index_isize(ts, object, &ts.types().overflow_error)?;
    i32::try_from(value).map_err(|_| {
        let which = if value < 0 { "less than minimum" } else { "greater than maximum" };
        ts.overflow_error(format_args!("signed integer is {which}"))
    })
}

fn collect(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let generation = args.get(0).map_or(Ok(2), |generation| int(ts, generation))?;
    match usize::try_from(generation) {
        Ok(generation) if generation <= 2 => Ok(ts.new_size(collector(ts).collect_for(ts, generation, Reason::Manual))?.into_ref()),
        _ => Err(ts.value_error("invalid generation")),
    }
}

fn set_debug(ts: &ThreadState, _module: &PyObject, flags: &PyObject) -> PyResult {
    let flags = int(ts, flags)?;
    collector(ts).debug.set(i64::from(flags));
    Ok(ts.none())
}

fn get_debug(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_int(collector(ts).debug.get())?.into_ref())
}

fn numbers(ts: &ThreadState, numbers: [i32; 3]) -> PyResult {
    let mut items = Vec::with_capacity(3);
    for number in numbers {
        items.push(ts.new_int(i64::from(number))?.into_ref());
    }
    Ok(Tuple::from_vec(ts, items)?.into_ref())
}

fn set_threshold(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let mut thresholds = collector(ts).thresholds();
    if args.is_empty() || args.len() > 3 {
        return Err(ts.type_error(format_args!("gc.set_threshold requires 1 to 3 arguments")));
    }
    for (threshold, arg) in thresholds.iter_mut().zip(args) {
        *threshold = int(ts, arg)?;
    }
    collector(ts).set_thresholds(thresholds);
    Ok(ts.none())
}

fn get_threshold(ts: &ThreadState, _module: &PyObject) -> PyResult {
    numbers(ts, collector(ts).thresholds())
}

fn get_count(ts: &ThreadState, _module: &PyObject) -> PyResult {
    numbers(ts, collector(ts).counts())
}

fn get_stats(ts: &ThreadState, _module: &PyObject) -> PyResult {
    let list = List::new(ts)?;
    for stats in collector(ts).stats() {
        let dict = Dict::new(ts)?;
        for (name, value) in [("collections", stats.collections), ("collected", stats.collected), ("uncollectable", stats.uncollectable)] {
            dict.set_str(ts, &*ts.intern(name)?, ts.new_size(value)?.into_ref())?;
        }
        list.append(ts, dict.into_ref())?;
    }
    Ok(list.into_ref())
}

fn get_objects(ts: &ThreadState, _module: &PyObject, args: &Bound<'_>) -> PyResult {
    let generation = match args.get(0).filter(|generation| !generation.is(&ts.singletons().none)) {
        None => None,
        Some(generation) => {
            let generation = protocol::index_isize(ts, generation, &ts.types().overflow_error)?;
            if generation > 2 {
                return Err(ts.value_error("generation parameter must be less than the number of available generations (3)"));
            }
            match usize::try_from(generation) {
                Ok(generation) => Some(generation),
                Err(_) if generation == -1 => None,
                Err(_) => return Err(ts.value_error("generation parameter cannot be negative")),
            }
        }
    };
    Ok(List::from_vec(ts, collector(ts).objects(generation))?.into_ref())
}

fn get_referrers(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    // What the call itself holds is not on any list but this tuple.
    let targets = Tuple::from_slice(ts, args)?;
    let found = collector(ts).referrers(targets.as_object(), &|child| args.iter().any(|target| target.is(child)));
    Ok(List::from_vec(ts, found)?.into_ref())
}

fn get_referents(ts: &ThreadState, _module: &PyObject, args: &[PyRef]) -> PyResult {
    let mut found: Vec<PyRef> = Vec::new();
    for object in args {
        if object.ob_type().flags().has(TypeFlags::HAVE_GC) {
            minipy_object::traverse(object, &mut |child| found.push(child.to_ref()));
        }
    }
    Ok(List::from_vec(ts, found)?.into_ref())
}

fn is_tracked(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.bool(gc::is_tracked(object)))
}

fn is_finalized(ts: &ThreadState, _module: &PyObject, object: &PyObject) -> PyResult {
    Ok(ts.bool(gc::is_finalized(object)))
}

fn freeze(ts: &ThreadState, _module: &PyObject) -> PyResult {
    collector(ts).freeze();
    Ok(ts.none())
}

fn unfreeze(ts: &ThreadState, _module: &PyObject) -> PyResult {
    collector(ts).unfreeze();
    Ok(ts.none())
}

fn get_freeze_count(ts: &ThreadState, _module: &PyObject) -> PyResult {
    Ok(ts.new_size(collector(ts).freeze_count())?.into_ref())
}

fn init(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    for (name, field) in [("garbage", &collector(ts).garbage), ("callbacks", &collector(ts).callbacks)] {
        let list: Py<List> = List::new(ts)?;
        field.set(list.clone());
        module.add(ts, name, list)?;
    }
    let debug = gc::debug::COLLECTABLE | gc::debug::UNCOLLECTABLE | gc::debug::SAVEALL;
    for (name, value) in [
        ("DEBUG_STATS", gc::debug::STATS),
        ("DEBUG_COLLECTABLE", gc::debug::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", gc::debug::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", gc::debug::SAVEALL),
        ("DEBUG_LEAK", debug),
    ] {
        module.add(ts, name, ts.new_int(value)?)?;
    }
    Ok(())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("enable", "($module, /)", Native::NoArgs(enable), "Let the collector run by itself."),
    MethodDef::new("disable", "($module, /)", Native::NoArgs(disable), "Let the collector run only when it is called."),
    MethodDef::new("isenabled", "($module, /)", Native::NoArgs(isenabled), "Whether the collector runs by itself."),
    MethodDef::new("set_debug", "($module, flags, /)", Native::O(set_debug), "Set what the collector prints and keeps: a sum of DEBUG_…"),
    MethodDef::new("get_debug", "($module, /)", Native::NoArgs(get_debug), "What set_debug has set."),
    MethodDef::new("get_count", "($module, /)", Native::NoArgs(get_count), "How far each generation is towards its next collection."),
    MethodDef::new(
        "set_threshold",
        "",
        Native::Fast(set_threshold),
        "set_threshold(threshold0, [threshold1, [threshold2]])\nSet when each generation is collected; 0 turns that off.",
    ),
    MethodDef::new("get_threshold", "($module, /)", Native::NoArgs(get_threshold), "When each generation is collected."),
    MethodDef::new(
        "collect",
        "($module, /, generation=2)",
        Native::Keywords(collect),
        "Collect a generation and those younger than it.\n\nReturns how many unreachable objects were found.",
    ),
    MethodDef::new(
        "get_objects",
        "($module, /, generation=None)",
        Native::Keywords(get_objects),
        "The objects that the collector tracks, all or those of one generation.",
    ),
    MethodDef::new("get_stats", "($module, /)", Native::NoArgs(get_stats), "What the collections of each generation have found so far."),
    MethodDef::new("is_tracked", "($module, obj, /)", Native::O(is_tracked), "Whether the collector looks at the object."),
    MethodDef::new("is_finalized", "($module, obj, /)", Native::O(is_finalized), "Whether the object's finalizer has run."),
    MethodDef::new("get_referrers", "($module, *objs)", Native::Fast(get_referrers), "The objects that refer to one of these."),
    MethodDef::new("get_referents", "($module, *objs)", Native::Fast(get_referents), "The objects that these refer to."),
    MethodDef::new("freeze", "($module, /)", Native::NoArgs(freeze), "Put everything that is tracked now out of the collector's reach."),
    MethodDef::new("unfreeze", "($module, /)", Native::NoArgs(unfreeze), "Take back what freeze did: those objects are old."),
    MethodDef::new("get_freeze_count", "($module, /)", Native::NoArgs(get_freeze_count), "How many objects are frozen."),
];

/// See the module.
pub(crate) static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "The cyclic garbage collector: when it runs, what it has seen, what refers to what.",
    functions: FUNCTIONS,
    init: Some(init),
};
