//! A web page -> its article. Enters: decoded HTML. Leaves: title, date and the paragraphs of the
//! story, a blank line between them; the headline is the first paragraph when the page shows it.
//! Menus, cookie notices, invitations to subscribe, advertisements and scripts stay out. Where no
//! story stands out, all visible text is taken. Runs no script and loads nothing.

mod furniture;
mod paragraphs;

use super::{date, lists::LISTS};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Metadata, Readability};
use paragraphs::{paragraphs, words_of};

/// What a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) text: String,
}

/// Deeper or larger pages are no articles; they are read without looking for one, in linear time.
const MAX_DEPTH: usize = 256;
const MAX_NODES: usize = 200_000;

/// Reads a page. O(n) in the page's length for pages that name their article, otherwise what
/// readability takes (<https://github.com/mozilla/readability>).
pub(super) fn read(html: &str) -> Page {
    let document = Document::from(html);
    if is_huge(&document) {
        return Page { text: paragraphs(&document.root()).join("\n\n"), ..Page::default() };
    }
    let Ok(mut readability) = Readability::with_document(document, None, None) else {
        return Page::default();
    };
    let meta = readability.get_article_metadata(readability.parse_json_ld());
    let headline = headline(&readability.doc, &meta);
    let published = published(&readability.doc, &meta);
    let everything = length(&readability.doc.root());
    furniture::remove(&readability.doc);
    let mut story = match marked_article(&readability.doc) {
        Some(article) => paragraphs(&article),
        None => Vec::new(),
    };
    if story.is_empty() {
        let visible = paragraphs(&readability.doc.root());
        story = match readability.parse() {
            Ok(_) => {
                let found = readability.doc.select("#readability-page-1");
                found.nodes().first().map(paragraphs).unwrap_or_default()
            }
            Err(_) => Vec::new(),
        };
        // Readability keeps single boxes of a page that has no story: then everything counts.
        let chars = |blocks: &[String]| blocks.iter().map(String::len).sum::<usize>();
        if chars(&story) < 500 && chars(&story) * 2 < chars(&visible) {
            story = visible;
        }
    }
    if story.is_empty() && everything > 0 {
        story = paragraphs(&Document::from(html).root());
    }
    if let Some(headline) = &headline {
        story.retain(|paragraph| paragraph != headline);
        if !story.is_empty() {
            story.insert(0, headline.clone());
        }
    }
    let title = headline.or_else(|| Some(words_of(&meta.title)).filter(|t| !t.is_empty()));
    Page { title, published, text: story.join("\n\n") }
}

