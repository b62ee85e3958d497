//! The look of panels: the night atlas' colours, the faces and their sizes, egui's style.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bevy::prelude::Srgba;
use bevy_egui::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow,
    Stroke, TextStyle, Vec2,
};

use crate::simulation::{Motive, StateId};
use crate::theory::interest::StateType;
use crate::view::{Ramp, StatePalette, Theme};

/// The unit of all spaces.
pub const GRID: f32 = 8.0;
/// Space between a panel's edge and what is in it.
pub const MARGIN: f32 = 2.0 * GRID;
/// Seconds that changes take.
const EASING: f32 = 0.15;
/// Radius of rounded corners.
pub const ROUND: u8 = 6;

/// The colours of panels under one look of the program.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    /// The colours of the map, so that panels never say another thing.
    map: Theme,
    line: Color32,
    track: Color32,
    pressed: Color32,
    accent: Color32,
    bar: Color32,
    content: Color32,
    revision: Color32,
    chosen: Color32,
    history: Color32,
    shade: u8,
}

const NIGHT: Look = Look {
    map: Theme::NIGHT,
    line: Color32::from_rgb(0x2a, 0x35, 0x44),
    track: Color32::from_rgb(0x23, 0x2d, 0x3a),
    pressed: Color32::from_rgb(0x31, 0x3e, 0x4f),
    accent: Color32::from_rgb(0xe6, 0xcf, 0x9c),
    bar: Color32::from_rgb(0x7d, 0x93, 0xae),
    content: Color32::from_rgb(0x3f, 0xa7, 0x9c),
    revision: Color32::from_rgb(0xc8, 0x6b, 0x3c),
    chosen: Color32::from_rgb(0x3d, 0x39, 0x30),
    history: Color32::from_rgb(0xb9, 0xc9, 0x7a),
    shade: 110,
};

const PAPER: Look = Look {
    map: Theme::PAPER,
    line: Color32::from_rgb(0xdd, 0xd5, 0xc4),
    track: Color32::from_rgb(0xec, 0xe6, 0xd8),
    pressed: Color32::from_rgb(0xdf, 0xd6, 0xc2),
    accent: Color32::from_rgb(0x7d, 0x53, 0x12),
    bar: Color32::from_rgb(0x6d, 0x7f, 0x95),
    content: Color32::from_rgb(0x1f, 0x7a, 0x70),
    revision: Color32::from_rgb(0xa6, 0x4c, 0x1f),
    chosen: Color32::from_rgb(0xea, 0xda, 0xb8),
    history: Color32::from_rgb(0x5c, 0x6b, 0x1c),
    shade: 50,
};

/// Whether panels are on paper. All panels are drawn by one thread, and all have one look.
static ON_PAPER: AtomicBool = AtomicBool::new(false);

fn look() -> &'static Look {
    if ON_PAPER.load(Ordering::Relaxed) { &PAPER } else { &NIGHT }
}

/// The colours of the map in this look.
pub fn map() -> &'static Theme {
    &look().map
}

/// Text.
pub fn text() -> Color32 {
    of(map().text)
}

/// Text of less weight: labels, dates, units.
pub fn muted() -> Color32 {
    of(map().muted)
}

/// Panels, where nothing may shine through.
pub fn panel() -> Color32 {
    of(map().panel)
}

/// Thin lines between parts.
pub fn line() -> Color32 {
    look().line
}

/// The empty part of a bar, and what lies under the pointer.
pub fn track() -> Color32 {
    look().track
}

/// What is pressed.
pub fn pressed() -> Color32 {
    look().pressed
}

/// The one accent: what is chosen and what can be followed. Near the rim of the selected state on the map,
/// and far from the blue that stands for balancing.
pub fn accent() -> Color32 {
    look().accent
}

/// Bars of plain shares.
pub fn bar() -> Color32 {
    look().bar
}

/// Balancing.
pub fn balance() -> Color32 {
    of(map().balancing)
}

/// Bandwagoning.
pub fn bandwagon() -> Color32 {
    of(map().bandwagoning)
}

