//! The real window, and every way out of it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dossier_tests::window::Window;
use serde_json::json;

/// Each tries to reach the address in `at`.
const WAYS: &[(&str, &str)] = &[
    ("fetch", "await fetch(at).catch(() => 0)"),
    ("fetch without cors", "await fetch(at, { mode: 'no-cors' }).catch(() => 0)"),
    ("fetch kept alive", "await fetch(at, { method: 'POST', keepalive: true }).catch(() => 0)"),
    ("request", "const r = new XMLHttpRequest(); r.open('GET', at); r.onerror = () => 0; r.send()"),
    ("beacon", "navigator.sendBeacon(at, 'x')"),
    ("events", "new EventSource(at)"),
    ("socket", "new WebSocket(at.replace('http', 'ws'))"),
    ("image", "new Image().src = at"),
    ("image set", "const i = new Image(); i.srcset = at + ' 1x'; document.body.append(i)"),
    (
        "picture",
        "const s = document.createElement('source'); s.srcset = at; const p = document.createElement('picture'); p.append(s, new Image()); document.body.append(p)",
    ),
    ("sound", "new Audio(at).play().catch(() => 0)"),
    (
        "film",
        "const v = document.createElement('video'); v.src = at; v.poster = at; document.body.append(v)",
    ),
    (
        "caption",
        "const v = document.createElement('video'), t = document.createElement('track'); t.src = at; t.default = true; v.append(t); document.body.append(v)",
    ),
    ("script", "const s = document.createElement('script'); s.src = at; document.head.append(s)"),
    ("module", "await import(at).catch(() => 0)"),
    ("worker", "new Worker(at)"),
    ("shared worker", "new SharedWorker(at)"),
    ("service worker", "await navigator.serviceWorker.register(at).catch(() => 0)"),
    (
        "style",
        "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = at; document.head.append(l)",
    ),
    (
        "style text",
        "const s = document.createElement('style'); s.textContent = `@import url(${at}); body { background: url(${at}) }`; document.head.append(s)",
    ),
    ("style object", "document.body.style.backgroundImage = `url(${at})`"),
    ("cursor", "document.body.style.cursor = `url(${at}), auto`"),
    ("font", "await new FontFace('x', `url(${at})`).load().catch(() => 0)"),
    (
        "font rule",
        "const c = new CSSStyleSheet(); c.insertRule(`@font-face { font-family: y; src: url(${at}) }`); document.adoptedStyleSheets = [c]; document.body.style.fontFamily = 'y'",
    ),
    ("frame", "const f = document.createElement('iframe'); f.src = at; document.body.append(f)"),
    (
        "frame of text",
        "const f = document.createElement('iframe'); f.srcdoc = `<img src=\"${at}\">`; document.body.append(f)",
    ),
    ("object", "const o = document.createElement('object'); o.data = at; document.body.append(o)"),
    ("embed", "const e = document.createElement('embed'); e.src = at; document.body.append(e)"),
    (
        "prefetch",
        "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = at; document.head.append(l)",
    ),
    (
        "preload",
        "const l = document.createElement('link'); l.rel = 'preload'; l.as = 'image'; l.href = at; document.head.append(l)",
    ),
    (
        "preconnect",
        "const l = document.createElement('link'); l.rel = 'preconnect'; l.href = at; document.head.append(l)",
    ),
    (
        "name lookup",
        "const l = document.createElement('link'); l.rel = 'dns-prefetch'; l.href = at; document.head.append(l)",
    ),
    (
        "icon",
        "const l = document.createElement('link'); l.rel = 'icon'; l.href = at; document.head.append(l)",
    ),
    (
        "manifest",
        "const l = document.createElement('link'); l.rel = 'manifest'; l.href = at; document.head.append(l)",
    ),
    (
        "vector image",
        "const n = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(n, 'svg'), i = document.createElementNS(n, 'image'); i.setAttribute('href', at); s.append(i); document.body.append(s)",
    ),
    (
        "form",
        "const f = document.createElement('form'); f.action = at; f.method = 'post'; document.body.append(f); f.submit()",
    ),
    (
        "base",
        "const b = document.createElement('base'); b.href = at; document.head.append(b); new Image().src = 'x.png'; b.remove()",
    ),
    ("new window", "window.open(at)"),
    (
        "link to a new window",
        "const a = document.createElement('a'); a.href = at; a.target = '_blank'; document.body.append(a); a.click()",
    ),
    (
        "download",
        "const a = document.createElement('a'); a.href = at; a.download = 'x'; document.body.append(a); a.click()",
    ),
    (
        "ping",
        "const a = document.createElement('a'); a.href = '#x'; a.ping = at; document.body.append(a); a.click()",
    ),
    (
        "peer",
        "const p = new RTCPeerConnection({ iceServers: [{ urls: at.replace('http://', 'stun:').replace(/\\/.*/, '') }] }); p.createDataChannel('x'); await p.setLocalDescription(await p.createOffer())",
    ),
    (
        "refresh",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = `0; url=${at}`; document.head.append(m)",
    ),
    (
        "link",
        "const a = document.createElement('a'); a.href = at; document.body.append(a); a.click()",
    ),
    ("place", "location.href = at"),
    ("place replaced", "location.replace(at)"),
    ("file", "location.href = 'file:///etc/hostname'"),
    ("data", "location.href = 'data:text/html,<img src=' + at + '>'"),
];

