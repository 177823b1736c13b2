/** Declares: one transaction records the declaration; its documents follow from the ledger's stream. */
import { randomBytes, randomUUID } from 'node:crypto';
import { begets } from '../domain/begets.ts';
import { canonical } from '../domain/commit.ts';
import type { Declaration, DeclarationState, DocumentEntry } from '../domain/declaration.ts';
import type { Finding } from '../domain/finding.ts';
import { ID_ENTROPY_BYTES, idFrom } from '../domain/id.ts';
import { fullestRecord } from '../domain/minutes.ts';
import { registerOf } from '../domain/number.ts';
import { addressesOf } from '../domain/people.ts';
import type { Clock, Files } from '../ports.ts';
import type { Ledger, NumberClaim, Receipt } from '../ports-ledger.ts';
import { sha256 } from '../runtime/digest.ts';
import { pause } from '../runtime/execute.ts';
import type { CheckedDeclaration } from './check-request.ts';
import { storePictures } from './picture.ts';
import { takenSince } from './record-findings.ts';

export type World = { readonly ledger: Ledger; readonly files: Files; readonly clock: Clock };

/** DynamoDB holds 400 KB per item; this leaves room for the documents and growth of the state. */
export const MAX_DECLARATION_BYTES = 150_000;

/** The same room for the minutes, which name everyone who signed each document. */
const MAX_RECORD_BYTES = 250_000;

export type Declared =
  | { readonly result: 'declared' | 'repeated'; readonly state: DeclarationState }
  /** Others took what these fields name since they were checked. */
  | { readonly result: 'taken'; readonly findings: readonly Finding[] }
  | { readonly result: 'keyReused' }
  | { readonly result: 'contended' };

export type Command = {
  readonly declared: CheckedDeclaration;
  readonly subject: string;
  /** The caller's `Idempotency-Key`, if one was sent. */
  readonly key: string | undefined;
};

/** Writers that meet in the ledger cancel each other: the loser looks again. */
export const MAX_TRIES = 5;

const newId = (): string => idFrom(randomBytes(ID_ENTROPY_BYTES));

const bytesOf = (value: unknown): number => Buffer.byteLength(canonical(value));

/** Whether the declaration, and the minutes that are to tell of it, find room in one item each. */
export function fitsTheLedger({ declaration }: CheckedDeclaration, now: string): boolean {
  if (bytesOf(declaration) > MAX_DECLARATION_BYTES) return false;
  if (!declaration.minutes) return true;
  return bytesOf(fullestRecord(begets(declaration, now), declaration.present)) <= MAX_RECORD_BYTES;
}

/** The documents that a declaration begets at `at`, the people on them, and numbers given elsewhere. */
export function begotten(
  declaration: Declaration,
  at: string,
): {
  readonly documents: readonly DocumentEntry[];
  readonly people: readonly string[];
  readonly claims: readonly NumberClaim[];
} {
  const register = registerOf(declaration);
  const plans = begets(declaration, at).map((plan) => ({ ...plan, id: newId() }));
  return {
    documents: plans.map(({ id, kind, title, signers }) => ({
      id,
      kind,
      title,
      people: signers.map(({ person }) => person),
    })),
    people: addressesOf(plans),
    claims: plans.flatMap(({ id: documentId, number }) =>
      number === undefined ? [] : [{ register, number, documentId }],
    ),
  };
}

const receiptOf = ({ declared, subject, key }: Command): Receipt => ({
  // A key belongs to its caller: two admins may choose the same one.
  key: sha256(JSON.stringify([subject, key ?? randomUUID()])),
  bodySha256: declared.requestSha256,
  declarationId: newId(),
});

async function earlierBy(ledger: Ledger, receipt: Receipt): Promise<Declared | undefined> {
  const found = await ledger.receipt(receipt.key);
  if (found === undefined) return undefined;
  if (found.bodySha256 !== receipt.bodySha256) return { result: 'keyReused' };
  const head = await ledger.declaration(found.declarationId);
  if (head === undefined) throw new Error(`declaration ${found.declarationId} is gone`);
  return { result: 'repeated', state: head.state };
}

/** What an earlier request with the same key has brought about, if there was one. */
export const earlier = async (
  { ledger }: World,
  command: Command,
): Promise<Declared | undefined> =>
  command.key === undefined ? undefined : earlierBy(ledger, receiptOf(command));

async function append(
  world: World,
  { declared: { declaration }, subject }: Command,
  receipt: Receipt,
): Promise<Declared | undefined> {
  const at = world.clock();
  const { claims, ...begot } = begotten(declaration, at);
  const change = {
    events: [{ type: 'DeclarationMade', declaration, ...begot } as const],
    at,
    by: { type: 'admin', subject } as const,
  };
  const head = await world.ledger.declare(receipt.declarationId, change, { receipt, claims });
  return head && { result: 'declared', state: head.state };
}

/** Records a checked declaration once per key; its images are stored before the ledger names them. */
export async function declare(world: World, command: Command): Promise<Declared> {
  const { declaration, pictures } = command.declared;
  const receipt = receiptOf(command);
  await storePictures(world.files, pictures);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const declared =
      (await append(world, command, receipt)) ?? (await earlierBy(world.ledger, receipt));
    if (declared !== undefined) return declared;
    const findings = await takenSince(world.ledger, declaration);
    if (findings.length > 0) return { result: 'taken', findings };
    await pause(tries);
  }
  return { result: 'contended' };
}
