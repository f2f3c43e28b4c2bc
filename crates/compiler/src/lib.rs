//! From tree to code: symbol tables, code generation, flow graph, assembling.
