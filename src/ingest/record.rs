//! A record of a JSONL or CSV file -> a document. Enters: the fields. Leaves: id, title, date and
//! text. Knows nothing of how the record was written down.

use super::{Config, date, with_info};
use crate::{document::Document, error::Skipped};
use serde_json::{Map, Value};

const TEXT: &[&str] = &["text", "body", "content", "article"];
const ID: &[&str] = &["id", "doc", "url"];
const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "published", "published_at", "publication_date", "datetime"];

/// Whether a record with these fields can hold a text.
pub(super) fn has_text<'a>(mut names: impl Iterator<Item = &'a str>, config: &Config) -> bool {
    names.any(|name| candidates(config.text_field.as_deref(), TEXT).any(|c| same(name, c)))
}

/// The document of one record; without an id of its own it is called `file#L17` after its line.
pub(super) fn document(
    fields: &Map<String, Value>,
    source: &str,
    line: usize,
    config: &Config,
) -> Result<Document, Skipped> {
    let skip = |cause: String| Skipped { source: source.into(), line: Some(line), cause };
    let find = |wanted: &Option<String>, defaults| -> Option<&Value> {
        candidates(wanted.as_deref(), defaults).find_map(|name| {
            let exact = fields.get(name);
            let value = exact
                .or_else(|| fields.iter().find(|(key, _)| same(key, name)).map(|(_, value)| value));
            value.filter(|value| !is_blank(value))
        })
    };
    let Some(text) = find(&config.text_field, TEXT) else {
        return Err(skip(no_text(fields, config)));
    };
    let Value::String(text) = text else {
        return Err(skip("the field that holds the text is no text".into()));
    };
    let id = find(&config.id_field, ID).and_then(in_one_line);
    let title = find(&config.title_field, TITLE).and_then(in_one_line);
    let published = find(&config.date_field, DATE).and_then(|value| match value {
        Value::Number(count) => date::day_of_count(count.as_i64()?),
        value => date::day(value.as_str()?),
    });
    let mut doc = with_info(
        id.unwrap_or_else(|| format!("{source}#L{line}")),
        title,
        published,
        text.clone(),
    );
    doc.info.source = Some(source.into());
    Ok(doc)
}

fn candidates<'a>(
    wanted: Option<&'a str>,
    defaults: &'a [&'a str],
) -> impl Iterator<Item = &'a str> {
    let defaults = if wanted.is_some() { &[] } else { defaults };
    wanted.into_iter().chain(defaults.iter().copied())
}

fn same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn in_one_line(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Which fields were looked for and which are there.
fn no_text(fields: &Map<String, Value>, config: &Config) -> String {
    let looked = match &config.text_field {
        Some(name) => format!("the field {name}"),
        None => format!("a field {}", TEXT.join(", ")),
    };
    let empty = has_text(fields.keys().map(String::as_str), config);
    let seen = fields.keys().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
    match (empty, fields.is_empty()) {
        (true, _) => "the text is empty".into(),
        (false, true) => "no fields".into(),
        (false, false) => format!("no text: {looked} is needed; there are: {seen}"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(json: &str, config: &Config) -> Result<Document, Skipped> {
        document(
            serde_json::from_str::<Value>(json).unwrap().as_object().unwrap(),
            "a.jsonl",
            17,
            config,
        )
    }

    fn check(json: &str, config: &Config, expected: [Option<&str>; 4]) {
        let doc = read(json, config).unwrap();
        let info = &doc.info;
        assert_eq!(info.source.as_deref(), Some("a.jsonl"));
        let found = [
            Some(info.id.as_str()),
            info.title.as_deref(),
            info.published.as_deref(),
            Some(doc.text()),
        ];
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn fields_are_found_by_their_usual_names() {
        let usual = Config::default();
        let all = r#"{"id": "x", "title": " A \n b", "date": "May 1, 2024", "text": " T\r\n"}"#;
        check(all, &usual, [Some("x"), Some("A b"), Some("2024-05-01"), Some(" T\r\n")]);
        let other = r#"{"URL": "http://x", "Headline": "A", "Published": 1704412800, "Body": "T"}"#;
        check(other, &usual, [Some("http://x"), Some("A"), Some("2024-01-05"), Some("T")]);
        check(
            r#"{"id": 7, "text": "", "content": "T"}"#,
            &usual,
            [Some("7"), None, None, Some("T")],
        );
        check(r#"{"id": null, "text": "T"}"#, &usual, [Some("a.jsonl#L17"), None, None, Some("T")]);
        let own = Config {
            text_field: Some("corps".into()),
            id_field: Some("nr".into()),
            title_field: Some("titre".into()),
            date_field: Some("jour".into()),
            case: None,
        };
        let french = r#"{"nr": 3, "corps": "T", "titre": "A", "jour": "2024-05-01", "text": "no"}"#;
        check(french, &own, [Some("3"), Some("A"), Some("2024-05-01"), Some("T")]);
    }

    #[test]
    fn a_record_without_text_says_what_it_has() {
        let skip = |json, config: &Config| read(json, config).unwrap_err().to_string();
        let usual = Config::default();
        assert_eq!(
            skip(r#"{"id": 1, "summary": "x"}"#, &usual),
            "a.jsonl:17: no text: a field text, body, content, article is needed; there are: id, summary"
        );
        assert_eq!(skip(r#"{"text": " "}"#, &usual), "a.jsonl:17: the text is empty");
        assert_eq!(
            skip(r#"{"text": 5}"#, &usual),
            "a.jsonl:17: the field that holds the text is no text"
        );
        let own = Config { text_field: Some("corps".into()), ..Config::default() };
        assert_eq!(
            skip(r#"{"text": "x"}"#, &own),
            "a.jsonl:17: no text: the field corps is needed; there are: text"
        );
    }
}
