//! The few words of WebDriver that the tests need, over a plain connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

/// Where a driver listens, and in which session.
pub struct Driver {
    port: u16,
    session: String,
}

/// The key under which the standard puts an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Driver {
    /// Begins to drive the window that the driver was pointed at.
    pub fn start(port: u16) -> Result<Self, String> {
        let mut driver = Self { port, session: String::new() };
        let wanted = json!({ "capabilities": { "alwaysMatch": {} } });
        let begun = driver.send("POST", "/session", &wanted)?;
        let session = begun["sessionId"].as_str().filter(|name| !name.is_empty());
        session.ok_or("no session")?.clone_into(&mut driver.session);
        Ok(driver)
    }

    /// One request of the session.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        self.send(method, &format!("/session/{}{path}", self.session), body)
    }

    /// The element that matches, if there is one now.
    pub fn find(&self, css: &str) -> Option<String> {
        let found = self.ask("POST", "/element", &json!({ "using": "css selector", "value": css }));
        found.ok()?[ELEMENT].as_str().map(str::to_owned)
    }

    /// Runs a script in the page; a promise is waited for.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        self.ask("POST", "/execute/sync", &json!({ "script": body, "args": arguments }))
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let answer = http(self.port, method, path, body).map_err(|error| error.to_string())?;
        let value = answer["value"].clone();
        match value.get("error").and_then(Value::as_str) {
            Some(error) => Err(format!("{error}: {}", value["message"])),
            None => Ok(value),
        }
    }
}

fn http(port: u16, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
    let mut line = TcpStream::connect(("127.0.0.1", port))?;
    line.set_read_timeout(Some(Duration::from_secs(90)))?;
    let body = if method == "POST" { body.to_string() } else { String::new() };
    write!(
        line,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = BufReader::new(line);
    let mut length = 0;
    loop {
        let mut header = String::new();
        if answer.read_line(&mut header)? == 0 || header == "\r\n" {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut bytes = vec![0; length];
    answer.read_exact(&mut bytes)?;
    serde_json::from_slice(&bytes).map_err(std::io::Error::other)
}
