//! The case that a release tells. Enters: the frames of every sentence. Leaves: candidates that link
//! the accused of a document to those who investigated, prosecuted or announced the case in another
//! sentence, and the accused with each other (`co_accused`). Needs an accused: somebody who is charged, who stands in a
//! list of the accused (`charge_list`), who pays to settle, or of whose doings the papers of a case tell.

use super::{
    Parsed,
    candidate::Candidate,
    charge_list,
    clause::Frame,
    co_accused,
    lexicon::Class,
    patterns::{Patterns, Slot},
    phrase::{Argument, Phrases},
    stance::{self, Said},
    verbs::arguments,
};
use crate::{
    entity::Resolution,
    schema::{EntityType, Status},
};
use std::collections::{BTreeMap, BTreeSet};

/// Verbs that mean an investigation by themselves; others need the noun beside them.
const INVESTIGATE: [&str; 2] = ["investigate", "probe"];
/// Most links between the accused and the agencies of one sentence; behind that only the first
/// agencies count, at least the lead agency.
const LINKS: usize = 12;
/// How far behind the verb the penalty that is paid may stand.
const PENALTY: usize = 10;
/// Most accused that are linked to every authority.
const MOST: usize = 12;

/// Somebody whom a case is about.
struct Accused {
    mention: usize,
    convicted: bool,
    /// Whether the text says itself that somebody was charged, and not only what the papers tell.
    charged: bool,
}

/// Those whom a document accuses.
#[derive(Default)]
struct Accusations {
    /// By entity.
    accused: BTreeMap<usize, Accused>,
    /// Whom each sentence says to be charged.
    charged_in: Vec<BTreeSet<usize>>,
}

impl Accusations {
    fn add(
        &mut self,
        sentence: usize,
        (entity, mention): (usize, usize),
        convicted: bool,
        charged: bool,
    ) {
        let first = Accused { mention, convicted: false, charged: false };
        let entry = self.accused.entry(entity).or_insert(first);
        entry.convicted |= convicted;
        entry.charged |= charged;
        if charged {
            self.charged_in[sentence].insert(entity);
        }
    }

    /// Those of the verbs of every sentence, and of lists of the accused.
    fn read(resolution: &Resolution, patterns: &Patterns, parsed: &[Parsed]) -> Self {
        let owner = resolution.entity_of();
        let party = |mention: usize| {
            let entity = resolution.entities.get(owner[mention])?;
            let may = matches!(
                entity.entity_type,
                EntityType::Person | EntityType::Organization | EntityType::Group
            );
            (may && super::is_somebody(resolution, entity)).then_some((owner[mention], mention))
        };
        let mut read = Self { charged_in: vec![BTreeSet::new(); parsed.len()], ..Self::default() };
        for (place, sentence) in parsed.iter().enumerate() {
            let phrases = Phrases { row: &sentence.row, lexicon: &patterns.lexicon };
            let said = Said { phrases, frames: &sentence.frames, cues: &patterns.cues };
            // Of what the papers tell the first clause names who did it.
            let mut order: Vec<usize> = (0..sentence.frames.len()).collect();
            order.sort_by_key(|&number| sentence.frames[number].start);
            let tells =
                |number: &usize| !told_of(phrases, patterns, &sentence.frames[*number]).is_empty();
            let first = order.into_iter().find(tells);
            for (number, frame) in sentence.frames.iter().enumerate() {
                // "declined to charge Kim"; who is acquitted was charged, and is not convicted.
                let cleared = said.is_cleared(frame);
                if !cleared && stance::of_frame(said, number, frame.at, "charges") == Status::Denied
                {
                    continue;
                }
                let named = defendants(phrases, patterns, frame).into_iter();
                let named =
                    named.map(|(argument, convicted)| (argument, convicted && !cleared, true));
                let told = match first == Some(number) {
                    true => told_of(phrases, patterns, frame),
                    false => Vec::new(),
                };
                let told = told.into_iter().map(|argument| (argument, false, false));
                for (argument, convicted, charged) in named.chain(told) {
                    let mention = sentence.row.elements[argument.element].mention;
                    if let Some(party) = mention.and_then(party).filter(|_| !argument.through_noun)
                    {
                        read.add(place, party, convicted, charged);
                    }
                }
            }
        }
        for listed in charge_list::listed(parsed, patterns) {
            let mention = parsed[listed.sentence].row.elements[listed.element].mention;
            if let Some(party) = mention.and_then(party) {
                read.add(listed.sentence, party, listed.convicted, true);
            }
        }
        read
    }
}

