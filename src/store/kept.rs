//! What a case remembers to be faster. Enters: bytes, and the rules by which they were made. Leaves: the same
//! bytes, as long as the rules are the same. Nothing rests on them: without them all is made again.

use super::Case;
use crate::error::Error;

impl Case {
    /// The parts that were kept under these rules, in their order; those of other rules are not given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn kept(&self, rules: &str) -> Result<Vec<Vec<u8>>, Error> {
        self.within(|db| {
            let mut found =
                db.prepare_cached("SELECT data FROM compared WHERE rules = ?1 ORDER BY id")?;
            found.query_map([rules], |row| row.get(0))?.collect()
        })
    }

    /// Keeps one more part; what was kept under other rules goes, and with `instead` all else.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, rules: &str, part: &[u8], instead: bool) -> Result<(), Error> {
        self.change(|tx| {
            tx.execute("DELETE FROM compared WHERE ?2 OR rules <> ?1", (rules, instead))?;
            tx.execute("INSERT INTO compared (rules, data) VALUES (?1, ?2)", (rules, part))
                .map(drop)
        })
    }
}
