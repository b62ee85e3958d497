//! From what a file says to a scenario: names looked up, defaults filled in, and everything that must hold
//! between one part and another checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::document::{Spanned, quote};
use super::draft::{AllianceDraft, BeliefDraft, CapitalDraft, Draft, StateDraft, WarDraft};
use super::fields::{Form, STATE};
use super::source::{Diagnostic, Findings, Span};
use super::spelling::Speller;
use super::territory::{Atlas, SelectorDraft};
use super::{AllianceSetup, BeliefSetup, Scenario, Selector, StateSetup, WarSetup};
use crate::world::{GeoPoint, Geography, RegionId};

/// How far from any province a capital may lie, in kilometres: islands too small for the map, mostly.
const CAPITAL_REACH: f64 = 60.0;

/// How many provinces a message lists.
const LISTED: usize = 3;

/// Makes a scenario of a draft, or reports what is wrong with it. Without a map, only what needs none is
/// checked, and the map's own fault has been reported before.
pub(super) fn resolve(
    draft: Draft,
    geography: Option<Arc<Geography>>,
    findings: &mut Findings,
) -> Option<Scenario> {
    let mut resolver = Resolver::new(&draft, findings);
    resolver.check_people();
    let lands = geography.as_deref().map(|geography| resolver.lands(geography));
    let industry = resolver.filled("industry", |state| state.industry);
    let military = resolver.filled("military", |state| state.military);
    let alliances = resolver.each(&draft.alliances, Resolver::alliance);
    let wars = resolver.each(&draft.wars, Resolver::war);
    resolver.check_allies();
    let beliefs = resolver.beliefs(&draft.beliefs);
    if !findings.is_empty() {
        return None;
    }
    let states = draft.states.into_iter().zip(lands?).zip(industry.into_iter().zip(military));
    Some(Scenario {
        name: draft.name,
        description: draft.description,
        sources: draft.sources,
        start: draft.start?,
        tick: draft.tick,
        map: draft.map?,
        geography: geography?,
        preset: draft.preset,
        parameters: draft.parameters,
        states: states.map(|((state, land), weights)| setup(state, land?, weights)).collect::<Option<_>>()?,
        alliances,
        wars,
        beliefs,
    })
}

/// Where a state lies.
struct Land {
    capital: GeoPoint,
    capital_region: RegionId,
    territory: Vec<RegionId>,
}

/// Puts a checked state together.
fn setup(state: StateDraft, land: Land, (industry, military): (f64, f64)) -> Option<StateSetup> {
    let id = state.id?.value;
    Some(StateSetup {
        name: state.name.unwrap_or_else(|| id.clone()),
        id,
        cow: state.cow,
        capital_name: state.capital?.name,
        capital: land.capital,
        capital_region: land.capital_region,
        territory: land.territory,
        selectors: state.territory.map(|list| plain(&list.selectors)).unwrap_or_default(),
        colour: state.colour,
        population: state.population?,
        industry,
        military,
        technology: state.technology,
        offense: state.offense,
        intent: state.intent,
        revisionism: state.revisionism,
        ideology: state.ideology,
        growth: state.growth,
    })
}

fn plain(selectors: &[SelectorDraft]) -> Vec<Selector> {
    selectors.iter().map(SelectorDraft::plain).collect()
}

/// A state's claims on the map while they are compared with others'.
struct Claims {
    capital: Option<(GeoPoint, RegionId)>,
    /// Regions in order of number, each with the place that claims it.
    regions: Vec<(RegionId, Span)>,
}

/// Provinces that two states claim at one pair of places.
struct Conflict<'c> {
    first: (usize, &'c Span),
    second: (usize, &'c Span),
    regions: Vec<RegionId>,
}

/// Looks names up and checks what depends on more than one field.
struct Resolver<'d> {
    draft: &'d Draft,
    findings: &'d mut Findings,
    speller: Speller,
    /// States by id; the first where an id is given twice.
    ids: BTreeMap<&'d str, usize>,
}

