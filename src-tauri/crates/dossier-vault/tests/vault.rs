//! The vault as its users see it: written, closed, opened, searched, undone.
#![allow(clippy::unwrap_used)]

use dossier_model::{
    At, MemberKind, MemberPath, MemberState, MemberSummary, RowBuf, Sensitive, Sha256, TableSummary,
};
use dossier_vault::{
    EntryQuery, ImportEnd, ImportHead, ImportWriter, Vault, VaultError, Work, key_path,
};
use sha2::Digest;
use std::time::{Duration, Instant};

fn passphrase(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

/// Writes an import of one table with these rows and gives its id.
fn import(vault: &Vault, name: &str, rows: &[&[&str]]) -> u32 {
    let mut writer =
        vault.begin_import(&ImportHead { name: name.into(), ..Default::default() }).unwrap();
    let path = MemberPath::new(name);
    let member = writer.begin_member(&path).unwrap();
    let table = writer.open_table("", false).unwrap();
    let mut row = RowBuf::default();
    for (index, cells) in rows.iter().enumerate() {
        row.clear();
        cells.iter().for_each(|cell| row.push(Some(cell)));
        writer.record(table, &At::Line { line: index as u32 + 2 }, &row, 0b10).unwrap();
    }
    let summary =
        TableSummary { path: path.clone(), records: rows.len() as u64, ..Default::default() };
    writer.end_table(table, &summary).unwrap();
    writer
        .end_member(
            member,
            &MemberSummary {
                path,
                kind: MemberKind::Csv,
                state: MemberState::Read,
                reason: String::new(),
                bytes: 1,
                sha256: Default::default(),
                records: rows.len() as u64,
                same_as: None,
            },
        )
        .unwrap();
    writer.source_chunk(0, 0, name, b"original").unwrap();
    let sha256 = "0682c5f2076f099c34cfdd15a9e063849ed437a49677e6fcc5b4198c76575be5".to_owned();
    let end =
        ImportEnd { controller: name.into(), how: "given".into(), sha256, ..Default::default() };
    writer.commit(&end).unwrap()
}

fn find(vault: &Vault, text: &str) -> Vec<u32> {
    let tables = vault.tables(None).unwrap().iter().map(|t| t.id).collect();
    let query = EntryQuery {
        tables,
        text: text.into(),
        limit: 50,
        count_blocks: u32::MAX,
        ..Default::default()
    };
    let page = vault.entries(&query, None).unwrap();
    assert!(page.exact);
    assert_eq!(page.total as usize, page.entries.len());
    page.entries.iter().map(|entry| entry.row).collect()
}

const ROWS: &[&[&str]] = &[
    &["Mira Öztürk", "306-1234567-7654321", "2024-05-17T10:22:33Z"],
    &["Jürgen Groß", "306-2222222-7654321", "17.05.2024"],
    &["Kaffeemühle, grün", "29,99", ""],
];

#[test]
fn what_was_written_is_found_again_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let secret = passphrase("a long enough passphrase");
    let vault = Vault::create(&path, Some(&secret), Work::LEAST).unwrap();
    import(&vault, "orders.csv", ROWS);
    drop(vault);
    let vault = Vault::open(&path, Some(&secret)).unwrap();
    for (text, rows) in [
        ("ozturk", &[0][..]),
        ("GROSS", &[1]),
        ("kaffeemuhle grun", &[2]),
        ("7654321", &[0, 1]),
        ("306-1234567-7654321", &[0]),
        ("2024-05-17", &[0]),
        ("17.05.2024", &[1]),
        ("29,99", &[2]),
        ("mira groß", &[]),
        ("nothing", &[]),
    ] {
        assert_eq!(find(&vault, text), rows, "search for {text}");
    }
    let entry = vault.entry(1, 1).unwrap();
    assert_eq!(entry.at, At::Line { line: 3 });
    assert_eq!(entry.cells[0].as_deref(), Some("Jürgen Groß"));
    assert!(matches!(vault.entry(1, 3), Err(VaultError::NoSuch)));
}

#[test]
fn the_file_tells_nothing_without_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let vault = Vault::create(&path, None, Work::LEAST).unwrap();
    import(&vault, "canary.csv", &[&["CANARYVALUE"]]);
    drop(vault);
    let bytes = std::fs::read(&path).unwrap();
    for word in [&b"CANARYVALUE"[..], b"canaryvalue", b"canary.csv", b"SQLite format", b"CREATE"] {
        assert!(
            !bytes.windows(word.len()).any(|w| w == word),
            "the file shows a word of the vault"
        );
    }
}

