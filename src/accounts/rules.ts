/** owner 加盟店-管理者, manager 店舗責任者, staff カート専任者. */
export type Role = "owner" | "manager" | "staff";

/**
 * The permissions that a person may lack. `products.edit` and `orders.edit`: by hand, one by one; `products.bulk`: files, and
 * deleting; `link.repair`: send again, mark as handled, the zero question, reconciliation, connection test; `settings.edit`: the
 * connection; `accounts.edit`: staff accounts and API keys. Everyone may read everything else.
 */
export const permissions = [
  "products.edit",
  "orders.edit",
  "products.bulk",
  "link.repair",
  "settings.edit",
  "accounts.edit",
] as const;
export type Permission = (typeof permissions)[number];

const daily: Permission[] = ["products.edit", "orders.edit"];
const running: Permission[] = [...daily, "products.bulk", "link.repair"];

const ofRole: Record<Role, Permission[]> = {
  owner: [...permissions],
  manager: running,
  staff: daily,
};

/** What a role may do. */
export const permissionsOf = (role: Role): Permission[] => ofRole[role];

/** What an API key may do: everything except giving further access. */
export const permissionsOfKey: Permission[] = permissions.filter((each) => each !== "accounts.edit");

/**
 * True if this change removes the last active owner: none of `others`, the shop's other accounts, is an owner who can
 * sign in.
 */
export function leavesNoOwner(
  account: { role: Role; disabled: boolean },
  after: { role: Role; disabled: boolean } | null,
  others: { role: Role; disabled: boolean }[],
): boolean {
  const counts = (each: { role: Role; disabled: boolean } | null) =>
    each !== null && each.role === "owner" && !each.disabled;
  return counts(account) && !counts(after) && !others.some(counts);
}

/**
 * The maximum of sign-in attempts with a wrong password in a period: per caller (an address, or a device that the account knows) at
 * one account, and per caller in total. Attempts never count for another caller, so no one can lock out another person.
 */
export const attemptLimits = { minutes: 15, atAccount: 10, byCaller: 60 } as const;

/**
 * The seconds that a caller has to wait before the next attempt; 0: none. `atAccount`, `byCaller`: the ages of recent
 * attempts, in milliseconds before now, newest first.
 */
export function secondsToWait(atAccount: number[], byCaller: number[]): number {
  const wait = (ages: number[], limit: number) => {
    const counted = ages[limit - 1];
    return counted === undefined
      ? 0
      : Math.ceil((attemptLimits.minutes * 60_000 - Math.max(0, counted)) / 1000);
  };
  return Math.max(0, wait(atAccount, attemptLimits.atAccount), wait(byCaller, attemptLimits.byCaller));
}

/** How long the people of an ended merchant may still read their data, in seconds. */
export const readableSeconds = 60 * 86_400;
/** The lifetime of a session: unused, and at most. In seconds. */
export const sessionSeconds = { unused: 14 * 86_400, longest: 60 * 86_400 } as const;
/** How long a person who entered their password may give others access without entering it again, in seconds. */
export const confirmedSeconds = 15 * 60;
/** How long a sign-in link can be used, in seconds. */
export const linkSeconds = 7 * 86_400;
/** How long a browser stays known after a person signed in there, in seconds: as long as browsers keep a cookie. */
export const deviceSeconds = 400 * 86_400;
