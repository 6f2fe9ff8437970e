/** Monday, 3 June 2024, 10:00 UTC. */
export const NOW = Date.UTC(2024, 5, 3, 10);
