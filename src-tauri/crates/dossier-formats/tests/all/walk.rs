use std::fs;

use dossier_formats::{FormatError, Limits, Source, Stop, walk};
use dossier_model::{Cancel, MemberKind};
use zip::AesMode;

use super::collect::{Walked, walked, walked_with};
use super::zips::{aes, gzip, stored, tar, zip, zip_crypto, zip_with};

const CSV: &[u8] = b"id,v\n1,2\n";

fn noise(len: usize) -> Vec<u8> {
    let mut state = 7u64;
    let step = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    (0..len).map(step).collect()
}

#[test]
fn a_single_file_is_its_own_member() {
    let out = walked("orders.csv", CSV.to_vec());
    assert_eq!(out.inventory, ["orders.csv"]);
    assert_eq!(out.member("orders.csv").read.records(), 1);
    assert!(out.member("orders.csv").end.as_ref().unwrap().is_whole());
}

#[test]
fn archives_inside_archives_are_listed_before_reading() {
    let inner = zip(&[("c.csv", CSV), ("d/e.json", b"[{\"a\":1}]")]);
    for options in [stored(), Default::default()] {
        let outer = zip_with(&[("a.csv", CSV), ("parts/b.zip", &inner), ("z.txt", b"hi")], options);
        let out = walked("x.zip", outer);
        let expect = [
            "x.zip",
            "x.zip!/a.csv",
            "x.zip!/parts/b.zip",
            "x.zip!/parts/b.zip!/c.csv",
            "x.zip!/parts/b.zip!/d/e.json",
            "x.zip!/z.txt",
        ];
        assert_eq!(out.inventory, expect);
        assert_eq!(out.member("e.json").read.records(), 1);
        assert_eq!(out.containers.len(), 2);
        assert_eq!(out.codes(), Vec::<String>::new());
    }
}

#[test]
fn an_archive_with_a_lying_name_is_found_while_reading() {
    let inner = zip(&[("c.csv", CSV)]);
    let out = walked("x.zip", zip(&[("data.csv", &inner)]));
    assert_eq!(out.found, ["x.zip!/data.csv!/c.csv"]);
    assert_eq!(out.member("c.csv").read.records(), 1);
}

#[test]
fn large_nested_archives_are_read_again_instead_of_held() {
    let body = noise(300_000);
    let deepest = zip_with(&[("p.bin", &body), ("q.csv", CSV)], stored());
    let inner = zip(&[("a.bin", &body), ("deep.zip", &deepest), ("c.csv", CSV)]);
    let outer = zip(&[("b.zip", &inner), ("z.csv", CSV)]);
    for in_memory in [1 << 10, 500 << 10, 32 << 20] {
        let limits = Limits { nested_in_memory: in_memory, ..Limits::default() };
        let walker = Walked { keep: true, ..Walked::default() };
        let out = walked_with(&Source::memory("x.zip", outer.clone()), &limits, walker);
        assert_eq!(out.codes(), Vec::<String>::new(), "{in_memory}");
        assert_eq!(out.member("a.bin").bytes, body);
        assert_eq!(out.member("p.bin").bytes, body);
        assert_eq!(out.members.iter().filter(|one| one.kind == MemberKind::Csv).count(), 3);
    }
}

#[test]
fn tar_and_gzip() {
    let packed = tar(&[("a/orders.csv", CSV), ("b.json", b"{\"a\":1}")]);
    for (name, bytes, path) in [
        ("x.tar", packed.clone(), "x.tar!/a/orders.csv"),
        ("x.tar.gz", gzip(&packed), "x.tar.gz!/x.tar!/a/orders.csv"),
        ("x.tgz", gzip(&packed), "x.tgz!/x.tar!/a/orders.csv"),
    ] {
        let out = walked(name, bytes);
        assert!(out.inventory.iter().any(|one| one == path), "{:?}", out.inventory);
        assert_eq!(out.member("orders.csv").bytes, CSV);
        assert_eq!(out.member("b.json").read.records(), 1);
    }
    let out = walked("orders.csv.gz", gzip(CSV));
    assert_eq!(out.member("orders.csv").read.records(), 1);
}

#[test]
fn a_cut_tar_says_so() {
    let mut packed = tar(&[("a.csv", CSV), ("b.csv", &[b'x'; 5000])]);
    packed.truncate(3000);
    let out = walked("x.tar", packed);
    assert_eq!(out.member("a.csv").read.records(), 1);
    assert!(out.codes().contains(&"tar_truncated".to_owned()));
}

