/** Cells of one linear counter. */
export const CELLS = 64;

/**
 * Estimate of how many distinct things have hit `occupied` of 64 cells at random: the mean number of draws until so many
 * cells are hit (coupon collector, sum of 64 / (64 - i)); the counting form of Whang, Vander-Zanden and Taylor 1990
 * without a logarithm. Standard error about 10% for up to 100 things, 16% for 200; all cells hit stands for 304 and more.
 */
export const DISTINCT_OF_OCCUPIED = estimates();

function estimates(): Float64Array {
  const table = new Float64Array(CELLS + 1);
  for (let i = 0; i < CELLS; i++) table[i + 1] = table[i]! + CELLS / (CELLS - i);
  return table;
}
