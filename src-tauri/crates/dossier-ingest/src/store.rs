use dossier_model::{
    At, MemberPath, MemberSummary, Passage, Problem, RowBuf, Statement, TableSummary,
};

/// A table of the member at work, as the store numbers it.
pub type StoreTable = u32;

/// A member, as the store numbers it.
pub type StoreMember = i64;

/// The store could not take something and knows why; the import ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store refused")]
pub struct StoreFailed;

/// Where an import goes. What lies behind it is not this crate's business.
pub trait Store {
    /// Begins a member.
    fn begin_member(&mut self, path: &MemberPath) -> Result<StoreMember, StoreFailed>;
    /// Opens a table of the current member; prose is searched, not counted.
    fn open_table(&mut self, name: &str, prose: bool) -> Result<StoreTable, StoreFailed>;
    /// Adds a record with the mask of its kinds of data.
    fn record(
        &mut self,
        table: StoreTable,
        at: &At,
        row: &RowBuf,
        kinds: u16,
    ) -> Result<(), StoreFailed>;
    /// Closes a table.
    fn end_table(&mut self, table: StoreTable, summary: &TableSummary) -> Result<(), StoreFailed>;
    /// Writes or rewrites a member's line of the ledger.
    fn end_member(
        &mut self,
        member: StoreMember,
        summary: &MemberSummary,
    ) -> Result<(), StoreFailed>;
    /// Takes a member's records out again and keeps its line of the ledger.
    fn forget(&mut self, member: StoreMember) -> Result<(), StoreFailed>;
    /// Notes a problem of a member, or of the import as a whole.
    fn problem(
        &mut self,
        member: Option<StoreMember>,
        problem: &Problem,
    ) -> Result<(), StoreFailed>;
    /// Notes something that the company states.
    fn statement(&mut self, statement: &Statement) -> Result<(), StoreFailed>;
    /// Notes words that may state something.
    fn passage(&mut self, passage: &Passage) -> Result<(), StoreFailed>;
}
