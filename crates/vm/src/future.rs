//! The `__future__` module: which features there were, since when, and their compiler flags.
//!
//! CPython counterpart: `Lib/__future__.py`. The compiler knows the features itself; this is for `import` and for looking.

use minipy_object::header::Obj;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::list::List;
use minipy_object::types::module::{Module, ModuleDef};

/// A release: major, minor, micro, level, serial.
type Release = (i64, i64, i64, &'static str, i64);

/// Name, first release, release in which it became the rule, flag.
static FEATURES: &[(&str, Release, Option<Release>, i64)] = &[
    ("nested_scopes", (2, 1, 0, "beta", 1), Some((2, 2, 0, "alpha", 0)), 0x10),
    ("generators", (2, 2, 0, "alpha", 1), Some((2, 3, 0, "final", 0)), 0),
    ("division", (2, 2, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x2_0000),
    ("absolute_import", (2, 5, 0, "alpha", 1), Some((3, 0, 0, "alpha", 0)), 0x4_0000),
    ("with_statement", (2, 5, 0, "alpha", 1), Some((2, 6, 0, "alpha", 0)), 0x8_0000),
    ("print_function", (2, 6, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x10_0000),
    ("unicode_literals", (2, 6, 0, "alpha", 2), Some((3, 0, 0, "alpha", 0)), 0x20_0000),
    ("barry_as_FLUFL", (3, 1, 0, "alpha", 2), Some((4, 0, 0, "alpha", 0)), 0x40_0000),
    ("generator_stop", (3, 5, 0, "beta", 1), Some((3, 7, 0, "alpha", 0)), 0x80_0000),
    ("annotations", (3, 7, 0, "beta", 1), None, 0x100_0000),
];

/// The module.
pub(crate) static MODULE: ModuleDef =
    ModuleDef { name: "__future__", doc: "Record of phased-in incompatible language changes.", functions: &[], init: Some(fill) };

fn release(ts: &ThreadState, release: Option<Release>) -> PyResult {
    let Some((major, minor, micro, level, serial)) = release else { return Ok(ts.none()) };
    let number = |value: i64| ts.new_int(value).map(PyRef::from);
    let items = [number(major)?, number(minor)?, number(micro)?, ts.new_str(level)?.into_ref(), number(serial)?];
    Ok(ts.new_tuple(&items)?.into_ref())
}

fn fill(ts: &ThreadState, module: &Obj<Module>) -> PyResult<()> {
    let names = List::new(ts)?;
    for (name, first, rule, flag) in FEATURES {
        let fields = [
            ("optional", release(ts, Some(*first))?),
            ("mandatory", release(ts, *rule)?),
            ("compiler_flag", ts.new_int(*flag)?.into_ref()),
        ];
        module.add(ts, name, crate::namespace::namespace(ts, &fields)?)?;
        names.append(ts, ts.new_str(name)?.into_ref())?;
    }
    module.add(ts, "all_feature_names", names)
}
