/** Runs the demo as a user would, and lists what it made with what each document has to say. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SEAL_LEVELS, type SealLevel } from '../../functions/domain/seal-level.ts';
import type { SealedPdf } from './sealed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The dates in words are written out by hand: our own code shall not be its own witness. */
const EVENTS = [
  {
    name: 'ambon-2022',
    date: '21 September 2022',
    dateInWords: 'Rabu, tanggal dua puluh satu bulan September tahun dua ribu dua puluh dua',
  },
  {
    name: 'kupang-2020',
    date: '5 November 2020',
    dateInWords: 'Kamis, tanggal lima bulan November tahun dua ribu dua puluh',
  },
] as const;

const Table = z.object({
  documents: z.array(
    z.object({
      document: z.string(),
      kind: z.string(),
      title: z.string(),
      signatories: z.number(),
      sha256: z.string(),
      sealedSha256: z.string(),
      seal: z.string(),
      evidenceSha256: z.string(),
      file: z.string(),
      unsignedFile: z.string(),
    }),
  ),
});

const Evidence = z.object({
  chainHash: z.string(),
  commits: z.array(
    z.object({
      events: z.array(
        z.object({
          draft: z.object({ signers: z.array(z.object({ name: z.string() })) }).optional(),
        }),
      ),
    }),
  ),
});

/** A PDF that people read. */
export type Pdf = {
  readonly file: string;
  readonly title: string;
  /** What can be found in its text. */
  readonly words: readonly string[];
  readonly paper: 'A4' | 'F4';
};

/** One document as the demo left it: its files, and what its table says of them. */
export type Exhibit = {
  readonly id: string;
  /** Number of signatories in the demo's table. */
  readonly signatories: number;
  /** SHA-256 of the unsigned file, the sealed one and the evidence in the demo's table. */
  readonly sha256: string;
  readonly sealedSha256: string;
  readonly evidenceSha256: string;
  readonly unsigned: string;
  readonly sealed: string;
  readonly seal: SealedPdf;
  /** The evidence itself, as JSON. */
  readonly evidence: string;
  /** The document, unsigned and sealed, and the sheet of evidence. */
  readonly pdfs: readonly Pdf[];
};

/** Of a seal that nobody had to wait for. */
const STAMPS = { 'B-B': 0, 'B-T': 1, 'B-LT': 1, 'B-LTA': 2 } as const;

/** The level in the demo's table. @throws when there is none. */
function levelOf(seal: string): SealLevel {
  const level = SEAL_LEVELS.find((each) => seal === `PAdES ${each}`);
  if (level === undefined) throw new Error(`the table says "${seal}" of a seal`);
  return level;
}

async function runDemo(event: string, out: string): Promise<string> {
  const input = join(ROOT, `examples/${event}.yaml`);
  const args = ['infra/local/demo.ts', '--input', input, '--json', '--out', out];
  const demo = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [table, [code]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);
  if (code !== 0) throw new Error(`the demo of ${event} ended with code ${code}`);
  return table;
}

type Row = z.infer<typeof Table>['documents'][number];

async function describe(row: Row, out: string, event: (typeof EVENTS)[number]): Promise<Exhibit> {
  const { document: id, title, signatories, sha256, file, unsignedFile } = row;
  const { sealedSha256, evidenceSha256 } = row;
  const evidence = file.replace(/\.sealed\.pdf$/, '.evidence.json');
  const { chainHash, commits } = Evidence.parse(JSON.parse(await readFile(evidence, 'utf8')));
  const drafts = commits.flatMap(({ events }) => events.flatMap(({ draft }) => draft ?? []));
  const names = drafts.flatMap(({ signers }) => signers.map(({ name }) => name));
  if (names.length !== signatories)
    throw new Error(`the table counts ${signatories} signatories of ${id}, not ${names.length}`);
  // A plan has its date at the foot alone.
  const date = row.kind === 'action-plan' ? event.date : event.dateInWords;
  const common = [title, id, ...names];
  const document = { title, words: [...common, date], paper: 'A4' } as const;
  // The evidence tells of the signing, so it has the hashes in place of the event's date.
  const sheet = { title, words: [...common, sha256, chainHash], paper: 'A4' } as const;
  const authority = join(out, 'trust.pem');
  const level = levelOf(row.seal);
  const found = { authority, level, stamps: STAMPS[level], others: 0, free: signatories };
  return {
    id,
    signatories,
    sha256,
    sealedSha256,
    evidenceSha256,
    unsigned: unsignedFile,
    sealed: file,
    seal: { file, ...document, ...found, flips: [] },
    evidence,
    pdfs: [
      { file: unsignedFile, ...document },
      { file, ...document },
      { file: evidence.replace(/\.json$/, '.pdf'), ...sheet },
    ],
  };
}

/** Runs the demo of every example event in `folder`. @throws when a demo fails. */
export async function makeExhibits(folder: string): Promise<readonly Exhibit[]> {
  const exhibits: Exhibit[] = [];
  for (const event of EVENTS) {
    const out = join(folder, event.name);
    const table = Table.parse(JSON.parse(await runDemo(event.name, out)));
    for (const row of table.documents) exhibits.push(await describe(row, out, event));
  }
  return exhibits;
}
