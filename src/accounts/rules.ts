/** owner 加盟店-管理者, manager 店舗責任者, staff カート専任者. */
export type Role = "owner" | "manager" | "staff";

/**
 * What may be refused to somebody: `products.edit` and `orders.edit`: by hand, one by one; `products.bulk`: files, and
 * deleting; `link.repair`: send again, mark as handled, the zero question, reconciliation, connection test;
 * `settings.edit`: the connection; `accounts.edit`: staff accounts and API keys. Everything else everybody may read.
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

/** What an API key may do: all but hand out further access. */
export const permissionsOfKey: Permission[] = permissions.filter((each) => each !== "accounts.edit");

/** Whether a shop would be left without anybody who may everything: `others`, its other accounts, hold no owner that can sign in. */
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
 * How many attempts to sign in with a wrong password there may be in a while: of one caller (an address, or a device that is
 * known to the account) at one account, and of one caller at all. Nobody's attempts count for another caller, so that nobody
 * can shut anybody out.
 */
export const attemptLimits = { minutes: 15, atAccount: 10, byCaller: 60 } as const;

/**
 * How many seconds a caller has to wait before the next attempt; 0: none. `atAccount`, `byCaller`: the times of those of the
 * last while, in milliseconds before now, newest first.
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

/** How long an ended merchant's people may still read what is theirs, in seconds. */
export const readableSeconds = 60 * 86_400;
/** How long a session lives: unused, and at the longest. In seconds. */
export const sessionSeconds = { unused: 14 * 86_400, longest: 60 * 86_400 } as const;
/** For how long somebody who gave their password may give others access without giving it again, in seconds. */
export const confirmedSeconds = 15 * 60;
/** How long a sign-in link can be used, in seconds. */
export const linkSeconds = 7 * 86_400;
/** How long a browser is known after somebody signed in there, in seconds: as long as browsers keep a cookie. */
export const deviceSeconds = 400 * 86_400;
