//! The look of panels: the night atlas' colours, the faces and their sizes, egui's style.

use std::sync::Arc;

use bevy::prelude::Srgba;
use bevy_egui::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow,
    Stroke, TextStyle, Vec2,
};

use crate::simulation::Motive;
use crate::theory::interest::StateType;
use crate::view::{Ramp, Theme};

/// The unit of all spaces.
pub const GRID: f32 = 8.0;
/// Space between a panel's edge and what is in it.
pub const MARGIN: f32 = 2.0 * GRID;
/// Radius of rounded corners.
pub const ROUND: u8 = 6;

/// The colours of the map, so that panels never say another thing.
const NIGHT: Theme = Theme::NIGHT;

/// Text.
pub const TEXT: Color32 = of(NIGHT.text);
/// Text of less weight: labels, dates, units.
pub const MUTED: Color32 = of(NIGHT.muted);
/// Panels, where nothing may shine through.
pub const PANEL: Color32 = of(NIGHT.panel);
/// Thin lines between parts.
pub const LINE: Color32 = Color32::from_rgb(0x2a, 0x35, 0x44);
/// The empty part of a bar, and what lies under the pointer.
pub const TRACK: Color32 = Color32::from_rgb(0x23, 0x2d, 0x3a);
/// What is pressed.
pub const PRESSED: Color32 = Color32::from_rgb(0x31, 0x3e, 0x4f);
/// The one accent: what is chosen and what can be followed. Near the rim of the selected state on the map,
/// and far from the blue that stands for balancing.
pub const ACCENT: Color32 = Color32::from_rgb(0xe6, 0xcf, 0x9c);
/// Bars of plain shares.
pub const BAR: Color32 = Color32::from_rgb(0x7d, 0x93, 0xae);
/// Balancing.
pub const BALANCE: Color32 = of(NIGHT.balancing);
/// Bandwagoning.
pub const BANDWAGON: Color32 = of(NIGHT.bandwagoning);
/// Leaving an alliance.
pub const LEAVE: Color32 = of(NIGHT.leaving);
/// War, and strength that comes as an attack.
pub const WAR: Color32 = of(NIGHT.war);
/// Peace, and what it changes.
pub const PEACE: Color32 = CONTENT;
/// Movements.
pub const MOVEMENT: Color32 = of(NIGHT.movement);
/// Lines of alliances.
pub const LINK: Color32 = of(NIGHT.link);
/// Content with the order, and strength that defends.
pub const CONTENT: Color32 = Color32::from_rgb(0x3f, 0xa7, 0x9c);
/// At odds with the order.
pub const REVISION: Color32 = Color32::from_rgb(0xc8, 0x6b, 0x3c);

/// A colour of the map as egui has it.
pub const fn of(colour: Srgba) -> Color32 {
    const fn byte(part: f32) -> u8 {
        (part * 255.0 + 0.5) as u8
    }
    Color32::from_rgb(byte(colour.red), byte(colour.green), byte(colour.blue))
}

/// Panels as they lie over the map. Light blends linearly: of bright names this lets through what the eye
/// takes for 4 %.
pub fn panel_fill() -> Color32 {
    Color32::from_rgba_unmultiplied(PANEL.r(), PANEL.g(), PANEL.b(), 254)
}

/// The colour of a type's mark.
pub fn kind_colour(kind: StateType) -> Color32 {
    match kind {
        StateType::Lion => of(NIGHT.lion),
        StateType::Lamb => of(NIGHT.lamb),
        StateType::Wolf => of(NIGHT.wolf),
        StateType::Jackal => of(NIGHT.jackal),
    }
}

/// The colour of the behaviour a motive belongs to.
pub fn motive_colour(motive: Motive) -> Color32 {
    match motive {
        Motive::AvoidDomination | Motive::Influence | Motive::InternalBalancing | Motive::KeepFaith => {
            BALANCE
        }
        Motive::Appeasement
        | Motive::ShareOfVictory
        | Motive::Jackal
        | Motive::PilingOn
        | Motive::Wave
        | Motive::Contagion
        | Motive::Defection => BANDWAGON,
        Motive::Conquest | Motive::Prevention | Motive::FightOn => WAR,
        Motive::CutLosses => PEACE,
        Motive::AbandonAlly
        | Motive::ThreatGone
        | Motive::Autonomy
        | Motive::Safety
        | Motive::Profit
        | Motive::PassTheBuck
        | Motive::StayNeutral
        | Motive::Misjudgement => LEAVE,
    }
}

