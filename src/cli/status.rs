//! `unravel status CASE`: what a case holds.

use super::{Outcome, case, out, print_json, query::words::counted, terminal::safe};
use serde_json::json;
use std::path::PathBuf;
use unravel::Duplicate;

/// Say what a case holds: documents, entities, relations, decisions, and what could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel status kim.case
  unravel status kim.case --documents
  unravel status kim.case --json | jq .documents")]
pub(crate) struct Args {
    /// The case.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// List the documents instead, one a line: id, date, title, with tabs between; at the end those whose
    /// text another has.
    #[arg(long)]
    documents: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let case = case::open(&args.case)?;
    let (summary, info) = (case.summary()?, case.info()?);
    if args.json {
        let mut value = serde_json::to_value(&summary)?;
        value["waiting_decisions"] = case::decisions(&case)?.waiting.into();
        if args.documents {
            let mut listed =
                info.documents.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
            let same = |Duplicate { doc, of }: &Duplicate| json!({ "id": doc, "same_text_as": of });
            listed.extend(info.duplicates.iter().map(same));
            value = listed.into();
        }
        print_json(&value)?;
        return Ok(Outcome::Done);
    }
    if args.documents {
        let mut text = String::new();
        for document in &info.documents {
            let date = document.published.as_deref().unwrap_or("-");
            let title = document.title.as_deref().unwrap_or_default();
            text += &format!("{}\t{date}\t{}\n", safe(&document.id), safe(title));
        }
        for Duplicate { doc, of } in &info.duplicates {
            text += &format!("{}\t-\tthe same text as {}\n", safe(doc), safe(of));
        }
        out::print(&text)?;
        return Ok(Outcome::Done);
    }
    let size = std::fs::metadata(&args.case).map_or(0, |file| file.len());
    let mut text = format!("{}  {:.1} MB\n", args.case.display(), size as f64 / 1e6);
    let mut line = |name: &str, value: String| text += &format!("{name:<11}{value}\n");
    let words = counted(summary.words, "word");
    line("documents", format!("{}, {words}", summary.documents));
    if summary.duplicates + info.near_duplicates.len() > 0 {
        let near = info.near_duplicates.len();
        line(
            "duplicates",
            format!("{} with the same text, {near} of nearly the same", summary.duplicates),
        );
    }
    if summary.waiting > 0 {
        let waiting = counted(summary.waiting, "document");
        line("waiting", format!("{waiting} stored or taken out, and not yet in the network"));
    }
    line(
        "entities",
        format!("{}, and {} dates, amounts and the like", summary.entities, summary.values),
    );
    let quotations = counted(summary.quotations, "quotation");
    line("relations", format!("{}, stated by {quotations}", summary.relations));
    let read = summary.models.iter().map(|(model, count)| format!("{model} ({count})"));
    line("read by", read.collect::<Vec<_>>().join(", "));
    if summary.readers > 1 {
        let hint = "by different models or rules; `unravel add CASE --reread` makes them one";
        line("", hint.into());
    }
    let decisions = match summary.decisions {
        0 => "0".into(),
        _ => format!("{}; `unravel curate CASE log` lists them", case::decisions(&case)?),
    };
    line("decisions", decisions);
    if summary.decisions > 0 {
        line(
            "",
            "entities and relations are counted here as they were read, before any decision".into(),
        );
    }
    if summary.skipped > 0 {
        line("skipped", summary.skipped.to_string());
        info.skipped.iter().for_each(|skipped| text += &format!("  {skipped}\n"));
    }
    out::say(&text)?;
    Ok(Outcome::Done)
}
