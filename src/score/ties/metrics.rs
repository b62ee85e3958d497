//! How well numbers tell what happened: ROC area, average precision, Brier score, and how they are calibrated.
//!
//! Every case may weigh more than once, as it does where cases are drawn again (`resample.rs`).

use crate::batch::vignettes::Estimate;

/// Cases in order of what was predicted of them, the likeliest first: found once, asked often.
#[derive(Debug, Clone)]
pub(super) struct Ranking {
    order: Vec<usize>,
    /// Where each run of equal predictions ends.
    ends: Vec<usize>,
}

impl Ranking {
    /// Ranks cases by their scores: any numbers, the higher the likelier.
    pub(super) fn of(scores: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        let differ = |at: &usize| scores[order[*at]] != scores[order[*at - 1]];
        let mut ends: Vec<usize> = (1..order.len()).filter(differ).collect();
        ends.push(order.len());
        Self { order, ends }
    }

    /// ROC area and average precision of weighted cases.
    ///
    /// The area under the ROC curve is the chance that of a case that happened and one that did not the first was ranked
    /// higher, ties counted half (Hanley and McNeil 1982); none where all or none happened.
    ///
    /// Average precision is the mean, over what happened, of the share of those ranked as high or higher that happened,
    /// equal predictions taken as one step (the area under the precision-recall curve without interpolation; Davis and
    /// Goadrich 2006). A ranking that knows nothing comes to the share that happened. None where none happened.
    pub(super) fn measures(&self, happened: &[bool], weights: &[u64]) -> [Option<f64>; 2] {
        let (mut from, mut found, mut others) = (0, 0u64, 0u64);
        let (mut twice, mut sum) = (0u128, 0.0);
        for end in &self.ends {
            let (mut yes, mut no) = (0, 0);
            for case in &self.order[from..*end] {
                *if happened[*case] { &mut yes } else { &mut no } += weights[*case];
            }
            from = *end;
            twice += u128::from(no) * u128::from(2 * found + yes);
            found += yes;
            others += no;
            if yes > 0 {
                sum += yes as f64 * (found as f64 / (found + others) as f64);
            }
        }
        let area = (found > 0 && others > 0).then(|| twice as f64 / (2.0 * found as f64 * others as f64));
        [area, (found > 0).then(|| sum / found as f64)]
    }
}

/// Mean squared difference between chances and what happened (Brier 1950, halved as is usual for yes and no): 0 is
/// perfect. None without cases.
pub(super) fn brier(chances: &[f64], happened: &[bool], weights: &[u64]) -> Option<f64> {
    let all: u64 = weights.iter().sum();
    let cases = chances.iter().zip(happened).zip(weights);
    let squared = |((chance, happened), weight): ((&f64, &bool), &u64)| {
        let error = chance - f64::from(u8::from(*happened));
        error * error * *weight as f64
    };
    (all > 0).then(|| cases.map(squared).sum::<f64>() / all as f64)
}

/// Cases whose chance lay in a range, and how many of them happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// From this chance, itself included in the first bin alone.
    pub low: f64,
    /// To this chance, itself included.
    pub high: f64,
    /// How many cases.
    pub cases: usize,
    /// How many of them happened.
    pub happened: usize,
    /// The mean of their chances; 0 without cases.
    pub mean: f64,
}

impl Bin {
    /// The share that happened, with Wilson's interval. It takes cases as independent, which pairs of states are not.
    pub fn share(&self) -> Estimate {
        Estimate::share(self.happened, self.cases)
    }
}

/// Where bins end: narrow where the chances of rare things lie.
const ENDS: [f64; 9] = [0.0, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0];

