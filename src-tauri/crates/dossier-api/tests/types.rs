//! Writes the window's types and fails if the committed ones are stale.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use dossier_api::contract::*;
use dossier_api::for_each_command;
use ts_rs::{Config, TS};

macro_rules! command_map {
    ($($name:ident: $request:ty => $view:ty,)*) => {
        fn commands(config: &Config) -> String {
            let mut out = String::from("export interface Commands {\n");
            $(
                out += &format!(
                    "  {}: {{ request: {}; view: {} }};\n",
                    stringify!($name),
                    name::<$request>(config),
                    name::<$view>(config),
                );
            )*
            out + "}\n"
        }

        fn collect(types: &mut Types) {
            $(
                types.add::<$request>();
                types.add::<$view>();
            )*
            types.add::<dossier_api::ApiError>();
            types.add::<dossier_model::Progress>();
        }
    };
}
for_each_command!(command_map);

fn name<T: TS + ?Sized + 'static>(config: &Config) -> String {
    match T::name(config) {
        unit if unit == "null" => "undefined".to_owned(),
        other => other,
    }
}

struct Types<'a> {
    config: &'a Config,
    declarations: std::collections::BTreeMap<String, String>,
}

impl Types<'_> {
    fn add<T: TS + ?Sized + 'static>(&mut self) {
        ts_rs::TypeVisitor::visit::<T>(self);
    }
}

impl ts_rs::TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let declaration = format!("export {}\n", T::decl(self.config));
            if self.declarations.insert(T::ident(self.config), declaration).is_some() {
                return;
            }
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[test]
fn the_windows_types_are_those_of_the_core() {
    let config = Config::new();
    let mut types = Types { config: &config, declarations: Default::default() };
    collect(&mut types);
    let mut text = String::from(
        "// Written by `cargo test -p dossier-api --test types` from the core's contract. Do not edit.\n\n",
    );
    for declaration in types.declarations.values() {
        text += declaration;
        text += "\n";
    }
    text += &commands(&config);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/ipc/types.ts");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if committed != text {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
        panic!("ui/src/ipc/types.ts was stale and is written anew: look at it and commit it");
    }
}
