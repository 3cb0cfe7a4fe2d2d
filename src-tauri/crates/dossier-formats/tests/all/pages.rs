//! PDF documents by hand, as small as they can be.

/// A document of pages with these instructions. `F` is a plain font, `U` one
/// that does not say which letters it shows, `X` a form that draws itself, `I`
/// a picture.
pub fn document(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 8 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H \
         /DescendantFonts [5 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 500 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            .to_owned(),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
             /Resources << /XObject << /X 6 0 R >> >>",
            "/X Do /X Do /X Do /X Do /X Do /X Do",
        ),
        stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
             /BitsPerComponent 8 /Filter /ASCIIHexDecode",
            "00>",
        ),
    ];
    for (page, instructions) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources \
             << /Font << /F 3 0 R /U 4 0 R >> /XObject << /X 6 0 R /I 7 0 R >> >> >>",
            9 + 2 * page
        ));
        objects.push(stream("", instructions));
    }
    whole(&objects)
}

/// A page with one line of text.
#[allow(dead_code)]
pub fn page(text: &str) -> Vec<u8> {
    document(&[&line(72, 700, text)])
}

/// Instructions that write a line, its place counted from the bottom left.
pub fn line(x: u32, y: u32, text: &str) -> String {
    format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// A document of one page that carries these files: the first in its list, the
/// others pinned to the page.
#[allow(dead_code)]
pub fn carrying(files: &[(&str, &str)]) -> Vec<u8> {
    let pinned: Vec<String> = (1..files.len()).map(|at| format!("{} 0 R", 7 + 3 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Kids [6 0 R] >> >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [{}] \
             /Resources << /Font << /F 3 0 R >> >> >>",
            pinned.join(" ")
        ),
        stream("", &line(72, 700, "See what is attached")),
        // A list that goes in a circle.
        "<< /Names [(a) 8 0 R] /Kids [6 0 R] >>".to_owned(),
    ];
    for (name, data) in files {
        let at = objects.len() + 1;
        objects.push(format!(
            "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {} 0 R >>",
            at + 1
        ));
        objects.push(format!(
            "<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {} 0 R >> >>",
            at + 2
        ));
        objects.push(stream("/Type /EmbeddedFile", data));
    }
    whole(&objects)
}

fn stream(entries: &str, data: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{data}\nendstream", data.len())
}

fn whole(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}
