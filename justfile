# What people do daily. `just` lists it.

default:
    @just --list

# Run a program: just run examples/tour.py
run *ARGS:
    cargo run --release -- run {{ARGS}}

# All tests.
test *ARGS:
    cargo test --workspace {{ARGS}}

# The machine's tests with the loop in place of tail calls.
test-loop *ARGS:
    cargo test-loop {{ARGS}}

# What CI runs.
check:
    .ci/run

# Record the outputs again, with an installed CPython 3.13.
bless *NAMES:
    cargo xtask bless {{NAMES}}

# Speed beside CPython.
bench *ARGS:
    cargo xtask bench {{ARGS}}

# The generated pages of docs/.
docs:
    cargo xtask docs

# The unsafe core under Miri (a nightly toolchain).
miri:
    cargo +nightly miri test -p pymalloc --lib
