//! Sentences of sanctions and covert networks, and what they state; marks as in `tests`.

use super::tests::check;

#[test]
fn lists_of_sanctions() {
    check(&[
        (
            "[PER Kim], one of its deputies, was sanctioned by [ORG the Treasury].",
            &["ORG#1 sanctions PER#0"],
        ),
        ("[LOC Japan] put [PER Kim] under sanctions in 2015.", &["LOC#0 sanctions PER#1"]),
        ("[LOC Japan] put [PER Kim] on its blacklist.", &["LOC#0 sanctions PER#1"]),
        ("[PER Kim] remains on [ORG the EU]'s sanctions list.", &["ORG#1 sanctions PER#0"]),
        ("[PER Kim] was added to [ORG the EU]'s blacklist.", &["ORG#1 sanctions PER#0"]),
        ("[PER Kim] has been under [ORG UN] sanctions since 2016.", &["ORG#1 sanctions PER#0"]),
        ("[ORG Acme], which [LOC Japan] had blacklisted, closed.", &["LOC#1 sanctions ORG#0"]),
        (
            "[ORG Acme] and [ORG Bond] were both designated in April by [ORG the UN].",
            &["ORG#2 sanctions ORG#0", "ORG#2 sanctions ORG#1"],
        ),
        ("[ORG Acme] itself was designated by [ORG the UN].", &["ORG#1 sanctions ORG#0"]),
        (
            "[ORG OFAC] sanctioned [PER Kim]. [PER Lee] was listed for helping the thieves.",
            &["ORG#0 sanctions PER#1", "ORG#0 sanctions PER#2"],
        ),
        ("[PER Kim] spoke. [PER Lee] was listed for helping the thieves.", &[]),
        (
            "[ORG OFAC] sanctioned [ORG Acme] and its director, [PER Kim].",
            &["ORG#0 sanctions ORG#1", "ORG#0 sanctions PER#2"],
        ),
        (
            "[ORG OFAC] sanctioned [ORG Acme] and its chief executive, [PER Kim], for fraud.",
            &["ORG#0 sanctions ORG#1", "ORG#0 sanctions PER#2"],
        ),
        (
            "[ORG OFAC] sanctioned [ORG Acme], a company based in [LOC Dubai], and its director, [PER Kim].",
            &["ORG#0 sanctions ORG#1", "ORG#0 sanctions PER#3", "ORG#1 located_in LOC#2"],
        ),
        (
            "[ORG OFAC] sanctioned [ORG Acme], a company based in [LOC Dubai], and [PER Kim] later sold it.",
            &["ORG#0 sanctions ORG#1", "ORG#1 located_in LOC#2"],
        ),
        (
            "[ORG OFAC] sanctioned [ORG Acme] and its director, [PER Kim], denied it.",
            &["ORG#0 sanctions ORG#1"],
        ),
    ]);
}

#[test]
fn posts_and_orders_in_a_network() {
    check(&[
        (
            "[PER Kim], a.k.a. [PER Abu Rim], is the deputy representative of [ORG Acme].",
            &["PER#0 acts_for ORG#2"],
        ),
        ("[PER Kim] was once [LOC Japan]'s ambassador to the west.", &["PER#0 works_for LOC#1"]),
        (
            "[PER Kim], who was [LOC Japan]'s foreign minister then, spoke.",
            &["PER#0 works_for LOC#1"],
        ),
        ("[PER Kim] became [ORG Acme]'s director.", &["PER#0 leads ORG#1"]),
        ("[ORG Lazarus] takes its orders from [ORG Bond].", &["ORG#0 acts_for ORG#1"]),
        ("[ORG Acme] answers to [ORG Bond].", &["ORG#0 part_of ORG#1"]),
        ("[ORG Acme] is subordinate to [ORG Bond].", &["ORG#0 part_of ORG#1"]),
        ("[ORG Acme] belongs to [ORG Ministry of Oil].", &["ORG#0 part_of ORG#1"]),
    ]);
}

#[test]
fn towns_pursue_nobody_and_continents_are_a_list() {
    check(&[
        ("[PER Kim] pleaded guilty in [LOC Brooklyn].", &[]),
        ("[PER Kim] was charged in [LOC Springfield].", &[]),
        ("They work in [LOC Africa], [LOC Asia], [LOC Europe] and the [LOC Gulf].", &[]),
        (
            "[PER Kim] pleaded before [PER Judge Doe] to an information charging [PER Kim] twice.",
            &["PER#1 convicts PER#0"],
        ),
    ]);
}
