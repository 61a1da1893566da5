//! Word classes and verb forms. Enters: `data/english.toml` and the verbs that the patterns name.
//! Leaves: the class and the lemma of a word. Knows nothing of the words around it.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Facts about English words, as `data/english.toml` writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    determiners: HashSet<String>,
    prepositions: HashSet<String>,
    conjunctions: HashSet<String>,
    relatives: HashSet<String>,
    subordinators: HashSet<String>,
    negations: HashSet<String>,
    modals: HashSet<String>,
    hypothetical: HashSet<String>,
    pronouns: HashSet<String>,
    be: HashSet<String>,
    have: HashSet<String>,
    #[serde(rename = "do")]
    support: HashSet<String>,
    get: HashSet<String>,
    adverbs: HashSet<String>,
    says: HashSet<String>,
    weekdays: HashSet<String>,
    adverb_pairs: HashSet<String>,
    numbers: HashSet<String>,
    states: HashSet<String>,
    kinds: HashSet<String>,
    after_name: HashSet<String>,
    unchanged: HashSet<String>,
    control: HashSet<String>,
    not_adverbs: HashSet<String>,
    agents: HashSet<String>,
    intransitive: HashSet<String>,
    object_control: HashSet<String>,
    object_gerund: HashSet<String>,
    /// Forms in -ing that usually describe: "trading company".
    nouns_ing: HashSet<String>,
    verbs: Vec<String>,
    irregular: Vec<String>,
}

/// The shape of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "sell"
    Base,
    /// "sells"
    Third,
    /// "wrote": past only.
    Past,
    /// "sold", "indicted": past or participle.
    Participle,
    /// "selling"
    Ing,
}

/// What a word is before its neighbours are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Mention,
    /// Noun, adjective, anything else.
    Word,
    Number,
    Determiner,
    Preposition,
    Conjunction,
    Relative,
    Subordinator,
    Negation,
    Modal,
    Be,
    Have,
    Do,
    Pronoun,
    Adverb,
    Verb(Form),
    Comma,
    Open,
    Close,
    /// "'s"
    Possessive,
    Dash,
    Quote,
    /// ":", "." and what else ends a clause.
    Stop,
}

/// Word classes, verb forms and lemmas.
pub(super) struct Lexicon {
    raw: Raw,
    forms: HashMap<String, (String, Form)>,
}

impl Lexicon {
    /// The built-in lexicon, which also knows the verbs `more` and the `irregular` forms, each
    /// "base past participle".
    pub(super) fn new(
        text: &str,
        more: &[String],
        irregular_forms: &[String],
    ) -> Result<Self, toml::de::Error> {
        let raw: Raw = toml::from_str(text)?;
        let mut irregular: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for line in raw.irregular.iter().chain(irregular_forms) {
            let mut parts = line.split(' ');
            if let (Some(base), Some(past), Some(participle)) =
                (parts.next(), parts.next(), parts.next())
            {
                irregular.insert(base, (past, participle));
            }
        }
        let mut forms = HashMap::new();
        for verb in raw.verbs.iter().chain(more) {
            let (head, rest) = verb.split_once('-').map_or((verb.as_str(), ""), |(h, r)| (r, h));
            let prefix = |form: String| {
                if rest.is_empty() { form } else { format!("{rest}-{form}") }
            };
            let mut put = |form: String, kind: Form| {
                forms.entry(prefix(form)).or_insert((verb.clone(), kind));
            };
            put(head.to_owned(), Form::Base);
            put(third(head), Form::Third);
            put(ing(head), Form::Ing);
            if let Some(&(past, participle)) = irregular.get(head) {
                put(participle.to_owned(), Form::Participle);
                put(past.to_owned(), Form::Past);
            } else {
                put(past_of(head), Form::Participle);
                if doubles(head) {
                    let last = &head[head.len() - 1..];
                    put(format!("{head}{last}ed"), Form::Participle);
                    put(format!("{head}{last}ing"), Form::Ing);
                }
            }
        }
        Ok(Self { raw, forms })
    }

    /// Lemma and form of a word that may be a verb.
    pub(super) fn verb(&self, lower: &str) -> Option<(&str, Form)> {
        self.forms.get(lower).map(|(lemma, form)| (lemma.as_str(), *form))
    }

    /// The class of a lower-case word or mark, verbs aside.
    pub(super) fn class(&self, lower: &str) -> Class {
        let raw = &self.raw;
        match lower {
            "," | ";" => return Class::Comma,
            "(" | "[" => return Class::Open,
            ")" | "]" => return Class::Close,
            "'s" => return Class::Possessive,
            "-" | "–" | "—" | "/" | "‑" => return Class::Dash,
            "\"" | "“" | "”" | "‘" | "’" | "'" | "«" | "»" | "`" => return Class::Quote,
            ":" | "." | "!" | "?" | "•" | "|" | "*" => return Class::Stop,
            _ => {}
        }
        let has = |set: &HashSet<String>| set.contains(lower);
        if has(&raw.negations) {
            Class::Negation
        } else if has(&raw.be) || has(&raw.get) {
            Class::Be
        } else if has(&raw.have) {
            Class::Have
        } else if has(&raw.support) {
            Class::Do
        } else if has(&raw.modals) {
            Class::Modal
        } else if has(&raw.determiners) {
            Class::Determiner
        } else if has(&raw.relatives) {
            Class::Relative
        } else if has(&raw.prepositions) {
            Class::Preposition
        } else if has(&raw.conjunctions) {
            Class::Conjunction
        } else if has(&raw.subordinators) {
            Class::Subordinator
        } else if has(&raw.pronouns) {
            Class::Pronoun
        } else if has(&raw.adverbs) || (lower.ends_with("ly") && !has(&raw.not_adverbs)) {
            Class::Adverb
        } else if has(&raw.numbers) || lower.starts_with(|c: char| c.is_ascii_digit() || c == '$') {
            Class::Number
        } else {
            Class::Word
        }
    }

