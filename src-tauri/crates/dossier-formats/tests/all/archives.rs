//! Archives beside ZIP and TAR, split ones, and broken ones.

use std::fs;
use std::io::{Cursor, Write};

use dossier_formats::{Limits, Source};
use sevenz_rust2::encoder_options::{AesEncoderOptions, Lzma2Options};
use sevenz_rust2::{
    ArchiveEntry, ArchiveWriter, EncoderConfiguration, EncoderMethod, SourceReader,
};

use super::collect::{Walked, walked, walked_with};
use super::zips::{gzip, stored, tar, zip, zip_with};

const CSV: &[u8] = b"id,v\n1,2\n";

struct Seven {
    solid: bool,
    password: Option<&'static str>,
    names: bool,
    method: EncoderMethod,
}

const PLAIN: Seven =
    Seven { solid: true, password: None, names: false, method: EncoderMethod::LZMA2 };

impl Seven {
    fn pack(&self, entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
        let mut methods = Vec::new();
        if let Some(word) = self.password {
            methods.push(AesEncoderOptions::new(word.into()).into());
        }
        methods.push(match self.method == EncoderMethod::LZMA2 {
            true => Lzma2Options::from_level(3).into(),
            false => EncoderConfiguration::new(self.method),
        });
        writer.set_content_methods(methods);
        writer.set_encrypt_header(self.names);
        let files = entries.iter().map(|(name, _)| ArchiveEntry::new_file(name));
        if self.solid {
            let sources = entries.iter().map(|(_, bytes)| SourceReader::new(*bytes)).collect();
            writer.push_archive_entries(files.collect(), sources).unwrap();
        } else {
            for (file, (_, bytes)) in files.zip(entries) {
                writer.push_archive_entry(file, Some(*bytes)).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }
}

fn with_password(bytes: &[u8], password: Option<&str>) -> Walked {
    let walker = Walked { password: password.map(str::to_owned), ..Walked::default() };
    walked_with(&Source::memory("x.7z", bytes), &Limits::default(), walker)
}

#[test]
fn seven_zip_is_walked_like_zip() {
    let inner = zip(&[("c.csv", CSV), ("deep.7z", &PLAIN.pack(&[("d.csv", CSV)]))]);
    let entries: &[(&str, &[u8])] = &[("a.csv", CSV), ("in.zip", &inner), ("letter", b"Hello\n")];
    for solid in [true, false] {
        for method in [EncoderMethod::LZMA2, EncoderMethod::LZMA, EncoderMethod::COPY] {
            let out = walked("x.7z", Seven { solid, method, ..PLAIN }.pack(entries));
            for name in ["a.csv", "in.zip!/c.csv", "deep.7z!/d.csv"] {
                assert_eq!(out.member(name).read.records(), 1, "{name}");
            }
            assert_eq!(out.member("letter").read.texts[0].1, "Hello");
            assert_eq!(out.codes(), Vec::<String>::new());
        }
    }
}

#[test]
fn seven_zip_passwords() {
    for names in [false, true] {
        let archive = Seven { password: Some("geheim"), names, ..PLAIN };
        let bytes = archive.pack(&[("a.csv", CSV), ("in.zip", &zip(&[("c.csv", CSV)]))]);
        let right = with_password(&bytes, Some("geheim"));
        assert_eq!(right.asked, 1, "asked once");
        assert_eq!(right.member("a.csv").read.records(), 1);
        assert_eq!(right.member("c.csv").read.records(), 1);
        let wrong = with_password(&bytes, Some("falsch"));
        assert_eq!((wrong.asked, &*wrong.refused[0].1), (3, "zip_password_wrong"));
        let none = with_password(&bytes, None);
        assert_eq!((none.asked, &*none.refused[0].1), (1, "zip_password_needed"));
        // With hidden names the archive itself is what stays closed.
        assert_eq!(none.refused.len(), if names { 1 } else { 2 });
    }
}

#[test]
fn a_closed_archive_of_too_many_members_is_told() {
    let archive = Seven { password: Some("geheim"), names: true, ..PLAIN };
    let bytes = archive.pack(&[("a.csv", CSV), ("b.csv", CSV), ("c.csv", CSV)]);
    let limits = Limits { members: 2, ..Limits::default() };
    let walker = Walked { password: Some("geheim".to_owned()), ..Walked::default() };
    let out = walked_with(&Source::memory("x.7z", bytes), &limits, walker);
    assert!(out.codes().contains(&"limit_members".to_owned()), "{:?}", out.codes());
    assert_eq!(out.members.len(), 1, "the archive itself is kept");
}

#[test]
fn seven_zip_damage_is_told() {
    let bytes = PLAIN.pack(&[("a.csv", &CSV.repeat(400))]);
    let cut = walked("x.7z", bytes[..bytes.len() - 9].to_vec());
    assert_eq!(cut.codes(), ["archive_truncated"]);
    let mut broken = bytes.clone();
    broken[60] ^= 0x55;
    let broken = walked("x.7z", broken);
    let codes = broken.codes();
    assert!(codes.iter().any(|code| code.starts_with("member_")), "{codes:?}");
    for at in (0..bytes.len()).step_by(7) {
        let mut odd = bytes.clone();
        odd[at] ^= 0xff;
        walked("x.7z", odd);
    }
}

#[test]
fn packed_streams_hold_one_member() {
    let tar = tar(&[("a.csv", CSV)]);
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(&tar).unwrap();
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    xz.write_all(&tar).unwrap();
    let packed = [
        ("x.tar.bz2", bzip2.finish().unwrap()),
        ("x.tar.xz", xz.finish().unwrap()),
        ("x.tar.zst", zstd::encode_all(&tar[..], 3).unwrap()),
        ("x.tar.gz", gzip(&tar)),
    ];
    for (name, bytes) in packed {
        let out = walked(name, bytes);
        assert_eq!(out.member(&format!("{name}!/x.tar!/a.csv")).read.records(), 1);
        assert_eq!(out.codes(), Vec::<String>::new());
    }
}

#[test]
fn split_archives_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let whole = zip(&[("a.csv", CSV), ("b.csv", b"x,y\n3,4\n")]);
    let seven = PLAIN.pack(&[("c.csv", CSV)]);
    for (name, bytes) in [("data.zip", &whole), ("more.7z", &seven)] {
        for (number, part) in (1..).zip(bytes.chunks(50)) {
            fs::write(folder.path().join(format!("{name}.{number:03}")), part).unwrap();
        }
    }
    fs::write(folder.path().join("note.txt"), "hello").unwrap();
    let check = |source: &Source| {
        let out = walked_with(source, &Limits::default(), Walked::default());
        assert_eq!(out.codes(), Vec::<String>::new());
        out
    };
    let out = check(&Source::path(folder.path()));
    for name in ["data.zip!/a.csv", "data.zip!/b.csv", "more.7z!/c.csv"] {
        assert_eq!(out.member(name).read.records(), 1);
    }
    // In memory, as they are kept.
    let files = fs::read_dir(folder.path()).unwrap().map(|file| {
        let path = file.unwrap().path();
        let name = format!("x/{}", path.file_name().unwrap().to_string_lossy());
        (name.into(), fs::read(path).unwrap().into())
    });
    let kept = Source::Files { name: "x".to_owned().into(), files: files.collect() };
    assert_eq!(check(&kept).member("x/data.zip!/b.csv").read.records(), 1);
    // Chosen one by one, in any order.
    let mut chosen: Vec<Source> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| Source::path(file.unwrap().path()))
        .collect();
    chosen.reverse();
    let joined = Source::join(chosen);
    let mut names: Vec<String> = joined.iter().map(Source::name).collect();
    names.sort();
    assert_eq!(names, ["data.zip", "more.7z", "note.txt"]);
    let data = joined.iter().find(|source| source.name() == "data.zip").unwrap();
    assert_eq!(check(data).member("b.csv").read.records(), 1);
    // A part alone gives what it has and says that the others are missing.
    let alone = Source::path(folder.path().join("data.zip.002"));
    let out = walked_with(&alone, &Limits::default(), Walked::default());
    assert_eq!(out.codes(), ["archive_parts_missing"]);
}

