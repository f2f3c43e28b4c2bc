//! Warnings that the machine itself gives.
//!
//! CPython counterpart: `PyErr_WarnEx`. If the program has imported `warnings`, its `warn` decides; else the warning is written to stderr in
//! the default format.

use minipy_object::args::Args;
use minipy_object::header::PyType;
use minipy_object::protocol;
use minipy_object::state::{PyResult, ThreadState};

/// Warn.
pub(crate) fn warn(ts: &ThreadState, category: &PyType, message: &str) -> PyResult<()> {
    let text = ts.new_str(message)?;
    if let Some(modules) = ts.modules() {
        if let Some(module) = modules.get_str(ts, &*ts.intern("warnings")?)? {
            if let Some(warn) = protocol::get_attr_opt(ts, &module, &*ts.intern("warn")?)? {
                protocol::call(ts, &warn, Args::positional(&[text.into_ref(), category.to_ref()]))?;
                return Ok(());
            }
        }
    }
    let (file, line) = match crate::types::frame::frame_at(ts, 0)? {
        Some(frame) => (frame.code().map_or_else(String::new, |code| code.filename_string()), frame.line().unwrap_or(0)),
        None => ("sys".to_owned(), 1),
    };
    // The categories that the default filter hides outside of `__main__` are shown where CPython shows them: in the script itself.
    let hidden = ["DeprecationWarning", "PendingDeprecationWarning", "ImportWarning", "ResourceWarning"];
    let name = category.name_string();
    if hidden.contains(&name.as_str()) {
        return Ok(());
    }
    crate::sys::write_stderr(ts, &format!("{file}:{line}: {name}: {message}\n"))
}
