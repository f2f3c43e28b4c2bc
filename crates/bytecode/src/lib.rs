//! The opcode table, instruction encoding, code descriptions and their listing.
