//! The dialog: where a world is to be kept, and as what.

use std::path::{Path, PathBuf};

use bevy_egui::egui::emath::GuiRounding;
use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, FontId, Id, Key, Order, Rect, ScrollArea, Sense, Stroke,
    TextEdit, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2,
};

use super::{Facts, Kind};
use crate::panels::area;
use crate::panels::marks::Icon;
use crate::panels::picker::browser::{self, Listing, Sight, look};
use crate::panels::picker::files::row;
use crate::panels::picker::job::Job;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{at_right, icon_button, named, plain_button, primary_button, sheet, text};

const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 568.0;
/// The same while it asks whether a file may be replaced.
const REPLACE: f32 = 176.0;
/// Height of one of the kinds, and of an entry of the folder.
const KIND: f32 = 50.0;
const ROW: f32 = 32.0;
/// What is needed below the folder.
const FOOT: f32 = 144.0;
/// The most signs of a name.
const LONGEST: usize = 200;

/// What the dialog is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum DialogAction {
    /// Save as this.
    Kind(Kind),
    /// Under this name.
    Name(String),
    /// Into this folder, typed or clicked.
    Enter(String),
    /// Save, or ask whether a file may be replaced.
    Save,
    /// Do not replace it.
    Back,
    /// Leave everything as it is.
    Close,
}

/// The dialog as it stands.
#[derive(Debug)]
pub struct Dialog {
    kind: Kind,
    name: String,
    /// What stands in the field of the folder.
    typed: String,
    listing: Listing,
    looking: Option<Job<Sight>>,
    /// What is wrong.
    trouble: String,
    /// The file that would be replaced.
    replaced: Option<PathBuf>,
    fresh: bool,
}

impl Dialog {
    /// A dialog that proposes a name, and the folder in which the world is kept already.
    pub fn new(kind: Kind, home: Option<&Path>, facts: &Facts) -> Self {
        let name = home.and_then(Path::file_name).map(|name| stem(&name.to_string_lossy()).to_owned());
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| plain(&facts.name));
        let folder = home.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map(Path::to_owned).or_else(|| browser::places().pop().map(|(_, folder)| folder));
        let mut dialog = Self {
            kind,
            name: name + kind.ending(),
            typed: String::new(),
            listing: Listing::default(),
            looking: None,
            trouble: String::new(),
            replaced: None,
            fresh: true,
        };
        dialog.go(folder.unwrap_or_default().display().to_string());
        dialog
    }

    /// Whether a folder is being read.
    pub fn is_waiting(&self) -> bool {
        self.looking.is_some()
    }

    /// Says why a file could not be written.
    pub fn fail(&mut self, why: String) {
        (self.trouble, self.replaced) = (why, None);
    }

    /// Carries out what concerns the dialog alone.
    pub fn apply(&mut self, action: DialogAction) {
        match action {
            DialogAction::Kind(kind) => {
                if let Some(bare) = self.name.strip_suffix(self.kind.ending()) {
                    self.name = stem(bare).to_owned() + kind.ending();
                }
                self.kind = kind;
            }
            DialogAction::Name(name) => (self.name, self.trouble) = (name, String::new()),
            DialogAction::Enter(folder) => self.go(folder),
            DialogAction::Back => self.replaced = None,
            DialogAction::Save | DialogAction::Close => {}
        }
    }

    fn go(&mut self, typed: String) {
        let from = self.listing.folder.clone();
        (self.trouble, self.typed) = (String::new(), typed.clone());
        self.looking = Job::begin(move || look(&typed, &from));
    }

    /// Takes in a folder that has been read.
    pub fn poll(&mut self) {
        match Job::finish(&mut self.looking) {
            Some(Ok(Sight::Folder(listing))) => {
                self.typed = listing.folder.display().to_string();
                self.listing = listing;
            }
            Some(Ok(Sight::Begun(path))) => self.typed = path,
            Some(Ok(Sight::File(_))) => {
                self.trouble = "This is a file: name the folder here, and the file below.".into()
            }
            Some(Ok(Sight::Nothing(why))) => self.trouble = why,
            Some(Err(_)) => self.trouble = "This folder could not be read.".into(),
            None => {}
        }
    }

    /// The file that the name stands for.
    fn path(&self) -> Result<PathBuf, String> {
        let name = self.name.trim();
        let bare = stem(name);
        if bare.is_empty() || bare.chars().all(|sign| sign == '.') {
            return Err("Give it a name.".into());
        }
        if let Some(sign) = name.chars().find(|sign| matches!(sign, '/' | '\\' | '\0')) {
            return Err(format!(
                "A name cannot have “{}” in it: go to the folder above instead.",
                sign.escape_default()
            ));
        }
        let ended = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("ron"));
        let name = if ended { name.to_owned() } else { format!("{name}{}", self.kind.ending()) };
        Ok(self.listing.folder.join(name))
    }

    /// Where to write, and as what, unless something is in the way of it. Who has been told that a file is replaced and
    /// says so again means it.
    pub fn decide(&mut self) -> Option<(PathBuf, Kind)> {
        match self.path() {
            Err(why) => self.trouble = why,
            Ok(path) if self.replaced.as_ref() != Some(&path) && path.is_file() => self.replaced = Some(path),
            Ok(path) => {
                self.trouble.clear();
                return Some((path, self.kind));
            }
        }
        None
    }
}

