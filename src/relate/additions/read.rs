//! The shape of a user's file. Enters: TOML text. Leaves: its relation types, lists, patterns and
//! examples, each with its place. Notes what has the wrong shape; judges no meaning.

use super::{
    fields::{Fields, Notes, Text, shown, texts},
    suggest::suggest,
};
use crate::schema::{EntityType, FTM_LINKS, Role, Status};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A file as it is written.
#[derive(Default)]
pub(super) struct File {
    pub relations: Vec<Relation>,
    pub lists: Vec<(Text, Vec<Text>)>,
    pub irregular: Vec<Text>,
    pub patterns: Vec<Pattern>,
    pub examples: Vec<Marked>,
}

/// `[relation.NAME]`
pub(super) struct Relation {
    pub name: Text,
    pub about: String,
    pub pack: String,
    pub symmetric: bool,
    pub subject: Vec<EntityType>,
    pub object: Vec<EntityType>,
    pub ftm: Option<[String; 3]>,
    /// Whether both ends were understood: only then can patterns be judged by them.
    pub sound: bool,
}

/// `[[verb]]` or `[[sequence]]`
pub(super) struct Pattern {
    pub name: Text,
    pub predicate: Option<Text>,
    pub subject_types: Vec<Spanned<EntityType>>,
    pub object_types: Vec<Spanned<EntityType>>,
    pub status: Option<Status>,
    pub score: Option<Spanned<f32>>,
    pub states: States,
}

/// What a pattern looks for.
pub(super) enum States {
    Verb(Box<Verb>),
    Rows(Vec<Text>),
}

/// The parts of a verb pattern, as in `data/patterns.toml`.
pub(super) struct Verb {
    pub verbs: Vec<Text>,
    pub subject: Vec<Text>,
    pub object: Vec<Text>,
    pub nouns: Vec<Text>,
    pub without: Vec<Text>,
    pub with: Vec<[Text; 2]>,
    pub words: Vec<Text>,
    pub passive_only: bool,
}

/// `[[example]]`
pub(super) struct Marked {
    pub text: Text,
    pub says: Vec<Text>,
}

const TOP: [&str; 9] = [
    "relation",
    "lists",
    "verb",
    "sequence",
    "example",
    "irregular",
    "entity_types",
    "roles",
    "statuses",
];
const RELATION: [&str; 6] = ["about", "pack", "symmetric", "subject", "object", "ftm"];
const PATTERN: [&str; 6] = ["name", "type", "subject_types", "object_types", "status", "score"];
const VERB: [&str; 8] =
    ["verbs", "subject", "object", "nouns", "without", "with", "words", "passive_only"];

/// Reads a file; nothing when it is not TOML.
pub(super) fn file(notes: &mut Notes<'_>) -> Option<File> {
    let (root, errors) = DeTable::parse_recoverable(notes.text);
    if !errors.is_empty() {
        for error in &errors {
            let at = error.span().map_or(notes.text.len(), |span| span.start);
            notes.mistake(at, format!("not TOML: {}", error.message()));
        }
        // One slip makes the parser stumble several times in its line.
        notes.mistakes.sort();
        notes.mistakes.dedup_by_key(|m| m.line);
        return None;
    }
    let top = Fields::new(root.get_ref(), 0, "the file".into(), &TOP, notes);
    fixed(&top, "entity_types", &EntityType::ALL.map(EntityType::name), notes);
    fixed(&top, "roles", &Role::ALL.map(Role::name), notes);
    fixed(&top, "statuses", &Status::ALL.map(Status::name), notes);
    let mut file =
        File { irregular: top.texts("irregular", notes).unwrap_or_default(), ..File::default() };
    for (name, value) in entries(&top, "relation", "[relation.NAME]", notes) {
        file.relations.extend(relation(name, value, notes));
    }
    for (name, value) in entries(&top, "lists", "[lists]", notes) {
        let phrases = texts(value, name.get_ref(), notes);
        file.lists.push((name, phrases));
    }
    for value in tables(&top, "verb", notes) {
        file.patterns.extend(pattern(value, "[[verb]]", notes));
    }
    for value in tables(&top, "sequence", notes) {
        file.patterns.extend(pattern(value, "[[sequence]]", notes));
    }
    for value in tables(&top, "example", notes) {
        file.examples.extend(example(value, notes));
    }
    Some(file)
}

/// `unravel schema` prints the closed sets too; they may stand in a file, and nothing can be added.
fn fixed(top: &Fields<'_, '_>, key: &str, known: &[&str], notes: &mut Notes<'_>) {
    for word in top.texts(key, notes).unwrap_or_default() {
        if !known.contains(&word.get_ref().as_str()) {
            let word = (word.span().start, shown(word.get_ref()));
            notes.mistake(
                word.0,
                format!("{} cannot be added: `{key}` is fixed; leave it out", word.1),
            );
        }
    }
}

