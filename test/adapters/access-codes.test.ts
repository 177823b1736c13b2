/** Access codes: hashed with a salt and slowly, told apart as people tell them. */
import { expect, test } from 'vitest';
import { accessCodes } from '../../functions/adapters/access-codes.ts';

test('the same code has another hash each time, and both match it', async () => {
  const [one, two] = await Promise.all([
    accessCodes.hash('melati 4821'),
    accessCodes.hash('melati 4821'),
  ]);
  expect(one).not.toBe(two);
  expect(one).toMatch(/^scrypt-16-8-2\$[\w-]{22}\$[\w-]{43}$/);
  for (const hash of [one, two]) expect(await accessCodes.matches('melati 4821', hash)).toBe(true);
});

test('capitals, spaces and full-width letters are no matter; everything else is', async () => {
  const hash = await accessCodes.hash('Melati 4821');
  for (const same of ['melati4821', ' MELATI 48 21 ', 'ｍelati4821'])
    expect(await accessCodes.matches(same, hash)).toBe(true);
  for (const other of ['melati4822', 'melati482', '', 'melati4821!'])
    expect(await accessCodes.matches(other, hash)).toBe(false);
});

test('a hash made in another way is a fault, and no wrong code', async () => {
  await expect(accessCodes.matches('x', 'md5$a$b')).rejects.toThrow('md5');
});
