/** Tells the operator what broke, in terms of the harm it does to a person. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SHELVED } from '../../functions/runtime/env.ts';

export const ALARM_PERIOD = Duration.minutes(5);

/** One count for all rooms: a shelved document is the same harm wherever it was given up. */
const SHELF = { namespace: 'Piagam', metricName: 'DocumentsShelved' } as const;

export type Alert = {
  readonly metric: Metric;
  /** The harm to a person while this lasts, in the operator's language; printed by the alarm. */
  readonly failureMeans: string;
};

type Silence = Alert & { readonly periods: number };

export class Alerts extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // Requiring TLS replaces the topic's default policy, under which alarms may publish.
    topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = topic;
    this.onAny(this, 'Shelf', {
      metric: new Metric({ ...SHELF, statistic: 'Sum', period: ALARM_PERIOD }),
      failureMeans:
        'Sebuah dokumen berhenti setelah beberapa kali gagal dan menunggu admin; para penanda tangannya tidak menerima kelanjutan.',
    });
  }

  /** Alarms as soon as `metric` counts one in a period. */
  onAny(scope: Construct, id: string, { metric, failureMeans }: Alert): Alarm {
    return this.tell(
      new Alarm(scope, id, {
        metric,
        alarmDescription: failureMeans,
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    );
  }

  /** Alarms when `metric` counts nothing for `periods` in a row: something has stopped. */
  onSilence(scope: Construct, id: string, { metric, failureMeans, periods }: Silence): Alarm {
    return this.tell(
      new Alarm(scope, id, {
        metric,
        alarmDescription: failureMeans,
        threshold: 1,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      }),
    );
  }

  /** Counts the documents that a room has given up; see the alarm in the constructor. */
  onShelf(logGroup: ILogGroup): void {
    new MetricFilter(logGroup, 'Shelved', {
      logGroup,
      filterPattern: FilterPattern.stringValue('$.message', '=', SHELVED),
      metricNamespace: SHELF.namespace,
      metricName: SHELF.metricName,
    });
  }

  private tell(alarm: Alarm): Alarm {
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}
