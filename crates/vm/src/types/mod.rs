//! The builtin types that know the machine: code, function, method, cell, generator and its kin, frame, traceback.
//!
//! Each interpreter builds them from their `TypeDef`s like the types of `object`, into [`VmTypes`].

pub mod async_generator;
pub mod cell;
pub mod code;
pub mod code_from;
pub mod coroutine;
pub mod frame;
pub mod function;
pub mod generator;
pub mod method;
pub mod traceback;

use minipy_object::header::PyType;
use minipy_object::pyref::Py;
use minipy_object::state::{PyResult, ThreadState};
use minipy_object::typeobject::Type;

macro_rules! vm_types {
    ($($name:ident: $def:path,)*) => {
        /// The type objects of this crate, one set per interpreter.
        #[expect(missing_docs, reason = "each field is named after its type")]
        pub struct VmTypes { $(pub $name: Py<Type>,)* }

        impl VmTypes {
            /// Build them all.
            pub(crate) fn new(ts: &ThreadState) -> PyResult<VmTypes> {
                let table: &[&'static minipy_object::typedef::TypeDef] = &[$(&$def,)*];
                let mut made = minipy_object::bootstrap::make_types(ts, table)?.into_iter();
                let mut next = || made.next().ok_or_else(|| ts.system_error("a type was not made"));
                Ok(VmTypes { $($name: next()?,)* })
            }

            /// All of them, for shutdown and views.
            pub fn all(&self) -> Vec<&PyType> {
                vec![$(&*self.$name,)*]
            }
        }
    };
}

vm_types! {
    code: code::CODE,
    function: function::FUNCTION,
    method: method::METHOD,
    cell: cell::CELL,
    generator: generator::GENERATOR_DEF,
    coroutine: coroutine::COROUTINE,
    coroutine_wrapper: coroutine::COROUTINE_WRAPPER,
    async_generator: async_generator::ASYNC_GENERATOR,
    async_generator_asend: async_generator::ASEND,
    async_generator_athrow: async_generator::ATHROW,
    async_generator_wrapped_value: async_generator::WRAPPED_VALUE,
    anext_awaitable: async_generator::ANEXT_AWAITABLE,
    frame: frame::FRAME,
    traceback: traceback::TRACEBACK,
    io_base: crate::io::IO_BASE,
    raw_io_base: crate::io::RAW_IO_BASE,
    buffered_io_base: crate::io::BUFFERED_IO_BASE,
    text_io_base: crate::io::TEXT_IO_BASE,
    file_io: crate::io::fileio::FILE_IO,
    buffered_reader: crate::io::buffered::BUFFERED_READER,
    buffered_writer: crate::io::buffered::BUFFERED_WRITER,
    buffered_random: crate::io::buffered::BUFFERED_RANDOM,
    text_io_wrapper: crate::io::text::TEXT_IO_WRAPPER,
    bytes_io: crate::io::memory::BYTES_IO,
    string_io: crate::io::memory::STRING_IO,
    simple_namespace: crate::namespace::NAMESPACE,
    quitter: crate::builtins::site::QUITTER,
    printer: crate::builtins::site::PRINTER,
    helper: crate::builtins::site::HELPER,
}

/// The types of this crate in the interpreter of `ts`.
#[inline(always)]
pub fn vm_types(ts: &ThreadState) -> &VmTypes {
    &crate::interp::vm_interp(ts).types
}

/// The class that an object is, if it is one.
#[inline]
pub(crate) fn as_type(object: &minipy_object::header::PyObject) -> Option<&PyType> {
    object.downcast::<Type>()
}