    /// Lemma of a hyphenated participle: "wholly-owned".
    pub(super) fn compound(&self, lower: &str) -> Option<&str> {
        let (_, last) = lower.rsplit_once('-')?;
        match self.forms.get(last) {
            Some((lemma, Form::Participle)) => Some(lemma),
            _ => None,
        }
    }

    /// Prepositions, in no order.
    pub(super) fn prepositions(&self) -> impl Iterator<Item = &str> {
        self.raw.prepositions.iter().map(String::as_str)
    }

    pub(super) fn describes(&self, lower: &str) -> bool {
        self.raw.nouns_ing.contains(lower)
    }

    pub(super) fn is_weekday(&self, lower: &str) -> bool {
        self.raw.weekdays.contains(lower)
    }

    pub(super) fn is_adverb_pair(&self, first: &str, second: &str) -> bool {
        self.raw.adverb_pairs.contains(&format!("{first} {second}"))
    }

    /// Whether a name with this noun behind it is still the name: "the Lida district".
    pub(super) fn is_kind(&self, noun: &str) -> bool {
        self.raw.kinds.contains(noun)
    }

    /// Whether a name ends before this word: "found Kim guilty", "Acme announced".
    pub(super) fn ends_name(&self, word: &str) -> bool {
        self.raw.after_name.contains(word) || word.ends_with("ed") && word.len() > 4
    }

    /// Whether who does not do this does not do what follows either: "did not agree to sell".
    pub(super) fn is_control(&self, verb: &str) -> bool {
        self.raw.control.contains(verb)
    }

    /// Whether the past of this verb is its infinitive: "put", "run" as a participle.
    pub(super) fn is_unchanged(&self, verb: &str) -> bool {
        self.raw.unchanged.contains(verb)
    }

    /// Whether it is a verb even without an object: "the indictment says".
    pub(super) fn is_saying(&self, third: &str) -> bool {
        self.raw.says.contains(third)
    }

    /// Whether the noun stands for the state itself: "the government of Iran".
    pub(super) fn is_state(&self, noun: &str) -> bool {
        self.raw.states.contains(noun)
    }

    pub(super) fn is_agent(&self, noun: &str) -> bool {
        self.raw.agents.contains(noun)
    }

    pub(super) fn is_intransitive(&self, lemma: &str) -> bool {
        self.raw.intransitive.contains(lemma)
    }

    pub(super) fn is_hypothetical(&self, modal: &str) -> bool {
        self.raw.hypothetical.contains(modal)
    }

    pub(super) fn controls_object(&self, lemma: &str) -> bool {
        self.raw.object_control.contains(lemma)
    }

    pub(super) fn gerund_of_object(&self, lemma: &str) -> bool {
        self.raw.object_gerund.contains(lemma)
    }
}

/// The singular of a regular English noun; good enough to look a word up.
pub(super) fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("ies").filter(|s| s.len() > 2) {
        format!("{stem}y")
    } else if noun == "policemen" || noun == "gunmen" || noun == "spokesmen" {
        noun.replace("men", "man")
    } else if let Some(stem) = noun
        .strip_suffix("es")
        .filter(|s| s.ends_with("ch") || s.ends_with("sh") || s.ends_with('x') || s.ends_with("ss"))
    {
        stem.to_owned()
    } else if noun.len() > 3
        && noun.ends_with('s')
        && !noun.ends_with("ss")
        && !noun.ends_with("us")
    {
        noun[..noun.len() - 1].to_owned()
    } else {
        noun.to_owned()
    }
}

fn ends_in_consonant_y(verb: &str) -> bool {
    let bytes = verb.as_bytes();
    bytes.len() > 1 && bytes.ends_with(b"y") && !b"aeiou".contains(&bytes[bytes.len() - 2])
}

/// Whether the last consonant may double: "plan, planned"; both spellings are then accepted.
fn doubles(verb: &str) -> bool {
    let b = verb.as_bytes();
    b.len() > 2
        && b.is_ascii()
        && !b"aeiouwxy".contains(&b[b.len() - 1])
        && b"aeiou".contains(&b[b.len() - 2])
        && (!b"aeiou".contains(&b[b.len() - 3]) || b.ends_with(b"quit"))
}

fn third(verb: &str) -> String {
    if ends_in_consonant_y(verb) {
        format!("{}ies", &verb[..verb.len() - 1])
    } else if ["s", "x", "ch", "sh", "o", "z"].iter().any(|end| verb.ends_with(end)) {
        format!("{verb}es")
    } else {
        format!("{verb}s")
    }
}

fn ing(verb: &str) -> String {
    if verb.ends_with('e') && !verb.ends_with("ee") && verb.len() > 2 {
        if let Some(stem) = verb.strip_suffix("ie") {
            return format!("{stem}ying");
        }
        format!("{}ing", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ing")
    }
}

fn past_of(verb: &str) -> String {
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if ends_in_consonant_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ed")
    }
}
