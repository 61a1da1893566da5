//! Answers as HTTP has them. Enters: what is to be said. Leaves: a response with the headers that keep
//! it where it belongs.

use super::Refused;
use crate::export::html::Csp;
use http_body_util::Full;
use hyper::{
    Response, StatusCode,
    body::Bytes,
    header::{HeaderName, HeaderValue, LOCATION},
};

/// A question that may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whether it asks for a change.
    pub post: bool,
    /// The path.
    pub path: &'a str,
    /// What follows `?`.
    pub query: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// As HTTP counts them.
    pub status: u16,
    /// Media type.
    pub kind: &'static str,
    /// The answer.
    pub body: Bytes,
}

impl Answer {
    /// Words for a person.
    pub(super) fn words(status: u16, text: impl Into<String>) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: Bytes::from(text.into()) }
    }

    /// Data.
    pub(super) fn json(body: impl Into<Bytes>) -> Self {
        Self { status: 200, kind: "application/json", body: body.into() }
    }

    /// The page.
    pub(super) fn page(text: String) -> Self {
        Self { status: 200, kind: "text/html; charset=utf-8", body: Bytes::from(text) }
    }

    /// A way to another address of this server.
    pub(super) fn elsewhere(location: String) -> Self {
        let body = Bytes::from(location);
        Self { status: 303, kind: "text/plain; charset=utf-8", body }
    }

    /// No answer, and why.
    pub(super) fn refused(refused: Refused) -> Self {
        let (status, why) = match refused {
            Refused::Token => {
                (401, "open the address that `unravel serve` printed, with its token")
            }
            Refused::Host => (421, "this is not the address that `unravel serve` printed"),
            Refused::Origin => (403, "another page asked"),
            Refused::Method => (405, "neither a question nor a correction"),
        };
        Self::words(status, why)
    }

    pub(super) fn into_response(self) -> Response<Full<Bytes>> {
        // Of what is elsewhere, the body says where.
        let location = (self.status == 303).then(|| HeaderValue::from_bytes(&self.body).ok());
        let mut response = Response::new(Full::new(self.body));
        if let Some(location) = location.flatten() {
            response.headers_mut().insert(LOCATION, location);
        }
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let policy = Csp::Served.policy();
        let headers = [
            ("content-type", self.kind),
            ("content-security-policy", policy.as_str()),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ];
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
