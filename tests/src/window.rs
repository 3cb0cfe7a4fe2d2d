//! The real window, driven as a person would: on a display of its own, with a
//! data folder of its own, and gone with all its processes afterwards.

use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::house;
use crate::screen;
use crate::sockets;
use crate::webdriver::Driver;

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Into the middle: at the edge the bars of the frame lie over an element.
const MIDDLE: &str = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";

/// A window and what belongs to it. It panics with a plain word where a test must fail.
pub struct Window {
    /// Speaks to the page.
    pub driver: Driver,
    /// The data folder.
    pub data: PathBuf,
    /// Where letters are saved.
    pub saves: PathBuf,
    choices: PathBuf,
    line: u16,
    program: Group,
    _parts: [Group; 2],
    scratch: tempfile::TempDir,
}

impl Window {
    /// Opens a window with nothing in it.
    pub fn open() -> Self {
        Self::open_with(&[])
    }

    /// Opens one with more in its environment.
    pub fn open_with(more: &[(&str, &str)]) -> Self {
        let program = house::built("dossier");
        assert!(
            program.exists(),
            "the program is not built: cargo build --workspace --all-targets"
        );
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let folder = |name: &str| {
            let folder = scratch.path().join(name);
            std::fs::create_dir(&folder).expect("a scratch folder");
            folder
        };
        let (data, saves) = (folder("data"), folder("saves"));
        let choices = scratch.path().join("choices");
        let (display, name) = display_in(&folder("screen"), "2000x1200x24");
        let mut program = Command::new(program);
        program.env("DISPLAY", name).env_remove("WAYLAND_DISPLAY");
        program
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("LANG", "C.UTF-8")
            .env("LANGUAGE", "en");
        program.env("DOSSIER_DATA_DIR", &data).env("DOSSIER_TEST_SAVES", &saves);
        program.env("DOSSIER_TEST_CHOICES", &choices);
        program.envs(more.iter().copied());
        let (program, line, service, driver) = driven(&mut program);
        let parts = [service, display];
        Self { driver, data, saves, choices, line, program, _parts: parts, scratch }
    }

    /// The next file dialog is answered with these.
    pub fn will_choose(&self, paths: &[&Path]) {
        let lines: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        std::fs::write(&self.choices, lines.join("\n")).expect("the answer of the dialog");
    }

    /// The element with this test id, as soon as it is there.
    pub fn id(&self, id: &str) -> String {
        self.element(&format!("[data-testid=\"{id}\"]"))
    }

    /// The element that matches, as soon as it is there.
    pub fn element(&self, css: &str) -> String {
        wait_or(|| self.driver.find(css), || format!("{css} on the page: {}", self.trouble()))
    }

    /// Whether it is there now.
    pub fn has(&self, id: &str) -> bool {
        self.driver.find(&format!("[data-testid=\"{id}\"]")).is_some()
    }

    /// Waits until it is gone.
    pub fn gone(&self, id: &str) {
        wait_or(|| (!self.has(id)).then_some(()), || format!("{id} gone from: {}", self.trouble()));
    }

    /// Waits for something that comes by itself, and shows the page if it does not.
    pub fn wait<T>(&self, what: &str, look: impl FnMut() -> Option<T>) -> T {
        wait_or(look, || format!("{what} from: {}", self.trouble()))
    }

    /// Clicks it, as soon as it can be clicked.
    pub fn click(&self, id: &str) {
        let css = format!("[data-testid=\"{id}\"]");
        wait_or(
            || {
                let element = self.driver.find(&css)?;
                // A button that is off takes a click and does nothing.
                let on =
                    self.driver.ask("GET", &format!("/element/{element}/enabled"), &Value::Null);
                on.is_ok_and(|on| on == json!(true)).then_some(())?;
                self.driver.script(MIDDLE, &[json!(css)]).ok()?;
                self.driver.ask("POST", &format!("/element/{element}/click"), &json!({})).ok()
            },
            || format!("{id} clickable on: {}", self.trouble()),
        );
    }

    /// Types into it, over what stands there, as soon as it can be typed into.
    pub fn fill(&self, id: &str, text: &str) {
        let css = format!("[data-testid=\"{id}\"]");
        // A new line is a key here, not a sign.
        let text = json!({ "text": text.replace('\n', "\u{e007}") });
        let try_once = || {
            let element = self.driver.find(&css)?;
            self.driver.script(MIDDLE, &[json!(css)]).ok()?;
            let ask = |what: &str, body: &Value| {
                self.driver.ask("POST", &format!("/element/{element}/{what}"), body).ok()
            };
            ask("clear", &json!({}))?;
            ask("value", &text)
        };
        wait_or(try_once, || format!("{id} to type into on: {}", self.trouble()));
    }

    /// Its text, once it has one.
    pub fn text(&self, id: &str) -> String {
        let css = format!("[data-testid=\"{id}\"]");
        wait_or(
            || {
                let element = self.driver.find(&css)?;
                let text =
                    self.driver.ask("GET", &format!("/element/{element}/text"), &Value::Null);
                Some(text.ok()?.as_str()?.to_owned()).filter(|text| !text.trim().is_empty())
            },
            || format!("a text in {id} on: {}", self.trouble()),
        )
    }

    /// The question of the screen: its one first heading.
    pub fn heading(&self) -> String {
        wait("one first heading", || {
            let read = "return [...document.querySelectorAll('h1')].map(h => h.innerText.trim())";
            let found = self.driver.script(read, &[]).ok()?;
            let [one] = found.as_array()?.as_slice() else { return None };
            one.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
        })
    }

