//! List files, good and hostile; people and companies are invented.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Watchlist, read};
use crate::watchlist::{Entry, EntryName, EntryType, NameStanding};
use std::{fs, io::Write, path::Path};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Line and beginning of the cause of every row left out, file name first when it is another's.
fn left_out(list: &Watchlist) -> Vec<String> {
    let name = |source: &str| Path::new(source).file_name().unwrap().to_string_lossy().into_owned();
    let skipped = list.skipped.iter();
    skipped.map(|s| format!("{}:{} {}", name(&s.source), s.line.unwrap(), s.cause)).collect()
}

fn names(entry: &Entry) -> Vec<(&str, NameStanding)> {
    entry.names.iter().map(|name| (name.text.as_str(), name.standing)).collect()
}

const SDN: &str = "\
101,\"VARGO, Anton Ilyich\",\"individual\",\"TEST1] [TEST2\",\"Colonel\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 04 Mar 1962; alt. DOB circa 1964; nationality Belarus; alt. citizen Korea, North; a.k.a. 'THE GLAZIER'; Gender Male.\"
102,\"QUILLON \"\"MARINE\"\" TRADING LLC\",-0- ,\"TEST3\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
103,\"OSTRAVA STAR\",\"vessel\",\"TEST3\",-0- ,\"ABCD\",\"Tanker\",-0- ,-0- ,\"Panama\",-0- ,-0- 
104,\"TOO SHORT\",-0- 
abc,\"NO NUMBER\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
101,\"TWICE\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
105,\"OPEN QUOTE,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
106,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 

107,\"EX-TEST\",\"aircraft\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
\u{1a}
";
const ALT: &str = "\
101,1,\"aka\",\"WARGO, Anton\",-0- 
102,2,\"fka\",\"QMT SHIPPING\",-0- 
999,3,\"aka\",\"NOBODY\",-0- 
101,4
";
const ADD: &str =
    "102,1,\"Pier 4\",\"Dubai\",\"United Arab Emirates\",-0- \n102,2,-0- ,-0- ,-0- ,-0- \n";

#[test]
fn ofac_entries_have_their_aliases_dates_and_countries() {
    use NameStanding::{Alias, Primary, Weak};
    let files =
        [("sdn.csv", SDN.as_bytes()), ("alt.csv", ALT.as_bytes()), ("add.csv", ADD.as_bytes())];
    let folder = folder(&files);
    let list = read(&folder.path().join("sdn.csv")).unwrap();
    let ids: Vec<&str> = list.entries.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids, ["101", "102", "103", "107"]);
    let [person, company, vessel, aircraft] = &list.entries[..] else { panic!() };
    assert_eq!((person.list.as_str(), person.entry_type), ("SDN", EntryType::Person));
    assert_eq!(
        names(person),
        [("VARGO, Anton Ilyich", Primary), ("THE GLAZIER", Weak), ("WARGO, Anton", Alias)]
    );
    assert_eq!(Vec::from_iter(&person.birth_dates), ["1962-03-04", "1963", "1964", "1965"]);
    assert_eq!(Vec::from_iter(&person.countries), ["BY", "KP"]);
    assert_eq!(Vec::from_iter(&person.programs), ["TEST1", "TEST2"]);
    assert_eq!(company.entry_type, EntryType::Organization);
    assert_eq!(
        names(company),
        [("QUILLON \"MARINE\" TRADING LLC", Primary), ("QMT SHIPPING", Alias)]
    );
    assert_eq!(Vec::from_iter(&company.countries), ["AE"]);
    assert_eq!(vessel.entry_type, EntryType::Vessel);
    assert_eq!(aircraft.entry_type, EntryType::Aircraft);
    assert!(aircraft.programs.is_empty() && aircraft.birth_dates.is_empty());
    assert_eq!(
        left_out(&list),
        [
            "sdn.csv:4 3 fields instead of 12",
            "sdn.csv:5 \"abc\" is no number of an entry",
            "sdn.csv:6 number 101 stands twice",
            "sdn.csv:7 a quote is never closed",
            "sdn.csv:8 no name",
            "alt.csv:3 no entry has this number",
            "alt.csv:4 2 fields",
        ]
    );
}

#[test]
fn each_alias_stands_once_in_its_order() {
    let aliases: Vec<String> = (0..3_000).map(|n| format!("Alias {}", n % 1_500)).collect();
    let table = format!("name,aliases\nAlias 7,{}\n", aliases.join(";"));
    let alt: String = aliases.iter().map(|a| format!("101,1,\"aka\",\"{a}\",-0-\n")).collect();
    let sdn = SDN.lines().next().unwrap();
    let files =
        [("t.csv", table.as_bytes()), ("sdn.csv", sdn.as_bytes()), ("alt.csv", alt.as_bytes())];
    let folder = folder(&files);
    let read = |name: &str| read(&folder.path().join(name)).unwrap().entries.remove(0);
    let (table, ofac) = (read("t.csv"), read("sdn.csv"));
    let numbers = |names: &[EntryName]| -> Vec<usize> {
        names
            .iter()
            .map(|name| name.text.strip_prefix("Alias ").unwrap().parse().unwrap())
            .collect()
    };
    let in_order: Vec<usize> = (0..1_500).collect();
    let but_seven: Vec<usize> = in_order.iter().copied().filter(|&n| n != 7).collect();
    assert_eq!((numbers(&table.names[..1]), numbers(&table.names[1..])), (vec![7], but_seven));
    assert_eq!((ofac.names.len(), numbers(&ofac.names[2..])), (1_502, in_order));
}

