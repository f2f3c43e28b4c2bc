//! The builtin types that know the machine: code, function, method, cell, generator and its kin, frame, traceback.
//!
//! Each interpreter builds them from their `TypeDef`s like the types of `object`, into [`VmTypes`].

pub mod async_generator;
pub mod cell;
pub mod code;
pub mod code_from;
mod code_new;
pub mod coroutine;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod generator;
pub mod method;
pub mod traceback;
pub mod typevar;

pub(crate) use code_new::Shape as CodeShape;
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
    frame_locals: frame_locals::FRAME_LOCALS,
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
    type_var: typevar::TYPE_VAR,
    param_spec: typevar::PARAM_SPEC,
    type_var_tuple: typevar::TYPE_VAR_TUPLE,
    param_spec_args: typevar::PARAM_SPEC_ARGS,
    param_spec_kwargs: typevar::PARAM_SPEC_KWARGS,
    type_alias: typevar::TYPE_ALIAS,
    no_default: typevar::NO_DEFAULT,
    generic: crate::typing::GENERIC,
    typing_alias: crate::typing::TYPING_ALIAS,
    union_alias: crate::typing::UNION_ALIAS,
    unpack_alias: crate::typing::UNPACK_ALIAS,
    version_info: crate::sys_records::VERSION_INFO,
    flags: crate::sys_records::FLAGS,
    float_info: crate::sys_records::FLOAT_INFO,
    int_info: crate::sys_records::INT_INFO,
    hash_info: crate::sys_records::HASH_INFO,
    thread_info: crate::sys_records::THREAD_INFO,
    asyncgen_hooks: crate::sys_records::ASYNCGEN_HOOKS,
    unraisable_hook_args: crate::sys_records::UNRAISABLE_HOOK_ARGS,
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
