/** The render worker: a document's file and evidence are made once, or the document is shelved. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Commit } from '../../functions/domain/commit.ts';
import { firstBreak } from '../../functions/domain/commit.ts';
import { MAX_ATTEMPTS } from '../../functions/domain/decide.ts';
import { evidenceKey, marksKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { render } from '../../functions/render/render.ts';
import { getAs, postCommand } from './admin-caller.ts';
import { drafted, eventsOf, invited, signedByAll, stateOf } from './flow.ts';
import { altered } from './request.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => world.printer.jamWith(undefined));

/** Delivers the message as often as the queue would until the document is shelved. */
async function shelve(id: string, reason: string): Promise<void> {
  world.printer.jamWith(reason);
  for (let tries = 1; tries < MAX_ATTEMPTS; tries += 1)
    await expect(render(world, id)).rejects.toThrow(reason.slice(0, 50));
  await render(world, id);
  world.printer.jamWith(undefined);
}

describe('the unsigned file', () => {
  test('is stored under its hash before the ledger names it', async () => {
    const id = await drafted(world);
    await render(world, id);
    const { status, unsigned } = await stateOf(world, id);
    expect(status).toBe('signing');
    const bytes = await world.files.get(unsignedKey(id, unsigned?.sha256 ?? ''));
    expect([sha256(bytes), bytes.length]).toEqual([unsigned?.sha256, unsigned?.sizeBytes]);
  });

  test('is never named when it could not be stored', async () => {
    const id = await drafted(world);
    const put = () => Promise.reject(new Error('the store is full'));
    const files = { ...world.files, put };
    await expect(render({ ...world, files }, id)).rejects.toThrow('full');
    expect((await stateOf(world, id)).status).toBe('drafted');
    await render(world, id);
    expect((await stateOf(world, id)).status).toBe('signing');
  });

  test('run again, the worker prints nothing and changes nothing', async () => {
    const id = await drafted(world);
    await render(world, id);
    const [before, sheets] = [await world.record(), world.printer.sheets.length];
    await render(world, id);
    expect(await world.record()).toEqual(before);
    expect(world.printer.sheets).toHaveLength(sheets);
  });

  test('of five workers at once is one file, and it exists', async () => {
    const id = await drafted(world);
    await Promise.all(Array.from({ length: 5 }, () => render(world, id)));
    const rendered = (await eventsOf(world, id)).filter(({ type }) => type === 'DocumentRendered');
    expect(rendered).toHaveLength(1);
    const { unsigned } = await stateOf(world, id);
    expect(sha256(await world.files.get(unsignedKey(id, unsigned?.sha256 ?? '')))).toBe(
      unsigned?.sha256,
    );
  });

  test('shows every signatory, the letterhead and where to verify', async () => {
    const role = (key: string, value: string) => ({
      name: `Orang ${key}`,
      position: `Jabatan ${key}`,
      email: `${key}@example.test`,
      role: value,
    });
    const signatories = [
      role('satu', 'declarer'),
      role('dua', 'coSigner'),
      role('tiga', 'acknowledging'),
      role('empat', 'witness'),
    ];
    const id = await drafted(world, altered(['signatories', signatories]));
    await render(world, id);
    const html = world.printer.sheets.at(-1);
    const { draft } = await stateOf(world, id);
    expect(draft.signers).toHaveLength(6);
    for (const { name, position } of draft.signers) {
      expect(html).toContain(name.replaceAll("'", '&#x27;'));
      expect(html).toContain(position);
    }
    expect(html).toContain(draft.agency.name);
    expect(html).toContain(`https://piagam.test/verify/${id}`);
  });

  test('carries the logo that was declared', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>';
    const logo = { mediaType: 'image/svg+xml', base64: btoa(svg) };
    const id = await drafted(world, altered(['agency.letterhead.logo', logo]));
    await render(world, id);
    expect(world.printer.sheets.at(-1)).toContain(
      `data:image/svg+xml;base64,${btoa(svg).replaceAll('=', '&#x3D;')}`,
    );
  });

  test('of a charter without units is printed too', async () => {
    const signatory = { name: 'Eko', position: 'Bupati', email: 'eko@example.test' };
    const body = altered(['units', []], ['pledges', []], ['signatories', [signatory]]);
    const id = await drafted(world, body);
    await render(world, id);
    expect((await stateOf(world, id)).status).toBe('signing');
  });
});

