//! The exception table: which stretch of code is covered by which handler.
//!
//! CPython's counterpart is `assemble_exception_table` and its reader in `ceval.c`; the format is that of `exception_handling_notes.txt`:
//! four numbers an entry (start, length, target, depth and lasti), each in big-endian groups of six bits, bit 6 says that more follow, bit
//! 7 marks the first byte of an entry (so a search can begin in the middle). Invariant: entries are sorted by start and do not overlap.

/// One entry. All places are indexes of code units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionEntry {
    /// The first unit covered.
    pub start: u32,
    /// The unit behind the last one covered.
    pub end: u32,
    /// Where the handler begins.
    pub target: u32,
    /// How many values stay on the stack.
    pub depth: u32,
    /// Whether the place of the raise is pushed below the exception.
    pub lasti: bool,
}

fn put(out: &mut Vec<u8>, value: u32, first: bool) {
    const MORE: u8 = 1 << 6;
    let mut mark = if first { 1 << 7 } else { 0 };
    for shift in [30, 24, 18, 12, 6] {
        if value >> shift != 0 {
            out.push(((value >> shift) & 0x3f) as u8 | MORE | mark);
            mark = 0;
        }
    }
    out.push((value & 0x3f) as u8 | mark);
}

/// Appends an entry to a table.
pub fn write_exception_entry(table: &mut Vec<u8>, entry: &ExceptionEntry) {
    put(table, entry.start, true);
    put(table, entry.end.saturating_sub(entry.start), false);
    put(table, entry.target, false);
    put(table, entry.depth << 1 | u32::from(entry.lasti), false);
}

/// Reads the entries of a table in order; a cut-off entry ends it.
pub fn exception_entries(table: &[u8]) -> impl Iterator<Item = ExceptionEntry> + '_ {
    let mut bytes = table.iter().copied();
    core::iter::from_fn(move || {
        let mut number = || {
            let mut byte = bytes.next()?;
            let mut value = u32::from(byte & 63);
            while byte & 64 != 0 {
                byte = bytes.next()?;
                value = value << 6 | u32::from(byte & 63);
            }
            Some(value)
        };
        let start = number()?;
        let length = number()?;
        let target = number()?;
        let depth_lasti = number()?;
        Some(ExceptionEntry { start, end: start.saturating_add(length), target, depth: depth_lasti >> 1, lasti: depth_lasti & 1 != 0 })
    })
}

/// The handler that covers the instruction at that unit.
pub fn find_handler(table: &[u8], index: u32) -> Option<ExceptionEntry> {
    exception_entries(table).take_while(|entry| entry.start <= index).find(|entry| index < entry.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let entries = [
            ExceptionEntry { start: 0, end: 5, target: 70, depth: 0, lasti: false },
            ExceptionEntry { start: 63, end: 64 + 4096, target: 300_000, depth: 40, lasti: true },
            ExceptionEntry { start: 1 << 29, end: (1 << 29) + 1, target: 1 << 28, depth: 1, lasti: true },
        ];
        let mut table = Vec::new();
        for entry in &entries {
            write_exception_entry(&mut table, entry);
        }
        assert_eq!(exception_entries(&table).collect::<Vec<_>>(), entries);
        assert_eq!(find_handler(&table, 64).map(|e| e.target), Some(300_000));
        assert_eq!(find_handler(&table, 5), None);
        assert_eq!(exception_entries(&table[..table.len() - 1]).count(), 2);
    }
}
