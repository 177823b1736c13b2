/** The render worker: prints documents and evidence with Chromium and stores them. */

import { chromiumPackage } from '../adapters/chromium-package.ts';
import { chromiumRenderer } from '../adapters/chromium-renderer.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { archivePdf } from '../adapters/pdf-archive.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { render } from './render.ts';

const ledger = dynamoLedger(env('table'));
const renderer = chromiumRenderer({
  directory: env('chromium'),
  singleProcess: env('chromiumProcesses') === 'one',
});
const world = {
  ledger,
  renderer,
  archiver: { archive: archivePdf },
  chromium: chromiumPackage().version,
  files: s3Files(env('bucket')),
  execute: executor({ ledger, clock }),
  publicUrl: env('publicUrl'),
};

/** For hosts that live longer than their handlers; Lambda just ends. */
export const close = renderer.close;

export const handler = worker((id) => render(world, id));
