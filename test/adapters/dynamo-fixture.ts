/** A ledger on a real DynamoDB engine, and the smallest changes to write to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { sha256 } from '../../functions/adapters/dynamo-rows.ts';
import type { Head } from '../../functions/domain/commit.ts';
import type { DocumentEntry } from '../../functions/domain/declaration.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import type { DocumentKind } from '../../functions/domain/draft.ts';
import type { DeclarationEvent, DocumentEvent } from '../../functions/domain/event.ts';
import type { Change, Ledger, NumberClaim, Receipt } from '../../functions/ports-ledger.ts';
import { startDynamo } from '../../infra/local/engines/dynamo.ts';
import { createTable } from '../../infra/local/table.ts';
import { declaration, draft } from '../samples/declaration.ts';

export const AT = '2026-11-02T01:00:00.000Z';
export const TABLE = 'ledger';
export const ENDPOINT = 'AWS_ENDPOINT_URL_DYNAMODB';

let serial = 0;
export const freshId = (): string => {
  serial += 1;
  return `id${String(serial).padStart(6, '0')}`;
};

export const entry = (id: string, kind: DocumentKind = 'charter'): DocumentEntry => ({
  id,
  kind,
  title: id,
  people: [1],
});

export const by = <E>(...events: readonly E[]): Change<E> => ({
  events,
  at: AT,
  by: { type: 'worker', name: 'test' },
});

export const change = (...events: readonly DocumentEvent[]): Change<DocumentEvent> => by(...events);

export const declared = (
  documents: readonly DocumentEntry[] = [],
  at = AT,
): Change<DeclarationEvent> => ({
  ...by({ type: 'DeclarationMade', declaration: declaration(), documents, people: [] }),
  at,
});

export const drafted = (id: string, declarationId: string, at = AT): Change<DocumentEvent> => ({
  ...by({ type: 'DocumentDrafted', draft: { ...draft(), id, declarationId } }),
  at,
});

export const receiptFor = (declarationId: string, key = `key-${declarationId}`): Receipt => ({
  key,
  bodySha256: sha256(key),
  declarationId,
});

/** What else is written with a declaration's first commit. */
export const withReceipt = (
  declarationId: string,
  { key, claims = [] }: { readonly key?: string; readonly claims?: readonly NumberClaim[] } = {},
) => ({ receipt: receiptFor(declarationId, key), claims });

/** Starts an engine with the data in `directory`; the ledger goes with it. */
export async function openLedger(directory: string) {
  // Else the engine would take the address of the one before for an address that is given.
  Reflect.deleteProperty(process.env, ENDPOINT);
  const engine = await startDynamo({ file: join(directory, 'ledger.db') });
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    [ENDPOINT]: engine.endpoint,
  });
  await createTable(new DynamoDBClient({}), TABLE);
  return { engine, ledger: dynamoLedger(TABLE) };
}

/** A ledger in a folder of its own, which goes when it is stopped. */
export async function freshLedger() {
  const directory = await mkdtemp(join(tmpdir(), 'ledger-'));
  const { engine, ledger } = await openLedger(directory);
  const stop = async (): Promise<void> => {
    await engine.stop();
    await rm(directory, { recursive: true });
  };
  return { ledger, stop };
}

/** @throws when the document could not be drafted. */
export async function draftDocument(
  ledger: Ledger,
  id = freshId(),
  declarationId = 'none',
): Promise<string> {
  const head = await ledger.append(id, undefined, drafted(id, declarationId));
  if (head === undefined) throw new Error(`${id} was not drafted`);
  return id;
}

/** @throws when there is no such document. */
export async function headOf(ledger: Ledger, id: string): Promise<Head<DocumentState>> {
  const head = await ledger.document(id);
  if (head === undefined) throw new Error(`no head of ${id}`);
  return head;
}