#[test]
fn passwords() {
    let entries: &[(&str, &[u8])] =
        &[("a.csv", CSV), ("b.csv", CSV), ("in.zip", &zip(&[("c.csv", CSV)]))];
    let archives = [
        aes(entries, "geheim", AesMode::Aes128),
        aes(entries, "geheim", AesMode::Aes256),
        zip_crypto(entries, "geheim"),
    ];
    for bytes in archives {
        let run = |password: Option<&str>| {
            let walker = Walked { password: password.map(str::to_owned), ..Walked::default() };
            walked_with(&Source::memory("x.zip", bytes.clone()), &Limits::default(), walker)
        };
        let right = run(Some("geheim"));
        assert_eq!(right.asked, 1, "asked once for one archive");
        assert_eq!(right.member("a.csv").read.records(), 1);
        assert_eq!(right.found, ["x.zip!/in.zip!/c.csv"]);
        let wrong = run(Some("falsch"));
        assert_eq!(wrong.asked, 3);
        assert_eq!(wrong.refused[0].1, "zip_password_wrong");
        let none = run(None);
        assert_eq!((none.asked, &*none.refused[0].1), (1, "zip_password_needed"));
        assert_eq!(none.refused.len(), 3);
    }
}

#[test]
fn members_keep_apart_what_has_one_name() {
    let out = walked("x.zip", {
        let bytes = zip(&[("a.csv", CSV), ("b.csv", b"x,y\n3,4\n")]);
        replace(bytes, b"b.csv", b"a.csv")
    });
    assert_eq!(out.inventory[1..], ["x.zip!/a.csv", "x.zip!/a (2).csv"]);
    assert_eq!(out.codes(), ["names_repeated"]);
}

fn replace(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn damage_is_told_and_the_rest_is_read() {
    let mut bytes = zip_with(&[("a.txt", b"hello"), ("b.csv", CSV)], stored());
    let at = bytes.windows(5).position(|window| window == b"hello").unwrap();
    bytes[at] = b'H';
    let out = walked("x.zip", bytes);
    assert_eq!(out.codes(), ["member_checksum"]);
    assert_eq!(out.member("b.csv").read.records(), 1);
    let whole = zip(&[("a.txt", &noise(5000)), ("b.csv", CSV)]);
    let out = walked("x.zip", whole[..whole.len() / 2].to_vec());
    assert_eq!(out.codes(), ["zip_no_directory", "zip_salvaged", "zip_truncated"]);
    let noise = walked("x.zip", [b"PK\x03\x04", &noise(500)[..]].concat());
    assert_eq!(noise.codes(), ["zip_no_directory"]);
    assert_eq!(noise.sums.bytes, 504, "kept as it is");
}

#[test]
fn limits_stand_where_they_say() {
    let run = |limits: Limits, bytes: &[u8]| {
        walked_with(&Source::memory("x.zip", bytes), &limits, Walked::default()).codes()
    };
    let body = noise(10_000);
    let two = zip_with(&[("a.bin", &body), ("b.bin", &body)], stored());
    let total = |total_bytes| Limits { total_bytes, ..Limits::default() };
    assert_eq!(run(total(20_000), &two), Vec::<String>::new());
    assert_eq!(run(total(20_001), &two), Vec::<String>::new());
    assert_eq!(run(total(19_999), &two), ["limit_total_bytes"]);
    let member = |member_bytes| Limits { member_bytes, ..Limits::default() };
    assert_eq!(run(member(10_000), &two), Vec::<String>::new());
    assert_eq!(run(member(9_999), &two), ["limit_member_bytes", "limit_member_bytes"]);
    let members = |members| Limits { members, ..Limits::default() };
    assert_eq!(run(members(3), &two), Vec::<String>::new());
    assert_eq!(run(members(2), &two), Vec::<String>::new());
    assert_eq!(run(members(1), &two), ["limit_members"]);
    let zeros = zip(&[("z.bin", &vec![0; 1 << 20])]);
    let ratio = |ratio_free_bytes| Limits { ratio_free_bytes, ratio: 10, ..Limits::default() };
    assert_eq!(run(ratio(1 << 20), &zeros), Vec::<String>::new());
    assert_eq!(run(ratio(1 << 19), &zeros), ["limit_ratio"]);
    let nested = zip(&[("b.zip", &zip(&[("c.zip", &zip(&[("d.csv", CSV)]))]))]);
    let depth = |depth| Limits { depth, ..Limits::default() };
    assert_eq!(run(depth(3), &nested), Vec::<String>::new());
    assert_eq!(run(depth(2), &nested), ["limit_depth"]);
}

#[test]
fn files_that_members_carry_count_as_members() {
    let part = "--x\r\nContent-Type: application/octet-stream\r\n\
        Content-Disposition: attachment; filename=a.bin\r\n\r\nabc\r\n";
    let mail = format!(
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{}--x--\r\n",
        part.repeat(20)
    );
    let run = |members: u32| {
        let limits = Limits { members, ..Limits::default() };
        walked_with(&Source::memory("x.eml", mail.clone()), &limits, Walked::default())
    };
    assert_eq!(run(21).members.len(), 21);
    let few = run(5);
    assert_eq!(few.members.len(), 5);
    assert_eq!(few.codes(), ["limit_members"]);
}

#[test]
fn what_is_odd_of_many_members_is_told_some_times() {
    let names: Vec<String> = (0..20).map(|n| format!("x{n}.zip.002")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, CSV)).collect();
    let limits = Limits { problems: 3, ..Limits::default() };
    let out = walked_with(&Source::memory("x.zip", zip(&entries)), &limits, Walked::default());
    assert_eq!(out.problems.len(), 4);
    assert_eq!(
        (&*out.problems[3].code, &out.problems[3].numbers[..]),
        ("more_problems", &[17][..])
    );
}

