//! Land: states that cede, fall and rise.

use super::translate::Translation;
use super::words::listed;
use crate::edit::{Command, Value};
use crate::scenario::StateSetup;
use crate::world::RegionId;

impl Translation<'_> {
    /// Provinces change hands: those of them that are the giver's.
    pub(super) fn cede(&mut self, state: &str, to: &str, codes: &[String]) {
        let land = |id: &str| self.world.states.iter().find(|it| it.id == id).map(|it| it.territory.clone());
        let (Some(held), true) = (land(state), self.lives(to)) else {
            let gone = if self.lives(state) { to } else { state };
            return self.note(format!("{} has no land then: nothing is ceded.", self.name(gone)));
        };
        let map = &self.world.geography.regions;
        let is_held =
            |code: &&String| map.find(code).is_some_and(|region| held.binary_search(&region).is_ok());
        let (own, foreign): (Vec<&String>, Vec<&String>) = codes.iter().partition(is_held);
        let own: Vec<String> = own.into_iter().cloned().collect();
        if !foreign.is_empty() {
            let names = foreign.iter().map(|code| self.region_name(code)).collect();
            self.note(format!("{} does not hold {} then.", self.name(state), listed(names)));
        }
        if own.is_empty() {
            return;
        }
        let command = Command::Cede { state: state.to_owned(), to: to.to_owned(), regions: own };
        if let Err(error) = self.give(command) {
            self.note(format!("{} cedes nothing: {error}.", self.name(state)));
        }
    }

    /// A state is no more: its land goes to the first who is there of those to whom it fell, or to nobody.
    pub(super) fn fall(&mut self, state: &str, to: &[String]) {
        if !self.lives(state) {
            return self.note(format!("{} has no land to lose.", self.name(state)));
        }
        let heir = to.iter().find(|id| self.lives(id) && *id != state).cloned();
        let command = match heir {
            Some(to) => Command::Cede { state: state.to_owned(), to, regions: Vec::new() },
            None => {
                self.note(format!("Nobody takes the land of {}.", self.name(state)));
                Command::Delete { state: state.to_owned() }
            }
        };
        if let Err(error) = self.give(command) {
            self.note(format!("{} does not fall: {error}.", self.name(state)));
        }
    }

    /// A state stands again, on what was its land at the start and is held by those who had it, or by anybody where
    /// they are not named or hold none of it.
    pub(super) fn rise(&mut self, id: &str, from: &[String]) {
        let Some(setup) = self.setup.states.iter().find(|state| state.id == id) else { return };
        if self.lives(id) {
            return self.note(format!("{} has land already.", self.name(id)));
        }
        let mut parts = self.homeland(setup, |holder| from.is_empty() || from.contains(holder));
        if parts.is_empty() {
            parts = self.homeland(setup, |_| true);
        }
        // The one that had the capital first, then who holds most.
        let code = |region: RegionId| self.world.geography.regions[region].code.clone();
        let capital = code(setup.capital_region);
        parts.sort_by_key(|(holder, codes)| {
            (!codes.contains(&capital), std::cmp::Reverse(codes.len()), holder.clone())
        });
        let mut stands = false;
        for (holder, codes) in parts {
            let all = self.world.states.iter().any(|it| it.id == holder && it.territory.len() == codes.len());
            let command = if !stands && !all {
                let name = setup.name.clone();
                Command::Split { state: holder.clone(), regions: codes.clone(), id: id.to_owned(), name }
            } else if stands {
                Command::Cede { state: holder.clone(), to: id.to_owned(), regions: codes.clone() }
            } else {
                let name = self.name(&holder).to_owned();
                self.note(format!("{name} would have no land left: it keeps what was {}'s.", setup.name));
                continue;
            };
            match self.give(command) {
                Ok(()) => stands = true,
                Err(error) => {
                    let name = self.name(&holder).to_owned();
                    self.note(format!("{name} gives nothing to {}: {error}.", setup.name));
                }
            }
        }
        if !stands {
            return self.note(format!("{} finds no land to stand on.", setup.name));
        }
        self.restore(setup, &capital);
    }

    /// Gives who rises again the character that the setup says, and its capital.
    fn restore(&mut self, setup: &StateSetup, capital: &str) {
        let number = |field: &str, value: f64| (field.to_owned(), Value::Number(value));
        let text =
            |field: &str, text: Option<String>| (field.to_owned(), text.map_or(Value::None, Value::Text));
        let colour = setup.colour.map(|[red, green, blue]| format!("#{red:02x}{green:02x}{blue:02x}"));
        let fields = [
            number("offense", setup.offense),
            number("intent", setup.intent),
            number("revisionism", setup.revisionism),
            number("technology", setup.technology),
            ("growth".to_owned(), setup.growth.map_or(Value::None, Value::Number)),
            ("cow".to_owned(), setup.cow.map_or(Value::None, |cow| Value::Number(f64::from(cow)))),
            text("ideology", setup.ideology.clone()),
            text("colour", colour),
        ];
        for (field, value) in fields {
            let set = Command::Set { state: setup.id.clone(), field: field.clone(), value };
            if let Err(error) = self.give(set) {
                self.note(format!("{field} of {}: {error}.", setup.name));
            }
        }
        let held = self.world.states.iter().find(|state| state.id == setup.id);
        if held.is_some_and(|state| state.territory.binary_search(&setup.capital_region).is_ok()) {
            let (region, name) = (capital.to_owned(), setup.capital_name.clone());
            let home = Command::MoveCapital { state: setup.id.clone(), region, name };
            if let Err(error) = self.give(home) {
                self.note(format!("The capital of {}: {error}.", setup.name));
            }
        }
    }

    /// What of a state's land at the start some of those hold who hold it now: by holder, the provinces' codes.
    fn homeland(&self, setup: &StateSetup, holds: impl Fn(&String) -> bool) -> Vec<(String, Vec<String>)> {
        let map = &self.world.geography.regions;
        let of = |holder: &StateSetup| -> Vec<String> {
            let own = setup.territory.iter().filter(|region| holder.territory.binary_search(region).is_ok());
            own.map(|region| map[*region].code.clone()).collect()
        };
        let holders = self.world.states.iter().filter(|holder| holds(&holder.id));
        holders.map(|holder| (holder.id.clone(), of(holder))).filter(|(_, codes)| !codes.is_empty()).collect()
    }

    fn region_name(&self, code: &str) -> String {
        let map = &self.world.geography.regions;
        map.find(code).map_or_else(|| code.to_owned(), |region| map[region].name.clone())
    }
}
