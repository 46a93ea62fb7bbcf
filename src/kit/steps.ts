/** Where lines are written: standard output, or a test's. */
type Out = { isTTY?: boolean | undefined; write(text: string): unknown };

const width = 46;

/**
 * Prints each step and how many seconds it took, one line each. On a terminal the line appears while the work runs;
 * elsewhere it is written as a whole at the end.
 */
export function openSteps(out: Out, now: () => number = () => performance.now()) {
  return async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const begun = now();
    if (out.isTTY === true) out.write(`  ${name} … `);
    try {
      const result = await work();
      const seconds = ((now() - begun) / 1000).toFixed(1);
      out.write(out.isTTY === true ? `${seconds}秒\n` : `  ${name.padEnd(width)} ${seconds}秒\n`);
      return result;
    } catch (error) {
      if (out.isTTY === true) out.write("\n");
      throw error;
    }
  };
}
