//! What runs left behind that came to a sudden end, offered in a card over the map.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bevy::prelude::{Rect as Area, Resource};
use bevy_egui::egui::{self, Align2, CornerRadius, Sense, Stroke, Ui, vec2};

use crate::edit::{Autosave, Leftover};
use crate::history::{Replayed, Timeline};
use crate::panels::area;
use crate::panels::picker::job::Job;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{at_right, named, plain_button, primary_button, text};
use crate::view::Setup;

/// Width of the card, and of it how many are listed.
const WIDTH: f32 = 480.0;
const MOST: usize = 4;

/// One of them, with what there is to say of it.
#[derive(Debug)]
struct Found {
    leftover: Leftover,
    name: String,
    about: String,
    /// Why it cannot be had back.
    trouble: Option<String>,
}

impl Found {
    fn new(leftover: Leftover) -> Self {
        let summary = leftover.summary();
        // The name may have commas in it.
        let mut parts = summary.rsplitn(3, ", ");
        let (changes, ticks) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let name = parts.next().unwrap_or_default().to_owned();
        let about = format!("{}  ·  {ticks}  ·  {changes}", ago(leftover.saved, SystemTime::now()));
        Self { leftover, name, about, trouble: None }
    }
}

/// How long ago, as people say it.
fn ago(then: SystemTime, now: SystemTime) -> String {
    let minutes = now.duration_since(then).map_or(0, |passed| passed.as_secs() / 60);
    let counted = |count: u64, unit: &str| match count {
        1 => format!("1 {unit} ago"),
        more => format!("{more} {unit}s ago"),
    };
    match minutes {
        0 => "just now".into(),
        1..60 => counted(minutes, "minute"),
        60..1440 => counted(minutes / 60, "hour"),
        _ => counted(minutes / 1440, "day"),
    }
}

/// A session that is run again.
type Replaying = Job<Result<Replayed, String>>;

/// All that were left behind.
#[derive(Resource, Default)]
pub struct Leftovers {
    looking: Option<Job<Vec<Found>>>,
    found: Vec<Found>,
    /// The one that is being run again, by its file.
    replaying: Option<(PathBuf, Option<Replaying>)>,
    /// One that has been run again.
    pub ready: Option<(Setup, Box<Replayed>, PathBuf)>,
    /// Those taken up again that are not kept anew yet, with how often this run had been kept then.
    held: Vec<(Found, u64)>,
    later: bool,
}

impl Leftovers {
    /// Begins to look for them in a folder.
    pub fn look(folder: PathBuf) -> Self {
        let find = move || -> Vec<Found> {
            let left = Autosave::left(&folder).into_iter();
            let (changed, as_set_up): (Vec<_>, Vec<_>) = left.partition(|it| !it.session.commands.is_empty());
            // Nobody misses what can be had by opening the setup.
            as_set_up.into_iter().for_each(|it| _ = it.discard());
            changed.into_iter().map(Found::new).collect()
        };
        Self { looking: Job::begin(find), ..Self::default() }
    }

    /// Whether something is being read or run.
    pub fn is_waiting(&self) -> bool {
        self.looking.is_some() || self.replaying.is_some()
    }

    /// Takes in what has been found and what has been run again.
    pub fn poll(&mut self) {
        if let Some(Ok(found)) = Job::finish(&mut self.looking) {
            self.found = found;
        }
        let Some((path, job)) = &mut self.replaying else { return };
        let done = match job {
            None => Err("the system has no thread to spare".into()),
            Some(_) => match Job::finish(job) {
                None => return,
                Some(done) => done.unwrap_or_else(|_| Err("this is a fault of the program".into())),
            },
        };
        match done {
            Ok(replayed) => {
                let setup = Setup::of_session(&replayed);
                self.ready = Some((setup, Box::new(replayed), path.clone()));
            }
            Err(why) => {
                let found = self.found.iter_mut().find(|found| found.leftover.path == *path);
                if let Some(found) = found {
                    found.trouble = Some(format!("It cannot be restored: {why}"));
                }
            }
        }
        self.replaying = None;
    }

    /// What is shown now was this one: it stays until it is kept anew.
    pub fn take_up(&mut self, path: &Path, saved: u64) {
        if let Some(at) = self.found.iter().position(|found| found.leftover.path == path) {
            self.held.push((self.found.remove(at), saved));
        }
    }

