//! time: clocks and waiting.
//!
//! CPython counterpart: `Modules/timemodule.c`. Invariant: the clocks are the host's, so that a run can be recorded and faked; waiting
//! happens without the lock. The calendar (`localtime`, `strftime` and their kin) is not here yet.

use std::time::Duration;

use minipy_object::header::PyObject;
use minipy_object::lock::handle_poll;
use minipy_object::protocol;
use minipy_object::state::{PyResult, Raised, ThreadState};
use minipy_object::threads::sleep_until;
use minipy_object::typedef::{MethodDef, Native};
use minipy_object::types::float::Float;
use minipy_object::types::module::ModuleDef;

/// Seconds as a float. CPython: `PyTime_AsSecondsDouble`.
fn seconds(ts: &ThreadState, clock: Duration) -> PyResult {
    Ok(ts.new_float(clock.as_secs_f64())?.into_ref())
}

/// Nanoseconds as an int.
fn nanoseconds(ts: &ThreadState, clock: Duration) -> PyResult {
    let Ok(nanos) = i64::try_from(clock.as_nanos()) else { return Err(out_of_range(ts)) };
    Ok(ts.new_int(nanos)?.into_ref())
}

fn out_of_range(ts: &ThreadState) -> Raised {
    ts.overflow_error("timestamp out of range for platform time_t")
}

fn time(ts: &ThreadState, _module: &PyObject) -> PyResult {
    seconds(ts, ts.interp().host.wall_clock())
}

fn time_ns(ts: &ThreadState, _module: &PyObject) -> PyResult {
    nanoseconds(ts, ts.interp().host.wall_clock())
}

// One clock serves as `monotonic` and as `perf_counter`, as in CPython on Linux.

fn monotonic(ts: &ThreadState, _module: &PyObject) -> PyResult {
    seconds(ts, ts.interp().host.monotonic())
}

fn monotonic_ns(ts: &ThreadState, _module: &PyObject) -> PyResult {
    nanoseconds(ts, ts.interp().host.monotonic())
}

fn process_time(ts: &ThreadState, _module: &PyObject) -> PyResult {
    seconds(ts, ts.interp().host.process_time())
}

fn process_time_ns(ts: &ThreadState, _module: &PyObject) -> PyResult {
    nanoseconds(ts, ts.interp().host.process_time())
}

fn thread_time(ts: &ThreadState, _module: &PyObject) -> PyResult {
    seconds(ts, ts.interp().host.thread_time())
}

fn thread_time_ns(ts: &ThreadState, _module: &PyObject) -> PyResult {
    nanoseconds(ts, ts.interp().host.thread_time())
}

/// How long `sleep` was told to wait: a float, or what is an index. CPython: `_PyTime_FromSecondsObject`.
fn duration(ts: &ThreadState, object: &PyObject) -> PyResult<Duration> {
    let negative = || ts.value_error("sleep length must be non-negative");
    if let Some(float) = object.downcast::<Float>() {
        let value = float.value();
        if value.is_nan() {
            return Err(ts.value_error("Invalid value NaN (not a number)"));
        }
        // Nanoseconds must fit a signed word.
        if value.abs() >= 9_223_372_036.854_775 {
            return Err(out_of_range(ts));
        }
        return Duration::try_from_secs_f64(value).map_err(|_| negative());
    }
    let Some(whole) = protocol::index(ts, object)?.as_i64().filter(|whole| whole.checked_mul(1_000_000_000).is_some()) else {
        return Err(ts.overflow_error("timestamp too large to convert to C PyTime_t"));
    };
    u64::try_from(whole).map(Duration::from_secs).map_err(|_| negative())
}

fn sleep(ts: &ThreadState, _module: &PyObject, time: &PyObject) -> PyResult {
    let time = duration(ts, time)?;
    let (host, word) = (&*ts.interp().host, &ts.poll);
    let deadline = host.monotonic().saturating_add(time);
    if time.is_zero() {
        // Nothing to wait for, but others get their turn.
        ts.without_lock(std::thread::yield_now);
    }
    while !ts.without_lock(|| sleep_until(host, deadline, word)) {
        handle_poll(ts)?;
    }
    Ok(ts.none())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "time",
        "($self, /)",
        Native::NoArgs(time),
        "time() -> floating-point number\n\nSeconds since the epoch (the beginning of 1970, UTC), with fractions.",
    ),
    MethodDef::new("time_ns", "($self, /)", Native::NoArgs(time_ns), "time_ns() -> int\n\nNanoseconds since the epoch."),
    MethodDef::new("monotonic", "($self, /)", Native::NoArgs(monotonic), "monotonic() -> float\n\nA clock that never goes back."),
    MethodDef::new(
        "monotonic_ns",
        "($self, /)",
        Native::NoArgs(monotonic_ns),
        "monotonic_ns() -> int\n\nA clock that never goes back, in nanoseconds.",
    ),
    MethodDef::new(
        "perf_counter",
        "($self, /)",
        Native::NoArgs(monotonic),
        "perf_counter() -> float\n\nThe clock to measure short times with.",
    ),
    MethodDef::new(
        "perf_counter_ns",
        "($self, /)",
        Native::NoArgs(monotonic_ns),
        "perf_counter_ns() -> int\n\nThe clock to measure short times with, in nanoseconds.",
    ),
    MethodDef::new(
        "process_time",
        "($self, /)",
        Native::NoArgs(process_time),
        "process_time() -> float\n\nProcessor time of the process, the kernel's part included.",
    ),
    MethodDef::new(
        "process_time_ns",
        "($self, /)",
        Native::NoArgs(process_time_ns),
        "process_time_ns() -> int\n\nProcessor time of the process in nanoseconds, the kernel's part included.",
    ),
    MethodDef::new("thread_time", "($self, /)", Native::NoArgs(thread_time), "thread_time() -> float\n\nProcessor time of this thread."),
    MethodDef::new(
        "thread_time_ns",
        "($self, /)",
        Native::NoArgs(thread_time_ns),
        "thread_time_ns() -> int\n\nProcessor time of this thread in nanoseconds.",
    ),
    MethodDef::new("sleep", "($self, object, /)", Native::O(sleep), "sleep(seconds)\n\nWait that many seconds; a float says fractions."),
];

/// The module.
pub static MODULE: ModuleDef = ModuleDef { name: "time", doc: "Clocks, and waiting.", functions: FUNCTIONS, init: None };
