//! Threat: what a state fears to lose to another, from Walt's four factors.
//!
//! ```text
//! T_ij = b_ij * g(d_ij) * win(A_ji, D_i)
//! A_ji = P_j * g(d_ij) * (1 + c * offense_j)        what reaches i of j's strength
//! D_i  = P_i * (1 + home)  + help                   what i can set against it, with its allies
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `T_ij` | threat of j as felt by i: expected share of loss | 0 to 1 |
//! | `b_ij` | i's belief that j means to attack ([`super::belief`]) | 0 to 1 |
//! | `P_j` | aggregate power ([`super::power`]) | share of the system |
//! | `g(d_ij)` | proximity ([`super::distance`]) | 0 to 1 |
//! | `c`, `home` | `offense_weight`, `home_advantage` | - |
//!
//! Proximity stands in it twice: it weakens what arrives, and it is the opportunity to attack at all
//! (Most and Starr 1989). Without the second, a weak state would fear every great power alike however far,
//! since even a small part of their strength would overwhelm it.
//!
//! The odds `A/D` are a product of power, proximity and offence, and `T` is a product of belief,
//! opportunity and chance: on a log scale the four factors add, so that each can be shown and each switched
//! off. A factor that is off takes the same neutral value for everybody: mean power, full proximity, no
//! offence, the prior belief.
//!
//! ## Help, and the coalition behind it
//!
//! An ally helps by coming or by striking the threat from where it is, whichever is nearer, and comes only
//! with a chance (`reliability`): `help_k = reliability * P_k * max(g(d_ki), g(d_kj))`. Help from afar
//! counts little, which is what makes an exposed small state give in (Walt 1985, p. 12).
//!
//! A single small ally hardly moves the odds, so states weigh the coalition: all who fear the same power,
//! each as likely to come as its own exposure says, `w_kj = e_kj / (e_kj + resolve)`. Those not yet
//! committed are counted on in part:
//!
//! ```text
//! help = H_now + foresight * sqrt(H_now / H_full) * (H_full - H_now)
//! ```
//!
//! with `H_now` the help of allies and `H_full` that of allies and all likely partners. Without any ally
//! nothing is counted on; the more of the coalition stands, the more the rest is believed in.
//!
//! ## Appeasement
//!
//! Alignment with the source of a threat takes `appeasement * (1 - b_ij)` of it away: much from a power
//! that is hardly thought aggressive, nothing from one that surely is (Walt 1985, pp. 8, 13).
//!
//! Sources: Walt 1985, pp. 8-13; the contest is in [`super::contest`].

use super::contest::win_chance;
use super::parameters::Parameters;

/// The four factors of one threat, and what they come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Factors {
    /// Aggregate power of the source, a share of the system, 0 to 1.
    pub power: f32,
    /// Share of the source's strength that arrives, 0 to 1.
    pub proximity: f32,
    /// Multiplier of strength by offensive capability, 1 or more.
    pub offense: f32,
    /// Believed aggressive intent, 0 to 1.
    pub intent: f32,
}

impl Factors {
    /// Strength that reaches the threatened state: power, proximity and offence together.
    #[inline(always)]
    pub fn attack(&self) -> f32 {
        self.power * self.proximity * self.offense
    }
}

/// What a state sets against one threat, and who adds to it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Odds {
    /// Believed aggressive intent of the source, 0 to 1.
    pub intent: f32,
    /// Opportunity: proximity of the source, 0 to 1.
    pub proximity: f32,
    /// Strength that reaches the state: the source's own and its partners'.
    pub attack: f32,
    /// Own defence with the home advantage.
    pub own_defence: f32,
    /// Help of allies who are committed.
    pub help_now: f32,
    /// Help of allies and all who would likely stand against the source; at least `help_now`.
    pub help_full: f32,
    /// Share of the threat that alignment with its source takes away, 0 to 1.
    pub relief: f32,
}

