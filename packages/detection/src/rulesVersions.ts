import { type CompiledRules, compileRules, parseRules } from '@sluice/heuristics';

/** A leg names a rules version that was never prepared here: a broken writer; the partition stops. */
export class RulesVersionError extends Error {
  override readonly name = 'RulesVersionError';
}

/**
 * The rules versions that this partition knows. A version is prepared on every partition before any activates it, so a
 * credit leg's pinned version is always here.
 */
export class RulesVersions {
  private readonly prepared = new Map<string, CompiledRules>();
  private active: CompiledRules | null = null;

  /** Prepares a version from its rules file (JSON text). The same version again changes nothing. */
  prepare(version: string, rules: string): void {
    if (this.prepared.has(version)) return;
    const parsed = parseRules(rules);
    if (!parsed.ok) {
      throw new RulesVersionError(
        `rules version ${version} is not valid: ${parsed.problem.map(({ sentence }) => sentence).join('; ')}`,
      );
    }
    this.prepared.set(version, compileRules(parsed.value));
  }

  activate(version: string): void {
    this.active = this.pinned(version);
  }

  /** The version that a debit leg pins now. */
  current(): CompiledRules {
    if (this.active === null) {
      throw new RulesVersionError(
        'a transfer came before any rules version was activated; intake admits none before',
      );
    }
    return this.active;
  }

  pinned(version: string): CompiledRules {
    const rules = this.prepared.get(version);
    if (rules === undefined)
      throw new RulesVersionError(`rules version ${version} was not prepared on this partition`);
    return rules;
  }

  get activeVersion(): string | null {
    return this.active?.version ?? null;
  }
}
