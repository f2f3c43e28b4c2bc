//! "Did you mean": the name that is closest to a misspelt one.
//!
//! CPython counterpart: `Python/suggestions.c`, `Lib/traceback.py` (`_compute_suggestion_error`, `_levenshtein_distance`). Moves cost 2, a
//! change of case 1; a suggestion may differ in a third of the characters.

const MAX_CANDIDATES: usize = 750;
const MAX_SIZE: usize = 40;
const MOVE: usize = 2;
const CASE: usize = 1;

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE
    } else {
        MOVE
    }
}

/// The weighted distance of two names, or more than `max`.
pub fn distance(a: &str, b: &str, max: usize) -> usize {
    if a == b {
        return 0;
    }
    let mut a: Vec<char> = a.chars().collect();
    let mut b: Vec<char> = b.chars().collect();
    let prefix = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    a.drain(..prefix);
    b.drain(..prefix);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    a.truncate(a.len() - suffix);
    b.truncate(b.len() - suffix);
    if a.is_empty() || b.is_empty() {
        return MOVE * (a.len() + b.len());
    }
    if a.len() > MAX_SIZE || b.len() > MAX_SIZE {
        return max + 1;
    }
    if b.len() < a.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if (b.len() - a.len()) * MOVE > max {
        return max + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (i, y) in b.iter().enumerate() {
        let mut previous = i * MOVE;
        result = previous;
        let mut minimum = usize::MAX;
        for (x, cell) in a.iter().zip(row.iter_mut()) {
            let replace = previous + substitution(*x, *y);
            previous = *cell;
            result = replace.min(previous.min(result) + MOVE);
            *cell = result;
            minimum = minimum.min(result);
        }
        if minimum > max {
            return max + 1;
        }
    }
    result
}

/// The candidate to suggest for a wrong name.
pub fn closest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = wrong.chars().count();
    if length > MAX_SIZE {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.take(MAX_CANDIDATES) {
        if candidate == wrong {
            continue;
        }
        let mut max = (candidate.chars().count() + length + 3) * MOVE / 6;
        if let Some((distance, _)) = best {
            max = max.min(distance.saturating_sub(1));
        }
        let found = distance(wrong, candidate, max);
        if found <= max && best.is_none_or(|(distance, _)| found < distance) {
            best = Some((found, candidate));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn suggestions_are_those_of_cpython() {
        assert_eq!(distance("abc", "abd", 10), 2);
        assert_eq!(distance("abc", "aBc", 10), 1);
        assert_eq!(distance("abc", "abcd", 10), 2);
        assert_eq!(closest("prnt", ["print", "repr", "pow"].into_iter()), Some("print".into()));
        assert_eq!(closest("xyzzy", ["print", "repr"].into_iter()), None);
    }
}
