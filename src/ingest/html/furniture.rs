//! Takes out of a page what is no article. Enters: the page. Leaves: the same page without menus,
//! notices, boxes and advertisements. Never takes out the greater part of the text.

use super::length;
use crate::ingest::lists::LISTS;
use dom_query::{Document, NodeRef};

/// A box around a form is furniture when it holds less text than this.
const BOX: usize = 400;
/// A paragraph of this length that opens like an invitation is one.
const OPENING: usize = 250;

/// Removes the furniture.
pub(super) fn remove(document: &Document) {
    let whole = length(&document.root());
    for form in document.select("form, input[type=email]").nodes() {
        box_around(form).remove_from_parent();
    }
    let nodes: Vec<NodeRef> =
        document.root().descendants_it().filter(NodeRef::is_element).collect();
    for node in nodes {
        if is_furniture(&node) && !holds_story(&node, whole) {
            node.remove_from_parent();
        }
    }
    for node in document.select("p, div, span, li, ul, ol, h2, h3, h4, h5, h6").nodes() {
        if is_invitation(node) {
            // A heading that invites stands over the invitation.
            let is_heading = node.node_name().is_some_and(|n| n.starts_with('h'));
            let whole_box = if is_heading { box_around(node) } else { *node };
            let gone = if holds_story(&whole_box, whole) { *node } else { whole_box };
            gone.remove_from_parent();
        } else if is_links(node) && !holds_story(node, whole) {
            node.remove_from_parent();
        }
    }
}

/// The largest box around a form that holds little else.
fn box_around<'a>(form: &NodeRef<'a>) -> NodeRef<'a> {
    let mut outermost = *form;
    while let Some(parent) = outermost.parent() {
        let is_box = ["div", "section", "aside", "form", "p", "label", "fieldset"]
            .iter()
            .any(|name| parent.has_name(name));
        if !is_box || length(&parent) > BOX || has_heading(&parent) {
            break;
        }
        outermost = parent;
    }
    outermost
}

fn is_furniture(node: &NodeRef) -> bool {
    let lists = &LISTS.page;
    let Some(name) = node.node_name() else { return false };
    if lists.elements.contains(&*name) || node.has_attr("hidden") {
        return true;
    }
    if node.attr("aria-hidden").is_some_and(|value| &*value == "true") {
        return true;
    }
    if node.attr("role").is_some_and(|role| lists.roles.contains(&*role.to_ascii_lowercase())) {
        return true;
    }
    [node.class(), node.id_attr()].into_iter().flatten().any(|names| {
        let names = names.to_ascii_lowercase();
        names.split(|c: char| !c.is_alphanumeric()).any(|word| lists.words.contains(word))
    })
}

/// Whether a node must stay whatever it is called: it frames the page or holds a good part of it.
fn holds_story(node: &NodeRef, whole: usize) -> bool {
    let frames = ["html", "head", "body", "main", "article", "h1"];
    frames.iter().any(|name| node.has_name(name)) || length(node) * 10 > whole * 4
}

fn has_heading(node: &NodeRef) -> bool {
    node.descendants_it().any(|n| n.has_name("h1"))
}

/// Whether nearly all of the text stands in links: "Read more", lists of other stories.
fn is_links(node: &NodeRef) -> bool {
    if node.has_name("span") || node.ancestors_it(None).any(|a| a.has_name("p")) {
        return false;
    }
    let all = length(node);
    let linked: usize = node.descendants_it().filter(|n| n.has_name("a")).map(|n| length(&n)).sum();
    all > 0 && linked * 10 >= all * 8
}

fn is_invitation(node: &NodeRef) -> bool {
    let text = node.text();
    let text = text.trim();
    if text.len() > OPENING {
        return false;
    }
    let text = text.to_lowercase();
    LISTS.page.openings.iter().any(|opening| text.starts_with(opening.as_str()))
}
