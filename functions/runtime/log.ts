/** The one logger: JSON lines with the ids of the case, never a name, an address or a link. */
import { Logger } from '@aws-lambda-powertools/logger';

export const log = new Logger({ serviceName: 'piagam' });
