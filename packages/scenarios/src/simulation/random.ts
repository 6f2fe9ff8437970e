/**
 * Seeded randomness: xoshiro128** (Blackman and Vigna, 2018) seeded through splitmix32. Each agent has a stream of its
 * own, named by a label, so that what one agent draws never shifts what another one does.
 */
export interface Random {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** The stream of `label` under `seed`: the same two give the same numbers on every machine. */
export function randomStream(seed: number, label: string): Random {
  let state = Math.imul(seed, 0x9e3779b9) ^ labelHash(label);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  const random = { a: next(), b: next(), c: next(), d: next() };
  if ((random.a | random.b | random.c | random.d) === 0) random.a = 1;
  return random;
}

// FNV-1a over the UTF-16 units: labels are ASCII.
function labelHash(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  return hash;
}

/** The next 32 bits, unsigned. */
export function bits(random: Random): number {
  const scrambled = Math.imul(random.b, 5);
  const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
  const shifted = random.b << 9;
  random.c ^= random.a;
  random.d ^= random.b;
  random.b ^= random.c;
  random.a ^= random.d;
  random.c ^= shifted;
  random.d = (random.d << 11) | (random.d >>> 21);
  return result >>> 0;
}

/** Uniform in [0, 1). */
export function fraction(random: Random): number {
  return bits(random) / 4294967296;
}

/** A whole number in [min, max], both included. */
export function whole(random: Random, min: number, max: number): number {
  return min + Math.floor(fraction(random) * (max - min + 1));
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return fraction(random) < probability;
}

/** One of a list; throws RangeError where the list is empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  if (list.length === 0) throw new RangeError('cannot pick from an empty list');
  return list[Math.floor(fraction(random) * list.length)] as T;
}

/** One of a list whose first ones are more popular: the index is distributed as length × u². */
export function pickPopular<T>(random: Random, list: readonly T[]): T {
  if (list.length === 0) throw new RangeError('cannot pick from an empty list');
  const u = fraction(random);
  return list[Math.floor(u * u * list.length)] as T;
}

/** Up to `count` different ones of a list, in the order drawn. */
export function pickSeveral<T>(random: Random, list: readonly T[], count: number): T[] {
  const left = [...list];
  const picked: T[] = [];
  while (picked.length < count && left.length > 0) {
    picked.push(...left.splice(Math.floor(fraction(random) * left.length), 1));
  }
  return picked;
}

/** How often something with the given mean happens (Poisson, by Knuth's product of uniforms; for small means). */
export function times(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  const floor = Math.exp(-mean);
  let product = fraction(random);
  let count = 0;
  while (product > floor) {
    product *= fraction(random);
    count++;
  }
  return count;
}

/** An amount between two bounds, small ones more often: log-uniform, in minor units. */
export function amountBetween(random: Random, minMinor: number, maxMinor: number): number {
  return Math.round(minMinor * (maxMinor / minMinor) ** fraction(random));
}

/** The amount rounded down to a multiple, as people round what they type; at least one multiple. */
export function rounded(amountMinor: number, multipleMinor: number): number {
  return Math.max(multipleMinor, amountMinor - (amountMinor % multipleMinor));
}