#[test]
fn wrong_damaged_and_newer_are_three_answers_and_none_deletes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let secret = passphrase("a long enough passphrase");
    let vault = Vault::create(&path, Some(&secret), Work::LEAST).unwrap();
    import(&vault, "orders.csv", ROWS);
    drop(vault);
    let wrong = Vault::open(&path, Some(&passphrase("another"))).err().unwrap();
    assert!(matches!(wrong, VaultError::WrongPassphrase));

    let good = std::fs::read(&path).unwrap();
    let mut bad = good.clone();
    bad[100] ^= 1;
    std::fs::write(&path, &bad).unwrap();
    let damaged = Vault::open(&path, Some(&secret)).err().unwrap();
    assert!(matches!(damaged, VaultError::Damaged { .. }));
    assert_eq!(std::fs::read(&path).unwrap(), bad, "a damaged file is left as it is");
    std::fs::write(&path, &good).unwrap();
    assert_eq!(Vault::open(&path, Some(&secret)).unwrap().imports().unwrap().len(), 1);
    assert!(matches!(Vault::open(&folder.path().join("none"), None), Err(VaultError::Absent)));
    assert!(key_path(&path).exists());
}

#[test]
fn a_passphrase_is_changed_set_and_removed_and_the_data_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let [first, second] = ["a long enough passphrase", "quite another passphrase"].map(passphrase);
    let vault = Vault::create(&path, Some(&first), Work::LEAST).unwrap();
    import(&vault, "orders.csv", ROWS);
    for wrong in [None, Some(&second)] {
        let refused = vault.change_passphrase(wrong, Some(&second), Work::LEAST).err().unwrap();
        assert!(matches!(refused, VaultError::WrongPassphrase));
    }
    let steps = [(Some(&first), Some(&second)), (Some(&second), None), (None, Some(&first))];
    for (old, new) in steps {
        vault.change_passphrase(old, new, Work::LEAST).unwrap();
        assert_eq!(Vault::is_protected(&path).unwrap(), new.is_some());
        let again = Vault::open(&path, new).unwrap();
        assert_eq!(find(&again, "ozturk"), [0], "the same data under the new protection");
        if new.is_some() {
            let refused = Vault::open(&path, old).err().unwrap();
            assert!(matches!(refused, VaultError::WrongPassphrase));
        }
    }
}

#[test]
fn a_crash_while_the_passphrase_changes_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let [old, new] = ["a long enough passphrase", "quite another passphrase"].map(passphrase);
    let vault = Vault::create(&path, Some(&old), Work::LEAST).unwrap();
    let mut beside = key_path(&path).into_os_string();
    beside.push(".new");
    // As if power had gone after half of the new file was written.
    std::fs::write(&beside, b"{ \"version\": 1, \"prot").unwrap();
    assert!(Vault::open(&path, Some(&old)).is_ok());
    vault.change_passphrase(Some(&old), Some(&new), Work::LEAST).unwrap();
    assert!(Vault::open(&path, Some(&new)).is_ok(), "the remains do not stand in the way");
    assert!(!std::path::Path::new(&beside).exists());
}

#[test]
fn a_flipped_bit_on_any_page_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let vault = Vault::create(&path, None, Work::LEAST).unwrap();
    let row: String = (0..200).map(|n| format!("{n:x} ")).collect();
    import(&vault, "a.csv", &vec![&[row.as_str()][..]; 500]);
    assert_eq!(vault.verify().unwrap(), Default::default());
    drop(vault);
    let good = std::fs::read(&path).unwrap();
    let pages = good.len() / 8192;
    assert!(pages > 4, "the test needs some pages");
    for page in 1..pages {
        let mut bad = good.clone();
        bad[page * 8192 + 1234] ^= 0x10;
        std::fs::write(&path, &bad).unwrap();
        let opened = Vault::open(&path, None);
        assert!(matches!(opened, Ok(_) | Err(VaultError::Damaged { .. })), "page {page}");
        let found = opened.and_then(|vault| vault.verify());
        assert!(
            !matches!(found, Ok(found) if found == Default::default()),
            "a flipped bit on page {page} went unnoticed"
        );
    }
}