#[test]
fn zips_on_several_disks_count_from_each() {
    let mut whole = zip_with(&[("a.csv", CSV), ("b.csv", b"x,y\n3,4\n")], stored());
    let second = memchr::memmem::rfind(&whole, b"PK\x03\x04").unwrap();
    let directory = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    let entry = memchr::memmem::rfind(&whole, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::rfind(&whole, b"PK\x05\x06").unwrap();
    let put = |bytes: &mut Vec<u8>, at: usize, value: u32, len: usize| {
        bytes[at..at + len].copy_from_slice(&value.to_le_bytes()[..len]);
    };
    // The first part begins with a sign of its own; offsets count from each part.
    put(&mut whole, directory + 42, 4, 4);
    put(&mut whole, entry + 34, 1, 2);
    put(&mut whole, entry + 42, 0, 4);
    put(&mut whole, end + 4, 1, 2);
    put(&mut whole, end + 6, 1, 2);
    put(&mut whole, end + 16, (directory - second) as u32, 4);
    let folder = tempfile::tempdir().unwrap();
    let (first, last) = (folder.path().join("x.z01"), folder.path().join("x.zip"));
    fs::write(&first, [b"PK\x07\x08", &whole[..second]].concat()).unwrap();
    fs::write(&last, &whole[second..]).unwrap();
    let joined = Source::join(vec![Source::path(&last), Source::path(&first)]);
    assert_eq!(joined.len(), 1);
    let out = walked_with(&joined[0], &Limits::default(), Walked::default());
    assert_eq!(out.codes(), Vec::<String>::new());
    assert_eq!(out.member("a.csv").read.records(), 1);
    assert_eq!(out.member("b.csv").read.table("").rows[0][1].as_deref(), Some("4"));
    let read = |path| fs::read(path).unwrap().into();
    let files = vec![
        ("x/x.z01".to_owned().into(), read(&first)),
        ("x/x.zip".to_owned().into(), read(&last)),
    ];
    let kept = Source::Files { name: "x".to_owned().into(), files };
    let out = walked_with(&kept, &Limits::default(), Walked::default());
    assert_eq!(out.codes(), Vec::<String>::new());
    assert_eq!(out.member("x/x.zip!/b.csv").read.records(), 1);
    let out = walked_with(&Source::path(&last), &Limits::default(), Walked::default());
    assert!(out.codes().contains(&"zip_multi_disk".to_owned()));
}

#[test]
fn what_is_whole_in_a_cut_zip_is_read() {
    let mut state = 7u64;
    let mut step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    let noise: Vec<u8> = (0..9000).map(|_| step()).collect();
    let bytes = zip(&[("a.csv", CSV), ("b.csv", CSV), ("c.bin", &noise), ("d.csv", CSV)]);
    let out = walked("x.zip", bytes[..4000].to_vec());
    assert_eq!(out.member("a.csv").read.records() + out.member("b.csv").read.records(), 2);
    assert_eq!(out.refused, [("x.zip!/c.bin".to_owned(), "zip_truncated".to_owned())]);
    let own: Vec<&str> = out.problems.iter().map(|problem| &*problem.code).collect();
    assert_eq!(own, ["zip_no_directory", "zip_salvaged"]);
    assert_eq!(out.problems[1].numbers, [3]);
}

#[test]
fn a_cut_zip_of_streamed_entries_is_read() {
    // Sizes behind the data, as programs write that do not know them before.
    let mut streamed = zip::ZipWriter::new_stream(Vec::new());
    for (name, bytes) in [("a.csv", CSV), ("b.csv", CSV)] {
        streamed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        streamed.write_all(bytes).unwrap();
    }
    let bytes = streamed.finish().unwrap().into_inner();
    let cut = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    let out = walked("x.zip", bytes[..cut].to_vec());
    assert_eq!(out.member("a.csv").read.records() + out.member("b.csv").read.records(), 2);
    assert!(out.refused.is_empty());
}
