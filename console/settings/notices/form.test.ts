import { expect, it } from "vitest";
import type { NoticeChannel } from "../../../src/http/api-types.ts";
import { bodyOf, errorsOf, formOf, listWith, secretOf } from "./form.ts";

const mail: NoticeChannel = {
  id: "1",
  kind: "mail",
  to: "tencho@example.jp",
  events: ["incident.opened"],
  quietHours: { from: "23:00", until: "06:30" },
  state: "on",
  isSent: true,
};
const room: NoticeChannel = {
  id: "1",
  kind: "chatwork",
  to: "123",
  secret: "…abcd",
  events: ["incident.opened", "incident.closed"],
  state: "off",
  offWhy: "gone",
  isSent: true,
};

it("a channel goes through the form as it is: its secret by what is shown of it", () => {
  expect(bodyOf(formOf(mail))).toEqual({
    kind: "mail",
    to: "tencho@example.jp",
    events: ["incident.opened"],
    quietHours: { from: "23:00", until: "06:30" },
  });
  expect(bodyOf(formOf(room))).toMatchObject({ secret: "…abcd", quietHours: null });
});

it("a kind without a secret sends none, whatever was typed before", () => {
  expect(["mail", "chatwork", "webhook"].map((kind) => secretOf(kind as "mail"))).toEqual([
    "none",
    "needed",
    "possible",
  ]);
  expect(bodyOf({ ...formOf(room), kind: "slack" })).not.toHaveProperty("secret");
  expect(bodyOf({ ...formOf(room), secret: " " })).not.toHaveProperty("secret");
});

it("the list is saved whole: one changed, added or left out", () => {
  const tos = (list: { to: string }[]) => list.map(({ to }) => to);
  expect(tos(listWith([mail, room], 0, { ...formOf(mail), to: " a@b.jp " }))).toEqual(["a@b.jp", "123"]);
  expect(tos(listWith([mail, room], 2, { ...formOf(null), to: "c@d.jp" }))).toEqual([
    "tencho@example.jp",
    "123",
    "c@d.jp",
  ]);
  expect(tos(listWith([mail, room], 0, null))).toEqual(["123"]);
});

it("a refusal stands at its own field, in words of the form; those of other channels do not", () => {
  const errors = [
    { path: "[1].to", message: "first" },
    { path: "[1].to", message: "second" },
    { path: "[0].to", message: "other" },
    { path: "[1].quietHours.from", message: "time" },
    { path: "[1].events", message: "none" },
  ];
  expect(errorsOf(errors, 1)).toEqual({ to: "first", from: "time", events: "none" });
  expect(errorsOf(errors, 2)).toEqual({});
});
