//! The library face: builds an interpreter from its parts.
