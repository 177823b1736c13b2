/** The templates as they are packed for Lambda: they say the same as those filled from their sources. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ENV } from '../../functions/runtime/env.ts';
import { fill } from '../../functions/runtime/template.ts';
import { compile, readModel } from './filling.ts';
import { CASES } from './samples.ts';

const PACK = fileURLToPath(new URL('../../infra/pack.ts', import.meta.url));
const asset = mkdtempSync(join(tmpdir(), 'packed-'));

beforeAll(() => {
  execFileSync(process.execPath, [PACK, asset, 'templates']);
  // Without a source to fall back to.
  for (const folder of ['partials', 'mails'])
    rmSync(join(asset, 'templates', folder), { recursive: true });
  vi.stubEnv(ENV.templates, join(asset, 'templates'));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(asset, { recursive: true });
});

test.each(CASES)('$path', ({ path, models }) => {
  for (const model of models) {
    const given = { text: readModel('pages/text.id.json'), lang: 'id', ...model };
    expect(fill(path, given)).toBe(compile(path)(given));
  }
});

test('a template that is not there is named', () => {
  expect(() => fill('pages/nowhere.hbs', {})).toThrow('no template pages/nowhere.hbs');
});
