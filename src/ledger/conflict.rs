//! Where two ledgers disagree. Enters: two ledgers. Leaves: pairs of rows that cannot both stand. Decides
//! nothing: which of two stands is the user's matter.

use super::{Claim, Decision, Judgement, Ledger, Standing};
use petgraph::unionfind::UnionFind;
use std::collections::{HashMap, HashSet, VecDeque};

/// Two decisions that cannot both stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Of this ledger.
    pub ours: Decision,
    /// Of the other.
    pub theirs: Decision,
}

impl Ledger {
    /// The rows that count.
    #[must_use]
    pub fn standing_rows(&self) -> Vec<&Decision> {
        let rows = self.rows().iter().zip(self.standing());
        rows.filter(|(_, standing)| *standing == Standing::Stands).map(|(row, _)| row).collect()
    }

    /// The standing rows of another ledger that this one does not say already.
    #[must_use]
    pub fn news<'o>(&self, other: &'o Self) -> Vec<&'o Decision> {
        let own: HashSet<_> =
            self.standing_rows().into_iter().map(|row| (pair(row), row.judgement)).collect();
        let theirs = other.standing_rows().into_iter();
        theirs.filter(|row| !own.contains(&(pair(row), row.judgement))).collect()
    }

    /// Where another ledger says what cannot stand beside this one: the same pair judged otherwise, an
    /// entity named or typed in two ways, or two that one joins, also by way of others, and the other keeps
    /// apart; or what was decided here too and taken back. Each row of the other is named once.
    #[must_use]
    pub fn conflicts(&self, other: &Self) -> Vec<Conflict> {
        let theirs = other.standing_rows();
        let mut found = conflicts(&self.standing_rows(), &theirs);
        // By pair and judgement, the row that took it back last.
        let mut back: HashMap<_, &Decision> = HashMap::new();
        for (row, standing) in self.rows().iter().zip(self.standing()) {
            match standing {
                Standing::Undone(by) => {
                    _ = back.insert((pair(row), row.judgement), &self.rows()[by])
                }
                Standing::Stands => _ = back.remove(&(pair(row), row.judgement)),
                _ => {}
            }
        }
        for row in theirs {
            if let Some(&ours) = back.get(&(pair(row), row.judgement))
                && !found.iter().any(|conflict| conflict.theirs == *row)
            {
                found.push(Conflict { ours: ours.clone(), theirs: row.clone() });
            }
        }
        found
    }

    /// Rows that take back what of this ledger cannot stand beside another, so that all of the other can. What the
    /// other's own rows supersede, the same pair or the same name or type, needs none.
    #[must_use]
    pub fn make_way(&self, other: &Self) -> Vec<Decision> {
        let theirs = other.standing_rows();
        let pairs: HashSet<_> = theirs.iter().map(|row| pair(row)).collect();
        let (mut own, mut rows) = (self.clone(), Vec::new());
        own.extend(theirs.iter().map(|row| (*row).clone()));
        loop {
            // Again and again: behind what is taken back an earlier row of the pair may stand, or another way.
            let mut ours = own.standing_rows();
            ours.retain(|row| !pairs.contains(&pair(row)));
            let mut back: Vec<Decision> = Vec::new();
            for Conflict { ours, .. } in conflicts(&ours, &theirs) {
                if !back.iter().any(|known| pair(known) == pair(&ours)) {
                    let judgement = Judgement::NoJudgement;
                    back.push(Decision {
                        judgement,
                        score: None,
                        user: None,
                        created_at: None,
                        ..ours
                    });
                }
            }
            if back.is_empty() {
                return rows;
            }
            own.extend(back.iter().cloned());
            rows.extend(back);
        }
    }
}

