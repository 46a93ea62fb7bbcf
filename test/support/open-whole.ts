/** How each thing that was opened is closed, in the order of their opening. */
export type Closings = (() => Promise<unknown>)[];

/**
 * Opens what consists of several parts: each adds to `closings` how it is closed. `close` closes them, the last first,
 * and so does an opening that throws: what it had opened by then is not left behind. One that does not close keeps no other open.
 */
export async function openWhole<Whole extends object>(
  open: (closings: Closings) => Promise<Whole>,
): Promise<Whole & { close(): Promise<void> }> {
  const closings: Closings = [];
  const close = async () => {
    const errors: unknown[] = [];
    for (const closing of closings.splice(0).toReversed()) {
      await closing().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
  };
  try {
    return Object.assign(await open(closings), { close });
  } catch (error) {
    await close().catch((unclosed: unknown) => {
      const message = `${String(error)}; and not all of it closed again: ${String(unclosed)}`;
      throw new Error(message, { cause: error });
    });
    throw error;
  }
}
