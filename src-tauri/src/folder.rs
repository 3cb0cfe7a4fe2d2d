//! The data folder: the person's alone, and of one window at a time.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::ShellError;

/// The folder, held until the program ends.
pub struct Folder {
    path: PathBuf,
    _held: File,
}

impl Folder {
    /// Makes the folder if need be, closes it to others and takes hold of it.
    pub fn open() -> Result<Self, ShellError> {
        Self::open_at(place(|name| std::env::var_os(name)).ok_or(ShellError::NoFolder)?)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn open_at(path: PathBuf) -> Result<Self, ShellError> {
        let failed = |error: std::io::Error| ShellError::Folder(error.kind());
        builder().create(&path).map_err(failed)?;
        own_only(&path).map_err(failed)?;
        let held = lock_file(&path.join("window.lock")).map_err(failed)?;
        match held.try_lock() {
            Ok(()) => Ok(Self { path, _held: held }),
            Err(TryLockError::WouldBlock) => Err(ShellError::Running),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// The folder by the system's own rule, without asking the disk.
fn place(env: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<PathBuf> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(own) = set("DOSSIER_DATA_DIR") {
        return Some(own);
    }
    if cfg!(windows) {
        return Some(set("LOCALAPPDATA")?.join("Dossier"));
    }
    let home = set("HOME")?;
    if cfg!(target_os = "macos") {
        return Some(home.join("Library/Application Support/Dossier"));
    }
    // The base directory specification: a relative value counts as none.
    let data = set("XDG_DATA_HOME").filter(|path| path.is_absolute());
    Some(data.unwrap_or_else(|| home.join(".local/share")).join("dossier"))
}

fn builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// A folder that was there before may be open to others.
fn own_only(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    let _ = path;
    Ok(())
}

fn lock_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn place_with(vars: &[(&str, &str)]) -> Option<PathBuf> {
        place(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn the_systems_rule_names_the_folder() {
        let home = ("HOME", "/people/mira");
        assert_eq!(place_with(&[home]).unwrap(), Path::new("/people/mira/.local/share/dossier"));
        assert_eq!(
            place_with(&[home, ("XDG_DATA_HOME", "/data")]).unwrap(),
            Path::new("/data/dossier")
        );
        assert_eq!(
            place_with(&[home, ("XDG_DATA_HOME", "data")]).unwrap(),
            Path::new("/people/mira/.local/share/dossier")
        );
        let own = [home, ("XDG_DATA_HOME", "/data"), ("DOSSIER_DATA_DIR", "/stick/mine")];
        assert_eq!(place_with(&own).unwrap(), Path::new("/stick/mine"));
        assert_eq!(place_with(&[("HOME", "")]), None);
    }

    #[test]
    fn it_is_the_persons_alone_and_of_one_window() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("deep/data");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let first = Folder::open_at(path.clone()).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(matches!(Folder::open_at(path.clone()), Err(ShellError::Running)));
        drop(first);
        assert!(Folder::open_at(path).is_ok());
    }
}
