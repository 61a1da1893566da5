//! Options that say which fields of JSON and CSV records hold what.

use unravel::ingest;

/// Which fields of JSON and CSV records hold what.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Records (.jsonl, .csv)")]
pub(crate) struct Fields {
    /// Field that holds the text; default: the first of text, body, content, article.
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,
    /// Field that holds the id; default: the first of id, doc, url, else FILE#L17 after the line.
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
    /// Field that holds the title; default: the first of title, headline.
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// Field that holds the date of publication; default: the first of date, published,
    /// published_at, publication_date, datetime.
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,
}

impl Fields {
    pub(crate) fn config(&self) -> ingest::Config {
        ingest::Config {
            text_field: self.text_field.clone(),
            id_field: self.id_field.clone(),
            title_field: self.title_field.clone(),
            date_field: self.date_field.clone(),
            case: None,
        }
    }
}
