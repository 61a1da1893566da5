//! `unravel query GRAPH (find|show|neighbors|path|top)`. Enters: a saved network and a question.
//! Leaves: an answer for a person, or JSON. Changes nothing.

mod between;
mod explain;
pub(crate) mod lookup;
mod path;
mod search;
mod show;
mod source;
mod tables;
pub(crate) mod words;

use super::{Outcome, filter, filter::Filter, measure::By, out, terminal};
use clap::Subcommand;
use source::Source;
use std::{cell::RefCell, path::PathBuf};
use unravel::KnowledgeGraph;
use words::Words;

const EXAMPLES: &str = "\
Examples:
  unravel query network.json find lazarus
  unravel query network.json show \"Lazarus Group\"
  unravel query network.json show \"Sim Hyon Sop\" \"Korea Kwangson Banking Corp\"
  unravel query network.json show \"Kim Jong Un\" --explain \"Kim Jong Il\"
  unravel query network.json neighbors OFAC
  unravel query network.json path \"Wu Huihui\" \"North Korea\" --max-length 4
  unravel query network.json path A B --via acts_for,front_for,owns
  unravel query network.json top --by betweenness -n 10
  unravel query network.json --min-confidence 0.6 show OFAC
  unravel query network.json --json show OFAC | jq .edges

NAME is an id, a name, an alias, or a part of one; a part that fits several is refused with a list.";

