//! Misses: where most runs did not put a state where history did, what brought it to where they put it, and what spoke
//! against history's side.
//!
//! The first runs of a theory are run again with all options written down. For each miss, of the runs that went wrong:
//! how the state came to stand where it stood on the day (the last time that its stand changed), and what, when it last
//! reviewed its choices before the day, was its best option of those that would have put it on history's side, or else
//! were a step there.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::questions::{Questions, Stand};
use super::runs::Watch;
use crate::batch::{Ensemble, Run};
use crate::record::{Fight, Side, Standing, Tie};
use crate::scenario::{PactKind, Scenario};
use crate::simulation::{
    self, Action, AllianceId, Decision, EventKind, Journal, StateId, Survey, WarId, Weighed, in_sentence,
    took_effect,
};
use crate::theory::choice::Terms;

/// In how many runs, of those that are run again, misses are looked into.
pub const LOOKED_INTO: u64 = 40;

/// A way that several runs had in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// What was done, such as `allied with France against Germany`.
    pub words: String,
    /// In how many runs.
    pub runs: u32,
    /// The mean of what spoke for it over staying as it was, term by term; nothing where the state did not choose.
    pub gains: Option<Terms>,
}

/// Why a state is not where history put it.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The question, as a place in [`Questions::asked`].
    pub question: usize,
    /// In how many runs that were looked into the state stood elsewhere than in history.
    pub runs: u32,
    /// How it most often came to stand there.
    pub came: Option<Way>,
    /// The best option towards history's side that it most often had at its last review, with what it was worth over
    /// staying.
    pub other: Option<Way>,
}

/// Looks into questions that were answered wrongly. `wrong` are places in [`Questions::asked`].
pub(super) fn look_into(
    ensemble: &Ensemble,
    questions: &Questions,
    wrong: &[usize],
    done: impl Fn() + Sync,
) -> Vec<Miss> {
    if wrong.is_empty() {
        return Vec::new();
    }
    let told = ensemble.each(|_, run| {
        let told = follow(run, questions, wrong, ensemble.scenario);
        done();
        told
    });
    let sum_up = |(place, question): (usize, &usize)| {
        let accounts: Vec<&Account> = told.iter().filter_map(|run| run[place].as_ref()).collect();
        Miss {
            question: *question,
            runs: accounts.len() as u32,
            came: commonest(accounts.iter().map(|it| &it.came)),
            other: commonest(accounts.iter().map(|it| &it.other)),
        }
    };
    wrong.iter().enumerate().map(sum_up).collect()
}

/// Something that was done or could have been, with what it gained over staying.
#[derive(Debug, Clone)]
struct Done {
    words: String,
    gains: Option<Terms>,
}

impl Done {
    fn unchosen(words: impl Into<String>) -> Self {
        Self { words: words.into(), gains: None }
    }

    fn chosen(words: String, terms: &Terms, stay: &Terms) -> Self {
        Self { words, gains: Some(terms.plus(&Terms::from_values(stay.values().map(|value| -value)))) }
    }
}

/// What one run tells of a miss.
#[derive(Debug, Clone)]
struct Account {
    came: Done,
    other: Done,
}

/// The commonest of what several runs tell, with the mean of its terms; of equals the first by its words.
fn commonest<'a>(told: impl Iterator<Item = &'a Done>) -> Option<Way> {
    let mut ways: BTreeMap<&str, Vec<&Done>> = BTreeMap::new();
    told.for_each(|done| ways.entry(&done.words).or_default().push(done));
    // The last of the greatest is taken, so they are looked at from behind.
    let (words, all) = ways.into_iter().rev().max_by_key(|(_, all)| all.len())?;
    let gains: Vec<&Terms> = all.iter().filter_map(|done| done.gains.as_ref()).collect();
    let share = 1.0 / gains.len().max(1) as f32;
    let sum = gains.iter().fold(Terms::default(), |sum, terms| sum.plus(terms));
    let mean = Terms::from_values(sum.values().map(|value| value * share));
    Some(Way { words: words.into(), runs: all.len() as u32, gains: (!gains.is_empty()).then_some(mean) })
}

