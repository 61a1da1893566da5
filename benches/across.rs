//! How resolution across documents grows: `cargo bench --bench across [-- MENTIONS…]`, by default
//! 10,000, 100,000 and 1,000,000 mentions of a tenth as many entities in documents of about twenty.
//! Prints time, peak memory of the process so far (Linux) and B-cubed against the truth. Names are
//! made up from a fixed seed: written in other orders, with initials, slips of the pen,
//! transliterations, acronyms and legal forms, beside namesakes, fathers and sons, and branches of
//! banks that must stay apart.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "benchmarks")]

use std::{collections::BTreeMap, sync::Arc, time::Instant};
use unravel::{
    DocumentGraph, DocumentInfo, EntityType, MentionKind, Node, NodeMention,
    eval::{Chains, b_cubed},
    resolve,
};

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const GIVEN: [&str; 48] = [
    "Alexander",
    "Alexei",
    "Amina",
    "Ana",
    "Andrei",
    "Anna",
    "Ahmed",
    "Boris",
    "Carlos",
    "Chen",
    "Daniel",
    "David",
    "Dmitry",
    "Elena",
    "Emma",
    "Fatima",
    "Farid",
    "George",
    "Hassan",
    "Helen",
    "Ibrahim",
    "Igor",
    "Irina",
    "Ivan",
    "James",
    "John",
    "Jose",
    "Julia",
    "Karim",
    "Khalid",
    "Laura",
    "Leila",
    "Maria",
    "Mehmet",
    "Michael",
    "Mohammed",
    "Natalia",
    "Nikolai",
    "Olga",
    "Omar",
    "Peter",
    "Robert",
    "Sergei",
    "Sofia",
    "Thomas",
    "Viktor",
    "William",
    "Yusuf",
];
const MIDDLE: [&str; 10] = ["A.", "B.", "D.", "F.", "G.", "J.", "K.", "M.", "R.", "S."];
const ONSET: [&str; 24] = [
    "b", "br", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh",
    "t", "tr", "v", "y", "z", "zh",
];
const VOWEL: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
const CODA: [&str; 10] = ["", "l", "n", "r", "s", "m", "k", "v", "nd", "rt"];
const ENDING: [&str; 12] =
    ["ov", "enko", "ian", "ev", "sson", "wala", "ani", "oglu", "ez", "man", "ski", "ari"];
const TRADE: [&str; 10] = [
    "Trading",
    "Shipping",
    "Energy",
    "Logistics",
    "Holding",
    "Capital",
    "Electronics",
    "Maritime",
    "Industries",
    "Metals",
];
const LEGAL: [(&str, &str); 5] = [
    ("Ltd", "Limited"),
    ("LLC", "L.L.C."),
    ("Inc.", "Inc"),
    ("Co.", "Company"),
    ("Corp.", "Corporation"),
];
const BRANCH: [&str; 4] = ["Hong Kong", "Dubai", "Singapore", "Cyprus"];

fn word(random: &mut Random, syllables: usize) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        word += random.pick(&ONSET);
        word += random.pick(&VOWEL);
        word += random.pick(&CODA);
    }
    word
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// What an entity is called at its fullest, in parts.
#[derive(Clone)]
enum Entity {
    Person { given: String, middle: &'static str, surname: String, generation: &'static str },
    Organization { name: String, trade: &'static str, legal: usize, branch: Option<&'static str> },
    Place(String),
}

impl Entity {
    fn kind(&self) -> EntityType {
        match self {
            Self::Person { .. } => EntityType::Person,
            Self::Organization { .. } => EntityType::Organization,
            Self::Place(_) => EntityType::Location,
        }
    }

    fn made(random: &mut Random) -> Self {
        match random.below(10) {
            0 => Self::Place(capital(&(word(random, 2) + "burg"))),
            1..=4 => Self::Organization {
                name: format!("{} {}", capital(&word(random, 2)), capital(&word(random, 1))),
                trade: random.pick(&TRADE),
                legal: random.below(LEGAL.len()),
                branch: None,
            },
            _ => Self::Person {
                given: random.pick(&GIVEN).to_owned(),
                middle: if random.one_in(2) { random.pick(&MIDDLE) } else { "" },
                surname: capital(&(word(random, 2) + random.pick(&ENDING))),
                generation: "",
            },
        }
    }

    /// Somebody or something else whose name is near: another given name, the son, the branch.
    fn near(&self, random: &mut Random) -> Self {
        match self.clone() {
            Self::Person { given, middle, surname, .. } if random.one_in(3) => {
                Self::Person { given, middle, surname, generation: "Jr." }
            }
            Self::Person { given, middle, surname, .. } => {
                let other = random.pick(&GIVEN);
                let other = if other == given { "Wanda" } else { other };
                Self::Person { given: other.to_owned(), middle, surname, generation: "" }
            }
            Self::Organization { name, trade, legal, .. } => {
                let branch = Some(random.pick(&BRANCH));
                Self::Organization { name, trade, legal, branch }
            }
            Self::Place(name) => Self::Place(format!("New {name}")),
        }
    }

