//! A name, analysed once. Enters: text and kind. Leaves: words in Latin letters with what they are,
//! and the keys that find it among many.

use super::{
    abjad, eastern,
    latin::{skeleton, sound},
    organization, person,
};
use std::{collections::BTreeSet, ops::Range};

/// What a name names: its words are read accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, public body, group.
    Organization,
    /// A vessel, place and anything else.
    Other,
}

/// What a word does in a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    /// What the bearer is called.
    Proper,
    /// A single letter.
    Initial,
    /// al, bin, von, of.
    Particle,
    /// What kind of body it is.
    Class,
    /// A country or city, by code.
    Place(String),
    /// A number.
    Number(u32),
}

/// One word of a name.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Folded, in Latin letters.
    pub text: String,
    pub sound: String,
    /// Key of Korean and Chinese syllables.
    pub eastern: Option<String>,
    pub role: Role,
    /// How much it says about who is meant.
    pub weight: f32,
}

impl Word {
    pub fn new(text: &str, role: Role, weight: f32) -> Self {
        let sound = sound(text);
        Self { eastern: eastern::key(text), text: text.to_owned(), sound, role, weight }
    }
}

/// Neighbouring words run together.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub words: Range<usize>,
    pub text: String,
    pub sound: String,
    pub eastern: Option<String>,
}

/// Words of a name that are compared; what is longer is no name.
const MOST_WORDS: usize = 24;
/// Most words that another name may write as one, and most letters of it.
const MOST_JOINED: usize = 4;
const LONGEST_JOINED: usize = 40;

fn join(words: &[Word]) -> Vec<Joined> {
    let mut found = Vec::new();
    for from in 0..words.len() {
        let mut text = words[from].text.clone();
        for (to, word) in words.iter().enumerate().take(from + MOST_JOINED).skip(from + 1) {
            text.push_str(&word.text);
            if text.len() > LONGEST_JOINED {
                break;
            }
            found.push(Joined {
                words: from..to + 1,
                sound: sound(&text),
                eastern: eastern::key(&text),
                text: text.clone(),
            });
        }
    }
    found
}

/// A name read once, to be compared often.
#[derive(Clone, Debug)]
pub struct Name {
    text: String,
    kind: NameKind,
    pub(super) words: Vec<Word>,
    /// Its words run together, two to four at a time.
    pub(super) joined: Vec<Joined>,
    /// Words that stand in quotes or brackets inside the name of a person.
    pub(super) nicknames: Vec<String>,
    /// Jr., III.
    pub(super) generation: Option<String>,
    /// Families of the legal forms in it.
    pub(super) forms: BTreeSet<String>,
    /// Written in a script without vowels.
    pub(super) abjad: bool,
    /// Syllables in a script that does not tell n from ng.
    pub(super) open: bool,
    /// First letters of all words but small ones, legal form and all.
    pub(super) letters: String,
    /// Written in Chinese or Korean characters.
    pub(super) syllabic: bool,
    /// Names that the text gives side by side: "Al-Qaida/Islamic Army".
    pub(super) alternatives: Vec<Name>,
    /// The text shows which word is the surname.
    pub(super) ordered: bool,
}

impl Name {
    /// Reads a name in any script; never fails.
    pub fn read(text: &str, kind: NameKind) -> Name {
        let mut name = Self {
            text: text.to_owned(),
            kind,
            words: Vec::new(),
            joined: Vec::new(),
            nicknames: Vec::new(),
            generation: None,
            forms: BTreeSet::new(),
            abjad: abjad::is_abjad(text),
            open: false,
            syllabic: super::latin::is_syllabic_text(text),
            letters: String::new(),
            alternatives: Vec::new(),
            ordered: false,
        };
        match kind {
            NameKind::Person => person::read(&mut name),
            NameKind::Organization | NameKind::Other => organization::read(&mut name),
        }
        name.words.truncate(MOST_WORDS);
        name.joined = join(&name.words);
        name
    }

    /// Keys of which two names that may be one share at least one: sorted, distinct, few. One for
    /// the consonants of each word, one for all words run together, one for the initials.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = BTreeSet::new();
        let said = |word: &&Word| !matches!(word.role, Role::Particle | Role::Initial);
        let mut joined = String::new();
        for word in self.words.iter().filter(said) {
            keys.insert(skeleton(&word.sound));
            joined.push_str(&word.text);
        }
        if self.words.iter().filter(said).count() != 1 {
            keys.insert(skeleton(&sound(&joined)));
        }
        for nickname in &self.nicknames {
            keys.insert(skeleton(&sound(nickname)));
        }
        if self.kind != NameKind::Person {
            keys.extend(organization::initials(self).into_iter().map(|i| format!("={i}")));
            if let Some(letters) = organization::acronym(self) {
                keys.insert(format!("={letters}"));
            }
        }
        keys.extend(self.alternatives.iter().flat_map(Name::keys));
        keys.retain(|key| !key.is_empty());
        keys.into_iter().collect()
    }

    /// Consonants of its words, alone and with the next: what is left when one side has no vowels.
    pub(super) fn consonants(&self) -> BTreeSet<String> {
        let said = self.words.iter().filter(|word| word.role == Role::Proper);
        let pairs = self.joined.iter().filter(|joined| joined.words.len() == 2);
        let texts = said.map(|word| &word.text).chain(pairs.map(|joined| &joined.text));
        texts.map(|text| abjad::consonants(text)).filter(|key| key.len() > 1).collect()
    }

    /// How many letters its words have, legal forms not counted.
    pub(crate) fn letters(&self) -> usize {
        self.words.iter().map(|word| word.text.chars().count()).sum()
    }

    /// The name as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it names.
    pub fn kind(&self) -> NameKind {
        self.kind
    }
}
