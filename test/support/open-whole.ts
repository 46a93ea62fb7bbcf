/** How to close each thing that was opened, in the order of opening. */
export type Closings = (() => Promise<unknown>)[];

/**
 * Opens something with several parts: each part adds its way to close to `closings`. `close` closes them, the last first; if the
 * opening throws, what was open by then is closed, too. A part that fails to close does not keep the others open.
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
