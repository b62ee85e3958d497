//! The score of ties for people and for spreadsheets.

use std::fmt::{self, Display, Formatter, Write as _};
use std::io::{self, Write};

use csv::Writer;

use super::{Change, Horizon, Interval, Joined, Pair, Performance, TieScore};
use crate::batch::vignettes::Estimate;
use crate::record::Camp;
use crate::theory::parameters::Preset;

/// How many pairs are listed of each kind.
const LISTED: usize = 20;

impl Change {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Formed => "new",
            Self::Ended => "ended",
        }
    }
}

impl Display for TieScore {
    /// A few lines for a terminal: the end of the record, and how many joiners were right.
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        for (change, of) in [(Change::Formed, "new ties"), (Change::Ended, "ended ties")] {
            let Some(last) = self.last(change).filter(|last| last.at_risk > 0) else { continue };
            let (year, pairs, happened) = (last.year, last.at_risk, count_told(last));
            writeln!(f, "{of} by the end of {year}: {happened}, of {pairs} pairs")?;
            writeln!(f, "  {:<20} {:<21} {:<21} Brier score", "", "ROC area", "average precision")?;
            for row in &last.performances {
                let [area, precision, brier, ..] =
                    row_cells(row).map(|it| it.map_or("-".into(), |it| said(&it)));
                writeln!(f, "  {:<20} {area:<21} {precision:<21} {brier}", row.predictor.name())?;
            }
        }
        let Some(share) = self.sides_right() else {
            return writeln!(f, "nobody joined a war after it broke out");
        };
        let (joined, right) = (self.joined.len(), self.joined.iter().filter(|it| it.is_right()).count());
        let attacked = percent(1.0 - self.with_attackers() as f64 / joined as f64);
        writeln!(
            f,
            "joiners of wars on the side that they took, in most runs: {right} of {joined}, {}",
            share_said(&share)
        )?;
        writeln!(f, "  who says that all join the attacked: {attacked}")
    }
}

