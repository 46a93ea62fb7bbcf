/**
 * Work in which no failure stops the rest: `run` runs each piece even if earlier ones failed, and `end`, called after all of them,
 * throws the first error.
 */
export function openApart(): { run(work: () => Promise<unknown>): Promise<void>; end(): void } {
  const failures: unknown[] = [];
  return {
    run: async (work) => {
      try {
        await work();
      } catch (error) {
        failures.push(error);
      }
    },
    end: () => {
      for (const error of failures) throw error;
    },
  };
}
