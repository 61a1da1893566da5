//! Bank accounts and crypto-currency addresses. Enters: a text. Leaves: those whose checksum is
//! right: [IBAN](https://en.wikipedia.org/wiki/International_Bank_Account_Number),
//! Base58Check, [SegWit](https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki) and
//! [EIP-55](https://eips.ethereum.org/EIPS/eip-55). Asks no block chain.

use super::{Found, data, is_inside_word, pattern};
use crate::{schema::EntityType, span::Span};
use iban::{Iban, IbanLike};
use regex::Regex;
use serde::Deserialize;
use sha3::{Digest, Keccak256};
use std::{collections::BTreeMap, sync::LazyLock};

#[derive(Deserialize)]
struct Versions {
    base58_versions: BTreeMap<String, Vec<u8>>,
}

static VERSIONS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let file: Versions = data(include_str!("../../../data/identifiers.toml"));
    file.base58_versions.into_values().flatten().collect()
});
static IBAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b[A-Z]{2}\d{2}(?:[ \u{a0}]?[A-Z0-9]{1,4}){3,8}\b"));
static BASE58: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[1-9A-HJ-NP-Za-km-z]{26,36}\b"));
static SEGWIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:(?:bc|ltc)1[02-9ac-hj-np-z]{11,80}|(?:BC|LTC)1[02-9AC-HJ-NP-Z]{11,80})\b")
});
static ETHEREUM: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b0x[0-9a-fA-F]{40}\b"));

/// Accounts and addresses of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> =
        IBAN.find_iter(text).filter_map(|m| iban(m.start(), m.as_str())).collect();
    type Check = fn(&str) -> bool;
    let checks: [(&Regex, Check); 3] =
        [(&BASE58, is_base58), (&SEGWIT, is_segwit), (&ETHEREUM, is_ethereum)];
    for (form, check) in checks {
        found.extend(form.find_iter(text).filter(|m| check(m.as_str())).map(|m| Found {
            span: Span::new(m.start(), m.end()),
            entity_type: EntityType::CryptoAddress,
            value: Some(plain(m.as_str())),
        }));
    }
    found.retain(|f| !is_inside_word(text, f.span));
    found.sort_by_key(|f| f.span);
    found
}

/// Case means something in Base58 alone.
fn plain(address: &str) -> String {
    let is_base58 = !address.starts_with("0x") && !is_segwit(address);
    if is_base58 { address.to_owned() } else { address.to_lowercase() }
}

/// The longest beginning that is an IBAN: words in capitals may follow it.
fn iban(start: usize, written: &str) -> Option<Found> {
    let mut written = written;
    loop {
        let compact: String = written.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        if let Ok(iban) = compact.parse::<Iban>() {
            return Some(Found {
                span: Span::new(start, start + written.len()),
                entity_type: EntityType::Iban,
                value: Some(iban.electronic_str().to_owned()),
            });
        }
        written = written[..written.rfind([' ', '\u{a0}'])?].trim_end();
    }
}

fn is_base58(address: &str) -> bool {
    // Words of a language have no digits; most candidates are none.
    address.bytes().any(|b| b.is_ascii_digit())
        && bs58::decode(address).with_check(None).into_vec().is_ok_and(|bytes| {
            bytes.len() == 21 && VERSIONS.contains(&bytes[0])
                // Zcash transparent addresses have two version bytes (0x1cb8, 0x1cbd).
                || bytes.len() == 22 && bytes[0] == 0x1c && [0xb8, 0xbd].contains(&bytes[1])
        })
}

fn is_segwit(address: &str) -> bool {
    bech32::segwit::decode(address).is_ok()
}

/// An address in one case carries no checksum; one in both cases must carry the right one.
fn is_ethereum(address: &str) -> bool {
    let hex = &address[2..];
    let lower = hex.to_lowercase();
    let one_case = hex == lower || hex == hex.to_uppercase();
    let hash = Keccak256::digest(lower.as_bytes());
    one_case && hex.bytes().collect::<std::collections::BTreeSet<u8>>().len() > 1
        || hex.bytes().enumerate().all(|(at, c)| {
            let nibble = if at % 2 == 0 { hash[at / 2] >> 4 } else { hash[at / 2] & 15 };
            c.is_ascii_digit() || c.is_ascii_uppercase() == (nibble >= 8)
        })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find};

    #[test]
    fn accounts_have_a_right_checksum() {
        check(
            find,
            "to DE89 3704 0044 0532 0130 00 WAS SENT",
            &[("DE89 3704 0044 0532 0130 00", "DE89370400440532013000")],
        );
        check(
            find,
            "GB82WEST12345698765432.",
            &[("GB82WEST12345698765432", "GB82WEST12345698765432")],
        );
        check(find, "DE89 3704 0044 0532 0130 01", &[]);
    }

    #[test]
    fn crypto_addresses_have_a_right_checksum() {
        for address in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        ] {
            check(find, &format!("sent to {address}."), &[(address, address)]);
            // One character changed: the checksum is wrong.
            let wrong = format!(
                "{}{}",
                &address[..12],
                &address[12..].replacen(char::is_lowercase, "9", 1)
            );
            check(find, &wrong, &[]);
        }
        check(
            find,
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            &[(
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            )],
        );
        check(find, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", &[]);
    }
}