/// The colour of a threat of this size, from the map's ramp above its darkest part, which a bar would lose.
pub fn threat_colour(share: f32) -> Color32 {
    of(Ramp::Threat.at(&NIGHT, 0.3 + 0.7 * share))
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
    RichText::new(text).size(12.0).color(MUTED)
}

/// Running text: 14 px.
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).size(14.0).color(TEXT)
}

/// Text that stands out of running text.
pub fn strong(text: impl Into<String>) -> RichText {
    body(text).family(strong_family())
}

/// Titles: serif of this size.
pub fn title(text: impl Into<String>, size: f32) -> RichText {
    RichText::new(text).size(size).color(TEXT).family(serif_family())
}

/// Loads the faces and sets the style of a context. Must run before its first pass, since egui comes
/// without any face here.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::Theme::Dark);
    ctx.style_mut_of(egui::Theme::Dark, set_style);
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8], families: &[FontFamily]| {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
        for family in families {
            fonts.families.entry(family.clone()).or_default().push(name.into());
        }
    };
    // Each family falls back on the regular face, which has the most signs.
    add("serif", include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"), &[serif_family()]);
    add("strong", include_bytes!("../../assets/fonts/EntenteSans-SemiBold.ttf"), &[strong_family()]);
    add(
        "regular",
        include_bytes!("../../assets/fonts/EntenteSans-Regular.ttf"),
        &[FontFamily::Proportional, FontFamily::Monospace, serif_family(), strong_family()],
    );
    fonts
}

fn set_style(style: &mut egui::Style) {
    let face = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, face(12.0)),
        (TextStyle::Body, face(14.0)),
        (TextStyle::Monospace, face(14.0)),
        (TextStyle::Button, face(14.0)),
        (TextStyle::Heading, FontId::new(18.0, serif_family())),
    ]
    .into();
    style.animation_time = 0.15;
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
    let shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(110) };
    visuals.override_text_color = Some(TEXT);
    visuals.weak_text_color = Some(MUTED);
    visuals.panel_fill = panel_fill();
    visuals.window_fill = PANEL;
    visuals.window_stroke = Stroke::new(1.0, LINE);
    visuals.window_corner_radius = CornerRadius::same(ROUND);
    visuals.menu_corner_radius = CornerRadius::same(ROUND);
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.extreme_bg_color = TRACK;
    visuals.hyperlink_color = ACCENT;
    visuals.selection.bg_fill = Color32::from_rgb(0x3d, 0x39, 0x30);
    visuals.selection.stroke = Stroke::new(1.0, ACCENT);
    let widgets = &mut visuals.widgets;
    for (state, fill) in [
        (&mut widgets.noninteractive, PANEL),
        (&mut widgets.inactive, Color32::TRANSPARENT),
        (&mut widgets.hovered, TRACK),
        (&mut widgets.active, PRESSED),
        (&mut widgets.open, TRACK),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::NONE;
        state.fg_stroke = Stroke::new(1.0, TEXT);
        state.corner_radius = CornerRadius::same(ROUND);
        state.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, LINE);
    // The handle of a scroll bar.
    widgets.inactive.bg_fill = PRESSED;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_map() {
        assert_eq!(TEXT, Color32::from_rgb(0xe6, 0xeb, 0xf2));
        assert_eq!(BANDWAGON, Color32::from_rgb(0xe6, 0x9f, 0x00));
    }

    #[test]
    fn every_face_has_the_signs_that_the_words_use() {
        let mut fonts = egui::epaint::text::Fonts::new(Default::default(), fonts());
        let mut fonts = fonts.with_pixels_per_point(1.0);
        let mut drawn = |sign: char, family: &FontFamily| {
            let face = FontId::new(14.0, family.clone());
            fonts.layout_no_wrap(sign.into(), face, TEXT).rows[0].glyphs[0].uv_rect
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