#[test]
fn values_that_cannot_be_read_are_counted_by_file() {
    let told = |name: &str, files: &[(&str, &[u8])]| -> (Vec<String>, usize) {
        let folder = folder(files);
        let list = read(&folder.path().join(name)).unwrap();
        assert_eq!(list.skipped, []);
        let base = format!("{}/", folder.path().display());
        (list.unread.iter().map(|u| u.to_string().replace(&base, "")).collect(), list.entries.len())
    };
    let marks = "name,dob,country\nA B,-0-,N/A\nC D,Unknown,-\nE F,,\nG H,1900 to 1999,na\n";
    assert_eq!(told("t.csv", &[("t.csv", marks.as_bytes())]), (vec![], 4));
    let lines = concat!(
        r#"{"id":"p1","schema":"Person","properties":{"name":["A B"],"birthDate":["1962","62?"],"nationality":["by"]}}"#,
        "\n\n",
        r#"{"id":"p2","schema":"Person","properties":{"name":["C D"],"birthDate":["1962-13"],"country":["zz","suhh"]}}"#,
    );
    let expected = [
        "e.json: 2 dates of birth cannot be read, the first in line 1: \"62?\"",
        "e.json: 2 countries cannot be read, the first in line 3: \"zz\"",
    ];
    assert_eq!(
        told("e.json", &[("e.json", lines.as_bytes())]),
        (expected.map(String::from).into(), 2)
    );
    let sdn = SDN.lines().next().unwrap().replace("04 Mar 1962", "a Monday");
    let add = "101,1,\"Pier 4\",\"Dubai\",\"undetermined\",-0-\n101,2,\"Pier 5\",\"X\",\"Atlantis\",-0-\n";
    let expected = [
        "sdn.csv: 1 date of birth cannot be read, in line 1: \"a Monday\"",
        "add.csv: 1 country cannot be read, in line 2: \"Atlantis\"",
    ];
    let files = [("sdn.csv", sdn.as_bytes()), ("add.csv", add.as_bytes())];
    assert_eq!(told("sdn.csv", &files), (expected.map(String::from).into(), 1));
}

#[test]
fn a_quote_inside_a_field_swallows_no_rows() {
    let rows = "id,name,aliases\n1,Lindgren 6\" Pipe Works,\n2,\"Vargo,\nAnton\",\n3,Quillon Marine,a \"b\n";
    let folder = folder(&[("own.csv", rows.as_bytes())]);
    let list = read(&folder.path().join("own.csv")).unwrap();
    let ids: Vec<&str> = list.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!((ids, list.skipped.len()), (vec!["1", "2", "3"], 0));
}

#[test]
fn gzip_and_old_encodings_are_read() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"\xef\xbb\xbfName\r\nJos\xe9 Quintero Brava\r\n").unwrap();
    let folder = folder(&[("own.list.csv.gz", &packed.finish().unwrap())]);
    let list = read(&folder.path().join("own.list.csv.gz")).unwrap();
    assert_eq!(names(&list.entries[0]), [("José Quintero Brava", NameStanding::Primary)]);
    assert_eq!(
        (list.entries[0].list.as_str(), list.entries[0].id.as_str()),
        ("own.list", "line 2")
    );
}

