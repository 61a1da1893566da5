//! Who may ask. Enters: the head of a request. Leaves: yes, or why not. Three things must fit: the
//! token, which only who was shown the address knows; `Host`, so that no name that somebody points at
//! this machine works (DNS rebinding); `Origin` and `Sec-Fetch-Site`, so that no other page asks. A code
//! stands for the token once, in the address that a browser is started with.

use crate::error::Error;
use hyper::{HeaderMap, Method};
use std::{
    fmt::{self, Write},
    io,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

/// The header that holds the token.
const TOKEN: &str = "x-unravel-token";

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not know the token.
    Token,
    /// It names another host.
    Host,
    /// Another page asks.
    Origin,
    /// Neither a question nor a correction.
    Method,
}

/// Knows the token and the address.
pub struct Guard {
    token: String,
    /// Stands for the token in the address that a browser is started with, which everyone on the
    /// machine can see; good for one request.
    code: Mutex<Option<String>>,
    address: SocketAddr,
}

impl fmt::Debug for Guard {
    /// Without what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Guard {
    /// A new token and a new code, each of 128 random bits.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(address: SocketAddr) -> Result<Self, Error> {
        Ok(Self { token: random()?, code: Mutex::new(Some(random()?)), address })
    }

    /// The address that opens the page.
    pub(super) fn url(&self) -> String {
        format!("{}/?token={}", self.origin(), self.token)
    }

    /// An address that opens the page once; `None` when it was used.
    pub(super) fn url_once(&self) -> Option<String> {
        let code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        code.as_ref().map(|code| format!("{}/?once={code}", self.origin()))
    }

    /// Where a request with the code goes on, with the token; the code is void from then on.
    ///
    /// # Errors
    /// When the request is not for this machine, or another page asks.
    pub(super) fn exchange(
        &self,
        method: &Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
    ) -> Result<Option<String>, Refused> {
        let Some(given) = query.strip_prefix("once=").filter(|_| path == "/") else {
            return Ok(None);
        };
        if *method != Method::GET {
            return Err(Refused::Method);
        }
        self.check_place(method, headers)?;
        let mut code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        match code.take_if(|code| same(given.as_bytes(), code.as_bytes())) {
            Some(_) => Ok(Some(format!("/?token={}", self.token))),
            None => Err(Refused::Token),
        }
    }

    fn origin(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
                IpAddr::V6(_) => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
            });
        }
        format!("http://{address}")
    }

    /// Whether a request may be answered.
    ///
    /// # Errors
    /// When it may not, why.
    pub fn check(
        &self,
        method: &Method,
        path: &str,
        query: &str,
        headers: &HeaderMap,
    ) -> Result<(), Refused> {
        if !matches!(*method, Method::GET | Method::POST) {
            return Err(Refused::Method);
        }
        self.check_place(method, headers)?;
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // Only the page itself may have its token in the address: its address is what a person opens.
        let given = match path {
            "/" => query.split('&').find_map(|pair| pair.strip_prefix("token=")),
            _ => text(TOKEN),
        };
        match given.is_some_and(|given| same(given.as_bytes(), self.token.as_bytes())) {
            true => Ok(()),
            false => Err(Refused::Token),
        }
    }

    /// Whether a request is for this machine and comes from no other page.
    fn check_place(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refused> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text("host").filter(|host| self.is_ours(host)).ok_or(Refused::Host)?;
        let origin = headers.get("origin");
        let own = format!("http://{host}");
        let foreign = origin.is_some_and(|origin| origin.as_bytes() != own.as_bytes());
        // A browser says where a correction comes from; what says nothing is none.
        if foreign || (*method == Method::POST && origin.is_none()) {
            return Err(Refused::Origin);
        }
        let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
        if !matches!(site, None | Some(b"same-origin" | b"none")) {
            return Err(Refused::Origin);
        }
        Ok(())
    }

    /// A host that is this machine, and no name that somebody else could point at it.
    fn is_ours(&self, host: &str) -> bool {
        let port = self.address.port();
        let given = host.strip_suffix(&format!(":{port}"));
        // Clients leave out the usual port.
        let Some(name) = given.or_else(|| (port == 80).then_some(host)) else { return false };
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        name == "localhost" || bare.parse::<IpAddr>().is_ok()
    }
}

/// 128 random bits in hexadecimal.
fn random() -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Output(io::Error::other(error)))?;
    let mut text = String::new();
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Compares in a time that says nothing of where two differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
}
