//! E-mail addresses, web addresses, domains and IP addresses. Enters: a text. Leaves: their places
//! and values, lower-cased where case means nothing; written-out dots ("example[.]com", "hxxp") are
//! undone in the value. Follows no link.

use super::{Found, any_of, data, pattern};
use crate::{schema::EntityType, span::Span};
use linkify::{LinkFinder, LinkKind};
use regex::Regex;
use serde::Deserialize;
use std::{
    collections::HashSet,
    net::{Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

#[derive(Deserialize)]
struct Endings {
    domain_endings: HashSet<String>,
    doubtful_endings: HashSet<String>,
}

static ENDINGS: LazyLock<Endings> =
    LazyLock::new(|| data(include_str!("../../../data/identifiers.toml")));
/// A run of words joined by dots or `@`, of which at least one is written out.
static DEFANGED: LazyLock<Regex> = LazyLock::new(|| {
    let dot = r"(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))";
    let joint = format!(r"(?:\.|{dot}|\[@\]|\(@\)|\[at\]|@)");
    let scheme = r"(?:h(?:xx|tt)ps?(?:\[:\]|:)//)";
    pattern(&format!(r"(?i){scheme}?[\w-]+(?:{joint}[\w-]+)+(?::\d+)?(?:/[^\s<>()\[\]]*)?"))
});
static JOINTS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let joints = [
        (&["[.]", "(.)", "{.}", "[dot]", "(dot)"][..], "."),
        (&["[@]", "(@)", "[at]"][..], "@"),
        (&["[:]"][..], ":"),
        (&["hxxp"][..], "http"),
    ];
    let compile = |words: &[&str]| pattern(&format!("(?i){}", any_of(words.iter().copied())));
    joints.iter().map(|(words, plain)| (compile(words), *plain)).collect()
});
static IPV4: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{1,3}(?:\.\d{1,3}){3}"));
static IPV6: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}"));

/// Links and network addresses of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = defanged(text);
    for more in [links(text), addresses(text)] {
        let fresh: Vec<Found> =
            more.into_iter().filter(|m| found.iter().all(|f| !f.span.overlaps(m.span))).collect();
        found.extend(fresh);
    }
    found.sort_by_key(|f| f.span);
    found
}

fn links(text: &str) -> Vec<Found> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let found = finder.links(text).filter_map(|link| {
        let span = Span::new(link.start(), link.end());
        let written = link.as_str();
        match link.kind() {
            LinkKind::Email => email(span, written),
            _ if written.contains("://") => Some(url(span, written)),
            _ => {
                let is_sure = written.starts_with("www.") || written.contains('/');
                is_domain(written, is_sure).then(|| url(span, written))
            }
        }
    });
    found.collect()
}

fn defanged(text: &str) -> Vec<Found> {
    if !JOINTS.iter().any(|(joint, _)| joint.is_match(text)) {
        return Vec::new();
    }
    let found = DEFANGED.find_iter(text).filter_map(|m| {
        let written = m.as_str().trim_end_matches(['.', ',', ';', ':', '-']);
        let span = Span::new(m.start(), m.start() + written.len());
        let plain = JOINTS.iter().fold(written.to_owned(), |text, (joint, plain)| {
            joint.replace_all(&text, *plain).into_owned()
        });
        if plain == written {
            return None;
        }
        if let Ok(address) = plain.parse::<Ipv4Addr>() {
            return Some(ip(span, address.to_string()));
        }
        if plain.contains('@') {
            return email(span, &plain);
        }
        is_domain(&plain, true).then(|| url(span, &plain))
    });
    found.collect()
}

