/** Whose certificate it is, as its authority has certified it. */
import { Certificate } from 'pkijs';

/** Parts of a name (X.520): of the person or the service, of the organization, of a unit in it. */
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const UNIT = '2.5.4.11';

export type Holder = {
  readonly commonNames: readonly string[];
  readonly organizations: readonly string[];
  readonly units: readonly string[];
};

/** The names in the subject of a certificate (DER). @throws when it is none. */
export function holderOf(der: Uint8Array): Holder {
  const parts = Certificate.fromBER(der).subject.typesAndValues;
  const named = (wanted: string): readonly string[] =>
    parts
      .filter(({ type }) => type === wanted)
      .map(({ value }): unknown => value.valueBlock.value)
      .filter((name) => typeof name === 'string');
  return {
    commonNames: named(COMMON_NAME),
    organizations: named(ORGANIZATION),
    units: named(UNIT),
  };
}
