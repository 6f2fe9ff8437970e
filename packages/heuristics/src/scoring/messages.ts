import type { LocalText, Messages } from '../file/rules';
import { money } from '../rule/words';

/** Placeholder of the amount with its currency: the only fact a message may carry, so that it names no other customer. */
export const AMOUNT_PLACEHOLDER = '{amount}';

export interface LocalMessage {
  readonly text: string;
  /** BCP 47 tag of `text`. */
  readonly language: string;
}

/** The warning for a scenario in the payer's language, else in the file's. */
export function warningFor(
  messages: Messages,
  scenario: string,
  language: string | undefined,
  amountMinor: number,
  currency: string,
): LocalMessage {
  return filled(messages.warnings, messages, scenario, language, money(amountMinor, currency));
}

/** What the payer may be told. For a suspected mule it says only that the payment is being checked. */
export function payerReasonFor(
  messages: Messages,
  scenario: string,
  language: string | undefined,
  amountMinor: number,
  currency: string,
): LocalMessage {
  return filled(messages.payerReasons, messages, scenario, language, money(amountMinor, currency));
}

function filled(
  texts: Readonly<Record<string, LocalText | undefined>>,
  messages: Messages,
  scenario: string,
  language: string | undefined,
  amount: string,
): LocalMessage {
  const local = texts[scenario] ?? texts.unknown;
  if (local === undefined) throw new Error('the rules file has no text for the scenario unknown');
  const [text, tag] = chosen(local, language ?? messages.language, messages.language);
  return { text: text.replaceAll(AMOUNT_PLACEHOLDER, amount), language: tag };
}

// `zh-Hans-CN` is served by `zh`; what is not there at all by the file's own language, then by English.
function chosen(local: LocalText, wanted: string, fallback: string): [text: string, tag: string] {
  for (const tag of [wanted, wanted.split('-')[0] ?? wanted, fallback, 'en']) {
    const text = local[tag];
    if (text !== undefined) return [text, tag];
  }
  throw new Error('a text of the rules file has no English');
}
