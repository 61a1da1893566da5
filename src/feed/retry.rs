//! What to do when a database says no. Enters: a call that may fail. Leaves: its answer, or a
//! failure after some patience. Every step may be run twice, so a step whose answer was lost is
//! simply run again.

use super::{error::Error, target::Target};
use std::{thread, time::Duration};

/// Pauses between tries, in milliseconds.
const PAUSES: [u64; 5] = [200, 400, 800, 1600, 3200];

/// Why a step failed, as far as it matters what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no connection, or it broke.
    Gone(String),
    /// The server asks to try again.
    Busy(String),
    /// Wrong user or password.
    Login,
    /// Trying again would not help.
    Refused(String),
}

impl Failure {
    pub(super) fn at(self, target: &Target, done: usize, of: usize) -> Error {
        let server = target.to_string();
        match self {
            Self::Gone(cause) if done == 0 => {
                Error::Unreachable { server, cause: target.without_secret(&cause) }
            }
            Self::Gone(cause) | Self::Busy(cause) => {
                Error::Stopped { server, cause: target.without_secret(&cause), done, of }
            }
            Self::Login => Error::Login { server },
            Self::Refused(cause) if done == of => {
                Error::Prune { server, cause: target.without_secret(&cause) }
            }
            Self::Refused(cause) => {
                Error::Refused { server, cause: target.without_secret(&cause), step: done + 1, of }
            }
        }
    }
}

/// Calls until it works, or it failed for good or six times.
pub(super) fn patiently<T>(mut call: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    for pause in PAUSES {
        match call() {
            Err(Failure::Gone(_) | Failure::Busy(_)) => {
                thread::sleep(Duration::from_millis(pause));
            }
            answer => return answer,
        }
    }
    call()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let calls_until = |failures: &[Failure]| {
            let mut calls = 0;
            let answer = patiently(|| {
                calls += 1;
                failures.get(calls - 1).map_or(Ok(()), |failure| Err(failure.clone()))
            });
            (calls, answer)
        };
        assert_eq!(calls_until(&[]), (1, Ok(())));
        assert_eq!(calls_until(&[Failure::Busy("lock".into())]), (2, Ok(())));
        assert_eq!(calls_until(&[Failure::Login]), (1, Err(Failure::Login)));
        let refused = Failure::Refused("syntax".into());
        assert_eq!(
            calls_until(&[Failure::Gone("reset".into()), refused.clone()]),
            (2, Err(refused))
        );
    }
}
