//! The window as a screen reader hears it: the tree of the accessibility bus.
//!
//! Own session bus, so that a test neither hears nor disturbs the desktop's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use gio::{Cancellable, DBusCallFlags, DBusConnection, DBusConnectionFlags};
use glib::variant::{ObjectPath, ToVariant, Variant};

use crate::window::{Window, wait};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// Far more than a screen has; a tree that never ends stops here.
const MOST: usize = 20_000;

/// A session bus for one test.
pub struct Bus {
    server: Child,
    address: String,
}

/// What can be read aloud, as far as tests ask for it: numbers of `AtspiRole`. The
/// page's own names for them are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A button.
    Button,
    /// A button that stays pressed.
    Toggle,
    /// A link.
    Link,
    /// A field to write into.
    Entry,
    /// A box to tick.
    Check,
    /// One of several to choose.
    Radio,
    /// A list that opens.
    Combo,
    /// A heading.
    Heading,
    /// Anything else.
    Other,
}

impl Role {
    fn of(number: u32) -> Self {
        match number {
            43 => Self::Button,
            62 => Self::Toggle,
            88 => Self::Link,
            40 | 79 => Self::Entry,
            7 => Self::Check,
            44 => Self::Radio,
            11 => Self::Combo,
            83 => Self::Heading,
            _ => Self::Other,
        }
    }

    /// Whether a person acts on it: without a name nobody knows what it does.
    pub fn acts(self) -> bool {
        !matches!(self, Self::Heading | Self::Other)
    }
}

/// One thing that is read aloud.
#[derive(Clone, Debug)]
pub struct Voice {
    /// What it is.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// How deep it lies.
    pub depth: usize,
}

impl Bus {
    /// Starts it.
    pub fn start() -> Self {
        let mut server = Command::new("dbus-daemon");
        server.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped());
        let mut server = server.spawn().expect("dbus-daemon is installed: cargo xtask setup");
        let mut address = String::new();
        let out = server.stdout.take().expect("the address of the bus");
        BufReader::new(out).read_line(&mut address).expect("the address of the bus");
        Self { server, address: address.trim().to_owned() }
    }

    /// A window that this bus hears.
    pub fn window(&self) -> Window {
        Window::open_with(&[("DBUS_SESSION_BUS_ADDRESS", &self.address), ("NO_AT_BRIDGE", "0")])
    }

    /// Everything that is read aloud of all windows on this bus.
    pub fn read(&self) -> Vec<Voice> {
        let session = connect(&self.address);
        let told =
            ask(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None);
        let address: String = told.expect("the accessibility bus").child_get(0);
        let bus = connect(&address);
        let mut voices = Vec::new();
        let mut open = vec![("org.a11y.atspi.Registry".to_owned(), ROOT.to_owned(), 0)];
        while let Some((owner, path, depth)) = open.pop() {
            if voices.len() >= MOST {
                break;
            }
            voices.push(voice(&bus, &owner, &path, depth));
            let mut children = children(&bus, &owner, &path, depth + 1);
            // The last one put in is the next one read.
            children.reverse();
            open.extend(children);
        }
        voices
    }

    /// Reads again until something with this role and name is heard.
    pub fn hears(&self, role: Role, name: &str) -> Vec<Voice> {
        wait(&format!("{role:?} {name:?} read aloud"), || {
            let voices = self.read();
            let heard = voices.iter().any(|voice| voice.role == role && voice.name == name);
            heard.then_some(voices)
        })
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn connect(address: &str) -> DBusConnection {
    let flags =
        DBusConnectionFlags::AUTHENTICATION_CLIENT | DBusConnectionFlags::MESSAGE_BUS_CONNECTION;
    DBusConnection::for_address_sync(address, flags, None, Cancellable::NONE)
        .expect("a connection to the bus")
}

/// The things below one thing: who owns each, its path and depth.
fn children(
    bus: &DBusConnection,
    owner: &str,
    path: &str,
    depth: usize,
) -> Vec<(String, String, usize)> {
    let child = |child: &Variant| {
        let path: ObjectPath = child.child_get(1);
        (child.child_get::<String>(0), path.as_str().to_owned(), depth)
    };
    let listed = ask(bus, owner, path, ACCESSIBLE, "GetChildren", None);
    let listed: Vec<_> = listed
        .iter()
        .flat_map(|all| all.child_value(0).iter().map(|one| child(&one)).collect::<Vec<_>>())
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    // A socket does not list what another process put into it, but gives it when asked.
    let first = ask(bus, owner, path, ACCESSIBLE, "GetChildAtIndex", Some(&(0_i32,).to_variant()));
    let first = first.map(|first| child(&first.child_value(0)));
    first.filter(|(_, path, _)| !path.ends_with("/null")).into_iter().collect()
}

fn voice(bus: &DBusConnection, owner: &str, path: &str, depth: usize) -> Voice {
    let role = ask(bus, owner, path, ACCESSIBLE, "GetRole", None);
    let asked = (ACCESSIBLE, "Name").to_variant();
    let name = ask(bus, owner, path, "org.freedesktop.DBus.Properties", "Get", Some(&asked));
    let name = name.and_then(|name| name.child_value(0).as_variant()).and_then(|name| name.get());
    Voice {
        role: role.map_or(Role::Other, |role| Role::of(role.child_get(0))),
        name: name.unwrap_or_default(),
        depth,
    }
}

/// What is gone between two questions answers nothing.
fn ask(
    bus: &DBusConnection,
    owner: &str,
    path: &str,
    interface: &str,
    method: &str,
    with: Option<&Variant>,
) -> Option<Variant> {
    let patience = 5_000;
    let flags = DBusCallFlags::NONE;
    let stop = Cancellable::NONE;
    let owner = Some(owner);
    bus.call_sync(owner, path, interface, method, with, None, flags, patience, stop).ok()
}
