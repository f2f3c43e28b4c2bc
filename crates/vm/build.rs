//! Decides how handlers pass on to the next: by tail calls, or through a plain loop.
//!
//! Tail calls need a target whose calling convention has six argument registers and whose backend turns sibling calls into jumps, and
//! an optimised build. Feature `loop-dispatch` forces the loop, so that a suite can run under both.

use std::env;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(minipy_tail_calls)");
    println!("cargo::rerun-if-env-changed=CARGO_CFG_TARGET_ARCH");
    println!("cargo::rerun-if-changed=build.rs");
    let var = |name: &str| env::var(name).unwrap_or_default();
    let arch = var("CARGO_CFG_TARGET_ARCH");
    let optimised = matches!(var("OPT_LEVEL").as_str(), "1" | "2" | "3" | "s" | "z");
    let forced_loop = env::var_os("CARGO_FEATURE_LOOP_DISPATCH").is_some() || env::var_os("CARGO_CFG_MIRI").is_some();
    if matches!(arch.as_str(), "x86_64" | "aarch64") && optimised && !forced_loop {
        println!("cargo::rustc-cfg=minipy_tail_calls");
    }
}
