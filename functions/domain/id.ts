/** Identifiers: Crockford base32, lower case, hard to guess and easy to read aloud. */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Random bytes an identifier is made of: 80 bits, so that a document cannot be found by trying. */
export const ID_ENTROPY_BYTES = 10;

export const ID_PATTERN = /^[0-9a-hjkmnp-tv-z]{16}$/;

/** An identifier of 16 characters from exactly ten random bytes. */
export function idFrom(entropy: Uint8Array): string {
  const bits = [...entropy].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
