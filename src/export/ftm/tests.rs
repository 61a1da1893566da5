use super::*;

#[test]
fn ids_are_plain() {
    assert_eq!(id("person", "person:li-wei"), "person.li-wei");
    let check = |hostile: &str| {
        let id = id("person", hostile);
        assert_eq!(id, format!("person-{}", hash(hostile)));
    };
    for hostile in
        ["person:li wei", "person:-x", "person:", "person", "a:b:c", "a:b.c", "person:李"]
    {
        check(hostile);
    }
    assert_eq!(hash("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

#[test]
fn values_are_valid_or_left_out() {
    let check = |property, text, expected: Option<&str>| {
        assert_eq!(clean::value(property, text).as_deref(), expected, "{property} {text:?}");
    };
    check("name", " Li\n\t Wei\u{0}\u{1b} ", Some("Li Wei"));
    check("name", "\"'\"", None);
    check("name", "\u{0}", None);
    check("summary", "a\nb\u{0}", Some("a\nb"));
    check("country", "KP", Some("kp"));
    check("country", "North Korea", None);
    check("country", "XX", None);
    check("date", "2024-05", Some("2024-05"));
    check("date", "2024/2025", None);
    check("emailMentioned", "a.b@Example.org", Some("a.b@example.org"));
    check("emailMentioned", "a@b", None);
    check("emailMentioned", "a b@example.org", None);
    check("ipMentioned", "10.0.0.1", Some("10.0.0.1"));
    check("ipMentioned", "10.0.0.256", None);
    check("iban", "GB82 WEST 1234 5698 7654 32", Some("GB82WEST12345698765432"));
    check("iban", "GB00 WEST 1234 5698 7654 32", None);
    check("sourceUrl", "https://example.org/a?b=c", Some("https://example.org/a?b=c"));
    check("sourceUrl", "https://example.org", None);
    check("sourceUrl", "javascript:alert(1)", None);
    check("sourceUrl", "https://user@example.org/", None);
    let long = "x".repeat(2000);
    let cut = clean::value("fileName", &long).unwrap_or_default();
    assert_eq!(cut.chars().count(), 1024);
}