#[test]
fn a_dropped_import_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::create(&folder.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let mut writer = vault.begin_import(&ImportHead::default()).unwrap();
    writer.begin_member(&"a.csv".into()).unwrap();
    let table = writer.open_table("", false).unwrap();
    let mut row = RowBuf::default();
    row.push(Some("half"));
    for line in 0..10_000 {
        writer.record(table, &At::Line { line }, &row, 0).unwrap();
    }
    assert!(vault.imports().unwrap().is_empty(), "not visible while it is written");
    drop(writer);
    assert!(vault.imports().unwrap().is_empty());
    assert!(vault.controllers().unwrap().is_empty());
    assert!(find(&vault, "half").is_empty());
}

/// Begins an import and writes so many rows of some hundred bytes.
fn begin(vault: &Vault, rows: u32) -> ImportWriter {
    let mut writer = vault.begin_import(&ImportHead::default()).unwrap();
    writer.begin_member(&"a.csv".into()).unwrap();
    let table = writer.open_table("", false).unwrap();
    let mut row = RowBuf::default();
    for line in 0..rows {
        row.clear();
        let noise: String =
            (0..40).map(|n| format!("{:x} ", line.wrapping_mul(n + 7919))).collect();
        row.push(Some(&noise));
        writer.record(table, &At::Line { line }, &row, 0).unwrap();
    }
    writer
}

#[test]
fn other_writes_pass_while_an_import_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut vault = Vault::create(&folder.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let id = import(&vault, "orders.csv", ROWS);
    let writer = begin(&vault, 3000);
    assert!(matches!(vault.begin_import(&ImportHead::default()), Err(VaultError::Busy)));
    // The writer holds a transaction open now; each of these would wait five
    // seconds for it, and then fail, if it did not make room.
    let start = Instant::now();
    for value in ["one", "two", "three"] {
        vault.set_setting("name", value).unwrap();
        vault.step("history.import_removed", |v| v.hide_import(id, true)).unwrap();
        vault.undo().unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    let second = writer.commit(&ImportEnd::default()).unwrap();
    assert_eq!(vault.import(second).unwrap().id, second);
    assert_eq!(vault.setting("name").unwrap().as_deref(), Some("three"));
    assert_eq!(vault.verify().unwrap().broken_blocks, 0);
}

#[test]
fn a_canceled_import_is_gone_soon_and_its_room_is_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let vault = Vault::create(&path, None, Work::LEAST).unwrap();
    import(&vault, "orders.csv", ROWS);
    let before = vault.size();
    let writer = begin(&vault, 30_000);
    let start = Instant::now();
    drop(writer);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    while vault.tidy(Duration::from_millis(10)).unwrap() {}
    assert_eq!(vault.imports().unwrap().len(), 1);
    drop(vault);
    let after = Vault::open(&path, None).unwrap();
    assert!(after.size() < before + 256 * 1024, "{} bytes, {before} before", after.size());
    assert_eq!(after.verify().unwrap(), Default::default());
    assert_eq!(find(&after, "ozturk"), [0]);
}

#[test]
fn what_a_dead_program_left_half_written_is_deleted_at_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let vault = Vault::create(&path, None, Work::LEAST).unwrap();
    let writer = begin(&vault, 2000);
    // As another program sees it: the import is alive, and left alone.
    let other = Vault::open(&path, None).unwrap();
    assert!(!other.tidy(Duration::MAX).unwrap());
    drop(other);
    vault.set_setting("wait", "until a batch is written").unwrap();
    // As after a crash: the file as it lies there, and nobody to finish it.
    let copy = folder.path().join("copy.dossier");
    for ending in ["", "-wal", ".key"] {
        let name = |of: &std::path::Path| format!("{}{ending}", of.display());
        let _ = std::fs::copy(name(&path), name(&copy));
    }
    let crashed = Vault::open(&copy, None).unwrap();
    assert!(crashed.imports().unwrap().is_empty());
    assert!(!crashed.tidy(Duration::MAX).unwrap());
    assert_eq!(crashed.verify().unwrap(), Default::default());
    assert!(crashed.entry(1, 0).is_err());
    writer.commit(&ImportEnd::default()).unwrap();
    assert_eq!(vault.entry(1, 0).unwrap().row, 0, "the living one was not touched");
}

