//! Options that choose a part of a network, the same for every command that reads one. Enters:
//! arguments. Leaves: a selection, whose names were looked up in the network and whose relation
//! types are known.

use super::{measure::By, query::lookup, screen::score, terminal::safe};
use anyhow::bail;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::{collections::BTreeSet, num::NonZeroUsize, path::Path};
use unravel::{
    EntityType, KnowledgeGraph, Role, Schema, Status,
    analyze::{self, Day, Measure, Selection},
    relate::suggest,
};

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
    /// How many steps --around reaches
    #[arg(long, global = true, value_name = "N", default_value_t = 1)]
    hops: usize,
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

    /// The part that is asked for, of the network in `path`. The entities with the ids of `always`
    /// stay.
    ///
    /// # Errors
    /// When a name means none or several, or nobody knows a relation type.
    pub(crate) fn apply(
        &self,
        graph: KnowledgeGraph,
        path: &Path,
        always: &[&str],
    ) -> anyhow::Result<KnowledgeGraph> {
        let selection = self.selection(&graph, path, always)?;
        Ok(analyze::select(graph, &selection))
    }

    fn selection(
        &self,
        graph: &KnowledgeGraph,
        path: &Path,
        always: &[&str],
    ) -> anyhow::Result<Selection> {
        self.check_relations(graph, path)?;
        let around: anyhow::Result<BTreeSet<String>> =
            self.around.iter().map(|name| Ok(lookup::one(graph, name)?.id.clone())).collect();
        let measure: Measure = self.by.map_or_else(Measure::default, Into::into);
        Ok(Selection {
            min_confidence: self.min_confidence,
            relations: self.relation.iter().cloned().collect(),
            statuses: self.status.iter().copied().collect(),
            since: self.since.clone(),
            until: self.until.clone(),
            undated: self.undated,
            types: self.entity_type.iter().copied().collect(),
            roles: self.role.iter().copied().collect(),
            around: around?,
            hops: self.hops,
            top: self.top.map(|number| (number.get(), measure)),
            always: always.iter().map(|&id| id.to_owned()).collect(),
        })
    }

    /// Known are the types of the schema in force, and those that the network holds: a JSON graph
    /// may have been made with a schema that is not at hand.
    fn check_relations(&self, graph: &KnowledgeGraph, path: &Path) -> anyhow::Result<()> {
        if self.relation.is_empty() {
            return Ok(());
        }
        let schema = match super::case::is_meant(path) {
            true => super::case::schema(&unravel::store::Case::open(path)?)?,
            false => Schema::built_in(),
        };
        let known = schema.relation.keys().map(String::as_str);
        let known: BTreeSet<&str> =
            known.chain(graph.edges().map(|e| e.predicate.as_str())).collect();
        let Some(unknown) = self.relation.iter().find(|r| !known.contains(r.as_str())) else {
            return Ok(());
        };
        let near = suggest(unknown, known.iter().copied());
        let known: Vec<String> = known.iter().copied().map(safe).collect();
        bail!("no relation type {:?}{near}\nknown: {}", safe(unknown), known.join(" "));
    }
}

fn types() -> impl TypedValueParser<Value = EntityType> {
    PossibleValuesParser::new(EntityType::ALL.map(EntityType::name)).map(|name: String| {
        let found = EntityType::ALL.into_iter().find(|t| t.name() == name);
        found.unwrap_or(EntityType::Person)
    })
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).map(|name: String| {
        let found = Role::ALL.into_iter().find(|role| role.name() == name);
        found.unwrap_or(Role::Regime)
    })
}

fn statuses() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::name)).map(|name: String| {
        let found = Status::ALL.into_iter().find(|status| status.name() == name);
        found.unwrap_or_default()
    })
}
