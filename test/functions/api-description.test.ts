/** The API describes itself: every operation, every parameter, every field of every body. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { EXAMPLE, HOLD_EXAMPLE, PROFILE_EXAMPLE } from '../../functions/admin/example.ts';
import { ROUTES } from '../../functions/runtime/routes.ts';
import { declareAs, postCommand, postDeclaration, putAgency } from './admin-caller.ts';
import { planOf } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const Operation = z.object({
  summary: z.string(),
  parameters: z.array(
    z.object({ name: z.string(), in: z.string(), description: z.string().min(3) }),
  ),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(3) })),
});
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

async function operations() {
  const { paths } = Description.parse(await (await world.admin.request('/openapi.json')).json());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      key: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );
}

type Schema = { readonly [member: string]: unknown };
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** The paths of all properties without a description, at any depth. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (!isSchema(schema)) return [];
  const properties = Object.entries(schema['properties'] ?? {});
  const here = properties.flatMap(([name, property]) =>
    isSchema(property) && ('description' in property || 'const' in property)
      ? []
      : [`${path}.${name}`],
  );
  const below = properties.flatMap(([name, property]) => undescribed(property, `${path}.${name}`));
  const alternatives = [schema['anyOf'], schema['oneOf'], schema['allOf']].flat();
  return [
    ...here,
    ...below,
    ...[schema['items'], ...alternatives].flatMap((inner) => undescribed(inner, path)),
  ];
}

test('every route of the service is described', async () => {
  const described = (await operations()).map(({ key }) => key);
  const api = ROUTES.filter(({ path }) => path.startsWith('/v1/'));
  expect(described).toEqual(expect.arrayContaining(api.map((r) => `${r.method} ${r.path}`)));
});

test('every parameter of a path is described', async () => {
  for (const { path, operation } of await operations()) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const told = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(told.map(({ name }) => name)).toEqual(named);
  }
});

test('every field of every body is described', async () => {
  const bodies = (await operations()).flatMap(({ key, operation }) => {
    const json = operation.requestBody?.content['application/json'];
    return isSchema(json) ? [{ key, schema: json['schema'] }] : [];
  });
  expect(bodies.map(({ key }) => key)).toEqual([
    'PUT /v1/agencies/{slug}',
    'POST /v1/declarations',
    'POST /v1/declarations/{id}/hold',
    'POST /v1/declarations/{id}/unpublish',
    'POST /v1/documents/{id}/void',
    'POST /v1/documents/{id}/resend',
    'POST /v1/documents/{id}/signers/{n}/access-code',
    'POST /v1/documents/{id}/extend',
    'POST /v1/documents/{id}/signers/{n}/replace',
    'POST /v1/documents/{id}/signers/{n}/correct-address',
  ]);
  expect(bodies.flatMap(({ key, schema }) => undescribed(schema, key))).toEqual([]);
});

test('a plan keeps what is left out when it is held, so no member there has a default', async () => {
  const [hold] = (await operations()).filter(({ path }) => path.endsWith('/hold'));
  const json = hold?.operation.requestBody?.content['application/json'];
  const { properties, required } = z
    .object({ properties: z.record(z.string(), z.object({})), required: z.array(z.string()) })
    .parse(isSchema(json) && json['schema']);
  expect(required).toEqual(['event']);
  expect(Object.values(properties).filter((member) => 'default' in member)).toEqual([]);
});

test('its examples are taken', async () => {
  expect((await postDeclaration(world, EXAMPLE)).status).toBe(201);
  expect((await putAgency(world, 'contoh', { body: PROFILE_EXAMPLE })).status).toBe(201);
  const { id } = await declareAs(world, planOf(1));
  const held = await postCommand(world, `/v1/declarations/${id}/hold`, { body: HOLD_EXAMPLE });
  expect(held.status).toBe(200);
});

test('its page shows every operation', async () => {
  const html = await (await world.admin.request('/docs')).text();
  for (const { path } of ROUTES.filter((route) => route.path.startsWith('/v1/')))
    expect(html).toContain(`<code>${path}</code>`);
});
