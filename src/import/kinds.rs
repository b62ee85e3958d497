//! The kinds of file that are read: what each is, and its columns.

/// A kind of file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// The option that takes it.
    pub(super) option: &'static str,
    /// What it is, for people.
    pub(super) title: &'static str,
    /// The columns it must have.
    pub(super) columns: &'static [&'static str],
}

macro_rules! kinds {
    ($($name:ident: $option:literal, $title:literal, [$($column:literal),*];)*) => {
        $(pub(super) const $name: Kind = Kind { option: $option, title: $title, columns: &[$($column),*] };)*
        pub(super) const KINDS: &[Kind] = &[$($name),*];
    };
}

kinds! {
    NMC: "--nmc", "National Material Capabilities",
        ["ccode", "year", "milex", "milper", "irst", "pec", "tpop"];
    STATES: "--states", "State System Membership",
        ["stateabb", "ccode", "statenme", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"];
    MAJORS: "--majors", "Major Powers",
        ["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"];
    CAPITALS: "--capitals", "capitals with coordinates", ["ccode", "capital", "stdate", "enddate", "lat", "lng"];
    CONTIGUITY: "--contiguity", "Direct Contiguity", ["ccode1", "ccode2", "conttype", "stdate", "enddate"];
    ALLIANCES: "--alliances", "ATOP alliances by dyad-year",
        ["ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"];
    WARS: "--wars", "Inter-State Wars",
        ["warnum", "warname", "ccode", "side", "startmonth1", "startday1", "startyear1", "endmonth1", "endday1",
         "endyear1", "startmonth2", "startday2", "startyear2", "endmonth2", "endday2", "endyear2", "initiator"];
    OWNERS: "--owners", "a table of owners", ["province", "owner"];
}

impl Kind {
    /// What it has, for messages.
    pub(super) fn has(&self) -> String {
        format!("{} with the columns {}", self.title, self.columns.join(", "))
    }
}
