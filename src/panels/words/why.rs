//! Why: a decision explained in one to three sentences, from the numbers of its record and the facts of its moment.
//!
//! Every figure is one that the choice compared or that the world held then. What the record does not hold is not said.

use super::{Names, option, percent, points, signed};
use crate::history::counterfactual::{Circumstances, Helper};
use crate::simulation::{Action, Decision, Motive, StateId};
use crate::theory::choice::Terms;
use crate::theory::parameters::Parameters;

/// Share of an ally's strength that arrives, below which it is too far to help in time.
pub const TOO_FAR: f32 = 0.25;

/// What was done, in a sentence without its stop: `Romania aligns with Germany: appeasement`.
pub fn headline(decision: &Decision, facts: Option<&Circumstances>, names: &Names) -> String {
    let left = facts.map_or(&[][..], |facts| facts.left(decision.chosen.action));
    let told = super::decision(decision, left, names);
    format!("{} {}", names.first(decision.state), uncapitalised(&told))
}

/// Why, in one to three sentences. Without `facts`, by the record alone.
pub fn why(
    decision: &Decision,
    facts: Option<&Circumstances>,
    parameters: &Parameters,
    names: &Names,
) -> String {
    let account = Account { decision, facts, parameters, names };
    let sentences: Vec<String> =
        [account.reason(), account.comparison()].into_iter().flatten().filter(|it| !it.is_empty()).collect();
    sentences.join(" ")
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A size of utility for people, without its sign: `4.2 pt`.
fn size(utility: f32) -> String {
    points(utility.abs()).trim_start_matches(['+', '−']).to_owned()
}

/// Whether a difference is seen in the figures shown.
fn shown(utility: f32) -> bool {
    utility >= 0.0005
}

struct Account<'a> {
    decision: &'a Decision,
    facts: Option<&'a Circumstances>,
    parameters: &'a Parameters,
    names: &'a Names<'a>,
}

