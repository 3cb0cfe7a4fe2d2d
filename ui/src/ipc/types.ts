// Written by `cargo test -p dossier-api --test types` from the core's contract. Do not edit.

export type AddControllerRequest = { 
/**
 * Its entry in the directory; empty if it has none.
 */
directory: string, 
/**
 * Its name, if it has no entry.
 */
name: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type ApiError = { 
/**
 * A stable word, such as `vault_locked`.
 */
code: string, 
/**
 * What happened.
 */
message: Text, 
/**
 * What to do about it.
 */
hint: Text, };

export type At = { "kind": "whole" } | { "kind": "line", 
/**
 * The line on which it starts.
 */
line: number, } | { "kind": "pointer", 
/**
 * For example `/orders/3/items/0`.
 */
pointer: string, } | { "kind": "element", 
/**
 * For example `/html/body/table[2]/tr[5]`.
 */
path: string, } | { "kind": "cell", 
/**
 * The name of the sheet.
 */
sheet: string, 
/**
 * The reference as people know it: `B7`, or `7` for the whole row.
 */
cell: string, } | { "kind": "page", 
/**
 * The page.
 */
page: number, } | { "kind": "part", 
/**
 * The part.
 */
part: string, } | { "kind": "byte", 
/**
 * The offset, counted from 0.
 */
offset: number, };

export type AuditRequest = { 
/**
 * Controller id; all companies if absent.
 */
controller?: number, 
/**
 * The law whose list is used; the one that protects the person if empty.
 */
law: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type BandView = { 
/**
 * Whose.
 */
controller: number, 
/**
 * Whose, by name.
 */
controller_name: string, 
/**
 * Which kind of data.
 */
kind: Kind, 
/**
 * The id of the purpose; empty for "not stated".
 */
purpose: string, 
/**
 * Who gives the purpose.
 */
purpose_voice: Voice, 
/**
 * The id of the recipient; empty for "not stated".
 */
recipient: string, 
/**
 * Who names the recipient.
 */
recipient_voice: Voice, 
/**
 * Values of the fields.
 */
records: number, };

export type BenefitLedgerView = { 
/**
 * One line a field, what serves only the company first.
 */
lines: Array<LedgerLine>, 
/**
 * What the data are worth to the person, computed from them.
 */
gains: Array<GainView>, 
/**
 * What serves only the company, ready for an erasure request.
 */
erase: Array<RequestItem>, 
/**
 * Values of fields that stay under that choice.
 */
kept: number, 
/**
 * Values of fields that it would erase.
 */
erased: number, };

export type CategoryOption = { 
/**
 * Catalog id.
 */
id: string, 
/**
 * The plain name.
 */
label: string, 
/**
 * Which kind of data.
 */
kind: Kind, 
/**
 * One plain sentence.
 */
sentence: string, };

export type ChangePassphraseRequest = { 
/**
 * The passphrase so far; absent if a key file opens the vault.
 */
old?: string, 
/**
 * The new one; absent for a key file, by explicit choice.
 */
new?: string, };

export type ChecklistRow = { 
/**
 * Its id, such as `15-1-a`.
 */
id: string, 
/**
 * The question in the language asked for.
 */
label: string, 
/**
 * `yes`, `partly`, `no`; `perhaps` where words of the letter may answer it and a
 * person must read them; `announced` where the letter says that the copy comes
 * another way.
 */
answered: string, 
/**
 * Whether it is owed in some cases only.
 */
conditional?: boolean, 
/**
 * Where it is answered.
 */
place: SourcePlace | null, 
/**
 * Words that no statement was made of and that may answer it.
 */
hint: HintView | null, 
/**
 * The article.
 */
reference: string, };

export type CompanyNoteRequest = { 
/**
 * Controller id.
 */
id: number, 
/**
 * The words: plain text, 4,000 characters at most.
 */
text: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type CompanyRequest = { 
/**
 * Controller id.
 */
id: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type CompanyRow = { 
/**
 * Controller id.
 */
id: number, 
/**
 * Name.
 */
name: string, 
/**
 * First and last date in its answers, ISO 8601.
 */
first: string | null, 
/**
 * See `first`.
 */
last: string | null, 
/**
 * Entries in its answers.
 */
entries: number, 
/**
 * One cell a kind, in the order of the label card.
 */
cells: Array<KindCell>, 
/**
 * Whether it belongs to the sample customer.
 */
sample: boolean, };

export type CompanyView = { 
/**
 * Who.
 */
controller: ControllerView, 
/**
 * How to reach it, from the directory, the letter or the person.
 */
contact: ContactView, 
/**
 * Its answers.
 */
imports: Array<ImportView>, 
/**
 * Entries.
 */
entries: number, 
/**
 * First and last date, ISO 8601.
 */
first: string | null, 
/**
 * See `first`.
 */
last: string | null, 
/**
 * The label card: all twelve kinds, empty ones too.
 */
label: Array<LabelRow>, 
/**
 * Fields of none of the kinds: not classified, or needed by operation alone.
 */
beside: Array<ItemView>, 
/**
 * What it says in its own words.
 */
statements: Array<Statement>, 
/**
 * The law whose questions `checklist` asks.
 */
law: LawChoiceView, 
/**
 * The questions of the law and whether they are answered.
 */
checklist: Array<ChecklistRow>, 
/**
 * Whether there is a letter that asks for what the answer lacks.
 */
follow_up?: boolean, 
/**
 * Findings about it.
 */
findings: Array<FindingView>, 
/**
 * Requests to it.
 */
requests: Array<RequestCard>, 
/**
 * The person's own words on it; empty if there are none.
 */
note?: string, };

export type CompareRequest = { 
/**
 * The import of the earlier answer.
 */
before: number, 
/**
 * The import of the later one.
 */
after: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type CompareView = { 
/**
 * The earlier answer.
 */
before: ImportView, 
/**
 * The later one.
 */
after: ImportView, 
/**
 * The sums by table.
 */
tables: Array<ComparedTable>, 
/**
 * The records, those that changed something first; at most 2,000.
 */
rows: Array<ComparedRow>, 
/**
 * By what the kept ones are kept.
 */
reason_kept: Array<VoicedView>, 
/**
 * Whether a table had no stable key, so that equal contents count as equal
 * records and a change shows as one gone and one new.
 */
by_position: boolean, };

export type ComparedRow = { 
/**
 * `gone`, `still_there`, `kept`, `new`, `changed`, `moved`, or `absent`: neither gone
 * nor there as far as the later answer shows.
 */
state: string, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * The table where it stands now, if it moved.
 */
moved_to?: string, 
/**
 * Its most telling values.
 */
what: string, 
/**
 * The record in the earlier answer.
 */
before: EntryId | null, 
/**
 * The record in the later one.
 */
after: EntryId | null, 
/**
 * Where it stands in the earlier answer.
 */
before_place: SourcePlace | null, 
/**
 * Where it stands in the later one.
 */
after_place: SourcePlace | null, 
/**
 * What changed in it, field by field.
 */
changes: Array<FieldChange>, };

export type ComparedTable = { 
/**
 * The table as people call it.
 */
table: string, 
/**
 * Only in the earlier answer.
 */
gone: number, 
/**
 * In both, unchanged.
 */
still_there: number, 
/**
 * In both, unchanged, and kept by law.
 */
kept: number, 
/**
 * Only in the later answer.
 */
new: number, 
/**
 * In both, with other values.
 */
changed: number, 
/**
 * In the later answer in another table.
 */
moved: number, 
/**
 * Of a table that is gone, and the later answer does not show whether they are.
 */
absent: number, };

export type ContactView = { 
/**
 * Legal name.
 */
name: string, 
/**
 * Postal address, a line each.
 */
address: Array<string>, 
/**
 * E-mail for privacy matters.
 */
email: string, 
/**
 * Web form.
 */
web: string, 
/**
 * Where these come from: `directory`, `letter`, `own`, or empty.
 */
origin: string, 
/**
 * Day of the facts, ISO 8601, if known.
 */
as_of: string, };

export type ControllerView = { 
/**
 * Id of the controller in the vault.
 */
id: number, 
/**
 * The name to show.
 */
name: string, 
/**
 * `declared` (recognized by a declaration), `stated` (letterhead), `given`
 * (by the person), `name` (guessed from the file name), `unknown`.
 */
how: string, 
/**
 * Why we think so.
 */
why: Array<Text>, };

export type CorrectFieldRequest = { 
/**
 * Table id.
 */
table: number, 
/**
 * Field id.
 */
field: number, 
/**
 * The right category; empty takes a correction back; absent leaves it.
 */
category?: string, 
/**
 * The right purpose; empty takes a correction back; absent leaves it.
 */
purpose?: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type CreateRequest = { 
/**
 * To whom.
 */
controller: number, 
/**
 * The right.
 */
right: string, 
/**
 * The law; `eu_gdpr` if empty.
 */
law: string, 
/**
 * The language of the letter.
 */
language: string, 
/**
 * What it is about; empty means everything, where the right allows it.
 */
items: Array<RequestItem>, 
/**
 * The request that this letter follows: for reminders, replies, complaints.
 */
about?: number, };

export type CreateVaultRequest = { 
/**
 * The passphrase; absent for a key file, by explicit choice.
 */
passphrase?: string, };

export type DayCount = { 
/**
 * `2024-03-05`.
 */
day: string, 
/**
 * How many.
 */
records: number, };

export type DeadlineView = { 
/**
 * The last day, ISO 8601.
 */
due: string, 
/**
 * The count, step by step.
 */
steps: Array<Text>, 
/**
 * Whether a later day is possible, or the law is open.
 */
doubt: boolean, };

export type DirectoryHit = { 
/**
 * Its key.
 */
id: string, 
/**
 * Its legal name.
 */
name: string, 
/**
 * Its domains.
 */
domains: Array<string>, 
/**
 * How to reach it.
 */
contact: ContactView, 
/**
 * What it wants to be told in a request, in its own words.
 */
required: Array<string>, 
/**
 * Where the facts were read.
 */
source: string, 
/**
 * Day of the facts, ISO 8601.
 */
as_of: string, 
/**
 * Whether it is the person's own entry.
 */
own: boolean, 
/**
 * Whether the facts are older than two years.
 */
stale: boolean, 
/**
 * The company in the vault that it is, if any.
 */
controller: number | null, };

export type DirectoryRequest = { 
/**
 * Name, brand, domain or mail address; empty for the person's own entries.
 */
query: string, 
/**
 * The language for catalog texts.
 */
language: string, 
/**
 * `company` or `authority`.
 */
what: string, };

export type EntriesRequest = { 
/**
 * Which.
 */
filter: EntryFilter, 
/**
 * Skip so many.
 */
offset: number, 
/**
 * Give so many, 200 at most.
 */
limit: number, 
/**
 * Count to the end, however long it takes.
 */
exact: boolean, 
/**
 * Count on for a moment (some 50 ms) behind the page, which comes at once without.
 */
count?: boolean, 
/**
 * In which order; as they stand in the files if there is none.
 */
sort?: EntrySort, 
/**
 * Equal entries once; without an order those that occur most often first.
 */
once?: boolean, 
/**
 * The language for catalog texts.
 */
language: string, };

export type EntriesView = { 
/**
 * How many there are.
 */
total: number, 
/**
 * Whether `total` is exact or "at least".
 */
exact: boolean, 
/**
 * The rows of this page.
 */
rows: Array<EntryRow>, 
/**
 * With equal entries once: how many entries stand behind all rows.
 */
entries?: number, 
/**
 * With equal entries once, if only so many of these could be compared.
 */
compared?: number, };

export type EntryField = { 
/**
 * Field id.
 */
field_id: number, 
/**
 * The header.
 */
name: string, 
/**
 * The value as it stands.
 */
value: string, 
/**
 * Catalog id of the category.
 */
category: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Which kind; none for technical fields.
 */
kind: Kind | null, 
/**
 * Whether to mask it until shown.
 */
sensitive: boolean, 
/**
 * Why it is held.
 */
purposes: Array<VoicedView>, 
/**
 * Where exactly it stands.
 */
place: SourcePlace, };

export type EntryFilter = { 
/**
 * Controllers.
 */
controllers: Array<number>, 
/**
 * Imports.
 */
imports: Array<number>, 
/**
 * Kinds of data.
 */
kinds: Array<Kind>, 
/**
 * Tables.
 */
tables: Array<number>, 
/**
 * Members.
 */
paths: Array<MemberPath>, 
/**
 * Words that must all occur; numbers, dates and identifiers as they stand.
 */
text: string, 
/**
 * From this day, ISO 8601; undated entries are left out then.
 */
from?: string, 
/**
 * To this day.
 */
to?: string, 
/**
 * Only entries of tables with no purpose stated or seen.
 */
without_purpose: boolean, 
/**
 * Only entries with one of these tags.
 */
tags?: Array<string>, 
/**
 * Only this entry and its equals: of the same company, with the same values
 * under the same names, wherever they stand.
 */
same_as?: EntryId, };

export type EntryId = { 
/**
 * The table.
 */
table: number, 
/**
 * The row.
 */
row: number, };

export type EntryRequest = { 
/**
 * Which.
 */
id: EntryId, 
/**
 * The language for catalog texts.
 */
language: string, };

export type EntryRow = { 
/**
 * Its id.
 */
id: EntryId, 
/**
 * The day or time it speaks of, ISO 8601; none if undated.
 */
when: string | null, 
/**
 * Controller id.
 */
controller: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The kinds of data it holds, main one first.
 */
kinds: Array<Kind>, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * Its most telling values: header, value, and whether to mask it until shown.
 */
what: Array<[string, string, boolean]>, 
/**
 * Why it is held, as far as its table says: the strongest voice. In lists only.
 */
why?: VoicedView, 
/**
 * Where it stands.
 */
place: SourcePlace, 
/**
 * Byte ranges are awkward in a window: the words to highlight.
 */
hits: Array<string>, 
/**
 * The person's tags on it.
 */
tags?: Array<string>, 
/**
 * The entries that this one stands for, itself among them.
 */
equal?: EqualView, };

export type EntrySort = { 
/**
 * `when`, `company`, `table`, `column`, or `rank`: the best hits of a search
 * first. A ranking looks at a bounded number of hits; `exact` says whether
 * these were all.
 */
by: string, 
/**
 * The field of the column, with `column`. Only the entries of its table are
 * listed then.
 */
field?: number, 
/**
 * The newest or greatest first. Entries without a value stay last.
 */
descending: boolean, };

export type EntryView = { 
/**
 * The row as in the list.
 */
row: EntryRow, 
/**
 * All its fields, in the order of the file; absent ones left out.
 */
fields: Array<EntryField>, 
/**
 * The import.
 */
import: number, 
/**
 * Digest of the member it stands in.
 */
sha256: string, 
/**
 * The record as it stands in the file, as near as the format allows.
 */
raw: string, };

export type EqualView = { 
/**
 * How many.
 */
count: number, 
/**
 * In how many files.
 */
files: number, };

export type EraseVaultRequest = { 
/**
 * The word `erase`, typed by the person.
 */
confirm: string, };

export type EventFileView = { 
/**
 * Its id, for `request_file`.
 */
id: number, 
/**
 * Its name.
 */
name: string, 
/**
 * Its length.
 */
bytes: number, 
/**
 * Its digest.
 */
sha256: string, };

export type EvidenceView = { 
/**
 * The controller.
 */
controller: number, 
/**
 * The import.
 */
import: number, 
/**
 * Where.
 */
place: SourcePlace, 
/**
 * What stands there.
 */
value: string, 
/**
 * The entry, if the place is one.
 */
entry: EntryId | null, };

export type Facet = { 
/**
 * The id as the filter wants it: a number, or a kind's word.
 */
id: string, 
/**
 * What to show; empty for kinds.
 */
label: string, 
/**
 * How many entries.
 */
count: number, };

export type FacetsRequest = { 
/**
 * Which entries.
 */
filter: EntryFilter, 
/**
 * The language for catalog texts.
 */
language: string, };

export type FacetsView = { 
/**
 * By controller.
 */
controllers: Array<Facet>, 
/**
 * By kind.
 */
kinds: Array<Facet>, 
/**
 * By table.
 */
tables: Array<Facet>, 
/**
 * By tag: only those that some of the entries have. The label of a built-in one
 * is empty.
 */
tags?: Array<Facet>, };

export type FactView = { 
/**
 * Its id, for [`UpdateRequest`].
 */
id: string, 
/**
 * The question, in the language of the letter.
 */
question: string, 
/**
 * `day` (ISO 8601), `text`, `choice`, or `lines`: a row a line, its cells
 * parted by ` | `.
 */
kind: string, 
/**
 * What can be chosen: value and words.
 */
options: Array<[string, string]>, 
/**
 * The answer; what the program knows until the person says otherwise.
 */
value: string, 
/**
 * Whether the letter waits for it.
 */
required: boolean, };

export type FieldChange = { 
/**
 * The header in the later answer; of a field that is gone, in the earlier one.
 */
field: string, 
/**
 * `changed`, `gone`, `new`, or `renamed`: the same value under another header.
 */
state: string, 
/**
 * The earlier value; absent if the field is new.
 */
before?: string, 
/**
 * The later value; absent if the field is gone.
 */
after?: string, 
/**
 * The earlier header, if it was renamed.
 */
was?: string, };

export type FieldView = { 
/**
 * Its id.
 */
id: number, 
/**
 * The header as the company writes it.
 */
name: string, 
/**
 * Catalog id of the category.
 */
category: string, 
/**
 * Its label in the language asked for.
 */
label: string, 
/**
 * How sure, 0 to 1.
 */
confidence: number, 
/**
 * Why this category.
 */
why: Array<string>, 
/**
 * Records with a value.
 */
filled: number, 
/**
 * A few values.
 */
examples: Array<string>, };

export type FindingAction = { 
/**
 * `request` or `show`.
 */
act: string, 
/**
 * For `request`: the right.
 */
right: string, 
/**
 * Of whom.
 */
controller: number, 
/**
 * The words on the button.
 */
label: Text, 
/**
 * What it is about, ready for a new request.
 */
items: Array<RequestItem>, };

export type FindingView = { 
/**
 * Stable within the vault: rule and evidence.
 */
id: string, 
/**
 * The rule.
 */
rule: string, 
/**
 * `no_reason`, `surprising`, `old`, `contradiction`, `missing`.
 */
group: string, 
/**
 * The controllers it speaks of: id and name.
 */
controllers: Array<[number, string]>, 
/**
 * The sentence, in the language asked for.
 */
sentence: string, 
/**
 * One more sentence: the rule in words.
 */
why: string, 
/**
 * Where it shows, with the value found.
 */
evidence: Array<EvidenceView>, 
/**
 * The legal reference, such as `Art. 16 GDPR`.
 */
reference: string, 
/**
 * What can be done, the best first.
 */
actions: Array<FindingAction>, 
/**
 * What the person thinks of it: `open` or `not_a_problem`.
 */
state: string, 
/**
 * A note of the person.
 */
note: string, };

export type FoundTable = { 
/**
 * The member that it stands in.
 */
path: MemberPath, 
/**
 * Its name inside the member; empty if it is the only one.
 */
name: string, 
/**
 * Its columns.
 */
fields: Array<string>, 
/**
 * The kinds of data that its columns hold.
 */
kinds: Array<Kind>, 
/**
 * Its records so far.
 */
records: number, };

export type GainView = { 
/**
 * `points`, `discounts`, `warranty`, `returns`, `open_orders`, `credit` or
 * `subscription`.
 */
id: string, 
/**
 * The sentence, with its numbers.
 */
text: Text, 
/**
 * The amount as a plain number with its unit, such as `26.14 EUR`; empty if
 * it is none.
 */
amount: string, 
/**
 * Records behind it.
 */
records: number, 
/**
 * The entries behind it.
 */
entries: EntryFilter, };

export type HintView = { 
/**
 * Its id.
 */
id: number, 
/**
 * The company's words, unchanged.
 */
quote: string, 
/**
 * Their language, ISO 639-1; empty if it cannot be told.
 */
language: string, 
/**
 * Whether the person found that they answer it; none if nobody has read them.
 */
answers: boolean | null, };

export type HistoryLine = { 
/**
 * What was done.
 */
text: Text, 
/**
 * Whether it was taken back.
 */
undone: boolean, };

export type HoldingView = { 
/**
 * The controller's name.
 */
controller: string, 
/**
 * The holding.
 */
item: ItemView, };

export type IdentifierView = { 
/**
 * Catalog id of its category.
 */
category: string, 
/**
 * Its label.
 */
label: string, 
/**
 * The value.
 */
value: string, 
/**
 * Where it stands.
 */
place: SourcePlace, };

export type ImportIdRequest = { 
/**
 * Its id.
 */
id: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type ImportReportView = { 
/**
 * The import.
 */
import: ImportView, 
/**
 * All its members.
 */
members: Array<MemberView>, 
/**
 * Problems of the import as a whole.
 */
problems: Array<Problem>, 
/**
 * Encrypted members that ask for a password.
 */
passwords_wanted: Array<MemberPath>, 
/**
 * Imports with the very same bytes.
 */
same_as: number | null, };

export type ImportRequest = { 
/**
 * The files, by the handles that the host gave out.
 */
sources: Array<number>, 
/**
 * Whose answer it is, if the person says so.
 */
controller?: string, 
/**
 * When the answer came, ISO 8601; today if absent.
 */
received?: string, 
/**
 * Passwords of encrypted members: path and password.
 */
passwords: Array<[string, string]>, };

export type ImportView = { 
/**
 * Its id.
 */
id: number, 
/**
 * Whose answer.
 */
controller: ControllerView, 
/**
 * The name of the file or folder.
 */
name: string, 
/**
 * Digest of the file as received (of the list of members for a folder).
 */
sha256: string, 
/**
 * Bytes as received.
 */
bytes: number, 
/**
 * Day received, ISO 8601.
 */
received: string, 
/**
 * When it was imported, ISO 8601 date and time.
 */
imported: string, 
/**
 * The sums.
 */
ledger: LedgerView, 
/**
 * Records read, as the ledger counts them.
 */
records: number, 
/**
 * Entries that they make: a list inside a record has entries of its own.
 */
entries: number, 
/**
 * Problems by severity: notes, warnings, failures.
 */
problems: [number, number, number], 
/**
 * Whether it is part of the sample customer.
 */
sample: boolean, };

export type ImportedView = { 
/**
 * One report a source.
 */
imports: Array<ImportReportView>, };

export type ItemView = { 
/**
 * Field id.
 */
field_id: number, 
/**
 * Table id.
 */
table_id: number, 
/**
 * Catalog id of the category.
 */
category: string, 
/**
 * Its label.
 */
label: string, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * The header.
 */
field: string, 
/**
 * The member.
 */
place: SourcePlace, 
/**
 * Records with a value.
 */
records: number, 
/**
 * First and last date, ISO 8601.
 */
first: string | null, 
/**
 * See `first`.
 */
last: string | null, 
/**
 * A few values.
 */
examples: Array<string>, 
/**
 * Why.
 */
purposes: Array<VoicedView>, 
/**
 * On what basis.
 */
legal_bases: Array<VoicedView>, 
/**
 * To whom.
 */
recipients: Array<VoicedView>, 
/**
 * How long.
 */
retention: Array<VoicedView>, 
/**
 * From where.
 */
sources: Array<VoicedView>, 
/**
 * What the customer gets from it.
 */
benefit_customer: string, 
/**
 * What the company gets from it.
 */
benefit_company: string, 
/**
 * What it can reveal; empty if nothing special.
 */
reveals: string, 
/**
 * Whether it is a special category of Art. 9.
 */
special: boolean, };

export type Kind = "identity" | "contact" | "account" | "orders" | "payment" | "support" | "behaviour" | "location" | "device" | "inferences" | "marketing" | "third_parties";

export type KindCell = { 
/**
 * The kind.
 */
kind: Kind, 
/**
 * Entries that hold a value of this kind.
 */
entries: number, 
/**
 * Entries of these with a purpose stated.
 */
stated: number, 
/**
 * With a purpose seen in the data.
 */
seen: number, 
/**
 * With a typical purpose only.
 */
typical: number, 
/**
 * With none.
 */
not_stated: number, 
/**
 * First date, ISO 8601.
 */
first: string | null, };

export type LabelRow = { 
/**
 * The kind.
 */
kind: Kind, 
/**
 * Entries that hold a value of this kind.
 */
entries: number, 
/**
 * A short example.
 */
example: string, 
/**
 * First and last date, ISO 8601.
 */
first: string | null, 
/**
 * See `first`.
 */
last: string | null, 
/**
 * Why.
 */
purposes: Array<VoicedView>, 
/**
 * On what basis.
 */
legal_bases: Array<VoicedView>, 
/**
 * How long.
 */
retention: Array<VoicedView>, 
/**
 * To whom.
 */
recipients: Array<VoicedView>, 
/**
 * From where.
 */
sources: Array<VoicedView>, 
/**
 * The fields behind the row.
 */
items: Array<ItemView>, };

export type Lane = { 
/**
 * Its id: of the company, or the word of the kind.
 */
id: string, 
/**
 * The company's name; empty for kinds.
 */
label: string, 
/**
 * The kind, if lanes are kinds.
 */
kind: Kind | null, 
/**
 * The company, if lanes are companies.
 */
controller: number | null, 
/**
 * Months with records, in order.
 */
months: Array<MonthCount>, 
/**
 * Records without a day.
 */
undated: number, };

export type LanguageRequest = { 
/**
 * ISO 639-1.
 */
language: string, };

export type LawChoiceView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Why it.
 */
reason: LawReason, };

export type LawReason = "home" | "named" | "place" | "assumed";

export type LawView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name in the language asked for.
 */
label: string, 
/**
 * The languages in which letters under it are usual.
 */
languages: Array<string>, 
/**
 * Whether it is the one that fits the company.
 */
suggested: boolean, };

export type LawsForRequest = { 
/**
 * The company; 0 for none in particular.
 */
controller: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type LedgerLine = { 
/**
 * Controller id.
 */
controller: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * Catalog id of the category.
 */
category: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Table id.
 */
table: number, 
/**
 * Field id.
 */
field: number, 
/**
 * Records with a value.
 */
records: number, 
/**
 * `customer`, `both` or `company`: our judgment, never the company's words.
 */
serves: string, 
/**
 * What one would lose with it; empty if nothing is known.
 */
loss: string, };

export type LedgerSum = { 
/**
 * Members in this state.
 */
members: number, 
/**
 * Bytes in this state.
 */
bytes: number, };

export type LedgerView = { 
/**
 * All leaf members.
 */
total: LedgerSum, 
/**
 * Read.
 */
read: LedgerSum, 
/**
 * Duplicate of data already read.
 */
duplicate: LedgerSum, 
/**
 * Kept as file.
 */
kept: LedgerSum, 
/**
 * Refused or failed.
 */
failed: LedgerSum, 
/**
 * Whether the four add up to the total, checked anew.
 */
adds_up: boolean, };

export type LinkEdge = { 
/**
 * The id of the company's node.
 */
from: string, 
/**
 * The id of the other node.
 */
to: string, 
/**
 * Records behind it; 0 if it is only stated.
 */
records: number, 
/**
 * Who speaks.
 */
voice: Voice, 
/**
 * Where it shows.
 */
place: SourcePlace | null, };

export type LinkNode = { 
/**
 * Its id within this view.
 */
id: string, 
/**
 * `company`, `identifier` or `recipient`.
 */
group: string, 
/**
 * What to show; the value of an identifier is masked.
 */
label: string, 
/**
 * The kind of identifier, in words; empty otherwise.
 */
category: string, 
/**
 * Who speaks.
 */
voice: Voice, };

export type LinksView = { 
/**
 * Companies, identifiers, recipients.
 */
nodes: Array<LinkNode>, 
/**
 * Which company has which identifier or names which recipient.
 */
edges: Array<LinkEdge>, };

export type MarkFindingRequest = { 
/**
 * The finding.
 */
id: string, 
/**
 * `open` or `not_a_problem`.
 */
state: string, 
/**
 * A note of the person.
 */
note: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type MarkRequest = { 
/**
 * Which.
 */
id: number, 
/**
 * To which state.
 */
state: RequestState, 
/**
 * On which day, ISO 8601.
 */
day: string, 
/**
 * A note.
 */
note: string, 
/**
 * How it went or came: `email`, `post`, `form`, `phone`.
 */
how: string, 
/**
 * Proofs to keep with it, by the handles that the host gave out.
 */
files: Array<number>, };

export type MemberKind = "container" | "csv" | "json" | "json_lines" | "xml" | "html" | "sheet" | "pdf" | "document" | "mail" | "text" | "image" | "binary" | "empty";

export type MemberPath = string;

export type MemberState = "read" | "duplicate" | "kept" | "failed";

export type MemberView = { 
/**
 * Its id.
 */
id: number, 
/**
 * Tables read from it.
 */
tables: Array<TableView>, 
/**
 * Problems in it.
 */
problems: Array<Problem>, 
/**
 * Where it lies.
 */
path: MemberPath, 
/**
 * What it is.
 */
kind: MemberKind, 
/**
 * What became of it.
 */
state: MemberState, 
/**
 * Why, as a stable word with a text in the language files; empty if read.
 */
reason?: string, 
/**
 * Bytes after decompression, as really produced.
 */
bytes: number, 
/**
 * Digest of those bytes.
 */
sha256: Sha256, 
/**
 * Records read from it.
 */
records: number, 
/**
 * The member whose data it repeats.
 */
same_as?: MemberPath, };

export type MonthCount = { 
/**
 * `2024-03`.
 */
month: string, 
/**
 * How many.
 */
records: number, };

export type NextStep = { 
/**
 * `mark_sent`, `mark_answered`, `wait`, `remind`, `follow_up`, `complain`,
 * `import_answer`, `proof`, `reply`, `close`.
 */
action: string, 
/**
 * The words for it.
 */
text: Text, 
/**
 * For a further letter: its right, ready for a new request.
 */
right: string, 
/**
 * The day that it depends on, ISO 8601.
 */
due: string | null, };

export type NoticeView = { 
/**
 * The sentence, in the language asked for.
 */
text: string, };

export type OverviewView = { 
/**
 * The companies, with their row of the matrix.
 */
companies: Array<CompanyRow>, 
/**
 * Entries in all imports.
 */
entries: number, 
/**
 * Entries for which no purpose is stated or seen.
 */
without_purpose: number, 
/**
 * What to look at first.
 */
findings: Array<FindingView>, };

export type PageBlock = { "heading": string } | { "text": string } | { "picture": PagePicture } | { "table": PageTable };

export type PagePicture = { 
/**
 * The SVG; it refers to nothing outside itself.
 */
svg: string, 
/**
 * What it shows.
 */
alt: string, };

export type PageRenderRequest = { 
/**
 * The question of the screen.
 */
title: string, 
/**
 * ISO 639-1.
 */
language: string, 
/**
 * The line at the foot of each page.
 */
foot: string, 
/**
 * US letter instead of A4.
 */
us_letter: boolean, 
/**
 * What stands on it.
 */
blocks: Array<PageBlock>, };

export type PageTable = { 
/**
 * The head.
 */
head: Array<string>, 
/**
 * The rows.
 */
rows: Array<Array<string>>, };

export type Period = { 
/**
 * How many.
 */
amount: number, 
/**
 * Of what.
 */
unit: PeriodUnit, };

export type PeriodStart = { 
/**
 * The event.
 */
event: StartEvent, 
/**
 * The company's words for it.
 */
quote: string, };

export type PeriodUnit = "day" | "week" | "month" | "year";

export type Phase = "list" | "recognize" | "read" | "index" | "store";

export type PlaceCountry = { 
/**
 * ISO 3166-1 alpha-2.
 */
code: string, 
/**
 * Its name in the language asked for.
 */
label: string, 
/**
 * Records; 0 if it is only stated.
 */
records: number, 
/**
 * Who speaks.
 */
voice: Voice, 
/**
 * `data` (it stands in the data) or `transfer` (data go there).
 */
purpose: string, };

export type PlacePoint = { 
/**
 * Degrees north.
 */
latitude: number, 
/**
 * Degrees east.
 */
longitude: number, 
/**
 * The table it stands in, as people call it.
 */
label: string, 
/**
 * Records here.
 */
records: number, 
/**
 * Controller id.
 */
controller: number, 
/**
 * One of the records.
 */
entry: EntryId | null, };

export type PlacesView = { 
/**
 * Places that stand in the data as coordinates, the most frequent first.
 */
points: Array<PlacePoint>, 
/**
 * Countries: of addresses and of stated transfers.
 */
countries: Array<PlaceCountry>, 
/**
 * Points beyond those listed.
 */
more: number, };

export type PreviewColumn = { 
/**
 * The header.
 */
header: string, 
/**
 * The id of its category.
 */
category: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Why.
 */
because: string, 
/**
 * `dmy`, `mdy`, `ymd`, `unsure`, or empty for no dates.
 */
dates: string, };

export type Problem = { 
/**
 * How much it costs.
 */
severity: Severity, 
/**
 * A stable word in `snake_case`, such as `csv_unclosed_quote`.
 */
code: string, 
/**
 * Where.
 */
place: SourcePlace, 
/**
 * Numbers for the message, in the order that its text names them.
 */
numbers?: number[], };

export type Progress = { 
/**
 * What is done now.
 */
phase: Phase, 
/**
 * The member at work, if any.
 */
member: MemberPath, 
/**
 * Members finished.
 */
done: number, 
/**
 * Members known so far.
 */
total: number, 
/**
 * Bytes read so far, after decompression.
 */
bytes: number, 
/**
 * Records read so far.
 */
records: number, 
/**
 * The first tables found, to be shown while the rest is read.
 */
tables: Array<FoundTable>, };

export type ProofOffer = { 
/**
 * The request.
 */
request: number, 
/**
 * The later import.
 */
import: number, 
/**
 * The words for it.
 */
text: Text, };

export type ProofRequest = { 
/**
 * The request.
 */
request: number, 
/**
 * The import that answers.
 */
import: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type ProofRow = { 
/**
 * The kind of data in the language asked for.
 */
label: string, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * The header; empty for whole entries.
 */
field: string, 
/**
 * Where it stands now; where it stood if it is gone.
 */
place: SourcePlace | null, 
/**
 * Entries asked about.
 */
asked: number, 
/**
 * Entries that are gone.
 */
gone: number, 
/**
 * Entries that are as they were.
 */
still_there: number, 
/**
 * Entries that hold something else now.
 */
changed: number, 
/**
 * Entries that are still there for a reason: a duty, or one that the company names.
 */
kept: number, 
/**
 * Entries that came into the table after the request was sent.
 */
new: number, 
/**
 * What changed in the changed ones, field by field; the first ones.
 */
changes: Array<FieldChange>, 
/**
 * `gone`, `still_there`, `kept`, `changed`, `partly`; `absent` if the later answer
 * does not show it, one way or the other.
 */
state: string, 
/**
 * The reason for keeping.
 */
reason: VoicedView | null, 
/**
 * For a correction: what stands there now.
 */
found: string, 
/**
 * For a correction: what was asked for.
 */
right_value: string, };

export type ProofView = { 
/**
 * The request.
 */
card: RequestCard, 
/**
 * Digest of the answer that was asked about.
 */
before_sha256: string, 
/**
 * Digest of the later answer.
 */
after_sha256: string, 
/**
 * Day of the first answer, ISO 8601.
 */
before_day: string, 
/**
 * Day of the later one.
 */
after_day: string, 
/**
 * What was asked, one by one.
 */
rows: Array<ProofRow>, 
/**
 * What the company refuses in its own words.
 */
denials: Array<VoicedView>, 
/**
 * What the company says it deleted, blocked or put right.
 */
claims: Array<VoicedView>, 
/**
 * Things that were asked about and stand in no answer here any more.
 */
lost: number, 
/**
 * Whether everything that was asked is done.
 */
done: boolean, 
/**
 * What is still open, ready for a follow-up.
 */
follow_up: Array<RequestItem>, };

export type ProofsRequest = { 
/**
 * The company.
 */
controller: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type PurposeColumn = { 
/**
 * A catalog id or the company's own words; empty for "not stated".
 */
id: string, 
/**
 * The plain name; empty for "not stated".
 */
label: string, 
/**
 * One plain sentence; empty for the company's own words.
 */
sentence: string, 
/**
 * The strongest voice that gives it.
 */
voice: Voice, 
/**
 * Whether Art. 21(2) works against it without a reason.
 */
direct_marketing: boolean, 
/**
 * Values of the fields that it is for.
 */
records: number, };

export type PurposeOption = { 
/**
 * Catalog id.
 */
id: string, 
/**
 * The plain name.
 */
label: string, 
/**
 * One plain sentence.
 */
sentence: string, };

export type ReadHintRequest = { 
/**
 * Controller id.
 */
controller: number, 
/**
 * The id of the words.
 */
hint: number, 
/**
 * Whether they do; none to take back what was said.
 */
answers: boolean | null, 
/**
 * The language for catalog texts.
 */
language: string, };

export type RecipeRequest = { 
/**
 * The import.
 */
import: number, 
/**
 * The member.
 */
path: MemberPath, 
/**
 * The recipe.
 */
recipe: RecipeView, 
/**
 * Language of the answer.
 */
language: string, };

export type RecipeView = { 
/**
 * The encoding, by its web label; empty to find out.
 */
encoding: string, 
/**
 * The separator; empty for one column or columns by position.
 */
separator: string, 
/**
 * The line of the header, counted from 1; 0 for no header.
 */
header_line: number, 
/**
 * `dmy`, `mdy`, `ymd`; empty to find out.
 */
date_order: string, 
/**
 * Headers with the ids of their categories.
 */
columns: Array<[string, string]>, 
/**
 * What the person calls it.
 */
name: string, };

export type RecipientColumn = { 
/**
 * A catalog id or a name; empty for "not stated".
 */
id: string, 
/**
 * The plain name; empty for "not stated".
 */
label: string, 
/**
 * The strongest voice that names it.
 */
voice: Voice, 
/**
 * Values of the fields that go there.
 */
records: number, };

export type ReminderView = { 
/**
 * The request.
 */
request: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The right.
 */
right: string, 
/**
 * The day, ISO 8601.
 */
due: string, 
/**
 * Days from today; negative if it is over.
 */
days: number, 
/**
 * The words for it.
 */
text: Text, };

export type RenameControllerRequest = { 
/**
 * The controller.
 */
id: number, 
/**
 * The name.
 */
name: string, };

export type RenameTagRequest = { 
/**
 * The tag; not the built-in one.
 */
tag: string, 
/**
 * Its new name.
 */
name: string, };

export type RenderRequest = { 
/**
 * Which request.
 */
id: number, 
/**
 * `pdf`, `docx`, `eml`, `txt`, `ics`, `json`; `proof_pdf` and `proof_json`
 * for the sheet that says what became of it.
 */
format: string, 
/**
 * For a proof: the import that answers.
 */
import?: number, 
/**
 * For a proof: its language, if it is another one than the letter's.
 */
language?: string, };

export type RenderedView = { 
/**
 * A proposal for the file's name, without personal data.
 */
name: string, 
/**
 * The bytes, base64.
 */
base64: string, };

export type ReportRenderRequest = { 
/**
 * The import.
 */
id: number, 
/**
 * `json` (all of it) or `csv` (a line a member).
 */
format: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type RequestCard = { 
/**
 * Its id.
 */
id: number, 
/**
 * Controller id.
 */
controller: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The right: `erasure`, `rectification`, …
 */
right: string, 
/**
 * The law: `eu_gdpr`, …
 */
law: string, 
/**
 * Its state.
 */
state: RequestState, 
/**
 * When it was made, ISO 8601.
 */
created: string, 
/**
 * When it was sent.
 */
sent: string | null, 
/**
 * When the answer is due.
 */
due: string | null, 
/**
 * How many things it is about.
 */
items: number, };

export type RequestEvent = { 
/**
 * The state it went to.
 */
state: RequestState, 
/**
 * The day, ISO 8601.
 */
day: string, 
/**
 * A note of the person.
 */
note: string, 
/**
 * How it went or came: `email`, `post`, `form`, `phone`; empty if not said.
 */
how: string, 
/**
 * The proofs kept with it.
 */
files: Array<EventFileView>, };

export type RequestIdRequest = { 
/**
 * Which.
 */
id: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type RequestItem = { 
/**
 * Table id.
 */
table: number, 
/**
 * Field id; none if the whole entries are meant.
 */
field?: number, 
/**
 * The entries; empty means all of the table.
 */
entries: Array<EntryId>, 
/**
 * What stands there, for a correction.
 */
found: string, 
/**
 * What should stand there, for a correction.
 */
right_value: string, 
/**
 * Since when the right value holds, ISO 8601; empty if it always did.
 */
since: string, };

export type RequestItemView = { 
/**
 * The item itself.
 */
item: RequestItem, 
/**
 * The kind of data in the language asked for.
 */
label: string, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * The header; empty for whole entries.
 */
field: string, 
/**
 * How many entries it covers.
 */
count: number, 
/**
 * Where.
 */
place: SourcePlace, 
/**
 * The ground for it, in the language asked for.
 */
ground: string, 
/**
 * What the law lets the company keep, if anything; empty otherwise.
 */
kept: string, };

export type RequestState = "draft" | "sent" | "acknowledged" | "in_progress" | "extended" | "answered" | "denied" | "expired" | "closed";

export type RequestView = { 
/**
 * The card.
 */
card: RequestCard, 
/**
 * The language of the letter.
 */
language: string, 
/**
 * To whom.
 */
contact: ContactView, 
/**
 * From whom.
 */
sender: SenderView, 
/**
 * By what the company can find the person: at most three are used.
 */
identifiers: Array<IdentifierView>, 
/**
 * The values chosen of `identifiers`.
 */
chosen: Array<string>, 
/**
 * What it is about.
 */
items: Array<RequestItemView>, 
/**
 * Whether values stand masked in the annex.
 */
masked: boolean, 
/**
 * A free sentence of the person.
 */
note: string, 
/**
 * How the due date was counted.
 */
due_how: Array<Text>, 
/**
 * What still keeps the letter from being made, each a text key.
 */
missing: Array<Text>, 
/**
 * What the letter gives away more than needed.
 */
warnings: Array<Text>, 
/**
 * Its pages as SVG, empty while something is missing.
 */
pages: Array<string>, 
/**
 * The letter as plain text, empty while something is missing.
 */
text: string, 
/**
 * Its history.
 */
events: Array<RequestEvent>, 
/**
 * What can be done now, the best first.
 */
next: Array<NextStep>, 
/**
 * The questions of the letter, with the answers so far.
 */
facts: Array<FactView>, 
/**
 * The formats in which the letter can be had.
 */
formats: Array<string>, 
/**
 * When the answer is due and how that was counted.
 */
deadline: DeadlineView | null, 
/**
 * The languages in which there is a letter on this right under this law.
 */
languages: Array<string>, 
/**
 * The letter field by field, for a web form: label and text.
 */
fields: Array<[string, string]>, 
/**
 * The request that this letter follows, if it follows one.
 */
about: number | null, };

export type ResetDirectoryRequest = { 
/**
 * Which.
 */
id: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type RetentionBar = { 
/**
 * Controller id.
 */
controller: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * The table as people call it.
 */
table: string, 
/**
 * The period, by the strongest voice; none if nobody says.
 */
period: VoicedView | null, 
/**
 * The period in months, if it is a number.
 */
months: number | null, 
/**
 * The day of the oldest record, ISO 8601.
 */
oldest: string | null, 
/**
 * The day of the newest record.
 */
newest: string | null, 
/**
 * Whether the data are older than the company's own statement allows.
 */
over: boolean, 
/**
 * Records.
 */
records: number, };

export type RightView = { 
/**
 * The right.
 */
id: string, 
/**
 * Its name in the language asked for.
 */
label: string, 
/**
 * What it does, in a sentence.
 */
sentence: string, 
/**
 * The article.
 */
article: string, 
/**
 * Whether items have to be chosen.
 */
needs_items: boolean, 
/**
 * Whether it fits what was chosen.
 */
fits: boolean, 
/**
 * Why it fits or does not, in the language asked for.
 */
reason: string, 
/**
 * Whether it needs no reasons and is offered first.
 */
first: boolean, 
/**
 * The languages in which there is a letter.
 */
languages: Array<string>, };

export type RightsForRequest = { 
/**
 * Of whom.
 */
controller: number, 
/**
 * What was chosen; empty means everything.
 */
items: Array<RequestItem>, 
/**
 * The law; the one that fits the company if empty.
 */
law: string, 
/**
 * The language for catalog texts.
 */
language: string, };

export type SaveDirectoryRequest = { 
/**
 * The entry that it corrects; empty for a new one.
 */
id: string, 
/**
 * How to reach it.
 */
contact: ContactView, 
/**
 * Its domains.
 */
domains: Array<string>, 
/**
 * The language for catalog texts.
 */
language: string, };

export type SaveViewRequest = { 
/**
 * What the person calls it.
 */
name: string, 
/**
 * The address of the screen with its filters, from `#` on.
 */
hash: string, };

export type SavedView = { 
/**
 * Its id.
 */
id: number, 
/**
 * What the person calls it.
 */
name: string, 
/**
 * The address of the screen with its filters, from `#` on.
 */
hash: string, };

export type SenderView = { 
/**
 * Name.
 */
name: string, 
/**
 * Postal address, a line each; empty lines are left out.
 */
address: Array<string>, 
/**
 * E-mail for the answer.
 */
email: string, };

export type SessionView = { 
/**
 * The vault.
 */
vault: VaultState, 
/**
 * What opens it, if there is one.
 */
protection: VaultProtection | null, 
/**
 * When it was last changed, ISO 8601 date and time; none while locked.
 */
changed: string | null, 
/**
 * Imports in it; none while locked.
 */
imports: number, 
/**
 * Whether the sample customer is loaded.
 */
sample: boolean, 
/**
 * Where the data file lies; empty while there is none.
 */
place?: string, 
/**
 * The program's version.
 */
version: string, 
/**
 * The person's settings; the defaults while locked.
 */
settings: Settings, 
/**
 * What Undo would take back.
 */
undo: Text | null, 
/**
 * What Redo would do again.
 */
redo: Text | null, };

export type SetControllerRequest = { 
/**
 * The import.
 */
import: number, 
/**
 * The controller's name.
 */
name: string, };

export type Settings = { 
/**
 * `de`, `en`, or empty for the system's language.
 */
language: string, 
/**
 * `light`, `dark`, `projector`, `contrast`, or empty for the system's.
 */
theme: string, 
/**
 * Text size in percent, 100 to 200.
 */
text_size: number, 
/**
 * Minutes without use after which the vault locks; 0 never.
 */
lock_minutes: number, 
/**
 * Whether single-letter keys work.
 */
single_keys: boolean, 
/**
 * Whether sensitive values stand masked until shown.
 */
masked: boolean, 
/**
 * Where the person lives: ISO country or US state; empty for the sender's address.
 */
region: string, 
/**
 * Whether the desktop may say, without any name, that a deadline is near.
 */
deadline_notices?: boolean, };

export type Severity = "note" | "warning" | "failure";

export type Sha256 = string;

export type SideCell = { 
/**
 * `yes`, `partly`, `perhaps`, `no` or `not_checked`.
 */
state: string, 
/**
 * Records of the kind; 0 for questions.
 */
records: number, 
/**
 * Where it is answered.
 */
place: SourcePlace | null, };

export type SideColumn = { 
/**
 * Controller id.
 */
controller: number, 
/**
 * Its name.
 */
name: string, };

export type SideRow = { 
/**
 * The word of the kind, or the id of the question.
 */
id: string, 
/**
 * The question in the language asked for; empty for kinds.
 */
label: string, 
/**
 * `kind` or `question`.
 */
group: string, 
/**
 * One cell a company, in their order.
 */
cells: Array<SideCell>, };

export type SidesView = { 
/**
 * The companies.
 */
columns: Array<SideColumn>, 
/**
 * The kinds of data, then the questions of the law.
 */
rows: Array<SideRow>, };

export type SourcePlace = { 
/**
 * The member of the import.
 */
path: MemberPath, 
/**
 * Where in the member.
 */
at: At, 
/**
 * The header or key, if the place is a single value.
 */
field?: string, };

export type StartEvent = "made" | "year_end" | "done" | "last_activity" | "contract_end" | "account_closed" | "withdrawn";

export type Statement = { 
/**
 * What it speaks of.
 */
kind: StatementKind, 
/**
 * The company's words, unchanged.
 */
quote: string, 
/**
 * The normalized value: a purpose or basis of the catalog (`dpv:` id), a
 * recipient's name, a period such as `P3Y`; empty if there is none.
 */
value: string, 
/**
 * The kind of data, table or thing that it applies to, in the company's
 * words; empty if it speaks of everything.
 */
applies_to: string, 
/**
 * Catalog ids of the kinds of data that `applies_to` names.
 */
categories: Array<string>, 
/**
 * The stated period, if it is a retention.
 */
period?: Period, 
/**
 * What the period starts with, if that is said.
 */
starts?: PeriodStart, 
/**
 * The language of the quote, ISO 639-1.
 */
language: string, 
/**
 * Where it stands.
 */
place: SourcePlace, };

export type StatementKind = "purpose" | "legal_basis" | "category" | "recipient" | "retention" | "source" | "right" | "complaint" | "automated_decision" | "transfer";

export type StatementView = { 
/**
 * The controller's name.
 */
controller: string, 
/**
 * The statement.
 */
statement: Statement, };

export type StrengthRequest = { 
/**
 * The passphrase.
 */
passphrase: string, };

export type StrengthView = { 
/**
 * 0 (guessed at once) to 4 (out of reach).
 */
score: number, 
/**
 * Whether it is long enough to be taken.
 */
accepted: boolean, 
/**
 * Why, as text keys.
 */
advice: Array<string>, };

export type TablePreviewRequest = { 
/**
 * The import.
 */
import: number, 
/**
 * The member.
 */
path: MemberPath, 
/**
 * The table, if the member has several.
 */
table?: number, 
/**
 * Read by this instead of what was found.
 */
recipe?: RecipeView, 
/**
 * Language of the labels.
 */
language: string, };

export type TablePreviewView = { 
/**
 * The encoding that was found or chosen.
 */
encoding: string, 
/**
 * The separator.
 */
separator: string, 
/**
 * The line of the header; 0 for none.
 */
header_line: number, 
/**
 * The first ten rows as they are cut, before it is said which is the header.
 */
rows: Array<Array<string>>, 
/**
 * The first twenty lines as they stand there.
 */
lines: Array<string>, 
/**
 * The columns.
 */
columns: Array<PreviewColumn>, 
/**
 * All of this as a recipe.
 */
recipe: RecipeView, };

export type TableView = { 
/**
 * Its id.
 */
id: number, 
/**
 * A name for people: the declaration's label, the sheet, the file.
 */
label: string, 
/**
 * Its name inside the member.
 */
name: string, 
/**
 * Whether a declaration says how to read it.
 */
declared: boolean, 
/**
 * Records.
 */
records: number, 
/**
 * The fields with their category labels.
 */
fields: Array<FieldView>, };

export type TagEntriesRequest = { 
/**
 * The tag: `evidence`, or what the person wrote, 60 letters at most.
 */
tag: string, 
/**
 * The entries.
 */
entries: Array<EntryId>, 
/**
 * All entries that this gives, besides: 100,000 at most, unless it names
 * nothing but whole tables.
 */
filter?: EntryFilter, };

export type TagItemsRequest = { 
/**
 * The tag.
 */
tag: string, 
/**
 * Controller id.
 */
controller: number, };

export type TagRequest = { 
/**
 * The tag.
 */
tag: string, };

export type TagView = { 
/**
 * The tag, as requests name it. To be shown as it is, except for a built-in
 * one: its words are `tag.<tag>`.
 */
tag: string, 
/**
 * Whether it is always offered: `evidence`.
 */
built_in: boolean, 
/**
 * Entries that have it.
 */
entries: number, };

export type Text = { 
/**
 * The key, such as `finding.two_values.title`.
 */
key: string, 
/**
 * Values by the name of the gap.
 */
values?: { [key in string]: string }, };

export type TimeMark = { 
/**
 * The day, ISO 8601.
 */
day: string, 
/**
 * `opened`, `closed`, `export`, `deadline` or `sent`.
 */
kind: string, 
/**
 * Controller id.
 */
controller: number, 
/**
 * What to say.
 */
text: Text, };

export type TimelineRequest = { 
/**
 * Controllers; empty for all.
 */
controllers: Array<number>, 
/**
 * Kinds of data; empty for all.
 */
kinds: Array<Kind>, 
/**
 * What a lane is: `company` or `kind`.
 */
by: string, 
/**
 * From this day, ISO 8601.
 */
from?: string, 
/**
 * To this day.
 */
to?: string, 
/**
 * The year whose days are counted, for the heat map.
 */
year?: number, 
/**
 * The language for catalog texts.
 */
language: string, };

export type TimelineView = { 
/**
 * The first day of the records shown, ISO 8601.
 */
first: string | null, 
/**
 * The last day.
 */
last: string | null, 
/**
 * One lane a company or kind.
 */
lanes: Array<Lane>, 
/**
 * The days of the year asked for that have records.
 */
days: Array<DayCount>, 
/**
 * Years that have records, in order.
 */
years: Array<number>, 
/**
 * What happened around them, in order.
 */
marks: Array<TimeMark>, };

export type UnlockRequest = { 
/**
 * The passphrase; absent if a key file opens it.
 */
passphrase?: string, };

export type UpdateRequest = { 
/**
 * Which.
 */
id: number, 
/**
 * The language of the letter.
 */
language?: string, 
/**
 * To whom; saved for the company as the person's own entry.
 */
contact?: ContactView, 
/**
 * From whom; saved for all letters.
 */
sender?: SenderView, 
/**
 * The identifiers chosen, by value.
 */
chosen?: Array<string>, 
/**
 * What it is about.
 */
items?: Array<RequestItem>, 
/**
 * Whether values stand masked in the annex.
 */
masked?: boolean, 
/**
 * A free sentence of the person.
 */
note?: string, 
/**
 * Answers to the questions of the letter, by id; an empty one takes it back.
 */
facts?: { [key in string]: string }, 
/**
 * The law.
 */
law?: string, };

export type VaultProtection = "passphrase" | "key_file";

export type VaultState = "none" | "locked" | "open";

export type VerifyView = { 
/**
 * Whether nothing is broken.
 */
sound: boolean, 
/**
 * Pages whose seal is broken.
 */
broken_pages: number, 
/**
 * Blocks whose records do not add up.
 */
broken_blocks: number, 
/**
 * Imports whose original bytes no longer have their digest.
 */
broken_sources: number, 
/**
 * Imports whose ledger does not add up.
 */
broken_ledgers: number, };

export type ViewIdRequest = { 
/**
 * Which.
 */
id: number, };

export type Voice = "stated" | "seen" | "typical" | "not_stated";

export type VoicedView = { 
/**
 * The text in the language asked for, or the company's words.
 */
text: string, 
/**
 * Who speaks.
 */
voice: Voice, 
/**
 * The quote behind `stated`, if there is one.
 */
quote: string, 
/**
 * Where.
 */
place: SourcePlace | null, 
/**
 * Whether the person said so; `typical` is then no guess of ours.
 */
own?: boolean, 
/**
 * Whether the text is the company's own words.
 */
verbatim?: boolean, 
/**
 * The language of the company's words, ISO 639-1; empty if it has none here.
 */
language?: string, };

export type WhyCellView = { 
/**
 * The row.
 */
kind: Kind, 
/**
 * The id of the column.
 */
purpose: string, 
/**
 * The strongest voice.
 */
voice: Voice, 
/**
 * Values of the fields.
 */
records: number, 
/**
 * Fields.
 */
fields: number, 
/**
 * Who says so, with quote and place.
 */
reasons: Array<VoicedView>, 
/**
 * On what basis.
 */
legal_bases: Array<VoicedView>, 
/**
 * To whom.
 */
recipients: Array<VoicedView>, 
/**
 * How long.
 */
retention: Array<VoicedView>, };

export type WhyItemView = { 
/**
 * Controller id.
 */
controller: number, 
/**
 * The controller's name.
 */
controller_name: string, 
/**
 * The kind of data.
 */
kind: Kind, 
/**
 * The holding.
 */
item: ItemView, };

export type WhyRequest = { 
/**
 * Controllers; empty for all.
 */
controllers: Array<number>, 
/**
 * The language for catalog texts.
 */
language: string, };

export type WhyView = { 
/**
 * The columns: purposes, the largest first; "not stated" is the last, if any.
 */
purposes: Array<PurposeColumn>, 
/**
 * Recipients, the largest first; "not stated" is the last, if any.
 */
recipients: Array<RecipientColumn>, 
/**
 * One cell for each kind and purpose that meet.
 */
cells: Array<WhyCellView>, 
/**
 * The bands of the flow, the widest first.
 */
bands: Array<BandView>, 
/**
 * The fields behind, for correcting guesses.
 */
items: Array<WhyItemView>, 
/**
 * Entries for which no purpose is stated or seen, as in the overview.
 */
without_purpose: number, };

export interface Commands {
  session: { request: undefined; view: SessionView };
  vault_create: { request: CreateVaultRequest; view: SessionView };
  vault_unlock: { request: UnlockRequest; view: SessionView };
  vault_lock: { request: undefined; view: SessionView };
  vault_erase: { request: EraseVaultRequest; view: SessionView };
  vault_change_passphrase: { request: ChangePassphraseRequest; view: SessionView };
  passphrase_strength: { request: StrengthRequest; view: StrengthView };
  settings_save: { request: Settings; view: SessionView };
  undo: { request: undefined; view: SessionView };
  redo: { request: undefined; view: SessionView };
  history: { request: undefined; view: Array<HistoryLine> };
  views: { request: undefined; view: Array<SavedView> };
  view_save: { request: SaveViewRequest; view: Array<SavedView> };
  view_remove: { request: ViewIdRequest; view: Array<SavedView> };
  import: { request: ImportRequest; view: ImportedView };
  sample_load: { request: LanguageRequest; view: ImportedView };
  sample_remove: { request: undefined; view: SessionView };
  imports: { request: LanguageRequest; view: Array<ImportView> };
  import_report: { request: ImportIdRequest; view: ImportReportView };
  import_remove: { request: ImportIdRequest; view: SessionView };
  import_set_controller: { request: SetControllerRequest; view: ImportView };
  controller_rename: { request: RenameControllerRequest; view: ControllerView };
  table_preview: { request: TablePreviewRequest; view: TablePreviewView };
  recipe_save: { request: RecipeRequest; view: ImportReportView };
  recipe_export: { request: RecipeRequest; view: RenderedView };
  overview: { request: LanguageRequest; view: OverviewView };
  company: { request: CompanyRequest; view: CompanyView };
  company_note: { request: CompanyNoteRequest; view: CompanyView };
  hint_read: { request: ReadHintRequest; view: CompanyView };
  findings: { request: LanguageRequest; view: Array<FindingView> };
  entries: { request: EntriesRequest; view: EntriesView };
  entry: { request: EntryRequest; view: EntryView };
  facets: { request: FacetsRequest; view: FacetsView };
  tags: { request: undefined; view: Array<TagView> };
  entries_tag: { request: TagEntriesRequest; view: Array<TagView> };
  entries_untag: { request: TagEntriesRequest; view: Array<TagView> };
  tag_rename: { request: RenameTagRequest; view: Array<TagView> };
  tag_remove: { request: TagRequest; view: Array<TagView> };
  tag_items: { request: TagItemsRequest; view: Array<RequestItem> };
  holdings: { request: AuditRequest; view: Array<HoldingView> };
  statements: { request: AuditRequest; view: Array<StatementView> };
  checklist: { request: AuditRequest; view: Array<ChecklistRow> };
  verify: { request: undefined; view: VerifyView };
  why: { request: WhyRequest; view: WhyView };
  retention: { request: WhyRequest; view: Array<RetentionBar> };
  links: { request: WhyRequest; view: LinksView };
  places: { request: WhyRequest; view: PlacesView };
  timeline: { request: TimelineRequest; view: TimelineView };
  ledger: { request: AuditRequest; view: BenefitLedgerView };
  compare: { request: CompareRequest; view: CompareView };
  compare_sides: { request: WhyRequest; view: SidesView };
  categories: { request: LanguageRequest; view: Array<CategoryOption> };
  field_correct: { request: CorrectFieldRequest; view: ItemView };
  finding_mark: { request: MarkFindingRequest; view: FindingView };
  purposes: { request: LanguageRequest; view: Array<PurposeOption> };
  rights: { request: LanguageRequest; view: Array<RightView> };
  requests: { request: LanguageRequest; view: Array<RequestCard> };
  request: { request: RequestIdRequest; view: RequestView };
  request_create: { request: CreateRequest; view: RequestView };
  request_update: { request: UpdateRequest; view: RequestView };
  request_mark: { request: MarkRequest; view: RequestView };
  request_remove: { request: RequestIdRequest; view: SessionView };
  request_render: { request: RenderRequest; view: RenderedView };
  request_file: { request: RequestIdRequest; view: RenderedView };
  rights_for: { request: RightsForRequest; view: Array<RightView> };
  laws_for: { request: LawsForRequest; view: Array<LawView> };
  reminders: { request: LanguageRequest; view: Array<ReminderView> };
  deadline_notice: { request: LanguageRequest; view: NoticeView | null };
  proofs: { request: ProofsRequest; view: Array<ProofOffer> };
  proof: { request: ProofRequest; view: ProofView };
  directory_search: { request: DirectoryRequest; view: Array<DirectoryHit> };
  directory_save: { request: SaveDirectoryRequest; view: DirectoryHit };
  directory_reset: { request: ResetDirectoryRequest; view: Array<DirectoryHit> };
  controller_add: { request: AddControllerRequest; view: ControllerView };
  import_report_render: { request: ReportRenderRequest; view: RenderedView };
  page_render: { request: PageRenderRequest; view: RenderedView };
}