/// A world as it stood before a tick, with the numbers by which options name pacts and wars.
struct Before {
    standing: Rc<Standing>,
    pacts: Vec<AllianceId>,
    wars: Vec<WarId>,
}

impl Before {
    fn of(survey: &Survey, standing: Rc<Standing>) -> Self {
        Self {
            standing,
            pacts: survey.alliances.iter().map(|pact| pact.id).collect(),
            wars: survey.wars.iter().map(|war| war.id).collect(),
        }
    }
}

/// The states of a run, by number.
struct Cast {
    names: Vec<String>,
    codes: Vec<String>,
}

impl Cast {
    fn of(survey: &Survey) -> Self {
        let each = |of: &dyn Fn(StateId) -> String| survey.states().map(of).collect();
        Self {
            names: each(&|it| survey.identity(it).name.clone()),
            codes: each(&|it| survey.identity(it).code.clone()),
        }
    }

    fn mid(&self, state: StateId) -> String {
        in_sentence(&self.names[state.index()]).into_owned()
    }

    fn code(&self, state: StateId) -> String {
        self.codes[state.index()].clone()
    }

    fn number(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|it| it == code)
    }

    /// An action as a verb and what follows it, as panels say it: `ally`, ` with France against Germany`.
    fn said(&self, action: Action, before: &Before, id: &str) -> ([&'static str; 2], String) {
        let mid = |state| self.mid(state);
        match action {
            Action::Stay => (["stay", "stayed"], " as it is".into()),
            Action::Balance { against, with } => {
                (["ally", "allied"], format!(" with {} against {}", mid(with), mid(against)))
            }
            Action::Bandwagon { with } => (["align", "aligned"], format!(" with {}", mid(with))),
            Action::Leave { .. } => {
                let partners = before.tie_of(action).map(|tie| tie.members.iter().filter(|it| *it != id));
                let names: Vec<String> = partners
                    .into_iter()
                    .flatten()
                    .filter_map(|code| Some(in_sentence(&self.names[self.number(code)?]).into_owned()))
                    .collect();
                (["leave", "left"], format!(" its pact with {}", listed(&names)))
            }
            Action::Arm { against } => (["arm", "armed"], format!(" against {}", mid(against))),
            Action::Attack { target } => (["attack", "attacked"], format!(" {}", mid(target))),
            Action::Join { against, .. } => {
                (["join", "joined"], format!(" the war against {}", mid(against)))
            }
            Action::Sue { with, .. } => (["make", "made"], format!(" peace with {}", mid(with))),
            Action::Abandon { ally, .. } => (["leave", "left"], format!(" {} to fight alone", mid(ally))),
            Action::Honour { ally, against, .. } => {
                (["come", "came"], format!(" to the aid of {} against {}", mid(ally), mid(against)))
            }
        }
    }
}

