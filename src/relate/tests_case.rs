//! What a release says of its case in sentences that stand apart, and how such evidence is quoted.

use super::{
    relate,
    tests::{PATTERNS, SCHEMA, check, marked},
};
use crate::ingest;

#[test]
fn helpers_of_an_investigation_cooperate_with_who_leads_it() {
    check(&[
        (
            "[PER Kim] was charged with fraud. The case was investigated by the [ORG FBI] in [LOC Toledo], with the \
             assistance of the [ORG DEA] and the [ORG IRS].",
            &[
                "ORG#1 cooperates_with ORG#3",
                "ORG#1 cooperates_with ORG#4",
                "ORG#1 investigates PER#0",
                "ORG#1 located_in LOC#2",
                "ORG#3 investigates PER#0",
                "ORG#4 investigates PER#0",
            ],
        ),
        (
            "[PER Kim] was charged with fraud. Agencies involved in the investigation include the [ORG FBI] and \
             the [ORG DEA].",
            &["ORG#1 investigates PER#0", "ORG#2 investigates PER#0"],
        ),
        // Of a division's office it is the office.
        (
            "[PER Kim] pleaded guilty to fraud. The plea is the result of an investigation by the [ORG Antitrust \
             Division]'s [ORG Dallas Office].",
            &["ORG#2 investigates PER#0", "ORG#2 part_of ORG#1"],
        ),
    ]);
}

#[test]
fn prosecutors_stand_for_an_office_that_is_not_named() {
    check(&[
        (
            "[PER Kim] was charged with fraud. The case is being prosecuted by [PER Ann Lee].",
            &["PER#1 charges PER#0"],
        ),
        (
            "[PER Kim] was charged with fraud. The case is being prosecuted by [PER Ann Lee] of the [ORG Fraud \
             Section].",
            &["ORG#2 charges PER#0", "PER#1 works_for ORG#2"],
        ),
    ]);
}

#[test]
fn accused_of_one_sentence_are_associates() {
    check(&[
        (
            "[PER Kim] was charged with fraud. [PER Lee] was indicted too. They conspired for years, and [PER Kim] \
             paid for the flat of [PER Lee].",
            &["PER#0 associate_of PER#1"],
        ),
        ("[PER Kim] was charged with fraud. [PER Lee] watched while [PER Kim] slept.", &[]),
    ]);
}

#[test]
fn the_sentence_beside_is_quoted_where_an_end_stands_there() {
    let quotes = |text: &str| -> Vec<String> {
        let (text, resolution) = marked(text);
        let doc = ingest::document("test", text);
        let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
        let evidence = relations.iter().flat_map(|relation| &relation.evidence);
        evidence.map(|e| doc.slice(e.sentence).to_owned()).collect()
    };
    let (first, second) =
        ("[PER Kim] pleaded guilty to fraud.", "The case was investigated by the [ORG FBI].");
    let plain = "Kim pleaded guilty to fraud. The case was investigated by the FBI.";
    assert_eq!(quotes(&format!("{first} {second}")), [plain]);
    assert_eq!(
        quotes(&format!("{first} He wept. {second}")),
        ["The case was investigated by the FBI."],
        "what stands further away is not quoted"
    );
}

#[test]
fn offices_with_their_bodies() {
    check(&[
        ("[PER Tyurin] is a [ORG GRU] intelligence officer.", &["PER#0 works_for ORG#1"]),
        ("[PER Tyurin] is a [ORG GRU] [GROUP intelligence officer].", &["PER#0 works_for ORG#1"]),
        ("[PER Tyurin], a [ORG GRU] officer, left.", &["PER#0 works_for ORG#1"]),
        ("[PER Tyurin], a [ORG GRU] [GROUP officer], left.", &["PER#0 works_for ORG#1"]),
        (
            "[PER Hammond], the [ORG Antitrust Division]'s Deputy Assistant Attorney General, left.",
            &["PER#0 works_for ORG#1"],
        ),
        (
            "[PER Hammond], the [ORG Antitrust Division]'s spokesman, left.",
            &["PER#0 works_for ORG#1"],
        ),
        ("[PER Nelson], the [ORG Treasury]'s under secretary, left.", &["PER#0 works_for ORG#1"]),
        ("[PER Liu], a lawyer, was [ORG Samsung]'s Vice President.", &["PER#0 works_for ORG#1"]),
        ("[PER Liu], a lawyer, was [ORG Samsung]'s chairman.", &["PER#0 leads ORG#1"]),
        ("[PER Liu] was [ORG Samsung]'s chairman.", &["PER#0 leads ORG#1"]),
        (
            "[LOC Cuba] fell. [NORP Cuban] Vice President [PER Lage] left.",
            &["PER#2 works_for LOC#0"],
        ),
        ("[PER Liu] has agreed to serve a prison sentence in [LOC Cuba].", &[]),
        ("[ORG FBI] agent [PER Rampey] left.", &["PER#1 works_for ORG#0"]),
    ]);
}

