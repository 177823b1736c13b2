/** Log groups that forget: every log of the service is kept for the same time. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Long enough to look into last year's ceremony; the record itself is the ledger, not a log. */
const LOG_RETENTION = RetentionDays.ONE_YEAR;

export const serviceLog = (scope: Construct, id: string): LogGroup =>
  new LogGroup(scope, id, { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.DESTROY });