describe('a document that cannot be rendered', () => {
  test('is shelved after three attempts, each with its reason on record', async () => {
    const id = await drafted(world);
    await shelve(id, 'a glyph is missing: U+1F600');
    const { status, shelf } = await stateOf(world, id);
    expect(status).toBe('drafted');
    expect(shelf).toEqual({ work: 'render', reason: 'a glyph is missing: U+1F600' });
    const [, ...events] = await eventsOf(world, id);
    const failed = { type: 'WorkFailed', work: 'render', reason: 'a glyph is missing: U+1F600' };
    expect(events).toEqual([
      { ...failed, attempt: 1 },
      { ...failed, attempt: 2 },
      { ...failed, attempt: 3 },
      { type: 'DocumentShelved', work: 'render', reason: 'a glyph is missing: U+1F600' },
    ]);
  });

  test('rests on the shelf: a message that comes late prints nothing', async () => {
    const id = await drafted(world);
    await shelve(id, 'jammed');
    const before = await world.record();
    await render(world, id);
    expect(await world.record()).toEqual(before);
  });

  test('tells an admin why', async () => {
    const id = await drafted(world);
    await shelve(id, 'jammed');
    expect(await (await getAs(world.archive, `/v1/documents/${id}`)).json()).toMatchObject({
      shelf: { work: 'render', reason: 'jammed' },
    });
  });

  test('comes back by a retry and is rendered then', async () => {
    const id = await drafted(world);
    await shelve(id, 'jammed');
    const answer = await postCommand(world, `/v1/documents/${id}/retry`);
    expect(await answer.json()).toMatchObject({ pending: 'render' });
    await render(world, id);
    const { status, shelf, attempts } = await stateOf(world, id);
    expect([status, shelf, attempts]).toEqual(['signing', undefined, 0]);
  });

  test('has three attempts again after a retry', async () => {
    const id = await drafted(world);
    await shelve(id, 'jammed');
    await postCommand(world, `/v1/documents/${id}/retry`);
    await shelve(id, 'jammed again');
    expect((await stateOf(world, id)).shelf?.reason).toBe('jammed again');
  });

  test('keeps a reason of bearable length', async () => {
    const id = await drafted(world);
    await shelve(id, 'x'.repeat(5000));
    expect((await stateOf(world, id)).shelf?.reason.length).toBeLessThanOrEqual(500);
  });

  test('can be voided', async () => {
    const id = await drafted(world);
    await shelve(id, 'jammed');
    const body = { reason: 'tidak jadi' };
    expect((await postCommand(world, `/v1/documents/${id}/void`, { body })).status).toBe(200);
    expect((await stateOf(world, id)).status).toBe('voided');
  });
});

describe('the evidence', () => {
  const Evidence = z.object({
    commits: z.array(z.custom<Commit>((value) => value !== null)),
    sheetSha256: z.string(),
    marksSha256: z.string(),
  });

  async function completed(): Promise<string> {
    const id = await invited(world);
    await signedByAll(world, id);
    return id;
  }

  test('is compiled once all have signed, and once only', async () => {
    const id = await completed();
    await render(world, id);
    const before = await world.record();
    await render(world, id);
    expect(await world.record()).toEqual(before);
    expect((await stateOf(world, id)).evidence).toBeDefined();
  });

  test('holds the whole chain up to the last signature, unbroken', async () => {
    const id = await completed();
    await render(world, id);
    const { evidence } = await stateOf(world, id);
    const json = Buffer.from(await world.files.get(evidenceKey(id, evidence?.jsonSha256 ?? '')));
    expect(sha256(json)).toBe(evidence?.jsonSha256);
    const { commits, ...named } = Evidence.parse(JSON.parse(json.toString()));
    expect(named).toEqual({
      sheetSha256: evidence?.sheetSha256,
      marksSha256: evidence?.marksSha256,
    });
    expect(firstBreak(commits, sha256)).toBeUndefined();
    expect(commits.at(-1)?.hash).toBe(evidence?.chainHash);
  });

  test('shows on paper who signed when and from where, with masked addresses', async () => {
    const id = await completed();
    await render(world, id);
    const [html, marks] = world.printer.sheets.slice(-2);
    const { draft, unsigned } = await stateOf(world, id);
    expect(marks).toContain('Ditandatangani secara elektronik');
    expect(html).toContain('21 November 2046 pukul 12.00.00 WIT (UTC+09:00)');
    expect(html).toContain('203.0.113.7');
    expect(html).toContain('Peramban Uji/1.0');
    expect(html).toContain(unsigned?.sha256);
    for (const { email } of draft.signers) expect(html).not.toContain(email);
    expect(html).toContain('w***a@example.test');
  });

  test('is stored with the print of the marks before the ledger names them', async () => {
    const id = await completed();
    await render(world, id);
    const { evidence } = await stateOf(world, id);
    const marks = await world.files.get(marksKey(id, evidence?.marksSha256 ?? ''));
    expect(sha256(marks)).toBe(evidence?.marksSha256);
  });

  test('is not compiled from a chain tampered with; the document is shelved', async () => {
    const id = await completed();
    const commits: Ledger['commits'] = async (stream) =>
      (await world.ledger.commits(stream)).map((commit) =>
        commit.version === 4 ? { ...commit, at: '2020-01-01T00:00:00.000Z' } : commit,
      );
    const ledger = { ...world.ledger, commits };
    for (let tries = 1; tries < MAX_ATTEMPTS; tries += 1)
      await expect(render({ ...world, ledger }, id)).rejects.toThrow('breaks at version 4');
    await render({ ...world, ledger }, id);
    expect((await stateOf(world, id)).shelf).toMatchObject({ work: 'evidence' });
  });
});

test('an unknown document leaves nothing to do', async () => {
  const before = await world.record();
  await render(world, '0000000000000000');
  expect(await world.record()).toEqual(before);
});
