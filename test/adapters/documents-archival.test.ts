/** Documents as they are kept: archival files of the real printer, or a reason why there is none. */

import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { embeddedData } from '../../functions/domain/embedded.ts';
import type { Signer } from '../../functions/domain/signer.ts';
import { declaration, documentOf } from '../gallery/declarations.ts';
import { units, WITNESSES } from '../gallery/people.ts';
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

describe('every signatory has a field for a certified signature', () => {
  test.each([
    ['in blocks', charter],
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
      Object.fromEntries(
        draft.signers.map(({ number, name }) => [`Signature-${number}`, `Tanda tangan ${name}`]),
      ),
    );
    expect(fields.some((field) => field.isSigned())).toBe(false);
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
      signedBy(charter, { name: 'Ελένη' }),
      /the font "\w+\+OpenSans-\w+" stands in for an own one on page 2 for a character of "Ελένη"/,
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
