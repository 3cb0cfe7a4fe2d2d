//! Every command once: its name, what goes in, what comes out.

/// Nothing goes in or comes out.
pub type Nothing = ();

/// Calls `$each!(name, Request, View);` for every command.
///
/// Hosts, the dispatcher and the types of the window all grow from this list.
#[macro_export]
macro_rules! for_each_command {
    ($each:ident) => {
        $each! {
            // The vault and the program.
            session: Nothing => SessionView,
            vault_create: CreateVaultRequest => SessionView,
            vault_unlock: UnlockRequest => SessionView,
            vault_lock: Nothing => SessionView,
            vault_erase: EraseVaultRequest => SessionView,
            vault_change_passphrase: ChangePassphraseRequest => SessionView,
            passphrase_strength: StrengthRequest => StrengthView,
            settings_save: Settings => SessionView,
            undo: Nothing => SessionView,
            redo: Nothing => SessionView,
            history: Nothing => Vec<HistoryLine>,
            views: Nothing => Vec<SavedView>,
            view_save: SaveViewRequest => Vec<SavedView>,
            view_remove: ViewIdRequest => Vec<SavedView>,
            // Imports.
            import: ImportRequest => ImportedView,
            sample_load: LanguageRequest => ImportedView,
            sample_remove: Nothing => SessionView,
            imports: LanguageRequest => Vec<ImportView>,
            import_report: ImportIdRequest => ImportReportView,
            import_remove: ImportIdRequest => SessionView,
            import_set_controller: SetControllerRequest => ImportView,
            controller_rename: RenameControllerRequest => ControllerView,
            // Tables that nobody declared.
            table_preview: TablePreviewRequest => TablePreviewView,
            recipe_save: RecipeRequest => ImportReportView,
            recipe_export: RecipeRequest => RenderedView,
            // What is held.
            overview: LanguageRequest => OverviewView,
            company: CompanyRequest => CompanyView,
            company_note: CompanyNoteRequest => CompanyView,
            hint_read: ReadHintRequest => CompanyView,
            findings: LanguageRequest => Vec<FindingView>,
            entries: EntriesRequest => EntriesView,
            entry: EntryRequest => EntryView,
            facets: FacetsRequest => FacetsView,
            // Words that the person puts on entries.
            tags: Nothing => Vec<TagView>,
            entries_tag: TagEntriesRequest => Vec<TagView>,
            entries_untag: TagEntriesRequest => Vec<TagView>,
            tag_rename: RenameTagRequest => Vec<TagView>,
            tag_remove: TagRequest => Vec<TagView>,
            tag_items: TagItemsRequest => Vec<RequestItem>,
            holdings: AuditRequest => Vec<HoldingView>,
            statements: AuditRequest => Vec<StatementView>,
            checklist: AuditRequest => Vec<ChecklistRow>,
            verify: Nothing => VerifyView,
            // Why, when, where, compared.
            why: WhyRequest => WhyView,
            retention: WhyRequest => Vec<RetentionBar>,
            links: WhyRequest => LinksView,
            places: WhyRequest => PlacesView,
            timeline: TimelineRequest => TimelineView,
            ledger: AuditRequest => BenefitLedgerView,
            compare: CompareRequest => CompareView,
            compare_sides: WhyRequest => SidesView,
            categories: LanguageRequest => Vec<CategoryOption>,
            field_correct: CorrectFieldRequest => ItemView,
            finding_mark: MarkFindingRequest => FindingView,
            purposes: LanguageRequest => Vec<PurposeOption>,
            // Requests.
            rights: LanguageRequest => Vec<RightView>,
            requests: LanguageRequest => Vec<RequestCard>,
            request: RequestIdRequest => RequestView,
            request_create: CreateRequest => RequestView,
            request_update: UpdateRequest => RequestView,
            request_mark: MarkRequest => RequestView,
            request_remove: RequestIdRequest => SessionView,
            request_render: RenderRequest => RenderedView,
            request_file: RequestIdRequest => RenderedView,
            rights_for: RightsForRequest => Vec<RightView>,
            laws_for: LawsForRequest => Vec<LawView>,
            reminders: LanguageRequest => Vec<ReminderView>,
            deadline_notice: LanguageRequest => Option<NoticeView>,
            // The next answer.
            proofs: ProofsRequest => Vec<ProofOffer>,
            proof: ProofRequest => ProofView,
            // Whom to write to.
            directory_search: DirectoryRequest => Vec<DirectoryHit>,
            directory_save: SaveDirectoryRequest => DirectoryHit,
            directory_reset: ResetDirectoryRequest => Vec<DirectoryHit>,
            controller_add: AddControllerRequest => ControllerView,
            // More files for the host to save.
            import_report_render: ReportRenderRequest => RenderedView,
            page_render: PageRenderRequest => RenderedView,
        }
    };
}

/// Whether a command's answer is a file: the host saves it, and its bytes do not
/// go to the window.
pub fn gives_file(command: &str) -> bool {
    command.ends_with("_render") || command.ends_with("_export") || command == "request_file"
}
