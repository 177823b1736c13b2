/** A queue for what could not be done, and the alarm that says so. */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARM_PERIOD, type Alerts } from './alerts.ts';

/** The longest SQS keeps a message: time for an operator to come back from a holiday. */
const RETENTION = Duration.days(14);

export type DeadLettersProps = { readonly alerts: Alerts; readonly failureMeans: string };

export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { alerts, failureMeans }: DeadLettersProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
    });
    const metric = this.queue.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD });
    alerts.onAny(this, 'NotEmpty', { metric, failureMeans });
  }
}
