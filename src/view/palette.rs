//! The political palette: a colour for each state, neighbours well apart.

use bevy::prelude::*;

use super::theme::{Theme, state_fill, tamed};
use super::{Cast, Chart, ViewSystems};
use crate::scenario::Scenario;
use crate::simulation::{StateId, Survey, canonical_order};
use crate::world::{RegionId, Regions};

/// Hues tried for each state, evenly around the circle.
const HUES: usize = 18;

/// How much neighbours by land should differ, neighbours by sea, and neighbours of one neighbour.
const LAND_WEIGHT: f32 = 1.0;
const SEA_WEIGHT: f32 = 0.35;
const SECOND_WEIGHT: f32 = 0.05;

/// The colour of each state in the political mode, also used for it in lists and plots.
#[derive(Resource, Debug, Clone, Default)]
pub struct StatePalette {
    tints: Vec<Tint>,
    fills: Vec<Oklcha>,
}

impl StatePalette {
    /// The fill of a state.
    pub fn fill(&self, state: StateId) -> Oklcha {
        self.fills.get(state.index()).copied().unwrap_or(Oklcha::lch(0.5, 0.0, 0.0))
    }

    /// Colours the states by where they lie.
    pub(super) fn new(survey: &Survey, chart: &Chart, theme: &Theme) -> Self {
        Self::default().recast(survey, chart, theme, |_| None)
    }

    /// Colours the states anew, but for those that were there before: they keep what they had.
    fn recast(
        &self,
        survey: &Survey,
        chart: &Chart,
        theme: &Theme,
        before: impl Fn(StateId) -> Option<StateId>,
    ) -> Self {
        let kept = |state: StateId| match survey.identity(state).colour {
            Some(rgb) => Some(Tint::Given(rgb)),
            // Whose colour was taken away gets one of the hues.
            None => {
                let tint = self.tints.get(before(state)?.index()).copied();
                tint.filter(|tint| matches!(tint, Tint::Hue(..)))
            }
        };
        let kept: Vec<Option<Tint>> = survey.states().map(kept).collect();
        let regions = &chart.geography().regions;
        let neighbours = neighbours(regions, kept.len(), |region| survey.owner(region));
        let mut palette = Self { tints: tints(kept, &neighbours), fills: Vec::new() };
        palette.dress(theme);
        palette
    }

    /// The same tints in another theme.
    fn dress(&mut self, theme: &Theme) {
        self.fills = self.tints.iter().map(|tint| tint.fill(theme)).collect();
    }
}

/// What the colour of a state is made from, whatever the theme.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tint {
    /// As the scenario has it.
    Given([u8; 3]),
    /// One of the hues, in one of three shades.
    Hue(usize, usize),
}

impl Tint {
    fn fill(self, theme: &Theme) -> Oklcha {
        match self {
            Self::Given(rgb) => tamed(theme, rgb),
            Self::Hue(hue, shade) => state_fill(theme, hue_degrees(hue), shade),
        }
    }
}

/// Who touches whom, by state: neighbours with how much they should differ.
type Neighbours = Vec<Vec<(usize, f32)>>;

fn neighbours(regions: &Regions, states: usize, owner: impl Fn(RegionId) -> Option<StateId>) -> Neighbours {
    let mut weights = vec![std::collections::BTreeMap::new(); states];
    let mut join = |a: Option<StateId>, b: Option<StateId>, weight: f32| {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            let entry: &mut f32 = weights[a.index()].entry(b.index()).or_insert(0.0);
            *entry = entry.max(weight);
        }
    };
    for (id, region) in regions.iter() {
        let holder = owner(id);
        region.land.iter().for_each(|next| join(holder, owner(*next), LAND_WEIGHT));
        region.sea.iter().for_each(|next| join(holder, owner(*next), SEA_WEIGHT));
    }
    let near: Vec<Vec<usize>> = weights.iter().map(|map| map.keys().copied().collect()).collect();
    for (state, map) in weights.iter_mut().enumerate() {
        let second = near[state].iter().flat_map(|next| &near[*next]).filter(|other| **other != state);
        second.for_each(|other| {
            map.entry(*other).or_insert(SECOND_WEIGHT);
        });
    }
    weights.into_iter().map(|map| map.into_iter().collect()).collect()
}

