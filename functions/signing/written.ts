/** What a person has typed or drawn into a form, kept when the form could not be taken. */
import type { Context } from 'hono';
import type { Door } from '../runtime/http.ts';

/** Fields that are carried along from page to page, so that nobody has to write twice. */
const FIELDS = [
  'typed',
  'strokes',
  'reason',
  'heirName',
  'heirPosition',
  'heirEmail',
  'heirReason',
] as const;
type Field = (typeof FIELDS)[number];

export type Written = Readonly<Partial<Record<Field, string>>>;

/** What is no form holds nothing. */
export const sentForm = (c: Context<Door>): Promise<FormData> =>
  c.req.formData().catch(() => new FormData());

/** One field of a form as text, trimmed; empty when it is missing or a file. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

export const writtenIn = (form: FormData): Written =>
  Object.fromEntries(
    FIELDS.map((name) => [name, text(form, name)] as const).filter(([, value]) => value !== ''),
  );

/** The same as hidden fields of the next form. */
export const keptFields = (
  written: Written,
): readonly { readonly name: string; readonly value: string }[] =>
  FIELDS.flatMap((name) => {
    const value = written[name];
    return value === undefined ? [] : [{ name, value }];
  });

/** Without control and format characters, save line breaks: it is read by people. */
export const visible = (written: string): string =>
  written
    .replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .toWellFormed();