impl TieScore {
    /// The whole score as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let last = self.runs.saturating_sub(1).saturating_add(self.first);
        let _ = writeln!(text, "## Ties: {}\n", self.setup);
        let _ = writeln!(
            text,
            "{} runs (seeds {} to {last}) from {}; {} states. A tie is a defensive or offensive pact; the model's chance is the \
             share of runs. In brackets 95 % intervals from drawing states again; a lead is that of the model over the \
             other on the same draws, above 0 where the model does better.\n",
            self.runs, self.first, self.start, self.states
        );
        for change in [Change::Formed, Change::Ended] {
            self.write_change(&mut text, change);
        }
        self.write_wars(&mut text);
        text
    }

    fn write_change(&self, text: &mut String, change: Change) {
        let title = match change {
            Change::Formed => "New ties, among pairs without one at the start",
            Change::Ended => "Ended ties, among pairs with one at the start",
        };
        let _ = writeln!(text, "### {title}\n");
        let Some(last) = self.last(change).filter(|last| last.at_risk > 0) else {
            text.push_str("There are no such pairs.\n\n");
            return;
        };
        text.push_str(
            "| by the end of | pairs | happened | predictor | ROC area | average precision | Brier score | lead: area | \
             lead: precision | lead: Brier |\n|---|---|---|---|---|---|---|---|---|---|\n",
        );
        for horizon in self.horizons.iter().filter(|horizon| horizon.change == change) {
            for (place, row) in horizon.performances.iter().enumerate() {
                // The counts stand once.
                let [year, pairs, happened] = match place {
                    0 => [horizon.year.to_string(), horizon.at_risk.to_string(), count_told(horizon)],
                    _ => Default::default(),
                };
                let cells = row_cells(row).map(|cell| cell.map_or("-".into(), |it| said(&it)));
                let _ = writeln!(
                    text,
                    "| {year} | {pairs} | {happened} | {} | {} |",
                    row.predictor.name(),
                    cells.join(" | ")
                );
            }
        }
        let _ = writeln!(
            text,
            "\nHow often what the model gave a chance by the end of {} happened:\n",
            last.year
        );
        text.push_str("| chance | mean | pairs | happened | share |\n|---|---|---|---|---|\n");
        for bin in &last.calibration {
            let range = if bin.high == 0.0 { "0".into() } else { format!("to {}", bin.high) };
            let (share, mean) = (bin.share(), bin.mean);
            let _ = writeln!(
                text,
                "| {range} | {mean:.3} | {} | {} | {} |",
                bin.cases,
                bin.happened,
                share_said(&share)
            );
        }
        text.push('\n');
        self.write_pairs(text, change, last.year);
    }

    fn write_pairs(&self, text: &mut String, change: Change, year: i16) {
        let of_change = || self.pairs.iter().filter(|pair| pair.change == change);
        let mut right: Vec<&Pair> = of_change().filter(|pair| pair.happened.is_some()).collect();
        let mut wrong: Vec<&Pair> = of_change().filter(|pair| pair.happened.is_none()).collect();
        // Sorting keeps the order of equals.
        right.sort_by(|a, b| a.chance.total_cmp(&b.chance));
        wrong.sort_by(|a, b| b.chance.total_cmp(&a.chance));
        let list = |pairs: &[&Pair]| -> String {
            let tell = |pair: &&Pair| {
                let when = pair.happened.map_or_else(String::new, |year| format!(", {year}"));
                let [a, b] = [&pair.states[0].name, &pair.states[1].name];
                format!("{a} and {b} ({}{when})", percent(pair.chance))
            };
            let told: Vec<String> = pairs.iter().take(LISTED).map(tell).collect();
            let more = pairs.len().saturating_sub(LISTED);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            if told.is_empty() { "none".into() } else { format!("{}{more}", told.join("; ")) }
        };
        let (did, did_not) = match change {
            Change::Formed => ("Formed", "Did not form"),
            Change::Ended => ("Ended", "Did not end"),
        };
        let _ = writeln!(
            text,
            "{did} by the end of {year}, those that the model gave least chance first: {}.\n",
            list(&right)
        );
        let _ = writeln!(text, "{did_not}, those that it gave most chance first: {}.\n", list(&wrong));
    }

    /// How many joined the attackers.
    fn with_attackers(&self) -> usize {
        self.joined.iter().filter(|it| it.joiner.camp == Camp::First).count()
    }

    fn write_wars(&self, text: &mut String) {
        text.push_str("### Who joined wars\n\n");
        let Some(right) = self.sides_right() else {
            text.push_str("Nobody joined a war after it broke out.\n");
            return;
        };
        let attackers = self.with_attackers();
        let commonest = attackers.max(self.joined.len() - attackers);
        let _ = writeln!(
            text,
            "Most runs had {} of {} joiners on the side that they took at the end of that year: {}. Of those whom runs had on \
             a side more often than on the other, that was the right one for {}. By chance between the two sides half would be \
             right; who says \"all with the attacked\" is right about {}, and who knows the commonest side about {}.\n",
            self.joined.iter().filter(|it| it.is_right()).count(),
            self.joined.len(),
            share_said(&right),
            self.leanings_right().map_or("none".into(), |it| format!("{} ({})", share_said(&it), it.seeds)),
            percent((self.joined.len() - attackers) as f64 / self.joined.len() as f64),
            percent(commonest as f64 / self.joined.len() as f64),
        );
        text.push_str(
            "| war | joined | state | side | with attackers | with defenders | with neither | |\n|---|---|---|---|---|---|---|---|\n",
        );
        for it in &self.joined {
            let [first, second, neither] = it.chances.map(percent);
            let (war, date, state) = (&it.joiner.war, it.joiner.date, &it.state.name);
            let verdict = if it.is_right() { "right" } else { "" };
            let _ = writeln!(
                text,
                "| {war} | {date} | {state} | {} | {first} | {second} | {neither} | {verdict} |",
                side(it.joiner.camp)
            );
        }
    }

    /// The score as tables (CSV), each with the name that its file is to have: measures, calibration, pairs, joiners.
    ///
    /// # Errors
    /// None that writing to memory can have.
    pub fn tables(&self) -> io::Result<[(&'static str, Vec<u8>); 4]> {
        let mut tables = ["ties", "tie_calibration", "tie_pairs", "joiners"].map(|name| (name, Vec::new()));
        let [(_, measures), (_, calibration), (_, pairs), (_, joiners)] = &mut tables;
        self.write_measures(Writer::from_writer(measures))?;
        self.write_calibration(Writer::from_writer(calibration))?;
        self.write_all_pairs(Writer::from_writer(pairs))?;
        self.write_joiners(Writer::from_writer(joiners))?;
        Ok(tables)
    }

    fn write_measures<W: Write>(&self, mut csv: Writer<W>) -> io::Result<()> {
        let mut heading =
            ["ties", "year", "predictor", "pairs", "happened", "fell"].map(String::from).to_vec();
        for measure in ["auc", "precision", "brier", "auc_lead", "precision_lead", "brier_lead"] {
            heading.extend(["", "_low", "_high"].map(|end| format!("{measure}{end}")));
        }
        csv.write_record(heading)?;
        for horizon in &self.horizons {
            for row in &horizon.performances {
                let mut cells = vec![
                    horizon.change.name().into(),
                    horizon.year.to_string(),
                    row.predictor.name().into(),
                    horizon.at_risk.to_string(),
                    horizon.happened.to_string(),
                    horizon.fell.to_string(),
                ];
                for cell in row_cells(row) {
                    let ends = cell.and_then(|it| it.ends);
                    cells.push(number(cell.map(|it| it.value)));
                    cells.extend([0, 1].map(|end| number(ends.map(|ends| ends[end]))));
                }
                csv.write_record(cells)?;
            }
        }
        csv.flush()
    }

    fn write_calibration<W: Write>(&self, mut csv: Writer<W>) -> io::Result<()> {
        csv.write_record([
            "ties",
            "year",
            "from",
            "to",
            "mean",
            "pairs",
            "happened",
            "share",
            "share_low",
            "share_high",
        ])?;
        for horizon in &self.horizons {
            for bin in &horizon.calibration {
                let share = bin.share();
                csv.write_record([
                    horizon.change.name().into(),
                    horizon.year.to_string(),
                    bin.low.to_string(),
                    bin.high.to_string(),
                    number(Some(bin.mean)),
                    bin.cases.to_string(),
                    bin.happened.to_string(),
                    number(Some(share.value)),
                    number(Some(share.low)),
                    number(Some(share.high)),
                ])?;
            }
        }
        csv.flush()
    }

    fn write_all_pairs<W: Write>(&self, mut csv: Writer<W>) -> io::Result<()> {
        csv.write_record([
            "ties", "ccode1", "ccode2", "state1", "state2", "chance", "nearness", "happened", "year",
        ])?;
        for pair in &self.pairs {
            let [a, b] = &pair.states;
            csv.write_record([
                pair.change.name().into(),
                cow(a.cow),
                cow(b.cow),
                a.id.clone(),
                b.id.clone(),
                number(Some(pair.chance)),
                number(pair.nearness),
                u8::from(pair.happened.is_some()).to_string(),
                pair.happened.map_or_else(String::new, |year| year.to_string()),
            ])?;
        }
        csv.flush()
    }

    fn write_joiners<W: Write>(&self, mut csv: Writer<W>) -> io::Result<()> {
        csv.write_record([
            "war",
            "date",
            "ccode",
            "state",
            "side",
            "attackers",
            "defenders",
            "neither",
            "right",
        ])?;
        for it in &self.joined {
            let Joined { joiner, state, chances } = it;
            let [first, second, neither] = chances.map(|chance| number(Some(chance)));
            csv.write_record([
                joiner.war.clone(),
                joiner.date.to_string(),
                cow(state.cow),
                state.id.clone(),
                side(joiner.camp).into(),
                first,
                second,
                neither,
                u8::from(it.is_right()).to_string(),
            ])?;
        }
        csv.flush()
    }
}

