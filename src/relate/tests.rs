//! Sentences and what they state. `[PER Kim]` marks a mention; `PER#0` is the mention numbered by
//! place; `?` after a relation marks it alleged, `!` denied.

use super::{Patterns, relate};
use crate::{
    entity::Resolution,
    ingest,
    schema::{EntityType, Schema, Status},
};
use std::sync::LazyLock;

pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::built_in);
pub(super) static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::built_in);

pub(super) fn marked(sentence: &str) -> (String, Resolution) {
    super::marked::read(sentence).expect("marks are right")
}

fn stated(sentence: &str) -> Vec<String> {
    let (text, resolution) = marked(sentence);
    let doc = ingest::document("test", text);
    let name = |e: usize| {
        let kind = match resolution.entities[e].entity_type {
            EntityType::Person => "PER",
            EntityType::Organization => "ORG",
            EntityType::Location => "LOC",
            EntityType::Group => "GROUP",
            _ => "OTHER",
        };
        format!("{kind}#{}", resolution.entities[e].mentions[0])
    };
    let mut found: Vec<String> = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None)
        .iter()
        .map(|r| {
            let mark = match r.evidence[0].status {
                Status::Asserted => "",
                Status::Alleged => "?",
                Status::Denied => "!",
            };
            format!("{} {}{mark} {}", name(r.subject), r.predicate, name(r.object))
        })
        .collect();
    found.sort();
    found
}

