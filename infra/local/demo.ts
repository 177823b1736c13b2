/** `npm run demo`: the main job without a browser, on a fresh host, with a table of what came out. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { env } from '../../functions/runtime/env.ts';
import { adminApi } from './demo/api.ts';
import { readEvent, readOptions } from './demo/arguments.ts';
import type { DemoRow } from './demo/collect.ts';
import { runDemo } from './demo/run.ts';
import { makeFolder } from './folder.ts';
import { productHandlers } from './handlers.ts';
import { startHost } from './host.ts';

const SHORT_HASH_CHARS = 12;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Columns as wide as their widest cell, so that a row fits a terminal of a hundred characters. */
function table(rows: readonly DemoRow[]): string {
  const head = ['document', 'kind', 'signatories', 'SHA-256', 'seal', 'ms', 'file'];
  const cells = rows.map((row) => [
    row.document,
    row.kind,
    String(row.signatories),
    row.sha256.slice(0, SHORT_HASH_CHARS),
    row.seal,
    String(row.milliseconds),
    row.file,
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...cells].map(line).join('\n');
}

async function demo(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const event = await readEvent(options.input);
  makeFolder(resolve(options.out));
  const started = performance.now();
  const data = await mkdtemp(join(tmpdir(), 'piagam-demo-'));
  const onPart = (part: string, ms: number): void =>
    tell(`  started  ${part} (${Math.round(ms)} ms)`);
  try {
    const host = await startHost({ data, port: 0, handlers: productHandlers, onPart });
    try {
      const api = adminApi(host.url, await readFile(host.adminToken, 'utf8'));
      const trusted = new URL(env('trust'));
      const pem = await readFile(new URL(env('sealKey')), 'utf8');
      const trust = trustAnchors(await readFile(trusted, 'utf8'));
      const sealer = padesSealer(fileKey(pem), { trust });
      const stage = { host, api, sealer, out: options.out, tell };
      const documents = await runDemo(stage, event);
      const milliseconds = Math.round(performance.now() - started);
      if (options.json) console.log(JSON.stringify({ documents, milliseconds }, null, 2));
      else console.log(table(documents));
      await copyFile(trusted, join(options.out, 'trust.pem'));
      tell(
        `${documents.length} documents, sealed and verified, in ${milliseconds} ms → ${options.out}/`,
      );
    } finally {
      await host.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

demo().catch((error: unknown) => {
  tell(`demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
