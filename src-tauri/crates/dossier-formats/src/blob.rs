use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

/// Opens a stream from its beginning, as often as it is asked.
pub(crate) type Opener = Rc<dyn Fn() -> io::Result<Box<dyn Read>>>;

const BUFFER: usize = 64 << 10;

/// Bytes that can be read from any offset: a file, memory, or a compressed
/// stream that starts again when somebody reads backwards.
///
/// Containers know only this type, so a ZIP reads the same whether it lies on
/// disk, in memory, or compressed inside another ZIP.
#[derive(Clone)]
pub(crate) struct Blob {
    store: Store,
    start: u64,
    len: u64,
}

#[derive(Clone)]
enum Store {
    File(Rc<File>),
    Memory(Rc<Vec<u8>>),
    Reload(Rc<Reload>),
    Rewind(Rc<Rewind>),
    Joined(Rc<Joined>),
}

impl Blob {
    pub(crate) fn file(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(Self { store: Store::File(Rc::new(file)), start: 0, len })
    }

    pub(crate) fn memory(bytes: Vec<u8>) -> Self {
        Self::shared(Rc::new(bytes))
    }

    /// Bytes that somebody else reads too.
    pub(crate) fn shared(bytes: Rc<Vec<u8>>) -> Self {
        let len = bytes.len() as u64;
        Self { store: Store::Memory(bytes), start: 0, len }
    }

    /// A stream that fits into memory, and can be forgotten and read again.
    pub(crate) fn reload(open: Opener, bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u64;
        let reload = Reload { open, len, cache: RefCell::new(Some(Rc::new(bytes))) };
        Self { store: Store::Reload(Rc::new(reload)), start: 0, len }
    }

    /// Forgets what can be read again. Small parts stay.
    pub(crate) fn release(&self) {
        match &self.store {
            Store::Reload(reload) if reload.len > KEEP => {
                reload.cache.borrow_mut().take();
            }
            Store::Rewind(rewind) => {
                rewind.live.borrow_mut().take();
            }
            _ => {}
        }
    }

    /// A stream that is opened anew to go backwards. `tail` is the end of the
    /// stream, kept from the pass that measured it.
    pub(crate) fn rewind(open: Opener, len: u64, tail: Vec<u8>, levels: u32) -> Self {
        let tail_start = len.saturating_sub(tail.len() as u64);
        let tail = Self { store: Store::Memory(Rc::new(tail)), start: 0, len: len - tail_start };
        let rewind = Rewind {
            open,
            live: RefCell::new(None),
            tail,
            tail_start,
            levels,
            len,
            passed: Cell::new(0),
        };
        Self { store: Store::Rewind(Rc::new(rewind)), start: 0, len }
    }

    /// The parts of a split archive as one.
    pub(crate) fn joined(parts: Vec<Self>) -> Self {
        if let [only] = &parts[..] {
            return only.clone();
        }
        let mut starts = Vec::with_capacity(parts.len());
        let mut len = 0u64;
        for part in &parts {
            starts.push(len);
            len = len.saturating_add(part.len);
        }
        let joined = Joined { parts, starts };
        Self { store: Store::Joined(Rc::new(joined)), start: 0, len }
    }

    /// Where the parts of a split archive begin; empty for everything else.
    pub(crate) fn part_starts(&self) -> &[u64] {
        match &self.store {
            Store::Joined(joined) => &joined.starts,
            _ => &[],
        }
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// How many rewinding streams lie under this blob.
    pub(crate) fn rewind_levels(&self) -> u32 {
        match &self.store {
            Store::Rewind(rewind) => rewind.levels,
            _ => 0,
        }
    }

    /// A part of this blob; parts beyond the end are cut.
    pub(crate) fn slice(&self, start: u64, len: u64) -> Self {
        let start = start.min(self.len);
        let len = len.min(self.len - start);
        Self { store: self.store.clone(), start: self.start + start, len }
    }

    /// A buffered reader from `offset` to the end.
    pub(crate) fn reader(&self, offset: u64) -> io::Result<Box<dyn Read>> {
        let offset = offset.min(self.len);
        let (from, left) = (self.start + offset, self.len - offset);
        Ok(match &self.store {
            Store::File(file) => {
                let at = FileAt { file: Rc::clone(file), pos: from, left };
                Box::new(BufReader::with_capacity(BUFFER, at))
            }
            Store::Memory(bytes) => memory_at(Rc::clone(bytes), from, left),
            Store::Reload(reload) => memory_at(reload.bytes()?, from, left),
            Store::Rewind(rewind) if from >= rewind.tail_start => {
                rewind.tail.slice(from - rewind.tail_start, left).reader(0)?
            }
            Store::Rewind(rewind) => Box::new(rewind.reader(from, left)?),
            Store::Joined(joined) => {
                Box::new(JoinedAt { home: Rc::clone(joined), pos: from, left, live: None })
            }
        })
    }

    /// Up to `len` bytes from `offset`.
    pub(crate) fn read_up_to(&self, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        if let Store::File(file) = &self.store {
            // Without the buffer: a few bytes are asked for here.
            let part = self.slice(offset, len);
            FileAt { file: Rc::clone(file), pos: part.start, left: part.len }
                .read_to_end(&mut out)?;
        } else {
            self.reader(offset)?.take(len).read_to_end(&mut out)?;
        }
        Ok(out)
    }
}

struct FileAt {
    file: Rc<File>,
    pos: u64,
    left: u64,
}

impl Read for FileAt {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let want = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let mut file: &File = &self.file;
        file.seek(SeekFrom::Start(self.pos))?;
        let n = file.read(&mut buf[..want])?;
        self.pos += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}

/// Containers up to this size stay in memory between listing and reading.
const KEEP: u64 = 256 << 10;

struct Reload {
    open: Opener,
    len: u64,
    cache: RefCell<Option<Rc<Vec<u8>>>>,
}

impl Reload {
    fn bytes(&self) -> io::Result<Rc<Vec<u8>>> {
        let mut cache = self.cache.borrow_mut();
        if let Some(bytes) = &*cache {
            return Ok(Rc::clone(bytes));
        }
        let mut bytes = Vec::new();
        (self.open)()?.take(self.len).read_to_end(&mut bytes)?;
        let bytes = Rc::new(bytes);
        *cache = Some(Rc::clone(&bytes));
        Ok(bytes)
    }
}

fn memory_at(bytes: Rc<Vec<u8>>, from: u64, left: u64) -> Box<dyn Read> {
    Box::new(MemoryAt { bytes, pos: from as usize, left: left as usize })
}

struct MemoryAt {
    bytes: Rc<Vec<u8>>,
    pos: usize,
    left: usize,
}

impl Read for MemoryAt {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let rest = self.bytes.get(self.pos..self.pos + self.left).unwrap_or_default();
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.pos += n;
        self.left -= n;
        Ok(n)
    }
}

