//! Flashes: a decision shows for a moment as an arrow from who chose to whom, with its motive.

use bevy::prelude::*;
use bevy::text::{FontSize, TextBackgroundColor};
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;

use super::canvas::{Canvas, Extent};
use super::land::{Drawn, Inks};
use super::links::arc;
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::names::{MapFonts, NameBoxes, NameSystems};
use super::picture::on_screen;
use super::pointer::place_of;
use super::stroke::distance_to_segment;
use super::{Afresh, Cast, Chart, MapCamera, Motion, OpenWhy, Theme, ViewSystems, layer};
use crate::history::History;
use crate::simulation::{Event, EventKind, Motive, StateId, Survey};

/// Seconds that a flash lasts; the shader knows the same.
const LENGTH: f32 = 2.0;

/// Flashes at once: at high speed the latest win.
const MOST: usize = 24;

/// Motives shown at once, since words need time to be read.
const MOST_MOTIVES: usize = 5;

/// Ticks in a frame beyond which only the last is told: then one has jumped.
const FEW_TICKS: u64 = 40;

/// Opacity of the ground behind a motive.
const CHIP: f32 = 0.8;

/// Radius of the mark in the middle of an arrow, in pixels.
pub const MARK: f32 = 9.0;

/// How near the pointer must be to an arrow, in pixels.
const REACH: f32 = 8.0;

/// Age that an arrow under the pointer is held at, in seconds: whole, and not fading yet.
const HELD: f32 = 0.9;

/// The decision whose arrow is under the pointer.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PointedAt(pub Option<OpenWhy>);

/// A decision being shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flash {
    /// Who chose.
    pub from: StateId,
    /// Whom.
    pub to: StateId,
    /// What it was.
    pub turn: Turn,
    /// Shown as a word, where the event tells it.
    pub motive: Option<Motive>,
    /// When it was taken.
    tick: u64,
    /// In wrapped seconds.
    birth: f32,
}

impl Flash {
    /// The decision it shows.
    fn decision(&self) -> OpenWhy {
        OpenWhy { tick: self.tick, state: self.from }
    }

    /// Its way on the map.
    fn line(&self, survey: &Survey, chart: &Chart) -> Option<Vec<Vec2>> {
        let place = |state: StateId| chart.projection.project(survey.identity(state).capital);
        Some(arc(place(self.from)?, place(self.to)?, 0.16))
    }
}

/// What a decision was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Allying against a threat.
    Balancing,
    /// Allying with one.
    Bandwagoning,
    /// Leaving an alliance.
    Leaving,
    /// Beginning a war.
    Attacking,
    /// Entering one unasked.
    Joining,
    /// Coming to an ally that calls.
    Honouring,
    /// Leaving an ally that calls alone.
    Abandoning,
    /// Taking up a movement.
    Following,
}

impl Turn {
    /// The colour of its arrow.
    pub fn colour(self, theme: &Theme) -> Srgba {
        match self {
            Self::Balancing | Self::Honouring => theme.balancing,
            Self::Bandwagoning => theme.bandwagoning,
            Self::Leaving | Self::Abandoning => theme.leaving,
            Self::Attacking | Self::Joining => theme.war,
            Self::Following => theme.movement,
        }
    }

    /// The mark on its arrow, so that colour is not the only sign.
    pub fn mark(self) -> InkStyle {
        match self {
            Self::Balancing | Self::Honouring => InkStyle::Shield,
            Self::Bandwagoning => InkStyle::Wheel,
            Self::Leaving | Self::Abandoning => InkStyle::Parted,
            Self::Attacking | Self::Joining => InkStyle::Swords,
            Self::Following => InkStyle::Wave,
        }
    }

    /// What is told first where not all can be: war, then sides taken, then sides left.
    pub fn rank(self) -> u8 {
        match self {
            Self::Attacking => 0,
            Self::Joining | Self::Honouring | Self::Abandoning => 1,
            Self::Balancing | Self::Bandwagoning => 2,
            Self::Leaving | Self::Following => 3,
        }
    }

    /// Half width of its arrow's head, in pixels.
    pub fn half_width(self) -> f32 {
        match self {
            Self::Attacking => 12.0,
            Self::Joining | Self::Honouring => 8.0,
            _ => 6.5,
        }
    }
}

/// The decisions being shown, and what of the history has been.
#[derive(Resource, Debug, Default)]
pub struct Flashes {
    list: Vec<Flash>,
    /// The tick up to which events have been shown.
    seen: u64,
}

