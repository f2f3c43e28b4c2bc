//! Warnings that the machine itself gives.
//!
//! CPython counterpart: `Python/_warnings.c`. If the program has imported `warnings`, its `warn` decides; else the options of `-W` and the
//! default filters do, and the warning is written to stderr in the default format, once for each place.

use minipy_object::args::Args;
use minipy_object::header::{PyObject, PyType};
use minipy_object::protocol;
use minipy_object::pyref::PyRef;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::types::str::Str;

use crate::interp::vm_interp;

/// What a filter does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Error,
    Ignore,
    Always,
    /// Once for each place: `default`, and `module` and `once`, which are coarser.
    Once,
}

/// Where a warning belongs.
pub struct WarnedPlace<'a> {
    /// The file's name.
    pub filename: &'a str,
    /// The line.
    pub line: u32,
    /// `__name__` of the module, for filters.
    pub module: &'a str,
    /// Whether a second warning of the same place is silent.
    pub once: bool,
    /// A line that stands below the source line.
    pub hint: Option<&'a str>,
}

/// Warn about what the running code does.
pub(crate) fn warn(ts: &ThreadState, category: &PyType, message: &str) -> PyResult<()> {
    warn_with(ts, category, message, None)
}

/// The same with a line that stands below the source line.
pub(crate) fn warn_with(ts: &ThreadState, category: &PyType, message: &str, hint: Option<&str>) -> PyResult<()> {
    if let Some(modules) = ts.modules() {
        if let Some(module) = modules.get_str(ts, &*ts.intern("warnings")?)? {
            if let Some(warn) = protocol::get_attr_opt(ts, &module, &*ts.intern("warn")?)? {
                let text = ts.new_str(message)?;
                protocol::call(ts, &warn, Args::positional(&[text.into_ref(), category.to_ref()]))?;
                return Ok(());
            }
        }
    }
    let (filename, line) = match crate::types::frame::frame_at(ts, 0)? {
        Some(frame) => (frame.code().map_or_else(String::new, |code| code.filename_string()), frame.line().unwrap_or(0)),
        None => ("sys".to_owned(), 1),
    };
    let module = ts.current_module_name().and_then(|name| name.downcast::<Str>().map(|name| name.to_rust_string()));
    let module = module.unwrap_or_else(|| "sys".to_owned());
    warn_explicit(ts, category, message, &WarnedPlace { filename: &filename, line, module: &module, once: true, hint })
}

/// Warn about a place. CPython: `warn_explicit`.
pub fn warn_explicit(ts: &ThreadState, category: &PyType, message: &str, place: &WarnedPlace<'_>) -> PyResult<()> {
    let WarnedPlace { filename, line, module, once, hint } = *place;
    let name = category.name_string();
    match action(ts, category, message, module, line)? {
        Action::Ignore => return Ok(()),
        Action::Error => return Err(ts.raise(category, message)),
        Action::Once if once => {
            let key = (filename.to_owned(), line, name.clone(), message.to_owned());
            if !vm_interp(ts).warned.borrow_mut().insert(key) {
                return Ok(());
            }
        }
        Action::Once | Action::Always => {}
    }
    let mut text = format!("{filename}:{line}: {name}: {message}\n");
    if let Some(source) = crate::traceback_text::source_line(ts, filename, line) {
        let source = source.trim();
        if !source.is_empty() {
            text.push_str(&format!("  {source}\n"));
        }
    }
    if let Some(hint) = hint {
        text.push_str(&format!("{hint}\n"));
    }
    crate::sys::write_stderr(ts, &text)
}

/// What the filters say: the last option of `-W` that fits, then the default filters.
fn action(ts: &ThreadState, category: &PyType, message: &str, module: &str, line: u32) -> PyResult<Action> {
    if let Some(options) = crate::sys::attribute(ts, "warnoptions")? {
        for option in protocol::to_vec(ts, &options)?.iter().rev() {
            let Some(option) = option.downcast::<Str>().map(|option| option.to_rust_string()) else { continue };
            if let Some(action) = option_action(ts, &option, category, message, module, line)? {
                return Ok(action);
            }
        }
    }
    let types = ts.types();
    let is = |ty: &PyType| category.is_subtype(ty);
    if is(&types.deprecation_warning) && module == "__main__" {
        return Ok(Action::Once);
    }
    let quiet: [&PyType; 4] =
        [&types.deprecation_warning, &types.pending_deprecation_warning, &types.import_warning, &types.resource_warning];
    Ok(if quiet.into_iter().any(is) { Action::Ignore } else { Action::Once })
}

/// `action:message:category:module:line`; what is left out fits everything. CPython: `warnings._setoption`.
fn option_action(ts: &ThreadState, option: &str, category: &PyType, message: &str, module: &str, line: u32) -> PyResult<Option<Action>> {
    let mut parts = option.split(':').map(str::trim);
    let mut part = || parts.next().unwrap_or("");
    let (word, wanted_message, wanted_category, wanted_module, wanted_line) = (part(), part(), part(), part(), part());
    const ACTIONS: [(&str, Action); 7] = [
        ("default", Action::Once),
        ("always", Action::Always),
        ("all", Action::Always),
        ("ignore", Action::Ignore),
        ("module", Action::Once),
        ("once", Action::Once),
        ("error", Action::Error),
    ];
    let Some((_, action)) = ACTIONS.iter().find(|(name, _)| !word.is_empty() && name.starts_with(word)) else { return Ok(None) };
    let fits_category = if wanted_category.is_empty() {
        true
    } else {
        let builtins = ts.builtins();
        let class: Option<PyRef> = match builtins {
            Some(builtins) => builtins.get_str(ts, &*ts.intern(wanted_category)?)?,
            None => None,
        };
        class.is_some_and(|class| crate::types::as_type(&class).is_some_and(|class| category.is_subtype(class)))
    };
    let fits = fits_category
        && message.to_lowercase().starts_with(&wanted_message.to_lowercase())
        && (wanted_module.is_empty() || wanted_module == module)
        && (wanted_line.is_empty() || wanted_line.parse() == Ok(line) || wanted_line == "0");
    Ok(fits.then_some(*action))
}

/// Warn that something was never awaited. CPython: `_PyErr_WarnUnawaitedCoroutine`.
pub(crate) fn warn_unawaited(ts: &ThreadState, object: &PyObject, message: &str) {
    let category = &ts.types().runtime_warning;
    let hint = "RuntimeWarning: Enable tracemalloc to get the object allocation traceback";
    if let Err(raised) = warn_with(ts, category, message, Some(hint)) {
        ts.write_unraisable(raised, "Exception ignored in", Some(object));
    }
}
