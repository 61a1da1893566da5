//! How a drawing looks. Enters: types, roles, statuses, relation types. Leaves: shapes, colours and
//! line styles. Colours are drawn from the palette of Okabe and Ito ("Color Universal Design",
//! 2008), darkened for lines and lightened for fills, so that colour-blind readers tell them apart;
//! text has a contrast of 4.5:1 on what it stands on, black text one of 7:1
//! ([WCAG 2.2](https://www.w3.org/TR/WCAG22/)). No colour carries what shape, line or label does not.

use crate::schema::{EntityType, Role, Status};

/// Outline of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Outline {
    /// Graphviz shape.
    pub shape: &'static str,
    /// Graphviz style, without `filled`.
    pub style: &'static str,
    /// Graphviz margin in inches, width and height; a house needs little, having a roof.
    pub margin: &'static str,
    /// Width and height around text, in sizes of the text: what is round needs more.
    pub room: [f32; 2],
}

/// The outline tells the type.
pub(super) const fn outline(entity_type: EntityType) -> Outline {
    let (shape, style, margin, room) = match entity_type {
        EntityType::Person => ("ellipse", "solid", "0.08,0.04", [1.2, 1.35]),
        EntityType::Organization => ("box", "solid", "0.12,0.06", [1.0, 1.0]),
        EntityType::Location => ("house", "solid", "0.03,0.01", [1.05, 1.25]),
        EntityType::Group => ("box", "dashed", "0.12,0.06", [1.0, 1.0]),
        EntityType::Norp => ("plaintext", "solid", "0.06,0.03", [1.0, 1.0]),
        _ => ("note", "solid", "0.12,0.06", [1.0, 1.0]),
    };
    Outline { shape, style, margin, room }
}

/// The fill tells the type, as the shape does.
pub(super) const fn fill(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "#fdf0c4",
        EntityType::Organization => "#d9eaf7",
        EntityType::Location => "#d8eedf",
        EntityType::Group => "#f3e0ec",
        EntityType::Norp => "#ffffff",
        _ => "#f0f0f0",
    }
}

/// Border of a node without a role.
pub(super) const FRAME: &str = "#6b6b6b";

/// The border tells the role.
pub(super) const fn border(role: Role) -> &'static str {
    match role {
        Role::Regime => "#b3261e",
        Role::Proxy => "#a84a00",
        Role::FrontCompany => "#7a4a00",
        Role::Enforcement => "#005a92",
        Role::Victim => "#9c2a6b",
    }
}

/// The ground behind a community; neighbours in the order of size differ.
pub(super) const fn ground(community: usize) -> &'static str {
    const GROUNDS: [&str; 6] = ["#f1f4f9", "#f8f4ea", "#eef6f0", "#f8f0f5", "#f1f1f1", "#eef6f8"];
    GROUNDS[community % GROUNDS.len()]
}

/// The role that colours a node which has several: the more specific one.
pub(super) fn leading(roles: &[Role]) -> Option<Role> {
    const ORDER: [Role; 5] =
        [Role::FrontCompany, Role::Regime, Role::Proxy, Role::Enforcement, Role::Victim];
    ORDER.into_iter().find(|role| roles.contains(role))
}

/// What a relation is about: gives the line its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Theme {
    /// Who pursues whom.
    Pursuit,
    /// Who acts, fronts or owns for whom.
    Control,
    /// Money and goods.
    Supply,
    /// Who harms whom.
    Harm,
    /// Everything else, also a user's own relation types.
    Other,
}

impl Theme {
    /// Every theme in the order of the legend.
    pub const ALL: [Self; 5] =
        [Self::Pursuit, Self::Control, Self::Supply, Self::Harm, Self::Other];

    /// The theme of a relation type.
    pub fn of(predicate: &str) -> Self {
        match predicate {
            "charges" | "arrests" | "convicts" | "sanctions" | "seizes_from" | "investigates"
            | "accuses" => Self::Pursuit,
            "acts_for" | "front_for" | "owns" => Self::Control,
            "finances" | "supplies" => Self::Supply,
            "targets" => Self::Harm,
            _ => Self::Other,
        }
    }

    /// Line and label colour; at least 4.5:1 against white.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Pursuit => "#0067a5",
            Self::Control => "#b34700",
            Self::Supply => "#00704f",
            Self::Harm => "#9c2a6b",
            Self::Other => "#5a5a5a",
        }
    }

    /// What the legend calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pursuit => "pursues",
            Self::Control => "acts, fronts, owns",
            Self::Supply => "pays, supplies",
            Self::Harm => "harms",
            Self::Other => "other",
        }
    }
}

/// Line colour of what is denied.
pub(super) const DENIED: &str = "#6b6b6b";

/// The line tells the status.
pub(super) const fn line(status: Status) -> &'static str {
    match status {
        Status::Asserted => "solid",
        Status::Alleged => "dashed",
        Status::Denied => "dotted",
    }
}

/// Line colour of an edge.
pub(super) fn color(predicate: &str, status: Status) -> &'static str {
    match status {
        Status::Denied => DENIED,
        _ => Theme::of(predicate).color(),
    }
}

/// A name for reading: `front_for` becomes `front for`.
pub(super) fn readable(name: &str) -> String {
    name.replace('_', " ")
}

/// A colour of this file, `#rrggbb`, as red, green and blue.
pub(super) fn rgb(color: &str) -> [u8; 3] {
    let part = |at: usize| color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    [1, 3, 5].map(|at| part(at).unwrap_or_default())
}

/// A list for formats that have none.
pub(super) fn joined<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<T> = texts.into_iter().collect();
    texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as [WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-relative-luminance) has it.
    fn luminance(color: &str) -> f64 {
        let linear = rgb(color).map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn check(text: &str, ground: &str, least: f64) {
        let (a, b) = (luminance(text) + 0.05, luminance(ground) + 0.05);
        let contrast = a.max(b) / a.min(b);
        assert!(contrast >= least, "{text} on {ground}: {contrast:.2}");
    }

    #[test]
    fn text_can_be_read_on_what_it_stands_on() {
        for fill in EntityType::ALL.map(fill) {
            check("#1a1a1a", fill, 7.0);
            Role::ALL.iter().for_each(|role| check(border(*role), fill, 4.5));
            check(FRAME, fill, 3.0);
        }
        for ground in (0..6).map(ground).chain(["#ffffff"]) {
            Theme::ALL.iter().for_each(|theme| check(theme.color(), ground, 4.5));
            check(DENIED, ground, 4.5);
        }
    }
}
