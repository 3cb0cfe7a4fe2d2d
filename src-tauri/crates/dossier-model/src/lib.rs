//! The vocabulary that every part of Dossier shares.
//!
//! The border is here because each stage of the flow (`source -> members ->
//! records -> items -> vault -> insight -> views -> letters`) hands these values
//! to the next one, and none of them may know a later stage. The crate holds
//! values and no behavior beyond what keeps them honest: a place always names
//! where a thing stands, a voice always says who speaks, and personal data do
//! not print themselves.

mod cancel;
mod holding;
mod item;
mod member;
mod place;
mod problem;
mod progress;
mod record;
mod sensitive;
mod statement;

pub use cancel::{Cancel, Canceled};
pub use holding::{FieldSummary, TableSummary};
pub use item::{Benefit, Item, Kind, Voice, Voiced};
pub use member::{MemberKind, MemberState, MemberSummary, Sha256};
pub use place::{At, MemberPath, SourcePlace};
pub use problem::{Problem, Severity};
pub use progress::{FoundTable, Phase, Progress};
pub use record::{FieldIndex, RowBuf, TableHead};
pub use sensitive::Sensitive;
pub use statement::{
    Passage, Period, PeriodStart, PeriodUnit, Reply, StartEvent, Statement, StatementKind,
};
