use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether there is a vault and whether it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is none yet.
    None,
    /// There is one, and it is locked.
    Locked,
    /// It is open.
    Open,
}

/// What opens the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultProtection {
    /// A passphrase that only the person knows.
    Passphrase,
    /// A key file beside the vault: no passphrase, by explicit choice.
    KeyFile,
}

/// The state of the program as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// The vault.
    pub vault: VaultState,
    /// What opens it, if there is one.
    pub protection: Option<VaultProtection>,
    /// When it was last changed, ISO 8601 date and time; none while locked.
    pub changed: Option<String>,
    /// Imports in it; none while locked.
    pub imports: u32,
    /// Whether the sample customer is loaded.
    pub sample: bool,
    /// Where the data file lies; empty while there is none.
    #[ts(optional, as = "Option<String>")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The program's version.
    pub version: String,
    /// The person's settings; the defaults while locked.
    pub settings: Settings,
    /// What Undo would take back.
    pub undo: Option<crate::contract::Text>,
    /// What Redo would do again.
    pub redo: Option<crate::contract::Text>,
}

/// What the person set. Unknown languages and themes fall back to the system's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// `de`, `en`, or empty for the system's language.
    pub language: String,
    /// `light`, `dark`, `projector`, `contrast`, or empty for the system's.
    pub theme: String,
    /// Text size in percent, 100 to 200.
    pub text_size: u32,
    /// Minutes without use after which the vault locks; 0 never.
    pub lock_minutes: u32,
    /// Whether single-letter keys work.
    pub single_keys: bool,
    /// Whether sensitive values stand masked until shown.
    pub masked: bool,
    /// Where the person lives: ISO country or US state; empty for the sender's address.
    pub region: String,
    /// Whether the desktop may say, without any name, that a deadline is near.
    #[ts(optional, as = "Option<bool>")]
    pub deadline_notices: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: String::new(),
            theme: String::new(),
            text_size: 100,
            lock_minutes: 5,
            single_keys: true,
            masked: true,
            region: String::new(),
            deadline_notices: false,
        }
    }
}

/// Makes a new vault.
#[derive(Clone, Deserialize, TS)]
pub struct CreateVaultRequest {
    /// The passphrase; absent for a key file, by explicit choice.
    #[ts(optional, as = "Option<String>")]
    pub passphrase: Option<dossier_model::Sensitive<String>>,
}

/// Opens the vault.
#[derive(Clone, Deserialize, TS)]
pub struct UnlockRequest {
    /// The passphrase; absent if a key file opens it.
    #[ts(optional, as = "Option<String>")]
    pub passphrase: Option<dossier_model::Sensitive<String>>,
}

/// Destroys the vault: first the wrapped key, then the file.
#[derive(Clone, Deserialize, TS)]
pub struct EraseVaultRequest {
    /// The word `erase`, typed by the person.
    pub confirm: String,
}

/// Asks how strong a passphrase is.
#[derive(Clone, Deserialize, TS)]
pub struct StrengthRequest {
    /// The passphrase.
    #[ts(as = "String")]
    pub passphrase: dossier_model::Sensitive<String>,
}

/// How strong a passphrase is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StrengthView {
    /// 0 (guessed at once) to 4 (out of reach).
    pub score: u8,
    /// Whether it is long enough to be taken.
    pub accepted: bool,
    /// Why, as text keys.
    pub advice: Vec<String>,
}

/// What a check of the whole vault found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifyView {
    /// Whether nothing is broken.
    pub sound: bool,
    /// Pages whose seal is broken.
    pub broken_pages: u32,
    /// Blocks whose records do not add up.
    pub broken_blocks: u32,
    /// Imports whose original bytes no longer have their digest.
    pub broken_sources: u32,
    /// Imports whose ledger does not add up.
    pub broken_ledgers: u32,
}
