import type { Result } from '@sluice/domain';
import { type Environment, EXIT_CODE_SETTINGS } from '@sluice/observability';
import { type PolicyPack, policyNamed } from '@sluice/stop-payment-lifecycle';

/** The policy pack that SLUICE_POLICY names; GENERIC where it is unset or blank. */
export function policyFrom(env: Environment): Result<PolicyPack> {
  const name = env.SLUICE_POLICY?.trim();
  return policyNamed(name === undefined || name === '' ? 'GENERIC' : name);
}

/** For `main`: the policy, or one sentence on standard error and the exit code of wrong settings. */
export function policyOrExit(env: Environment): PolicyPack {
  const policy = policyFrom(env);
  if (policy.ok) return policy.value;
  process.stderr.write(`${policy.problem.code}: SLUICE_POLICY: ${policy.problem.sentence}\n`);
  process.exit(EXIT_CODE_SETTINGS);
}
