import { describe, expect, it } from "vitest";
import { whyNotHere } from "./at-home.ts";

const home = { production: false, host: "127.0.0.1", practiceAllowed: false };

describe("the practice mode stays at home", () => {
  it.each(["127.0.0.1", "127.8.8.8", "::1", "localhost"])("HOST=%s is home", (host) => {
    expect(whyNotHere({ ...home, host })).toBeNull();
  });

  it.each(["0.0.0.0", "::", "192.168.1.5", "shop.example", "127.0.0.1.evil.example", "1270.0.0.1"])(
    "HOST=%s is not, unless it is said so; it says why",
    (host) => {
      expect(whyNotHere({ ...home, host })).toContain(`HOST=${host}`);
      expect(whyNotHere({ ...home, host })).toContain("MUSUBI_PRACTICE=1");
      expect(whyNotHere({ ...home, host, practiceAllowed: true })).toBeNull();
    },
  );

  it("nor is NODE_ENV=production", () => {
    expect(whyNotHere({ ...home, production: true })).toContain("NODE_ENV");
    expect(whyNotHere({ ...home, production: true, practiceAllowed: true })).toBeNull();
  });
});
