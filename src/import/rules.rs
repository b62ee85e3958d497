//! The rules by which a setup is made, in words, for the head of its file and the report.

use super::Request;
use super::conflicts::{BELIEFS, REMEMBERED};
use super::report::Report;
use super::setup::{MAJOR_OFFENSE, Sources};
use super::territory::Colonies;

/// Says by which rules the setup was made.
pub(super) fn tell(request: &Request, of: i16, colonies: Colonies, sources: &Sources, report: &mut Report) {
    let year = request.year;
    report.rule(format!("States: members of the state system on 1 January {year} (--region {}). The id is the abbreviation, `cow` the number.", request.theatre));
    report.rule(if of < year {
        format!("Figures are of {of}, the last year that was over.")
    } else {
        format!("Figures are of {of} itself, since the file does not hold {}: they may show what came later in the year.", year - 1)
    });
    report.rule("population: tpop in millions. industry: mean of the shares in irst and pec, per cent of all states in. military: mean of the shares in milex and milper, per cent.");
    report.rule("technology: the eighth root of energy (pec) a head over that of all states in, held between 0.5 and 1.3, to 0.05.");
    report.rule("growth: half the yearly rise of pec over up to 8 years (4 at least) before, held between 0 and 6 %, to half a point.");
    report.rule("Missing figures: the nearest of the 5 years before, else of the year itself; else men by spending or spending by men at the median rate of the region's states, steel and energy by population likewise.");
    report.rule(if sources.majors.is_some() {
        format!("offense: {MAJOR_OFFENSE} for major powers, the default for all others. intent, revisionism, ideology: defaults, alike for all.")
    } else {
        "offense, intent, revisionism, ideology: defaults, alike for all.".to_owned()
    });
    report.rule(format!("Land: {}the table that comes with the program, by modern provinces; a capital's province is its state's. Colonies shown: {colonies}.", if sources.owners.is_some() { "the table of owners, then " } else { "" }));
    report.rule("Alliances: in force if listed in the year before and in the year itself; defense is defensive, else offense offensive, else neutral or nonagg neutrality, else consul entente. Pairs of one kind and one first year are gathered into pacts in which all are tied to all. Signed on 1 July of the first year listed; “by” a year where the file begins with it.");
    if sources.wars.is_some() {
        report.rule(format!("Wars: those under way. Beliefs: of a state whom one fought in the last {REMEMBERED} years an intent of {} if it began that war, else of {}; of all others the theory's prior.", BELIEFS[0], BELIEFS[1]));
    }
}
