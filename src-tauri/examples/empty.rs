//! A window with nothing in it: how long the toolkit alone takes to show one. The
//! start of the program is measured beside it (`cargo xtask bench --window`).

use tauri::webview::Color;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAPER: Color = Color(0xfa, 0xf9, 0xf6, 0xff);

fn main() -> Result<(), tauri::Error> {
    let app = tauri::Builder::default().setup(|app| {
        let page = "data:text/html,<h1>Empty</h1>".parse();
        let page = page.map(WebviewUrl::External).unwrap_or_default();
        WebviewWindowBuilder::new(app, "main", page)
            .inner_size(1280.0, 860.0)
            .background_color(PAPER)
            .incognito(true)
            .build()?;
        Ok(())
    });
    app.run(tauri::generate_context!())
}