impl Odds {
    /// The help that is counted on, from that of allies to that of the whole coalition.
    #[inline]
    pub fn expected_help(&self, parameters: &Parameters) -> f32 {
        let hoped_for = self.help_full - self.help_now;
        if self.help_now <= 0.0 || hoped_for <= 0.0 {
            return self.help_now.max(0.0);
        }
        let standing = (self.help_now / self.help_full).sqrt();
        self.help_now + parameters.foresight * standing * hoped_for
    }

    /// The chance of losing to the source, 0 to 1.
    #[inline]
    pub fn loss_chance(&self, parameters: &Parameters) -> f32 {
        let defence = self.own_defence + self.expected_help(parameters);
        win_chance(self.attack, defence, parameters.decisiveness as u32)
    }

    /// The threat as felt, 0 to 1: belief times opportunity times chance of losing, less what alignment
    /// takes away.
    #[inline]
    pub fn threat(&self, parameters: &Parameters) -> f32 {
        self.intent * self.proximity * self.loss_chance(parameters) * (1.0 - self.relief)
    }
}

/// The odds of several threats to one state by column, so that a processor can take them in one go. Columns
/// without a threat are 0 throughout.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OddsColumns {
    /// [`Odds::intent`] times [`Odds::proximity`].
    pub opportunity: [f32; LANES],
    /// [`Odds::attack`].
    pub attack: [f32; LANES],
    /// [`Odds::own_defence`], alike for all.
    pub own_defence: f32,
    /// [`Odds::help_now`].
    pub help_now: [f32; LANES],
    /// [`Odds::help_full`].
    pub help_full: [f32; LANES],
    /// [`Odds::relief`].
    pub relief: [f32; LANES],
}

impl OddsColumns {
    /// [`Odds::threat`] of each, to the bit.
    #[inline]
    pub fn threats(&self, parameters: &Parameters) -> [f32; LANES] {
        let foresight = parameters.foresight;
        let mut defence = [0.0; LANES];
        for (lane, defence) in defence.iter_mut().enumerate() {
            let (now, full) = (self.help_now[lane], self.help_full[lane]);
            let hoped_for = full - now;
            let expected = now + foresight * (now / full).sqrt() * hoped_for;
            let certain = if now > 0.0 { now } else { 0.0 };
            let help = if now <= 0.0 || hoped_for <= 0.0 { certain } else { expected };
            *defence = self.own_defence + help;
        }
        let (mut a, mut d) = (self.attack, defence);
        for _ in 1..parameters.decisiveness as u32 {
            for lane in 0..LANES {
                a[lane] *= self.attack[lane];
                d[lane] *= defence[lane];
            }
        }
        let mut threats = [0.0; LANES];
        for lane in 0..LANES {
            let won = a[lane] / (a[lane] + d[lane]);
            let loss = if a[lane] > 0.0 { won } else { 0.0 };
            threats[lane] = self.opportunity[lane] * loss * (1.0 - self.relief[lane]);
        }
        threats
    }
}

/// How likely a state of this exposure is to stand against its source, 0 to 1.
#[inline(always)]
pub fn willingness(exposure: f32, parameters: &Parameters) -> f32 {
    exposure / (exposure + parameters.resolve)
}

/// What each of these states, so exposed to a source and so strong, is likely to set against it.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn likely_stand(exposed: &[f32], fit: &[f32], parameters: &Parameters, out: &mut [f32]) {
    likely_stand_portable(exposed, fit, parameters, out);
}

/// [`likely_stand`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn likely_stand_portable(exposed: &[f32], fit: &[f32], parameters: &Parameters, out: &mut [f32]) {
    let n = out.len();
    let (exposed, fit) = (&exposed[..n], &fit[..n]);
    for k in 0..n {
        out[k] = parameters.reliability_defense * willingness(exposed[k], parameters) * fit[k];
    }
}

/// Share of a threat that alignment with its source takes away, given the belief in its intent.
#[inline]
pub fn appeasement_relief(intent: f32, parameters: &Parameters) -> f32 {
    parameters.appeasement * (1.0 - intent)
}

/// Offensive multiplier of strength, 1 or more.
pub fn offense_multiplier(offense: f32, parameters: &Parameters) -> f32 {
    1.0 + parameters.factor_offense * parameters.offense_weight * offense
}

