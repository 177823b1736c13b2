/** Declares: one transaction records the declaration; its documents follow from the ledger's stream. */
import { randomBytes, randomUUID } from 'node:crypto';
import { canonical } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { begets } from '../domain/declaration.ts';
import { ID_ENTROPY_BYTES, idFrom } from '../domain/id.ts';
import { logoKey } from '../domain/storage-key.ts';
import type { Clock, Files, Ledger, Receipt } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import type { CheckedDeclaration } from './validate.ts';

export type World = { readonly ledger: Ledger; readonly files: Files; readonly clock: Clock };

/** DynamoDB holds 400 KB per item, and a first commit holds the declaration twice. */
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

async function stateOf({ ledger }: World, id: string): Promise<DeclarationState> {
  const head = await ledger.declaration(id);
  if (head === undefined) throw new Error(`a receipt leads to declaration ${id}, which is gone`);
  return head.state;
}

async function append(world: World, command: Command, receipt: Receipt): Promise<boolean> {
  const { declaration } = command.checked;
  const at = world.clock();
  const documentIds = begets(declaration, at).map(newId);
  const change = {
    events: [{ type: 'DeclarationMade', declaration, documentIds } as const],
    at,
    by: { type: 'admin', subject: command.subject } as const,
  };
  return world.ledger.declare(receipt.declarationId, change, receipt);
}

/** Records a checked declaration once per key; the logo is stored before the ledger refers to it. */
export async function declare(world: World, command: Command): Promise<Declared> {
  const { declaration, logo } = command.checked;
  // A key belongs to its caller: two admins may choose the same one.
  const key = sha256(JSON.stringify([command.subject, command.key ?? randomUUID()]));
  const receipt = { key, bodySha256: sha256(canonical(declaration)), declarationId: newId() };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const earlier = await world.ledger.receipt(key);
    if (earlier !== undefined)
      return earlier.bodySha256 === receipt.bodySha256
        ? { result: 'repeated', state: await stateOf(world, earlier.declarationId) }
        : { result: 'keyReused' };
    if (logo) await world.files.put(logoKey(logo.sha256), logo.bytes, logo.mediaType);
    if (await append(world, command, receipt))
      return { result: 'declared', state: await stateOf(world, receipt.declarationId) };
  }
  return { result: 'contended' };
}
