import joinDefinition from 'kafkajs/src/protocol/requests/joinGroup';

/** A process has a handful of members at a time; ids are new with every restart of one. */
const MEMBERS_MAX = 1_000;

const generations = new Map<string, number>();

/**
 * The generation that this member joined last; null where kafkajs was not watched. kafkajs tells of a join when the member
 * has its assignment: a generation that ended before, in which another may have owned its partitions, it does not tell of.
 */
export function generationOf(memberId: string): number | null {
  return generations.get(memberId) ?? null;
}

/** Takes note of every answer to a join, in the manner of `useLeanWire`. */
export function watchJoins(): void {
  const joinOf = joinDefinition.protocol;
  joinDefinition.protocol = ({ version }) => {
    const join = joinOf({ version });
    return (options) => {
      const made = join(options);
      const { response } = made;
      const parse: typeof response.parse = async (answer) => {
        const joined = await response.parse(answer);
        generations.set(joined.memberId, joined.generationId);
        if (generations.size > MEMBERS_MAX) generations.delete(generations.keys().next().value!);
        return joined;
      };
      return { ...made, response: { ...response, parse } };
    };
  };
}
