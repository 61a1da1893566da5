//! Word lists about names, from `data/names.toml` and the gazetteer. Enters: nothing. Leaves:
//! sets, made once.

use crate::gazetteer::GAZETTEER;
use serde::Deserialize;
use std::{collections::HashSet, sync::LazyLock};

#[derive(Deserialize)]
struct Words {
    titles: Vec<String>,
    edges: HashSet<String>,
    abbreviations: HashSet<String>,
    legal_forms: Vec<String>,
    leading_forms: HashSet<String>,
    works: HashSet<String>,
    ambiguous: HashSet<String>,
    placing: HashSet<String>,
    suffixes: HashSet<String>,
}

/// The lists.
pub(super) struct Lists {
    /// Titles as words, full stops left out; longest first.
    pub titles: Vec<Vec<String>>,
    /// The words of all titles.
    pub title_words: HashSet<String>,
    /// Words that neither begin nor end a name.
    pub edges: HashSet<String>,
    /// Words whose full stop belongs to the name.
    pub abbreviations: HashSet<String>,
    /// In lower case.
    pub legal_forms: HashSet<String>,
    /// Legal forms before the name, as written.
    pub leading_forms: HashSet<String>,
    /// Last words of what is named after persons.
    pub works: HashSet<String>,
    /// Names that are ordinary words too.
    pub ambiguous: HashSet<String>,
    /// Words before a place.
    pub placing: HashSet<String>,
    /// Words after a surname.
    pub suffixes: HashSet<String>,
    /// Countries by all their names, without an article.
    pub countries: HashSet<String>,
    /// Capitals.
    pub capitals: HashSet<String>,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant data, parsed by the tests")]
    let words: Words =
        toml::from_str(include_str!("../../data/names.toml")).expect("constant data");
    let split = |title: &String| {
        title.split([' ', '.', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut titles: Vec<Vec<String>> = words.titles.iter().map(split).collect();
    titles.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let bare = |name: &str| name.strip_prefix("the ").unwrap_or(name).to_owned();
    let all = || GAZETTEER.countries.iter();
    Lists {
        title_words: titles.iter().flatten().cloned().collect(),
        titles,
        edges: words.edges,
        abbreviations: words.abbreviations,
        legal_forms: words.legal_forms.iter().map(|form| form.to_lowercase()).collect(),
        leading_forms: words.leading_forms,
        works: words.works,
        ambiguous: words.ambiguous,
        placing: words.placing,
        suffixes: words.suffixes,
        countries: all().flat_map(|c| c.names().map(|name| bare(name))).collect(),
        capitals: all().flat_map(|c| c.capitals().cloned()).collect(),
    }
});
