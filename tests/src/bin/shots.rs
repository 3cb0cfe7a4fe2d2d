//! `shots [FOLDER [SCREEN]]`: pictures of every screen of the real window, or of
//! one, in both languages, light and dark, in two sizes, with the sample customer.

#[cfg(target_os = "linux")]
fn main() -> std::io::Result<()> {
    linux::all()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("shots: the real window can be driven on Linux only");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use dossier_tests::house;
    use dossier_tests::person::Person;
    use dossier_tests::window::Window;
    use serde_json::Value;

    const LANGUAGES: &[&str] = &["de", "en"];
    const THEMES: &[&str] = &["light", "dark"];
    const SIZES: &[(u32, u32)] = &[(1280, 800), (1920, 1080)];
    /// Pictures of the README, of these screens in English and light.
    const README: &[&str] = &["overview", "company", "why", "request"];
    /// Whether something is still on its way.
    const WAITS: &str =
        "return document.querySelector('.skeleton, .wait, [aria-busy=true]') !== null";
    /// Moving parts have come to rest by then.
    const REST: Duration = Duration::from_millis(700);

    pub fn all() -> std::io::Result<()> {
        let folder = std::env::args().nth(1).map(PathBuf::from);
        let folder = folder.unwrap_or_else(|| house::root().join("shots/window"));
        std::fs::create_dir_all(&folder)?;
        let person = Person::new(Window::open());
        dressed(&folder, &person, &[("first-run", "#/start")])?;
        person.begins_with_the_sample();
        let company = person.first_company();
        let request = person.asks_for_erasure(company);
        let screens = [
            ("start", "#/start".to_owned()),
            ("import", "#/import".to_owned()),
            ("overview", "#/overview".to_owned()),
            ("company", format!("#/company/{company}")),
            ("why", "#/why".to_owned()),
            ("time", "#/time".to_owned()),
            ("map", "#/map".to_owned()),
            ("links", "#/links".to_owned()),
            ("findings", "#/findings".to_owned()),
            ("entries", "#/entries".to_owned()),
            ("ledger", "#/ledger".to_owned()),
            ("requests", "#/requests".to_owned()),
            ("request", format!("#/requests/{request}")),
            ("settings", "#/settings".to_owned()),
        ];
        let wanted = std::env::args().nth(2).unwrap_or_default();
        let screens: Vec<(&str, &str)> = screens
            .iter()
            .filter(|(name, _)| name.starts_with(&wanted))
            .map(|(name, address)| (*name, address.as_str()))
            .collect();
        dressed(&folder, &person, &screens)?;
        person.window.click("lock");
        dressed(&folder, &person, &[("locked", "#/start")])?;
        let readme = house::root().join("ui/screens");
        for name in README.iter().filter(|name| name.starts_with(&wanted)) {
            let taken = folder.join(format!("{name}-en-light-1280.png"));
            std::fs::copy(taken, readme.join(format!("{name}.png")))?;
        }
        Ok(())
    }

    fn dressed(folder: &Path, person: &Person, screens: &[(&str, &str)]) -> std::io::Result<()> {
        for language in LANGUAGES {
            for theme in THEMES {
                person.dresses(language, theme);
                for (width, height) in SIZES {
                    person.window.resize(*width, *height);
                    for (screen, address) in screens {
                        person.window.go(address);
                        std::thread::sleep(REST);
                        person.window.wait("everything on the screen", || {
                            let waits = person.window.script(WAITS, &[]);
                            (waits == Value::Bool(false)).then_some(())
                        });
                        let name = format!("{screen}-{language}-{theme}-{width}.png");
                        save(person, &folder.join(name))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn save(person: &Person, path: &Path) -> std::io::Result<()> {
        std::fs::write(path, person.window.screenshot()?)?;
        println!("{}", house::short(path));
        Ok(())
    }
}
