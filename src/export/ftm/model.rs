//! What of the FollowTheMoney model this program uses. Enters: names of the model. Leaves: property
//! types, limits, and which schema is which. Facts of `followthemoney` 4; its own validation, run by
//! the tests, is what proves them.

/// The type of a property that this program writes; `id` is that of a statement.
pub(in crate::export) fn property_type(property: &str) -> &'static str {
    match property {
        "id" => "id",
        "name" | "alias" | "peopleMentioned" | "companiesMentioned" => "name",
        "summary" | "description" | "notes" | "purpose" => "text",
        "country" => "country",
        "topics" => "topic",
        "sourceUrl" => "url",
        "date" | "startDate" | "endDate" | "birthDate" | "publishedAt" => "date",
        "full" | "locationMentioned" => "address",
        "iban" | "publicKey" | "ibanMentioned" => "identifier",
        "emailMentioned" => "email",
        "ipMentioned" => "ip",
        "proof" | "owner" | "asset" | "director" | "organization" | "member" | "employee"
        | "employer" | "agent" | "client" | "payer" | "beneficiary" | "person" | "associate"
        | "relative" | "subject" | "object" => "entity",
        _ => "string",
    }
}

/// The longest value, in code points.
pub(super) fn limit(property: &str) -> usize {
    match property_type(property) {
        "name" => 384,
        "address" => 250,
        "text" => 65_000,
        "string" => 1024,
        "url" => 4096,
        "identifier" if property == "publicKey" => 512,
        "identifier" => 64,
        _ => 200,
    }
}

/// Whether an entity of `schema` may stand where the model asks for `range`.
pub(super) fn is_a(schema: &str, range: &str) -> bool {
    let parents: &[&str] = match schema {
        "Company" => &["Organization", "LegalEntity", "Asset", "Thing"],
        "Organization" => &["LegalEntity", "Thing"],
        "Person" => &["LegalEntity", "Thing"],
        "BankAccount" => &["Asset", "Thing"],
        _ => &["Thing"],
    };
    schema == range || parents.contains(&range)
}

/// A schema of edges.
pub(super) struct Link {
    /// Its name.
    pub schema: &'static str,
    /// Property of the subject, and what it may be.
    pub subject: (&'static str, &'static str),
    /// Property of the object, and what it may be.
    pub object: (&'static str, &'static str),
    /// Property that says in words what the link is.
    pub words: &'static str,
    /// Whether the schema has `status`.
    pub status: bool,
}

impl Link {
    const fn interest(
        schema: &'static str,
        subject: (&'static str, &'static str),
        object: (&'static str, &'static str),
    ) -> Self {
        Self { schema, subject, object, words: "role", status: true }
    }

    /// A link of which nothing is claimed but that there is one.
    pub const UNKNOWN: Self =
        Self::interest("UnknownLink", ("subject", "Thing"), ("object", "Thing"));

    const ALL: [Self; 8] = [
        Self::interest("Ownership", ("owner", "LegalEntity"), ("asset", "Asset")),
        Self::interest(
            "Directorship",
            ("director", "LegalEntity"),
            ("organization", "Organization"),
        ),
        Self::interest("Membership", ("member", "LegalEntity"), ("organization", "Organization")),
        Self::interest("Employment", ("employee", "Person"), ("employer", "Organization")),
        Self::interest("Representation", ("agent", "LegalEntity"), ("client", "LegalEntity")),
        Self {
            schema: "Payment",
            subject: ("payer", "LegalEntity"),
            object: ("beneficiary", "LegalEntity"),
            words: "purpose",
            status: false,
        },
        Self {
            schema: "Associate",
            subject: ("person", "Person"),
            object: ("associate", "Person"),
            words: "relationship",
            status: false,
        },
        Self {
            schema: "Family",
            subject: ("person", "Person"),
            object: ("relative", "Person"),
            words: "relationship",
            status: false,
        },
    ];

    /// The schema of this name, with these properties for subject and object.
    pub fn named(name: &str, subject: &str, object: &str) -> Option<&'static Self> {
        Self::ALL
            .iter()
            .find(|l| l.schema == name && l.subject.0 == subject && l.object.0 == object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FTM_LINKS;

    #[test]
    fn every_link_that_a_schema_may_name_is_there() {
        let all = Link::ALL.iter().map(|link| [link.schema, link.subject.0, link.object.0]);
        assert!(all.eq(FTM_LINKS));
    }
}
