//! Headers, references, types, the builtin types, the collector and the lock.
