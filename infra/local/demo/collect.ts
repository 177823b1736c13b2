/** Collects the files of a sealed document and checks all that can be checked from outside. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sealer } from '../../../functions/ports-seal.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import type { Host } from '../host.ts';
import type { AdminApi, DemoDocument } from './api.ts';

export type Stage = {
  readonly host: Host;
  readonly api: AdminApi;
  /** Judges what was sealed. */
  readonly sealer: Sealer;
  /** Folder for the files. */
  readonly out: string;
  readonly tell: (line: string) => void;
};

export type DemoRow = {
  readonly document: string;
  readonly title: string;
  readonly kind: string;
  readonly signatories: number;
  /** Of the unsigned file, which every signatory confirmed. */
  readonly sha256: string;
  readonly sealedSha256: string;
  readonly evidenceSha256: string;
  /** Level that our own check found. */
  readonly seal: string;
  readonly sealedBy: string;
  readonly file: string;
  readonly unsignedFile: string;
  /** From the declaration to the seal. */
  readonly milliseconds: number;
};

/** Where a file of the document is put, beside its siblings. */
const place = ({ out }: Stage, { kind, id }: DemoDocument, ending: string): string =>
  join(out, `${kind}-${id}.${ending}`);

async function download({ api }: Stage, { id }: DemoDocument) {
  return {
    'unsigned.pdf': await api.pdf(id, 'unsigned'),
    'sealed.pdf': await api.pdf(id, 'sealed'),
    'evidence.pdf': await api.pdf(id, 'evidence'),
    'evidence.json': await api.evidence(id),
  };
}

/**
 * Downloads the four files of a document, checks them and puts them into the folder.
 * @throws naming the document and what does not hold.
 */
export async function collect(
  stage: Stage,
  document: DemoDocument,
  milliseconds: number,
): Promise<DemoRow> {
  const { id, kind, title, unsigned, sealed, evidence, signers } = document;
  const expect = (holds: boolean, otherwise: string): void => {
    if (!holds) throw new Error(`${title}: ${otherwise}`);
  };
  const files = await download(stage, document);
  const [before, after] = [files['unsigned.pdf'], files['sealed.pdf']];
  const found = {
    sha256: sha256(before),
    sealedSha256: sha256(after),
    evidenceSha256: sha256(files['evidence.json']),
  };
  expect(found.sha256 === unsigned?.sha256, 'the unsigned file is not the one on record');
  expect(found.sealedSha256 === sealed?.sha256, 'the sealed file is not the one on record');
  expect(found.evidenceSha256 === evidence?.jsonSha256, 'the evidence is not the one on record');
  const prefix = sha256(after.subarray(0, before.length));
  expect(prefix === found.sha256, 'the sealed file does not begin with the confirmed bytes');
  const check = await stage.sealer.check(after, before);
  if (!check.ok) throw new Error(`${title}: the seal does not hold: ${check.fault}`);
  const verdict = await stage.api.verdict(after);
  expect(verdict === 'intact', `the public verification calls the sealed file ${verdict}`);
  await mkdir(stage.out, { recursive: true });
  for (const [ending, bytes] of Object.entries(files))
    await writeFile(place(stage, document, ending), bytes);
  return {
    document: id,
    title,
    kind,
    signatories: signers.length,
    ...found,
    seal: `PAdES ${check.level}`,
    sealedBy: check.sealedBy,
    file: place(stage, document, 'sealed.pdf'),
    unsignedFile: place(stage, document, 'unsigned.pdf'),
    milliseconds,
  };
}