impl<'d> Resolver<'d> {
    fn new(draft: &'d Draft, findings: &'d mut Findings) -> Self {
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, state) in draft.states.iter().enumerate() {
            let Some(id) = &state.id else { continue };
            let first = *ids.entry(&id.value).or_insert(index);
            if let Some(earlier) = draft.states[first].id.as_ref().filter(|_| first != index) {
                findings.push(
                    Diagnostic::new(
                        id.span.clone(),
                        format!("two states have the id `{}`", quote(&id.value)),
                    )
                    .label("given again")
                    .secondary(earlier.span.clone(), "first given here"),
                );
            }
        }
        Self { draft, findings, speller: Speller::default(), ids }
    }

    /// What a state is called in messages.
    fn called(&self, index: usize) -> &'d str {
        self.draft.states[index].id.as_ref().map_or("a state without id", |id| id.value.as_str())
    }

    /// A system without any people has no shares, so no power.
    fn check_people(&mut self) {
        let Some(span) = self.draft.complete_states.clone() else { return };
        let populations: Option<Vec<f64>> = self.draft.states.iter().map(|state| state.population).collect();
        // A map without any state is one to be settled.
        let nobody = |all: Vec<f64>| !all.is_empty() && all.iter().all(|population| *population == 0.0);
        if populations.is_some_and(nobody) {
            self.findings.push(
                Diagnostic::new(span, "nobody lives in this scenario")
                    .label("no people among all of these")
                    .help("at least one state needs a `population` above 0"),
            );
        }
    }

    /// A quantity by state: where it is not given, in proportion to population among those that give it.
    fn filled(&mut self, name: &str, given: fn(&StateDraft) -> Option<f64>) -> Vec<f64> {
        let (mut quantity, mut people) = (0.0, 0.0);
        for state in &self.draft.states {
            if let (Some(value), Some(population)) = (given(state), state.population) {
                quantity += value;
                people += population;
            }
        }
        let ratio = if people > 0.0 { quantity / people } else { 1.0 };
        let most = match STATE.find(name).map(|field| field.form) {
            Some(Form::Number { high, .. }) => high,
            _ => f64::MAX,
        };
        let mut all = Vec::with_capacity(self.draft.states.len());
        for (index, state) in self.draft.states.iter().enumerate() {
            let value = given(state).unwrap_or(state.population.unwrap_or(0.0) * ratio);
            if value > most {
                let message = format!("`{name}` of `{}` must be given", self.called(index));
                let fault = format!("in proportion to population it would be {value:.3e}, above {most:.0e}");
                self.findings.push(Diagnostic::new(state.opening.clone(), message).label(fault));
            }
            all.push(value);
        }
        all
    }

    /// Where every state lies, once all claims are known to agree.
    fn lands(&mut self, geography: &Geography) -> Vec<Option<Land>> {
        let atlas = Atlas::new(&geography.regions);
        let claims: Vec<Claims> =
            (0..self.draft.states.len()).map(|index| self.claims(index, geography, &atlas)).collect();
        let clashes = self.check_capitals(&claims, geography);
        self.check_owners(&claims, &clashes, geography);
        claims
            .into_iter()
            .map(|claims| {
                let (capital, capital_region) = claims.capital?;
                let territory = claims.regions.into_iter().map(|(id, _)| id).collect();
                Some(Land { capital, capital_region, territory })
            })
            .collect()
    }

    /// What one state claims.
    fn claims(&mut self, index: usize, geography: &Geography, atlas: &Atlas<'_>) -> Claims {
        let state = &self.draft.states[index];
        let capital = state.capital.as_ref().and_then(|draft| self.capital(index, draft, geography, atlas));
        let Some(territory) = &state.territory else {
            let span = state.capital.as_ref().map_or(state.opening.clone(), |draft| draft.span.clone());
            let regions = capital.iter().map(|(_, id)| (*id, span.clone())).collect();
            return Claims { capital, regions };
        };
        let before = self.findings.count();
        let regions = atlas.resolve(&territory.selectors, &mut self.speller, self.findings);
        let sound = territory.complete && self.findings.count() == before;
        if let (Some((_, home)), Some(draft), true) = (capital, &state.capital, sound)
            && regions.binary_search_by_key(&home, |(id, _)| *id).is_err()
        {
            let code = &geography.regions[home].code;
            let message = format!("the capital of `{}` lies outside its territory", self.called(index));
            self.findings.push(
                Diagnostic::new(draft.span.clone(), message)
                    .label(format!("lies in province `{code}`"))
                    .secondary(territory.span.clone(), format!("does not contain `{code}`"))
                    .help(format!("add \"{code}\" to the territory, or move the capital")),
            );
        }
        Claims { capital, regions }
    }

    /// Where a capital lies.
    fn capital(
        &mut self,
        index: usize,
        draft: &CapitalDraft,
        geography: &Geography,
        atlas: &Atlas<'_>,
    ) -> Option<(GeoPoint, RegionId)> {
        if let Some(province) = &draft.province {
            let Some(id) = geography.regions.find(&province.value) else {
                let fault = atlas.unknown_province(&province.value, &province.span, &mut self.speller);
                self.findings.push(fault);
                return None;
            };
            return Some((draft.point.unwrap_or(geography.regions[id].point), id));
        }
        let point = draft.point?;
        if let Some(id) = region_at(geography, point) {
            return Some((point, id));
        }
        let message = format!("the capital of `{}` lies in no province", self.called(index));
        let diagnostic = Diagnostic::new(draft.span.clone(), message).label("in the sea, or off the map");
        self.findings.push(match geography.shapes.nearest(point) {
            Some((id, km)) => diagnostic.help(format!(
                "the nearest province is `{}`, {km:.0} km away; at most {CAPITAL_REACH} km are bridged",
                geography.regions[id].code
            )),
            None => diagnostic,
        });
        None
    }

    /// Two capitals in one province; gives the provinces where that is so.
    fn check_capitals(&mut self, claims: &[Claims], geography: &Geography) -> BTreeSet<RegionId> {
        let mut first: BTreeMap<RegionId, usize> = BTreeMap::new();
        let mut clashes = BTreeSet::new();
        for (index, claim) in claims.iter().enumerate() {
            let Some((_, region)) = claim.capital else { continue };
            let earlier = *first.entry(region).or_insert(index);
            if earlier == index {
                continue;
            }
            clashes.insert(region);
            let span = |index: usize| {
                self.draft.states[index].capital.as_ref().map_or(0..0, |draft| draft.span.clone())
            };
            let (one, other) = (self.called(earlier), self.called(index));
            let message = format!(
                "`{one}` and `{other}` have their capitals in one province, {}",
                geography.regions[region].code
            );
            let diagnostic = Diagnostic::new(span(index), message)
                .label(format!("the capital of `{other}`"))
                .secondary(span(earlier), format!("the capital of `{one}`"));
            self.findings.push(diagnostic);
        }
        clashes
    }

    /// Provinces with more than one owner, reported once for each pair of places that claim them.
    fn check_owners(&mut self, claims: &[Claims], clashes: &BTreeSet<RegionId>, geography: &Geography) {
        let mut owners: Vec<Option<(usize, &Span)>> = vec![None; geography.regions.len()];
        let mut conflicts: BTreeMap<(usize, usize), Conflict<'_>> = BTreeMap::new();
        for (index, claim) in claims.iter().enumerate() {
            for (id, span) in &claim.regions {
                match owners[id.index()] {
                    None => owners[id.index()] = Some((index, span)),
                    Some(_) if clashes.contains(id) => {}
                    Some(first) => {
                        let conflict = Conflict { first, second: (index, span), regions: Vec::new() };
                        let places = (span.start, first.1.start);
                        conflicts.entry(places).or_insert(conflict).regions.push(*id);
                    }
                }
            }
        }
        for conflict in conflicts.into_values() {
            let diagnostic = self.contested(&conflict, geography);
            self.findings.push(diagnostic);
        }
    }

    /// Says that two states own the same provinces.
    fn contested(&self, conflict: &Conflict<'_>, geography: &Geography) -> Diagnostic {
        let codes: Vec<_> = conflict.regions.iter().map(|id| geography.regions[*id].code.as_str()).collect();
        let (noun, verb) = if codes.len() == 1 { ("province", "is") } else { ("provinces", "are") };
        let (one, other) = (self.called(conflict.first.0), self.called(conflict.second.0));
        let message = format!("{noun} {} {verb} owned by {one} and {other}", listed(&codes));
        Diagnostic::new(conflict.second.1.clone(), message)
            .label(format!("owned by {other} here"))
            .secondary(conflict.first.1.clone(), format!("first owned here, by {one}"))
            .help("take it away from one of them with `except(..)`")
    }

    /// Resolves each of a list.
    fn each<D, T>(&mut self, drafts: &'d [D], resolve: fn(&mut Self, &'d D) -> Option<T>) -> Vec<T> {
        drafts.iter().filter_map(|draft| resolve(self, draft)).collect()
    }

    /// The place of the state with an id; an unknown id is reported, unless it may be that of a state which
    /// could not be read.
    fn place(&mut self, id: &Spanned<String>) -> Option<usize> {
        let found = self.ids.get(id.value.as_str()).copied();
        if found.is_none() && self.draft.complete_states.is_some() {
            let diagnostic =
                Diagnostic::new(id.span.clone(), format!("there is no state `{}`", quote(&id.value)))
                    .label("unknown state");
            self.findings.push(match self.speller.nearest(&id.value, self.ids.keys().copied()) {
                Some(near) => diagnostic.help(format!("did you mean \"{near}\"?")),
                None => diagnostic.help("states are named by their `id`"),
            });
        }
        found
    }

    /// The places of several states, none of them twice.
    fn places(&mut self, ids: &[Spanned<String>], subject: &str) -> Option<Vec<usize>> {
        let mut seen: BTreeMap<usize, &Span> = BTreeMap::new();
        let mut places = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(place) = self.place(id) else { continue };
            if let Some(earlier) = seen.get(&place) {
                let message = format!("{subject} names `{}` twice", quote(&id.value));
                self.findings.push(
                    Diagnostic::new(id.span.clone(), message)
                        .label("named again")
                        .secondary((*earlier).clone(), "first named here"),
                );
                continue;
            }
            seen.insert(place, &id.span);
            places.push(place);
        }
        (places.len() == ids.len()).then_some(places)
    }

    fn alliance(&mut self, draft: &'d AllianceDraft) -> Option<AllianceSetup> {
        let members = draft.members.as_deref().and_then(|ids| self.places(ids, &draft.subject));
        if members.as_ref().is_some_and(|members| members.len() < 2) {
            let message = format!("{} needs two members or more", draft.subject);
            self.findings.push(Diagnostic::new(draft.opening.clone(), message).label("has fewer"));
        }
        let target = draft.target.as_ref().map(|id| self.place(id));
        if let (Some(Some(place)), Some(members), Some(id)) = (target, &members, &draft.target)
            && members.contains(&place)
        {
            let message = format!("{} is against its own member `{}`", draft.subject, quote(&id.value));
            self.findings.push(Diagnostic::new(id.span.clone(), message).label("a member"));
        }
        self.check_since(draft.since.as_ref(), "signed");
        self.check_until(draft);
        Some(AllianceSetup {
            name: draft.name.clone(),
            kind: draft.kind?,
            members: members?,
            since: draft.since.as_ref().map(|date| date.value),
            until: draft.until.as_ref().map(|date| date.value),
            target: target.flatten(),
        })
    }

    /// What is in force at the start began no later.
    fn check_since(&mut self, since: Option<&Spanned<Date>>, done: &str) {
        let (Some(since), Some(start)) = (since, self.draft.start) else { return };
        if since.value > start {
            let message = format!("{done} only after the scenario starts");
            let label = format!("the scenario starts on {start}");
            let help = "what is listed here must be in force at the start";
            self.findings.push(Diagnostic::new(since.span.clone(), message).label(label).help(help));
        }
    }

    /// What is in force at the start has not lapsed, and lapses after it was signed.
    fn check_until(&mut self, draft: &AllianceDraft) {
        let Some(until) = &draft.until else { return };
        if let Some(since) = draft.since.as_ref().filter(|since| until.value < since.value) {
            self.findings.push(
                Diagnostic::new(until.span.clone(), "lapses before it is signed")
                    .label("`until` is the earlier date")
                    .secondary(since.span.clone(), "signed on this date"),
            );
        } else if let Some(start) = self.draft.start.filter(|start| until.value <= *start) {
            let help = "what is listed here must be in force at the start";
            self.findings.push(
                Diagnostic::new(until.span.clone(), "has lapsed when the scenario starts")
                    .label(format!("the scenario starts on {start}"))
                    .help(help),
            );
        }
    }

    fn war(&mut self, draft: &'d WarDraft) -> Option<WarSetup> {
        let attackers = self.side(draft, draft.attackers.as_deref(), "attackers");
        let defenders = self.side(draft, draft.defenders.as_deref(), "defenders");
        let sides = (&draft.attackers, &draft.defenders);
        if let (Some(attackers), Some(defenders)) = sides {
            for id in defenders {
                let Some(other) = attackers.iter().find(|other| other.value == id.value) else { continue };
                let message = format!("`{}` fights on both sides of {}", quote(&id.value), draft.subject);
                self.findings.push(
                    Diagnostic::new(id.span.clone(), message)
                        .label("a defender")
                        .secondary(other.span.clone(), "an attacker too"),
                );
            }
        }
        self.check_since(draft.since.as_ref(), "begun");
        Some(WarSetup {
            name: draft.name.clone(),
            attackers: attackers?,
            defenders: defenders?,
            since: draft.since.as_ref().map(|date| date.value),
        })
    }

    /// Nobody is allied with one whom it fights.
    fn check_allies(&mut self) {
        for (alliance, war) in self
            .draft
            .alliances
            .iter()
            .flat_map(|alliance| self.draft.wars.iter().map(move |war| (alliance, war)))
        {
            let among = |side: &Option<Vec<Spanned<String>>>| {
                let side = side.as_deref().unwrap_or_default();
                let mut members = alliance.members.iter().flatten();
                members.find(|member| side.iter().any(|other| other.value == member.value))
            };
            let (Some(one), Some(other)) = (among(&war.attackers), among(&war.defenders)) else { continue };
            if one.value == other.value {
                // One state on both sides has been reported.
                continue;
            }
            let (first, second) = (quote(&one.value), quote(&other.value));
            let message =
                format!("`{first}` and `{second}` are allied, yet fight one another in {}", war.subject);
            self.findings.push(
                Diagnostic::new(other.span.clone(), message)
                    .label(format!("allied with `{first}`"))
                    .secondary(war.opening.clone(), "enemies here"),
            );
        }
    }

    fn side(&mut self, draft: &WarDraft, ids: Option<&[Spanned<String>]>, name: &str) -> Option<Vec<usize>> {
        let ids = ids?;
        if ids.is_empty() {
            let message = format!("{} has no {name}", draft.subject);
            self.findings
                .push(Diagnostic::new(draft.opening.clone(), message).label("needs one on each side"));
        }
        self.places(ids, &format!("the list of {name}"))
    }

    fn beliefs(&mut self, drafts: &'d [BeliefDraft]) -> Vec<BeliefSetup> {
        let mut first: BTreeMap<(usize, usize), &Span> = BTreeMap::new();
        let mut beliefs = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let of = draft.of.as_ref().and_then(|id| self.place(id));
            let about = draft.about.as_ref().and_then(|id| self.place(id));
            let (Some(of), Some(about), Some(id)) = (of, about, &draft.about) else { continue };
            if of == about {
                let message = format!("`{}` cannot hold a belief about itself", quote(&id.value));
                self.findings.push(Diagnostic::new(id.span.clone(), message).label("the same state"));
                continue;
            }
            if let Some(earlier) = first.get(&(of, about)) {
                let message = format!(
                    "what `{}` believes about `{}` is given twice",
                    self.called(of),
                    self.called(about)
                );
                self.findings.push(
                    Diagnostic::new(id.span.clone(), message)
                        .label("given again")
                        .secondary((*earlier).clone(), "first given here"),
                );
                continue;
            }
            first.insert((of, about), &id.span);
            if let Some(intent) = draft.intent {
                beliefs.push(BeliefSetup { of, about, intent, weight: draft.weight });
            }
        }
        beliefs
    }
}

