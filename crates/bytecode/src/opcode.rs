//! `Opcode` and what there is to know of each: derived from the table, nothing is written by hand here but the kinds of operand.
//!
//! CPython's counterparts are `opcode_ids.h` and `pycore_opcode_metadata.h`. Invariant: no fact about a single instruction is stated in
//! this file, save the names of operators and intrinsics that operands stand for.

use core::fmt;

/// What the operand of an instruction means, and so how `dis` explains it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperandKind {
    /// It has none.
    None,
    /// Index into the constants.
    Const,
    /// Index into the names.
    Name,
    /// Index into the names, shifted by one; bit 0 asks for NULL too (LOAD_GLOBAL).
    Global,
    /// Index into the names, shifted by one; bit 0 asks for a method and its `self` (LOAD_ATTR).
    Attr,
    /// Index into the names, shifted by two; bit 0 as [`OperandKind::Attr`], bit 1 says that `super` had two arguments (LOAD_SUPER_ATTR).
    Super,
    /// A local variable's slot.
    Local,
    /// Two locals' slots, four bits each; the first is in the high half.
    LocalPair,
    /// The slot of a cell.
    Deref,
    /// Code units to jump forward, counted from the end of the instruction and its caches.
    JumpForward,
    /// Code units to jump back, counted from the end of the instruction and its caches.
    JumpBackward,
    /// A block of the compiler's flow graph.
    Target,
    /// Index into [`BINARY_OPS`].
    BinOp,
    /// Comparison: index into [`COMPARE_OPS`] from bit 5, bit 4 asks for a bool, bits 0 to 3 are the set of orderings it accepts.
    CompareOp,
    /// 1 `str`, 2 `repr`, 3 `ascii`.
    Convert,
    /// One bit of [`FUNCTION_ATTRS`].
    FunctionAttr,
    /// Index into [`INTRINSICS_1`].
    Intrinsic1,
    /// Index into [`INTRINSICS_2`].
    Intrinsic2,
    /// A number of values.
    Count,
    /// Two numbers of values: before the starred target in the low byte, after it above.
    UnpackEx,
    /// A place in the stack, counted from its top at 1.
    Depth,
    /// A few bits whose meaning the instruction tells.
    Flags,
    /// The kind of place where a frame goes on.
    Resume,
    /// The upper bits of the next instruction's operand.
    Extended,
}

/// Facts about an instruction that passes over the code ask for.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct OpFlags(u8);

impl OpFlags {
    /// May raise an exception.
    pub const ERROR: OpFlags = OpFlags(1);
    /// May run any Python code.
    pub const ESCAPES: OpFlags = OpFlags(2);
    /// Polls the thread's requests to pause.
    pub const POLLS: OpFlags = OpFlags(4);
    /// Only moves values on the stack.
    pub const PURE: OpFlags = OpFlags(8);
    /// The next instruction in the stream does not follow: it returns, raises or always jumps.
    pub const TERMINATES: OpFlags = OpFlags(16);

    /// Whether all flags of `other` are set.
    pub const fn contains(self, other: OpFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags of both.
    pub const fn union(self, other: OpFlags) -> OpFlags {
        OpFlags(self.0 | other.0)
    }
}

impl fmt::Debug for OpFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            (OpFlags::ERROR, "ERROR"),
            (OpFlags::ESCAPES, "ESCAPES"),
            (OpFlags::POLLS, "POLLS"),
            (OpFlags::PURE, "PURE"),
            (OpFlags::TERMINATES, "TERMINATES"),
        ];
        f.debug_list().entries(all.iter().filter(|(flag, _)| self.contains(*flag)).map(|(_, name)| name)).finish()
    }
}

/// One named item of a stack effect; with `count`, that many of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StackItem {
    /// Its name in the table.
    pub name: &'static str,
    /// The expression for how many there are, if not one.
    pub count: Option<&'static str>,
}

