//! The location table: which part of the source each code unit comes from.
//!
//! CPython's counterpart is `Objects/locations.md` (written by `assemble.c`, read by `codeobject.c`). An entry is a byte `1kkkklll` (kind,
//! number of units less one) and the kind's data: 0 to 9 a short form on the same line, 10 to 12 one line with columns below 128, 13 a line
//! without columns, 14 everything, 15 nothing. Lines are relative to the entry before, the first to `co_firstlineno`. Invariant: reading
//! accepts any bytes; writing followed by reading gives the locations back.

/// A stretch of the source. Lines count from 1, columns are byte offsets; -1 stands for "not known".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Location {
    /// First line, -1 for code that comes from no line.
    pub line: i32,
    /// Last line.
    pub end_line: i32,
    /// First column.
    pub column: i32,
    /// The column behind the last one.
    pub end_column: i32,
}

impl Location {
    /// Code that comes from no place.
    pub const NONE: Location = Location { line: -1, end_line: -1, column: -1, end_column: -1 };

    /// The line, if there is one.
    pub const fn lineno(&self) -> Option<u32> {
        if self.line < 0 { None } else { Some(self.line as u32) }
    }
}

/// Writes a table: give it stretches of units with their locations, in order.
#[derive(Debug)]
pub struct LocationWriter {
    table: Vec<u8>,
    line: i32,
}

impl LocationWriter {
    /// A table for code that begins on that line.
    pub fn new(firstlineno: i32) -> LocationWriter {
        LocationWriter { table: Vec::new(), line: firstlineno }
    }

    /// Says that the next `units` code units come from `location`.
    pub fn push(&mut self, location: &Location, mut units: usize) {
        while units > 0 {
            let now = units.min(8);
            self.entry(location, now as u8);
            units -= now;
        }
    }

    /// The finished table.
    pub fn finish(self) -> Vec<u8> {
        self.table
    }

    fn head(&mut self, kind: u8, units: u8) {
        self.table.push(0x80 | kind << 3 | (units - 1));
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.table.push((value & 0x3f) as u8 | 0x40);
            value >>= 6;
        }
        self.table.push(value as u8);
    }

    fn signed(&mut self, value: i32) {
        let magnitude = value.unsigned_abs() << 1;
        self.varint(if value < 0 { magnitude | 1 } else { magnitude });
    }

    fn entry(&mut self, location: &Location, units: u8) {
        let &Location { line, end_line, column, end_column } = location;
        if line < 0 {
            self.head(15, units);
            return;
        }
        let delta = line.wrapping_sub(self.line);
        self.line = line;
        if column < 0 || end_column < 0 {
            if end_line == line || end_line < 0 {
                self.head(13, units);
                self.signed(delta);
                return;
            }
        } else if end_line == line {
            if delta == 0 && column < 80 && end_column >= column && end_column - column < 16 {
                self.head((column >> 3) as u8, units);
                self.table.push(((column & 7) << 4 | (end_column - column)) as u8);
                return;
            }
            if (0..3).contains(&delta) && column < 128 && end_column < 128 {
                self.head(10 + delta as u8, units);
                self.table.push(column as u8);
                self.table.push(end_column as u8);
                return;
            }
        }
        self.head(14, units);
        self.signed(delta);
        self.varint(end_line.wrapping_sub(line) as u32);
        self.varint((column + 1) as u32);
        self.varint((end_column + 1) as u32);
    }
}

/// One entry as it was read: the units from `start` to `end` and their location.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LocationEntry {
    /// The first unit.
    pub start: usize,
    /// The unit behind the last one.
    pub end: usize,
    /// Where they come from.
    pub location: Location,
}

/// Reads a table.
#[derive(Clone, Debug)]
pub struct Locations<'a> {
    bytes: core::slice::Iter<'a, u8>,
    line: i32,
    start: usize,
}

/// Reads the entries of a table in order.
pub fn locations(table: &[u8], firstlineno: i32) -> Locations<'_> {
    Locations { bytes: table.iter(), line: firstlineno, start: 0 }
}

