/** Documents as Chromium prints them: how many sheets they take, and what stands on which. */
import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { policyOf } from '../../functions/adapters/chromium-page.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { actions, declaration, documentOf, on } from '../gallery/declarations.ts';
import { someone, units } from '../gallery/people.ts';
import { samples } from '../gallery/samples.ts';
import { ROOT, setUp, type Undo } from './chromium-fixture.ts';

process.env[ENV.templates] = `${ROOT}/templates`;

const LOGO = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>');

/** The text of every sheet. */
async function sheetsOf(drafts: readonly DocumentDraft[], undo: Undo) {
  const { renderer } = await setUp(undo);
  const verify = await verifyLink('https://piagam.test', '7k3m9x2p5v8r1tqz');
  const print = async (draft: DocumentDraft) => {
    const pdf = await PDF.load(await renderer.print(documentHtml(draft, { logo: LOGO, verify })));
    return pdf.getPages().map((page) => page.extractText().text);
  };
  return Promise.all(drafts.map(print));
}

const SHEETS = (['A4', 'F4'] as const).flatMap((paper) =>
  (['landscape', 'portrait'] as const).map((charter) => ({ paper, orientation: { charter } })),
);

test('every document may share its window with others', async () => {
  const verify = await verifyLink('https://piagam.test', '7k3m9x2p5v8r1tqz');
  const policies = samples().map(([, draft]) =>
    policyOf(documentHtml(draft, { logo: LOGO, verify })),
  );
  expect(new Set(policies)).toEqual(
    new Set([expect.stringContaining(`content="default-src 'none'; `)]),
  );
});

test('the usual charter is one sheet, on every paper', async (undo) => {
  const usual = documentOf('charter', declaration({ signingMode: 'leaderAcknowledges' }));
  const printed = await sheetsOf(
    SHEETS.map((sheet) => on(usual, sheet)),
    undo,
  );
  expect(printed.map((sheets) => sheets.length)).toEqual([1, 1, 1, 1]);
});

test('a pledge is one sheet, of a leader and of staff', async (undo) => {
  const superior = units(1)[0]?.head;
  const pledge = (rankAndFile: boolean) =>
    documentOf('pledge', declaration({ pledges: [{ ...someone(3), rankAndFile, superior }] }));
  const printed = await sheetsOf([pledge(true), pledge(false)], undo);
  expect(printed.map((sheets) => sheets.length)).toEqual([1, 1]);
});

test('where to verify stands on the last sheet, and never alone', async (undo) => {
  const annexes = [18, 20, 22, 24].map((count) =>
    documentOf('charter', declaration({ signingMode: 'leaderAlone', units: units(count) })),
  );
  const lists = [14, 15, 16, 17].map((count) =>
    documentOf('commitment', declaration({ units: units(count) })),
  );
  const few = [1, 2, 4].map((count) =>
    documentOf('commitment', declaration({ units: units(count) })),
  );
  for (const sheets of await sheetsOf([...annexes, ...lists, ...few], undo)) {
    expect(sheets.filter((text) => text.includes('Kode dokumen'))).toHaveLength(1);
    const [above = ''] = sheets.at(-1)?.split(/(?:Piagam|Komitmen)[^\n]*\n?Penandatanganan/) ?? [];
    expect(above.length).toBeGreaterThan(40);
  }
});

test('the head of a table comes again on every sheet', async (undo) => {
  const plan = documentOf('action-plan', declaration({ units: units(1, { actions: actions(4) }) }));
  const [sheets = []] = await sheetsOf([plan], undo);
  expect(sheets.length).toBeGreaterThan(2);
  for (const text of sheets) expect(text).toContain('Penanggung jawab');
});
