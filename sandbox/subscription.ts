import { asKept } from "./journal.ts";
import { jst } from "./jst.ts";
import { postSubscription } from "./notify.ts";
import { later, switchesOf, tell, type Contract, type State } from "./state.ts";

/** Ends the contract's use of the app, together with its tokens, or starts the use again. */
export function endApp(state: State, contract: Contract, ended: boolean): void {
  contract.appEnded = ended;
  if (ended) {
    for (const [word, { contractId }] of state.tokens)
      if (contractId === contract.contractId) state.tokens.delete(word);
  }
  state.keep({ contracts: [asKept(contract)] });
  tell(state, "contract", { contractId: contract.contractId });
}

/** 利用者通知: unlike the others it has JSON numbers and names with underscores. No one waits for it. */
export function notifySubscription(state: State, contract: Contract, action: string): void {
  const { contractId, clientId } = contract;
  const { notificationDelayMs } = switchesOf(state, contractId);
  const body = {
    contractId,
    event: "AppSubscription",
    action,
    date: jst().slice(0, 10),
    clientId,
    plan: { trial_days: 30, price: 3300, unit_price: 3300, quantity: 1, name: "標準" },
    options: [],
  };
  later(state, notificationDelayMs, () => void postSubscription(state, contractId, body));
}
