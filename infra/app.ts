/** The CDK app, as `cdk` runs it. */
import { App } from 'aws-cdk-lib';
import { addPiagam } from './piagam.ts';

addPiagam(new App());