#[test]
fn follow_the_money_entities_are_read() {
    use NameStanding::{Alias, Primary, Weak};
    let lines = concat!(
        r#"{"id":"p1","schema":"Person","caption":"Anton Vargo","datasets":["test_list"],"properties":{"name":["VARGO Anton","Anton Vargo"],"alias":["Антон Варго"],"weakAlias":["Glazier"],"birthDate":["1962-03-04"],"nationality":["by"],"topics":["sanction"]}}"#,
        "\n",
        r#"{"id":"o1","schema":"LegalEntity","datasets":["a","b"],"properties":{"name":["Quillon Marine"],"jurisdiction":["ae"],"sanctions":[{"schema":"Sanction","properties":{"program":["T9"]}}]}}"#,
        "\n\n",
        r#"{"id":"a1","schema":"Address","properties":{"full":["Pier 4"]}}"#,
        "\n",
        r#"{"id":"x1","schema":"Person","properties":{}}"#,
        "\n{\"id\": \"half\n",
        r#"{"schema":"Person","properties":{"name":["No Id"]}}"#,
        "\n",
        r#"{"id":"p1","schema":"Person","properties":{"name":["Twice Told"]}}"#,
        "\n",
        r#"{"id":"s1","schema":"Sanction","properties":{"entity":["p1","gone"],"program":["T8"]}}"#,
        "\n",
        r#"{"id":"v1","schema":"Vessel","properties":{"name":"Ostrava Star","flag":[1,null,"pa"]}}"#,
    );
    let folder = folder(&[("entities.ftm.json", lines.as_bytes())]);
    let list = read(&folder.path().join("entities.ftm.json")).unwrap();
    let [person, company, vessel] = &list.entries[..] else { panic!("{:?}", list.entries) };
    assert_eq!((person.list.as_str(), person.id.as_str()), ("test_list", "p1"));
    assert_eq!(
        names(person),
        [
            ("Anton Vargo", Primary),
            ("VARGO Anton", Primary),
            ("Антон Варго", Alias),
            ("Glazier", Weak)
        ]
    );
    assert_eq!(Vec::from_iter(&person.programs), ["T8", "sanction"]);
    assert_eq!((company.list.as_str(), company.entry_type), ("entities", EntryType::Unknown));
    assert_eq!(Vec::from_iter(&company.programs), ["T9"]);
    assert_eq!(
        (vessel.entry_type, Vec::from_iter(&vessel.countries)),
        (EntryType::Vessel, vec![&"PA".to_owned()])
    );
    let causes = left_out(&list);
    assert_eq!(causes.len(), 4, "{causes:?}");
    assert_eq!(causes[0], "entities.ftm.json:5 no name");
    assert!(
        causes[1].starts_with("entities.ftm.json:6 no FollowTheMoney entity: "),
        "{}",
        causes[1]
    );
    assert!(causes[2].contains("missing field `id`"), "{}", causes[2]);
    assert_eq!(causes[3], "entities.ftm.json:8 id \"p1\" stands twice");
}

#[test]
fn tables_are_read_by_their_header() {
    let table = "\
Type;NAME;Date of birth;Aliases;Country;List
person;\"Vargo; Anton\";1962;A. Vargo;Belarus;mine
ship;Ostrava Star;;;;
robot;Unit Nine;;;;
person;;1962;;;
person;One;Two;Three;Four;Five;Six
person;\"two
lines\";;;;
";
    let folder = folder(&[("t.txt", table.as_bytes())]);
    let list = read(&folder.path().join("t.txt")).unwrap();
    let found: Vec<(&str, &str, EntryType)> =
        list.entries.iter().map(|e| (e.list.as_str(), e.name(), e.entry_type)).collect();
    assert_eq!(
        found,
        [
            ("mine", "Vargo; Anton", EntryType::Person),
            ("t", "Ostrava Star", EntryType::Vessel),
            ("t", "two\nlines", EntryType::Person),
        ]
    );
    assert_eq!(
        left_out(&list),
        [
            "t.txt:4 \"robot\" is no type of an entry",
            "t.txt:5 no name",
            "t.txt:6 7 fields, 6 in the header",
        ]
    );
}

#[test]
fn what_is_no_list_is_refused_with_its_cause() {
    let long = [b"{\"id\":\"".as_slice(), &[b'a'; 17 << 20], b"\"}\n{\"id\":1}\n"].concat();
    for (name, bytes, expected) in [
        ("empty.csv", b"".as_slice(), ":1: not a list of known entities: the file is empty"),
        ("blank.csv", b"\n \n", ":1: not a list of known entities: the file is empty"),
        ("picture.csv", b"\x89PNG\0\0\n", "not text (binary content)"),
        ("header.csv", b"surname,born\nVargo,1962\n", "no column \"name\" in the first line"),
        ("alone.csv", ALT.as_bytes(), "OFAC's aliases or addresses: give sdn.csv"),
        ("none.csv", b"name\n", "no entry can be used: no entry in it"),
        (
            "bad.json",
            b"{\"id\": 7}\n",
            "bad.json:1: not a list of known entities: no entry can be used: no Follow",
        ),
        ("long.json", &long, "a line of more than 16 MiB"),
        ("broken.csv.gz", b"\x1f\x8b\x08\0garbage", "broken.csv.gz:1: not a list"),
    ] {
        let folder = folder(&[(name, bytes)]);
        let error = read(&folder.path().join(name)).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
        assert!(error.contains(name), "{name}: {error}");
    }
    let error = read(Path::new("no/such/list.csv")).unwrap_err().to_string();
    assert!(error.starts_with("no/such/list.csv: cannot be read"), "{error}");
}

#[test]
fn one_long_line_costs_only_itself() {
    let mut lines =
        b"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Anton Vargo\"]}}\n"
            .to_vec();
    lines.extend(vec![b'x'; 40 << 20]);
    lines.extend(
        b"\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Harun Besim\"]}}\n",
    );
    let folder = folder(&[("l.json", &lines)]);
    let list = read(&folder.path().join("l.json")).unwrap();
    assert_eq!(list.entries.len(), 2);
    assert_eq!(left_out(&list), ["l.json:2 a line of more than 16 MiB"]);
}
