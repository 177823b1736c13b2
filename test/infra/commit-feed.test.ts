/** From a commit in the ledger to a worker's hands: the pipe, the rules and the queues. */
import type { Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commitRow, sha256 } from '../../functions/adapters/dynamo-rows.ts';
import { chain } from '../../functions/domain/commit.ts';
import { worker } from '../../functions/runtime/batch.ts';
import {
  BATCH_SIZE,
  MAX_DELIVERIES,
  SUBSCRIPTIONS,
  type Worker,
} from '../../functions/runtime/subscriptions.ts';
import { ROOMS } from '../../infra/rooms.ts';
import { read, resources, synthesise, target } from './templates.ts';

const { service } = synthesise();
const [pipe] = resources(service, 'AWS::Pipes::Pipe').values();

/** A commit as the table's stream tells of it (DynamoDB JSON). */
function streamRecord(eventName: 'INSERT' | 'MODIFY') {
  const row = commitRow(
    chain(
      undefined,
      {
        stream: 'DOC#D1',
        at: '2026-03-04T01:00:00.000Z',
        by: { type: 'signer', signer: 1 },
        events: [{ type: 'SigningCompleted' }, { type: 'DocumentNudged', work: 'seal' }],
      },
      sha256,
    ),
  );
  const keys = { pk: { S: row['pk'] }, sk: { S: row['sk'] } };
  const names = { SS: [...row['eventNames']] };
  return { eventName, dynamodb: { Keys: keys, NewImage: { ...keys, eventNames: names } } };
}

/** The part of EventBridge's patterns in use: exact values or prefixes, nested by field. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    return [value]
      .flat()
      .some((one) =>
        pattern.some((rule) =>
          typeof rule === 'string' ? rule === one : String(one).startsWith(rule.prefix),
        ),
      );
  }
  const fields = z.record(z.string(), z.unknown());
  const values = fields.catch({}).parse(value);
  return Object.entries(fields.parse(pattern)).every(([name, rule]) => matches(rule, values[name]));
}

/** Fills an input template: `"<$.path>"` is text within quotes, `<$.path>` the JSON itself. */
function fillTemplate(template: string, event: unknown): unknown {
  const at = (path: string) =>
    path.split('.').reduce<unknown>((value, name) => z.looseObject({}).parse(value)[name], event);
  const filled = template
    .replace(/"<\$\.([\w.]+)>"/g, (_, path) => JSON.stringify(at(path)))
    .replace(/<\$\.([\w.]+)>/g, (_, path) => JSON.stringify(at(path)));
  return JSON.parse(filled);
}

const Pipe = z.object({
  SourceParameters: z.object({
    FilterCriteria: z.object({ Filters: z.tuple([z.object({ Pattern: z.string() })]) }),
    DynamoDBStreamParameters: z.object({
      StartingPosition: z.literal('TRIM_HORIZON'),
      DeadLetterConfig: z.object({ Arn: z.unknown() }),
    }),
  }),
  TargetParameters: z.object({
    InputTemplate: z.string(),
    EventBridgeEventBusParameters: z.object({ Source: z.string(), DetailType: z.string() }),
  }),
});
const { SourceParameters, TargetParameters } = read(Pipe, pipe?.Properties);

describe('the pipe', () => {
  const filter: unknown = JSON.parse(SourceParameters.FilterCriteria.Filters[0].Pattern);

  test('takes new commits, and neither heads nor anything that is not new', () => {
    const commit = streamRecord('INSERT');
    const head = { ...commit, dynamodb: { Keys: { pk: { S: 'DOC#D1' }, sk: { S: 'HEAD' } } } };
    expect(matches(filter, commit)).toBe(true);
    expect(matches(filter, head)).toBe(false);
    expect(matches(filter, streamRecord('MODIFY'))).toBe(false);
  });

  test('passes on the keys and the names of the events, and nothing of their content', () => {
    expect(fillTemplate(TargetParameters.InputTemplate, streamRecord('INSERT'))).toEqual({
      stream: 'DOC#D1',
      commit: 'COMMIT#000001',
      events: ['SigningCompleted', 'DocumentNudged'],
    });
  });
});

