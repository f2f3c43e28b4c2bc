//! What is chosen before an interpreter starts.
//!
//! CPython's counterpart is `PyConfig`. Invariant: a builder only holds values; nothing happens before [`Builder::start`].

use minipy_object::host::Host;
use minipy_vm::SysConfig;
use pymalloc::{Config, Geometry};

use crate::error::Error;
use crate::host::SystemHost;
use crate::interpreter::Interpreter;
use crate::interrupt::Interrupter;

/// The native stack of an interpreter's thread: the pages that are not touched cost nothing.
const STACK_SIZE: usize = 64 << 20;

/// A `-X` option: its name, and the value if one was given.
pub type XOption = (String, Option<String>);

/// The settings of an interpreter. [`Builder::start`] makes it.
pub struct Builder {
    pub(crate) geometry: Geometry,
    pub(crate) debug_malloc: bool,
    pub(crate) stack_check: bool,
    pub(crate) hash_seed: Option<u32>,
    pub(crate) stack_size: usize,
    pub(crate) host: Option<Box<dyn Host>>,
    pub(crate) sys: SysConfig,
    pub(crate) interrupter: Interrupter,
    pub(crate) unbuffered: bool,
    pub(crate) int_max_str_digits: Option<i64>,
}

impl Default for Builder {
    fn default() -> Builder {
        let sys = SysConfig { argv: vec![String::new()], minipy_version: crate::VERSION, ..SysConfig::default() };
        Builder {
            geometry: Geometry::default(),
            debug_malloc: false,
            stack_check: false,
            hash_seed: None,
            stack_size: STACK_SIZE,
            host: None,
            sys,
            interrupter: Interrupter::new(),
            unbuffered: false,
            int_max_str_digits: None,
        }
    }
}

impl Builder {
    /// How large arenas and pools are.
    #[must_use]
    pub fn geometry(mut self, geometry: Geometry) -> Builder {
        self.geometry = geometry;
        self
    }

    /// Guard bytes, fill patterns and quarantine in the allocator.
    #[must_use]
    pub fn debug_malloc(mut self, on: bool) -> Builder {
        self.debug_malloc = on;
        self
    }

    /// Compare the native stack pointer at each instruction, and raise SystemError where a handler called the next instead of jumping.
    #[must_use]
    pub fn stack_check(mut self, on: bool) -> Builder {
        self.stack_check = on;
        self
    }

    /// The seed of str and bytes hashes; none for a random one.
    #[must_use]
    pub fn hash_seed(mut self, seed: Option<u32>) -> Builder {
        self.hash_seed = seed;
        let randomized = i64::from(seed != Some(0));
        self.flag("hash_randomization", randomized)
    }

    /// Bytes of native stack for the interpreter's thread.
    #[must_use]
    pub fn stack_size(mut self, bytes: usize) -> Builder {
        self.stack_size = bytes;
        self
    }

    /// The outside world. Without one it is the process's own: [`SystemHost`].
    #[must_use]
    pub fn host(mut self, host: Box<dyn Host>) -> Builder {
        self.host = Some(host);
        self
    }

    /// `sys.argv`
    #[must_use]
    pub fn argv(mut self, argv: Vec<String>) -> Builder {
        self.sys.argv = argv;
        self
    }

    /// `sys.path`
    #[must_use]
    pub fn path(mut self, path: Vec<String>) -> Builder {
        self.sys.path = path;
        self
    }

    /// `sys.executable`
    #[must_use]
    pub fn executable(mut self, path: String) -> Builder {
        self.sys.executable = path;
        self
    }

    /// Set one of `sys.flags`.
    #[must_use]
    pub fn flag(mut self, name: &'static str, value: i64) -> Builder {
        self.sys.flags.retain(|(known, _)| *known != name);
        self.sys.flags.push((name, value));
        self
    }

    /// Write through: nothing that a program prints waits in a buffer.
    #[must_use]
    pub fn unbuffered(mut self, on: bool) -> Builder {
        self.unbuffered = on;
        self
    }

    /// The limit of digits between int and str; 0 is none.
    #[must_use]
    pub fn int_max_str_digits(mut self, digits: i64) -> Builder {
        self.int_max_str_digits = Some(digits);
        self.flag("int_max_str_digits", digits)
    }

    /// `sys._xoptions`
    #[must_use]
    pub fn xoptions(mut self, options: Vec<XOption>) -> Builder {
        self.sys.xoptions = options;
        self
    }

    /// `sys.warnoptions`
    #[must_use]
    pub fn warnoptions(mut self, options: Vec<String>) -> Builder {
        self.sys.warnoptions = options;
        self
    }

    /// What can interrupt the interpreter, before it runs.
    pub fn interrupter(&self) -> Interrupter {
        self.interrupter.clone()
    }

    pub(crate) fn heap_config(&self) -> Config {
        Config { geometry: self.geometry, debug: self.debug_malloc, ..Config::default() }
    }

    /// Start the interpreter on a thread of its own.
    pub fn start(mut self) -> Result<Interpreter, Error> {
        if self.host.is_none() {
            self.host = Some(Box::new(SystemHost::new(self.interrupter.clone())));
        }
        Interpreter::start(self)
    }
}
