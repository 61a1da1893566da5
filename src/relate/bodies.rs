//! What the name of an organization says of it. Enters: `data/bodies.toml` and a lower-case name.
//! Leaves: whether it is an organ of a state, whether it pursues by its office. Reads no text.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Bodies {
    organs: Vec<String>,
    pursuers: Vec<String>,
}

#[expect(clippy::expect_used, reason = "the built-in file is read by every test of relations")]
static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/bodies.toml")).expect("data/bodies.toml is valid")
});

/// Whether a name is that of an organ of a state.
pub(super) fn is_organ(lower: &str) -> bool {
    lower.split(' ').any(|word| BODIES.organs.iter().any(|organ| organ == word))
}

/// Whether a name is that of a body that pursues: police, court, prosecutor.
pub(super) fn is_pursuer(lower: &str) -> bool {
    let name = lower.replace('’', "'");
    BODIES.pursuers.iter().any(|body| {
        name.match_indices(body.as_str()).any(|(at, _)| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            edge(name[..at].chars().next_back()) && edge(name[at + body.len()..].chars().next())
        })
    })
}
