/** What a check of a declaration can find, and how two names are compared. */
import type { Declaration } from './declaration.ts';

/** An error blocks; a strong or mild warning only travels with the answer. */
export const SEVERITIES = ['error', 'strong', 'mild'] as const;
type Severity = (typeof SEVERITIES)[number];

export type Finding = {
  readonly severity: Severity;
  /** Path of the field at fault in the request: `event.date`, `units.0.head`. */
  readonly field: string;
  readonly code: string;
  readonly message: { readonly id: string; readonly en: string };
};

/** One rule about a declaration; `now` is UTC, ISO 8601. */
export type Check = (declaration: Declaration, now: string) => readonly Finding[];

const finding =
  (severity: Severity) =>
  (field: string, code: string, id: string, en: string): Finding => ({
    severity,
    field,
    code,
    message: { id, en },
  });
export const error = finding('error');
export const strong = finding('strong');
export const mild = finding('mild');

/** Names and addresses count as the same whatever their case and spacing. */
export const folded = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** Index of each item that repeats an earlier one by `key`. */
export function repeats<T>(
  items: readonly T[],
  key: (item: T, index: number) => string,
): readonly number[] {
  const keys = items.map(key);
  return keys.flatMap((value, index) => (keys.indexOf(value) < index ? [index] : []));
}
