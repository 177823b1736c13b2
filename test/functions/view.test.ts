/** What documents say and how they are set: filled with what is hard to set, before any print. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Declaration } from '../../functions/domain/declaration.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { bandsOf } from '../../functions/render/view-signers.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { declaration, documentOf, on } from '../gallery/declarations.ts';
import { units, WITNESSES } from '../gallery/people.ts';
import { samples } from '../gallery/samples.ts';

process.env[ENV.templates] = fileURLToPath(new URL('../../templates', import.meta.url));

const verify = await verifyLink('https://piagam.test', '7k3m9x2p5v8r1tqz');
const LOGO = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

/** The text between the tags, in one line. */
function textOf(draft: DocumentDraft): string {
  const [, body = ''] = documentHtml(draft, { logo: LOGO, verify }).split('<body');
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const charter = (more: Partial<Declaration>): DocumentDraft =>
  documentOf('charter', declaration(more));

describe('every document of the gallery', () => {
  test.each(samples())('%s has each signatory once, with a space to sign', (_name, draft) => {
    const html = documentHtml(draft, { logo: LOGO, verify });
    const places = [...html.matchAll(/id="penanda-tangan-(\d+)"/g)].map(([, at]) => Number(at));
    expect(places.sort((a, b) => a - b)).toEqual(draft.signers.map(({ number }) => number));
    expect(html.match(/class="signer-space"/g)).toHaveLength(draft.signers.length);
  });

  test.each(samples())('%s has one place for the seal, where it is verified', (_name, draft) => {
    const html = documentHtml(draft, { logo: LOGO, verify });
    expect(html.match(/href="https:\/\/sig\.invalid\/Segel-1#/g)).toHaveLength(1);
    const [, footer = ''] = html.split('<footer class="verify">');
    expect(footer).toContain('/Segel-1#Segel elektronik ');
  });

  test.each(samples())('%s prints nothing that nobody said', (_name, draft) => {
    expect(textOf(draft)).not.toMatch(/undefined|\[object|…|\.{3}/);
    expect(textOf(draft).includes('Nomor:')).toBe(
      draft.number !== undefined ||
        (draft.ceremony?.signed ?? []).some(({ number }) => number !== undefined),
    );
  });
});

describe('the paper', () => {
  test.each([
    ['A4', 'landscape', '297mm 210mm'],
    ['A4', 'portrait', '210mm 297mm'],
    ['F4', 'landscape', '330mm 215mm'],
    ['F4', 'portrait', '215mm 330mm'],
  ] as const)('%s %s measures %s', (paper, turned, size) => {
    const draft = on(charter({}), { paper, orientation: { charter: turned } });
    expect(documentHtml(draft, { logo: undefined, verify })).toContain(`size: ${size};`);
  });

  test('has the margins that the agency asks for, but not around a framed charter', () => {
    const margins = { top: 31, right: 32, bottom: 33, left: 34 };
    const asked = 'margin: 31mm 32mm 33mm 34mm;';
    const html = (draft: DocumentDraft) =>
      documentHtml(on(draft, { margins }), { logo: undefined, verify });
    expect(html(documentOf('commitment', declaration()))).toContain(asked);
    expect(html(charter({}))).not.toContain(asked);
  });

  test('of a sans font set carries no serif font', () => {
    const html = documentHtml(on(charter({}), { font: 'sans' }), { logo: undefined, verify });
    expect(html).not.toContain("font-family:'Source Serif");
  });
});

describe('a charter', () => {
  test('names up to six units on its face, more in an annex', () => {
    expect(textOf(charter({ units: units(6) }))).not.toContain('Lampiran');
    expect(textOf(charter({ units: units(7) }))).toContain('tercantum dalam Lampiran piagam ini');
  });

  test('names proposed units apart, as not bound', () => {
    const proposed = units(3, { standing: 'proposed' }).slice(2);
    expect(textOf(charter({ units: [...units(2), ...proposed] }))).toContain(
      'Unit kerja yang diusulkan, yang tidak terikat oleh piagam ini, adalah Dinas Kependudukan',
    );
  });

  test('names the agencies that declare together', () => {
    const [leader = WITNESSES[1]] = WITNESSES;
    if (leader === undefined) throw new Error('the samples have no witnesses');
    const partners = ['Kantor Pertanahan', 'Kepolisian Resor'].map((name) => ({ name, leader }));
    expect(textOf(charter({ partners }))).toContain(
      ', bersama Kantor Pertanahan dan Kepolisian Resor, untuk membangun',
    );
  });

  test('gives many signatures sheets of their own, each with a caption', () => {
    const html = documentHtml(charter({ units: units(40) }), { logo: undefined, verify });
    const sheets = html.split('class="signing-sheet"').slice(1);
    expect(sheets.length).toBeGreaterThan(1);
    for (const sheet of sheets) expect(sheet).toMatch(/<h2>(Yang mencanangkan|Saksi-saksi),<\/h2>/);
  });
});

describe('minutes', () => {
  const minutesOf = (draft: Partial<DocumentDraft>): string =>
    textOf({ ...documentOf('minutes', declaration()), ...draft });
  const signed = {
    title: 'Piagam Contoh',
    complete: true,
    completedAt: '2027-02-17T16:30:00.000Z',
    signedBy: [{ name: 'Hasan', position: 'Camat' }],
  };

  test('say when a document was completed, in the zone of the agency', () => {
    const text = minutesOf({ ceremony: { signed: [signed], present: [] } });
    expect(text).toContain('18 Februari 2027 pukul 01.30.00 WIT');
    expect(text).toContain('berjumlah 1 (satu), seluruhnya selesai ditandatangani');
  });

  test('say of a document without all signatures that it is not complete', () => {
    const { completedAt: _, ...rest } = signed;
    const text = minutesOf({
      ceremony: { signed: [signed, { ...rest, complete: false }], present: [] },
    });
    expect(text).toContain('Tidak selesai ditandatangani');
    expect(text).toContain('1 (satu) di antaranya selesai ditandatangani oleh semua pihak');
  });

  test('list somebody with several documents once', () => {
    const text = minutesOf({ ceremony: { signed: [signed, signed], present: [] } });
    expect(text.match(/\d\. Hasan Camat/g)).toHaveLength(1);
  });

  test('list who was present, without a name by position and institution', () => {
    const present = [{ institution: 'Ombudsman' }, { position: 'Camat', institution: 'Nusaniwe' }];
    const text = minutesOf({ ceremony: { signed: [], present } });
    expect(text).toContain('1. – Ombudsman');
    expect(text).toContain('2. – Camat, Nusaniwe');
  });

  test('of a declaration without ceremony speak of none and list nobody as present', () => {
    const event = { date: '2027-02-17', place: 'Kantor', ceremony: false };
    const text = minutesOf({ event, ceremony: { signed: [signed], present: [] } });
    expect(text).toContain('tanpa penyelenggaraan acara');
    expect(text).not.toMatch(/Hadir|Lampiran/);
  });
});

test('a commitment of many is a list, of few is blocks', () => {
  const commitment = (count: number) =>
    documentHtml(documentOf('commitment', declaration({ units: units(count) })), {
      logo: undefined,
      verify,
    });
  expect(commitment(9)).not.toContain('<table class="signature-list"');
  expect(commitment(10)).toContain('<table class="signature-list"');
});

describe('signature blocks', () => {
  const group = (caption: string, count: number) => ({
    caption,
    blocks: Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      ordinal: null,
      position: caption,
      institution: null,
      name: `${caption} ${index}`,
      rank: null,
      nip: null,
    })),
  });
  const shape = (bands: ReturnType<typeof bandsOf>) =>
    bands.map(({ segments }) => segments.map(({ blocks }) => blocks.length));

  test('of groups that fit share a band, whoever declares rightmost', () => {
    const [band, ...more] = bandsOf([group('a', 2), group('b', 1)], { most: 3, atLeast: 1 });
    expect(more).toEqual([]);
    expect(band?.segments.map(({ caption, start }) => [caption, start])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });

  test('of a large group stand in even rows, the shorter last one centred', () => {
    const bands = bandsOf([group('a', 7)], { most: 5, atLeast: 1 });
    expect(shape(bands)).toEqual([[4], [3]]);
    expect(bands[1]?.segments[0]).toMatchObject({ caption: null, start: 2, span: 6 });
  });

  test('of one person stand rightmost where two have places', () => {
    expect(bandsOf([group('a', 1)], { most: 3, atLeast: 2 })).toMatchObject([
      { columns: 4, segments: [{ start: 3, span: 2 }] },
    ]);
  });
});