    /// Removes those taken up again that are kept anew, by how often the run had been kept when they were taken up.
    pub fn let_go(&mut self, is_kept: impl Fn(u64) -> bool) {
        for (found, _) in self.held.extract_if(.., |(_, saved)| is_kept(*saved)) {
            // What cannot be removed is offered once more than need be.
            let _ = found.leftover.discard();
        }
    }

    fn restore(&mut self, place: usize) {
        let Some(found) = self.found.get_mut(place) else { return };
        found.trouble = None;
        let session = found.leftover.session.clone();
        let job = Job::begin(move || Timeline::replay(&session).map_err(|error| error.to_string()));
        self.replaying = Some((found.leftover.path.clone(), job));
    }

    /// Draws the card on the map, below where the palette of tools may stand, if there is any.
    pub fn show(&mut self, ctx: &egui::Context, map: Area) {
        if self.found.is_empty() || self.later {
            return;
        }
        let zoom = ctx.zoom_factor();
        let at = egui::pos2(map.center().x / zoom, (map.min.y + 0.26 * map.height()) / zoom);
        let width = WIDTH.min(map.width() / zoom - 2.0 * GRID).max(240.0);
        let mut asked = None;
        let card = area("leftovers", at).pivot(Align2::CENTER_TOP).order(egui::Order::Foreground);
        card.show(ctx, |ui| {
            let frame = egui::Frame::new()
                .fill(theme::panel())
                .stroke(Stroke::new(1.0, theme::accent()))
                .corner_radius(CornerRadius::same(theme::ROUND))
                .inner_margin(MARGIN);
            frame.show(ui, |ui| {
                ui.set_width(width - 2.0 * MARGIN);
                ui.spacing_mut().item_spacing.y = 4.0;
                asked = self.contents(ui);
            });
        });
        match asked {
            Some(Asked::Restore(place)) => self.restore(place),
            Some(Asked::Discard(place)) => {
                let found = self.found.remove(place);
                // What cannot be removed is offered once more than need be.
                let _ = found.leftover.discard();
            }
            Some(Asked::Later) => self.later = true,
            None => {}
        }
    }

    fn contents(&self, ui: &mut Ui) -> Option<Asked> {
        let mut asked = None;
        ui.horizontal(|ui| {
            ui.label(theme::title("Entente ended unexpectedly", 20.0));
            at_right(ui, |ui| {
                let later = plain_button(ui, "Later").on_hover_text("It is offered again at the next start");
                if later.clicked() {
                    asked = Some(Asked::Later);
                }
            });
        });
        ui.label(theme::body("What was changed by hand and not saved is still here:"));
        for (place, found) in self.found.iter().take(MOST).enumerate() {
            ui.add_space(4.0);
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
            let mut row = ui.new_child(egui::UiBuilder::new().id_salt(place).max_rect(rect));
            let words = row.painter().with_clip_rect(rect.with_max_x(rect.right() - 190.0));
            let face = egui::FontId::new(14.0, theme::strong_family());
            let top = rect.left_top() + vec2(0.0, 13.0);
            words.text(top, Align2::LEFT_CENTER, &found.name, face, theme::text());
            let below = rect.left_top() + vec2(0.0, 33.0);
            text(&row, below, Align2::LEFT_CENTER, &found.about, 12.0, theme::muted());
            let replaying = self.replaying.as_ref().is_some_and(|(path, _)| *path == found.leftover.path);
            row.set_max_height(rect.height());
            at_right(&mut row, |ui| {
                let discard = plain_button(ui, "Discard");
                named(&discard, egui::WidgetType::Button, &format!("Discard {}", found.name));
                if discard.clicked() {
                    asked = Some(Asked::Discard(place));
                }
                let words = if replaying { "Restoring …" } else { "Restore" };
                if primary_button(ui, words, self.replaying.is_none()).clicked() {
                    asked = Some(Asked::Restore(place));
                }
            });
            if let Some(trouble) = &found.trouble {
                ui.label(theme::small(trouble).color(theme::war()));
            }
        }
        if self.found.len() > MOST {
            ui.label(theme::small(format!("and {} more", self.found.len() - MOST)));
        }
        asked
    }
}

/// What somebody wants of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Restore(usize),
    Discard(usize),
    Later,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let then = SystemTime::UNIX_EPOCH;
        for (seconds, told) in [
            (0, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3599, "59 minutes ago"),
            (7300, "2 hours ago"),
            (86_400, "1 day ago"),
            (900_000, "10 days ago"),
        ] {
            assert_eq!(ago(then, then + Duration::from_secs(seconds)), told);
        }
        assert_eq!(ago(then + Duration::from_secs(9), then), "just now", "clocks may be set back");
    }
}
