//! Colours: the themes, the palettes of states and blocs, and the ramps.
//!
//! Every colour on the map comes from here, and panels take theirs from here too, so that a legend can
//! never say another thing than the map. Palettes are made in OKLCH, where equal steps look equal.

use bevy::prelude::*;

use crate::simulation::{Side, WarId};
use crate::theory::interest::StateType;

/// The colours of one look of the program.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// The open sea, at the edge of the map.
    pub sea_deep: Srgba,
    /// The sea in the middle of the map.
    pub sea: Srgba,
    /// Light of the coasts on the sea.
    pub coast: Srgba,
    /// Meridians and parallels.
    pub graticule: Srgba,
    /// Land that no state holds.
    pub unowned: Srgba,
    /// States outside all blocs.
    pub unaligned: Srgba,
    /// Background of panels.
    pub panel: Srgba,
    /// Text.
    pub text: Srgba,
    /// Headings and captions.
    pub muted: Srgba,
    /// Rim of the selected state.
    pub rim: Srgba,
    /// Ink of names and marks.
    pub ink: Srgba,
    /// What surrounds ink, so that it stands out from any fill.
    pub halo: Srgba,
    /// Lines of alliances.
    pub link: Srgba,
    /// Decisions to balance.
    pub balancing: Srgba,
    /// Decisions to bandwagon.
    pub bandwagoning: Srgba,
    /// Decisions to leave an alliance.
    pub leaving: Srgba,
    /// War and its fronts.
    pub war: Srgba,
    /// Movements that states take up.
    pub movement: Srgba,
    /// The type lion.
    pub lion: Srgba,
    /// The type lamb.
    pub lamb: Srgba,
    /// The type wolf.
    pub wolf: Srgba,
    /// The type jackal.
    pub jackal: Srgba,
    /// Lightness of states' fills in OKLCH, 0 to 1.
    pub fill_lightness: f32,
}

impl Theme {
    /// Night atlas: bright land on a dark sea.
    pub const NIGHT: Self = Self {
        sea_deep: hex(0x0e1a28),
        sea: hex(0x13243a),
        coast: hex(0x3b6a8c),
        graticule: hex(0x29405a),
        unowned: hex(0x27313d),
        unaligned: hex(0x4a525c),
        panel: hex(0x161d27),
        text: hex(0xe6ebf2),
        muted: hex(0x8fa0b5),
        rim: hex(0xfff4d6),
        ink: hex(0xf6f1e4),
        halo: hex(0x11161d),
        link: hex(0xe9e2cf),
        balancing: hex(0x4c9be8),
        bandwagoning: hex(0xe69f00),
        leaving: hex(0xa7b0bb),
        war: hex(0xd1495b),
        movement: hex(0xb08fd8),
        lion: hex(0xdfb861),
        lamb: hex(0x84b49e),
        wolf: hex(0xc04255),
        jackal: hex(0xca7f53),
        fill_lightness: 0.53,
    };

    /// Paper atlas: ink on paper, pale land on a pale sea.
    pub const PAPER: Self = Self {
        sea_deep: hex(0xc9dae3),
        sea: hex(0xd9e6ec),
        coast: hex(0x7fa6bd),
        graticule: hex(0xaec4cf),
        unowned: hex(0xe9e3d6),
        unaligned: hex(0xd3ccbf),
        panel: hex(0xfbf8f2),
        text: hex(0x2b2a27),
        muted: hex(0x6d675c),
        rim: hex(0x1c1a16),
        ink: hex(0x2b2a27),
        halo: hex(0xfbf8f2),
        link: hex(0x4a463d),
        balancing: hex(0x1f6fc0),
        bandwagoning: hex(0xb87700),
        leaving: hex(0x6f7680),
        war: hex(0xb8283f),
        movement: hex(0x7b4fb0),
        lion: hex(0xcf9f33),
        lamb: hex(0x6fa487),
        wolf: hex(0xb03448),
        jackal: hex(0xbb6a3a),
        fill_lightness: 0.79,
    };

    /// All themes.
    pub const ALL: [Self; 2] = [Self::NIGHT, Self::PAPER];

    /// Whether names are bright on dark land, and not dark on bright.
    pub const fn is_dark(&self) -> bool {
        self.ink.green > self.halo.green
    }

    /// One number by night, another on paper.
    const fn either(&self, night: f32, paper: f32) -> f32 {
        if self.is_dark() { night } else { paper }
    }
}

/// A colour from its six hexadecimal digits.
pub(super) const fn hex(rgb: u32) -> Srgba {
    Srgba::new(
        ((rgb >> 16) & 0xff) as f32 / 255.0,
        ((rgb >> 8) & 0xff) as f32 / 255.0,
        (rgb & 0xff) as f32 / 255.0,
        1.0,
    )
}

