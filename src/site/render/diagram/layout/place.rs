//! How far across and along items stand, once their order is known.
//!
//! Sums, products and quotients of numbers with a fraction come out the same on every machine; nothing else is used.

use super::{GAP, Item, MARGIN};

/// Turns in which items move towards their neighbours.
const TURNS: usize = 60;

/// Space between two boxes of a rank, and between anything else.
const APART: (i32, i32) = (24, 14);

/// The middle of each item.
pub(super) fn across(items: &[Item], rows: &[Vec<usize>]) -> Vec<i32> {
    let mut at = vec![0.0; items.len()];
    let apart: Vec<Vec<f64>> = rows.iter().map(|row| distances(items, row)).collect();
    for (row, apart) in rows.iter().zip(&apart) {
        for (item, place) in row.iter().zip(apart) {
            at[*item] = *place;
        }
    }
    let count = rows.len();
    for turn in 0..TURNS {
        for number in 0..count {
            let rank = if turn % 2 == 0 { number } else { count - 1 - number };
            // First only the neighbours that have moved already count, then both sides, so that all comes to rest.
            let both = turn >= TURNS / 2;
            let wanted: Vec<(f64, f64)> = rows[rank]
                .iter()
                .map(|item| wanted(&items[*item], &at, both || turn % 2 == 0, both || turn % 2 == 1, at[*item]))
                .collect();
            for (item, place) in rows[rank].iter().zip(keep_apart(&wanted, &apart[rank])) {
                at[*item] = place;
            }
        }
    }
    for (row, apart) in rows.iter().zip(&apart) {
        let wanted: Vec<(f64, f64)> = row.iter().map(|item| straight(items, *item, &at)).collect();
        for (item, place) in row.iter().zip(keep_apart(&wanted, apart)) {
            at[*item] = place;
        }
    }
    let left = |item: usize| at[item] - f64::from(items[item].size.across) / 2.0;
    let least = (0..items.len()).map(left).fold(f64::INFINITY, f64::min);
    // A unit more keeps what is rounded down within the margin.
    #[expect(clippy::cast_possible_truncation, reason = "a chart of at most 240 lines is some 100,000 wide")]
    let places = at.iter().map(|place| (place - least + f64::from(MARGIN)).round() as i32).collect();
    places
}

/// Places that are as near to each other as may be; the first is 0.
fn distances(items: &[Item], row: &[usize]) -> Vec<f64> {
    let mut places = vec![0.0; row.len()];
    for (number, pair) in row.windows(2).enumerate() {
        let (a, b) = (&items[pair[0]], &items[pair[1]]);
        let apart = if a.is_box && b.is_box { APART.0 } else { APART.1 };
        places[number + 1] = places[number] + f64::from(a.size.across + b.size.across) / 2.0 + f64::from(apart);
    }
    places
}

/// Where an item wants to stand, and how much.
fn wanted(item: &Item, at: &[f64], up: bool, down: bool, now: f64) -> (f64, f64) {
    let near = item.up.iter().filter(|_| up).chain(item.down.iter().filter(|_| down));
    let (mut sum, mut weight) = (0.0, 0.0);
    for (other, pull) in near {
        sum += at[*other] * f64::from(*pull);
        weight += f64::from(*pull);
    }
    if weight > 0.0 { (sum / weight, weight) } else { (now, 0.1) }
}

/// Where an item stands for good: right below the one above where neither has another such neighbour, since a line that is
/// nearly straight looks like a mistake.
fn straight(items: &[Item], item: usize, at: &[f64]) -> (f64, f64) {
    match items[item].up.as_slice() {
        [(above, _)] if items[*above].down.len() == 1 => (at[*above], 100.0),
        _ => (at[item], 1.0),
    }
}

/// The places nearest to those wanted (by the sum of the weighed squares) that keep the distances.
fn keep_apart(wanted: &[(f64, f64)], apart: &[f64]) -> Vec<f64> {
    // Without the distances the places only have to rise; neighbours that would not, share their mean.
    let mut groups: Vec<(f64, f64, usize)> = Vec::new();
    for ((place, weight), apart) in wanted.iter().zip(apart) {
        let mut group = (place - apart, *weight, 1);
        while let Some(last) = groups.pop_if(|last| last.0 >= group.0) {
            let weight = last.1 + group.1;
            group = ((last.0 * last.1 + group.0 * group.1) / weight, weight, last.2 + group.2);
        }
        groups.push(group);
    }
    let risen = groups.into_iter().flat_map(|(place, _, count)| std::iter::repeat_n(place, count));
    risen.zip(apart).map(|(place, apart)| place + apart).collect()
}

/// Where each rank begins and ends. Between two ranks is more space where a line has far to go across.
pub(super) fn along(items: &[Item], rows: &[Vec<usize>], across: &[i32]) -> Vec<(i32, i32)> {
    let mut ranks = Vec::with_capacity(rows.len());
    let mut start = MARGIN;
    for row in rows {
        let height = row.iter().map(|item| items[*item].size.along).max().unwrap_or_default();
        ranks.push((start, start + height));
        let far = row
            .iter()
            .flat_map(|item| items[*item].down.iter().map(|(below, _)| (across[*item] - across[*below]).abs()));
        let gap = (far.max().unwrap_or_default() / 4).clamp(GAP.start, GAP.end);
        start += height + gap;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::keep_apart;

    #[test]
    fn those_who_want_the_same_place_share_it_evenly() {
        assert_eq!(keep_apart(&[(50.0, 1.0), (50.0, 1.0)], &[0.0, 40.0]), [30.0, 70.0]);
        assert_eq!(keep_apart(&[(0.0, 1.0), (90.0, 1.0)], &[0.0, 40.0]), [0.0, 90.0]);
    }
}
