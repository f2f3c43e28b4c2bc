//! The modules that are written in Rust, one file each.
