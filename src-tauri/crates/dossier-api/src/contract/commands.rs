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
            passphrase_strength: StrengthRequest => StrengthView,
            settings_save: Settings => SessionView,
            undo: Nothing => SessionView,
            redo: Nothing => SessionView,
            // Imports.
            import: ImportRequest => ImportedView,
            sample_load: LanguageRequest => ImportedView,
            sample_remove: Nothing => SessionView,
            imports: LanguageRequest => Vec<ImportView>,
            import_report: ImportIdRequest => ImportReportView,
            import_remove: ImportIdRequest => SessionView,
            import_set_controller: SetControllerRequest => ImportView,
            // What is held.
            overview: LanguageRequest => OverviewView,
            company: CompanyRequest => CompanyView,
            findings: LanguageRequest => Vec<FindingView>,
            entries: EntriesRequest => EntriesView,
            entry: EntryRequest => EntryView,
            facets: FacetsRequest => FacetsView,
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
            compare_sides: WhyRequest => SidesView,
            categories: LanguageRequest => Vec<CategoryOption>,
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
        }
    };
}
