//! The document around the page: head, policy, data, program. Enters: data. Leaves: HTML. Text gets
//! into it in one way, [`escaped`], whose result means nothing to a reader of HTML.
//!
//! The policy names what may run by its hash, so that nothing that an article smuggled in could run
//! or load, even if it got past every escape: <https://www.w3.org/TR/CSP3/>.

use crate::error::Error;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Write;

const PROGRAM: &str = include_str!("page/viewer.js");
const STYLE: &str = include_str!("page/viewer.css");

/// Who gets the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Csp {
    /// A file: it may load nothing.
    File,
    /// A served page: it may ask where it came from.
    Served,
}

impl Csp {
    /// The policy, as a header has it.
    #[must_use]
    pub fn policy(self) -> String {
        let (connect, ancestors) = match self {
            Self::File => ("'none'", ""),
            // A file cannot say this: browsers pass over it in `<meta>`.
            Self::Served => ("'self'", "; frame-ancestors 'none'"),
        };
        format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src blob: data:; \
             connect-src {connect}; base-uri 'none'; form-action 'none'{ancestors}",
            hash(PROGRAM),
            hash(STYLE)
        )
    }
}

fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// JSON that can stand in a `<script>`: whatever the strings in it hold, they neither end it nor
/// begin anything, and a reader of JSON gets back what was written.
fn escaped(data: &impl Serialize) -> Result<String, Error> {
    let json =
        serde_json::to_string(data).map_err(|error| Error::Output(std::io::Error::other(error)))?;
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => safe.push(c),
        }
    }
    Ok(safe)
}

/// Writes the file that holds everything.
pub(super) fn file(data: &impl Serialize, out: &mut impl Write) -> Result<(), Error> {
    out.write_all(page(Csp::File, &escaped(data)?).as_bytes())?;
    Ok(())
}

/// The page that asks its server for the network.
#[must_use]
pub fn served() -> String {
    page(Csp::Served, "null")
}

fn page(csp: Csp, data: &str) -> String {
    let policy = csp.policy();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Network - unravel</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <noscript>This page needs JavaScript. `unravel query` answers without.</noscript>\n\
         <script type=\"application/json\" id=\"network\">{data}</script>\n\
         <script>{PROGRAM}</script>\n</body>\n</html>\n",
        policy.replace("; frame-ancestors 'none'", "")
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_data() {
        let text = "</script><!-- & \u{2028}\u{2029}\u{0}\u{7f}\u{1f600} \" \\ ]]> ${x} `";
        let safe = escaped(&text).unwrap();
        assert!(
            !safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\u{0}', '\u{7f}']),
            "{safe}"
        );
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn the_program_does_not_end_itself() {
        for text in [PROGRAM, STYLE] {
            let lower = text.to_lowercase();
            assert!(!["</script", "<script", "<!--", "</style"].iter().any(|s| lower.contains(s)));
        }
        assert!(PROGRAM.len() + STYLE.len() < 250_000, "{}", PROGRAM.len() + STYLE.len());
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let page = served();
        assert!(!page.replace("http://www.w3.org/", "").contains("src=\"http"));
        assert!(Csp::File.policy().contains("connect-src 'none'"));
        assert!(!page.contains(" onload=") && !page.contains(" onclick="));
    }
}
