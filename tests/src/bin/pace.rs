//! `pace VAULT_FOLDER [ROUNDS]`: how fast the real window is, with a vault that
//! opens without a passphrase. `cargo xtask bench --window` makes one and runs it.
//!
//! - Start: from the start of the process to the last change on the screen, beside
//!   an empty window of the same toolkit, in turn.
//! - Table: frames while it is scrolled and jumped through, the time until rows
//!   stand at any place, until a filter answers, until another screen stands.

#[cfg(target_os = "linux")]
fn main() {
    linux::all();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("pace: the real window can be driven on Linux only");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use dossier_tests::house;
    use dossier_tests::window::{Group, Window, display_in};
    use serde_json::{Value, json};

    /// The screen rests if nothing changes for so long.
    const REST: Duration = Duration::from_millis(1500);
    /// Milliseconds for which a screen is looked at before the next one.
    const REGARD: u64 = 300;
    const LOOK_EVERY: Duration = Duration::from_millis(4);

    pub fn all() {
        let mut words = std::env::args().skip(1);
        let folder = words.next().expect("pace VAULT_FOLDER [ROUNDS]");
        let folder = Path::new(&folder);
        let rounds: usize = words.next().and_then(|n| n.parse().ok()).unwrap_or(5);
        start(folder, rounds);
        table(folder, rounds);
    }

    fn start(folder: &Path, rounds: usize) {
        let (mut empty, mut ours, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let alone = until_rest(&house::built("examples/empty"), None);
            let with = until_rest(&house::built("dossier"), Some(folder));
            empty.push(alone);
            ours.push(with);
            ratio.push(with / alone);
        }
        println!("start, medians of {rounds} rounds");
        println!("{:<34}{:>9.0} ms", "empty window", median(&mut empty));
        println!("{:<34}{:>9.0} ms", "dossier, to its lock", median(&mut ours));
        println!("{:<34}{:>9.2}", "ratio in a round", median(&mut ratio));
    }

    /// Milliseconds from the start to the last change of the screen.
    fn until_rest(program: &Path, data: Option<&Path>) -> f64 {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let (_server, name) = display_in(scratch.path(), "1280x860x24");
        let picture = scratch.path().join("Xvfb_screen0");
        let look = || std::fs::read(&picture).unwrap_or_default();
        let mut command = Command::new(program);
        command.env("DISPLAY", name).env_remove("WAYLAND_DISPLAY").stdout(Stdio::null());
        command.env("DOSSIER_DATA_DIR", data.unwrap_or(scratch.path()));
        let (begun, mut last) = (Instant::now(), look());
        let _running = Group::start(&mut command, "the program");
        let mut changed = begun;
        // An untouched screen does not count as rest.
        while changed == begun || changed.elapsed() < REST {
            std::thread::sleep(LOOK_EVERY);
            assert!(begun.elapsed() < Duration::from_secs(60), "the screen never came to rest");
            let now = look();
            if now != last {
                (changed, last) = (Instant::now(), now);
            }
        }
        (changed - begun).as_secs_f64() * 1000.0
    }

    fn table(folder: &Path, rounds: usize) {
        let data = folder.to_string_lossy();
        let window = Window::open_with(&[("DOSSIER_DATA_DIR", &data)]);
        window.click("vault-unlock");
        window.id("nav-start");
        window.go("#/entries");
        window.element("[data-testid=entry-row-3] [data-column=what]");
        let total = window
            .script("return Number(document.querySelector('[aria-rowcount]').ariaRowCount)", &[]);
        println!("\ntable of {total} rows, WebKitGTK without a graphics card, {rounds} rounds");
        println!("{:<34}{:>12}{:>12}{:>12}", "", "median ms", "p99 ms", "worst ms");
        for (name, script, arguments) in [
            ("frame, scrolling", SCROLL, json!(false)),
            ("frame, jumping anywhere", SCROLL, json!(true)),
            ("rows stand at any place", PLACE, Value::Null),
        ] {
            let times = (0..rounds)
                .flat_map(|_| numbers(&window.script(script, std::slice::from_ref(&arguments))));
            line(name, times.collect());
        }
        let filters = [
            "#/entries?q=kaffeemaschine",
            "#/entries?q=beispiel",
            "#/entries?kind=payment",
            "#/entries",
        ];
        let times = (0..rounds).flat_map(|_| {
            filters.iter().flat_map(|to| numbers(&window.script(FILTER, &[json!(to)])))
        });
        line("filter answers", times.collect());
        let screens = ["#/overview", "#/why", "#/time", "#/findings", "#/requests", "#/settings"];
        for (name, pause) in [("another screen stands", REGARD), ("another screen, in a hurry", 0)]
        {
            let times = (0..rounds).flat_map(|_| {
                let go = |to: &&str| numbers(&window.script(SCREEN, &[json!(to), json!(pause)]));
                screens.iter().flat_map(go)
            });
            line(name, times.collect());
        }
    }

    fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    }

    fn line(name: &str, mut times: Vec<f64>) {
        let middle = median(&mut times);
        let at = |share: f64| times.get(((times.len() - 1) as f64 * share).round() as usize);
        let (late, worst) =
            (at(0.99).copied().unwrap_or_default(), at(1.0).copied().unwrap_or_default());
        println!("{name:<34}{middle:>12.1}{late:>12.1}{worst:>12.1}");
    }

    /// Sorts as well.
    fn median(times: &mut [f64]) -> f64 {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// Frame after frame, a step or a jump each.
    const SCROLL: &str = "
        const [jump] = arguments, grid = document.querySelector('[data-testid=entries-table]');
        return (async () => {
            const times = [], frame = () => new Promise(requestAnimationFrame);
            grid.scrollTop = 0;
            await frame();
            for (let i = 0, last = performance.now(); i < 90; i += 1) {
                grid.scrollTop = jump ? ((i * 7919) % 101) / 101 * grid.scrollHeight : grid.scrollTop + 160;
                await frame();
                const now = performance.now();
                times.push(now - last);
                last = now;
            }
            return times;
        })()";

    /// From a jump to the texts of all rows.
    const PLACE: &str = "
        const grid = document.querySelector('[data-testid=entries-table]');
        return (async () => {
            const times = [], tick = () => new Promise((done) => setTimeout(done));
            for (let i = 0; i < 20; i += 1) {
                const start = performance.now();
                grid.scrollTop = ((i * 7919 + 13) % 97) / 97 * grid.scrollHeight;
                await new Promise(requestAnimationFrame);
                while (grid.querySelector('.wait')) await tick();
                times.push(performance.now() - start);
            }
            return times;
        })()";

    /// From the address to the first row of the answer.
    const FILTER: &str = "
        const [to] = arguments;
        return (async () => {
            const tick = () => new Promise((done) => setTimeout(done));
            const head = () => document.querySelector('[data-testid=entries-table]')?.getAttribute('aria-rowcount');
            const before = head(), start = performance.now();
            location.hash = to;
            while (head() === before && performance.now() - start < 5000) await tick();
            while (document.querySelector('.grid .wait')) await tick();
            return [performance.now() - start];
        })()";

    /// From the address to the question of the screen; without a pause the screen before
    /// may still be painting.
    const SCREEN: &str = "
        const [to, pause] = arguments;
        return (async () => {
            const tick = () => new Promise((done) => setTimeout(done));
            const head = () => document.querySelector('h1')?.innerText;
            await new Promise((done) => setTimeout(done, pause));
            const before = head(), start = performance.now();
            location.hash = to;
            while ((head() === before || !head()) && performance.now() - start < 5000) await tick();
            await new Promise(requestAnimationFrame);
            return [performance.now() - start];
        })()";
}
