//! The `minipy` program: the only crate that prints, parses arguments or exits.
fn main() {}
