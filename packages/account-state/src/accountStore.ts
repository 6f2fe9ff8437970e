import { NaiveAccountStore } from './oracle/naiveAccountStore';

/** The accounts of one partition. This first form keeps every leg; the bounded one in typed arrays takes its place. */
export class AccountStore extends NaiveAccountStore {}
