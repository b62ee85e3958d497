//! The look of panels: the night atlas' colours, the faces and their sizes, egui's style.

use std::sync::Arc;

use bevy_egui::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Shadow, Stroke,
    TextStyle, Vec2,
};

use crate::simulation::Motive;
use crate::theory::interest::StateType;

/// The unit of all spaces.
pub const GRID: f32 = 8.0;
/// Space between a panel's edge and what is in it.
pub const MARGIN: f32 = 2.0 * GRID;
/// Radius of rounded corners.
pub const ROUND: u8 = 6;

/// Text.
pub const TEXT: Color32 = Color32::from_rgb(0xe6, 0xeb, 0xf2);
/// Text of less weight: labels, dates, units.
pub const MUTED: Color32 = Color32::from_rgb(0x8f, 0xa0, 0xb5);
/// Panels, where nothing may shine through.
pub const PANEL: Color32 = Color32::from_rgb(0x16, 0x1d, 0x27);
/// Thin lines between parts.
pub const LINE: Color32 = Color32::from_rgb(0x2a, 0x35, 0x44);
/// The empty part of a bar, and what lies under the pointer.
pub const TRACK: Color32 = Color32::from_rgb(0x23, 0x2d, 0x3a);
/// What is pressed.
pub const PRESSED: Color32 = Color32::from_rgb(0x31, 0x3e, 0x4f);
/// The one accent: what is chosen and what can be followed.
pub const ACCENT: Color32 = Color32::from_rgb(0xe6, 0xcf, 0x9c);
/// Bars of plain shares.
pub const BAR: Color32 = Color32::from_rgb(0x7d, 0x93, 0xae);
/// Balancing.
pub const BALANCE: Color32 = Color32::from_rgb(0x4c, 0x9b, 0xe8);
/// Bandwagoning.
pub const BANDWAGON: Color32 = Color32::from_rgb(0xe6, 0x9f, 0x00);
/// War, and strength that comes as an attack.
pub const WAR: Color32 = Color32::from_rgb(0xd1, 0x49, 0x5b);
/// Content with the order.
pub const CONTENT: Color32 = Color32::from_rgb(0x3f, 0xa7, 0x9c);
/// At odds with the order.
pub const REVISION: Color32 = Color32::from_rgb(0xc8, 0x6b, 0x3c);

/// Panels as they lie over the map.
pub fn panel_fill() -> Color32 {
    Color32::from_rgba_unmultiplied(PANEL.r(), PANEL.g(), PANEL.b(), 245)
}

/// The colour of a type's mark.
pub fn kind_colour(kind: StateType) -> Color32 {
    match kind {
        StateType::Lion => Color32::from_rgb(0xe2, 0xb3, 0x3c),
        StateType::Lamb => Color32::from_rgb(0x9d, 0xb9, 0x8a),
        StateType::Wolf => Color32::from_rgb(0xd9, 0x4f, 0x5c),
        StateType::Jackal => Color32::from_rgb(0xc9, 0x8a, 0x3a),
    }
}

/// The colour of the behaviour a motive belongs to.
pub fn motive_colour(motive: Motive) -> Color32 {
    match motive {
        Motive::AvoidDomination | Motive::Influence => BALANCE,
        Motive::Appeasement => BANDWAGON,
        Motive::ThreatGone | Motive::Autonomy | Motive::Safety | Motive::StayNeutral => MUTED,
    }
}

/// Dark to bright, for threat and danger, of a share 0 to 1.
pub fn threat_colour(share: f32) -> Color32 {
    ramp(&[[0x6b, 0x2a, 0x6e], [0xa8, 0x2e, 0x5f], [0xe0, 0x5c, 0x3c], [0xf9, 0xa2, 0x2b], [0xf6, 0xe0, 0x7a]], share)
}

/// Dark to bright, for power, of a share 0 to 1.
pub fn power_colour(share: f32) -> Color32 {
    ramp(&[[0x3b, 0x3f, 0x7d], [0x31, 0x68, 0x8e], [0x24, 0x90, 0x8c], [0x5c, 0xc8, 0x63], [0xf0, 0xe4, 0x42]], share)
}

/// A colour between stops that stand at equal distances.
fn ramp(stops: &[[u8; 3]], share: f32) -> Color32 {
    let last = stops.len() - 1;
    let place = share.clamp(0.0, 1.0) * last as f32;
    let below = (place as usize).min(last - 1);
    let along = place - below as f32;
    let mix = |channel: usize| {
        let (from, to) = (f32::from(stops[below][channel]), f32::from(stops[below + 1][channel]));
        (from + (to - from) * along).round() as u8
    };
    Color32::from_rgb(mix(0), mix(1), mix(2))
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
    fn ramps_hold_their_ends_and_never_leave_them() {
        assert_eq!(threat_colour(-1.0), threat_colour(0.0));
        assert_eq!(threat_colour(2.0), threat_colour(1.0));
        assert_ne!(power_colour(0.2), power_colour(0.8));
    }

    #[test]
    fn every_face_has_the_signs_that_the_words_use() {
        let mut fonts = egui::epaint::text::Fonts::new(Default::default(), fonts());
        for family in [FontFamily::Proportional, strong_family(), serif_family()] {
            let face = FontId::new(14.0, family.clone());
            assert!(fonts.has_glyphs(&face, "Aé×−·…–%+\u{a0}’"), "{family}");
        }
    }
}
