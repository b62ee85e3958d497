//! `alliances.csv` and `wars.csv`: from when to when each state was in each alliance and war.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;

use csv::Writer;
use jiff::civil::Date;

use super::{cell, cells};
use crate::simulation::{Alliance, AllianceId, EventKind, Journal, Side, StateId, Survey, WarId};

pub(super) const ALLIANCES: &str =
    "alliance kind name state cow since until target target_cow leader leader_cow";

/// `front` is from the state's own side: 1 the enemy overrun, -1 its own side. Contribution (strength times years)
/// and front of a spell that is over are those at the end of its last whole tick.
pub(super) const WARS: &str = "war name side state cow since until contribution front";

/// Who is in which alliance since when, and the table that tells it.
pub(super) struct AllianceSpells {
    writer: Writer<File>,
    open: BTreeMap<(AllianceId, StateId), (Alliance, Date)>,
}

impl AllianceSpells {
    pub(super) fn new(writer: Writer<File>) -> Self {
        Self { writer, open: BTreeMap::new() }
    }

    /// Opens and closes spells by comparing the alliances in force with those last seen.
    pub(super) fn follow(&mut self, survey: &Survey) -> io::Result<()> {
        let goes_on =
            |id: AllianceId, state: StateId| survey.alliances.get(id).is_some_and(|it| it.has(state));
        let ended: Vec<_> = self.open.extract_if(.., |(id, state), _| !goes_on(*id, *state)).collect();
        for ((_, state), (alliance, since)) in ended {
            self.write(survey, state, &alliance, since, Some(survey.clock.date()))?;
        }
        for alliance in survey.alliances.iter() {
            for member in &alliance.members {
                self.open.entry((alliance.id, *member)).or_insert_with(|| (alliance.clone(), alliance.since));
            }
        }
        Ok(())
    }

    /// Writes the spells that go on, and sees that everything is on disk.
    pub(super) fn finish(&mut self, survey: &Survey) -> io::Result<()> {
        for ((_, state), (alliance, since)) in std::mem::take(&mut self.open) {
            self.write(survey, state, &alliance, since, None)?;
        }
        self.writer.flush()
    }

    fn write(
        &mut self,
        survey: &Survey,
        state: StateId,
        alliance: &Alliance,
        since: Date,
        until: Option<Date>,
    ) -> io::Result<()> {
        let mut row = vec![alliance.id.0.to_string(), alliance.kind.name().into(), alliance.name.clone()];
        row.extend(cells(survey, Some(state)));
        row.push(since.to_string());
        row.push(cell(until));
        row.extend(cells(survey, alliance.target));
        row.extend(cells(survey, alliance.leader));
        Ok(self.writer.write_record(row)?)
    }
}

/// A state's time in a war, as last seen.
struct WarSpell {
    name: String,
    side: Side,
    since: Date,
    contribution: f32,
    front: f32,
}

/// Who is in which war since when, and the table that tells it.
pub(super) struct WarSpells {
    writer: Writer<File>,
    open: BTreeMap<(WarId, StateId), WarSpell>,
}

impl WarSpells {
    pub(super) fn new(writer: Writer<File>) -> Self {
        Self { writer, open: BTreeMap::new() }
    }

    /// Opens and closes spells by this tick's events and the wars under way.
    pub(super) fn follow(&mut self, survey: &Survey, journal: &Journal) -> io::Result<()> {
        let now = survey.clock.date();
        // A war may be over in the tick in which it began: only the events tell who was in it.
        for event in &journal.events {
            match event.kind {
                EventKind::WarBegan { war, by, against, .. } => {
                    self.enter(war, by, Side::Attackers, now);
                    self.enter(war, against, Side::Defenders, now);
                }
                EventKind::WarJoined { war, by, side, .. } => self.enter(war, by, side, now),
                EventKind::CallAnswered { war, by, ally, honoured: true, .. } => {
                    if let Some(side) = self.open.get(&(war, ally)).map(|spell| spell.side) {
                        self.enter(war, by, side, now);
                    }
                }
                _ => {}
            }
        }
        for war in survey.wars.iter() {
            for side in [Side::Attackers, Side::Defenders] {
                for state in war.side(side) {
                    // A war of the scenario may be older than the run; who enters later enters now.
                    let since = if survey.clock.tick == 0 { war.since } else { now };
                    self.enter(war.id, *state, side, since);
                    if let Some(spell) = self.open.get_mut(&(war.id, *state)) {
                        spell.name.clone_from(&war.name);
                        spell.front = war.ahead(side);
                        let put_in = war.contributions.iter().find(|(who, _)| who == state);
                        spell.contribution = put_in.map_or(0.0, |(_, put_in)| *put_in);
                    }
                }
            }
        }
        let goes_on =
            |id: WarId, state: StateId| survey.wars.get(id).is_some_and(|war| war.side_of(state).is_some());
        let ended: Vec<_> = self.open.extract_if(.., |(id, state), _| !goes_on(*id, *state)).collect();
        for ((war, state), spell) in ended {
            self.write(survey, war, state, &spell, Some(now))?;
        }
        Ok(())
    }

    /// Writes the spells that go on, and sees that everything is on disk.
    pub(super) fn finish(&mut self, survey: &Survey) -> io::Result<()> {
        for ((war, state), spell) in std::mem::take(&mut self.open) {
            self.write(survey, war, state, &spell, None)?;
        }
        self.writer.flush()
    }

    fn enter(&mut self, war: WarId, state: StateId, side: Side, since: Date) {
        self.open.entry((war, state)).or_insert_with(|| WarSpell {
            name: String::new(),
            side,
            since,
            contribution: 0.0,
            front: 0.0,
        });
    }

    fn write(
        &mut self,
        survey: &Survey,
        war: WarId,
        state: StateId,
        spell: &WarSpell,
        until: Option<Date>,
    ) -> io::Result<()> {
        let mut row = vec![war.0.to_string(), spell.name.clone(), spell.side.name().into()];
        row.extend(cells(survey, Some(state)));
        row.push(spell.since.to_string());
        row.push(cell(until));
        row.extend([spell.contribution.to_string(), spell.front.to_string()]);
        Ok(self.writer.write_record(row)?)
    }
}
