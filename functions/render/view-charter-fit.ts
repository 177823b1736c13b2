/**
 * Whether a charter stands on one sheet. A page without scripts cannot measure itself, so its
 * height is estimated from the lengths of its texts. An error costs beauty, never content:
 * signatures that do not fit after all go to the next sheet whole.
 */
import { headLogo, orientationOf, PAPER_MM } from '../domain/agency.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import type { Band } from './view-signers.ts';
import { unitsOf } from './view-subject.ts';

/** Type in pt; `em` is the average width of a letter, `leading` the height of a line. */
type Face = { readonly pt: number; readonly em: number; readonly leading: number };

const text = (pt: number, leading: number): Face => ({ pt, em: 0.5, leading });
const bold = (pt: number, leading: number): Face => ({ pt, em: 0.52, leading });
const capitals = (pt: number): Face => ({ pt, em: 0.66, leading: 1.3 });

/** As `documents/charter/style.css` sets them; `fixed` is what every sheet holds alike, in mm. */
const SETTINGS = {
  open: {
    line: capitals(10.5),
    text: text(10.5, 1.38),
    block: bold(9.5, 1.35),
    logo: 19,
    space: 15,
    fixed: 48,
  },
  close: {
    line: capitals(9.8),
    text: text(9.8, 1.28),
    block: bold(9, 1.28),
    logo: 16.5,
    space: 11,
    fixed: 42,
  },
} as const;
type Setting = keyof typeof SETTINGS;
type Sizes = (typeof SETTINGS)[Setting];
const OPEN_FIRST = ['open', 'close'] as const satisfies readonly Setting[];

/** What the frame and its white take of a sheet, both sides together, in mm. */
const FRAME = { across: 48, along: 32 } as const;

const MM_PER_PT = 25.4 / 72;
const PARAGRAPH_GAP_MM = 1.8;
const BAND_GAP_MM = 5;
/** The verify block, which takes some lines less on a sheet on its side. */
const VERIFY_MM = { landscape: 16, portrait: 24 } as const;
/** The same where it names the provider of the certificates. */
const CERTIFIED_VERIFY_MM = { landscape: 16, portrait: 27.5 } as const;
/** Heading, date and verify block of a sheet of signatures. */
const SHEET_FIXED_MM = 42;
const CAPTION_MM = 6;
const UNIT_INDENT_MM = 14;
const UNIT_COLUMNS = { landscape: 2, portrait: 1 } as const;
const BLOCK_PADDING_MM = 5;
const WIDEST_BLOCK_MM = 78;

/** The template's own words, by their number of letters. */
const TARGET = { one: 40, both: 88 } as const;
const DECLARING = 290;
const UNCHANGING = [172, 95] as const;
const RESTING = 32;
const PROPOSING = 70;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const letters = (texts: readonly string[]): number => sum(texts.map(({ length }) => length));

const targetLetters = ({ target }: DocumentDraft): number =>
  target.length > 1 ? TARGET.both : TARGET.one;

/** Height in mm of a text set to a width in mm. */
function heightOf(count: number, { pt, em, leading }: Face, width: number): number {
  const size = pt * MM_PER_PT;
  return Math.ceil((count * size * em) / width) * size * leading;
}

function headHeight(draft: DocumentDraft, sizes: Sizes, width: number): number {
  const { agency, signers, units, partners } = draft;
  const about = units.length === 1 ? (units[0]?.name ?? '') : units.length > 1 ? agency.name : '';
  const titles = [agency.parent ?? '', agency.name, about, partners.join(' ')];
  const lines = [targetLetters(draft), ...titles.map(({ length }) => length)];
  const logo = headLogo(agency, signers) === undefined ? 0 : sizes.logo;
  return logo + sum(lines.map((line) => heightOf(line, sizes.line, width)));
}

