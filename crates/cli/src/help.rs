//! The texts of `--help`, `--version` and of a wrong command line.

use minipy::{PYTHON_VERSION, VERSION};

/// `-V`: begins like CPython's, so that scripts that look for `Python 3` find it.
pub(crate) fn version() -> String {
    let ((a, b, c), (x, y, z)) = (PYTHON_VERSION, VERSION);
    format!("Python {a}.{b}.{c} (minipy {x}.{y}.{z})\n")
}

/// The message of a wrong command line.
pub(crate) fn usage_error(message: &str) -> String {
    format!("{message}\n{USAGE}Try `minipy -h' for more information.\n")
}

const USAGE: &str = "usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

/// `--help`
pub(crate) fn help() -> String {
    HELP.to_owned()
}

const HELP: &str = "\
minipy runs Python programs, and shows how.

usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...
       minipy run [option] ... file [arg] ...
       minipy repl | tokens | ast | dis ...

Run:
  minipy FILE [ARGS]        run a program (also: minipy run FILE [ARGS])
  minipy -c CODE [ARGS]     run a program given as text
  minipy -m MODULE [ARGS]   run a module as a program
  minipy - [ARGS]           run a program from standard input
  minipy repl               type lines and run them one by one (also: minipy, on a terminal)

Look:
  minipy tokens [-e] FILE   the words of a program (-e: exact operator names)
  minipy ast [-a] FILE      its tree (-a: with the place of each node)
  minipy dis [-C] [-O] FILE its bytecode (-C: inline caches, -O: offsets)

Options:
  -h, --help      this text; --help-env, --help-xoptions, --help-all: more
  -V, --version   the version of Python that is imitated, and minipy's own
  -i              go on at a prompt after the program has ended
  -O, -OO         leave out assert, and docstrings too; __debug__ is False
  -q              no banner at the prompt
  -u              do not buffer standard output
  -x              skip the first line of the program
  -E              ignore the PYTHON* environment variables
  -I              isolate from the environment and the current folder (-E -P -s)
  -P              do not put the program's folder in front of sys.path
  -S              do not define exit, quit, help and the like
  -X opt          set an option of the implementation, see --help-xoptions
  -b -B -d -s -v -W arg
                  accepted as CPython accepts them; they change nothing here

Begin with:  minipy run examples/tour.py
             minipy dis examples/looper.py
";

/// `--help-env`
pub(crate) const HELP_ENV: &str = "\
Environment variables that change behaviour (ignored under -E and -I):
  PYTHONPATH         folders to search for modules, after the program's own
  PYTHONSTARTUP      a file that the prompt runs first
  PYTHONHASHSEED     0: hashes, and so the order of sets, are the same in each run; random (default), or a number
  PYTHONINSPECT      as -i
  PYTHONOPTIMIZE     as -O, or -OO with the value 2
  PYTHONUNBUFFERED   as -u
  PYTHONSAFEPATH     as -P
  PYTHONMALLOC       debug: as -X malloc=debug
  PYTHON_HISTORY     where the prompt keeps its history; default ~/.minipy_history
  NO_COLOR           no colours at the prompt
";

/// `--help-xoptions`
pub(crate) const HELP_XOPTIONS: &str = "\
Options of the implementation:
  -X pymalloc=classic   arenas of 256 KiB, pools of 4 KiB: the numbers most texts teach (default)
  -X pymalloc=modern    arenas of 1 MiB, pools of 16 KiB: CPython 3.10 and later
  -X malloc=debug       guard bytes around each block, freed memory filled, no block reused at once
  -X leaks              after the end, say how many blocks were never freed (there should be none)
  -X stack-check        compare the native stack pointer at each instruction: proves that the handlers jump
  -X int_max_str_digits=N
                        the limit of digits between int and str (0: none)
Any other name is accepted and can be seen in sys._xoptions.
";
