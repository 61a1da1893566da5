//! Options that choose a part of a network, the same for every command that reads one. Enters:
//! arguments. Leaves: a selection, whose names were looked up in the network and whose relation
//! types are known.

use super::{measure::By, query::lookup, screen::score, terminal::safe};
use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::{collections::BTreeSet, ffi::OsStr, num::NonZeroUsize};
use unravel::{
    EntityType, KnowledgeGraph, Role, Schema, Status,
    analyze::{self, Day, Measure, Selection},
    relate::suggest,
};

/// How far `--around` reaches when nobody says.
const HOPS: usize = 1;

/// Which part of the network; applied in this order: relations, entities, around, top.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Which part of the network")]
pub(crate) struct Filter {
    /// Only relations of at least this confidence, 0 to 1
    #[arg(long, global = true, value_name = "P", default_value_t = 0.0, value_parser = score, hide_default_value = true)]
    min_confidence: f64,
    /// Only relations of these types, and the entities that they link
    #[arg(long, global = true, value_name = "TYPE", value_delimiter = ',')]
    relation: Vec<String>,
    /// Only relations stated so, and the entities that they link
    #[arg(long, global = true, value_name = "STATUS", value_delimiter = ',', value_parser = statuses())]
    status: Vec<Status>,
    /// Only relations with a date from then on: 2024, 2024-05 or 2024-05-17
    #[arg(long, global = true, value_name = "DATE")]
    since: Option<Day>,
    /// Only relations with a date up to then
    #[arg(long, global = true, value_name = "DATE")]
    until: Option<Day>,
    /// With --since and --until, also relations of which no text gives a date
    #[arg(long, global = true)]
    undated: bool,
    /// Only entities of these types
    #[arg(long = "type", global = true, value_name = "TYPE", value_delimiter = ',', value_parser = types(), hide_possible_values = true)]
    entity_type: Vec<EntityType>,
    /// Only entities that have one of these roles
    #[arg(long, global = true, value_name = "ROLE", value_delimiter = ',', value_parser = roles())]
    role: Vec<Role>,
    /// Only what is near this entity: an id, a name, an alias, or part of one. May be given several times
    #[arg(long, global = true, value_name = "NAME")]
    around: Vec<String>,
    /// How many steps --around reaches [default: 1]
    #[arg(long, global = true, value_name = "N")]
    hops: Option<usize>,
    /// Only the N most important entities of what is left
    #[arg(long, global = true, value_name = "N")]
    top: Option<NonZeroUsize>,
    /// What makes an entity important [default: degree]
    #[arg(long, global = true, visible_alias = "rank-by", value_name = "MEASURE")]
    by: Option<By>,
}

impl Filter {
    /// The measure that was asked for.
    pub(crate) const fn by(&self) -> Option<By> {
        self.by
    }

    /// Whether entities must be looked at that are not near those of the question.
    pub(crate) const fn looks_far(&self) -> bool {
        !self.around.is_empty() || self.top.is_some()
    }

    /// Whether more is asked for than sure relations.
    pub(crate) fn is_given(&self) -> bool {
        let dates = self.since.is_some() || self.until.is_some();
        let relations = !self.relation.is_empty() || !self.status.is_empty() || dates;
        relations || !self.entity_type.is_empty() || !self.role.is_empty() || self.looks_far()
    }

    /// Whether anything is asked for.
    pub(crate) fn is_any(&self) -> bool {
        self.is_given() || self.min_confidence > 0.0
    }

    /// The part that is asked for, of a network with these relation types. The entities with the ids
    /// of `always` stay.
    ///
    /// # Errors
    /// When a name means none or several, or nobody knows a relation type.
    pub(crate) fn apply(
        &self,
        graph: KnowledgeGraph,
        schema: &Schema,
        always: &[&str],
    ) -> anyhow::Result<KnowledgeGraph> {
        let selection = self.selection(&graph, schema, always)?;
        Ok(analyze::select(graph, &selection))
    }

