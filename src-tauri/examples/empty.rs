//! A window with nothing in it: how long the toolkit alone takes to show one. The
//! start of the program is measured beside it (`cargo xtask bench --window`).

use tauri::http::Response;
use tauri::http::header::{CONTENT_TYPE, HeaderValue};
use tauri::webview::Color;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAPER: Color = Color(0xfa, 0xf9, 0xf6, 0xff);

const PAGE: &[u8] = b"<!doctype html><title>Empty</title><h1>Empty</h1>";

fn main() -> Result<(), tauri::Error> {
    let app = tauri::Builder::default().register_uri_scheme_protocol("empty", |_, _| {
        let mut page = Response::new(PAGE);
        page.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        page
    });
    let app = app.setup(|app| {
        let page = WebviewUrl::CustomProtocol("empty://localhost".parse()?);
        WebviewWindowBuilder::new(app, "main", page)
            .inner_size(1280.0, 860.0)
            .background_color(PAPER)
            .incognito(true)
            .build()?;
        Ok(())
    });
    app.run(tauri::generate_context!())
}
