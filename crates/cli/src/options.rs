//! The command line as Python reads it: the first word that is no option, `-c` or `-m` ends the options.
//!
//! CPython's counterpart is `config_parse_cmdline`. Invariant: an option that is not known is an error, never misread; whatever follows the
//! program's name is the program's.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::Arg;
use minipy::{Geometry, XOption};

use crate::help;

/// What to run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Source {
    /// `-c`
    Command(OsString),
    /// `-m`
    Module(String),
    /// A file or folder.
    File(PathBuf),
    /// `-`
    Stdin,
    /// `minipy repl`
    Repl,
    /// Nothing was said: the prompt on a terminal, else standard input.
    #[default]
    Default,
}

/// A run.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) source: Source,
    /// The program's own arguments.
    pub(crate) args: Vec<OsString>,
    pub(crate) optimize: u8,
    pub(crate) unbuffered: bool,
    pub(crate) inspect: bool,
    pub(crate) quiet: bool,
    pub(crate) ignore_environment: bool,
    pub(crate) isolated: bool,
    pub(crate) safe_path: bool,
    pub(crate) no_site: bool,
    pub(crate) no_user_site: bool,
    pub(crate) skip_first_line: bool,
    pub(crate) bytes_warning: i64,
    pub(crate) verbose: i64,
    pub(crate) dev_mode: bool,
    pub(crate) geometry: Geometry,
    pub(crate) debug_malloc: bool,
    pub(crate) leaks: bool,
    pub(crate) stack_check: bool,
    pub(crate) int_max_str_digits: Option<i64>,
    pub(crate) xoptions: Vec<XOption>,
    pub(crate) warnings: Vec<String>,
}

/// A tool and what it is to look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tool {
    pub(crate) kind: ToolKind,
    /// `None` is standard input.
    pub(crate) file: Option<PathBuf>,
}

/// Which tool.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ToolKind {
    Tokens { exact: bool },
    Ast { attributes: bool },
    Dis { caches: bool, offsets: bool },
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Parsed {
    Run(Box<Options>),
    Tool(Tool),
    Text(String),
}

/// A wrong command line.
#[derive(Debug)]
pub(crate) struct Usage {
    pub(crate) message: String,
}

fn usage<T>(message: impl Into<String>) -> Result<T, Usage> {
    Err(Usage { message: message.into() })
}

/// The value of an option that needs one.
fn value(parser: &mut lexopt::Parser, option: &str) -> Result<OsString, Usage> {
    parser.value().map_err(|_| Usage { message: format!("Argument expected for the {option} option") })
}

fn rest(parser: &mut lexopt::Parser) -> Vec<OsString> {
    // `raw_args` fails only in the middle of a cluster of options, where no rest can be.
    parser.raw_args().map(Iterator::collect).unwrap_or_default()
}

