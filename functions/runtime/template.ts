/** Handlebars, strict: the templates that hold every word a person reads, compiled once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { env } from './env.ts';

type Template = (model: object) => string;

/** Made of all templates when they are packed for Lambda, where compiling would slow every start. */
export const COMPILED = 'compiled.cjs';

/** A template's file as text, by its path under `templates/`. */
export const source = (path: string): string => readFileSync(join(env('templates'), path), 'utf8');

/** Mails have parts that are plain text: nothing in them is escaped. */
const isText = (path: string): boolean => /\/(text|subject)\.hbs$/.test(path);

/** How a template is compiled, here and when it is packed. */
export const compileOptions = (path: string) => ({ strict: true, noEscape: isText(path) });

function fromSources(path: string): Template {
  const handlebars = Handlebars.create();
  for (const file of readdirSync(join(env('templates'), 'partials')))
    handlebars.registerPartial(basename(file, '.hbs'), source(`partials/${file}`));
  return handlebars.compile(source(path), compileOptions(path));
}

/** What the packed file holds, by the paths of the templates. */
type Specifications = Readonly<Record<string, TemplateSpecification>>;

function fromCompiled(specifications: Specifications, path: string): Template {
  const handlebars = Handlebars.create();
  for (const [name, specification] of Object.entries(specifications))
    if (name.startsWith('partials/'))
      handlebars.registerPartial(basename(name, '.hbs'), handlebars.template(specification));
  const specification = specifications[path];
  if (specification === undefined) throw new Error(`no template ${path}`);
  return handlebars.template(specification);
}

const templates = new Map<string, Template>();

function template(path: string): Template {
  const known = templates.get(path);
  if (known !== undefined) return known;
  const packed = join(env('templates'), COMPILED);
  const fresh = existsSync(packed)
    ? fromCompiled(createRequire(import.meta.url)(packed), path)
    : fromSources(path);
  templates.set(path, fresh);
  return fresh;
}

/** Fills a template. @throws when the model lacks a field that the template names. */
export const fill = (path: string, model: object): string => template(path)(model);
