//! The outside world of a program: the process's own ([`SystemHost`]), or streams in memory ([`Capture`]).
//!
//! Invariant: a wait for input or time is ended by the interrupter, and says so with [`io::ErrorKind::Interrupted`].

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Seek, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use minipy_object::host::{Host, OpenHow, Stream};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::time::{ClockId, clock_gettime};

use crate::interrupt::Interrupter;

/// The process's clocks, streams, files and environment.
pub struct SystemHost {
    interrupter: Interrupter,
    started: Instant,
    /// Standard input, opened at the first read.
    stdin: OnceLock<Mutex<BufReader<File>>>,
    /// The files that programs have opened, by descriptor.
    files: Mutex<HashMap<u32, Arc<File>>>,
}

impl SystemHost {
    /// The host of an interpreter that `interrupter` can interrupt.
    pub fn new(interrupter: Interrupter) -> SystemHost {
        SystemHost { interrupter, started: Instant::now(), stdin: OnceLock::new(), files: Mutex::default() }
    }

    /// Wait until `fd` can be read or the time is over; interrupted, an error.
    fn wait(&self, fd: Option<BorrowedFd<'_>>, time: Option<Duration>) -> io::Result<()> {
        let Some(wake) = self.interrupter.wake_reader() else { return Ok(()) };
        let deadline = time.map(|time| Instant::now() + time);
        loop {
            if self.interrupter.is_pending() {
                self.interrupter.drain();
                return Err(io::ErrorKind::Interrupted.into());
            }
            let timeout = match deadline {
                None => PollTimeout::NONE,
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Ok(());
                    }
                    // Whole milliseconds, rounded up: a short sleep must not spin.
                    let millis = left.as_micros().div_ceil(1000).min(1_000_000);
                    PollTimeout::try_from(u32::try_from(millis).unwrap_or(1_000_000)).unwrap_or(PollTimeout::MAX)
                }
            };
            let mut fds = vec![PollFd::new(wake.as_fd(), PollFlags::POLLIN)];
            fds.extend(fd.map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
            match poll(&mut fds, timeout) {
                Ok(_) | Err(nix::errno::Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
            let ready = |i: usize| fds.get(i).and_then(PollFd::any).unwrap_or(false);
            if ready(0) {
                self.interrupter.drain();
                if self.interrupter.is_pending() {
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
            if ready(1) {
                return Ok(());
            }
        }
    }

    fn files(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Arc<File>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file behind a descriptor: one that was opened here, or a duplicate of a standard stream.
    fn file(&self, fd: u32) -> io::Result<Arc<File>> {
        if let Some(file) = self.files().get(&fd) {
            return Ok(file.clone());
        }
        let owned = match fd {
            0 => io::stdin().as_fd().try_clone_to_owned()?,
            1 => io::stdout().as_fd().try_clone_to_owned()?,
            2 => io::stderr().as_fd().try_clone_to_owned()?,
            _ => return Err(io::Error::from(nix::errno::Errno::EBADF)),
        };
        Ok(Arc::new(File::from(owned)))
    }

    fn with_stdin<R>(&self, f: impl FnOnce(&mut BufReader<File>) -> io::Result<R>) -> io::Result<R> {
        let stdin = match self.stdin.get() {
            Some(stdin) => stdin,
            None => {
                let file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
                self.stdin.get_or_init(|| Mutex::new(BufReader::new(file)))
            }
        };
        f(&mut stdin.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The next bytes of standard input; empty at its end.
    fn fill<'a>(&self, stdin: &'a mut BufReader<File>) -> io::Result<&'a [u8]> {
        if stdin.buffer().is_empty() {
            self.wait(Some(stdin.get_ref().as_fd()), None)?;
        }
        stdin.fill_buf()
    }
}

impl Host for SystemHost {
    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        match stream {
            Stream::Stdout => {
                // Rust's own stdout holds lines back; what the program flushed must be out.
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
            Stream::Stderr => io::stderr().lock().write_all(bytes),
        }
    }

    fn flush(&self, stream: Stream) -> io::Result<()> {
        match stream {
            Stream::Stdout => io::stdout().lock().flush(),
            Stream::Stderr => io::stderr().lock().flush(),
        }
    }

    fn read_line(&self) -> io::Result<Vec<u8>> {
        self.with_stdin(|stdin| {
            let mut line = Vec::new();
            loop {
                let bytes = self.fill(stdin)?;
                let (used, done) = match bytes.iter().position(|b| *b == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (bytes.len(), bytes.is_empty()),
                };
                line.extend(bytes.iter().take(used));
                stdin.consume(used);
                if done {
                    return Ok(line);
                }
            }
        })
    }

    fn read_to_end(&self) -> io::Result<Vec<u8>> {
        self.with_stdin(|stdin| {
            let mut all = Vec::new();
            loop {
                let bytes = self.fill(stdin)?;
                let used = bytes.len();
                all.extend_from_slice(bytes);
                stdin.consume(used);
                if used == 0 {
                    return Ok(all);
                }
            }
        })
    }

    fn is_terminal(&self, fd: u32) -> bool {
        match fd {
            0 => io::stdin().is_terminal(),
            1 => io::stdout().is_terminal(),
            2 => io::stderr().is_terminal(),
            _ => false,
        }
    }

    fn read_file(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn open(&self, path: &Path, how: OpenHow) -> io::Result<u32> {
        let file = File::options()
            .read(how.read)
            .write(how.write && !how.append)
            .append(how.append)
            .truncate(how.truncate)
            .create(how.create)
            .create_new(how.exclusive)
            .open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::from(nix::errno::Errno::EISDIR));
        }
        let fd = u32::try_from(file.as_raw_fd()).map_err(io::Error::other)?;
        self.files().insert(fd, Arc::new(file));
        Ok(fd)
    }

    fn close(&self, fd: u32) -> io::Result<()> {
        match self.files().remove(&fd) {
            Some(file) => {
                drop(file);
                Ok(())
            }
            // The process's own streams stay open: what is printed at its end must have a place to go.
            None if fd <= 2 => Ok(()),
            None => Err(io::Error::from(nix::errno::Errno::EBADF)),
        }
    }

    fn read_fd(&self, fd: u32, max: usize) -> io::Result<Vec<u8>> {
        if fd == 0 {
            return self.with_stdin(|stdin| {
                let bytes: Vec<u8> = self.fill(stdin)?.iter().take(max).copied().collect();
                stdin.consume(bytes.len());
                Ok(bytes)
            });
        }
        let file = self.file(fd)?;
        // A size that the program names is not memory that is there.
        let mut bytes = vec![0; max.min(1 << 20)];
        let got = (&*file).read(&mut bytes)?;
        bytes.truncate(got);
        Ok(bytes)
    }

    fn write_fd(&self, fd: u32, bytes: &[u8]) -> io::Result<usize> {
        match fd {
            1 => self.write(Stream::Stdout, bytes).map(|()| bytes.len()),
            2 => self.write(Stream::Stderr, bytes).map(|()| bytes.len()),
            _ => (&*self.file(fd)?).write(bytes),
        }
    }

    fn seek(&self, fd: u32, to: io::SeekFrom) -> io::Result<u64> {
        (&*self.file(fd)?).seek(to)
    }

    fn truncate(&self, fd: u32, size: u64) -> io::Result<()> {
        self.file(fd)?.set_len(size)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn env(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name)
    }

    fn wall_clock(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn monotonic(&self) -> Duration {
        clock_gettime(ClockId::CLOCK_MONOTONIC).map_or_else(|_| self.started.elapsed(), Duration::from)
    }

    fn process_time(&self) -> Duration {
        clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or_else(|_| self.started.elapsed(), Duration::from)
    }

    fn thread_time(&self) -> Duration {
        clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or_else(|_| self.started.elapsed(), Duration::from)
    }

    fn native_thread_id(&self) -> u64 {
        nix::unistd::gettid().as_raw().unsigned_abs().into()
    }

    fn take_interrupt(&self) {
        self.interrupter.take();
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(|error| io::Error::other(error.to_string()))
    }
}

#[derive(Default)]
struct Streams {
    stdin: Vec<u8>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Standard streams in memory, for embedders and tests. Files, clocks and the rest are the process's own.
///
/// ```
/// let streams = minipy::Capture::new("a line\n");
/// assert_eq!(streams.host().read_line()?, b"a line\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Capture {
    streams: Arc<Mutex<Streams>>,
}

impl Capture {
    /// Streams whose standard input holds that text.
    pub fn new(stdin: &str) -> Capture {
        let streams = Streams { stdin: stdin.as_bytes().to_vec(), ..Streams::default() };
        Capture { streams: Arc::new(Mutex::new(streams)) }
    }

    /// A host with these streams.
    pub fn host(&self) -> Box<dyn Host> {
        Box::new(CaptureHost { streams: self.clone(), system: SystemHost::new(Interrupter::new()) })
    }

    fn with<R>(&self, f: impl FnOnce(&mut Streams) -> R) -> R {
        f(&mut self.streams.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the program has written to standard output.
    pub fn stdout(&self) -> String {
        self.with(|streams| String::from_utf8_lossy(&streams.stdout).into_owned())
    }

    /// What the program has written to standard error.
    pub fn stderr(&self) -> String {
        self.with(|streams| String::from_utf8_lossy(&streams.stderr).into_owned())
    }
}

struct CaptureHost {
    streams: Capture,
    system: SystemHost,
}

impl Host for CaptureHost {
    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.streams.with(|streams| match stream {
            Stream::Stdout => streams.stdout.extend_from_slice(bytes),
            Stream::Stderr => streams.stderr.extend_from_slice(bytes),
        });
        Ok(())
    }

    fn flush(&self, _stream: Stream) -> io::Result<()> {
        Ok(())
    }

    fn read_line(&self) -> io::Result<Vec<u8>> {
        self.streams.with(|streams| {
            let end = streams.stdin.iter().position(|b| *b == b'\n').map_or(streams.stdin.len(), |at| at + 1);
            Ok(streams.stdin.drain(..end).collect())
        })
    }

    fn read_to_end(&self) -> io::Result<Vec<u8>> {
        Ok(self.streams.with(|streams| std::mem::take(&mut streams.stdin)))
    }

    fn is_terminal(&self, _fd: u32) -> bool {
        false
    }

    fn read_file(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.system.read_file(path)
    }

    fn open(&self, path: &Path, how: OpenHow) -> io::Result<u32> {
        self.system.open(path, how)
    }

    fn close(&self, fd: u32) -> io::Result<()> {
        self.system.close(fd)
    }

    fn read_fd(&self, fd: u32, max: usize) -> io::Result<Vec<u8>> {
        if fd != 0 {
            return self.system.read_fd(fd, max);
        }
        Ok(self.streams.with(|streams| streams.stdin.drain(..max.min(streams.stdin.len())).collect()))
    }

    fn write_fd(&self, fd: u32, bytes: &[u8]) -> io::Result<usize> {
        match fd {
            1 => self.write(Stream::Stdout, bytes).map(|()| bytes.len()),
            2 => self.write(Stream::Stderr, bytes).map(|()| bytes.len()),
            _ => self.system.write_fd(fd, bytes),
        }
    }

    fn seek(&self, fd: u32, to: io::SeekFrom) -> io::Result<u64> {
        match fd {
            0..=2 => Err(io::Error::from(nix::errno::Errno::ESPIPE)),
            _ => self.system.seek(fd, to),
        }
    }

    fn truncate(&self, fd: u32, size: u64) -> io::Result<()> {
        self.system.truncate(fd, size)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.system.is_file(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.system.is_dir(path)
    }

    fn env(&self, name: &str) -> Option<OsString> {
        self.system.env(name)
    }

    fn wall_clock(&self) -> Duration {
        self.system.wall_clock()
    }

    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }

    fn process_time(&self) -> Duration {
        self.system.process_time()
    }

    fn thread_time(&self) -> Duration {
        self.system.thread_time()
    }

    fn native_thread_id(&self) -> u64 {
        self.system.native_thread_id()
    }

    fn take_interrupt(&self) {
        self.system.take_interrupt();
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        self.system.random(bytes)
    }
}
