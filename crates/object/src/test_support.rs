//! An interpreter for unit tests: a heap in debug mode, a host that refuses everything, hash seed 0, and the check that nothing is left.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::bootstrap::{Runtime, Settings};
use crate::host::{Host, Stream};
use crate::state::ThreadState;

/// A host without an outside.
struct Nowhere;

impl Host for Nowhere {
    fn write(&self, _stream: Stream, _bytes: &[u8]) -> io::Result<()> {
        Ok(())
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
        Duration::ZERO
    }
    fn process_time(&self) -> Duration {
        Duration::ZERO
    }
    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        bytes.fill(0);
        Ok(())
    }
}

/// Run `test` in a fresh interpreter, end it, and check that no block is left.
pub(crate) fn with_interpreter(test: impl FnOnce(&ThreadState)) {
    let heap = pymalloc::Config { debug: true, ..pymalloc::Config::default() };
    let settings = Settings { heap, host: Box::new(Nowhere), hash_seed: Some(0), stack_size: 1 << 20 };
    let runtime = Runtime::new(settings).unwrap();
    runtime.with(|ts| {
        test(ts);
        assert!(!ts.has_exception(), "the test left an exception");
    });
    let leftover = runtime.shutdown();
    assert_eq!((leftover.blocks, leftover.bytes), (0, 0), "blocks are left");
}
