//! The records of sys: `version_info`, `flags`, `float_info` and their kin.
//!
//! CPython counterpart: the `PyStructSequence_Desc`s of `Python/sysmodule.c`, `Objects/floatobject.c` and `longobject.c`.

use minipy_object::header::PyType;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typedef::{GetSetDef, TypeDef};
use minipy_object::types::structseq::{fields, make, record};

use crate::types::vm_types;

static VERSION_FIELDS: [GetSetDef; 5] = fields(["major", "minor", "micro", "releaselevel", "serial"]);
/// sys.version_info
pub(crate) static VERSION_INFO: TypeDef =
    record("version_info", "sys", "sys.version_info\n\nVersion information as a named tuple.", &VERSION_FIELDS, true);

static FLAGS_FIELDS: [GetSetDef; 18] = fields([
    "debug",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "verbose",
    "bytes_warning",
    "quiet",
    "hash_randomization",
    "isolated",
    "dev_mode",
    "utf8_mode",
    "warn_default_encoding",
    "safe_path",
    "int_max_str_digits",
]);
/// sys.flags
pub(crate) static FLAGS: TypeDef =
    record("flags", "sys", "sys.flags\n\nFlags provided through command line arguments or environment vars.", &FLAGS_FIELDS, true);

static FLOAT_FIELDS: [GetSetDef; 11] =
    fields(["max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"]);
/// sys.float_info
pub(crate) static FLOAT_INFO: TypeDef =
    record("float_info", "sys", "sys.float_info\n\nWhat the platform's floats are like.", &FLOAT_FIELDS, false);

static INT_FIELDS: [GetSetDef; 4] = fields(["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"]);
/// sys.int_info
pub(crate) static INT_INFO: TypeDef =
    record("int_info", "sys", "sys.int_info\n\nHow ints are represented, and the limit of their text.", &INT_FIELDS, false);

static HASH_FIELDS: [GetSetDef; 9] = fields(["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"]);
/// sys.hash_info
pub(crate) static HASH_INFO: TypeDef =
    record("hash_info", "sys", "sys.hash_info\n\nParameters of the hashes of numbers and text.", &HASH_FIELDS, false);

static THREAD_FIELDS: [GetSetDef; 3] = fields(["name", "lock", "version"]);
/// sys.thread_info
pub(crate) static THREAD_INFO: TypeDef =
    record("thread_info", "sys", "sys.thread_info\n\nWhat threads are made of.", &THREAD_FIELDS, false);

static ASYNCGEN_FIELDS: [GetSetDef; 2] = fields(["firstiter", "finalizer"]);
/// What `sys.get_asyncgen_hooks()` returns.
pub(crate) static ASYNCGEN_HOOKS: TypeDef =
    record("asyncgen_hooks", "builtins", "The hooks for asynchronous generators of a thread.", &ASYNCGEN_FIELDS, false);

static UNRAISABLE_FIELDS: [GetSetDef; 5] = fields(["exc_type", "exc_value", "exc_traceback", "err_msg", "object"]);
/// The argument of `sys.unraisablehook`.
pub(crate) static UNRAISABLE_HOOK_ARGS: TypeDef =
    record("UnraisableHookArgs", "builtins", "Type used to pass arguments to sys.unraisablehook.", &UNRAISABLE_FIELDS, false);

/// The argument of `sys.unraisablehook`.
pub(crate) fn unraisable_hook_args(ts: &ThreadState, values: &[PyRef]) -> PyResult {
    make(ts, &vm_types(ts).unraisable_hook_args, values)
}

/// A version: major, minor, micro, a final release.
pub(crate) fn version_info(ts: &ThreadState, (major, minor, micro): (i64, i64, i64)) -> PyResult {
    let ty: &PyType = &vm_types(ts).version_info;
    let int = |value| ts.new_int(value).map(minipy_object::pyref::Py::into_ref);
    make(ts, ty, &[int(major)?, int(minor)?, int(micro)?, ts.new_str("final")?.into_ref(), int(0)?])
}

/// `sys.flags` with the values that were asked for.
pub(crate) fn flags(ts: &ThreadState, given: &[(&'static str, i64)]) -> PyResult {
    let mut values = Vec::new();
    for field in &FLAGS_FIELDS {
        let default = match field.name {
            "hash_randomization" => 1,
            "int_max_str_digits" => ts.interp().int_max_str_digits.get() as i64,
            _ => 0,
        };
        let value = given.iter().find(|(flag, _)| *flag == field.name).map_or(default, |(_, value)| *value);
        values.push(match field.name {
            "dev_mode" | "safe_path" => ts.bool(value != 0),
            _ => ts.new_int(value)?.into_ref(),
        });
    }
    make(ts, &vm_types(ts).flags, &values)
}
