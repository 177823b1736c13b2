/** Whether the certificate of a seal is one of the agency whose document it seals. */
import { type Holder, holderOf } from '../../functions/adapters/pades-verify-holder.ts';
import type { Agency } from '../../functions/domain/agency.ts';

/** The longest name that a certificate has room for (RFC 5280, appendix A.1). */
const MAX_NAME = 64;

/** Letters and digits alone: authorities write names in capitals, without dots, or with two blanks. */
const plain = (name: string): string =>
  [...name]
    .slice(0, MAX_NAME)
    .join('')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const written = ({ commonNames, organizations, units }: Holder): string =>
  [...organizations, ...units, ...commonNames].map((name) => JSON.stringify(name)).join(', ');

/**
 * Compares the names in a certificate (DER) with those of the agency and of what it is a part of:
 * certificates are often made out to the whole government of a city.
 */
export function sealerOf(leaf: Uint8Array, { name, parent }: Agency) {
  const holder = holderOf(leaf);
  const { commonNames, organizations, units } = holder;
  const names = new Set([...commonNames, ...organizations, ...units].map(plain));
  const isOfAgency = [name, parent].some((each) => each !== undefined && names.has(plain(each)));
  const what = `certificate of the seal made out to ${written(holder)}; agency ${name}`;
  return { isOfAgency, what };
}
