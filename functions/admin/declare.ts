/** Declares: one transaction records the declaration; its documents follow from the ledger's stream. */
import { randomBytes, randomUUID } from 'node:crypto';
import { canonical } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { begets } from '../domain/declaration.ts';
import { ID_ENTROPY_BYTES, idFrom } from '../domain/id.ts';
import { logoKey } from '../domain/storage-key.ts';
import type { Clock, Files, Ledger } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import type { CheckedDeclaration } from './validate.ts';

export type World = { readonly ledger: Ledger; readonly files: Files; readonly clock: Clock };

/** DynamoDB holds 400 KB per item, and a first commit holds the declaration twice. */
export const MAX_DECLARATION_BYTES = 150_000;

export type Declared =
  | { readonly result: 'declared' | 'repeated'; readonly state: DeclarationState }
  | { readonly result: 'refused'; readonly why: 'keyReused' | 'tooLarge' };

type Command = {
  readonly checked: CheckedDeclaration;
  readonly subject: string;
  /** The caller's `Idempotency-Key`, if one was sent. */
  readonly key: string | undefined;
};

const newId = (): string => idFrom(randomBytes(ID_ENTROPY_BYTES));

async function repeated(world: World, key: string, bodySha256: string): Promise<Declared> {
  const receipt = await world.ledger.receipt(key);
  const head = receipt && (await world.ledger.declaration(receipt.declarationId));
  if (receipt === undefined || head === undefined)
    throw new Error('the ledger refused a new declaration without holding an earlier one');
  return receipt.bodySha256 === bodySha256
    ? { result: 'repeated', state: head.state }
    : { result: 'refused', why: 'keyReused' };
}

/** Records a checked declaration once per key; the logo is stored before the ledger refers to it. */
export async function declare(world: World, command: Command): Promise<Declared> {
  const { declaration, logo } = command.checked;
  const body = canonical(declaration);
  if (Buffer.byteLength(body) > MAX_DECLARATION_BYTES)
    return { result: 'refused', why: 'tooLarge' };
  // A key belongs to its caller: two admins may choose the same one.
  const key = sha256(`${command.subject}|${command.key ?? randomUUID()}`);
  const receipt = { key, bodySha256: sha256(body), declarationId: newId() };
  if ((await world.ledger.receipt(key)) !== undefined)
    return repeated(world, key, receipt.bodySha256);
  if (logo) await world.files.put(logoKey(logo.sha256), logo.bytes, logo.mediaType);
  const at = world.clock();
  const documentIds = begets(declaration, at).map(newId);
  const change = {
    events: [{ type: 'DeclarationMade', declaration, documentIds } as const],
    at,
    by: { type: 'admin', subject: command.subject } as const,
  };
  const { declarationId } = receipt;
  if (!(await world.ledger.declare(declarationId, change, receipt)))
    return repeated(world, key, receipt.bodySha256);
  const head = await world.ledger.declaration(declarationId);
  if (head === undefined) throw new Error(`declaration ${declarationId} vanished`);
  return { result: 'declared', state: head.state };
}