/// Leaving an alliance.
pub fn leave() -> Color32 {
    of(map().leaving)
}

/// War, and strength that comes as an attack.
pub fn war() -> Color32 {
    of(map().war)
}

/// Peace, and what it changes.
pub fn peace() -> Color32 {
    content()
}

/// Movements.
pub fn movement() -> Color32 {
    of(map().movement)
}

/// Lines of alliances.
pub fn link() -> Color32 {
    of(map().link)
}

/// The ink of what happened in history, which no run is drawn in.
pub fn history() -> Color32 {
    look().history
}

/// A run that agrees with history, and one that does not.
pub fn agreement(agrees: bool) -> Color32 {
    if agrees { content() } else { revision() }
}

/// Content with the order, and strength that defends.
pub fn content() -> Color32 {
    look().content
}

/// At odds with the order.
pub fn revision() -> Color32 {
    look().revision
}

/// A colour of the map as egui has it.
pub const fn of(colour: Srgba) -> Color32 {
    const fn byte(part: f32) -> u8 {
        (part * 255.0 + 0.5) as u8
    }
    Color32::from_rgb(byte(colour.red), byte(colour.green), byte(colour.blue))
}

/// The colour of a state on the political map.
pub fn state_colour(palette: &StatePalette, state: StateId) -> Color32 {
    of(Srgba::from(palette.fill(state)))
}

/// The colour of a type's mark.
pub fn kind_colour(kind: StateType) -> Color32 {
    match kind {
        StateType::Lion => of(map().lion),
        StateType::Lamb => of(map().lamb),
        StateType::Wolf => of(map().wolf),
        StateType::Jackal => of(map().jackal),
    }
}

/// The colour of the behaviour a motive belongs to.
pub fn motive_colour(motive: Motive) -> Color32 {
    match motive {
        Motive::AvoidDomination | Motive::Influence | Motive::InternalBalancing | Motive::KeepFaith => {
            balance()
        }
        Motive::Appeasement
        | Motive::ShareOfVictory
        | Motive::Jackal
        | Motive::PilingOn
        | Motive::Wave
        | Motive::Contagion
        | Motive::Defection => bandwagon(),
        Motive::Conquest | Motive::Prevention | Motive::FightOn => war(),
        Motive::CutLosses => peace(),
        Motive::AbandonAlly
        | Motive::ThreatGone
        | Motive::Autonomy
        | Motive::Safety
        | Motive::Profit
        | Motive::PassTheBuck
        | Motive::StayNeutral
        | Motive::Misjudgement => leave(),
    }
}

/// The colour of a threat of this size, from the map's ramp above its darkest part, which a bar would lose.
pub fn threat_colour(share: f32) -> Color32 {
    of(Ramp::Threat.at(map(), 0.3 + 0.7 * share))
}

/// The half-bold face.
pub fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// The face of titles and names.
pub fn serif_family() -> FontFamily {
    FontFamily::Name("serif".into())
}

/// Labels, dates, units: 12 px, muted.
pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).size(12.0).color(muted())
}

/// Running text: 14 px.
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).size(14.0).color(self::text())
}

/// Text that stands out of running text.
pub fn strong(text: impl Into<String>) -> RichText {
    body(text).family(strong_family())
}

/// Titles: serif of this size.
pub fn title(text: impl Into<String>, size: f32) -> RichText {
    RichText::new(text).size(size).color(self::text()).family(serif_family())
}

/// Loads the faces and sets the style of a context. Must run before its first pass, since egui comes
/// without any face here.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    dress(ctx, false, false);
}

/// Puts a context on paper or back into the night, with changes at once where motion is to be reduced. Takes hold
/// from the next pass on.
pub fn dress(ctx: &egui::Context, on_paper: bool, at_once: bool) {
    ON_PAPER.store(on_paper, Ordering::Relaxed);
    let theme = if on_paper { egui::Theme::Light } else { egui::Theme::Dark };
    ctx.set_theme(theme);
    ctx.style_mut_of(theme, |style| {
        set_style(style);
        style.animation_time = if at_once { 0.0 } else { EASING };
    });
}

