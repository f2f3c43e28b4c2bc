//! How fast files are parsed: `cargo run --release -p minipy-parser --example speed -- FILE...`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::time::Instant;

use minipy_parser::{Arena, Mode, ParseOptions, decode_source, parse};

fn main() -> Result<(), String> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).map_err(|e| e.to_string())?;
        let mut best = f64::INFINITY;
        let mut tree = 0;
        for _ in 0..5 {
            let begin = Instant::now();
            let arena = Arena::new();
            let source = decode_source(&bytes).map_err(|e| e.msg.clone())?;
            let parsed = parse(&source, Mode::Module, ParseOptions::default(), &arena);
            best = best.min(begin.elapsed().as_secs_f64());
            tree = arena.allocated_bytes();
            if let Err(e) = parsed {
                println!("{}", e.msg);
            }
        }
        let mb = bytes.len() as f64 / 1e6;
        println!("{path}: {:.2} ms, {:.1} MB/s, tree of {:.2} MB for {mb:.2} MB", best * 1e3, mb / best, tree as f64 / 1e6);
    }
    Ok(())
}
