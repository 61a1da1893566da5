//! Whether a case is whole. Enters: an open case. Leaves: every flaw in words: of the file, of its rows, of
//! its texts. What quotations say is checked against these texts by `verify`, as of any network.

use super::Case;
use crate::error::Error;
use sha2::{Digest, Sha256};

/// Something in a case that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw(pub String);

impl Case {
    /// Checks the file's structure, that no row names one that is missing, that the search knows every
    /// sentence, and that every text is the one that was read.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Flaw>, Error> {
        let mut flaws = Vec::new();
        self.within(|db| {
            let mut found = db.prepare("PRAGMA integrity_check")?;
            for line in found.query_map([], |row| row.get::<_, String>(0))? {
                let line = line?;
                if line != "ok" {
                    flaws.push(Flaw(format!("the file is damaged: {line}")));
                }
            }
            let mut found = db.prepare("PRAGMA foreign_key_check")?;
            let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?;
            for row in rows {
                let (table, of): (String, String) = row?;
                flaws.push(Flaw(format!("a row of {table} names one of {of} that is missing")));
            }
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
            let indexed = count("SELECT count(*) FROM sentence_index_docsize")?;
            if indexed != count("SELECT count(*) FROM sentence")? {
                flaws.push(Flaw("the search does not know every sentence".into()));
            }
            let silent = "SELECT count(*) FROM relation WHERE id NOT IN
                (SELECT relation FROM evidence WHERE relation IS NOT NULL)";
            if count(silent)? > 0 {
                flaws.push(Flaw("a relation quotes no sentence".into()));
            }
            let mut found = db.prepare("SELECT id, sha256, text FROM reading ORDER BY id")?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                let expected: String = row.get(1)?;
                let text = super::rows::inflate(row.get_ref(2)?.as_blob()?);
                let hash = text.map(|text| {
                    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
                });
                match hash {
                    Ok(hash) if hash == expected => {}
                    Ok(hash) => {
                        let hash: String = hash;
                        flaws.push(Flaw(format!(
                            "a text has changed: its SHA-256 is {hash}, that of the text that was read {expected}"
                        )));
                    }
                    Err(error) => {
                        flaws.push(Flaw(format!("the text {expected} is damaged: {error}")));
                    }
                }
            }
            Ok(())
        })?;
        Ok(flaws)
    }
}
