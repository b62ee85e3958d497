//! Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252, of which Latin-1 is a part.

/// How a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

impl Encoding {
    /// Its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// What Windows-1252 has where Latin-1 has control codes, from 0x80 on. Five places stand for nothing.
const SPECIAL: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', //
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text of a file, or why it is none.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), &'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err("this is a spreadsheet or an archive, not a table as text");
    }
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(_) => (bytes.iter().map(|byte| letter(*byte)).collect(), Encoding::Windows1252),
        },
    };
    if text.contains('\0') {
        return Err("this is no text: it has zero bytes in it");
    }
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok((text, encoding))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, &'static str> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>());
    text.ok().filter(|_| rest.is_empty()).ok_or("this begins like UTF-16, but does not go on like it")
}

fn letter(byte: u8) -> char {
    match byte {
        0x80..=0x9f => SPECIAL[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain("é €".encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let ways: [(&[u8], Encoding); 4] = [
            ("é €".as_bytes(), Encoding::Utf8),
            ("\u{feff}é €".as_bytes(), Encoding::Utf8),
            (b"\xe9 \x80", Encoding::Windows1252),
            (&utf16, Encoding::Utf16),
        ];
        for (bytes, encoding) in ways {
            assert_eq!(decode(bytes), Ok(("é €".to_owned(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"PK\x03\x04.."[..], b"a\0b", b"\xff\xfea", b"\xff\xfe\x00\xd8"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
