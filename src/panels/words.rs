//! Words: what events, decisions, motives and states are called, in plain English.
//!
//! All functions are pure. Numbers have few digits and always a unit.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::scenario::{PactKind, TickLength};
use crate::simulation::{Action, Consent, Decision, EventKind, Motive, Outcome, StateId};
use crate::theory::interest::StateType;
use crate::theory::parameters::{Parameters, Preset};

/// The names of all states, by number.
#[derive(Debug, Clone, Default)]
pub struct Names<'a>(pub Vec<&'a str>);

impl<'a> Names<'a> {
    /// The name as it stands in a list: `Soviet Union`.
    pub fn plain(&self, state: StateId) -> &'a str {
        self.0.get(state.index()).copied().unwrap_or("a state that is no more")
    }

    /// The name within a sentence: `the Soviet Union`.
    pub fn mid(&self, state: StateId) -> Cow<'a, str> {
        let name = self.plain(state);
        if takes_article(name) { Cow::Owned(format!("the {name}")) } else { Cow::Borrowed(name) }
    }

    /// The name at the start of a sentence: `The Soviet Union`.
    pub fn first(&self, state: StateId) -> String {
        capitalised(&self.mid(state))
    }

    /// Several names within a sentence: `France, Poland and Romania`.
    pub fn list(&self, states: &[StateId]) -> String {
        let names: Vec<_> = states.iter().map(|state| self.mid(*state)).collect();
        match names.as_slice() {
            [] => "nobody".into(),
            [one] => one.to_string(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

/// Whether English puts an article before the name of such a country.
fn takes_article(name: &str) -> bool {
    const LAST: [&str; 9] = [
        "Union",
        "Kingdom",
        "States",
        "Republic",
        "Empire",
        "Netherlands",
        "Islands",
        "Federation",
        "Confederation",
    ];
    !name.starts_with("The ") && name.rsplit(' ').next().is_some_and(|last| LAST.contains(&last))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A share for people: `62 %`, below one per cent `0.4 %`.
pub fn percent(share: f32) -> String {
    let value = share * 100.0;
    // A no-break space, so that no line ends between figure and unit.
    if value > 0.0 && value < 0.95 {
        if value < 0.05 { "<0.1\u{a0}%".into() } else { format!("{value:.1}\u{a0}%") }
    } else {
        format!("{value:.0}\u{a0}%")
    }
}

/// Utility for people, in points of a hundredth: `−4.2 pt`.
pub fn points(utility: f32) -> String {
    let tenths = (utility * 1000.0).round() / 10.0;
    let sign = if tenths > 0.0 {
        "+"
    } else if tenths < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{:.1}\u{a0}pt", tenths.abs())
}

/// A value from -1 to 1 with its sign: `+0.9`.
pub fn signed(value: f32) -> String {
    let sign = if value > 0.005 {
        "+"
    } else if value < -0.005 {
        "−"
    } else {
        ""
    };
    let digits = format!("{:.2}", value.abs());
    format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A multiplier: `×1.3`.
pub fn times(multiplier: f32) -> String {
    format!("×{multiplier:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A date as fine as the time a tick takes: `March 1936` or `7 March 1936`.
pub fn date(date: Date, tick: TickLength) -> String {
    match tick {
        TickLength::Months(_) => month(date),
        TickLength::Days(_) => day(date),
    }
}

/// A date to the day: `7 March 1936`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A date to the month: `March 1936`.
pub fn month(date: Date) -> String {
    date.strftime("%B %Y").to_string()
}

/// The school of theory, for people.
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::BalanceOfPower => "balance of power",
        Preset::BalanceOfThreat => "balance of threat",
    }
}

/// The school's idea in a sentence, with its source.
pub fn preset_meaning(preset: Preset) -> &'static str {
    match preset {
        Preset::BalanceOfPower => "States weigh power alone and side against the strongest (Waltz 1979).",
        Preset::BalanceOfThreat => {
            "States weigh threat: power, proximity, offensive capability and perceived intent (Walt 1985)."
        }
    }
}

/// A pact, for people: `defensive pact`.
pub fn pact(kind: PactKind) -> &'static str {
    match kind {
        PactKind::Defensive => "defensive pact",
        PactKind::Offensive => "offensive pact",
        PactKind::Neutrality => "neutrality pact",
        PactKind::Entente => "entente",
    }
}

/// What a kind of pact promises.
pub fn pact_meaning(kind: PactKind) -> &'static str {
    match kind {
        PactKind::Defensive => "Defensive pact: members come to each other’s defence.",
        PactKind::Offensive => "Offensive pact: members attack together.",
        PactKind::Neutrality => "Neutrality pact: members stay out of each other’s wars.",
        PactKind::Entente => "Entente: members consult and lean to the same side.",
    }
}

/// A type with a capital.
pub fn kind(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => "Lion",
        StateType::Lamb => "Lamb",
        StateType::Wolf => "Wolf",
        StateType::Jackal => "Jackal",
    }
}

/// A type in two words.
pub fn kind_in_short(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => "strong, content",
        StateType::Lamb => "weak, content",
        StateType::Wolf => "strong, revisionist",
        StateType::Jackal => "weak, revisionist",
    }
}