/// A name without what files end with.
fn stem(name: &str) -> &str {
    let bare = name.strip_suffix(".ron").unwrap_or(name);
    bare.strip_suffix(".session").unwrap_or(bare)
}

/// A name for a file: small letters, digits, and `-` for all else.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars().flat_map(char::to_lowercase).take(60) {
        if letter.is_alphanumeric() {
            plain.push(letter);
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { "world".into() } else { plain.into() }
}

/// Draws it in the middle of the window.
pub fn show(
    ctx: &egui::Context,
    dialog: &mut Dialog,
    facts: &Facts,
    writing: bool,
    actions: &mut Vec<DialogAction>,
) {
    let window = ctx.viewport_rect();
    let height = if dialog.replaced.is_some() { REPLACE } else { HEIGHT };
    let size = vec2(WIDTH, height).min(window.size() - vec2(2.0, 2.0) * GRID);
    let rect = Rect::from_center_size(window.center(), size).round_ui();
    let shown = area("save as", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.shrink(MARGIN)));
        inside.set_clip_rect(rect);
        inside.horizontal(|ui| {
            ui.label(theme::title(if dialog.replaced.is_some() { "Replace it?" } else { "Save as" }, 24.0));
            at_right(ui, |ui| {
                if icon_button(ui, Icon::Close, "Close, and save nothing (Esc)").clicked() {
                    actions.push(DialogAction::Close);
                }
            });
        });
        match &dialog.replaced {
            Some(path) => replace(&mut inside, path, actions),
            None => contents(&mut inside, dialog, facts, writing, actions),
        }
        ui.advance_cursor_after_rect(rect);
    });
    dialog.fresh = false;
    // The keyboard stays here.
    ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(if dialog.replaced.is_some() { DialogAction::Back } else { DialogAction::Close });
    }
}

/// Asks whether a file may be replaced.
fn replace(ui: &mut Ui, path: &Path, actions: &mut Vec<DialogAction>) {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let folder = path.parent().unwrap_or(path).display();
    ui.add_space(GRID);
    ui.label(theme::body(format!("There is a file {name} in {folder} already.")));
    ui.label(theme::body(
        "All that is in it, comments of its author too, gives way to the world that is shown.",
    ));
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        let sure = primary_button(ui, &format!("Replace {name}"), true);
        if ui.memory(|memory| memory.focused().is_none()) {
            sure.request_focus();
        }
        if sure.clicked() {
            actions.push(DialogAction::Save);
        }
        if plain_button(ui, "Choose another name").clicked() {
            actions.push(DialogAction::Back);
        }
    });
}

/// What each kind is called, and what it is good for.
fn kinds(facts: &Facts) -> Vec<(Kind, String, String)> {
    let begins = if facts.tick > 0 { "Scenario, as it begins" } else { "Scenario" };
    let mut about = format!("To edit and to share. With seed {} it opens the same", facts.seed);
    if facts.late > 0 {
        let late = if facts.late == 1 { "1 change".into() } else { format!("{} changes", facts.late) };
        about += &format!("; the {late} made since it runs are not in it");
    }
    let mut session = String::from("The start and every change since: opens at this very moment, to the bit");
    if facts.late > 0 {
        session += ". Best here";
    }
    let mut kinds = vec![
        (Kind::Beginning, begins.to_owned(), about + "."),
        (Kind::Session, "Session".into(), session + "."),
    ];
    if facts.tick > 0 {
        let now = "A new beginning: without exhaustion, fronts, truces and what has been. To go on as it is, save a session.";
        kinds.push((Kind::Present, format!("Scenario of {}", facts.date), now.into()));
    }
    kinds
}

