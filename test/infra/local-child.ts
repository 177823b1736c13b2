/**
 * A host in a process of its own, for tests that kill it. Its admin room records a commit, and its
 * draft worker notes what it handled in $NOTES, or, with $HANG, never ends. Prints its address.
 */
import { appendFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Handlers } from '../../infra/local/handlers.ts';
import { startHost } from '../../infra/local/host.ts';
import { standIns } from './local-stand-in.ts';

const { DATA = '', NOTES = '', HANG } = process.env;

async function handlers(): Promise<Handlers> {
  const client = new DynamoDBClient();
  return standIns({
    admin: async ({ body }) => {
      const Item = {
        pk: { S: `DECL#${body}` },
        sk: { S: 'COMMIT#000001' },
        eventNames: { SS: ['DeclarationMade'] },
      };
      await client.send(new PutItemCommand({ TableName: process.env['PIAGAM_TABLE'], Item }));
      return { statusCode: 201, headers: {}, body: '', isBase64Encoded: false };
    },
    draft: async ({ Records }) => {
      if (HANG) await new Promise(() => {});
      for (const { body, attributes } of Records) {
        const { stream } = JSON.parse(body);
        appendFileSync(NOTES, `${stream} ${attributes.ApproximateReceiveCount}\n`);
      }
      return { batchItemFailures: [] };
    },
  });
}

const { url } = await startHost({ data: DATA, port: 0, handlers });
console.log(url);
