//! The vault's door, the settings, undo and redo.

use dossier_model::Sensitive;
use dossier_vault::{Vault, VaultError, Work};

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// What a passphrase may take to try, at most, on this computer.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(1500);
/// Shorter passphrases are refused, however strange.
const SHORTEST: usize = 10;

impl Api {
    pub(crate) fn session(&self, _: Nothing, _: &mut Host<'_>) -> Result<SessionView, ApiError> {
        let mut view = SessionView {
            vault: VaultState::None,
            protection: None,
            changed: None,
            imports: 0,
            sample: false,
            place: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: Settings::default(),
            undo: None,
            redo: None,
        };
        let slot = self.slot();
        if slot.is_some() || Vault::exists(self.path()) {
            view.vault = VaultState::Locked;
            // Who cannot open the file wants to know where it lies.
            view.place = self.path().display().to_string();
            let protected = Vault::is_protected(self.path())?;
            view.protection = Some(match protected {
                true => VaultProtection::Passphrase,
                false => VaultProtection::KeyFile,
            });
        }
        if let Some(vault) = slot.as_ref() {
            view.vault = VaultState::Open;
            let imports = vault.imports()?;
            view.imports = u32::try_from(imports.len()).unwrap_or(u32::MAX);
            view.sample = imports.iter().any(|import| import.sample);
            view.changed = imports.iter().map(|import| import.imported.clone()).max();
            view.settings = settings(vault)?;
            view.undo = vault.undo_label()?.map(Text::new);
            view.redo = vault.redo_label()?.map(Text::new);
        }
        Ok(view)
    }

    pub(crate) fn vault_create(
        &self,
        request: CreateVaultRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        let work = work_for(request.passphrase.as_ref())?;
        let vault = Vault::create(self.path(), request.passphrase.as_ref(), work)?;
        *self.slot() = Some(vault);
        self.changed();
        self.session((), host)
    }

    pub(crate) fn vault_unlock(
        &self,
        request: UnlockRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        let mut slot = self.slot();
        if slot.is_none() {
            *slot = Some(Vault::open(self.path(), request.passphrase.as_ref())?);
        }
        drop(slot);
        self.changed();
        self.session((), host)
    }

    pub(crate) fn vault_lock(
        &self,
        _: Nothing,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        self.close();
        self.session((), host)
    }

    pub(crate) fn vault_erase(
        &self,
        request: EraseVaultRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        if request.confirm != "erase" {
            return Err(ApiError::new("not_confirmed"));
        }
        self.close();
        Vault::erase(self.path())?;
        self.session((), host)
    }

    pub(crate) fn vault_change_passphrase(
        &self,
        request: ChangePassphraseRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        let work = work_for(request.new.as_ref())?;
        self.with(|vault| {
            Ok(vault.change_passphrase(request.old.as_ref(), request.new.as_ref(), work)?)
        })?;
        self.session((), host)
    }

    pub(crate) fn passphrase_strength(
        &self,
        request: StrengthRequest,
        _: &mut Host<'_>,
    ) -> Result<StrengthView, ApiError> {
        Ok(strength(&request.passphrase))
    }

    pub(crate) fn settings_save(
        &self,
        request: Settings,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        let settings = Settings { text_size: request.text_size.clamp(100, 200), ..request };
        let text = serde_json::to_string(&settings).map_err(|_| ApiError::new("internal"))?;
        self.with(|vault| Ok(vault.set_setting("settings", &text)?))?;
        self.session((), host)
    }

    pub(crate) fn undo(&self, _: Nothing, host: &mut Host<'_>) -> Result<SessionView, ApiError> {
        self.with(|vault| Ok(vault.undo()?))?;
        self.changed();
        self.session((), host)
    }

    pub(crate) fn redo(&self, _: Nothing, host: &mut Host<'_>) -> Result<SessionView, ApiError> {
        self.with(|vault| Ok(vault.redo()?))?;
        self.changed();
        self.session((), host)
    }
}

/// What deriving a key of this passphrase may cost, if it is strong enough.
fn work_for(passphrase: Option<&Sensitive<String>>) -> Result<Work, VaultError> {
    match passphrase {
        Some(passphrase) if !strength(passphrase).accepted => Err(VaultError::WeakPassphrase),
        Some(_) => Ok(Work::calibrated(PATIENCE)),
        None => Ok(Work::LEAST),
    }
}

pub(crate) fn settings(vault: &Vault) -> Result<Settings, ApiError> {
    let stored = vault.setting("settings")?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn strength(passphrase: &Sensitive<String>) -> StrengthView {
    let text = passphrase.expose();
    let estimate = zxcvbn::zxcvbn(text, &["dossier"]);
    let score = u8::from(estimate.score());
    let long_enough = text.chars().count() >= SHORTEST;
    let mut advice = Vec::new();
    if !long_enough {
        advice.push("passphrase.too_short".to_owned());
    }
    if score < 3 {
        advice.push("passphrase.more_words".to_owned());
    }
    StrengthView { score, accepted: long_enough && score >= 2, advice }
}