/// What one state sees of all others: its row of the pair matrices.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    /// Weight of hostile acts seen of each.
    pub alarm: &'a [f32],
    /// Weight of quiet seen of each.
    pub calm: &'a [f32],
    /// Share of the strength of each that arrives here; 0 for the state itself.
    pub proximity: &'a [f32],
    /// Strength of each: power times offensive multiplier.
    pub strength: &'a [f32],
}

/// The belief in aggressive intent as it enters threat: what was seen, or the prior if the factor is off.
#[inline(always)]
pub fn felt_intent(alarm: f32, calm: f32, parameters: &Parameters) -> f32 {
    let prior = parameters.belief_prior;
    prior + parameters.factor_intent * (alarm / (alarm + calm) - prior)
}

/// Exposure of one state, of this own `defence`, to every other: threat without any ally's help.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn exposure_row(sight: Sight, defence: f32, parameters: &Parameters, out: &mut [f32]) {
    exposure_row_portable(sight, defence, parameters, out);
}

/// [`exposure_row`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn exposure_row_portable(sight: Sight, defence: f32, parameters: &Parameters, out: &mut [f32]) {
    match parameters.decisiveness as u32 {
        1 => exposures::<1>(sight, defence, parameters, out),
        2 => exposures::<2>(sight, defence, parameters, out),
        3 => exposures::<3>(sight, defence, parameters, out),
        _ => exposures::<4>(sight, defence, parameters, out),
    }
}

/// The row for one exponent, known at build time so that the loop has no inner loop.
#[inline(always)]
fn exposures<const EXPONENT: u32>(sight: Sight, defence: f32, parameters: &Parameters, out: &mut [f32]) {
    let n = out.len();
    let (alarm, calm) = (&sight.alarm[..n], &sight.calm[..n]);
    let (proximity, strength) = (&sight.proximity[..n], &sight.strength[..n]);
    for j in 0..n {
        let intent = felt_intent(alarm[j], calm[j], parameters);
        out[j] = intent * proximity[j] * win_chance(strength[j] * proximity[j], defence, EXPONENT);
    }
}

/// How many numbers the kernels take in one go.
pub const LANES: usize = 8;

/// The greatest of these values; 0 where none is above it.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn greatest(values: &[f32]) -> f32 {
    greatest_portable(values)
}

/// [`greatest`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn greatest_portable(values: &[f32]) -> f32 {
    // Several chunks side by side: each comparison would else wait for the one before.
    const WIDE: usize = 4 * LANES;
    let mut best = [0.0f32; WIDE];
    let (chunks, rest) = values.as_chunks::<WIDE>();
    for chunk in chunks {
        for (best, value) in best.iter_mut().zip(chunk) {
            *best = if *value > *best { *value } else { *best };
        }
    }
    for (best, value) in best.iter_mut().zip(rest) {
        *best = if *value > *best { *value } else { *best };
    }
    greatest_lane(best)
}

/// The greatest of so many lanes, a power of two of them, halved until one is left.
#[inline(always)]
fn greatest_lane<const COUNT: usize>(mut best: [f32; COUNT]) -> f32 {
    let mut width = COUNT / 2;
    while width > 0 {
        for lane in 0..width {
            let (a, b) = (best[lane], best[lane + width]);
            best[lane] = if b > a { b } else { a };
        }
        width /= 2;
    }
    best[0]
}

/// Takes up to `count` of the greatest of these values above `floor`, which is 0 or more: greatest first, of equals
/// the first, with their places. What is left in `values` is of no use; `tops` is for working.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn take_greatest(
    values: &mut Vec<f32>,
    (count, floor): (usize, f32),
    tops: &mut Vec<f32>,
    taken: &mut Vec<(f32, usize)>,
) {
    take_greatest_portable(values, (count, floor), tops, taken);
}

