import { expect, it } from 'vitest';
import { ID_ENTROPY_BYTES, ID_PATTERN, idFrom } from '../../functions/domain/id.ts';

it('identifiers are sixteen readable characters that keep all the entropy', () => {
  const ids = Array.from({ length: 256 }, (_, byte) =>
    idFrom(new Uint8Array(ID_ENTROPY_BYTES).fill(byte)),
  );
  expect(ids.every((id) => ID_PATTERN.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(256);
});
