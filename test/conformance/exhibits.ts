/** Runs the demo as a user would, and lists what it made with what each document has to say. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The dates in words are written out by hand: our own code shall not be its own witness. */
const EVENTS = [
  {
    name: 'ambon-2022',
    date: 'Rabu, tanggal dua puluh satu bulan September tahun dua ribu dua puluh dua',
  },
  { name: 'kupang-2020', date: 'Kamis, tanggal lima bulan November tahun dua ribu dua puluh' },
] as const;

const Table = z.object({
  documents: z.array(
    z.object({
      document: z.string(),
      title: z.string(),
      signatories: z.number(),
      sha256: z.string(),
      sealedSha256: z.string(),
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

/** One document as the demo left it: its files, and what its table says of them. */
export type Exhibit = {
  readonly id: string;
  readonly title: string;
  /** Number of signatories in the demo's table. */
  readonly signatories: number;
  /** Names of the signatories in the evidence. */
  readonly names: readonly string[];
  readonly dateInWords: string;
  /** SHA-256 of the unsigned file, the sealed one and the evidence in the demo's table. */
  readonly sha256: string;
  readonly sealedSha256: string;
  readonly evidenceSha256: string;
  /** The end of the hash chain, as the evidence tells it. */
  readonly chainHash: string;
  readonly unsigned: string;
  readonly sealed: string;
  /** The sheet of evidence (PDF), and the evidence itself (JSON). */
  readonly sheet: string;
  readonly evidence: string;
  /** Certificate of the authority behind the seal (PEM). */
  readonly authority: string;
};

async function runDemo(event: string, out: string): Promise<string> {
  const input = join(ROOT, `examples/${event}.yaml`);
  const args = ['infra/local/demo.ts', '--input', input, '--json', '--out', out];
  const demo = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [table, [code]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);
  if (code !== 0) throw new Error(`the demo of ${event} ended with code ${code}`);
  return table;
}

type Row = z.infer<typeof Table>['documents'][number];

async function describe(row: Row, out: string, dateInWords: string): Promise<Exhibit> {
  const { document: id, title, signatories, sha256, file, unsignedFile } = row;
  const { sealedSha256, evidenceSha256 } = row;
  const evidence = file.replace(/\.sealed\.pdf$/, '.evidence.json');
  const { chainHash, commits } = Evidence.parse(JSON.parse(await readFile(evidence, 'utf8')));
  const drafts = commits.flatMap(({ events }) => events.flatMap(({ draft }) => draft ?? []));
  return {
    id,
    title,
    signatories,
    names: drafts.flatMap(({ signers }) => signers.map(({ name }) => name)),
    dateInWords,
    sha256,
    sealedSha256,
    evidenceSha256,
    chainHash,
    unsigned: unsignedFile,
    sealed: file,
    sheet: evidence.replace(/\.json$/, '.pdf'),
    evidence,
    authority: join(out, 'seal-ca.pem'),
  };
}

/** Runs the demo of every example event in `folder`. @throws when a demo fails. */
export async function makeExhibits(folder: string): Promise<readonly Exhibit[]> {
  const exhibits: Exhibit[] = [];
  for (const { name, date } of EVENTS) {
    const out = join(folder, name);
    const table = Table.parse(JSON.parse(await runDemo(name, out)));
    for (const row of table.documents) exhibits.push(await describe(row, out, date));
  }
  return exhibits;
}