/// `France, Poland and Romania`.
fn listed(names: &[String]) -> String {
    match names {
        [] => "others".into(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

impl Before {
    fn tie_of(&self, action: Action) -> Option<&Tie> {
        let Action::Leave { alliance } = action else { return None };
        let place = self.pacts.iter().position(|it| *it == alliance)?;
        self.standing.ties.get(place)
    }

    /// The same without what binds a state: its pacts and its part in wars.
    fn without_ties_of(&self, id: &str) -> Self {
        let mut standing = (*self.standing).clone();
        standing.ties.iter_mut().for_each(|tie| _ = tie.members.remove(id));
        standing.fights.iter_mut().for_each(|fight| _ = fight.sides.remove(id));
        Self { standing: Rc::new(standing), pacts: self.pacts.clone(), wars: self.wars.clone() }
    }

    /// How things would stand if a state's choice took effect at once.
    fn after(&self, id: &str, action: Action, cast: &Cast) -> Standing {
        let mut standing = (*self.standing).clone();
        let place_of = |war: WarId| self.wars.iter().position(|it| *it == war);
        let pact = |kind, with: StateId, target: Option<StateId>| Tie {
            name: String::new(),
            kind,
            members: [id.to_owned(), cast.code(with)].into(),
            target: target.map(|it| cast.code(it)),
            until: None,
        };
        match action {
            Action::Stay | Action::Arm { .. } => {}
            Action::Balance { against, with } => {
                standing.ties.push(pact(PactKind::Defensive, with, Some(against)))
            }
            Action::Bandwagon { with } => {
                // Who goes over to a power leaves the pacts against it.
                let code = cast.code(with);
                for tie in standing.ties.iter_mut().filter(|tie| tie.target.as_ref() == Some(&code)) {
                    tie.members.remove(id);
                }
                standing.ties.push(pact(PactKind::Entente, with, None));
            }
            Action::Leave { alliance } => {
                if let Some(place) = self.pacts.iter().position(|it| *it == alliance) {
                    standing.ties[place].members.remove(id);
                }
            }
            Action::Attack { target } => {
                let other = cast.code(target);
                standing.fights.push(Fight {
                    name: String::new(),
                    leaders: [id.to_owned(), other.clone()],
                    sides: [(id.to_owned(), Side::Attackers), (other, Side::Defenders)].into(),
                });
            }
            Action::Join { war, side, .. } => {
                let side = match side {
                    simulation::Side::Attackers => Side::Attackers,
                    simulation::Side::Defenders => Side::Defenders,
                };
                if let Some(place) = place_of(war) {
                    standing.fights[place].sides.insert(id.to_owned(), side);
                }
            }
            Action::Sue { war, .. } => {
                if let Some(place) = place_of(war) {
                    standing.fights[place].sides.remove(id);
                }
            }
            // Answers to calls, which are no options of a review.
            Action::Abandon { .. } | Action::Honour { .. } => {}
        }
        standing
    }
}

/// How a state's stand changed in the tick that the journal tells of.
fn how(journal: &Journal, state: StateId, before: &Before, cast: &Cast) -> Done {
    let id = &cast.codes[state.index()];
    let acted = |it: &&Decision| {
        let idle = matches!(it.chosen.action, Action::Stay | Action::Arm { .. });
        it.state == state && took_effect(it) && !idle
    };
    if let Some(own) = journal.decisions.iter().rev().find(acted) {
        let ([_, did], rest) = cast.said(own.chosen.action, before, id);
        return Done::chosen(format!("{did}{rest}"), &own.chosen.terms, &own.stay);
    }
    for asked in &journal.decisions {
        if let Some(consent) = asked.consent.as_ref().filter(|it| it.by == state && it.given) {
            let by = cast.mid(asked.state);
            let words = match asked.chosen.action {
                Action::Balance { against, .. } => {
                    format!("was asked by {by} for a pact against {}", cast.mid(against))
                }
                _ => format!("was followed by {by}"),
            };
            return Done::chosen(words, &consent.with, &consent.without);
        }
    }
    let told = journal.events.iter().find_map(|event| match &event.kind {
        EventKind::WarBegan { by, against, .. } if *against == state => {
            Some(format!("was attacked by {}", cast.mid(*by)))
        }
        EventKind::PeaceMade { winners, losers, .. }
            if winners.contains(&state) || losers.contains(&state) =>
        {
            Some("was at peace again".into())
        }
        EventKind::AllianceLeft { by, partners, .. } if partners.contains(&state) => {
            Some(format!("was left by {}", cast.mid(*by)))
        }
        EventKind::AllianceLapsed { members, .. } if members.contains(&state) => {
            Some("saw a pact run out".into())
        }
        _ => None,
    });
    Done::unchosen(told.unwrap_or_else(|| "others moved about it".into()))
}

/// Whether a decision is a review, and not the answer to a call.
fn is_review(decision: &Decision) -> bool {
    !matches!(decision.chosen.action, Action::Abandon { .. } | Action::Honour { .. })
}

/// What is kept of one question in a run.
struct Trail {
    stand: Stand,
    came: Done,
    review: Option<(Rc<Before>, Decision)>,
}

/// Follows a run from its start; for each question that it answers otherwise than history, how it came to that.
fn follow(
    run: &mut Run,
    questions: &Questions,
    wrong: &[usize],
    scenario: &Scenario,
) -> Vec<Option<Account>> {
    run.write_down_all_options();
    let mut watch = Watch::new(run);
    let cast = Cast::of(&run.survey());
    let ask = |place: usize| {
        let question = &questions.asked[place];
        (question, &questions.counts[question.count], scenario.states[question.state].id.as_str())
    };
    let stand_of = |watch: &Watch, place: usize| {
        let (_, count, id) = ask(place);
        watch.of(id).camp(id, count)
    };
    let begin = |place: &usize| Trail {
        stand: stand_of(&watch, *place),
        came: Done::unchosen("stood there from the start"),
        review: None,
    };
    let mut trails: Vec<Trail> = wrong.iter().map(begin).collect();
    let mut accounts = vec![None; wrong.len()];
    let mut before = Rc::new(Before::of(&run.survey(), Rc::clone(watch.now())));
    for tick in 0..=questions.end() {
        let mut changed = false;
        if tick > 0 {
            run.step();
            changed = watch.look(run);
        }
        let journal = run.world().resource::<Journal>();
        for (at, (trail, place)) in trails.iter_mut().zip(wrong).enumerate() {
            let (question, count, id) = ask(*place);
            if tick > questions.ticks[question.count] {
                continue;
            }
            let number = cast.number(id).map(|number| StateId(number as u32));
            if let Some(state) = number.filter(|_| tick > 0) {
                let own = journal.decisions.iter().rfind(|it| it.state == state && is_review(it));
                if let Some(review) = own {
                    trail.review = Some((Rc::clone(&before), review.clone()));
                }
                let stand = if changed { stand_of(&watch, *place) } else { trail.stand };
                if stand != trail.stand {
                    trail.stand = stand;
                    trail.came = how(journal, state, &before, &cast);
                }
            }
            if tick == questions.ticks[question.count] && trail.stand != question.happened {
                let stands = |standing: Standing| standing.camp(id, count) == question.happened;
                let other = best_other(trail, id, &cast, question.happened, stands);
                accounts[at] = Some(Account { came: trail.came.clone(), other });
            }
        }
        if changed {
            before = Rc::new(Before::of(&run.survey(), Rc::clone(watch.now())));
        }
    }
    accounts
}

/// The best option at the last review of those after which it would have stood with history, by `stands`; else of those
/// that were a step there: by themselves they lead to history's side, or, where that was neither, out of a pact or a war.
fn best_other(
    trail: &Trail,
    id: &str,
    cast: &Cast,
    happened: Stand,
    stands: impl Fn(Standing) -> bool,
) -> Done {
    let Some((before, review)) = &trail.review else {
        return Done::unchosen("it had not come to review its choices");
    };
    let nothing = before.without_ties_of(id);
    let leads = |action| stands(before.after(id, action, cast));
    let steps = |action| match happened {
        None => matches!(action, Action::Leave { .. } | Action::Sue { .. }),
        Some(_) => stands(nothing.after(id, action, cast)),
    };
    let best = |fits: &dyn Fn(Action) -> bool| {
        let options = review.options.iter().filter(|it| it.action != Action::Stay && fits(it.action));
        options.max_by(|a, b| a.terms.utility().total_cmp(&b.terms.utility()))
    };
    let chosen = |option: &Weighed, before_it: &str| {
        let ([verb, _], rest) = cast.said(option.action, before, id);
        Done::chosen(format!("{before_it}{verb}{rest}"), &option.terms, &review.stay)
    };
    match (best(&leads), best(&steps)) {
        (Some(option), _) => chosen(option, ""),
        (None, Some(option)) => chosen(option, "as a step, "),
        (None, None) => Done::unchosen("nothing that it weighed led there"),
    }
}