/// Where standing rows of theirs cannot stand beside ours.
fn conflicts(ours: &[&Decision], theirs: &[&Decision]) -> Vec<Conflict> {
    let mut by_pair: HashMap<(&str, &str), &Decision> = HashMap::new();
    let mut by_claim: HashMap<(&str, u8), (String, &Decision)> = HashMap::new();
    for &row in ours {
        by_pair.insert(pair(row), row);
        if let Some((node, kind, value)) = said(row) {
            by_claim.insert((node, kind), (value, row));
        }
    }
    let ways = Ways::of(ours.iter().chain(theirs).copied());
    let those: HashSet<*const Decision> =
        theirs.iter().map(|row| std::ptr::from_ref(*row)).collect();
    let is_theirs = |row: &Decision| those.contains(&std::ptr::from_ref(row));
    let mut found = Vec::new();
    for &row in theirs {
        let same_pair = by_pair.get(&pair(row)).filter(|own| own.judgement != row.judgement);
        let same_claim = said(row).and_then(|(node, kind, value)| {
            by_claim.get(&(node, kind)).filter(|(own, _)| *own != value).map(|(_, row)| row)
        });
        let gone = || ours.iter().copied().find(|own| denies(own, row) || denies(row, own));
        if let Some(ours) = same_pair.copied().or(same_claim.copied()).or_else(gone) {
            found.push(Conflict { ours: ours.clone(), theirs: row.clone() });
        }
    }
    // What we keep apart and both together join: every row of theirs on a way from one to the other.
    for &own in ours {
        let Claim::Apart { target, source } = own.claim() else { continue };
        let mut without: Vec<&Decision> = Vec::new();
        while let Some(way) = ways.between(target, source, &without) {
            let of_theirs: Vec<&Decision> = way.into_iter().filter(|row| is_theirs(row)).collect();
            // Where our own rows join them, theirs are not the cause.
            if of_theirs.is_empty() {
                break;
            }
            for row in of_theirs {
                without.push(row);
                if !found.iter().any(|conflict| pair(&conflict.theirs) == pair(row)) {
                    found.push(Conflict { ours: own.clone(), theirs: row.clone() });
                }
            }
        }
    }
    // What they keep apart and both together join: the last row of ours on the way.
    for &row in theirs {
        let Claim::Apart { target, source } = row.claim() else { continue };
        if found.iter().any(|conflict| pair(&conflict.theirs) == pair(row)) {
            continue;
        }
        let way = ways.between(target, source, &[]).unwrap_or_default();
        if let Some(ours) = way.into_iter().rfind(|row| !is_theirs(row)) {
            found.push(Conflict { ours: ours.clone(), theirs: row.clone() });
        }
    }
    found
}

/// Whether one row says that something is no entity of which the other says who, what or how it is.
fn denies(one: &Decision, other: &Decision) -> bool {
    let Claim::NoEntity { node: gone } = one.claim() else { return false };
    match other.claim() {
        Claim::Same { target, source } => target == gone || source == gone,
        Claim::Name { node, .. } | Claim::Type { node, .. } | Claim::Part { node, .. } => {
            node == gone
        }
        _ => false,
    }
}

fn pair(row: &Decision) -> (&str, &str) {
    let (a, b) = (row.target.as_str(), row.source.as_str());
    (a.min(b), a.max(b))
}

/// What a row says of one entity of which only one can be true: its name (0) or its type (1).
fn said(row: &Decision) -> Option<(&str, u8, String)> {
    match row.claim() {
        Claim::Name { node, name } => Some((node, 0, name)),
        Claim::Type { node, entity_type } => Some((node, 1, entity_type.name().into())),
        _ => None,
    }
}

/// Who is one by the rows of ledgers, and by which.
struct Ways<'r> {
    numbers: HashMap<&'r str, usize>,
    sets: UnionFind<usize>,
    /// The neighbours of each, and the rows that join them.
    near: Vec<Vec<(usize, &'r Decision)>>,
}

impl<'r> Ways<'r> {
    fn of(rows: impl Iterator<Item = &'r Decision>) -> Self {
        let (mut numbers, mut near) = (HashMap::new(), Vec::new());
        let mut pairs = Vec::new();
        for row in rows {
            let Claim::Same { target, source } = row.claim() else { continue };
            let [a, b] = [target, source].map(|id| {
                *numbers.entry(id).or_insert_with(|| {
                    near.push(Vec::new());
                    near.len() - 1
                })
            });
            near[a].push((b, row));
            near[b].push((a, row));
            pairs.push((a, b));
        }
        let mut sets = UnionFind::new(near.len());
        for (a, b) in pairs {
            sets.union(a, b);
        }
        Self { numbers, sets, near }
    }