    /// What stands in a field.
    pub fn value(&self, id: &str) -> String {
        let element = self.id(id);
        let value =
            self.driver.ask("GET", &format!("/element/{element}/property/value"), &Value::Null);
        value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until the text of the page holds these words.
    pub fn says(&self, words: &str) {
        wait_or(
            || self.page().contains(words).then_some(()),
            || format!("{words:?} on: {}", self.trouble()),
        );
    }

    /// The text of the whole page as it is seen.
    pub fn page(&self) -> String {
        let text = self.driver.script("return document.body.innerText", &[]);
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What is there instead: the page's text, and a picture beside the built programs.
    fn trouble(&self) -> String {
        let name = std::thread::current().name().unwrap_or("window").replace("::", "-");
        let path = house::built(&format!("failed-{name}.png"));
        if let Ok(png) = self.screenshot() {
            let _ = std::fs::write(&path, png);
        }
        format!("{}\n(picture: {})", self.page(), path.display())
    }

    /// Runs a script in the page.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.driver.script(body, arguments).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Goes to an address inside the program, such as `#/overview`.
    pub fn go(&self, address: &str) {
        self.script("location.hash = arguments[0]", &[json!(address)]);
    }

    /// A picture of the window, as PNG. The engine's own pictures need a graphics card.
    pub fn screenshot(&self) -> io::Result<Vec<u8>> {
        let size = self.script("return [innerWidth, innerHeight]", &[]);
        let side = |at: usize| size[at].as_u64().unwrap_or_default() as usize;
        screen::png(&self.scratch.path().join("screen"), side(0), side(1))
    }

    /// Makes the window this large.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "x": 0, "y": 0, "width": width, "height": height });
        let done = self.driver.ask("POST", "/window/rect", &size);
        done.unwrap_or_else(|error| panic!("resize: {error}"));
    }

    /// The program's processes, the web engine's included.
    pub fn processes(&self) -> Vec<u32> {
        sockets::tree(self.program.0.id())
    }

    /// Sockets of the program that are neither unix sockets nor the line of this test.
    pub fn ways_out(&self) -> Vec<String> {
        let line = format!(":{:04X}", self.line);
        let mut found = sockets::other_than_unix(&self.processes());
        found.retain(|socket| !socket.contains(&line));
        found
    }
}

/// Waits for something that comes by itself.
pub fn wait<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    wait_or(look, || what.to_owned())
}

fn wait_or<T>(mut look: impl FnMut() -> Option<T>, what: impl Fn() -> String) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {}", what());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A display of its own. What is on it stands in a file of that folder, all the time.
pub fn display_in(folder: &Path, size: &str) -> (Group, String) {
    let mut server = Command::new("Xvfb");
    server.args(["-nocursor", "-screen", "0", size, "-fbdir"]).arg(folder);
    server.args(["-displayfd", "1", "-nolisten", "tcp"]).stdout(Stdio::piped());
    let mut server = Group::start(&mut server, "xvfb");
    let mut number = String::new();
    let out = server.0.stdout.take().expect("the number of the display");
    BufReader::new(out).read_line(&mut number).expect("the number of the display");
    (server, format!(":{}", number.trim()))
}

/// Starts the program and a driver that holds its page. Now and then the engine gives
/// the page another process at the start, and ends the session of the first: both begin
/// anew then.
fn driven(program: &mut Command) -> (Group, u16, Group, Driver) {
    let start = Instant::now();
    loop {
        let line = free_port();
        program.env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{line}"));
        let running = Group::start(program, "the program");
        wait("the page's process", || {
            let mut all = sockets::tree(running.0.id()).into_iter();
            all.find(|id| sockets::program(*id) == "WebKitWebProcess")
        });
        match drive(line) {
            Ok((service, driver)) => return (running, line, service, driver),
            Err(error) => {
                assert!(start.elapsed() < PATIENCE, "the window has no driver: {error}");
                eprintln!("the window begins anew: {error}");
            }
        }
    }
}

fn drive(line: u16) -> Result<(Group, Driver), String> {
    let port = free_port();
    let mut service = Command::new("WebKitWebDriver");
    service.arg(format!("--port={port}")).arg("--host=127.0.0.1");
    service.arg(format!("--target=127.0.0.1:{line}"));
    let service = Group::start(&mut service, "webkit2gtk-driver");
    wait("the driver", || std::net::TcpStream::connect(("127.0.0.1", port)).ok());
    let driver = Driver::start(port)?;
    // The session lasts once the page is there.
    let first = json!({ "using": "css selector", "value": "#app, [data-testid]" });
    wait("the page", || match driver.ask("POST", "/element", &first) {
        Err(error) if error.starts_with("invalid session id") => Some(Err(error)),
        found => found.is_ok().then_some(Ok(())),
    })?;
    Ok((service, driver))
}

fn free_port() -> u16 {
    let socket = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    socket.expect("a free port").port()
}

/// A process and all that it starts; the whole group ends with it.
pub struct Group(Child);

impl Group {
    /// Starts it; `name` is what is missing if that fails.
    pub fn start(command: &mut Command, name: &str) -> Self {
        let started = command.process_group(0).stdin(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(started.unwrap_or_else(|error| {
            panic!("{name} cannot be started, see cargo xtask setup: {error}")
        }))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}