/// Read the command line, without the program's name.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Parsed, Usage> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut options = Options::default();
    let mut in_run = false;
    let mut versions = 0;
    loop {
        let argument = match parser.next() {
            Ok(argument) => argument,
            Err(error) => return usage(error.to_string()),
        };
        let Some(argument) = argument else { break };
        match argument {
            Arg::Short('h' | '?') | Arg::Long("help") => return Ok(Parsed::Text(help::help())),
            Arg::Long("help-env") => return Ok(Parsed::Text(help::HELP_ENV.to_owned())),
            Arg::Long("help-xoptions") => return Ok(Parsed::Text(help::HELP_XOPTIONS.to_owned())),
            Arg::Long("help-all") => {
                return Ok(Parsed::Text(format!("{}\n{}\n{}", help::help(), help::HELP_ENV, help::HELP_XOPTIONS)));
            }
            Arg::Short('V') | Arg::Long("version") => versions += 1,
            Arg::Short('c') => {
                let mut command = value(&mut parser, "-c")?;
                command.push("\n");
                options.source = Source::Command(command);
                options.args = rest(&mut parser);
                break;
            }
            Arg::Short('m') => {
                let module = value(&mut parser, "-m")?.to_string_lossy().into_owned();
                let args = rest(&mut parser);
                if matches!(module.as_str(), "tokenize" | "ast" | "dis") {
                    let name = if module == "tokenize" { "tokens" } else { &module };
                    return tool(name, lexopt::Parser::from_args(args));
                }
                options.source = Source::Module(module);
                options.args = args;
                break;
            }
            Arg::Short('O') => options.optimize = (options.optimize + 1).min(2),
            Arg::Short('u') => options.unbuffered = true,
            Arg::Short('i') => options.inspect = true,
            Arg::Short('q') => options.quiet = true,
            Arg::Short('E') => options.ignore_environment = true,
            Arg::Short('I') => {
                options.isolated = true;
                options.ignore_environment = true;
                options.safe_path = true;
                options.no_user_site = true;
            }
            Arg::Short('P') => options.safe_path = true,
            Arg::Short('S') => options.no_site = true,
            Arg::Short('s') => options.no_user_site = true,
            Arg::Short('x') => options.skip_first_line = true,
            Arg::Short('b') => options.bytes_warning += 1,
            Arg::Short('v') => options.verbose += 1,
            Arg::Short('B' | 'd') => {}
            Arg::Short('W') => options.warnings.push(value(&mut parser, "-W")?.to_string_lossy().into_owned()),
            Arg::Long("check-hash-based-pycs") => drop(value(&mut parser, "--check-hash-based-pycs")?),
            Arg::Short('X') => {
                let option = value(&mut parser, "-X")?.to_string_lossy().into_owned();
                xoption(&mut options, &option)?;
            }
            Arg::Short(other) => return usage(format!("Unknown option: -{other}")),
            Arg::Long(other) => return usage(format!("unknown option --{other}")),
            Arg::Value(word) if !in_run => match word.to_str() {
                Some("run") => in_run = true,
                Some("repl") => {
                    options.source = Source::Repl;
                    options.args = rest(&mut parser);
                    break;
                }
                Some(name @ ("tokens" | "ast" | "dis")) => {
                    let name = name.to_owned();
                    return tool(&name, parser);
                }
                _ => {
                    program(&mut options, word, &mut parser);
                    break;
                }
            },
            Arg::Value(word) => {
                program(&mut options, word, &mut parser);
                break;
            }
        }
    }
    if versions > 0 {
        return Ok(Parsed::Text(help::version()));
    }
    if in_run && options.source == Source::Default {
        return usage("minipy run: which file?");
    }
    Ok(Parsed::Run(Box::new(options)))
}

fn program(options: &mut Options, word: OsString, parser: &mut lexopt::Parser) {
    options.source = if word == "-" { Source::Stdin } else { Source::File(PathBuf::from(word)) };
    options.args = rest(parser);
}

fn xoption(options: &mut Options, text: &str) -> Result<(), Usage> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    match (name, value) {
        ("pymalloc", Some("classic")) => options.geometry = Geometry::Classic,
        ("pymalloc", Some("modern")) => options.geometry = Geometry::Modern,
        ("pymalloc", _) => return usage("-X pymalloc=classic or -X pymalloc=modern"),
        ("malloc", Some("debug")) => options.debug_malloc = true,
        ("malloc", Some("default")) => options.debug_malloc = false,
        ("malloc", _) => return usage("-X malloc=debug or -X malloc=default"),
        ("leaks", None) => options.leaks = true,
        ("stack-check", None) => options.stack_check = true,
        ("dev", None) => {
            options.dev_mode = true;
            options.debug_malloc = true;
        }
        ("int_max_str_digits", Some(digits)) => match digits.parse() {
            Ok(digits) if digits == 0 || digits >= 640 => options.int_max_str_digits = Some(digits),
            _ => return usage("-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited."),
        },
        _ => {}
    }
    options.xoptions.push((name.to_owned(), value.map(str::to_owned)));
    Ok(())
}