fn contents(ui: &mut Ui, dialog: &Dialog, facts: &Facts, writing: bool, actions: &mut Vec<DialogAction>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add_space(4.0);
    for (kind, name, about) in kinds(facts) {
        if self::kind(ui, dialog.kind == kind, &name, &about) {
            actions.push(DialogAction::Kind(kind));
        }
    }
    ui.add_space(GRID);
    folder(ui, dialog, actions);
    let room = (ui.available_height() - FOOT).max(ROW);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), room), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), theme::track().gamma_multiply(0.45));
    let mut list = ui.new_child(UiBuilder::new().id_salt("entries").max_rect(rect.shrink(4.0)));
    list.set_clip_rect(rect);
    list.spacing_mut().item_spacing.y = 0.0;
    entries(&mut list, dialog, actions);
    ui.add_space(GRID);
    name(ui, dialog, writing, actions);
}

/// A kind to choose: a ring, its name, and what it is good for.
fn kind(ui: &mut Ui, chosen: bool, name: &str, about: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), KIND), Sense::click());
    let round = CornerRadius::same(theme::ROUND);
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, round, theme::track());
    }
    let ring = pos2(rect.left() + 18.0, rect.center().y);
    let ink = if chosen { theme::accent() } else { theme::muted() };
    ui.painter().circle_stroke(ring, 6.5, Stroke::new(1.5, ink));
    if chosen {
        ui.painter().circle_filled(ring, 3.5, ink);
    }
    let left = rect.left() + 38.0;
    let face = FontId::new(14.0, theme::strong_family());
    ui.painter().text(pos2(left, rect.top() + 15.0), Align2::LEFT_CENTER, name, face, theme::text());
    let clip = ui.painter().with_clip_rect(rect);
    let about_at = pos2(left, rect.top() + 35.0);
    clip.text(about_at, Align2::LEFT_CENTER, about, FontId::proportional(12.0), theme::muted());
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::RadioButton, true, chosen, format!("{name}: {about}"))
    });
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// The folder: the one above it, a field to type it, and places to start from.
fn folder(ui: &mut Ui, dialog: &Dialog, actions: &mut Vec<DialogAction>) {
    ui.horizontal(|ui| {
        let up = plain_button(ui, "↑").on_hover_text("To the folder above");
        named(&up, WidgetType::Button, "To the folder above");
        if up.clicked()
            && let Some(above) = dialog.listing.folder.parent()
        {
            actions.push(DialogAction::Enter(above.display().to_string()));
        }
        let id = Id::new("folder to save in");
        let kept: Option<String> = ui.data(|data| data.get_temp(id));
        let mut typed = kept.unwrap_or_else(|| dialog.typed.clone());
        let width = (ui.available_width() - 200.0).max(80.0);
        let field = TextEdit::singleline(&mut typed).id(id).desired_width(width).margin(vec2(GRID, 6.0));
        let response = ui.add(field.hint_text("Folder").char_limit(4096));
        named(&response, WidgetType::TextEdit, "Folder");
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, typed.clone()));
        }
        if response.lost_focus() {
            ui.data_mut(|data| data.remove::<String>(id));
            if typed != dialog.typed {
                actions.push(DialogAction::Enter(typed));
            }
        }
        at_right(ui, |ui| {
            for (place, path) in browser::places().into_iter().rev() {
                let short = if place == "Current folder" { "Current" } else { place };
                let button = plain_button(ui, short).on_hover_text(path.display().to_string());
                if button.clicked() {
                    actions.push(DialogAction::Enter(path.display().to_string()));
                }
            }
        });
    });
}

fn entries(ui: &mut Ui, dialog: &Dialog, actions: &mut Vec<DialogAction>) {
    let listing = &dialog.listing;
    if listing.entries.is_empty() {
        let words =
            if dialog.looking.is_some() { "Looking …" } else { "No folders and no scenario files here." };
        ui.add_space(4.0);
        ui.label(theme::body(words).color(theme::muted()));
        return;
    }
    let area = ScrollArea::vertical().id_salt(&listing.folder).auto_shrink(false);
    area.show_rows(ui, ROW, listing.entries.len(), |ui, range| {
        for entry in &listing.entries[range] {
            let here = !entry.is_folder && entry.name == dialog.name;
            if row(ui, &entry.name, entry.is_folder, here).clicked() {
                actions.push(if entry.is_folder {
                    DialogAction::Enter(entry.path.display().to_string())
                } else {
                    DialogAction::Name(entry.name.clone())
                });
            }
        }
    });
}