/// Adds what the release says of its case.
pub(super) fn propose(
    resolution: &Resolution,
    patterns: &Patterns,
    parsed: &[Parsed],
    found: &mut Vec<Candidate>,
) {
    let owner = resolution.entity_of();
    let kind = |m: usize| {
        resolution.entities.get(owner[m]).map(|e| e.entity_type).unwrap_or(EntityType::Group)
    };
    let Accusations { accused, charged_in } = Accusations::read(resolution, patterns, parsed);
    if accused.is_empty() || accused.len() > MOST {
        return;
    }
    let charged = accused.iter().filter(|(_, a)| a.charged).map(|(entity, _)| *entity);
    co_accused::propose(resolution, patterns, parsed, &charged.collect(), found);
    for (sentence, own) in parsed.iter().zip(&charged_in) {
        let phrases = Phrases { row: &sentence.row, lexicon: &patterns.lexicon };
        let most = (LINKS / accused.len()).max(1);
        let mut authorities = authorities(phrases, patterns, &sentence.frames);
        for (argument, part) in investigations(phrases, patterns) {
            if authorities.iter().all(|(known, _)| known.element != argument.element) {
                authorities.push((argument, part));
            }
        }
        for (argument, part) in authorities.into_iter().take(most) {
            let Some(m) = sentence.row.elements[argument.element].mention else { continue };
            if kind(m) == EntityType::Location || accused.contains_key(&owner[m]) {
                continue;
            }
            for (entity, &Accused { mention: object, convicted, charged }) in &accused {
                // An office announces many things: of whom only the papers tell is too far away, and who
                // announces a charge says who is charged.
                let others = !own.is_empty() && !own.contains(entity);
                if part == Part::Announces && (!charged || others) {
                    continue;
                }
                // Who prosecuted the convicted charged them before; who announces a conviction may be anybody.
                let predicates: &[&str] = match part {
                    Part::Investigates => &["investigates"],
                    Part::Prosecutes if convicted => &["charges", "convicts"],
                    Part::Announces if convicted => &[],
                    _ => &["charges"],
                };
                found.extend(predicates.iter().map(|&predicate| Candidate {
                    subject: m,
                    predicate: predicate.into(),
                    object,
                    sentence: sentence.row.span,
                    extractor: format!("pattern:case-{}-{predicate}", part.name()),
                    score: 0.5,
                    status: Status::Asserted,
                    date: None,
                }));
            }
        }
    }
}

/// A list that acted or was pursued together: name and type of its pattern, members, their kind.
type List = (&'static str, &'static str, Vec<Argument>, EntityType);

/// Lists of one sentence: the accused of a case, and the agencies that pursued it.
pub(super) fn together(phrases: Phrases<'_>, patterns: &Patterns, frames: &[Frame]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for frame in frames {
        let accused = defendants(phrases, patterns, frame).into_iter().map(|(a, _)| a).collect();
        lists.push(("co-accused", "associate_of", accused, EntityType::Person));
    }
    let agencies: Vec<(Argument, Part)> = authorities(phrases, patterns, frames)
        .into_iter()
        .filter(|(_, part)| *part != Part::Announces)
        .filter(|(a, _)| phrases.class(a.element + 1) != Some(Class::Possessive))
        .collect();
    let lead = agencies.first().map(|(a, _)| *a);
    let helped = lead.and_then(|lead| help(phrases, patterns, lead.element));
    if let (Some(lead), Some(from)) = (lead, helped) {
        for helper in organizations(phrases, from) {
            lists.push((
                "co-helpers",
                "cooperates_with",
                vec![lead, helper],
                EntityType::Organization,
            ));
        }
    }
    let leads = |a: &Argument| helped.is_none_or(|from| a.element < from);
    let agencies: Vec<Argument> = agencies
        .into_iter()
        .filter(|(_, part)| *part == Part::Investigates)
        .map(|(a, _)| a)
        .filter(leads)
        .collect();
    // A long list names who helped, not who worked side by side.
    let agencies = if agencies.len() > 3 { Vec::new() } else { agencies };
    lists.push(("co-pursuers", "cooperates_with", agencies, EntityType::Organization));
    lists
}

