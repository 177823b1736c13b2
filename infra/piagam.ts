/** Both stacks of the product, checked against the AWS Solutions rules at every synthesis. */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RecordsStack } from './records-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { readSettings } from './settings.ts';

export function addPiagam(app: App): {
  readonly records: RecordsStack;
  readonly service: ServiceStack;
} {
  const settings = readSettings(app);
  const records = new RecordsStack(app, 'PiagamRecords', settings);
  const service = new ServiceStack(app, 'PiagamService', { settings, records });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { records, service };
}
