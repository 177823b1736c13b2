/** Documents as they are kept: archival files of the real printer, or a reason why there is none. */

import { dirname } from 'node:path';
import { PdfNumber } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { embeddedData } from '../../functions/domain/embedded.ts';
import type { Signer } from '../../functions/domain/signer.ts';
import { actions, declaration, documentOf } from '../gallery/declarations.ts';
import { someone, units, WITNESSES } from '../gallery/people.ts';
import { galleryPress } from '../gallery/press.ts';
import { sharedChromium, textOf } from './chromium-fixture.ts';
import { embeddedIn, opened } from './pdf-archive-fixture.ts';

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

let press: ReturnType<typeof galleryPress>;

beforeAll(async () => {
  press = galleryPress(dirname(await sharedChromium()));
}, PRINTER_START_MS);

afterAll(() => press.close());

const charter = documentOf('charter', declaration({ units: units(2), witnesses: WITNESSES }));

/** The document with another first signatory. */
const signedBy = (draft: DocumentDraft, more: Partial<Signer>): DocumentDraft => ({
  ...draft,
  signers: draft.signers.map((signer, index) => (index === 0 ? { ...signer, ...more } : signer)),
});

describe('every signatory has a field, and so has the seal', () => {
  test.each([
    ['in blocks', charter],
    ['below minutes', documentOf('minutes', declaration())],
    [
      'below an action plan',
      documentOf('action-plan', declaration({ units: units(1, { actions: actions(1) }) })),
    ],
    [
      'below a pledge',
      documentOf('pledge', declaration({ pledges: [{ ...someone(3), rankAndFile: true }] })),
    ],
    ['on sheets of their own', documentOf('charter', declaration({ units: units(40) }))],
    ['in a list', documentOf('commitment', declaration({ units: units(30) }))],
  ])('%s, named by number and labelled by name', async (_, draft) => {
    const { document } = await opened(await press.pdfOf(draft));
    const fields = document.getForm()?.getSignatureFields() ?? [];
    const labels = fields.map((field) => [
      field.name,
      field.acroField().getString('TU')?.asString(),
    ]);
    expect(Object.fromEntries(labels)).toEqual(
      Object.fromEntries([
        ...draft.signers.map(({ number, name }) => [`Signature-${number}`, `Tanda tangan ${name}`]),
        ['Segel-1', `Segel elektronik ${draft.agency.name}`],
      ]),
    );
    expect(fields.some((field) => field.isSigned())).toBe(false);
  });
});

describe('a mark can be read in every field', () => {
  /** Of the smallest fields; half the size of a mark's page, so that 11.8 pt are 5.5 pt at least. */
  const LEAST_MM = { width: 34.6, height: 10.6 };
  /** No field is higher than the block or the row around it. */
  const MOST_MM = 25;
  const MM_PER_PT = 25.4 / 72;

  test.each([
    ['of blocks', charter],
    ['of a commitment of four', documentOf('commitment', declaration({ units: units(1) }))],
    [
      'of a list, whose last row keeps room below itself',
      documentOf('commitment', declaration({ units: units(30) })),
    ],
  ])('%s', async (_, draft) => {
    const { document, resolve } = await opened(await press.pdfOf(draft));
    const fields = document.getForm()?.getSignatureFields() ?? [];
    expect(fields).toHaveLength(draft.signers.length + 1);
    for (const field of fields) {
      const rect = field.acroField().getArray('Rect', resolve)?.toArray() ?? [];
      const [left = 0, bottom = 0, right = 0, top = 0] = rect.map((side) =>
        side instanceof PdfNumber ? side.value * MM_PER_PT : 0,
      );
      expect(right - left).toBeGreaterThan(LEAST_MM.width);
      expect(top - bottom).toBeGreaterThan(LEAST_MM.height - 0.1);
      expect(top - bottom).toBeLessThan(MOST_MM);
    }
  });
});

test('the file carries what it says as data, and no address of anybody', async () => {
  const json = await embeddedIn(await press.pdfOf(charter));
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(embeddedData(charter))));
  for (const { email } of charter.signers) expect(json).not.toContain(email);
});

test('the numbers of rows are text that can be read aloud', async () => {
  const annexed = documentOf(
    'charter',
    declaration({ signingMode: 'leaderAlone', units: units(9) }),
  );
  expect(await textOf(await press.pdfOf(annexed))).toMatch(/9\.\s*Dinas Penanaman Modal/);
});

describe('nothing is made of a document', () => {
  test.each([
    [
      'with a character that no font has',
      signedBy(charter, { name: 'Budi 漢' }),
      /page 2 has a character that is in none of its fonts: ".*Budi □/,
    ],
    [
      'with a character that only another font has',
      signedBy(charter, { name: 'ѡѡ' }),
      /the font "\w+\+OpenSans-\w+"/,
    ],
    [
      'with a block of a signature that is higher than its sheet',
      signedBy(documentOf('commitment', declaration()), { name: 'Nama panjang '.repeat(900) }),
      'the block of the signature "Signature-1" is cut by the end of a page',
    ],
  ])('%s', async (_, draft, reason) => {
    await expect(press.pdfOf(draft)).rejects.toThrow(reason);
  });
});
