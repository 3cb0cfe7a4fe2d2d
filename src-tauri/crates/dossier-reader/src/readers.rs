use std::path::PathBuf;
use std::sync::Arc;

use dossier_formats::{InProcess, Runner};

use crate::Children;

/// Where the members of an import are read.
#[derive(Clone, Debug, Default)]
pub enum Readers {
    /// In the process that imports: for libraries and tests.
    #[default]
    InProcess,
    /// Risky kinds in a child that is this program.
    Program(PathBuf),
}

impl Readers {
    /// Children of the program that is running; it must call
    /// [`crate::serve_if_asked`] first of all.
    pub fn own_program() -> Self {
        // The name of the file may have changed under way, by an update.
        #[cfg(target_os = "linux")]
        let program = Some(PathBuf::from("/proc/self/exe"));
        #[cfg(not(target_os = "linux"))]
        let program = std::env::current_exe().ok();
        program.map_or(Self::InProcess, Self::Program)
    }

    /// The runner of one import. A child lives as long as it.
    pub fn start(&self) -> Arc<dyn Runner> {
        match self {
            Self::InProcess => Arc::new(InProcess),
            Self::Program(program) => Arc::new(Children::new(program.clone())),
        }
    }
}