fn tool(name: &str, mut parser: lexopt::Parser) -> Result<Parsed, Usage> {
    let mut kind = match name {
        "tokens" => ToolKind::Tokens { exact: false },
        "ast" => ToolKind::Ast { attributes: false },
        _ => ToolKind::Dis { caches: false, offsets: false },
    };
    let mut file = None;
    let mut seen = false;
    loop {
        let argument = match parser.next() {
            Ok(argument) => argument,
            Err(error) => return usage(error.to_string()),
        };
        let Some(argument) = argument else { break };
        match (argument, &mut kind) {
            (Arg::Short('h') | Arg::Long("help"), _) => return Ok(Parsed::Text(help::help())),
            (Arg::Short('e') | Arg::Long("exact"), ToolKind::Tokens { exact }) => *exact = true,
            (Arg::Short('a') | Arg::Long("include-attributes"), ToolKind::Ast { attributes }) => *attributes = true,
            (Arg::Short('C') | Arg::Long("show-caches"), ToolKind::Dis { caches, .. }) => *caches = true,
            (Arg::Short('O') | Arg::Long("show-offsets"), ToolKind::Dis { offsets, .. }) => *offsets = true,
            (Arg::Short(other), _) => return usage(format!("Unknown option: minipy {name} -{other}")),
            (Arg::Long(other), _) => return usage(format!("unknown option minipy {name} --{other}")),
            (Arg::Value(_), _) if seen => return usage(format!("minipy {name}: one file at a time")),
            (Arg::Value(word), _) => {
                seen = true;
                file = (word != "-").then(|| PathBuf::from(word));
            }
        }
    }
    Ok(Parsed::Tool(Tool { kind, file }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(words: &[&str]) -> Options {
        match parse(words.iter().map(OsString::from).collect()) {
            Ok(Parsed::Run(options)) => *options,
            other => panic!("{words:?}: {other:?}"),
        }
    }

    #[test]
    fn a_command_ends_the_options() {
        let options = run(&["-O", "-c", "print()", "-a", "-b", "--c"]);
        assert_eq!(options.source, Source::Command(OsString::from("print()\n")));
        assert_eq!(options.args, ["-a", "-b", "--c"]);
        assert_eq!(options.optimize, 1);
    }

    #[test]
    fn a_file_ends_the_options() {
        for words in [&["f.py", "-x", "run"][..], &["run", "f.py", "-x", "run"]] {
            let options = run(words);
            assert_eq!(options.source, Source::File(PathBuf::from("f.py")));
            assert_eq!(options.args, ["-x", "run"]);
            assert!(!options.skip_first_line);
        }
        assert_eq!(run(&["-", "a"]).source, Source::Stdin);
    }

    #[test]
    fn options_may_be_run_together() {
        let options = run(&["-OOu", "-iq", "-Xleaks", "-X", "pymalloc=modern", "-cpass"]);
        assert_eq!((options.optimize, options.unbuffered, options.inspect, options.quiet), (2, true, true, true));
        assert!(options.leaks);
        assert_eq!(options.geometry, Geometry::Modern);
        assert_eq!(options.source, Source::Command(OsString::from("pass\n")));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for words in
            [&["-Z"][..], &["--nothing"], &["-c"], &["-X"], &["-X", "pymalloc=huge"], &["run"], &["dis", "a", "b"], &["ast", "-e", "f"]]
        {
            assert!(parse(words.iter().map(OsString::from).collect()).is_err(), "{words:?}");
        }
    }

    #[test]
    fn modules_that_are_tools_become_tools() {
        match parse(["-m", "dis", "-C", "f.py"].map(OsString::from).to_vec()) {
            Ok(Parsed::Tool(tool)) => {
                assert_eq!(tool, Tool { kind: ToolKind::Dis { caches: true, offsets: false }, file: Some(PathBuf::from("f.py")) });
            }
            other => panic!("{other:?}"),
        }
    }
}
