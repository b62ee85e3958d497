//! Links: alliances as arcs between capitals, told apart by their strokes.

use bevy::prelude::*;

use super::canvas::{Canvas, Extent};
use super::capitals::seat;
use super::land::Inks;
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::{Afresh, Cast, Chart, MapMode, Selection, Theme, ViewSystems, layer};
use crate::scenario::PactKind;
use crate::simulation::{StateId, Survey};

/// With more links than this, those of no chosen state are not drawn.
const MOST: usize = 150;

/// Points of an arc.
const STEPS: usize = 28;

/// How far an arc bows out, as a share of its length, and the most that one of many bows.
const BOW: f32 = 0.13;
const MOST_BOW: f32 = 0.24;

/// Arcs that leave a capital within this angle of one another, in radians, fan out.
const NARROW: f32 = 0.22;

/// So many links are readable at full strength; more are fainter.
const READABLE: f32 = 20.0;

/// How the map draws a kind of pact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    /// A plain line.
    Solid,
    /// A plain line with a thin one beside it.
    Double,
    /// Dots.
    Dotted,
    /// Thin dashes.
    Dashed,
}

impl LinkStyle {
    /// The style of a kind of pact.
    pub fn of(kind: PactKind) -> Self {
        match kind {
            PactKind::Defensive => Self::Solid,
            PactKind::Offensive => Self::Double,
            PactKind::Neutrality => Self::Dotted,
            PactKind::Entente => Self::Dashed,
        }
    }

    /// Style of ink and half width in pixels, wider for more commitment.
    pub(super) fn ink(self) -> (InkStyle, f32) {
        match self {
            Self::Solid => (InkStyle::Solid, 1.0),
            Self::Double => (InkStyle::Double, 4.2),
            Self::Dotted => (InkStyle::Dotted, 1.3),
            Self::Dashed => (InkStyle::Dashed, 0.7),
        }
    }
}

/// Strength from which on a link is one of the state that is looked at.
const LOOKED_AT: f32 = 0.7;

/// The links on the map.
#[derive(Component, Default)]
struct Links;

/// A pact between two states, the lower number first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pair: (StateId, StateId),
    kind: PactKind,
}

/// What was drawn last: links with their strengths, where capitals stood, and what came of it.
#[derive(Debug, Default)]
struct Shown {
    links: Vec<(Link, f32)>,
    seats: Vec<Option<Vec2>>,
    lines: Vec<LinkLine>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw.in_set(ViewSystems::Draw));
}

/// An arc from place to place, bowed to its left by so much of its length.
pub fn arc(from: Vec2, to: Vec2, bow: f32) -> Vec<Vec2> {
    let middle = (from + to) / 2.0 + (to - from).perp() * (2.0 * bow);
    let point = |step: usize| {
        let t = step as f32 / STEPS as f32;
        from * ((1.0 - t) * (1.0 - t)) + middle * (2.0 * t * (1.0 - t)) + to * (t * t)
    };
    (0..=STEPS).map(point).collect()
}

