//! What numbers and text mean, without objects: pure functions over plain values.
