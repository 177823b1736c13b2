/** What a document carries of its own data: what it prints, and nothing that leads to a person. */
import { describe, expect, test } from 'vitest';
import { canonical } from '../../functions/domain/commit.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { EMBEDDED_SCHEMA, embeddedData } from '../../functions/domain/embedded.ts';
import { actions, agency, declaration, documentOf, LEADER } from '../gallery/declarations.ts';
import { units } from '../gallery/people.ts';
import { samples } from '../gallery/samples.ts';

const jsonOf = (draft: DocumentDraft): string => canonical(embeddedData(draft));

/** Every text and every name of a field in a value. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...wordsOf(inner)]);
}

describe('every document of the gallery', () => {
  test.each(samples())('%s tells no e-mail address', (_name, draft) => {
    const words = wordsOf(embeddedData(draft));
    expect(draft.signers.map(({ email }) => email).join()).toContain('@');
    expect(words.filter((word) => word.includes('@') || /e-?mail|surel/i.test(word))).toEqual([]);
  });

  test.each(samples())('%s tells who signs as what', (_name, draft) => {
    const { signers, title, number } = JSON.parse(jsonOf(draft));
    expect([title, number]).toEqual([draft.title, draft.number]);
    expect(signers.map(({ name, role }: Record<string, string>) => [name, role])).toEqual(
      draft.signers.map(({ name, role }) => [name, role]),
    );
  });
});

test('how the agency works inside, and when a link ends, stays inside', () => {
  const own = agency({
    code: 'RAHASIA-1',
    mailSender: 'RAHASIA-2',
    numbering: { charter: { classification: 'RAHASIA-3', pattern: 'RAHASIA-4' } },
  });
  const draft = documentOf('charter', declaration({ agency: own }));
  expect(canonical(draft)).toContain('RAHASIA-2');
  expect(jsonOf(draft)).not.toContain('RAHASIA');
  expect(jsonOf(draft)).not.toContain(draft.deadline);
});

test('a field that a draft gains later stays out', () => {
  const draft = documentOf('charter', declaration());
  const [first = draft.signers[0]] = draft.signers;
  const more = { ...draft, baru: 'RAHASIA', signers: [{ ...first, baru: 'RAHASIA' }] };
  expect(canonical(more)).toContain('RAHASIA');
  expect(jsonOf({ ...draft, ...more } as DocumentDraft)).not.toContain('RAHASIA');
});

test('it names its schema and version', () => {
  const draft = documentOf('charter', declaration());
  expect(embeddedData(draft)).toMatchObject(EMBEDDED_SCHEMA);
});

test('an acting official has the position that is printed', () => {
  const acting = declaration({ leader: { ...LEADER, prefix: 'Pj.' } });
  expect(jsonOf(documentOf('commitment', acting))).toContain('"position":"Pj. Wali Kota Contoh"');
});

test('an action plan has its lines', () => {
  const plan = documentOf('action-plan', declaration({ units: units(1, { actions: actions(2) }) }));
  expect(embeddedData(plan).actions).toEqual(actions(2));
});
