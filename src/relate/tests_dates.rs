//! When it happened, of sentences published on Thursday, 14 March 2019; marks as in `tests`.

use super::{
    relate,
    tests::{PATTERNS, SCHEMA, marked},
};
use crate::ingest;

/// "arrests 2019-03-12" for each relation, sorted.
fn dated(sentence: &str) -> Vec<String> {
    let (text, resolution) = marked(sentence);
    let mut doc = ingest::document("test", text);
    doc.info.published = Some("2019-03-14".into());
    let mut found: Vec<String> = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None)
        .iter()
        .map(|r| format!("{} {}", r.predicate, r.evidence[0].date.as_deref().unwrap_or("undated")))
        .collect();
    found.sort();
    found
}

#[test]
fn each_clause_has_its_own_date() {
    for (sentence, expected) in [
        ("[GROUP Police] arrested [PER Kim] last Tuesday.", &["arrests 2019-03-12"][..]),
        (
            "[PER Kim], who was arrested by [GROUP police] on Monday, owns [ORG Acme].",
            &["arrests 2019-03-11", "owns undated"],
        ),
        (
            "[GROUP Prosecutors] charged [PER Kim] on Tuesday with paying [PER Lee] in [DATE 2015].",
            &["charges 2019-03-12", "finances 2015"],
        ),
        (
            "[GROUP Prosecutors] said on Tuesday that [PER Kim] paid [PER Lee].",
            &["finances undated"],
        ),
        (
            "[ORG Acme] sold missiles to [LOC Iran] from [DATE 2015] to [DATE 2017].",
            &["supplies 2015/2017"],
        ),
        (
            "Between [DATE 2015] and [DATE 2017], [ORG Acme] sold missiles to [LOC Iran].",
            &["supplies 2015/2017"],
        ),
        (
            "[ORG Acme], a subsidiary of [ORG NIOC], sold missiles to [LOC Iran] in [DATE 2017].",
            &["part_of undated", "supplies 2017"],
        ),
        ("[PER Kim] has owned [ORG Acme] since [DATE 2012].", &["owns 2012"]),
        ("[ORG OFAC] designated [ORG Acme].", &["sanctions undated"]),
        ("[PER Kim] bought [ORG Russia Today].", &["owns undated"]),
        (
            "[PER Kim], who was arrested in [DATE 2015] by [GROUP police], leads [ORG Acme].",
            &["arrests 2015", "leads undated"],
        ),
        ("[ORG Acme] will sell missiles to [LOC Iran] on June 5.", &["supplies undated"]),
    ] {
        assert_eq!(dated(sentence), expected, "{sentence}");
    }
}
