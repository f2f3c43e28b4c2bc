//! The builtin types, one file each, and the list of them.
//!
//! Invariant: a type that is not in the list has no type object, and what is in the list comes after its base.

pub mod bool_;
pub mod builtin_function;
pub mod bytearray;
pub mod bytelike;
pub mod bytes;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod enumerate;
pub mod exceptions;
pub mod filter;
pub mod float;
pub mod generic_alias;
pub mod int;
pub mod iterator;
pub mod list;
pub mod map;
pub mod mappingproxy;
pub mod memoryview;
pub mod method_wrappers;
pub mod module;
pub mod none;
pub(crate) mod numeric;
pub mod object;
pub mod property;
pub mod range;
pub mod reversed;
pub mod sequence;
pub mod set;
pub mod slice;
pub mod str;
pub mod structseq;
pub mod super_;
pub mod textual;
pub mod tuple;
pub mod type_;
pub mod zip;

use std::ops::Deref;
use std::ptr::NonNull;

use crate::header::PyType;
use crate::pyref::Py;
use crate::typeobject::Type;

/// A builtin type of an interpreter: an owned reference.
pub struct TypePtr(Py<Type>);

impl TypePtr {
    /// Take a type object over.
    pub fn new(ty: Py<Type>) -> TypePtr {
        TypePtr(ty)
    }
    /// The raw pointer, for guards that only compare it.
    pub fn as_raw(&self) -> NonNull<PyType> {
        NonNull::from(&*self.0)
    }
    /// The reference.
    pub fn to_py(&self) -> Py<Type> {
        self.0.clone()
    }
}

impl Deref for TypePtr {
    type Target = PyType;
    #[inline(always)]
    fn deref(&self) -> &PyType {
        &self.0
    }
}