fn addresses(text: &str) -> Vec<Found> {
    let whole = |span: Span| {
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '-');
        let after = text[span.end..].trim_start_matches(['.', ':']);
        // A full stop may end the sentence; digits or letters after it go on.
        let goes_on =
            after.len() < text.len() - span.end && after.starts_with(char::is_alphanumeric);
        !text[..span.start].ends_with(joins)
            && !goes_on
            && !text[span.end..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    let is_version = |span: Span| {
        let before = text[..span.start].trim_end().to_lowercase();
        before.ends_with("version") || before.ends_with("release")
    };
    let v4 = IPV4.find_iter(text).filter_map(|m| {
        let span = Span::new(m.start(), m.end());
        let address: Ipv4Addr = m.as_str().parse().ok()?;
        (whole(span) && !is_version(span)).then(|| ip(span, address.to_string()))
    });
    let v6 = IPV6.find_iter(text).filter_map(|m| {
        let written = m.as_str();
        let written = if written.ends_with("::") { written } else { written.trim_end_matches(':') };
        let span = Span::new(m.start(), m.start() + written.len());
        let address: Ipv6Addr = written.parse().ok()?;
        let has_digits = written.bytes().filter(u8::is_ascii_hexdigit).count() >= 2;
        (whole(span) && has_digits).then(|| ip(span, address.to_string()))
    });
    v4.chain(v6).collect()
}

const fn ip(span: Span, value: String) -> Found {
    Found { span, entity_type: EntityType::IpAddress, value: Some(value) }
}

fn email(span: Span, plain: &str) -> Option<Found> {
    let (_, domain) = plain.rsplit_once('@')?;
    is_domain(domain, true).then(|| Found {
        span,
        entity_type: EntityType::Email,
        value: Some(plain.to_lowercase()),
    })
}

/// A web address: scheme and host in lower case, the path as it is.
fn url(span: Span, plain: &str) -> Found {
    let host = plain.find("://").map_or(0, |at| at + 3);
    let path = plain[host..].find(['/', '?', '#']).map_or(plain.len(), |at| host + at);
    let value = format!("{}{}", plain[..path].to_lowercase(), &plain[path..]);
    Found { span, entity_type: EntityType::Url, value: Some(value) }
}

/// Whether the host of an address ends as domains do. An unsure one must not end in a word, nor
/// look like two sentences without a space ("left.In").
fn is_domain(written: &str, is_sure: bool) -> bool {
    let host = written.split_once("://").map_or(written, |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let Some((rest, ending)) = host.rsplit_once('.') else { return false };
    // "<GAZP.MM>" is a share.
    let one_case = ending.chars().all(char::is_lowercase)
        || !host.contains(char::is_lowercase) && ending.len() > 2;
    let lower = ending.to_lowercase();
    let labels = rest.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    });
    let last = rest.rsplit('.').next().unwrap_or_default();
    labels
        && ENDINGS.domain_endings.contains(&lower)
        && (is_sure
            || one_case && last.chars().count() > 1 && !ENDINGS.doubtful_endings.contains(&lower))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find};

    #[test]
    fn links_are_found_and_normalised() {
        check(
            find,
            "See https://Example.com/A?b=C.",
            &[("https://Example.com/A?b=C", "https://example.com/A?b=C")],
        );
        check(
            find,
            "mail Info@Bank.co.uk, or bank.example.org",
            &[("Info@Bank.co.uk", "info@bank.co.uk"), ("bank.example.org", "bank.example.org")],
        );
        check(find, "(www.treasury.gov)", &[("www.treasury.gov", "www.treasury.gov")]);
        check(
            find,
            "evil[.]example[.]com and hxxps://a[.]ru/x",
            &[("evil[.]example[.]com", "evil.example.com"), ("hxxps://a[.]ru/x", "https://a.ru/x")],
        );
        check(
            find,
            "joe[@]mail[.]com, 10.0.0[.]7",
            &[("joe[@]mail[.]com", "joe@mail.com"), ("10.0.0[.]7", "10.0.0.7")],
        );
    }

    #[test]
    fn words_with_dots_are_no_domains() {
        check(
            find,
            "the U.S.Army left.In Rome; setup.py; report.pdf; e.g. this; Inc.The; a.m.",
            &[],
        );
        check(find, "He said no.It was; <GAZP.RU>", &[]);
        check(find, "VISIT EXAMPLE.COM", &[("EXAMPLE.COM", "example.com")]);
    }

    #[test]
    fn network_addresses_are_parsed() {
        check(find, "from 192.168.1.10.", &[("192.168.1.10", "192.168.1.10")]);
        check(find, "2001:DB8::1 and ::1", &[("2001:DB8::1", "2001:db8::1")]);
        check(find, "999.1.1.1, 1.2.3.4.5, version 1.2.3.4, at 12:30:45, std::vec", &[]);
    }
}