pub(super) fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (sentence, expected) in cases {
        let found = stated(sentence);
        let mut expected: Vec<String> = expected.iter().map(|e| (*e).to_owned()).collect();
        expected.sort();
        if found != expected {
            wrong.push(format!("{sentence}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn built_in_patterns_compile_and_name_known_types() {
    for pattern in &PATTERNS.verbs {
        assert!(SCHEMA.relation.contains_key(&pattern.predicate), "{}", pattern.name);
    }
    for pattern in &PATTERNS.sequences {
        assert!(SCHEMA.relation.contains_key(&pattern.predicate), "{}", pattern.name);
    }
}

#[test]
fn errors_name_line_and_cause() {
    let wrong = include_str!("../../data/patterns.toml")
        .replace("rows = [\"S 's ~3 arrest|", "rows = [\"S @nobody ~3 O arrest|");
    let line = wrong.lines().position(|l| l.contains("@nobody")).expect("replaced") + 1;
    let Err(error) = Patterns::parse(&wrong, std::path::Path::new("mine.toml")) else {
        panic!("an unknown list compiles");
    };
    assert_eq!(error.to_string(), format!("mine.toml:{line}: no list named nobody"));
}

#[test]
fn pursuit() {
    check(&[
        ("[PER Kim] was indicted by [GROUP a grand jury].", &["GROUP#1 charges PER#0"]),
        ("[GROUP Prosecutors] charged [PER Kim] with fraud.", &["GROUP#0 charges PER#1"]),
        (
            "[ORG The Justice Department] filed a lawsuit against [ORG Acme].",
            &["ORG#0 charges ORG#1"],
        ),
        (
            "[PER Kim], 34, and [PER Lee], 41, were charged by [ORG the SEC].",
            &["ORG#2 charges PER#0", "ORG#2 charges PER#1", "PER#0 associate_of PER#1"],
        ),
        ("[ORG FBI] agents arrested [PER Kim] on Monday.", &["ORG#0 arrests PER#1"]),
        ("[PER Kim] was arrested by [GROUP police].", &["GROUP#1 arrests PER#0"]),
        ("[LOC Malaysia] extradited [PER Mun] to the west.", &["LOC#0 arrests PER#1"]),
        ("[GROUP Officers] took [PER Kim] into custody.", &["GROUP#0 arrests PER#1"]),
        ("[ORG The court] sentenced [PER Kim] to nine years.", &["ORG#0 convicts PER#1"]),
        ("[PER Kim] was sentenced to nine years by [PER Judge Doe].", &["PER#1 convicts PER#0"]),
        ("[PER Kim] pleaded guilty before [PER Jane Doe].", &["PER#1 convicts PER#0"]),
        ("[ORG OFAC] designated [ORG Acme].", &["ORG#0 sanctions ORG#1"]),
        ("[ORG Acme] was designated by [ORG OFAC].", &["ORG#1 sanctions ORG#0"]),
        ("[ORG The council] imposed sanctions on [LOC Iran].", &["ORG#0 sanctions LOC#1"]),
        ("[ORG The Treasury] froze the assets of [ORG Acme].", &["ORG#0 sanctions ORG#1"]),
        ("[GROUP Agents] seized property from [PER Kim].", &["GROUP#0 seizes_from PER#1"]),
        ("[ORG The FBI] is investigating [ORG Acme].", &["ORG#0 investigates ORG#1"]),
        ("[ORG The commission] opened an inquiry into [ORG Acme].", &["ORG#0 investigates ORG#1"]),
        ("[ORG Acme] has been investigated by [ORG the SEC].", &["ORG#1 investigates ORG#0"]),
        ("[ORG The SEC]'s investigation of [ORG Acme] goes on.", &["ORG#0 investigates ORG#1"]),
    ]);
}

#[test]
fn agents_fronts_and_owners() {
    check(&[
        ("[ORG Acme] acts on behalf of [ORG Tanchon Bank].", &["ORG#0 acts_for ORG#1"]),
        ("[PER Kim] worked on behalf of [LOC North Korea].", &["PER#0 acts_for LOC#1"]),
        ("[PER Kim] acted at the direction of [PER Lee].", &["PER#0 acts_for PER#1"]),
        ("[PER Kim] was an agent of [LOC Russia].", &["PER#0 acts_for LOC#1"]),
        ("[PER Kim] spied for [LOC Cuba].", &["PER#0 acts_for LOC#1"]),
        ("[PER Kim] represented [ORG Acme].", &["PER#0 acts_for ORG#1"]),
        ("The [LOC Iran]-backed [ORG Hezbollah] marched.", &["ORG#1 acts_for LOC#0"]),
        ("[ORG Glocom] is a front company for [ORG Pan Systems].", &["ORG#0 front_for ORG#1"]),
        (
            "[ORG Sahara Thunder] acts as a front company for the [ORG Ministry].",
            &["ORG#0 front_for ORG#1"],
        ),
        (
            "[ORG Glocom], a front company of [ORG Pan Systems], sold radios.",
            &["ORG#0 front_for ORG#1"],
        ),
        ("[PER Kim] owns [ORG Acme].", &["PER#0 owns ORG#1"]),
        ("[ORG Acme] is owned by [PER Kim].", &["PER#1 owns ORG#0"]),
        (
            "[ORG Acme] is owned and controlled by [PER Kim] and [PER Lee].",
            &["PER#1 owns ORG#0", "PER#2 owns ORG#0"],
        ),
        ("[ORG Acme] is a large trading company owned by [PER Kim].", &["PER#1 owns ORG#0"]),
        ("[ORG Acme] belongs to [ORG NIOC].", &["ORG#1 owns ORG#0"]),
        ("[PER Kim] is the owner of [ORG Acme].", &["PER#0 owns ORG#1"]),
        ("[ORG Acme] is a subsidiary of [ORG NIOC].", &["ORG#0 part_of ORG#1"]),
        (
            "[ORG Acme] is a wholly-owned subsidiary of [ORG NIOC].",
            &["ORG#0 part_of ORG#1", "ORG#1 owns ORG#0"],
        ),
        ("[ORG The Criminal Division]'s [ORG Fraud Section] spoke.", &["ORG#1 part_of ORG#0"]),
        ("[ORG FBI] opened a desk at the [ORG FBI Miami Field Office].", &["ORG#1 part_of ORG#0"]),
        ("[ORG Iranian Ministry of Defence] sits in [LOC Iran].", &["ORG#0 part_of LOC#1"]),
    ]);
}

#[test]
fn money_goods_and_harm() {
    check(&[
        ("[ORG Acme] paid [PER Kim].", &["ORG#0 finances PER#1"]),
        ("[PER Kim] was paid by [ORG Acme].", &["ORG#1 finances PER#0"]),
        ("[PER Kim] gave a bribe to [PER Lee].", &["PER#0 finances PER#1"]),
        ("[PER Lee] accepted kickbacks from [PER Kim].", &["PER#1 finances PER#0"]),
        ("[LOC Qatar] invested in [ORG Acme].", &["LOC#0 finances ORG#1"]),
        ("[ORG Acme] sold missiles to [LOC Iran].", &["ORG#0 supplies LOC#1"]),
        ("[LOC Iran] bought missiles from [ORG Acme].", &["ORG#1 supplies LOC#0"]),
        ("Missiles were shipped by [ORG Acme] to [LOC Iran].", &["ORG#0 supplies LOC#1"]),
        ("[ORG Acme] conspired to smuggle chips to [LOC Russia].", &["ORG#0 supplies LOC#1"]),
        (
            "[ORG Acme] provides services to the government of [LOC Iran].",
            &["ORG#0 supplies LOC#1"],
        ),
        ("[ORG Acme] supplied [LOC Iran] with engines.", &["ORG#0 supplies LOC#1"]),
        ("[PER Kim] defrauded [ORG Acme].", &["PER#0 targets ORG#1"]),
        ("[ORG Acme] was hacked by [ORG Lazarus].", &["ORG#1 targets ORG#0"]),
        ("[ORG Lazarus] stole funds from [ORG Acme].", &["ORG#0 targets ORG#1"]),
        ("[LOC Russia] launched an attack on [LOC Ukraine].", &["LOC#0 targets LOC#1"]),
        (
            "[PER Kim] and [PER Lee] robbed [ORG Acme].",
            &["PER#0 associate_of PER#1", "PER#0 targets ORG#2", "PER#1 targets ORG#2"],
        ),
        ("[PER Kim], who killed [PER Lee], fled.", &["PER#0 targets PER#1"]),
        ("[LOC Russia]'s invasion of [LOC Ukraine] went on.", &["LOC#0 targets LOC#1"]),
    ]);
}

#[test]
fn people_and_their_posts() {
    check(&[
        ("[PER Kim] leads [ORG Acme].", &["PER#0 leads ORG#1"]),
        ("[ORG Acme] is led by [PER Kim].", &["PER#1 leads ORG#0"]),
        ("[PER Kim], president of [ORG Acme], left.", &["PER#0 leads ORG#1"]),
        ("[PER Kim], 45, is the chief executive officer of [ORG Acme].", &["PER#0 leads ORG#1"]),
        ("[ORG FBI] Director [PER Kim] spoke.", &["PER#1 leads ORG#0"]),
        ("[LOC Yemen]'s President [PER Kim] spoke.", &["PER#1 leads LOC#0"]),
        ("[NORP Iranian] President [PER Kim] left [LOC Iran].", &["PER#1 leads LOC#2"]),
        ("[PER Kim] is a deputy head of [ORG Acme].", &["PER#0 works_for ORG#1"]),
        ("[LOC Yemen]'s foreign minister, [PER Kim], spoke.", &["PER#1 works_for LOC#0"]),
        ("[PER Kim], a spokesman for [ORG Acme], spoke.", &["PER#0 works_for ORG#1"]),
        ("[ORG Acme] spokeswoman [PER Kim] spoke.", &["PER#1 works_for ORG#0"]),
        ("[PER Kim] worked for [ORG Acme].", &["PER#0 works_for ORG#1"]),
        ("[PER Kim] was employed by [ORG Acme].", &["PER#0 works_for ORG#1"]),
        ("[PER Kim] is a member of [ORG Hamas].", &["PER#0 member_of ORG#1"]),
        ("[PER Kim] founded [ORG Acme].", &["PER#0 founded ORG#1"]),
        ("[ORG Acme] was founded by [PER Kim].", &["PER#1 founded ORG#0"]),
        ("[PER Kim] is the son of [PER Lee].", &["PER#0 family_of PER#1"]),
        ("[PER Kim]'s wife, [PER Lee], spoke.", &["PER#0 family_of PER#1"]),
        ("[PER Kim] is married to [PER Lee].", &["PER#0 family_of PER#1"]),
        ("[PER Kim] conspired with [PER Lee].", &["PER#0 associate_of PER#1"]),
        ("[PER Kim], a close associate of [PER Lee], fled.", &["PER#0 associate_of PER#1"]),
        ("[PER Kim] has ties to [ORG Hamas].", &["PER#0 associate_of ORG#1"]),
    ]);
}

#[test]
fn places() {
    check(&[
        ("He came from [LOC Miami], [LOC Florida].", &["LOC#0 located_in LOC#1"]),
        ("They fly to [LOC Iran], [LOC Iraq] and [LOC Syria].", &[]),
        ("[ORG Acme] is based in [LOC Dubai].", &["ORG#0 located_in LOC#1"]),
        ("[LOC Dubai]-based [ORG Acme] closed.", &["ORG#1 located_in LOC#0"]),
        ("[ORG Acme], headquartered in [LOC Dubai], closed.", &["ORG#0 located_in LOC#1"]),
        ("[ORG The plant] in [LOC Dubai] closed.", &["ORG#0 located_in LOC#1"]),
        ("[PER Kim], 45, of [LOC Miami], spoke.", &["PER#0 lives_in LOC#1"]),
        ("[PER Kim] lives in [LOC Miami].", &["PER#0 lives_in LOC#1"]),
        ("[PER Kim] is a citizen of [LOC Canada].", &["PER#0 citizen_of LOC#1"]),
    ]);
}

#[test]
fn words_and_dealings() {
    check(&[
        ("[LOC Israel] accused [ORG Hamas] of delays.", &["LOC#0 accuses ORG#1"]),
        ("[ORG Hamas] was condemned by [LOC Israel].", &["LOC#1 accuses ORG#0"]),
        ("[PER Kim] met with [PER Lee].", &["PER#0 cooperates_with PER#1"]),
        ("[LOC Iran] signed an agreement with [LOC Russia].", &["LOC#0 cooperates_with LOC#1"]),
    ]);
}

#[test]
fn what_is_claimed_is_alleged() {
    check(&[
        ("[PER Kim] allegedly defrauded [ORG Acme].", &["PER#0 targets? ORG#1"]),
        ("[ORG Beta] is owned by [PER Kim], prosecutors allege.", &["PER#1 owns? ORG#0"]),
        ("[PER Kim] allegedly controls [ORG Acme].", &["PER#0 owns? ORG#1"]),
        ("[PER Kim] is believed to own [ORG Acme].", &["PER#0 owns? ORG#1"]),
        ("[PER Kim] owns [ORG Acme].", &["PER#0 owns ORG#1"]),
        ("[PER Kim] denied that he worked for [ORG Acme].", &[]),
        (
            "[ORG Beta] is a front for [ORG Hezbollah], prosecutors said.",
            &["ORG#0 front_for? ORG#1"],
        ),
        ("[PER Kim], the president of [ORG Acme], denied it.", &["PER#0 leads ORG#1"]),
        ("[PER Kim] is accused of defrauding [ORG Acme].", &["PER#0 targets? ORG#1"]),
        (
            "[GROUP Prosecutors] charged [PER Kim] with defrauding [ORG Acme].",
            &["GROUP#0 charges PER#1", "PER#1 targets? ORG#2"],
        ),
        ("According to the indictment, [PER Kim] paid [PER Lee].", &["PER#0 finances? PER#1"]),
        ("[PER Kim] denied defrauding [ORG Acme].", &["PER#0 targets! ORG#1"]),
        ("[PER Kim] denies that he worked; [PER Lee] owns [ORG Acme].", &["PER#1 owns ORG#2"]),
    ]);
}

#[test]
fn what_is_not_said_is_not_stated() {
    check(&[
        ("[ORG Acme] would sell missiles to [LOC Iran].", &[]),
        ("[ORG Acme] may be owned by [PER Kim].", &[]),
        ("[ORG Acme] and [ORG Bond] are companies.", &[]),
        ("[NORP Chinese] people own [ORG Acme].", &[]),
    ]);
}

#[test]
fn a_denial_denies_only_its_own() {
    check(&[
        ("[ORG Acme] did not deny selling missiles to [LOC Iran].", &["ORG#0 supplies LOC#1"]),
        (
            "[GROUP Prosecutors] did not charge [PER Kim] with paying [PER Lee].",
            &["GROUP#0 charges! PER#1", "PER#1 finances! PER#2"],
        ),
        ("[PER Kim] is not accused of bribing [PER Lee].", &["PER#0 finances! PER#1"]),
        ("Had [PER Kim] worked for [ORG Acme], he would know.", &["PER#0 works_for? ORG#1"]),
        ("[ORG Acme] will pay [PER Lee].", &["ORG#0 finances? PER#1"]),
        (
            "[PER Kim] does not lead [ORG Acme] but works for it, [PER Kim] works for [ORG Acme].",
            &["PER#0 leads! ORG#1", "PER#0 works_for ORG#1"],
        ),
        (
            "[ORG OFAC] did not sanction [PER Kim]. [PER Lee] was listed in 2019.",
            &["ORG#0 sanctions! PER#1"],
        ),
    ]);
}

#[test]
fn what_is_settled_is_no_accusation() {
    check(&[
        ("[PER Kim] pleaded guilty to charges of defrauding [ORG Acme].", &["PER#0 targets ORG#1"]),
        (
            "[PER Kim] was convicted on three counts of bribing [PER Lee].",
            &["PER#0 finances PER#1"],
        ),
        ("[PER Kim], the president of [ORG Acme], is accused of fraud.", &["PER#0 leads ORG#1"]),
        ("After the lawsuit, [ORG Acme] paid [PER Lee].", &["ORG#0 finances PER#1"]),
        ("According to court documents, [ORG Acme] paid [PER Lee].", &["ORG#0 finances? PER#1"]),
        (
            "The indictment alleges that on May 5, at noon, [ORG Acme] paid [PER Lee].",
            &["ORG#0 finances? PER#1"],
        ),
    ]);
}

#[test]
fn what_is_said_not_to_be_is_denied() {
    check(&[
        ("[ORG Acme] did not sell missiles to [LOC Iran].", &["ORG#0 supplies! LOC#1"]),
        ("[PER Kim] never worked for [ORG Acme].", &["PER#0 works_for! ORG#1"]),
        ("[PER Kim] was not arrested by [GROUP police].", &["GROUP#1 arrests! PER#0"]),
        ("[PER Kim] is not a member of [ORG Hamas].", &["PER#0 member_of! ORG#1"]),
    ]);
}

#[test]
fn a_case_links_its_pursuers_to_its_accused() {
    check(&[
        (
            "[PER Kim] pleaded guilty to fraud. The case was investigated by the [ORG FBI] and [ORG IRS].",
            &[
                "ORG#1 cooperates_with ORG#2",
                "ORG#1 investigates PER#0",
                "ORG#2 investigates PER#0",
            ],
        ),
        ("The weather was investigated by the [ORG FBI]. [PER Kim] slept.", &[]),
        // Of whom the papers tell; the office that announces is too far away from them.
        (
            "According to the complaint, [PER Kim] paid for the trip. The case was investigated by the [ORG FBI].",
            &["ORG#1 investigates PER#0"],
        ),
        (
            "The indictment alleges that [PER Kim] paid for the trip. The case is being prosecuted by the [ORG Fraud Section].",
            &["ORG#1 charges PER#0"],
        ),
        (
            "According to the mayor, [PER Kim] paid. The case was investigated by the [ORG FBI].",
            &[],
        ),
        (
            "[PER Kim] was charged with fraud. The charges are the result of an investigation by the [ORG FBI] \
             and [ORG IRS].",
            &["ORG#1 investigates PER#0", "ORG#2 investigates PER#0"],
        ),
    ]);
}

#[test]
fn a_listing_speaks_of_its_heading() {
    check(&[("[PER Kim Chang].\nDirector of [ORG Pan Systems].", &["PER#0 leads ORG#1"])]);
}

#[test]
fn the_only_date_of_a_sentence_dates_it() {
    let (text, resolution) = marked("[PER Kim] paid [PER Lee] in [DATE 2019].");
    let doc = ingest::document("test", text);
    let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
    assert_eq!(relations[0].evidence[0].date.as_deref(), Some("2019"));
    assert!(relations[0].evidence[0].extractor.starts_with("pattern:pay"));
}

#[test]
fn roles_follow_from_relations_and_never_from_a_name() {
    use crate::schema::Role;
    let (text, mut resolution) = marked(
        "[PER Kim] acts on behalf of [LOC Iran]. [ORG Lazarus] hacked [ORG Acme]. The [ORG Miami Police] left.",
    );
    let doc = ingest::document("test", text);
    let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
    super::assign_roles(&doc, &mut resolution, &relations, None);
    let roles: Vec<Vec<Role>> =
        resolution.entities.iter().map(|e| e.roles.iter().copied().collect()).collect();
    assert_eq!(roles, [vec![Role::Proxy], vec![Role::Regime], vec![], vec![Role::Victim], vec![]]);
    let grounds = &resolution.entities[0].grounds;
    assert_eq!((grounds[0].role, grounds[0].reason.as_str()), (Role::Proxy, "subject of acts for"));
    assert!(doc.slice(grounds[0].sentence).starts_with("Kim acts"));
}

/// A guess that somebody leads a group does not take away that they are a member; knowledge does.
#[test]
fn only_what_is_likely_makes_another_type_needless() {
    let (text, resolution) = marked("[PER Kim] is a member of [ORG Hamas].");
    let doc = ingest::document("test", text);
    let candidate = |predicate: &str, extractor: &str, score| super::Candidate {
        subject: 0,
        predicate: predicate.into(),
        object: 1,
        sentence: doc.sentences()[0].span,
        extractor: extractor.into(),
        score,
        status: Status::Asserted,
        date: None,
    };
    for (extractor, leads, expected) in [
        ("neural:test", 0.3, &["leads", "member_of"][..]),
        ("neural:test", 0.8, &["leads"]),
        ("pattern:test", 0.3, &["leads"]),
    ] {
        let general = candidate("member_of", "pattern:test", 0.9);
        let denied = super::Candidate {
            status: Status::Denied,
            ..candidate("leads", "pattern:denied", 0.2)
        };
        let candidates = vec![general, denied, candidate("leads", extractor, leads)];
        let relations = super::combine(&doc, &resolution, &SCHEMA, candidates, 0.7);
        let mut found: Vec<&str> = relations.iter().map(|r| r.predicate.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}