/// How the model does at the end of the record under several theories, a line each; nothing where there is only one.
pub fn side_by_side(scores: &[(Preset, TieScore)]) -> String {
    if scores.len() < 2 {
        return String::new();
    }
    let mut text = String::from("the model's new ties and joiners under each theory\n");
    let _ = writeln!(
        text,
        "  {:<20} {:<21} {:<21} {:<21} joiners",
        "", "ROC area", "average precision", "Brier score"
    );
    for (preset, score) in scores {
        let model = score.last(Change::Formed).and_then(|last| last.performances.first());
        let [area, precision, brier] =
            [model.and_then(|it| it.auc), model.and_then(|it| it.precision), model.and_then(|it| it.brier)]
                .map(|it| it.map_or("-".into(), |it| said(&it)));
        let right = score.joined.iter().filter(|it| it.is_right()).count();
        let _ = writeln!(
            text,
            "  {:<20} {area:<21} {precision:<21} {brier:<21} {right} of {}",
            preset.name(),
            score.joined.len()
        );
    }
    text
}

fn row_cells(row: &Performance) -> [Option<Interval>; 6] {
    [row.auc, row.precision, row.brier, row.auc_lead, row.precision_lead, row.brier_lead]
}

fn count_told(horizon: &Horizon) -> String {
    match horizon.fell {
        0 => horizon.happened.to_string(),
        fell => format!("{}, {fell} by a fall", horizon.happened),
    }
}

fn side(camp: Camp) -> &'static str {
    match camp {
        Camp::First => "attackers",
        Camp::Second => "defenders",
    }
}

fn cow(cow: Option<u16>) -> String {
    cow.map_or_else(String::new, |cow| cow.to_string())
}

/// With six digits, or nothing.
fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.6}"))
}

fn said(it: &Interval) -> String {
    match it.ends {
        Some([low, high]) => format!("{:.3} [{low:.3}, {high:.3}]", it.value),
        None => format!("{:.3}", it.value),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn share_said(it: &Estimate) -> String {
    format!("{:.0} % [{:.0}, {:.0}]", 100.0 * it.value, 100.0 * it.low, 100.0 * it.high)
}
