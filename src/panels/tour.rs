//! The tour: five cards at the first start, each beside the thing that it tells of. Nothing waits for it.

use bevy_egui::egui::{
    self, Button, Color32, CornerRadius, Label, Order, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use super::layout::Parts;
use super::theme::{self, GRID};
use super::widgets::{at_right, plain_button, primary_button};
use super::{PanelAction, area};

/// What a reader of the tour asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourAction {
    /// From the start.
    Show,
    /// The next card, or the end.
    Next,
    /// The card before.
    Back,
    /// Away with it.
    Leave,
}

/// What a card tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Landmark {
    Map,
    Inspector,
    Timeline,
    Events,
    Toolbar,
}

/// The cards: what each is about, its title, and what it says.
const CARDS: [(Landmark, &str, &str); 5] = [
    (
        Landmark::Map,
        "The map",
        "Each colour is a state, and each line a pact between two. Rest the pointer on a state to see who it is; drag and turn the wheel to move about.",
    ),
    (
        Landmark::Inspector,
        "A state",
        "Click a state on the map. Here stands what it has, what it wants, whom it fears, and what it has done.",
    ),
    (
        Landmark::Timeline,
        "Time",
        "Space runs the world and stops it. This strip is the whole run: drag along it, and the world stands as it stood then.",
    ),
    (
        Landmark::Events,
        "Why?",
        "Nothing here is scripted: each act is a choice that keeps its reasons. Click what has happened, or a state’s last act, and see what was weighed.",
    ),
    (
        Landmark::Toolbar,
        "More to see",
        "The number keys change what the colours mean. The open book holds lessons on the ideas of Walt and Schweller; the folder holds new worlds, saving, and pictures of the map to keep or to send.",
    ),
];

const WIDTH: f32 = 304.0;
/// Room between a card and what it tells of.
const GAP: f32 = 12.0;

/// The card after this action; none where the tour is over.
pub fn turn(card: Option<usize>, action: TourAction) -> Option<usize> {
    match (action, card) {
        (TourAction::Show, _) => Some(0),
        (TourAction::Next, Some(card)) => Some(card + 1).filter(|next| *next < CARDS.len()),
        (TourAction::Back, Some(card)) => Some(card.saturating_sub(1)),
        (TourAction::Leave, _) | (_, None) => None,
    }
}

/// Draws a card and a soft frame about what it tells of.
pub fn show(ctx: &egui::Context, parts: &Parts, card: usize, actions: &mut Vec<PanelAction>) {
    let Some((landmark, title, says)) = CARDS.get(card) else { return };
    let rect = place_of(parts, *landmark);
    frame(ctx, rect);
    let name = "tour";
    let size =
        egui::AreaState::load(ctx, egui::Id::new(name)).map_or(vec2(WIDTH, 168.0), |it| it.rect().size());
    let at = beside(parts, *landmark, rect, size);
    area(name, at).order(Order::Foreground).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .stroke(Stroke::new(1.0, theme::accent()))
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(theme::MARGIN);
        frame.show(ui, |ui| {
            ui.set_width(WIDTH - 2.0 * theme::MARGIN);
            contents(ui, card, title, says, actions);
        });
    });
}

/// Where the thing is; what is closed is told of on the map.
fn place_of(parts: &Parts, landmark: Landmark) -> Rect {
    match landmark {
        Landmark::Map => parts.map,
        Landmark::Inspector => parts.right.unwrap_or(parts.map),
        Landmark::Timeline => parts.timeline,
        Landmark::Events => parts.left.unwrap_or(parts.map),
        Landmark::Toolbar => parts.toolbar,
    }
}

/// Where a card of this size goes: beside the thing, over the map, and within it as far as it fits.
fn beside(parts: &Parts, landmark: Landmark, thing: Rect, size: Vec2) -> Pos2 {
    let map = parts.map.shrink(GAP);
    let wanted = match landmark {
        Landmark::Map => pos2(map.right() - size.x, map.top()),
        Landmark::Inspector => pos2(thing.left() - GAP - size.x, map.center().y - size.y / 2.0),
        Landmark::Timeline => pos2(map.right() - size.x, thing.top() - GAP - size.y),
        Landmark::Events => pos2(thing.right() + GAP, map.center().y - size.y / 2.0),
        Landmark::Toolbar => pos2(map.right() - size.x, thing.bottom() + GAP),
    };
    let last = (map.max - size).max(map.min);
    wanted.clamp(map.min, last)
}

/// A soft frame that takes no clicks.
fn frame(ctx: &egui::Context, rect: Rect) {
    let layer = egui::LayerId::new(Order::Middle, egui::Id::new("what the tour tells of"));
    let painter = ctx.layer_painter(layer);
    let accent = theme::accent();
    for (width, share) in [(9.0, 0.06), (5.0, 0.12), (2.0, 0.9)] {
        let colour =
            Color32::from_rgba_unmultiplied(accent.r(), accent.g(), accent.b(), (share * 255.0) as u8);
        let round = CornerRadius::same(theme::ROUND);
        painter.rect_stroke(rect.shrink(1.0), round, Stroke::new(width, colour), StrokeKind::Inside);
    }
}

fn contents(ui: &mut Ui, card: usize, title: &str, says: &str, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.y = GRID;
    ui.horizontal(|ui| {
        ui.label(theme::title(title, 20.0));
        at_right(ui, |ui| ui.label(theme::small(format!("{} of {}", card + 1, CARDS.len()))));
    });
    ui.add(Label::new(theme::body(says)).wrap());
    let ask = |actions: &mut Vec<PanelAction>, action| actions.push(PanelAction::Tour(action));
    ui.horizontal(|ui| {
        if ui.add(Button::new("Skip the tour").frame(false)).clicked() {
            ask(actions, TourAction::Leave);
        }
        at_right(ui, |ui| {
            let words = if card + 1 == CARDS.len() { "Done" } else { "Next" };
            if primary_button(ui, words, true).clicked() {
                ask(actions, TourAction::Next);
            }
            if card > 0 && plain_button(ui, "Back").clicked() {
                ask(actions, TourAction::Back);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::layout::{Extents, divide};

    #[test]
    fn the_tour_ends_after_its_last_card_and_wherever_it_is_left() {
        let mut card = turn(None, TourAction::Show);
        for _ in 1..CARDS.len() {
            card = turn(card, TourAction::Next);
            assert!(card.is_some());
        }
        assert_eq!(turn(card, TourAction::Next), None);
        assert_eq!(turn(card, TourAction::Back), Some(CARDS.len() - 2));
        assert_eq!((turn(Some(0), TourAction::Back), turn(Some(2), TourAction::Leave)), (Some(0), None));
        assert_eq!(turn(None, TourAction::Next), None);
    }

    #[test]
    fn a_card_never_covers_what_it_tells_of_but_the_map() {
        for (width, height) in [(960.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0)] {
            let window = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
            let open = Extents { left: Some(None), right: Some(None), ..Extents::default() };
            let parts = divide(window, open);
            for (landmark, ..) in CARDS {
                let thing = place_of(&parts, landmark);
                let card = Rect::from_min_size(
                    beside(&parts, landmark, thing, vec2(WIDTH, 168.0)),
                    vec2(WIDTH, 168.0),
                );
                assert!(window.contains_rect(card), "{landmark:?} at {width}");
                assert!(landmark == Landmark::Map || !thing.intersects(card), "{landmark:?} at {width}");
            }
        }
    }
}
