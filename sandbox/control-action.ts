import type { z } from "zod";
import { refuse, type Answer } from "./answer.ts";
import type { Contract, State } from "./state.ts";

export type Control = { state: State; query: URLSearchParams; body: unknown; parts: string[] };
export type Action = (control: Control) => Answer | Promise<Answer>;

/** An action on the contract that the path names; answers 404 if there is none. */
export const withContract =
  (action: (contract: Contract, control: Control) => Answer): Action =>
  (control) => {
    const contract = control.state.contracts.get(control.parts[0] ?? "");
    return contract === undefined ? refuse(404, "There is no such contract.") : action(contract, control);
  };

/** Goes on if the body has the right shape; otherwise answers 400 with what is wrong. */
export function withBody<Body, Result extends Answer | Promise<Answer>>(
  schema: z.ZodType<Body>,
  body: unknown,
  goOn: (body: Body) => Result,
): Result | Answer {
  const read = schema.safeParse(body);
  if (read.success) return goOn(read.data);
  const problems = read.error.issues.slice(0, 5);
  return refuse(
    400,
    problems.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; "),
  );
}
