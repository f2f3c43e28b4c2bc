//! The adaptive stable merge sort: natural runs, extended by binary insertion, merged in powersort's order, galloping where one run
//! wins often. CPython: `listsort.txt` and the functions of the same names in `Objects/listobject.c`; the sequence of comparisons is
//! CPython 3.13's, since a program can count them.
//!
//! Invariant: whenever a comparison runs, and when it fails, every element exists exactly once, either in the run or (during a merge)
//! in the temporary whose content goes back into the gap; so an error leaves a permutation.
#![expect(unsafe_code, reason = "moves elements by address within one slice and one temporary; bounds are argued at each step")]

use crate::state::{PyResult, ThreadState};

/// Runs shorter than this are extended by insertion.
const MAX_MINRUN: usize = 64;
/// Wins in a row before galloping.
const MIN_GALLOP: usize = 7;

struct Run {
    start: usize,
    len: usize,
    power: u32,
}

struct Merger<'a, T, F> {
    ts: &'a ThreadState,
    /// The slice being sorted.
    base: *mut T,
    total: usize,
    less: F,
    pending: Vec<Run>,
    min_gallop: usize,
    temp: Vec<T>,
}

/// Sort by `less`, which can fail; then the slice is left in some order.
pub(super) fn sort<T: Copy, F: Fn(&ThreadState, &T, &T) -> PyResult<bool>>(ts: &ThreadState, run: &mut [T], less: F) -> PyResult<()> {
    let total = run.len();
    if total < 2 {
        return Ok(());
    }
    let mut merger = Merger { ts, base: run.as_mut_ptr(), total, less, pending: Vec::new(), min_gallop: MIN_GALLOP, temp: Vec::new() };
    let minrun = compute_minrun(total);
    let mut start = 0;
    while start < total {
        let left = total - start;
        // SAFETY: `start + left` is the end of the slice; `force` is at most `left`.
        unsafe {
            let mut len = merger.count_run(start, left)?;
            if len < minrun {
                let force = minrun.min(left);
                merger.binary_insertion(start, force, len)?;
                len = force;
            }
            merger.found_new_run(start, len)?;
            start += len;
        }
    }
    // SAFETY: the pending runs cover the slice.
    unsafe { merger.force_collapse() }
}

