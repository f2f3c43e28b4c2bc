//! Read-only views of the machine and recorders of what it does.
