//! What events of a record are called.

use crate::record::Event;
use crate::simulation::{capitalised, in_sentence};

/// An event in a few words: `Italy enters the Second World War`. `name` gives the name of a state by its id.
pub fn told(event: &Event, name: impl Fn(&str) -> String) -> String {
    let mid = |id: &str| in_sentence(&name(id)).into_owned();
    let first = |id: &str| capitalised(&mid(id));
    let all = |ids: &[String]| listed(ids.iter().map(|id| mid(id)).collect());
    match event {
        Event::Pact { name, members, .. } if name.is_empty() => {
            format!("{} sign a pact", capitalised(&all(members)))
        }
        Event::Pact { name, members, .. } => format!("{} sign {}", capitalised(&all(members)), the(name)),
        Event::Joins { pact, state, .. } => format!("{} joins {}", first(state), the(pact)),
        Event::Leaves { pact, state } => format!("{} leaves {}", first(state), the(pact)),
        Event::Ends { pact } => format!("{} ends", capitalised(&the(pact))),
        Event::War { attackers, defenders, .. } => {
            let verb = if attackers.len() == 1 { "attacks" } else { "attack" };
            format!("{} {verb} {}", capitalised(&all(attackers)), all(defenders))
        }
        Event::Enters { war, state, .. } => format!("{} enters {}", first(state), the(war)),
        Event::Quits { war, state } => format!("{} is out of {}", first(state), the(war)),
        Event::Changes { war, state, .. } => format!("{} changes sides in {}", first(state), the(war)),
        Event::Peace { war } => format!("{} ends", capitalised(&the(war))),
        Event::Falls { state, .. } => format!("{} falls", first(state)),
        Event::Rises { state, .. } => format!("{} stands again", first(state)),
        Event::Cedes { state, to, .. } => format!("{} cedes land to {}", first(state), mid(to)),
        Event::Aligns { state, with, .. } => format!("{} sides with {}", first(state), all(with)),
        Event::Neutral { state } => format!("{} is neutral", first(state)),
        Event::Sides { .. } => "Sides are counted".to_owned(),
    }
}

/// The name of a pact or a war within a sentence.
fn the(name: &str) -> String {
    if name.to_lowercase().starts_with("the ") { name.to_owned() } else { format!("the {name}") }
}

/// Several things with commas and an `and`; of more than four, how many more there are.
pub(super) fn listed(mut names: Vec<String>) -> String {
    if names.len() > 4 {
        let more = names.split_off(3).len();
        names.push(format!("{more} more"));
    }
    match names.pop() {
        None => String::new(),
        Some(one) if names.is_empty() => one,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}