/// The fill of a state: a hue in degrees, and which of three shades of the theme's band.
pub fn state_fill(theme: &Theme, hue: f32, shade: usize) -> Oklcha {
    let step = [0.0, -0.035, 0.035][shade % 3];
    // Yellows and greens look stronger than blues at one chroma.
    let chroma = if (80.0..160.0).contains(&hue) { 0.068 } else { theme.either(0.082, 0.074) };
    Oklcha::lch(theme.fill_lightness + step, chroma, hue)
}

/// A colour chosen by a scenario, brought into the theme's band.
pub fn tamed(theme: &Theme, [red, green, blue]: [u8; 3]) -> Oklcha {
    let wanted = Oklcha::from(Srgba::rgb_u8(red, green, blue));
    let lightness = theme.fill_lightness + (wanted.lightness - 0.6).clamp(-0.12, 0.12) * 0.6;
    Oklcha::lch(lightness, wanted.chroma.clamp(0.02, 0.10), wanted.hue)
}

/// A fill a hair lighter or darker, as provinces of one state differ: `step` from -1 to 1.
pub fn hair(fill: Oklcha, step: f32) -> Oklcha {
    Oklcha { lightness: fill.lightness + 0.012 * step, ..fill }
}

/// A sign drawn over a fill, so that colour is never the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pattern {
    /// Nothing over the fill.
    #[default]
    None,
    /// Dots in rows.
    Dots,
    /// Lines rising to the right.
    Rising,
    /// Small crosses.
    Crosses,
    /// Lines falling to the right.
    Falling,
    /// Level lines.
    Level,
    /// Rings.
    Rings,
    /// Broad stripes in the colour of who holds the land by force.
    Occupied,
}

impl Pattern {
    /// The patterns of blocs, in the order in which they are given out.
    pub const BLOCS: [Self; 6] =
        [Self::Dots, Self::Rising, Self::Crosses, Self::Falling, Self::Level, Self::Rings];

    /// The number by which the shader knows it.
    pub(super) fn number(self) -> f32 {
        f32::from(self as u8)
    }
}

/// Hue in degrees and step of lightness of each bloc colour: the first pairs are the ones that all common
/// kinds of sight tell apart best.
const BLOC_HUES: [(f32, f32); 8] = [
    (252.0, -0.02),
    (62.0, 0.04),
    (165.0, 0.03),
    (345.0, -0.01),
    (100.0, 0.08),
    (300.0, -0.05),
    (205.0, 0.05),
    (30.0, -0.06),
];

/// Colour and pattern of a bloc by its place. Pairs repeat only after 24 blocs.
pub fn bloc_fill(theme: &Theme, slot: usize) -> (Oklcha, Pattern) {
    let (hue, step) = BLOC_HUES[slot % BLOC_HUES.len()];
    let fill = Oklcha::lch(theme.fill_lightness + step, 0.088, hue);
    (fill, Pattern::BLOCS[slot % Pattern::BLOCS.len()])
}

/// The light of a bloc's halo by its place: its colour, brighter by night and deeper on paper.
pub fn halo_tint(theme: &Theme, slot: usize) -> Srgba {
    let (fill, _) = bloc_fill(theme, slot);
    Oklcha { lightness: fill.lightness + theme.either(0.26, -0.26), chroma: 0.13, ..fill }.into()
}

/// The fill of a type: its colour, muted so that large lands do not glare and names can be read on them.
pub fn kind_fill(theme: &Theme, kind: StateType) -> Oklcha {
    let colour = Oklcha::from(match kind {
        StateType::Lion => theme.lion,
        StateType::Lamb => theme.lamb,
        StateType::Wolf => theme.wolf,
        StateType::Jackal => theme.jackal,
    });
    let lightness = colour.lightness + theme.either(-0.08, 0.09);
    Oklcha { lightness, chroma: colour.chroma * theme.either(0.9, 0.72), ..colour }
}

/// Hue in degrees and step of lightness of each movement's colour: the first four are told apart by every sight,
/// from one another and from states without one.
const MOVEMENT_HUES: [(f32, f32); 6] =
    [(22.0, 0.01), (252.0, 0.1), (95.0, -0.08), (315.0, 0.01), (165.0, 0.06), (55.0, -0.05)];

/// The fill of a movement's adherents, by its number.
pub fn movement_fill(theme: &Theme, number: usize) -> Oklcha {
    let (hue, step) = MOVEMENT_HUES[number % MOVEMENT_HUES.len()];
    Oklcha::lch(theme.fill_lightness + theme.either(0.01, -0.05) + step, 0.1, hue)
}