    /// The full name and one more way in which a document may write it.
    fn written(&self, random: &mut Random) -> (String, Option<String>) {
        match self {
            Self::Place(name) => (name.clone(), None),
            Self::Person { given, middle, surname, generation } => {
                let given = if random.one_in(12) { transliterated(given) } else { given.clone() };
                let surname = match random.below(24) {
                    0 => slip(random, surname),
                    1 => transliterated(surname),
                    _ => surname.clone(),
                };
                let middle = if random.one_in(3) { "" } else { middle };
                let name = match random.below(16) {
                    0 => format!("{}, {given} {middle} {generation}", surname.to_uppercase()),
                    1 => format!("{}. {middle} {surname} {generation}", &given[..1]),
                    _ => format!("{given} {middle} {surname} {generation}"),
                };
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                (name, random.one_in(2).then_some(surname))
            }
            Self::Organization { name, trade, legal, branch } => {
                let name = if random.one_in(24) { slip(random, name) } else { name.clone() };
                let core = format!("{name} {trade}");
                let branch = branch.map_or_else(String::new, |b| format!(" ({b})"));
                let legal = LEGAL[*legal];
                let full = match random.below(4) {
                    0 => format!("{core}{branch}"),
                    1 => format!("{core}{branch} {}", legal.1),
                    _ => format!("{core}{branch} {}", legal.0),
                };
                let short: String = core.split(' ').filter_map(|w| w.chars().next()).collect();
                (full, random.one_in(5).then_some(short))
            }
        }
    }
}

fn transliterated(word: &str) -> String {
    word.replace("kh", "h").replace("ei", "ey").replace("zh", "j").replace("ov", "off")
}

/// Two letters inside the word change places.
fn slip(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 5 {
        let at = 2 + random.below(letters.len() - 4);
        if letters[at] != ' ' && letters[at + 1] != ' ' {
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

/// Documents of about twenty mentions on a circle of forty entities each, and for every node its
/// true entity.
fn corpus(mentions: usize) -> (Vec<DocumentGraph>, Vec<Vec<usize>>) {
    let mut random = Random(20);
    let mut entities: Vec<Entity> = Vec::new();
    while entities.len() < mentions / 10 {
        let entity = Entity::made(&mut random);
        let near = random.one_in(20).then(|| entity.near(&mut random));
        entities.push(entity);
        entities.extend(near);
    }
    let (mut documents, mut truth, mut made) = (Vec::new(), Vec::new(), 0);
    while made < mentions {
        let circle = random.below(entities.len().div_ceil(40)) * 40;
        let id: Arc<str> = format!("doc{:07}", documents.len()).into();
        let mut nodes: BTreeMap<usize, Node> = BTreeMap::new();
        for _ in 0..12 {
            let at = (circle + random.below(40)).min(entities.len() - 1);
            if nodes.contains_key(&at) {
                continue;
            }
            let (name, short) = entities[at].written(&mut random);
            let texts: Vec<String> = std::iter::once(name.clone()).chain(short.clone()).collect();
            let mention = |text: String| {
                made += 1;
                let end = made + text.chars().count();
                let (kind, doc) = (MentionKind::Name, Arc::clone(&id));
                NodeMention { doc, start: made, end, text, kind, score: 1.0 }
            };
            let repeated = texts.clone().into_iter().take(random.below(2));
            let mentions: Vec<NodeMention> =
                texts.into_iter().chain(repeated).map(mention).collect();
            let node = Node {
                id: String::new(),
                entity_type: entities[at].kind(),
                name,
                aliases: short.into_iter().collect(),
                roles: Vec::new(),
                mentions,
                attributes: BTreeMap::new(),
            };
            nodes.insert(at, node);
        }
        let info = DocumentInfo {
            id: id.to_string(),
            sha256: format!("{:064x}", random.next()),
            title: None,
            published: None,
            source: None,
        };
        truth.push(nodes.keys().copied().collect());
        let nodes = nodes.into_values().collect();
        documents.push(DocumentGraph { info, words: 0, sketch: None, nodes, edges: Vec::new() });
    }
    (documents, truth)
}

/// Peak resident memory of this process in MB, where the system says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    println!("mentions  entities  nodes    s      peak MB  clusters  B3 P / R / F1");
    for size in sizes {
        let (documents, truth) = corpus(size);
        let start = Instant::now();
        let clusters = resolve::across(&documents);
        let time = start.elapsed().as_secs_f64();
        let memory = peak().map_or_else(|| "?".to_owned(), |mb| mb.to_string());
        let mut key: Chains<(usize, usize, usize)> = Chains::new();
        let mut found = key.clone();
        for (chain, cluster) in clusters.iter().enumerate() {
            for &(d, n) in &cluster.members {
                for mention in 0..documents[d].nodes[n].mentions.len() {
                    key.insert((d, n, mention), truth[d][n]);
                    found.insert((d, n, mention), chain);
                }
            }
        }
        let entities = key.values().collect::<std::collections::BTreeSet<_>>().len();
        let nodes: usize = documents.iter().map(|d| d.nodes.len()).sum();
        let b3 = b_cubed(&key, &found);
        let [p, r, f1] =
            [b3.precision(), b3.recall(), b3.f1()].map(|x| 100.0 * x.unwrap_or(f64::NAN));
        println!(
            "{:<9} {entities:<9} {nodes:<8} {time:<6.2} {memory:<8} {:<9} {p:.1} / {r:.1} / {f1:.1}",
            key.len(),
            clusters.len()
        );
    }
}
