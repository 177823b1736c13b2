/** Fills the templates with Handlebars alone, and bends the models they are filled with. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';

export type Json = null | boolean | number | string | readonly Json[] | Model;
export type Model = { readonly [field: string]: Json };

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));

export const read = (path: string): string => readFileSync(join(TEMPLATES, path), 'utf8');
export const readModel = (path: string): Model => JSON.parse(read(path));

/** Paths of all files below `templates/`, with `/`. */
export const templateFiles = (): readonly string[] =>
  readdirSync(TEMPLATES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATES.length + 1));

const handlebars = Handlebars.create();
for (const file of readdirSync(join(TEMPLATES, 'partials')))
  handlebars.registerPartial(basename(file, '.hbs'), read(`partials/${file}`));

/** A strict template; plain text when its name says so. */
export function compile(path: string): (model: Model) => string {
  const noEscape = /\/(subject|text)\.hbs$/.test(path);
  return handlebars.compile(read(path), { strict: true, noEscape });
}

export type Path = readonly (string | number)[];

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Every field of a model, nested ones too, in reading order. */
export function fieldsOf(value: Json, above: Path = []): readonly Path[] {
  if (isList(value)) return value.flatMap((item, index) => fieldsOf(item, [...above, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, below]) => [
    [...above, field],
    ...fieldsOf(below, [...above, field]),
  ]);
}

/** The model without one field. */
export function without(value: Json, [step, ...rest]: Path): Json {
  if (isList(value))
    return value.map((item, index) => (index === step ? without(item, rest) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => field !== step || rest.length > 0)
      .map(([field, below]) => [field, field === step ? without(below, rest) : below]),
  );
}

/** The model with every string replaced. */
export function withEveryString(value: Json, text: string): Json {
  if (typeof value === 'string') return text;
  if (isList(value)) return value.map((item) => withEveryString(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, below]) => [field, withEveryString(below, text)]),
  );
}

/** A model is an object; what is made of one by the functions above is one too. */
export function asModel(value: Json): Model {
  if (typeof value !== 'object' || value === null || isList(value)) throw new Error('no model');
  return value;
}
