/** What lies between the commit feed and a worker: a rule, a queue, and its dead letters. */
import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  BATCH_SIZE,
  MAX_DELIVERIES,
  SUBSCRIPTIONS,
  type Worker,
} from '../../functions/runtime/subscriptions.ts';
import { ROOMS } from '../rooms.ts';
import type { Alerts } from './alerts.ts';
import type { CommitFeed } from './commit-feed.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Room } from './room.ts';

/** AWS's own advice: a message must not come back while throttled polls are still being retried. */
const VISIBILITY_TIMEOUTS = 6;
/** Lambdas at work per queue, so that a mass declaration leaves room for people at the doors. */
const MAX_CONCURRENCY = 10;

export type SubscriptionProps = {
  readonly worker: Worker;
  readonly room: Room;
  readonly feed: CommitFeed;
  readonly alerts: Alerts;
};

export class Subscription extends Construct {
  constructor(scope: Construct, id: string, { worker, room, feed, alerts }: SubscriptionProps) {
    super(scope, id);
    const { failureMeans } = ROOMS[worker];
    const deadLetters = new DeadLetters(this, 'DeadLetters', { alerts, failureMeans });
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(room.timeout.toSeconds() * VISIBILITY_TIMEOUTS),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: MAX_DELIVERIES },
    });
    new Rule(this, 'Rule', {
      eventBus: feed.bus,
      eventPattern: feed.pattern(SUBSCRIPTIONS[worker]),
      targets: [
        new SqsQueue(queue, {
          message: RuleTargetInput.fromEventPath('$.detail'),
          deadLetterQueue: feed.undelivered.queue,
        }),
      ],
    });
    room.lambda.addEventSource(
      new SqsEventSource(queue, {
        batchSize: BATCH_SIZE[worker],
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
  }
}