#[test]
fn a_country_is_in_no_city() {
    let (text, mut resolution) = marked("The [LOC government] in [LOC Pyongyang] fell.");
    resolution.entities[0].attributes.insert("country".into(), "KP".into());
    let doc = ingest::document("test", text);
    assert!(relate(&doc, &resolution, &SCHEMA, &PATTERNS, None).is_empty());
}

#[test]
fn who_stands_in_a_list_of_the_accused_is_accused() {
    let prosecuted = "The case is being prosecuted by the [ORG Fraud Section].";
    for (list, accused) in [
        ("The defendants are: [PER Kim]; [ORG Acme]; and [PER Lee].", 3),
        ("The defendants are [PER Kim], 45, [ORG Acme] and [PER Lee].", 3),
        ("The company charged is [ORG Acme], led by [PER Lee].", 1),
        (
            "[GROUP Individuals] charged include:\n\n[PER Kim] of Ohio.\n\n[PER Lee] of Iowa.\n\n[ORG Acme] paid for it.",
            2,
        ),
        ("Those indicted were [PER Kim] and [PER Lee].", 2),
        ("The defendants are not [PER Kim] and [PER Lee].", 0),
        ("The defendants are sorry. [PER Kim] slept.", 0),
        ("The attorneys for the defendants are [PER Kim] and [PER Lee].", 0),
        ("The defendants were [ORG Acme]'s owners.", 0),
        ("Charges against the defendants include fraud.\n\n[PER Kim] of Ohio.", 0),
        ("The winners are: [PER Kim]; [PER Lee].", 0),
    ] {
        let (text, resolution) = marked(&format!("{list}\n\n{prosecuted}"));
        let doc = ingest::document("test", text);
        let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
        let charged = relations.iter().filter(|relation| relation.predicate == "charges").count();
        assert_eq!(charged, accused, "{list}");
    }
}

#[test]
fn who_pays_to_settle_was_accused() {
    let investigated = "The settlement is the result of an investigation by the [ORG FBI].";
    check(&[
        (
            &format!(
                "[ORG Acme] has agreed to pay $1 million to resolve allegations of fraud. {investigated}"
            ),
            &["ORG#1 investigates ORG#0"],
        ),
        (
            &format!("[ORG Acme] will pay $1 million to settle a lawsuit. {investigated}"),
            &["ORG#1 investigates ORG#0"],
        ),
        (
            &format!("[ORG Acme] will pay a civil penalty of $7. {investigated}"),
            &["ORG#1 investigates ORG#0"],
        ),
        (
            &format!(
                "[ORG Acme] paid a bribe, which carries a maximum penalty of five years. {investigated}"
            ),
            &[],
        ),
        (&format!("[ORG Acme] agreed to pay for the trip. {investigated}"), &[]),
        (&format!("[ORG Acme] agreed to resolve the case of the ship. {investigated}"), &[]),
    ]);
}

#[test]
fn who_speaks_for_the_state_prosecutes_and_who_helps_does_not() {
    check(&[
        (
            "[PER Kim] was charged with fraud. [PER Ann Lee] of the [ORG Fraud Section] represented the [LOC United States] \
             in this case.",
            &["ORG#2 charges PER#0", "PER#1 acts_for LOC#3", "PER#1 works_for ORG#2"],
        ),
        ("[PER Kim] was charged with fraud. [PER Ann Lee] represented him in this case.", &[]),
        (
            "[PER Kim] was charged with fraud. The case is being prosecuted by the [ORG Fraud Section] with assistance from \
             the [ORG Tax Division].",
            &["ORG#1 charges PER#0", "ORG#1 cooperates_with ORG#2"],
        ),
    ]);
}