    /// Refuses what would be without effect: whoever asks for it expects one.
    ///
    /// # Errors
    /// When an option needs another, or two leave nothing.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if self.hops.is_some() && self.around.is_empty() {
            bail!("--hops tells how far --around NAME reaches, which is not given");
        }
        if self.undated && self.since.is_none() && self.until.is_none() {
            bail!("--undated adds to --since and --until, which are not given");
        }
        match (&self.since, &self.until) {
            (Some(since), Some(until)) if until.is_before(since) => {
                bail!("--since {since} is after --until {until}: no date is between")
            }
            _ => Ok(()),
        }
    }

    /// Refuses `--by` where only `--top` would heed it.
    ///
    /// # Errors
    /// When it is given alone.
    pub(crate) fn check_by(&self) -> anyhow::Result<()> {
        if self.by.is_some() && self.top.is_none() {
            bail!("--by tells which entities --top N keeps, which is not given");
        }
        Ok(())
    }

    /// Refuses every option, for a command that looks at no relations.
    ///
    /// # Errors
    /// When one is given.
    pub(crate) fn refuse(&self, why: &str) -> anyhow::Result<()> {
        let unused = self.hops.is_some() || self.undated || self.by.is_some();
        if self.is_any() || unused {
            bail!("{why}: it cannot be narrowed by the options of \"Which part of the network\"");
        }
        Ok(())
    }

    fn selection(
        &self,
        graph: &KnowledgeGraph,
        schema: &Schema,
        always: &[&str],
    ) -> anyhow::Result<Selection> {
        let relations = self.relations(graph, schema)?;
        let around: anyhow::Result<BTreeSet<String>> =
            self.around.iter().map(|name| Ok(lookup::one(graph, name)?.id.clone())).collect();
        let measure: Measure = self.by.map_or_else(Measure::default, Into::into);
        Ok(Selection {
            min_confidence: self.min_confidence,
            relations,
            statuses: self.status.iter().copied().collect(),
            since: self.since.clone(),
            until: self.until.clone(),
            undated: self.undated,
            types: self.entity_type.iter().copied().collect(),
            roles: self.role.iter().copied().collect(),
            around: around?,
            hops: self.hops.unwrap_or(HOPS),
            top: self.top.map(|number| (number.get(), measure)),
            always: always.iter().map(|&id| id.to_owned()).collect(),
        })
    }

    /// The relation types that are asked for. Known are the types of the schema in force, and those
    /// that the network holds: a JSON graph may have been made with a schema that is not at hand.
    fn relations(
        &self,
        graph: &KnowledgeGraph,
        schema: &Schema,
    ) -> anyhow::Result<BTreeSet<String>> {
        let known = schema.relation.keys().map(String::as_str);
        let known = known.chain(graph.edges().map(|e| e.predicate.as_str()));
        relation_types(&self.relation, &known.collect())
    }
}

/// The relation types that are asked for, as they are known.
///
/// # Errors
/// When one is not known; says which may be meant, and all that are.
pub(crate) fn relation_types(
    asked: &[String],
    known: &BTreeSet<&str>,
) -> anyhow::Result<BTreeSet<String>> {
    let mut types = BTreeSet::new();
    for name in asked {
        // A name as it stands comes first: names of the user's own may have capitals.
        let name = name.trim();
        let Some(found) = known.get(name).or_else(|| known.get(plain(name).as_str())) else {
            let near = suggest(name, known.iter().copied());
            let known: Vec<String> = known.iter().copied().map(safe).collect();
            bail!("no relation type {:?}{near}\nknown: {}", safe(name), known.join(" "));
        };
        types.insert((*found).to_owned());
    }
    Ok(types)
}

/// A name of ours as people type it: `Person`, ` acts_for`, `acts for`.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// A parser of names of ours that forgives capitals and blanks, and knows all of them for
/// completion and errors.
#[derive(Clone)]
struct OneOf<T: 'static> {
    names: PossibleValuesParser,
    all: &'static [T],
    name: fn(T) -> &'static str,
}

fn one_of<T: Copy + Send + Sync>(all: &'static [T], name: fn(T) -> &'static str) -> OneOf<T> {
    OneOf { names: PossibleValuesParser::new(all.iter().map(|&one| name(one))), all, name }
}

impl<T: Copy + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let asked = plain(&value.to_string_lossy());
        match self.all.iter().find(|&&one| (self.name)(one) == asked) {
            Some(&one) => Ok(one),
            // Fails, and says what there is.
            None => self
                .names
                .parse_ref(command, arg, value)
                .and_then(|_| Err(clap::Error::new(clap::error::ErrorKind::InvalidValue))),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.names.possible_values()
    }
}

fn types() -> OneOf<EntityType> {
    one_of(&EntityType::ALL, EntityType::name)
}

fn roles() -> OneOf<Role> {
    one_of(&Role::ALL, Role::name)
}

fn statuses() -> OneOf<Status> {
    one_of(&Status::ALL, Status::name)
}
