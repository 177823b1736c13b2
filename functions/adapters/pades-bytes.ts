/** Bytes compared with bytes. */

export const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export const has = (all: readonly Uint8Array[], one: Uint8Array): boolean =>
  all.some((other) => equal(other, one));
