/** Declares: one transaction records the declaration; its documents follow from the ledger's stream. */
import { randomBytes, randomUUID } from 'node:crypto';
import { canonical } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { begets } from '../domain/declaration.ts';
import { ID_ENTROPY_BYTES, idFrom } from '../domain/id.ts';
import { logoKey } from '../domain/storage-key.ts';
import type { Clock, Files, Ledger, Receipt } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import { pause } from '../runtime/execute.ts';
import type { CheckedDeclaration } from './validate.ts';

export type World = { readonly ledger: Ledger; readonly files: Files; readonly clock: Clock };

/** DynamoDB holds 400 KB per item; this leaves room for growth of the state. */
export const MAX_DECLARATION_BYTES = 150_000;

export type Declared =
  | { readonly result: 'declared' | 'repeated'; readonly state: DeclarationState }
  | { readonly result: 'keyReused' }
  | { readonly result: 'contended' };

type Command = {
  readonly checked: CheckedDeclaration;
  readonly subject: string;
  /** The caller's `Idempotency-Key`, if one was sent. */
  readonly key: string | undefined;
};

/** Requests with one key that meet in the ledger cancel each other: the loser looks again. */
const MAX_TRIES = 5;

const newId = (): string => idFrom(randomBytes(ID_ENTROPY_BYTES));

export const fitsTheLedger = ({ declaration }: CheckedDeclaration): boolean =>
  Buffer.byteLength(canonical(declaration)) <= MAX_DECLARATION_BYTES;

/** What an earlier request with the same key has brought about, if there was one. */
async function earlier({ ledger }: World, receipt: Receipt): Promise<Declared | undefined> {
  const found = await ledger.receipt(receipt.key);
  if (found === undefined) return undefined;
  if (found.bodySha256 !== receipt.bodySha256) return { result: 'keyReused' };
  const head = await ledger.declaration(found.declarationId);
  if (head === undefined) throw new Error(`declaration ${found.declarationId} is gone`);
  return { result: 'repeated', state: head.state };
}

async function append(
  world: World,
  command: Command,
  receipt: Receipt,
): Promise<Declared | undefined> {
  const { declaration } = command.checked;
  const at = world.clock();
  const documentIds = begets(declaration, at).map(newId);
  const change = {
    events: [{ type: 'DeclarationMade', declaration, documentIds } as const],
    at,
    by: { type: 'admin', subject: command.subject } as const,
  };
  const head = await world.ledger.declare(receipt.declarationId, change, receipt);
  return head && { result: 'declared', state: head.state };
}

/** Records a checked declaration once per key; the logo is stored before the ledger refers to it. */
export async function declare(world: World, command: Command): Promise<Declared> {
  const { declaration, logo } = command.checked;
  // A key belongs to its caller: two admins may choose the same one.
  const key = sha256(JSON.stringify([command.subject, command.key ?? randomUUID()]));
  const receipt = { key, bodySha256: sha256(canonical(declaration)), declarationId: newId() };
  const known = await earlier(world, receipt);
  if (known !== undefined) return known;
  if (logo) await world.files.put(logoKey(logo.sha256), logo.bytes, logo.mediaType);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const declared = (await append(world, command, receipt)) ?? (await earlier(world, receipt));
    if (declared !== undefined) return declared;
    await pause(tries);
  }
  return { result: 'contended' };
}
