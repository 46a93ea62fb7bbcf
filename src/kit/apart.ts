/**
 * Things of which none keeps another: each is `run`, whatever became of those before it, and `end` throws what the first that failed
 * threw, once all have come to rest.
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
