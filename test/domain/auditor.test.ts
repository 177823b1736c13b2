import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const ROW = /^\| (.+\?) \| `(\w+)` in \[([\w-]+\.ts):(\d+)\]\((functions\/domain\/\3)#L\4\) \|$/gm;

const answers = [...text('ARCHITECTURE.md').matchAll(ROW)].map(
  ([, question = '', name = '', , line = '', file = '']) => ({ question, name, file, line }),
);

describe('an auditor finds the answer where ARCHITECTURE.md says', () => {
  it('to ten questions at least', () => {
    expect(answers.length).toBeGreaterThanOrEqual(10);
  });

  it.each(answers)('$question $file:$line', ({ name, file, line }) => {
    const found = text(file).split('\n')[Number(line) - 1] ?? '';
    expect(found).toMatch(new RegExp(`\\b(const|function) ${name}\\b`));
  });
});
