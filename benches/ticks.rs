//! Ticks a second of the full model, and of the plain loop over pairs beside it.
//!
//! `cargo bench` prints one row a size: how often a second the whole tick runs in an invented world of so
//! many states, how often the bare exposure of every state to every other could be worked out in the same
//! time, and the ratio of the two, over all ticks and over those alone in which a war was under way, with their share.
//! Rates are medians of several rounds, taken in turn in one process, so that the ratio holds on any machine whatever
//! else it does. `cargo bench --bench ticks -- 200 400` runs these sizes alone.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use entente::batch::Run;
use entente::scenario::{self, Scenario};
use entente::theory::parameters::Parameters;
use entente::theory::threat::{Sight, exposure_row};

const DEFAULT_SIZES: [usize; 3] = [50, 200, 1_000];
const ROUNDS: usize = 7;
const ROUND_LENGTH: Duration = Duration::from_millis(250);

fn main() {
    println!(
        "{:>7} {:>14} {:>16} {:>8} {:>8} {:>8}  {:>16} {:>9}",
        "states", "full ticks/s", "pair loops/s", "ratio", "at war", "ratio", "world", "alliances"
    );
    let named: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = if named.is_empty() { DEFAULT_SIZES.to_vec() } else { named };
    for states in sizes {
        let mut run = Run::without_history(&world_of(states), 1);
        // The first years are unlike the rest: alliances are still being found.
        run.steps(48);
        let hash = run.hash();
        let alliances = run.survey().alliances.len();
        let mut pairs = PairLoop::new(states);
        let (mut full, mut bare) = (Vec::new(), Vec::new());
        let (mut all, mut at_war) = (0u32, (0u32, Duration::ZERO));
        for _ in 0..ROUNDS {
            full.push(rate(|| {
                let war = !run.survey().wars.is_empty();
                let began = Instant::now();
                run.step();
                all += 1;
                if war {
                    at_war.0 += 1;
                    at_war.1 += began.elapsed();
                }
            }));
            bare.push(rate(|| pairs.step()));
        }
        let (full, bare) = (median(full), median(bare));
        let in_war = if at_war.0 > 0 {
            format!("{:.1}", bare * at_war.1.as_secs_f64() / f64::from(at_war.0))
        } else {
            "-".to_owned()
        };
        let share = format!("{:.0} %", 100.0 * f64::from(at_war.0) / f64::from(all));
        println!(
            "{states:>7} {full:>14.0} {bare:>16.0} {:>8.1} {share:>8} {in_war:>8}  {hash:016x} {alliances:>9}",
            bare / full
        );
    }
}

/// Calls a second, over one round.
fn rate(mut call: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut calls = 0u32;
    while began.elapsed() < ROUND_LENGTH {
        call();
        calls += 1;
    }
    f64::from(calls) / began.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// An invented world with a state in every region, of many sizes, tempers and wants, a quarter of them in one of
/// three movements.
fn world_of(states: usize) -> Scenario {
    let mut text = format!(
        "(version: 1, name: \"bench\", start: \"1900-01-01\", map: generated(regions: {states}, seed: 1), states: ["
    );
    for state in 0..states {
        let code = format!("R{:04}", state + 1);
        let (size, temper) = (1 + state * 37 % 101, (state * 53 % 97) as f64 / 100.0);
        let want = (state * 29 % 200) as f64 / 100.0 - 1.0;
        let creed = if state % 4 == 0 { format!(", ideology: \"M{}\"", state % 3) } else { String::new() };
        writeln!(
            text,
            "(id: \"S{state:04}\", capital: (province: \"{code}\"), population: {size}, offense: {temper}, \
             intent: {temper}, revisionism: {want:.2}{creed}),"
        )
        .expect("text takes all that is written");
    }
    text.push_str("])");
    scenario::read("bench", &text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The bare loop: every state's exposure to every other, and nothing else.
struct PairLoop {
    alarm: Vec<f32>,
    calm: Vec<f32>,
    proximity: Vec<f32>,
    strength: Vec<f32>,
    out: Vec<f32>,
    parameters: Parameters,
}

impl PairLoop {
    fn new(n: usize) -> Self {
        let spread =
            |count: usize| (0..count).map(|k| 0.1 + (k * 37 % 101) as f32 / 101.0).collect::<Vec<_>>();
        Self {
            alarm: spread(n * n),
            calm: spread(n * n),
            proximity: spread(n * n),
            strength: spread(n),
            out: vec![0.0; n * n],
            parameters: Parameters::default(),
        }
    }

    fn step(&mut self) {
        let n = self.strength.len();
        for (state, out) in self.out.chunks_exact_mut(n).enumerate() {
            let row = state * n..(state + 1) * n;
            let sight = Sight {
                alarm: &self.alarm[row.clone()],
                calm: &self.calm[row.clone()],
                proximity: &self.proximity[row],
                strength: &self.strength,
            };
            exposure_row(sight, self.strength[state], &self.parameters, out);
        }
        black_box(&mut self.out);
    }
}
