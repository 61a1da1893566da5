//! The names of centralities on the command line.

use unravel::analyze::Measure;

/// What makes an entity important.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum By {
    /// The number of its neighbours
    Degree,
    /// How many shortest paths lead through it: go-betweens
    Betweenness,
    /// How important those are that act on it or for it
    Pagerank,
}

impl By {
    /// As captions write it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Degree => "number of neighbours",
            Self::Betweenness => "betweenness",
            Self::Pagerank => "PageRank",
        }
    }
}

impl From<By> for Measure {
    fn from(by: By) -> Self {
        match by {
            By::Degree => Self::Degree,
            By::Betweenness => Self::Betweenness,
            By::Pagerank => Self::PageRank,
        }
    }
}
