/** The stacks as CloudFormation, made as `cdk synth` makes them but without bundling any code. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { addPiagam } from '../../infra/piagam.ts';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

export const cdkContext = (): Readonly<Record<string, unknown>> =>
  CdkJson.parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')))
    .context;

/** Synthesises with what an agency would give as `-c name=value`. */
export function synthesise(context: Readonly<Record<string, string>> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'piagam-synth-'));
  const app = new App({
    outdir,
    context: { ...cdkContext(), ...context, 'aws:cdk:bundling-stacks': [] },
  });
  try {
    const stacks = addPiagam(app);
    const records = Template.fromStack(stacks.records);
    const service = Template.fromStack(stacks.service);
    return { app, stacks, records, service };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

/** Logical id → resource, of one type. */
export const resources = (template: Template, type: string): ReadonlyMap<string, Resource> =>
  new Map(
    Object.entries(template.findResources(type)).map(([id, found]) => [id, Resource.parse(found)]),
  );

/** Reads a property against the shape a test expects; a wrong shape fails the test. */
export const read = <T>(shape: z.ZodType<T>, value: unknown): T => shape.parse(value);

/** The logical id behind `{Ref}` or `{Fn::GetAtt}`. */
export const target = (reference: unknown): string =>
  z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z
        .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
        .transform(({ 'Fn::GetAtt': [id] }) => id),
    ])
    .parse(reference);

const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const Statement = z.object({
  Effect: z.string(),
  Principal: z.unknown().optional(),
  Action: Names,
  Resource: z.unknown().transform((resource) => [resource].flat()),
  Condition: z.unknown().optional(),
});
const Policy = z.object({ Statement: z.array(Statement) });
type Statement = z.infer<typeof Statement>;

export const statementsIn = (document: unknown): readonly Statement[] =>
  read(Policy, document).Statement;

/** All permissions of a role: its own inline policies and those attached to it. */
export function statementsOf(template: Template, roleId: string): readonly Statement[] {
  const role = resources(template, 'AWS::IAM::Role').get(roleId);
  const inline = read(
    z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
    role?.Properties['Policies'],
  );
  const attached = [...resources(template, 'AWS::IAM::Policy').values()].filter(({ Properties }) =>
    read(z.array(z.unknown()), Properties['Roles']).map(target).includes(roleId),
  );
  return [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map(({ Properties }) => Properties['PolicyDocument']),
  ].flatMap(statementsIn);
}