/// What Schweller means by a type.
pub fn kind_meaning(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => {
            "Lions are strong and content with the order they profit from. They pay a high price to keep what they \
             have and little for more; they balance or pass the buck (Schweller 1994, pp. 100–104)."
        }
        StateType::Lamb => {
            "Lambs are weak and want to be left alone. They can pay little to defend what they have and hide, \
             balance or appease (Schweller 1994, pp. 100–104)."
        }
        StateType::Wolf => {
            "Wolves are strong and value what they covet far more than what they possess. They risk much to change \
             the order (Schweller 1994, pp. 100–104)."
        }
        StateType::Jackal => {
            "Jackals are weak and want more than they have. They follow the wolf for a share of the spoils \
             (Schweller 1994, pp. 100–104)."
        }
    }
}

/// What a motive means, with its source.
pub fn motive_meaning(motive: Motive) -> &'static str {
    match motive {
        Motive::AvoidDomination => {
            "Avoid domination: it is safer to join those who cannot easily dominate their allies (Walt 1985, p. 5)."
        }
        Motive::Appeasement => {
            "Appeasement: aligning with the source of a threat to divert an attack elsewhere (Walt 1985, p. 8)."
        }
        Motive::ThreatGone => "Threat gone: the pact costs more than the threat it was made for (Walt 1987).",
        Motive::Autonomy => "Autonomy: to be no longer led by a stronger partner (Morrow 1991).",
        Motive::Safety => "Safety: the partner’s side is the more dangerous one.",
        Motive::StayNeutral => "Nothing that could be done was worth a change.",
    }
}

/// Walt's four factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// Aggregate power.
    Power,
    /// Proximity.
    Proximity,
    /// Offensive capability.
    Offense,
    /// Perceived intent.
    Intent,
}

impl Factor {
    /// The factors in Walt's order.
    pub const ALL: [Self; 4] = [Self::Power, Self::Proximity, Self::Offense, Self::Intent];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Power => "Power",
            Self::Proximity => "Proximity",
            Self::Offense => "Offence",
            Self::Intent => "Intent",
        }
    }

    /// Walt's idea in a sentence or two, with its source.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Power => {
                "Aggregate power, as a share of the system: the greater a state’s total resources, the greater the \
                 threat it can pose (Walt 1985, p. 9)."
            }
            Self::Proximity => {
                "Proximity, as the share of strength that arrives, and as the opportunity to attack at all: those who \
                 are near threaten more (Walt 1985, p. 10; Boulding 1962; Most and Starr 1989)."
            }
            Self::Offense => {
                "Offensive capability, as a multiplier of strength: forces built to take land provoke more fear than \
                 equal forces built to hold it (Walt 1985, p. 11)."
            }
            Self::Intent => {
                "Perceived intent: how aggressive it is believed to be, from what it was seen to do. Those who appear \
                 aggressive provoke others to balance (Walt 1985, p. 12)."
            }
        }
    }
}

