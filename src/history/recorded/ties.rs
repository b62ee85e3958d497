//! Pacts and wars: what differs between the world and what the record tells of a date, as commands.

use std::collections::{BTreeMap, BTreeSet};

use super::translate::Translation;
use crate::edit::{Command, Pact, PactName};
use crate::record::{Fight, Side, Tie};
use crate::scenario::PactKind;

/// What pacts are told apart by in a world: kind, members and target. Two of the same are one.
type Key = (&'static str, BTreeSet<String>, Option<String>);

/// A war as the record has it: who fights on each side, who leads first.
#[derive(Clone)]
struct Sides {
    name: String,
    attackers: Vec<String>,
    defenders: Vec<String>,
}

impl Translation<'_> {
    /// Brings pacts and wars of the world in line with the record.
    pub(super) fn agree(&mut self) {
        let wars = self.wars_told();
        // Pacts that end make room for wars, and wars that end for pacts.
        self.end_pacts(&wars);
        self.agree_wars(&wars);
        let fought: Vec<Sides> = self.wars_fought();
        self.end_pacts(&fought);
        self.make_pacts(&fought);
    }

    /// The wars that the record tells of, with those who have land.
    fn wars_told(&self) -> Vec<Sides> {
        let side = |fight: &Fight, side: Side| {
            let leader = &fight.leaders[usize::from(side == Side::Defenders)];
            let on = |id: &String| fight.sides.get(id) == Some(&side) && self.lives(id);
            let first = Some(leader).filter(|leader| on(leader));
            let others = fight.sides.keys().filter(|id| on(id) && Some(*id) != first);
            first.into_iter().chain(others).cloned().collect::<Vec<_>>()
        };
        let war = |fight: &Fight| Sides {
            name: fight.name.clone(),
            attackers: side(fight, Side::Attackers),
            defenders: side(fight, Side::Defenders),
        };
        let wars = self.standing.fights.iter().map(war);
        wars.filter(|war| !war.attackers.is_empty() && !war.defenders.is_empty()).collect()
    }

    /// The wars of the world.
    fn wars_fought(&self) -> Vec<Sides> {
        let wars = self.world.wars.iter();
        wars.map(|war| Sides {
            name: war.name.clone(),
            attackers: self.ids(&war.attackers),
            defenders: self.ids(&war.defenders),
        })
        .collect()
    }

    /// The pacts that the record tells of, as a world with these wars can have them, and what there is to say of those
    /// that rest.
    fn pacts_told(&self, wars: &[Sides]) -> (Vec<(Key, Tie)>, Vec<String>) {
        let mut list: Vec<(Key, Tie)> = Vec::new();
        let mut notes = Vec::new();
        for tie in &self.standing.ties {
            let over = tie.until.is_some_and(|until| until <= self.today);
            let gone = tie.target.as_ref().is_some_and(|target| !self.lives(target));
            if over || gone {
                continue;
            }
            let living: BTreeSet<String> = tie.members.iter().filter(|id| self.lives(id)).cloned().collect();
            let members = at_peace(living.clone(), wars);
            let out: Vec<String> = living.difference(&members).cloned().collect();
            if !out.is_empty() {
                let what = if tie.name.is_empty() { "their pact" } else { tie.name.as_str() };
                notes.push(match members.len() {
                    0 | 1 => {
                        let all: Vec<String> = living.iter().cloned().collect();
                        format!("While {} fight one another, {what} rests.", self.names(&all))
                    }
                    _ => format!("While it fights partners, {} is out of {what}.", self.names(&out)),
                });
            }
            if members.len() < 2 {
                continue;
            }
            let key = (tie.kind.name(), members.clone(), tie.target.clone());
            if !list.iter().any(|(other, _)| *other == key) {
                list.push((key, Tie { members, ..tie.clone() }));
            }
        }
        (list, notes)
    }

    /// Notes what has not been noted since it last held.
    fn tell(&mut self, of: &str, notes: Vec<String>) {
        let key = |note: &String| format!("{of}: {note}");
        let holds: BTreeSet<String> = notes.iter().map(key).collect();
        self.told.retain(|told| !told.starts_with(of) || holds.contains(told));
        for note in notes {
            if self.told.insert(key(&note)) {
                self.note(note);
            }
        }
    }

    /// The pacts of the world.
    fn pacts_held(&self) -> Vec<(Key, PactName, String)> {
        let pacts = self.world.alliances.iter();
        pacts
            .map(|pact| {
                let members = self.ids(&pact.members);
                let target = pact.target.map(|place| self.world.states[place].id.clone());
                let key = (pact.kind.name(), members.iter().cloned().collect(), target.clone());
                (key, PactName { kind: pact.kind, members, target }, pact.name.clone())
            })
            .collect()
    }

    /// Ends pacts that the record does not tell of, and takes out who is in them no longer.
    fn end_pacts(&mut self, wars: &[Sides]) {
        let (told, _) = self.pacts_told(wars);
        for (key, held, name) in self.pacts_held() {
            if told.iter().any(|(other, _)| *other == key) {
                continue;
            }
            let smaller = told.iter().find(|(other, tie)| {
                (other.0, &other.2, &tie.name) == (key.0, &key.2, &name)
                    && !name.is_empty()
                    && other.1.is_subset(&key.1)
            });
            // One that others join is changed once wars have made room for them.
            let grows = told.iter().any(|(other, tie)| {
                (other.0, &other.2, &tie.name) == (key.0, &key.2, &name)
                    && !name.is_empty()
                    && key.1.is_subset(&other.1)
            });
            let command = match smaller {
                Some((_, tie)) => Command::ChangePact { pact: held, to: pact_of(tie) },
                None if grows => continue,
                None => Command::EndPact(held),
            };
            if let Err(error) = self.give(command) {
                self.note(format!("{}: {error}.", if name.is_empty() { "A pact" } else { &name }));
            }
        }
    }

    /// Makes pacts that the record tells of, and takes in who has joined them.
    fn make_pacts(&mut self, wars: &[Sides]) {
        let mut failed = Vec::new();
        let (told, rest) = self.pacts_told(wars);
        self.tell("pact", rest);
        for (key, tie) in told {
            let held = self.pacts_held();
            if held.iter().any(|(other, ..)| *other == key) {
                continue;
            }
            let grown = held.into_iter().find(|(other, _, name)| {
                (other.0, &other.2, name) == (key.0, &key.2, &tie.name) && !name.is_empty()
            });
            let command = match grown {
                Some((_, pact, _)) => Command::ChangePact { pact, to: pact_of(&tie) },
                None => {
                    let since = Some(self.dated.min(self.today));
                    Command::AddPact(Pact { since, ..pact_of(&tie) })
                }
            };
            if let Err(error) = self.give(command) {
                let members: Vec<String> = tie.members.iter().cloned().collect();
                failed.push(format!("The {} pact of {}: {error}.", kind(tie.kind), self.names(&members)));
            }
        }
        self.tell("made", failed);
    }

    /// Brings wars in line.
    fn agree_wars(&mut self, told: &[Sides]) {
        let mut left: BTreeMap<usize, &Sides> = told.iter().enumerate().collect();
        let mut failed = Vec::new();
        for fought in self.wars_fought() {
            let shares = |a: &[String], b: &[String]| a.iter().any(|id| b.contains(id));
            let same = |war: &Sides| {
                war.name == fought.name
                    && (!war.name.is_empty()
                        || shares(&war.attackers, &fought.attackers)
                            && shares(&war.defenders, &fought.defenders))
            };
            let found = left.iter().find(|(_, war)| same(war)).map(|(place, _)| *place);
            match found.and_then(|place| left.remove(&place)) {
                Some(war) => self.change_war(fought, war, &mut failed),
                None => {
                    let Sides { attackers, defenders, name } = fought;
                    if let Err(error) = self.give(Command::EndWar { attackers, defenders }) {
                        failed.push(format!("The end of {}: {error}.", called(&name)));
                    }
                }
            }
        }
        for war in left.into_values() {
            let Sides { name, attackers, defenders } = war.clone();
            let before = self.world.wars.len();
            let given = self.give(Command::BeginWar { name, attackers, defenders });
            let why = match given {
                Err(error) => error.to_string(),
                Ok(()) if self.world.wars.len() == before => {
                    "those who lead it fight one another in another war already".to_owned()
                }
                Ok(()) => continue,
            };
            failed.push(format!("{} is not fought in the world: {why}.", called(&war.name)));
        }
        self.tell("war", failed);
    }

    /// Lets states join and leave a war.
    fn change_war(&mut self, fought: Sides, told: &Sides, failed: &mut Vec<String>) {
        let mut now = [fought.attackers, fought.defenders];
        let wanted = [&told.attackers, &told.defenders];
        let leaving = |now: &[Vec<String>; 2], side: usize| -> Vec<String> {
            let gone = |id: &&String| !wanted[side].contains(id) && !wanted[1 - side].contains(id);
            now[side].iter().filter(gone).cloned().collect()
        };
        // First those whom others can do without, then newcomers, then those whom only newcomers replace.
        for round in 0..3 {
            for side in 0..2 {
                if round == 1 {
                    for state in
                        wanted[side].iter().filter(|id| !now[side].contains(id)).cloned().collect::<Vec<_>>()
                    {
                        let (beside, against) = (now[side].clone(), now[1 - side].clone());
                        let against: Vec<String> = if against == [state.clone()] {
                            against
                        } else {
                            against.into_iter().filter(|id| *id != state).collect()
                        };
                        match self.give(Command::JoinWar { state: state.clone(), beside, against }) {
                            Ok(()) => {
                                now[1 - side].retain(|id| *id != state);
                                now[side].push(state);
                            }
                            Err(error) => failed.push(format!(
                                "{} does not take part in {}: {error}.",
                                self.name(&state),
                                called(&told.name)
                            )),
                        }
                    }
                    continue;
                }
                for state in leaving(&now, side) {
                    if round == 0 && now[side].len() == 1 {
                        continue;
                    }
                    let against = now[1 - side].clone();
                    match self.give(Command::LeaveWar { state: state.clone(), against }) {
                        Ok(()) => now[side].retain(|id| *id != state),
                        Err(error) => failed.push(format!(
                            "{} remains in {}: {error}.",
                            self.name(&state),
                            called(&told.name)
                        )),
                    }
                }
            }
        }
    }
}