const Rule = z.object({
  EventPattern: z.object({ detail: z.object({ events: z.array(z.string()) }) }),
  Targets: z.tuple([
    z.object({
      Arn: z.unknown(),
      InputPath: z.literal('$.detail'),
      DeadLetterConfig: z.object({ Arn: z.unknown() }),
    }),
  ]),
});
const queues = resources(service, 'AWS::SQS::Queue');

function ruleOf(name: Worker) {
  const rules = [...resources(service, 'AWS::Events::Rule')];
  const found = rules.find(([id]) => id.toLowerCase().startsWith(`${name}work`));
  return { pattern: found?.[1].Properties['EventPattern'], ...read(Rule, found?.[1].Properties) };
}

const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'worker',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-southeast-3:000000000000:function:worker',
  memoryLimitInMB: '512',
  awsRequestId: '0',
  logGroupName: '/worker',
  logStreamName: '0',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

describe.each(['draft', 'render', 'seal', 'notify'] as const)('%s', (name) => {
  const { EventPattern, pattern, Targets } = ruleOf(name);
  const [{ Arn, DeadLetterConfig }] = Targets;

  test('is told of exactly the events it subscribes to', () => {
    expect(EventPattern.detail.events).toEqual(SUBSCRIPTIONS[name]);
    const { Source, DetailType } = TargetParameters.EventBridgeEventBusParameters;
    const told = (events: readonly string[]) =>
      matches(pattern, { source: Source, 'detail-type': DetailType, detail: { events } });
    expect(told(['NumbersEntered', SUBSCRIPTIONS[name][0]])).toBe(true);
    expect(told(['NumbersEntered'])).toBe(false);
  });

  test('reads its own queue, message by message', () => {
    const [mapping] = [...resources(service, 'AWS::Lambda::EventSourceMapping').values()].filter(
      ({ Properties }) => target(Properties['EventSourceArn']) === target(Arn),
    );
    expect(target(mapping?.Properties['FunctionName']).toLowerCase()).toMatch(`${name}function`);
    expect(mapping?.Properties).toMatchObject({
      BatchSize: BATCH_SIZE[name],
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('has time for a batch, and a place for what it cannot do', () => {
    const queue = queues.get(target(Arn))?.Properties;
    const { deadLetterTargetArn, maxReceiveCount } = read(
      z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }),
      queue?.['RedrivePolicy'],
    );
    expect(maxReceiveCount).toBe(MAX_DELIVERIES);
    expect(queues.has(target(deadLetterTargetArn))).toBe(true);
    expect(queue?.['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * ROOMS[name].timeoutSeconds);
    expect(queues.has(target(DeadLetterConfig.Arn))).toBe(true);
  });
});

describe('queues', () => {
  test('each is a dead-letter queue with an alarm, or has one', () => {
    const dead = [...queues.values()]
      .map(({ Properties }) => Properties['RedrivePolicy'])
      .filter((policy) => policy !== undefined)
      .map((policy) =>
        target(read(z.object({ deadLetterTargetArn: z.unknown() }), policy).deadLetterTargetArn),
      )
      .concat(target(SourceParameters.DynamoDBStreamParameters.DeadLetterConfig.Arn))
      // The room of bounces is woken by a rule, without a queue before it.
      .concat([...queues.keys()].filter((id) => id.startsWith('Bounces')));
    const watched = [...resources(service, 'AWS::CloudWatch::Alarm').values()]
      .filter(({ Properties }) => Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible')
      .map(({ Properties }) => {
        const [dimension] = read(
          z.array(z.object({ Value: z.unknown() })),
          Properties['Dimensions'],
        );
        return target(dimension?.Value);
      });
    expect(watched.sort()).toEqual(dead.sort());
    const bare = [...queues].filter(
      ([id, { Properties }]) => !(Properties['RedrivePolicy'] || dead.includes(id)),
    );
    expect(bare).toEqual([]);
  });

  test('carry what a worker can read', async () => {
    const received: string[] = [];
    const handler = worker(async (id) => {
      received.push(id);
    });
    const body = fillTemplate(TargetParameters.InputTemplate, streamRecord('INSERT'));
    const record = {
      messageId: '1',
      receiptHandle: '1',
      body: JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'events',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:ap-southeast-3:000000000000:queue',
      awsRegion: 'ap-southeast-3',
    };
    expect(await handler({ Records: [record] }, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(received).toEqual(['D1']);
  });
});
