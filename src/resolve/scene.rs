//! The mentions of one document, grouped by what stands there, and the clusters they grow into.
//! Enters: mentions. Leaves: a partition and the reason of every merge. Knows no rule of naming,
//! only what a cluster may never hold: two types, two full names of different persons.

use super::{
    fold::{fold, is_capitals, is_latin, one_line, without_possessive},
    organization::{self, OrganizationName},
    person::{self, PersonName},
};
use crate::{
    document::Document,
    entity::Merge,
    mention::{Mention, MentionKind},
    schema::EntityType,
};
use std::collections::{BTreeMap, BTreeSet};

/// Mentions of one type that read the same.
pub(crate) struct Form {
    /// Their type.
    pub entity_type: EntityType,
    /// What stands at the first of them in ordinary case, without possessive, on one line.
    pub text: String,
    /// The same, folded.
    pub folded: String,
    /// The mentions, ascending.
    pub mentions: Vec<usize>,
    /// Set when it is the name of a person in Latin letters.
    pub person: Option<PersonName>,
    /// Set when it is the name of an organization in Latin letters.
    pub organization: Option<OrganizationName>,
}

impl Form {
    /// The first mention.
    pub fn first(&self) -> usize {
        self.mentions[0]
    }
}

/// What the rules look at.
pub(crate) struct Scene<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its mentions in text order.
    pub mentions: &'a [Mention],
    /// The different names, in the order of their first mention.
    pub forms: Vec<Form>,
    /// For each mention its form.
    pub form_of: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// Groups mentions by type and folded text; values group by their normalised value.
    pub fn new(doc: &'a Document, mentions: &'a [Mention]) -> Self {
        let mut index: BTreeMap<(EntityType, bool, String), usize> = BTreeMap::new();
        let mut scene = Self { doc, mentions, forms: Vec::new(), form_of: Vec::new() };
        for (at, mention) in mentions.iter().enumerate() {
            let text = one_line(without_possessive(doc.slice(mention.span)));
            let folded = match &mention.value {
                Some(value) if mention.entity_type.is_value() => value.clone(),
                _ => Some(fold(&text)).filter(|f| !f.is_empty()).unwrap_or_else(|| text.clone()),
            };
            let is_name = mention.kind == MentionKind::Name;
            let key = (mention.entity_type, is_name, folded.clone());
            let form = *index.entry(key).or_insert_with(|| {
                let latin = is_name && is_latin(&text);
                let of = |t| latin && mention.entity_type == t;
                scene.forms.push(Form {
                    entity_type: mention.entity_type,
                    person: of(EntityType::Person).then(|| PersonName::read(&text)),
                    organization: of(EntityType::Organization)
                        .then(|| OrganizationName::read(&text)),
                    text,
                    folded,
                    mentions: Vec::new(),
                });
                scene.forms.len() - 1
            });
            scene.forms[form].mentions.push(at);
            scene.form_of.push(form);
        }
        for at in 0..scene.forms.len() {
            if let Some(text) = scene.in_ordinary_case(&scene.forms[at]) {
                scene.forms[at].text = text;
            }
        }
        scene
    }

    /// The name in ordinary case when the first mention has it in capitals (a heading, a dateline)
    /// or in small letters. One word in capitals may be an acronym: there the commoner case wins.
    fn in_ordinary_case(&self, form: &Form) -> Option<String> {
        let begins_small = form.text.starts_with(char::is_lowercase);
        let is_named = matches!(
            form.entity_type,
            EntityType::Person | EntityType::Organization | EntityType::Location | EntityType::Norp
        );
        if !is_named || !begins_small && !is_capitals(&form.text) {
            return None;
        }
        let texts = form
            .mentions
            .iter()
            .map(|&m| one_line(without_possessive(self.doc.slice(self.mentions[m].span))));
        let (ordinary, other): (Vec<String>, Vec<String>) =
            texts.partition(|text| text.starts_with(char::is_uppercase) && !is_capitals(text));
        let acronym = form.entity_type == EntityType::Organization && !form.folded.contains(' ');
        if acronym && ordinary.len() < other.len() {
            return None;
        }
        ordinary.into_iter().next()
    }

    /// The form of a mention.
    pub fn form(&self, mention: usize) -> &Form {
        &self.forms[self.form_of[mention]]
    }

    /// Forms of one type, with their indices.
    pub fn forms_of(&self, entity_type: EntityType) -> impl Iterator<Item = (usize, &Form)> {
        self.forms.iter().enumerate().filter(move |(_, f)| f.entity_type == entity_type)
    }
}

/// Why two mentions are joined.
#[derive(Clone, Copy)]
pub(crate) struct Reason {
    /// In words an investigator reads.
    pub text: &'static str,
    /// Probability that it is right.
    pub score: f32,
    /// Whether the text itself says that both are one: then names need not agree.
    pub said: bool,
}