#[test]
fn folders() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("answer");
    fs::create_dir_all(root.join("deep/er")).unwrap();
    fs::write(root.join("a.csv"), CSV).unwrap();
    fs::write(root.join("deep/b.zip"), zip(&[("c.csv", CSV)])).unwrap();
    fs::write(root.join("deep/er/d.json"), "[{\"a\":1}]").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", root.join("link")).unwrap();
    let out = walked_with(&Source::path(&root), &Limits::default(), Walked::default());
    let listed: Vec<&str> =
        out.inventory.iter().map(String::as_str).filter(|one| !one.ends_with("link")).collect();
    let expect =
        ["answer/a.csv", "answer/deep/b.zip", "answer/deep/b.zip!/c.csv", "answer/deep/er/d.json"];
    assert_eq!(listed, expect);
    #[cfg(unix)]
    assert_eq!(out.refused, [("answer/link".to_owned(), "link_not_followed".to_owned())]);
    let (bytes, first) = Source::path(&root).digest(&Cancel::new()).unwrap();
    assert!(bytes > 0);
    fs::write(root.join("a.csv"), "id,v\n1,3\n").unwrap();
    assert_ne!(Source::path(&root).digest(&Cancel::new()).unwrap().1, first);
}

#[test]
fn canceling_stops_and_a_missing_source_is_an_error() {
    let cancel = Cancel::new();
    cancel.cancel();
    let source = Source::memory("x.zip", zip(&[("a.csv", CSV)]));
    let result = walk(&source, &Limits::default(), &mut Walked::default(), &cancel);
    assert!(matches!(result, Err(FormatError::Stopped(Stop::Canceled))));
    let source = Source::path("/nowhere/mira@example.org");
    let result = walk(&source, &Limits::default(), &mut Walked::default(), &Cancel::new());
    let error = result.unwrap_err();
    assert!(matches!(error, FormatError::Source(_)));
    assert!(!format!("{error} {error:?} {source:?}").contains("mira"));
}

#[test]
fn names_in_old_encodings_are_readable() {
    let check = |raw: &[u8], expect: &str| {
        let placeholder = "q".repeat(raw.len());
        let bytes = replace(zip(&[(&placeholder, CSV)]), placeholder.as_bytes(), raw);
        let out = walked("x.zip", bytes);
        assert_eq!(out.inventory[1], format!("x.zip!/{expect}"));
    };
    check("Käufe.csv".as_bytes(), "Käufe.csv");
    check(b"K\x84ufe.csv", "Käufe.csv");
    check(b"K\xe4ufe.csv", "Käufe.csv");
    check(b"\x9abersicht.csv", "Übersicht.csv");
    check(b"\xc7\xe0\xea\xe0\xe7\xfb.csv", "Заказы.csv");
    check(b"\xb6\xa9\xb5\xa5.csv", "订单.csv");
}

#[test]
fn files_in_memory_are_told_by_name_and_content() {
    let digest = |files: &[(&str, &str)]| {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned().into(), text.as_bytes().to_vec().into()));
        let source = Source::Files { name: "x".to_owned().into(), files: files.collect() };
        source.digest(&Cancel::new()).unwrap()
    };
    let first = digest(&[("a", "xy"), ("b", "z")]);
    assert_eq!(first, digest(&[("a", "xy"), ("b", "z")]));
    assert_eq!(first.0, 3);
    assert_ne!(first, digest(&[("a", "x"), ("b", "yz")]));
    assert_ne!(first, digest(&[("a", "xy"), ("c", "z")]));
}
