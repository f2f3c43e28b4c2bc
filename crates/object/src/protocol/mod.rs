//! The abstract operations: what `len(x)`, `x[i]`, `x + y`, `x.name`, `f(x)` do for any object, by its slots.
//!
//! CPython counterpart: `Objects/abstract.c`, `Objects/object.c`, `Objects/call.c`. Native code works with objects through these
//! functions; the messages of their errors are CPython's.

pub mod attr;
pub mod call;
pub mod iter;
pub mod number;
pub mod object;
pub mod sequence;

pub use attr::{
    del_attr, generic_get_attr, generic_set_attr, get_attr, get_attr_opt, instance_dict, lookup_special, set_attr, set_instance_dict,
};
pub use call::{call, call_method, call_no_args, call_one, is_callable};
pub use iter::{iter, length_hint, next};
pub use number::{BinaryOp, absolute, binary_op, divmod, index, index_clamped, index_isize, inplace_op, invert, negative, positive, power};
pub use object::{
    ascii, del_item, eq, format, get_item, hash, is_instance, is_subclass, is_true, len, repr, rich_compare, rich_compare_bool, set_item,
    str,
};
pub use sequence::{contains, to_vec, to_vec as sequence_to_vec};
