/** `npm start`: the whole service on this machine, with what a person needs to know to use it. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productHandlers } from './handlers.ts';
import { type Host, startHost } from './host.ts';
import { HostFault } from './host-fault.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULT_PORT = '8787';
const DEFAULT_DATA = join(PROJECT, '.piagam');
const EXAMPLE = join(PROJECT, 'examples/ambon-2022.yaml');

const PART_COLUMN = 28;
const ADDRESS_COLUMN = 14;

/** The terminal and npm may both pass on one and the same Ctrl-C. */
const ONE_PRESS_MS = 500;

/** Exit code of a process that Ctrl-C ended at once. */
const INTERRUPTED = 130;

function printAddresses({ url, adminToken }: Host, data: string): void {
  const rows = [
    ['API', url],
    ['API docs', `${url}/docs`],
    ['Inbox', `${url}/local/mail`],
    ['Verify page', `${url}/verify`],
    ['Work', `${url}/local/work.json`],
    ['Issuer', `${url}/oidc`],
    ['Data', data],
  ];
  const lines = rows.map(([name = '', address]) => `  ${name.padEnd(ADDRESS_COLUMN)}${address}`);
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`Seals and timestamps are made by a trial authority of this data folder: outside
of this machine nobody trusts them.\n`);
  console.log(`Declare a pencanangan (the token is good for twelve hours), then read the inbox:

  npx yaml --json --single < '${EXAMPLE}' |
    curl ${url}/v1/declarations --data-binary @- \\
      -H "Authorization: Bearer $(cat '${adminToken}')" \\
      -H "Idempotency-Key: ambon-2022" -H "Content-Type: application/json"

Ctrl-C stops everything.`);
}

const printPart = (part: string, milliseconds: number): void =>
  console.log(`  ${part.padEnd(PART_COLUMN)}${Math.round(milliseconds)} ms`);

/** Ends in order at the first signal, at once when it is pressed again. */
function stopOnSignal(host: Host): void {
  let pressedAt: number | undefined;
  const stop = (): void => {
    const now = performance.now();
    if (pressedAt !== undefined) {
      if (now - pressedAt > ONE_PRESS_MS) process.exit(INTERRUPTED);
      return;
    }
    pressedAt = now;
    console.log('\nStopping; what is in hand is finished first. Ctrl-C again ends it at once.');
    host.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function fail(error: unknown): never {
  console.error(error instanceof HostFault ? error.message : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const port = Number(process.env['PORT']?.trim() || DEFAULT_PORT);
  const data = resolve(process.env['PIAGAM_DATA'] || DEFAULT_DATA);
  const begin = performance.now();
  console.log('Piagam starts on this machine:');
  const host = await startHost({ data, port, handlers: productHandlers, onPart: printPart });
  stopOnSignal(host);
  console.log(`Ready after ${Math.round(performance.now() - begin)} ms.`);
  printAddresses(host, data);
  const { message } = await host.failure;
  throw new HostFault(`The ledger's engine has gone, so nothing can go on: ${message}`);
}

await main().catch(fail);