function textHeight(draft: DocumentDraft, sizes: Sizes, width: number): number {
  const { units, proposedUnits, partners, event, legalBasis, agency } = draft;
  const proposed = letters(proposedUnits.map(({ name }) => name));
  const listed = units.length === 1 || unitsOf(draft).annexed ? [] : units;
  const paragraphs = [
    DECLARING + targetLetters(draft) + letters([event.place, agency.name, ...partners]),
    ...UNCHANGING,
    ...legalBasis.map(({ title }) => RESTING + title.length),
    proposed === 0 ? 0 : PROPOSING + proposed,
  ];
  const columns = UNIT_COLUMNS[orientationOf(agency, draft.kind)];
  const column = width / columns - UNIT_INDENT_MM;
  const list = listed.map(({ name, acronym = '' }) =>
    heightOf(name.length + acronym.length, sizes.text, column),
  );
  return (
    sum(list) / columns +
    sum(paragraphs.map((each) => heightOf(each, sizes.text, width) + PARAGRAPH_GAP_MM))
  );
}

function bandHeight({ columns, segments }: Band, { block, space }: Sizes, width: number): number {
  const place = Math.min(WIDEST_BLOCK_MM, (width * 2) / columns) - BLOCK_PADDING_MM;
  const height = (value: string | null): number => heightOf(value?.length ?? 0, block, place);
  const blocks = segments.flatMap((segment) => segment.blocks);
  const above = blocks.map(({ position, institution }) => height(position) + height(institution));
  const below = blocks.map(({ name, rank, nip }) => sum([name, rank, nip].map(height)));
  const captioned = segments.some(({ caption }) => caption !== null);
  return (captioned ? CAPTION_MM : 0) + space + Math.max(...above) + Math.max(...below);
}

type Room = { readonly width: number; readonly height: number };

/** What the frame leaves of a sheet. */
function roomOf({ agency, kind }: DocumentDraft): Room {
  const [short, long] = PAPER_MM[agency.layout.paper];
  const upright = orientationOf(agency, kind) === 'portrait';
  const [width, height] = upright ? [short, long] : [long, short];
  return { width: width - FRAME.across, height: height - FRAME.along };
}

const bandsHeight = (bands: readonly Band[], sizes: Sizes, { width }: Room): number =>
  sum(bands.map((band) => bandHeight(band, sizes, width))) + BAND_GAP_MM * (bands.length - 1);

function verifyHeight({ agency, kind }: DocumentDraft): number {
  const heights = agency.certifier === undefined ? VERIFY_MM : CERTIFIED_VERIFY_MM;
  return heights[orientationOf(agency, kind)];
}

/** How the one sheet is set that holds everything; undefined when it cannot. */
export function settingOf(draft: DocumentDraft, bands: readonly Band[]): Setting | undefined {
  const room = roomOf(draft);
  // With an annex the verify block stands there, on the last sheet.
  const verify = unitsOf(draft).annexed ? 0 : verifyHeight(draft);
  return OPEN_FIRST.find((setting) => {
    const sizes = SETTINGS[setting];
    const above = headHeight(draft, sizes, room.width) + textHeight(draft, sizes, room.width);
    return sizes.fixed + verify + above + bandsHeight(bands, sizes, room) <= room.height;
  });
}

const titled = (band: Band, caption: string | null): Band => ({
  ...band,
  segments: band.segments.map((segment) => ({ ...segment, caption: segment.caption ?? caption })),
});

/**
 * Bands by the sheets of their own on which they stand, when they are too many for the first. What
 * goes on from one sheet to the next has its caption on both.
 */
export function sheetsOf(
  draft: DocumentDraft,
  bands: readonly Band[],
): readonly (readonly Band[])[] {
  const room = roomOf(draft);
  const sheets: Band[][] = [];
  let caption: string | null = null;
  for (const band of bands) {
    caption = band.segments.at(-1)?.caption ?? caption;
    const last = sheets.at(-1) ?? [];
    const height = bandsHeight([...last, band], SETTINGS.close, room) + SHEET_FIXED_MM;
    if (last.length > 0 && height <= room.height) last.push(band);
    else sheets.push([titled(band, caption)]);
  }
  return sheets;
}
