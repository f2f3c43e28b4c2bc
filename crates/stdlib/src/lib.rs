//! The standard library that minipy brings along: modules written in Rust, one file each, and modules written in Python, whose source lies
//! under `python/` and is compiled when a program first imports it.
//!
//! CPython counterpart: `Modules/`, `Lib/`, and the tables of builtin and frozen modules (`PyImport_Inittab`, `Python/frozen.c`). To add a
//! module, write its file and put one line into the table below. Invariant: nothing here runs before it is imported; what a module asks of
//! the outside world it asks the host.

mod atexit;
mod gc;
pub mod spec;
mod thread;
mod time;
mod weakref;

use minipy_object::types::module::ModuleDef;

/// Where a module comes from.
#[derive(Clone, Copy)]
pub enum Origin {
    /// Written in Rust. Such a module is found before anything on `sys.path`, as CPython's builtin ones are.
    Native(&'static ModuleDef),
    /// Written in Python: its source. A module of that name on `sys.path` comes first, as it does before CPython's library.
    Python {
        /// The text.
        source: &'static str,
        /// Whether other modules can lie in it.
        package: bool,
    },
}

/// A module of the library.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its full name.
    pub name: &'static str,
    /// Where it comes from.
    pub origin: Origin,
}

macro_rules! library {
    (
        native { $($native:ident,)* }
        python { $($name:literal: $file:literal $(($package:ident))?,)* }
    ) => {
        /// Every module of the library.
        pub static LIBRARY: &[Entry] = &[
            $(Entry { name: $native::MODULE.name, origin: Origin::Native(&$native::MODULE) },)*
            $(Entry {
                name: $name,
                origin: Origin::Python {
                    source: include_str!(concat!("../python/", $file)),
                    package: false $(|| { let $package = true; $package })?,
                },
            },)*
        ];
    };
}

library! {
    native {
        atexit,
        gc,
        thread,
        time,
        weakref,
    }
    python {
        "_weakrefset": "_weakrefset.py",
        "queue": "queue.py",
        "threading": "threading.py",
        "weakref": "weakref.py",
    }
}

/// The module of that name.
pub fn find(name: &str) -> Option<Entry> {
    LIBRARY.iter().find(|entry| entry.name == name).copied()
}

/// `sys.builtin_module_names`: the modules that are part of the program itself.
pub fn builtin_module_names() -> Vec<&'static str> {
    let native = LIBRARY.iter().filter(|entry| matches!(entry.origin, Origin::Native(_))).map(|entry| entry.name);
    let mut names: Vec<_> = native.chain(["builtins", "sys"]).collect();
    names.sort_unstable();
    names
}

pub use atexit::at_exit;
pub use thread::thread_ended;
