//! Documents written with [brackets] around mentions: `[PER Kim]`.

use super::*;
use crate::{EntityType, Span, gazetteer::GAZETTEER, ingest};
use proptest::prelude::*;

/// Reads `[ORG Apple Inc.] said` into a document and its mentions.
pub(super) fn marked(text: &str) -> (Document, Vec<Mention>) {
    let mut plain = String::new();
    let mut mentions = Vec::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('[') {
        plain.push_str(before);
        let (inside, after) = tail.split_once(']').unwrap_or((tail, ""));
        let (kind, name) = inside.split_once(' ').unwrap_or(("ORG", inside));
        let entity_type = match kind {
            "PER" => EntityType::Person,
            "LOC" => EntityType::Location,
            "NORP" => EntityType::Norp,
            "GROUP" => EntityType::Group,
            "DATE" => EntityType::Date,
            _ => EntityType::Organization,
        };
        let start = plain.len();
        plain.push_str(name);
        let mention = Mention::name(Span::new(start, plain.len()), entity_type, 1.0);
        let value = (entity_type == EntityType::Date).then(|| name.to_owned());
        mentions.push(Mention { value, ..mention });
        rest = after;
    }
    plain.push_str(rest);
    (ingest::document("test", plain), mentions)
}

/// The names of each entity, in text order, joined by " = ".
fn check(text: &str, expected: &[&str]) {
    let (doc, mentions) = marked(text);
    let resolution = resolve(&doc, mentions);
    let found: Vec<String> = resolution
        .entities
        .iter()
        .map(|entity| {
            let names: Vec<&str> = entity
                .mentions
                .iter()
                .map(|&m| &resolution.mentions[m])
                .filter(|m| m.kind == MentionKind::Name)
                .map(|m| doc.slice(m.span))
                .collect();
            names.join(" = ")
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn surnames_go_to_their_bearer() {
    check(
        "[PER Kim Jong Un] met [PER Sim Hyon Sop]. [PER Kim] praised [PER Sim].",
        &["Kim Jong Un = Kim", "Sim Hyon Sop = Sim"],
    );
    check(
        "[PER Bill Clinton] and [PER Hillary Clinton]. [PER Clinton] said",
        &["Bill Clinton", "Hillary Clinton = Clinton"],
    );
    check("[PER Obama] Speaks\n[PER Barack Obama] spoke.", &["Obama = Barack Obama"]);
}

#[test]
fn organizations_have_short_forms_and_acronyms() {
    check(
        "The [ORG RGB] of the [ORG Reconnaissance General Bureau] and [ORG KOMID].",
        &["RGB = Reconnaissance General Bureau", "KOMID"],
    );
    check(
        "[ORG Korea Mining Development Trading Corporation] ([ORG KOMID]) and [ORG Chinpo Shipping Company]; [ORG Chinpo] paid [ORG KOMID].",
        &[
            "Korea Mining Development Trading Corporation = KOMID = KOMID",
            "Chinpo Shipping Company = Chinpo",
        ],
    );
    check(
        "The [ORG U.S. Department of Justice], or [ORG Justice Department] or [ORG DOJ], and [ORG Treasury].",
        &["U.S. Department of Justice = Justice Department = DOJ", "Treasury"],
    );
    check(
        "[ORG Melli Bank] and [ORG Melli Bank (Hong Kong)], [ORG Hapjanggang Trading] and [ORG Hapjanggang Shipping].",
        &["Melli Bank", "Melli Bank (Hong Kong)", "Hapjanggang Trading", "Hapjanggang Shipping"],
    );
}

#[test]
fn places_have_other_names_and_capitals_speak() {
    check(
        "[LOC United States] and [LOC U.S.], [LOC DPRK] and [LOC North Korea].",
        &["United States = U.S.", "DPRK = North Korea"],
    );
    check(
        "[LOC Iran] built it. In [LOC Tehran], crowds met. It is a charge [LOC Tehran] denies.",
        &["Iran = Tehran", "Tehran"],
    );
    check(
        "[NORP Iraqi] and [NORP Iraqis], [NORP British] and [NORP Briton].",
        &["Iraqi = Iraqis", "British = Briton"],
    );
}

#[test]
fn a_distinctive_word_names_its_organization() {
    check(
        "[ORG Korea Kumryong Trading Corporation] and [ORG Korea Tangun Trading]; [ORG Kumryong] paid [ORG Tangun].",
        &["Korea Kumryong Trading Corporation = Kumryong", "Korea Tangun Trading = Tangun"],
    );
    check(
        "[ORG Tianjin Huaying Haitai Science and Technology Development Co. Ltd]. [ORG Huaying Haitai] paid.",
        &["Tianjin Huaying Haitai Science and Technology Development Co. Ltd = Huaying Haitai"],
    );
    for text in [
        "[ORG Beijing Helong Trading] and [ORG Hong Kong Helong Trading]; [ORG Helong] paid.",
        "[ORG Korea Kumsong Research Academy]; [ORG Kumsong] paid.",
        "[ORG Bank of Harbin]; [ORG Harbin] paid.",
        "[ORG First Boston Corp]; in [LOC Boston] [ORG Boston] won.",
        "[ORG Reuters OCDA Gang]; [ORG OCDA] paid.",
        "[ORG Hoechst Celanese Corp]; [ORG Celanese Corp] paid.",
        "[ORG Twin Tubeway]; [ORG Tubeway] paid.",
    ] {
        let (doc, mentions) = marked(text);
        let given = mentions.len();
        let most = if text.contains("LOC") { given - 1 } else { given };
        let found = resolve(&doc, mentions).entities.len();
        assert!(found >= most, "{text}");
    }
}

#[test]
fn a_capital_that_acts_stands_for_its_country() {
    for (text, expected) in [
        (
            "TOKYO\n[LOC Pyongyang] denied it. A blow to [LOC Pyongyang]'s nuclear plans.",
            "North Korea KP",
        ),
        ("Crowds met in [LOC Pyongyang]. [LOC Pyongyang] was cold.", "Pyongyang"),
        ("[LOC Brussels] denied it. [LOC Brussels] warned them.", "Brussels"),
        ("[LOC NEW YORK] - It rained.", "New York"),
        ("[LOC LONDON] - It rained in [LOC London].", "London"),
        ("[LOC DMZ]", "DMZ"),
    ] {
        let (doc, mentions) = marked(text);
        let entity = &resolve(&doc, mentions).entities[0];
        let country = entity.attributes.get("country").map_or("", String::as_str);
        assert_eq!(format!("{} {country}", entity.name).trim(), expected, "{text}");
    }
}

#[test]
fn aliases_are_taken_from_the_text() {
    check(
        "[PER Viktor Lukovenko] (also known as [PER Viktor Vasilev]; [PER Виктор Васильев]) leads it.",
        &["Viktor Lukovenko = Viktor Vasilev = Виктор Васильев"],
    );
    check("[ORG Grantlo] (formerly [ORG Energo-Oil-Invest]).", &["Grantlo = Energo-Oil-Invest"]);
}

/// What each description or pronoun was taken for, as "words: name".
fn check_described(text: &str, expected: &[&str]) {
    let (doc, mentions) = marked(text);
    let resolution = resolve(&doc, mentions);
    let owner = resolution.entity_of();
    let found: Vec<String> = resolution
        .mentions
        .iter()
        .zip(&owner)
        .filter(|(mention, _)| mention.kind != MentionKind::Name)
        .map(|(mention, &entity)| {
            format!("{}: {}", doc.slice(mention.span), resolution.entities[entity].name)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn descriptions_mean_the_entity_that_fits() {
    check_described(
        "[ORG Chinpo Shipping Company] is in [LOC Singapore]. The company paid [PER Kim Sok].",
        &["The company: Chinpo Shipping Company"],
    );
    check_described(
        "The [ORG Department of Justice] and [ORG Interpol] met. The Department agreed.",
        &["The Department: Department of Justice"],
    );
    check_described(
        "[LOC Iran] met it. The [NORP Iranian] government denied that.",
        &["government: Iran"],
    );
    check_described(
        "[PER Hugo Chavez] met President [PER Barack Obama]. The president said so.",
        &["The president: Barack Obama"],
    );
    check_described("[ORG Apple Inc.] grew. The company president left.", &[]);
    check_described("[ORG Apple Inc.] sued [ORG Dell Inc.] again. In court the bank won.", &[]);
}

#[test]
fn pronouns_mean_who_is_in_focus() {
    check_described(
        "[PER Sim Hyon Sop] paid brokers. He bought goods for his bank.",
        &["He: Sim Hyon Sop", "his: Sim Hyon Sop"],
    );
    check_described(
        "[PER Mary Jones] met [PER John Smith]. She paid him.",
        &["She: Mary Jones", "him: John Smith"],
    );
    check_described("[ORG Hezbollah] says it will not disarm.", &["it: Hezbollah"]);
    check_described("[ORG Hezbollah] left. It is believed that peace came.", &[]);
    // Whose director is listed with it.
    check_described(
        "[ORG OFAC] hit [ORG Acme Inc.] and its director, [PER Kim Sok].",
        &["its: Acme Inc."],
    );
    check_described(
        "[ORG OFAC] hit [ORG Acme Inc.], a company based in [LOC Dubai], and its owner, [PER Kim Sok].",
        &["its: Acme Inc."],
    );
    check_described("[ORG OFAC] met [ORG Acme Inc.] and its staff left.", &["its: OFAC"]);
    check_described(
        "[ORG OFAC] hit [ORG Acme Inc.] and its director, [PER Kim Sok], said more would follow.",
        &["its: OFAC"],
    );
    check_described("[PER Mary Jones] left. He paid.", &[]);
    check_described("[PER Ann Lee] said: \"He told her so.\"", &[]);
    check_described(
        "[PER Ihab Makhlouf] (also known as [PER Ehab]). Leading man linked to the [PER al-Assad] regime. He pays.",
        &["He: Ihab Makhlouf"],
    );
}

#[test]
fn canonical_names_are_the_fullest() {
    for (text, expected) in [
        (
            "[ORG DOJ] [ORG Justice Department] [ORG U.S. Department of Justice]",
            "U.S. Department of Justice",
        ),
        ("[PER Kim] and [PER Kim Jong Un]", "Kim Jong Un"),
        ("[LOC U.S.] and [LOC United States]", "United States"),
        ("[PER Viktor Lukovenko] (a.k.a. [PER Viktor Andreevich Vasilev])", "Viktor Lukovenko"),
    ] {
        let (doc, mentions) = marked(text);
        let resolution = resolve(&doc, mentions);
        assert_eq!(resolution.entities[0].name, expected, "{text}");
    }
}

#[test]
fn a_surname_stays_with_the_one_whose_relative_is_named() {
    let (doc, mentions) = marked(
        "[PER Viktor Lopez] and his wife, [PER Elena Lopez], left. [PER Lopez] pleaded guilty.",
    );
    let resolution = resolve(&doc, mentions);
    let of =
        |name: &str| resolution.entities.iter().find(|e| e.name == name).map(|e| e.mentions.len());
    // Of the three one is "his".
    assert_eq!((of("Viktor Lopez"), of("Elena Lopez")), (Some(3), Some(1)));
}

#[test]
fn every_merge_of_two_names_has_a_reason() {
    let (doc, mentions) = marked("[PER Kim Jong Un] spoke. [PER Kim] left. [PER Kim] slept.");
    let resolution = resolve(&doc, mentions);
    let merges = &resolution.entities[0].merges;
    assert_eq!(merges.len(), 1, "said once however often it is used");
    assert_eq!((merges[0].name.as_str(), merges[0].into.as_str()), ("Kim", "Kim Jong Un"));
    assert_eq!(merges[0].reason, "surname of");
}

#[test]
fn facts_of_an_entity_are_attributes() {
    for (text, name, expected) in [
        ("[LOC DPRK]", "country", Some("KP")),
        ("[NORP North Koreans]", "country", Some("KP")),
        ("[LOC Calif.]", "region", Some("US-CA")),
        ("[LOC Georgia] and [LOC Ohio]", "country", None),
        ("[LOC Georgia] and [LOC Russia]", "country", Some("GE")),
        ("the [NORP Hong Kong] police", "country", Some("HK")),
        ("[NORP Muslims] prayed.", "country", None),
        ("The [ORG FBI] and the [ORG Kremlin].", "country", Some("US")),
        ("[ORG Foreign Ministry] of many.", "country", None),
    ] {
        let (doc, mentions) = marked(text);
        let resolution = resolve(&doc, mentions);
        let found = resolution.entities[0].attributes.get(name).map(String::as_str);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn every_nationality_tells_its_country() {
    for country in &GAZETTEER.countries {
        for demonym in &country.demonyms {
            let (doc, mentions) = marked(&format!("The [NORP {demonym}] side agreed."));
            let attributes = &resolve(&doc, mentions).entities[0].attributes;
            assert_eq!(attributes.get("country"), Some(&country.code), "{demonym}");
        }
    }
}

proptest! {
    #[test]
    fn a_resolution_is_a_partition(
        text in "(Kim|U\\.S\\.|the company|He|Bank of|\\(|\\)|é|김|,|\\.|a\\.k\\.a\\.| |\n){0,60}",
        spans in prop::collection::vec((0usize..200, 0usize..30, 0usize..6), 0..25),
    ) {
        let doc = ingest::document("test", text);
        let boundary = |mut at: usize| {
            at = at.min(doc.text().len());
            while !doc.text().is_char_boundary(at) { at -= 1; }
            at
        };
        let types = [EntityType::Person, EntityType::Organization, EntityType::Location,
            EntityType::Norp, EntityType::Group, EntityType::Date];
        let mentions: Vec<Mention> = spans
            .into_iter()
            .map(|(start, len, kind)| {
                Mention::name(Span::new(boundary(start), boundary(start + len)), types[kind], 1.0)
            })
            .collect();
        let given = mentions.len();
        let resolution = resolve(&doc, mentions);
        let mut seen = vec![0; resolution.mentions.len()];
        for entity in &resolution.entities {
            prop_assert!(!entity.mentions.is_empty());
            for &mention in &entity.mentions {
                seen[mention] += 1;
                prop_assert_eq!(resolution.mentions[mention].entity_type, entity.entity_type);
            }
        }
        prop_assert!(seen.iter().all(|&count| count == 1));
        let named = resolution.mentions.iter().filter(|m| m.kind == MentionKind::Name).count();
        prop_assert_eq!(named, given, "no mention is lost");
        prop_assert!(resolution.mentions.windows(2).all(|pair| pair[0].span <= pair[1].span));
    }
}

#[test]
fn an_acronym_of_two_bodies_unites_none() {
    check(
        "The [ORG Central Intelligence Agency] ([ORG CIA]) hired. The [ORG CIA] paid. The [ORG Culinary Institute \
         of America] ([ORG CIA]) cooked. The [ORG CIA] ate.",
        &["Central Intelligence Agency = CIA = CIA", "Culinary Institute of America = CIA = CIA"],
    );
}

#[test]
fn a_branch_in_brackets_is_not_its_parent() {
    check(
        "[ORG Meridian Bank (Cyprus) Ltd] is a subsidiary of [ORG Meridian Bank].",
        &["Meridian Bank (Cyprus) Ltd", "Meridian Bank"],
    );
}

#[test]
fn a_son_is_not_his_father() {
    check(
        "[PER Charles Taylor Jr.] is the son of [PER Charles Taylor].",
        &["Charles Taylor Jr.", "Charles Taylor"],
    );
    check(
        "[PER Charles Taylor Jr.] was charged. [PER Charles Taylor] denied it.",
        &["Charles Taylor Jr. = Charles Taylor"],
    );
}

#[test]
fn a_title_shows_which_bearer_of_a_surname_is_meant() {
    check(
        "[PER Maria Lopez] met [PER Juan Lopez]. Ms. [PER Lopez] and Mr. [PER Lopez] spoke.",
        &["Maria Lopez = Lopez", "Juan Lopez = Lopez"],
    );
    check("[PER Juan Lopez] met Ms. [PER Lopez].", &["Juan Lopez", "Lopez"]);
}

#[test]
fn relatives_are_those_whom_the_text_has_named() {
    let text = "[PER Anton Vargo] fled. [PER Vargo]'s wife, [PER Maria Orlova], stayed. [PER Vargo]'s \
                wife paid. [PER Vargo]'s son paid too.";
    let (doc, mentions) = marked(text);
    let resolution = resolve(&doc, mentions);
    let described = |name: &str| -> Vec<&str> {
        let entities = resolution.entities.iter().filter(|e| e.name == name);
        let mentions = entities.flat_map(|e| &e.mentions).map(|&m| &resolution.mentions[m]);
        mentions.filter(|m| m.kind == MentionKind::Nominal).map(|m| doc.slice(m.span)).collect()
    };
    assert_eq!(described("Maria Orlova"), ["wife"]);
    assert!(described("Anton Vargo").is_empty());
}
