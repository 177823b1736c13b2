import { describe, expect, it } from 'vitest';
import { headLogo } from '../../functions/domain/agency.ts';
import type { Signer } from '../../functions/domain/signer.ts';
import { agency, person } from '../samples/declaration.ts';

const emblem = { mediaType: 'image/svg+xml', sha256: 'e'.repeat(64) } as const;
const logo = { mediaType: 'image/png', sha256: 'f'.repeat(64) } as const;
const letterhead = { addressLines: [], logo, emblem };

const mayor = (more: Partial<Signer> = {}): Signer => ({
  ...person('Wali Kota'),
  number: 1,
  person: 1,
  group: 1,
  role: 'declarer',
  stateOfficial: true,
  ...more,
});

describe('the state emblem', () => {
  it('heads what a state official declares, once the agency has uploaded it', () => {
    expect(headLogo(agency({ letterhead }), [mayor()])).toBe(emblem);
    const bare = agency({ letterhead: { addressLines: [], logo } });
    expect(headLogo(bare, [mayor()])).toBe(logo);
  });

  it.each<[string, Partial<Signer>]>([
    ['is no state official', { stateOfficial: undefined }],
    ['witnesses it', { role: 'witness' }],
    ['acknowledges it', { role: 'acknowledging' }],
    ['signs beside the declarer', { role: 'coSigner' }],
    ['is the superior of who pledges', { role: 'superior' }],
  ])('does not head a document of which the official %s', (_, more) => {
    expect(headLogo(agency({ letterhead }), [mayor(more)])).toBe(logo);
  });

  it('heads what an acting official declares only where the agency says so', () => {
    const acting = [mayor({ prefix: 'Pj.' })];
    expect(headLogo(agency({ letterhead }), acting)).toBe(logo);
    expect(headLogo(agency({ letterhead, emblemForActing: true }), acting)).toBe(emblem);
  });
});
