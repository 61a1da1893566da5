//! Where the network goes. Enters: a URL, and credentials from elsewhere. Leaves: the kind of
//! database, its address, and credentials that no error and no `Debug` shows.

use super::error::Error;
use base64::{Engine, prelude::BASE64_STANDARD};
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

/// What the database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Cypher over Bolt: Neo4j, ArcadeDB, Memgraph.
    Bolt,
    /// Cypher over RESP: FalkorDB.
    Falkor,
    /// [SPARQL 1.1 Update](https://www.w3.org/TR/sparql11-protocol/) over HTTP.
    Sparql,
}

/// The address of a database.
#[derive(Clone)]
pub struct Target {
    kind: Kind,
    /// Without credentials.
    url: Url,
    user: Option<String>,
    password: Option<String>,
}

impl fmt::Display for Target {
    /// Without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.as_str();
        match (self.kind, url.split_once('?')) {
            // A query may hold a key.
            (Kind::Sparql, Some((address, _))) => write!(f, "sparql+{address}?…"),
            (Kind::Sparql, None) => write!(f, "sparql+{url}"),
            _ => f.write_str(url),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

impl Target {
    /// Reads `bolt://`, `bolt+s://`, `bolt+ssc://`, `neo4j://` (with the same endings),
    /// `falkor://`, `sparql+http://` and `sparql+https://`, with or without `USER:PASSWORD@`.
    ///
    /// ```
    /// let target = unravel::feed::Target::parse("bolt://me:secret@localhost:7687/news").unwrap();
    /// assert_eq!(target.to_string(), "bolt://localhost:7687/news");
    /// assert!(unravel::feed::Target::parse("ftp://me:secret@host").is_err());
    /// ```
    ///
    /// # Errors
    /// When the URL is none of these; the error does not repeat it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let no = |cause: &str| Error::Url(cause.to_owned());
        let (kind, rest) = match text.strip_prefix("sparql+") {
            Some(rest) => (Kind::Sparql, rest),
            None => (Kind::Bolt, text),
        };
        let mut url = Url::parse(rest).map_err(|_| no("this is no URL. Of a password, write / as %2F, : as %3A, @ as %40, # as %23 and ? as %3F"))?;
        let kind = match (kind, url.scheme()) {
            (Kind::Sparql, "http" | "https") => Kind::Sparql,
            (Kind::Bolt, "falkor") => Kind::Falkor,
            (Kind::Bolt, "bolt" | "bolt+s" | "bolt+ssc" | "neo4j" | "neo4j+s" | "neo4j+ssc") => {
                Kind::Bolt
            }
            _ => return Err(no("no database is known for this scheme")),
        };
        if url.host_str().is_none_or(str::is_empty) {
            return Err(no("the URL names no host"));
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let user = Some(decoded(url.username())).filter(|user| !user.is_empty());
        let password = url.password().map(decoded);
        // Neither fails where there is a host.
        let cleaned = url.set_password(None).and_then(|()| url.set_username(""));
        cleaned.map_err(|()| no("the URL can hold no user"))?;
        if kind != Kind::Sparql && (url.query().is_some() || url.fragment().is_some()) {
            return Err(no("nothing may follow the name of the database"));
        }
        Ok(Self { kind, url, user, password })
    }

    /// Fills in what the URL leaves open.
    #[must_use]
    pub fn or_login(mut self, user: Option<String>, password: Option<String>) -> Self {
        self.user = self.user.or(user);
        self.password = self.password.or(password);
        self
    }

    /// What the database speaks.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) const fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The database or graph that the path names.
    pub(super) fn name(&self) -> Option<String> {
        let name = self.url.path().trim_matches('/');
        let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
        Some(name).filter(|name| !name.is_empty())
    }

    /// What the header of HTTP says of user and password.
    pub(super) fn basic(&self) -> Option<String> {
        let [user, password] = [self.user(), self.password()];
        user.or(password)?;
        let [user, password] = [user, password].map(Option::unwrap_or_default);
        Some(BASE64_STANDARD.encode(format!("{user}:{password}")))
    }

    /// Other people's error messages, less what is secret, should one quote it: the password, in
    /// whatever form it was sent, and the query of the address, which may hold a key.
    pub(super) fn without_secret(&self, text: &str) -> String {
        let secrets = [self.basic(), self.password.clone(), self.url.query().map(str::to_owned)];
        let secrets = secrets.into_iter().flatten().filter(|secret| !secret.is_empty());
        secrets.fold(text.to_owned(), |text, secret| text.replace(&secret, "***"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let check = |text: &str, kind, shown: &str, name: Option<&str>| {
            let target = Target::parse(text).expect(text);
            assert_eq!((target.kind(), target.to_string().as_str()), (kind, shown));
            assert_eq!(target.name().as_deref(), name);
        };
        check("bolt://localhost", Kind::Bolt, "bolt://localhost", None);
        check("neo4j+s://a:b@h:1/my%20db", Kind::Bolt, "neo4j+s://h:1/my%20db", Some("my db"));
        check("falkor://:p@h:6379/g", Kind::Falkor, "falkor://h:6379/g", Some("g"));
        check(
            "sparql+https://u:p@h/ds/update?x=1",
            Kind::Sparql,
            "sparql+https://h/ds/update?…",
            Some("ds/update"),
        );
    }

    #[test]
    fn nothing_shows_the_password() {
        let target = Target::parse("bolt://me:s%40cret@h").expect("a URL");
        assert_eq!((target.user(), target.password()), (Some("me"), Some("s@cret")));
        assert_eq!(format!("{target:?} {target}"), "Target(bolt://h) bolt://h");
        assert_eq!(target.without_secret("bad s@cret"), "bad ***");
        for wrong in [
            "http://me:s3cret@h",
            "sparql+ftp://s3cret@h",
            "s3cret",
            "bolt:s3cret",
            "bolt://h/d?s3cret",
        ] {
            let error = Target::parse(wrong).expect_err(wrong).to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn the_url_comes_before_the_environment() {
        let target = Target::parse("bolt://me@h").expect("a URL");
        let target = target.or_login(Some("other".into()), Some("pass".into()));
        assert_eq!((target.user(), target.password()), (Some("me"), Some("pass")));
    }
}
