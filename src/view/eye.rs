//! The eye: what a map mode makes of each state, as a colour and as a number.

use bevy::prelude::*;

use super::paint::RegionFill;
use super::ramp::Ramp;
use super::theme::{
    Pattern, Theme, agreement_fill, at_peace, bloc_fill, hair, kind_fill, movement_fill, side_fill,
};
use super::{Blocs, MapMode, StatePalette};
use crate::history::foresight::{Prospect, Sight};
use crate::history::{Agreement, Verdict};
use crate::simulation::{Movement, StateId, Survey};
use crate::theory::interest::StateType;
use crate::world::RegionId;

/// Belief in aggressive intent at the end of the scale: no belief is much firmer.
const SURE: f32 = 0.95;

/// A turn to a champion is of late while it still pulls others by so much of what it did when it was made.
const LATELY: f32 = 0.5;

/// Round numbers at which scales end.
const TOPS: [f32; 8] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75];

/// What decides the colours: the mode and all it reads.
pub(super) struct Eye<'a, 'w, 's> {
    pub(super) mode: MapMode,
    pub(super) survey: &'a Survey<'w, 's>,
    pub(super) theme: &'a Theme,
    pub(super) palette: &'a StatePalette,
    pub(super) blocs: &'a Blocs,
    pub(super) selected: Option<StateId>,
    /// What a change that is tried would make of things for the selected state.
    foreseen: Option<&'a Prospect>,
    /// The run held against history, where that is known.
    pub(super) agreement: Option<&'a Agreement>,
    /// What the mode measures of each state, where it measures anything.
    shown: Vec<Option<Shown>>,
    /// Top of the mode's scale.
    pub(super) top: f32,
}

/// The end of a scale on which the greatest value is `most`: the least that it may be, or a round number above it.
fn top(most: f32, least: f32) -> f32 {
    if most <= least {
        return least.max(TOPS[0]);
    }
    TOPS.into_iter().find(|top| most <= *top).unwrap_or(1.0)
}

/// What a mode measures of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shown {
    pub(super) value: f32,
    /// Who stands at the other end, where the value is the greatest of many.
    pub(super) other: Option<StateId>,
}

/// The colours of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) fill: Oklcha,
    pub(super) pattern: Pattern,
    /// Broad stripes over the fill, in place of the pattern.
    pub(super) stripes: Option<Oklcha>,
}

impl Look {
    fn plain(fill: impl Into<Oklcha>) -> Self {
        Self { fill: fill.into(), pattern: Pattern::None, stripes: None }
    }
}

