/** DynamoDB on one laptop: an embedded engine with its data in one file, or any endpoint given. */
import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { leash } from './leash.ts';

const START_DEADLINE_MS = 15_000;
const START_POLL_MS = 25;

export type DynamoEngine = {
  readonly endpoint: string;
  /** Process id of the embedded engine; undefined when the endpoint was given. */
  readonly pid: number | undefined;
  /** Resolves when the embedded engine has ended without being asked to. */
  readonly failure: Promise<Error>;
  stop(): Promise<void>;
};

function enginePath(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/dynoxide`);
  } catch {
    throw new Error(
      `The embedded DynamoDB (${name}) is not installed or does not exist for this machine. ` +
        'Start DynamoDB Local (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/' +
        'DynamoDBLocal.html, with -sharedDb) or another DynamoDB and set AWS_ENDPOINT_URL_DYNAMODB to its ' +
        'address, for example http://127.0.0.1:8000.',
    );
  }
}

/**
 * The engine has no lock and lets the pages of any site speak to it, so it hides: on Linux all of
 * 127.0.0.0/8 is this machine, and no page can look through sixteen million addresses.
 */
const hiddenHost = (): string =>
  process.platform === 'linux'
    ? `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`
    : '127.0.0.1';

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

/** @throws the engine's failure, or when it does not answer in time. */
async function untilAnswering(endpoint: string, failure: Promise<Error>): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (await answers(endpoint)) return;
    const failed = await Promise.race([failure, delay(START_POLL_MS, undefined)]);
    if (failed !== undefined) throw failed;
  }
  throw new Error(`${endpoint} did not answer within ${START_DEADLINE_MS} ms`);
}

/**
 * Without it the engine reads its whole stream, which holds a day, at every write and every look at
 * that stream: after ten thousand commits a small write took 12 ms instead of 1.7.
 */
const STREAM_INDEX = `CREATE INDEX IF NOT EXISTS piagam_stream_order
  ON _stream_records (table_name, shard_id, sequence_number)`;

const STREAM_COLUMNS = `SELECT count(*) AS found FROM pragma_table_info('_stream_records')
  WHERE name IN ('table_name', 'shard_id', 'sequence_number')`;

/** The engine may be writing at that moment. */
const BUSY_MS = 5000;

/** Another version of the engine may keep its stream in another way, and be left alone. */
function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    if (database.prepare(STREAM_COLUMNS).get()?.['found'] === 3) database.exec(STREAM_INDEX);
  } finally {
    database.close();
  }
}

/**
 * Starts the embedded DynamoDB on 127.0.0.1 with its data in `file`; when AWS_ENDPOINT_URL_DYNAMODB
 * is set nothing is started and that endpoint is used.
 * @throws when there is no engine for this machine, or when it does not start.
 */
export async function startDynamo(options: {
  readonly file: string;
  readonly port?: number;
}): Promise<DynamoEngine> {
  const given = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (given) {
    const stop = async (): Promise<void> => {};
    return { endpoint: given, pid: undefined, failure: new Promise(() => {}), stop };
  }
  const path = enginePath();
  await mkdir(dirname(options.file), { recursive: true });
  const port = options.port ?? (await freePort());
  const host = hiddenHost();
  const serve = ['serve', '--host', host, '--port', String(port)];
  const engine = await leash([path, ...serve, '--db-path', options.file]);
  const endpoint = `http://${host}:${port}`;
  try {
    await untilAnswering(endpoint, engine.failure);
    indexStream(options.file);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return { endpoint, ...engine };
}