/// Where the helpers of an agency are named: behind "with the assistance of".
fn help(phrases: Phrases<'_>, patterns: &Patterns, agency: usize) -> Option<usize> {
    let elements = &phrases.row.elements;
    let with = (agency + 1..elements.len()).find(|&i| phrases.lower(i) == "with")?;
    let noun = (with + 1..with + 5).find(|&i| {
        elements
            .get(i)
            .is_some_and(|e| e.mention.is_none() && patterns.case.help.contains(&e.lemma))
    })?;
    let of = noun + 1;
    matches!(phrases.lower(of), "of" | "from" | "by").then_some(of + 1)
}

/// The organizations named from an element on, up to the next verb.
fn organizations(phrases: Phrases<'_>, from: usize) -> Vec<Argument> {
    let elements = &phrases.row.elements;
    let end = (from..elements.len())
        .find(|&i| matches!(elements[i].class, Class::Verb(_) | Class::Relative | Class::Stop))
        .unwrap_or(elements.len());
    // Of "the Division's San Francisco office" it is the office.
    let named = (from..end).filter(|&i| {
        elements[i].is_actor()
            && elements[i].entity_type == Some(EntityType::Organization)
            && phrases.class(i + 1) != Some(Class::Possessive)
    });
    named.map(|element| Argument { element, through_noun: false }).collect()
}

/// What an authority did in the case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Investigates,
    Prosecutes,
    Announces,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Investigates => "investigate",
            Self::Prosecutes => "prosecute",
            Self::Announces => "announce",
        }
    }
}

fn defendants(phrases: Phrases<'_>, patterns: &Patterns, frame: &Frame) -> Vec<(Argument, bool)> {
    if frame.negated || frame.hypothetical {
        return Vec::new();
    }
    let case = &patterns.case;
    if settles(phrases, patterns, frame) {
        return arguments(phrases, frame, &Slot::Surface).into_iter().map(|a| (a, true)).collect();
    }
    let (slot, convicted) = if case.plea.contains(&frame.lemma) {
        let guilty = (frame.at + 1..frame.at + 4).any(|i| phrases.lower(i).starts_with("guilty"));
        if !guilty {
            return Vec::new();
        }
        (Slot::Surface, true)
    } else if case.convicted.contains(&frame.lemma) {
        (Slot::Object, true)
    } else if case.charged.contains(&frame.lemma) {
        (Slot::Object, false)
    } else {
        return Vec::new();
    };
    arguments(phrases, frame, &slot).into_iter().map(|a| (a, convicted)).collect()
}

/// Whose doings the papers of the case tell: "According to the complaint, Kim …", "The indictment alleges
/// that Kim …".
fn told_of(phrases: Phrases<'_>, patterns: &Patterns, frame: &Frame) -> Vec<Argument> {
    let case = &patterns.case;
    let elements = &phrases.row.elements;
    let is_paper = |i: usize| {
        elements.get(i).is_some_and(|e| e.class == Class::Word && case.told_by.contains(&e.lemma))
    };
    if frame.negated || frame.start == 0 {
        return Vec::new();
    }
    let cited =
        (0..frame.start).find(|&i| phrases.lower(i) == "according" && phrases.lower(i + 1) == "to");
    let cited = cited.is_some_and(|at| (at + 2..frame.start.min(at + 9)).any(is_paper));
    let alleged = (0..frame.start).any(|i| {
        case.told.contains(&elements[i].lemma)
            && phrases.lower(i + 1) == "that"
            && (i.saturating_sub(3)..i).any(is_paper)
    });
    if cited || alleged { arguments(phrases, frame, &Slot::Surface) } else { Vec::new() }
}

/// The agencies behind "an investigation by": what a case, a plea or a settlement is the result of. Also those
/// that "the agencies involved in the investigation include".
fn investigations(phrases: Phrases<'_>, patterns: &Patterns) -> Vec<(Argument, Part)> {
    let elements = &phrases.row.elements;
    let mut found = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        let noun =
            element.class == Class::Word && patterns.case.investigation.contains(&element.lemma);
        let involved = |i: usize| (i.saturating_sub(4)..i).any(|i| phrases.lower(i) == "involved");
        let opens = |&i: &usize| match phrases.lower(i) {
            "by" => true,
            "include" | "included" | "were" | "are" => involved(at),
            _ => false,
        };
        let Some(by) = (at + 1..at + 3).find(|i| noun && opens(i)) else { continue };
        found.extend(organizations(phrases, by + 1).into_iter().map(|a| (a, Part::Investigates)));
    }
    found
}

