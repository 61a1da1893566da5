//! What entities share beside their names. Enters: the documents and the clusters so far. Leaves: for
//! each cluster the neighbours that stand in its documents. Countries, well-known bodies and whatever
//! stands in many documents tell nobody apart and are left out.

use super::{key, links::Links, read_names::ReadNames};
use crate::{graph::Node, schema::EntityType};
use rayon::prelude::*;

/// Documents of one cluster that are looked at.
const MOST_DOCUMENTS: usize = 24;

/// A neighbour stands in no more documents than this, or this share of all.
const RARE: (usize, usize) = (6, 25);

/// The neighbours of every cluster, by document.
pub(crate) struct Context {
    /// Roots of the telling nodes of each document, ascending.
    by_document: Vec<Vec<u32>>,
}

impl Context {
    /// Looks at the clusters as they are now. `places` are (document, node), all of one document together; `tells`
    /// says of each whether it can tell others apart.
    pub fn new(
        documents: usize,
        places: &[(usize, usize)],
        tells: &(dyn Fn(usize) -> bool + Sync),
        links: &Links<'_>,
    ) -> Self {
        let most = most(documents);
        let of_one = |places: &[(usize, usize)], first: usize| {
            let telling = (first..first + places.len()).filter(|&at| tells(at));
            let roots = telling.map(|at| links.root_of(at));
            let rare = roots.filter(|&root| links.documents(root) <= most);
            let mut roots: Vec<u32> =
                rare.map(|root| u32::try_from(root).unwrap_or(u32::MAX)).collect();
            roots.sort_unstable();
            roots.dedup();
            roots
        };
        let parts: Vec<(&[(usize, usize)], usize)> = places
            .chunk_by(|a, b| a.0 == b.0)
            .scan(0, |next, places| {
                let first = *next;
                *next += places.len();
                Some((places, first))
            })
            .collect();
        let mut by_document = vec![Vec::new(); documents];
        let roots: Vec<(usize, Vec<u32>)> = parts
            .into_par_iter()
            .map(|(places, first)| (places[0].0, of_one(places, first)))
            .collect();
        roots.into_iter().for_each(|(document, roots)| by_document[document] = roots);
        Self { by_document }
    }

    /// The neighbours of a cluster that stands in these documents, ascending, without itself.
    pub fn of(&self, root: usize, documents: impl Iterator<Item = usize>) -> Vec<u32> {
        let mut near: Vec<u32> = documents
            .take(MOST_DOCUMENTS)
            .flat_map(|d| self.by_document[d].iter().copied())
            .filter(|&other| other as usize != root)
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Documents in which a neighbour may stand, of so many.
pub(crate) fn most(documents: usize) -> usize {
    RARE.0.max(documents / RARE.1)
}

/// Whether a neighbour can tell two namesakes apart.
pub(crate) fn tells(node: &Node, names: &ReadNames<'_>) -> bool {
    match node.entity_type {
        EntityType::Location => !node.attributes.contains_key("country"),
        EntityType::Organization => key::known_body(node, names).is_none(),
        EntityType::Norp | EntityType::Group | EntityType::Date | EntityType::Money => false,
        _ => true,
    }
}

/// How many neighbours two clusters share.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().filter(|x| many.binary_search(x).is_ok()).count()
}