#[test]
fn taking_an_import_out_can_be_undone_until_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.dossier");
    let mut vault = Vault::create(&path, None, Work::LEAST).unwrap();
    let id = import(&vault, "orders.csv", ROWS);
    vault.step("history.import_removed", |v| v.hide_import(id, true)).unwrap();
    assert!(vault.imports().unwrap().is_empty());
    assert!(find(&vault, "ozturk").is_empty());
    assert_eq!(vault.undo().unwrap().as_deref(), Some("history.import_removed"));
    assert_eq!(find(&vault, "ozturk"), [0]);
    assert_eq!(vault.redo().unwrap().as_deref(), Some("history.import_removed"));
    assert!(vault.imports().unwrap().is_empty());
    drop(vault);
    let vault = Vault::open(&path, None).unwrap();
    assert!(vault.import(id).is_err());
    assert!(vault.controllers().unwrap().is_empty());
    assert!(!vault.tidy(Duration::MAX).unwrap());
    assert!(vault.entry(1, 0).is_err(), "deleted after the opening");
}

#[test]
fn any_page_of_any_table_is_the_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::create(&folder.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let numbers: Vec<String> = (0..3000).map(|n| format!("n{n}")).collect();
    let rows: Vec<[&str; 1]> = numbers.iter().map(|n| [n.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|r| &r[..]).collect();
    import(&vault, "a.csv", &rows);
    import(&vault, "b.csv", &rows[..100]);
    let tables: Vec<u32> = vault.tables(None).unwrap().iter().map(|t| t.id).collect();
    for (kinds, offset) in [(0, 0), (0, 255), (0, 256), (0, 2990), (0b10, 2990), (0b110, 3090)] {
        let query = EntryQuery {
            tables: tables.clone(),
            kinds,
            offset,
            limit: 20,
            count_blocks: u32::MAX,
            ..Default::default()
        };
        let page = vault.entries(&query, None).unwrap();
        assert_eq!((page.total, page.exact), (3100, true));
        let expected: Vec<u32> = (offset..(offset + 20).min(3100)).map(|n| n % 3000).collect();
        let rows: Vec<u32> = page.entries.iter().map(|entry| entry.row).collect();
        assert_eq!(rows, expected, "offset {offset}, kinds {kinds:b}");
    }
    let none = EntryQuery { tables, kinds: 0b1, limit: 5, ..Default::default() };
    assert_eq!(vault.entries(&none, None).unwrap().total, 0);
}

#[test]
fn what_the_person_added_is_kept_in_order_and_every_change_is_a_step() {
    let place = tempfile::tempdir().unwrap();
    let mut vault = Vault::create(&place.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let put = |vault: &mut Vault, key: &str, body: &str| {
        vault.step("history.view_saved", |vault| vault.own_put("view", key, body)).unwrap()
    };
    let bodies = |vault: &Vault| -> Vec<String> {
        vault.own("view").unwrap().iter().map(|one| one.body.expose().clone()).collect()
    };
    let first = put(&mut vault, "b", "one");
    put(&mut vault, "a", "two");
    assert_eq!(put(&mut vault, "b", "three"), first, "changed, not added");
    assert_eq!(bodies(&vault), ["three", "two"]);
    assert_eq!(vault.own_one("view", "a").unwrap().as_deref(), Some("two"));
    assert!(vault.own("mark").unwrap().is_empty());
    vault.step("history.view_removed", |vault| vault.own_remove("view", "a")).unwrap();
    assert_eq!(bodies(&vault), ["three"]);
    vault.undo().unwrap();
    vault.undo().unwrap();
    assert_eq!(bodies(&vault), ["one", "two"]);
    let history = vault.history().unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[0], ("history.view_removed".to_owned(), true));
    assert_eq!(history[3], ("history.view_saved".to_owned(), false));
}

/// Writes an empty import of a company that stays hidden, and gives its id.
fn written(vault: &Vault, controller: &str) -> u32 {
    let writer = vault.begin_import(&ImportHead::default()).unwrap();
    let end = ImportEnd { controller: controller.into(), hidden: true, ..Default::default() };
    writer.commit(&end).unwrap()
}

fn names(vault: &Vault) -> Vec<String> {
    vault.controllers().unwrap().into_iter().map(|controller| controller.name).collect()
}

/// Undoes all and does it again, twice.
fn there_and_back(vault: &mut Vault, before: &[&str], after: &[&str]) {
    for _ in 0..2 {
        while vault.undo().unwrap().is_some() {}
        assert_eq!(names(vault), before);
        while vault.redo().unwrap().is_some() {}
        assert_eq!(names(vault), after);
    }
}

#[test]
fn a_company_and_its_answer_are_undone_in_whatever_order_they_came() {
    let place = tempfile::tempdir().unwrap();
    let open = |name: &str| Vault::create(&place.path().join(name), None, Work::LEAST).unwrap();
    let add = |vault: &mut Vault| vault.step("added", |v| v.add_controller("Shop", "")).unwrap();
    let show =
        |vault: &mut Vault, id| vault.step("imported", |v| v.hide_import(id, false)).unwrap();

    let mut vault = open("company first");
    let company = add(&mut vault);
    let id = written(&vault, "Shop");
    show(&mut vault, id);
    assert_eq!(vault.import(id).unwrap().controller, company);
    there_and_back(&mut vault, &[], &["Shop"]);
    assert_eq!(vault.import(id).unwrap().controller, company);

    let mut vault = open("answer first");
    let id = written(&vault, "Shop");
    let company = add(&mut vault);
    show(&mut vault, id);
    assert_eq!(vault.import(id).unwrap().controller, company);
    there_and_back(&mut vault, &[], &["Shop"]);

    // One import takes the place that another one's company left.
    let mut vault = open("two answers");
    add(&mut vault);
    for _ in 0..2 {
        let id = written(&vault, "Shop");
        show(&mut vault, id);
    }
    there_and_back(&mut vault, &[], &["Shop"]);
    assert_eq!(vault.imports().unwrap().len(), 2);
}

#[test]
fn a_company_is_there_for_undo_whatever_imports_come_and_go() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("v.dossier");
    let mut vault = Vault::create(&path, None, Work::LEAST).unwrap();
    let id = import(&vault, "Shop", ROWS);
    vault.step("set", |v| v.set_controller(id, "Store")).unwrap();
    // What is left of a canceled import is tidied up at once, outside of steps.
    drop(begin(&vault, 1));
    vault.undo().unwrap();
    assert_eq!(names(&vault), ["Shop"]);
    // An import under way needs a line for its company as well.
    let running = begin(&vault, 1);
    assert_eq!(vault.redo().unwrap().as_deref(), Some("set"));
    assert_eq!(names(&vault), ["Store"]);
    drop(running);
    there_and_back(&mut vault, &["Shop"], &["Store"]);
    drop(vault);
    let vault = Vault::open(&path, None).unwrap();
    assert_eq!(names(&vault), ["Store"]);
    assert!(vault.controller(1).is_err(), "nothing can bring it back any more");
}

