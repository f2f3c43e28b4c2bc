//! Generates the parser from `src/grammar.lalrpop` into cargo's output folder.

fn main() {
    println!("cargo:rerun-if-changed=src/grammar.lalrpop");
    if let Err(e) = lalrpop::Configuration::new().use_cargo_dir_conventions().emit_rerun_directives(true).process() {
        println!("cargo:error=the grammar could not be generated: {e}");
        std::process::exit(1);
    }
}