/// What a term of utility means, by its name in `Terms::NAMES`.
pub fn term_meaning(term: &str) -> &'static str {
    match term {
        "danger" => {
            "Danger: expected losses, added up over the threats considered, given who stands with whom (Walt 1985)."
        }
        "commitment" => "Commitment: the standing cost of all pacts held (Altfeld 1984; Morrow 1991).",
        "entrapment" => "Entrapment: the cost of being drawn into partners’ wars (Snyder 1984).",
        "change" => "Change: the effort of making pacts and of breaking them.",
        "autonomy" => "Autonomy: influence over followers, less freedom lost to a leader (Morrow 1991).",
        _ => "",
    }
}

/// What a point of utility is.
pub const POINT: &str = "One point (pt) is a hundredth of all that a state has to lose.";

/// An event in a sentence with its motive: `Romania aligns with Germany: appeasement`.
pub fn event(event: &EventKind, names: &Names) -> String {
    let headline = headline(event, names);
    event_motive(event).map_or(headline.clone(), |motive| format!("{headline}: {}", motive.label()))
}

/// Why an event came about, where somebody chose it.
pub fn event_motive(event: &EventKind) -> Option<Motive> {
    match event {
        // What is signed by several without a target was not weighed against staying apart.
        EventKind::AllianceFormed { bandwagon: false, target: None, .. } => None,
        EventKind::AllianceFormed { motive, .. } | EventKind::AllianceLeft { motive, .. } => Some(*motive),
        _ => None,
    }
}

/// An event in a sentence without its motive: `Romania aligns with Germany`.
pub fn headline(event: &EventKind, names: &Names) -> String {
    match event {
        EventKind::Provocation { by, against } => {
            format!("{} provokes {}", names.first(*by), names.mid(*against))
        }
        EventKind::AllianceFormed { members: [asker, other], bandwagon: true, .. } => {
            format!("{} aligns with {}", names.first(*asker), names.mid(*other))
        }
        EventKind::AllianceFormed { members: [asker, other], target: Some(target), .. } => {
            format!(
                "{} allies with {} against {}",
                names.first(*asker),
                names.mid(*other),
                names.mid(*target)
            )
        }
        EventKind::AllianceFormed { members, pact: kind, .. } => {
            format!("{} sign {}", capitalised(&names.list(members)), with_article(pact(*kind)))
        }
        EventKind::OfferRefused { by, to, against: Some(against) } => {
            format!("{} refuses {} a pact against {}", names.first(*to), names.mid(*by), names.mid(*against))
        }
        EventKind::OfferRefused { by, to, against: None } => {
            format!("{} turns down {} as a follower", names.first(*to), names.mid(*by))
        }
        EventKind::AllianceLeft { by, partners, pact: kind, .. } => {
            format!("{} leaves its {} with {}", names.first(*by), pact(*kind), names.list(partners))
        }
        EventKind::AllianceLapsed { members, pact: kind, .. } => {
            format!("The {} of {} runs out", pact(*kind), names.list(members))
        }
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// What kinds of events there are, for filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventSort {
    /// Demands and mobilisations.
    Provocation,
    /// Alliances against a threat, and those of no stated side.
    Balance,
    /// Alignments with the source of a threat.
    Bandwagon,
    /// Refused offers.
    Refusal,
    /// Alliances left or run out.
    End,
}

impl EventSort {
    /// All sorts.
    pub const ALL: [Self; 5] = [Self::Balance, Self::Bandwagon, Self::Refusal, Self::End, Self::Provocation];

    /// The sort an event belongs to.
    pub fn of(event: &EventKind) -> Self {
        match event {
            EventKind::Provocation { .. } => Self::Provocation,
            EventKind::AllianceFormed { bandwagon: true, .. } => Self::Bandwagon,
            EventKind::AllianceFormed { .. } => Self::Balance,
            EventKind::OfferRefused { .. } => Self::Refusal,
            EventKind::AllianceLeft { .. } | EventKind::AllianceLapsed { .. } => Self::End,
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Provocation => "Provocations",
            Self::Balance => "Balancing",
            Self::Bandwagon => "Bandwagoning",
            Self::Refusal => "Refused offers",
            Self::End => "Pacts left or run out",
        }
    }

    /// What is among them.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Provocation => {
                "A state makes a demand on another, or mobilises against it, and is seen to do so."
            }
            Self::Balance => "States ally against the power that threatens them.",
            Self::Bandwagon => "A state aligns with the source of the threat it feels.",
            Self::Refusal => "A state is asked for a pact and says no.",
            Self::End => "A state leaves a pact, or the pact’s term is over.",
        }
    }
}

