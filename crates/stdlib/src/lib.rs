//! The standard library that minipy brings along: modules written in Rust, one file each, and modules written in Python, whose source lies
//! under `python/` and is compiled when a program first imports it.
//!
//! CPython counterpart: `Modules/`, `Lib/`, and the tables of builtin and frozen modules (`PyImport_Inittab`, `Python/frozen.c`). To add a
//! module, write its file and put one line into the table below. Invariant: nothing here runs before it is imported; what a module asks of
//! the outside world it asks the host.

mod atexit;
mod collections;
mod gc;
mod thread;
mod time;
mod weakref;

use minipy_object::pyref::{Py, PyRef};
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::module::Module;
use minipy_object::types::set::Set;
use minipy_object::types::tuple::Tuple;
use minipy_vm::Library;

/// A module of the library.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its full name.
    pub name: &'static str,
    /// Where it comes from.
    pub origin: Library,
}

macro_rules! library {
    (
        native { $($native:ident,)* }
        python { $($name:literal: $file:literal $(($package:ident))?,)* }
    ) => {
        /// Every module of the library.
        pub static LIBRARY: &[Entry] = &[
            $(Entry { name: $native::MODULE.name, origin: Library::Native(&$native::MODULE) },)*
            $(Entry {
                name: $name,
                origin: Library::Python {
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
        collections,
        gc,
        thread,
        time,
        weakref,
    }
    python {
        "_weakrefset": "_weakrefset.py",
        "importlib": "importlib/__init__.py" (package),
        "importlib.abc": "importlib/abc.py",
        "importlib.machinery": "importlib/machinery.py",
        "importlib.util": "importlib/util.py",
        "queue": "queue.py",
        "threading": "threading.py",
        "weakref": "weakref.py",
    }
}

/// The module of that name.
pub fn find(name: &str) -> Option<Library> {
    LIBRARY.iter().find(|entry| entry.name == name).map(|entry| entry.origin)
}

/// `sys.builtin_module_names`: the modules that are part of the program itself.
pub fn builtin_module_names() -> Vec<&'static str> {
    let native = LIBRARY.iter().filter(|entry| matches!(entry.origin, Library::Native(_))).map(|entry| entry.name);
    let mut names: Vec<_> = native.chain(["builtins", "sys"]).collect();
    names.sort_unstable();
    names
}

/// `sys.stdlib_module_names`: the modules of CPython 3.13's library, those among them that minipy does not have too.
static STDLIB_MODULE_NAMES: &[&str] = &[
    "__future__",
    "_abc",
    "_aix_support",
    "_android_support",
    "_ast",
    "_asyncio",
    "_bisect",
    "_blake2",
    "_bz2",
    "_codecs",
    "_codecs_cn",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_collections",
    "_collections_abc",
    "_colorize",
    "_compat_pickle",
    "_compression",
    "_contextvars",
    "_csv",
    "_ctypes",
    "_curses",
    "_curses_panel",
    "_datetime",
    "_dbm",
    "_decimal",
    "_elementtree",
    "_frozen_importlib",
    "_frozen_importlib_external",
    "_functools",
    "_gdbm",
    "_hashlib",
    "_heapq",
    "_imp",
    "_interpchannels",
    "_interpqueues",
    "_interpreters",
    "_io",
    "_ios_support",
    "_json",
    "_locale",
    "_lsprof",
    "_lzma",
    "_markupbase",
    "_md5",
    "_multibytecodec",
    "_multiprocessing",
    "_opcode",
    "_opcode_metadata",
    "_operator",
    "_osx_support",
    "_overlapped",
    "_pickle",
    "_posixshmem",
    "_posixsubprocess",
    "_py_abc",
    "_pydatetime",
    "_pydecimal",
    "_pyio",
    "_pylong",
    "_pyrepl",
    "_queue",
    "_random",
    "_scproxy",
    "_sha1",
    "_sha2",
    "_sha3",
    "_signal",
    "_sitebuiltins",
    "_socket",
    "_sqlite3",
    "_sre",
    "_ssl",
    "_stat",
    "_statistics",
    "_string",
    "_strptime",
    "_struct",
    "_suggestions",
    "_symtable",
    "_sysconfig",
    "_thread",
    "_threading_local",
    "_tkinter",
    "_tokenize",
    "_tracemalloc",
    "_typing",
    "_uuid",
    "_warnings",
    "_weakref",
    "_weakrefset",
    "_winapi",
    "_wmi",
    "_zoneinfo",
    "abc",
    "antigravity",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "atexit",
    "base64",
    "bdb",
    "binascii",
    "bisect",
    "builtins",
    "bz2",
    "cProfile",
    "calendar",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "doctest",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "idlelib",
    "imaplib",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "msvcrt",
    "multiprocessing",
    "netrc",
    "nt",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "pydoc_data",
    "pyexpat",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "tempfile",
    "termios",
    "textwrap",
    "this",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "turtledemo",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "winreg",
    "winsound",
    "wsgiref",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
];

/// Tell `sys` and `builtins` where they come from, and `sys` what else there is.
pub fn describe_builtins(ts: &ThreadState) -> PyResult<()> {
    let Some(modules) = ts.modules() else { return Ok(()) };
    for name in ["builtins", "sys"] {
        if let Some(module) = modules.get_str(ts, &*ts.intern(name)?)? {
            if let Some(module) = module.downcast::<Module>() {
                minipy_vm::describe_builtin(ts, module, name)?;
            }
        }
    }
    let strings = |names: &[&str]| names.iter().map(|name| ts.intern(name).map(Py::into_ref)).collect::<PyResult<Vec<PyRef>>>();
    let builtin = Tuple::from_vec(ts, strings(&builtin_module_names())?)?;
    minipy_vm::sys::set_attribute(ts, "builtin_module_names", builtin.into_ref())?;
    let all = Set::frozen_from(ts, strings(STDLIB_MODULE_NAMES)?)?;
    minipy_vm::sys::set_attribute(ts, "stdlib_module_names", all)
}

pub use atexit::at_exit;
pub use thread::thread_ended;
