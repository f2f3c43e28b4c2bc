//! The names that the machine itself looks up, interned once per interpreter.
//!
//! CPython counterpart: `_Py_ID(…)`. A name used in more than one place belongs here; `ts.names().__init__` costs two loads.

use crate::pyref::Py;
use crate::state::{PyResult, ThreadState};
use crate::types::str::Str;

macro_rules! names {
    ($($name:ident $(= $text:literal)?,)*) => {
        /// See the module.
        #[expect(missing_docs, reason = "each field holds the str of its name")]
        pub struct Names { $(pub $name: Py<Str>,)* }

        impl Names {
            pub(crate) fn new(ts: &ThreadState) -> PyResult<Names> {
                Ok(Names { $($name: ts.intern(names!(@text $name $($text)?))?,)* })
            }
        }
    };
    (@text $name:ident) => { stringify!($name) };
    (@text $name:ident $text:literal) => { $text };
}

names! {
    __abs__, __abstractmethods__, __add__, __aenter__, __aexit__, __aiter__, __all__, __and__, __anext__, __annotations__, __args__, __await__,
    __bases__, __bool__, __build_class__, __builtins__, __bytes__, __call__, __cause__, __ceil__, __class__, __class_getitem__, __classcell__,
    __classdict__, __classdictcell__, __closure__, __code__, __complex__, __contains__, __context__, __debug__, __defaults__, __del__,
    __delattr__, __delete__, __delitem__, __dict__, __dir__, __divmod__, __doc__, __enter__, __eq__, __exit__, __file__, __float__,
    __floor__, __floordiv__, __format__, __func__, __ge__, __get__, __getattr__, __getattribute__, __getitem__, __globals__, __gt__, __hash__,
    __iadd__, __iand__, __ifloordiv__, __ilshift__, __imatmul__, __imod__, __import__, __imul__, __index__, __init__, __init_subclass__,
    __instancecheck__, __int__, __invert__, __ior__, __ipow__, __irshift__, __isabstractmethod__, __isub__, __iter__, __itruediv__, __ixor__,
    __kwdefaults__, __le__, __len__, __length_hint__, __loader__, __lshift__, __lt__, __main__, __match_args__, __matmul__, __missing__,
    __mod__, __module__, __mro__, __mro_entries__, __mul__, __name__, __ne__, __neg__, __new__, __next__, __notes__, __objclass__, __or__,
    __orig_bases__, __package__, __path__, __pos__, __pow__, __prepare__, __qualname__, __radd__, __rand__, __rdivmod__, __reduce__, __reduce_ex__,
    __repr__, __reversed__, __rfloordiv__, __rlshift__, __rmatmul__, __rmod__, __rmul__, __ror__, __round__, __rpow__, __rrshift__,
    __rshift__, __rsub__, __rtruediv__, __rxor__, __self__, __set__, __set_name__, __setattr__, __setitem__, __sizeof__, __slots__, __spec__,
    __static_attributes__, __firstlineno__, __str__, __sub__, __subclasscheck__, __subclasshook__, __subclasses__, __suppress_context__,
    __text_signature__, __traceback__, __truediv__, __trunc__, __type_params__, __weakref__, __wrapped__, __xor__, __getstate__, __origin__,
    __parameters__, __unpacked__,
    append, args, builtins, cause, clear, close, code, copy, encoding, end, errors, exceptions, extend, file, filename, flush, get, getter, items, join,
    key, keys, lineno, mro, msg, name, obj, offset, path, pop, print_file_and_line, read, readline, real, send, sep,
    setter, stderr, stdin, stdout, strict, text, throw, update, value, values, with_traceback, write,
    angle_lambda = "<lambda>", angle_module = "<module>", angle_string = "<string>", dot_defaults = ".defaults", under = "_",
}