impl fmt::Display for StackItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            None => f.write_str(self.name),
            Some(count) => write!(f, "{}[{count}]", self.name),
        }
    }
}

/// How many values an instruction takes from the stack, and how many it leaves in their place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effect {
    /// Values popped.
    pub popped: i64,
    /// Values pushed after that.
    pub pushed: i64,
}

impl Effect {
    /// The change of depth.
    pub const fn net(self) -> i64 {
        self.pushed - self.popped
    }
}

/// The table's entry of one instruction.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// CPython's name.
    pub name: &'static str,
    /// Its number; below 256 unless it is a pseudo-instruction.
    pub number: u16,
    /// What it does.
    pub doc: &'static str,
    /// What the operand means.
    pub operand: OperandKind,
    /// The operand's name in the effects, `""` if there is none.
    pub operand_name: &'static str,
    /// Items taken, from the bottom up.
    pub inputs: &'static [StackItem],
    /// Items left, from the bottom up.
    pub outputs: &'static [StackItem],
    /// The same two when it jumps; `None` if it cannot.
    pub jump: Option<(&'static [StackItem], &'static [StackItem])>,
    /// Code units after it that are its cache.
    pub cache: u8,
    /// The standard instruction that an own form stands for.
    pub base: Option<Opcode>,
    /// Facts for passes over the code.
    pub flags: OpFlags,
}

macro_rules! items {
    ($($name:ident $([$count:expr])?),*) => {
        &[$(StackItem { name: stringify!($name), count: items!(@count $($count)?) }),*]
    };
    (@count) => { None };
    (@count $count:expr) => { Some(stringify!($count)) };
}

macro_rules! number_of {
    () => {
        1i64
    };
    ($count:expr) => {
        $count
    };
}

macro_rules! operand_kind {
    () => {
        OperandKind::None
    };
    ($kind:ident) => {
        OperandKind::$kind
    };
}

macro_rules! operand_name {
    () => {
        ""
    };
    ($name:ident) => {
        stringify!($name)
    };
}

