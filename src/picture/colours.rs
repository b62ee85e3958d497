//! The colours of a film: the few hundred that stand for all of its pixels.

/// Bits of each part of a colour by which pixels are counted.
const BITS: u32 = 6;

/// Cells of the count.
const CELLS: usize = 1 << (3 * BITS);

/// A colour of a pixel.
pub type Rgb = [u8; 3];

/// Counts the colours of pixels.
pub struct Count {
    pixels: Vec<u32>,
    sums: Vec<[u32; 3]>,
}

impl Default for Count {
    fn default() -> Self {
        Self { pixels: vec![0; CELLS], sums: vec![[0; 3]; CELLS] }
    }
}

/// A palette, and for each cell of the count the colour that is nearest.
pub struct Palette {
    colours: Vec<Rgb>,
    nearest: Vec<u8>,
}

/// A group of cells that one colour will stand for.
struct Group {
    cells: Vec<(Rgb, f32)>,
    /// Which part of the colour varies most, and how much, all pixels counted.
    widest: (usize, f32),
}

fn cell_of(colour: Rgb) -> usize {
    let [red, green, blue] = colour.map(|part| usize::from(part >> (8 - BITS)));
    (red << (2 * BITS)) | (green << BITS) | blue
}

impl Count {
    /// Counts a pixel.
    pub fn add(&mut self, colour: Rgb) {
        let cell = cell_of(colour);
        // Sums stop where they are full: by then the mean is known well enough.
        if self.pixels[cell] < u32::MAX / 256 {
            self.pixels[cell] += 1;
            for (sum, part) in self.sums[cell].iter_mut().zip(colour) {
                *sum += u32::from(part);
            }
        }
    }

    /// The colours that stand best for all, at most so many (Heckbert's median cut, by variance).
    pub fn palette(&self, most: usize) -> Palette {
        let counted = self.pixels.iter().zip(&self.sums).filter(|(pixels, _)| **pixels > 0);
        // By the root of its pixels a colour counts: else the sea would take all, and a front have none.
        let cells =
            counted.map(|(pixels, sum)| (sum.map(|sum| (sum / pixels) as u8), (*pixels as f32).sqrt()));
        let mut groups = vec![Group::new(cells.collect())];
        while groups.len() < most {
            let widest = groups.iter().enumerate().max_by(|a, b| a.1.widest.1.total_cmp(&b.1.widest.1));
            let Some((place, _)) = widest.filter(|(_, group)| group.widest.1 > 0.0) else { break };
            let (low, high) = groups.swap_remove(place).halves();
            groups.extend([low, high]);
        }
        let colours: Vec<Rgb> = groups.iter().map(Group::mean).collect();
        let nearest = (0..CELLS)
            .map(|cell| {
                if self.pixels[cell] == 0 {
                    return 0;
                }
                let colour = self.sums[cell].map(|sum| (sum / self.pixels[cell]) as i32);
                let off = |other: &Rgb| {
                    let [red, green, blue] = [0, 1, 2].map(|part| colour[part] - i32::from(other[part]));
                    // The eye minds green most and blue least.
                    3 * red * red + 6 * green * green + blue * blue
                };
                let best = colours.iter().enumerate().min_by_key(|(_, other)| off(other));
                best.map_or(0, |(index, _)| index as u8)
            })
            .collect();
        Palette { colours, nearest }
    }
}

impl Palette {
    /// Red, green and blue of each colour, one after the other.
    pub fn bytes(&self) -> Vec<u8> {
        self.colours.concat()
    }

    /// The number of the colour that stands for a pixel that has been counted.
    pub fn index(&self, colour: Rgb) -> u8 {
        self.nearest[cell_of(colour)]
    }
}

impl Group {
    fn new(cells: Vec<(Rgb, f32)>) -> Self {
        let weight: f32 = cells.iter().map(|(_, weight)| weight).sum();
        let spread = |part: usize| {
            let mean =
                cells.iter().map(|(colour, weight)| f32::from(colour[part]) * weight).sum::<f32>() / weight;
            let off = |(colour, weight): &(Rgb, f32)| (f32::from(colour[part]) - mean).powi(2) * weight;
            cells.iter().map(off).sum::<f32>()
        };
        let widest = if cells.len() < 2 {
            (0, 0.0)
        } else {
            let spreads = (0..3).map(|part| (part, spread(part)));
            spreads.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
        };
        Self { cells, widest }
    }

    /// The group cut at the mean of the part that varies most.
    fn halves(mut self) -> (Self, Self) {
        let part = self.widest.0;
        self.cells.sort_by_key(|(colour, _)| colour[part]);
        let weight: f32 = self.cells.iter().map(|(_, weight)| weight).sum();
        let mean =
            self.cells.iter().map(|(colour, weight)| f32::from(colour[part]) * weight).sum::<f32>() / weight;
        let cut = self.cells.partition_point(|(colour, _)| f32::from(colour[part]) <= mean);
        let high = self.cells.split_off(cut.clamp(1, self.cells.len() - 1));
        (Self::new(self.cells), Self::new(high))
    }

    fn mean(&self) -> Rgb {
        let weight: f32 = self.cells.iter().map(|(_, weight)| weight).sum::<f32>().max(f32::MIN_POSITIVE);
        [0, 1, 2].map(|part| {
            let sum: f32 = self.cells.iter().map(|(colour, weight)| f32::from(colour[part]) * weight).sum();
            (sum / weight).round() as u8
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_are_kept_as_they_are() {
        let colours: [Rgb; 4] = [[10, 20, 30], [200, 30, 60], [0, 0, 0], [250, 250, 250]];
        let mut count = Count::default();
        // A speck of red in a sea of blue.
        (0..10_000).for_each(|_| count.add(colours[0]));
        colours[1..].iter().for_each(|colour| count.add(*colour));
        let palette = count.palette(255);
        for colour in colours {
            let index = usize::from(palette.index(colour));
            assert_eq!(palette.bytes()[3 * index..][..3], colour);
        }
    }

    #[test]
    fn many_colours_find_one_near_them() {
        let mut count = Count::default();
        let all: Vec<Rgb> = (0..=255).flat_map(|a| [[a, 255 - a, 40], [a, a, a]]).collect();
        all.iter().for_each(|colour| count.add(*colour));
        let palette = count.palette(64);
        let bytes = palette.bytes();
        assert!(bytes.len() <= 3 * 64);
        for colour in all {
            let near = &bytes[3 * usize::from(palette.index(colour))..][..3];
            let off = (0..3).map(|part| near[part].abs_diff(colour[part])).max();
            assert!(off < Some(20), "{colour:?} became {near:?}");
        }
    }
}