/// An action as an infinitive: `ally with France against Germany`. `left` are the partners of the pact
/// that would be left, where known.
pub fn option(action: Action, left: &[StateId], names: &Names) -> String {
    match action {
        Action::Stay => "stay as it is".into(),
        Action::Balance { against, with } => {
            format!("ally with {} against {}", names.mid(with), names.mid(against))
        }
        Action::Bandwagon { with } => format!("align with {}", names.mid(with)),
        Action::Leave { .. } if left.is_empty() => "leave a pact".into(),
        Action::Leave { .. } => format!("leave its pact with {}", names.list(left)),
    }
}

/// A decision in a sentence without its subject: `Allies with France against Germany: avoid domination`.
pub fn decision(decision: &Decision, left: &[StateId], names: &Names) -> String {
    let motive = decision.motive.label();
    let option = option(decision.chosen.action, left, names);
    match (decision.chosen.action, decision.outcome) {
        (Action::Stay, _) => "Stays as it is".into(),
        (_, Outcome::Overtaken) => format!("Means to {option}, but others act first"),
        (Action::Balance { against, with }, Outcome::Refused) => {
            format!("Asks {} for a pact against {} and is refused", names.mid(with), names.mid(against))
        }
        (Action::Bandwagon { with }, Outcome::Refused) => {
            format!("Offers to follow {} and is refused", names.mid(with))
        }
        (Action::Balance { against, with }, _) => {
            format!("Allies with {} against {}: {motive}", names.mid(with), names.mid(against))
        }
        (Action::Bandwagon { with }, _) => format!("Aligns with {}: {motive}", names.mid(with)),
        (Action::Leave { .. }, _) if left.is_empty() => format!("Leaves a pact: {motive}"),
        (Action::Leave { .. }, _) => format!("Leaves its pact with {}: {motive}", names.list(left)),
    }
}

/// Several reviews in a row after which a state stayed as it was.
pub fn stays(reviews: usize) -> String {
    format!("Stays as it is ({reviews} reviews)")
}

/// How firm a choice was: `Chosen with a chance of 71 %, 2.4 pt ahead of the next best`.
pub fn firmness(decision: &Decision) -> String {
    let chance = percent(decision.chosen.chance);
    if decision.rejected.is_none() {
        return "There was nothing else to do".into();
    }
    let margin = points(decision.margin.abs());
    let margin = margin.trim_start_matches('+').trim_start_matches('−');
    let place = if decision.margin < 0.0 { "behind the best: noise chose" } else { "ahead of the next best" };
    format!("Chance {chance}, {margin} {place}")
}

/// The threat a choice was about: `The threat in question: Germany, 26 %`.
pub fn threat_in_question(decision: &Decision, parameters: &Parameters, names: &Names) -> Option<String> {
    let (source, _, odds) = decision.threat?;
    Some(format!("The threat in question: {}, {}", names.mid(source), percent(odds.threat(parameters))))
}

/// What it expected of the one it asked, if it asked anyone: `It expected France to accept with a chance of
/// 60 %, and weighs the pact by that`.
pub fn expected_consent(decision: &Decision, names: &Names) -> Option<String> {
    let (Action::Balance { with, .. } | Action::Bandwagon { with }) = decision.chosen.action else {
        return None;
    };
    let chance = percent(decision.chosen.consent);
    Some(format!(
        "It expected {} to accept with a chance of {chance}, and weighed the pact by that",
        names.mid(with)
    ))
}

