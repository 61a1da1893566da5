//! The facts agree with themselves, and with reference tables where those lie beside the project.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use super::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

/// A reference table, or `None` and a word on standard error.
fn reference(path: &str) -> Option<String> {
    let root = std::env::var_os("UNRAVEL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join(path);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {} is not there", path.display());
    }
    text
}

#[test]
fn codes_and_names_mean_one_country_each() {
    let countries = &GAZETTEER.countries;
    let mut codes = BTreeSet::new();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for country in countries {
        let Country { code, alpha3, .. } = country;
        assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
        assert!(alpha3.len() == 3 && alpha3.bytes().all(|b| b.is_ascii_uppercase()), "{alpha3}");
        assert!(codes.insert(code) && codes.insert(alpha3), "{code} {alpha3} stand twice");
        let said: BTreeSet<String> =
            country.names().chain(&country.demonyms).map(|name| fold(name)).collect();
        for name in said {
            let other = names.insert(name.clone(), code);
            assert!(other.is_none(), "{name}: {code} and {other:?}");
        }
    }
}

#[test]
fn bodies_have_one_meaning_and_known_states() {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for body in &GAZETTEER.bodies {
        if let Some(code) = &body.country {
            let known = GAZETTEER.countries.iter().any(|country| country.code == *code);
            assert!(known, "{}: {code}", body.name);
        }
        let said: BTreeSet<String> =
            body.aliases.iter().chain([&body.name]).map(|name| fold(name)).collect();
        for name in said {
            let other = names.insert(name.clone(), &body.name);
            assert!(other.is_none(), "{name}: {} and {other:?}", body.name);
        }
    }
}

#[test]
fn a_country_is_known_by_code_name_and_people() {
    for (text, expected) in [
        ("kp", Some("KP")),
        ("PRK", Some("KP")),
        ("Korea, North", Some("KP")),
        ("Korea, Democratic People's Republic of", Some("KP")),
        ("North Korean", Some("KP")),
        ("Türkiye", Some("TR")),
        ("D.P.R.K.", Some("KP")),
        ("Bahamas, The", Some("BS")),
        ("Congo, Democratic Republic of the", Some("CD")),
        ("Burma", Some("MM")),
        ("Korea", None),
        ("", None),
        (",", None),
    ] {
        assert_eq!(GAZETTEER.code(text), expected, "{text}");
    }
}

/// Every code, English short name, formal name and, for states, capital of the reference table.
#[test]
fn no_country_of_the_reference_is_missing() {
    let Some(table) = reference("names/country_codes/data/country-codes.csv") else { return };
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (alpha2, alpha3) = (column("ISO3166-1-Alpha-2"), column("ISO3166-1-Alpha-3"));
    let (capital, state) = (column("Capital"), column("is_independent"));
    let english = ["CLDR display name", "UNTERM English Short", "UNTERM English Formal"];
    let english = english.map(column);
    let mut missing = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let code = row[alpha2].to_uppercase();
        let Some(country) = GAZETTEER.countries.iter().find(|c| c.code == code) else {
            missing.push(format!("{code}: not there"));
            continue;
        };
        if country.alpha3 != row[alpha3] {
            missing.push(format!("{code}: {} for {}", country.alpha3, &row[alpha3]));
        }
        for name in english.map(|column| row[column].replace('*', "")) {
            let bare = name.split(" (").next().unwrap_or_default().trim();
            let article = bare.strip_prefix("the ").unwrap_or(bare);
            let known = GAZETTEER.code(&name).or_else(|| GAZETTEER.code(article));
            let usual = fold(article) == fold(&country.name);
            let shared = article == "Congo" && code == "CG";
            if !article.is_empty() && !usual && !shared && known != Some(&code) {
                missing.push(format!("{code}: the name {article:?}: {known:?}"));
            }
        }
        let city = fold(&row[capital]);
        let ours = country.capitals().any(|c| fold(c) == city);
        let renamed = |place: &Place| {
            let names = || place.aliases.iter().chain([&place.name]);
            names().any(|n| fold(n) == city)
                && country.capitals().any(|c| names().any(|n| fold(n) == fold(c)))
        };
        let elsewhere = GAZETTEER.places.iter().any(renamed) || DISPUTED.contains(&code.as_str());
        if &row[state] == "Yes" && !ours && !elsewhere {
            missing.push(format!("{code}: the capital {:?}", &row[capital]));
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

/// States whose capital is told differently: Bolivia's government sits in La Paz, Kazakhstan's capital
/// has its old name back, Equatorial Guinea moves, Palestine's is disputed.
const DISPUTED: [&str; 4] = ["BO", "KZ", "GQ", "PS"];

/// Told differently with reason: cities and former states that stand for the country in news, names
/// of two countries that mostly mean the larger, and two slips of the reference.
const DIFFERENT: [&str; 6] =
    ["Barbudan", "Peking", "Zaire", "Dominican", "Mauritian", "Virgin Islands"];

/// No name or demonym that the reference gives to one country is another's here.
#[test]
fn no_name_contradicts_the_reference() {
    let Some(table) = reference("names/countrynames/countrynames/data.yaml") else { return };
    let mut theirs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("  - ") {
            let name = fold(name.trim_matches(['"', '\'']));
            theirs.entry(name).or_default().insert(code.clone());
        } else if let Some(key) = line.strip_suffix(':') {
            code = key.trim_matches('"').to_owned();
        }
    }
    assert!(theirs.len() > 10_000, "read {} names", theirs.len());
    let mut wrong = Vec::new();
    let (mut known, mut all) = (0, 0);
    for country in &GAZETTEER.countries {
        for name in country.names().chain(&country.demonyms) {
            all += 1;
            let Some(codes) = theirs.get(&fold(name)) else { continue };
            known += 1;
            if !codes.contains(&country.code) && !DIFFERENT.contains(&name.as_str()) {
                wrong.push(format!("{name}: {} here, {codes:?} there", country.code));
            }
        }
    }
    eprintln!("{known} of {all} names stand in the reference too");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