/// A stream with its position.
type Live = (u64, Box<dyn Read>);

struct Rewind {
    open: Opener,
    /// The stream that is open and where it stands, so that reading forward
    /// costs nothing twice.
    live: RefCell<Option<Live>>,
    tail: Blob,
    tail_start: u64,
    levels: u32,
    len: u64,
    /// Bytes that were passed over to come to a place.
    passed: Cell<u64>,
}

/// A container asks to go back a handful of times; more is an attack.
const MAX_PASSES: u64 = 16;
/// Bytes that may be passed over in any case.
const FREE_PASS: u64 = 64 << 20;

impl Rewind {
    fn reader(self: &Rc<Self>, from: u64, left: u64) -> io::Result<RewindAt> {
        let kept = self.live.borrow_mut().take().filter(|(pos, _)| *pos <= from);
        let (mut pos, mut stream) = match kept {
            Some(live) => live,
            None => (0, (self.open)()?),
        };
        self.passed.set(self.passed.get().saturating_add(from - pos));
        if self.passed.get() > self.len.saturating_mul(MAX_PASSES).saturating_add(FREE_PASS) {
            return Err(io::Error::other("a nested container was read too often"));
        }
        pos += io::copy(&mut stream.by_ref().take(from - pos), &mut io::sink())?;
        if pos < from {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(RewindAt { home: Rc::clone(self), live: Some((pos, stream)), left })
    }
}

struct RewindAt {
    home: Rc<Rewind>,
    live: Option<Live>,
    left: u64,
}

impl Read for RewindAt {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let Some((pos, stream)) = &mut self.live else { return Ok(0) };
        let want = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n = stream.read(&mut buf[..want])?;
        *pos += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}

impl Drop for RewindAt {
    fn drop(&mut self) {
        *self.home.live.borrow_mut() = self.live.take();
    }
}

struct Joined {
    parts: Vec<Blob>,
    starts: Vec<u64>,
}

struct JoinedAt {
    home: Rc<Joined>,
    pos: u64,
    left: u64,
    /// The part at hand, and where it ends.
    live: Option<(u64, Box<dyn Read>)>,
}

impl Read for JoinedAt {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 || buf.is_empty() {
            return Ok(0);
        }
        let (end, stream) = match &mut self.live {
            Some((end, stream)) if self.pos < *end => (*end, stream),
            live => {
                let at = self.home.starts.partition_point(|start| *start <= self.pos) - 1;
                let (start, part) = (self.home.starts[at], &self.home.parts[at]);
                let (_, stream) = live.insert((start + part.len, part.reader(self.pos - start)?));
                (start + part.len, stream)
            }
        };
        let want = self.left.min(end - self.pos).min(buf.len() as u64) as usize;
        let n = stream.read(&mut buf[..want])?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pos += n as u64;
        self.left -= n as u64;
        Ok(n)
    }
}

/// A blob for a library that wants to seek.
pub(crate) struct Seekable {
    blob: Blob,
    pos: u64,
    live: Option<Box<dyn Read>>,
}

impl Seekable {
    pub(crate) fn new(blob: Blob) -> Self {
        Self { blob, pos: 0, live: None }
    }
}

impl Read for Seekable {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let stream = match &mut self.live {
            Some(stream) => stream,
            live => live.insert(self.blob.reader(self.pos)?),
        };
        let n = stream.read(buf)?;
        self.pos += n as u64;
        Ok(n)
    }
}

impl Seek for Seekable {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.blob.len, by),
            SeekFrom::Current(by) => (self.pos, by),
        };
        let at = base.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
        if at != self.pos {
            (self.pos, self.live) = (at, None);
        }
        Ok(at)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn parts_read_as_one() {
        let parts = ["abc", "", "de", "f"].map(|text| Blob::memory(text.into()));
        let blob = Blob::joined(parts.to_vec());
        assert_eq!(blob.part_starts(), [0, 3, 3, 5]);
        assert_eq!(blob.read_up_to(0, 99).unwrap(), b"abcdef");
        assert_eq!(blob.slice(2, 3).read_up_to(0, 99).unwrap(), b"cde");
        let mut seekable = Seekable::new(blob);
        seekable.seek(SeekFrom::End(-2)).unwrap();
        let mut text = String::new();
        seekable.read_to_string(&mut text).unwrap();
        assert_eq!(text, "ef");
    }
}