/// Declares a struct of builtin types and the table it is built from: `name: path::to::TYPE_DEF`.
#[macro_export]
macro_rules! builtin_types {
    ($(#[$doc:meta])* $visibility:vis struct $types:ident in $table:ident { $($name:ident: $def:path,)* }) => {
        $(#[$doc])*
        #[expect(missing_docs, reason = "each field is named after its type")]
        $visibility struct $types { $(pub $name: $crate::types::TypePtr,)* }

        /// The data of these types, each after its base.
        $visibility static $table: &[&$crate::typedef::TypeDef] = &[$(&$def,)*];

        impl $types {
            /// Take the type objects that were made from the table, in its order; `None` if there are too few.
            $visibility fn from_made(made: Vec<$crate::pyref::Py<$crate::typeobject::Type>>) -> Option<$types> {
                let mut made = made.into_iter();
                Some($types { $($name: $crate::types::TypePtr::new(made.next()?),)* })
            }
            /// All of them, in the table's order.
            $visibility fn all(&self) -> Vec<&$crate::types::TypePtr> {
                vec![$(&self.$name,)*]
            }
        }
    };
}

builtin_types! {
    /// The builtin types that `object` defines.
    pub struct Types in BUILTIN_TYPES {
        object: object::OBJECT,
        type_: type_::TYPE,
        none_type: none::NONE,
        not_implemented_type: none::NOT_IMPLEMENTED,
        ellipsis: none::ELLIPSIS,
        int: int::INT,
        bool_: bool_::BOOL,
        float: float::FLOAT,
        complex: complex::COMPLEX,
        str: str::STR,
        str_iterator: str::STR_ITERATOR,
        str_ascii_iterator: str::STR_ASCII_ITERATOR,
        bytes: bytes::BYTES,
        bytes_iterator: bytes::BYTES_ITERATOR,
        bytearray: bytearray::BYTEARRAY,
        bytearray_iterator: bytearray::BYTEARRAY_ITERATOR,
        memoryview: memoryview::MEMORYVIEW,
        memory_iterator: memoryview::MEMORY_ITERATOR,
        tuple: tuple::TUPLE,
        tuple_iterator: tuple::TUPLE_ITERATOR,
        list: list::LIST,
        list_iterator: list::iter::LIST_ITERATOR,
        list_reverse_iterator: list::iter::LIST_REVERSE_ITERATOR,
        dict: dict::DICT,
        dict_keys: dict::views::DICT_KEYS,
        dict_items: dict::views::DICT_ITEMS,
        dict_values: dict::views::DICT_VALUES,
        dict_keyiterator: dict::iter::DICT_KEYITERATOR,
        dict_valueiterator: dict::iter::DICT_VALUEITERATOR,
        dict_itemiterator: dict::iter::DICT_ITEMITERATOR,
        dict_reversekeyiterator: dict::iter::DICT_REVERSEKEYITERATOR,
        dict_reversevalueiterator: dict::iter::DICT_REVERSEVALUEITERATOR,
        dict_reverseitemiterator: dict::iter::DICT_REVERSEITEMITERATOR,
        set: set::SET,
        frozenset: set::FROZENSET,
        set_iterator: set::SET_ITERATOR,
        range: range::RANGE,
        range_iterator: range::RANGE_ITERATOR,
        longrange_iterator: range::LONGRANGE_ITERATOR,
        slice: slice::SLICE,
        enumerate: enumerate::ENUMERATE,
        zip: zip::ZIP,
        map: map::MAP,
        filter: filter::FILTER,
        reversed: reversed::REVERSED,
        sequence_iterator: iterator::SEQUENCE_ITERATOR,
        callable_iterator: iterator::CALLABLE_ITERATOR,
        builtin_function: builtin_function::BUILTIN_FUNCTION,
        method_descriptor: descriptors::METHOD_DESCRIPTOR,
        classmethod_descriptor: descriptors::CLASSMETHOD_DESCRIPTOR,
        getset_descriptor: descriptors::GETSET_DESCRIPTOR,
        member_descriptor: descriptors::MEMBER_DESCRIPTOR,
        wrapper_descriptor: descriptors::WRAPPER_DESCRIPTOR,
        method_wrapper: descriptors::METHOD_WRAPPER,
        staticmethod: method_wrappers::STATIC_METHOD,
        classmethod: method_wrappers::CLASS_METHOD,
        property: property::PROPERTY,
        super_: super_::SUPER,
        module: module::MODULE,
        mappingproxy: mappingproxy::MAPPING_PROXY,
        generic_alias: generic_alias::GENERIC_ALIAS,
        union: generic_alias::UNION,
        weakref: crate::weakref::WEAKREF,
        weakref_proxy: crate::weakref::proxy::PROXY,
        weakref_callable_proxy: crate::weakref::proxy::CALLABLE_PROXY,
        base_exception: exceptions::BASE_EXCEPTION,
        exception: exceptions::EXCEPTION,
        generator_exit: exceptions::GENERATOR_EXIT,
        keyboard_interrupt: exceptions::KEYBOARD_INTERRUPT,
        system_exit: exceptions::SYSTEM_EXIT,
        base_exception_group: exceptions::BASE_EXCEPTION_GROUP,
        exception_group: exceptions::EXCEPTION_GROUP,
        type_error: exceptions::TYPE_ERROR,
        stop_iteration: exceptions::STOP_ITERATION,
        stop_async_iteration: exceptions::STOP_ASYNC_ITERATION,
        value_error: exceptions::VALUE_ERROR,
        unicode_error: exceptions::UNICODE_ERROR,
        unicode_encode_error: exceptions::UNICODE_ENCODE_ERROR,
        unicode_decode_error: exceptions::UNICODE_DECODE_ERROR,
        unicode_translate_error: exceptions::UNICODE_TRANSLATE_ERROR,
        arithmetic_error: exceptions::ARITHMETIC_ERROR,
        floating_point_error: exceptions::FLOATING_POINT_ERROR,
        overflow_error: exceptions::OVERFLOW_ERROR,
        zero_division_error: exceptions::ZERO_DIVISION_ERROR,
        assertion_error: exceptions::ASSERTION_ERROR,
        attribute_error: exceptions::ATTRIBUTE_ERROR,
        buffer_error: exceptions::BUFFER_ERROR,
        eof_error: exceptions::EOF_ERROR,
        import_error: exceptions::IMPORT_ERROR,
        module_not_found_error: exceptions::MODULE_NOT_FOUND_ERROR,
        lookup_error: exceptions::LOOKUP_ERROR,
        index_error: exceptions::INDEX_ERROR,
        key_error: exceptions::KEY_ERROR,
        memory_error: exceptions::MEMORY_ERROR,
        name_error: exceptions::NAME_ERROR,
        unbound_local_error: exceptions::UNBOUND_LOCAL_ERROR,
        os_error: exceptions::OS_ERROR,
        blocking_io_error: exceptions::BLOCKING_IO_ERROR,
        child_process_error: exceptions::CHILD_PROCESS_ERROR,
        connection_error: exceptions::CONNECTION_ERROR,
        broken_pipe_error: exceptions::BROKEN_PIPE_ERROR,
        connection_aborted_error: exceptions::CONNECTION_ABORTED_ERROR,
        connection_refused_error: exceptions::CONNECTION_REFUSED_ERROR,
        connection_reset_error: exceptions::CONNECTION_RESET_ERROR,
        file_exists_error: exceptions::FILE_EXISTS_ERROR,
        file_not_found_error: exceptions::FILE_NOT_FOUND_ERROR,
        interrupted_error: exceptions::INTERRUPTED_ERROR,
        is_a_directory_error: exceptions::IS_A_DIRECTORY_ERROR,
        not_a_directory_error: exceptions::NOT_A_DIRECTORY_ERROR,
        permission_error: exceptions::PERMISSION_ERROR,
        process_lookup_error: exceptions::PROCESS_LOOKUP_ERROR,
        timeout_error: exceptions::TIMEOUT_ERROR,
        reference_error: exceptions::REFERENCE_ERROR,
        runtime_error: exceptions::RUNTIME_ERROR,
        recursion_error: exceptions::RECURSION_ERROR,
        not_implemented_error: exceptions::NOT_IMPLEMENTED_ERROR,
        python_finalization_error: exceptions::PYTHON_FINALIZATION_ERROR,
        syntax_error: exceptions::SYNTAX_ERROR,
        incomplete_input_error: exceptions::INCOMPLETE_INPUT_ERROR,
        indentation_error: exceptions::INDENTATION_ERROR,
        tab_error: exceptions::TAB_ERROR,
        system_error: exceptions::SYSTEM_ERROR,
        warning: exceptions::WARNING,
        user_warning: exceptions::USER_WARNING,
        deprecation_warning: exceptions::DEPRECATION_WARNING,
        pending_deprecation_warning: exceptions::PENDING_DEPRECATION_WARNING,
        syntax_warning: exceptions::SYNTAX_WARNING,
        runtime_warning: exceptions::RUNTIME_WARNING,
        future_warning: exceptions::FUTURE_WARNING,
        import_warning: exceptions::IMPORT_WARNING,
        unicode_warning: exceptions::UNICODE_WARNING,
        bytes_warning: exceptions::BYTES_WARNING,
        resource_warning: exceptions::RESOURCE_WARNING,
        encoding_warning: exceptions::ENCODING_WARNING,
    }
}