/// The entries of a table of tables, in the order of the file.
fn entries<'t, 'i>(
    top: &Fields<'t, 'i>,
    key: &str,
    header: &str,
    notes: &mut Notes<'_>,
) -> Vec<(Text, &'t Spanned<DeValue<'i>>)> {
    let Some(value) = top.value(key) else { return Vec::new() };
    let Some(table) = value.get_ref().as_table() else {
        notes.mistake(value.span().start, format!("`{key}` is a table; write {header}"));
        return Vec::new();
    };
    let mut found: Vec<_> = table
        .iter()
        .map(|(name, value)| (Spanned::new(name.span(), name.get_ref().to_string()), value))
        .collect();
    found.sort_by_key(|(name, _)| name.span().start);
    found
}

/// The tables of `[[key]]`.
fn tables<'t, 'i>(
    top: &Fields<'t, 'i>,
    key: &str,
    notes: &mut Notes<'_>,
) -> Vec<&'t Spanned<DeValue<'i>>> {
    let Some(value) = top.value(key) else { return Vec::new() };
    match value.get_ref() {
        DeValue::Array(list) => list.iter().collect(),
        DeValue::Table(_) => {
            let cause = format!("write [[{key}]] with two brackets: there can be many");
            notes.mistake(value.span().start, cause);
            Vec::new()
        }
        _ => {
            notes.mistake(value.span().start, format!("`{key}` is a table; write [[{key}]]"));
            Vec::new()
        }
    }
}

fn relation(name: Text, value: &Spanned<DeValue<'_>>, notes: &mut Notes<'_>) -> Option<Relation> {
    let what = format!("[relation.{}]", name.get_ref());
    let fields = Fields::of(value, what, &RELATION, notes)?;
    let before = notes.mistakes.len();
    let subject = side(&fields, "subject", &name, notes);
    let object = side(&fields, "object", &name, notes);
    let sound = notes.mistakes.len() == before;
    let symmetric = fields.flag("symmetric", notes).is_some_and(Spanned::into_inner);
    Some(Relation {
        about: fields.text("about", notes).map(Spanned::into_inner).unwrap_or_default(),
        pack: fields.text("pack", notes).map(Spanned::into_inner).unwrap_or_default(),
        ftm: ftm(&fields, notes),
        name,
        symmetric,
        subject,
        object,
        sound,
    })
}

/// The types of one end, which must be there.
fn side(fields: &Fields<'_, '_>, key: &str, name: &Text, notes: &mut Notes<'_>) -> Vec<EntityType> {
    let list = fields.texts(key, notes);
    if list.as_ref().is_none_or(Vec::is_empty) {
        let at = fields.value(key).map_or(name.span().start, |value| value.span().start);
        let state = if list.is_none() { "is missing" } else { "is empty" };
        let known = EntityType::ENDS.map(EntityType::name).join(", ");
        let cause = format!(
            "`{key}` of {} {state}; name the types that may stand there: {known}",
            fields.what
        );
        // A list of the wrong shape was noted already.
        if fields.value(key).is_none_or(|v| v.get_ref().as_array().is_some_and(|a| a.is_empty())) {
            notes.mistake(at, cause);
        }
    }
    ends(list.unwrap_or_default(), notes).into_iter().map(Spanned::into_inner).collect()
}

/// Entity types that can be ends of a relation.
fn ends(words: Vec<Text>, notes: &mut Notes<'_>) -> Vec<Spanned<EntityType>> {
    let mut found = Vec::new();
    for word in words {
        let (at, name) = (word.span().start, word.get_ref().as_str());
        let known = EntityType::ENDS.map(EntityType::name);
        match EntityType::ALL.into_iter().find(|t| t.name() == name) {
            Some(t) if EntityType::ENDS.contains(&t) => found.push(Spanned::new(word.span(), t)),
            Some(EntityType::Norp) => notes.mistake(
                at,
                "norp never is an end of a relation: \"Iranian\" describes; its country is a location",
            ),
            Some(value) => {
                let known = known.join(", ");
                notes.mistake(at, format!("{value} is a value and never an end of a relation; ends are {known}"));
            }
            None => {
                let near = or_known(suggest(name, known), "ends", &known);
                notes.mistake(at, format!("unknown entity type {}{near}", shown(name)));
            }
        }
    }
    found
}

/// What was meant, or when nothing is near what there is.
fn or_known(near: String, what: &str, known: &[&str]) -> String {
    if near.is_empty() { format!("; {what} are {}", known.join(", ")) } else { near }
}

