//! What only tests need: a script runner, golden files, comparison with an installed CPython.
