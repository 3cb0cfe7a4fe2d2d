/// The position of a field in its table.
pub type FieldIndex = u32;

/// What is known of a table before its first record.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TableHead {
    /// The table's name inside its member: empty for a CSV, the sheet's name,
    /// a JSON path such as `orders[].items[]`, the heading above an HTML table.
    pub name: String,
    /// The fields known so far, in the order of the file.
    pub fields: Vec<String>,
}

impl std::fmt::Debug for TableHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TableHead({} fields)", self.fields.len())
    }
}

/// One record on its way from a reader to the vault, in one growing buffer.
///
/// Readers clear and refill the same buffer, so that a million records cost no
/// allocation each. A cell that the record does not have is `None`; a cell that
/// is there and holds nothing is `Some("")`.
///
/// ```
/// use dossier_model::RowBuf;
/// let mut row = RowBuf::default();
/// row.push(Some("Mira"));
/// row.push(None);
/// row.push(Some(""));
/// assert_eq!(row.iter().collect::<Vec<_>>(), [Some("Mira"), None, Some("")]);
/// row.set(1, "Beispiel");
/// assert_eq!(row.get(1), Some("Beispiel"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RowBuf {
    text: String,
    spans: Vec<Option<(u32, u32)>>,
}

impl RowBuf {
    /// Forgets the cells, keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Adds the next cell.
    pub fn push(&mut self, cell: Option<&str>) {
        let span = cell.map(|text| self.append(text));
        self.spans.push(span);
    }

    /// Sets a cell by its position, adding absent cells up to it.
    pub fn set(&mut self, index: FieldIndex, cell: &str) {
        let index = index as usize;
        if self.spans.len() <= index {
            self.spans.resize(index + 1, None);
        }
        self.spans[index] = Some(self.append(cell));
    }

    /// The cell at a position.
    pub fn get(&self, index: FieldIndex) -> Option<&str> {
        let (start, end) = (*self.spans.get(index as usize)?)?;
        self.text.get(start as usize..end as usize)
    }

    /// All cells, in the order of the fields.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.spans
            .iter()
            .map(|span| span.and_then(|(start, end)| self.text.get(start as usize..end as usize)))
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The bytes of all cells together.
    pub fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Drops the cells from a position on.
    pub fn truncate(&mut self, len: usize) {
        self.spans.truncate(len);
    }

    fn append(&mut self, cell: &str) -> (u32, u32) {
        // A record over 4 GiB cannot be: readers limit a record to far less.
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(cell);
        (start, u32::try_from(self.text.len()).unwrap_or(u32::MAX))
    }
}

impl std::fmt::Debug for RowBuf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RowBuf({} cells, {} bytes)", self.spans.len(), self.text.len())
    }
}