fn ftm(fields: &Fields<'_, '_>, notes: &mut Notes<'_>) -> Option<[String; 3]> {
    let words = fields.texts("ftm", notes)?;
    let words: Vec<String> = words.into_iter().map(Spanned::into_inner).collect();
    let three = <[String; 3]>::try_from(words).ok();
    let at = fields.value("ftm").map_or(fields.at, |value| value.span().start);
    if let Some(three) = three.as_ref().filter(|three| !FTM_LINKS.iter().any(|link| link == *three))
    {
        let known: Vec<String> = FTM_LINKS.iter().map(|link| format!("{link:?}")).collect();
        notes.mistake(
            at,
            format!("FollowTheMoney has no link {three:?}; links are {}", known.join(", ")),
        );
    }
    if three.is_none() {
        notes.mistake(
            at,
            "`ftm` is three strings: the FollowTheMoney schema, its property for the subject and \
             that for the object, such as [\"Ownership\", \"owner\", \"asset\"]",
        );
    }
    three
}

fn pattern(value: &Spanned<DeValue<'_>>, what: &str, notes: &mut Notes<'_>) -> Option<Pattern> {
    let is_verb = what == "[[verb]]";
    let own: &[&str] = if is_verb { &VERB } else { &["rows"] };
    let fields = Fields::of(value, what.into(), &[&PATTERN, own].concat(), notes)?;
    let name = fields.needed("name", "smuggle-for", notes);
    let predicate = fields.needed("type", "smuggles_for", notes);
    let status = fields.text("status", notes).and_then(|word| status(&word, notes));
    let subject_types = fields.texts("subject_types", notes).unwrap_or_default();
    let object_types = fields.texts("object_types", notes).unwrap_or_default();
    let states = if is_verb {
        States::Verb(Box::new(verb(&fields, notes)))
    } else {
        let rows = fields.texts("rows", notes).unwrap_or_default();
        if is_empty(&fields, "rows") {
            notes.mistake(
                fields.at,
                "[[sequence]] has no `rows`; write rows = [\"S , @agents of O\"]",
            );
        }
        States::Rows(rows)
    };
    Some(Pattern {
        predicate,
        subject_types: ends(subject_types, notes),
        object_types: ends(object_types, notes),
        status,
        score: fields.number("score", notes),
        states,
        // Without a name the rest is still looked at.
        name: name.unwrap_or_else(|| Spanned::new(fields.at..fields.at, String::new())),
    })
}

/// Whether a list is missing or empty; one of another shape was noted already.
fn is_empty(fields: &Fields<'_, '_>, key: &str) -> bool {
    fields.value(key).is_none_or(|v| v.get_ref().as_array().is_some_and(|list| list.is_empty()))
}

fn verb(fields: &Fields<'_, '_>, notes: &mut Notes<'_>) -> Verb {
    if is_empty(fields, "verbs") {
        notes.mistake(
            fields.at,
            "[[verb]] has no `verbs`; name at least one in its base form: verbs = [\"smuggle\"]",
        );
    }
    let mut list = |key: &str| fields.texts(key, notes).unwrap_or_default();
    Verb {
        verbs: list("verbs"),
        subject: list("subject"),
        object: list("object"),
        nouns: list("nouns"),
        without: list("without"),
        words: list("words"),
        with: with(fields, notes),
        passive_only: fields.flag("passive_only", notes).is_some_and(Spanned::into_inner),
    }
}

/// `with = [["on", "behalf"]]`
fn with(fields: &Fields<'_, '_>, notes: &mut Notes<'_>) -> Vec<[Text; 2]> {
    const SHAPE: &str =
        "`with` is a list of pairs, preposition and noun: with = [[\"on\", \"behalf\"]]";
    let Some(value) = fields.value("with") else { return Vec::new() };
    let Some(list) = value.get_ref().as_array() else {
        notes.mistake(value.span().start, SHAPE);
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for item in list.iter() {
        if item.get_ref().is_array() {
            match <[Text; 2]>::try_from(texts(item, "with", notes)) {
                Ok(pair) => pairs.push(pair),
                Err(_) => notes.mistake(item.span().start, SHAPE),
            }
        } else {
            notes.mistake(item.span().start, SHAPE);
        }
    }
    pairs
}

fn status(word: &Text, notes: &mut Notes<'_>) -> Option<Status> {
    let known = Status::ALL.map(Status::name);
    let found = Status::ALL.into_iter().find(|s| s.name() == word.get_ref());
    if found.is_none() {
        let near = or_known(suggest(word.get_ref(), known), "statuses", &known);
        let cause = format!("unknown status {}{near}", shown(word.get_ref()));
        notes.mistake(word.span().start, cause);
    }
    found
}

fn example(value: &Spanned<DeValue<'_>>, notes: &mut Notes<'_>) -> Option<Marked> {
    let fields = Fields::of(value, "[[example]]".into(), &["text", "says"], notes)?;
    let text = fields.needed("text", "[PER Ann Lee] met [ORG Acme].", notes);
    let says = fields.texts("says", notes);
    if fields.value("says").is_none() {
        let cause = "[[example]] has no `says`; name what the text states, or write says = []";
        notes.mistake(fields.at, cause);
    }
    Some(Marked { text: text?, says: says? })
}
