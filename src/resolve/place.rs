//! Names of places and nationalities: countries under all their names, capitals that stand for
//! their government, demonyms. Enters: forms of places and nationalities. Leaves: joins.

use super::{
    acronym,
    facts::FACTS,
    fold::is_capitals,
    scene::{Clusters, Form, Reason, Scene},
};
use crate::{schema::EntityType, span::Span};
use regex::Regex;
use std::{collections::HashMap, sync::LazyLock};

const PLACE: Reason = Reason::new("other name of the same place", 0.97);
const GOVERNMENT: Reason = Reason::new("capital for its government", 0.9);
const METONYM: Reason = Reason::new("capital that stands for its government", 0.85);
const DEMONYM: Reason = Reason::new("same nationality", 0.97);
const HALF: Reason = Reason::new("half of a divided country", 0.85);
const SAME: Reason = Reason::new("same name", 0.99);

/// The capital that speaks for a union of states more often than for its own.
const SEAT_OF_MANY: &str = "brussels";

#[expect(clippy::expect_used, reason = "constant patterns, compiled by the tests")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("constant pattern")
}

/// What follows a capital that speaks or acts.
static ACTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?:,[^,.]{1,60},)?\s+(?:(?:also|has|have|had|repeatedly|again|strongly|would|will|could|may|might|must|should|now|still|never|itself|and [A-Z][a-z]+)\s+)*",
        r"(?:is|was|has|had|will|would|could|should|may|might|must|did|does|can|cannot|says?|said|den(?:y|ies|ied)|accus(?:es?|ed)|reject(?:s|ed)?|",
        r"warn(?:s|ed)?|insist(?:s|ed)?|claim(?:s|ed)?|demand(?:s|ed)?|want(?:s|ed)?|hopes?|sees?|agree(?:s|d)?|refus(?:es?|ed)|condemn(?:s|ed)?|",
        r"believ(?:es?|ed)|maintain(?:s|ed)?|argu(?:es?|ed)|fear(?:s|ed)?|blam(?:es?|ed)|calls?|called|announc(?:es?|ed)|considers?|considered|",
        r"support(?:s|ed)?|oppos(?:es?|ed)|regard(?:s|ed)?|seeks?|sought|needs?|plans?|planned|imposed?|imposes|threaten(?:s|ed)?|offer(?:s|ed)?|",
        r"respond(?:s|ed)?|repl(?:y|ies|ied)|react(?:s|ed)?|denounc(?:es?|ed)|suspects?|suspected|halted|recalled|expelled|sent|released?|designated|",
        r"signed|ratified|backs|backed|views?|viewed|expects?|expected|intends?|continues?|began|launched|stopped|suspended|resumed|",
        r"keeps?|kept|listed|lists|blacklisted|added|returns|gets|got|earns?|earned|raises|raised|uses|used|relies|relied)\b"
    ))
});
/// What a government owns and a city does not.
static POLICY: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^['’]s?\s+(?:\S+\s+){0,2}(?:nuclear|missiles?|weapons?|arsenal|polic(?:y|ies)|sanctions|blacklist|envoys?|negotiators?|diplomats?|ambassadors?|",
        r"government|regime|demands?|denials?|all(?:y|ies)|agents?|spies|military|army|ban|promises?|position|rulers?|leaders?|foreign)\b"
    ))
});
/// What stands before a capital that is spoken to or acted upon.
static ACTED_ON: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:\b(?:accus(?:e|es|ed|ing)|refer(?:s|red|ring)?|urg(?:e|es|ed|ing)|pressur(?:e|es|ed|ing)|press(?:es|ed|ing)?|warn(?:s|ed|ing)?|",
        r"persuad(?:e|es|ed|ing)|forc(?:e|es|ed|ing)|allow(?:s|ed|ing)?|permit(?:s|ted|ting)?|help(?:s|ed|ing)?|suspect(?:s|ed|ing)?|criticiz(?:e|es|ed|ing)|",
        r"blam(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|punish(?:es|ed|ing)?|isolat(?:e|es|ed|ing)|convinc(?:e|es|ed|ing)|says?|said|that|because|while|if|whether)",
        r"|(?:sanctions|embargo|pressure|measures|steps|action|restrictions) (?:against|on)|(?:ties|relations|talks|concerns|deal|agreement|cooperation|alliance|negotiations) with|",
        r"(?:relations|ties|talks|dialogue|tensions|dispute) between|concerns with|support (?:to|for)|pro-?|anti-?|drawn up jointly by|commission with|all(?:y|ies) of|behalf of|sp(?:eaks?|oke|eaking) for|",
        r"(?:millions|dollars|money|funds|revenue|cash|currency|cryptocurrency|work|works|worked|working) for|",
        r"(?:sanctioned|blacklisted|designated|imposed|accused|listed|named|ordered|controlled|run) by)\s*$"
    ))
});
/// What stands before a city.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:\b(?:in|at|near|outside|around|across|inside|toward|towards|via|from|leaving|visit(?:s|ed|ing)?(?: to)?|visiting|capital(?: of| city| city of)?,?|",
        r"north of|south of|east of|west of|downtown|central|northern|southern|eastern|western|city of|trip to|travel(?:s|ed|ing)? to|flew to|returned to|heading to|arrived in)\s*)$"
    ))
});