/// A partner's answer: `France accepts (chance 71 %): the pact is worth +1.2 pt to it`.
pub fn consent(consent: &Consent, names: &Names) -> String {
    let verb = if consent.given { "accepts" } else { "refuses" };
    let worth = points(consent.with.utility() - consent.without.utility());
    // The chance is always that of the answer it gave.
    let chance = if consent.given { consent.chance } else { 1.0 - consent.chance };
    format!(
        "{} {verb} (chance {}): the pact is worth {worth} to it",
        names.first(consent.by),
        percent(chance)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{AllianceId, Weighed};
    use crate::theory::choice::Terms;
    use jiff::civil;

    const GERMANY: StateId = StateId(0);
    const FRANCE: StateId = StateId(1);
    const SOVIETS: StateId = StateId(2);
    const ROMANIA: StateId = StateId(3);

    fn names() -> Names<'static> {
        Names(vec!["Germany", "France", "Soviet Union", "Romania"])
    }

    fn formed(members: [StateId; 2], target: Option<StateId>, bandwagon: bool, motive: Motive) -> EventKind {
        let pact = if bandwagon { PactKind::Entente } else { PactKind::Defensive };
        EventKind::AllianceFormed { alliance: AllianceId(0), pact, members, target, bandwagon, motive }
    }

    fn weighed(action: Action, chance: f32) -> Weighed {
        Weighed { action, terms: Terms::default(), consent: 0.6, chance }
    }

    fn choice(action: Action, motive: Motive, outcome: Outcome) -> Decision {
        Decision {
            tick: 1,
            state: ROMANIA,
            chosen: weighed(action, 0.71),
            rejected: Some(weighed(Action::Stay, 0.2)),
            margin: 0.024,
            motive,
            threat: None,
            options: Vec::new(),
            consent: None,
            outcome,
        }
    }

    #[test]
    fn events_read_as_sentences() {
        let say = |kind: EventKind| event(&kind, &names());
        assert_eq!(
            say(EventKind::Provocation { by: SOVIETS, against: GERMANY }),
            "The Soviet Union provokes Germany"
        );
        assert_eq!(
            say(formed([ROMANIA, GERMANY], None, true, Motive::Appeasement)),
            "Romania aligns with Germany: appeasement"
        );
        assert_eq!(
            say(formed([FRANCE, SOVIETS], Some(GERMANY), false, Motive::AvoidDomination)),
            "France allies with the Soviet Union against Germany: avoid domination"
        );
        assert_eq!(
            say(formed([GERMANY, SOVIETS], None, false, Motive::StayNeutral)),
            "Germany and the Soviet Union sign a defensive pact"
        );
        assert_eq!(
            say(EventKind::OfferRefused { by: FRANCE, to: SOVIETS, against: Some(GERMANY) }),
            "The Soviet Union refuses France a pact against Germany"
        );
        assert_eq!(
            say(EventKind::AllianceLeft {
                alliance: AllianceId(1),
                pact: PactKind::Defensive,
                by: ROMANIA,
                partners: vec![FRANCE, GERMANY, SOVIETS],
                motive: Motive::ThreatGone,
            }),
            "Romania leaves its defensive pact with France, Germany and the Soviet Union: threat gone"
        );
        assert_eq!(
            say(EventKind::AllianceLapsed {
                alliance: AllianceId(1),
                pact: PactKind::Neutrality,
                members: vec![GERMANY, SOVIETS],
            }),
            "The neutrality pact of Germany and the Soviet Union runs out"
        );
    }

    #[test]
    fn decisions_say_what_was_done_and_what_became_of_it() {
        let say = |made: Decision| decision(&made, &[], &names());
        let balance = Action::Balance { against: GERMANY, with: FRANCE };
        assert_eq!(
            say(choice(balance, Motive::AvoidDomination, Outcome::Made(AllianceId(0)))),
            "Allies with France against Germany: avoid domination"
        );
        assert_eq!(
            say(choice(balance, Motive::AvoidDomination, Outcome::Refused)),
            "Asks France for a pact against Germany and is refused"
        );
        assert_eq!(
            say(choice(Action::Bandwagon { with: SOVIETS }, Motive::Appeasement, Outcome::Overtaken)),
            "Means to align with the Soviet Union, but others act first"
        );
        let leave = choice(Action::Leave { alliance: AllianceId(0) }, Motive::ThreatGone, Outcome::Left);
        assert_eq!(decision(&leave, &[FRANCE], &names()), "Leaves its pact with France: threat gone");
        assert_eq!(firmness(&leave), "Chance 71\u{a0}%, 2.4\u{a0}pt ahead of the next best");
    }

    #[test]
    fn the_threat_is_the_one_felt_when_the_choice_was_made() {
        use crate::theory::threat::{Factors, Odds};
        let odds = Odds { intent: 0.8, proximity: 1.0, attack: 0.2, own_defence: 0.2, ..Odds::default() };
        let mut stay = choice(Action::Stay, Motive::StayNeutral, Outcome::Unchanged);
        assert_eq!(threat_in_question(&stay, &Parameters::default(), &names()), None);
        stay.threat = Some((SOVIETS, Factors::default(), odds));
        assert_eq!(
            threat_in_question(&stay, &Parameters::default(), &names()).as_deref(),
            Some("The threat in question: the Soviet Union, 40\u{a0}%")
        );
    }

    #[test]
    fn what_was_expected_of_a_partner_is_said_where_one_was_asked() {
        let asked = choice(Action::Bandwagon { with: SOVIETS }, Motive::Appeasement, Outcome::Refused);
        assert_eq!(
            expected_consent(&asked, &names()).as_deref(),
            Some(
                "It expected the Soviet Union to accept with a chance of 60\u{a0}%, and weighed the pact by that"
            )
        );
        assert_eq!(
            expected_consent(&choice(Action::Stay, Motive::StayNeutral, Outcome::Unchanged), &names()),
            None
        );
    }

    #[test]
    fn a_partners_answer_comes_with_its_own_chance_and_gain() {
        let without = Terms { danger: -0.3, ..Terms::default() };
        let with = Terms { danger: -0.25, commitment: -0.02, ..Terms::default() };
        let answer = Consent { by: FRANCE, without, with, chance: 0.8, given: true };
        assert_eq!(
            consent(&answer, &names()),
            "France accepts (chance 80\u{a0}%): the pact is worth +3.0\u{a0}pt to it"
        );
        let refusal = Consent { given: false, ..answer };
        assert!(consent(&refusal, &names()).starts_with("France refuses (chance 20\u{a0}%)"));
    }

    #[test]
    fn every_term_is_explained() {
        for name in Terms::NAMES {
            assert!(!term_meaning(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn numbers_have_few_digits_and_their_unit() {
        assert_eq!(
            [percent(0.6187), percent(0.004), percent(0.0001), percent(0.0), percent(1.0)],
            ["62\u{a0}%", "0.4\u{a0}%", "<0.1\u{a0}%", "0\u{a0}%", "100\u{a0}%"]
        );
        assert_eq!(
            [points(-0.1234), points(0.002), points(0.0)],
            ["−12.3\u{a0}pt", "+0.2\u{a0}pt", "0.0\u{a0}pt"]
        );
        assert_eq!([signed(0.9), signed(-0.25), signed(0.0)], ["+0.9", "−0.25", "0"]);
        assert_eq!([times(1.3), times(1.0), times(1.75)], ["×1.3", "×1", "×1.75"]);
    }

    #[test]
    fn dates_are_as_fine_as_ticks() {
        let start = civil::date(1936, 3, 7);
        assert_eq!(date(start, TickLength::Months(1)), "March 1936");
        assert_eq!(date(start, TickLength::Days(7)), "7 March 1936");
    }
}
