/** The people who can press the button: the contract's owner, and a person who only works there. */
type Person = "owner" | "clerk";

/** What a person allowed an app to know, until the app fetches it: once, within ten minutes. */
export type Code = {
  contractId: string;
  person: Person;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | null;
  goodUntil: number;
  used: boolean;
};

export type UserToken = Pick<Code, "contractId" | "person" | "scopes"> & { goodUntil: number };
