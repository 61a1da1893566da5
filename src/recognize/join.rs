//! Names that the model cut in two. Enters: the names of a sentence. Leaves: the same, joined
//! inside brackets ("Impex (UCI) Ltd"), by a hyphen between peoples ("German-Syrian") and where a
//! list puts the surname first ("ROE, Ann, Marie"). Joins no two names of one list.

use super::{
    Name,
    edges::{open, touches, unopened},
};
use crate::{document::Document, schema::EntityType};

/// Joins the parts of brackets and peoples: before the edges of names are cleaned.
pub(super) fn parts(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    join(names, |last, name| in_brackets(doc, last, name) || by_hyphen(doc, last, name))
}

/// Joins surnames in capitals to the given names after them: when the edges are clean.
pub(super) fn surnames(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    join(names, |last, name| by_comma(doc, last, name))
}

fn join(names: Vec<Name>, belong: impl Fn(&Name, &Name) -> bool) -> Vec<Name> {
    let mut joined: Vec<Name> = Vec::new();
    for name in names {
        match joined.last_mut().filter(|last| belong(last, &name)) {
            Some(last) => {
                last.tokens.end = name.tokens.end;
                last.entity_type = name.entity_type;
                last.score = last.score.min(name.score);
            }
            None => joined.push(name),
        }
    }
    joined
}

fn in_brackets(doc: &Document, last: &Name, name: &Name) -> bool {
    let gap = last.tokens.end..name.tokens.start;
    let opens = gap.is_empty() && open(doc, &last.tokens) == Some(")")
        || gap.len() == 1 && doc.token_text(gap.start) == "(";
    opens
        && last.entity_type == name.entity_type
        && open(doc, &name.tokens).is_none()
        && unopened(doc, &name.tokens).is_some()
}

fn by_hyphen(doc: &Document, last: &Name, name: &Name) -> bool {
    let hyphen = last.tokens.end;
    hyphen + 1 == name.tokens.start
        && doc.token_text(hyphen) == "-"
        && touches(doc, hyphen - 1)
        && touches(doc, hyphen)
        && name.entity_type == EntityType::Norp
        && matches!(last.entity_type, EntityType::Norp | EntityType::Location)
}

fn by_comma(doc: &Document, last: &Name, name: &Name) -> bool {
    let comma = last.tokens.end;
    let surname = doc.token_text(last.tokens.start);
    let has_surname = surname.chars().count() > 2
        && surname.chars().all(char::is_uppercase)
        && (last.tokens.len() == 1 || doc.token_text(last.tokens.start + 1) == ",");
    let is_given = name.tokens.clone().all(|token| {
        let text = doc.token_text(token);
        text.chars().count() == 1 || text.chars().skip(1).all(|c| !c.is_uppercase())
    });
    comma + 1 == name.tokens.start
        && doc.token_text(comma) == ","
        && last.entity_type == EntityType::Person
        && name.entity_type == EntityType::Person
        && has_surname
        && is_given
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ingest, recognize::tests};
    use EntityType::{Location, Norp, Organization, Person};

    /// `tagged` are names in text order; `expected` what is left of them.
    #[track_caller]
    fn check(
        join: fn(&Document, Vec<Name>) -> Vec<Name>,
        text: &str,
        tagged: &[(&str, EntityType)],
        expected: &[(&str, EntityType)],
    ) {
        let doc = ingest::document("d", text.to_owned());
        let names = tests::tagged(&doc, tagged);
        let names = join(&doc, names);
        let found: Vec<_> =
            names.iter().map(|n| (doc.slice(n.span(&doc)), n.entity_type)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn brackets_and_peoples_are_joined() {
        check(
            parts,
            "Impex (UCI) Ltd",
            &[("Impex (", Organization), ("UCI) Ltd", Organization)],
            &[("Impex (UCI) Ltd", Organization)],
        );
        check(
            parts,
            "Air Wing (AW) Unit",
            &[("Air Wing", Organization), ("AW) Unit", Organization)],
            &[("Air Wing (AW) Unit", Organization)],
        );
        check(
            parts,
            "a German-Syrian man",
            &[("German", Norp), ("Syrian", Norp)],
            &[("German-Syrian", Norp)],
        );
        let border = [("U.S.", Location), ("Mexico", Location)];
        check(parts, "the U.S.-Mexico border", &border, &border);
    }

    #[test]
    fn surnames_are_joined_to_given_names() {
        check(
            surnames,
            "ROE, Ann, Marie; KIM",
            &[("ROE", Person), ("Ann", Person), ("Marie", Person), ("KIM", Person)],
            &[("ROE, Ann, Marie", Person), ("KIM", Person)],
        );
        let list = [("Roe", Person), ("Ann", Person)];
        check(surnames, "Roe, Ann", &list, &list);
        let list = [("ROE", Person), ("DOE", Person)];
        check(surnames, "ROE, DOE", &list, &list);
    }
}
