import { RegistryContended, RegistryRefused, RegistryUnavailable } from './registryErrors';
import { failureOfStatus, noAnswer } from './registryFailure';

/** Our name at the registry (in the User-Agent), with which the library begins its errors: `sluice - …`. */
export const CLIENT_NAME = 'sluice';

/** How the library words an answer without a `message` of the registry: `sluice - Error, status 404: <html>…`. */
const WITHOUT_MESSAGE = /^Error, status \d+(?:: )?/;
/** How much of an answer that is no registry's is quoted, characters. */
const QUOTED_MAX = 200;

/** An answer that the library turned into an error. */
export interface FailedAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Method and address. */
  readonly request: string;
  /** Whether the registry itself said it, and no proxy or other server in its place. */
  readonly inItsOwnWords: boolean;
  readonly words: string;
}

/**
 * The answer behind an error of the library, null where there was none. `what` says what was asked, for the one error
 * that does not know: the library keeps only the words of a 404 to a look-up by subject and schema.
 */
export function failedAnswer(error: unknown, what: string): FailedAnswer | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'ConfluentSchemaRegistryError') return { ...saidIn(error), status: 404, request: what };
  if (!('status' in error && typeof error.status === 'number' && 'url' in error)) return null;
  const answer = { ...saidIn(error), status: error.status, request: requestIn(error.url) };
  // Where no answer came at all, the library makes up a 400 with the network's words.
  return answer.status === 400 && !answer.inItsOwnWords ? null : answer;
}

/** What an error of the library means to us. `what` says what was asked. */
export function failureOf(error: unknown, what: string): RegistryUnavailable | RegistryRefused {
  if (error instanceof RegistryUnavailable || error instanceof RegistryRefused) return error;
  if (!(error instanceof Error)) return new RegistryRefused(`${what}: ${String(error)}`, 0);
  const answer = failedAnswer(error, what);
  if (answer !== null) return failureOfStatus(answer.status, answer.request, answer.words);
  if ('status' in error && 'url' in error) return noAnswer(requestIn(error.url), saidIn(error).words, error);
  // The library holds the level it is given against the registry's once more: somebody changed it in between.
  if (error.name === 'ConfluentSchemaRegistryCompatibilityError') return new RegistryContended(error.message);
  return new RegistryRefused(`the schema registry’s answer for ${what} is of no use: ${error.message}`, 0, {
    cause: error,
  });
}

function saidIn(error: Error): Pick<FailedAnswer, 'inItsOwnWords' | 'words'> {
  const said = error.message.replace(`${CLIENT_NAME} - `, '');
  return WITHOUT_MESSAGE.test(said)
    ? { inItsOwnWords: false, words: said.replace(WITHOUT_MESSAGE, '').slice(0, QUOTED_MAX) }
    : { inItsOwnWords: true, words: said };
}

/** `get http://…`, as the library has it, like our own requests. */
function requestIn(url: unknown): string {
  return String(url).replace(/^\w+/, (method) => method.toUpperCase());
}