impl Reason {
    /// A reason that lies in the names.
    pub const fn new(text: &'static str, score: f32) -> Self {
        Self { text, score, said: false }
    }

    /// A reason that the text states.
    pub const fn said(text: &'static str, score: f32) -> Self {
        Self { text, score, said: true }
    }
}

/// A partition of mentions that only ever grows coarser.
pub(crate) struct Clusters {
    parent: Vec<usize>,
    /// For each root the forms that name it.
    forms: Vec<BTreeSet<usize>>,
    /// Merges, each with a mention of the cluster it belongs to.
    merges: Vec<(usize, Merge)>,
    /// Forms that the text introduces as another name.
    pub aliases: BTreeSet<usize>,
    /// Mentions that stand for a country which the text does not name: its ISO code.
    stands_for: BTreeMap<usize, &'static str>,
}

impl Clusters {
    /// Every mention alone.
    pub fn new(scene: &Scene<'_>) -> Self {
        Self {
            parent: (0..scene.mentions.len()).collect(),
            forms: scene.form_of.iter().map(|&form| BTreeSet::from([form])).collect(),
            merges: Vec::new(),
            aliases: BTreeSet::new(),
            stands_for: BTreeMap::new(),
        }
    }

    /// Says that a mention means a country that no mention names.
    pub fn stand_for(
        &mut self,
        scene: &Scene<'_>,
        mention: usize,
        (code, country): (&'static str, &str),
        reason: Reason,
    ) {
        self.stands_for.insert(mention, code);
        let merge = Merge {
            name: scene.form(mention).text.clone(),
            into: country.to_owned(),
            reason: reason.text.to_owned(),
            score: reason.score,
            doc: Some(scene.doc.info.id.clone()),
        };
        self.merges.push((mention, merge));
    }

    /// The ISO code of the country that these mentions stand for without naming it.
    pub fn stood_for(&self, mentions: &[usize]) -> Option<&'static str> {
        mentions.iter().find_map(|m| self.stands_for.get(m)).copied()
    }

    /// The cluster of a mention: its first mention.
    pub fn root(&self, mention: usize) -> usize {
        let mut at = mention;
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    /// The forms that name a cluster.
    pub fn forms(&self, mention: usize) -> &BTreeSet<usize> {
        &self.forms[self.root(mention)]
    }

    /// Joins the cluster of `other` to that of `mention`, unless they contradict each other.
    /// Returns whether they are one now.
    pub fn join(
        &mut self,
        scene: &Scene<'_>,
        mention: usize,
        other: usize,
        reason: Reason,
    ) -> bool {
        let (a, b) = (self.root(mention), self.root(other));
        if a == b {
            return true;
        }
        if scene.mentions[a].entity_type != scene.mentions[b].entity_type
            || !reason.said && self.contradict(scene, a, b)
        {
            return false;
        }
        let (into, from) = (a.min(b), a.max(b));
        let (name, full) = (&scene.form(other).text, &scene.form(mention).text);
        if scene.form_of[mention] != scene.form_of[other] {
            let merge = Merge {
                name: name.clone(),
                into: full.clone(),
                reason: reason.text.to_owned(),
                score: reason.score,
                doc: Some(scene.doc.info.id.clone()),
            };
            let again = |(at, m): &(usize, Merge)| *m == merge && [a, b].contains(&self.root(*at));
            if !self.merges.iter().any(again) {
                self.merges.push((other, merge));
            }
        }
        self.parent[from] = into;
        let forms = std::mem::take(&mut self.forms[from]);
        self.forms[into].extend(forms);
        true
    }

    /// Whether two clusters hold names that one entity cannot have.
    fn contradict(&self, scene: &Scene<'_>, a: usize, b: usize) -> bool {
        let names = |root: usize| {
            let forms = self.forms[root].iter().filter(|form| !self.aliases.contains(form));
            forms.map(|&form| &scene.forms[form])
        };
        let differ = |x: &Form, y: &Form| match (x, y) {
            (Form { person: Some(x), .. }, Form { person: Some(y), .. }) => {
                person::contradict(x, y)
            }
            (Form { organization: Some(x), .. }, Form { organization: Some(y), .. }) => {
                organization::contradict(x, y)
            }
            _ => false,
        };
        names(a).any(|x| names(b).any(|y| differ(x, y)))
    }

    /// The merges by cluster root.
    pub fn take_merges(&mut self) -> BTreeMap<usize, Vec<Merge>> {
        let mut by_root: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
        for (mention, merge) in std::mem::take(&mut self.merges) {
            by_root.entry(self.root(mention)).or_default().push(merge);
        }
        by_root
    }
}
