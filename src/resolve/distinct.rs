//! Nodes that are written alike. Enters: documents in outline. Leaves: each way of writing in the order in which nodes
//! have it, and who has it. What follows from how a node is written is made out once for all.

use crate::graph::{Node, Outlines, small};
use rayon::prelude::*;

/// Nodes by how they are written: type, name, other names, attributes.
pub(crate) struct Distinct<'n> {
    /// Each way of writing, in the order of the first nodes that have it.
    pub firsts: Vec<&'n Node>,
    /// How each node is written, as an index into these.
    pub of: Vec<u32>,
    /// The nodes by how they are written, and where the ones of each end.
    nodes: Vec<u32>,
    ends: Vec<usize>,
}

impl<'n> Distinct<'n> {
    /// Looks at all nodes, (document, node), in this order.
    pub fn of(outlines: &'n Outlines<'_>, places: &[(usize, usize)]) -> Self {
        let writings = outlines.writings();
        let mut firsts: Vec<&'n Node> = Vec::with_capacity(writings.len());
        let mut ends: Vec<usize> = Vec::with_capacity(writings.len());
        let mut of: Vec<u32> = Vec::with_capacity(places.len());
        let mut numbers: Vec<Option<u32>> = vec![None; writings.len()];
        for &(d, n) in places {
            let writing = outlines.nodes(d)[n].writing as usize;
            let one = *numbers[writing].get_or_insert_with(|| {
                firsts.push(&writings[writing]);
                ends.push(0);
                small(firsts.len() - 1)
            });
            ends[one as usize] += 1;
            of.push(one);
        }
        let mut next: Vec<usize> = Vec::with_capacity(ends.len());
        let mut end = 0;
        for count in &mut ends {
            next.push(end);
            end += *count;
            *count = end;
        }
        let mut order = vec![0; of.len()];
        for (at, &one) in of.iter().enumerate() {
            order[next[one as usize]] = small(at);
            next[one as usize] += 1;
        }
        Self { firsts, of, nodes: order, ends }
    }

    /// The nodes that are written so, ascending.
    pub fn nodes(&self, one: usize) -> &[u32] {
        let from = one.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.nodes[from..self.ends[one]]
    }

    /// How a node is written.
    pub fn node(&self, node: usize) -> &'n Node {
        self.firsts[self.of[node] as usize]
    }

    /// How each node is written.
    pub fn all(&self) -> Vec<&'n Node> {
        self.of.iter().map(|&one| self.firsts[one as usize]).collect()
    }

    /// How some nodes, ascending, are written: each way once, in the order in which these have it, and how many of them
    /// are written so.
    pub fn among(&self, nodes: &[usize]) -> (Vec<&'n Node>, Vec<usize>) {
        let mut ones: Vec<(u32, usize)> = nodes.iter().map(|&node| (self.of[node], node)).collect();
        ones.sort_unstable();
        let alike = ones.chunk_by(|a, b| a.0 == b.0);
        let mut found: Vec<(usize, usize)> = alike.map(|all| (all[0].1, all.len())).collect();
        found.sort_unstable();
        found.into_iter().map(|(first, count)| (self.node(first), count)).unzip()
    }

    /// What each way of writing makes, in their order.
    pub fn each<T: Send>(&self, make: impl Fn(&'n Node) -> T + Sync) -> Vec<T> {
        self.firsts.par_iter().map(|node| make(node)).collect()
    }

    /// Of what each way of writing makes, that of a node.
    pub fn at<'t, T>(&self, made: &'t [T], node: usize) -> &'t T {
        &made[self.of[node] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::DocumentInfo, graph::DocumentGraph, schema::EntityType};

    #[test]
    fn what_is_written_alike_is_one() {
        let node = |name: &str, alias: &str, code: &str| Node {
            id: String::new(),
            entity_type: EntityType::Organization,
            name: name.into(),
            aliases: (!alias.is_empty()).then(|| alias.into()).into_iter().collect(),
            roles: Vec::new(),
            mentions: Vec::new(),
            attributes: (!code.is_empty())
                .then(|| ("country".to_owned(), code.into()))
                .into_iter()
                .collect(),
        };
        let nodes = [
            node("KKBC", "", ""),
            node("KKBC", "", "KP"),
            node("KKBC", "", ""),
            node("KKBC", "Kwangson", ""),
            node("KKBC", "", "KP"),
        ];
        let (one, other) = nodes.split_at(2);
        let document = |nodes: &[Node]| DocumentGraph {
            info: DocumentInfo {
                id: "d".into(),
                title: None,
                published: None,
                sha256: String::new(),
                source: None,
            },
            words: 0,
            sketch: None,
            nodes: nodes.to_vec(),
            edges: Vec::new(),
        };
        let documents = [document(one), document(other)];
        let outlines = Outlines::of(&documents);
        let distinct = Distinct::of(&outlines, &[(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]);
        assert_eq!(distinct.of, [0, 1, 0, 2, 1]);
        let alike: Vec<&[u32]> = (0..3).map(|one| distinct.nodes(one)).collect();
        assert_eq!(alike, [&[0, 2][..], &[1, 4], &[3]]);
        assert_eq!(distinct.each(|node| node.aliases.len()), [0, 0, 1]);
        let (ways, counts) = distinct.among(&[1, 2, 3, 4]);
        let codes = ways.iter().map(|node| (node.aliases.len(), node.attributes.len()));
        assert_eq!(codes.collect::<Vec<_>>(), [(0, 1), (0, 0), (1, 0)], "the first met first");
        assert_eq!(counts, [2, 1, 1]);
        // The order of the nodes counts, not that in which the ways of writing were met.
        let turned = Distinct::of(&outlines, &[(1, 1), (1, 0), (0, 1)]);
        assert_eq!(turned.each(|node| node.aliases.len()), [1, 0, 0]);
        assert_eq!(turned.of, [0, 1, 2]);
    }
}
