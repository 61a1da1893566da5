//! Opening a case. Enters: a path. Leaves: a connection to a file that is a case, of this version or, to
//! read it, of an earlier one; or an error that says what it is instead.

use super::{Case, Lock, told};
use crate::error::Error;
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Stands in the file's header, so that `file` and others know it: "Unrv".
const APPLICATION: i64 = 0x556e_7276;
/// Version of the tables.
const VERSION: i64 = 2;
/// What brings the tables of version 1 to version 2, and so on. Who only reads does without: a version of which
/// that is no longer true must be refused there.
const MIGRATIONS: [(i64, &str); 1] = [(2, include_str!("migrations/2.sql"))];
/// How long a reader waits where SQLite itself must wait.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Pages of 4 kB in the log beside the file before they are written into it: the changes of a usual run are written
/// once, at its end.
const LOGGED: i64 = 1 << 14;

/// Bytes of the header that every SQLite file begins with.
const HEADER: u64 = 100;
/// What an empty file is called: `build` and `add` make a case of it.
const EMPTY: &str = "an empty file, not a case";

/// Whether a file is a SQLite file, as cases are, and no JSON graph.
///
/// It is looked at through SQLite alone: a system takes all locks of a process from a file as soon as the
/// process closes it anywhere (<https://www.sqlite.org/howtocorrupt.html>, section 2.2), also those of a case
/// that is open.
#[must_use]
pub fn is_case(path: &Path) -> bool {
    // A pipe would lose what is read of it here.
    if !path.metadata().is_ok_and(|file| file.is_file() && file.len() >= HEADER) {
        return false;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let header = Connection::open_with_flags(immutable(path), flags)
        .and_then(|db| db.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0)));
    let no_case = [ErrorCode::NotADatabase, ErrorCode::CannotOpen, ErrorCode::PermissionDenied];
    header
        .err()
        .and_then(|error| error.sqlite_error_code())
        .is_none_or(|code| !no_case.contains(&code))
}

