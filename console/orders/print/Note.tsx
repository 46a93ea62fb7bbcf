import type { Papers } from "../../../src/http/api-types.ts";
import { formats } from "../../../ui/format.ts";
import { orderWords } from "../parts/words.ts";

// A Japanese shop's paper is in Japanese, whatever language its staff read.
const { yen, number, day } = formats("ja");
const money = orderWords.ja.money;

/** 納品書 of one order on a sheet of its own; with a 登録番号 it is a 適格請求書. */
export function Note({ note, issuer }: { note: Papers["notes"][number]; issuer: Papers["issuer"] }) {
  const isInvoice = issuer.registrationNumber !== "";
  return (
    <article className="sheet" lang="ja" aria-label={`納品書 ${note.number}`}>
      <header>
        <h2>{isInvoice ? "納品書(適格請求書)" : "納品書"}</h2>
        <dl>
          <div>
            <dt>注文番号</dt>
            <dd>{note.number}</dd>
          </div>
          <div>
            <dt>注文日</dt>
            <dd>{day(note.orderedAt)}</dd>
          </div>
          <div>
            <dt>取引年月日</dt>
            <dd>{day(note.suppliedOn)}</dd>
          </div>
        </dl>
      </header>
      <div className="parties">
        <Recipient recipient={note.recipient} />
        <Issuer issuer={issuer} />
      </div>
      <table>
        <thead>
          <tr>
            <th>品名</th>
            <th className="number">数量</th>
            <th className="number">単価(税込)</th>
            <th className="number">金額(税込)</th>
          </tr>
        </thead>
        <tbody>
          {note.lines.map((line, nth) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={nth}>
              <td>
                {line.name}
                {line.isReduced ? " ※" : ""}
                {line.answers.map((answer) => (
                  <div key={answer} className="answer">
                    {answer}
                  </div>
                ))}
              </td>
              <td className="number">{number(line.quantity)}</td>
              <td className="number">{yen(line.unitPrice)}</td>
              <td className="number">{yen(line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum name="商品小計" amount={note.subtotal} />
          {note.moneyLines.map(({ key, amount }) => (
            <Sum key={key} name={money[key]} amount={amount} />
          ))}
          <Sum name="合計" amount={note.total} isTotal />
          {note.perRate.map(({ rate, gross, tax }) => (
            <Sum key={rate} name={`${rate}%対象(税込)`} amount={gross} beside={`うち消費税 ${yen(tax)}`} />
          ))}
        </tfoot>
      </table>
      {note.lines.some(({ isReduced }) => isReduced) ? <p>※は軽減税率(8%)対象です。</p> : null}
      {issuer.note === "" ? null : <p className="note">{issuer.note}</p>}
    </article>
  );
}

type SumProps = { name: string; amount: number; beside?: string; isTotal?: boolean };
function Sum({ name, amount, beside, isTotal }: SumProps) {
  return (
    <tr className={isTotal === true ? "total" : undefined}>
      <th colSpan={3}>
        {name}
        {beside === undefined ? null : <span className="beside-sum"> {beside}</span>}
      </th>
      <td className="number">{yen(amount)}</td>
    </tr>
  );
}

function Recipient({ recipient }: { recipient: Record<string, string> }) {
  const { name = "", postalCode = "", prefecture = "", address = "", building = "" } = recipient;
  return (
    <div>
      {postalCode === "" ? null : <div>〒{postalCode}</div>}
      <div>
        {prefecture}
        {address}
      </div>
      <div>{building}</div>
      <div className="name">{name === "" ? "" : `${name} 様`}</div>
    </div>
  );
}

function Issuer({ issuer }: { issuer: Papers["issuer"] }) {
  const { name, postalCode, address, phone, registrationNumber } = issuer;
  return (
    <div>
      <div className="name">{name}</div>
      {postalCode === "" ? null : <div>〒{postalCode}</div>}
      <div>{address}</div>
      {phone === "" ? null : <div>電話 {phone}</div>}
      {registrationNumber === "" ? null : <div>登録番号 {registrationNumber}</div>}
    </div>
  );
}
