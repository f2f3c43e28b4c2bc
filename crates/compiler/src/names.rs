//! Names as small numbers, and maps keyed by them.
//!
//! CPython compares interned strings by address; here a name is interned once per compilation and is a [`Sym`] from then on. Invariant: two
//! `Sym`s of one [`Names`] are equal exactly if their texts are, and a `Sym` is only ever looked up in the table that made it.

use core::hash::{BuildHasherDefault, Hash, Hasher};

use hashbrown::HashTable;

/// A name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Sym(u32);

/// A hasher for small keys: one multiplication a word. The keys are ours (numbers and identifiers), each table is as long-lived as one
/// compilation, and a program that makes identifiers collide slows down only its own compilation.
#[derive(Default, Clone, Copy)]
pub(crate) struct FastHasher(u64);

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        self.mix(rest.iter().fold(rest.len() as u64, |acc, byte| acc << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its bits from both ends; the multiplication leaves the lower ones poor.
        self.0 ^ self.0 >> 29
    }
}

pub(crate) type FastBuild = BuildHasherDefault<FastHasher>;
pub(crate) type FastMap<K, V> = hashbrown::HashMap<K, V, FastBuild>;
pub(crate) type FastSet<K> = hashbrown::HashSet<K, FastBuild>;

pub(crate) fn fast_hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FastHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The names of one compilation.
#[derive(Default)]
pub(crate) struct Names {
    texts: Vec<Box<str>>,
    table: HashTable<u32>,
}

impl Names {
    /// The symbol for a text.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        let hash = fast_hash(text);
        let texts = &self.texts;
        if let Some(found) = self.table.find(hash, |index| texts.get(*index as usize).is_some_and(|t| **t == *text)) {
            return Sym(*found);
        }
        let index = self.texts.len() as u32;
        self.texts.push(text.into());
        let texts = &self.texts;
        self.table.insert_unique(hash, index, |index| texts.get(*index as usize).map_or(0, |t| fast_hash(&**t)));
        Sym(index)
    }

    /// The text of a symbol.
    pub(crate) fn text(&self, sym: Sym) -> &str {
        self.texts.get(sym.0 as usize).map_or("", |text| text)
    }

    /// The name as it is known inside the class `private`: `__x` becomes `_Class__x`.
    pub(crate) fn mangle(&mut self, private: Option<Sym>, name: &str) -> Sym {
        if let Some(private) = private
            && name.starts_with("__")
            && !name.ends_with("__")
            && !name.contains('.')
        {
            let class = self.text(private).trim_start_matches('_');
            if !class.is_empty() {
                let mangled = format!("_{class}{name}");
                return self.intern(&mangled);
            }
        }
        self.intern(name)
    }
}

/// Names in order of arrival with their numbers: `co_names` and its like.
#[derive(Default, Clone)]
pub(crate) struct NameTable {
    list: Vec<Sym>,
    map: FastMap<Sym, u32>,
}

impl NameTable {
    /// The number of a name, which is added if it is new.
    pub(crate) fn add(&mut self, sym: Sym) -> u32 {
        *self.map.entry(sym).or_insert_with(|| {
            self.list.push(sym);
            self.list.len() as u32 - 1
        })
    }

    /// The number of a name.
    pub(crate) fn get(&self, sym: Sym) -> Option<u32> {
        self.map.get(&sym).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The names in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Sym> + '_ {
        self.list.iter().copied()
    }
}

/// A map from names that keeps the order of insertion: a symbol table.
#[derive(Default, Clone)]
pub(crate) struct SymMap {
    list: Vec<(Sym, u32)>,
    map: FastMap<Sym, u32>,
}

/// Up to this many entries a search through the list beats the map.
const SMALL: usize = 8;

impl SymMap {
    fn place(&self, sym: Sym) -> Option<usize> {
        if self.list.len() <= SMALL {
            self.list.iter().position(|(s, _)| *s == sym)
        } else {
            self.map.get(&sym).map(|index| *index as usize)
        }
    }

    /// The value of a name.
    pub(crate) fn get(&self, sym: Sym) -> Option<u32> {
        self.place(sym).and_then(|place| self.list.get(place)).map(|(_, value)| *value)
    }

    /// Sets the value of a name.
    pub(crate) fn set(&mut self, sym: Sym, value: u32) {
        if let Some(entry) = self.place(sym).and_then(|place| self.list.get_mut(place)) {
            entry.1 = value;
            return;
        }
        self.list.push((sym, value));
        if self.list.len() > SMALL {
            if self.map.is_empty() {
                self.map.extend(self.list.iter().enumerate().map(|(index, (s, _))| (*s, index as u32)));
            } else {
                self.map.insert(sym, self.list.len() as u32 - 1);
            }
        }
    }

    /// Removes a name.
    pub(crate) fn remove(&mut self, sym: Sym) {
        self.list.retain(|(s, _)| *s != sym);
        self.map.clear();
        if self.list.len() > SMALL {
            self.map.extend(self.list.iter().enumerate().map(|(index, (s, _))| (*s, index as u32)));
        }
    }

    /// The entries in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Sym, u32)> + '_ {
        self.list.iter().copied()
    }

    /// The entry at a place in the order.
    pub(crate) fn at(&self, place: usize) -> Option<(Sym, u32)> {
        self.list.get(place).copied()
    }

    /// Changes the values in place.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = (Sym, &mut u32)> {
        self.list.iter_mut().map(|(sym, value)| (*sym, value))
    }
}
