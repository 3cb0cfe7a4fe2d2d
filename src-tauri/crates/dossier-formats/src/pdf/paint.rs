//! What a page paints, as far as text goes: glyphs with their places, ruled
//! lines, and how many pictures there are.

use hayro_interpret::font::Glyph as PdfGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};

/// Glyphs of one page; what paints more is no page that a person reads.
const MOST_GLYPHS: usize = 200_000;
/// Ruled lines of one page.
const MOST_RULES: usize = 20_000;
/// A filled shape thinner than this is a line.
const THIN: f64 = 2.5;
/// A line shorter than this rules no table.
const SHORT: f64 = 8.0;
/// What stands for a glyph of which nobody knows the letter.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A letter or ligature on the page. The page's y grows downwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub text: Letters,
    /// Left and right end on the baseline.
    pub x0: f32,
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    /// The height of the font.
    pub size: f32,
    /// The direction of writing in degrees; 0 is from left to right. Places
    /// are turned, so that the text runs from left to right.
    pub turn: i16,
}

/// One character mostly; more for a ligature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    One(char),
    More(Box<str>),
}

impl Letters {
    pub fn push_to(&self, out: &mut String) {
        match self {
            Self::One(c) => out.push(*c),
            Self::More(text) => out.push_str(text),
        }
    }

    pub fn is_space(&self) -> bool {
        match self {
            Self::One(c) => c.is_whitespace() || matches!(c, '\u{200b}'),
            Self::More(text) => text.chars().all(char::is_whitespace),
        }
    }

    /// Whether nobody can say which letter it is.
    pub fn is_unknown(&self) -> bool {
        let unknown = |c: char| {
            c == UNKNOWN || c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
        };
        match self {
            Self::One(c) => !c.is_whitespace() && unknown(*c),
            Self::More(text) => text.chars().any(unknown),
        }
    }
}

/// A straight line along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Rule {
    pub fn is_horizontal(&self) -> bool {
        self.x1 - self.x0 >= self.y1 - self.y0
    }
}

/// Gathers what a page paints.
#[derive(Debug, Default)]
pub(super) struct Painted {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    pub pictures: u32,
    /// More was painted than is kept.
    pub full: bool,
}

impl Painted {
    fn glyph(&mut self, text: Letters, advance: f64, to_page: Affine) {
        let origin = to_page * Point::ZERO;
        let along = (to_page * Point::new(advance, 0.0)) - origin;
        let up = (to_page * Point::new(0.0, 1000.0)) - origin;
        let forward = (to_page * Point::new(1000.0, 0.0)) - origin;
        let size = up.hypot();
        let finite = [origin.x, origin.y, along.x, along.y, size].iter().all(|v| v.is_finite());
        // Nobody sees what is smaller than a tenth of a point.
        if !finite || size < 0.1 || size > 1.0e5 {
            return;
        }
        let degrees = forward.atan2().to_degrees().round();
        let turn = if degrees.abs() < 2.0 { 0.0 } else { degrees };
        let back = Affine::rotate(-turn.to_radians());
        let start = back * origin;
        let width = if advance.is_finite() { along.hypot().min(size * 4.0) } else { size / 2.0 };
        self.glyphs.push(Glyph {
            text,
            x0: start.x as f32,
            x1: (start.x + width) as f32,
            y: start.y as f32,
            size: size as f32,
            turn: turn as i16,
        });
    }

    /// Keeps the sides of a shape that are lines along an axis.
    fn shape(&mut self, bounds: Rect, stroked: bool) {
        let sane = [bounds.x0, bounds.y0, bounds.x1, bounds.y1].iter().all(|v| v.abs() < 1.0e6);
        if !sane || self.rules.len() >= MOST_RULES {
            return;
        }
        let (wide, high) = (bounds.width(), bounds.height());
        let mut rule = |x0: f64, y0: f64, x1: f64, y1: f64| {
            let (x0, y0, x1, y1) = (x0 as f32, y0 as f32, x1 as f32, y1 as f32);
            self.rules.push(Rule { x0, y0, x1, y1 });
        };
        if high <= THIN && wide >= SHORT {
            let y = (bounds.y0 + bounds.y1) / 2.0;
            rule(bounds.x0, y, bounds.x1, y);
        } else if wide <= THIN && high >= SHORT {
            let x = (bounds.x0 + bounds.x1) / 2.0;
            rule(x, bounds.y0, x, bounds.y1);
        } else if stroked && wide >= SHORT && high >= SHORT {
            rule(bounds.x0, bounds.y0, bounds.x1, bounds.y0);
            rule(bounds.x0, bounds.y1, bounds.x1, bounds.y1);
            rule(bounds.x0, bounds.y0, bounds.x0, bounds.y1);
            rule(bounds.x1, bounds.y0, bounds.x1, bounds.y1);
        }
    }
}

impl Device<'_> for Painted {
    fn draw_glyph(
        &mut self,
        glyph: &PdfGlyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        mode: &GlyphDrawMode,
    ) {
        if self.glyphs.len() >= MOST_GLYPHS {
            self.full = true;
            return;
        }
        // The outline of a letter that was already painted.
        if matches!(mode, GlyphDrawMode::Stroke(_))
            && self.glyphs.last().is_some_and(|last| {
                let at = transform * glyph_transform * Point::ZERO;
                last.turn == 0
                    && Vec2::new(at.x - f64::from(last.x0), at.y - f64::from(last.y)).hypot() < 0.05
            })
        {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => Letters::One(c),
            Some(BfString::String(text)) => {
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (Some(one), None) => Letters::One(one),
                    (None, _) => return,
                    _ => Letters::More(text.chars().take(16).collect::<String>().into()),
                }
            }
            None => Letters::One(UNKNOWN),
        };
        let advance = match glyph {
            PdfGlyph::Outline(glyph) => glyph.advance_width().map_or(f64::NAN, f64::from),
            PdfGlyph::Type3(_) => f64::NAN,
        };
        self.glyph(text, advance, transform * glyph_transform);
    }

    fn draw_path(
        &mut self,
        path: &BezPath,
        transform: Affine,
        _: &Paint<'_>,
        draw_mode: &PathDrawMode,
    ) {
        // A drawing of many parts is no rule.
        if path.elements().len() <= 12 {
            let bounds = transform.transform_rect_bbox(path.bounding_box());
            self.shape(bounds, matches!(draw_mode, PathDrawMode::Stroke(_)));
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.pictures = self.pictures.saturating_add(1);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
