//! What is known beyond one run: a vignette's rows in the table of its page, which a test keeps true.

/// The page with the table.
const PAGE: &str = include_str!("../../scenarios/vignettes/README.md");

/// A row of the table: how often, or how strongly, over many seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// What is expected.
    pub expected: &'static str,
    /// The share of seeds or the mean difference.
    pub happened: &'static str,
    /// What the control takes away.
    pub control: &'static str,
    /// The same share or difference there.
    pub happened_there: &'static str,
}

/// The rows of a vignette, in order.
pub fn measured(vignette: &str) -> Vec<Measured> {
    let mut rows = Vec::new();
    let mut of = "";
    for line in PAGE.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&'static str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, expected, happened, _, _, control, happened_there, ..] = cells[..] else { continue };
        // The id stands in the first row of a vignette alone.
        if !id.is_empty() {
            of = id;
        }
        if of == vignette {
            rows.push(Measured { expected, happened, control, happened_there });
        }
    }
    rows
}