/// A length for runs such that the number of runs is a power of two or a little less. CPython: `merge_compute_minrun`.
fn compute_minrun(mut n: usize) -> usize {
    let mut rest = 0;
    while n >= MAX_MINRUN {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

/// The depth of the boundary between two runs in the merge tree. CPython: `powerloop`.
fn power(start: usize, len: usize, next_len: usize, total: usize) -> u32 {
    let mut power = 0;
    let mut a = 2 * start + len;
    let mut b = a + len + next_len;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl<T: Copy, F: Fn(&ThreadState, &T, &T) -> PyResult<bool>> Merger<'_, T, F> {
    /// Compare two elements by address. They are copied out first, so that no borrow of the slice is held.
    ///
    /// # Safety
    /// Both addresses are elements of the slice or the temporary.
    #[inline(always)]
    unsafe fn lt(&self, a: *const T, b: *const T) -> PyResult<bool> {
        // SAFETY: promised by the caller.
        let (a, b) = unsafe { (a.read(), b.read()) };
        self.ts.tick(1)?;
        (self.less)(self.ts, &a, &b)
    }

    /// # Safety
    /// `n` elements from `at` on are in the slice.
    unsafe fn reverse(&self, at: *mut T, n: usize) {
        for i in 0..n / 2 {
            // SAFETY: both are among the `n`, and they differ.
            unsafe { std::ptr::swap(at.add(i), at.add(n - 1 - i)) };
        }
    }

    /// The length of the run at `start`; a descending one is reversed (elements that are equal keep their order).
    ///
    /// # Safety
    /// `left >= 1` elements from `start` on are in the slice.
    unsafe fn count_run(&self, start: usize, left: usize) -> PyResult<usize> {
        // SAFETY: every index below is less than `left`.
        unsafe {
            let lo = self.base.add(start);
            let next_smaller = |n: usize| self.lt(lo.add(n), lo.add(n - 1));
            let mut n = 1;
            while n < left && !next_smaller(n)? {
                n += 1;
            }
            if n == left {
                return Ok(n);
            }
            // Ascending so far, then something smaller. If the run rose anywhere it ends here; else all are equal so far.
            if n > 1 {
                if self.lt(lo, lo.add(n - 1))? {
                    return Ok(n);
                }
                self.reverse(lo, n);
            }
            n += 1;
            // Descending from here; blocks of equal elements are reversed on the way, so that the final reversal restores them.
            let mut equal = 0;
            while n < left {
                if next_smaller(n)? {
                    if equal > 0 {
                        self.reverse(lo.add(n - equal - 1), equal + 1);
                        equal = 0;
                    }
                } else if self.lt(lo.add(n - 1), lo.add(n))? {
                    break;
                } else {
                    equal += 1;
                }
                n += 1;
            }
            if equal > 0 {
                self.reverse(lo.add(n - equal - 1), equal + 1);
            }
            self.reverse(lo, n);
            // Now ascending: what follows may go on.
            while n < left && !next_smaller(n)? {
                n += 1;
            }
            Ok(n)
        }
    }

    /// Sort `n` elements of which the first `sorted` already are.
    ///
    /// # Safety
    /// `n` elements from `start` on are in the slice.
    unsafe fn binary_insertion(&self, start: usize, n: usize, sorted: usize) -> PyResult<()> {
        // SAFETY: all indexes are below `n`.
        unsafe {
            let a = self.base.add(start);
            for i in sorted.max(1)..n {
                let pivot = a.add(i);
                let (mut left, mut right) = (0, i);
                while left < right {
                    let middle = (left + right) >> 1;
                    if self.lt(pivot, a.add(middle))? {
                        right = middle;
                    } else {
                        left = middle + 1;
                    }
                }
                let value = pivot.read();
                std::ptr::copy(a.add(left), a.add(left + 1), i - left);
                a.add(left).write(value);
            }
        }
        Ok(())
    }

    /// Put a run on the stack, merging what lies deeper in the merge tree first.
    ///
    /// # Safety
    /// The run follows the last one on the stack.
    unsafe fn found_new_run(&mut self, start: usize, len: usize) -> PyResult<()> {
        if let Some(last) = self.pending.last() {
            let power = power(last.start, last.len, len, self.total);
            while let [.., before, _] = self.pending.as_slice()
                && before.power > power
            {
                // SAFETY: there are two runs.
                unsafe { self.merge_at(self.pending.len() - 2)? };
            }
            if let Some(last) = self.pending.last_mut() {
                last.power = power;
            }
        }
        self.pending.push(Run { start, len, power: 0 });
        Ok(())
    }

    /// Merge all runs that are left.
    ///
    /// # Safety
    /// The runs cover the slice.
    unsafe fn force_collapse(&mut self) -> PyResult<()> {
        while self.pending.len() > 1 {
            let at = match self.pending.as_slice() {
                [.., a, _, c] if a.len < c.len => self.pending.len() - 3,
                _ => self.pending.len() - 2,
            };
            // SAFETY: there are runs at `at` and behind it.
            unsafe { self.merge_at(at)? };
        }
        Ok(())
    }

    /// Merge the runs `i` and `i + 1`.
    ///
    /// # Safety
    /// They exist and are adjacent.
    unsafe fn merge_at(&mut self, i: usize) -> PyResult<()> {
        let right = self.pending.remove(i + 1);
        let Some(left) = self.pending.get_mut(i) else { return Ok(()) };
        let (mut start, mut len) = (left.start, left.len);
        left.len += right.len;
        // SAFETY: both runs lie in the slice, one behind the other.
        unsafe {
            let b = self.base.add(right.start);
            // What is in place already on the left stays.
            let skip = self.gallop_right(b, self.base.add(start), len, 0)?;
            start += skip;
            len -= skip;
            if len == 0 {
                return Ok(());
            }
            let a = self.base.add(start);
            // And on the right.
            let right_len = self.gallop_left(a.add(len - 1), b, right.len, right.len - 1)?;
            if right_len == 0 {
                return Ok(());
            }
            if len <= right_len { self.merge_low(a, len, b, right_len) } else { self.merge_high(a, len, b, right_len) }
        }
    }

    /// Where `key` belongs in the `n` sorted elements at `a`, before equal ones; `hint` is near.
    ///
    /// # Safety
    /// `n >= 1`, `hint < n`, all in the slice or the temporary.
    unsafe fn gallop_left(&self, key: *const T, a: *const T, n: usize, hint: usize) -> PyResult<usize> {
        // SAFETY: every index is below `n`.
        unsafe {
            let (mut last, mut offset) = (0usize, 1usize);
            let (mut low, mut high);
            if self.lt(a.add(hint), key)? {
                let most = n - hint;
                while offset < most && self.lt(a.add(hint + offset), key)? {
                    last = offset;
                    offset = offset.saturating_mul(2).saturating_add(1);
                }
                let offset = offset.min(most);
                low = hint + last + 1;
                high = hint + offset;
            } else {
                let most = hint + 1;
                while offset < most && !self.lt(a.add(hint - offset), key)? {
                    last = offset;
                    offset = offset.saturating_mul(2).saturating_add(1);
                }
                let offset = offset.min(most);
                low = hint + 1 - offset;
                high = hint - last;
            }
            while low < high {
                let middle = low + ((high - low) >> 1);
                if self.lt(a.add(middle), key)? {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            Ok(high)
        }
    }

    /// Where `key` belongs in the `n` sorted elements at `a`, behind equal ones; `hint` is near.
    ///
    /// # Safety
    /// As `gallop_left`.
    unsafe fn gallop_right(&self, key: *const T, a: *const T, n: usize, hint: usize) -> PyResult<usize> {
        // SAFETY: every index is below `n`.
        unsafe {
            let (mut last, mut offset) = (0usize, 1usize);
            let (mut low, mut high);
            if self.lt(key, a.add(hint))? {
                let most = hint + 1;
                while offset < most && self.lt(key, a.add(hint - offset))? {
                    last = offset;
                    offset = offset.saturating_mul(2).saturating_add(1);
                }
                let offset = offset.min(most);
                low = hint + 1 - offset;
                high = hint - last;
            } else {
                let most = n - hint;
                while offset < most && !self.lt(key, a.add(hint + offset))? {
                    last = offset;
                    offset = offset.saturating_mul(2).saturating_add(1);
                }
                let offset = offset.min(most);
                low = hint + last + 1;
                high = hint + offset;
            }
            while low < high {
                let middle = low + ((high - low) >> 1);
                if self.lt(key, a.add(middle))? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            Ok(high)
        }
    }

    /// Make the temporary hold a copy of `n` elements from `from` on.
    ///
    /// # Safety
    /// They are in the slice.
    unsafe fn save(&mut self, from: *const T, n: usize) -> PyResult<*mut T> {
        self.temp.clear();
        self.temp.try_reserve(n).map_err(|_| self.ts.no_memory())?;
        // SAFETY: promised by the caller; there is room for `n`.
        unsafe {
            std::ptr::copy_nonoverlapping(from, self.temp.as_mut_ptr(), n);
            self.temp.set_len(n);
        }
        Ok(self.temp.as_mut_ptr())
    }

    /// Merge two adjacent runs, the left one (not longer) being saved. `b[0] < a[0]` and `a[na-1]` belongs at the end.
    ///
    /// # Safety
    /// The runs are in the slice, `b` right behind `a`, neither empty.
    unsafe fn merge_low(&mut self, a: *mut T, na: usize, b: *mut T, nb: usize) -> PyResult<()> {
        // SAFETY: the saved elements that are left always number as many as the gap at `dest` is wide, so writing at `dest` never
        // overwrites an element of `b` that is still to come; `Gap` fills the gap whichever way this function is left.
        unsafe {
            let saved = self.save(a, na)?;
            let mut gap = Gap { from: saved, left: na, dest: a, backward: false };
            let (mut b, mut nb) = (b, nb);
            macro_rules! take_b {
                () => {{
                    gap.dest.write(b.read());
                    gap.dest = gap.dest.add(1);
                    b = b.add(1);
                    nb -= 1;
                    if nb == 0 {
                        return Ok(());
                    }
                }};
            }
            macro_rules! take_a {
                () => {{
                    gap.dest.write(gap.from.read());
                    gap.dest = gap.dest.add(1);
                    gap.from = gap.from.add(1);
                    gap.left -= 1;
                    if gap.left == 1 {
                        break true;
                    }
                }};
            }
            take_b!();
            let mut min_gallop = self.min_gallop;
            // Left with true when one saved element remains, which belongs behind all of `b`.
            let copy_b = 'outer: {
                if gap.left == 1 {
                    break 'outer true;
                }
                loop {
                    let (mut a_wins, mut b_wins) = (0usize, 0usize);
                    let last_one = loop {
                        if self.lt(b, gap.from)? {
                            b_wins += 1;
                            a_wins = 0;
                            take_b!();
                            if b_wins >= min_gallop {
                                break false;
                            }
                        } else {
                            a_wins += 1;
                            b_wins = 0;
                            take_a!();
                            if a_wins >= min_gallop {
                                break false;
                            }
                        }
                    };
                    if last_one {
                        break 'outer true;
                    }
                    min_gallop += 1;
                    let last_one = loop {
                        min_gallop -= usize::from(min_gallop > 1);
                        self.min_gallop = min_gallop;
                        a_wins = self.gallop_right(b, gap.from, gap.left, 0)?;
                        if a_wins > 0 {
                            std::ptr::copy_nonoverlapping(gap.from, gap.dest, a_wins);
                            gap.dest = gap.dest.add(a_wins);
                            gap.from = gap.from.add(a_wins);
                            gap.left -= a_wins;
                            if gap.left == 1 {
                                break true;
                            }
                            // Only an inconsistent comparison gets here.
                            if gap.left == 0 {
                                return Ok(());
                            }
                        }
                        take_b!();
                        b_wins = self.gallop_left(gap.from, b, nb, 0)?;
                        if b_wins > 0 {
                            std::ptr::copy(b, gap.dest, b_wins);
                            gap.dest = gap.dest.add(b_wins);
                            b = b.add(b_wins);
                            nb -= b_wins;
                            if nb == 0 {
                                return Ok(());
                            }
                        }
                        take_a!();
                        if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                            break false;
                        }
                    };
                    if last_one {
                        break 'outer true;
                    }
                    min_gallop += 1;
                    self.min_gallop = min_gallop;
                }
            };
            if copy_b {
                std::ptr::copy(b, gap.dest, nb);
                gap.dest = gap.dest.add(nb);
            }
            Ok(())
        }
    }

    /// Merge two adjacent runs from the end, the right one (shorter) being saved. `b[0] < a[0]` and `a[na-1]` belongs at the end.
    ///
    /// # Safety
    /// The runs are in the slice, `b` right behind `a`, neither empty.
    unsafe fn merge_high(&mut self, a: *mut T, na: usize, b: *mut T, nb: usize) -> PyResult<()> {
        // SAFETY: as in `merge_low`, mirrored: `dest` is one past the gap, which is as wide as the saved elements that are left.
        unsafe {
            let saved = self.save(b, nb)?;
            let mut gap = Gap { from: saved, left: nb, dest: b.add(nb), backward: true };
            let mut na = na;
            // The last elements not yet merged.
            macro_rules! take_a {
                () => {{
                    na -= 1;
                    gap.dest = gap.dest.sub(1);
                    gap.dest.write(a.add(na).read());
                    if na == 0 {
                        return Ok(());
                    }
                }};
            }
            macro_rules! take_b {
                () => {{
                    gap.left -= 1;
                    gap.dest = gap.dest.sub(1);
                    gap.dest.write(gap.from.add(gap.left).read());
                    if gap.left == 1 {
                        break true;
                    }
                }};
            }
            take_a!();
            let mut min_gallop = self.min_gallop;
            let copy_a = 'outer: {
                if gap.left == 1 {
                    break 'outer true;
                }
                loop {
                    let (mut a_wins, mut b_wins) = (0usize, 0usize);
                    let last_one = loop {
                        if self.lt(gap.from.add(gap.left - 1), a.add(na - 1))? {
                            a_wins += 1;
                            b_wins = 0;
                            take_a!();
                            if a_wins >= min_gallop {
                                break false;
                            }
                        } else {
                            b_wins += 1;
                            a_wins = 0;
                            take_b!();
                            if b_wins >= min_gallop {
                                break false;
                            }
                        }
                    };
                    if last_one {
                        break 'outer true;
                    }
                    min_gallop += 1;
                    let last_one = loop {
                        min_gallop -= usize::from(min_gallop > 1);
                        self.min_gallop = min_gallop;
                        a_wins = na - self.gallop_right(gap.from.add(gap.left - 1), a, na, na - 1)?;
                        if a_wins > 0 {
                            gap.dest = gap.dest.sub(a_wins);
                            na -= a_wins;
                            std::ptr::copy(a.add(na), gap.dest, a_wins);
                            if na == 0 {
                                return Ok(());
                            }
                        }
                        take_b!();
                        b_wins = gap.left - self.gallop_left(a.add(na - 1), gap.from, gap.left, gap.left - 1)?;
                        if b_wins > 0 {
                            gap.dest = gap.dest.sub(b_wins);
                            gap.left -= b_wins;
                            std::ptr::copy_nonoverlapping(gap.from.add(gap.left), gap.dest, b_wins);
                            if gap.left == 1 {
                                break true;
                            }
                            // Only an inconsistent comparison gets here.
                            if gap.left == 0 {
                                return Ok(());
                            }
                        }
                        take_a!();
                        if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                            break false;
                        }
                    };
                    if last_one {
                        break 'outer true;
                    }
                    min_gallop += 1;
                    self.min_gallop = min_gallop;
                }
            };
            if copy_a {
                gap.dest = gap.dest.sub(na);
                std::ptr::copy(a, gap.dest, na);
            }
            Ok(())
        }
    }
}

/// The saved elements that are not yet merged, and the gap in the slice that is as wide: dropping it fills the gap.
struct Gap<T> {
    from: *mut T,
    left: usize,
    dest: *mut T,
    backward: bool,
}

impl<T> Drop for Gap<T> {
    fn drop(&mut self) {
        let to = if self.backward { self.dest.wrapping_sub(self.left) } else { self.dest };
        // SAFETY: the gap is as wide as the number of saved elements that are left, and those lie in the temporary.
        unsafe { std::ptr::copy_nonoverlapping(self.from, to, self.left) };
    }
}
