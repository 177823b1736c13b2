/** Tells the operator what broke, in terms of the harm it does to a person. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { CERTIFICATE_ENDS, SHELVED, STALLED, UNCOUNTED } from '../../functions/runtime/env.ts';

export const ALARM_PERIOD = Duration.minutes(5);

/** Words of the logs, counted over all rooms: the harm is the same wherever it is told. */
const NAMESPACE = 'Piagam';

type Word = {
  /** Names the count, the filters that feed it and its alarm. */
  readonly id: string;
  readonly message: string;
  readonly failureMeans: string;
};

const certificateEnds = (days: keyof typeof CERTIFICATE_ENDS, harm: string): Word => ({
  id: `CertificateEnds${days}`,
  message: CERTIFICATE_ENDS[days],
  failureMeans: `Sertifikat segel elektronik berakhir dalam ${days} hari atau kurang; ${harm}`,
});

const WORDS: readonly Word[] = [
  {
    id: 'Shelved',
    message: SHELVED,
    failureMeans:
      'Sebuah dokumen berhenti setelah beberapa kali gagal dan menunggu admin; para penanda tangannya tidak menerima kelanjutan.',
  },
  {
    id: 'Stalled',
    message: STALLED,
    failureMeans:
      'Otoritas stempel waktu atau sertifikat tidak menjawab dengan baik selama berjam-jam; segel sebuah dokumen menunggu atau belum tahan lama.',
  },
  {
    id: 'Uncounted',
    message: UNCOUNTED,
    failureMeans:
      'Banyaknya percobaan tidak dapat dihitung: penandatanganan tetap berjalan tanpa pembatasan, tetapi kode akses untuk sementara tidak dapat diperiksa.',
  },
  certificateEnds(60, 'mintalah sertifikat baru sekarang.'),
  certificateEnds(30, 'sertifikat baru harus segera dipasang.'),
  certificateEnds(7, 'setelah itu tidak ada dokumen yang dapat disegel.'),
];

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
    for (const { id: metricName, failureMeans } of WORDS) {
      const count = { namespace: NAMESPACE, metricName, statistic: 'Sum', period: ALARM_PERIOD };
      this.onAny(this, metricName, { metric: new Metric(count), failureMeans });
    }
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

  /** Counts the words in a room's log that the alarms of the constructor wait for. */
  onWords(logGroup: ILogGroup): void {
    for (const { id: metricName, message } of WORDS)
      new MetricFilter(logGroup, metricName, {
        logGroup,
        filterPattern: FilterPattern.stringValue('$.message', '=', message),
        metricNamespace: NAMESPACE,
        metricName,
      });
  }

  private tell(alarm: Alarm): Alarm {
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}
