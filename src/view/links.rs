//! Links: alliances as arcs between capitals, told apart by their strokes.

use bevy::prelude::*;

use super::capitals::seat;
use super::land::{Inks, show};
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::{Afresh, Chart, MapMode, Selection, Theme, ViewSystems, layer};
use crate::scenario::PactKind;
use crate::simulation::{StateId, Survey};

/// With more links than this, those of no chosen state are not drawn.
const MOST: usize = 150;

/// Points of an arc.
const STEPS: usize = 28;

/// How far an arc bows out, as a share of its length.
const BOW: f32 = 0.13;

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
    fn ink(self) -> (InkStyle, f32) {
        match self {
            Self::Solid => (InkStyle::Solid, 1.0),
            Self::Double => (InkStyle::Double, 4.2),
            Self::Dotted => (InkStyle::Dotted, 1.3),
            Self::Dashed => (InkStyle::Dashed, 0.7),
        }
    }
}

/// The links on the map.
#[derive(Component, Default)]
struct Links;

/// A pact between two states, the lower number first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    pair: (StateId, StateId),
    kind: PactKind,
}

/// What was drawn last: links with their strengths, and where capitals stood.
#[derive(Debug, Default, PartialEq)]
struct Shown {
    links: Vec<(Link, f32)>,
    seats: Vec<Option<Vec2>>,
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
    mut commands: Commands,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    (mode, selection, afresh): (Res<MapMode>, Res<Selection>, Res<Afresh>),
    mut shown: Local<Shown>,
    drawn: Query<&Mesh2d, With<Links>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    let touched = survey.alliances.is_changed() || survey.holdings.is_changed();
    if !touched && !mode.is_changed() && !selection.is_changed() && !afresh.0 {
        return;
    }
    let all = links(&survey);
    let many = all.len() > MOST;
    let looked = (selection.state, selection.hovered.and_then(|region| survey.owner(region)));
    let wanted: Vec<(Link, f32)> = all
        .into_iter()
        .map(|link| (link, strength(&link, *mode, looked, many)))
        .filter(|(_, strength)| *strength > 0.0)
        .collect();
    // Who loses its capital moves it; who falls has none.
    let seats: Vec<Option<Vec2>> = survey.states().map(|state| seat(&survey, &chart, state)).collect();
    let wanted = Shown { links: wanted, seats };
    if *shown == wanted && !afresh.0 {
        return;
    }
    show(
        (&mut commands, &mut meshes),
        &drawn,
        (&inks.lines, layer::LINKS),
        ink(&survey, &chart, &theme, &wanted.links),
    );
    *shown = wanted;
}

fn ink(survey: &Survey, chart: &Chart, theme: &Theme, links: &[(Link, f32)]) -> InkBuilder {
    let place = |state: StateId| seat(survey, chart, state);
    let capitals: Vec<Vec2> = survey.states().filter_map(place).collect();
    let middle = capitals.iter().sum::<Vec2>() / capitals.len().max(1) as f32;
    let mut builder = InkBuilder::default();
    let mut fold = 0;
    for (at, (link, strength)) in links.iter().enumerate() {
        // Several pacts of one pair bow one beyond the other.
        fold = if at > 0 && links[at - 1].0.pair == link.pair { fold + 1 } else { 0 };
        let (Some(from), Some(to)) = (place(link.pair.0), place(link.pair.1)) else { continue };
        // Outwards, where there is more room.
        let outwards = (to - from).perp().dot((from + to) / 2.0 - middle) >= 0.0;
        let bow = BOW * (1.0 + 0.8 * fold as f32) * if outwards { 1.0 } else { -1.0 };
        let line = arc(from, to, bow);
        let (style, half_width) = LinkStyle::of(link.kind).ink();
        if *strength > 0.5 {
            let casing = Ink::new(InkStyle::Solid, half_width + 1.2, theme.halo.with_alpha(0.35 * strength));
            builder.line(&line, casing);
        }
        builder.line(&line, Ink::new(style, half_width, theme.link.with_alpha(*strength)));
    }
    builder
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
    fn links_of_the_chosen_state_stand_out() {
        let link = Link { pair: (StateId(1), StateId(2)), kind: PactKind::Defensive };
        let chosen = strength(&link, MapMode::Political, (Some(StateId(2)), None), true);
        let other = strength(&link, MapMode::Blocs, (Some(StateId(5)), None), false);
        assert!(chosen > other && other > 0.0);
    }
}