/// The faces of the panels: of titles, half-bold, and of all else.
pub const FACES: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/EntenteSans-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/EntenteSans-Regular.ttf"),
];

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8], families: &[FontFamily]| {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
        for family in families {
            fonts.families.entry(family.clone()).or_default().push(name.into());
        }
    };
    // Each family falls back on the regular face, which has the most signs.
    let [serif, strong, regular] = FACES;
    add("serif", serif, &[serif_family()]);
    add("strong", strong, &[strong_family()]);
    add("mono", include_bytes!("../../assets/fonts/EntenteMono-Regular.ttf"), &[FontFamily::Monospace]);
    add(
        "regular",
        regular,
        &[FontFamily::Proportional, serif_family(), strong_family(), FontFamily::Monospace],
    );
    fonts
}

fn set_style(style: &mut egui::Style) {
    let face = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, face(12.0)),
        (TextStyle::Body, face(14.0)),
        (TextStyle::Monospace, FontId::monospace(13.0)),
        (TextStyle::Button, face(14.0)),
        (TextStyle::Heading, FontId::new(18.0, serif_family())),
    ]
    .into();
    // Text that can be marked would take clicks meant for what it stands on.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.3;
    style.spacing.item_spacing = Vec2::splat(GRID);
    style.spacing.button_padding = Vec2::new(GRID, GRID / 2.0);
    style.spacing.interact_size.y = 24.0;
    style.spacing.tooltip_width = 320.0;
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.scroll = egui::style::ScrollStyle {
        bar_width: 6.0,
        floating_width: 4.0,
        bar_inner_margin: 2.0,
        dormant_handle_opacity: 0.25,
        fade: egui::style::ScrollFadeStyle { strength: 0.0, ..Default::default() },
        ..egui::style::ScrollStyle::floating()
    };
    set_visuals(&mut style.visuals);
}

fn set_visuals(visuals: &mut egui::Visuals) {
    let shadow =
        Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(look().shade) };
    visuals.override_text_color = Some(text());
    visuals.weak_text_color = Some(muted());
    visuals.panel_fill = panel();
    visuals.window_fill = panel();
    visuals.window_stroke = Stroke::new(1.0, line());
    visuals.window_corner_radius = CornerRadius::same(ROUND);
    visuals.menu_corner_radius = CornerRadius::same(ROUND);
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.extreme_bg_color = track();
    visuals.hyperlink_color = accent();
    visuals.selection.bg_fill = look().chosen;
    visuals.selection.stroke = Stroke::new(1.0, accent());
    let widgets = &mut visuals.widgets;
    for (state, fill) in [
        (&mut widgets.noninteractive, panel()),
        (&mut widgets.inactive, Color32::TRANSPARENT),
        (&mut widgets.hovered, track()),
        (&mut widgets.active, pressed()),
        (&mut widgets.open, track()),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::NONE;
        state.fg_stroke = Stroke::new(1.0, text());
        state.corner_radius = CornerRadius::same(ROUND);
        state.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, line());
    // The handle of a scroll bar.
    widgets.inactive.bg_fill = pressed();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_map() {
        assert_eq!(text(), Color32::from_rgb(0xe6, 0xeb, 0xf2));
        assert_eq!(bandwagon(), Color32::from_rgb(0xe6, 0x9f, 0x00));
    }

    #[test]
    fn every_face_has_the_signs_that_the_words_use() {
        let mut fonts = egui::epaint::text::Fonts::new(Default::default(), fonts());
        let mut fonts = fonts.with_pixels_per_point(1.0);
        let mut drawn = |sign: char, family: &FontFamily| {
            let face = FontId::new(14.0, family.clone());
            fonts.layout_no_wrap(sign.into(), face, text()).rows[0].glyphs[0].uv_rect
        };
        for family in [FontFamily::Proportional, strong_family(), serif_family()] {
            // No face has a snowman: what is drawn for it is what is drawn for all that is missing.
            let missing = drawn('☃', &family);
            for sign in "Aéłșž×−·…–%+→’".chars() {
                assert_ne!(drawn(sign, &family), missing, "{sign} in {family}");
            }
        }
    }
}