impl Account<'_> {
    /// What a term gains over staying as it was; above 0 speaks for the choice.
    fn gain(&self, term: impl Fn(&Terms) -> f32) -> f32 {
        term(&self.decision.chosen.terms) - term(&self.decision.stay)
    }

    /// Danger that is taken away.
    fn safer(&self) -> f32 {
        self.gain(|terms| terms.danger)
    }

    /// `It expects to lose 34 % to Germany`.
    fn expects(&self) -> Option<String> {
        let (source, _, odds) = self.decision.threat?;
        let felt = odds.threat(self.parameters);
        let felt = percent(felt);
        Some(format!("It expects to lose {felt} to {}", self.names.mid(source)))
    }

    /// Why help does not do, or that it does: `France is too far to help in time`.
    fn help(&self) -> Option<String> {
        let (facts, names) = (self.facts?, self.names);
        let (source, _, odds) = self.decision.threat?;
        let far = |helper: &Helper| helper.arrives < TOO_FAR;
        let arrives = |helper: &Helper| format!("{} of its strength would arrive", percent(helper.arrives));
        let nearest = facts.guards.iter().max_by(|a, b| a.arrives.total_cmp(&b.arrives));
        if let Some(ally) = nearest.filter(|ally| far(ally)) {
            let name = names.mid(ally.state);
            return Some(format!("{name}, its ally, is too far to help in time: {}", arrives(ally)));
        }
        if nearest.is_some() || odds.help_now > 0.0 {
            let loss = percent(odds.loss_chance(self.parameters));
            return Some(format!("with what help it has, it would lose a war with a chance of {loss}"));
        }
        let hoped_for =
            facts.likeliest.filter(|it| it.state != source && !facts.partners.contains(&it.state));
        Some(match hoped_for {
            Some(it) if far(&it) => {
                let (name, threat) = (names.mid(it.state), names.mid(source));
                format!(
                    "it has no ally against it, and {name}, the likeliest to stand against {threat}, is too far to \
                     help in time: {}",
                    arrives(&it)
                )
            }
            Some(it) => {
                format!("it has no ally against it, and {} has promised it nothing", names.mid(it.state))
            }
            None => "it has no ally against it".into(),
        })
    }

    /// What made the difference.
    fn reason(&self) -> Option<String> {
        let (decision, names) = (self.decision, self.names);
        let mid = |state: StateId| names.mid(state);
        let profit = self.gain(|terms| terms.profit);
        let safer = self.safer();
        // With what others in front would no longer take upon themselves.
        let bared = safer + self.gain(|terms| terms.diversion);
        let war = -self.gain(|terms| terms.war);
        let expects = || self.expects();
        let made = match (decision.motive, decision.chosen.action) {
            (Motive::AvoidDomination, Action::Balance { with, .. }) if shown(safer) => {
                let gain = format!(
                    "a pact with {}, {}, takes {} off its danger",
                    mid(with),
                    self.if_granted("that it accepts", "all but sure to accept"),
                    size(safer)
                );
                match expects() {
                    Some(expects) => format!("{expects} if it stays as it is; {gain}."),
                    None => format!("{}.", super::capitalised(&gain)),
                }
            }
            (Motive::Influence, Action::Balance { with, .. }) => format!(
                "Beside {} it would count for more: that weight is worth {} to it.",
                mid(with),
                size(self.gain(|terms| terms.influence))
            ),
            (Motive::Appeasement, Action::Bandwagon { with }) if shown(safer) => {
                let gain = format!("To lean on {} takes {} off its danger.", mid(with), size(safer));
                match (expects(), self.help()) {
                    (Some(expects), Some(help)) => format!("{expects} if it stays as it is; {help}. {gain}"),
                    (Some(expects), None) => format!("{expects} if it stays as it is. {gain}"),
                    (None, _) => gain,
                }
            }
            (Motive::ShareOfVictory, Action::Bandwagon { with }) => {
                let worth =
                    format!("a share of {} spoils is worth {} to it", names.whose(with), size(profit));
                match expects() {
                    Some(expects) => {
                        format!("{expects} if it stays as it is, and {worth}{}.", self.at_odds(", at odds"))
                    }
                    None => format!("{}{}.", super::capitalised(&worth), self.at_odds(", at odds")),
                }
            }
            (Motive::Jackal, Action::Bandwagon { with }) => format!(
                "{} is no threat that it would act upon; a share of its spoils is worth {} to it{}.",
                names.first(with),
                size(profit),
                self.at_odds(", at odds")
            ),
            (Motive::Wave, Action::Bandwagon { with }) => format!(
                "The movement that {} leads draws it with {}.",
                mid(with),
                size(self.gain(|terms| terms.wave))
            ),
            (Motive::Contagion, Action::Bandwagon { with }) => format!(
                "Others nearby went over to {} of late, and their example draws it with {}.",
                mid(with),
                size(self.gain(|terms| terms.contagion))
            ),
            (Motive::PilingOn | Motive::Jackal, Action::Join { .. }) if shown(profit) => {
                let spoils = format!("its part of the spoils is worth {} to it", size(profit));
                match self.facts.and_then(|facts| facts.own_side) {
                    Some(chance) => format!("Its side is given a chance of {}; {spoils}.", percent(chance)),
                    None => format!("{}.", super::capitalised(&spoils)),
                }
            }
            (Motive::AvoidDomination, Action::Join { against, .. } | Action::Honour { against, .. })
                if shown(safer) =>
            {
                format!("To stand against {} takes {} off its danger.", mid(against), size(safer))
            }
            (Motive::InternalBalancing, Action::Arm { .. }) if shown(safer) => {
                let gain = format!(
                    "a year of arming costs {} and takes {} off its danger",
                    size(self.gain(|terms| terms.arms)),
                    size(safer)
                );
                match expects() {
                    Some(expects) => format!("{expects} if it stays as it is; {gain}."),
                    None => format!("{}.", super::capitalised(&gain)),
                }
            }
            (Motive::Conquest, Action::Attack { .. }) if shown(profit) => {
                let danger = if shown(-bared) {
                    format!("and {} of danger", size(bared))
                } else {
                    "and takes no danger upon itself".into()
                };
                format!(
                    "What it expects to win is worth {} to it{}; it pays {} for the war {danger}.",
                    size(profit),
                    self.at_odds(", at odds"),
                    size(war)
                )
            }
            (Motive::Prevention, Action::Attack { .. }) if shown(safer) => {
                let gain =
                    format!("to strike now takes {} off its danger for {} of war", size(safer), size(war));
                match expects() {
                    Some(expects) => format!("{expects} if it waits; {gain}."),
                    None => format!("{}.", super::capitalised(&gain)),
                }
            }
            (Motive::KeepFaith, Action::Honour { ally, .. }) => self.faith(ally),
            (Motive::Jackal, Action::Honour { .. }) => {
                format!("Its part of the spoils is worth {} to it.", size(profit))
            }
            (Motive::AbandonAlly, Action::Abandon { ally, .. }) => self.abandonment(ally),
            (Motive::CutLosses, Action::Sue { with, .. }) => {
                let gain = decision.chosen.terms.utility() - decision.stay.utility();
                let chance = self.facts.and_then(|facts| facts.own_side);
                let stands = chance.map_or(String::new(), |chance| {
                    format!("Its side is given a chance of {}: ", percent(chance))
                });
                let more = if shown(gain) { size(gain) } else { "hardly".into() };
                let gain = format!(
                    "to ask {} for peace, {}, is worth {more} more than to fight on",
                    mid(with),
                    self.if_granted("that it is granted", "which it is all but sure to grant")
                );
                if stands.is_empty() {
                    format!("{}.", super::capitalised(&gain))
                } else {
                    format!("{stands}{gain}.")
                }
            }
            (Motive::Autonomy, Action::Leave { .. }) => {
                format!("The freedom that it wins back is worth {} to it.", size(self.gain(|it| it.autonomy)))
            }
            (Motive::Safety, Action::Leave { .. }) => {
                let safer = self.gain(|terms| terms.danger + terms.diversion);
                if shown(safer) {
                    format!("Without the pact its danger is {} smaller.", size(safer))
                } else {
                    return self.decisive();
                }
            }
            (Motive::Profit, Action::Leave { .. }) => {
                format!("Without the pact its spoils are worth {} more.", size(profit))
            }
            (Motive::ThreatGone, Action::Leave { .. }) => {
                let saved = self.gain(|terms| terms.commitment + terms.entrapment);
                if !shown(saved) {
                    return self.decisive();
                }
                let danger = if shown(-bared) {
                    format!("and adds {} of danger", size(bared))
                } else {
                    "and adds no danger".into()
                };
                format!("To be rid of the pact saves {} of standing costs {danger}.", size(saved))
            }
            (Motive::PassTheBuck, _) => {
                let spared = decision.stay.diversion;
                let source = decision.threat.map(|(source, ..)| source);
                let front = self.facts.and_then(|facts| facts.in_front);
                let front = match (front, source) {
                    (Some(front), Some(source)) => {
                        format!("{} stands in front of {}: ", names.first(front), mid(source))
                    }
                    _ => String::new(),
                };
                let worth = if shown(spared) {
                    let spared = size(spared);
                    format!(
                        "what others draw upon themselves is worth {spared} to it as long as it stays out"
                    )
                } else {
                    "without what others draw upon themselves it would rather have acted".into()
                };
                if front.is_empty() {
                    format!("{}.", super::capitalised(&worth))
                } else {
                    format!("{front}{worth}.")
                }
            }
            (Motive::StayNeutral | Motive::FightOn, _) => match decision.threat {
                Some((source, _, odds)) => format!(
                    "It expects to lose {} to {}, the power to which it is most exposed.",
                    percent(odds.threat(self.parameters)),
                    mid(source)
                ),
                None => "No power threatens it enough to act upon.".into(),
            },
            (Motive::Misjudgement, _) => {
                let missed = decision.stay.utility() - decision.chosen.terms.utility();
                let more = if shown(missed) { format!("{} more", size(missed)) } else { "as much".into() };
                return Some(format!(
                    "To stay as it was would have been worth {more}: chance decided, and this had a chance of {}.",
                    percent(decision.chosen.chance)
                ));
            }
            _ => return self.decisive(),
        };
        Some(made)
    }

    /// What speaks most for the choice over staying, where there is no plainer word for it.
    fn decisive(&self) -> Option<String> {
        let (place, gain) = self.decision.chosen.terms.decisive_over(&self.decision.stay);
        shown(gain).then(|| format!("What speaks most for it is {}: {}.", in_words(place), size(gain)))
    }

    /// What was reckoned with where another has to agree.
    fn if_granted(&self, that: &str, sure: &str) -> String {
        let chance = self.decision.chosen.consent;
        if chance >= 0.995 {
            sure.into()
        } else {
            format!("weighed by the chance of {} {that}", percent(chance))
        }
    }

    /// How much it is at odds with the order, if it is.
    fn at_odds(&self, words: &str) -> String {
        let revisionism = self.facts.map(|facts| facts.revisionism).filter(|it| *it > 0.0);
        revisionism.map_or(String::new(), |it| format!("{words} with the order as it is ({})", signed(it)))
    }

    /// Why it comes to its ally.
    fn faith(&self, ally: StateId) -> String {
        let word = self.gain(|terms| terms.change);
        if shown(word) {
            format!(
                "To leave {} alone would break its word, which costs {}.",
                self.names.mid(ally),
                size(word)
            )
        } else {
            self.decisive().unwrap_or_default()
        }
    }

    /// Why it does not come.
    fn abandonment(&self, ally: StateId) -> String {
        let Some(honour) = self.decision.rejected else { return String::new() };
        let less = |term: fn(&Terms) -> f32| term(&self.decision.chosen.terms) - term(&honour.terms);
        let (war, danger) = (less(|terms| terms.war), less(|terms| terms.danger + terms.diversion));
        let word = less(|terms| terms.change);
        let mut costs = Vec::new();
        if shown(war) {
            costs.push(format!("{} of war", size(war)));
        }
        if shown(danger) {
            costs.push(format!("{} of danger", size(danger)));
        }
        let breaking =
            if shown(-word) { format!("; to break its word costs {}", size(word)) } else { String::new() };
        if costs.is_empty() {
            return self.decisive().unwrap_or_default();
        }
        format!("To come to {} aid would cost {}{breaking}.", self.names.whose(ally), costs.join(" and "))
    }

    /// How it compares with the next best.
    fn comparison(&self) -> Option<String> {
        let decision = self.decision;
        if decision.motive == Motive::Misjudgement {
            return None;
        }
        let Some(rejected) = decision.rejected else {
            return Some("Nothing else came within reach of being worth it.".into());
        };
        let left = self.facts.map_or(&[][..], |facts| facts.left(rejected.action));
        let other = option(rejected.action, left, self.names);
        if shown(-decision.margin) {
            return Some(format!(
                "To {other} would have been worth {} more: chance decided.",
                size(decision.margin)
            ));
        }
        if !shown(decision.margin) {
            return Some(format!("To {other} is worth as much: chance decided."));
        }
        if matches!(rejected.action, Action::Stay | Action::Abandon { .. } | Action::Honour { .. }) {
            // What suing gains over fighting on has been said.
            let said = decision.motive == Motive::CutLosses;
            return (!said)
                .then(|| format!("All told it is worth {} more than to {other}.", size(decision.margin)));
        }
        let (place, _) = decision.chosen.terms.decisive_over(&rejected.terms);
        Some(format!(
            "The next best, to {other}, is worth {} less, most of all by {}.",
            size(decision.margin),
            in_words(place)
        ))
    }
}