    /// The rows on the shortest way from one to another that does without some; `None` when there is none.
    fn between(&self, from: &str, to: &str, without: &[&Decision]) -> Option<Vec<&'r Decision>> {
        let (&from, &to) = (self.numbers.get(from)?, self.numbers.get(to)?);
        if !self.sets.equiv(from, to) {
            return None;
        }
        let mut by: HashMap<usize, Option<(usize, &'r Decision)>> = HashMap::from([(from, None)]);
        let mut next = VecDeque::from([from]);
        while let Some(at) = next.pop_front() {
            for &(other, row) in &self.near[at] {
                let is_open = !without.iter().any(|closed| std::ptr::eq(*closed, row));
                if is_open && !by.contains_key(&other) {
                    by.insert(other, Some((at, row)));
                    next.push_back(other);
                }
            }
        }
        let (mut way, mut at) = (Vec::new(), to);
        while let Some((before, row)) = *by.get(&at)? {
            way.push(row);
            at = before;
        }
        way.reverse();
        Some(way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(rows: &[Decision]) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.extend(rows.iter().cloned());
        ledger
    }

    fn apart(a: &str, b: &str) -> Decision {
        Decision { judgement: Judgement::Negative, ..Decision::same(a, b) }
    }

    #[test]
    fn what_cannot_both_stand_is_found() {
        let same = Decision::same;
        for (ours, theirs, expected) in [
            (vec![same("a", "b")], vec![same("b", "a")], 0),
            (vec![same("a", "b")], vec![same("c", "d")], 0),
            (vec![same("a", "b")], vec![apart("b", "a")], 1),
            (vec![apart("a", "b")], vec![same("a", "b")], 1),
            (vec![same("a", "b"), same("b", "c")], vec![apart("a", "c")], 1),
            (vec![apart("a", "c")], vec![same("a", "b"), same("b", "c")], 2),
            (vec![apart("a", "c"), same("a", "b")], vec![same("b", "c")], 1),
            // Only both together join what one of them keeps apart.
            (vec![same("b", "c")], vec![same("a", "b"), apart("a", "c")], 1),
            (vec![same("b", "c"), apart("a", "d")], vec![same("a", "b"), same("c", "d")], 2),
            // A row beside the way is in nobody's.
            (vec![apart("a", "c"), same("b", "c")], vec![same("a", "b"), same("a", "x")], 1),
            (vec![apart("a", "c"), same("a", "b"), same("b", "c")], vec![same("a", "x")], 0),
            (vec![Decision::name("a", "A")], vec![Decision::name("a", "A")], 0),
            (vec![Decision::name("a", "A")], vec![Decision::name("a", "B")], 1),
            (vec![Decision::no_entity("a")], vec![Decision::name("b", "B")], 0),
            (vec![Decision::no_entity("a")], vec![Decision::name("a", "B")], 1),
            (vec![same("a", "b")], vec![Decision::no_entity("b")], 1),
            (
                vec![Decision::name("a", "A"), Decision::name("a", "B")],
                vec![Decision::name("a", "A")],
                1,
            ),
        ] {
            let found = ledger(&ours).conflicts(&ledger(&theirs));
            assert_eq!(found.len(), expected, "{ours:?} {theirs:?}: {found:?}");
        }
    }

    /// Whoever takes the other's word has it afterwards, and of the own what can stand beside it.
    #[test]
    fn what_makes_way_leaves_no_conflict_and_as_much_as_can_stand() {
        let same = Decision::same;
        for (ours, theirs, stand) in [
            (vec![same("a", "b")], vec![apart("b", "a")], 0),
            (vec![same("a", "b"), same("b", "c"), same("c", "d")], vec![apart("a", "c")], 2),
            (vec![same("a", "b"), same("b", "c"), same("a", "c")], vec![apart("a", "c")], 1),
            (vec![apart("a", "c")], vec![same("a", "b"), same("b", "c")], 0),
            (vec![apart("a", "c"), same("a", "b")], vec![same("b", "c")], 1),
            (vec![same("b", "c"), same("c", "d")], vec![same("a", "b"), apart("a", "c")], 1),
            (vec![Decision::name("a", "A")], vec![Decision::name("a", "B")], 0),
            (vec![Decision::no_entity("a")], vec![Decision::name("a", "B")], 0),
            (vec![same("a", "b"), same("c", "d")], vec![Decision::no_entity("b")], 1),
        ] {
            let (mut ours, theirs) = (ledger(&ours), ledger(&theirs));
            let back = ours.make_way(&theirs);
            ours.extend(back);
            ours.extend(theirs.rows().iter().cloned());
            let standing = ours.standing_rows();
            assert!(theirs.rows().iter().all(|row| standing.contains(&row)), "{ours:?}");
            assert_eq!(standing.len(), stand + theirs.rows().len(), "{ours:?}");
            let left = ours.conflicts(&theirs);
            assert!(left.is_empty(), "{ours:?}: {left:?}");
        }
    }

    #[test]
    fn what_was_taken_back_is_no_conflict_and_what_is_known_no_news() {
        let back = Decision { judgement: Judgement::NoJudgement, ..Decision::same("a", "b") };
        let ours = ledger(&[Decision::same("a", "b"), back]);
        let theirs = ledger(&[apart("a", "b")]);
        assert!(ours.conflicts(&theirs).is_empty());
        assert_eq!(ours.news(&theirs).len(), 1);
        assert!(theirs.news(&theirs).is_empty());
    }
}
