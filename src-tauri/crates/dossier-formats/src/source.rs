use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use dossier_model::{Cancel, Sensitive, Sha256};

use crate::{FormatError, HashingReader};

/// Where an answer comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file or a folder on disk.
    Path(Sensitive<PathBuf>),
    /// Files that are already in memory, with their paths in the folder.
    Files {
        /// The name of the folder.
        name: Sensitive<String>,
        /// The files.
        files: Vec<(Sensitive<String>, Sensitive<Vec<u8>>)>,
    },
    /// The files of one split archive, in their order.
    Parts {
        /// The name of the whole.
        name: Sensitive<String>,
        /// The files.
        paths: Vec<Sensitive<PathBuf>>,
    },
    /// Bytes that are already in memory, with the name that they have.
    Memory {
        /// The name, such as the file name of an attachment.
        name: Sensitive<String>,
        /// The bytes.
        bytes: Sensitive<Vec<u8>>,
    },
}

impl Source {
    /// A file or folder.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::Path(Sensitive::new(path.into()))
    }

    /// Named bytes.
    pub fn memory(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::Memory { name: Sensitive::new(name.into()), bytes: Sensitive::new(bytes.into()) }
    }

    /// Puts the parts of split archives together that were chosen side by side.
    pub fn join(sources: Vec<Self>) -> Vec<Self> {
        // Only files have names that say what they are a part of.
        let name = |source: &Self| match source {
            Self::Path(_) => source.name(),
            _ => String::new(),
        };
        let names: Vec<String> = sources.iter().map(name).collect();
        let mut sources: Vec<Option<Self>> = sources.into_iter().map(Some).collect();
        let mut out = Vec::with_capacity(sources.len());
        for set in crate::parts::join(&names) {
            let mut taken: Vec<Self> =
                set.parts.iter().filter_map(|index| sources.get_mut(*index)?.take()).collect();
            if taken.len() == 1 {
                out.append(&mut taken);
                continue;
            }
            let path = |source| match source {
                Self::Path(path) => Some(path),
                _ => None,
            };
            let paths = taken.into_iter().filter_map(path).collect();
            out.push(Self::Parts { name: Sensitive::new(set.name), paths });
        }
        out
    }

    /// The name of the file or folder, without the folders above it.
    pub fn name(&self) -> String {
        match self {
            Self::Memory { name, .. } | Self::Files { name, .. } | Self::Parts { name, .. } => {
                name.expose().clone()
            }
            Self::Path(path) => {
                let path = path.expose();
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                name.unwrap_or_else(|| path.to_string_lossy().into_owned())
            }
        }
    }

    /// Bytes and digest of the source as it lies there: of a file its content,
    /// of a folder the list of its files' names and digests.
    pub fn digest(&self, cancel: &Cancel) -> Result<(u64, Sha256), FormatError> {
        match self {
            Self::Memory { bytes, .. } => hash(&bytes.expose()[..], cancel),
            Self::Path(path) => hash_path(path.expose(), cancel),
            Self::Files { files, .. } => {
                let (mut total, mut list) = (0, Vec::new());
                for (name, bytes) in files {
                    let (bytes, sha256) = hash(&bytes.expose()[..], cancel)?;
                    total += bytes;
                    note(name.expose().as_bytes(), sha256, &mut list);
                }
                Ok((total, hash(&list[..], cancel)?.1))
            }
            Self::Parts { paths, .. } => {
                hash_list(paths.iter().map(|path| path.expose().clone()), cancel)
            }
        }
    }
}

fn hash(input: impl Read, cancel: &Cancel) -> Result<(u64, Sha256), FormatError> {
    let mut reader = HashingReader::new(input);
    let mut buf = vec![0; 256 << 10];
    while reader.read(&mut buf).map_err(|err| FormatError::Source(err.kind()))? > 0 {
        cancel.check()?;
    }
    Ok((reader.count(), reader.sha256()))
}

fn hash_path(path: &Path, cancel: &Cancel) -> Result<(u64, Sha256), FormatError> {
    let source = |err: io::Error| FormatError::Source(err.kind());
    if !fs::metadata(path).map_err(source)?.is_dir() {
        return hash(File::open(path).map_err(source)?, cancel);
    }
    hash_list(list_folder(path).map_err(source)?, cancel)
}

/// Files by their names and digests.
fn hash_list(
    names: impl IntoIterator<Item = PathBuf>,
    cancel: &Cancel,
) -> Result<(u64, Sha256), FormatError> {
    let source = |err: io::Error| FormatError::Source(err.kind());
    let (mut total, mut list) = (0, Vec::new());
    for name in names {
        let kind = fs::symlink_metadata(&name).map_err(source)?.file_type();
        if kind.is_file() || kind.is_dir() {
            let (bytes, sha256) = hash_path(&name, cancel)?;
            total += bytes;
            let name = name.file_name().unwrap_or_default();
            note(name.as_encoded_bytes(), sha256, &mut list);
        }
    }
    Ok((total, hash(&list[..], cancel)?.1))
}

/// One file of a list: no name and no content can pass for another's.
fn note(name: &[u8], sha256: Sha256, list: &mut Vec<u8>) {
    list.extend_from_slice(name);
    list.push(0);
    list.extend_from_slice(&sha256.0);
}

/// The entries of a folder, sorted by name.
pub(crate) fn list_folder(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(path)? {
        out.push(entry?.path());
    }
    out.sort();
    Ok(out)
}