fn is_huge(document: &Document) -> bool {
    let mut open = vec![(document.root(), 0)];
    let mut count = 0;
    while let Some((node, depth)) = open.pop() {
        count += 1;
        if depth > MAX_DEPTH || count > MAX_NODES {
            return true;
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// Visible length, roughly: bytes of text without the space around it.
fn length(node: &NodeRef) -> usize {
    node.text().trim().len()
}

/// The heading that the page's own title repeats; a site's name in a heading is none.
fn headline(document: &Document, meta: &Metadata) -> Option<String> {
    let title = words_of(&meta.title);
    let headings = document.select("h1");
    let texts = headings.nodes().iter().map(|node| words_of(&node.text()));
    let names = |text: &String| {
        !text.is_empty() && (title.contains(text.as_str()) || text.contains(&title))
    };
    let best = texts.clone().filter(names).max_by_key(String::len);
    best.or_else(|| {
        let mut all = texts.filter(|text| !text.is_empty());
        let only = all.next()?;
        (all.next().is_none() && only.split(' ').count() > 3).then_some(only)
    })
}

/// The day of publication: JSON-LD and Open Graph, other `meta`, then the first `time` element.
fn published(document: &Document, meta: &Metadata) -> Option<String> {
    let declared = meta.published_time.as_deref().and_then(date::day);
    declared
        .or_else(|| {
            let metas = document.select("meta[content]");
            LISTS.page.dates.iter().find_map(|name| {
                let node = metas.nodes().iter().find(|node| {
                    let keys = ["property", "name", "itemprop"].map(|key| node.attr(key));
                    keys.iter().flatten().any(|key| key.eq_ignore_ascii_case(name))
                })?;
                date::day(&node.attr("content")?)
            })
        })
        .or_else(|| {
            let times = document.select("[itemprop=datePublished], time");
            times.nodes().iter().find_map(|node| {
                let attribute = node.attr("datetime").or_else(|| node.attr("content"));
                attribute.and_then(|a| date::day(&a)).or_else(|| date::day(&words_of(&node.text())))
            })
        })
}

/// The element that the page itself marks as the story, when it holds most of the prose.
fn marked_article(document: &Document) -> Option<NodeRef<'_>> {
    let prose = |node: &NodeRef| -> usize {
        node.descendants_it().filter(|n| n.has_name("p")).map(|n| length(&n)).sum()
    };
    let all = prose(&document.root());
    ["[itemprop=articleBody]", "article", "[role=article]", "main", "[role=main]"].iter().find_map(
        |selector| {
            let marked = document.select(selector);
            let best = marked.nodes().iter().max_by_key(|node| prose(node)).copied()?;
            (all >= 140 && prose(&best) * 10 >= all * 6).then_some(best)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, title: Option<&str>, published: Option<&str>, text: &str) {
        let page = read(html);
        let found = (page.title.as_deref(), page.published.as_deref(), page.text.as_str());
        assert_eq!(found, (title, published, text));
    }

    const STORY: &str = "<p>The bureau sold radios through a front company in Malaysia, the Council \
        of the European Union says, and used the money to buy parts.</p>\n<p>Two directors deny \
        it.</p>";
    const TEXT: &str = "The bureau sold radios through a front company in Malaysia, the Council of \
        the European Union says, and used the money to buy parts.\n\nTwo directors deny it.";

    #[test]
    fn the_story_is_taken_and_the_furniture_left() {
        let page = format!(
            "<title>Radios for sale | The Desk</title><meta property='article:published_time' \
             content='2024-08-26T07:30:00+00:00'><body><header><h1>The Desk</h1><nav><a href=/>Home\
             </a></nav></header><div class='cookie-box'><p>We use cookies.</p></div><article>\
             <h1>Radios for sale</h1><p class=byline>By our reporter</p>{STORY}<div><h3>Stay \
             informed</h3><p>Every Friday.</p><form><input type=email></form></div></article>\
             <footer>About us</footer><script>var x;</script>"
        );
        let expected = format!("Radios for sale\n\n{TEXT}");
        check(&page, Some("Radios for sale"), Some("2024-08-26"), &expected);
        let unmarked = page.replace("article>", "div>");
        check(&unmarked, Some("Radios for sale"), Some("2024-08-26"), &expected);
    }

    #[test]
    fn words_stay_whole_and_entities_are_characters() {
        let page = format!(
            "<article>{STORY}<p>Hong&nbsp;Kong &amp; <b>Ma</b>cau: soft&shy;ware &#8217;s\n  end\
             <br>next line</p><ul><li>one<li>two</ul><table><tr><td>Kim<td>agent</table></article>"
        );
        let rest = "Hong Kong & Macau: software ’s end\nnext line\n\none\n\ntwo\n\nKim | agent";
        check(&page, None, None, &format!("{TEXT}\n\n{rest}"));
    }

    #[test]
    fn a_page_without_a_story_gives_what_is_visible() {
        check("<h1>Notice</h1><div>Kim left.</div>", Some("Notice"), None, "Notice\n\nKim left.");
        check("plain words", None, None, "plain words");
        check("<script>x</script>", None, None, "");
        check("", None, None, "");
        let deep = format!("{}deep{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        check(&deep, None, None, "deep");
    }

    #[test]
    fn dates_stand_in_several_places() {
        for head in [
            "<script type='application/ld+json'>{\"@context\": \"https://schema.org\", \"@type\": \
             \"NewsArticle\", \"datePublished\": \"2024-08-26T01:00:00Z\"}</script>",
            "<meta name=DC.date.issued content='August 26, 2024'>",
            "<time datetime=2024-08-26>Monday</time>",
            "<p><time>26 August 2024</time></p>",
        ] {
            assert_eq!(read(&format!("{head}{STORY}")).published.as_deref(), Some("2024-08-26"));
        }
    }
}
