//! Bars: what an option is worth, its terms gathered under danger, profit, cost and pull.

use bevy_egui::egui::{Align2, Color32, FontId, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use crate::panels::theme;
use crate::panels::widgets::text;
use crate::panels::words;
use crate::theory::choice::Terms;

/// The four parts of what an option is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Losses feared, and what others in front take of them.
    Danger,
    /// Spoils, and weight among partners.
    Profit,
    /// What pacts, arms, war and the change itself cost, and freedom lost or won.
    Cost,
    /// Movements, and the example of neighbours.
    Pull,
}

impl Part {
    /// All, in the order of the equation.
    pub const ALL: [Self; 4] = [Self::Danger, Self::Profit, Self::Cost, Self::Pull];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Danger => "Danger",
            Self::Profit => "Profit",
            Self::Cost => "Cost",
            Self::Pull => "Pull",
        }
    }

    /// The terms it gathers, by name.
    pub fn terms(self) -> &'static [&'static str] {
        match self {
            Self::Danger => &["danger", "diversion"],
            Self::Profit => &["profit", "influence"],
            Self::Cost => &["commitment", "entrapment", "change", "arms", "war", "autonomy"],
            Self::Pull => &["wave", "contagion"],
        }
    }

    /// Its sum, as it adds to utility.
    pub fn of(self, terms: &Terms) -> f32 {
        let named = Terms::NAMES.iter().zip(terms.values());
        named.filter(|(name, _)| self.terms().contains(name)).map(|(_, value)| value).sum()
    }

    /// Its colour.
    pub fn colour(self) -> Color32 {
        match self {
            Self::Danger => theme::war(),
            Self::Profit => theme::bandwagon(),
            Self::Cost => theme::bar(),
            Self::Pull => theme::movement(),
        }
    }

    /// What it stands for.
    pub fn meaning(self) -> String {
        let terms: Vec<&str> = self.terms().iter().map(|term| words::term_meaning(term)).collect();
        terms.join("\n")
    }
}

/// The range that bars share, so that they can be compared by eye.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    low: f32,
    high: f32,
}

impl Range {
    /// A range that holds the bars of all these.
    pub fn of<'a>(all: impl Iterator<Item = &'a Terms>) -> Self {
        all.fold(Self { low: -0.002, high: 0.002 }, |range, terms| {
            let parts = Part::ALL.map(|part| part.of(terms));
            let below: f32 = parts.iter().filter(|part| **part < 0.0).sum();
            let above: f32 = parts.iter().filter(|part| **part > 0.0).sum();
            Self { low: range.low.min(below), high: range.high.max(above) }
        })
    }

    fn place(self, value: f32) -> f32 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The stacked bar of an option: what speaks against it to the left of zero, what speaks for it to the right, and a
/// mark where both come to. Behind it the sum as a figure.
pub fn stacked(ui: &Ui, bars: Rect, terms: &Terms, range: Range) {
    let at = |value: f32| bars.left() + bars.width() * range.place(value);
    ui.painter().rect_filled(bars, 2.0, theme::track());
    let (mut below, mut above) = (0.0, 0.0);
    for part in Part::ALL {
        let value = part.of(terms);
        let end = if value < 0.0 { &mut below } else { &mut above };
        let (from, to) = (*end, *end + value);
        *end = to;
        let piece =
            Rect::from_min_max(pos2(at(from.min(to)), bars.top()), pos2(at(from.max(to)), bars.bottom()));
        if piece.width() > 0.2 {
            ui.painter().rect_filled(piece, 0.0, part.colour());
        }
    }
    ui.painter().vline(at(0.0), bars.y_range().expand(2.0), Stroke::new(1.0, theme::muted()));
    let sum = at(terms.utility());
    ui.painter().vline(sum, bars.y_range().expand(3.0), Stroke::new(2.0, theme::text()));
}

/// Each term that is not zero with its figure, under the part it belongs to, and what it means.
pub fn in_full(terms: &Terms) -> String {
    let mut lines = Vec::new();
    for part in Part::ALL {
        let named = Terms::NAMES.iter().zip(terms.values());
        let seen = named.filter(|(name, value)| part.terms().contains(name) && value.abs() >= 0.0005);
        let listed: Vec<String> =
            seen.map(|(name, value)| format!("{name} {}", words::points(value))).collect();
        if !listed.is_empty() {
            lines.push(format!("{}: {}", part.label(), listed.join(", ")));
        }
    }
    lines.push(format!("In all {}. {}", words::points(terms.utility()), words::POINT));
    lines.join("\n")
}

/// What the colours mean, each with its meaning on hover.
pub fn legend(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for part in Part::ALL {
            let label = part.label();
            let face = FontId::proportional(12.0);
            let words = ui.painter().layout_no_wrap(label.into(), face, theme::muted());
            let (rect, response) = ui.allocate_exact_size(vec2(15.0 + words.size().x, 16.0), Sense::hover());
            let square = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(10.0, 10.0));
            ui.painter().rect_filled(square, 2.0, part.colour());
            let at = pos2(rect.left() + 15.0, rect.center().y - 0.5 * words.size().y);
            ui.painter().galley(at, words, theme::muted());
            response.on_hover_text(part.meaning());
        }
    });
}

/// What an option adds to another, term by term.
pub fn against(terms: &Terms, other: &Terms) -> Terms {
    let (mine, theirs) = (terms.values(), other.values());
    Terms::from_values(std::array::from_fn(|term| mine[term] - theirs[term]))
}

/// A row that shows what something is worth: bar and figure.
pub fn row(ui: &mut Ui, height: f32, terms: &Terms, range: Range) -> Response {
    const FIGURE: f32 = 48.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let bars = Rect::from_min_max(
        pos2(rect.left(), rect.center().y - 4.0),
        pos2(rect.right() - FIGURE, rect.center().y + 4.0),
    );
    stacked(ui, bars, terms, range);
    let worth = words::bare_points(terms.utility());
    text(ui, rect.right_center(), Align2::RIGHT_CENTER, &worth, 12.0, theme::muted());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_belongs_to_one_part_and_the_parts_sum_to_the_whole() {
        let terms = Terms::from_values(std::array::from_fn(|place| (place as f32 + 1.0) * 0.01 - 0.05));
        for name in Terms::NAMES {
            assert_eq!(Part::ALL.iter().filter(|part| part.terms().contains(&name)).count(), 1, "{name}");
        }
        let sum: f32 = Part::ALL.iter().map(|part| part.of(&terms)).sum();
        assert!((sum - terms.utility()).abs() < 1e-5);
    }

    #[test]
    fn all_bars_lie_within_their_range() {
        let a = Terms { danger: -0.3, profit: 0.1, ..Terms::default() };
        let b = Terms { autonomy: 0.05, wave: 0.2, war: -0.01, ..Terms::default() };
        let range = Range::of([&a, &b].into_iter());
        for value in [-0.3, 0.1, 0.2, 0.0, a.utility(), b.utility()] {
            assert!((-1e-5..=1.00001).contains(&range.place(value)), "{value}");
        }
    }
}
