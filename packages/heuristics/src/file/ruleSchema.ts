import { z } from 'zod';
import type { ParameterSpec, RuleDefinition } from '../rule/rule';
import type { AmountSetting, Band, RuleSettings } from './rules';
import { allowed, byCurrency, strict, whole } from './schemaParts';

const BANDS_MAX = 12;
const POINTS_MAX = 1_000;

/** What the file may say of one rule, made from its definition. */
export function ruleSchema(definition: RuleDefinition): z.ZodType<RuleSettings> {
  const enabled = z.boolean(allowed('true or false'));
  const specs = Object.entries(definition.parameters);
  const parameters: z.ZodType<Record<string, AmountSetting>> = strict(
    Object.fromEntries(specs.map(([name, spec]) => [name, parameterSchema(spec)])),
  );
  if (definition.measure.strength === 'POINTS') return strict({ enabled, parameters });
  return strict({ enabled, bands: bandsSchema(definition), parameters });
}

function parameterSchema(spec: ParameterSpec): z.ZodType<AmountSetting> {
  const one = whole(spec.min, spec.max);
  if (spec.unit !== 'amount') return one;
  const what = allowed(
    `a whole amount in major units from ${spec.min} to ${spec.max}, or such amounts by currency with a \`default\``,
  );
  return z.union([one, byCurrency(whole(spec.min, Number.MAX_SAFE_INTEGER / 1_000_000))], what);
}

function bandsSchema(definition: RuleDefinition): z.ZodType<Band[]> {
  const isTrust = definition.family === 'trust';
  const points = isTrust ? whole(-POINTS_MAX, 0) : whole(0, POINTS_MAX);
  const edge = whole(0, definition.measure.max);
  const band: z.ZodType<Band> =
    definition.measure.strength === 'LESS'
      ? strict({ atMost: edge, points })
      : strict({ atLeast: edge, points });
  const what = allowed(`a list of 1 to ${BANDS_MAX} bands, from the weakest to the strongest`);
  return z
    .array(band, what)
    .min(1, what)
    .max(BANDS_MAX, what)
    .superRefine((bands, context) => {
      for (let i = 1; i < bands.length; i++) {
        const message = orderProblem(bands[i - 1], bands[i]);
        if (message !== null) context.addIssue({ code: 'custom', path: [i], message });
      }
    });
}

// Stronger evidence never brings less: the points of a rule are monotone in what it measures.
function orderProblem(before: Band | undefined, band: Band | undefined): string | null {
  if (before === undefined || band === undefined) return null;
  if (edgeOf(band) === edgeOf(before)) return 'names the same edge as the band before it';
  if ('atLeast' in band && edgeOf(band) < edgeOf(before))
    return 'must name a larger `atLeast` than the band before it';
  if ('atMost' in band && edgeOf(band) > edgeOf(before))
    return 'must name a smaller `atMost` than the band before it';
  if (Math.abs(band.points) < Math.abs(before.points))
    return 'must not bring fewer points than the weaker band before it';
  return null;
}

function edgeOf(band: Band): number {
  return 'atLeast' in band ? band.atLeast : band.atMost;
}
