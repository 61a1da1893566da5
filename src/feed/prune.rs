//! Takes out of a property graph what a data set no longer holds. Enters: the graph that was just
//! written. Leaves: how many entities and relations went. Never touches a relationship of another
//! data set or of somebody else, nor a node that they hold or that theirs hang on.

use super::{Config, Server, Step, retry::Failure, retry::patiently};
use crate::{
    export::{
        id,
        property::{is_type_name, relationship},
    },
    graph::KnowledgeGraph,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

const RELATIONS: &str = "MATCH (s:Entity)-[e]->(t:Entity) WHERE e.dataset = $dataset \
    RETURN type(e) AS type, e.id AS id, s.id AS source, t.id AS target";

const ENTITIES: &str = "MATCH (n:Entity) WHERE $dataset IN n.datasets RETURN n.id AS id";

/// The node goes when only this data set held it and nothing hangs on it …
const DELETE_ENTITY: &str = "UNWIND $rows AS r MATCH (n:Entity {id:r.id}) \
    WHERE n.datasets = [$dataset] AND NOT (n)--() DELETE n";

/// … and otherwise stays, without our name.
const LEAVE_ENTITY: &str = "UNWIND $rows AS r MATCH (n:Entity {id:r.id}) \
    WHERE $dataset IN n.datasets SET n.datasets = [d IN n.datasets WHERE d <> $dataset]";

/// Asks what the database holds for the data set, and deletes what the graph does not.
pub(super) fn prune(
    graph: &KnowledgeGraph,
    config: &Config,
    server: &mut dyn Server,
) -> Result<(usize, usize), Failure> {
    let relations = relations(graph, config, server)?;
    let entities = entities(graph, config, server)?;
    Ok((entities, relations))
}

fn relations(
    graph: &KnowledgeGraph,
    config: &Config,
    server: &mut dyn Server,
) -> Result<usize, Failure> {
    let own = |raw: &str| id(raw).into_owned();
    let kept: HashSet<[String; 4]> = graph
        .edges()
        .map(|e| [relationship(&e.predicate), own(&e.id), own(&e.source), own(&e.target)])
        .collect();
    let ask = Step::new(RELATIONS).with("dataset", config.dataset.as_str());
    let held = patiently(|| server.read(&ask, &["type", "id", "source", "target"]))?;
    let mut gone: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut count = 0;
    for row in held {
        let Ok(row) = <[String; 4]>::try_from(row) else { continue };
        // A type that we would not write is not ours, whatever stands on it.
        if kept.contains(&row) || !is_type_name(&row[0]) {
            continue;
        }
        let [name, id, source, target] = row;
        gone.entry(name).or_default().push(json!({"id": id, "source": source, "target": target}));
        count += 1;
    }
    for (name, rows) in gone {
        let statement = format!(
            "UNWIND $rows AS r MATCH (s:Entity {{id:r.source}})\
             -[e:{name} {{id:r.id,dataset:$dataset}}]->(t:Entity {{id:r.target}}) DELETE e"
        );
        write(&statement, &rows, config, server)?;
    }
    Ok(count)
}

fn entities(
    graph: &KnowledgeGraph,
    config: &Config,
    server: &mut dyn Server,
) -> Result<usize, Failure> {
    let kept: HashSet<String> = graph.nodes().map(|n| id(&n.id).into_owned()).collect();
    let ask = Step::new(ENTITIES).with("dataset", config.dataset.as_str());
    let held = patiently(|| server.read(&ask, &["id"]))?;
    let gone = held.into_iter().flatten().filter(|id| !kept.contains(id));
    let rows: Vec<Value> = gone.map(|id| json!({"id": id})).collect();
    for statement in [DELETE_ENTITY, LEAVE_ENTITY] {
        write(statement, &rows, config, server)?;
    }
    Ok(rows.len())
}

fn write(
    statement: &str,
    rows: &[Value],
    config: &Config,
    server: &mut dyn Server,
) -> Result<(), Failure> {
    for rows in rows.chunks(config.batch.max(1)) {
        let step = Step::new(statement)
            .with("dataset", config.dataset.as_str())
            .with("rows", rows.to_vec());
        patiently(|| server.write(&step))?;
    }
    Ok(())
}
