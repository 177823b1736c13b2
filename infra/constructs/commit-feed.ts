/** Tells the workers of new commits: stream, pipe, bus. Only keys and event names travel. */
import { Stack, Validations } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Construct } from 'constructs';
import { TABLE_SCHEMA } from '../table-schema.ts';
import type { Alerts } from './alerts.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Ledger } from './ledger.ts';

const SOURCE = 'piagam.ledger';
const DETAIL_TYPE = 'Commit';

const { partitionKey, sortKey, commitPrefix } = TABLE_SCHEMA;

/** New commits alone: heads, lookups and receipts are not news. */
const NEW_COMMIT = {
  eventName: ['INSERT'],
  dynamodb: { Keys: { [sortKey]: { S: [{ prefix: commitPrefix }] } } },
};

/**
 * What a worker is told. Values are DynamoDB JSON: `S` a string, `SS` already a list of strings.
 * A path in quotes is filled in as text, a path without as the JSON it is.
 */
const MESSAGE = `{
  "stream": "<$.dynamodb.Keys.${partitionKey}.S>",
  "commit": "<$.dynamodb.Keys.${sortKey}.S>",
  "events": <$.dynamodb.NewImage.eventNames.SS>
}`;

/** PutEvents takes ten entries at a time. */
const PIPE_BATCH = 10;
const PIPE_RETRIES = 20;

export class CommitFeed extends Construct {
  readonly bus: EventBus;
  /** What neither the pipe nor a rule could pass on. */
  readonly undelivered: DeadLetters;

  constructor(scope: Construct, id: string, props: { ledger: Ledger; alerts: Alerts }) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus');
    this.undelivered = new DeadLetters(this, 'Undelivered', {
      alerts: props.alerts,
      failureMeans:
        'Catatan baru tidak sampai ke bagian yang mengerjakannya; dokumen tertahan sampai disapu ulang.',
    });
    Validations.of(this.undelivered.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is the dead-letter queue of the pipe and of the rules, which the check cannot see.',
    });
    const { streamArn } = props.ledger;
    new CfnPipe(this, 'Pipe', {
      description: 'Commits of the Piagam ledger to its event bus',
      roleArn: this.role(streamArn).roleArn,
      source: streamArn,
      sourceParameters: {
        dynamoDbStreamParameters: {
          startingPosition: 'TRIM_HORIZON',
          batchSize: PIPE_BATCH,
          maximumRetryAttempts: PIPE_RETRIES,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          deadLetterConfig: { arn: this.undelivered.queue.queueArn },
        },
        filterCriteria: { filters: [{ pattern: JSON.stringify(NEW_COMMIT) }] },
      },
      target: this.bus.eventBusArn,
      targetParameters: {
        inputTemplate: MESSAGE,
        eventBridgeEventBusParameters: { source: SOURCE, detailType: DETAIL_TYPE },
      },
    });
  }

  /** Matches every commit that carries at least one of these events. */
  pattern(events: readonly string[]): EventPattern {
    return { source: [SOURCE], detailType: [DETAIL_TYPE], detail: { events: [...events] } };
  }

  private role(streamArn: string): Role {
    const allow = (resource: string, ...actions: string[]) =>
      new PolicyStatement({ actions, resources: [resource] });
    return new Role(this, 'PipeRole', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      // Inline, so that the pipe finds its permissions in place when it is made.
      inlinePolicies: {
        pipe: new PolicyDocument({
          statements: [
            allow(
              streamArn,
              'dynamodb:DescribeStream',
              'dynamodb:GetRecords',
              'dynamodb:GetShardIterator',
              'dynamodb:ListStreams',
            ),
            allow(this.bus.eventBusArn, 'events:PutEvents'),
            allow(this.undelivered.queue.queueArn, 'sqs:SendMessage'),
          ],
        }),
      },
    });
  }
}