/// Colours greedily, states with most neighbours first: each takes the hue and shade that differ most from
/// those of its neighbours, and, that being equal, the hue used least.
fn tints(mut tints: Vec<Option<Tint>>, neighbours: &Neighbours) -> Vec<Tint> {
    // Hues are what tells states apart, and are the same in every theme.
    let theme = &Theme::NIGHT;
    let mut used = [0usize; HUES];
    for tint in tints.iter().flatten() {
        if let Tint::Hue(hue, _) = tint {
            used[*hue] += 1;
        }
    }
    let mut order: Vec<usize> = (0..tints.len()).filter(|state| tints[*state].is_none()).collect();
    order.sort_by_key(|state| std::cmp::Reverse(neighbours[*state].len()));
    for state in order {
        let near = neighbours[state].iter();
        let near: Vec<(Oklcha, f32)> =
            near.filter_map(|(other, weight)| Some((tints[*other]?.fill(theme), *weight))).collect();
        let score = |(hue, shade): (usize, usize)| {
            let fill = Tint::Hue(hue, shade).fill(theme);
            let clash: f32 = near.iter().map(|(other, weight)| weight * clash(fill, *other)).sum();
            clash + 0.02 * used[hue] as f32
        };
        let choices = (0..HUES).flat_map(|hue| (0..3).map(move |shade| (hue, shade)));
        let Some((hue, shade)) = choices.min_by(|a, b| score(*a).total_cmp(&score(*b))) else { continue };
        used[hue] += 1;
        tints[state] = Some(Tint::Hue(hue, shade));
    }
    tints.into_iter().flatten().collect()
}

fn hue_degrees(hue: usize) -> f32 {
    hue as f32 * 360.0 / HUES as f32 + 10.0
}

/// How alike two fills look: steep below 40 degrees of hue, nothing from 120 on.
fn clash(a: Oklcha, b: Oklcha) -> f32 {
    let turn = (a.hue - b.hue).rem_euclid(360.0);
    let apart = turn.min(360.0 - turn);
    let alike = (1.0 - apart / 120.0).max(0.0) + 8.0 * (1.0 - apart / 42.0).max(0.0);
    alike * (1.0 - 6.0 * (a.lightness - b.lightness).abs())
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<StatePalette>();
    app.add_systems(Update, mix.in_set(ViewSystems::Palette));
}

/// Colours the states of a new chart and who is new, and all anew in another theme. Conquests change no colour.
fn mix(
    mut palette: ResMut<StatePalette>,
    (survey, cast): (Survey, Res<Cast>),
    (chart, theme): (Res<Chart>, Res<Theme>),
) {
    if chart.is_changed() {
        *palette = StatePalette::new(&survey, &chart, &theme);
    } else if cast.is_recast() {
        let recast = palette.recast(&survey, &chart, &theme, |state| cast.before(state));
        if recast.tints != palette.tints || recast.fills != palette.fills {
            *palette = recast;
        }
    } else if theme.is_changed() {
        palette.dress(&theme);
    }
}

/// The fills of a scenario's states before it is run, in the order in which it lists them: those that the map
/// would give them.
pub(super) fn preview(theme: &Theme, scenario: &Scenario) -> Vec<Oklcha> {
    let order = canonical_order(scenario);
    let mut owners = vec![None; scenario.geography.regions.len()];
    for (id, place) in order.iter().enumerate() {
        for region in &scenario.states[*place].territory {
            owners[region.index()] = Some(StateId(id as u32));
        }
    }
    let given: Vec<_> = order.iter().map(|place| scenario.states[*place].colour.map(Tint::Given)).collect();
    let neighbours = neighbours(&scenario.geography.regions, given.len(), |region| owners[region.index()]);
    let mut fills = vec![Oklcha::default(); order.len()];
    for (tint, place) in tints(given, &neighbours).into_iter().zip(order) {
        fills[place] = tint.fill(theme);
    }
    fills
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_forty_degrees_apart() {
        // A wheel: six around one, each beside the next.
        let mut wheel: Neighbours = vec![(1..=6).map(|rim| (rim, 1.0)).collect()];
        wheel.extend((0..6).map(|rim| vec![(0, 1.0), (1 + (rim + 1) % 6, 1.0), (1 + (rim + 5) % 6, 1.0)]));
        let tints = tints(vec![None; 7], &wheel);
        let fills: Vec<Oklcha> = tints.iter().map(|tint| tint.fill(&Theme::PAPER)).collect();
        for (state, near) in wheel.iter().enumerate() {
            for (other, _) in near {
                let turn = (fills[state].hue - fills[*other].hue).rem_euclid(360.0);
                assert!(turn.min(360.0 - turn) >= 40.0, "{state} and {other}: {turn}");
            }
        }
    }

    #[test]
    fn colours_of_the_scenario_are_kept_in_hue() {
        let red = tints(vec![Some(Tint::Given([200, 30, 30]))], &vec![Vec::new()])[0].fill(&Theme::NIGHT);
        let wanted = Oklcha::from(Srgba::rgb_u8(200, 30, 30));
        assert!((red.hue - wanted.hue).abs() < 0.5 && red.chroma <= 0.1);
    }
}
