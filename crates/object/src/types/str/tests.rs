//! What the storage keeps: sizes, kinds, interning, growing in place.

use super::{Data, Kind, Str, StrBuilder};
use crate::pyref::Py;
use crate::state::ThreadState;
use crate::test_support::with_interpreter;
use crate::typedef::Body;

fn text(ts: &ThreadState, text: &str) -> Py<Str> {
    ts.new_str(text).unwrap()
}

#[test]
fn kinds_sizes_and_hashes_are_those_of_cpython() {
    // Hashes for PYTHONHASHSEED=0, sizes as `__sizeof__` tells them.
    let cases = [
        ("abc", Kind::Ascii, 44, -4_594_863_902_769_663_758),
        ("caf\u{e9}", Kind::Latin1, 61, 137_524_001_917_817_222),
        ("\u{4f60}\u{597d}", Kind::Ucs2, 62, 136_820_607_464_071_493),
        ("x\u{1f600}", Kind::Ucs4, 68, -4_086_645_887_891_144_435),
    ];
    with_interpreter(|ts| {
        for (content, kind, size, hash) in cases {
            let made = text(ts, content);
            assert_eq!(made.kind(), kind, "{content}");
            assert_eq!(size_of_val(&**made) + 16 + made.tail_bytes(), size, "{content}");
            assert_eq!(made.hash(ts), hash, "{content}");
            assert_eq!(made.to_rust_string(), content);
            assert!(made.equals_str(content) && !made.equals_str("abd"));
        }
    });
}

#[test]
fn the_intern_table_forgets_what_nobody_holds() {
    with_interpreter(|ts| {
        let table = &ts.interp().interned;
        let before = table.len();
        let first = ts.intern("unheard_of").unwrap();
        assert_eq!(table.len(), before + 1);
        let second = Str::interned(ts, text(ts, "unheard_of")).unwrap();
        assert!(first.as_object().is(second.as_object()));
        assert_eq!(first.as_object().ob_refcnt(), 2, "the table owns nothing");
        drop((first, second));
        assert_eq!(table.len(), before);
        assert!(ts.intern("a").unwrap().as_object().is(Str::from_char(ts, 97).unwrap().as_object()));
    });
}

#[test]
fn a_string_that_nobody_else_holds_grows_in_place() {
    with_interpreter(|ts| {
        let more = text(ts, "more ");
        let mut grown = text(ts, "some ");
        for _ in 0..500 {
            grown.hash(ts);
            grown = Str::append_in_place(ts, grown, &more).unwrap();
        }
        let expected = format!("some {}", "more ".repeat(500));
        assert!(grown.equals_str(&expected));
        assert_eq!(grown.hash(ts), text(ts, &expected).hash(ts));
        // Another holder keeps what it has; a wider text needs a new block.
        let held = grown.clone();
        let longer = Str::append_in_place(ts, grown, &more).unwrap();
        assert!(held.equals_str(&expected) && longer.len() == held.len() + 5);
        let wide = Str::append_in_place(ts, longer, &text(ts, "\u{4f60}")).unwrap();
        assert_eq!((wide.kind(), wide.char_at(wide.len() - 1)), (Kind::Ucs2, Some(0x4f60)));
        // Interned strings and shared ones never change.
        let name = ts.intern("a_name").unwrap();
        let other = Str::append_in_place(ts, name, &more).unwrap();
        assert!(other.equals_str("a_namemore ") && ts.intern("a_name").unwrap().equals_str("a_name"));
    });
}

#[test]
fn a_builder_widens_and_ends_in_the_narrowest_kind() {
    with_interpreter(|ts| {
        let mut builder = StrBuilder::new();
        builder.push_str(ts, &"ab".repeat(100)).unwrap();
        builder.push_char(ts, 0xe9).unwrap();
        builder.push_data(ts, Data::Ucs2(&[0x4f60, 0xd800])).unwrap();
        builder.push_fill(ts, 0x1_f600, 3).unwrap();
        builder.push_data(ts, Data::Latin1(&[0xff])).unwrap();
        let made = builder.finish(ts).unwrap();
        assert_eq!((made.len(), made.kind()), (207, Kind::Ucs4));
        assert_eq!(made.chars().skip(200).collect::<Vec<_>>(), [0xe9, 0x4f60, 0xd800, 0x1_f600, 0x1_f600, 0x1_f600, 0xff]);
        let narrow = Str::from_data(ts, Data::Ucs4(&[97, 98, 99])).unwrap();
        assert_eq!(narrow.as_ascii(), Some("abc"));
    });
}

#[test]
fn a_lone_string_comes_out_of_a_builder_as_it_went_in() {
    with_interpreter(|ts| {
        let whole = text(ts, "abcd");
        let mut builder = StrBuilder::new();
        builder.push(ts, &whole).unwrap();
        assert_eq!(builder.len(), 4);
        assert!(builder.finish(ts).unwrap().as_object().is(whole.as_object()));
        let mut builder = StrBuilder::new();
        builder.push(ts, &whole).unwrap();
        builder.push(ts, &whole).unwrap();
        builder.push_char(ts, 0x4f60).unwrap();
        assert!(builder.finish(ts).unwrap().equals_str("abcdabcd\u{4f60}"));
    });
}
