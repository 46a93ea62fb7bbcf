import { dictionary } from "../../../ui/language.tsx";

export const quickWords = dictionary({
  ja: {
    lead: "価格・在庫数・公開を、表のまままとめて変更します。",
    label: "一括変更の表",
    search: "商品を検索",
    searchHint: "商品名、商品コード、JANコード、システム商品番号、スマレジ商品ID",
    keys: "↑↓ と Enter で上下のセルへ、Tab で次のセルへ。Esc でそのセルを元に戻します。表計算ソフトの列をそのまま貼り付けられます。",
    product: "商品",
    cell: (field: string, name: string) => `${field} ${name}`,
    lockedSynced: "在庫同期対象",
    lockedUnlimited: "在庫管理なし",
    legend:
      "「在庫同期対象」の在庫数は、スマレジの数が入るため変更できません。スマレジ商品IDもここでは変更できません。",
    sharedPrice: "公開と、パターン1以外の価格は、商品に1つです。",
    changed: (count: number) => `${count}か所を変更中`,
    nothing: "変更したセルはありません。",
    undoAll: "すべて元に戻す",
    save: "まとめて保存",
    saved: (count: number) => `${count}件のバリエーションを保存しました。`,
    tooMany: (count: number) =>
      `一度に保存できるのは500行までです(今は${count}行)。「すべて元に戻す」か、一部のセルをEscで戻して、分けて保存してください。`,
    wrong: (count: number) =>
      `${count}か所に誤りがあるため、何も保存していません。赤いセルを直してください。`,
    elsewhere: (names: string) => `検索で表に出ていない商品: ${names}`,
    dropped: (names: string) =>
      `まだ何も保存していません。削除された、または在庫管理をやめた商品の変更を外しました: ${names}。`,
    again: "ほかの変更は残っています。もう一度「まとめて保存」を押してください。",
    pastedLocked: (count: number) => `変更できないセル${count}か所は飛ばしました。`,
    problems: {
      badNumber: "0以上の整数を入力してください。",
      needed: "入力してください。",
      tooLargePrice: "99,999,999までです。",
      tooLargeQuantity: "999,999までです。",
    },
  },
  en: {
    lead: "Change prices, quantities and what is published, many at once.",
    label: "Table of changes",
    search: "Search products",
    searchHint: "Name, product code, JAN code, system product number, Smaregi product ID",
    keys: "↑, ↓ and Enter move between rows, Tab to the next cell, Esc undoes a cell. A column copied from a spreadsheet can be pasted.",
    product: "Product",
    cell: (field, name) => `${field} ${name}`,
    lockedSynced: "Synced",
    lockedUnlimited: "Not managed",
    legend:
      "A quantity marked “Synced” is Smaregi's and can't be changed. Nor can Smaregi product IDs be changed here.",
    sharedPrice: "Published, and the price except in pattern 1, belong to the whole product.",
    changed: (count) => (count === 1 ? "1 cell changed" : `${count} cells changed`),
    nothing: "No cell was changed.",
    undoAll: "Undo all",
    save: "Save all",
    saved: (count) => (count === 1 ? "1 variation was saved." : `${count} variations were saved.`),
    tooMany: (count) =>
      `Up to 500 rows are saved at once (these are ${count}). Undo some cells with Esc and save in parts.`,
    wrong: (count) =>
      `${count === 1 ? "1 cell is" : `${count} cells are`} not right, so nothing was saved. Correct the red cells.`,
    elsewhere: (names) => `Not in the table because of the search: ${names}`,
    dropped: (names) =>
      `Nothing was saved yet. Changes of what was deleted, or whose stock is not managed any more, were taken out: ${names}.`,
    again: "The other changes are still here: press “Save all” again.",
    pastedLocked: (count) =>
      `${count === 1 ? "1 locked cell was" : `${count} locked cells were`} passed over.`,
    problems: {
      badNumber: "Enter a whole number from 0 up.",
      needed: "Please fill this in.",
      tooLargePrice: "Up to 99,999,999.",
      tooLargeQuantity: "Up to 999,999.",
    },
  },
});