impl Locations<'_> {
    fn byte(&mut self) -> i32 {
        self.bytes.next().map_or(0, |b| i32::from(*b))
    }

    fn varint(&mut self) -> i32 {
        let mut value = 0u32;
        let mut shift = 0u32;
        loop {
            let byte = self.byte() as u32;
            value |= (byte & 63).checked_shl(shift).unwrap_or(0);
            shift += 6;
            if byte & 64 == 0 {
                return value as i32;
            }
        }
    }

    fn signed(&mut self) -> i32 {
        let value = self.varint() as u32;
        let magnitude = (value >> 1) as i32;
        if value & 1 != 0 { magnitude.wrapping_neg() } else { magnitude }
    }
}

impl Iterator for Locations<'_> {
    type Item = LocationEntry;

    fn next(&mut self) -> Option<LocationEntry> {
        let head = *self.bytes.next()?;
        let kind = (head >> 3) & 15;
        let location = match kind {
            15 => Location::NONE,
            14 => {
                self.line = self.line.wrapping_add(self.signed());
                let end_line = self.line.wrapping_add(self.varint());
                let column = self.varint().wrapping_sub(1);
                let end_column = self.varint().wrapping_sub(1);
                Location { line: self.line, end_line, column, end_column }
            }
            13 => {
                self.line = self.line.wrapping_add(self.signed());
                Location { line: self.line, end_line: self.line, column: -1, end_column: -1 }
            }
            10..=12 => {
                self.line = self.line.wrapping_add(i32::from(kind) - 10);
                let column = self.byte();
                let end_column = self.byte();
                Location { line: self.line, end_line: self.line, column, end_column }
            }
            0..=9 | 16.. => {
                let data = self.byte();
                let column = i32::from(kind) << 3 | data >> 4;
                Location { line: self.line, end_line: self.line, column, end_column: column + (data & 15) }
            }
        };
        let start = self.start;
        self.start += usize::from(head & 7) + 1;
        Some(LocationEntry { start, end: self.start, location })
    }
}

/// The location of the instruction at that unit.
pub fn location_at(table: &[u8], firstlineno: i32, index: usize) -> Location {
    locations(table, firstlineno).find(|entry| index < entry.end).map_or(Location::NONE, |entry| entry.location)
}

/// Where lines begin, as `co_lines()` has it: stretches of units that come from one line (`None`: from no line).
pub fn lines(table: &[u8], firstlineno: i32) -> Vec<(usize, usize, Option<u32>)> {
    let mut out: Vec<(usize, usize, Option<u32>)> = Vec::new();
    for entry in locations(table, firstlineno) {
        let line = entry.location.lineno();
        match out.last_mut() {
            Some(last) if last.2 == line => last.1 = entry.end,
            Some(_) | None => out.push((entry.start, entry.end, line)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_come_back() {
        let given = [
            (Location { line: 3, end_line: 3, column: 4, end_column: 9 }, 1),
            (Location { line: 3, end_line: 3, column: 79, end_column: 94 }, 20),
            (Location { line: 5, end_line: 5, column: 100, end_column: 120 }, 2),
            (Location { line: 4, end_line: 400, column: 300, end_column: 0 }, 8),
            (Location::NONE, 3),
            (Location { line: 1, end_line: 1, column: -1, end_column: -1 }, 1),
            (Location { line: 100_000, end_line: 100_000, column: 1, end_column: 2000 }, 9),
        ];
        let mut writer = LocationWriter::new(2);
        for (location, units) in &given {
            writer.push(location, *units);
        }
        let table = writer.finish();
        let mut at = 0;
        for (location, units) in &given {
            for index in at..at + units {
                assert_eq!(location_at(&table, 2, index), *location);
            }
            at += units;
        }
        assert_eq!(location_at(&table, 2, at), Location::NONE);
        assert_eq!(lines(&table, 2).first(), Some(&(0, 21, Some(3))));
    }

    #[test]
    fn any_bytes_can_be_read() {
        let bytes: Vec<u8> = (0..=255).rev().chain(0..=255).collect();
        assert!(locations(&bytes, i32::MAX).count() > 10);
    }
}