/// The members of a pact who can stay in it while these wars last: while any two fight one another, who fights most of
/// them is out, and where that is even, who attacks.
fn at_peace(mut members: BTreeSet<String>, wars: &[Sides]) -> BTreeSet<String> {
    loop {
        let enemies = |id: &String| {
            let against = |war: &Sides| {
                let across = |own: &[String], other: &[String]| {
                    if own.contains(id) { other.iter().filter(|it| members.contains(*it)).count() } else { 0 }
                };
                (across(&war.attackers, &war.defenders), across(&war.defenders, &war.attackers))
            };
            let counts = wars.iter().map(against);
            counts.fold((0, 0), |(all, attacked), (a, b)| (all + a + b, attacked + a))
        };
        let worst = members.iter().map(|id| (enemies(id), id)).filter(|((all, _), _)| *all > 0);
        let Some(out) = worst.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, id)| id.clone())
        else {
            return members;
        };
        members.remove(&out);
    }
}

fn pact_of(tie: &Tie) -> Pact {
    Pact {
        name: tie.name.clone(),
        kind: tie.kind,
        members: tie.members.iter().cloned().collect(),
        target: tie.target.clone(),
        since: None,
        until: tie.until,
    }
}

fn kind(kind: PactKind) -> &'static str {
    kind.name()
}

/// What a war is called.
fn called(name: &str) -> &str {
    if name.is_empty() { "a war" } else { name }
}
