/** The registry cannot be asked now (network, time-out, 5xx, 429): a passing fault, to be retried with back-off. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable';
}

/** The registry answered, and said no (credentials, wrong address, invalid schema): to be corrected by a person. */
export class RegistryRefused extends Error {
  override readonly name = 'RegistryRefused';

  constructor(
    message: string,
    /** HTTP status; 0 where it is not about one. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Somebody else changed the same subject at the same moment: to be tried again at once. */
export class RegistryContended extends RegistryRefused {
  constructor(what: string) {
    super(`the schema registry was changed by another service at the same moment: ${what}`, 409);
  }
}

/** The schema breaks the compatibility that its subject promises (HTTP 409). */
export class IncompatibleSchema extends RegistryRefused {
  constructor(
    readonly subject: string,
    detail: string,
  ) {
    super(`the schema is not compatible with those registered under ${subject}: ${detail}`, 409);
  }
}
