//! Writing a scenario as a person would have: fields in order, defaults left out, short lines.

use super::fields::{Otherwise, STATE};
use super::resolve::region_at;
use super::territory::Atlas;
use super::{MapSource, Scenario, Selector, StateSetup, TickLength};
use crate::theory::parameters::{ParameterInfo, Parameters, Preset, TABLE};
use crate::world::Geography;

/// Where a line is broken.
const WIDTH: usize = 100;

/// A scenario as RON that [`read`](super::read()) turns into an equal scenario.
///
/// Territories are written with the selectors they were read with where those still stand for the same
/// provinces, else with such as a person would choose.
pub fn write(scenario: &Scenario) -> String {
    write_commented(scenario, "")
}

/// The same with a comment at its head: lines of it stay apart, and long ones are broken.
pub fn write_commented(scenario: &Scenario, comment: &str) -> String {
    let mut out = Writer::default();
    comment.lines().for_each(|line| out.comment(line));
    out.line("Scenario(");
    out.indented(|out| {
        head(scenario, out);
        states(scenario, out);
        alliances(scenario, out);
        wars(scenario, out);
        beliefs(scenario, out);
    });
    out.line(")");
    out.text
}

/// Text with indentation.
#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n("    ", self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// A comment of one line, or of as many as it takes.
    fn comment(&mut self, text: &str) {
        let mut line = String::from("//");
        for word in text.split_whitespace() {
            if line.len() > 2 && line.len() + 1 + word.len() > WIDTH {
                self.line(&line);
                line.truncate(2);
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Fields on as few lines as they fit on.
    fn fields(&mut self, fields: &[String]) {
        let mut line = String::new();
        for field in fields {
            if !line.is_empty() && self.depth * 4 + line.len() + field.len() + 2 > WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(field);
            line.push(',');
        }
        if !line.is_empty() {
            self.line(&line);
        }
    }

    /// A list on one line if it fits, else over several.
    fn list(&mut self, name: &str, items: &[String]) {
        let line = format!("{name}: [{}],", items.join(", "));
        if self.depth * 4 + line.len() <= WIDTH {
            return self.line(&line);
        }
        self.line(&format!("{name}: ["));
        self.indented(|out| out.fields(items));
        self.line("],");
    }

    /// A list of groups of fields, each on a line if it fits; nothing where there are none.
    fn groups(&mut self, name: &str, groups: &[Vec<String>]) {
        if groups.is_empty() {
            return;
        }
        self.line(&format!("{name}: ["));
        self.indented(|out| {
            for fields in groups {
                let line = format!("({}),", fields.join(", "));
                if out.depth * 4 + line.len() <= WIDTH {
                    out.line(&line);
                    continue;
                }
                out.line("(");
                out.indented(|out| out.fields(fields));
                out.line("),");
            }
        });
        self.line("],");
    }
}

/// Text in quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            letter if letter.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A number with as few digits as give it back exactly.
fn number(value: f64) -> String {
    // Adding nought makes a negative nought a plain one.
    let value = value + 0.0;
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:?}") }
}

fn text_field(name: &str, text: &str) -> String {
    format!("{name}: {}", quoted(text))
}

fn number_field(name: &str, value: f64) -> String {
    format!("{name}: {}", number(value))
}

/// A list of states by id.
fn ids(scenario: &Scenario, places: &[usize]) -> String {
    let ids: Vec<_> = places.iter().map(|place| quoted(&scenario.states[*place].id)).collect();
    format!("[{}]", ids.join(", "))
}

fn head(scenario: &Scenario, out: &mut Writer) {
    out.line("version: 1,");
    out.line(&format!("{},", text_field("name", &scenario.name)));
    if !scenario.description.is_empty() {
        out.line(&format!("{},", text_field("description", &scenario.description)));
    }
    if !scenario.sources.is_empty() {
        let sources: Vec<_> = scenario.sources.iter().map(|source| quoted(source)).collect();
        out.line("sources: [");
        out.indented(|out| sources.iter().for_each(|source| out.line(&format!("{source},"))));
        out.line("],");
    }
    out.line(&format!("start: \"{}\",", scenario.start));
    out.line(&format!("tick: {},", tick(scenario.tick)));
    out.line(&format!("map: {},", map(scenario.map)));
    theory(scenario.preset, &scenario.parameters, out);
}

fn tick(tick: TickLength) -> String {
    match tick {
        TickLength::Days(days) if days % 7 == 0 => format!("weeks({})", days / 7),
        TickLength::Days(days) => format!("days({days})"),
        TickLength::Months(months) if months % 12 == 0 => format!("years({})", months / 12),
        TickLength::Months(months) => format!("months({months})"),
    }
}

fn map(map: MapSource) -> String {
    match map {
        MapSource::Provinces => "provinces".to_owned(),
        MapSource::Generated(recipe) => {
            let land =
                if recipe.land == 1.0 { String::new() } else { format!(", land: {}", number(recipe.land)) };
            format!("generated(regions: {}, seed: {}{land})", recipe.regions, recipe.seed)
        }
    }
}

fn theory(preset: Preset, parameters: &Parameters, out: &mut Writer) {
    let name = text_field("preset", preset.name());
    let usual = preset.parameters();
    let set: Vec<_> = TABLE
        .iter()
        .filter(|row| parameters.get(row.name) != usual.get(row.name))
        .filter_map(|row| Some(format!("\"{}\": {}", row.name, parameter(row, parameters.get(row.name)?))))
        .collect();
    if set.is_empty() {
        return out.line(&format!("theory: ({name}),"));
    }
    out.line(&format!("theory: ({name}, set: {{"));
    out.indented(|out| out.fields(&set));
    out.line("}),");
}

fn parameter(row: &ParameterInfo, value: f32) -> String {
    if row.is_switch() {
        (value != 0.0).to_string()
    } else if row.is_whole() {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}

fn states(scenario: &Scenario, out: &mut Writer) {
    let atlas = Atlas::new(&scenario.geography.regions);
    // Industry and military can be left out only if nobody's need be given, since what is left out is
    // derived from what is given.
    let weights = [
        scenario.states.iter().any(|state| state.industry != state.population),
        scenario.states.iter().any(|state| state.military != state.population),
    ];
    if scenario.states.is_empty() {
        return out.line("states: [],");
    }
    out.line("states: [");
    out.indented(|out| {
        for state in &scenario.states {
            out.line("(");
            out.indented(|out| self::state(state, weights, &scenario.geography, &atlas, out));
            out.line("),");
        }
    });
    out.line("],");
}

fn state(state: &StateSetup, weights: [bool; 2], geography: &Geography, atlas: &Atlas<'_>, out: &mut Writer) {
    let mut who = vec![text_field("id", &state.id)];
    if state.name != state.id {
        who.push(text_field("name", &state.name));
    }
    who.extend(state.cow.map(|cow| format!("cow: {cow}")));
    out.fields(&who);
    out.fields(&[capital(state, geography)]);
    if let Some(territory) = territory(state, atlas) {
        out.list("territory", &territory);
    }
    out.fields(state.colour.map(|[r, g, b]| format!("colour: \"#{r:02x}{g:02x}{b:02x}\"")).as_slice());
    let [industry, military] = weights;
    let mut size = vec![number_field("population", state.population)];
    size.extend(industry.then(|| number_field("industry", state.industry)));
    size.extend(military.then(|| number_field("military", state.military)));
    out.fields(&size);
    out.fields(&character(state));
}

/// What a state is like, where it differs from the default.
fn character(state: &StateSetup) -> Vec<String> {
    let unusual = |name: &str, value: f64| {
        let default = STATE.find(name).map(|field| field.otherwise);
        (default != Some(Otherwise::Number(value))).then(|| number_field(name, value))
    };
    let mut fields = Vec::new();
    fields.extend(unusual("technology", state.technology));
    fields.extend(unusual("offense", state.offense));
    fields.extend(unusual("intent", state.intent));
    fields.extend(unusual("revisionism", state.revisionism));
    fields.extend(state.ideology.as_ref().map(|ideology| text_field("ideology", ideology)));
    fields.extend(state.growth.map(|growth| number_field("growth", growth)));
    fields
}

/// The capital, by province where it lies in the province's middle, else by its own point; by both where
/// the point alone would not lead to the province.
fn capital(state: &StateSetup, geography: &Geography) -> String {
    let region = &geography.regions[state.capital_region];
    let mut fields = Vec::new();
    if !state.capital_name.is_empty() {
        fields.push(text_field("name", &state.capital_name));
    }
    let in_the_middle = state.capital == region.point;
    if !in_the_middle {
        fields.push(number_field("lat", state.capital.lat));
        fields.push(number_field("lon", state.capital.lon));
    }
    if in_the_middle || region_at(geography, state.capital) != Some(state.capital_region) {
        fields.push(text_field("province", &region.code));
    }
    format!("capital: ({})", fields.join(", "))
}

/// The entries of a territory; `None` where it need not be given.
fn territory(state: &StateSetup, atlas: &Atlas<'_>) -> Option<Vec<String>> {
    let authored = &state.selectors;
    if !authored.is_empty() && atlas.are_sound(authored) && atlas.territory(authored) == state.territory {
        return Some(authored.iter().map(selector).collect());
    }
    if state.territory == [state.capital_region] {
        return None;
    }
    Some(atlas.describe(&state.territory, state.capital_region).iter().map(selector).collect())
}

fn selector(selector: &Selector) -> String {
    match selector {
        Selector::Code(code) => quoted(code),
        Selector::Country(code) => format!("country({})", quoted(code)),
        Selector::Near { centre, km } => {
            format!("near({}, {}, {})", number(centre.lat), number(centre.lon), number(*km))
        }
        Selector::Except(list) => {
            let list: Vec<_> = list.iter().map(self::selector).collect();
            format!("except({})", list.join(", "))
        }
    }
}

fn alliances(scenario: &Scenario, out: &mut Writer) {
    let groups: Vec<_> = scenario
        .alliances
        .iter()
        .map(|alliance| {
            let mut fields = Vec::new();
            if !alliance.name.is_empty() {
                fields.push(text_field("name", &alliance.name));
            }
            fields.push(format!("kind: {}", alliance.kind.name()));
            fields.push(format!("members: {}", ids(scenario, &alliance.members)));
            fields.extend(alliance.since.map(|date| format!("since: \"{date}\"")));
            fields.extend(alliance.until.map(|date| format!("until: \"{date}\"")));
            fields.extend(alliance.target.map(|place| text_field("target", &scenario.states[place].id)));
            fields
        })
        .collect();
    out.groups("alliances", &groups);
}

fn wars(scenario: &Scenario, out: &mut Writer) {
    let groups: Vec<_> = scenario
        .wars
        .iter()
        .map(|war| {
            let mut fields = Vec::new();
            if !war.name.is_empty() {
                fields.push(text_field("name", &war.name));
            }
            fields.push(format!("attackers: {}", ids(scenario, &war.attackers)));
            fields.push(format!("defenders: {}", ids(scenario, &war.defenders)));
            fields.extend(war.since.map(|date| format!("since: \"{date}\"")));
            fields
        })
        .collect();
    out.groups("wars", &groups);
}

fn beliefs(scenario: &Scenario, out: &mut Writer) {
    let groups: Vec<_> = scenario
        .beliefs
        .iter()
        .map(|belief| {
            let mut fields = vec![
                text_field("of", &scenario.states[belief.of].id),
                text_field("about", &scenario.states[belief.about].id),
                number_field("intent", belief.intent),
            ];
            fields.extend(belief.weight.map(|weight| number_field("weight", weight)));
            fields
        })
        .collect();
    out.groups("beliefs", &groups);
}
