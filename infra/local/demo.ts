/** `npm run demo`: the main job without a browser, on a fresh host, with a table of what came out. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKey } from '../../functions/adapters/file-key.ts';
import { env } from '../../functions/runtime/env.ts';
import { adminApi } from './demo/api.ts';
import { readEvent, readOptions } from './demo/arguments.ts';
import type { DemoRow } from './demo/collect.ts';
import { runDemo } from './demo/run.ts';
import { productHandlers } from './handlers.ts';
import { startHost } from './host.ts';

const SHORT_HASH_CHARS = 16;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const table = (rows: readonly DemoRow[]): void =>
  console.table(
    rows.map(({ document, kind, signatories, sha256, seal, file, milliseconds }) => ({
      document,
      kind,
      signatories,
      'SHA-256': `${sha256.slice(0, SHORT_HASH_CHARS)}…`,
      seal,
      file,
      milliseconds,
    })),
  );

async function demo(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const event = await readEvent(options.input);
  const started = performance.now();
  const data = await mkdtemp(join(tmpdir(), 'piagam-demo-'));
  const onPart = (part: string, ms: number): void =>
    tell(`  started  ${part} (${Math.round(ms)} ms)`);
  try {
    const host = await startHost({ data, port: 0, handlers: productHandlers, onPart });
    try {
      const api = adminApi(host.url, await readFile(host.adminToken, 'utf8'));
      const pem = await readFile(new URL(env('sealKey')), 'utf8');
      const stage = { host, api, sealKey: fileKey(pem), out: options.out, tell };
      const documents = await runDemo(stage, event);
      const milliseconds = Math.round(performance.now() - started);
      if (options.json) console.log(JSON.stringify({ documents, milliseconds }, null, 2));
      else table(documents);
      await writeFile(
        join(options.out, 'seal-ca.pem'),
        pem.slice(pem.lastIndexOf('-----BEGIN CERT')),
      );
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
