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
        pub const ALL: &[Builtin] = &[EUROPE_1936, $($name),*];
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
