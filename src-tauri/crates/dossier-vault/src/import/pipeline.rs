//! An import on three threads, one behind the other, so that what goes in first
//! comes out first: the caller reads and fills blocks, the second thread indexes
//! and compresses them, the third writes. The channels between them hold a few
//! blocks, so memory does not depend on the size of the import.
//!
//! The writer works in short transactions on an import that nobody sees. Between
//! two of them other writes get their turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, InterruptHandle, params};

use super::index::{Indexer, Runs};
use crate::VaultError;
use crate::block::BlockBuilder;
use crate::gate::Gate;
use crate::pack::Packer;

/// Blocks and other parts that wait between two threads.
const WAITING: usize = 8;
/// Bytes before compression that one transaction holds.
const BATCH: usize = 48 << 20;
/// How long the writer keeps a transaction open without anything to write.
const IDLE: Duration = Duration::from_millis(20);

/// Something small to write, in its place in the order.
pub type Write = Box<dyn FnOnce(&Connection) -> Result<(), VaultError> + Send>;

/// What the caller hands over.
pub enum Part {
    /// Rows of a table, from this row on, as the block of this id.
    Rows { id: u32, table: i64, first: u64, rows: BlockBuilder },
    /// Original bytes: source, part and name.
    Source { source: u32, part: u32, name: String, bytes: Vec<u8> },
    /// Anything else.
    Write(Write),
}

/// What the writer gets: the bytes it came from count for the size of a batch.
struct Parcel {
    bytes: usize,
    write: Write,
}

/// The threads behind an import.
pub struct Pipeline {
    parts: SyncSender<Part>,
    /// Emptied blocks, to be filled again.
    spare: Receiver<BlockBuilder>,
    stop: Arc<AtomicBool>,
    interrupt: InterruptHandle,
    packer: JoinHandle<Result<(), VaultError>>,
    writer: JoinHandle<(Connection, Result<(), VaultError>)>,
}

impl Pipeline {
    /// Starts the threads for an import that stands in the vault already.
    pub fn start(connection: Connection, import: i64, gate: Arc<Gate>) -> Result<Self, VaultError> {
        let (parts, part_queue) = sync_channel(WAITING);
        let (parcels, parcel_queue) = sync_channel(WAITING);
        let (empty, spare) = sync_channel(WAITING);
        let stop = Arc::new(AtomicBool::new(false));
        let interrupt = connection.get_interrupt_handle();
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let packing = Packing {
            import,
            parcels,
            empty,
            stop: Arc::clone(&stop),
            indexer: Indexer::default(),
            packer: Packer::default(),
            plain: Vec::new(),
        };
        let packer = thread("import-pack").spawn(move || packing.run(&part_queue))?;
        let halt = Arc::clone(&stop);
        let writer = thread("import-write").spawn(move || {
            let result = write(&connection, &parcel_queue, &gate, &halt);
            // Whoever still sends learns that nobody takes it any more.
            drop(parcel_queue);
            (connection, result)
        })?;
        Ok(Self { parts, spare, stop, interrupt, packer, writer })
    }

    /// Hands a part over; waits while too many are under way. False if nobody takes
    /// it, and [`Pipeline::end`] says why.
    #[must_use]
    pub fn send(&self, part: Part) -> bool {
        self.parts.send(part).is_ok()
    }

    /// An empty block.
    pub fn spare(&self) -> BlockBuilder {
        self.spare.try_recv().unwrap_or_default()
    }

    /// Waits until all is written and gives the connection back.
    pub fn end(self) -> (Option<Connection>, Result<(), VaultError>) {
        let Self { parts, spare, packer, writer, .. } = self;
        drop((parts, spare));
        let packed = packer.join().unwrap_or(Err(VaultError::Canceled));
        match writer.join() {
            // What the writer says is the reason; the packer only noticed that it was gone.
            Ok((connection, written)) => (Some(connection), written.and(packed)),
            Err(_) => (None, Err(VaultError::Canceled)),
        }
    }

    /// Stops as soon as possible and gives the connection back, nothing open on it.
    pub fn cut(self) -> Option<Connection> {
        self.stop.store(true, Ordering::Release);
        self.interrupt.interrupt();
        let (connection, _) = self.end();
        connection
    }
}

