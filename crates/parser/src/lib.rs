//! From source text to tree: lexer, indentation, grammar, syntax errors.
