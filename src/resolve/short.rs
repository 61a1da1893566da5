//! Surnames, short names and acronyms that a document does not explain. Enters: the clusters so far.
//! Leaves: joins with the one cluster whose full name fits and that shares enough neighbours: a
//! surname alone says little, "Ford" beside "Ford Motor Company" more. Where two full names fit, the
//! short one stays alone.

use super::{
    acronym,
    context::{self, Context},
    distinct::Distinct,
    facts::FACTS,
    key,
    links::{Links, Why},
    read_names::ReadNames,
};
use crate::names::lexicon::LEXICON as WORDS;
use crate::{
    graph::{Node, Outlines},
    schema::EntityType,
};
use foldhash::HashMap;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A short form that more full names than this have fits too many.
const MOST_BEARERS: usize = 64;

/// How a short name can stand for a full one, the neighbours both must share, and how sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Surname,
    /// A surname that many families bear.
    CommonSurname,
    First,
    Acronym,
}

impl Kind {
    const fn needs(self) -> usize {
        match self {
            Self::First => 1,
            Self::Surname | Self::Acronym => 2,
            Self::CommonSurname => 3,
        }
    }

    const fn reason(self) -> (&'static str, f32) {
        match self {
            Self::Surname | Self::CommonSurname => ("surname alone, for", 0.75),
            Self::First => ("short form of", 0.82),
            Self::Acronym => ("initials of", 0.8),
        }
    }
}

/// What a full name may be called for short.
fn forms(node: &Node, names: &ReadNames<'_>) -> Vec<Form> {
    match node.entity_type {
        EntityType::Person => {
            let name = names.person(&node.name);
            if !name.is_full() || key::is_placeholder(&name) {
                return Vec::new();
            }
            vec![(Kind::Surname, name.words[name.surname].clone())]
        }
        EntityType::Organization => {
            let name = names.organization(&node.name);
            let full = name.core.len() > 1 || name.words.len() > 1;
            if !full || name.is_common() || name.is_generic() {
                return Vec::new();
            }
            let mut forms: Vec<Form> = acronym::initials(&name.words)
                .into_iter()
                .map(|letters| (Kind::Acronym, letters))
                .collect();
            let said = |w: &String| FACTS.descriptive.contains(w) || FACTS.legal.contains(w);
            if name.words[1..].iter().all(said) {
                forms.push((Kind::First, name.words[0].clone()));
            }
            forms
        }
        _ => Vec::new(),
    }
}

/// What a node is called for short, when it has no better name.
fn short(node: &Node, names: &ReadNames<'_>) -> Option<Form> {
    match node.entity_type {
        EntityType::Person => {
            let name = names.person(&node.name);
            let [word] = &name.words[..] else { return None };
            let kind = match WORDS.family_first.contains(word) {
                true => Kind::CommonSurname,
                false => Kind::Surname,
            };
            (word.chars().count() > 1).then(|| (kind, word.clone()))
        }
        EntityType::Organization if key::known_body(node, names).is_none() => {
            if let Some(letters) = acronym::letters(&node.name) {
                return Some((Kind::Acronym, letters));
            }
            let name = names.organization(&node.name);
            let [word] = &name.words[..] else { return None };
            let telling = word.chars().count() > 2 && !name.is_common() && !name.is_generic();
            telling.then(|| (Kind::First, word.clone()))
        }
        _ => None,
    }
}

/// Joins a body that every state has ("National Defence Commission") with the only one of that name
/// in the network when the document is about its country or names no other as often. `home` is the
/// country that a node's document is about.
pub(crate) fn bodies<'h>(
    links: &mut Links<'_>,
    outlines: &Outlines<'_>,
    (places, distinct): (&[(usize, usize)], &Distinct<'_>),
    home: &dyn Fn(usize) -> Option<&'h str>,
    names: &ReadNames<'_>,
) {
    let body = |node: &Node| {
        let organization = node.entity_type == EntityType::Organization;
        let name = organization.then(|| names.organization(&node.name))?;
        (name.is_common() && name.is_of_state()).then(|| name.bag.join(" "))
    };
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (one, body) in distinct.each(body).into_iter().enumerate() {
        if let Some(body) = body {
            let nodes = distinct.nodes(one).iter().map(|&at| at as usize);
            by_name.entry(body).or_default().extend(nodes);
        }
    }
    by_name.values_mut().for_each(|nodes| nodes.sort_unstable());
    let country = |node: &Node| key::attribute(node, "country").map(str::to_owned);
    let mut named: BTreeMap<usize, Option<&str>> = BTreeMap::new();
    for members in by_name.into_values() {
        let mut owners: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for &at in &members {
            let code = country(distinct.node(at)).or_else(|| home(at).map(str::to_owned));
            if let Some(code) = code {
                owners.entry(code).or_default().insert(links.root(at));
            }
        }
        let [(code, roots)] = &owners.iter().collect::<Vec<_>>()[..] else { continue };
        let Some(&bearer) = roots.first().filter(|_| roots.len() == 1) else { continue };
        for &at in &members {
            let document = places[at].0;
            let first = *named.entry(document).or_insert_with(|| most_named(outlines, document));
            if first == Some(code.as_str()) || home(at) == Some(code.as_str()) {
                let (reason, score) =
                    ("the document names the country of the only such body, the", 0.75);
                links.join(bearer, at, &Why { reason, score, source: None, names: None });
            }
        }
    }
}

