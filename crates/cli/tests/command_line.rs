//! The command line as a Python user expects it: exit codes, streams, bad input, signals.
//!
//! CPython's counterpart is `Lib/test/test_cmd_line.py`. What is asserted here was seen on CPython 3.13.0.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

fn minipy(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minipy"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    ended(minipy(arguments).output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn with_input(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = minipy(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // The program may end before it has read everything.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ended(output)
}

/// A folder that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("minipy-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn exit_codes() {
    for (code, program) in [
        (0, "pass"),
        (1, "1/0"),
        (1, "x ="),
        (0, "raise SystemExit"),
        (0, "raise SystemExit(None)"),
        (7, "raise SystemExit(7)"),
        (0, "raise SystemExit(256)"),
        (255, "raise SystemExit(-1)"),
        (1, "raise SystemExit('bye')"),
        (3, "import sys; sys.exit(3)"),
        (4, "exit(4)"),
        (1, "input()"),
    ] {
        assert_eq!(run(&["-c", program]).0, code, "{program}");
    }
    assert_eq!(run(&["-c", "raise SystemExit('bye')"]), (1, String::new(), "bye\n".to_owned()));
}

#[test]
fn wrong_options() {
    for arguments in [&["-Z"][..], &["--nothing"], &["-c"], &["-X"], &["run"], &["dis", "--what"]] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains("usage: minipy") && err.contains("Try `minipy -h'"), "{err}");
    }
}

