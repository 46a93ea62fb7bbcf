import type { Context } from "../../context.ts";
import { unseal } from "../../kit/sealed.ts";
import type { ReceiverRow } from "./store.ts";

/** A receiver's address, and its secret (null if it has none). */
export function openReceiver(
  { sealingKeys }: Pick<Context, "sealingKeys">,
  row: Pick<ReceiverRow, "merchantId" | "id" | "targetSealed" | "secretSealed">,
): { to: string; secret: string | null } {
  const { merchantId, id, targetSealed, secretSealed } = row;
  const target = { column: "receivers.target_sealed", merchantId, id } as const;
  const secret = { column: "receivers.secret_sealed", merchantId, id } as const;
  return {
    to: unseal(sealingKeys, target, targetSealed),
    secret: secretSealed === null ? null : unseal(sealingKeys, secret, secretSealed),
  };
}
