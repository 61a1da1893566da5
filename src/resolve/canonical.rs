//! The name an entity goes by. Enters: its mentions. Leaves: the fullest formal name among them,
//! never an acronym, a surname or a capital while there is something better.

use super::{
    acronym,
    facts::FACTS,
    fold::{is_capitals, is_latin, title_case},
    is_name,
    scene::{Clusters, Form, Scene},
};
use crate::schema::EntityType;
use std::collections::BTreeSet;

/// The canonical name of the mentions of one entity.
pub(crate) fn name(scene: &Scene<'_>, mentions: &[usize], clusters: &Clusters) -> String {
    let forms: BTreeSet<usize> = mentions
        .iter()
        .filter(|&&m| {
            is_name(&scene.mentions[m]) || scene.mentions[m].entity_type == EntityType::Group
        })
        .map(|&m| scene.form_of[m])
        .collect();
    forms
        .iter()
        .max_by_key(|&&index| {
            let form = &scene.forms[index];
            let introduced = clusters.aliases.contains(&index) && forms.len() > 1;
            (is_latin(&form.text), !introduced, fullness(form), std::cmp::Reverse(index))
        })
        .map_or_else(
            || scene.doc.slice(scene.mentions[mentions[0]].span).to_owned(),
            |&index| ordinary(&scene.forms[index]),
        )
}

/// A place that stands only in capitals gets ordinary case; what may be an acronym is left alone.
fn ordinary(form: &Form) -> String {
    let letters = form.text.chars().filter(|c| c.is_alphabetic()).count();
    if form.entity_type == EntityType::Location && is_capitals(&form.text) && letters > 4 {
        return title_case(&form.text);
    }
    form.text.clone()
}

/// How much of a name a form is; more is better.
fn fullness(form: &Form) -> (bool, usize, bool, usize) {
    let words = form.folded.split(' ').count();
    let mixed = form.text.chars().any(char::is_lowercase);
    match form.entity_type {
        EntityType::Person => {
            let words = form.person.as_ref().map_or(words, |p| p.words.len());
            (words > 1, words, mixed, form.mentions.len())
        }
        EntityType::Location => {
            let formal =
                FACTS.capital(&form.folded).is_none() || FACTS.country(&form.folded).is_some();
            let spelled = acronym::letters(&form.text).is_none() && !form.text.ends_with('.');
            let usual = FACTS.country(&form.folded).and_then(|code| FACTS.country_name(code));
            let rank = usize::from(spelled) + usize::from(usual == Some(form.text.as_str()));
            (formal, rank, mixed, form.text.chars().count())
        }
        _ => {
            let spelled = acronym::letters(&form.text).is_none();
            (spelled && mixed, form.text.chars().count(), mixed, form.mentions.len())
        }
    }
}