/// The country that a document names most often, by name or nationality; `None` when two are even.
fn most_named<'o>(outlines: &'o Outlines<'_>, document: usize) -> Option<&'o str> {
    let mut count: BTreeMap<&str, u64> = BTreeMap::new();
    for (n, outline) in outlines.nodes(document).iter().enumerate() {
        let node = outlines.node(document, n);
        let is_place = matches!(node.entity_type, EntityType::Location | EntityType::Norp);
        if let Some(country) = key::attribute(node, "country").filter(|_| is_place) {
            *count.entry(country).or_default() += u64::from(outline.mentions);
        }
    }
    let most = count.values().copied().max()?;
    let mut first = count.into_iter().filter(|&(_, times)| times == most);
    let country = first.next()?.0;
    first.next().is_none().then_some(country)
}

/// What one may be called for short.
type Form = (Kind, String);

/// What entities of a type may be called for short.
type Called = (EntityType, Kind, String);

/// How nodes are called for short, by how they are written: whether they have no better name, and what they may be
/// called besides.
pub(crate) struct Forms<'d, 'n> {
    made: Vec<(Option<Form>, Vec<Form>)>,
    distinct: &'d Distinct<'n>,
}

impl<'d, 'n> Forms<'d, 'n> {
    /// Of all nodes.
    pub fn of(distinct: &'d Distinct<'n>, names: &ReadNames<'_>) -> Self {
        Self { made: distinct.each(|node| (short(node, names), forms(node, names))), distinct }
    }
}

/// Joins what is known by a short name only.
pub(crate) fn join(links: &mut Links<'_>, context: &Context, names: Forms<'_, '_>) {
    let Forms { made, distinct } = names;
    let short = |at: usize| distinct.at(&made, at).0.as_ref();
    let count = distinct.of.len();
    let roots: Vec<usize> = (0..count).map(|at| links.root(at)).collect();
    let mut shorts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut named = vec![false; count];
    for (at, &root) in roots.iter().enumerate() {
        match short(at) {
            Some(_) => drop(shorts.entry(root).or_insert(at)),
            None => named[root] = true,
        }
    }
    let shorts: Vec<(usize, usize, Kind, Called)> = (shorts.into_iter())
        .filter(|(root, _)| !named[*root])
        .filter_map(|(root, node)| {
            let (kind, form) = short(node)?.clone();
            let looked_up = if kind == Kind::CommonSurname { Kind::Surname } else { kind };
            Some((root, node, kind, (distinct.node(root).entity_type, looked_up, form)))
        })
        .collect();
    // Few of the many full names are asked for.
    let mut full: HashMap<Called, BTreeSet<usize>> =
        shorts.iter().map(|(.., called)| (called.clone(), BTreeSet::new())).collect();
    for (one, (_, forms)) in made.into_iter().enumerate() {
        for (kind, form) in forms {
            let called = (distinct.firsts[one].entity_type, kind, form);
            if let Some(bearers) = full.get_mut(&called) {
                bearers.extend(distinct.nodes(one).iter().map(|&at| roots[at as usize]));
            }
        }
    }
    let known = &*links;
    let bearer = |(root, node, kind, called): &(usize, usize, Kind, Called)| {
        let bearers = full.get(called).filter(|bearers| bearers.len() <= MOST_BEARERS)?;
        let near = context.of(*root, known.documents_of(*root));
        let shared: Vec<(usize, usize)> = bearers
            .iter()
            .map(|&b| (b, context::shared(&near, &context.of(b, known.documents_of(b)))))
            .filter(|(_, shared)| *shared > 0)
            .collect();
        let [(bearer, shared)] = shared[..] else { return None };
        (shared >= kind.needs()).then_some((bearer, *node, *kind, shared))
    };
    let found: Vec<_> = shorts.par_iter().filter_map(bearer).collect();
    for (bearer, node, kind, shared) in found {
        let (reason, score) = kind.reason();
        let neighbours = if shared == 1 { "neighbour" } else { "neighbours" };
        let reason = format!("{shared} shared {neighbours} and {reason}");
        links.join(bearer, node, &Why { reason: &reason, score, source: None, names: None });
    }
}
