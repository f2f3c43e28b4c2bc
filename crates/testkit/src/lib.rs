//! Runs the scripts of `tests/` and `examples/` and compares what they print with what CPython printed.