impl Case {
    /// Opens a case to read it.
    ///
    /// # Errors
    /// When there is none, or it is no case of this version or an earlier one.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let refuse = |cause: &str| Err(Error::Case { path: path.into(), cause: cause.into() });
        match fs::metadata(path) {
            Err(source) => return Err(Error::Read { path: path.into(), source }),
            Ok(file) if file.is_dir() => return refuse("a folder, not a case"),
            Ok(file) if file.is_file() && file.len() == 0 => return refuse(EMPTY),
            Ok(_) => {}
        }
        let open =
            |flags| Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
        // Whoever may write tidies up when the last one leaves; it is never written to.
        let db = open(OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(asked)
            .and_then(|db| db.pragma_update(None, "query_only", true).map(|()| db))
            .or_else(|_| open(OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(asked));
        // Where nothing can be written beside it, as on a disc, it is read as it stands.
        let db = match db {
            Err(error)
                if matches!(
                    error.sqlite_error_code(),
                    Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
                ) =>
            {
                if fs::metadata(log(path)).is_ok_and(|file| file.len() > 0) {
                    let cause = "its last changes lie in a file beside it, and can only be read where \
                         one may write: copy both to another folder";
                    return Err(Error::Case { path: path.into(), cause: cause.into() });
                }
                let uri = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(immutable(path), uri).and_then(asked)
            }
            db => db,
        };
        let case = Self { path: path.into(), db: db.map_err(told(path))?, _lock: None };
        case.expect()?;
        // One state for all that is asked, whatever is written meanwhile.
        case.db.execute_batch("BEGIN").map_err(told(path))?;
        Ok(case)
    }

    /// Opens a case to change it, and makes one where there is no file. Nobody else can change it as
    /// long as the value lives.
    ///
    /// # Errors
    /// When the file is something else or of a newer version, cannot be written, or another process
    /// changes it.
    pub fn edit(path: &Path) -> Result<Self, Error> {
        if path.is_dir() {
            let cause = "a folder; the first argument is the case, a file such as kim.case";
            return Err(Error::Case { path: path.into(), cause: cause.into() });
        }
        let lock = Lock::take(path)?;
        let db = Connection::open(path).and_then(asked).map_err(told(path))?;
        let mut case = Self { path: path.into(), db, _lock: Some(lock) };
        let told = case.told();
        let ours = case.number("application_id")? == APPLICATION;
        if ours || !case.is_blank()? {
            case.expect()?;
        }
        let mut set = || {
            case.db.pragma_update(None, "synchronous", "full")?;
            case.db.pragma_update(None, "foreign_keys", true)?;
            case.db.pragma_update(None, "wal_autocheckpoint", LOGGED)?;
            // First of all, and at once: whatever happens next, the file is a case or still empty.
            if !ours {
                let tx = case.db.transaction()?;
                tx.execute_batch(include_str!("tables.sql"))?;
                tx.pragma_update(None, "application_id", APPLICATION)?;
                tx.pragma_update(None, "user_version", VERSION)?;
                tx.commit()?;
            }
            case.db.pragma_update(None, "journal_mode", "wal")?;
            migrate(&mut case.db)
        };
        set().map_err(told)?;
        Ok(case)
    }

    /// Refuses what is no case, or one that a later version wrote.
    fn expect(&self) -> Result<(), Error> {
        let refuse = |cause: String| Err(Error::Case { path: self.path.clone(), cause });
        if self.number("application_id")? != APPLICATION {
            if self.is_blank()? {
                return refuse(EMPTY.into());
            }
            return refuse("a SQLite file of another program, not a case".into());
        }
        match self.number("user_version")? {
            1..=VERSION => Ok(()),
            version if version > VERSION => refuse(format!(
                "a newer version of unravel wrote it (version {version} of the tables; this program \
                 knows {VERSION}): use that version"
            )),
            version => refuse(format!("its tables have the unknown version {version}")),
        }
    }

    /// Whether there is no table in it.
    fn is_blank(&self) -> Result<bool, Error> {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let count = self.db.query_row(tables, [], |row| row.get::<_, i64>(0));
        count.map(|count| count == 0).map_err(self.told())
    }

    fn number(&self, pragma: &str) -> Result<i64, Error> {
        self.db.pragma_query_value(None, pragma, |row| row.get(0)).map_err(self.told())
    }
}

/// Brings the tables to this version, all at once or not at all.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let version = |db: &Connection| db.pragma_query_value(None, "user_version", |row| row.get(0));
    let from: i64 = version(db)?;
    if from == VERSION {
        return Ok(());
    }
    let tx = db.transaction()?;
    for (_, change) in MIGRATIONS.iter().filter(|(to, _)| *to > from) {
        tx.execute_batch(change)?;
    }
    tx.pragma_update(None, "user_version", VERSION)?;
    tx.commit()
}

/// Asks the file for something: SQLite opens anything, and complains when it is read.
fn asked(db: Connection) -> rusqlite::Result<Connection> {
    db.busy_timeout(PATIENCE)?;
    // Without it some statements are planned anew each time they are asked with other values.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.set_prepared_statement_cache_capacity(64);
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(db)
}

/// Where the last changes of a case lie until they are put into it: SQLite keeps that beside the file, not beside a link
/// to it.
#[must_use]
pub fn log(case: &Path) -> PathBuf {
    let mut log = fs::canonicalize(case).unwrap_or_else(|_| case.into()).into_os_string();
    log.push("-wal");
    log.into()
}

/// The address of a file that nobody changes.
fn immutable(path: &Path) -> String {
    let path = path.to_string_lossy();
    let escaped = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    // Two slashes would begin the name of a machine.
    let root = if escaped.starts_with('/') { "//" } else { "" };
    format!("file:{root}{escaped}?immutable=1")
}
