import { Alert } from "@mantine/core";
import type { Papers } from "../../../src/http/api-types.ts";
import { formats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { printWords } from "./words.ts";

const { number, day } = formats("ja");

/**
 * ピッキングリスト: what to take from the shelves for all orders, then each order for packing. Orders that are left out are named on the
 * screen, not in print.
 */
export function Picking({ papers: { picking, today } }: { papers: Papers }) {
  const words = useWords(printWords);
  const { rows, orders, leftOut } = picking;
  return (
    <>
      {leftOut.length === 0 ? null : (
        <Alert color="yellow" variant="light" className="no-print" title={words.leftOut(leftOut.length)}>
          <ul className="plain">
            {leftOut.map((each) => (
              <li key={each.number}>
                <span className="figures">{each.number}</span> {words.whys[each.why]}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {rows.length === 0 ? <p className="soft">{words.nothing}</p> : null}
      {rows.length === 0 ? null : (
        <article className="sheet" lang="ja" aria-label="ピッキングリスト">
          <header>
            <h2>ピッキングリスト</h2>
            <dl>
              <div>
                <dt>作成日</dt>
                <dd>{day(today)}</dd>
              </div>
              <div>
                <dt>受注</dt>
                <dd>{number(orders.length)}件</dd>
              </div>
            </dl>
          </header>
          <table>
            <thead>
              <tr>
                <th>商品コード・JAN</th>
                <th>商品</th>
                <th className="number">数量</th>
                <th className="tick">確認</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.productCode} ${row.productName} ${row.variationName}`}>
                  <td>
                    {row.productCode}
                    <div className="answer">{row.janCode}</div>
                  </td>
                  <td>
                    {row.productName} {row.variationName}
                    <div className="answer">{number(row.orders)}件の受注</div>
                  </td>
                  <td className="number big">{number(row.quantity)}</td>
                  <td className="tick">☐</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h3>受注ごと</h3>
          {orders.map((order) => (
            <section key={order.number} className="packed">
              <b>
                ☐ {order.number} {order.buyer === "" ? "" : `${order.buyer} 様`}
              </b>
              <ul>
                {order.lines.map((line, nth) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <li key={nth}>
                    {line.name} × {number(line.quantity)}
                    {line.answers.map((answer) => (
                      <span key={answer} className="answer">
                        {" "}
                        {answer}
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
              {order.memo === "" ? null : <p className="note">{order.memo}</p>}
            </section>
          ))}
        </article>
      )}
    </>
  );
}
