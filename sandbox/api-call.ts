import type { Contract, State } from "./state.ts";

/** What a call of the Platform API is served with. */
export type ApiCall = {
  state: State;
  contract: Contract;
  query: URLSearchParams;
  /** The parts of the path that the route names. */
  parts: string[];
  path: string;
  body: unknown;
};