/// A listener that counts who comes, and who of them says something.
struct Listener {
    address: String,
    guests: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

impl Listener {
    fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = socket.local_addr().expect("its number").to_string();
        let (guests, requests) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (came, spoke) = (Arc::clone(&guests), Arc::clone(&requests));
        std::thread::spawn(move || {
            for guest in socket.incoming().flatten() {
                came.fetch_add(1, Ordering::SeqCst);
                let spoke = Arc::clone(&spoke);
                std::thread::spawn(move || {
                    let mut guest = guest;
                    if guest.read(&mut [0; 1]).is_ok_and(|bytes| bytes > 0) {
                        spoke.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let listener = Self { address, guests, requests };
        listener.counts();
        listener
    }

    /// A listener that never counts would let every way pass.
    fn counts(&self) {
        let mut guest = TcpStream::connect(&self.address).expect("the listener listens");
        guest.write_all(b"hello").expect("the listener hears");
        let heard = || (self.requests.swap(0, Ordering::SeqCst) == 1).then_some(());
        dossier_tests::window::wait("the listener counts", heard);
        self.guests.store(0, Ordering::SeqCst);
    }
}

/// Tries all ways; after each one and at the end nobody has come.
fn try_all(window: &Window, came: impl Fn(&Listener) -> usize) {
    let listener = Listener::start();
    let home = window.script("return location.origin", &[]);
    for (name, way) in WAYS {
        // A way that hangs must not hold the others up.
        let body = format!(
            "const at = arguments[0];
             const way = async () => {{ try {{ {way} }} catch {{ }} }};
             const late = new Promise(done => setTimeout(done, 700));
             return Promise.race([way(), late]).then(() => null)"
        );
        let at = format!("http://{}/{}", listener.address, name.replace(' ', "-"));
        // Whether the page lets itself be tried is not the question; who comes is.
        let _ = window.driver.script(&body, &[json!(at)]);
        std::thread::sleep(Duration::from_millis(30));
        assert_eq!(came(&listener), 0, "{name} leads out");
        assert_eq!(window.script("return location.origin", &[]), home, "{name} leads away");
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(came(&listener), 0, "some way leads out late");
}

#[test]
fn no_way_leads_out_of_the_page() {
    let window = Window::open();
    try_all(&window, |listener| listener.guests.load(Ordering::SeqCst));
    assert_eq!(window.ways_out(), [""; 0]);
}

/// The page's policy and the shell's refusals alone. The engine connects ahead
/// of some links before it asks either of them, and sends nothing: no word
/// gets out, and that nobody comes at all is the kernel's part.
#[test]
fn no_word_gets_out_even_without_the_kernels_filter() {
    let window = Window::open_with(&[("DOSSIER_TEST_WITHOUT_FILTER", "1")]);
    try_all(&window, |listener| listener.requests.load(Ordering::SeqCst));
}

#[test]
fn all_processes_are_filtered() {
    let window = Window::open();
    let processes = window.processes();
    assert!(processes.len() >= 3, "the program, its network and its web process: {processes:?}");
    for id in processes {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let filtered = status.lines().any(|line| line == "Seccomp:\t2");
        assert!(filtered, "{} runs without the filter", dossier_tests::sockets::program(id));
    }
}