/// The name, what is wrong, and the buttons.
fn name(ui: &mut Ui, dialog: &Dialog, writing: bool, actions: &mut Vec<DialogAction>) {
    ui.label(theme::small("Name"));
    let mut name = dialog.name.clone();
    let id = Id::new("name to save under");
    let field = TextEdit::singleline(&mut name).id(id).desired_width(f32::INFINITY).margin(vec2(GRID, 6.0));
    let output = field.char_limit(LONGEST).show(ui);
    let response = output.response.response;
    named(&response, WidgetType::TextEdit, "Name");
    if dialog.fresh {
        response.request_focus();
        // What is typed at once takes the place of the proposed name, not of its ending.
        let mut state = output.state;
        let end = egui::text::CCursor::new(stem(&dialog.name).chars().count());
        let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), end);
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), id);
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if response.changed() {
        actions.push(DialogAction::Name(name));
    }
    let (rect, note) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    if !dialog.trouble.is_empty() {
        let face = FontId::proportional(12.0);
        let words = ui.painter().layout(dialog.trouble.clone(), face, theme::war(), rect.width());
        ui.painter().galley(rect.min, words, theme::war());
        named(&note, WidgetType::Label, &dialog.trouble);
    } else if writing {
        text(ui, rect.left_center(), Align2::LEFT_CENTER, "Saving …", 12.0, theme::muted());
    }
    ui.horizontal(|ui| {
        if (primary_button(ui, "Save", !writing).clicked() || entered) && !writing {
            actions.push(DialogAction::Save);
        }
        if plain_button(ui, "Cancel").clicked() {
            actions.push(DialogAction::Close);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_proposed_and_keep_their_endings() {
        assert_eq!(plain("Europe, March 1936"), "europe-march-1936");
        assert_eq!(plain("  ?? "), "world");
        assert_eq!(plain("Šumava 2"), "šumava-2");
        for name in ["a", "a.ron", "a.session.ron", "a.session"] {
            assert_eq!(stem(name), "a");
        }
        let facts = Facts { name: "A & B".into(), ..Facts::default() };
        let mut dialog = Dialog::new(Kind::Beginning, None, &facts);
        assert_eq!(dialog.name, "a-b.ron");
        dialog.apply(DialogAction::Kind(Kind::Session));
        assert_eq!(dialog.name, "a-b.session.ron");
        dialog.apply(DialogAction::Kind(Kind::Present));
        assert_eq!(dialog.name, "a-b.ron");
        dialog.apply(DialogAction::Name("mine.txt".into()));
        dialog.apply(DialogAction::Kind(Kind::Session));
        assert_eq!(dialog.name, "mine.txt", "what somebody typed stays");
    }

    #[test]
    fn a_name_that_is_none_is_told_of_and_a_file_that_is_there_is_asked_about() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut dialog = Dialog::new(Kind::Beginning, Some(&folder.path().join("x.ron")), &Facts::default());
        dialog.listing.folder = folder.path().to_owned();
        for (name, part) in [
            ("", "Give it a name"),
            ("..", "Give it a name"),
            (".ron", "Give it a name"),
            ("a/b", "“/”"),
            ("a\\b", "“\\"),
        ] {
            dialog.apply(DialogAction::Name(name.into()));
            assert_eq!(dialog.decide(), None, "{name}");
            assert!(dialog.trouble.contains(part), "{name}: {}", dialog.trouble);
        }
        dialog.apply(DialogAction::Name("new".into()));
        assert_eq!(dialog.decide(), Some((folder.path().join("new.ron"), Kind::Beginning)));
        std::fs::write(folder.path().join("new.ron"), "mine").expect("written");
        assert_eq!(dialog.decide(), None);
        assert_eq!(dialog.replaced, Some(folder.path().join("new.ron")));
        dialog.apply(DialogAction::Back);
        assert_eq!(dialog.decide(), None, "it is asked again");
        assert_eq!(dialog.decide(), Some((folder.path().join("new.ron"), Kind::Beginning)));
    }
}
