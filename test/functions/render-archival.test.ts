/** The render worker with the real printer: what it stores is archival, and always the same file. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { evidenceSheetKey, marksKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import type { Renderer } from '../../functions/ports.ts';
import { render } from '../../functions/render/render.ts';
import { sharedChromium } from '../adapters/chromium-fixture.ts';
import { opened } from '../adapters/pdf-archive-fixture.ts';
import { getAs } from './admin-caller.ts';
import { drafted, eventsOf, invited, signedByAll, stateOf } from './flow.ts';
import { startWorld, type TestWorld } from './world.ts';

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

type Printer = ReturnType<typeof chromiumRenderer>;

let world: TestWorld;
let printers: readonly [Printer, Printer];

beforeAll(async () => {
  const directory = dirname(await sharedChromium());
  printers = [chromiumRenderer({ directory }), chromiumRenderer({ directory })];
  world = await startWorld();
}, PRINTER_START_MS);

afterAll(async () => {
  await Promise.all(printers.map((printer) => printer.close()));
  await world.stop();
});

const withPrinter = (renderer: Renderer) => ({
  ...world,
  renderer,
  archiver: { archive: archivePdf },
});

async function stored(key: string) {
  const { catalog, resolve, context } = await opened(await world.files.get(key));
  const info = context.info.trailer.getDict('Info', resolve);
  const told = (name: string) => info?.getString(name)?.asString();
  return { catalog, title: told('Title'), author: told('Author'), created: told('CreationDate') };
}

test('two workers with a browser each make one file of a document', async () => {
  const id = await drafted(world);
  const prints: Uint8Array[] = [];
  const counting = (printer: Printer): Renderer => ({
    print: async (html) => {
      const print = await printer.print(html);
      prints.push(print);
      return print;
    },
  });
  await Promise.all(printers.map((printer) => render(withPrinter(counting(printer)), id)));
  expect(prints).toHaveLength(2);
  const { objects } = await world.record();
  expect(objects.filter((name) => name.startsWith('unsigned-'))).toHaveLength(1);
});

test('the file tells of the record: its title, its agency, and when it was drafted', async () => {
  const id = await drafted(world);
  await render(withPrinter(printers[0]), id);
  const { draft, draftedAt, unsigned } = await stateOf(world, id);
  const { catalog, ...told } = await stored(unsignedKey(id, unsigned?.sha256 ?? ''));
  const created = `D:${draftedAt.slice(0, 19).replace(/\D/g, '')}Z`;
  expect(told).toEqual({ title: draft.title, author: draft.agency.name, created });
  expect(catalog.has('AF')).toBe(true);
});

test('what it was made with is on record, and told to those who work with it', async () => {
  const id = await drafted(world);
  await render(withPrinter(printers[0]), id);
  const madeWith = { templates: expect.stringMatching(/^[\da-f]{64}$/), chromium: '153.0.0' };
  expect(await eventsOf(world, id)).toContainEqual(
    expect.objectContaining({ type: 'DocumentRendered', madeWith }),
  );
  const answer = await getAs(world.archive, `/v1/documents/${id}`);
  expect(await answer.json()).toMatchObject({ unsigned: { madeWith } });
});

test('the print of the marks is archival, with a page for each signatory and one for the seal', async () => {
  const id = await invited(world);
  await signedByAll(world, id);
  await render(withPrinter(printers[0]), id);
  const { evidence, draft } = await stateOf(world, id);
  const pdf = await world.files.get(marksKey(id, evidence?.marksSha256 ?? ''));
  const { document, catalog } = await opened(pdf);
  const pages = document.getPages();
  expect(pages).toHaveLength(draft.signers.length + 1);
  expect(new Set(pages.slice(0, -1).map(({ width, height }) => `${width} × ${height}`)).size).toBe(
    1,
  );
  for (const [index, { name }] of draft.signers.entries())
    expect(pages[index]?.extractText().text.replaceAll(/\s+/g, ' ')).toContain(name);
  expect(pages.at(-1)?.extractText().text).toContain('Segel elektronik');
  expect([catalog.has('OutputIntents'), catalog.has('AcroForm')]).toEqual([true, false]);
});

test('the sheet of evidence is archival too, and carries nothing beside itself', async () => {
  const id = await invited(world);
  await signedByAll(world, id);
  await render(withPrinter(printers[0]), id);
  const { evidence, completedAt = '' } = await stateOf(world, id);
  const { catalog, created } = await stored(evidenceSheetKey(id, evidence?.sheetSha256 ?? ''));
  expect(created).toBe(`D:${completedAt.slice(0, 19).replace(/\D/g, '')}Z`);
  expect([catalog.has('OutputIntents'), catalog.has('AF')]).toEqual([true, false]);
});