/// The arrows on the map.
#[derive(Component, Default)]
struct Arrows;

/// The signs on them.
#[derive(Component, Default)]
struct Badges;

/// A motive on the map, with its flash's birth: two texts, the word and below it the dark chip it stands on,
/// since a text of its own may lie above its ground or below it.
#[derive(Component, Clone, Copy)]
pub struct Word {
    is_chip: bool,
    birth: f32,
    /// Where its mark is, in kilometres.
    pub place: Vec2,
    /// Middle of the word from its place, in pixels.
    pub offset: Vec2,
    /// Half of what it covers, in pixels.
    pub half: Vec2,
    /// The scale of the map that its place was found for.
    scale: f32,
}

/// Where the mark of an arrow stands on its line: as near its middle as it covers nothing, neither name nor other
/// mark, given in pixels. Where all of the line is covered, it stands in the middle.
pub fn mark_on(line: &[Vec2], taken: &[Rect], scale: f32) -> Vec2 {
    let middle = line.len() / 2;
    // Near its ends a mark would hide whom the arrow comes from, or its head.
    let reach = line.len() / 3;
    let steps = (0..=reach).flat_map(|step| [middle + step, middle - step]);
    let free = |at: &usize| {
        let mark = mark_rect(line[*at], scale).inflate(1.0);
        taken.iter().all(|other| mark.intersect(*other).is_empty())
    };
    line[steps.into_iter().find(free).unwrap_or(middle)]
}

/// What a mark covers, in pixels from the map's origin.
pub fn mark_rect(place: Vec2, scale: f32) -> Rect {
    Rect::from_center_half_size(place / scale, Vec2::splat(MARK))
}

impl Word {
    /// Pixels of a letter, on average, and of a line.
    const LETTER: Vec2 = Vec2::new(6.8, 18.0);

    /// A word by its mark: above it, else below, else beside it, else farther off, wherever it covers nothing
    /// else. Where there is no such place, no word.
    pub fn beside_mark(motive: Motive, birth: f32, place: Vec2, taken: &[Rect], scale: f32) -> Option<Self> {
        let half = Vec2::new(motive.label().len() as f32 * Self::LETTER.x, Self::LETTER.y) / 2.0;
        let (up, aside) = (MARK + half.y + 2.0, MARK + half.x + 3.0);
        let ways = [Vec2::Y * up, Vec2::Y * -up, Vec2::X * aside, Vec2::X * -aside];
        let corners = [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]
            .map(|way| Vec2::from(way) * Vec2::new(aside, up));
        let far = [Vec2::Y * 2.0 * up, Vec2::Y * -2.0 * up];
        let word = |offset: Vec2| Self { is_chip: false, birth, place, offset, half, scale };
        let free = |word: &Self| {
            let rect = word.rect(scale);
            taken.iter().all(|other| rect.intersect(*other).is_empty())
        };
        ways.into_iter().chain(corners).chain(far).map(word).find(free)
    }

