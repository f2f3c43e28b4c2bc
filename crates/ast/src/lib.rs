//! The syntax tree: node types, positions and the dump that `python -m ast -a` prints.
