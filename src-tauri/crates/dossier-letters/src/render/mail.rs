use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

use super::{pdf, text};
use crate::error::LetterError;
use crate::letter::Letter;

/// The letter as a mail ready to be opened and sent (RFC 5322): recipient,
/// subject, text, the PDF attached.
///
/// No header tells of the machine or the program. `X-Unsent` lets mail programs
/// open it as a draft; they add their own `Message-ID` and `Date` on sending.
pub fn eml(letter: &Letter) -> Result<Vec<u8>, LetterError> {
    let sheet = pdf(letter)?;
    let name = file_name(letter);
    let body = text(letter).replace('\n', "\r\n");
    let noon = letter.date.and_hms_opt(12, 0, 0).map_or(0, |at| at.and_utc().timestamp());
    let plain = MimePart::new("text/plain", BodyPart::Text(body.into()));
    let attached =
        MimePart::new("application/pdf", BodyPart::Binary(sheet.into())).attachment(name);
    let boundary = format!("part-{}", letter.reference);
    let mixed = ContentType::new("multipart/mixed").attribute("boundary", boundary);
    let mut message = MessageBuilder::new()
        .message_id(format!("{}@letter.invalid", letter.reference))
        .date(noon)
        .subject(one_line(&letter.subject))
        .header("X-Unsent", Raw::new("1"))
        .body(MimePart::new(mixed, BodyPart::Multipart(vec![plain, attached])));
    if !letter.recipient_email.is_empty() {
        let recipient = letter.recipient.first().map(|name| one_line(name));
        message = message.to(Address::new_address(recipient, one_line(&letter.recipient_email)));
    }
    if !letter.reply_to.is_empty() {
        let sender = letter.sender.first().map(|name| one_line(name));
        message = message.from(Address::new_address(sender, one_line(&letter.reply_to)));
    }
    message.write_to_vec().map_err(|_| LetterError::Layout { problems: 1 })
}

/// Header values are one line; nothing may add a header of its own.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn file_name(letter: &Letter) -> String {
    let reference: String =
        letter.reference.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}-{reference}.pdf", letter.letter.replace('_', "-"))
}