/// [`take_greatest`] in plain code: the same on every processor.
#[inline(always)]
pub fn take_greatest_portable(
    values: &mut Vec<f32>,
    (count, floor): (usize, f32),
    tops: &mut Vec<f32>,
    taken: &mut Vec<(f32, usize)>,
) {
    taken.clear();
    // Whole chunks alone: zeros are never taken.
    values.resize(values.len().next_multiple_of(CHUNK), 0.0);
    // The greatest of each chunk: only chunks that one is taken from are looked at again.
    let (chunks, _) = values.as_chunks_mut::<CHUNK>();
    tops.resize(chunks.len(), 0.0);
    for (top, chunk) in tops.iter_mut().zip(chunks.iter()) {
        *top = greatest_of_chunk(chunk);
    }
    while taken.len() < count {
        let (mut number, mut best) = (0, floor);
        for (place, top) in tops.iter().enumerate() {
            if *top > best {
                (number, best) = (place, *top);
            }
        }
        if best <= floor {
            return;
        }
        let chunk = &mut chunks[number];
        let mut same = 0u32;
        for (lane, value) in chunk.iter().enumerate() {
            same |= u32::from(*value == best) << lane;
        }
        let lane = same.trailing_zeros() as usize;
        chunk[lane] = 0.0;
        tops[number] = greatest_of_chunk(chunk);
        taken.push((best, number * CHUNK + lane));
    }
}

/// How many values are searched in one go.
const CHUNK: usize = 4 * LANES;

/// The greatest of a chunk; 0 where none is above it.
#[inline(always)]
fn greatest_of_chunk(chunk: &[f32; CHUNK]) -> f32 {
    let mut best = [0.0f32; LANES];
    for lane in 0..LANES {
        let [a, b] = [0, 2].map(|part| {
            let (one, other) = (chunk[part * LANES + lane], chunk[(part + 1) * LANES + lane]);
            if one > other { one } else { other }
        });
        let most = if a > b { a } else { b };
        best[lane] = if most > 0.0 { most } else { 0.0 };
    }
    greatest_lane(best)
}

/// These values, where what is `held` beside them is above 0; else 0.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn keep_where(values: &[f32], held: &[f32], out: &mut [f32]) {
    keep_where_portable(values, held, out);
}

/// [`keep_where`] in plain code: the same on every processor.
#[inline(always)]
pub fn keep_where_portable(values: &[f32], held: &[f32], out: &mut [f32]) {
    for ((out, value), held) in out.iter_mut().zip(values).zip(held) {
        *out = if *held > 0.0 { *value } else { 0.0 };
    }
}

/// What each of a pool would bring to a state against a source: `pool_k * max(here_k, there_k)`.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn contributions(pool: &[f32], here: &[f32], there: &[f32], out: &mut [f32]) {
    contributions_portable(pool, here, there, out);
}

/// [`contributions`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn contributions_portable(pool: &[f32], here: &[f32], there: &[f32], out: &mut [f32]) {
    for (((out, pool), here), there) in out.iter_mut().zip(pool).zip(here).zip(there) {
        *out = pool * if here > there { here } else { there };
    }
}

/// The help a coalition would bring to a state against a source: `sum_k pool_k * max(here_k, there_k)`.
///
/// `pool` is each state's willing strength, `here` and `there` the share of it that arrives at the state
/// and at the source. Eight partial sums, always added in the same order, so that wide and narrow
/// processors agree to the bit.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn coalition_help(pool: &[f32], here: &[f32], there: &[f32]) -> f32 {
    coalition_help_portable(pool, here, there)
}

/// [`coalition_help`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn coalition_help_portable(pool: &[f32], here: &[f32], there: &[f32]) -> f32 {
    let [help] = helps([pool], here, [there]);
    help
}

/// How many coalitions are reckoned side by side.
pub const COALITIONS: usize = 4;

/// [`coalition_help`] to one state against several sources: each as if alone, to the bit.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn coalitions_help(
    pools: [&[f32]; COALITIONS],
    here: &[f32],
    there: [&[f32]; COALITIONS],
) -> [f32; COALITIONS] {
    coalitions_help_portable(pools, here, there)
}

/// [`coalitions_help`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn coalitions_help_portable(
    pools: [&[f32]; COALITIONS],
    here: &[f32],
    there: [&[f32]; COALITIONS],
) -> [f32; COALITIONS] {
    helps(pools, here, there)
}

