/** One room as one Lambda: its bundle, its own role, its log and the alarm when it fails. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { ENV, type Setting } from '../../functions/runtime/env.ts';
import { type Kit, ROOMS, type RoomName } from '../rooms.ts';
import { ALARM_PERIOD, type Alerts } from './alerts.ts';
import { serviceLog } from './log.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** Where Lambda unpacks an asset. */
const TASK_ROOT = '/var/task';
/** Where a room with Chromium unpacks it; the only folder a Lambda can write to is /tmp. */
const CHROMIUM_FOLDER = '/tmp/chromium';

/** Packages that are CommonJS inside call `require`, which an ES module does not have. */
const REQUIRE = "import{createRequire as r}from'node:module';const require=r(import.meta.url);";

const bundling = (kits: readonly Kit[]): BundlingOptions => ({
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  banner: REQUIRE,
  target: 'node24',
  // The SDK of the lock file, not whichever one the Lambda runtime carries this week.
  bundleAwsSDK: true,
  // Needed only where Chromium is unpacked, which `infra/pack.ts` has done.
  externalModules: ['subset-font'],
  minify: true,
  keepNames: true,
  sourceMap: true,
  sourcesContent: false,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (project, asset) => {
      const pack = join(project, 'infra/pack.ts');
      return kits.length === 0
        ? []
        : [`"${process.execPath}" "${pack}" "${asset}" ${kits.join(' ')}`];
    },
  },
});

export type RoomProps = {
  readonly name: RoomName;
  readonly alerts: Alerts;
  /** For a role that another policy names; else AWS names it. */
  readonly roleName?: string;
};

export class Room extends Construct {
  readonly lambda: NodejsFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, { name, alerts, roleName }: RoomProps) {
    super(scope, id);
    const { kits, memoryMb, timeoutSeconds, failureMeans } = ROOMS[name];
    const logGroup = serviceLog(this, 'Log');
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(roleName === undefined ? {} : { roleName }),
    });
    logGroup.grantWrite(role);
    alerts.onWords(logGroup);
    this.timeout = Duration.seconds(timeoutSeconds);
    this.lambda = new NodejsFunction(this, 'Function', {
      entry: join(PROJECT, 'functions', name, 'handler.ts'),
      projectRoot: PROJECT,
      depsLockFilePath: join(PROJECT, 'package-lock.json'),
      bundling: bundling(kits),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      memorySize: memoryMb,
      timeout: this.timeout,
      role,
      logGroup,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
    });
    if (kits.includes('templates')) this.set('templates', join(TASK_ROOT, 'templates'));
    if (kits.includes('chromium')) {
      this.set('chromium', CHROMIUM_FOLDER);
      // Lambda's sandbox refuses what Chromium's child processes ask of the kernel (prctl).
      this.set('chromiumProcesses', 'one');
    }
    const metric = this.lambda.metricErrors({ period: ALARM_PERIOD });
    alerts.onAny(this, 'Failing', { metric, failureMeans });
  }

  /** Gives the room a setting; a grant calls it with the address of what it grants. */
  set(setting: Setting, value: string): void {
    this.lambda.addEnvironment(ENV[setting], value);
  }

  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.lambda.addToRolePolicy(statement);
  }
}
