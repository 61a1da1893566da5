//! What was asked for, in words. Enters: a selection and the graph it was made on. Leaves: a phrase
//! for headings and captions, so that nobody takes a part for the whole.

use super::{Measure, Selection};
use crate::graph::KnowledgeGraph;

/// Names that are listed before the rest is counted.
const AROUND: usize = 4;

impl Selection {
    /// "confidence 0.6 or more; owns, finances; asserted; since 2015; within 2 steps of Kim Jong Un;
    /// the 40 of most neighbours"; empty where everything is asked for.
    pub(super) fn words(&self, graph: &KnowledgeGraph) -> String {
        let mut words = Vec::new();
        if self.min_confidence > 0.0 {
            words.push(format!("confidence {} or more", self.min_confidence));
        }
        let names = |names: Vec<&str>| (!names.is_empty()).then(|| names.join(", "));
        let readable = |text: String| text.replace('_', " ");
        let relations = self.relations.iter().map(String::as_str).collect();
        words.extend(names(relations).map(readable));
        words.extend(names(self.statuses.iter().map(|status| status.name()).collect()));
        words.extend(self.time());
        let types = names(self.types.iter().map(|kind| kind.name()).collect());
        words.extend(types.map(readable).map(|types| format!("only {types}")));
        words.extend(
            names(self.roles.iter().map(|role| role.name()).collect())
                .map(|roles| format!("role {}", readable(roles))),
        );
        let named = self.around.iter().map(|id| graph.node(id).map_or(&**id, |node| &*node.name));
        let mut around: Vec<&str> = named.collect();
        let others = format!("{} others", around.len().saturating_sub(AROUND - 1));
        if around.len() > AROUND {
            around.truncate(AROUND - 1);
            around.push(&others);
        }
        if let Some(around) = names(around) {
            let steps = if self.hops == 1 { "step" } else { "steps" };
            words.push(format!("within {} {steps} of {around}", self.hops));
        }
        if let Some((number, measure)) = self.top {
            words.push(format!("the {number} of {}", most(measure)));
        }
        words.join("; ")
    }

    fn time(&self) -> Option<String> {
        let since = self.since.as_ref().map(|day| format!("since {day}"));
        let until = self.until.as_ref().map(|day| format!("until {day}"));
        let time: Vec<String> = since.into_iter().chain(until).collect();
        let undated = if self.undated { " or undated" } else { "" };
        (!time.is_empty()).then(|| time.join(" ") + undated)
    }
}

const fn most(measure: Measure) -> &'static str {
    match measure {
        Measure::Degree => "most neighbours",
        Measure::Betweenness => "highest betweenness",
        Measure::PageRank => "highest PageRank",
    }
}