/// [`coalition_help`] to one state against so many sources.
#[inline(always)]
fn helps<const COUNT: usize>(pools: [&[f32]; COUNT], here: &[f32], there: [&[f32]; COUNT]) -> [f32; COUNT] {
    let n = here.len();
    let (pools, there) = (pools.map(|pool| &pool[..n]), there.map(|there| &there[..n]));
    let mut sums = [[0.0f32; LANES]; COUNT];
    let (chunks, rest) = here.as_chunks::<LANES>();
    let pool_chunks = pools.map(|pool| pool.as_chunks::<LANES>());
    let there_chunks = there.map(|there| there.as_chunks::<LANES>());
    for (number, here) in chunks.iter().enumerate() {
        for which in 0..COUNT {
            let (pool, there) = (&pool_chunks[which].0[number], &there_chunks[which].0[number]);
            for lane in 0..LANES {
                let near = if here[lane] > there[lane] { here[lane] } else { there[lane] };
                sums[which][lane] += pool[lane] * near;
            }
        }
    }
    for which in 0..COUNT {
        add_products(&mut sums[which], pool_chunks[which].1, rest, there_chunks[which].1);
    }
    sums.map(|[a, b, c, d, e, f, g, h]| ((a + b) + (c + d)) + ((e + f) + (g + h)))
}

