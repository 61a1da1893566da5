//! Pairs of names of our own making that must and must not match, and properties that hold for any
//! text.

use super::{Comparison, Index, MATCH, Name, NameKind, compare};
use proptest::prelude::*;

fn of(kind: NameKind, a: &str, b: &str) -> Comparison {
    compare(&Name::read(a, kind), &Name::read(b, kind))
}

#[track_caller]
fn check(kind: NameKind, expected: bool, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .map(|(a, b)| (a, b, of(kind, a, b)))
        .filter(|(_, _, found)| (found.score >= MATCH) != expected)
        .map(|(a, b, found)| format!("{a} | {b}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn persons_meet_across_transliterations() {
    check(
        NameKind::Person,
        true,
        &[
            ("Kim Jong Un", "Kim Chŏng-ŭn"),
            ("Kim Jong-un", "KIM, Jong Un"),
            ("Kim Jong Un", "김정은"),
            ("Pak Chol Nam", "Park Cheol-nam"),
            ("Chiang Ching-kuo", "Jiang Jingguo"),
            ("Mohammed al-Tamimi", "Muhammad El Tamimi"),
            ("Abd al-Rahim Qasem", "Abdulrahim Kassem"),
            ("Salah al-Din Haidar", "Salahuddin Haydar"),
            ("Osama Bin Zayd", "Usamah ibn Zaid"),
            ("Iurii Melnikov", "Yuri Melnikoff"),
            ("Александр Сергеевич Громов", "GROMOV, Aleksandr Sergeyevich"),
            ("Serhiy Bondarenko", "Sergei Bondarenko"),
            ("Γιώργος Νικολάου", "Giorgos Nikolaou"),
            ("محمد حسن", "Mohammed Hassan"),
        ],
    );
}

#[test]
fn persons_meet_across_order_and_shortening() {
    check(
        NameKind::Person,
        true,
        &[
            ("ORLOVA, Darya Petrovna", "Darya Orlova"),
            ("Bill Harrigan", "William Harrigan"),
            ("W. Harrigan", "William Harrigan"),
            ("William T. Harrigan", "William Thomas Harrigan"),
            ("Dr. Erika Steinmann", "Erika Steinmann"),
            ("Katharina Obermeier", "Katharina Obermeyer"),
            ("Katharnia Obermeier", "Katharina Obermeier"),
            ("BinKhalifa Saeed", "Bin Khalifa Saeed"),
            ("Jean-Pierre Lacombe", "Jeanpierre Lacombe"),
            ("Ana Lucía Paredes", "Ana Lucia Paredes Quiroga"),
        ],
    );
}

#[test]
fn persons_stay_apart() {
    check(
        NameKind::Person,
        false,
        &[
            ("William Harrigan", "Walter Harrigan"),
            ("William Harrigan Jr.", "William Harrigan Sr."),
            ("William T. Harrigan", "William B. Harrigan"),
            ("Omar bin Rashid Al Kabi", "Rashid bin Omar Al Kabi"),
            ("Ivan Petrovich Sokolov", "Ivan Andreevich Sokolov"),
            ("Thomas Martin", "Martin Thomas"),
            ("Harrigan", "William Harrigan"),
            ("Mohammed", "Mohammed al-Tamimi"),
            ("Kim Yong Nam", "Kim Yong Chol"),
            ("Kim Jong Un", "Kim Tong-un"),
            ("Choe Kwang Su", "Kang Chol Su"),
            ("Mario Benedetti", "Maria Benedetti"),
            ("Pavel Lindqvist", "Pavel Lindgren"),
        ],
    );
}

#[test]
fn organizations_meet() {
    check(
        NameKind::Organization,
        true,
        &[
            ("Romashka OOO", "Limited Liability Company Romashka"),
            ("ООО «Ромашка»", "Romashka LLC"),
            ("Nordwind Aktiengesellschaft", "Nordwind AG"),
            ("The Blue Harbor Shipping Company", "Blue Harbor Shipping Co."),
            ("First Meridian Bank", "1st Meridian Bank"),
            ("Brightwater", "Brightwater Ltd"),
            ("Sun Light Traders", "Sunlight Traders"),
            ("Orion & Sons Ltd", "Orion and Sons Limited"),
            ("Korea Foreign Timber Corporation", "KFTC"),
            ("Volkov Brothers Trading", "Volkov Bros. Trading"),
            ("Brigade Twenty-Two", "Brigade 22"),
        ],
    );
}

#[test]
fn organizations_stay_apart() {
    check(
        NameKind::Organization,
        false,
        &[
            ("Meridian Bank", "Meridian Bank (Hong Kong)"),
            ("Meridian Bank (Dubai)", "Meridian Bank (Hong Kong)"),
            ("Meridian Bank", "Meridian Insurance"),
            ("Nordwind AG", "Nordwind GmbH"),
            ("Unit 2", "Unit 3"),
            ("Nordwind Fund II", "Nordwind Fund III"),
            ("Ministry of Defence of Austria", "Ministry of Defence of Australia"),
            ("QRX Aviation", "QTX Aviation"),
            ("Blue Harbor Shipping", "Red Harbor Shipping"),
        ],
    );
}

#[test]
fn reasons_are_said_in_words() {
    let found = of(NameKind::Person, "Bill B. Harrigan", "William Harrigan");
    assert_eq!(found.reasons, ["William = Bill (nickname)", "“B” on one side only"]);
    let found = of(NameKind::Organization, "Nordwind AG", "Nordwind LLC");
    assert_eq!(found.reasons, ["legal form differs: stock / limited"]);
    let found = of(NameKind::Person, "Anna B. Holm", "Anna C. Holm");
    assert_eq!(found.contradiction.as_deref(), Some("“B” against “C”"));
}

#[test]
fn the_index_puts_the_bearer_first() {
    let list = ["GROMOV, Aleksandr", "GROMOVA, Anna", "AL-TAMIMI, Muhammad", "Gromov Shipping"];
    let index = Index::new(list.map(|text| (Name::read(text, NameKind::Person), text)));
    for (query, expected) in
        [("Alexander Gromov", list[0]), ("Mohamed Tamimi", list[2]), ("Anna Gromowa", list[1])]
    {
        let found = index.rank(&Name::read(query, NameKind::Person), 2);
        assert_eq!(found.first().map(|(entry, _)| **entry), Some(expected), "{query}");
    }
    assert!(Index::<u8>::new([]).rank(&Name::read("Anna", NameKind::Person), 3).is_empty());
}

#[test]
fn keys_are_sorted_distinct_and_shared_by_spellings() {
    let keys = |text| Name::read(text, NameKind::Person).keys();
    let (a, b) = (keys("Yuri Melnikov"), keys("Jurij Melnikoff"));
    assert!(a.is_sorted() && a.iter().any(|key| b.contains(key)), "{a:?} {b:?}");
}

/// Texts of letters of many scripts, marks, digits and what stands around names.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z ,.'’()\"/-]{0,40}",
        "(\\PC|[а-яА-Я]|[ا-ي]|[가-힣]|[一-龥]| ){0,30}",
        "(abdul|al-|bin |ibn |kim |jong|OOO |Ltd|II |7|u){0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_compares_both_ways_alike(a in text(), b in text()) {
        for kind in [NameKind::Person, NameKind::Organization, NameKind::Other] {
            let (x, y) = (Name::read(&a, kind), Name::read(&b, kind));
            let found = compare(&x, &y);
            prop_assert!((0.0..=1.0).contains(&found.score));
            prop_assert_eq!(&found, &compare(&y, &x));
            prop_assert_eq!(&found, &compare(&Name::read(&a, kind), &Name::read(&b, kind)));
            prop_assert!(found.contradiction.is_none() || found.score < MATCH);
            prop_assert!(x.keys().is_sorted());
        }
    }
}
