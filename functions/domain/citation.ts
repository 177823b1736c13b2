/** Which regulations a free text cites, and whether it calls them by their titles. */
import { type CatalogueEntry, REGULATIONS } from './regulation.ts';

const PANRB = 'PermenPANRB';

const anyOf = (...names: readonly string[]): RegExp =>
  new RegExp(String.raw`\b(?:${names.join('|')})\b`, 'gi');

/** "PermenPAN-RB", "Peraturan Menteri PAN dan RB", or in full, be it "Pemberdayaan" by mistake. */
const PANRB_NAME = new RegExp(
  [
    String.raw`\b(?:peraturan\s+men(?:teri)?|permen)[\s-]*(?:negara\s+)?`,
    String.raw`(?:pan|p(?:endayagun|emberday)aan\s+aparatur(?:\s+negara)?)`,
    String.raw`\s*(?:(?:-|&|/|dan)\s*)?(?:rb|reformasi\s+birokrasi)?\b`,
    String.raw`(?:\s+(?:republik\s+indonesia|ri)\b)?`,
  ].join(''),
  'gi',
);

/** Kinds of regulation by the names in use; where two fit, the one that stands first. */
const KINDS: readonly (readonly [kind: string, name: RegExp])[] = [
  [PANRB, PANRB_NAME],
  ['Perpres', anyOf('perpres', String.raw`peraturan\s+presiden`)],
  ['Inpres', anyOf('inpres', String.raw`instruksi\s+presiden`)],
  ['SE', anyOf(String.raw`surat\s+edaran`, String.raw`se(?=\s+(?:men|no|\d))`)],
  // The catalogue is not about these, so nothing is said of them.
  [
    'other',
    anyOf(
      'undang-undang|uu|pp|pmk|kmk|kma|sk|permen[a-z]+',
      'perda|pergub|perbup|perwali?|perka|perma|kepmen[a-z]*|keppres|keputusan',
      String.raw`peraturan\s+(?:pemerintah|daerah|gubernur|bupati|wali\s*kota|menteri|kepala|badan)`,
    ),
  ],
];

/** "Nomor 52 Tahun 2014", "No. 90 Th 2021", "10/2019"; not the end of "426/KMK.01/2017". */
const NUMBER = /(?<!\/\S{0,30})\b(\d{1,3})\s*(?:\/|(?:tahun|thn|th)\b\.?)\s*(\d{4})\b/gi;

/** Words that join a regulation and its amendment, or two regulations. */
const JOINT = new RegExp(
  [
    ';',
    String.raw`\b(?:jo|juncto|junto)\b\.?`,
    String.raw`\bsebagaimana\s+(?:telah\s+)?(?:beberapa\s+kali\s+)?diubah,?` +
      String.raw`(?:\s+terakhir)?\s+(?:dengan|melalui)\b`,
    String.raw`\bdan\s+(?=(?:permen|peraturan|perpres|inpres|nomor|no\.))`,
  ].join('|'),
  'i',
);

/** Kind that the text named last; the catalogue is of PermenPANRB in the main. */
function kindNamedIn(text: string): string {
  const named = KINDS.flatMap(([kind, name]) =>
    [...text.matchAll(name)].map(({ index }) => ({ kind, index })),
  );
  const last = Math.max(...named.map(({ index }) => index));
  return named.find(({ index }) => index === last)?.kind ?? PANRB;
}

/** Letters and digits of a title, in one case, with the ministry and numbers written one way. */
const plain = (title: string): string =>
  title
    .replace(/\([^)]*\)/g, ' ')
    .replace(PANRB_NAME, PANRB)
    .replace(/\b(?:nomor|no)\b[\s.:]*(?=\d)/gi, ' ')
    .replace(NUMBER, ' $1 $2 ')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

export type Citation = {
  /** Entries of the catalogue that the text names, be it only within a title. */
  readonly regulations: readonly CatalogueEntry[];
  /** Numbers of PermenPANRB that the catalogue does not hold, as "14/2017". */
  readonly unknown: readonly string[];
  /** False when the text names nothing: no number, no name in use, no other kind of regulation. */
  readonly legible: boolean;
  /** Entries that the text calls by another title than their verified one. */
  readonly misnamed: readonly CatalogueEntry[];
};

type Mention = { readonly short: string; readonly index: number };

/** What a part of the text mentions; `before` is the text that leads to it. */
const mentionsIn = (part: string, before: string): readonly Mention[] =>
  [...part.matchAll(NUMBER)].map(({ 1: number, 2: year, index }) => ({
    short: `${kindNamedIn(`${before} ${part.slice(0, index)}`)} ${Number(number)}/${year}`,
    index,
  }));

const called = (short: string): CatalogueEntry | undefined =>
  REGULATIONS.find((entry) => entry.short === short);

const byAlias = (text: string): readonly CatalogueEntry[] =>
  REGULATIONS.filter(({ aliases }) => aliases.some((alias) => plain(text).includes(plain(alias))));

/** The entry that a part of the text is about, if the part gives it a wrong title. */
function misnamedIn(part: string, [first]: readonly Mention[]): readonly CatalogueEntry[] {
  const entry = first && called(first.short);
  const given = first && /\btentang\b(.*)$/is.exec(part.slice(first.index))?.[1];
  if (entry === undefined || given === undefined) return [];
  const { text, verified } = entry.title;
  return verified && text !== null && plain(given) !== plain(text) ? [entry] : [];
}

/** Reads a citation as agencies write them: any case, spacing, punctuation and abbreviation. */
export function readCitation(text: string): Citation {
  const parts = text.split(JOINT);
  const mentions = parts.map((part, index) => mentionsIn(part, parts.slice(0, index).join(' ')));
  const shorts = [...new Set(mentions.flat().map(({ short }) => short))];
  const numbered = shorts.flatMap((short) => called(short) ?? []);
  const regulations = shorts.length === 0 ? byAlias(text) : numbered;
  return {
    regulations,
    unknown: shorts
      .filter((short) => short.startsWith(PANRB) && called(short) === undefined)
      .map((short) => short.slice(PANRB.length + 1)),
    legible: shorts.length > 0 || regulations.length > 0 || kindNamedIn(text) !== PANRB,
    misnamed: parts.flatMap((part, index) => misnamedIn(part, mentions[index] ?? [])),
  };
}
