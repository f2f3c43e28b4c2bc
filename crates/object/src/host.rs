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

/// How a file is opened: what the letters of `open()`'s mode say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OpenHow {
    /// `r` or `+`
    pub read: bool,
    /// `w`, `a`, `x` or `+`
    pub write: bool,
    /// `w`: what is there is cut off.
    pub truncate: bool,
    /// `a`: every write goes to the end.
    pub append: bool,
    /// `w`, `a`: made if it is not there.
    pub create: bool,
    /// `x`: made, and an error if it is there.
    pub exclusive: bool,
}

fn denied<T>() -> io::Result<T> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
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
    /// Open a file; its descriptor. A directory is an error. A host without files keeps this and the next six as they are.
    fn open(&self, _path: &Path, _how: OpenHow) -> io::Result<u32> {
        denied()
    }
    /// Close a descriptor.
    fn close(&self, _fd: u32) -> io::Result<()> {
        denied()
    }
    /// Read at most `max` bytes from a descriptor (0: standard input); empty at the end.
    fn read_fd(&self, _fd: u32, _max: usize) -> io::Result<Vec<u8>> {
        denied()
    }
    /// Write to a descriptor; how many bytes it took.
    fn write_fd(&self, _fd: u32, _bytes: &[u8]) -> io::Result<usize> {
        denied()
    }
    /// Move a descriptor's position; the new one.
    fn seek(&self, _fd: u32, _to: io::SeekFrom) -> io::Result<u64> {
        denied()
    }
    /// Set the size of a descriptor's file.
    fn truncate(&self, _fd: u32, _size: u64) -> io::Result<()> {
        denied()
    }
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
    /// Park this thread until somebody unparks it or the time is over; it may also return for no reason. All that Python code waits
    /// for but input comes here, so a host whose clock is its own decides how long a wait takes.
    fn park(&self, time: Option<Duration>) {
        match time {
            Some(time) => std::thread::park_timeout(time),
            None => std::thread::park(),
        }
    }
    /// Processor time of the calling thread.
    fn thread_time(&self) -> Duration {
        self.process_time()
    }
    /// The number that the operating system gave the calling thread.
    fn native_thread_id(&self) -> u64 {
        0
    }
    /// Forget an interrupt that is about to be raised as KeyboardInterrupt.
    fn take_interrupt(&self) {}
    /// Fill with random bytes.
    fn random(&self, bytes: &mut [u8]) -> io::Result<()>;
}

/// A host for tests: keeps what is written, has no files, no environment, and one clock that moves only while a thread waits.
#[derive(Default)]
pub struct NullHost {
    written: std::sync::Mutex<Vec<u8>>,
    clock_nanos: std::sync::atomic::AtomicU64,
}

impl NullHost {
    /// What was written to either stream so far.
    pub fn written(&self) -> Vec<u8> {
        self.written.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

impl Host for NullHost {
    fn write(&self, _stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.written.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend_from_slice(bytes);
        Ok(())
    }
    fn write_fd(&self, fd: u32, bytes: &[u8]) -> io::Result<usize> {
        self.write(if fd == 2 { Stream::Stderr } else { Stream::Stdout }, bytes).map(|()| bytes.len())
    }
    fn flush(&self, _stream: Stream) -> io::Result<()> {
        Ok(())
    }
    fn read_line(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn read_to_end(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn is_terminal(&self, _fd: u32) -> bool {
        false
    }
    fn read_file(&self, _path: &Path) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
    fn is_file(&self, _path: &Path) -> bool {
        false
    }
    fn is_dir(&self, _path: &Path) -> bool {
        false
    }
    fn env(&self, _name: &str) -> Option<std::ffi::OsString> {
        None
    }
    fn wall_clock(&self) -> Duration {
        Duration::ZERO
    }
    fn monotonic(&self) -> Duration {
        Duration::from_nanos(self.clock_nanos.load(std::sync::atomic::Ordering::Relaxed))
    }
    fn park(&self, time: Option<Duration>) {
        match time {
            Some(time) => {
                let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
                self.clock_nanos.fetch_add(nanos, std::sync::atomic::Ordering::Relaxed);
                std::thread::yield_now();
            }
            None => std::thread::park(),
        }
    }
    fn process_time(&self) -> Duration {
        Duration::ZERO
    }
    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        bytes.fill(0);
        Ok(())
    }
}