#[test]
fn an_import_in_other_hands_is_not_shown() {
    let place = tempfile::tempdir().unwrap();
    let mut vault = Vault::create(&place.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let writer = begin(&vault, 1);
    for hidden in [false, true] {
        let shown = vault.step("imported", |v| v.hide_import(1, hidden));
        assert!(matches!(shown, Err(VaultError::NoSuch)));
    }
    assert!(vault.imports().unwrap().is_empty());
    drop(writer);
    assert!(vault.imports().unwrap().is_empty());
}

/// The names of the files in a folder.
fn files(folder: &tempfile::TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn making_a_vault_that_was_cut_off_is_begun_again() {
    for left in [&["v"][..], &["v", "v.key.new"], &["v.key.new"]] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        for name in left {
            // The vault's file is empty until its key stands beside it.
            let bytes = if *name == "v" { &b""[..] } else { b"{ \"version\": 1, \"prot" };
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        assert!(!Vault::exists(&path));
        assert!(matches!(Vault::open(&path, None), Err(VaultError::Absent)));
        drop(Vault::create(&path, None, Work::LEAST).unwrap());
        assert!(Vault::open(&path, None).is_ok(), "{left:?}");
        assert_eq!(files(&folder), ["v", "v.key", "v.lock"]);
    }
}

#[test]
fn a_part_of_a_vault_is_told_and_left_alone_until_it_is_erased() {
    let secret = passphrase("a long enough passphrase");
    for (lost, left) in [("v", "v.key"), ("v.key", "v")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v");
        drop(Vault::create(&path, Some(&secret), Work::LEAST).unwrap());
        std::fs::remove_file(folder.path().join(lost)).unwrap();
        let before = std::fs::read(folder.path().join(left)).unwrap();
        let told = |error: Option<VaultError>| match error {
            Some(VaultError::FileAbsent) => "v",
            Some(VaultError::KeyAbsent) => "v.key",
            _ => "",
        };
        assert!(!Vault::exists(&path));
        assert_eq!(told(Vault::create(&path, Some(&secret), Work::LEAST).err()), lost);
        assert_eq!(told(Vault::open(&path, Some(&secret)).err()), lost);
        assert_eq!(std::fs::read(folder.path().join(left)).unwrap(), before);
        assert_eq!(files(&folder), [left]);
        Vault::erase(&path).unwrap();
        assert!(files(&folder).is_empty());
        assert!(Vault::create(&path, Some(&secret), Work::LEAST).is_ok());
    }
}

#[test]
fn erasing_leaves_no_part_and_is_finished_when_it_was_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v");
    let key = key_path(&path);
    drop(Vault::create(&path, None, Work::LEAST).unwrap());
    // A change of the passphrase that was cut off leaves the key a second time.
    std::fs::copy(&key, folder.path().join("v.key.new")).unwrap();
    // What cannot be removed as a file stops the erasing halfway.
    let log = folder.path().join("v-wal");
    std::fs::create_dir(&log).unwrap();
    std::fs::write(log.join("full"), "").unwrap();
    let plain = std::fs::read_to_string(&key).unwrap();
    let digits = plain.split('"').find(|word| word.len() == 64).unwrap().to_owned();
    assert!(Vault::erase(&path).is_err());
    for name in ["v.key", "v.key.new"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains(&digits), "{name} holds the key");
    }
    // As if it had been cut off before the file went.
    std::fs::write(&path, "what nobody can read any more").unwrap();
    assert!(!Vault::exists(&path));
    assert!(matches!(Vault::open(&path, None), Err(VaultError::Absent)));
    std::fs::remove_dir_all(&log).unwrap();
    drop(Vault::create(&path, None, Work::LEAST).unwrap());
    assert!(Vault::open(&path, None).is_ok());
    Vault::erase(&path).unwrap();
    assert!(files(&folder).is_empty());
    assert!(matches!(Vault::erase(&path), Err(VaultError::Absent)));
}