/// Ask a saved network who is who and who is linked to whom.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// List the entities whose name or alias contains a text
    #[command(after_help = "Example:\n  unravel query network.json find lazarus")]
    Find {
        /// Part of a name, in upper or lower case
        text: String,
    },
    /// Sentences of a case that hold all these words, the best first
    ///
    /// Words between double quotes stand side by side; a word that ends in * is the beginning of one.
    /// Nothing else has a meaning: OR and NOT are words.
    #[command(after_help = "Examples:\n  unravel query kim.case search 'oil tanker'\n  \
        unravel query kim.case search '\"Foreign Trade Bank\" sanction*' -n 50")]
    Search {
        /// Words.
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// How many sentences.
        #[arg(short, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        number: u32,
    },
    /// Show one entity (names, roles, merges, every relation with its sentences) or what links two
    #[command(
        after_help = "A sentence counts by its score; an edge says how its sentences state it, \
        and in how many\ndocuments, where those of nearly the same text count once.\n\n\
        Examples:\n  unravel query network.json show \"Lazarus Group\"\n  \
        unravel query network.json show \"Sim Hyon Sop\" \"Korea Kwangson Banking Corp\"\n  \
        unravel query network.json --json show OFAC KOMID | jq '.edges[].evidence'\n  \
        unravel query network.json show \"Kim Jong Un\" --explain \"Kim Jong Il\""
    )]
    Show {
        /// Id, name, alias, or part of one
        name: String,
        /// Show only the relations between the two, in both directions, and of each sentence its
        /// extractor, score, status and date
        #[arg(value_name = "SECOND")]
        second: Option<String>,
        /// At most this many sentences for each relation [default: 2; between two entities all]
        #[arg(long, value_name = "N")]
        sentences: Option<usize>,
        /// Say instead why this entity and OTHER are one node, or why they are two
        #[arg(long, value_name = "OTHER", conflicts_with = "second")]
        explain: Option<String>,
    },
    /// List whom an entity is linked to, and how
    #[command(after_help = "Example:\n  unravel query network.json neighbors OFAC")]
    Neighbors {
        /// Id, name, alias, or part of one
        name: String,
    },
    /// Show how two entities are linked, the shortest way first
    #[command(
        after_help = "Arrows tell the direction of a relation; paths go along and against it.\n\n\
        Examples:\n  unravel query network.json path \"Wu Huihui\" \"North Korea\"\n  \
        unravel query network.json path A B --max-length 4 --via acts_for,front_for,owns"
    )]
    Path {
        /// Where the paths begin
        from: String,
        /// Where they end
        to: String,
        /// All paths of up to this many steps [default: only the shortest]
        #[arg(long, value_name = "N")]
        max_length: Option<usize>,
        /// Only through relations of these types
        #[arg(long, value_name = "TYPE", value_delimiter = ',')]
        via: Vec<String>,
        /// At most this many paths
        #[arg(long, value_name = "N", default_value_t = 20)]
        max_paths: usize,
    },
    /// List the most important entities
    #[command(after_help = "Example:\n  unravel query network.json top --by betweenness -n 10")]
    Top {
        /// How many
        #[arg(short, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
        number: u32,
    },
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let source = Source::open(&args.graph)?;
    let filter = &args.filter;
    match args.question {
        Question::Search { .. } => filter.refuse("search looks at sentences, not at relations")?,
        Question::Top { .. } => {}
        _ => filter.check_by()?,
    }
    filter.check()?;
    let schema = source.schema()?;
    let said = RefCell::new(None);
    let part = |graph, always: &[&str]| {
        let graph = filter.apply(graph, &schema, always)?;
        said.replace(graph.info.selection.clone());
        anyhow::Ok(graph)
    };
    let words = Words { json: args.json, paint: terminal::Paint::detect() };
    let answer = match &args.question {
        Question::Find { text } => {
            let graph = match filter.looks_far() {
                true => source.whole()?,
                false => source.containing(text)?,
            };
            tables::find(&part(graph, &[])?, text, words)?
        }
        Question::Search { text, number } => {
            search::search(source.case()?, text, *number as usize, words)?
        }
        Question::Show { name, explain: Some(other), .. } => {
            // Shared neighbours count by how rare they are in the whole network.
            let (graph, ids) = about(source.whole()?, &[name, other], part)?;
            let (node, second) = (lookup::one(&graph, &ids[0])?, lookup::one(&graph, &ids[1])?);
            explain::explain(&graph, (node, name), (second, other), words)?
        }
        Question::Show { name, second: Some(second), sentences, explain: None } => {
            let (graph, ids) =
                about(near(source, filter, &[name, second])?, &[name, second], part)?;
            let ends = (lookup::one(&graph, &ids[0])?, lookup::one(&graph, &ids[1])?);
            between::between(&graph, &schema, ends, sentences.unwrap_or(usize::MAX), words)?
        }
        Question::Show { name, second: None, sentences, explain: None } => {
            let sentences = sentences.unwrap_or(show::SENTENCES);
            let (graph, ids) = about(near(source, filter, &[name])?, &[name], part)?;
            show::show(&graph, &schema, lookup::one(&graph, &ids[0])?, sentences, words)?
        }
        Question::Neighbors { name } => {
            let (graph, ids) = about(near(source, filter, &[name])?, &[name], part)?;
            tables::neighbors(&graph, &schema, lookup::one(&graph, &ids[0])?, words)?
        }
        Question::Path { from, to, max_length, via, max_paths } => {
            let (outline, ids) = about(wide(&source, filter)?, &[from, to], part)?;
            let types = outline.edges().map(|edge| edge.predicate.as_str()).collect();
            let config = unravel::analyze::Config {
                max_length: *max_length,
                via: filter::relation_types(via, &types)?,
                max_paths: *max_paths,
            };
            let ends = (lookup::one(&outline, &ids[0])?, lookup::one(&outline, &ids[1])?);
            let on_the_way = path::entities(&outline, ends, &config);
            // What lies between is chosen already, but for the relations between the chosen.
            let graph = match filter.is_given() {
                true => outline.clone(),
                false => part(source.between(&on_the_way)?, &[])?,
            };
            let ends = (lookup::one(&graph, &ids[0])?, lookup::one(&graph, &ids[1])?);
            path::path(&graph, &schema, ends, &config, words)?
        }
        Question::Top { number } => {
            let number = *number as usize;
            let by = filter.by().unwrap_or(By::Degree);
            let linked = match by == By::Degree && !filter.is_any() {
                true => source.most_linked(number)?,
                false => None,
            };
            if let Some(linked) = linked {
                tables::top(linked.iter().map(|(node, near)| (node, *near)), by, words)?
            } else {
                let graph = part(wide(&source, filter)?, &[])?;
                let ranked = unravel::analyze::rank(&graph, by.into());
                tables::top(ranked.into_iter().take(number), by, words)?
            }
        }
    };
    // Nobody shall take the answer about a part for one about the whole.
    match said.into_inner() {
        Some(selection) if !args.json => {
            out::print(&format!(
                "a part of the network: {}\n\n{answer}",
                terminal::safe(&selection)
            ))?;
        }
        _ => out::print(&answer)?,
    }
    Ok(Outcome::Done)
}

/// The part of the network that is asked for, with the entities that the question names, and their
/// ids. Whom a name means does not depend on the part.
fn about(
    graph: KnowledgeGraph,
    names: &[&str],
    part: impl Fn(KnowledgeGraph, &[&str]) -> anyhow::Result<KnowledgeGraph>,
) -> anyhow::Result<(KnowledgeGraph, Vec<String>)> {
    let ids: anyhow::Result<Vec<String>> =
        names.iter().map(|name| Ok(lookup::one(&graph, name)?.id.clone())).collect();
    let ids = ids?;
    let always: Vec<&str> = ids.iter().map(String::as_str).collect();
    Ok((part(graph, &always)?, ids))
}

/// What is said of these names, and more where the filter looks farther.
fn near(source: Source, filter: &Filter, names: &[&str]) -> anyhow::Result<KnowledgeGraph> {
    if filter.looks_far() { source.whole() } else { source.around(names) }
}

/// The network as far as paths and ranks need it; with a filter, as far as that looks.
fn wide(source: &Source, filter: &Filter) -> anyhow::Result<KnowledgeGraph> {
    if filter.is_given() { source.all() } else { source.outline() }
}
