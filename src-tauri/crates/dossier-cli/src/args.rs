use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// See what companies hold about you and why, and ask them to correct or delete it.
#[derive(Parser, Debug)]
#[command(name = "dossier-cli", version, about)]
pub struct Args {
    /// The vault file.
    #[arg(long, global = true, value_name = "FILE")]
    pub vault: Option<PathBuf>,
    /// A file whose first line is the passphrase; or set `DOSSIER_PASSPHRASE`.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print JSON on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of texts.
    #[arg(long, global = true, default_value = "en")]
    pub lang: String,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a new vault.
    Init,
    /// Import answers: files or folders.
    Import {
        /// What to import.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Whose answer it is.
        #[arg(long)]
        controller: Option<String>,
        /// The day on which it came, `YYYY-MM-DD`.
        #[arg(long)]
        received: Option<String>,
        /// A file whose first line is the password of encrypted members.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Load the sample customer.
    Sample,
    /// List imports.
    Imports,
    /// Take an import out.
    Remove {
        /// Its id.
        id: u32,
    },
    /// Check every hash, page and count.
    Verify,
    /// What is held, field by field.
    Holdings {
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
    },
    /// What companies state in their own words.
    Statements {
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
    },
    /// Find entries.
    Search {
        /// Words and identifiers that must all occur.
        text: String,
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
        /// So many hits at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show records with their places.
    Records {
        /// The member.
        #[arg(long)]
        path: String,
        /// The table in it.
        #[arg(long)]
        table: Option<String>,
        /// Skip so many.
        #[arg(long, default_value_t = 0)]
        offset: u32,
        /// Give so many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// The questions of a law and whether the answer answers them.
    Checklist {
        /// The company.
        #[arg(long)]
        controller: String,
        /// The law; the one that protects the person if it is not given.
        #[arg(long, default_value = "")]
        law: String,
    },
    /// What is worth knowing.
    Findings {
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
        /// With the rule, its version, what it looks for and what it saw.
        #[arg(long)]
        method: bool,
    },
    /// Two answers of one company, or several companies or cases side by side.
    Compare {
        /// The imports of the earlier and the later answer.
        #[arg(num_args = 2, value_names = ["BEFORE", "AFTER"], required_unless_present = "sides")]
        imports: Vec<u32>,
        /// Companies side by side: kinds of data and questions of the law.
        #[arg(long, conflicts_with = "imports")]
        sides: bool,
        /// With `--sides`: only companies whose name begins so. Answers that several
        /// people got from one company stand side by side if each was imported under
        /// a name such as `Shop (case 3)`.
        #[arg(long, requires = "sides")]
        controller: Option<String>,
    },
    /// Why data are held: kinds of data by purpose.
    Why {
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
    },
    /// What the data buy, and whom.
    Ledger {
        /// Only this company.
        #[arg(long)]
        controller: Option<String>,
    },
    /// Classify fields: JSON lines in, JSON lines out. Needs no vault.
    Classify,
    /// Count a deadline. Needs no vault.
    Deadline {
        /// A file of cases.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["law", "kind", "start"])]
        cases: Option<PathBuf>,
        /// The law.
        #[arg(long, required_unless_present = "cases")]
        law: Option<String>,
        /// The kind of deadline, such as `respond`.
        #[arg(long, required_unless_present = "cases")]
        kind: Option<String>,
        /// The day on which it starts, `YYYY-MM-DD`.
        #[arg(long, required_unless_present = "cases")]
        start: Option<String>,
        /// The controller's place, such as `DE-BY`.
        #[arg(long, default_value = "")]
        region: String,
    },
    /// Draft a letter.
    Draft(Box<Draft>),
    /// List requests, or work on one.
    Requests {
        #[command(subcommand)]
        what: Option<Requests>,
    },
    /// Write the deadline of a request as a calendar file.
    Calendar {
        /// The request.
        #[arg(long)]
        request: u32,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// What became of a request in a later answer.
    Proof {
        /// The request.
        #[arg(long)]
        request: u32,
        /// The later import; the newest that may answer if absent.
        #[arg(long)]
        import: Option<u32>,
        /// Its language; that of the letter if absent.
        #[arg(long)]
        language: Option<String>,
        /// `json` or `pdf`, with `--out`.
        #[arg(long, default_value = "json")]
        format: String,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Find a company or an authority to write to.
    Directory {
        /// Name, brand, domain or mail address.
        query: String,
        /// Search authorities.
        #[arg(long)]
        authority: bool,
    },
    /// The letters that there are: law, letter, languages.
    Letters,
}

#[derive(Subcommand, Debug)]
pub enum Requests {
    /// List them.
    List,
    /// Show one with its letter.
    Show {
        /// Its id.
        id: u32,
    },
    /// Say what can be done now.
    Next {
        /// Its id; all if absent.
        id: Option<u32>,
    },
    /// Note what happened.
    Mark {
        /// Its id.
        id: u32,
        /// `sent`, `acknowledged`, `in_progress`, `extended`, `answered`, `denied`,
        /// `expired`, `closed`.
        #[arg(long)]
        state: String,
        /// The day, `YYYY-MM-DD`; today if absent.
        #[arg(long)]
        day: Option<String>,
        /// `email`, `post`, `form`, `phone`.
        #[arg(long, default_value = "")]
        how: String,
        /// A note.
        #[arg(long, default_value = "")]
        note: String,
        /// Proofs to keep with it.
        #[arg(long, value_name = "FILE")]
        file: Vec<PathBuf>,
    },
    /// Take one out.
    Remove {
        /// Its id.
        id: u32,
    },
    /// Days that are near or over.
    Due,
}

#[derive(clap::Args, Debug)]
pub struct Draft {
    /// The right, such as `erasure`.
    #[arg(long)]
    pub right: String,
    /// The company.
    #[arg(long)]
    pub controller: String,
    /// What it is about: `PATH`, `PATH::FIELD` or `PATH::TABLE::FIELD`.
    #[arg(long)]
    pub items: Vec<String>,
    /// A correction: `PATH::FIELD=right value`.
    #[arg(long)]
    pub correct: Vec<String>,
    /// The law; the one that fits the company if empty.
    #[arg(long, default_value = "")]
    pub law: String,
    /// Add the company if there is no answer of it yet.
    #[arg(long)]
    pub add: bool,
    /// An answer to a question of the letter: `ID=VALUE`.
    #[arg(long, value_name = "ID=VALUE")]
    pub fact: Vec<String>,
    /// The request that the letter follows.
    #[arg(long)]
    pub about: Option<u32>,
    /// The language of the letter.
    #[arg(long)]
    pub language: String,
    /// `pdf`, `docx`, `eml`, `txt` or `json`.
    #[arg(long, default_value = "pdf")]
    pub format: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The sender's name.
    #[arg(long)]
    pub sender_name: Option<String>,
    /// The sender's address, a line each.
    #[arg(long)]
    pub sender_address: Vec<String>,
    /// The sender's mail address.
    #[arg(long, default_value = "")]
    pub sender_email: String,
    /// The company's address, a line each.
    #[arg(long)]
    pub contact_address: Vec<String>,
    /// The company's mail address.
    #[arg(long)]
    pub contact_email: Option<String>,
    /// Values stand in full in the annex.
    #[arg(long)]
    pub full_values: bool,
}
