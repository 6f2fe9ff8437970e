import type { Account, AccountKind, CreditorKind, HolderKind } from '@sluice/domain';
import type { Random } from '../simulation/random';
import { createNumberIssuer, type Institution, OUR_BANK } from './accountNumbers';
import { createParty, type Party } from './party';

/** What the bank notes of an account that it opens. */
export interface Opening {
  readonly kind: AccountKind;
  readonly holderKind: HolderKind;
  readonly creditorKind: CreditorKind;
  readonly holderId: string;
  readonly openedAt: number;
  readonly balanceMinor: number;
  readonly birthYear?: number;
  readonly phone?: string;
  readonly dailyLimitMinor?: number;
  readonly identityVerified?: boolean;
  readonly protection?: string;
}

/** Opens accounts and keeps the list of every party, so that all balances always add up to zero. */
export interface PartyRegistry {
  readonly parties: readonly Party[];
  /** Where the money of the beginning comes from. */
  readonly outsideWorld: Party;
  openHere(opening: Opening): Party;
  elsewhere(bank: Institution, creditorKind: CreditorKind): Party;
  cashTerminal(terminal: string): Party;
}

export function createPartyRegistry(random: Random, currency: string): PartyRegistry {
  const issueNumber = createNumberIssuer(random);
  const outsideWorld = createParty({
    accountId: 'WORLD',
    institution: null,
    ownership: 'UNKNOWN',
    creditorKind: 'UNKNOWN',
    master: null,
  });
  const parties: Party[] = [outsideWorld];
  const enter = (party: Party): Party => {
    parties.push(party);
    return party;
  };
  return {
    parties,
    outsideWorld,
    openHere(opening) {
      const master = masterOf(issueNumber(OUR_BANK), opening, parties.length, currency);
      const party = createParty({
        accountId: master.accountId,
        institution: OUR_BANK.bic,
        ownership: 'OURS',
        creditorKind: opening.creditorKind,
        master,
      });
      party.balanceMinor = opening.balanceMinor;
      outsideWorld.balanceMinor -= opening.balanceMinor;
      return enter(party);
    },
    elsewhere: (bank, creditorKind) =>
      enter(
        createParty({
          accountId: issueNumber(bank),
          institution: bank.bic,
          ownership: 'OTHER',
          creditorKind,
          master: null,
        }),
      ),
    cashTerminal: (terminal) =>
      enter(
        createParty({
          accountId: `CASH:${terminal}`,
          institution: null,
          ownership: 'OTHER',
          creditorKind: 'CASH',
          master: null,
        }),
      ),
  };
}

function masterOf(accountId: string, opening: Opening, serial: number, currency: string): Account {
  return {
    accountId,
    aliases: [],
    kind: opening.kind,
    status: 'OPEN',
    currency,
    institution: OUR_BANK.bic,
    branch: `B${String((serial % 12) + 1).padStart(2, '0')}`,
    holderIds: [opening.holderId],
    holderKind: opening.holderKind,
    openedAt: opening.openedAt,
    identityVerified: opening.identityVerified ?? true,
    birthYear: opening.birthYear ?? null,
    phone: opening.phone ?? null,
    dailyLimitMinor: opening.dailyLimitMinor ?? null,
    protection: opening.protection ?? null,
  };
}
