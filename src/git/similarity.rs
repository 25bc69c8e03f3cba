//! How alike two files are, as git estimates it: in lines, long ones in pieces of 64 bytes, without regard to order.

/// The estimate for equal files.
pub(super) const WHOLE: u64 = 60_000;
/// From here on git takes a file that vanished and one that appeared for one file that was renamed.
pub(super) const ENOUGH: u64 = WHOLE / 2;

/// A file cut into pieces: for each kind of piece how many bytes of the file are of that kind. Sorted by kind.
pub(super) struct Pieces {
    counts: Vec<(u32, u32)>,
    size: u64,
}

impl Pieces {
    /// Cuts a file into pieces. Kinds are hashes, as in git; two kinds of piece may pass for one.
    pub(super) fn new(bytes: &[u8]) -> Self {
        const KINDS: u32 = 107_927;
        let is_text = !bytes[..bytes.len().min(8000)].contains(&0);
        let mut pieces = Vec::new();
        let (mut low, mut high, mut length) = (0_u32, 0_u32, 0_u32);
        for (index, &byte) in bytes.iter().enumerate() {
            if is_text && byte == b'\r' && bytes.get(index + 1) == Some(&b'\n') {
                continue;
            }
            (low, high) = ((low << 7) ^ (high >> 25), (high << 7) ^ (low >> 25));
            low = low.wrapping_add(u32::from(byte));
            length += 1;
            if length == 64 || byte == b'\n' {
                pieces.push((low.wrapping_add(high.wrapping_mul(0x61)) % KINDS, length));
                (low, high, length) = (0, 0, 0);
            }
        }
        if length > 0 {
            pieces.push((low.wrapping_add(high.wrapping_mul(0x61)) % KINDS, length));
        }
        pieces.sort_unstable();
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for (kind, length) in pieces {
            match counts.last_mut() {
                Some(last) if last.0 == kind => last.1 = last.1.saturating_add(length),
                _ => counts.push((kind, length)),
            }
        }
        Self { counts, size: bytes.len() as u64 }
    }

    /// How much of `new` comes from `self`, from 0 to [`WHOLE`].
    pub(super) fn likeness(&self, new: &Self) -> u64 {
        let mut theirs = new.counts.iter().peekable();
        let mut copied = 0_u64;
        for &(kind, ours) in &self.counts {
            while theirs.next_if(|&&(other, _)| other < kind).is_some() {}
            if let Some(&(_, count)) = theirs.next_if(|&&(other, _)| other == kind) {
                copied += u64::from(ours.min(count));
            }
        }
        if new.size == 0 { 0 } else { copied * WHOLE / self.size.max(new.size) }
    }
}

/// Whether files of these sizes can be alike enough at all.
pub(super) fn may_be_alike(a: u64, b: u64) -> bool {
    let (small, large) = (a.min(b), a.max(b));
    large * (WHOLE - ENOUGH) >= (large - small) * WHOLE
}