impl<'a, 'w, 's> Eye<'a, 'w, 's> {
    /// The eye of a mode. The scale of threat and danger ends at `least`, or above it where more is to be shown.
    pub(super) fn new(
        (mode, least): (MapMode, f32),
        survey: &'a Survey<'w, 's>,
        selected: Option<StateId>,
        (theme, palette, blocs): (&'a Theme, &'a StatePalette, &'a Blocs),
    ) -> Self {
        let (shown, foreseen, agreement) = (Vec::new(), None, None);
        let mut eye =
            Self { mode, survey, theme, palette, blocs, selected, foreseen, agreement, shown, top: 1.0 };
        eye.look_around(least);
        eye
    }

    /// The same, of how things would be.
    pub(super) fn foreseeing(mut self, foreseen: Option<&'a Prospect>, least: f32) -> Self {
        self.foreseen = foreseen.filter(|it| Some(it.focus) == self.selected);
        if self.foreseen.is_some() {
            self.look_around(least);
        }
        self
    }

    /// The same, with what history has to say of it.
    pub(super) fn beside(mut self, agreement: Option<&'a Agreement>) -> Self {
        self.agreement = agreement;
        self
    }

    /// How a state stands beside history.
    pub(super) fn verdict(&self, state: StateId) -> Option<Verdict> {
        self.agreement.map(|found| found.of(&self.survey.identity(state).code))
    }

    fn look_around(&mut self, least: f32) {
        let (mode, survey) = (self.mode, self.survey);
        self.shown = survey.states().map(|state| self.measure(state)).collect();
        if matches!(mode, MapMode::Threat | MapMode::Danger | MapMode::Power) {
            let most = self.shown.iter().flatten().map(|shown| shown.value).fold(0.0, f32::max);
            self.top = top(most, if mode == MapMode::Power { 0.0 } else { least });
        }
    }

    /// How a state would be seen.
    fn sight(&self, state: StateId) -> Option<&Sight> {
        self.foreseen.and_then(|foreseen| foreseen.sight(state))
    }

    /// The type of a state.
    pub(super) fn kind(&self, state: StateId) -> StateType {
        self.sight(state).map_or_else(|| self.survey.kind(state), |sight| sight.kind)
    }

    /// What the mode measures of a state.
    pub(super) fn shown(&self, state: StateId) -> Option<Shown> {
        self.shown.get(state.index()).copied().flatten()
    }

    fn measure(&self, state: StateId) -> Option<Shown> {
        let survey = self.survey;
        let of_all = |value: f32| Some(Shown { value, other: None });
        if let Some(sight) = self.sight(state) {
            let value = match self.mode {
                MapMode::Power => Some(sight.power),
                MapMode::Revisionism => Some(sight.revisionism),
                MapMode::Threat => Some(sight.threat),
                MapMode::Danger => Some(sight.danger),
                MapMode::Belief => Some(sight.belief),
                _ => None,
            };
            let own = matches!(self.mode, MapMode::Threat | MapMode::Danger | MapMode::Belief);
            return value.filter(|_| !own || self.selected != Some(state)).and_then(of_all);
        }
        match self.mode {
            MapMode::Political | MapMode::Blocs | MapMode::Type | MapMode::Ideology => None,
            MapMode::War | MapMode::Agreement => None,
            MapMode::Power => of_all(survey.power(state)),
            MapMode::Revisionism => of_all(survey.revisionism(state)),
            _ if self.selected == Some(state) => None,
            MapMode::Threat => match self.selected {
                Some(selected) => of_all(survey.exposure(selected, state)),
                None => survey.threats(state).first().map(|threat| Shown {
                    value: survey.exposure(state, threat.source),
                    other: Some(threat.source),
                }),
            },
            MapMode::Danger => match self.selected {
                Some(selected) => of_all(survey.exposure(state, selected)),
                None => self
                    .others(state)
                    .map(|to| Shown { value: survey.exposure(to, state), other: Some(to) })
                    .reduce(|most, next| if next.value > most.value { next } else { most }),
            },
            MapMode::Belief => match self.selected {
                Some(selected) => of_all(survey.belief(state, selected).intent()),
                None => {
                    let (sum, others) = self.others(state).fold((0.0, 0), |(sum, count), other| {
                        (sum + survey.belief(other, state).intent(), count + 1)
                    });
                    (others > 0).then(|| Shown { value: sum / others as f32, other: None })
                }
            },
        }
    }

    /// All states that stand, other than this one.
    fn others(&self, state: StateId) -> impl Iterator<Item = StateId> {
        self.survey.states().filter(move |other| *other != state && self.survey.is_alive(*other))
    }

    /// The colours of a state.
    pub(super) fn look(&self, state: StateId) -> Look {
        let on = |ramp: Ramp, place: f32| Look::plain(ramp.at(self.theme, place));
        match self.mode {
            MapMode::Political => Look::plain(self.palette.fill(state)),
            MapMode::Blocs => self.blocs.of(state).map_or(Look::plain(self.theme.unaligned), |bloc| {
                let (fill, pattern) = bloc_fill(self.theme, bloc.slot);
                Look { fill, pattern, stripes: None }
            }),
            MapMode::War => Look::plain(self.side(state)),
            MapMode::Type => Look::plain(kind_fill(self.theme, self.kind(state))),
            MapMode::Ideology => self.creed_look(state),
            MapMode::Agreement => self.verdict_look(state),
            _ => match self.shown(state) {
                None => Look::plain(self.theme.unaligned),
                Some(Shown { value, .. }) => match self.mode {
                    MapMode::Power => on(Ramp::Power, (value / self.top).sqrt()),
                    MapMode::Revisionism => on(Ramp::Diverging, 0.5 + 0.5 * value),
                    MapMode::Belief => on(Ramp::Diverging, self.belief_place(value)),
                    _ => on(Ramp::Threat, value / self.top),
                },
            },
        }
    }

    /// The place of a belief on its scale, by log odds: the prior is in the middle.
    pub(super) fn belief_place(&self, intent: f32) -> f32 {
        let log_odds = |share: f32| {
            let share = share.clamp(1e-4, 1.0 - 1e-4);
            (share / (1.0 - share)).ln()
        };
        let prior = log_odds(self.prior());
        let reach = (log_odds(SURE) - prior).max(0.1);
        (0.5 + 0.5 * (log_odds(intent) - prior) / reach).clamp(0.0, 1.0)
    }

    /// The colours of all states.
    pub(super) fn looks(&self) -> Vec<Look> {
        self.survey.states().map(|state| self.look(state)).collect()
    }

    /// What a region is filled with, by the looks of all states: its owner's colour, a hair lighter or darker from
    /// province to province; with stripes in its occupier's, if those are shown.
    pub(super) fn region(&self, region: RegionId, looks: &[Look]) -> RegionFill {
        let Some(owner) = self.survey.owner(region) else {
            return RegionFill { colour: self.theme.unowned, pattern: Pattern::None, stripes: None };
        };
        let look = looks[owner.index()];
        // A multiplicative hash spreads neighbouring numbers evenly.
        let step = (region.0.wrapping_mul(0x9e37_79b9) >> 16) as f32 / 32_768.0 - 1.0;
        let occupier = self.survey.holdings.occupier(region).filter(|_| self.shows_occupation());
        let stripes = occupier.map(|occupier| looks[occupier.index()].fill).or(look.stripes);
        let stripes = stripes.map(Srgba::from);
        RegionFill { colour: hair(look.fill, step).into(), pattern: look.pattern, stripes }
    }

    /// Belief in another's intent before anything is seen.
    pub(super) fn prior(&self) -> f32 {
        self.survey.rules.parameters.belief_prior
    }

    /// The movement of a state, by number.
    pub(super) fn creed(&self, state: StateId) -> Option<(usize, &Movement)> {
        let creed = self.survey.movement(state)?;
        let number = self.survey.movements.list.iter().position(|movement| std::ptr::eq(movement, creed))?;
        Some((number, creed))
    }

    /// Whether a state went over to the champion of its movement of late.
    pub(super) fn turned_lately(&self, state: StateId) -> bool {
        let champion = self.survey.movement(state).and_then(|movement| movement.champion);
        let lately = |to: StateId| {
            let mut turns = self.survey.movements.turns.iter();
            turns.any(|turn| turn.who == state && turn.to == to && turn.weight > LATELY)
        };
        champion.is_some_and(|champion| champion != state && lately(champion))
    }

    fn creed_look(&self, state: StateId) -> Look {
        let none = Look::plain(self.theme.unaligned);
        let Some((number, _)) = self.creed(state) else { return none };
        let fill = movement_fill(self.theme, number);
        if self.turned_lately(state) { Look { stripes: Some(fill), ..none } } else { Look::plain(fill) }
    }

    /// Calm where a state stands as it did in history, warm and hatched where it does not.
    fn verdict_look(&self, state: StateId) -> Look {
        match self.verdict(state) {
            Some(Verdict::Agrees(_)) => Look::plain(agreement_fill(self.theme, true)),
            Some(Verdict::Differs { .. }) => {
                let fill = agreement_fill(self.theme, false);
                Look { fill, pattern: Pattern::Rising, stripes: None }
            }
            Some(Verdict::Protagonist(_)) | None => Look::plain(self.theme.unaligned),
            Some(Verdict::Gone { .. }) => Look::plain(self.theme.unowned),
        }
    }

    /// The fill of a state by its side in the first of the wars that it is in.
    fn side(&self, state: StateId) -> Oklcha {
        let wars = self.survey.wars.of(state);
        let sides = wars.filter_map(|war| Some(side_fill(self.theme, war.id, war.side_of(state)?)));
        sides.into_iter().next().unwrap_or(at_peace(self.theme))
    }

    /// Whether the mode shows who holds land by force.
    pub(super) fn shows_occupation(&self) -> bool {
        matches!(self.mode, MapMode::Political | MapMode::Blocs | MapMode::War)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_above_all_that_is_shown_and_not_below_what_is_held() {
        assert_eq!([0.0, 0.02, 0.021, 0.6, 0.9].map(|most| top(most, 0.0)), [0.02, 0.02, 0.05, 0.75, 1.0]);
        assert_eq!([0.0, 0.06, 0.6].map(|most| top(most, 0.6)), [0.6; 3]);
        assert_eq!(top(0.61, 0.6), 0.75);
    }
}