/// An import that came in several files, of which the members have these digests.
fn folder_of(vault: &Vault, members: &[(&str, Sha256)], kept: &[(&str, &[u8])]) {
    let mut writer = vault.begin_import(&ImportHead::default()).unwrap();
    for (path, sha256) in members {
        let path = MemberPath::new(*path);
        let member = writer.begin_member(&path).unwrap();
        let (kind, state) = (MemberKind::Csv, MemberState::Read);
        let (reason, bytes, records, same_as) = (String::new(), 3, 0, None);
        let sha256 = *sha256;
        let line = MemberSummary { path, kind, state, reason, bytes, sha256, records, same_as };
        writer.end_member(member, &line).unwrap();
    }
    for (source, (name, bytes)) in (0..).zip(kept) {
        writer.source_chunk(source, 0, name, bytes).unwrap();
    }
    let sha256 = "of a list".to_owned();
    writer.commit(&ImportEnd { sha256, ..Default::default() }).unwrap();
}

#[test]
fn each_file_of_a_folder_is_held_against_its_digest() {
    let of = |bytes: &[u8]| Sha256(sha2::Sha256::digest(bytes).into());
    let good = [("f/a.csv", of(b"one")), ("f/b.csv", of(b"two"))];
    for (name, members, kept, broken) in [
        ("whole", &good[..], &[("f/a.csv", &b"one"[..]), ("f/b.csv", b"two")][..], 0),
        ("of one file", &good[..1], &[("f/a.csv", b"one")], 0),
        ("changed", &good, &[("f/a.csv", b"one"), ("f/b.csv", b"twO")], 1),
        ("cut off", &good, &[("f/a.csv", b"one"), ("f/b.csv", b"tw")], 1),
        ("read in part", &good[..1], &[("f/a.csv", b"one and more")], 0),
        ("with an archive", &good[..1], &[("f/a.csv", b"one"), ("f/b.zip", b"PK")], 0),
    ] {
        let place = tempfile::tempdir().unwrap();
        let vault = Vault::create(&place.path().join("v"), None, Work::LEAST).unwrap();
        folder_of(&vault, members, kept);
        assert_eq!(vault.verify().unwrap().broken_sources, broken, "{name}");
    }
}