/// A term, as what speaks for an option.
fn in_words(term: usize) -> &'static str {
    match Terms::NAMES[term] {
        "danger" => "its danger",
        "diversion" => "what others in front bear",
        "profit" => "its spoils",
        "commitment" => "the cost of pacts",
        "entrapment" => "the risk of being drawn into others’ wars",
        "change" => "the cost of the change itself",
        "arms" => "the cost of arms",
        "war" => "the cost of war",
        "autonomy" => "its autonomy",
        "influence" => "its influence",
        "wave" => "the pull of a movement",
        _ => "the example of neighbours",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::counterfactual::{Inquest, Question, Rehearsal};
    use crate::history::{BranchId, History, Timeline, TimelinePlugin};
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{self, Rules, SimulationPlugin};
    use bevy::prelude::App;

    /// Numbers before a unit in a text: percentages and points.
    fn figures(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for unit in ["\u{a0}%", "\u{a0}pt"] {
            for (at, _) in text.match_indices(unit) {
                let digits: String = text[..at]
                    .chars()
                    .rev()
                    .take_while(|it| it.is_ascii_digit() || matches!(it, '.' | '<' | '+' | '−'))
                    .collect();
                found.push(format!("{}{unit}", digits.chars().rev().collect::<String>()));
            }
        }
        found
    }

    /// Every figure that the record and the facts hold, as it would be shown.
    fn held(decision: &Decision, facts: &Circumstances, parameters: &Parameters) -> Vec<String> {
        let mut shares = vec![decision.chosen.consent, decision.chosen.chance];
        if let Some((_, factors, odds)) = decision.threat {
            shares.extend([odds.threat(parameters), odds.loss_chance(parameters), factors.intent]);
        }
        shares.extend(facts.own_side);
        shares.extend(facts.guards.iter().chain(&facts.likeliest).map(|it| it.arrives));
        let mut sizes = vec![decision.margin, decision.stay.diversion];
        let options = [Some(decision.stay), decision.rejected.map(|it| it.terms)];
        for other in options.into_iter().flatten() {
            let (mine, theirs) = (decision.chosen.terms.values(), other.values());
            sizes.extend(mine.iter().zip(&theirs).map(|(a, b)| a - b));
            sizes.push(decision.chosen.terms.utility() - other.utility());
            let sum = |terms: &Terms| terms.commitment + terms.entrapment;
            sizes.push(sum(&decision.chosen.terms) - sum(&other));
            let sum = |terms: &Terms| terms.danger + terms.diversion;
            sizes.push(sum(&decision.chosen.terms) - sum(&other));
        }
        shares.into_iter().map(percent).chain(sizes.into_iter().map(size)).collect()
    }

    #[test]
    fn every_figure_and_every_claim_of_a_sentence_is_in_the_record_or_the_facts() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let (mut told, mut kinds) = (0, std::collections::BTreeSet::new());
        for seed in [1, 2, 3] {
            let mut app = App::new();
            app.add_plugins((SimulationPlugin, TimelinePlugin));
            simulation::load(app.world_mut(), &scenario, seed);
            Timeline::begin(app.world_mut());
            (0..150).for_each(|_| Timeline::advance(app.world_mut()));
            let world = app.world();
            let parameters = &world.resource::<Rules>().parameters;
            let states = scenario.states.len();
            let labels: Vec<String> = (0..states).map(|place| format!("State{place:02}")).collect();
            let names = Names { states: labels.iter().map(String::as_str).collect(), regions: None };
            // All that was done, and of staying a part.
            let all = world.resource::<History>().decisions.iter().enumerate();
            let wanted = all.filter(|(place, it)| it.chosen.action != Action::Stay || place % 17 == 0);
            for (_, decision) in wanted {
                let way = world.resource::<Timeline>().way(BranchId(0), decision.tick - 1);
                let mut rehearsal = Rehearsal::new(&way, Question::of(decision));
                let facts = Inquest::open(&mut rehearsal).expect("it was chosen").circumstances;
                let text = why(decision, Some(&facts), parameters, &names);
                let held = held(decision, &facts, parameters);
                for figure in figures(&text) {
                    assert!(held.contains(&figure), "{figure} of “{text}” is not in {held:?}\n{decision:?}");
                }
                let sentences = text.matches(". ").count() + 1;
                assert!((1..=3).contains(&sentences) && text.ends_with('.'), "{text}");
                assert!(!text.contains("  ") && !text.contains(" 0.0\u{a0}pt"), "{text}");
                let odds = decision.threat.map(|(.., odds)| odds);
                if text.contains("no ally") {
                    assert!(odds.is_some_and(|odds| odds.help_now <= 0.0), "{text}");
                }
                if text.contains("too far") {
                    let far = facts.guards.iter().chain(&facts.likeliest).any(|it| it.arrives < TOO_FAR);
                    assert!(far && !facts.guards.iter().any(|it| it.arrives >= TOO_FAR), "{text}");
                }
                if text.contains("no threat that it would act upon") {
                    let Action::Bandwagon { with } = decision.chosen.action else { panic!("{text}") };
                    let mut apart = Rehearsal::new(&way, Question::of(decision));
                    assert!(apart.exposure(decision.state, with) < parameters.notice, "{text}");
                }
                if text.contains("chance decided") {
                    assert!(decision.margin < 0.0005 || decision.motive == Motive::Misjudgement, "{text}");
                }
                // Without the facts, the record alone says less, and still nothing untrue.
                let record = why(decision, None, parameters, &names);
                assert!(figures(&record).iter().all(|figure| held.contains(figure)), "{record}");
                told += 1;
                if kinds.insert((decision.chosen.action.name(), decision.motive)) {
                    println!("{}. {text}\n", headline(decision, Some(&facts), &names));
                }
            }
        }
        assert!(told > 300 && kinds.len() >= 12, "{told} sentences of {} kinds", kinds.len());
    }
}
