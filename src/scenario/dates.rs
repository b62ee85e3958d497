//! Dates in RON as texts such as `"1939-08-23"`, for fields of other files.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

fn read<E: Error>(text: &str) -> Result<Date, E> {
    let shaped = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    let date = text.parse().ok().filter(|_| shaped);
    date.ok_or_else(|| E::custom(format!("“{text}” is no date such as \"1936-03-01\"")))
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    read(&String::deserialize(deserializer)?)
}

/// The same for one that may be left out.
pub mod maybe {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Date, read};

    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_some(&date.to_string()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?.map(|text| read(&text)).transpose()
    }
}
