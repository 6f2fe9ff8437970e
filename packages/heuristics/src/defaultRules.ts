import defaultRulesFile from './default-rules.json';
import type { Rules } from './file/rules';
import { rulesSchema } from './file/schema';

/** The shipped rules, version `default-1`; the data are in `default-rules.json`, to be read, copied and tuned. */
export const defaultRules: Rules = rulesSchema.parse(defaultRulesFile);
