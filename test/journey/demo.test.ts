import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);

type Row = {
  readonly kind: string;
  readonly signatories: number;
  readonly sha256: string;
  readonly sealedSha256: string;
  readonly seal: string;
  readonly file: string;
  readonly unsignedFile: string;
};

const hashOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

const demo = (...args: readonly string[]) =>
  run(process.execPath, ['infra/local/demo.ts', ...args]);

describe('npm run demo', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'piagam-demo-test-'));
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  const usual = ['strong pledgesElsewhere.leader', 'mild pledgesElsewhere'];
  const unpublished = 'mild event.publicationUrl';

  it.each([
    {
      event: 'ambon-2022',
      kinds: { charter: 2, 'action-plan': 1, pledge: 2, minutes: 1 },
      signatories: [3, 3, 2, 2, 2, 2],
      warnings: [...usual, unpublished, 'mild areas'],
    },
    {
      event: 'kupang-2020',
      kinds: { charter: 1, commitment: 1, minutes: 1 },
      signatories: [6, 6, 4],
      warnings: [...usual, unpublished, ...Array.from({ length: 4 }, () => 'mild citations.0')],
    },
    {
      event: 'gorontalo-2020',
      kinds: { commitment: 1 },
      signatories: [2],
      warnings: [...usual, 'mild witnesses', unpublished, 'mild citations.0'],
    },
  ])(
    '$event is warned as a careful official would, and ends in sealed, verified files',
    async ({ event, kinds, signatories, warnings }) => {
      const folder = join(out, event);
      const options = ['--input', `examples/${event}.yaml`, '--out', folder, '--json'];
      const { stdout, stderr } = await demo(...options);
      const told = [...stderr.matchAll(/^ {2}warning {2}\((\w+)\) ([^:]+):/gm)];
      expect(told.map(([, severity, field]) => `${severity} ${field}`)).toEqual(warnings);
      const { documents } = JSON.parse(stdout) as { documents: readonly Row[] };
      const count = Object.groupBy(documents, ({ kind }) => kind);
      expect(
        Object.fromEntries(Object.entries(count).map(([k, rows]) => [k, rows?.length])),
      ).toEqual(kinds);
      expect(documents.map((row) => row.signatories)).toEqual(signatories);
      for (const { file, unsignedFile, sha256, sealedSha256, seal } of documents) {
        expect(seal).toBe('PAdES B-T');
        expect(await hashOf(file)).toBe(sealedSha256);
        expect(await hashOf(unsignedFile)).toBe(sha256);
        const [sealed, unsigned] = [await readFile(file), await readFile(unsignedFile)];
        expect(sealed.subarray(0, unsigned.length).equals(unsigned)).toBe(true);
      }
    },
  );

  it.each([
    [['--input', 'no/such/file.yaml'], /cannot read no\/such\/file\.yaml/],
    [['--input', 'package.json'], /422[\s\S]*agency/],
    [['--wrong'], /--wrong/],
    [
      ['--input', 'examples/gorontalo-as-reported.yaml'],
      /event\.date: .*13 Februari jatuh pada hari Kamis pada tahun 2020; .*2020-02-13/,
    ],
  ])('%o ends with exit code 1 and says why', async (args, reason) => {
    await expect(demo(...args, '--out', out)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(reason),
    });
  });
});
