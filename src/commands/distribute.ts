import type { Context } from "../context.ts";
import { distribute } from "../kit/distributed/distribute.ts";

/** Distributes the database over the machines of its Citus. Returns the number of statements; each is logged before it runs. */
export async function distributeDatabase(
  ctx: Pick<Context, "directDb" | "log">,
): Promise<{ statements: number }> {
  let statements = 0;
  await distribute(ctx.directDb, (statement) => {
    statements += 1;
    ctx.log.info({ statement }, "distributing");
  });
  return { statements };
}
