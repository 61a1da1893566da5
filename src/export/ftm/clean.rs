//! Values as the model's types ask for them. Enters: any text. Leaves: a valid value of the
//! property's type, or nothing. The one place where text enters an entity.

use super::model::{limit, property_type};
use crate::{export::dates, gazetteer::GAZETTEER};
use iban::IbanLike;
use std::net::IpAddr;

/// The value in the form of the property's type; `None` where it has none.
pub(super) fn value(property: &str, text: &str) -> Option<String> {
    let most = limit(property);
    match property_type(property) {
        "name" => Some(cut(&name(text)?, most)),
        "address" => Some(cut(&address(text)?, most)),
        "text" => said(text, true).map(|text| cut(&text, most)),
        "string" => said(text, false).map(|text| cut(&text, most)),
        "country" => country(text),
        "date" => {
            dates::ends(text).filter(|(from, to)| from == to).map(|(from, _)| from.to_owned())
        }
        "email" => email(text),
        "ip" => text.parse::<IpAddr>().ok().map(|_| text.to_owned()),
        "identifier" if property == "publicKey" => token(text, most),
        "identifier" => {
            text.parse::<iban::Iban>().ok().map(|iban| iban.electronic_str().to_owned())
        }
        "url" => url(text).filter(|url| url.len() <= most),
        // Ids and topics are words of ours.
        _ => Some(text.to_owned()),
    }
}

/// Without control characters and those that no text has; line breaks and tabs stay in long texts.
fn said(text: &str, lines: bool) -> Option<String> {
    let keep = |c: char| !c.is_control() && !matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    let text: String = match lines {
        true => text.chars().filter(|&c| keep(c) || matches!(c, '\n' | '\t')).collect(),
        false => text.chars().map(blank).filter(|&c| keep(c)).collect(),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A name: its blanks are single, and something is left between the quotes that the model takes off.
fn name(text: &str) -> Option<String> {
    let name = said(text, false)?.split_whitespace().collect::<Vec<_>>().join(" ");
    name.contains(|c: char| !matches!(c, '"' | '\'' | ' ')).then_some(name)
}

/// The model breaks addresses at `;` and line breaks, and puts commas there.
fn address(text: &str) -> Option<String> {
    let address = name(&text.replace([';', '\n', '\r', '\t'], " "))?;
    Some(address)
}

fn country(text: &str) -> Option<String> {
    (GAZETTEER.code(text) == Some(text)).then(|| text.to_lowercase())
}

fn email(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let label = |label: &str| {
        !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let top = domain.rsplit('.').next()?;
    (!local.is_empty()
        && local.len() <= 64
        && local.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(|part| part.split('-').all(label))
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && text.len() <= 200)
        .then(|| format!("{local}@{}", domain.to_lowercase()))
}

/// A run of letters and digits.
fn token(text: &str, most: usize) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b':';
    (!text.is_empty() && text.len() <= most && text.bytes().all(plain)).then(|| text.to_owned())
}

/// An address of the web with a host of plain labels; anything else is no link.
fn url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && label.bytes().any(|b| b.is_ascii_alphanumeric())
    };
    let top = host.rsplit('.').next()?;
    let plain =
        path.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    (host.contains('.')
        && host.split('.').all(label)
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && plain)
        .then(|| text.to_owned())
}

/// At most so many code points, and says that it was cut.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}