/// Lightness, chroma and hue of the two sides of a war by night, attackers first: warm against cool. Wars that
/// go on at the same time take one after the other.
const SIDES: [[(f32, f32, f32); 2]; 3] = [
    [(0.56, 0.12, 30.0), (0.52, 0.10, 255.0)],
    [(0.62, 0.11, 68.0), (0.56, 0.08, 215.0)],
    [(0.55, 0.11, 350.0), (0.68, 0.06, 190.0)],
];

/// The fill of a side of a war.
pub fn side_fill(theme: &Theme, war: WarId, side: Side) -> Oklcha {
    let sides = SIDES[war.0 as usize % SIDES.len()];
    let (lightness, chroma, hue) = match side {
        Side::Attackers => sides[0],
        Side::Defenders => sides[1],
    };
    Oklcha::lch(lightness + theme.either(0.0, 0.05), chroma, hue)
}

/// The fill of states that stand where history had them, and of those that stand elsewhere.
pub fn agreement_fill(theme: &Theme, agrees: bool) -> Oklcha {
    match agrees {
        true => {
            Oklcha::lch(theme.fill_lightness + theme.either(-0.04, -0.01), 0.072, theme.either(205.0, 215.0))
        }
        false => {
            Oklcha::lch(theme.fill_lightness + theme.either(0.09, -0.1), theme.either(0.115, 0.12), 55.0)
        }
    }
}

/// The fill of states at peace where wars are shown.
pub fn at_peace(theme: &Theme) -> Oklcha {
    Oklcha::lch(theme.either(0.34, 0.885), 0.012, theme.either(250.0, 85.0))
}

#[cfg(test)]
mod tests {
    use super::super::sight::{SIGHTS, apart, seen};
    use super::*;

    #[test]
    fn blocs_differ_by_colour_or_pattern_for_every_sight() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                for a in 0..BLOC_HUES.len() {
                    for b in 0..a {
                        let ((fill_a, pattern_a), (fill_b, pattern_b)) =
                            (bloc_fill(&theme, a), bloc_fill(&theme, b));
                        let apart = apart(fill_a, fill_b, sight);
                        assert!(pattern_a != pattern_b || apart > 0.05, "blocs {a} and {b}: {apart}");
                    }
                }
            }
        }
    }

    #[test]
    fn types_differ_by_colour_alone_for_every_sight() {
        let kinds = [StateType::Lion, StateType::Lamb, StateType::Wolf, StateType::Jackal];
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                for (place, a) in kinds.iter().enumerate() {
                    for b in &kinds[..place] {
                        let apart = apart(kind_fill(&theme, *a), kind_fill(&theme, *b), sight);
                        assert!(apart > 0.07, "{a:?} and {b:?}: {apart}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_movements_differ_by_colour_alone_and_from_states_without_one() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                for a in 0..4 {
                    let fill = movement_fill(&theme, a);
                    assert!(apart(fill, theme.unaligned, sight) > 0.05, "{a}");
                    for b in 0..a {
                        let apart = apart(fill, movement_fill(&theme, b), sight);
                        assert!(apart > 0.06, "{a} and {b}: {apart}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_sides_of_a_war_differ_by_colour_alone_and_from_lands_at_peace() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                for war in 0..3 {
                    let [a, b] =
                        [Side::Attackers, Side::Defenders].map(|side| side_fill(&theme, WarId(war), side));
                    assert!(apart(a, b, sight) > 0.1, "war {war}");
                    for side in [a, b] {
                        assert!(apart(side, at_peace(&theme), sight) > 0.12, "war {war}");
                    }
                }
            }
        }
    }

    #[test]
    fn agreement_with_history_is_seen_by_colour_alone() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                let [agrees, differs] = [true, false].map(|agrees| agreement_fill(&theme, agrees));
                assert!(apart(agrees, differs, sight) > 0.12);
                for fill in [agrees, differs] {
                    assert!(apart(fill, theme.unaligned, sight) > 0.05);
                }
            }
        }
    }

    #[test]
    fn the_two_greatest_blocs_differ_by_colour_alone() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                let (p, q) = (seen(bloc_fill(&theme, 0).0, sight), seen(bloc_fill(&theme, 1).0, sight));
                assert!((p.a - q.a).hypot(p.b - q.b) > 0.03);
                assert!(apart(halo_tint(&theme, 0), halo_tint(&theme, 1), sight) > 0.05);
            }
        }
    }

    #[test]
    fn ink_stands_out_from_its_halo_and_text_from_panels() {
        // Contrast after the Web Content Accessibility Guidelines 2.
        let contrast = |a: Srgba, b: Srgba| {
            let [p, q] = [a, b].map(|colour| LinearRgba::from(colour).luminance() + 0.05);
            p.max(q) / p.min(q)
        };
        for theme in Theme::ALL {
            assert!(contrast(theme.ink, theme.halo) > 7.0);
            assert!(contrast(theme.text, theme.panel) > 7.0 && contrast(theme.muted, theme.panel) > 4.5);
        }
    }
}
