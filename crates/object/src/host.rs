//! Everything that comes from outside, behind one trait: clocks, seeds, standard streams, environment, files, waiting.
//!
//! Invariant: nothing in `object`, `vm` or `stdlib` asks the operating system directly, so a run can be recorded and replayed, a
//! test can fake any of it, a sandbox can deny it. Calls that can block are made without the lock (`ThreadState::without_lock`), so
//! the trait is `Send + Sync`.

use std::io;
use std::path::Path;
use std::time::Duration;

/// A standard stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// The outside world.
pub trait Host: Send + Sync {
    /// Write bytes to a standard stream, all of them.
    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()>;
    /// Flush a standard stream.
    fn flush(&self, stream: Stream) -> io::Result<()>;
    /// Read a line, its end included, from standard input; empty at the end of the input.
    fn read_line(&self) -> io::Result<Vec<u8>>;
    /// Read standard input to its end.
    fn read_to_end(&self) -> io::Result<Vec<u8>>;
    /// Whether a standard stream (0, 1, 2) is a terminal.
    fn is_terminal(&self, fd: u32) -> bool;
    /// The whole content of a file.
    fn read_file(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether a path is a file, a directory, or nothing.
    fn is_file(&self, path: &Path) -> bool;
    /// Whether a path is a directory.
    fn is_dir(&self, path: &Path) -> bool;
    /// The value of an environment variable.
    fn env(&self, name: &str) -> Option<std::ffi::OsString>;
    /// Time since the Unix epoch.
    fn wall_clock(&self) -> Duration;
    /// A clock that never goes back.
    fn monotonic(&self) -> Duration;
    /// Processor time of the process.
    fn process_time(&self) -> Duration;
    /// Wait.
    fn sleep(&self, time: Duration);
    /// Fill with random bytes.
    fn random(&self, bytes: &mut [u8]) -> io::Result<()>;
}
