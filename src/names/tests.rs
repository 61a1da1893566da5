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
fn the_given_name_of_the_east_is_whole_and_in_order() {
    check(
        NameKind::Person,
        false,
        &[
            ("Kim Il-Su", "KIM, Su Il"),
            ("Kim Il-Su", "Su Il Kim"),
            ("Pak Chol Nam", "PAK, Nam Chol"),
            ("Kim Jong Un", "KIM, Song"),
            ("Kim Jong Un", "KIM, Un"),
            ("Kim Jong Un", "Kim Jong"),
            ("So Tong Myong", "JONG, Yong Su"),
        ],
    );
    check(
        NameKind::Person,
        true,
        &[
            ("Kim Il Su", "Il Su Kim"),
            ("Kim Il-Su", "KIM, Il Su"),
            ("Xi Jinping", "Jinping Xi"),
            ("Tony Leung Ka Fai", "Tony Leung"),
            ("Lee Jae-myung", "이재명"),
        ],
    );
}

#[test]
fn an_initial_is_no_other_surname() {
    let apart = [
        ("Vladimir Putin", "Vladimir P. Kononov"),
        ("Anton Vargo", "KONONOV, Anton V."),
        ("Anton Vargo", "Kononov Anton V."),
    ];
    check(NameKind::Person, false, &apart);
    let one = [
        ("Ana Lucía", "Ana L. Paredes"),
        ("Ivan Petrovich", "Ivan P. Sokolov"),
        ("Anton V. Kononov", "Anton Vargo Kononov"),
        ("A. Vargo", "Anton Vargo"),
    ];
    check(NameKind::Person, true, &one);
}

#[test]
fn names_without_vowels_meet_those_with_them() {
    check(
        NameKind::Person,
        true,
        &[
            ("Bashar al-Assad", "بشار الأسد"),
            ("Hassan Nasrallah", "حسن نصر الله"),
            ("Mohammad Javad Zarif", "محمد جواد ظریف"),
            ("Mahmoud Abbas", "محمود عباس"),
            ("Ali Khamenei", "علی خامنه‌ای"),
            ("Abdul Rahman Haidar", "عبد الرحمن حيدر"),
            ("Saif al-Din Haidar", "سيف الدين حيدر"),
            ("Benjamin Netanyahu", "בנימין נתניהו"),
            ("Shimon Peres", "שמעון פרס"),
            ("Ariel Sharon", "אריאל שרון"),
            ("Fatima Haidar", "فاطمة حيدر"),
            ("Fatimah Haidar", "فاطمه حيدر"),
        ],
    );
    check(
        NameKind::Person,
        false,
        &[
            ("Bashar al-Assad", "ماهر الأسد"),
            ("Hassan Nasrallah", "حسن فضل الله"),
            ("Shimon Peres", "שמעון לוין"),
        ],
    );
}

#[test]
fn cyrillic_syllables_meet_latin_ones() {
    check(
        NameKind::Person,
        true,
        &[
            ("Kim Jong Un", "Ким Чен Ын"),
            ("Moon Jae-in", "Мун Чжэ Ин"),
            ("Ri Yong Ho", "Ли Ён Хо"),
            ("Xi Jinping", "Си Цзиньпин"),
            ("Jang Song Thaek", "Чан Сон Тхэк"),
            ("Choe Ryong Hae", "Чхве Рён Хэ"),
            ("Park Geun-hye", "Пак Кын Хе"),
            ("Li Sergei Petrovich", "Ли Сергей Петрович"),
        ],
    );
    check(
        NameKind::Person,
        false,
        &[
            ("Kim Jong Il", "Ким Чен Ын"),
            ("Xi Zhongxun", "Си Цзиньпин"),
            ("Kim Jong Un", "Ким Чен"),
        ],
    );
}

#[test]
fn the_index_finds_names_in_other_scripts() {
    let list =
        ["KIM, Jong Un", "AL-ASSAD, Bashar", "NASRALLAH, Hasan", "Xi Jinping", "KIM, Un Song"];
    let index = Index::new(list.map(|text| (Name::read(text, NameKind::Person), text)));
    for (query, expected) in [
        ("김정은", list[0]),
        ("Kim Chŏng-ŭn", list[0]),
        ("Ким Чен Ын", list[0]),
        ("بشار الأسد", list[1]),
        ("حسن نصر الله", list[2]),
        ("Си Цзиньпин", list[3]),
    ] {
        let found = index.rank(&Name::read(query, NameKind::Person), 2);
        assert_eq!(found.first().map(|(entry, _)| **entry), Some(expected), "{query}");
    }
    let index = Index::new([(Name::read("محمود عباس", NameKind::Person), 7)]);
    assert_eq!(index.rank(&Name::read("Mahmoud Abbas", NameKind::Person), 1).len(), 1);
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

#[test]
fn western_bearers_of_eastern_surnames_may_leave_out_a_middle_name() {
    let read = |text: &str| Name::read(text, NameKind::Person);
    for (a, b) in [("Dan Lee", "Dan Min Lee"), ("Jim Kim", "Jim Han Kim")] {
        assert!(compare(&read(a), &read(b)).contradiction.is_none(), "{a} / {b}");
    }
    for a in ["Karim Salem (كريم سالم)", "Karim\u{61c} Salem"] {
        assert!(compare(&read(a), &read("Akram Salim")).score < MATCH, "{a}");
    }
}

#[test]
fn a_generation_on_one_side_is_told() {
    let read = |text: &str| Name::read(text, NameKind::Person);
    let found = compare(&read("Viktor Orlov"), &read("Viktor Orlov Jr."));
    assert!(found.score < 1.0 && found.reasons.iter().any(|r| r.contains("jr")), "{found:?}");
    let found = compare(&read("Путин Владимир"), &read("Vladimir P. Kononov"));
    assert!(found.contradiction.is_some(), "{found:?}");
}