#[test]
fn versions_and_help() {
    let (code, out, _) = run(&["-V"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Python 3.13.0 (minipy "), "{out}");
    for option in ["-h", "--help", "--help-env", "--help-xoptions", "--help-all"] {
        let (code, out, err) = run(&[option]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.lines().count() > 5, "{out}");
    }
}

#[test]
fn arguments_and_argv() {
    let folder = Folder::new();
    let program = folder.file("p.py", b"import sys\nprint(sys.argv[1:], __name__, __file__ == sys.argv[0])\n");
    assert_eq!(run(&[&program, "-a", "--b", "-c"]).1, "['-a', '--b', '-c'] __main__ True\n");
    assert_eq!(run(&["run", &program, "x"]).1, "['x'] __main__ True\n");
    assert_eq!(run(&["-c", "import sys; print(sys.argv)", "-a", "-b"]).1, "['-c', '-a', '-b']\n");
    assert_eq!(with_input(&["-", "a", "b"], b"import sys; print(sys.argv)").1, "['-', 'a', 'b']\n");
    assert_eq!(with_input(&[], b"import sys; print(sys.argv)\n").1, "['']\n");
}

#[test]
fn options_that_change_a_program() {
    assert_eq!(run(&["-O", "-c", "assert 0; print(__debug__)"]).1, "False\n");
    assert_eq!(run(&["-OO", "-c", "def f(): 'doc'\nprint(f.__doc__)"]).1, "None\n");
    assert_eq!(run(&["-X", "a", "-X", "b=c", "-c", "import sys; print(sys._xoptions)"]).1, "{'a': True, 'b': 'c'}\n");
    let folder = Folder::new();
    let program = folder.file("x.py", b"this is no Python\nprint(2)\n1/0\n");
    let (code, out, err) = run(&["-x", &program]);
    assert_eq!((code, out.as_str()), (1, "2\n"));
    assert!(err.contains("line 3"), "{err}");
}

#[test]
fn files_that_cannot_be_run() {
    let folder = Folder::new();
    let missing = folder.path().join("no.py").to_string_lossy().into_owned();
    let (code, out, err) = run(&[&missing]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, format!("minipy: can't open file '{missing}': [Errno 2] No such file or directory\n"));

    let directory = folder.path().to_string_lossy().into_owned();
    assert_eq!(run(&[&directory]), (1, String::new(), format!("minipy: can't find '__main__' module in '{directory}'\n")));
    folder.file("__main__.py", b"print('main', __name__)\n");
    assert_eq!(run(&[&directory]).1, "main __main__\n");

    assert_eq!(run(&["-m", "no_such_module"]), (1, String::new(), "minipy: No module named no_such_module\n".to_owned()));
    for tool in ["tokens", "ast", "dis"] {
        let (code, out, err) = run(&[tool, &missing]);
        assert_eq!((code, out.as_str()), (2, ""), "{tool}");
        assert!(err.contains("[Errno 2] No such file or directory"), "{err}");
    }
}

#[test]
fn sources_that_are_no_python() {
    let folder = Folder::new();
    let latin = folder.file("latin.py", b"x = '\xff'\n");
    let (code, _, err) = run(&[&latin]);
    assert_eq!(code, 1);
    assert!(err.starts_with("SyntaxError: Non-UTF-8 code starting with '\\xff' in file "), "{err}");
    let nul = folder.file("nul.py", b"x = 1\0\n");
    let (code, _, err) = run(&[&nul]);
    assert_eq!(code, 1);
    assert!(err.ends_with("SyntaxError: source code cannot contain null bytes\n"), "{err}");
    let empty = folder.file("empty.py", b"");
    assert_eq!(run(&[&empty]), (0, String::new(), String::new()));
    let bom = folder.file("bom.py", b"\xef\xbb\xbfprint('bom')\r\nprint('crlf')");
    assert_eq!(run(&[&bom]).1, "bom\ncrlf\n");
}

#[test]
fn deep_nesting_is_an_error() {
    let folder = Folder::new();
    let nested = |open: &str, close: &str| [open.repeat(100_000), close.repeat(100_000)].concat();
    for (name, source) in [
        ("parens.py", nested("(", ")")),
        ("lists.py", nested("[", "]")),
        ("minus.py", format!("x = {}1\n", "-".repeat(100_000))),
        ("not.py", format!("x = {} 1\n", "not ".repeat(100_000))),
        ("dots.py", format!("x = a{}\n", ".b".repeat(100_000))),
        ("plus.py", format!("x = {}1\n", "1+".repeat(100_000))),
        ("power.py", format!("x = {}1\n", "1**".repeat(100_000))),
        ("lambda.py", format!("x = {} 1\n", "lambda:".repeat(100_000))),
        ("ifs.py", (0..100_000).map(|depth| format!("{}if 1:\n", " ".repeat(depth.min(5000)))).take(6000).collect()),
        ("fstring.py", format!("x = {}", "f'{".repeat(100_000))),
    ] {
        let file = folder.file(name, source.as_bytes());
        for command in [&["run", &file][..], &["ast", &file], &["dis", &file]] {
            let (code, _, err) = run(command);
            assert!((0..=1).contains(&code), "{name} {command:?}: {code} {}", err.chars().take(300).collect::<String>());
            assert!(!err.contains("internal error"), "{name}");
        }
    }
}

#[test]
fn a_large_file_is_read() {
    let folder = Folder::new();
    let line = b"# a comment that fills the file up, line after line after line\n";
    let mut source = line.repeat(50_000_000 / line.len());
    source.extend_from_slice(b"print('end')\n");
    let file = folder.file("large.py", &source);
    assert_eq!(run(&[&file]), (0, "end\n".to_owned(), String::new()));
}

#[test]
fn a_closed_pipe_is_quiet_for_tools() {
    let folder = Folder::new();
    let file = folder.file("f.py", "x = [1, 2, 3]\n".repeat(20_000).as_bytes());
    for tool in ["tokens", "dis"] {
        let mut child = minipy(&[tool, &file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut few = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut few).unwrap();
        let (code, _, err) = ended(child.wait_with_output().unwrap());
        assert_eq!((code, err.as_str()), (0, ""), "{tool}");
    }
}

#[test]
fn a_closed_pipe_is_an_exception_for_programs() {
    let program = "for i in range(1000000): print(i)";
    let mut child = minipy(&["-c", program]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut few = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut few).unwrap();
    let (code, _, err) = ended(child.wait_with_output().unwrap());
    assert!(code == 1 || code == 120, "{code}");
    assert!(err.contains("BrokenPipeError: [Errno 32] Broken pipe"), "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_failed_flush_has_its_own_exit_code() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = minipy(&["-c", "print(1)"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let (code, _, err) = ended(output);
    assert!(err.contains("No space left on device"), "{err}");
    assert_eq!(code, 120);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_the_signal() {
    use std::os::unix::process::ExitStatusExt;
    for program in ["print('go', flush=True)\nwhile True: pass", "print('go', flush=True)\ninput()"] {
        let mut child = minipy(&["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut go = [0; 3];
        child.stdout.as_mut().unwrap().read_exact(&mut go).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        // Kept open: what ends the program is the signal, not the end of its input.
        let stdin = child.stdin.take();
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        assert_eq!(output.status.signal(), Some(2), "{program}: {output:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.starts_with("Traceback") && err.ends_with("KeyboardInterrupt\n"), "{err}");
    }
    let caught = "try:\n    print('go', flush=True)\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')\n";
    let mut child = minipy(&["-c", caught]).stdout(Stdio::piped()).spawn().unwrap();
    let mut go = [0; 3];
    child.stdout.as_mut().unwrap().read_exact(&mut go).unwrap();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let (code, out, _) = ended(child.wait_with_output().unwrap());
    assert_eq!((code, out.as_str()), (0, "caught\n"));
}

#[test]
fn a_prompt_that_is_piped() {
    let (code, out, err) = with_input(&["-i", "-q"], b"x = 6\nx * 7\nif x:\n    print('yes')\n\n_\n1/0\nNone\n'after'\n");
    assert_eq!(out, "42\nyes\n42\n'after'\n", "{err}");
    assert_eq!(code, 0);
    assert!(err.contains("ZeroDivisionError: division by zero") && err.contains(">>> ") && err.contains("... "), "{err}");
    let (code, out, _) = with_input(&["repl", "-q"], b"exit(5)\nprint('no')\n");
    assert_eq!((code, out.as_str()), (5, ""));
}

#[test]
fn inspect_after_a_program() {
    let folder = Folder::new();
    let file = folder.file("f.py", b"x = 1\n1/0\n");
    let (code, out, err) = with_input(&["-i", "-q", &file], b"x + 1\n");
    assert_eq!((code, out.as_str()), (0, "2\n"), "{err}");
    assert!(err.contains("ZeroDivisionError"));
}

#[test]
fn modules_beside_the_program() {
    let folder = Folder::new();
    folder.file("helper.py", b"def f():\n    return __name__\n");
    folder.file("pack/__init__.py", b"");
    folder.file("pack/inner.py", b"from helper import f\nvalue = f() + '!'\n");
    let program = folder.file("main.py", b"import helper, pack.inner\nprint(helper.f(), pack.inner.value)\n");
    assert_eq!(run(&[&program]).1, "helper helper!\n");
    let output = minipy(&["-m", "helper"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(ended(output).0, 0);
    let (code, _, err) = run(&["-c", "import nothing_here"]);
    assert_eq!(code, 1);
    assert!(err.ends_with("ModuleNotFoundError: No module named 'nothing_here'\n"), "{err}");
}

#[test]
fn hash_seeds() {
    let hash = |seed: &str| ended(minipy(&["-c", "print(hash('minipy'))"]).env("PYTHONHASHSEED", seed).output().unwrap());
    // CPython 3.13 with the same seed.
    assert_eq!(hash("0").1, "-525352247389362789\n");
    assert_ne!(hash("1").1, hash("0").1);
    assert_ne!(hash("random").1, hash("0").1);
    assert_eq!(hash("many").0, 1);
    let (_, isolated, _) = ended(minipy(&["-I", "-c", "print(hash('minipy'))"]).env("PYTHONHASHSEED", "0").output().unwrap());
    assert_ne!(isolated, hash("0").1);
}

#[test]
fn nothing_is_left() {
    for geometry in ["classic", "modern"] {
        let (code, out, err) =
            run(&["-X", "leaks", "-X", &format!("pymalloc={geometry}"), "-X", "malloc=debug", "-c", "x = []; x.append(x); print(1)"]);
        assert_eq!((code, out.as_str(), err.as_str()), (0, "1\n", ""));
    }
}
