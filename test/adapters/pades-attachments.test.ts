/** What a seal attaches: whole, found by readers, beside what was in the file before. */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { PdfDict, PdfStream } from '@libpdf/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { Sealer, SealOrder } from '../../functions/ports-seal.ts';
import {
  makeEcBundle,
  orderOf,
  PRINTER_START_MS,
  type Printed,
  printedForSeal,
} from './pades-fixture.ts';
import { DATA, embeddedIn, opened } from './pdf-archive-fixture.ts';

let printed: Printed;
let order: SealOrder;
let sealer: Sealer;

beforeAll(async () => {
  printed = await printedForSeal();
  order = orderOf(printed);
  sealer = padesSealer(fileKey(await makeEcBundle('P-256')));
}, PRINTER_START_MS);

/** The names in the tree of names, and how often each is associated with the document. */
async function attachedTo(pdf: Uint8Array) {
  const { catalog, resolve } = await opened(pdf);
  const tree = catalog.getDict('Names', resolve)?.getDict('EmbeddedFiles', resolve);
  const items = tree?.getArray('Names', resolve)?.toArray() ?? [];
  const associated = catalog.getArray('AF', resolve)?.toArray() ?? [];
  return items.flatMap((name, index) => {
    const ref = items[index + 1];
    if (name.type !== 'string' || ref?.type !== 'ref') return [];
    const specification = resolve(ref);
    if (!(specification instanceof PdfDict)) throw new Error('no file specification');
    const file = specification.getDict('EF', resolve)?.get('F', resolve);
    if (!(file instanceof PdfStream)) throw new Error('no file');
    const listed = associated.filter((each) => each.type === 'ref' && each === ref).length;
    return [{ name: name.asString(), specification, file, listed }];
  });
}

describe('an attachment', () => {
  test('can be taken out as it was', async () => {
    const attached = await attachedTo(await sealer.seal(printed.pdf, order));
    for (const { name, bytes } of order.attachments) {
      const file = attached.find((each) => each.name === name)?.file;
      expect(inflateSync(file?.data ?? '')).toEqual(Buffer.from(bytes));
    }
  });

  test('says what it is, of the document as a whole', async () => {
    const attached = await attachedTo(await sealer.seal(printed.pdf, order));
    for (const { name, description, mediaType, relationship, bytes } of order.attachments) {
      const found = attached.find((each) => each.name === name);
      const { specification, file, listed } = found ?? {};
      const params = file?.getDict('Params');
      expect({
        listed,
        description: specification?.getString('Desc')?.asString(),
        names: ['F', 'UF'].map((key) => specification?.getString(key)?.asString()),
        relationship: specification?.getName('AFRelationship')?.value,
        mediaType: file?.getName('Subtype')?.value,
        size: params?.getNumber('Size')?.value,
        at: params?.getString('ModDate')?.asString(),
        checksum: Buffer.from(params?.getString('CheckSum')?.bytes ?? []).toString('hex'),
      }).toEqual({
        listed: 1,
        description,
        names: [name, name],
        relationship,
        mediaType,
        size: bytes.length,
        at: 'D:20261102010203Z',
        checksum: createHash('md5').update(bytes).digest('hex'),
      });
    }
  });

  test('stands beside the data of the document, which stay the first', async () => {
    const sealed = await sealer.seal(printed.pdf, order);
    expect(await embeddedIn(sealed)).toBe(DATA.bytes.toString('utf8'));
    const names = (await attachedTo(sealed)).map(({ name }) => name);
    expect(names).toEqual(['evidence.json', 'evidence.pdf', 'piagam-document.json']);
  });

  test('may be the first one of a file', async () => {
    const attached = await attachedTo(await sealer.seal(printed.older, order));
    expect(attached.map(({ name, listed }) => [name, listed])).toEqual([
      ['evidence.json', 1],
      ['evidence.pdf', 1],
    ]);
  });

  test('is refused under a name that is taken', async () => {
    const [evidence] = order.attachments;
    if (evidence === undefined) throw new Error('no attachment');
    const attachments = [{ ...evidence, name: 'piagam-document.json' }];
    const sealing = sealer.seal(printed.pdf, { ...order, attachments });
    await expect(sealing).rejects.toThrow('"piagam-document.json" already');
  });
});

test('a seal without attachments leaves the list of them alone', async () => {
  const sealed = await sealer.seal(printed.older, { ...order, attachments: [] });
  const { catalog } = await opened(sealed);
  expect([catalog.has('AF'), catalog.has('Names')]).toEqual([false, false]);
});