/// Adds each product to its own sum.
#[inline(always)]
fn add_products(sums: &mut [f32], pool: &[f32], here: &[f32], there: &[f32]) {
    for (((sum, pool), here), there) in sums.iter_mut().zip(pool).zip(here).zip(there) {
        *sum += pool * if here > there { here } else { there };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn odds() -> impl Strategy<Value = Odds> {
        (0.01f32..0.99, 0.001f32..2.0, 0.001f32..2.0, 0.0f32..2.0, 0.0f32..2.0).prop_map(
            |(intent, attack, own_defence, help_now, more)| Odds {
                intent,
                proximity: 0.8,
                attack,
                own_defence,
                help_now,
                help_full: help_now + more,
                relief: 0.0,
            },
        )
    }

    proptest! {
        #[test]
        fn threat_grows_with_intent_and_attack_and_falls_with_help(odds in odds(), more in 0.0f32..1.0) {
            let parameters = Parameters::default();
            let threat = odds.threat(&parameters);
            prop_assert!((0.0..=1.0).contains(&threat));
            let worse = Odds { attack: odds.attack + more, ..odds };
            let meaner = Odds { intent: (odds.intent + more).min(1.0), ..odds };
            let helped = Odds { help_now: odds.help_now + more, help_full: odds.help_full + more, ..odds };
            prop_assert!(worse.threat(&parameters) >= threat);
            prop_assert!(meaner.threat(&parameters) >= threat);
            prop_assert!(helped.threat(&parameters) <= threat + 1e-6);
        }

        #[test]
        fn columns_give_what_each_threat_gives_alone(
            list in prop::collection::vec((odds(), any::<bool>(), 0.0f32..1.0), LANES),
            exponent in 1u8..=4,
        ) {
            let parameters = Parameters { decisiveness: f32::from(exponent), ..Parameters::default() };
            let mut columns = OddsColumns { own_defence: 0.7, ..OddsColumns::default() };
            let mut alone = Vec::new();
            for (lane, (odds, helped, relief)) in list.into_iter().enumerate() {
                let help_now = if helped { odds.help_now } else { 0.0 };
                let odds = Odds { own_defence: 0.7, help_now, relief, ..odds };
                columns.opportunity[lane] = odds.intent * odds.proximity;
                columns.attack[lane] = odds.attack;
                columns.help_now[lane] = odds.help_now;
                columns.help_full[lane] = odds.help_full;
                columns.relief[lane] = odds.relief;
                alone.push(odds.threat(&parameters));
            }
            let together = columns.threats(&parameters);
            prop_assert!(together.iter().zip(&alone).all(|(a, b)| a.to_bits() == b.to_bits()));
        }

        #[test]
        fn the_coalition_is_only_counted_on_once_somebody_stands(odds in odds()) {
            let parameters = Parameters::default();
            let alone = Odds { help_now: 0.0, ..odds };
            prop_assert_eq!(alone.expected_help(&parameters), 0.0);
            let help = odds.expected_help(&parameters);
            prop_assert!(odds.help_now <= help + 1e-6 && help <= odds.help_full + 1e-6);
        }

        #[test]
        fn appeasing_the_surely_aggressive_is_futile(low in 0.0f32..1.0, high in 0.0f32..1.0) {
            let parameters = Parameters::default();
            let (low, high) = (low.min(high), low.max(high));
            prop_assert!(appeasement_relief(low, &parameters) >= appeasement_relief(high, &parameters));
            prop_assert_eq!(appeasement_relief(1.0, &parameters), 0.0);
        }

        #[test]
        fn a_search_by_chunks_finds_what_a_plain_one_does(
            // Few enough different values that some are alike.
            steps in prop::collection::vec(0u8..40, 0..170),
            (count, floor) in (0usize..9, 0.0f32..0.9),
        ) {
            let values: Vec<f32> = steps.into_iter().map(|step| f32::from(step) / 40.0).collect();
            let top = values.iter().copied().fold(0.0, f32::max);
            prop_assert_eq!(greatest(&values), top);
            let mut order: Vec<(f32, usize)> = values.iter().copied().zip(0..).filter(|it| it.0 > floor).collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            order.truncate(count);
            let (mut tops, mut wide, mut narrow) = (Vec::new(), Vec::new(), Vec::new());
            take_greatest(&mut values.clone(), (count, floor), &mut tops, &mut wide);
            take_greatest_portable(&mut values.clone(), (count, floor), &mut tops, &mut narrow);
            prop_assert_eq!(&wide, &order);
            prop_assert_eq!(&narrow, &order);
        }

        #[test]
        fn wide_and_narrow_processors_agree_to_the_bit(
            rows in prop::collection::vec((0.01f32..9.0, 0.01f32..9.0, 0.0f32..1.0, 0.0f32..1.0), 1..70),
            defence in 0.001f32..1.0,
            exponent in 1u8..=4,
        ) {
            let column = |pick: fn(&(f32, f32, f32, f32)) -> f32| rows.iter().map(pick).collect::<Vec<_>>();
            let (alarm, calm) = (column(|row| row.0), column(|row| row.1));
            let (near, strength) = (column(|row| row.2), column(|row| row.3));
            let sight = Sight { alarm: &alarm, calm: &calm, proximity: &near, strength: &strength };
            let parameters = Parameters { decisiveness: f32::from(exponent), ..Parameters::default() };
            let (mut wide, mut narrow) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
            exposure_row(sight, defence, &parameters, &mut wide);
            exposure_row_portable(sight, defence, &parameters, &mut narrow);
            prop_assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
            prop_assert_eq!(greatest(&near).to_bits(), greatest_portable(&near).to_bits());
            contributions(&strength, &near, &alarm, &mut wide);
            contributions_portable(&strength, &near, &alarm, &mut narrow);
            prop_assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
            likely_stand(&near, &strength, &parameters, &mut wide);
            likely_stand_portable(&near, &strength, &parameters, &mut narrow);
            prop_assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
            keep_where(&strength, &near, &mut wide);
            keep_where_portable(&strength, &near, &mut narrow);
            prop_assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
            let wide = coalition_help(&strength, &near, &alarm);
            prop_assert_eq!(wide.to_bits(), coalition_help_portable(&strength, &near, &alarm).to_bits());
            let (pools, there) = ([&strength[..], &calm, &near, &alarm], [&alarm[..], &near, &calm, &strength]);
            let together = coalitions_help(pools, &near, there);
            let narrow = coalitions_help_portable(pools, &near, there);
            for which in 0..COALITIONS {
                let alone = coalition_help(pools[which], &near, there[which]);
                prop_assert_eq!(together[which].to_bits(), alone.to_bits());
                prop_assert_eq!(narrow[which].to_bits(), alone.to_bits());
            }
        }
    }
}
