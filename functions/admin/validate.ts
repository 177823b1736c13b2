/** Turns a request body into a believed value, or into the list of every field at fault. */
import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import type { FormRule } from './field.ts';
import { inWords } from './form-fault.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const Params = z.object({
  code: z.string(),
  told: z.object({ id: z.string(), en: z.string() }),
}) satisfies z.ZodType<FormRule>;

/** Our own words for our own rules, zod's for the rest. */
function tell(issue: z.core.$ZodIssue, language: Language): Pick<FieldError, 'code' | 'message'> {
  const own = issue.code === 'custom' ? Params.safeParse(issue.params) : undefined;
  return own?.success
    ? { code: own.data.code, message: own.data.told[language] }
    : { code: issue.code, message: issue.message };
}

/** Parses by schema; unknown members are named one by one. */
export function parse<T>(schema: z.ZodType<T>, body: unknown, language: Language): Parsed<T> {
  const result = schema.safeParse(body, { error: inWords(language) });
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
    const { code, message } = tell(issue, language);
    return paths.map((tail) => ({ field: [...issue.path, ...tail].join('.'), code, message }));
  });
  return { ok: false, errors };
}

/** A finding as an error in the reader's language. */
export const toldIn =
  (language: Language) =>
  ({ field, code, message }: Finding): FieldError => ({ field, code, message: message[language] });
