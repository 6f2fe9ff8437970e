import { type CompiledRules, compileRules, parseRules } from '@sluice/heuristics';
import { type PieceCodec, TrackedMap } from './image/trackedMap';

/** A leg names a rules version that was never prepared here: a broken writer; the partition stops. */
export class RulesVersionError extends Error {
  override readonly name = 'RulesVersionError';
}

const TEXT: PieceCodec<string> = {
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => Buffer.from(bytes).toString('utf8'),
};

/**
 * The rules versions that this partition knows. A version is prepared on every partition before any activates it, so a
 * credit leg's pinned version is always here.
 */
export class RulesVersions {
  private readonly prepared = new Map<string, CompiledRules>();
  private active: CompiledRules | null = null;
  /** The rules file (JSON text) of every prepared version, as images hold it. */
  readonly image = new TrackedMap<string>(TEXT);
  private restoredActive: string | null = null;

  /** Prepares a version from its rules file (JSON text). The same version again changes nothing. */
  prepare(version: string, rules: string): void {
    if (this.prepared.has(version)) return;
    this.prepared.set(version, compiled(version, rules));
    this.image.set(version, rules);
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
    if (this.active !== null && this.active.version === version) return this.active;
    const rules = this.prepared.get(version);
    if (rules === undefined)
      throw new RulesVersionError(`rules version ${version} was not prepared on this partition`);
    return rules;
  }

  get activeVersion(): string | null {
    return this.active?.version ?? null;
  }

  /** Names the version that was active in an image, whose files may still be to come. */
  restoreActive(version: string | null): void {
    this.restoredActive = version;
  }

  /** Compiles what an image held. */
  finishRestore(): void {
    for (const [version, rules] of this.image.entries()) {
      if (!this.prepared.has(version)) this.prepared.set(version, compiled(version, rules));
    }
    if (this.restoredActive !== null) this.activate(this.restoredActive);
  }
}

function compiled(version: string, rules: string): CompiledRules {
  const parsed = parseRules(rules);
  if (parsed.ok) return compileRules(parsed.value);
  throw new RulesVersionError(
    `rules version ${version} is not valid: ${parsed.problem.map(({ sentence }) => sentence).join('; ')}`,
  );
}