macro_rules! or_none {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

macro_rules! define_opcodes {
    (
        standard { $(
            $(#[doc = $sdoc:literal])+
            $sname:ident = $snum:literal ($($sarg:ident: $skind:ident)?)
            ($($sin:ident $([$sinc:expr])?),* -- $($sout:ident $([$soutc:expr])?),*)
            $(jump ($($sjin:ident $([$sjinc:expr])?),* -- $($sjout:ident $([$sjoutc:expr])?),*))?
            cache $scache:literal [$($sflag:ident)*];
        )* }
        own { $(
            $(#[doc = $odoc:literal])+
            $oname:ident = $onum:literal base $obase:ident ($($oarg:ident: $okind:ident)?)
            ($($oin:ident $([$oinc:expr])?),* -- $($oout:ident $([$ooutc:expr])?),*)
            $(jump ($($ojin:ident $([$ojinc:expr])?),* -- $($ojout:ident $([$ojoutc:expr])?),*))?
            cache $ocache:literal [$($oflag:ident)*];
        )* }
        pseudo { $(
            $(#[doc = $pdoc:literal])+
            $pname:ident = $pnum:literal ($($parg:ident: $pkind:ident)?)
            ($($pin:ident $([$pinc:expr])?),* -- $($pout:ident $([$poutc:expr])?),*)
            $(jump ($($pjin:ident $([$pjinc:expr])?),* -- $($pjout:ident $([$pjoutc:expr])?),*))?
            cache $pcache:literal [$($pflag:ident)*];
        )* }
    ) => {
        /// An instruction that a machine can meet in code: CPython's standard ones and our own forms of them.
        #[expect(non_camel_case_types, reason = "an opcode has one name everywhere: CPython's")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode {
            $($(#[doc = $sdoc])+ $sname = $snum,)*
            $($(#[doc = $odoc])+ $oname = $onum,)*
        }

        /// An instruction of the compiler: CPython's standard ones and the pseudo-instructions that are gone once code is assembled.
        #[expect(non_camel_case_types, reason = "an opcode has one name everywhere: CPython's")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum AnyOpcode {
            $($(#[doc = $sdoc])+ $sname = $snum,)*
            $($(#[doc = $pdoc])+ $pname = $pnum,)*
        }

        impl Opcode {
            /// All instructions, in the table's order.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$sname,)* $(Opcode::$oname,)*];

            /// The instruction of that number.
            pub const fn from_u8(number: u8) -> Option<Opcode> {
                match number {
                    $($snum => Some(Opcode::$sname),)*
                    $($onum => Some(Opcode::$oname),)*
                    _ => None,
                }
            }

            /// The instruction of that name.
            pub fn from_name(name: &str) -> Option<Opcode> {
                Opcode::ALL.iter().copied().find(|op| op.name() == name)
            }

            /// CPython's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Opcode::$sname => stringify!($sname),)*
                    $(Opcode::$oname => stringify!($oname),)*
                }
            }

            /// Its entry in the table.
            pub const fn info(self) -> &'static OpInfo {
                match self {
                    $(Opcode::$sname => AnyOpcode::$sname.info(),)*
                    $(Opcode::$oname => const { &OpInfo {
                        name: stringify!($oname),
                        number: $onum,
                        doc: concat!($($odoc),+).trim_ascii(),
                        operand: operand_kind!($($okind)?),
                        operand_name: operand_name!($($oarg)?),
                        inputs: items!($($oin $([$oinc])?),*),
                        outputs: items!($($oout $([$ooutc])?),*),
                        jump: or_none!($((items!($($ojin $([$ojinc])?),*), items!($($ojout $([$ojoutc])?),*)))?),
                        cache: $ocache,
                        base: Some(Opcode::$obase),
                        flags: OpFlags(0 $(| OpFlags::$oflag.0)*),
                    } },)*
                }
            }

            /// Code units after it that are its cache.
            pub const fn cache(self) -> usize {
                match self {
                    $(Opcode::$sname => $scache,)*
                    $(Opcode::$oname => $ocache,)*
                }
            }

            /// The standard instruction it stands for: itself, unless it is an own form.
            pub const fn base(self) -> Opcode {
                match self {
                    $(Opcode::$sname => Opcode::$sname,)*
                    $(Opcode::$oname => Opcode::$obase,)*
                }
            }

            /// The values it pops and pushes with that operand; `jump` chooses the effect of jumping for instructions that may.
            pub const fn effect(self, oparg: u32, jump: bool) -> Effect {
                match self {
                    $(Opcode::$sname => AnyOpcode::$sname.effect(oparg, jump),)*
                    $(Opcode::$oname => Opcode::$obase.effect(oparg, jump),)*
                }
            }
        }

        impl AnyOpcode {
            /// All instructions, in the table's order.
            pub const ALL: &'static [AnyOpcode] = &[$(AnyOpcode::$sname,)* $(AnyOpcode::$pname,)*];

            /// The instruction as a machine meets it; `None` for a pseudo-instruction.
            pub const fn real(self) -> Option<Opcode> {
                match self {
                    $(AnyOpcode::$sname => Some(Opcode::$sname),)*
                    $(AnyOpcode::$pname => None,)*
                }
            }

            /// Its entry in the table.
            pub const fn info(self) -> &'static OpInfo {
                match self {
                    $(AnyOpcode::$sname => const { &OpInfo {
                        name: stringify!($sname),
                        number: $snum,
                        doc: concat!($($sdoc),+).trim_ascii(),
                        operand: operand_kind!($($skind)?),
                        operand_name: operand_name!($($sarg)?),
                        inputs: items!($($sin $([$sinc])?),*),
                        outputs: items!($($sout $([$soutc])?),*),
                        jump: or_none!($((items!($($sjin $([$sjinc])?),*), items!($($sjout $([$sjoutc])?),*)))?),
                        cache: $scache,
                        base: None,
                        flags: OpFlags(0 $(| OpFlags::$sflag.0)*),
                    } },)*
                    $(AnyOpcode::$pname => const { &OpInfo {
                        name: stringify!($pname),
                        number: $pnum,
                        doc: concat!($($pdoc),+).trim_ascii(),
                        operand: operand_kind!($($pkind)?),
                        operand_name: operand_name!($($parg)?),
                        inputs: items!($($pin $([$pinc])?),*),
                        outputs: items!($($pout $([$poutc])?),*),
                        jump: or_none!($((items!($($pjin $([$pjinc])?),*), items!($($pjout $([$pjoutc])?),*)))?),
                        cache: $pcache,
                        base: None,
                        flags: OpFlags(0 $(| OpFlags::$pflag.0)*),
                    } },)*
                }
            }

            /// The values it pops and pushes with that operand; `jump` chooses the effect of jumping for instructions that may.
            pub const fn effect(self, oparg: u32, jump: bool) -> Effect {
                let operand = oparg as i64;
                let _ = operand;
                match self {
                    $(AnyOpcode::$sname => {
                        $(let $sarg: i64 = operand; let _ = $sarg;)?
                        let _ = jump;
                        $(if jump {
                            return Effect {
                                popped: 0 $(+ number_of!($($sjinc)?) + items_zero!($sjin))*,
                                pushed: 0 $(+ number_of!($($sjoutc)?) + items_zero!($sjout))*,
                            };
                        })?
                        Effect {
                            popped: 0 $(+ number_of!($($sinc)?) + items_zero!($sin))*,
                            pushed: 0 $(+ number_of!($($soutc)?) + items_zero!($sout))*,
                        }
                    })*
                    $(AnyOpcode::$pname => {
                        $(let $parg: i64 = operand; let _ = $parg;)?
                        $(if jump {
                            return Effect {
                                popped: 0 $(+ number_of!($($pjinc)?) + items_zero!($pjin))*,
                                pushed: 0 $(+ number_of!($($pjoutc)?) + items_zero!($pjout))*,
                            };
                        })?
                        Effect {
                            popped: 0 $(+ number_of!($($pinc)?) + items_zero!($pin))*,
                            pushed: 0 $(+ number_of!($($poutc)?) + items_zero!($pout))*,
                        }
                    })*
                }
            }
        }
    };
}

/// Names an item so that a repetition over the items can count them.
macro_rules! items_zero {
    ($item:ident) => {
        0i64
    };
}

crate::for_each_opcode! { define_opcodes }

impl Opcode {
    /// Whether the operand is a distance to jump.
    pub const fn is_jump(self) -> bool {
        matches!(self.info().operand, OperandKind::JumpForward | OperandKind::JumpBackward)
    }

    /// Whether the operand is a distance to jump back.
    pub const fn is_backward_jump(self) -> bool {
        matches!(self.info().operand, OperandKind::JumpBackward)
    }

    /// Whether it has an operand at all (else its operand byte is 0 and not shown).
    pub const fn has_arg(self) -> bool {
        !matches!(self.info().operand, OperandKind::None)
    }

    /// Whether the instruction after it in the stream does not follow it.
    pub const fn terminates(self) -> bool {
        self.info().flags.contains(OpFlags::TERMINATES)
    }
}

impl AnyOpcode {
    /// Whether it may jump to its target.
    pub const fn is_jump(self) -> bool {
        self.info().jump.is_some() && !self.is_block_push()
    }

    /// Whether its target is an exception handler.
    pub const fn is_block_push(self) -> bool {
        matches!(self, AnyOpcode::SETUP_FINALLY | AnyOpcode::SETUP_CLEANUP | AnyOpcode::SETUP_WITH)
    }

    /// Whether it has an operand.
    pub const fn has_arg(self) -> bool {
        !matches!(self.info().operand, OperandKind::None)
    }
}

/// The operators of BINARY_OP: CPython's name and the sign that `dis` shows.
pub const BINARY_OPS: [(&str, &str); 26] = [
    ("NB_ADD", "+"),
    ("NB_AND", "&"),
    ("NB_FLOOR_DIVIDE", "//"),
    ("NB_LSHIFT", "<<"),
    ("NB_MATRIX_MULTIPLY", "@"),
    ("NB_MULTIPLY", "*"),
    ("NB_REMAINDER", "%"),
    ("NB_OR", "|"),
    ("NB_POWER", "**"),
    ("NB_RSHIFT", ">>"),
    ("NB_SUBTRACT", "-"),
    ("NB_TRUE_DIVIDE", "/"),
    ("NB_XOR", "^"),
    ("NB_INPLACE_ADD", "+="),
    ("NB_INPLACE_AND", "&="),
    ("NB_INPLACE_FLOOR_DIVIDE", "//="),
    ("NB_INPLACE_LSHIFT", "<<="),
    ("NB_INPLACE_MATRIX_MULTIPLY", "@="),
    ("NB_INPLACE_MULTIPLY", "*="),
    ("NB_INPLACE_REMAINDER", "%="),
    ("NB_INPLACE_OR", "|="),
    ("NB_INPLACE_POWER", "**="),
    ("NB_INPLACE_RSHIFT", ">>="),
    ("NB_INPLACE_SUBTRACT", "-="),
    ("NB_INPLACE_TRUE_DIVIDE", "/="),
    ("NB_INPLACE_XOR", "^="),
];

/// The first of the in-place operators in [`BINARY_OPS`]; each is its plain one plus this.
pub const NB_INPLACE: u32 = 13;

/// The comparisons of COMPARE_OP, by operand >> 5.
pub const COMPARE_OPS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// COMPARE_OP's bits 0 to 3: the orderings for which a comparison holds. Unordered 1, less 2, greater 4, equal 8.
pub const COMPARE_MASKS: [u32; 6] = [2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8];

/// What the bits of SET_FUNCTION_ATTRIBUTE stand for, from bit 0 on.
pub const FUNCTION_ATTRS: [&str; 4] = ["defaults", "kwdefaults", "annotations", "closure"];

/// What CALL_INTRINSIC_1 can apply.
pub const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// What CALL_INTRINSIC_2 can apply.
pub const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_forms_fit_their_base() {
        for op in Opcode::ALL {
            assert_eq!(Opcode::from_u8(*op as u8), Some(*op));
            assert_eq!(op.cache(), op.base().cache(), "{op:?}");
            assert_eq!(op.base().base(), op.base());
            assert_eq!(op.info().operand, op.base().info().operand);
            assert_eq!(usize::from(op.info().cache), op.cache());
            assert_eq!(u16::from(*op as u8), op.info().number);
        }
    }

    #[test]
    fn effects_follow_the_operand() {
        assert_eq!(Opcode::BUILD_SLICE.effect(3, false), Effect { popped: 3, pushed: 1 });
        assert_eq!(Opcode::CALL.effect(2, false), Effect { popped: 4, pushed: 1 });
        assert_eq!(Opcode::UNPACK_EX.effect(0x0201, false), Effect { popped: 1, pushed: 4 });
        assert_eq!(AnyOpcode::SETUP_WITH.effect(0, true).net(), 1);
        assert_eq!(AnyOpcode::SETUP_WITH.effect(0, false).net(), 0);
        assert_eq!(Opcode::COPY.effect(u32::MAX, false).net(), 1);
    }

    #[test]
    fn info_reads_as_declared() {
        let info = Opcode::BUILD_MAP.info();
        assert_eq!(info.doc, "Make a dict of `n` pairs of key and value.");
        assert_eq!(info.inputs.first().map(ToString::to_string).as_deref(), Some("pairs[n * 2]"));
    }
}