fn authorities(
    phrases: Phrases<'_>,
    patterns: &Patterns,
    frames: &[Frame],
) -> Vec<(Argument, Part)> {
    let case = &patterns.case;
    let elements = &phrases.row.elements;
    let mut found = Vec::new();
    for frame in frames {
        // "a grand jury returned an indictment"
        let paper = frame.object.as_ref().is_some_and(|o| case.papers.contains(&o.head));
        if paper && case.returned.contains(&frame.lemma) && !frame.negated {
            let filers = arguments(phrases, frame, &Slot::Subject);
            found.extend(filers.into_iter().map(|argument| (argument, Part::Prosecutes)));
            continue;
        }
        let part = if case.investigate.contains(&frame.lemma) {
            Part::Investigates
        } else if case.prosecute.contains(&frame.lemma) || speaks_for_the_state(phrases, frame) {
            Part::Prosecutes
        } else if case.announce.contains(&frame.lemma) {
            Part::Announces
        } else {
            continue;
        };
        if part == Part::Announces {
            let named = arguments(phrases, frame, &Slot::Subject);
            found.extend(named.into_iter().map(|argument| (argument, part)));
            continue;
        }
        let nouns = if part == Part::Investigates && !INVESTIGATE.contains(&frame.lemma.as_str()) {
            &case.investigation
        } else {
            &case.nouns
        };
        let about_case = (frame.left.saturating_sub(8)..(frame.at + 8).min(elements.len()))
            .any(|i| elements[i].class == Class::Word && nouns.contains(&elements[i].lemma));
        if !about_case {
            continue;
        }
        // Agencies are listed with their officers: every organization of the agent's phrase counts.
        let (from, to) = if frame.passive {
            let by = (frame.at..elements.len()).find(|&i| phrases.lower(i) == "by");
            let Some(by) = by else { continue };
            let end = (by..elements.len())
                .find(|&i| matches!(elements[i].class, Class::Verb(_) | Class::Relative))
                .unwrap_or(elements.len());
            // Who only helped prosecutes nobody.
            let helped = (part == Part::Prosecutes).then(|| help(phrases, patterns, by)).flatten();
            (by, helped.map_or(end, |helped| helped.min(end)))
        } else {
            (frame.left.min(frame.start), frame.start)
        };
        let mut named = Vec::new();
        let mut persons = Vec::new();
        for (at, element) in elements.iter().enumerate().take(to).skip(from) {
            let whole = phrases.class(at + 1) != Some(Class::Possessive);
            let argument = Argument { element: at, through_noun: false };
            if element.is_actor() && element.entity_type == Some(EntityType::Person) {
                persons.push((argument, part));
            } else if element.is_actor() && (whole || part == Part::Investigates) {
                named.push((argument, part));
            }
        }
        // Whose prosecutors they are the sentence may not say.
        if named.is_empty() && part == Part::Prosecutes {
            named = persons;
        }
        found.append(&mut named);
    }
    found
}

/// "agreed to pay $1 million to resolve allegations", "will pay a civil penalty": who pays was accused, and settles.
fn settles(phrases: Phrases<'_>, patterns: &Patterns, frame: &Frame) -> bool {
    let case = &patterns.case;
    let elements = &phrases.row.elements;
    let is = |i: usize, words: &[String]| elements.get(i).is_some_and(|e| words.contains(&e.lemma));
    let pay = (frame.at..elements.len().min(frame.at + 4)).find(|&i| elements[i].lemma == "pay");
    let (Some(pay), false) = (pay, frame.passive) else { return false };
    if !["agree", "pay"].contains(&frame.lemma.as_str()) {
        return false;
    }
    // What another clause says is not what is paid for.
    let ends = |&i: &usize| {
        matches!(
            elements[i].class,
            Class::Relative | Class::Subordinator | Class::Stop | Class::Verb(_)
        ) && !is(i, &case.settled)
    };
    let end = (pay + 1..elements.len()).find(ends).unwrap_or(elements.len());
    let penalty = (pay..end.min(pay + PENALTY)).any(|i| is(i, &case.penalties));
    let settled = |i: usize| is(i, &case.settled) && (i + 1..i + 7).any(|i| is(i, &case.claims));
    penalty || (pay..end).any(settled)
}

/// "represented the United States", as a prosecutor does.
fn speaks_for_the_state(phrases: Phrases<'_>, frame: &Frame) -> bool {
    let whom =
        |i: usize| ["united states", "u.s.", "government", "state"].contains(&phrases.lower(i));
    frame.lemma == "represent" && !frame.passive && (frame.at + 1..frame.at + 4).any(whom)
}
