//! Why a feed could not run. Enters: causes as clients give them. Leaves: errors that name the
//! server, never a user or password.

/// What can go wrong with a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the database is none. It is not repeated: a password may stand in it.
    #[error(
        "--to: {0}; known are bolt://HOST:PORT/DATABASE, bolt+s://, neo4j://, neo4j+s://, falkor://HOST:PORT/GRAPH, sparql+http://HOST:PORT/PATH and sparql+https://"
    )]
    Url(String),
    /// The data set has no name.
    #[error("a data set needs a name without control characters")]
    Dataset,
    /// Nobody answers.
    #[error("{server}: cannot be reached: {cause}")]
    Unreachable {
        /// The address, without credentials.
        server: String,
        /// The client's reason.
        cause: String,
    },
    /// The server does not know the user or password.
    #[error(
        "{server}: the user or password is wrong, or missing: set UNRAVEL_FEED_USER and UNRAVEL_FEED_PASSWORD"
    )]
    Login {
        /// The address, without credentials.
        server: String,
    },
    /// The server refuses a statement.
    #[error("{server}: refuses step {step} of {of}: {cause}")]
    Refused {
        /// The address, without credentials.
        server: String,
        /// The server's reason.
        cause: String,
        /// Which step, from 1.
        step: usize,
        /// How many steps there are.
        of: usize,
    },
    /// Everything was written, but what is gone could not be taken out.
    #[error("{server}: the network was written, but pruning failed: {cause}")]
    Prune {
        /// The address, without credentials.
        server: String,
        /// The server's reason.
        cause: String,
    },
    /// The server went away or stayed too busy.
    #[error(
        "{server}: gave up after {done} of {of} steps: {cause}; what was written stays, and running the same command again completes it"
    )]
    Stopped {
        /// The address, without credentials.
        server: String,
        /// The last reason.
        cause: String,
        /// Steps that were written.
        done: usize,
        /// How many steps there are.
        of: usize,
    },
}
