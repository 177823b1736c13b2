/** A document that everyone has signed, put straight on record with its files: it waits for its seal. */
import { begets } from '../../functions/domain/begets.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { addressesOf } from '../../functions/domain/people.ts';
import {
  evidenceKey,
  evidenceSheetKey,
  marksKey,
  unsignedKey,
} from '../../functions/domain/storage-key.ts';
import { withReceipt } from '../adapters/dynamo-fixture.ts';
import { sha256, type TestWorld } from '../functions/world.ts';
import { declaration, person } from '../samples/declaration.ts';

const BY = { type: 'worker', name: 'test' } as const;
const ORIGIN = { ip: '203.0.113.7', userAgent: 'Peramban Uji/1.0' };

const DECLARED = declaration({
  units: [],
  charterMode: 'joint',
  witnesses: [],
  pledges: [],
  signatories: [{ ...person('Wali Kota'), role: 'acknowledging' }],
  leader: person('Sekretaris Daerah'),
});

let serial = 0;

/** A file like no other. */
const fileOf = (id: string, what: string): Uint8Array => Buffer.from(`%PDF-1.7 ${what} of ${id}\n`);

/** Answers the id of a document that waits for its seal, and how many signatories it has. */
export async function signedByAll(
  world: TestWorld,
): Promise<{ readonly id: string; readonly signers: number }> {
  serial += 1;
  const id = `once${String(serial).padStart(12, '0')}`;
  const declarationId = `decl${String(serial).padStart(12, '0')}`;
  const at = world.clock();
  const [plan] = begets(DECLARED, at);
  if (plan === undefined) throw new Error('the sample begets nothing');
  const people = plan.signers.map((signer) => signer.person);
  const documents = [{ id, kind: plan.kind, title: plan.title, people }];
  const made = { declaration: DECLARED, documents, people: addressesOf([plan]) };
  const events = [{ type: 'DeclarationMade', ...made } as const];
  await world.ledger.declare(declarationId, { events, at, by: BY }, withReceipt(declarationId));

  const [confirmed, sheet, marks, json] = [
    fileOf(id, 'document'),
    fileOf(id, 'sheet'),
    fileOf(id, 'marks'),
    fileOf(id, 'evidence'),
  ] as const;
  const hash = sha256(confirmed);
  const evidence = {
    jsonSha256: sha256(json),
    sheetSha256: sha256(sheet),
    marksSha256: sha256(marks),
  };
  await Promise.all([
    world.files.put(unsignedKey(id, hash), confirmed, 'application/pdf'),
    world.files.put(evidenceKey(id, evidence.jsonSha256), json, 'application/json'),
    world.files.put(evidenceSheetKey(id, evidence.sheetSha256), sheet, 'application/pdf'),
    world.files.put(marksKey(id, evidence.marksSha256), marks, 'application/pdf'),
  ]);
  const signed = plan.signers.map(({ number: signer }): DocumentEvent => {
    const confirmation = { signer, round: 1, sha256: hash, consent: CONSENT, origin: ORIGIN };
    return { type: 'SignerSigned', ...confirmation };
  });
  const facts: readonly DocumentEvent[] = [
    { type: 'DocumentDrafted', draft: { ...plan, id, declarationId } },
    { type: 'DocumentRendered', sha256: hash, sizeBytes: confirmed.length },
    ...signed,
    { type: 'SigningCompleted' },
    { type: 'EvidenceCompiled', chainHash: hash, ...evidence },
  ];
  const head = await world.ledger.append(id, undefined, { events: facts, at, by: BY });
  if (head === undefined) throw new Error(`${id} was not recorded`);
  return { id, signers: people.length };
}
