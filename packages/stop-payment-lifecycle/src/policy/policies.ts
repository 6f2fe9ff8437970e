import { type Result, refuse } from '@sluice/domain';
import { auPack } from './packs/au';
import { cnPack } from './packs/cn';
import { genericPack } from './packs/generic';
import { indiaPack } from './packs/india';
import { sgPack } from './packs/sg';
import { ukPack } from './packs/uk';
import { parsePolicyPack } from './parsePolicyPack';
import type { PolicyPack } from './policyPack';

const packs = [genericPack, cnPack, ukPack, sgPack, indiaPack, auPack];

/** Names of the packs that come with Sluice. */
export const POLICY_NAMES: readonly string[] = packs.map(({ name }) => name);

/** The checked pack of that name, in any case: POLICY_UNKNOWN where there is none, POLICY_INVALID where it is wrong. */
export function policyNamed(name: string): Result<PolicyPack> {
  const pack = packs.find((candidate) => candidate.name === name.trim().toUpperCase());
  if (pack === undefined) {
    return refuse(
      'POLICY_UNKNOWN',
      `There is no policy pack ${name}; choose one of ${POLICY_NAMES.join(', ')}.`,
    );
  }
  return parsePolicyPack(pack);
}
