//! The modules that are written in Rust, one file each.
//!
//! Invariant: a module is one file and one line in [`MODULES`]; none asks the operating system, only the interpreter's `Host`.

pub mod time;

use minipy_object::types::module::ModuleDef;

/// All of them. CPython: `PyImport_Inittab`.
pub static MODULES: &[&ModuleDef] = &[&time::MODULE];

/// The module of that name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    MODULES.iter().copied().find(|module| module.name == name)
}
