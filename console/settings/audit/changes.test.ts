import { expect, it } from "vitest";
import { changesOf } from "./changes.ts";

const words = {
  fields: {
    role: "権限",
    name: "名前",
    disabled: "停止",
    channels: "お知らせ先",
    to: "送信先",
    kind: "種類",
  },
  values: { staff: "カート専任者", owner: "加盟店-管理者" },
  yes: "はい",
  no: "いいえ",
  none: "なし",
  moment: (at: string) => `moment ${at}`,
  list: (values: string[]) => values.join("、"),
};

it.each([
  ["nothing", null, null, []],
  [
    "codes are told in words, names stay as they are, and fields without a word too",
    { role: "staff", name: "staff" },
    { role: "owner", name: "owner", odd: 3 },
    [
      { field: "権限", before: "カート専任者", after: "加盟店-管理者" },
      { field: "名前", before: "staff", after: "owner" },
      { field: "odd", before: null, after: "3" },
    ],
  ],
  [
    "times, and lists of codes",
    null,
    { expiresAt: "2027-03-31T15:00:00.000Z", scopes: ["staff", "odd"] },
    [
      { field: "expiresAt", before: null, after: "moment 2027-03-31T15:00:00.000Z" },
      { field: "scopes", before: null, after: "カート専任者、odd" },
    ],
  ],
  [
    "yes, no and nothing",
    { disabled: false, name: null },
    { disabled: true, name: "" },
    [
      { field: "停止", before: "いいえ", after: "はい" },
      { field: "名前", before: "なし", after: "なし" },
    ],
  ],
  [
    "lists, and what stands in them",
    { channels: [] },
    { channels: [{ kind: "mail", to: "a@b.example", quietFrom: null }, { to: ["x", "y"] }] },
    [{ field: "お知らせ先", before: "なし", after: "種類: mail / 送信先: a@b.example、送信先: x、y" }],
  ],
])("監査ログ, before and after: %s", (_, before, after, told) => {
  expect(changesOf({ before, after }, words)).toEqual(told);
});