    /// What it covers, in pixels from the map's origin.
    pub fn rect(&self, scale: f32) -> Rect {
        Rect::from_center_half_size(self.place / scale + self.offset, self.half)
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Flashes>().init_resource::<PointedAt>();
    app.add_systems(Update, (notice, point, draw, fade).chain().after(NameSystems).in_set(ViewSystems::Draw));
}

/// The flashes of an event.
pub fn flashes_of(event: &Event, birth: f32) -> Vec<Flash> {
    let tick = event.tick;
    let flash = |from: &StateId, to: &StateId, turn, motive: &Motive| Flash {
        from: *from,
        to: *to,
        turn,
        motive: Some(*motive),
        tick,
        birth,
    };
    match &event.kind {
        EventKind::AllianceFormed { members: [from, to], bandwagon, motive, .. } => {
            let turn = if *bandwagon { Turn::Bandwagoning } else { Turn::Balancing };
            vec![flash(from, to, turn, motive)]
        }
        EventKind::AllianceLeft { by, partners, motive, .. } => {
            partners.iter().map(|to| flash(by, to, Turn::Leaving, motive)).collect()
        }
        EventKind::WarBegan { by, against, motive, .. } => vec![flash(by, against, Turn::Attacking, motive)],
        EventKind::WarJoined { by, against, motive, .. } => vec![flash(by, against, Turn::Joining, motive)],
        EventKind::CallAnswered { by, ally, honoured, motive, .. } => {
            let turn = if *honoured { Turn::Honouring } else { Turn::Abandoning };
            vec![flash(by, ally, turn, motive)]
        }
        EventKind::MovementAdopted { by, champion } if by != champion => {
            vec![Flash { from: *by, to: *champion, turn: Turn::Following, motive: None, tick, birth }]
        }
        EventKind::Provocation { .. }
        | EventKind::OfferRefused { .. }
        | EventKind::AllianceLapsed { .. }
        | EventKind::Armed { .. }
        | EventKind::Collapsed { .. }
        | EventKind::PeaceMade { .. }
        | EventKind::Ceded { .. }
        | EventKind::StateFell { .. }
        | EventKind::StateRestored { .. }
        | EventKind::MovementAdopted { .. }
        | EventKind::MovementBroken { .. } => Vec::new(),
    }
}

/// Takes up new events and lets go of old flashes. Going back in time shows nothing, going forward what the tick
/// one comes to decided.
fn notice(
    mut flashes: ResMut<Flashes>,
    (history, survey, time, chart): (Res<History>, Survey, Res<Time>, Res<Chart>),
    (pointed, cast): (Res<PointedAt>, Res<Cast>),
    mut motion: ResMut<Motion>,
) {
    let now = time.elapsed_secs_wrapped();
    let tick = survey.clock.tick;
    if let Some(held) = pointed.0 {
        let held_ones = flashes.list.iter().any(|flash| flash.decision() == held && now - flash.birth > HELD);
        if held_ones {
            let of_it = |flash: &&mut Flash| flash.decision() == held && now - flash.birth > HELD;
            flashes.list.iter_mut().filter(of_it).for_each(|flash| flash.birth = now - HELD);
        }
    }
    let expired = |flash: &Flash| !(0.0..LENGTH).contains(&(now - flash.birth));
    let restarted = tick < flashes.seen || chart.is_changed() || cast.is_recast();
    if !restarted && tick == flashes.seen && !flashes.list.iter().any(expired) {
        return;
    }
    if restarted {
        *flashes = Flashes { list: Vec::new(), seen: tick };
        return;
    }
    let from = if tick - flashes.seen > FEW_TICKS { tick - 1 } else { flashes.seen };
    flashes.seen = tick;
    let (before, until) = (history.events_until(from).len(), history.events_until(tick));
    let new = until[before..].iter().flat_map(|event| flashes_of(event, now));
    flashes.list.retain(|flash| !expired(flash));
    let mut new: Vec<Flash> = new.collect();
    // What matters most comes last, above the rest, and is the last to be let go.
    new.sort_by_key(|flash| std::cmp::Reverse(flash.turn.rank()));
    flashes.list.extend(new);
    let surplus = flashes.list.len().saturating_sub(MOST);
    flashes.list.drain(..surplus);
    if !flashes.list.is_empty() {
        motion.keep_awake(&time, LENGTH + 0.1);
    }
}

/// Notes the decision whose arrow is under the pointer: the last of several, which lies above the rest.
fn point(
    mut pointed: ResMut<PointedAt>,
    (flashes, camera): (Res<Flashes>, Res<MapCamera>),
    (survey, chart): (Survey, Res<Chart>),
    (window, egui): (Single<&Window, With<PrimaryWindow>>, Res<EguiWantsInput>),
) {
    let pointer = window.cursor_position().filter(|_| !egui.wants_any_pointer_input());
    let found = pointer.filter(|_| !flashes.list.is_empty()).and_then(|pointer| {
        let place = place_of(&camera, *window, pointer);
        let near = |flash: &&Flash| {
            let line = flash.line(&survey, &chart).unwrap_or_default();
            let off = |pair: &[Vec2]| distance_to_segment(place, pair[0], pair[1]);
            line.windows(2).map(off).fold(f32::INFINITY, f32::min) < REACH * camera.scale
        };
        flashes.list.iter().rev().find(near).map(Flash::decision)
    });
    pointed.set_if_neq(PointedAt(found));
}

/// What is drawn of arrows and of the signs on them.
type Drawings<'w, 's> =
    (Query<'w, 's, &'static Mesh2d, With<Arrows>>, Query<'w, 's, &'static Mesh2d, With<Badges>>);

/// Draws the arrows anew when one has come or gone; between, the shader moves them.
fn draw(
    mut canvas: Canvas,
    (flashes, inks, theme, fonts): (Res<Flashes>, Res<Inks>, Res<Theme>, Res<MapFonts>),
    (survey, chart, camera, afresh): (Survey, Res<Chart>, Res<MapCamera>, Res<Afresh>),
    (time, mut told): (Res<Time>, Local<Vec<OpenWhy>>),
    (arrows, badges): Drawings,
    (words, names): (Query<(Entity, &Word)>, Res<NameBoxes>),
) {
    let moved = names.is_changed() && !flashes.list.is_empty();
    if !flashes.is_changed() && !afresh.0 && !moved {
        return;
    }
    let lines: Vec<Option<Vec<Vec2>>> =
        flashes.list.iter().map(|flash| flash.line(&survey, &chart)).collect();
    // What matters most comes last, and has its mark first.
    let mut taken = names.0.clone();
    let mut marks = vec![Vec2::ZERO; lines.len()];
    for (line, mark) in lines.iter().zip(&mut marks).rev() {
        let Some(line) = line else { continue };
        *mark = mark_on(line, &taken, camera.scale);
        taken.push(mark_rect(*mark, camera.scale));
    }
    let (mut arrow_lines, mut signs) = (InkBuilder::default(), InkBuilder::default());
    for ((flash, line), place) in flashes.list.iter().zip(&lines).zip(&marks) {
        let Some(line) = line else { continue };
        let half_width = flash.turn.half_width();
        let ink = Ink::new(InkStyle::Arrow, half_width, flash.turn.colour(&theme));
        let casing = Ink::new(InkStyle::Arrow, half_width + 1.5, theme.halo.with_alpha(0.5));
        arrow_lines.line(line, Ink { birth: flash.birth, ..casing });
        arrow_lines.line(line, Ink { birth: flash.birth, ..ink });
        let mark = Ink::new(flash.turn.mark(), MARK, flash.turn.colour(&theme));
        signs.mark(*place, Ink { birth: flash.birth, ..mark });
    }
    canvas.show(&arrows, (&inks.arrows, layer::FLASHES), (arrow_lines, Extent::default()));
    canvas.show(&badges, (&inks.badges, layer::BADGES), (signs, Extent::default()));
    let commands = &mut canvas.commands;
    // An arrow held under the pointer keeps its word no longer than others do.
    let now = time.elapsed_secs_wrapped();
    // Nor does one whose mark has moved.
    let live = |word: &Word| (0.0..LENGTH).contains(&(now - word.birth)) && marks.contains(&word.place);
    words
        .iter()
        .filter(|(_, word)| !live(word))
        .for_each(|(entity, _)| commands.entity(entity).try_despawn());
    let shown = words.iter().filter(|(_, word)| live(word) && !word.is_chip).count();
    taken.extend(words.iter().filter(|(_, word)| live(word)).map(|(_, word)| word.rect(camera.scale)));
    told.retain(|decision| flashes.list.iter().any(|flash| flash.decision() == *decision));
    // A decision that concerns several partners is told once, however long its arrow is held.
    let new = flashes.list.iter().zip(&lines).zip(&marks).rev().filter(|((flash, line), _)| {
        let is_new = flash.motive.is_some() && line.is_some() && !told.contains(&flash.decision());
        if is_new {
            told.push(flash.decision());
        }
        is_new
    });
    let new: Vec<_> = new.collect();
    for ((flash, _), place) in new.into_iter().take(MOST_MOTIVES.saturating_sub(shown)) {
        let Some(motive) = flash.motive else { continue };
        let Some(word) = Word::beside_mark(motive, flash.birth, *place, &taken, camera.scale) else {
            continue;
        };
        taken.push(word.rect(camera.scale));
        let text = (
            Text2d::new(motive.label()),
            TextFont { font: fonts.semi_bold.clone().into(), font_size: FontSize::Px(14.0), ..default() },
            TextLayout::no_wrap(),
        );
        let ink = TextColor(flash.turn.colour(&theme).lighter(0.12).into());
        let ground = TextBackgroundColor(theme.halo.with_alpha(CHIP).into());
        let chip = Word { is_chip: true, ..word };
        commands.spawn((
            Drawn,
            on_screen(),
            chip,
            text.clone(),
            TextColor(Color::NONE),
            ground,
            Transform::default(),
        ));
        commands.spawn((Drawn, on_screen(), word, text, ink, Transform::default()));
    }
}

/// Keeps the words at their size and lets them fade with their arrows.
fn fade(
    camera: Res<MapCamera>,
    time: Res<Time>,
    mut words: Query<(&Word, &mut Transform, &mut TextColor, Option<&mut TextBackgroundColor>)>,
) {
    let now = time.elapsed_secs_wrapped();
    for (word, mut transform, mut colour, chip) in &mut words {
        let height = layer::MOTIVES + if word.is_chip { -0.5 } else { 0.0 };
        // At another scale names stand elsewhere, and it could cover one.
        let in_place = (camera.scale / word.scale - 1.0).abs() < 0.01;
        let left = if in_place { ((LENGTH - (now - word.birth)) / 0.4).clamp(0.0, 1.0) } else { 0.0 };
        transform.scale = Vec3::new(camera.scale, camera.scale, 1.0);
        transform.translation = (word.place + word.offset * camera.scale).extend(height);
        match chip {
            Some(mut chip) => chip.0.set_alpha(CHIP * left),
            None => colour.0.set_alpha(left),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::PactKind;
    use crate::simulation::{AllianceId, WarId};

    #[test]
    fn a_new_pact_flashes_from_who_asked() {
        let kind = EventKind::AllianceFormed {
            alliance: AllianceId(3),
            pact: PactKind::Defensive,
            members: [StateId(4), StateId(1)],
            target: None,
            bandwagon: true,
            motive: Motive::Appeasement,
        };
        let flashes = flashes_of(&Event { tick: 7, kind }, 2.0);
        assert_eq!(flashes[0].decision(), OpenWhy { tick: 7, state: StateId(4) });
        assert_eq!(flashes.len(), 1);
        assert_eq!(
            (flashes[0].from, flashes[0].to, flashes[0].turn),
            (StateId(4), StateId(1), Turn::Bandwagoning)
        );
    }

    #[test]
    fn a_word_stands_above_its_mark_unless_something_is_there_and_never_covers_it() {
        let word = |taken: &[Rect]| Word::beside_mark(Motive::Conquest, 0.0, Vec2::ZERO, taken, 5.0);
        let free = word(&[]).expect("there is room");
        assert!(free.offset.y > MARK);
        let other = word(&[free.rect(5.0)]).expect("there is room below");
        assert!(free.rect(5.0).intersect(other.rect(5.0)).is_empty());
        assert!(word(&[Rect::from_center_half_size(Vec2::ZERO, Vec2::splat(500.0))]).is_none());
    }

    #[test]
    fn a_mark_slides_along_its_arrow_to_where_it_covers_no_name() {
        let line = arc(Vec2::ZERO, Vec2::new(3000.0, 0.0), 0.16);
        let middle = line[line.len() / 2];
        assert_eq!(mark_on(&line, &[], 5.0), middle);
        let name = Rect::from_center_half_size(middle / 5.0, Vec2::new(60.0, 8.0));
        let moved = mark_on(&line, &[name], 5.0);
        assert!(line.contains(&moved) && mark_rect(moved, 5.0).intersect(name).is_empty());
        // Another mark there moves it on, and where all is covered it stays in the middle.
        let other = mark_on(&line, &[name, mark_rect(moved, 5.0)], 5.0);
        assert!(mark_rect(moved, 5.0).intersect(mark_rect(other, 5.0)).is_empty());
        let all = Rect::from_center_half_size(middle / 5.0, Vec2::splat(1000.0));
        assert_eq!(mark_on(&line, &[all], 5.0), middle);
    }

    #[test]
    fn a_call_flashes_towards_the_ally_and_an_attack_towards_the_enemy() {
        let (war, by) = (WarId(0), StateId(2));
        let call = |honoured, motive| EventKind::CallAnswered { war, by, ally: StateId(1), honoured, motive };
        let attack = EventKind::WarBegan { war, by, against: StateId(3), motive: Motive::Conquest };
        let told: Vec<_> = [call(true, Motive::KeepFaith), call(false, Motive::AbandonAlly), attack]
            .iter()
            .flat_map(|kind| flashes_of(&Event { tick: 1, kind: kind.clone() }, 0.0))
            .map(|flash| (flash.to, flash.turn, flash.motive))
            .collect();
        assert_eq!(
            told,
            [
                (StateId(1), Turn::Honouring, Some(Motive::KeepFaith)),
                (StateId(1), Turn::Abandoning, Some(Motive::AbandonAlly)),
                (StateId(3), Turn::Attacking, Some(Motive::Conquest)),
            ]
        );
        assert!(Turn::Attacking.half_width() > Turn::Joining.half_width());
    }
}
