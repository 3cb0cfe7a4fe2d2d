//! What a person does in the window, step by step, in the words of the screens.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::window::{Window, wait};

/// The passphrase of invented people.
pub const PASSPHRASE: &str = "violet harbor ninety lantern";

/// Somebody at a window.
pub struct Person {
    /// The window.
    pub window: Window,
}

impl Person {
    /// Sits down at a window.
    pub fn new(window: Window) -> Self {
        Self { window }
    }

    /// Sits down at a new window and protects the data with a passphrase.
    pub fn begins() -> Self {
        let person = Self::new(Window::open());
        person.sets_the_passphrase();
        person
    }

    /// First run: the passphrase, twice.
    pub fn sets_the_passphrase(&self) {
        self.window.fill("vault-passphrase", PASSPHRASE);
        self.window.fill("vault-passphrase-repeat", PASSPHRASE);
        self.window.click("vault-create");
        self.window.id("nav-start");
    }

    /// First run, then the sample customer.
    pub fn begins_with_the_sample(&self) {
        self.sets_the_passphrase();
        self.loads_the_sample();
    }

    /// Start, "Try with a sample customer"; ends on the overview.
    pub fn loads_the_sample(&self) {
        self.window.click("nav-start");
        self.window.click("sample-load");
        self.window.text("overview-sentence");
    }

    /// The addresses of all screens that the list of screens leads to.
    pub fn screens(&self) -> Vec<String> {
        let read = "return [...document.querySelectorAll('[data-testid^=nav-]')]\
            .map(a => a.getAttribute('href')).filter(h => h?.startsWith('#'))";
        let found = self.window.script(read, &[]);
        let all = found.as_array().map(Vec::as_slice).unwrap_or_default();
        let all: Vec<String> =
            all.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect();
        assert!(all.len() > 4, "there are screens: {all:?}");
        all
    }

    /// The first company of the overview, by its number.
    pub fn first_company(&self) -> u32 {
        self.window.click("nav-overview");
        self.window.text("overview-sentence");
        let link = wait("a company in the overview", || {
            let link =
                "return document.querySelector('[data-testid^=overview-company-]')?.dataset.testid";
            self.window.script(link, &[]).as_str().map(str::to_owned)
        });
        let number = link.trim_start_matches("overview-company-").parse();
        number.unwrap_or_else(|_| panic!("{link} ends in a number"))
    }

    /// Opens a company from the overview.
    pub fn opens_the_company(&self, company: u32) {
        self.window.click("nav-overview");
        self.window.click(&format!("overview-company-{company}"));
        self.window.text("company-heading");
    }

    /// Asks a company to erase all; ends in the editor. Gives the request's number.
    pub fn asks_for_erasure(&self, company: u32) -> u32 {
        self.opens_the_company(company);
        self.window.click("draft-erasure");
        self.fills_the_letter();
        self.open_request()
    }

    /// The number of the request in the editor.
    pub fn open_request(&self) -> u32 {
        self.window.id("request-editor");
        let address = self.window.script("return location.hash", &[]);
        let number = address.as_str().and_then(|hash| hash.rsplit('/').next()?.parse().ok());
        number.unwrap_or_else(|| panic!("the address names the request: {address}"))
    }

    /// Sender and recipient, where they are not known yet.
    pub fn fills_the_letter(&self) {
        self.window.id("request-editor");
        for (field, text) in [
            ("sender-name", "Mira Beispiel"),
            ("sender-address", "Lindenweg 4\n10115 Berlin"),
            ("sender-email", "mira@example.org"),
            ("contact-address", "Datenschutz\nMusterallee 1\n20095 Hamburg"),
        ] {
            if self.window.value(field).trim().is_empty() {
                self.window.fill(field, text);
            }
        }
        self.window.id("letter-page-1");
    }

    /// Saves the letter by a button and gives the file, once it is whole.
    pub fn saves(&self, button: &str, ending: &str) -> PathBuf {
        let known = self.saved(ending);
        self.window.click(button);
        self.window.wait(&format!("a new {ending}"), || {
            self.saved(ending).into_iter().find(|file| !known.contains(file))
        })
    }

    fn saved(&self, ending: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.window.saves).into_iter().flatten().flatten();
        let files = entries.map(|entry| entry.path());
        files.filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
    }

    /// Chooses files, starts the import and waits for its report.
    pub fn imports(&self, files: &[&Path]) {
        self.starts_an_import(files);
        self.window.id("import-report");
    }

    /// Chooses files and starts the import.
    pub fn starts_an_import(&self, files: &[&Path]) {
        self.window.will_choose(files);
        self.window.click("nav-import");
        self.window.click("choose-files");
        self.window.click("import-start");
    }

    /// Switches language and theme as the settings do.
    pub fn dresses(&self, language: &str, theme: &str) {
        if !self.is_open() {
            // Before there is a vault, the page itself keeps the choice.
            self.window.click(&format!("language-{language}"));
            self.window
                .script("document.documentElement.dataset.theme = arguments[0]", &[json!(theme)]);
            return;
        }
        let mut settings = self.asks("session", Value::Null)["settings"].clone();
        settings["language"] = json!(language);
        settings["theme"] = json!(theme);
        self.asks("settings_save", settings);
        self.window.script("location.reload()", &[]);
        self.window.id("nav-start");
    }

    /// Whether the vault is open.
    pub fn is_open(&self) -> bool {
        self.asks("session", Value::Null)["vault"] == json!("open")
    }

    /// A command of the contract, as the page itself sends it.
    pub fn asks(&self, command: &str, request: Value) -> Value {
        let body = "return window.__TAURI_INTERNALS__.invoke('call', { command: arguments[0], request: arguments[1] })";
        self.window.script(body, &[json!(command), request])
    }
}
