import type { Contract, State } from "./state.ts";

/** What the handler of a Platform API call gets. */
export type ApiCall = {
  state: State;
  contract: Contract;
  query: URLSearchParams;
  /** The parts of the path that the route names. */
  parts: string[];
  path: string;
  body: unknown;
};