/// How often what was given a chance happened, by ranges of the chance; those without cases are left out.
pub(super) fn calibration(chances: &[f64], happened: &[bool]) -> Vec<Bin> {
    let mut bins: Vec<(Bin, f64)> = (0..ENDS.len())
        .map(|at| {
            let low = if at == 0 { 0.0 } else { ENDS[at - 1] };
            (Bin { low, high: ENDS[at], cases: 0, happened: 0, mean: 0.0 }, 0.0)
        })
        .collect();
    for (chance, happened) in chances.iter().zip(happened) {
        let at = ENDS.partition_point(|end| end < chance).min(ENDS.len() - 1);
        let (bin, sum) = &mut bins[at];
        bin.cases += 1;
        bin.happened += usize::from(*happened);
        *sum += chance;
    }
    let filled = bins.into_iter().filter(|(bin, _)| bin.cases > 0);
    filled.map(|(bin, sum)| Bin { mean: sum / bin.cases as f64, ..bin }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn auc(scores: &[f64], happened: &[bool]) -> Option<f64> {
        let [auc, _] = Ranking::of(scores).measures(happened, &vec![1; scores.len()]);
        auc
    }

    fn precision(scores: &[f64], happened: &[bool]) -> Option<f64> {
        let [_, precision] = Ranking::of(scores).measures(happened, &vec![1; scores.len()]);
        precision
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-12)
    }

    #[test]
    fn published_values_are_met() {
        // Hanley and McNeil 1982, table I: 109 images rated 1 to 5, of 58 normal and 51 abnormal.
        let (mut ratings, mut abnormal) = (Vec::new(), Vec::new());
        for (counts, is) in [([33, 6, 6, 11, 2], false), ([3, 2, 2, 11, 33], true)] {
            for (rating, count) in counts.into_iter().enumerate() {
                ratings.extend(vec![rating as f64; count]);
                abnormal.extend(vec![is; count]);
            }
        }
        let found = auc(&ratings, &abnormal).expect("there are both");
        assert!((found - 0.893).abs() < 5e-4, "{found}");
        // The examples in scikit-learn's reference of roc_auc_score, average_precision_score, brier_score_loss.
        let (scores, happened) = ([0.1, 0.4, 0.35, 0.8], [false, false, true, true]);
        assert!(close(auc(&scores, &happened), 0.75));
        assert!(close(precision(&scores, &happened), 0.5 * (1.0 + 2.0 / 3.0)));
        let found = brier(&[0.1, 0.9, 0.8, 0.3], &[false, true, true, false], &[1; 4]);
        assert!(close(found, 0.0375), "{found:?}");
    }

    #[test]
    fn values_by_hand_are_met() {
        // Ties: 3 of 6 pairs right, 2 tied.
        assert!(close(auc(&[0.5, 0.2, 0.5, 0.2, 0.1], &[true, true, false, false, false]), 4.0 / 6.0));
        // One step of two of which one happened, then one of two of which one did.
        let found = precision(&[0.5, 0.5, 0.2, 0.2], &[true, false, true, false]);
        assert!(close(found, 0.5 * 0.5 + 0.5 * 0.5));
        assert_eq!(auc(&[0.3, 0.4], &[true, true]), None);
        assert_eq!(auc(&[0.3, 0.4], &[false, false]), None);
        assert_eq!(precision(&[0.3, 0.4], &[false, false]), None);
        assert_eq!((auc(&[], &[]), precision(&[], &[]), brier(&[], &[], &[])), (None, None, None));
    }

    #[test]
    fn a_constant_knows_nothing() {
        let happened = [true, false, false, false, true];
        assert!(close(auc(&[0.0; 5], &happened), 0.5));
        assert!(close(precision(&[0.0; 5], &happened), 0.4));
        assert!(close(brier(&[0.0; 5], &happened, &[1; 5]), 0.4));
        assert!(close(brier(&[0.4; 5], &happened, &[1; 5]), 0.4 * 0.6));
    }

    #[test]
    fn bins_hold_every_case_once() {
        let chances = [0.0, 0.0, 0.005, 0.01, 0.011, 0.2, 0.21, 1.0, 0.79];
        let happened = [false, true, false, false, false, true, false, true, true];
        let bins = calibration(&chances, &happened);
        let told: Vec<_> = bins.iter().map(|bin| (bin.low, bin.high, bin.cases, bin.happened)).collect();
        let expected = [
            (0.0, 0.0, 2, 1),
            (0.0, 0.01, 2, 0),
            (0.01, 0.03, 1, 0),
            (0.1, 0.2, 1, 1),
            (0.2, 0.4, 1, 0),
            (0.6, 0.8, 1, 1),
            (0.8, 1.0, 1, 1),
        ];
        assert_eq!(told, expected);
        assert!((bins[1].mean - 0.0075).abs() < 1e-12);
    }

    /// Few values, so that there are ties; and as many weights and outcomes.
    fn cases() -> impl Strategy<Value = (Vec<f64>, Vec<bool>, Vec<u64>)> {
        prop::collection::vec((0u8..12, any::<bool>(), 0u64..4), 1..40).prop_map(|cases| {
            let scores = cases.iter().map(|(score, ..)| f64::from(*score) / 11.0).collect();
            (scores, cases.iter().map(|it| it.1).collect(), cases.iter().map(|it| it.2).collect())
        })
    }

    proptest! {
        /// The plain definition, pair by pair.
        #[test]
        fn auc_is_the_share_of_pairs_in_order((scores, happened, weights) in cases()) {
            let (mut right, mut all) = (0.0, 0.0);
            for yes in (0..scores.len()).filter(|case| happened[*case]) {
                for no in (0..scores.len()).filter(|case| !happened[*case]) {
                    let weight = (weights[yes] * weights[no]) as f64;
                    all += weight;
                    right += weight * if scores[yes] > scores[no] { 1.0 } else if scores[yes] == scores[no] { 0.5 } else { 0.0 };
                }
            }
            match Ranking::of(&scores).measures(&happened, &weights)[0] {
                Some(found) => prop_assert!((found - right / all).abs() < 1e-12),
                None => prop_assert_eq!(all, 0.0),
            }
        }

        #[test]
        fn rankings_alone_count((scores, happened, weights) in cases()) {
            let bent: Vec<f64> = scores.iter().map(|score| score * score * score * 7.0 - 3.0).collect();
            let (plain, bent) = (Ranking::of(&scores), Ranking::of(&bent));
            let found = plain.measures(&happened, &weights);
            prop_assert_eq!(found, bent.measures(&happened, &weights));
            let turned = Ranking::of(&scores.iter().map(|score| -score).collect::<Vec<_>>());
            if let (Some(auc), Some(turned)) = (found[0], turned.measures(&happened, &weights)[0]) {
                prop_assert!((auc + turned - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn a_perfect_ranking_is_perfect((_, happened, _) in cases()) {
            let scores: Vec<f64> = happened.iter().map(|yes| f64::from(u8::from(*yes))).collect();
            if happened.contains(&true) {
                prop_assert_eq!(precision(&scores, &happened), Some(1.0));
                if happened.contains(&false) {
                    prop_assert_eq!(auc(&scores, &happened), Some(1.0));
                }
            }
            prop_assert_eq!(brier(&scores, &happened, &vec![1; scores.len()]), Some(0.0));
        }

        /// A case of weight three is three cases.
        #[test]
        fn weights_stand_for_repetition((scores, happened, weights) in cases()) {
            let (mut many, mut outcomes) = (Vec::new(), Vec::new());
            for ((score, yes), weight) in scores.iter().zip(&happened).zip(&weights) {
                many.extend(vec![*score; *weight as usize]);
                outcomes.extend(vec![*yes; *weight as usize]);
            }
            let ranking = Ranking::of(&scores);
            let [area, one] = ranking.measures(&happened, &weights);
            prop_assert_eq!(area, auc(&many, &outcomes));
            let other = precision(&many, &outcomes);
            prop_assert!(one == other || close(one, other.unwrap_or(9.0)));
            let (one, other) = (brier(&scores, &happened, &weights), brier(&many, &outcomes, &vec![1; many.len()]));
            prop_assert!(one == other || close(one, other.unwrap_or(9.0)));
        }
    }
}