/// Joins places and nationalities.
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters) {
    known_places(scene, clusters);
    capitals(scene, clusters);
    halves(scene, clusters);
    acronym::join(scene, clusters, EntityType::Location);
    nationalities(scene, clusters);
}

/// The key under which a place is known: ISO code of a country, usual name of another place.
pub(crate) fn key(folded: &str) -> String {
    let bare = strip_kind(folded);
    match FACTS.country(folded).or_else(|| FACTS.country(bare)) {
        Some(code) => format!("country {code}"),
        None => FACTS.place(bare).to_owned(),
    }
}

/// "Commonwealth of Virginia" and "State of Georgia" without what kind of state they are.
fn strip_kind(folded: &str) -> &str {
    ["commonwealth of ", "state of ", "republic of ", "city of ", "kingdom of "]
        .into_iter()
        .find_map(|kind| folded.strip_prefix(kind))
        .unwrap_or(folded)
}

fn known_places(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut first: HashMap<String, &Form> = HashMap::new();
    for (_, form) in scene.forms_of(EntityType::Location) {
        let earlier = first.entry(key(&form.folded)).or_insert(form);
        clusters.join(scene, earlier.first(), form.first(), PLACE);
    }
}

/// The first mention of each country in the document, by ISO code.
fn countries<'a>(scene: &'a Scene<'_>) -> HashMap<&'static str, &'a Form> {
    let mut found = HashMap::new();
    for (_, form) in scene.forms_of(EntityType::Location) {
        if let Some(code) = FACTS.country(&form.folded) {
            found.entry(code).or_insert(form);
        }
    }
    found
}

/// Whether the mentions of a form need a look each: capitals may be a city here and a government
/// there.
pub(crate) fn is_capital(form: &Form) -> bool {
    form.entity_type == EntityType::Location && FACTS.capital(&form.folded).is_some()
}

/// Gives each mention of a capital to the city or to the country whose government it stands for.
fn capitals(scene: &Scene<'_>, clusters: &mut Clusters) {
    let countries = countries(scene);
    for (_, form) in scene.forms_of(EntityType::Location).filter(|(_, f)| is_capital(f)) {
        let code = FACTS.capital(&form.folded).filter(|_| form.folded != SEAT_OF_MANY);
        let (acting, other): (Vec<usize>, Vec<usize>) = form
            .mentions
            .iter()
            .partition(|&&mention| code.is_some() && is_government(scene, mention));
        let mut city = other;
        match code.map(|code| (code, countries.get(code))) {
            Some((_, Some(country))) => {
                for mention in acting {
                    clusters.join(scene, country.first(), mention, GOVERNMENT);
                }
            }
            Some((code, None)) if acts_mostly(scene, &acting, &city) => {
                for &mention in &acting[1..] {
                    clusters.join(scene, acting[0], mention, SAME);
                }
                let country = FACTS.country_name(code).unwrap_or(code);
                clusters.stand_for(scene, acting[0], (code, country), METONYM);
            }
            _ => {
                city.extend(acting);
                city.sort_unstable();
            }
        }
        for &mention in city.iter().skip(1) {
            clusters.join(scene, city[0], mention, SAME);
        }
    }
}

/// Whether a capital acts at most of its mentions; those in capitals are datelines and headings.
fn acts_mostly(scene: &Scene<'_>, acting: &[usize], city: &[usize]) -> bool {
    let is_text = |m: &&usize| !is_capitals(scene.doc.slice(scene.mentions[**m].span));
    acting.len() > city.iter().filter(is_text).count()
}

/// Whether the words around a capital show that it speaks, acts or is acted upon.
fn is_government(scene: &Scene<'_>, mention: usize) -> bool {
    let span = scene.mentions[mention].span;
    let sentence = scene.doc.sentence_at(span.start).map(|s| scene.doc.sentences()[s].span);
    let Some(sentence) = sentence else { return false };
    let before = scene.doc.slice(Span::new(sentence.start, span.start));
    let after = scene.doc.slice(Span::new(span.end, sentence.end.max(span.end)));
    if WITHIN.is_match(before) {
        return false;
    }
    ACTS.is_match(after) || POLICY.is_match(after) || ACTED_ON.is_match(before)
}

/// "The North" is North Korea where the text speaks of it.
fn halves(scene: &Scene<'_>, clusters: &mut Clusters) {
    let countries = countries(scene);
    for (_, form) in scene.forms_of(EntityType::Location) {
        let code = match form.folded.as_str() {
            "north" => "KP",
            "south" => "KR",
            _ => continue,
        };
        if let Some(country) = countries.get(code) {
            clusters.join(scene, country.first(), form.first(), HALF);
        }
    }
}

/// A nationality under all its names: "Briton", "British"; other groups by their singular.
pub(crate) fn nationality(folded: &str) -> String {
    match FACTS.demonym(folded) {
        Some(code) => format!("country {code}"),
        None => folded.strip_suffix('s').unwrap_or(folded).to_owned(),
    }
}

fn nationalities(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut first: HashMap<String, &Form> = HashMap::new();
    for (_, form) in scene.forms_of(EntityType::Norp) {
        let earlier = first.entry(nationality(&form.folded)).or_insert(form);
        clusters.join(scene, earlier.first(), form.first(), DEMONYM);
    }
}
