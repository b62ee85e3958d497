//! Setups that come with the program.

/// A setup in the binary: its file name and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// File name under `scenarios/`, for messages.
    pub name: &'static str,
    /// The file as it stands.
    pub text: &'static str,
}

macro_rules! vignettes {
    ($($name:ident: $file:literal;)*) => {
        $(
            #[doc = concat!("The vignette in `scenarios/vignettes/", $file, "`.")]
            pub const $name: Builtin = Builtin {
                name: concat!("scenarios/vignettes/", $file),
                text: include_str!(concat!("../../scenarios/vignettes/", $file)),
            };
        )*

        /// All that come with the program.
        pub const ALL: &[Builtin] = &[
            EUROPE_1936, EUROPE_1914, NAPOLEON_1805, COLD_WAR_1947, GULF_1990, JACKALS, RING_OF_FEAR, $($name),*
        ];
    };
}

vignettes! {
    V1: "v1.ron";
    V2: "v2.ron";
    V3: "v3.ron";
    V4: "v4.ron";
    V5: "v5.ron";
    V6: "v6.ron";
    V7: "v7.ron";
    V8: "v8.ron";
    V9: "v9.ron";
    V10: "v10.ron";
    V11: "v11.ron";
    V12: "v12.ron";
    V13: "v13.ron";
    V14: "v14.ron";
    V15: "v15.ron";
    V16: "v16.ron";
    V17: "v17.ron";
    V18: "v18.ron";
}

/// Europe with its neighbours in March 1936: what opens if nothing else is asked for.
pub const EUROPE_1936: Builtin =
    Builtin { name: "scenarios/europe-1936.ron", text: include_str!("../../scenarios/europe-1936.ron") };

/// Those that show a whole theatre, in the order in which they are offered.
pub const THEATRES: &[Builtin] =
    &[EUROPE_1936, EUROPE_1914, NAPOLEON_1805, COLD_WAR_1947, GULF_1990, JACKALS, RING_OF_FEAR];

/// Europe with its neighbours in June 1914.
pub const EUROPE_1914: Builtin =
    Builtin { name: "scenarios/europe-1914.ron", text: include_str!("../../scenarios/europe-1914.ron") };

/// Europe in April 1805.
pub const NAPOLEON_1805: Builtin =
    Builtin { name: "scenarios/napoleon-1805.ron", text: include_str!("../../scenarios/napoleon-1805.ron") };

/// The whole world in March 1947.
pub const COLD_WAR_1947: Builtin =
    Builtin { name: "scenarios/cold-war-1947.ron", text: include_str!("../../scenarios/cold-war-1947.ron") };

/// The Middle East in July 1990.
pub const GULF_1990: Builtin =
    Builtin { name: "scenarios/gulf-1990.ron", text: include_str!("../../scenarios/gulf-1990.ron") };

/// An invented continent, made to show bandwagoning for profit.
pub const JACKALS: Builtin =
    Builtin { name: "scenarios/jackals.ron", text: include_str!("../../scenarios/jackals.ron") };

/// An invented continent, made to show balancing and the passing of bucks.
pub const RING_OF_FEAR: Builtin =
    Builtin { name: "scenarios/ring-of-fear.ron", text: include_str!("../../scenarios/ring-of-fear.ron") };

/// What happened after the starts of those that are of history, each under its setup's name.
pub const RECORDS: &[Builtin] = &[
    Builtin {
        name: "scenarios/europe-1936.record.ron",
        text: include_str!("../../scenarios/europe-1936.record.ron"),
    },
    Builtin {
        name: "scenarios/europe-1914.record.ron",
        text: include_str!("../../scenarios/europe-1914.record.ron"),
    },
    Builtin {
        name: "scenarios/napoleon-1805.record.ron",
        text: include_str!("../../scenarios/napoleon-1805.record.ron"),
    },
    Builtin {
        name: "scenarios/cold-war-1947.record.ron",
        text: include_str!("../../scenarios/cold-war-1947.record.ron"),
    },
    Builtin {
        name: "scenarios/gulf-1990.record.ron",
        text: include_str!("../../scenarios/gulf-1990.record.ron"),
    },
];

impl Builtin {
    /// The record that stands beside it, if there is one.
    pub fn record(&self) -> Option<Self> {
        let beside = self.name.strip_suffix(".ron")?;
        RECORDS.iter().find(|it| it.name.strip_suffix(".record.ron") == Some(beside)).copied()
    }
}