/// All pacts pair by pair, in order, each kind once.
fn links(survey: &Survey) -> Vec<Link> {
    let mut links = Vec::new();
    for alliance in survey.alliances.iter() {
        for (place, a) in alliance.members.iter().enumerate() {
            links.extend(
                alliance.members[place + 1..].iter().map(|b| Link { pair: (*a, *b), kind: alliance.kind }),
            );
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// How strongly a link is drawn, 0 to 1: those of the state that is looked at stand out.
fn strength(
    link: &Link,
    mode: MapMode,
    (selected, hovered): (Option<StateId>, Option<StateId>),
    many: bool,
) -> f32 {
    let touches =
        |state: Option<StateId>| state.is_some_and(|state| link.pair.0 == state || link.pair.1 == state);
    if touches(selected) {
        return 1.0;
    }
    if touches(hovered) {
        return 0.75;
    }
    match mode {
        _ if many => 0.0,
        MapMode::Blocs if selected.is_some() => 0.22,
        MapMode::Blocs => 0.6,
        MapMode::Political if selected.is_none() => 0.24,
        _ => 0.0,
    }
}

/// Draws the links anew when pacts, the mode or the state looked at have changed.
fn draw(
    mut canvas: Canvas,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    (mode, selection): (Res<MapMode>, Res<Selection>),
    (afresh, cast): (Res<Afresh>, Res<Cast>),
    mut shown: Local<Shown>,
    drawn: Query<&Mesh2d, With<Links>>,
) {
    let touched = survey.alliances.is_changed() || survey.holdings.is_changed() || cast.is_recast();
    if !touched && !mode.is_changed() && !selection.is_changed() && !afresh.0 {
        return;
    }
    let looked = (selection.state, selection.hovered.and_then(|region| survey.owner(region)));
    let wanted = wanted(&survey, *mode, looked);
    // Who loses its capital moves it; who falls has none.
    let seats: Vec<Option<Vec2>> = survey.states().map(|state| seat(&survey, &chart, state)).collect();
    if (&shown.links, &shown.seats) == (&wanted, &seats) && !afresh.0 {
        return;
    }
    let lines = lines(&survey, &chart, &wanted);
    let moved = |a: &[LinkLine], b: &[LinkLine]| {
        a.iter().filter(|it| !b.contains(it)).map(LinkLine::bounds).collect::<Vec<_>>()
    };
    let stale = [moved(&shown.lines, &lines), moved(&lines, &shown.lines)].concat();
    let stale = Extent::of_boxes(stale);
    canvas.show(&drawn, (&inks.lines, layer::LINKS), (ink(&lines, &theme), stale));
    *shown = Shown { links: wanted, seats, lines };
}

/// A link as drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkLine {
    /// From capital to capital.
    pub line: Vec<Vec2>,
    /// How its kind is drawn.
    pub style: LinkStyle,
    /// How strongly, 0 to 1.
    pub strength: f32,
}

impl LinkLine {
    /// The box around it.
    fn bounds(&self) -> Rect {
        self.line.iter().fold(Rect::EMPTY, |bounds, point| bounds.union_point(*point))
    }
}

/// The links that a mode shows, with how strongly; none stands out because of the pointer.
pub fn shown(survey: &Survey, mode: MapMode, selected: Option<StateId>) -> Vec<(Link, f32)> {
    wanted(survey, mode, (selected, None))
}

fn wanted(survey: &Survey, mode: MapMode, looked: (Option<StateId>, Option<StateId>)) -> Vec<(Link, f32)> {
    let all = links(survey);
    let many = all.len() > MOST;
    let all = all.into_iter().map(|link| (link, strength(&link, mode, looked, many)));
    let mut wanted: Vec<(Link, f32)> = all.filter(|(_, strength)| *strength > 0.0).collect();
    // Those that nobody looks at give way, the more of them there are.
    let crowd = wanted.iter().filter(|(_, strength)| *strength < LOOKED_AT).count() as f32;
    // By steps, each for twice as many, so that one that comes or goes seldom changes all others.
    let steps = (crowd.max(READABLE) / READABLE).log2().ceil();
    let fade = 0.5_f32.powf(steps / 2.0);
    let others = wanted.iter_mut().filter(|(_, strength)| *strength < LOOKED_AT);
    others.for_each(|(_, strength)| *strength *= fade);
    wanted
}

/// The lines of links, which keep apart from one another.
pub fn lines(survey: &Survey, chart: &Chart, links: &[(Link, f32)]) -> Vec<LinkLine> {
    let place = |state: StateId| seat(survey, chart, state);
    let drawn: Vec<(Link, f32, [Vec2; 2])> = links
        .iter()
        .filter_map(|(link, strength)| Some((*link, *strength, [place(link.pair.0)?, place(link.pair.1)?])))
        .collect();
    let capitals: Vec<Vec2> = survey.states().filter_map(place).collect();
    let middle = capitals.iter().sum::<Vec2>() / capitals.len().max(1) as f32;
    let ends: Vec<_> = drawn.iter().map(|(link, _, ends)| (link.pair, *ends)).collect();
    let bows = bows(&ends, middle);
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    // What stands out lies above the rest.
    order.sort_by(|a, b| drawn[*a].1.total_cmp(&drawn[*b].1));
    let line = |at: usize| {
        let (link, strength, [from, to]) = drawn[at];
        LinkLine { line: arc(from, to, bows[at]), style: LinkStyle::of(link.kind), strength }
    };
    order.into_iter().map(line).collect()
}

fn ink(lines: &[LinkLine], theme: &Theme) -> InkBuilder {
    let mut builder = InkBuilder::default();
    for LinkLine { line, style, strength } in lines {
        let (style, half_width) = style.ink();
        if *strength > 0.5 {
            let casing = Ink::new(InkStyle::Solid, half_width + 1.2, theme.halo.with_alpha(0.35 * strength));
            builder.line(line, casing);
        }
        builder.line(line, Ink::new(style, half_width, theme.link.with_alpha(*strength)));
    }
    builder
}

/// How far each arc bows to its left. One that stands alone bows away from the middle of the map, where there is
/// more room; those that leave a capital in nearly one direction fan out, each to its own side.
fn bows(links: &[((StateId, StateId), [Vec2; 2])], middle: Vec2) -> Vec<f32> {
    let mut degrees = std::collections::BTreeMap::new();
    for state in links.iter().flat_map(|((a, b), _)| [*a, *b]) {
        *degrees.entry(state).or_insert(0) += 1;
    }
    // Each link is sorted in at the end where more links meet; seen from there, its angle and whether that turns it.
    let mut at_hub: Vec<(StateId, f32, usize, bool)> = links
        .iter()
        .enumerate()
        .map(|(at, ((a, b), [from, to]))| {
            let turned = degrees[b] > degrees[a];
            let way = if turned { *from - *to } else { *to - *from };
            (if turned { *b } else { *a }, way.to_angle(), at, turned)
        })
        .collect();
    at_hub.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut bows = vec![0.0; links.len()];
    let near =
        |a: &(StateId, f32, usize, bool), b: &(StateId, f32, usize, bool)| a.0 == b.0 && b.1 - a.1 < NARROW;
    for fan in at_hub.chunk_by(near) {
        let many = fan.len() as f32;
        let step = (2.0 * MOST_BOW / (many - 1.0).max(1.0)).min(BOW);
        for (place, (_, _, at, turned)) in fan.iter().enumerate() {
            let [from, to] = links[*at].1;
            bows[*at] = if fan.len() == 1 {
                let outwards = (to - from).perp().dot((from + to) / 2.0 - middle) >= 0.0;
                if outwards { BOW } else { -BOW }
            } else {
                // Seen from the other end, left is right.
                let bow = step * (place as f32 - (many - 1.0) / 2.0);
                if *turned { -bow } else { bow }
            };
        }
    }
    bows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arc_ends_where_it_should_and_bows_to_the_left() {
        let line = arc(Vec2::ZERO, Vec2::new(100.0, 0.0), 0.1);
        assert_eq!((line[0], line[STEPS]), (Vec2::ZERO, Vec2::new(100.0, 0.0)));
        assert!((line[STEPS / 2] - Vec2::new(50.0, 10.0)).length() < 1e-3);
    }

    #[test]
    fn arcs_that_leave_a_capital_side_by_side_fan_out_and_do_not_cross() {
        // From a hub to five places close to one another.
        let hub = Vec2::ZERO;
        let links: Vec<((StateId, StateId), [Vec2; 2])> = (0..5)
            .map(|at| {
                let place = Vec2::new(1000.0, 60.0 * at as f32);
                let (other, hub_state) = (StateId(at as u32), StateId(9));
                ((other, hub_state), [place, hub])
            })
            .collect();
        let bows = bows(&links, Vec2::new(500.0, -500.0));
        // Seen from the hub, the middle of each arc lies to the left of the one before.
        let middles: Vec<f32> = links
            .iter()
            .zip(&bows)
            .map(|((_, [from, to]), bow)| arc(*from, *to, *bow)[STEPS / 2].to_angle())
            .collect();
        let step = |pair: &[f32]| pair[1] - pair[0];
        assert!(middles.windows(2).all(|pair| step(pair) > 0.04), "{middles:?}");
        assert!(bows.iter().all(|bow| bow.abs() <= MOST_BOW + 1e-6));
    }

    #[test]
    fn links_of_the_chosen_state_stand_out() {
        let link = Link { pair: (StateId(1), StateId(2)), kind: PactKind::Defensive };
        let chosen = strength(&link, MapMode::Political, (Some(StateId(2)), None), true);
        let other = strength(&link, MapMode::Blocs, (Some(StateId(5)), None), false);
        assert!(chosen > other && other > 0.0);
    }
}