/// The second thread.
struct Packing {
    import: i64,
    parcels: SyncSender<Parcel>,
    empty: SyncSender<BlockBuilder>,
    stop: Arc<AtomicBool>,
    indexer: Indexer,
    packer: Packer,
    plain: Vec<u8>,
}

impl Packing {
    fn run(mut self, parts: &Receiver<Part>) -> Result<(), VaultError> {
        for part in parts {
            if self.stop.load(Ordering::Acquire) {
                return Err(VaultError::Canceled);
            }
            match part {
                Part::Write(write) => self.send(0, write)?,
                Part::Rows { id, table, first, rows } => self.rows(id, table, first, rows)?,
                Part::Source { source, part, name, bytes } => {
                    let (import, data) = (self.import, self.packer.pack(&bytes)?);
                    let insert = move |connection: &Connection| {
                        connection
                            .prepare_cached(
                                "INSERT INTO source_chunk (import, source, part, name, data)
                                 VALUES (?, ?, ?, ?, ?)",
                            )?
                            .execute(params![import, source, part, name, data])?;
                        Ok(())
                    };
                    self.send(bytes.len(), Box::new(insert))?;
                }
            }
        }
        let runs = self.indexer.end();
        self.store(runs)
    }

    fn rows(
        &mut self,
        id: u32,
        table: i64,
        first: u64,
        mut rows: BlockBuilder,
    ) -> Result<(), VaultError> {
        self.indexer.start(id);
        rows.each_cell(|cell| self.indexer.cell(cell));
        let count = rows.rows() as u64;
        let kinds: Vec<u8> = rows
            .kind_counts()
            .iter()
            .flat_map(|count| u16::try_from(*count).unwrap_or(u16::MAX).to_le_bytes())
            .collect();
        rows.encode(&mut self.plain);
        let data = self.packer.pack(&self.plain)?;
        // Full means that the caller has enough of them.
        let _ = self.empty.try_send(rows);
        let insert = move |connection: &Connection| {
            connection
                .prepare_cached(
                    "INSERT INTO block (id, tbl, first_row, rows, kinds) VALUES (?, ?, ?, ?, ?)",
                )?
                .execute(params![id, table, first, count, kinds])?;
            connection
                .prepare_cached("INSERT INTO block_data (id, data) VALUES (?, ?)")?
                .execute(params![id, data])?;
            Ok(())
        };
        self.send(self.plain.len(), Box::new(insert))?;
        let runs = self.indexer.full();
        self.store(runs)
    }

    fn store(&self, runs: Runs) -> Result<(), VaultError> {
        if runs.is_empty() {
            return Ok(());
        }
        let import = self.import;
        self.send(0, Box::new(move |connection| runs.store(connection, import)))
    }

    fn send(&self, bytes: usize, write: Write) -> Result<(), VaultError> {
        self.parcels.send(Parcel { bytes, write }).map_err(|_| VaultError::Canceled)
    }
}

/// The third thread: batches until the parcels end.
fn write(
    connection: &Connection,
    parcels: &Receiver<Parcel>,
    gate: &Gate,
    stop: &AtomicBool,
) -> Result<(), VaultError> {
    let mut next = parcels.recv().ok();
    while next.is_some() {
        gate.let_others_write();
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let written = batch(connection, parcels, gate, stop, &mut next);
        connection.execute_batch(if written.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        written?;
        if next.is_none() {
            next = parcels.recv().ok();
        }
    }
    Ok(())
}

/// Writes until there is enough for one transaction, or somebody else wants to
/// write. What was taken and not written is in `next`.
fn batch(
    connection: &Connection,
    parcels: &Receiver<Parcel>,
    gate: &Gate,
    stop: &AtomicBool,
    next: &mut Option<Parcel>,
) -> Result<(), VaultError> {
    let mut bytes = 0;
    while let Some(parcel) = next.take() {
        if stop.load(Ordering::Acquire) {
            return Err(VaultError::Canceled);
        }
        (parcel.write)(connection)?;
        bytes += parcel.bytes;
        if bytes >= BATCH {
            return Ok(());
        }
        if gate.is_wanted() {
            return Ok(());
        }
        match parcels.recv_timeout(IDLE) {
            Ok(parcel) => *next = Some(parcel),
            // While nothing comes nobody is kept waiting, another program included.
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
    Ok(())
}