/// The region at a point, or the nearest within reach of a capital.
pub(super) fn region_at(geography: &Geography, point: GeoPoint) -> Option<RegionId> {
    geography
        .shapes
        .locate(point)
        .or_else(|| geography.shapes.nearest(point).filter(|(_, km)| *km <= CAPITAL_REACH).map(|(id, _)| id))
}

/// The first few of a list of codes, and how many more there are.
fn listed(codes: &[&str]) -> String {
    let shown = codes.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match codes.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::read_small;
    use crate::scenario::{MapSource, TickLength};
    use crate::theory::parameters::Preset;

    /// A scenario with these states and nothing else.
    fn with_states(states: &str) -> String {
        format!("(name: \"n\", start: \"2000-01-01\", states: [{states}])")
    }

    fn states(text: &str) -> Vec<StateSetup> {
        read_small(&with_states(text)).unwrap_or_else(|all| panic!("{all}")).states
    }

    /// Every message about a scenario with these states, and further fields after them.
    fn faults(states: &str, more: &str) -> Vec<String> {
        let text = with_states(states).replace("])", &format!("], {more})"));
        let all = read_small(&text).expect_err("something is wrong");
        all.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    const TWO: &str = r#"(id: "AAA", capital: (province: "DE-BE"), population: 1),
        (id: "BBB", capital: (province: "PL-MZ"), population: 1)"#;

    #[test]
    fn the_shortest_state_gets_every_default() {
        let text = with_states(r#"(id: "AAA", capital: (province: "DE-BB"), population: 3)"#);
        let scenario = read_small(&text).unwrap_or_else(|all| panic!("{all}"));
        let home = scenario.geography.regions.find("DE-BE").expect("is there");
        let expected = StateSetup {
            id: "AAA".to_owned(),
            name: "AAA".to_owned(),
            cow: None,
            capital_name: String::new(),
            capital: GeoPoint { lat: 0.5, lon: 0.5 },
            capital_region: home,
            territory: vec![home],
            selectors: Vec::new(),
            colour: None,
            population: 3.0,
            industry: 3.0,
            military: 3.0,
            technology: 1.0,
            offense: 0.3,
            intent: 0.1,
            revisionism: 0.0,
            ideology: None,
            growth: None,
        };
        assert_eq!(scenario.states, [expected]);
        assert_eq!((scenario.tick, scenario.map), (TickLength::Months(1), MapSource::Provinces));
        assert_eq!(
            (scenario.preset, scenario.parameters),
            (Preset::BalanceOfInterests, Preset::BalanceOfInterests.parameters())
        );
    }

    #[test]
    fn industry_and_military_follow_population_among_those_who_give_them() {
        let states = states(
            r#"(id: "AAA", capital: (province: "DE-BE"), population: 10, industry: 30, military: 0),
               (id: "BBB", capital: (province: "DE-BY"), population: 20, industry: 30),
               (id: "CCC", capital: (province: "PL-MZ"), population: 5),
               (id: "DDD", capital: (province: "PL-DS"), population: 0)"#,
        );
        let of = |get: fn(&StateSetup) -> f64| states.iter().map(get).collect::<Vec<_>>();
        assert_eq!(of(|state| state.industry), [30.0, 30.0, 10.0, 0.0]);
        assert_eq!(of(|state| state.military), [0.0; 4], "no military among those who give theirs");
    }

    #[test]
    fn a_default_beyond_the_range_must_be_given() {
        let text = r#"(id: "AAA", capital: (province: "DE-BE"), population: 1e-300, industry: 1e15),
            (id: "BBB", capital: (province: "DE-BY"), population: 1)"#;
        assert_eq!(faults(text, ""), ["`industry` of `BBB` must be given"]);
    }

    #[test]
    fn capitals_lie_in_the_province_under_them_or_the_nearest() {
        let capital = |text: &str| {
            let states = states(&format!(r#"(id: "AAA", capital: {text}, population: 1)"#));
            (states[0].capital, states[0].capital_region)
        };
        let point = |lat, lon| GeoPoint { lat, lon };
        assert_eq!(capital("(name: \"x\", lat: 0.25, lon: 1.25)"), (point(0.25, 1.25), RegionId(1)));
        assert_eq!(
            capital("(lat: -0.5, lon: 1.25)"),
            (point(-0.5, 1.25), RegionId(1)),
            "nearest within reach"
        );
        assert_eq!(capital("(province: \"PL-DS\")"), (point(0.5, 3.5), RegionId(3)));
        assert_eq!(capital("(province: \"PL-DS\", lat: 1, lon: 2)"), (point(1.0, 2.0), RegionId(3)));
        for (text, message) in [
            ("(lat: 45, lon: 1)", "the capital of `AAA` lies in no province"),
            ("(lat: 1)", "a capital with `lat` needs `lon` too"),
            ("(name: \"x\")", "a capital needs `lat` and `lon`, or a `province`"),
            ("(province: \"PL-DX\")", "there is no province `PL-DX` on this map"),
            ("(lat: 91, lon: 0)", "`lat` of this capital must be a number from -90 to 90"),
        ] {
            assert_eq!(faults(&format!(r#"(id: "AAA", capital: {text}, population: 1)"#), ""), [message]);
        }
    }

    #[test]
    fn provinces_have_one_owner_and_capitals_lie_at_home() {
        let text = r#"(id: "AAA", capital: (province: "DE-BE"), population: 1, territory: ["DE-*", "PL-DS", "FR-BRE"]),
            (id: "BBB", capital: (province: "PL-MZ"), population: 1, territory: [country("POL"), country("DEU")]),
            (id: "CCC", capital: (province: "FR-IDF"), population: 1, territory: ["FR-BRE"]),
            (id: "DDD", capital: (province: "DE-BE"), population: 1)"#;
        assert_eq!(
            faults(text, ""),
            [
                "province PL-DS is owned by AAA and BBB",
                "province DE-BY is owned by AAA and BBB",
                "the capital of `CCC` lies outside its territory",
                "province FR-BRE is owned by AAA and CCC",
                "`AAA` and `DDD` have their capitals in one province, DE-BE",
            ]
        );
        let text = r#"(id: "AAA", capital: (province: "DE-BE"), population: 1, territory: ["*"]),
            (id: "BBB", capital: (province: "PL-MZ"), population: 1, territory: ["PL-*", "FR-*"])"#;
        assert_eq!(
            faults(text, ""),
            [
                "provinces PL-MZ, PL-DS are owned by AAA and BBB",
                "provinces FR-IDF, FR-BRE are owned by AAA and BBB"
            ]
        );
    }

    #[test]
    fn a_selector_that_names_nothing_is_reported_once() {
        let state = |territory: &str| {
            format!(r#"(id: "AAA", capital: (province: "DE-BE"), population: 1, territory: {territory})"#)
        };
        for (territory, message) in [
            (r#"["DE-BR"]"#, "there is no province `DE-BR` on this map"),
            (r#"["XX-*"]"#, "no province matches `XX-*`"),
            (r#"[country("DEX")]"#, "there is no country `DEX` on this map"),
            ("[near(80, 0, 5)]", "no province has its middle within 5 km of this point"),
            (r#"["DE-BE", except("DE-XX")]"#, "there is no province `DE-XX` on this map"),
            (r#"["DE-BE", except()]"#, "`except` takes nothing away"),
            (r#"["DE-BE", except(except("DE-BY"))]"#, "`except` cannot stand within `except`"),
            (
                r#"["DE-BE", near(1, 2)]"#,
                "an entry of a territory must be a selector: \"CODE\", \"DE-*\", `country(\"POL\")`, `near(lat, lon, km)` or `except(..)`",
            ),
            (
                r#"["DE-BE", near(0, 0, 0)]"#,
                "the radius of `near` must be a number of kilometres from 0.1 to 20100",
            ),
            (r#"["DE-BE", near(0, 200, 1)]"#, "`lon` of `near` must be a number from -180 to 180"),
            ("[]", "the capital of `AAA` lies outside its territory"),
        ] {
            assert_eq!(faults(&state(territory), ""), [message], "{territory}");
        }
    }

    #[test]
    fn ids_are_unique_and_well_formed() {
        let state = |id: &str, province: &str| {
            format!(r#"(id: "{id}", capital: (province: "{province}"), population: 1),"#)
        };
        for id in ["A", "1A", "A B", "ÄÖ", "ABCDEFGHIJKLM", ""] {
            assert_eq!(faults(&state(id, "DE-BE"), ""), [format!("\"{id}\" is no good id")]);
        }
        let twice = state("AAA", "DE-BE") + &state("AAA", "DE-BY");
        assert_eq!(faults(&twice, ""), ["two states have the id `AAA`"]);
    }

    #[test]
    fn what_refers_to_an_unreadable_state_is_not_reported_too() {
        let text = r#"(id: AAA, capital: (province: "DE-BE"), population: 0)"#;
        let belief = r#"beliefs: [(of: "AAA", about: "BBB", intent: 0.5)]"#;
        assert_eq!(faults(text, belief), ["`id` of this state must be text in quotes"]);
    }

    #[test]
    fn nobody_at_all_is_refused() {
        assert!(states("").is_empty(), "a map without states is one to be settled");
        let empty = r#"(id: "AAA", capital: (province: "DE-BE"), population: 0)"#;
        assert_eq!(faults(empty, ""), ["nobody lives in this scenario"]);
    }

    #[test]
    fn alliances_wars_and_beliefs_must_make_sense() {
        for (text, message) in [
            (r#"alliances: [(kind: entente, members: ["AAA"])]"#, "this alliance needs two members or more"),
            (
                r#"alliances: [(name: "x", kind: entente, members: ["AAA", "AAA"])]"#,
                "alliance `x` names `AAA` twice",
            ),
            (r#"alliances: [(kind: entente, members: ["AAA", "BBC"])]"#, "there is no state `BBC`"),
            (
                r#"alliances: [(kind: entente, members: ["AAA", "BBB"], target: "BBB")]"#,
                "this alliance is against its own member `BBB`",
            ),
            (
                r#"alliances: [(kind: entente, members: ["AAA", "BBB"], since: "2000-01-02")]"#,
                "signed only after the scenario starts",
            ),
            (
                r#"alliances: [(kind: entente, members: ["AAA", "BBB"], until: "2000-01-01")]"#,
                "has lapsed when the scenario starts",
            ),
            (
                r#"alliances: [(kind: entente, members: ["AAA", "BBB"], since: "1999-05-01", until: "1999-04-01")]"#,
                "lapses before it is signed",
            ),
            (r#"wars: [(attackers: ["AAA"], defenders: [])]"#, "this war has no defenders"),
            (
                r#"wars: [(name: "x", attackers: ["AAA"], defenders: ["BBB", "AAA"])]"#,
                "`AAA` fights on both sides of war `x`",
            ),
            (
                r#"alliances: [(kind: neutrality, members: ["AAA", "BBB"])], wars: [(attackers: ["BBB"], defenders: ["AAA"])]"#,
                "`BBB` and `AAA` are allied, yet fight one another in this war",
            ),
            (
                r#"wars: [(attackers: ["AAA"], defenders: ["BBB"], since: "2001-01-01")]"#,
                "begun only after the scenario starts",
            ),
            (
                r#"beliefs: [(of: "AAA", about: "AAA", intent: 0.5)]"#,
                "`AAA` cannot hold a belief about itself",
            ),
            (
                r#"beliefs: [(of: "AAA", about: "BBB", intent: 0.5), (of: "AAA", about: "BBB", intent: 0.6)]"#,
                "what `AAA` believes about `BBB` is given twice",
            ),
            (
                r#"beliefs: [(of: "AAA", about: "BBB", intent: 1)]"#,
                "`intent` of this belief must be a number from 0.001 to 0.999",
            ),
        ] {
            assert_eq!(faults(TWO, text), [message], "{text}");
        }
    }

    #[test]
    fn places_follow_the_order_of_the_file() {
        let text = with_states(TWO).replace(
            "])",
            r#"], wars: [(attackers: ["BBB"], defenders: ["AAA"])],
            beliefs: [(of: "BBB", about: "AAA", intent: 0.5, weight: 3)])"#,
        );
        let scenario = read_small(&text).unwrap_or_else(|all| panic!("{all}"));
        let allied =
            with_states(TWO).replace("])", r#"], alliances: [(kind: offensive, members: ["BBB", "AAA"])])"#);
        let allied = read_small(&allied).unwrap_or_else(|all| panic!("{all}"));
        assert_eq!(allied.alliances[0].members, [1, 0]);
        assert_eq!((&scenario.wars[0].attackers, &scenario.wars[0].defenders), (&vec![1], &vec![0]));
        assert_eq!(scenario.beliefs, [BeliefSetup { of: 1, about: 0, intent: 0.5, weight: Some(3.0) }]);
    }
}
